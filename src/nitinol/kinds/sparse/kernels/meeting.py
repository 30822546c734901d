# mypy: disable-error-code="empty-body, no-any-return, arg-type, operator"
"""Which entries of two sparse matrices meet in their product, and in which cell of it. In native Python.

Row i of A·B has the products of each entry of row i of A with all entries of the row of B that it meets. For each row
(Gustavson, "Two fast algorithms for sparse matrices", 1978) its cells are found by marking their columns in a set of
bits, with a second set above it of the words in use. Going through both gives the columns in rising order without a
sort, and the number of a cell is that of its word's first plus the bits below it. Then the products are put in
order of cells, so that a value is the sum of a row of products: one pull, in parallel, always in the same order.

Cells are written where the products of their row begin, as there are no more of them; `gather` moves them together.
"""

from __future__ import annotations

from typing import Any, Final

from ....native import Module, count_trailing_zeros, i64, popcount, ptr, u64
from ...kernels import parallel
from ...kernels.parallel import add_up, spread_by

module: Final = Module("sparse-meeting", include=[parallel.module])

ROWS: Final = 64  # rows that are worth a task


@module.extern
def calloc(count: u64, size: u64) -> ptr: ...


@module.extern
def free(p: ptr) -> None: ...


@module.function
def count_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    a_rows = ptr[i64](bufs[0])
    met = ptr[i64](bufs[1])
    b_rows = ptr[i64](bufs[2])
    counts = ptr[i64](bufs[3])
    for r in range(first, end):
        count = 0
        for p in range(a_rows[r], a_rows[r + 1]):
            count += b_rows[met[p] + 1] - b_rows[met[p]]
        counts[r + 1] = count


@module.function(export=True, name="sparse_meetings")
def meetings(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """Offsets of A, the row of B that each entry of A meets, offsets of B → offsets of products. dims: rows of A."""
    status = spread_by(count_range, bufs, dims, ctx, dims[0], ROWS)
    add_up(ptr[i64](bufs[3]), dims[0])
    return status


@module.function
def meet_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    a_rows = ptr[i64](bufs[0])
    met = ptr[i64](bufs[1])
    b_rows = ptr[i64](bufs[2])
    b = ptr[i64](bufs[3])
    begins = ptr[i64](bufs[4])
    of_a = ptr[i64](bufs[5])
    of_b = ptr[i64](bufs[6])
    columns = ptr[i64](bufs[7])
    ends = ptr[i64](bufs[8])
    counts = ptr[i64](bufs[9])
    words = (dims[1] + 63) >> 6
    uppers = (words + 63) >> 6
    marks = ptr[u64](calloc(u64(2 * words + uppers), 8))
    if not marks:
        counts[0] = 1
        return
    upper = marks + words
    numbers = ptr[i64](upper + uppers)  # of the first cell of each word
    for r in range(first, end):
        begin = begins[r]
        products = begins[r + 1] - begin
        low = uppers
        high = -1
        for p in range(a_rows[r], a_rows[r + 1]):
            start = b_rows[met[p]]
            stop = b_rows[met[p] + 1]
            for q in range(start, stop):
                c = b[q]
                marks[c >> 6] |= u64(1) << u64(c & 63)
                upper[c >> 12] |= u64(1) << u64((c >> 6) & 63)
            if start < stop:
                low = min(low, b[start] >> 12)
                high = max(high, b[stop - 1] >> 12)
        cells = 0
        for s in range(low, high + 1):
            left = upper[s]
            while left:
                w = (s << 6) + i64(count_trailing_zeros(left))
                left &= left - 1
                numbers[w] = cells
                bits = marks[w]
                while bits:
                    columns[begin + cells] = (w << 6) + i64(count_trailing_zeros(bits))
                    bits &= bits - 1
                    cells += 1
        counts[r + 1] = cells
        if cells == products:
            for k in range(cells):
                ends[begin + k] = begin + k
        else:
            for k in range(cells):
                ends[begin + k] = 0
            for p in range(a_rows[r], a_rows[r + 1]):
                for q in range(b_rows[met[p]], b_rows[met[p] + 1]):
                    c = b[q]
                    below = marks[c >> 6] & ((u64(1) << u64(c & 63)) - 1)
                    ends[begin + numbers[c >> 6] + i64(popcount(below))] += 1
            at = begin
            for k in range(cells):
                size = ends[begin + k]
                ends[begin + k] = at
                at += size
        for p in range(a_rows[r], a_rows[r + 1]):
            for q in range(b_rows[met[p]], b_rows[met[p] + 1]):
                c = b[q]
                below = marks[c >> 6] & ((u64(1) << u64(c & 63)) - 1)
                cell = begin + numbers[c >> 6] + i64(popcount(below))
                at = ends[cell]
                ends[cell] = at + 1
                of_a[at] = p
                of_b[at] = q
        for s in range(low, high + 1):
            left = upper[s]
            upper[s] = 0
            while left:
                marks[(s << 6) + i64(count_trailing_zeros(left))] = 0
                left &= left - 1
    free(ptr(marks))


@module.function(export=True, name="sparse_meet")
def meet(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """Offsets of A, rows met, offsets and columns of B, offsets of products → entries of A and of B in each product,
    in order of cells; columns of cells and where the products of each end, with room between rows; offsets of cells
    (at 0: whether there was too little memory). dims: rows of A, columns.
    """
    counts = ptr[i64](bufs[9])
    counts[0] = 0
    status = spread_by(meet_range, bufs, dims, ctx, dims[0], ROWS)
    if counts[0] == 0:
        add_up(counts, dims[0])
    return status


def gathering(home: Module, number: Any, name: str) -> Any:
    """A kernel that moves columns, and numbers beside them, together."""

    @home.function(name=f"gather_range_{name}")
    def gather_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
        columns = ptr[i64](bufs[0])
        values = ptr[number](bufs[1])
        begins = ptr[i64](bufs[2])
        rows = ptr[i64](bufs[3])
        to_columns = ptr[i64](bufs[4])
        to_values = ptr[number](bufs[5])
        for r in range(first, end):
            of = begins[r]
            to = rows[r]
            for k in range(rows[r + 1] - to):
                to_columns[to + k] = columns[of + k]
                to_values[to + k] = values[of + k]

    @home.function(export=True, name=f"sparse_gather_{name}")
    def gather(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
        """Columns and numbers with room between rows, offsets of products and of cells → those without. dims: rows."""
        return spread_by(gather_range, bufs, dims, ctx, dims[0], ROWS)

    return gather


gather: Final = gathering(module, i64, "i64")
