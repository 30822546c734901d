"""Convolutions and pooling against loops in NumPy; gradients against the rule of the adjoint."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol.ops import convolution as cv
from nitinol.ops import pooling as pl

Arrays = np.ndarray[Any, Any]
rng = np.random.default_rng(0)


def real(*shape: int) -> Arrays:
    return rng.standard_normal(shape).astype("f4")


def same(result: Any, wanted: Arrays, tolerance: float = 2e-5) -> None:
    got = np.asarray(result.detach())
    assert got.shape == wanted.shape
    assert np.abs(got - wanted).max(initial=0) <= tolerance * (1 + np.abs(wanted).max(initial=0))


def convolved(x: Arrays, w: Arrays, stride: int, pad: int, dilation: int, groups: int) -> Arrays:
    n = x.ndim - 2
    x = np.pad(x.astype("f8"), [(0, 0)] * 2 + [(pad, pad)] * n)
    k = w.shape[2:]
    sizes = [(x.shape[i + 2] - dilation * (k[i] - 1) - 1) // stride + 1 for i in range(n)]
    y = np.zeros((x.shape[0], w.shape[0], *sizes))
    o, c = w.shape[0] // groups, w.shape[1]
    for g, tap in product(range(groups), np.ndindex(*k)):
        place = tuple(
            slice(t * dilation, t * dilation + stride * (s - 1) + 1, stride)
            for t, s in zip(tap, sizes, strict=True)
        )
        part = x[(slice(None), slice(g * c, (g + 1) * c), *place)]
        kernel = w[(slice(g * o, (g + 1) * o), slice(None), *tap)].astype("f8")
        y[:, g * o : (g + 1) * o] += np.einsum("nc...,oc->no...", part, kernel)
    return y


CONVOLUTIONS = [
    (cv.conv1d, (2, 4, 11), (6, 2, 3), dict(stride=2, padding=1, dilation=2, groups=2)),
    (cv.conv2d, (2, 3, 9, 8), (5, 3, 3, 2), dict(stride=1, padding=1, dilation=1, groups=1)),
    (cv.conv2d, (1, 4, 7, 7), (4, 1, 3, 3), dict(stride=2, padding=0, dilation=1, groups=4)),
    (cv.conv3d, (1, 2, 5, 6, 5), (3, 2, 2, 3, 2), dict(stride=1, padding=1, dilation=1, groups=1)),
]


@pytest.mark.parametrize("case", CONVOLUTIONS, ids=lambda c: f"{c[0].__name__}{c[1]}")
def test_convolutions_and_their_gradients(case: Any) -> None:
    function, xs, ws, kw = case
    a, b, bias = real(*xs), real(*ws), real(ws[0])
    x, w, v = (ni.tensor(t, requires_grad=True) for t in (a, b, bias))
    y = function(x, w, v, **kw)
    spread = bias.reshape(-1, *(1,) * (len(xs) - 2))
    order = (kw["stride"], kw["padding"], kw["dilation"], kw["groups"])
    same(y, convolved(a, b, *order) + spread)
    ct = real(*y.shape)
    (y * ni.tensor(ct)).sum().backward()
    same(v.grad, ct.sum(axis=(0, *range(2, ct.ndim))), 1e-4)
    for tensor, change in (
        (x, lambda d: convolved(d, b, *order)),
        (w, lambda d: convolved(a, d, *order)),
    ):
        direction = real(*tensor.shape)
        wanted = (change(direction) * ct).sum()
        slope = (np.asarray(tensor.grad).astype("f8") * direction).sum()
        assert abs(wanted - slope) < 1e-4 * (1 + abs(wanted))


def test_transposed_convolution_is_the_adjoint() -> None:
    w, y = real(4, 3, 3, 2), real(2, 4, 5, 6)
    for stride, pad, more in ((1, 0, 0), (2, 1, 1), (3, 1, 0)):
        x = cv.conv_transpose2d(ni.tensor(y), ni.tensor(w), None, stride, pad, more)
        direction = real(*x.shape)
        wanted = (convolved(direction, w, stride, pad, 1, 1)[:, :, :5, :6] * y).sum()
        assert abs((np.asarray(x) * direction).sum() - wanted) < 1e-3 * (1 + abs(wanted))


def test_forms_of_the_arguments() -> None:
    a, b = real(3, 6, 7), real(4, 3, 3, 3)
    x, w = ni.tensor(a), ni.tensor(b)
    wanted = convolved(a[None], b, 1, 1, 1, 1)[0]
    same(cv.conv2d(x, w, padding="same"), wanted)
    same(cv.conv2d(x, w, padding=(1, 1)), wanted)
    same(cv.conv2d(x, w, padding="valid"), wanted[:, 1:-1, 1:-1])
    half = np.asarray(cv.conv2d(x.astype("float16"), w.astype("float16"), padding=1))
    assert half.dtype == np.float16
    assert np.abs(half - wanted).max() < 2e-2
    both = cv.conv2d(ni.tensor(a + 1j * a), ni.tensor(b - 2j * b), padding=1)
    same(both, wanted * (1 + 1j) * (1 - 2j))


def pooled(x: Arrays, k: tuple[int, ...], s: tuple[int, ...], p: tuple[int, ...], ceil: bool,
           function: Any) -> Arrays:  # fmt: skip
    """`function` of the values of each window that are inside."""
    sizes = []
    for n, a, b, c in zip(x.shape[2:], k, s, p, strict=True):
        count = (n + 2 * c - a + (b - 1 if ceil else 0)) // b + 1
        sizes.append(count - 1 if ceil and (count - 1) * b >= n + c else count)
    y = np.zeros((*x.shape[:2], *sizes))
    for at in np.ndindex(*sizes):
        place = tuple(
            slice(max(i * b - c, 0), max(i * b - c + a, 0))
            for i, a, b, c in zip(at, k, s, p, strict=True)
        )
        y[(slice(None), slice(None), *at)] = function(
            x[(slice(None), slice(None), *place)].reshape(*x.shape[:2], -1)
        )
    return y


POOLS = [
    (1, (11,), (3,), (2,), (1,), False),
    (2, (9, 8), (2, 2), (2, 2), (0, 0), False),
    (2, (9, 8), (3, 2), (2, 1), (1, 0), True),
    (2, (7, 7), (2, 3), (3, 3), (1, 1), False),
    (3, (5, 6, 4), (2, 3, 2), (2, 2, 1), (1, 1, 0), False),
]


@pytest.mark.parametrize("case", POOLS, ids=str)
def test_pooling(case: Any) -> None:
    n, sizes, k, s, p, ceil = case
    a = real(2, 3, *sizes)
    x = ni.tensor(a, requires_grad=True)
    largest, where = getattr(pl, f"max_pool{n}d")(x, k, s, p, ceil_mode=ceil, return_indices=True)
    same(largest, pooled(a, k, s, p, ceil, lambda v: v.max(-1)), 0)
    flat = np.take_along_axis(a.reshape(2, 3, -1), np.asarray(where).reshape(2, 3, -1), -1)
    assert (flat.reshape(largest.shape) == np.asarray(largest.detach())).all()
    ct = real(*largest.shape)
    (largest * ni.tensor(ct)).sum().backward()
    wanted = np.zeros((2, 3, int(np.prod(sizes))))
    for i, j in np.ndindex(2, 3):
        np.add.at(wanted[i, j], np.asarray(where)[i, j].ravel(), ct[i, j].ravel())
    same(x.grad, wanted.reshape(a.shape))

    x = ni.tensor(a, requires_grad=True)
    mean = getattr(pl, f"avg_pool{n}d")(x, k, s, p, ceil, count_include_pad=False)
    same(mean, pooled(a, k, s, p, ceil, lambda v: v.mean(-1)))
    ct = real(*mean.shape)
    (mean * ni.tensor(ct)).sum().backward()
    direction = real(*a.shape)
    change = (pooled(direction, k, s, p, ceil, lambda v: v.mean(-1)) * ct).sum()
    assert abs((np.asarray(x.grad) * direction).sum() - change) < 1e-4 * (1 + abs(change))


def test_means_with_padding_counted() -> None:
    a = real(1, 2, 5, 5)
    whole = np.pad(a, [(0, 0), (0, 0), (1, 1), (1, 1)])
    wanted = pooled(whole, (3, 3), (2, 2), (0, 0), False, lambda v: v.mean(-1))
    same(pl.avg_pool2d(ni.tensor(a), 3, 2, 1), wanted)
    same(pl.avg_pool2d(ni.tensor(a), 3, 2, 1, divisor_override=2), wanted * 4.5)


def test_ties_and_nan() -> None:
    x = ni.tensor(np.ones((1, 1, 4), "f4"), requires_grad=True)
    pl.max_pool1d(x, 2).sum().backward()
    assert np.asarray(x.grad).ravel().tolist() == [1, 0, 1, 0]
    a = np.array([[[1, np.nan, 3, -np.inf, -np.inf, -np.inf]]], "f4")
    largest, where = pl.max_pool1d(ni.tensor(a), 2, return_indices=True)
    assert np.isnan(np.asarray(largest)[0, 0, 0])
    assert np.asarray(largest)[0, 0, 1:].tolist() == [3, -np.inf]
    assert np.asarray(where).ravel().tolist() == [1, 2, 4]


def test_adaptive_means() -> None:
    a = real(2, 3, 7, 6)
    for out in ((1, 1), (7, 3), (3, 4), (7, 6)):
        wanted = np.zeros((2, 3, *out))
        for i, j in np.ndindex(*out):
            rows = slice(i * 7 // out[0], -(-(i + 1) * 7 // out[0]))
            columns = slice(j * 6 // out[1], -(-(j + 1) * 6 // out[1]))
            wanted[:, :, i, j] = a[:, :, rows, columns].mean((2, 3))
        same(pl.adaptive_avg_pool2d(ni.tensor(a), out), wanted)


@pytest.mark.parametrize(
    ("call", "word"),
    [
        (lambda x, w: cv.conv2d(x, w[:, :2]), "channels"),
        (lambda x, w: cv.conv2d(x[:, :, :2], w), "conv2d"),
        (lambda x, w: cv.conv2d(x, w, stride=0), "stride"),
        (lambda x, w: cv.conv2d(x, w, padding="some"), "padding"),
        (lambda x, w: cv.conv2d(x, w, groups=2), "channels"),
        (lambda x, w: cv.conv1d(x, w), "conv1d"),
        (lambda x, w: cv.conv_transpose2d(x, w[:3], output_padding=1), "output_padding"),
        (lambda x, w: pl.max_pool2d(x, 3, padding=2), "padding"),
        (lambda x, w: pl.max_pool2d(x, 30), "max_pool2d"),
        (lambda x, w: pl.avg_pool1d(x, (1, 2)), "avg_pool1d"),
    ],
)
def test_errors_say_what_is_wrong(call: Any, word: str) -> None:
    with pytest.raises(ni.ShapeError, match=word):
        call(ni.tensor(real(1, 3, 6, 6)), ni.tensor(real(4, 3, 3, 3)))


def test_integers_are_refused() -> None:
    with pytest.raises(ni.DTypeError, match="conv2d"):
        cv.conv2d(ni.tensor(np.ones((1, 1, 3, 3), "i4")), ni.tensor(np.ones((1, 1, 3, 3), "i4")))
