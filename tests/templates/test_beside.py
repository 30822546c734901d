"""Folds down the columns, and of all elements, that stand beside rows or a loop."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import nitinol as ni

SHAPES = [(1000, 83), (130, 64), (700, 128), (65, 2048), (1, 70), (64, 0), (0, 5)]


def _rows(x: Any, y: Any) -> tuple[Any, ...]:
    """Softmax and the like, and beside them folds of what they compute and of what they read."""
    z = ni.tanh(x) * y
    rows = z - ni.mean(z, 1, keepdims=True)
    return rows, ni.sum(z * x, 0), ni.sum(y, 0) * 2.0, ni.any(x > 3.0, 0), ni.sum(z)


def _loop(x: Any, y: Any) -> tuple[Any, ...]:
    """What is computed for each element, and its folds."""
    z = ni.maximum(x, 0.0) * y
    return z, ni.sum(z, 0), ni.sum(z * z), ni.prod(1.0 + y * 0.01, 0)


def _wanted(x: Any, y: Any) -> list[Any]:
    z, u = np.tanh(x) * y, np.maximum(x, 0) * y
    mean = z.mean(1, keepdims=True) if x.shape[1] else z
    rows = [z - mean, (z * x).sum(0), y.sum(0) * 2, (x > 3).any(0), z.sum()]
    return [*rows, u, u.sum(0), (u * u).sum(), (1 + y * 0.01).prod(0)]


def _both(x: Any, y: Any) -> tuple[Any, ...]:
    return (*_rows(x, y), *_loop(x, y))


@pytest.mark.parametrize(
    ("shape", "exact"), [*[(s, True) for s in SHAPES], *[(s, False) for s in SHAPES[:2]]]
)
def test_values_and_bits(shape: tuple[int, int], exact: bool) -> None:
    """Values; and the bits of eager mode, whatever the threads."""
    rng = np.random.default_rng(sum(shape))
    x, y = (rng.standard_normal(shape).astype(np.float32) for _ in range(2))
    if shape == (700, 128):
        x[3, 5], x[64, 7], y[699, 9] = np.nan, np.inf, -np.inf
    given = ni.tensor(x), ni.tensor(y)
    compiled = [ni.jit(_rows), ni.jit(_loop)]
    if not exact:  # then one program of open sizes serves all
        for f in compiled:
            f(ni.tensor(x[:3, :7]), ni.tensor(y[:3, :7]))
    eager = _both(*given)
    before = ni.get_num_threads()
    try:
        for threads in (1, 2):
            ni.set_num_threads(threads)
            got = [r.numpy() for f in compiled for r in f(*given)]
            for a, b in zip(got, eager, strict=True):
                assert a.tobytes() == b.numpy().tobytes()
    finally:
        ni.set_num_threads(before)
    with np.errstate(all="ignore"):
        wanted = _wanted(x.astype(np.float64), y.astype(np.float64))
    for a, b in zip(got, wanted, strict=True):
        np.testing.assert_allclose(a, b, rtol=2e-3, atol=2e-3)


def test_several_leading_axes_and_wider_types() -> None:
    """Down two axes of three, beside rows that a value repeated along the first keeps apart; and complex sums."""
    rng = np.random.default_rng(4)
    x = rng.standard_normal((5, 50, 64)).astype(np.float32)
    p = rng.standard_normal((50, 64)).astype(np.float32)

    def f(x: Any, p: Any) -> tuple[Any, ...]:
        z = x + p
        return ni.softmax(z, -1), ni.sum(z, (0, 1)), ni.max(z, (0, 1))

    got = ni.jit(f)(ni.tensor(x), ni.tensor(p))
    z = x.astype(np.float64) + p
    e = np.exp(z - z.max(-1, keepdims=True))
    np.testing.assert_allclose(got[0].numpy(), e / e.sum(-1, keepdims=True), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(got[1].numpy(), z.sum((0, 1)), rtol=1e-4, atol=1e-4)
    np.testing.assert_array_equal(got[2].numpy(), (x + p).max((0, 1)))
    eager = f(ni.tensor(x), ni.tensor(p))
    assert [a.numpy().tobytes() for a in got] == [a.numpy().tobytes() for a in eager]
    c = (rng.standard_normal((130, 9)) + 1j * rng.standard_normal((130, 9))).astype(np.complex64)
    made, down = ni.jit(lambda c: (c * 2.0, ni.sum(c * c, 0)))(ni.tensor(c))
    np.testing.assert_allclose(down.numpy(), (c * c).sum(0), rtol=1e-4, atol=1e-4)
    np.testing.assert_array_equal(made.numpy(), c * 2)
