"""What the sizes of a nest decide: how rows are counted, cut into parts, and how many lanes folds have.

`nest` writes the loops; those who launch them (`codegen`) ask here how many rows and parts there are.
"""

from __future__ import annotations

from collections.abc import Callable

from ..base.sizes import Dim, product
from ..ir.graph import Node, Value
from ..ir.loop import PART, Nest
from ..llvm.target import Target
from ..llvm.text import Function, Int
from .states import fold_of

UNROLL = 4  # vectors of a round of a loop
COMPONENT = 16  # bytes of the largest component of a state


def first_reads(nest: Nest) -> list[list[Value]]:
    """For each loop of a row of several: what lies dense along rows, is not shared by them, and is read there first."""
    if len(nest.stages) < 2 or nest.lane is None:
        return []
    found: list[list[Value]] = []
    seen: set[Value] = set()
    for stage in nest.stages:
        first: list[Value] = []
        todo = [n.operands[0] for n in (*stage.reductions, *stage.beside)]
        todo += [*stage.stores, *[v for v, _ in stage.parks]]
        while todo:
            value = todo.pop()
            if value in seen:
                continue
            seen.add(value)
            access = nest.full.get(value)
            if access is not None:
                known = [s if isinstance(s, int) else None for s in access.strides]
                if known[nest.lane] == 1 and all(known[i] != 0 for i in nest.outer):
                    first.append(value)
            elif value.node is not None and value in nest.group.full:
                todo += value.node.operands
        found.append(first)
    return found


def splits(nest: Nest) -> bool:
    """Whether a nest is one row, whose parts may be folded by different tasks."""
    lane = nest.lane
    return (
        not nest.outer
        and lane is not None
        and nest.axes[lane].folded
        and len(nest.stages) == 1
        and bool(nest.stages[0].reductions)
    )


def column_wise(nest: Nest) -> bool:
    """Whether lanes run along an axis that stays, and others are folded, in one pass.

    Such rows may be folded in parts by different tasks (`nest_columns`).
    """
    lane = nest.lane
    if lane is None or nest.axes[lane].folded or not nest.inner or len(nest.stages) != 1:
        return False
    early = any(nest.ready[v] == 0 and b in nest.group.row for v, b in nest.links.items())
    return bool(nest.stages[0].reductions) and not early


def parts_of(f: Function, size: Callable[[Dim], Int], nest: Nest) -> tuple[Int, Int]:
    """(parts, bytes of scratch memory) of a nest that `splits`."""
    parts = f.ceil_div(size(product([nest.axes[i].size for i in nest.inner])), PART)
    components = 4 * len(nest.stages[0].reductions)  # a state has up to four
    return parts, f.mul(parts, components * COMPONENT)


def fold_lanes(node: Node, target: Target, most: int) -> int:
    """Lanes of a fold along lanes: those of its dtype, or `most` where their number does not show in the result."""
    dtype = node.operands[0].type.dtype
    if not dtype.is_inexact or fold_of(node).positional:
        return most
    own = target.fold_lanes(max(dtype.real.itemsize, 4))
    return min(own, most) if most else own


def row_lanes(nest: Nest, target: Target, lanes: int) -> int:
    """Lanes of a nest whose lanes run along a folded axis: those of its narrowest state, else `lanes`."""
    nodes = [n for stage in nest.stages for n in stage.reductions]
    found = [fold_lanes(n, target, 0) for n in nodes]
    return max(found, default=0) or lanes


def piece_length(nest: Nest, lanes: int) -> int:
    """How much of the lane axis one row takes, when lanes run along an outer axis."""
    return lanes * UNROLL * 128 if nest.group.kind == "loop" else lanes


def piece_count(f: Function, size: Callable[[Dim], Int], nest: Nest, lanes: int) -> Int:
    """How many pieces the lane axis is cut into, when lanes run along an outer axis."""
    if nest.lane is None or nest.axes[nest.lane].folded:
        return 1
    return f.ceil_div(size(nest.axes[nest.lane].size), piece_length(nest, lanes))


def row_count(f: Function, size: Callable[[Dim], Int], nest: Nest, lanes: int) -> Int:
    """The number of rows of a nest: points of the outer axes times pieces of the lane axis."""
    total = piece_count(f, size, nest, lanes)
    for i in nest.outer:
        if i != nest.lane:
            total = f.mul(total, size(nest.axes[i].size))
    return total
