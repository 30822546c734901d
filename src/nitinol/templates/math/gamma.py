"""log|Γ(x)| and its derivative ψ(x), the digamma function, of float64 lanes.

float32 is computed in float64 too: both functions subtract what nearly cancels.

lgamma. For 0 < x < 7 the recurrence Γ(x + 1) = x·Γ(x) leads to 2 + t, −¾ ≤ t ≤ ½, where
log Γ(2 + t) = t·P(t) keeps its zero exact; the factors met on the way are multiplied and their
logarithm added. Beyond, Stirling's series (Abramowitz and Stegun 6.1.40). Negative x by
reflection, 6.1.17.

digamma. For 0 < x < 7 the recurrence ψ(x + 1) = ψ(x) + 1/x leads to 1 ≤ y < 2, where
ψ(y) = (y − root)·P(y − 3/2) with the root in two parts; the fractions met are added as one
quotient. Beyond, the series 6.3.18; negative x by reflection, 6.3.7.

Minimax polynomials; relative errors 2^-59 and 2^-56, of the series at x = 7 2^-59 and less.
"""

from __future__ import annotations

from .exponential import log
from .number import Num, fma, poly
from .trigonometric import kernels

_LGAMMA = (
    0.42278433509846713, 0.3224670334241132, -0.06735230105319802, 0.02058080842778368,
    -0.007385551028683563, 0.0028905103307926144, -0.0011927539112461668, 0.0005096695234763031,
    -0.00022315476967230285, 9.945752711019743e-05, -4.492607797529139e-05,
    2.0507165552136245e-05, -9.440846814774606e-06, 4.374316023317014e-06, -2.032190872242165e-06,
    9.619834130309653e-07, -4.6981971718557924e-07, 1.7990871648258802e-07,
    -7.402682773119882e-08, 1.199440190239654e-07, -1.4044832047873418e-08,
    -5.248367534850613e-08, -4.723137323941985e-08,
)  # fmt: skip
_STIRLING = (
    0.08333333333333333, -0.002777777777777212, 0.0007936507930585526, -0.000595237858346644,
    0.0008417040469869084, -0.0019124521510258292, 0.0060983047743468875, -0.018971493252348724,
)  # fmt: skip
_DIGAMMA = (
    0.951055876031833, -0.4236274212814606, 0.24054248424077343, -0.14840492305388886,
    0.09498872445505378, -0.061922133274814335, 0.04076083380631005, -0.026975796685958262,
    0.017907252607306978, -0.011908219547662784, 0.007926942006421406, -0.005279944410372975,
    0.0035190316068844487, -0.002345437303157112, 0.0015564831855035882, -0.0010367494471980995,
    0.000723854561983436, -0.00048504722322848204, 0.0002261966568628837, -0.00014637450568850434,
    0.0002605480665195573, -0.0001770528011745182,
)  # fmt: skip
_DIGAMMA_SERIES = (
    0.0833333333333333, -0.008333333333273739, 0.003968253935288469, -0.0041666578123219136,
    0.007574432246674802, -0.02097560798440245, 0.07715039309901593, -0.25505516816004176,
)  # fmt: skip

_PI = 3.141592653589793
_ROOT = (1.4616321449683622, 9.549995429965697e-17)
_STEPS = 5  # from below 7 to 2.5 or 2
_LARGE = 7.0


def lgamma(x: Num) -> Num:
    """log|Γ(x)|; +inf at 0, the negative integers and both infinities."""
    a = abs(x)
    # Small arguments: t and the product of the factors.
    lowest, low = a < 0.5, a < 1.25
    t = lowest.pick(a, low.pick(a - 1.0, a - 2.0))
    up = x.const(1.0)
    for _ in range(_STEPS):
        more = t > 0.5
        t = more.pick(t - 1.0, t)
        up = more.pick(up * (t + 2.0), up)
    product = lowest.pick(a * (a + 1.0), low.pick(a, up))
    large = a >= _LARGE
    logarithm = log(large.pick(a, product))
    small = fma(t, poly(t, _LGAMMA), low.pick(-logarithm, logarithm))
    inverse = 1.0 / a
    series = poly(inverse * inverse, _STIRLING) * inverse
    # (a − ½)·(log a − 1) + (½·log 2π − ½) + series
    big = fma(a - 0.5, logarithm - 1.0, series + 0.41893853320467274)
    positive = large.pick(big, small)
    positive = a.eq(float("inf")).pick(a, positive)
    # Negative x: log(π/(a·|sin πa|)) − log Γ(a). Near 0 both sides are −log a.
    s, _ = _sin_cos_pi(a)
    reflected = log(_PI / (a * abs(s))) - positive
    negative = (x < 0.0) & (a > 2.0**-60) & x.is_finite()
    whole = (x < 0.0) & a.floor().eq(a)
    return whole.pick(float("inf"), negative.pick(reflected, positive))


def digamma(x: Num) -> Num:
    """ψ(x); ∓inf at ±0, NaN at the negative integers and −inf."""
    mirrored = x < 0.0
    u = mirrored.pick(1.0 - x, x)
    low = u < 1.0
    y = low.pick(u + 1.0, u)
    top, bottom = x.const(0.0), x.const(1.0)
    for _ in range(_STEPS):
        more = y >= 2.0
        y = more.pick(y - 1.0, y)
        top = more.pick(fma(top, y, bottom), top)
        bottom = more.pick(bottom * y, bottom)
    main = ((y - _ROOT[0]) - _ROOT[1]) * poly(y - 1.5, _DIGAMMA)
    small = main + low.pick(-1.0, top) / low.pick(u, bottom)
    inverse = 1.0 / u
    square = inverse * inverse
    big = log(u) - fma(square, poly(square, _DIGAMMA_SERIES), inverse * 0.5)
    value = (u >= _LARGE).pick(big, small)
    value = u.eq(float("inf")).pick(u, value)
    s, c = _sin_cos_pi(abs(x))
    reflected = value + _PI * c / s
    whole = mirrored & x.floor().eq(x)
    value = whole.pick(float("nan"), mirrored.pick(reflected, value))
    return x.eq(0.0).pick(x.const(float("-inf")).copysign(-x), value)


def _sin_cos_pi(a: Num) -> tuple[Num, Num]:
    """(sin πa, cos πa) up to one common sign, for a ≥ 0; their ratio and |sin πa| are right."""
    r = a - a.rint()
    size = abs(r)
    outer = size > 0.25
    s, c = kernels(outer.pick(0.5 - size, size) * _PI)
    return outer.pick(c, s).copysign(r), outer.pick(s, c)
