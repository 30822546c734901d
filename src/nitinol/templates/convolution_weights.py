"""The template `conv_weight_grad`: the gradient of a convolution by its weight.

weight[k, o] = Σ over positions of window[position, k] · y[position, o], a matrix product whose
reduced axis is the positions of all images: long where the other two are short. So it is cut into
at most 16 *chunks* of some blocks of `_BLOCK` positions. A task sums one chunk into a table of
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
from .conditions import Condition, as_number, choose, negate, when
from .convolution import position_step, work
from .convolution_geometry import (
    Axis,
    Geometry,
    advance,
    decode,
    geometry,
    table_runs,
    window_size,
    write_desc,
    write_table,
)
from .convolution_kernels import TABLE_BYTES, Windows
from .convolution_moves import Moving
from .convolution_tiles import WindowTiles
from .convolution_winograd import wins
from .convolution_winograd_gradient import GradientTiles, Pictures, WinogradGradient
from .matmul_kernels import tile_shape
from .vectors import Vec

_BLOCK = 256  # positions that are summed in one chain
_CHUNKS = 16
_CHUNK_BLOCKS = 8  # at least: less is not worth a table that must be added up
_CHUNK_BYTES = 32 << 20  # of all tables together, about
_ROWS = 96  # columns of windows that are gathered at a time
_ROW_SLACK = 16  # a run's last vector may reach that far
_COLUMNS = 256  # of y, packed into panels
_TAPS = 16  # that are transposed at a time
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
        self.columns = f.div(self.y.shape[1], self.groups)
        self.transformed = self._transformed(ctx)
        # Pulled, it is packed at once if its channels are adjacent, else it is moved first.
        self.packs_y = ctx.is_pulled(1) and ctx.pull_axis(1) == 1 and self.transformed is False
        self.y_step = 0 if self.packs_y else position_step(self.y)
        self.k = window_size(f, g)
        self.positions: Int = g.batch
        for a in g.axes:
            self.positions = f.mul(self.positions, a.out)
        self.blocks = f.maximum(f.ceil_div(self.positions, _BLOCK), 1)
        tile, width = self.shape.rows, self.shape.width
        self.row_bytes = f.mul(f.mul(f.ceil_div(self.columns, width), width), self.isz)
        self.table_rows = f.mul(f.ceil_div(self.k, tile), tile)  # the surplus is never read
        self.sums_bytes = f.mul(self.table_rows, self.row_bytes)
        most = f.maximum(f.div(_CHUNK_BYTES, f.maximum(self.sums_bytes, 1)), 1)
        self.chunks = f.minimum(f.minimum(most, _CHUNKS), f.ceil_div(self.blocks, _CHUNK_BLOCKS))

    def _transformed(self, ctx: SizeContext) -> Condition:
        """Whether it is computed by Winograd's algorithm."""
        f, g = self.f, self.g
        _, a2, a3 = g.axes
        self.winograd = WinogradGradient(f, self.shape, (a2, a3), g.batch, g.channels, self.columns)
        steps = all(a.step == a.dilation == 1 for a in g.axes)
        if ctx.node.outputs[0].type.ndim != 4 or g.groups != 1 or not steps:
            return False
        taps, out = (a2.taps, a3.taps), (a2.out, a3.out)
        return wins(f, ctx.target, self.shape, g.channels, self.columns, taps, out)

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
        sums = f.mul(f.mul(self.chunks, self.groups), self.sums_bytes)
        if self.transformed is not False:
            sums = choose(f, self.transformed, self.winograd.bytes(), sums)
        sizes: dict[str, Int] = {"table": f.mul(table_runs(f, self.g), TABLE_BYTES), "sums": sums}
        if not self.g.adjacent:
            sizes["source"] = Moving.of(self.g.source).bytes(f)
        if self.y_step is None:
            sizes["y"] = Moving.of(self.y).bytes(f)
        return sizes

    # --- the first phase

    def _moves(self) -> tuple[Int, Int]:
        x = 0 if self.g.adjacent else Moving.of(self.g.source).tasks(self.ctx)
        y = 0 if self.y_step is not None else Moving.of(self.y).tasks(self.ctx)
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
        units = self._grid()[1]
        if self.transformed is False:
            return units
        return choose(self.f, self.transformed, self.winograd.tasks(), units)

    def emit(self, ctx: AnchorContext) -> None:
        f = self.f
        when(f, self.transformed, lambda: self._tiles(ctx))
        when(f, negate(f, self.transformed), lambda: self._windows(ctx))

    def _tiles(self, ctx: AnchorContext) -> None:
        f, g, isz = self.f, self.g, self.isz
        _, a2, a3 = g.axes
        if g.adjacent:
            x, image = g.source.pointer, g.source.strides[0]
        else:
            x, image = ctx.shared("source"), f.mul(a2.size, a2.stride)
        source = Pictures(x, f.mul(image, isz), f.mul(a2.stride, isz), f.mul(a3.stride, isz))
        y = self.y.pointer if self.y_step is not None else ctx.shared("y")
        step = f.mul(self.y.shape[1] if self.y_step is None else self.y_step, isz)
        line = f.mul(step, a3.out)
        gradient = Pictures(y, f.mul(line, a2.out), line, step)
        self.winograd.emit(ctx, source, gradient, ctx.shared("sums"))

    def _windows(self, ctx: AnchorContext) -> None:
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
        self.windows = ctx.scratch(_BLOCK * (_ROWS + _ROW_SLACK) * isz)
        self.panels = ctx.scratch(_BLOCK * columns * isz)
        part, rest = f.rem(ctx.task, down), f.div(ctx.task, down)
        group, chunk = f.rem(rest, self.groups), f.div(rest, self.groups)
        # Whole tiles: tasks of whole blocks of rows would often be one too many, or too few.
        tile = self.shape.rows
        rows = f.mul(f.ceil_div(f.ceil_div(self.k, down), tile), tile)
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
        p0 = f.mul(block, _BLOCK)
        kc = f.minimum(_BLOCK, f.sub(self.positions, p0))
        channel = f.add(f.mul(group, self.columns), j)
        row = self.shape.width * isz
        panel = _BLOCK * row
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

    def _finish_units(self) -> tuple[Int, Int, Int]:
        """(units, squares along the columns, along the channels): a unit is all taps of a square."""
        f, lanes = self.f, self.shape.lanes
        across, down = f.ceil_div(self.columns, lanes), f.ceil_div(self.g.channels, lanes)
        units = f.mul(f.mul(across, down), self.groups)
        return f.mul(units, f.minimum(self.k, 1)), across, down

    def finish_tasks(self) -> Int:
        return self.f.minimum(
            self._finish_units()[0], self.f.mul(self.ctx.threads, _TASKS_PER_THREAD)
        )

    def finish(self, ctx: AnchorContext) -> None:
        """Tables are added up and transposed: taps and channels of a filter lie side by side in memory."""
        f, isz, lanes, channels = self.f, self.isz, self.shape.lanes, self.g.channels
        kernels = Windows(f.module, ctx.target, self.shape.dtype)
        tasks, (units, across, down) = self.finish_tasks(), self._finish_units()
        if tasks == 0:
            return
        first = f.div(f.mul(ctx.task, units), tasks)
        last = f.div(f.mul(f.add(ctx.task, 1), units), tasks)
        axes = ctx.node.outputs[0].type.ndim - 2
        result = ctx.node.outputs[0].type.dtype
        squares = f.alloca(kernels.vector, _TAPS * lanes, 64)
        row = lanes * isz
        a1, a2, a3 = self.g.axes
        all_taps = f.mul(f.mul(a1.taps, a2.taps), a3.taps)
        made = "" if self.transformed is False else f.alloca(kernels.vector, _TAPS * lanes, 64)
        with f.loop(first, last) as loop, f.loop(0, all_taps, _TAPS) as parts:
            c, rest = f.mul(f.rem(loop.index, down), lanes), f.div(loop.index, down)
            j, group = f.mul(f.rem(rest, across), lanes), f.div(rest, across)
            some = f.minimum(_TAPS, f.sub(all_taps, parts.index))
            when(f, self.transformed, lambda: self._from_tiles(ctx, c, j, made))
            with f.loop(0, some) as taps:
                k = f.mul(f.add(parts.index, taps.index), channels)
                if self.transformed is False:
                    lines = self._summed(ctx, kernels, group, k, c, j)
                else:
                    here = f.element(made, f.mul(taps.index, lanes * row), "i8")
                    places = [f.element(here, i * row, "i8") for i in range(lanes)]
                    with f.when(f.let(f"xor i1 {str(self.transformed).lower()}, true")):
                        found = self._summed(ctx, kernels, group, k, c, j)
                        for line, slot in zip(found, places, strict=True):
                            f.store(kernels.vector, line, slot, isz)
                    lines = [f.load(kernels.vector, slot, isz) for slot in places]
                square = f.element(squares, f.mul(taps.index, lanes * row), "i8")
                for u, column in enumerate(kernels.transposed(f, lines)):
                    f.store(kernels.vector, column, f.element(square, u * row, "i8"), isz)
            mask = kernels.tail_mask(f, f.sub(channels, c))
            output = f.add(f.mul(group, self.columns), j)
            # All taps of a filter before the next one.
            with (
                f.loop(0, f.minimum(lanes, f.sub(self.columns, j))) as each,
                f.loop(0, some) as taps,
            ):
                place = f.add(f.mul(taps.index, lanes * row), f.mul(each.index, row))
                name = f.load(kernels.vector, f.element(squares, place, "i8"), isz)
                value = ctx.k.cast(Vec(name, self.shape.dtype, lanes), result)
                tap = f.add(parts.index, taps.index)
                at = [f.div(tap, f.mul(a2.taps, a3.taps)),
                      f.rem(f.div(tap, a3.taps), a2.taps), f.rem(tap, a3.taps)]  # fmt: skip
                ctx.write([f.add(output, each.index), c, *at[3 - axes :]], 1, value, mask)

    def _from_tiles(self, ctx: AnchorContext, c: Int, j: Int, d: str) -> None:
        kernels = GradientTiles(self.f.module, ctx.target, self.shape.dtype)
        self.winograd.finish(kernels, ctx.shared("sums"), c, j, d)

    def _summed(
        self, ctx: AnchorContext, kernels: Windows, group: Int, k: Int, c: Int, j: Int
    ) -> list[str]:
        """The sums of all chunks: of one tap (from `k` on) and as many channels from c as there are lanes."""
        f, isz, lanes = self.f, self.isz, self.shape.lanes
        step = f.mul(self.sums_bytes, self.groups)
        start = f.add(f.mul(group, self.sums_bytes), f.mul(j, isz))
        source = f.element(ctx.shared("sums"), start, "i8")
        most = f.sub(self.g.channels, 1)
        places = [
            f.mul(f.add(k, f.minimum(f.add(c, i), most)), self.row_bytes) for i in range(lanes)
        ]
        lines = [f.load(kernels.vector, f.element(source, at, "i8"), isz) for at in places]
        with f.loop(1, self.chunks, 1, [(kernels.vector, x) for x in lines]) as chunks:
            table = f.element(source, f.mul(chunks.index, step), "i8")
            chunks.result = [
                f.let(
                    f"fadd {kernels.vector} {x}, "
                    f"{f.load(kernels.vector, f.element(table, at, 'i8'), isz)}"
                )
                for x, at in zip(chunks.values, places, strict=True)
            ]
        return chunks.final


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
