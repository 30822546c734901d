"""hypot, cbrt, ldexp and fmod of real lanes (float32 and float64; cbrt of float64 alone)."""

from __future__ import annotations

from ...base import dtypes as dt
from ..vectors import Vec
from .doubles import two_prod
from .exponential import split
from .number import Num, any_lane, fma, poly


def hypot(x: Num, y: Num) -> Num:
    """√(x² + y²) without overflow on the way; infinite where either is, even beside NaN.

    float32 is computed in float64, whose range suffices. float64 is scaled by powers of two, and
    the root is corrected by one step of Newton's method on exact squares.
    """
    a, b = abs(x), abs(y)
    infinite = a.is_inf() | b.is_inf()
    if not x.wide:
        p, q = a.to(dt.float64), b.to(dt.float64)
        result = fma(p, p, q * q).sqrt().to(x.dtype)
    else:
        swap = b > a
        p, q = swap.pick(b, a), swap.pick(a, b)
        result = _hypot_sorted(p, q)
    return infinite.pick(float("inf"), result)


def _hypot_sorted(p: Num, q: Num) -> Num:
    large, small = p > 2.0**500, p < 2.0**-450
    up = large.pick(p.const(2.0**-600), small.pick(p.const(2.0**600), 1.0))
    down = large.pick(p.const(2.0**600), small.pick(p.const(2.0**-600), 1.0))
    p, q = p * up, q * up
    square, lost = two_prod(p, p)
    square_q, lost_q = two_prod(q, q)
    total = square + square_q
    rest = (square - total) + square_q + (lost + lost_q)
    h = total.sqrt()
    back, back_lost = two_prod(h, h)
    error = ((total - back) - back_lost) + rest
    corrected = h + error / h.eq(0.0).pick(1.0, h + h)
    return corrected * down


# ∛m for √½ ≤ m ≤ √2, a minimax polynomial; relative error 2^-16.7
_CBRT = (
    0.4516609499313027, 0.9048160111407808, -0.5355878756879614, 0.21688513492596143,
    -0.0377699014773978,
)  # fmt: skip


def cbrt(x: Num) -> Num:
    """The real cube root: x = 2^(3q + r)·m, a polynomial for ∛m, one step of Halley's method and
    one of Newton's with the rest known exactly."""
    e, m = split(abs(x))
    q = ((e + 0.5) * (1 / 3)).floor()
    r = e - q * 3.0
    one, two = r.eq(1.0), r.eq(2.0)
    base = m
    m = two.pick(m * 4.0, one.pick(m + m, m))
    root = two.pick(x.const(1.5874010519681996), one.pick(x.const(1.2599210498948732), 1.0))
    y = poly(base, _CBRT) * root
    cube = y * y * y
    y = y * (cube + (m + m)) / (cube + cube + m)
    square, lost = two_prod(y, y)
    cube, cube_lost = two_prod(square, y)
    rest = ((m - cube) - cube_lost) - lost * y
    y = y + rest / (square * 3.0)
    result = y * ((q.truncated() + 1023) << 52).floating()
    same = x.eq(0.0) | ~x.is_finite()
    return same.pick(x, result.copysign(x))


def ldexp(x: Num, n: Num) -> Num:
    """x·2^n rounded once; n are integers of any width, as large as they like."""
    # Steps that a float's exponent can hold; more than three of them give 0 or infinity anyway.
    step, bias, shift = (1000, 1023, 52) if x.wide else (126, 127, 23)
    k = x.k
    wide = Num(k, k.cast(n.v, dt.int64))
    limit = 3 * step
    wide = (wide > limit).pick(limit, wide)
    wide = (wide < -limit).pick(-limit, wide)
    count = Num(k, k.cast(wide.v, dt.int64 if x.wide else dt.int32))
    parts = []
    for _ in range(2):
        part = (count > step).pick(step, count)
        part = (part < -step).pick(-step, part)
        parts.append(part)
        count = count - part
    # The smallest part first: what a later one takes below the least normal number, it takes to 0.
    for part in (count, *reversed(parts)):
        x = x * ((part + bias) << shift).floating()
    return x


def fmod(x: Num, y: Num) -> Num:
    """x − y·trunc(x/y), exact; NaN where x is infinite or y is 0, x where only y is infinite.

    Long division in float64 on the mantissas, 51 bits of the quotient at a time: each product of a
    whole quotient and the divisor is known exactly as a sum of two floats, and so is each rest. As
    many rounds as the lane with the longest quotient needs, one in most uses.
    """
    wide_x, wide_y = abs(x.to(dt.float64)), abs(y.to(dt.float64))
    usable = (wide_x < wide_y.const(float("inf"))) & (wide_y > 0.0) & (wide_y < float("inf"))
    e, m = _mantissa(usable.pick(wide_x, 1.0))
    f, divisor = _mantissa(usable.pick(wide_y, 1.0))
    gap = e - f
    rest = _long_division(m, divisor, (gap < 0).pick(0, gap))
    half = f >> 1
    scaled = rest * ((half + 1023) << 52).floating() * ((f - half + 1023) << 52).floating()
    result = (wide_x < wide_y).pick(wide_x, scaled)
    wrong = wide_x.is_inf() | wide_y.eq(0.0)
    result = wrong.pick(float("nan"), result).to(x.dtype).copysign(x)
    return (x.is_nan() | y.is_nan()).pick(x + y, result)


def _mantissa(x: Num) -> tuple[Num, Num]:
    """(e, m) with x = m·2^e and 1 ≤ m < 2, for positive finite float64 (m = 0 for 0)."""
    small = x < 2.0**-1022
    normal = small.pick(x * 2.0**54, x)
    bits = normal.bits()
    e = (bits >> 52) - small.pick(bits.const(1023 + 54), 1023)
    m = ((bits & ((1 << 52) - 1)) | (1023 << 52)).floating()
    return e, x.eq(0.0).pick(0.0, m)


def _long_division(m: Num, divisor: Num, gap: Num) -> Num:
    """m·2^gap modulo the divisor."""
    k, f = m.k, m.k.f
    m, gap = Num(k, k.spread(m.v, divisor.v.lanes)), Num(k, k.spread(gap.v, divisor.v.lanes))
    lanes = divisor.v.lanes
    align = 8 * lanes
    # Variables in memory, which LLVM puts into registers.
    rest_at, gap_at = f.alloca(m.v.type, 1, align), f.alloca(gap.v.type, 1, align)
    f.store(m.v.type, m.v.name, rest_at, align)
    f.store(gap.v.type, gap.v.name, gap_at, align)
    body, end = f.label(), f.label()
    f.jump(body)
    f.place(body)
    rest = Num(k, Vec(f.load(m.v.type, rest_at, align), dt.float64, lanes))
    left = Num(k, Vec(f.load(gap.v.type, gap_at, align), dt.int64, lanes))
    step = (left > 51).pick(51, left)
    lifted = rest * ((step + 1023) << 52).floating()
    quotient = (lifted / divisor).trunc()
    product, error = two_prod(quotient, divisor)
    rest = (lifted - product) - error
    rest = (rest < 0.0).pick(rest + divisor, rest)  # the quotient was rounded up to a whole number
    rest = (rest >= divisor).pick(rest - divisor, rest)
    left = left - step
    f.store(m.v.type, rest.v.name, rest_at, align)
    f.store(gap.v.type, left.v.name, gap_at, align)
    f.branch(any_lane(left > 0), body, end)
    f.place(end)
    return Num(k, Vec(f.load(m.v.type, rest_at, align), dt.float64, lanes))
