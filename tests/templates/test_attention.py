"""Attention against the definition in float64: values, derivatives, masks, layouts, memory."""

from __future__ import annotations

from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from numpy.testing import assert_allclose

import nitinol as ni

attention = ni.scaled_dot_product_attention


def reference(q: Any, k: Any, v: Any, causal: bool = False, mask: Any = None) -> Any:
    q, k, v = (np.asarray(x, np.float64) for x in (q, k, v))
    s = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])
    hidden = np.zeros(s.shape, bool)
    if causal:
        hidden |= np.arange(s.shape[-1]) > np.arange(s.shape[-2])[:, None]
    if mask is not None:
        hidden |= ~np.asarray(mask)
    with np.errstate(invalid="ignore", divide="ignore"):
        s = np.where(hidden, -np.inf, s)
        p = np.exp(s - s.max(-1, keepdims=True, initial=-np.inf))
        return (p / p.sum(-1, keepdims=True)) @ v


def composed(q: Any, k: Any, v: Any, causal: bool = False, mask: Any = None) -> Any:
    """The same with the matrix of scores, for derivatives."""
    s = q @ ni.matrix_transpose(k) / q.shape[-1] ** 0.5
    if causal:
        hidden = ni.arange(k.shape[-2])[None, :] > ni.arange(q.shape[-2])[:, None]
        s = ni.where(hidden, -float("inf"), s)
    if mask is not None:
        s = ni.where(mask, s, -float("inf"))
    return ni.softmax(s, axis=-1) @ v


def tensors(rng: Any, *shapes: tuple[int, ...], dtype: Any = np.float64) -> list[Any]:
    return [ni.tensor(rng.standard_normal(s).astype(dtype)) for s in shapes]


# Size 1 is a pattern of its own, with kernels of its own.
sizes = st.integers(2, 12) | st.sampled_from([31, 64, 65, 96, 97, 130, 200])


@given(sizes, sizes, sizes, sizes, st.booleans(), st.integers(0, 99))
def test_values_of_random_sizes(tq: int, tk: int, d: int, e: int, causal: bool, seed: int) -> None:
    # Open axes in eager mode: all sizes run the same few kernels.
    q, k, v = tensors(np.random.default_rng(seed), (2, tq, d), (2, tk, d), (2, tk, e))
    found = attention(q, k, v, is_causal=causal).numpy()
    assert_allclose(found, reference(q, k, v, causal), rtol=1e-11, atol=1e-13)


@given(sizes, sizes, st.booleans(), st.booleans(), st.integers(0, 99))
def test_derivatives_of_random_sizes(
    tq: int, tk: int, causal: bool, masked: bool, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    q, k, v, w = tensors(rng, (2, tq, 9), (2, tk, 9), (2, tk, 5), (2, tq, 5))
    allowed = rng.random((2, tq, tk)) > 0.4
    allowed[..., 0] = True
    mask = ni.tensor(allowed) if masked else None

    def by(f: Any) -> Any:
        return lambda q, k, v: f(q, k, v, causal, mask)

    tiled = by(lambda q, k, v, c, m: attention(q, k, v, m, is_causal=c))
    for f, g in (
        (tiled, by(composed)),
        (lambda *x: 2 * tiled(*x), lambda *x: 2 * by(composed)(*x)),
    ):
        back = ni.vjp(f, q, k, v)[1](w)
        wanted = ni.vjp(g, q, k, v)[1](w)
        for a, b in zip(back, wanted, strict=True):
            assert_allclose(a.numpy(), b.numpy(), rtol=1e-9, atol=1e-12)
    moved = tensors(rng, *[tuple(x.shape) for x in (q, k, v)])
    a, b = (ni.jvp(f, (q, k, v), moved)[1] for f in (tiled, by(composed)))
    assert_allclose(a.numpy(), b.numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("tq", "tk", "d", "e", "causal"), [(97, 203, 80, 112, True), (130, 109, 33, 18, False)]
)
def test_known_sizes(tq: int, tk: int, d: int, e: int, causal: bool) -> None:
    # Compiled for these sizes: tiles of every width, and rows and columns that fill none.
    x = tensors(np.random.default_rng(tq), (2, tq, d), (2, tk, d), (2, tk, e), (2, tq, e))

    def both(f: Any) -> Any:
        def back(q: Any, k: Any, v: Any, w: Any) -> Any:
            o, pull = ni.vjp(f, q, k, v)
            return o, *pull(w)

        return back

    wanted = both(lambda q, k, v: composed(q, k, v, causal))(*x)
    found = ni.jit(both(lambda q, k, v: attention(q, k, v, is_causal=causal)))(
        *[a.astype(ni.float32) for a in x]
    )
    for a, b in zip(found, wanted, strict=True):
        assert_allclose(a.numpy(), b.numpy(), rtol=1e-4, atol=2e-5)


def test_weights_below_normal_numbers() -> None:
    # e^−88 is subnormal in float32; e^−1000 is 0.
    q = ni.tensor(np.ones((2, 1), np.float32))
    k = ni.tensor(np.float32([[0.0], [-80.0], [-88.0], [-1000.0], [-np.inf]]))
    v = ni.tensor(np.eye(5, dtype=np.float32))
    found, pull = ni.vjp(lambda *x: attention(*x, scale=1.0), q, k, v)
    weights = found.numpy()[0]
    assert_allclose(weights[:2], [1.0, np.exp(-80.0)], rtol=1e-6)
    assert 0 <= weights[2] < 1e-37
    assert (weights[3:] == 0).all()
    by_value = pull(ni.ones((2, 5), dtype=ni.float32))[2].numpy()
    assert_allclose(by_value[:2, 0], [2.0, 2 * np.exp(-80.0)], rtol=1e-6)
    assert (by_value[3:] == 0).all()


def test_nan_stays_in_its_row() -> None:
    q = np.random.default_rng(5).standard_normal((100, 8)).astype(np.float32)
    q[3], q[70] = np.nan, np.inf
    found = attention(*[ni.tensor(x) for x in (q, np.abs(q[4:60]), q[4:60])]).numpy()
    assert np.isnan(found[[3, 70]]).all()
    assert np.isfinite(np.delete(found, [3, 70], 0)).all()


def test_sizes_of_one() -> None:
    rng = np.random.default_rng(2)
    for shapes in (((1, 1), (1, 1), (1, 1)), ((7, 1), (9, 1), (9, 1)), ((1, 4), (1, 4), (1, 4))):
        q, k, v = tensors(rng, *shapes)
        assert_allclose(attention(q, k, v).numpy(), reference(q, k, v), rtol=1e-12, atol=1e-14)


def test_second_derivatives() -> None:
    rng = np.random.default_rng(3)
    q, k, v = tensors(rng, (5, 3), (7, 3), (7, 2))
    ni.debug.check_grads(lambda *x: attention(*x, is_causal=True), (q, k, v), order=2)


@pytest.mark.parametrize(
    "present", [(True, False, False), (False, True, False), (False, False, True)]
)
def test_one_operand_moves(present: tuple[bool, ...]) -> None:
    rng = np.random.default_rng(4)
    x = tensors(rng, (6, 4), (9, 4), (9, 3))
    moved = [
        t if p else None for t, p in zip(tensors(rng, (6, 4), (9, 4), (9, 3)), present, strict=True)
    ]
    a, b = (ni.jvp(f, x, moved)[1] for f in (attention, composed))
    assert_allclose(a.numpy(), b.numpy(), rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("dtype", [ni.float32, ni.float16, ni.bfloat16])
def test_other_dtypes(dtype: Any) -> None:
    q, k, v = (
        x.astype(dtype)
        for x in tensors(np.random.default_rng(1), (3, 40, 16), (3, 50, 16), (3, 50, 24))
    )
    found = attention(q, k, v)
    assert found.dtype is dtype
    wanted = reference(*[x.astype(ni.float64).numpy() for x in (q, k, v)])
    rounding = {ni.float32: 2e-6, ni.float16: 1e-3, ni.bfloat16: 1e-2}[dtype]
    assert_allclose(found.astype(ni.float64).numpy(), wanted, atol=rounding)


def test_layouts_and_broadcast_batches() -> None:
    rng = np.random.default_rng(5)
    q, k, v = tensors(rng, (2, 33, 4, 8), (40, 8, 4), (40, 1, 6))
    q, k, v = q.permute((0, 2, 1, 3)), k.permute((2, 0, 1)), v.permute((1, 0, 2))
    found = attention(q, k, v)
    assert_allclose(found.numpy(), reference(q, k, v), rtol=1e-10, atol=1e-13)
    flipped = attention(q[..., ::-1, :], k, v)
    assert_allclose(flipped.numpy(), found.numpy()[..., ::-1, :], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("mask_shape", [(20, 30), (2, 1, 20, 30), (2, 6, 20, 30), (30,)])
def test_grouped_heads(mask_shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(6)
    q, k, v = tensors(rng, (2, 6, 20, 8), (2, 3, 30, 8), (2, 3, 30, 5))
    allowed = rng.random(mask_shape) > 0.3
    allowed[..., 0] = True
    found = attention(q, k, v, ni.tensor(allowed), enable_gqa=True)
    wide = [np.repeat(x.numpy(), 2, axis=1) for x in (k, v)]
    assert_allclose(found.numpy(), reference(q, *wide, mask=allowed), rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("causal", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_a_bias_is_added_to_the_scores(causal: bool) -> None:
    rng = np.random.default_rng(11)
    q, k, v, w = tensors(rng, (2, 3, 40, 9), (2, 3, 130, 9), (2, 3, 130, 5), (2, 3, 40, 5))
    bias = rng.standard_normal((3, 1, 130))
    bias[..., 7] = -np.inf
    b = ni.tensor(bias)

    def plain(q: Any, k: Any, v: Any, b: Any) -> Any:
        s = q @ ni.matrix_transpose(k) * 0.5 + b
        if causal:
            hidden = ni.arange(130)[None, :] > ni.arange(40)[:, None]
            s = ni.where(hidden, -float("inf"), s)
        return ni.softmax(s, axis=-1) @ v

    def tiled(q: Any, k: Any, v: Any, b: Any) -> Any:
        return attention(q, k, v, b, is_causal=causal, scale=0.5)

    # All operands with the bias, in reverse and forward mode; and without its gradient.
    for f, g, operands in (
        (tiled, plain, (q, k, v, b)),
        (lambda *x: tiled(*x, b), lambda *x: plain(*x, b), (q, k, v)),
    ):
        (value, pull), (wanted, pull_wanted) = ni.vjp(f, *operands), ni.vjp(g, *operands)
        assert_allclose(value.numpy(), wanted.numpy(), rtol=1e-10, atol=1e-12)
        for x, y in zip(pull(w), pull_wanted(w), strict=True):
            assert_allclose(x.numpy(), y.numpy(), rtol=1e-8, atol=1e-11)
    moved = tensors(rng, *[tuple(x.shape) for x in (q, k, v, b)])
    x, y = (ni.jvp(f, (q, k, v, b), tuple(moved))[1] for f in (tiled, plain))
    assert_allclose(x.numpy(), y.numpy(), rtol=1e-8, atol=1e-11)


@pytest.mark.slow
def test_second_derivatives_with_a_bias_and_a_scale() -> None:
    rng = np.random.default_rng(12)
    given = tensors(rng, (4, 3), (5, 3), (5, 2), (4, 5))
    ni.debug.check_grads(lambda *x: attention(*x, scale=0.7), tuple(given), order=2)


@pytest.mark.parametrize("present", [(1,), (0, 2)])
def test_only_what_is_wanted_goes_back(present: tuple[int, ...]) -> None:
    rng = np.random.default_rng(13)
    *x, w = tensors(rng, (2, 40, 9), (2, 130, 9), (2, 130, 5), (2, 40, 5))

    def of(f: Any) -> Any:
        def some(*moving: Any) -> Any:
            given = list(x)
            for i, y in zip(present, moving, strict=True):
                given[i] = y
            return f(*given)

        return some

    moving = [x[i] for i in present]
    found = ni.jit(lambda *m: ni.vjp(of(attention), *m)[1](w))
    for a, b in zip(found(*moving), ni.vjp(of(composed), *moving)[1](w), strict=True):
        assert_allclose(a.numpy(), b.numpy(), rtol=1e-9, atol=1e-12)
    text = str(found.graph(*moving))
    assert f"wanted={tuple(i in present for i in range(3))}" in text
    # Nothing reads or scales queries beforehand, or gradients behind.
    assert "rsqrt" not in text


def test_special_values() -> None:
    rng = np.random.default_rng(7)
    q, k, v = tensors(rng, (4, 3), (5, 3), (5, 2))
    mask = np.ones((4, 5), bool)
    mask[2] = False
    found = attention(q, k, v, ni.tensor(mask)).numpy()
    assert np.isnan(found[2]).all()  # it sees nothing
    assert np.isfinite(found[[0, 1, 3]]).all()
    k[1, 0] = float("nan")
    assert np.isnan(attention(q, k, v).numpy()).all()
    found = attention(q, k, v, is_causal=True).numpy()
    assert np.isfinite(found[0]).all()
    assert np.isnan(found[1:]).all()
    large = attention(q * 1e4, tensors(rng, (5, 3))[0], v).numpy()
    assert np.isfinite(large).all()


@pytest.mark.parametrize("rate", [0.0, 0.3])
def test_what_is_hidden_stays_out_of_derivatives(rate: float) -> None:
    rng = np.random.default_rng(9)
    q, k, v, w = tensors(rng, (40, 8), (50, 8), (50, 5), (40, 5))
    mask = rng.random((40, 50)) > 0.5
    mask[:, 0], mask[:, 33], mask[7] = True, False, False
    key = ni.random.key(2)

    def f(q: Any, k: Any, v: Any, floating: bool = False) -> Any:
        m = ni.where(ni.tensor(mask), 0.0, -float("inf")) if floating else ni.tensor(mask)
        return ni.nn.functional.attention(
            q, k, v, m.astype(q.dtype) if floating else m, rate, dropout_key=key
        )

    def ends(k: Any, v: Any, floating: bool) -> list[Any]:
        o, pull = ni.vjp(lambda *x: f(*x, floating), q, k, v)
        moved = ni.jvp(lambda *x: f(*x, floating), (q, k, v), (q, k, v))[1]
        return [x.numpy() for x in (o, moved, *pull(w))]

    spoilt = [x.numpy().copy() for x in (k, v)]
    for x in spoilt:
        x[33] = np.nan  # nobody sees it
    for floating in (False, True):
        o, moved, *back = ends(k, v, floating)
        assert np.isnan(o[7]).all()  # it sees nothing, and no gradient comes of it
        assert all(np.isfinite(x).all() for x in back)
        assert (back[0][7] == 0).all()
        assert np.isfinite(np.delete(moved, 7, 0)).all()
        _, moved_too, _, of_k, _ = ends(ni.tensor(spoilt[0]), v, floating)
        if not floating:
            assert_allclose(np.delete(moved_too, 7, 0), np.delete(moved, 7, 0), rtol=1e-12)
            assert_allclose(of_k, back[1], rtol=1e-12)
        assert (ends(k, ni.tensor(spoilt[1]), floating)[4] == back[2]).all()


@pytest.mark.parametrize(("tq", "tk"), [(0, 4), (4, 0), (0, 0)])
def test_empty(tq: int, tk: int) -> None:
    q, k, v = ni.ones((2, tq, 3)), ni.ones((2, tk, 3)), ni.ones((2, tk, 2))
    found = attention(q, k, v)
    assert found.shape == (2, tq, 2)
    assert np.isnan(found.numpy()).all()  # of no keys, where there is any query
    back = ni.vjp(attention, q, k, v)[1](found)
    assert [tuple(x.shape) for x in back] == [(2, tq, 3), (2, tk, 3), (2, tk, 2)]
    assert tk or not back[0].numpy().any()


def test_an_empty_batch() -> None:
    # Also written out: products that would be packed, if there were any.
    q, k, v = ni.ones((0, 37, 8)), ni.ones((0, 100, 8)), ni.ones((0, 100, 5))
    for f in (attention, composed):
        o, pull = ni.vjp(f, q, k, v)
        assert [tuple(x.shape) for x in (o, *pull(o))] == [
            (0, 37, 5),
            *(x.shape for x in (q, k, v)),
        ]


def test_bits_do_not_depend_on_the_batch_or_on_compilation() -> None:
    rng = np.random.default_rng(8)
    q, k, v, w = tensors(
        rng, (5, 70, 16), (5, 120, 16), (5, 120, 16), (5, 70, 16), dtype=np.float32
    )

    def both(q: Any, k: Any, v: Any, w: Any) -> Any:
        value, pull = ni.vjp(lambda *x: attention(*x, is_causal=True), q, k, v)
        return (value, *pull(w))

    whole = both(q, k, v, w)
    for found in (ni.jit(both)(q, k, v, w), [x[None, 2] for x in whole]):
        some = slice(None) if found[0].shape[0] == 5 else slice(2, 3)
        again = both(q[some], k[some], v[some], w[some])
        for a, b in zip(found, again, strict=True):
            assert a.numpy().tobytes() == b.numpy().tobytes()


def test_the_matrix_of_scores_is_never_there() -> None:
    length = 3000
    q = ni.ones((1, length, 8))
    step = ni.jit(lambda q, k, v: ni.vjp(lambda *x: attention(*x, is_causal=True), q, k, v)[1](q))
    sizes = step.memory(q, q, q)
    assert sizes["peak"] < 40 * q.nbytes
    slope = ni.arange(length, dtype=ni.float32)
    biased = ni.jit(
        lambda q, k, v, b: ni.vjp(lambda *x: attention(*x, b - b[:, None]), q, k, v)[1](q)
    )
    assert biased.memory(q, q, q, slope)["peak"] < 40 * q.nbytes
    assert 40 * q.nbytes < length * length * 4 / 4


def test_wrong_shapes() -> None:
    with pytest.raises(ni.ShapeError, match="equal width"):
        attention(ni.ones((4, 3)), ni.ones((4, 2)), ni.ones((4, 2)))
    with pytest.raises(ni.ShapeError, match="keys and values"):
        attention(ni.ones((4, 3)), ni.ones((4, 3)), ni.ones((5, 2)))
