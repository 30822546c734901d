"""Replacing composites that kept a derivative rule by what their bodies do.

Also in the programs that branches and loops contain: the text of a program is the key of its
compiled code, and the name of a composite does not tell what it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..ir.graph import Builder, Graph, Node, Value, rewrite, splice
from ..ir.op import Inline
from ..ir.region import Closed, bodies
from .stage import stage


def _concerned(node: Node) -> bool:
    """Whether something in a node is to be replaced."""
    if isinstance(node.op.lowering, Inline):
        return True
    return any(_concerned(n) for body in bodies(node) for n in body.graph.nodes)


def _param(x: Any) -> Any:
    if isinstance(x, Closed):
        graph = inline(x.graph)
        return x if graph is x.graph else Closed(graph, x.origin)
    return tuple([_param(item) for item in x]) if type(x) is tuple else x


def inline(graph: Graph) -> Graph:
    """The same program without `Inline` operations, innermost ones included."""
    if not any(map(_concerned, graph.nodes)):
        return graph

    def visit(builder: Builder, node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        lowering = node.op.lowering
        if not isinstance(lowering, Inline):
            if not _concerned(node):
                return None
            params = {name: _param(x) for name, x in node.params.items()}
            return builder.apply(node.op, operands, params)
        body = inline(
            stage(lambda *xs: lowering.body(*xs, **node.params), [v.type for v in operands]).graph
        )
        return splice(body, builder, operands)

    return rewrite(graph, visit)
