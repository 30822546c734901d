"""`Vec`: the lanes that a kernel computes with, and how they lie in registers and in memory.

A `Vec` of one lane is a scalar, the same for all lanes: it stays scalar until it meets a vector.

| dtype | in memory | in a register |
|---|---|---|
| bool | one byte, 0 or 1 | i1 |
| integers | themselves | themselves |
| float16 | half | float, rounded to half after each operation |
| bfloat16 | 16 bits | float, rounded after each operation |
| float32, float64 | themselves | themselves |
| complex | re, im interleaved | two vectors |
"""

from __future__ import annotations

from typing import Final

from ..base.dtypes import DType

REGISTER: Final[dict[str, str]] = {
    "bool": "i1", "int8": "i8", "int16": "i16", "int32": "i32", "int64": "i64",
    "uint8": "i8", "uint16": "i16", "uint32": "i32", "uint64": "i64",
    "float16": "float", "bfloat16": "float", "float32": "float", "float64": "double",
    "complex64": "float", "complex128": "double",
}  # fmt: skip
MEMORY: Final[dict[str, str]] = REGISTER | {"bool": "i8", "float16": "half", "bfloat16": "i16"}
MANGLED: Final[dict[str, str]] = {"float": "f32", "double": "f64", "half": "f16"}


class Vec:
    """Lanes of one dtype: the name of an LLVM value, and for complex numbers a second one."""

    __slots__ = ("dtype", "imag", "lanes", "name")

    def __init__(self, name: str, dtype: DType, lanes: int, imag: str | None = None) -> None:
        self.name = name
        self.dtype = dtype
        self.lanes = lanes
        self.imag = imag

    @property
    def type(self) -> str:
        """The LLVM type of (each part of) this value."""
        return vector_type(REGISTER[self.dtype.name], self.lanes)

    def __repr__(self) -> str:
        return f"Vec({self.name}, {self.dtype}, {self.lanes})"


def vector_type(element: str, lanes: int) -> str:
    """`<8 x float>`, or `float` for one lane."""
    return element if lanes == 1 else f"<{lanes} x {element}>"


def suffix(element: str, lanes: int) -> str:
    """How intrinsics name a type: `v8f32`."""
    scalar = MANGLED.get(element, element)
    return scalar if lanes == 1 else f"v{lanes}{scalar}"
