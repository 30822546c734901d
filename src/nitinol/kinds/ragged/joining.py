"""Concatenating, stacking, splitting ragged tensors, and moving their axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ... import ops
from ...base.errors import ShapeError, UnsupportedError
from ...base.shapes import normalize_axis
from ...ops import concatenate, reshape, segment_sum, take
from ...tensor.creation import tensor
from ...trace.array import Array
from . import structure as st
from .indexing import take_rows
from .reductions import rebuilt
from .tensor import RaggedTensor, check_spans


def as_ragged(x: Any, like: RaggedTensor) -> RaggedTensor:
    """A dense tensor with the ragged axes that `like` has, all rows of one length."""
    if isinstance(x, RaggedTensor):
        return x
    depth = like.depth
    if x.ndim < depth:
        raise ShapeError(
            f"a dense tensor of shape {tuple(x.shape)} beside a ragged one of shape {like.shape}"
        )
    points, spans = x, []
    for k in like.axes:
        size = points.shape[1]
        if k is None:
            spans.append(st.uniform_span(points, size))
        elif k != size:
            raise ShapeError(f"axes of sizes {k} and {size} beside each other")
        points = reshape(points, (points.shape[0] * size, *tuple(points.shape)[2:]))
    return RaggedTensor(points, spans, like.axes)


def _all_ragged(name: str, xs: Sequence[Any]) -> list[RaggedTensor]:
    like = next(x for x in xs if isinstance(x, RaggedTensor))
    made = [as_ragged(x if isinstance(x, Array) else tensor(x), like) for x in xs]
    for x in made:
        if len(x.axes) != len(like.axes) or x.ndim != like.ndim:
            raise ShapeError(f"{name}: ragged tensors of shapes {like.shape} and {x.shape}")
    return made


@RaggedTensor.rule("concatenate", "cat", "concat")
def concat(name: str, xs: Sequence[Any], axis: int = 0, dim: int | None = None) -> Any:
    """Behind one another along an axis."""
    made = _all_ragged(name, xs)
    first = made[0]
    a = normalize_axis(axis if dim is None else dim, first.ndim, name)
    if a >= first.depth:
        for x in made[1:]:
            for s, t in zip(first.spans, x.spans, strict=True):
                check_spans(s, t, name)
        return first.with_values(concatenate([x.values for x in made], a - first.depth + 1))
    if a == 0:
        return _behind(made)
    # Rows of one number stand side by side among those of all; then they are one row.
    level = a - 1
    for x in made[1:]:
        for s, t in zip(first.spans[:level], x.spans[:level], strict=True):
            check_spans(s, t, name)
    parts = [_below(x, level) for x in made]
    joined = _behind(parts)
    order = _side_by_side(parts)
    rows = take_rows(joined, order)
    axes, spans = list(rows.axes), list(rows._offsets)
    if axes[0] is None:
        spans[0] = st.merged_span(spans[0], len(made))
    else:
        axes[0] *= len(made)
    before = [s for s, k in zip(first.spans[:level], first.axes[:level], strict=True) if k is None]
    return rebuilt(rows.values, (*before, *spans), (*first.axes[:level], *axes))


def _below(x: RaggedTensor, level: int) -> RaggedTensor:
    """x with the first `level` axes and the next one as one."""
    if not level:
        return x
    count = [k is None for k in x.axes[:level]].count(True)
    return RaggedTensor(x.values, x._offsets[count:], x.axes[level:])


def _behind(xs: Sequence[RaggedTensor]) -> RaggedTensor:
    """Rows behind one another."""
    first = xs[0]
    axes = tuple(
        k if k is not None and all(x.axes[i] == k for x in xs) else None
        for i, k in enumerate(first.axes)
    )
    spans = [st.joined_spans([x.spans[i] for x in xs]) for i, k in enumerate(axes) if k is None]
    return RaggedTensor(concatenate([x.values for x in xs], 0), spans, axes)


def _side_by_side(xs: Sequence[RaggedTensor]) -> Any:
    """Numbers of rows behind one another so that rows of one number are neighbours."""
    rows = [st.element_numbers(st.row_lengths(x.spans[0])) for x in xs]
    columns = []
    for i, own in enumerate(rows):
        base: Any = 0
        for other in rows[:i]:
            base = base + other.shape[0]
        columns.append(own + base)
    return reshape(ops.stack(columns, 1), (-1,))


@RaggedTensor.rule("stack")
def _stack(name: str, xs: Sequence[Any], axis: int = 0, dim: int | None = None) -> Any:
    made = _all_ragged(name, xs)
    first = made[0]
    a = normalize_axis(axis if dim is None else dim, first.ndim + 1, name)
    if a == 0:
        joined = _behind(made)
        counts = [x.shape[0] for x in made]
        if all(isinstance(n, int) and n == counts[0] for n in counts):
            return RaggedTensor(joined.values, joined._offsets, (counts[0], *joined.axes))
        span = st.row_span(
            concatenate([reshape(ops.sum(1 + 0 * st.row_lengths(x.spans[0])), (1,)) for x in made])
        )
        return RaggedTensor(joined.values, (span, *joined._offsets), (None, *joined.axes))
    if a >= first.depth:
        for x in made[1:]:
            for s, t in zip(first.spans, x.spans, strict=True):
                check_spans(s, t, name)
        return first.with_values(ops.stack([x.values for x in made], a - first.depth + 1))
    key = (*[slice(None)] * a, None)
    return concat("concatenate", [x[key] for x in made], a)


@RaggedTensor.rule("expand_dims", "unsqueeze")
def _expand(name: str, x: RaggedTensor, axis: int = 0, dim: int | None = None) -> Any:
    a = normalize_axis(axis if dim is None else dim, x.ndim + 1, name)
    if a >= x.depth:
        return x.with_values(ops.expand_dims(x.values, a - x.depth + 1))
    return x[(*[slice(None)] * a, None)]


@RaggedTensor.rule("squeeze")
def _squeeze(name: str, x: RaggedTensor, axis: Any = None) -> Any:
    shape = x.shape
    axes = (
        [i for i, n in enumerate(shape) if isinstance(n, int) and n == 1]
        if axis is None
        else [axis]
    )
    for a in sorted([normalize_axis(v, x.ndim, name) for v in axes], reverse=True):
        if shape[a] != 1:
            raise ShapeError(f"squeeze: axis {a} of shape {shape} has no size of 1")
        key: list[Any] = [slice(None)] * x.ndim
        key[a] = 0
        x = x[tuple(key)]
    return x


@RaggedTensor.rule("ravel")
def _ravel(name: str, x: RaggedTensor) -> Any:
    return reshape(x.values, (-1,)) if x.values.ndim > 1 else x.values


@RaggedTensor.rule("flatten")
def _flatten(name: str, x: RaggedTensor, start_dim: int = 0, end_dim: int = -1) -> Any:
    first = normalize_axis(start_dim, x.ndim, name)
    last = normalize_axis(end_dim, x.ndim, name)
    if first >= x.depth:
        return x.with_values(ops.flatten(x.values, first - x.depth + 1, last - x.depth + 1))
    # Neighbouring axes become one: a row of their rows.
    while last > first:
        if last >= x.depth:
            values = x.values
            if x.depth - 1 >= first and x.values.ndim > 1:
                size = values.shape[1]
                axes = (*x.axes, size)
                x = _merged(
                    RaggedTensor(reshape(values, (-1, *tuple(values.shape)[2:])), x._offsets, axes),
                    x.depth,
                )
                last -= 1
                continue
        x = _merged(x, last)
        last -= 1
        if not isinstance(x, RaggedTensor):
            return ops.flatten(x, first, last) if last > first else x
    return x


def _merged(x: RaggedTensor, axis: int) -> Any:
    """Axis `axis` and the one before it as one."""
    spans = x.spans
    level = axis - 1
    inner: Any = spans[level]
    axes: list[Any] = list(x.axes)
    if not level:
        offsets: Any = x._offsets[1:] if axes[0] is None else x._offsets
        return rebuilt(x.values, offsets, tuple(axes[1:]))
    outer = spans[level - 1]
    offsets = [s for s, k in zip(spans[: level - 1], axes[: level - 1], strict=True) if k is None]
    behind = [s for s, k in zip(spans[level + 1 :], axes[level + 1 :], strict=True) if k is None]
    if axes[level] is not None and axes[level - 1] is not None:
        both: Any = axes[level - 1] * axes[level]
        made = (*axes[: level - 1], both, *axes[level + 1 :])
        return rebuilt(x.values, (*offsets, *behind), made)
    new = take(inner, outer, 0)
    made = (*axes[: level - 1], None, *axes[level + 1 :])
    return rebuilt(x.values, (*offsets, new, *behind), made)


@RaggedTensor.rule("unflatten")
def _unflatten(name: str, x: RaggedTensor, axis: int, sizes: Any) -> RaggedTensor:
    a = normalize_axis(axis, x.ndim, name)
    if a < x.depth:
        raise UnsupportedError(
            f"ni.{name} of a ragged tensor of shape {x.shape} goes along axes behind the ragged ones; got axis {axis}"
        )
    return x.with_values(ops.unflatten(x.values, a - x.depth + 1, sizes))


@RaggedTensor.rule("repeat", "repeat_by_counts")
def _repeat(name: str, x: RaggedTensor, repeats: Any, axis: int | None = None) -> Any:
    if axis is None:
        return ops.repeat(x.values, repeats)
    a = normalize_axis(axis, x.ndim, name)
    if a >= x.depth:
        return x.with_values(ops.repeat(x.values, repeats, a - x.depth + 1))
    if a == 0:
        return x[ops.repeat(st.element_numbers(st.row_lengths(x.spans[0])), repeats, 0)]
    if a != x.depth - 1:
        raise UnsupportedError(
            f"ni.repeat of a ragged tensor of shape {x.shape} goes along axis 0, the last ragged axis, or those behind"
        )
    *outer, span = x._offsets
    if isinstance(repeats, RaggedTensor):
        check_spans(span, repeats._offsets[-1], "repeat")
        repeats = repeats.values
        new = st.row_span(segment_sum(repeats, span))
    elif isinstance(repeats, int):
        new = span * repeats
    else:
        raise UnsupportedError(
            "ni.repeat along a ragged axis takes an int, or a ragged tensor of one count for each element"
        )
    return RaggedTensor(ops.repeat(x.values, repeats, 0), (*outer, new), x.axes)


@RaggedTensor.rule("unbind", "unstack")
def _unbind(name: str, x: RaggedTensor, axis: int = 0, dim: int | None = None) -> tuple[Any, ...]:
    if (axis if dim is None else dim) != 0:
        raise UnsupportedError(f"ni.{name} of a ragged tensor goes along axis 0")
    return tuple(x[i] for i in range(int(x.shape[0])))


@RaggedTensor.rule(
    "swapaxes", "swapdims", "matrix_transpose", "transpose", "permute_dims", "permute"
)
def _transposed(name: str, x: RaggedTensor, *args: Any, **kwargs: Any) -> Any:
    order = _order(name, x.ndim, *args, **kwargs)
    depth = x.depth
    if order[:depth] == list(range(depth)):
        inner = [0, *[a - depth + 1 for a in order[depth:]]]
        return x.with_values(ops.permute_dims(x.values, tuple(inner)))
    if x.axes == (None,) and order == [0, 2, 1]:
        return columns_of(x)
    if len(x.axes) == 2 and x.axes[0] is not None and order == [0, 2, 1]:
        return rows_of(x)
    raise UnsupportedError(
        f"ni.{name} of a ragged tensor of shape {x.shape} to the order {order}: the ragged axis changes places only "
        "with the uniform one beside it, in shapes (rows, None, n) and (rows, n, None)"
    )


def _order(name: str, ndim: int, *args: Any, **kwargs: Any) -> list[int]:
    order = list(range(ndim))
    if name in ("swapaxes", "swapdims", "matrix_transpose"):
        given = (*args, *kwargs.values()) if name != "matrix_transpose" else (-1, -2)
        a, b = (normalize_axis(v, ndim, name) for v in given)
        order[a], order[b] = order[b], order[a]
        return order
    axes = next(iter((*args, *kwargs.values())), None)
    if axes is None:
        return order[::-1]
    return [normalize_axis(v, ndim, name) for v in axes]


def columns_of(x: RaggedTensor) -> RaggedTensor:
    """(rows, None, n) as (rows, n, None)."""
    size = x.values.shape[1]
    rows = st.element_numbers(st.row_lengths(x._offsets[0]))
    many = st.widened_index(rows, size)
    sizes = take(st.row_lengths(x._offsets[0]), many // size, 0)
    new, index = st.stretch(take(st.row_starts(x._offsets[0]), many // size, 0), sizes)
    column = st.spread_rows(many % size, new, index)
    flat = reshape(x.values, (-1, *tuple(x.values.shape)[2:]))
    return RaggedTensor(take(flat, index * size + column, 0), (new,), (size, None))


def rows_of(x: RaggedTensor) -> RaggedTensor:
    """(rows, n, None) as (rows, None, n): all rows beside each other have equal lengths."""
    size = x.axes[0]
    assert size is not None
    span = x._offsets[-1]
    first = st.merged_span(span, size)
    sizes = st.row_lengths(span)[::size] if size else st.row_lengths(span)
    new, _ = st.stretch(0 * sizes, sizes)
    like = st.points_of(new)
    place = st.row_places(new, like)
    begin = st.spread_rows(st.row_starts(first), new, like)
    width = st.spread_rows(sizes, new, like)
    numbers = reshape(ops.arange(size), (1, size))
    index = reshape(begin + place, (-1, 1)) + numbers * reshape(width, (-1, 1))
    return RaggedTensor(take(x.values, index, 0), (new,))
