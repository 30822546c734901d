"""The template `attend_rows_transposed`: the way back through attention within rows (`ops.attending_rows`).

It is `attention_transposed` with `attention_ragged`'s table. A unit is a range of the keys of one row and one head. Its
sums for keys and values are complete when it ends and are handed over then; those for queries are added up over
the ranges of a row in the last phase. Only rows of more than `LEAST` keys have several ranges, by their lengths alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..ir.graph import Node
from ..llvm.text import Int
from .anchor import AnchorContext, Cost, Phase, Plan, SizeContext, Template
from .attention_blocks import Blocks
from .attention_ragged import RaggedBlocks, RaggedSizes, ragged_cost, table_bytes, table_phase
from .attention_transposed import LEAST, RANGES, Unit, Work, add_rows, pairs, wanted_of

_ROWS = 32  # that the last phase writes at a time
_EACH = 64  # what a range costs besides its pairs, in queries


class AttendRowsTransposed(Template):
    """See the module's docstring."""

    name = "attend_rows_transposed"

    def plan(self, node: Node) -> Plan:
        return Plan(
            (
                table_phase(_cut),
                Phase("pairs", _tasks, lambda ctx: pairs(RaggedWork(ctx), _RangeBlocks(ctx))),
                Phase("sums", _sum_tasks, _sums),
            ),
            lambda ctx: RaggedWork(ctx).shared(),
        )

    def pulls(self, node: Node) -> tuple[bool, ...]:
        middle = len(node.operands) - 7
        return (*[False] * 3, *[True] * middle, False, True, False, False)

    def cost(self, node: Node) -> Cost:
        return ragged_cost(node, 5)


def _tasks(ctx: SizeContext) -> Int:
    return RaggedWork(ctx).tasks()


def _sum_tasks(ctx: SizeContext) -> Int:
    return _tasks(ctx) if wanted_of(ctx)[0] else 0


class _RangeSizes(RaggedSizes):
    """Units are ranges of keys."""

    def units(self) -> Int:
        f = self.f
        return f.mul(self.batch.count, f.add(self.rows, f.div(self.tokens[1], LEAST)))


class _RangeBlocks(_RangeSizes, RaggedBlocks):
    pass


def _cut(s: RaggedSizes, queries: Int, keys: Int) -> tuple[Int, Int]:
    f = s.f
    ranges = RaggedWork(s.ctx).cut(keys)[1]
    some = f.compare("sgt", f.add(queries, keys), 0)
    return f.select(some, ranges, 0), f.add(
        f.mul(f.add(queries, _EACH), f.div(keys, ranges)), queries
    )


class RaggedWork(Work):
    """How the work is cut, in the prologue and in the tasks."""

    def __init__(self, ctx: SizeContext) -> None:
        super().__init__(ctx, _RangeSizes)
        assert isinstance(self.s, RaggedSizes)
        self.tokens, self.rows = self.s.tokens, self.s.rows

    @property
    def units(self) -> Int:
        return self.s.units()

    def shared(self) -> Mapping[str, Int]:
        f, s = self.f, self.s
        # Rows of sums have room for whole tiles.
        keys = f.add(self.tokens[1], f.mul(self.rows, s.tile.rows))
        keys = f.mul(s.batch.count, keys)
        of_q, of_k, of_v = wanted_of(s.ctx)
        parts = f.maximum(f.minimum(RANGES, f.ceil_div(self.tokens[1], LEAST)), 1)
        queries = f.mul(f.mul(s.batch.count, self.tokens[0]), parts)
        return {
            "keys": f.mul(keys, self.row) if of_k else 0,
            "values": f.mul(keys, self.value_row) if of_v else 0,
            "queries": f.mul(queries, self.row) if of_q else 0,
            **self.temporaries(self.tasks()),
            **table_bytes(s.ctx),
        }

    def my_units(self, b: Blocks) -> tuple[Int, Int]:
        return b.my_units()

    def place(self, b: RaggedBlocks, index: Int) -> tuple[Int, Int, Int, Int, Int]:
        """Turn to the row of a unit: (number of the batch, of the range; ranges, keys of one; first of its queries)."""
        f = self.f
        inside = b.turn_to(index)
        each, ranges = self.cut(b.k_count)
        number, part = f.div(inside, ranges), f.rem(inside, ranges)
        first = f.add(f.mul(b.batch.count, b.origin), f.mul(number, b.q_count))
        return number, part, ranges, each, first

    def query_sums(self, b: Blocks, part: Int, query: Int) -> str:
        """The sums of a query over a range."""
        f = self.f
        number = f.add(f.mul(part, f.mul(b.batch.count, self.tokens[0])), query)
        return b.at(b.task.shared("queries"), f.mul(number, self.row))

    def unit(self, b: Blocks, index: Int) -> Unit:
        assert isinstance(b, RaggedBlocks)
        f, shared = self.f, b.task.shared
        number, part, _, each, first = self.place(b, index)
        low = f.mul(part, each)
        before = f.mul(b.batch.count, f.add(b.key_origin, f.mul(b.row, b.tile.rows)))
        before = f.add(f.add(before, f.mul(number, self.key_rows(b.k_count))), low)
        return Unit(
            b.batch.place(f, number),
            low,
            f.minimum(b.k_count, f.add(low, each)),
            b.at(shared("keys"), f.mul(before, self.row)),
            b.at(shared("values"), f.mul(before, self.value_row)),
            lambda q0: self.query_sums(b, part, f.add(first, q0)),
        )

    def finish(self, b: Blocks, unit: Unit) -> None:
        assert isinstance(b, RaggedBlocks)
        count = self.f.sub(unit.high, unit.low)
        b.origin = b.key_origin
        of_q, of_k, of_v = wanted_of(b.task)
        place, low = unit.place, unit.low
        if of_k:
            b.write_rows(unit.key_sums, self.row, place, low, count, b.width, int(of_q))
        if of_v:
            number = of_q + of_k
            b.write_rows(unit.value_sums, self.value_row, place, low, count, b.value_width, number)


def _sums(ctx: AnchorContext) -> None:
    """Each unit adds up its share of the queries of its row."""
    if not wanted_of(ctx)[0]:
        return
    work, b = RaggedWork(ctx), _RangeBlocks(ctx)
    f = b.f
    begin, end = b.my_units()
    with f.loop(begin, end) as loop:
        number, part, ranges, _, before = work.place(b, loop.index)
        low = f.div(f.mul(b.q_count, part), ranges)
        high = f.div(f.mul(b.q_count, f.add(part, 1)), ranges)
        with f.loop(low, high, _ROWS) as chunks:
            first = chunks.index
            count = f.minimum(_ROWS, f.sub(high, first))
            query = f.add(before, first)
            total = work.query_sums(b, 0, query)
            with f.loop(1, ranges) as parts:
                add_rows(b, total, work.query_sums(b, parts.index, query), work.row, count)
            b.write_rows(total, work.row, b.batch.place(f, number), first, count, b.width, 0)
