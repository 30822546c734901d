"""`ni.profile`: what ran, when, and how fast.

    with ni.profile() as prof:
        step(batch)
    print(prof.table())
    prof.save("trace.json")        # for ui.perfetto.dev, or chrome://tracing

How it works. All programs, of eager operations and of compiled functions alike, run their kernels through one
function that looks for a watcher in its context (`core.watching`). So nothing is compiled anew, nothing depends on
which cache answers a call (the dispatch cache, a compiled function's last entry, the steps that the tape has learned),
and outside of a profile all that it costs is the test of one word. The watcher is native: it takes the time before
and after each kernel and each task of a kernel, on the thread where it runs, and keeps the values of open sizes.

What a kernel is (its operations, work, traffic, the user's lines) is looked up afterwards: the address of a kernel's
function leads to its program (`codegen.pipeline.programs`), and `codegen.census` to the rest. So is the machine's peak
(`machine.limits`), once in a process.

An operation that moves no data (a reshape, a transposed view) runs no kernel and is not seen; nor are kernels that are
no programs: those of strings, and copies to and from other libraries.
"""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections.abc import Sequence
from types import CodeType, TracebackType
from typing import Any, Final

from ..base.errors import NitinolError
from ..base.places import OURS, Place
from ..base.record import record
from ..codegen.census import Kernel
from ..codegen.pipeline import Program, listeners, programs
from ..core import Word, num_threads, set_hook, watching
from .profile_table import Row, rows_of, text_of
from .profile_trace import write

_WORD: Final = 8  # bytes
_CAPACITY: Final = 64 << 20
_active: Final = threading.Lock()


class ProfileError(NitinolError, RuntimeError):
    """A profile was asked for what it cannot give now."""


@record(frozen=True)
class Event:
    """One run of a step of a kernel, or one compilation, or one task of a kernel.

    kind: "kernel", "task" or "compile". start, end: nanoseconds on the clock of `time.perf_counter_ns`. thread: as
    `threading.get_ident` names it. program: whose kernel it is. kernel: what it does; None where that is not known.
    line: the user's line whose call ran or compiled it. number, step: which kernel of the program, and which step of
    it. lines: of a compiled function, the lines in it that the kernel goes back to. tasks: into how many it was cut.
    worker: of a task, which of the pool's threads ran it; 0 is the calling one.
    """

    kind: str
    start: int
    end: int
    thread: int
    program: str
    kernel: Kernel | None = None
    line: Place | None = None
    number: int = 0
    step: str = ""
    lines: tuple[Place, ...] = ()
    tasks: int = 1
    worker: int = 0

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (self.end - self.start) * 1e-9

    @property
    def name(self) -> str:
        """The program, the operations of the kernel where these say more, and the step."""
        label = self.program
        if self.kernel is not None and self.kernel.label != self.program:
            label = f"{self.program}: {self.kernel.label}"
        return f"{label} [{self.step}]" if self.step else label


class Profile:
    """What `ni.profile` records; see there."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._programs: list[Program] = []
        self._compiled: list[tuple[Program, int, int, int]] = []
        self._codes: dict[int, CodeType | None] = {}
        self._words: Sequence[int] = ()
        self._buffer: Any = None
        self._library: Any = None
        self._events: list[Event] | None = None
        self._threads = 1
        self.dropped = 0  # records that did not fit

    def __enter__(self) -> Profile:
        if self._buffer is not None:
            raise ProfileError("this profile was recorded already; write ni.profile() for another")
        if not _active.acquire(blocking=False):
            raise ProfileError("a profile is being recorded already; end it before the next begins")
        try:
            self._begin()
        except BaseException:
            _active.release()
            raise
        return self

    def _begin(self) -> None:
        import ctypes  # slow to import, and only needed here
        import mmap

        module = watching.module
        self._library = module.build()
        # Pages that nothing is written to take no memory.
        self._buffer = mmap.mmap(-1, self._capacity)
        address = ctypes.addressof(ctypes.c_char.from_buffer(self._buffer))
        start = module.bind(watching.start, self._library, keep_gil=True)
        # Held, so that no address is of two programs.
        self._programs += programs()
        listeners.append(self._heard)
        start(address, self._capacity // _WORD, id(self._codes), id(OURS), id(None))
        set_hook(Word.WATCH, self._library.address("watch_run"))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        set_hook(Word.WATCH, 0)
        listeners.remove(self._heard)
        self.dropped = watching.module.bind(watching.stop, self._library)()
        self._words = memoryview(self._buffer).cast("q")
        self._threads = num_threads()
        _active.release()

    def _heard(self, program: Program, began: int, ended: int) -> None:
        self._programs.append(program)
        self._compiled.append((program, began, ended, threading.get_ident()))

    @property
    def events(self) -> list[Event]:
        """All that was recorded, in the order of time.

        Raises `ProfileError` while the profile is being recorded.
        """
        if self._events is None:
            if not isinstance(self._words, memoryview):
                raise ProfileError("the profile is not complete; ask after its `with` block")
            self._events = _Reader(self._words, self._programs, self._codes).events()
            for program, began, ended, thread in self._compiled:
                name = program.name
                self._events.append(Event("compile", began, ended, thread, name))
            self._events.sort(key=lambda e: (e.start, -e.end))
        return self._events

    @property
    def kernels(self) -> list[Row]:
        """One row for each kernel and sizes, the most time first; see `profile_table.Row`."""
        return rows_of(self.events)

    def table(self, limit: int = 25, *, peak: bool = True) -> str:
        """The kernels as text, the most time first, at most `limit` of them.

        A line gives how often a kernel ran, its time in all, its share of the time of all kernels, operations and
        bytes a second, and how near that is to the machine's limits: the least time that these allow over the time
        taken. The limits are measured when first asked for, which takes a second or so; `peak=False` leaves them out.

        >>> import nitinol as ni
        >>> x = ni.ones((200, 300))
        >>> with ni.profile() as prof:
        ...     y = ni.exp(x)
        >>> print(prof.table(peak=False).splitlines()[0].split())
        ['kernel', 'size', 'calls', 'ms', 'share', 'GFLOP/s', 'GB/s']
        """
        return text_of(
            self.kernels, self._compile_seconds(), self.dropped, limit, self._threads if peak else 0
        )

    def _compile_seconds(self) -> list[float]:
        return [e.seconds for e in self.events if e.kind == "compile"]

    def save(self, path: Any) -> None:
        """Write all events to a file in the trace-event format of Chrome and Perfetto (JSON).

        Open it at https://ui.perfetto.dev: a track for each thread, and on it kernels with their tasks. A click
        shows sizes, operations, bytes and the user's lines.
        """
        write(path, self.events)


class _Reader:
    """From the words of a buffer to events."""

    def __init__(
        self, words: Sequence[int], found: Sequence[Program], codes: dict[int, CodeType | None]
    ) -> None:
        self.words = words
        self.codes = codes
        loaded = {p.address: p for p in found if p.address}
        self.addresses = sorted(loaded)
        self.programs = [loaded[a] for a in self.addresses]
        self.known: dict[Any, tuple[str, dict[int, Kernel], bool]] = {}
        self.lines: dict[int, Place | None] = {}  # by thread: the line of what it ran last

    def events(self) -> list[Event]:
        """All kernels and tasks."""
        words, at = self.words, 0
        kernels: dict[int, Event] = {}
        tasks: list[Sequence[int]] = []
        while at < len(words) and words[at]:
            one = words[at : at + words[at]]
            if one[1]:
                tasks.append(one)
            else:
                kernels[at] = self.kernel(one)
            at += words[at]
        made = [e for e in kernels.values() if e.tasks]
        for _, _, start, end, thread, worker, parent, _ in tasks:
            of = kernels[parent]
            made.append(
                Event(
                    "task", start, end, thread, of.program, of.kernel, of.line, of.number, of.step,
                    (), 1, worker,
                )
            )  # fmt: skip
        return made

    def kernel(self, one: Sequence[int]) -> Event:
        """The event of one record."""
        start, end, thread, address, what, count, code, line = one[2:10]
        if what >> 62 & 1:
            owner = self.codes.get(code) if code else None
            self.lines[thread] = None if owner is None else (owner, line)
        number, step = what >> 8 & 0xFFFFFF, what & 0xFF
        name, kernels, anywhere = self.program(address, tuple(one[watching.KERNEL_WORDS :]))
        found = kernels.get(number)
        steps = () if found is None else found.steps
        title = steps[step] if len(steps) > 1 else ""
        return Event(
            "kernel",
            start,
            end,
            thread,
            name,
            found,
            self.lines.get(thread),
            number,
            title,
            () if found is None or anywhere else found.places,
            count,
        )

    def program(self, address: int, sizes: tuple[int, ...]) -> tuple[str, dict[int, Kernel], bool]:
        """The program that a function belongs to, the last that begins before it: its name, its kernels, and whether
        it serves calls of all lines."""
        at = bisect_right(self.addresses, address) - 1
        if at < 0:
            return "unknown", {}, True
        program = self.programs[at]
        found = self.known.get((at, sizes))
        if found is None:
            known = dict(zip(program.about.atoms, sizes, strict=True))
            found = self.known[at, sizes] = (
                program.name, program.census(known), program.anywhere
            )  # fmt: skip
        return found


def profile(*, capacity: int = _CAPACITY) -> Profile:
    """Record every kernel that runs in a `with` block, of eager operations and of compiled functions.

    Of each the start and the duration are kept, the thread, its operations and bytes, and the user's lines. Kernels
    of all threads of the process are seen. `capacity` bounds the memory of the record, in bytes: some 100 for each
    kernel and for each task of one that is cut; what comes later is dropped, and counted (`dropped`). Watching a
    kernel takes some 0.2 µs, and the first of a call a microsecond more, for the line.

    Raises `ProfileError` when a profile is being recorded already.

    >>> import nitinol as ni
    >>> f = ni.jit(lambda x, w: ni.softmax(x @ w))
    >>> x, w = ni.ones((64, 32)), ni.ones((32, 16))
    >>> with ni.profile() as prof:
    ...     y = f(x, w)
    >>> prof.kernels[0].calls
    1
    >>> sum(k.flops for k in prof.kernels) >= 2 * 64 * 32 * 16
    True
    """
    if capacity < 1 << 12:
        raise ValueError(f"capacity={capacity}: a record needs at least 4096 bytes")
    return Profile(capacity)


__all__ = ["Event", "Profile", "ProfileError", "profile"]
