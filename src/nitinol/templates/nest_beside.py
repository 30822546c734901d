"""Rows of a loop or row group, and folds beside them (`schedule.beside`): down the columns, or of all elements.

A task walks whole *units* of rows. Sums down the columns are kept for each part of `COLUMN_PART` rows: one state
for each column, in memory that stays in the cache while the part's rows pass by. Sums of all elements are kept
for each part of `PART` elements, one vector. A unit is as many rows as begin and end with parts of both. At the
end another function merges the parts in order, for blocks of columns. This is the order in which a pass of its own
folds them (`nest_columns`, `nest`), so the bits are the same, on any number of threads.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..base.dtypes import DType
from ..base.sizes import Dim, product
from ..ir.graph import Node, Value
from ..ir.loop import COLUMN_PART, PART, Group, Nest
from ..ir.op import Strided
from ..llvm.text import Int
from .coords import Coord
from .nest import NestEmitter
from .region import RegionEmitter
from .states import States, fold_of, pack, state_types, unpack
from .vectors import Vec

_BLOCK = 512  # columns whose parts one task merges at least
_LINE = 64  # bytes


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
        self.blocks = f.ceil_div(self.kept, _BLOCK) if self.columns else 1
        self.places: dict[
            Node, list[tuple[DType, Int]]
        ] = {}  # of each component: where its states begin
        offset: Int = 0
        for node in nest.beside:
            count = (
                f.mul(self.whole_parts, lanes) if is_whole(node) else f.mul(self.parts, self.kept)
            )
            places = self.places[node] = []
            for v in fold_of(node).start(k, node.operands[0].type.dtype):
                places.append((v.dtype, offset))
                lines = f.ceil_div(f.mul(count, v.dtype.itemsize), _LINE)
                offset = f.add(offset, f.mul(lines, _LINE))
        self.nbytes = offset


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
        self.states = {
            node: [
                (dtype, k.f.let(f"getelementptr i8, ptr {scratch}, i64 {at}"))
                for dtype, at in places
            ]
            for node, places in self.sums.places.items()
        }

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

            def store(blocks: Sequence[Coord], states: States, node: Node = node) -> States:
                for c in blocks:
                    self._keep(node, fold_of(node).start(self.k, node.operands[0].type.dtype), c)
                return states

            self.lanes_over(0, f.mul(low, each), f.mul(high, each), [], store, unroll=1)

    def _line(self) -> None:
        """One row of a loop group."""
        (stage,) = self.nest.stages
        lane = self.nest.lane
        if lane is None:
            self._point(stage, [], (), [], [])
            return

        def store(blocks: Sequence[Coord], states: States) -> States:
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
        self._keep(node, fold_of(node).step(k, self._kept(node, place), value, None), place)

    def _kept(self, node: Node, place: Coord) -> tuple[Vec, ...]:
        return tuple(
            [self.k.load_at(pointer, dtype, place) for dtype, pointer in self.states[node]]
        )

    def _keep(self, node: Node, state: Sequence[Vec], place: Coord) -> None:
        for v, (_, pointer) in zip(state, self.states[node], strict=True):
            self.k.store_at(v, pointer, place)

    # --- joining the parts

    def emit_joins(self, task: str, share: str) -> None:
        """Blocks task·share up to (task+1)·share of the columns; the first task joins the sums of all elements, too."""
        f, sums = self.f, self.sums
        first = f.mul(task, share)
        low = f.mul(first, _BLOCK)
        high = f.minimum(f.mul(f.add(first, share), _BLOCK), sums.kept)

        def join(blocks: Sequence[Coord], states: States) -> States:
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
        k, f, fold = self.k, self.f, fold_of(node)
        start = self._start(node, lanes)
        with f.loop(0, parts, 1, state_types([start])) as loop, k.scope():
            found = self._kept(node, place + Coord(k, f.mul(loop.index, step)))
            if lanes == 1:
                found = self._fold_lanes(node, found)
            (merged,) = unpack(loop.values, [start])
            merged = fold.merge(k, merged, found)
            loop.result = pack([tuple([k.spread(x, lanes) for x in merged])])
        (final,) = unpack(loop.final, [start])
        count: Dim = product([node.operands[0].type.shape[i] for i in node.params["axes"]])
        value = node.outputs[0]
        result = k.cast(fold.finish(k, final, count), value.type.dtype)
        at = k.coord(0) if is_whole(node) else place
        k.store_at(result, self.pointers[value], at)


__all__ = ["BesideEmitter", "Sums", "is_whole"]
