"""Weights of convolutions put into panels, `[panel][tap][channel][width]`, whichever way they lie.

| weights | way |
|---|---|
| computed here (pulled) | vectors of columns, one after the other |
| columns side by side | copied, tap by tap |
| elements of a column side by side, as users store them | squares of columns × elements, transposed in registers |
| any strides | vectors of columns are gathered, all taps of a channel before the next |

So a line of memory is read once, or while it is in the first cache. For one picture that is much of a convolution's
time: 512 filters of 512×3×3 are 9.4 MB, read and written for a few multiplications of each number.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..llvm.text import Function, Int
from .convolution_tiles import WindowTiles
from .vectors import suffix

_AHEAD: Final = 512  # bytes


class WeightPanels(WindowTiles):
    """`WindowTiles` and the functions that pack weights."""

    def pack_taps(self) -> str:
        """pack(channels, taps, columns, w, column stride, d) of one panel.

        The channels · taps elements of a column are adjacent, those of a channel first.
        """
        name, f = self._start(
            "pack_taps",
            [("i64", "channels"), ("i64", "taps"), ("i64", "columns"), ("ptr", "w"), ("i64", "wn"),
             ("ptr", "d")],
        )  # fmt: skip
        if f is None:
            return name
        isz, lanes, width = self.shape.itemsize, self.shape.lanes, self.shape.width
        row = width * isz
        tap_bytes = f.mul("%channels", row)
        k = f.mul("%channels", "%taps")
        whole = f.mul(f.div(k, lanes), lanes)
        last = f.sub("%columns", 1)
        for half in range(0, width, lanes):
            # A column that is missing repeats the last: its sums are dropped.
            lines = [
                self._at(f, "%w", f.mul(f.minimum(half + i, last), "%wn")) for i in range(lanes)
            ]
            start = self._at(f, "%d", half * isz)
            state: list[tuple[str, str]] = [("ptr", start), ("ptr", start), ("i64", "0")]
            with f.loop(0, whole, lanes, state) as loop:
                offset = f.mul(loop.index, isz)
                rows = [self._load(f, self._at(f, line, offset)) for line in lines]
                ahead = f.add(offset, _AHEAD)
                for line in lines:
                    # Into the second cache: lines of many columns may share a set of the first.
                    self._prefetch(f, self._at(f, line, ahead), 2)
                place: tuple[str, str, Int] = (loop.values[0], loop.values[1], loop.values[2])
                for column in self.transposed(f, rows):
                    self._store(f, column, place[0])
                    place = self._following(f, place, row, tap_bytes)
                loop.result = [place[0], place[1], str(place[2])]
            tail = [(t, v) for (t, _), v in zip(state, loop.final, strict=True)]
            with f.loop(whole, k, 1, tail) as rest:
                at = f.mul(rest.index, isz)
                for i, line in enumerate(lines):
                    x = f.load(self.element, self._at(f, line, at), isz)
                    f.store(self.element, x, self._at(f, rest.values[0], i * isz), isz)
                place = self._following(
                    f, (rest.values[0], rest.values[1], rest.values[2]), row, tap_bytes
                )
                rest.result = [place[0], place[1], str(place[2])]
        f.ret()
        return name

    def _following(
        self, f: Function, place: tuple[str, str, Int], row: int, tap_bytes: Int
    ) -> tuple[str, str, Int]:
        """(the row of the next element, that of its channel's first tap, its tap)."""
        at, first, tap = place
        following = f.add(tap, 1)
        over = f.compare("eq", following, "%taps")
        channel = self._at(f, first, row)
        return (
            str(f.select(over, channel, self._at(f, at, tap_bytes), "ptr")),
            str(f.select(over, channel, first, "ptr")),
            f.select(over, 0, following),
        )

    def gathered(
        self, f: Function, w: str, columns: Int, column_stride: Int, channels: Int, k_stride: Int,
        taps: Sequence[Int], tap_strides: Sequence[Int], flipped: bool, d: str,
    ) -> None:  # fmt: skip
        """Write the code that packs one panel of any strides, which count elements."""
        isz, lanes, width = self.shape.itemsize, self.shape.lanes, self.shape.width
        tap_bytes = f.mul(channels, width * isz)
        masks = [self.tail_mask(f, columns, v) for v in range(0, width, lanes)]
        steps = self._lane_steps(f, column_stride)
        with (
            f.loop(0, channels) as ks,
            f.loop(0, taps[0]) as i1,
            f.loop(0, taps[1]) as i2,
            f.loop(0, taps[2]) as i3,
        ):
            index: Int = 0
            place: Int = f.mul(ks.index, k_stride)
            for i, count, stride in zip((i1, i2, i3), taps, tap_strides, strict=True):
                at = f.sub(f.sub(count, 1), i.index) if flipped else i.index
                place = f.add(place, f.mul(at, stride))
                index = f.add(f.mul(index, count), i.index)
            target = self._at(f, d, f.add(f.mul(index, tap_bytes), f.mul(ks.index, width * isz)))
            for v, mask in enumerate(masks):
                first = f.add(place, f.mul(column_stride, v * lanes))
                value = self._gather(f, self._at(f, w, f.mul(first, isz)), steps, mask)
                self._store(f, value, self._at(f, target, v * lanes * isz))

    def _lane_steps(self, f: Function, stride: Int) -> str:
        """Elements from the first lane to each."""
        kind = f"<{self.shape.lanes} x i64>"
        if isinstance(stride, int):
            return "<" + ", ".join(f"i64 {i * stride}" for i in range(self.shape.lanes)) + ">"
        one = f.let(f"insertelement {kind} poison, i64 {stride}, i64 0")
        spread = f.let(
            f"shufflevector {kind} {one}, {kind} poison, <{self.shape.lanes} x i32> zeroinitializer"
        )
        lanes = ", ".join(f"i64 {i}" for i in range(self.shape.lanes))
        return f.let(f"mul {kind} {spread}, <{lanes}>")

    def _gather(self, f: Function, pointer: str, steps: str, mask: str) -> str:
        n, kind = self.shape.lanes, self.vector
        places = f.let(f"getelementptr {self.element}, ptr {pointer}, <{n} x i64> {steps}")
        name = f"llvm.masked.gather.{suffix(self.element, n)}.v{n}p0"
        at = f.module.intrinsic(name, kind, f"<{n} x ptr>", "i32", f"<{n} x i1>", kind)
        return f.let(
            f"call {kind} {at}(<{n} x ptr> {places}, i32 {self.shape.itemsize}, "
            f"<{n} x i1> {mask}, {kind} zeroinitializer)"
        )
