"""Tensors whose channels are to lie side by side: moved to memory of a template's own, line by line.

What is moved is an operand in memory, or one that is pulled: then what is point-wise in front of it is
computed on the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..llvm.text import Function, Int
from .anchor import AnchorContext, Buffer, SizeContext
from .convolution_kernels import FEW_CHANNELS, Windows

_TASKS_PER_THREAD = 8


@dataclass(frozen=True, slots=True)
class Moving:
    """A tensor whose channels are to lie side by side; each task moves some lines of its last axis."""

    buffer: Buffer
    sizes: tuple[Int, Int, Int]
    strides: tuple[Int, Int, Int]  # elements

    @staticmethod
    def of(buffer: Buffer) -> Moving:
        """A tensor of up to three spatial axes."""
        s1, s2, s3 = three(buffer.shape[2:], 1)
        t1, t2, t3 = three(buffer.strides[2:], 0)
        return Moving(buffer, (s1, s2, s3), (t1, t2, t3))

    def bytes(self, f: Function) -> Int:
        """Of the tensor when it is moved."""
        total: Int = self.buffer.dtype.itemsize
        for size in (*self.buffer.shape[:2], *self.sizes):
            total = f.mul(total, size)
        return total

    def _lines(self, f: Function) -> Int:
        return f.mul(self.buffer.shape[0], f.mul(self.sizes[0], self.sizes[1]))

    def tasks(self, ctx: SizeContext) -> Int:
        """How many tasks move it: a line of a small picture is too little for one."""
        return ctx.f.minimum(self._lines(ctx.f), ctx.f.mul(ctx.threads, _TASKS_PER_THREAD))

    def emit(self, ctx: AnchorContext, i: int, kernels: Windows, task: Int, d: str) -> None:
        """The code of one task; `i`: which operand it is; `d`: where the moved tensor begins."""
        f, lines, tasks = ctx.f, self._lines(ctx.f), self.tasks(ctx)
        if lines == 0:
            return
        first, last = f.mul(task, lines), f.mul(f.add(task, 1), lines)
        with f.loop(f.div(first, tasks), f.div(last, tasks)) as loop:
            self._line(ctx, i, kernels, loop.index, d)

    def _line(self, ctx: AnchorContext, i: int, kernels: Windows, line: Int, d: str) -> None:
        f = ctx.f
        isz, channels = kernels.shape.itemsize, self.buffer.shape[1]
        i2, rest = f.rem(line, self.sizes[1]), f.div(line, self.sizes[1])
        i1, n = f.rem(rest, self.sizes[0]), f.div(rest, self.sizes[0])
        if ctx.is_pulled(i):
            place = f.mul(f.mul(line, self.sizes[2]), f.mul(channels, isz))
            at = [n, 0, *[i1, i2][5 - len(self.buffer.shape) :]]
            pull_line(ctx, i, kernels, at, self.sizes[2], f.element(d, place, "i8"))
            return
        offset: Int = 0
        for index, stride in (
            (n, self.buffer.strides[0]),
            (i1, self.strides[0]),
            (i2, self.strides[1]),
        ):
            offset = f.add(offset, f.mul(index, stride))
        source = f.element(self.buffer.pointer, f.mul(offset, isz), "i8")
        place = f.mul(f.mul(line, self.sizes[2]), f.mul(channels, isz))
        if self.strides[2] == 1 and isinstance(channels, int) and 1 < channels <= FEW_CHANNELS:
            f.emit(
                f"call void {kernels.interleave(channels)}(i64 {self.sizes[2]}, ptr {source}, "
                f"i64 {f.mul(self.buffer.strides[1], isz)}, ptr {f.element(d, place, 'i8')})"
            )
            return
        f.emit(
            f"call void {kernels.channels_last()}(i64 {self.sizes[2]}, i64 {channels}, "
            f"ptr {source}, i64 {f.mul(self.strides[2], isz)}, "
            f"i64 {f.mul(self.buffer.strides[1], isz)}, ptr {f.element(d, place, 'i8')})"
        )


def pull_line(
    ctx: AnchorContext, i: int, kernels: Windows, line: Sequence[Int], count: Int, d: str
) -> None:
    """One line of pulled operand i, from `line` (n, channel 0, …, without the last axis): d[pixel][channel]."""
    f, isz, lanes = ctx.f, kernels.shape.itemsize, kernels.shape.lanes
    channels = ctx.operand(i).shape[1]
    n, _, *spatial = line
    if ctx.pull_axis(i) == 1:
        with f.loop(0, count) as pixels, f.loop(0, channels, lanes) as blocks:
            p, c = pixels.index, blocks.index
            mask = kernels.tail_mask(f, f.sub(channels, c))
            value = ctx.pull(i, [n, c, *spatial, p], 1, lanes, mask)
            place = f.mul(f.add(f.mul(p, channels), c), isz)
            kernels.masked_store(f, value.name, f.element(d, place, "i8"), mask)
        return
    axis = len(line)
    row = lanes * isz
    square = f.alloca(kernels.vector, lanes, 64)
    with f.loop(0, count, lanes) as loop, f.loop(0, channels, lanes) as blocks:
        p, c = loop.index, blocks.index
        left, wide = f.sub(count, p), f.minimum(lanes, f.sub(channels, c))
        inside, there = kernels.tail_mask(f, left), kernels.tail_mask(f, wide)
        with f.loop(0, wide) as rows:
            value = ctx.pull(i, [n, f.add(c, rows.index), *spatial, p], axis, lanes, inside)
            place = f.mul(rows.index, row)
            f.store(kernels.vector, value.name, f.element(square, place, "i8"), isz)
        # Rows that do not exist are whatever was there: `there` keeps them from being stored.
        values = [
            f.load(kernels.vector, f.element(square, u * row, "i8"), isz) for u in range(lanes)
        ]
        start = f.element(d, f.mul(f.add(f.mul(p, channels), c), isz), "i8")
        for u, column in enumerate(kernels.transposed(f, values)):
            kind = f"<{lanes} x i1>"
            exists = f.compare("slt", u, left)
            on = f.let(f"select i1 {exists}, {kind} {there}, {kind} zeroinitializer")
            kernels.masked_store(
                f, column, f.element(start, f.mul(f.mul(channels, u), isz), "i8"), on
            )


def three(values: Sequence[Int], missing: Int) -> list[Int]:
    """Values of up to three axes, the missing ones in front."""
    return [*[missing] * (3 - len(values)), *values]
