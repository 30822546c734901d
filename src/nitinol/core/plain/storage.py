"""`Storage`: a block of memory that tensors share, as a counted object of its own.

Blocks are 64-byte aligned and come from `hooks`. Small ones are kept in free lists by size when
they are released, since a program asks for the same few sizes again and again.
"""

from __future__ import annotations

from typing import Any, Final

from .hooks import hooks

_ALIGN: Final = 64
_SMALL: Final = 1 << 14  # larger blocks go back to the allocator at once
_KEEP: Final = 256  # blocks kept per size

_lists: Final[dict[int, list[int]]] = {}  # addresses by size


class Storage:
    """Memory: `nbytes` bytes at `address`, and who owns them.

    `owner` is None for memory of our own, else the foreign object that must stay alive.
    """

    __slots__ = ("_room", "address", "nbytes", "owner", "writable")

    address: int
    nbytes: int
    owner: Any
    writable: bool

    def __init__(self, address: int, nbytes: int, owner: Any, writable: bool = True) -> None:
        self._room = 0  # bytes of a block of our own
        self.address = address
        self.nbytes = nbytes
        self.owner = owner
        self.writable = writable

    def __del__(
        self,
        _lists: dict[int, list[int]] = _lists,
        _give: Any = hooks.give,
        _keep: int = _KEEP,
    ) -> None:
        try:
            room = self._room
        except AttributeError:  # making it failed
            return
        if room:
            kept = _lists.get(room)
            if kept is not None and len(kept) < _keep:
                kept.append(self.address)
            else:
                _give(self.address, room)

    def __repr__(self) -> str:
        owner = "" if self.owner is None else f" of {type(self.owner).__name__}"
        return f"<Storage of {self.nbytes} bytes at {self.address:#x}{owner}>"


def allocate(nbytes: int) -> Storage:
    """A storage of `nbytes` bytes of uninitialised memory, 64-byte aligned.

    Raises MemoryError when there is not so much memory.
    """
    if nbytes < 0:
        raise ValueError("allocate wants a number of bytes, not a negative number")
    room = (nbytes + _ALIGN - 1) & -_ALIGN or _ALIGN
    address = 0
    if room <= _SMALL:
        kept = _lists.get(room)
        if kept is None:
            kept = _lists[room] = []
        try:
            address = kept.pop()
        except IndexError:
            address = 0
    if not address:
        address = hooks.take(room) if room < 1 << 62 else 0
        if not address:
            raise MemoryError(
                f"no memory for a tensor of {nbytes} bytes; use smaller or fewer tensors"
            )
    made = Storage(address, nbytes, None)
    made._room = room
    return made


def wrap(address: int, nbytes: int, owner: Any, writable: bool = True) -> Storage:
    """A storage over memory that `owner` holds and that lives as long as `owner`."""
    return Storage(address, nbytes, owner, writable)
