"""Small IR and calls of machine code, for the tests of this room."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

from nitinol.llvm.load import Library

ADD = """
define i32 @add(i32 %a, i32 %b) nounwind "no-builtins" {
  %r = add i32 %a, %b
  ret i32 %r
}
"""


def call(library: Library, name: str, *arguments: int) -> int:
    """Calls a function of 32-bit integers."""
    kind = ctypes.CFUNCTYPE(ctypes.c_int32, *[ctypes.c_int32] * len(arguments))
    return kind(library.address(name))(*arguments)


def constant(value: int) -> Callable[[], str]:
    """IR of a function `value` that returns a number."""
    return lambda: f"define i32 @value() nounwind {{ ret i32 {value} }}"
