"""What is measured, and the goals.

A row is measured in the process of each framework that has its `family`, unless `whole` is set: then
`whole.py` measures it with processes of its own. Times are seconds per call.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Goal:
    """What nitinol shall reach.

    ratio: nitinol's time over that of a peer: `against` names its framework, "best" is the fastest.
    limit: a bound on nitinol's own number (seconds, bytes or a count).
    """

    ratio: float | None = None
    against: str = "best"
    limit: float | None = None

    def __str__(self) -> str:
        if self.ratio is None:
            return ""
        return f"≤ {self.ratio:g}×" + ("" if self.against == "best" else f" {self.against}")


@dataclass(frozen=True)
class Row:
    """One line of the table.

    flops, bytes: the least work and the least traffic of memory a call can do, for the floor.
    tolerance: how far outputs may be from float64, over the largest number of the reference.
    unit: of the numbers: "s", "B", "×" for a ratio, or "" for a count.
    numerics: the mode that nitinol computes in; other modes than the default have a process of their own.
    """

    name: str
    title: str
    family: str
    goal: Goal
    parameters: dict[str, Any] = field(default_factory=dict)
    flops: float = 0.0
    bytes: float = 0.0
    tolerance: float = 1e-5
    whole: bool = False
    unit: str = "s"
    numerics: str = "default"


# What operators are called in the names of rows.
_WORDS = {"+": "plus", "*": "times", "/": "over", "@": "matmul", ">": "greater"}

# Tiny operations: {x} {y} are 4×4, {v} has 4 numbers, {m} is a mask. `any` is valid for every framework
# that is not named; {lib} is its module.
TINY: dict[str, dict[str, str]] = {
    "x + v": {"any": "{x} + {v}"},
    "x * 2.0": {"any": "{x} * 2.0"},
    "x / y": {"any": "{x} / {y}"},
    "-x": {"any": "-{x}"},
    "x > y": {"any": "{x} > {y}"},
    "exp(x)": {"any": "{lib}.exp({x})"},
    "tanh(x)": {"any": "{lib}.tanh({x})"},
    "relu(x)": {
        "any": "{lib}.relu({x})", "jax": "jax.nn.relu({x})", "tensorflow": "tf.nn.relu({x})",
        "numpy": "np.maximum({x}, 0)",
    },
    "maximum(x, y)": {"any": "{lib}.maximum({x}, {y})"},
    "where(m, x, y)": {"any": "{lib}.where({m}, {x}, {y})"},
    "sum(x)": {"any": "{x}.sum()", "tensorflow": "tf.reduce_sum({x})"},
    "mean(x, 1)": {"any": "{x}.mean(1)", "tensorflow": "tf.reduce_mean({x}, 1)"},
    "max(x, 1)": {"any": "{x}.max(1)", "torch": "{x}.amax(1)", "tensorflow": "tf.reduce_max({x}, 1)"},
    "x[1]": {"any": "{x}[1]"},
    "x[1:3, ::2]": {"any": "{x}[1:3, ::2]"},
    "reshape(x, (2, 8))": {"any": "{x}.reshape(2, 8)", "tensorflow": "tf.reshape({x}, (2, 8))"},
    "x.T": {"any": "{x}.T", "tensorflow": "tf.transpose({x})"},
    "x @ y": {"any": "{x} @ {y}"},
    "softmax(x)": {
        "any": "{lib}.softmax({x}, -1)", "jax": "jax.nn.softmax({x})", "tensorflow": "tf.nn.softmax({x})",
        "numpy": "softmax({x})",
    },
    "concatenate(x, y)": {
        "any": "{lib}.concatenate(({x}, {y}))", "torch": "torch.cat(({x}, {y}))",
        "tensorflow": "tf.concat(({x}, {y}), 0)",
    },
}  # fmt: skip

MLP = (784, 512, 512, 10)
MLP_BATCH = 128
CNN_BATCH = 32
CNN_CHANNELS = (3, 32, 64, 128)
CNN_SIDE = 32
GPT = {"layers": 4, "width": 256, "heads": 8, "tokens": 1000, "batch": 8, "length": 128}
RAGGED: dict[str, Any] = {"rows": 200_000, "mean": 10}
SEQUENCES: dict[str, Any] = {"rows": 64, "heads": 8, "width": 64}
SPARSE = {"rows": 100_000, "entries": 1_000_000, "columns": 16}
LSTM = {"inputs": 64, "width": 128, "batch": 32, "length": 50}
ATTENTION = {"heads": 8, "length": 2048, "width": 64}
ADAM_TENSORS = {"adam": (100, 100_000), "adam-small": (1000, 100)}  # tensors, and numbers of each
# Title, batch of a step, FLOPs of a picture forward and in a step, parameters.
PICTURES = {
    "alexnet": ("AlexNet", 16, 1.43e9, 4.15e9, 61.1e6),
    "resnet": ("ResNet-18", 8, 3.63e9, 10.65e9, 11.7e6),
}
# Training steps whose memory is measured.
MEMORY = {
    "mlp": "MLP, Adam step",
    "cnn": "CNN, SGD step",
    "resnet": "ResNet-18, 8×3×224×224, SGD step",
    "gpt": "GPT, AdamW step",
}
# Networks of the rows of reverse mode, and how their titles name them.
NETWORKS = {
    "mlp": "MLP",
    "cnn": "CNN",
    "digits": "network of the digits",
    "gpt": "GPT of 4 layers, 256 wide, 8×128 tokens",
    "lstm": "LSTM 64→128, 32×50",
}
# Work that is done in two ways (`variants`).
WORKS = {
    "matmul-1024": "matmul 1024³",
    "matmul-2048": "matmul 2048³",
    "mlp": "MLP step (Adam)",
    "cnn": "CNN step (SGD)",
    "gpt": "GPT step (AdamW)",
    "attention": "attention, 8 heads × 2048 × 64, causal, forward + backward",
}
# Further rows of which two threads are compared with one.
THREADS = (
    "matmul-512x3072x768",
    "linear-gelu",
    "lstm-step",
    "alexnet-forward",
    "alexnet-step",
    "resnet-forward",
    "resnet-step",
)


def _mlp_flops() -> float:
    products = sum(a * b for a, b in itertools.pairwise(MLP))
    # forward and both gradients, without that of the input
    return 2.0 * MLP_BATCH * (3 * products - MLP[0] * MLP[1])


def _per_sample_flops() -> float:
    """Forward, the cotangents of the layers, and an outer product for each sample and layer."""
    products = [a * b for a, b in itertools.pairwise(MLP)]
    return MLP_BATCH * (2.0 * sum(products) + 2.0 * sum(products[1:]) + sum(products))


def _per_sample_bytes() -> float:
    """All gradients are written."""
    return 4.0 * MLP_BATCH * sum(a * b + b for a, b in itertools.pairwise(MLP))


def _cnn_flops() -> float:
    total, side = 0.0, CNN_SIDE
    for number, (c, k) in enumerate(itertools.pairwise(CNN_CHANNELS)):
        total += 2.0 * CNN_BATCH * side * side * 9 * c * k * (2 if number == 0 else 3)
        side //= 2
    return total + 3 * 2.0 * CNN_BATCH * CNN_CHANNELS[-1] * side * side * 10


def _lstm_flops() -> float:
    """Of the products; the gradient of the inputs is not asked for."""
    steps, width = LSTM["length"] * LSTM["batch"], 4 * LSTM["width"]
    return 2.0 * steps * width * (2 * LSTM["inputs"] + 3 * LSTM["width"])


def _attention_flops() -> float:
    """Of the products, two forward and five backward, below the diagonal."""
    return 7.0 * ATTENTION["heads"] * ATTENTION["length"] ** 2 * ATTENTION["width"]


def _gpt_flops() -> float:
    """Of the products of a training step."""
    width, length = GPT["width"], GPT["length"]
    weights = GPT["layers"] * 12 * width**2 + GPT["tokens"] * width
    attention = GPT["layers"] * 7 * length * width
    return GPT["batch"] * length * (6.0 * weights + attention)


def rows() -> list[Row]:
    """All rows, in the order of the table."""
    made = [
        Row(
            "add",
            "`a + b`, 4×4 float32, eager",
            "tiny",
            Goal(0.10, "torch"),
            {"code": {"any": "{x} + {y}"}},
        )
    ]
    for title, code in TINY.items():
        name = "tiny-" + "".join(_WORDS.get(c, c if c.isalnum() else "-") for c in title).strip("-")
        made.append(
            Row(name, f"`{title}`, tiny, eager", "tiny", Goal(0.3, "torch"), {"code": code})
        )
    made += [
        Row("chain-eager", "50-op chain, forward + backward, tiny, eager", "chain", Goal(0.20, "torch"),
            {"jit": False}),
        Row("chain-jit", "50-op chain, forward + backward, tiny, jit", "chain", Goal(0.5), {"jit": True}),
        Row("mlp-eager", "MLP step (Adam), eager style", "mlp", Goal(1.0, "torch"), {"jit": False},
            flops=_mlp_flops(), tolerance=1e-3),
        Row("cnn-eager", "CNN step (SGD), eager style", "cnn", Goal(1.0, "torch"), {"jit": False},
            flops=_cnn_flops(), tolerance=1e-3),
    ]  # fmt: skip
    for n, goal in ((10**3, 0.3), (10**5, 0.5), (10**7, 0.5)):
        made.append(
            Row(f"pointwise-1e{len(str(n)) - 1}", f"`gelu(x*1.5+0.5)*sigmoid(x)`, {n:,} numbers, jit",
                "pointwise", Goal(goal), {"n": n}, bytes=8.0 * n)
        )  # fmt: skip
    made.append(
        Row("records", "a method of 1,000,000 objects, `0.5*m*v*v + m*g*x`, jit (peers: of three arrays)",
            "records", Goal(1.0), {"n": 10**6}, bytes=16.0 * 10**6)
    )  # fmt: skip
    for name, passes in (("sum", 1), ("softmax", 2)):
        made.append(
            Row(f"ragged-{name}", f"{name} of each of 200,000 rows of 10 numbers on average", "ragged", Goal(0.3),
                {"what": name, **RAGGED}, bytes=4.0 * passes * 2_000_000 + 8.0 * RAGGED["rows"])
        )  # fmt: skip
    made.append(
        Row("ragged-attention", "attention of 64 sequences of 8 to 512 tokens, 8 heads of 64, value and gradients, "
            "jit (peers: padded)", "ragged", Goal(0.5, "torch"), {"what": "attention", **SEQUENCES}, tolerance=1e-4)
    )  # fmt: skip
    for layout in ("csr", "coo"):
        made.append(
            Row(f"sparse-{layout}", f"sparse ({layout.upper()}) · dense, 100,000², 1,000,000 entries, 16 columns",
                "sparse", Goal(0.8), {"layout": layout, **SPARSE}, flops=32e6, bytes=12e6 + 2 * 6.4e6)
        )  # fmt: skip
    made.append(
        Row("strings", "1,000,000 lines: small letters, split at spaces, numbers of words in a vocabulary",
            "strings", Goal(0.7), {"n": 10**6, "words": 30_000}, bytes=4 * 40e6 + 3 * 44e6)
    )  # fmt: skip
    grid = 4096 * 1024
    made.append(Row("softmax", "softmax, 4096×1024", "softmax", Goal(0.8), bytes=8.0 * grid))
    made.append(
        Row("layer-norm", "layer norm, 4096×1024", "layer_norm", Goal(0.8), bytes=8.0 * grid)
    )
    shapes = [(n, n, n) for n in (64, 128, 256, 512, 1024, 2048)] + [
        (512, 3072, 768),
        (8, 4096, 4096),
        (1, 4096, 4096),
        (4096, 1, 4096),
        (128, 10, 784),
    ]
    for m, n, k in shapes:
        goal = 0.95 if m * n * k >= 2**30 else 1.0
        label = f"{m}³" if m == n == k else f"{m}×{n}×{k}"
        made.append(
            Row(f"matmul-{m}x{n}x{k}", f"matmul {label}", "matmul", Goal(goal), {"m": m, "n": n, "k": k},
                flops=2.0 * m * n * k, bytes=4.0 * (m * n + m * k + k * n) if min(m, n) <= 8 else 0.0)
        )  # fmt: skip
    made.append(
        Row("matmul-int8-1024", "matmul 1024³, int8 to int32", "matmul_bytes", Goal(1.0), {"n": 1024},
            flops=2.0 * 1024**3 / 4)  # four multiply-adds take the place of one
    )  # fmt: skip
    made.append(
        Row("linear-gelu", "dense layer with bias and GELU, 512×3072×768, jit", "linear_gelu", Goal(0.85),
            {"m": 512, "n": 3072, "k": 768}, flops=2.0 * 512 * 3072 * 768)
    )  # fmt: skip
    made += [
        Row("softmax-gradient", "softmax, 4096×1024, forward + backward, jit", "fold_gradient", Goal(0.6),
            {"what": "softmax", "rows": 4096, "width": 1024}, bytes=12.0 * grid),
        Row("layer-norm-gradient", "layer norm, 4096×1024, forward + backward, jit", "fold_gradient", Goal(0.6),
            {"what": "layer-norm", "rows": 4096, "width": 1024}, bytes=12.0 * grid),
        Row("cross-entropy-gradient", "cross-entropy of 256 rows over 50,000 classes, forward + backward, jit",
            "fold_gradient", Goal(0.6), {"what": "cross-entropy", "rows": 256, "width": 50_000},
            bytes=8.0 * 256 * 50_000),
    ]  # fmt: skip
    for name, (count, size) in ADAM_TENSORS.items():
        made.append(
            Row(name, f"Adam over {count:,} tensors of {size:,} numbers", "adam", Goal(0.8, "torch"),
                {"count": count, "size": size}, bytes=28.0 * count * size)
        )  # fmt: skip
    for network, (title, batch, forward, step, weights) in PICTURES.items():
        for training in (False, True):
            count = batch if training else 1
            made.append(
                Row(f"{network}-{'step' if training else 'forward'}",
                    f"{title}, {count}×3×224×224, {'SGD step' if training else 'forward'}, jit", "picture",
                    Goal(0.8 if network == "alexnet" and not training else 0.7),
                    {"network": network, "training": training, "batch": count},
                    flops=count * (step if training else forward), bytes=(8.0 if training else 4.0) * weights,
                    tolerance=1e-3 if training else 1e-4)
            )  # fmt: skip
    made.append(
        Row(
            "lstm-step",
            "LSTM 64→128, 32×50, Adam step, jit",
            "lstm",
            Goal(0.6),
            flops=_lstm_flops(),
            tolerance=1e-3,
        )
    )
    made += [
        Row("gru-step", "GRU 64→128, 32×50, Adam step, jit (`nn.GRU`)", "gru", Goal(1.0),
            flops=0.75 * _lstm_flops(), tolerance=1e-3),
        Row("attention", "attention, 8 heads × 2048 × 64, causal, forward + backward, jit", "attention", Goal(0.65),
            ATTENTION, flops=_attention_flops(), tolerance=1e-4),
        Row("gpt-step", "GPT of 4 layers, 256 wide, 8×128 tokens, AdamW step, jit", "gpt", Goal(0.7),
            flops=_gpt_flops(), tolerance=1e-3),
        Row("mlp-jit", "MLP 784-512-512-10, batch 128, Adam step, jit", "mlp", Goal(0.55), {"jit": True},
            flops=_mlp_flops(), tolerance=1e-3),
        Row("cnn-jit", "CNN 3×(conv 3×3, relu, pool) 32×32, batch 32, SGD step, jit", "cnn", Goal(0.6),
            {"jit": True}, flops=_cnn_flops(), tolerance=1e-3),
        Row("cnn-fast", "CNN 3×(conv 3×3, relu, pool) 32×32, batch 32, SGD step, jit, `fast` numerics (Winograd)",
            "cnn", Goal(0.5), {"jit": True}, flops=_cnn_flops(), tolerance=1e-3,
            numerics="fast"),
        Row("per-sample", "gradients of each sample, `vmap(grad)`, of the MLP, batch 128", "per_sample",
            Goal(0.7), flops=_per_sample_flops(), bytes=_per_sample_bytes(), tolerance=1e-4),
        Row("hessian", "Hessian of a two-layer tanh network, 16 wide, by its input, jit", "hessian",
            Goal(0.3, "jax"), tolerance=1e-5),
        *[
            Row(f"reverse-{name}", f"loss and gradients over the loss alone, {title}, jit", "reverse",
                Goal(limit=3.0), whole=True, unit="×")
            for name, title in NETWORKS.items()
        ],
        Row("checkpoint-time", "gradients of the GPT, `checkpoint` around each layer, over those without: time",
            "checkpoint", Goal(limit=1.35), whole=True, unit="×"),
        Row("checkpoint-memory", "the same: peak of memory", "checkpoint", Goal(limit=0.5), whole=True,
            unit="×"),
        *[
            Row(f"memory-{name}", f"the most memory held at one time: {title}", "memory", Goal(1.0, "torch"),
                {"of": f"{name}-jit" if name in ("mlp", "cnn") else f"{name}-step"}, whole=True, unit="B")
            for name, title in MEMORY.items()
        ],
        *[
            Row(f"open-{name}", f"program with open axes over one for exact sizes, {title}", "open",
                Goal(limit=1.05), whole=True, unit="×")
            for name, title in WORKS.items() if name in ("matmul-1024", "mlp", "cnn", "gpt")
        ],
        *[
            Row(f"threads-{name}", f"two threads over one, {title}", "threads", Goal(limit=1 / 1.8), whole=True,
                unit="×")
            for name, title in WORKS.items()
        ],
        *[
            Row(f"threads-{row.name}", f"two threads over one, {row.title}", "threads", Goal(limit=1 / 1.8),
                whole=True, unit="×")
            for row in made if row.name in THREADS
        ],
        Row("unrolled-lstm", "LSTM 64→128, 32×50, loss and gradients: `scan` over rounds written out by hand, jit",
            "unrolled", Goal(limit=1.0), whole=True, unit="×"),
        Row("threads-registers", "two threads over one, multiply-adds on registers: what the machine gives",
            "threads", Goal(limit=1.0), whole=True, unit="×"),
        Row("first-empty", "first call of the compiled MLP step, empty cache", "first", Goal(1.0, "jax"),
            whole=True),
        Row("first-warm", "first call of the compiled MLP step, warm cache", "first", Goal(limit=0.100),
            whole=True),
        Row("gpt-empty", "first call of a compiled training step of a GPT of 12 layers, empty cache", "gpt_first",
            Goal(limit=5.0), whole=True),
        Row("gpt-warm", "first call of a compiled training step of a GPT of 12 layers, warm cache", "gpt_first",
            Goal(limit=1.0), whole=True),
        Row("batch-2", "compilations for a second batch size", "first", Goal(limit=1), whole=True, unit=""),
        Row("batch-3", "compilations for a third batch size", "first", Goal(limit=0), whole=True, unit=""),
        Row("import", "whole process: import and one `a + b`, warm cache", "import", Goal(0.6, "numpy"),
            whole=True),
        Row("size", "installed size with dependencies", "size", Goal(limit=260e6), whole=True, unit="B"),
        Row("digits", "digits training, from an empty cache", "digits", Goal(limit=20.0), whole=True),
    ]  # fmt: skip
    return made
