"""How long a program takes, roughly: from `LONG` on other Python threads shall run meanwhile.

The unit is a floating-point operation of a product, of which a core does about a hundred in a nanosecond. To let
others run costs a tenth of a microsecond, and more where they do run: then the lock has to be waited for.
"""

from __future__ import annotations

from ..base.sizes import Dim, product
from ..ir.graph import Graph, Node
from ..ir.op import Anchor, Reduction, Region
from ..ir.region import bodies
from ..templates.registry import template

ELEMENT = 64  # an operation on an element, which is read and written
BYTE = 4  # a byte that a template reads or writes
UNKNOWN = 64_000_000  # a loop whose rounds only the run knows: it may be long


def work_of(node: Node) -> Dim:
    """A prediction for one operation, with all that it holds."""
    lowering = node.op.lowering
    if isinstance(lowering, Region):
        if lowering.kind in ("print", "while", "sized"):  # of the first, Python runs
            return UNKNOWN
        total: Dim = 0
        for body in bodies(node):
            total = total + work_of_graph(body.graph)
        return total * node.params["length"] if lowering.kind == "scan" else total
    if isinstance(lowering, Anchor):
        cost = template(node).cost(node)
        return cost.flops + BYTE * cost.nbytes
    seen = node.operands[0] if isinstance(lowering, Reduction) else node.outputs[0]
    return ELEMENT * product(seen.type.shape)


def work_of_graph(graph: Graph) -> Dim:
    """A prediction for all operations of a graph."""
    total: Dim = 0
    for node in graph.nodes:
        total = total + work_of(node)
    return total
