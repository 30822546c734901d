"""Making ragged tensors: of nested lists, of values and lengths, offsets or row numbers, of padded tensors, of rows."""

from __future__ import annotations

from array import array as packed
from collections.abc import Sequence
from typing import Any

from ... import ops
from ...base import dtypes as dt
from ...base.dtypes import DType
from ...base.errors import DTypeError, ShapeError
from ...base.shapes import show
from ...ops import any as any_of
from ...ops import argmax, concatenate, measures, nonzero, reshape, searchsorted, sum, take
from ...ops.families import to_dtype
from ...tensor.creation import tensor
from ...trace.array import Array
from ...trace.bind import Tracer
from ...trace.kind import Kind
from . import structure as st
from .tensor import RaggedTensor


def from_levels(flat: list[Any], lengths: list[list[int]], dtype: DType | None) -> Any:
    """The tensor of a nest that `kinds.nests.levels` took apart: `flat` are its items, `lengths` the lengths of all
    rows of each level. Levels whose rows have equal lengths are uniform axes.
    """
    found = [None if len(set(sizes)) > 1 else sizes[0] for sizes in lengths]
    depth = max(i for i, k in enumerate(found) if k is None) + 1
    inner = [0 if k is None else k for k in found[depth:]]
    values = tensor(flat, dtype) if flat else tensor([], dt.float32 if dtype is None else dtype)
    if inner:
        count = sum_of(lengths[depth - 1])
        values = reshape(values, (count, *inner, *tuple(values.shape)[1:]))
    axes = tuple(found[1:depth])
    offsets = [_ends(sizes) for sizes, k in zip(lengths[1:depth], axes, strict=True) if k is None]
    return RaggedTensor(values, offsets, axes)


def sum_of(sizes: Sequence[int]) -> int:
    """The sum of Python ints."""
    result = 0
    for n in sizes:
        result += n
    return result


def _ends(sizes: Sequence[int]) -> Any:
    total, ends = 0, [0]
    for n in sizes:
        total += n
        ends.append(total)
    return tensor(packed("q", ends))


def from_rows(rows: Sequence[Any], dtype: Any = None) -> RaggedTensor:
    """A ragged tensor of tensors, arrays, ranges or lists, each a row. They differ in the size of the first axis alone.

    Raises `ShapeError` when other axes differ.

    >>> ni.ragged.from_rows([range(2), [5, 6, 7]])
    tensor([[0, 1],
            [5, 6, 7]])
    """
    made = [x if isinstance(x, Array) else tensor(x, dtype) for x in rows]
    if not made:
        raise ShapeError(
            "from_rows: there is no row; write ni.ragged.from_lengths(values, lengths)"
        )
    for i, x in enumerate(made):
        if not x.ndim:
            raise ShapeError(f"from_rows: row {i} is a single number; write [x] for a row of one")
        if tuple(x.shape)[1:] != tuple(made[0].shape)[1:]:
            raise ShapeError(
                f"from_rows: row {i} has shape {show(tuple(x.shape))} and row 0 {show(tuple(made[0].shape))}; rows may "
                "differ in their first axis alone"
            )
    values = concatenate(made, 0)
    if dtype is not None:
        values = values.astype(dtype)
    if any(isinstance(x, RaggedTensor) for x in made):
        offsets = st.row_span(tensor([int(x.shape[0]) for x in made]))
        return RaggedTensor(values.values, (offsets, *values._offsets), (None, *values.axes))
    return RaggedTensor(values, (st.row_span(_sizes(made)),))


def _sizes(rows: Sequence[Any]) -> Any:
    if any(isinstance(x, Tracer) for x in rows):
        return concatenate([reshape(sum(1 + 0 * st.element_numbers(x)), (1,)) for x in rows], 0)
    return tensor(packed("q", [int(x.shape[0]) for x in rows]))


def _given(values: Any, dtype: Any = None) -> Any:
    values = values if isinstance(values, Array) else tensor(values, dtype)
    if not values.ndim:
        raise ShapeError("a ragged tensor wants values with one axis or more; got a single number")
    return values


def _integers(x: Any, what: str) -> Any:
    x = x if isinstance(x, Array) else tensor(x, None if len(x) else dt.int64)
    if not x.dtype.is_integer or x.ndim != 1:
        raise DTypeError(f"{what} are a vector of integers; got {x.dtype}{show(tuple(x.shape))}")
    return to_dtype(x, dt.int64)


def from_lengths(values: Any, lengths: Any) -> RaggedTensor:
    """A ragged tensor of the values of all rows behind one another, and the length of each row.

    * `values`: shape (n, ...), of any kind; a ragged tensor gives one more ragged axis.
    * `lengths`: a vector of integers that add up to n.

    Raises `ShapeError` when they do not.

    >>> ni.ragged.from_lengths([2, 3, 4, 5, 6], [2, 0, 3])
    tensor([[2, 3],
            [],
            [4, 5, 6]])
    """
    sizes = _integers(lengths, "lengths")
    if not isinstance(sizes, Tracer) and sizes.shape[0] and bool(any_of(sizes < 0)):
        at = int(argmax(sizes < 0))
        raise ShapeError(f"from_lengths: the length of row {at} is {int(sizes[at])}")
    return _checked(_given(values), st.row_span(sizes))


def from_offsets(values: Any, offsets: Any) -> RaggedTensor:
    """A ragged tensor of the values of all rows behind one another, and where each row begins.

    * `values`: shape (n, ...), of any kind.
    * `offsets`: rising integers from 0 to n, one more than there are rows.

    Raises `ShapeError` that names the place where offsets decrease or do not fit the values.

    >>> ni.ragged.from_offsets([2, 3, 4, 5, 6], [0, 2, 5])
    tensor([[2, 3],
            [4, 5, 6]])
    """
    span = _integers(offsets, "offsets")
    if isinstance(span.shape[0], int) and not span.shape[0]:
        raise ShapeError("from_offsets: there are no offsets; without rows they are [0]")
    return _checked(_given(values), span)


def from_row_ids(values: Any, row_ids: Any, rows: int) -> RaggedTensor:
    """A ragged tensor of values and the number of the row of each, which must not decrease.

    >>> ni.ragged.from_row_ids([2, 3, 4, 5, 6], [0, 0, 2, 2, 2], 3)
    tensor([[2, 3],
            [],
            [4, 5, 6]])
    """
    ids = _integers(row_ids, "row ids")
    given = _given(values)
    if not isinstance(ids, Tracer) and ids.shape[0]:
        falls = ids[1:] < ids[:-1]
        if ids.shape[0] > 1 and bool(any_of(falls)):
            at = int(argmax(falls)) + 1
            raise ShapeError(
                f"from_row_ids: row id {int(ids[at])} at {at} follows {int(ids[at - 1])}; sort the values by row first"
            )
        if int(ids[0]) < 0 or int(ids[-1]) >= rows:
            raise ShapeError(
                f"from_row_ids: row ids lie between {int(ids[0])} and {int(ids[-1])}, but there are {rows} rows"
            )
    if tuple(ids.shape) != tuple(given.shape)[:1]:
        raise ShapeError(
            f"from_row_ids: {ids.shape[0]} row ids and {given.shape[0]} values; each value has one"
        )
    return _checked(given, searchsorted(ids, st.element_numbers(range_vector(rows + 1))))


def range_vector(count: int) -> Any:
    """A vector of a known number of elements."""
    return tensor(packed("q", range(count)))


def from_padded(x: Any, mask: Any = None, lengths: Any = None) -> RaggedTensor:
    """A ragged tensor of a dense one, (rows, longest, ...), of which a part is padding.

    * `mask`: bools (rows, longest); True where there is an element. Or
    * `lengths`: a vector: so many elements from the left.

    >>> ni.ragged.from_padded(ni.tensor([[1, 2, 0], [3, 0, 0]]), lengths=[2, 1])
    tensor([[1, 2],
            [3]])
    """
    x = x if isinstance(x, Array) else tensor(x)
    if x.ndim < 2:
        raise ShapeError(f"from_padded: {show(tuple(x.shape))} has no rows with elements")
    rows, longest = x.shape[0], x.shape[1]
    flat = reshape(x, (rows * longest, *tuple(x.shape)[2:]))
    if (mask is None) == (lengths is None):
        raise TypeError("from_padded: write mask=... or lengths=..., one of them")
    if mask is None:
        sizes = _integers(lengths, "lengths")
        measures.ensure(
            (sizes >= 0) & (sizes <= longest),
            f"from_padded: a length lies outside of 0 to {longest}, the size of axis 1",
        )
        span, index = st.stretch(st.element_numbers(sizes) * longest, sizes)
        return RaggedTensor(take(flat, index, 0), (span,))
    mask = mask if isinstance(mask, Array) else tensor(mask)
    if not mask.dtype.is_bool or tuple(mask.shape) != (rows, longest):
        raise ShapeError(
            f"from_padded: the mask is {mask.dtype}{show(tuple(mask.shape))}; wanted is bool({rows}, {longest})"
        )
    (index,) = nonzero(reshape(mask, (rows * longest,)))
    return RaggedTensor(take(flat, index, 0), (st.row_span(sum(mask, 1)),))


def repeat(x: Any, counts: Any) -> Any:
    """Each element along the first axis as often as `counts` says: `ni.repeat(x, counts, axis=0)`.

    >>> ni.ragged.repeat(ni.tensor([5, 6, 7]), ni.tensor([2, 0, 1]))
    tensor([5, 5, 7])
    """
    return ops.repeat(_given(x), _integers(counts, "counts"), 0)


def _checked(values: Any, span: Any) -> RaggedTensor:
    if isinstance(values, RaggedTensor):
        made = RaggedTensor(values.values, (span, *values._offsets), (None, *values.axes))
    else:
        made = RaggedTensor(values, (span,))
    traced = any(isinstance(x, Tracer) for x in (span, values))
    if not traced and not (isinstance(values, Kind) and not isinstance(values, RaggedTensor)):
        made.check()
    elif not traced and int(st.row_total(span)) != values.shape[0]:
        raise ShapeError(
            f"the rows have {int(st.row_total(span))} elements, but there are {values.shape[0]} values"
        )
    return made
