"""Whether a composite works element by element, found by tracing it once.

Kinds apply such functions to their parts (`trace.kind`), so that nobody keeps a list of them.
"""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.errors import NitinolError
from ..base.sizes import Shape, Size, same
from ..ir.graph import Node
from ..ir.op import Inline, Pointwise, Type
from .stage import stage, stop_gradient

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final

_DTYPES: Final = (
    dt.float32,
    dt.int64,
    dt.bool_,
    dt.complex64,
)  # one of them is taken by every function
_known: Final[dict[Any, bool]] = {}
_LIMIT: Final = 4096


def is_pointwise(composite: Any, operands: Sequence[Any], params: dict[str, Any]) -> bool:
    """Whether each element of the results of a `Composite` depends on the elements at its own place
    alone, for operands of one shape. None among `operands` is left out.
    """
    given = tuple([x is not None for x in operands])
    key = (composite.name, given, *params.items())
    found = _known.get(key)
    if found is None:
        found = not any(isinstance(x, (list, tuple)) for x in operands) and any(
            _works_on(composite, given, params, dtype) for dtype in _DTYPES
        )
        if len(_known) >= _LIMIT:
            _known.clear()
        _known[key] = found
    return found


def _works_on(
    composite: Any, given: Sequence[bool], params: dict[str, Any], dtype: dt.DType
) -> bool:
    shape = (Size.symbol("n"), Size.symbol("m"))

    def body(*xs: Any) -> Any:
        source = iter(xs)
        return composite.body(*[next(source) if g else None for g in given], **params)

    try:
        graph = stage(body, [Type(dtype, shape)] * sum(given)).graph
    except (NitinolError, TypeError, ValueError, AttributeError):
        return False  # it does not take this dtype, or matrices
    return all(_is_shape(v.type.shape, shape) for v in graph.outputs) and all(
        map(_by_element, graph.nodes)
    )


def _is_shape(found: Shape, wanted: Shape) -> bool:
    return len(found) == len(wanted) and all(map(same, found, wanted))


def _by_element(node: Node) -> bool:
    lowering = node.op.lowering
    if isinstance(lowering, Inline):
        types = [v.type for v in node.operands]
        body = stage(lambda *xs: lowering.body(*xs, **node.params), types).graph
        return all(map(_by_element, body.nodes))
    if isinstance(lowering, Pointwise) or node.op is stop_gradient:
        return True
    # A number repeated for all elements.
    return len(node.operands) > 0 and all(not v.type.shape for v in node.operands)
