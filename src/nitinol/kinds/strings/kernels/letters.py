# mypy: disable-error-code="empty-body, no-any-return, arg-type, operator"
"""Code points, the case of ASCII letters, and what is whitespace, in native Python."""

from __future__ import annotations

from typing import Final

from ....native import Module, i32, i64, ptr, u8, u32
from ...kernels import parallel
from ...kernels.parallel import add_up, copy, spread

module: Final = Module("strings-letters", include=[parallel.module])

LOWER, UPPER, SWAP, TITLE, CAPITALIZE = 0, 1, 2, 3, 4


@module.function(inline=True)
def white(p: ptr[u8], left: i64) -> i64:
    """How many bytes the whitespace at `p` has, 0 where there is none; `left` bytes may be read.

    The characters that `str.isspace` holds for.
    """
    c = p[0]
    if c < 0x80:
        return 1 if (c >= 9 and c <= 13) or (c >= 28 and c <= 32) else 0
    if c == 0xC2 and left >= 2:
        return 2 if p[1] == 0x85 or p[1] == 0xA0 else 0
    if left < 3:
        return 0
    d = p[1]
    e = p[2]
    if c == 0xE2 and d == 0x80:
        return 3 if e <= 0x8A or e == 0xA8 or e == 0xA9 or e == 0xAF else 0
    if c == 0xE2 and d == 0x81:
        return 3 if e == 0x9F else 0
    if (c == 0xE1 and d == 0x9A and e == 0x80) or (c == 0xE3 and d == 0x80 and e == 0x80):
        return 3
    return 0


# --- length and code points


@module.function
def count_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    sizes = ptr[i64](bufs[2])
    for i in range(first, end):
        points = 0
        for k in range(offsets[i], offsets[i + 1]):
            points += 1 if (values[k] & 0xC0) != 0x80 else 0
        sizes[i] = points


@module.function(export=True, name="strings_length")
def length(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets → code points in each text. dims: texts."""
    return spread(count_range, bufs, dims, ctx, dims[0])


@module.function
def decode_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    made = ptr[i64](bufs[2])
    points = ptr[i32](bufs[3])
    for i in range(first, end):
        at = offsets[i]
        to = made[i]
        while at < offsets[i + 1]:
            c = u32(values[at])
            if c < 0x80:
                at += 1
            elif c < 0xE0:
                c = ((c & 0x1F) << 6) | (u32(values[at + 1]) & 0x3F)
                at += 2
            elif c < 0xF0:
                c = ((c & 0x0F) << 12) | ((u32(values[at + 1]) & 0x3F) << 6)
                c |= u32(values[at + 2]) & 0x3F
                at += 3
            else:
                c = ((c & 0x07) << 18) | ((u32(values[at + 1]) & 0x3F) << 12)
                c |= ((u32(values[at + 2]) & 0x3F) << 6) | (u32(values[at + 3]) & 0x3F)
                at += 4
            points[to] = i32(c)
            to += 1


@module.function(export=True, name="strings_decode")
def decode(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets, offsets of the result → int32 code points. dims: texts."""
    return spread(decode_range, bufs, dims, ctx, dims[0])


@module.function(export=True, name="strings_encode_sizes")
def encode_sizes(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """int64 code points, offsets → offsets in bytes, place of the first that is none or -1. dims: texts."""
    points = ptr[i64](bufs[0])
    offsets = ptr[i64](bufs[1])
    made = ptr[i64](bufs[2])
    bad = ptr[i64](bufs[3])
    bad[0] = -1
    made[0] = 0
    for i in range(dims[0]):
        size = 0
        for k in range(offsets[i], offsets[i + 1]):
            c = points[k]
            if c < 0 or c > 0x10FFFF or (c >= 0xD800 and c <= 0xDFFF):
                if bad[0] < 0:
                    bad[0] = k
            elif c < 0x80:
                size += 1
            elif c < 0x800:
                size += 2
            else:
                size += 3 if c < 0x10000 else 4
        made[i + 1] = made[i] + size
    return 0


@module.function(export=True, name="strings_encode")
def encode(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """int64 code points → bytes. dims: code points."""
    points = ptr[i64](bufs[0])
    to = ptr[u8](bufs[1])
    at = 0
    for k in range(dims[0]):
        c = points[k]
        if c < 0x80:
            to[at] = u8(c)
            at += 1
        elif c < 0x800:
            to[at] = u8(0xC0 | (c >> 6))
            to[at + 1] = u8(0x80 | (c & 0x3F))
            at += 2
        elif c < 0x10000:
            to[at] = u8(0xE0 | (c >> 12))
            to[at + 1] = u8(0x80 | ((c >> 6) & 0x3F))
            to[at + 2] = u8(0x80 | (c & 0x3F))
            at += 3
        else:
            to[at] = u8(0xF0 | (c >> 18))
            to[at + 1] = u8(0x80 | ((c >> 12) & 0x3F))
            to[at + 2] = u8(0x80 | ((c >> 6) & 0x3F))
            to[at + 3] = u8(0x80 | (c & 0x3F))
            at += 4
    return 0


# --- case


@module.function(inline=True)
def lowered(c: u8) -> u8:
    return c + 32 if c >= 65 and c <= 90 else c


@module.function(inline=True)
def uppered(c: u8) -> u8:
    return c - 32 if c >= 97 and c <= 122 else c


@module.function(inline=True)
def is_letter(c: u8) -> bool:
    return (c >= 65 and c <= 90) or (c >= 97 and c <= 122)


@module.function
def case_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    to = ptr[u8](bufs[2])
    other = ptr[u8](bufs[3])
    low = offsets[first]
    high = offsets[end]
    seen: u8 = 0
    mode = dims[1]
    if mode == LOWER:
        for k in range(low, high):
            seen |= values[k]
            to[k] = lowered(values[k])
    elif mode == UPPER:
        for k in range(low, high):
            seen |= values[k]
            to[k] = uppered(values[k])
    elif mode == SWAP:
        for k in range(low, high):
            seen |= values[k]
            to[k] = values[k] ^ 32 if is_letter(values[k]) else values[k]
    else:
        for i in range(first, end):
            inside = False
            for k in range(offsets[i], offsets[i + 1]):
                seen |= values[k]
                to[k] = lowered(values[k]) if inside else uppered(values[k])
                inside = is_letter(values[k]) or mode == CAPITALIZE
    if seen < 0x80:
        for i in range(first, end):
            other[i] = 0
        return
    for i in range(first, end):
        seen = 0
        for k in range(offsets[i], offsets[i + 1]):
            seen |= values[k]
        other[i] = seen >> 7


@module.function(export=True, name="strings_case")
def case(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets → bytes with ASCII letters changed, which texts are not all ASCII. dims: texts, mode."""
    return spread(case_range, bufs, dims, ctx, dims[0])


@module.function(export=True, name="strings_count_byte")
def count_byte(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values → how often a byte is there. dims: bytes, the byte."""
    values = ptr[u8](bufs[0])
    wanted = u8(dims[1])
    found = 0
    for k in range(dims[0]):
        found += 1 if values[k] == wanted else 0
    ptr[i64](bufs[1])[0] = found
    return 0


@module.function(export=True, name="strings_apart")
def apart(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets → bytes with a separator between the texts. dims: texts, the separator."""
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    to = ptr[u8](bufs[2])
    for i in range(dims[0]):
        if i > 0:
            to[offsets[i] + i - 1] = u8(dims[1])
        copy(to + offsets[i] + i, values + offsets[i], offsets[i + 1] - offsets[i])
    return 0


@module.function(export=True, name="strings_between")
def between(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """Bytes with a separator between the texts → starts, offsets. dims: texts, bytes, the separator."""
    values = ptr[u8](bufs[0])
    starts = ptr[i64](bufs[1])
    sizes = ptr[i64](bufs[2])
    separator = u8(dims[2])
    text = 0
    starts[0] = 0
    for k in range(dims[1]):
        if values[k] == separator:
            sizes[text + 1] = k - starts[text]
            text += 1
            starts[text] = k + 1
    sizes[text + 1] = dims[1] - starts[text]
    add_up(sizes, dims[0])
    return 0
