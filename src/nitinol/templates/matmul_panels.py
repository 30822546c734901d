"""How a matrix product packs operands into strips and panels: in a phase for all tasks, or in the task that needs them.

An operand in memory is moved by the functions of `matmul_pack`. A pulled one is computed, vector by
vector, straight to its place; where what it reads is adjacent along K, first a line at a time into a
small buffer. Either way each element is computed once.
"""

from __future__ import annotations

from collections.abc import Callable

from ..llvm.text import Int
from .anchor import AnchorContext
from .matmul_grid import Packed, Sizes
from .matmul_groups import GroupProducts
from .matmul_kernels import BLOCK_K, ROW_STRIDE
from .matmul_pack_groups import GroupPacker
from .matmul_product import Products
from .vectors import Vec

_ROWS = 16  # along K, of which columns are computed at a time


class Moves(Sizes):
    """Sizes, and how parts of operands in memory are packed."""

    def __init__(self, ctx: AnchorContext, steady: tuple[bool, ...] = (False, False)) -> None:
        super().__init__(ctx, steady)
        self.ctx = ctx
        module, how = ctx.f.module, self.sides.groups
        self.kernels = (
            GroupProducts(module, ctx.target, how)
            if how
            else Products(module, ctx.target, ctx.operand(0).dtype)
        )
        wide = max(self.left.width, self.right.width)
        pulls = any(self.sides.pulled)
        self.lines = ctx.scratch(wide * ROW_STRIDE * self.bytes) if pulls else ""

    def place(self, left: bool, p: Packed, index: Int, start: Int, number: Int, panel: Int) -> str:
        """Where a panel or strip lies; blocks of K begin at `start`."""
        f = self.f
        place = f.add(f.mul(index, p.product), f.mul(start, p.line))
        place = f.add(place, f.mul(number, panel))
        return self.at(self.ctx.shared("kept" if self.kept else "left" if left else "right"), place)

    def move(
        self, left: bool, p: Packed, index: Int, start: Int, kc: Int, j: Int, n: Int, number: Int
    ) -> None:  # fmt: skip
        """Pack `n` rows or columns from `j`, `kc` deep, from this panel or strip on."""
        f, s = self.f, self.sides
        panel = f.mul(kc, p.width * self.bytes)
        d = self.place(left, p, index, start, number, panel)
        if s.pulled[0 if left else 1]:
            self._pull(left, p, self.coords(index), start, kc, j, n, d, panel)
            return
        strides = s.left_strides()[::-1] if left else s.right_strides()
        rk, rn = (f.mul(x, self.bytes) for x in strides)
        b = self.base(s.left if left else s.right, self.coords(index))
        b = self.at(b, f.add(f.mul(start, rk), f.mul(j, rn)))
        self.pack(self.kind(left), p.width, kc, n, b, rk, rn, d, panel)

    def pack(
        self, kind: str, width: int, kc: Int, n: Int, b: str, rk: Int, rn: Int, d: str, panel: Int
    ) -> None:  # fmt: skip
        """Call the function that packs."""
        self.f.emit(
            f"call void {self.kernels.packing(kind, width)}(i64 {kc}, i64 {n}, ptr {b}, "
            f"i64 {rk}, i64 {rn}, ptr {d}, i64 {panel})"
        )

    def _pull(
        self, left: bool, p: Packed, batch: list[Int], start: Int, kc: Int, j: Int, n: Int,
        d: str, panel: Int,
    ) -> None:  # fmt: skip
        """The same for a pulled operand."""
        f, ctx, s, lanes = self.f, self.ctx, self.sides, self.shape.lanes
        operand = (1 if left else 0) if s.swapped else (0 if left else 1)
        k_axis = len(batch) + (1 if operand == 0 else 0)
        n_axis = len(batch) + (0 if operand == 0 else 1)

        def vector(k: Int, column: Int, axis: int, lanes: int, mask: str) -> Vec:
            place = [k, column] if operand == 1 else [column, k]
            return ctx.pull(operand, [*batch, *place], axis, lanes, mask)

        def computed(k: Int, column: Int, axis: int, mask: str) -> str:
            if not isinstance(kernels, GroupProducts):
                return vector(k, column, axis, lanes, mask).name
            members = kernels.how.dot.members
            k = f.mul(k, members)
            mask = kernels.member_mask(f, f.sub(kernels.how.k, k))
            value = vector(k, column, k_axis, members * lanes, mask)
            return kernels.groups_along(f, value, mask, left)

        kernels, header = self.kernels, 0
        if isinstance(kernels, GroupProducts) and kernels.how.headers:
            # Behind the header there are groups.
            header = p.width * self.bytes
            start, kc = f.mul(f.div(start, BLOCK_K), BLOCK_K - 1), f.sub(kc, 1)

        def panels(body: Callable[[Int, Int, str], None]) -> None:
            """body(first column, columns, where they go) for each panel."""
            with f.loop(0, n, p.width) as loop:
                count = f.minimum(p.width, f.sub(n, loop.index))
                body(loop.index, count, self.at(d, f.mul(f.div(loop.index, p.width), panel)))

        def lines(first: Int, count: Int, top: str) -> None:
            """What it reads is adjacent along K: lines first, which are then transposed."""
            step = ROW_STRIDE * self.bytes
            with f.loop(0, count) as rows, f.loop(0, kc, lanes) as along:
                mask = self.kernels.tail_mask(f, f.sub(kc, along.index))
                column = f.add(f.add(j, first), rows.index)
                value = computed(f.add(start, along.index), column, k_axis, mask)
                at = f.add(f.mul(rows.index, step), f.mul(along.index, self.bytes))
                f.store(self.kernels.vector, value, self.at(self.lines, at), self.bytes)
            target = self.at(top, header)
            self.pack("columns", p.width, kc, count, self.lines, self.bytes, step, target, panel)
            if isinstance(kernels, GroupProducts) and kernels.how.headers and not left:
                f.emit(f"call void {kernels.header()}(i64 {f.add(kc, 1)}, ptr {top})")

        if ctx.pull_axis(operand) == k_axis:
            panels(lines)
            return
        if isinstance(kernels, GroupProducts):
            packer = GroupPacker(
                f, kernels, p.width, left, self.lines,
                lambda k, at, count, mask: vector(k, at, n_axis, count, mask),
            )  # fmt: skip
            packer.emit(start, kc, j, n, self.at(d, header), panel)
            return
        # Some rows at a time, so that what lies side by side is read one after the other.
        with f.loop(0, kc, _ROWS) as chunks:
            low, high = chunks.index, f.minimum(kc, f.add(chunks.index, _ROWS))

            def rows(first: Int, count: Int, top: str) -> None:
                with f.loop(low, high) as ks, f.loop(0, p.width, lanes) as pieces:
                    piece = pieces.index
                    mask = self.kernels.tail_mask(f, f.sub(count, piece))
                    column = f.add(f.add(j, first), piece)
                    value = computed(f.add(start, ks.index), column, n_axis, mask)
                    at = f.add(f.mul(ks.index, p.width), piece)
                    kept = self.kernels.tail_mask(f, f.sub(p.width, piece))
                    place = self.at(top, f.mul(at, self.bytes))
                    self.kernels.masked_store(f, value, place, kept)

            panels(rows)


class Packer(Moves):
    """The code of a task that packs."""

    def emit(self) -> None:
        f = self.f
        if self.packs == 0:
            return
        sides = ((False, self.right), (True, self.left))
        for left, side in sides[:1] if self.kept else sides:
            first, last = self.task_range(self.ctx.task, side.units, self.packs)
            with f.loop(first, last) as loop:
                self._unit(loop.index, left, side)

    def _unit(self, unit: Int, left: bool, p: Packed) -> None:
        """A group of panels of one block of K."""
        f, s = self.f, self.sides
        blocks = f.ceil_div(s.k, BLOCK_K)
        rest, group = f.div(unit, p.groups), f.rem(unit, p.groups)
        index, block = f.div(rest, blocks), f.rem(rest, blocks)
        start, j = f.mul(block, BLOCK_K), f.mul(group, p.columns)
        n, number = f.minimum(p.columns, f.sub(s.m if left else s.n, j)), f.div(j, p.width)
        if left and p.chunked:
            # Strips begin anew with the rows of each task.
            each = f.div(p.groups, self.grid.rows.count)
            chunk, group = f.div(group, each), f.rem(group, each)
            low, end = self.grid.rows.part(f, chunk, s.m)
            ahead = f.mul(group, p.columns)
            j, number = f.add(low, ahead), f.add(f.mul(chunk, p.slots), f.div(ahead, p.width))
            n = f.maximum(f.minimum(p.columns, f.sub(end, j)), 0)
        kc = f.minimum(BLOCK_K, f.sub(s.k, start))
        self.move(left, p, index, start, kc, j, n, number)
