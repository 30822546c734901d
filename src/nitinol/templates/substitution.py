"""The template of substitution: a triangular system whose matrix is rows of entries, solved row after row.

    x[r] = (b[r] − Σ values[e]·x[indices[e]]) / diagonal[r],   e in row r with indices[e] < r

`reverse` goes from the last row to the first, with indices[e] > r. Other entries, such as the diagonal's, are passed
over, so no place is read that was not written. A row needs those before it, so tasks and lanes share the
columns of b; of a vector there is one task.
"""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.sizes import product
from ..ir.graph import Node
from ..llvm.text import Int
from .anchor import AnchorContext, Buffer, Cost, Phase, Plan, SizeContext, Template, least_bytes
from .region import RegionEmitter
from .rows import carried, lanes, load, multiply, names, rebuilt, share, store, task_count
from .vectors import Vec

_VALUES, _INDICES, _OFFSETS, _B, _DIAGONAL = range(5)


def _tasks(ctx: SizeContext) -> Int:
    columns = ctx.operand(_B).shape[1]
    entries = ctx.operand(_VALUES).shape[0]
    return task_count(ctx, columns, ctx.f.mul(columns, entries))


def _shared(ctx: SizeContext) -> dict[str, Int]:
    if ctx.plain() is not None:
        return {}
    b = ctx.operand(_B)
    return {"x": ctx.f.mul(multiply(ctx.f, b.shape), b.dtype.itemsize)}


def _emit(ctx: AnchorContext) -> None:
    f, k = ctx.f, ctx.k
    assert isinstance(k, RegionEmitter)
    values, indices, offsets, b, diagonal = (ctx.operand(i) for i in range(5))
    rows, columns = b.shape
    reverse = ctx.node.params["reverse"]
    plain = ctx.plain()
    x = plain or Buffer(ctx.shared("x"), b.dtype, b.shape, (columns, 1))
    first, last = share(f, columns, ctx.task, _tasks(ctx))
    width = ctx.target.lanes(b.dtype.real.itemsize)

    def bound(row: Int) -> Int:
        with lanes(k, 1):
            at: Int = load(k, offsets, f.mul(row, offsets.strides[0])).name
        return f.minimum(f.maximum(at, 0), values.shape[0])

    with f.loop(0, rows) as loop, k.scope():
        row = f.sub(f.sub(rows, 1), loop.index) if reverse else loop.index
        low, high = bound(row), bound(f.add(row, 1))
        with lanes(k, 1):
            pivot = load(k, diagonal, f.mul(row, diagonal.strides[0]))

        def part(
            column: Int, count: int, row: Int = row, ends: tuple[Int, Int] = (low, high)
        ) -> None:
            def at(buffer: Buffer, row: Int) -> Int:
                place = f.mul(row, buffer.strides[0])
                return f.add(place, f.mul(column, buffer.strides[1]))

            with lanes(k, count):
                start = k.spread(load(k, b, at(b, row), b.strides[1]), count)
            with f.loop(*ends, carried=carried([start])) as entries, k.scope():
                (total,) = rebuilt([start], entries.values)
                with lanes(k, 1):
                    place = load(k, indices, f.mul(entries.index, indices.strides[0])).name
                    value = load(k, values, f.mul(entries.index, values.strides[0]))
                if reverse:
                    above = f.compare("sgt", place, row)
                    known = f.let(f"and i1 {above}, {f.compare('slt', place, rows)}")
                else:
                    known = f.compare("ult", place, row)
                safe = f.select(known, place, row)
                with lanes(k, count):
                    other = k.spread(load(k, x, at(x, safe), x.strides[1]), count)
                    less = k.sub(total, k.mul(k.spread(value, count), other))
                    on = k.spread(Vec(known, dt.bool_, 1), count)
                    entries.result = names([k.select(on, less, total)])
            with lanes(k, count):
                (total,) = rebuilt([start], entries.final)
                found = k.spread(k.div(total, k.spread(pivot, count)), count)
                store(k, found, x, at(x, row), x.strides[1])
            if plain is None:
                ctx.write([row, column], 1 if count > 1 else None, found)

        size = f.sub(last, first)
        whole = f.add(first, f.mul(f.div(size, width), width))
        with f.loop(first, whole, width) as vectors, k.scope():
            part(vectors.index, width)
        with f.loop(whole, last) as single, k.scope():
            part(single.index, 1)


class Substitute(Template):
    """See the module's docstring."""

    name = "substitute"

    def plan(self, node: Node) -> Plan:
        return Plan((Phase(self.name, _tasks, _emit),), _shared)

    def cost(self, node: Node) -> Cost:
        types = [v.type for v in (*node.operands, *node.outputs)]
        return Cost(2 * product(types[_VALUES].shape) * types[_B].shape[1], least_bytes(types))
