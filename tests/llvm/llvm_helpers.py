"""Small IR and calls of machine code, for the tests of this room."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nitinol.llvm
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


def without_root(code: str) -> list[str]:
    """The command that runs Python code in which `nitinol` is the bare package.

    Its root module is not executed, so that what the rooms above import does not count.
    """
    package = str(Path(nitinol.llvm.__file__).parents[1])
    start = (
        f"import sys; sys.path[:0] = {sys.path!r}; root = type(sys)('nitinol');"
        f"root.__path__ = [{package!r}]; sys.modules['nitinol'] = root;"
    )
    return [sys.executable, "-S", "-c", start + code]


def run_without_root(code: str) -> subprocess.CompletedProcess[str]:
    """Runs such code to its end."""
    return subprocess.run(without_root(code), capture_output=True, text=True, check=True)
