"""Folds of leading axes, where lanes run along another: column sums and their like.

The folded axes, counted as one, are cut into parts of `COLUMN_PART` rows. First each part is folded, for some
columns at a time, and its states are stored; then the states of a column are merged, part after part. Parts and
blocks of columns are spread over tasks; the order in which a column is folded depends on its extent alone. A part
is short enough for the second-level cache, where the lines that the next columns share are found again. As many
columns are walked side by side as registers hold sums of: memory likes long pieces of rows. What the pass stores
of all elements is stored while their part is folded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..base.sizes import Dim, product
from ..ir.loop import COLUMN_PART, Nest
from ..llvm.text import Function, Int
from .coords import Coord
from .nest import CHEAP, NestEmitter
from .nest_sizes import COMPONENT, column_wise
from .states import States, components, pack, regroup, state_types, unpack

_WIDE = 16  # vectors of columns of a block
_FEW = 4  # vectors of columns that are walked side by side where a body is not cheap
_DEAR = 64  # bodies up to this price are written for several columns


def splits_columns(nest: Nest) -> bool:
    """Whether a nest is folded in parts by this file, unless it is known to have one part."""
    if not column_wise(nest):
        return False
    size = _rows_of(nest)
    return not (isinstance(size, int) and size <= COLUMN_PART)


def _rows_of(nest: Nest) -> Dim:
    """How many elements a column has: along all folded axes."""
    return product([nest.axes[i].size for i in nest.inner])


class ColumnEmitter(NestEmitter):
    """Writes the two task functions of such a nest."""

    def emit_parts(self, task: str, share: str, scratch: str) -> None:
        """Rows task·share to (task+1)·share of (outer axes, parts, blocks of columns)."""
        f, k, nest = self.f, self.k, self.nest
        lane = self._lane
        counters = [*self._outer_sizes(), self._parts(), self._blocks(_WIDE * self.lanes)]
        with self._rows(task, share, counters) as at:
            *outer, part, block = at
            size = self._length()
            self._set_coords(outer)
            low = f.mul(part, COLUMN_PART)
            high = f.minimum(f.add(low, COLUMN_PART), size)
            row = f.add(f.mul(self._outer_number(outer), self._parts()), part)

            def fold(blocks: Sequence[Coord], given: States) -> States:
                self._part(blocks, low, high, row, scratch)
                return given

            start = f.mul(block, _WIDE * self.lanes)
            end = f.minimum(f.add(start, _WIDE * self.lanes), k.size(nest.axes[lane].size))
            wide = self._side_by_side()
            if wide > 1:
                step = wide * self.lanes
                whole = f.add(start, f.mul(f.div(f.sub(end, start), step), step))
                self._counted(start, whole, step, wide, self.lanes, [], fold)
                start = whole
            self.lanes_over(lane, start, end, [], fold, self._unroll())

    def _side_by_side(self) -> int:
        """Vectors of columns whose sums stay in half of the registers; 1 where that is not worth code of its own."""
        stage = self.nest.stages[0]
        if self.lanes == 1 or self.nest.cost > _DEAR:
            return 1
        if self.nest.cost > CHEAP:
            return _FEW  # what depends on the row alone is computed once for them
        half = 16 if self.k.target.has("avx512f") else 8
        each = len(components([self._start(n, self.lanes) for n in stage.reductions]))
        return half // each if half // each > self._unroll() else 1

    def _part(self, blocks: Sequence[Coord], low: Int, high: Int, row: Int, scratch: str) -> None:
        """Fold rows [low, high) of the columns of `blocks`, and store the states."""
        k, stage = self.k, self.nest.stages[0]
        self.width, self.rest = len(blocks), False
        states = [self._start(n, self.lanes) for n in stage.reductions for _ in blocks]
        final = self._steps(
            low, high, states, lambda given: self._point(stage, [], (), blocks, given)
        )
        for u, block in enumerate(blocks):
            parts = components(final[u :: len(blocks)])
            for number, v in enumerate(parts):
                k.store_at(v, self._component(scratch, number), self._place(row, block))

    def emit_joins(self, task: str, share: str, scratch: str) -> None:
        """Rows task·share to (task+1)·share of (outer axes, vectors of columns)."""
        f, k, nest = self.f, self.k, self.nest
        lane, stage = self._lane, nest.stages[0]
        counters = [*self._outer_sizes(), self._blocks(self.lanes)]
        with self._rows(task, share, counters) as at:
            *outer, block = at
            self._set_coords(outer)
            first = f.mul(self._outer_number(outer), self._parts())

            def join(blocks: Sequence[Coord], given: States) -> States:
                (column,) = blocks
                self.coords[lane] = column
                starts = [self._start(n, self.lanes) for n in stage.reductions]
                with f.loop(0, self._parts(), 1, state_types(starts)) as loop:
                    place = self._place(f.add(first, loop.index), column)
                    found = [
                        k.load_at(self._component(scratch, number), v.dtype, place)
                        for number, v in enumerate(components(starts))
                    ]
                    merged = self._merged(
                        stage, unpack(loop.values, starts), regroup(found, starts)
                    )
                    loop.result = pack(
                        [tuple(k.spread(x, self.lanes) for x in state) for state in merged]
                    )
                rows = self._row_coords()
                for node, state in zip(stage.reductions, unpack(loop.final, starts), strict=True):
                    self._finish(node, state, rows)
                self._store_rows(rows)
                return given

            start = f.mul(block, self.lanes)
            end = f.minimum(f.add(start, self.lanes), k.size(nest.axes[lane].size))
            self.lanes_over(lane, start, end, [], join, unroll=1)

    # --- places

    @property
    def _lane(self) -> int:
        lane = self.nest.lane
        if lane is None:
            raise AssertionError("a column-wise nest has lanes")
        return lane

    def _outer_sizes(self) -> list[Int]:
        return [self.k.size(self.nest.axes[i].size) for i in self.outer]

    def _set_coords(self, outer: Sequence[Int]) -> None:
        for axis, position in zip(self.outer, outer, strict=True):
            self.coords[axis] = self.k.coord(position)

    def _outer_number(self, outer: Sequence[Int]) -> Int:
        number: Int = 0
        for position, size in zip(outer, self._outer_sizes(), strict=True):
            number = self.f.add(self.f.mul(number, size), position)
        return number

    def _parts(self) -> Int:
        return self.f.ceil_div(self._length(), COLUMN_PART)

    def _blocks(self, columns: int) -> Int:
        return self.f.ceil_div(self.k.size(self.nest.axes[self._lane].size), columns)

    def _place(self, row: Int, column: Coord) -> Coord:
        """Where the state of a column of a part lies, in elements of its component."""
        size = self.k.size(self.nest.axes[self._lane].size)
        return column + Coord(self.k, self.f.mul(row, size))

    def _component(self, scratch: str, number: int) -> str:
        count = states_of(self.f, self.k.size, self.nest)
        offset = self.f.mul(count, number * COMPONENT)
        return self.f.let(f"getelementptr i8, ptr {scratch}, i64 {offset}")


def states_of(f: Function, size: Callable[[Dim], Int], nest: Nest) -> Int:
    """How many states are stored: one for each part of each column."""
    parts = f.ceil_div(size(_rows_of(nest)), COLUMN_PART)
    return f.mul(parts, size(product([nest.axes[i].size for i in nest.outer])))


def column_rows(
    f: Function, size: Callable[[Dim], Int], nest: Nest, lanes: int
) -> tuple[Int, Int, Int]:
    """(rows of the first function, rows of the second, bytes of scratch memory)."""
    if nest.lane is None:
        raise AssertionError("a column-wise nest has lanes")
    columns = size(nest.axes[nest.lane].size)
    outer: Int = 1
    for i in nest.outer:
        if i != nest.lane:
            outer = f.mul(outer, size(nest.axes[i].size))
    parts = f.ceil_div(size(_rows_of(nest)), COLUMN_PART)
    first = f.mul(f.mul(outer, parts), f.ceil_div(columns, _WIDE * lanes))
    second = f.mul(outer, f.ceil_div(columns, lanes))
    each = 4 * len(nest.stages[0].reductions) * COMPONENT  # a state has up to four components
    return first, second, f.mul(states_of(f, size, nest), each)
