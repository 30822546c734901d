# mypy: disable-error-code="arg-type, empty-body, no-any-return"
"""Watching kernels run, in native Python: what `ni.profile` hangs into the contexts of kernels.

A program runs all of its tasks through one small function, which looks at `Word.WATCH` of its context. It is null
unless somebody watches, so programs are compiled once, whether they are watched or not, and one test of a word is all
that this costs. `watch_run`, put there, runs the tasks in the program's stead, and writes into a buffer

    a kernel:  length 0 start end thread task what count code line   sizes of the program's open axes ...
    a task:    length 1 start end thread worker parent index

of 64-bit words, where `length` counts words and a parent is the place of its kernel in the buffer. Times are
nanoseconds of the clock that `time.perf_counter_ns` reads. `task` is the address of the kernel's function, `what` is
as `core.recipe` says. Tasks are written where there are several.

`code` and `line` name the user's line that called the program; they are 0 but for the first kernel of a run. They are
found by walking Python's frames until one whose code does not lie in our folder. Nothing in here lets Python code
run, so a call that keeps the GIL keeps it. The code objects are kept in a dictionary of the watcher's.

The buffer is never moved. What does not fit is counted and left out. `watch_stop` waits for the kernels that are
being written down, so nobody writes into the buffer after it.
"""

from __future__ import annotations

from typing import Final

from ..native import (
    Module,
    atomic_add,
    atomic_load,
    atomic_store,
    atomic_sub,
    fn,
    i32,
    i64,
    null,
    ptr,
    ref,
    stack,
    u8,
    u64,
)
from .recipe import Status

module: Final = Module("watching")

Task = fn[[ptr, i64, i64], None]
INTERRUPTED: Final = int(Status.INTERRUPTED)
KERNEL_WORDS: Final = 10
TASK_WORDS: Final = 8
CLOCK_MONOTONIC: Final = 1
FAR: Final = (1 << 62) - 1  # the end of any text


@module.struct
class TimeSpec:
    seconds: i64
    nanoseconds: i64


@module.struct
class Context:
    """The first words of what a kernel is given; see `core.recipe.Word`."""

    parallel_for: fn[[Task, ptr, i64, i64], i64]
    allocate: ptr
    release: ptr
    threads: i64


@module.struct
class Job:
    """What the tasks of one kernel are, for those who write them down."""

    task: Task
    frame: ptr
    kernel: i64


@module.struct
class State:
    words: ptr[i64]
    capacity: i64
    used: i64
    dropped: i64
    on: i64
    active: i64  # calls of `run` that are not over
    codes: ptr  # a dict: the address of a code object -> that object, or None when it is ours
    ours: ptr  # a str: the folder of our code
    none: ptr


state = module.variable("state", State)


@module.extern
def clock_gettime(clock: i32, time: ptr[TimeSpec]) -> i32: ...


@module.extern
def pthread_self() -> u64: ...


@module.extern
def sched_yield() -> i32: ...


@module.extern
def PyGILState_Ensure() -> i32: ...


@module.extern
def PyGILState_Release(state: i32) -> None: ...


@module.extern
def PyEval_GetFrame() -> ptr: ...


@module.extern
def PyFrame_GetBack(frame: ptr) -> ptr: ...


@module.extern
def PyFrame_GetCode(frame: ptr) -> ptr: ...


@module.extern
def PyFrame_GetLineNumber(frame: ptr) -> i32: ...


@module.extern
def PyLong_FromVoidPtr(address: ptr) -> ptr: ...


@module.extern
def PyDict_GetItem(dict: ptr, key: ptr) -> ptr: ...


@module.extern
def PyDict_SetItem(dict: ptr, key: ptr, value: ptr) -> i32: ...


@module.extern
def PyObject_GetAttrString(object: ptr, name: ptr[u8]) -> ptr: ...


@module.extern
def PyUnicode_Tailmatch(text: ptr, part: ptr, start: i64, end: i64, direction: i32) -> i64: ...


@module.extern
def PyErr_Clear() -> None: ...


@module.extern
def Py_IncRef(object: ptr) -> None: ...


@module.extern
def Py_DecRef(object: ptr) -> None: ...


@module.function
def now() -> i64:
    time = stack(TimeSpec)
    clock_gettime(CLOCK_MONOTONIC, time)
    return time.seconds * 1_000_000_000 + time.nanoseconds


@module.function
def reserve(length: i64) -> i64:
    """The place of a new record; -1 when it does not fit."""
    at = atomic_add(ref(state).used, length, "relaxed")
    if at + length > state.capacity:
        atomic_add(ref(state).dropped, 1, "relaxed")
        return -1
    return at


@module.function
def is_users(code: ptr) -> bool:
    """Whether a code object is none of ours; the dictionary keeps it alive."""
    key = PyLong_FromVoidPtr(code)
    if not key:
        PyErr_Clear()
        return False
    found = PyDict_GetItem(state.codes, key)
    if not found:
        found = state.none
        file = PyObject_GetAttrString(code, "co_filename")
        if file:
            if PyUnicode_Tailmatch(file, state.ours, 0, FAR, i32(-1)) == 0:
                found = code
            Py_DecRef(file)
        if PyDict_SetItem(state.codes, key, found) != 0:
            found = state.none
        PyErr_Clear()
    Py_DecRef(key)
    return found != state.none


@module.function
def find_line(record: ptr[i64]) -> None:
    """Write down which line of the user's is running."""
    record[8] = 0
    record[9] = 0
    gil = PyGILState_Ensure()
    frame = PyEval_GetFrame()
    if frame:
        Py_IncRef(frame)
    while frame:
        code = PyFrame_GetCode(frame)
        users = is_users(code)
        if users:
            record[8] = i64(u64(code))
            record[9] = i64(PyFrame_GetLineNumber(frame))
        Py_DecRef(code)
        back: ptr = null
        if not users:
            back = PyFrame_GetBack(frame)
        Py_DecRef(frame)
        frame = back
    PyGILState_Release(gil)


@module.function
def run_task(argument: ptr, index: i64, worker: i64) -> None:
    """One task of several, written down."""
    job = ptr[Job](argument)
    start = now()
    job.task(job.frame, index, worker)
    end = now()
    at = reserve(TASK_WORDS)
    if at >= 0:
        record = state.words + at
        record[1] = 1
        record[2] = start
        record[3] = end
        record[4] = i64(pthread_self())
        record[5] = worker
        record[6] = job.kernel
        record[7] = index
        record[0] = TASK_WORDS


@module.function
def run_tasks(context: ptr[Context], task: Task, argument: ptr, count: i64) -> i64:
    """Several tasks over the pool."""
    if context.parallel_for(task, argument, count, context.threads) != 0:
        return INTERRUPTED
    return 0


@module.function
def run_unseen(context: ptr[Context], task: Task, frame: ptr, count: i64) -> i64:
    if count < 2:
        if count == 1:
            task(frame, 0, 0)
        return 0
    return run_tasks(context, task, frame, count)


@module.function
def run_seen(
    context: ptr[Context], task: Task, frame: ptr[i64], count: i64, what: i64, at: i64
) -> i64:
    sizes = (what >> 32) & 0xFFFFFF
    record = state.words + at
    if what >> 62 & 1:
        find_line(record)
    status = i64(0)
    start = now()
    if count < 2:
        if count == 1:
            task(frame, 0, 0)
    else:
        job = stack(Job)
        job.task = task
        job.frame = frame
        job.kernel = at
        status = run_tasks(context, run_task, job, count)
    record[3] = now()
    record[1] = 0
    record[2] = start
    record[4] = i64(pthread_self())
    record[5] = i64(u64(ptr(task)))
    record[6] = what
    record[7] = count
    for i in range(sizes):
        record[KERNEL_WORDS + i] = frame[i]
    record[0] = KERNEL_WORDS + sizes
    return status


@module.function(export=True, name="watch_run")
def run(context: ptr[Context], task: Task, frame: ptr[i64], count: i64, what: i64) -> i64:
    """Run the tasks of a kernel, and write down what happens; what `Word.WATCH` holds."""
    atomic_add(ref(state).active, 1, "seq_cst")
    at = i64(-1)
    if atomic_load(ref(state).on, "seq_cst") != 0:
        at = reserve(KERNEL_WORDS + ((what >> 32) & 0xFFFFFF))
    if at >= 0:
        status = run_seen(context, task, frame, count, what, at)
    else:
        status = run_unseen(context, task, frame, count)
    atomic_sub(ref(state).active, 1, "seq_cst")
    return status


@module.function(export=True, name="watch_start")
def start(words: ptr[i64], capacity: i64, codes: ptr, ours: ptr, none: ptr) -> None:
    """Write into a buffer of zeros from now on."""
    state.words = words
    state.capacity = capacity
    state.used = 0
    state.dropped = 0
    state.codes = codes
    state.ours = ours
    state.none = none
    atomic_store(ref(state).on, 1, "seq_cst")


@module.function(export=True, name="watch_stop")
def stop() -> i64:
    """Write no more; how many records did not fit. Not for one who holds the GIL."""
    atomic_store(ref(state).on, 0, "seq_cst")
    while atomic_load(ref(state).active, "seq_cst") != 0:
        sched_yield()
    return state.dropped
