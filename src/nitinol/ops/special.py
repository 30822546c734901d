"""Special functions: the logistic function, the error function, log Γ and its derivatives.

Formulas are those of the NIST Digital Library of Mathematical Functions (dlmf.nist.gov); its
sections are named beside them.
"""

from __future__ import annotations

import math

from ..base.errors import ShapeError
from ..ir.op import Pointwise
from ..trace.bind import bind
from ..trace.composite import composite
from ..trace.primitives import common_type
from .arithmetic import abs, maximum, minimum
from .elementary import exp, log, log1p, sin
from .families import (
    Tensor,
    TensorLike,
    apply,
    array,
    broadcast,
    declare,
    elementwise,
    half_to_float,
    primitives,
    promoted,
    to_dtype,
    wide,
)
from .logic import where

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _emit_sigmoid(k: Any, x: Any) -> Any:
    # e^-|x| never overflows, and small results keep their relative precision.
    one, zero = k.const(1, x.dtype), k.const(0, x.dtype)
    small = k.math.exp(k.neg(k.abs(x)))
    upper = k.div(one, k.add(one, small))
    return k.select(k.compare("lt", x, zero), k.mul(small, upper), upper)


sigmoid = elementwise(
    "sigmoid",
    emit=_emit_sigmoid,
    jvp=lambda t, x, out: t * (out * (1 - out)),
    accepts="f",
    floating=True,
    cost=25,
    doc="The logistic function 1 / (1 + e^−x).",
)


@composite
def logit(x: TensorLike, /) -> Tensor:
    """log(x / (1 − x)), the inverse of `sigmoid`.

    >>> ni.logit(ni.tensor([0.5, 0.75]))
    tensor([0.    , 1.0986])
    """
    (x,) = promoted("logit", x, accepts="f", floating=True)
    return log(x / (1 - x))  # type: ignore[no-any-return]


@composite
def softplus(x: TensorLike, /) -> Tensor:
    """log(1 + e^x), computed without overflow.

    >>> ni.softplus(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([0.3133, 0.6931, 2.1269])
    """
    (x,) = promoted("softplus", x, accepts="f", floating=True)
    return apply(_softplus, x)


def _emit_softplus(k: Any, x: Any) -> Any:
    rest = k.math.log1p(k.math.exp(k.neg(k.abs(x))))
    return k.add(k.maximum(x, k.const(0, x.dtype)), rest)


_softplus = declare(
    "softplus",
    infer=lambda x: common_type("softplus", x),
    lowering=Pointwise(wide(_emit_softplus), 45),
    jvp=lambda primals, tangents, out: tangents[0] * sigmoid(primals[0]),
    family="elementwise",
)


@composite
def logsigmoid(x: TensorLike, /) -> Tensor:
    """log(sigmoid(x)), computed without underflow.

    >>> ni.logsigmoid(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([-1.3133, -0.6931, -0.1269])
    """
    return -softplus(-array(x, "logsigmoid"))  # type: ignore[no-any-return]


@composite
def logaddexp(x: TensorLike, y: TensorLike, /) -> Tensor:
    """log(e^x + e^y), computed without overflow.

    >>> ni.logaddexp(ni.tensor([3.0, -5.0]), 2.0)
    tensor([3.3133, 2.0009])
    """
    a, b = broadcast("logaddexp", *promoted("logaddexp", x, y, accepts="f", floating=True))
    high = maximum(a, b)
    # Equal infinities would give ∞ − ∞.
    gap = where(a == b, 0, minimum(a, b) - high)
    return high + log1p(exp(gap))  # type: ignore[no-any-return]


TWO_OVER_ROOT_PI = 2 / math.sqrt(math.pi)  # DLMF 7.2.1

erf = elementwise(
    "erf",
    emit=lambda k, x: k.math.erf(x),
    jvp=lambda t, x, out: t * (TWO_OVER_ROOT_PI * exp(-(x * x))),
    accepts="f",
    floating=True,
    cost=30,
    doc="The error function 2/√π · ∫₀ˣ e^(−s²) ds (DLMF 7.2.1).",
)

erfc = elementwise(
    "erfc",
    emit=lambda k, x: k.math.erfc(x),
    jvp=lambda t, x, out: t * (-TWO_OVER_ROOT_PI * exp(-(x * x))),
    accepts="f",
    floating=True,
    cost=40,
    doc="1 − erf(x), exact for large x too (DLMF 7.2.2).",
)

erfinv = elementwise(
    "erfinv",
    emit=lambda k, x: k.math.erfinv(x),
    jvp=lambda t, x, out: t * (exp(out * out) / TWO_OVER_ROOT_PI),
    accepts="f",
    floating=True,
    cost=40,
    doc="The inverse of `erf`: ±∞ at ±1, NaN outside of [−1, 1].",
)

lgamma = elementwise(
    "lgamma",
    emit=lambda k, x: k.math.lgamma(x),
    jvp=lambda t, x, out: t * bind(primitives["digamma"], x),
    accepts="f",
    floating=True,
    cost=60,
    doc="log |Γ(x)| (DLMF 5.2.1); +∞ at 0, −1, −2, …",
)

digamma = elementwise(
    "digamma",
    emit=lambda k, x: k.math.digamma(x),
    jvp=lambda t, x, out: t * bind(primitives["polygamma"], x, n=1),
    accepts="f",
    floating=True,
    cost=60,
    doc="ψ(x) = Γ′(x) / Γ(x) (DLMF 5.2.2).",
)

# Bernoulli numbers B₂, B₄, … (DLMF 24.2.3).
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6)
_SHIFTS = 9


def _power(k: Any, x: Any, n: int) -> Any:
    result = x
    for _ in range(n - 1):
        result = k.mul(result, x)
    return result


def _cotangents(n: int) -> list[float]:
    """The coefficients of the n-th derivative of π·cot(πx) as a polynomial in c = cot(πx), from c′ = −π(1 + c²)."""
    found = [0.0, math.pi]
    for _ in range(n):
        slope = [-math.pi * i * a for i, a in enumerate(found)][1:]
        found = [a + b for a, b in zip([*slope, 0.0, 0.0], [0.0, 0.0, *slope], strict=True)]
    return found


def _emit_polygamma(k: Any, x: Any, *, n: int) -> Any:
    """ψⁿ(x) = (−1)ⁿ⁺¹ n! ζ(n+1, x), Hurwitz ζ by Euler–Maclaurin (DLMF 5.15, 25.11); of negative x by the
    reflection ψⁿ(x) = (−1)ⁿ ψⁿ(1 − x) − dⁿ/dxⁿ π·cot(πx) (DLMF 5.15.6)."""

    def c(value: float) -> Any:
        return k.const(value, x.dtype)

    negative = k.compare("lt", x, c(0))
    right = k.select(negative, k.sub(c(1), x), x)
    s = n + 1
    total = c(0)
    for shift in range(_SHIFTS):
        total = k.add(total, k.div(c(1), _power(k, k.add(right, c(shift)), s)))
    far = k.add(right, c(_SHIFTS))
    unit = k.div(c(1), far)
    top = _power(k, unit, s)
    total = k.add(total, k.add(k.div(k.mul(top, far), c(s - 1)), k.mul(top, c(0.5))))
    rising, term = float(s), k.mul(top, unit)
    for j, b in enumerate(_BERNOULLI, start=1):
        total = k.add(total, k.mul(term, c(b * rising / math.factorial(2 * j))))
        rising *= (s + 2 * j - 1) * (s + 2 * j)
        term = k.mul(term, k.mul(unit, unit))
    result = k.mul(total, c((-1) ** (n + 1) * math.factorial(n)))
    turn = k.mul(k.sub(x, k.round(x)), c(math.pi))
    cot = k.div(k.math.cos(turn), k.math.sin(turn))
    *lower, highest = _cotangents(n)
    mirrored = c(highest)
    for a in reversed(lower):
        mirrored = k.add(k.mul(mirrored, cot), c(a))
    return k.select(negative, k.sub(k.mul(result, c((-1) ** n)), mirrored), result)


_polygamma = declare(
    "polygamma",
    infer=lambda x, *, n: common_type("polygamma", x),
    lowering=Pointwise(wide(_emit_polygamma), 150),
    jvp=lambda primals, tangents, out, *, n: (
        tangents[0] * bind(primitives["polygamma"], primals[0], n=n + 1)
    ),
    family="elementwise",
)


@composite
def polygamma(x: TensorLike, n: int = 1) -> Tensor:
    """The n-th derivative of `digamma`, n ≥ 1.

    >>> ni.polygamma(ni.tensor([1.0]), 1)
    tensor([1.6449])
    """
    if n < 1:
        raise ShapeError(f"polygamma: n must be 1 or more, got {n}; n = 0 is ni.digamma(x)")
    (x,) = promoted("polygamma", x, accepts="f", floating=True)
    return apply(_polygamma, x, n=n)


@composite
def sinc(x: TensorLike, /) -> Tensor:
    """sin(πx) / (πx), 1 at 0.

    >>> ni.sinc(ni.tensor([0.0, 0.5]))
    tensor([1.    , 0.6366])
    """
    (x,) = promoted("sinc", x, accepts="f", floating=True)
    own = x.dtype
    z = half_to_float(x) * math.pi
    near = abs(z) < 1
    # Quotients lose digits near 0, the more the higher the derivative; the series does not.
    square = where(near, z * z, 0)
    terms = [(-1) ** k / math.factorial(2 * k + 1) for k in range(10)]
    series = terms[-1]
    for term in terms[-2::-1]:
        series = series * square + term
    safe = where(near, 1, z)
    return to_dtype(where(near, series, sin(safe) / safe), own)


@composite
def xlogy(x: TensorLike, y: TensorLike, /) -> Tensor:
    """x · log(y), and 0 where x is 0 (unless y is NaN).

    >>> ni.xlogy(ni.tensor([3.0, -5.0]), 2.0)
    tensor([ 2.0794, -3.4657])
    """
    a, b = broadcast("xlogy", *promoted("xlogy", x, y, accepts="f", floating=True))
    nothing = (a == 0) & (b == b)
    return where(nothing, 0, a * log(where(nothing, 1, b)))
