# mypy: disable-error-code="empty-body, no-any-return, arg-type, operator"
"""Comparing and sorting texts by code points, in native Python.

The order of UTF-8's bytes is that of code points. To sort, the first eight bytes of each text are packed into a word,
the first byte highest; words decide nearly always, and only where they are equal the texts are read. The sort is a
merge sort of words with places, on runs that were sorted by insertion; it is stable.
"""

from __future__ import annotations

from typing import Final

from ....native import Module, boolean, i32, i64, ptr, u8, u64
from ...kernels import parallel
from ...kernels.parallel import spread

module: Final = Module("strings-order", include=[parallel.module])

RUN: Final = 12


@module.extern
def memcmp(a: ptr, b: ptr, n: u64) -> i32: ...


@module.function
def compared(p: ptr[u8], n: i64, q: ptr[u8], m: i64) -> i64:
    """-1, 0 or 1."""
    common = min(n, m)
    for i in range(common):
        if p[i] != q[i]:
            return -1 if p[i] < q[i] else 1
        if i == 15:
            rest = memcmp(ptr(p), ptr(q), u64(common))
            if rest != 0:
                return -1 if rest < 0 else 1
            break
    return -1 if n < m else 1 if n > m else 0


@module.function
def compare_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    p = ptr[u8](bufs[0])
    a = ptr[i64](bufs[1])
    q = ptr[u8](bufs[2])
    b = ptr[i64](bufs[3])
    made = ptr[i64](bufs[4])
    for i in range(first, end):
        j = i * dims[1]
        k = i * dims[2]
        made[i] = compared(p + a[j], a[j + 1] - a[j], q + b[k], b[k + 1] - b[k])


@module.function(export=True, name="strings_compare")
def compare(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets of both → -1, 0, 1. dims: pairs, steps of both."""
    return spread(compare_range, bufs, dims, ctx, dims[0])


@module.function
def equal_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    p = ptr[u8](bufs[0])
    a = ptr[i64](bufs[1])
    q = ptr[u8](bufs[2])
    b = ptr[i64](bufs[3])
    made = ptr[u8](bufs[4])
    for i in range(first, end):
        j = i * dims[1]
        k = i * dims[2]
        size = a[j + 1] - a[j]
        answer: u8 = 0
        if size == b[k + 1] - b[k]:
            answer = u8(compared(p + a[j], size, q + b[k], size) == 0)
        made[i] = answer


@module.function(export=True, name="strings_equal")
def equal(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets of both → whether equal. dims: pairs, steps of both."""
    return spread(equal_range, bufs, dims, ctx, dims[0])


# --- sorting


@module.function
def word(p: ptr[u8], n: i64) -> u64:
    """The first eight bytes, the first one highest."""
    made: u64 = 0
    for i in range(min(n, 8)):
        made |= u64(p[i]) << u64(56 - 8 * i)
    return made


@module.function(inline=True)
def before(
    values: ptr[u8], offsets: ptr[i64], key: u64, i: i64, other: u64, j: i64, down: i64
) -> boolean:
    """Whether text i must stand before text j, which came earlier."""
    if key != other:
        return (key > other) if down else (key < other)
    n = offsets[i + 1] - offsets[i]
    m = offsets[j + 1] - offsets[j]
    sign = compared(values + offsets[i], n, values + offsets[j], m)
    return (sign > 0) if down else (sign < 0)


@module.function
def sort_row(
    values: ptr[u8],
    offsets: ptr[i64],
    keys: ptr[u64],
    index: ptr[i64],
    keys2: ptr[u64],
    index2: ptr[i64],
    base: i64,
    count: i64,
    down: i64,
) -> None:
    """Sort texts base … base + count; index gets their places within the row."""
    for i in range(count):
        text = base + i
        key = word(values + offsets[text], offsets[text + 1] - offsets[text])
        at = i
        first = i - i % RUN
        while at > first and before(
            values, offsets, key, text, keys[at - 1], base + index[at - 1], down
        ):
            keys[at] = keys[at - 1]
            index[at] = index[at - 1]
            at -= 1
        keys[at] = key
        index[at] = i
    width = RUN
    of = keys
    places = index
    to = keys2
    places2 = index2
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
                    second = before(
                        values,
                        offsets,
                        of[right],
                        base + places[right],
                        of[left],
                        base + places[left],
                        down,
                    )
                if second:
                    to[at] = of[right]
                    places2[at] = places[right]
                    right += 1
                else:
                    to[at] = of[left]
                    places2[at] = places[left]
                    left += 1
            start = stop
        of, to = to, of
        places, places2 = places2, places
        width = 2 * width
    if places != index:
        for i in range(count):
            index[i] = places[i]


@module.function
def sort_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    index = ptr[i64](bufs[2])
    keys = ptr[u64](bufs[3])
    index2 = ptr[i64](bufs[4])
    keys2 = ptr[u64](bufs[5])
    size = dims[1]
    for row in range(first, end):
        at = row * size
        sort_row(values, offsets, keys + at, index + at, keys2 + at, index2 + at, at, size, dims[2])


@module.function(export=True, name="strings_sort")
def sort(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets → places within rows, in order; three buffers for work. dims: rows, their length, whether
    descending."""
    return spread(sort_range, bufs, dims, ctx, dims[0])
