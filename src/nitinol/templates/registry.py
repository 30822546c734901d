"""Which template writes which anchor: the one list of them."""

from __future__ import annotations

from typing import Final

from ..base.errors import CompileError
from ..ir.graph import Node
from ..ir.op import Anchor
from .anchor import Template
from .attention import Attend
from .attention_ragged import AttendRows, AttendRowsTangent
from .attention_ragged_transposed import AttendRowsTransposed
from .attention_tangent import AttendTangent
from .attention_transposed import AttendTransposed
from .convolution import CONV, CONV_INPUT_GRAD
from .convolution_weights import CONV_WEIGHT_GRAD
from .matmul import Matmul
from .scan import Scan
from .scatter import Scatter
from .segments import SegmentFold, SegmentScan, SegmentSoftmax, SegmentSpread
from .segments_sort import SegmentSort
from .sort import Sort
from .substitution import Substitute

TEMPLATES: Final[dict[str, Template]] = {
    t.name: t
    for t in (
        Matmul(),
        Matmul("matmul_pairs", narrow=True),
        CONV,
        CONV_INPUT_GRAD,
        CONV_WEIGHT_GRAD,
        Scan(),
        Sort(),
        Scatter(),
        Attend(),
        AttendTangent(),
        AttendTransposed(),
        AttendRows(),
        AttendRowsTangent(),
        AttendRowsTransposed(),
        SegmentFold(),
        SegmentSpread(),
        SegmentScan(),
        SegmentSoftmax(),
        SegmentSort(),
        Substitute(),
    )
}


def template(node: Node) -> Template:
    """The template of a node whose operation is an anchor."""
    lowering = node.op.lowering
    if not isinstance(lowering, Anchor) or lowering.template not in TEMPLATES:
        raise CompileError(f"{node.op} has no template; add it to templates/registry.py")
    return TEMPLATES[lowering.template]
