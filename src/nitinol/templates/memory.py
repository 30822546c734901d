"""`MemoryEmitter`: loads and stores of lanes, contiguous, strided or scattered, under a mask.

`mask` (the name of a vector of i1, or None) says which lanes exist: in the last, partial vector
of a loop the others are neither read nor written. Conversions between what is in memory and what
is in a register (`vectors`) happen here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..llvm.target import Target
from ..llvm.text import Function, Int
from . import halves
from .emitter import Emitter
from .vectors import MEMORY, REGISTER, Vec, suffix, vector_type

if TYPE_CHECKING:
    from .coords import Coord


class MemoryEmitter(Emitter):
    """An emitter that reads and writes memory."""

    def __init__(self, function: Function, target: Target, lanes: int) -> None:
        super().__init__(function, target, lanes)
        self.mask: str | None = None

    # --- lane numbers

    def iota(self) -> str:
        """The lane numbers as a constant vector of i64."""
        return "<" + ", ".join(f"i64 {i}" for i in range(self.lanes)) + ">"

    def scaled_iota(self, step: Int) -> str:
        """Lane number times `step`."""
        if isinstance(step, int):
            return "<" + ", ".join(f"i64 {i * step}" for i in range(self.lanes)) + ">"
        spread = self.spread_raw(step, "i64", self.lanes)
        return self.f.let(f"mul {vector_type('i64', self.lanes)} {spread}, {self.iota()}")

    def tail_mask(self, remaining: Int) -> str:
        """Lanes below `remaining`; none when that is negative."""
        # 32-bit lane numbers compare in one instruction; more than the lanes never remain.
        count = self.f.minimum(remaining, self.lanes)
        narrow = str(count) if isinstance(count, int) else self.f.let(f"trunc i64 {count} to i32")
        lanes = "<" + ", ".join(f"i32 {i}" for i in range(self.lanes)) + ">"
        spread = self.spread_raw(narrow, "i32", self.lanes)
        return self.f.let(f"icmp slt <{self.lanes} x i32> {lanes}, {spread}")

    def head_mask(self, first: Int) -> str:
        """Lanes from `first` on."""
        f, kind = self.f, vector_type("i1", self.lanes)
        return f.let(f"xor {kind} {self.tail_mask(first)}, splat (i1 true)")

    def both_masks(self, a: str, b: str) -> str:
        return self.f.let(f"and {vector_type('i1', self.lanes)} {a}, {b}")

    # --- reading

    def load_at(self, pointer: str, dtype: DType, offset: Coord) -> Vec:
        """Lanes at `pointer[offset]`, whatever the offset's form."""
        if (offset.vector is None and offset.step == 0) or self.lanes == 1:
            base = offset.base if offset.vector is None else offset.vector
            return self._load_parts(pointer, dtype, base, 1)
        if offset.vector is None and offset.step == 1:
            return self._load_parts(pointer, dtype, offset.base, self.lanes)
        if offset.vector is None and offset.step == -1:
            return self._load_backwards(pointer, dtype, offset.base)
        return self._gather(pointer, dtype, offset.lanes())

    def prefetch_at(self, pointer: str, dtype: DType, offset: Coord) -> None:
        """Have `pointer[offset]` fetched into the cache; of vectors, the line of the first lane."""
        f = self.f
        if offset.vector is not None and self.lanes > 1:
            return
        base = offset.base if offset.vector is None else offset.vector
        place = f.mul(base, 2) if dtype.is_complex else base
        fetch = f.module.intrinsic("llvm.prefetch.p0", "void", "ptr", "i32", "i32", "i32")
        address = f.element(pointer, place, MEMORY[dtype.name])
        f.emit(f"call void {fetch}(ptr {address}, i32 0, i32 3, i32 1)")

    def _load_parts(self, pointer: str, dtype: DType, base: Int, lanes: int) -> Vec:
        memory = MEMORY[dtype.name]
        if dtype.is_complex:
            address = self.f.element(pointer, self.f.mul(base, 2), memory)
            if lanes == 1:
                re = self.f.load(memory, address, dtype.itemsize // 2)
                im = self.f.load(memory, self.f.element(address, 1, memory), dtype.itemsize // 2)
                return Vec(re, dtype, 1, im)
            return self._load_complex(address, dtype, memory)
        address = self.f.element(pointer, base, memory)
        if lanes == 1:
            return self._to_register(self.f.load(memory, address, dtype.itemsize), dtype, 1)
        return self._to_register(self._load_vector(address, memory, lanes, self.mask), dtype, lanes)

    def _load_backwards(self, pointer: str, dtype: DType, base: Int) -> Vec:
        """Elements `base`, `base` − 1, …: loaded as they lie, then turned round."""
        forwards = self.mask
        if forwards is not None:
            self.mask = self._turned(forwards, "i1")
        loaded = self._load_parts(pointer, dtype, self.f.sub(base, self.lanes - 1), self.lanes)
        self.mask = forwards
        element = REGISTER[dtype.real.name]
        imag = None if loaded.imag is None else self._turned(loaded.imag, element)
        return Vec(self._turned(loaded.name, element), dtype, self.lanes, imag)

    def _turned(self, name: str, element: str) -> str:
        """The lanes of a vector from the last to the first."""
        kind = vector_type(element, self.lanes)
        picks = ", ".join(f"i32 {i}" for i in reversed(range(self.lanes)))
        return self.f.let(
            f"shufflevector {kind} {name}, {kind} poison, <{self.lanes} x i32> <{picks}>"
        )

    def _load_vector(self, address: str, element: str, lanes: int, mask: str | None) -> str:
        kind = vector_type(element, lanes)
        align = _align(element)
        if mask is None:
            return self.f.load(kind, address, align)
        name = f"llvm.masked.load.{suffix(element, lanes)}.p0"
        at = self.f.module.intrinsic(name, kind, "ptr", "i32", f"<{lanes} x i1>", kind)
        return self.f.let(
            f"call {kind} {at}(ptr {address}, i32 {align}, <{lanes} x i1> {mask}, "
            f"{kind} zeroinitializer)"
        )

    def _load_complex(self, address: str, dtype: DType, element: str) -> Vec:
        lanes = self.lanes
        mask = self._paired_mask()
        both = self._load_vector(address, element, 2 * lanes, mask)
        kind = vector_type(element, 2 * lanes)
        parts = []
        for first in (0, 1):
            picks = ", ".join(f"i32 {2 * i + first}" for i in range(lanes))
            parts.append(
                self.f.let(f"shufflevector {kind} {both}, {kind} poison, <{lanes} x i32> <{picks}>")
            )
        return Vec(parts[0], dtype, lanes, parts[1])

    def _paired_mask(self) -> str | None:
        """The mask with each lane twice, for re and im."""
        if self.mask is None:
            return None
        lanes = self.lanes
        picks = ", ".join(f"i32 {i // 2}" for i in range(2 * lanes))
        return self.f.let(
            f"shufflevector <{lanes} x i1> {self.mask}, <{lanes} x i1> poison, "
            f"<{2 * lanes} x i32> <{picks}>"
        )

    def _gather(self, pointer: str, dtype: DType, offsets: str) -> Vec:
        memory = MEMORY[dtype.name]
        if dtype.is_complex:
            two = self.spread_raw("2", "i64", self.lanes)
            kind = vector_type("i64", self.lanes)
            doubled = self.f.let(f"mul {kind} {offsets}, {two}")
            re = self._gather_raw(pointer, memory, doubled)
            second = self.f.element(pointer, 1, memory)
            return Vec(re, dtype, self.lanes, self._gather_raw(second, memory, doubled))
        return self._to_register(self._gather_raw(pointer, memory, offsets), dtype, self.lanes)

    def _gather_raw(self, pointer: str, element: str, offsets: str) -> str:
        lanes, f = self.lanes, self.f
        kind, pointers = vector_type(element, lanes), vector_type("ptr", lanes)
        address = f.let(
            f"getelementptr {element}, ptr {pointer}, {vector_type('i64', lanes)} {offsets}"
        )
        name = f"llvm.masked.gather.{suffix(element, lanes)}.{suffix('p0', lanes)}"
        at = f.module.intrinsic(name, kind, pointers, "i32", f"<{lanes} x i1>", kind)
        mask = self.mask or self._all_lanes()
        return f.let(
            f"call {kind} {at}({pointers} {address}, i32 {_align(element)}, "
            f"<{lanes} x i1> {mask}, {kind} zeroinitializer)"
        )

    def _all_lanes(self) -> str:
        return "<" + ", ".join(["i1 true"] * self.lanes) + ">"

    def _to_register(self, name: str, dtype: DType, lanes: int) -> Vec:
        f = self.f
        if dtype.is_bool:
            # Any non-zero byte is true: memory from outside is not trusted to hold 0 or 1.
            kind = vector_type("i8", lanes)
            zero = "0" if lanes == 1 else "zeroinitializer"
            name = f.let(f"icmp ne {kind} {name}, {zero}")
        elif dtype is dt.float16:
            name = halves.from_float16(self, name, lanes)
        elif dtype is dt.bfloat16:
            wide = vector_type("i32", lanes)
            name = f.let(f"zext {vector_type('i16', lanes)} {name} to {wide}")
            name = f.let(f"shl {wide} {name}, {self.spread_raw('16', 'i32', lanes)}")
            name = f.let(f"bitcast {wide} {name} to {vector_type('float', lanes)}")
        return Vec(name, dtype, lanes)

    # --- writing

    def store_at(self, value: Vec, pointer: str, offset: Coord) -> None:
        """Write the lanes to `pointer[offset]`."""
        if self.lanes == 1 or (offset.vector is None and offset.step == 0):
            base = offset.base if offset.vector is None else offset.vector
            self._store_parts(value, pointer, base)
        elif offset.vector is None and offset.step == 1:
            self._store_parts(self.spread(value), pointer, offset.base)
        else:
            self._scatter(self.spread(value), pointer, offset.lanes())

    def _store_parts(self, value: Vec, pointer: str, base: Int) -> None:
        memory, dtype = MEMORY[value.dtype.name], value.dtype
        if value.imag is not None:
            address = self.f.element(pointer, self.f.mul(base, 2), memory)
            if value.lanes == 1:
                align = dtype.itemsize // 2
                self.f.store(memory, value.name, address, align)
                self.f.store(memory, value.imag, self.f.element(address, 1, memory), align)
                return
            self._store_complex(value, address, memory)
            return
        address = self.f.element(pointer, base, memory)
        name = self._to_memory(value)
        if value.lanes == 1:
            self.f.store(memory, name, address, dtype.itemsize)
        else:
            self._store_vector(name, address, memory, value.lanes, self.mask)

    def _store_vector(
        self, name: str, address: str, element: str, lanes: int, mask: str | None
    ) -> None:
        kind = vector_type(element, lanes)
        align = _align(element)
        if mask is None:
            self.f.store(kind, name, address, align)
            return
        full = f"llvm.masked.store.{suffix(element, lanes)}.p0"
        at = self.f.module.intrinsic(full, "void", kind, "ptr", "i32", f"<{lanes} x i1>")
        self.f.emit(
            f"call void {at}({kind} {name}, ptr {address}, i32 {align}, <{lanes} x i1> {mask})"
        )

    def _store_complex(self, value: Vec, address: str, element: str) -> None:
        lanes = value.lanes
        kind = vector_type(element, lanes)
        picks = ", ".join(f"i32 {i // 2 + (i % 2) * lanes}" for i in range(2 * lanes))
        both = self.f.let(
            f"shufflevector {kind} {value.name}, {kind} {value.imag}, <{2 * lanes} x i32> <{picks}>"
        )
        self._store_vector(both, address, element, 2 * lanes, self._paired_mask())

    def _scatter(self, value: Vec, pointer: str, offsets: str) -> None:
        memory = MEMORY[value.dtype.name]
        if value.imag is not None:
            kind = vector_type("i64", self.lanes)
            doubled = self.f.let(f"mul {kind} {offsets}, {self.spread_raw('2', 'i64', self.lanes)}")
            self._scatter_raw(value.name, memory, pointer, doubled)
            second = self.f.element(pointer, 1, memory)
            self._scatter_raw(value.imag, memory, second, doubled)
            return
        self._scatter_raw(self._to_memory(value), memory, pointer, offsets)

    def _scatter_raw(self, name: str, element: str, pointer: str, offsets: str) -> None:
        lanes, f = self.lanes, self.f
        kind, pointers = vector_type(element, lanes), vector_type("ptr", lanes)
        address = f.let(
            f"getelementptr {element}, ptr {pointer}, {vector_type('i64', lanes)} {offsets}"
        )
        full = f"llvm.masked.scatter.{suffix(element, lanes)}.{suffix('p0', lanes)}"
        at = f.module.intrinsic(full, "void", kind, pointers, "i32", f"<{lanes} x i1>")
        mask = self.mask or self._all_lanes()
        f.emit(
            f"call void {at}({kind} {name}, {pointers} {address}, i32 {_align(element)}, "
            f"<{lanes} x i1> {mask})"
        )

    def _to_memory(self, value: Vec) -> str:
        f, lanes, dtype = self.f, value.lanes, value.dtype
        if dtype.is_bool:
            return f.let(f"zext {value.type} {value.name} to {vector_type('i8', lanes)}")
        if dtype is dt.float16:
            return halves.to_float16(self, value)
        if dtype is dt.bfloat16:
            wide, narrow = vector_type("i32", lanes), vector_type("i16", lanes)
            name = f.let(f"bitcast {value.type} {value.name} to {wide}")
            name = f.let(f"lshr {wide} {name}, {self.spread_raw('16', 'i32', lanes)}")
            return f.let(f"trunc {wide} {name} to {narrow}")
        return value.name

    def halves(self, value: Vec) -> tuple[Vec, Vec]:
        """The lower and the upper half of the lanes."""
        n = value.lanes // 2
        return self.part(value, 0, n), self.part(value, n, n)

    def part(self, value: Vec, first: int, count: int) -> Vec:
        """`count` lanes from `first` on."""
        if count == value.lanes:
            return value

        def taken(name: str) -> str:
            if count == 1:
                return self.f.let(f"extractelement {value.type} {name}, i64 {first}")
            picks = ", ".join(f"i32 {first + i}" for i in range(count))
            return self.f.let(
                f"shufflevector {value.type} {name}, {value.type} poison, <{count} x i32> <{picks}>"
            )

        imag = taken(value.imag) if value.imag is not None else None
        return Vec(taken(value.name), value.dtype, count, imag)

    def picked(self, a: Vec, b: Vec, places: Sequence[int]) -> Vec:
        """Lanes of two vectors: those of `b` are counted on from those of `a`. Neither complex nor halved floats."""
        picks = ", ".join(f"i32 {i}" for i in places)
        name = self.f.let(
            f"shufflevector {a.type} {a.name}, {b.type} {b.name}, <{len(places)} x i32> <{picks}>"
        )
        return Vec(name, a.dtype, len(places))


def _align(element: str) -> int:
    return {"i8": 1, "i16": 2, "half": 2, "i32": 4, "float": 4}.get(element, 8)


__all__ = ["MemoryEmitter"]
