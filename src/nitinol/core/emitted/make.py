# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""Making tensor objects, and freeing them.

Tensors of the result type are made and freed all the time, so the memory of some is kept. What
is kept is an object whose fields are released, which the collector does not see and which still
counts as an instance of its type.
"""

from __future__ import annotations

from typing import Final

from ...native import i64, likely, null, ptr, unlikely
from .cpython import (
    Object,
    PyObject_ClearWeakRefs,
    PyObject_GC_Track,
    PyObject_GC_UnTrack,
    PyType_GenericAlloc,
    core,
    drop,
    free_object,
    keep,
)
from .objects import Node, Storage, Tensor, result_type, simple_result
from .storage import drop_storage

KEPT: Final = 256

kept: Final = core.variable("kept_tensors", ptr[Tensor])  # linked by `weakrefs`
kept_count: Final = core.variable("kept_count", i64)


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
    made = kept[0]
    if likely(made and type == result_type[0]):
        kept[0] = ptr[Tensor](ptr(made.weakrefs))
        kept_count[0] -= 1
        made.refcount = 1
        made.weakrefs = null
    else:
        made = ptr[Tensor](PyType_GenericAlloc(type, 0))
        if unlikely(not made):
            drop_storage(storage)
            return null
        PyObject_GC_UnTrack(made)  # until all is in place
    made.storage = storage
    made.address = address
    keep(layout)
    made.layout = layout
    if node:
        keep(node)
    made.node = node
    made.output = output
    PyObject_GC_Track(made)
    return made


@core.function
def tensor_dealloc(tensor: ptr[Tensor]) -> None:
    PyObject_GC_UnTrack(tensor)
    if unlikely(tensor.weakrefs):
        PyObject_ClearWeakRefs(tensor)
    storage, layout, node = tensor.storage, tensor.layout, tensor.node
    if likely(tensor.type == result_type[0] and simple_result[0] != 0 and kept_count[0] < KEPT):
        tensor.weakrefs = ptr[Object](ptr(kept[0]))
        kept[0] = tensor
        kept_count[0] += 1
    else:
        free_object(tensor)
    if storage:
        drop_storage(storage)
    if layout:
        drop(layout)
    if node:
        drop(node)


@core.function
def free_kept() -> None:
    """Free what is kept, since the result type is about to change."""
    while kept[0]:
        tensor = kept[0]
        kept[0] = ptr[Tensor](ptr(tensor.weakrefs))
        kept_count[0] -= 1
        tensor.weakrefs = null
        free_object(tensor)
