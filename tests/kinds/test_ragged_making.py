"""Ragged tensors: making, checking, printing, exchange."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nitinol as ni

numbers = st.integers(-5, 5)
flat_rows = st.lists(st.lists(numbers, max_size=6), min_size=1, max_size=6)
deep_rows = st.lists(st.lists(st.lists(numbers, max_size=4), max_size=4), min_size=1, max_size=4)


def ragged(rows: Any, depth: int = 2) -> ni.RaggedTensor:
    """A ragged tensor of a nest, also of one whose rows have equal lengths."""
    flat, sizes = rows, []
    for _ in range(depth - 1):
        sizes.append([len(r) for r in flat])
        flat = [x for r in flat for x in r]
    made: Any = ni.tensor(np.array(flat, dtype=np.int64))
    for s in reversed(sizes):
        made = ni.ragged.from_lengths(made, np.array(s, dtype=np.int64))
    return made


@given(flat_rows)
@settings(max_examples=25, deadline=None)
def test_a_nest_comes_back(rows: list[list[int]]) -> None:
    r = ragged(rows)
    assert r.tolist() == rows
    assert r.shape == (len(rows), None)
    assert r.lengths.tolist() == [len(row) for row in rows]
    assert r.offsets.tolist() == [0, *np.cumsum([len(row) for row in rows]).tolist()]
    assert [x.tolist() for x in r] == rows
    assert ni.ragged.from_padded(r.to_padded(), lengths=r.lengths).tolist() == rows
    assert ni.ragged.from_padded(r.to_padded(), mask=ni.ragged.mask(r)).tolist() == rows
    ids = [i for i, row in enumerate(rows) for _ in row]
    assert ni.ragged.from_row_ids(r.values, ids, len(rows)).tolist() == rows


@given(deep_rows)
@settings(max_examples=15, deadline=None)
def test_deep_nests_come_back(rows: Any) -> None:
    assert ragged(rows, 3).tolist() == rows


def test_uniform_axes_inside_and_outside() -> None:
    inside = ni.tensor([[[1, 2], [3, 4]], [[5, 6]]])
    assert (inside.shape, inside.axes) == ((2, None, 2), (None,))
    outside = ni.tensor([[[1], [2, 3]], [[], [4]]])
    assert (outside.shape, outside.axes) == ((2, 2, None), (2, None))
    between = [[[[1], []]], [[[2, 3], [4]], [[], [5]]]]
    assert ni.tensor(between).shape == (2, None, 2, None)
    assert ni.tensor(between).tolist() == between


def test_rows_may_be_arrays_ranges_and_tensors() -> None:
    for rows in ([np.arange(2), np.arange(3)], [range(2), range(3)], [ni.arange(2), ni.arange(3)]):
        assert ni.tensor(rows).tolist() == [[0, 1], [0, 1, 2]]
    assert ni.tensor([np.ones((1, 2)), np.ones((2, 2))]).shape == (2, None, 2)


def test_printing() -> None:
    assert repr(ni.tensor([[2, 3], [4, 5, 6], [12, 13, 14, 15]])) == (
        "tensor([[2, 3],\n        [4, 5, 6],\n        [12, 13, 14, 15]])"
    )
    assert repr(ni.tensor([[1.5, 2], []])) == "tensor([[1.5, 2.],\n        []])"
    assert (
        repr(ni.tensor([[[1], [2, 3]], []])) == "tensor([[[1],\n         [2, 3]],\n\n        []])"
    )
    many = ni.ragged.from_lengths(ni.arange(2000), [1000, 500, 0, 0, 0, 0, 500])
    assert repr(many).splitlines()[0] == "tensor([[0, 1, 2, ..., 997, 998, 999],"
    assert "..." in repr(many).splitlines()[3]


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: ni.ragged.from_offsets([1, 2, 3], [0, 2, 1, 3]), ni.ShapeError, "decreases at 2: 2 is followed by 1"),
        (lambda: ni.ragged.from_offsets([1, 2, 3], [0, 2]), ni.ShapeError, "end at 2, but there are 3"),
        (lambda: ni.ragged.from_offsets([1, 2], [1, 2]), ni.ShapeError, "begins with 1"),
        (lambda: ni.ragged.from_offsets([1, 2], [0.0, 2.0]), ni.DTypeError, "integers"),
        (lambda: ni.ragged.from_lengths([1, 2], [1, -1, 2]), ni.ShapeError, "length of row 1 is -1"),
        (lambda: ni.ragged.from_row_ids([1, 2], [1, 0], 2), ni.ShapeError, "row id 0 at 1 follows 1"),
        (lambda: ni.ragged.from_row_ids([1, 2], [0, 2], 2), ni.ShapeError, "there are 2 rows"),
        (lambda: ni.ragged.from_rows([[1], 2]), ni.ShapeError, "row 1 is a single number"),
        (lambda: ni.ragged.from_rows([np.ones((1, 2)), np.ones((1, 3))]), ni.ShapeError, "row 1 has shape"),
        (lambda: ni.ragged.from_padded(ni.ones((2, 3)), lengths=[1, 4]), ni.ShapeError, "outside of 0 to 3"),
        (lambda: ni.ragged.from_padded(ni.ones((2, 3)), mask=ni.ones(2) > 0), ni.ShapeError, r"bool\(2, 3\)"),
        (lambda: ni.tensor([[1], 2]), ni.ShapeError, "item 1 is a int"),
        (lambda: ni.tensor([[1, "a"], [2]]), ni.DTypeError, "element 1 is of class str"),
        (lambda: ni.ragged.from_lengths([1, 2, 3], [1, 1]), ni.ShapeError, "end at 2, but there are 3"),
        (lambda: ni.tensor([[1, 2], [3]]) + ni.tensor([[1], [2, 3]]), ni.ShapeError, "add: the rows differ"),
        (lambda: ni.tensor([[1, 2], [3]]) + ni.tensor([[1], [2], [3]]), ni.ShapeError, "3 rows"),
        (lambda: ni.tensor([[1, 2], []])[:, 0], ni.IndexRangeError, "rows without it"),
        (lambda: ni.tensor([[1, 2], []])[2], ni.IndexRangeError, "row 2 of a ragged tensor of 2"),
        (lambda: ni.tensor([[1, 2], []])[[0, 5]], ni.IndexRangeError, "2 rows"),
        (lambda: ni.argsort(ni.tensor([[1, 2], []]), 0), ni.UnsupportedError, "to_padded"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(call: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        call()


def test_a_file_with_wrong_offsets_is_refused() -> None:
    r = ni.tensor([[1, 2], [3]])
    with pytest.raises(ni.ShapeError, match="decreases"):
        ni.RaggedTensor(r.values, (ni.tensor([0, 4, 3]),)).check()


def test_awkward_and_arrow() -> None:
    ak = pytest.importorskip("awkward", reason="an optional library")
    pa = pytest.importorskip("pyarrow", reason="an optional library")
    rows = [[[1, 2], [3]], [], [[4], [], [5, 6]]]
    assert ni.tensor(ak.Array(rows)).tolist() == rows
    assert ni.tensor(pa.array(rows)).tolist() == rows
    assert ni.ragged.to_awkward(ni.tensor(rows)).to_list() == rows
    assert ni.ragged.to_arrow(ni.tensor(rows)).to_pylist() == rows
    inner = ni.ragged.from_lengths(ni.ones((3, 2)), [1, 2])
    assert ni.ragged.to_arrow(inner).to_pylist() == inner.tolist()
    assert ni.ragged.to_awkward(inner).to_list() == inner.tolist()
    assert ni.tensor(ak.Array(rows)[1:, :1]).tolist() == [[], [[4]]]
    with pytest.raises(ni.DTypeError, match="IndexedOptionArray"):
        ni.tensor(ak.Array([[1], None]))
