"""Transposition: a linear program run backwards, from cotangents of its results to those of its
inputs.

Each operation's `transpose` rule gives the cotangents of the operands it is linear in;
contributions to one value are added up in the order of the backward walk. The rules apply
ordinary operations, so the walk computes at once when cotangents and residuals are tensors, and
is recorded when an outer level traces. The convention of cotangents of complex values stands in
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
    values: dict[int, Any] = {}
    for number, c in zip(program.outputs, cotangents, strict=True):
        if number is not None and c is not None:
            values[number] = accumulate(values.get(number), c)
    nodes = program.nodes
    before = active.origin
    try:
        _walk(nodes, values, before, consume)
    finally:
        active.origin = before
    return [None if n is None else values.get(n) for n in program.inputs]


def _walk(nodes: list[LinearNode], values: dict[int, Any], outside: Any, consume: bool) -> None:
    """From the last node to the first; `values` are the cotangents by number."""
    position = len(nodes)
    while position:
        position -= 1
        node = nodes[position]
        if consume:
            nodes.pop()
        op = node.op
        if op.multiple:
            given: Any = tuple([values.pop(node.first + i, None) for i in range(len(node.types))])
            if all(c is None for c in given):
                continue
        else:
            given = values.pop(node.first, None)
            if given is None:
                continue
        assert op.transpose is not None
        active.origin = node.place or outside  # errors name the line of the forward operation
        results = op.transpose(given, *node.operands, **node.params)
        for source, operand, c in zip(node.sources, node.operands, results, strict=True):
            if source >= 0 and c is not None:
                if VERIFY:
                    verify_match(f"the transpose rule of {op}", operand.type, c)
                values[source] = accumulate(values.get(source), c)
