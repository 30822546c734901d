"""Replacing composites that kept a derivative rule by what their bodies do."""

from __future__ import annotations

from collections.abc import Sequence

from ..ir.graph import Builder, Graph, Node, Value, replay
from ..ir.op import Inline
from .stage import stage


def inline(graph: Graph) -> Graph:
    """The same program without `Inline` operations, innermost ones included."""
    if not any(isinstance(n.op.lowering, Inline) for n in graph.nodes):
        return graph
    builder = Builder(graph.name)
    builder.checks.extend(graph.checks)
    inputs = {v: builder.input(v.type) for v in graph.inputs}

    def visit(node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        lowering = node.op.lowering
        if not isinstance(lowering, Inline):
            return None
        body = inline(
            stage(lambda *xs: lowering.body(*xs, **node.params), [v.type for v in operands]).graph
        )
        env = replay(body, builder, dict(zip(body.inputs, operands, strict=True)))
        return [env[v] for v in body.outputs]

    env = replay(graph, builder, inputs, visit)
    return builder.finish([env[v] for v in graph.outputs])
