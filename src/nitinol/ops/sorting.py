"""Sorting: values and their places in one operation, stable, along any axis.

NaN comes last in both directions, and −0 equals +0. The derivative follows the elements to
their new places.
"""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.errors import ShapeError
from ..base.shapes import normalize_axis
from ..ir.op import Anchor, Op, Type
from ..trace.array import Array
from ..trace.batching import along_axis
from ..trace.bind import bind
from ..trace.composite import composite
from .creation import number_of
from .families import (
    Tensor,
    TensorLike,
    array,
    check_at_most,
    check_kind,
    declare,
    float_dtype,
    half_to_float,
    to_dtype,
)
from .indexing import gather_at, take_along_axis
from .logic import where
from .movement import slice_axis
from .reductions import keep
from .shaping import ravel, reshaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _sort_tangent(primals: Any, tangents: Any, out: Any, *, axis: int, descending: bool) -> Any:
    if tangents[0] is None:
        return None
    return take_along_axis(tangents[0], out[1], axis), None


_sort: Op = declare(
    "sort",
    infer=lambda x, *, axis, descending: (Type(x.dtype, x.shape), Type(dt.int64, x.shape)),
    lowering=Anchor("sort"),
    jvp=_sort_tangent,
    batch=along_axis(lambda: _sort),
    multiple=True,
    family="sorting",
)


def sorted_pair(x: Array, axis: int, descending: bool) -> tuple[Array, Array]:
    """(values, places) along a positive axis."""
    values, places = bind(_sort, x, axis=axis, descending=descending)
    return values, places


def _prepared(name: str, x: Any, axis: int) -> tuple[Array, int]:
    x = array(x, name)
    check_kind(name, x.dtype, "biuf", "complex numbers have no order; sort abs(x)")
    if not x.ndim:
        x = reshaped(x, (1,))
        return x, 0
    return x, normalize_axis(axis, x.ndim, name)


@composite
def sort_with_indices(
    x: TensorLike, axis: int = -1, descending: bool = False
) -> tuple[Tensor, Tensor]:
    """(sorted values, their places in x) along `axis`: stable, NaN last. The places are int64.

    >>> ni.sort_with_indices(ni.tensor([3.0, 1.0, 2.0]))
    (tensor([1., 2., 3.]), tensor([1, 2, 0]))
    """
    given = array(x, "sort")
    prepared, a = _prepared("sort", given, axis)
    values, places = sorted_pair(prepared, a, descending)
    return reshaped(values, given.shape), reshaped(places, given.shape)


@composite
def sort(x: TensorLike, axis: int = -1, descending: bool = False) -> Tensor:
    """x sorted along `axis`, smallest first unless `descending`; stable, NaN last.

    >>> ni.sort(ni.tensor([3.0, 1.0, 2.0]))
    tensor([1., 2., 3.])
    """
    return sort_with_indices(x, axis, descending)[0]


@composite
def argsort(x: TensorLike, axis: int = -1, descending: bool = False) -> Tensor:
    """Places of elements in the order of `sort`, int64: take_along_axis(x, argsort(x)) is
    sorted.

    >>> ni.argsort(ni.tensor([3.0, 1.0, 2.0]))
    tensor([1, 2, 0])
    """
    return sort_with_indices(x, axis, descending)[1]


@composite
def topk(x: TensorLike, k: int, axis: int = -1, largest: bool = True) -> tuple[Tensor, Tensor]:
    """(values, places) of the k largest elements along `axis` (`largest=False`: smallest), in
    order.

    >>> ni.topk(ni.tensor([3.0, 1.0, 2.0]), 2)
    (tensor([3., 2.]), tensor([0, 2]))
    """
    x, a = _prepared("topk", x, axis)
    n = x.shape[a]
    words = ("topk: k must lie between 0 and ", n, f", the size of axis {a}; got {k}")
    check_at_most(0, k, *words)
    check_at_most(k, n, *words)
    values, places = sorted_pair(x, a, largest)
    return slice_axis(values, a, 0, k), slice_axis(places, a, 0, k)


@composite
def median(x: TensorLike, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """The middle of the sorted elements, the mean of both middles of an even number; NaN if
    there is one.

    >>> ni.median(ni.tensor([[1.0, 2.0], [3.0, 5.0]]), 1)
    tensor([1.5, 4. ])
    """
    return quantile(x, 0.5, axis, keepdims)


@composite
def quantile(x: TensorLike, q: float, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """The q-quantile along `axis`, 0 ≤ q ≤ 1, interpolated linearly; NaN if there is one.

    >>> ni.quantile(ni.tensor([1.0, 2.0, 4.0]), 0.25)
    tensor(1.5)
    """
    if not 0 <= q <= 1:
        raise ShapeError(f"quantile: q must lie between 0 and 1, got {q}")
    x = array(x, "quantile")
    own = float_dtype(x.dtype)
    check_kind("quantile", own, "f")
    shape = x.shape
    axes = tuple(range(x.ndim)) if axis is None else (normalize_axis(axis, x.ndim, "quantile"),)
    if axis is None:
        x = ravel(x)
    a = 0 if axis is None else axes[0]
    n = x.shape[a]
    check_at_most(1, n, "quantile: shape ", shape, f" has no elements along axis {a}")
    values, _ = sorted_pair(half_to_float(to_dtype(x, own)), a, False)
    position = number_of(n - 1, values.dtype) * q
    low = position.floor()
    high = position.ceil()
    part = position - low
    ends = [_at(values, to_dtype(v, dt.int64), a) for v in (low, high)]
    result = ends[0] + (ends[1] - ends[0]) * part
    # NaN was sorted to the end.
    last = _at(values, number_of(n - 1, dt.int64), a)
    result = where(last == last, result, last)
    return keep(to_dtype(result, own), shape, axes, keepdims)


def _at(x: Array, index: Array, axis: int) -> Array:
    """The slice of x at a 0-d index, without the axis."""
    spec = [-1 if i == axis else i if i < axis else i - 1 for i in range(x.ndim)]
    return gather_at(x, [index], spec, ())
