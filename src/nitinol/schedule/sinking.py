"""Reshapes behind products move behind the point-wise work that follows.

A product of (batch, length, width) with a matrix is computed as one tall product, of (batch · length)
rows, and its result is reshaped. Bias, activation, residual or an optimizer's update behind it have
the shape with all axes; fusion (`groups`), which joins values of one shape, would leave them to a loop
of their own, and the raw product would be written and read once more. `sunk` computes them in the
product's shape instead, and reshapes what comes out:

    add(reshape(dot), broadcast(bias))  →  reshape(add(dot, broadcast'(bias)))

Both shapes end in the same axes, so a bias along these is broadcast in either; a value that is
constant along these (a row's scale) is reshaped before it is repeated; what else is stored is
read through a reshape, which is a view. Point-wise work that gives a result of the program stays as it
is: results have buffers of their own shape.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..base.sizes import Shape, same
from ..ir.graph import Builder, Graph, Node, Value, rewrite
from ..ir.op import Anchor, Pointwise
from ..trace.primitives import broadcast_to, reshape


def sunk(graph: Graph) -> Graph:
    """The same program, with reshapes of products behind what is point-wise."""
    if not any(n.op is reshape and _is_product(n.operands[0]) for n in graph.nodes):
        return graph
    kept = set(graph.outputs)
    moved: set[Value] = set()  # what was computed in the shape of a product

    def visit(builder: Builder, node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        if not isinstance(node.op.lowering, Pointwise) or node.outputs[0] in kept:
            return None
        shape = node.outputs[0].type.shape
        for x in operands:
            below = x.node.operands[0] if x.node is not None and x.node.op is reshape else None
            if below is None or not (below in moved or _is_product(below)):
                continue
            rows = below.type.shape
            tail = _common_tail(rows, shape)
            if not tail:
                continue
            found = [_as_rows(builder, v, rows, shape, tail) for v in operands]
            given = [v for v in found if v is not None]
            if len(given) == len(operands):
                made = builder.apply(node.op, given, node.params)
                moved.update(made)
                return builder.apply(reshape, made, {"shape": shape})
        return None

    return rewrite(graph, visit)


def _is_product(value: Value) -> bool:
    node = value.node
    if node is None or not isinstance(node.op.lowering, Anchor) or len(node.outputs) > 1:
        return False
    return node.op.lowering.template == "matmul"


def _common_tail(a: Shape, b: Shape) -> int:
    """How many of the last axes are known to be equal."""
    count = 0
    for x, y in zip(reversed(a), reversed(b), strict=False):
        if x is not y and same(x, y) is not True:
            break
        count += 1
    return min(count, len(a) - 1)


def _as_rows(builder: Builder, x: Value, rows: Shape, shape: Shape, tail: int) -> Value | None:
    """`x`, which is of `shape`, as a value of the shape `rows`; None where that would cost something."""
    node = x.node
    if node is None:
        return builder.apply(reshape, [x], {"shape": rows})[0]
    if node.op is reshape and node.operands[0].type.shape == rows:
        return node.operands[0]
    if node.op is not broadcast_to:
        stored = isinstance(node.op.lowering, (Pointwise, Anchor))
        return builder.apply(reshape, [x], {"shape": rows})[0] if stored else None
    (small,) = node.operands
    axes: tuple[int, ...] = node.params["axes"]
    lead, less = len(shape) - tail, len(rows) - tail
    last = [a - lead + less for a in axes if a >= lead]
    first: list[int] = []
    if len(last) < len(axes):
        # Whole rows, in order, or nothing: a part of the rows is no broadcast in the other shape.
        if axes[:lead] != tuple(range(lead)) or small.type.shape[:lead] != shape[:lead]:
            return None
        flat = (*rows[:less], *small.type.shape[lead:])
        small = builder.apply(reshape, [small], {"shape": flat})[0]
        first = list(range(less))
    return builder.apply(broadcast_to, [small], {"shape": rows, "axes": (*first, *last)})[0]


__all__ = ["sunk"]
