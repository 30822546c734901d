"""Eager mode and compiled functions give the same bits: no fold depends on what is fused with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nitinol as ni
from nitinol.codegen import pipeline
from nitinol.llvm.target import machine, named

F = ni.nn.functional
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "fold of a dear body": lambda x: ni.sum(ni.tanh(x) * ni.exp(x) * ni.erf(x), 1),
    "fold of all": lambda x: ni.sum(ni.tanh(x) * ni.exp(x)),
    "two folds of one pass": lambda x: ni.sum(x, 1) + ni.sum(ni.exp(x) * x, 1),
    "columns and what follows": lambda x: x - ni.mean(x, 0),
    "batch norm": lambda x: (x - ni.mean(x, 0)) / ni.sqrt(ni.var(x, 0) + 1e-5),
    "softmax": lambda x: ni.softmax(x * 2.0, 1),
    "softmax of columns": lambda x: ni.softmax(x * 2.0, 0),
    "layer norm": lambda x: F.layer_norm(ni.tanh(x), x.shape[-1:]),
    "logsumexp": lambda x: ni.logsumexp(ni.sin(x) * 3.0, 1),
    "beside wider elements": lambda x: ni.sum(x, 1) + ni.sum(x.astype(ni.float64) * 3.0, 1),
    "beside places": lambda x: ni.sum(ni.exp(x), 1) * ni.argmax(x, 1),
    "all, beside what is repeated": lambda x: ni.sum(ni.tanh(x + x[:, :1]) * x[:1]),
    "all of a slice": lambda x: ni.sum(x[1:, ::2] * 2.0),
    "all of what is padded": lambda x: ni.sum(ni.pad(x * 2.0, ((0, 1), (2, 1)))),
    "rows of blocks": lambda x: ni.sum(x.reshape(x.shape[0], -1, 10) + x[:, :10][:, None], (1, 2)),
    "turned, beside rows": lambda x: ni.softmax(x.T, 1) * x.reshape(x.T.shape),
    "rows, beside turned": lambda x: ni.sum(x.reshape(x.T.shape) + ni.tanh(x.T), 0),
    "joined, one part turned": lambda x: ni.sum(
        ni.concatenate((x.T * 2.0, x.reshape(x.T.shape)), 1), 1
    ),
    "repeated along rows": lambda x: ni.sum(
        ni.broadcast_to(x[0][:, None], (x.shape[1], 50)) * 2.0, 1
    ),
    "blocks, turned": lambda x: ni.sum(
        ni.tanh(x.reshape(-1, 7, 10).permute(1, 2, 0) * 1.5), (1, 2)
    ),
    "gradient of a turned norm": ni.grad(
        lambda x: ni.sum(ni.tanh(F.layer_norm(x.T, x.shape[:1]) * x.T[0]))
    ),
    "cosine similarity": lambda x: F.cosine_similarity(x, ni.roll(x, 1, 0)),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("shape", [(210, 300), (7, 70)])
def test_compiled_functions_give_the_bits_of_eager_mode(name: str, shape: tuple[int, int]) -> None:
    f = FUNCTIONS[name]
    x = ni.tensor(np.random.default_rng(5).standard_normal(shape).astype(np.float32))
    assert ni.jit(f)(x).numpy().tobytes() == f(x).numpy().tobytes()


@settings(max_examples=6, deadline=None)
@given(
    lines=st.integers(0, 40), length=st.integers(0, 130), rows=st.integers(1, 3),
    level=st.sampled_from(["x86-64-v4", "x86-64-v3", "x86-64"]),
    dtype=st.sampled_from(["float32", "float64", "complex64"]),
)  # fmt: skip
def test_lines_that_are_not_one_fold_as_one(
    lines: int, length: int, rows: int, level: str, dtype: str
) -> None:
    """A row of several axes is folded like one of one axis, with masks and without, in parts and whole."""
    if not named(level).runs_on(machine()):
        level = "x86-64"
    rng = np.random.default_rng(lines)
    x = ni.tensor((rng.standard_normal((rows, lines, length)) * 3).astype(dtype))
    v = ni.tensor(rng.standard_normal((rows, lines, 1)).astype(dtype))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "program_target", lambda: named(level))
        parted = ni.jit(lambda x, v: (ni.sum(x * v, (1, 2)), ni.sum(x * v)))(x, v)
        y = ni.jit(lambda x, v: x * v)(x, v)
        whole = ni.jit(lambda y: (ni.sum(y, (1, 2)), ni.sum(y)))(y)
    for a, b in zip(parted, whole, strict=True):
        assert a.numpy().tobytes() == b.numpy().tobytes()
    wide = np.complex128 if dtype == "complex64" else np.float64
    wanted = (x.numpy().astype(wide) * v.numpy().astype(wide)).sum((1, 2))
    np.testing.assert_allclose(parted[0].numpy(), wanted, rtol=1e-4, atol=2e-3)


def pictures(p: list[Any], x: Any) -> Any:
    h = ni.max_pool2d(ni.relu(ni.conv2d(x, p[0], padding=1) + p[1][:, None, None]), 2)
    mean, var = ni.mean(h, (0, 2, 3), keepdims=True), ni.var(h, (0, 2, 3), keepdims=True)
    h = ni.relu(ni.conv2d((h - mean) * ni.rsqrt(var + 1e-5), p[2], padding=1, stride=2))
    return F.cross_entropy(ni.mean(h, (2, 3)), ni.arange(x.shape[0]))


def texts(p: list[Any], x: Any) -> Any:
    """A block of a transformer, with the table of words at both ends."""
    batch, length, width = *x.shape, p[0].shape[1]
    h = p[0][x]
    qkv = (F.layer_norm(h, (width,)) @ p[1]).reshape(batch, length, 3, 2, width // 2)
    q, k, v = qkv.permute(2, 0, 3, 1, 4)
    mixed = ni.scaled_dot_product_attention(q, k, v, is_causal=True).permute(0, 2, 1, 3)
    h = h + ni.gelu(mixed.reshape(batch, length, width))
    h = h + ni.gelu(F.layer_norm(h, (width,)) @ p[2]) @ p[3]
    return F.cross_entropy((h @ p[0].T).reshape(batch * length, -1), x.reshape(-1))


@pytest.mark.parametrize("network", [pictures, texts])
def test_gradients_of_networks_have_the_bits_of_the_tape(network: Callable[..., Any]) -> None:
    """A value that several operations read gets its gradient in the same order of additions."""
    rng = np.random.default_rng(8)
    shapes: list[tuple[int, ...]] = [(50, 16), (16, 48), (16, 64), (64, 16)]
    x = ni.tensor(rng.integers(0, 50, (3, 19)))
    if network is pictures:
        shapes = [(8, 3, 3, 3), (8,), (16, 8, 3, 3)]
        x = ni.tensor(rng.standard_normal((9, 3, 14, 14)).astype(np.float32))
    values = [(rng.standard_normal(s) * 0.3).astype(np.float32) for s in shapes]
    leaves = [ni.tensor(v, requires_grad=True) for v in values]
    network(leaves, x).backward()
    compiled = ni.jit(ni.grad(lambda p: network(p, x)))([ni.tensor(v) for v in values])
    for leaf, found in zip(leaves, compiled, strict=True):
        assert leaf.grad.numpy().tobytes() == found.numpy().tobytes()
