"""sinh, cosh, tanh, sin, cos and tan of complex lanes, pairs of float64.

sinh(x + iy) = sinh x·cos y + i·cosh x·sin y, and so on; for |x| > 22 both hyperbolic functions are e^|x|/2, multiplied
before the exponent can overflow. tanh(x + iy) = (sinh x·cosh x + i·sin y·cos y)/(cos² y + sinh² x).
The circular functions are the hyperbolic ones turned by i. Special values follow C99's Annex G.
"""

from __future__ import annotations

from .complex_basic import INF, Z, exp_product
from .exponential import exp
from .hyperbolic import cosh as real_cosh
from .hyperbolic import sinh as real_sinh
from .number import Num, at_most, fma
from .trigonometric import sin_cos

_LARGE = 22.0


def _parts(x: Num, factor_sinh: Num, factor_cosh: Num) -> tuple[Num, Num]:
    """(sinh x·factor, cosh x·factor) without overflow of what is finite."""
    a = abs(x)
    large = a > _LARGE
    near = at_most(a, _LARGE).copysign(x)
    far_sinh = exp_product(a, factor_sinh * x.const(0.5).copysign(x))
    far_cosh = exp_product(a, factor_cosh * 0.5)
    return (
        large.pick(far_sinh, real_sinh(near) * factor_sinh),
        large.pick(far_cosh, real_cosh(near) * factor_cosh),
    )


def sinh(z: Z) -> Z:
    x, y = z
    s, c = sin_cos(y)
    re, im = _parts(x, c, s)
    # Infinite x with infinite or NaN y: the size is known, the direction is not.
    re = (x.is_inf() & ~y.is_finite()).pick(x, re)
    re, im = (x.eq(0.0) & ~y.is_finite()).pick(x, re), y.eq(0.0).pick(y, im)
    return Z((x.is_inf() & y.eq(0.0)).pick(x, re), im)


def cosh(z: Z) -> Z:
    x, y = z
    s, c = sin_cos(y)
    im, re = _parts(x, s, c)
    re = (x.is_inf() & ~y.is_finite()).pick(INF, re)
    # 0 times what may be infinite or NaN; a NaN beside it leaves the sign open.
    level = (x.eq(0.0) | y.eq(0.0)) & im.is_nan()
    zero = x.const(0.0).copysign((x.bits() ^ y.bits()).floating())
    return Z(re, level.pick(zero, im))


def tanh(z: Z) -> Z:
    x, y = z
    s, c = sin_cos(y)
    a = abs(x)
    large = a > _LARGE
    near = at_most(a, _LARGE).copysign(x)
    h = real_sinh(near)
    bottom = fma(c, c, h * h)
    re, im = real_cosh(near) * h / bottom, s * c / bottom
    far = exp(a * -2.0) * 4.0 * s * c
    far = (x.is_inf() & ~y.is_finite()).pick(x.const(0.0).copysign(y), far)
    one = (x.is_inf() | y.is_finite()).pick(x.const(1.0).copysign(x), float("nan"))
    re, im = large.pick(one, re), large.pick(far, im)
    return Z(x.eq(0.0).pick(x, re), y.eq(0.0).pick(y, im))


def _turned(z: Z) -> Z:
    """i·z."""
    return Z(-z.im, z.re)


def sin(z: Z) -> Z:
    w = sinh(_turned(z))
    return Z(w.im, -w.re)


def cos(z: Z) -> Z:
    return cosh(_turned(z))


def tan(z: Z) -> Z:
    w = tanh(_turned(z))
    return Z(w.im, -w.re)
