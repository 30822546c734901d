"""Folds of short rows, as many at a time as a vector has lanes (`segments`).

Rows along which lanes run, and which are mostly no longer than a vector, cost what surrounds their elements: offsets,
checks, and the folding of lanes. Here a block of rows, as many as lanes, shares all of that. Each row leaves the vector
that `fold_row` would fold in halves; then halves of pairs of rows are merged, so after log₂(lanes) steps one vector
holds the results of all rows:

    a₀ a₁ a₂ a₃ │ b₀ b₁ b₂ b₃   →   a₀+a₂ a₁+a₃ b₀+b₂ b₁+b₃   →   …

The merges of a row are those of `fold_row`, so bits are the same. Blocks with offsets that do not rise, or leave the
elements, and the rows behind the last whole block are left to the row by row path.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..base import dtypes as dt
from ..llvm.text import Int
from .coords import Coord
from .rows import lanes, load
from .vectors import Vec

if TYPE_CHECKING:
    from .segments import Fold, State, Walk


def folds_blocks(walk: Walk, fold: Fold) -> bool:
    """Whether rows can be folded by blocks: where a vector of lanes can be cut off at the end of a row."""
    if not walk.masks or len(walk.shape) != 1 or walk.lane is not None or walk.looks_up:
        return False
    with lanes(walk.k, walk.width):
        state = fold.start(walk.k, walk.width)
    return all(v.imag is None and not v.dtype.is_bool for v in state)


def fold_blocks(walk: Walk, fold: Fold) -> None:
    """All rows of a task."""
    f, k, width = walk.f, walk.k, walk.width
    with lanes(k, width):
        like = fold.start(k, width)
    rooms = [walk.ctx.scratch(width * width * v.dtype.itemsize) for v in like]
    rising = f.alloca("i1", 1, 1)
    first, last = walk.bounds()
    with f.loop(first, last, width) as loop, k.scope():
        row = loop.index
        end = f.minimum(f.add(row, width), last)
        f.store("i1", 0, rising, 1)
        with f.when(f.compare("eq", f.sub(end, row), width)):
            f.store("i1", _rising(walk, row), rising, 1)
        fine = f.load("i1", rising, 1)
        with f.when(fine), k.scope():
            _block(walk, row, fold, like, rooms)
        with f.when(f.let(f"xor i1 {fine}, true")), k.scope(), walk.rows_from(row, end) as one:
            walk.write(one.number, {}, None, walk.fold_row(one, {}, fold), None)


def _rising(walk: Walk, row: Int) -> str:
    """Whether the offsets of a block rise inside of the elements."""
    f, k, width = walk.f, walk.k, walk.width
    step = walk.offsets.strides[0]
    with lanes(k, width):
        low, high = (load(k, walk.offsets, f.mul(f.add(row, i), step), step) for i in (0, 1))
        end = k.spread(Vec(str(walk.count), dt.int64, 1), width)
        zero = k.spread(k.const(0, dt.int64), width)
        bad = k.compare("lt", low, zero)
        for a, b in ((high, low), (end, high)):
            bad = k.logical_or(bad, k.compare("lt", a, b))
    bits = f.let(f"bitcast <{width} x i1> {bad.name} to i{width}")
    return f.compare("eq", bits, 0, f"i{width}")


def _block(walk: Walk, row: Int, fold: Fold, like: State, rooms: list[str]) -> None:
    """As many rows as lanes."""
    f, k, width = walk.f, walk.k, walk.width

    def keep(state: State, number: Int) -> None:
        with lanes(k, width):
            for value, room in zip(state, rooms, strict=True):
                k.store_at(value, room, Coord(k, f.mul(number, width), 1))

    with f.loop(0, width, 1, [("i64", str(walk.offset_at(row)))]) as loop, k.scope():
        low = loop.values[0]
        high = walk.offset_at(f.add(f.add(row, loop.index), 1))
        one = walk.row(f.add(row, loop.index), low, high)
        short = f.compare("sle", f.sub(high, low), width)
        with f.when(short), k.scope():
            with lanes(k, width):
                mask = k.tail_mask(f.sub(high, low))
            keep(walk.taken(one, {}, fold, like, low, width, mask), loop.index)
        with f.when(f.let(f"xor i1 {short}, true")), k.scope():
            keep(walk.row_state(one, {}, fold)[0], loop.index)
        loop.result = [str(high)]
    with lanes(k, width):
        kept: list[State] = [
            tuple(
                k.load_at(room, v.dtype, Coord(k, i * width, 1))
                for v, room in zip(like, rooms, strict=True)
            )
            for i in range(width)
        ]
        each = width  # lanes of a row
        while each > 1:
            pairs = zip(kept[::2], kept[1::2], strict=True)
            kept = [_merged(k, fold, a, b, each) for a, b in pairs]
            each //= 2
        result = fold.finish(k, kept[0])
    walk.write(row, {}, 0, result, None)


def _merged(k: Any, fold: Fold, a: State, b: State, each: int) -> State:
    """Halves of the rows of two vectors, `each` lanes a row, merged."""
    width = a[0].lanes
    starts = [s + r for s in (0, width) for r in range(0, width, each)]
    low = [s + i for s in starts for i in range(each // 2)]
    high = [n + each // 2 for n in low]
    halves = [
        tuple(k.picked(x, y, lanes) for x, y in zip(a, b, strict=True)) for lanes in (low, high)
    ]
    return fold.merge(k, *halves)
