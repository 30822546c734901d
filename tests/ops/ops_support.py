"""Running samples: placeholders become NumPy arrays and tensors, references are found by name,
results compared.
"""

from __future__ import annotations

import dataclasses
import importlib
import zlib
from typing import Any

import numpy as np

import nitinol as ni
from nitinol.base import dtypes as dt
from nitinol.ops import subscripts
from nitinol.ops.samples import TABLE, Sample, T
from nitinol.trace.composite import registry

# Distances of neighbouring numbers near 1, times a few for the work of one operation.
TOLERANCE = {
    "float16": 2e-3,
    "bfloat16": 1.6e-2,
    "float32": 1e-6,
    "float64": 4e-15,
    "complex64": 2e-6,
    "complex128": 8e-15,
}

LAYOUTS = ("plain", "transposed", "strided", "flipped", "broadcast")


def seed_of(*parts: object) -> int:
    return zlib.crc32(repr(parts).encode())


def make(spec: T, dtype: dt.DType, rng: np.random.Generator) -> np.ndarray:
    """The array that a placeholder stands for."""
    kind = spec.dtype or dtype
    if spec.values is not None:
        return np.asarray(spec.values, kind.numpy).reshape(spec.shape)
    low, high = spec.low, spec.high
    if kind.kind == "u":
        low = max(low, 0)
    if spec.distinct:
        count = int(np.prod(spec.shape))
        order = rng.permutation(count)
        if kind.is_bool:
            return (order % 2).astype(bool).reshape(spec.shape)
        if not kind.is_inexact:
            return (order % 120).astype(kind.numpy).reshape(spec.shape)
        x = low + (high - low) * (order + 0.5) / count
        x = x * (1 + 0.5j) if kind.is_complex else x
        return x.astype(kind.numpy).reshape(spec.shape)
    if kind.is_bool:
        return rng.integers(0, 2, spec.shape).astype(bool)
    if kind.is_integer:
        return rng.integers(int(low), max(int(high), int(low) + 1), spec.shape).astype(kind.numpy)
    x = rng.uniform(low, high, spec.shape)
    if kind.is_complex:
        x = x + 1j * rng.uniform(low, high, spec.shape)
    x = np.asarray(x).astype(kind.numpy)
    if spec.special:
        odd = np.array([np.inf, -np.inf, np.nan, 0.0, -0.0], x.dtype)
        x.flat[::7] = rng.choice(odd, len(x.flat[::7]))
    return x


def arrange(x: np.ndarray, layout: str) -> Any:
    """A tensor with the elements of x in the given memory layout."""
    if x.ndim == 0:
        return ni.tensor(x.item(), dtype=dt.from_numpy(x.dtype))
    if layout == "plain":
        return ni.tensor(x)
    if layout == "transposed":
        return ni.tensor(np.ascontiguousarray(x.T)).T
    if layout == "flipped":
        return ni.flip(ni.tensor(np.ascontiguousarray(np.flip(x))))
    if layout == "strided":
        wide = np.zeros((*x.shape[:-1], 2 * x.shape[-1] + 1), x.dtype)
        wide[..., 1::2] = x
        return ni.tensor(wide)[..., 1::2]
    assert layout == "broadcast"
    return ni.broadcast_to(ni.tensor(np.ascontiguousarray(x[:1])), x.shape)


class Call:
    """A sample with arrays in place of placeholders."""

    def __init__(
        self,
        name: str,
        index: int,
        dtype: dt.DType,
        layout: str = "plain",
        seed: int = 0,
        more: int = 0,
    ) -> None:
        self.sample: Sample = TABLE[name].samples[index]
        self.dtype = dtype
        self.layout = layout
        self.function = getattr(ni, name, None) or _internal(name)
        rng = np.random.default_rng(seed_of(name, index, dtype.name) + seed)
        self.arrays: list[np.ndarray] = []
        self.fixed: list[bool] = []
        self.more = more  # by how much larger sizes are than the sample's, but for 0 and 1
        self.args = self._build(self.sample.args, rng)

    def _build(self, node: Any, rng: np.random.Generator) -> Any:
        if isinstance(node, T):
            if self.more and node.values is None:
                shape = tuple([n + self.more if n > 1 else n for n in node.shape])
                node = dataclasses.replace(node, shape=shape)
            x = make(node, self.dtype, rng)
            if self.layout == "broadcast" and x.ndim:
                x = np.broadcast_to(x[:1], x.shape)
            self.arrays.append(x)
            self.fixed.append(node.fixed)
            return _Slot(len(self.arrays) - 1)
        if isinstance(node, (list, tuple)):
            return type(node)([self._build(v, rng) for v in node])
        return node

    def fill(self, values: list[Any]) -> tuple[Any, ...]:
        def put(node: Any) -> Any:
            if isinstance(node, _Slot):
                return values[node.index]
            if isinstance(node, (list, tuple)):
                return type(node)([put(v) for v in node])
            return node

        return tuple(put(v) for v in self.args)

    def tensors(self) -> list[Any]:
        return [arrange(x, self.layout) for x in self.arrays]

    def run(self, values: list[Any]) -> Any:
        return self.function(*self.fill(values), **self.sample.kwargs)

    def expected(self) -> Any:
        """The reference, computed in float64 where operands are floating."""
        wide = [_widen(x) for x in self.arrays]
        kwargs = dict(self.sample.kwargs)
        with np.errstate(all="ignore"):
            return _reference(self.sample.reference)(*self.fill(wide), **kwargs)

    @property
    def tolerance(self) -> float:
        return TOLERANCE.get(self.dtype.name, 1e-6) * 4 * self.sample.loose


class _Slot:
    def __init__(self, index: int) -> None:
        self.index = index


def _internal(name: str) -> Any:
    return registry[name].function if name in registry else getattr(subscripts, name)


def _widen(x: np.ndarray) -> np.ndarray:
    kind = dt.from_numpy(x.dtype)
    if kind.is_complex:
        return x.astype(np.complex128)
    return x.astype(np.float64) if kind.is_floating else x


def _reference(reference: Any) -> Any:
    if isinstance(reference, str):
        module, _, name = reference.rpartition(".")
        return getattr(importlib.import_module(module), name)
    return lambda *args, **kwargs: reference(np, *args, **kwargs)


def to_numpy(x: Any) -> np.ndarray:
    return x if isinstance(x, np.ndarray) else np.asarray(x.numpy())


def leaves(x: Any) -> list[Any]:
    return [v for part in x for v in leaves(part)] if isinstance(x, (list, tuple)) else [x]


def compare(got: Any, want: Any, tolerance: float, where: str) -> None:
    """Assert that results agree, relative to the size of the largest elements."""
    got, want = leaves(got), leaves(want)
    assert len(got) == len(want), f"{where}: {len(got)} results, {len(want)} expected"
    for g, w in zip(got, want, strict=True):
        a, b = to_numpy(g), np.asarray(w)
        assert a.shape == b.shape, f"{where}: shape {a.shape}, expected {b.shape}"
        kind = dt.from_numpy(a.dtype)
        if not kind.is_inexact:
            assert b.dtype.kind not in "fc" or np.all(b == np.round(b)), where
            np.testing.assert_array_equal(a, b.astype(a.dtype), where)
            continue
        wide = a.astype(np.complex128 if kind.is_complex else np.float64)
        with np.errstate(all="ignore"):
            rounded = b.astype(kind.numpy).astype(wide.dtype)
        finite = np.isfinite(rounded)
        scale = np.abs(np.where(finite, rounded, 0)).max(initial=0.0)
        np.testing.assert_allclose(
            wide, rounded, rtol=tolerance, atol=tolerance * (min(1.0, scale) or 1.0), err_msg=where
        )
