"""Dropout inside of attention: what goes is what goes when weights are written out, and nothing is as large."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

import nitinol as ni
from nitinol.ops.attending import Drop, attended

attention = ni.nn.functional.attention
RATE = 0.3


def composed(q: Any, k: Any, v: Any, key: Any, causal: bool = False, mask: Any = None) -> Any:
    """With the matrix of weights."""
    s = q @ ni.matrix_transpose(k) / q.shape[-1] ** 0.5
    if causal:
        hidden = ni.arange(k.shape[-2])[None, :] > ni.arange(q.shape[-2])[:, None]
        s = ni.where(hidden, -float("inf"), s)
    if mask is not None:
        s = s + mask
    return ni.random.dropout(ni.softmax(s, axis=-1), RATE, key=key) @ v


def tiled(q: Any, k: Any, v: Any, key: Any, causal: bool = False, mask: Any = None) -> Any:
    return attention(q, k, v, mask, RATE, causal, dropout_key=key)


def tensors(rng: Any, *shapes: tuple[int, ...]) -> list[Any]:
    return [ni.tensor(rng.standard_normal(s)) for s in shapes]


def close(found: Any, wanted: Any) -> None:
    assert_allclose(found.numpy(), wanted.numpy(), rtol=1e-9, atol=1e-12)


sizes = st.integers(2, 12) | st.sampled_from([31, 64, 65, 97, 130])


@settings(max_examples=8)
@given(sizes, sizes, st.booleans(), st.integers(0, 2**64 - 1))
def test_what_is_written_out(tq: int, tk: int, causal: bool, seed: int) -> None:
    # In eager mode, with open axes: values, gradients and forward mode.
    rng = np.random.default_rng(seed)
    q, k, v, w = tensors(rng, (2, 3, tq, 9), (2, 3, tk, 9), (2, 3, tk, 5), (2, 3, tq, 5))
    key = ni.random.key(seed)
    ends = []
    for f in (tiled, composed):
        o, pull = ni.vjp(lambda q, k, v, f=f: f(q, k, v, key, causal), q, k, v)
        moved = ni.jvp(lambda q, k, v, f=f: f(q, k, v, key, causal), (q, k, v), (-q, k * k, v + 1))
        ends.append((o, *pull(w), moved[1]))
    for a, b in zip(*ends, strict=True):
        close(a, b)


def test_known_sizes_with_a_bias_and_gradients_of_it() -> None:
    rng = np.random.default_rng(1)
    given = tensors(rng, (3, 97, 8), (3, 101, 8), (3, 101, 17), (97, 101))
    key, w = ni.random.key(8), tensors(rng, (3, 97, 17))[0]
    found, wanted = (
        ni.jit(lambda *x, f=f: ni.vjp(lambda q, k, v, b: f(q, k, v, key, True, b), *x)[1](w))(
            *given
        )
        for f in (tiled, composed)
    )
    for a, b in zip(found, wanted, strict=True):
        close(a, b)


def test_eager_has_the_bits_of_jit() -> None:
    rng = np.random.default_rng(2)
    q, k, v = (x.astype(ni.float32) for x in tensors(rng, (2, 70, 8), (2, 120, 8), (2, 120, 16)))

    def both(q: Any, k: Any, v: Any, key: Any) -> Any:
        o, pull = ni.vjp(lambda *x: tiled(*x, key, True), q, k, v)
        return (o, *pull(o))

    key = ni.random.key(4)
    for a, b in zip(both(q, k, v, key), ni.jit(both)(q, k, v, key), strict=True):
        assert a.numpy().tobytes() == b.numpy().tobytes()


@pytest.mark.parametrize("grouped", [False, True])
def test_heads_and_batches_that_broadcast(grouped: bool) -> None:
    rng = np.random.default_rng(3)
    q, k, v = tensors(
        rng, (2, 6, 20, 8), (3 if grouped else 1, 31, 8), (2, 3 if grouped else 1, 31, 5)
    )
    key = ni.random.key(9)
    found = attention(q, k, v, None, RATE, enable_gqa=grouped, dropout_key=key)
    many = 2 if grouped else 1
    wide = [ni.tensor(np.repeat(x.numpy(), many, axis=-3)) for x in (k, v)]
    close(found, composed(q, *wide, key))


def test_each_element_of_a_map_has_its_key() -> None:
    q, k, v = tensors(np.random.default_rng(5), (4, 7, 8), (4, 9, 8), (4, 9, 5))
    keys = ni.random.split(ni.random.key(1), 4)
    found = ni.vmap(tiled)(q, k, v, keys)
    for i in range(4):
        close(found[i], composed(q[i], k[i], v[i], keys[i]))
    shared = ni.vmap(tiled, in_axes=(0, 0, 0, None))(q, k, v, keys[2])
    close(shared[1], composed(q[1], k[1], v[1], keys[2]))


def test_counters_beyond_32_bits() -> None:
    # The upper word grows inside of a vector, and between rows of a block.
    q, k, v = tensors(np.random.default_rng(6), (3, 40, 4), (3, 50, 4), (3, 50, 6))
    first = ni.tensor(np.uint64([2**32 - 777, 2**33 - 5, 2**64 - 1000]))
    key = ni.tensor(np.uint64([3, 2**63, 12345678901]))
    found = attended(q, k, v, None, False, None, Drop(key, first, RATE))
    places = ni.arange(2000, dtype=ni.uint64).reshape((40, 50))
    bits = ni.random.threefry2x32(key[:, None, None], first[:, None, None] + places)
    keep = (bits.numpy().astype(np.uint32) >> 8) >= np.float32(RATE) * 2**24
    p = ni.softmax(q @ ni.matrix_transpose(k) / 2, axis=-1).numpy()
    assert 0.25 < 1 - keep.mean() < 0.35
    assert_allclose(
        found.numpy(), np.where(keep, p / (1 - RATE), 0) @ v.numpy(), rtol=1e-10, atol=1e-12
    )


@pytest.mark.slow
def test_second_derivatives() -> None:
    given = tensors(np.random.default_rng(7), (4, 3), (5, 3), (5, 2))
    key = ni.random.key(2)
    ni.debug.check_grads(lambda q, k, v: tiled(q, k, v, key), tuple(given), order=2)


def test_memory_is_linear() -> None:
    length = 3000
    q = ni.ones((1, length, 8))

    def step(q: Any, k: Any, v: Any, key: Any) -> Any:
        return ni.vjp(lambda *x: tiled(*x, key, True), q, k, v)[1](q)

    assert ni.jit(step).memory(q, q, q, ni.random.key(0))["peak"] < 40 * q.nbytes < length * length


def test_nothing_and_everything_is_dropped() -> None:
    q, k, v = tensors(np.random.default_rng(8), (5, 4), (6, 4), (6, 3))
    assert (attention(q, k, v, dropout_p=0.0).numpy() == attention(q, k, v).numpy()).all()
    assert (attention(q, k, v, dropout_p=1.0).numpy() == 0).all()
    nothing = attention(ni.ones((2, 0, 4)), ni.ones((2, 3, 4)), ni.ones((2, 3, 5)), dropout_p=0.5)
    assert nothing.shape == (2, 0, 5)
    assert np.isnan(attention(q, k[:0], v[:0], dropout_p=0.5).numpy()).all()


def test_the_default_generator() -> None:
    q, k, v = tensors(np.random.default_rng(9), (5, 4), (6, 4), (6, 3))
    found = []
    for _ in range(2):
        ni.random.seed(3)
        found.append([attention(q, k, v, dropout_p=0.5).numpy() for _ in range(2)])
    assert (np.stack(found[0]) == np.stack(found[1])).all()
    assert (found[0][0] != found[0][1]).any()


def test_the_layer_drops_in_training_only() -> None:
    layer = ni.nn.MultiheadAttention(8, 2, dropout=0.5)
    x = ni.ones((2, 5, 8)) * ni.arange(5)[:, None]
    assert (layer(x).numpy() != layer(x).numpy()).any()
    layer.eval()
    assert (layer(x).numpy() == layer(x).numpy()).all()


def test_errors() -> None:
    q = ni.ones((3, 2))
    with pytest.raises(ValueError, match="probability"):
        attention(q, q, q, dropout_p=1.5)
    with pytest.raises(TypeError, match="dropout_key"):
        ni.scaled_dot_product_attention(q, q, q, dropout_p=0.5)
    with pytest.raises(ni.DTypeError, match="0-d uint64"):
        attention(q, q, q, dropout_p=0.5, dropout_key=ni.ones(2))
