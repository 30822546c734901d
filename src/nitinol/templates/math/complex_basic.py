"""exp, log, sqrt and pow of complex lanes: pairs of float64 (complex64 is computed in them too).

Special values follow C99's Annex G. Products of an exponential with a sine that is 0 are taken as 0
even where the exponential is infinite, so that real numbers stay real.
"""

from __future__ import annotations

from typing import NamedTuple

from .basic import hypot
from .doubles import two_prod, two_sum
from .exponential import exp_times, log1p
from .exponential import log as real_log
from .inverse import atan2
from .number import Num, at_least, at_most
from .trigonometric import sin_cos

INF = float("inf")


class Z(NamedTuple):
    """Complex lanes."""

    re: Num
    im: Num


def exp_product(x: Num, factor: Num) -> Num:
    """e^x·factor, |factor| ≤ 1, also where e^x overflows or underflows and the product does not."""
    factor = (x > 1400.0).pick(
        factor * 2.0**120, factor
    )  # so that infinity times 1e-310 is infinite
    return exp_times(at_least(at_most(x, 1400.0), -1400.0), x.const(0.0), factor)


def exp(z: Z) -> Z:
    x, y = z
    s, c = sin_cos(y)
    re, im = exp_product(x, c), exp_product(x, s)
    endless = x.is_inf() & ~y.is_finite()
    sunk = endless & (x < 0.0)
    re = endless.pick(sunk.pick(x.const(0.0), INF), re)
    im = sunk.pick(0.0, im)
    real = y.eq(0.0)
    whole = exp_product(x, x.const(1.0))
    return Z(real.pick(whole, re), real.pick(y, im))


def log(z: Z) -> Z:
    x, y = z
    return Z(log_abs(z), atan2(y, x))


def log_abs(z: Z) -> Num:
    """log|z|, with small relative error also near |z| = 1, where x² + y² − 1 is summed in twice the precision."""
    a, b = abs(z.re), abs(z.im)
    swap = b > a
    p, q = swap.pick(b, a), swap.pick(a, b)
    ratio = (p.eq(0.0) | p.is_inf()).pick(0.0, q / p)
    far = real_log(p) + log1p(ratio * ratio) * 0.5
    square, lost = two_prod(p, p)
    square_q, lost_q = two_prod(q, q)
    first, first_low = two_sum(square, p.const(-1.0))
    second, second_low = two_sum(first, square_q)
    rest, rest_low = two_sum(lost, lost_q)
    high, low = two_sum(second, rest)
    near = log1p(high + (low + (second_low + (first_low + rest_low)))) * 0.5
    total = square + square_q
    result = ((total > 0.5) & (total < 3.0)).pick(near, far)
    nan = z.re.is_nan() | z.im.is_nan()
    infinite = a.is_inf() | b.is_inf()
    return infinite.pick(INF, nan.pick(z.re + z.im, result))


def sqrt(z: Z) -> Z:
    x, y = z
    a, b = abs(x), abs(y)
    huge = (a > 2.0**1020) | (b > 2.0**1020)
    tiny = (a < 2.0**-900) & (b < 2.0**-900)
    up = huge.pick(x.const(2.0**-4), tiny.pick(x.const(2.0**200), 1.0))
    down = huge.pick(x.const(4.0), tiny.pick(x.const(2.0**-100), 1.0))
    a, b = a * up, b * up
    t = ((a + hypot(a, b)) * 0.5).sqrt()
    zero = t.eq(0.0)
    other = zero.pick(0.0, b / (t + t))
    t, other = t * down, other * down
    left = x.sign_bit()
    re, im = left.pick(other, t), left.pick(t, other).copysign(y)
    # Infinite parts. y infinite: inf + i·y whatever x is.
    endless, still = x.is_inf(), y.is_finite()
    re_x = left.pick(still.pick(0.0, y), x)
    im_x = left.pick(x.const(INF).copysign(y), still.pick(x.const(0.0).copysign(y), y))
    re, im = endless.pick(re_x, re), endless.pick(im_x, im)
    tall = y.is_inf()
    return Z(tall.pick(INF, re), tall.pick(y, im))


def pow(z: Z, w: Z) -> Z:
    """e^(w·log z); 1 where w is 0; 0 where z is 0 and the real part of w positive, NaN at other powers of 0."""
    zero = z.re.eq(0.0) & z.im.eq(0.0)
    one = z.re.const(1.0)
    re, im = log(Z(zero.pick(one, z.re), z.im))
    real = w.im.eq(0.0)
    u = w.re * re - real.pick(0.0, w.im * im)
    v = w.re * im + real.pick(0.0, w.im * re)
    result = exp(Z(u, v))
    nan = (w.re > 0.0).pick(one.const(0.0), float("nan"))
    re, im = zero.pick(nan, result.re), zero.pick(nan, result.im)
    none = w.re.eq(0.0) & w.im.eq(0.0)
    return Z(none.pick(1.0, re), none.pick(0.0, im))
