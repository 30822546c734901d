"""Passes over rows that no cache holds become kernels of their own.

A row group runs one pass over its folded axes for each fold that needs the one before it, and one more for what it
stores in the end. That pays where a row waits in a cache for the next pass. The channels of a picture do not: with
channels last, a task that folds a vector of channels reads one cache line of each place, 6 MB in all for eight
pictures of 112², and does so again in each pass. And a cache holds fewer such lines than it has room for, since they
lie apart by powers of two: 0.4 MB of lines 512 bytes apart ran at a quarter of the memory's speed. As kernels of
their own the passes run along memory instead (`templates.nest_columns`, and a plain loop for the last one),
each spread over all tasks.

`split_stages` does that to groups that fold columns of what is known to be larger than `CACHE`. What a pass computes
of all elements is computed again in the next, as it would be within one kernel; what is stored is read. The order of
a fold does not depend on it. Rows along which lanes run are left alone, unless there is but one: then one task
would do all.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..base.shapes import contiguous_strides
from ..base.sizes import product
from ..ir.graph import Node, Value
from ..ir.loop import Group, Nest, reads
from ..ir.op import Reduction, Strided
from .nests import plan_nest

CACHE = 1 << 19  # bytes: half of a second-level cache


def split_stages(
    groups: list[Group],
    memory: dict[Value, Strided],
    orders: Mapping[Value, tuple[int, ...]],
) -> list[Group]:
    """The groups, those of long rows in parts; what is stored between these gets its place in `memory`."""
    result: list[Group] = []
    for group in groups:
        nest = _too_long(group, memory, orders)
        result += [group] if nest is None else _Split(group, nest, memory).parts()
    return result


def _too_long(
    group: Group, memory: Mapping[Value, Strided], orders: Mapping[Value, tuple[int, ...]]
) -> Nest | None:
    """The nest of a group that should be split."""
    if group.kind != "row":
        return None
    elements = product(group.shape)
    itemsize = max([v.type.dtype.itemsize for v in group.reads], default=1)
    if not isinstance(elements, int) or elements * itemsize <= CACHE:
        return None
    nest = plan_nest(group, memory, orders)
    if len(nest.stages) < 2 or nest.lane is None:
        return None
    if not nest.axes[nest.lane].folded:
        return nest
    return nest if not nest.outer else None


class _Split:
    """One group that becomes several."""

    def __init__(self, group: Group, nest: Nest, memory: dict[Value, Strided]) -> None:
        self.group = group
        self.nest = nest
        self.memory = memory
        self.ready: dict[Value, int] = {}  # of values of rows: the passes that must have run
        for number, stage in enumerate(nest.stages, 1):
            self.ready.update({v: number for n in stage.reductions for v in n.outputs})
        for node in group.nodes:
            if node.outputs[0] in group.row and not isinstance(node.op.lowering, Reduction):
                before = [self.ready[v] for v in self._rows_below(node)]
                self.ready.update(dict.fromkeys(node.outputs, max(before, default=0)))

    def parts(self) -> list[Group]:
        """One group for each pass, and one for values of rows that need none."""
        found = [self._first()] if 0 in self.ready.values() else []
        found += [self._part(number) for number in range(len(self.nest.stages))]
        wanted = {v for part in found for v in part.reads}
        for part in found:
            own = [v for n in part.nodes for v in n.outputs if v in self.group.row and v in wanted]
            for v in own:
                if v not in part.stores:
                    part.stores.append(v)
                    shape = v.type.shape
                    self.memory[v] = Strided(shape, contiguous_strides(shape))
        return found

    def _first(self) -> Group:
        group = self.group
        part = Group("loop", group.row_shape, group.serial)
        part.nodes = [n for n in group.nodes if self.ready.get(n.outputs[0]) == 0]
        part.full = {v for n in part.nodes for v in n.outputs}
        part.stores = [v for v in group.stores if v in part.full]
        for node in part.nodes:
            self._read(node, part, 0, {})
        return part

    def _part(self, number: int) -> Group:
        group, stage = self.group, self.nest.stages[number]
        folds = bool(stage.reductions)
        part = Group("row" if folds else "loop", group.shape, group.serial)
        if folds:
            part.axes, part.walk = group.axes, group.walk
        inside: dict[Node, None] = dict.fromkeys(stage.reductions)
        behind = [
            n for n in group.nodes if self.ready.get(n.outputs[0]) == number + 1 and n not in inside
        ]
        part.row = {v for n in (*inside, *behind) for v in n.outputs}
        for value in stage.stores:
            if value.node is not None:
                inside[value.node] = None
        for node in [*inside]:
            self._read(node, part, number, inside)
        for node in behind:
            self._read(node, part, number, inside)
        inside.update(dict.fromkeys(behind))
        part.nodes = [n for n in group.nodes if n in inside]
        part.full = {v for n in part.nodes for v in n.outputs if v in group.full}
        part.stores = [v for v in group.stores if v in part.row or v in stage.stores]
        return part

    def _read(self, node: Node, part: Group, number: int, inside: dict[Node, None]) -> None:
        """Note what a member needs: values of memory, and other members, which are computed here, too."""
        group, seen = self.group, set[Value]()
        todo = list(reads(node))
        while todo:
            value = todo.pop()
            if value in seen or value in part.row:
                continue
            seen.add(value)
            if value in group.reads or value in group.row or self._stored(value, number):
                part.reads.add(value)
            elif value.node is not None:
                if value in group.full:
                    inside[value.node] = None
                todo += reads(value.node)

    def _stored(self, value: Value, number: int) -> bool:
        """Whether a pass before this one has stored a value of all elements."""
        return any(value in stage.stores for stage in self.nest.stages[:number])

    def _rows_below(self, node: Node) -> list[Value]:
        """Values of rows that a value of rows is computed from."""
        found: list[Value] = []
        todo = list(reads(node))
        while todo:
            value = todo.pop()
            if value in self.ready:
                found.append(value)
            elif value.node is not None and value not in self.group.reads:
                todo += reads(value.node)
        return found


__all__ = ["split_stages"]
