"""How a product is cut into tasks, from its sizes and strides alone.

Five ways, after what packing costs:

| product | cut | B |
|---|---|---|
| B is kept | columns first | packed once before the loop around the product |
| few rows (`FEW`, `FEW_ACROSS`) | columns | read once where it lies |
| not tall | columns first, each task has panels of its own | packed by each task, block by block |
| tall, few columns | rows first | packed by each task, block by block |
| tall, or pulled | rows first | packed by a phase of its own, `shared` by all tasks, and so is A |
| the same, narrow, rows of A adjacent | rows first | as there, but each task packs its A, block by block |
| the same, and wide | columns first | the same |

Of a `shared` product, the side that is cut is packed by the tasks themselves, each what it alone reads
(`alone_left`, `alone_right`): it is still in the second cache when it is needed, and the phase has half as much to do.
A `shared` product has register tiles of its own (`strip_shape`). Parts differ by one tile at most.
Where folds stand beside a product (`SizeContext.row_step`), rows are cut at multiples of their parts, which are no
whole strips: each task then has strips of its own (`Packed.slots`). Where columns make shorter tasks these are cut
instead.
Nothing here changes results: sums depend on K alone. So the numbers that sizes are compared with are in the table of
`choices`, where a tuner may change them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..llvm.text import Function, Int
from .anchor import Buffer, SizeContext
from .choices import chosen
from .conditions import Condition, as_number, both, choose, compare, either, negate
from .matmul_groups import Groups, group_strip, groups
from .matmul_kernels import BLOCK_K, Shape, block_panels, kept_shape, strip_shape, tile_shape

_SHARED_MOST = 1 << 24  # elements of a side
_STRIPS = 4  # tiles in a column that are worth packing A for, where the whole batch shares B
_PACKS_PER_THREAD = 2  # tasks
_STEPS = 4  # parts of folds in the rows of a task: fewer are cut badly into strips
_GROUP = 16  # vectors of columns that a task packs at a time


@dataclass(frozen=True, slots=True)
class Sides:
    """The two operands as left[m, k] · right[k, n] where lanes run along n.

    `swapped`: left is Bᵀ and right Aᵀ, because lanes along the result's rows suit it better.
    """

    left: Buffer
    right: Buffer
    swapped: bool
    pulled: tuple[bool, bool] = (False, False)  # whether left and right are computed on the way
    groups: Groups | None = None  # of narrow numbers; k is then the depth of their panels

    @property
    def _axes(self) -> tuple[int, int]:
        return (-1, -2) if self.swapped else (-2, -1)

    @property
    def m(self) -> Int:
        return self.left.shape[self._axes[0]]

    @property
    def n(self) -> Int:
        return self.right.shape[self._axes[1]]

    @property
    def k(self) -> Int:
        return self.groups.depth if self.groups else self.left.shape[self._axes[1]]

    @property
    def batch(self) -> tuple[Int, ...]:
        return self.left.shape[:-2]

    def left_strides(self) -> tuple[Int, Int]:
        """Elements from row to row and along k."""
        rows, along = self._axes
        return self.left.strides[rows], self.left.strides[along]

    def right_strides(self) -> tuple[Int, Int]:
        """Elements along k and from column to column."""
        along, columns = self._axes
        return self.right.strides[along], self.right.strides[columns]

    @property
    def one_right(self) -> bool:
        """Whether there is a batch whose products are known to have the same right side."""
        strides = self.right.strides[:-2]
        return len(strides) > 0 and not self.pulled[1] and all(s == 0 for s in strides)


def sides(ctx: SizeContext) -> Sides:
    """Which operand is left and which right."""
    a, b = ctx.operand(0), ctx.operand(1)
    ndim = len(a.shape)
    one_column = b.shape[-1] == 1 and a.shape[-2] != 1
    first, second = ctx.is_pulled(0), ctx.is_pulled(1)
    if one_column or ctx.unit_axis() == ndim - 2:
        return Sides(b, a, True, (second, first), groups(ctx, True))
    return Sides(a, b, False, (first, second), groups(ctx, False))


@dataclass(frozen=True, slots=True)
class Cut:
    """`count` parts of an axis, as equal as whole tiles of `size` allow."""

    count: Int
    each: Int  # tiles of a part; the first `more` parts have one more
    more: Int
    size: Int

    def part(self, f: Function, i: Int, length: Int) -> tuple[Int, Int]:
        """Where part i begins and ends."""
        first = f.mul(f.add(f.mul(i, self.each), f.minimum(i, self.more)), self.size)
        tiles = f.add(self.each, as_number(f, compare(f, "slt", i, self.more)))
        return first, f.minimum(length, f.add(first, f.mul(tiles, self.size)))


def _cut(f: Function, length: Int, count: Int, size: Int) -> Cut:
    tiles = f.ceil_div(length, size)
    each = f.div(tiles, count)
    return Cut(count, each, f.sub(tiles, f.mul(each, count)), size)


@dataclass(frozen=True, slots=True)
class Grid:
    """Units of (batch, rows, columns), and tasks of some units each."""

    batch: Int
    rows: Cut
    columns: Cut
    parts: Int  # of one product
    units: Int
    tasks: Int
    shared: Condition  # whether both sides are packed for all tasks
    alone_left: Condition  # and a unit packs its own rows itself, which no other reads,
    alone_right: Condition  # or its own columns


def grid(ctx: SizeContext, s: Sides, shape: Shape, strip: Shape, kept: bool = False) -> Grid:
    """The same numbers in the prologue and in the tasks."""
    f, target = ctx.f, ctx.target
    batch: Int = 1
    for size in s.batch:
        batch = f.mul(batch, size)
    work = f.mul(f.mul(f.mul(batch, s.m), s.n), f.maximum(s.k, 1))
    most = f.mul(ctx.threads, chosen(target, "product_tasks"))
    wanted = f.maximum(1, f.minimum(most, f.div(work, chosen(target, "product_work"))))
    each = f.ceil_div(wanted, f.maximum(batch, 1))
    panels, strips = f.ceil_div(s.n, shape.width), f.ceil_div(s.m, shape.rows)
    pays = _pays(ctx, s, panels)
    # With as many rows as columns, or more, rows are cut: cut columns would have each task read all
    # of A for a few of them. That the tasks pack the same B is cheaper.
    tall = compare(f, "sge", s.m, chosen(target, "tall"))
    tall = both(f, tall, either(f, pays, compare(f, "sge", s.m, s.n)))
    # Unless columns are many more: those who pack them then are those who read them.
    wide = both(f, compare(f, "sge", s.n, f.mul(s.m, chosen(target, "wide"))), tall)
    if wide is not False:
        least = f.mul(each, chosen(target, "wide_panels"))
        wide = both(f, wide, compare(f, "sge", panels, least))
    tall = both(f, tall, negate(f, wide))
    long = tall
    if tall is not False:
        least = f.mul(each, 2 * chosen(target, "long"))
        long = both(f, tall, compare(f, "sge", strips, least))
    long = either(f, long, wide)
    each = choose(f, both(f, long, compare(f, "sgt", each, 1)), f.mul(each, 2), each)
    first = f.maximum(1, f.minimum(each, choose(f, tall, f.div(strips, 4), panels)))
    limit = choose(f, tall, f.div(panels, 4), f.div(strips, 2))
    second = f.maximum(1, f.minimum(f.ceil_div(each, first), limit))
    down, across = choose(f, tall, first, second), choose(f, tall, second, first)
    step = ctx.row_step()
    if step > 1:
        strips_pay = both(f, pays, _is_shared(ctx, s, shape, batch, 1))
        width = choose(f, strips_pay, strip.width, shape.width)
        down, across = _whole_parts(f, s, width, (down, across), each, step, ctx.threads)

    cut = choose(f, tall, down, across)
    shared = False if kept else both(f, pays, _is_shared(ctx, s, shape, batch, cut))
    alone_left = compare(f, "eq", across, 1)
    alone_right = both(f, compare(f, "eq", down, 1), not s.one_right)
    parts = f.mul(across, down)
    # Without rows or columns there is nothing to write.
    units = f.mul(f.mul(batch, parts), f.minimum(f.minimum(s.m, s.n), 1))
    return Grid(
        batch,
        _cut(f, s.m, down, step if step > 1 else choose(f, shared, strip.rows, shape.rows)),
        _cut(f, s.n, across, choose(f, shared, strip.width, shape.width)),
        parts,
        units,
        f.minimum(units, f.maximum(wanted, each)),
        shared,
        both(f, shared, alone_left),
        both(f, shared, alone_right),
    )


def _whole_parts(
    f: Function, s: Sides, width: Int, cut: tuple[Int, Int], each: Int, step: int, threads: Int
) -> tuple[Int, Int]:
    """(down, across) where rows are cut at multiples of `step`; columns alone if that leaves shorter tasks."""
    down, across = cut
    if down == 1:
        return cut
    panels, steps = f.ceil_div(s.n, width), f.ceil_div(s.m, step)
    down = f.minimum(down, f.maximum(f.div(steps, _STEPS), f.minimum(steps, threads)))
    down = f.maximum(down, 1)
    alone = f.maximum(f.minimum(each, panels), 1)

    def longest(down: Int, across: Int) -> Int:
        rows = f.minimum(f.mul(f.ceil_div(steps, down), step), s.m)
        return f.mul(rows, f.minimum(f.mul(f.ceil_div(panels, across), width), s.n))

    better = compare(f, "slt", longest(1, alone), longest(down, across))
    return choose(f, better, 1, down), choose(f, better, alone, across)


def _pays(ctx: SizeContext, s: Sides, panels: Int) -> Condition:
    """Whether there are columns enough to be worth packing A."""
    if any(s.pulled):
        return True
    name = "copied_panels" if s.left_strides()[0] == 1 else "turned_panels"
    return compare(ctx.f, "sge", panels, chosen(ctx.target, name))


def _is_shared(ctx: SizeContext, s: Sides, shape: Shape, batch: Int, cut: Int) -> Condition:
    """Whether there are rows enough to be worth a phase of its own."""
    if any(s.pulled):
        return True
    f, tall = ctx.f, chosen(ctx.target, "tall")
    if s.one_right:
        # One B for all products is packed once, however few rows each has.
        found = compare(f, "sge", f.mul(batch, s.m), tall)
        found = both(f, found, compare(f, "sge", s.m, _STRIPS * shape.rows))
    else:
        # One tall product alone is always cut; of a batch each may be a task of its own.
        found = compare(f, "sge", s.m, tall)
        if s.batch:
            found = both(f, found, compare(f, "sgt", cut, 1))
    found = both(f, found, compare(f, "sgt", s.k, chosen(ctx.target, "shared_k")))
    left = f.mul(batch, f.mul(s.m, s.k))
    right = f.mul(1 if s.one_right else batch, f.mul(s.n, s.k))
    return both(f, found, compare(f, "sle", f.maximum(left, right), _SHARED_MOST))


@dataclass(frozen=True, slots=True)
class Packed:
    """An operand in panels or strips: `[products][blocks of K][panels][k][width]`, where it is `shared`.

    Numbers count bytes unless they say otherwise.
    """

    width: int  # elements of one k of a panel
    line: Int  # one k of all panels
    product: Int  # from product to product, 0 where all have one operand
    nbytes: Int
    groups: Int  # of panels that are packed at a time, in one product
    columns: int  # of a group, in elements
    units: Int  # to be packed by the phase: (product, block of K, group of panels)
    slots: Int = 0  # strips of the rows of a task, where they begin anew with each task; else 0

    @property
    def chunked(self) -> bool:
        return self.slots != 0


def packed(
    ctx: SizeContext, s: Sides, g: Grid, shape: Shape, left: bool, wanted: Condition
) -> Packed:
    """How one side is packed; without memory where that is not wanted."""
    f = ctx.f
    width = shape.rows if left else shape.width
    panels = f.ceil_div(s.m if left else s.n, width)
    slots: Int = 0
    if left and ctx.row_step() > 1:
        # Parts of rows are no whole strips, so each begins with a strip of its own.
        longest = f.add(g.rows.each, f.minimum(g.rows.more, 1))
        slots = f.maximum(f.ceil_div(f.minimum(f.mul(longest, g.rows.size), s.m), width), 1)
        panels = f.mul(slots, g.rows.count)
    line = f.mul(panels, width * shape.itemsize)
    product = f.mul(line, s.k)
    one = s.one_right and not left
    products: Int = 1 if one else g.batch
    group = _GROUP * shape.lanes // width
    groups = f.ceil_div(panels, group)
    if slots != 0:
        groups = f.mul(f.ceil_div(slots, group), g.rows.count)
    units = f.mul(f.mul(products, f.ceil_div(s.k, BLOCK_K)), groups)
    return Packed(
        width,
        line,
        0 if one else product,
        # Tiles prefetch ahead, and vectors of a strip reach past its end.
        choose(f, wanted, f.add(f.mul(product, products), 64), 0),
        groups,
        group * width,
        choose(f, both(f, wanted, negate(f, g.alone_left if left else g.alone_right)), units, 0),
        slots,
    )


class Sizes:
    """What the code of both phases starts from.

    steady: which operands of the node are the same in all rounds of a loop.
    """

    def __init__(self, ctx: SizeContext, steady: tuple[bool, ...] = (False, False)) -> None:
        self.f = ctx.f
        self.sides = sides(ctx)
        s = self.sides
        dtype = s.groups.dot.sums if s.groups else ctx.operand(0).dtype
        # Where all of A is packed in each round as well, B costs little beside it.
        tall = isinstance(s.m, int) and s.m >= chosen(ctx.target, "tall")
        self.kept = steady[0 if s.swapped else 1] and not any(s.pulled) and not tall
        self.shape: Shape = (kept_shape if self.kept else tile_shape)(ctx.target, dtype)
        self.strip: Shape = (
            group_strip(ctx.target, s.groups) if s.groups else strip_shape(ctx.target, dtype)
        )
        self.bytes = self.shape.itemsize
        self.grid = grid(ctx, s, self.shape, self.strip, self.kept)
        shared = self.grid.shared
        self.own = self._own(ctx)
        strips = both(ctx.f, shared, negate(ctx.f, self.own))
        panels = self.shape if self.kept else self.strip
        self.left = packed(ctx, s, self.grid, self.strip, True, strips)
        self.right = packed(ctx, s, self.grid, panels, False, shared or self.kept)
        units = self.f.add(self.left.units, self.right.units)
        most = self.f.mul(ctx.threads, _PACKS_PER_THREAD)
        # Tasks that pack. A phase that is known to have none is not even written.
        self.packs = self.f.minimum(units, most) if units != 0 else 0

    def _own(self, ctx: SizeContext) -> Condition:
        """Whether tasks pack A themselves, a block of rows at a time: rows are adjacent, and it is read once."""
        f, s, g = self.f, self.sides, self.grid
        if self.kept or s.pulled[0] or self.kind(True) != "rows":
            return False
        if not chosen(ctx.target, "own_strips"):
            return False
        most = block_panels(ctx.target, self.strip) * self.strip.width
        once = both(f, compare(f, "eq", g.columns.count, 1), compare(f, "sle", s.n, most))
        return both(f, g.shared, once)

    def at(self, pointer: str, offset: Int) -> str:
        return self.f.element(pointer, offset, "i8")

    def coords(self, index: Int) -> list[Int]:
        """Of product `index` of the batch."""
        coords: list[Int] = []
        for size in reversed(self.sides.batch):
            coords.insert(0, self.f.rem(index, size))
            index = self.f.div(index, size)
        return coords

    def base(self, buffer: Buffer, coords: Sequence[Int]) -> str:
        offset: Int = 0
        for c, stride in zip(coords, buffer.strides, strict=False):
            offset = self.f.add(offset, self.f.mul(c, stride))
        return self.at(buffer.pointer, self.f.mul(offset, self.bytes))

    def task_range(self, task: Int, units: Int, tasks: Int) -> tuple[Int, Int]:
        """The units of a task."""
        f = self.f
        return f.div(f.mul(task, units), tasks), f.div(f.mul(f.add(task, 1), units), tasks)

    def kind(self, left: bool = False) -> str:
        """Which function packs a side."""
        along, columns = self.sides.right_strides()
        if left:
            columns, along = self.sides.left_strides()
        return "rows" if columns == 1 else "columns" if along == 1 else "any"
