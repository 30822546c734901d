"""Dropout of weights inside of the blocks of attention.

Which weights stay is a function of their place (`ops.attending`): weight (i, j) has block first + i·keys + j of the
random bits of a key. A block of scores is `S[key][query]`, so lanes have counters that are `keys` apart, and from row
to row they grow by one: in 32 bits, with a carry into the upper word. What belongs to the key is prepared once for
each matrix.

Threefry takes about 80 instructions for a vector of weights, as much as half of the two products of a head of 64.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..base import dtypes as dt
from ..llvm.text import Int
from ..ops.attending import dropout_factor
from ..ops.random_bits import KEEP_BITS, block_words, keep_bound, key_words
from .attention_blocks import Blocks
from .rows import lanes
from .vectors import Vec

Kept = Callable[[Vec], Vec]  # weights, without those that are dropped
Down = Callable[[Int], Kept]  # by row of a block
Across = Callable[[Int], Down]  # by vector


class Dropout:
    """See the module's docstring. `begin` turns to a matrix of weights."""

    def __init__(self, blocks: Blocks, operand: int, rate: float) -> None:
        self.b = blocks
        self.operand = operand
        self.rate = rate
        self._words: tuple[Vec, Vec, Vec] | None = None
        self._lanes: Vec | None = None
        self._first: Int = 0

    def begin(self, place: dict[int, Int]) -> None:
        """Read key and first counter of a matrix."""
        b, e, f, n = self.b, self.b.e, self.b.f, self.b.lanes
        batch = [place[i] for i in range(b.ndim - 2)]
        with lanes(e, 1):
            key, first = (b.task.pull(self.operand + i, batch, None, 1) for i in range(2))
            self._first = first.name
        self._words = tuple([e.spread(x, n) for x in key_words(e, key)])  # type: ignore[assignment]
        numbers = ", ".join(f"i64 {i}" for i in range(n))
        keys = e.spread_raw(str(b.k_count), "i64", n)
        steps = f.let(f"mul <{n} x i64> {keys}, <{numbers}>")
        self._lanes = Vec(steps, dt.uint64, n)

    def across(self, q0: Int, k0: Int) -> Across:
        """For the block of weights that begins with this query and key."""
        b, e, f, n = self.b, self.b.e, self.b.f, self.b.lanes
        factor = b.splat(dropout_factor(self.rate))
        zero = b.splat(0.0)
        word = dt.uint32

        def vector(index: Int) -> Down:
            assert self._words is not None
            assert self._lanes is not None
            words = self._words
            query = f.add(q0, f.mul(index, n))
            start = f.add(self._first, f.add(f.mul(query, b.k_count), k0))
            counter = e.add(e.spread(Vec(str(start), dt.uint64, 1), n), self._lanes)
            low = e.cast(counter, word)
            high = e.cast(e.shift_right(counter, e.const(32, dt.uint64)), word)

            def row(number: Int) -> Kept:
                with lanes(e, n):
                    less = (
                        number if isinstance(number, int) else f.let(f"trunc i64 {number} to i32")
                    )
                    along = Vec(e.spread_raw(str(less), "i32", n), word, n)
                    below = e.add(low, along)
                    carried = f.let(f"icmp ult {below.type} {below.name}, {low.name}")
                    carry = f.let(f"sext <{n} x i1> {carried} to {below.type}")
                    above = e.sub(high, Vec(carry, word, n))
                    bits = block_words(e, words, below, above)[0]
                    digits = e.shift_right(bits, e.const(32 - KEEP_BITS, word))
                    keep = e.compare("ge", digits, e.const(keep_bound(self.rate), word))
                return lambda value: e.select(keep, e.mul(value, factor), zero)

            return row

        return vector

    def each(self, blocks: Sequence[str], q0: Int, k0: Int, rows: Int, count: Int) -> None:
        """Drop weights of blocks, the same ones of each."""
        b, f = self.b, self.b.f
        vector = self.across(q0, k0)
        with f.loop(0, b.vectors(count)) as across, lanes(b.e, b.lanes):
            down = vector(across.index)
            with f.loop(0, rows) as row:
                kept = down(row.index)
                at = f.add(f.mul(across.index, b.step), f.mul(row.index, b.line))
                for block in blocks:
                    place = b.at(block, at)
                    b.store(kept(b.load(place)), place)


def masks(b: Blocks, begin: int, end: int) -> tuple[int | None, Dropout | None]:
    """(the operand that is a mask, if there is one; dropout, if weights are dropped) of operands begin … end."""
    rate = b.ctx.node.params.get("rate")
    if rate is not None:
        end -= 2
    mask = begin if end > begin else None
    return mask, None if rate is None else Dropout(b, end, rate)
