"""Products of bfloat16 with sums in float32, for processors that multiply pairs of them (`templates.dots`).

Such a product is `dot` of two conversions. Its template computes operands while it packs them; whether it does is
decided without a look at the processor (`Matmul.pulls`), and for small products of bfloat16 it costs more than it
saves: 64³ took 1.4 of the time, 128³ 1.2, larger ones 0.9 to 1.1. Where the processor then halves the multiply-adds it
is worth it, as it is for bytes, which are always pulled. So for such processors, in the numerics mode that may use the
instruction, the operation is replaced by one of the same meaning with another template.

Bodies of loops are left as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..base import dtypes as dt
from ..ir.graph import Builder, Graph, Node, Value, rewrite
from ..ir.op import Anchor, Op
from ..llvm.target import Target
from ..ops.contraction import dot_op
from ..templates.dots import PAIRS, has_dot, narrow_of


def _lowering() -> Anchor:
    found = dot_op.lowering
    assert isinstance(found, Anchor)
    return Anchor("matmul_pairs", permuted=found.permuted)


dot_pairs: Op = Op(
    "dot_pairs", infer=dot_op.infer, lowering=_lowering(), batch=dot_op.batch, family=dot_op.family
)


def paired(graph: Graph, target: Target) -> Graph:
    """The same program, with products of pairs as such where the target has them."""
    if not has_dot(target, PAIRS) or not any(map(_is_narrow, graph.nodes)):
        return graph

    def visit(builder: Builder, node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        return builder.apply(dot_pairs, operands, {}) if _is_narrow(node) else None

    return rewrite(graph, visit)


def _is_narrow(node: Node) -> bool:
    return (
        node.op is dot_op
        and node.outputs[0].type.dtype is dt.float32
        and all(narrow_of(v) is dt.bfloat16 for v in node.operands)
    )
