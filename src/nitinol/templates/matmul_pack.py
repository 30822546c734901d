"""Shared functions that move operands of matrix products to where tiles read them best.

| function | does |
|---|---|
| `pack_rows` | B[k, n] with unit stride along n into panels |
| `pack_columns` | the same for unit stride along k: transposes in registers |
| `pack_any` | the same for any strides, and for dtypes that are converted on the way |

Panels are described in `matmul_kernels`. Strides are bytes.
"""

from __future__ import annotations

from ..llvm.text import Function
from .matmul_kernels import VECTORS, Kernels

_AHEAD = 512  # bytes: many rows at once are more streams than the hardware follows
PACK_PARAMS = [
    ("i64", "k"), ("i64", "n"), ("ptr", "b"), ("i64", "bk"), ("i64", "bn"), ("ptr", "d"),
    ("i64", "panel"),
]  # fmt: skip


class Packing(Kernels):
    """`Kernels` and the functions that move operands."""

    def pack_rows(self) -> str:
        """pack(k, n, b, k stride, n stride, d, panel bytes), where elements along n are adjacent."""
        name, f = self._start("pack_rows", PACK_PARAMS)
        if f is None:
            return name
        s = self.shape
        step, row = s.lanes * s.itemsize, s.width * s.itemsize
        whole = f.mul(f.div("%n", s.width), s.width)
        rest = f.sub("%n", whole)
        masks = self.masks(f, rest)
        with f.loop(0, "%k") as loop:
            # Along a row of B first: it is the order in which it lies in memory.
            source = self._at(f, "%b", f.mul(loop.index, "%bk"))
            target = self._at(f, "%d", f.mul(loop.index, row))
            carried = [("ptr", source), ("ptr", target)]
            with f.loop(0, whole, s.width, carried) as columns:
                a, d = columns.values
                for v in range(VECTORS):
                    self._store(
                        f, self._load(f, self._at(f, a, v * step)), self._at(f, d, v * step)
                    )
                columns.result = [self._at(f, a, row), self._at(f, d, "%panel")]
            a, d = columns.final
            with f.when(f.compare("sgt", rest, 0)):
                for v, mask in enumerate(masks):
                    value = self.masked_load(f, self._at(f, a, v * step), mask)
                    self._store(f, value, self._at(f, d, v * step))
        f.ret()
        return name

    def pack_columns(self) -> str:
        """pack(k, n, b, k stride, n stride, d, panel bytes), where elements along k are adjacent."""
        name, f = self._start("pack_columns", PACK_PARAMS)
        if f is None:
            return name
        s = self.shape
        row = s.width * s.itemsize
        whole = f.mul(f.div("%k", s.lanes), s.lanes)
        last = f.sub("%n", 1)
        groups = f.mul(f.ceil_div("%n", s.width), VECTORS)
        with f.loop(0, groups) as group:
            first = f.mul(group.index, s.lanes)
            panel = f.mul(f.div(group.index, VECTORS), "%panel")
            inside = f.mul(f.rem(group.index, VECTORS), s.lanes * s.itemsize)
            target = self._at(f, self._at(f, "%d", panel), inside)
            # A column that is missing repeats the last: its sums are dropped.
            lines = [
                self._at(f, "%b", f.mul(f.minimum(f.add(first, i), last), "%bn"))
                for i in range(s.lanes)
            ]
            with f.loop(0, whole, s.lanes) as loop:
                offset = f.mul(loop.index, s.itemsize)
                rows = [self._load(f, self._at(f, line, offset)) for line in lines]
                ahead = f.add(offset, _AHEAD)
                for line in lines:
                    # Into the second cache: lines of many rows may share a set of the first.
                    self._prefetch(f, self._at(f, line, ahead), 2)
                d = self._at(f, target, f.mul(loop.index, row))
                for u, column in enumerate(self.transposed(f, rows)):
                    self._store(f, column, self._at(f, d, u * row))
            with f.loop(whole, "%k") as loop:
                offset = f.mul(loop.index, s.itemsize)
                d = self._at(f, target, f.mul(loop.index, row))
                for i, line in enumerate(lines):
                    x = f.load(self.element, self._at(f, line, offset), s.itemsize)
                    f.store(self.element, x, self._at(f, d, i * s.itemsize), s.itemsize)
        f.ret()
        return name

    def transposed(self, f: Function, rows: list[str]) -> list[str]:
        """The columns of a square of lanes, by exchanging ever larger blocks."""
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

    def pack_any(self) -> str:
        """pack(k, n, b, k stride, n stride, d, panel bytes) for any strides."""
        name, f = self._start("pack_any", PACK_PARAMS)
        if f is None:
            return name
        s = self.shape
        last = f.sub("%n", 1)
        with f.loop(0, f.mul(f.ceil_div("%n", s.width), s.width)) as columns:
            j = columns.index
            panel = f.mul(f.div(j, s.width), "%panel")
            inside = f.mul(f.rem(j, s.width), s.itemsize)
            source = self._at(f, "%b", f.mul(f.minimum(j, last), "%bn"))
            target = self._at(f, self._at(f, "%d", panel), inside)
            with f.loop(0, "%k", 1, [("ptr", source), ("ptr", target)]) as loop:
                a, d = loop.values
                f.store(self.element, f.load(self.element, a, s.itemsize), d, s.itemsize)
                loop.result = [self._at(f, a, "%bk"), self._at(f, d, s.width * s.itemsize)]
        f.ret()
        return name
