"""The values of native code when it runs as ordinary Python.

`Int` wraps like its type, `Single` rounds to f32, `Pointer` reads and writes real memory through
ctypes, `Lanes` is a vector.  Plain Python ints and floats are constants that adapt to what they
meet, exactly as literals do in native code; f64 is Python's own float, bool Python's own bool.

Mixing types raises `TypeError`, as the checker would: so a test that runs a function both ways
compares two independent implementations of the language.
"""

from __future__ import annotations

import ctypes
import math
import operator
import struct
from collections.abc import Callable, Iterator
from typing import Any

from nitinol.native.types import (
    ArrayType,
    FnType,
    IntType,
    PtrType,
    StructType,
    Type,
    VecType,
    boolean,
    f32,
    f64,
    i64,
    vector_of,
)

_INTS = {
    (bits, signed): getattr(ctypes, f"c_{'' if signed else 'u'}int{bits}")
    for bits in (8, 16, 32, 64)
    for signed in (True, False)
}


class Int:
    """An integer of a fixed width."""

    __slots__ = ("type", "value")

    def __init__(self, type: IntType, value: int) -> None:
        self.type, self.value = type, type.wrap(value)

    def __repr__(self) -> str:
        return f"{self.type}({self.value})"

    def _other(self, other: Any, bits: bool = False) -> int | None:
        """The other operand as a plain number of this type; None when it is of no such kind."""
        if isinstance(other, Int):
            if other.type is not self.type:
                raise TypeError(f"{self.type} meets {other.type}; convert one of them")
            return other.value
        if isinstance(other, bool) or not isinstance(other, int):
            return None
        if not self.type.min <= other <= self.type.max and not bits:
            raise TypeError(f"the constant {other} does not fit {self.type}")
        return self.type.wrap(other)

    def _apply(
        self, other: Any, op: Callable[[int, int], int], swap: bool = False, bits: bool = False
    ) -> Any:
        number = self._other(other, bits)
        if number is None:
            return NotImplemented
        return Int(self.type, op(number, self.value) if swap else op(self.value, number))

    def __add__(self, other: Any) -> Any:
        return self._apply(other, operator.add)

    def __radd__(self, other: Any) -> Any:
        return self._apply(other, operator.add, True)

    def __sub__(self, other: Any) -> Any:
        return self._apply(other, operator.sub)

    def __rsub__(self, other: Any) -> Any:
        return self._apply(other, operator.sub, True)

    def __mul__(self, other: Any) -> Any:
        return self._apply(other, operator.mul)

    def __rmul__(self, other: Any) -> Any:
        return self._apply(other, operator.mul, True)

    def __floordiv__(self, other: Any) -> Any:
        return self._apply(other, operator.floordiv)

    def __rfloordiv__(self, other: Any) -> Any:
        return self._apply(other, operator.floordiv, True)

    def __mod__(self, other: Any) -> Any:
        return self._apply(other, operator.mod)

    def __rmod__(self, other: Any) -> Any:
        return self._apply(other, operator.mod, True)

    def __and__(self, other: Any) -> Any:
        return self._apply(other, operator.and_, bits=True)

    def __rand__(self, other: Any) -> Any:
        return self._apply(other, operator.and_, True, True)

    def __or__(self, other: Any) -> Any:
        return self._apply(other, operator.or_, bits=True)

    def __ror__(self, other: Any) -> Any:
        return self._apply(other, operator.or_, True, True)

    def __xor__(self, other: Any) -> Any:
        return self._apply(other, operator.xor, bits=True)

    def __rxor__(self, other: Any) -> Any:
        return self._apply(other, operator.xor, True, True)

    def __lshift__(self, other: Any) -> Any:
        return self._apply(other, operator.lshift)

    def __rlshift__(self, other: Any) -> Any:
        return self._apply(other, operator.lshift, True)

    def __rshift__(self, other: Any) -> Any:
        return self._apply(other, operator.rshift)

    def __rrshift__(self, other: Any) -> Any:
        return self._apply(other, operator.rshift, True)

    def __neg__(self) -> Int:
        return Int(self.type, -self.value)

    def __pos__(self) -> Int:
        return self

    def __invert__(self) -> Int:
        return Int(self.type, ~self.value)

    def _compare(self, other: Any, op: Callable[[Any, Any], bool]) -> Any:
        number = self._other(other)
        return NotImplemented if number is None else op(self.value, number)

    def __eq__(self, other: object) -> Any:
        return self._compare(other, operator.eq)

    def __ne__(self, other: object) -> Any:
        return self._compare(other, operator.ne)

    def __lt__(self, other: Any) -> Any:
        return self._compare(other, operator.lt)

    def __le__(self, other: Any) -> Any:
        return self._compare(other, operator.le)

    def __gt__(self, other: Any) -> Any:
        return self._compare(other, operator.gt)

    def __ge__(self, other: Any) -> Any:
        return self._compare(other, operator.ge)

    def __hash__(self) -> int:
        return hash(self.value)

    def __bool__(self) -> bool:
        return self.value != 0

    def __index__(self) -> int:
        return self.value

    __int__ = __index__

    def __float__(self) -> float:
        return float(self.value)


def round_single(value: float) -> float:
    """`value` rounded to the nearest f32; what is too large becomes infinite."""
    try:
        return float(struct.unpack("<f", struct.pack("<f", value))[0])
    except OverflowError:
        return math.copysign(math.inf, value)


def divide(a: float, b: float) -> float:
    """IEEE division, which has no error: x/0 is infinite, 0/0 is not a number."""
    if b != 0:
        return a / b
    if a == 0 or math.isnan(a) or math.isnan(b):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


class Single:
    """An f32."""

    __slots__ = ("value",)

    def __init__(self, value: float) -> None:
        self.value = round_single(value)

    def __repr__(self) -> str:
        return f"f32({self.value})"

    def _other(self, other: Any) -> float | None:
        if isinstance(other, Single):
            return other.value
        if isinstance(other, bool) or not isinstance(other, int | float):
            return None
        return round_single(other)

    def _apply(self, other: Any, op: Callable[[float, float], float], swap: bool = False) -> Any:
        number = self._other(other)
        if number is None:
            return NotImplemented
        return Single(op(number, self.value) if swap else op(self.value, number))

    def __add__(self, other: Any) -> Any:
        return self._apply(other, operator.add)

    def __radd__(self, other: Any) -> Any:
        return self._apply(other, operator.add, True)

    def __sub__(self, other: Any) -> Any:
        return self._apply(other, operator.sub)

    def __rsub__(self, other: Any) -> Any:
        return self._apply(other, operator.sub, True)

    def __mul__(self, other: Any) -> Any:
        return self._apply(other, operator.mul)

    def __rmul__(self, other: Any) -> Any:
        return self._apply(other, operator.mul, True)

    def __truediv__(self, other: Any) -> Any:
        return self._apply(other, divide)

    def __rtruediv__(self, other: Any) -> Any:
        return self._apply(other, divide, True)

    def __neg__(self) -> Single:
        return Single(-self.value)

    def _compare(self, other: Any, op: Callable[[Any, Any], bool]) -> Any:
        number = self._other(other)
        return NotImplemented if number is None else op(self.value, number)

    def __eq__(self, other: object) -> Any:
        return self._compare(other, operator.eq)

    def __ne__(self, other: object) -> Any:
        return self._compare(other, operator.ne)

    def __lt__(self, other: Any) -> Any:
        return self._compare(other, operator.lt)

    def __le__(self, other: Any) -> Any:
        return self._compare(other, operator.le)

    def __gt__(self, other: Any) -> Any:
        return self._compare(other, operator.gt)

    def __ge__(self, other: Any) -> Any:
        return self._compare(other, operator.ge)

    def __hash__(self) -> int:
        return hash(self.value)

    def __bool__(self) -> bool:
        return self.value != 0

    def __float__(self) -> float:
        return self.value


class Lanes:
    """A vector: operators work lane by lane."""

    __slots__ = ("lanes", "type")

    def __init__(self, type: VecType, lanes: list[Any]) -> None:
        self.type, self.lanes = type, lanes

    def __repr__(self) -> str:
        return f"{self.type}({self.lanes})"

    def __getitem__(self, lane: Any) -> Any:
        return self.lanes[int(lane)]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.lanes)

    def _zip(self, other: Any, op: Callable[[Any, Any], Any]) -> Any:
        others = other.lanes if isinstance(other, Lanes) else [other] * len(self.lanes)
        made = [op(a, b) for a, b in zip(self.lanes, others, strict=True)]
        if isinstance(made[0], bool):
            return Lanes(vector_of(boolean, len(made)), made)
        return Lanes(self.type, made)

    def __add__(self, other: Any) -> Any:
        return self._zip(other, operator.add)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return self._zip(other, operator.sub)

    def __rsub__(self, other: Any) -> Any:
        return self._zip(other, lambda a, b: b - a)

    def __mul__(self, other: Any) -> Any:
        return self._zip(other, operator.mul)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        return self._zip(other, divide if self.type.element is f64 else operator.truediv)

    def __and__(self, other: Any) -> Any:
        return self._zip(other, operator.and_)

    def __or__(self, other: Any) -> Any:
        return self._zip(other, operator.or_)

    def __xor__(self, other: Any) -> Any:
        return self._zip(other, operator.xor)

    def __lshift__(self, other: Any) -> Any:
        return self._zip(other, operator.lshift)

    def __rshift__(self, other: Any) -> Any:
        return self._zip(other, operator.rshift)

    def __rtruediv__(self, other: Any) -> Any:
        whole = Lanes(self.type, [other] * len(self.lanes))
        return whole / self

    def __floordiv__(self, other: Any) -> Any:
        return self._zip(other, operator.floordiv)

    def __mod__(self, other: Any) -> Any:
        return self._zip(other, operator.mod)

    def __neg__(self) -> Any:
        return Lanes(self.type, [-lane for lane in self.lanes])

    def __invert__(self) -> Any:
        return Lanes(self.type, [~lane for lane in self.lanes])

    def __eq__(self, other: object) -> Any:
        return self._zip(other, operator.eq)

    def __ne__(self, other: object) -> Any:
        return self._zip(other, operator.ne)

    __hash__ = None  # type: ignore[assignment]

    def __lt__(self, other: Any) -> Any:
        return self._zip(other, operator.lt)

    def __le__(self, other: Any) -> Any:
        return self._zip(other, operator.le)

    def __gt__(self, other: Any) -> Any:
        return self._zip(other, operator.gt)

    def __ge__(self, other: Any) -> Any:
        return self._zip(other, operator.ge)


def ctype(type: Type) -> Any:
    """The ctypes type of a scalar in memory or in a call."""
    if isinstance(type, IntType):
        return _INTS[type.bits, type.signed]
    if isinstance(type, PtrType | FnType):
        return ctypes.c_uint64
    if type is f32:
        return ctypes.c_float
    if type is f64:
        return ctypes.c_double
    if type is boolean:
        return ctypes.c_bool
    return None  # void


def wrap(type: Type, raw: Any) -> Any:
    """The value object for a plain number read from memory or returned by ctypes."""
    if isinstance(type, IntType):
        return Int(type, int(raw))
    if isinstance(type, PtrType):
        return Pointer(type, int(raw or 0))
    if isinstance(type, FnType):
        return Callback(type, int(raw or 0))
    if type is f32:
        return Single(raw)
    return raw


def unwrap(value: Any) -> Any:
    """The plain number of a value object."""
    if isinstance(value, Int | Single):
        return value.value
    if value is None:
        return 0
    if isinstance(value, bool | float):
        return value
    return int(value)


def load(type: Type, address: int) -> Any:
    """The value of a type at an address; for structs and arrays, a pointer to them."""
    if address == 0:
        raise MemoryError(f"a {type} was read at address 0")
    if isinstance(type, StructType):
        return Pointer(PtrType(type), address)
    if isinstance(type, VecType):
        step = type.element.size
        return Lanes(type, [load(type.element, address + n * step) for n in range(type.count)])
    return wrap(type, ctype(type).from_address(address).value)


def store(type: Type, address: int, value: Any) -> None:
    """Writes a value, already converted to `type`, to an address."""
    if address == 0:
        raise MemoryError(f"a {type} was written at address 0")
    if isinstance(type, VecType):
        for n, lane in enumerate(value.lanes):
            store(type.element, address + n * type.element.size, lane)
        return
    ctype(type).from_address(address).value = unwrap(value)


class Pointer:
    """An address of real memory with the type of what lies there."""

    __slots__ = ("_address", "_owner", "_type")

    _address: int
    _owner: Any
    _type: PtrType

    def __init__(self, type: PtrType, address: int, owner: Any = None) -> None:
        write = object.__setattr__
        write(self, "_type", type)
        write(self, "_address", address & 0xFFFF_FFFF_FFFF_FFFF)
        write(self, "_owner", owner)  # keeps memory of `stack` and of globals alive

    def __repr__(self) -> str:
        return f"{self._type}({self._address:#x})"

    def _at(self, index: Any) -> tuple[Type, int]:
        element = self._type.pointee
        if element is None:
            raise TypeError("plain ptr has no elements; write ptr[u8](...) for bytes")
        return element, self._address + int(index) * element.size

    def _field(self, name: str) -> tuple[Type, int]:
        struct_type = self._type.pointee
        if not isinstance(struct_type, StructType) or name not in struct_type.fields:
            raise AttributeError(f"{self._type} has no field {name}")
        field = struct_type.fields[name]
        return field.type, self._address + field.offset

    def __getitem__(self, index: Any) -> Any:
        return load(*self._at(index))

    def __setitem__(self, index: Any, value: Any) -> None:
        type, address = self._at(index)
        store(type, address, self._convert_to(type, value))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        type, address = self._field(name)
        if isinstance(type, ArrayType):
            return Pointer(PtrType(type.element), address, self._owner)
        return load(type, address)

    def __setattr__(self, name: str, value: Any) -> None:
        type, address = self._field(name)
        store(type, address, self._convert_to(type, value))

    @staticmethod
    def _convert_to(type: Type, value: Any) -> Any:
        from nitinol.native.simulate import convert  # simulate builds on this file

        return convert(type, value)

    def __add__(self, count: Any) -> Pointer:
        size = 1 if self._type.pointee is None else self._type.pointee.size
        return Pointer(self._type, self._address + int(count) * size, self._owner)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, Pointer):
            size = 1 if self._type.pointee is None else self._type.pointee.size
            return Int(i64, (self._address - other._address) // size)
        return self + -int(other)

    def __eq__(self, other: object) -> bool:
        return bool(self._address == unwrap(other))

    def __lt__(self, other: Pointer) -> bool:
        return self._address < other._address

    def __le__(self, other: Pointer) -> bool:
        return self._address <= other._address

    def __gt__(self, other: Pointer) -> bool:
        return self._address > other._address

    def __ge__(self, other: Pointer) -> bool:
        return self._address >= other._address

    def __hash__(self) -> int:
        return hash(self._address)

    def __bool__(self) -> bool:
        return self._address != 0

    def __index__(self) -> int:
        return int(self._address)

    __int__ = __index__


class Callback:
    """The address of a function; calling it goes through ctypes."""

    __slots__ = ("address", "type")

    def __init__(self, type: FnType, address: int) -> None:
        self.type, self.address = type, address

    def __repr__(self) -> str:
        return f"{self.type}({self.address:#x})"

    def __call__(self, *arguments: Any) -> Any:
        prototype = c_prototype(self.type)
        raw = prototype(self.address)(*(unwrap(a) for a in arguments))
        from nitinol.native.simulate import raise_failure  # simulate builds on this file

        raise_failure()
        return wrap(self.type.result, raw)

    def __eq__(self, other: object) -> bool:
        return bool(self.address == unwrap(other))

    def __hash__(self) -> int:
        return hash(self.address)

    def __bool__(self) -> bool:
        return self.address != 0

    def __index__(self) -> int:
        return self.address

    __int__ = __index__


def c_prototype(type: FnType, keep_gil: bool = False) -> Any:
    """The ctypes prototype of a function type."""
    make: Any = ctypes.PYFUNCTYPE if keep_gil else ctypes.CFUNCTYPE
    return make(ctype(type.result), *(ctype(p) for p in type.params))


def number_of(value: Any) -> Any:
    """The Python number of any scalar value, for conversions."""
    return value.value if isinstance(value, Int | Single) else value


def float_to_int(type: IntType, number: float) -> int:
    """Towards zero; out of range gives the nearest end, NaN gives 0."""
    if math.isnan(number):
        return 0
    if math.isinf(number):
        return type.max if number > 0 else type.min
    return min(max(int(number), type.min), type.max)
