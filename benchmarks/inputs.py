"""Numbers for the rows, the same in every process, and what must come out, in float64 by NumPy."""

from __future__ import annotations

import itertools
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import steps, transformers
from benchmarks.adam import ADAM
from benchmarks.rows import CNN_BATCH, CNN_CHANNELS, CNN_SIDE, MLP, MLP_BATCH, Row

Array = NDArray[Any]
CHAIN = 50
STRIDE = steps.STRIDE
STEPS = steps.STEPS
SGD_LR = 0.01
GRAVITY = 9.81


def _erf(x: Array) -> Array:
    return np.vectorize(math.erf, otypes=[np.float64])(x)


def softmax(x: Array) -> Array:
    """Softmax over the last axis."""
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def sets(row: Row) -> list[dict[str, Array]]:
    """The inputs of a row: several sets, used in turn from call to call."""
    random = np.random.default_rng(7)

    def normal(*shape: int) -> Array:
        return random.standard_normal(shape).astype(np.float32)

    if row.family in steps.FAMILIES:
        return steps.sets(row)
    if row.family in transformers.FAMILIES:
        return transformers.sets(row)
    p = row.parameters
    if row.family in ("tiny", "chain"):
        made = [{"x": normal(4, 4), "y": normal(4, 4), "v": normal(4)} for _ in range(8)]
        for one in made:
            one["m"] = one["x"] > one["y"]
        return made
    if row.family == "pointwise":
        return [{"x": normal(p["n"])} for _ in range(2 if p["n"] > 10**6 else 8)]
    if row.family == "records":
        return [{name: normal(p["n"]) for name in "xvm"} for _ in range(4)]
    if row.family == "sparse":
        return [
            {**sparse_entries(p, n), "dense": normal(p["rows"], p["columns"])} for n in range(2)
        ]
    if row.family == "ragged" and p["what"] == "attention":
        lengths = random.integers(8, 513, p["rows"])
        shape = (int(lengths.sum()), p["heads"], p["width"])
        return [{**{name: normal(*shape) for name in "qkv"}, "lengths": lengths}]
    if row.family == "ragged":
        sets = [random.poisson(p["mean"], p["rows"]) for _ in range(4)]
        return [{"x": normal(int(n.sum())), "lengths": n} for n in sets]
    if row.family == "strings":
        return [text_lines(p["n"], p["words"], seed) for seed in range(2)]
    if row.family == "softmax":
        return [{"x": normal(4096, 1024)} for _ in range(4)]
    if row.family == "layer_norm":
        return [{"x": normal(4096, 1024), "w": normal(1024), "b": normal(1024)} for _ in range(4)]
    if row.family == "matmul":
        count = 2 if p["m"] * p["n"] * p["k"] > 10**8 else 8
        return [{"x": normal(p["m"], p["k"]), "y": normal(p["k"], p["n"])} for _ in range(count)]
    if row.family == "matmul_bytes":
        shape = (p["n"], p["n"])
        return [
            {name: random.integers(-128, 128, shape).astype(np.int8) for name in "xy"}
            for _ in range(2)
        ]
    if row.family in ("mlp", "first"):
        return [mlp_batch(MLP_BATCH, n) for n in range(8)]
    if row.family == "per_sample":
        return [mlp_batch(MLP_BATCH, n) for n in range(2)]
    if row.family == "hessian":
        return [
            {"x": normal(16), "w": normal(16, 16) / 4, "v": normal(16, 16) / 4} for _ in range(8)
        ]
    if row.family == "cnn":
        shape = (CNN_BATCH, CNN_CHANNELS[0], CNN_SIDE, CNN_SIDE)
        return [{"x": normal(*shape), "t": random.integers(0, 10, CNN_BATCH)} for _ in range(4)]
    raise ValueError(f"no inputs for rows of family {row.family!r}")


def sparse_entries(p: dict[str, Any], seed: int) -> dict[str, Array]:
    """Distinct entries of a square matrix at random places, row by row."""
    random = np.random.default_rng(200 + seed)
    n, count = p["rows"], p["entries"]
    places = np.unique(random.integers(0, n * n, count + count // 100))
    kept = np.sort(random.permutation(places)[:count])
    values = random.standard_normal(count).astype(np.float32)
    row, column = np.divmod(kept, n)
    return {"row": row, "column": column, "values": values}


def text_lines(count: int, words: int, seed: int) -> dict[str, Array]:
    """Lines of three to eight words of two to ten letters, one in five with a capital, frequent ones often; and a
    vocabulary that has most of them.
    """
    random = np.random.default_rng(300)
    sizes = random.integers(2, 11, words)
    letters = random.integers(97, 123, (words, 10)).astype(np.uint8)
    known = list(dict.fromkeys(bytes(x[:n]).decode() for x, n in zip(letters, sizes, strict=True)))
    random = np.random.default_rng(301 + seed)
    used = (len(known) * random.random(150_000) ** 3).astype(np.int64)
    drawn = [known[i].capitalize() if i % 5 == 0 else known[i] for i in used.tolist()]
    starts = random.integers(0, len(drawn) - 8, count // 50)
    lengths = random.integers(3, 9, count // 50)
    pool = [" ".join(drawn[a : a + n]) for a, n in zip(starts, lengths, strict=True)]
    lines = np.array(pool, dtype=object)[random.integers(0, len(pool), count)]
    return {"lines": lines, "words": np.array(known[: -len(known) // 10], dtype=object)}


def compressed(row: Array, rows: int) -> Array:
    """Where each row begins."""
    return np.searchsorted(row, np.arange(rows + 1))


def mlp_batch(size: int, seed: int) -> dict[str, Array]:
    """A batch for the MLP: pictures and labels."""
    random = np.random.default_rng(100 + seed)
    pictures = random.standard_normal((size, MLP[0])).astype(np.float32)
    return {"x": pictures, "t": random.integers(0, 10, size)}


def mlp_weights() -> list[tuple[Array, Array]]:
    """Weights (inputs, outputs) and biases at the start."""
    random = np.random.default_rng(1)
    return [
        (
            (random.standard_normal((a, b)) / math.sqrt(a)).astype(np.float32),
            np.zeros(b, np.float32),
        )
        for a, b in itertools.pairwise(MLP)
    ]


def cnn_weights() -> list[tuple[Array, Array]]:
    """Filters (out, in, 3, 3) with biases, then the last layer as in `mlp_weights`."""
    random = np.random.default_rng(2)
    made = []
    for c, k in itertools.pairwise(CNN_CHANNELS):
        filters = random.standard_normal((k, c, 3, 3)) / math.sqrt(9 * c)
        made.append((filters.astype(np.float32), np.zeros(k, np.float32)))
    n = CNN_CHANNELS[-1] * (CNN_SIDE // 2 ** (len(CNN_CHANNELS) - 1)) ** 2
    last = (random.standard_normal((n, 10)) / math.sqrt(n)).astype(np.float32)
    return [*made, (last, np.zeros(10, np.float32))]


def cnn_weights_nhwc() -> list[tuple[Array, Array]]:
    """The same for pictures with channels last: filters (3, 3, in, out), the last layer's rows moved."""
    *filters, (w, b) = cnn_weights()
    side = CNN_SIDE // 2 ** len(filters)
    last = w.reshape(CNN_CHANNELS[-1], side, side, 10).transpose(1, 2, 0, 3).reshape(-1, 10)
    return [*((f.transpose(2, 3, 1, 0).copy(), bias) for f, bias in filters), (last.copy(), b)]


# ------------------------------------------------------------------------------------------------
# References


def reference(row: Row, inputs: list[dict[str, Array]]) -> list[Array]:
    """What the outputs of the first set must be (of training: the losses of the first steps)."""
    if row.family in steps.FAMILIES:
        return steps.reference(row, inputs)
    if row.family in transformers.FAMILIES:
        return transformers.reference(row, inputs)
    one = {
        name: a.astype(np.float64) if a.dtype == np.float32 else a for name, a in inputs[0].items()
    }
    if row.family == "tiny":
        code = row.parameters["code"]
        text = code.get("numpy", code["any"]).format(lib="np", **{n: n for n in one})
        return [np.asarray(eval(text, {"np": np, "softmax": softmax}, one))]
    if row.family == "chain":
        return [chain_gradient(one["x"], one["y"], one["v"])]
    if row.family == "sparse":
        products = one["values"][:, None] * one["dense"][one["column"]]
        begins = compressed(one["row"], row.parameters["rows"])
        sums = np.concatenate([np.zeros((1, products.shape[1])), np.cumsum(products, 0)])
        return [sums[begins[1:]] - sums[begins[:-1]]]
    if row.family == "ragged":
        return [ragged_reference(row.parameters["what"], one)]
    if row.family == "strings":
        numbers = {w: i for i, w in enumerate(one["words"].tolist())}
        found = [numbers.get(w, -1) for line in one["lines"] for w in line.lower().split(" ")]
        return [np.array(found)]
    x = one["x"]
    if row.family == "pointwise":
        x = x[:100_000]
        y = x * 1.5 + 0.5
        return [y * 0.5 * (1 + _erf(y / math.sqrt(2))) / (1 + np.exp(-x))]
    if row.family == "records":
        return [0.5 * one["m"] * one["v"] ** 2 + one["m"] * GRAVITY * one["x"]]
    if row.family == "softmax":
        return [softmax(x)]
    if row.family == "layer_norm":
        normal = (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5)
        return [normal * one["w"] + one["b"]]
    if row.family == "matmul":
        return [x @ one["y"]]
    if row.family == "matmul_bytes":
        return [x.astype(np.float64) @ one["y"].astype(np.float64)]
    if row.family == "per_sample":
        return per_sample_parts(x, one["t"])
    if row.family == "hessian":
        return [tanh_network_hessian(x, one["w"], one["v"])]
    batches = inputs[:STEPS]
    return [mlp_losses(batches) if row.family == "mlp" else cnn_losses(batches)]


def ragged_reference(what: str, one: dict[str, Array]) -> Array:
    """The sum or the softmax of each row; of attention the gradient of Σ o²/2 by the queries."""
    parts = np.cumsum(one["lengths"])[:-1]
    if what == "sum":
        return np.array([row.sum() for row in np.split(one["x"], parts)])
    if what == "softmax":
        return np.concatenate([softmax(r) for r in np.split(one["x"], parts) if len(r)])
    found = []
    for q, k, v in zip(*[np.split(one[name], parts) for name in "qkv"], strict=True):
        q, k, v = (x.swapaxes(0, 1) for x in (q, k, v))
        scale = 1 / math.sqrt(q.shape[-1])
        weights = softmax(q @ k.swapaxes(1, 2) * scale)
        slope = weights @ v @ v.swapaxes(1, 2)
        slope = weights * (slope - (slope * weights).sum(-1, keepdims=True))
        found.append((slope @ k * scale).swapaxes(0, 1))
    return np.concatenate(found)


def tanh_network_hessian(x: Array, w: Array, v: Array) -> Array:
    """The second derivatives by x of the sum of tanh(tanh(x·w)·v)."""
    first = np.tanh(x @ w)
    second = np.tanh(first @ v)
    slope, outer = 1 - first**2, 1 - second**2
    inner = (v.T * slope) @ w.T  # of first @ v, by x
    bent: Array = (inner.T * (-2 * second * outer)) @ inner
    bent += (w * (-2 * first * slope * (v @ outer))) @ w.T
    return bent


def chain_gradient(x: Array, y: Array, v: Array) -> Array:
    """The gradient by x of the sum of the chain: 25 times z*y then z+v."""
    return y ** (CHAIN // 2) * np.ones_like(x)


def _loss(logits: Array, labels: Array) -> tuple[float, Array]:
    """Mean cross-entropy and its gradient."""
    p = softmax(logits)
    rows = np.arange(len(labels))
    loss = -np.log(p[rows, labels]).mean()
    p[rows, labels] -= 1
    return float(loss), p / len(labels)


def mlp_losses(batches: list[dict[str, Array]]) -> Array:
    """Losses of the first Adam steps of the MLP."""
    weights = [a.astype(np.float64) for pair in mlp_weights() for a in pair]
    first = [np.zeros_like(w) for w in weights]
    second = [np.zeros_like(w) for w in weights]
    losses = []
    for step, batch in enumerate(batches, 1):
        values = [batch["x"].astype(np.float64)]
        for layer in range(0, len(weights), 2):
            y = values[-1] @ weights[layer] + weights[layer + 1]
            values.append(np.maximum(y, 0) if layer + 2 < len(weights) else y)
        loss, g = _loss(values[-1], batch["t"])
        losses.append(loss)
        gradients: list[Array] = []
        for layer in range(len(weights) - 2, -1, -2):
            gradients = [values[layer // 2].T @ g, g.sum(0), *gradients]
            g = (g @ weights[layer].T) * (values[layer // 2] > 0)
        for w, m, s, d in zip(weights, first, second, gradients, strict=True):
            m += (1 - ADAM["b1"]) * (d - m)
            s += (1 - ADAM["b2"]) * (d * d - s)
            scale = np.sqrt(s / (1 - ADAM["b2"] ** step)) + ADAM["eps"]
            w -= ADAM["lr"] * m / (1 - ADAM["b1"] ** step) / scale
    return np.array(losses)


def per_sample_parts(x: Array, labels: Array) -> list[Array]:
    """`some` of the gradients of every sample: weight and bias of each layer."""
    weights = [(w.astype(np.float64), b.astype(np.float64)) for w, b in mlp_weights()]
    values = [x]
    for n, (w, b) in enumerate(weights):
        y = values[-1] @ w + b
        values.append(np.maximum(y, 0) if n + 1 < len(weights) else y)
    g = _loss(values[-1], labels)[1] * len(labels)
    parts: list[Array] = []
    for n in reversed(range(len(weights))):
        w = weights[n][0]
        places = np.arange(0, w.size, STRIDE)
        outer = values[n][:, places // w.shape[1]] * g[:, places % w.shape[1]]
        parts = [outer, some(g), *parts]
        g = (g @ w.T) * (values[n] > 0)
    return parts


def some(gradient: Array) -> Array:
    """Of each sample's gradient every `STRIDE`-th number."""
    return gradient.reshape(len(gradient), -1)[:, ::STRIDE]


def _windows(x: Array) -> Array:
    """The 3×3 windows of padded pictures: (n, c, h, w, 3, 3)."""
    padded = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    return np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (2, 3))


def _convolve(windows: Array, filters: Array) -> Array:
    return np.tensordot(windows, filters, ([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2)


def cnn_losses(batches: list[dict[str, Array]]) -> Array:
    """Losses of the first SGD steps of the CNN."""
    weights = [a.astype(np.float64) for pair in cnn_weights() for a in pair]
    losses = []
    for batch in batches:
        x = batch["x"].astype(np.float64)
        saved = []
        for layer in range(0, len(weights) - 2, 2):
            windows = _windows(x)
            y = np.maximum(
                _convolve(windows, weights[layer]) + weights[layer + 1][:, None, None], 0
            )
            n, c, h, w = y.shape
            tiles = y.reshape(n, c, h // 2, 2, w // 2, 2).transpose(0, 1, 2, 4, 3, 5)
            tiles = tiles.reshape(n, c, h // 2, w // 2, 4)
            where = tiles.argmax(-1)[..., None]
            saved.append((windows, y, where))
            x = np.take_along_axis(tiles, where, -1)[..., 0]
        flat = x.reshape(len(x), -1)
        loss, g = _loss(flat @ weights[-2] + weights[-1], batch["t"])
        losses.append(loss)
        gradients = [flat.T @ g, g.sum(0)]
        g = (g @ weights[-2].T).reshape(x.shape)
        for layer in range(len(weights) - 4, -1, -2):
            windows, y, where = saved[layer // 2]
            n, c, h, w = y.shape
            tiles = np.zeros((n, c, h // 2, w // 2, 4))
            np.put_along_axis(tiles, where, g[..., None], -1)
            g = (
                tiles.reshape(n, c, h // 2, w // 2, 2, 2)
                .transpose(0, 1, 2, 4, 3, 5)
                .reshape(y.shape)
            )
            g = g * (y > 0)
            by_filter = np.tensordot(g, windows, ([0, 2, 3], [0, 2, 3]))
            gradients = [by_filter, g.sum((0, 2, 3)), *gradients]
            flipped = weights[layer][:, :, ::-1, ::-1].transpose(1, 0, 2, 3)
            g = _convolve(_windows(g), flipped)
        for w, d in zip(weights, gradients, strict=True):
            w -= SGD_LR * d
    return np.array(losses)
