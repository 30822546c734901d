"""Every family of kernels against float64, over random shapes, with large values, NaN and infinities.

Each row of an operand is of one kind, so that what is special in one row shows where it reaches another. NaN and
infinities must stand where the reference has them; finite elements agree relative to the sum of their row.
Products, attention and elementary functions have tests of their own, over more shapes.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pytest
import scipy.special
from hypothesis import given, settings
from hypothesis import strategies as st

import nitinol as ni

F = ni.nn.functional
SIZES = (0, 1, 2, 3, 7, 16, 17, 33, 64, 70, 257)
KINDS = ("plain", "large", "nan", "inf", "-inf", "zero", "equal")
EPS = 2.0**-23


class Family(NamedTuple):
    """`ours` and `reference` of a matrix, whose rows are independent but for what `mixes`."""

    ours: Callable[..., Any]
    reference: Callable[..., Any]
    large: float = 1e30  # the largest numbers that do not overflow on the way
    least: int = 0  # the smallest row
    loose: float = 8.0
    exact: bool = False
    bounded: bool = False  # results are about 1, whatever the row is


def norm(x: Any) -> Any:
    d = x - x.mean(1, keepdims=True)
    return d / np.sqrt((d * d).mean(1, keepdims=True) + 1e-5)


def softmax(x: Any) -> Any:
    """A row with +∞ is NaN there, and 0 elsewhere."""
    top = x.max(1, keepdims=True)
    e = np.exp(x - np.where(np.isinf(top), 0.0, top))
    return e / e.sum(1, keepdims=True)


def pooled(x: Any, fold: Any, pad: float) -> Any:
    x = np.pad(x, ((0, 0), (1, 1)), constant_values=pad)
    windows = np.lib.stride_tricks.sliding_window_view(x, 3, axis=1)[:, ::2]
    return fold(windows, -1)


def places(n: int) -> np.ndarray:
    """Where each column goes: some twice, some nowhere."""
    return (np.arange(n) * 3) % max(n // 2, 1)


def scattered(x: Any) -> Any:
    found = np.zeros_like(x)
    np.add.at(found, (slice(None), places(x.shape[1])), x)
    return found


def offsets(n: int) -> np.ndarray:
    return np.sort(np.concatenate([[0, n], (np.arange(5) * 7) % (n + 1)]))


def by_segments(x: Any, fold: Any) -> Any:
    """Folds of the columns between neighbouring offsets, for each row."""
    at = offsets(x.shape[1])
    return np.stack([fold(x[:, a:b]) for a, b in pairwise(at)], 1)


def of_segments(fold: Any) -> Any:
    return lambda x: fold(x.T, ni.tensor(offsets(x.shape[1]))).T


def conv_reference(x: Any) -> Any:
    kernel = np.cos(np.arange(9.0)).reshape(3, 3)
    padded = np.pad(x, 1)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3))
    return (windows * kernel).sum((-2, -1))


def conv(x: Any) -> Any:
    kernel = ni.tensor(np.cos(np.arange(9.0)).astype(np.float32).reshape(1, 1, 3, 3))
    return F.conv2d(x[None, None], kernel, padding=1)[0, 0]


FAMILIES: dict[str, Family] = {
    "sum": Family(lambda x: ni.sum(x, 1), lambda x: x.sum(1)),
    "mean": Family(lambda x: ni.mean(x, 1), lambda x: x.mean(1), least=1),
    "max": Family(lambda x: ni.max(x, 1), lambda x: x.max(1), 3e38, least=1, exact=True),
    "argmax": Family(lambda x: ni.argmax(x, 1), lambda x: x.argmax(1), 3e38, least=1, exact=True),
    "std": Family(lambda x: ni.std(x, 1), lambda x: x.std(1), 1e15, least=1, loose=64),
    "logsumexp": Family(lambda x: ni.logsumexp(x, 1), lambda x: scipy.special.logsumexp(x, 1), 3e38, least=1),
    "softmax": Family(lambda x: ni.softmax(x, 1), softmax, 3e38, least=1, bounded=True),
    "columns": Family(lambda x: ni.max(x, 0), lambda x: x.max(0), 3e38, exact=True),
    "layer norm": Family(lambda x: F.layer_norm(x, (x.shape[1],)), norm, 1e15, least=1, bounded=True),
    "group norm": Family(lambda x: F.group_norm(x[:, :, None], 1)[:, :, 0], norm, 1e15, least=1, bounded=True),
    "cross-entropy": Family(
        lambda x: F.cross_entropy(x, ni.zeros(x.shape[0], dtype=ni.int64), reduction="none"),
        lambda x: scipy.special.logsumexp(x, 1) - x[:, 0], 1e30, least=1,
    ),
    "max pool": Family(
        lambda x: F.max_pool1d(x[:, None], 3, 2, 1)[:, 0], lambda x: pooled(x, np.max, -np.inf), 3e38,
        least=1, exact=True,
    ),
    "average pool": Family(
        lambda x: F.avg_pool1d(x[:, None], 3, 2, 1)[:, 0], lambda x: pooled(x, np.mean, 0.0), 1e38, least=1
    ),
    "cumsum": Family(lambda x: ni.cumsum(x, 1), lambda x: np.cumsum(x, 1)),
    "cummax": Family(lambda x: ni.cummax(x, 1), lambda x: np.maximum.accumulate(x, 1), 3e38, exact=True),
    "sort": Family(lambda x: ni.sort(x, 1), lambda x: np.sort(x, 1), 3e38, exact=True),
    "argsort": Family(lambda x: ni.argsort(x, 1), lambda x: np.argsort(x, 1, kind="stable"), 3e38, exact=True),
    "scatter": Family(
        lambda x: ni.index_add(ni.zeros_like(x), ni.tensor(places(x.shape[1])), x, 1), scattered, least=1
    ),
    "segment sum": Family(of_segments(ni.segment_sum), lambda x: by_segments(x, lambda s: s.sum(1))),
    "segment max": Family(
        of_segments(ni.segment_max), lambda x: by_segments(x, lambda s: s.max(1, initial=-np.inf)), 3e38, exact=True
    ),
    "convolution": Family(conv, conv_reference, least=1),
    "fused": Family(
        ni.jit(lambda x: ni.softmax(ni.relu(x) * 0.5, 1) + ni.sum(ni.tanh(x), 1, keepdims=True)),
        lambda x: softmax(np.maximum(x, 0.0) * 0.5) + np.tanh(x).sum(1, keepdims=True),
        3e38, least=1, loose=64,
    ),
}  # fmt: skip


def matrix(kinds: list[str], columns: int, large: float, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((len(kinds), columns)).astype(np.float32)
    for row, kind in zip(x, kinds, strict=True):
        if not columns:
            continue
        at = rng.integers(0, columns, max(columns // 9, 1))
        if kind == "large":
            row[at] = np.float32(large / columns) * rng.choice([-1, 1], len(at))
        elif kind in ("nan", "inf", "-inf"):
            row[at] = float(kind)
        elif kind in ("zero", "equal"):
            row[:] = 0.0 if kind == "zero" else 3.0
    return x


def check(name: str, x: np.ndarray) -> None:
    family = FAMILIES[name]
    with np.errstate(all="ignore"):
        wanted = np.asarray(family.reference(x.astype(np.float64)))
        found = np.asarray(family.ours(ni.tensor(x)).numpy())
        rounded = wanted.astype(found.dtype)
    assert found.shape == wanted.shape
    where = f"{name} of {x.shape}"
    if family.exact:
        np.testing.assert_array_equal(found, rounded, where)
        return
    np.testing.assert_array_equal(np.isnan(found), np.isnan(rounded), where)
    infinite = np.isinf(rounded)
    np.testing.assert_array_equal(found[infinite], rounded[infinite], where)
    finite = np.isfinite(rounded)
    size = np.abs(np.where(np.isfinite(x), x, 0.0)).sum(1, dtype=np.float64) + 1.0
    if family.bounded:
        size = np.full_like(size, 16.0)
    if name == "convolution":  # a window reads other rows
        size = np.full_like(size, size.max(initial=1.0))
    scale = size.reshape(-1, *[1] * (found.ndim - 1)) * np.ones(found.shape)
    error = np.abs(found.astype(np.float64) - rounded)[finite]
    assert np.all(error <= family.loose * EPS * scale[finite]), where


@pytest.mark.parametrize("name", FAMILIES)
@settings(max_examples=20)
@given(
    st.lists(st.sampled_from(KINDS), max_size=9),
    st.sampled_from(SIZES),
    st.integers(0, 2**16),
)
def test_a_family_gives_what_float64_gives(
    name: str, kinds: list[str], columns: int, seed: int
) -> None:
    family = FAMILIES[name]
    if columns >= family.least and (kinds or name not in ("columns", "convolution")):
        check(name, matrix(kinds, columns, family.large, seed))
