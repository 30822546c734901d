# mypy: disable-error-code="empty-body, no-any-return, arg-type, operator"
"""Sorting texts by code points, in native Python.

Seven bytes of each text are packed into a word, the first one highest; the lowest byte says how many bytes are left
there, 8 for more than seven. Words are in the order of texts, and where two are equal the texts are equal or both go
on. So words with places are sorted by radix, from the lowest byte that differs to the highest, and what is equal and
goes on is sorted again by its next seven bytes. Beyond `LEVELS` such steps texts are compared whole, by a merge
sort: that bounds the recursion. All of it is stable. For falling order the words are inverted.

A long row is first cut by the highest bits that differ into buckets; threads take parts of the row to fill them, and
then bucket for bucket.
"""

from __future__ import annotations

from typing import Final

from ....native import Module, count_leading_zeros, i64, ptr, ref, stack, u8, u64
from ...kernels import parallel
from ...kernels.parallel import PARALLEL_FOR, THREADS, Job, Loop, memcpy, task
from . import order
from .order import compared

module: Final = Module("strings-sorting", include=[parallel.module, order.module])

STEP: Final = 7  # bytes of a text in a word
FEW: Final = 40  # elements that are sorted by insertion
LEVELS: Final = 8
PARTS: Final = 16  # of a long row
BITS: Final = 10
BUCKETS: Final = 1 << BITS
LONG: Final = 1 << 13  # elements of a row that is cut into buckets
SCRATCH: Final = PARTS * BUCKETS + BUCKETS + 1


@module.struct
class Texts:
    values: ptr[u8]
    offsets: ptr[i64]
    places: ptr[i64]  # which texts are sorted; null: all
    base: i64  # the number of the first text of the row
    nbytes: i64
    flip: u64  # with what words are inverted


@module.function(inline=True)
def word(p: ptr[u8], n: i64, room: i64) -> u64:
    """The word of n bytes; `room` bytes may be read."""
    made: u64 = 0
    if room >= 8:
        high = (u64(p[0]) << 56) | (u64(p[1]) << 48) | (u64(p[2]) << 40) | (u64(p[3]) << 32)
        low = (u64(p[4]) << 24) | (u64(p[5]) << 16) | (u64(p[6]) << 8) | u64(p[7])
        made = high | low
        if n < STEP:
            made = made & ((u64(0) - 1) << u64(64 - 8 * n)) if n > 0 else u64(0)
        made = made & (u64(0) - 256)
    else:
        for i in range(min(n, STEP)):
            made |= u64(p[i]) << u64(56 - 8 * i)
    return made | u64(min(n, STEP + 1))


@module.function
def load(t: ptr[Texts], index: ptr[i64], keys: ptr[u64], first: i64, end: i64, depth: i64) -> u64:
    """Fill in the words at a depth; the bits in which they differ from the first of them."""
    values = t.values
    offsets = t.offsets + t.base
    differ: u64 = 0
    for i in range(first, end):
        a = offsets[index[i]] + depth
        key = word(values + a, offsets[index[i] + 1] - a, t.nbytes - a) ^ t.flip
        keys[i] = key
        differ |= key ^ keys[first]
    return differ


@module.function
def by_insertion(keys: ptr[u64], index: ptr[i64], count: i64) -> None:
    for i in range(1, count):
        key = keys[i]
        place = index[i]
        at = i
        while at > 0 and keys[at - 1] > key:
            keys[at] = keys[at - 1]
            index[at] = index[at - 1]
            at -= 1
        keys[at] = key
        index[at] = place


@module.function
def by_radix(
    keys: ptr[u64], index: ptr[i64], keys2: ptr[u64], index2: ptr[i64], count: i64, differ: u64
) -> None:
    """Sort by words that differ in these bits."""
    heads = stack(i64, 256)
    of = keys
    places = index
    to = keys2
    places2 = index2
    for digit in range(8):
        shift = u64(8 * digit)
        if (differ >> shift) & 255 != 0:
            for k in range(256):
                heads[k] = 0
            for i in range(count):
                heads[i64((of[i] >> shift) & 255)] += 1
            total = 0
            for k in range(256):
                size = heads[k]
                heads[k] = total
                total += size
            for i in range(count):
                key = of[i]
                k = i64((key >> shift) & 255)
                at = heads[k]
                heads[k] = at + 1
                to[at] = key
                places2[at] = places[i]
            of, to = to, of
            places, places2 = places2, places
    if places != index:
        memcpy(ptr(index), ptr(places), u64(8 * count))
        memcpy(ptr(keys), ptr(of), u64(8 * count))


@module.function
def by_merging(t: ptr[Texts], index: ptr[i64], index2: ptr[i64], count: i64, depth: i64) -> None:
    """Sort by comparing what stands behind so many bytes."""
    values = t.values
    offsets = t.offsets + t.base
    down = t.flip != 0
    of = index
    to = index2
    width = 1
    while width < count:
        start = 0
        while start < count:
            left = start
            middle = min(start + width, count)
            right = middle
            stop = min(start + 2 * width, count)
            for at in range(start, stop):
                second = right < stop
                if second and left < middle:
                    a = offsets[of[left]] + depth
                    b = offsets[of[right]] + depth
                    n = offsets[of[left] + 1] - a
                    m = offsets[of[right] + 1] - b
                    sign = compared(values + b, m, values + a, n)
                    second = (sign > 0) if down else (sign < 0)
                if second:
                    to[at] = of[right]
                    right += 1
                else:
                    to[at] = of[left]
                    left += 1
            start = stop
        of, to = to, of
        width = 2 * width
    if of != index:
        memcpy(ptr(index), ptr(of), u64(8 * count))


@module.function
def sort_some(
    t: ptr[Texts],
    keys: ptr[u64],
    index: ptr[i64],
    keys2: ptr[u64],
    index2: ptr[i64],
    count: i64,
    first: i64,
    bits: u64,
    level: i64,
) -> None:
    """Sort texts that `index` names, whose words from byte `first` on are in `keys` and differ in these bits."""
    depth = first
    differ = bits
    while differ == 0:
        if (keys[0] ^ t.flip) & 255 <= STEP:
            return  # they are equal
        depth += STEP
        differ = load(t, index, keys, 0, count, depth)
    if count <= FEW:
        by_insertion(keys, index, count)
    else:
        by_radix(keys, index, keys2, index2, count, differ)
    at = 0
    while at < count:
        stop = at + 1
        while stop < count and keys[stop] == keys[at]:
            stop += 1
        size = stop - at
        if size > 1 and (keys[at] ^ t.flip) & 255 > STEP:
            if level == LEVELS:
                by_merging(t, index + at, index2 + at, size, depth + STEP)
            else:
                more = load(t, index + at, keys + at, 0, size, depth + STEP)
                sort_some(
                    t,
                    keys + at,
                    index + at,
                    keys2 + at,
                    index2 + at,
                    size,
                    depth + STEP,
                    more,
                    level + 1,
                )
        at = stop


@module.function(inline=True)
def texts_of(t: ptr[Texts], bufs: ptr[ptr], dims: ptr[i64]) -> None:
    t.values = ptr[u8](bufs[0])
    t.offsets = ptr[i64](bufs[1])
    t.places = ptr[i64](bufs[2]) if dims[4] else ptr[i64](0)
    t.base = 0
    t.nbytes = dims[3]
    t.flip = u64(0) - u64(1) if dims[2] else u64(0)


@module.function
def sort_rows(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    t = stack(Texts)
    texts_of(t, bufs, dims)
    size = dims[1]
    for row in range(first, end):
        at = row * size
        index = ptr[i64](bufs[3]) + at
        keys = ptr[u64](bufs[4]) + at
        for i in range(size):
            index[i] = t.places[i] if t.places else i
        t.base = at
        differ = load(t, index, keys, 0, size, 0)
        if size > 1:
            index2 = ptr[i64](bufs[5]) + at
            sort_some(t, keys, index, ptr[u64](bufs[6]) + at, index2, size, 0, differ, 0)


# --- one long row


@module.struct
class Row:
    texts: Texts
    index: ptr[i64]
    keys: ptr[u64]
    index2: ptr[i64]
    keys2: ptr[u64]
    heads: ptr[
        i64
    ]  # of each part: where its elements of a bucket go; behind them where buckets begin
    count: i64
    shift: u64


@module.function(inline=True)
def bucket_of(row: ptr[Row], key: u64) -> i64:
    return i64((key >> row.shift) & (BUCKETS - 1))


@module.function(inline=True)
def part_start(row: ptr[Row], part: i64) -> i64:
    return row.count * part // PARTS


@module.function
def load_part(argument: ptr, part: i64, worker: i64) -> None:
    """The words of a part; the first place of its heads gets the bits in which they differ."""
    row = ptr[Row](argument)
    first = part_start(row, part)
    end = part_start(row, part + 1)
    places = ref(row).texts.places
    for i in range(first, end):
        row.index[i] = places[i] if places else i
    found = load(ref(row).texts, row.index, row.keys, first, end, 0)
    row.heads[part * BUCKETS] = i64(found)


@module.function
def count_part(argument: ptr, part: i64, worker: i64) -> None:
    row = ptr[Row](argument)
    heads = row.heads + part * BUCKETS
    for k in range(BUCKETS):
        heads[k] = 0
    for i in range(part_start(row, part), part_start(row, part + 1)):
        heads[bucket_of(row, row.keys[i])] += 1


@module.function
def fill_part(argument: ptr, part: i64, worker: i64) -> None:
    row = ptr[Row](argument)
    heads = row.heads + part * BUCKETS
    for i in range(part_start(row, part), part_start(row, part + 1)):
        k = bucket_of(row, row.keys[i])
        at = heads[k]
        heads[k] = at + 1
        row.keys2[at] = row.keys[i]
        row.index2[at] = row.index[i]


@module.function
def sort_bucket(argument: ptr, bucket: i64, worker: i64) -> None:
    row = ptr[Row](argument)
    starts = row.heads + PARTS * BUCKETS
    first = starts[bucket]
    size = starts[bucket + 1] - first
    if size == 0:
        return
    keys = row.keys2 + first
    index = row.index2 + first
    if size > 1:
        differ: u64 = 0
        for i in range(1, size):
            differ |= keys[i] ^ keys[0]
        t = ref(row).texts
        sort_some(t, keys, index, row.keys + first, row.index + first, size, 0, differ, 0)
    memcpy(ptr(row.index + first), ptr(index), u64(8 * size))


@module.function
def sort_long(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    threads = i64(u64(ctx[THREADS]))
    loop = Loop(ctx[PARALLEL_FOR])
    row = stack(Row)
    texts_of(ref(row).texts, bufs, dims)
    row.index = ptr[i64](bufs[3])
    row.keys = ptr[u64](bufs[4])
    row.index2 = ptr[i64](bufs[5])
    row.keys2 = ptr[u64](bufs[6])
    row.heads = ptr[i64](bufs[7])
    row.count = dims[1]
    status = loop(load_part, ptr(row), PARTS, threads)
    if status != 0:
        return status
    differ: u64 = 0
    for part in range(PARTS):
        differ |= u64(row.heads[part * BUCKETS])
        differ |= row.keys[part_start(row, part)] ^ row.keys[0]
    row.shift = u64(max(64 - BITS - i64(count_leading_zeros(differ)), 0))
    status = loop(count_part, ptr(row), PARTS, threads)
    if status != 0:
        return status
    starts = row.heads + PARTS * BUCKETS
    total = 0
    for k in range(BUCKETS):
        starts[k] = total
        for part in range(PARTS):
            size = row.heads[part * BUCKETS + k]
            row.heads[part * BUCKETS + k] = total
            total += size
    starts[BUCKETS] = total
    status = loop(fill_part, ptr(row), PARTS, threads)
    if status != 0:
        return status
    return loop(sort_bucket, ptr(row), BUCKETS, threads)


@module.function(export=True, name="strings_sort")
def sort(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets, places → places within rows, in order; four buffers for work. dims: rows, their length, whether
    descending, bytes, whether the texts to sort (one row) are those that `places` names."""
    if dims[0] == 1 and dims[1] >= LONG:
        return sort_long(bufs, dims, ctx)
    threads = i64(u64(ctx[THREADS]))
    tasks = min(dims[0], min(dims[0] * dims[1] // 1024 + 1, threads * 8))
    if tasks <= 1:
        sort_rows(bufs, dims, 0, dims[0])
        return 0
    job = stack(Job)
    job.work = sort_rows
    job.bufs = bufs
    job.dims = dims
    job.count = dims[0]
    job.tasks = tasks
    return Loop(ctx[PARALLEL_FOR])(task, ptr(job), tasks, threads)
