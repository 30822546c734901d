"""What kernels may ask for while they run: memory and parallel loops, as C function addresses.

Until a thread pool is installed, parallel loops run in the calling thread. An exception that
arises inside a callback (Ctrl-C) cannot pass through a kernel: it is kept here, the kernel is
told to stop, and `execute` raises it afterwards.
"""

from __future__ import annotations

import ctypes
import threading
from typing import Any, Final

from ..recipe import WORDS, Status, Word

_Task: Final = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)
_ParallelFor: Final = ctypes.CFUNCTYPE(
    ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64
)
_Allocate: Final = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_int64)
_Release: Final = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64)

_malloc: Any = ctypes.pythonapi["PyMem_RawMalloc"]
_malloc.restype = ctypes.c_void_p
_malloc.argtypes = [ctypes.c_size_t]
_free: Any = ctypes.pythonapi["PyMem_RawFree"]
_free.restype = None
_free.argtypes = [ctypes.c_void_p]


class _Pending(threading.local):
    error: BaseException | None = None


pending: Final = _Pending()


def _serial(fn: int, arg: int | None, n: int) -> int:
    status = 0
    try:
        task = _Task(fn)
        for i in range(n):
            status = task(arg, i, 0) or status
    except BaseException as error:
        pending.error = error
        return Status.INTERRUPTED
    return status


def _scratch(nbytes: int) -> int | None:
    raw = _malloc(nbytes + 128) if 0 <= nbytes < 2**62 else None
    if not raw:
        return None
    address: int = (raw + 127) & -64
    ctypes.c_uint64.from_address(address - 8).value = raw
    return address


def _release(address: int | None, nbytes: int) -> None:
    if address:
        _free(ctypes.c_void_p(ctypes.c_uint64.from_address(address - 8).value))


_callbacks: Final = (_ParallelFor(_serial), _Allocate(_scratch), _Release(_release))

Context: Final = ctypes.c_int64 * WORDS
template: Final = Context(*[ctypes.cast(f, ctypes.c_void_p).value or 0 for f in _callbacks], 1)


def install(parallel_for: int, allocate: int, release: int, threads: int) -> None:
    """Let kernels use these functions instead of the serial ones above."""
    template[Word.PARALLEL_FOR] = parallel_for
    template[Word.ALLOCATE] = allocate
    template[Word.RELEASE] = release
    template[Word.THREADS] = threads
