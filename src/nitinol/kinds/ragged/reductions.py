"""Reductions of ragged tensors, along any axis.

Along the last ragged axis they fold rows (`ops.segments`); along an axis of `values`, its elements. Along
another axis, and along axis 0, they fold what stands at the same position: of [[1, 2], [3]] along axis 0 there are
1 + 3 and 2. Then the result is as long as the longest row, and a position counts only the rows that reach it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from ... import ops
from ...base.errors import UnsupportedError
from ...base.shapes import normalize_axes
from ...ops import (
    argsort,
    reshape,
    searchsorted,
    segment_max,
    segment_repeat,
    take,
    where,
)
from ...ops.families import float_dtype, half_to_float, to_dtype
from . import structure as st
from .tensor import Axes, RaggedTensor

_FOLDS: Final[dict[str, Callable[..., Any]]] = {
    "sum": ops.segment_sum,
    "prod": ops.segment_prod,
    "mean": ops.segment_mean,
    "max": ops.segment_max,
    "amax": ops.segment_max,
    "min": ops.segment_min,
    "amin": ops.segment_min,
    "any": ops.segment_any,
    "all": ops.segment_all,
    "argmax": ops.segment_argmax,
    "argmin": ops.segment_argmin,
    "logsumexp": ops.segment_logsumexp,
}


def rebuilt(values: Any, offsets: Sequence[Any], axes: Axes) -> Any:
    """The tensor of these parts, where uniform axes at the end become axes of the values, and a tensor without ragged
    axes is dense.
    """
    inner: list[Any] = []
    kept = list(axes)
    while kept and kept[-1] is not None:
        inner.insert(0, kept.pop())
    if inner:
        count = values.shape[0]
        for k in inner:
            count = count // k if k else 0
        values = reshape(values, (count, *inner, *tuple(values.shape)[1:]))
    return RaggedTensor(values, tuple(offsets), tuple(kept)) if kept else values


def _fold_rows(function: Callable[..., Any], x: RaggedTensor) -> Any:
    """Fold the last ragged axis."""
    return rebuilt(function(x.values, x._offsets[-1]), x._offsets[:-1], x.axes[:-1])


def _fold_inner(name: str, x: RaggedTensor, axis: int, keepdims: bool, **params: Any) -> Any:
    inner = axis - x.depth + 1
    return x.with_values(getattr(ops, name)(x.values, axis=inner, keepdims=keepdims, **params))


def grouped(x: RaggedTensor, axis: int) -> tuple[Any, Any, list[Any]]:
    """Gather what stands at one position along all axes behind `axis`.

    Gives (the numbers of the values, group by group, where each group begins, the spans of the result).
    """
    spans = x.spans
    if axis:
        parents = spans[axis - 1]
        group = st.row_numbers(parents, st.points_of(parents))
        count = st.row_lengths(parents)
    else:
        group = 0 * st.element_numbers(st.row_lengths(spans[0]))
        count = st.one_row()
    made: list[Any] = []
    for span, size in zip(spans[axis:], x.axes[axis:], strict=True):
        if size is None:
            order, begins = _order(group, count)
            longest = segment_max(take(st.row_lengths(span), order, 0), begins)
            new = st.row_span(where(longest < 0, 0, longest))
        else:
            new = st.uniform_span(count, size)
        like = st.points_of(span)
        first = take(st.row_starts(new), group, 0)
        group = segment_repeat(first, span, like) + st.row_places(span, like)
        made.append(new)
        count = st.points_of(new)
    order, begins = _order(group, count)
    return order, begins, [*spans[: max(axis - 1, 0)], *made]


def coordinates(x: RaggedTensor, axis: int) -> Any:
    """The place of each of the values along an axis."""
    spans = x.spans
    if axis:
        found = st.row_places(spans[axis - 1], st.points_of(spans[axis - 1]))
    else:
        found = st.element_numbers(st.row_lengths(spans[0]))
    for span in spans[axis:]:
        found = segment_repeat(found, span, st.points_of(span))
    return found


def _order(group: Any, count: Any) -> tuple[Any, Any]:
    """(numbers sorted by group, where each group begins)."""
    order = argsort(group)
    ends = searchsorted(take(group, order, 0), st.element_numbers(st.uniform_span(count, 1)))
    return order, ends


def _fold_positions(function: Callable[..., Any], x: RaggedTensor, axis: int) -> Any:
    order, begins, spans = grouped(x, axis)
    folded = function(take(x.values, order, 0), begins)
    if function in (ops.segment_argmax, ops.segment_argmin):
        first = reshape(st.row_starts(begins), (-1, *[1] * (folded.ndim - 1)))
        folded = take(coordinates(x, axis), take(order, first + folded, 0), 0)
    # Behind what is before the axis come the positions along those behind it.
    axes = (*x.axes[: axis - 1], *x.axes[axis:]) if axis else x.axes[1:]
    if not axis:
        spans = spans[1:]
    offsets = [s for s, k in zip(spans, axes, strict=True) if k is None]
    return rebuilt(folded, offsets, axes)


def along_positions(function: Callable[[RaggedTensor], Any], x: RaggedTensor, axis: int) -> Any:
    """What `function` does to rows, done to what stands at one position along an axis that is not the last."""
    order, begins, _ = grouped(x, axis)
    made = function(RaggedTensor(take(x.values, order, 0), (begins,)))
    return x.with_values(take(made.values, argsort(order), 0))


def _reduced(name: str, function: Callable[..., Any], x: RaggedTensor, axis: int) -> Any:
    if axis == x.depth - 1:
        return _fold_rows(function, x)
    return _fold_positions(function, x, axis)


def _with_axis(result: Any, x: RaggedTensor, axis: int) -> Any:
    """A result with the axis that was folded as one of size 1."""
    if isinstance(result, RaggedTensor):
        if axis >= result.depth:
            inner = axis - result.depth + 1
            shape = tuple(result.values.shape)
            return result.with_values(reshape(result.values, (*shape[:inner], 1, *shape[inner:])))
        axes = list(result.axes)
        if axis == 0:
            raise UnsupportedError(
                "keepdims along axis 0 of a ragged tensor that stays ragged is not there; write r.sum(0)"
            )
        axes.insert(axis - 1, 1)
        return RaggedTensor(result.values, result._offsets, tuple(axes))
    shape = tuple(result.shape)
    return reshape(result, (*shape[:axis], 1, *shape[axis:]))


@RaggedTensor.rule(*_FOLDS)
def _fold(
    name: str,
    x: RaggedTensor,
    axis: Any = None,
    dtype: Any = None,
    keepdims: bool = False,
) -> Any:
    if isinstance(dtype, bool):  # functions without a dtype take keepdims there
        dtype, keepdims = None, dtype
    if dtype is not None:
        x = x.with_values(ops.astype(x.values, dtype))
    function = _FOLDS[name]
    if axis is None and not keepdims:
        return getattr(ops, name)(x.values)
    axes = normalize_axes(axis, x.ndim, name)
    if name == "mean" and len(axes) > 1:
        return _mean_over(x, axes, keepdims)
    if len(axes) == x.ndim:
        result = getattr(ops, name)(x.values)
        return reshape(result, (1,) * x.ndim) if keepdims else result
    made: Any = x
    for a in sorted(axes, reverse=True):
        if not isinstance(made, RaggedTensor):
            made = getattr(ops, name)(made, axis=a, keepdims=keepdims)
        elif a >= made.depth:
            made = _fold_inner(name, made, a, keepdims)
        else:
            folded = _reduced(name, function, made, a)
            made = _with_axis(folded, made, a) if keepdims else folded
    return made


def _mean_over(x: RaggedTensor, axes: tuple[int, ...], keepdims: bool) -> Any:
    values = half_to_float(to_dtype(x.values, float_dtype(x.dtype)))
    ones = ops.ones_like(values)
    total = ops.sum(x.with_values(values), axes, keepdims=keepdims)
    return total / ops.sum(x.with_values(ones), axes, keepdims=keepdims)


def fold_any(
    name: str, fold: Callable[[Any, Any], Any], dense: Callable[[Any, int], Any], x: Any, axis: Any, keepdims: bool
) -> Any:  # fmt: skip
    """Fold one axis or several neighbouring ones at once: `fold(values, offsets)` for rows, `dense(x, axis)` else."""
    axes = sorted(normalize_axes(axis, x.ndim, name))
    first, last = axes[0], axes[-1]
    if len(axes) != last - first + 1:
        raise UnsupportedError(
            f"ni.{name} of a ragged tensor of shape {x.shape} folds neighbouring axes at once; got {tuple(axes)}"
        )
    if len(axes) == x.ndim:
        made = dense(ops.flatten(x.values), 0)
    else:
        flat = ops.flatten(x, first, last) if last > first else x
        if not isinstance(flat, RaggedTensor):
            made = dense(flat, first)
        elif first >= flat.depth:
            made = flat.with_values(dense(flat.values, first - flat.depth + 1))
        else:
            made = _reduced(name, fold, flat, first)
    if keepdims:
        for a in axes:
            made = reshape(made, (1,) * (a + 1)) if made.ndim == a == 0 else _with_axis(made, x, a)
    return made


@RaggedTensor.rule("var", "std")
def _spread(
    name: str, x: RaggedTensor, axis: Any = None, correction: float = 0, keepdims: bool = False
) -> Any:
    if axis is None and not keepdims:
        return getattr(ops, name)(x.values, None, correction)

    def fold(given: Any, span: Any) -> Any:
        values = half_to_float(to_dtype(given, float_dtype(given.dtype)))
        centre = segment_repeat(ops.segment_mean(values, span), span, values)
        gap = values - centre
        squares = ops.real(gap * ops.conj(gap)) if gap.dtype.is_complex else gap * gap
        count = to_dtype(st.row_lengths(span), squares.dtype) - correction
        count = reshape(where(count < 0, 0, count), (count.shape[0], *[1] * (values.ndim - 1)))
        result = ops.segment_sum(squares, span) / count
        if name == "std":
            result = ops.sqrt(result)
        return to_dtype(result, float_dtype(given.dtype).real)

    def dense(values: Any, axis: int) -> Any:
        return getattr(ops, name)(values, axis, correction)

    return fold_any(name, fold, dense, x, axis, keepdims)


@RaggedTensor.rule("count_nonzero")
def _count(name: str, x: RaggedTensor, axis: Any = None, keepdims: bool = False) -> Any:
    return ops.sum(x.with_values(x.values != 0), axis, keepdims=keepdims)


@RaggedTensor.rule("norm", "vector_norm")
def _norm(name: str, x: RaggedTensor, *args: Any, **kwargs: Any) -> Any:
    names = ("ord", "axis", "keepdims") if name == "norm" else ("axis", "keepdims", "ord")
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    order = given.get("ord", 2)
    if order not in (2, None, "fro"):
        raise UnsupportedError(f"ni.{name} of a ragged tensor has ord=2; write it with ni.sum")
    size = ops.abs(x)
    return ops.sqrt(ops.sum(size * size, given.get("axis"), keepdims=given.get("keepdims", False)))


@RaggedTensor.rule("aminmax")
def _both(name: str, x: RaggedTensor, axis: Any = None, keepdims: bool = False) -> Any:
    return ops.min(x, axis, keepdims), ops.max(x, axis, keepdims)
