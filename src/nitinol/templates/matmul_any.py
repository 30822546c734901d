"""Matrix products of dtypes without a register tile: integers of one byte and bools.

Four rows and one vector of columns at a time, operands read where they lie. Integer sums wrap
around; for bools the product is "and", the sum "or".
"""

from __future__ import annotations

from collections.abc import Sequence

from ..llvm.text import Int
from .anchor import AnchorContext, Buffer, SizeContext
from .conditions import compare, when
from .coords import Coord
from .vectors import REGISTER, Vec, vector_type

_ROWS = 4
_TASKS_PER_THREAD = 4
_TASK_WORK = 1 << 14  # multiplications that are worth a task


def _groups(ctx: SizeContext) -> Int:
    """Groups of rows of all products of the batch."""
    f, a = ctx.f, ctx.operand(0)
    total = f.ceil_div(a.shape[-2], _ROWS)
    for size in a.shape[:-2]:
        total = f.mul(total, size)
    return f.mul(total, f.minimum(ctx.operand(1).shape[-1], 1))


def tasks(ctx: SizeContext) -> Int:
    """Ranges of groups of rows."""
    f, a, b = ctx.f, ctx.operand(0), ctx.operand(1)
    work = f.mul(f.mul(_groups(ctx), _ROWS), f.mul(a.shape[-1], b.shape[-1]))
    most = f.mul(ctx.threads, _TASKS_PER_THREAD)
    wanted = f.maximum(1, f.minimum(most, f.div(work, _TASK_WORK)))
    return f.minimum(_groups(ctx), wanted)


def emit(ctx: AnchorContext) -> None:
    """The code of one task."""
    f, k = ctx.f, ctx.k
    a, b = ctx.operand(0), ctx.operand(1)
    groups, count = _groups(ctx), tasks(ctx)
    if count == 0:
        return
    lanes, mask = k.lanes, k.mask
    k.lanes, k.mask = max(2, ctx.target.lanes(a.dtype.itemsize)), None
    first = f.div(f.mul(ctx.task, groups), count)
    last = f.div(f.mul(f.add(ctx.task, 1), groups), count)
    each = f.ceil_div(a.shape[-2], _ROWS)
    n = b.shape[-1]
    with f.loop(first, last) as loop:
        batch, row = f.div(loop.index, each), f.mul(f.rem(loop.index, each), _ROWS)
        at: list[Int] = []
        for size in reversed(a.shape[:-2]):
            at.insert(0, f.rem(batch, size))
            batch = f.div(batch, size)
        whole = f.mul(f.div(n, k.lanes), k.lanes)
        with f.loop(0, whole, k.lanes) as columns:
            _columns(ctx, a, b, at, row, columns.index, None)
        rest = f.sub(n, whole)

        def partial() -> None:
            _columns(ctx, a, b, at, row, whole, k.tail_mask(rest))

        when(f, compare(f, "sgt", rest, 0), partial)
    k.lanes, k.mask = lanes, mask


def _columns(
    ctx: AnchorContext, a: Buffer, b: Buffer, at: Sequence[Int], row: Int, j: Int, mask: str | None
) -> None:
    """Up to four rows of one vector of columns."""
    f, k = ctx.f, ctx.k
    dtype = a.dtype
    kind = vector_type(REGISTER[dtype.name], k.lanes)
    last = f.sub(a.shape[-2], 1)
    rows = [f.minimum(f.add(row, i), last) for i in range(_ROWS)]
    zero = [(kind, "zeroinitializer")] * _ROWS
    with f.loop(0, a.shape[-1], 1, zero) as loop:
        k.mask = mask
        right = k.load_at(b.pointer, b.dtype, _offset(ctx, b, [*at, loop.index, j], lanes=True))
        sums = []
        for total, i in zip(loop.values, rows, strict=True):
            left = k.load_at(a.pointer, a.dtype, _offset(ctx, a, [*at, i, loop.index]))
            made = k.add(Vec(total, dtype, k.lanes), k.mul(k.spread(left), k.spread(right)))
            sums.append(made.name)
        loop.result = sums
    for i, total in enumerate(loop.final):

        def write(i: int = i, total: str = total) -> None:
            place = [*at, f.add(row, i), j]
            ctx.write(place, len(place) - 1, Vec(total, dtype, k.lanes), mask)

        when(f, compare(f, "slt", f.add(row, i), a.shape[-2]), write)
    k.mask = None


def _offset(
    ctx: AnchorContext, buffer: Buffer, coords: Sequence[Int], lanes: bool = False
) -> Coord:
    """Where an element lies; with `lanes`, they run along the last axis."""
    f = ctx.f
    base: Int = 0
    for c, stride in zip(coords, buffer.strides, strict=True):
        base = f.add(base, f.mul(c, stride))
    return Coord(ctx.k, base, buffer.strides[-1] if lanes else 0)
