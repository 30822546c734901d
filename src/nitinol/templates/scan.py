"""The template of cumulative operations: `ops.cumulative` says how they fold.

Each row is folded from its first element to its last, so results depend on nothing but the row.
Lanes run along another axis, where the result is contiguous along one; along the last axis
elements are taken one by one. Tasks share the rows. Each element is read once, so operands may be
pulled.

One long row is the work of one task. To divide it, its parts would be folded first and then once
more from where they start, which on two threads takes as long, and rounds in another order.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.sizes import product
from ..ir.graph import Node
from ..llvm.text import Function, Int
from ..ops.cumulative import SCANS
from .anchor import AnchorContext, Buffer, Cost, Phase, Plan, SizeContext, Template, least_bytes
from .region import RegionEmitter
from .rows import Rows, carried, lanes, load, multiply, names, offset, rebuilt, share, task_count

_SCALAR = 8  # lanes that are not used where elements are computed one by one


@dataclass(frozen=True, slots=True)
class Cut:
    """How rows become tasks: `pieces` of `width` lanes along `lane` (None: single elements)."""

    rows: Rows
    lane: int | None
    width: int
    pieces: Int
    units: Int
    tasks: Int


def _state_dtype(dtype: DType) -> DType:
    half = dtype.is_floating and dtype.itemsize == 2
    return dt.float32 if half else dtype


def _cut(ctx: SizeContext, axis: int) -> Cut:
    """The same in the prologue and in the tasks."""
    f = ctx.f
    first = ctx.operand(0)
    dtype = _state_dtype(first.dtype)
    lane = ctx.unit_axis()
    if lane == axis:
        lane = None
    width = ctx.target.lanes(dtype.real.itemsize)
    rest = [i for i in range(len(first.shape)) if i not in (axis, lane)]
    rows = Rows.of(f, first.shape, rest)
    pieces: Int = 1 if lane is None else f.ceil_div(first.shape[lane], width)
    units = f.mul(rows.count, pieces)
    elements = multiply(f, first.shape)
    return Cut(rows, lane, width, pieces, units, task_count(ctx, units, elements))


class Scan(Template):
    """See the module's docstring."""

    name = "scan"

    def plan(self, node: Node) -> Plan:
        axis = node.params["axis"]
        return Plan((Phase("scan", lambda ctx: _cut(ctx, axis).tasks, _emit),))

    def pulls(self, node: Node) -> tuple[bool, ...]:
        return (True,) * len(node.operands)

    def repeats(self, node: Node, i: int) -> int:
        # Elements along the last axis are computed one by one, which takes as long as a vector.
        return _SCALAR if node.params["axis"] == node.operands[i].type.ndim - 1 else 1

    def cost(self, node: Node) -> Cost:
        types = [v.type for v in (*node.operands, *node.outputs)]
        return Cost(product(types[0].shape), least_bytes(types))


def _emit(ctx: AnchorContext) -> None:
    f, k = ctx.f, ctx.k
    assert isinstance(k, RegionEmitter)
    axis = ctx.node.params["axis"]
    cut = _cut(ctx, axis)
    operands = [ctx.operand(i) for i in range(len(ctx.node.operands))]
    first, last = share(f, cut.units, ctx.task, cut.tasks)
    with f.loop(first, last) as units:
        number = units.index
        piece: Int = 0
        if cut.lane is not None:
            piece, number = f.rem(number, cut.pieces), f.div(number, cut.pieces)
        place = cut.rows.place(f, number)
        if cut.lane is None:
            _row(ctx, k, operands, place, None, 1)
        else:
            _lane_rows(ctx, k, operands, place, cut, piece)


def _lane_rows(
    ctx: AnchorContext,
    k: RegionEmitter,
    operands: list[Buffer],
    place: dict[int, Int],
    cut: Cut,
    piece: Int,
) -> None:
    """A vector of neighbouring rows, or what is left of one, row by row."""
    f = ctx.f
    assert cut.lane is not None
    size = operands[0].shape[cut.lane]
    start = f.mul(piece, cut.width)
    end = f.add(start, cut.width)
    if isinstance(size, int) and size % cut.width == 0:
        _row(ctx, k, operands, {**place, cut.lane: start}, cut.lane, cut.width)
        return
    if not (isinstance(size, int) and size < cut.width):
        with f.when(f.compare("sle", end, size)):
            _row(ctx, k, operands, {**place, cut.lane: start}, cut.lane, cut.width)
    # The last piece is short: it begins where no whole vector fits.
    short = f.select(f.compare("sle", end, size), size, start)
    with f.loop(short, size) as loop:
        _row(ctx, k, operands, {**place, cut.lane: loop.index}, None, 1)


def _row(
    ctx: AnchorContext,
    k: RegionEmitter,
    operands: list[Buffer],
    place: dict[int, Int],
    lane: int | None,
    width: int,
) -> None:
    """Fold one row, or `width` neighbouring ones."""
    f: Function = ctx.f
    params = ctx.node.params
    axis = params["axis"]
    scan = SCANS[ctx.node.op.name]
    dtype = _state_dtype(operands[0].dtype)
    size = operands[0].shape[axis]
    begins = [offset(f, b, place) for b in operands]
    with lanes(k, width):
        start = tuple(k.spread(v, width) for v in scan.start(k, dtype))
        with f.loop(0, size, carried=carried(start)) as loop:
            position = f.sub(f.sub(size, 1), loop.index) if params["reverse"] else loop.index
            values = []
            coords = [position if i == axis else place[i] for i in range(len(place) + 1)]
            for i, (buffer, begin) in enumerate(zip(operands, begins, strict=True)):
                if ctx.is_pulled(i):
                    value = ctx.pull(i, coords, lane, width)
                else:
                    at = f.add(begin, f.mul(position, buffer.strides[axis]))
                    value = load(k, buffer, at, 0 if lane is None else buffer.strides[lane])
                values.append(k.spread(k.cast(value, dtype), width))
            state = scan.step(k, rebuilt(start, loop.values), *values)
            state = tuple(k.spread(v, width) for v in state)
            loop.result = names(state)
            ctx.write(coords, lane, scan.finish(k, state))
