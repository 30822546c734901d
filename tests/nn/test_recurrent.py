"""Recurrent layers against their definitions in NumPy, float64, one element after the other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol import nn

rng = np.random.default_rng(0)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def cell(kind: str, x: np.ndarray, state: list[np.ndarray], w: dict[str, np.ndarray]) -> list[np.ndarray]:  # fmt: skip
    """The next state of one sequence's element."""
    h = state[0]
    outer = w["weight_ih"] @ x + w.get("bias_ih", 0.0)
    inner = w["weight_hh"] @ h + w.get("bias_hh", 0.0)
    if kind == "RNN":
        return [np.tanh(outer + inner)]
    if kind == "LSTM":
        i, f, g, o = np.split(outer + inner, 4)
        c = sigmoid(f) * state[1] + sigmoid(i) * np.tanh(g)
        return [sigmoid(o) * np.tanh(c), c]
    (xr, xz, xn), (hr, hz, hn) = np.split(outer, 3), np.split(inner, 3)
    z = sigmoid(xz + hz)
    n = np.tanh(xn + sigmoid(xr + hr) * hn)
    return [(1 - z) * n + z * h]


def defined(kind: str, layer: Any, x: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """(outputs, last states) of one sequence (length, features); states (tensors, layers · directions, hidden)."""
    parameters = {name: p.numpy() for name, p in layer.named_parameters()}
    ends: list[list[np.ndarray]] = []
    for n in range(layer.num_layers):
        outputs = []
        for back, end in enumerate(("", "_reverse")[: layer.directions]):
            tail = f"_l{n}{end}"
            w = {k.removesuffix(tail): p for k, p in parameters.items() if k.endswith(tail)}
            state, found = list(start[:, n * layer.directions + back]), []
            for one in x[::-1] if back else x:
                state = cell(kind, one, state, w)
                found.append(state[0])
            ends.append(state)
            outputs.append(np.reshape(found[::-1] if back else found, (len(x), layer.hidden_size)))
        x = np.concatenate(outputs, 1)
    return x, np.moveaxis(np.array(ends), 1, 0)


def made(kind: str, *sizes: int, **options: Any) -> Any:
    layer = getattr(nn, kind)(*sizes, **options).to("float64")
    for p in layer.parameters():
        p._assign(ni.tensor(rng.normal(size=p.shape)))
    return layer


def tensors(layer: Any, state: np.ndarray) -> Any:
    given = [ni.tensor(s) for s in state]
    return tuple(given) if layer.states > 1 else given[0]


def arrays(layer: Any, state: Any) -> np.ndarray:
    return np.array([s.numpy() for s in (state if layer.states > 1 else [state])])


@pytest.mark.parametrize("kind", ["RNN", "LSTM", "GRU"])
def test_layers_and_directions(kind: str) -> None:
    layer = made(kind, 3, 4, num_layers=2, bidirectional=True, batch_first=True)
    x, start = rng.normal(size=(2, 5, 3)), rng.normal(size=(layer.states, 4, 2, 4))
    wanted = [defined(kind, layer, x[b], start[:, :, b]) for b in range(2)]
    jitted = ni.jit(layer)
    for f in (layer, jitted):
        outputs, state = f(ni.tensor(x), tensors(layer, start))
        np.testing.assert_allclose(outputs.numpy(), [w[0] for w in wanted], rtol=1e-10)
        ends = np.moveaxis(arrays(layer, state), 2, 0)
        np.testing.assert_allclose(ends, [w[1] for w in wanted], rtol=1e-10)


@pytest.mark.parametrize("kind", ["RNN", "LSTM", "GRU"])
def test_without_a_batch_ragged_and_empty(kind: str) -> None:
    layer = made(kind, 3, 4, bias=kind != "LSTM")
    zeros = np.zeros((layer.states, 1, 4))
    rows = [rng.normal(size=(n, 3)) for n in (4, 0, 1, 6)]
    wanted = [defined(kind, layer, x, zeros) for x in rows]
    outputs, state = layer(ni.tensor(rows[0]))
    np.testing.assert_allclose(outputs.numpy(), wanted[0][0], rtol=1e-10)
    np.testing.assert_allclose(arrays(layer, state), wanted[0][1], rtol=1e-10)
    lengths = ni.tensor([len(x) for x in rows])
    jagged = ni.ragged.from_lengths(ni.tensor(np.concatenate(rows)), lengths)
    outputs, state = layer(jagged)
    for row, (y, _) in zip(outputs.to_list(), wanted, strict=True):
        np.testing.assert_allclose(np.reshape(row, (-1, 4)), y, rtol=1e-10)
    ends = np.moveaxis(arrays(layer, state), 2, 0)
    np.testing.assert_allclose(ends, [w[1] for w in wanted], rtol=1e-10)
    outputs, state = layer(ni.zeros((0, 2, 3), "float64"))
    assert outputs.shape == (0, 2, 4) and not arrays(layer, state).any()


@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
def test_derivatives(kind: str) -> None:
    layer = made(kind, 2, 3)
    x = ni.tensor(rng.normal(size=(3, 2, 2)))
    ni.debug.check_grads(lambda x: layer(x)[0], (x,), order=1, modes=("fwd", "rev"))
    layer(x)[0].sum().backward()
    names = [f"{what}_{part}_l0" for what in ("weight", "bias") for part in ("ih", "hh")]
    step = 1e-6
    for name in names:
        p = getattr(layer, name)
        found, direction = p.grad.numpy(), rng.normal(size=p.shape)
        ends = []
        for sign in (1, -1):
            kept = p.numpy().copy()
            p._assign(ni.tensor(kept + sign * step * direction))
            ends.append(layer(x)[0].sum().item())
            p._assign(ni.tensor(kept))
        np.testing.assert_allclose((found * direction).sum(), (ends[0] - ends[1]) / (2 * step), rtol=1e-5)  # fmt: skip


def test_dropout_between_layers_and_errors() -> None:
    layer = nn.GRU(2, 3, num_layers=2, dropout=0.5)
    x = ni.ones((4, 1, 2))
    assert (layer(x)[0] != layer(x)[0]).any() and (layer.eval()(x)[0] == layer(x)[0]).all()
    assert repr(layer) == "GRU(2, 3, num_layers=2, dropout=0.5)"
    with pytest.raises(ni.ShapeError, match=r"GRU: the input must be \(length, batch, 2\)"):
        layer(ni.ones((4, 1, 3)))
    with pytest.raises(ni.ShapeError, match=r"LSTM: the state must be 2 of \(1, 1, 3\)"):
        nn.LSTM(2, 3)(x, (ni.ones((1, 1, 3)), ni.ones((1, 2, 3))))
    with pytest.raises(ni.ShapeError, match="hidden_size"):
        nn.LSTM(2, 0)
    with pytest.raises(ValueError, match="nonlinearity"):
        nn.RNN(2, 3, nonlinearity="gelu")
