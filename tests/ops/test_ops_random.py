"""Random shapes, axes and keys against NumPy."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import (
    basic_indices,
    broadcastable_shapes,
    integer_array_indices,
    mutually_broadcastable_shapes,
)

import nitinol as ni

few = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
shapes = st.lists(st.integers(0, 5), max_size=4).map(tuple)


def numbers(shape: tuple[int, ...]) -> np.ndarray:
    return np.asarray(np.arange(1.0, np.prod(shape, dtype=int) + 1).reshape(shape))


def check(got: Any, want: Any) -> None:
    array = np.asarray(got.numpy())
    assert array.shape == np.shape(want)
    np.testing.assert_allclose(array, want, rtol=1e-12)


def tensor(x: np.ndarray) -> Any:
    return ni.tensor(x) if x.ndim else ni.tensor(x.item(), dtype="float64")


@few
@given(mutually_broadcastable_shapes(num_shapes=2, max_dims=4, max_side=4, min_side=0))
def test_operands_broadcast(pair: Any) -> None:
    a, b = (numbers(s) for s in pair.input_shapes)
    check(tensor(a) * tensor(b), a * b)


@few
@given(shapes, st.data())
def test_sums_over_any_axes(shape: tuple[int, ...], data: Any) -> None:
    x = numbers(shape)
    axes = data.draw(st.none() | st.sets(st.integers(0, max(len(shape) - 1, 0))).map(tuple))
    if axes is not None and not shape:
        axes = ()
    keepdims = data.draw(st.booleans())
    check(ni.sum(tensor(x), axis=axes, keepdims=keepdims), x.sum(axes, keepdims=keepdims))


@few
@given(shapes.filter(bool), st.data())
def test_basic_keys(shape: tuple[int, ...], data: Any) -> None:
    x = numbers(shape)
    key = data.draw(basic_indices(shape, allow_newaxis=True))
    check(tensor(x)[key], x[key])


@few
@given(st.lists(st.integers(1, 5), min_size=1, max_size=4).map(tuple), st.data())
def test_index_tensors(shape: tuple[int, ...], data: Any) -> None:
    x = numbers(shape)
    key = data.draw(integer_array_indices(shape))
    check(tensor(x)[tuple(ni.tensor(np.asarray(k)) for k in key)], x[key])


@few
@given(st.lists(st.integers(1, 4), min_size=1, max_size=3).map(tuple), st.data())
def test_writes_at_basic_keys(shape: tuple[int, ...], data: Any) -> None:
    x = numbers(shape)
    key = data.draw(basic_indices(shape, allow_newaxis=False))
    target = data.draw(broadcastable_shapes(x[key].shape, max_dims=np.ndim(x[key]), max_side=5))
    if np.broadcast_shapes(target, x[key].shape) != x[key].shape:
        return
    value = -numbers(target)
    want = x.copy()
    want[key] = value
    check(ni.index_update(tensor(x), key, tensor(value)), want)


@few
@given(shapes.filter(bool), st.data())
def test_movements_in_a_chain(shape: tuple[int, ...], data: Any) -> None:
    x = numbers(shape)
    order = data.draw(st.permutations(range(len(shape))))
    axis = data.draw(st.integers(0, len(shape) - 1))
    want = np.flip(np.roll(np.transpose(x, order), 2, axis), axis).reshape(-1)
    got = (
        ni.flip(ni.roll(ni.permute_dims(tensor(x), order), 2, axis), axis).reshape(-1)
        if x.size
        else None
    )
    if got is not None:
        check(got, want)


@few
@given(st.lists(st.integers(1, 40), min_size=1, max_size=3).map(tuple), st.data())
def test_sort_along_any_axis(shape: tuple[int, ...], data: Any) -> None:
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    x = np.random.default_rng(len(shape)).integers(-5, 5, shape)
    got = ni.argsort(ni.tensor(x), axis=axis)
    check(got, np.argsort(x, axis=axis, kind="stable"))
