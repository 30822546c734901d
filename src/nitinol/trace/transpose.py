"""Transposition: a linear program run backwards, from cotangents of its results to those of its
inputs.

Each operation's `transpose` rule gives the cotangents of the operands it is linear in;
contributions to one value are added up in the order of the backward walk, those of one composite operation
first among themselves: so a program of many operations adds up as the tape does, which has the derivative of each
operation as a whole. The rules apply ordinary operations, so the walk computes at once when cotangents and residuals
are tensors, and is recorded when an outer level traces. The convention of cotangents of complex values stands in
`primitives`.
"""

from __future__ import annotations

from .array import Array
from .bind import active
from .jvp import VERIFY, verify_match
from .linearize import LinearNode, LinearProgram
from .primitives import accumulate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


def transpose(
    program: LinearProgram, cotangents: Sequence[Array | None], *, consume: bool = False
) -> list[Array | None]:
    """The cotangents of all inputs of `program`; None where they are zero or not wanted.

    `consume` lets go of each step's residuals as soon as they are used; the program is then empty.
    """
    values: dict[int, _Sum] = {}
    for number, c in zip(program.outputs, cotangents, strict=True):
        if number is not None and c is not None:
            values.setdefault(number, _Sum()).add(c, None)
    nodes = program.nodes
    before = active.origin
    try:
        _walk(nodes, values, before, consume)
    finally:
        active.origin = before
    return [values[n].whole() if n is not None and n in values else None for n in program.inputs]


class _Sum:
    """The contributions to one cotangent so far: `part` of them by the operation `call`, and those before."""

    __slots__ = ("before", "call", "part")

    def __init__(self) -> None:
        self.before: Any = None
        self.part: Any = None
        self.call: Any = None

    def add(self, c: Any, call: Any) -> None:
        if call is not None and call is self.call:
            self.part = accumulate(self.part, c)
            return
        if self.part is not None:
            self.before = self.whole()
        self.part, self.call = c, call

    def whole(self) -> Any:
        return accumulate(self.before, self.part)


def _walk(nodes: list[LinearNode], values: dict[int, _Sum], outside: Any, consume: bool) -> None:
    """From the last node to the first; `values` are the cotangents by number."""
    position = len(nodes)
    while position:
        position -= 1
        node = nodes[position]
        if consume:
            nodes.pop()
        op = node.op
        if op.multiple:
            found = [values.pop(node.first + i, None) for i in range(len(node.types))]
            given: Any = tuple([None if s is None else s.whole() for s in found])
            if all(c is None for c in given):
                continue
        else:
            total = values.pop(node.first, None)
            if total is None:
                continue
            given = total.whole()
        assert op.transpose is not None
        active.origin = node.place or outside  # errors name the line of the forward operation
        results = op.transpose(given, *node.operands, **node.params)
        for source, operand, c in zip(node.sources, node.operands, results, strict=True):
            if source >= 0 and c is not None:
                if VERIFY:
                    verify_match(f"the transpose rule of {op}", operand.type, c)
                sums = values.get(source)
                if sums is None:
                    sums = values[source] = _Sum()
                sums.add(c, node.call)
