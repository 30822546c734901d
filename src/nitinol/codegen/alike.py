"""What a group is, apart from which values it works on: groups that look alike have the same code.

The layers of a network that are alike give groups that are alike. `looks` describes a group by numbers for its values,
in the order in which a walk from its nodes to what they read meets them; so of twelve equal kernels one is written.
Whatever decides the code has to be in it: operations with their parameters, types, where values lie in memory, which of
them are members, stored, pulled, or read.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from ..ir.graph import Node, Value, exact_params
from ..ir.loop import Group
from ..ir.op import Strided


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
        exact = node.exact
        if exact is None:
            exact = node.exact = exact_params(node.params)
        below = tuple([numbers[v] for v in node.operands])
        said.append((node.op, exact, below))
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
        group.kind, group.shape, group.axes, before, own, tuple(said),
        tuple([numbers[v] for v in group.stores]),
        None if group.anchor is None else tuple([numbers[v] for v in group.anchor.outputs]),
        *[frozenset([numbers.get(v, -1) for v in part])
          for part in (group.pulled, group.full, group.row, group.reads)],
    )  # fmt: skip


__all__ = ["looks"]
