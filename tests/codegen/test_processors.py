"""The machine code of other processors: from one generator come full registers, fused multiply-adds where there are
any, and tiles that stay in registers. Read in assembly, since most of these processors are not here; x86-64 levels
that this machine has are also run (`tests/templates/test_matmul.py`, `tests/exec/test_numerics.py`)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest

import nitinol as ni
from nitinol.base import dtypes as dt
from nitinol.base.shapes import contiguous_strides
from nitinol.codegen.pipeline import emit
from nitinol.ir.op import Strided, Type
from nitinol.llvm.compile import assembly
from nitinol.llvm.target import Target, named
from nitinol.templates.matmul_kernels import tile_shape
from nitinol.trace.stage import stage

# Instructions on whole registers: multiply and add, or multiply where that is two; and registers that must not occur.
MULTIPLY = {
    "x86-64-v2": (r"\bmulps\s+.*%xmm", r"%ymm|%zmm|fmadd"),
    "x86-64-v3": (r"\bvfmadd\w*ps\s+.*%ymm", r"%zmm"),
    "x86-64-v4": (r"\bvfmadd\w*ps\s+.*%zmm", r"\bvfmadd\w*ps\s+.*%ymm"),
    "aarch64": (r"\bfmla\s+v\d+\.4s", r"\bfmla\s+v\d+\.2s"),
}
STACK = {"x86": re.compile(r"\(%r[sb]p\b|%r[sb]p\)"), "aar": re.compile(r"\[(sp|x29)\b")}


@cache
def bytes_code(target: Target, left: str, right: str) -> str:
    """The assembly of a product of integers of one byte, scaled."""
    function: Any = lambda x, w: ni.matmul(x, w, dtype=ni.int32).astype(ni.float32) * 0.5  # noqa: E731
    types = [Type(dt.dtype(left), (301, 205)), Type(dt.dtype(right), (205, 367))]
    return compiled(function, types, target)


@cache
def halves_code(target: Target) -> str:
    """The assembly of a product of bfloat16 with an activation behind it."""
    function: Any = lambda x, w: ni.relu(x @ w)  # noqa: E731
    return compiled(
        function, [Type(dt.bfloat16, (301, 205)), Type(dt.bfloat16, (205, 367))], target
    )


@cache
def code_of(name: str, numerics: str = "default") -> str:
    """The assembly of a product with an activation behind it, of odd sizes."""
    function: Any = lambda x, w: (ni.relu(x @ w + 1.0), ni.sum(ni.exp(x), 1))  # noqa: E731
    types = [Type(dt.float32, (301, 205)), Type(dt.float32, (205, 267))]
    return compiled(function, types, named(name).replace(numerics=numerics))


def compiled(function: Any, types: list[Type], target: Target) -> str:
    graph = stage(function, types).graph
    layouts = {v: Strided(v.type.shape, contiguous_strides(v.type.shape)) for v in graph.inputs}
    return assembly(emit(graph, layouts, target, dense=True), target)


def blocks(text: str) -> list[list[str]]:
    """Straight pieces of code: the lines between labels."""
    found: list[list[str]] = [[]]
    for line in text.splitlines():
        line = line.strip()
        if re.match(r"[\w.$]+:", line):
            found.append([])
        elif line and not line.startswith((".", "#", "//")):
            found[-1].append(line)
    return found


@pytest.mark.parametrize("name", MULTIPLY)
def test_whole_registers_multiply(name: str) -> None:
    wanted, forbidden = MULTIPLY[name]
    text = code_of(name)
    assert re.search(wanted, text)
    assert not re.search(forbidden, text)


@pytest.mark.parametrize("name", ["x86-64-v3", "x86-64-v4", "aarch64"])
def test_tiles_stay_in_registers(name: str) -> None:
    """The busiest loop has a multiply-add for each register of the tile, and leaves the stack alone."""
    multiply = re.compile(MULTIPLY[name][0])
    busiest = max(blocks(code_of(name)), key=lambda b: sum(bool(multiply.search(x)) for x in b))
    count = sum(bool(multiply.search(x)) for x in busiest)
    shape = tile_shape(named(name), dt.float32)
    assert count >= shape.rows * shape.width // shape.lanes
    touched = [x for x in busiest if STACK[name[:3]].search(x)]
    assert len(touched) <= 2, touched  # a pointer or two, no sums


@pytest.mark.parametrize("name", ["x86-64-v3", "x86-64-v4", "aarch64"])
def test_portable_code_multiplies_then_adds(name: str) -> None:
    text = code_of(name, "portable")
    assert not re.search(r"vfn?m(add|sub)|\bfml[as]\b|\bfn?m(add|sub)\b", text)
    assert re.search(r"\bvmulps\b" if name != "aarch64" else r"\bfmul\s+v\d+\.4s", text)


@pytest.mark.parametrize("pair", [("int8", "int8"), ("int8", "uint8")])
def test_bytes_multiply_four_at_a_time(pair: tuple[str, str]) -> None:
    """With VNNI the busiest loop has a `vpdpbusd` for each register of two tiles of 9×3; without there is none."""
    plain = named("x86-64-v4")
    target = plain.replace(features=plain.features + ",+avx512vnni")
    text = bytes_code(target, *pair)
    busiest = max(blocks(text), key=lambda b: sum("vpdpbusd" in x for x in b))
    assert sum(bool(re.search(r"vpdpbusd\s+.*%zmm", x)) for x in busiest) == 2 * 9 * 3
    assert not [x for x in busiest if "(%rsp" in x]  # %rbp is one pointer more
    assert not re.search(
        r"vcvttps2|vpmulld|vfmadd", text
    )  # no detour by floats, and no other products
    assert "vpdp" not in bytes_code(plain, *pair)


def test_pairs_multiply_two_at_a_time() -> None:
    """In `fast` the busiest loop has a `vdpbf16ps` for each register of two tiles of 9×3; elsewhere there is none."""
    plain = named("x86-64-v4")
    target = plain.replace(features=plain.features + ",+avx512bf16", numerics="fast")
    text = halves_code(target)
    busiest = max(blocks(text), key=lambda b: sum("vdpbf16ps" in x for x in b))
    assert sum(bool(re.search(r"vdpbf16ps\s+.*%zmm", x)) for x in busiest) == 2 * 9 * 3
    assert len(busiest) <= 92  # of which 24 read and spread elements
    assert not [x for x in busiest if "(%rsp" in x]
    assert "vfmadd" not in text
    for other in (target.replace(numerics="default"), plain.replace(numerics="fast")):
        assert "vdpbf16" not in halves_code(other)
