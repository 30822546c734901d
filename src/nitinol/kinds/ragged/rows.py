"""What is done within rows: sorting, running folds, softmax, normalisation, distinct elements, losses, equality.

Along the last ragged axis these work on all rows at once (`ops.segments`); along an axis of the values as for dense
tensors. Along other axes running folds, softmax and `sort` work on what stands at the same position, as reductions
do; where that would have no clear meaning (argsort, topk) they are refused, with what to write.
"""

from __future__ import annotations

from typing import Any, Final

from ... import ops
from ...base.errors import UnsupportedError
from ...base.shapes import normalize_axis
from ...ops import argsort, concatenate, nonzero, reshape, segment_sum, take, where
from ...ops.families import Tensor, float_dtype, half_to_float, to_dtype
from ...ops.segment_sorting import segment_sort, segment_sort_with_indices
from ...trace.composite import composite
from ...trace.kind import Kind
from . import structure as st
from .arithmetic import aligned, deepest
from .padding import spare_place
from .reductions import along_positions, fold_any
from .tensor import RaggedTensor, check_spans

_SCANS: Final = {
    "cumsum": ops.segment_cumsum,
    "cumprod": ops.segment_cumprod,
    "cummax": ops.segment_cummax,
    "cummin": ops.segment_cummin,
    "logcumsumexp": ops.segment_logcumsumexp,
    "cumulative_sum": ops.segment_cumsum,
    "cumulative_prod": ops.segment_cumprod,
}
_SOFT: Final = {"softmax": ops.segment_softmax, "log_softmax": ops.segment_log_softmax}


def row_axis(name: str, x: RaggedTensor, axis: int | None) -> int | None:
    """None for the last ragged axis; the number of the axis of the values for one of theirs."""
    if axis is None:
        raise UnsupportedError(
            f"ni.{name} of a ragged tensor wants an axis; for all elements in one row write ni.{name}(r.values, 0)"
        )
    a = normalize_axis(axis, x.ndim, name)
    if a >= x.depth:
        return a - x.depth + 1
    if a != x.depth - 1:
        raise UnsupportedError(
            f"ni.{name} along axis {axis} of a ragged tensor of shape {x.shape}: only the last ragged axis, "
            f"{x.depth - 1}, and those behind it can be used; r.to_padded() is dense"
        )
    return None


def _by_position(x: RaggedTensor, axis: int | None) -> bool:
    """Whether an axis is in front of the last ragged one: then elements at one position belong together."""
    return axis is not None and -x.ndim <= axis < x.ndim and axis % x.ndim < x.depth - 1


@RaggedTensor.rule(*_SCANS)
def _scan(
    name: str, x: RaggedTensor, axis: int | None = None, dtype: Any = None, **more: Any
) -> Any:
    values = x.values if dtype is None else ops.astype(x.values, dtype)
    if _by_position(x, axis):
        function = getattr(ops, name)
        return along_positions(lambda r: function(r, 1), x.with_values(values), axis % x.ndim)  # type: ignore[operator]
    inner = row_axis(name, x, axis)
    if inner is not None:
        return x.with_values(getattr(ops, name)(values, inner))
    if more.get("include_initial"):
        raise UnsupportedError(f"ni.{name} of a ragged tensor has no include_initial")
    return x.with_values(_SCANS[name](values, x._offsets[-1]))


@RaggedTensor.rule(*_SOFT)
def _soft(name: str, x: RaggedTensor, axis: int = -1, *args: Any, **kwargs: Any) -> Any:
    axis = kwargs.pop("dim", axis)
    if _by_position(x, axis):
        function = getattr(ops, name)
        return along_positions(lambda r: function(r, 1, *args, **kwargs), x, axis % x.ndim)
    inner = row_axis(name, x, axis)
    if inner is not None:
        return x.with_values(getattr(ops, name)(x.values, inner, *args, **kwargs))
    return x.with_values(_SOFT[name](x.values, x._offsets[-1]))


@RaggedTensor.rule("softmin")
def _softmin(name: str, x: RaggedTensor, axis: int = -1) -> Any:
    return ops.softmax(-x, axis)


# --- order


def _sorted(x: RaggedTensor, descending: bool) -> Any:
    if isinstance(x.values, Kind):
        return _ordered(x, descending)[0]
    return segment_sort(x.values, x._offsets[-1], descending)


def _ordered(x: RaggedTensor, descending: bool) -> tuple[Any, Any]:
    """(sorted values, their places within rows)."""
    if not isinstance(x.values, Kind):
        return segment_sort_with_indices(x.values, x._offsets[-1], descending)
    order = sorted_rows(x.values, x._offsets[-1], descending)
    begins = st.spread_rows(st.row_starts(x._offsets[-1]), x._offsets[-1], order)
    return take(x.values, order, 0), order - begins


def sorted_rows(values: Any, span: Tensor, descending: bool) -> Tensor:
    """The numbers of values of another kind, row by row, in the order of each row: stable."""
    order = argsort(values, 0, descending)
    rows = take(ops.segment_ids(span, order), order, 0)
    return take(order, argsort(rows, 0), 0)


@RaggedTensor.rule("sort", "argsort", "sort_with_indices")
def _sort(name: str, x: RaggedTensor, axis: int = -1, descending: bool = False) -> Any:
    if name == "sort" and _by_position(x, axis):
        return along_positions(lambda r: ops.sort(r, 1, descending), x, axis % x.ndim)
    inner = row_axis(name, x, axis)
    if inner is not None:
        result = getattr(ops, name)(x.values, inner, descending)
        if name == "sort_with_indices":
            return tuple(x.with_values(v) for v in result)
        return x.with_values(result)
    if name == "sort":
        return x.with_values(_sorted(x, descending))
    values, places = (x.with_values(v) for v in _ordered(x, descending))
    return places if name == "argsort" else (values, places)


@RaggedTensor.rule("topk")
def _topk(name: str, x: RaggedTensor, k: int, axis: int = -1, largest: bool = True) -> Any:
    inner = row_axis(name, x, axis)
    if inner is not None:
        values, places = ops.topk(x.values, k, inner, largest)
        return x.with_values(values), x.with_values(places)
    key = (*[slice(None)] * (x.depth - 1), slice(0, k))
    values, places = (x.with_values(v)[key] for v in _ordered(x, largest))
    return values, places


@RaggedTensor.rule("median", "quantile")
def _middle(name: str, x: RaggedTensor, *args: Any, **kwargs: Any) -> Any:
    names = ("q", "axis", "keepdims") if name == "quantile" else ("axis", "keepdims")
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    q, axis = given.get("q", 0.5), given.get("axis")
    if axis is None:
        return ops.quantile(x.values, q)

    def fold(rows: Any, span: Any) -> Any:
        values = half_to_float(to_dtype(rows, float_dtype(rows.dtype)))
        return row_quantile(_sorted(RaggedTensor(values, (span,)), False), span, q)

    def dense(values: Any, axis: int) -> Any:
        return ops.quantile(values, q, axis)

    return fold_any(name, fold, dense, x, axis, given.get("keepdims", False))


@composite
def row_quantile(values: Tensor, span: Tensor, q: float) -> Tensor:
    """The q-quantile of each row of sorted values, interpolated; NaN of no elements."""
    sizes = to_dtype(st.row_lengths(span), values.dtype)
    place = ops.clip(sizes - 1, 0, None) * q
    low, high = ops.floor(place), ops.ceil(place)
    begins = st.row_starts(span)
    wide = (-1, *[1] * (values.ndim - 1))
    filler = concatenate([values, 0 * ops.sum(values, 0, keepdims=True) + float("nan")], 0)

    def at(p: Any) -> Any:
        index = begins + to_dtype(p, begins.dtype)
        return take(filler, where(sizes > 0, index, spare_place(values)), 0)

    part = reshape(place - low, wide)
    first, last = at(low), at(ops.clip(sizes - 1, 0, None))
    result = first + (at(high) - first) * part
    return where(last == last, result, last)


def distinct_rows(x: RaggedTensor) -> RaggedTensor:
    """The distinct elements of each row, sorted.

    >>> ni.ragged.unique(ni.tensor([[3, 1, 3], [2, 2]]))
    tensor([[1, 3],
            [2]])
    """
    if x.values.ndim != 1:
        raise UnsupportedError(f"ragged.unique wants rows of numbers; the shape is {x.shape}")
    values = _sorted(x, False)
    span = x._offsets[-1]
    fresh = _fresh(values, span)
    (index,) = nonzero(fresh)
    new = st.row_span(segment_sum(fresh, span))
    return RaggedTensor(take(values, index, 0), (*x._offsets[:-1], new), x.axes)


@composite
def _fresh(values: Tensor, span: Tensor) -> Tensor:
    """Whether each of sorted values is the first of its kind in its row."""
    before = concatenate([values[:1], values[:-1]], 0)
    first = ops.segment_positions(span, values) == 0
    return ops.logical_or(values != before, first)  # type: ignore[no-any-return]


@RaggedTensor.rule("unique", "unique_values", "unique_all", "unique_counts", "unique_inverse")
def _unique(name: str, x: RaggedTensor, *args: Any, **kwargs: Any) -> Any:
    return getattr(ops, name)(x.values, *args, **kwargs)


@RaggedTensor.rule("isin")
def _isin(name: str, x: Any, among: Any, *args: Any, **kwargs: Any) -> Any:
    among = among.values if isinstance(among, RaggedTensor) else among
    if not isinstance(x, RaggedTensor):
        return ops.isin(x, among, *args, **kwargs)
    return x.with_values(ops.isin(x.values, among, *args, **kwargs))


@RaggedTensor.rule("flip")
def _flip(name: str, x: RaggedTensor, axis: Any = None) -> Any:
    axes = range(x.ndim) if axis is None else (axis,) if isinstance(axis, int) else axis
    key = [slice(None)] * x.ndim
    for a in axes:
        key[normalize_axis(a, x.ndim, name)] = slice(None, None, -1)
    return x[tuple(key)]


@RaggedTensor.rule("diff")
def _diff(name: str, x: RaggedTensor, n: int = 1, axis: int = -1) -> Any:
    inner = row_axis(name, x, axis)
    if inner is not None:
        return x.with_values(ops.diff(x.values, n, inner))
    ahead = [slice(None)] * (x.depth - 1)
    for _ in range(n):
        x = x[(*ahead, slice(1, None))] - x[(*ahead, slice(None, -1))]
    return x


# --- normalisation, and functions of the axes of the values


def _inner_axes(name: str, x: RaggedTensor, shape: Any) -> None:
    own = tuple(x.values.shape)[1:]
    count = 1 if shape is None or isinstance(shape, int) else len(shape)
    if count > len(own):
        raise UnsupportedError(
            f"ni.{name} of a ragged tensor of shape {x.shape} normalises axes behind the ragged ones; along the ragged "
            "axis write (r - r.mean(1, keepdims=True)) / r.std(1, keepdims=True)"
        )


@RaggedTensor.rule("layer_norm")
def _layer_norm(
    name: str, x: RaggedTensor, weight: Any = None, bias: Any = None, normalized_shape: Any = None,
    eps: float = 1e-5,
) -> Any:  # fmt: skip
    _inner_axes(name, x, normalized_shape)
    return x.with_values(ops.layer_norm(x.values, weight, bias, normalized_shape, eps))


@RaggedTensor.rule("rms_norm")
def _rms_norm(
    name: str, x: RaggedTensor, weight: Any = None, normalized_shape: Any = None, eps: float = 1e-6
) -> Any:
    _inner_axes(name, x, normalized_shape)
    return x.with_values(ops.rms_norm(x.values, weight, normalized_shape, eps))


@RaggedTensor.rule("linear")
def _linear(name: str, x: Any, *args: Any, **kwargs: Any) -> Any:
    if not isinstance(x, RaggedTensor) or x.values.ndim < 2:
        raise UnsupportedError("ni.linear wants a ragged x whose last axis, the inputs, is uniform")
    return x.with_values(ops.linear(x.values, *args, **kwargs))


@RaggedTensor.rule("one_hot")
def _one_hot(name: str, x: RaggedTensor, *args: Any, **kwargs: Any) -> Any:
    return x.with_values(ops.one_hot(x.values, *args, **kwargs))


_LOSSES: Final = (
    "binary_cross_entropy", "binary_cross_entropy_with_logits", "cross_entropy", "hinge_embedding_loss", "huber_loss",
    "kl_div", "l1_loss", "mse_loss", "nll_loss", "smooth_l1_loss",
)  # fmt: skip


@RaggedTensor.rule(*_LOSSES)
def _loss(name: str, x: Any, target: Any, *args: Any, **kwargs: Any) -> Any:
    """Of all elements: rows have no weight of their own."""
    like = deepest((x, target))
    if name in ("cross_entropy", "nll_loss") and not all(
        isinstance(v, RaggedTensor) for v in (x, target)
    ):
        raise UnsupportedError(f"ni.{name} wants ragged scores and ragged classes")
    if name in ("cross_entropy", "nll_loss"):  # x has the classes, one axis more
        for a, b in zip(x.spans, target.spans, strict=False):
            check_spans(a, b, name)
        pair = [x.values, target.values]
    else:
        pair = aligned(name, (x, target), like)
    result = getattr(ops, name)(*pair, *args, **kwargs)
    return like.with_values(result) if result.ndim else result


# --- equality


@RaggedTensor.rule("array_equal")
def _array_equal(name: str, x: Any, y: Any, *args: Any, **kwargs: Any) -> Any:
    if not isinstance(x, RaggedTensor) or not isinstance(y, RaggedTensor) or x.ndim != y.ndim:
        return ops.array_equal(st.one_row(), st.one_row() + 1)
    if len(x.axes) != len(y.axes):
        return ops.array_equal(st.one_row(), st.one_row() + 1)
    result = ops.array_equal(x.values, y.values, *args, **kwargs)
    for a, b in zip(x.spans, y.spans, strict=True):
        result = ops.logical_and(result, ops.array_equal(a, b))
    return result


@RaggedTensor.rule("allclose")
def _allclose(name: str, x: Any, y: Any, *args: Any, **kwargs: Any) -> Any:
    like = deepest((x, y))
    return ops.all(ops.isclose(*aligned(name, (x, y), like), *args, **kwargs))
