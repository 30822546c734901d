"""`Module`: keys, including other modules, what a start imports, other machines, doctests."""

from __future__ import annotations

import doctest
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from native_support import Both, define

import nitinol.native.module
from nitinol.native import Module, NativeError, fn, i64, null, ptr, sizeof

_SOURCE = """
from other import LIMIT
import other
m = Module("keyed")
@m.struct
class Pair:
    a: i64
    b: {field}
table = m.variable("table", i64, 2, initial=[1, {initial}])
@m.extern
def abs(x: {arg}) -> i32: ...
@m.function(export=True{more})
def f(x: i64) -> i64:
    {comment}
    return x + LIMIT + table[1] + other.OFFSET + i64(abs({arg}(3)))
"""
_DEFAULT = dict(field="i64", initial="2", arg="i32", more="", comment="pass")


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A module `other` with two constants."""
    module = type(sys)("other")
    vars(module).update(LIMIT=5, OFFSET=7)
    monkeypatch.setitem(sys.modules, "other", module)
    return module


def keyed(**changes: str) -> Module:
    return define(_SOURCE.format(**{**_DEFAULT, **changes}), Module=Module)["m"]  # type: ignore[no-any-return]


def test_the_key_is_stable_and_follows_every_change(other: Any) -> None:
    first = keyed().key()
    assert keyed().key() == first
    assert keyed().key("aarch64") != keyed().key("x86_64")
    seen = {first}
    for change in (
        dict(field="i32"),
        dict(initial="3"),
        dict(more=", name='g'"),
        dict(more=", inline=True"),
        dict(comment="x += 1"),
        dict(comment='"""Only text."""'),
    ):
        seen.add(keyed(**change).key())
    other.LIMIT = 6
    seen.add(keyed().key())
    other.OFFSET = 8
    seen.add(keyed().key())
    assert len(seen) == 9


def test_constants_of_other_modules_reach_the_code(other: Any) -> None:
    assert Both(keyed()).agree("f", 100) == 100 + 5 + 2 + 7 + 3
    other.OFFSET = 70
    assert Both(keyed()).agree("f", 100) == 100 + 5 + 2 + 70 + 3


def test_a_warm_build_makes_no_ir(other: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    keyed().build()
    again = keyed()
    monkeypatch.setattr(again, "text", lambda: pytest.fail("the IR was made again"))
    assert again.build().address("f")


def make(step: int, name: str) -> Module:
    """A native function over values of the Python function around it."""
    m = Module("closure")

    @m.struct
    class Cell:
        value: i64
        next: ptr[Cell]

    @m.function(export=True, name=name)
    def advance(x: i64) -> i64:
        return x * step + sizeof(Cell)

    return m


def test_closures() -> None:
    assert Both(make(3, "f")).agree("f", 10) == 46
    assert Both(make(4, "f")).agree("f", 10) == 56
    assert make(3, "f").key() != make(4, "f").key() != make(4, "g").key()


def test_including_another_module() -> None:
    low = Module("low")
    counter = low.variable("counter", i64)

    @low.function(export=True)
    def bump(x: i64) -> i64:
        counter[0] += x
        return counter[0]

    high = Module("high", include=[low])

    @high.function(export=True)
    def twice(x: i64) -> i64:
        f: fn[[i64], i64] = bump
        return bump(x) + f(x)

    both = Both(high)
    assert both.agree("twice", 5) == 15
    assert both.agree("bump", 1) == 11  # the same counter
    assert sorted(high.exports) == ["bump", "twice"]
    with pytest.raises(NativeError, match="belongs to another module"):
        alone = Module("alone")
        alone._functions.append(twice)
        alone.text()


def test_recursion_and_structs_that_inherit() -> None:
    m = Module("tree")

    @m.struct
    class Head:
        left: ptr[Head]
        right: ptr[Head]

    @m.struct
    class Leaf(Head):
        value: i64

    @m.function(export=True)
    def total(at: ptr[Head]) -> i64:
        if not at:
            return 0
        here = ptr[Leaf](at).value
        return here + total(at.left) + total(at.right)

    @m.function(export=True)
    def build_and_sum(leaves: ptr[Leaf], count: i64) -> i64:
        for n in range(count):
            leaf = leaves + n
            leaf.value = n + 1
            leaf.left = leaves + (2 * n + 1) if 2 * n + 1 < count else null
            leaf.right = leaves + (2 * n + 2) if 2 * n + 2 < count else null
        return total(leaves)

    import ctypes

    memory = ctypes.create_string_buffer(sizeof(Leaf) * 20)
    assert Both(m).agree("build_and_sum", ctypes.addressof(memory), 20) == 210


def test_other_machines() -> None:
    """The IR for a machine that we are not is accepted by LLVM for that machine."""
    from nitinol.core import memory, pool
    from nitinol.llvm.compile import compile_object
    from nitinol.llvm.target import named, names

    target = next(n for n in names() if "aarch64" in n or "arm" in n)
    for module in (memory.module, pool.module):
        assert compile_object(module.text("aarch64"), named(target))[:4] == b"\x7fELF"


def test_a_start_imports_nothing_heavy_and_is_quick() -> None:
    code = (
        "import sys, time\n"
        "import nitinol.base.errors\n"
        "before = set(sys.modules)\n"
        "start = time.perf_counter()\n"
        "from nitinol.native import Module, i64\n"
        "m = Module('start')\n"
        "@m.function(export=True)\n"
        "def f(x: i64) -> i64:\n"
        "    return x\n"
        "took = time.perf_counter() - start\n"
        "print(took, *(set(sys.modules) - before))\n"
    )
    best = 1.0
    for _ in range(3):
        found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        assert found.returncode == 0, found.stderr
        took, *modules = found.stdout.split()
        best = min(best, float(took))
        heavy = {"ast", "inspect", "dataclasses", "typing", "ctypes", "hashlib", "re", "llvmlite"}
        assert not heavy & set(modules)
    assert best < 0.1  # some 2 ms on an idle machine with compiled bytecode


def test_recording_and_the_key_are_cheap() -> None:
    from nitinol.core import memory

    memory.module.key()
    start = time.perf_counter()
    for _ in range(10):
        memory.module.key()
    assert (time.perf_counter() - start) / 10 < 0.02  # 0.7 ms on an idle machine


def test_no_file_is_too_long() -> None:
    for file in Path(nitinol.native.module.__file__).parent.glob("*.py"):
        assert len(file.read_text().splitlines()) <= 700, file


def test_doctests() -> None:
    from nitinol.core import memory, pool

    for module in (nitinol.native.module, memory, pool):
        found = doctest.testmod(module)
        assert found.attempted
        assert not found.failed
