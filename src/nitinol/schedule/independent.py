"""Which axis of a loop's values never meets itself: the rows of a batch that go through a loop side by side.

A loop whose rounds mix no rows can be run for some rows from its first round to its last, then for others: by one
thread each, with no waiting between kernels, and with what it works on in that thread's caches.

Axes of values are put into classes: two axes are in one when the coordinate along one is the coordinate along the
other, in the same node (point-wise work, rows of a product, what a movement leaves as it is) or from one round to the
next (a carry). A class is spoilt when a node does anything else with one of its axes: folds it, cuts it, reads it at
other places, or is an operation not known here. What is left are axes along which the whole loop is independent.
`independent` gives such a class when it holds the first axis of everything that the loop gives back, but for single
numbers (a counter), and `narrowed` the same body for any number of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..base.sizes import Dim, Shape, product, same
from ..ir.graph import Graph, Node, Value
from ..ir.op import Pointwise, Reduction, Type
from ..ops.contraction import dot_op
from ..trace.primitives import broadcast_to, permute, reshape
from ..trace.stage import stop_gradient

Place = tuple[Value, int]  # a value and one of its axes
Axes = dict[Value, int]  # of each value that has one, the axis of the class
_SHAPED = (
    "broadcast_to",
    "iota",
    "place",
    "reshape",
)  # that have the result's shape as a parameter


class _Classes:
    """Sets of places that are joined until they are asked for."""

    def __init__(self) -> None:
        self._above: dict[Place, Place] = {}
        self._spoilt: set[Place] = set()

    def of(self, place: Place) -> Place:
        while (above := self._above.get(place, place)) != place:
            self._above[place] = place = self._above.get(above, above)
        return place

    def join(self, places: Sequence[Place]) -> None:
        first = self.of(places[0])
        for place in places[1:]:
            self._above[self.of(place)] = first

    def spoil(self, place: Place) -> None:
        self._spoilt.add(place)

    @property
    def spoilt(self) -> set[Place]:
        return {self.of(place) for place in self._spoilt}


def independent(graph: Graph, carries: int) -> Axes | None:
    """The axis of each value of a loop's body along which all rounds are independent; None: there is none.

    The first `carries` inputs and results of the body are what goes round. All of its results have the axis first, or
    are single numbers, which depend on no row.
    """
    wanted = [v for v in graph.outputs if v.type.shape]
    if not wanted:
        return None
    classes = _Classes()
    for node in graph.nodes:
        places = {(v, a) for v in (*node.operands, *node.outputs) for a in range(v.type.ndim)}
        for group in _together(node):
            classes.join(group)
            places.difference_update(group)
        for place in places:
            classes.spoil(place)
    for old, new in zip(graph.inputs[:carries], graph.outputs, strict=False):
        for axis in range(new.type.ndim):
            classes.join([(old, axis), (new, axis)])
    chosen = classes.of((wanted[0], 0))
    if chosen in classes.spoilt:
        return None
    axes: Axes = {}
    values = [*graph.inputs, *[v for n in graph.nodes for v in (*n.operands, *n.outputs)]]
    for value in dict.fromkeys(values):
        for axis in range(value.type.ndim):
            if classes.of((value, axis)) == chosen:
                if value in axes:
                    return None  # its rows meet one another
                axes[value] = axis
    return axes if all(axes.get(v) == 0 for v in wanted) else None


def _together(node: Node) -> Iterable[list[Place]]:
    """Axes that a node walks together; an axis that stands alone is made by it. Others it does more with."""
    op, out = node.op, node.outputs[0]
    first = node.operands[0] if node.operands else out
    if isinstance(op.lowering, Pointwise) or (op is stop_gradient and len(node.operands) == 1):
        return _alike(node)
    if isinstance(op.lowering, Reduction):
        kept = [a for a in range(first.type.ndim) if a not in node.params["axes"]]
        return [[(first, a), *[(v, i) for v in node.outputs]] for i, a in enumerate(kept)]
    if op is permute:
        return [[(first, a), (out, i)] for i, a in enumerate(node.params["perm"])]
    if op is broadcast_to:
        axes = node.params["axes"]
        found = [[(out, a)] for a in range(out.type.ndim)]
        for i, a in enumerate(axes):
            if same(first.type.shape[i], out.type.shape[a]) is True:
                found[a].append((first, i))
        # A repeated axis of the operand has one element, which all rows read.
        return [*found, *[[(first, i)] for i, a in enumerate(axes) if len(found[a]) == 1]]
    if op is dot_op:
        a, b = node.operands
        n = out.type.ndim
        batch = [[(a, i), (b, i), (out, i)] for i in range(n - 2)]
        return [*batch, [(a, n - 2), (out, n - 2)], [(b, n - 1), (out, n - 1)]]
    if op is reshape:
        return _kept(first, out)
    if op.name == "slice" or op.name == "place":
        slices, whole = node.params["slices"], first if op.name == "slice" else out
        sizes = whole.type.shape
        return [
            [(first, a), (out, a)]
            for a, (start, step, count) in enumerate(slices)
            if step == 1 and same(start, 0) is True and same(count, sizes[a]) is True
        ]
    if op.name == "iota":
        return [[(out, a)] for a in range(out.type.ndim) if a != node.params["axis"]]
    return []


def _alike(node: Node) -> list[list[Place]]:
    """The axes of point-wise work; scalars have none."""
    values = [v for v in (*node.operands, *node.outputs) if v.type.shape]
    if any(v.type.ndim != values[0].type.ndim for v in values):
        return []
    found = []
    for axis in range(values[0].type.ndim if values else 0):
        if all(same(v.type.shape[axis], values[0].type.shape[axis]) is True for v in values):
            found.append([(v, axis) for v in values])
    return found


def _kept(source: Value, target: Value) -> list[list[Place]]:
    """The axes that a reshape leaves as they are: as long, with as many elements before."""
    before: dict[int, Dim] = {a: product(source.type.shape[:a]) for a in range(source.type.ndim)}
    found: list[list[Place]] = []
    for j, size in enumerate(target.type.shape):
        ahead = product(target.type.shape[:j])
        for i, there in before.items():
            alike = same(there, ahead) is True and same(source.type.shape[i], size) is True
            if alike and not (isinstance(size, int) and size == 1):
                found.append([(source, i), (target, j)])
                break
    return found


def narrowed(graph: Graph, axes: Axes, rows: Dim) -> Graph:
    """The body for so many rows."""

    def shape_of(value: Value) -> Shape:
        shape = list(value.type.shape)
        if value in axes:
            shape[axes[value]] = rows
        return tuple(shape)

    def type_of(value: Value) -> Type:
        return Type(value.type.dtype, shape_of(value), value.type.weak)

    values = {v: Value(type_of(v), None, i) for i, v in enumerate(graph.inputs)}

    def look(value: Value) -> Value:
        return value if value.is_constant else values[value]

    nodes: list[Node] = []
    for node in graph.nodes:
        out = node.outputs[0]
        params: dict[str, Any] = dict(node.params)
        if out in axes:
            if node.op.name in _SHAPED:
                params["shape"] = shape_of(out)
            if "slices" in params:
                slices = list(params["slices"])
                slices[axes[out]] = (0, 1, rows)
                params["slices"] = tuple(slices)
        operands = tuple([look(v) for v in node.operands])
        made = Node(node.op, operands, params, [type_of(v) for v in node.outputs])
        made.place = node.place
        values.update(zip(node.outputs, made.outputs, strict=True))
        nodes.append(made)
    outputs = [look(v) for v in graph.outputs]
    return Graph([values[v] for v in graph.inputs], nodes, outputs, graph.name, graph.checks)


__all__ = ["Axes", "independent", "narrowed"]
