"""What is legal in a graph. Tests verify after every pass; users can, with `NITINOL_DEBUG=verify`."""

from __future__ import annotations

from ..base.errors import CompileError
from ..base.sizes import same
from .graph import Graph, Value
from .op import Type
from .region import bodies


def verify(graph: Graph) -> None:
    """Raise `CompileError` unless `graph` is well formed.

    Every operand is an input, a constant or a result of an earlier node; no node stands twice;
    what an operation's inference says of the operands agrees with the types of the results. The
    programs inside of branches and loops are looked at too.
    """
    known: set[Value] = set(graph.inputs)
    for node in graph.nodes:
        for value in node.operands:
            if not value.is_constant and value not in known:
                raise CompileError(f"{node!r} uses {value!r} before it exists")
        if any(v in known for v in node.outputs):
            raise CompileError(f"{node!r} stands twice in its program")
        types = node.op.result_types([v.type for v in node.operands], node.params)
        if len(types) != len(node.outputs):
            raise CompileError(f"{node!r} has {len(node.outputs)} results, not {len(types)}")
        for value, expected in zip(node.outputs, types, strict=True):
            if not _agree(value.type, expected):
                raise CompileError(f"{node!r} gives {expected!r}, the program says {value.type!r}")
        for body in bodies(node):
            verify(body.graph)
        known.update(node.outputs)
    for value in graph.outputs:
        if not value.is_constant and value not in known:
            raise CompileError(f"the result {value!r} is never computed")


def _agree(a: Type, b: Type) -> bool:
    if a.dtype is not b.dtype or a.ndim != b.ndim:
        return False
    return all(same(x, y) is not False for x, y in zip(a.shape, b.shape, strict=True))
