"""erf of real lanes."""

from __future__ import annotations

from .exponential import exp_negative
from .number import Num, at_most, fma, poly

_ERF_SMALL_32 = (1.12837911, -0.37612626, 0.112835854, -0.026853811, 0.00518832635, -0.000801018265,
    7.85382435e-05)  # fmt: skip
_ERF_LARGE_32 = (-0.000120051023, 1.12925756, 0.633850396, 0.107750997, -0.0247973651,
    0.00405763462, -0.000413075497, 1.9430172e-05)  # fmt: skip


def erf(x: Num) -> Num:
    a = at_most(abs(x), 3.95)
    z = a * a
    small = a * poly(z, _ERF_SMALL_32)
    large = 1.0 - exp_negative(-poly(a, _ERF_LARGE_32))
    return (a < 1.0).pick(small, large).copysign(x)
