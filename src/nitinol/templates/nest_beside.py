"""Rows of a loop or row group, and folds beside them (`schedule.beside`): down the columns, or of all elements.

A task walks whole *units* of rows. Sums down the columns are kept for each part of `COLUMN_PART` rows: one state
for each column, in memory that stays in the cache while the part's rows pass by. Sums of all elements are kept
for each part of `PART` elements, one vector. A unit is as many rows as begin and end with parts of both. At the
end another function merges the parts in order, for blocks of columns. This is the order in which a pass of its own
folds them (`nest_columns`, `nest`), so the bits are the same, on any number of threads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from ..base.sizes import product
from ..ir.graph import Node, Value
from ..ir.loop import COLUMN_PART, PART, Group, Nest
from ..ir.op import Strided
from ..llvm.text import Int
from .column_sums import BLOCK, States, lay_out
from .coords import Coord
from .nest import NestEmitter
from .region import RegionEmitter
from .states import States as Carried
from .states import fold_of


class Sums:
    """How the states of folds beside a nest lie in scratch memory."""

    def __init__(self, k: RegionEmitter, nest: Nest, lanes: int) -> None:
        f, shape, down = k.f, nest.group.shape, len(nest.group.down)
        self.points = k.size(product(shape[:down]))  # of the axes that are folded down
        self.kept = k.size(product(shape[down:]))  # elements of a point
        self.step = points_of_unit(nest.group)  # points of a unit
        self.units = f.ceil_div(self.points, self.step)
        self.parts = f.ceil_div(self.points, COLUMN_PART)
        self.whole_parts = f.ceil_div(f.mul(self.points, self.kept), PART)
        self.columns = [n for n in nest.beside if not is_whole(n)]
        self.wholes = [n for n in nest.beside if is_whole(n)]
        self.blocks = f.ceil_div(self.kept, BLOCK) if self.columns else 1
        counts = [
            (n, f.mul(self.whole_parts, lanes) if is_whole(n) else f.mul(self.parts, self.kept))
            for n in nest.beside
        ]
        self.places, self.nbytes = lay_out(k, counts)


def is_whole(node: Node) -> bool:
    """Whether a node folds all axes."""
    return len(node.params["axes"]) == node.operands[0].type.ndim


def points_of_unit(group: Group) -> int:
    """Points of the axes that are folded down which one unit has."""
    count = COLUMN_PART if any(not is_whole(n) for n in group.beside) else 1
    kept = product(group.shape[len(group.down) :])
    if any(is_whole(n) for n in group.beside) and isinstance(kept, int):
        count = max(count, PART // kept)
    return count


class BesideEmitter(NestEmitter):
    """Writes the two task functions of such a nest."""

    def __init__(
        self, k: RegionEmitter, nest: Nest, pointers: Mapping[Value, str], scratch: str
    ) -> None:
        super().__init__(k, nest, pointers)
        down = [i for i in self.outer if nest.axes[i].down]
        self.above = len(down)
        self.outer = [*down, *[i for i in self.outer if i not in down]]
        self.sums = Sums(k, nest, self.lanes)
        self.part: Int = 0  # of rows, whose sums are being taken
        self.states = States(k, self.sums.places, scratch)

    # --- rows

    def emit(self, task: str, share: str) -> None:
        """Units task·share up to (task+1)·share, as far as there are any."""
        f, k, nest, sums = self.f, self.k, self.nest, self.sums
        sizes = [k.size(nest.axes[i].size) for i in self.outer]
        below: Int = 1  # rows of a point
        for size in sizes[self.above :]:
            below = f.mul(below, size)
        first = f.mul(task, share)
        last = f.minimum(f.add(first, share), sums.units)
        with f.loop(first, last) as unit, k.scope():
            self._begin(unit.index)
            with self._rows(unit.index, f.mul(below, sums.step), sizes) as at:
                for axis, position in zip(self.outer, at, strict=True):
                    self.coords[axis] = k.coord(position)
                point: Int = 0
                for position, size in zip(at[: self.above], sizes, strict=False):
                    point = f.add(f.mul(point, size), position)
                self.part = f.div(point, COLUMN_PART)
                if nest.group.kind == "loop":
                    self._line()
                else:
                    self._row()

    def _begin(self, unit: Int) -> None:
        """The states of all sums of a unit as they are before the first element."""
        f, sums = self.f, self.sums
        step: Int
        each: Int
        for node in self.nest.beside:
            if is_whole(node):
                assert isinstance(sums.kept, int)
                step, each, most = sums.step * sums.kept // PART, self.lanes, sums.whole_parts
            else:
                step, each, most = sums.step // COLUMN_PART, sums.kept, sums.parts
            low = f.mul(unit, step)
            high = f.minimum(f.add(low, step), most)

            def store(blocks: Sequence[Coord], states: Carried, node: Node = node) -> Carried:
                for c in blocks:
                    self.states.start(node, c)
                return states

            self.lanes_over(0, f.mul(low, each), f.mul(high, each), [], store, unroll=1)

    def _line(self) -> None:
        """One row of a loop group."""
        (stage,) = self.nest.stages
        lane = self.nest.lane
        if lane is None:
            self._point(stage, [], (), [], [])
            return

        def store(blocks: Sequence[Coord], states: Carried) -> Carried:
            return self._point(stage, [], (), blocks, states)

        self.lanes_over(lane, 0, self.k.size(self.nest.axes[lane].size), [], store)

    def _step_beside(self, node: Node, at: tuple[Coord, ...]) -> None:
        k, f = self.k, self.f
        value = k.evaluate(node.operands[0], at)
        place = k.offset(Strided((), self.nest.beside[node], 0), at)
        if is_whole(node):
            place = Coord(k, f.mul(f.div(place.base, PART), self.lanes), 1)
        else:
            place = place + Coord(k, f.mul(self.part, self.sums.kept))
        state = fold_of(node).step(k, self.states.load(node, place), value, None)
        self.states.store(node, state, place)

    # --- joining the parts

    def emit_joins(self, task: str, share: str) -> None:
        """Blocks task·share up to (task+1)·share of the columns; the first task joins the sums of all elements, too."""
        f, sums = self.f, self.sums
        first = f.mul(task, share)
        low = f.mul(first, BLOCK)
        high = f.minimum(f.mul(f.add(first, share), BLOCK), sums.kept)

        def join(blocks: Sequence[Coord], states: Carried) -> Carried:
            (column,) = blocks
            for node in sums.columns:
                self._join(node, sums.parts, sums.kept, column, self.k.lanes)
            return states

        if sums.columns:
            self.lanes_over(0, low, high, [], join, unroll=1)
        if sums.wholes:
            with f.when(f.compare("eq", task, 0)), self.k.scope():
                for node in sums.wholes:
                    self._join(node, sums.whole_parts, self.lanes, self.k.coord(0, 1), 1)

    def _join(self, node: Node, parts: Int, step: Int, place: Coord, lanes: int) -> None:
        """Merge the parts of a sum, in `lanes` lanes, and store the result."""
        k = self.k
        narrow = partial(self._fold_lanes, node) if lanes == 1 else None
        result = self.states.merge(node, parts, step, place, lanes, narrow)
        value = node.outputs[0]
        at = k.coord(0) if is_whole(node) else place
        k.store_at(result, self.pointers[value], at)


__all__ = ["BesideEmitter", "Sums", "is_whole"]
