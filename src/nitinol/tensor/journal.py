"""What is assigned while a function runs, so that the function can be run again as it was.

Within `recording()` each tensor that is given a new value (`_assign`: running statistics, the key
of a generator) is noted with what it held before. `restored(entries)` puts the old values back for
a while: rematerialisation runs a function a second time, which must see what the first run saw, and
must leave no trace.
"""

from __future__ import annotations

from ..base.lean import local, scope

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, TypeAlias

Entry: TypeAlias = (
    "tuple[Any, Any, int, Any]"  # a tensor, and the storage, address and layout that it had
)


class Journal(local):
    """The entries of this thread, or None when nobody wants to know."""

    entries: list[Entry] | None = None


journal = Journal()


def note(x: Any) -> None:
    """Called before `x` gets a new value."""
    if journal.entries is not None:
        journal.entries.append((x, x._storage, x._address, x._layout))


@scope
def recording() -> Iterator[list[Entry]]:
    """Note what is assigned in the block; an outer block notes it too."""
    outer = journal.entries
    entries: list[Entry] = []
    journal.entries = entries
    try:
        yield entries
    finally:
        journal.entries = outer
        if outer is not None:
            outer.extend(entries)


@scope
def restored(entries: Sequence[Entry]) -> Iterator[None]:
    """The values from before the block that made `entries`; at the end those of now again."""
    first = {id(x): (x, s, a, w) for x, s, a, w in reversed(entries)}
    now = [(x, x._storage, x._address, x._layout) for x, *_ in first.values()]
    _put(first.values())
    try:
        yield
    finally:
        _put(now)


def _put(entries: Any) -> None:
    for x, storage, address, layout in entries:
        x._storage = storage
        x._address = address
        x._layout = layout
