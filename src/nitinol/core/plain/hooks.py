"""What kernels may ask for while they run: memory and parallel loops, as C function addresses.

They are those of the native core, compiled (`core.kernel_hooks`), since they do not touch
tensors. Where they cannot be compiled, loops run in the calling thread and memory comes from
Python's allocator.
"""

from __future__ import annotations

import ctypes
from typing import Any, Final

from ...base.errors import CompileError, UnsupportedError
from ...base.limits import MAX_THREADS, STATISTICS, system_memory
from .. import kernel_hooks
from ..memory import Memory
from ..pool import Pool
from ..recipe import WORDS, Word

_malloc: Any = ctypes.pythonapi["PyMem_RawMalloc"]  # by index: our own copy of the function
_malloc.restype = ctypes.c_void_p
_malloc.argtypes = [ctypes.c_size_t]
_free: Any = ctypes.pythonapi["PyMem_RawFree"]
_free.restype = None
_free.argtypes = [ctypes.c_void_p]

Context: Final = ctypes.c_int64 * WORDS


class Hooks:
    """The compiled functions."""

    def __init__(self) -> None:
        library = kernel_hooks.module.build()
        self.memory = Memory(library)
        self.pool = Pool(library)
        bind = kernel_hooks.module.bind
        bind(kernel_hooks.install, library)()
        self.raise_pending: Any = bind(kernel_hooks.raise_pending, library, keep_gil=True)
        names = ("hooks_parallel_for", "hooks_allocate", "hooks_release")
        self.template = Context(*[library.address(name) for name in names])
        self.template[Word.THREADS] = self.pool.num_threads()
        self.template[Word.POLL] = library.address("hooks_poll")
        self.template[Word.HOLD] = library.address("hooks_hold")
        self.spare: list[Any] = []  # contexts that kernels have left as they were

    def set_hook(self, word: int, address: int) -> None:
        """What kernels find at a word of their context (`Word`) from now on."""
        self.template[word] = address
        self.spare = []

    def context(self) -> Any:
        """A fresh `ctx`."""
        return Context.from_buffer_copy(self.template)

    def num_threads(self) -> int:
        """The threads that kernels run on."""
        return self.pool.num_threads()  # type: ignore[no-any-return]

    def set_num_threads(self, count: int) -> None:
        """Kernels run on `count` threads from now on, the calling one included."""
        self.pool.set_num_threads(count)
        self.template[Word.THREADS] = self.pool.num_threads()
        self.spare = []

    def memory_statistics(self) -> dict[str, int]:
        """Bytes and counts of the allocator, by the names of `memory.STATISTICS`."""
        return self.memory.statistics()

    def memory_trim(self) -> int:
        """Give unused memory back to the system; the number of bytes."""
        return self.memory.trim()  # type: ignore[no-any-return]

    def memory_reset_peak(self) -> None:
        """Have `peak_bytes` begin anew, with what is in use now."""
        self.memory.reset_peak()

    def memory_configure(
        self, limit: int | None = None, maximum: int | None = None, huge_pages: bool = True
    ) -> None:
        """Sets the bytes of large blocks to keep cached, and the bytes that may be alive."""
        total = system_memory()
        self.memory.configure(
            limit=total // 8 if limit is None else limit,
            maximum=total if maximum is None else maximum,
            huge_pages=huge_pages,
        )

    def take(self, nbytes: int) -> int:
        """The address of so much memory, or 0."""
        try:
            return self.memory.allocate(nbytes)
        except MemoryError:
            return 0

    def give(self, address: int, nbytes: int) -> None:
        """Give back what `take(nbytes)` gave."""
        self.memory.release(address, self.memory.size_class(nbytes))


class Serial(Hooks):
    """The same without compiled code."""

    def __init__(self) -> None:
        task = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)

        def parallel_for(fn: int, argument: int | None, count: int, threads: int) -> int:
            call = task(fn)
            for i in range(count):
                call(argument, i, 0)
            return 0

        def allocate(nbytes: int) -> int | None:
            raw = _malloc(nbytes + 128) if 0 <= nbytes < 2**62 else None
            if not raw:
                return None
            address: int = (raw + 127) & -64
            ctypes.c_uint64.from_address(address - 8).value = raw
            return address

        def release(address: int | None, nbytes: int) -> None:
            if address:
                _free(ctypes.c_uint64.from_address(address - 8).value)

        word = ctypes.c_int64
        self.callbacks = (
            ctypes.CFUNCTYPE(word, ctypes.c_void_p, ctypes.c_void_p, word, word)(parallel_for),
            ctypes.CFUNCTYPE(ctypes.c_void_p, word)(allocate),
            ctypes.CFUNCTYPE(None, ctypes.c_void_p, word)(release),
        )
        addresses = [ctypes.cast(f, ctypes.c_void_p).value or 0 for f in self.callbacks]
        self.template = Context(*addresses, 1)
        self.spare = []
        self.raise_pending = lambda: 0
        self._take, self._give = allocate, release

    def num_threads(self) -> int:
        return 1

    def set_num_threads(self, count: int) -> None:
        if not 1 <= count <= MAX_THREADS:
            raise ValueError(f"given {count} threads, wanted 1 to {MAX_THREADS}")

    def memory_statistics(self) -> dict[str, int]:
        return dict.fromkeys(STATISTICS, 0)

    def memory_trim(self) -> int:
        return 0

    def memory_reset_peak(self) -> None:
        pass

    def memory_configure(
        self, limit: int | None = None, maximum: int | None = None, huge_pages: bool = True
    ) -> None:
        pass  # Python's allocator has no such settings

    def take(self, nbytes: int) -> int:
        return self._take(nbytes) or 0

    def give(self, address: int, nbytes: int) -> None:
        self._give(address, nbytes)


def _make() -> Hooks:
    try:
        return Hooks()
    except (CompileError, UnsupportedError, OSError):
        return Serial()


hooks: Final = _make()
