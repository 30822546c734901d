"""What the kernels of a loop compute once, before it: packed weights, and the like.

An operand of an anchor is *steady* when it is a view of what the loop's body is given unchanged in every round.
Templates that gain by it have a plan with phases `before` (`Template.lasting`); the blocks that these fill are kept
until the loop is over.
"""

from __future__ import annotations

from collections.abc import Collection

from ..base import dtypes as dt
from ..base.record import record
from ..ir.graph import Value
from ..ir.loop import Group, resolve
from ..ir.op import Type
from ..templates.anchor import Plan
from ..templates.registry import template
from .scheduled import Scheduled


@record()
class Kept:
    """A group's plan, and a value for the address of each block that is kept."""

    plan: Plan
    blocks: dict[str, Value]


def lasting_plans(s: Scheduled, constants: Collection[Value]) -> dict[Group, Plan]:
    """The groups of a body that compute something before the loop, and how. `constants`: inputs that stay."""
    found = {}
    for group in s.groups:
        node = group.anchor
        if node is None or group.kind == "region":
            continue
        found_at = [_lies(s, group, value) for value in node.operands]
        steady = tuple([base is not None and base in constants for base in found_at])
        plan = template(node).lasting(node, steady) if any(steady) else None
        if plan is not None:
            found[group] = plan
    return found


def _lies(s: Scheduled, group: Group, value: Value) -> Value | None:
    """What an operand is a view of."""
    found = resolve(value, lambda v: s.memory[v] if v in group.reads else None)
    return None if found is None else found[0]


def block() -> Value:
    """A place in a frame for the address of a block."""
    return Value(Type(dt.uint8, (0,)), None, 0)


__all__ = ["Kept", "block", "lasting_plans"]
