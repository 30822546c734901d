"""Arithmetic on elements: sums, products, quotients, powers, signs, extremes, rounding.

Where a function has a kink or a jump its derivative there is a choice:

| function | at | derivative |
|---|---|---|
| `abs`, `sign` | 0 | 0 |
| `maximum`, `minimum` | a tie | one half to each operand |
| `clip` | a bound | 1 |
| `sqrt` | 0 | infinite |
| `pow(x, y)` | x = 0 | by x: y·x^(y−1), and 0 for y = 0; by y: 0, and −∞ for y < 0 |
| `floor`, `ceil`, `trunc`, `round`, `floor_divide` | everywhere | 0 |
| `remainder`, `fmod` | a jump | as beside it |

Division of integers by zero gives 0; float division follows IEEE 754.
"""

from __future__ import annotations

import math

from ..base import dtypes as dt
from ..base.errors import DTypeError
from ..ir.op import Linear
from ..trace import primitives as core
from ..trace.array import Number, operators
from ..trace.bind import bind, type_of
from ..trace.composite import composite
from .complexes import complex, conj, imag, real
from .elementary import log
from .families import (
    Tensor,
    TensorLike,
    apply,
    array,
    binary,
    broadcast,
    check_kind,
    elementwise,
    named,
    pairwise,
    primitives,
    promoted,
)
from .logic import equal, less, where

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# --- sums and products

add = binary("add", op=core.add, accepts="biufc", doc="""x + y, element by element.

    Operands broadcast; bools are joined by or.

    >>> ni.add(ni.tensor([1, 2]), 10)
    tensor([11, 12])
    """)  # fmt: skip

subtract = binary(
    "subtract",
    emit=lambda k, x, y: k.sub(x, y),
    jvp=(lambda t, x, y, out: t, lambda t, x, y, out: bind(core.negative, t)),
    transpose=lambda c, x, y: (
        c if isinstance(x, Linear) else None,
        bind(core.negative, c) if isinstance(y, Linear) else None,
    ),
    doc="""x − y, element by element.

    Raises `DTypeError` for bools: write `x ^ y`.
    """,
)


def _conjugated(factor: Any) -> Any:
    """The conjugate; a real factor as it is, so that a Python number goes on adapting."""
    return conj(factor) if factor.dtype.is_complex else factor


def _times(c: Any, factor: Any) -> Any:
    return multiply(c, _conjugated(factor))


def _multiply_transpose(c: Any, x: Any, y: Any) -> tuple[Any, Any]:
    if isinstance(x, Linear):
        return _times(c, y), None
    return None, _times(c, x)


multiply = binary(
    "multiply",
    emit=lambda k, x, y: k.mul(x, y),
    jvp=(lambda t, x, y, out: t * y, lambda t, x, y, out: x * t),
    transpose=_multiply_transpose,
    accepts="biufc",
    doc="x · y, element by element; bools are joined by and.",
)

divide = binary(
    "divide",
    emit=lambda k, x, y: k.div(x, y),
    jvp=(
        lambda t, x, y, out: t / y,
        lambda t, x, y, out: -(t / y * out),
    ),
    transpose=lambda c, x, y: (c / _conjugated(y), None),
    floating=True,
    cost=4,
    doc="x / y as a floating number: integers and bools are divided as float32.",
)

floor_divide = binary(
    "floor_divide",
    emit=lambda k, x, y: k.floor_div(x, y),
    accepts="iuf",
    from_bool=dt.int8,
    cost=12,
    doc="""x / y rounded down, as Python's `//`. Integers divided by zero give 0.

    Its derivative is zero.
    """,
)

remainder = binary(
    "remainder",
    emit=lambda k, x, y: k.remainder(x, y),
    jvp=(
        lambda t, x, y, out: t,
        lambda t, x, y, out: -(t * (x // y)),
    ),
    accepts="iuf",
    from_bool=dt.int8,
    cost=12,
    doc="The rest of x / y with the sign of y, as Python's `%`. Integers divided by zero give 0.",
)

fmod = binary(
    "fmod",
    emit=lambda k, x, y: k.fmod(x, y),
    jvp=(
        lambda t, x, y, out: t,
        lambda t, x, y, out: -(t * bind(primitives["trunc"], x / y)),
    ),
    accepts="iuf",
    from_bool=dt.int8,
    cost=12,
    doc="The rest of x / y with the sign of x, as C's `fmod`. Integers divided by zero give 0.",
)


@composite
def negative(x: TensorLike, /) -> Tensor:
    """−x. Raises `DTypeError` for bools: write `~x`.

    >>> ni.negative(ni.tensor([-1.5, 0.5, 2.0]))
    tensor([ 1.5, -0.5, -2. ])
    """
    (x,) = promoted("negative", x, accepts="iufc")
    return apply(core.negative, x)


@composite
def positive(x: TensorLike, /) -> Tensor:
    """x itself; raises `DTypeError` for bools.

    >>> ni.positive(ni.tensor([-1.5, 0.5, 2.0]))
    tensor([-1.5,  0.5,  2. ])
    """
    (x,) = promoted("positive", x, accepts="iufc")
    return x


@composite
def square(x: TensorLike, /) -> Tensor:
    """x · x.

    >>> ni.square(ni.tensor([1.0, 4.0]))
    tensor([ 1., 16.])
    """
    x = array(x, "square")
    return multiply(x, x)  # type: ignore[no-any-return]


@composite
def reciprocal(x: TensorLike, /) -> Tensor:
    """1 / x, as a floating number.

    >>> ni.reciprocal(ni.tensor([1.0, 4.0]))
    tensor([1.  , 0.25])
    """
    return divide(1, x)  # type: ignore[no-any-return]


# --- powers


def _emit_pow(k: Any, x: Any, y: Any) -> Any:
    if x.dtype.is_integer:
        return _emit_integer_pow(k, x, y)
    result = k.math.pow(x, y)
    # The two commonest exponents are exact, whether the compiler saw them or not.
    result = k.select(k.compare("eq", y, k.const(2, y.dtype)), k.mul(x, x), result)
    return k.select(k.compare("eq", y, k.const(1, y.dtype)), x, result)


def _emit_integer_pow(k: Any, x: Any, y: Any) -> Any:
    """Powers by squaring, modulo 2^bits; a negative exponent gives 1 / x^|y| towards zero."""
    one, nothing = k.const(1, x.dtype), k.const(0, x.dtype)
    result, base = one, x
    for bit in range(x.dtype.bits):
        flag = k.bit_and(y, k.const(1 << bit, y.dtype))
        result = k.select(k.compare("ne", flag, nothing), k.mul(result, base), result)
        if bit + 1 < x.dtype.bits:
            base = k.mul(base, base)
    if x.dtype.kind == "u":
        return result
    unit = k.logical_or(k.compare("eq", x, one), k.compare("eq", x, k.const(-1, x.dtype)))
    lost = k.logical_and(k.compare("lt", y, nothing), k.logical_not(unit))
    return k.select(lost, nothing, result)


def _pow_by_base(t: Any, x: Any, y: Any, out: Any) -> Any:
    # A Python number has adapted to x; arithmetic on numbers alone would forget that.
    if type_of(y).weak and not y.shape:
        lower = bind(core.add, y, Number(-1, y.dtype))
    else:
        lower = subtract(y, 1)
    slope = multiply(y, bind(power, x, lower))
    return multiply(t, where(equal(y, 0), 0, slope))


def _pow_by_exponent(t: Any, x: Any, y: Any, out: Any) -> Any:
    # x^y·log x tends to 0 with x when y > 0, and to −∞ when y < 0; at 0^0 it is chosen to be 0.
    zero = equal(x, 0)
    limit = 0 if y.dtype.is_complex else where(less(y, 0), core.full(-math.inf, x.dtype, ()), 0)
    return multiply(t, where(zero, limit, multiply(out, log(where(zero, 1, x)))))


power = pairwise("pow", emit=_emit_pow, jvp=(_pow_by_base, _pow_by_exponent), cost=40)


def _pow(x: TensorLike, y: TensorLike, /) -> Tensor:
    a, b = promoted("pow", x, y, accepts="iufc", from_bool=dt.int8)
    if isinstance(b, Number) and b.number == 2:
        return multiply(a, a)  # type: ignore[no-any-return]
    if isinstance(b, Number) and b.number == 1:
        return a
    return apply(power, *broadcast("pow", a, b))


pow = composite(named(_pow, "pow", """x to the power y, element by element.

    Integer powers wrap modulo 2^bits; with a negative exponent they are 1 / x^|y| rounded
    towards zero.
    """))  # fmt: skip

hypot = binary(
    "hypot",
    emit=lambda k, x, y: k.math.hypot(x, y),
    jvp=(
        lambda t, x, y, out: multiply(t, _over_norm(x, out)),
        lambda t, x, y, out: multiply(t, _over_norm(y, out)),
    ),
    accepts="f",
    floating=True,
    cost=12,
    doc="√(x² + y²) without overflow on the way. Its derivative at the origin is 0.",
)


def _over_norm(x: Any, norm: Any) -> Any:
    return divide(x, where(equal(norm, 0), 1, norm))


# --- signs

abs = elementwise(
    "abs",
    emit=lambda k, x: k.abs(x),
    jvp=lambda t, x, out: _abs_tangent(t, x, out),
    accepts="biufc",
    result=lambda d: d.real,
    doc="""The magnitude |x|; of complex numbers √(re² + im²).

    The derivative at 0 is 0.
    """,
)


def _abs_tangent(t: Any, x: Any, out: Any) -> Any:
    if x.dtype.is_complex:
        return real(multiply(t, conj(sign(x))))
    return multiply(t, sign(x))


def _emit_sign(k: Any, x: Any) -> Any:
    if x.dtype.is_complex:
        size = k.abs(x)
        zero = k.const(0, size.dtype)
        safe = k.select(k.compare("eq", size, zero), k.const(1, size.dtype), size)
        return k.complex(k.div(k.real(x), safe), k.div(k.imag(x), safe))
    zero, one = k.const(0, x.dtype), k.const(1, x.dtype)
    positive = k.select(k.compare("gt", x, zero), one, x)
    if x.dtype.kind == "u":
        return positive
    return k.select(k.compare("lt", x, zero), k.const(-1, x.dtype), positive)


def _sign_tangent(t: Any, x: Any, out: Any) -> Any:
    if not x.dtype.is_complex:
        return None
    # x/|x| turns with the part of t across x, and does not change along it.
    size = abs(x)
    zero = equal(size, 0)
    across = imag(multiply(t, conj(out)))
    turn = where(zero, 0, divide(across, where(zero, 1, size)))
    return multiply(out, complex(0.0 * turn, turn))


sign = elementwise(
    "sign",
    emit=_emit_sign,
    jvp=_sign_tangent,
    accepts="iufc",
    doc="−1, 0 or 1 (NaN of NaN); of complex numbers x / |x|.",
)

copysign = binary(
    "copysign",
    emit=lambda k, x, y: k.copysign(x, y),
    jvp=(lambda t, x, y, out: t * (sign(x) * bind(primitives["copysign"], out * 0 + 1, y)), None),
    accepts="f",
    floating=True,
    doc="|x| with the sign of y (of −0 and of NaN too).",
)


@composite
def signbit(x: TensorLike, /) -> Tensor:
    """Whether the sign is negative, also of −0 and NaN.

    >>> ni.signbit(ni.tensor([-1.5, 0.5, 2.0]))
    tensor([ True, False, False])
    """
    (x,) = promoted("signbit", x, accepts="biuf")
    if not x.dtype.is_floating:
        return less(x, 0)  # type: ignore[no-any-return]
    return less(copysign(1, x), 0)  # type: ignore[no-any-return]


def _emit_nextafter(k: Any, x: Any, y: Any) -> Any:
    """The neighbouring bit pattern; float32 and float64 only."""
    bits = dt.int64 if x.dtype is dt.float64 else dt.int32
    raw = k.bitcast(x, bits)
    zero = k.const(0, x.dtype)
    away = k.compare("eq", k.compare("gt", y, x), k.compare("gt", x, zero))
    moved = k.add(raw, k.select(away, k.const(1, bits), k.const(-1, bits)))
    tiny = k.copysign(k.bitcast(k.const(1, bits), x.dtype), y)
    moved = k.select(k.compare("eq", x, zero), tiny, k.bitcast(moved, x.dtype))
    moved = k.select(k.compare("eq", x, y), y, moved)
    bad = k.logical_or(k.is_nan(x), k.is_nan(y))
    return k.select(bad, k.add(x, y), moved)


_nextafter = pairwise("nextafter", emit=_emit_nextafter, jvp=(lambda t, x, y, out: t, None))


@composite
def nextafter(x: TensorLike, y: TensorLike, /) -> Tensor:
    """The next number after x on the way to y. For float32 and float64.

    >>> ni.nextafter(ni.tensor([3.0, -5.0]), 2.0)
    tensor([ 3., -5.])
    """
    a, b = promoted("nextafter", x, y, accepts="f", floating=True)
    if a.dtype.itemsize == 2:
        raise DTypeError(
            f"nextafter: dtype {a.dtype} is not accepted, only float32 and float64 are; "
            "convert it with .astype(ni.float32)"
        )
    return apply(_nextafter, *broadcast("nextafter", a, b))


# --- extremes

_half = 0.5


def _share(mine: str, t: Any, x: Any, y: Any) -> Any:
    """The part of tangent `t` of x that gets through where x is `mine` than y; half at ties."""
    through = less(y, x) if mine == "greater" else less(x, y)
    return where(through, t, where(equal(x, y), multiply(t, _half), 0))


maximum = binary(
    "maximum",
    emit=lambda k, x, y: k.maximum(x, y),
    jvp=(
        lambda t, x, y, out: _share("greater", t, x, y),
        lambda t, x, y, out: _share("greater", t, y, x),
    ),
    accepts="biuf",
    doc="The larger of x and y; NaN if either is NaN. At ties the derivative is shared equally.",
)

minimum = binary(
    "minimum",
    emit=lambda k, x, y: k.minimum(x, y),
    jvp=(
        lambda t, x, y, out: _share("less", t, x, y),
        lambda t, x, y, out: _share("less", t, y, x),
    ),
    accepts="biuf",
    doc="The smaller of x and y; NaN if either is NaN. At ties the derivative is shared equally.",
)


@composite
def clip(x: TensorLike, min: TensorLike | None = None, max: TensorLike | None = None) -> Tensor:
    """x, but at least `min` and at most `max`; `max` wins where it is below `min`.

    Bounds broadcast with x; None means no bound. NaN stays. Where x equals a bound the
    derivative goes to x.

    >>> ni.clip(ni.tensor([-1.0, 0.5, 2.0]), 0, 1)
    tensor([0. , 0.5, 1. ])
    """
    given = [b for b in (min, max) if b is not None]
    xs = promoted("clip", x, *given, accepts="biuf")
    xs = broadcast("clip", *xs)
    result, bounds = xs[0], iter(xs[1:])
    if min is not None:
        low = next(bounds)
        result = where(less(result, low), low, result)
    if max is not None:
        high = next(bounds)
        result = where(less(high, result), high, result)
    return result


# --- rounding


def _rounding(name: str, doc: str) -> Any:
    def emit(k: Any, x: Any) -> Any:
        return getattr(k, name)(x)

    return elementwise(name, emit=emit, accepts="biuf", doc=doc)


floor = _rounding("floor", "The greatest integer not above x; integers stay. Its derivative is 0.")
ceil = _rounding("ceil", "The least integer not below x; integers stay. Its derivative is 0.")
trunc = _rounding("trunc", "x rounded towards zero; integers stay. Its derivative is 0.")
_round = _rounding("round", "")


@composite
def round(x: TensorLike, decimals: int = 0) -> Tensor:
    """x rounded to `decimals` places, ties to even; integers stay. Its derivative is 0.

    >>> ni.round(ni.tensor([-1.5, 0.5, 2.0]))
    tensor([-2.,  0.,  2.])
    """
    x = array(x, "round")
    if decimals == 0 or not x.dtype.is_floating:
        check_kind("round", x.dtype, "biuf")
        return _round(x)  # type: ignore[no-any-return]
    scale = 10.0 ** math.fabs(decimals)
    if decimals > 0:
        return divide(_round(multiply(x, scale)), scale)  # type: ignore[no-any-return]
    return multiply(_round(divide(x, scale)), scale)  # type: ignore[no-any-return]


operators.update(
    {
        "add": add,
        "subtract": subtract,
        "multiply": multiply,
        "divide": divide,
        "floor_divide": floor_divide,
        "remainder": remainder,
        "pow": pow,
        "negative": negative,
        "positive": positive,
        "abs": abs,
    }
)
