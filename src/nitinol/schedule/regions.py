"""Branches and loops before scheduling.

`settle` makes sure that what goes round in a loop has memory of its own to start from: it
inserts a copy where a carry is an input, a number, or a view of something. `own_results` does it
for the results of a body. `work_of` predicts how long a branch or loop takes.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..base.sizes import Dim, product
from ..ir.graph import Builder, Graph, Node, Value, replay
from ..ir.op import Movement, Region
from ..ir.region import bodies
from ..trace.primitives import cast

UNKNOWN = 1_000_000  # operations of a loop whose rounds only the run knows: it may be long


def is_region(node: Node) -> bool:
    """Whether a node holds programs."""
    return isinstance(node.op.lowering, Region)


def carries(node: Node) -> tuple[Value, ...]:
    """What goes round in a loop, as it is at the start; nothing for other nodes."""
    if not is_region(node):
        return ()
    count: int = node.params.get("carries", 0)
    return node.operands[:count]


def settle(graph: Graph) -> Graph:
    """The same program, in which every carry starts as a computed value."""
    if not any(carries(n) for n in graph.nodes):
        return graph
    builder = Builder(graph.name)
    builder.checks.extend(graph.checks)
    inputs = {v: builder.input(v.type) for v in graph.inputs}

    def visit(node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        count = len(carries(node))
        if not count:
            return None
        start = [_copied(builder, v) if _borrowed(v) else v for v in operands[:count]]
        return builder.apply(node.op, [*start, *operands[count:]], node.params)

    env = replay(graph, builder, inputs, visit)
    return builder.finish([env[v] for v in graph.outputs])


def own_results(graph: Graph) -> Graph:
    """The same program, each of whose results is a computed value that no other result is."""
    seen: set[Value] = set()
    wanted = []
    for value in graph.outputs:
        wanted.append(value.node is None or value in seen)
        seen.add(value)
    if not any(wanted):
        return graph
    builder = Builder(graph.name)
    builder.checks.extend(graph.checks)
    inputs = {v: builder.input(v.type) for v in graph.inputs}
    env = replay(graph, builder, inputs)
    # A copy that serves two results would be one value again, so each is made by its own node.
    outputs = []
    for value, copy in zip(graph.outputs, wanted, strict=True):
        found = env[value]
        outputs.append(_fresh(builder, found) if copy else found)
    return builder.finish(outputs)


def _borrowed(value: Value) -> bool:
    return value.node is None or isinstance(value.node.op.lowering, Movement)


def _copied(builder: Builder, value: Value) -> Value:
    return builder.apply(cast, [value], {"dtype": value.type.dtype})[0]


def _fresh(builder: Builder, value: Value) -> Value:
    """A copy by a node that the builder does not share."""
    node = Node(
        cast,
        (value,),
        {"dtype": value.type.dtype},
        [cast.infer(value.type, dtype=value.type.dtype)],
    )
    builder.nodes.append(node)
    return node.outputs[0]


def work_of(node: Node) -> Dim:
    """A rough prediction of the operations of a branch or loop."""
    lowering = node.op.lowering
    assert isinstance(lowering, Region)
    inside = [_work(b.graph) for b in bodies(node)]
    if lowering.kind == "scan":
        total: Dim = inside[0] * node.params["length"]
        return total
    return UNKNOWN if lowering.kind in ("while", "sized") else inside[0]


def _work(graph: Graph) -> Dim:
    total: Dim = 0
    for node in graph.nodes:
        if is_region(node):
            total = total + work_of(node)
        else:
            total = total + 2 * product(node.outputs[0].type.shape)
    return total
