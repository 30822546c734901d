"""Every function of `Math` with where it is tested, against what, and how large its error may be.

The reference is NumPy's extended precision where it has any (64 bits of mantissa on x86), functions of
C with an error below one unit for erf and erfc, and values of 160-bit arithmetic in `math_reference.py`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from math_harness import Case

from nitinol.base import dtypes as dt
from nitinol.base.dtypes import DType

Array = np.ndarray
EXTENDED = np.finfo(np.longdouble).nmant > np.finfo(np.float64).nmant
_SEED = 20240501


@dataclass(frozen=True)
class Real:
    """A real function of one argument.

    draw: arguments of float64 for a dtype's range (rng, largest decimal exponent, largest argument of exp).
    reference: on extended precision.
    ulp: bounds for float32 and float64 in units of the last place.
    """

    draw: Callable[[np.random.Generator, int, float], list[Array]]
    reference: Callable[[Array], Array]
    ulp: tuple[float, float]


def uniform(low: float, high: float) -> Callable[[np.random.Generator], Array]:
    return lambda rng: rng.uniform(low, high, 600)


def powers(rng: np.random.Generator, low: float, high: float) -> Array:
    """Numbers of both signs with logarithms spread evenly."""
    return 10.0 ** rng.uniform(low, high, 600) * rng.choice([-1.0, 1.0], 600)


def _each(function: Callable[[float], float]) -> Callable[[Array], Array]:
    def apply(x: Array) -> Array:
        return np.array([function(float(v)) for v in x], np.longdouble)

    return apply


def _sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def _around_zero(rng: np.random.Generator, top: int, _: float) -> list[Array]:
    return [rng.uniform(-1, 1, 600), powers(rng, -top, 0)]


def _angles(rng: np.random.Generator, top: int, _: float) -> list[Array]:
    return [
        rng.uniform(-10, 10, 600),
        rng.uniform(-1e5, 1e5, 600),
        powers(rng, 4, top),
        powers(rng, -top, 0),
        np.arange(-40, 40) * (np.pi / 4),
    ]


def _positive(rng: np.random.Generator, top: int, _: float) -> list[Array]:
    return [
        abs(powers(rng, -top, top)),
        rng.uniform(0.5, 2, 600),
        1 + powers(rng, -15, -1),
        abs(powers(rng, -top - 7, -top)),
    ]


def _whole_line(rng: np.random.Generator, top: int, _: float) -> list[Array]:
    return [rng.uniform(-3, 3, 600), powers(rng, -top, top)]


def _exponents(rng: np.random.Generator, top: int, big: float) -> list[Array]:
    return [rng.uniform(-big * 1.06, big, 600), rng.uniform(-2, 2, 600), powers(rng, -top, 0)]


REAL: dict[str, Real] = {
    "exp": Real(_exponents, np.exp, (1.1, 1.1)),
    "exp2": Real(
        lambda r, t, b: [r.uniform(-1.5 * b, 1.44 * b, 600), r.uniform(-1, 1, 600)],
        np.exp2,
        (1.1, 1.1),
    ),
    "expm1": Real(_exponents, np.expm1, (2.0, 2.0)),
    "log": Real(_positive, np.log, (1.0, 1.0)),
    "log2": Real(_positive, np.log2, (1.5, 1.5)),
    "log10": Real(_positive, np.log10, (1.5, 1.5)),
    "log1p": Real(
        lambda r, t, b: [
            abs(powers(r, -t, t)), r.uniform(-0.999, 2, 600), powers(r, -17, -1),
        ],
        np.log1p,
        (1.5, 1.5),
    ),
    "sin": Real(_angles, np.sin, (1.7, 2.5)),
    "cos": Real(_angles, np.cos, (1.7, 2.5)),
    "tan": Real(_angles, np.tan, (2.6, 3.6)),
    "asin": Real(_around_zero, np.arcsin, (1.5, 2.0)),
    "acos": Real(_around_zero, np.arccos, (1.5, 1.5)),
    "atan": Real(_whole_line, np.arctan, (2.0, 2.0)),
    "sinh": Real(_exponents, np.sinh, (2.5, 2.5)),
    "cosh": Real(_exponents, np.cosh, (2.0, 2.0)),
    "tanh": Real(
        lambda r, t, b: [r.uniform(-20, 20, 600), r.uniform(-1, 1, 600), powers(r, -t, 0)],
        np.tanh,
        (2.5, 2.5),
    ),
    "asinh": Real(_whole_line, np.arcsinh, (3.0, 3.0)),
    "acosh": Real(
        lambda r, t, b: [1 + abs(powers(r, -6, t)), r.uniform(1, 3, 600)],
        np.arccosh,
        (3.0, 3.0),
    ),
    "atanh": Real(_around_zero, np.arctanh, (3.0, 3.0)),
    "cbrt": Real(_whole_line, np.cbrt, (0.51, 1.0)),
    "sigmoid": Real(_exponents, _sigmoid, (2.5, 2.5)),
    "erf": Real(
        lambda r, t, b: [r.uniform(-6, 6, 600), r.uniform(-1.3, 1.3, 600), powers(r, -t, 0)],
        _each(math.erf),
        (1.5, 2.0),
    ),
    "erfc": Real(
        lambda r, t, b: [r.uniform(-6, 26 if b > 100 else 9.9, 600), r.uniform(-1, 2, 600)],
        _each(math.erfc),
        (3.6, 4.5),
    ),
}  # fmt: skip
TABLED = ("erf", "erfc", "erfinv", "lgamma", "digamma")  # those in math_reference.py
UNARY = (*REAL, "erfinv", "lgamma", "digamma")
BINARY = ("pow", "atan2", "hypot", "fmod")
COMPLEX = (
    "exp", "log", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan",
    "asinh", "acosh", "atanh",
)  # fmt: skip


def arguments(name: str, dtype: DType) -> Array:
    """Arguments of `dtype` for a real function, the same at each call."""
    top, big = {
        "float16": (4, 11.0), "bfloat16": (37, 88.0), "float32": (37, 88.0), "float64": (300, 709.0)
    }[dtype.name]  # fmt: skip
    rng = np.random.default_rng(_SEED)
    with np.errstate(all="ignore"):
        x = np.concatenate(REAL[name].draw(rng, top, big)).astype(dtype.numpy)
    if name == "acosh":
        x = x[x >= 1]
    if name in ("asin", "acos", "atanh"):
        x = x[abs(x) < 1]
    if name in ("log", "log2", "log10"):
        x = x[x > 0]
    return x[np.isfinite(x.astype(np.float64))]


def ulp_error(got: Array, wanted: Array, dtype: DType) -> Array:
    """The error of each result in units of the last place of the wanted one (extended precision)."""
    precision, least = {
        "float16": (11, -24), "bfloat16": (8, -133), "float32": (24, -149), "float64": (53, -1074)
    }[dtype.name]  # fmt: skip
    largest = np.longdouble(2) ** {"float16": 16, "float64": 1024}.get(dtype.name, 128)
    wanted = wanted.astype(np.longdouble)
    with np.errstate(all="ignore"):
        _, exponent = np.frexp(wanted)
        unit = np.ldexp(np.longdouble(1), np.maximum(exponent - precision, least).astype(np.int32))
        error = abs(got.astype(np.longdouble) - wanted) / unit
    got64 = got.astype(np.float64)
    over = abs(wanted) >= largest * (1 - np.longdouble(2) ** (-precision - 1))
    same_nan = np.isnan(got64) & np.isnan(wanted)
    right = same_nan | (over & np.isinf(got64) & (np.signbit(got64) == np.signbit(wanted)))
    error[right] = 0
    error[~right & (np.isnan(got64) | np.isnan(wanted) | np.isinf(got64))] = np.inf
    return error


def unary(name: str, dtype: DType) -> Case:
    return Case(lambda k, x: getattr(k.math, name)(x), (dtype,), dtype)


def binary(name: str, dtype: DType) -> Case:
    return Case(lambda k, x, y: getattr(k.math, name)(x, y), (dtype, dtype), dtype)


def every_case(
    real: tuple[DType, ...] = (dt.float32, dt.float64),
    complex_: tuple[DType, ...] = (dt.complex64,),
) -> dict[str, Case]:
    """All functions for some dtypes, named like `exp_float32`."""
    cases = {}
    for dtype in real:
        cases |= {f"{n}_{dtype}": unary(n, dtype) for n in UNARY}
        cases |= {f"{n}_{dtype}": binary(n, dtype) for n in BINARY}
        cases[f"ldexp_{dtype}"] = Case(lambda k, x, n: k.math.ldexp(x, n), (dtype, dt.int32), dtype)
    for dtype in complex_:
        cases |= {f"{n}_{dtype}": unary(n, dtype) for n in COMPLEX}
        cases[f"pow_{dtype}"] = binary("pow", dtype)
    return cases
