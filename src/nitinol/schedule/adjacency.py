"""Along which axis of an expression the elements that it reads are adjacent in memory.

Coordinates of the expression are followed down to what lies in memory as linear forms: how far one step
along each axis moves. What divides or looks up its coordinates ends that search for its operand.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..base.sizes import Dim, product
from ..ir.graph import Value
from ..ir.op import Movement, Pointwise, Read, Strided


class Linear:
    """A coordinate as multiples of the axes of the expression; its constant part does not matter."""

    __slots__ = ("steps",)

    def __init__(self, steps: Mapping[int, Dim]) -> None:
        self.steps = dict(steps)

    def __add__(self, other: Any) -> Linear:
        if not isinstance(other, Linear):
            return self
        keys = self.steps.keys() | other.steps.keys()
        return Linear({a: self.steps.get(a, 0) + other.steps.get(a, 0) for a in keys})

    __radd__ = __add__

    def __neg__(self) -> Linear:
        return self * -1

    def __sub__(self, other: Any) -> Linear:
        return self + (-other if isinstance(other, Linear) else 0)

    def __rsub__(self, other: Any) -> Linear:
        return -self

    def __mul__(self, other: Any) -> Linear:
        if isinstance(other, Linear):
            return Linear({})
        return Linear({a: s * other for a, s in self.steps.items()})

    __rmul__ = __mul__

    def clamp(self, low: Dim, high: Dim) -> Linear:
        return self

    def __floordiv__(self, other: Any) -> Linear:
        return Linear({})

    __mod__ = __floordiv__


def adjacent_axis(
    value: Value, leaves: Collection[Value], memory: Mapping[Value, Strided]
) -> int | None:
    """The axis of `value` along which most of the `leaves` that it reads have stride 1."""
    votes = [0] * value.type.ndim
    for leaf, axis in adjacent_reads(value, leaves, memory):
        size = product(leaf.type.shape)
        votes[axis] += size if isinstance(size, int) else 1 << leaf.type.ndim
    return max(range(len(votes)), key=votes.__getitem__) if any(votes) else None


def adjacent_reads(
    value: Value,
    leaves: Collection[Value],
    memory: Mapping[Value, Strided],
    apart: Collection[Value] = (),
) -> list[tuple[Value, int]]:
    """Which of `leaves` the expression `value` reads side by side, and along which of its axes.

    What only values in `apart` read does not count.
    """
    found: list[tuple[Value, int]] = []
    ndim = value.type.ndim
    todo = [(value, tuple(Linear({i: 1}) for i in range(ndim)))]
    seen: set[Value] = set()
    while todo:
        v, coords = todo.pop()
        if v in seen or v in apart or v.is_constant:
            continue
        seen.add(v)
        if v in leaves:
            for axis in range(ndim):
                move: Dim = 0
                for c, stride in zip(coords, memory[v].strides, strict=True):
                    move = move + c.steps.get(axis, 0) * stride
                if isinstance(move, int) and abs(move) == 1:
                    found.append((v, axis))
            continue
        node = v.node
        if node is None:
            continue
        lowering = node.op.lowering
        if isinstance(lowering, Movement):
            operand = node.operands[0]
            moved = lowering.index(coords, operand.type, v.type, **node.params)
            todo.append((operand, tuple(c if isinstance(c, Linear) else Linear({}) for c in moved)))
            continue
        if not isinstance(lowering, (Pointwise, Read)):
            continue  # a fold of other axes
        for operand in node.operands:
            if operand.type.ndim == len(coords):
                todo.append((operand, coords))
    return found
