"""sinh, cosh, tanh, their inverses, and the sigmoid, of real lanes (float32 and float64).

All from exponentials and logarithms that are accurate where the result is small:
with m = e^{2|x|} − 1, tanh|x| = m/(m + 2); with m = e^|x| − 1, sinh|x| = (m + m/(m + 1))/2;
asinh|x| = log1p(|x| + x²/(1 + √(1 + x²))); acosh x = log1p(t + √(2t + t²)), t = x − 1;
atanh|x| = ½·log1p(2|x|/(1 − |x|)).
"""

from __future__ import annotations

from .exponential import LN2, exp_half, exp_negative, expm1_small, log, log1p
from .number import Num, at_most, fma


def sigmoid(x: Num) -> Num:
    """1/(1 + e^-x), as e/(1 + e) with e = e^-|x|, so that small results keep their precision."""
    e = exp_negative(-abs(x))
    return (x < 0.0).pick(e, 1.0) / (e + 1.0)


def tanh(x: Num) -> Num:
    a = at_most(abs(x), 20.0 if x.wide else 9.5)
    m = expm1_small(a + a)
    return (m / (m + 2.0)).copysign(x)


def sinh(x: Num) -> Num:
    a = abs(x)
    m = expm1_small(at_most(a, 40.0 if x.wide else 20.0))
    small = (m + m / (m + 1.0)) * 0.5
    limit = 22.0 if x.wide else 10.0
    return (a > limit).pick(exp_half(a), small).copysign(x)


def cosh(x: Num) -> Num:
    e = exp_half(abs(x))
    return e + 0.25 / e


def asinh(x: Num) -> Num:
    a = abs(x)
    big = a > (2.0**30 if x.wide else 2.0**14)
    safe = big.pick(1.0, a)
    square = safe * safe
    small = log1p(safe + square / ((square + 1.0).sqrt() + 1.0))
    return big.pick(log(a) + LN2, small).copysign(x)


def acosh(x: Num) -> Num:
    big = x > (2.0**30 if x.wide else 2.0**14)
    t = big.pick(1.0, x) - 1.0
    small = log1p(t + fma(t, t, t + t).sqrt())
    return (x < 1.0).pick(float("nan"), big.pick(log(x) + LN2, small))


def atanh(x: Num) -> Num:
    a = abs(x)
    result = log1p((a + a) / (1.0 - a)) * 0.5
    return result.copysign(x)
