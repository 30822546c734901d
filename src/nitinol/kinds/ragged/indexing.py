"""Reading from ragged tensors: `r[key]`, `take`, `take_along_axis`, `embedding`.

A key is gone through axis by axis from the left. What it chooses is followed through all axes behind: the numbers of
the chosen points give the numbers of their points, down to those of the values, which are taken in one gather.

| key for an axis | along axis 0 | along a ragged axis behind it |
|---|---|---|
| an int | the row; dense if it has no ragged axis | that element of each row, which must have it |
| a slice | rows | a slice of each row |
| a vector of ints | rows | – |
| a vector of bools | the rows where it is True | – |
| a ragged tensor of bools | the elements where it is True | |
| a ragged tensor of ints (by `take_along_axis`) | | elements of each row |
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...base import dtypes as dt
from ...base.errors import IndexRangeError, ShapeError, UnsupportedError
from ...ops import embedding, measures, nonzero, segment_sum, take, where
from ...ops.families import to_dtype
from ...tensor.creation import tensor
from ...trace.array import Array
from . import structure as st
from .reductions import rebuilt
from .tensor import RaggedTensor, check_spans


def following(x: RaggedTensor, level: int, index: Any) -> tuple[Any, list[Any]]:
    """What stands behind the points `index` of level `level` + 1: (values, offsets of the ragged axes behind)."""
    offsets: list[Any] = []
    for span, size in zip(x.spans[level:], x.axes[level:], strict=True):
        if size is None:
            new, index = st.follow(span, index)
            offsets.append(new)
        else:
            index = st.widened_index(index, size)
    return take(x.values, index, 0), offsets


def take_rows(x: RaggedTensor, rows: Any) -> RaggedTensor:
    """The rows of these numbers, none of them negative."""
    values, offsets = following(x, 0, rows)
    return RaggedTensor(values, offsets, x.axes)


def wrapped_rows(x: RaggedTensor, rows: Any) -> Any:
    """Row numbers, negative ones counted from the end, checked."""
    count = x.shape[0]
    rows = to_dtype(rows, dt.int64)
    measures.ensure(
        (rows >= -count) & (rows < count),
        f"a row number lies outside of a ragged tensor of {count} rows",
        IndexRangeError,
    )
    return where(rows < 0, rows + count, rows)


def first_dropped(x: RaggedTensor) -> Any:
    """A tensor of one row as that row."""
    if len(x.axes) == 1:
        return x.values
    if x.axes[0] is None:
        return rebuilt(x.values, x._offsets[1:], x.axes[1:])
    return rebuilt(x.values, x._offsets, x.axes[1:])


def _row(x: RaggedTensor, number: int) -> Any:
    count = x.shape[0]
    if isinstance(count, int) and not -count <= number < count:
        raise IndexRangeError(f"row {number} of a ragged tensor of {count} rows")
    at = number + count if number < 0 else number
    return first_dropped(take_rows(x, at + st.one_row()))


def _slice_rows(x: RaggedTensor, key: slice) -> RaggedTensor:
    if key == slice(None):
        return x
    return take_rows(x, st.element_numbers(st.row_lengths(st.uniform_span(_first(x), 1)))[key])


def _first(x: RaggedTensor) -> Any:
    """A vector of as many elements as there are rows."""
    return st.row_lengths(x.spans[0])


def _at(x: RaggedTensor, level: int, place: int) -> Any:
    """The point `place` of each row of axis `level` + 1, which goes away."""
    span = x.spans[level]
    sizes = st.row_lengths(span)
    measures.ensure(
        sizes > place if place >= 0 else sizes >= -place,
        f"element {place} along axis {level + 1}: there are rows without it; slice, r[:, :n], or pad the rows",
        IndexRangeError,
    )
    index = (st.row_starts(span) if place >= 0 else st.row_ends(span)) + place
    values, offsets = following(x, level + 1, index)
    before = sum_ragged(x.axes[:level])
    return rebuilt(
        values, (*x._offsets[:before], *offsets), (*x.axes[:level], *x.axes[level + 1 :])
    )


def sum_ragged(axes: Sequence[int | None]) -> int:
    """How many of `axes` are ragged."""
    return [k is None for k in axes].count(True)


def _slice_each(x: RaggedTensor, level: int, key: slice) -> Any:
    """A slice of each row of axis `level` + 1."""
    if key == slice(None):
        return x
    step = 1 if key.step is None else key.step
    if step == 0:
        raise ValueError("the step of a slice must not be 0")
    size = x.axes[level]
    span = x.spans[level]
    first, sizes = st.row_starts(span), st.row_lengths(span)
    low = -1 if step < 0 else 0

    def place(given: Any, default: Any) -> Any:
        if given is None:
            return default
        return st.clipped_places(0 * sizes + given, sizes, low)

    begin = place(key.start, sizes - 1 if step < 0 else 0 * sizes)
    end = place(key.stop, 0 * sizes - 1 if step < 0 else sizes)
    counts = ((begin - end - step - 1) // -step) if step < 0 else ((end - begin + step - 1) // step)
    counts = where(counts < 0, 0, counts)
    new, index = st.stretch(first + begin, counts, None if step == 1 else 0 * sizes + step)
    values, offsets = following(x, level + 1, index)
    before = sum_ragged(x.axes[:level])
    axes, own = list(x.axes), [new]
    if size is not None:
        axes[level], own = len(range(*key.indices(size))), []
    return rebuilt(values, (*x._offsets[:before], *own, *offsets), tuple(axes))


def masked(x: RaggedTensor, mask: RaggedTensor) -> Any:
    """The points where a ragged mask is True; the axes of the mask are the first of x."""
    if mask.values.ndim > 1:
        raise UnsupportedError(
            f"a mask of shape {mask.shape} over a ragged tensor of shape {x.shape}: it chooses points of ragged axes; "
            "for those behind write ni.where"
        )
    level = len(mask.axes)
    if level > len(x.axes):
        raise ShapeError(f"a mask of shape {mask.shape} over a ragged tensor of shape {x.shape}")
    for a, b in zip(mask.spans, x.spans, strict=False):
        check_spans(a, b, "mask")
    span = mask._offsets[-1]
    new = st.row_span(segment_sum(mask.values, span))
    (index,) = nonzero(mask.values)
    values, offsets = following(x, level, index)
    return RaggedTensor(values, (*mask._offsets[:-1], new, *offsets), (*mask.axes, *x.axes[level:]))


def _as_key(key: Any) -> Any:
    if isinstance(key, list) or type(key).__module__ == "numpy":
        return tensor(key) if not isinstance(key, list) or key else tensor(key, dt.int64)
    return key


@RaggedTensor.rule("getitem")
def getitem(name: str, x: Any, key: Any) -> Any:
    """`x[key]`; see the module's docstring."""
    if not isinstance(x, RaggedTensor):
        raise UnsupportedError(
            "a dense tensor is not read at ragged places; write ni.take(x, r, 0), which gives a ragged tensor"
        )
    keys = [_as_key(k) for k in (key if isinstance(key, tuple) else (key,))]
    if sum(1 for k in keys if k is Ellipsis) > 1:
        raise ShapeError("a key has one ... at most")
    used = [k for k in keys if k is not None and k is not Ellipsis]
    taken = 0
    for k in used:
        taken += k.ndim if isinstance(k, Array) and k.dtype.is_bool else 1
    if taken > x.ndim:
        raise ShapeError(f"a key of {taken} axes for a ragged tensor of shape {x.shape}")
    if Ellipsis in [k for k in keys if not isinstance(k, Array)]:
        at = next(i for i, k in enumerate(keys) if k is Ellipsis)
        keys[at : at + 1] = [slice(None)] * (x.ndim - taken)
    return _read(x, keys)


def _read(x: Any, keys: list[Any]) -> Any:
    axis = 0
    while keys:
        if not isinstance(x, RaggedTensor):
            return x[(*[slice(None)] * axis, *keys)]
        key = keys[0]
        if axis >= x.depth:
            inner = (slice(None), *[slice(None)] * (axis - x.depth), *keys)
            return x.with_values(x.values[inner])
        if key is None:
            x, axis, keys = _new_axis(x, axis), axis + 1, keys[1:]
            continue
        if isinstance(key, RaggedTensor):
            if axis or not key.dtype.is_bool:
                raise UnsupportedError(
                    "a ragged key is a mask of bools for the first axes; elements of each row by their numbers are "
                    "ni.take_along_axis(r, numbers, 1)"
                )
            x, axis, keys = masked(x, key), key.depth, keys[1:]
            continue
        if isinstance(key, Array) and key.ndim:
            if axis:
                raise UnsupportedError(
                    f"a tensor as the key of axis {axis} of a ragged tensor of shape {x.shape}: write "
                    "ni.take_along_axis(r, numbers, axis) with a ragged tensor of numbers"
                )
            x = _chosen(x, key)
            axis, keys = axis + key.ndim, keys[1:]
            continue
        if isinstance(key, slice):
            x = _slice_each(x, axis - 1, key) if axis else _slice_rows(x, key)
            axis, keys = axis + 1, keys[1:]
            continue
        if isinstance(key, Array):
            index = wrapped_rows(x, key.reshape(1)) if not axis else None
            if index is None:
                raise UnsupportedError(
                    "a tensor of one number as the key of a ragged axis; write an int"
                )
            x, keys = first_dropped(take_rows(x, index)), keys[1:]
            continue
        if not hasattr(key, "__index__"):
            raise TypeError(f"a ragged tensor is not read with a key of type {type(key).__name__}")
        number = key.__index__()
        x, keys = (_at(x, axis - 1, number) if axis else _row(x, number)), keys[1:]
    return x


def _chosen(x: RaggedTensor, key: Any) -> RaggedTensor:
    """Rows by a vector of numbers or bools; numbers of more axes give as many."""
    if key.dtype.is_bool:
        if key.ndim > 1:
            raise UnsupportedError(
                "a dense mask of several axes over a ragged tensor; make it ragged with ni.ragged.from_padded"
            )
        measures.ensure_equal(
            st.element_numbers(key),
            st.element_numbers(_first(x)),
            f"a mask of {key.shape[0]} rows for a ragged tensor of {x.shape[0]}",
        )
        (index,) = nonzero(key)
        return take_rows(x, index)
    if not key.dtype.is_integer:
        raise IndexRangeError(f"row numbers are integers or bools, got {key.dtype}")
    if key.ndim == 1:
        return take_rows(x, wrapped_rows(x, key))
    shape = tuple(key.shape)
    made = take_rows(x, wrapped_rows(x, key.reshape(-1)))
    return RaggedTensor(made.values, made._offsets, (*shape[1:], *made.axes))


def _new_axis(x: RaggedTensor, axis: int) -> RaggedTensor:
    """x with an axis of size 1."""
    if axis:
        axes = (*x.axes[: axis - 1], 1, *x.axes[axis - 1 :])
        return RaggedTensor(x.values, x._offsets, axes)
    size = x.shape[0]
    if not isinstance(size, int):
        raise UnsupportedError("r[None] in a compiled function wants a known number of rows")
    return RaggedTensor(x.values, x._offsets, (size, *x.axes))


@RaggedTensor.rule("take", "index_select")
def _take(name: str, x: Any, indices: Any, axis: Any = None, dim: int = 0) -> Any:
    axis = dim if name == "index_select" and axis is None else axis
    indices = _as_key(indices) if not isinstance(indices, int) else indices
    if isinstance(indices, RaggedTensor) and not isinstance(x, RaggedTensor):
        # Rows of a dense tensor at ragged places: an embedding.
        if axis is None and x.ndim > 1:
            raise UnsupportedError("ni.take(x, r) of a dense x with several axes wants axis=0")
        if axis not in (None, 0):
            raise UnsupportedError("ni.take of a dense tensor at ragged places goes along axis 0")
        return indices.with_values(take(x, indices.values, 0))
    if isinstance(indices, RaggedTensor):
        if axis not in (0, -x.ndim):
            raise UnsupportedError(
                "rows of a ragged tensor at ragged places are taken along axis 0"
            )
        values, offsets = following(x, 0, wrapped_rows(x, indices.values))
        return RaggedTensor(values, (*indices._offsets, *offsets), (*indices.axes, *x.axes))
    if axis is None:
        return take(x.values, indices)
    axis = axis + x.ndim if axis < 0 else axis
    if axis >= x.depth:
        return x.with_values(take(x.values, indices, axis - x.depth + 1))
    if axis:
        raise UnsupportedError("ni.take along a ragged axis; write ni.take_along_axis, or slice")
    return x[indices]


@RaggedTensor.rule("take_along_axis")
def _take_along(name: str, x: Any, indices: Any, axis: int = -1) -> Any:
    if not isinstance(x, RaggedTensor) or not isinstance(indices, RaggedTensor):
        raise UnsupportedError("ni.take_along_axis wants ragged numbers for a ragged tensor")
    axis = axis + x.ndim if axis < 0 else axis
    if axis != x.depth - 1 or indices.axes != x.axes or indices.values.ndim != 1:
        raise UnsupportedError(
            f"ni.take_along_axis of ragged tensors of shapes {x.shape} and {indices.shape} goes along the last ragged "
            "axis, with a ragged tensor of numbers for each row"
        )
    for a, b in zip(x.spans[:-1], indices.spans[:-1], strict=True):
        check_spans(a, b, name)
    own, span = indices._offsets[-1], x._offsets[-1]
    like = st.points_of(own)
    sizes = st.spread_rows(st.row_lengths(span), own, like)
    numbers = to_dtype(indices.values, dt.int64)
    measures.ensure(
        (numbers >= -sizes) & (numbers < sizes),
        "take_along_axis: a number lies outside of its row",
        IndexRangeError,
    )
    at = st.spread_rows(st.row_starts(span), own, like) + where(
        numbers < 0, numbers + sizes, numbers
    )
    return indices.with_values(take(x.values, at, 0))


@RaggedTensor.rule("embedding")
def _embedding(name: str, indices: RaggedTensor, weight: Any, *args: Any, **kwargs: Any) -> Any:
    return indices.with_values(embedding(indices.values, weight, *args, **kwargs))


@RaggedTensor.rule("masked_select")
def _masked_select(name: str, x: Any, mask: Any) -> Any:
    return x[mask].values
