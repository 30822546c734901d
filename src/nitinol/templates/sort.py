"""The template of `sort`: each row becomes (key, place) pairs, which are sorted and read back.

A key is an unsigned number that is ordered as the elements are: bits of floats with the sign's
meaning turned round (negative ones flipped whole), −0 as +0, every NaN as the greatest key, and
for `descending` all bits of the others flipped. Short rows are sorted by insertion, long ones by
radix: one stable pass per byte, from the least to the greatest, leaving out bytes in which all
keys agree. Both are stable.

Tasks share the rows. Each has room for two copies of a row.
"""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.sizes import product
from ..ir.graph import Node
from ..llvm.text import Function, Int
from .anchor import AnchorContext, Buffer, Cost, Phase, Plan, SizeContext, least_bytes
from .region import RegionEmitter
from .rows import Rows, lanes, load, multiply, offset, share, task_count
from .vectors import Vec

_INSERTION = 32  # rows up to this length are sorted by insertion
_PAIR = "{ i64, i64 }"
_PAIR_BYTES = 16


def _rows(ctx: SizeContext) -> tuple[Rows, Int, Int]:
    """(rows, length of a row, tasks): the same in the prologue and in the tasks."""
    f, axis = ctx.f, ctx.node.params["axis"]
    shape = ctx.operand(0).shape
    rows = Rows.of(f, shape, [i for i in range(len(shape)) if i != axis])
    # Sorting an element costs some ten times as much as moving it.
    work = f.mul(multiply(f, shape), 10)
    return rows, shape[axis], task_count(ctx, rows.count, work)


def _shared(ctx: SizeContext) -> dict[str, Int]:
    _, size, tasks = _rows(ctx)
    return {"pairs": ctx.f.mul(tasks, ctx.f.mul(size, 2 * _PAIR_BYTES))}


class Sort:
    """See the module's docstring."""

    name = "sort"

    def plan(self, node: Node) -> Plan:
        return Plan((Phase("sort", lambda ctx: _rows(ctx)[2], _emit),), _shared)

    def cost(self, node: Node) -> Cost:
        types = [v.type for v in (*node.operands, *node.outputs)]
        return Cost(10 * product(types[0].shape), least_bytes(types))


def key_bytes(dtype: DType) -> int:
    """How many bytes of a key can differ."""
    return 4 if dtype.is_floating and dtype.itemsize == 2 else dtype.itemsize


def sort_key(k: RegionEmitter, x: Vec, descending: bool) -> str:
    """The i64 by which x is ordered among unsigned numbers."""
    dtype = x.dtype
    width = 8 * key_bytes(dtype)
    if dtype.is_floating:
        signed = dt.int64 if dtype is dt.float64 else dt.int32
        unsigned = dt.uint64 if dtype is dt.float64 else dt.uint32
        raw = k.bitcast(k.add(x, k.const(0, dtype)), signed)
        negative = k.compare("lt", raw, k.const(0, signed))
        turned = k.bit_xor(raw, k.const(-(1 << (width - 1)), signed))
        key = k.cast(k.select(negative, k.bit_not(raw), turned), unsigned)
    elif dtype.kind == "i":
        unsigned = {1: dt.uint8, 2: dt.uint16, 4: dt.uint32, 8: dt.uint64}[dtype.itemsize]
        key = k.cast(k.bit_xor(x, k.const(-(1 << (width - 1)), dtype)), unsigned)
    elif dtype.is_bool:
        key = k.cast(x, dt.uint8)
    else:
        key = x
    if descending:
        key = k.bit_not(key)
    if dtype.is_floating:
        key = k.select(k.is_nan(x), k.const((1 << width) - 1, key.dtype), key)
    return k.cast(key, dt.uint64).name


def _emit(ctx: AnchorContext) -> None:
    f, k = ctx.f, ctx.k
    assert isinstance(k, RegionEmitter)
    axis, descending = ctx.node.params["axis"], ctx.node.params["descending"]
    source = ctx.operand(0)
    rows, size, tasks = _rows(ctx)
    half = f.mul(size, _PAIR_BYTES)
    room = f.element(ctx.shared("pairs"), f.mul(ctx.task, f.mul(half, 2)), "i8")
    other = f.element(room, half, "i8")
    counts = ctx.scratch(256 * 8)
    here, there = f.alloca("ptr"), f.alloca("ptr")
    cursor = f.alloca("i64")
    first, last = share(f, rows.count, ctx.task, tasks)
    with lanes(k, 1), f.loop(first, last) as loop:
        place = rows.place(f, loop.index)
        begin = offset(f, source, place)
        f.store("ptr", room, here, 8)
        f.store("ptr", other, there, 8)
        with f.loop(0, size) as fill:
            value = load(k, source, f.add(begin, f.mul(fill.index, source.strides[axis])))
            pair = f.element(room, fill.index, _PAIR)
            f.store("i64", sort_key(k, value, descending), pair, 8)
            f.store("i64", fill.index, _second(f, pair), 8)
        short = f.compare("sle", size, _INSERTION)
        with f.when(short):
            _insertion(f, room, size, cursor)
        with f.when(f.let(f"xor i1 {short}, true")):
            _radix(f, here, there, size, counts, key_bytes(source.dtype))
        _read_back(ctx, k, source, f.load("ptr", here, 8), place, begin, size)


def _second(f: Function, pair: str) -> str:
    return f.element(pair, 1, "i64")


def _read_back(
    ctx: AnchorContext,
    k: RegionEmitter,
    source: Buffer,
    pairs: str,
    place: dict[int, Int],
    begin: Int,
    size: Int,
) -> None:
    f, axis = ctx.f, ctx.node.params["axis"]
    with f.loop(0, size) as loop:
        index = f.load("i64", _second(f, f.element(pairs, loop.index, _PAIR)), 8)
        value = load(k, source, f.add(begin, f.mul(index, source.strides[axis])))
        coords = [loop.index if i == axis else place[i] for i in range(len(source.shape))]
        ctx.write(coords, None, value, output=0)
        ctx.write(coords, None, Vec(index, dt.int64, 1), output=1)


def _insertion(f: Function, pairs: str, size: Int, cursor: str) -> None:
    """Sort a short row: each pair moves forward past greater keys."""
    with f.loop(1, size) as loop:
        pair = f.element(pairs, loop.index, _PAIR)
        key, index = f.load("i64", pair, 8), f.load("i64", _second(f, pair), 8)
        f.store("i64", loop.index, cursor, 8)
        head, test, move, end = (f.label() for _ in range(4))
        f.jump(head)
        f.place(head)
        at = f.load("i64", cursor, 8)
        f.branch(f.compare("sgt", at, 0), test, end)
        f.place(test)
        before = f.element(pairs, f.sub(at, 1), _PAIR)
        other = f.load("i64", before, 8)
        f.branch(f.compare("ugt", other, key), move, end)
        f.place(move)
        target = f.element(pairs, at, _PAIR)
        f.store("i64", other, target, 8)
        f.store("i64", f.load("i64", _second(f, before), 8), _second(f, target), 8)
        f.store("i64", f.sub(at, 1), cursor, 8)
        f.jump(head)
        f.place(end)
        target = f.element(pairs, f.load("i64", cursor, 8), _PAIR)
        f.store("i64", key, target, 8)
        f.store("i64", index, _second(f, target), 8)


def _radix(f: Function, here: str, there: str, size: Int, counts: str, key_size: int) -> None:
    """Sort a long row; `here` holds the pointer to the sorted pairs at the end."""
    with f.loop(0, 8 * key_size, 8) as digit:
        source, target = f.load("ptr", here, 8), f.load("ptr", there, 8)

        def cell(pair: str) -> str:
            """The counter of a pair's byte."""
            key = f.load("i64", pair, 8)
            byte = f.let(f"and i64 {f.let(f'lshr i64 {key}, {digit.index}')}, 255")
            return f.element(counts, byte, "i64")

        with f.loop(0, 256) as clear:
            f.store("i64", 0, f.element(counts, clear.index, "i64"), 8)
        with f.loop(0, size) as count:
            at = cell(f.element(source, count.index, _PAIR))
            f.store("i64", f.add(f.load("i64", at, 8), 1), at, 8)
        same = f.compare("eq", f.load("i64", cell(source), 8), size)
        with f.when(f.let(f"xor i1 {same}, true")):
            with f.loop(0, 256, carried=[("i64", "0")]) as sums:
                at = f.element(counts, sums.index, "i64")
                own = f.load("i64", at, 8)
                f.store("i64", sums.values[0], at, 8)
                sums.result = [str(f.add(sums.values[0], own))]
            with f.loop(0, size) as move:
                pair = f.element(source, move.index, _PAIR)
                at = cell(pair)
                rank = f.load("i64", at, 8)
                f.store("i64", f.add(rank, 1), at, 8)
                goal = f.element(target, rank, _PAIR)
                f.store("i64", f.load("i64", pair, 8), goal, 8)
                f.store("i64", f.load("i64", _second(f, pair), 8), _second(f, goal), 8)
            f.store("ptr", target, here, 8)
            f.store("ptr", source, there, 8)
