"""What a loop may write in place: carries of which a round changes elements.

A round of a loop reads the old carry and makes the new one, in another buffer. `c[i] = v` makes it
by a `scatter`, which copies all of its operand first, unless the result lies where the operand
does. So when the new carry is the old one with some updates applied, and nothing reads the old one
after that, both may be one buffer, and a round costs what it changes.

`updated` finds such chains of updates; they may go over temporaries (`c[i] = v; c[j] = w`), which then
lie in that buffer, too.
"""

from __future__ import annotations

from ..ir.graph import Node, Value
from ..ir.loop import Group, resolve
from ..ir.op import Anchor, Strided
from .scheduled import Scheduled


def updated(s: Scheduled, old: Value, new: Value) -> list[Value] | None:
    """The values from `new` down to the first update of `old`, if all may lie where `old` does."""
    writers = {v: i for i, group in enumerate(s.groups) for v in group.stores}
    chain: list[Value] = []
    while new is not old:
        place = writers.get(new)
        if place is None:
            return None
        group = s.groups[place]
        base = _base(s, group, new)
        if base is None or (base is not old and base not in s.temporaries):
            return None
        if any(base in later.reads for later in s.groups[place + 1 :]):
            return None
        chain.append(new)
        new = base
    return chain


def _base(s: Scheduled, group: Group, new: Value) -> Value | None:
    """What a group updates to get `new`, when that is all it does."""
    node = group.anchor
    if node is None or not _scatters(node) or group.nodes != [node] or group.stores != [new]:
        return None
    if group.pulled:
        return None

    def place(value: Value) -> tuple[Value, Strided] | None:
        return resolve(value, lambda v: s.memory[v] if v in group.reads else None)

    found = place(node.operands[0])
    if found is None or found[1] != s.memory[new]:
        return None
    base = found[0]
    others = [place(v) for v in node.operands[1:]]
    return None if any(o is None or o[0] is base for o in others) else base


def _scatters(node: Node) -> bool:
    """Whether a node is a scatter that works in its result: sums of half-width floats do not."""
    lowering = node.op.lowering
    if not isinstance(lowering, Anchor) or lowering.template != "scatter":
        return False
    dtype = node.operands[0].type.dtype
    half = dtype.is_floating and dtype.itemsize == 2
    return not (half and node.params["mode"] == "add")


__all__ = ["updated"]
