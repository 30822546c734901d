"""Which point-wise work behind an anchor is left to those who read it.

Fusion lets what is point-wise join the anchor that it follows. Usually that saves memory traffic: one finished value
is stored instead of a raw one. But where several values behind one anchor are wanted elsewhere, each of them is written
and read. The gradient of layer norm is such a case: of a product dy, one fold wants dy, another dy·x̂, a third dy·γ/σ,
and so on. Storing dy alone is cheaper, as the folds can compute the rest while they read it.

`detached` finds that out for each anchor: of the values that could be computed behind it, the fewest bytes that
everybody else can do with. They are a minimal cut between the anchor's result and those who read; among equal
ones the latest, so that anchors do what they can. What another anchor or a result of the program needs is stored
anyway, and costs nothing more. What lies behind the cut is detached.

Folds that can stand beside the anchor (`behind`) need nothing in memory. They count as readers only if there are
others as well, for then the groups of these will take them on their way.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

from ..base.shapes import same_shape
from ..base.sizes import Shape
from ..ir.graph import Graph, Node, Value
from ..ir.op import Anchor, Pointwise, Reduction
from ..trace.primitives import reshape
from .behind import stands
from .orders import Order

_MOST = 64  # nodes behind an anchor that are looked at
_SOURCE, _SINK = "source", "sink"
_Vertex = tuple[Value, bool] | str  # a value as it is made, and as it is read


def detached(
    graph: Graph, aside: Collection[Node] = (), lies: Mapping[Value, Order] | None = None
) -> dict[Node, set[Node]]:
    """The point-wise nodes that do not join the anchors which they follow: node → anchors.

    aside: folds that may stand beside something; `lies`: how values lie for folds (`layouts`).
    """
    users = graph.users()
    found: dict[Node, set[Node]] = {}
    position: dict[Node, int] = {}
    for anchor in graph.nodes:
        if not isinstance(anchor.op.lowering, Anchor) or len(anchor.outputs) > 1:
            continue
        if not any(_may_join(n) for n in users.get(anchor.outputs[0], ())):
            continue
        position = position or {n: i for i, n in enumerate(graph.nodes)}
        for node in _Behind(anchor, graph, users, position, aside, lies or {}).beyond():
            found.setdefault(node, set()).add(anchor)
    return found


def _may_join(node: Node) -> bool:
    return isinstance(node.op.lowering, Pointwise) or node.op is reshape


class _Behind:
    """The point-wise work behind one anchor, and which of its values are wanted elsewhere."""

    def __init__(
        self,
        anchor: Node,
        graph: Graph,
        users: Mapping[Value, list[Node]],
        position: Mapping[Node, int],
        aside: Collection[Node],
        lies: Mapping[Value, Order],
    ) -> None:
        self.anchor = anchor
        self.aside = aside
        self.lies = lies
        self.users = users
        self.position = position
        self.kept = set(graph.outputs)
        self.below: dict[Value, Value] = {}  # values of members and their reshapes: the former
        self.members: dict[Node, None] = {}
        self.wanted: dict[Value, None] = {}
        self.forced: set[Value] = set()
        self._gather()

    def _gather(self) -> None:
        """Members need nothing of the anchor but one another's values at their own place."""
        (out,) = self.anchor.outputs
        self.below[out] = out
        queue: list[int] = []
        waiting: dict[int, Node] = {}
        shapes = [out.type.shape]

        def push(value: Value) -> None:
            for node in self.users.get(value, ()):
                number = self.position[node]
                if number not in waiting:
                    waiting[number] = node
                    heapq.heappush(queue, number)

        push(out)
        while queue:  # in program order: what a node needs was looked at before
            node = waiting[heapq.heappop(queue)]
            made = node.outputs[0]
            if node.op is reshape:
                self.below[made] = self.below[node.operands[0]]
                shapes.append(made.type.shape)
            elif len(self.members) < _MOST and self._joins(node, shapes):
                self.members[node] = None
                self.below[made] = made
            else:
                continue
            push(made)
        beside: dict[Value, None] = {}
        for value, below in self.below.items():
            if value in self.kept:
                self.forced.add(below)
            for node in self.users.get(value, ()):
                if node in self.members or node.op is reshape:
                    continue
                if node in self.aside and stands(self.anchor, node, self.lies, stored=False):
                    beside[below] = None
                elif isinstance(node.op.lowering, (Pointwise, Reduction)):
                    self.wanted[below] = None
                else:
                    self.forced.add(below)
        if self.wanted:
            self.wanted.update(beside)

    def _joins(self, node: Node, shapes: Iterable[Shape]) -> bool:
        if not isinstance(node.op.lowering, Pointwise):
            return False
        shape = node.outputs[0].type.shape
        if not any(same_shape(shape, s) for s in shapes):
            return False
        return not any(x not in self.below and self._depends(x) for x in node.operands)

    def _depends(self, value: Value) -> bool:
        """Whether `value` is computed from the anchor's result."""
        start = self.position[self.anchor]
        todo, seen = [value.node], set()
        while todo:
            node = todo.pop()
            if node is self.anchor:
                return True
            # What was made before cannot depend on it.
            if node is not None and node not in seen and self.position[node] > start:
                seen.add(node)
                todo += [v.node for v in node.operands]
        return False

    # --- the cut

    def beyond(self) -> list[Node]:
        """The members that nothing of what should be stored is computed from."""
        open_ends = [v for v in self.wanted if v not in self.forced]
        if len(open_ends) < 2 and not (open_ends and self.forced):
            return []  # nothing is cheaper than one value
        stored = self._cut(open_ends) | self.forced
        needed: set[Node] = set()
        todo = list(stored)
        while todo:
            node = todo.pop().node
            if node in self.members and node not in needed:
                needed.add(node)
                todo += self._read(node)
        return [n for n in self.members if n not in needed]

    def _read(self, node: Node) -> list[Value]:
        return [self.below[x] for x in node.operands if x in self.below]

    def _cut(self, open_ends: Iterable[Value]) -> set[Value]:
        """The latest minimal cut (Ford and Fulkerson 1956)."""
        room: dict[_Vertex, dict[_Vertex, float]] = {}
        endless = float("inf")

        def edge(a: _Vertex, b: _Vertex, capacity: float) -> None:
            room.setdefault(a, {})[b] = capacity
            room.setdefault(b, {}).setdefault(a, 0)

        values = [self.anchor.outputs[0], *(n.outputs[0] for n in self.members)]
        for value in values:
            free = value in self.forced
            edge((value, False), (value, True), 0 if free else value.type.dtype.itemsize)
        edge(_SOURCE, (values[0], False), endless)
        for node in self.members:
            for x in self._read(node):
                edge((x, True), (node.outputs[0], False), endless)
        for value in open_ends:
            edge((value, True), _SINK, endless)
        while path := _path(room):
            steps = list(pairwise(path))
            flow = min(room[a][b] for a, b in steps)
            for a, b in steps:
                room[a][b] -= flow
                room[b][a] += flow
        reaching = _reaching(room)
        return {v for v in values if (v, True) in reaching and (v, False) not in reaching}


def _path(room: Mapping[_Vertex, Mapping[_Vertex, float]]) -> list[_Vertex]:
    """From the source to the sink where there is room left, a shortest one; else nothing."""
    came: dict[_Vertex, _Vertex] = {_SOURCE: _SOURCE}
    queue: list[_Vertex] = [_SOURCE]
    for at in queue:
        for to, left in room[at].items():
            if left > 0 and to not in came:
                came[to] = at
                queue.append(to)
    if _SINK not in came:
        return []
    path: list[_Vertex] = [_SINK]
    while path[-1] != _SOURCE:
        path.append(came[path[-1]])
    return path[::-1]


def _reaching(room: Mapping[_Vertex, Mapping[_Vertex, float]]) -> set[_Vertex]:
    """From where the sink can still be reached."""
    found: set[_Vertex] = {_SINK}
    queue: list[_Vertex] = [_SINK]
    for at in queue:
        for other in room[at]:
            if other not in found and room[other].get(at, 0) > 0:
                found.add(other)
                queue.append(other)
    return found


__all__ = ["detached"]
