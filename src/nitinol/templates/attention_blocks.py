"""What the templates of attention share: blocks of queries and keys, and products between them.

A block of queries is the vector dimension everywhere: scores are `S[key][query]`, so a maximum or a sum over keys
is a fold of vectors without exchanges between lanes, and weights lie as the panels that the next product reads. Keys
and values are read where they lie, one element for all lanes; only queries (and cotangents) are packed, into
panels `[width of a head][queries]`. Products are the register tiles of `matmul_kernels`.

    Sᵀ = K · Qᵀ        [keys][queries]         Oᵀ = Vᵀ · Pᵀ        [width][queries]

A block of keys has `KEYS` of them, wherever it begins, so the order of all sums depends on the number of keys alone.
The method is that of FlashAttention (Dao et al. 2022): scores exist for one pair of blocks at a time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.sizes import product
from ..ir.graph import Node
from ..llvm.text import Function, Int
from .anchor import AnchorContext, Buffer, Cost, SizeContext, least_bytes
from .attention_tiles import Tiles, kind_of
from .matmul_kernels import BLOCK_K, tile_shape
from .region import RegionEmitter
from .rows import Rows, lanes, offset, share, task_count
from .vectors import Vec

KEYS = 96  # whole tiles of 12, 8 and 6 rows
FOLDS = 4  # independent folds over keys, so that none waits for the one before
_SCRATCH_WIDTH = 128  # of a head, up to which a task's blocks lie in its scratch memory


def round_up(f: Function, n: Int, to: int) -> Int:
    """`n`, or the next multiple."""
    return f.mul(f.ceil_div(n, to), to)


class Sizes:
    """The sizes of one node, in the prologue and in the tasks alike."""

    def __init__(self, ctx: SizeContext) -> None:
        self.ctx = ctx
        self.f = ctx.f
        self.q, self.k, self.v = (self.operand(i) for i in range(3))
        self.dtype: DType = self.q.dtype
        self.tile = tile_shape(ctx.target, self.dtype)
        self.isz = self.tile.itemsize
        self.queries = 2 * self.tile.width  # of a block
        if ctx.target.portable:  # sums over queries are taken block by block
            self.queries = 4 * ctx.target.fold_lanes(self.isz)
        self.line = self.queries * self.isz  # bytes of a row of a block
        ndim = len(self.q.shape)
        self.ndim = ndim
        self.q_count, self.width = self.q.shape[-2:]
        self.k_count, self.value_width = self.v.shape[-2:]
        self.batch = Rows.of(ctx.f, self.q.shape, range(ndim - 2))
        self.blocks = ctx.f.ceil_div(self.q_count, self.queries)
        self.causal: bool = ctx.node.params["causal"]
        # That scores are multiplied by; None: 1/√width.
        self.scale: float | None = ctx.node.params.get("scale", 1.0)
        # Of a result: queries run along this axis.
        self.query_axis = ndim - 2

    def operand(self, i: int) -> Buffer:
        """Operand i, its batch in front of (length, width)."""
        return self.ctx.operand(i)

    @property
    def operands(self) -> int:
        """How many operands are queries, keys, and what belongs to them."""
        return len(self.ctx.node.operands)

    def units(self) -> Int:
        """Blocks of queries, of all batches."""
        return self.f.mul(self.batch.count, self.blocks)

    def tasks(self, units: Int) -> Int:
        """Tasks that `units` are shared by."""
        f = self.f
        work = f.mul(f.mul(self.batch.count, self.q_count), f.mul(self.k_count, 16))
        return task_count(self.ctx, units, work)

    def padded(self, width: Int) -> Int:
        """The width of a head, as far as tiles and vectors may write."""
        f = self.f
        return f.add(round_up(f, width, self.tile.width), self.tile.rows)

    def room(self, width: Int) -> Int:
        """Bytes of a block of queries, by `width`."""
        return self.f.mul(self.padded(width), self.line)


def in_scratch(sizes: Sequence[Int]) -> bool:
    """Whether blocks of these widths lie in scratch memory, whose size has to be known."""
    return all(isinstance(n, int) and n <= _SCRATCH_WIDTH for n in sizes)


def tasks_of(ctx: SizeContext, sizes: type[Sizes] = Sizes) -> Int:
    """Tasks of a phase that goes through all blocks of queries."""
    s = sizes(ctx)
    return s.tasks(s.units())


def rooms(
    ctx: SizeContext, names: Mapping[str, bool], sizes: type[Sizes] = Sizes
) -> Mapping[str, Int]:
    """Shared blocks with room for each task, by name; True: of the width of values, False: of queries. None where
    scratch memory has room.
    """
    s = sizes(ctx)
    if in_scratch((s.width, s.value_width)):
        return {}
    tasks = s.tasks(s.units())
    widths = (s.width, s.value_width)
    return {name: s.f.mul(tasks, s.room(widths[wide])) for name, wide in names.items()}


def cost_of(node: Node, by_query: int, by_value: int) -> Cost:
    """The cost of so many products along the width of queries, and along that of values."""
    q, k, v = (x.type for x in node.operands[:3])
    pairs = product((*q.shape[:-1], k.shape[-2]))
    types = [x.type for x in (*node.operands, *node.outputs)]
    return Cost(pairs * (by_query * q.shape[-1] + by_value * v.shape[-1]) * 2, least_bytes(types))


class Blocks(Sizes):
    """The code of a task."""

    def __init__(self, ctx: AnchorContext) -> None:
        super().__init__(ctx)
        self.task = ctx
        self.e: RegionEmitter = ctx.k
        self.kernels = Tiles(ctx.f.module, ctx.target, self.dtype)
        self.lanes = self.tile.lanes
        self.step = self.lanes * self.isz
        self._taken: dict[str, Int] = {}

    # --- memory

    def at(self, pointer: str, nbytes: Int) -> str:
        """`pointer` moved."""
        return self.f.element(pointer, nbytes, "i8")

    def region(self, name: str, nbytes: Int, private: bool) -> str:
        """Memory of this task: scratch where its size is known, else its part of a shared block."""
        if private:
            assert isinstance(nbytes, int)
            return self.task.scratch(nbytes)
        return self.at(self.task.shared(name), self.f.mul(self.task.task, nbytes))

    def queries_at(self, buffer: Buffer, place: dict[int, Int], row: Int) -> str:
        """Where a row of queries, or of what belongs to them, begins."""
        return self._base(buffer, place, row)

    def keys_at(self, buffer: Buffer, place: dict[int, Int], row: Int) -> str:
        """Where a row of keys or values begins."""
        return self._base(buffer, place, row)

    def coords(self, place: dict[int, Int], row: Int) -> list[Int]:
        """Of a query in results: all axes but its width."""
        return [*(place[i] for i in range(self.ndim - 2)), row]

    def _base(self, buffer: Buffer, place: dict[int, Int], row: Int) -> str:
        f = self.f
        elements = f.add(offset(f, buffer, place), f.mul(row, buffer.strides[-2]))
        return self.at(buffer.pointer, f.mul(elements, self.isz))

    def load(self, pointer: str) -> Vec:
        """A vector."""
        return Vec(self.f.load(self.kernels.vector, pointer, self.isz), self.dtype, self.lanes)

    def store(self, value: Vec, pointer: str) -> None:
        """Write a vector."""
        self.f.store(self.kernels.vector, value.name, pointer, self.isz)

    def splat(self, value: float) -> Vec:
        """A constant in all lanes."""
        return self.e.spread(self.e.const(value, self.dtype), self.lanes)

    def fill(self, pointer: str, vectors: Int, value: float) -> None:
        """Set so many vectors."""
        constant = self.splat(value)
        with self.f.loop(0, vectors) as loop:
            self.store(constant, self.at(pointer, self.f.mul(loop.index, self.step)))

    # --- packing and products

    def pack(self, x: Buffer, start: str, rows: Int, width: Int, to: str, across: bool) -> None:
        """`rows` rows of x into panels of queries, `[width][rows]`; with `across`, of columns, `[rows][width]`.

        Of a wide head each `BLOCK_K` elements are panels of their own.
        """
        f, isz, kernels = self.f, self.isz, self.kernels
        down, along = x.strides[-2], x.strides[-1]
        if across:
            kind = "rows" if along == 1 else "columns" if down == 1 else "any"
            panel = self.queries * self.tile.width * isz
            f.emit(
                f"call void {kernels.packing(kind)}(i64 {rows}, i64 {width}, ptr {start}, "
                f"i64 {f.mul(down, isz)}, i64 {f.mul(along, isz)}, ptr {to}, i64 {panel})"
            )
            return
        kind = "columns" if along == 1 else "rows" if down == 1 else "any"
        with f.loop(0, f.maximum(width, 1), BLOCK_K) as loop:
            deep = f.minimum(BLOCK_K, f.sub(width, loop.index))
            source = self.at(start, f.mul(loop.index, f.mul(along, isz)))
            target = self.at(to, f.mul(loop.index, self.line))
            f.emit(
                f"call void {kernels.packing(kind)}(i64 {deep}, i64 {rows}, ptr {source}, "
                f"i64 {f.mul(along, isz)}, i64 {f.mul(down, isz)}, ptr {target}, "
                f"i64 {f.mul(deep, self.tile.width * isz)})"
            )

    def pack_scaled(self, x: Buffer, start: str, rows: Int, width: Int, to: str) -> None:
        """`pack` with the scale of scores."""
        f = self.f
        self.pack(x, start, rows, width, to, False)
        factor = self.factor()
        if factor is not None:
            with (
                f.loop(0, f.mul(width, self.queries // self.lanes)) as loop,
                lanes(self.e, self.lanes),
            ):
                at = self.at(to, f.mul(loop.index, self.step))
                self.store(self.e.mul(self.load(at), factor), at)

    def factor(self) -> Vec | None:
        """What scores are multiplied by, in all lanes; None for 1."""
        e, scale = self.e, self.scale
        if scale is None and not isinstance(self.width, int):
            wide = self.f.let(f"uitofp i64 {self.width} to double")
            with lanes(e, 1):
                one = e.const(1.0, dt.float64)
                found = e.cast(e.div(one, e.sqrt(Vec(wide, dt.float64, 1))), self.dtype)
            return e.spread(found, self.lanes)
        if scale is None:
            assert isinstance(self.width, int)
            scale = 1 / math.sqrt(max(self.width, 1))
        return None if scale == 1 else self.splat(scale)

    def block(
        self, m: Int, n: Int, k: Int, a: str, am: Int, ak: Int, b: str, panel: Int, bk: Int, d: str,
        dm: Int, add: Int,
    ) -> None:  # fmt: skip
        """D (+)= A·B for m × n elements; `b` is a row of panels, and D has room for whole panels."""
        f, kernels = self.f, self.kernels
        kind = kind_of(am, ak, self.isz)

        def rows(vectors: int, b: str, d: str, add: bool) -> None:
            f.emit(
                f"call void {kernels.rows(kind, vectors, add)}(i64 {m}, i64 {k}, ptr {a}, i64 {am}, "
                f"i64 {ak}, ptr {b}, i64 {bk}, i64 {panel}, ptr {d}, i64 {dm})"
            )

        def column(vectors: int, b: str, d: str) -> None:
            if isinstance(add, int):
                rows(vectors, b, d, bool(add))
            else:
                adds = f.compare("ne", add, 0)
                self.either(adds, *(lambda x=x: rows(vectors, b, d, x) for x in (True, False)))

        if isinstance(n, int):
            for first, vectors in kernels.parts(n):
                column(vectors, self.at(b, f.mul(first // 2, panel)), self.at(d, first * self.step))
            return
        wide = kernels.widest
        with f.loop(0, f.ceil_div(n, self.lanes), wide) as loop:
            source = self.at(b, f.mul(f.div(loop.index, 2), panel))
            target = self.at(d, f.mul(loop.index, self.step))
            narrow = f.compare("sle", f.sub(n, f.mul(loop.index, self.lanes)), 2 * self.lanes)
            if wide == 2:
                column(2, source, target)
            else:
                self.either(narrow, *(lambda x=x: column(x, source, target) for x in (2, wide)))

    def either(
        self, condition: str, then: Callable[[], None], otherwise: Callable[[], None]
    ) -> None:
        """Write both, of which one runs."""
        f = self.f
        labels, done = (f.label(), f.label()), f.label()
        f.branch(condition, *labels)
        for label, write in zip(labels, (then, otherwise), strict=True):
            f.place(label)
            write()
            f.jump(done)
        f.place(done)

    def scores(
        self, x: Buffer, start: str, keys: Int, queries: Int, width: Int, panels: str, to: str,
        add: Int = 0,
    ) -> None:  # fmt: skip
        """Rows of x (keys or values) times packed queries: `[keys][queries]`."""
        f, isz = self.f, self.isz
        am, ak = f.mul(x.strides[-2], isz), f.mul(x.strides[-1], isz)
        row = self.tile.width * isz
        # At least once, so that an empty sum is stored too.
        with f.loop(0, f.maximum(width, 1), BLOCK_K) as loop:
            deep = f.minimum(BLOCK_K, f.sub(width, loop.index))
            more: Int = 1
            if add == 0 and loop.index != 0:
                more = f.let(f"zext i1 {f.compare('ne', loop.index, 0)} to i64")
            elif add == 0:
                more = 0
            self.block(
                keys, queries, deep, self.at(start, f.mul(loop.index, ak)), am, ak,
                self.at(panels, f.mul(loop.index, self.line)), f.mul(deep, row), row, to, self.line, more,
            )  # fmt: skip

    def weighted(
        self, x: Buffer, start: str, keys: Int, queries: Int, width: Int, weights: str, to: str
    ) -> None:
        """Add the columns of x (keys or values) weighted by `[keys][queries]`: `[width][queries]`."""
        f, isz = self.f, self.isz
        am, ak = f.mul(x.strides[-1], isz), f.mul(x.strides[-2], isz)
        row = self.tile.width * isz
        self.block(width, queries, keys, start, am, ak, weights, row, self.line, to, self.line, 1)

    # --- work on blocks

    def vectors(self, count: Int) -> Int:
        """How many vectors `count` queries fill."""
        return self.f.ceil_div(count, self.lanes)

    def each(
        self, block: str, rows: Int, count: Int, function: Callable[[Vec, Int, Int], Vec]
    ) -> None:
        """Replace the vectors of a block: `function(value, row, vector)`."""
        f = self.f
        with f.loop(0, self.vectors(count)) as across:
            column = self.at(block, f.mul(across.index, self.step))
            with f.loop(0, rows) as down:
                place = self.at(column, f.mul(down.index, self.line))
                with lanes(self.e, self.lanes):
                    self.store(function(self.load(place), down.index, across.index), place)

    def mask(
        self, block: str, place: dict[int, Int], q0: Int, k0: Int, keys: Int, count: Int, operand: int | None
    ) -> None:  # fmt: skip
        """Set scores to −∞ whose query does not see the key, and add the bias where the mask is one."""
        f, e = self.f, self.e
        lowest = self.splat(float("-inf"))
        if operand is not None:
            batch = [place[i] for i in range(self.ndim - 2)]

            def masked(value: Vec, row: Int, vector: Int) -> Vec:
                first = f.mul(vector, self.lanes)
                inside = self.kernels.tail_mask(f, f.sub(count, first))
                coords = [*batch, f.add(q0, first), f.add(k0, row)]
                seen = self.task.pull(operand, coords, self.ndim - 2, self.lanes, inside)
                return e.select(seen, value, lowest) if seen.dtype.is_bool else e.add(value, seen)

            self.each(block, keys, count, masked)
        if self.causal:
            n = self.lanes
            with f.when(f.compare("sgt", f.add(k0, keys), f.add(q0, 1))):
                # Keys before the first query are seen by all of them.
                begin = f.minimum(f.maximum(f.sub(q0, k0), 0), keys)
                rest = self.at(block, f.mul(begin, self.line))

                def causal(value: Vec, row: Int, vector: Int) -> Vec:
                    # query q0 + vector·n + lane sees key k0 + begin + row if it is not before it
                    ahead = f.sub(f.add(f.add(k0, begin), row), f.add(q0, f.mul(vector, n)))
                    narrow = (
                        f.let(f"trunc i64 {ahead} to i32") if not isinstance(ahead, int) else ahead
                    )
                    spread = e.spread_raw(str(narrow), "i32", n)
                    numbers = ", ".join(f"i32 {i}" for i in range(n))
                    hidden = f.let(f"icmp sgt <{n} x i32> {spread}, <{numbers}>")
                    return e.select(Vec(hidden, dt.bool_, n), lowest, value)

                self.each(rest, f.sub(keys, begin), count, causal)

    def hide_surplus(self, block: str, keys: Int) -> Int:
        """Make the number of keys a multiple of `FOLDS` with scores −∞; that number."""
        f = self.f
        whole = round_up(f, keys, FOLDS)
        per_row = self.queries // self.lanes
        start = self.at(block, f.mul(keys, self.line))
        self.fill(start, f.mul(f.sub(whole, keys), per_row), float("-inf"))
        return whole

    def transposed_out(self, block: str, width: Int, count: Int, to: str) -> Int:
        """`[width][queries]` as rows of queries; the bytes of a row."""
        f, n = self.f, self.lanes
        row = f.mul(round_up(f, width, n), self.isz)
        with (
            f.loop(0, self.vectors(count)) as across,
            f.loop(0, f.ceil_div(width, n)) as down,
        ):
            source = self.at(block, f.mul(across.index, self.step))
            source = self.at(source, f.mul(down.index, n * self.line))
            square = [self.load(self.at(source, i * self.line)).name for i in range(n)]
            target = self.at(to, f.mul(across.index, f.mul(row, n)))
            target = self.at(target, f.mul(down.index, self.step))
            for i, name in enumerate(self.kernels.transposed(f, square)):
                self.store(Vec(name, self.dtype, n), self.at(target, f.mul(row, i)))
        return row

    def write_rows(
        self, rows: str, row_bytes: Int, place: dict[int, Int], first: Int, count: Int, width: Int, output: int,
        unsigned: bool = False,
    ) -> None:  # fmt: skip
        """Hand rows over to what is fused behind a result; `unsigned`: with +0 for −0."""
        f, n = self.f, self.lanes
        even = isinstance(width, int) and width % n == 0
        with f.loop(0, count) as down, f.loop(0, width, n) as along:
            at = self.at(self.at(rows, f.mul(down.index, row_bytes)), f.mul(along.index, self.isz))
            mask = None if even else self.kernels.tail_mask(f, f.sub(width, along.index))
            coords = [*self.coords(place, f.add(first, down.index)), along.index]
            value = self.load(at)
            if unsigned:
                value = self.e.add(value, self.splat(0.0))
            self.task.write(coords, self.ndim - 1, value, mask, output)

    def write_line(
        self, line: str, place: dict[int, Int], first: Int, count: Int, output: int
    ) -> None:
        """The same for one number for each query."""
        f, n = self.f, self.lanes
        with f.loop(0, count, n) as loop:
            value = self.load(self.at(line, f.mul(loop.index, self.isz)))
            mask = self.kernels.tail_mask(f, f.sub(count, loop.index))
            coords = self.coords(place, f.add(first, loop.index))
            self.task.write(coords, self.query_axis, value, mask, output)

    def read_line(
        self, operand: int, place: dict[int, Int], first: Int, count: Int, to: str
    ) -> None:
        """One number of an operand for each query."""
        f, n = self.f, self.lanes
        with f.loop(0, count, n) as loop:
            mask = self.kernels.tail_mask(f, f.sub(count, loop.index))
            coords = self.coords(place, f.add(first, loop.index))
            value = self.task.pull(operand, coords, self.query_axis, n, mask)
            self.store(value, self.at(to, f.mul(loop.index, self.isz)))

    def my_units(self) -> tuple[Int, Int]:
        """The blocks of queries of this task."""
        units = self.units()
        return share(self.f, units, self.task.task, self.tasks(units))

    def unit(self, number: Int) -> tuple[dict[int, Int], Int, Int]:
        """(place of the batch, first query, number of queries) of a block."""
        f = self.f
        place = self.batch.place(f, f.div(number, self.blocks))
        # The last block sees most keys: first, so that no thread is left alone with it.
        q0 = f.mul(f.sub(f.sub(self.blocks, 1), f.rem(number, self.blocks)), self.queries)
        return place, q0, self.count_from(q0)

    def count_from(self, q0: Int) -> Int:
        """How many queries the block has that begins with q0; a number where all blocks are alike."""
        if isinstance(self.q_count, int) and self.q_count % self.queries == 0:
            return self.queries
        return self.f.minimum(self.queries, self.f.sub(self.q_count, q0))

    def seen(self, q0: Int, count: Int) -> Int:
        """How many keys some query of a block sees."""
        return self.f.minimum(self.k_count, self.f.add(q0, count)) if self.causal else self.k_count
