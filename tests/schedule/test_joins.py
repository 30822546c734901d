"""Gradients of what was cut: parts of one tensor are written where they lie in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol.base.sizes import Dim
from nitinol.codegen.scheduled import Scheduled

from .schedule_support import check_memory, check_order, graph_of, scheduled

F = ni.nn.functional


def gates(x: Any, w: Any) -> Any:
    """Parts that point-wise work makes, of unequal width; the last of −0 where a is."""
    h = ni.matmul(x, w)
    a, b, c = h[:, :5], h[:, 5:13], h[:, 13:]
    return (ni.tanh(a) * ni.exp(b[:, :5])).sum() + ni.sin(b).sum() + (c * -0.0).sum()


def heads(x: Any, w: Any) -> Any:
    """Parts that a template writes, through permutations and reshapes."""
    n, width = x.shape[0], w.shape[-1] // 3
    h = ni.reshape(ni.matmul(x, w), (1, n, 3, 2, width // 2))
    q, k, v = [ni.permute_dims(h[:, :, i], (0, 2, 1, 3)) for i in range(3)]
    return (F.scaled_dot_product_attention(q, k, v, is_causal=True) * 1.5).sum()


def products(x: Any, w: Any) -> Any:
    """Parts that products make."""
    h = ni.tanh(ni.matmul(x, w))
    half = w.shape[-1] // 2
    return (ni.matmul(h[:, :half], h[:, half:].T) ** 2).sum()


def stacked(x: Any, w: Any) -> Any:
    """The joined tensor is the result of a loop's round, which is stacked."""

    def body(carry: Any, row: Any) -> Any:
        h = ni.matmul(carry, w) + row
        a, b = h[:, : w.shape[0]], h[:, w.shape[0] :]
        return ni.tanh(a) * ni.sigmoid(b), carry.sum()

    first = x[:8, :1] * ni.ones((8, w.shape[0]))
    rows = ni.reshape(x[:16, : w.shape[-1]], (2, 8, -1))
    last, sums = ni.scan(body, first, rows)
    return last.sum() + (sums**2).sum()


CASES: dict[str, tuple[Callable[..., Any], tuple[int, int], tuple[int, int]]] = {
    "gates": (gates, (7, 9), (9, 30)),
    "heads": (heads, (33, 12), (12, 48)),
    "products": (products, (11, 6), (6, 32)),
    "stacked": (stacked, (16, 40), (20, 40)),
}


def joins(function: Callable[..., Any], *shapes: tuple[Dim, ...]) -> Scheduled:
    done, lives = scheduled(graph_of(lambda x, w: ni.grad(function, (0, 1))(x, w), *shapes))
    check_order(done)
    check_memory(done, lives, 0)
    return done


def names(done: Scheduled) -> list[list[str]]:
    return [[n.op.name for n in g.nodes] for g in done.groups]


@pytest.mark.parametrize("name", CASES)
def test_gradients_have_the_bits_of_eager_mode(name: str) -> None:
    """Each operation's gradient is a program of its own there, and cotangents are added up."""
    function, first, second = CASES[name]
    random = np.random.default_rng(3)
    x = ni.tensor(random.standard_normal(first).astype(np.float32))
    w = ni.tensor((random.standard_normal(second) * 0.3).astype(np.float32))
    both = ni.grad(function, (0, 1))
    made, wanted = ni.jit(both)(x, w), both(x, w)
    for a, b in zip(made, wanted, strict=True):
        assert a.numpy().tobytes() == b.numpy().tobytes()


def test_no_kernel_puts_the_parts_together() -> None:
    for name in ("gates", "heads", "products"):
        function, first, second = CASES[name]
        for group in names(joins(function, first, second)):
            assert "concatenate" not in group, name
            assert "place" not in group, name


def test_parts_lie_side_by_side() -> None:
    done = joins(heads, (33, 12), (12, 48))
    (group,) = [g for g in done.groups if g.nodes[0].op.name == "attend_transposed"]
    ((_, parts),) = done.inside.items()
    assert sorted((group.stores.index(v), behind) for v, behind in parts) == [
        (0, 0),
        (1, 64),
        (2, 128),
    ]
    assert {done.memory[v].strides[1:] for v in group.stores} == {(8, 48, 1)}


def test_what_is_read_elsewhere_too_is_copied() -> None:
    """A part that somebody else needs as a dense matrix keeps its own memory."""

    def function(x: Any, y: Any) -> Any:
        a, b = ni.matmul(x, y), ni.matmul(y, x)
        both = ni.concatenate([a, b], 1)
        return ni.matmul(both, both.T), ni.reshape(a, (-1,))

    x = ni.tensor(np.arange(36, dtype=np.float32).reshape(6, 6))
    made, flat = ni.jit(function)(x, x + 1)
    wanted, other = function(x, x + 1)
    assert np.array_equal(made.numpy(), wanted.numpy())
    assert np.array_equal(flat.numpy(), other.numpy())


def test_a_concatenation_that_is_a_result() -> None:
    def stack(x: Any, y: Any) -> Any:
        return ni.concatenate([ni.matmul(x, y), ni.matmul(y, x) + 1], 0)

    x = ni.tensor(np.random.default_rng(1).standard_normal((5, 5)).astype(np.float32))
    made, wanted = ni.jit(stack)(x, x + 1), stack(x, x + 1)
    assert np.array_equal(made.numpy(), wanted.numpy())
    done, _ = scheduled(graph_of(stack, (5, 5), (5, 5)))
    assert [len(g.stores) for g in done.groups] == [1, 1]
    assert [behind for _, behind in done.inside[done.buffers[0]]] == [0, 100]


def side_by_side(x: Any, w: Any) -> Any:
    """Heads that lie side by side for the product behind them; one result is read in its natural order, too."""
    n, width = x.shape[0], w.shape[-1]
    h = ni.permute_dims(ni.reshape(ni.matmul(x, w), (1, n, 2, width // 2)), (0, 2, 1, 3))
    out = F.scaled_dot_product_attention(h, h * 0.5, h, is_causal=True)
    again = ni.matmul(ni.matmul(h, h.mT), h)
    rows = [ni.reshape(ni.permute_dims(v, (0, 2, 1, 3)), (n, width)) for v in (out, again)]
    natural = ni.matmul(ni.reshape(again, (-1, width // 2)), w[: width // 2])
    return ni.matmul(rows[0], w.T) + ni.matmul(rows[1], w.T), natural, (out * 2).sum()


def test_results_are_written_in_the_order_in_which_they_are_read() -> None:
    done, lives = scheduled(graph_of(side_by_side, (33, 16), (16, 16)), pull=False)
    check_order(done)
    check_memory(done, lives, 0)
    (attention,) = [g for g in done.groups if g.nodes[0].op.name == "attend"]
    assert done.memory[attention.stores[0]].strides[1:] == (8, 16, 1)
    random = np.random.default_rng(3)
    x = ni.tensor(random.standard_normal((33, 16)).astype(np.float32))
    w = ni.tensor((random.standard_normal((16, 16)) * 0.3).astype(np.float32))
    for a, b in zip(ni.jit(side_by_side)(x, w), side_by_side(x, w), strict=True):
        assert a.numpy().tobytes() == b.numpy().tobytes()
