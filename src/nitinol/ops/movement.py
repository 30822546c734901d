"""Movements: the same elements at other places. All are linear; most are views that copy nothing.

| primitive | result | transpose |
|---|---|---|
| `flip` | axes reversed | `flip` |
| `slice` | elements start, start + step, … along each axis | `place` |
| `place` | elements put there, a fill value elsewhere | `slice` |
| `roll` | elements shifted around along one axis | `roll` back |
| `diagonal` | a diagonal of the last two axes | `place_diagonal` |
| `place_diagonal` | a matrix with that diagonal, zeros elsewhere | `diagonal` |

Functions take axes from the front or, negative, from the back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..base.errors import ShapeError
from ..base.shapes import normalize_axes, normalize_axis, show
from ..base.sizes import Dim, Shape, maximum, minimum
from ..ir.op import Op, Read, Strided, Type
from ..trace.array import Array
from ..trace.bind import bind
from ..trace.composite import composite
from ..trace.primitives import linear_jvp
from ..trace.stage import known_equal
from .families import Tensor, TensorLike, apply, array, declare, movement
from .shaping import permute_dims, ravel, reshaped

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
)


@composite
def flip(x: TensorLike, axis: int | Sequence[int] | None = None) -> Tensor:
    """x with the order of elements reversed along `axis` (all axes when it is None)."""
    x = array(x, "flip")
    axes = normalize_axes(axis, x.ndim, "flip")
    return bind(_flip, x, axes=axes) if axes else x


@composite
def fliplr(x: TensorLike, /) -> Tensor:
    """x reversed along axis 1."""
    return flip(x, 1)


@composite
def flipud(x: TensorLike, /) -> Tensor:
    """x reversed along axis 0."""
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


slice_op = movement(
    "slice",
    infer=lambda x, *, slices: Type(x.dtype, tuple(n for _, _, n in slices)),
    index=_slice_index,
    view=_slice_view,
    transpose=lambda c, x, *, slices: place(c, x.shape, slices, 0),
)


def whole(shape: Shape) -> list[tuple[Dim, int, Dim]]:
    """The slices that take everything."""
    return [(0, 1, n) for n in shape]


def take_slices(x: Array, slices: Sequence[tuple[Dim, int, Dim]]) -> Array:
    """Along each axis the elements start, start + step, …, as many as the third number says.

    All of them must exist: nothing is checked here.
    """
    if all(
        step == 1 and known_equal(start, 0) and known_equal(n, size)
        for (start, step, n), size in zip(slices, x.shape, strict=True)
    ):
        return x
    return apply(slice_op, x, slices=tuple(slices))


def slice_axis(x: Array, axis: int, start: Dim, count: Dim, step: int = 1) -> Array:
    """`count` elements along one axis."""
    slices = whole(x.shape)
    slices[axis] = (start, step, count)
    return take_slices(x, slices)


def inside_slices(
    k: Any, coords: Sequence[Any], shape: Shape, slices: Slices
) -> tuple[Any, list[Any]]:
    """(bool lanes: whether the place is one of the slices', where it comes from, clamped)."""
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
    inside, places = inside_slices(k, coords, shape, slices)
    value = operands[0](places)
    return value if inside is None else k.select(inside, value, empty)


def _place_tangent(primals: Any, tangents: Any, out: Any, **params: Any) -> Any:
    t = tangents[0]
    return None if t is None else bind(_place, t, **{**params, "fill": 0})


_place: Op = declare(
    "place",
    infer=lambda x, *, shape, slices, fill: Type(x.dtype, shape),
    lowering=Read(_place_emit),
    jvp=_place_tangent,
    transpose=lambda c, x, *, shape, slices, fill: (take_slices(c, slices),),
    family="movement",
)


def place(x: Array, shape: Shape, slices: Sequence[tuple[Dim, int, Dim]], fill: complex) -> Array:
    """A tensor of `shape` that holds x at `slices`, and `fill` elsewhere."""
    return apply(_place, x, shape=tuple(shape), slices=tuple(slices), fill=fill)


# --- roll


def _roll_index(
    coords: Sequence[Any], source: Type, target: Type, *, shift: Dim, axis: int
) -> list[Any]:
    n = source.shape[axis]
    if isinstance(n, int) and n == 0:
        return list(coords)
    result = list(coords)
    # Remainders of vectors are slow; the sum passes n at most once.
    moved = coords[axis] + (n - shift)
    result[axis] = moved - (moved - (n - 1)).clamp(0, 1) * n
    return result


_roll = movement(
    "roll",
    infer=lambda x, *, shift, axis: Type(x.dtype, x.shape),
    index=_roll_index,
    transpose=lambda c, x, *, shift, axis: _roll_axis(c, x.shape[axis] - shift, axis),
)


@composite
def roll(
    x: TensorLike,
    shift: int | Sequence[int],
    axis: int | Sequence[int] | None = None,
) -> Tensor:
    """x with elements moved `shift` places forward along `axis`; those that fall off come in
    again.

    Several axes may be given with as many shifts. None rolls the flattened tensor.
    """
    x = array(x, "roll")
    if axis is None:
        flat = roll(ravel(x), shift, 0)
        return reshaped(flat, x.shape)
    if hasattr(axis, "__index__"):
        return _roll_axis(x, shift, normalize_axis(axis, x.ndim, "roll"))
    axes = tuple(axis)
    shifts = (shift,) * len(axes) if hasattr(shift, "__index__") else tuple(shift)
    if len(shifts) != len(axes):
        raise ShapeError(f"roll: {len(shifts)} shifts were given for {len(axes)} axes")
    for s, a in zip(shifts, axes, strict=True):
        x = _roll_axis(x, s, normalize_axis(a, x.ndim, "roll"))
    return x


def _roll_axis(x: Array, shift: Any, axis: int) -> Array:
    n = x.shape[axis]
    if isinstance(n, int):
        shift = shift % n if n else 0
        if shift == 0:
            return x
    elif isinstance(shift, int):
        # n·|shift| is a multiple of n that keeps the sum positive.
        shift = shift + n * abs(shift) if shift < 0 else shift
        shift = shift % n
    return apply(_roll, x, shift=shift, axis=axis)


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
    family="movement",
)


@composite
def diagonal(x: TensorLike, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
    """The elements x[…, i, …, i + offset, …] of two axes, as the last axis of the result."""
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
    """Square matrices with the last axis of x as their diagonal, zeros elsewhere."""
    x = array(x, "diag_embed")
    if not x.ndim:
        raise ShapeError("diag_embed: x needs at least one axis, it is 0-d")
    n = x.shape[-1] + abs(offset)
    return apply(_place_diagonal, x, rows=n, columns=n, offset=offset)


@composite
def diag(x: TensorLike, offset: int = 0) -> Tensor:
    """Of a vector the matrix with that diagonal; of a matrix its diagonal."""
    x = array(x, "diag")
    if x.ndim == 1:
        return diag_embed(x, offset)
    if x.ndim == 2:
        return apply(_diagonal, x, offset=offset)
    raise ShapeError(f"diag: x must have 1 or 2 axes, its shape is {show(x.shape)}")
