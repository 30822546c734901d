# mypy: disable-error-code="empty-body, no-any-return, arg-type, operator"
"""Sparse matrices times vectors, in native Python.

Products are added in the order in which the templates of `segment_sum` and `scatter` add them, so the bits are the
same. An index that lies outside is noted in `bad`, and nothing is read there.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, Final

from ....native import Module, f32, f64, i64, ptr, u64, unlikely
from ...kernels import parallel
from ...kernels.parallel import spread_by

module: Final = Module("sparse-vectors", include=[parallel.module])

ROWS: Final = 1024  # rows that are worth a task


def _for(number: Any, name: str) -> SimpleNamespace:
    """The kernels for values of one type."""

    @module.function(name=f"rows_range_{name}")
    def rows_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
        rows = ptr[i64](bufs[0])
        indices = ptr[i64](bufs[1])
        values = ptr[number](bufs[2])
        vector = ptr[number](bufs[3])
        made = ptr[number](bufs[4])
        bad = ptr[i64](bufs[5])
        size = u64(dims[1])
        for r in range(first, end):
            total: number = 0.0
            for p in range(rows[r], rows[r + 1]):
                c = indices[p]
                if unlikely(u64(c) >= size):
                    bad[0] = 1
                else:
                    total += values[p] * vector[c]
            made[r] = total

    @module.function(export=True, name=f"sparse_rows_{name}")
    def rows(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
        """Offsets, columns and values in order of rows, a vector → the product, whether an index lies outside. dims:
        rows, size of the vector."""
        ptr[i64](bufs[5])[0] = 0
        return spread_by(rows_range, bufs, dims, ctx, dims[0], ROWS)

    @module.function(export=True, name=f"sparse_columns_{name}")
    def columns(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
        """Offsets, rows and values in order of columns, a vector → the product, whether an index lies outside. dims:
        columns, rows."""
        offsets = ptr[i64](bufs[0])
        indices = ptr[i64](bufs[1])
        values = ptr[number](bufs[2])
        vector = ptr[number](bufs[3])
        made = ptr[number](bufs[4])
        bad = ptr[i64](bufs[5])
        size = u64(dims[1])
        bad[0] = 0
        for r in range(dims[1]):
            made[r] = 0.0
        for j in range(dims[0]):
            x = vector[j]
            for p in range(offsets[j], offsets[j + 1]):
                r = indices[p]
                if unlikely(u64(r) >= size):
                    bad[0] = 1
                else:
                    made[r] += values[p] * x
        return 0

    return SimpleNamespace(rows=rows, columns=columns)


KERNELS: Final = {"float32": _for(f32, "f32"), "float64": _for(f64, "f64")}
