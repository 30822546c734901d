"""PyTorch: the rows of `benchmarks.steps` and `benchmarks.pictures`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from benchmarks import pictures, recurrent, steps
from benchmarks.adam import ADAM
from benchmarks.job import Job, from_function
from benchmarks.rows import LSTM, Row

Inputs = list[dict[str, Any]]
Jobs = dict[str, Job]
VARIANTS = (("torch", False), ("torch.compile", True))


def _tensors(inputs: Inputs) -> Inputs:
    return [{name: torch.from_numpy(value.copy()) for name, value in one.items()} for one in inputs]


def _numpy(x: Any) -> Any:
    return x.detach().numpy()


class Residual(nn.Module):
    def __init__(self, branch: nn.Module, shortcut: nn.Module) -> None:
        super().__init__()
        self.branch, self.shortcut = branch, shortcut

    def forward(self, x: Any) -> Any:
        return self.branch(x) + self.shortcut(x)


class Mean(nn.Module):
    def forward(self, x: Any) -> Any:
        return x.mean((2, 3))


def network(name: str) -> nn.Module:
    """A network of `pictures`, with its weights, channels last."""
    given = iter(pictures.weights(name))

    def load(layer: nn.Module, *names: str) -> nn.Module:
        layer.load_state_dict({n: torch.from_numpy(next(given)) for n in names}, strict=False)
        return layer

    def build(layers: Sequence[pictures.Layer]) -> nn.Module:
        return nn.Sequential(*[one(*layer) for layer in layers])

    def one(kind: str, *p: Any) -> nn.Module:
        if kind == "conv":
            layer = nn.Conv2d(*p[:3], stride=p[3], padding=p[4], bias=p[5])
            return load(layer, "weight", *["bias"] * p[5])
        if kind == "linear":
            return load(nn.Linear(*p), "weight", "bias")
        if kind == "norm":
            return load(nn.BatchNorm2d(*p), "weight", "bias")
        if kind == "residual":
            branch = build(p[0])
            return Residual(branch, build(p[1]))
        if kind == "pool":
            return nn.MaxPool2d(p[0], p[1], padding=p[2])
        return {"relu": nn.ReLU, "flatten": nn.Flatten, "mean": Mean}[kind]()

    return build(pictures.NETWORKS[name]).to(memory_format=torch.channels_last)


def _training(
    fresh: Callable[[], tuple[nn.Module, torch.optim.Optimizer]], given: Inputs, count: int
) -> Jobs:
    def new(compiled: bool) -> Callable[..., Any]:
        model, optimizer = fresh()
        run = torch.compile(model) if compiled else model

        def step(x: Any, t: Any) -> Any:
            loss = F.cross_entropy(run(x), t)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            return loss

        return step

    jobs = {}
    for variant, compiled in VARIANTS:
        job = from_function(new(compiled), given, _numpy)

        def losses(compiled: bool = compiled) -> list[Any]:
            step = new(compiled)
            return [torch.stack([step(**one).detach() for one in given[:count]]).numpy()]

        job.outputs = losses
        jobs[variant] = job
    return jobs


def picture(row: Row, inputs: Inputs) -> Jobs:
    name = row.parameters["network"]
    given = _tensors(inputs)
    for one in given:
        one["x"] = one["x"].to(memory_format=torch.channels_last)
    if row.parameters["training"]:

        def fresh() -> tuple[nn.Module, torch.optim.Optimizer]:
            model = network(name)
            return model, torch.optim.SGD(model.parameters(), lr=pictures.LR, fused=True)

        return _training(fresh, given, 2)
    model = network(name).eval()

    def calling(run: Callable[..., Any]) -> Callable[..., Any]:
        def call(x: Any) -> Any:
            with torch.inference_mode():
                return run(x)

        return call

    runs = {"torch": model, "torch.compile": torch.compile(model)}
    return {v: from_function(calling(run), given, _numpy) for v, run in runs.items()}


class Recurrent(nn.Module):
    """PyTorch's own layer (the LSTM with one shift instead of two), and a dense layer behind its last state."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        inside, state, *shifts, head, last = map(torch.from_numpy, recurrent.weights(kind))
        self.layer = (nn.LSTM if kind == "lstm" else nn.GRU)(LSTM["inputs"], LSTM["width"])
        self.head = nn.Linear(LSTM["width"], 10)
        weights = {"weight_ih_l0": inside, "weight_hh_l0": state, "bias_ih_l0": shifts[0]}
        inner = shifts[1] if kind == "gru" else torch.zeros_like(shifts[0])
        self.layer.load_state_dict({**weights, "bias_hh_l0": inner})
        self.layer.bias_hh_l0.requires_grad_(kind == "gru")
        self.head.load_state_dict({"weight": head, "bias": last})

    def forward(self, x: Any) -> Any:
        return self.head(self.layer(x)[0][-1])


def layers(row: Row, inputs: Inputs) -> Jobs:
    def fresh() -> tuple[nn.Module, torch.optim.Optimizer]:
        model = Recurrent(row.family)
        moved = [p for p in model.parameters() if p.requires_grad]
        return model, torch.optim.Adam(moved, lr=ADAM["lr"], fused=True)

    return _training(fresh, _tensors(inputs), steps.STEPS)


def fold_gradient(row: Row, inputs: Inputs) -> Jobs:
    def softmax(x: Any, g: Any) -> Any:
        return (torch.softmax(x, -1) * g).sum()

    def norm(x: Any, g: Any, w: Any, b: Any) -> Any:
        return (F.layer_norm(x, (x.shape[-1],), w, b) * g).sum()

    what = row.parameters["what"]
    f = {"softmax": softmax, "layer-norm": norm, "cross-entropy": F.cross_entropy}[what]
    wanted = ("x", "w", "b") if what == "layer-norm" else ("x",)
    given = _tensors(inputs)
    for one in given:
        for name in wanted:
            one[name].requires_grad_()
    names = list(given[0])

    def gradient(run: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any) -> Any:
            over = [x for name, x in zip(names, args, strict=True) if name in wanted]
            return torch.autograd.grad(run(*args), over)

        return call

    return {
        v: from_function(gradient(run), given, lambda found: _numpy(found[0]))
        for v, run in (("torch", f), ("torch.compile", torch.compile(f)))
    }


def adam(row: Row, inputs: Inputs) -> Jobs:
    given = [{"g": list(torch.from_numpy(one["g"]))} for one in inputs]

    def fresh() -> tuple[list[Any], Callable[[list[Any]], None]]:
        params = [nn.Parameter(torch.from_numpy(x.copy())) for x in steps.adam_start(row)]
        optimizer = torch.optim.Adam(params, lr=ADAM["lr"], fused=True)

        def step(g: list[Any]) -> None:
            for p, gradient in zip(params, g, strict=True):
                p.grad = gradient
            optimizer.step()

        return params, step

    job = from_function(fresh()[1], given, _numpy)

    def outputs() -> list[Any]:
        params, step = fresh()
        for one in (*given, *given)[: steps.STEPS]:
            step(one["g"])
        return [torch.stack([p.detach()[:: steps.STRIDE] for p in params]).numpy()]

    job.outputs = outputs
    return {"torch": job}


def linear_gelu(row: Row, inputs: Inputs) -> Jobs:
    def f(x: Any, w: Any, b: Any) -> Any:
        return F.gelu(F.linear(x, w, b))

    given = _tensors(inputs)
    return {
        v: from_function(run, given, lambda y: _numpy(y)[::64])
        for v, run in (("torch", f), ("torch.compile", torch.compile(f)))
    }


FAMILIES = {
    "picture": picture,
    "lstm": layers,
    "gru": layers,
    "fold_gradient": fold_gradient,
    "adam": adam,
    "linear_gelu": linear_gelu,
}
