"""The context that templates of anchors are given (`templates.anchor`), for one group of a program."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

from ..base.errors import CompileError
from ..base.shapes import same_shape
from ..base.sizes import Dim
from ..ir.graph import Node, Value
from ..ir.loop import COLUMN_PART, Group, resolve
from ..ir.op import Strided
from ..llvm.target import Target
from ..llvm.text import Function, Int
from ..schedule.adjacency import adjacent_axis
from ..schedule.behind import matrix_of
from ..schedule.orders import order_of
from ..templates.anchor import Buffer
from ..templates.column_sums import ColumnSums
from ..templates.coords import Coord
from ..templates.region import Leaf, RegionEmitter
from ..templates.vectors import Vec

WIDE = 4  # vectors that are folded side by side, where they are only read: an addition takes four cycles

Pointer = Callable[[Value], str]


class GroupContext:
    """Implements `SizeContext` and `AnchorContext`."""

    def __init__(
        self,
        k: RegionEmitter,
        group: Group,
        memory: Mapping[Value, Strided],
        pointer: Pointer,
        threads: Int,
        task: Int = 0,
        shared: Mapping[str, str] | None = None,
        renewed: Collection[Value] = (),
        sums: ColumnSums | None = None,
    ) -> None:
        if group.anchor is None:
            raise CompileError("a group without an anchor has no template")
        self.f: Function = k.f
        self.k = k
        self.target: Target = k.target
        self.node: Node = group.anchor
        self.threads = threads
        self.task = task
        self._group = group
        self._memory = memory
        self._pointer = pointer
        self._shared = shared or {}
        self._renewed = renewed  # stores that may lie where the group reads their old values
        self._sums = sums

    def size(self, dim: Dim) -> Int:
        return self.k.size(dim)

    def operand(self, i: int) -> Buffer:
        value = self.node.operands[i]
        if self.is_pulled(i):
            shape = tuple(self.size(d) for d in value.type.shape)
            return Buffer("", value.type.dtype, shape, (0,) * len(shape))
        reads, memory = self._group.reads, self._memory
        found = resolve(value, lambda v: memory[v] if v in reads else None)
        if found is None:
            raise CompileError(f"operand {i} of {self.node.op} does not lie in memory")
        base, strided = found
        pointer = self._pointer(base)
        offset = self.size(strided.offset)
        dtype = value.type.dtype
        if offset != 0:
            address = self.f.mul(offset, dtype.itemsize)
            pointer = self.f.let(f"getelementptr i8, ptr {pointer}, i64 {address}")
        shape = tuple(self.size(d) for d in value.type.shape)
        strides = tuple(self.size(s) for s in strided.strides)
        return Buffer(pointer, dtype, shape, strides, order_of(strided))

    def is_pulled(self, i: int) -> bool:
        return self.node.operands[i] in self._group.pulled

    def pull_axis(self, i: int) -> int | None:
        return adjacent_axis(self.node.operands[i], self._group.reads, self._memory)

    def row_step(self) -> int:
        return COLUMN_PART if self._group.beside else 1

    def plain(self, output: int = 0) -> Buffer | None:
        value = self.node.outputs[output]
        stores = [v for v in self._group.stores if v not in self._apart()]
        if stores != [v for v in self.node.outputs if v in stores]:
            return None
        if value not in self._group.stores:
            return None
        return self._stored(value)

    def _stored(self, value: Value) -> Buffer:
        strided = self._memory[value]
        return Buffer(
            self._pointer(value),
            value.type.dtype,
            tuple(self.size(d) for d in value.type.shape),
            tuple(self.size(s) for s in strided.strides),
            order_of(strided),
        )

    def unit_axis(self, output: int = 0) -> int | None:
        apart = self._apart()
        for value in self._group.stores:
            if value in apart:
                continue
            strides = self._memory[value].strides
            for axis, stride in enumerate(strides):
                size = value.type.shape[axis]
                if (
                    isinstance(stride, int)
                    and stride == 1
                    and not (isinstance(size, int) and size == 1)
                ):
                    return axis
        return None

    def write(
        self,
        coords: Sequence[Int],
        lane_axis: int | None,
        value: Vec,
        mask: str | None = None,
        output: int = 0,
    ) -> None:
        k = self.k
        result = self.node.outputs[output]
        if value.dtype is not result.type.dtype:
            value = k.cast(value, result.type.dtype)
        with self._lanes(coords, lane_axis, value.lanes, mask) as at:
            k.remember(result, at, value)
            apart = self._apart()
            stores = [
                v
                for v in self._group.stores
                if v not in apart and (v is result or v not in self.node.outputs)
            ]
            # All are computed before one is stored: it may lie where another reads.
            values = [k.evaluate(stored, at) for stored in stores]
            for stored, computed in zip(stores, values, strict=True):
                offset = k.offset(Strided((), self._memory[stored].strides), at)
                k.store_at(computed, self._pointer(stored), offset)

    def _apart(self) -> set[Value]:
        """The results of folds beside the anchor."""
        return {n.outputs[0] for n in self._group.beside}

    def stores(self) -> bool:
        return not self._apart().issuperset(self._group.stores)

    def fold(
        self,
        low: Int,
        high: Int,
        column: Int,
        count: Int,
        lanes: int,
        value: Callable[[Int, Int, str | None], Vec],
    ) -> None:
        k, group, sums = self.k, self._group, self._sums
        assert sums is not None
        (result,) = self.node.outputs
        folded = [matrix_of(n) for n in group.beside]
        # What is stored by now is read; the rest is computed, from that and from the result.
        leaves, apart = dict(k.leaves), self._apart()
        for v in group.stores:
            if v is not result and v not in apart:
                strided = Strided(v.type.shape, self._memory[v].strides)
                k.leaves[v] = Leaf(self._pointer(v), v.type.dtype, strided)

        def values(row: Int, column: Int) -> list[Vec]:
            with self._lanes([row, column], 1, lanes, k.mask) as at:
                if not all(v in k.leaves for v in folded):
                    k.remember(result, at, k.cast(value(row, column, k.mask), result.type.dtype))
                return [k.spread(k.evaluate(v, at)) for v in folded]

        ready = len(folded) <= 2 and all(v in k.leaves or v is result for v in folded)
        sums.fold(low, high, column, count, lanes, WIDE if ready else 1, values)
        k.leaves.clear()
        k.leaves.update(leaves)

    def pull(
        self,
        i: int,
        coords: Sequence[Int],
        lane_axis: int | None,
        lanes: int,
        mask: str | None = None,
    ) -> Vec:
        with self._lanes(coords, lane_axis, lanes, mask) as at:
            return self.k.spread(self.k.evaluate(self.node.operands[i], at), lanes)

    def touch(self, i: int, coords: Sequence[Int], lane_axis: int | None, lanes: int) -> bool:
        with self._lanes(coords, lane_axis, lanes, None) as at:
            return self.k.touch(self.node.operands[i], at)

    def fetch(self, coords: Sequence[Int], lane_axis: int, lanes: int, output: int = 0) -> None:
        k, result = self.k, self.node.outputs[output]
        with self._lanes(coords, lane_axis, lanes, None) as at:
            for stored in self._group.stores:
                if stored in self._renewed or not same_shape(stored.type.shape, result.type.shape):
                    continue
                offset = k.offset(Strided((), self._memory[stored].strides), at)
                if offset.step == 1:
                    k.prefetch_at(self._pointer(stored), stored.type.dtype, offset)

    @contextmanager
    def _lanes(
        self, coords: Sequence[Int], lane_axis: int | None, lanes: int, mask: str | None
    ) -> Iterator[tuple[Coord, ...]]:
        """Coordinates for so many lanes under a mask, and an emitter that works with these."""
        k = self.k
        saved = k.lanes, k.mask
        k.lanes, k.mask = lanes, mask
        with k.scope():
            yield tuple(Coord(k, c, 1 if a == lane_axis else 0) for a, c in enumerate(coords))
        k.lanes, k.mask = saved

    def scratch(self, nbytes: int) -> str:
        # Stack memory of the task: its size is known and bounded when the kernel is written.
        return self.f.alloca("i8", nbytes, 64)

    def shared(self, name: str) -> str:
        return self._shared[name]


def leaves_of(group: Group, memory: Mapping[Value, Strided], pointer: Pointer) -> dict[Value, Leaf]:
    """The values that a group reads from memory, with their addresses."""
    return {v: Leaf(pointer(v), v.type.dtype, memory[v]) for v in group.reads}
