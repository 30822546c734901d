"""Sorting rows that lie behind one another, each by itself: `segment_sort`, as `sort` does along an axis.

Stable, NaN last in both directions, −0 equal to +0. The derivative follows the elements to their new places.
"""

from __future__ import annotations

from typing import Any, Final

from ..base import dtypes as dt
from ..ir.op import Anchor, Op, Type
from ..trace.array import Array
from ..trace.batching import put
from ..trace.bind import bind
from ..trace.composite import composite
from .families import Tensor, TensorLike, array, check_kind, declare
from .indexing import as_indices, take_along_axis
from .movement import slice_axis
from .segments import flat_offsets, flat_values, segment_repeat
from .shaping import reshaped


def _infer(values: Type, offsets: Type, *, axis: int, descending: bool) -> tuple[Type, Type]:
    return Type(values.dtype, values.shape), Type(dt.int64, values.shape)


def _tangent(primals: Any, tangents: Any, out: Any, *, axis: int, descending: bool) -> Any:
    if tangents[0] is None:
        return None
    return take_along_axis(tangents[0], numbers(out[1], primals[1]), 0), None


def numbers(places: Array, offsets: Array) -> Array:
    """Places within rows as numbers among all elements."""
    begins = slice_axis(offsets, 0, 0, offsets.shape[0] - 1)
    first = segment_repeat(begins, offsets, places)
    return places + reshaped(first, (places.shape[0], *[1] * (places.ndim - 1)))  # type: ignore[no-any-return]


def _batch(args: Any, axes: Any, size: Any, **params: Any) -> Any:
    (values, offsets), (of_values, of_offsets) = args, axes
    if of_offsets is None:
        return bind(_sort, put(values, of_values, 1, size), offsets, **params), (1, 1)
    flat = flat_values(values, of_values, size)
    ends = flat_offsets(offsets, of_offsets, size, flat.shape[0] // size)
    found = bind(_sort, flat, ends, **params)
    return tuple([reshaped(x, (size, x.shape[0] // size, *x.shape[1:])) for x in found]), (0, 0)


_sort: Final[Op] = declare(
    "segment_sort",
    infer=_infer,
    lowering=Anchor("segment_sort"),
    jvp=_tangent,
    batch=_batch,
    multiple=True,
    family="sorting",
)


@composite
def segment_sort_with_indices(
    values: TensorLike, offsets: TensorLike, descending: bool = False
) -> tuple[Tensor, Tensor]:
    """(sorted values, their places within their rows); rows as of `segment_sum`."""
    values = array(values, "segment_sort")
    check_kind("segment_sort", values.dtype, "biuf", "complex numbers have no order; sort abs(x)")
    (offsets,) = as_indices("segment_sort", offsets)
    made: tuple[Array, Array] = bind(_sort, values, offsets, axis=0, descending=descending)
    return made


@composite
def segment_sort(values: TensorLike, offsets: TensorLike, descending: bool = False) -> Tensor:
    """Each row sorted by itself; see `segment_sort_with_indices`."""
    return segment_sort_with_indices(values, offsets, descending)[0]
