"""Convolutions of each channel by itself: as many groups as channels, one channel in and out of each.

As matrix products they would have one column each. Instead lanes run along channels: a vector of sums
walks over the taps that lie inside, in the order and with the chain of additions of the products. The
weights are laid out as [tap][channel] first.

Whether there are so many groups may be known at run time only; then both ways are compiled.
"""

from __future__ import annotations

from typing import Protocol

from ..llvm.text import Function, Int
from .anchor import AnchorContext
from .convolution_kernels import Windows
from .matmul_kernels import Shape
from .vectors import Vec


class Axis(Protocol):
    """One spatial axis, see `convolution.Axis`."""

    @property
    def size(self) -> Int: ...
    @property
    def stride(self) -> Int: ...
    @property
    def out(self) -> Int: ...
    @property
    def taps(self) -> Int: ...
    @property
    def step(self) -> int: ...
    @property
    def shift(self) -> Int: ...
    @property
    def dilation(self) -> int: ...


class Depthwise:
    """The code of both phases; `stride` (of channels) and `tap_strides` are those of the weights."""

    def __init__(
        self, f: Function, shape: Shape, axes: tuple[Axis, ...], channels: Int, flipped: bool
    ) -> None:
        self.f, self.shape, self.axes = f, shape, axes
        self.channels, self.flipped = channels, flipped
        self.isz = shape.itemsize

    def bytes(self) -> Int:
        """Of the block of weights; the last vector of a tap may reach beyond it."""
        f = self.f
        count: Int = f.mul(self.channels, self.isz)
        for a in self.axes:
            count = f.mul(count, a.taps)
        return f.add(count, self.shape.lanes * self.isz)

    def layout(
        self, ctx: AnchorContext, weight: str, stride: Int, tap_strides: tuple[Int, ...], d: str
    ) -> None:
        """Write the weights as [tap][channel] to d."""
        f, isz, lanes = self.f, self.isz, self.shape.lanes
        kernels = Windows(f.module, ctx.target, self.shape.dtype)
        a1, a2, a3 = self.axes
        rank = ctx.node.outputs[0].type.ndim - 2
        with f.loop(0, a1.taps) as i1, f.loop(0, a2.taps) as i2, f.loop(0, a3.taps) as i3:
            taps: list[Int] = []
            index: Int = 0
            for i, a in zip((i1, i2, i3), self.axes, strict=True):
                taps.append(f.sub(f.sub(a.taps, 1), i.index) if self.flipped else i.index)
                index = f.add(f.mul(index, a.taps), i.index)
            row = f.element(d, f.mul(f.mul(index, self.channels), isz), "i8")
            if ctx.is_pulled(1):
                with f.loop(0, self.channels, lanes) as blocks:
                    c = blocks.index
                    mask = kernels.tail_mask(f, f.sub(self.channels, c))
                    value = ctx.pull(1, [c, 0, *taps[3 - rank :]], 0, lanes, mask)
                    at = f.element(row, f.mul(c, isz), "i8")
                    kernels.masked_store(f, value.name, at, mask)
                return
            place: Int = 0
            for tap, tap_stride in zip(taps, tap_strides, strict=True):
                place = f.add(place, f.mul(tap, tap_stride))
            with f.loop(0, self.channels) as loop:
                offset = f.mul(f.add(place, f.mul(loop.index, stride)), isz)
                x = f.load(kernels.element, f.element(weight, offset, "i8"), isz)
                at = f.element(row, f.mul(loop.index, isz), "i8")
                f.store(kernels.element, x, at, isz)

    def emit(
        self, ctx: AnchorContext, source: str, image: Int, batch: Int, tasks: Int, weights: str
    ) -> None:
        """One task: some lines of the result. `image`: elements from one image to the next."""
        f, isz, lanes = self.f, self.isz, self.shape.lanes
        kernels = Windows(f.module, ctx.target, self.shape.dtype)
        a1, a2, a3 = self.axes
        lines = f.mul(batch, f.mul(a1.out, a2.out))
        first = f.div(f.mul(ctx.task, lines), tasks)
        last = f.div(f.mul(f.add(ctx.task, 1), lines), tasks)
        output = ctx.node.outputs[0].type
        with f.loop(first, last) as line, f.loop(0, a3.out) as along:
            o2, rest = f.rem(line.index, a2.out), f.div(line.index, a2.out)
            o1, n = f.rem(rest, a1.out), f.div(rest, a1.out)
            at = (o1, o2, along.index)
            ranges = [self._inside(a, o) for a, o in zip(self.axes, at, strict=True)]
            place: Int = f.mul(n, image)
            for a, (_, _, origin) in zip(self.axes, ranges, strict=True):
                place = f.add(place, f.mul(origin, a.stride))
            with f.loop(0, self.channels, lanes) as blocks:
                c = blocks.index
                exact = isinstance(self.channels, int) and self.channels % lanes == 0
                mask = None if exact else kernels.tail_mask(f, f.sub(self.channels, c))
                x = f.element(source, f.mul(f.add(place, c), isz), "i8")
                w = f.element(weights, f.mul(c, isz), "i8")
                total = self._sum(kernels, ranges, x, w, mask, 0, 0, 0, "zeroinitializer")
                value = ctx.k.cast(Vec(total, self.shape.dtype, lanes), output.dtype)
                coords = [n, c, *at[3 - (output.ndim - 2) :]]
                ctx.write(coords, 1, value, mask)

    def _inside(self, a: Axis, o: Int) -> tuple[Int, Int, Int]:
        """(first tap inside, behind the last, place of tap 0) under position o."""
        f = self.f
        origin = f.add(f.mul(o, a.step), a.shift)
        low = f.ceil_div(f.maximum(f.sub(0, origin), 0), a.dilation)
        high = f.ceil_div(f.maximum(f.sub(a.size, origin), 0), a.dilation)
        return low, f.minimum(high, a.taps), origin

    def _sum(
        self, kernels: Windows, ranges: list[tuple[Int, Int, Int]], x: str, w: str,
        mask: str | None, axis: int, tap: Int, offset: Int, total: str,
    ) -> str:  # fmt: skip
        """`total` with the taps of this axis and those after it added."""
        f, isz, v = self.f, self.isz, kernels.vector
        if axis == len(self.axes):
            xs = f.element(x, f.mul(offset, isz), "i8")
            ws = f.element(w, f.mul(f.mul(tap, self.channels), isz), "i8")
            b = f.load(v, ws, isz)  # behind the last channel lie others, or slack
            a = f.load(v, xs, isz) if mask is None else kernels.masked_load(f, xs, mask)
            if not kernels.target.fuses:
                return f.let(f"fadd {v} {total}, {f.let(f'fmul {v} {a}, {b}')}")
            name = f"llvm.fma.v{self.shape.lanes}f{8 * isz}"
            return f.let(
                f"call {v} {f.module.intrinsic(name, v, v, v, v)}({v} {a}, {v} {b}, {v} {total})"
            )
        along = self.axes[axis]
        low, high, _ = ranges[axis]
        with f.loop(low, high, 1, [(v, total)]) as loop:
            step = f.mul(f.mul(loop.index, along.dilation), along.stride)
            loop.result = [
                self._sum(
                    kernels, ranges, x, w, mask, axis + 1,
                    f.add(f.mul(tap, along.taps), loop.index), f.add(offset, step), loop.values[0],
                )
            ]  # fmt: skip
        return loop.final[0]
