"""The templates of segment operations: rows that lie behind one another, cut by `offsets`.

Row r is the elements offsets[r] up to offsets[r + 1] along the first axis. There are four loop nests:

| template | reads | writes |
|---|---|---|
| `segment_fold` | each element once | one value for each row (`ops.segments.FOLDS`) |
| `segment_spread` | one value for each row | it, for each element of its row |
| `segment_scan` | each element once | each element: the fold of its row up to it (`ops.cumulative.SCANS`) |
| `segment_softmax` | each element up to three times | each element, or one value for each row |

Tasks get rows of about the same weight: a row weighs its elements and one more, so many empty rows are shared
as well as a few long ones. Lanes run along the contiguous one of the inner axes, or else along the row.
The order in which a row is folded depends on its length alone: lane l takes elements l, l + width, … of each of
`UNROLL` interleaved parts, then the parts are merged, then halves of lanes; `segments_short` does this for as many rows
at a time as there are lanes. Operands may be pulled. What is looked up
at computed places is folded in order, without lanes, unless they run along an inner axis.

Offsets are clamped before memory is touched. Rows that decrease, or leave the elements, are noted as an index error.
Elements of no row are written as 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.sizes import product
from ..ir.graph import Node
from ..ir.op import Reduction
from ..llvm.text import Int
from ..ops.cumulative import SCANS
from ..ops.segments import FOLDS
from .anchor import AnchorContext, Cost, Phase, Plan, SizeContext, Template, least_bytes
from .coords import Coord
from .region import RegionEmitter
from .rows import Rows, carried, lanes, load, multiply, names, offset, rebuilt, task_count
from .segments_short import fold_blocks, folds_blocks
from .vectors import Vec

State = tuple[Vec, ...]
UNROLL = 4
AHEAD = 32  # elements between one that is read and one that is fetched into the cache
_SCALAR = 8  # lanes that are not used where elements are computed one by one


def _state_dtype(dtype: DType) -> DType:
    half = dtype.is_floating and dtype.itemsize == 2
    return dt.float32 if half else dtype


def _elements(ctx: SizeContext) -> tuple[Int, ...]:
    """The shape of what lies in rows."""
    if ctx.node.op.lowering.template == "segment_spread":  # type: ignore[union-attr]
        return tuple(ctx.size(d) for d in ctx.node.outputs[0].type.shape)
    return ctx.operand(0).shape


def tasks_of_rows(ctx: SizeContext) -> Int:
    """Tasks that rows are shared by."""
    f, offsets = ctx.f, ctx.operand(len(ctx.node.operands) - 1)
    # Elements of no row need a task even where there are no rows.
    rows = f.maximum(f.sub(offsets.shape[0], 1), 1)
    return task_count(ctx, rows, multiply(f, _elements(ctx)))


@dataclass(frozen=True, slots=True)
class Row:
    """One row in hand: its number, and its elements from `low` up to `high`."""

    number: Int
    low: Int
    high: Int


class Walk:
    """Goes through the rows of a task, the points of the inner axes and their vectors."""

    def __init__(self, ctx: AnchorContext) -> None:
        assert isinstance(ctx.k, RegionEmitter)
        self.ctx, self.f, self.k = ctx, ctx.f, ctx.k
        self.places = len(ctx.node.operands) - 1
        self.offsets = ctx.operand(self.places)
        self.shape = _elements(ctx)
        self.count = self.shape[0]
        self.rows = ctx.f.sub(self.offsets.shape[0], 1)
        self.dtype = _state_dtype(ctx.node.operands[0].type.dtype)
        self.width = ctx.target.fold_lanes(self.dtype.real.itemsize)
        self.masks = ctx.target.has("avx512vl") and not ctx.target.portable
        unit = ctx.unit_axis()
        self.lane = unit if unit is not None and unit > 0 else None
        self.operands = [ctx.operand(i) for i in range(self.places)]

    # --- rows

    def offset_at(self, row: Int) -> Int:
        with lanes(self.k, 1):
            at = self.f.mul(row, self.offsets.strides[0])
            return load(self.k, self.offsets, at).name

    def _first(self, task: Int, tasks: Int) -> Int:
        """The first row whose weight begins in the share of a task, by halving."""
        f = self.f
        total = f.add(self.count, self.rows)
        goal = f.div(f.mul(total, task), f.maximum(tasks, 1))
        rounds = self.k.bit_length(self.ctx.node.operands[self.places].type.shape[0])
        start = [("i64", "0"), ("i64", str(self.rows))]
        with f.loop(0, rounds, carried=start) as loop:
            base, left = loop.values
            half = f.div(left, 2)
            middle = f.add(base, half)
            short = f.compare("slt", f.add(self.offset_at(middle), middle), goal)
            moves = f.let(f"and i1 {short}, {f.compare('sgt', left, 0)}")
            rest = f.sub(left, f.add(half, 1))
            loop.result = [f.select(moves, f.add(middle, 1), base), f.select(moves, rest, half)]
        return loop.final[0] if loop.final else 0

    @property
    def looks_up(self) -> bool:
        """Whether elements are read at computed places."""
        return self.ctx.is_pulled(0) and self.k.looks_up(self.ctx.node.operands[0])

    def bounds(self) -> tuple[Int, Int]:
        """The first row of this task, and the first that is not."""
        f, tasks = self.f, tasks_of_rows(self.ctx)
        # All rows belong to a task, even if offsets do not rise.
        begins = f.compare("eq", self.ctx.task, 0)
        first = f.select(begins, 0, self._first(self.ctx.task, tasks))
        last = self._first(f.add(self.ctx.task, 1), tasks)
        ends = f.compare("sge", f.add(self.ctx.task, 1), tasks)
        return first, f.select(ends, self.rows, last)

    @contextmanager
    def each_row(self) -> Iterator[Row]:
        """A loop over the rows of this task."""
        with self.rows_from(*self.bounds()) as row:
            yield row

    @contextmanager
    def rows_from(self, first: Int, last: Int) -> Iterator[Row]:
        """A loop over some rows."""
        f, k = self.f, self.k
        with f.loop(first, last) as loop, k.scope():
            low, high = self.offset_at(loop.index), self.offset_at(f.add(loop.index, 1))
            self._check(low, high)
            yield Row(loop.index, self._inside(low), self._inside(high))

    @staticmethod
    def row(number: Int, low: Int, high: Int) -> Row:
        """A row whose offsets are known to be inside."""
        return Row(number, low, high)

    def _inside(self, at: Int) -> Int:
        return self.f.minimum(self.f.maximum(at, 0), self.count)

    def _check(self, low: Int, high: Int) -> None:
        f, k = self.f, self.k
        with lanes(k, 1):
            bad = f.compare("slt", low, 0)
            for worse in (f.compare("sgt", low, high), f.compare("sgt", high, self.count)):
                bad = f.let(f"or i1 {bad}, {worse}")
            wrong = f.select(f.compare("slt", low, 0), low, high)
            extent = Vec(str(self.count), dt.int64, 1)
            k.report(Vec(bad, dt.bool_, 1), Vec(str(wrong), dt.int64, 1), extent, 0)

    @contextmanager
    def outside(self) -> Iterator[Row]:
        """A loop over the elements before the first row and behind the last, for the first task."""
        f = self.f
        first, last = self._inside(self.offset_at(0)), self._inside(self.offset_at(self.rows))
        with f.when(f.compare("eq", self.ctx.task, 0)), f.loop(0, 2) as loop, self.k.scope():
            behind = f.compare("eq", loop.index, 1)
            yield Row(0, f.select(behind, last, 0), f.select(behind, self.count, first))

    # --- points and vectors

    def along(self, body: Callable[[dict[int, Int], int, str | None], None]) -> None:
        """body(place, width, mask) for all vectors along the inner axes: `place` has a coordinate for each of them,
        of lane 0 along `lane`. Where there is no `lane` it is called for each point, with width 1.
        """
        f = self.f
        rest = [a for a in range(1, len(self.shape)) if a != self.lane]
        points = Rows.of(f, self.shape, rest)
        with f.loop(0, points.count) as loop, self.k.scope():
            place = points.place(f, loop.index)
            if self.lane is None:
                body(place, 1, None)
                return
            self._pieces(self.lane, place, body)

    def _pieces(
        self,
        lane: int,
        place: dict[int, Int],
        body: Callable[[dict[int, Int], int, str | None], None],
    ) -> None:
        f, k, size, width = self.f, self.k, self.shape[lane], self.width
        if isinstance(size, int):
            while width > 1 and width // 2 >= size:
                width //= 2
        whole = f.mul(f.div(size, width), width)
        if width > 1:
            with f.loop(0, whole, width) as loop, k.scope():
                body({**place, lane: loop.index}, width, None)
        else:
            whole = 0
        if isinstance(whole, int) and whole == size:
            return
        if self.masks and width > 1:
            with f.when(f.compare("slt", whole, size)), k.scope():
                with lanes(k, width):
                    mask = k.tail_mask(f.sub(size, whole))
                body({**place, lane: whole}, width, mask)
            return
        with f.loop(whole, size) as loop, k.scope():
            body({**place, lane: loop.index}, 1, None)

    def coords(self, first: Int, place: dict[int, Int]) -> list[Int]:
        return [first, *[place[a] for a in range(1, len(self.shape))]]

    def read(
        self,
        i: int,
        first: Int,
        place: dict[int, Int],
        lane: int | None,
        width: int,
        mask: str | None,
    ) -> Vec:
        """Elements of operand i as a vector of the dtype that rows are folded in."""
        f, k = self.f, self.k
        if self.ctx.is_pulled(i):
            value = self.ctx.pull(i, self.coords(first, place), lane, width, mask)
        else:
            buffer = self.operands[i]
            at = f.add(f.mul(first, buffer.strides[0]), offset(f, buffer, place))
            with lanes(k, width):
                k.mask = mask
                value = load(k, buffer, at, 0 if lane is None else buffer.strides[lane])
        with lanes(k, width):
            wide = value if self.dtype.is_bool or value.dtype.is_bool else k.cast(value, self.dtype)
            return k.spread(wide, width)

    def write(
        self, first: Int, place: dict[int, Int], lane: int | None, value: Vec, mask: str | None
    ) -> None:
        self.ctx.write(self.coords(first, place), lane, value, mask)

    # --- folding

    def fold_columns(
        self, row: Row, place: dict[int, Int], width: int, mask: str | None, fold: Fold
    ) -> Vec:
        """Fold a row for `width` neighbouring places of the inner axes."""
        f, k = self.f, self.k
        lane = self.lane if width > 1 else None
        with lanes(k, width):
            start = fold.start(k, width)
            with f.loop(row.low, row.high, carried=carried(start)) as loop, k.scope():
                state = rebuilt(start, loop.values)
                if self.ctx.is_pulled(0) and k.looks_up(self.ctx.node.operands[0]):
                    later = f.minimum(f.add(loop.index, AHEAD), f.sub(self.count, 1))
                    self.ctx.touch(0, self.coords(later, place), lane, width)
                value = self.read(0, loop.index, place, lane, width, mask)
                position = k.coord(f.sub(loop.index, row.low))
                loop.result = names(fold.step(k, state, value, position))
            return k.spread(fold.finish(k, rebuilt(start, loop.final)), width)

    def fold_one_by_one(self, row: Row, place: dict[int, Int], fold: Fold) -> Vec:
        """Fold a row in order, without lanes: where elements are looked up, a vector of them is no faster."""
        f, k = self.f, self.k
        with lanes(k, 1):
            start = fold.start(k, 1)
            with f.loop(row.low, row.high, carried=carried(start)) as loop, k.scope():
                old = rebuilt(start, loop.values)
                loop.result = names(self.taken(row, place, fold, old, loop.index, 1, None))
            return fold.finish(k, rebuilt(start, loop.final))

    def fold_row(self, row: Row, place: dict[int, Int], fold: Fold) -> Vec:
        """Fold a row with lanes along it; see the module's docstring for the order."""
        f, k = self.f, self.k
        if self.looks_up:
            return self.fold_one_by_one(row, place, fold)
        state, rest = self.row_state(row, place, fold)
        with lanes(k, state[0].lanes):
            while state[0].lanes > 1:
                halves = [k.halves(v) for v in state]
                state = fold.merge(k, tuple(h[0] for h in halves), tuple(h[1] for h in halves))
        with lanes(k, 1):
            if not self.masks:
                single = fold.start(k, 1)
                with f.loop(rest, row.high, carried=carried(single)) as loop, k.scope():
                    old = rebuilt(single, loop.values)
                    loop.result = names(self.taken(row, place, fold, old, loop.index, 1, None))
                state = fold.merge(k, state, rebuilt(single, loop.final))
            return fold.finish(k, state)

    def row_state(self, row: Row, place: dict[int, Int], fold: Fold) -> tuple[State, Int]:
        """(a row folded into one vector, the first element that is not in it)."""
        f, k, width = self.f, self.k, self.width
        step = width * UNROLL
        length = f.sub(row.high, row.low)
        with lanes(k, width):
            start = fold.start(k, width)
            blocks = f.add(row.low, f.mul(f.div(f.maximum(length, 0), step), step))
            many = [v for _ in range(UNROLL) for v in start]
            with f.loop(row.low, blocks, step, carried(many)) as loop, k.scope():
                states = rebuilt(many, loop.values)
                result: list[Vec] = []
                for u in range(UNROLL):
                    at = f.add(loop.index, u * width)
                    old = states[u * len(start) : (u + 1) * len(start)]
                    result += self.taken(row, place, fold, old, at, width, None)
                loop.result = names(result)
            final = rebuilt(many, loop.final)
            parts = [final[u * len(start) : (u + 1) * len(start)] for u in range(UNROLL)]
            while len(parts) > 1:
                pairs = zip(parts[::2], parts[1::2], strict=True)
                parts = [fold.merge(k, a, b) for a, b in pairs]
            state, rest = parts[0], blocks
            if not self.masks:
                rest = f.add(
                    blocks, f.mul(f.div(f.maximum(f.sub(row.high, blocks), 0), width), width)
                )
            end = row.high if self.masks else rest
            with f.loop(blocks, end, width, carried(state)) as loop, k.scope():
                old = rebuilt(state, loop.values)
                mask = k.tail_mask(f.sub(row.high, loop.index)) if self.masks else None
                loop.result = names(self.taken(row, place, fold, old, loop.index, width, mask))
            return rebuilt(state, loop.final), end

    def fold_vector(self, fold: Fold, value: Vec, mask: str) -> Vec:
        """Fold the lanes that are on, in the order of `fold_row`."""
        k, width = self.k, value.lanes
        with lanes(k, width):
            start = fold.start(k, width)
            new = fold.step(k, start, value, k.coord(0, 1))
            on = Vec(mask, dt.bool_, width)
            state = tuple(k.select(on, a, b) for a, b in zip(new, start, strict=True))
            while state[0].lanes > 1:
                halves = [k.halves(v) for v in state]
                state = fold.merge(k, tuple(h[0] for h in halves), tuple(h[1] for h in halves))
        with lanes(k, 1):
            return fold.finish(k, state)

    def taken(
        self,
        row: Row,
        place: dict[int, Int],
        fold: Fold,
        old: State,
        at: Int,
        width: int,
        mask: str | None,
    ) -> State:
        """A state with one more vector of the row, in the lanes that are on."""
        f, k = self.f, self.k
        value = self.read(0, at, place, 0 if width > 1 else None, width, mask)
        with lanes(k, width):
            position = k.coord(f.sub(at, row.low), 1 if width > 1 else 0)
            new = fold.step(k, old, value, position)
            if mask is None:
                return new
            on = Vec(mask, dt.bool_, width)
            return tuple(k.select(on, a, b) for a, b in zip(new, old, strict=True))

    def each_vector(self, row: Row, body: Callable[[Int, int, str | None], None]) -> None:
        """body(first, width, mask) for all vectors along a row."""
        f, k, width = self.f, self.k, self.width
        end = row.high
        if not self.masks:
            length = f.maximum(f.sub(row.high, row.low), 0)
            end = f.add(row.low, f.mul(f.div(length, width), width))
        with f.loop(row.low, end, width) as loop, k.scope():
            mask = None
            if self.masks:
                with lanes(k, width):
                    mask = k.tail_mask(f.sub(row.high, loop.index))
            body(loop.index, width, mask)
        if not self.masks:
            with f.loop(end, row.high) as loop, k.scope():
                body(loop.index, 1, None)

    def fill(self, row: Row, dtype: DType) -> None:
        """Write 0 to the elements of `row`, which is none."""

        def point(place: dict[int, Int], width: int, mask: str | None) -> None:
            with self.f.loop(row.low, row.high) as loop, self.k.scope():
                with lanes(self.k, width):
                    zero = self.k.spread(self.k.const(0, dtype), width)
                self.write(loop.index, place, self.lane if width > 1 else None, zero, mask)

        self.along(point)


@dataclass(frozen=True, slots=True)
class Fold:
    """A `Reduction` for states of one dtype."""

    reduction: Reduction
    dtype: DType

    def start(self, k: Any, width: int) -> State:
        return tuple(k.spread(v, width) for v in self.reduction.start(k, self.dtype))

    def step(self, k: Any, state: State, value: Vec, position: Coord) -> State:
        place = position if self.reduction.positional else None
        new = self.reduction.step(k, state, value, place)
        return tuple(k.spread(a, b.lanes) for a, b in zip(new, state, strict=True))

    def merge(self, k: Any, a: State, b: State) -> State:
        return self.reduction.merge(k, a, b)

    def finish(self, k: Any, state: State) -> Vec:
        result: Vec = self.reduction.finish(k, state, 1)
        return result


class _Segments(Template):
    """What the four templates share."""

    emit: Callable[[AnchorContext], None]

    def plan(self, node: Node) -> Plan:
        return Plan((Phase(self.name, tasks_of_rows, type(self).emit),))

    def pulls(self, node: Node) -> tuple[bool, ...]:
        return (*[True] * (len(node.operands) - 1), False)

    def cost(self, node: Node) -> Cost:
        types = [v.type for v in (*node.operands, *node.outputs)]
        return Cost(product(types[0].shape), least_bytes(types))


class SegmentFold(_Segments):
    """See the module's docstring."""

    name = "segment_fold"

    @staticmethod
    def emit(ctx: AnchorContext) -> None:
        walk = Walk(ctx)
        fold = Fold(FOLDS[ctx.node.op.name], walk.dtype)
        if folds_blocks(walk, fold):
            fold_blocks(walk, fold)
            return
        with walk.each_row() as row:

            def point(place: dict[int, Int], width: int, mask: str | None) -> None:
                if walk.lane is None:
                    walk.write(row.number, place, None, walk.fold_row(row, place, fold), None)
                    return
                value = walk.fold_columns(row, place, width, mask, fold)
                walk.write(row.number, place, walk.lane if width > 1 else None, value, mask)

            walk.along(point)


class SegmentSpread(_Segments):
    """See the module's docstring."""

    name = "segment_spread"

    @staticmethod
    def emit(ctx: AnchorContext) -> None:
        walk = Walk(ctx)
        f, k = walk.f, walk.k
        with walk.each_row() as row:

            def point(place: dict[int, Int], width: int, mask: str | None) -> None:
                lane = walk.lane if width > 1 else None
                value = walk.read(0, row.number, place, lane, width, mask)
                if walk.lane is not None:
                    with f.loop(row.low, row.high) as loop, k.scope():
                        walk.write(loop.index, place, lane, value, mask)
                    return

                def part(first: Int, wide: int, on: str | None) -> None:
                    with lanes(k, wide):
                        many = k.spread(value, wide)
                    walk.write(first, place, 0 if wide > 1 else None, many, on)

                walk.each_vector(row, part)

            walk.along(point)
        with walk.outside() as row:
            walk.fill(row, walk.dtype)


class SegmentScan(_Segments):
    """See the module's docstring."""

    name = "segment_scan"

    def repeats(self, node: Node, i: int) -> int:
        # Without inner axes elements are computed one by one, which takes as long as a vector.
        return _SCALAR if node.operands[i].type.ndim == 1 else 1

    @staticmethod
    def emit(ctx: AnchorContext) -> None:
        walk = Walk(ctx)
        f, k = walk.f, walk.k
        scan = SCANS[ctx.node.op.name.removeprefix("segment_")]
        reverse = ctx.node.params["reverse"]
        with walk.each_row() as row:

            def point(place: dict[int, Int], width: int, mask: str | None) -> None:
                lane = walk.lane if width > 1 else None
                with lanes(k, width):
                    start = tuple(k.spread(v, width) for v in scan.start(k, walk.dtype))
                    with f.loop(row.low, row.high, carried=carried(start)) as loop, k.scope():
                        at = loop.index
                        if reverse:
                            at = f.sub(f.add(row.low, f.sub(row.high, 1)), at)
                        values = [
                            walk.read(i, at, place, lane, width, mask) for i in range(walk.places)
                        ]
                        state = scan.step(k, rebuilt(start, loop.values), *values)
                        state = tuple(k.spread(v, width) for v in state)
                        loop.result = names(state)
                        walk.write(at, place, lane, scan.finish(k, state), mask)

            walk.along(point)
        with walk.outside() as row:
            walk.fill(row, walk.dtype)


class SegmentSoftmax(_Segments):
    """See the module's docstring. The parameter `wanted` is "softmax", "log_softmax" or "logsumexp"."""

    name = "segment_softmax"

    def repeats(self, node: Node, i: int) -> int:
        return 2 if node.params["wanted"] == "logsumexp" else 3

    @staticmethod
    def emit(ctx: AnchorContext) -> None:
        walk = Walk(ctx)
        f, k, wanted = walk.f, walk.k, ctx.node.params["wanted"]
        top_of = Fold(FOLDS["segment_max"], walk.dtype)

        def finish(
            first: Int,
            at: dict[int, Int],
            lane: int | None,
            mask: str | None,
            values: tuple[Vec, Vec, int],
        ) -> None:
            shift, total, width = values
            x = walk.read(0, first, at, lane, width, mask)
            with lanes(k, width):
                gap = k.sub(x, k.spread(shift, width))
                if wanted == "softmax":
                    result = k.div(k.math.exp(gap), k.spread(total, width))
                else:
                    result = k.sub(gap, k.spread(total, width))
                result = k.spread(result, width)
            walk.write(first, at, lane, result, mask)

        with walk.each_row() as row:

            def point(place: dict[int, Int], width: int, mask: str | None) -> None:
                lane = walk.lane if width > 1 else None

                def folded(fold: Fold) -> Vec:
                    if walk.lane is None:
                        return walk.fold_row(row, place, fold)
                    return walk.fold_columns(row, place, width, mask, fold)

                top = folded(top_of)
                with lanes(k, width):
                    shift = _shift(k, top)
                total = folded(Fold(_exponentials(shift), walk.dtype))
                if wanted != "softmax":
                    with lanes(k, width):
                        total = k.math.log(total)
                if wanted == "logsumexp":
                    with lanes(k, width):
                        total = k.spread(k.add(total, shift), width)
                    walk.write(row.number, place, lane, total, mask)
                elif walk.lane is not None:
                    with f.loop(row.low, row.high) as loop, k.scope():
                        finish(loop.index, place, lane, mask, (shift, total, width))
                else:
                    walk.each_vector(
                        row,
                        lambda first, wide, on: finish(
                            first, place, 0 if wide > 1 else None, on, (shift, total, wide)
                        ),
                    )

            def either(place: dict[int, Int], width: int, mask: str | None) -> None:
                if walk.lane is not None or not walk.masks:
                    point(place, width, mask)
                    return
                short = f.compare("sle", f.sub(row.high, row.low), walk.width)
                with f.when(short), k.scope():
                    _short_softmax(walk, row, place, wanted)
                with f.when(f.let(f"xor i1 {short}, true")), k.scope():
                    point(place, width, mask)

            walk.along(either)
        if wanted != "logsumexp":
            with walk.outside() as row:
                walk.fill(row, walk.dtype)


def _shift(k: Any, top: Vec) -> Vec:
    """What exponents are shifted by. Infinities do not shift: ∞ − ∞ has no meaning."""
    zero = k.const(0, top.dtype)
    finite = k.compare("eq", k.sub(top, top), zero)
    shift: Vec = k.select(finite, top, zero)
    return shift


def _short_softmax(walk: Walk, row: Row, place: dict[int, Int], wanted: str) -> None:
    """A row that is one vector is read once and stays in registers; the bits are those of the loops."""
    k, width = walk.k, walk.width
    with lanes(k, width):
        # A row whose offsets fall has no elements; the mask of a negative number would be all lanes.
        mask = k.tail_mask(walk.f.maximum(walk.f.sub(row.high, row.low), 0))
    x = walk.read(0, row.low, place, 0, width, mask)
    shift = _shift(k, walk.fold_vector(Fold(FOLDS["segment_max"], walk.dtype), x, mask))
    with lanes(k, width):
        gap = k.sub(x, k.spread(shift, width))
        powers = k.math.exp(gap)
    total = walk.fold_vector(Fold(FOLDS["segment_sum"], walk.dtype), powers, mask)
    if wanted == "softmax":
        with lanes(k, width):
            result = k.div(powers, k.spread(total, width))
        walk.write(row.low, place, 0, result, mask)
        return
    with lanes(k, 1):
        level = k.math.log(total)
    if wanted == "logsumexp":
        walk.write(row.number, place, None, k.add(level, shift), None)
        return
    with lanes(k, width):
        result = k.sub(gap, k.spread(level, width))
    walk.write(row.low, place, 0, result, mask)


def _exponentials(shift: Vec) -> Reduction:
    """Σ exp(x − shift)."""

    def step(k: Any, state: State, value: Vec, position: Any) -> State:
        return (k.add(state[0], k.math.exp(k.sub(value, k.spread(shift, value.lanes)))),)

    def merge(k: Any, a: State, b: State) -> State:
        return (k.add(a[0], b[0]),)

    return Reduction(lambda k, dtype: (k.const(0, dtype),), step, merge, lambda k, s, n: s[0])
