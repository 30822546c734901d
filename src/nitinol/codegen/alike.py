"""What a group is, apart from which values it works on: groups that look alike have the same code.

The layers of a network that are alike give groups that are alike. `looks` describes a group by numbers for its values,
in the order in which a walk from its nodes to what they read meets them; so of twelve equal kernels one is written.
Whatever decides the code has to be in it: operations with their parameters, types, where values lie in memory, which of
them are members, stored, pulled, or read.

Groups of point-wise work over dense values differ in their number of elements alone, if in anything. `looks_of_line`
describes one of these without that number, which their common code is told (`codegen.bundles`).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from ..ir.graph import Node, Value, bottom_up, exact_params
from ..ir.loop import Group, Nest
from ..ir.op import Pointwise, Strided


def looks(
    group: Group, memory: Mapping[Value, Strided], orders: Mapping[Value, tuple[int, ...]]
) -> Hashable:
    """Equal for groups whose kernels are the same."""
    numbers: dict[Value, int] = {}
    said: list[Any] = []

    def known(value: Value) -> None:
        """Describe a value that has no description yet, after all below it."""
        if value in numbers:
            return
        todo = [value]
        while todo:
            v = todo[-1]
            if v in numbers:
                todo.pop()
                continue
            node = v.node
            if v in group.reads or node is None:
                said.append((repr(v.number), v.type, memory.get(v), orders.get(v)))
                numbers[v] = len(numbers)
                todo.pop()
                continue
            below = [x for x in node.operands if x not in numbers]
            if below:
                todo += reversed(below)
                continue
            todo.pop()
            describe(node)

    def describe(node: Node) -> None:
        below = tuple([numbers[v] for v in node.operands])
        said.append((node.op, _exact(node), below))
        for v in node.outputs:
            said.append((v.type, memory.get(v), orders.get(v)))
            numbers.setdefault(v, len(numbers))

    def of(nodes: list[Node]) -> tuple[Any, ...]:
        for node in nodes:
            for v in node.outputs:
                known(v)
                if v in group.reads:  # another group's, but a member all the same
                    for x in node.operands:
                        known(x)
        return tuple([tuple([numbers[v] for v in n.outputs]) for n in nodes])

    before, own = of(group.prologue), of(group.nodes)
    for v in group.stores:
        known(v)
    return (
        group.kind, group.shape, group.axes, group.walk, before, own, tuple(said),
        tuple([numbers[v] for v in group.stores]),
        None if group.anchor is None else tuple([numbers[v] for v in group.anchor.outputs]),
        *[frozenset([numbers.get(v, -1) for v in part])
          for part in (group.pulled, group.full, group.row, group.reads)],
    )  # fmt: skip


def _exact(node: Node) -> Hashable:
    """The parameters of a node, as what tells it from others."""
    if node.exact is None:
        node.exact = exact_params(node.params)
    return node.exact


def looks_of_line(
    group: Group,
    nest: Nest,
    memory: Mapping[Value, Strided],
    orders: Mapping[Value, tuple[int, ...]],
) -> tuple[Hashable, list[Value]] | None:
    """What a group is whose loops are one, apart from how long that is; and its values in memory, in the order in
    which this is said: those of equal groups correspond. None for other groups.
    """
    if group.kind != "loop" or not nest.flat or len(nest.axes) != 1 or nest.beside:
        return None
    if not group.nodes or not all(isinstance(n.op.lowering, Pointwise) for n in group.nodes):
        return None
    numbers: dict[Value, int] = {}
    places: dict[Value, None] = {}
    said: list[Any] = []

    def place(value: Value) -> int:
        places[value] = None
        return list(places).index(value)

    def below(v: Value) -> Sequence[Value]:
        return () if v in group.reads or v.node is None else v.node.operands

    def scalar(value: Value) -> int:
        """The number of a scalar, which is described with all that it is computed from."""
        for v in bottom_up(value, below, numbers):
            if v in group.reads or v.node is None:
                where = place(v) if v in group.reads else -1
                said.append((repr(v.number), v.type, where, memory.get(v), orders.get(v)))
            else:
                parts = tuple([numbers[x] for x in v.node.operands])
                said.append((v.node.op, _exact(v.node), parts, v.type, v.index))
            numbers[v] = len(numbers)
        return numbers[value]

    for node in group.nodes:
        for x in node.operands:
            if x not in numbers:
                access = nest.full.get(x)
                if access is not None:
                    where = place(access.base), access.strides, access.offset
                    said.append((where, x.type.dtype, x.type.weak))
                elif x in nest.links:
                    said.append((scalar(nest.links[x]), x.type.dtype, x.type.weak))
                elif x.is_constant and not x.type.shape:
                    said.append((repr(x.number), x.type))
                else:
                    return None
                numbers[x] = len(numbers)
        said.append((node.op, _exact(node), tuple([numbers[x] for x in node.operands])))
        for v in node.outputs:
            said.append((v.type.dtype, v.type.weak))
            numbers[v] = len(numbers)
    stores = tuple([(numbers[v], nest.stores[v]) for v in group.stores])
    return (tuple(said), stores), [*places, *group.stores]


__all__ = ["looks", "looks_of_line"]
