"""Ragged tensors in use: exact results, arithmetic and broadcasting, selection, recurrences, copies; also compiled."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import nitinol as ni

ROWS = [[3.0, 2.0], [], [6.0, 4.0, 5.0], [1.0]]


@pytest.mark.parametrize("wrap", [lambda f: f, ni.jit], ids=["eager", "compiled"])
def test_exact_results(wrap: Any) -> None:
    rows = [[2, 3], [4, 5, 6], [12, 13, 14, 15]]
    r = wrap(lambda r: r + 0)(ni.tensor(rows))
    assert repr(r) == "tensor([[2, 3],\n        [4, 5, 6],\n        [12, 13, 14, 15]])"
    assert r.tolist() == r.to_list() == rows
    assert r.offsets.tolist() == [0, 2, 5, 9]
    assert wrap(lambda r: r.sum(1))(r).tolist() == [5, 15, 54]


def test_arithmetic_with_ragged_dense_and_scalars() -> None:
    r = ni.tensor(ROWS)
    other = ni.ragged.from_lengths(r.values * 10, [2, 0, 3, 1])
    assert other.offsets is not r.offsets  # equal by value
    column = ni.tensor([[1.0], [2.0], [3.0], [4.0]])

    def everything(r: Any, other: Any, column: Any) -> Any:
        return r + other, r * column, 2 - r, r > column, ni.where(r > 2, r, 0), -r % 4

    def by_lists(f: Any) -> list[Any]:
        return [[f(x, i + 1) for x in row] for i, row in enumerate(ROWS)]

    wanted = [
        by_lists(f)
        for f in (
            lambda x, c: 11 * x,
            lambda x, c: x * c,
            lambda x, c: 2 - x,
            lambda x, c: x > c,
            lambda x, c: x if x > 2 else 0,
            lambda x, c: -x % 4,
        )
    ]
    for f in (everything, ni.jit(everything)):
        assert [x.tolist() for x in f(r, other, column)] == wanted
    assert ni.array_equal(r, ni.tensor(ROWS)).item()
    assert not ni.array_equal(r, other).item()
    with pytest.raises(ni.ShapeError, match="differ in length"):
        r + ni.ragged.from_lengths(r.values, [3, 0, 2, 1])


def test_broadcasting_along_ragged_axes() -> None:
    deep = ni.tensor([[[1, 2], [3]], [], [[4], [], [5, 6]]])
    assert (deep + ni.tensor([[[10]], [[20]], [[30]]])).tolist() == [
        [[11, 12], [13]], [], [[34], [], [35, 36]],
    ]  # fmt: skip
    outer = ni.tensor([[100, 200], [], [1, 2, 3]])  # one for each inner row
    assert (deep * outer[..., None]).tolist() == [
        [[100, 200], [600]], [], [[4], [], [15, 18]],
    ]  # fmt: skip
    x = ni.ragged.from_lengths(ni.ones((4, 3)), [1, 3])
    assert (x * ni.tensor([1.0, 2.0, 3.0])).sum(1).tolist() == [[1, 2, 3], [3, 6, 9]]
    even = ni.ragged.from_lengths(ni.arange(4), [2, 2])
    assert (even + ni.tensor([[1, 2], [3, 4]])).tolist() == [[1, 3], [5, 7]]
    with pytest.raises(ni.ShapeError, match="all rows must have this length"):
        ni.tensor(ROWS) + ni.ones((4, 2))


def test_selection_eager_and_compiled() -> None:
    def select(r: Any, rows: Any, on: Any) -> Any:
        return r[rows], r[on], r[1:3], r[2], r[r > 2], r[:, -2:], r[on][:, 0], r[::2, 1:]

    r, rows, on = ni.tensor(ROWS), ni.tensor([2, 0, 2]), ni.tensor([True, False, True, True])
    wanted = [
        [ROWS[2], ROWS[0], ROWS[2]], [ROWS[0], *ROWS[2:]], ROWS[1:3], ROWS[2],
        [[x for x in row if x > 2] for row in ROWS], [row[-2:] for row in ROWS],
        [3.0, 6.0, 1.0], [[2.0], [4.0, 5.0]],
    ]  # fmt: skip
    for f in (select, ni.jit(select)):
        assert [x.tolist() for x in f(r, rows, on)] == wanted


def test_an_lstm_along_rows() -> None:
    rng = np.random.default_rng(0)
    n, width = [3, 0, 5], 2
    x = ni.ragged.from_lengths(ni.tensor(rng.standard_normal((8, 3))), n)
    w = ni.tensor(rng.standard_normal((3 + width, 4 * width)))

    def cell(state: Any, x: Any) -> Any:
        h, c = state
        i, f, g, o = ni.split(ni.concatenate([x, h], -1) @ w, width, -1)
        c = ni.sigmoid(f) * c + ni.sigmoid(i) * ni.tanh(g)
        h = ni.sigmoid(o) * ni.tanh(c)
        return (h, c), h

    def loss(x: Any, w: Any) -> Any:
        start = ni.zeros((3, width), dtype="float64")
        (h, _), outputs = ni.ragged.scan(cell, (start, start), x)
        return h, outputs

    h, outputs = ni.jit(loss)(x, w)
    weights = w.numpy()
    for r, size in enumerate(n):
        state = np.zeros((2, width))
        for t in range(size):
            gates = np.concatenate([x[r].numpy()[t], state[0]]) @ weights
            i, f, g, o = np.split(gates, 4)
            c = state[1] / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
            state = np.stack([np.tanh(c) / (1 + np.exp(-o)), c])
            np.testing.assert_allclose(outputs[r].numpy()[t], state[0])
        np.testing.assert_allclose(h.numpy()[r], state[0], atol=1e-15)


def test_loops_carry_rows() -> None:
    # Offsets of a carry come from outside of the loop, so that rows are compared before the first round.
    r = ni.tensor(ROWS)

    def summed(r: Any) -> Any:
        return ni.scan(lambda c, x: (c + r * x, c.sum()), r * 0, ni.tensor([1.0, 2.0]))

    def grown(r: Any) -> Any:
        return ni.while_loop(lambda c: c.sum() < 100, lambda c: c + r, r)

    for wrap in (lambda f: f, ni.jit):
        last, sums = wrap(summed)(r)
        assert last.tolist() == [[3 * x for x in row] for row in ROWS]
        assert sums.tolist() == [0.0, 21.0]
        assert wrap(grown)(r).tolist() == [[5 * x for x in row] for row in ROWS]
    squares = ni.grad(lambda r: ni.scan(lambda c, _: (c * r, None), r, None, length=1)[0].sum())
    assert squares(r).tolist() == [[2 * x for x in row] for row in ROWS]


def test_one_copy_at_most_from_other_libraries() -> None:
    ak = pytest.importorskip("awkward", reason="an optional library")
    pa = pytest.importorskip("pyarrow", reason="an optional library")
    values = np.arange(400_000, dtype=np.float64)
    lists = ak.unflatten(values, np.full(4000, 100))
    for given in (lists, pa.ListArray.from_arrays(np.arange(0, 400_001, 100), values)):
        before = ni.memory.stats()["live_bytes"]
        r = ni.tensor(given)
        assert r.lengths.tolist() == [100] * 4000
        assert ni.memory.stats()["live_bytes"] - before < 1.5 * values.nbytes
        assert (r.values.numpy() == values).all()
