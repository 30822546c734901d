"""Shared functions of matrix products: register tiles, packing, and blocks of tiles.

They are emitted once per module, whatever the number of products in it, and know nothing of what
is fused behind a product: they leave finished sums in memory. All strides are bytes.

| function | does |
|---|---|
| `tile_<rows>` | rows × (2 vectors) of D = A·B, or D += A·B, for one block of the reduced axis |
| `block` | a block of D from tiles; partial tiles go through a small buffer |
| `copy` | rows of contiguous elements to another place |

`matmul_pack` adds those that move operands.

A *panel* is `[k][width]`: the columns of one register tile, zeros where columns are missing.

Every element is the same chain of fused multiply-adds over k from zero (of products and sums where
the machine cannot fuse them; integers wrap around), whichever tile computes it and wherever its
operands lie; that is what makes results independent of sizes and threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..base.dtypes import DType
from ..llvm.target import Target
from ..llvm.text import Function, Int, Module
from .choices import chosen, second_cache
from .vectors import REGISTER, suffix, vector_type

BLOCK_K = 512  # elements of the reduced axis summed in one chain; sums of blocks are then added up
ROW_STRIDE = BLOCK_K + 16  # of copied rows: rows of a tile must not share sets of the cache
VECTORS = 2  # vectors of one tile row
_REPEATED = 2  # rows of a strip whose elements are repeated within multiply-adds


@dataclass(frozen=True, slots=True)
class Shape:
    """A register tile of a target: `rows` × `width` elements, and the smaller tile for the rest."""

    dtype: DType  # of the sums
    lanes: int
    rows: int
    few: int
    vectors: int = VECTORS

    @property
    def width(self) -> int:
        return self.lanes * self.vectors

    @property
    def itemsize(self) -> int:
        return self.dtype.itemsize


def tile_shape(target: Target, dtype: DType) -> Shape:
    """Accumulators fill the registers but for one row of B and one broadcast element of A."""
    lanes = max(2, target.lanes(dtype.itemsize))
    rows = 12 if target.vector_registers >= 32 else 6
    return Shape(dtype, lanes, rows, 4 if rows == 12 else 2)


def strip_shape(target: Target, dtype: DType) -> Shape:
    """The tile of products whose two sides are packed beforehand.

    Usually each element of A is repeated for three multiply-adds instead of two. Where a product needs a
    register before it is added there is room for eight rows of that. (For Arm LLVM orders the
    instructions of such a tile so that sums go to the stack.)
    """
    usual = tile_shape(target, dtype)
    if target.vector_registers < 32 or target.architecture != "x86_64":
        return usual
    vectors = chosen(target, "strip_vectors")
    rows = {2: 12, 3: 9 if target.fuses and not dtype.is_integer else 8, 4: 6}[vectors]
    return Shape(dtype, usual.lanes, rows, usual.few, vectors)


def kept_shape(target: Target, dtype: DType) -> Shape:
    """The tile of products in a loop whose B is packed once: of few rows, read where they lie.

    Of a batch of 16 or 32 rows tiles of 12 leave every fourth row to the tile of four rows, which loads as much of B
    for a third of the multiply-adds: 2.0 instructions for each, in the mean. Tiles of eight rows by three vectors leave
    nothing of such batches, and need 1.8. (Registers: as for `strip_shape`.) Loops of an LSTM took 0.95 of the time.
    """
    usual = tile_shape(target, dtype)
    if target.vector_registers < 32 or target.architecture != "x86_64":
        return usual
    return Shape(dtype, usual.lanes, 8, usual.few, 3)


def block_panels(target: Target, strip: Shape) -> int:
    """Panels of B at a time: `BLOCK_K` deep, they take somewhat more than half of the second cache."""
    return max(1, second_cache(target) // 2 // (BLOCK_K * strip.width * strip.itemsize)) + 1


class Kernels:
    """The shared functions of one module for one dtype; each is emitted when first asked for."""

    def __init__(self, module: Module, target: Target, dtype: DType) -> None:
        self.module = module
        self.target = target
        self.shape = tile_shape(target, dtype)
        self.strip = strip_shape(target, dtype)
        self.element = REGISTER[dtype.name]
        self.vector = vector_type(self.element, self.shape.lanes)
        self.prefix = f"mm_{dtype.name}_"

    def _start(self, name: str, params: Sequence[tuple[str, str]]) -> tuple[str, Function | None]:
        """(its symbol, the function to write, or None when the module has it)."""
        full = self.prefix + name
        if self.module.defines(full):
            return "@" + full, None
        attributes = self.target.function_attributes + " noinline"
        return "@" + full, self.module.function(full, params, internal=True, attributes=attributes)

    # --- pieces of code

    def _at(self, f: Function, pointer: str, offset: Int) -> str:
        return f.element(pointer, offset, "i8")

    def _load(self, f: Function, pointer: str) -> str:
        return f.load(self.vector, pointer, self.shape.itemsize)

    def _store(self, f: Function, value: str, pointer: str) -> None:
        f.store(self.vector, value, pointer, self.shape.itemsize)

    def _spread(self, f: Function, x: str) -> str:
        v, n = self.vector, self.shape.lanes
        one = f.let(f"insertelement {v} poison, {self.element} {x}, i64 0")
        return f.let(f"shufflevector {v} {one}, {v} poison, <{n} x i32> zeroinitializer")

    def _add(self, f: Function, a: str, b: str) -> str:
        return f.let(f"{'add' if self.shape.dtype.is_integer else 'fadd'} {self.vector} {a}, {b}")

    def _fma(self, f: Function, a: str, b: str, c: str) -> str:
        v = self.vector
        if self.shape.dtype.is_integer:
            return f.let(f"add {v} {f.let(f'mul {v} {a}, {b}')}, {c}")
        if not self.target.fuses:
            return f.let(f"fadd {v} {f.let(f'fmul {v} {a}, {b}')}, {c}")
        at = f.module.intrinsic(f"llvm.fma.{suffix(self.element, self.shape.lanes)}", v, v, v, v)
        return f.let(f"call {v} {at}({v} {a}, {v} {b}, {v} {c})")

    def _opaque(self, f: Function, pointer: str) -> str:
        """The same pointer, of which LLVM forgets where it comes from.

        Else it goes from row to row of a tile with an addition each. A machine that starts four
        instructions per cycle has none to spare beside two fused multiply-adds: that took an
        eighth of the time.
        """
        if self.target.architecture != "x86_64":
            return pointer
        return f.let(f'call ptr asm "", "=r,0"(ptr {pointer})')

    def _prefetch(self, f: Function, pointer: str, locality: int = 3) -> None:
        at = f.module.intrinsic("llvm.prefetch.p0", "void", "ptr", "i32", "i32", "i32")
        f.emit(f"call void {at}(ptr {pointer}, i32 0, i32 {locality}, i32 1)")

    def tail_mask(self, f: Function, count: Int, first: int = 0) -> str:
        """Which of the lanes `first`, `first` + 1, … are below `count`."""
        # 32-bit lane numbers compare in one instruction.
        return self._below(f, count, self.shape.lanes, "i32", first)

    def _below(self, f: Function, count: Int, n: int, element: str, first: int = 0) -> str:
        """Which of the numbers `first`, `first` + 1, …, of this integer type, are below `count`."""
        count = f.maximum(f.minimum(count, first + n), 0)  # counts beyond the numbers are all alike
        narrow = str(count) if isinstance(count, int) else f.let(f"trunc i64 {count} to {element}")
        kind = f"<{n} x {element}>"
        one = f.let(f"insertelement {kind} poison, {element} {narrow}, i64 0")
        spread = f.let(f"shufflevector {kind} {one}, {kind} poison, <{n} x i32> zeroinitializer")
        numbers = ", ".join(f"{element} {first + i}" for i in range(n))
        return f.let(f"icmp slt {kind} <{numbers}>, {spread}")

    def masks(self, f: Function, count: Int, vectors: int = VECTORS) -> list[str]:
        """For each vector of a tile's row, which lanes are below `count`."""
        return [self.tail_mask(f, count, v * self.shape.lanes) for v in range(vectors)]

    def masked_load(self, f: Function, pointer: str, mask: str) -> str:
        n, v = self.shape.lanes, self.vector
        name = f"llvm.masked.load.{suffix(self.element, n)}.p0"
        at = f.module.intrinsic(name, v, "ptr", "i32", f"<{n} x i1>", v)
        return f.let(
            f"call {v} {at}(ptr {pointer}, i32 {self.shape.itemsize}, <{n} x i1> {mask}, "
            f"{v} zeroinitializer)"
        )

    def masked_store(self, f: Function, value: str, pointer: str, mask: str) -> None:
        n, v = self.shape.lanes, self.vector
        name = f"llvm.masked.store.{suffix(self.element, n)}.p0"
        at = f.module.intrinsic(name, "void", v, "ptr", "i32", f"<{n} x i1>")
        f.emit(
            f"call void {at}({v} {value}, ptr {pointer}, i32 {self.shape.itemsize}, "
            f"<{n} x i1> {mask})"
        )

    # --- register tiles

    def tile(self, rows: int, vectors: int = VECTORS) -> str:
        """tile(k, a, row stride, k stride, b, k stride, d, row stride, add, ahead): D (+)= A·B.

        ahead: bytes from a row of B to the one that is fetched into the cache meanwhile.
        """
        name, f = self._start(
            f"tile_{rows}_{vectors}",
            [("i64", "k"), ("ptr", "a"), ("i64", "am"), ("i64", "ak"), ("ptr", "b"), ("i64", "bk"),
             ("ptr", "d"), ("i64", "dm"), ("i64", "add"), ("i64", "ahead")],
        )  # fmt: skip
        if f is None:
            return name
        # One pointer and odd multiples of the row stride reach all rows through the scaled index
        # of an address.
        odd = {r: f.mul("%am", r) for r in range(1, rows, 2)}

        def step(values: list[str]) -> list[str]:
            *sums, a, b = values
            a = self._opaque(f, a)
            lines = [a]
            for r in range(1, rows):
                shift = (r & -r).bit_length() - 1
                offset = odd[r >> shift]
                offset = f.let(f"shl i64 {offset}, {shift}") if shift else offset
                lines.append(self._at(f, a, offset))
            made = self._multiply(f, sums, [[x] for x in lines], b, self._at(f, b, "%ahead"))
            return [*made, self._at(f, a, "%ak"), self._at(f, b, "%bk")]

        self._fetch_tile(f, rows, vectors)
        sums, k, a, b = self._begin(f, rows, vectors, "%ak", "%bk")
        start = [*((self.vector, x) for x in sums), ("ptr", a), ("ptr", b)]
        self._store_tile(f, rows, vectors, f.countdown(k, start, step)[:-2])
        return name

    def strip_tile(self) -> str:
        """strip_tile(k, strip, panel, d, row stride, add, next, step): D (+)= A·B, whole tiles.

        Where both sides are packed addresses are constants, and two rounds at once save a few
        instructions more. So does to repeat elements of A within the multiply-adds that need them,
        which reads them once for each: the last `_REPEATED` rows do, as many as there are reads to
        spare.

        next, step: what is fetched into the second cache meanwhile, `step` bytes per k.
        """
        name, f = self._start(
            "strip_tile",
            [("i64", "k"), ("ptr", "a"), ("ptr", "b"), ("ptr", "d"), ("i64", "dm"), ("i64", "add"),
             ("ptr", "next"), ("i64", "step")],
        )  # fmt: skip
        if f is None:
            return name
        rows, vectors, isz = self.strip.rows, self.strip.vectors, self.strip.itemsize
        strip, panel = rows * isz, self.strip.width * isz
        twice, fetched = f.mul("%step", 2), chosen(self.target, "strips_ahead")

        def steps(values: list[str], rounds: int) -> list[str]:
            *sums, a, b, beyond = values
            # Loads from pointers that LLVM thinks different stay apart, one in each multiply-add.
            apart = [self._opaque(f, a) for _ in range(vectors)]
            a = apart[0]
            for u in range(rounds):
                lines = [
                    [
                        self._at(f, x, u * strip + r * isz)
                        for x in apart[: vectors if r >= alone else 1]
                    ]
                    for r in range(rows)
                ]
                ahead = self._at(f, b, (u + fetched) * panel)
                sums = self._multiply(f, sums, lines, self._at(f, b, u * panel), ahead)
            self._prefetch(f, beyond, 2)
            a, b = self._at(f, a, rounds * strip), self._at(f, b, rounds * panel)
            return [*sums, a, b, self._at(f, beyond, twice)]

        alone = rows - _REPEATED if self._repeats() else rows
        self._fetch_tile(f, rows, vectors)
        sums, k, first, second = self._begin(f, rows, vectors, strip, panel)
        pointers = [("ptr", first), ("ptr", second), ("ptr", "%next")]
        values = [*((self.vector, x) for x in sums), *pointers]
        pairs, one = f.let(f"lshr i64 {k}, 1"), f.let(f"and i64 {k}, 1")
        middle = f.countdown(pairs, values, lambda now: steps(now, 2))
        kinds = [kind for kind, _ in values]
        rest = list(zip(kinds, middle, strict=True))
        made = f.countdown(one, rest, lambda now: steps(now, 1))
        self._store_tile(f, rows, vectors, made[:-3])
        return name

    def _repeats(self) -> bool:
        """Whether a multiply-add reads and repeats an element of A itself."""
        return self.target.has("avx512f") and self.target.fuses

    def _begin(
        self, f: Function, rows: int, vectors: int, ak: Int, bk: Int
    ) -> tuple[list[str], str, str, str]:
        """(sums of a tile, k, a, b) to start from; one k is `ak` and `bk` bytes of A and B."""
        return ["zeroinitializer"] * (rows * vectors), "%k", "%a", "%b"

    def _zeros(self, count: int) -> list[tuple[str, str]]:
        return [(self.vector, "zeroinitializer")] * count

    def _multiply(
        self, f: Function, sums: list[str], lines: Sequence[Sequence[str]], b: str, ahead: str
    ) -> list[str]:
        """The sums with the products of one k added: elements of A at `lines`, a row of B at `b`.

        lines: for each row one pointer for all its vectors, or one for each.
        """
        vectors, step = len(sums) // len(lines), self.shape.lanes * self.shape.itemsize
        row = [self._load(f, self._at(f, b, v * step)) for v in range(vectors)]
        for v in range(vectors):
            self._prefetch(f, self._at(f, ahead, v * step))
        made = []
        for i, line in enumerate(lines):
            spread = [self._spread(f, f.load(self.element, x, self.shape.itemsize)) for x in line]
            spread *= vectors // len(spread)
            for v in range(vectors):
                made.append(self._fma(f, spread[v], row[v], sums[i * vectors + v]))
        return made

    def _fetch_tile(self, f: Function, rows: int, vectors: int) -> None:
        """Ask for the tile of D, which is needed at the end."""
        pointer = "%d"
        for _ in range(rows):
            for v in range(vectors):
                self._prefetch(f, self._at(f, pointer, v * self.shape.lanes * self.shape.itemsize))
            pointer = self._at(f, pointer, "%dm")

    def _store_tile(self, f: Function, rows: int, vectors: int, sums: Sequence[str]) -> None:
        """Store the tile, or add it to what is there, and return."""
        adding, storing = f.label(), f.label()
        f.branch(f.compare("ne", "%add", 0), adding, storing)
        for label in (adding, storing):
            f.place(label)
            pointer = "%d"
            for i in range(rows):
                for v in range(vectors):
                    at = self._at(f, pointer, v * self.shape.lanes * self.shape.itemsize)
                    value = sums[i * vectors + v]
                    if label == adding:
                        value = self._add(f, self._load(f, at), value)
                    self._store(f, value, at)
                pointer = self._at(f, pointer, "%dm")
            f.ret()

    def _flush(self, vectors: int = VECTORS) -> str:
        """flush(rows, columns, tile, d, row stride, add): the valid part of a tile to its place."""
        name, f = self._start(
            "flush" if vectors == VECTORS else f"flush_{vectors}",
            [("i64", "rows"), ("i64", "n"), ("ptr", "t"), ("ptr", "d"), ("i64", "dm"),
             ("i64", "add")],
        )  # fmt: skip
        if f is None:
            return name
        step = self.shape.lanes * self.shape.itemsize
        masks = self.masks(f, "%n", vectors)
        adding = f.compare("ne", "%add", 0)
        with f.loop(0, "%rows") as loop:
            source = self._at(f, "%t", f.mul(loop.index, step * vectors))
            target = self._at(f, "%d", f.mul(loop.index, "%dm"))
            for v, mask in enumerate(masks):
                at = self._at(f, target, v * step)
                value = self._load(f, self._at(f, source, v * step))
                total = self._add(f, self.masked_load(f, at, mask), value)
                value = f.select(adding, total, value, self.vector)
                self.masked_store(f, value, at, mask)
        f.ret()
        return name

    def block(self, shape: Shape | None = None) -> str:
        """block(m, n, k, a, row, k stride, b, panel, k stride, d, row stride, add, whole).

        D (+)= A·B for m × n elements; `b` is a row of panels `panel` bytes apart, each `[k]` rows
        `k stride` apart. With `whole`, D has room for m and n rounded up to whole tiles and its
        surplus may be overwritten; else nothing outside of D is touched. shape: of the tiles.
        """
        s = shape or self.shape
        name, f = self._start(
            self._of_shape("block", s),
            [("i64", "m"), ("i64", "n"), ("i64", "k"), ("ptr", "a"), ("i64", "am"), ("i64", "ak"),
             ("ptr", "b"), ("i64", "panel"), ("i64", "bk"), ("ptr", "d"), ("i64", "dm"),
             ("i64", "add"), ("i64", "whole")],
        )  # fmt: skip
        if f is None:
            return name
        row_bytes = s.width * s.itemsize
        few_stride = ROW_STRIDE * s.itemsize
        buffer = f.alloca(self.element, s.rows * s.width, 64)
        rest_rows = f.alloca(self.element, s.few * ROW_STRIDE, 64)
        big = f.mul(f.div("%m", s.rows), s.rows)
        whole_few = f.add(big, f.mul(f.div(f.sub("%m", big), s.few), s.few))
        rest = f.sub("%m", whole_few)
        with f.when(f.compare("sgt", rest, 0)):
            start = self._at(f, "%a", f.mul(whole_few, "%am"))
            self.collect(f, s.few, rest, start, rest_rows)
        free = f.compare("ne", "%whole", 0)
        soon = f.mul("%bk", chosen(self.target, "panels_ahead"))

        def tile(rows: int, valid: Int, i: Int, a: str, am: Int, ak: Int, b: str, j: Int) -> None:
            columns = f.sub("%n", j)
            inside = f.compare("sge", columns, s.width)
            if valid != rows:
                inside = "false"
            direct = f.let(f"or i1 {free}, {inside}")
            d = self._at(f, self._at(f, "%d", f.mul(j, s.itemsize)), f.mul(i, "%dm"))
            target = f.select(direct, d, buffer, "ptr")
            stride = f.select(direct, "%dm", row_bytes)
            add = f.select(direct, "%add", 0)
            arguments = (
                f"i64 %k, ptr {a}, i64 {am}, i64 {ak}, ptr {b}, i64 %bk, ptr {target}, "
                f"i64 {stride}, i64 {add}, i64 {soon}"
            )
            self._tiles(f, s, rows, columns, arguments)
            with f.when(f.let(f"xor i1 {direct}, true")):
                f.emit(
                    f"call void {self._flush(s.vectors)}(i64 {valid}, i64 {columns}, ptr {buffer}, "
                    f"ptr {d}, i64 %dm, i64 %add)"
                )

        with f.loop(0, "%n", s.width) as columns:
            j = columns.index
            b = self._at(f, "%b", f.mul(f.div(j, s.width), "%panel"))
            whole: tuple[tuple[int, Int, Int], ...] = ((s.rows, 0, big), (s.few, big, whole_few))
            for rows, low, high in whole:
                with f.loop(low, high, rows) as loop:
                    i = loop.index
                    tile(rows, rows, i, self._at(f, "%a", f.mul(i, "%am")), "%am", "%ak", b, j)
            with f.when(f.compare("sgt", rest, 0)):
                tile(s.few, rest, whole_few, rest_rows, few_stride, s.itemsize, b, j)
        f.ret()
        return name

    def _of_shape(self, name: str, s: Shape) -> str:
        """The name of a function that works with tiles of this shape."""
        return name if s == self.shape else f"{name}_{s.rows}_{s.vectors}"

    def _tiles(self, f: Function, s: Shape, rows: int, columns: Int, arguments: str) -> None:
        """Call the tile for so many columns: half a tile's columns are not worth the time of a whole one."""
        done = f.label()
        for vectors in range(1, s.vectors if rows == s.rows else 1):
            here, wider = f.label(), f.label()
            f.branch(f.compare("sle", columns, vectors * s.lanes), here, wider)
            f.place(here)
            f.emit(f"call void {self.tile(rows, vectors)}({arguments})")
            f.jump(done)
            f.place(wider)
        f.emit(f"call void {self.tile(rows, s.vectors)}({arguments})")
        f.jump(done)
        f.place(done)

    def collect(
        self, f: Function, rows: Int, there: Int, a: str, target: str, k: Int = "%k"
    ) -> None:
        """`there` rows of A (`%am`, `%ak`), `k` long, to where their distance is known.

        Rows that are missing, up to `rows`, repeat the first: their sums are dropped.
        """
        isz = self.shape.itemsize
        with f.loop(0, rows) as loop:
            r = loop.index
            line = self._at(f, a, f.select(f.compare("slt", r, there), f.mul(r, "%am"), 0))
            place = self._at(f, target, f.mul(r, ROW_STRIDE * isz))
            copying, gathering, done = f.label(), f.label(), f.label()
            f.branch(f.compare("eq", "%ak", isz), copying, gathering)
            f.place(copying)
            f.emit(
                f"call void {self.copy()}(i64 1, i64 {k}, ptr {line}, i64 0, ptr {place}, i64 0)"
            )
            f.jump(done)
            f.place(gathering)
            with f.loop(0, k) as along:
                at = self._at(f, line, f.mul(along.index, "%ak"))
                value = f.load(self.element, at, isz)
                f.store(self.element, value, self._at(f, place, f.mul(along.index, isz)), isz)
            f.jump(done)
            f.place(done)

    def copy(self) -> str:
        """copy(rows, n, a, row stride, d, row stride): rows of n adjacent elements."""
        name, f = self._start(
            "copy",
            [("i64", "rows"), ("i64", "n"), ("ptr", "a"), ("i64", "am"), ("ptr", "d"),
             ("i64", "dm")],
        )  # fmt: skip
        if f is None:
            return name
        s = self.shape
        step = s.lanes * s.itemsize
        whole = f.mul(f.div("%n", s.lanes), s.lanes)
        mask = self.masks(f, f.sub("%n", whole))[0]
        with f.loop(0, "%rows") as rows:
            source = self._at(f, "%a", f.mul(rows.index, "%am"))
            target = self._at(f, "%d", f.mul(rows.index, "%dm"))
            with f.loop(0, whole, s.lanes, [("ptr", source), ("ptr", target)]) as loop:
                a, d = loop.values
                self._store(f, self._load(f, a), d)
                loop.result = [self._at(f, a, step), self._at(f, d, step)]
            a, d = loop.final
            with f.when(f.compare("slt", whole, "%n")):
                self.masked_store(f, self.masked_load(f, a, mask), d, mask)
        f.ret()
        return name
