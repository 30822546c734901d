"""Every function of `Math` compiles for every processor we know, and calls nothing.

Each target in a process of its own, since LLVM ends the process on what it cannot lower.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from nitinol.llvm.compile import compile_object
from nitinol.llvm.objects import undefined_symbols
from nitinol.llvm.target import named

PROGRAM = """
import sys
from math_harness import write
from math_table import every_case
from nitinol.base import dtypes as dt
from nitinol.llvm.compile import assembly, compile_object
from nitinol.llvm.target import named

target = named(sys.argv[1])
cases = every_case((dt.float16, dt.float32, dt.float64), (dt.complex64,))
for lanes in sys.argv[3].split(","):
    text = write(cases, target, int(lanes))
    with open(sys.argv[2] + lanes, "wb") as file:
        if target.vector_bits:
            file.write(compile_object(text, target))
        else:
            file.write(assembly(text, target).encode())
"""


def compile_for(target: str, folder: Path, lanes: str) -> list[bytes]:
    here = str(Path(__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {here!r})\n" + PROGRAM,
         target, str(folder / "object"), lanes],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return [(folder / f"object{n}").read_bytes() for n in lanes.split(",")]


@pytest.mark.parametrize(
    "target",
    [
        "x86-64",
        "x86-64-v3",
        pytest.param("x86-64-v2", marks=pytest.mark.slow),
        pytest.param("x86-64-v4", marks=pytest.mark.slow),
        pytest.param("aarch64", marks=pytest.mark.slow),
    ],
)
def test_no_undefined_symbol(target: str, tmp_path: Path) -> None:
    for obj in compile_for(target, tmp_path, "4"):
        assert undefined_symbols(obj) == set()


def test_no_import_in_wasm(tmp_path: Path) -> None:
    for obj in compile_for("wasm32", tmp_path, "4"):
        assert imported_functions(obj) == []


def test_no_call_outside_in_ptx(tmp_path: Path) -> None:
    (text,) = compile_for("nvptx", tmp_path, "1")
    assert b".visible .func exp_float32" in text or b".visible .func  exp_float32" in text
    assert b".extern" not in text


def imported_functions(module: bytes) -> list[str]:
    """Names of the functions that a WebAssembly module imports."""
    assert module[:4] == b"\0asm"
    reader = _Reader(module, 8)
    names = []
    while reader.at < len(module):
        section = reader.byte()
        end = reader.number() + reader.at
        if section == 2:
            for _ in range(reader.number()):
                reader.name()
                name = reader.name()
                kind = reader.byte()
                if kind == 0:  # a function: the index of its type
                    reader.number()
                    names.append(name)
                elif kind == 3:  # a global: type and mutability
                    reader.at += 2
                else:  # a table (with a type) or a memory: limits
                    reader.at += kind == 1
                    for _ in range(1 + (reader.byte() & 1)):
                        reader.number()
        reader.at = end
    return names


class _Reader:
    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def number(self) -> int:
        """An unsigned LEB128 number."""
        result = shift = 0
        while True:
            byte = self.byte()
            result |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return result

    def name(self) -> str:
        size = self.number()
        self.at += size
        return self.data[self.at - size : self.at].decode()


def test_the_reader_of_imports_finds_them() -> None:
    text = "declare void @outside()\ndefine void @f() {\n call void @outside()\n ret void\n}\n"
    assert imported_functions(compile_object(text, named("wasm32"))) == ["outside"]
