# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""`Storage`, native: the memory that tensors share.

A storage of up to `SMALL` bytes is one block of the allocator: 64 bytes of `Storage` and, behind
it, the memory, so both are 64-byte aligned and making one is one step. Larger memory is a block
of its own.
"""

from __future__ import annotations

from typing import Final

from ...native import i32, i64, null, ptr, sizeof, stack, u64, unlikely
from .. import memory
from .cpython import (
    DISALLOW_INSTANTIATION,
    LOW,
    TP_DEALLOC,
    TP_DOC,
    TP_GETSET,
    TP_REPR,
    GetSetDef,
    Object,
    Py_DecRef,
    Py_IncRef,
    PyBool_FromLong,
    PyErr_Format,
    PyLong_FromLongLong,
    PyUnicode_FromFormat,
    TypeSlot,
    core,
    memory_error,
    new_reference,
    none,
)
from .objects import Storage, storage_type
from .types import make_type, put_getset, put_slot

SMALL: Final = 4096  # the most that lies behind the object

getset: Final = core.variable("storage_getset", GetSetDef, 5)


@core.function
def no_memory(nbytes: i64) -> ptr[Storage]:
    PyErr_Format(
        memory_error[0],
        "no memory for a tensor of %lld bytes; use smaller or fewer tensors",
        nbytes,
    )
    return null


@core.function(inline=True)
def take_block(nbytes: i64) -> ptr[Storage]:
    """A storage object without content, with `nbytes` behind it; null when there is no memory."""
    number = memory.size_class(u64(nbytes + sizeof(Storage)))
    block = memory.gil_allocate_class(number)
    if unlikely(not block):
        return null
    made = ptr[Storage](block)
    made.refcount = 1
    made.type = storage_type[0]  # not counted: this type lives as long as the process
    made.owner = null
    made.room = 0
    made.block = number
    made.writable = 1
    return made


@core.function
def new_large_storage(nbytes: i64) -> ptr[Storage]:
    room = memory.size_class(u64(nbytes))
    if nbytes < 0 or room == 0:
        return no_memory(nbytes)
    data = memory.gil_allocate_class(room)
    if not data:
        return no_memory(nbytes)
    made = take_block(0)
    if not made:
        memory.gil_release(data, room)
        return no_memory(nbytes)
    made.address = i64(data)
    made.nbytes = nbytes
    made.room = room
    return made


@core.function(inline=True)
def new_storage(nbytes: i64) -> ptr[Storage]:
    """A new storage; null, with MemoryError set, when there is no memory."""
    if unlikely(u64(nbytes) > SMALL):
        return new_large_storage(nbytes)
    made = take_block(nbytes)
    if unlikely(not made):
        return no_memory(nbytes)
    made.address = i64(ptr(made)) + sizeof(Storage)
    made.nbytes = nbytes
    return made


@core.function
def storage_dealloc(storage: ptr[Storage]) -> None:
    if storage.room:
        memory.gil_release(ptr(storage.address), storage.room)
    if storage.owner:
        Py_DecRef(storage.owner)
    memory.gil_release(storage, storage.block)


@core.function(inline=True)
def drop_storage(storage: ptr[Storage]) -> None:
    """One reference less."""
    storage.refcount -= 1
    if storage.refcount & LOW == 0:
        storage_dealloc(storage)


@core.function
def wrap_memory(address: i64, nbytes: i64, owner: ptr[Object], writable: i64) -> ptr[Storage]:
    """A storage over memory that `owner` holds; null with MemoryError set on failure."""
    made = take_block(0)
    if not made:
        return no_memory(64)
    made.address = address
    made.nbytes = nbytes
    Py_IncRef(owner)
    made.owner = owner
    made.writable = writable
    return made


@core.function
def get_storage_address(storage: ptr[Storage], closure: ptr) -> ptr[Object]:
    return PyLong_FromLongLong(storage.address)


@core.function
def get_nbytes(storage: ptr[Storage], closure: ptr) -> ptr[Object]:
    return PyLong_FromLongLong(storage.nbytes)


@core.function
def get_owner(storage: ptr[Storage], closure: ptr) -> ptr[Object]:
    return new_reference(storage.owner if storage.owner else none)


@core.function
def get_writable(storage: ptr[Storage], closure: ptr) -> ptr[Object]:
    return PyBool_FromLong(storage.writable)


@core.function
def storage_repr(storage: ptr[Storage]) -> ptr[Object]:
    if storage.owner:
        text = "<Storage of %lld bytes at %p of a foreign owner>"
        return PyUnicode_FromFormat(text, storage.nbytes, storage.address)
    return PyUnicode_FromFormat("<Storage of %lld bytes at %p>", storage.nbytes, storage.address)


@core.function
def make_storage_type() -> bool:
    put_getset(getset, 0, "address", get_storage_address, null, "Where the first byte is.", 0)
    put_getset(getset, 1, "nbytes", get_nbytes, null, "How many bytes there are.", 0)
    put_getset(getset, 2, "owner", get_owner, null, "The foreign object that holds them.", 0)
    put_getset(getset, 3, "writable", get_writable, null, "Whether they may be written.", 0)
    slots = stack(TypeSlot, 5)
    put_slot(slots, 0, TP_DEALLOC, storage_dealloc)
    put_slot(slots, 1, TP_GETSET, getset)
    put_slot(slots, 2, TP_REPR, storage_repr)
    put_slot(slots, 3, TP_DOC, "Memory that tensors share, as a counted object of its own.")
    put_slot(slots, 4, 0, null)
    flags = DISALLOW_INSTANTIATION
    storage_type[0] = make_type("nitinol.core.Storage", sizeof(Storage), 0, i32(flags), slots)
    return storage_type[0] != null
