"""Compiled functions that change some places of a tensor write these places alone."""

from __future__ import annotations

from typing import Any

import pytest

import nitinol as ni


def test_places_are_written_where_they_lie() -> None:
    table = ni.zeros((4, 2))

    @ni.jit
    def put(table: Any, index: Any, rows: Any) -> Any:
        table[index] = rows + table[index]
        return table.sum()  # reads what was written

    address = table._address
    index = ni.tensor([1, 3])
    assert put(table, index, ni.ones((2, 2))).item() == 4.0
    assert put(table, index, ni.ones((2, 2))).item() == 8.0
    assert table.tolist() == [[0.0, 0.0], [2.0, 2.0], [0.0, 0.0], [2.0, 2.0]]
    assert table._address == address

    view = table[1]
    put(table, index, ni.ones((2, 2)))
    assert view.tolist() == [2.0, 2.0] and table[1].tolist() == [3.0, 3.0]

    with pytest.raises(IndexError, match="7"):
        put(table, ni.tensor([1, 7]), ni.ones((2, 2)))
    assert table[1].tolist() == [3.0, 3.0]


def test_what_a_function_returns_of_before_stays() -> None:
    table, other = ni.zeros((3,)), ni.ones((3,))

    @ni.jit
    def swap(index: Any) -> Any:
        old = table.clone()
        table[index], other[index] = other[index], table[index]
        return old

    old = swap(ni.tensor([0, 2]))
    assert old.tolist() == [0.0, 0.0, 0.0]
    assert table.tolist() == [1.0, 0.0, 1.0] and other.tolist() == [0.0, 1.0, 0.0]
