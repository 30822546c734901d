"""Products in front of a loop move into it.

A recurrent layer multiplies its whole sequence by its input weights first, (length · batch) rows at once, and a loop
then takes these sums slice by slice. For a sequence longer than the caches that is a trip to memory: all sums are
written, and read once more. Where the loop is a job over its rows (`codegen.row_loops`) the slice of a round is as well
computed in the round: a task has the weights in its second cache, packed once, and the sums stay in the first.

    y = reshape(dot(reshape(x), W)) + b;  scan(…, y)   →   scan(…, x, W, b), each round of which computes dot(x, W) + b

Bits are the same, for sums of a row do not depend on the rows around it. A tall product has better tiles than one of
few rows, by a tenth; to store a sum and read it again takes as long as some 60 multiply-adds. Of an LSTM 64→128, 32×50,
the product and the loop took 0.89 of the time, a step with Adam 0.96.

What is asked for, all of it of known size: rows for several tasks of whole tiles (`ROWS`), weights of the whole body
that half of a second cache holds (`WEIGHTS`), sums that it does not hold (`SUMS`), and nobody else who reads them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..base.sizes import Dim, Shape
from ..ir.graph import Builder, Graph, Node, Value, replay, rewrite
from ..ir.op import Pointwise, Type
from ..ir.region import Closed
from ..ops.contraction import dot_op
from ..trace.primitives import broadcast_to, reshape
from .independent import independent
from .memory import bytes_of

ROWS = 32
WEIGHTS = 1 << 19
SUMS = 1 << 20
_MOST = 8  # point-wise operations that move with a product


def entered(graph: Graph) -> Graph:
    """The same program, with products inside of the loops that read them."""
    loops = [n for n in graph.nodes if n.op.name == "scan" and n.params["xs"]]
    if not loops or not any(n.op is dot_op for n in graph.nodes):
        return graph
    users = graph.users()
    kept = set(graph.outputs)
    chosen = {n: places for n in loops if (places := _movable(n, users, kept))}
    if not chosen:
        return graph

    def visit(builder: Builder, node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        places = chosen.get(node)
        return None if places is None else _enter(builder, node, operands, places)

    return rewrite(graph, visit)


def _movable(node: Node, users: Mapping[Value, Sequence[Node]], kept: set[Value]) -> list[int]:
    """Which operands of a loop are products that nobody else reads."""
    carries, xs = node.params["carries"], node.params["xs"]
    found = []
    for i in range(carries, carries + xs):
        value = node.operands[i]
        made = _slices_of(node, value)
        if made is None or node.operands.count(value) > 1:
            continue
        own = [n for n in made.nodes if n.op is not broadcast_to]
        inside = {*made.nodes, node}
        results = [v for n in own for v in n.outputs]
        alone = all(v not in kept and all(n in inside for n in users[v]) for v in results)
        sizes = [bytes_of(n.outputs[0]) for n in made.products]
        if alone and any(isinstance(n, int) and n >= SUMS for n in sizes):
            found.append(i)
    return found


def _enter(
    builder: Builder, node: Node, operands: Sequence[Value], places: Sequence[int]
) -> Sequence[Value] | None:
    """The loop with these operands computed inside; None where that does not pay."""
    params, body = node.params, node.params["body"].graph
    carries, xs = params["carries"], params["xs"]
    made = {i: m for i in places if (m := _slices_of(node, operands[i])) is not None}
    left = [i for i in range(carries, carries + xs) if i not in made]
    leaves = list(dict.fromkeys(x for m in made.values() for x in m.leaves))
    consts = list(operands[carries + xs :])
    given = [c for m in made.values() for c in m.consts]
    more = [c for c in dict.fromkeys(given) if c not in consts]
    inner = Builder(body.name)
    inner.checks.extend(body.checks)
    inputs = {body.inputs[i]: inner.input(body.inputs[i].type) for i in (*range(carries), *left)}
    env: dict[Value, Value] = {}
    length, rows = _outer(node, places[0])
    moved = []
    for x in leaves:
        rest = _rest(x, length)
        env[x] = inner.input(Type(x.type.dtype, (rows, *rest)))
        moved.append(
            builder.apply(reshape, [x], {"shape": (length, rows, *rest)})[0]
            if x.type.shape[0] != length
            else x
        )
    for value, old in zip(consts, body.inputs[carries + xs :], strict=True):
        env[value] = inputs[old] = inner.input(old.type)
    for value in more:
        env[value] = inner.input(Type(value.type.dtype, value.type.shape))
    for i, slices in made.items():
        inputs[body.inputs[i]] = slices.build(inner, operands[i], env)
    results = replay(body, inner, inputs)
    graph = inner.finish([results[v] for v in body.outputs])
    if not _pays(graph, carries):
        return None
    changed = {"body": Closed(graph), "xs": len(left) + len(leaves)}
    order = [*operands[:carries], *[operands[i] for i in left], *moved, *consts, *more]
    return builder.apply(node.op, order, {**params, **changed})


def _outer(node: Node, i: int) -> Shape:
    """Rounds, and rows of an operand."""
    return node.operands[i].type.shape[:2]


def _pays(graph: Graph, carries: int) -> bool:
    """Whether the loop will be a job over its rows, whose weights stay in the second cache."""
    axes = independent(graph, carries)
    if axes is None:
        return False
    shared = [v for n in graph.nodes if n.op is dot_op for v in n.operands if v not in axes]
    sizes = [bytes_of(v) for v in dict.fromkeys(shared)]
    return all(isinstance(n, int) for n in sizes) and sum(sizes) <= WEIGHTS


def _rest(value: Value, length: Dim) -> Shape:
    """The axes behind rounds and rows."""
    shape = value.type.shape
    return shape[2:] if shape[0] == length else shape[1:]


class _Slices:
    """What is computed of each slice of a value, (rounds, rows, …) or (rounds · rows, …)."""

    def __init__(self, length: int, rows: int) -> None:
        self.length = length
        self.rows = rows
        self.nodes: dict[Node, None] = {}  # what moves into the loop
        self.products: list[Node] = []
        self.leaves: dict[Value, None] = {}  # what is read slice by slice instead
        self.consts: dict[Value, None] = {}  # what is the same in all rounds

    def walk(self, value: Value) -> bool:
        """Note what `value` is made of; False where it can't be made slice by slice."""
        node = value.node
        if value in self.leaves or (node is not None and node in self.nodes):
            return True
        if not value.type.shape:
            if value.number is None:
                self.consts[value] = None
            return True
        if node is None or not self._fits(value):
            return False
        if self._joins(node):
            self.nodes[node] = None
            return self.walk(node.operands[0])
        if node.op is dot_op and value.type.ndim == 2 and self._tall(value):
            self.nodes[node] = None
            self.products.append(node)
            self.consts[node.operands[1]] = None
            return self._leaf(node.operands[0])
        if node.op is broadcast_to:
            (small,) = node.operands
            self.nodes[node] = None
            if small.number is None:
                self.consts[small] = None
            return all(a >= self._lead(value) for a in node.params["axes"])
        if isinstance(node.op.lowering, Pointwise) and len(self.nodes) < _MOST:
            self.nodes[node] = None
            return all(self.walk(x) for x in node.operands)
        return False

    def _tall(self, value: Value) -> bool:
        return value.type.shape[0] == self.length * self.rows

    def _fits(self, value: Value) -> bool:
        return self._tall(value) or value.type.shape[:2] == (self.length, self.rows)

    def _lead(self, value: Value) -> int:
        """How many axes are those of rounds and rows."""
        return 1 if self._tall(value) else 2

    def _joins(self, node: Node) -> bool:
        """Whether it is a reshape that joins or parts rounds and rows, and leaves other axes as they are."""
        if node.op is not reshape or not self._fits(node.operands[0]):
            return False
        before, after = node.operands[0], node.outputs[0]
        return before.type.shape[self._lead(before) :] == after.type.shape[self._lead(after) :]

    def _leaf(self, value: Value) -> bool:
        while value.node is not None and self._joins(value.node):
            value = value.node.operands[0]
        if value.type.shape and self._fits(value):
            self.leaves[value] = None
            return True
        return False

    def build(self, builder: Builder, value: Value, env: dict[Value, Value]) -> Value:
        """A slice of `value`; `env` has those of the leaves, and the constants."""
        node = value.node
        if value.number is not None:
            return builder.scalar(value.number, value.type.dtype, value.type.weak)
        if value in env:
            return env[value]
        assert node is not None
        if node.op is reshape:
            env[value] = self.build(builder, node.operands[0], env)
            return env[value]
        given = [self.build(builder, x, env) for x in node.operands]
        params: dict[str, Any] = dict(node.params)
        if node.op is broadcast_to:
            lead = self._lead(value)
            params["axes"] = tuple([a - lead + 1 for a in params["axes"]])
            params["shape"] = (self.rows, *value.type.shape[lead:])
        env[value] = builder.apply(node.op, given, params)[0]
        return env[value]


def _slices_of(node: Node, value: Value) -> _Slices | None:
    """How to compute slices of an operand of a loop inside of it."""
    shape, dtype = value.type.shape, value.type.dtype
    if len(shape) < 2 or not dtype.is_floating or dtype.itemsize < 4:
        return None
    length, rows = shape[:2]
    if not isinstance(length, int) or not isinstance(rows, int) or rows < ROWS or length < 2:
        return None
    made = _Slices(length, rows)
    return made if made.walk(value) and made.products else None


__all__ = ["entered"]
