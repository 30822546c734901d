"""Shared functions that compute a whole product, or some of its rows and columns, in memory.

    for columns that the second-level cache holds       only where B is packed on the way
      for blocks of K of `BLOCK_K` elements, summed in one chain each
        pack B into panels                              unless it is packed already, or lies well
        for blocks of rows
          copy A's rows                                 only where its strides would share cache sets
          `block`: register tiles, see `matmul_kernels`

| function | does |
|---|---|
| `product_rows`, `_columns`, `_any` | D = A·B; B is packed by the function of that name, if at all |
| `strips` | D = A·B where both are packed beforehand |
| `own_strips` | D = A·B where B is; A is packed on the way, a block of rows at a time |
| `kept` | D = A·B where B is; A is read where it lies |

Packed beforehand, A is `[blocks of K][strips][k][rows]` and B `[blocks of K][panels][k][width]`.
Strides are bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..llvm.text import Function, Int, Loop
from .choices import chosen
from .matmul_few import Streaming
from .matmul_kernels import BLOCK_K, ROW_STRIDE, Shape, block_panels, kept_shape

ALIASING = 4096  # bytes: strides that are multiples of it share sets of the first cache
_SMALL_K = 64  # rows of B that the first cache holds wherever they lie

PARAMS = [
    ("i64", "m"), ("i64", "n"), ("i64", "k"), ("ptr", "a"), ("i64", "am"), ("i64", "ak"),
    ("ptr", "b"), ("i64", "bk"), ("i64", "bn"), ("ptr", "panels"), ("i64", "room"), ("ptr", "d"),
    ("i64", "dm"), ("i64", "whole"), ("ptr", "copies"),
]  # fmt: skip
KEPT_PARAMS = [
    ("i64", "m"), ("i64", "n"), ("i64", "k"), ("ptr", "a"), ("i64", "am"), ("i64", "ak"),
    ("ptr", "b"), ("i64", "bl"), ("i64", "number"), ("ptr", "d"), ("i64", "dm"),
    ("i64", "whole"), ("ptr", "copies"),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Packed:
    """Strips and panels of a block of K."""

    left: str
    right: str
    k: Int
    add: Int  # whether it is added to what is there
    first: Int  # panel of the part's columns
    tiles: Int  # panels from there


class Products(Streaming):
    """`Streaming` and the functions of this file."""

    def block_rows(self) -> int:
        """Rows of A at a time."""
        return chosen(self.target, "block_rows") // self.shape.rows * self.shape.rows

    def strip_rows(self) -> int:
        """The same where they are packed into strips."""
        return chosen(self.target, "block_rows") // self.strip.rows * self.strip.rows

    def copy_bytes(self) -> int:
        """Bytes for a block of A; tiles may prefetch past its end, which never faults."""
        block = self.block_rows()
        return max(block * ROW_STRIDE, BLOCK_K * (block + 16)) * self.shape.itemsize

    def product(self, kind: str) -> str:
        """product(m, n, k, a, am, ak, b, bk, bn, panels, room, d, dm, whole, copies): D = A·B.

        kind: `rows`, `columns` or `any`: which function packs B.
        panels: memory for `room` columns of a block of K.
        whole: whether D has room for whole tiles, as for `block`.
        """
        name, f = self._start(f"product_{kind}", PARAMS)
        if f is None:
            return name
        s = self.shape
        full = f.mul(f.div("%n", s.width), s.width)
        direct: Int = 0
        if kind == "rows":
            few = f.compare("sle", "%m", chosen(self.target, "in_place_rows"))
            small = f.compare("sle", "%k", _SMALL_K)
            spread = f.compare("ne", f.let(f"and i64 %bk, {ALIASING // 4 - 1}"), 0)
            well = f.let(f"or i1 {few}, {f.let(f'and i1 {small}, {spread}')}")
            direct = f.select(well, full, 0)
            # Columns [0, direct) are read where they are, the others from panels.
            with f.when(f.compare("sgt", direct, 0)):
                self._blocks(f, "place", 0, direct, "%d")
        with f.loop(direct, "%n", "%room") as columns:
            nc = f.minimum("%room", f.sub("%n", columns.index))
            d = self._at(f, "%d", f.mul(columns.index, s.itemsize))
            self._blocks(f, kind, columns.index, nc, d)
        f.ret()
        return name

    def _blocks(self, f: Function, kind: str, j: Int, n: Int, d: str) -> None:
        """Columns [j, j + n): all blocks of K."""
        s = self.shape
        row = s.width * s.itemsize
        b = self._at(f, "%b", f.mul(j, "%bn"))
        # At least once, so that an empty sum is stored too.
        with f.loop(0, f.maximum("%k", 1), BLOCK_K) as blocks:
            start = blocks.index
            kc = f.minimum(BLOCK_K, f.sub("%k", start))
            add = f.let(f"zext i1 {f.compare('ne', start, 0)} to i64")
            part = self._at(f, b, f.mul(start, "%bk"))
            panel: Int = f.mul(kc, row)
            bk: Int = row
            if kind == "place":
                panel, bk = row, "%bk"
            else:
                f.emit(
                    f"call void {self.packing(kind)}(i64 {kc}, i64 {n}, ptr {part}, i64 %bk, i64 %bn, "
                    f"ptr %panels, i64 {panel})"
                )
                part = "%panels"
            at = self._at(f, "%a", f.mul(start, "%ak"))
            f.emit(
                f"call void {self.rows()}(i64 %m, i64 {n}, i64 {kc}, ptr {at}, i64 %am, i64 %ak, "
                f"ptr {part}, i64 {panel}, i64 {bk}, ptr {d}, i64 %dm, i64 {add}, i64 %whole, "
                "ptr %copies)"
            )

    def rows(self, shape: Shape | None = None) -> str:
        """rows(m, n, k, a, am, ak, b, panel, bk, d, dm, add, whole, copies): D (+)= A·B.

        The same as `block`, but for blocks of rows that are copied where they lie badly.
        """
        s = shape or self.shape
        name, f = self._start(
            self._of_shape("rows", s),
            [("i64", "m"), ("i64", "n"), ("i64", "k"), ("ptr", "a"), ("i64", "am"), ("i64", "ak"),
             ("ptr", "b"), ("i64", "panel"), ("i64", "bk"), ("ptr", "d"), ("i64", "dm"),
             ("i64", "add"), ("i64", "whole"), ("ptr", "copies")],
        )  # fmt: skip
        if f is None:
            return name
        isz, block = self.shape.itemsize, self.block_rows()
        across = f.compare("eq", "%ak", isz)  # rows of A are contiguous
        down = f.compare("eq", "%am", isz)
        stride = f.select(across, "%am", "%ak")
        aligned = f.compare("eq", f.let(f"and i64 {stride}, {ALIASING - 1}"), 0)
        reused = f.compare("sge", "%n", chosen(self.target, "reused") * s.width)
        bad = f.let(f"and i1 {f.let(f'or i1 {across}, {down}')}, {aligned}")
        bad = f.let(f"and i1 {bad}, {reused}")
        place = f.select(across, ROW_STRIDE * isz, (block + 16) * isz)
        am = f.select(bad, f.select(across, place, isz), "%am")
        ak = f.select(bad, f.select(across, isz, place), "%ak")
        with f.loop(0, "%m", block) as loop:
            i = loop.index
            mc = f.minimum(block, f.sub("%m", i))
            a = self._at(f, "%a", f.mul(i, "%am"))
            with f.when(bad):
                lines, length = f.select(across, mc, "%k"), f.select(across, "%k", mc)
                f.emit(
                    f"call void {self.copy()}(i64 {lines}, i64 {length}, ptr {a}, i64 {stride}, "
                    f"ptr %copies, i64 {place})"
                )
            a = str(f.select(bad, "%copies", a, "ptr"))
            d = self._at(f, "%d", f.mul(i, "%dm"))
            f.emit(
                f"call void {self.block(s)}(i64 {mc}, i64 %n, i64 %k, ptr {a}, i64 {am}, i64 {ak}, "
                f"ptr %b, i64 %panel, i64 %bk, ptr {d}, i64 %dm, i64 %add, i64 %whole)"
            )
        f.ret()
        return name

    def strips(self) -> str:
        """strips(m, n, k, a, line of a, b, line of b, d, dm, whole): D = A·B, both packed.

        A line is one k of all strips or panels; `a` and `b` are those of the first row and column.
        """
        name, f = self._start(
            "strips",
            [("i64", "m"), ("i64", "n"), ("i64", "k"), ("ptr", "a"), ("i64", "al"),
             ("i64", "first"), ("ptr", "b"), ("i64", "bl"), ("i64", "number"), ("ptr", "d"),
             ("i64", "dm"), ("i64", "whole")],
        )  # fmt: skip
        if f is None:
            return name
        s = self.strip
        row, column = s.width * s.itemsize, s.rows * s.itemsize
        buffer = f.alloca(self.element, s.rows * s.width, 64)
        # Some panels stay in the second-level cache while strips stream past.
        for low, tiles, blocks in self._panels(f):
            start = blocks.index
            kc = f.minimum(BLOCK_K, f.sub("%k", start))
            add = f.let(f"zext i1 {f.compare('ne', start, 0)} to i64")
            strip, number = f.mul(kc, column), f.add("%number", low)
            left = self._at(f, "%a", f.add(f.mul(start, "%al"), f.mul("%first", strip)))
            right = self._at(f, "%b", f.add(f.mul(start, "%bl"), f.mul(number, f.mul(kc, row))))
            share = f.ceil_div(column, tiles)

            def fetched(
                a: str, tile: Int, kc: Int = kc, strip: Int = strip, share: Int = share
            ) -> tuple[str, Int]:
                # Each tile of a row fetches a part of the next strip.
                return self._at(f, a, f.add(strip, f.mul(f.mul(tile, kc), share))), share

            block = _Packed(left, right, kc, add, low, tiles)
            self._packed_tiles(f, block, "%m", "%d", buffer, fetched)
        f.ret()
        return name

    def _panels(self, f: Function) -> Iterator[tuple[Int, Int, Loop]]:
        """The loops over some panels at a time, (first, how many), and blocks of K; once."""
        panels = f.ceil_div("%n", self.strip.width)
        parts = f.ceil_div(panels, block_panels(self.target, self.strip))
        with f.loop(0, parts) as columns, f.loop(0, f.maximum("%k", 1), BLOCK_K) as blocks:
            low = f.div(f.mul(columns.index, panels), parts)
            tiles = f.sub(f.div(f.mul(f.add(columns.index, 1), panels), parts), low)
            yield low, tiles, blocks

    def own_strips(self) -> str:
        """own_strips(m, n, k, a, am, ak, b, line of b, panel, d, dm, whole, copies): D = A·B, B packed.

        A has adjacent rows, and is packed on the way, a block of rows at a time, which stays in the second cache.
        """
        name, f = self._start("own_strips", KEPT_PARAMS)
        if f is None:
            return name
        s = self.strip
        row, column = s.width * s.itemsize, s.rows * s.itemsize
        height = self.strip_rows()
        buffer = f.alloca(self.element, s.rows * s.width, 64)
        for low, tiles, blocks in self._panels(f):
            with f.loop(0, "%m", height) as rows:
                start, i = blocks.index, rows.index
                kc = f.minimum(BLOCK_K, f.sub("%k", start))
                mc = f.minimum(height, f.sub("%m", i))
                add = f.let(f"zext i1 {f.compare('ne', start, 0)} to i64")
                a = self._at(f, "%a", f.add(f.mul(start, "%ak"), f.mul(i, "%am")))
                f.emit(
                    f"call void {self.pack_rows(s.rows)}(i64 {kc}, i64 {mc}, ptr {a}, i64 %ak, "
                    f"i64 %am, ptr %copies, i64 {f.mul(kc, column)})"
                )
                number = f.mul(f.add("%number", low), f.mul(kc, row))
                right = self._at(f, "%b", f.add(f.mul(start, "%bl"), number))
                d = self._at(f, "%d", f.mul(i, "%dm"))
                block = _Packed("%copies", right, kc, add, low, tiles)
                self._packed_tiles(f, block, mc, d, buffer, lambda a, tile: (a, 0))
        f.ret()
        return name

    def _packed_tiles(
        self, f: Function, block: _Packed, rows: Int, d: str, buffer: str,
        fetched: Callable[[str, Int], tuple[str, Int]],
    ) -> None:  # fmt: skip
        """All tiles of a block of K, both sides packed.

        fetched: of a strip and the number of a tile along it, what the tile fetches meanwhile, as `strip_tile`.
        """
        s, kc = self.strip, block.k
        row, column = s.width * s.itemsize, s.rows * s.itemsize
        panel, strip = f.mul(kc, row), f.mul(kc, column)
        free, ahead = f.compare("ne", "%whole", 0), chosen(self.target, "panels_ahead")
        with f.loop(0, rows, s.rows) as down, f.loop(0, block.tiles) as along:
            i, j = down.index, f.mul(f.add(block.first, along.index), s.width)
            a = self._at(f, block.left, f.mul(f.div(i, s.rows), strip))
            b = self._at(f, block.right, f.mul(along.index, panel))
            m, n = f.sub(rows, i), f.sub("%n", j)
            inside = f.let(f"and i1 {f.compare('sge', m, s.rows)}, {f.compare('sge', n, s.width)}")
            direct = f.let(f"or i1 {free}, {inside}")
            at = self._at(f, self._at(f, d, f.mul(i, "%dm")), f.mul(j, s.itemsize))
            place = str(f.select(direct, at, buffer, "ptr"))
            dm, adds = f.select(direct, "%dm", row), f.select(direct, block.add, 0)
            soon, step = fetched(a, along.index)
            self._strip_tiles(
                f,
                n,
                f"i64 {kc}, ptr {a}, ptr {b}, ptr {place}, i64 {dm}, i64 {adds}, ptr {soon}, "
                f"i64 {step}",
                f"i64 {kc}, ptr {a}, i64 {s.itemsize}, i64 {column}, ptr {b}, i64 {row}, "
                f"ptr {place}, i64 {dm}, i64 {adds}, i64 {row * ahead}",
            )
            with f.when(f.let(f"xor i1 {direct}, true")):
                f.emit(
                    f"call void {self._flush(s.vectors)}(i64 {f.minimum(m, s.rows)}, i64 {n}, "
                    f"ptr {buffer}, ptr {at}, i64 %dm, i64 {block.add})"
                )

    def _strip_tiles(self, f: Function, n: Int, whole: str, narrow: str) -> None:
        """Call the tile for `n` columns: with fewer than it has vectors for, a narrower one."""
        s, done = self.strip, f.label()
        for vectors in range(1, s.vectors):
            here, wider = f.label(), f.label()
            f.branch(f.compare("sle", n, vectors * s.lanes), here, wider)
            f.place(here)
            f.emit(f"call void {self.tile(s.rows, vectors)}({narrow})")
            f.jump(done)
            f.place(wider)
        f.emit(f"call void {self.strip_tile()}({whole})")
        f.jump(done)
        f.place(done)

    def kept(self) -> str:
        """kept(m, n, k, a, am, ak, b, line of b, panel, d, dm, whole, copies): D = A·B, B packed.

        `b` is all of B, of which panels from number `panel` on are read.
        """
        name, f = self._start("kept", KEPT_PARAMS)
        if f is None:
            return name
        shape = kept_shape(self.target, self.shape.dtype)
        row = shape.width * shape.itemsize
        with f.loop(0, f.maximum("%k", 1), BLOCK_K) as blocks:
            start = blocks.index
            kc = f.minimum(BLOCK_K, f.sub("%k", start))
            panel = f.mul(kc, row)
            a = self._at(f, "%a", f.mul(start, "%ak"))
            b = self._at(f, "%b", f.add(f.mul(start, "%bl"), f.mul("%number", panel)))
            add = f.let(f"zext i1 {f.compare('ne', start, 0)} to i64")
            f.emit(
                f"call void {self.rows(shape)}(i64 %m, i64 %n, i64 {kc}, ptr {a}, i64 %am, i64 %ak, "
                f"ptr {b}, i64 {panel}, i64 {row}, ptr %d, i64 %dm, i64 {add}, i64 %whole, "
                "ptr %copies)"
            )
        f.ret()
        return name

    def few_rows(self) -> str:
        """few_rows(m, n, k, a, am, ak, b, bk, d, dm): D = A·B for up to `few_rows` rows; B has unit stride along n."""
        name, f = self._start(
            "few_rows",
            [("i64", "m"), ("i64", "n"), ("i64", "k"), ("ptr", "a"), ("i64", "am"), ("i64", "ak"),
             ("ptr", "b"), ("i64", "bk"), ("ptr", "d"), ("i64", "dm")],
        )  # fmt: skip
        if f is None:
            return name
        with f.loop(0, f.maximum("%k", 1), BLOCK_K) as blocks:
            start = blocks.index
            kc = f.minimum(BLOCK_K, f.sub("%k", start))
            a = self._at(f, "%a", f.mul(start, "%ak"))
            b = self._at(f, "%b", f.mul(start, "%bk"))
            add = f.let(f"zext i1 {f.compare('ne', start, 0)} to i64")
            f.emit(
                f"call void {self.stream()}(i64 %m, i64 %n, i64 {kc}, ptr {a}, i64 %am, i64 %ak, "
                f"ptr {b}, i64 %bk, ptr %d, i64 %dm, i64 {add})"
            )
        f.ret()
        return name
