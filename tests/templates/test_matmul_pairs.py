"""Products of bfloat16 by `vdpbf16ps`, in the numerics mode `fast`: layouts, lengths, padding, what is fused, NaN.

The instruction is emulated (`templates.dots`), also where the processor has it, so that the same is tested everywhere.
Whether it is used shows in the first row of every left operand: its numbers are subnormal, so its results are zeros.

K is packed two at a time, in blocks of 512 such pairs: lengths are odd, even, and on both sides of a block.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol.codegen import pipeline
from nitinol.llvm.target import machine
from nitinol.templates.dots import PAIRS, has_dot

FAST = machine().replace(numerics="fast", emulated="avx512bf16")
LEAST = 2.0**-126  # that is normal
BLOCK = 1024
pytestmark = pytest.mark.skipif(
    not has_dot(FAST, PAIRS), reason="emulation needs fused multiply-adds and vectors of 256 bits"
)
Jit = Callable[[Any], Callable[..., Any]]


@pytest.fixture
def jit(monkeypatch: pytest.MonkeyPatch) -> Jit:
    """`ni.jit` for that target."""

    def compiled(function: Any) -> Callable[..., Any]:
        found = ni.jit(lambda *xs: function(*xs))

        def call(*args: Any) -> Any:
            with monkeypatch.context() as patch:
                patch.setattr(pipeline, "program_target", lambda: FAST)
                return np.asarray(found(*args))

        return call

    return compiled


def rounded(*shape: int, seed: int = 0) -> Any:
    """float32 numbers that bfloat16 holds."""
    x = np.random.default_rng(seed).standard_normal(shape).astype("f4")
    return (x.view("u4") & 0xFFFF0000).view("f4")


def left(*shape: int) -> Any:
    """The same, subnormal in the first row."""
    x = rounded(*shape)
    x[..., :1, :] = 2.0**-130
    return x


def half(x: Any) -> Any:
    return ni.tensor(x).astype(ni.bfloat16)


def wide(x: Any, y: Any) -> Any:
    """Sums that are not rounded to bfloat16."""
    return ni.matmul(x, y, dtype=ni.float32)


def flushed(x: Any) -> Any:
    return np.where(abs(x) < LEAST, 0, x)


def check(found: Any, a: Any, b: Any) -> None:
    """Within the roundings of a chain of sums, without subnormal numbers."""
    a, b = flushed(a.astype("f8")), flushed(b.astype("f8"))
    bound = 2.0**-24 * (a.shape[-1] + 2) * (abs(a) @ abs(b))
    assert found.shape == bound.shape
    assert (abs(found - a @ b) <= bound).all()


def test_layouts(jit: Jit) -> None:
    a, b = left(131, 2047), rounded(2047, 67, seed=1)
    x, y, tx, ty = half(a), half(b), half(a.T.copy()).T, half(b.T.copy()).T
    check(jit(wide)(x, ty), a, b)
    check(jit(wide)(tx, y), a, b)
    check(jit(lambda x, y: wide(x, y).T)(x, y).T, a, b)


def test_open_sizes(jit: Jit) -> None:
    """One program for all lengths, also where nearly everything is padding, or nothing is there."""
    product = jit(wide)
    product(half(left(3, 8)), half(rounded(8, 5)))  # of these sizes alone, and not by pairs
    shapes = [(4, k, 6) for k in (0, 2, 3, 7)] + [(0, 7, 5), (3, 7, 0), (28, 1023, 49)]
    for m, k, n in [*shapes, (10, 1024, 48), (9, 1025, 97), (19, 2049, 16), (70, 5, 130)]:
        a, b = left(m, k), rounded(k, n, seed=k)
        check(product(half(a), half(b)), a, b)


def test_batches_and_strides(jit: Jit) -> None:
    a, b = left(2, 3, 130, 1001), rounded(3, 501, 280, seed=1)
    x, y = half(a)[..., ::2], half(b)[..., ::-1]
    check(jit(wide)(x, y), a[..., ::2], b[..., ::-1])


def test_what_is_fused(jit: Jit) -> None:
    """Operands are rounded while they are packed, and a bias, an activation and a rounding follow."""
    rng = np.random.default_rng(5)
    x, w = (
        rng.standard_normal((300, 333)).astype("f4"),
        rng.standard_normal((201, 333)).astype("f4"),
    )
    x[0] = 2.0**-130
    bias = np.linspace(-9, 9, 201, dtype="f4")

    def layer(x: Any, w: Any, bias: Any) -> Any:
        y = x.astype(ni.bfloat16) @ w.astype(ni.bfloat16).T
        return ni.relu(y + bias.astype(ni.bfloat16)).astype(ni.float32)

    found = jit(layer)(*map(ni.tensor, (x, w, bias)))
    a, b, c = (np.asarray(half(v).astype(ni.float32)).astype("f8") for v in (x, w, bias))
    want = np.maximum(flushed(a) @ b.T + c, 0)
    np.testing.assert_allclose(found, want, rtol=2**-7, atol=2**-3)  # two roundings to 8 bits
    np.testing.assert_array_equal(found[0], np.maximum(c, 0))


def test_gradients(jit: Jit) -> None:
    a, b = left(97, 801), rounded(801, 231, seed=1)
    gradient = ni.grad(lambda x, y: ni.sum(wide(x, y)), argnums=1)
    found = jit(lambda x, y: gradient(x, y).astype(ni.float32))(half(a), half(b))
    want = np.broadcast_to(flushed(a).astype("f8").sum(0)[:, None], b.shape)
    np.testing.assert_allclose(found, want, rtol=2**-8, atol=2**-16)


def steps(a: Any, b: Any) -> Any:
    """What the manual says of the instruction, pair by pair: the upper member first, nothing subnormal."""
    total = np.zeros((len(a), b.shape[1]), "f4")
    a, b = flushed(a), flushed(b)
    for start in range(0, a.shape[1], BLOCK):
        sums = np.zeros_like(total)
        for k in range(start, min(start + BLOCK, a.shape[1]), 2):
            for member in (k + 1, k):
                if member < a.shape[1]:
                    exact = a[:, member, None].astype("f16") * b[None, member].astype("f16")
                    sums = flushed((sums + exact).astype("f4"))
        total = total + sums
    return total


def test_bits(jit: Jit) -> None:
    """Of numbers that cancel, and whose sums are now and then subnormal."""
    a, b = left(67, 1501), rounded(1501, 180, seed=1)
    a[1], a[2:5, 4::2] = a[1] * LEAST, a[2:5, 3:-1:2]
    b[4::2] = -b[3:-1:2]
    a[3] *= 2.0**-120
    a = np.asarray(half(a).astype(ni.float32))
    with np.errstate(all="ignore"):
        np.testing.assert_array_equal(jit(wide)(half(a), half(b)), steps(a, b))


def test_infinities_and_nan(jit: Jit) -> None:
    a, b = np.zeros((40, 4001), "f4"), np.ones((4001, 112), "f4")
    a[1, 5] = a[2, 4000] = a[3, 3] = a[6, 0] = a[7, 0] = np.inf
    a[3, 8], a[4, 17] = -np.inf, np.nan
    b[0, 1], b[0, 2] = 0, -np.inf  # ∞ · 0 in row 7
    a[5, 2::2], b[::2, 3] = 2.0**127, 2.0  # too large in one step
    with np.errstate(all="ignore"):
        want = (a.astype("f8") @ b.astype("f8")).astype("f4")
    found = jit(wide)(half(a), half(b))
    np.testing.assert_array_equal(found, want)
    assert np.isinf(want).any() and np.isnan(want).any()
