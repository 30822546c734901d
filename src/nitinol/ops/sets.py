"""Counting and sets: `unique`, `bincount`, `histogram`, `isin`; differences of neighbours.

How large the results of `unique` and `bincount` are depends on the data (see `measures`).
"""

from __future__ import annotations

from typing import Any

from ..base import dtypes as dt
from ..base.errors import DTypeError, ShapeError
from ..base.shapes import normalize_axis, show
from ..base.sizes import maximum
from ..trace import primitives as core
from ..trace.array import Array
from ..trace.composite import composite
from ..trace.kind import dispatching
from .creation import iota, linspace, number_of
from .cumulative import cumsum
from .families import (
    Tensor,
    TensorLike,
    array,
    check_at_most,
    check_kind,
    expand,
    promoted,
    to_dtype,
)
from .indexing import as_indices, scatter_at, take_axis
from .joining import concatenate
from .logic import where
from .measures import ensure, measured
from .movement import place, slice_axis
from .reductions import max as largest
from .reductions import min as smallest
from .searching import searchsorted
from .shaping import ravel, reshaped
from .sorting import sorted_pair
from .subscripts import nonzero


@composite
def _marked(x: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """(sorted elements, whether each is the first of its kind, which kind, where it comes
    from).
    """
    values, places = sorted_pair(ravel(x), 0, False)
    here = iota((values.shape[0],), 0)
    before = take_axis(values, where(here == 0, 0, here - 1), 0)
    changes = (values != before) & ((values == values) | (before == before))
    first = (here == 0) | changes
    kind = cumsum(to_dtype(first, dt.int64), 0) - 1
    return values, first, kind, places


@composite
def _spread_back(kind: Tensor, places: Tensor) -> Tensor:
    empty = core.full(0, dt.int64, kind.shape)
    return scatter_at(empty, kind, [places], [-1], [0], mode="set", unique=True)


@composite
def _counted(kind: Tensor, like: Tensor) -> Tensor:
    count = like.shape[0]
    ones = core.full(1, dt.int64, kind.shape)
    return scatter_at(core.full(0, dt.int64, (count,)), ones, [kind], [-1], [0], mode="add")


@dispatching
def unique_all(x: TensorLike) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """(sorted distinct elements, where each is first, which of them each element is, how often).

    All NaN count as one. The array-API function.

    >>> ni.unique_all(ni.tensor([3, 1, 3]))
    (tensor([1, 3]), tensor([1, 0]), tensor([1, 0, 1]), tensor([1, 2]))
    """
    x = array(x, "unique_all")
    check_kind("unique_all", x.dtype, "biuf")
    if 0 in [n for n in x.shape if isinstance(n, int)]:
        none = core.full(0, dt.int64, (0,))
        return ravel(x), none, core.full(0, dt.int64, x.shape), none
    values, first, kind, places = _marked(x)
    (starts,) = nonzero(first)
    inverse = reshaped(_spread_back(kind, places), x.shape)
    counts = _counted(kind, starts)
    return take_axis(values, starts, 0), take_axis(places, starts, 0), inverse, counts


@dispatching
def unique_values(x: TensorLike) -> Tensor:
    """The distinct elements, sorted; the array-API function.

    >>> ni.unique_values(ni.tensor([3, 1, 3]))
    tensor([1, 3])
    """
    return unique_all(x)[0]


@dispatching
def unique_counts(x: TensorLike) -> tuple[Tensor, Tensor]:
    """(the distinct elements, sorted; how often each occurs); the array-API function.

    >>> ni.unique_counts(ni.tensor([3, 1, 3]))
    (tensor([1, 3]), tensor([1, 2]))
    """
    values, _, _, counts = unique_all(x)
    return values, counts


@dispatching
def unique_inverse(x: TensorLike) -> tuple[Tensor, Tensor]:
    """(the distinct elements, sorted; which of them each element is); the array-API function.

    >>> ni.unique_inverse(ni.tensor([3, 1, 3]))
    (tensor([1, 3]), tensor([1, 0, 1]))
    """
    values, _, inverse, _ = unique_all(x)
    return values, inverse


@dispatching
def unique(
    x: TensorLike,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
) -> Any:
    """The distinct elements, sorted, and on demand where each is first, which of them each
    element is, how often.

    NumPy's `unique` of a flattened array.

    >>> ni.unique(ni.tensor([3, 1, 3]))
    tensor([1, 3])
    """
    values, first, inverse, counts = unique_all(x)
    wanted = [values]
    for flag, result in (
        (return_index, first),
        (return_inverse, inverse),
        (return_counts, counts),
    ):
        if flag:
            wanted.append(result)
    return wanted[0] if len(wanted) == 1 else tuple(wanted)


@composite
def _bins(x: Tensor, like: Tensor, weights: Tensor | None) -> Tensor:
    count = like.shape[0]
    (index,) = as_indices("bincount", x)
    if weights is None:
        amount = core.full(1, dt.int64, index.shape)
    else:
        (amount,) = promoted("bincount", weights, accepts="fc", floating=True)
    cells = core.full(0, amount.dtype, (count,))
    return scatter_at(cells, expand(amount, index.shape), [index], [-1], [0], mode="add")


@dispatching
def bincount(x: Tensor, weights: Tensor | None = None, minlength: int = 0) -> Tensor:
    """How often each of 0, 1, … occurs in a vector of non-negative integers; or the sum of its
    weights.

    >>> ni.bincount(ni.tensor([0, 2, 2]))
    tensor([1, 0, 2])
    """
    x = array(x, "bincount")
    if x.ndim != 1 or not x.dtype.is_integer:
        raise DTypeError(f"bincount: a vector of integers is wanted, got {x.dtype}{show(x.shape)}")
    ensure(x >= 0, "bincount: the integers must not be negative")
    return _bins(x, measured(_bound(x, minlength)), weights)


@composite
def _bound(x: Tensor, minlength: int) -> Tensor:
    """The number of cells that count all elements of x."""
    least = core.full(minlength, dt.int64, (1,))
    return largest(concatenate([to_dtype(x, dt.int64) + 1, least]))


@composite
def _histogram(x: Tensor, edges: Tensor) -> Tensor:
    values, bounds = promoted("histogram", x, edges, accepts="f", floating=True)
    flat = ravel(values)
    check_at_most(1, bounds.shape[0], "histogram: there must be at least one edge")
    count = bounds.shape[0] - 1
    number = number_of(count, dt.int64)
    place = searchsorted(bounds, flat, "right") - 1
    last = reshaped(slice_axis(bounds, 0, count, 1), ())
    place = where(flat == last, number - 1, place)
    inside = (flat >= bounds[0]) & (flat <= last)
    # What lies outside falls into one more cell, which is left out.
    place = where(inside, place, number)
    cells = core.full(0, dt.int64, (count + 1,))
    ones = core.full(1, dt.int64, flat.shape)
    return slice_axis(scatter_at(cells, ones, [place], [-1], [0], mode="add"), 0, 0, count)


@dispatching
def histogram(
    x: Tensor, bins: int | Tensor = 10, range: tuple[float, float] | None = None
) -> tuple[Tensor, Tensor]:
    """(how many elements fall into each bin, the edges of the bins), as NumPy's `histogram`.

    `bins` is their number, evenly over `range` (by default from the smallest to the largest
    element), or their edges. The last bin includes its upper edge.

    >>> ni.histogram(ni.tensor([1.0, 2.0, 2.0, 4.0]), 3)
    (tensor([1, 2, 1]), tensor([1., 2., 3., 4.]))
    """
    x = array(x, "histogram")
    if not isinstance(bins, Array):
        if bins < 1:
            raise ShapeError(f"histogram: there must be at least one bin, got {bins}")
        bins = _edges(x, bins) if range is None else linspace(*_apart(*range), bins + 1)
    return _histogram(x, bins), bins


def _apart(low: float, high: float) -> tuple[float, float]:
    return (low - 0.5, high + 0.5) if low == high else (low, high)


@composite
def _edges(x: Tensor, bins: int) -> Tensor:
    """The edges of bins from the smallest to the largest element."""
    low, high = (to_dtype(f(x), dt.float64) for f in (smallest, largest))
    same = low == high
    low, high = where(same, low - 0.5, low), where(same, high + 0.5, high)
    kind = dt.float64 if x.dtype is dt.float64 else dt.float32  # the ends are elements of x
    return linspace(low, high, bins + 1, kind)


@composite
def isin(x: TensorLike, test: TensorLike, invert: bool = False) -> Tensor:
    """Whether elements of x occur in `test`.

    >>> ni.isin(ni.tensor([1, 2, 3]), ni.tensor([3, 1]))
    tensor([ True, False,  True])
    """
    a, b = promoted("isin", x, test, accepts="biuf")
    row, _ = sorted_pair(ravel(b), 0, False)
    n = row.shape[0]
    if isinstance(n, int) and n == 0:
        return core.full(invert, dt.bool_, a.shape)
    count = number_of(n, dt.int64)
    rank = searchsorted(row, a)
    there = rank < count
    if not isinstance(n, int):  # it may be 0
        row = place(row, (maximum(n, 1),), [(0, 1, n)], 0)
    found = there & (take_axis(row, where(there, rank, 0), 0) == a)
    return ~found if invert else found  # type: ignore[no-any-return]


@composite
def diff(x: TensorLike, n: int = 1, axis: int = -1) -> Tensor:
    """The difference of neighbours along `axis`, n times over.

    >>> ni.diff(ni.tensor([1.0, 4.0, 9.0]))
    tensor([3., 5.])
    """
    result = array(x, "diff")
    if n < 0:
        raise ShapeError(f"diff: n must not be negative, got {n}")
    a = normalize_axis(axis, result.ndim, "diff")
    for _ in range(n):
        size = result.shape[a]
        if isinstance(size, int) and size == 0:
            return result
        after = slice_axis(result, a, 1, maximum(size - 1, 0))
        before = slice_axis(result, a, 0, maximum(size - 1, 0))
        result = after != before if result.dtype.is_bool else after - before
    return result
