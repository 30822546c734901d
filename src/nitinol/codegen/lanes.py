"""What the values of a group decide for its code: lanes of vectors, and which scalars are computed before loops."""

from __future__ import annotations

from ..ir.graph import Value
from ..ir.loop import Group, Nest, reads
from ..ir.op import Reduction
from ..llvm.target import Target
from ..schedule.beside import register_bytes
from ..schedule.places import Mark, follow
from ..templates.nest_beside import is_whole
from ..templates.nest_sizes import fold_lanes, row_lanes

MAX_LANES = 32


def scalars_of(group: Group) -> list[Value]:
    """Scalars that members of a group repeat over an axis; computed once a task, not in its loops."""
    found: dict[Value, None] = {}
    members = group.full | group.row
    for node in (*group.prologue, *group.nodes):
        if node is group.anchor:
            continue  # it reads its operands from memory, where the scalar was repeated already
        for value in reads(node):
            reached = follow(value, tuple(Mark() for _ in value.type.shape))
            if reached is not None:
                below = reached[0]
                if not below.type.shape and below not in members and not below.is_constant:
                    found[below] = None
    return list(found)


def nest_lanes(group: Group, nest: Nest, target: Target) -> int:
    """Lanes of a group without an anchor; folds along them ask for lanes of their own."""
    if nest.lane is None:
        return 1
    lanes = lanes_of(group, target)
    for node in nest.beside:
        if is_whole(node):
            return fold_lanes(node, target, 0) or lanes
    return row_lanes(nest, target, lanes) if nest.axes[nest.lane].folded else lanes


def lanes_of(group: Group, target: Target) -> int:
    """Lanes of a group's vectors: as many as fit of its widest element."""
    width = 1
    # Where the last axis is folded, values of rows are computed one at a time, whatever their width.
    single = group.row if len(group.shape) - 1 in group.axes else ()
    nodes = [
        n
        for n in group.nodes
        if isinstance(n.op.lowering, Reduction) or not any(v in single for v in n.outputs)
    ]
    values = [v for n in nodes for v in (*n.operands, *n.outputs)]
    values += [v for v in group.stores if v not in single]
    for value in values:
        width = max(width, register_bytes(value.type.dtype))
    return min(target.lanes(width), MAX_LANES)


__all__ = ["lanes_of", "nest_lanes", "scalars_of"]
