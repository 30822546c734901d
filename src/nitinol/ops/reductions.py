"""Reductions: axes folded away by a sum, a product, an extreme, a truth value or a norm.

`axis` is an int, a tuple of ints, or None for all axes; `keepdims` keeps them with size 1. What a
reduction of no elements gives is its neutral element (0, 1, False, True); extremes of none raise.

Accumulation: half-width floats in float32, rounded once; bool and integer sums and products in
64 bits.

| function | at | derivative |
|---|---|---|
| `max`, `min` | ties | shared equally |
| `norm` | the zero vector | 0 |
| `std` | all elements equal | 0 |
| `logsumexp` | infinite results | shared equally by the elements equal to it |
"""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import ShapeError
from ..base.shapes import normalize_axes, normalize_axis
from ..base.sizes import Dim, Shape, product
from ..trace import primitives as core
from ..trace.array import Array
from ..trace.composite import composite
from ..trace.stage import known_equal
from .arithmetic import abs
from .complexes import conj, real
from .creation import DTypeLike, number_of
from .cumulative import last_along, product_so_far, recurrence, shifted
from .elementary import exp, log, sqrt
from .families import (
    Tensor,
    TensorLike,
    apply,
    array,
    check_at_most,
    check_kind,
    float_dtype,
    fold,
    half_to_float,
    to_dtype,
    unreduce,
)
from .logic import where
from .shaping import permuted, ravel, reshaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeAlias

Axes: TypeAlias = "int | Sequence[int] | None"


def keep(result: Array, shape: Shape, axes: tuple[int, ...], keepdims: bool) -> Array:
    """`result` with the axes that were folded as axes of size 1, if they are to be kept."""
    if not keepdims or not axes:
        return result
    return reshaped(result, [1 if i in axes else n for i, n in enumerate(shape)])


def add_up(x: Array, axes: tuple[int, ...]) -> Array:
    """The sum over `axes` in the dtype of x."""
    return apply(core.reduce_sum, x, axes=axes) if axes else x


def _sum_dtype(dtype: DType) -> DType:
    if dtype.is_bool or dtype.kind == "i":
        return dt.int64
    return dt.uint64 if dtype.kind == "u" else dtype


@composite
def sum(
    x: TensorLike, axis: Axes = None, dtype: DTypeLike = None, keepdims: bool = False
) -> Tensor:
    """The sum over `axis`: int64 of bool and signed integers, uint64 of unsigned ones.

    >>> ni.sum(ni.tensor([[1.0, 2.0], [3.0, 5.0]]), 1)
    tensor([3., 8.])
    """
    x = array(x, "sum")
    axes = normalize_axes(axis, x.ndim, "sum")
    x = to_dtype(x, _sum_dtype(x.dtype) if dtype is None else dt.dtype(dtype))
    return keep(add_up(x, axes), x.shape, axes, keepdims)


# --- product


def _last(x: Array, axes: tuple[int, ...]) -> Array:
    """x with `axes` made one, at the end."""
    kept = [i for i in range(x.ndim) if i not in axes]
    moved = permuted(x, [*kept, *axes])
    return reshaped(moved, [*[x.shape[i] for i in kept], product(x.shape[i] for i in axes)])


def _prod_tangent(t: Any, x: Any, out: Any, axes: tuple[int, ...]) -> Any:
    # The product grows element by element, p ← p·xᵢ, so its tangent follows ṗ ← ṗ·xᵢ + p·tᵢ:
    # exact where elements are zero, and in higher derivatives too.
    if known_equal(product(x.shape), 0):
        return None
    flat, tangent = _last(x, axes), _last(t, axes)
    axis = flat.ndim - 1
    before = shifted(product_so_far(flat, axis), axis, 1)
    steps = recurrence(flat, before * tangent, axis)
    return last_along(steps, axis)


def _start_number(value: float) -> Any:
    def start(k: Any, dtype: DType) -> tuple[Any]:
        half = dtype.is_floating and dtype.itemsize == 2
        return (k.const(value, dt.float32 if half else dtype),)

    return start


_prod = fold(
    "reduce_prod",
    start=_start_number(1),
    step=lambda k, state, value, position: (k.mul(state[0], k.cast(value, state[0].dtype)),),
    merge=lambda k, a, b: (k.mul(a[0], b[0]),),
    jvp=_prod_tangent,
)


@composite
def prod(
    x: TensorLike, axis: Axes = None, dtype: DTypeLike = None, keepdims: bool = False
) -> Tensor:
    """The product over `axis`: int64 of bool and signed integers, uint64 of unsigned ones.

    >>> ni.prod(ni.tensor([[1.0, 2.0], [3.0, 5.0]]), 1)
    tensor([ 2., 15.])
    """
    x = array(x, "prod")
    axes = normalize_axes(axis, x.ndim, "prod")
    x = to_dtype(x, _sum_dtype(x.dtype) if dtype is None else dt.dtype(dtype))
    result = apply(_prod, x, axes=axes) if axes else x
    return keep(result, x.shape, axes, keepdims)


# --- mean and variance


def count_of(x: Array, axes: tuple[int, ...]) -> Dim:
    """How many elements are folded into one."""
    return product(x.shape[i] for i in axes)


def average(x: Array, axes: tuple[int, ...]) -> Array:
    """The mean over `axes` of a floating or complex array, in its dtype."""
    count = number_of(count_of(x, axes), x.dtype.real)
    return add_up(x, axes) / to_dtype(count, x.dtype)  # type: ignore[no-any-return]


@composite
def mean(
    x: TensorLike, axis: Axes = None, dtype: DTypeLike = None, keepdims: bool = False
) -> Tensor:
    """The arithmetic mean over `axis`; float32 of bool and integers. Of no elements it is NaN.

    >>> ni.mean(ni.tensor([[1.0, 2.0], [3.0, 5.0]]), 1)
    tensor([1.5, 4. ])
    """
    x = array(x, "mean")
    axes = normalize_axes(axis, x.ndim, "mean")
    own = float_dtype(x.dtype) if dtype is None else dt.dtype(dtype)
    check_kind("mean", own, "fc")
    wide = half_to_float(to_dtype(x, own))
    return keep(to_dtype(average(wide, axes), own), x.shape, axes, keepdims)


def spread(x: Array, axes: tuple[int, ...], correction: float) -> Array:
    """The variance over `axes` of a floating or complex array, in its dtype (real)."""
    centre = unreduce(average(x, axes), x.shape, axes)
    gap = x - centre
    squares = real(gap * conj(gap)) if x.dtype.is_complex else gap * gap
    count = number_of(count_of(x, axes), squares.dtype)
    if correction:
        count = count - correction
        count = where(count < 0, 0, count)
    return add_up(squares, axes) / count  # type: ignore[no-any-return]


@composite
def var(
    x: TensorLike,
    axis: Axes = None,
    correction: float = 0,
    keepdims: bool = False,
) -> Tensor:
    """The variance over `axis`: mean square distance from the mean, divided by n −
    `correction`.

    >>> ni.var(ni.tensor([[1.0, 2.0], [3.0, 5.0]]), 1)
    tensor([0.25, 1.  ])
    """
    x = array(x, "var")
    axes = normalize_axes(axis, x.ndim, "var")
    own = float_dtype(x.dtype)
    result = spread(half_to_float(to_dtype(x, own)), axes, correction)
    return keep(to_dtype(result, own.real), x.shape, axes, keepdims)


@composite
def std(
    x: TensorLike,
    axis: Axes = None,
    correction: float = 0,
    keepdims: bool = False,
) -> Tensor:
    """The standard deviation over `axis`: the root of `var`. Its derivative is 0 where that is 0.

    >>> ni.std(ni.tensor([[1.0, 2.0], [3.0, 5.0]]), 1)
    tensor([0.5, 1. ])
    """
    x = array(x, "std")
    axes = normalize_axes(axis, x.ndim, "std")
    own = float_dtype(x.dtype)
    variance = spread(half_to_float(to_dtype(x, own)), axes, correction)
    zero = variance == 0  # a kink like that of a norm, with derivative 0
    result = where(zero, 0, sqrt(where(zero, 1, variance)))
    return keep(to_dtype(result, own.real), x.shape, axes, keepdims)


# --- extremes


def _extreme_tangent(t: Any, x: Any, out: Any, axes: tuple[int, ...]) -> Any:
    best = x == unreduce(out, x.shape, axes)
    share = to_dtype(best, x.dtype)
    return add_up(where(best, t, 0), axes) / add_up(share, axes)


def _lowest(dtype: DType, sign: int) -> float:
    if dtype.is_floating:
        return -sign * float("inf")
    if dtype.is_bool:
        return sign < 0
    return dtype.min if sign > 0 else dtype.max


def _extreme(name: str, method: str, sign: int) -> Any:
    return fold(
        name,
        start=lambda k, dtype: (k.const(_lowest(dtype, sign), dtype),),
        step=lambda k, state, value, position: (getattr(k, method)(state[0], value),),
        merge=lambda k, a, b: (getattr(k, method)(a[0], b[0]),),
        jvp=_extreme_tangent,
    )


_max = _extreme("reduce_max", "maximum", 1)
_min = _extreme("reduce_min", "minimum", -1)


def check_not_empty(where_: str, x: Array, axes: tuple[int, ...]) -> None:
    """Raise `ShapeError` when no elements are folded: there is no neutral one.

    Where a size is open, the run checks it.
    """
    for i in axes:
        words = (f"{where_}: shape ", x.shape, f" has no elements along axes {axes}")
        check_at_most(1, x.shape[i], *words)


def highest(x: Array, axes: tuple[int, ...]) -> Array:
    """The maximum over `axes`."""
    return apply(_max, x, axes=axes) if axes else x


def _reduce_extreme(op: Any, x: Any, axis: Axes, keepdims: bool, name: str) -> Tensor:
    x = array(x, name)
    check_kind(name, x.dtype, "biuf")
    axes = normalize_axes(axis, x.ndim, name)
    check_not_empty(name, x, axes)
    return keep(apply(op, x, axes=axes) if axes else x, x.shape, axes, keepdims)


@composite
def max(x: TensorLike, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """The largest element along `axis`; NaN where there is one.

    Equal largest elements share the derivative equally.

    >>> ni.max(ni.tensor([[1.0, 2.0], [3.0, 5.0]]), 1)
    tensor([2., 5.])
    """
    return _reduce_extreme(_max, x, axis, keepdims, "max")


@composite
def min(x: TensorLike, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """The smallest element along `axis`; NaN where there is one.

    Equal smallest elements share the derivative equally.

    >>> ni.min(ni.tensor([[1.0, 2.0], [3.0, 5.0]]), 1)
    tensor([1., 3.])
    """
    return _reduce_extreme(_min, x, axis, keepdims, "min")


amax = max
amin = min


@composite
def aminmax(x: TensorLike, axis: Axes = None, keepdims: bool = False) -> tuple[Tensor, Tensor]:
    """(smallest, largest) element along `axis`.

    >>> ni.aminmax(ni.tensor([3.0, 1.0, 2.0]))
    (tensor(1.), tensor(3.))
    """
    return min(x, axis, keepdims), max(x, axis, keepdims)


# --- places of extremes


def _better(k: Any, sign: int, a: Any, b: Any) -> Any:
    """Whether state a = (value, place) goes before b: further out, NaN first, then the lower
    place."""
    (av, ap), (bv, bp) = a, b
    beyond = k.compare("gt" if sign > 0 else "lt", av, bv)
    tie = k.compare("eq", av, bv)
    if av.dtype.is_floating:
        a_nan, b_nan = k.is_nan(av), k.is_nan(bv)
        beyond = k.logical_or(beyond, k.logical_and(a_nan, k.logical_not(b_nan)))
        tie = k.logical_or(tie, k.logical_and(a_nan, b_nan))
    return k.logical_or(beyond, k.logical_and(tie, k.compare("lt", ap, bp)))


def _pick(k: Any, sign: int, a: Any, b: Any) -> tuple[Any, Any]:
    first = _better(k, sign, a, b)
    return k.select(first, a[0], b[0]), k.select(first, a[1], b[1])


_NOWHERE = 2**62  # loses every tie against a real place


def _place(name: str, sign: int) -> Any:
    def start(k: Any, dtype: DType) -> tuple[Any, Any]:
        return k.const(_lowest(dtype, sign), dtype), k.const(_NOWHERE, dt.int64)

    def step(k: Any, state: Any, value: Any, position: Any) -> tuple[Any, Any]:
        return _pick(k, sign, state, (value, k.coord_value(position, dt.int64)))

    return fold(
        name,
        start=start,
        step=step,
        merge=lambda k, a, b: _pick(k, sign, a, b),
        finish=lambda k, state, count: state[1],
        result=lambda d: dt.int64,
        positional=True,
    )


_argmax = _place("argmax", 1)
_argmin = _place("argmin", -1)


def _arg_extreme(op: Any, x: Any, axis: int | None, keepdims: bool, name: str) -> Tensor:
    x = array(x, name)
    check_kind(name, x.dtype, "biuf")
    whole = x.shape
    if axis is None:
        x = ravel(x)
        axes: tuple[int, ...] = (0,)
    else:
        axes = (normalize_axis(axis, x.ndim, name),)
    check_not_empty(name, x, axes)
    result = apply(op, x, axes=axes)
    if axis is None:
        return keep(result, whole, tuple(range(len(whole))), keepdims)
    return keep(result, whole, axes, keepdims)


@composite
def argmax(x: TensorLike, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """Where the largest element is: the first one, or the first NaN. int64.

    None counts through the flattened tensor.

    >>> ni.argmax(ni.tensor([[1.0, 2.0], [5.0, 3.0]]), 1)
    tensor([1, 0])
    """
    return _arg_extreme(_argmax, x, axis, keepdims, "argmax")


@composite
def argmin(x: TensorLike, axis: int | None = None, keepdims: bool = False) -> Tensor:
    """Where the smallest element is: the first one, or the first NaN. int64.

    None counts through the flattened tensor.

    >>> ni.argmin(ni.tensor([[1.0, 2.0], [5.0, 3.0]]), 1)
    tensor([0, 1])
    """
    return _arg_extreme(_argmin, x, axis, keepdims, "argmin")


# --- truth values


@composite
def any(x: TensorLike, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """Whether some element along `axis` is true (not zero).

    >>> ni.any(ni.tensor([[True, False], [True, True]]), 1)
    tensor([ True,  True])
    """
    x = to_dtype(array(x, "any"), dt.bool_)
    axes = normalize_axes(axis, x.ndim, "any")
    return keep(highest(x, axes), x.shape, axes, keepdims)


@composite
def all(x: TensorLike, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """Whether every element along `axis` is true (not zero).

    >>> ni.all(ni.tensor([[True, False], [True, True]]), 1)
    tensor([False,  True])
    """
    x = to_dtype(array(x, "all"), dt.bool_)
    axes = normalize_axes(axis, x.ndim, "all")
    return keep(apply(_min, x, axes=axes) if axes else x, x.shape, axes, keepdims)


@composite
def count_nonzero(x: TensorLike, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """How many elements along `axis` are not zero. int64.

    >>> ni.count_nonzero(ni.tensor([0, 5, 7]))
    tensor(2)
    """
    return sum(to_dtype(array(x, "count_nonzero"), dt.bool_), axis, None, keepdims)


# --- logsumexp and norms


def finite_or_zero(x: Array) -> Array:
    """Infinities as 0: what an exponent may be shifted by."""
    return where((x - x) == 0, x, 0)


def _logsumexp(x: Array, axes: tuple[int, ...]) -> Array:
    top = finite_or_zero(highest(x, axes))
    total = add_up(exp(x - unreduce(top, x.shape, axes)), axes)
    return log(total) + top  # type: ignore[no-any-return]


def _logsumexp_tangent(primals: Any, tangents: Any, out: Any, *, axes: tuple[int, ...]) -> Any:
    (x,), (t,) = primals, tangents
    if t is None:
        return None
    # Rounding of a large result scales all weights alike, and infinite elements have a gap of NaN.
    whole = unreduce(out, x.shape, axes)
    weight = exp(where(x == whole, 0, x - whole))
    return add_up(weight * t, axes) / add_up(weight, axes)


@composite(jvp=_logsumexp_tangent)
def _logsumexp_over(x: Tensor, axes: tuple[int, ...]) -> Tensor:
    """log Σ eˣ over sorted, positive `axes`, saving x and the result only."""
    return _logsumexp(x, axes)


@composite
def logsumexp(x: TensorLike, axis: Axes = None, keepdims: bool = False) -> Tensor:
    """log Σ e^x over `axis`, computed without overflow; −∞ of no elements.

    >>> ni.logsumexp(ni.tensor([[1.0, 2.0], [3.0, 5.0]]), 1)
    tensor([2.3133, 5.1269])
    """
    x = array(x, "logsumexp")
    own = float_dtype(x.dtype)
    check_kind("logsumexp", own, "f")
    axes = normalize_axes(axis, x.ndim, "logsumexp")
    wide = half_to_float(to_dtype(x, own))
    return keep(to_dtype(_logsumexp_over(wide, axes), own), x.shape, axes, keepdims)


def _root_norm(x: Array, axes: tuple[int, ...]) -> Array:
    size = abs(x)
    return sqrt(add_up(size * size, axes))  # type: ignore[no-any-return]


def _root_norm_tangent(primals: Any, tangents: Any, out: Any, *, axes: tuple[int, ...]) -> Any:
    (x,), (t,) = primals, tangents
    if t is None:
        return None
    product_ = real(conj(x) * t) if x.dtype.is_complex else x * t
    zero = out == 0
    return where(zero, 0, add_up(product_, axes) / where(zero, 1, out))


@composite(jvp=_root_norm_tangent)
def _root_norm_over(x: Tensor, axes: tuple[int, ...]) -> Tensor:
    """√Σ|x|² over sorted, positive `axes`, with derivative 0 at the origin."""
    return _root_norm(x, axes)


@composite
def vector_norm(x: TensorLike, axis: Axes = None, keepdims: bool = False, ord: float = 2) -> Tensor:
    """(Σ|x|^ord)^(1/ord) over `axis`; ord may be ∞ (largest), −∞ (smallest) or 0 (how many are not 0).

    The derivative at the zero vector is 0, and so is that by elements that are 0.

    >>> ni.vector_norm(ni.tensor([[3.0, 4.0]]), axis=1)
    tensor([5.])
    """
    x = array(x, "vector_norm")
    axes = normalize_axes(axis, x.ndim, "vector_norm")
    own = float_dtype(x.dtype)
    wide = half_to_float(to_dtype(x, own))
    if ord == 2:
        result = _root_norm_over(wide, axes)
    elif ord == 1:
        result = add_up(abs(wide), axes)
    elif ord == 0:
        result = add_up(to_dtype(wide != 0, wide.dtype.real), axes)
    elif ord in (float("inf"), float("-inf")):
        check_not_empty("vector_norm", x, axes)
        op = _max if ord > 0 else _min
        result = apply(op, abs(wide), axes=axes) if axes else abs(wide)
    else:
        # 0 to such a power has a kink too, between an infinite slope and its negative for ord < 1.
        size = abs(wide)
        zero = size == 0
        powers = where(zero, 0 if ord > 0 else float("inf"), where(zero, 1, size) ** ord)
        total = add_up(powers, axes)
        zero = total == 0
        result = where(zero, 0, where(zero, 1, total) ** (1 / ord))
    return keep(to_dtype(result, own.real), x.shape, axes, keepdims)


@composite
def norm(
    x: TensorLike, ord: float | str | None = None, axis: Axes = None, keepdims: bool = False
) -> Tensor:
    """The norm of vectors, or with `ord="fro"` (and by default) the root of all squares.

    Other norms of matrices are in `ni.linalg`.

    >>> ni.norm(ni.tensor([3.0, 4.0]))
    tensor(5.)
    """
    if ord is None or ord == "fro":
        return vector_norm(x, axis, keepdims, 2)
    if isinstance(ord, str):
        raise ShapeError(f"norm: ord {ord!r} is not known here; write a number or 'fro'")
    return vector_norm(x, axis, keepdims, ord)
