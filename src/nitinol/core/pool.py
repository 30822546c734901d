# mypy: disable-error-code="empty-body, no-any-return"
"""The thread pool, in native Python.

`pool_parallel_for(task, argument, count)` runs `task(argument, index, worker)` for every index
below `count` on the calling thread and the workers, and returns when all have run: 0, or 1 when
the job was cancelled.  `worker` is 0 for the caller and otherwise names the worker; within one
job no two tasks run at the same time with the same `worker`, and it is below
`pool_num_threads()` as it was when the job began (`pool_parallel_for_limited` takes a bound of
its own), so it may select scratch memory.

How it works.  A job is one atomic word: tasks given out, tasks there are, and how many threads
may take part.  A thread claims a task by adding one to the word, and only if the word is still
the one that it looked at, so a worker that comes late simply joins the newer job.  The join
waits for tasks, never for workers: a worker that has lost its processor delays nobody.  Idle
workers watch `posted` for a while (a job costs well under a microsecond to start) and then sleep
in a futex.

A second caller while a job runs, and a task that calls `pool_parallel_for` itself, run their
tasks one after the other in place.  So do systems without a futex, and jobs of one task.

Cancelling.  Between its own tasks, and while it waits for those of others, the caller calls the
hook (`pool_set_hook`) about every 50 ms, counted over jobs that follow each other; a result other
than 0 cancels the job: tasks that have not begun are skipped.  `pool_cancel` does the same from any
thread.  A task in progress is not stopped.  While a program writes over what it was given
(`pool_hold`) the hook is not asked.

Workers are started by the first job, and again in the child after a fork, where they do not
exist (a job that is forked by one of its own tasks counts as cancelled in the child).  They take
no signals and are simply gone when the process ends.

    pool_parallel_for(task, argument, count)                   0, or 1 if cancelled
    pool_parallel_for_limited(task, argument, count, limit)    on at most `limit` threads
    pool_set_num_threads(n)    0, or 1 from inside a task      pool_num_threads()
    pool_set_hook(hook)        pool_cancel()                   pool_set_spin(rounds)
    pool_after_fork()          for the child
"""

from __future__ import annotations

import os
import sys

from nitinol.base.limits import MAX_THREADS, available_threads
from nitinol.native import (
    Module,
    atomic_add,
    atomic_cas,
    atomic_load,
    atomic_store,
    atomic_sub,
    atomic_swap,
    cpu_pause,
    fn,
    i32,
    i64,
    likely,
    null,
    ptr,
    ref,
    stack,
    u32,
    u64,
    unlikely,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from nitinol.llvm.build import Library

# The number of the futex system call, by machine; elsewhere the pool runs tasks in place.
_FUTEX = {"x86_64": 202, "aarch64": 98, "riscv64": 98, "ppc64le": 221}
FUTEX = _FUTEX.get(os.uname().machine, 0) if sys.platform.startswith("linux") else 0
FUTEX_WAIT, FUTEX_WAKE = 128, 129  # the private kinds: within one process
CLOCK_COARSE = 6  # CLOCK_MONOTONIC_COARSE: a few ns a call, exact to 4 ms
SIG_SETMASK = 2
EVERYONE = (1 << 31) - 1

COUNT_BITS = 28  # the word of a job: threads (8 bits), tasks (28), tasks given out (28)
MAX_TASKS = (1 << COUNT_BITS) - 1
HOOK_NANOSECONDS = 50_000_000
PAUSE_NANOSECONDS = 10_000_000  # between jobs; the clock ticks every 4 ms
DEFAULT_SPIN = 20_000

module = Module("pool")

if TYPE_CHECKING:
    Task = fn[[ptr, i64, i64], None]
    Hook = fn[[], i64]
else:
    Task = fn[[ptr, i64, i64], None]
    Hook = fn[[], i64]


@module.struct
class TimeSpec:
    seconds: i64
    nanoseconds: i64


@module.struct(align=64)
class Line:
    """A counter that has a cache line for itself."""

    value: u32


@module.struct(align=64)
class JobWord:
    value: u64


@module.struct(align=64)
class State:
    task: Task
    argument: ptr
    hook: Hook
    caller: u64  # the thread that runs the job
    spin: i64
    wanted: i64  # threads that jobs shall have, the caller included
    started: i64  # workers that exist
    cancelled: u32
    joining: u32  # whether the caller sleeps until `done` changes
    cancels: u32  # how often `cancel` was called
    forks: u32  # how many forks lie between the first process and this one
    held: u32  # how many programs may not be cancelled now
    asked: i64  # when the hook was called last, or work began after a pause
    worked: i64  # when a job began or ended last


@module.extern
def pthread_create(
    thread: ptr[u64], attributes: ptr, start: fn[[ptr], ptr], argument: ptr
) -> i32: ...


@module.extern
def pthread_join(thread: u64, result: ptr) -> i32: ...


@module.extern
def pthread_self() -> u64: ...


@module.extern
def pthread_sigmask(how: i32, new: ptr, old: ptr) -> i32: ...


@module.extern
def clock_gettime(clock: i32, time: ptr[TimeSpec]) -> i32: ...


@module.extern
def sched_yield() -> i32: ...


@module.extern(variadic=True)
def syscall(number: i64, *rest: Any) -> i64: ...


state = module.variable("state", State)
job = module.variable("job", JobWord)
done = module.variable("done", Line)  # tasks of the job that have ended
posted = module.variable("posted", Line)  # grows with each job
sleepers = module.variable("sleepers", Line)
busy = module.variable("busy", Line)  # 1 while a job runs or the workers change
threads = module.variable("threads", u64, MAX_THREADS)


# -- claiming tasks --------------------------------------------------------------------------


@module.function(inline=True)
def pack(limit: i64, count: i64, given: i64) -> u64:
    return u64(limit) << (2 * COUNT_BITS) | u64(count) << COUNT_BITS | u64(given)


@module.function
def claim(worker: i64) -> i64:
    """The index of a task for this worker to run, or -1."""
    seen = atomic_load(ref(job).value, "acquire")
    while True:
        given = seen & MAX_TASKS
        if given >= (seen >> COUNT_BITS) & MAX_TASKS or worker >= i64(seen >> (2 * COUNT_BITS)):
            return -1
        now = atomic_cas(ref(job).value, seen, seen + 1, "acq_rel")
        if likely(now == seen):
            return i64(given)
        seen = now


@module.function
def skip_rest(count: i64) -> None:
    """Counts the tasks that nobody has claimed as ended."""
    old = atomic_swap(ref(job).value, pack(0, count, count), "acq_rel")
    left = count - i64(old & MAX_TASKS)
    if left > 0:
        atomic_add(ref(done).value, u32(left), "release")


@module.function
def futex_wait(word: ptr[u32], expected: u32, nanoseconds: i64) -> None:
    """Sleeps while the word holds `expected`; with `nanoseconds` > 0, at most so long."""
    time = stack(TimeSpec)
    time.seconds = 0
    time.nanoseconds = nanoseconds
    limit: ptr = time if nanoseconds > 0 else null
    syscall(FUTEX, word, FUTEX_WAIT, u64(expected), limit, null, i64(0))


@module.function
def futex_wake(word: ptr[u32], count: i64) -> None:
    syscall(FUTEX, word, FUTEX_WAKE, count, null, null, i64(0))


# -- workers ---------------------------------------------------------------------------------


@module.function
def work(worker: i64) -> None:
    """Runs tasks of whatever job there is until none is left."""
    index = claim(worker)
    while index >= 0:
        if likely(atomic_load(ref(state).cancelled, "relaxed") == 0):
            state.task(state.argument, index, worker)
        atomic_add(ref(done).value, 1, "seq_cst")
        if unlikely(atomic_load(ref(state).joining, "seq_cst") != 0):
            futex_wake(ref(done).value, 1)
        index = claim(worker)


@module.function
def await_job(seen: u32) -> u32:
    """Returns the number of jobs posted once it is not `seen`: spins, then sleeps."""
    rounds = 0
    while True:
        now = atomic_load(ref(posted).value, "acquire")
        if now != seen:
            return now
        rounds += 1
        if rounds < state.spin:
            cpu_pause()
        else:
            atomic_add(ref(sleepers).value, 1, "seq_cst")
            futex_wait(ref(posted).value, seen, 0)
            atomic_sub(ref(sleepers).value, 1, "seq_cst")
            rounds = 0


@module.function
def worker_main(argument: ptr) -> ptr:
    worker = i64(u64(argument))
    seen = atomic_load(ref(posted).value, "acquire")
    while worker < atomic_load(ref(state).wanted, "acquire"):
        work(worker)
        seen = await_job(seen)
    return null


@module.function
def post() -> None:
    """Tells all workers that something has changed."""
    atomic_add(ref(posted).value, 1, "seq_cst")
    if atomic_load(ref(sleepers).value, "seq_cst") != 0:
        futex_wake(ref(posted).value, EVERYONE)


@module.function
def start_workers() -> None:
    """Starts the workers that are missing; the caller holds `busy`.  They take no signals."""
    if FUTEX == 0:
        return
    every = stack(u64, 16)
    before = stack(u64, 16)
    for n in range(16):
        every[n] = ~u64(0)
    pthread_sigmask(SIG_SETMASK, every, before)
    while state.started + 1 < state.wanted:
        number = state.started + 1
        if pthread_create(threads + number, null, worker_main, ptr(u64(number))) != 0:
            atomic_store(ref(state).wanted, number, "release")  # the system allows no more
            break
        state.started = number
    pthread_sigmask(SIG_SETMASK, before, null)


@module.function
def is_inside() -> bool:
    """Whether this thread is running a task of the job (as the caller or as a worker)."""
    if atomic_load(ref(busy).value, "acquire") == 0:
        return False
    me = pthread_self()
    return me == state.caller or is_worker(me)


@module.function
def is_worker(thread: u64) -> bool:
    for n in range(1, state.started + 1):  # noqa: SIM110
        if threads[n] == thread:
            return True
    return False


# -- time and the hook -----------------------------------------------------------------------


@module.function
def now() -> i64:
    """Nanoseconds of a clock that is cheap to read and exact to a few milliseconds."""
    time = stack(TimeSpec)
    time.seconds = 0
    time.nanoseconds = 0
    clock_gettime(CLOCK_COARSE, time)
    return time.seconds * 1_000_000_000 + time.nanoseconds


@module.function
def note_work(begins: bool) -> None:
    """A job begins or ends.  Jobs without a pause between them count as one: many short ones, none of
    which would ever ask the hook, are a long call for who pressed Ctrl-C."""
    if not state.hook:
        return
    time = now()
    if begins and time - state.worked > PAUSE_NANOSECONDS:
        state.asked = time
    state.worked = time


@module.function
def hook_says_stop() -> bool:
    """Calls the hook if 50 ms of work have passed since it was asked; whether it wants the job cancelled."""
    hook = state.hook
    if not hook:
        return False
    if likely(now() - state.asked < HOOK_NANOSECONDS):
        return False
    if atomic_load(ref(state).held, "relaxed") != 0:
        return False  # the signal waits until the program has ended
    stop = hook() != 0
    state.asked = now()
    return stop


@module.function
def shall_stop() -> bool:
    """Whether a long task shall end: the caller asks the hook, its workers hear what the caller found, who may be
    waiting for them."""
    if is_inside() and is_worker(pthread_self()):
        return atomic_load(ref(state).cancelled, "relaxed") != 0
    return hook_says_stop()


# -- jobs ------------------------------------------------------------------------------------


@module.function
def run_in_place(task: Task, argument: ptr, count: i64) -> i64:
    """Runs all tasks on this thread.  Inside of a job, that job's cancellation counts too."""
    if count == 1:
        task(argument, 0, 0)
        return 0
    cancels = atomic_load(ref(state).cancels, "relaxed")
    note_work(True)
    inside = is_inside()
    may_ask = not inside or not is_worker(pthread_self())
    for index in range(count):
        task(argument, index, 0)
        if atomic_load(ref(state).cancels, "relaxed") != cancels:
            return 1
        if inside and atomic_load(ref(state).cancelled, "relaxed") != 0:
            return 1
        if may_ask and unlikely(hook_says_stop()):
            return 1
    note_work(False)
    return 0


@module.function
def await_tasks(count: i64, forks: u32) -> None:
    """Returns when all tasks have ended; asks the hook meanwhile."""
    rounds = 0
    while True:
        if unlikely(
            atomic_load(ref(state).forks, "relaxed") != forks
        ):  # the workers that have the rest are in the parent
            atomic_store(ref(state).cancelled, 1, "relaxed")
            return
        ended = atomic_load(ref(done).value, "acquire")
        if ended == u32(count):
            return
        rounds += 1
        if rounds < 4000:
            cpu_pause()
        elif rounds < 4100:
            sched_yield()
        else:  # the tasks are long; give the processor to those who run them
            atomic_store(ref(state).joining, 1, "seq_cst")
            if atomic_load(ref(done).value, "seq_cst") == ended:
                futex_wait(ref(done).value, ended, 20_000_000)
            atomic_store(ref(state).joining, 0, "seq_cst")
        if rounds % 1024 == 0 or rounds > 4000:
            if hook_says_stop():
                atomic_store(ref(state).cancelled, 1, "relaxed")
            if atomic_load(ref(state).cancelled, "relaxed") != 0:
                skip_rest(count)


@module.function(export=True, name="pool_parallel_for_limited")
def parallel_for_limited(task: Task, argument: ptr, count: i64, limit: i64) -> i64:
    """Runs a job on at most `limit` threads; 0, or 1 when it was cancelled."""
    if count <= 0:
        return 0
    if count == 1 or limit <= 1 or state.wanted <= 1 or FUTEX == 0 or count > MAX_TASKS:
        return run_in_place(task, argument, count)
    if atomic_cas(ref(busy).value, 0, 1, "acquire") != 0:
        return run_in_place(task, argument, count)
    state.caller = pthread_self()
    forks = state.forks
    if unlikely(state.started + 1 < state.wanted):
        start_workers()
    note_work(True)
    state.task = task
    state.argument = argument
    atomic_store(ref(state).cancelled, 0, "relaxed")
    atomic_store(ref(done).value, 0, "relaxed")
    atomic_store(ref(job).value, pack(min(limit, state.wanted), count, 0), "release")
    post()
    index = claim(0)
    while index >= 0:
        task(argument, index, 0)
        atomic_add(ref(done).value, 1, "release")
        if unlikely(hook_says_stop()):
            atomic_store(ref(state).cancelled, 1, "relaxed")
        if unlikely(atomic_load(ref(state).cancelled, "relaxed") != 0):
            skip_rest(count)
        index = claim(0)
    await_tasks(count, forks)
    note_work(False)
    status = i64(atomic_load(ref(state).cancelled, "relaxed"))
    state.caller = 0
    atomic_store(ref(busy).value, 0, "release")
    return status


@module.function(export=True, name="pool_parallel_for")
def parallel_for(task: Task, argument: ptr, count: i64) -> i64:
    """Runs a job on all threads; 0, or 1 when it was cancelled."""
    return parallel_for_limited(task, argument, count, MAX_THREADS)


@module.function(export=True, name="pool_cancel")
def cancel() -> None:
    """Skips the tasks of all running jobs that have not begun."""
    atomic_add(ref(state).cancels, 1, "relaxed")
    atomic_store(ref(state).cancelled, 1, "relaxed")


@module.function(export=True, name="pool_hold")
def hold(change: i64) -> None:
    """Have the hook not asked (1), or end that (-1); counted."""
    if change > 0:
        atomic_add(ref(state).held, 1, "relaxed")
    else:
        atomic_sub(ref(state).held, 1, "relaxed")


# -- settings --------------------------------------------------------------------------------


@module.function(export=True, name="pool_num_threads")
def num_threads() -> i64:
    """Threads that a job started now would have, the caller included."""
    return max(atomic_load(ref(state).wanted, "acquire"), 1) if FUTEX != 0 else 1


@module.function(export=True, name="pool_set_num_threads")
def set_num_threads(count: i64) -> i64:
    """Waits for the running job; stops workers that are too many.  1 from inside a task."""
    if is_inside():
        return 1
    while atomic_cas(ref(busy).value, 0, 1, "acquire") != 0:
        sched_yield()
    count = max(1, min(count, MAX_THREADS))
    atomic_store(ref(state).wanted, count, "release")
    if state.started + 1 > count:
        post()
        for number in range(count, state.started + 1):
            pthread_join(threads[number], null)
            threads[number] = 0
        state.started = count - 1
    atomic_store(ref(busy).value, 0, "release")
    return 0


@module.function(export=True, name="pool_set_spin")
def set_spin(rounds: i64) -> None:
    """How long idle workers look for a job before they sleep, in rounds of some 10 to 50 ns."""
    state.spin = rounds


@module.function(export=True, name="pool_set_hook")
def set_hook(hook: Hook) -> None:
    state.hook = hook


@module.function(export=True, name="pool_after_fork")
def after_fork() -> None:
    """Forgets the workers, which a forked child does not have; the next job starts new ones."""
    state.started = 0
    state.forks += 1
    state.caller = 0
    state.cancelled = 0
    state.joining = 0
    state.held = 0
    for number in range(MAX_THREADS):
        threads[number] = 0
    atomic_store(ref(job).value, 0, "relaxed")
    atomic_store(ref(sleepers).value, 0, "relaxed")
    atomic_store(ref(busy).value, 0, "release")


# -- the face for Python ---------------------------------------------------------------------


_guarded: dict[int, Library] = {}  # pools that fork handlers know, by an address in their code


class Pool:
    """The pool of one loaded library, for Python callers.

    `library` is the built `module`, or any library whose module includes it.

    >>> pool = Pool(module.build(), 2)
    >>> pool.num_threads()
    2
    """

    def __init__(self, library: Library, num_threads_: int | None = None) -> None:
        def bound(function: Any, keep_gil: bool = True) -> Any:
            return module.bind(function, library, keep_gil=keep_gil)

        self.library = library
        self.num_threads = bound(num_threads)
        self._set_num_threads = bound(set_num_threads, keep_gil=False)  # it may wait for a job
        self.parallel_for = bound(parallel_for, keep_gil=False)
        self.cancel = bound(cancel)
        self.set_spin = bound(set_spin)
        self.set_hook = bound(set_hook)
        self.set_spin(DEFAULT_SPIN)
        self.set_num_threads(available_threads() if num_threads_ is None else num_threads_)
        start = library.address("pool_after_fork")
        if start not in _guarded and hasattr(os, "register_at_fork"):
            _guarded[start] = library  # its code must stay loaded from now on
            os.register_at_fork(after_in_child=bound(after_fork))

    def set_num_threads(self, count: int) -> None:
        """Jobs run on `count` threads from now on, the calling one included."""
        if not 1 <= count <= MAX_THREADS:
            raise ValueError(f"given {count} threads, wanted 1 to {MAX_THREADS}")
        if self._set_num_threads(count):
            raise RuntimeError("the number of threads cannot change inside a parallel task")
