# mypy: disable-error-code="empty-body, no-any-return, arg-type, operator"
"""A range of elements as tasks for the thread pool, and what else kernels share, in native Python."""

from __future__ import annotations

from typing import Final

from ...core import Word
from ...native import Module, fn, i64, ptr, stack, u8, u64

module: Final = Module("kinds-parallel")

PARALLEL_FOR: Final = int(Word.PARALLEL_FOR)
THREADS: Final = int(Word.THREADS)
ALLOCATE: Final = int(Word.ALLOCATE)
RELEASE: Final = int(Word.RELEASE)
GRAIN: Final = 2048  # elements that are worth a task

TYPE_CHECKING = False
if TYPE_CHECKING:
    Work = fn[[ptr[ptr], ptr[i64], i64, i64], None]
    Task = fn[[ptr, i64, i64], None]
    Loop = fn[[Task, ptr, i64, i64], i64]
else:
    Work = fn[[ptr[ptr], ptr[i64], i64, i64], None]
    Task = fn[[ptr, i64, i64], None]
    Loop = fn[[Task, ptr, i64, i64], i64]


@module.struct
class Job:
    work: Work
    bufs: ptr[ptr]
    dims: ptr[i64]
    count: i64
    tasks: i64


@module.extern
def memcpy(to: ptr, of: ptr, nbytes: u64) -> ptr: ...


@module.function
def task(argument: ptr, index: i64, worker: i64) -> None:
    job = ptr[Job](argument)
    first = job.count // job.tasks * index + min(index, job.count % job.tasks)
    size = job.count // job.tasks + (1 if index < job.count % job.tasks else 0)
    work = job.work
    work(job.bufs, job.dims, first, first + size)


@module.function
def spread(work: Work, bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr], count: i64) -> i64:
    """`work(bufs, dims, first, end)` for parts that make up `count` elements; a kernel's status."""
    return spread_by(work, bufs, dims, ctx, count, GRAIN)


@module.function
def spread_by(
    work: Work, bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr], count: i64, grain: i64
) -> i64:
    """`spread`, where a task is worth `grain` elements."""
    threads = i64(u64(ctx[THREADS]))
    tasks = min((count + grain - 1) // grain, threads * 8)
    if tasks <= 1:
        work(bufs, dims, 0, count)
        return 0
    job = stack(Job)
    job.work = work
    job.bufs = bufs
    job.dims = dims
    job.count = count
    job.tasks = tasks
    return Loop(ctx[PARALLEL_FOR])(task, ptr(job), tasks, threads)


@module.function
def add_up(offsets: ptr[i64], count: i64) -> None:
    """Sizes at 1 … count become offsets; 0 at the front."""
    offsets[0] = 0
    total = 0
    for i in range(1, count + 1):
        total += offsets[i]
        offsets[i] = total


@module.function(inline=True)
def copy(to: ptr[u8], of: ptr[u8], nbytes: i64) -> None:
    """Bytes to another place; most texts are short."""
    if nbytes > 16:
        memcpy(ptr(to), ptr(of), u64(nbytes))
    else:
        for i in range(nbytes):
            to[i] = of[i]


@module.function(inline=True)
def eight(p: ptr[u8]) -> u64:
    """Eight bytes as one word, the first one lowest."""
    low = u64(p[0]) | (u64(p[1]) << 8) | (u64(p[2]) << 16) | (u64(p[3]) << 24)
    high = u64(p[4]) | (u64(p[5]) << 8) | (u64(p[6]) << 16) | (u64(p[7]) << 24)
    return low | (high << 32)
