"""Sorting: stable, by all ways of dividing the work, bit for bit, with zeros and NaN as they were."""

from __future__ import annotations

import numpy as np
import pytest

import nitinol as ni


def with_specials(rng: np.random.Generator, count: int, dtype: str) -> np.ndarray:
    """Random elements, many of them equal; of floats some −0, ∞ and NaN of different bits."""
    kind = np.dtype(dtype)
    if kind.kind != "f":
        info = np.iinfo(kind)
        x = rng.integers(info.min, info.max, count, dtype=kind, endpoint=True)
        x[::3] = rng.integers(0, 5, len(x[::3])).astype(kind)
        return x
    x = rng.standard_normal(count).astype(kind)
    for special in (0.0, -0.0, np.inf, -np.inf, np.nan, -np.nan, 1.0):
        x[rng.random(count) < 0.03] = special
    return x


def reference(x: np.ndarray, descending: bool) -> np.ndarray:
    """Places, by a stable sort along the last axis of ranks that turn round for `descending`."""
    if x.dtype.kind == "f":
        return np.argsort(
            -x.astype(float) if descending else x.astype(float), axis=-1, kind="stable"
        )
    return np.argsort(~x if descending else x, axis=-1, kind="stable")


def same_bits(a: object, b: np.ndarray) -> bool:
    left, right = np.asarray(a.numpy()), np.ascontiguousarray(b)  # type: ignore[attr-defined]
    return left.shape == right.shape and left.tobytes() == right.tobytes()


# Keys of 32 and of 64 bits; the short rows of one kernel, a row that is divided, one that is not.
@pytest.mark.parametrize("dtype", ["float32", "float64", "int8"])
def test_all_lengths(dtype: str) -> None:
    rng = np.random.default_rng(0)
    for shape in [(3, 5), (2, 33), (5, 300), (2, 70_000), (3, 40_000)]:
        rows = with_specials(rng, shape[0] * shape[1], dtype).reshape(shape)
        t = ni.tensor(rows)
        for descending in (False, True):
            places = reference(rows, descending)
            values = np.take_along_axis(rows, places, -1)
            assert same_bits(ni.sort(t, descending=descending), values)
            assert same_bits(ni.argsort(t, descending=descending), places)


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_division_of_a_row_does_not_show(threads: int) -> None:
    rng = np.random.default_rng(1)
    before = ni.get_num_threads()
    ni.set_num_threads(threads)
    try:
        for x in (
            with_specials(rng, 100_001, "float32"),
            np.arange(50_000, dtype=np.float32)[
                ::-1
            ].copy(),  # one part's keys all below the next's
            np.zeros(40_000, np.float32),  # all keys agree
            np.where(np.arange(40_000) == 7, np.float32(3e38), np.float32(0.5)),  # but one
        ):
            places = reference(x, False)
            assert same_bits(ni.sort(ni.tensor(x)), x[places])
            assert same_bits(ni.argsort(ni.tensor(x)), places)
    finally:
        ni.set_num_threads(before)


def test_strides_and_what_is_fused_behind() -> None:
    x = np.random.default_rng(2).standard_normal((60, 300)).astype(np.float32)
    t = ni.tensor(x)
    assert same_bits(ni.sort(t.T, 0), np.sort(x.T, 0))
    assert same_bits(ni.sort(t[:, ::-2], 1), np.sort(x[:, ::-2], 1))
    f = ni.jit(lambda v: (ni.sort(v * 2, 1) + 1, ni.argsort(v, 1) * 3))
    values, places = f(t)
    assert same_bits(values, np.sort(x * 2, 1) + 1)
    assert same_bits(places, np.argsort(x, 1, kind="stable") * 3)
