"""The template `attend_transposed`: the way back through attention (`ops.attending`).

    for a range of keys of one batch                            a task has some of these
      for blocks of queries, for blocks of the keys that some of them see
        P = exp(s·K·Qᵀ − lse),  W = s·P ∘ (V·cUᵀ + cR)                s: the scale of scores
        cV, cK, cQᵀ = cV + P·cU, cK + W·Q, cQᵀ + Kᵀ·W
    for rows: add up the cQ of all ranges, and hand over to what is fused behind

With dropout, P in the sum of cV, and V·cUᵀ, have zeros where weights are dropped.

Five products for each pair of blocks, of which each is formed once, and those only that what is `wanted` needs. There
are at most `RANGES` ranges of at least `LEAST` keys, by the number of keys alone, so sums do not depend on threads.
Blocks are those of `attention_blocks`; sums lie in memory of their own until the last phase. No result is −0, so that
parts of one tensor may be written into it (`schedule.joins`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ..ir.graph import Node
from ..llvm.text import Int
from .anchor import AnchorContext, Cost, Phase, Plan, SizeContext, Template
from .attention_blocks import KEYS, Blocks, Sizes, cost_of, in_scratch, round_up
from .attention_dropout import Across, masks
from .rows import lanes, share, task_count

RANGES = 4
LEAST = 12 * KEYS
_ROWS = 32  # that the last phase writes at a time


class AttendTransposed(Template):
    """See the module's docstring."""

    name = "attend_transposed"

    def plan(self, node: Node) -> Plan:
        return Plan(
            (Phase("pairs", _tasks, _pairs), Phase("sums", _sum_tasks, _sums)),
            lambda ctx: Work(ctx).shared(),
        )

    def pulls(self, node: Node) -> tuple[bool, ...]:
        middle = len(node.operands) - 5
        return (*[False] * 3, *[True] * middle, False, True)

    def cost(self, node: Node) -> Cost:
        return cost_of(node, 3, 2)


@dataclass(frozen=True, slots=True)
class Unit:
    """A range of keys of one batch: where it is, and where its sums are."""

    place: dict[int, Int]
    low: Int
    high: Int
    key_sums: str
    value_sums: str
    query_sums: Callable[[Int], str]  # of a query


class Work:
    """How the work is cut, in the prologue and in the tasks."""

    def __init__(self, ctx: SizeContext, sizes: type[Sizes] = Sizes) -> None:
        s = self.s = sizes(ctx)
        f = self.f = s.f
        isz, width = s.isz, s.tile.width
        self.row = f.mul(round_up(f, s.width, width), isz)
        self.value_row = f.mul(round_up(f, s.value_width, width), isz)
        self.private = in_scratch((s.width, s.value_width))

    def cut(self, keys: Int) -> tuple[Int, Int]:
        """(keys of a range, number of ranges)."""
        f = self.f
        each = f.maximum(round_up(f, f.ceil_div(keys, RANGES), KEYS), LEAST)
        # At least one, so that cotangents of queries that see no key are 0.
        return each, f.maximum(f.ceil_div(keys, each), 1)

    def key_rows(self, keys: Int) -> Int:
        """Rows of sums have room for whole tiles."""
        return round_up(self.f, keys, self.s.tile.rows)

    def temporaries(self, tasks: Int) -> dict[str, Int]:
        """Blocks of the tasks that are too large for scratch memory."""
        if self.private:
            return {}
        f, s = self.f, self.s
        sizes = {n: f.mul(tasks, s.room(s.width)) for n in ("panels", "across", "back", "rows")}
        for name in ("cotangents", "cotangents_across"):
            sizes[name] = f.mul(tasks, s.room(s.value_width))
        return sizes

    # --- of tensors whose batches are alike

    @property
    def ranges(self) -> Int:
        return self.cut(self.s.k_count)[1]

    @property
    def units(self) -> Int:
        """Ranges of all batches."""
        return self.f.mul(self.s.batch.count, self.ranges)

    def tasks(self) -> Int:
        return self.s.tasks(self.units)

    def shared(self) -> Mapping[str, Int]:
        f, s = self.f, self.s
        of_q, of_k, of_v = wanted_of(s.ctx)
        keys = f.mul(s.batch.count, self.key_rows(s.k_count))
        queries = f.mul(f.mul(s.batch.count, s.q_count), self.ranges)
        return {
            "keys": f.mul(keys, self.row) if of_k else 0,
            "values": f.mul(keys, self.value_row) if of_v else 0,
            "queries": f.mul(queries, self.row) if of_q else 0,
            **self.temporaries(self.tasks()),
        }

    def my_units(self, b: Blocks) -> tuple[Int, Int]:
        """The ranges of this task."""
        return share(self.f, self.units, b.task.task, self.tasks())

    def unit(self, b: Blocks, index: Int) -> Unit:
        """A range by its number."""
        f, shared = self.f, b.task.shared
        number, part = f.div(index, self.ranges), f.rem(index, self.ranges)
        each = self.cut(b.k_count)[0]
        low = f.mul(part, each)
        before = f.add(f.mul(number, self.key_rows(b.k_count)), low)
        queries = f.mul(f.add(f.mul(part, b.batch.count), number), b.q_count)
        return Unit(
            b.batch.place(f, number),
            low,
            f.minimum(b.k_count, f.add(low, each)),
            b.at(shared("keys"), f.mul(before, self.row)),
            b.at(shared("values"), f.mul(before, self.value_row)),
            lambda q0: b.at(shared("queries"), f.mul(f.add(queries, q0), self.row)),
        )

    def finish(self, b: Blocks, unit: Unit) -> None:
        """What is done when the sums of a range of keys are complete."""


def wanted_of(ctx: SizeContext) -> tuple[bool, bool, bool]:
    """Which of the cotangents of q, k and v are results."""
    found: tuple[bool, bool, bool] = ctx.node.params.get("wanted", (True, True, True))
    return found


def _tasks(ctx: SizeContext) -> Int:
    return Work(ctx).tasks()


def _pairs(ctx: AnchorContext) -> None:
    work = Work(ctx)
    pairs(work, Blocks(ctx))


def pairs(work: Work, b: Blocks) -> None:
    """A task: some ranges of keys."""
    f, s, ctx = work.f, work.private, b.task
    isz = b.isz
    panels, across, back, rows = (
        b.region(n, b.room(b.width), s) for n in ("panels", "across", "back", "rows")
    )
    cotangents, cotangents_across = (
        b.region(n, b.room(b.value_width), s) for n in ("cotangents", "cotangents_across")
    )
    weights, changes = ctx.scratch(KEYS * b.line), ctx.scratch(KEYS * b.line)
    level, shift = ctx.scratch(b.line), ctx.scratch(b.line)
    count_of = b.operands
    mask, drop = masks(b, 4, count_of - 2)
    cu = b.operand(count_of - 2)
    of_q, of_k, of_v = wanted_of(ctx)
    begin, end = work.my_units(b)
    with f.loop(begin, end) as loop:
        unit = work.unit(b, loop.index)
        place, low, high = unit.place, unit.low, unit.high
        if drop is not None:
            drop.begin(place)
        padded = work.key_rows(f.sub(high, low))
        if of_k:
            b.fill(unit.key_sums, f.mul(padded, f.div(work.row, b.step)), 0.0)
        if of_v:
            b.fill(unit.value_sums, f.mul(padded, f.div(work.value_row, b.step)), 0.0)
        with f.loop(0, b.q_count, b.queries) as blocks:
            q0 = blocks.index
            count = b.count_from(q0)
            q_at, cu_at = b.queries_at(b.q, place, q0), b.queries_at(cu, place, q0)
            b.pack_scaled(b.q, q_at, count, b.width, panels)
            if of_k:
                b.pack(b.q, q_at, count, b.width, across, True)
            if of_q or of_k:
                b.pack(cu, cu_at, count, b.value_width, cotangents, False)
            if of_v:
                b.pack(cu, cu_at, count, b.value_width, cotangents_across, True)
            b.read_line(3, place, q0, count, level)
            b.read_line(count_of - 1, place, q0, count, shift)
            b.fill(back, f.mul(b.width, b.queries // b.lanes), 0.0)
            seen = f.minimum(high, b.seen(q0, count))
            with f.loop(low, seen, KEYS) as inner:
                k0 = inner.index
                keys = f.minimum(KEYS, f.sub(seen, k0))
                keys_at, values_at = b.keys_at(b.k, place, k0), b.keys_at(b.v, place, k0)
                b.scores(b.k, keys_at, keys, count, b.width, panels, weights)
                b.mask(weights, place, q0, k0, keys, count, mask)
                if of_q or of_k:
                    b.scores(b.v, values_at, keys, count, b.value_width, cotangents, changes)
                changing = changes if of_q or of_k else None
                kept = None if drop is None else drop.across(q0, k0)
                _weigh(b, weights, changing, keys, count, level, shift, kept)
                below = f.sub(k0, low)
                for of, panel, width, sums, row, wanted in (
                    (
                        weights,
                        cotangents_across,
                        b.value_width,
                        unit.value_sums,
                        work.value_row,
                        of_v,
                    ),
                    (changes, across, b.width, unit.key_sums, work.row, of_k),
                ):
                    if not wanted:
                        continue
                    b.block(
                        keys, width, count, of, b.line, isz, panel, b.queries * b.tile.width * isz,
                        b.tile.width * isz, b.at(sums, f.mul(below, row)), row, 1,
                    )  # fmt: skip
                if of_q:
                    b.weighted(b.k, keys_at, keys, count, b.width, changes, back)
            if of_q:
                row = b.transposed_out(back, b.width, count, rows)
                _copy(b, rows, row, unit.query_sums(q0), work.row, count, b.width)
        work.finish(b, unit)


def _weigh(
    b: Blocks, weights: str, changes: str | None, keys: Int, count: Int, level: str, shift: str,
    drop: Across | None,
) -> None:  # fmt: skip
    """Scores become weights, changes of weights those of scores."""
    f, e = b.f, b.e
    factor = b.factor()
    with f.loop(0, b.vectors(count)) as across, lanes(e, b.lanes):
        column = f.mul(across.index, b.step)
        known, more = b.load(b.at(level, column)), b.load(b.at(shift, column))
        down = None if drop is None else drop(across.index)
        with f.loop(0, keys) as loop:
            at = f.add(column, f.mul(loop.index, b.line))
            score = b.load(b.at(weights, at))
            hidden = e.compare("eq", score, b.splat(float("-inf")))
            weight = e.select(hidden, b.splat(0.0), e.math.exp_weight(e.sub(score, known)))
            kept = (lambda x: x) if down is None else down(loop.index)
            b.store(kept(weight), b.at(weights, at))
            if changes is not None:
                change = e.mul(weight, e.add(kept(b.load(b.at(changes, at))), more))
                change = change if factor is None else e.mul(change, factor)
                b.store(e.select(hidden, b.splat(0.0), change), b.at(changes, at))


def _copy(b: Blocks, rows: str, row: Int, to: str, to_row: Int, count: Int, width: Int) -> None:
    f = b.f
    with f.loop(0, count) as down, f.loop(0, f.ceil_div(width, b.lanes)) as along:
        at = f.mul(along.index, b.step)
        value = b.load(b.at(rows, f.add(f.mul(down.index, row), at)))
        b.store(value, b.at(to, f.add(f.mul(down.index, to_row), at)))


# --- the last phase


def _sum_units(work: Work) -> tuple[Int, Int]:
    """(blocks of rows of all queries, of all keys)."""
    f, s = work.f, work.s
    of_q, of_k, of_v = wanted_of(s.ctx)
    queries = f.mul(s.batch.count, f.ceil_div(s.q_count, _ROWS)) if of_q else 0
    keys = f.mul(s.batch.count, f.ceil_div(s.k_count, _ROWS)) if of_k or of_v else 0
    return queries, keys


def _sum_tasks(ctx: SizeContext) -> Int:
    work = Work(ctx)
    queries, keys = _sum_units(work)
    units = work.f.add(queries, keys)
    return task_count(ctx, units, work.f.mul(units, _ROWS * 64))


def _sums(ctx: AnchorContext) -> None:
    work = Work(ctx)
    b = Blocks(ctx)
    f = b.f
    of_q, of_k, of_v = wanted_of(ctx)
    queries, keys = _sum_units(work)
    begin, end = share(f, f.add(queries, keys), ctx.task, _sum_tasks(ctx))
    with f.loop(begin, f.minimum(end, queries)) as loop:
        blocks = f.ceil_div(b.q_count, _ROWS)
        number = f.div(loop.index, blocks)
        first = f.mul(f.rem(loop.index, blocks), _ROWS)
        count = f.minimum(_ROWS, f.sub(b.q_count, first))
        total = b.at(ctx.shared("queries"), f.mul(f.add(f.mul(number, b.q_count), first), work.row))
        step = f.mul(f.mul(b.batch.count, b.q_count), work.row)
        if work.ranges != 1:
            with f.loop(1, work.ranges) as parts:
                add_rows(b, total, b.at(total, f.mul(parts.index, step)), work.row, count)
        b.write_rows(total, work.row, b.batch.place(f, number), first, count, b.width, 0, True)
    with f.loop(f.maximum(begin, queries), end) as loop:
        blocks = f.ceil_div(b.k_count, _ROWS)
        unit = f.sub(loop.index, queries)
        number = f.div(unit, blocks)
        first = f.mul(f.rem(unit, blocks), _ROWS)
        count = f.minimum(_ROWS, f.sub(b.k_count, first))
        place = b.batch.place(f, number)
        at = f.add(f.mul(number, work.key_rows(b.k_count)), first)
        for name, row, width, output, wanted in (
            ("keys", work.row, b.width, int(of_q), of_k),
            ("values", work.value_row, b.value_width, of_q + of_k, of_v),
        ):
            if not wanted:
                continue
            rows = b.at(ctx.shared(name), f.mul(at, row))
            b.write_rows(rows, row, place, first, count, width, output, True)


def add_rows(b: Blocks, total: str, more: str, row: Int, count: Int) -> None:
    """Add `count` rows to others."""
    f, e = b.f, b.e
    with f.loop(0, f.mul(count, f.div(row, b.step))) as loop, lanes(e, b.lanes):
        at = f.mul(loop.index, b.step)
        value = e.add(b.load(b.at(total, at)), b.load(b.at(more, at)))
        b.store(value, b.at(total, at))
