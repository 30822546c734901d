"""`Storage`, native: small blocks from free lists, a struct and its memory in one piece.

A storage of up to `SMALL` bytes is one block: 64 bytes of `Storage` and, behind it, the memory,
so both are 64-byte aligned. Such blocks are carved from larger pieces and kept in free lists by
size; they are only touched while the GIL is held. Larger memory is allocated separately, with a
block of 64 bytes for the object.
"""

from __future__ import annotations

from typing import Final

from ...native import count_leading_zeros, i32, i64, null, ptr, sizeof, stack, u64, unlikely
from .cpython import (
    DISALLOW_INSTANTIATION,
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
    PyObject_Init,
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
CLASSES: Final = 7  # 64 << class bytes
ALONE: Final = CLASSES  # the free list of objects without memory behind them
PIECE: Final = 1 << 16  # what blocks are carved from


@core.struct
class Free:
    next: ptr[Free]


free_blocks: Final = core.variable("free_blocks", ptr[Free], CLASSES + 1)
getset: Final = core.variable("storage_getset", GetSetDef, 5)


@core.extern
def aligned_alloc(alignment: u64, nbytes: u64) -> ptr: ...


@core.extern
def free(memory: ptr) -> None: ...


@core.function
def get_memory(nbytes: i64) -> ptr:
    """64-byte aligned memory, or null."""
    if nbytes < 0 or nbytes > 1 << 62:
        return null
    return aligned_alloc(64, (u64(nbytes) + 63) & ~63)


@core.function
def give_memory(memory: ptr, nbytes: i64) -> None:
    """Give back what `get_memory` gave."""
    free(memory)


@core.function
def refill(which: i64) -> bool:
    """Carve a new piece of memory into blocks of a free list."""
    size = 64 if which == ALONE else 64 + (64 << which)
    count = max(PIECE // size, 1)
    piece = get_memory(size * count)
    if not piece:
        return False
    for i in range(count):
        block = ptr[Free](piece + i * size)
        block.next = free_blocks[which]
        free_blocks[which] = block
    return True


@core.function
def no_memory(nbytes: i64) -> ptr[Storage]:
    PyErr_Format(
        memory_error[0],
        "no memory for a tensor of %lld bytes; use smaller or fewer tensors",
        nbytes,
    )
    return null


@core.function(inline=True)
def take_block(which: i64) -> ptr[Storage]:
    """A storage object without content (and the memory behind it), or null."""
    if unlikely(not free_blocks[which]) and not refill(which):
        return null
    block = free_blocks[which]
    free_blocks[which] = block.next
    made = ptr[Storage](PyObject_Init(block, storage_type[0]))
    made.owner = null
    made.room = 0
    made.block = which
    made.writable = 1
    return made


@core.function
def new_large_storage(nbytes: i64) -> ptr[Storage]:
    memory = get_memory(nbytes)
    if not memory:
        return no_memory(nbytes)
    made = take_block(ALONE)
    if not made:
        give_memory(memory, nbytes)
        return no_memory(nbytes)
    made.address = i64(memory)
    made.nbytes = nbytes
    made.room = nbytes
    return made


@core.function(inline=True)
def new_storage(nbytes: i64) -> ptr[Storage]:
    """A new storage; null, with MemoryError set, when there is no memory."""
    if unlikely(u64(nbytes) > SMALL):
        return new_large_storage(nbytes)
    which = i64(0)
    if nbytes > 64:
        which = 58 - count_leading_zeros(nbytes - 1)
    made = take_block(which)
    if unlikely(not made):
        return no_memory(nbytes)
    made.address = i64(ptr(made)) + sizeof(Storage)
    made.nbytes = nbytes
    return made


@core.function
def storage_dealloc(storage: ptr[Storage]) -> None:
    type = storage.type
    if storage.room:
        give_memory(ptr(storage.address), storage.room)
    if storage.owner:
        Py_DecRef(storage.owner)
    block = ptr[Free](ptr(storage))
    which = storage.block
    block.next = free_blocks[which]
    free_blocks[which] = block
    Py_DecRef(type)


@core.function
def wrap_memory(address: i64, nbytes: i64, owner: ptr[Object], writable: i64) -> ptr[Storage]:
    """A storage over memory that `owner` holds; null with MemoryError set on failure."""
    made = take_block(ALONE)
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
