"""Folds down the columns of a product: gradients of biases, statistics of columns.

A fold of all rows of a product, or of what is computed behind it, may stand beside the product (`Group.beside`): the
gradient of a bias, statistics of columns. The product's tasks take the sums of each block of rows while it is in the
second cache. A value that nobody else needs is not stored at all. As a pass of its own the fold reads the product once
more, from wherever it lies by then.

The order of sums is a contract (`templates.column_sums`): rows are folded in parts of `COLUMN_PART`. So tasks must
begin where parts do, which leaves fewer ways to cut a product (`templates.matmul_grid`). `stands` decides by sizes, as
far as they are known; a program of open sizes folds beside the product.

* What has up to `_SMALL` elements lies in the second cache anyway, and its pass costs next to nothing. With 128×512 in
  an MLP's step the fold beside the product took 1.005 of the time. With 1024×1024 behind 256 it takes 0.86 to 0.93
  where the product is not stored. Where something else reads it, so that it is, it takes 1.04, and `_STORED` is the
  limit: 8192×256 behind 64 takes 0.94, 16384×128 behind 32 0.89, 65536×64 behind 16 0.84, 8192×512 behind 512 0.95.
* A product of few rows and few columns would be spread over threads less evenly, which costs more than the pass does:
  of `_TASKS` tasks the longest may be `_UNEVEN` times what it is without folds.

A group that reads the product anyway is a better place for a fold (`beside`).
"""

from __future__ import annotations

from collections.abc import Mapping

from ..base.sizes import Dim, product, same
from ..ir.graph import Node, Value
from ..ir.loop import COLUMN_PART
from ..ir.op import Reduction
from ..trace.primitives import reshape
from .layouts import walk_of
from .orders import Order

_SMALL = 1 << 18  # elements
_STORED = 1 << 20  # of what is stored as well
_TASKS = 4
_TALL, _ROWS, _WIDTH = 256, 12, 32  # rows from which on these are cut; rows and columns of a tile
_UNEVEN = 1.07


def matrix_of(node: Node) -> Value:
    """What a fold of rows folds, before reshapes: these only tell rows apart, or columns."""
    value = node.operands[0]
    while value.node is not None and value.node.op is reshape:
        value = value.node.operands[0]
    return value


def stands(anchor: Node, node: Node, lies: Mapping[Value, Order], stored: bool) -> bool:
    """Whether a fold of leading axes may stand beside a product, if it folds all of its rows and no column.

    `stored` says whether something else reads what it folds.
    """
    from ..templates.registry import template  # many files, not needed by most programs

    assert isinstance(node.op.lowering, Reduction)
    shape, axes = node.operands[0].type.shape, node.params["axes"]
    result = anchor.outputs[0].type.shape
    if (
        len(result) != 2
        or len(matrix_of(node).type.shape) != 2
        or not template(anchor).folds(anchor)
    ):
        return False
    if walk_of(node, lies) != walk_of(node, {}):
        return False  # the order in which it is taken is not that of the rows
    rows, columns = product(shape[: len(axes)]), product(shape[len(axes) :])
    if same(rows, result[0]) is not True or same(columns, result[1]) is not True:
        return False
    return _pays(*result, _STORED if stored else _SMALL)


def _pays(rows: Dim, columns: Dim, small: int) -> bool:
    """Whether there is something to be gained, and tasks of whole parts, or of columns, are about even."""
    count = rows * columns
    if isinstance(count, int) and count <= small:
        return False
    usual = _longest(rows, _ROWS)
    if isinstance(rows, int) and rows < _TALL:
        usual = _longest(columns, _WIDTH)
    return min(_longest(rows, COLUMN_PART), _longest(columns, _WIDTH)) <= _UNEVEN * usual


def _longest(size: Dim, step: int) -> float:
    """The length of the longest part of an axis that is cut in multiples of `step`, over an even share."""
    if not isinstance(size, int):
        return 1.0  # nothing is known
    steps = -(-size // step)
    return -(-steps // _TASKS) * step * _TASKS / max(size, 1)


__all__ = ["matrix_of", "stands"]
