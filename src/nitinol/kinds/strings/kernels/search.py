# ruff: noqa: SIM110 - native code has no all()
# mypy: disable-error-code="empty-body, no-any-return, arg-type, operator"
"""Finding texts in texts, and what follows: count, replace, split, strip; in native Python.

A pattern is a text for each text, or one for all (`step` 0). Bytes are compared: in UTF-8 no character begins
inside of another, so what is found are whole characters. The empty pattern is at every character and at the end.
"""

from __future__ import annotations

from typing import Final

from ....native import Module, count_trailing_zeros, i64, ptr, u8, u64
from ...kernels import parallel
from ...kernels.parallel import add_up, copy, eight, spread
from . import letters, spans
from .letters import white
from .spans import put_eight

module: Final = Module("strings-search", include=[parallel.module, letters.module, spans.module])

FIRST, LAST, STARTS, ENDS = 0, 1, 2, 3


@module.function(inline=True)
def same(p: ptr[u8], q: ptr[u8], n: i64) -> bool:
    for i in range(n):
        if p[i] != q[i]:
            return False
    return True


@module.function(inline=True)
def next_point(p: ptr[u8], at: i64, end: i64) -> i64:
    at += 1
    while at < end and (p[at] & 0xC0) == 0x80:
        at += 1
    return at


@module.function
def seek(p: ptr[u8], at: i64, end: i64, q: ptr[u8], n: i64) -> i64:
    """Where the pattern is in p[at:end] first; -1 where it is not."""
    if n == 0:
        return at
    head = q[0]
    last = end - n
    while at <= last:
        if p[at] == head and same(p + at + 1, q + 1, n - 1):
            return at
        at += 1
    return -1


@module.function
def find_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    patterns = ptr[u8](bufs[2])
    limits = ptr[i64](bufs[3])
    made = ptr[i64](bufs[4])
    mode = dims[2]
    for i in range(first, end):
        a = offsets[i]
        b = offsets[i + 1]
        which = i * dims[1]
        q = patterns + limits[which]
        n = limits[which + 1] - limits[which]
        found = -1
        if mode == FIRST:
            found = seek(values, a, b, q, n)
        elif n <= b - a:
            if mode == STARTS:
                found = a if same(values + a, q, n) else -1
            elif mode == ENDS:
                found = b - n if same(values + b - n, q, n) else -1
            else:
                at = b - n
                while at >= a and found < 0:
                    if same(values + at, q, n):
                        found = at
                    at -= 1
        if found >= 0:
            size = found - a
            if dims[3]:
                size = 0
                for k in range(a, found):
                    size += 1 if (values[k] & 0xC0) != 0x80 else 0
            found = size
        made[i] = found


@module.function(export=True, name="strings_find")
def find(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets, patterns, their offsets → place or -1. dims: texts, step, mode, whether in code points."""
    return spread(find_range, bufs, dims, ctx, dims[0])


@module.function
def count_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    patterns = ptr[u8](bufs[2])
    limits = ptr[i64](bufs[3])
    made = ptr[i64](bufs[4])
    for i in range(first, end):
        which = i * dims[1]
        q = patterns + limits[which]
        n = limits[which + 1] - limits[which]
        b = offsets[i + 1]
        found = 0
        if n == 0:
            found = 1
            for k in range(offsets[i], b):
                found += 1 if (values[k] & 0xC0) != 0x80 else 0
        else:
            at = seek(values, offsets[i], b, q, n)
            while at >= 0:
                found += 1
                at = seek(values, at + n, b, q, n)
        made[i] = found


@module.function(export=True, name="strings_count")
def count(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets, patterns, their offsets → how often each is there. dims: texts, step."""
    return spread(count_range, bufs, dims, ctx, dims[0])


# --- replace


@module.function
def replaced(
    p: ptr[u8], at: i64, b: i64, q: ptr[u8], n: i64, r: ptr[u8], m: i64, most: i64, to: ptr[u8]
) -> i64:
    """The bytes of p[at:b] with q replaced by r at most `most` times, written where `to` is not null."""
    made = 0
    left = most
    while left != 0:
        found = seek(p, at, b, q, n)
        if found < 0:
            break
        if to:
            copy(to + made, p + at, found - at)
            copy(to + made + (found - at), r, m)
        made += found - at + m
        at = found + n
        left -= 1
        if n == 0:
            if at == b:
                return made
            over = next_point(p, at, b)
            if to:
                copy(to + made, p + at, over - at)
            made += over - at
            at = over
    if to:
        copy(to + made, p + at, b - at)
    return made + b - at


@module.function
def replace_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    patterns = ptr[u8](bufs[2])
    limits = ptr[i64](bufs[3])
    others = ptr[u8](bufs[4])
    ends = ptr[i64](bufs[5])
    made = ptr[i64](bufs[6])
    for i in range(first, end):
        j = i * dims[1]
        k = i * dims[2]
        q = patterns + limits[j]
        r = others + ends[k]
        n = limits[j + 1] - limits[j]
        m = ends[k + 1] - ends[k]
        if dims[4]:
            to = ptr[u8](bufs[7]) + made[i]
            replaced(values, offsets[i], offsets[i + 1], q, n, r, m, dims[3], to)
        else:
            made[i + 1] = replaced(
                values, offsets[i], offsets[i + 1], q, n, r, m, dims[3], ptr[u8](0)
            )


@module.function(export=True, name="strings_replace_sizes")
def replace_sizes(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets, patterns, theirs, replacements, theirs → offsets. dims: texts, steps of both, most, 0."""
    status = spread(replace_range, bufs, dims, ctx, dims[0])
    add_up(ptr[i64](bufs[6]), dims[0])
    return status


@module.function(export=True, name="strings_replace")
def replace(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """The same with the offsets of the result as an operand → bytes. The last of dims is 1."""
    return spread(replace_range, bufs, dims, ctx, dims[0])


# --- split


@module.function
def pieces(
    p: ptr[u8], a: i64, b: i64, q: ptr[u8], n: i64, most: i64, starts: ptr[i64], sizes: ptr[i64]
) -> i64:
    """How many pieces text p[a:b] has; they are written where `starts` is not null. n = 0: at whitespace."""
    made = 0
    at = a
    if n == 0:
        while at < b:
            step = white(p + at, b - at)
            while step > 0:
                at += step
                step = white(p + at, b - at) if at < b else 0
            if at >= b:
                return made
            head = at
            if made == most:
                if starts:
                    starts[made] = head
                    sizes[made] = b - head
                return made + 1
            while at < b and white(p + at, b - at) == 0:
                at += 1
            if starts:
                starts[made] = head
                sizes[made] = at - head
            made += 1
        return made
    head = a
    if n == 1 and most < 0:
        wanted = q[0]
        while at < b:
            if p[at] == wanted:
                if starts:
                    starts[made] = head
                    sizes[made] = at - head
                made += 1
                head = at + 1
            at += 1
    else:
        found = seek(p, head, b, q, n)
        while found >= 0 and made != most:
            if starts:
                starts[made] = head
                sizes[made] = found - head
            made += 1
            head = found + n
            found = seek(p, head, b, q, n)
    if starts:
        starts[made] = head
        sizes[made] = b - head
    return made + 1


@module.function
def split_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    q = ptr[u8](bufs[2])
    rows = ptr[i64](bufs[3])
    for i in range(first, end):
        a = offsets[i]
        b = offsets[i + 1]
        if dims[3]:
            starts = ptr[i64](bufs[4]) + rows[i]
            sizes = ptr[i64](bufs[5]) + rows[i] + 1
            pieces(values, a, b, q, dims[1], dims[2], starts, sizes)
        else:
            none = ptr[i64](0)
            rows[i + 1] = pieces(values, a, b, q, dims[1], dims[2], none, none)


@module.function(export=True, name="strings_split_sizes")
def split_sizes(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets, separator → offsets of rows of pieces. dims: texts, bytes of the separator, most, 0."""
    status = spread(split_range, bufs, dims, ctx, dims[0])
    add_up(ptr[i64](bufs[3]), dims[0])
    return status


@module.function(export=True, name="strings_split")
def split(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """The same with the offsets of rows as an operand → starts, offsets of pieces. dims: …, 1, pieces."""
    status = spread(split_range, bufs, dims, ctx, dims[0])
    add_up(ptr[i64](bufs[5]), dims[4])
    return status


# --- split at one byte
#
# With one separator between two pieces of a text, piece j of text i begins where it lies less the j - i separators
# before it. So nothing has to be added up, and bytes are copied while separators are looked for.

ONES: Final = 0x0101010101010101
HIGH: Final = 0x8080808080808080


@module.function
def count_byte_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    wanted = ptr[u8](bufs[2])[0]
    rows = ptr[i64](bufs[3])
    for i in range(first, end):
        made = 1
        for k in range(offsets[i], offsets[i + 1]):
            made += 1 if values[k] == wanted else 0
        rows[i + 1] = made


@module.function(export=True, name="strings_split_byte_sizes")
def split_byte_sizes(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets, separator → offsets of rows of pieces. dims: texts."""
    status = spread(count_byte_range, bufs, dims, ctx, dims[0])
    add_up(ptr[i64](bufs[3]), dims[0])
    return status


@module.function
def split_byte_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    wanted = u64(ptr[u8](bufs[2])[0]) * ONES
    rows = ptr[i64](bufs[3])
    to = ptr[u8](bufs[4])
    made = ptr[i64](bufs[5])
    made[0] = 0
    out = offsets[first] - (rows[first] - first)
    limit = offsets[end] - (rows[end] - end) - 8  # what lies behind is another task's
    room = dims[1] - 8
    piece = rows[first] + 1
    for i in range(first, end):
        at = offsets[i]
        b = offsets[i + 1]
        while at < b:
            size = min(b - at, 8)
            if at <= room and out <= limit:
                word = eight(values + at)
                put_eight(to + out, word)
                other = word ^ wanted
                size = min(i64(count_trailing_zeros((other - ONES) & ~other & HIGH)) >> 3, size)
            else:
                k = 0
                while k < size and u64(values[at + k]) * ONES != wanted:
                    to[out + k] = values[at + k]
                    k += 1
                size = k
            out += size
            at += size
            if size < 8 and at < b:
                made[piece] = out
                piece += 1
                at += 1
        made[piece] = out
        piece += 1


@module.function(export=True, name="strings_split_byte")
def split_byte(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets, separator, offsets of rows → bytes and offsets of pieces. dims: texts, bytes."""
    return spread(split_byte_range, bufs, dims, ctx, dims[0])


# --- strip


@module.function
def edge(p: ptr[u8], left: i64, q: ptr[u8], n: i64) -> i64:
    """How many bytes the character at p has if it is one of q (n = 0: whitespace), else 0."""
    if n == 0:
        return white(p, left)
    size = next_point(p, 0, left)
    return size if seek(q, 0, n, p, size) >= 0 else 0


@module.function
def trim_end(p: ptr[u8], a: i64, b: i64, q: ptr[u8], n: i64) -> i64:
    while b > a:
        back = b - 1
        while back > a and (p[back] & 0xC0) == 0x80:
            back -= 1
        if edge(p + back, b - back, q, n) == 0:
            return b
        b = back
    return b


@module.function
def strip_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    q = ptr[u8](bufs[2])
    starts = ptr[i64](bufs[3])
    made = ptr[i64](bufs[4])
    for i in range(first, end):
        a = offsets[i]
        b = offsets[i + 1]
        if dims[2] & 1:
            step = edge(values + a, b - a, q, dims[1]) if a < b else 0
            while step > 0:
                a += step
                step = edge(values + a, b - a, q, dims[1]) if a < b else 0
        if dims[2] & 2:
            b = trim_end(values, a, b, q, dims[1])
        starts[i] = a
        made[i + 1] = b - a


@module.function(export=True, name="strings_strip")
def strip(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets, characters → starts, offsets. dims: texts, bytes of the characters, sides (1 left, 2 right)."""
    status = spread(strip_range, bufs, dims, ctx, dims[0])
    add_up(ptr[i64](bufs[4]), dims[0])
    return status
