# ruff: noqa: SIM110
# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""The dispatch table, native: from the key of a call to its plan.

Open addressing with twice as many slots as entries, so a search always ends. When the table is
full it is cleared: every way of forgetting entries must cope with code that runs when objects
die, so entries are first taken out of the table, and only then released.
"""

from __future__ import annotations

from typing import Final

from ...native import i64, null, ptr, sizeof, u64, unlikely
from .cpython import Object, Py_DecRef, Py_IncRef, PyMem_RawFree, PyMem_RawMalloc, core, drop, keep
from .objects import Entry, Plan, Slot

CAPACITY: Final = 16384
SLOTS: Final = 2 * CAPACITY
SHIFT: Final = 49  # the upper 15 bits of the hash choose the slot

table: Final = core.variable("table", Slot, SLOTS)
entries: Final = core.variable("entries", i64)


@core.function(inline=True)
def words_of(entry: ptr[Entry]) -> ptr[u64]:
    return ptr[u64](ptr(entry) + sizeof(Entry))


@core.function(inline=True)
def references_of(entry: ptr[Entry]) -> ptr[ptr[Object]]:
    return ptr[ptr[Object]](ptr(words_of(entry) + entry.word_count))


@core.function(inline=True)
def hash_of(words: ptr[u64], count: i64) -> u64:
    """A hash whose upper bits depend on all bits of the key."""
    h = u64(0)
    for i in range(count):
        h = (h ^ words[i]) * 0x9E3779B97F4A7C15
        h = h ^ (h >> 29)
    return h * 0xBF58476D1CE4E5B9


@core.function(inline=True)
def same_words(a: ptr[u64], b: ptr[u64], count: i64) -> bool:
    for i in range(count):
        if a[i] != b[i]:
            return False
    return True


@core.function(inline=True)
def find(words: ptr[u64], count: i64, hash: u64) -> ptr[Slot]:
    """The slot of a key, or the free slot where it would go."""
    at = hash >> SHIFT
    while True:
        slot = table + at
        entry = slot.entry
        if not entry:
            return slot
        if (
            slot.hash == hash
            and entry.word_count == count
            and same_words(words_of(entry), words, count)
        ):
            return slot
        at = (at + 1) & (SLOTS - 1)


@core.function
def clear_table() -> None:
    """Forget all entries."""
    gone = ptr[Entry](null)
    for i in range(SLOTS):
        slot = table + i
        entry = slot.entry
        if entry:
            entry.next = gone
            gone = entry
            slot.entry = null
            slot.hash = 0
    entries[0] = 0
    while gone:
        next = gone.next
        drop(gone.plan)
        references = references_of(gone)
        for i in range(gone.reference_count):
            Py_DecRef(references[i])
        PyMem_RawFree(gone)
        gone = next


@core.function
def enter(
    words: ptr[u64],
    count: i64,
    plan: ptr[Plan],
    references: ptr[ptr[Object]],
    reference_count: i64,
) -> bool:
    """Enter a key that holds `references`; False when there is no memory."""
    hash = hash_of(words, count)
    slot = find(words, count, hash)
    if slot.entry:
        entry = slot.entry
        old = entry.plan
        keep(plan)
        entry.plan = plan
        drop(old)
        return True
    if unlikely(entries[0] >= CAPACITY):
        clear_table()
        slot = find(words, count, hash)
        if slot.entry or entries[0] >= CAPACITY:  # entered meanwhile, by code that ran
            return False
    entry = ptr[Entry](PyMem_RawMalloc(u64(sizeof(Entry) + 8 * (count + reference_count))))
    if not entry:
        return False
    entry.word_count = count
    entry.reference_count = reference_count
    keep(plan)
    entry.plan = plan
    for i in range(count):
        words_of(entry)[i] = words[i]
    for i in range(reference_count):
        Py_IncRef(references[i])
        references_of(entry)[i] = references[i]
    slot.hash = hash
    slot.entry = entry
    entries[0] += 1
    return True
