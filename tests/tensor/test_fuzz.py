"""Odd input to `ni.tensor`, indexing, assignment and printing: a result or a Python exception, never a crash.

Where NumPy takes the same input, the results are compared.
"""

from __future__ import annotations

import math
from typing import Any

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nitinol as ni
from nitinol.trace.kind import Kind

EXPECTED = (TypeError, ValueError, IndexError, OverflowError, MemoryError, RuntimeError)

numbers = st.one_of(
    st.booleans(), st.integers(), st.integers(-5, 5), st.floats(), st.complex_numbers(),
    st.sampled_from([2**63, -(2**63), 2**64, 10**400, math.nan, math.inf, -0.0]),
)  # fmt: skip
odd = st.one_of(
    numbers, st.none(), st.text(max_size=3), st.binary(max_size=5), st.just(object()), st.just(int),
    st.builds(np.float16, st.floats(width=16)), st.builds(np.int8, st.integers(-128, 127)),
    st.builds(np.array, st.integers(-5, 5)), st.builds(np.arange, st.integers(0, 3)),
    st.builds(range, st.integers(0, 4)), st.builds(bytearray, st.integers(0, 3)),
    st.builds(lambda n: ni.arange(n), st.integers(0, 3)), st.dictionaries(st.text(), st.integers(), max_size=1),
)  # fmt: skip
nests = st.recursive(
    odd, lambda inner: st.lists(inner, max_size=3) | st.tuples(inner, inner), max_leaves=8
)
dtypes = st.sampled_from(
    [None, "bool", "int8", "uint64", "int64", "float16", "bfloat16", "float32", "complex128"]
)


@settings(max_examples=400, deadline=None)
@given(nests, dtypes)
def test_anything_as_data(data: Any, dtype: Any) -> None:
    for make in (ni.tensor, ni.asarray):
        try:
            t = make(data, dtype=dtype)
        except EXPECTED as error:
            assert str(error)
        else:
            assert isinstance(t, Kind) or (
                isinstance(t, ni.Tensor) and dtype in (None, str(t.dtype))
            )
            assert len(repr(t)) > 7
            t.tolist()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(numbers, min_size=2, max_size=2), min_size=1, max_size=4))
def test_numbers_as_numpy_takes_them(rows: list[list[Any]]) -> None:
    try:
        t = ni.tensor(rows)
    except ni.DTypeError:
        assert any(type(v) is int and not -(2**63) <= v < 2**63 for r in rows for v in r)
        return
    with np.errstate(over="ignore"):
        want = np.array(rows).astype(t.dtype.numpy)
    np.testing.assert_array_equal(t.numpy(), want)


shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
key_parts = st.one_of(
    st.integers(-6, 6), st.none(), st.just(...), st.slices(5), st.booleans(), st.floats(), st.text(max_size=1),
    st.lists(st.integers(-4, 4), max_size=3), st.lists(st.booleans(), max_size=4),
    st.builds(slice, st.integers(-9, 9) | st.none(), st.integers(-9, 9) | st.none(), st.integers(-3, 3) | st.none()),
    st.builds(lambda v: ni.tensor(v), st.lists(st.integers(-4, 3), min_size=1, max_size=3)),
    st.just(2**70), st.just(slice(2**70, -(2**70), 1)),
)  # fmt: skip
keys = st.one_of(key_parts, st.lists(key_parts, max_size=3).map(tuple))


def as_numpy_key(key: Any) -> Any:
    def part(k: Any) -> Any:
        return k.numpy() if isinstance(k, ni.Tensor) else k

    return tuple(part(k) for k in key) if isinstance(key, tuple) else part(key)


@settings(max_examples=120, deadline=None)
@given(shapes, keys)
def test_any_key_reads(shape: tuple[int, ...], key: Any) -> None:
    a = np.arange(math.prod(shape)).reshape(shape)
    try:
        got = ni.tensor(a)[key]
    except EXPECTED as error:
        assert str(error)
        return
    if got.size:  # reading nothing raises nothing
        np.testing.assert_array_equal(got.numpy(), a[as_numpy_key(key)])


basic_parts = st.one_of(
    st.integers(-6, 6), st.none(), st.just(...), st.slices(5), st.floats(), st.text(max_size=1),
    st.builds(slice, st.integers(-9, 9) | st.none(), st.integers(-9, 9) | st.none(), st.integers(-3, 3) | st.none()),
)  # fmt: skip
values = st.one_of(
    numbers,
    odd,
    hnp.arrays("float32", shapes),
    hnp.arrays("int64", hnp.array_shapes(max_dims=2, max_side=3)),
)


@settings(max_examples=300, deadline=None)
@given(
    shapes,
    st.one_of(basic_parts, st.lists(basic_parts, max_size=3).map(tuple)),
    values,
    st.booleans(),
)
def test_any_key_and_value_write(
    shape: tuple[int, ...], key: Any, value: Any, flipped: bool
) -> None:
    a = np.arange(math.prod(shape), dtype="float32").reshape(shape)
    t = ni.tensor(a)
    if flipped and a.ndim:
        a, t = a[::-1].T, t.flip(0).T
    want = a.copy()
    try:
        t[key] = value
    except EXPECTED as error:
        assert str(error)
        np.testing.assert_array_equal(t.numpy(), a)
        return
    array = (
        np.asarray(value, "float64")
        if type(value) in (bool, int, float)
        else ni.tensor(value).numpy()
    )
    while array.ndim > np.ndim(want[key]):  # further leading axes of size 1 may be there
        array = array[0]
    with np.errstate(over="ignore"):
        want[key] = array
    np.testing.assert_array_equal(t.numpy(), want)


@settings(max_examples=150, deadline=None)
@given(
    hnp.arrays(
        st.sampled_from(["float16", "float32", "float64", "complex64", "complex128"]),
        hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
    )
)
def test_any_numbers_print(a: np.ndarray) -> None:
    text = repr(ni.tensor(a))
    assert text.startswith("tensor(") and text.endswith(")")
    widths = {len(line) for line in text.splitlines()}
    assert not widths or max(widths) < 200


@pytest.mark.parametrize("shape", [(2**40,), (2**31, 2**31), (2**62, 4)])
def test_huge_shapes_are_a_python_error(shape: tuple[int, ...]) -> None:
    with pytest.raises((MemoryError, ValueError, OverflowError)):
        ni.full(shape, 1.0) + ni.full(shape, 2.0)


def test_huge_broadcast_views_print_and_index() -> None:
    big = ni.zeros(1).expand(2**40)
    assert big[2**39].item() == 0 and repr(big) == "tensor([0., 0., 0., ..., 0., 0., 0.])"
    with pytest.raises(MemoryError):
        big[0] = 1.0
