"""The template of matrix products: batch[..., M, K] · batch[..., K, N].

    phase "pack"      what all tasks read, into strips and panels, where the product is tall
                      (`matmul_grid`), or an operand is pulled: computed on the way
    phase "matmul"    a task computes some rows and columns of some products of the batch; if it is
                      the only one that reads them, it packs them first

In a loop whose rounds all have the same B the first phase runs once, before the loop, and packs B alone.

Where nothing is fused behind, a task stores its tiles straight into the result. Else

    for blocks of columns
      for bands of rows
        their sums, all of K        into scratch that the second-level cache holds
        fused code, row by row      `write`
        folds of rows beside        `fold`

The loops inside are `matmul_product`, the same functions for every product of a program. Whatever
depends on sizes is decided at run time by the same code, so a kernel for exact sizes, where the
decisions fold, gives the same bits as the one that serves all sizes. Sums do not depend on the
grid of tasks: see `matmul_kernels`.

The product of bools and of integers of one byte, which have no tile, is in `matmul_any`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import CompileError
from ..base.sizes import product
from ..ir.graph import Node
from ..llvm.text import Int
from . import matmul_any
from .anchor import (
    AnchorContext,
    Buffer,
    Cost,
    Phase,
    Plan,
    SizeContext,
    Template,
    least_bytes,
    nothing_shared,
)
from .choices import ALLOWED, chosen, second_cache
from .conditions import Condition, both, choose, compare, negate, when
from .dots import narrow_of
from .matmul_grid import Sizes
from .matmul_kernels import BLOCK_K
from .matmul_panels import Moves, Packer
from .vectors import Vec

_TALL = min(ALLOWED["tall"])  # rows from which there may be a phase that packs
_BAND_ROWS = 384  # whose sums wait in scratch for the fused code
# Rows and columns from which on operands are computed on the way: from there on packing both sides costs no more than
# packing one and reading the other in place. relu(x / 2) in front, in turns with storing it: 1024×256×1024 0.90 of the
# time, its gradient by the weight (the operand transposed) 0.98, 256×1024×1024 1.00 to 1.04; a norm in front of
# 256×1024×256 1.00.
_PULLED = 256
_PULLED_K = 64  # a reduced axis up to this is not worth it
_PULLED_BYTES = (
    32  # the same where both are conversions of narrow numbers, which are longer when stored,
)
_BYTES_WORK = 1 << 24  # and multiplications that are worth a phase that packs
_STREAM_COLUMNS = 64  # vectors of columns of a product with few rows


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows [m0, m1) and `n` columns from `j` of one product."""

    coords: list[Int]
    index: Int  # of the product
    m0: Int
    m1: Int
    j: Int
    n: Int
    first: Int = (
        0  # the number of the strip that begins with m0, where each task has strips of its own
    )


class _Task(Moves):
    """The code of a task that computes."""

    def __init__(self, ctx: AnchorContext, steady: tuple[bool, ...]) -> None:
        super().__init__(ctx, steady)
        self.plain = self._plain()
        f, s, isz, shared = self.f, self.shape, self.bytes, self.grid.shared
        n, m, k = self.sides.n, self.sides.m, self.sides.k
        half = second_cache(ctx.target) // 2
        in_place = self.kind() != "any" and not any(self.sides.pulled)
        most = chosen(ctx.target, "few_rows" if self.kind() == "rows" else "few_columns")
        self.few: Condition = in_place and not self.kept and compare(f, "sle", m, most)
        # A short reduced axis leaves room for more columns: fused code then walks longer rows.
        depth = f.minimum(BLOCK_K, f.maximum(16, k))
        rows = choose(f, shared, self.strip.rows, s.rows)  # of a tile
        width = choose(f, shared, self.strip.width, s.width)
        columns = f.mul(f.div(half, f.mul(depth, f.mul(width, isz))), width)
        if self.few is True:
            columns = _STREAM_COLUMNS * s.width
        columns = f.minimum(columns, f.mul(f.maximum(1, f.ceil_div(n, width)), width))
        band = f.minimum(_BAND_ROWS, f.div(half, f.mul(columns, isz)))
        band = f.mul(f.maximum(1, f.div(band, rows)), rows)
        band = f.minimum(band, f.mul(f.maximum(1, f.ceil_div(m, rows)), rows))
        self.columns, self.band = columns, band
        # What is packed already may be read often: of so few rows the sums stay in the first cache
        # or near, as long as the second one holds all of K.
        all_k = compare(f, "sle", f.mul(f.mul(k, columns), isz), half)
        short = chosen(ctx.target, "band_rows") // self.strip.rows * self.strip.rows
        self.few_rows = choose(f, all_k, f.minimum(band, short), band)
        # What is packed on the way is packed for a block of rows at a time.
        self.own_rows = f.minimum(band, self.kernels.strip_rows())
        self.sum_stride = f.mul(f.add(columns, s.lanes), isz)
        many = self.few is not True
        private = many and shared is not True and not self.kept
        # Neither is larger than this, whatever the sizes turn out to be.
        room = half + _BAND_ROWS * s.lanes * isz
        panels = f.mul(f.mul(depth, columns), isz)
        self.panels = (
            ctx.scratch(panels if isinstance(panels, int) else half) if private else "null"
        )
        self.copies = ctx.scratch(self.kernels.copy_bytes()) if many else "null"
        sums = f.mul(band, self.sum_stride)
        self.sums = "" if self.plain else ctx.scratch(sums if isinstance(sums, int) else room)

    def _plain(self) -> Buffer | None:
        """The result, where tiles may be stored straight into it."""
        found = self.ctx.plain()
        if found is None or found.dtype is not self.shape.dtype:
            return None
        return found if found.strides[-2 if self.sides.swapped else -1] == 1 else None

    def emit(self) -> None:
        f, g, s = self.f, self.grid, self.sides
        if g.tasks == 0 or g.units == 0:
            return
        first, last = self.task_range(self.ctx.task, g.units, g.tasks)
        with f.loop(first, last) as loop:
            index, part = f.div(loop.index, g.parts), f.rem(loop.index, g.parts)
            down, across = f.div(part, g.columns.count), f.rem(part, g.columns.count)
            m0, m1 = g.rows.part(f, down, s.m)
            n0, n1 = g.columns.part(f, across, s.n)
            first = f.mul(down, self.left.slots)
            self._unit(_Part(self.coords(index), index, m0, m1, n0, f.sub(n1, n0), first))

    def _pack_alone(self, left: bool, unit: _Part) -> None:
        """Pack what no other unit reads: it is still in the caches when it is needed."""
        f, s = self.f, self.sides
        p = self.left if left else self.right
        j, n = (unit.m0, f.sub(unit.m1, unit.m0)) if left else (unit.j, unit.n)
        number = unit.first if left and p.chunked else f.div(j, p.width)
        with f.loop(0, s.k, BLOCK_K) as blocks:
            kc = f.minimum(BLOCK_K, f.sub(s.k, blocks.index))
            self.move(left, p, unit.index, blocks.index, kc, j, n, number)

    def _unit(self, unit: _Part) -> None:
        f = self.f
        alone_left = both(f, self.grid.alone_left, negate(f, self.own))
        when(f, alone_left, lambda: self._pack_alone(True, unit))
        when(f, self.grid.alone_right, lambda: self._pack_alone(False, unit))
        folds = self.ctx.row_step() > 1
        if self.plain is not None and not folds:
            self._sums(unit, *self._result(unit), 0)
            return
        with f.loop(0, unit.n, self.columns) as columns:
            j = f.add(unit.j, columns.index)
            n = f.minimum(self.columns, f.sub(unit.n, columns.index))
            step = choose(f, self.grid.shared, self.few_rows, self.band)
            step = choose(f, self.own, self.own_rows, step)
            with f.loop(unit.m0, unit.m1, step) as band:
                stop = f.minimum(unit.m1, f.add(band.index, step))
                first = unit.first
                if self.left.chunked:
                    first = f.add(first, f.div(f.sub(band.index, unit.m0), self.strip.rows))
                part = _Part(unit.coords, unit.index, band.index, stop, j, n, first)
                if self.plain is not None:
                    self._sums(part, *self._result(part), 0)
                else:
                    self._sums(part, self.sums, self.sum_stride, 1)
                    if self.ctx.stores():
                        self._finish(part)
                if folds:
                    self._fold(part)

    def _result(self, part: _Part) -> tuple[str, Int]:
        """Where a part lies in the result, and bytes from row to row."""
        f, plain = self.f, self.plain
        assert plain is not None
        stride = f.mul(plain.strides[-1 if self.sides.swapped else -2], self.bytes)
        offset = f.add(f.mul(part.m0, stride), f.mul(part.j, self.bytes))
        return self.at(self.base(plain, part.coords), offset), stride

    def _fold(self, part: _Part) -> None:
        """Hand a band to the folds beside the product."""
        f, ctx, lanes = self.f, self.ctx, self.shape.lanes
        if self.sides.swapped:
            raise CompileError("folds of rows want lanes along the columns")
        base, stride = (self.sums, self.sum_stride) if self.plain is None else self._result(part)

        def value(row: Int, column: Int, mask: str | None) -> Vec:
            at = f.mul(f.sub(row, part.m0), stride)
            at = f.add(at, f.mul(f.sub(column, part.j), self.bytes))
            pointer = self.at(base, at)
            # Sums have room for whole vectors, the result has not.
            if mask is None or self.plain is None:
                name = f.load(self.kernels.vector, pointer, self.bytes)
            else:
                name = self.kernels.masked_load(f, pointer, mask)
            return ctx.k.exactly(Vec(name, self.shape.dtype, lanes), ctx.node.outputs[0].type.dtype)

        ctx.fold(part.m0, part.m1, part.j, part.n, lanes, value)

    def _sums(self, part: _Part, d: str, dm: Int, whole: int) -> None:
        """The sums of a part to `d`, rows `dm` bytes apart."""
        f, shared = self.f, self.grid.shared
        if self.kept:
            self._from_packed(part, d, dm, whole, self.kernels.kept())
            return
        many = negate(f, self.few)
        when(f, self.few, lambda: self._few(part, d, dm))
        both_packed = both(f, shared, negate(f, self.own))
        when(f, both(f, many, both_packed), lambda: self._from_shared(part, d, dm, whole))
        mine = both(f, many, self.own)
        when(f, mine, lambda: self._from_packed(part, d, dm, whole, self.kernels.own_strips()))
        private = both(f, many, negate(f, shared))
        when(f, private, lambda: self._from_private(part, d, dm, whole))

    def _operands(self, part: _Part) -> tuple[str, str, Int, Int]:
        """(sizes and A, B, k stride, column stride) for the functions that read both in place."""
        f, s = self.f, self.sides
        am, ak = (f.mul(x, self.bytes) for x in s.left_strides())
        rk, rn = (f.mul(x, self.bytes) for x in s.right_strides())
        a = self.at(self.base(s.left, part.coords), f.mul(part.m0, am))
        b = self.at(self.base(s.right, part.coords), f.mul(part.j, rn))
        m = f.sub(part.m1, part.m0)
        left = f"i64 {m}, i64 {part.n}, i64 {s.k}, ptr {a}, i64 {am}, i64 {ak}"
        return left, b, rk, rn

    def _few(self, part: _Part, d: str, dm: Int) -> None:
        left, b, rk, rn = self._operands(part)
        if self.kind() == "rows":
            function, stride = self.kernels.few_rows(), rk
        else:
            function, stride = self.kernels.few_columns(), rn
        self.f.emit(f"call void {function}({left}, ptr {b}, i64 {stride}, ptr {d}, i64 {dm})")

    def _from_private(self, part: _Part, d: str, dm: Int, whole: int) -> None:
        left, b, rk, rn = self._operands(part)
        self.f.emit(
            f"call void {self.kernels.product(self.kind())}({left}, ptr {b}, i64 {rk}, i64 {rn}, "
            f"ptr {self.panels}, i64 {self.columns}, ptr {d}, i64 {dm}, i64 {whole}, "
            f"ptr {self.copies})"
        )

    def _from_packed(self, part: _Part, d: str, dm: Int, whole: int, function: str) -> None:
        """From A where it lies, and B packed."""
        f, s = self.f, self.sides
        am, ak = (f.mul(x, self.bytes) for x in s.left_strides())
        a = self.at(self.base(s.left, part.coords), f.mul(part.m0, am))
        b = self.ctx.shared("kept" if self.kept else "right")
        b = self.at(b, f.mul(part.index, self.right.product))
        f.emit(
            f"call void {function}(i64 {f.sub(part.m1, part.m0)}, i64 {part.n}, "
            f"i64 {s.k}, ptr {a}, i64 {am}, i64 {ak}, ptr {b}, i64 {self.right.line}, "
            f"i64 {f.div(part.j, self.right.width)}, ptr {d}, i64 {dm}, i64 {whole}, "
            f"ptr {self.copies})"
        )

    def _from_shared(self, part: _Part, d: str, dm: Int, whole: int) -> None:
        f, s = self.f, self.strip
        first = part.first if self.left.chunked else f.div(part.m0, s.rows)
        a = self.at(self.ctx.shared("left"), f.mul(part.index, self.left.product))
        b = self.at(self.ctx.shared("right"), f.mul(part.index, self.right.product))
        f.emit(
            f"call void {self.kernels.strips()}(i64 {f.sub(part.m1, part.m0)}, i64 {part.n}, "
            f"i64 {self.sides.k}, ptr {a}, i64 {self.left.line}, i64 {first}, "
            f"ptr {b}, i64 {self.right.line}, i64 {f.div(part.j, s.width)}, ptr {d}, i64 {dm}, "
            f"i64 {whole})"
        )

    def _finish(self, part: _Part) -> None:
        """Hand the sums of a band to what is fused behind."""
        f, ctx, lanes, nc = self.f, self.ctx, self.shape.lanes, part.n
        result = ctx.node.outputs[0].type
        ndim = result.ndim
        masked_only = ctx.target.has("avx512f")
        # Parts begin at whole vectors, so their lengths are multiples where that of all is.
        columns = self.sides.n
        whole = isinstance(columns, int) and columns % lanes == 0

        def row(i: Int) -> None:
            source = self.at(self.sums, f.mul(f.sub(i, part.m0), self.sum_stride))
            full = nc if masked_only else f.mul(f.div(nc, lanes), lanes)
            with f.loop(0, full, lanes) as loop:
                partial = masked_only and not whole
                one(i, source, loop.index, partial)
            if not masked_only:
                when(f, compare(f, "slt", full, nc), lambda: one(i, source, full, True))

        def one(i: Int, source: str, at: Int, partial: bool) -> None:
            pointer = self.at(source, f.mul(at, self.bytes))
            name = f.load(self.kernels.vector, pointer, self.bytes)
            value = ctx.k.exactly(Vec(name, self.shape.dtype, lanes), result.dtype)
            mask = self.kernels.masks(f, f.sub(nc, at))[0] if partial else None
            column = f.add(part.j, at)
            place = [column, i] if self.sides.swapped else [i, column]
            axis = ndim - 2 if self.sides.swapped else ndim - 1
            # Of the row below, since parts of rows may be short.
            later = f.add(i, 1)
            below = [column, later] if self.sides.swapped else [later, column]
            ctx.fetch([*part.coords, *below], axis, lanes)
            ctx.write([*part.coords, *place], axis, value, mask)

        with f.loop(part.m0, part.m1) as rows:
            row(rows.index)


class _Prologue:
    """Sizes that phases need before they run; written once for all of them."""

    def __init__(self, steady: tuple[bool, ...] = (False, False)) -> None:
        self.steady = steady
        self._of: SizeContext | None = None
        self._sizes: Sizes | None = None

    def _for(self, ctx: SizeContext) -> Sizes:
        if self._sizes is None or self._of is not ctx:
            self._of, self._sizes = ctx, Sizes(ctx, self.steady)
        return self._sizes

    def shared(self, ctx: SizeContext) -> Mapping[str, Int]:
        """Bytes of the packed operands."""
        sizes = self._for(ctx)
        if sizes.kept:
            return {}
        return {"left": sizes.left.nbytes, "right": sizes.right.nbytes}

    def kept(self, ctx: SizeContext) -> Mapping[str, Int]:
        """Bytes of B, packed once for all rounds of a loop."""
        sizes = self._for(ctx)
        return {"kept": sizes.right.nbytes} if sizes.kept else {}

    def keeps(self, ctx: SizeContext) -> Int:
        """Tasks that pack before a loop."""
        sizes = self._for(ctx)
        return sizes.packs if sizes.kept else 0

    def packs(self, ctx: SizeContext) -> Int:
        """Tasks that pack."""
        sizes = self._for(ctx)
        return 0 if sizes.kept else sizes.packs

    def tasks(self, ctx: SizeContext) -> Int:
        """Tasks that compute."""
        return self._for(ctx).grid.tasks

    def pack(self, ctx: AnchorContext) -> None:
        """The code of a task that packs."""
        Packer(ctx, self.steady).emit()

    def emit(self, ctx: AnchorContext) -> None:
        """The code of a task that computes."""
        _Task(ctx, self.steady).emit()


def has_tile(dtype: DType) -> bool:
    """Whether there is a register tile: for float32, float64, and integers of two bytes and more."""
    return dtype in (dt.float32, dt.float64) or (dtype.is_integer and dtype.itemsize > 1)


def _never_shared(node: Node) -> bool:
    """Whether the sizes are known and too small to share B: see `grid`."""
    a, b = (v.type for v in node.operands)
    lines = product(a.shape[:-1]), product(b.shape[:-2]) * b.shape[-1]
    return all(isinstance(n, int) and n < _TALL for n in lines)


class Matmul(Template):
    """The template `matmul`, and `matmul_pairs` of operands that are known to be narrow (`schedule.narrow`)."""

    def __init__(self, name: str = "matmul", narrow: bool = False) -> None:
        self.name = name
        self.narrow = narrow

    def plan(self, node: Node) -> Plan:
        if not has_tile(node.operands[0].type.dtype):
            return Plan((Phase("matmul", matmul_any.tasks, matmul_any.emit),))
        sizes = _Prologue()
        compute = Phase("matmul", sizes.tasks, sizes.emit)
        if _never_shared(node) and not any(self.pulls(node)):
            return Plan((compute,))
        return Plan((Phase("pack", sizes.packs, sizes.pack), compute), sizes.shared)

    def lasting(self, node: Node, steady: tuple[bool, ...]) -> Plan | None:
        if not any(steady) or not has_tile(node.operands[0].type.dtype):
            return None
        sizes = _Prologue(steady)
        compute = Phase("matmul", sizes.tasks, sizes.emit)
        small = _never_shared(node) and not any(self.pulls(node))
        pack = () if small else (Phase("pack", sizes.packs, sizes.pack),)
        before = (Phase("keep", sizes.keeps, sizes.pack),)
        shared = sizes.shared if pack else nothing_shared
        return Plan((*pack, compute), shared, before, sizes.kept)

    def pulls(self, node: Node) -> tuple[bool, ...]:
        """Where packing both sides costs nothing; a smaller product reads in place what it can."""
        a, b = (v.type for v in node.operands)
        sizes = a.shape[-2], b.shape[-1]
        k = a.shape[-1]
        if self.narrow or all(narrow_of(v) in (dt.int8, dt.uint8) for v in node.operands):
            # Whatever open sizes turn out to be, packing costs no more than storing what is converted.
            work = product((*sizes, *a.shape[:-2], k))
            least = ((work, _BYTES_WORK), (k, _PULLED_K + 1), *((n, _PULLED_BYTES) for n in sizes))
            pays = all(not isinstance(n, int) or n >= low for n, low in least)
        else:
            pays = all(isinstance(n, int) and n >= _PULLED for n in sizes)
            pays = pays and isinstance(k, int) and k > _PULLED_K
        return (pays and has_tile(a.dtype),) * 2

    def folds(self, node: Node) -> bool:
        return has_tile(node.operands[0].type.dtype)

    def cost(self, node: Node) -> Cost:
        a, b = (v.type for v in node.operands)
        out = node.outputs[0].type
        return Cost(2 * product(out.shape) * a.shape[-1], least_bytes([a, b, out]))
