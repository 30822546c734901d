"""Shared functions that move operands of matrix products to where tiles read them best.

| function | does |
|---|---|
| `pack_rows` | B[k, n] with unit stride along n into panels |
| `pack_columns` | the same for unit stride along k: transposes in registers |
| `pack_any` | the same for any strides |

Panels are described in `matmul_kernels`. The same functions put Aᵀ[k, m] into *strips*, `[k][rows]`: the
rows of one register tile. `width` is the length of one k of either. Strides are bytes.
"""

from __future__ import annotations

from ..llvm.text import Function, Int
from .matmul_kernels import Kernels

_AHEAD = 256  # bytes: many rows at once are more streams than the hardware follows
_PIECE = 512  # bytes of a panel at a time: panels may all begin in one set of the first cache
_ROWS = 8  # at most, that are read for it
PACK_PARAMS = [
    ("i64", "k"), ("i64", "n"), ("ptr", "b"), ("i64", "bk"), ("i64", "bn"), ("ptr", "d"),
    ("i64", "panel"),
]  # fmt: skip


class Packing(Kernels):
    """`Kernels` and the functions that move operands."""

    def packing(self, kind: str, width: int = 0) -> str:
        """The function `pack_<kind>`."""
        made = {"rows": self.pack_rows, "columns": self.pack_columns, "any": self.pack_any}
        return made[kind](width)

    def _pieces(self, width: int) -> list[tuple[int, int]]:
        """(first element, number of elements) of the vectors that hold one k."""
        lanes = self.shape.lanes
        return [(at, min(lanes, width - at)) for at in range(0, width, lanes)]

    def _chunks(self, count: int) -> list[tuple[int, int]]:
        """(first lane, number of lanes) of the vectors, each a power of two, that hold so many lanes.

        Nine elements are moved as eight and one: a masked move of a whole vector to every 36th byte crosses a line
        of the cache nearly each time. With eight and one, packing strips took half of the time.
        """
        found, at = [], 0
        while at < count:
            n = 1 << (count - at).bit_length() - 1
            found.append((at, n))
            at += n
        return found

    def _chunk(self, n: int) -> str:
        return self.element if n == 1 else f"<{n} x {self.element}>"

    def _put(self, f: Function, value: str, pointer: str, count: int) -> None:
        """Store `count` lanes."""
        lanes, isz, v = self.shape.lanes, self.shape.itemsize, self.vector
        if count == lanes:
            self._store(f, value, pointer)
            return
        for at, n in self._chunks(count):
            if n == 1:
                part = f.let(f"extractelement {v} {value}, i64 {at}")
            else:
                places = ", ".join(f"i32 {at + i}" for i in range(n))
                part = f.let(f"shufflevector {v} {value}, {v} poison, <{n} x i32> <{places}>")
            f.store(self._chunk(n), part, self._at(f, pointer, at * isz), isz)

    def _move(self, f: Function, source: str, target: str, count: int) -> None:
        """Copy `count` elements."""
        for at, n in self._chunks(count):
            isz, kind = self.shape.itemsize, self._chunk(n)
            part = f.load(kind, self._at(f, source, at * isz), isz)
            f.store(kind, part, self._at(f, target, at * isz), isz)

    def pack_rows(self, width: int = 0) -> str:
        """pack(k, n, b, k stride, n stride, d, panel bytes), where elements along n are adjacent."""
        width = width or self.shape.width
        name, f = self._start(f"pack_rows_{width}", PACK_PARAMS)
        if f is None:
            return name
        s, pieces = self.shape, self._pieces(width)
        row = width * s.itemsize
        height = max(1, min(_ROWS, _PIECE // row))
        soon = f.mul("%bk", height)
        whole = f.mul(f.div("%n", width), width)
        rest = f.sub("%n", whole)
        masks = [self.tail_mask(f, f.minimum(rest, at + n), at) for at, n in pieces]

        def rows(first: Int, count: int) -> None:
            """Rows of B from `first` on: a part of each panel after the other."""
            source = self._at(f, "%b", f.mul(first, "%bk"))
            target = self._at(f, "%d", f.mul(first, row))
            lines = [f.mul("%bk", u) for u in range(count)]
            carried = [("ptr", source), ("ptr", target)]
            with f.loop(0, whole, width, carried) as columns:
                a, d = columns.values
                for u, line in enumerate(lines):
                    # Rows of B are pages apart, and the hardware does not fetch from page to page.
                    there = self._at(f, a, line)
                    for at in range(0, row, 64):
                        self._prefetch(f, self._at(f, there, f.add(soon, at)), 2)
                    for at, n in pieces:
                        place = self._at(f, there, at * s.itemsize)
                        self._move(f, place, self._at(f, d, u * row + at * s.itemsize), n)
                columns.result = [self._at(f, a, row), self._at(f, d, "%panel")]
            a, d = columns.final
            with f.when(f.compare("sgt", rest, 0)):
                for u, line in enumerate(lines):
                    for (at, n), mask in zip(pieces, masks, strict=True):
                        place = self._at(f, self._at(f, a, line), at * s.itemsize)
                        value = self.masked_load(f, place, mask)
                        self._put(f, value, self._at(f, d, u * row + at * s.itemsize), n)

        blocks = f.mul(f.div("%k", height), height)
        with f.loop(0, blocks, height) as loop:
            rows(loop.index, height)
        with f.loop(blocks, "%k") as loop:
            rows(loop.index, 1)
        f.ret()
        return name

    def pack_columns(self, width: int = 0) -> str:
        """pack(k, n, b, k stride, n stride, d, panel bytes), where elements along k are adjacent."""
        width = width or self.shape.width
        name, f = self._start(f"pack_columns_{width}", PACK_PARAMS)
        if f is None:
            return name
        s, pieces = self.shape, self._pieces(width)
        row = width * s.itemsize
        whole = f.mul(f.div("%k", s.lanes), s.lanes)
        last = f.sub("%n", 1)
        length = f.mul(whole, s.itemsize)
        with f.loop(0, f.ceil_div("%n", width)) as panels:
            first = f.mul(panels.index, width)
            panel = self._at(f, "%d", f.mul(panels.index, "%panel"))
            for at, n in pieces:
                target = self._at(f, panel, at * s.itemsize)
                # A column that is missing repeats the last: its sums are dropped.
                lines = [
                    self._at(f, "%b", f.mul(f.minimum(f.add(first, at + i), last), "%bn"))
                    for i in range(n)
                ]
                with f.loop(0, whole, s.lanes) as loop:
                    offset = f.mul(loop.index, s.itemsize)
                    rows = [self._load(f, self._at(f, line, offset)) for line in lines]
                    # Behind the end of these rows come the next ones.
                    ahead = f.add(offset, _AHEAD)
                    beyond = f.add(f.sub(ahead, length), f.mul("%bn", n))
                    ahead = f.select(f.compare("slt", ahead, length), ahead, beyond)
                    for line in lines:
                        # Into the second cache: lines of many rows may share a set of the first.
                        self._prefetch(f, self._at(f, line, ahead), 2)
                    rows += rows[:1] * (s.lanes - n)
                    d = self._at(f, target, f.mul(loop.index, row))
                    for u, column in enumerate(self.transposed(f, rows)):
                        self._put(f, column, self._at(f, d, u * row), n)
                with f.loop(0, n) as loop:
                    nearest = f.minimum(f.add(first, f.add(loop.index, at)), last)
                    line = self._at(f, "%b", f.mul(nearest, "%bn"))
                    d = self._at(f, target, f.mul(loop.index, s.itemsize))
                    with f.loop(whole, "%k") as tail:
                        place = self._at(f, line, f.mul(tail.index, s.itemsize))
                        x = f.load(self.element, place, s.itemsize)
                        f.store(self.element, x, self._at(f, d, f.mul(tail.index, row)), s.itemsize)
        f.ret()
        return name

    def transposed(self, f: Function, rows: list[str]) -> list[str]:
        """The columns of a square of lanes.

        Squares within pieces of 128 bits first, then pieces for elements: each step is one
        instruction, which overwrites no operand and reads no table.
        """
        n, v = self.shape.lanes, self.vector
        each = 16 // self.shape.itemsize  # of a piece
        pieces = n // each
        if each not in (2, 4) or pieces not in (1, 2, 4):
            return self._exchanged(f, rows)

        def pick(a: str, b: str, places: list[int]) -> str:
            """Places from n on are of b."""
            text = ", ".join(f"i32 {i}" for i in places)
            return f.let(f"shufflevector {v} {a}, {v} {b}, <{n} x i32> <{text}>")

        def unpack(a: str, b: str, width: int) -> list[str]:
            """The first halves of all pieces, by turns from a and b, `width` elements at a time; the second ones."""
            halves = []
            for half in range(2):
                places = []
                for i in range(n):
                    piece, inside = divmod(i, each)
                    turn, rest = divmod(inside, 2 * width)
                    one, of = turn * width + rest % width, rest // width
                    places.append(piece * each + half * each // 2 + one + of * n)
                halves.append(pick(a, b, places))
            return halves

        def mixed(a: str, b: str, of_a: tuple[int, int], of_b: tuple[int, int]) -> str:
            """Two pieces of each."""
            chosen = [p * each for p in of_a] + [n + p * each for p in of_b]
            return pick(a, b, [start + i for start in chosen for i in range(each)])

        groups = []
        for g in range(0, n, each):
            made = [x for r in range(g, g + each, 2) for x in unpack(rows[r], rows[r + 1], 1)]
            if each == 4:
                made = [*unpack(made[0], made[2], 2), *unpack(made[1], made[3], 2)]
            groups.append(made)
        columns = [""] * n
        for q in range(each):
            parts = [made[q] for made in groups]
            if pieces == 2:
                a, b = parts
                halves = ([0, n], [each, n + each])
                parts = [pick(a, b, [s + i for s in two for i in range(each)]) for two in halves]
            elif pieces == 4:
                ends = ((0, 1), (2, 3))
                pairs = [[mixed(parts[i], parts[i + 1], e, e) for i in (0, 2)] for e in ends]
                turns = ((0, 2), (1, 3))
                parts = [mixed(a, b, turn, turn) for a, b in pairs for turn in turns]
            for p, part in enumerate(parts):
                columns[p * each + q] = part
        return columns

    def _exchanged(self, f: Function, rows: list[str]) -> list[str]:
        """The same for other elements, by exchanging ever larger blocks."""
        n, v, made = self.shape.lanes, self.vector, list(rows)
        h = 1
        while h < n:
            low = ", ".join(f"i32 {i if not i & h else n + i - h}" for i in range(n))
            high = ", ".join(f"i32 {i + h if not i & h else n + i}" for i in range(n))
            for i in range(n):
                if not i & h:
                    a, b = made[i], made[i + h]
                    pick = f"shufflevector {v} {a}, {v} {b}, <{n} x i32>"
                    made[i], made[i + h] = f.let(f"{pick} <{low}>"), f.let(f"{pick} <{high}>")
            h *= 2
        return made

    def pack_any(self, width: int = 0) -> str:
        """pack(k, n, b, k stride, n stride, d, panel bytes) for any strides."""
        width = width or self.shape.width
        name, f = self._start(f"pack_any_{width}", PACK_PARAMS)
        if f is None:
            return name
        s = self.shape
        last = f.sub("%n", 1)
        with f.loop(0, f.mul(f.ceil_div("%n", width), width)) as columns:
            j = columns.index
            panel = f.mul(f.div(j, width), "%panel")
            inside = f.mul(f.rem(j, width), s.itemsize)
            source = self._at(f, "%b", f.mul(f.minimum(j, last), "%bn"))
            target = self._at(f, self._at(f, "%d", panel), inside)
            with f.loop(0, "%k", 1, [("ptr", source), ("ptr", target)]) as loop:
                a, d = loop.values
                f.store(self.element, f.load(self.element, a, s.itemsize), d, s.itemsize)
                loop.result = [self._at(f, a, "%bk"), self._at(f, d, width * s.itemsize)]
        f.ret()
        return name
