"""The template `conv_weight_grad`: the gradient of a convolution by its weight.

weight[k, o] = Σ over positions of window[position, k] · y[position, o], a matrix product whose
reduced axis is the positions of all images: long where the other two are short. So it is cut into
at most 16 *chunks* of some blocks of `BLOCK_K` positions. A task sums one chunk into a table of
its own; the last phase adds the tables up, in order, and hands the sums to what is fused behind
(an optimizer's update, say). The number of chunks depends on sizes only, so the sums do not
depend on the number of threads.

Blocks of windows are gathered as in `convolution`, and read by the tiles with rows and columns
exchanged. Operands that are pulled are computed once, where they are moved or (y, where channels are
adjacent in what it reads) packed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..ir.graph import Node
from ..llvm.text import Int
from .anchor import AnchorContext, Cost, Phase, Plan, SizeContext, Template, least_bytes
from .conditions import as_number
from .convolution import (
    Axis,
    Geometry,
    advance,
    decode,
    geometry,
    position_step,
    table_runs,
    window_size,
    work,
    write_desc,
    write_table,
)
from .convolution_kernels import TABLE_BYTES, Windows
from .convolution_moves import Moving
from .convolution_tiles import WindowTiles
from .matmul_kernels import BLOCK_K, tile_shape
from .vectors import Vec

_CHUNKS = 16
_CHUNK_BLOCKS = 4  # at least: less is not worth a table that must be added up
_CHUNK_BYTES = 32 << 20  # of all tables together, about
_ROWS = 96  # columns of windows that are gathered at a time
_ROW_SLACK = 16  # a run's last vector may reach that far
_COLUMNS = 256  # of y, packed into panels
_TASKS_PER_THREAD = 4


class _Writer:
    """The code of all phases."""

    def __init__(self, ctx: SizeContext) -> None:
        f = self.f = ctx.f
        self.ctx = ctx
        self.shape = tile_shape(ctx.target, ctx.operand(0).dtype)
        self.isz = self.shape.itemsize
        self.groups: int = ctx.node.params["groups"]
        self.g = g = self._geometry(ctx)
        self.y = ctx.operand(1)
        # Pulled, it is packed at once if its channels are adjacent, else it is moved first.
        self.packs_y = ctx.is_pulled(1) and ctx.pull_axis(1) == 1
        self.y_step = 0 if self.packs_y else position_step(self.y)
        self.k = window_size(f, g)
        self.columns = f.div(self.y.shape[1], self.groups)
        self.positions: Int = g.batch
        for a in g.axes:
            self.positions = f.mul(self.positions, a.out)
        self.blocks = f.maximum(f.ceil_div(self.positions, BLOCK_K), 1)
        tile, width = self.shape.rows, self.shape.width
        self.row_bytes = f.mul(f.mul(f.ceil_div(self.columns, width), width), self.isz)
        self.table_rows = f.mul(f.ceil_div(self.k, tile), tile)  # the surplus is never read
        self.sums_bytes = f.mul(self.table_rows, self.row_bytes)
        most = f.maximum(f.div(_CHUNK_BYTES, f.maximum(self.sums_bytes, 1)), 1)
        self.chunks = f.minimum(f.minimum(most, _CHUNKS), f.ceil_div(self.blocks, _CHUNK_BLOCKS))

    def _geometry(self, ctx: SizeContext) -> Geometry:
        x, y, p = ctx.operand(0), ctx.operand(1), ctx.node.params
        taps = [ctx.size(d) for d in ctx.node.outputs[0].type.shape[2:]]
        axes = [
            Axis(x.shape[i + 2], x.strides[i + 2], y.shape[i + 2], taps[i], stride, -pad[0], dil, 1)
            for i, (stride, pad, dil) in enumerate(
                zip(p["strides"], p["padding"], p["dilation"], strict=True)
            )
        ]
        return geometry(ctx.f, x, self.groups, axes, ctx.is_pulled(0))

    def shared(self) -> dict[str, Int]:
        f = self.f
        sizes: dict[str, Int] = {
            "table": f.mul(table_runs(f, self.g), TABLE_BYTES),
            "sums": f.mul(f.mul(self.chunks, self.groups), self.sums_bytes),
        }
        if not self.g.adjacent:
            sizes["source"] = Moving.of(self.g.source).bytes(f)
        if self.y_step is None:
            sizes["y"] = Moving.of(self.y).bytes(f)
        return sizes

    # --- the first phase

    def _moves(self) -> tuple[Int, Int]:
        f = self.f
        x = 0 if self.g.adjacent else Moving.of(self.g.source).tasks(f)
        y = 0 if self.y_step is not None else Moving.of(self.y).tasks(f)
        return x, y

    def prepare_tasks(self) -> Int:
        x, y = self._moves()
        return self.f.add(self.f.add(x, y), 1)

    def prepare(self, ctx: AnchorContext) -> None:
        f = self.f
        kernels = Windows(f.module, ctx.target, self.shape.dtype)
        x, y = self._moves()
        with f.when(f.compare("eq", ctx.task, 0)):
            write_table(f, self.g, self.isz, ctx.shared("table"))
        for i, moving, name, first, count in (
            (0, self.g.source, "source", 1, x),
            (1, self.y, "y", f.add(x, 1), y),
        ):
            if count == 0:
                continue
            at = f.sub(ctx.task, first)
            with f.when(f.compare("ult", at, count)):
                Moving.of(moving).emit(ctx, i, kernels, at, ctx.shared(name))

    # --- the second phase

    def _grid(self) -> tuple[Int, Int]:
        """(parts of the rows, units)."""
        f = self.f
        units = f.mul(self.chunks, self.groups)
        wanted = f.mul(self.ctx.threads, 2)
        down = f.minimum(f.ceil_div(self.k, _ROWS), f.ceil_div(wanted, units))
        down = f.maximum(down, 1)
        nothing = f.minimum(f.minimum(self.k, self.columns), 1)
        return down, f.mul(f.mul(units, down), nothing)

    def tasks(self) -> Int:
        return self._grid()[1]

    def emit(self, ctx: AnchorContext) -> None:
        f, isz = self.f, self.isz
        self.kernels = WindowTiles(f.module, ctx.target, self.shape.dtype)
        down, units = self._grid()
        if units == 0:
            return
        width = self.shape.width
        columns = _COLUMNS
        if isinstance(self.columns, int):
            columns = min(columns, max(-(-self.columns // width), 1) * width)
        self.desc = write_desc(f, self.g, isz)
        self.windows = ctx.scratch(BLOCK_K * (_ROWS + _ROW_SLACK) * isz)
        self.panels = ctx.scratch(BLOCK_K * columns * isz)
        part, rest = f.rem(ctx.task, down), f.div(ctx.task, down)
        group, chunk = f.rem(rest, self.groups), f.div(rest, self.groups)
        rows = f.mul(f.ceil_div(f.ceil_div(self.k, down), _ROWS), _ROWS)
        m0 = f.mul(part, rows)
        m1 = f.minimum(self.k, f.add(m0, rows))
        table = f.add(f.mul(chunk, self.groups), group)
        sums = f.element(ctx.shared("sums"), f.mul(table, self.sums_bytes), "i8")
        first = f.div(f.mul(chunk, self.blocks), self.chunks)
        last = f.div(f.mul(f.add(chunk, 1), self.blocks), self.chunks)
        with f.loop(0, self.columns, columns) as parts:
            j = parts.index
            nc = f.minimum(columns, f.sub(self.columns, j))
            with f.loop(first, last) as blocks:
                add = as_number(f, f.compare("ne", blocks.index, first))
                self._block(ctx, group, blocks.index, j, nc, m0, m1, sums, add)

    def _block(
        self, ctx: AnchorContext, group: Int, block: Int, j: Int, nc: Int, m0: Int, m1: Int,
        sums: str, add: Int,
    ) -> None:  # fmt: skip
        f, g, isz = self.f, self.g, self.isz
        p0 = f.mul(block, BLOCK_K)
        kc = f.minimum(BLOCK_K, f.sub(self.positions, p0))
        channel = f.add(f.mul(group, self.columns), j)
        row = self.shape.width * isz
        panel = BLOCK_K * row
        if self.packs_y:
            self._pack_pulled(ctx, decode(f, g, p0), kc, channel, nc, panel)
        else:
            y: str = self.y.pointer if self.y_step is not None else ctx.shared("y")
            step: Int = self.y.shape[1] if self.y_step is None else self.y_step
            y = f.element(y, f.mul(f.add(f.mul(p0, step), channel), isz), "i8")
            f.emit(
                f"call void {self.kernels.pack_rows()}(i64 {kc}, i64 {nc}, ptr {y}, "
                f"i64 {f.mul(step, isz)}, i64 {isz}, ptr {self.panels}, i64 {panel})"
            )
        source = g.source.pointer if g.adjacent else ctx.shared("source")
        source = f.element(source, f.mul(f.mul(group, g.channels), isz), "i8")
        places = ", ".join(f"i64 {x}" for x in decode(f, g, p0))
        line = (_ROWS + _ROW_SLACK) * isz
        with f.loop(m0, m1, _ROWS) as rows:
            mc = f.minimum(_ROWS, f.sub(m1, rows.index))
            f.emit(
                f"call void {self.kernels.gather(False)}(ptr {self.desc}, ptr "
                f"{ctx.shared('table')}, ptr {source}, {places}, i64 {kc}, i64 {rows.index}, "
                f"i64 {mc}, ptr {self.windows}, i64 {line})"
            )
            d = f.element(sums, f.mul(rows.index, self.row_bytes), "i8")
            d = f.element(d, f.mul(j, isz), "i8")
            f.emit(
                f"call void {self.kernels.product(isz, line, self.columns)}(i64 {mc}, i64 {nc}, "
                f"i64 {kc}, ptr {self.windows}, ptr {self.panels}, i64 {panel}, ptr {d}, "
                f"i64 {self.row_bytes}, i64 {add}, i64 1)"
            )

    def _pack_pulled(
        self, ctx: AnchorContext, at: list[Int], kc: Int, channel: Int, nc: Int, panel: Int
    ) -> None:
        """`nc` columns of y under `kc` positions, from `at` on, computed into the panels."""
        f, isz, lanes, width = self.f, self.isz, self.shape.lanes, self.shape.width
        axes = ctx.node.outputs[0].type.ndim - 2
        with f.loop(0, kc, 1, [("i64", str(x)) for x in at]) as rows:
            n, *o = rows.values
            with f.loop(0, nc, lanes) as parts:
                j = parts.index
                mask = self.kernels.tail_mask(f, f.sub(nc, j))
                coords = [n, f.add(channel, j), *o[3 - axes :]]
                value = ctx.pull(1, coords, 1, lanes, mask)
                line = f.add(f.mul(rows.index, width), f.rem(j, width))
                place = f.add(f.mul(f.div(j, width), panel), f.mul(line, isz))
                f.store(self.kernels.vector, value.name, f.element(self.panels, place, "i8"), isz)
            rows.result = [str(x) for x in advance(f, self.g, rows.values)]

    # --- the third phase

    def _finish_units(self) -> tuple[Int, Int]:
        """(units, vectors of columns): a unit is one channel of the source under one vector of columns."""
        f = self.f
        vectors = f.ceil_div(self.columns, self.shape.lanes)
        units = f.mul(f.mul(self.g.channels, vectors), self.groups)
        return f.mul(units, f.minimum(self.k, 1)), vectors

    def finish_tasks(self) -> Int:
        return self.f.minimum(
            self._finish_units()[0], self.f.mul(self.ctx.threads, _TASKS_PER_THREAD)
        )

    def finish(self, ctx: AnchorContext) -> None:
        f, isz, lanes, channels = self.f, self.isz, self.shape.lanes, self.g.channels
        kernels = Windows(f.module, ctx.target, self.shape.dtype)
        tasks, (units, vectors) = self.finish_tasks(), self._finish_units()
        if tasks == 0:
            return
        first = f.div(f.mul(ctx.task, units), tasks)
        last = f.div(f.mul(f.add(ctx.task, 1), units), tasks)
        axes = ctx.node.outputs[0].type.ndim - 2
        result = ctx.node.outputs[0].type.dtype
        exact = isinstance(self.columns, int) and self.columns % lanes == 0
        step = f.mul(self.sums_bytes, self.groups)
        tap_bytes = f.mul(channels, self.row_bytes)
        with f.loop(first, last) as loop:
            # All taps of a channel before the next one: in memory they lie side by side.
            channel, rest = f.rem(loop.index, channels), f.div(loop.index, channels)
            j, group = f.mul(f.rem(rest, vectors), lanes), f.div(rest, vectors)
            offset = f.add(f.mul(group, self.sums_bytes), f.mul(channel, self.row_bytes))
            source = f.element(ctx.shared("sums"), f.add(offset, f.mul(j, isz)), "i8")
            output = f.add(f.mul(group, self.columns), j)
            mask = None if exact else kernels.tail_mask(f, f.sub(self.columns, j))
            a1, a2, a3 = self.g.axes
            with f.loop(0, a1.taps) as i1, f.loop(0, a2.taps) as i2, f.loop(0, a3.taps) as i3:
                tap = f.add(f.mul(f.add(f.mul(i1.index, a2.taps), i2.index), a3.taps), i3.index)
                at = f.element(source, f.mul(tap, tap_bytes), "i8")
                start = f.load(kernels.vector, at, isz)
                with f.loop(1, self.chunks, 1, [(kernels.vector, start)]) as chunks:
                    more = f.load(
                        kernels.vector, f.element(at, f.mul(chunks.index, step), "i8"), isz
                    )
                    total = f.let(f"fadd {kernels.vector} {chunks.values[0]}, {more}")
                    chunks.result = [total]
                value = Vec(chunks.final[0], self.shape.dtype, lanes)
                taps = [i1.index, i2.index, i3.index]
                ctx.write([output, channel, *taps[3 - axes :]], 0, ctx.k.cast(value, result), mask)


class WeightGradient(Template):
    """The template `conv_weight_grad`."""

    name = "conv_weight_grad"

    def plan(self, node: Node) -> Plan:
        def shared(ctx: SizeContext) -> Mapping[str, Int]:
            return _Writer(ctx).shared()

        return Plan(
            (
                _phase("prepare", _Writer.prepare_tasks, _Writer.prepare),
                _phase("sums", _Writer.tasks, _Writer.emit),
                _phase("finish", _Writer.finish_tasks, _Writer.finish),
            ),
            shared,
        )

    def pulls(self, node: Node) -> tuple[bool, ...]:
        return True, True

    def copies(self, node: Node, i: int) -> bool:
        return i == 0

    def cost(self, node: Node) -> Cost:
        x, y = (v.type for v in node.operands)
        out = node.outputs[0].type
        return Cost(work(y.shape, out.shape), least_bytes([x, y, out]))


def _phase(name: str, tasks: Any, emit: Any) -> Phase:
    return Phase(name, lambda ctx: tasks(_Writer(ctx)), lambda ctx: emit(_Writer(ctx), ctx))


CONV_WEIGHT_GRAD = WeightGradient()
