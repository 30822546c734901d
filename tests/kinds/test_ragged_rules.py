"""What functions do to ragged tensors, against lists, Awkward and dense results; derivatives; compiled."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_ragged_making import deep_rows, flat_rows, ragged

import nitinol as ni
from nitinol.transforms.debug import check_grads

ROWS = [[3.0, 2.0], [], [6.0, 4.0, 5.0], [1.0]]


@given(flat_rows, st.integers(-7, 7), st.integers(-7, 7), st.sampled_from([1, 2, -1, -3]))
@settings(max_examples=30, deadline=None)
def test_rows_are_lists(rows: list[list[int]], a: int, b: int, step: int) -> None:
    r = ragged(rows)
    assert (r * 2 + r).tolist() == [[3 * x for x in row] for row in rows]
    assert r.sum(1).tolist() == [sum(row) for row in rows]
    longest = max(map(len, rows))
    columns = [[row[i] for row in rows if i < len(row)] for i in range(longest)]
    assert r.sum(0).tolist() == [sum(c) for c in columns]
    assert r.max(0).tolist() == [max(c) for c in columns]
    assert r.sum().item() == sum(map(sum, rows))
    assert r[:, a:b:step].tolist() == [row[a:b:step] for row in rows]
    assert r[a:b:step].tolist() == rows[a:b:step]
    assert r[r > 0].tolist() == [[x for x in row if x > 0] for row in rows]
    assert ni.sort(r, 1).tolist() == [sorted(row) for row in rows]
    assert ni.argsort(r, 1).tolist() == [np.argsort(row, kind="stable").tolist() for row in rows]
    assert r.cumsum(1).tolist() == [np.cumsum(row).tolist() for row in rows]
    assert ni.topk(r, 2, 1)[0].tolist() == [sorted(row, reverse=True)[:2] for row in rows]
    assert ni.ragged.unique(r).tolist() == [sorted(set(row)) for row in rows]
    assert ni.concatenate([r, r], 0).tolist() == rows + rows
    assert ni.concatenate([r, r + 1], 1).tolist() == [row + [x + 1 for x in row] for row in rows]
    assert ni.stack([r, r]).tolist() == [rows, rows]
    assert r.argmax(1).tolist() == [row.index(max(row)) if row else -1 for row in rows]
    assert ni.array_equal(r, ragged(rows)).item()


@given(deep_rows)
@settings(max_examples=20, deadline=None)
def test_deep_reductions_are_those_of_awkward(rows: Any) -> None:
    ak = pytest.importorskip("awkward", reason="the reference")
    r = ragged(rows, 3)
    lists = ak.Array(r.tolist()) if any(any(row) for row in rows) else None
    if lists is None:
        return
    for axis in (0, 1, 2):
        assert r.sum(axis).tolist() == ak.sum(lists, axis).to_list()
    assert r.sum((1, 2)).tolist() == [sum(map(sum, row)) for row in rows]
    assert ni.flatten(r, 1, 2).tolist() == [[v for x in row for v in x] for row in rows]
    assert r[::-1, :2, 1:].tolist() == [[x[1:] for x in row[:2]] for row in rows[::-1]]
    assert ni.concatenate([r, r], 2).tolist() == [[x + x for x in row] for row in rows]
    assert (r + ni.sum(r, 2, keepdims=True)).tolist() == [
        [[v + sum(x) for v in x] for x in row] for row in rows
    ]


def test_reductions_and_softmax_of_rows() -> None:
    r = ni.tensor(ROWS).astype(ni.float64)
    kept = [np.array(row) for row in ROWS if row]
    full = r[r.lengths > 0]
    for name in ("mean", "var", "std", "max", "min", "prod", "median"):
        wanted = [getattr(np, name)(row) for row in kept]
        np.testing.assert_allclose(getattr(ni, name)(full, 1).numpy(), wanted, rtol=1e-6)
    soft = ni.softmax(r, 1)
    assert soft.shape == (4, None)
    np.testing.assert_allclose(soft[2].numpy(), np.exp(kept[1]) / np.exp(kept[1]).sum(), rtol=1e-6)
    np.testing.assert_allclose(
        ni.log_softmax(r, -1).values.numpy(), np.log(soft.values.numpy()), rtol=1e-6
    )
    np.testing.assert_allclose(
        ni.logsumexp(full, 1).numpy(), [np.log(np.exp(row).sum()) for row in kept], rtol=1e-6
    )
    assert r.mean(1, keepdims=True).shape == (4, 1)
    assert np.isnan(r.mean(1).numpy()).tolist() == [False, True, False, False]
    x = ni.ragged.from_lengths(ni.arange(8.0).reshape(4, 2), [1, 3])
    np.testing.assert_allclose(
        ni.layer_norm(x, normalized_shape=2).values.numpy(),
        ni.layer_norm(x.values, normalized_shape=2).numpy(),
    )
    assert x.sum(1).tolist() == [[0.0, 1.0], [12.0, 15.0]]
    assert x.mean((1, 2)).tolist() == [0.5, 4.5]
    assert (x + ni.tensor([[[1.0, 0.0]], [[0.0, 1.0]]])).tolist()[1] == [
        [2.0, 4.0],
        [4.0, 6.0],
        [6.0, 8.0],
    ]


def test_products_and_windows() -> None:
    rng = np.random.default_rng(0)
    lengths = [3, 0, 5, 1]
    a, b = (
        ni.ragged.from_lengths(ni.tensor(rng.standard_normal((9, 4))), lengths) for _ in range(2)
    )
    m = ni.tensor(rng.standard_normal((4, 3)))
    scores, both, packed = a @ b.mT, a.mT @ b, a @ m
    weighted = scores @ b
    w = rng.standard_normal((2, 4, 3))
    convolved = ni.ragged.conv1d(a, ni.tensor(w), padding=1)
    columns = ni.conv1d(a.mT, ni.tensor(w), padding=1)
    pooled = ni.ragged.max_pool1d(a, 2, 1)
    for i, n in enumerate(lengths):
        x, y = a[i].numpy(), b[i].numpy()
        np.testing.assert_allclose(packed[i].numpy(), x @ m.numpy())
        np.testing.assert_allclose(both[i].numpy(), x.T @ y, atol=1e-12)
        if n:
            np.testing.assert_allclose(ni.stack(list(scores[i])).numpy(), x @ y.T, atol=1e-12)
            np.testing.assert_allclose(weighted[i].numpy(), x @ y.T @ y, atol=1e-12)
            wide = np.pad(x, ((1, 1), (0, 0)))
            want = np.stack([np.einsum("kc,ock->o", wide[t : t + 3], w) for t in range(n)])
            np.testing.assert_allclose(convolved[i].numpy(), want, atol=1e-12)
            np.testing.assert_allclose(ni.stack(list(columns[i])).numpy(), want.T, atol=1e-12)
        if n > 1:
            np.testing.assert_allclose(pooled[i].numpy(), np.maximum(x[1:], x[:-1]))


@pytest.mark.parametrize("causal", [False, True])
def test_attention_of_each_sequence(causal: bool) -> None:
    rng = np.random.default_rng(1)
    lengths = [3, 0, 5, 1, 7, 2, 2, 4, 6, 3, 5, 1, 1, 4, 2, 0]  # two groups
    n = sum(lengths)
    q, k, v = (
        ni.ragged.from_lengths(ni.tensor(rng.standard_normal((n, 2, 4)), dtype="float32"), lengths)
        for _ in range(3)
    )
    found = ni.scaled_dot_product_attention(q, k, v, is_causal=causal)
    for i, size in enumerate(lengths):
        if size:
            x, y, z = (t[i].numpy().swapaxes(0, 1) for t in (q, k, v))
            s = x @ y.swapaxes(1, 2) / 2
            if causal:
                s = np.where(np.tri(size, dtype=bool), s, -np.inf)
            e = np.exp(s - s.max(-1, keepdims=True))
            want = (e / e.sum(-1, keepdims=True)) @ z
            np.testing.assert_allclose(found[i].numpy(), want.swapaxes(0, 1), rtol=1e-4, atol=1e-5)


def test_embedding_scan_and_losses() -> None:
    table = ni.arange(8.0).reshape(4, 2)
    ids = ni.tensor([[0, 3], [], [1]])
    assert ni.embedding(ids, table).tolist() == [[[0.0, 1.0], [6.0, 7.0]], [], [[2.0, 3.0]]]
    assert ni.take(table, ids, 0).tolist() == ni.embedding(ids, table).tolist()
    w = ni.tensor([[0.5, 0.1], [0.2, 0.3]])

    def cell(state: Any, x: Any) -> Any:
        new = ni.tanh(state @ w + x)
        return new, new

    x = ni.embedding(ids, table) / 8
    last, outputs = ni.ragged.scan(cell, ni.zeros((3, 2)), x)
    for i in range(3):
        state = np.zeros(2)
        for t in range(int(x.lengths[i])):
            state = np.tanh(state @ w.numpy() + x[i].numpy()[t])
            np.testing.assert_allclose(outputs[i].numpy()[t], state, rtol=1e-5)
        np.testing.assert_allclose(last.numpy()[i], state, rtol=1e-5)
    r = ni.tensor(ROWS)
    assert ni.mse_loss(r, r + 2).item() == 4.0
    assert ni.cross_entropy(x, ni.tensor([[0, 1], [], [1]])).ndim == 0


def _mixed(r: Any) -> Any:
    y = ni.softmax(r, 1) * r - r.mean(1, keepdims=True)
    y = ni.concatenate([y, r[:, ::-1]], 1)
    return (
        (y * y).sum(1),
        r.sum(0),
        r[:, -1:],
        ni.sort(r, 1),
        r.cumsum(1),
        r.to_padded(),
        ni.logsumexp(r, 1),
    )


def test_derivatives() -> None:
    r = ni.tensor([[3.0, 2.0], [1.0], [6.0, 4.0, 5.0]]).astype(ni.float64) / 4
    check_grads(lambda v: _sums(_mixed(r.with_values(v))), (r.values,))
    g = ni.grad(lambda r: (r.max(1) * ni.tensor([1.0, 2.0, 3.0]).astype(ni.float64)).sum())(r)
    assert g.tolist() == [[1.0, 0.0], [2.0], [3.0, 0.0, 0.0]]
    g = ni.grad(lambda r: r.prod(1).sum())(ni.tensor([[0.0, 2.0, 3.0], [], [0.0, 0.0]]))
    assert g.tolist() == [[6.0, 0.0, 0.0], [], [0.0, 0.0]]


def _sums(xs: Any) -> Any:
    total = 0.0
    for i, x in enumerate(xs):
        total = total + (x * x * (i + 1)).sum()
    return total


def test_compiled_functions_take_rows_of_any_length() -> None:
    f = ni.jit(_mixed)
    for rows in (ROWS, [[1.0, 2.0, 3.0]], [[1.0], [5.0, 2.0], [], [0.5] * 9], [[2.0] * 40, [], []]):
        r = (
            ragged(rows).astype(ni.float32)
            if not any(rows)
            else ni.ragged.from_lengths(
                ni.tensor([x for row in rows for x in row]), [len(row) for row in rows]
            )
        )
        for found, wanted in zip(f(r), _mixed(r), strict=True):
            a, b = (x.values if isinstance(x, ni.RaggedTensor) else x for x in (found, wanted))
            np.testing.assert_allclose(a.numpy(), b.numpy(), rtol=1e-5, atol=1e-6)
    assert f.stats()["compilations"] == 2
    with pytest.raises(ni.ShapeError, match="the rows differ"):
        ni.jit(lambda a, b: a + b)(ni.tensor([[1, 2], [3]]), ni.tensor([[1], [2, 3]]))


def test_functions_of_rows() -> None:
    r = ni.tensor(ROWS)
    scaled = ni.ragged.map(lambda row: (row - row.min()) / row.sum(), r[r.lengths > 0])
    for found, row in zip(scaled.tolist(), [x for x in ROWS if x], strict=True):
        np.testing.assert_allclose(found, (np.array(row) - min(row)) / sum(row), rtol=1e-6)
    assert r.map(lambda row: (row * row).sum()).tolist() == [13.0, 0.0, 77.0, 1.0]


def test_values_of_other_kinds() -> None:
    words = ni.tensor([["a", "bc"], [], ["d"]])
    assert words[:, :1].tolist() == [["a"], [], ["d"]]
    assert ni.concatenate([words, words], 1).tolist() == [["a", "bc", "a", "bc"], [], ["d", "d"]]
    assert (words == "d").tolist() == [[False, False], [], [True]]


def test_what_stands_at_one_position() -> None:
    rows = [[3.0, 2.0, 7.0], [], [6.0, 4.0, 5.0, 1.0], [1.0, 9.0]]
    r = ni.tensor(rows, dtype="float64")
    columns = [np.array([row[i] for row in rows if len(row) > i]) for i in range(4)]
    for name in ("var", "std", "median"):
        wanted = [getattr(np, name)(c) for c in columns]
        np.testing.assert_allclose(getattr(ni, name)(r, 0).numpy(), wanted)
    np.testing.assert_allclose(ni.var(r, (0, 1)).item(), np.var(np.concatenate(rows)))
    soft = [np.exp(c) / np.exp(c).sum() for c in columns]
    for function, wanted in ((ni.cumsum, [c.cumsum() for c in columns]), (ni.softmax, soft)):
        found = function(r, 0).tolist()
        for i, column in enumerate(wanted):
            np.testing.assert_allclose([row[i] for row in found if len(row) > i], column)
    assert ni.sort(r, 0).tolist() == [[1.0, 2.0, 5.0], [], [3.0, 4.0, 7.0, 1.0], [6.0, 9.0]]
    deep = ni.tensor([[[1.0, 2.0], [3.0]], [], [[5.0, 6.0, 7.0], [], [8.0]]], dtype="float64")
    assert ni.var(deep, 1).tolist() == [[1.0, 0.0], [], [2.25, 0.0, 0.0]]
    assert ni.median(deep, (1, 2)).tolist()[::2] == [2.0, 6.5]
    assert ni.var(deep, (1, 2), keepdims=True).shape == (3, 1, 1)


class Point:
    def __init__(self, a: float, b: Any) -> None:
        self.a, self.b = a, b

    @property
    def twice(self) -> Any:
        return 2 * self.a

    def moved(self, by: Any) -> Any:
        return self.a + by

    def __add__(self, other: Point) -> Point:
        return Point(self.a + other.a, self.b)


def test_rows_of_objects() -> None:
    t = ni.tensor([[Point(1.0, [1])], [], [Point(3.0, []), Point(5.0, [2, 3])]])
    assert t.a.tolist() == t["a"].tolist() == [[1.0], [], [3.0, 5.0]]
    assert t.b.shape == (3, None, None)
    assert t.b.tolist() == [[[1]], [], [[], [2, 3]]]
    assert t.twice.tolist() == [[2.0], [], [6.0, 10.0]]
    assert t.moved(t.a).tolist() == (t + t).a.tolist() == t.twice.tolist()
    assert ni.jit(lambda t: t.moved(0.5).sum(1))(t).tolist() == [1.5, 0.0, 9.0]
    assert ni.grad(lambda t: (t.a * t.a).sum())(t).a.tolist() == [[2.0], [], [6.0, 10.0]]
    with pytest.raises(AttributeError, match="its fields are a, b"):
        _ = t.c
    with pytest.raises(AttributeError, match="no attribute 'a'"):
        _ = ni.tensor([[1], [2, 3]]).a


def test_repeat_by_a_vector_of_counts() -> None:
    x = ni.tensor([[1.0, 2.0], [3.0, 4.0]])
    for axis, counts in ((0, [0, 3]), (1, [2, 1]), (None, [1, 0, 2, 1])):
        want = np.repeat(x.numpy(), counts, axis)
        assert ni.repeat(x, ni.tensor(counts), axis).tolist() == want.tolist()
    f = ni.jit(lambda c: ni.repeat(x, c, 0).sum(0))
    assert [f(ni.tensor(c)).tolist() for c in ([1, 1], [0, 5])] == [[4.0, 6.0], [15.0, 20.0]]
    assert f.stats()["compilations"] == 1
    assert ni.grad(lambda x: (ni.repeat(x, [2, 0], 0) ** 2).sum())(x).tolist() == [[4, 8], [0, 0]]
    r = ni.tensor([[3, 2], [], [6]])
    assert ni.repeat(r, [2, 1, 0], 0).tolist() == [[3, 2], [3, 2], []]
    assert ni.repeat(r, 2, 1).tolist() == [[3, 3, 2, 2], [], [6, 6]]
    assert ni.repeat(r, ni.tensor([[0, 2], [], [1]]), 1).tolist() == [[2, 2], [], [6]]
    assert ni.repeat(ni.tensor(["a", "b"]), [0, 2]).tolist() == ["b", "b"]
    with pytest.raises(ni.ShapeError, match="negative"):
        ni.repeat(x, [1, -1], 0)
    with pytest.raises(ni.ShapeError, match="one count for each"):
        ni.repeat(x, [1, 2, 3], 0)


@pytest.mark.slow
def test_derivatives_of_products_windows_and_attention() -> None:
    rng = np.random.default_rng(0)
    q, k, v = (ni.tensor(rng.standard_normal((5, 4))) for _ in range(3))
    w = ni.tensor(rng.standard_normal((2, 4, 3)))

    def rows(x: Any) -> Any:
        return ni.ragged.from_lengths(v, [2, 0, 3]).with_values(x)

    def attention(q: Any, k: Any, v: Any) -> Any:
        return (ni.scaled_dot_product_attention(rows(q), rows(k), rows(v)) ** 2).sum()

    def windows(q: Any, w: Any) -> Any:
        pooled = ni.ragged.max_pool1d(rows(q), 2, 1)
        return (ni.ragged.conv1d(rows(q), w, padding=1) ** 2).sum() + (pooled**2).sum()

    def products(q: Any, k: Any) -> Any:
        return ((rows(q) @ rows(k).mT) ** 2).sum() + ((rows(q).mT @ rows(k)) ** 2).sum()

    check_grads(attention, (q, k, v))
    check_grads(windows, (q, w))
    check_grads(products, (q, k))
