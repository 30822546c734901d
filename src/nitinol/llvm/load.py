"""Machine code into the process and out again.

A `Library` is a shared library that the system's loader has opened: private names, all of them
bound at once. `address` finds a symbol, `close` unloads.

- From disk, the usual case: `Library.open(path)`.
- Without a place on disk: `Library.from_bytes(image)` goes through an anonymous file in memory
  (`memfd_create`), or where that is missing a file in the temporary folder that is removed as soon
  as it is loaded.
- On systems whose libraries we do not write (macOS, Windows) an object file is handed to
  LLVM's own linker: `Library.from_object`.

Nothing unloads by itself, neither when a `Library` is forgotten nor when the interpreter ends:
addresses live on in native code, and only the owner knows when the last is gone. An owner that
does may write `weakref.finalize(owner, library.close)`; closing twice is harmless.

The loader is reached through `_ctypes`, the part of `ctypes` written in C, whose import takes 0.5
ms where all of `ctypes` takes some 8."""

from __future__ import annotations

import os
import sys
from itertools import count

from nitinol.base.errors import CompileError, UnsupportedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    def _dlopen(path: str, flags: int) -> int: ...
    def _dlsym(handle: int, name: str) -> int: ...
    def _dlclose(handle: int) -> None: ...

else:
    try:
        from _ctypes import dlclose as _dlclose
        from _ctypes import dlopen as _dlopen
        from _ctypes import dlsym as _dlsym
    except ImportError:  # Windows, or a Python without ctypes
        _dlopen = _dlsym = _dlclose = None

__all__ = ["Library", "LoadError", "writes_libraries"]

_FLAGS = getattr(os, "RTLD_NOW", 2) | getattr(os, "RTLD_LOCAL", 0)


class LoadError(CompileError):
    """The system's loader refuses a library, or a symbol is not in it."""


def writes_libraries() -> bool:
    """Whether libraries written by `nitinol.llvm.elf` can be loaded into this process."""
    return (
        sys.platform in ("linux", "android")
        and sys.maxsize > 2**32
        and _dlopen is not None
        and os.uname().machine in ("x86_64", "aarch64")
    )


class Library:
    """Loaded machine code. Made by `open`, `from_bytes` or `from_object`."""

    __slots__ = ("__weakref__", "_find", "_unload", "about", "path")

    def __init__(self, path: str, find: Callable[[str], int], unload: Callable[[], object]) -> None:
        self.path = path
        self.about = b""  # what `build` was given to keep with the code
        self._find: Callable[[str], int] | None = find
        self._unload: Callable[[], object] | None = unload

    @classmethod
    def open(cls, path: str) -> Library:
        """The library in the file `path`. Whether to trust the file is the caller's business.

        Raises `LoadError` where the loader refuses it.
        """
        if _dlopen is None:
            raise UnsupportedError("this Python has no way to load a shared library (no _ctypes)")
        try:
            handle = _dlopen(path if os.sep in path else os.path.join(".", path), _FLAGS)
        except OSError as error:
            raise LoadError(f"the system's loader refuses {path}: {error}") from None
        return cls(path, _Find(handle), _Close(handle))

    @classmethod
    def from_bytes(cls, image: bytes) -> Library:
        """A library that is not on disk.

        Raises `LoadError` where the loader refuses it or there is no room for it anywhere.
        """
        problem: OSError | None = None
        for attempt in (_open_in_memory, _open_in_temporary_file):
            try:
                return attempt(image)
            except OSError as error:
                problem = error
        raise LoadError(f"there is no place to load compiled code from: {problem}")

    @classmethod
    def from_object(cls, obj: bytes, exports: Sequence[str]) -> Library:
        """An object file in the system's own format, linked by LLVM.

        Raises `LoadError` where a symbol is missing.
        """
        try:
            tracker = _link_with_llvm(obj, exports)
            addresses = {name: int(tracker[name]) for name in exports}
        except (RuntimeError, KeyError) as error:
            raise LoadError(f"LLVM cannot link the object: {error}") from None
        return cls("", addresses.__getitem__, _Drop(tracker))

    def address(self, symbol: str) -> int:
        """Where a symbol is in this process.

        Raises `LoadError` where there is no such symbol or the library was closed.
        """
        find = self._find
        if find is None:
            raise LoadError(f"{symbol}: the library was closed")
        try:
            return find(symbol)
        except (OSError, KeyError):
            raise LoadError(f"the library {self.path} has no symbol {symbol!r}") from None

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._unload is None

    def close(self) -> None:
        """Unloads the code. No address of it may be used afterwards; closing again does nothing."""
        unload, self._unload, self._find = self._unload, None, None
        if unload is not None:
            unload()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self.closed else "open"
        return f"<Library {self.path or 'in memory'}, {state}>"


class _Find:
    __slots__ = ("handle",)

    def __init__(self, handle: int) -> None:
        self.handle = handle

    def __call__(self, symbol: str) -> int:
        return _dlsym(self.handle, symbol)


class _Close:
    __slots__ = ("handle",)

    def __init__(self, handle: int) -> None:
        self.handle = handle

    # The default argument keeps the function reachable while the interpreter takes modules down.
    def __call__(self, close: Callable[[int], None] = _dlclose) -> None:
        close(self.handle)


class _Drop:
    __slots__ = ("tracker",)

    def __init__(self, tracker: object) -> None:
        self.tracker: object = tracker

    def __call__(self) -> None:
        self.tracker = None  # llvmlite's tracker removes the code when it goes


_numbers = count(1)


def _fresh_name(fd: int) -> str:
    """A path to an open file that no other library of this process was loaded by.

    The loader takes libraries of one path for the same, and numbers of closed files are used
    again. So a running number is written into the path with `/` and `/.`, which change nothing.
    """
    marks = "".join("/." if digit == "1" else "/" for digit in bin(next(_numbers))[2:])
    return f"/proc/self/fd{marks}/{fd}"


def _open_in_memory(image: bytes) -> Library:
    if not hasattr(os, "memfd_create"):
        raise OSError("no memfd_create")
    fd = os.memfd_create("nitinol", os.MFD_CLOEXEC)
    try:
        _write_all(fd, image)
        library = Library.open(_fresh_name(fd))
    except LoadError as error:
        raise OSError(str(error)) from None  # no /proc, or memory mounted noexec: try a file
    finally:
        os.close(fd)
    return library


def _open_in_temporary_file(image: bytes) -> Library:
    folder = os.environ.get("TMPDIR", "/tmp")
    name = f"nitinol-{os.getpid()}-{os.urandom(8).hex()}.so"
    path = os.path.join(os.path.abspath(folder), name)
    # O_EXCL: neither an existing file nor a planted link is followed
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        try:
            _write_all(fd, image)
        finally:
            os.close(fd)
        return Library.open(path)
    finally:
        os.unlink(path)


def _write_all(fd: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]


_lljit: list[Any] = []


def _link_with_llvm(obj: bytes, exports: Sequence[str]) -> Any:
    import llvmlite.binding as binding

    if not _lljit:
        binding.initialize_native_target()
        binding.initialize_native_asmprinter()
        _lljit.append(binding.create_lljit_compiler(use_jit_link=sys.platform != "win32"))
    builder = binding.JITLibraryBuilder().add_object_img(obj).add_current_process()
    for name in exports:
        builder.export_symbol(name)
    # LLVM refuses a name that was used before
    return builder.link(_lljit[0], f"nitinol{next(_numbers)}")
