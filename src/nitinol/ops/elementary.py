"""Roots, exponentials, logarithms, trigonometric and hyperbolic functions.

Angles are in radians. Integers and bools are computed as float32. Outside of the domain of a
real function the result is NaN; complex operands give the principal value. Each derivative is
written once, for both: it is the complex derivative.
"""

from __future__ import annotations

import math

from ..trace.composite import composite
from .complexes import imag, real
from .families import Tensor, TensorLike, array, binary, elementwise, promoted
from .logic import where

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

Rule: TypeAlias = "Callable[..., Any]"

# --- roots

sqrt = elementwise(
    "sqrt",
    emit=lambda k, x: k.math.sqrt(x) if x.dtype.is_complex else k.sqrt(x),
    jvp=lambda t, x, out: t * 0.5 / out,
    floating=True,
    cost=4,
    doc="The square root; NaN of negative real numbers, the principal root of complex ones.",
)

rsqrt = elementwise(
    "rsqrt",
    emit=lambda k, x: k.div(k.const(1, x.dtype), k.sqrt(x)),
    jvp=lambda t, x, out: t * -0.5 * (out / x),
    accepts="f",
    floating=True,
    cost=8,
    doc="1 / √x.",
)


def _emit_cbrt(k: Any, x: Any) -> Any:
    """e^(log|x| / 3), and one step of Newton's method on it."""
    size = k.abs(x)
    c = [k.const(v, x.dtype) for v in (0.0, 1 / 3, 3.0, float("inf"))]
    guess = k.math.exp(k.mul(k.math.log(size), c[1]))
    square = k.mul(guess, guess)
    step = k.div(k.sub(k.mul(square, guess), size), k.mul(square, c[2]))
    plain = k.logical_or(k.compare("eq", size, c[0]), k.compare("eq", size, c[3]))
    return k.copysign(k.select(plain, size, k.sub(guess, step)), x)


cbrt = elementwise(
    "cbrt",
    emit=_emit_cbrt,
    jvp=lambda t, x, out: t / (3 * (out * out)),
    accepts="f",
    floating=True,
    cost=20,
    doc="The real cube root.",
)

# --- exponentials and logarithms

LN2 = math.log(2.0)
LN10 = math.log(10.0)


def _known(name: str, jvp: Any, doc: str, *, accepts: str = "fc", cost: int = 20) -> Any:
    """A function that `templates.math` computes under the same name."""

    def emit(k: Any, x: Any) -> Any:
        return getattr(k.math, name)(x)

    return elementwise(name, emit=emit, jvp=jvp, accepts=accepts, floating=True, cost=cost, doc=doc)


exp = _known("exp", lambda t, x, out: t * out, "e to the power x.")
exp2 = _known("exp2", lambda t, x, out: t * (out * LN2), "2 to the power x.", accepts="f")
expm1 = _known("expm1", lambda t, x, out: t * (out + 1), "eˣ − 1, exact near 0 too.", accepts="f")
log = _known("log", lambda t, x, out: t / x, "The natural logarithm.")
log2 = _known("log2", lambda t, x, out: t / (x * LN2), "The logarithm to base 2.", accepts="f")
log10 = _known("log10", lambda t, x, out: t / (x * LN10), "The logarithm to base 10.", accepts="f")
log1p = _known("log1p", lambda t, x, out: t / (x + 1), "log(1 + x), exact near 0 too.", accepts="f")

# --- trigonometric functions

sin = _known("sin", lambda t, x, out: t * cos(x), "The sine of x, in radians.")
cos: Rule = _known("cos", lambda t, x, out: -(t * sin(x)), "The cosine of x, in radians.")
tan = _known("tan", lambda t, x, out: t * (out * out + 1), "The tangent of x, in radians.")
asin = _known(
    "asin",
    lambda t, x, out: t * rsqrt((1 - x) * (1 + x)),
    "The angle in [−π/2, π/2] whose sine is x.",
    accepts="f",
)
acos: Rule = _known(
    "acos",
    lambda t, x, out: -(t * rsqrt((1 - x) * (1 + x))),
    "The angle in [0, π] whose cosine is x.",
    accepts="f",
)
atan = _known(
    "atan",
    lambda t, x, out: t / (x * x + 1),
    "The angle in [−π/2, π/2] whose tangent is x.",
    accepts="f",
)

atan2 = binary(
    "atan2",
    emit=lambda k, y, x: k.math.atan2(y, x),
    jvp=(
        lambda t, y, x, out: t * (x / _square_norm(y, x)),
        lambda t, y, x, out: -(t * (y / _square_norm(y, x))),
    ),
    accepts="f",
    floating=True,
    cost=30,
    doc="""atan2(y, x): the angle of the point (x, y), in (−π, π].

    Its derivative at the origin is 0.
    """,
)


def _square_norm(y: Any, x: Any) -> Any:
    norm = y * y + x * x
    return where(norm == 0, 1, norm)


@composite
def angle(x: TensorLike, /) -> Tensor:
    """The angle of complex numbers in (−π, π]; of real ones 0, or π when negative.

    >>> ni.angle(ni.tensor([1j, -1.0]))
    tensor([1.5708, 3.1416])
    """
    (x,) = promoted("angle", x, floating=True)
    if x.dtype.is_complex:
        return atan2(imag(x), real(x))  # type: ignore[no-any-return]
    return where(x < 0, math.pi, where(x == x, 0.0, x))


@composite
def deg2rad(x: TensorLike, /) -> Tensor:
    """Degrees as radians.

    >>> ni.deg2rad(ni.tensor([90.0, 180.0]))
    tensor([1.5708, 3.1416])
    """
    return array(x, "deg2rad") * (math.pi / 180)  # type: ignore[no-any-return]


@composite
def rad2deg(x: TensorLike, /) -> Tensor:
    """Radians as degrees.

    >>> ni.rad2deg(ni.tensor([0.5, 1.0]))
    tensor([28.6479, 57.2958])
    """
    return array(x, "rad2deg") * (180 / math.pi)  # type: ignore[no-any-return]


# --- hyperbolic functions

sinh = _known("sinh", lambda t, x, out: t * cosh(x), "The hyperbolic sine.", accepts="f")
cosh: Rule = _known("cosh", lambda t, x, out: t * sinh(x), "The hyperbolic cosine.", accepts="f")
tanh = _known("tanh", lambda t, x, out: t * (1 - out * out), "The hyperbolic tangent.", accepts="f")
asinh = _known(
    "asinh", lambda t, x, out: t * rsqrt(x * x + 1), "The inverse of `sinh`.", accepts="f"
)
acosh = _known(
    "acosh",
    lambda t, x, out: t * rsqrt((x - 1) * (x + 1)),
    "The inverse of `cosh`, for x ≥ 1.",
    accepts="f",
)
atanh = _known(
    "atanh",
    lambda t, x, out: t / ((1 - x) * (1 + x)),
    "The inverse of `tanh`, for |x| ≤ 1.",
    accepts="f",
)
