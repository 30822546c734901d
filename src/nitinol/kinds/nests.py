"""Nested lists whose rows differ in length.

`levels` takes a nest apart as `tensor.nested.take_apart` does, level by level with builtins, and keeps the lengths
of all rows of a level where they differ.
"""

from __future__ import annotations

from itertools import chain
from typing import Any

from ..base.errors import ShapeError
from ..tensor.nested import MOST_AXES, is_row


def levels(data: Any) -> tuple[list[Any], list[list[int]]]:
    """(all items, row by row; for each level the lengths of all its rows, the outermost first).

    Raises `ShapeError` when lists stand beside items.

    >>> levels([[1, 2], [], [3]])
    ([1, 2, 3], [[3], [2, 0, 1]])
    """
    level: list[Any] = [data]
    lengths: list[list[int]] = []
    above: set[int] = set()
    while level:
        rows = [is_row(k) for k in set(map(type, level))]
        if not any(rows):
            break
        if not all(rows):
            at = next(
                i for i, x in enumerate(level) if is_row(type(x)) is not is_row(type(level[0]))
            )
            raise ShapeError(
                f"at depth {len(lengths)} there are lists beside items (item {at} is a "
                f"{type(level[at]).__name__}, item 0 a {type(level[0]).__name__}); write [x] for the row of one item"
            )
        # A row at two depths is a cycle, or has items at two depths.
        here = {id(x) for x in level if x}
        if not here.isdisjoint(above) or len(lengths) == MOST_AXES:
            raise ShapeError(
                f"the list contains itself, has one row at two depths, or is nested deeper than {MOST_AXES}"
            )
        above |= here
        lengths.append(list(map(len, level)))
        level = list(chain.from_iterable(level))
    return level, lengths
