"""States of folds as vectors, one or several for each fold, and as the values that loops carry."""

from __future__ import annotations

from collections.abc import Sequence

from ..base.errors import CompileError
from ..ir.graph import Node
from ..ir.op import Reduction
from .vectors import Vec

State = tuple[Vec, ...]
States = list[State]


def components(states: States) -> list[Vec]:
    return [v for state in states for v in state]


def regroup(vectors: Sequence[Vec], like: States) -> States:
    source = iter(vectors)
    return [tuple(next(source) for _ in state) for state in like]


def fold_of(node: Node) -> Reduction:
    lowering = node.op.lowering
    if not isinstance(lowering, Reduction):
        raise CompileError(f"{node.op} stands among the reductions of a row")
    return lowering


def state_types(states: States) -> list[tuple[str, str]]:
    """Carried values: the type and the name of each part of each state."""
    carried: list[tuple[str, str]] = []
    for state in states:
        for v in state:
            carried.append((v.type, v.name))
            if v.imag is not None:
                carried.append((v.type, v.imag))
    return carried


def pack(states: States) -> list[str]:
    return [name for _, name in state_types(states)]


def unpack(names: Sequence[str], like: States) -> States:
    source = iter(names)
    result: States = []
    for state in like:
        parts = []
        for v in state:
            name = next(source)
            imag = next(source) if v.imag is not None else None
            parts.append(Vec(name, v.dtype, v.lanes, imag))
        result.append(tuple(parts))
    return result
