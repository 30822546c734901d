"""`x[key]` of sparse tensors: ints, slices, new axes, `...`, index tensors and masks.

Each part of a key does its work on the coordinates of the entries along its axis, one axis after the other: an int
keeps the entries that are there, a slice those inside and counts them anew, an index tensor copies each entry as often
as its coordinate is named. Several index tensors at once name elements, not rows and columns: `x[rows, columns]` looks
them up, and is dense, as their shape is. A result without axes is a dense 0-d tensor.
"""

from __future__ import annotations

from typing import Any

from ... import ops
from ...base import dtypes as dt
from ...base.errors import DTypeError, IndexRangeError, ShapeError, UnsupportedError
from ...base.shapes import normalize_axis, show
from ...ops.families import to_dtype
from ...ops.measures import ensure, measured
from ...ops.subscripts import resolve_slice
from ...tensor.creation import asarray
from ...trace.array import Array
from . import structure as st
from .arithmetic import united
from .movement import as_coo, back
from .movement import reshape as reshape_
from .tensor import SparseTensor

Tensor = Any


def getitem(x: SparseTensor, key: Any) -> Any:
    """x[key]; see the module's docstring. Raises `IndexRangeError` for an index outside."""
    parts = _whole(key, len(x.shape))
    named = [i for i, p in enumerate(parts) if isinstance(p, Array)]
    if len(named) > 1:
        return _elements(x, parts)
    made = as_coo(x)
    new = [i for i, p in enumerate(_result_axes(parts)) if p is None]
    axis = 0
    for part in parts:
        if part is None:
            continue
        if isinstance(part, int):
            made = _at(made, axis, part)
            continue
        if isinstance(part, slice):
            made = _cut(made, axis, part)
        elif part.ndim:
            made = _rows(made, axis, part)
        else:
            made = _at(_rows(made, axis, ops.reshape(part, (1,))), axis, 0)
            continue
        axis += 1
    for a in new:
        made = reshape_("expand_dims", made, a)
    if not made.shape:
        return ops.sum(made.values)
    if not made.sparse_ndim:  # only dense axes are left
        return ops.sum(made.values, 0)
    return back(made, x) if len(made.shape) >= 2 else made


def _whole(key: Any, ndim: int) -> list[Any]:
    """The parts of a key, one for each axis besides None."""
    parts = [_part(p) for p in (key if isinstance(key, tuple) else (key,))]
    used = sum(_axes_of(p) for p in parts)
    dots = [i for i, p in enumerate(parts) if p is Ellipsis]
    if len(dots) > 1:
        raise IndexRangeError("an index may contain '...' only once")
    if used > ndim:
        raise IndexRangeError(
            f"{used} axes are indexed, but the tensor has {ndim}; leave some of the indices out"
        )
    missing = [slice(None)] * (ndim - used)
    at = dots[0] if dots else len(parts)
    parts[at : at + len(dots)] = missing
    flat: list[Any] = []
    for p in parts:
        flat += list(ops.nonzero(p)) if isinstance(p, Array) and p.dtype.is_bool else [p]
    return flat


def _axes_of(part: Any) -> int:
    if part is None or part is Ellipsis:
        return 0
    return int(part.ndim) if isinstance(part, Array) and part.dtype.is_bool else 1


def _part(part: Any) -> Any:
    if part is None or part is Ellipsis or isinstance(part, slice):
        return part
    if isinstance(part, SparseTensor):
        raise UnsupportedError(
            "an index is dense: x[mask] of a sparse mask would be dense, too; write x * mask, or mask.to_dense()"
        )
    if isinstance(part, int) and not isinstance(part, bool):
        return part
    if hasattr(part, "__index__") and not isinstance(part, (bool, Array)):
        return part.__index__()
    if isinstance(part, (bool, float, complex, str)):
        raise TypeError(
            f"an index is an int, a slice, '...', None or a tensor of integers or bools, got {part!r}"
        )
    made = part if isinstance(part, Array) else asarray(part)
    if not (made.dtype.is_integer or made.dtype.is_bool) and made.size:
        raise DTypeError(f"index tensors are integers or bools, got {made.dtype}")
    return made if made.dtype.is_bool else to_dtype(made, dt.int64)


def _result_axes(parts: list[Any]) -> list[Any]:
    return [
        p for p in parts if not isinstance(p, int) and not (isinstance(p, Array) and not p.ndim)
    ]


def _rebuilt(
    x: SparseTensor, places: list[Tensor], values: Tensor, shape: list[int], canonical: bool
) -> SparseTensor:
    if not places:  # what is left has no sparse axis
        none = ops.zeros((0, 1), dt.int64)
        return SparseTensor(values, none, None, "coo", shape, None, False)
    return SparseTensor(values, st.stacked(places), None, "coo", shape, None, canonical)


def _at(x: SparseTensor, axis: int, i: int) -> SparseTensor:
    """The entries with coordinate i along an axis, without the axis."""
    n = x.shape[axis]
    if not -n <= i < n:
        raise IndexRangeError(
            f"index {i} is out of range for axis {axis} of size {n}; "
            + (f"write {-n} to {n - 1}" if n else "the axis is empty")
        )
    i %= n
    shape = [size for a, size in enumerate(x.shape) if a != axis]
    sparse = x.sparse_ndim
    if axis >= sparse:
        values = x.values[(slice(None),) * (axis - sparse + 1) + (i,)]
        return _rebuilt(x, x.coordinates(), values, shape, x.canonical)
    places = x.coordinates()
    (kept,) = ops.nonzero(places[axis] == i)
    rest = [ops.take(c, kept) for a, c in enumerate(places) if a != axis]
    return _rebuilt(x, rest, ops.take(x.values, kept, 0), shape, x.canonical)


def _cut(x: SparseTensor, axis: int, part: slice) -> SparseTensor:
    """A slice along an axis."""
    n = x.shape[axis]
    if part == slice(None):
        return x
    first, step, count = resolve_slice(n, part.start, part.stop, part.step)
    first, count = int(first), int(count)
    shape = [count if a == axis else size for a, size in enumerate(x.shape)]
    sparse = x.sparse_ndim
    places = x.coordinates()
    if axis >= sparse:
        values = x.values[(slice(None),) * (axis - sparse + 1) + (part,)]
        return _rebuilt(x, places, values, shape, x.canonical)
    at = (places[axis] - first) * (1 if step > 0 else -1)
    size = abs(step)
    inside = (at >= 0) & (at < count * size)
    if size > 1:
        inside = inside & (at % size == 0)
    (kept,) = ops.nonzero(inside)
    moved = [ops.take(at // size if a == axis else c, kept) for a, c in enumerate(places)]
    return _rebuilt(x, moved, ops.take(x.values, kept, 0), shape, x.canonical and step > 0)


def _rows(x: SparseTensor, axis: int, index: Any) -> SparseTensor:
    """Slices along an axis in the order in which a vector names them."""
    if index.ndim > 1:
        raise UnsupportedError(
            f"an index tensor of shape {show(tuple(index.shape))} would give a sparse tensor new axes; index with a "
            "vector and reshape"
        )
    sparse = x.sparse_ndim
    n = x.shape[axis]
    count = int(index.shape[0])
    shape = [count if a == axis else size for a, size in enumerate(x.shape)]
    if axis >= sparse:
        values = ops.take(x.values, index, axis - sparse + 1)
        return _rebuilt(x, x.coordinates(), values, shape, x.canonical)
    places = x.coordinates()
    if axis == 0 and x.canonical:
        order = None
        offsets = st.offsets_of(places[0], st.room(n))
    else:
        ordered, order = ops.sort_with_indices(places[axis])
        offsets = st.offsets_of(ordered, st.room(n))
    lengths = ops.take(st.lengths_of(offsets), index)  # an index outside is an error here
    starts = ops.take(offsets, ops.where(index < 0, index + n, index))
    bounds = st.running(lengths)
    owner, found = st.expanded(bounds, starts, measured(bounds[-1]))
    if order is not None:
        found = ops.take(order, found)
    moved = [owner if a == axis else ops.take(c, found) for a, c in enumerate(places)]
    in_order = axis == 0 and x.canonical
    return _rebuilt(x, moved, ops.take(x.values, found, 0), shape, in_order)


def _elements(x: SparseTensor, parts: list[Any]) -> Any:
    """The elements that several index tensors name together: dense."""
    sparse = x.sparse_ndim
    simple = all(isinstance(p, (int, Array)) for p in parts[:sparse])
    if not simple or any(p != slice(None) for p in parts[sparse:] if not isinstance(p, Array)):
        raise UnsupportedError(
            "several index tensors beside slices: index the axes one after the other, x[rows][:, columns]"
        )
    if any(isinstance(p, Array) for p in parts[sparse:]):
        raise UnsupportedError("index tensors along dense axes: index x.values")
    whole = as_coo(x).coalesce()
    given = [p if isinstance(p, Array) else asarray(p) for p in parts[:sparse]]
    for a, (p, n) in enumerate(zip(given, x.shape, strict=False)):
        _check_inside(p, n, a)
    named = ops.broadcast_arrays(given)
    wanted = [ops.where(p < 0, p + n, p) for p, n in zip(named, x.shape, strict=False)]
    key = st.keys_of(wanted, whole.grid)
    shape = tuple(key.shape)
    found = st.found_at(whole.keys(), ops.reshape(key, (-1,)))
    picked = st.picked(whole.values, *found)
    return ops.reshape(picked, (*shape, *x.shape[sparse:]))


def _check_inside(index: Any, n: int, axis: int) -> None:
    words = f"an index is out of range for axis {axis} of size {n}; write {-n} to {n - 1}"
    ensure((index >= -n) & (index < n), words, IndexRangeError)


@SparseTensor.rule("getitem")
def _getitem(name: str, x: SparseTensor, key: Any) -> Any:
    return getitem(x, key)


@SparseTensor.rule("take", "index_select")
def take(name: str, x: Any, indices: Any, axis: int | None = None, **options: Any) -> Any:
    """Slices along an axis in the order in which a vector names them."""
    if not isinstance(x, SparseTensor):
        raise UnsupportedError(f"ni.{name}: the indices must be dense; write indices.to_dense()")
    axis = options.get("dim", axis if axis is not None or name == "take" else 0)
    if axis is None:
        x, axis = reshape_("ravel", x), 0
    a = normalize_axis(axis, len(x.shape), name)
    index = _part(indices)
    if not isinstance(index, (int, Array)):
        raise ShapeError(f"{name}: indices are integers or a vector of them, got {indices!r}")
    return getitem(x, (slice(None),) * a + (index,))


@SparseTensor.rule("split", "chunk", "unbind", "unstack", "array_split")
def pieces(name: str, x: SparseTensor, *args: Any, **options: Any) -> tuple[Any, ...]:
    """Parts along an axis."""
    sizes_of = getattr(ops, name)
    axis = options.get("dim", options.get("axis"))
    places = (1,) if name in ("split", "chunk", "array_split") else (0,)
    if axis is None:
        axis = args[places[0]] if len(args) > places[0] else 0
    a = normalize_axis(axis, len(x.shape), name)
    line = ops.arange(x.shape[a])
    ahead = (slice(None),) * a
    if name in ("unbind", "unstack"):
        return tuple(getitem(x, (*ahead, i)) for i in range(x.shape[a]))
    made = []
    start = 0
    for part in sizes_of(line, args[0] if args else next(iter(options.values())), 0):
        stop = start + int(part.shape[0])
        made.append(getitem(x, (*ahead, slice(start, stop))))
        start = stop
    return tuple(made)


SparseTensor.refuse(
    "what is not stored is not masked either; write x.select(mask of its entries), or x.to_dense()",
    "masked_select", "masked_fill",
)  # fmt: skip


@SparseTensor.rule("nonzero", "argwhere", "flatnonzero")
def nonzero(name: str, x: SparseTensor) -> Any:
    """The coordinates of elements that are not zero, in row-major order."""
    coo = as_coo(x).coalesce()
    if coo.dense_ndim:
        return getattr(ops, name)(x.to_dense())
    coo = coo.drop_zeros()
    if name == "nonzero":
        return tuple(coo.coordinates())
    return ops.matrix_transpose(coo.indices) if name == "argwhere" else coo.keys()


@SparseTensor.rule("array_equal", "allclose")
def same(name: str, a: Any, b: Any, *args: Any, **options: Any) -> Any:
    """Whether two tensors have the same shape and (nearly) the same elements."""
    x, y = (v if isinstance(v, Array) else asarray(v) for v in (a, b))
    if not (isinstance(x, SparseTensor) and isinstance(y, SparseTensor)):
        dense = [v.to_dense() if isinstance(v, SparseTensor) else v for v in (x, y)]
        return getattr(ops, name)(*dense, *args, **options)
    if x.shape != y.shape:
        return ops.array_equal(ops.zeros((1,)), ops.zeros((2,)))
    if x.dense_ndim != y.dense_ndim:
        return getattr(ops, name)(x.to_dense(), y.to_dense(), *args, **options)
    _, (u, v) = united(name, [x, y])
    return getattr(ops, name)(u, v, *args, **options)
