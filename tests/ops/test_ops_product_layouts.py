"""Products of random sizes and layouts, in every dtype that is multiplied in a way of its own, against NumPy."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nitinol as ni

KINDS: dict[
    str, tuple[Any, Any]
] = {  # dtype of the operands, and of the result where it is asked for
    "float32": (np.float32, None),
    "float64": (np.float64, None),
    "float16": (np.float16, None),
    "bfloat16 to float32": (ml_dtypes.bfloat16, ni.float32),
    "complex64": (np.complex64, None),
    "int8 to int32": (np.int8, ni.int32),
}
LAYOUTS = ("rows", "columns", "strided", "backwards", "broadcast")


def laid(values: np.ndarray[Any, Any], layout: str) -> tuple[Any, np.ndarray[Any, Any]]:
    """A tensor of these values, or of some of them again, that lies like this; and its values."""
    x = ni.tensor(np.ascontiguousarray(values))
    if layout == "columns":
        turned = ni.tensor(np.ascontiguousarray(values.swapaxes(-1, -2)))
        return ni.swapaxes(turned, -1, -2), values
    if layout == "strided":
        wide = np.zeros((*values.shape[:-1], 2 * values.shape[-1] + 1), values.dtype)
        wide[..., 1::2] = values
        return ni.tensor(wide)[..., 1::2], values
    if layout == "backwards":
        return ni.tensor(np.ascontiguousarray(values[..., ::-1, :]))[..., ::-1, :], values
    if layout == "broadcast" and values.ndim > 2:
        one = values[:1]
        return ni.tensor(one.copy()).broadcast_to(values.shape), np.broadcast_to(one, values.shape)
    return x, values


def numbers(rng: np.random.Generator, dtype: Any, *shape: int) -> np.ndarray[Any, Any]:
    if np.issubdtype(dtype, np.integer):
        return rng.integers(-100, 100, shape).astype(dtype)
    made = rng.standard_normal(shape)
    if np.issubdtype(dtype, np.complexfloating):
        return (made + 1j * rng.standard_normal(shape)).astype(dtype)
    return made.astype(dtype)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=4, deadline=None)
@given(
    sizes=st.tuples(st.integers(0, 40), st.integers(0, 70), st.integers(0, 50)),
    batch=st.sampled_from([(), (), (3,), (2, 1)]),
    layouts=st.tuples(st.sampled_from(LAYOUTS), st.sampled_from(LAYOUTS)),
    seed=st.integers(0, 99),
)
def test_every_layout(
    kind: str,
    sizes: tuple[int, int, int],
    batch: tuple[int, ...],
    layouts: tuple[str, str],
    seed: int,
) -> None:
    dtype, wanted = KINDS[kind]
    m, n, k = sizes
    rng = np.random.default_rng(seed)
    x, a = laid(numbers(rng, dtype, *batch, m, k), layouts[0])
    y, b = laid(numbers(rng, dtype, *batch[:1], k, n), layouts[1])
    found = ni.matmul(x, y, dtype=wanted).numpy()
    if np.issubdtype(dtype, np.integer):
        exact = (a.astype(np.int64) @ b.astype(np.int64)).astype(found.dtype)
        np.testing.assert_array_equal(found, exact)
        return
    wide = np.complex128 if kind == "complex64" else np.float64
    exact = a.astype(wide) @ b.astype(wide)
    bound = np.abs(a.astype(wide)) @ np.abs(b.astype(wide))
    assert found.shape == exact.shape
    narrow = np.finfo(found.dtype).eps if found.dtype != dtype or wanted is None else 0
    tolerance = 4 * float(narrow) + 32 * (2.0**-52 if kind == "float64" else 2.0**-23)
    assert (np.abs(found.astype(wide) - exact) <= tolerance * bound + 1e-30).all()
