"""Winograd's algorithm F(2×2, 3×3) for convolutions, in the mode `fast`: 16 multiplications for 4 outputs, not 36.

An output tile of 2×2 positions sees 4×4 of the source. With the source's tile d, a filter g and the matrices below,

    Y = Aᵀ [(G g Gᵀ) ∘ (Bᵀ d B)] A

and since the sum over channels goes inside of the brackets, each of the 16 places of the bracket is a matrix
product of its own, [tiles × channels] · [channels × filters]. (S. Winograd, *Arithmetic complexity of computations*,
1980; A. Lavin and S. Gray, *Fast algorithms for convolutional neural networks*, 2016.)

    Bᵀ = 1  0 -1  0     G = 1    0    0     Aᵀ = 1  1  1  0
         0  1  1  0         1/2  1/2  1/2        0  1 -1 -1
         0 -1  1  0         1/2 -1/2  1/2
         0  1  0 -1         0    0    1

In the first phase, a panel of the weights that was packed as ever is written as 16 of them. In the main one, for a
block of tiles: Bᵀ d B into `[16][tile][channel]`; then, for 64 filters at a time, 16 products into
`[16][tile][filter]`, and line by line Aᵀ · A and what is fused behind. A block of tiles with its sums lies in the
second cache. The chain of additions over channels is that of the products, and a result depends on its tile alone:
so, as in other modes, not on the batch, the blocks or the threads.

What it does to numbers: errors are no larger than of the direct sum (1e-6 against 2 to 4e-6 of the results' standard
deviation, at 32 to 64 channels), as chains are a ninth as long. What is no number reaches the outputs whose window
holds it and no others (each column of Aᵀ(·)Bᵀ leaves out the place that its window does not hold). But an
infinity may become NaN there, as transforms subtract; and they add up four numbers, so they overflow at a quarter of
the largest float. That is why it is left to `fast`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from ..base import dtypes as dt
from ..llvm.target import Target
from ..llvm.text import Function, Int
from .anchor import AnchorContext
from .conditions import Condition, both, compare, either
from .convolution_depthwise import Axis
from .convolution_tiles import PAIR, WindowTiles
from .matmul_kernels import BLOCK_K, Shape

PLACES: Final = 16
TILE: Final = 4  # places of the source along an axis
OUT: Final = 2  # positions of the result
_CACHE: Final = 640 << 10  # bytes of a block of tiles and its sums
_MOST_TILES: Final = 96
_LEAST_TILES: Final = 24
_LEAST_CHANNELS: Final = 32
_LEAST_POSITIONS: Final = 64
_MANY_WEIGHTS: Final = 1 << 17  # 8 MB of panels: more don't stay in a cache
_MANY_POSITIONS: Final = 512
_TASKS_PER_THREAD: Final = 4

# finish(sums, bytes from position to position, (n, 0, line, position), positions, first filter, filters)
Finish = Callable[[str, int, Sequence[Int], Int, Int, Int], None]


def wins(
    f: Function, target: Target, shape: Shape, channels: Int, columns: Int, taps: Sequence[Int],
    out: Sequence[Int],
) -> Condition:  # fmt: skip
    """Whether a convolution without strides, dilation and groups is computed so; `taps` and `out` of two axes.

    The products take 16/36 of the multiplications. Against that stand, for each tile, 64 instructions for each
    vector of channels and 60 for one of filters, in place of 16·channels·filters/lanes multiply-adds: a tenth of them
    with 64 of both, a fifth with 32, and below that tiles are too short to run at full speed. Weights become 16/9 as
    large and are written once more: 56 bytes for each, which 20 multiply-adds saved at each of 64 positions pay for.
    Each block of tiles reads all of them; where that is from memory, a picture must have more positions.
    The batch is no part of it, so that a picture's result does not depend on others. Tiles that reach
    beyond the result may be a quarter of it.
    """
    if target.numerics != "fast" or shape.dtype is not dt.float32:
        return False
    found: Condition = True
    for size in taps:
        found = both(f, found, compare(f, "eq", size, 3))
    found = both(f, found, compare(f, "sge", channels, _LEAST_CHANNELS))
    found = both(f, found, compare(f, "sle", channels, BLOCK_K))
    found = both(f, found, compare(f, "sge", columns, _LEAST_CHANNELS))
    positions = f.mul(out[0], out[1])
    found = both(f, found, compare(f, "sge", positions, _LEAST_POSITIONS))
    few = compare(f, "sle", f.mul(channels, columns), _MANY_WEIGHTS)
    found = both(f, found, either(f, few, compare(f, "sge", positions, _MANY_POSITIONS)))
    tiles = f.mul(f.ceil_div(out[0], OUT), f.ceil_div(out[1], OUT))
    return both(f, found, compare(f, "sle", f.mul(tiles, 16), f.mul(positions, 5)))


def apart(nbytes: int) -> int:
    """At least so many bytes: sixteen such distances reach all sets of a cache alike."""
    return -(-nbytes // 4096) * 4096 + 256


class WinogradTiles(WindowTiles):
    """`WindowTiles` and the three transforms."""

    def _plus(self, f: Function, a: str, b: str) -> str:
        return f.let(f"fadd {self.vector} {a}, {b}")

    def _minus(self, f: Function, a: str, b: str) -> str:
        return f.let(f"fsub {self.vector} {a}, {b}")

    def weights(self) -> str:
        """weights(channels, panel, d): a panel `[9][channel][column]` as G g Gᵀ, `[16][channel][column]`."""
        name, f = self._start(
            "winograd_weights", [("i64", "channels"), ("ptr", "panel"), ("ptr", "d")]
        )
        if f is None:
            return name
        isz, lanes = self.shape.itemsize, self.shape.lanes
        tap = f.mul("%channels", self.shape.width * isz)
        half = self._spread(f, "0.5")

        def four(g: Sequence[str]) -> list[str]:
            # The sum of the outer two is common; halves are exact.
            ends, middle = self._plus(f, g[0], g[2]), g[1]
            sums = (self._plus(f, ends, middle), self._minus(f, ends, middle))
            return [g[0], *(f.let(f"fmul {self.vector} {x}, {half}") for x in sums), g[2]]

        with f.loop(0, tap, lanes * isz) as loop:
            source, d = self._at(f, "%panel", loop.index), self._at(f, "%d", loop.index)
            taps = [self._load(f, self._at(f, source, f.mul(tap, i))) for i in range(9)]
            columns = [four([taps[3 * i + j] for i in range(3)]) for j in range(3)]
            for i in range(TILE):
                for j, value in enumerate(four([c[i] for c in columns])):
                    self._store(f, value, self._at(f, d, f.mul(tap, TILE * i + j)))
        f.ret()
        return name

    def source_tiles(self, row: int, plane: int, exact: bool) -> str:
        """source_tiles(tiles, source, y, x, line stride, pixel stride, lines, pixels, channels, d).

        Bᵀ d B of tiles side by side, the first with its corner at (y, x), which may lie outside, where zeros are:
        d[16][tile][channel], places `plane` bytes apart and tiles `row`. `exact`: channels are whole vectors. Rows
        have room for whole vectors.
        """
        name, f = self._start(
            f"winograd_source_{row}_{plane}_{int(exact)}",
            [("i64", "tiles"), ("ptr", "source"), ("i64", "y"), ("i64", "x"), ("i64", "s2"),
             ("i64", "s3"), ("i64", "lines"), ("i64", "pixels"), ("i64", "channels"), ("ptr", "d")],
        )  # fmt: skip
        if f is None:
            return name
        isz, lanes = self.shape.itemsize, self.shape.lanes
        down = [f.compare("ult", f.add("%y", i), "%lines") for i in range(TILE)]
        start = self._at(f, "%source", f.add(f.mul("%y", "%s2"), f.mul("%x", "%s3")))

        def tile(at: str, d: str, there: list[list[str]] | None) -> None:
            with f.loop(0, "%channels", lanes) as loop:
                offset = f.mul(loop.index, isz)
                tail = None if exact else self.tail_mask(f, f.sub("%channels", loop.index))
                lines = [self._at(f, at, f.add(f.mul("%s2", i), offset)) for i in range(TILE)]
                d = self._at(f, d, offset)
                columns = []
                for j in range(TILE):
                    places = [self._at(f, line, f.mul("%s3", j)) for line in lines]
                    values = [
                        self._some(f, place, tail, None if there is None else there[i][j])
                        for i, place in enumerate(places)
                    ]
                    columns.append(self._bracket(f, values))
                for i in range(TILE):
                    for j, value in enumerate(self._bracket(f, [c[i] for c in columns])):
                        self._store(f, value, self._at(f, d, (TILE * i + j) * plane))

        with f.loop(0, "%tiles", 1, [("ptr", start), ("ptr", "%d")]) as loop:
            at, d = loop.values
            x = f.add("%x", f.mul(loop.index, OUT))
            along = [f.compare("ult", f.add(x, j), "%pixels") for j in range(TILE)]
            inside = "true"
            for one in (*down, *along):
                inside = f.let(f"and i1 {inside}, {one}")
            with f.when(inside):
                tile(at, d, None)
            with f.when(f.let(f"xor i1 {inside}, true")):
                tile(at, d, [[f.let(f"and i1 {a}, {b}") for b in along] for a in down])
            loop.result = [
                self._at(f, at, f.mul("%s3", OUT)), self._at(f, d, row)
            ]  # fmt: skip
        f.ret()
        return name

    def _some(self, f: Function, place: str, tail: str | None, there: str | None) -> str:
        """A vector of channels of one place of the source, zeros where it is none."""
        if there is None:
            return self._load(f, place) if tail is None else self.masked_load(f, place, tail)
        n = self.shape.lanes
        bits = "-1" if tail is None else f.let(f"bitcast <{n} x i1> {tail} to i{n}")
        some = f.let(f"select i1 {there}, i{n} {bits}, i{n} 0")
        return self.masked_load(f, place, f.let(f"bitcast i{n} {some} to <{n} x i1>"))

    def _bracket(self, f: Function, d: Sequence[str]) -> list[str]:
        """Bᵀ d of one column."""
        return [
            self._minus(f, d[0], d[2]), self._plus(f, d[1], d[2]),
            self._minus(f, d[2], d[1]), self._minus(f, d[1], d[3]),
        ]  # fmt: skip

    def result_tiles(self, row: int, plane: int, line: int) -> str:
        """result_tiles(tiles, columns, m, d): Aᵀ m A of tiles side by side, d[2 lines][position][column].

        Positions are `row` bytes apart, as are tiles of m; lines of d are `line` bytes apart.
        """
        name, f = self._start(
            f"winograd_result_{row}_{plane}_{line}",
            [("i64", "tiles"), ("i64", "columns"), ("ptr", "m"), ("ptr", "d")],
        )
        if f is None:
            return name
        isz, lanes = self.shape.itemsize, self.shape.lanes

        def two(m: Sequence[str]) -> list[str]:
            first, second = self._plus(f, m[1], m[2]), self._minus(f, m[1], m[2])
            return [self._plus(f, m[0], first), self._minus(f, second, m[3])]

        with f.loop(0, "%tiles", 1, [("ptr", "%m"), ("ptr", "%d")]) as loop:
            m, d = loop.values
            with f.loop(0, "%columns", lanes) as parts:
                offset = f.mul(parts.index, isz)
                at, target = self._at(f, m, offset), self._at(f, d, offset)
                columns = [
                    two([self._load(f, self._at(f, at, (TILE * i + j) * plane)) for i in range(4)])
                    for j in range(TILE)
                ]
                for i in range(OUT):
                    for j, value in enumerate(two([c[i] for c in columns])):
                        self._store(f, value, self._at(f, target, i * line + j * row))
            loop.result = [self._at(f, m, row), self._at(f, d, OUT * row)]
        f.ret()
        return name


class _Blocks:
    """How tiles lie in memory and which are computed together: distances are numbers in the code, counts may not be."""

    def __init__(self, shape: Shape, channels: Int, columns: Int) -> None:
        lanes, isz = shape.lanes, shape.itemsize
        known = isinstance(channels, int) and channels <= BLOCK_K
        deep = -(-int(channels) // lanes) * lanes if known else BLOCK_K
        wide = PAIR * shape.width
        if isinstance(columns, int):
            wide = min(wide, -(-columns // shape.width) * shape.width)
        self.columns = wide  # filters at a time
        # Rows of neighbours must not share sets of the cache, nor the 16 places of a tile.
        self.row, self.sum_row = (deep + lanes) * isz, (wide + lanes) * isz
        fitting = _CACHE // (PLACES * (self.row + self.sum_row))
        self.tiles = min(max(fitting // shape.rows * shape.rows, _LEAST_TILES), _MOST_TILES)
        room = self.tiles + shape.rows  # tiles of products may reach beyond
        self.plane, self.sum_plane = apart(room * self.row), apart(room * self.sum_row)
        self.line = (OUT * self.tiles + lanes) * self.sum_row  # of the result, as it is handed on

    def grid(self, f: Function, lines: Int, across: Int, threads: Int) -> tuple[Int, Int, Int, Int]:
        """(lines of tiles in a block, blocks down, tiles of a line in a block, blocks across)."""
        wanted = f.mul(threads, _TASKS_PER_THREAD)
        parts = f.maximum(f.ceil_div(across, self.tiles), 1)
        width = f.ceil_div(across, parts)
        most = f.maximum(f.div(self.tiles, f.maximum(width, 1)), 1)
        down = f.maximum(f.minimum(most, f.ceil_div(lines, wanted)), 1)
        return down, f.ceil_div(lines, down), width, parts


@dataclass(frozen=True, slots=True)
class Winograd:
    """The main phase: `axes` are the last two, `image` bytes from one picture of the source to the next."""

    shape: Shape
    axes: tuple[Axis, Axis]
    batch: Int
    channels: Int
    columns: Int

    def weight_bytes(self, f: Function) -> Int:
        """Of all panels."""
        panels = f.ceil_div(self.columns, self.shape.width)
        return f.mul(panels, self._panel(f))

    def _panel(self, f: Function) -> Int:
        return f.mul(self.channels, PLACES * self.shape.width * self.shape.itemsize)

    def pack(self, ctx: AnchorContext, panel: str, number: Int, d: str) -> None:
        """Panel `number` of the weights, from one that was packed as ever."""
        f = ctx.f
        kernels = WinogradTiles(f.module, ctx.target, self.shape.dtype)
        target = f.element(d, f.mul(number, self._panel(f)), "i8")
        f.emit(f"call void {kernels.weights()}(i64 {self.channels}, ptr {panel}, ptr {target})")

    def _grid(self, f: Function, threads: Int) -> tuple[_Blocks, tuple[Int, Int, Int, Int], Int]:
        """(constants, the grid of blocks, lines of tiles)."""
        blocks = _Blocks(self.shape, self.channels, self.columns)
        down, across = (f.ceil_div(a.out, OUT) for a in self.axes)
        lines = f.mul(self.batch, down)
        return blocks, blocks.grid(f, lines, across, threads), lines

    def tasks(self, f: Function, threads: Int) -> Int:
        """How many tasks there are."""
        _, (_, down, _, across), _ = self._grid(f, threads)
        return f.minimum(f.mul(down, across), f.mul(threads, _TASKS_PER_THREAD))

    def emit(
        self, ctx: AnchorContext, source: str, image: Int, weights: str, finish: Finish
    ) -> None:
        """One task."""
        f = ctx.f
        blocks, (height, down, width, across), lines = self._grid(f, ctx.threads)
        tasks = self.tasks(f, ctx.threads)
        if tasks == 0:
            return
        tiles = f.ceil_div(self.axes[1].out, OUT)
        v = ctx.scratch(PLACES * blocks.plane)
        sums = ctx.scratch(PLACES * blocks.sum_plane)
        result = ctx.scratch(OUT * blocks.line)
        units = f.mul(down, across)
        first = f.div(f.mul(ctx.task, units), tasks)
        last = f.div(f.mul(f.add(ctx.task, 1), units), tasks)
        with f.loop(first, last) as loop:
            left = f.mul(f.rem(loop.index, across), width)
            top = f.mul(f.div(loop.index, across), height)
            block = _Block(
                self, ctx, blocks, left, f.minimum(width, f.sub(tiles, left)), top,
                f.minimum(height, f.sub(lines, top)), v, sums, result,
            )  # fmt: skip
            block.transform(source, image)
            with f.loop(0, self.columns, blocks.columns) as parts:
                j = parts.index
                block.multiply(weights, self._panel(f), j)
                block.hand_on(j, finish)


@dataclass(frozen=True, slots=True)
class _Block:
    """Some lines of tiles, from tile `left` on."""

    of: Winograd
    ctx: AnchorContext
    blocks: _Blocks
    left: Int
    width: Int
    top: Int
    height: Int
    v: str
    sums: str
    result: str

    @property
    def kernels(self) -> WinogradTiles:
        return WinogradTiles(self.ctx.f.module, self.ctx.target, self.of.shape.dtype)

    def _place(self, line: Int) -> tuple[Int, Int]:
        """(picture, line of tiles in it)."""
        f = self.ctx.f
        down = f.ceil_div(self.of.axes[0].out, OUT)
        at = f.add(self.top, line)
        return f.div(at, down), f.rem(at, down)

    def transform(self, source: str, image: Int) -> None:
        """Bᵀ d B of all tiles."""
        f, of, b = self.ctx.f, self.of, self.blocks
        (a2, a3), isz = of.axes, of.shape.itemsize
        exact = isinstance(of.channels, int) and of.channels % of.shape.lanes == 0
        kernel = self.kernels.source_tiles(b.row, b.plane, exact)
        x = f.add(f.mul(self.left, OUT), a3.shift)
        with f.loop(0, self.height) as loop:
            n, line = self._place(loop.index)
            y = f.add(f.mul(line, OUT), a2.shift)
            picture = f.element(source, f.mul(n, image), "i8")
            d = f.element(self.v, f.mul(f.mul(loop.index, self.width), b.row), "i8")
            f.emit(
                f"call void {kernel}(i64 {self.width}, ptr {picture}, i64 {y}, i64 {x}, "
                f"i64 {f.mul(a2.stride, isz)}, i64 {f.mul(a3.stride, isz)}, i64 {a2.size}, "
                f"i64 {a3.size}, i64 {of.channels}, ptr {d})"
            )

    def multiply(self, weights: str, panel: Int, j: Int) -> None:
        """The products of all places with the filters from j on."""
        f, of, b = self.ctx.f, self.of, self.blocks
        isz, width = of.shape.itemsize, of.shape.width
        product = self.kernels.product(b.row, isz, of.columns)
        tiles = f.mul(self.height, self.width)
        nc = f.minimum(b.columns, f.sub(of.columns, j))
        w = f.element(weights, f.mul(f.div(j, width), panel), "i8")
        with f.loop(0, PLACES) as loop:
            e = loop.index
            f.emit(
                f"call void {product}(i64 {tiles}, i64 {nc}, i64 {of.channels}, "
                f"ptr {f.element(self.v, f.mul(e, b.plane), 'i8')}, "
                f"ptr {f.element(w, f.mul(e, f.mul(of.channels, width * isz)), 'i8')}, "
                f"i64 {panel}, ptr {f.element(self.sums, f.mul(e, b.sum_plane), 'i8')}, "
                f"i64 {b.sum_row}, i64 0, i64 1)"
            )

    def hand_on(self, j: Int, finish: Finish) -> None:
        """Aᵀ m A, a line of tiles at a time, to what is behind."""
        f, of, b = self.ctx.f, self.of, self.blocks
        a2, a3 = of.axes
        kernel = self.kernels.result_tiles(b.sum_row, b.sum_plane, b.line)
        nc = f.minimum(b.columns, f.sub(of.columns, j))
        x = f.mul(self.left, OUT)
        count = f.minimum(f.mul(self.width, OUT), f.sub(a3.out, x))
        with f.loop(0, self.height) as loop:
            m = f.element(self.sums, f.mul(f.mul(loop.index, self.width), b.sum_row), "i8")
            f.emit(f"call void {kernel}(i64 {self.width}, i64 {nc}, ptr {m}, ptr {self.result})")
            n, line = self._place(loop.index)
            y = f.mul(line, OUT)
            with f.loop(0, f.minimum(OUT, f.sub(a2.out, y))) as two:
                source = f.element(self.result, f.mul(two.index, b.line), "i8")
                finish(source, b.sum_row, [n, 0, f.add(y, two.index), x], count, j, nc)
