# mypy: disable-error-code="empty-body, no-any-return, arg-type, operator"
"""Tokenisers, in native Python: word pieces and byte pairs.

A word has at most as many pieces as bytes. So each word writes its pieces to the places of its bytes, and `compact`
takes what is there.
"""

from __future__ import annotations

from typing import Final

from ....native import Module, i64, ptr, u8, u64
from ...kernels import parallel
from ...kernels.parallel import add_up, spread
from . import tables
from .tables import LOW, MIX, found_in

module: Final = Module("strings-pieces", include=[parallel.module, tables.module])

NONE: Final = 0xFFFFFFFFFFFFFFFF


# --- word pieces


@module.function
def word_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    numbers = ptr[i64](bufs[8])
    ids = ptr[i64](bufs[9])
    sizes = ptr[i64](bufs[10])
    for i in range(first, end):
        a = offsets[i]
        b = offsets[i + 1]
        points = 0
        for k in range(a, b):
            points += 1 if (values[k] & 0xC0) != 0x80 else 0
        at = a
        made = 0
        known = points <= dims[4]
        while known and at < b:
            stop = b
            which = -1
            while which < 0 and stop > at:
                room = dims[5] - at
                if at == a:
                    which = found_in(
                        values + at, stop - at, room, ptr[u8](bufs[2]), ptr[i64](bufs[3]),
                        ptr[u64](bufs[4]), dims[1],
                    )  # fmt: skip
                else:
                    which = found_in(
                        values + at, stop - at, room, ptr[u8](bufs[5]), ptr[i64](bufs[6]),
                        ptr[u64](bufs[7]), dims[2],
                    )  # fmt: skip
                    if which >= 0:
                        which = numbers[which]
                if which < 0:
                    stop -= 1
                    while stop > at and (values[stop] & 0xC0) == 0x80:
                        stop -= 1
            if which < 0:
                known = False
            else:
                ids[a + made] = which
                made += 1
                at = stop
        if not known and a < b:
            ids[a] = dims[3]
            made = 1
        sizes[i + 1] = made


@module.function(export=True, name="strings_word_pieces")
def word_pieces(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets, entries, theirs, slots, continuing entries, theirs, slots, their numbers → numbers at the places
    of bytes, offsets. dims: words, both slots - 1, number of unknown words, most characters, bytes of values."""
    status = spread(word_range, bufs, dims, ctx, dims[0])
    add_up(ptr[i64](bufs[10]), dims[0])
    return status


@module.function
def compact_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    ids = ptr[i64](bufs[0])
    offsets = ptr[i64](bufs[1])
    limits = ptr[i64](bufs[2])
    made = ptr[i64](bufs[3])
    for i in range(first, end):
        for k in range(limits[i + 1] - limits[i]):
            made[limits[i] + k] = ids[offsets[i] + k]


@module.function(export=True, name="strings_compact")
def compact(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """Numbers at the places of bytes, offsets of words, offsets of the result → numbers. dims: words."""
    return spread(compact_range, bufs, dims, ctx, dims[0])


# --- byte pairs


@module.function(export=True, name="strings_merges")
def merges(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """Left, right and joined numbers in order of rank → slots of a table. dims: merges, slots - 1."""
    left = ptr[i64](bufs[0])
    right = ptr[i64](bufs[1])
    joined = ptr[i64](bufs[2])
    slots = ptr[u64](bufs[3])
    mask = dims[1]
    for at in range(2 * mask + 2):
        slots[at] = NONE
    for i in range(dims[0]):
        key = (u64(left[i]) << 32) | u64(right[i])
        at = i64((key * MIX) >> 24) & mask
        while slots[2 * at + 1] != NONE and slots[2 * at] != key:
            at = (at + 1) & mask
        if slots[2 * at + 1] == NONE:
            slots[2 * at] = key
            slots[2 * at + 1] = (u64(i) << 32) | u64(joined[i])
    return 0


@module.function(inline=True)
def merge_of(left: i64, right: i64, slots: ptr[u64], mask: i64) -> u64:
    """Rank and joined number of a pair; NONE without a merge."""
    if left < 0 or right < 0:
        return NONE
    key = (u64(left) << 32) | u64(right)
    at = i64((key * MIX) >> 24) & mask
    while slots[2 * at + 1] != NONE and slots[2 * at] != key:
        at = (at + 1) & mask
    return slots[2 * at + 1]


@module.function
def pair_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    entries = ptr[u8](bufs[2])
    limits = ptr[i64](bufs[3])
    table = ptr[u64](bufs[4])
    slots = ptr[u64](bufs[5])
    bytes_ = ptr[i64](bufs[6])
    all_ids = ptr[i64](bufs[7])
    all_ranks = ptr[u64](bufs[8])
    sizes = ptr[i64](bufs[9])
    for i in range(first, end):
        a = offsets[i]
        b = offsets[i + 1]
        ids = all_ids + a
        ranks = all_ranks + a
        made = 0
        at = a
        while at < b:
            stop = at + 1
            if dims[4]:
                ids[made] = bytes_[i64(values[at])]
            else:
                while stop < b and (values[stop] & 0xC0) == 0x80:
                    stop += 1
                ids[made] = found_in(
                    values + at, stop - at, dims[5] - at, entries, limits, table, dims[1]
                )
            made += 1
            at = stop
        for k in range(made - 1):
            ranks[k] = merge_of(ids[k], ids[k + 1], slots, dims[2])
        while made > 1:
            best: u64 = NONE
            where = 0
            for k in range(made - 1):
                if ranks[k] < best:
                    best = ranks[k]
                    where = k
            if best == NONE:
                break
            ids[where] = i64(best & LOW)
            made -= 1
            for k in range(where + 1, made):
                ids[k] = ids[k + 1]
                ranks[k - 1] = ranks[k]
            if where > 0:
                ranks[where - 1] = merge_of(ids[where - 1], ids[where], slots, dims[2])
            if where + 1 < made:
                ranks[where] = merge_of(ids[where], ids[where + 1], slots, dims[2])
        for k in range(made):
            if ids[k] < 0:
                ids[k] = dims[3]
        sizes[i + 1] = made


@module.function(export=True, name="strings_byte_pairs")
def byte_pairs(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets, entries, theirs, slots, slots of merges, numbers of bytes → numbers at the places of bytes, work
    space, offsets. dims: words, both slots - 1, number of unknown characters, whether of bytes, bytes of values."""
    status = spread(pair_range, bufs, dims, ctx, dims[0])
    add_up(ptr[i64](bufs[9]), dims[0])
    return status
