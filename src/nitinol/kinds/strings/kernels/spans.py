# mypy: disable-error-code="empty-body, no-any-return, arg-type, operator"
"""Checking texts, taking whole ones and parts of them, in native Python.

A kernel that finds parts gives `starts`, where each part begins among the bytes, and the offsets of the result;
`copy_spans` makes its bytes. So all of them share the one loop that copies.
"""

from __future__ import annotations

from typing import Final

from ....core import Status, Word
from ....native import Module, i64, ptr, u8, u64, unlikely
from ...kernels import parallel
from ...kernels.parallel import add_up, copy, eight, spread

module: Final = Module("strings-spans", include=[parallel.module])

HIGH: Final = 0x8080808080808080
INDEX_RANGE: Final = int(Status.INDEX_RANGE)
VALUE: Final = int(Word.ERROR_VALUE)
SIZE: Final = int(Word.ERROR_SIZE)

# What `check` finds wrong.
FINE, DECREASING, OUTSIDE, INVALID = 0, 1, 2, 3


@module.function
def first_invalid(p: ptr[u8], n: i64) -> i64:
    """Where bytes stop being UTF-8 (Unicode 15, table 3-7); n if they do not."""
    i = 0
    while i < n:
        while i + 8 <= n and (eight(p + i) & HIGH) == 0:
            i += 8
        if i >= n:
            return n
        c = p[i]
        if c < 0x80:
            i += 1
            continue
        if c < 0xC2 or c > 0xF4:
            return i
        more = 1 if c < 0xE0 else 2 if c < 0xF0 else 3
        if i + more >= n:
            return i
        low: u8 = 0x80
        high: u8 = 0xBF
        if c == 0xE0:
            low = 0xA0
        elif c == 0xED:
            high = 0x9F
        elif c == 0xF0:
            low = 0x90
        elif c == 0xF4:
            high = 0x8F
        if p[i + 1] < low or p[i + 1] > high:
            return i
        for k in range(2, more + 1):
            if (p[i + k] & 0xC0) != 0x80:
                return i
        i += more + 1
    return n


@module.function(export=True, name="strings_check")
def check(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets → (what is wrong, at which text, at which of its bytes). dims: texts, bytes."""
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    found = ptr[i64](bufs[2])
    count = dims[0]
    nbytes = dims[1]
    found[0] = OUTSIDE
    found[1] = 0
    found[2] = 0
    if offsets[0] != 0:
        return 0
    for i in range(count):
        found[1] = i
        if offsets[i + 1] < offsets[i]:
            found[0] = DECREASING
            return 0
        if offsets[i + 1] > nbytes:
            return 0
    if offsets[count] != nbytes:
        return 0
    seen: u8 = 0
    for i in range(nbytes):
        seen |= values[i]
    found[0] = FINE
    if seen < 0x80:
        return 0
    for i in range(count):
        at = first_invalid(values + offsets[i], offsets[i + 1] - offsets[i])
        if at < offsets[i + 1] - offsets[i]:
            found[0] = INVALID
            found[1] = i
            found[2] = at
            return 0
    return 0


# --- taking


@module.function(inline=True)
def put_eight(to: ptr[u8], word: u64) -> None:
    """The bytes of a word, the lowest one first."""
    for k in range(8):
        to[k] = u8(word >> u64(8 * k))


@module.function
def copy_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    starts = ptr[i64](bufs[1])
    offsets = ptr[i64](bufs[2])
    made = ptr[u8](bufs[3])
    # Short parts are copied as 16 bytes. What is written behind their end is written again by the next.
    last_to = made + offsets[end] - 16
    last_of = values + dims[1] - 16
    for i in range(first, end):
        of = values + starts[i]
        to = made + offsets[i]
        size = offsets[i + 1] - offsets[i]
        if size <= 16 and to <= last_to and of <= last_of:
            put_eight(to, eight(of))
            if size > 8:
                put_eight(to + 8, eight(of + 8))
        else:
            copy(to, of, size)


@module.function(export=True, name="strings_copy_spans")
def copy_spans(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, starts, offsets of the result → its bytes. dims: parts, bytes of values."""
    return spread(copy_range, bufs, dims, ctx, dims[0])


@module.function(export=True, name="strings_take")
def take(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """offsets, index → starts, offsets of the result. dims: places in index, texts."""
    offsets = ptr[i64](bufs[0])
    index = ptr[i64](bufs[1])
    starts = ptr[i64](bufs[2])
    made = ptr[i64](bufs[3])
    total = 0
    made[0] = 0
    for i in range(dims[0]):
        k = index[i]
        if unlikely(k < 0 or k >= dims[1]):
            ptr[i64](ctx)[VALUE] = k
            ptr[i64](ctx)[SIZE] = dims[1]
            return INDEX_RANGE
        starts[i] = offsets[k]
        total += offsets[k + 1] - offsets[k]
        made[i + 1] = total
    return 0


# --- parts


@module.function(inline=True)
def forward(p: ptr[u8], at: i64, end: i64, steps: i64) -> i64:
    """`at` moved by so many code points, at most to `end`."""
    left = steps
    while left > 0 and at < end:
        at += 1
        while at < end and (p[at] & 0xC0) == 0x80:
            at += 1
        left -= 1
    return at


@module.function(inline=True)
def backward(p: ptr[u8], at: i64, first: i64, steps: i64) -> i64:
    """`at` moved back by so many code points, at most to `first`."""
    left = steps
    while left > 0 and at > first:
        at -= 1
        while at > first and (p[at] & 0xC0) == 0x80:
            at -= 1
        left -= 1
    return at


@module.function(inline=True)
def placed(p: ptr[u8], first: i64, end: i64, place: i64) -> i64:
    """The byte at which code point `place` begins; negative ones count from the end."""
    if place < 0:
        return backward(p, end, first, 0 - place)
    return forward(p, first, end, place)


@module.function
def slice_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    starts = ptr[i64](bufs[2])
    made = ptr[i64](bufs[3])
    for i in range(first, end):
        a = offsets[i]
        b = offsets[i + 1]
        low = placed(values, a, b, dims[1])
        high = b if dims[3] else placed(values, a, b, dims[2])
        starts[i] = low
        made[i + 1] = max(high - low, 0)


@module.function(export=True, name="strings_slice")
def slice_points(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets → starts, offsets of `text[start:stop]`. dims: texts, start, stop, whether stop is open."""
    status = spread(slice_range, bufs, dims, ctx, dims[0])
    add_up(ptr[i64](bufs[3]), dims[0])
    return status


@module.function(export=True, name="strings_slice_bytes")
def slice_bytes(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """As `strings_slice`, counted in bytes. → starts, offsets, the first text whose character is cut or -1."""
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    starts = ptr[i64](bufs[2])
    made = ptr[i64](bufs[3])
    bad = ptr[i64](bufs[4])
    bad[0] = -1
    made[0] = 0
    for i in range(dims[0]):
        a = offsets[i]
        b = offsets[i + 1]
        low = max(b + dims[1], a) if dims[1] < 0 else min(a + dims[1], b)
        high = b
        if dims[3] == 0:
            high = max(b + dims[2], a) if dims[2] < 0 else min(a + dims[2], b)
        high = max(high, low)
        inside = low < b and (values[low] & 0xC0) == 0x80
        if high > low and high < b and (values[high] & 0xC0) == 0x80:
            inside = True
        if inside and high > low and bad[0] < 0:
            bad[0] = i
        starts[i] = low
        made[i + 1] = made[i] + high - low
    return 0


@module.function
def stride(
    p: ptr[u8], a: i64, b: i64, start: i64, stop: i64, step: i64, flags: i64, to: ptr[u8]
) -> i64:
    """The bytes of `text[start:stop:step]`, written where `to` is not null; as `slice.indices` counts.

    flags: 1 where start is left out, 2 where stop is.
    """
    count = 0
    for i in range(a, b):
        count += 1 if (p[i] & 0xC0) != 0x80 else 0
    least = 0 if step > 0 else -1
    most = count if step > 0 else count - 1
    first = (0 if step > 0 else most) if flags & 1 else start
    last = (count if step > 0 else -1) if flags & 2 else stop
    if (flags & 1) == 0:
        first = max(first + count, least) if first < 0 else min(first, most)
    if (flags & 2) == 0:
        last = max(last + count, least) if last < 0 else min(last, most)
    made = 0
    if step > 0 and first >= last:
        return 0
    if step < 0 and first <= last:
        return 0
    at = forward(p, a, b, first)
    while (step > 0 and first < last) or (step < 0 and first > last):
        over = forward(p, at, b, 1)
        if to:
            for k in range(at, over):
                to[made + k - at] = p[k]
        made += over - at
        first += step
        if step > 0:
            at = forward(p, at, b, step)
        else:
            at = backward(p, at, a, 0 - step)
    return made


@module.function
def stride_sizes_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    made = ptr[i64](bufs[2])
    for i in range(first, end):
        a = offsets[i]
        b = offsets[i + 1]
        made[i + 1] = stride(values, a, b, dims[1], dims[2], dims[3], dims[4], ptr[u8](0))


@module.function(export=True, name="strings_stride_sizes")
def stride_sizes(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets → offsets of `text[start:stop:step]`. dims: texts, start, stop, step, flags."""
    status = spread(stride_sizes_range, bufs, dims, ctx, dims[0])
    add_up(ptr[i64](bufs[2]), dims[0])
    return status


@module.function
def stride_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    made = ptr[i64](bufs[2])
    to = ptr[u8](bufs[3])
    for i in range(first, end):
        a = offsets[i]
        b = offsets[i + 1]
        stride(values, a, b, dims[1], dims[2], dims[3], dims[4], to + made[i])


@module.function(export=True, name="strings_stride")
def stride_write(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets, offsets of the result → its bytes."""
    return spread(stride_range, bufs, dims, ctx, dims[0])


# --- repeated pieces


@module.function(export=True, name="strings_pad_sizes")
def pad_sizes(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets → offsets of texts filled up to a width. dims: texts, width, bytes of the filling."""
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    made = ptr[i64](bufs[2])
    made[0] = 0
    for i in range(dims[0]):
        size = offsets[i + 1] - offsets[i]
        points = 0
        for k in range(offsets[i], offsets[i + 1]):
            points += 1 if (values[k] & 0xC0) != 0x80 else 0
        made[i + 1] = made[i] + size + max(dims[1] - points, 0) * dims[2]
    return 0


@module.function(export=True, name="strings_pad")
def pad(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets, offsets of the result, filling → bytes. dims: texts, side (0 left, 1 right, 2 both),
    bytes of the filling, width."""
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    made = ptr[i64](bufs[2])
    filling = ptr[u8](bufs[3])
    to = ptr[u8](bufs[4])
    width = dims[2]
    for i in range(dims[0]):
        size = offsets[i + 1] - offsets[i]
        pieces = (made[i + 1] - made[i] - size) // width
        ahead = pieces
        if dims[1] == 1:
            ahead = 0
        elif dims[1] == 2:  # as str.center does
            ahead = pieces // 2 + (pieces & dims[3] & 1)
        at = made[i]
        for k in range(pieces):
            if k == ahead:
                copy(to + at, values + offsets[i], size)
                at += size
            copy(to + at, filling, width)
            at += width
        if ahead == pieces:
            copy(to + at, values + offsets[i], size)
    return 0
