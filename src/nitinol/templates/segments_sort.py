"""The template of `segment_sort`: each row of a tensor that offsets cut is sorted by itself (`segments`, `sort`).

A row is made into cells, sorted and read back, as `sort` does with its rows. Tasks have rows of about the same weight;
the cells of a row lie where the row lies, so all rows together need room for all elements once.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..base import dtypes as dt
from ..base.sizes import product
from ..ir.graph import Node
from ..llvm.text import Int
from .anchor import AnchorContext, Cost, Phase, Plan, SizeContext, Template, least_bytes
from .rows import Rows, lanes, offset
from .segments import Row, Walk, tasks_of_rows
from .sort import cells_of, make_cells, read_back, sort_run
from .sort_cells import BUCKETS


class SegmentSort(Template):
    """See the module's docstring."""

    name = "segment_sort"

    def plan(self, node: Node) -> Plan:
        return Plan((Phase(self.name, tasks_of_rows, _emit),), _shared)

    def cost(self, node: Node) -> Cost:
        types = [v.type for v in (*node.operands, *node.outputs)]
        return Cost(10 * product(types[0].shape), least_bytes(types))


def _shared(ctx: SizeContext) -> Mapping[str, Int]:
    room = ctx.f.mul(ctx.operand(0).shape[0], cells_of(ctx).nbytes)
    return {"cells": room, "others": room}


def _emit(ctx: AnchorContext) -> None:
    walk, cells = Walk(ctx), cells_of(ctx)
    f, source = ctx.f, ctx.operand(0)
    counts = ctx.scratch(BUCKETS * 4)
    here, there = f.alloca("ptr"), f.alloca("ptr")
    inner = Rows.of(f, walk.shape, range(1, len(walk.shape)))
    with walk.each_row() as row, f.loop(0, inner.count) as loop, walk.k.scope():
        size = f.maximum(f.sub(row.high, row.low), 0)
        place = inner.place(f, loop.index)
        origin = f.add(f.mul(row.low, source.strides[0]), offset(f, source, place))
        run = cells.at(ctx.shared("cells"), row.low)
        f.store("ptr", run, here, 8)
        f.store("ptr", cells.at(ctx.shared("others"), row.low), there, 8)
        some, every = make_cells(ctx, cells, origin, run, 0, size)
        varying = f.let(f"xor i64 {some}, {every}")
        sort_run(cells, here, there, size, varying, counts)
        read_back(ctx, cells, f.load("ptr", here, 8), place, origin, row.low, size)
    with walk.outside() as row:
        _clear(walk, row, inner)


def _clear(walk: Walk, row: Row, inner: Rows) -> None:
    """Write 0 for elements of no row."""
    f, k = walk.f, walk.k
    with f.loop(row.low, row.high) as down, f.loop(0, inner.count) as loop, k.scope():
        place = inner.place(f, loop.index)
        with lanes(k, 1):
            zeros = [k.const(0, t) for t in (walk.ctx.operand(0).dtype, dt.int64)]
        for output, zero in enumerate(zeros):
            walk.ctx.write(walk.coords(down.index, place), None, zero, output=output)
