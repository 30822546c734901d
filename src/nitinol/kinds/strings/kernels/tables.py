# mypy: disable-error-code="empty-body, no-any-return, arg-type, operator"
"""Hashing texts, and looking them up in a vocabulary, in native Python.

A table is a hash table with open addressing in one tensor of words. A slot has two: the first eight bytes of the text;
its length, and its number plus one (0: the slot is free). A text of up to eight bytes is compared without being read.
"""

from __future__ import annotations

from typing import Final

from ....native import Module, boolean, i64, ptr, u8, u64
from ...kernels import parallel
from ...kernels.parallel import eight, spread

module: Final = Module("strings-tables", include=[parallel.module])

MIX: Final = 0x9E3779B97F4A7C15  # 2**64 divided by the golden ratio, odd
FNV_START: Final = 0xCBF29CE484222325
FNV_PRIME: Final = 0x100000001B3
LOW: Final = 0xFFFFFFFF


@module.function(inline=True)
def head(p: ptr[u8], n: i64, room: i64) -> u64:
    """The first eight bytes, zeros behind the end; `room` bytes may be read."""
    if n >= 8:
        return eight(p)
    if n == 0:
        return 0
    if room >= 8:
        return eight(p) & ((u64(1) << u64(8 * n)) - 1)
    made: u64 = 0
    for i in range(n):
        made |= u64(p[i]) << u64(8 * i)
    return made


@module.function(inline=True)
def mixed(p: ptr[u8], n: i64, first: u64) -> u64:
    """A hash of a text whose first eight bytes are known."""
    h = (first ^ (u64(n) * MIX)) * MIX
    h ^= h >> 32
    at = 8
    while at + 8 <= n:
        h = (h ^ eight(p + at)) * MIX
        h ^= h >> 29
        at += 8
    if at < n:  # the last eight bytes, of which some were taken already
        h = (h ^ eight(p + n - 8)) * MIX
        h ^= h >> 32
    return h


@module.function(inline=True)
def same(p: ptr[u8], q: ptr[u8], n: i64) -> boolean:
    """Whether n bytes, more than eight, are equal."""
    at = 0
    while at + 8 <= n:
        if eight(p + at) != eight(q + at):
            return False
        at += 8
    return eight(p + n - 8) == eight(q + n - 8)


@module.function(inline=True)
def found_in(
    p: ptr[u8], n: i64, room: i64, entries: ptr[u8], limits: ptr[i64], slots: ptr[u64], mask: i64
) -> i64:
    """The number of a text in a table; -1 where it is not."""
    first = head(p, n, room)
    at = i64(mixed(p, n, first) >> 20) & mask
    while True:
        note = slots[2 * at + 1]
        if note == 0:
            return -1
        if slots[2 * at] == first and i64(note >> 32) == n:
            which = i64(note & LOW) - 1
            if n <= 8 or same(p, entries + limits[which], n):
                return which
        at = (at + 1) & mask


@module.function(export=True, name="strings_table")
def table(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """entries, offsets → slots, the first entry that was there before or -1. dims: entries, slots - 1, bytes."""
    entries = ptr[u8](bufs[0])
    limits = ptr[i64](bufs[1])
    slots = ptr[u64](bufs[2])
    bad = ptr[i64](bufs[3])
    mask = dims[1]
    bad[0] = -1
    bad[1] = -1
    for at in range(2 * mask + 2):
        slots[at] = 0
    for i in range(dims[0]):
        p = entries + limits[i]
        n = limits[i + 1] - limits[i]
        was = found_in(p, n, dims[2] - limits[i], entries, limits, slots, mask)
        if was >= 0:
            bad[0] = i
            bad[1] = was
            return 0
        first = head(p, n, dims[2] - limits[i])
        at = i64(mixed(p, n, first) >> 20) & mask
        while slots[2 * at + 1] != 0:
            at = (at + 1) & mask
        slots[2 * at] = first
        slots[2 * at + 1] = (u64(n) << 32) | u64(i + 1)
    return 0


# --- distinct texts


@module.function
def hash_all_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    kinds = ptr[u64](bufs[4])
    for i in range(first, end):
        p = values + offsets[i]
        n = offsets[i + 1] - offsets[i]
        kinds[i] = mixed(p, n, head(p, n, dims[2] - offsets[i]))


@module.function
def grown(slots: ptr[u64], mask: i64) -> i64:
    """A table of twice as many slots behind one of mask + 1; the mask of the new one."""
    old = slots + 2 * (mask + 1)
    new = slots + 4 * (mask + 1)
    more = 2 * mask + 1
    for k in range(2 * more + 2):
        new[k] = 0
    for k in range(mask + 1):
        if old[2 * k + 1] != 0:
            at = i64(old[2 * k] >> 20) & more
            while new[2 * at + 1] != 0:
                at = (at + 1) & more
            new[2 * at] = old[2 * k]
            new[2 * at + 1] = old[2 * k + 1]
    return more


@module.function(export=True, name="strings_distinct")
def distinct(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets → slots, where each distinct text is first, which of them each text is, how often each is, how
    many there are. dims: texts, slots at most, bytes.

    A slot has the hash of a text; its length, and the number of the distinct text plus one. Of texts of up to eight
    bytes the hash and the length say all. The table grows: one of n slots is at 2n words.
    """
    status = spread(hash_all_range, bufs, dims, ctx, dims[0])
    if status != 0:
        return status
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    slots = ptr[u64](bufs[2])
    firsts = ptr[i64](bufs[3])
    kinds = ptr[i64](bufs[4])
    counts = ptr[i64](bufs[5])
    mask = min(dims[1], 1024) - 1
    for k in range(2 * mask + 2, 4 * mask + 4):
        slots[k] = 0
    table = slots + 2 * (mask + 1)
    total = 0
    for i in range(dims[0]):
        h = u64(kinds[i])
        n = offsets[i + 1] - offsets[i]
        at = i64(h >> 20) & mask
        which = -1
        while which < 0 and table[2 * at + 1] != 0:
            note = table[2 * at + 1]
            if table[2 * at] == h and i64(note >> 32) == n:
                other = i64(note & LOW) - 1
                if n <= 8 or same(values + offsets[i], values + offsets[firsts[other]], n):
                    which = other
            at = (at + 1) & mask
        if which < 0:
            table[2 * at] = h
            table[2 * at + 1] = (u64(n) << 32) | u64(total + 1)
            which = total
            firsts[total] = i
            counts[total] = 0
            total += 1
            if 2 * total > mask and mask + 1 < dims[1]:
                mask = grown(slots, mask)
                table = slots + 2 * (mask + 1)
        kinds[i] = which
        counts[which] += 1
    ptr[i64](bufs[6])[0] = total
    return 0


@module.function(inline=True)
def fnv(p: ptr[u8], n: i64) -> u64:
    """FNV-1a of 64 bits (Fowler, Noll, Vo; RFC 9923)."""
    h: u64 = FNV_START
    for i in range(n):
        h = (h ^ u64(p[i])) * FNV_PRIME
    return h


@module.function
def lookup_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    entries = ptr[u8](bufs[2])
    limits = ptr[i64](bufs[3])
    slots = ptr[u64](bufs[4])
    made = ptr[i64](bufs[5])
    for i in range(first, end):
        p = values + offsets[i]
        n = offsets[i + 1] - offsets[i]
        which = found_in(p, n, dims[2] - offsets[i], entries, limits, slots, dims[1])
        if which < 0:
            which = dims[3]
            if dims[4] > 0:
                which += i64(fnv(p, n) % u64(dims[4]))
        made[i] = which


@module.function(export=True, name="strings_lookup")
def lookup(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets, entries, theirs, slots → numbers. dims: texts, slots - 1, bytes of values, the number of what is
    not there, how many such numbers there are."""
    return spread(lookup_range, bufs, dims, ctx, dims[0])


@module.function
def hash_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    made = ptr[u64](bufs[2])
    for i in range(first, end):
        h = fnv(values + offsets[i], offsets[i + 1] - offsets[i])
        if dims[1] > 0:
            h = h % u64(dims[1])
        made[i] = h


@module.function(export=True, name="strings_hash")
def hashed(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets → FNV-1a hashes, or their remainders. dims: texts, buckets or 0."""
    return spread(hash_range, bufs, dims, ctx, dims[0])
