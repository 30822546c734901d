"""State of which a compiled function changes some places: `table[rows] = values` in a step.

The new value of such a tensor is one `scatter` into the old one. It needs no results of the tensor's size: the program
gives what is written and where, and when it has run that is written into the tensor's memory. An optimizer that
steps in the rows of an embedding that were read costs as much as they are.

Where the memory is shared (a view, the tape, an export), the tensor gets new memory, as with `x[key] = value`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..base.record import record
from ..core import is_shared, set_grad_enabled
from ..ir.graph import Value
from ..ops.indexing import gather_at, scatter_at
from ..trace.composite import Composite, composite
from ..trace.stage import stop_gradient
from .evaluate import evaluator

Tensor = Any


@record(frozen=True)
class Places:
    """How results of a program are written: parameters of `scatter`, and how many vectors of indices there are."""

    spec: tuple[int, ...]
    index_dims: tuple[int, ...]
    mode: str
    unique: bool
    indices: int

    def write(self, x: Any, updates: Any, indices: Sequence[Any]) -> None:
        """Write into `x`, in place where its memory is its own."""
        before = set_grad_enabled(False)
        try:
            # Raises for places that there are not, before any is written.
            gather_at(x, indices, self.spec, self.index_dims)
            alone = not is_shared(x) and x._layout.contiguous
            alone = alone and x._storage.owner is None and x._storage.writable
            params = (self.spec, self.index_dims, self.mode, self.unique)
            if alone and evaluator.into(_composite, [x, updates, list(indices), *params]):
                return
            made = scatter_at(x, updates, indices, *params)
            x._storage, x._address, x._layout = made._storage, made._address, made._layout
        finally:
            set_grad_enabled(before)


@composite
def written(
    x: Tensor,
    updates: Tensor,
    indices: Sequence[Tensor],
    spec: tuple[int, ...],
    index_dims: tuple[int, ...],
    mode: str,
    unique: bool,
) -> Tensor:
    """`scatter_at` as one operation."""
    return scatter_at(x, updates, indices, spec, index_dims, mode, unique)


_composite: Composite = written.__wrapped__.__self__  # type: ignore[attr-defined]


def split(value: Value, old: Value | None) -> tuple[Places, list[Value]] | None:
    """(how, [what is written, where]) for a new value that is the old one with other elements in some places."""
    node = value.node
    if old is None or node is None or node.op.name != "scatter":
        return None
    if _itself(node.operands[0]) is not old:
        return None
    parts = list(node.operands[1:])
    if any(v.is_constant or _itself(v) is old for v in parts):
        return None
    p = node.params
    how = Places(p["spec"], p["index_dims"], p["mode"], p["unique"], len(parts) - 1)
    return how, parts


def _itself(value: Value) -> Value:
    """What a value is without its history."""
    while value.node is not None and value.node.op is stop_gradient:
        value = value.node.operands[0]
    return value
