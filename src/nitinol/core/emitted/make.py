# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""`new_tensor`: the one place where tensor objects are made."""

from __future__ import annotations

from ...native import i64, null, ptr, unlikely
from .cpython import Object, PyType_GenericAlloc, core, drop, keep
from .objects import Node, Storage, Tensor


@core.function(inline=True)
def new_tensor(
    type: ptr[Object],
    storage: ptr[Storage],
    address: i64,
    layout: ptr[Object],
    node: ptr[Node],
    output: i64,
) -> ptr[Object]:
    """A tensor that takes over the caller's reference to `storage`; null with an exception set on
    failure."""
    made = ptr[Tensor](PyType_GenericAlloc(type, 0))
    if unlikely(not made):
        drop(storage)
        return null
    made.storage = storage
    made.address = address
    keep(layout)
    made.layout = layout
    if node:
        keep(node)
        made.node = node
        made.output = output
    return made
