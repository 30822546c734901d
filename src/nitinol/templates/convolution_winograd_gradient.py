"""Winograd's algorithm for the gradient of convolutions by their weights, F(3×3, 2×2), in the mode `fast`.

The forward convolution (`convolution_winograd`) is linear in its weights, so its transpose is read off: with a tile d
of 4×4 places of the source, and the gradient y of its 2×2 outputs,

    g = Gᵀ [ Σ (Bᵀ d B) ∘ (A y Aᵀ) ] G      summed over all tiles

The sum in each of the 16 places of the bracket is a matrix product [channels × tiles] · [tiles × filters]. Tiles are
multiplied in blocks of 48, each one chain of additions, in the order of the pictures; blocks are added up in at most
16 chunks with 16 tables of sums each, and the tables at the end in order. All this depends on sizes alone.

A task has a part of the channels and of the filters, 64 of both, and a chunk: both transforms of a block, and the sums
of the task, lie in the second cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..llvm.text import Function, Int
from .anchor import AnchorContext
from .conditions import as_number
from .convolution_depthwise import Axis
from .convolution_tiles import PAIR
from .convolution_winograd import OUT, PLACES, TILE, WinogradTiles, apart
from .matmul_kernels import Shape

_TILES: Final = 48  # of a block: one chain of additions
_CHANNELS: Final = 64  # of a task
_CHUNKS: Final = 16
_CHUNK_BLOCKS: Final = 4  # at least: less is not worth a table that must be added up
_CHUNK_BYTES: Final = 32 << 20  # of all tables together, about


class GradientTiles(WinogradTiles):
    """`WinogradTiles` and the transforms of the gradient."""

    def gradient_tiles(self, panel: int, plane: int, exact: bool) -> str:
        """gradient_tiles(tiles, y, line stride, position stride, below, beside, columns, d): A y Aᵀ of neighbours.

        below: whether there is a second line; beside: tiles that have a second position. d[16][panel][tile][width]:
        places `plane` bytes apart, panels `panel`.
        """
        name, f = self._start(
            f"winograd_gradient_{panel}_{plane}_{int(exact)}",
            [("i64", "tiles"), ("ptr", "y"), ("i64", "s2"), ("i64", "s3"), ("i64", "below"),
             ("i64", "beside"), ("i64", "columns"), ("ptr", "d")],
        )  # fmt: skip
        if f is None:
            return name
        isz, lanes, width = self.shape.itemsize, self.shape.lanes, self.shape.width
        below = f.compare("ne", "%below", 0)

        def four(y: Sequence[str]) -> list[str]:
            last = f.let(f"fneg {self.vector} {y[1]}")
            return [y[0], self._plus(f, *y), self._minus(f, *y), last]

        with f.loop(0, "%tiles", 1, [("ptr", "%y"), ("ptr", "%d")]) as loop:
            y, d = loop.values
            beside = f.compare("slt", loop.index, "%beside")
            there: list[list[str | None]] = [
                [None, beside],
                [below, f.let(f"and i1 {below}, {beside}")],
            ]
            with f.loop(0, "%columns", lanes) as parts:
                j = parts.index
                tail = None if exact else self.tail_mask(f, f.sub("%columns", j))
                place = f.add(f.mul(f.div(j, width), panel), f.mul(f.rem(j, width), isz))
                target = self._at(f, d, place)
                columns = []
                for b in range(OUT):
                    at = self._at(f, y, f.add(f.mul("%s3", b), f.mul(j, isz)))
                    columns.append(
                        four(
                            [
                                self._some(f, self._at(f, at, f.mul("%s2", a)), tail, there[a][b])
                                for a in range(OUT)
                            ]
                        )
                    )
                for i in range(TILE):
                    for k, value in enumerate(four([c[i] for c in columns])):
                        self._store(f, value, self._at(f, target, (TILE * i + k) * plane))
            loop.result = [self._at(f, y, f.mul("%s3", OUT)), self._at(f, d, width * isz)]
        f.ret()
        return name

    def taps(self, f: Function, sums: Sequence[str]) -> list[str]:
        """Gᵀ m G of 16 vectors: those of the 9 taps."""
        half = self._spread(f, "0.5")

        def three(m: Sequence[str]) -> list[str]:
            middle, apart_ = (
                f.let(f"fmul {self.vector} {x}, {half}")
                for x in (self._plus(f, m[1], m[2]), self._minus(f, m[1], m[2]))
            )
            return [self._plus(f, m[0], middle), apart_, self._plus(f, middle, m[3])]

        columns = [three([sums[TILE * i + j] for i in range(TILE)]) for j in range(TILE)]
        return [x for i in range(3) for x in three([c[i] for c in columns])]


@dataclass(frozen=True, slots=True)
class Pictures:
    """A tensor with its channels side by side: bytes from one picture, line and position to the next."""

    pointer: str
    image: Int
    line: Int
    step: Int


class WinogradGradient:
    """The code; `axes` are the last two."""

    def __init__(
        self, f: Function, shape: Shape, axes: tuple[Axis, Axis], batch: Int, channels: Int,
        columns: Int,
    ) -> None:  # fmt: skip
        self.f, self.shape, self.axes = f, shape, axes
        self.channels, self.columns = channels, columns
        isz, width = shape.itemsize, shape.width
        self.row_bytes = f.mul(f.mul(f.ceil_div(columns, width), width), isz)
        self.place_bytes = f.mul(channels, self.row_bytes)
        self.table_bytes = f.mul(self.place_bytes, PLACES)
        self.down, self.across = (f.ceil_div(a.out, OUT) for a in axes)
        self.tiles = f.mul(batch, f.mul(self.down, self.across))
        self.blocks = f.maximum(f.ceil_div(self.tiles, _TILES), 1)
        most = f.maximum(f.div(_CHUNK_BYTES, f.maximum(self.table_bytes, 1)), 1)
        self.chunks = f.minimum(f.minimum(most, _CHUNKS), f.ceil_div(self.blocks, _CHUNK_BLOCKS))
        self.wide = PAIR * width
        self.row = (_CHANNELS + shape.lanes) * isz
        self.panel = _TILES * width * isz
        self.plane, self.right_plane = apart(_TILES * self.row), apart(PAIR * self.panel)

    def bytes(self) -> Int:
        """Of all tables."""
        return self.f.mul(self.chunks, self.table_bytes)

    def tasks(self) -> Int:
        """A chunk, and parts of the channels and of the filters."""
        f = self.f
        parts = f.mul(f.ceil_div(self.channels, _CHANNELS), f.ceil_div(self.columns, self.wide))
        return f.mul(self.chunks, parts)

    def emit(self, ctx: AnchorContext, x: Pictures, y: Pictures, sums: str) -> None:
        """One task."""
        f, isz = self.f, self.shape.itemsize
        kernels = GradientTiles(f.module, ctx.target, self.shape.dtype)
        left = ctx.scratch(PLACES * self.plane)
        right = ctx.scratch(PLACES * self.right_plane)
        parts = f.ceil_div(self.channels, _CHANNELS)
        rest = f.div(ctx.task, parts)
        wide = f.ceil_div(self.columns, self.wide)
        c, j = f.mul(f.rem(ctx.task, parts), _CHANNELS), f.mul(f.rem(rest, wide), self.wide)
        chunk = f.div(rest, wide)
        mc = f.minimum(_CHANNELS, f.sub(self.channels, c))
        nc = f.minimum(self.wide, f.sub(self.columns, j))
        first = f.div(f.mul(chunk, self.blocks), self.chunks)
        last = f.div(f.mul(f.add(chunk, 1), self.blocks), self.chunks)
        offset = f.add(f.mul(chunk, self.table_bytes), f.mul(c, self.row_bytes))
        table = f.element(sums, f.add(offset, f.mul(j, isz)), "i8")
        product = kernels.product(isz, self.row, self.columns)
        x = Pictures(f.element(x.pointer, f.mul(c, isz), "i8"), x.image, x.line, x.step)
        y = Pictures(f.element(y.pointer, f.mul(j, isz), "i8"), y.image, y.line, y.step)
        with f.loop(first, last) as loop:
            add = as_number(f, f.compare("ne", loop.index, first))
            start = f.mul(loop.index, _TILES)
            count = f.minimum(_TILES, f.sub(self.tiles, start))
            self._transform(kernels, start, count, x, mc, left, y, nc, right)
            with f.loop(0, PLACES) as places:
                e = places.index
                f.emit(
                    f"call void {product}(i64 {mc}, i64 {nc}, i64 {count}, "
                    f"ptr {f.element(left, f.mul(e, self.plane), 'i8')}, "
                    f"ptr {f.element(right, f.mul(e, self.right_plane), 'i8')}, i64 {self.panel}, "
                    f"ptr {f.element(table, f.mul(e, self.place_bytes), 'i8')}, "
                    f"i64 {self.row_bytes}, i64 {add}, i64 0)"
                )

    def _transform(
        self, kernels: GradientTiles, start: Int, count: Int, x: Pictures, mc: Int, left: str,
        y: Pictures, nc: Int, right: str,
    ) -> None:  # fmt: skip
        """Both operands of a block, line by line of tiles."""
        f, (a2, a3) = self.f, self.axes
        lanes, isz = self.shape.lanes, self.shape.itemsize
        exact = [isinstance(n, int) and n % lanes == 0 for n in (self.channels, self.columns)]
        source = kernels.source_tiles(self.row, self.plane, exact[0])
        gradient = kernels.gradient_tiles(self.panel, self.right_plane, exact[1])
        end = f.add(start, count)
        with f.loop(f.div(start, self.across), f.ceil_div(end, self.across)) as lines:
            begin = f.mul(lines.index, self.across)
            first = f.maximum(start, begin)
            some = f.sub(f.minimum(end, f.add(begin, self.across)), first)
            n, line = f.div(lines.index, self.down), f.rem(lines.index, self.down)
            row, column = f.mul(line, OUT), f.mul(f.sub(first, begin), OUT)
            at = f.sub(first, start)
            f.emit(
                f"call void {source}(i64 {some}, ptr {f.element(x.pointer, f.mul(n, x.image), 'i8')}, "
                f"i64 {f.add(row, a2.shift)}, i64 {f.add(column, a3.shift)}, i64 {x.line}, i64 {x.step}, "
                f"i64 {a2.size}, i64 {a3.size}, i64 {mc}, "
                f"ptr {f.element(left, f.mul(at, self.row), 'i8')})"
            )
            place = f.add(f.mul(n, y.image), f.add(f.mul(row, y.line), f.mul(column, y.step)))
            below = as_number(f, f.compare("slt", f.add(row, 1), a2.out))
            beside = f.div(f.sub(a3.out, column), OUT)
            f.emit(
                f"call void {gradient}(i64 {some}, ptr {f.element(y.pointer, place, 'i8')}, i64 {y.line}, "
                f"i64 {y.step}, i64 {below}, i64 {beside}, i64 {nc}, "
                f"ptr {f.element(right, f.mul(at, self.shape.width * isz), 'i8')})"
            )

    def finish(self, kernels: GradientTiles, sums: str, c: Int, j: Int, d: str) -> None:
        """All taps under as many channels from c on, and filters from j on, as there are lanes: d[tap][channel]."""
        f, isz, lanes, v = self.f, self.shape.itemsize, self.shape.lanes, kernels.vector
        start = f.element(sums, f.mul(j, isz), "i8")
        with f.loop(0, lanes) as loop:
            channel = f.minimum(f.add(c, loop.index), f.sub(self.channels, 1))
            line = f.element(start, f.mul(channel, self.row_bytes), "i8")
            offsets = [f.mul(self.place_bytes, e) for e in range(PLACES)]
            first = [(v, f.load(v, f.element(line, at, "i8"), isz)) for at in offsets]
            with f.loop(1, self.chunks, 1, first) as chunks:
                table = f.element(line, f.mul(chunks.index, self.table_bytes), "i8")
                chunks.result = [
                    f.let(f"fadd {v} {x}, {f.load(v, f.element(table, at, 'i8'), isz)}")
                    for x, at in zip(chunks.values, offsets, strict=True)
                ]
            for i, value in enumerate(kernels.taps(f, chunks.final)):
                place = f.mul(f.add(loop.index, i * lanes), lanes * isz)
                f.store(v, value, f.element(d, place, "i8"), isz)
