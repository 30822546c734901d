"""Folds of leading axes in parts, and vectors that are read backwards."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import nitinol as ni


def _folds(x: Any) -> tuple[Any, ...]:
    y = ni.exp(x) * x
    return (
        ni.sum(y, axis=0), ni.max(y, axis=0), ni.argmax(x, axis=0), ni.tanh(ni.mean(x, axis=0)),
        ni.any(x > 3.0, axis=0),
    )  # fmt: skip


def _wanted(x: Any) -> tuple[Any, ...]:
    y = np.exp(x) * x
    return y.sum(0), y.max(0), x.argmax(0), np.tanh(x.mean(0)), (x > 3.0).any(0)


@pytest.mark.parametrize("rows", [1, 63, 64, 65, 1000])
def test_column_folds(rows: int) -> None:
    """Values; and one order of additions, whatever the threads, in eager mode and compiled."""
    columns = 601 if rows == 1000 else 83  # several blocks, and less than one
    x = np.random.default_rng(rows).standard_normal((rows, columns)).astype(np.float32)
    t = ni.tensor(x)
    compiled = ni.jit(_folds)
    compiled(ni.tensor(x[:1]))  # so that one program of open sizes serves all rows
    before = ni.get_num_threads()
    results = []
    try:
        for threads in (1, 2):
            ni.set_num_threads(threads)
            results += [_folds(t), compiled(t)]
    finally:
        ni.set_num_threads(before)
    for got, wanted in zip(results[0], _wanted(x.astype(np.float64)), strict=True):
        np.testing.assert_allclose(got.numpy(), wanted, rtol=1e-4, atol=1e-4)
    bits = [[r.numpy().tobytes() for r in result] for result in results]
    assert bits[1:] == bits[:-1]


def test_column_folds_of_other_layouts() -> None:
    rng = np.random.default_rng(1)
    x = rng.standard_normal((3, 200, 37)) + 1j * rng.standard_normal((3, 200, 37))
    np.testing.assert_allclose(ni.sum(ni.tensor(x), axis=1).numpy(), x.sum(1), rtol=1e-12)
    h = rng.standard_normal((300, 9)).astype(np.float16)
    got = ni.sum(ni.tensor(h), axis=0).numpy()
    np.testing.assert_allclose(got, h.astype(np.float64).sum(0), atol=0.05)
    assert ni.sum(ni.zeros((0, 5)), axis=0).tolist() == [0.0] * 5
    assert ni.sum(ni.zeros((200, 0)), axis=0).shape == (0,)


@pytest.mark.parametrize("dtype", ["float32", "float64", "bool", "float16", "complex64"])
def test_backwards(dtype: str) -> None:
    """The last axis backwards, whole vectors and the rest, without reading outside."""
    x = np.random.default_rng(2).integers(0, 2, (3, 45)).astype(dtype)
    got = ni.jit(lambda t: (ni.where(t[:, ::-1] == 0, t, t[:, 40:2:-1][:, :1]), t[1, 44:10:-1]))(
        ni.tensor(x)
    )
    np.testing.assert_array_equal(got[0].numpy(), np.where(x[:, ::-1] == 0, x, x[:, 40:39:-1]))
    np.testing.assert_array_equal(got[1].numpy(), x[1, 44:10:-1])


def test_column_folds_of_several_axes_beside_what_is_stored() -> None:
    """One pass stores and folds; the order of additions is that of the fold alone, merged axes or not."""

    def f(x: Any, v: Any) -> tuple[Any, ...]:
        y = ni.where(
            x > 0, x * v[:, None, None, None], 0.0
        )  # an axis that cannot be merged with the next
        z = ni.max_pool2d(x.permute((0, 3, 1, 2)), 2)
        return y, ni.sum(y, (0, 1, 2)), z, ni.sum(z, (0, 2, 3))

    rng = np.random.default_rng(4)
    x = rng.standard_normal((5, 12, 6, 37)).astype(np.float32)
    v = rng.standard_normal(5).astype(np.float32)
    t, compiled = ni.tensor(x), ni.jit(f)
    before = ni.get_num_threads()
    bits = []
    try:
        for threads in (1, 2):
            ni.set_num_threads(threads)
            results = compiled(t, ni.tensor(v))
            bits.append([r.numpy().tobytes() for r in results])
    finally:
        ni.set_num_threads(before)
    assert bits[0] == bits[1]
    y, folded, z, folded_z = (r.numpy() for r in results)
    wide = x.astype(np.float64)
    np.testing.assert_array_equal(y, np.where(x > 0, x * v[:, None, None, None], 0))
    np.testing.assert_allclose(folded, y.astype(np.float64).sum((0, 1, 2)), rtol=1e-4, atol=1e-4)
    wanted = wide.reshape(5, 6, 2, 3, 2, 37).max((2, 4)).transpose(0, 3, 1, 2)
    np.testing.assert_array_equal(z, wanted.astype(np.float32))
    np.testing.assert_allclose(folded_z, wanted.sum((0, 2, 3)), rtol=1e-4, atol=1e-4)
    assert ni.sum(ni.tensor(y), (0, 1, 2)).numpy().tobytes() == folded.tobytes()
