"""`ni.ragged.map`: a function of one row, computed for all rows at once.

It is `ni.vmap` over rows: the function sees one row (`kinds.rows.Row`), and what it does to it is done to all. A number
that it makes of a row (a sum, a maximum) is one for each row, so a row may be divided by its own sum.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...ops.families import map_slot
from .tensor import RaggedTensor


def map_rows(function: Callable[..., Any], *xs: Any) -> Any:
    """`function` of each row, for all rows at once; the results of all rows.

    * `function`: given a row of each of `xs`; what it does is done to all rows together.
    * `xs`: ragged tensors, or dense ones (rows, ...), of equally many rows.

    Results that have the length of a row make a ragged tensor, numbers of each row a dense one.

    >>> r = ni.tensor([[1.0, 3.0], [], [5.0, 6.0, 9.0]])
    >>> ni.ragged.map(lambda row: row / row.sum(), r)
    tensor([[0.25, 0.75],
            [],
            [0.25, 0.3, 0.45]])
    >>> ni.ragged.map(lambda row: (row * row).sum(), r)
    tensor([ 10.,   0., 142.])
    """
    return map_slot[0](function)(*xs)


@RaggedTensor.rule("map")
def _map(name: str, function: Callable[..., Any], *xs: Any) -> Any:
    return map_rows(function, *xs)
