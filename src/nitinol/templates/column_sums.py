"""Sums down the columns that stand beside a loop nest, and other folds: their states in memory; how they are joined.

The order of such a fold is a contract (`templates.nest`): rows are folded in parts of `COLUMN_PART`, each in one chain,
and the parts are merged in order. So whoever walks the rows of a part, one after another, may take the fold on its way.
It has one state for each column and part, in memory: of all rows together a sixty-fourth of what is folded. When all
parts are there, another function merges them, for blocks of columns.

`nest_beside` uses this beside rows. `codegen.anchors` has `ColumnSums` beside a template, which hands over blocks of
finished rows while they are in a cache. States are in registers while the rows of a block pass by. (To take in each
vector before it is stored was three times as dear as the pass that this saves: stores to lines that the first cache
has, in turn with stores to lines that it has not, wait for each other.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ..base.dtypes import DType
from ..base.sizes import Dim, product
from ..ir.graph import Node
from ..ir.loop import COLUMN_PART, Group
from ..llvm.text import Int
from .coords import Coord
from .region import RegionEmitter
from .states import State, fold_of, pack, state_types, unpack
from .states import States as Carried
from .vectors import Vec

BLOCK = 512  # columns whose parts one task merges at least
_LINE = 64  # bytes

Places = dict[
    Node, list[tuple[DType, Int]]
]  # of each component of a state: where its memory begins


def lay_out(k: RegionEmitter, counts: Iterable[tuple[Node, Int]]) -> tuple[Places, Int]:
    """Where so many states of each fold lie, component after component in whole lines; and all bytes."""
    f = k.f
    places: Places = {}
    offset: Int = 0
    for node, count in counts:
        places[node] = []
        for v in fold_of(node).start(k, node.operands[0].type.dtype):
            places[node].append((v.dtype, offset))
            lines = f.ceil_div(f.mul(count, v.dtype.itemsize), _LINE)
            offset = f.add(offset, f.mul(lines, _LINE))
    return places, offset


class States:
    """States in memory, by their number."""

    def __init__(self, k: RegionEmitter, places: Places, scratch: str) -> None:
        self.k = k
        self.pointers = {
            node: [(dtype, k.f.element(scratch, at, "i8")) for dtype, at in found]
            for node, found in places.items()
        }

    def load(self, node: Node, place: Coord) -> State:
        return tuple([self.k.load_at(p, dtype, place) for dtype, p in self.pointers[node]])

    def store(self, node: Node, state: Sequence[Vec], place: Coord) -> None:
        for v, (_, pointer) in zip(state, self.pointers[node], strict=True):
            self.k.store_at(v, pointer, place)

    def start(self, node: Node, place: Coord) -> None:
        """Store the state before the first element."""
        self.store(node, fold_of(node).start(self.k, node.operands[0].type.dtype), place)

    def merge(
        self, node: Node, parts: Int, step: Int, place: Coord, lanes: int,
        narrow: Callable[[State], State] | None = None,
    ) -> Vec:  # fmt: skip
        """The result of a fold from its parts, whose states are `step` apart, in `lanes` lanes.

        narrow: makes one lane of a state of many, where the states have more lanes than the result.
        """
        k, f, fold = self.k, self.k.f, fold_of(node)
        begin = fold.start(k, node.operands[0].type.dtype)
        start = tuple(k.spread(s, lanes) for s in begin)
        with f.loop(0, parts, 1, state_types([start])) as loop, k.scope():
            found = self.load(node, place + Coord(k, f.mul(loop.index, step)))
            if narrow is not None:
                found = narrow(found)
            (merged,) = unpack(loop.values, [start])
            merged = fold.merge(k, merged, found)
            loop.result = pack([tuple([k.spread(x, lanes) for x in merged])])
        (final,) = unpack(loop.final, [start])
        count: Dim = product([node.operands[0].type.shape[i] for i in node.params["axes"]])
        return k.cast(fold.finish(k, final, count), node.outputs[0].type.dtype)


class ColumnSums:
    """The folds beside an anchor: of all rows of its result, a matrix."""

    def __init__(self, k: RegionEmitter, group: Group, scratch: str = "") -> None:
        self.k, self.f, self.nodes = k, k.f, group.beside
        self.rows, self.columns = (k.size(d) for d in group.shape)
        self.parts = self.f.ceil_div(self.rows, COLUMN_PART)
        self.blocks = self.f.ceil_div(self.columns, BLOCK)
        count = self.f.mul(self.parts, self.columns)
        places, self.nbytes = lay_out(k, [(n, count) for n in self.nodes])
        self.states = States(k, places, scratch) if scratch else None

    def fold(
        self, low: Int, high: Int, column: Int, count: Int, lanes: int, wide: int,
        values: Callable[[Int, Int], Sequence[Vec]],
    ) -> None:  # fmt: skip
        """Take in rows [low, high) of some columns; those of a part come in order, from its first row on.

        values: at a row and a column, a vector for each fold, under the mask of the emitter.
        wide: vectors side by side.
        """
        f, k = self.f, self.k
        saved = k.lanes, k.mask
        k.lanes = lanes
        first = f.div(low, COLUMN_PART)
        with f.loop(first, f.ceil_div(high, COLUMN_PART)) as parts, k.scope():
            start = f.mul(parts.index, COLUMN_PART)
            begin, end = f.maximum(low, start), f.minimum(high, f.add(start, COLUMN_PART))
            fresh = f.compare("eq", begin, start)
            at = f.mul(parts.index, self.columns)
            whole: Int = 0
            if wide > 1:
                step = wide * lanes
                whole = f.mul(f.div(count, step), step)
                with f.loop(0, whole, step) as loop, k.scope():
                    here = f.add(column, loop.index)
                    self._rows(
                        begin, end, [f.add(here, u * lanes) for u in range(wide)], at, fresh, values
                    )
            with f.loop(whole, count, lanes) as loop, k.scope():
                if not (isinstance(count, int) and count % lanes == 0):
                    k.mask = k.tail_mask(f.sub(count, loop.index))
                self._rows(begin, end, [f.add(column, loop.index)], at, fresh, values)
                k.mask = saved[1]
        k.lanes, k.mask = saved

    def _rows(
        self, low: Int, high: Int, columns: Sequence[Int], at: Int, fresh: str,
        values: Callable[[Int, Int], Sequence[Vec]],
    ) -> None:  # fmt: skip
        """Rows of one part, a vector of each of `columns`; states are in registers meanwhile."""
        k, f, states = self.k, self.f, self.states
        assert states is not None
        carried: Carried = []
        for column in columns:
            for node in self.nodes:
                old = states.load(node, k.coord(f.add(column, at), 1))
                new = fold_of(node).start(k, node.operands[0].type.dtype)
                carried.append(
                    tuple([_either(k, fresh, a, b) for a, b in zip(new, old, strict=True)])
                )
        with f.loop(low, high, 1, state_types(carried)) as loop, k.scope():
            given, made = iter(unpack(loop.values, carried)), list[State]()
            for column in columns:
                for node, value in zip(self.nodes, values(loop.index, column), strict=True):
                    state = fold_of(node).step(k, next(given), value, None)
                    made.append(tuple([k.spread(s) for s in state]))
            loop.result = pack(made)
        final = iter(unpack(loop.final, carried))
        for column in columns:
            for node in self.nodes:
                states.store(node, next(final), k.coord(f.add(column, at), 1))

    def join(self, task: str, share: Int, store: Callable[[Node, Vec, Coord], None]) -> None:
        """Merge blocks task·share up to (task+1)·share of the columns, and `store` the results."""
        f, k, states = self.f, self.k, self.states
        assert states is not None
        low = f.mul(f.mul(task, share), BLOCK)
        high = f.minimum(f.add(low, f.mul(share, BLOCK)), self.columns)
        for place in self._vectors(low, high):
            for node in self.nodes:
                store(node, states.merge(node, self.parts, self.columns, place, k.lanes), place)

    def _vectors(self, low: Int, high: Int) -> Iterable[Coord]:
        """The loop over [low, high) in vectors, the last of them under a mask; once."""
        f, k = self.f, self.k
        lanes, mask = k.lanes, k.mask
        with f.loop(low, high, lanes) as loop, k.scope():
            if lanes > 1:
                k.mask = k.tail_mask(f.sub(high, loop.index))
            yield k.coord(loop.index, 1)
            k.mask = mask


def _either(k: RegionEmitter, condition: str, a: Vec, b: Vec) -> Vec:
    """`a` where a condition holds, the same for all lanes."""
    a = k.spread(a, b.lanes)
    name = str(k.f.select(condition, a.name, b.name, a.type))
    imag = None if a.imag is None else str(k.f.select(condition, a.imag, str(b.imag), a.type))
    return Vec(name, b.dtype, b.lanes, imag)


__all__ = ["BLOCK", "ColumnSums", "Places", "States", "lay_out"]
