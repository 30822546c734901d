"""Replacing composites that kept a derivative rule by what their bodies do.

Also in the programs that branches and loops contain: the text of a program is the key of its
compiled code, and the name of a composite does not tell what it does.

What stops derivatives goes as well, since compiled code knows none: the operand stands for the
result, unless that is a result of the program. The layers of a network apply the same composites
to operands of the same types, so a body is traced once for each.
"""

from __future__ import annotations

from ..ir.graph import Builder, Graph, Node, Value, exact_params, rewrite, splice
from ..ir.op import Inline, Movement, Pointwise
from ..ir.region import Closed, bodies, makes_sizes
from .stage import stage, stop_gradient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def _concerned(node: Node) -> bool:
    """Whether something in a node is to be replaced."""
    op = node.op
    if isinstance(op.lowering, Inline) or op is stop_gradient:
        return True
    if isinstance(op.lowering, (Pointwise, Movement)):
        return False
    return any(_concerned(n) for body in bodies(node) for n in body.graph.nodes)


def _param(x: Any) -> Any:
    if isinstance(x, Closed):
        graph = inline(x.graph)
        return x if graph is x.graph else Closed(graph, x.origin)
    return tuple([_param(item) for item in x]) if type(x) is tuple else x


def inline(graph: Graph) -> Graph:
    """The same program without `Inline` operations, innermost ones included."""
    return _inlined(graph, {})


def _inlined(graph: Graph, known: dict[Any, Graph]) -> Graph:
    """`known`: the bodies so far, by operation, types of operands, and parameters."""
    if not any(map(_concerned, graph.nodes)):
        return graph
    results = set(graph.outputs)

    def visit(builder: Builder, node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        lowering = node.op.lowering
        if isinstance(lowering, Inline):
            types = tuple([v.type for v in operands])
            key = node.op, types, exact_params(node.params)
            body = known.get(key)
            if body is None:
                made = stage(lambda *xs: lowering.body(*xs, **node.params), types).graph
                body = _inlined(made, known)
                if not makes_sizes(body):
                    known[key] = body
            return splice(body, builder, operands)
        if node.op is stop_gradient:
            kept = operands[0].node is None or node.outputs[0] in results
            return None if kept else operands
        if not _concerned(node):
            return None
        params = {name: _param(x) for name, x in node.params.items()}
        return builder.apply(node.op, operands, params)

    return rewrite(graph, visit)
