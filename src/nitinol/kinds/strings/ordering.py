"""Equality and order of texts: comparison, sort, extremes, distinct texts.

The order is that of code points, as Python orders texts. A place among sorted texts is a dense tensor, so what follows
from an order (ranks, extremes) is ordinary operations.
"""

from __future__ import annotations

from typing import Any

from ...base import dtypes as dt
from ...base.errors import ShapeError
from ...base.shapes import broadcast_shapes, normalize_axis
from ...base.sizes import Shape, same
from ...ir.op import Type
from ...ops.shaping import reshaped
from ...trace.stage import check_same_shape
from ..hosting import hosted
from ..kernels.calling import call
from .dense import ops
from .kernels import order, sorting, tables
from .making import as_strings
from .moving import taken
from .tensor import StringTensor


def table_size(count: int) -> int:
    """Slots of a hash table: a power of two, at most half of them in use."""
    slots = 8
    while slots < 2 * count:
        slots *= 2
    return slots


def _step(offsets: Any, count: int) -> int:
    """0 where one text stands for all."""
    return 1 if offsets._layout.shape[0] - 1 == count else 0


@hosted(lambda p, a, q, b, n, sizes: (Type(dt.bool_, (n.shape[0] - 1,)),))
def _equal(p: Any, a: Any, q: Any, b: Any, n: Any) -> Any:
    count = n._layout.shape[0] - 1
    dims = (count, _step(a, count), _step(b, count))
    return call(order.module, order.equal, (p, a, q, b), dims, [(dt.bool_, (count,))])


@hosted(lambda p, a, q, b, n, sizes: (Type(dt.int64, (n.shape[0] - 1,)),))
def _compare(p: Any, a: Any, q: Any, b: Any, n: Any) -> Any:
    count = n._layout.shape[0] - 1
    dims = (count, _step(a, count), _step(b, count))
    return call(order.module, order.compare, (p, a, q, b), dims, [(dt.int64, (count,))])


def together(name: str, *tensors: Any) -> list[StringTensor]:
    """Operands of one shape, or of one text; the first has the shape of all."""
    found = [as_strings(x, name) for x in tensors]
    shapes = [tuple(x.shape) for x in found]
    if all(s == () or _alike(s, shapes[0]) for s in shapes):
        for s in shapes:
            if s:
                check_same_shape(name, s, shapes[0])
        return found
    shape = broadcast_shapes(name, *shapes)
    return [x if x.form is None else ops.broadcast_to(x, shape) for x in found]


def _alike(a: Shape, b: Shape) -> bool:
    """Whether two shapes are equal as far as is known."""
    return len(a) == len(b) and all(same(m, n) is not False for m, n in zip(a, b, strict=True))


def _paired(name: str, x: Any, y: Any) -> tuple[StringTensor, StringTensor, StringTensor]:
    """Two operands, and which of them has the shape of the result."""
    a, b = together(name, x, y)
    return a, b, b if a.form is None else a


@StringTensor.rule("equal", "eq", "not_equal", "ne")
def _equals(name: str, x: Any, y: Any) -> Any:
    a, b, whole = _paired(name, x, y)
    (found,) = _equal(a.values, a.offsets, b.values, b.offsets, whole.offsets)
    if name in ("not_equal", "ne"):
        found = ops.logical_not(found)
    return reshaped(found, whole.shape)


_ORDERS = {
    "less": ops.less, "lt": ops.less, "less_equal": ops.less_equal, "le": ops.less_equal,
    "greater": ops.greater, "gt": ops.greater, "greater_equal": ops.greater_equal, "ge": ops.greater_equal,
}  # fmt: skip


@StringTensor.rule(*_ORDERS)
def _ordered(name: str, x: Any, y: Any) -> Any:
    a, b, whole = _paired(name, x, y)
    (sign,) = _compare(a.values, a.offsets, b.values, b.offsets, whole.offsets)
    return reshaped(_ORDERS[name](sign, 0), whole.shape)


@StringTensor.rule("maximum", "minimum")
def _extreme(name: str, x: Any, y: Any) -> Any:
    a, b, whole = _paired(name, x, y)
    (sign,) = _compare(a.values, a.offsets, b.values, b.offsets, whole.offsets)
    keep = reshaped(sign >= 0 if name == "maximum" else sign <= 0, whole.shape)
    return ops.where(keep, a, b)


@StringTensor.rule("array_equal")
def _array_equal(name: str, x: Any, y: Any) -> Any:
    a, b = as_strings(x, name), as_strings(y, name)
    if tuple(a.shape) != tuple(b.shape):
        return ops.zeros((), dtype=dt.bool_)
    return ops.all(_equals("equal", a, b))


# --- sorting


@hosted(lambda values, offsets, size, descending, sizes: (Type(dt.int64, (offsets.shape[0] - 1,)),))
def _sorted_places(values: Any, offsets: Any, size: int, descending: bool) -> Any:
    """For rows of `size` texts (-1: one row) the places within the row, in order."""
    count = offsets._layout.shape[0] - 1
    size = count if size < 0 else size
    return (_sorted(values, offsets, None, count // size if size else 0, size, descending),)


def _sorted(
    values: Any, offsets: Any, places: Any, rows: int, size: int, descending: bool = False
) -> Any:
    """The places of texts in order: within each row of all texts, or of those that `places` names."""
    count = rows * size
    work = [(dt.uint64, (count,)), (dt.int64, (count,)), (dt.uint64, (count,))]
    outputs = [(dt.int64, (count,)), *work, (dt.int64, (sorting.SCRATCH,))]
    dims = (rows, size, descending, values._layout.shape[0], places is not None)
    operands = (values, offsets, offsets if places is None else places)
    return call(sorting.module, sorting.sort, operands, dims, outputs)[0]


@StringTensor.rule("argsort", "sort", "sort_with_indices")
def _sort(name: str, x: StringTensor, axis: int = -1, descending: bool = False) -> Any:
    if not x.ndim:
        index = ops.zeros((), dtype=dt.int64)
        return {"argsort": index, "sort": x}.get(name, (x, index))
    axis = normalize_axis(axis, x.ndim, name)
    last = axis == x.ndim - 1
    rows = x if last else ops.swapaxes(x, axis, -1)
    size = -1 if x.ndim == 1 else int(rows.shape[-1])
    (found,) = _sorted_places(rows.values, rows.offsets, size=size, descending=bool(descending))
    index = reshaped(found, rows.shape)
    index = index if last else ops.swapaxes(index, axis, -1)
    if name == "argsort":
        return index
    made = x[index] if x.ndim == 1 else ops.take_along_axis(x, index, axis)
    return made if name == "sort" else (made, index)


@StringTensor.rule("topk")
def _topk(name: str, x: StringTensor, k: int, axis: int = -1, largest: bool = True) -> Any:
    index = _sort("argsort", x, axis, largest)
    axis = normalize_axis(axis, x.ndim, name)
    if not 0 <= k <= int(x.shape[axis]):
        raise ShapeError(f"topk: k must lie between 0 and {x.shape[axis]}; got {k}")
    index = index[(*[slice(None)] * axis, slice(0, k))]
    return ops.take_along_axis(x, index, axis), index


@StringTensor.rule("argmax", "argmin", "max", "min", "amax", "amin")
def _fold(name: str, x: StringTensor, axis: int | None = None, keepdims: bool = False) -> Any:
    """The first of the largest or smallest texts."""
    whole = axis is None
    rows = ops.ravel(x) if whole else x
    along = 0 if axis is None else normalize_axis(axis, x.ndim, name)
    if isinstance(rows.shape[along], int) and rows.shape[along] == 0:
        raise ShapeError(
            f"ni.{name} of no texts: axis {axis} is empty, and no text is the least or the greatest"
        )
    largest = "max" in name
    index = _sort("argsort", rows, along, largest)
    index = index[(*[slice(None)] * along, slice(0, 1))]
    if name.startswith("arg"):
        made = index
    else:
        made = ops.take_along_axis(rows, index, along)
    if whole:
        return ops.reshape(made, (1,) * x.ndim if keepdims else ())
    return made if keepdims else ops.squeeze(made, along)


# --- distinct texts


@hosted(
    lambda values, offsets, inverse, sizes: (
        Type(dt.int64, sizes),
        Type(dt.int64, (offsets.shape[0] - 1,)),
        Type(dt.int64, sizes),
    ),
    open=1,
)
def _distinct(values: Any, offsets: Any, inverse: bool) -> Any:
    """(where each distinct text is first, which of them each text is if `inverse`, how often), in order.

    A hash table finds them, so that only they are sorted.
    """
    count = offsets._layout.shape[0] - 1
    slots = table_size(count)
    outputs = [(dt.uint64, (4 * slots,)), *[(dt.int64, (count,))] * 3, (dt.int64, (1,))]
    dims = (count, slots, values._layout.shape[0])
    _, first, kinds, counts, total = call(
        tables.module, tables.distinct, (values, offsets), dims, outputs
    )
    found = int(total[0].item())
    if not found:
        return first, kinds, counts
    first = _sorted(values, offsets, first[:found], 1, found)
    index = kinds[first]
    if inverse:
        kinds = ops.scatter(ops.zeros_like(index), index, ops.arange(found), 0)[kinds]
    return first, kinds, counts[index]


def _unique(x: StringTensor, inverse: bool) -> Any:
    first, numbers, counts = _distinct(x.values, x.offsets, inverse=inverse)
    made = taken(x.values, x.offsets, first)
    return made, first, reshaped(numbers, x.shape), counts


@StringTensor.rule("unique_all")
def _unique_all(name: str, x: StringTensor) -> Any:
    return _unique(x, True)


@StringTensor.rule("unique_values", "unique_counts", "unique_inverse")
def _unique_some(name: str, x: StringTensor) -> Any:
    values, _, inverse, counts = _unique(x, name == "unique_inverse")
    return {"unique_counts": (values, counts), "unique_inverse": (values, inverse)}.get(
        name, values
    )


@StringTensor.rule("unique")
def _unique_rule(
    name: str,
    x: StringTensor,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
) -> Any:
    values, first, inverse, counts = _unique(x, return_inverse)
    asked = [(return_index, first), (return_inverse, inverse), (return_counts, counts)]
    wanted = [values, *[r for flag, r in asked if flag]]
    return wanted[0] if len(wanted) == 1 else tuple(wanted)


@StringTensor.rule("searchsorted")
def _search(name: str, row: Any, x: Any, side: str = "left") -> Any:
    """Where texts belong in a sorted row: counted among both sorted together."""
    row, x = as_strings(row, name), as_strings(x, name)
    left = side == "left"
    parts = [ops.ravel(x), ops.ravel(row)] if left else [ops.ravel(row), ops.ravel(x)]
    index = _sort("argsort", ops.concatenate(parts))
    mine = index < x.size if left else index >= row.size
    before = ops.cumsum(ops.astype(ops.logical_not(mine), dt.int64), 0)
    own = ops.where(mine, index if left else index - row.size, x.size)
    made = ops.scatter(ops.zeros((x.size + 1,), dtype=dt.int64), own, before, 0)
    return reshaped(made[: x.size], x.shape)
