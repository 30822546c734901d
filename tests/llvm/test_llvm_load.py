from __future__ import annotations

import gc
import os
import subprocess
import sys
import weakref
from pathlib import Path

import pytest
from llvm_helpers import ADD, call, constant, run_without_root

from nitinol.llvm import load
from nitinol.llvm.compile import compile_object
from nitinol.llvm.elf import link
from nitinol.llvm.load import Library, LoadError
from nitinol.llvm.target import host


def image(ir: str) -> bytes:
    return link(compile_object(ir, host()))


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def maps() -> int:
    return Path("/proc/self/maps").read_text().count("\n")


def resident_kilobytes() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise AssertionError("no VmRSS")


def test_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "add.so"
    path.write_bytes(image(ADD))
    library = Library.open(str(path))
    assert call(library, "add", 2, 3) == 5
    assert str(path) in repr(library)
    library.close()


def test_from_a_relative_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "libm.so.6").write_bytes(image(ADD))  # must not find the system's
    monkeypatch.chdir(tmp_path)
    with Library.open("libm.so.6") as library:
        assert call(library, "add", 2, 3) == 5


@pytest.mark.parametrize("way", [load._open_in_memory, load._open_in_temporary_file])
def test_without_a_place_on_disk(way: object) -> None:
    assert callable(way)
    library = way(image(ADD))
    assert call(library, "add", 20, 3) == 23
    library.close()


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    descriptors = open_files()
    library = load._open_in_temporary_file(image(ADD))
    other = load._open_in_memory(image(ADD))
    assert list(tmp_path.iterdir()) == []
    assert open_files() == descriptors
    assert call(library, "add", 1, 1) == call(other, "add", 1, 1) == 2


def test_libraries_in_memory_are_not_confused() -> None:
    """All go through the same file number, and the loader knows libraries by their paths."""
    libraries = [Library.from_bytes(image(constant(i)())) for i in range(40)]
    assert [call(library, "value") for library in libraries] == list(range(40))
    for library in libraries:
        library.close()


def test_memory_falls_back_to_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "memfd_create", raising=False)
    assert call(Library.from_bytes(image(ADD)), "add", 4, 4) == 8


def test_no_place_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delattr(os, "memfd_create", raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "missing"))
    with pytest.raises(LoadError, match="no place to load"):
        Library.from_bytes(image(ADD))


def test_missing_symbol() -> None:
    with (
        Library.from_bytes(image(ADD)) as library,
        pytest.raises(LoadError, match="no symbol 'sub'"),
    ):
        library.address("sub")


def test_symbols_of_the_system_are_not_ours() -> None:
    """A name that some other library of the process defines is not found in ours."""
    with Library.from_bytes(image(ADD)) as library, pytest.raises(LoadError):
        library.address("no_such_function_of_ours")


def test_closing() -> None:
    library = Library.from_bytes(image(ADD))
    before = maps()
    assert not library.closed
    library.close()
    assert library.closed
    assert maps() < before
    library.close()
    with pytest.raises(LoadError, match="was closed"):
        library.address("add")
    assert "closed" in repr(library)


def test_forgetting_does_not_unload() -> None:
    library = Library.from_bytes(image(ADD))
    reference, before = weakref.ref(library), maps()
    del library
    gc.collect()
    assert reference() is None
    assert maps() == before


def test_finaliser_at_exit() -> None:
    code = """
import weakref
from nitinol.llvm.build import build
class Owner: pass
owner = Owner()
owner.library = build("t", "exit", lambda: "define i32 @f() { ret i32 1 }", ["f"])
weakref.finalize(owner, owner.library.close)
import builtins; builtins.kept = owner
print("ok")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "ok\n", "")


@pytest.mark.parametrize("content", [b"", b"\x7fELF", b"no library at all" * 100])
def test_damaged_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.so"
    path.write_bytes(content)
    with pytest.raises(LoadError, match=r"bad\.so"):
        Library.open(str(path))


def test_symbol_that_nobody_defines(tmp_path: Path) -> None:
    ir = "declare i32 @nobody() define i32 @f() { %r = call i32 @nobody() ret i32 %r }"
    with pytest.raises(LoadError, match="nobody"):
        Library.from_bytes(image(ir))


def test_through_llvms_linker() -> None:
    """The way of systems whose libraries we do not write, on this one."""
    obj = compile_object(ADD, host())
    libraries = [Library.from_object(obj, ["add"]) for _ in range(3)]
    for library in libraries:
        assert call(library, "add", 5, 6) == 11
        library.close()
    with pytest.raises(LoadError):
        Library.from_object(obj, ["missing"])


def cycle(count: int, folder: Path) -> tuple[int, int]:
    """Loads and unloads that many different kernels; growth in maps and in kilobytes."""
    base = image(constant(0x11223344)())
    marker = (0x11223344).to_bytes(4, "little")
    assert base.count(marker) == 1
    path = folder / "kernel.so"

    def once(number: int) -> None:
        path.unlink(missing_ok=True)
        path.write_bytes(base.replace(marker, number.to_bytes(4, "little")))
        library = Library.open(str(path))
        assert call(library, "value") == number
        library.close()

    for number in range(100):  # let the loader and ctypes fill what they keep
        once(number)
    maps_before, memory_before = maps(), resident_kilobytes()
    for number in range(count):
        once(number)
    return maps() - maps_before, resident_kilobytes() - memory_before


def test_300_kernels_loaded_and_unloaded(tmp_path: Path) -> None:
    more_maps, more_memory = cycle(300, tmp_path)
    assert more_maps < 5
    assert more_memory < 4096


@pytest.mark.slow
def test_100_000_kernels_loaded_and_unloaded(tmp_path: Path) -> None:
    more_maps, more_memory = cycle(100_000, tmp_path)
    assert more_maps < 20
    assert more_memory < 16 << 10


def test_maps_of_a_kernel() -> None:
    """Two maps a kernel without variables: the system allows a process about 65 000."""
    images = [image(constant(i)()) for i in range(20)]
    before = maps()
    libraries = [Library.from_bytes(i) for i in images]
    assert maps() - before <= 2 * len(libraries)
    for library in libraries:
        library.close()


def test_import_is_light() -> None:
    done = run_without_root(
        "import nitinol.llvm.build;"
        "print(sorted({'ctypes', 'typing', 'dataclasses', 'inspect', 'hashlib', 'tempfile',"
        "'subprocess', 'threading', 'pathlib', 're', 'llvmlite', 'numpy'} & set(sys.modules)))"
    )
    assert done.stdout.strip() == "[]"
