"""Joining, rolling and splitting tensors along an axis.

`concatenate` is a primitive that is pulled like the movements: the kernel that reads the result
reads the parts.
"""

from __future__ import annotations

from itertools import accumulate as running_sums

from ..base.errors import ShapeError
from ..base.shapes import normalize_axis, show
from ..base.sizes import Dim, ceil_div, known, maximum
from ..ir.op import Linear, Op, Read, Type
from ..trace import primitives as core
from ..trace.array import Array
from ..trace.batching import along_axis
from ..trace.bind import bind, type_of
from ..trace.composite import composite
from ..trace.stage import check_equal, known_equal
from .families import Tensor, TensorLike, apply, array, declare, promoted
from .movement import read_inside, reads_masked, slice_axis
from .shaping import atleast_1d, atleast_2d, ravel, reshaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def _concatenate_infer(*types: Type, axis: int) -> Type:
    first = types[0]
    shape = list(first.shape)
    total: Dim = first.shape[axis]
    for t in types[1:]:
        if t.dtype is not first.dtype:
            raise ShapeError(f"concatenate: dtypes {first.dtype} and {t.dtype} must be equal here")
        fits = t.ndim == first.ndim and all(
            i == axis or known_equal(a, b) is not False
            for i, (a, b) in enumerate(zip(shape, t.shape, strict=True))
        )
        if not fits:
            raise ShapeError(
                f"concatenate: shapes {show(first.shape)} and {show(t.shape)} must be equal "
                f"but for axis {axis}"
            )
        for i, n in enumerate(t.shape):
            if i != axis:
                shape[i] = check_equal(shape[i], n)
        total = total + t.shape[axis]
    shape[axis] = total
    return Type(first.dtype, tuple(shape))


def _starts(types: Sequence[Type], axis: int) -> list[Dim]:
    sizes = [t.shape[axis] for t in types]
    return list(running_sums(sizes[:-1], initial=0))


def _concatenate_emit(
    k: Any, coords: Sequence[Any], operands: Sequence[Any], types: Sequence[Type], *, axis: int
) -> Any:
    parts = types[:-1]
    result: Any = None
    # From the last to the first: each part wins where the place lies before the next part's start.
    for part, read, start in reversed(
        list(zip(parts, operands, _starts(parts, axis), strict=True))
    ):
        size = part.shape[axis]
        if isinstance(size, int) and size == 0:
            continue
        places = list(coords)
        place = coords[axis] - start
        if reads_masked(k, place, part.dtype):
            places[axis] = place
            mine = k.compare_coord("lt", place, size)
            if not known_equal(start, 0):
                mine = k.logical_and(mine, k.compare_coord("ge", place, 0))
            value = read_inside(k, read, places, mine)
        else:
            places[axis] = place.clamp(0, maximum(size - 1, 0))
            mine = k.compare_coord("lt", place, size)
            value = read(places)
        result = value if result is None else k.select(mine, value, result)
    return k.const(0, types[-1].dtype) if result is None else result


def _concatenate_tangent(primals: Any, tangents: Any, out: Any, *, axis: int) -> Any:
    if all(t is None for t in tangents):
        return None
    filled = [
        core.zeros(type_of(x)) if t is None else t for x, t in zip(primals, tangents, strict=True)
    ]
    return bind(concatenate_op, *filled, axis=axis)


def _concatenate_transpose(c: Array, *operands: Any, axis: int) -> list[Any]:
    types = [x.type if isinstance(x, Linear) else type_of(x) for x in operands]
    return [
        slice_axis(c, axis, start, t.shape[axis]) if isinstance(x, Linear) else None
        for x, t, start in zip(operands, types, _starts(types, axis), strict=True)
    ]


concatenate_op: Op = declare(
    "concatenate",
    infer=_concatenate_infer,
    lowering=Read(_concatenate_emit, cost=4),
    jvp=_concatenate_tangent,
    transpose=_concatenate_transpose,
    batch=along_axis(lambda: concatenate_op),
    family="joining",
)


def join(parts: Sequence[Array], axis: int) -> Array:
    """Arrays of one dtype, one behind the other along `axis`."""
    return parts[0] if len(parts) == 1 else apply(concatenate_op, *parts, axis=axis)


def _list(xs: Any, where: str) -> list[Any]:
    if isinstance(xs, Array):
        xs = unbind(xs)
    given = list(xs)
    if not given:
        raise ShapeError(f"{where}: there must be at least one tensor")
    return given


@composite
def concatenate(xs: Sequence[Tensor], axis: int | None = 0) -> Tensor:
    """Tensors one behind the other along an existing axis; None joins them flattened.

    Their shapes must be equal but for that axis. Dtypes are promoted.

    >>> ni.concatenate([ni.tensor([1, 2]), ni.tensor([3])])
    tensor([1, 2, 3])
    """
    parts = promoted("concatenate", *_list(xs, "concatenate"))
    if axis is None:
        parts, axis = [reshaped(x, (_count(x),)) for x in parts], 0
    if parts[0].ndim == 0:
        raise ShapeError("concatenate: 0-d tensors have no axis; join them with ni.stack")
    return join(parts, normalize_axis(axis, parts[0].ndim, "concatenate"))


def _count(x: Array) -> Dim:
    total: Dim = 1
    for n in x.shape:
        total = total * n
    return total


@composite
def stack(xs: Sequence[Tensor], axis: int = 0) -> Tensor:
    """Tensors of equal shape along a new axis.

    >>> ni.stack([ni.tensor([1, 2]), ni.tensor([3, 4])], 1)
    tensor([[1, 3],
            [2, 4]])
    """
    parts = promoted("stack", *_list(xs, "stack"))
    a = normalize_axis(axis, parts[0].ndim + 1, "stack")
    for x in parts[1:]:
        if len(x.shape) != len(parts[0].shape) or any(
            known_equal(m, n) is False for m, n in zip(x.shape, parts[0].shape, strict=True)
        ):
            raise ShapeError(
                f"stack: shapes {show(parts[0].shape)} and {show(x.shape)} must be equal"
            )
    return join([reshaped(x, (*x.shape[:a], 1, *x.shape[a:])) for x in parts], a)


@composite
def hstack(xs: Sequence[Tensor]) -> Tensor:
    """Tensors side by side: along axis 1, or axis 0 of vectors.

    >>> ni.hstack([ni.tensor([1, 2]), ni.tensor([3])])
    tensor([1, 2, 3])
    """
    parts = [atleast_1d(x) for x in _list(xs, "hstack")]
    return concatenate(parts, 0 if parts[0].ndim == 1 else 1)


@composite
def vstack(xs: Sequence[Tensor]) -> Tensor:
    """Tensors one below the other: along axis 0; vectors become rows.

    >>> ni.vstack([ni.tensor([1, 2]), ni.tensor([3, 4])])
    tensor([[1, 2],
            [3, 4]])
    """
    return concatenate([atleast_2d(x) for x in _list(xs, "vstack")], 0)


# --- roll


@composite
def roll(
    x: TensorLike,
    shift: int | Sequence[int],
    axis: int | Sequence[int] | None = None,
) -> Tensor:
    """x with elements moved `shift` places forward along `axis`; those that fall off come in
    again.

    Several axes may be given with as many shifts. None rolls the flattened tensor.

    >>> ni.roll(ni.tensor([1, 2, 3]), 1)
    tensor([3, 1, 2])
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
        shift = maximum(shift, 0) % maximum(n, 1)  # n may turn out to be 0
    kept = n - shift
    return join([slice_axis(x, axis, kept, shift), slice_axis(x, axis, 0, kept)], axis)


# --- splitting


@composite
def unbind(x: TensorLike, dim: int = 0) -> tuple[Tensor, ...]:
    """The slices along one axis, which they lack.

    >>> ni.unbind(ni.tensor([[1, 2], [3, 4]]))
    (tensor([1, 2]), tensor([3, 4]))
    """
    x = array(x, "unbind")
    a = normalize_axis(dim, x.ndim, "unbind")
    n = known(x.shape[a], "unbind: an axis has as many slices as elements")
    shape = (*x.shape[:a], *x.shape[a + 1 :])
    return tuple([reshaped(slice_axis(x, a, i, 1), shape) for i in range(n)])


@composite
def unstack(x: TensorLike, axis: int = 0) -> tuple[Tensor, ...]:
    """The slices along one axis, which they lack; the array-API name of `unbind`.

    >>> ni.unstack(ni.tensor([[1, 2], [3, 4]]))
    (tensor([1, 2]), tensor([3, 4]))
    """
    return unbind(x, axis)


@composite
def split(x: TensorLike, split_size: int | Sequence[int], dim: int = 0) -> tuple[Tensor, ...]:
    """Pieces along one axis: of `split_size` elements each (the last may be shorter), or of the
    sizes listed, which must add up to the axis (as PyTorch's `split`).

    >>> ni.split(ni.arange(5), 2)
    (tensor([0, 1]), tensor([2, 3]), tensor([4]))
    """
    x = array(x, "split")
    a = normalize_axis(dim, x.ndim, "split")
    n = x.shape[a]
    if hasattr(split_size, "__index__"):
        step = int(split_size)
        if step <= 0:
            raise ShapeError(f"split: split_size must be positive, got {step}")
        total = known(n, "split: how many pieces there are depends on the size of the axis")
        sizes = [min(step, total - i) for i in range(0, total, step)] or [0]
    else:
        sizes = [int(s) for s in split_size]
        if any(s < 0 for s in sizes) or (isinstance(n, int) and sum(sizes) != n):
            raise ShapeError(f"split: sizes {sizes} must add up to {n!r}, the size of axis {a}")
        check_equal(n, sum(sizes), "split")
    starts = running_sums(sizes[:-1], initial=0)
    return tuple([slice_axis(x, a, i, s) for i, s in zip(starts, sizes, strict=True)])


@composite
def chunk(x: TensorLike, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
    """At most `chunks` pieces along one axis, of equal size but for the last.

    >>> ni.chunk(ni.arange(5), 2)
    (tensor([0, 1, 2]), tensor([3, 4]))
    """
    x = array(x, "chunk")
    if chunks < 1:
        raise ShapeError(f"chunk: chunks must be positive, got {chunks}")
    size = x.shape[normalize_axis(dim, x.ndim, "chunk")]
    n = known(size, "chunk: how many pieces there are depends on the size of the axis")
    return split(x, max(1, -(-n // chunks)), dim)


@composite
def array_split(x: TensorLike, sections: int, axis: int = 0) -> tuple[Tensor, ...]:
    """Exactly `sections` pieces along one axis; the first ones are one element longer where
    needed.

    >>> ni.array_split(ni.arange(5), 2)
    (tensor([0, 1, 2]), tensor([3, 4]))
    """
    x = array(x, "array_split")
    a = normalize_axis(axis, x.ndim, "array_split")
    if sections < 1:
        raise ShapeError(f"array_split: sections must be positive, got {sections}")
    sizes = [ceil_div(x.shape[a] - i, sections) for i in range(sections)]
    starts = running_sums(sizes[:-1], initial=0)
    return tuple([slice_axis(x, a, i, s) for i, s in zip(starts, sizes, strict=True)])


cat = concatenate
concat = concatenate
