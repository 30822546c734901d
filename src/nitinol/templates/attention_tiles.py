"""Register tiles of the products in attention (`attention_blocks`).

They are those of `matmul_kernels` but for three things that are known here. B is a block of queries, so a tile may be
as wide as one; A is read where it lies, and mostly one of its strides is that of an element; and everything lies in the
caches, so nothing is fetched ahead.

A tile of 6 rows by 4 vectors needs 4 loads and 6 broadcasts for 24 multiply-adds, one of 12 by 2 needs 2 and 12. Where
another thread runs on the same core, what counts is how many instructions are started: 36 in such a round instead of 54
with 12 rows, prefetches, and additions from row to row. So rows have addresses that cost no instruction: constants
where they are adjacent, else a few multiples of the stride.

| function | does |
|---|---|
| `rows_<kind>_<vectors>_<set, add>` | D = A·B, or D += A·B, for one column of tiles |

As there, an element is one chain over k, from zero, whichever tile computes it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..llvm.text import Function, Int
from .matmul_pack import Packing

ALONG, DOWN, ANY = "along", "down", "any"  # adjacent in A: a row's elements, a column's, neither

Row = tuple[str, Int, int]  # a row of a tile: pointer, and offset that is still to be shifted
_PARAMS = [
    ("i64", "m"), ("i64", "k"), ("ptr", "a"), ("i64", "am"), ("i64", "ak"), ("ptr", "b"),
    ("i64", "bk"), ("i64", "panel"), ("ptr", "d"), ("i64", "dm"),
]  # fmt: skip


def kind_of(am: Int, ak: Int, itemsize: int) -> str:
    """Which of the strides of A is that of an element."""
    return ALONG if ak == itemsize else DOWN if am == itemsize else ANY


class Tiles(Packing):
    """`Packing` and the products of attention."""

    def heights(self, vectors: int) -> tuple[int, int]:
        """Rows of a tile so wide, and of the smaller tile for the rest of the rows."""
        if self.target.vector_registers < 32:
            return 6, 2
        return {4: 6, 3: 8}.get(vectors, 12), 4

    @property
    def widest(self) -> int:
        """Vectors of a tile at most."""
        return 4 if self.target.vector_registers >= 32 else 2

    def parts(self, n: int) -> list[tuple[int, int]]:
        """(first vector, vectors) of the columns of tiles that cover n elements.

        Each begins with a panel of B, so all but the last have even numbers of vectors.
        """
        count = -(-n // self.shape.lanes)
        found, at = [], 0
        while at < count:
            take = 2 if count - at == 5 else min(count - at, self.widest)
            found.append((at, take))
            at += take
        return found

    def rows(self, kind: str, vectors: int, add: bool) -> str:
        """rows(m, k, a, row, k stride, b, k stride, panel, d, row stride): m rows of D (+)= A·B.

        `b` is `[k]` rows of `vectors` vectors; from the third on they are those of the next panel,
        `panel` bytes away. D has room for all vectors.
        """
        name, f = self._start(f"rows_{kind}_{vectors}_{'add' if add else 'set'}", _PARAMS)
        if f is None:
            return name
        s = self.shape
        big, few = self.heights(vectors)
        step = s.lanes * s.itemsize
        am: Int = s.itemsize if kind == DOWN else "%am"
        spare = f.alloca(self.element, few * vectors * s.lanes, 64)
        whole = f.mul(f.div("%m", big), big)
        if big % few:
            # Two of the smaller tiles are better than one of each with a row or two.
            rest = f.sub("%m", whole)
            little = f.compare("ult", f.sub(rest, 1), 2 * few - big)
            both = f.let(f"and i1 {little}, {f.compare('sgt', whole, 0)}")
            whole = f.sub(whole, f.select(both, big, 0))
        with f.loop(0, whole, big) as loop:
            a = self._at(f, "%a", f.mul(loop.index, am))
            d = self._at(f, "%d", f.mul(loop.index, "%dm"))
            sums = self._sums(f, kind, self._strided(f, a, am, big), vectors)
            self._leave(f, sums, d, "%dm", vectors, add)
        with f.loop(whole, "%m", few) as loop:
            a = self._at(f, "%a", f.mul(loop.index, am))
            d = self._at(f, "%d", f.mul(loop.index, "%dm"))
            valid = f.minimum(f.sub("%m", loop.index), few)
            # Rows that are missing repeat the last: their sums are dropped.
            last = f.sub(valid, 1)
            offsets = [f.mul(f.minimum(last, r), am) if r else 0 for r in range(few)]
            sums = self._sums(f, kind, [(a, offset, 0) for offset in offsets], vectors)
            direct, careful, done = f.label(), f.label(), f.label()
            f.branch(f.compare("eq", valid, few), direct, careful)
            f.place(direct)
            self._leave(f, sums, d, "%dm", vectors, add)
            f.jump(done)
            f.place(careful)
            self._leave(f, sums, spare, vectors * step, vectors, False)
            with f.loop(0, valid) as row:
                source = self._at(f, spare, f.mul(row.index, vectors * step))
                line = [self._load(f, self._at(f, source, v * step)) for v in range(vectors)]
                self._leave(f, line, self._at(f, d, f.mul(row.index, "%dm")), 0, vectors, add)
            f.jump(done)
            f.place(done)
        f.ret()
        return name

    # --- pieces

    def _strided(self, f: Function, a: str, am: Int, rows: int) -> list[Row]:
        """Where the rows of a tile are, by few pointers and odd multiples of the stride.

        These are not shifted yet: the index of an address is scaled for nothing.
        """
        if isinstance(am, int):
            return [(a, r * am, 0) for r in range(rows)]
        half = rows if rows <= 8 else (rows + 1) // 2
        odd = {r: f.mul(am, r) for r in range(1, half, 2)}
        found: list[Row] = []
        for base, count in ((a, half), (self._at(f, a, f.mul(am, half)), rows - half)):
            for r in range(count):
                shift = (r & -r).bit_length() - 1 if r else 0
                found.append((base, odd[r >> shift] if r else 0, shift))
        return found

    def _sums(self, f: Function, kind: str, rows: Sequence[Row], vectors: int) -> list[str]:
        """The sums of a tile."""
        s = self.shape
        step, count = s.lanes * s.itemsize, len(rows) * vectors
        bases = list(dict.fromkeys(base for base, _, _ in rows))
        ak: Int = s.itemsize if kind == ALONG else "%ak"

        def steps(rounds: int, values: list[str]) -> list[str]:
            sums = values[:count]
            places = [self._opaque(f, p) for p in values[count:-1]]
            b = self._opaque(f, values[-1])
            for _ in range(rounds):
                panels = [b, self._at(f, b, "%panel") if vectors > 2 else b]
                line = [
                    self._load(f, self._at(f, panels[v // 2], v % 2 * step)) for v in range(vectors)
                ]
                for r, (base, offset, shift) in enumerate(rows):
                    if shift:
                        offset = f.let(f"shl i64 {offset}, {shift}")
                    at = self._at(f, places[bases.index(base)], offset)
                    x = self._spread(f, f.load(self.element, at, s.itemsize))
                    for v in range(vectors):
                        i = r * vectors + v
                        sums[i] = self._fma(f, x, line[v], sums[i])
                places = [self._at(f, p, ak) for p in places]
                b = self._at(f, b, "%bk")
            return [*sums, *places, b]

        zero = [(self.vector, "zeroinitializer")] * count
        state = [*zero, *(("ptr", p) for p in bases), ("ptr", "%b")]
        rounds, rest = f.let("lshr i64 %k, 1"), f.let("and i64 %k, 1")
        made = f.countdown(rounds, state, lambda now: steps(2, now))
        state = [(type, now) for (type, _), now in zip(state, made, strict=True)]
        return f.countdown(rest, state, lambda now: steps(1, now))[:count]

    def _leave(
        self, f: Function, sums: Sequence[str], d: str, dm: Int, vectors: int, add: bool
    ) -> None:
        """Write or add the sums of a tile to D."""
        step = self.shape.lanes * self.shape.itemsize
        for i, value in enumerate(sums):
            at = self._at(f, d, i % vectors * step)
            self._store(f, self._add(f, self._load(f, at), value) if add else value, at)
            if i % vectors == vectors - 1:
                d = self._at(f, d, dm)
