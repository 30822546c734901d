"""exp, exp2, expm1, log, log2, log10, log1p and pow of real lanes (float32 and float64).

Exponentials. x = n·ln 2 + r with |r| ≤ ½·ln 2 (Cody and Waite, "Software Manual for the Elementary
Functions", 1980: ln 2 in two parts, the first short enough that n times it is exact). e^r = 1 + r
+ r²·Q(r) with a minimax polynomial Q; then times 2^n. The number n is found by adding 1.5·2^23
(2^52 for float64), which leaves the rounded integer in the low bits of the sum; those bits become
exponents of 2^⌊n/2⌋ and 2^(n−⌊n/2⌋), and two multiplications give overflow and gradual underflow
with one rounding. With n in one factor only, results near the largest number or below the least
normal one would be lost.

Logarithms. x = 2^e·m, √½ ≤ m < √2, f = m − 1. float32: f − f²/2 + f³·P(f). float64: with
s = f/(2 + f), log(1 + f) = f − (f²/2 − s·(f²/2 + s²·R(s²))), the arrangement of Sun's fdlibm.

pow. float64: the logarithm as an unevaluated sum of two float64 (relative error about 2^-70),
times y, and the exponential of that sum. float32: the same steps in plain float64, rounded once.

All polynomials are minimax in the relative error of the function they serve, made with Remez's
exchange algorithm in 40 digits; their degree, interval and error stand beside them.
Largest errors measured: in the docstring of the package.
"""

from __future__ import annotations

from ...base import dtypes as dt
from ..vectors import Vec
from . import doubles as dd
from .number import Num, at_least, at_most, fma, poly

# e^r = 1 + r + r²·Q(r), |r| ≤ 0.3469; relative error 2^-28.3 and 2^-57.9
_EXP_32 = (0.49999994, 0.166665196, 0.0416683927, 0.00836878084, 0.00138145545)
_EXP_64 = (
    0.5, 0.16666666666666682, 0.04166666666666609, 0.008333333333316916, 0.0013888888889117181,
    0.00019841269896682807, 2.4801586924821012e-05, 2.7557234557113944e-06,
    2.755758259130672e-07, 2.5112145030898713e-08, 2.082660209655948e-09,
)  # fmt: skip
# The same relative to e^r − 1: errors 2^-32 and 2^-61.7
_EXPM1_32 = (0.5, 0.166666672, 0.041666355, 0.0083332723, 0.00139411027, 0.000199143731)
_EXPM1_64 = (
    0.5, 0.16666666666666677, 0.0416666666666667, 0.008333333333321532, 0.001388888888886681,
    0.0001984126988640095, 2.4801587360664224e-05, 2.7557243911686157e-06,
    2.755724263375822e-07, 2.5109147431217463e-08, 2.092449025902669e-09,
)  # fmt: skip
# 2^r = 1 + r·P(r), |r| ≤ 0.501; errors 2^-34 and 2^-64
_EXP2_32 = (
    0.693147182, 0.240226507, 0.0555041097, 0.00961803645, 0.00133334298, 0.00015467366,
    1.53150922e-05,
)  # fmt: skip
_EXP2_64 = (
    0.6931471805599453, 0.24022650695910072, 0.0555041086648217, 0.009618129107628496,
    0.0013333558146389867, 0.00015403530393340447, 1.5252733856823798e-05,
    1.3215486833577584e-06, 1.0178050949030774e-07, 7.054888061317455e-09,
    4.456715234647958e-10, 2.5742066057021088e-11,
)  # fmt: skip

LN2 = 0.6931471805599453
_LOG2E = 1.4426950408889634
# ln 2 in two parts; the first has 10 bits (float32) or 32 bits (float64)
_LN2_32 = (0.693359375, -2.12194440054690583e-4)
_LN2_64 = (0.693147180369123816490, 1.90821492927058770002e-10)
LN2_LOW = 2.3190468138462996e-17  # ln 2 − LN2


class _Scale:
    """2^n to be multiplied with: n rounded from a float, kept as the bits of `magic + n`."""

    __slots__ = ("bias", "bits", "n", "shift")

    def __init__(self, x: Num, factor: float) -> None:
        # The low bits hold n plus twice the exponent's bias, so that each half carries one bias.
        self.shift, self.bias = (52, 1023) if x.wide else (23, 127)
        magic = 1.5 * 2.0**self.shift + 2 * self.bias
        sum_ = fma(x, factor, magic)
        self.n = sum_ - magic
        self.bits = sum_.bits()

    def of(self, x: Num) -> Num:
        """x·2^n, rounded once."""
        by_instruction = _scaled(x, self.n)
        if by_instruction is not None:
            return by_instruction
        half = self.bits.logical_right(1)
        first = (half << self.shift).floating()
        second = ((self.bits - half) << self.shift).floating()
        return x * first * second

    def whole(self) -> Num:
        """2^n itself where it is a normal number."""
        return ((self.bits - self.bias) << self.shift).floating()


def _scaled(x: Num, n: Num) -> Num | None:
    """x·2^n by AVX-512's own instruction, the same bits; None where there is none."""
    k, lanes = x.k, max(x.v.lanes, n.v.lanes)
    bits = lanes * x.dtype.bits
    feature = {512: "avx512f", 256: "avx512vl", 128: "avx512vl"}.get(bits)
    if feature is None or not k.target.has(feature):
        return None
    a, b = k.spread(x.v, lanes), k.spread(n.v, lanes)
    name = f"llvm.x86.avx512.mask.scalef.{'pd' if x.wide else 'ps'}.{bits}"
    mask = f"i{max(8, lanes)}"
    # The 512-bit form takes the rounding as well: 4 is "as set".
    kinds, last = [a.type] * 3 + [mask], ""
    if bits == 512:
        kinds, last = [*kinds, "i32"], ", i32 4"
    at = k.f.module.intrinsic(name, a.type, *kinds)
    arguments = f"{a.type} {a.name}, {a.type} {b.name}, {a.type} zeroinitializer, {mask} -1{last}"
    return Num(k, Vec(k.f.let(f"call {a.type} {at}({arguments})"), x.dtype, lanes))


def _reduced(x: Num, n: Num) -> Num:
    high, low = _LN2_64 if x.wide else _LN2_32
    return fma(n, -low, fma(n, -high, x))


def exp(x: Num) -> Num:
    low, high = (-746.0, 710.0) if x.wide else (-104.0, 89.0)
    return exp_between(at_least(at_most(x, high), low))


def exp_negative(x: Num) -> Num:
    """e^x for x ≤ 0."""
    return exp_between(at_least(x, -746.0 if x.wide else -104.0))


def exp_between(x: Num) -> Num:
    """e^x where no overflow of the exponent's range can happen (|x| ≤ 746 or 104)."""
    scale = _Scale(x, _LOG2E)
    return scale.of(_exp_reduced(_reduced(x, scale.n)))


def exp_weight(x: Num) -> Num:
    """e^x for x ≤ 0, and 0 where that is below the least normal number: a weight next to one of 1.

    Results that are subnormal would stop many machines for a hundred cycles each.
    """
    shift, bias = (52, 1023) if x.wide else (23, 127)
    magic = 1.5 * 2.0**shift + bias
    sum_ = fma(x, _LOG2E, magic)
    power = (sum_.bits() << shift).floating()
    found = _exp_reduced(_reduced(x, sum_ - magic)) * power
    return (x < (-708.3 if x.wide else -87.3)).pick(0.0, found)


def exp_plain(x: Num) -> Num:
    """e^x where that is a normal number and not above half of the largest."""
    scale = _Scale(x, _LOG2E)
    return _exp_reduced(_reduced(x, scale.n)) * scale.whole()


def _exp_reduced(r: Num) -> Num:
    if not r.wide:
        return fma(fma(poly(r, _EXP_32), r, 1.0), r, 1.0)
    return fma(poly(r, _EXP_64), r * r, r) + 1.0


def exp_sum(high: Num, low: Num) -> Num:
    """e^(high + low), low a small correction; the limits are those of `exp`."""
    least, most = (-746.0, 710.0) if high.wide else (-104.0, 89.0)
    return exp_times(at_least(at_most(high, most), least), low, None)


def exp_times(high: Num, low: Num, factor: Num | None) -> Num:
    """e^(high + low)·factor rounded once where it is subnormal, for |high| ≤ 760 or 110."""
    scale = _Scale(high, _LOG2E)
    e = _exp_reduced(_reduced(high, scale.n))
    e = fma(e, low, e)
    return scale.of(e if factor is None else e * factor)


def exp_half(x: Num) -> Num:
    """e^x / 2, finite wherever that is (x ≥ −700 or −86)."""
    scale = _Scale(at_most(x, 711.0 if x.wide else 90.0), _LOG2E)
    r = _reduced(at_most(x, 711.0 if x.wide else 90.0), scale.n)
    return scale.of(_exp_reduced(r) * 0.5)


def exp2(x: Num) -> Num:
    low, high = (-1076.0, 1025.0) if x.wide else (-151.0, 129.0)
    x = at_least(at_most(x, high), low)
    scale = _Scale(x, 1.0)
    r = x - scale.n
    return scale.of(fma(poly(r, _EXP2_64 if x.wide else _EXP2_32), r, 1.0))


def expm1(x: Num) -> Num:
    low, high = (-40.0, 710.0) if x.wide else (-20.0, 89.0)
    tiny = abs(x) < (2.0**-60 if x.wide else 2.0**-30)
    limited = at_least(at_most(x, high), low)
    scale, q = _expm1_reduced(limited)
    # 2^n·(q + 1) − 1 in halves, since 2^n alone overflows before the result does.
    half = ((scale.bits - scale.bias - 1) << scale.shift).floating()
    result = fma(half, q, half - 0.5) * 2.0
    return tiny.pick(x, result)


def expm1_small(x: Num) -> Num:
    """e^x − 1 for |x| ≤ 80 and no less than the least normal number squared; for `tanh`, `sinh`."""
    scale, q = _expm1_reduced(x)
    power = scale.whole()
    return fma(power, q, power - 1.0)


def _expm1_reduced(x: Num) -> tuple[_Scale, Num]:
    scale = _Scale(x, _LOG2E)
    r = _reduced(x, scale.n)
    return scale, fma(poly(r, _EXPM1_64 if x.wide else _EXPM1_32), r * r, r)


# --- logarithms

# log(1 + f) = f − f²/2 + f³·P(f), √½ ≤ 1 + f ≤ √2; error 2^-27.3
_LOG_32 = (
    0.333333164, -0.250008225, 0.200023204, -0.166241437, 0.141801819, -0.131321073,
    0.128902286, -0.0786059871,
)  # fmt: skip
# log(1 + f) = 2s + s³·R(s²), s = f/(2 + f); error 2^-59.4.
# For `pow` R = 2/3 + s²·T(s²) with the first term in two parts; error 2^-73
_LOG_64 = (
    0.6666666666666737, 0.39999999999394675, 0.28571428747261307, 0.22222198032757545,
    0.18183594371900194, 0.15313234565758807, 0.1480456312959418,
)  # fmt: skip
_LOG_POW = (
    0.39999999999999974, 0.28571428571445767, 0.22222222217378002, 0.18181818889722254,
    0.1538455554901821, 0.13336368210921953, 0.11673788690789165, 0.11997580501343647,
)  # fmt: skip

# In two parts each: log2(e), log10(e), log10(2). First parts short where they multiply exponents.
_LOG2E_32 = (1.4426950216293335, 1.925963033500011e-08)
_LOG2E_64 = (1.4426950408889634, 2.0355273740931033e-17)
_LOG10E_32 = (0.4342944920063019, -1.0103049952192578e-08)
_LOG10E_64 = (0.4342944819032518, 1.098319650216765e-17)
_LOG10_2_32 = (0.301025390625, 4.605038981195214e-06)
_LOG10_2_64 = (0.30102999566361177, 3.694239077158931e-13)


def split(x: Num) -> tuple[Num, Num]:
    """(e, m) with x = 2^e·m and √½ ≤ m < √2, for positive finite x, subnormal ones too."""
    shift, least, by = (52, 2.0**-1022, 54) if x.wide else (23, 2.0**-126, 25)
    small = x < least
    x = small.pick(x * 2.0**by, x)
    bits = x.bits()
    root = 0x3FE6A09E667F3BCD if x.wide else 0x3F3504F3  # the bits of √½
    e = (bits - root) >> shift
    m = (bits - (e << shift)).floating()
    return e.to(x.dtype) - small.pick(x.const(by), 0.0), m


def _log_of(m: Num) -> tuple[Num, Num]:
    """(f, rest) with f + rest = log(m), √½ ≤ m < √2."""
    f = m - 1.0
    square = f * f
    if not m.wide:
        return f, fma(poly(f, _LOG_32), square * f, square * -0.5)
    s = f / (f + 2.0)
    z = s * s
    half = square * 0.5
    return f, fma(s, fma(z, poly(z, _LOG_64), half), -half)


def _log_special(x: Num, result: Num) -> Num:
    """`result` where x is positive and finite; -inf at 0, NaN below, x at inf and NaN."""
    positive = (x < float("inf")).pick(result, x)
    return (x > 0.0).pick(positive, x.eq(0.0).pick(x.const(float("-inf")), float("nan")))


def log(x: Num) -> Num:
    e, m = split(x)
    f, rest = _log_of(m)
    high, low = _LN2_64 if x.wide else _LN2_32
    return _log_special(x, fma(e, high, f + fma(e, low, rest)))


def _log_scaled(x: Num, factor: tuple[float, float], exponent: tuple[float, float]) -> Num:
    e, m = split(x)
    f, rest = _log_of(m)
    high, low = factor
    # f·high in two parts: 12 or 26 bits of f times a short constant would be exact as well,
    # but an fma or an exact product costs less.
    product, error = dd.two_prod(f, f.const(high))
    small = error + fma(rest, high, fma(f, low, e * exponent[1]))
    return _log_special(x, fma(e, exponent[0], product + small))


def log2(x: Num) -> Num:
    return _log_scaled(x, _LOG2E_64 if x.wide else _LOG2E_32, (1.0, 0.0))


def log10(x: Num) -> Num:
    return _log_scaled(
        x,
        _LOG10E_64 if x.wide else _LOG10E_32,
        _LOG10_2_64 if x.wide else _LOG10_2_32,
    )


def log1p(x: Num) -> Num:
    u = x + 1.0
    e, m = split(u)
    f, rest = _log_of(m)
    high, low = _LN2_64 if x.wide else _LN2_32
    lost = (x - (u - 1.0)) / u  # what 1 + x lost by rounding
    result = fma(e, high, f + (fma(e, low, rest) + lost))
    tiny = abs(x) < (2.0**-60 if x.wide else 2.0**-30)
    return tiny.pick(x, _log_special(u, result))


# --- power


def pow(x: Num, y: Num) -> Num:
    inner = x.to(dt.float64), y.to(dt.float64)
    size = _pow_size_32(*inner) if not x.wide else _pow_size_64(*inner)
    return _pow_special(x, y, size.to(x.dtype))


def _pow_size_32(x: Num, y: Num) -> Num:
    e, m = split(abs(x))
    f, rest = _log_of(m)
    product = y * fma(e, LN2, f + rest)
    limited = at_least(at_most(product, 200.0), -200.0)
    scale = _Scale(limited, _LOG2E)
    return _exp_reduced(_reduced(limited, scale.n)) * scale.whole()


def _pow_size_64(x: Num, y: Num) -> Num:
    high, low = log_double(abs(x))
    # y beyond these limits gives 0, 1 or infinity for every x; the products must not overflow.
    y = at_least(at_most(y, 2.0**70), -(2.0**70))
    product, error = dd.two_prod(high, y)
    return exp_sum(product, (abs(product) < 800.0).pick(fma(low, y, error), 0.0))


def log_double(x: Num) -> tuple[Num, Num]:
    """log(x) of positive finite float64 as an unevaluated sum, relative error about 2^-66."""
    e, m = split(x)
    f = m - 1.0  # exact
    # s = f/(2 + f) as a sum
    bottom = dd.two_sum(f, f.const(2.0))
    s = dd.div((f, f.const(0.0)), bottom)
    z = dd.mul(s, s)
    tail = poly(z[0], _LOG_POW)
    # 2/3 as a sum, plus what the higher terms give
    inner = dd.add(
        (f.const(0.6666666666666666), f.const(3.700743415417188e-17)), (tail * z[0], f.const(0.0))
    )
    cubic = dd.mul(dd.mul(s, z), inner)
    small = dd.add((s[0] * 2.0, s[1] * 2.0), cubic)
    exponent = dd.mul((e, f.const(0.0)), (f.const(LN2), f.const(LN2_LOW)))
    return dd.add(exponent, small)


def _pow_special(x: Num, y: Num, size: Num) -> Num:
    """Signs and special cases of C99's Annex F.9.4.4 laid over |x|^y."""
    inf, nan = float("inf"), float("nan")
    whole = y.trunc().eq(y)  # infinities count as even integers
    half = y * 0.5
    odd = whole & half.trunc().ne(half)
    zero, endless = x.eq(0.0), x.is_inf()
    # |x|^y where x is 0 or infinite or y infinite
    up = (abs(x) > 1.0).eq_mask(y > 0.0)
    size = (zero | endless | y.is_inf()).pick(up.pick(x.const(inf), 0.0), size)
    size = abs(x).eq(1.0).pick(1.0, size)
    signed = (odd & x.sign_bit()).pick(-size, size)
    wrong = (x < 0.0) & ~whole & ~endless
    result = wrong.pick(nan, signed)
    result = (x.is_nan() | y.is_nan()).pick(x + y, result)
    return (y.eq(0.0) | x.eq(1.0)).pick(1.0, result)
