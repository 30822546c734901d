"""nitinol."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import nitinol as ni
from benchmarks import inputs as data
from benchmarks.frameworks import nitinol_steps, nitinol_transformers
from benchmarks.job import Job, from_code, from_function
from benchmarks.rows import Row
from nitinol import nn, optim

Inputs = list[dict[str, Any]]
Jobs = dict[str, Job]


def version() -> str:
    return f"nitinol {ni.__version__}"


def _tensors(inputs: Inputs) -> Inputs:
    return [{name: ni.tensor(value) for name, value in one.items()} for one in inputs]


def _numpy(x: Any) -> Any:
    return np.asarray(x.detach())


def tiny(row: Row, inputs: Inputs) -> Jobs:
    return {"nitinol": from_code(row, "nitinol", ("ni", ni), _tensors(inputs), _numpy)}


def chain(row: Row, inputs: Inputs) -> Jobs:
    def forward(x: Any, y: Any, v: Any) -> Any:
        for _ in range(data.CHAIN // 2):
            x = x * y
            x = x + v
        return x.sum()

    given = _tensors([{k: one[k] for k in ("x", "y", "v")} for one in inputs])
    if row.parameters["jit"]:
        return {"nitinol": from_function(ni.jit(ni.grad(forward)), given, _numpy)}

    def eager(x: Any, y: Any, v: Any) -> Any:
        x.grad = None
        forward(x, y, v).backward()
        return x.grad

    for one in given:
        one["x"].requires_grad_()
    return {"nitinol": from_function(eager, given, _numpy)}


def pointwise(row: Row, inputs: Inputs) -> Jobs:
    @ni.jit
    def f(x: Any) -> Any:
        return ni.gelu(x * 1.5 + 0.5) * ni.sigmoid(x)

    return {"nitinol": from_function(f, _tensors(inputs), _numpy)}


class Body:
    """An object of the row of record tensors."""

    def __init__(self, x: Any, v: Any, m: Any) -> None:
        self.x, self.v, self.m = x, v, m

    def energy(self) -> Any:
        return 0.5 * self.m * self.v * self.v + self.m * data.GRAVITY * self.x


def records(row: Row, inputs: Inputs) -> Jobs:
    given = [{"t": ni.records.from_fields(one, Body)} for one in _tensors(inputs)]
    return {"nitinol": from_function(ni.jit(lambda t: t.energy()), given, _numpy)}


def ragged(row: Row, inputs: Inputs) -> Jobs:
    names = "qkv" if row.parameters["what"] == "attention" else "x"
    given = [
        {name: ni.ragged.from_lengths(ni.tensor(one[name]), one["lengths"]) for name in names}
        for one in inputs
    ]

    def energy(q: Any, k: Any, v: Any) -> Any:
        out = ni.scaled_dot_product_attention(q, k, v)
        return (out * out).sum() / 2

    def rows(x: Any) -> Any:
        return x.sum(1) if row.parameters["what"] == "sum" else ni.softmax(x, 1)

    def numpy(x: Any) -> Any:
        first = x[0] if isinstance(x, tuple) else x
        return _numpy(getattr(first, "values", first))

    f = ni.jit(ni.grad(energy, (0, 1, 2))) if names == "qkv" else rows
    return {"nitinol": from_function(f, given, numpy)}


def sparse(row: Row, inputs: Inputs) -> Jobs:
    n = row.parameters["rows"]
    given = []
    for one in inputs:
        places = np.stack([one["row"], one["column"]])
        matrix = ni.sparse.coo(places, one["values"], (n, n))
        given.append(
            {"a": matrix.to_layout(row.parameters["layout"]), "b": ni.tensor(one["dense"])}
        )
    return {"nitinol": from_function(ni.matmul, given, _numpy)}


def strings(row: Row, inputs: Inputs) -> Jobs:
    words = ni.strings.Vocabulary(ni.tensor(inputs[0]["words"]))
    given = [{"lines": ni.tensor(one["lines"])} for one in inputs]

    def f(lines: Any) -> Any:
        return words(ni.strings.split(ni.strings.lower(lines), " ").values)

    return {"nitinol": from_function(f, given, _numpy)}


def softmax(row: Row, inputs: Inputs) -> Jobs:
    return {"nitinol": from_function(lambda x: ni.softmax(x, -1), _tensors(inputs), _numpy)}


def layer_norm(row: Row, inputs: Inputs) -> Jobs:
    def f(x: Any, w: Any, b: Any) -> Any:
        return ni.layer_norm(x, weight=w, bias=b)

    return {"nitinol": from_function(f, _tensors(inputs), _numpy)}


def matmul(row: Row, inputs: Inputs) -> Jobs:
    return {"nitinol": from_function(ni.matmul, _tensors(inputs), _numpy)}


def matmul_bytes(row: Row, inputs: Inputs) -> Jobs:
    return {
        "nitinol": from_function(
            lambda x, y: ni.matmul(x, y, dtype=ni.int32), _tensors(inputs), _numpy
        )
    }


def mlp_model() -> nn.Module:
    """The MLP with the common weights."""
    layers: list[nn.Module] = []
    for w, b in data.mlp_weights():
        layer = nn.Linear(*w.shape)
        layer.load_state_dict({"weight": ni.tensor(w.T.copy()), "bias": ni.tensor(b)})
        layers += [layer, nn.ReLU()]
    return nn.Sequential(*layers[:-1])


def cnn_model() -> nn.Module:
    """The CNN with the common weights."""
    layers: list[nn.Module] = []
    *filters, (w, b) = data.cnn_weights()
    for f, bias in filters:
        conv = nn.Conv2d(f.shape[1], f.shape[0], 3, padding=1)
        conv.load_state_dict({"weight": ni.tensor(f), "bias": ni.tensor(bias)})
        layers += [conv, nn.ReLU(), nn.MaxPool2d(2)]
    last = nn.Linear(*w.shape)
    last.load_state_dict({"weight": ni.tensor(w.T.copy()), "bias": ni.tensor(b)})
    return nn.Sequential(*layers, nn.Flatten(), last)


def training_step(
    model: nn.Module, optimizer: optim.Optimizer, compiled: bool
) -> Callable[[Any, Any], Any]:
    """One step: (pictures, labels) → loss."""

    def step(x: Any, t: Any) -> Any:
        loss = nn.functional.cross_entropy(model(x), t)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach()

    return ni.jit(step) if compiled else step


def _training(row: Row, inputs: Inputs, fresh: Callable[[], Callable[[Any, Any], Any]]) -> Jobs:
    given = _tensors(inputs)
    job = from_function(fresh(), given, _numpy)

    def losses() -> list[Any]:
        step = fresh()
        return [np.array([step(**one).item() for one in given[: data.STEPS]])]

    job.outputs = losses
    return {"nitinol": job}


def mlp(row: Row, inputs: Inputs) -> Jobs:
    def fresh() -> Callable[[Any, Any], Any]:
        model = mlp_model()
        return training_step(
            model, optim.Adam(model.parameters(), lr=data.ADAM["lr"]), row.parameters["jit"]
        )

    return _training(row, inputs, fresh)


def cnn(row: Row, inputs: Inputs) -> Jobs:
    def fresh() -> Callable[[Any, Any], Any]:
        model = cnn_model()
        return training_step(
            model, optim.SGD(model.parameters(), lr=data.SGD_LR), row.parameters["jit"]
        )

    return _training(row, inputs, fresh)


def per_sample(row: Row, inputs: Inputs) -> Jobs:
    weights = [(ni.tensor(w), ni.tensor(b)) for w, b in data.mlp_weights()]

    def loss(weights: Any, x: Any, t: Any) -> Any:
        for n, (w, b) in enumerate(weights):
            x = x @ w + b
            if n + 1 < len(weights):
                x = ni.relu(x)
        return ni.cross_entropy(x, t)

    gradients = ni.jit(ni.vmap(ni.grad(loss), in_axes=(None, 0, 0)))
    given = _tensors(inputs)
    job = from_function(lambda x, t: gradients(weights, x, t), given, _numpy)
    job.outputs = lambda: [
        data.some(np.asarray(g)) for pair in gradients(weights, *given[0].values()) for g in pair
    ]
    return {"nitinol": job}


def hessian(row: Row, inputs: Inputs) -> Jobs:
    def f(x: Any, w: Any, v: Any) -> Any:
        return ni.tanh(ni.tanh(x @ w) @ v).sum()

    return {"nitinol": from_function(ni.jit(ni.hessian(f)), _tensors(inputs), _numpy)}


def first() -> tuple[Callable[[Any, Any], Any], Callable[[Any], Any], Callable[[], int]]:
    """A compiled MLP step, how to make a tensor, and how many compilations there were."""
    model = mlp_model()
    step = training_step(model, optim.Adam(model.parameters(), lr=data.ADAM["lr"]), True)
    return step, ni.tensor, lambda: int(step.stats()["compilations"])  # type: ignore[attr-defined]


gpt_first = nitinol_transformers.gpt_first

FAMILIES = {
    "tiny": tiny,
    "chain": chain,
    "pointwise": pointwise,
    "records": records,
    "softmax": softmax,
    "ragged": ragged,
    "sparse": sparse,
    "strings": strings,
    "layer_norm": layer_norm,
    "matmul": matmul,
    "matmul_bytes": matmul_bytes,
    "mlp": mlp,
    "per_sample": per_sample,
    "hessian": hessian,
    "cnn": cnn,
    **nitinol_steps.FAMILIES,
    **nitinol_transformers.FAMILIES,
}
