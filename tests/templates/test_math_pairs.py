"""pow, atan2, hypot, fmod and ldexp."""

from __future__ import annotations

import math
from itertools import product

import numpy as np
import pytest
from math_harness import Case, Compiled
from math_table import every_case, powers, ulp_error

from nitinol.base import dtypes as dt
from nitinol.base.dtypes import DType
from nitinol.llvm.target import host, machine, named
from nitinol.templates.emitter import Emitter
from nitinol.templates.vectors import Vec

FLOATS = (dt.float32, dt.float64)
TARGETS = [n for n in ("host", "x86-64-v2") if n == "host" or named(n).runs_on(machine())]
SPECIAL = (0.0, -0.0, 1, -1, 2, -2, 3, -3, 0.5, -0.5, 2.5, 1e30, -1e30, 1e-40, 5e-324, 1.7e308)
SPECIAL += (np.inf, -np.inf, np.nan, 9007199254740993.0, 16777217.0)
NUMPY = {"pow": np.power, "atan2": np.arctan2, "hypot": np.hypot, "fmod": np.fmod}


@pytest.fixture(scope="module", params=TARGETS)
def compiled(request: pytest.FixtureRequest) -> Compiled:

    target = host() if request.param == "host" else named(request.param)
    return Compiled(every_case((*FLOATS, dt.float16), ()), 4, target)


def pairs(dtype: DType) -> tuple[np.ndarray, np.ndarray]:
    with np.errstate(all="ignore"):
        both = np.array(list(product(SPECIAL, SPECIAL))).astype(dtype.numpy)
    return both[:, 0].copy(), both[:, 1].copy()


def same(got: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    signs = np.signbit(got) == np.signbit(wanted)
    rtol = {2: 1e-3, 4: 1e-6, 8: 1e-14}[got.dtype.itemsize]
    near = np.isclose(got.astype(np.float64), wanted.astype(np.float64), rtol=rtol, atol=0)
    return (signs & near) | (np.isnan(got) & np.isnan(wanted))


@pytest.mark.parametrize("dtype", (*FLOATS, dt.float16), ids=str)
@pytest.mark.parametrize("name", NUMPY)
def test_special_pairs(compiled: Compiled, name: str, dtype: DType) -> None:
    x, y = pairs(dtype)
    with np.errstate(all="ignore"):
        wanted = NUMPY[name](x.astype(np.float64), y.astype(np.float64)).astype(dtype.numpy)
    got = compiled(f"{name}_{dtype}", x, y)
    right = same(got, wanted)
    assert right.all(), list(zip(x[~right], y[~right], got[~right], wanted[~right], strict=True))


@pytest.mark.parametrize("dtype", FLOATS, ids=str)
@pytest.mark.parametrize("name", ("atan2", "hypot"))
def test_error(compiled: Compiled, name: str, dtype: DType) -> None:
    rng = np.random.default_rng(0)
    top = 300 if dtype is dt.float64 else 37
    x = np.concatenate([powers(rng, -1, 1), powers(rng, -top, top)]).astype(dtype.numpy)
    y = np.concatenate([powers(rng, -1, 1), powers(rng, -top, top)]).astype(dtype.numpy)
    wanted = NUMPY[name](x.astype(np.longdouble), y.astype(np.longdouble))
    error = ulp_error(compiled(f"{name}_{dtype}", x, y), wanted, dtype)
    limit = 2.0 if name == "atan2" else 0.51 if dtype is dt.float32 else 1.0
    assert error.max() <= limit, (error.max(), x[np.argmax(error)], y[np.argmax(error)])


@pytest.mark.parametrize("dtype", FLOATS, ids=str)
def test_error_of_pow(compiled: Compiled, dtype: DType) -> None:
    rng = np.random.default_rng(0)
    top, big = (300, 709) if dtype is dt.float64 else (37, 88)
    near_one = 1 + powers(rng, -6, -1)
    x = np.concatenate([abs(powers(rng, -3, 3)), abs(powers(rng, -top, top)), near_one])
    x = x.astype(dtype.numpy)
    # y such that the results are spread over the whole range of the dtype
    y = (rng.uniform(-big, big, len(x)) / np.log(x.astype(np.float64))).astype(dtype.numpy)
    wanted = np.power(x.astype(np.longdouble), y.astype(np.longdouble))
    error = ulp_error(compiled(f"pow_{dtype}", x, y), wanted, dtype)
    limit = 0.51 if dtype is dt.float32 else 3.5
    assert error.max() <= limit, (error.max(), x[np.argmax(error)], y[np.argmax(error)])


def test_small_whole_powers(compiled: Compiled) -> None:
    x = np.repeat(np.arange(-9, 10.0), 9)
    y = np.tile(np.arange(9.0), 19)
    np.testing.assert_allclose(compiled("pow_float64", x, y), x**y, rtol=4.5e-16)
    np.testing.assert_array_equal(compiled("pow_float32", x, y), (x**y).astype(np.float32))


@pytest.mark.parametrize("dtype", (*FLOATS, dt.float16), ids=str)
def test_fmod_is_exact(compiled: Compiled, dtype: DType) -> None:
    rng = np.random.default_rng(0)
    top = {2: 4, 4: 37, 8: 300}[dtype.itemsize]
    x = np.concatenate([powers(rng, -1, 4), powers(rng, -top, top), rng.integers(0, 99, 600) * 0.5])
    y = np.concatenate([powers(rng, -2, 2), powers(rng, -top, top), rng.integers(1, 9, 600) * 0.5])
    with np.errstate(all="ignore"):
        x, y = x.astype(dtype.numpy), y.astype(dtype.numpy)
        wanted = np.fmod(x.astype(np.float64), y.astype(np.float64)).astype(dtype.numpy)
    np.testing.assert_array_equal(compiled(f"fmod_{dtype}", x, y), wanted)


@pytest.mark.parametrize("dtype", FLOATS, ids=str)
def test_ldexp_rounds_once(compiled: Compiled, dtype: DType) -> None:
    rng = np.random.default_rng(0)
    top, span = (300, 2300) if dtype is dt.float64 else (37, 330)
    x = np.concatenate([powers(rng, -top, top), np.array(SPECIAL)])
    n = rng.integers(-span, span, len(x)).astype(np.int32)
    n[:4] = [2**31 - 1, -(2**31), 0, -1]
    with np.errstate(all="ignore"):
        x = x.astype(dtype.numpy)
        wanted = np.ldexp(x, n)
    np.testing.assert_array_equal(compiled(f"ldexp_{dtype}", x, n), wanted)


def test_operands_of_one_lane_meet_vectors() -> None:
    """A constant is one lane, the same for all; so is a function of constants alone."""
    d = dt.float64

    def with_constant(name: str, first: bool) -> Case:
        def body(k: Emitter, x: Vec) -> Vec:
            c = k.const(2.5, d)
            return getattr(k.math, name)(*((c, x) if first else (x, c)))

        return Case(body, (d,), d)

    cases = {f"{n}_{f}": with_constant(n, f) for n in NUMPY for f in (False, True)}
    for name in ("sin", "exp", "lgamma"):
        cases[name] = Case(
            lambda k, x, n=name: k.add(x, getattr(k.math, n)(k.const(2.5, x.dtype))), (d,), d
        )
    cases["large"] = Case(lambda k, x: k.add(x, k.math.sin(k.const(1e22, d))), (d,), d)
    cases["ldexp"] = Case(lambda k, x: k.math.ldexp(x, k.const(-3, dt.int32)), (d,), d)
    compiled = Compiled(cases, 8)
    x = np.array([0.3, 7.0, -4.5, 1e3])
    with np.errstate(all="ignore"):
        for name, function in NUMPY.items():
            np.testing.assert_allclose(compiled(f"{name}_False", x), function(x, 2.5), rtol=1e-15)
            np.testing.assert_allclose(compiled(f"{name}_True", x), function(2.5, x), rtol=1e-15)
    np.testing.assert_allclose(compiled("sin", x) - x, np.sin(2.5), rtol=1e-12)
    np.testing.assert_allclose(compiled("exp", x) - x, np.exp(2.5), rtol=1e-12)
    np.testing.assert_allclose(compiled("lgamma", x) - x, math.lgamma(2.5), rtol=1e-12)
    np.testing.assert_allclose(compiled("large", x) - x, -0.8522008497671888, rtol=1e-12)
    np.testing.assert_array_equal(compiled("ldexp", x), x / 8)
