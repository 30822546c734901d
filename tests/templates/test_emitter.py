"""Every method of `Emitter`, for every dtype, one lane and many, against NumPy (ml_dtypes for bfloat16)."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from math_harness import Case, Compiled

from nitinol.base import dtypes as dt
from nitinol.base.dtypes import DType
from nitinol.base.errors import DTypeError
from nitinol.llvm.target import host, machine, named
from nitinol.llvm.text import Module
from nitinol.templates.emitter import Emitter

SETUPS = [("host", 1), ("host", 8)]
SETUPS += [(n, 4) for n in ("x86-64-v2", "x86-64") if named(n).runs_on(machine())]
REAL_FLOATS = (dt.float16, dt.bfloat16, dt.float32, dt.float64)
NUMBERS = [
    0.0,
    -0.0,
    1,
    -1,
    2,
    3,
    -3,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    7.25,
    100,
    -127,
    1e-3,
    65504,
    65520,
]
NUMBERS += [6e-8, -6e-5, 1e-40, 1e-45, 3e38, -3e38, 1e300, 5e-324, np.inf, -np.inf, np.nan]
WHOLE = [0, 1, 2, 3, 5, 7, 8, 13, 15, 31, 64, 100, 127]


def values(dtype: DType) -> np.ndarray:
    """Edge values and some others of a dtype."""
    if dtype.is_bool:
        return np.array([False, True])
    if dtype.is_integer:
        edges = [dtype.min, dtype.max, dtype.max - 1, int(dtype.max) // 2 + 1, *WHOLE]
        if dtype.kind == "i":
            edges += [-n for n in WHOLE] + [int(dtype.min) + 1]
        return np.array(edges, dtype.numpy)
    with np.errstate(all="ignore"):
        if dtype.is_complex:
            parts = [0.0, -0.0, 1, -2, 0.5, 3e5, -1e-5, np.inf, np.nan]
            return np.array([complex(a, b) for a, b in product(parts, parts)], dtype.numpy)
        return np.array(NUMBERS).astype(dtype.numpy)


def pairs(dtype: DType) -> tuple[np.ndarray, np.ndarray]:
    x = values(dtype)
    return np.repeat(x, len(x)), np.tile(x, len(x))


def compute(dtype: DType, function, *xs: np.ndarray) -> np.ndarray:  # type: ignore[no-untyped-def]
    """A NumPy function; half-width floats are computed in float64, which is exact enough, and rounded."""
    with np.errstate(all="ignore"):
        if dtype.is_floating and dtype.itemsize == 2:
            result = np.asarray(function(*(x.astype(np.float64) for x in xs)))
            return result if result.dtype == np.bool_ else result.astype(dtype.numpy)
        return np.asarray(function(*xs))


def assert_same(got: np.ndarray, wanted: np.ndarray, *inputs: np.ndarray, rtol: float = 0) -> None:
    """Equal with signs of zeros, NaN equal to NaN."""
    if got.dtype.kind == "c":
        assert_same(got.real, wanted.real, *inputs, rtol=rtol)
        assert_same(got.imag, wanted.imag, *inputs, rtol=rtol)
        return
    if got.dtype.kind in "biu":
        right = got == wanted
    else:
        with np.errstate(all="ignore"):  # ml_dtypes complains of NaN
            wide, other = got.astype(np.float64), wanted.astype(np.float64)
        right = wide == other
        right &= np.signbit(wide) == np.signbit(other)
        right |= np.isnan(wide) & np.isnan(other)
        if rtol:
            right |= np.isclose(wide, other, rtol=rtol, atol=0)
    assert right.all(), [
        (*(v[~right][n] for v in inputs), "got", got[~right][n], "wanted", wanted[~right][n])
        for n in range(min(8, int((~right).sum())))
    ]


def _two(name: str):  # type: ignore[no-untyped-def]
    return lambda k, a, b: getattr(k, name)(a, b)


def _one(name: str):  # type: ignore[no-untyped-def]
    return lambda k, a: getattr(k, name)(a)


INTEGERS, NUMBERS_REAL = dt.INTEGER, (*dt.INTEGER, *REAL_FLOATS)
BINARY = {
    "add": (dt.NUMERIC, np.add),
    "sub": (dt.NUMERIC, np.subtract),
    "mul": ((*dt.INTEGER, *REAL_FLOATS), np.multiply),
    "div": (REAL_FLOATS, np.divide),
    "minimum": (NUMBERS_REAL, np.minimum),
    "maximum": (NUMBERS_REAL, np.maximum),
    "bit_and": ((dt.bool_, *INTEGERS), np.bitwise_and),
    "bit_or": ((dt.bool_, *INTEGERS), np.bitwise_or),
    "bit_xor": ((dt.bool_, *INTEGERS), np.bitwise_xor),
    "copysign": (REAL_FLOATS, np.copysign),
    "fmod": (REAL_FLOATS, np.fmod),
    "remainder": (REAL_FLOATS, np.remainder),
    "floor_div": (REAL_FLOATS, np.floor_divide),
}
UNARY = {
    "neg": ((*dt.INTEGER, *REAL_FLOATS, *dt.COMPLEX), np.negative),
    "abs": (NUMBERS_REAL, np.abs),
    "sqrt": (REAL_FLOATS, np.sqrt),
    "floor": (NUMBERS_REAL, np.floor),
    "ceil": (NUMBERS_REAL, np.ceil),
    "trunc": (NUMBERS_REAL, np.trunc),
    "round": (NUMBERS_REAL, np.rint),
    "bit_not": ((dt.bool_, *INTEGERS), np.invert),
}
COMPARE = {
    "eq": np.equal, "ne": np.not_equal, "lt": np.less, "le": np.less_equal, "gt": np.greater,
    "ge": np.greater_equal,
}  # fmt: skip
DIVISIONS = ("floor_div", "remainder", "fmod")


def every_case() -> dict[str, Case]:
    cases = {}
    for name, (dtypes, _) in BINARY.items():
        cases |= {f"{name}_{d}": Case(_two(name), (d, d), d) for d in dtypes}
    for name, (dtypes, _) in UNARY.items():
        cases |= {f"{name}_{d}": Case(_one(name), (d,), d) for d in dtypes}
    for name in DIVISIONS:
        cases |= {f"{name}_{d}": Case(_two(name), (d, d), d) for d in dt.INTEGER}
    for name in ("shift_left", "shift_right"):
        cases |= {f"{name}_{d}": Case(_two(name), (d, d), d) for d in dt.INTEGER}
    for name, d in product(COMPARE, NUMBERS_REAL):
        cases[f"{name}_{d}"] = Case(lambda k, a, b, p=name: k.compare(p, a, b), (d, d), dt.bool_)
    for d in dt.COMPLEX:
        for name in ("eq", "ne"):
            cases[f"{name}_{d}"] = Case(
                lambda k, a, b, p=name: k.compare(p, a, b), (d, d), dt.bool_
            )
        cases[f"mul_{d}"] = Case(_two("mul"), (d, d), d)
        cases[f"div_{d}"] = Case(_two("div"), (d, d), d)
        cases[f"abs_{d}"] = Case(_one("abs"), (d,), d.real)
        cases[f"conjugate_{d}"] = Case(lambda k, a: k.complex(k.real(a), k.neg(k.imag(a))), (d,), d)
    for d in dt.ALL:
        cases[f"select_{d}"] = Case(lambda k, m, a, b: k.select(m, a, b), (dt.bool_, d, d), d)
        cases[f"is_nan_{d}"] = Case(_one("is_nan"), (d,), dt.bool_)
        cases[f"spread_{d}"] = Case(lambda k, a: k.spread(k.const(1, a.dtype)), (d,), d)
    for source, to in product(dt.ALL, dt.ALL):
        cases[f"cast_{source}_{to}"] = Case(lambda k, a, d=to: k.cast(a, d), (source,), to)
    for d in (dt.float32, dt.float64):
        cases[f"bits_{d}"] = Case(
            lambda k, a: k.bitcast(a, dt.int32 if a.dtype is dt.float32 else dt.int64),
            (d,),
            dt.int32 if d is dt.float32 else dt.int64,
        )
    return cases


@pytest.fixture(scope="module", params=SETUPS, ids=lambda s: f"{s[0]}-{s[1]}")
def compiled(request: pytest.FixtureRequest) -> Compiled:
    name, lanes = request.param
    return Compiled(every_case(), lanes, host() if name == "host" else named(name))


@pytest.mark.parametrize("name", BINARY)
def test_two_operands(compiled: Compiled, name: str) -> None:
    dtypes, function = BINARY[name]
    for dtype in dtypes:
        a, b = pairs(dtype)
        wanted = compute(dtype, function, a, b)
        if name in ("minimum", "maximum") and dtype.is_floating:
            # Which of -0 and +0 counts as smaller is open, in NumPy as well.
            same = (a == b) & (a == 0)
            wanted = np.where(same, compiled(f"{name}_{dtype}", a, b), wanted)
        if name == "floor_div" and dtype.itemsize == 2:
            wanted = half_floor_division(dtype, a, b)
        assert_same(compiled(f"{name}_{dtype}", a, b), wanted, a, b)


def half_floor_division(dtype: DType, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """floor(a/b) exactly, then rounded; NumPy rounds on the way for half widths."""
    wide = a.astype(np.float64), b.astype(np.float64)
    with np.errstate(all="ignore"):
        return np.floor_divide(*wide).astype(dtype.numpy)


@pytest.mark.parametrize("name", UNARY)
def test_one_operand(compiled: Compiled, name: str) -> None:
    dtypes, function = UNARY[name]
    for dtype in dtypes:
        a = values(dtype)
        if dtype.is_integer and name in ("floor", "ceil", "trunc", "round"):
            wanted = a
        else:
            wanted = compute(dtype, function, a)
        assert_same(compiled(f"{name}_{dtype}", a), wanted, a)


@pytest.mark.parametrize("dtype", dt.INTEGER, ids=str)
def test_division_of_integers(compiled: Compiled, dtype: DType) -> None:
    a, b = pairs(dtype)
    exact = [(int(x), int(y)) for x, y in zip(a, b, strict=True)]
    floor = [0 if y == 0 else x // y for x, y in exact]
    rest = [0 if y == 0 else x % y for x, y in exact]
    sign = [0 if y == 0 else abs(x) % abs(y) * (1 if x >= 0 else -1) for x, y in exact]
    for name, wanted in (("floor_div", floor), ("remainder", rest), ("fmod", sign)):
        # The least number divided by -1 wraps round.
        whole = np.array(wanted, object).astype(object) % 2**dtype.bits
        bits = np.array([int(w) for w in whole], f"u{dtype.itemsize}").view(dtype.numpy)
        assert_same(compiled(f"{name}_{dtype}", a, b), bits, a, b)


@pytest.mark.parametrize("dtype", dt.INTEGER, ids=str)
def test_shifts_by_any_count(compiled: Compiled, dtype: DType) -> None:
    a, count = pairs(dtype)
    left, right = [], []
    for x, n in zip(a.tolist(), count.tolist(), strict=True):
        far = n < 0 or n >= dtype.bits
        left.append(0 if far else (x << n) % 2**dtype.bits)
        right.append(((-1 if x < 0 else 0) if far else x >> n) % 2**dtype.bits)
    for name, wanted in (("shift_left", left), ("shift_right", right)):
        bits = np.array(wanted, f"u{dtype.itemsize}").view(dtype.numpy)
        assert_same(compiled(f"{name}_{dtype}", a, count), bits, a, count)


@pytest.mark.parametrize("name", COMPARE)
def test_comparisons(compiled: Compiled, name: str) -> None:
    dtypes = (*NUMBERS_REAL, *dt.COMPLEX) if name in ("eq", "ne") else NUMBERS_REAL
    for dtype in dtypes:
        a, b = pairs(dtype)
        assert_same(compiled(f"{name}_{dtype}", a, b), compute(dtype, COMPARE[name], a, b), a, b)


def cast_reference(x: np.ndarray, source: DType, to: DType) -> np.ndarray:
    """Conversion by value, out of range to the nearest end of the range, NaN to 0."""
    with np.errstate(all="ignore"):
        if to.is_bool:
            return x.astype(np.complex128) != 0
        if source.is_complex and not to.is_complex:
            x, source = x.real, source.real
        if to.is_integer and source.is_floating:
            ends = int(to.min), int(to.max)
            whole = []
            for v in x.astype(np.float64):
                limited = 0 if np.isnan(v) else ends[int(v > 0)] if np.isinf(v) else int(v)
                whole.append(min(max(limited, ends[0]), ends[1]))
            return np.array(whole, to.numpy)
        if to.is_integer and source.is_integer:
            return x.astype(to.numpy)
        if to.itemsize == 2 and source.is_integer:
            return x.astype(np.float32).astype(to.numpy)
        return x.astype(to.numpy)


@pytest.mark.parametrize("source", dt.ALL, ids=str)
def test_casts(compiled: Compiled, source: DType) -> None:
    x = values(source)
    if source.is_floating:
        rng = np.random.default_rng(0)
        with np.errstate(all="ignore"):
            more = 10.0 ** rng.uniform(-9, 11, 500) * rng.choice([-1, 1], 500)
            x = np.concatenate([x, more.astype(source.numpy)])
    for to in dt.ALL:
        assert_same(compiled(f"cast_{source}_{to}", x), cast_reference(x, source, to), x)


@pytest.mark.parametrize("to", (dt.float16, dt.bfloat16), ids=str)
def test_rounding_of_half_widths(compiled: Compiled, to: DType) -> None:
    """Every half-width number, the ties between neighbours, and values just beside the ties."""
    every = np.arange(1 << 16, dtype=np.uint16).view(to.numpy)
    with np.errstate(all="ignore"):
        wide = every.astype(np.float64)
    exact = np.sort(wide[np.isfinite(wide)])
    ties = (exact[1:] + exact[:-1]) / 2
    points = np.concatenate([exact, ties])
    for source in (dt.float32, dt.float64):
        beside = [np.nextafter(points.astype(source.numpy), s) for s in (np.inf, -np.inf)]
        x = np.concatenate([points.astype(source.numpy), *beside])
        with np.errstate(all="ignore"):
            wanted = nearest(x.astype(np.float64), exact, to)
        assert_same(compiled(f"cast_{source}_{to}", x), wanted, x)


def nearest(x: np.ndarray, exact: np.ndarray, to: DType) -> np.ndarray:
    """The nearest of `exact`, ties to the one whose bits are even, found by search."""
    limit = exact[-1] + (exact[-1] - exact[-2]) / 2
    size = np.minimum(abs(x), exact[-1])
    steps = exact[exact >= 0]
    steps = steps[np.concatenate([[True], steps[1:] != steps[:-1]])]
    low = np.searchsorted(steps, size, side="right") - 1
    high = np.minimum(low + 1, len(steps) - 1)
    below, above = size - steps[low], steps[high] - size
    up = (above < below) | ((above == below) & (low % 2 == 1))
    result = steps[np.where(up, high, low)]
    return np.copysign(np.where(abs(x) >= limit, np.inf, result), x).astype(to.numpy)


@pytest.mark.parametrize("dtype", (dt.float16, dt.bfloat16), ids=str)
def test_every_half_goes_through_memory(compiled: Compiled, dtype: DType) -> None:
    every = np.arange(1 << 16, dtype=np.uint16).view(dtype.numpy)
    with np.errstate(all="ignore"):
        wide = every.astype(np.float32)
    assert_same(compiled(f"cast_{dtype}_float32", every), wide, every)
    assert_same(compiled(f"cast_float32_{dtype}", wide), every, every)


@pytest.mark.parametrize("dtype", dt.COMPLEX, ids=str)
def test_complex_arithmetic(compiled: Compiled, dtype: DType) -> None:
    a, b = pairs(dtype)
    plain = np.isfinite(a) & np.isfinite(b)
    a, b = a[plain], b[plain]
    rtol = 4 * dtype.eps
    with np.errstate(all="ignore"):
        quotient = np.divide(a.astype(np.complex128), b.astype(np.complex128)).astype(dtype.numpy)
        product_ = (a.astype(np.complex128) * b.astype(np.complex128)).astype(dtype.numpy)
    np.testing.assert_allclose(compiled(f"mul_{dtype}", a, b), product_, rtol=rtol)
    got = compiled(f"div_{dtype}", a, b)
    finite = np.isfinite(quotient)
    np.testing.assert_allclose(got[finite], quotient[finite], rtol=rtol)
    zero = b == 0
    assert not np.isfinite(got[zero]).any()
    assert_same(compiled(f"conjugate_{dtype}", a), np.conjugate(a), a)


def test_complex_division_does_not_overflow(compiled: Compiled) -> None:
    a = np.array([1e300 + 1e300j, 1e-300 + 1e-300j, 3e200 - 4e200j])
    b = np.array([1e300 + 1e300j, 1e-300 - 1e-300j, 3e200 + 4e200j])
    wanted = np.array([1, 1j, complex(-7 / 25, -24 / 25)])
    np.testing.assert_allclose(compiled("div_complex128", a, b), wanted, rtol=1e-15, atol=1e-15)


@pytest.mark.parametrize("dtype", dt.COMPLEX, ids=str)
def test_magnitude(compiled: Compiled, dtype: DType) -> None:
    a = np.concatenate([values(dtype), np.array([3e37 + 4e37j, 3e-40 - 4e-40j], dtype.numpy)])
    with np.errstate(all="ignore"):
        wanted = np.hypot(a.real, a.imag)
    assert_same(compiled(f"abs_{dtype}", a), wanted, a, rtol=2 * dtype.eps)


@pytest.mark.parametrize("dtype", dt.ALL, ids=str)
def test_select_is_nan_and_constants(compiled: Compiled, dtype: DType) -> None:
    a, b = pairs(dtype)
    mask = np.arange(len(a)) % 3 == 0
    assert_same(compiled(f"select_{dtype}", mask, a, b), np.where(mask, a, b), a, b)
    nan = np.isnan(a) if dtype.is_inexact and dtype is not dt.bfloat16 else a != a
    np.testing.assert_array_equal(compiled(f"is_nan_{dtype}", a), nan)
    np.testing.assert_array_equal(compiled(f"spread_{dtype}", a), np.ones(len(a), dtype.numpy))


def test_bits_of_floats(compiled: Compiled) -> None:
    for dtype, ints in ((dt.float32, np.int32), (dt.float64, np.int64)):
        a = values(dtype)
        np.testing.assert_array_equal(compiled(f"bits_{dtype}", a), a.view(ints))


def test_complex_numbers_have_no_order() -> None:
    k = Emitter(Module().function("f", []), host(), 4)
    z = k.const(1j, dt.complex64)
    for method in (lambda: k.compare("lt", z, z), lambda: k.minimum(z, z)):
        with pytest.raises(DTypeError, match="compare abs"):
            method()


@pytest.mark.skipif(not machine().has("fma"), reason="this processor has no fused multiply-add")
def test_fma_rounds_once() -> None:
    case = Case(lambda k, a, b, c: k.fma(a, b, c), (dt.float64,) * 3, dt.float64)
    a = np.array([1 + 2.0**-30])
    got = Compiled({"f": case}, 8)("f", a, a, -(1 + 2.0**-29 + np.zeros(1)))
    np.testing.assert_array_equal(got, [2.0**-60])


def test_constants_are_rounded_to_their_dtype() -> None:
    k = Emitter(Module().function("f", []), host(), 1)
    for dtype in REAL_FLOATS:
        for value in (0.1, 65519.9, 65520.0, 3.4e38, 3.5e38, 1e-8, -1e-45, float("inf")):
            with np.errstate(all="ignore"):
                wanted = np.array(value).astype(dtype.numpy).astype(np.float64)
            bits = int(k.const(value, dtype).name, 16)
            assert np.uint64(bits).view(np.float64) == wanted, (dtype, value)
    assert k.const(255, dt.int8).name == "-1"
    assert k.const(-1, dt.uint8).name == "-1"
    assert k.const(2.9, dt.int32).name == "2"
    assert k.const(3, dt.bool_).name == "true"
