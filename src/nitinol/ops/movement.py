"""Movements: the same elements at other places. All are linear; most are views that copy nothing.

| primitive | result | transpose |
|---|---|---|
| `flip` | axes reversed | `flip` |
| `slice` | elements start, start + step, … along each axis | `place` |
| `place` | elements put there, a fill value elsewhere | `slice` |
| `diagonal` | a diagonal of the last two axes | `place_diagonal` |
| `place_diagonal` | a matrix with that diagonal, zeros elsewhere | `diagonal` |

Functions take axes from the front or, negative, from the back.
"""

from __future__ import annotations

from ..base.dtypes import DType
from ..base.errors import ShapeError
from ..base.shapes import normalize_axes, normalize_axis, show
from ..base.sizes import Dim, Shape, maximum, minimum
from ..ir.op import Op, Read, Strided, Type
from ..trace.array import Array
from ..trace.batching import behind, inserted, leading
from ..trace.bind import bind
from ..trace.composite import composite
from ..trace.primitives import linear_jvp
from ..trace.stage import known_equal
from .families import Tensor, TensorLike, apply, array, declare, movement
from .shaping import permute_dims

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

Slices = tuple[tuple[Dim, int, Dim], ...]  # for each axis: start, step, number of elements


# --- flip


def _flip_index(
    coords: Sequence[Any], source: Type, target: Type, *, axes: tuple[int, ...]
) -> list[Any]:
    return [source.shape[i] - 1 - c if i in axes else c for i, c in enumerate(coords)]


def _flip_view(strided: Strided, *, axes: tuple[int, ...]) -> Strided:
    strides, offset = list(strided.strides), strided.offset
    for a in axes:
        offset = offset + strides[a] * (strided.shape[a] - 1)
        strides[a] = -1 * strides[a]
    return Strided(strided.shape, tuple(strides), offset)


_flip: Op = movement(
    "flip",
    infer=lambda x, *, axes: Type(x.dtype, x.shape, x.weak),
    index=_flip_index,
    view=_flip_view,
    transpose=lambda c, x, *, axes: bind(_flip, c, axes=axes),
    batch=lambda args, where, size, *, axes: (
        bind(_flip, args[0], axes=tuple([behind(a, where[0]) for a in axes])),
        where[0],
    ),
)


@composite
def flip(x: TensorLike, axis: int | Sequence[int] | None = None) -> Tensor:
    """x with the order of elements reversed along `axis` (all axes when it is None).

    >>> ni.flip(ni.tensor([[1, 2], [3, 4]]))
    tensor([[4, 3],
            [2, 1]])
    """
    x = array(x, "flip")
    axes = normalize_axes(axis, x.ndim, "flip")
    return bind(_flip, x, axes=axes) if axes else x


@composite
def fliplr(x: TensorLike, /) -> Tensor:
    """x reversed along axis 1.

    >>> ni.fliplr(ni.tensor([[1, 2], [3, 4]]))
    tensor([[2, 1],
            [4, 3]])
    """
    return flip(x, 1)


@composite
def flipud(x: TensorLike, /) -> Tensor:
    """x reversed along axis 0.

    >>> ni.flipud(ni.tensor([[1, 2], [3, 4]]))
    tensor([[3, 4],
            [1, 2]])
    """
    return flip(x, 0)


# --- slice and place


def _slice_index(coords: Sequence[Any], source: Type, target: Type, *, slices: Slices) -> list[Any]:
    return [c * step + start for c, (start, step, _) in zip(coords, slices, strict=True)]


def _slice_view(strided: Strided, *, slices: Slices) -> Strided:
    offset: Dim = strided.offset
    strides: list[Dim] = []
    for stride, (start, step, _) in zip(strided.strides, slices, strict=True):
        offset = offset + stride * start
        strides.append(stride * step)
    return Strided(tuple(n for _, _, n in slices), tuple(strides), offset)


slice_op: Op = movement(
    "slice",
    infer=lambda x, *, slices: Type(x.dtype, tuple(n for _, _, n in slices)),
    index=_slice_index,
    view=_slice_view,
    transpose=lambda c, x, *, slices: place(c, x.shape, slices, 0),
    batch=lambda args, axes, size, *, slices: (
        bind(slice_op, args[0], slices=inserted(slices, axes[0], (0, 1, size))),
        axes[0],
    ),
)


def whole(shape: Shape) -> list[tuple[Dim, int, Dim]]:
    """The slices that take everything."""
    return [(0, 1, n) for n in shape]


def covers(slices: Sequence[tuple[Dim, int, Dim]], shape: Shape) -> bool:
    """Whether slices are known to take everything."""
    return all(
        step == 1 and known_equal(start, 0) is True and known_equal(n, size) is True
        for (start, step, n), size in zip(slices, shape, strict=True)
    )


def take_slices(x: Array, slices: Sequence[tuple[Dim, int, Dim]]) -> Array:
    """Along each axis the elements start, start + step, …, as many as the third number says.

    All of them must exist: nothing is checked here.
    """
    return x if covers(slices, x.shape) else apply(slice_op, x, slices=tuple(slices))


def slice_axis(x: Array, axis: int, start: Dim, count: Dim, step: int = 1) -> Array:
    """`count` elements along one axis."""
    slices = whole(x.shape)
    slices[axis] = (start, step, count)
    return take_slices(x, slices)


def reads_masked(k: Any, coord: Any, dtype: DType) -> bool:
    """Whether lanes along `coord` outside of a tensor are best left out by a mask, not by
    clamping.

    A clamped vector of places is gathered; a masked one is still one load, where the target has
    such.
    """
    run = coord.vector is None and not coord.uniform
    wide = dtype.itemsize in (4, 8) and not dtype.is_complex
    return run and wide and (k.target.has("avx2") or k.target.has("avx512vl"))


def read_inside(k: Any, read: Any, places: Sequence[Any], inside: Any) -> Any:
    """What `read` gives at `places` in the lanes where `inside` holds; elsewhere anything."""
    if inside is None or inside.lanes == 1:
        return read(places)
    before = k.mask
    mask = inside
    if before is not None:
        mask = k.logical_and(inside, type(inside)(before, inside.dtype, inside.lanes))
    with k.scope():
        k.mask = mask.name
        value = read(places)
        k.mask = before
    return value


def inside_slices(
    k: Any, coords: Sequence[Any], shape: Shape, slices: Slices, dtype: DType
) -> tuple[Any, list[Any]]:
    """(bool lanes: whether the place is one of the slices', where it comes from).

    The places are for `read_inside`: safe to read where the lanes hold.
    """
    inside: Any = None
    places: list[Any] = []

    def demand(test: Any) -> None:
        nonlocal inside
        inside = test if inside is None else k.logical_and(inside, test)

    for c, size, (start, step, count) in zip(coords, shape, slices, strict=True):
        if step == 1 and known_equal(start, 0) and known_equal(count, size):
            places.append(c)
            continue
        # A negative step is the positive one from the other end.
        stride = -step if step < 0 else step
        first = start + (count - 1) * step if step < 0 else start
        off = c - first
        if not known_equal(first, 0):
            demand(k.compare_coord("ge", off, 0))
        demand(k.compare_coord("lt", off, count * stride))
        if stride == 1 and reads_masked(k, off, dtype):
            places.append(count - 1 - off if step < 0 else off)
            continue
        if stride != 1:
            off = off.clamp(0, maximum(count * stride - 1, 0))
            demand(k.compare_coord("eq", off % stride, 0))
            off = off // stride
        place = off.clamp(0, maximum(count - 1, 0))
        places.append(maximum(count - 1, 0) - place if step < 0 else place)
    return inside, places


def _place_emit(
    k: Any,
    coords: Sequence[Any],
    operands: Sequence[Any],
    types: Sequence[Type],
    *,
    shape: Shape,
    slices: Slices,
    fill: complex,
) -> Any:
    source, target = types
    empty = k.const(fill, target.dtype)
    if any(isinstance(n, int) and n == 0 for n in source.shape):
        return empty
    inside, places = inside_slices(k, coords, shape, slices, target.dtype)
    value = read_inside(k, operands[0], places, inside)
    return value if inside is None else k.select(inside, value, empty)


def _place_tangent(primals: Any, tangents: Any, out: Any, **params: Any) -> Any:
    t = tangents[0]
    return None if t is None else bind(place_op, t, **{**params, "fill": 0})


def _place_batch(
    args: Any, axes: Any, size: Dim, *, shape: Shape, slices: Slices, fill: complex
) -> tuple[Array, int]:
    (x,), (at,) = args, axes
    wide, every = inserted(shape, at, size), inserted(slices, at, (0, 1, size))
    return apply(place_op, x, shape=wide, slices=every, fill=fill), at


place_op: Op = declare(
    "place",
    infer=lambda x, *, shape, slices, fill: Type(x.dtype, shape),
    lowering=Read(_place_emit),
    jvp=_place_tangent,
    transpose=lambda c, x, *, shape, slices, fill: (take_slices(c, slices),),
    batch=_place_batch,
    family="movement",
)


def place(x: Array, shape: Shape, slices: Sequence[tuple[Dim, int, Dim]], fill: complex) -> Array:
    """A tensor of `shape` that holds x at `slices`, and `fill` elsewhere."""
    return apply(place_op, x, shape=tuple(shape), slices=tuple(slices), fill=fill)


# --- diagonals


def _diagonal_length(rows: Dim, columns: Dim, offset: int) -> Dim:
    length = minimum(rows + min(offset, 0), columns - max(offset, 0))
    return maximum(length, 0)


def _diagonal_infer(x: Type, *, offset: int) -> Type:
    rows, columns = x.shape[-2:]
    return Type(x.dtype, (*x.shape[:-2], _diagonal_length(rows, columns, offset)))


def _diagonal_index(coords: Sequence[Any], source: Type, target: Type, *, offset: int) -> list[Any]:
    *outer, c = coords
    return [*outer, c + max(-offset, 0), c + max(offset, 0)]


def _diagonal_view(strided: Strided, *, offset: int) -> Strided:
    rows, columns = strided.shape[-2:]
    *outer, down, across = strided.strides
    return Strided(
        (*strided.shape[:-2], _diagonal_length(rows, columns, offset)),
        (*outer, down + across),
        strided.offset + down * max(-offset, 0) + across * max(offset, 0),
    )


_diagonal: Op = movement(
    "diagonal",
    infer=_diagonal_infer,
    index=_diagonal_index,
    view=_diagonal_view,
    transpose=lambda c, x, *, offset: bind(
        _place_diagonal, c, rows=x.shape[-2], columns=x.shape[-1], offset=offset
    ),
    batch=leading(lambda: _diagonal),
)


def _place_diagonal_emit(
    k: Any,
    coords: Sequence[Any],
    operands: Sequence[Any],
    types: Sequence[Type],
    *,
    rows: Dim,
    columns: Dim,
    offset: int,
) -> Any:
    *outer, row, column = coords
    length = types[0].shape[-1]
    zero = k.const(0, types[0].dtype)
    if isinstance(length, int) and length == 0:
        return zero
    place = (row + min(offset, 0) if offset < 0 else row).clamp(0, maximum(length - 1, 0))
    on = k.compare_coord("eq", column - row, offset)
    return k.select(on, operands[0]([*outer, place]), zero)


_place_diagonal: Op = declare(
    "place_diagonal",
    infer=lambda x, *, rows, columns, offset: Type(x.dtype, (*x.shape[:-1], rows, columns)),
    lowering=Read(_place_diagonal_emit),
    jvp=linear_jvp(lambda: _place_diagonal),
    transpose=lambda c, x, *, rows, columns, offset: (bind(_diagonal, c, offset=offset),),
    batch=leading(lambda: _place_diagonal),
    family="movement",
)


@composite
def diagonal(x: TensorLike, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """The elements x[…, i, …, i + offset, …] of two axes, as the last axis of the result.

    >>> ni.diagonal(ni.tensor([[1, 2], [3, 4]]))
    tensor([1, 4])
    """
    x = array(x, "diagonal")
    if x.ndim < 2:
        raise ShapeError(f"diagonal: x needs two axes, its shape is {show(x.shape)}")
    a, b = (normalize_axis(i, x.ndim, "diagonal") for i in (axis1, axis2))
    if a == b:
        raise ShapeError(f"diagonal: axis1 and axis2 are both {a}; they must differ")
    rest = [i for i in range(x.ndim) if i not in (a, b)]
    return apply(_diagonal, permute_dims(x, (*rest, a, b)), offset=offset)


@composite
def diag_embed(x: TensorLike, offset: int = 0) -> Tensor:
    """Square matrices with the last axis of x as their diagonal, zeros elsewhere.

    >>> ni.diag_embed(ni.tensor([1, 2]))
    tensor([[1, 0],
            [0, 2]])
    """
    x = array(x, "diag_embed")
    if not x.ndim:
        raise ShapeError("diag_embed: x needs at least one axis, it is 0-d")
    n = x.shape[-1] + abs(offset)
    return apply(_place_diagonal, x, rows=n, columns=n, offset=offset)


@composite
def diag(x: TensorLike, offset: int = 0) -> Tensor:
    """Of a vector the matrix with that diagonal; of a matrix its diagonal.

    >>> ni.diag(ni.tensor([1, 2]))
    tensor([[1, 0],
            [0, 2]])
    """
    x = array(x, "diag")
    if x.ndim == 1:
        return diag_embed(x, offset)
    if x.ndim == 2:
        return apply(_diagonal, x, offset=offset)
    raise ShapeError(f"diag: x must have 1 or 2 axes, its shape is {show(x.shape)}")
