"""asin, acos, atan, asinh, acosh and atanh of complex lanes, pairs of float64.

The first four by the formulas of T. E. Hull, T. F. Fairgrieve and P. T. P. Tang, "Implementing
the complex arcsine and arccosine functions using exception handling" (ACM TOMS 23, 1997): with r
= |z + i|, s = |z − i|, a = (r + s)/2 and b = y/a for asinh in the first quadrant, the real part
is log(a + √(a² − 1)) and the imaginary part asin b; a − 1 and a − y are found without
cancellation where those are small. atanh from logarithms and angles of z ± 1 (Kahan). Quadrants
by symmetry, special values after C99's Annex G. All branches are computed and selected.
"""

from __future__ import annotations

from .basic import hypot
from .complex_basic import INF, Z, log_abs
from .exponential import LN2, log, log1p
from .hyperbolic import atanh as real_atanh
from .inverse import acos as real_acos
from .inverse import asin as real_asin
from .inverse import atan as real_atan
from .inverse import atan2
from .number import Num, at_least, fma

_EPS = 2.0**-52
_HUGE = 2.0**53  # beyond, asinh z is log 2z
_PI = 3.141592653589793
_HALF_PI = 1.5707963267948966


class _Quadrant:
    """asinh and acos share this for x, y ≥ 0 up to 2^53: z = x + iy, poles of the roots at ±i.

    log: log(a + √(a² − 1)); b: y/a; usable: where asin b is accurate; otherwise
    the angle is that of (root, side), root being √(a² − y²) up to a common factor.
    """

    def __init__(self, x: Num, y: Num) -> None:
        up, down = y + 1.0, y - 1.0
        r, s = hypot(x, up), hypot(x, down)
        a = at_least((r + s) * 0.5, 1.0)
        apart = x >= abs(down) * _EPS
        corner = y.eq(1.0) & (x < _EPS * _EPS / 128.0)
        excess = _half(x, up, r) + _half(x, -down, s)
        by_excess = log1p(excess + (excess * (a + 1.0)).sqrt())
        below = x / at_least((1.0 - y) * up, 2.0**-1000).sqrt()
        above = log1p(at_least(down, 0.0) + (at_least(down, 0.0) * up).sqrt())
        near = apart.pick(by_excess, (y < 1.0).pick(below, above))
        near = corner.pick(x.sqrt(), near)
        far = log(a + fma(a, a, -1.0).sqrt())
        self.log = (a < 10.0).pick(near, far)
        self.b = y / a
        self.usable = (self.b <= 0.6417) & (y > 2.0**-500)
        lack = _half(x, up, r) + _half(x, down, s)
        by_lack = (lack * (a + y)).sqrt()
        big = 4.0 / _EPS / _EPS
        beyond = x * big * y / at_least(up * down, 2.0**-1000).sqrt()
        within = at_least((1.0 - y) * up, 0.0).sqrt()
        root = apart.pick(by_lack, (y > 1.0).pick(beyond, within))
        scaled = ~apart & (y > 1.0)
        side = scaled.pick(y * big, y)
        edge = y.eq(1.0) & (x < _EPS / 128.0)
        root = edge.pick(x.sqrt() * ((a + y) * 0.5).sqrt(), root)
        self.root, self.side = root, edge.pick(y, side)


def _half(x: Num, y: Num, h: Num) -> Num:
    """(√(x² + y²) − y)/2 without cancellation, h being the root."""
    straight = (h - y) * 0.5
    bottom = (y > 0.0).pick(h + y, 1.0)
    return (y > 0.0).pick(x * x / bottom * 0.5, straight)


def asinh(z: Z) -> Z:
    x, y = abs(z.re), abs(z.im)
    huge = (x > _HUGE) | (y > _HUGE)
    q = _Quadrant(huge.pick(1.0, x), huge.pick(1.0, y))
    re, im = q.log, q.usable.pick(real_asin(q.b), atan2(q.side, q.root))
    small = (x < 2.0**-28) & (y < 2.0**-28)
    re, im = small.pick(x, re), small.pick(y, im)
    re, im = huge.pick(log_abs(Z(x, y)) + LN2, re), huge.pick(atan2(y, x), im)
    nan = z.re.is_nan() | z.im.is_nan()
    endless = z.re.is_inf() | z.im.is_inf()
    both = z.re + z.im
    # NaN beside 0 or infinity: what is known stays.
    nan_re = endless.pick(x.const(INF), both)
    nan_im = z.im.eq(0.0).pick(y, both)
    re, im = nan.pick(nan_re, re), nan.pick(nan_im, im)
    return Z(re.copysign(z.re), im.copysign(z.im))


def asin(z: Z) -> Z:
    w = asinh(Z(z.im, z.re))
    return Z(w.im, w.re)


def acos(z: Z) -> Z:
    x, y = abs(z.re), abs(z.im)
    left = z.re.sign_bit()
    huge = (x > _HUGE) | (y > _HUGE)
    q = _Quadrant(huge.pick(1.0, y), huge.pick(1.0, x))
    by_cosine = real_acos(left.pick(-q.b, q.b))
    by_angle = atan2(q.root, left.pick(-q.side, q.side))
    re, im = q.usable.pick(by_cosine, by_angle), q.log
    small = (x < 2.0**-60) & (y < 2.0**-60)
    re, im = small.pick(_HALF_PI, re), small.pick(y, im)
    re = huge.pick(atan2(y, z.re), re)
    im = huge.pick(log_abs(Z(x, y)) + LN2, im)
    re, im = _acos_nan(z, re, im)
    return Z(re, im.copysign(-z.im))


def _acos_nan(z: Z, re: Num, im: Num) -> tuple[Num, Num]:
    nan = z.re.is_nan() | z.im.is_nan()
    both = z.re + z.im
    endless = z.re.is_inf() | z.im.is_inf()
    level = z.re.eq(0.0).pick(re.const(_HALF_PI), both)
    return nan.pick(level, re), nan.pick(endless.pick(re.const(INF), both), im)


def acosh(z: Z) -> Z:
    w = acos(z)
    return Z(abs(w.im), abs(w.re).copysign(z.im))


def atanh(z: Z) -> Z:
    x, y = abs(z.re), abs(z.im)
    huge = (x > _HUGE) | (y > _HUGE)
    a, b = huge.pick(1.0, x), huge.pick(0.5, y)
    less = a - 1.0
    # ¼·log1p(4x/((x − 1)² + y²)); at x = 1 with small y from log y.
    distance = (b < 2.0**-500).pick(less * less, fma(less, less, b * b))
    edge = a.eq(1.0) & (b < _EPS)
    re = log1p(a * 4.0 / edge.pick(1.0, distance)) * 0.25
    re = edge.pick((LN2 - log(b)) * 0.5, re)
    across = (1.0 - a) * (a + 1.0)
    im = atan2(b + b, (b < _EPS).pick(across, across - b * b)) * 0.5
    im = a.eq(1.0).pick(atan2(a.const(2.0), -b) * 0.5, im)
    small = (x < 2.0**-28) & (y < 2.0**-28)
    re, im = small.pick(x, re), small.pick(y, im)
    line = y.eq(0.0) & (x <= 1.0)
    re, im = line.pick(real_atanh(x), re), line.pick(y, im)
    re, im = x.eq(0.0).pick(x, re), x.eq(0.0).pick(real_atan(y), im)
    re, im = huge.pick(_reciprocal(x, y), re), huge.pick(_HALF_PI, im)
    nan = z.re.is_nan() | z.im.is_nan()
    both = z.re + z.im
    nan_re = (z.re.eq(0.0) | z.re.is_inf() | z.im.is_inf()).pick(re.const(0.0), both)
    nan_im = z.im.is_inf().pick(re.const(_HALF_PI), both)
    re, im = nan.pick(nan_re, re), nan.pick(nan_im, im)
    return Z(re.copysign(z.re), im.copysign(z.im))


def _reciprocal(x: Num, y: Num) -> Num:
    """Re 1/(x + iy) = x/(x² + y²) of large numbers."""
    swap = y > x
    p, q = swap.pick(y, x), swap.pick(x, y)
    ratio = p.is_inf().pick(0.0, q / p)
    inverse = (1.0 / p) / fma(ratio, ratio, 1.0)
    inverse = p.is_inf().pick(0.0, inverse)
    return swap.pick(ratio * inverse, inverse)


def atan(z: Z) -> Z:
    w = atanh(Z(z.im, z.re))
    return Z(w.im, w.re)
