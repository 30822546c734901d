"""What is cheaper to compute again than to store and read.

A backward pass wants values of the forward pass. Some are no more than a few operations on what lies in memory
anyway: x̂ of a normalisation is (x − mean) · scale, and x is the result of a convolution, which is stored. Then
the groups that want x̂ compute it where they read it, and nobody stores it.

This pass runs over finished groups. A stored value of point-wise work, which is no result of the program, is given up
when every reader can compute it at the place that it is read for, and when that moves fewer bytes:

    saved: it is written (a line of memory comes to the cache before it is written to, so this counts twice), and
           read once by each reader
    spent: for each reader, what it is computed from and what the reader does not read already, and its arithmetic,
           `_COST_OF_BYTE` additions counting as much as one byte

What is read may be a view of what lies in memory: reshaped, say. So masks, of a byte for an element, are
mostly kept, and so is what is dear, such as exponentials. What is small beside the value (the statistics of
rows) costs nothing, and is stored where it is needed for this. Values are looked at in the order of the
program, and each decision counts with those before it: what has been given up is no longer a value to start
from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ..base.record import field, record
from ..base.shapes import contiguous_strides, same_shape
from ..base.sizes import Atom, Dim, evaluate, product, symbols
from ..ir.graph import Node, Value
from ..ir.loop import Group, prune, reads, resolve
from ..ir.op import Movement, Pointwise, Reduction, Strided
from .groups import LARGEST
from .places import Mark, follow

_COST_OF_BYTE = 2
_SMALL = 8  # what is so many times smaller than the value costs nothing
_MOST = 16  # nodes that compute a value again
_SAMPLE = 64  # for open sizes, when bytes are compared


@record()
class _Cone:
    """What computes a value: point-wise nodes over all its elements, and what these begin with."""

    nodes: dict[Node, None] = field(default_factory=dict)
    leaves: dict[Value, None] = field(default_factory=dict)
    new: list[Value] = field(default_factory=list)  # leaves that must be stored for it
    cost: int = 0


def recompute(
    groups: Sequence[Group],
    memory: dict[Value, Strided],
    inputs: Collection[Value],
    kept: Collection[Value],
) -> list[Group]:
    """The groups that are left. `kept` are stored in any case; `memory` is changed with the groups."""
    found = _Recompute(groups, memory, inputs, kept)
    found.run()
    return [g for g in groups if g.stores]


class _Recompute:
    def __init__(
        self,
        groups: Sequence[Group],
        memory: dict[Value, Strided],
        inputs: Collection[Value],
        kept: Collection[Value],
    ) -> None:
        self.groups = groups
        self.memory = memory
        self.kept = set(kept)
        self.inputs = set(inputs)
        self.home = {v: g for g in groups for v in g.stores}
        self.place = {g: i for i, g in enumerate(groups)}
        self.readers: dict[Value, list[Group]] = {}
        for group in groups:
            for value in group.reads:
                self.readers.setdefault(value, []).append(group)
        self.work = {g: sum(_cost(n) for n in g.nodes) for g in groups}

    def run(self) -> None:
        for group in self.groups:
            if group.kind not in ("loop", "row"):
                continue
            given_up = [v for v in list(group.stores) if self._give_up(v, group)]
            if given_up:
                self._prune(group)

    # --- one value

    def _give_up(self, value: Value, group: Group) -> bool:
        readers = self.readers.get(value, [])
        if value in self.kept or value not in group.full or not readers:
            return False
        cone = self._cone(value, group)
        if cone is None or not self._pays(value, cone, readers):
            return False
        if not all(self._in_place(value, r) for r in readers):
            return False
        for leaf in cone.new:
            group.stores.append(leaf)
            self.home[leaf] = group
            shape = leaf.type.shape
            self.memory[leaf] = Strided(shape, contiguous_strides(shape))
        for reader in readers:
            reader.reads.discard(value)
            for leaf in cone.leaves:
                if leaf not in reader.reads:
                    reader.reads.add(leaf)
                    self.readers.setdefault(leaf, []).append(reader)
            before = set(reader.nodes)
            reader.nodes = [*[n for n in cone.nodes if n not in before], *reader.nodes]
            reader.full |= {v for n in cone.nodes for v in n.outputs}
            self.work[reader] += cone.cost
        group.stores.remove(value)
        del self.readers[value], self.home[value], self.memory[value]
        return True

    def _cone(self, value: Value, group: Group) -> _Cone | None:
        """What computes a value from what is stored beside it."""
        cone = _Cone()
        bound = _bytes(value)
        order: list[Node] = []

        def visit(v: Value, top: bool) -> bool:
            if v.number is not None or v in cone.leaves:
                return True
            node = v.node
            if not top and self._is_there(v, group):
                cone.leaves[v] = None
                return True
            if node is None:
                return False
            if v in group.row and not top:
                if _bytes(v) * _SMALL > bound:
                    return False
                cone.leaves[v] = None
                cone.new.append(v)
                return True
            lowering = node.op.lowering
            if isinstance(lowering, Movement):
                return self._lies_well(v, group) and visit(node.operands[0], False)
            if not isinstance(lowering, Pointwise) or not same_shape(
                v.type.shape, value.type.shape
            ):
                return False
            if node in cone.nodes:
                return True
            if len(cone.nodes) >= _MOST:
                return False
            cone.nodes[node] = None
            cone.cost += lowering.cost
            done = all(visit(x, False) for x in node.operands)
            order.append(node)
            return done

        if value.node is None or not isinstance(value.node.op.lowering, Pointwise):
            return None
        if not visit(value, True):
            return None
        cone.nodes = dict.fromkeys(order)  # operands before those who need them
        return cone

    def _is_there(self, value: Value, group: Group) -> bool:
        """Whether a value lies in memory when a group has run. What a later one stores is virtual until then."""
        home = self.home.get(value)
        return value in self.inputs or (home is not None and self.place[home] <= self.place[group])

    def _lies_well(self, value: Value, group: Group) -> bool:
        """Whether a movement only rearranges axes, or is a view of what lies in memory."""
        found = resolve(value, self.memory.get)
        if found is not None and self._is_there(found[0], group):
            return True
        return follow(value, tuple(Mark() for _ in value.type.shape)) is not None

    def _pays(self, value: Value, cone: _Cone, readers: Sequence[Group]) -> bool:
        own = _bytes(value)
        count = max(own // value.type.dtype.itemsize, 1)
        saved = own * (2 + len(readers))
        spent = 0
        for reader in readers:
            if self.work[reader] + cone.cost > LARGEST:
                return False
            new = [_bytes(v) for v in cone.leaves if v not in reader.reads]
            spent += sum(n for n in new if n * _SMALL > own)
            spent += count * cone.cost // _COST_OF_BYTE
        return spent < saved

    def _in_place(self, value: Value, reader: Group) -> bool:
        """Whether a group reads a value for the place at hand alone, so that it may be computed there."""
        if reader.kind not in ("loop", "row") or not same_shape(value.type.shape, reader.shape):
            return False
        marks = tuple(Mark() for _ in reader.shape)
        for node in reader.nodes:
            full = node.outputs[0] in reader.full or isinstance(node.op.lowering, Reduction)
            if not full or not isinstance(node.op.lowering, (Pointwise, Reduction)):
                if self._reaches(node.operands, value, reader):
                    return False
                continue
            for operand in node.operands:
                if not self._reaches([operand], value, reader):
                    continue
                reached = follow(operand, marks)
                if reached is None or reached != (value, marks):
                    return False
        return True

    def _reaches(self, values: Sequence[Value], goal: Value, reader: Group) -> bool:
        """Whether computing these reads `goal` through what is virtual."""
        seen: set[Value] = set()
        todo = list(values)
        while todo:
            v = todo.pop()
            if v is goal:
                return True
            if v in seen or v.node is None or v in reader.reads:
                continue
            seen.add(v)
            if v not in reader.full and v not in reader.row:
                todo += reads(v.node)
        return False

    # --- what is left of the group that stored it

    def _prune(self, group: Group) -> None:
        """Drop members that nothing needs, and what only they read."""
        for v in prune(group, group.stores):
            self.readers[v].remove(group)
        if group.kind == "row" and not any(
            isinstance(n.op.lowering, Reduction) for n in group.nodes
        ):
            self._unfold(group)

    def _unfold(self, group: Group) -> None:
        """A row group that folds nothing any more is a loop, if it has one level."""
        if not group.row:
            group.kind, group.axes = "loop", ()


def _cost(node: Node) -> int:
    lowering = node.op.lowering
    return lowering.cost if isinstance(lowering, Pointwise) else 1


def _bytes(value: Value) -> int:
    size: Dim = product(value.type.shape) * value.type.dtype.itemsize
    env: Mapping[Atom, int] = dict.fromkeys(symbols(size), _SAMPLE)
    return evaluate(size, env)


__all__ = ["recompute"]
