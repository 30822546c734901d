# mypy: disable-error-code="empty-body, no-any-return, arg-type, operator"
"""The product of two sparse matrices, places and values at once. In native Python.

`meeting` says how the columns of a row are found in order. Values are added up in a dense row beside the bits, each
cell's products in the order in which `meeting` lists them, so the sums are the same to the bit.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

from ....native import Module, count_trailing_zeros, f32, f64, i64, ptr, u64
from ...kernels import parallel
from ...kernels.parallel import add_up, spread_by
from . import meeting
from .meeting import ROWS, calloc, free, gathering

module: Final = Module("sparse-multiplying", include=[parallel.module, meeting.module])


def _for(number: Any, name: str) -> SimpleNamespace:
    """The kernels for values of one type."""

    @module.function(name=f"multiply_range_{name}")
    def multiply_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
        a_rows = ptr[i64](bufs[0])
        met = ptr[i64](bufs[1])
        a = ptr[number](bufs[2])
        b_rows = ptr[i64](bufs[3])
        b_columns = ptr[i64](bufs[4])
        b = ptr[number](bufs[5])
        begins = ptr[i64](bufs[6])
        columns = ptr[i64](bufs[7])
        values = ptr[number](bufs[8])
        counts = ptr[i64](bufs[9])
        words = (dims[1] + 63) >> 6
        uppers = (words + 63) >> 6
        marks = ptr[u64](calloc(u64(words + uppers + dims[1]), 8))
        if not marks:
            counts[0] = 1
            return
        upper = marks + words
        sums = ptr[number](upper + uppers)
        for r in range(first, end):
            begin = begins[r]
            low = uppers
            high = -1
            for p in range(a_rows[r], a_rows[r + 1]):
                start = b_rows[met[p]]
                stop = b_rows[met[p] + 1]
                x = a[p]
                for q in range(start, stop):
                    c = b_columns[q]
                    marks[c >> 6] |= u64(1) << u64(c & 63)
                    upper[c >> 12] |= u64(1) << u64((c >> 6) & 63)
                    sums[c] += x * b[q]
                if start < stop:
                    low = min(low, b_columns[start] >> 12)
                    high = max(high, b_columns[stop - 1] >> 12)
            at = begin
            for s in range(low, high + 1):
                left = upper[s]
                upper[s] = 0
                while left:
                    w = (s << 6) + i64(count_trailing_zeros(left))
                    left &= left - 1
                    bits = marks[w]
                    marks[w] = 0
                    while bits:
                        c = (w << 6) + i64(count_trailing_zeros(bits))
                        bits &= bits - 1
                        columns[at] = c
                        values[at] = sums[c]
                        sums[c] = 0.0
                        at += 1
            counts[r + 1] = at - begin
        free(ptr(marks))

    @module.function(export=True, name=f"sparse_multiply_{name}")
    def multiply(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
        """Offsets of A, rows met, values of A, offsets, columns and values of B, offsets of products → columns and
        values with room between rows, offsets of cells (at 0: whether there was too little memory). dims: rows of A,
        columns.
        """
        counts = ptr[i64](bufs[9])
        counts[0] = 0
        status = spread_by(multiply_range, bufs, dims, ctx, dims[0], ROWS)
        if counts[0] == 0:
            add_up(counts, dims[0])
        return status

    return SimpleNamespace(multiply=multiply, gather=gathering(module, number, name))


KERNELS: Final = {"float32": _for(f32, "f32"), "float64": _for(f64, "f64")}
