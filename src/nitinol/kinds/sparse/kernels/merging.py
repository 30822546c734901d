# mypy: disable-error-code="empty-body, no-any-return, arg-type, operator"
"""Which places two sparse tensors have: of both together, or in both. In native Python.

Both are rows of rising numbers with n + 1 offsets, as compressed layouts have them. Each row is merged on its own, so
rows are tasks. One list of rising keys (COO) is cut into rows first: `cut` puts a boundary at every `step`-th key of
the first list, and finds it in the second.

A place of the result is given by where it stands in either operand; the number of entries means: not there. Steps of
a merge do not branch on what is compared, because there is nothing to predict.
"""

from __future__ import annotations

from typing import Final

from ....native import Module, i64, ptr, select, u64
from ...kernels import parallel
from ...kernels.parallel import add_up, spread, spread_by

module: Final = Module("sparse-merging", include=[parallel.module])

ROWS: Final = 256  # rows that are worth a task


@module.function(inline=True)
def first_not_below(keys: ptr[i64], count: i64, wanted: i64) -> i64:
    """Where the first key of at least `wanted` stands among rising ones."""
    low = 0
    high = count
    while low < high:
        middle = (low + high) >> 1
        if keys[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@module.function
def cut_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    a = ptr[i64](bufs[0])
    b = ptr[i64](bufs[1])
    a_rows = ptr[i64](bufs[2])
    b_rows = ptr[i64](bufs[3])
    for r in range(first, end):
        a_rows[r] = r * dims[1]
        b_rows[r] = 0 if r == 0 else first_not_below(b, dims[3], a[r * dims[1]])


@module.function(export=True, name="sparse_cut")
def cut(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """Two lists of keys → offsets of rows of both. dims: rows, step, sizes of both lists."""
    ptr[i64](bufs[2])[dims[0]] = dims[2]
    ptr[i64](bufs[3])[dims[0]] = dims[3]
    return spread(cut_range, bufs, dims, ctx, dims[0])


# --- of both together


@module.extern
def memmove(to: ptr, of: ptr, nbytes: u64) -> ptr: ...


@module.function(inline=True)
def first_row(chunk: i64, dims: ptr[i64]) -> i64:
    return dims[0] * chunk // dims[3]


@module.function
def fill_either(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    """Chunks of rows, each written where it begins if nothing is in both."""
    a_rows = ptr[i64](bufs[0])
    a = ptr[i64](bufs[1])
    b_rows = ptr[i64](bufs[2])
    b = ptr[i64](bufs[3])
    rows = ptr[i64](bufs[4])
    made = ptr[i64](bufs[5])
    of_a = ptr[i64](bufs[6])
    of_b = ptr[i64](bufs[7])
    no_a = dims[1]
    no_b = dims[2]
    for chunk in range(first, end):
        start = first_row(chunk, dims)
        at = a_rows[start] + b_rows[start]
        for r in range(start, first_row(chunk + 1, dims)):
            i = a_rows[r]
            j = b_rows[r]
            a_end = a_rows[r + 1]
            b_end = b_rows[r + 1]
            while i < a_end and j < b_end:
                x = a[i]
                y = b[j]
                made[at] = min(x, y)
                of_a[at] = select(x <= y, i, no_a)
                of_b[at] = select(y <= x, j, no_b)
                i += i64(x <= y)
                j += i64(y <= x)
                at += 1
            while i < a_end:
                made[at] = a[i]
                of_a[at] = i
                of_b[at] = no_b
                i += 1
                at += 1
            while j < b_end:
                made[at] = b[j]
                of_a[at] = no_a
                of_b[at] = j
                j += 1
                at += 1
            rows[r + 1] = at


@module.function(export=True, name="sparse_either")
def either(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """Offsets and numbers of both → offsets of the result, its numbers, where they stand in either; the last three
    with room behind them. dims: rows, sizes of both, chunks.
    """
    a_rows = ptr[i64](bufs[0])
    b_rows = ptr[i64](bufs[2])
    rows = ptr[i64](bufs[4])
    rows[0] = 0
    status = spread_by(fill_either, bufs, dims, ctx, dims[3], 1)
    if status != 0:
        return status
    for chunk in range(1, dims[3]):
        start = first_row(chunk, dims)
        stop = first_row(chunk + 1, dims)
        of = a_rows[start] + b_rows[start]
        to = rows[start]
        if start < stop and to < of:
            nbytes = u64(8 * (rows[stop] - of))
            for k in range(5, 8):
                whole = ptr[i64](bufs[k])
                memmove(ptr(whole + to), ptr(whole + of), nbytes)
            for r in range(start + 1, stop + 1):
                rows[r] -= of - to
    return 0


# --- in both


@module.function
def count_both(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    a_rows = ptr[i64](bufs[0])
    a = ptr[i64](bufs[1])
    b_rows = ptr[i64](bufs[2])
    b = ptr[i64](bufs[3])
    counts = ptr[i64](bufs[4])
    for r in range(first, end):
        i = a_rows[r]
        j = b_rows[r]
        a_end = a_rows[r + 1]
        b_end = b_rows[r + 1]
        count = 0
        while i < a_end and j < b_end:
            x = a[i]
            y = b[j]
            count += i64(x == y)
            i += i64(x <= y)
            j += i64(y <= x)
        counts[r + 1] = count


@module.function(export=True, name="sparse_both_sizes")
def both_sizes(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """Offsets and numbers of both → offsets of the result. dims: rows."""
    status = spread_by(count_both, bufs, dims, ctx, dims[0], ROWS)
    add_up(ptr[i64](bufs[4]), dims[0])
    return status


@module.function
def fill_both(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    a_rows = ptr[i64](bufs[0])
    a = ptr[i64](bufs[1])
    b_rows = ptr[i64](bufs[2])
    b = ptr[i64](bufs[3])
    rows = ptr[i64](bufs[4])
    made = ptr[i64](bufs[5])
    of_a = ptr[i64](bufs[6])
    of_b = ptr[i64](bufs[7])
    for r in range(first, end):
        i = a_rows[r]
        j = b_rows[r]
        at = rows[r]
        stop = rows[r + 1]
        while at < stop:  # no further than the last one that both have
            x = a[i]
            y = b[j]
            if x == y:
                made[at] = x
                of_a[at] = i
                of_b[at] = j
                at += 1
            i += i64(x <= y)
            j += i64(y <= x)


@module.function(export=True, name="sparse_both")
def both(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """Offsets and numbers of both, offsets of the result → numbers, where they stand in either. dims: rows."""
    return spread_by(fill_both, bufs, dims, ctx, dims[0], ROWS)
