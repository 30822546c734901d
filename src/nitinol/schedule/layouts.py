"""In which order axes lie, as far as results depend on it: the order in which folds are taken.

A fold walks its operand as it lies in memory: along rows in vectors where the innermost axis is folded, in chains
down columns where it stays (`templates.nest`). These are two orders of adding, so bits depend on how the operand
lies. Eager mode stores every value, a compiled function few of them, and not always in the same way. So how a
value lies *for its folds* is said here, of the graph alone, one node at a time, by the rules by which eager mode
stores results:

* an input lies as it does; a view as its strides say; what is reshaped in the natural order;
* what is computed point by point lies like the first operand that doesn't lie in the natural order, as in NumPy;
* the result of a template lies as the template prefers; of a fold, or of a loop, in the natural order.

`orders` stores values like this where it can. Folds of one kernel must agree (`groups`), and then the kernel walks
in their order, whatever else it reads (`nests`).

Sums of integers, and places of elements, are the same in any order; their folds agree with all.
"""

from __future__ import annotations

from ..base.shapes import contiguous_strides
from ..ir.graph import Graph, Node, Value
from ..ir.loop import Walk
from ..ir.op import Anchor, Movement, Pointwise, Read, Reduction, Strided
from ..trace.primitives import reshape
from .orders import Order, order_of, ordered_strides

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..base.sizes import Dim


def layouts(graph: Graph, inputs: Mapping[Value, Strided]) -> dict[Value, Order]:
    """How values lie for their folds: the orders of those that don't lie in the natural one."""
    found: dict[Value, Order] = {}
    strides: dict[Value, Strided | None] = {}  # of views; None where memory must be written

    def lies(value: Value) -> Strided | None:
        if value in inputs:
            return inputs[value]
        if value in strides:
            return strides[value]
        shape = value.type.shape
        order = found.get(value)
        dense = contiguous_strides(shape) if order is None else ordered_strides(shape, order)
        return Strided(shape, dense)

    for value in graph.inputs:
        order = _order(inputs[value])
        if order is not None:
            found[value] = order
    for node in graph.nodes:
        lowering = node.op.lowering
        order = None
        if node.op is reshape:
            continue  # a copy, but of what lies in the natural order
        if isinstance(lowering, Movement):
            below = lies(node.operands[0]) if lowering.view is not None else None
            view = lowering.view(below, **node.params) if below and lowering.view else None
            if view is not None:
                strides[node.outputs[0]] = view
                order = _order(view)
            else:
                order = _first(node, found)
        elif isinstance(lowering, (Pointwise, Read)):
            order = _first(node, found)
        elif isinstance(lowering, Anchor):
            order = preferred(node)
        if order is not None:
            found.update({v: order for v in node.outputs if v.type.ndim == len(order)})
    return found


def preferred(anchor: Node) -> Order | None:
    """The order in which a template writes its result, when it is not the natural one."""
    from ..templates.registry import template  # many files, not needed by most programs

    prefers = getattr(template(anchor), "order", None)
    order: Order | None = None if prefers is None else prefers(anchor)
    return order


def _first(node: Node, found: Mapping[Value, Order]) -> Order | None:
    rank = node.outputs[0].type.ndim
    for operand in node.operands:
        if operand in found and operand.type.ndim == rank:
            return found[operand]
    return None


def _order(strided: Strided) -> Order | None:
    """The order of dense strides; of others, that with the axis of neighbours innermost. None is the natural one."""
    order = order_of(strided)
    if order is not None:
        return order
    axes = [i for i, n in enumerate(strided.shape) if not _is(n, 1)]
    near = [i for i in axes if _is(strided.strides[i], 1)]
    if len(near) != 1 or near[0] == axes[-1] or any(_is(strided.strides[i], 0) for i in axes):
        return None
    return (*[i for i in range(len(strided.shape)) if i != near[0]], near[0])


def _is(x: Dim, number: int) -> bool:
    return isinstance(x, int) and x == number


def walk_of(node: Node, found: Mapping[Value, Order]) -> Walk | None:
    """How a fold walks its operand; None for any way."""
    operand = node.operands[0]
    lowering = node.op.lowering
    assert isinstance(lowering, Reduction)
    if lowering.positional or not operand.type.dtype.is_inexact:
        return None
    shape, axes = operand.type.shape, node.params["axes"]
    order = found.get(operand, range(len(shape)))
    wide = [i for i in order if not _is(shape[i], 1)]
    return Walk(tuple([i for i in wide if i in axes]), bool(wide) and wide[-1] in axes)
