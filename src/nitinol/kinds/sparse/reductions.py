"""Reductions: `sum`, `mean`, `max`, … of all elements or along axes.

A result with at most one sparse axis left is dense, one with more is sparse (COO). Results of a batch of matrices are
dense unless whole matrices are left. What is not stored counts as the
zeros that it is: the largest element of a row is at least 0 if the row is not full.

Entries are folded by the kept axes: their keys there are sorted, if the layout does not have them in this order
already, and each run of equal keys is a segment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from ... import ops
from ...base import dtypes as dt
from ...base.errors import ShapeError, UnsupportedError
from ...base.shapes import normalize_axes
from ...ops import segments
from ...ops.creation import number_of
from ...ops.families import to_dtype
from ...trace.composite import composite
from . import structure as st
from .arithmetic import astype
from .tensor import SparseTensor, of_keys, turned

Tensor = Any

Axes = int | Sequence[int] | None


# --- grouping


def entries(x: SparseTensor) -> tuple[list[Tensor], Tensor]:
    """(for each sparse axis the coordinates of single entries, their values)."""
    if x.block is not None:
        x = x._single()
    return x.coordinates(), x.values


def in_order(x: SparseTensor, kept: Sequence[int]) -> bool:
    """Whether entries with the same coordinates on these axes stand side by side, in order."""
    if not x.canonical or x.block is not None:
        return False
    walked = turned(x.layout, list(range(x.sparse_ndim)))
    return list(kept) == walked[: len(kept)]


def is_dense(x: SparseTensor, kept: Sequence[int]) -> bool:
    """Whether a result with these axes is dense: one axis at most, or less than whole matrices of a batch."""
    n = len(x.shape)
    return len(kept) <= 1 or (x.layout != "coo" and not {n - 2, n - 1} <= set(kept))


class Groups:
    """The entries of a tensor, those with the same coordinates on the kept axes together.

    `offsets` bound them among `values`; `whole` is how many elements each has with the zeros. Where the result is dense
    there is a group for each of its elements, otherwise one for each of `keys`.
    """

    def __init__(self, x: SparseTensor, kept: Sequence[int]) -> None:
        sizes = [x.shape[a] for a in kept]
        self.whole = 1
        for a in range(x.sparse_ndim):
            self.whole *= 1 if a in kept else x.shape[a]
        self.keys: Tensor | None = None
        coordinates, self.values = entries(x)
        if not kept:
            self.offsets = _one_group(self.values)
            return
        if in_order(x, kept) and x.indptr is not None and len(kept) == len(x.shape) - 1:
            self.offsets = x.indptr
            return
        key = st.keys_of([coordinates[a] for a in kept], sizes)
        if not in_order(x, kept):
            key, places = ops.sort_with_indices(key)
            self.values = ops.take(self.values, places, 0)
        if is_dense(x, kept):
            self.offsets = st.offsets_of(key, st.room(st.product(sizes)))
        else:
            self.keys, number = st.numbered(key)
            self.offsets = st.offsets_of(number, st.room(self.keys.shape[0]))

    def counts(self, values: Tensor) -> Tensor:
        """How many entries each group has, shaped for arithmetic with folded `values`."""
        return _beside(st.lengths_of(self.offsets), values)


@composite
def _one_group(values: Tensor) -> Tensor:
    n = number_of(values.shape[0], dt.int64)
    return ops.stack([n * 0, n * 1])


@composite
def _beside(counts: Tensor, values: Tensor) -> Tensor:
    return ops.reshape(counts, (counts.shape[0], *[1] * (values.ndim - 1)))


# --- folds


def _full(groups: Groups, folded: Tensor) -> Tensor:
    """Whether a group stores all of its elements."""
    return groups.counts(folded) >= groups.whole


def _sum(groups: Groups) -> Tensor:
    return segments.segment_sum(groups.values, groups.offsets)


def _prod(groups: Groups) -> Tensor:
    found = segments.segment_prod(groups.values, groups.offsets)
    return ops.where(_full(groups, found), found, 0)


def _max(groups: Groups) -> Tensor:
    found = segments.segment_max(groups.values, groups.offsets)
    return ops.where(_full(groups, found), found, ops.maximum(found, 0))


def _min(groups: Groups) -> Tensor:
    found = segments.segment_min(groups.values, groups.offsets)
    return ops.where(_full(groups, found), found, ops.minimum(found, 0))


def _any(groups: Groups) -> Tensor:
    return segments.segment_any(groups.values, groups.offsets)


def _all(groups: Groups) -> Tensor:
    found = segments.segment_all(groups.values, groups.offsets)
    return found & _full(groups, found)


_FOLDS: Final[dict[str, Callable[[Groups], Tensor]]] = {
    "sum": _sum, "prod": _prod, "max": _max, "min": _min, "any": _any, "all": _all,
}  # fmt: skip


def _fold(name: str, x: SparseTensor, axis: Axes, keepdims: bool) -> Any:
    """One of `_FOLDS` along axes."""
    axes = normalize_axes(axis, len(x.shape), name)
    if not axes:
        return x
    if name in ("max", "min") and not st.product([x.shape[a] for a in axes]):
        raise ShapeError(f"{name}: shape {x.shape} has no elements along these axes")
    if name != "sum":
        x = x.coalesce()
    sparse = x.sparse_ndim
    inner = tuple(a - sparse + 1 for a in axes if a >= sparse)
    if inner:
        x = x.with_values(getattr(ops, name)(x.values, inner))
    kept = [a for a in range(sparse) if a not in axes]
    if len(kept) == sparse:
        return _with_ones(x, axes) if keepdims else x
    groups = Groups(x, kept)
    found = _FOLDS[name](groups)
    shape = (*[x.shape[a] for a in kept], *[int(n) for n in found.shape[1:]])
    if groups.keys is not None:
        made = of_keys("coo", shape, None, groups.keys, found)
        return _with_ones(made, axes) if keepdims else made
    found = ops.reshape(found, shape)
    return ops.expand_dims(found, axes) if keepdims else found


def _with_ones(x: SparseTensor, axes: Sequence[int]) -> Any:
    return ops.expand_dims(x, tuple(axes))


def _cast(x: SparseTensor, dtype: Any) -> SparseTensor:
    return x if dtype is None else astype("astype", x, dtype)


@SparseTensor.rule("sum", "prod")
def sum_or_prod(
    name: str, x: SparseTensor, axis: Axes = None, dtype: Any = None, keepdims: bool = False
) -> Any:
    """Sums and products."""
    if name == "sum" and axis is None and not keepdims:
        return ops.sum(x.values, dtype=dtype)
    return _fold(name, _cast(x, dtype), axis, keepdims)


@SparseTensor.rule("max", "min", "amax", "amin")
def extreme(name: str, x: SparseTensor, axis: Axes = None, keepdims: bool = False) -> Any:
    """The largest and the smallest elements; zeros that are not stored count."""
    return _fold(name.removeprefix("a"), x, axis, keepdims)


@SparseTensor.rule("aminmax")
def _both(name: str, x: SparseTensor, axis: Axes = None, keepdims: bool = False) -> Any:
    return _fold("min", x, axis, keepdims), _fold("max", x, axis, keepdims)


@SparseTensor.rule("any", "all")
def logical(name: str, x: SparseTensor, axis: Axes = None, keepdims: bool = False) -> Any:
    """Whether some, or all elements are not zero."""
    x = x.coalesce()
    return _fold(name, x.with_values(x.values != 0), axis, keepdims)


@SparseTensor.rule("count_nonzero")
def count_nonzero(name: str, x: SparseTensor, axis: Axes = None, keepdims: bool = False) -> Any:
    """How many elements are not zero; stored zeros do not count."""
    x = x.coalesce()
    return _fold("sum", x.with_values(to_dtype(x.values != 0, dt.int64)), axis, keepdims)


def _count(x: SparseTensor, axis: Axes, name: str) -> int:
    return st.product([x.shape[a] for a in normalize_axes(axis, len(x.shape), name)])


@SparseTensor.rule("mean")
def mean(
    name: str, x: SparseTensor, axis: Axes = None, dtype: Any = None, keepdims: bool = False
) -> Any:
    """The mean, of integers float32; zeros count."""
    if dtype is None and not x.dtype.is_inexact:
        dtype = dt.float32
    return sum_or_prod("sum", x, axis, dtype, keepdims) / _count(x, axis, name)


@SparseTensor.rule("var", "std")
def variance(
    name: str,
    x: SparseTensor,
    axis: Axes = None,
    correction: float = 0,
    keepdims: bool = False,
) -> Any:
    """The variance and its root; zeros count."""
    if not x.dtype.is_inexact:
        x = _cast(x, dt.float32)
    x = x.coalesce()
    axes = normalize_axes(axis, len(x.shape), name)
    count = _count(x, axis, name)
    kept = [a for a in range(x.sparse_ndim) if a not in axes]
    if not is_dense(x, kept) or x.dense_ndim:
        raise UnsupportedError(
            f"ni.{name} of a sparse tensor along axes that leave several: write m = x.mean(axes) and "
            "(x * x).mean(axes) - m * m, or x.to_dense()"
        )
    x = x if x.block is None else x.to_layout("csr")
    centre = _fold("sum", x, axes, False) / count
    near = centre
    if kept:
        places, sizes = x.coordinates(), [x.shape[a] for a in kept]
        near = ops.take(ops.ravel(centre), st.keys_of([places[a] for a in kept], sizes))
    gap = ops.abs(x.values - near)
    stored = x.with_values(ops.ones_like(gap))
    squares = _fold("sum", x.with_values(gap * gap), axes, False)
    missing = count - _fold("sum", stored, axes, False)
    size = ops.abs(centre)
    result = (squares + missing * (size * size)) / (count - correction)
    result = ops.sqrt(result) if name == "std" else result
    return ops.expand_dims(result, axes) if keepdims else result


@SparseTensor.rule("norm", "vector_norm")
def norm(name: str, x: SparseTensor, *args: Any, **kwargs: Any) -> Any:
    """The root of the sum of squares, of all elements or along axes; other norms of all elements."""
    names = ("ord", "axis", "keepdims") if name == "norm" else ("axis", "keepdims", "ord")
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    order, axis, keepdims = given.get("ord"), given.get("axis"), given.get("keepdims", False)
    x = x.coalesce()
    if axis is None and not keepdims and order in (None, 2, 1, 0, "fro", float("inf")):
        if order not in (None, 2, "fro") and name == "norm" and len(x.shape) > 1:
            raise UnsupportedError(
                f"ni.norm of a sparse matrix with ord={order}: only the Frobenius norm; for that of all "
                "elements write ni.norm(x.values, ord)"
            )
        flat = ops.ravel(x.values)
        return ops.vector_norm(flat, ord=2 if order in (None, "fro") else order)
    if order not in (None, 2):
        raise UnsupportedError(
            f"ni.{name} of a sparse tensor along axes with ord={order}: only 2; write it with ni.sum"
        )
    size = ops.abs(x.values)
    return ops.sqrt(_fold("sum", x.with_values(size * size), axis, keepdims))


SparseTensor.refuse(
    "the places that are not stored would count as zeros; ni.sparse.softmax(x, axis) is that of the stored entries, "
    "and x.to_dense() has them all",
    "softmax", "log_softmax", "logsumexp", "softmin",
)  # fmt: skip
SparseTensor.refuse(
    "the result would be dense; write it for x.to_dense(), or for x.values",
    "cumsum", "cumprod", "cummax", "cummin", "logcumsumexp", "cumulative_sum", "cumulative_prod", "sort", "argsort",
    "topk", "median", "quantile", "sort_with_indices",
)  # fmt: skip


@SparseTensor.rule("argmax", "argmin")
def position(name: str, x: SparseTensor, axis: int | None = None, keepdims: bool = False) -> Any:
    """Where the largest or the smallest element is, the first of equal ones, along one axis of a matrix."""
    x = x.coalesce()
    if axis is None or len(x.shape) != 2 or x.dense_ndim:
        raise UnsupportedError(
            f"ni.{name} of a sparse tensor is there along one axis of a matrix; write x.to_dense() otherwise"
        )
    (a,) = normalize_axes(axis, 2, name)
    x = x.to_layout("csr" if a == 1 else "csc")
    largest = name == "argmax"
    extreme_of = segments.segment_max if largest else segments.segment_min
    place_of = segments.segment_argmax if largest else segments.segment_argmin
    offsets, size = x.indptr, x.shape[a]
    best, place = extreme_of(x.values, offsets), place_of(x.values, offsets)
    start = offsets[:-1]
    lengths = st.lengths_of(offsets)
    padded = ops.concat([x.indices, ops.zeros((1,), dt.int64)])
    stored = ops.take(padded, ops.where(place < 0, x.values.shape[0], start + place))
    # The first place that is not stored: a row whose k-th entry is in column k has stored all before it.
    inside = segments.segment_positions(offsets, x.indices)
    full = segments.segment_sum(to_dtype(x.indices == inside, dt.int64), offsets)
    beyond = best < 0 if largest else best > 0
    beyond = beyond | (lengths == 0)
    missing = lengths < size
    zero = ops.where(best == 0, ops.minimum(stored, full), full)
    use_zero = missing & (beyond | ((best == 0) & (lengths > 0)))
    found = ops.where(use_zero, zero, stored)
    return ops.expand_dims(found, a) if keepdims else found
