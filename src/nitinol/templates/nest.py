"""The template of regions without an anchor, and of reductions: loops planned by `schedule.nests`.

One task runs a range of *rows*: points of the outer axes, counted as one number. A row is:

    loop group:   the lane axis in vectors, storing results
    row group:    for each stage, the folded axes in vectors (or one step at a time, when lanes run
                  along an outer axis), folding and storing; between stages the row values are
                  computed

Vectors are taken `UNROLL` at a time while whole ones remain. The rest runs under a mask where the
target has masks, and one lane at a time where not. One long row, and columns (`nest_columns`), are
folded in parts by several tasks.

A row of several loops is fetched into the cache by the first that reads it, some lines ahead: the processor's own
prefetching begins anew at each page, and stands still while later loops run.

The order in which a row is folded depends on its extent alone, not on what else the nest does (several folded axes
are counted as one, also where they cannot be walked as one: `nest_flat`): there is one
vector of states, however many vectors a round of the loop takes, and it has the lanes that the folded dtype asks
for (`fold_lanes`), however wide what is computed beside is; and columns are folded in parts of `COLUMN_PART` rows,
also by one task. Several folded axes above a column are counted as one, so that it does not matter whether they
could be merged. `portable` takes as many lanes on every machine, and no masks. `fast` has states for each vector
of a round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from ..base import dtypes as dt
from ..base.errors import CompileError
from ..base.sizes import Dim
from ..ir.graph import Node, Value
from ..ir.loop import COLUMN_PART, PART, Nest, Stage
from ..ir.op import Reduction, Strided
from ..llvm.text import Int
from .choices import chosen
from .coords import Coord
from .nest_flat import FlatRow
from .nest_sizes import (
    COMPONENT,
    UNROLL,
    first_reads,
    fold_lanes,
    piece_count,
    piece_length,
)
from .region import Leaf, RegionEmitter
from .states import State, States, components, fold_of, pack, regroup, state_types, unpack
from .vectors import Vec

CHEAP = 12  # bodies up to this price are unrolled
LINE = 64  # bytes that are fetched at a time


class NestEmitter:
    """Writes the loops of one nest into a task function."""

    def __init__(self, k: RegionEmitter, nest: Nest, pointers: Mapping[Value, str]) -> None:
        self.k = k
        self.f = k.f
        self.nest = nest
        self.pointers = pointers
        self.lanes = k.lanes
        lane = nest.lane
        inside = lane is not None and nest.axes[lane].folded
        self.masks = k.lanes == 1 or (
            k.target.has("avx512vl") and not (inside and k.target.portable)
        )
        self.lane_outside = lane is not None and not nest.axes[lane].folded
        self.outer = [i for i in nest.outer if i != lane]
        self.inner = [i for i in nest.inner if i != lane]
        if lane is not None and nest.axes[lane].folded:
            self.inner.append(lane)
        # Whether lanes run along a folded axis, so that a row may be folded in parts.
        self.whole_row = inside
        self.bounds: tuple[Int, Int] | None = None  # of the part being folded
        self.firsts = first_reads(nest) if nest.inner == [lane] else []
        self.ahead: list[Value] = []  # what the stage at hand reads first
        self.coords: dict[int, Coord] = {}  # the position on each axis, as far as loops are open
        for level in (nest.full, nest.rows):
            for value, access in level.items():
                strided = Strided((), access.strides, access.offset)
                k.leaves[value] = Leaf(pointers[access.base], value.type.dtype, strided)
        # At the level of rows, whose axes may have been merged, such a link is the value itself.
        rank = len(nest.group.row_shape)
        for value, below in nest.links.items():
            if below in nest.group.row and value.type.ndim == rank == below.type.ndim:
                k.same[value] = below

    # --- the task

    def emit(self, task: str, share: str) -> None:
        """Write the body of a task: rows task·share up to (task+1)·share, as far as there are any."""
        self.emit_rows(*self._share(task, share))

    def emit_rows(self, first: Int, end: Int) -> None:
        """Write code for rows from `first` up to `end`, as far as there are any."""
        sizes = [self.k.size(self.nest.axes[i].size) for i in self.outer]
        pieces = piece_count(self.f, self.k.size, self.nest, self.lanes)
        with self._between(first, end, [*sizes, pieces] if pieces != 1 else sizes) as at:
            for axis, position in zip(self.outer, at, strict=False):
                self.coords[axis] = self.k.coord(position)
            piece: Int = at[-1] if pieces != 1 else 0
            if self.lane_outside:
                self._lane_outside(piece)
            else:
                self._row()

    def _share(self, task: Int, share: Int) -> tuple[Int, Int]:
        """The first row of a task, and the first behind it."""
        first = self.f.mul(task, share)
        return first, self.f.add(first, share)

    @contextmanager
    def _rows(self, task: Int, share: Int, counters: Sequence[Int]) -> Iterator[list[Int]]:
        """A loop over a task's share of all points below `counters`; gives the point."""
        with self._between(*self._share(task, share), counters) as at:
            yield at

    @contextmanager
    def _between(self, first: Int, end: Int, counters: Sequence[Int]) -> Iterator[list[Int]]:
        """A loop over the points below `counters` from number `first` up to `end`; gives the point."""
        f = self.f
        total: Int = 1
        for size in counters:
            total = f.mul(total, size)
        last = f.minimum(end, total)
        for below in self.nest.links.values():
            if not below.type.shape and below not in self.nest.group.row:
                self.k.evaluate(below, ())
        carried = [("i64", str(c)) for c in self.decode(first, counters)]
        with f.loop(first, last, carried=carried) as loop, self.k.scope():
            at: list[Int] = list(loop.values)
            yield at
            loop.result = [str(c) for c in self.advance(at, counters)]

    def decode(self, number: Int, counters: Sequence[Int]) -> list[Int]:
        """The position on each axis of a row; the first row is at 0 without a division."""
        f = self.f
        if len(counters) < 2:
            return [number] * len(counters)
        places = [f.alloca("i64") for _ in counters]
        for place in places:
            f.store("i64", 0, place, 8)
        with f.when(f.compare("ne", number, 0)):
            for place, size in zip(places[:0:-1], counters[:0:-1], strict=True):
                f.store("i64", f.rem(number, size), place, 8)
                number = f.div(number, size)
            f.store("i64", number, places[0], 8)
        return [f.load("i64", place, 8) for place in places]

    def advance(self, at: Sequence[Int], counters: Sequence[Int]) -> list[Int]:
        """The next row, by carrying: divisions would cost more than short rows."""
        f = self.f
        result: list[Int] = []
        carry: Int = 1
        for position, (value, size) in enumerate(
            zip(reversed(at), reversed(counters), strict=True)
        ):
            following = f.add(value, carry)
            if position + 1 < len(at):
                full = f.compare("eq", following, size)
                carry = f.let(f"zext i1 {full} to i64")
                following = f.select(full, 0, following)
            result.append(following)
        return result[::-1]

    # --- lanes along an outer axis

    def _lane_outside(self, piece: Int) -> None:
        nest, f = self.nest, self.f
        lane = nest.lane
        if lane is None:
            return
        length = piece_length(nest, self.lanes)
        size = self.k.size(nest.axes[lane].size)
        low = f.mul(piece, length)
        high = f.minimum(f.add(low, length), size)
        if nest.group.kind == "loop":

            def store(blocks: Sequence[Coord], states: States) -> States:
                for c in blocks:
                    self.coords[lane] = c
                    self._store_all(nest.stages[0].stores if nest.stages else [])
                return states

            self.lanes_over(lane, low, high, [], store)
            return

        def row(blocks: Sequence[Coord], states: States) -> States:
            for c in blocks:
                self.coords[lane] = c
                self._row()
            return states

        self.lanes_over(lane, low, high, [], row, unroll=1)

    def lanes_over(
        self,
        axis: int,
        low: Int,
        high: Int,
        states: States,
        body: Callable[[Sequence[Coord], States], States],
        unroll: int | None = None,
    ) -> States:
        """Run `body` over [low, high) in vectors, with carried states; see the module's docstring."""
        k, f = self.k, self.f
        lanes = self.lanes
        if unroll is None:
            unroll = UNROLL if self.nest.cost <= CHEAP else 1
        if lanes == 1:
            return self._counted(low, high, 1, 1, 0, states, body)
        extent = f.sub(high, low)
        step = lanes * unroll
        whole = f.add(low, f.mul(f.div(extent, step), step))
        states = self._counted(low, whole, step, unroll, lanes, states, body)
        if isinstance(whole, int) and whole == high:
            return states
        if self.masks:
            carried = state_types(states)
            with f.loop(whole, high, lanes, carried) as loop, k.scope():
                k.mask = k.tail_mask(f.sub(high, loop.index))
                given = unpack(loop.values, states)
                made = body([k.coord(loop.index, 1)], given)
                loop.result = pack(list(map(self.masked, made, given)))
                k.mask = None
            return unpack(loop.final, states)
        if states and unroll > 1:
            # What is folded one by one depends on the extent alone, not on the vectors of a round.
            vectors = f.add(low, f.mul(f.div(extent, lanes), lanes))
            states = self._counted(whole, vectors, lanes, 1, lanes, states, body)
            if isinstance(vectors, int) and vectors == high:
                return states
            whole = vectors
        return self._scalar_rest(whole, high, states, body)

    def masked(self, new: State, old: State) -> State:
        """`new` in the lanes that exist, `old` in the others."""
        k = self.k
        if new is old or old[0].lanes != k.lanes:  # the latter has been masked step by step
            return new
        mask = Vec(str(k.mask), dt.bool_, k.lanes)
        return tuple(k.select(mask, k.spread(a), b) for a, b in zip(new, old, strict=True))

    def _counted(
        self,
        low: Int,
        high: Int,
        step: int,
        unroll: int,
        width: int,
        states: States,
        body: Callable[[Sequence[Coord], States], States],
    ) -> States:
        k, f = self.k, self.f
        with f.loop(low, high, step, state_types(states)) as loop, k.scope():
            given = unpack(loop.values, states)
            blocks = [
                k.coord(f.add(loop.index, u * width), 1 if width else 0) for u in range(unroll)
            ]
            loop.result = pack(body(blocks, given))
        return unpack(loop.final, states)

    def _scalar_rest(
        self,
        low: Int,
        high: Int,
        states: States,
        body: Callable[[Sequence[Coord], States], States],
    ) -> States:
        """The rest one lane at a time; reductions have a scalar state of their own for it."""
        with self.one_lane():
            return self._counted(low, high, 1, 1, 0, states, body)

    @contextmanager
    def one_lane(self) -> Iterator[None]:
        """Code that takes one element at a time."""
        k = self.k
        saved, self.lanes, k.lanes = self.lanes, 1, 1
        with k.scope():
            yield
        self.lanes, k.lanes = saved, saved

    # --- rows

    def _row(self) -> None:
        """One row of a row group: stages, then what is stored at the row level."""
        rows = self._row_coords()
        self._fetch_ahead()
        for number, stage in enumerate(self.nest.stages):
            self._stage(number, stage, rows)
        self._store_rows(rows)

    def _fetch_ahead(self) -> None:
        """Fetch what a later row will read at looked-up places: the beginning of it."""
        nest, k, f = self.nest, self.k, self.f
        if not self.whole_row or len(self.outer) != 1 or not nest.stages:
            return
        values = [n.operands[0] for n in nest.stages[0].reductions if k.looks_up(n.operands[0])]
        if not values:
            return
        axis = self.outer[0]
        last = f.sub(k.size(nest.axes[axis].size), 1)
        later = k.coord(
            f.minimum(f.add(self.coords[axis].base, chosen(k.target, "fetch_rows")), last)
        )
        coords = tuple(later if i == axis else k.coord(0) for i in range(len(nest.axes)))
        saved, k.lanes = k.lanes, 1
        # An empty row has no beginning.
        length = self._length()
        if length != 0:
            with f.when("true" if isinstance(length, int) else f.compare("sgt", length, 0)):
                for value in values:
                    k.touch(value, coords)
        k.lanes = saved

    def _fetch_beyond(self, value: Value, at: tuple[Coord, ...]) -> None:
        """Fetch what lies behind the elements of `value` that are read."""
        k = self.k
        leaf = k.leaves.get(value)
        if leaf is not None and k.lanes > 1:
            further = Coord(k, chosen(k.target, "fetch_bytes") // leaf.dtype.itemsize)
            k.prefetch_at(leaf.pointer, leaf.dtype, k.offset(leaf.strided, at) + further)

    def _row_coords(self) -> tuple[Coord, ...]:
        return tuple(self.coords[i] for i in self.nest.outer)

    def _stage(self, number: int, stage: Stage, rows: tuple[Coord, ...]) -> None:
        for node, state in zip(stage.reductions, self._folded(number, stage, rows), strict=True):
            self._finish(node, state, rows)

    def _folded(self, number: int, stage: Stage, rows: tuple[Coord, ...]) -> States:
        """Run the loops of a stage; the states of its reductions."""
        nest, k, f = self.nest, self.k, self.f
        columns = self.lane_outside and bool(nest.inner)
        if not stage.reductions or not (self.whole_row or columns):
            return self._fold(number, stage, rows)
        # Parts are of one length, whoever folds them, so that a sum is always the same.
        part = COLUMN_PART if columns else PART
        size = self._length()
        starts = [self._start(n, self.lanes if columns else 1) for n in stage.reductions]
        if isinstance(size, int) and size <= part:
            return self._merged(stage, starts, self._fold(number, stage, rows))
        with f.loop(0, f.ceil_div(size, part), 1, state_types(starts)) as loop, k.scope():
            self._set_part(loop.index, size, part)
            found = self._fold(number, stage, rows)
            loop.result = pack(self._merged(stage, unpack(loop.values, starts), found))
        self.bounds = None
        return unpack(loop.final, starts)

    def _set_part(self, part: Int, size: Int, length: int = PART) -> None:
        low = self.f.mul(part, length)
        self.bounds = (low, self.f.minimum(self.f.add(low, length), size))

    def _merged(self, stage: Stage, a: States, b: States) -> States:
        merges = [fold_of(n).merge for n in stage.reductions]
        return [merge(self.k, x, y) for merge, x, y in zip(merges, a, b, strict=True)]

    def _fold(self, number: int, stage: Stage, rows: tuple[Coord, ...]) -> States:
        """Run the loops of a stage within `bounds`; one state per reduction."""
        nest, k = self.nest, self.k
        ready = [
            v
            for v, below in nest.links.items()
            if nest.ready[v] <= number and below in nest.group.row
        ]
        for link in ready:
            k.evaluate(nest.links[link], rows)  # before the loop, not in it
        self.ahead = self.firsts[number] if self.firsts else []
        hidden = {v: k.leaves.pop(v, None) for v, _ in stage.unparks}
        k.leaves.update({v: self._parking(r) for v, r in stage.unparks})
        inside = nest.lane is not None and nest.axes[nest.lane].folded
        folds = stage.reductions
        free = (
            inside and k.target.numerics == "fast" and not any(fold_of(n).positional for n in folds)
        )
        self.width = self._unroll() if free else 1
        self.rest = inside and not self.masks  # whether a scalar state goes along
        starts = [
            self._start(n, fold_lanes(n, k.target, self.lanes) if inside else self.lanes)
            for n in folds
            for _ in range(self.width)
        ]
        states: States = list(starts)
        if self.rest:
            states += [self._start(n, 1) for n in stage.reductions]
        final = self._inner(
            0, states, lambda blocks, given: self._point(stage, ready, rows, blocks, given)
        )
        for v, leaf in hidden.items():
            del k.leaves[v]
            if leaf is not None:
                k.leaves[v] = leaf
        result: States = []
        for n, node in enumerate(stage.reductions):
            state, *others = final[n * self.width : (n + 1) * self.width]
            for other in others:
                state = fold_of(node).merge(k, state, other)
            if inside:
                state = self._fold_lanes(node, state)
            if self.rest:
                state = fold_of(node).merge(k, state, final[len(starts) + n])
            result.append(state)
        return result

    # --- one long row in parts

    def emit_part(self, task: str, scratch: str) -> None:
        """A task of a nest that `splits`: fold one part of the row, and store the states."""
        stage = self.nest.stages[0]
        size = self._length()
        self._set_part(task, size)
        states = self._fold(0, stage, ())
        for column, v in enumerate(components(states)):
            self.k.store_at(v, self._column(scratch, column, size), Coord(self.k, task))

    def emit_join(self, scratch: str) -> None:
        """The task after the parts: merge them in order, finish, and store the row's values."""
        k, f, stage = self.k, self.f, self.nest.stages[0]
        size = self._length()
        starts = [self._start(n, 1) for n in stage.reductions]
        with f.loop(0, f.ceil_div(size, PART), 1, state_types(starts)) as loop:
            part = [
                k.load_at(self._column(scratch, column, size), v.dtype, Coord(k, loop.index))
                for column, v in enumerate(components(starts))
            ]
            merged = self._merged(stage, unpack(loop.values, starts), regroup(part, starts))
            loop.result = pack(merged)
        for node, state in zip(stage.reductions, unpack(loop.final, starts), strict=True):
            self._finish(node, state, ())
        self._store_rows(())

    def _column(self, scratch: str, column: int, size: Int) -> str:
        """Where the parts' values of one component of the states lie."""
        offset = self.f.mul(self.f.ceil_div(size, PART), column * COMPONENT)
        return self.f.let(f"getelementptr i8, ptr {scratch}, i64 {offset}")

    def _unroll(self) -> int:
        return UNROLL if self.nest.cost <= CHEAP else 1

    def _inner(
        self,
        depth: int,
        states: States,
        point: Callable[[Sequence[Coord], States], States],
    ) -> States:
        """The loops over the folded axes from `depth` on."""
        nest, k, f = self.nest, self.k, self.f
        if depth == len(self.inner):
            with k.scope():
                return point([], states)
        if self.lane_outside:
            low, high = (0, self._length()) if self.bounds is None else self.bounds
            return self._steps(low, high, states, lambda given: point([], given))
        if self.whole_row and states and len(self.inner) > 1:
            low, high = (0, self._length()) if self.bounds is None else self.bounds
            return FlatRow(self, low, high, point).walk(states)
        axis = self.inner[depth]
        size = k.size(nest.axes[axis].size)
        if axis == nest.lane:
            low, high = (0, size) if self.bounds is None else self.bounds
            return self.lanes_over(axis, low, high, states, point, self._unroll())
        with f.loop(0, size, 1, state_types(states)) as loop, k.scope():
            self.coords[axis] = k.coord(loop.index)
            loop.result = pack(self._inner(depth + 1, unpack(loop.values, states), point))
        return unpack(loop.final, states)

    def _length(self) -> Int:
        """The number of points of all folded axes together."""
        total: Int = 1
        for i in self.nest.inner:
            total = self.f.mul(total, self.k.size(self.nest.axes[i].size))
        return total

    def _steps(
        self, low: Int, high: Int, states: States, step: Callable[[States], States]
    ) -> States:
        """Run `step` at the points [low, high) of the folded axes, counted as one number; with carried states."""
        nest, k, f = self.nest, self.k, self.f
        sizes = [k.size(nest.axes[i].size) for i in nest.inner]
        several = len(sizes) > 1
        first = [("i64", str(c)) for c in self.decode(low, sizes)] if several else []
        with f.loop(low, high, 1, [*first, *state_types(states)]) as loop, k.scope():
            values = list(loop.values)
            at: list[Int] = [*values[: len(first)]] if several else [loop.index] * len(sizes)
            for axis, position in zip(nest.inner, at, strict=True):
                self.coords[axis] = k.coord(position)
            made = pack(step(unpack(values[len(first) :], states)))
            following = self.advance(at, sizes) if several else []
            loop.result = [*[str(c) for c in following], *made]
        return unpack(loop.final[len(first) :], states)

    def _point(
        self,
        stage: Stage,
        ready: Sequence[Value],
        rows: tuple[Coord, ...],
        blocks: Sequence[Coord],
        states: States,
    ) -> States:
        """Fold and store what lies at one point (one or several vectors along the lane axis)."""
        nest, k = self.nest, self.k
        result = list(states)
        for u, block in enumerate(blocks or [None]):
            if block is not None and nest.lane is not None:
                self.coords[nest.lane] = block
            at = self._all_coords()
            self._link(at)
            for read in self.ahead:
                if u % max(1, LINE // (k.lanes * read.type.dtype.itemsize)) == 0:
                    self._fetch_beyond(read, at)
            for link in ready:
                k.remember(link, at, k.evaluate(nest.links[link], rows))
            for n, node in enumerate(stage.reductions):
                lowering = fold_of(node)
                value = k.evaluate(node.operands[0], at)
                place = None
                if lowering.positional:  # an axis of size 1 has no loop
                    place = at[nest.inner[0]] if nest.inner else k.coord(0)
                slot = n * self.width + min(u, self.width - 1)
                if self.rest and self.lanes == 1:
                    slot = len(stage.reductions) * self.width + n
                old = result[slot]
                if old[0].lanes not in (1, k.lanes):
                    result[slot] = self._narrow_step(lowering, old, value)
                    continue
                new = lowering.step(k, old, value, place)
                result[slot] = tuple(k.spread(s, o.lanes) for s, o in zip(new, old, strict=True))
            for node in stage.beside:
                self._step_beside(node, at)
            for parked, target in stage.parks:
                self._store(target, at, k.evaluate(parked, at))
            # All are computed before one is stored: its memory may hold a parked value.
            stores = [(stored, k.evaluate(stored, at)) for stored in stage.stores]
            for stored, computed in stores:
                self._store(stored, at, computed)
        return result

    def _step_beside(self, node: Node, at: tuple[Coord, ...]) -> None:
        raise CompileError("nothing is folded beside this nest")  # see `nest_beside`

    def _narrow_step(self, lowering: Reduction, state: State, value: Vec) -> State:
        """Take a vector into a state of fewer lanes: piece by piece, as a loop over such pieces would."""
        k, width = self.k, state[0].lanes
        given = k.mask
        mask = None if given is None else Vec(given, dt.bool_, k.lanes)
        saved = k.lanes
        for first in range(0, saved, width):
            part = k.part(k.spread(value, saved), first, width)
            k.lanes = width
            k.mask = None if mask is None else k.part(mask, first, width).name
            new = lowering.step(k, state, part, None)
            state = (
                tuple(k.spread(s, width) for s in new) if mask is None else self.masked(new, state)
            )
            k.lanes, k.mask = saved, given
        return state

    def _all_coords(self) -> tuple[Coord, ...]:
        return tuple(self.coords[i] for i in range(len(self.nest.axes)))

    def _link(self, at: tuple[Coord, ...]) -> None:
        """Make broadcasts of scalars known at these coordinates (flat nests)."""
        for value, below in self.nest.links.items():
            if not below.type.shape and below not in self.nest.group.row:
                self.k.remember(value, at, self.k.evaluate(below, ()))

    # --- states of reductions

    def _start(self, node: Node, lanes: int) -> State:
        start = fold_of(node).start(self.k, node.operands[0].type.dtype)
        return tuple(self.k.spread(s, lanes) for s in start)

    def _fold_lanes(self, node: Node, state: State) -> State:
        """One lane from many, by halves."""
        merge = fold_of(node).merge
        while state[0].lanes > 1:
            parts = [self.k.halves(s) for s in state]
            state = merge(self.k, tuple(p[0] for p in parts), tuple(p[1] for p in parts))
        return state

    def _finish(self, node: Node, state: State, rows: tuple[Coord, ...]) -> None:
        k = self.k
        count: Dim = 1
        for axis in node.params["axes"]:
            count = count * node.operands[0].type.shape[axis]
        result = k.cast(fold_of(node).finish(k, state, count), node.outputs[0].type.dtype)
        k.remember(node.outputs[0], rows, result)

    # --- storing

    def _store_all(self, values: Sequence[Value]) -> None:
        at = self._all_coords()
        self._link(at)
        # All are computed before the first is stored: its memory may hold a parked value.
        results = [self.k.evaluate(value, at) for value in values]
        for value, result in zip(values, results, strict=True):
            self._store(value, at, result)

    def _store_rows(self, rows: tuple[Coord, ...]) -> None:
        """Store the values of a row."""
        values = self.nest.row_stores
        # All are computed before the first is stored, which may lie where another reads.
        results = [self.k.evaluate(value, rows) for value in values]
        for value, result in zip(values, results, strict=True):
            self._store(value, rows, result)

    def _store(self, value: Value, at: tuple[Coord, ...], result: Vec) -> None:
        k = self.k
        strided = Strided((), self.nest.stores[value], 0)
        k.store_at(result, self.pointers[value], k.offset(strided, at))

    def _parking(self, result: Value) -> Leaf:
        strided = Strided((), self.nest.stores[result], 0)
        return Leaf(self.pointers[result], result.type.dtype, strided)
