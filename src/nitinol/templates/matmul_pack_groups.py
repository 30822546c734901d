"""How the phase that packs makes groups of narrow numbers from rows that are adjacent across K.

What a group holds lies in as many rows of memory. A chunk of each of them is read, a whole line of the cache, and
what belongs together is put side by side in registers:

    for chunks of columns
      for groups of k
        their rows, 64 bytes each       pulled
        vectors of groups               (`GroupProducts.groups_across`)
        each to its panel, or to the strips that it is cut into

A chunk is as many columns as a register holds narrow numbers; for strips, whole strips of these. It may reach past the
last panel. What is not to be stored then goes to the place of the last vector that is, before that itself.

Headers are summed on the way. (Going through K only 8 to 64 groups deep for all chunks, so that 256 bytes of a row are
read after each other, saved 5 %, headers summed afterwards cost 12 to 15 %.)
"""

from __future__ import annotations

from collections.abc import Callable

from ..llvm.text import Function, Int
from .matmul_groups import GroupProducts
from .vectors import Vec

Pull = Callable[[Int, Int, int, str], Vec]  # from k, column, number of columns and a mask


class GroupPacker:
    """Packs columns of one block of K.

    width: of a panel or strip. left: whether the bytes are those of the left side.
    """

    def __init__(
        self, f: Function, kernels: GroupProducts, width: int, left: bool, room: str, pull: Pull
    ) -> None:
        self.f, self.kernels, self.width, self.left = f, kernels, width, left
        self.pull = pull
        self.room = room  # scratch for one group of a chunk
        s = kernels.shape
        self.lanes, self.members = s.lanes, kernels.how.dot.members
        self.chunk = self.lanes * self.members
        self.whole = width % self.lanes == 0
        self.step = self.chunk if self.whole else self.chunk // width * width
        self.line = width * s.itemsize
        self.headers = kernels.how.headers > 0 and not left
        self.sums = self.headers and kernels.how.shifted

    def emit(self, start: Int, kc: Int, j: Int, n: Int, d: str, panel: Int) -> None:
        """Groups [start, start + kc) of the columns [j, j + n), to panels at `d`, behind their headers."""
        f, kernels = self.f, self.kernels
        panels = f.ceil_div(n, self.width)
        # Groups all of whose members are there; then there is at most one more.
        there = f.sub(f.div(kernels.how.k, self.members), start)
        full = f.minimum(kc, f.maximum(there, 0))
        zeros = [(kernels.vector, "zeroinitializer")] * (self.members if self.sums else 0)
        with f.loop(0, f.mul(panels, self.width), self.step) as chunks:
            first = chunks.index
            mask = kernels.member_mask(f, f.sub(n, first))
            places = self._places(first, panels, d, panel)
            column = f.add(j, first)
            with f.loop(0, full, 1, zeros) as loop:
                k = f.mul(f.add(start, loop.index), self.members)
                rows = [self._row(f.add(k, u), column, mask) for u in range(self.members)]
                loop.result = self._store(rows, places, loop.index, loop.values)
            known = [(kernels.vector, x) for x in loop.final]
            with f.loop(full, kc, 1, known) as loop:
                k = f.mul(f.add(start, loop.index), self.members)
                rows = self._rest(k, column, mask)
                loop.result = self._store(rows, places, loop.index, loop.values)
            if self.headers:
                sums = loop.final if self.sums else ["zeroinitializer"] * self.members
                for place, x in reversed([*zip(places, sums, strict=True)]):
                    kernels.store_header(f, x, f.element(place, -self.line, "i8"))

    def _places(self, first: Int, panels: Int, d: str, panel: Int) -> list[str]:
        """Where the first group of each vector, or of each strip, of a chunk goes."""
        f, isz = self.f, self.kernels.shape.itemsize
        found = []
        if self.whole:
            last = f.sub(f.mul(panels, self.width), self.lanes)
            for v in range(self.members):
                at = f.minimum(f.add(first, v * self.lanes), last)
                inside = f.mul(f.rem(at, self.width), isz)
                at = f.add(f.mul(f.div(at, self.width), panel), inside)
                found.append(f.element(d, at, "i8"))
        else:
            last = f.sub(panels, 1)
            for strip in range(self.step // self.width):
                at = f.minimum(f.add(f.div(first, self.width), strip), last)
                found.append(f.element(d, f.mul(at, panel), "i8"))
        return found

    def _row(self, k: Int, column: Int, mask: str) -> str:
        return self.kernels.narrow(self.f, self.pull(k, column, self.chunk, mask), mask)

    def _rest(self, k: Int, column: Int, mask: str) -> list[str]:
        """The rows of the last group, of which some are missing."""
        f, v = self.f, self.kernels.members
        nbytes, kind = 4 * self.lanes, f"<{self.chunk} x i1>"
        with f.loop(0, self.members) as loop:
            at = f.add(k, loop.index)
            inside = f.compare("slt", at, self.kernels.how.k)
            here = f.let(f"select i1 {inside}, {kind} {mask}, {kind} zeroinitializer")
            row = self._row(at, column, here)
            f.store(v, row, f.element(self.room, f.mul(loop.index, nbytes), "i8"), 4)
        return [f.load(v, f.element(self.room, u * nbytes, "i8"), 4) for u in range(self.members)]

    def _store(self, rows: list[str], places: list[str], k: Int, sums: list[str]) -> list[str]:
        """Store a group of k of a chunk; gives the sums with those of its bytes added."""
        f, kernels = self.f, self.kernels
        made = kernels.groups_across(f, rows, self.left)
        offset = f.mul(k, self.line)
        at = [f.element(place, offset, "i8") for place in places]
        for i in reversed(range(len(places))):
            if self.whole:
                f.store(kernels.vector, made[i], at[i], kernels.shape.itemsize)
            else:
                value = kernels.cut(f, made, i * self.width)
                kernels.masked_store(f, value, at[i], kernels.tail_mask(f, self.width))
        return [kernels.counted(f, x, total) for x, total in zip(made, sums, strict=False)]
