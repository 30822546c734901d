"""PyTorch: eager, and `torch.compile` where that can help."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from benchmarks import inputs as data
from benchmarks.frameworks import torch_steps, torch_transformers
from benchmarks.job import Job, from_code, from_function
from benchmarks.rows import Row

Inputs = list[dict[str, Any]]
Jobs = dict[str, Job]

torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "2")))


def version() -> str:
    return f"torch {torch.__version__}"


def _tensors(inputs: Inputs) -> Inputs:
    return [{name: torch.from_numpy(value.copy()) for name, value in one.items()} for one in inputs]


def _numpy(x: Any) -> Any:
    return x.detach().numpy()


def tiny(row: Row, inputs: Inputs) -> Jobs:
    return {"torch": from_code(row, "torch", ("torch", torch), _tensors(inputs), _numpy)}


def _both(function: Callable[..., Any], given: Inputs) -> Jobs:
    return {
        "torch": from_function(function, given, _numpy),
        "torch.compile": from_function(torch.compile(function), given, _numpy),
    }


def chain(row: Row, inputs: Inputs) -> Jobs:
    def forward(x: Any, y: Any, v: Any) -> Any:
        for _ in range(data.CHAIN // 2):
            x = x * y
            x = x + v
        return x.sum()

    given = _tensors([{k: one[k] for k in ("x", "y", "v")} for one in inputs])
    for one in given:
        one["x"].requires_grad_()
    compiled = torch.compile(forward)

    def step(run: Callable[..., Any]) -> Callable[..., Any]:
        def gradient(x: Any, y: Any, v: Any) -> Any:
            x.grad = None
            run(x, y, v).backward()
            return x.grad

        return gradient

    if row.parameters["jit"]:
        return {"torch.compile": from_function(step(compiled), given, _numpy)}
    return {"torch": from_function(step(forward), given, _numpy)}


def pointwise(row: Row, inputs: Inputs) -> Jobs:
    def f(x: Any) -> Any:
        return F.gelu(x * 1.5 + 0.5) * torch.sigmoid(x)

    return _both(f, _tensors(inputs))


def records(row: Row, inputs: Inputs) -> Jobs:
    def energy(x: Any, v: Any, m: Any) -> Any:
        return 0.5 * m * v * v + m * data.GRAVITY * x

    return _both(energy, _tensors(inputs))


def ragged(row: Row, inputs: Inputs) -> Jobs:
    if row.parameters["what"] == "attention":
        return _padded_attention(inputs)

    def sums(x: Any, lengths: Any) -> Any:
        return torch.segment_reduce(x, "sum", lengths=lengths)

    def soft(x: Any, lengths: Any) -> Any:
        top = torch.segment_reduce(x, "max", lengths=lengths)
        powers = torch.exp(x - torch.repeat_interleave(top, lengths))
        return powers / torch.repeat_interleave(sums(powers, lengths), lengths)

    f = sums if row.parameters["what"] == "sum" else soft
    return {"torch": from_function(f, _tensors(inputs), _numpy)}


def _padded_attention(inputs: Inputs) -> Jobs:
    lengths = inputs[0]["lengths"]
    inside = torch.arange(int(lengths.max()))[None] < torch.from_numpy(lengths)[:, None]
    given = []
    for one in inputs:
        padded = {}
        for name in "qkv":
            x = torch.zeros(*inside.shape, *one[name].shape[1:])
            x[inside] = torch.from_numpy(one[name])
            padded[name] = x.transpose(1, 2).contiguous().requires_grad_()
        given.append(padded)

    def gradient(q: Any, k: Any, v: Any) -> Any:
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=inside[:, None, None, :])
        loss = (out * out * inside[:, None, :, None]).sum() / 2
        return torch.autograd.grad(loss, (q, k, v))

    def packed(found: Any) -> Any:
        return _numpy(found[0].transpose(1, 2)[inside])

    return {"torch": from_function(gradient, given, packed)}


def sparse(row: Row, inputs: Inputs) -> Jobs:
    n = row.parameters["rows"]
    given = []
    for one in inputs:
        places = torch.from_numpy(np.stack([one["row"], one["column"]]))
        matrix = torch.sparse_coo_tensor(places, torch.from_numpy(one["values"]), (n, n)).coalesce()
        if row.parameters["layout"] == "csr":
            matrix = matrix.to_sparse_csr()
        given.append({"input": matrix, "other": torch.from_numpy(one["dense"])})
    return {"torch": from_function(torch.matmul, given, _numpy)}


def softmax(row: Row, inputs: Inputs) -> Jobs:
    return _both(lambda x: torch.softmax(x, -1), _tensors(inputs))


def layer_norm(row: Row, inputs: Inputs) -> Jobs:
    return _both(lambda x, w, b: F.layer_norm(x, (x.shape[-1],), w, b), _tensors(inputs))


def matmul(row: Row, inputs: Inputs) -> Jobs:
    return {"torch": from_function(torch.matmul, _tensors(inputs), _numpy)}


def matmul_bytes(row: Row, inputs: Inputs) -> Jobs:
    return {"torch": from_function(torch._int_mm, _tensors(inputs), _numpy)}


def mlp_model() -> torch.nn.Module:
    layers: list[torch.nn.Module] = []
    for w, b in data.mlp_weights():
        layer = torch.nn.Linear(*w.shape)
        layer.load_state_dict({"weight": torch.from_numpy(w.T.copy()), "bias": torch.from_numpy(b)})
        layers += [layer, torch.nn.ReLU()]
    return torch.nn.Sequential(*layers[:-1])


def cnn_model() -> torch.nn.Module:
    layers: list[torch.nn.Module] = []
    *filters, (w, b) = data.cnn_weights()
    for f, bias in filters:
        conv = torch.nn.Conv2d(f.shape[1], f.shape[0], 3, padding=1)
        conv.load_state_dict({"weight": torch.from_numpy(f), "bias": torch.from_numpy(bias)})
        layers += [conv, torch.nn.ReLU(), torch.nn.MaxPool2d(2)]
    last = torch.nn.Linear(*w.shape)
    last.load_state_dict({"weight": torch.from_numpy(w.T.copy()), "bias": torch.from_numpy(b)})
    return torch.nn.Sequential(*layers, torch.nn.Flatten(), last)


def _step(
    model: torch.nn.Module, optimizer: torch.optim.Optimizer, compiled: bool
) -> Callable[..., Any]:
    def loss_of(x: Any, t: Any) -> Any:
        return F.cross_entropy(model(x), t)

    run = torch.compile(loss_of) if compiled else loss_of

    def step(x: Any, t: Any) -> Any:
        loss = run(x, t)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss

    return step


def _training(given: Inputs, fresh: Callable[[bool], Callable[..., Any]], jit: bool) -> Jobs:
    jobs = {}
    for variant, compiled in (
        (("torch", False), ("torch.compile", True)) if jit else (("torch", False),)
    ):
        job = from_function(fresh(compiled), given, _numpy)

        def losses(compiled: bool = compiled) -> list[Any]:
            step = fresh(compiled)
            return [torch.stack([step(**one).detach() for one in given[: data.STEPS]]).numpy()]

        job.outputs = losses
        jobs[variant] = job
    return jobs


def mlp_step(compiled: bool) -> Callable[..., Any]:
    model = mlp_model()
    adam = torch.optim.Adam(model.parameters(), lr=data.ADAM["lr"], fused=True)
    return _step(model, adam, compiled)


def mlp(row: Row, inputs: Inputs) -> Jobs:
    return _training(_tensors(inputs), mlp_step, row.parameters["jit"])


def cnn(row: Row, inputs: Inputs) -> Jobs:
    def fresh(compiled: bool) -> Callable[..., Any]:
        model = cnn_model().to(memory_format=torch.channels_last)
        return _step(
            model, torch.optim.SGD(model.parameters(), lr=data.SGD_LR, fused=True), compiled
        )

    given = _tensors(inputs)
    for one in given:
        one["x"] = one["x"].to(memory_format=torch.channels_last)
    return _training(given, fresh, row.parameters["jit"])


def per_sample(row: Row, inputs: Inputs) -> Jobs:
    weights = [(torch.from_numpy(w), torch.from_numpy(b)) for w, b in data.mlp_weights()]

    def loss(weights: Any, x: Any, t: Any) -> Any:
        for n, (w, b) in enumerate(weights):
            x = x @ w + b
            if n + 1 < len(weights):
                x = F.relu(x)
        return F.cross_entropy(x[None], t[None])

    gradients = torch.func.vmap(torch.func.grad(loss), in_dims=(None, 0, 0))
    given = _tensors(inputs)
    job = from_function(lambda x, t: gradients(weights, x, t), given, _numpy)
    job.outputs = lambda: [
        data.some(g.numpy()) for pair in gradients(weights, *given[0].values()) for g in pair
    ]
    return {"torch": job}


def hessian(row: Row, inputs: Inputs) -> Jobs:
    def f(x: Any, w: Any, v: Any) -> Any:
        return torch.tanh(torch.tanh(x @ w) @ v).sum()

    return _both(torch.func.hessian(f), _tensors(inputs))


def first() -> tuple[Callable[..., Any], Callable[[Any], Any], Callable[[], int]]:
    counters = torch._dynamo.utils.counters
    return mlp_step(True), torch.from_numpy, lambda: int(counters["stats"]["unique_graphs"])


gpt_first = torch_transformers.gpt_first

FAMILIES = {
    "tiny": tiny,
    "chain": chain,
    "pointwise": pointwise,
    "records": records,
    "softmax": softmax,
    "ragged": ragged,
    "sparse": sparse,
    "layer_norm": layer_norm,
    "matmul": matmul,
    "matmul_bytes": matmul_bytes,
    "mlp": mlp,
    "per_sample": per_sample,
    "hessian": hessian,
    "cnn": cnn,
    **torch_steps.FAMILIES,
    **torch_transformers.FAMILIES,
}
