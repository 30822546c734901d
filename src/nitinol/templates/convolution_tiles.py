"""Register tiles of convolutions: products of windows that lie in the cache, at known distances.

The tiles of `matmul_kernels` take any strides. Windows are gathered by us, so here the distances of rows and of
elements along the reduced axis are numbers in the code, and a tile needs one address for all of them. That counts:
a core starts four instructions per cycle, or two where another thread shares it, and 24 fused multiply-adds with
their operands are more than that already. Measured on an AVX-512 machine with 48 windows of 288 elements under 64
columns, in GFLOP/s:

| tile, rows × vectors | one thread, alone on its core | two threads, cores shared with others |
|---|---|---|
| 12 × 2, any strides, fetching ahead | 124 | 120 |
| 12 × 2, known strides, steps at a time | 147 | 137 |
| 6 × 4, known strides, two steps at a time | 143 | 149 |
| sums in registers, no operands | 151 | 204 |

So two panels at a time are multiplied by 6 rows, which reads fewest operands for its 24 sums, and a panel that is
left over by 12. The chain of additions of an element is the same in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from ..llvm.text import Function, Int
from .convolution_kernels import Windows
from .matmul_kernels import VECTORS

_STEPS: Final = 2  # of the reduced axis at a time
PAIR: Final = 2  # panels that are multiplied at a time
_PARAMS = [
    ("i64", "m"), ("i64", "n"), ("i64", "k"), ("ptr", "a"), ("ptr", "b"), ("i64", "panel"),
    ("ptr", "d"), ("i64", "dm"), ("i64", "add"), ("i64", "whole"),
]  # fmt: skip


Last = Callable[[Function, Int, Int], Int]


class WindowTiles(Windows):
    """`Windows` and the products of windows with panels."""

    @property
    def pairs(self) -> bool:
        """Whether there are registers for two panels."""
        return self.target.vector_registers >= 32

    def _shapes(self, panels: int) -> tuple[int, int]:
        """Rows of the tile for so many panels, and of that for the rows left over."""
        s = self.shape
        return (s.rows // PAIR, s.rows // PAIR // 2) if panels == PAIR else (s.rows, s.few)

    def product(self, row: int, step: int, columns: Int) -> str:
        """product(m, n, k, a, b, panel, d, row stride, add, whole): D (+)= A·B for one block of k.

        A's rows are `row` bytes apart, its elements along k `step`; b is a row of panels, `panel` bytes apart.
        A may be read past its rows, up to a whole tile. With `whole`, D has room for m and n rounded up to whole
        tiles, and its surplus may be overwritten. columns: of all panels together, where n counts those of one call;
        each call but the last has whole pairs.
        """

        def tile(rows: int, panels: int, vectors: int) -> str:
            return self._tile(rows, panels, vectors, row, step)

        return self._product(f"windows_{row}_{step}", columns, row, tile, ())

    def _product(
        self, prefix: str, columns: Int, row: int, tile: Callable[[int, int, int], str],
        extra: Sequence[tuple[str, str]], last: Last | None = None,
    ) -> str:  # fmt: skip
        """Such a product by the function `tile(rows, panels, vectors)`; extra: what both take besides.

        last: the last argument of a tile, from the number of those before it in its columns, and the columns left.
        """
        lanes, width = self.shape.lanes, self.shape.width
        kinds = self._kinds(columns)
        marks = "".join(str(int(x)) for x in kinds)
        name, f = self._start(f"{prefix}_{marks}", [*_PARAMS, *extra])
        if f is None:
            return name
        pairs, wide, narrow = kinds
        buffer = f.alloca(self.element, self.shape.rows * PAIR * width, 64)
        each = PAIR if pairs else 1
        with f.loop(0, "%n", each * width) as loop:
            j = loop.index
            left = f.sub("%n", j)
            choices: list[tuple[bool, str, int, int]] = [  # (wanted, where, panels, vectors)
                (pairs, f.compare("sgt", left, width) if wide or narrow else "true", PAIR, VECTORS),
                (wide, f.compare("sgt", left, lanes) if narrow else "true", 1, VECTORS),
                (narrow, "true", 1, 1),
            ]
            done = f.label()
            for wanted, where, panels, vectors in choices:
                if not wanted:
                    continue
                here, other = f.label(), f.label()
                f.branch(where, here, other)
                f.place(here)
                self._columns(f, row, tile, extra, last, j, left, panels, vectors, buffer)
                f.jump(done)
                f.place(other)
            f.jump(done)
            f.place(done)
        f.ret()
        return name

    def _kinds(self, columns: Int) -> tuple[bool, bool, bool]:
        """Which tiles are needed: for pairs of panels, for one panel, for one vector of it."""
        lanes, width = self.shape.lanes, self.shape.width
        if not isinstance(columns, int):
            return self.pairs, True, True
        left = columns % (PAIR * width if self.pairs else width)
        paired = self.pairs and left > width
        return (
            self.pairs and columns > width,
            (not paired and left > lanes) or (not self.pairs and columns >= width),
            0 < left <= lanes,
        )

    def _columns(
        self, f: Function, row: int, tile: Callable[[int, int, int], str],
        extra: Sequence[tuple[str, str]], last: Last | None, j: Int, left: Int, panels: int,
        vectors: int, buffer: str,
    ) -> None:  # fmt: skip
        """All rows of some panels."""
        s = self.shape
        width = panels * s.width
        stride = PAIR * s.width * s.itemsize
        b = self._at(f, "%b", f.mul(f.div(j, s.width), "%panel"))
        start = self._at(f, "%d", f.mul(j, s.itemsize))
        inside = f.compare("sge", left, width)
        there = f.minimum(left, width)  # behind it are columns of the next tile
        most, few = self._shapes(panels)
        if vectors < VECTORS:
            few = most
        more = "".join(f", {kind} %{name}" for kind, name in extra)
        big = f.mul(f.div("%m", most), most)
        kinds: list[tuple[int, Int, Int]] = [(most, 0, big), (few, big, "%m")]
        for rows, low, high in kinds:
            with f.loop(low, high, rows) as loop:
                i = loop.index
                valid = f.minimum(rows, f.sub(high, i))
                fits = f.let(f"and i1 {inside}, {f.compare('eq', valid, rows)}")
                direct = f.let(f"or i1 {fits}, {f.compare('ne', '%whole', 0)}")
                d = self._at(f, start, f.mul(i, "%dm"))
                final = "" if last is None else f", i64 {last(f, f.div(i, most), left)}"
                f.emit(
                    f"call void {tile(rows, panels, vectors)}(i64 %k, "
                    f"ptr {self._at(f, '%a', f.mul(i, row))}, ptr {b}, i64 %panel, "
                    f"ptr {f.select(direct, d, buffer, 'ptr')}, "
                    f"i64 {f.select(direct, '%dm', stride)}, i64 {f.select(direct, '%add', 0)}{more}{final})"
                )
                with f.when(f.let(f"xor i1 {direct}, true")):
                    f.emit(
                        f"call void {self._flush(PAIR * VECTORS)}(i64 {valid}, i64 {there}, ptr {buffer}, "
                        f"ptr {d}, i64 %dm, i64 %add)"
                    )

    def _tile(self, rows: int, panels: int, vectors: int, row: int, step: int) -> str:
        """tile(k, a, b, panel, d, row stride, add): rows × (panels · vectors) vectors of D."""
        name, f = self._start(
            f"windows_tile_{rows}_{panels}_{vectors}_{row}_{step}",
            [("i64", "k"), ("ptr", "a"), ("ptr", "b"), ("i64", "panel"), ("ptr", "d"),
             ("i64", "dm"), ("i64", "add")],
        )  # fmt: skip
        if f is None:
            return name
        isz = self.shape.itemsize
        bytes_ = self.shape.lanes * isz
        line = self.shape.width * isz  # from one k of a panel to the next
        count = panels * vectors

        def products(values: Sequence[str], steps: int) -> list[str]:
            made, a, right = list(values[: rows * count]), values[rows * count], values[-panels:]
            for u in range(steps):
                b = [
                    self._load(f, self._at(f, p, u * line + v * bytes_))
                    for p in right
                    for v in range(vectors)
                ]
                for i in range(rows):
                    place = self._at(f, a, i * row + u * step)
                    x = self._spread(f, f.load(self.element, place, isz))
                    for v in range(count):
                        made[i * count + v] = self._fma(f, x, b[v], made[i * count + v])
            return [
                *made, self._at(f, a, steps * step), *(self._at(f, p, steps * line) for p in right)
            ]  # fmt: skip

        self._fetch_tile(f, rows, count)
        starts = ["%b", *(self._at(f, "%b", f.mul("%panel", p)) for p in range(1, panels))]
        state = [*self._zeros(rows * count), ("ptr", "%a"), *(("ptr", p) for p in starts)]
        whole = f.mul(f.div("%k", _STEPS), _STEPS)
        with f.loop(0, whole, _STEPS, state) as loop:
            loop.result = products(loop.values, _STEPS)
        kinds = [kind for kind, _ in state]
        with f.loop(whole, "%k", 1, list(zip(kinds, loop.final, strict=True))) as rest:
            rest.result = products(rest.values, 1)
        self._store_tile(f, rows, count, rest.final[: rows * count])
        return name
