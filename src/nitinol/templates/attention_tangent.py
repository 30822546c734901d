"""The template `attend_tangent`: how attention changes when queries, keys and values do (`ops.attending`).

    for blocks of queries
      for blocks of keys that some of the queries see
        P = exp(K·Qᵀ − lse),  W = P ∘ (K·tQᵀ + tK·Qᵀ)                (queries and their tangents are scaled)
        u, r = u + Vᵀ·W + tVᵀ·P, r + ΣW

With dropout, P and W have zeros in u; r is the sum of all of W. Products with a tangent that is zero are left out.
Blocks are those of `attention_blocks`.
"""

from __future__ import annotations

from typing import Final

from ..ir.graph import Node
from ..llvm.text import Int
from .anchor import AnchorContext, Buffer, Cost, Phase, Plan, Template
from .attention_blocks import KEYS, Blocks, cost_of, in_scratch, rooms, tasks_of
from .attention_dropout import masks
from .rows import lanes
from .vectors import Vec


class AttendTangent(Template):
    """See the module's docstring."""

    name = "attend_tangent"

    def plan(self, node: Node) -> Plan:
        return Plan((Phase("attend_tangent", tasks_of, emit),), lambda ctx: rooms(ctx, ROOMS))

    def pulls(self, node: Node) -> tuple[bool, ...]:
        tangents = sum(node.params["wanted"])
        middle = len(node.operands) - 3 - tangents
        return (*[False] * 3, *[True] * middle, *[False] * tangents)

    def cost(self, node: Node) -> Cost:
        return cost_of(node, 2, 2)


ROOMS: Final = {"panels": False, "moved": False, "sums": True, "rows": True}


def emit(ctx: AnchorContext, blocks: type[Blocks] = Blocks) -> None:
    """A task: some of the blocks of queries."""
    b = blocks(ctx)
    f = b.f
    private = in_scratch((b.width, b.value_width))
    panels = b.region("panels", b.room(b.width), private)
    moved = b.region("moved", b.room(b.width), private)
    sums = b.region("sums", b.room(b.value_width), private)
    rows = b.region("rows", b.room(b.value_width), private)
    weights, changes = ctx.scratch(KEYS * b.line), ctx.scratch(KEYS * b.line)
    level, total = ctx.scratch(b.line), ctx.scratch(b.line)
    wanted = ctx.node.params["wanted"]
    first = b.operands - sum(wanted)
    mask, drop = masks(b, 4, first)
    tangents: list[Buffer | None] = []
    for w in wanted:
        tangents.append(b.operand(first) if w else None)
        first += w
    tq, tk, tv = tangents
    begin, end = b.my_units()
    with f.loop(begin, end) as loop:
        place, q0, count = b.unit(loop.index)
        if drop is not None:
            drop.begin(place)
        b.pack_scaled(b.q, b.queries_at(b.q, place, q0), count, b.width, panels)
        if tq is not None:
            b.pack_scaled(tq, b.queries_at(tq, place, q0), count, b.width, moved)
        per_line = b.queries // b.lanes
        b.fill(sums, f.mul(b.value_width, per_line), 0.0)
        b.fill(total, per_line, 0.0)
        b.read_line(3, place, q0, count, level)
        seen = b.seen(q0, count)
        with f.loop(0, seen, KEYS) as inner:
            k0 = inner.index
            keys = f.minimum(KEYS, f.sub(seen, k0))
            keys_at = b.keys_at(b.k, place, k0)
            b.scores(b.k, keys_at, keys, count, b.width, panels, weights)
            b.mask(weights, place, q0, k0, keys, count, mask)
            if tq is not None:
                b.scores(b.k, keys_at, keys, count, b.width, moved, changes)
            if tk is not None:
                add = 0 if tq is None else 1
                b.scores(tk, b.keys_at(tk, place, k0), keys, count, b.width, panels, changes, add)
            changing = tq is not None or tk is not None
            _weigh(b, weights, changes if changing else None, keys, count, level, total)
            if drop is not None:
                dropped = [changes] * changing + [weights] * (tv is not None)
                drop.each(dropped, q0, k0, keys, count)
            if changing:
                values = b.keys_at(b.v, place, k0)
                b.weighted(b.v, values, keys, count, b.value_width, changes, sums)
            if tv is not None:
                values = b.keys_at(tv, place, k0)
                b.weighted(tv, values, keys, count, b.value_width, weights, sums)
        row = b.transposed_out(sums, b.value_width, count, rows)
        b.write_rows(rows, row, place, q0, count, b.value_width, 0)
        b.write_line(total, place, q0, count, 1)


def _weigh(
    b: Blocks, weights: str, changes: str | None, keys: Int, count: Int, level: str, total: str
) -> None:
    """Scores become weights, their changes weighted changes; these are added to the totals."""
    f, e = b.f, b.e
    with f.loop(0, b.vectors(count)) as across, lanes(e, b.lanes):
        shift = f.mul(across.index, b.step)
        known = b.load(b.at(level, shift))
        before = b.load(b.at(total, shift))
        with f.loop(0, keys, 1, [(b.kernels.vector, before.name)]) as loop:
            at = f.add(shift, f.mul(loop.index, b.line))
            score = b.load(b.at(weights, at))
            hidden = e.compare("eq", score, b.splat(float("-inf")))
            weight = e.select(hidden, b.splat(0.0), e.math.exp_weight(e.sub(score, known)))
            b.store(weight, b.at(weights, at))
            result = Vec(loop.values[0], b.dtype, b.lanes)
            if changes is not None:
                change = e.mul(weight, b.load(b.at(changes, at)))
                change = e.select(hidden, b.splat(0.0), change)
                b.store(change, b.at(changes, at))
                result = e.add(result, change)
            loop.result = [result.name]
        b.store(Vec(loop.final[0], b.dtype, b.lanes), b.at(total, shift))
