"""Cumulative operations: each element of the result folds all elements up to its place along one
axis.

| function | yₙ | tangent |
|---|---|---|
| `cumsum` | yₙ₋₁ + xₙ | the same of ẋ |
| `cumprod` | yₙ₋₁ · xₙ | ẏₙ = xₙ·ẏₙ₋₁ + yₙ₋₁·ẋₙ |
| `cummax`, `cummin` | the extreme of yₙ₋₁ and xₙ | ẏₙ₋₁ or ẋₙ, whichever won (xₙ at ties) |
| `logcumsumexp` | log(e^yₙ₋₁ + e^xₙ) | ẏₙ = e^(yₙ₋₁−yₙ)·ẏₙ₋₁ + e^(xₙ−yₙ)·ẋₙ |
| `linear_recurrence` | aₙ·yₙ₋₁ + bₙ | ẏₙ = aₙ·ẏₙ₋₁ + (ȧₙ·yₙ₋₁ + ḃₙ) |

So the derivatives of all are linear recurrences, exact at zeros and ties, in every order. A
recurrence is linear in b; its transpose is a recurrence that runs backwards.

The loop nest is the template `scan`; `SCANS` tells it how to fold. Half-width floats are folded
in float32.
"""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import ShapeError
from ..base.record import record
from ..base.shapes import normalize_axis
from ..base.sizes import maximum
from ..ir.op import Anchor, Linear, Op, Type
from ..trace.array import Array
from ..trace.batching import along_axis
from ..trace.bind import bind
from ..trace.composite import composite
from ..trace.primitives import accumulate, common_type, linear_jvp
from .complexes import conj
from .creation import DTypeLike
from .elementary import exp
from .families import (
    Tensor,
    TensorLike,
    apply,
    array,
    broadcast,
    check_kind,
    declare,
    promoted,
    to_dtype,
)
from .logic import where
from .movement import place, slice_axis, whole
from .shaping import ravel, reshaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final


@record(frozen=True)
class Scan:
    """How a scan folds: `start(k, dtype)` is the state before the first element, `step(k, state,
    *values)` the state after one more (a tuple of lanes), `finish(k, state)` what is stored.
    States of half-width floats are float32."""

    start: Callable[..., tuple[Any, ...]]
    step: Callable[..., tuple[Any, ...]]
    finish: Callable[..., Any]


SCANS: Final[dict[str, Scan]] = {}


def _declare(name: str, scan: Scan, jvp: Callable[..., Any], transpose: Any = None) -> Op:
    SCANS[name] = scan
    op: Op

    def infer(*types: Type, axis: int, reverse: bool) -> Type:
        t = common_type(name, *types)
        return Type(t.dtype, t.shape)

    op = declare(
        name,
        infer=infer,
        lowering=Anchor("scan"),
        jvp=jvp,
        transpose=transpose,
        batch=along_axis(lambda: op),
        family="cumulative",
    )
    return op


def _first(k: Any, state: tuple[Any, ...]) -> Any:
    return state[0]


def _constant(value: float) -> Callable[..., Any]:
    return lambda k, dtype: (k.const(value, dtype),)


def _limit(sign: int) -> Callable[..., Any]:
    def start(k: Any, dtype: DType) -> tuple[Any]:
        if dtype.is_floating:
            return (k.const(sign * float("inf"), dtype),)
        if dtype.is_bool:
            return (k.const(sign > 0, dtype),)
        return (k.const(dtype.max if sign > 0 else dtype.min, dtype),)

    return start


# --- moving by one place


def shifted(x: Array, axis: int, fill: float, reverse: bool = False) -> Array:
    """x moved one place on along `axis`, so that each element meets its predecessor; `fill`
    comes in.

    `reverse` moves it back instead.
    """
    n = x.shape[axis]
    kept = maximum(n - 1, 0)
    slices = whole(x.shape)
    slices[axis] = (0 if reverse else 1, 1, kept)
    part = slice_axis(x, axis, 1 if reverse else 0, kept)
    return place(part, x.shape, slices, fill)


def last_along(x: Array, axis: int) -> Array:
    """The last element along `axis`, which the result lacks; 0 of an axis that has none."""
    shape = [n for i, n in enumerate(x.shape) if i != axis]
    n = x.shape[axis]
    if not isinstance(n, int):
        filled = [maximum(d, 1) if i == axis else d for i, d in enumerate(x.shape)]
        return reshaped(
            slice_axis(place(x, tuple(filled), whole(x.shape), 0), axis, maximum(n, 1) - 1, 1),
            shape,
        )
    return reshaped(slice_axis(x, axis, x.shape[axis] - 1, 1), shape)


# --- linear recurrences


def recurrence(a: Array, b: Array, axis: int, reverse: bool = False) -> Array:
    """yₙ = aₙ·yₙ₋₁ + bₙ along `axis`, y before the first being 0; `reverse` runs from the end."""
    return apply(_recurrence, a, b, axis=axis, reverse=reverse)


def _recurrence_tangent(primals: Any, tangents: Any, out: Any, *, axis: int, reverse: bool) -> Any:
    a, _ = primals
    ta, tb = tangents
    through = None if ta is None else ta * shifted(out, axis, 0, reverse)
    drive = accumulate(through, tb)
    return None if drive is None else recurrence(a, drive, axis, reverse)


def _recurrence_transpose(c: Any, a: Any, b: Any, *, axis: int, reverse: bool) -> Any:
    assert not isinstance(a, Linear), "a recurrence is linear in b alone"
    # b̄ₙ = cₙ + conj(aₙ₊₁)·b̄ₙ₊₁
    following = shifted(conj(a), axis, 0, not reverse)
    return None, recurrence(following, c, axis, not reverse)


_recurrence: Op = _declare(
    "linear_recurrence",
    Scan(
        _constant(0),
        lambda k, state, a, b: (k.add(k.mul(a, state[0]), b),),
        _first,
    ),
    _recurrence_tangent,
    _recurrence_transpose,
)


@composite
def linear_recurrence(a: TensorLike, b: TensorLike, axis: int = 0, reverse: bool = False) -> Tensor:
    """yₙ = aₙ·yₙ₋₁ + bₙ along `axis`, with y₋₁ = 0; a and b broadcast.

    `reverse` runs from the end: yₙ = aₙ·yₙ₊₁ + bₙ.

    >>> ni.linear_recurrence(0.5, ni.tensor([1.0, 1.0, 1.0]))
    tensor([1.  , 1.5 , 1.75])
    """
    a, b = broadcast("linear_recurrence", *promoted("linear_recurrence", a, b, accepts="iufc"))
    return recurrence(a, b, normalize_axis(axis, a.ndim, "linear_recurrence"), reverse)


# --- cumsum and cumprod


def _cumsum_transpose(c: Any, x: Any, *, axis: int, reverse: bool) -> Any:
    return (bind(_cumsum, c, axis=axis, reverse=not reverse),)


_cumsum: Op = _declare(
    "cumsum",
    Scan(_constant(0), lambda k, state, x: (k.add(state[0], x),), _first),
    linear_jvp(lambda: _cumsum),
    _cumsum_transpose,
)


def _cumprod_tangent(primals: Any, tangents: Any, out: Any, *, axis: int, reverse: bool) -> Any:
    (x,), (t,) = primals, tangents
    if t is None:
        return None
    return recurrence(x, shifted(out, axis, 1, reverse) * t, axis, reverse)


_cumprod: Op = _declare(
    "cumprod",
    Scan(_constant(1), lambda k, state, x: (k.mul(state[0], x),), _first),
    _cumprod_tangent,
)


def product_so_far(x: Array, axis: int) -> Array:
    """The cumulative product along a positive `axis`, in the dtype of x."""
    return apply(_cumprod, x, axis=axis, reverse=False)


def _wide_integer(dtype: DType) -> DType:
    if dtype.is_bool or dtype.kind == "i":
        return dt.int64
    return dt.uint64 if dtype.kind == "u" else dtype


def _along(op: Op, x: Array, axis: int | None) -> Tensor:
    if axis is None:
        if x.ndim > 1:
            raise ShapeError(
                f"{op}: x has {x.ndim} axes; say along which, or write {op}(x.ravel(), 0)"
            )
        x, axis = ravel(x), 0
    return apply(op, x, axis=normalize_axis(axis, x.ndim, str(op)), reverse=False)


@composite
def cumsum(x: TensorLike, axis: int | None = None, dtype: DTypeLike = None) -> Tensor:
    """Running sums along `axis` (which vectors need not name): in 64 bits of bool and
    integers.

    >>> ni.cumsum(ni.tensor([2.0, 1.0, 3.0]))
    tensor([2., 3., 6.])
    """
    x = array(x, "cumsum")
    own = _wide_integer(x.dtype) if dtype is None else dt.dtype(dtype)
    return _along(_cumsum, to_dtype(x, own), axis)


@composite
def cumprod(x: TensorLike, axis: int | None = None, dtype: DTypeLike = None) -> Tensor:
    """Running products along `axis` (which vectors need not name): in 64 bits of bool and
    integers.

    >>> ni.cumprod(ni.tensor([2.0, 1.0, 3.0]))
    tensor([2., 2., 6.])
    """
    x = array(x, "cumprod")
    own = _wide_integer(x.dtype) if dtype is None else dt.dtype(dtype)
    return _along(_cumprod, to_dtype(x, own), axis)


@composite
def cumulative_sum(
    x: TensorLike,
    axis: int | None = None,
    dtype: DTypeLike = None,
    include_initial: bool = False,
) -> Tensor:
    """`cumsum` by its array-API name; `include_initial` puts a 0 in front.

    >>> ni.cumulative_sum(ni.tensor([2.0, 1.0, 3.0]))
    tensor([2., 3., 6.])
    """
    return _with_initial(cumsum(x, axis, dtype), axis, 0, include_initial)


@composite
def cumulative_prod(
    x: TensorLike,
    axis: int | None = None,
    dtype: DTypeLike = None,
    include_initial: bool = False,
) -> Tensor:
    """`cumprod` by its array-API name; `include_initial` puts a 1 in front.

    >>> ni.cumulative_prod(ni.tensor([2.0, 1.0, 3.0]))
    tensor([2., 2., 6.])
    """
    return _with_initial(cumprod(x, axis, dtype), axis, 1, include_initial)


def _with_initial(y: Array, axis: int | None, fill: float, wanted: bool) -> Array:
    if not wanted:
        return y
    a = normalize_axis(0 if axis is None else axis, y.ndim, "cumulative_sum")
    shape = [n + 1 if i == a else n for i, n in enumerate(y.shape)]
    slices = whole(y.shape)
    slices[a] = (1, 1, y.shape[a])
    return place(y, tuple(shape), slices, fill)


# --- running extremes


def _extreme_tangent(primals: Any, tangents: Any, out: Any, *, axis: int, reverse: bool) -> Any:
    (x,), (t,) = primals, tangents
    if t is None:
        return None
    fresh = x == out
    stays = to_dtype(~fresh, x.dtype)
    return recurrence(stays, where(fresh, t, 0), axis, reverse)


def _running(name: str, method: str, sign: int) -> Op:
    return _declare(
        name,
        Scan(_limit(sign), lambda k, state, x: (getattr(k, method)(state[0], x),), _first),
        _extreme_tangent,
    )


_cummax = _running("cummax", "maximum", -1)
_cummin = _running("cummin", "minimum", 1)


@composite
def cummax(x: TensorLike, axis: int | None = None) -> Tensor:
    """The largest element so far along `axis`; NaN from the first NaN on.

    >>> ni.cummax(ni.tensor([2.0, 1.0, 3.0]))
    tensor([2., 2., 3.])
    """
    x = array(x, "cummax")
    check_kind("cummax", x.dtype, "biuf")
    return _along(_cummax, x, axis)


@composite
def cummin(x: TensorLike, axis: int | None = None) -> Tensor:
    """The smallest element so far along `axis`; NaN from the first NaN on.

    >>> ni.cummin(ni.tensor([2.0, 1.0, 3.0]))
    tensor([2., 1., 1.])
    """
    x = array(x, "cummin")
    check_kind("cummin", x.dtype, "biuf")
    return _along(_cummin, x, axis)


# --- logcumsumexp


def _logcumsumexp_step(k: Any, state: tuple[Any, Any], x: Any) -> tuple[Any, Any]:
    # (m, s) stands for m + log s, where m is the largest element so far.
    top, total = state
    high = k.maximum(top, x)
    lowest = k.compare("eq", high, k.const(float("-inf"), high.dtype))
    shift = k.select(lowest, k.const(0, high.dtype), high)
    same = k.compare("eq", top, high)
    scale = k.select(same, k.const(1, high.dtype), k.math.exp(k.sub(top, shift)))
    part = k.select(
        k.logical_and(k.compare("eq", x, high), k.logical_not(lowest)),
        k.const(1, high.dtype),
        k.math.exp(k.sub(x, shift)),
    )
    return high, k.add(k.mul(total, scale), part)


def _logcumsumexp_finish(k: Any, state: tuple[Any, Any]) -> Any:
    top, total = state
    lowest = k.compare("eq", top, k.const(float("-inf"), top.dtype))
    return k.select(lowest, top, k.add(top, k.math.log(total)))


def _logcumsumexp_tangent(
    primals: Any, tangents: Any, out: Any, *, axis: int, reverse: bool
) -> Any:
    (x,), (t,) = primals, tangents
    if t is None:
        return None
    infinite = out == float("-inf")
    level = where(infinite, 0, out)
    before = shifted(out, axis, float("-inf"), reverse)
    return recurrence(exp(before - level), exp(x - level) * t, axis, reverse)


_logcumsumexp: Op = _declare(
    "logcumsumexp",
    Scan(
        lambda k, dtype: (k.const(float("-inf"), dtype), k.const(0, dtype)),
        _logcumsumexp_step,
        _logcumsumexp_finish,
    ),
    _logcumsumexp_tangent,
)


@composite
def logcumsumexp(x: TensorLike, axis: int | None = None) -> Tensor:
    """log of the running sums of e^x along `axis`, computed without overflow.

    >>> ni.logcumsumexp(ni.tensor([2.0, 1.0, 3.0]))
    tensor([2.    , 2.3133, 3.4076])
    """
    (x,) = promoted("logcumsumexp", x, accepts="f", floating=True)
    return _along(_logcumsumexp, x, axis)
