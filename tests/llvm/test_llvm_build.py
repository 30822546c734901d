from __future__ import annotations

import os
import subprocess
import threading
from pathlib import Path

import pytest
from llvm_helpers import ADD, call, constant, run_without_root, without_root

from nitinol.base.errors import CompileError
from nitinol.llvm import build as building
from nitinol.llvm import load, stats
from nitinol.llvm.build import build, statistics
from nitinol.llvm.target import host, machine, named


def never() -> str:
    raise AssertionError("the IR was asked for although the code is on disk")


def test_compiled_once_then_found(cache_folder: Path) -> None:
    first = build("kernel", "add", lambda: ADD, ["add"])
    assert call(first, "add", 2, 3) == 5
    first.close()
    second = build("kernel", "add", never, ["add"])
    assert call(second, "add", 2, 3) == 5
    assert str(cache_folder) in second.path
    counts = statistics()
    assert (counts["compiled"], counts["loaded"], counts["stored"]) == (1, 1, 1)
    assert counts["seconds_compiling"] > 0
    assert counts["seconds_loading"] > 0
    assert stats.compiled_by_kind() == {"kernel": 1}


def test_found_by_another_process() -> None:
    build("kernel", "add", lambda: ADD, ["add"])
    code = """
import sys
from nitinol.llvm.build import build, statistics
library = build("kernel", "add", None, ["add"])
assert library.address("add")
print(statistics()["compiled"], statistics()["loaded"], "llvmlite" in sys.modules)
"""
    done = run_without_root(code)
    assert (done.stdout, done.stderr) == ("0 1 False\n", "")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "other"},
        {"key": "other"},
        {"passes": "full"},
        {"externals": frozenset({"abs"})},
        {"exports": ["value", "second"]},
    ],
)
def test_what_decides_the_code(change: dict[str, object]) -> None:
    ir = "define i32 @value() { ret i32 1 } define i32 @second() { ret i32 2 }"
    arguments: dict[str, object] = {"kind": "k", "key": "x", "exports": ["value"]}
    build(make_ir=lambda: ir, **arguments)  # type: ignore[arg-type]
    build(make_ir=lambda: ir, **{**arguments, **change})  # type: ignore[arg-type]
    assert statistics()["compiled"] == 2


def test_targets_do_not_share() -> None:
    if machine().architecture != "x86_64":
        pytest.skip("levels are x86's")
    low = named("x86-64").replace(triple=machine().triple, data_layout=machine().data_layout)
    for target in (host(), low):
        assert call(build("k", "x", constant(4), ["value"], target=target), "value") == 4
    assert statistics()["compiled"] == 2


def test_target_that_cannot_run_here() -> None:
    foreign = named("aarch64" if machine().architecture == "x86_64" else "x86-64")
    with pytest.raises(CompileError, match="cannot run in this process"):
        build("k", "x", constant(4), ["value"], target=foreign)


def test_environment_chooses_the_target(monkeypatch: pytest.MonkeyPatch) -> None:
    if machine().architecture != "x86_64":
        pytest.skip("levels are x86's")
    build("k", "x", constant(4), ["value"])
    monkeypatch.setenv("NITINOL_TARGET", "x86-64")
    build("k", "x", constant(4), ["value"])
    assert statistics()["compiled"] == 2


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "text"])
def test_damaged_entry_is_rebuilt(cache_folder: Path, damage: str) -> None:
    build("k", "x", constant(4), ["value"]).close()
    (path,) = cache_folder.glob("*.so")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 16
    contents = {"cut": data[:-1], "flip": data, "empty": b"", "text": b"hello" * 999}
    path.write_bytes(contents[damage])
    assert call(build("k", "x", constant(4), ["value"]), "value") == 4
    counts = statistics()
    assert (counts["compiled"], counts["rejected"], counts["loaded"]) == (2, 1, 0)
    build("k", "x", never, ["value"])


def test_sound_entry_that_the_loader_refuses(cache_folder: Path) -> None:
    """As after a change of the system's C library."""
    from nitinol.llvm import cache

    build("k", "x", constant(4), ["value"]).close()
    (path,) = cache_folder.glob("*.so")
    assert cache.store(bytes.fromhex(path.stem), b"not a library")
    assert call(build("k", "x", constant(4), ["value"]), "value") == 4
    assert statistics()["compiled"] == 2


def test_folder_without_execution(monkeypatch: pytest.MonkeyPatch) -> None:
    """A home mounted noexec: the file is sound but cannot be mapped from there."""
    real = load._dlopen

    def noexec(path: str, flags: int) -> int:
        if "cache" in path:
            raise OSError("failed to map segment from shared object: Operation not permitted")
        return real(path, flags)

    monkeypatch.setattr(load, "_dlopen", noexec)
    for _ in range(2):
        assert call(build("k", "x", constant(6), ["value"]), "value") == 6
    assert statistics()["compiled"] == statistics()["loaded"] == 1


def test_externals() -> None:
    ir = """
    declare i32 @abs(i32)
    define i32 @f(i32 %x) "no-builtins" { %r = call i32 @abs(i32 %x) nobuiltin ret i32 %r }
    """
    with pytest.raises(CompileError, match="calls abs"):
        build("k", "x", lambda: ir, ["f"])
    library = build("k", "x", lambda: ir, ["f"], externals={"abs"})
    assert call(library, "f", -9) == 9


def test_functions_of_python_are_found() -> None:
    """The core calls CPython; the loader finds its functions in the running program."""
    import ctypes

    ir = """
    declare ptr @PyLong_FromLong(i64)
    define ptr @seven() "no-builtins" { %r = call ptr @PyLong_FromLong(i64 7) ret ptr %r }
    """
    library = build("k", "py", lambda: ir, ["seven"], externals={"PyLong_FromLong"})
    assert ctypes.PYFUNCTYPE(ctypes.py_object)(library.address("seven"))() == 7


def test_missing_export() -> None:
    with pytest.raises(CompileError, match="define sub"):
        build("k", "x", lambda: ADD, ["sub"])


def test_bad_ir_stores_nothing(cache_folder: Path) -> None:
    with pytest.raises(CompileError, match=r">     1 \|"):
        build("k", "x", lambda: "nonsense", ["f"])
    assert not list(cache_folder.glob("*"))


def test_error_of_the_emitter_comes_through() -> None:
    def broken() -> str:
        raise ZeroDivisionError("of the emitter")

    with pytest.raises(ZeroDivisionError):
        build("k", "x", broken, ["f"])


def test_variables_of_two_kernels_are_apart() -> None:
    def counter(start: int) -> str:
        return (
            f"@n = global i32 {start} define i32 @next() {{ %a = load i32, ptr @n "
            "%b = add i32 %a, 1 store i32 %b, ptr @n ret i32 %b }"
        )

    one = build("k", "1", lambda: counter(10), ["next"])
    two = build("k", "2", lambda: counter(20), ["next"])
    assert [call(one, "next"), call(two, "next"), call(one, "next")] == [11, 21, 12]


def test_threads_building_the_same(cache_folder: Path) -> None:
    results: list[int] = []

    def work() -> None:
        for i in range(5):
            results.append(call(build("k", str(i), constant(i), ["value"]), "value"))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == sorted(list(range(5)) * 4)
    assert len(list(cache_folder.glob("*.so"))) == 5


def test_processes_building_the_same(cache_folder: Path) -> None:
    code = """
import ctypes
from nitinol.llvm.build import build
for i in range(12):
    ir = "define i32 @value() { ret i32 %d }" % i
    library = build("k", str(i), lambda: ir, ["value"])
    assert ctypes.CFUNCTYPE(ctypes.c_int)(library.address("value"))() == i
"""
    workers = [subprocess.Popen(without_root(code)) for _ in range(3)]
    assert [worker.wait(60) for worker in workers] == [0, 0, 0]
    assert len(list(cache_folder.glob("*.so"))) == 12
    assert not list(cache_folder.glob("*.tmp"))


def test_after_a_fork() -> None:
    """The child uses what the parent loaded, and builds more."""
    library = build("k", "x", constant(4), ["value"])
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            child = build("k", "y", constant(5), ["value"])
            code = 0 if (call(library, "value"), call(child, "value")) == (4, 5) else 1
        finally:
            os._exit(code)
    assert os.waitpid(pid, 0)[1] == 0


def test_through_llvms_linker(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on systems whose libraries we do not write: the cache holds objects."""
    monkeypatch.setattr(building, "writes_libraries", lambda: False)
    for make in (constant(8), never):
        assert call(build("k", "x", make, ["value"]), "value") == 8
    assert statistics()["loaded"] == 1


def test_debugging_shows_the_ir(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NITINOL_DEBUG", "ir,asm")
    build("k", "x", constant(4), ["value"])
    out = capsys.readouterr().out
    assert "define i32 @value()" in out
    assert "ret" in out.split("define i32 @value()")[1]
