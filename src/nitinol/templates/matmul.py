"""The template of matrix products: batch[..., M, K] · batch[..., K, N].

One task computes some rows and columns of some products of the batch:

    for blocks of columns          B's part stays in the second-level cache
      for bands of rows            only where something is fused behind: their sums wait here
        for blocks of K            of `BLOCK_K` elements, summed in one chain each
          pack B into panels       unless it is small and lies well
          for blocks of rows
            copy A's rows          only where its strides would share cache sets
            `block`: register tiles, see `matmul_kernels`
        fused code, row by row     `write`

Where nothing is fused behind, tiles are stored straight into the result. Everything that depends
on sizes is decided at run time by the same code, so a kernel for exact sizes, where the decisions
fold, gives the same bits as the one that serves all sizes. Sums do not depend on the grid of
tasks: see `matmul_kernels`.

The product of dtypes other than float32 and float64 is in `matmul_any`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..base import dtypes as dt
from ..base.sizes import product
from ..ir.graph import Node
from ..llvm.text import Int
from . import matmul_any
from .anchor import AnchorContext, Buffer, Cost, Phase, Plan, SizeContext, Template, least_bytes
from .conditions import (
    Condition,
    as_number,
    both,
    choose,
    compare,
    either,
    low_bits,
    negate,
    when,
)
from .matmul_few import FEW, Streaming
from .matmul_kernels import BLOCK_K, ROW_STRIDE, Shape, tile_shape
from .vectors import Vec

_BLOCK_ROWS = 48  # of A, copied or read in place
_BAND_ROWS = 384  # whose sums wait in scratch for the fused code
_TASK_WORK = 1 << 17  # multiplications that are worth a task
_TASKS_PER_THREAD = 2
_SMALL_K = 64  # rows of B that the first cache holds wherever they lie
_FEW_ROWS = 16  # of a task: not worth packing B, if it can be read in place
_ALL = 1 << 40
_ALIASING = 4096  # bytes: strides that are multiples of it share sets of the first cache


@dataclass(frozen=True, slots=True)
class Sides:
    """The two operands as left[m, k] · right[k, n] where lanes run along n.

    `swapped`: left is Bᵀ and right Aᵀ, because lanes along the result's rows suit it better.
    """

    left: Buffer
    right: Buffer
    swapped: bool

    @property
    def _axes(self) -> tuple[int, int]:
        return (-1, -2) if self.swapped else (-2, -1)

    @property
    def m(self) -> Int:
        return self.left.shape[self._axes[0]]

    @property
    def n(self) -> Int:
        return self.right.shape[self._axes[1]]

    @property
    def k(self) -> Int:
        return self.left.shape[self._axes[1]]

    def left_strides(self) -> tuple[Int, Int]:
        """Elements from row to row and along k."""
        rows, along = self._axes
        return self.left.strides[rows], self.left.strides[along]

    def right_strides(self) -> tuple[Int, Int]:
        """Elements along k and from column to column."""
        along, columns = self._axes
        return self.right.strides[along], self.right.strides[columns]


def sides(ctx: SizeContext) -> Sides:
    """Which operand is left and which right."""
    a, b = ctx.operand(0), ctx.operand(1)
    ndim = len(a.shape)
    one_column = b.shape[-1] == 1 and a.shape[-2] != 1
    if one_column or ctx.unit_axis() == ndim - 2:
        return Sides(b, a, True)
    return Sides(a, b, False)


@dataclass(frozen=True, slots=True)
class Grid:
    """How the work is cut: units of (batch, rows, columns), and tasks of some units each."""

    across: Int  # parts of the columns
    parts: Int  # parts of one product
    units: Int
    tasks: Int
    rows: Int  # of one part
    columns: Int


def grid(ctx: SizeContext, s: Sides, shape: Shape) -> Grid:
    """The same numbers in the prologue and in the tasks."""
    f = ctx.f
    batch: Int = 1
    for size in s.left.shape[:-2]:
        batch = f.mul(batch, size)
    work = f.mul(f.mul(batch, s.m), f.mul(s.n, f.maximum(s.k, 1)))
    most = f.mul(ctx.threads, _TASKS_PER_THREAD)
    wanted = f.maximum(1, f.minimum(most, f.div(work, _TASK_WORK)))
    each = f.ceil_div(wanted, f.maximum(batch, 1))
    # Columns first: tasks that share columns would each pack the same part of B.
    across = f.maximum(1, f.minimum(each, f.div(s.n, 2 * shape.width)))
    down = f.maximum(1, f.minimum(f.ceil_div(each, across), f.div(s.m, 2 * shape.rows)))
    columns = f.mul(f.ceil_div(f.ceil_div(s.n, across), shape.width), shape.width)
    rows = f.mul(f.ceil_div(f.ceil_div(s.m, down), shape.rows), shape.rows)
    parts = f.mul(across, down)
    units = f.mul(batch, parts)
    # Without rows or columns there is nothing to write.
    nothing = f.minimum(f.minimum(s.m, s.n), 1)
    units = f.mul(units, nothing)
    return Grid(across, parts, units, f.minimum(units, f.maximum(wanted, 1)), rows, columns)


@dataclass(frozen=True, slots=True)
class _Band:
    """Rows [m0, m1) and `nc` columns from `j` of one product."""

    m0: Int
    m1: Int
    j: Int
    nc: Int
    few: Condition  # whether there are so few rows that B is streamed
    result: str  # where tiles are stored straight into the result: its product of the batch


class _Task:
    """The code of one task."""

    def __init__(self, ctx: AnchorContext) -> None:
        self.ctx, self.f = ctx, ctx.f
        self.kernels = Streaming(ctx.f.module, ctx.target, ctx.operand(0).dtype)
        self.shape = self.kernels.shape
        self.sides = sides(ctx)
        self.grid = grid(ctx, self.sides, self.shape)
        self.bytes = self.shape.itemsize
        self.plain = self._plain()
        s, isz = self.shape, self.bytes
        half = ctx.target.l2_bytes // 2
        # A short reduced axis leaves room for more columns: fused code then walks longer rows.
        self.depth = min(BLOCK_K, max(16, k)) if isinstance(k := self.sides.k, int) else BLOCK_K
        columns = half // (self.depth * isz) // s.width * s.width
        if self.plain is None:
            columns = max(s.width, columns // 2 // s.width * s.width)
        n, m = self.sides.n, self.sides.m
        streaming = isinstance(m, int) and m <= FEW and self.sides.right_strides()[1] == 1
        self.streaming = streaming
        if streaming:
            columns = 64 * s.width
        if isinstance(n, int):
            columns = min(columns, max(1, -(-n // s.width)) * s.width)
        self.block_columns = columns
        band = max(s.few, min(_BAND_ROWS, half // (columns * isz)) // s.few * s.few)
        block = _BLOCK_ROWS // s.rows * s.rows
        if isinstance(m, int):
            band = min(band, max(1, -(-m // s.few)) * s.few)
            block = min(block, max(1, -(-m // s.few)) * s.few)
        self.band_rows, self.block_rows = band, block
        self.sum_stride = (columns + s.lanes) * isz
        # Tiles prefetch ahead and may do so past the end of the panels; that never faults.
        copies = max(block * ROW_STRIDE, BLOCK_K * (block + 16)) * isz
        self.panels = "" if streaming else ctx.scratch(self.depth * columns * isz)
        self.copies = "" if streaming else ctx.scratch(copies)
        self.sums = "" if self.plain else ctx.scratch(band * self.sum_stride)

    def _plain(self) -> Buffer | None:
        """The result, where tiles may be stored straight into it."""
        found = self.ctx.plain()
        if found is None or found.dtype is not self.shape.dtype:
            return None
        return found if found.strides[-2 if self.sides.swapped else -1] == 1 else None

    def emit(self) -> None:
        f, g = self.f, self.grid
        if g.tasks == 0:
            return
        first = f.div(f.mul(self.ctx.task, g.units), g.tasks)
        last = f.div(f.mul(f.add(self.ctx.task, 1), g.units), g.tasks)
        with f.loop(first, last) as loop:
            unit = loop.index
            batch, part = f.div(unit, g.parts), f.rem(unit, g.parts)
            coords: list[Int] = []
            for size in reversed(self.sides.left.shape[:-2]):
                coords.insert(0, f.rem(batch, size))
                batch = f.div(batch, size)
            m0 = f.mul(f.div(part, g.across), g.rows)
            n0 = f.mul(f.rem(part, g.across), g.columns)
            m1 = f.minimum(self.sides.m, f.add(m0, g.rows))
            n1 = f.minimum(self.sides.n, f.add(n0, g.columns))
            self._unit(coords, m0, m1, n0, n1)

    def _base(self, buffer: Buffer, coords: Sequence[Int]) -> str:
        offset: Int = 0
        for c, stride in zip(coords, buffer.strides, strict=False):
            offset = self.f.add(offset, self.f.mul(c, stride))
        return self._at(buffer.pointer, self.f.mul(offset, self.bytes))

    def _at(self, pointer: str, offset: Int) -> str:
        return self.f.element(pointer, offset, "i8")

    def _unit(self, coords: list[Int], m0: Int, m1: Int, n0: Int, n1: Int) -> None:
        f, s = self.f, self.sides
        self.left, self.right = self._base(s.left, coords), self._base(s.right, coords)
        unit = compare(f, "eq", s.right_strides()[1], 1)
        few = self.streaming or both(f, unit, compare(f, "sle", f.sub(m1, m0), FEW))
        step: Int = self.block_columns
        if self.plain is not None:
            step = choose(f, few, _ALL, step)  # few rows block their columns themselves
        with f.loop(n0, n1, step) as columns:
            j = columns.index
            nc = f.minimum(step, f.sub(n1, j))
            if self.plain is not None:
                self._band(_Band(m0, m1, j, nc, few, self._base(self.plain, coords)))
            else:
                with f.loop(m0, m1, self.band_rows) as band:
                    stop = f.minimum(m1, f.add(band.index, self.band_rows))
                    self._band(_Band(band.index, stop, j, nc, few, ""))
                    self._finish(coords, band.index, stop, j, nc)

    def _band(self, band: _Band) -> None:
        f, k = self.f, self.sides.k
        # At least once, so that an empty sum is stored too.
        with f.loop(0, f.maximum(k, 1), BLOCK_K) as blocks:
            start = blocks.index
            kc = f.minimum(BLOCK_K, f.sub(k, start))
            add = as_number(f, compare(f, "ne", start, 0))
            when(f, band.few, lambda: self._few_rows(band, start, kc, add))
            when(f, negate(f, band.few), lambda: self._many_rows(band, start, kc, add))

    def _place(self, band: _Band, i: Int) -> tuple[str, Int]:
        """(address of row i of the band's columns, row stride) where sums go."""
        f = self.f
        if self.plain is None:
            return self._at(self.sums, f.mul(f.sub(i, band.m0), self.sum_stride)), self.sum_stride
        stride = f.mul(self.plain.strides[-1 if self.sides.swapped else -2], self.bytes)
        offset = f.add(f.mul(i, stride), f.mul(band.j, self.bytes))
        return self._at(band.result, offset), stride

    def _right_at(self, band: _Band, start: Int) -> tuple[str, Int, Int]:
        """(address, k stride, column stride) of the part of B that a block needs."""
        f = self.f
        rk, rn = (f.mul(x, self.bytes) for x in self.sides.right_strides())
        return self._at(self.right, f.add(f.mul(start, rk), f.mul(band.j, rn))), rk, rn

    def _few_rows(self, band: _Band, start: Int, kc: Int, add: Int) -> None:
        f = self.f
        b, rk, _ = self._right_at(band, start)
        am, ak = (f.mul(x, self.bytes) for x in self.sides.left_strides())
        a = self._at(self.left, f.add(f.mul(band.m0, am), f.mul(start, ak)))
        d, dm = self._place(band, band.m0)
        m = f.sub(band.m1, band.m0)

        def call(rows: int) -> None:
            f.emit(
                f"call void {self.kernels.stream(rows)}(i64 {m}, i64 {band.nc}, i64 {kc}, ptr {a}, "
                f"i64 {am}, i64 {ak}, ptr {b}, i64 {rk}, ptr {d}, i64 {dm}, i64 {add})"
            )

        halved = compare(f, "sle", m, FEW // 2)
        when(f, halved, lambda: call(FEW // 2))
        when(f, negate(f, halved), lambda: call(FEW))

    def _many_rows(self, band: _Band, start: Int, kc: Int, add: Int) -> None:
        f, isz, nc = self.f, self.bytes, band.nc
        b, rk, rn = self._right_at(band, start)
        row = self.shape.width * isz
        panel = self.depth * row
        unit = compare(f, "eq", rn, isz)
        in_place = both(f, unit, self._right_lies_well(f.sub(band.m1, band.m0), rk))
        full = f.mul(f.div(nc, self.shape.width), self.shape.width)
        # Columns [0, direct) are read where they are, the others from panels.
        direct = choose(f, in_place, full, 0)
        rest = f.sub(nc, direct)
        self._pack(unit, kc, rest, self._at(b, f.mul(direct, isz)), rk, rn, panel)
        whole = 1 if self.plain is None else 0
        with f.loop(band.m0, band.m1, self.block_rows) as rows:
            i = rows.index
            mc = f.minimum(self.block_rows, f.sub(band.m1, i))
            a, am, ak = self._left_block(i, start, mc, kc, nc)
            d, dm = self._place(band, i)

            def call(n: Int, b: str, panel: Int, bk: Int, d: str) -> None:
                f.emit(
                    f"call void {self.kernels.block()}(i64 {mc}, i64 {n}, i64 {kc}, ptr {a}, "
                    f"i64 {am}, i64 {ak}, ptr {b}, i64 {panel}, i64 {bk}, ptr {d}, i64 {dm}, "
                    f"i64 {add}, i64 {whole})"
                )

            when(f, compare(f, "sgt", direct, 0), lambda: call(direct, b, row, rk, d))
            after = self._at(d, f.mul(direct, isz))
            when(f, compare(f, "sgt", rest, 0), lambda: call(rest, self.panels, panel, row, after))

    def _right_lies_well(self, rows: Int, stride: Int) -> Condition:
        """Whether reading B in place is as good as from panels."""
        f, s = self.f, self.sides
        few = compare(f, "sle", rows, _FEW_ROWS)
        small = compare(f, "sle", s.k, _SMALL_K)
        spread = compare(f, "ne", low_bits(f, stride, _ALIASING // 4), 0)
        return either(f, few, both(f, small, spread))

    def _pack(self, unit: Condition, kc: Int, n: Int, b: str, rk: Int, rn: Int, panel: int) -> None:
        f = self.f
        along = compare(f, "eq", rk, self.bytes)

        def call(function: str) -> None:
            f.emit(
                f"call void {function}(i64 {kc}, i64 {n}, ptr {b}, i64 {rk}, i64 {rn}, "
                f"ptr {self.panels}, i64 {panel})"
            )

        def otherwise() -> None:
            when(f, along, lambda: call(self.kernels.pack_columns()))
            when(f, negate(f, along), lambda: call(self.kernels.pack_any()))

        def needed() -> None:
            when(f, unit, lambda: call(self.kernels.pack_rows()))
            when(f, negate(f, unit), otherwise)

        when(f, compare(f, "sgt", n, 0), needed)

    def _left_block(self, i: Int, start: Int, mc: Int, kc: Int, nc: Int) -> tuple[str, Int, Int]:
        """(pointer, row stride, k stride) of a block of A, copied where its strides are bad."""
        f, isz = self.f, self.bytes
        am, ak = (f.mul(x, isz) for x in self.sides.left_strides())
        a = self._at(self.left, f.add(f.mul(i, am), f.mul(start, ak)))
        across = compare(f, "eq", ak, isz)  # rows of A are contiguous
        down = compare(f, "eq", am, isz)
        bad_rows = both(f, across, compare(f, "eq", low_bits(f, am, _ALIASING), 0))
        bad_columns = both(f, down, compare(f, "eq", low_bits(f, ak, _ALIASING), 0))
        bad_columns = both(f, bad_columns, negate(f, bad_rows))
        reused = compare(f, "sge", nc, 3 * self.shape.width)
        bad = both(f, either(f, bad_rows, bad_columns), reused)
        lines, length = choose(f, bad_rows, mc, kc), choose(f, bad_rows, kc, mc)
        stride = choose(f, bad_rows, am, ak)
        place = choose(f, bad_rows, ROW_STRIDE * isz, (self.block_rows + 16) * isz)
        when(
            f,
            bad,
            lambda: f.emit(
                f"call void {self.kernels.copy()}(i64 {lines}, i64 {length}, ptr {a}, "
                f"i64 {stride}, ptr {self.copies}, i64 {place})"
            ),
        )
        pointer = (
            a
            if bad is False
            else self.copies
            if bad is True
            else f.select(bad, self.copies, a, "ptr")
        )
        new_am = choose(f, bad_rows, place, isz)
        new_ak = choose(f, bad_rows, isz, place)
        return str(pointer), choose(f, bad, new_am, am), choose(f, bad, new_ak, ak)

    def _finish(self, coords: list[Int], m0: Int, m1: Int, j: Int, nc: Int) -> None:
        """Hand the sums of a band to what is fused behind."""
        f, ctx, lanes = self.f, self.ctx, self.shape.lanes
        result = ctx.node.outputs[0].type
        ndim = result.ndim
        masked_only = ctx.target.has("avx512f")

        def row(i: Int) -> None:
            source = self._at(self.sums, f.mul(f.sub(i, m0), self.sum_stride))
            full = nc if masked_only else f.mul(f.div(nc, lanes), lanes)
            with f.loop(0, full, lanes) as loop:
                partial = masked_only and not (isinstance(nc, int) and nc % lanes == 0)
                one(i, source, loop.index, partial)
            if not masked_only:
                when(f, compare(f, "slt", full, nc), lambda: one(i, source, full, True))

        def one(i: Int, source: str, at: Int, partial: bool) -> None:
            pointer = self._at(source, f.mul(at, self.bytes))
            name = f.load(self.kernels.vector, pointer, self.bytes)
            value = ctx.k.cast(Vec(name, self.shape.dtype, lanes), result.dtype)
            mask = self.kernels.masks(f, f.sub(nc, at))[0] if partial else None
            column = f.add(j, at)
            place = [column, i] if self.sides.swapped else [i, column]
            axis = ndim - 2 if self.sides.swapped else ndim - 1
            ctx.write([*coords, *place], axis, value, mask)

        with f.loop(m0, m1) as rows:
            row(rows.index)


def _tasks(ctx: SizeContext) -> Int:
    return grid(ctx, sides(ctx), tile_shape(ctx.target, ctx.operand(0).dtype)).tasks


def _emit(ctx: AnchorContext) -> None:
    _Task(ctx).emit()


class Matmul(Template):
    """The template `matmul`."""

    name = "matmul"

    def plan(self, node: Node) -> Plan:
        if node.operands[0].type.dtype in (dt.float32, dt.float64):
            return Plan((Phase("matmul", _tasks, _emit),))
        return Plan((Phase("matmul", matmul_any.tasks, matmul_any.emit),))

    def cost(self, node: Node) -> Cost:
        a, b = (v.type for v in node.operands)
        out = node.outputs[0].type
        return Cost(2 * product(out.shape) * a.shape[-1], least_bytes([a, b, out]))
