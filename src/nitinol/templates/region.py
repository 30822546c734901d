"""`RegionEmitter`: the emitter that knows tensors — it evaluates fused expressions at coordinates.

A region (`schedule.groups.Group`) is a set of nodes that one kernel computes. Its *leaves* are
values that lie in memory (`Buffer`); every other value is an expression over them.
`evaluate(value, coords)` writes the code for "the value at these coordinates, as lanes" by asking
the lowering of the value's operation, which asks for its operands in turn (see `ir.op`). Within
one straight piece of code the same value at the same coordinates is computed once.

Views of leaves are not computed: `resolve` folds chains of movements into strides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import CompileError
from ..base.sizes import Atom, Dim, Size
from ..ir.graph import Value, bottom_up
from ..ir.op import Movement, Pointwise, Read, Strided
from ..llvm.target import Target
from ..llvm.text import Function, Int
from .coords import Coord
from .memory import MemoryEmitter
from .vectors import Vec, vector_type

Coords = tuple[Coord, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value in memory: the name of its pointer, and where its elements lie (strides in elements)."""

    pointer: str
    dtype: DType
    strided: Strided


class RegionEmitter(MemoryEmitter):
    """Writes the code of one task function."""

    def __init__(
        self,
        function: Function,
        target: Target,
        lanes: int,
        sizes: Mapping[Atom, Int],
        leaves: dict[Value, Leaf],
    ) -> None:
        super().__init__(function, target, lanes)
        self.sizes = sizes
        self.leaves = leaves
        self.same: dict[Value, Value] = {}  # what movements that change nothing are copies of
        self.given: dict[tuple[Value, int], Vec] = {}  # results of the anchor at coordinates
        self._memo: dict[tuple[Any, ...], Any] = {}
        self._alive: list[Coords] = []  # keeps ids of coordinates from being reused
        self._known: dict[Size, Int] = {}
        self.context: str = ""  # the pointer to the run-time context, for error records
        self._looked_up: dict[int, Coord] | None = None  # while code for `touch` is written

    # --- sizes

    def size(self, dim: Dim) -> Int:
        """A size as an integer or the name of an i64."""
        if not isinstance(dim, Size):
            return dim
        known = self._known.get(dim)
        if known is not None:
            return known
        total: Int = 0
        for mono, coefficient in dim.terms.items():
            term: Int = coefficient
            for atom in mono:
                term = self.f.mul(term, self._atom(atom))
            total = self.f.add(total, term)
        return total

    def settle(self, dims: Iterable[Dim]) -> None:
        """Compute sizes here, once for all of the function: loops would do it again in every round.

        What comes before must be passed by all of the function's code.
        """
        for dim in dims:
            if isinstance(dim, Size) and dim not in self._known and _never_traps(dim):
                self._known[dim] = self.size(dim)

    def _atom(self, atom: Atom) -> Int:
        if atom.kind == "symbol":
            found = self.sizes.get(atom)
            if found is None:
                raise CompileError(f"the size {atom!r} is not known in this kernel")
            return found
        a, b = (self.size(x) for x in atom.args)
        f = self.f
        fold = {"//": f.div, "%": f.rem, "min": f.minimum, "max": f.maximum}
        return fold[atom.kind](a, b)

    # --- coordinates

    def coord(self, base: Int, step: Int = 0) -> Coord:
        return Coord(self, base, step)

    def coordinate(self, index: Vec, size: Dim, axis: int = 0) -> Coord:
        """A looked-up index as a coordinate: negative ones count from the end; one outside the axis is
        recorded as the kernel's error and clamped, so that memory stays safe."""
        f = self.f
        index = self.cast(index, dt.int64)
        extent = Vec(str(self.size(size)), dt.int64, 1)
        zero = self.const(0, dt.int64)
        negative = self.compare("lt", index, zero)
        wrapped = self.select(negative, self.add(index, extent), index)
        # As a number without sign, one below zero is greater than all sizes, too.
        kind, limit = vector_type("i64", wrapped.lanes), self.spread(extent, wrapped.lanes)
        bad = Vec(f.let(f"icmp uge {kind} {wrapped.name}, {limit.name}"), dt.bool_, wrapped.lanes)
        if self._looked_up is None:
            self.report(bad, index, extent, axis)
        safe = self.select(bad, zero, wrapped)
        if safe.lanes > 1:
            return Coord(self, 0, 0, safe.name)
        at = Coord(self, safe.name)
        if self._looked_up is not None:
            self._looked_up[id(at)] = at
        return at

    def within(self, number: Vec, count: Dim) -> Vec:
        """A looked-up number that does not count from the end, such as a class: one outside of
        0 … count − 1 is recorded as the kernel's error and becomes 0."""
        zero = self.const(0, dt.int64)
        extent = Vec(str(self.size(count)), dt.int64, 1)
        low, high = self.compare("lt", number, zero), self.compare("ge", number, extent)
        bad = self.logical_or(low, high)
        self.report(bad, number, Vec(str(self.f.sub(0, self.size(count))), dt.int64, 1), 0)
        return self.select(bad, zero, number)

    def report(self, bad: Vec, index: Vec, extent: Vec, axis: int) -> None:
        """Record the first lane where `bad` holds as an index error (context words 4 to 7)."""
        f = self.f
        if bad.lanes > 1 and self.mask is not None:
            bad = self.logical_and(bad, Vec(self.mask, dt.bool_, bad.lanes))
        flag = bad.name
        if bad.lanes > 1:
            bits = f.let(f"bitcast <{bad.lanes} x i1> {bad.name} to i{bad.lanes}")
            flag = f.compare("ne", bits, 0, f"i{bad.lanes}")
        index = self.spread(index, bad.lanes)
        # The block that follows defines nothing for later, so what was computed stays valid.
        with f.when(flag):
            given: Int = index.name
            if bad.lanes > 1:
                count = f.module.intrinsic(
                    f"llvm.cttz.i{bad.lanes}", f"i{bad.lanes}", f"i{bad.lanes}", "i1"
                )
                lane = f.let(f"call i{bad.lanes} {count}(i{bad.lanes} {bits}, i1 false)")
                given = f.let(
                    f"extractelement <{bad.lanes} x i64> {index.name}, i{bad.lanes} {lane}"
                )
            for word, value in ((5, given), (6, extent.name), (7, axis), (4, 1)):
                f.store("i64", value, f.element(self.context, word, "i64"), 8)

    def compare_coord(self, predicate: str, coord: Coord, dim: Dim | Coord) -> Vec:
        """bool lanes of a comparison of positions."""
        return coord.compare(predicate, dim)

    def coord_value(self, coord: Coord, dtype: DType) -> Vec:
        """Positions as lanes of `dtype`."""
        return self.cast(coord.value(), dtype)

    def position(self, index: Vec) -> Coord:
        """An index that is known to lie on its axis as a coordinate."""
        return Coord(self, index.name) if index.lanes == 1 else Coord(self, 0, 0, index.name)

    def quotient(self, origin: Coord, step: Dim, size: Dim | None) -> Coord:
        """`origin // step % size`, once for all that ask."""
        key = ("quotient", id(origin), step, size)
        found: Coord | None = self._memo.get(key)
        if found is None:
            self._alive.append((origin,))
            found = self._memo[key] = origin.quotient(step, size)
        return found

    def bit_length(self, size: Dim) -> Int:
        """How often a size can be halved until it is 0."""
        n = self.size(size)
        if isinstance(n, int):
            return n.bit_length()
        zeros = self.f.module.intrinsic("llvm.ctlz.i64", "i64", "i64", "i1")
        return self.f.sub(64, self.f.let(f"call i64 {zeros}(i64 {n}, i1 false)"))

    # --- evaluation

    def repeat(
        self, rounds: Int, carried: Sequence[Vec], body: Callable[..., Sequence[Vec]]
    ) -> list[Vec]:
        """`carried = body(*carried)`, `rounds` times over. Lanes keep their number; not complex."""

        def alike(names: Sequence[str]) -> list[Vec]:
            return [Vec(n, v.dtype, v.lanes) for n, v in zip(names, carried, strict=True)]

        with self.f.loop(0, rounds, 1, [(v.type, v.name) for v in carried]) as loop, self.scope():
            results = body(*alike(loop.values))
            loop.result = [
                self.spread(r, v.lanes).name for r, v in zip(results, carried, strict=True)
            ]
        return alike(loop.final)

    @contextmanager
    def scope(self) -> Iterator[None]:
        """Forget, at its end, what was computed in a block that later code does not always pass."""
        saved, given = dict(self._memo), dict(self.given)
        yield
        self._memo, self.given = saved, given

    def remember(self, value: Value, coords: Coords, result: Vec) -> None:
        """Say what `value` is at `coords` (the result of an anchor, for its epilogue)."""
        self._alive.append(coords)
        self._memo[(value, *map(id, coords))] = result

    def evaluate(self, value: Value, coords: Coords) -> Vec:
        """The lanes of `value` at `coords` (one per axis of the value)."""
        if value.number is not None:
            return self.const(value.number, value.type.dtype)
        found = self._memo.get((value, *map(id, coords)))
        if found is not None:
            return found  # type: ignore[no-any-return]
        for v, at in bottom_up((value, coords), self._below, self):
            self._alive.append(at)
            result = self._memo[(v, *map(id, at))] = self._compute(v, at)
        return result

    def __contains__(self, what: Any) -> bool:
        """Whether a value at coordinates has been computed, or need not be."""
        value, coords = what
        return value.number is not None or (value, *map(id, coords)) in self._memo

    def _below(self, what: tuple[Value, Coords]) -> Sequence[tuple[Value, Coords]]:
        """Operands and their coordinates, so that they are computed before and long chains don't recurse."""
        value, coords = what
        if value in self.leaves or value.node is None:
            return ()
        same = self.same.get(value)
        if same is not None:
            return ((same, coords),)
        lowering = value.node.op.lowering
        if isinstance(lowering, Pointwise):
            return [(x, coords) for x in value.node.operands]
        if isinstance(lowering, Movement):
            return ((value.node.operands[0], self._moved(value, coords)),)
        return ()

    def _moved(self, value: Value, coords: Coords) -> Coords:
        """Where a movement takes the element of its result at these coordinates from."""
        key = ("moved", value, *map(id, coords))
        found: Coords | None = self._memo.get(key)
        if found is None:
            node = value.node
            assert node is not None and isinstance(node.op.lowering, Movement)
            source = node.operands[0].type
            moved = node.op.lowering.index(coords, source, value.type, **node.params)
            found = self._memo[key] = tuple([self._lift(c) for c in moved])
            self._alive.append(found)
        return found

    def _compute(self, value: Value, coords: Coords) -> Vec:
        leaf = self.leaves.get(value)
        if leaf is not None:
            return self.load_leaf(leaf, coords)
        same = self.same.get(value)
        if same is not None:
            return self.evaluate(same, coords)
        node = value.node
        if node is None:
            raise CompileError(f"{value!r} is read by a kernel that was not given it")
        lowering = node.op.lowering
        if isinstance(lowering, Pointwise):
            operands = [self.evaluate(x, coords) for x in node.operands]
            return self._as_type(lowering.emit(self, *operands, **node.params), value)
        if isinstance(lowering, Movement):
            return self.evaluate(node.operands[0], self._moved(value, coords))
        if isinstance(lowering, Read):
            readers = [self._reader(x) for x in node.operands]
            types = [x.type for x in node.operands] + [value.type]
            return self._as_type(lowering.emit(self, coords, readers, types, **node.params), value)
        raise CompileError(f"{node.op} cannot be evaluated inside another kernel")

    def _reader(self, value: Value) -> Callable[[Sequence[Any]], Vec]:
        return lambda coords: self.evaluate(value, tuple(self._lift(c) for c in coords))

    def _lift(self, c: Any) -> Coord:
        return c if isinstance(c, Coord) else Coord(self, self.size(c))

    def _as_type(self, result: Vec, value: Value) -> Vec:
        if result.dtype is not value.type.dtype:
            raise CompileError(
                f"the lowering of {value!r} gave {result.dtype}, its inference {value.type.dtype}"
            )
        return result

    def touch(self, value: Value, coords: Coords) -> bool:
        """Fetch into the cache what `value` reads from memory at looked-up places; see `looks_up`.

        False, and no code, where it does not.
        """
        if not self.looks_up(value):
            return False
        self._looked_up = {}
        with self.scope():
            self.evaluate(value, coords)
        self._looked_up = None
        return True

    def looks_up(self, value: Value) -> bool:
        """Whether `value` is arithmetic on what is read, some of it at looked-up places."""
        # Of each value: whether it reads memory at looked-up places, whether it is plain arithmetic beside that.
        found: dict[Value, tuple[bool, bool]] = {}
        for v in bottom_up(value, self._arithmetic, found):
            parts = [found[x] for x in self._arithmetic(v)]
            found[v] = any(a for a, _ in parts), all(b for _, b in parts)
            node = v.node
            if v in self.leaves or v.number is not None or v in self.same:
                continue
            if node is None or not isinstance(node.op.lowering, (Pointwise, Movement, Read)):
                found[v] = False, False
            elif isinstance(node.op.lowering, Read):
                looks = node.op.name == "gather" and node.operands[0] in self.leaves
                found[v] = looks, looks
        return all(found[value])

    def _arithmetic(self, value: Value) -> Sequence[Value]:
        """What a value is computed from by arithmetic and movements."""
        if value in self.leaves or value.node is None:
            return ()
        if value in self.same:
            return (self.same[value],)
        computed = isinstance(value.node.op.lowering, (Pointwise, Movement))
        return value.node.operands if computed else ()

    def load_leaf(self, leaf: Leaf, coords: Coords) -> Vec:
        """Lanes of a value in memory."""
        if self._looked_up and any(id(c) in self._looked_up for c in coords):
            self.prefetch_at(leaf.pointer, leaf.dtype, self.offset(leaf.strided, coords))
            return self.const(0, leaf.dtype)
        return self.load_at(leaf.pointer, leaf.dtype, self.offset(leaf.strided, coords))

    def offset(self, strided: Strided, coords: Coords) -> Coord:
        """Where elements lie, in elements from the pointer."""
        total = Coord(self, self.size(strided.offset))
        for c, stride in zip(coords, strided.strides, strict=True):
            if isinstance(stride, int) and stride == 0:
                continue
            total = total + c * stride
        return total


def _never_traps(dim: Dim) -> bool:
    """Whether a size divides by known numbers only."""
    if not isinstance(dim, Size):
        return True
    for mono in dim.terms:
        for atom in mono:
            if atom.kind in ("//", "%") and not isinstance(atom.args[1], int):
                return False
            if atom.kind != "symbol" and not all(_never_traps(x) for x in atom.args):
                return False
    return True
