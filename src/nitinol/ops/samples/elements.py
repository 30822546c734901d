"""Samples of functions of elements."""

from __future__ import annotations

from typing import Any

from ...base import dtypes as dt
from .table import (
    bits,
    case,
    every,
    floating,
    inexact,
    integers,
    mask,
    numeric,
    ordered,
    pair,
    real,
    t,
    unary,
)

# --- arithmetic


def _add(np: Any, x: Any, y: Any) -> Any:
    return np.add(x, y)


pair("add", "numpy.add", every)
pair("subtract", "numpy.subtract", numeric)
pair("multiply", "numpy.multiply", every)
pair("divide", "numpy.divide", inexact)
pair("pow", "numpy.power", floating, low=0.2, high=2.5, low2=-2, high2=3, special=False, loose=4)
pair("pow", "numpy.power", integers, low=0, high=4, low2=0, high2=4, gradient=False, special=False)
case("pow", "numpy.power", t(3, 4, low=-2, high=2), 2, dtypes=floating)
case("pow", "numpy.power", t(3, 4, low=-2, high=2), 3, dtypes=floating, loose=4)


def _quiet_floor_divide(np: Any, x: Any, y: Any) -> Any:
    zero = y == 0
    safe = np.where(zero, 1, y).astype(y.dtype)
    result = np.floor_divide(x, safe)
    if x.dtype.kind in "ui":
        return np.where(zero, 0, result).astype(result.dtype)
    return np.where(zero, np.true_divide(x, y), result)


def _quiet_remainder(function: str) -> Any:
    def reference(np: Any, x: Any, y: Any) -> Any:
        zero = y == 0
        safe = np.where(zero, 1, y).astype(y.dtype)
        result = getattr(np, function)(x, safe)
        if x.dtype.kind in "ui":
            return np.where(zero, 0, result).astype(result.dtype)
        return np.where(zero, np.nan, result)

    return reference


pair("floor_divide", _quiet_floor_divide, real, low=-9, high=9, gradient=False, special=False)
pair(
    "remainder", _quiet_remainder("remainder"), real, low=-9, high=9, gradient=False, special=False
)
pair("fmod", _quiet_remainder("fmod"), real, low=-9, high=9, gradient=False, special=False)
case("remainder", "numpy.remainder", t(3, 4, low=-9, high=9), t(3, 4, low=1.1, high=1.9), loose=8)
case("fmod", "numpy.fmod", t(3, 4, low=-9, high=9), t(3, 4, low=1.1, high=1.9), loose=8)
unary("negative", "numpy.negative", numeric)
unary("positive", "numpy.positive", numeric)
unary("square", "numpy.square", numeric)
unary("reciprocal", lambda np, x: 1 / x, inexact)
unary("abs", "numpy.abs", every)
unary("sign", "numpy.sign", numeric)
pair("copysign", "numpy.copysign", floating)
unary("signbit", "numpy.signbit", floating, gradient=False)
case(
    "nextafter",
    "numpy.nextafter",
    t(3, 40, special=True),
    t(3, 40),
    dtypes=(dt.float64,),
    gradient=False,
)
pair("hypot", "numpy.hypot", floating, loose=2)
pair("maximum", "numpy.maximum", ordered)
pair("minimum", "numpy.minimum", ordered)


def _clip(np: Any, x: Any, min: Any = None, max: Any = None) -> Any:
    return np.clip(x, min, max)


case("clip", _clip, t(3, 5), -1.5, 1.0, dtypes=floating)
case("clip", _clip, t(3, 5), None, 1, dtypes=real[:4])
case("clip", _clip, t(3, 5), t(5, low=-2, high=0), t(3, 1, low=0.5, high=2))
for _name in ("floor", "ceil", "trunc", "round"):
    unary(_name, f"numpy.{_name}", floating, gradient=False)
    case(_name, f"numpy.{_name}", t(4, 5), dtypes=integers, gradient=False)
case("round", "numpy.round", t(3, 4), 1, gradient=False, loose=4)

# --- complex numbers

unary("real", "numpy.real", inexact)
unary("imag", "numpy.imag", inexact, special=False)
unary("conj", "numpy.conj", inexact)
case("complex", lambda np, a, b: a + 1j * b, t(3, 1), t(5))
unary("angle", "numpy.angle", (dt.complex64, dt.complex128), special=False)
case("angle", "numpy.angle", t(3, 5), gradient=False)

# --- roots, exponentials, logarithms

unary("sqrt", "numpy.sqrt", inexact, low=0.1, high=9)
unary("rsqrt", lambda np, x: 1 / np.sqrt(x), floating, low=0.1, high=9)
unary("cbrt", "numpy.cbrt", floating, low=0.2, high=9)
unary("exp", "numpy.exp", inexact)
unary("exp2", "numpy.exp2", floating)
unary("expm1", "numpy.expm1", floating)
unary("log", "numpy.log", inexact, low=0.1, high=9)
unary("log2", "numpy.log2", floating, low=0.1, high=9)
unary("log10", "numpy.log10", floating, low=0.1, high=9)
unary("log1p", "numpy.log1p", floating, low=-0.9, high=9)
case("exp", lambda np, x: np.exp(x * 1.0), t(4), dtypes=integers[:3], gradient=False)

# --- angles

for _name in ("sin", "cos"):
    unary(_name, f"numpy.{_name}", inexact)
unary("tan", "numpy.tan", inexact, low=-1.3, high=1.3)
unary("asin", "numpy.arcsin", floating, low=-0.95, high=0.95)
unary("acos", "numpy.arccos", floating, low=-0.95, high=0.95, loose=2)
unary("atan", "numpy.arctan", floating)
pair("atan2", "numpy.arctan2", floating)
for _name in ("sinh", "cosh", "tanh"):
    unary(_name, f"numpy.{_name}", floating, loose=2)
unary("asinh", "numpy.arcsinh", floating, loose=2)
unary("acosh", "numpy.arccosh", floating, low=1.1, high=9, loose=2)
unary("atanh", "numpy.arctanh", floating, low=-0.95, high=0.95, loose=2)
unary("deg2rad", "numpy.deg2rad", floating, low=-180, high=180)
unary("rad2deg", "numpy.rad2deg", floating)

# --- special functions

unary("sigmoid", "scipy.special.expit", floating)
unary("logit", "scipy.special.logit", floating, low=0.05, high=0.95, special=False, loose=4)
unary("softplus", lambda np, x: np.logaddexp(x, 0), floating, loose=2)
unary("logsigmoid", "scipy.special.log_expit", floating, loose=2)
pair("logaddexp", "numpy.logaddexp", floating, loose=4)
unary("erf", "scipy.special.erf", floating, loose=2)
unary("erfc", "scipy.special.erfc", floating, loose=4)
unary("erfinv", "scipy.special.erfinv", floating, low=-0.95, high=0.95, loose=8)
unary("lgamma", "scipy.special.gammaln", floating, low=0.1, high=9, loose=16, special=False)
unary("digamma", "scipy.special.digamma", floating, low=0.2, high=9, loose=16, special=False)


def _polygamma(np: Any, x: Any, n: int) -> Any:
    from scipy.special import polygamma

    return polygamma(n, x)


case("polygamma", _polygamma, t(3, 7, low=0.2, high=9), 1, loose=16)
case("polygamma", _polygamma, t(3, 7, low=0.2, high=9), 3, loose=32)
_left = t(5, values=(-0.4, -1.6, -2.3, -7.5, 0.3))
case("polygamma", _polygamma, _left, 2, loose=32)
case("digamma", "scipy.special.digamma", _left, loose=16)
case("lgamma", "scipy.special.gammaln", _left, loose=16)
unary("sinc", "numpy.sinc", floating, loose=4, special=False)
case("xlogy", "scipy.special.xlogy", t(3, 5, low=0.1), t(3, 5, low=0.2, high=3), loose=4)

# --- comparisons, logic, bits

for _name in ("equal", "not_equal"):
    pair(_name, f"numpy.{_name}", every, low=0, high=3, gradient=False)
for _name in ("less", "less_equal", "greater", "greater_equal"):
    pair(_name, f"numpy.{_name}", ordered, low=0, high=3, gradient=False)
for _name in ("isnan", "isinf", "isfinite"):
    unary(_name, f"numpy.{_name}", inexact, gradient=False)
    case(_name, f"numpy.{_name}", t(4), dtypes=integers[:2], gradient=False)
for _name in ("logical_and", "logical_or", "logical_xor"):
    pair(_name, f"numpy.{_name}", every, low=0, high=2, gradient=False)
unary("logical_not", "numpy.logical_not", every, low=0, high=2, gradient=False)
for _name in ("bitwise_and", "bitwise_or", "bitwise_xor"):
    pair(_name, f"numpy.{_name}", bits, low=0, high=100, gradient=False, special=False)
unary("bitwise_invert", "numpy.invert", bits, low=0, high=100, gradient=False)


def _shift(name: str) -> Any:
    def reference(np: Any, x: Any, y: Any) -> Any:
        return getattr(np, name)(x, y)

    return reference


for _name in ("left_shift", "right_shift"):
    case(
        f"bitwise_{_name}",
        _shift(_name),
        t(3, 5, low=0, high=100),
        t(5, low=0, high=7),
        dtypes=integers,
        gradient=False,
    )


def _where(np: Any, c: Any, x: Any, y: Any) -> Any:
    return np.where(c, x, y)


case("where", _where, mask(3, 5), t(3, 5), t(3, 5), dtypes=every)
case("where", _where, mask(3, 1), t(5), 0, dtypes=(dt.float32, dt.float64, dt.int32))
