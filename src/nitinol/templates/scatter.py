"""The template of `scatter`: x is copied, then the updates are applied in their order.

Coordinates of an update that are coordinates of its target too (`spec`) can never collide, so
tasks and lanes share those; along all others one task walks alone, in row-major order. So
additions to one place happen in the same order each time, whatever the number of threads.

Sums of half-width floats are kept in float32 and rounded once at the end. They, and results
behind which something is fused, are built in memory of their own and written in a last phase.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.sizes import product
from ..ir.graph import Node
from ..llvm.text import Function, Int
from .anchor import AnchorContext, Buffer, Cost, Phase, Plan, SizeContext, Template, least_bytes
from .region import RegionEmitter
from .rows import Rows, lanes, load, multiply, offset, share, store, task_count
from .vectors import Vec


def _sum_dtype(node: Node) -> DType:
    dtype = node.operands[0].type.dtype
    half = dtype.is_floating and dtype.itemsize == 2
    return dt.float32 if half and node.params["mode"] == "add" else dtype


def _own_memory(ctx: SizeContext) -> bool:
    """Whether the result is built in the block `result` first."""
    node = ctx.node
    return ctx.plain() is None or _sum_dtype(node) is not node.operands[0].type.dtype


def _shared(ctx: SizeContext) -> dict[str, Int]:
    if not _own_memory(ctx):
        return {}
    size = _sum_dtype(ctx.node).itemsize
    return {"result": ctx.f.mul(multiply(ctx.f, ctx.operand(0).shape), size)}


def _result(ctx: AnchorContext) -> Buffer:
    """Where updates are applied."""
    plain = ctx.plain()
    if plain is not None and not _own_memory(ctx):
        return plain
    shape = ctx.operand(0).shape
    strides: list[Int] = []
    step: Int = 1
    for n in reversed(shape):
        strides.append(step)
        step = ctx.f.mul(step, n)
    return Buffer(ctx.shared("result"), _sum_dtype(ctx.node), shape, tuple(strides[::-1]))


class Scatter(Template):
    """See the module's docstring."""

    name = "scatter"

    def plan(self, node: Node) -> Plan:
        # What is fused is not known here, so there always is a last phase; it may have no tasks.
        phases = (
            Phase("copy", lambda ctx: _copy_rows(ctx)[1], _copy),
            Phase("apply", lambda ctx: _division(ctx).tasks, _apply),
            Phase("finish", _finish_tasks, _finish),
        )
        return Plan(phases, _shared)

    def cost(self, node: Node) -> Cost:
        types = [v.type for v in (*node.operands, *node.outputs)]
        return Cost(product(types[1].shape), least_bytes(types))


# --- copying x, and writing the finished result


def _copy_rows(ctx: SizeContext) -> tuple[Rows, Int]:
    shape = ctx.operand(0).shape
    rows = Rows.of(ctx.f, shape, range(len(shape) - 1))
    return rows, task_count(ctx, rows.count, multiply(ctx.f, shape))


def _finish_tasks(ctx: SizeContext) -> Int:
    return _copy_rows(ctx)[1] if _own_memory(ctx) else 0


def _along(k: RegionEmitter, f: Function, size: Int, width: int, body: object) -> None:
    """body(position, lanes) for all positions below `size`, in vectors while whole ones
    remain.
    """
    assert callable(body)
    whole = f.mul(f.div(size, width), width)
    with lanes(k, width), f.loop(0, whole, width) as loop:
        body(loop.index, width)
    with lanes(k, 1), f.loop(whole, size) as loop:
        body(loop.index, 1)


def _copy(ctx: AnchorContext) -> None:
    f, k = ctx.f, ctx.k
    assert isinstance(k, RegionEmitter)
    source, target = ctx.operand(0), _result(ctx)
    rows, tasks = _copy_rows(ctx)
    first, last = share(f, rows.count, ctx.task, tasks)
    width = ctx.target.lanes(target.dtype.real.itemsize)
    # Nothing is to be copied where the caller wants the result in the memory of x.
    with (
        f.when(f.compare("ne", source.pointer, target.pointer, "ptr")),
        f.loop(first, last) as loop,
    ):
        place = rows.place(f, loop.index)
        begin, goal = offset(f, source, place), offset(f, target, place)
        step, stride = (b.strides[-1] if b.shape else 0 for b in (source, target))

        def move(position: Int, count: int) -> None:
            value = load(k, source, f.add(begin, f.mul(position, step)), step)
            store(k, k.spread(value, count), target, f.add(goal, f.mul(position, stride)), stride)

        _along(k, f, source.shape[-1] if source.shape else 1, width, move)


def _finish(ctx: AnchorContext) -> None:
    f, k = ctx.f, ctx.k
    assert isinstance(k, RegionEmitter)
    if not _own_memory(ctx):
        return
    source = _result(ctx)
    rows, tasks = _copy_rows(ctx)
    first, last = share(f, rows.count, ctx.task, tasks)
    width = ctx.target.lanes(source.dtype.real.itemsize)
    ndim = len(source.shape)
    with f.loop(first, last) as loop:
        place = rows.place(f, loop.index)
        begin = offset(f, source, place)

        def write(position: Int, count: int) -> None:
            value = load(k, source, f.add(begin, position), 1)
            coords = [position if i == ndim - 1 else place[i] for i in range(ndim)]
            ctx.write(coords, ndim - 1 if count > 1 else None, k.spread(value, count))

        _along(k, f, source.shape[-1] if ndim else 1, width, write)


# --- applying the updates


@dataclass(frozen=True, slots=True)
class Division:
    """Axes of the updates: `rows` may be shared by tasks, `lane` in addition by lanes; `walk` is
    in order.
    """

    rows: Rows
    walk: Rows
    lane: int | None
    pieces: Int  # parts of the lane axis
    units: Int
    tasks: Int


def _division(ctx: SizeContext) -> Division:
    """The same in the prologue and in the tasks."""
    f, node = ctx.f, ctx.node
    spec, index_dims = node.params["spec"], node.params["index_dims"]
    updates = ctx.operand(1).shape
    shared = [d for d in range(len(updates)) if d in spec]
    # Lanes need an axis whose coordinate no index tensor depends on: the last axis of x, if it is one.
    lane = spec[-1] if spec and spec[-1] >= 0 and spec[-1] not in index_dims else None
    rows = Rows.of(f, updates, [d for d in shared if d != lane])
    walk = Rows.of(f, updates, [d for d in range(len(updates)) if d not in shared])
    elements = multiply(f, updates)
    pieces: Int = 1
    if lane is not None:
        enough = f.maximum(f.div(updates[lane], 64), 1)
        pieces = f.minimum(enough, f.maximum(ctx.threads, 1))
    units = f.mul(rows.count, pieces)
    return Division(rows, walk, lane, pieces, units, task_count(ctx, units, elements))


def _apply(ctx: AnchorContext) -> None:
    f, k = ctx.f, ctx.k
    assert isinstance(k, RegionEmitter)
    division = _division(ctx)
    result, updates = _result(ctx), ctx.operand(1)
    indices = [ctx.operand(i) for i in range(2, len(ctx.node.operands))]
    first, last = share(f, division.units, ctx.task, division.tasks)
    with f.loop(first, last) as units:
        number = units.index
        piece: Int = 0
        if division.lane is not None:
            piece = f.rem(number, division.pieces)
            number = f.div(number, division.pieces)
        place = division.rows.place(f, number)
        with f.loop(0, division.walk.count) as walk:
            whole = {**place, **division.walk.place(f, walk.index)}
            _one(ctx, k, result, updates, indices, whole, division, piece)


def _one(
    ctx: AnchorContext,
    k: RegionEmitter,
    result: Buffer,
    updates: Buffer,
    indices: list[Buffer],
    place: dict[int, Int],
    division: Division,
    piece: Int,
) -> None:
    """One update, or the part of a row of them that belongs to a piece of the lane axis."""
    f, params = ctx.f, ctx.node.params
    shape = ctx.node.operands[0].type.shape
    goal: Int = 0
    with lanes(k, 1):
        for axis, source in enumerate(params["spec"]):
            if source < 0:
                index = indices[-1 - source]
                at = {i: place[d] for i, d in enumerate(params["index_dims"])}
                found = k.coordinate(load(k, index, offset(f, index, at)), shape[axis], axis)
                position: Int = found.base
            elif source == division.lane:
                continue
            else:
                position = place[source]
            goal = f.add(goal, f.mul(position, result.strides[axis]))
    begin = offset(f, updates, place)
    if division.lane is None:
        with lanes(k, 1):
            _put(k, f, params["mode"], updates, begin, 0, result, goal, 0)
        return
    size = updates.shape[division.lane]
    low, high = share(f, size, piece, division.pieces)
    step, stride = updates.strides[division.lane], result.strides[-1]
    begin = f.add(begin, f.mul(low, step))
    goal = f.add(goal, f.mul(low, stride))

    def part(position: Int, count: int) -> None:
        _put(
            k,
            f,
            params["mode"],
            updates,
            f.add(begin, f.mul(position, step)),
            step,
            result,
            f.add(goal, f.mul(position, stride)),
            stride,
        )

    width = ctx.target.lanes(result.dtype.real.itemsize)
    _along(k, f, f.sub(high, low), width, part)


def _put(
    k: RegionEmitter,
    f: Function,
    mode: str,
    updates: Buffer,
    at: Int,
    step: Int,
    result: Buffer,
    goal: Int,
    stride: Int,
) -> None:
    value: Vec = k.spread(k.cast(load(k, updates, at, step), result.dtype))
    if mode == "add":
        value = k.add(load(k, result, goal, stride), value)
    store(k, k.spread(value), result, goal, stride)
