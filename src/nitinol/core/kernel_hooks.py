# mypy: disable-error-code="arg-type, empty-body, no-any-return"
"""What kernels may call while they run, in native Python: the thread pool, memory, Ctrl-C.

Both cores give kernels these functions in `ctx`. A kernel returns what `hooks_parallel_for`
gives: 0, or `Status.INTERRUPTED` when the loop was cancelled because of a signal.

The pool asks `hooks_check` now and then whether to go on. It takes the GIL and lets Python's
signal handlers run; an exception that they raise (KeyboardInterrupt) is kept aside, since it can
only be raised once the kernel has returned, by `hooks_raise`.
"""

from __future__ import annotations

from typing import Final

from ..native import Module, fn, i32, i64, null, ptr, stack, u64
from . import memory, pool
from .recipe import Status

module: Final = Module("hooks", include=[memory.module, pool.module])

INTERRUPTED: Final = int(Status.INTERRUPTED)


@module.extern
def PyGILState_Ensure() -> i32: ...


@module.extern
def PyGILState_Release(state: i32) -> None: ...


@module.extern
def PyErr_CheckSignals() -> i32: ...


@module.extern
def PyErr_Fetch(kind: ptr[ptr], value: ptr[ptr], trace: ptr[ptr]) -> None: ...


@module.extern
def PyErr_Restore(kind: ptr, value: ptr, trace: ptr) -> None: ...


pending: Final = module.variable("pending", ptr, 3)


@module.function(export=True, name="hooks_parallel_for")
def parallel_for(task: fn[[ptr, i64, i64], None], argument: ptr, count: i64, threads: i64) -> i64:
    """`task(argument, index, worker)` for all indices below `count`, on at most `threads` threads
    of the pool: those that the kernel was told of when it began, whatever their number is by now."""
    if pool.parallel_for_limited(task, argument, count, threads) != 0:
        return INTERRUPTED
    return 0


@module.function(export=True, name="hooks_allocate")
def allocate(nbytes: i64) -> ptr:
    """Scratch memory, 64-byte aligned; null when there is none."""
    return memory.allocate(u64(nbytes))


@module.function(export=True, name="hooks_release")
def release(address: ptr, nbytes: i64) -> None:
    """Give back what `hooks_allocate(nbytes)` gave."""
    if address:
        memory.release(address, memory.size_class(u64(nbytes)))


@module.function(export=True, name="hooks_check")
def check() -> i64:
    """The pool's hook: let signal handlers run; not 0 when one raised an exception."""
    state = PyGILState_Ensure()
    stop = PyErr_CheckSignals()
    if stop:
        kind = stack(ptr)
        value = stack(ptr)
        trace = stack(ptr)
        PyErr_Fetch(kind, value, trace)
        pending[0] = kind[0]
        pending[1] = value[0]
        pending[2] = trace[0]
    PyGILState_Release(state)
    return i64(stop != 0)


@module.function(export=True, name="hooks_poll")
def poll() -> i64:
    """`check`, when 50 ms have passed since the pool asked it last; cheap enough for every round of a loop.

    A worker of the pool is told what the thread that called has been told.
    """
    return i64(pool.shall_stop())


@module.function(export=True, name="hooks_hold")
def hold(change: i64) -> None:
    """Have no job cancelled, or end that; see `Word.HOLD`."""
    pool.hold(change)


@module.function(export=True, name="hooks_raise")
def raise_pending() -> i64:
    """Set the exception that `hooks_check` kept, if any; whether there was one."""
    if not pending[0]:
        return 0
    PyErr_Restore(pending[0], pending[1], pending[2])
    pending[0] = null
    return 1


@module.function(export=True, name="hooks_install")
def install() -> None:
    """Have the pool ask `hooks_check`."""
    pool.set_hook(check)
