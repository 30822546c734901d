"""Whether a mask is causal: true where the last coordinate is at most the last but one.

A mask that a program makes of positions (`arange(n)[None, :] <= arange(n)[:, None]`, `tril`) is a comparison of two
*forms*: sums of coordinates times whole numbers, and a number. Forms are read off the graph; anything else is no
form. No element is computed, so sizes may be open.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..base.sizes import Dim
from ..ir.graph import Node, Value
from ..ops.families import primitives


class Form(NamedTuple):
    """Σ factors[axis] · coordinate + number; axes without a factor do not count."""

    factors: dict[int, int]
    number: int

    def plus(self, other: Form, sign: int = 1) -> Form:
        """The sum, or with sign −1 the difference."""
        factors = dict(self.factors)
        for axis, factor in other.factors.items():
            factors[axis] = factors.get(axis, 0) + sign * factor
        return Form({a: f for a, f in factors.items() if f}, self.number + sign * other.number)

    def times(self, number: int) -> Form:
        factors = {a: f * number for a, f in self.factors.items() if number}
        return Form(factors, self.number * number)

    def moved(self, places: dict[int, int]) -> Form | None:
        """With other axes; None where one that counts has no place."""
        if not self.factors.keys() <= places.keys():
            return None
        return Form({places[a]: f for a, f in self.factors.items()}, self.number)


def is_causal(mask: Value, hides: bool) -> bool:
    """Whether a mask shows (or hides) just the keys up to (behind) the query; keys are its last axis."""
    shown = _shown(mask)
    if shown is None:
        return False
    if hides:  # not (form ≥ 0) is −form − 1 ≥ 0
        shown = Form({}, -1).plus(shown, -1)
    last = len(mask.type.shape) - 1
    return shown == Form({last - 1: 1, last: -1}, 0)


def _shown(mask: Value) -> Form | None:
    """The form that is at least 0 where the mask is true."""
    node = mask.node
    if node is None:
        return None
    name = node.op.name
    if node.op is not primitives.get(name):
        return None
    if name in ("less_equal", "less", "greater_equal", "greater"):
        low, high = (_form(x) for x in node.operands)
        if low is None or high is None:
            return None
        if name.startswith("greater"):
            low, high = high, low
        gap = high.plus(low, -1)
        return gap if name.endswith("equal") else gap.plus(Form({}, -1))
    if name == "where":
        yes, no = (_truth(x) for x in node.operands[1:])
        return _shown(node.operands[0]) if yes is True and no is False else None
    if name in ("equal", "not_equal"):
        return _chosen(node, name == "equal")
    if name == "logical_not":
        inner = _shown(node.operands[0])
        return None if inner is None else Form({}, -1).plus(inner, -1)
    places = _places(node)
    inner = None if places is None else _shown(node.operands[0])
    return None if inner is None or places is None else inner.moved(places)


def _chosen(node: Node, equal: bool) -> Form | None:
    """Of `where(condition, number, number) == number`, as `tril(ones) == 0` is."""
    for x, y in (node.operands, node.operands[::-1]):
        chosen = x.node
        if chosen is None or chosen.op is not primitives.get("where"):
            continue
        wanted, yes, no = (_number(v) for v in (y, *chosen.operands[1:]))
        if None in (wanted, yes, no) or (yes == wanted) == (no == wanted):
            return None
        shown = _shown(chosen.operands[0])
        if shown is None or (yes == wanted) == equal:
            return shown
        return Form({}, -1).plus(shown, -1)
    return None


def _number(value: Value) -> complex | None:
    """The number that a value repeats."""
    while value.node is not None and value.node.op is primitives["broadcast_to"]:
        value = value.node.operands[0]
    return value.number


def _truth(value: Value) -> bool | None:
    """Of a constant, whether it is true."""
    number = _number(value)
    return None if number is None else bool(number)


def _form(value: Value) -> Form | None:
    if value.number is not None:
        whole = isinstance(value.number, int)
        return Form({}, int(value.number.real)) if whole else None
    node = value.node
    if (
        node is None
        or node.op is not primitives.get(node.op.name)
        or not value.type.dtype.is_integer
    ):
        return None
    name = node.op.name
    if name == "iota":
        return Form({node.params["axis"]: 1}, 0)
    if name == "cast":
        return _form(node.operands[0])
    if name in ("add", "subtract", "multiply"):
        a, b = (_form(x) for x in node.operands)
        if a is None or b is None:
            return None
        if name != "multiply":
            return a.plus(b, 1 if name == "add" else -1)
        if a.factors and b.factors:
            return None
        return b.times(a.number) if not a.factors else a.times(b.number)
    places = _places(node)
    inner = None if places is None else _form(node.operands[0])
    return None if inner is None or places is None else inner.moved(places)


def _places(node: Node) -> dict[int, int] | None:
    """Where the axes of its operand are in the result of a movement that does not mix them."""
    name = node.op.name
    if name == "broadcast_to":
        return dict(enumerate(node.params["axes"]))
    if name == "permute":
        return {a: i for i, a in enumerate(node.params["perm"])}
    if name == "reshape":
        given, made = (_wide(x.type.shape) for x in (node.operands[0], node.outputs[0]))
        if [s for _, s in given] == [s for _, s in made]:
            return {a: b for (a, _), (b, _) in zip(given, made, strict=True)}
    return None


def _wide(shape: Sequence[Dim]) -> list[tuple[int, Dim]]:
    return [(i, s) for i, s in enumerate(shape) if s != 1]
