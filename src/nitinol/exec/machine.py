"""What the machine can do at best, measured with kernels of our own: `measure(threads)`.

* FLOP/s: each thread runs a loop of independent float32 multiply-adds on registers.
* bytes/s: each thread adds up its part of 256 MB (reading), or writes their doubles (reading and writing).

Times of kernels are compared with the floor that follows: the larger of work / FLOP/s and traffic / bytes/s. Data
that caches hold moves faster than memory does, so a kernel on small tensors may beat this floor.

`limits(threads)` measures once in a process, when first asked, in about a second.
"""

from __future__ import annotations

import ctypes
import os
import platform
import threading
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from ..base.record import record
from ..llvm.build import build
from ..llvm.target import host
from ..llvm.text import Module

_ROUNDS = 20_000_000
_BYTES = 256 << 20
_REPEATS = 7


@record(frozen=True)
class Limits:
    """flops: float32 operations a second; read, copy: bytes a second, all threads together."""

    flops: float
    read: float
    copy: float

    def floor(self, flops: float, traffic: float, wide: bool = False) -> float:
        """The least time in seconds for this work (`wide`: in float64) and traffic of memory."""
        return max(flops * (2 if wide else 1) / self.flops, traffic / max(self.read, self.copy))


def _ir() -> tuple[str, int, int]:
    """The module's text, lanes of a vector, and accumulators of the loop."""
    target = host()
    lanes = target.lanes(4)
    count = 24 if target.vector_registers >= 32 else 12
    vector = f"<{lanes} x float>"
    module = Module(target.function_attributes)
    fma = module.intrinsic(f"llvm.fma.v{lanes}f32", vector, vector, vector, vector)

    f = module.function("multiply_add", [("i64", "n"), ("ptr", "out")])
    x = f.load(vector, "%out", 4)
    with f.loop(0, "%n", carried=[(vector, x)] * count) as loop:
        loop.result = [
            f.let(f"call {vector} {fma}({vector} {a}, {vector} {x}, {vector} {x})")
            for a in loop.values
        ]
    total = loop.final[0]
    for a in loop.final[1:]:
        total = f.let(f"fadd {vector} {total}, {a}")
    f.store(vector, total, "%out", 4)
    f.ret()

    f = module.function("add_up", [("i64", "n"), ("ptr", "data"), ("ptr", "out")])
    zero = "zeroinitializer"
    with f.loop(0, "%n", 8 * lanes, carried=[(vector, zero)] * 8) as loop:
        loop.result = []
        for k, a in enumerate(loop.values):
            at = f.element("%data", f.add(loop.index, k * lanes), "float")
            loop.result.append(f.let(f"fadd {vector} {a}, {f.load(vector, at, 4)}"))
    total = loop.final[0]
    for a in loop.final[1:]:
        total = f.let(f"fadd {vector} {total}, {a}")
    f.store(vector, total, "%out", 4)
    f.ret()

    f = module.function("scale", [("i64", "n"), ("ptr", "data"), ("ptr", "out")])
    with f.loop(0, "%n", 8 * lanes) as loop:
        for k in range(8):
            index = f.add(loop.index, k * lanes)
            value = f.load(vector, f.element("%data", index, "float"), 4)
            twice = f.let(f"fadd {vector} {value}, {value}")
            f.store(vector, twice, f.element("%out", index, "float"), 4)
    f.ret()
    return module.text(), lanes, count


def _together(threads: int, repeats: int, work: Callable[[int], None]) -> float:
    """Seconds until all threads have done `work(number)`; the best of several runs."""
    times = []
    for _ in range(repeats):
        ready = threading.Barrier(threads + 1)

        def run(number: int, ready: threading.Barrier = ready) -> None:
            ready.wait()
            work(number)

        running = [threading.Thread(target=run, args=(n,)) for n in range(threads)]
        for thread in running:
            thread.start()
        ready.wait()
        start = time.perf_counter()
        for thread in running:
            thread.join()
        times.append(time.perf_counter() - start)
    return min(times)


def _library() -> tuple[Any, int, int]:
    """What `_ir` writes, compiled; lanes, and accumulators."""
    text, lanes, count = _ir()
    exports = ["multiply_add", "add_up", "scale"]
    return build("limits", text, lambda: text, exports, passes="light"), lanes, count


def multiply_adds() -> tuple[Callable[[int, Any], None], int]:
    """A function `run(rounds, room)` of multiply-adds on registers, and the float32 numbers that `room` has.

    It lets other threads run meanwhile.

    >>> run, lanes = multiply_adds()
    >>> run(10, (ctypes.c_float * lanes)())
    """
    library, lanes, _ = _library()
    call = ctypes.CFUNCTYPE(None)(library.address("multiply_add"))

    def run(rounds: int, room: Any, library: Any = library) -> None:  # which keeps the code
        call(ctypes.c_int64(rounds), ctypes.byref(room))

    return run, lanes


def measure(threads: int, quick: bool = False) -> Limits:
    """The limits of `threads` threads, measured now; `quick` takes less care, and less memory.

    >>> found = measure(1, quick=True)
    >>> found.flops > 1e8 and found.read > 1e7
    True
    """
    library, lanes, count = _library()

    def function(name: str) -> Any:
        # a call through ctypes lets other threads run meanwhile
        return ctypes.CFUNCTYPE(None)(library.address(name))

    def integer(value: int) -> ctypes.c_int64:
        return ctypes.c_int64(value)

    repeats = 3 if quick else _REPEATS
    rounds = _ROUNDS // (10 if quick else 1)
    size = _BYTES // (4 if quick else 1)
    small = [(ctypes.c_float * lanes)() for _ in range(threads)]
    multiply_add, add_up, scale = function("multiply_add"), function("add_up"), function("scale")
    seconds = _together(
        threads, repeats, lambda n: multiply_add(integer(rounds), ctypes.byref(small[n]))
    )
    flops = 2.0 * lanes * count * rounds * threads / seconds

    source, target = ctypes.create_string_buffer(size), ctypes.create_string_buffer(size)
    ctypes.memset(source, 0, size)
    ctypes.memset(target, 0, size)
    numbers = size // 4 // threads // (8 * lanes) * (8 * lanes)

    def part(buffer: Any, n: int) -> ctypes.c_void_p:
        return ctypes.c_void_p(ctypes.addressof(buffer) + n * numbers * 4)

    seconds = _together(
        threads,
        repeats,
        lambda n: add_up(integer(numbers), part(source, n), ctypes.byref(small[n])),
    )
    read = 4.0 * numbers * threads / seconds
    seconds = _together(
        threads, repeats, lambda n: scale(integer(numbers), part(source, n), part(target, n))
    )
    return Limits(flops, read, 8.0 * numbers * threads / seconds)


@cache
def limits(threads: int) -> Limits:
    """The limits of `threads` threads, measured when first asked."""
    return measure(threads)


def cpu_name() -> str:
    """The processor's name, as the system tells it."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
