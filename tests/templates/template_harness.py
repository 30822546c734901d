"""Runs a template without the code generator: results are stored, nothing is fused but what a test asks for.

`compile_node` writes one function per phase and a driver, `Compiled.run` calls it on NumPy arrays. With
`open_sizes` every size and stride is a run-time argument, as in a kernel that serves all sizes.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nitinol.base import dtypes as dt
from nitinol.base.sizes import Atom, Dim, Size, evaluate
from nitinol.ir.graph import Builder, Node
from nitinol.ir.op import Op, Type
from nitinol.llvm.build import build
from nitinol.llvm.target import Target, host
from nitinol.llvm.text import Function, Int, Module
from nitinol.templates.anchor import Buffer
from nitinol.templates.coords import Coord
from nitinol.templates.region import RegionEmitter
from nitinol.templates.vectors import Vec

MAX_THREADS = 4
Fuse = Callable[[Any, list[Int], int | None, Vec], Vec]


class Context:
    """Both contexts of `templates.anchor`."""

    def __init__(self, compiled: Compiled, f: Function, task: Int = 0, worker: Int = 0) -> None:
        self.c, self.f, self.task, self.worker = compiled, f, task, worker
        self.target, self.node = compiled.target, compiled.node
        # All at the beginning, so that every later block may use them.
        self._words = {
            i: f.load("i64", f.element("%arg", i, "i64"), 8) for i in range(compiled.words)
        }
        self.threads: Int = compiled.threads if compiled.exact else self.word(0)
        lanes = max(2, self.target.lanes(self.node.outputs[0].type.dtype.itemsize))
        self.sizes: dict[Atom, Int] = {a: self.word(w) for a, w in compiled.atoms.items()}
        self.k = RegionEmitter(f, self.target, lanes, self.sizes, {})

    def word(self, i: int) -> str:
        return self._words[i]

    def pointer(self, i: int) -> str:
        return self.f.let(f"inttoptr i64 {self.word(i)} to ptr")

    def size(self, dim: Dim) -> Int:
        return self.k.size(dim)

    def _buffer(self, at: int, type: Type, strides: Sequence[int]) -> Buffer:
        shape = tuple(self.size(d) for d in type.shape)
        if self.c.exact:
            return Buffer(self.pointer(at), type.dtype, shape, tuple(strides))
        # Unit strides are part of the layout pattern; all others are run-time numbers.
        given = tuple(1 if s == 1 else self.word(at + 1 + i) for i, s in enumerate(strides))
        return Buffer(self.pointer(at), type.dtype, shape, given)

    def operand(self, i: int) -> Buffer:
        if self.is_pulled(i):
            shape = tuple(self.size(d) for d in self.node.operands[i].type.shape)
            return Buffer("", self.node.operands[i].type.dtype, shape, (0,) * len(shape))
        return self._buffer(self.c.places[i], self.node.operands[i].type, self.c.strides[i])

    def is_pulled(self, i: int) -> bool:
        return i in self.c.pulled

    def pull_axis(self, i: int) -> int | None:
        return self.c.strides[i].index(1) if 1 in self.c.strides[i] else None

    def pull(
        self,
        i: int,
        coords: Sequence[Int],
        lane_axis: int | None,
        lanes: int,
        mask: str | None = None,
    ) -> Vec:
        """From memory, but not by the template's own loads."""
        buffer = self._buffer(self.c.places[i], self.node.operands[i].type, self.c.strides[i])
        k = RegionEmitter(self.f, self.target, lanes, self.sizes, {})
        k.mask = mask
        offset = Coord(k, 0)
        for axis, (c, stride) in enumerate(zip(coords, buffer.strides, strict=True)):
            offset = offset + Coord(k, c, 1 if axis == lane_axis else 0) * stride
        return k.spread(k.load_at(buffer.pointer, buffer.dtype, offset), lanes)

    def _result(self, output: int) -> Buffer:
        i = len(self.node.operands) + output
        return self._buffer(self.c.places[i], self.node.outputs[output].type, self.c.strides[i])

    def row_step(self) -> int:
        return 1

    def stores(self) -> bool:
        return True

    def plain(self, output: int = 0) -> Buffer | None:
        return None if self.c.fuse is not None or self.c.hide_plain else self._result(output)

    def unit_axis(self, output: int = 0) -> int | None:
        strides = self.c.strides[len(self.node.operands) + output]
        return next((i for i in reversed(range(len(strides))) if strides[i] == 1), None)

    def fetch(self, coords: Sequence[Int], lane_axis: int, lanes: int, output: int = 0) -> None:
        pass

    def write(
        self,
        coords: Sequence[Int],
        lane_axis: int | None,
        value: Vec,
        mask: str | None = None,
        output: int = 0,
    ) -> None:
        buffer = self._result(output)
        if self.c.fuse is not None:
            value = self.c.fuse(self, list(coords), lane_axis, value)
        k = RegionEmitter(self.f, self.target, value.lanes, self.sizes, {})
        k.mask = mask
        offset = Coord(k, 0)
        for axis, (c, stride) in enumerate(zip(coords, buffer.strides, strict=True)):
            offset = offset + Coord(k, c, 1 if axis == lane_axis else 0) * stride
        k.store_at(value, buffer.pointer, offset)

    def scratch(self, nbytes: int) -> str:
        at = self.c.scratch_bytes
        self.c.scratch_bytes += -(-nbytes // 64) * 64 + 64
        self.c.scratch_limit()
        base = self.pointer(1)
        offset = self.f.add(self.f.mul(self.worker, self.c.SCRATCH), at)
        return self.f.element(base, offset, "i8")

    def shared(self, name: str) -> str:
        return self.pointer(4 + self.c.shared_names.index(name))


class Compiled:
    """One node, compiled."""

    SCRATCH = 8 << 20  # bytes of each worker

    def __init__(
        self,
        op: Op,
        arrays: Sequence[np.ndarray[Any, Any]],
        template: Any,
        *,
        params: dict[str, Any] | None = None,
        open_sizes: bool = False,
        threads: int = 1,
        fuse: Fuse | None = None,
        hide_plain: bool = False,
        pulled: Sequence[int] = (),
        out_strides: Sequence[Sequence[int]] | None = None,
        target: Target | None = None,
        key: str = "",
    ) -> None:
        self.target, self.exact, self.threads = target or host(), not open_sizes, threads
        self.fuse, self.hide_plain, self.pulled = fuse, hide_plain, pulled
        self.scratch_bytes = 0
        self.atoms: dict[Atom, int] = {}
        builder = Builder()
        types, values = [], []
        known: dict[Dim, Size] = {}
        self.sizes: list[int] = []
        word = 12
        for a in arrays:
            shape: list[Dim] = []
            for n in a.shape:
                if open_sizes and n != 1:
                    if n not in known:
                        s = known[n] = Size.symbol(f"s{n}")
                        assert s.atom is not None
                        self.atoms[s.atom] = word
                        self.sizes.append(n)
                        word += 1
                    shape.append(known[n])
                else:
                    shape.append(n)
            types.append(Type(dt.from_numpy(a.dtype), tuple(shape)))
            values.append(builder.input(types[-1]))
        outputs = builder.apply(op, values, params or {})
        node = outputs[0].node
        assert node is not None
        self.node: Node = node
        env = dict(zip(self.atoms, self.sizes, strict=True))

        self.out_shapes = [tuple(evaluate(d, env) for d in v.type.shape) for v in outputs]
        self.out_types = [v.type.dtype.numpy for v in outputs]
        self.strides: list[tuple[int, ...]] = [
            tuple(s // a.itemsize for s in a.strides) for a in arrays
        ]
        for i, shape_ in enumerate(self.out_shapes):
            given = out_strides[i] if out_strides is not None else None
            self.strides.append(tuple(given) if given is not None else _contiguous(shape_))
        self.places: list[int] = []
        for s_ in self.strides:
            self.places.append(word)
            word += 1 + len(s_)
        self.words = word
        self.shared_names: list[str] = []
        self.plan = template.plan(node)
        self.kind = key or op.name
        ir = self._ir()
        self.ir = ir
        self.library = build(
            "test", repr(hash(ir)) + ir, lambda: ir, self.exports, target=self.target
        )
        P, _L = ctypes.c_void_p, ctypes.c_int64
        make = lambda n, *a: ctypes.CFUNCTYPE(*a)(self.library.address(n))  # noqa: E731
        self._shared = make("shared_sizes", None, P, P)
        self._run = make("drive", None, P)
        self._counts = make("counts", None, P, P)

    def scratch_limit(self) -> None:
        assert self.scratch_bytes < self.SCRATCH, self.scratch_bytes

    def _ir(self) -> str:
        m = Module(self.target.function_attributes)
        f = m.function("shared_sizes", [("ptr", "arg"), ("ptr", "out")])
        blocks = self.plan.shared(Context(self, f))
        for i, (name, size) in enumerate(blocks.items()):
            self.shared_names.append(name)
            f.store("i64", size, f.element("%out", i, "i64"), 8)
        f.ret()
        assert len(self.shared_names) <= 4
        for i, phase in enumerate(self.plan.phases):
            f = m.function(f"count{i}", [("ptr", "arg")], "i64", internal=True)
            f.ret("i64", phase.tasks(Context(self, f)))
            f = m.function(f"task{i}", [("ptr", "arg"), ("i64", "task"), ("i64", "tid")])
            self.scratch_bytes = 0
            phase.emit(Context(self, f, "%task", "%tid"))
            f.ret()
        f = m.function("counts", [("ptr", "arg"), ("ptr", "out")])
        for i in range(len(self.plan.phases)):
            n = f.let(f"call i64 @count{i}(ptr %arg)")
            f.store("i64", n, f.element("%out", i, "i64"), 8)
        f.ret()
        f = m.function("drive", [("ptr", "arg")])
        for i in range(len(self.plan.phases)):
            n = f.let(f"call i64 @count{i}(ptr %arg)")
            with f.loop(0, n) as loop:
                f.emit(f"call void @task{i}(ptr %arg, i64 {loop.index}, i64 0)")
        f.ret()
        self.exports = ["shared_sizes", "drive", "counts"]
        self.exports += [f"task{i}" for i in range(len(self.plan.phases))]
        return m.text()

    def bind(self, *arrays: np.ndarray[Any, Any]) -> Bound:
        return Bound(self, arrays)

    def run(self, *arrays: np.ndarray[Any, Any]) -> list[np.ndarray[Any, Any]]:
        bound = self.bind(*arrays)
        bound.run()
        return bound.outputs


class Bound:
    """Arguments in memory, for repeated calls."""

    def __init__(self, c: Compiled, arrays: Sequence[np.ndarray[Any, Any]]) -> None:
        self.c = c
        self.outputs: list[np.ndarray[Any, Any]] = []
        self._guard: list[tuple[np.ndarray[Any, Any], int]] = []
        tensors = list(arrays)
        for shape, strides, d in zip(
            c.out_shapes, c.strides[len(arrays) :], c.out_types, strict=True
        ):
            span = 1 + sum((n - 1) * s for n, s in zip(shape, strides, strict=True))
            base = np.full(max(span, 0) + 64, 77, d)
            self.outputs.append(
                np.lib.stride_tricks.as_strided(
                    base[32:], shape, [s * base.itemsize for s in strides]
                )
            )
            tensors.append(self.outputs[-1])
            self._guard.append((base, span))
        self.scratch = np.empty(MAX_THREADS * c.SCRATCH + 64, np.uint8)
        words = np.zeros(c.words, np.int64)
        words[0] = c.threads
        words[1] = -(-self.scratch.ctypes.data // 64) * 64
        words[12 : 12 + len(c.sizes)] = c.sizes
        for place, t in zip(c.places, tensors, strict=True):
            words[place] = t.ctypes.data
            words[place + 1 : place + 1 + t.ndim] = [s // t.itemsize for s in t.strides]
        self.words, self.tensors = words, tensors
        sizes = np.zeros(8, np.int64)
        c._shared(words.ctypes.data, sizes.ctypes.data)
        self.blocks = []
        for i in range(len(c.shared_names)):
            block = np.empty(int(sizes[i]) + 64, np.uint8)
            words[4 + i] = -(-block.ctypes.data // 64) * 64
            self.blocks.append(block)

    def run(self) -> None:
        self.c._run(self.words.ctypes.data)
        for base, span in self._guard:
            guard = np.array(77).astype(base.dtype)
            assert (base[:32] == guard).all()
            assert (base[32 + max(span, 0) :] == guard).all()

    def counts(self) -> list[int]:
        out = np.zeros(8, np.int64)
        self.c._counts(self.words.ctypes.data, out.ctypes.data)
        return [int(n) for n in out[: len(self.c.plan.phases)]]


def _contiguous(shape: Sequence[int]) -> tuple[int, ...]:
    strides, step = [], 1
    for n in reversed(shape):
        strides.append(step)
        step *= n
    return tuple(reversed(strides))
