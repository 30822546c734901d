"""asin, acos, atan and atan2 of real lanes (float32 and float64).

asin x = x + x³·R(x²) for |x| < ½; beyond, with z = (1 − |x|)/2 and s = √z, asin|x| = π/2 − 2·asin s and
acos|x| = 2·asin s. The error of the root, (z − s²)/(2s), is added back.

atan of a quotient p/q with 0 ≤ p ≤ q: where p/q > tan(π/8), atan(p/q) = π/4 + atan((p − q)/(p +
q)), so that one division serves both cases; then t + t³·T(t²), |t| ≤ 0.4142. Larger quotients are
turned round, π/2 − …

Minimax polynomials, relative errors: R 2^-29 and 2^-57, T 2^-28 and 2^-58.
"""

from __future__ import annotations

from .doubles import two_prod
from .number import Num, fma, poly

_ASIN_32 = (
    0.166666597, 0.0750051215, 0.0445154756, 0.0318197571, 0.0143940374, 0.0375778526,
)  # fmt: skip
_ASIN_64 = (
    0.16666666666666763, 0.07499999999970094, 0.04464285717529068, 0.03038194267505347,
    0.02237221591209053, 0.017351595395086017, 0.013981019705435919, 0.011397284244282668,
    0.010789366258840395, 0.003672029947426188, 0.021790989859937836, -0.02111715859726643,
    0.032702410307100485,
)  # fmt: skip
_ATAN_32 = (
    -0.333333164, 0.199984834, -0.142437398, 0.105951473, -0.0608117208,
)  # fmt: skip
_ATAN_64 = (
    -0.333333333333332, 0.1999999999995367, -0.14285714280204453, 0.11111110783829077,
    -0.09090897767368337, 0.07692060365476308, -0.06663105487858367, 0.058478975872811624,
    -0.05039331622734737, 0.038064974305532434, -0.017907365038978905,
)  # fmt: skip

_PI = (3.141592653589793, 1.2246467991473532e-16)
_PI_2 = (1.5707963267948966, 6.123233995736766e-17)
_PI_4 = (0.7853981633974483, 3.061616997868383e-17)
_PI_32 = (3.1415927410125732, -8.742277657347586e-08)
_PI_2_32 = (1.5707963705062866, -4.371138828673793e-08)
_PI_4_32 = (0.7853981852531433, -2.1855694143368964e-08)


def _series(x: Num, z: Num) -> Num:
    """asin x − x for x² = z ≤ ¼."""
    return x * z * poly(z, _ASIN_64 if x.wide else _ASIN_32)


def _root(a: Num) -> tuple[Num, Num]:
    """(s, what asin s exceeds s by, the error of s included) with s = √((1 − a)/2)."""
    z = (1.0 - a) * 0.5
    s = z.sqrt()
    product, error = two_prod(s, s)
    lost = ((z - product) - error) / z.eq(0.0).pick(1.0, s + s)
    return s, lost + _series(s, z)


def asin(x: Num) -> Num:
    a = abs(x)
    high, low = _PI_2 if x.wide else _PI_2_32
    s, more = _root(a)
    outer = (high - (s + s)) - ((more + more) - low)
    inner = a + _series(a, a * a)
    return (a < 0.5).pick(inner, outer).copysign(x)


def acos(x: Num) -> Num:
    a = abs(x)
    half, half_low = _PI_2 if x.wide else _PI_2_32
    whole, whole_low = _PI if x.wide else _PI_32
    s, more = _root(a)
    near = (s + s) + (more + more)
    far = (whole - (s + s)) - ((more + more) - whole_low)
    middle = half - (x - (half_low - _series(x, x * x)))
    return (a < 0.5).pick(middle, (x < 0.0).pick(far, near))


def _quotient(p: Num, q: Num) -> tuple[Num, Num]:
    """atan(p/q) as a sum of a multiple of π/4 with its low part, for 0 ≤ p ≤ q, q > 0."""
    high, low = _PI_4 if p.wide else _PI_4_32
    large = p > q * 0.4142135623730951
    t = large.pick(p - q, p) / large.pick(p + q, q)
    z = t * t
    series = fma(t * z, poly(z, _ATAN_64 if p.wide else _ATAN_32), large.pick(t.const(low), 0.0))
    return large.pick(t.const(high), 0.0), series + t


def atan(x: Num) -> Num:
    a = abs(x)
    turned = a > 1.0
    base, rest = _quotient(turned.pick(1.0, a), turned.pick(a, 1.0))
    half, half_low = _PI_2 if x.wide else _PI_2_32
    # The base is 0 or π/4 and so exact in the differences with π/2, low parts as well.
    result = turned.pick((half - base) - (rest - half_low), base + rest)
    return (a.eq(float("inf"))).pick(half, result).copysign(x)


def atan2(y: Num, x: Num) -> Num:
    """The angle of (x, y) in [−π, π], with the signs of zeros of C99's Annex F.9.1.4."""
    a, b = abs(x), abs(y)
    steep = b > a
    p, q = steep.pick(a, b), steep.pick(b, a)
    # Out of the way of overflow and underflow in p + q and p/q.
    huge, tiny = (2.0**1000, 2.0**-900) if x.wide else (2.0**120, 2.0**-90)
    scale = (q > huge).pick(q.const(2.0**-100 if x.wide else 2.0**-20), 1.0)
    scale = (q < tiny).pick(2.0**100 if x.wide else 2.0**50, scale)
    both = p.is_inf() & q.is_inf()
    p = both.pick(1.0, p * scale)
    q = both.pick(1.0, q.eq(0.0).pick(1.0, q * scale))
    base, rest = _quotient(p, q)
    half, half_low = _PI_2 if x.wide else _PI_2_32
    whole, whole_low = _PI if x.wide else _PI_32
    # Angle from the x axis: ±(base + rest), from π/2 where steep, from π where x is negative.
    left = x.sign_bit()
    turn = steep ^ left
    start = steep.pick(base.const(half), left.pick(base.const(whole), 0.0))
    start_low = steep.pick(base.const(half_low), left.pick(base.const(whole_low), 0.0))
    # steep and left: π/2 + angle; steep only: π/2 − angle; left only: π − angle.
    back = turn
    base, rest = back.pick(-base, base), back.pick(-rest, rest)
    result = (start + base) + (rest + start_low)
    nan = x.is_nan() | y.is_nan()
    return nan.pick(x + y, result.copysign(y))
