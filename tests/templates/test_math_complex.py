"""Complex elementary functions against NumPy in extended precision, and its special values."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from math_harness import Case, Compiled
from math_table import COMPLEX, every_case, powers

from nitinol.base import dtypes as dt

NUMPY = {n: n.replace("a", "arc", 1) if n.startswith("a") else n for n in COMPLEX}
PARTS = (0.0, -0.0, 1, -1, np.inf, -np.inf, np.nan, 2, -2.5, 1e-310, -1e308, 0.5)


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    cases = every_case((), dt.COMPLEX)
    d = dt.complex128
    cases["angle_complex128"] = Case(lambda k, z: k.cast(k.math.angle(z), z.dtype), (d,), d)
    cases["angle_float64"] = Case(lambda k, x: k.math.angle(x), (dt.float64,), dt.float64)
    return Compiled(cases, 4)


def reference(name: str, z: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        return getattr(np, NUMPY[name])(z)


def points(name: str) -> np.ndarray:
    """Numbers of common size, of very different sizes, near 1 and i, on the unit circle, on the axes."""
    rng = np.random.default_rng(0)
    angle = rng.uniform(0, 6.3, 600)
    sets = [
        (rng.uniform(-3, 3, 600), rng.uniform(-3, 3, 600)),
        (powers(rng, -8, 2.5), powers(rng, -8, 2.5)),
        (rng.choice([-1, 1], 600) + powers(rng, -12, -1), powers(rng, -12, -1)),
        (powers(rng, -12, -1), rng.choice([-1, 1], 600) + powers(rng, -12, -1)),
        (np.cos(angle), np.sin(angle)),
        (powers(rng, -8, 2), np.zeros(600)),
        (np.zeros(600), powers(rng, -8, 2)),
    ]
    if name.startswith("a") or name in ("log", "sqrt"):
        sets.append((powers(rng, -300, 300), powers(rng, -300, 300)))
    return np.concatenate([re + 1j * im for re, im in sets])


@pytest.mark.parametrize("name", COMPLEX)
def test_error(compiled: Compiled, name: str) -> None:
    z = points(name)
    wanted = reference(name, z.astype(np.clongdouble))
    got = compiled(f"{name}_complex128", z)
    usable = np.isfinite(wanted.astype(np.complex128))
    with np.errstate(all="ignore"):
        error = abs(got.astype(np.clongdouble) - wanted) / abs(wanted) / np.finfo(np.float64).eps
    error = np.where(usable & (wanted != 0), error, 0)
    assert error.max() <= 3.0, (error.max(), z[np.argmax(error)])


@pytest.mark.parametrize("name", COMPLEX)
def test_error_of_complex64(compiled: Compiled, name: str) -> None:
    with np.errstate(all="ignore"):
        z = points(name).astype(np.complex64)
    wanted = reference(name, z.astype(np.complex128))
    got = compiled(f"{name}_complex64", z).astype(np.complex128)
    with np.errstate(all="ignore"):
        usable = np.isfinite(wanted.astype(np.complex64)) & np.isfinite(z)
        # Each part is rounded to float32 once; subnormal parts to a multiple of 2^-149.
        for a, b in ((got.real, wanted.real), (got.imag, wanted.imag)):
            allowed = abs(b) * 2.0**-23.9 + 2.0**-149 + abs(wanted) * 1e-14
            bad = usable & (abs(a - b) > allowed)
            assert not bad.any(), (z[bad][:4], got[bad][:4], wanted[bad][:4])


@pytest.mark.parametrize("name", COMPLEX)
def test_special_values(compiled: Compiled, name: str) -> None:
    z = np.array([complex(a, b) for a, b in product(PARTS, PARTS)])
    wanted = reference(name, z)
    got = compiled(f"{name}_complex128", z)
    decided = ~np.isnan(wanted.real) & ~np.isnan(wanted.imag) & ~np.isnan(z)
    decided &= np.isfinite(z.real) | np.isfinite(z.imag)  # else C99 leaves some signs open
    for a, b in ((got.real, wanted.real), (got.imag, wanted.imag)):
        right = np.isclose(abs(a), abs(b), rtol=1e-13, atol=0, equal_nan=True)
        right &= (np.signbit(a) == np.signbit(b)) | ~decided
        assert right.all(), list(zip(z[~right], got[~right], wanted[~right], strict=True))[:8]


def test_pow(compiled: Compiled) -> None:
    rng = np.random.default_rng(0)
    z = rng.normal(size=500) + 1j * rng.normal(size=500)
    w = rng.normal(size=500) * 4 + 1j * rng.normal(size=500) * 4
    w[:100] = w[:100].real
    wanted = np.power(z.astype(np.clongdouble), w.astype(np.clongdouble))
    got = compiled("pow_complex128", z, w)
    # The error of log z counts as often as the exponent is large.
    allowed = 8e-16 * (1 + abs(w * np.log(z)))
    assert (abs(got - wanted) <= allowed * abs(wanted)).all()
    z32, w32 = z.astype(np.complex64), w.astype(np.complex64)
    wanted = np.power(z32.astype(np.complex128), w32.astype(np.complex128))
    np.testing.assert_allclose(compiled("pow_complex64", z32, w32), wanted, rtol=1.2e-7)


def test_pow_of_zero_and_to_zero(compiled: Compiled) -> None:
    z = np.array([0, 0, 0, 0, 2j, np.inf, 3], complex)
    w = np.array([0, 1, 2 + 5j, -1, 0, 0, 2], complex)
    got = compiled("pow_complex128", z, w)
    np.testing.assert_allclose(got[[0, 1, 2, 4, 5, 6]], [1, 0, 0, 1, 1, 9], rtol=1e-15)
    assert np.isnan(got[3].real) and np.isnan(got[3].imag)


def test_angle(compiled: Compiled) -> None:
    z = np.array([1, -1, 1j, -1j, 1 + 1j, complex(-0.0, 0.0), complex(-1, -0.0)])
    np.testing.assert_array_equal(compiled("angle_complex128", z).real, np.angle(z))
    x = np.array([2.0, -3.0, 0.0, np.nan])
    np.testing.assert_array_equal(compiled("angle_float64", x), [0, np.pi, 0, np.nan])


def test_complex64_is_complex128_rounded(compiled: Compiled) -> None:
    z = points("exp").astype(np.complex64)
    for name in ("exp", "sin", "asin", "log"):
        with np.errstate(all="ignore"):
            wide = compiled(f"{name}_complex128", z.astype(np.complex128)).astype(np.complex64)
        np.testing.assert_array_equal(compiled(f"{name}_complex64", z), wide)
