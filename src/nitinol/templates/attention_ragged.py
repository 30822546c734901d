"""Attention within rows of tokens that lie behind one another (`ops.attending_rows`).

Row r is the tokens offsets[r] up to offsets[r + 1]; queries have offsets of their own. Nothing is gathered and nothing
is padded. The code of a task is that of the other templates of attention: a unit of work is a block of queries of one
row and one head (in the transposed template a range of keys), and `RaggedBlocks` says where its queries and keys lie.

How many units there are depends on the lengths, so a first phase walks the offsets and writes a table: for each row
where its queries and keys begin, and how many units, of which weight, are before it. Tasks get units of equal weight,
which is about the number of pairs of query and key; a unit finds its row by halving.

Offsets rise from 0 to the number of tokens. Others are noted as an index error, and the table has rows that do, so no
memory outside of the operands is touched.

Operands are (tokens, …batch, width), in any strides; offsets are the last two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from ..base import dtypes as dt
from ..base.sizes import product
from ..ir.graph import Node
from ..llvm.text import Int
from . import attention, attention_tangent
from .anchor import AnchorContext, Buffer, Cost, Phase, Plan, SizeContext, Template, least_bytes
from .attention_blocks import Blocks, Sizes, rooms, tasks_of
from .rows import lanes, load, share, task_count
from .vectors import Vec

QUERIES, KEYS, UNITS, WEIGHTS = range(4)  # columns of the table
_WORD = 8  # bytes of an entry
_EACH = 64  # what a unit costs besides its pairs, in keys
_LIKELY = 256  # keys of a row, for estimates

Cut = Callable[
    ["RaggedSizes", Int, Int], tuple[Int, Int]
]  # (queries, keys) → (units, weight of one)


class RaggedSizes(Sizes):
    """The sizes of one node. Numbers of queries and keys are those of all rows together."""

    def __init__(self, ctx: SizeContext) -> None:
        super().__init__(ctx)
        count = len(ctx.node.operands)
        self.offsets = ctx.operand(count - 2), ctx.operand(count - 1)
        self.rows = ctx.f.sub(self.offsets[0].shape[0], 1)
        self.tokens = self.q_count, self.k_count
        self.query_axis = 0

    def operand(self, i: int) -> Buffer:
        x = self.ctx.operand(i)
        last = len(x.shape) - 1
        order = [*range(1, last), 0, last]
        shape, strides = (tuple(of[a] for a in order) for of in (x.shape, x.strides))
        return replace(x, shape=shape, strides=strides, order=None)

    @property
    def operands(self) -> int:
        return len(self.ctx.node.operands) - 2

    def units(self) -> Int:
        """At most so many blocks of queries."""
        f = self.f
        return f.mul(self.batch.count, f.add(f.ceil_div(self.tokens[0], self.queries), self.rows))

    def tasks(self, units: Int) -> Int:
        f = self.f
        keys = f.add(f.div(self.tokens[1], f.maximum(self.rows, 1)), 1)
        work = f.mul(f.mul(self.batch.count, self.tokens[0]), f.mul(keys, 16))
        return task_count(self.ctx, units, work)

    def column(self, number: int) -> Int:
        """Where a column of the table begins: it has one entry more than there are offsets."""
        return self.f.mul(self.f.add(self.rows, 2), number * _WORD)


class RaggedBlocks(RaggedSizes, Blocks):
    """The code of a task. `unit` turns to a row; numbers of queries and keys are its own from then on."""

    def __init__(self, ctx: AnchorContext) -> None:
        super().__init__(ctx)
        self.origin: Int = 0  # of the rows of results
        self.key_origin: Int = 0
        self._query_origin: Int = 0
        self.row: Int = 0

    # --- the table

    def entry(self, column: int, row: Int) -> str:
        """Where an entry is."""
        f = self.f
        at = f.add(self.column(column), f.mul(row, _WORD))
        return self.at(self.task.shared("table"), at)

    def read(self, column: int, row: Int) -> str:
        """An entry."""
        return self.f.load("i64", self.entry(column, row), _WORD)

    def row_of(self, column: int, number: Int) -> Int:
        """The last row whose entry is at most `number`, by halving; not the end of the table."""
        f = self.f
        rounds = self.e.bit_length(self.task.node.operands[-1].type.shape[0])
        start = [("i64", "0"), ("i64", str(f.add(self.rows, 1)))]
        with f.loop(0, rounds, carried=start) as loop:
            base, left = loop.values
            half = f.div(left, 2)
            middle = f.minimum(f.add(base, half), self.rows)
            low = f.compare("sle", self.read(column, middle), number)
            moves = f.let(f"and i1 {low}, {f.compare('sgt', left, 0)}")
            rest = f.sub(f.sub(left, half), 1)
            loop.result = [f.select(moves, f.add(middle, 1), base), f.select(moves, rest, half)]
        found: Int = loop.final[0] if loop.final else 0
        return f.maximum(f.minimum(f.sub(found, 1), f.sub(self.rows, 1)), 0)

    def my_units(self) -> tuple[Int, Int]:
        f = self.f
        tasks = self.tasks(self.units())
        weight = self.read(WEIGHTS, self.rows)
        return tuple(self._first_unit(w) for w in share(f, weight, self.task.task, tasks))  # type: ignore[return-value]

    def _first_unit(self, weight: Int) -> Int:
        """The first unit that has at least so much weight before it."""
        f = self.f
        row = self.row_of(WEIGHTS, weight)
        after = f.add(row, 1)
        before = self.read(UNITS, row)
        units = f.sub(self.read(UNITS, after), before)
        low = self.read(WEIGHTS, row)
        each = f.div(f.sub(self.read(WEIGHTS, after), low), f.maximum(units, 1))
        inside = f.ceil_div(f.sub(weight, low), f.maximum(each, 1))
        return f.add(before, f.minimum(inside, units))

    def turn_to(self, number: Int) -> Int:
        """Turn to the row of a unit; the number of the unit within its row."""
        f = self.f
        row = self.row_of(UNITS, number)
        after = f.add(row, 1)
        self.row = row
        self.origin = self._query_origin = self.read(QUERIES, row)
        self.key_origin = self.read(KEYS, row)
        self.q_count = f.sub(self.read(QUERIES, after), self.origin)
        self.k_count = f.sub(self.read(KEYS, after), self.key_origin)
        return f.sub(number, self.read(UNITS, row))

    # --- where things are

    def unit(self, number: Int) -> tuple[dict[int, Int], Int, Int]:
        f = self.f
        inside = self.turn_to(number)
        self.blocks = f.maximum(f.ceil_div(self.q_count, self.queries), 1)
        return super().unit(inside)

    def queries_at(self, buffer: Buffer, place: dict[int, Int], row: Int) -> str:
        return self._base(buffer, place, self.f.add(self._query_origin, row))

    def keys_at(self, buffer: Buffer, place: dict[int, Int], row: Int) -> str:
        return self._base(buffer, place, self.f.add(self.key_origin, row))

    def coords(self, place: dict[int, Int], row: Int) -> list[Int]:
        return [self.f.add(self.origin, row), *(place[i] for i in range(self.ndim - 2))]


# --- the phase that writes the table


def blocks_of_queries(s: RaggedSizes, queries: Int, keys: Int) -> tuple[Int, Int]:
    """What a row is cut into where units are blocks of queries."""
    return s.f.ceil_div(queries, s.queries), s.f.add(keys, _EACH)


def table_phase(cut: Cut) -> Phase:
    """The phase in front of all others."""
    return Phase("table", lambda ctx: 1, lambda ctx: _table(ctx, cut))


def table_bytes(ctx: SizeContext) -> Mapping[str, Int]:
    """The shared block of the table."""
    s = RaggedSizes(ctx)
    return {"table": s.column(4)}


def _table(ctx: AnchorContext, cut: Cut) -> None:
    b = RaggedBlocks(ctx)
    f, e = b.f, b.e
    ends = b.tokens

    def offset(side: int, row: Int) -> Int:
        of = b.offsets[side]
        with lanes(e, 1):
            return load(e, of, f.mul(row, of.strides[0])).name

    def check(side: int, bad: str, found: Int) -> None:
        with lanes(e, 1):
            extent = Vec(str(ends[side]), dt.int64, 1)
            e.report(Vec(bad, dt.bool_, 1), Vec(str(found), dt.int64, 1), extent, 0)

    def put(row: Int, state: list[Int]) -> None:
        for column, value in enumerate(state):
            f.store("i64", value, b.entry(column, row), _WORD)

    for side in range(2):
        first, last = offset(side, 0), offset(side, b.rows)
        check(side, f.compare("ne", first, 0), first)
        check(side, f.compare("ne", last, ends[side]), last)
    with f.loop(0, b.rows, carried=[("i64", "0")] * 4) as loop:
        state: list[Int] = list(loop.values)
        put(loop.index, state)
        after = f.add(loop.index, 1)
        begins, lengths = [], []
        for side in range(2):
            before, found = state[side], offset(side, after)
            bad = f.compare("slt", found, before)
            worse = f.compare("sgt", found, ends[side])
            check(side, f.let(f"or i1 {bad}, {worse}"), found)
            kept = f.minimum(f.maximum(found, before), ends[side])
            # All tokens belong to a row, so all of a result is written.
            begin = f.select(f.compare("eq", after, b.rows), ends[side], kept)
            begins.append(begin)
            lengths.append(f.sub(begin, before))
        count, weight = cut(b, *lengths)
        count = f.mul(count, b.batch.count)
        more = [f.add(state[UNITS], count), f.add(state[WEIGHTS], f.mul(count, weight))]
        loop.result = [str(x) for x in (*begins, *more)]
    for row in (b.rows, f.add(b.rows, 1)):
        put(row, list(loop.final))


# --- the templates


def ragged_cost(node: Node, products: int) -> Cost:
    """The cost of so many products; lengths of rows are guessed."""
    types = [x.type for x in (*node.operands, *node.outputs)]
    return Cost(product(types[0].shape) * _LIKELY * products * 2, least_bytes(types))


class _Rows(Template):
    """What the two templates share whose units are blocks of queries."""

    emit: Callable[[AnchorContext, type[Blocks]], None]
    rooms: Mapping[str, bool]
    products: int

    def plan(self, node: Node) -> Plan:
        emit, names = type(self).emit, self.rooms
        tasks = Phase(
            self.name, lambda ctx: tasks_of(ctx, RaggedSizes), lambda ctx: emit(ctx, RaggedBlocks)
        )
        return Plan(
            (table_phase(blocks_of_queries), tasks),
            lambda ctx: {**rooms(ctx, names, RaggedSizes), **table_bytes(ctx)},
        )

    def cost(self, node: Node) -> Cost:
        return ragged_cost(node, self.products)


class AttendRows(_Rows):
    """`attend` for each row."""

    name = "attend_rows"
    emit = staticmethod(attention.emit)
    rooms = attention.ROOMS
    products = 2


class AttendRowsTangent(_Rows):
    """`attend_tangent` for each row."""

    name = "attend_rows_tangent"
    emit = staticmethod(attention_tangent.emit)
    rooms = attention_tangent.ROOMS
    products = 4

    def pulls(self, node: Node) -> tuple[bool, ...]:
        return (False, False, False, True, *[False] * (len(node.operands) - 4))
