"""Rewrites that make programs cheaper before nodes are grouped.

`rearranged`: a permutation of the axes of an anchor's result becomes the anchor with rearranged
operands, when its operation says how (`ir.op.Anchor.permuted`): (A·B)ᵀ is Bᵀ·Aᵀ, whose operands
are views. So what is point-wise behind the permutation (an optimizer's update of a transposed
weight) can be the anchor's epilogue.

`split`: an anchor whose operation knows a way with less work (`ir.op.Anchor.split`) becomes that: the
gradient of a convolution with strides, by its input, would multiply mostly zeros.

`joined` (`joins`): sums of disjoint parts between zeros, as gradients of what was cut are, become concatenations.

`sunk` (`sinking`): point-wise work behind a product that was reshaped is done in the product's shape.

`parted`: what is computed behind a product and then read in parts is computed where the parts are read.

`merged`: a broadcast of a broadcast is one broadcast, so that a number that is repeated in steps
(as mapped functions do) is still seen to be one number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..ir.graph import Builder, Graph, Node, Value, rewrite, splice
from ..ir.op import Anchor
from ..trace.primitives import broadcast_to, permute
from ..trace.stage import stage
from .joins import joined
from .parted import parted
from .sinking import sunk


def simplify(graph: Graph) -> Graph:
    """The same program, cheaper."""
    return parted(sunk(_rearranged(_merged(joined(_split(graph))))))


def _split(graph: Graph) -> Graph:
    bodies = {n: body for n in graph.nodes if (body := _body(n)) is not None}
    if not bodies:
        return graph

    def visit(builder: Builder, node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        body = bodies.get(node)
        if body is None:
            return None
        made = stage(lambda *xs: body(*xs, **node.params), [v.type for v in operands]).graph
        return splice(made, builder, operands)

    return rewrite(graph, visit)


def _body(node: Node) -> Callable[..., Any] | None:
    lowering = node.op.lowering
    if not isinstance(lowering, Anchor) or lowering.split is None:
        return None
    body: Callable[..., Any] | None = lowering.split(node)
    return body


def _merged(graph: Graph) -> Graph:
    if not any(_steps(n) for n in graph.nodes):
        return graph

    def visit(builder: Builder, node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        inner = operands[0].node if _steps(node) else None
        if inner is None:
            return None
        axes = tuple([node.params["axes"][a] for a in inner.params["axes"]])
        return builder.apply(broadcast_to, inner.operands, {**node.params, "axes": axes})

    return rewrite(graph, visit)


def _steps(node: Node) -> bool:
    """Whether a node broadcasts a broadcast."""
    if node.op is not broadcast_to:
        return False
    inner = node.operands[0].node
    return inner is not None and inner.op is broadcast_to


def _rearranged(graph: Graph) -> Graph:
    users = graph.users()
    kept = set(graph.outputs)

    def only_permuted(node: Node) -> bool:
        """Whether the node's result is wanted in no other order than that of `node`."""
        (value,) = node.operands
        maker = value.node
        return (
            maker is not None
            and isinstance(maker.op.lowering, Anchor)
            and maker.op.lowering.permuted is not None
            and value not in kept
            and len(users.get(value, ())) == 1
        )

    chosen = {n for n in graph.nodes if n.op is permute and only_permuted(n)}
    if not chosen:
        return graph

    def visit(builder: Builder, node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        maker = operands[0].node if operands else None
        if node not in chosen or maker is None or not isinstance(maker.op.lowering, Anchor):
            return None
        rearrange = maker.op.lowering.permuted
        found = None if rearrange is None else rearrange(maker, node.params["perm"])
        if found is None:
            return None
        orders, params = found
        moved = [
            builder.apply(permute, [maker.operands[i]], {"perm": perm})[0] for i, perm in orders
        ]
        return builder.apply(maker.op, moved, params)

    return rewrite(graph, visit)
