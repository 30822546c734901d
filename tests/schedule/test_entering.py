"""Products that move into the loops which read them, work behind products that moves behind cuts: which, and bits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from schedule_support import graph_of, scheduled

import nitinol as ni
from nitinol.schedule import entering

WIDTH = 16


def tensor(*shape: int) -> Any:
    rng = np.random.default_rng(sum(shape))
    return ni.tensor((rng.standard_normal(shape) * 0.5).astype(np.float32))


def recurrent(x: Any, w: Any, b: Any, u: Any, reverse: bool = False) -> tuple[Any, Any]:
    """A loop of two gates behind one product for the whole sequence."""

    def step(h: Any, given: Any) -> tuple[Any, Any]:
        g, z = ni.chunk(given + h @ u, 2, -1)
        h = ni.sigmoid(z) * h + ni.tanh(g)
        return h, h

    given = ni.nn.functional.linear(x, w, b)
    return ni.scan(step, ni.zeros((x.shape[1], WIDTH)), given, reverse=reverse)


def products(f: Callable[..., Any], *shapes: tuple[int, ...]) -> tuple[int, int]:
    """How many products a program has outside of its loops, and inside."""
    nodes = scheduled(graph_of(f, *shapes))[0].graph.nodes
    inside = [n.params["body"].graph.nodes for n in nodes if n.op.name == "scan"]
    counts = [sum(n.op.name == "dot" for n in part) for part in (nodes, *inside)]
    return counts[0], sum(counts[1:])


def shapes_of(length: int, rows: int, inputs: int, width: int = WIDTH) -> list[tuple[int, ...]]:
    return [(length, rows, inputs), (2 * width, inputs), (2 * width,), (width, 2 * width)]


def test_which_products_move(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = shapes_of(6, 32, 9)
    assert products(recurrent, *shapes) == (1, 1)  # few sums, which the caches hold
    monkeypatch.setattr(entering, "SUMS", 1 << 10)
    assert products(recurrent, *shapes) == (0, 2)
    assert products(recurrent, *shapes_of(6, 31, 9)) == (1, 1)  # few rows
    assert products(recurrent, *shapes_of(6, 32, 1 << 13)) == (1, 1)  # many weights

    def twice(x: Any, w: Any, b: Any, u: Any) -> Any:
        return recurrent(x, w, b, u), ni.nn.functional.linear(x, w, b)

    def both(x: Any, w: Any, b: Any, u: Any) -> Any:
        given, zero = ni.nn.functional.linear(x, w, b), ni.zeros((32, 2 * WIDTH))
        rounds = (lambda h, y: (ni.tanh(h) + y, h), lambda h, y: (ni.sin(h) + y, h))
        return [ni.scan(step, zero, given) for step in rounds]

    def first(x: Any, w: Any, b: Any, u: Any) -> Any:
        return recurrent(x.swapaxes(0, 1), w, b, u)

    def meeting(x: Any, w: Any, b: Any, u: Any) -> Any:
        return ni.scan(lambda h, y: (h @ u + y.sum(0), h[0]), ni.zeros((32, 32)), x @ w.T + b)

    assert products(twice, *shapes) == (1, 1)  # it is stored anyway
    assert products(both, *shapes) == (1, 0)
    assert products(first, (32, 6, 9), *shapes[1:]) == (0, 2)
    assert products(meeting, *shapes[:-1], (32, 32)) == (1, 1)


def test_bits_are_those_of_products_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entering, "SUMS", 0)
    given = [tensor(*s) for s in shapes_of(5, 33, 7)]

    def run(*xs: Any) -> Any:
        last, stack = recurrent(*xs, reverse=True)
        return (last * stack[1]).sum() + stack.sum(), stack

    assert products(run, *shapes_of(5, 33, 7)) == (0, 2)
    leaves = [ni.tensor(x.numpy(), requires_grad=True) for x in given]
    loss, stack = run(*leaves)
    loss.backward()
    (value, found), gradients = ni.jit(ni.value_and_grad(run, (0, 1, 2, 3), has_aux=True))(*given)
    assert np.array_equal(found.numpy(), stack.numpy()) and value.item() == loss.item()
    for g, leaf in zip(gradients, leaves, strict=True):
        assert np.array_equal(g.numpy(), leaf.grad.numpy())


def behind(f: Callable[[Any], Any]) -> list[str]:
    """The groups of what follows a product and a sum."""
    made = scheduled(graph_of(lambda x, w, b: f(x @ w + b), (20, 9), (9, 30), (30,)))[0]
    return [repr(g).split(" ->")[0] for g in made.groups]


def test_what_is_read_in_parts_is_computed_there() -> None:
    def gated(y: Any) -> Any:
        return ni.sigmoid(y[:, :15]) * y[:, 15:]

    assert behind(gated) == ["anchor[20, 30][dot]", "loop[20, 15][add, sigmoid, add, multiply]"]
    kept = "anchor[20, 30][dot, add]"
    overlapping = behind(lambda y: ni.sigmoid(y[:, :16]) * y[:, 14:])
    twice = behind(lambda y: (gated(y), ni.tanh(y[:, :15])))
    assert overlapping[0] == twice[0] == kept
    assert behind(lambda y: (gated(y), y))[0] == kept
    x, w, b = tensor(20, 9), tensor(9, 30), tensor(30)
    found = ni.jit(lambda x, w, b: gated(x @ w + b))(x, w, b)
    assert np.array_equal(found.numpy(), gated(x @ w + b).numpy())
