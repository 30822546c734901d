"""nitinol: the rows of `benchmarks.steps` and `benchmarks.pictures`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

import nitinol as ni
from benchmarks import pictures, recurrent, steps
from benchmarks.adam import ADAM
from benchmarks.job import Job, from_function
from benchmarks.models import Recurrent
from benchmarks.rows import LSTM, Row
from nitinol import nn, optim

Inputs = list[dict[str, Any]]
Jobs = dict[str, Job]
F = nn.functional


def _tensors(inputs: Inputs) -> Inputs:
    return [{name: ni.tensor(value) for name, value in one.items()} for one in inputs]


def _numpy(x: Any) -> Any:
    return np.asarray(x.detach())


class Residual(nn.Module):
    """The sum of a branch and a shortcut."""

    def __init__(self, branch: nn.Module, shortcut: nn.Module) -> None:
        self.branch, self.shortcut = branch, shortcut

    def forward(self, x: Any) -> Any:
        return self.branch(x) + self.shortcut(x)


class Mean(nn.Module):
    """Over the places of each picture."""

    def forward(self, x: Any) -> Any:
        return x.mean((2, 3))


def network(name: str) -> nn.Module:
    """A network of `pictures`, with its weights."""
    given = iter(pictures.weights(name))

    def load(layer: nn.Module, *names: str) -> nn.Module:
        layer.load_state_dict({n: ni.tensor(next(given)) for n in names}, strict=False)
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

    return build(pictures.NETWORKS[name])


def _losses(fresh: Callable[[], Callable[..., Any]], given: Inputs, count: int) -> Job:
    """The job of a training step; its outputs are the first losses."""
    job = from_function(fresh(), given, _numpy)

    def losses() -> list[Any]:
        step = fresh()
        return [np.array([step(**one).item() for one in given[:count]])]

    job.outputs = losses
    return job


def _step(model: nn.Module, optimizer: optim.Optimizer) -> Callable[..., Any]:
    @ni.jit
    def step(x: Any, t: Any) -> Any:
        loss = F.cross_entropy(model(x), t)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach()

    return step  # type: ignore[no-any-return]


def picture(row: Row, inputs: Inputs) -> Jobs:
    name = row.parameters["network"]
    given = _tensors(inputs)
    if not row.parameters["training"]:
        model = network(name).eval()
        forward = ni.jit(model)

        def run(x: Any) -> Any:
            with ni.no_grad():
                return forward(x)

        return {"nitinol": from_function(run, given, _numpy)}

    def fresh() -> Callable[..., Any]:
        model = network(name)
        return _step(model, optim.SGD(model.parameters(), lr=pictures.LR))

    return {"nitinol": _losses(fresh, given, 2)}


def lstm_model() -> nn.Module:
    """The network with the weights that all frameworks begin with."""
    inside, state, shift, head, last = map(ni.tensor, recurrent.weights("lstm"))
    model = Recurrent()
    model.inside.load_state_dict({"weight": state})
    model.outside.load_state_dict({"weight": inside, "bias": shift})
    model.head.load_state_dict({"weight": head, "bias": last})
    return model


class Gated(nn.Module):
    """A GRU, and a dense layer behind its last state."""

    def __init__(self) -> None:
        self.layer, self.head = nn.GRU(LSTM["inputs"], LSTM["width"]), nn.Linear(LSTM["width"], 10)
        names = [name for name, _ in self.named_parameters()]
        weights = map(ni.tensor, recurrent.weights("gru"))
        self.load_state_dict(dict(zip(names, weights, strict=True)))

    def forward(self, x: Any) -> Any:
        return self.head(self.layer(x)[1][0])


def layers(row: Row, inputs: Inputs) -> Jobs:
    def fresh() -> Callable[..., Any]:
        model = lstm_model() if row.family == "lstm" else Gated()
        return _step(model, optim.Adam(model.parameters(), lr=ADAM["lr"]))

    return {"nitinol": _losses(fresh, _tensors(inputs), steps.STEPS)}


def fold_gradient(row: Row, inputs: Inputs) -> Jobs:
    def softmax(x: Any, g: Any) -> Any:
        return (ni.softmax(x, -1) * g).sum()

    def norm(x: Any, g: Any, w: Any, b: Any) -> Any:
        return (ni.layer_norm(x, weight=w, bias=b) * g).sum()

    def cross_entropy(x: Any, t: Any) -> Any:
        return ni.cross_entropy(x, t)

    what = row.parameters["what"]
    f = {"softmax": softmax, "layer-norm": norm, "cross-entropy": cross_entropy}[what]
    over = (0, 2, 3) if what == "layer-norm" else 0
    gradient = ni.jit(ni.value_and_grad(f, over))

    def first(found: Any) -> Any:
        return _numpy(found[1][0] if what == "layer-norm" else found[1])

    return {"nitinol": from_function(gradient, _tensors(inputs), first)}


def adam(row: Row, inputs: Inputs) -> Jobs:
    given = [{"g": [ni.tensor(g) for g in one["g"]]} for one in inputs]

    def fresh() -> tuple[list[Any], Callable[[list[Any]], None]]:
        params = [ni.tensor(x, requires_grad=True) for x in steps.adam_start(row)]
        optimizer = optim.Adam(params, lr=ADAM["lr"])

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
        return [np.stack([_numpy(p)[:: steps.STRIDE] for p in params])]

    job.outputs = outputs
    assert len(given[0]["g"]) == row.parameters["count"]
    return {"nitinol": job}


def linear_gelu(row: Row, inputs: Inputs) -> Jobs:
    f = ni.jit(lambda x, w, b: ni.gelu(F.linear(x, w, b)))
    return {"nitinol": from_function(f, _tensors(inputs), lambda y: _numpy(y)[::64])}


FAMILIES = {
    "picture": picture,
    "lstm": layers,
    "gru": layers,
    "fold_gradient": fold_gradient,
    "adam": adam,
    "linear_gelu": linear_gelu,
}
