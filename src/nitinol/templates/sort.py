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
from .anchor import AnchorContext, Buffer, Cost, Phase, Plan, SizeContext, Template, least_bytes
from .region import RegionEmitter
from .rows import Rows, lanes, load, multiply, offset, share, task_count
from .vectors import Vec

_INSERTION = 32  # rows up to this length are sorted by insertion


class Pairs:
    """Key and place of an element in memory: halves of one i64 when the key fits into 32 bits,
    else two i64.
    """

    def __init__(self, f: Function, dtype: DType) -> None:
        self.f = f
        self.key_bytes = key_bytes(dtype)
        self.packed = self.key_bytes <= 4
        self.type = "i64" if self.packed else "{ i64, i64 }"
        self.nbytes = 8 if self.packed else 16

    def at(self, row: str, index: Int) -> str:
        """The address of a pair."""
        return self.f.element(row, index, self.type)

    def put(self, address: str, key: str, place: Int) -> None:
        f = self.f
        if self.packed:
            high = f.let(f"shl i64 {key}, 32")
            f.store("i64", f.let(f"or i64 {high}, {place}"), address, 8)
        else:
            f.store("i64", key, address, 8)
            f.store("i64", place, f.element(address, 1, "i64"), 8)

    def load(self, address: str) -> tuple[str, ...]:
        """The registers of a pair; the first of them is ordered as the keys are."""
        f = self.f
        first = f.load("i64", address, 8)
        if self.packed:
            return (first,)
        return first, f.load("i64", f.element(address, 1, "i64"), 8)

    def store(self, registers: tuple[str, ...], address: str) -> None:
        for i, name in enumerate(registers):
            self.f.store("i64", name, self.f.element(address, i, "i64"), 8)

    def place(self, address: str) -> str:
        """The place that a pair holds."""
        f = self.f
        if self.packed:
            return f.let(f"and i64 {f.load('i64', address, 8)}, 4294967295")
        return f.load("i64", f.element(address, 1, "i64"), 8)

    def digit(self, registers: tuple[str, ...], number: Int) -> str:
        """Byte `number` of the key, counted from the least."""
        f = self.f
        bits = f.add(f.mul(number, 8), 32 if self.packed else 0)
        return f.let(f"and i64 {f.let(f'lshr i64 {registers[0]}, {bits}')}, 255")


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
    nbytes = Pairs(ctx.f, ctx.operand(0).dtype).nbytes
    return {"pairs": ctx.f.mul(tasks, ctx.f.mul(size, 2 * nbytes))}


class Sort(Template):
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
    pairs = Pairs(f, source.dtype)
    half = f.mul(size, pairs.nbytes)
    room = f.element(ctx.shared("pairs"), f.mul(ctx.task, f.mul(half, 2)), "i8")
    other = f.element(room, half, "i8")
    counts = ctx.scratch(pairs.key_bytes * 256 * 8)
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
            pairs.put(pairs.at(room, fill.index), sort_key(k, value, descending), fill.index)
        short = f.compare("sle", size, _INSERTION)
        with f.when(short):
            _insertion(pairs, room, size, cursor)
        with f.when(f.let(f"xor i1 {short}, true")):
            _radix(pairs, here, there, size, counts)
        _read_back(ctx, k, source, pairs, f.load("ptr", here, 8), place, begin, size)


def _read_back(
    ctx: AnchorContext,
    k: RegionEmitter,
    source: Buffer,
    pairs: Pairs,
    row: str,
    place: dict[int, Int],
    begin: Int,
    size: Int,
) -> None:
    f, axis = ctx.f, ctx.node.params["axis"]
    with f.loop(0, size) as loop:
        index = pairs.place(pairs.at(row, loop.index))
        value = load(k, source, f.add(begin, f.mul(index, source.strides[axis])))
        coords = [loop.index if i == axis else place[i] for i in range(len(source.shape))]
        ctx.write(coords, None, value, output=0)
        ctx.write(coords, None, Vec(index, dt.int64, 1), output=1)


def _insertion(pairs: Pairs, row: str, size: Int, cursor: str) -> None:
    """Sort a short row: each pair moves forward past greater keys.

    Packed pairs compare with their places; behind equal keys these are in order already.
    """
    f = pairs.f
    with f.loop(1, size) as loop:
        pair = pairs.load(pairs.at(row, loop.index))
        f.store("i64", loop.index, cursor, 8)
        head, test, move, end = (f.label() for _ in range(4))
        f.jump(head)
        f.place(head)
        at = f.load("i64", cursor, 8)
        f.branch(f.compare("sgt", at, 0), test, end)
        f.place(test)
        before = pairs.load(pairs.at(row, f.sub(at, 1)))
        f.branch(f.compare("ugt", before[0], pair[0]), move, end)
        f.place(move)
        pairs.store(before, pairs.at(row, at))
        f.store("i64", f.sub(at, 1), cursor, 8)
        f.jump(head)
        f.place(end)
        pairs.store(pair, pairs.at(row, f.load("i64", cursor, 8)))


def _radix(pairs: Pairs, here: str, there: str, size: Int, counts: str) -> None:
    """Sort a long row; `here` holds the pointer to the sorted pairs at the end."""
    f = pairs.f
    with f.loop(0, pairs.key_bytes * 256) as clear:
        f.store("i64", 0, f.element(counts, clear.index, "i64"), 8)
    first = f.load("ptr", here, 8)
    with f.loop(0, size) as count:
        pair = pairs.load(pairs.at(first, count.index))
        for number in range(pairs.key_bytes):
            table = f.element(counts, 256 * number, "i64")
            cell = f.element(table, pairs.digit(pair, number), "i64")
            f.store("i64", f.add(f.load("i64", cell, 8), 1), cell, 8)
    with f.loop(0, pairs.key_bytes) as digit:
        source, target = f.load("ptr", here, 8), f.load("ptr", there, 8)
        table = f.element(counts, f.mul(digit.index, 256), "i64")
        one = f.element(table, pairs.digit(pairs.load(source), digit.index), "i64")
        same = f.compare("eq", f.load("i64", one, 8), size)
        with f.when(f.let(f"xor i1 {same}, true")):
            with f.loop(0, 256, carried=[("i64", "0")]) as sums:
                at = f.element(table, sums.index, "i64")
                own = f.load("i64", at, 8)
                f.store("i64", sums.values[0], at, 8)
                sums.result = [str(f.add(sums.values[0], own))]
            with f.loop(0, size) as move:
                pair = pairs.load(pairs.at(source, move.index))
                at = f.element(table, pairs.digit(pair, digit.index), "i64")
                rank = f.load("i64", at, 8)
                f.store("i64", f.add(rank, 1), at, 8)
                pairs.store(pair, pairs.at(target, rank))
            f.store("ptr", target, here, 8)
            f.store("ptr", source, there, 8)
