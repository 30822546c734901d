"""Arithmetic on offsets: what rows begin where, and which elements stand behind which.

A *span* of an axis is its offsets: point p of the axes before it has the points span[p] up to span[p + 1] of it.
Ragged axes have theirs among the parts of a tensor; those of uniform axes are multiples of their size.

All are composites, so each is one compiled kernel for all lengths.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...base.sizes import Dim
from ...ops import (
    concatenate,
    cumsum,
    measures,
    reshape,
    segment_ids,
    segment_positions,
    segment_repeat,
    take,
)
from ...ops import max as largest
from ...ops.creation import iota
from ...ops.families import Tensor, array
from ...ops.indexing import as_indices
from ...ops.logic import where
from ...ops.movement import slice_axis
from ...ops.segments import lengths_of
from ...trace.composite import composite


@composite
def row_lengths(span: Tensor) -> Tensor:
    """How many points each row has."""
    return lengths_of(span)


@composite
def row_starts(span: Tensor) -> Tensor:
    """Where each row begins."""
    return slice_axis(span, 0, 0, span.shape[0] - 1)


@composite
def row_ends(span: Tensor) -> Tensor:
    """Where each row ends."""
    return slice_axis(span, 0, 1, span.shape[0] - 1)


@composite
def row_total(span: Tensor) -> Tensor:
    """How many points all rows have together, 0-d."""
    return reshape(slice_axis(span, 0, span.shape[0] - 1, 1), ())


@composite
def row_span(sizes: Tensor) -> Tensor:
    """The span of rows of these lengths."""
    (sizes,) = as_indices("ragged", sizes)
    zero = iota((1,), 0)
    return concatenate([zero, cumsum(sizes, 0)])


@composite
def uniform_span(points: Tensor, size: int) -> Tensor:
    """The span of a uniform axis: one row of `size` for each element along the first axis of `points`."""
    return iota((array(points, "ragged").shape[0] + 1,), 0) * size  # type: ignore[no-any-return]


@composite
def element_numbers(like: Tensor) -> Tensor:
    """0, 1, 2, … along the first axis of a tensor."""
    return iota((array(like, "ragged").shape[0],), 0)


@composite
def row_places(span: Tensor, like: Tensor) -> Tensor:
    """The place within its row of each of as many points as `like` has elements."""
    return segment_positions(span, like)


@composite
def spread_rows(x: Tensor, span: Tensor, like: Tensor) -> Tensor:
    """One value for each row, for each of its points."""
    return segment_repeat(x, span, like)


@composite
def row_numbers(span: Tensor, like: Tensor) -> Tensor:
    """The row of each of as many points as `like` has elements."""
    return segment_ids(span, like)


@composite
def _strided_index(first: Tensor, span: Tensor, step: Tensor, like: Tensor) -> Tensor:
    place = segment_positions(span, like)
    return segment_repeat(first, span, like) + place * segment_repeat(step, span, like)  # type: ignore[no-any-return]


@composite
def _row_index(first: Tensor, span: Tensor, like: Tensor) -> Tensor:
    begin = slice_axis(span, 0, 0, span.shape[0] - 1)
    return segment_repeat(first - begin, span, like) + iota((like.shape[0],), 0)  # type: ignore[no-any-return]


def points_of(span: Tensor) -> Tensor:
    """A vector of as many elements as all rows of a span have, without memory."""
    return measures.measured(row_total(span))


def follow(span: Tensor, rows: Tensor) -> tuple[Tensor, Tensor]:
    """(the span of the chosen rows, their points' numbers in order)."""
    new = row_span(take(row_lengths(span), rows, 0))
    return new, _row_index(take(row_starts(span), rows, 0), new, points_of(new))


def stretch(first: Tensor, counts: Tensor, step: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """(span, numbers): for each row `counts` numbers from `first` on, `step` (1) apart."""
    new = row_span(counts)
    like = points_of(new)
    if step is None:
        return new, _row_index(first, new, like)
    return new, _strided_index(first, new, step, like)


@composite
def widened_index(index: Tensor, size: int) -> Tensor:
    """The points of a uniform axis of `size` that belong to the points `index`."""
    many = reshape(index, (index.shape[0], 1)) * size + reshape(iota((size,), 0), (1, size))
    return reshape(many, (index.shape[0] * size,))


@composite
def clipped_places(places: Tensor, sizes: Tensor, low: int) -> Tensor:
    """Positions as Python's slices take them: negative ones from the end, then into low … size."""
    wrapped = where(places < 0, places + sizes, places)
    top = where(sizes + low < low, low, sizes + low)
    return where(wrapped < low, low, where(wrapped > top, top, wrapped))


@composite
def joined_spans(spans: Sequence[Tensor]) -> Tensor:
    """The span of the rows of several tensors behind one another."""
    sizes = [lengths_of(s) for s in spans]
    return concatenate([iota((1,), 0), cumsum(concatenate(sizes), 0)])


@composite
def merged_span(span: Tensor, size: int) -> Tensor:
    """The span in which `size` neighbouring rows are one."""
    rows: Dim = (span.shape[0] - 1) // size
    return slice_axis(span, 0, 0, rows + 1, size)


@composite
def one_row() -> Tensor:
    """A vector of one element, 0."""
    return iota((1,), 0)


@composite
def longest_row(span: Tensor) -> Tensor:
    """The length of the longest row, 0 of none; 0-d."""
    return largest(concatenate([iota((1,), 0), lengths_of(span)]))
