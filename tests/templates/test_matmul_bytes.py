"""Products of integers of one byte: exact whatever their signs, layouts and sizes, on machines with VNNI and without.

K is packed four at a time, in blocks of 511 such quads (2044 bytes): lengths are on both sides of those. Of equal
signs one side is shifted by 128, which shows where padding or a block has the wrong correction.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol.codegen import pipeline
from nitinol.llvm.target import machine

INT8, UINT8 = "int8", "uint8"


def random_bytes(dtype: str, *shape: int) -> Any:
    """All values, and lines of the least and of the greatest."""
    info = np.iinfo(dtype)
    made = np.random.default_rng(len(dtype)).integers(info.min, info.max + 1, shape).astype(dtype)
    made[..., 0, :], made[..., 1, :] = info.min, info.max
    made[..., :, 2], made[..., :, 3] = info.max, info.min
    return made


def exact(a: Any, b: Any, dtype: str = "int32") -> Any:
    """Float64 holds these sums."""
    return (a.astype("f8") @ b.astype("f8")).astype("i8").astype(dtype)


def product(x: Any, y: Any, dtype: str = "int32") -> Any:
    """Of operands that are converted first."""
    return ni.jit(lambda x, y: x.astype(dtype) @ y.astype(dtype))(x, y)


@pytest.mark.parametrize("pair", [(INT8, INT8), (INT8, UINT8), (UINT8, INT8), (UINT8, UINT8)])
def test_signs_and_layouts(pair: tuple[str, str]) -> None:
    a, b = random_bytes(pair[0], 131, 2047), random_bytes(pair[1], 2047, 67)
    want = exact(a, b)
    x, y = ni.tensor(a), ni.tensor(b)
    tx, ty = ni.tensor(a.T.copy()).T, ni.tensor(b.T.copy()).T
    np.testing.assert_array_equal(np.asarray(product(x, ty)), want)
    np.testing.assert_array_equal(np.asarray(product(tx, y)), want)
    found = ni.jit(lambda x, y: ni.matmul(x, y, dtype=ni.int32).T)(x, y)
    np.testing.assert_array_equal(np.asarray(found), want.T)


@pytest.mark.parametrize("pair", [(INT8, INT8), (INT8, UINT8), (UINT8, INT8), (UINT8, UINT8)])
def test_open_sizes(pair: tuple[str, str]) -> None:
    """Eager kernels serve all sizes, also those where nearly everything is padding, or nothing is there."""
    shapes = [(3, k, 5) for k in range(10)] + [(0, 7, 5), (3, 7, 0), (28, 2045, 49), (10, 70, 97)]
    for m, k, n in shapes:
        random = np.random.default_rng(k)
        a, b = (
            random.integers(np.iinfo(d).min, np.iinfo(d).max + 1, s).astype(d)
            for d, s in zip(pair, ((m, k), (k, n)), strict=True)
        )
        found = ni.matmul(ni.tensor(a), ni.tensor(b), dtype=ni.int32)
        np.testing.assert_array_equal(np.asarray(found), exact(a, b))


@pytest.mark.parametrize("k", [514, 515, 2043, 2044, 2045, 4089])
def test_lengths(k: int) -> None:
    a, b = random_bytes(INT8, 193, k), random_bytes(INT8, k, 177)
    np.testing.assert_array_equal(np.asarray(product(ni.tensor(a), ni.tensor(b))), exact(a, b))


def test_sums_wrap_around() -> None:
    k = 66_100  # 255² · k exceeds 32 bits
    a = random_bytes(UINT8, 33, k)
    a[4:7] = 255
    want = exact(a, a.T, "i8")
    assert want.max() > 1 << 32
    found = product(ni.tensor(a), ni.tensor(a).T)
    np.testing.assert_array_equal(np.asarray(found), want.astype("i4"))
    wide = ni.jit(lambda x: ni.matmul(x, x.T, dtype=ni.int64))(ni.tensor(a))
    np.testing.assert_array_equal(np.asarray(wide), want)


@pytest.mark.parametrize("dtype", ["int8", "uint16", "int64", "float32"])
def test_other_sums(dtype: str) -> None:
    a, b = random_bytes(INT8, 150, 1001), random_bytes(INT8, 1001, 160)
    want = exact(a, b, "i8").astype(dtype)
    np.testing.assert_array_equal(np.asarray(product(ni.tensor(a), ni.tensor(b), dtype)), want)


@pytest.mark.parametrize("pair", [(INT8, INT8), (UINT8, INT8)])
def test_emulated(pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The same kernels where the processor does not multiply bytes."""
    target = machine().replace(emulated="avx512vnni")
    monkeypatch.setattr(pipeline, "program_target", lambda: target)
    a, b = random_bytes(pair[0], 131, 2047), random_bytes(pair[1], 2047, 67)
    np.testing.assert_array_equal(np.asarray(product(ni.tensor(a), ni.tensor(b))), exact(a, b))


def test_batches_and_strides() -> None:
    a, b = random_bytes(INT8, 2, 3, 130, 1000), random_bytes(UINT8, 3, 500, 280)
    x, y = ni.tensor(a)[..., ::2], ni.tensor(b)[..., ::-1]
    found = np.asarray(product(x, y))
    np.testing.assert_array_equal(found, exact(a[..., ::2], b[..., ::-1]))
    assert product(ni.tensor(a[:0]), ni.tensor(b[:, :1].repeat(1000, 1))).shape == (0, 3, 130, 280)


def test_dequantised() -> None:
    a, w = random_bytes(UINT8, 300, 333), random_bytes(INT8, 201, 333)
    scale, bias = np.float32(0.003), np.linspace(-9, 9, 201, dtype="f4")

    def layer(x: Any, w: Any, bias: Any) -> Any:
        return ni.relu(ni.matmul(x, w.T, dtype=ni.int32).astype(ni.float32) * scale + bias)

    found = ni.jit(layer)(ni.tensor(a), ni.tensor(w), ni.tensor(bias))
    want = np.maximum(exact(a, w.T).astype("f4") * scale + bias, 0)
    np.testing.assert_array_equal(np.asarray(found), want)
