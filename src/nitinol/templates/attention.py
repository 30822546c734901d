"""The template `attend`: attention of blocks of queries, with a running softmax.

    for blocks of queries                                       a task has some of them
      m, l, O = −∞, 0, 0                                        for each query: maximum, sum of exponentials, result
      for blocks of keys that some of the queries see
        S = K·Qᵀ, −∞ where masked
        m' = max(m, S);  P = exp(S − m');  α = exp(m − m')
        l, O, m = α·l + ΣP, α·O + Vᵀ·P, m'                      (Milakov and Gimelshein 2018)
      O / l, and m + log l for the derivative

With dropout, weights that are not kept are 0 in Vᵀ·P; l is the sum of all.

A query that sees no key gives NaN, as softmax does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ..ir.graph import Node
from ..llvm.text import Int
from .anchor import AnchorContext, Cost, Phase, Plan, Template
from .attention_blocks import FOLDS, KEYS, Blocks, cost_of, in_scratch, rooms, tasks_of
from .attention_dropout import masks
from .rows import lanes
from .vectors import Vec


class Attend(Template):
    """See the module's docstring."""

    name = "attend"

    def plan(self, node: Node) -> Plan:
        return Plan((Phase("attend", tasks_of, emit),), lambda ctx: rooms(ctx, ROOMS))

    def pulls(self, node: Node) -> tuple[bool, ...]:
        return (False, False, False, *[True] * (len(node.operands) - 3))

    def cost(self, node: Node) -> Cost:
        return cost_of(node, 1, 1)


ROOMS: Final = {"panels": False, "sums": True, "rows": True}


def emit(ctx: AnchorContext, blocks: type[Blocks] = Blocks) -> None:
    """A task: some of the blocks of queries."""
    b = blocks(ctx)
    f = b.f
    private = in_scratch((b.width, b.value_width))
    panels = b.region("panels", b.room(b.width), private)
    sums = b.region("sums", b.room(b.value_width), private)
    rows = b.region("rows", b.room(b.value_width), private)
    scores = ctx.scratch(KEYS * b.line)
    top, total, scale = (ctx.scratch(b.line) for _ in range(3))
    mask, drop = masks(b, 3, b.operands)
    begin, end = b.my_units()
    with f.loop(begin, end) as loop:
        place, q0, count = b.unit(loop.index)
        if drop is not None:
            drop.begin(place)
        b.pack_scaled(b.q, b.queries_at(b.q, place, q0), count, b.width, panels)
        per_line = b.queries // b.lanes
        b.fill(top, per_line, float("-inf"))
        b.fill(total, per_line, 0.0)
        b.fill(sums, f.mul(b.value_width, per_line), 0.0)
        seen = b.seen(q0, count)
        with f.loop(0, seen, KEYS) as inner:
            k0 = inner.index
            keys = f.minimum(KEYS, f.sub(seen, k0))
            b.scores(b.k, b.keys_at(b.k, place, k0), keys, count, b.width, panels, scores)
            b.mask(scores, place, q0, k0, keys, count, mask)
            _softmax(b, scores, b.hide_surplus(scores, keys), count, top, total, scale)
            _rescale(b, sums, count, scale)
            if drop is not None:
                drop.each([scores], q0, k0, keys, count)
            b.weighted(b.v, b.keys_at(b.v, place, k0), keys, count, b.value_width, scores, sums)
        _finish(b, sums, count, top, total)
        row = b.transposed_out(sums, b.value_width, count, rows)
        b.write_rows(rows, row, place, q0, count, b.value_width, 0)
        b.write_line(top, place, q0, count, 1)


def _softmax(
    b: Blocks, scores: str, keys: Int, count: Int, top: str, total: str, scale: str
) -> None:
    """Scores become weights; maximum, sum and the factor for older sums are brought up to date.

    A maximum may pass over NaN: the sum does not.
    """
    f, e = b.f, b.e
    vector = b.kernels.vector

    def larger(x: Vec, y: Vec) -> Vec:
        return e.select(e.compare("gt", x, y), x, y)

    with f.loop(0, b.vectors(count)) as across, lanes(e, b.lanes):
        shift = f.mul(across.index, b.step)
        column = b.at(scores, shift)
        before = b.load(b.at(top, shift))
        with f.loop(0, keys, FOLDS, [(vector, before.name)] * FOLDS) as loop:
            at = b.at(column, f.mul(loop.index, b.line))
            loop.result = [
                larger(b.load(b.at(at, i * b.line)), Vec(x, b.dtype, b.lanes)).name
                for i, x in enumerate(loop.values)
            ]
        most = _fold(b, loop.final, larger)
        # Where all keys so far are hidden, exponentials are of −∞, not of −∞ + ∞.
        hidden = e.compare("eq", most, b.splat(float("-inf")))
        level = e.select(hidden, b.splat(0.0), most)
        factor = e.math.exp_weight(e.sub(before, level))
        zero = b.splat(0.0).name
        with f.loop(0, keys, FOLDS, [(vector, zero)] * FOLDS) as loop:
            at = b.at(column, f.mul(loop.index, b.line))
            results = []
            for i, x in enumerate(loop.values):
                place = b.at(at, i * b.line)
                weight = e.math.exp_weight(e.sub(b.load(place), level))
                b.store(weight, place)
                results.append(e.add(Vec(x, b.dtype, b.lanes), weight).name)
            loop.result = results
        added = _fold(b, loop.final, e.add)
        old = b.load(b.at(total, shift))
        b.store(e.add(e.mul(old, factor), added), b.at(total, shift))
        b.store(most, b.at(top, shift))
        b.store(factor, b.at(scale, shift))


def _fold(b: Blocks, names: list[str], join: Callable[[Vec, Vec], Vec]) -> Vec:
    found = [Vec(x, b.dtype, b.lanes) for x in names]
    while len(found) > 1:
        found = [join(x, y) for x, y in zip(found[::2], found[1::2], strict=True)]
    return found[0]


def _rescale(b: Blocks, sums: str, count: Int, scale: str) -> None:
    """Bring older sums to the new maximum, where it changed."""
    f, e = b.f, b.e
    with f.loop(0, b.vectors(count)) as across, lanes(e, b.lanes):
        shift = f.mul(across.index, b.step)
        factor = b.load(b.at(scale, shift))
        column = b.at(sums, shift)
        changed = e.compare("ne", factor, b.splat(1.0))
        bits = f.let(f"bitcast <{b.lanes} x i1> {changed.name} to i{b.lanes}")
        # Most blocks have no key whose score exceeds those before.
        with f.when(f.compare("ne", bits, 0, f"i{b.lanes}")), f.loop(0, b.value_width) as down:
            at = b.at(column, f.mul(down.index, b.line))
            b.store(e.mul(b.load(at), factor), at)


def _finish(b: Blocks, sums: str, count: Int, top: str, total: str) -> None:
    """Divide by the sums, and leave the logarithms of all sums of exponentials in `top`."""
    f, e = b.f, b.e
    with f.loop(0, b.vectors(count)) as across, lanes(e, b.lanes):
        shift = f.mul(across.index, b.step)
        divisor = b.load(b.at(total, shift))
        share = e.div(b.splat(1.0), divisor)
        column = b.at(sums, shift)
        with f.loop(0, b.value_width) as down:
            at = b.at(column, f.mul(down.index, b.line))
            b.store(e.mul(b.load(at), share), at)
        at = b.at(top, shift)
        b.store(e.add(b.load(at), e.math.log(divisor)), at)
