"""The templates of convolutions `conv` and `conv_input_grad`: one implicit matrix product.

Result[position, channel] = Σ window[position, k] · weight[k, channel], where k runs over taps and
channels of the source. The windows of some 48 positions at a time are read where they lie (`convolution_rows`) or
gathered into the cache (`convolution_kernels`), the weights lie in panels that a first phase packs
(`convolution_panels`), and register tiles do the rest, with the chains of additions of matrix products.

The gradient by the input is the same thing: the source is the gradient of the result, with zeros
between its neighbours where the convolution has strides, the kernel is flipped, and output and
input channels change places.

A source whose channels are not adjacent in memory is moved once, by the first phase. So is one that is
pulled: what is point-wise in front of it is computed on the way. Weights may be pulled into their
panels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ..base.sizes import Dim, product
from ..ir.graph import Node
from ..llvm.text import Int
from .anchor import AnchorContext, Buffer, Cost, Phase, Plan, SizeContext, Template, least_bytes
from .choices import chosen
from .conditions import Condition, as_number, choose, compare, either, negate, when
from .convolution_depthwise import Depthwise
from .convolution_geometry import (
    Axis,
    Geometry,
    advance,
    channels_last,
    decode,
    geometry,
    points,
    table_run,
    table_runs,
    window_size,
    write_desc,
    write_table,
)
from .convolution_kernels import TABLE_BYTES, Windows
from .convolution_moves import Moving, three
from .convolution_panels import WeightPanels
from .convolution_rows import POINTERS_BYTES, RowTiles
from .convolution_tiles import PAIR
from .convolution_winograd import Winograd, wins
from .matmul_kernels import BLOCK_K, ROW_STRIDE, Shape, tile_shape
from .vectors import Vec

_BLOCKS = (48, 54, 60)  # positions, all of them whole tiles
_MANY_WEIGHTS = 1 << 18
_FETCHED = 4  # times the second cache
_TASK_WORK = 1 << 17  # multiplications that are worth a task


@dataclass(frozen=True, slots=True)
class Problem:
    """A convolution as this template computes it."""

    g: Geometry
    weight: Buffer
    k_stride: Int  # of the weight, in elements: along the source's channels
    column_stride: Int  # along the result's channels
    tap_strides: tuple[Int, Int, Int]
    flipped: bool
    group_stride: Int
    columns: Int  # of one group
    adjacent: bool = False  # channels and taps of a column lie side by side, taps first


def forward(ctx: SizeContext) -> Problem:
    """`conv`."""
    f, p = ctx.f, ctx.node.params
    x, w = ctx.operand(0), ctx.operand(1)
    out = [ctx.size(d) for d in ctx.node.outputs[0].type.shape]
    axes = [
        Axis(x.shape[i + 2], x.strides[i + 2], out[i + 2], w.shape[i + 2], stride, -pad[0], dil, 1)
        for i, (stride, pad, dil) in enumerate(
            zip(p["strides"], p["padding"], p["dilation"], strict=True)
        )
    ]
    columns = f.div(w.shape[0], p["groups"])
    return Problem(
        geometry(f, x, p["groups"], axes, ctx.is_pulled(0)), w, w.strides[1], w.strides[0], _taps(w), False,
        f.mul(columns, w.strides[0]), columns, dense(w),
    )  # fmt: skip


def by_input(ctx: SizeContext) -> Problem:
    """`conv_input_grad`."""
    f, p = ctx.f, ctx.node.params
    y, w = ctx.operand(0), ctx.operand(1)
    out = [ctx.size(d) for d in ctx.node.outputs[0].type.shape]
    axes = []
    for i, (stride, pad, dil) in enumerate(
        zip(p["strides"], p["padding"], p["dilation"], strict=True)
    ):
        taps = w.shape[i + 2]
        shift = f.sub(pad[0], f.mul(f.sub(taps, 1), dil))
        axes.append(Axis(y.shape[i + 2], y.strides[i + 2], out[i + 2], taps, 1, shift, dil, stride))
    return Problem(
        geometry(f, y, p["groups"], axes, ctx.is_pulled(0)), w, w.strides[0], w.strides[1], _taps(w), True,
        f.mul(f.div(w.shape[0], p["groups"]), w.strides[0]), w.shape[1],
    )  # fmt: skip


def dense(w: Buffer) -> bool:
    """Whether the elements of one filter are known to lie side by side, in the order of the axes."""
    if w.order == tuple(range(len(w.shape))):
        return True
    step = 1
    for size, stride in zip(reversed(w.shape[1:]), reversed(w.strides[1:]), strict=True):
        if not isinstance(size, int) or (stride != step and size != 1):
            return False
        step *= size
    return True


def _taps(w: Buffer) -> tuple[Int, Int, Int]:
    a, b, c = three(w.strides[2:], 0)
    return a, b, c


def position_step(buffer: Buffer) -> Int | None:
    """Elements from one position to the next, where that is known and the same everywhere."""
    if channels_last(buffer):
        return buffer.shape[1]
    if buffer.strides[1] != 1:
        return None
    last = buffer.strides[-1]
    if not isinstance(last, int):
        return None
    step = last
    for size, stride in zip(reversed(buffer.shape[2:]), reversed(buffer.strides[2:]), strict=True):
        if not isinstance(size, int) or stride != step:
            return None
        step *= size
    return last if buffer.shape[0] == 1 or buffer.strides[0] == step else None


def block_size(positions: Int, weights: Int) -> int:
    """How many positions to multiply at a time; `weights`: elements of one group's.

    Every block reads all weights. Where they do not fit the second cache, and sizes are known, the fewest blocks:
    7×7 positions are one of 54, not one of 48 and one of a single position.
    """
    if isinstance(positions, int) and isinstance(weights, int) and weights > _MANY_WEIGHTS:
        return min(_BLOCKS, key=lambda size: -(-positions // size))
    return _BLOCKS[0]


class _Writer:
    """What both phases compute."""

    def __init__(self, ctx: SizeContext, problem: Callable[[SizeContext], Problem]) -> None:
        f = self.f = ctx.f
        self.ctx = ctx
        self.problem = p = problem(ctx)
        self.g = g = p.g
        self.shape: Shape = tile_shape(ctx.target, ctx.operand(0).dtype)
        self.isz = self.shape.itemsize
        self.k = window_size(f, g)
        self.panels = f.ceil_div(p.columns, self.shape.width)
        self.panel_bytes = f.mul(self.k, self.shape.width * self.isz)
        self.positions = g.batch
        for a in g.axes:
            self.positions = f.mul(self.positions, a.out)
        self.block = block_size(self.positions, f.mul(self.k, p.columns))
        self.blocks = f.ceil_div(self.positions, self.block)
        # Each channel by itself? Where that is possible, it is a condition, known or of the run.
        self.alone: Condition = False
        self.depthwise = Depthwise(f, self.shape, g.axes, g.groups, p.flipped)
        one = ctx.node.operands[1].type.shape[1]
        if isinstance(one, int) and one == 1 and all(a.hole == 1 for a in g.axes):
            self.alone = compare(f, "eq", g.channels if p.flipped else p.columns, 1)
        _, a2, a3 = g.axes
        self.winograd = Winograd(self.shape, (a2, a3), g.batch, g.channels, p.columns)
        self.transformed: Condition = False
        if (
            len(ctx.node.outputs[0].type.shape) == 4
            and g.groups == 1
            and all(a.step == a.dilation == a.hole == 1 for a in g.axes)
        ):
            taps, out = (a2.taps, a3.taps), (a2.out, a3.out)
            self.transformed = wins(f, ctx.target, self.shape, g.channels, p.columns, taps, out)

    def shared(self) -> dict[str, Int]:
        f = self.f
        count = f.mul(self.panels, self.g.groups)
        sizes: dict[str, Int] = {
            "weights": f.mul(count, self.panel_bytes),
            "table": f.mul(table_runs(f, self.g), TABLE_BYTES),
        }
        if not self.g.adjacent:
            sizes["source"] = Moving.of(self.g.source).bytes(f)
        if self.alone is not False:
            sizes["taps"] = self.depthwise.bytes()
        if self.transformed is not False:
            sizes["winograd"] = choose(f, self.transformed, self.winograd.weight_bytes(f), 0)
        return sizes

    # --- the first phase

    def prepare_tasks(self) -> Int:
        f = self.f
        moves = 0 if self.g.adjacent else Moving.of(self.g.source).tasks(self.ctx)
        return f.add(self._pack_tasks(), moves)

    def _pack_tasks(self) -> Int:
        # At least one, which writes the table.
        return self.f.maximum(self.f.mul(self.panels, self.g.groups), 1)

    def prepare(self, ctx: AnchorContext) -> None:
        f = self.f
        kernels = WeightPanels(f.module, ctx.target, self.shape.dtype)
        task = ctx.task
        packs = self._pack_tasks()
        with f.when(f.compare("eq", task, 0)):
            write_table(f, self.g, self.isz, ctx.shared("table"))
            when(f, self.alone, lambda: self._lay_taps(ctx))
        with f.when(f.compare("slt", task, f.mul(self.panels, self.g.groups))):
            self._pack(ctx, kernels, task)
            when(f, self.transformed, lambda: self._transform(ctx, task))
        if not self.g.adjacent:
            with f.when(f.compare("sge", task, packs)):
                moving, at = Moving.of(self.g.source), f.sub(task, packs)
                moving.emit(ctx, 0, kernels, at, ctx.shared("source"))

    def _transform(self, ctx: AnchorContext, panel: Int) -> None:
        packed = self.f.element(ctx.shared("weights"), self.f.mul(panel, self.panel_bytes), "i8")
        self.winograd.pack(ctx, packed, panel, ctx.shared("winograd"))

    def _lay_taps(self, ctx: AnchorContext) -> None:
        p = self.problem
        self.depthwise.layout(
            ctx, p.weight.pointer, p.weight.strides[0], p.tap_strides, ctx.shared("taps")
        )

    def _pack(self, ctx: AnchorContext, kernels: WeightPanels, task: Int) -> None:
        """One panel of the weights."""
        f, p, isz, width = self.f, self.problem, self.isz, self.shape.width
        group, panel = f.div(task, self.panels), f.rem(task, self.panels)
        first = f.mul(panel, width)
        columns = f.minimum(width, f.sub(p.columns, first))
        offset = f.add(f.mul(group, p.group_stride), f.mul(first, p.column_stride))
        w = f.element(p.weight.pointer, f.mul(offset, isz), "i8")
        d = f.element(ctx.shared("weights"), f.mul(task, self.panel_bytes), "i8")
        axes = self.g.axes
        taps = (axes[0].taps, axes[1].taps, axes[2].taps)
        if not (ctx.is_pulled(1) or p.column_stride == 1):
            if p.adjacent:
                count = f.mul(f.mul(taps[0], taps[1]), taps[2])
                f.emit(
                    f"call void {kernels.pack_taps()}(i64 {self.g.channels}, i64 {count}, "
                    f"i64 {columns}, ptr {w}, i64 {f.mul(p.column_stride, isz)}, ptr {d})"
                )
            else:
                kernels.gathered(
                    f, w, columns, p.column_stride, self.g.channels, p.k_stride, taps,
                    p.tap_strides, p.flipped, d,
                )  # fmt: skip
            return
        tap_bytes = f.mul(self.g.channels, width * isz)
        with f.loop(0, taps[0]) as i1, f.loop(0, taps[1]) as i2, f.loop(0, taps[2]) as i3:
            index: Int = 0
            place: Int = 0
            where: list[Int] = []
            for i, n, stride in zip((i1, i2, i3), taps, p.tap_strides, strict=True):
                where.append(f.sub(f.sub(n, 1), i.index) if p.flipped else i.index)
                place = f.add(place, f.mul(where[-1], stride))
                index = f.add(f.mul(index, n), i.index)
            target = f.element(d, f.mul(index, tap_bytes), "i8")
            if ctx.is_pulled(1):
                self._pull_tap(ctx, group, first, columns, where, target)
            else:
                source = f.element(w, f.mul(place, isz), "i8")
                f.emit(
                    f"call void {kernels.pack_rows()}(i64 {self.g.channels}, i64 {columns}, "
                    f"ptr {source}, i64 {f.mul(p.k_stride, isz)}, i64 {isz}, ptr {target}, i64 0)"
                )

    def _pull_tap(
        self, ctx: AnchorContext, group: Int, first: Int, columns: Int, taps: list[Int], d: str
    ) -> None:
        """One tap of a panel, of weights that are computed here."""
        f, p, isz, lanes, width = self.f, self.problem, self.isz, self.shape.lanes, self.shape.width
        axes = ctx.node.outputs[0].type.ndim - 2
        kernels = Windows(f.module, ctx.target, self.shape.dtype)
        with f.loop(0, self.g.channels) as ks, f.loop(0, width, lanes) as parts:
            j = parts.index
            if p.flipped:  # w[o, c]: o is summed over, c is the column
                o, c, axis = f.add(f.mul(group, self.g.channels), ks.index), f.add(first, j), 1
            else:
                column = f.add(f.mul(group, p.columns), f.add(first, j))
                o, c, axis = column, ks.index, 0
            mask = kernels.tail_mask(f, f.sub(columns, j))
            value = ctx.pull(1, [o, c, *taps[3 - axes :]], axis, lanes, mask)
            place = f.add(f.mul(ks.index, width), j)
            f.store(kernels.vector, value.name, f.element(d, f.mul(place, isz), "i8"), isz)

    # --- the second phase

    def _grid(self) -> tuple[Int, Int, Int]:
        """(parts of the columns, units, tasks)."""
        f = self.f
        most = f.mul(self.ctx.threads, chosen(self.ctx.target, "convolution_tasks"))
        units = f.mul(self.blocks, self.g.groups)
        work = f.mul(f.mul(self.positions, self.problem.columns), f.maximum(self.k, 1))
        work = f.mul(work, self.g.groups)
        wanted = f.maximum(1, f.minimum(most, f.div(work, _TASK_WORK)))
        pairs = f.ceil_div(self.panels, PAIR)
        across = f.minimum(pairs, f.ceil_div(wanted, f.maximum(units, 1)))
        across = f.maximum(across, 1)
        units = f.mul(f.mul(units, across), f.minimum(self.problem.columns, 1))
        return across, units, f.minimum(units, wanted)

    def tasks(self) -> Int:
        f, tasks = self.f, self._grid()[2]
        if self.transformed is False:
            return tasks
        blocks = self.winograd.tasks(f, self.ctx.threads)
        return choose(f, self.transformed, blocks, tasks)

    def emit(self, ctx: AnchorContext) -> None:
        f = self.f
        self.kernels = RowTiles(f.module, ctx.target, self.shape.dtype)
        when(f, self.alone, lambda: self._each_channel(ctx))
        when(f, self.transformed, lambda: self._tiles(ctx))
        other = either(f, self.alone, self.transformed)
        when(f, negate(f, other), lambda: self._products(ctx))

    def _source(self, ctx: AnchorContext) -> tuple[str, Int]:
        """(the source with its channels side by side, elements from one image to the next)."""
        f, g = self.f, self.g
        if g.adjacent:
            return g.source.pointer, g.source.strides[0]
        image: Int = g.source.shape[1]
        for a in g.axes:
            image = f.mul(image, a.size)
        return ctx.shared("source"), image

    def _each_channel(self, ctx: AnchorContext) -> None:
        tasks = self._grid()[2]
        source, image = self._source(ctx)
        if tasks != 0:
            self.depthwise.emit(ctx, source, image, self.g.batch, tasks, ctx.shared("taps"))

    def _tiles(self, ctx: AnchorContext) -> None:
        source, image = self._source(ctx)

        def finish(sums: str, step: int, at: Sequence[Int], rows: Int, j: Int, nc: Int) -> None:
            self.sums, self.sum_stride = sums, step
            self._finish(ctx, 0, rows, at, j, nc)

        image = self.f.mul(image, self.isz)
        self.winograd.emit(ctx, source, image, ctx.shared("winograd"), finish)

    def _products(self, ctx: AnchorContext) -> None:
        f = self.f
        across, units, tasks = self._grid()
        if tasks == 0:
            return
        pairs = f.ceil_div(self.panels, PAIR)
        part = f.mul(f.ceil_div(pairs, across), PAIR * self.shape.width)
        columns = chosen(ctx.target, "convolution_columns")
        if isinstance(self.problem.columns, int):
            whole = -(-self.problem.columns // self.shape.width) * self.shape.width
            columns = min(columns, max(whole, self.shape.width))
        self.sum_stride = (columns + self.shape.lanes) * self.isz
        self.windows = ctx.scratch(self.block * ROW_STRIDE * self.isz)
        self.found = ctx.scratch(POINTERS_BYTES)
        self.pointed = points(f, self.g)
        if self.pointed is not False:
            self.zeros = ctx.scratch(BLOCK_K * self.isz)
            f.emit(f"call void {self.kernels.clear()}(ptr {self.zeros})")
        self.result = self._plain()
        self.sums = (
            "" if self.result else ctx.scratch((self.block + self.shape.lanes) * self.sum_stride)
        )
        self.desc = write_desc(f, self.g, self.isz)
        first = f.div(f.mul(ctx.task, units), tasks)
        last = f.div(f.mul(f.add(ctx.task, 1), units), tasks)
        with f.loop(first, last) as loop:
            block, rest = f.rem(loop.index, self.blocks), f.div(loop.index, self.blocks)
            group, piece = f.div(rest, across), f.rem(rest, across)
            j0 = f.mul(piece, part)
            j1 = f.minimum(self.problem.columns, f.add(j0, part))
            p0 = f.mul(block, self.block)
            rows = f.minimum(self.block, f.sub(self.positions, p0))
            at = decode(f, self.g, p0)
            with f.loop(j0, j1, columns) as parts:
                nc = f.minimum(columns, f.sub(j1, parts.index))
                self._block(ctx, group, p0, rows, at, parts.index, nc)

    def _fetches(self) -> bool:
        """Whether panels are fetched ahead: weights are known to be much more than the second cache holds.

        Every block of positions reads all of them. 512·512·3·3 took 0.94 of the time, 256·256·3·3 were as fast.
        """
        weights = self.f.mul(self.k, self.problem.columns)
        most = _FETCHED * self.ctx.target.l2_bytes
        return isinstance(weights, int) and weights * self.isz > most

    def _plain(self) -> tuple[Buffer, Int] | None:
        """The result and its bytes from position to position, where tiles may be stored into it."""
        found = self.ctx.plain()
        step = None if found is None else position_step(found)
        return None if found is None or step is None else (found, self.f.mul(step, self.isz))

    def _block(
        self, ctx: AnchorContext, group: Int, p0: Int, rows: Int, at: Sequence[Int], j: Int, nc: Int
    ) -> None:
        f, g, isz = self.f, self.g, self.isz
        source = g.source.pointer if g.adjacent else ctx.shared("source")
        source = f.element(source, f.mul(f.mul(group, g.channels), isz), "i8")
        weights = f.add(f.mul(group, self.panels), f.div(j, self.shape.width))
        w = f.element(ctx.shared("weights"), f.mul(weights, self.panel_bytes), "i8")
        row = self.shape.width * isz
        stride = ROW_STRIDE * isz
        d, whole = self.sums, 1
        dm: Int = self.sum_stride
        if self.result is not None:
            buffer, dm = self.result
            channel = f.add(f.mul(group, self.problem.columns), j)
            offset = f.add(f.mul(p0, dm), f.mul(channel, isz))
            d, whole = f.element(buffer.pointer, offset, "i8"), 0
        with f.loop(0, f.maximum(self.k, 1), BLOCK_K) as blocks:
            k0 = blocks.index
            kc = f.minimum(BLOCK_K, f.sub(self.k, k0))
            add = as_number(f, compare(f, "ne", k0, 0))
            places = ", ".join(f"i64 {x}" for x in (*at, rows, k0, kc))
            given = f"ptr {self.desc}, ptr {ctx.shared('table')}, ptr {source}, {places}, ptr {self.windows}"
            b = f.element(w, f.mul(k0, row), "i8")
            result = f"ptr {d}, i64 {dm}, i64 {add}, i64 {whole}"

            def multiply(skip: Int, run: Int) -> None:
                product = self.kernels.rows_product(self.problem.columns, self._fetches())
                f.emit(
                    f"call void {product}(i64 {rows}, i64 {nc}, i64 {kc}, ptr {self.found}, ptr {b}, "
                    f"i64 {self.panel_bytes}, {result}, i64 {skip}, i64 {run}, "
                    f"i64 {f.ceil_div(f.add(skip, kc), run)})"
                )

            def in_place() -> None:
                run = f.maximum(table_run(f, g), 1)
                point = self.kernels.point()
                f.emit(
                    f"call void {point}({given}, i64 {stride}, ptr {self.found}, ptr {self.zeros})"
                )
                multiply(f.rem(k0, run), run)

            def copied() -> None:
                gather = self.kernels.gather(any(a.hole != 1 for a in g.axes))
                f.emit(f"call void {gather}({given}, i64 {stride})")
                f.emit(
                    f"call void {self.kernels.point_copies()}(ptr {self.windows}, ptr {self.found})"
                )
                multiply(0, f.maximum(kc, 1))

            when(f, self.pointed, in_place)
            when(f, negate(f, self.pointed), copied)
        if self.result is None:
            self._finish(ctx, group, rows, at, j, nc)

    def _finish(
        self, ctx: AnchorContext, group: Int, rows: Int, at: Sequence[Int], j: Int, nc: Int
    ) -> None:
        """Hand the sums to what is fused behind."""
        f, lanes = self.f, self.shape.lanes
        axes = ctx.node.outputs[0].type.ndim - 2
        if ctx.unit_axis() == axes + 1:
            self._finish_lines(ctx, group, rows, at, j, nc)
            return
        result = ctx.node.outputs[0].type.dtype
        carried = [("i64", str(x)) for x in at]
        channel0 = f.add(f.mul(group, self.problem.columns), j)
        with f.loop(0, rows, 1, carried) as loop:
            n, *o = loop.values
            source = f.element(self.sums, f.mul(loop.index, self.sum_stride), "i8")

            def one(i: Int, partial: bool) -> None:
                name = f.load(
                    self.kernels.vector, f.element(source, f.mul(i, self.isz), "i8"), self.isz
                )
                value = ctx.k.cast(Vec(name, self.shape.dtype, lanes), result)
                mask = self.kernels.tail_mask(f, f.sub(nc, i)) if partial else None
                ctx.write([n, f.add(channel0, i), *o[3 - axes :]], 1, value, mask)

            masked = ctx.target.has("avx512f")
            exact = isinstance(self.problem.columns, int) and self.problem.columns % lanes == 0
            full = nc if masked or exact else f.mul(f.div(nc, lanes), lanes)
            with f.loop(0, full, lanes) as vectors:
                one(vectors.index, masked and not exact)
            if not (masked or exact):
                with f.when(f.compare("slt", full, nc)):
                    one(full, True)
            loop.result = [str(x) for x in advance(f, self.g, loop.values)]

    def _finish_lines(
        self, ctx: AnchorContext, group: Int, rows: Int, at: Sequence[Int], j: Int, nc: Int
    ) -> None:
        """The same where positions of a line are adjacent: lanes run along the last axis."""
        f, lanes, isz, kernels = self.f, self.shape.lanes, self.isz, self.kernels
        output = ctx.node.outputs[0].type
        axes = output.ndim - 2
        square = f.alloca(kernels.vector, lanes, 64)
        step = lanes * isz
        out3 = self.g.axes[2].out
        channel0 = f.add(f.mul(group, self.problem.columns), j)
        lines = f.ceil_div(f.add(at[3], rows), out3)
        carried = [("i64", str(x)) for x in (*at, 0)]
        with f.loop(0, lines, 1, carried) as line:
            n, o1, o2, o3, first = line.values
            count = f.minimum(f.sub(out3, o3), f.sub(rows, first))
            with f.loop(0, count, lanes) as parts, f.loop(0, nc, lanes) as channels:
                p, c = parts.index, channels.index
                offset = f.add(f.mul(f.add(first, p), self.sum_stride), f.mul(c, isz))
                source = f.element(self.sums, offset, "i8")
                values = [
                    f.load(kernels.vector, f.element(source, i * self.sum_stride, "i8"), isz)
                    for i in range(lanes)
                ]
                for u, column in enumerate(kernels.transposed(f, values)):
                    f.store(kernels.vector, column, f.element(square, u * step, "i8"), isz)
                mask = kernels.tail_mask(f, f.sub(count, p))
                with f.loop(0, f.minimum(lanes, f.sub(nc, c))) as each:
                    place = f.element(square, f.mul(each.index, step), "i8")
                    name = f.load(kernels.vector, place, isz)
                    value = ctx.k.cast(Vec(name, self.shape.dtype, lanes), output.dtype)
                    channel = f.add(channel0, f.add(c, each.index))
                    spatial = [o1, o2, f.add(o3, p)][3 - axes :]
                    ctx.write([n, channel, *spatial], axes + 1, value, mask)
            following = advance(f, self.g, [n, o1, o2, f.sub(out3, 1)])
            line.result = [*map(str, following), str(f.add(first, count))]


class Convolution(Template):
    """A template of this file."""

    def __init__(self, name: str, problem: Callable[[SizeContext], Problem]) -> None:
        self.name = name
        self._problem = problem

    def plan(self, node: Node) -> Plan:
        problem = self._problem

        def shared(ctx: SizeContext) -> Mapping[str, Int]:
            return _Writer(ctx, problem).shared()

        return Plan(
            (
                Phase(
                    "prepare",
                    lambda ctx: _Writer(ctx, problem).prepare_tasks(),
                    lambda ctx: _Writer(ctx, problem).prepare(ctx),
                ),
                Phase(
                    self.name,
                    lambda ctx: _Writer(ctx, problem).tasks(),
                    lambda ctx: _Writer(ctx, problem).emit(ctx),
                ),
            ),
            shared,
        )

    def pulls(self, node: Node) -> tuple[bool, ...]:
        return True, True

    def copies(self, node: Node, i: int) -> bool:
        return i == 0

    def order(self, node: Node) -> tuple[int, ...]:
        """Results are written with the channels of a place side by side."""
        return (0, *range(2, node.outputs[0].type.ndim), 1)

    def cost(self, node: Node) -> Cost:
        a, b = (v.type for v in node.operands)
        out = node.outputs[0].type
        return Cost(work(a.shape if self.name != "conv" else out.shape, b.shape),
                    least_bytes([a, b, out]))  # fmt: skip


def work(y: Sequence[Dim], w: Sequence[Dim]) -> Dim:
    """Floating-point operations of a convolution with result y and weight w."""
    return 2 * product(y) * product(w[1:])


CONV = Convolution("conv", forward)
CONV_INPUT_GRAD = Convolution("conv_input_grad", by_input)
