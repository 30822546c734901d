# mypy: disable-error-code="empty-body, no-any-return, arg-type, operator"
"""Comparing texts by code points, in native Python. The order of UTF-8's bytes is that of code points."""

from __future__ import annotations

from typing import Final

from ....native import Module, i32, i64, ptr, u8, u64
from ...kernels import parallel
from ...kernels.parallel import spread

module: Final = Module("strings-order", include=[parallel.module])


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
