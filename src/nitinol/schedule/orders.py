"""In which order the axes of stored values lie in memory.

A value's order lists its axes from the outermost to the one whose neighbours are adjacent; the
natural order is 0, 1, 2, …. Some templates write their result best in another order
(convolutions: channels last), and what is computed from such a value at the same places follows
it (`layouts`), so that a whole network keeps one order between its anchors. Results of the program keep the
natural order unless they may come out as they are.

An order is given up when something needs a view of the value that its strides cannot express.
"""

from __future__ import annotations

from ..base.sizes import Dim, same
from ..ir.graph import Graph, Value
from ..ir.loop import Group, resolve
from ..ir.op import Strided

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Order = tuple[int, ...]


def ordered_strides(shape: Sequence[Dim], order: Sequence[int]) -> tuple[Dim, ...]:
    """Strides of a dense value whose axes lie in this order.

    >>> ordered_strides((2, 3, 4), (0, 2, 1))
    (12, 1, 3)
    """
    strides: list[Dim] = [1] * len(shape)
    step: Dim = 1
    for axis in reversed(order):
        strides[axis] = step
        step = step * shape[axis]
    return tuple(strides)


def order_of(strided: Strided) -> Order | None:
    """The order in which these strides are dense, when it is not the natural one."""
    n = len(strided.shape)
    left = [
        i for i in range(n) if not (isinstance(strided.shape[i], int) and strided.shape[i] == 1)
    ]
    found: list[int] = []
    step: Dim = 1
    while left:
        fitting = [i for i in left if same(strided.strides[i], step) is True]
        if len(fitting) != 1:
            return None
        axis = fitting[0]
        found.append(axis)
        left.remove(axis)
        step = step * strided.shape[axis]
    if found == sorted(found, reverse=True):
        return None
    single = [i for i in range(n) if i not in found]
    return (*single, *reversed(found))


def assign_orders(
    graph: Graph,
    groups: Sequence[Group],
    memory: dict[Value, Strided],
    layouts: Mapping[Value, Order],
    fixed: Iterable[Value],
) -> dict[Value, Order]:
    """Choose orders for stored values and write their strides into `memory`; the orders chosen.

    Values lie as `layouts` says, those of an anchor's group like its own result. `fixed` keep the natural order.
    """
    kept = set(fixed)
    orders: dict[Value, Order] = {}
    for value in graph.inputs:
        order = order_of(memory[value])
        if order is not None:
            orders[value] = order
    for group in groups:
        for value in group.stores:
            maker = group.anchor.outputs[0] if group.anchor is not None else value
            order = layouts.get(maker)
            if order is None or value in kept or value not in group.full:
                continue
            if value.type.ndim != len(order):
                continue
            natural = memory[value]
            memory[value] = Strided(natural.shape, ordered_strides(natural.shape, order))
            if _views_work(value, graph, groups, memory):
                orders[value] = order
            else:
                memory[value] = natural
    return orders


def _views_work(
    value: Value, graph: Graph, groups: Sequence[Group], memory: Mapping[Value, Strided]
) -> bool:
    """Whether all that must be a view of memory still is."""
    for group in groups:
        if group.anchor is not None and value in group.reads:
            read = {v: memory[v] for v in group.reads}
            for operand in group.anchor.operands:
                if operand not in group.pulled and resolve(operand, read.get) is None:
                    return False
    return all(resolve(v, memory.get) is not None for v in graph.outputs)
