"""Tensors made of nothing: constants, counting, the identity, and grids.

`iota` is the one primitive: the coordinate along an axis as a number. It is computed where it is
read, so masks and positions cost no memory. Everything else is arithmetic on it, or a broadcast
number.
"""

from __future__ import annotations

import math

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import DTypeError, ShapeError
from ..base.sizes import Dim, Shape, Size
from ..ir.op import Op, Pointwise, Read, Type
from ..trace import primitives as core
from ..trace.array import Array, Number
from ..trace.composite import composite
from ..trace.kind import dispatching
from .families import (
    Tensor,
    TensorLike,
    apply,
    array,
    declare,
    expand,
    no_tangent,
    size_slot,
    to_dtype,
)
from .logic import where
from .shaping import ShapeLike, closed_shape, reshaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

DTypeLike = DType | str | type | None


def _iota_emit(
    k: Any, coords: Sequence[Any], operands: Any, types: Sequence[Type], **params: Any
) -> Any:
    return k.coord_value(coords[params["axis"]], params["dtype"])


_iota: Op = declare(
    "iota",
    infer=lambda *, shape, axis, dtype: Type(dtype, shape),
    lowering=Read(_iota_emit, cost=1),
    jvp=no_tangent,
    family="creation",
)


def iota(shape: Sequence[Dim], axis: int, dtype: DType = dt.int64) -> Array:
    """A tensor whose elements are their coordinate along `axis`."""
    return apply(_iota, shape=tuple(shape), axis=axis, dtype=dtype)


def _size_emit(k: Any, *, size: Dim, dtype: DType, weak: bool) -> Any:
    return k.coord_value(k.coord(k.size(size)), dtype)


_size: Op = declare(
    "size",
    infer=lambda *, size, dtype, weak: Type(dtype, (), weak),
    lowering=Pointwise(_size_emit),  # of no operands: the same number in every lane
    jvp=no_tangent,
    family="creation",
)


def number_of(size: Dim, dtype: DType) -> Array:
    """A size as a 0-d tensor: a constant when it is known, else computed in the program."""
    if isinstance(size, Size):
        return apply(_size, size=size, dtype=dtype, weak=False)
    return Number(float(size) if dtype.is_floating else size, dtype)


# `loss / x.shape[0]`: an open size meets tensors as a Python int does, adapting to their dtype.
size_slot.append(lambda size: apply(_size, size=size, dtype=dt.int64, weak=True))


def chosen(dtype: DTypeLike, default: DType) -> DType:
    """The dtype that was asked for, else the default."""
    return default if dtype is None else dt.dtype(dtype)


# --- constants


@composite
def _full(value: TensorLike, shape: Shape, dtype: DType) -> Tensor:
    # The number is an operand, so that other numbers need no other program.
    return expand(to_dtype(array(value, "full"), dtype, "full"), shape)


def full(shape: ShapeLike, fill_value: complex = 0, dtype: DTypeLike = None) -> Tensor:
    """A tensor that holds one number everywhere; its dtype is that of the number by default.

    >>> ni.full((2, 2), 7)
    tensor([[7, 7],
            [7, 7]])
    """
    kind = chosen(dtype, array(fill_value, "full").dtype)
    return _full(fill_value, closed_shape(shape, "full"), kind)


@composite
def zeros(shape: ShapeLike, dtype: DTypeLike = None) -> Tensor:
    """Zeros, float32 by default.

    >>> ni.zeros((2, 3)).shape
    (2, 3)
    """
    return core.full(0, chosen(dtype, dt.float32), closed_shape(shape, "zeros"))


@composite
def ones(shape: ShapeLike, dtype: DTypeLike = None) -> Tensor:
    """Ones, float32 by default.

    >>> ni.ones((2, 3)).shape
    (2, 3)
    """
    return core.full(1, chosen(dtype, dt.float32), closed_shape(shape, "ones"))


@composite
def empty(shape: ShapeLike, dtype: DTypeLike = None) -> Tensor:
    """A tensor to be overwritten. It holds zeros: nothing of old memory is ever shown.

    >>> ni.empty((2, 3)).shape
    (2, 3)
    """
    return core.full(0, chosen(dtype, dt.float32), closed_shape(shape, "empty"))


@dispatching
def full_like(x: TensorLike, fill_value: complex = 0, dtype: DTypeLike = None) -> Tensor:
    """One number everywhere, in the shape and (by default) dtype of x.

    >>> ni.full_like(ni.tensor([1.0, 2.0]), 7)
    tensor([7., 7.])
    """
    x = array(x, "full_like")
    return _full(fill_value, tuple(x.shape), chosen(dtype, x.dtype))


@composite
def zeros_like(x: TensorLike, dtype: DTypeLike = None) -> Tensor:
    """Zeros in the shape and (by default) dtype of x.

    >>> ni.zeros_like(ni.tensor([1, 2]))
    tensor([0, 0])
    """
    x = array(x, "zeros_like")
    return core.full(0, chosen(dtype, x.dtype), x.shape)


@composite
def ones_like(x: TensorLike, dtype: DTypeLike = None) -> Tensor:
    """Ones in the shape and (by default) dtype of x.

    >>> ni.ones_like(ni.tensor([1, 2]))
    tensor([1, 1])
    """
    x = array(x, "ones_like")
    return core.full(1, chosen(dtype, x.dtype), x.shape)


@composite
def empty_like(x: TensorLike, dtype: DTypeLike = None) -> Tensor:
    """As `zeros_like`.

    >>> ni.empty_like(ni.ones((2, 3))).shape
    (2, 3)
    """
    return zeros_like(x, dtype)


# --- counting


@composite
def _ramp(start: TensorLike, step: TensorLike, count: Dim, dtype: DType) -> Tensor:
    """start + i·step for i below `count`. Floats are computed in float64 when that is asked
    for."""
    counter = dt.int64 if not dtype.is_inexact else dtype.real
    if dtype.is_floating and dtype.itemsize == 2:
        counter = dt.float32
    exact = counter if not dtype.is_complex else dtype
    places = to_dtype(iota((count,), 0, counter), exact)
    first, gap = (expand(to_dtype(array(v, "arange"), exact), (count,)) for v in (start, step))
    return to_dtype(places * gap + first, dtype)


def arange(
    start: float, stop: float | None = None, step: float = 1, dtype: DTypeLike = None
) -> Tensor:
    """start, start + step, … up to but without `stop`; with one argument, from 0 up to it.

    int64 for ints, float32 for floats, by default.

    >>> ni.arange(2, 8, 2)
    tensor([2, 4, 6])
    """
    if stop is None:
        start, stop = 0, start
    for v in (start, stop, step):
        if isinstance(v, (Array, complex)) or not isinstance(v, (int, float, Size)):
            raise TypeError(f"arange: start, stop and step are Python numbers, got {v!r}")
    if step == 0:
        raise ShapeError("arange: step must not be 0")
    whole = not any(isinstance(v, float) for v in (start, stop, step))
    count: Any
    if isinstance(stop, Size) or isinstance(start, Size):
        if step != 1:
            raise ShapeError("arange: with a run-time size, step must be 1")
        count = stop - start
    elif whole:
        count = max(0, -((start - stop) // step))
    else:
        count = max(0, math.ceil((stop - start) / step))
    default = dt.int64 if whole else dt.float32
    first = number_of(start, dt.int64) if isinstance(start, Size) else start
    return _ramp(first, step, count, chosen(dtype, default))


@composite
def linspace(
    start: TensorLike,
    stop: TensorLike,
    num: int = 50,
    dtype: DTypeLike = None,
    endpoint: bool = True,
) -> Tensor:
    """`num` numbers evenly from `start` to `stop` (included unless `endpoint` is False);
    float32.

    >>> ni.linspace(0, 1, 5)
    tensor([0.  , 0.25, 0.5 , 0.75, 1.  ])
    """
    if num < 0:
        raise ShapeError(f"linspace: num must not be negative, got {num}")
    kind = chosen(dtype, dt.float32)
    if not kind.is_inexact:
        raise DTypeError(f"linspace: dtype {kind} is not accepted, only floating dtypes are")
    inner = dt.float32 if kind.itemsize == 2 else kind
    low, high = (to_dtype(array(v, "linspace"), inner) for v in (start, stop))
    gaps = max(1, num - 1 if endpoint else num)
    i = to_dtype(iota((num,), 0, inner.real), inner)
    step = (high - low) / gaps
    # Counted from the nearer end, so that both ends are exact.
    up = expand(low, (num,)) + i * expand(step, (num,))
    if not endpoint or num < 2:
        return to_dtype(up, kind)
    down = expand(high, (num,)) - (gaps - i) * expand(step, (num,))
    place = iota((num,), 0)
    return to_dtype(where(place * 2 < num, up, down), kind)


@composite
def logspace(
    start: float, stop: float, num: int = 50, base: float = 10.0, dtype: DTypeLike = None
) -> Tensor:
    """base to the powers from `start` to `stop`, evenly spaced.

    >>> ni.logspace(0, 2, 3)
    tensor([  1.,  10., 100.])
    """
    return base ** linspace(start, stop, num, dtype)  # type: ignore[no-any-return]


# --- matrices and grids


@composite
def eye(n_rows: int, n_cols: int | None = None, k: int = 0, dtype: DTypeLike = None) -> Tensor:
    """Ones on the k-th diagonal of a matrix, zeros elsewhere; float32 by default.

    >>> ni.eye(2)
    tensor([[1., 0.],
            [0., 1.]])
    """
    shape = closed_shape((n_rows, n_rows if n_cols is None else n_cols), "eye")
    return to_dtype(iota(shape, 1) - iota(shape, 0) == k, chosen(dtype, dt.float32))


@composite
def tri(n_rows: int, n_cols: int | None = None, k: int = 0, dtype: DTypeLike = None) -> Tensor:
    """Ones on and below the k-th diagonal, zeros above; float32 by default.

    >>> ni.tri(2)
    tensor([[1., 0.],
            [1., 1.]])
    """
    shape = closed_shape((n_rows, n_rows if n_cols is None else n_cols), "tri")
    return to_dtype(iota(shape, 1) - iota(shape, 0) <= k, chosen(dtype, dt.float32))


def _triangle(x: TensorLike, k: int, lower: bool, where_: str) -> Tensor:
    x = array(x, where_)
    if x.ndim < 2:
        raise ShapeError(f"{where_}: x needs two axes, it has {x.ndim}")
    inner: Shape = tuple(x.shape[-2:])
    gap = iota(inner, 1) - iota(inner, 0)
    mask = gap <= k if lower else gap >= k
    return where(mask, x, Number(0, x.dtype, True))


@composite
def tril(x: TensorLike, k: int = 0) -> Tensor:
    """x with zeros above the k-th diagonal of its last two axes.

    >>> ni.tril(ni.tensor([[1, 2], [3, 4]]))
    tensor([[1, 0],
            [3, 4]])
    """
    return _triangle(x, k, True, "tril")


@composite
def triu(x: TensorLike, k: int = 0) -> Tensor:
    """x with zeros below the k-th diagonal of its last two axes.

    >>> ni.triu(ni.tensor([[1, 2], [3, 4]]))
    tensor([[1, 2],
            [0, 4]])
    """
    return _triangle(x, k, False, "triu")


@composite
def meshgrid(xs: Sequence[Tensor], indexing: str = "xy") -> tuple[Tensor, ...]:
    """Coordinates of a grid: vector i repeated along the axes of the others.

    `indexing` is `xy` (the first two axes exchanged, as in NumPy) or `ij`.

    >>> ni.meshgrid([ni.arange(2), ni.arange(3)])
    (tensor([[0, 1],
            [0, 1],
            [0, 1]]), tensor([[0, 0],
            [1, 1],
            [2, 2]]))
    """
    if indexing not in ("xy", "ij"):
        raise ShapeError(f"meshgrid: indexing {indexing!r} is not known; write 'xy' or 'ij'")
    given = [array(x, "meshgrid") for x in xs]
    for x in given:
        if x.ndim > 1:
            raise ShapeError(f"meshgrid: vectors are wanted, got {x.ndim} axes")
    order = list(range(len(given)))
    if indexing == "xy" and len(given) > 1:
        order[0], order[1] = 1, 0
    lengths = [x.shape[0] if x.ndim else 1 for x in given]
    shape = [lengths[i] for i in order]
    result = []
    for i, x in enumerate(given):
        place = order.index(i)
        column = [lengths[i] if j == place else 1 for j in range(len(given))]
        result.append(expand(reshaped(x, column), shape))
    return tuple(result)


# --- conversion


@composite
def astype(x: TensorLike, dtype: DTypeLike, copy: bool = True) -> Tensor:
    """x converted to another dtype.

    Floats become integers towards zero, saturated at the ends (NaN gives 0); complex numbers lose
    their imaginary part. `copy` is accepted for the array-API standard: values never change.

    >>> ni.astype(ni.tensor([1.7, -1.7]), ni.int64)
    tensor([ 1, -1])
    """
    return to_dtype(array(x, "astype"), dt.dtype(dtype), "astype")
