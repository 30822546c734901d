"""Temporaries that are written over what they are computed from, and those that must not be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol.base.sizes import evaluate

from .schedule_support import check_memory, check_order, graph_of, scheduled

ROWS, WIDTH = 33, 70


def normalised(h: Any) -> Any:
    """The last loop of a row reads the exponential, which waits in the result, and h no more."""
    e = ni.exp(h)
    return e / e.sum(1, keepdims=True)


def added(h: Any) -> Any:
    """The last loop reads h after the exponential has been parked in the result."""
    e = ni.exp(h)
    return e / e.sum(1, keepdims=True) + h


def shifted(h: Any) -> Any:
    return h - h.max(1, keepdims=True)


def turned(h: Any) -> Any:
    """h is read at another place, too."""
    return h - ni.flip(h, 1) * h.max(1, keepdims=True)


def reshaped(h: Any) -> Any:
    """h is read through reshapes that leave it as it is."""
    back = ni.reshape(ni.reshape(h, (3, 11, h.shape[1])), h.shape)
    return back - ni.logsumexp(h, 1, keepdims=True)


def column(h: Any) -> Any:
    return h * 2.0 - h[:, :1]


CASES: dict[str, tuple[Callable[[Any], Any], bool]] = {
    "normalised": (normalised, True),
    "added": (added, False),
    "shifted": (shifted, True),
    "turned": (turned, False),
    "reshaped": (reshaped, True),
    "column": (column, False),
}


def between(function: Callable[[Any], Any]) -> Callable[..., Any]:
    """The function between two products: what it reads and what it gives are temporaries."""
    return lambda x, w: ni.matmul(function(ni.matmul(x, w)), w.T)


@pytest.mark.parametrize("name", CASES)
def test_memory_is_taken_over_where_each_element_is_read_before(name: str) -> None:
    function, over = CASES[name]
    graph = graph_of(between(function), (ROWS, 20), (20, WIDTH))
    done, lives = scheduled(graph, pull=False)
    check_order(done)
    check_memory(done, lives, 0)
    wide = [v for v in done.temporaries if v.type.shape == (ROWS, WIDTH)]
    assert len(wide) == 2
    first, second = [evaluate(done.arena.offsets[v], {}) for v in wide]
    assert (first == second) == over


@pytest.mark.parametrize("name", CASES)
def test_values(name: str) -> None:
    random = np.random.default_rng(7)
    x = random.standard_normal((ROWS, 20)).astype(np.float32)
    w = (random.standard_normal((20, WIDTH)) * 0.3).astype(np.float32)
    made = ni.jit(between(CASES[name][0]))(ni.tensor(x), ni.tensor(w)).numpy()
    h = x.astype(np.float64) @ w.astype(np.float64)
    e = np.exp(h)
    share = e / e.sum(1, keepdims=True)
    reference = {
        "normalised": share,
        "added": share + h,
        "shifted": h - h.max(1, keepdims=True),
        "turned": h - h[:, ::-1] * h.max(1, keepdims=True),
        "reshaped": np.log(share),
        "column": h * 2 - h[:, :1],
    }[name]
    np.testing.assert_allclose(made, reference @ w.T.astype(np.float64), rtol=2e-4, atol=2e-4)


def test_a_gradient_is_written_over_the_logits() -> None:
    def loss(x: Any, w: Any, t: Any) -> Any:
        return ni.nn.functional.cross_entropy(ni.matmul(x, w), t.astype(ni.int64))

    graph = graph_of(lambda x, w, t: ni.grad(loss, (0, 1))(x, w, t), (50, 20), (20, 30), (50,))
    done, _ = scheduled(graph, pull=False)
    wide = [v for v in done.temporaries if v.type.shape == (50, 30)]
    assert len(wide) == 2 and len({done.arena.offsets[v] for v in wide}) == 1
