"""Attention over ragged sequences against NumPy, row by row, in float64."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import example, given
from numpy.testing import assert_allclose

import nitinol as ni

attention = ni.scaled_dot_product_attention
HEADS, WIDTH, VALUES = 2, 8, 5


def ragged(rng: Any, lengths: Any, *shape: int, dtype: Any = np.float64) -> ni.RaggedTensor:
    values = rng.standard_normal((sum(lengths), *shape)).astype(dtype)
    return ni.ragged.from_lengths(ni.tensor(values), lengths)


def of_one_row(q: Any, k: Any, v: Any, w: Any, tq: Any, tk: Any, tv: Any, causal: bool) -> Any:
    """(value, gradients of Σ w·value, tangent) of (heads, length, width)."""

    def swapped(x: Any) -> Any:
        return np.swapaxes(x, -1, -2)

    scale = q.shape[-1] ** -0.5
    s = q @ swapped(k) * scale
    if causal:
        s = np.where(np.tri(*s.shape[1:], dtype=bool), s, -np.inf)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = np.exp(s - s.max(-1, keepdims=True, initial=-np.inf))
        p = p / p.sum(-1, keepdims=True)
        value = np.where(k.shape[1] == 0, np.nan, p @ v)
    slope = w @ swapped(v)
    slope = p * (slope - (slope * p).sum(-1, keepdims=True)) * scale
    moved = (tq @ swapped(k) + q @ swapped(tk)) * scale
    moved = p * (moved - (p * moved).sum(-1, keepdims=True))
    tangent = np.where(k.shape[1] == 0, np.nan, moved @ v + p @ tv)
    return value, slope @ k, swapped(slope) @ q, swapped(p) @ w, tangent


def reference(parts: list[Any], of_q: Any, of_k: Any, causal: bool) -> list[Any]:
    found = []
    for r in range(len(of_q) - 1):
        i, j = slice(of_q[r], of_q[r + 1]), slice(of_k[r], of_k[r + 1])
        rows = [x[s].swapaxes(0, 1) for x, s in zip(parts, (i, j, j, i, i, j, j), strict=True)]
        found.append([x.swapaxes(0, 1) for x in of_one_row(*rows, causal)])
    return [np.concatenate(x) for x in zip(*found, strict=True)]


def everything(causal: bool) -> Any:
    def compute(q: Any, k: Any, v: Any, w: Any, tq: Any, tk: Any, tv: Any) -> Any:
        def f(q: Any, k: Any, v: Any) -> Any:
            return attention(q, k, v, is_causal=causal)

        value, pull = ni.vjp(f, q, k, v)
        return value, *pull(w), ni.jvp(f, (q, k, v), (tq, tk, tv))[1]

    return ni.jit(compute)


COMPILED = {causal: everything(causal) for causal in (False, True)}
LENGTHS = st.sampled_from([0, 1, 2, 17, 31, 33, 64, 97, 200])


@given(st.lists(st.tuples(LENGTHS, LENGTHS), min_size=2, max_size=5), st.booleans())
@example([(3, 5), (0, 0), (70, 130), (1, 0), (0, 7), (33, 1)], True)
def test_values_and_derivatives_of_random_rows(
    lengths: list[tuple[int, int]], causal: bool
) -> None:
    rng = np.random.default_rng(len(lengths))
    of_q, of_k = zip(*lengths, strict=True)
    shapes = [(of_q, WIDTH), (of_k, WIDTH), (of_k, VALUES), (of_q, VALUES)]
    x = [ragged(rng, n, HEADS, width) for n, width in (*shapes, *shapes[:3])]
    found = COMPILED[causal](*x)
    ends = [np.cumsum([0, *n]) for n in (of_q, of_k)]
    wanted = reference([t.values.numpy() for t in x], *ends, causal)
    for a, b in zip(found, wanted, strict=True):
        assert_allclose(a.values.numpy(), b, rtol=1e-9, atol=1e-11)


def test_one_program_for_all_lengths() -> None:
    assert all(f.stats()["compilations"] <= 3 for f in COMPILED.values())


def test_rows_of_several_ranges_of_keys() -> None:
    # The sums for queries of rows that are cut into ranges of keys are added up at the end.
    rng = np.random.default_rng(3)
    of_q, of_k = (2, 130, 0, 9), (1, 2700, 1200, 1152)
    shapes = [(of_q, WIDTH), (of_k, WIDTH), (of_k, VALUES), (of_q, VALUES)]
    x = [ragged(rng, n, HEADS, width) for n, width in (*shapes, *shapes[:3])]
    found = COMPILED[False](*x)
    ends = [np.cumsum([0, *n]) for n in (of_q, of_k)]
    for a, b in zip(found, reference([t.values.numpy() for t in x], *ends, False), strict=True):
        assert_allclose(a.values.numpy(), b, rtol=1e-9, atol=1e-11)


def test_bits_of_a_row_do_not_depend_on_the_others() -> None:
    rng = np.random.default_rng(4)
    n = [5, 100, 40]
    x = [ragged(rng, n, HEADS, w) for w in (WIDTH, WIDTH, VALUES, VALUES, WIDTH, WIDTH, VALUES)]
    for a, b in zip(COMPILED[True](*x), COMPILED[True](*[t[1:2] for t in x]), strict=True):
        assert a[1:2].values.numpy().tobytes() == b.values.numpy().tobytes()


def test_gradients_by_one_operand() -> None:
    rng = np.random.default_rng(10)
    x = [ragged(rng, n, HEADS, 4) for n in ([3, 0, 40], [5, 2, 33], [5, 2, 33])]

    def loss(q: Any, k: Any, v: Any) -> Any:
        return (attention(q, k, v, scale=0.3) ** 2).sum()

    def each(*x: Any) -> Any:
        return [ni.grad(loss, i)(*x) for i in range(3)], ni.grad(loss, (0, 1, 2))(*x)

    for a, b in zip(*ni.jit(each)(*x), strict=True):
        assert_allclose(a.values.numpy(), b.values.numpy(), rtol=1e-12, atol=1e-14)


@pytest.mark.slow
def test_second_derivatives_without_heads() -> None:
    rng = np.random.default_rng(5)
    like_q, like_k = ragged(rng, [2, 0, 1]), ragged(rng, [3, 1, 2])
    x = [ni.tensor(rng.standard_normal(s)) for s in ((3, 2), (6, 2), (6, 1))]

    def f(q: Any, k: Any, v: Any) -> Any:
        rows = (like.with_values(x) for like, x in ((like_q, q), (like_k, k), (like_k, v)))
        return (attention(*rows, is_causal=True, scale=0.7) ** 2).sum()

    ni.debug.check_grads(f, x, order=2)


def test_fewer_heads_of_keys() -> None:
    rng = np.random.default_rng(6)
    n = [4, 0, 35]
    q, k, v = (ragged(rng, n, h, 8, dtype=np.float32) for h in (6, 2, 2))
    found = attention(q, k, v, enable_gqa=True)
    assert found.shape == (3, None, 6, 8)
    for i in (0, 2):
        rows = [t[i].swapaxes(0, 1) for t in (q, k, v)]
        want = attention(*rows, enable_gqa=True).swapaxes(0, 1)
        assert_allclose(found[i].numpy(), want.numpy(), rtol=2e-5, atol=2e-6)


def test_layers_and_functions_of_one_sequence() -> None:
    rng = np.random.default_rng(9)
    x = ragged(rng, [4, 0, 35], 8, dtype=np.float32)
    layer = ni.nn.MultiheadAttention(8, 2)
    found = layer(x, is_causal=True)
    assert found.shape == (3, None, 8)
    want = layer(x[2][None], is_causal=True)[0]
    assert_allclose(found[2].numpy(), want.numpy(), rtol=2e-5, atol=2e-6)
    mapped = ni.vmap(lambda row: attention(row, row, row, is_causal=True))(x)
    assert_allclose(mapped.values.numpy(), attention(x, x, x, is_causal=True).values.numpy())


@pytest.mark.parametrize("own", [pytest.param(False, marks=pytest.mark.slow), True])
def test_mapped_over_values_and_offsets(own: bool) -> None:
    rng = np.random.default_rng(11)
    x = ni.tensor(rng.standard_normal((3, 6, 4)))
    ends = ni.tensor([[0, 2, 2, 6], [0, 1, 5, 6], [0, 0, 6, 6]])

    def one(x: Any, ends: Any) -> Any:
        def value(x: Any) -> Any:
            rows = ni.RaggedTensor(x, (ends,))
            return attention(rows, ni.sort(rows, 1), rows, is_causal=True).values

        out, pull = ni.vjp(value, x)
        return out, *pull(out)

    found = ni.vmap(one, (0, 0 if own else None))(x, ends if own else ends[0])
    for i in range(3):
        for a, b in zip(found, one(x[i], ends[i if own else 0]), strict=True):
            assert_allclose(a.numpy()[i], b.numpy(), rtol=1e-10, atol=1e-13)


def test_nothing_is_padded() -> None:
    rng = np.random.default_rng(7)
    x = ragged(rng, [1000, *[1] * 200], 1, 16, dtype=np.float32)
    step = ni.jit(lambda x: ni.vjp(lambda x: attention(x, x, x), x)[1](x))
    assert step.memory(x)["peak"] < 60 * x.values.nbytes < 201 * 1000 * 16 * 4


def test_what_does_not_fit_is_refused() -> None:
    rng = np.random.default_rng(8)
    a, b = ragged(rng, [1, 2], 4), ragged(rng, [2, 1], 4)
    with pytest.raises(ni.ShapeError, match="differ in length"):
        attention(a, a, b)
    with pytest.raises(ni.ShapeError, match="rows"):
        attention(a, ragged(rng, [3], 4), ragged(rng, [3], 4))
    with pytest.raises(ni.ShapeError, match="enable_gqa"):
        attention(ragged(rng, [1], 4, 4), ragged(rng, [1], 2, 4), ragged(rng, [1], 2, 4))
    with pytest.raises(ni.ShapeError, match="heads"):
        attention(a, ragged(rng, [1, 2], 1, 4), a)
    with pytest.raises(ni.UnsupportedError, match="ragged"):
        attention(a, ni.ones((2, 2, 4)), a)


@pytest.mark.parametrize("offsets", [[0, 3, 2], [1, 3, 4], [0, 10**12, 4], [-1, 2, 4], [0]])
def test_wrong_offsets_raise_after_the_call(offsets: list[int]) -> None:
    x = ni.RaggedTensor(ni.ones((4, 2), dtype="float64"), (ni.tensor(offsets),))
    with pytest.raises(ni.IndexRangeError):
        attention(x, x, x).values.numpy()
