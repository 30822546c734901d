"""Where the windows of a convolution come from: axes, runs, and the tables that `convolution_kernels` reads.

Three spatial axes always: missing ones have size 1. The gradient by the input is described in the same way: its windows
are those of the result's gradient.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..llvm.text import Function, Int
from .anchor import Buffer
from .conditions import Condition, compare
from .convolution_kernels import DESC, TABLE_BYTES
from .convolution_rows import SHORT


def channels_last(buffer: Buffer) -> bool:
    """Whether channels lie side by side, and positions one behind the other, of all images."""
    return buffer.order == (0, *range(2, len(buffer.shape)), 1)


@dataclass(frozen=True, slots=True)
class Axis:
    """One spatial axis: position in the source = o·step + shift + tap·dilation, over `hole`."""

    size: Int
    stride: Int  # of the source, in elements
    out: Int
    taps: Int
    step: int
    shift: Int
    dilation: int
    hole: int


@dataclass(frozen=True, slots=True)
class Geometry:
    """Where windows come from."""

    source: Buffer  # [N, channels, ...]
    batch: Int
    channels: Int  # of one group
    groups: int
    axes: tuple[Axis, Axis, Axis]
    adjacent: bool  # channels lie side by side
    merged: bool  # so do the taps of a line

    def sizes(self) -> list[Int]:
        return [a.size for a in self.axes]


_NONE = Axis(1, 0, 1, 1, 1, 0, 1, 1)


def geometry(
    f: Function, source: Buffer, groups: int, axes: Sequence[Axis], pulled: bool
) -> Geometry:
    """Windows of `source` along up to three axes."""
    three = [*[_NONE] * (3 - len(axes)), *axes]
    channels = f.div(source.shape[1], groups)
    adjacent = not pulled and (source.strides[1] == 1 or source.shape[1] == 1)
    if not adjacent:  # as the first phase leaves it
        step: Int = source.shape[1]
        for i in (2, 1, 0):
            a = three[i]
            three[i] = Axis(a.size, step, a.out, a.taps, a.step, a.shift, a.dilation, a.hole)
            step = f.mul(step, a.size)
    line = three[2]
    merged = line.dilation == 1 and all(a.hole == 1 for a in three) and groups == 1
    if adjacent and not channels_last(source):
        merged = merged and line.stride == source.shape[1] and isinstance(line.stride, int)
    return Geometry(
        source, source.shape[0], channels, groups, (three[0], three[1], three[2]), adjacent, merged
    )


def table_runs(f: Function, g: Geometry) -> Int:
    """How many runs a window has."""
    lines = f.mul(g.axes[0].taps, g.axes[1].taps)
    return lines if g.merged else f.mul(lines, g.axes[2].taps)


def table_run(f: Function, g: Geometry) -> Int:
    """How many elements a run has."""
    return f.mul(g.channels, g.axes[2].taps) if g.merged else g.channels


def points(f: Function, g: Geometry) -> Condition:
    """Whether windows are read where they lie, and not copied."""
    return all(a.hole == 1 for a in g.axes) and compare(f, "sge", table_run(f, g), SHORT)


def window_size(f: Function, g: Geometry) -> Int:
    """Elements of a window: the extent of the reduction."""
    taps = f.mul(f.mul(g.axes[0].taps, g.axes[1].taps), g.axes[2].taps)
    return f.mul(taps, g.channels)


def write_table(f: Function, g: Geometry, itemsize: int, table: str) -> None:
    """The displacement of each run."""
    a1, a2, a3 = g.axes
    line_taps = a3.taps if g.merged else 1
    with f.loop(0, a1.taps) as i1, f.loop(0, a2.taps) as i2:
        line = f.add(f.mul(i1.index, a2.taps), i2.index)
        with f.loop(0, 1 if g.merged else a3.taps) as i3:
            run = line if g.merged else f.add(f.mul(line, a3.taps), i3.index)
            moves = [f.mul(i.index, a.dilation) for i, a in zip((i1, i2, i3), g.axes, strict=True)]
            offset: Int = 0
            for m, a in zip(moves, g.axes, strict=True):
                offset = f.add(offset, f.mul(m, a.stride))
            entry = f.element(table, f.mul(run, TABLE_BYTES), "i8")
            # In the middle of a line: 0 ≤ o·step + shift + move and all taps before the end.
            begin = f.sub(f.sub(0, a3.shift), moves[2])
            end = f.sub(f.add(f.sub(f.sub(a3.size, line_taps), a3.shift), a3.step), moves[2])
            middle = [
                f.div(f.add(f.maximum(begin, 0), a3.step - 1), a3.step),
                f.div(f.maximum(end, 0), a3.step),
            ]
            for i, value in enumerate([*moves, f.mul(offset, itemsize), *middle]):
                f.store("i64", value, f.element(entry, i, "i64"), 8)


def write_desc(f: Function, g: Geometry, itemsize: int) -> str:
    """The array `DESC` of a task, on its stack."""
    desc = f.alloca("i64", len(DESC), 64)
    total: Int = g.source.shape[1]
    for a in g.axes:
        total = f.mul(total, a.size)
    line = g.axes[2].taps if g.merged else 1
    words: dict[str, Int] = {
        "sn": f.mul(g.source.strides[0] if g.adjacent else total, itemsize),
        "run": f.mul(g.channels, line),
        "channels": g.channels,
        "taps": line,
    }
    for i, a in enumerate(g.axes, 1):
        words |= {
            f"s{i}": f.mul(a.stride, itemsize), f"size{i}": a.size, f"out{i}": a.out,
            f"step{i}": a.step, f"shift{i}": a.shift, f"hole{i}": a.hole,
        }  # fmt: skip
    for name, i in DESC.items():
        f.store("i64", words[name], f.element(desc, i, "i64"), 8)
    return desc


def decode(f: Function, g: Geometry, position: Int) -> list[Int]:
    """(n, o1, o2, o3) of a position of the result."""
    result: list[Int] = []
    for a in reversed(g.axes):
        size = f.maximum(a.out, 1)  # one that the run finds empty must not divide
        result.insert(0, f.rem(position, size))
        position = f.div(position, size)
    return [position, *result]


def advance(f: Function, g: Geometry, at: Sequence[Int]) -> list[Int]:
    """The position after (n, o1, o2, o3)."""
    carry: Int = 1
    result: list[Int] = []
    for a, o in zip(reversed(g.axes), reversed(at), strict=False):
        moved = f.add(o, carry)
        over = f.compare("sge", moved, a.out)
        result.insert(0, f.select(over, 0, moved))
        carry = f.let(f"zext i1 {over} to i64")
    return [f.add(at[0], carry), *result]
