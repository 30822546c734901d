"""Register tiles of convolutions whose rows are read where they lie.

A window is some *runs* of adjacent elements (`convolution_kernels`). Copying 48 windows into one block costs a load, a
store and their share of loops for each vector of them, and the vector is then used once for each column: at 64
columns that was 5 to 12 % of a convolution's time, of three channels a third. So most runs are not copied: a table has
the address of each run under each position, and a tile of some rows takes up that many addresses at the beginning of a
run. What lies outside of the source is a run of zeros; a run that lies there in part is copied, zeros beside it.

The table is `[run][ROWS]` addresses of a run's first element (which may lie before what is read of it, where a block of
the reduced axis begins in the middle of a run). Short runs would not pay for taking up their addresses: those windows
are copied as a whole, and are one run.

Rows of a tile have addresses of their own, one index for all, and the loop ends where that is 0; with the columns'
pointer that is two instructions beside the arithmetic for each `_STEPS` of the reduced axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..llvm.text import Function, Int
from .convolution_tiles import PAIR, WindowTiles
from .matmul_kernels import BLOCK_K, ROW_STRIDE, VECTORS

ROWS: Final = 72  # of the table: 60 positions, and a vector of addresses may reach beyond
WHOLE: Final = 24  # a multiple of all tiles' rows
SHORT: Final = 8  # a shorter run is copied
POINTERS_BYTES: Final = (BLOCK_K // SHORT + 2) * ROWS * 8
SINGLE: Final = 8  # rows of a tile of one panel
_STEPS: Final = 2  # of the reduced axis at a time
_PIECES: Final = 8  # addresses that are written at a time


class RowTiles(WindowTiles):
    """`WindowTiles` and the products of windows that a table finds."""

    def point(self) -> str:
        """point(…as `gather`…, table, zeros): finds the windows under `rows` positions, of runs that are not short.

        `d` takes copies of runs that lie outside of the source in part; zeros: `BLOCK_K` of them.
        """
        names = ("n", "o1", "o2", "o3", "rows", "first", "columns")
        name, f = self._start(
            "point",
            [("ptr", "desc"), ("ptr", "table"), ("ptr", "source"), *(("i64", x) for x in names), ("ptr", "d"),
             ("i64", "dm"), ("ptr", "found"), ("ptr", "zeros")],
        )  # fmt: skip
        if f is None:
            return name
        word = self._words(f)
        last = f.add("%first", "%columns")
        first_run, last_run = f.div("%first", word["run"]), f.ceil_div(last, word["run"])

        def one(index: Int, at: tuple[Int, Int, Int, Int], count: Int, d: str, row: Int) -> None:
            places = self._at(
                f, "%found", f.mul(f.add(f.mul(f.sub(index, first_run), ROWS), row), 8)
            )
            self._find(f, word, index, at, count, d, last, places)

        self._lines_of(f, word, first_run, last_run, one)
        # A tile may take up more rows than there are: these are the last one again.
        whole = f.mul(f.ceil_div("%rows", WHOLE), WHOLE)
        with f.loop(0, f.sub(last_run, first_run)) as runs:
            line = self._at(f, "%found", f.mul(runs.index, ROWS * 8))
            final = f.load("ptr", f.element(line, f.sub("%rows", 1), "ptr"), 8)
            with f.loop("%rows", whole) as rest:
                f.store("ptr", final, f.element(line, rest.index, "ptr"), 8)
        f.ret()
        return name

    def point_copies(self) -> str:
        """point_copies(windows, table): windows that were copied, as one run."""
        name, f = self._start("point_copies", [("ptr", "d"), ("ptr", "found")])
        if f is None:
            return name
        self._addresses(f, "%d", ROW_STRIDE * self.shape.itemsize, 0, ROWS, "%found")
        f.ret()
        return name

    def clear(self) -> str:
        """clear(d): as many zeros as a block of the reduced axis has elements."""
        name, f = self._start("clear", [("ptr", "d")])
        if f is None:
            return name
        with f.loop(0, BLOCK_K, self.shape.lanes) as loop:
            at = self._at(f, "%d", f.mul(loop.index, self.shape.itemsize))
            self._store(f, "zeroinitializer", at)
        f.ret()
        return name

    def _find(
        self, f: Function, word: dict[str, str], index: Int, at: tuple[Int, Int, Int, Int], count: Int, d: str,
        last: Int, places: str,
    ) -> None:  # fmt: skip
        """One run under `count` positions of a line: its addresses from `places` on."""
        isz = self.shape.itemsize
        run = self._placed(f, word, index, at, count, last, False)
        skipped = f.mul(f.maximum(f.sub("%first", run.start), 0), isz)
        nothing = self._at(f, "%zeros", f.sub(0, skipped))
        # A line outside of the source is zeros under all positions.
        a, b = f.select(run.inside, run.a, 0), f.select(run.inside, run.b, count)
        step = f.select(run.inside, word["pixel"], 0)
        source = self._at(f, run.source, f.mul(a, step))
        self._addresses(f, str(f.select(run.inside, source, nothing, "ptr")), step, a, b, places)
        whole = f.compare("eq", word["taps"], 1)
        d = self._at(f, d, f.mul(f.sub(run.start, "%first"), isz))

        def side(i: Int) -> None:
            target = self._at(f, d, f.mul(i, "%dm"))
            f.store(
                "ptr", str(f.select(whole, nothing, target, "ptr")), f.element(places, i, "ptr"), 8
            )
            with f.when(f.let(f"xor i1 {whole}, true")):
                self._edge(f, word, run, i, target)

        self._sides(f, a, b, count, side)

    def _addresses(self, f: Function, start: str, step: Int, a: Int, b: Int, places: str) -> None:
        """places[a … b] = start, start + step, …; some more may be written behind."""
        n = _PIECES
        kind = f"<{n} x i64>"

        def spread(x: Int) -> str:
            one = f.let(f"insertelement {kind} poison, i64 {x}, i64 0")
            return f.let(f"shufflevector {kind} {one}, {kind} poison, <{n} x i32> zeroinitializer")

        numbers = "<" + ", ".join(f"i64 {i}" for i in range(n)) + ">"
        steps = f.let(f"mul {kind} {spread(step)}, {numbers}")
        first = f.let(f"add {kind} {spread(f.let(f'ptrtoint ptr {start} to i64'))}, {steps}")
        more = spread(f.mul(step, n))
        with f.loop(a, b, n, [(kind, first)]) as loop:
            f.store(kind, loop.values[0], f.element(places, loop.index, "ptr"), 8)
            loop.result = [f.let(f"add {kind} {loop.values[0]}, {more}")]

    def _extra(self) -> list[tuple[str, str]]:
        """What products and tiles of rows take besides: the place within the first run, the length of all, how many."""
        return [("i64", "skip"), ("i64", "run"), ("i64", "runs")]

    def _shapes(self, panels: int) -> tuple[int, int]:
        # Addresses of twelve rows would not stay in registers.
        return (
            super()._shapes(panels)
            if panels == PAIR
            else (min(SINGLE, self.shape.rows), self.shape.few)
        )

    def rows_product(self, columns: Int, fetches: bool = False) -> str:
        """product(m, n, k, table, b, panel, d, row stride, add, whole, skip, run, runs): as `product`.

        fetches: the panels that are read next are fetched into the second cache meanwhile.
        """
        if not fetches:
            return self._product("rows", columns, 8, self._row_tile, self._extra())

        def tile(rows: int, panels: int, vectors: int) -> str:
            return self._row_tile(rows, panels, vectors, True)

        return self._product("rows_fetching", columns, 8, tile, self._extra(), self._next)

    def _next(self, f: Function, number: Int, left: Int) -> Int:
        """From a line of the panels to one that the tile of this number fetches: each tile one of 4 lines of 2 panels.

        The next panels are those of the following columns or, behind the last columns, of the next block.
        """
        width, isz = self.shape.width, self.shape.itemsize
        beside = f.mul("%panel", PAIR)
        below = f.mul("%k", width * isz)
        base = f.select(f.compare("sgt", left, PAIR * width), beside, below)
        line = f.mul(f.rem(number, _STEPS * VECTORS), self.shape.lanes * isz)
        panel = f.mul(f.rem(f.div(number, _STEPS * VECTORS), PAIR), "%panel")
        return f.add(base, f.add(line, panel))

    def _row_tile(self, rows: int, panels: int, vectors: int, fetches: bool = False) -> str:
        """tile(k, table, b, panel, d, row stride, add, skip, run, runs, ahead): rows × (panels · vectors) vectors of D.

        ahead: bytes to what is fetched, with `fetches`.
        """
        name, f = self._start(
            f"rows_tile_{rows}_{panels}_{vectors}" + "_fetching" * fetches,
            [("i64", "k"), ("ptr", "a"), ("ptr", "b"), ("i64", "panel"), ("ptr", "d"), ("i64", "dm"), ("i64", "add"),
             *self._extra(), *([("i64", "ahead")] * fetches)],
        )  # fmt: skip
        if f is None:
            return name
        isz, count = self.shape.itemsize, panels * vectors
        line = self.shape.width * isz  # from one k of a panel to the next
        self._fetch_tile(f, rows, count)

        def products(
            sums: Sequence[str], starts: Sequence[str], index: Int, b: str, steps: int
        ) -> list[str]:
            made = list(sums)
            right = [b, self._at(f, b, "%panel")][:panels]
            for u in range(steps):
                row = [
                    self._load(f, self._at(f, p, u * line + v * self.shape.lanes * isz))
                    for p in right
                    for v in range(vectors)
                ]
                for i, start in enumerate(starts):
                    place = self._at(f, self._at(f, start, index), u * isz)
                    x = self._spread(f, f.load(self.element, place, isz))
                    for v in range(count):
                        made[i * count + v] = self._fma(f, x, row[v], made[i * count + v])
            return made

        kind = self.vector
        sums = ["zeroinitializer"] * (rows * count)
        state = [
            *((kind, x) for x in sums),
            ("ptr", "%a"),
            ("ptr", "%b"),
            ("i64", "%skip"),
            ("i64", "%k"),
        ]
        with f.loop(0, "%runs", 1, state) as loop:
            *sums, table, b, skip, left = loop.values
            n = f.minimum(f.sub("%run", skip), left)
            whole = f.mul(f.div(n, _STEPS), _STEPS)
            end = f.mul(f.add(skip, whole), isz)
            starts = [
                self._at(f, f.load("ptr", f.element(table, i, "ptr"), 8), end) for i in range(rows)
            ]

            def middle(values: list[str], index: str) -> list[str]:
                made = products(values[:-1], starts, index, values[-1], _STEPS)
                if fetches:
                    self._prefetch(f, self._at(f, values[-1], "%ahead"), 2)
                return [*made, self._at(f, values[-1], _STEPS * line)]

            carried = [*((kind, x) for x in sums), ("ptr", b)]
            *sums, b = f.to_zero(f.mul(whole, -isz), _STEPS * isz, carried, middle)
            carried = [*((kind, x) for x in sums), ("ptr", b), ("i64", "0")]
            with f.loop(whole, n, 1, carried) as rest:
                *sums, b, offset = rest.values
                made = products(sums, starts, offset, b, 1)
                rest.result = [*made, self._at(f, b, line), str(f.add(offset, isz))]
            *sums, b, _ = rest.final
            following = self._at(f, table, ROWS * 8)
            loop.result = [*sums, following, b, "0", str(f.sub(left, n))]
        self._store_tile(f, rows, count, loop.final[: rows * count])
        return name
