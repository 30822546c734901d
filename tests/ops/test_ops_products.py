"""Matrix products of every dtype: integers are exact or wrap, halves are rounded once, NaN and infinities stay in
their rows and columns."""

from __future__ import annotations

from typing import Any

import ml_dtypes
import numpy as np
import pytest

import nitinol as ni

INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
# Odd and unit sizes, several tiles, several blocks of the reduced axis, nothing at all.
SHAPES = [(7, 13, 5), (130, 70, 33), (3, 1100, 40), (64, 64, 64), (1, 9, 1), (0, 4, 3), (3, 0, 4)]
NUMPY: dict[str, Any] = {"bfloat16": ml_dtypes.bfloat16}


def whole(random: np.random.Generator, dtype: str, *shape: int) -> Any:
    """Integers of the whole range."""
    info = np.iinfo(dtype)
    return random.integers(info.min, info.max, shape, dtype=dtype, endpoint=True)


def wrapped(a: Any, b: Any, dtype: str) -> Any:
    """The product modulo 2^64, and so modulo any smaller power."""
    with np.errstate(over="ignore"):
        return (a.astype(np.uint64) @ b.astype(np.uint64)).astype(dtype)


@pytest.mark.parametrize("dtype", INTEGERS)
def test_integers_wrap_around(dtype: str) -> None:
    random = np.random.default_rng(0)
    for m, k, n in SHAPES:
        a, b = whole(random, dtype, m, k), whole(random, dtype, k, n)
        x, y = ni.tensor(a), ni.tensor(b)
        found = x @ y
        assert str(found.dtype) == dtype
        np.testing.assert_array_equal(np.asarray(found), wrapped(a, b, dtype), err_msg=f"{m, k, n}")
    turned = ni.tensor(np.ascontiguousarray(b.T)).T
    np.testing.assert_array_equal(np.asarray(x @ turned), wrapped(a, b, dtype))


def test_batches_strides_and_what_is_fused() -> None:
    random = np.random.default_rng(1)
    a, b = whole(random, "int32", 3, 1, 40, 50), whole(random, "int32", 2, 30, 50)
    x, y = ni.tensor(a), ni.swapaxes(ni.tensor(b), 1, 2)
    want = wrapped(a, b.swapaxes(1, 2), "int32")
    np.testing.assert_array_equal(np.asarray(x @ y), want)
    f = ni.jit(lambda x, y: ni.maximum((x * 3) @ y[:, ::-1] + 7, 0))
    tripled = wrapped((a * 3), b.swapaxes(1, 2)[:, ::-1], "int32")
    np.testing.assert_array_equal(np.asarray(f(x, y)), np.maximum(tripled + 7, 0))
    narrow = ni.tensor(a[0, 0, :5]) @ y[1]  # few rows
    np.testing.assert_array_equal(np.asarray(narrow), want[0, 1, :5])


@pytest.mark.parametrize("dtype", ["int32", "int64"])
def test_sums_of_bytes_are_exact(dtype: str) -> None:
    random = np.random.default_rng(2)
    for pair in (("int8", "int8"), ("uint8", "uint8"), ("int8", "uint8")):
        for m, k, n in SHAPES[:3]:
            a, b = whole(random, pair[0], m, k), whole(random, pair[1], k, n)
            a[-1:], b[:, -1:] = np.iinfo(pair[0]).min or 255, np.iinfo(pair[1]).min or 255
            want = wrapped(a, b, dtype)
            found = ni.matmul(ni.tensor(a), ni.tensor(b), dtype=dtype)
            assert str(found.dtype) == dtype
            np.testing.assert_array_equal(np.asarray(found), want)
    compiled = ni.jit(lambda x, y: ni.matmul(x, y, dtype=dtype))
    for k in (1024, 1030):  # the longest sums that float32 holds, and longer ones
        a = np.full((2, k), -128, np.int8)
        a[1, 0] = 127
        found = compiled(ni.tensor(a), ni.tensor(a.T.copy()))
        np.testing.assert_array_equal(np.asarray(found), wrapped(a, a.T, dtype))
    row = ni.tensor(np.array([100, 100, -100], np.int8))
    assert ni.matmul(row, row, dtype=dtype).item() == 30_000
    assert ni.matmul(ni.tensor(a), row[:1].broadcast_to((1030,)), dtype=dtype).shape == (2,)


def test_dtypes_that_do_not_fit() -> None:
    x, y = ni.ones((2, 3)), ni.ones((3, 2), dtype=ni.int64)
    for dtype in (ni.float16, ni.int32, ni.bool):
        with pytest.raises(ni.DTypeError, match="do not fit into"):
            ni.matmul(x, y, dtype=dtype)
    assert ni.matmul(x, y, dtype=ni.complex64).dtype is ni.complex64
    with pytest.raises(ni.ShapeError, match="do not fit"):
        ni.matmul(x, x, dtype=ni.float64)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_halves_are_rounded_once(dtype: str) -> None:
    random = np.random.default_rng(3)
    kind = NUMPY.get(dtype, dtype)
    for m, k, n in SHAPES:
        a, b = (random.standard_normal(s).astype(kind) for s in ((m, k), (k, n)))
        x, y = ni.tensor(a), ni.tensor(b)
        want = a.astype(np.float64) @ b.astype(np.float64)
        bound = k * 2**-23 * (abs(a.astype(np.float64)) @ abs(b.astype(np.float64))) + 1e-30
        wide = np.asarray(ni.matmul(x, y, dtype=ni.float32))
        assert wide.dtype == np.float32 and (abs(wide - want) <= bound).all()
        np.testing.assert_array_equal(np.asarray(x @ y), wide.astype(kind))
    # The gradient of a wide product comes back in the operands' dtype.
    g = ni.grad(lambda x: ni.matmul(x, y, dtype=ni.float32).sum())(x)
    assert g.dtype is x.dtype and g.shape == x.shape


@pytest.mark.parametrize("dtype", ["float32", "float64", "bfloat16", "complex64", "complex128"])
def test_nan_and_infinities_stay_in_their_rows(dtype: str) -> None:
    random = np.random.default_rng(4)
    a, b = random.standard_normal((37, 45)), random.standard_normal((45, 50))
    if dtype.startswith("complex"):
        a, b = a + 1j * random.standard_normal(a.shape), b - 1j * random.standard_normal(b.shape)
    kind = NUMPY.get(dtype, dtype)
    a, b = a.astype(kind), b.astype(kind)
    a[5, 7], a[9, 3], b[2, 11] = np.nan, np.inf, -np.inf
    found = np.asarray(ni.tensor(a) @ ni.tensor(b))
    wide = np.complex128 if dtype.startswith("complex") else np.float64
    with np.errstate(invalid="ignore"):
        want = a.astype(wide) @ b.astype(wide)
    found = found.astype(wide)
    np.testing.assert_array_equal(np.isfinite(found), np.isfinite(want))
    assert np.isnan(found[5]).all() and not np.isfinite(found[9]).any()
    if wide is np.float64:
        np.testing.assert_array_equal(found[9], want[9])  # the signs of infinities
    inside = np.isfinite(want)
    tolerance = {"bfloat16": 1e-2, "float64": 1e-13, "complex128": 1e-13}.get(dtype, 1e-5)
    assert abs(found[inside] - want[inside]).max() <= tolerance * abs(want[inside]).max()


# Each is cut and packed in another way: tall, wide, square, of few columns, deeper than a block.
LARGE = [
    ("", 1024, 256, 256), ("", 256, 1024, 256), ("", 600, 200, 150), ("", 512, 130, 256), ("", 3000, 70, 140),
    ("", 130, 1100, 700), ("", 37, 900, 520), ("", 2000, 64, 17), ("x", 1024, 256, 256), ("x", 256, 1024, 256),
    ("y", 1024, 256, 256), ("y", 130, 1100, 700),
]  # fmt: skip


@pytest.mark.parametrize(("turned", "m", "k", "n"), LARGE)
def test_compiled_products_of_known_sizes(turned: str, m: int, k: int, n: int) -> None:
    """A product alone, and with work in front and behind, against NumPy in float64."""
    rng = np.random.default_rng(m)
    x = rng.standard_normal((k, m) if turned == "x" else (m, k)).astype(np.float32)
    y = rng.standard_normal((n, k) if turned == "y" else (k, n)).astype(np.float32)
    b = rng.standard_normal(n).astype(np.float32)

    def f(x: Any, y: Any, b: Any) -> Any:
        x, y = x.T if turned == "x" else x, y.T if turned == "y" else y
        return x @ y, ni.relu(ni.tanh(x) @ y + b)

    given = ni.tensor(x), ni.tensor(y), ni.tensor(b)
    compiled = ni.jit(f)(*given)
    for a, eager in zip(compiled, f(*given), strict=True):
        assert a.numpy().tobytes() == eager.numpy().tobytes()
    x, y = x.astype(np.float64), y.astype(np.float64)
    x, y = x.T if turned == "x" else x, y.T if turned == "y" else y
    tolerance = 1e-5 * k**0.5
    np.testing.assert_allclose(compiled[0].numpy(), x @ y, rtol=1e-5, atol=tolerance)
    wanted = np.maximum(np.tanh(x) @ y + b, 0)
    np.testing.assert_allclose(compiled[1].numpy(), wanted, rtol=1e-5, atol=tolerance)
