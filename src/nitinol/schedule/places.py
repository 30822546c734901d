"""Where a value is read, as far as movements tell: whether a reader needs an element at its own place."""

from __future__ import annotations

from typing import Any

from ..ir.graph import Value
from ..ir.op import Movement


class _OpaqueError(Exception):
    """A movement computed with a coordinate, so it does more than rearrange axes."""


class Mark:
    """A coordinate that can only be handed on."""

    def _refuse(self, *_: Any) -> Any:
        raise _OpaqueError

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _refuse
    __floordiv__ = __mod__ = __neg__ = _refuse
    clamp = compare = _refuse


def follow(value: Value, coords: tuple[Any, ...]) -> tuple[Value, tuple[Any, ...]] | None:
    """Through movements that only rearrange axes, the value below and its coordinates; else None."""
    while value.node is not None and isinstance(value.node.op.lowering, Movement):
        operand = value.node.operands[0]
        try:
            coords = tuple(
                value.node.op.lowering.index(coords, operand.type, value.type, **value.node.params)
            )
        except _OpaqueError:
            return None
        value = operand
    return value, coords
