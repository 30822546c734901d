"""First derivatives of every sample: forward against central differences, element by element,
reverse against forward, in float64 and complex128. Higher orders and other dtypes are in
`test_ops_check_grads.py`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from ops_support import Call, leaves, seed_of, to_numpy

import nitinol as ni
from nitinol.base import dtypes as dt
from nitinol.ops.samples import TABLE

STEP = 1e-6


def _cases(name: str) -> list[tuple[int, dt.DType]]:
    found = []
    for index, sample in enumerate(TABLE[name].samples):
        if sample.gradient:
            found += [(index, d) for d in (dt.float64, dt.complex128) if d in sample.dtypes]
    return found


NAMES = [n for n in sorted(TABLE) if _cases(n)]


class Derivative:
    """A sample as a function of its floating operands, and a random direction and cotangent."""

    def __init__(self, name: str, index: int, dtype: dt.DType) -> None:
        self.call = call = Call(name, index, dtype)
        self.where = f"{name} sample {index} {dtype}"
        rng = np.random.default_rng(seed_of("direction", name, index))
        self.wanted = [
            i
            for i, x in enumerate(call.arrays)
            if dt.from_numpy(x.dtype).is_inexact and not call.fixed[i]
        ]
        self.primals = [call.arrays[i] for i in self.wanted]
        self.tangents = [_noise(x, rng) for x in self.primals]
        self.rng = rng

    def function(self, *given: Any) -> list[Any]:
        values = [ni.tensor(x) for x in self.call.arrays]
        for i, x in zip(self.wanted, given, strict=True):
            values[i] = x
        return [y for y in leaves(self.call.run(values)) if y.dtype.is_inexact]

    def numbers(self, arrays: list[np.ndarray]) -> list[np.ndarray]:
        return [to_numpy(y) for y in self.function(*[ni.tensor(x) for x in arrays])]


def _noise(x: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    t = rng.normal(size=x.shape)
    return (t + 1j * rng.normal(size=x.shape)) if x.dtype.kind == "c" else np.asarray(t)


def _tensors(arrays: list[np.ndarray]) -> list[Any]:
    return [ni.tensor(x) for x in arrays]


@pytest.mark.parametrize("name", NAMES)
def test_forward_derivative_is_the_limit_of_differences(name: str) -> None:
    for index, dtype in _cases(name):
        d = Derivative(name, index, dtype)
        _, got = ni.jvp(d.function, _tensors(d.primals), _tensors(d.tangents))
        up, down = (
            d.numbers([x + s * STEP * t for x, t in zip(d.primals, d.tangents, strict=True)])
            for s in (1, -1)
        )
        for g, a, b in zip(got, up, down, strict=True):
            want = (a - b) / (2 * STEP)
            given = np.zeros_like(want) if g is None else to_numpy(g)
            assert given.shape == want.shape, d.where
            scale = max(1.0, float(np.abs(want).max(initial=0)))
            np.testing.assert_allclose(given, want, rtol=1e-5, atol=2e-7 * scale, err_msg=d.where)


@pytest.mark.parametrize("name", NAMES)
def test_reverse_derivative_is_the_adjoint_of_the_forward_one(name: str) -> None:
    for index, dtype in _cases(name):
        d = Derivative(name, index, dtype)
        primals = _tensors(d.primals)
        results, tangents = ni.jvp(d.function, primals, _tensors(d.tangents))
        weights = [_noise(to_numpy(y), d.rng) for y in results]
        _, pull = ni.vjp(d.function, *primals)
        gradients = pull(_tensors(weights))
        left = sum(
            float(np.sum(np.conj(w) * to_numpy(t)).real)
            for w, t in zip(weights, tangents, strict=True)
            if t is not None
        )
        right = sum(
            float(np.sum(np.conj(to_numpy(g)) * t).real)
            for g, t in zip(gradients, d.tangents, strict=True)
            if g is not None
        )
        size = max(1.0, abs(left), abs(right))
        assert abs(left - right) < 1e-9 * size, f"{d.where}: forward {left}, reverse {right}"
