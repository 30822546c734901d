"""The template of `sort`: rows become cells (`sort_cells`), which are sorted and read back.

Usually tasks share the rows, and each has room for two copies of a row. A long row that would
leave threads idle is divided among tasks instead:

    keys    each task makes the cells of a part of a row, and notes which bits of its keys differ
    count   how often each value of the highest bits that differ occurs in a part
    ranks   from that: where each part's cells with such a value begin
    spread  each part's cells go there: now the row is cut into buckets in the right order
    sort    the buckets are sorted, each by one task, and read back

A sort is stable, so there is one right answer, and it does not matter how the work was divided.

Values are read back from the keys; those of zeros and NaN, whose keys are vague, from the source,
in the order of their places.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..base import dtypes as dt
from ..base.sizes import product
from ..ir.graph import Node
from ..llvm.text import Function, Int
from .anchor import AnchorContext, Cost, Phase, Plan, SizeContext, Template, least_bytes
from .conditions import as_number, both, choose, compare
from .region import RegionEmitter
from .rows import Rows, lanes, load, multiply, offset, share, task_count
from .sort_cells import (
    BUCKETS,
    INSERTION,
    Cells,
    clear,
    count_digits,
    from_key,
    insertion,
    is_vague,
    move_by_digit,
    radix,
    sort_key,
    span,
)
from .vectors import Vec, vector_type

_LONG = 32768  # rows from this length on may be divided
_PART = 16384  # elements that are worth a part of a row
_HIGH = 10  # highest bits that buckets are made by
_HIGH_BUCKETS = 1 << _HIGH
_ALL = -1  # an i64 of all ones


@dataclass(frozen=True, slots=True)
class Division:
    """How rows become tasks. `divided`: whether rows are, 0 or 1; into how many `parts`."""

    rows: Rows
    size: Int
    divided: Int
    parts: Int
    sorters: Int  # tasks of the last phase

    @property
    def never(self) -> bool:
        """Whether it is known that rows are not divided."""
        return self.divided == 0


def _divide(ctx: SizeContext) -> Division:
    """The same in the prologue and in the tasks."""
    f, axis = ctx.f, ctx.node.params["axis"]
    shape = ctx.operand(0).shape
    rows = Rows.of(f, shape, [i for i in range(len(shape)) if i != axis])
    size = shape[axis]
    # Sorting an element costs some ten times as much as moving it.
    tasks = task_count(ctx, rows.count, f.mul(multiply(f, shape), 10))
    if isinstance(size, int) and size < _LONG:
        return Division(rows, size, 0, 1, tasks)
    idle = compare(f, "slt", rows.count, ctx.threads)
    long = compare(f, "sge", size, _LONG)
    flag = both(f, both(f, idle, long), compare(f, "sgt", rows.count, 0))
    parts = f.minimum(f.mul(ctx.threads, 2), f.maximum(f.div(size, _PART), 1))
    sorters = choose(f, flag, f.mul(rows.count, f.mul(ctx.threads, 4)), tasks)
    return Division(rows, size, as_number(f, flag), parts, sorters)


def cells_of(ctx: SizeContext) -> Cells:
    """The cells of a node."""
    # With something fused behind there is no telling what is wanted.
    places = ctx.plain(1) is not None or ctx.plain(0) is None
    return Cells(ctx.f, ctx.operand(0).dtype, places)


def _shared(ctx: SizeContext) -> dict[str, Int]:
    f = ctx.f
    d = _divide(ctx)
    rows = d.sorters
    if not d.never:
        rows = choose(f, compare(f, "ne", d.divided, 0), d.rows.count, d.sorters)
    room = f.mul(f.mul(rows, d.size), cells_of(ctx).nbytes)
    blocks = {"cells": room, "others": room}
    if not d.never:
        all_parts = f.mul(d.divided, f.mul(d.rows.count, d.parts))
        blocks["counts"] = f.mul(all_parts, _HIGH_BUCKETS * 4)
        blocks["bits"] = f.mul(all_parts, 16)
    return blocks


class Sort(Template):
    """See the module's docstring."""

    name = "sort"

    def plan(self, node: Node) -> Plan:
        def over_parts(ctx: SizeContext) -> Int:
            d = _divide(ctx)
            return ctx.f.mul(d.divided, ctx.f.mul(d.rows.count, d.parts))

        def over_rows(ctx: SizeContext) -> Int:
            d = _divide(ctx)
            return ctx.f.mul(d.divided, d.rows.count)

        sort = Phase("sort", lambda ctx: _divide(ctx).sorters, _emit_sort)
        size = node.operands[0].type.shape[node.params["axis"]]
        if isinstance(size, int) and size < _LONG:
            return Plan((sort,), _shared)
        divided = (
            Phase("keys", over_parts, _emit_keys),
            Phase("count", over_parts, _emit_count),
            Phase("ranks", over_rows, _emit_ranks),
            Phase("spread", over_parts, _emit_spread),
        )
        return Plan((*divided, sort), _shared)

    def cost(self, node: Node) -> Cost:
        types = [v.type for v in (*node.operands, *node.outputs)]
        return Cost(10 * product(types[0].shape), least_bytes(types))


# --- cells of a run


def make_cells(
    ctx: AnchorContext, cells: Cells, begin: Int, run: str, first: Int, last: Int
) -> tuple[str, str]:
    """Make the cells from `first` to `last` of the row that begins at `begin`.

    Returns the bits (i64) that some key has, and those that all have.
    """
    f, k = ctx.f, ctx.k
    assert isinstance(k, RegionEmitter)
    source = ctx.operand(0)
    stride = source.strides[ctx.node.params["axis"]]
    width = 1 if cells.kind == "pair" else ctx.target.lanes(cells.key.itemsize)
    element = "i32" if cells.key is dt.uint32 else "i64"
    some, every = f.alloca("i64"), f.alloca("i64")
    f.store("i64", 0, some, 8)
    f.store("i64", _ALL, every, 8)

    def widened(name: str) -> str:
        return name if element == "i64" else f.let(f"zext i32 {name} to i64")

    def gather(place: str, op: str, name: str) -> None:
        f.store("i64", f.let(f"{op} i64 {f.load('i64', place, 8)}, {name}"), place, 8)

    def some_cells(start: Int, stop: Int, width: int) -> None:
        type = vector_type(element, width)
        none, all_ = ("zeroinitializer", f"splat ({element} -1)") if width > 1 else ("0", "-1")
        with lanes(k, width):
            with f.loop(start, stop, width, carried=[(type, none), (type, all_)]) as loop:
                at = f.add(begin, f.mul(loop.index, stride))
                key = k.spread(
                    sort_key(k, load(k, source, at, stride), ctx.node.params["descending"])
                )
                cells.put(k, run, loop.index, key)
                loop.result = [
                    f.let(f"{op} {type} {before}, {key.name}")
                    for op, before in zip(("or", "and"), loop.values, strict=True)
                ]
            found = loop.final
            if width > 1:
                found = [
                    f.let(f"call {element} {_reduce(f, op, element, width)}({type} {name})")
                    for op, name in zip(("or", "and"), found, strict=True)
                ]
            gather(some, "or", widened(found[0]))
            gather(every, "and", widened(found[1]))

    whole = first
    if width > 1:
        whole = f.add(first, f.mul(f.div(f.sub(last, first), width), width))
        some_cells(first, whole, width)
    some_cells(whole, last, 1)
    return f.load("i64", some, 8), f.load("i64", every, 8)


def _reduce(f: Function, op: str, element: str, width: int) -> str:
    name = f"llvm.vector.reduce.{op}.v{width}{element}"
    return f.module.intrinsic(name, element, vector_type(element, width))


# --- dividing a row


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a row that a task works on."""

    number: Int  # of the part among all
    row: Int
    first: Int
    last: Int


def _part(ctx: AnchorContext, d: Division) -> Part:
    f = ctx.f
    row, number = f.div(ctx.task, d.parts), f.rem(ctx.task, d.parts)
    first, last = share(f, d.size, number, d.parts)
    return Part(ctx.task, row, first, last)


def _run(ctx: AnchorContext, cells: Cells, block: str, row: Int, size: Int) -> str:
    """A row of one of the blocks of cells."""
    return cells.at(ctx.shared(block), ctx.f.mul(row, size))


def _counts(ctx: AnchorContext, part: Int) -> str:
    return ctx.f.element(ctx.shared("counts"), ctx.f.mul(part, _HIGH_BUCKETS), "i32")


def _emit_keys(ctx: AnchorContext) -> None:
    f, d, cells = ctx.f, _divide(ctx), cells_of(ctx)
    part = _part(ctx, d)
    begin = offset(f, ctx.operand(0), d.rows.place(f, part.row))
    run = _run(ctx, cells, "cells", part.row, d.size)
    found = make_cells(ctx, cells, begin, run, part.first, part.last)
    for i, name in enumerate(found):
        index = f.add(f.mul(part.number, 2), i)
        f.store("i64", name, f.element(ctx.shared("bits"), index, "i64"), 8)


def _varying(ctx: AnchorContext, d: Division, row: Int) -> str:
    """The bits in which keys of a row differ."""
    f = ctx.f
    base = f.element(ctx.shared("bits"), f.mul(row, f.mul(d.parts, 2)), "i64")
    with f.loop(0, d.parts, carried=[("i64", "0"), ("i64", str(_ALL))]) as loop:
        at = f.element(base, f.mul(loop.index, 2), "i64")
        some, every = f.load("i64", at, 8), f.load("i64", f.element(at, 1, "i64"), 8)
        loop.result = [
            f.let(f"or i64 {loop.values[0]}, {some}"),
            f.let(f"and i64 {loop.values[1]}, {every}"),
        ]
    return f.let(f"xor i64 {loop.final[0]}, {loop.final[1]}")


def _high_bit(f: Function, varying: str) -> Int:
    """Where the digit begins that buckets are made by."""
    return f.maximum(f.sub(span(f, varying)[1], _HIGH), 0)


def _emit_count(ctx: AnchorContext) -> None:
    f, d, cells = ctx.f, _divide(ctx), cells_of(ctx)
    part = _part(ctx, d)
    shift = cells.shift(_high_bit(f, _varying(ctx, d, part.row)))
    counts = _counts(ctx, part.number)
    clear(f, counts, _HIGH_BUCKETS)
    run = _run(ctx, cells, "cells", part.row, d.size)
    count_digits(cells, run, part.first, part.last, counts, shift, _HIGH_BUCKETS - 1)


def _emit_ranks(ctx: AnchorContext) -> None:
    f, d = ctx.f, _divide(ctx)
    counts = _counts(ctx, f.mul(ctx.task, d.parts))
    with f.loop(0, _HIGH_BUCKETS, carried=[("i32", "0")]) as digits:
        with f.loop(0, d.parts, carried=[("i32", digits.values[0])]) as parts:
            index = f.add(f.mul(parts.index, _HIGH_BUCKETS), digits.index)
            counter = f.element(counts, index, "i32")
            own = f.load("i32", counter, 4)
            f.store("i32", parts.values[0], counter, 4)
            parts.result = [f.let(f"add i32 {parts.values[0]}, {own}")]
        digits.result = parts.final


def _emit_spread(ctx: AnchorContext) -> None:
    f, d, cells = ctx.f, _divide(ctx), cells_of(ctx)
    part = _part(ctx, d)
    shift = cells.shift(_high_bit(f, _varying(ctx, d, part.row)))
    source, target = (_run(ctx, cells, b, part.row, d.size) for b in ("cells", "others"))
    counts = _counts(ctx, part.number)
    move_by_digit(cells, source, part.first, part.last, target, counts, shift, _HIGH_BUCKETS - 1)


# --- sorting


def _emit_sort(ctx: AnchorContext) -> None:
    f, d, cells = ctx.f, _divide(ctx), cells_of(ctx)
    counts = ctx.scratch(BUCKETS * 4)
    if d.never:
        _sort_rows(ctx, d, cells, counts)
        return
    # One body for both ways: a unit is a row, or a bucket of a row.
    divided = f.compare("ne", d.divided, 0)
    per_row = f.maximum(f.div(d.sorters, f.maximum(d.rows.count, 1)), 1)  # tasks of a divided row
    row = f.div(ctx.task, per_row)
    mine = share(f, d.size, f.rem(ctx.task, per_row), per_row)
    first, last = share(f, d.rows.count, ctx.task, d.sorters)
    first, last = f.select(divided, 0, first), f.select(divided, _HIGH_BUCKETS, last)
    ends = f.alloca("ptr")
    bits = f.alloca("i64")
    f.store("i64", 0, bits, 8)
    with f.when(divided):
        f.store("ptr", _counts(ctx, f.sub(f.mul(f.add(row, 1), d.parts), 1)), ends, 8)
        varying = _varying(ctx, d, row)
        low = f.let(f"shl nsw i64 {_ALL}, {_high_bit(f, varying)}")
        f.store("i64", f.let(f"and i64 {varying}, {f.let(f'xor i64 {low}, -1')}"), bits, 8)
    start, stop = f.alloca("i64"), f.alloca("i64")
    room = f.select(divided, row, ctx.task)
    here, there = f.alloca("ptr"), f.alloca("ptr")
    with f.loop(first, last) as loop:
        f.store("i64", 0, start, 8)
        f.store("i64", d.size, stop, 8)
        with f.when(divided):
            table = f.load("ptr", ends, 8)
            before = f.select(f.compare("eq", loop.index, 0), 0, f.sub(loop.index, 1))
            begin = f.let(f"zext i32 {f.load('i32', f.element(table, before, 'i32'), 4)} to i64")
            begin_ = f.select(f.compare("eq", loop.index, 0), 0, begin)
            end = f.let(f"zext i32 {f.load('i32', f.element(table, loop.index, 'i32'), 4)} to i64")
            reached, before = f.compare("sge", begin_, mine[0]), f.compare("slt", begin_, mine[1])
            inside = f.let(f"and i1 {reached}, {before}")
            f.store("i64", begin_, start, 8)
            f.store("i64", f.select(inside, end, begin_), stop, 8)
        at = f.load("i64", start, 8)
        size = f.sub(f.load("i64", stop, 8), at)
        with f.when(f.compare("sgt", size, 0)):
            number = f.select(divided, row, loop.index)
            place = d.rows.place(f, number)
            origin = offset(f, ctx.operand(0), place)
            base = f.add(f.mul(room, d.size), at)
            one, other = (cells.at(ctx.shared(b), base) for b in ("cells", "others"))
            f.store("ptr", f.select(divided, other, one, "ptr"), here, 8)
            f.store("ptr", f.select(divided, one, other, "ptr"), there, 8)
            with f.when(f.let(f"xor i1 {divided}, true")):
                some, every = make_cells(ctx, cells, origin, one, 0, d.size)
                f.store("i64", f.let(f"xor i64 {some}, {every}"), bits, 8)
            sort_run(cells, here, there, size, f.load("i64", bits, 8), counts)
            read_back(ctx, cells, f.load("ptr", here, 8), place, origin, at, size)


def _sort_rows(ctx: AnchorContext, d: Division, cells: Cells, counts: str) -> None:
    """Sort whole rows."""
    f = ctx.f
    one, other = (_run(ctx, cells, b, ctx.task, d.size) for b in ("cells", "others"))
    here, there = f.alloca("ptr"), f.alloca("ptr")
    first, last = share(f, d.rows.count, ctx.task, d.sorters)
    with f.loop(first, last) as loop:
        place = d.rows.place(f, loop.index)
        origin = offset(f, ctx.operand(0), place)
        f.store("ptr", one, here, 8)
        f.store("ptr", other, there, 8)
        some, every = make_cells(ctx, cells, origin, one, 0, d.size)
        varying = f.let(f"xor i64 {some}, {every}")
        sort_run(cells, here, there, d.size, varying, counts)
        read_back(ctx, cells, f.load("ptr", here, 8), place, origin, 0, d.size)


def sort_run(cells: Cells, here: str, there: str, size: Int, varying: str, counts: str) -> None:
    """Sort a run; see `radix`."""
    f = cells.f
    if isinstance(size, int):
        if size <= INSERTION:
            insertion(cells, f.load("ptr", here, 8), size)
        else:
            radix(cells, here, there, size, varying, counts)
        return
    short = f.compare("sle", size, INSERTION)
    with f.when(short):
        insertion(cells, f.load("ptr", here, 8), size)
    with f.when(f.let(f"xor i1 {short}, true")):
        radix(cells, here, there, size, varying, counts)


# --- reading back


def read_back(
    ctx: AnchorContext,
    cells: Cells,
    run: str,
    place: dict[int, Int],
    origin: Int,
    at: Int,
    size: Int,
) -> None:
    """Write the elements and places of a sorted run, which begins at `at` of its row."""
    f, k = ctx.f, ctx.k
    assert isinstance(k, RegionEmitter)
    axis, descending = ctx.node.params["axis"], ctx.node.params["descending"]
    source = ctx.operand(0)
    values = ctx.plain(0) is not None or ctx.plain(1) is None
    width = (
        1 if cells.kind == "pair" else ctx.target.lanes(8 if cells.places else cells.key.itemsize)
    )
    # For keys alone: where in the row the next element may lie whose key is as vague as the last.
    cursor, sought = f.alloca("i64"), f.alloca("i64")
    f.store("i64", 0, cursor, 8)
    f.store("i64", 0, sought, 8)

    def write(index: Int, key: Vec, where: Vec | None, value: Vec) -> None:
        position = f.add(at, index)
        coords = [position if i == axis else place[i] for i in range(len(source.shape))]
        lane_axis = axis if key.lanes > 1 else None
        if values:
            ctx.write(coords, lane_axis, value, output=0)
        if where is not None:
            ctx.write(coords, lane_axis, where, output=1)

    def one(index: Int) -> None:
        with lanes(k, 1):
            key, where = cells.get(k, run, index, 1)
            value = from_key(k, key, source.dtype, descending)
            vague = is_vague(k, key, source.dtype, descending)
            if vague is not None and values:
                slot = f.alloca("i64")
                f.store("i64", 0, slot, 8)
                with f.when(vague.name):
                    found: Int = where.name if where is not None else _next(key)
                    f.store("i64", found, slot, 8)
                found = f.load("i64", slot, 8)
                stride = source.strides[axis]
                real = load(k, source, f.add(origin, f.mul(found, stride)))
                value = k.select(vague, real, value)
            write(index, key, where, value)

    def _next(key: Vec) -> str:
        """The place of the next element with a vague key."""
        name = key.name if key.dtype is dt.uint64 else f.let(f"zext i32 {key.name} to i64")
        same = f.compare("eq", f.load("i64", sought, 8), name)
        f.store("i64", f.select(same, f.load("i64", cursor, 8), 0), cursor, 8)
        f.store("i64", name, sought, 8)
        head, end = f.label(), f.label()
        f.jump(head)
        f.place(head)
        position = f.load("i64", cursor, 8)
        f.store("i64", f.add(position, 1), cursor, 8)
        value = load(k, source, f.add(origin, f.mul(position, source.strides[axis])))
        own = sort_key(k, value, descending)
        f.branch(k.compare("eq", own, key).name, end, head)
        f.place(end)
        return position

    if width == 1:
        with f.loop(0, size) as loop:
            one(loop.index)
        return
    with f.loop(0, size, width) as loop:
        stop = f.minimum(f.add(loop.index, width), size)
        whole = f.compare("sle", f.add(loop.index, width), size)
        begin = f.alloca("i64")
        f.store("i64", loop.index, begin, 8)
        with f.when(whole), lanes(k, width):
            key, where = cells.get(k, run, loop.index, width)
            vague = is_vague(k, key, source.dtype, descending) if values else None
            clean = "true"
            if vague is not None:
                lanes_ = f.let(f"bitcast <{width} x i1> {vague.name} to i{width}")
                clean = f.compare("eq", lanes_, 0, f"i{width}")
            with f.when(clean):
                write(loop.index, key, where, from_key(k, key, source.dtype, descending))
                f.store("i64", stop, begin, 8)
        with f.loop(f.load("i64", begin, 8), stop) as single:
            one(single.index)
