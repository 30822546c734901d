"""Reshapes behind products move behind the point-wise work that follows.

A product of (batch, length, width) with a matrix is computed as one tall product, of (batch · length)
rows, and its result is reshaped. Bias, activation, residual or an optimizer's update behind it have
the shape with all axes; fusion (`groups`), which joins values of one shape, would leave them to a loop
of their own, and the raw product would be written and read once more. `sunk` computes them in the
product's shape instead, and reshapes what comes out:

    add(reshape(dot), broadcast(bias))  →  reshape(add(dot, broadcast'(bias)))

Both shapes end in the same axes, so a bias along these is broadcast in either; a value that is
constant along these (a row's scale) is reshaped before it is repeated; what else is stored is
read through a reshape, which is a view. Point-wise work stays as it is where it gives a result of the
program, for results have buffers of their own shape; and where it also needs something else that is
made of the product, such as its mean: it cannot join the product then, but may join the mean. So does
what is better computed where it is read (`epilogues`).
"""

from __future__ import annotations

from collections.abc import Sequence

from ..base.shapes import same_shape
from ..base.sizes import Shape, same
from ..ir.graph import Builder, Graph, Node, Value, rewrite
from ..ir.op import Anchor, Pointwise
from ..trace.primitives import broadcast_to, reshape
from .epilogues import detached


def sunk(graph: Graph) -> Graph:
    """The same program, with reshapes of products behind what is point-wise."""
    if not any(n.op is reshape and _is_product(n.operands[0]) for n in graph.nodes):
        return graph
    kept = set(graph.outputs)
    apart = detached(graph)
    product_of: dict[
        Value, Node
    ] = {}  # of what was computed in the shape of a product: the last one
    position: dict[Node, int] = {}

    def product(x: Value) -> Node | None:
        """The product that `x` is, or is made of point by point, reshaped."""
        if x.node is None or x.node.op is not reshape:
            return None
        below = x.node.operands[0]
        return below.node if _is_product(below) else product_of.get(below)

    def visit(builder: Builder, node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        if not isinstance(node.op.lowering, Pointwise) or node.outputs[0] in kept or node in apart:
            return None
        makers = [product(x) for x in operands]
        if not any(makers):
            return None
        for n in builder.nodes[len(position) :]:
            position[n] = len(position)
        last = max([m for m in makers if m is not None], key=position.__getitem__)
        source = operands[makers.index(last)].node
        assert source is not None
        rows, shape = source.operands[0].type.shape, node.outputs[0].type.shape
        tail = _common_tail(rows, shape)
        others = [x for x, maker in zip(operands, makers, strict=True) if maker is not last]
        if not tail or any(_depends(x, last, position) for x in others):
            return None
        found = [_as_rows(builder, v, rows, shape, tail) for v in operands]
        given = [v for v in found if v is not None]
        if len(given) < len(operands):
            return None
        made = builder.apply(node.op, given, node.params)
        product_of[made[0]] = last
        return builder.apply(reshape, made, {"shape": shape})

    return rewrite(graph, visit)


def _depends(x: Value, goal: Node, position: dict[Node, int]) -> bool:
    """Whether `x` is computed from the results of `goal`."""
    todo = [x.node]
    seen: set[Node] = set()
    while todo:
        node = todo.pop()
        if node is goal:
            return True
        # What was made before cannot depend on it.
        if node is not None and node not in seen and position[node] > position[goal]:
            seen.add(node)
            todo += [v.node for v in node.operands]
    return False


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
    if node.op is reshape and same_shape(node.operands[0].type.shape, rows):
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
        if axes[:lead] != tuple(range(lead)) or not same_shape(
            small.type.shape[:lead], shape[:lead]
        ):
            return None
        flat = (*rows[:less], *small.type.shape[lead:])
        small = builder.apply(reshape, [small], {"shape": flat})[0]
        first = list(range(less))
    return builder.apply(broadcast_to, [small], {"shape": rows, "axes": (*first, *last)})[0]


__all__ = ["sunk"]
