"""Branches and loops before scheduling.

`trim` takes away what nobody reads. A loop whose further results a second loop computes too (one
was differentiated, the other gave the loss) becomes one loop; stacks, carries, operands and results of
branches without readers go; what is carried round unchanged becomes a constant of the loop.

`settle` makes sure that what goes round in a loop has memory of its own to start from: it inserts a
copy where a carry is an input, a number, or a view of something. `own_results` does it for the
results of a body. `homes` finds carries that are stacked as they are, and so need no memory of
their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..ir.graph import Builder, Graph, Node, Value, live_nodes, replay, rewrite
from ..ir.op import Movement, Region
from ..ir.region import Closed
from ..trace.primitives import cast


def is_region(node: Node) -> bool:
    """Whether a node holds programs."""
    return isinstance(node.op.lowering, Region)


def carries(node: Node) -> tuple[Value, ...]:
    """What goes round in a loop, as it is at the start; nothing for other nodes."""
    if not is_region(node):
        return ()
    count: int = node.params.get("carries", 0)
    return node.operands[:count]


def trim(graph: Graph) -> Graph:
    """The same program, whose branches and loops compute what is read."""
    if not any(is_region(n) for n in graph.nodes):
        return graph
    graph = _joined(graph)
    users = graph.users()
    kept = set(graph.outputs)

    def visit(builder: Builder, node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        kind = node.op.lowering.kind if isinstance(node.op.lowering, Region) else ""
        if kind not in ("scan", "switch"):
            return None
        read = [v in kept or v in users for v in node.outputs]
        smaller = _scan(node, operands, read) if kind == "scan" else _switch(node, operands, read)
        if smaller is None:
            return None
        given, params, places = smaller
        found = builder.apply(node.op, given, params)
        # Where nobody reads a result, anything of its kind will do.
        return [found[p] if p >= 0 else operands[~p] for p in places]

    return rewrite(graph, visit)


def _joined(graph: Graph) -> Graph:
    """One loop for two of which one gives all that the other does."""
    loops = [n for n in graph.nodes if n.op.name == "scan"]
    larger: dict[Node, Node] = {}
    for node in loops:
        for other in loops:
            if node is not other and _extends(other, node):
                larger[node] = other
    if not larger:
        return graph

    def visit(builder: Builder, node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        other = larger.get(node)
        if other is None:
            return None
        return builder.apply(other.op, operands, other.params)[: len(node.outputs)]

    return rewrite(graph, visit)


def _extends(larger: Node, smaller: Node) -> bool:
    """Whether a loop computes all that another does, and more."""
    body: Closed = larger.params["body"]
    if larger.operands != smaller.operands or body.origin != smaller.params["body"]:
        return False
    same = ("carries", "xs", "length", "reverse")
    return all(larger.params[name] == smaller.params[name] for name in same)


Smaller = tuple[list[Value], dict[str, Any], list[int]]


def _scan(node: Node, operands: Sequence[Value], read: Sequence[bool]) -> Smaller | None:
    """A loop without what is not read: its operands, its parameters, and where each result is found
    (~i: it is operand i).
    """
    params = node.params
    body: Graph = params["body"].graph
    carries, xs = params["carries"], params["xs"]
    fixed = [body.outputs[i] is body.inputs[i] for i in range(carries)]
    live = list(read)
    while True:  # a carry is needed for what is read, or for a carry that is
        needed = _inputs_of(body, [v for v, x in zip(body.outputs, live, strict=True) if x])
        more = [x or v in needed for x, v in zip(live, body.inputs[:carries], strict=False)]
        if more == live[:carries]:
            break
        live[:carries] = more
    going = [i for i in range(carries) if live[i] and not fixed[i]]
    slices = [i for i in range(carries, carries + xs) if body.inputs[i] in needed]
    consts = [i for i in range(carries + xs, len(operands)) if body.inputs[i] in needed]
    consts += [i for i in range(carries) if fixed[i] and body.inputs[i] in needed]
    order = [*going, *slices, *consts]
    results = [*going, *[i for i in range(carries, len(live)) if live[i]]]
    if len(order) == len(operands) and len(results) == len(live):
        return None
    closed = Closed(_part(body, order, results))
    changed = {"body": closed, "carries": len(going), "xs": len(slices), "kept": 0}
    found = {i: n for n, i in enumerate(results)}
    places = [found.get(i, ~i if i < carries else ~0) for i in range(len(live))]
    if not operands:
        return None
    return [operands[i] for i in order], {**params, **changed}, places


def _switch(node: Node, operands: Sequence[Value], read: Sequence[bool]) -> Smaller | None:
    """Branches without results that nobody reads."""
    if all(read) or not any(read):
        return None
    results = [i for i, x in enumerate(read) if x]
    count = len(operands) - 1
    branches = node.params["branches"]
    smaller = tuple([Closed(_part(b.graph, range(count), results)) for b in branches])
    found = {i: n for n, i in enumerate(results)}
    return list(operands), {"branches": smaller}, [found.get(i, ~0) for i in range(len(read))]


def _inputs_of(graph: Graph, values: Sequence[Value]) -> set[Value]:
    """The inputs that these values are computed from."""
    needed = {v for n in live_nodes(graph.nodes, values) for v in n.operands} | set(values)
    return needed & set(graph.inputs)


def _part(graph: Graph, inputs: Sequence[int], outputs: Sequence[int]) -> Graph:
    """The program of some outputs, from some inputs."""
    builder = Builder(graph.name)
    env = {graph.inputs[i]: builder.input(graph.inputs[i].type) for i in inputs}
    wanted = [graph.outputs[i] for i in outputs]
    part = Graph(list(env), live_nodes(graph.nodes, wanted), wanted, graph.name, graph.checks)
    found = replay(part, builder, env)
    return builder.finish([found[v] for v in wanted])


def settle(graph: Graph) -> Graph:
    """The same program, in which every carry starts as a computed value."""
    if not any(carries(n) for n in graph.nodes):
        return graph

    def visit(builder: Builder, node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        count = len(carries(node))
        if not count:
            return None
        start = [_copied(builder, v) if _borrowed(v) else v for v in operands[:count]]
        return builder.apply(node.op, [*start, *operands[count:]], node.params)

    return rewrite(graph, visit)


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


def homes(graph: Graph, carries: int) -> dict[int, int]:
    """The carries of a loop that are stacked as they are before each round: which results these stacks are."""
    found: dict[int, int] = {}
    for i, value in enumerate(graph.outputs[carries:], carries):
        if value in graph.inputs[:carries]:
            found.setdefault(graph.inputs.index(value), i)
    return found


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
