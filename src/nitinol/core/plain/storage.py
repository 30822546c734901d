"""`Storage`: a block of memory that tensors share, as a counted object of its own.

Blocks come from Python's raw allocator, 64-byte aligned. Small ones are kept in free lists by
size class when they are released, since a tensor program asks for the same few sizes again and
again.
"""

from __future__ import annotations

import ctypes
from typing import Any, Final

_ALIGN: Final = 64
_SMALL: Final = 1 << 14  # larger blocks go back to the allocator at once
_KEEP: Final = 256  # blocks kept per size class

_malloc: Any = ctypes.pythonapi["PyMem_RawMalloc"]  # by index: our own copy of the foreign function
_malloc.restype = ctypes.c_void_p
_malloc.argtypes = [ctypes.c_size_t]
_free: Any = ctypes.pythonapi["PyMem_RawFree"]
_free.restype = None
_free.argtypes = [ctypes.c_void_p]

_lists: Final[dict[int, list[int]]] = {}  # raw addresses by size


class Storage:
    """Memory: `nbytes` bytes at `address`, and who owns them.

    `owner` is None for memory of our own, else the foreign object that must stay alive.
    """

    __slots__ = ("__weakref__", "_raw", "_room", "address", "nbytes", "owner", "writable")

    address: int
    nbytes: int
    owner: Any
    writable: bool

    def __init__(self, address: int, nbytes: int, owner: Any, writable: bool = True) -> None:
        self._raw = 0
        self._room = 0
        self.address = address
        self.nbytes = nbytes
        self.owner = owner
        self.writable = writable

    def __del__(
        self, _lists: dict[int, list[int]] = _lists, _free: Any = _free, _keep: int = _KEEP
    ) -> None:
        raw = self._raw
        if raw:
            kept = _lists.get(self._room)
            if kept is not None and len(kept) < _keep:
                kept.append(raw)
            else:
                _free(raw)

    def __repr__(self) -> str:
        owner = "" if self.owner is None else f" of {type(self.owner).__name__}"
        return f"<Storage of {self.nbytes} bytes at {self.address:#x}{owner}>"


def allocate(nbytes: int) -> Storage:
    """A storage of `nbytes` bytes of uninitialised memory, 64-byte aligned.

    Raises MemoryError when there is not so much memory.
    """
    room = (nbytes + _ALIGN - 1) & -_ALIGN or _ALIGN
    raw = 0
    if room <= _SMALL:
        kept = _lists.get(room)
        if kept is None:
            kept = _lists[room] = []
        try:
            raw = kept.pop()
        except IndexError:
            raw = 0
    if not raw:
        # Python's allocator counts in signed sizes.
        raw = _malloc(room + _ALIGN) if 0 <= nbytes < 2**62 else 0
        if not raw:
            raise MemoryError(
                f"no memory for a tensor of {nbytes} bytes; use smaller or fewer tensors"
            )
    made = Storage((raw + _ALIGN - 1) & -_ALIGN, nbytes, None)
    made._raw = raw
    made._room = room
    return made


def wrap(address: int, nbytes: int, owner: Any, writable: bool = True) -> Storage:
    """A storage over memory that `owner` holds and that lives as long as `owner`."""
    return Storage(address, nbytes, owner, writable)
