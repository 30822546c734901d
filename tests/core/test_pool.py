"""The thread pool: each task once, several callers, fork, cancelling, changing the threads."""

from __future__ import annotations

import ctypes
import itertools
import os
import signal
import sys
import threading
import time
from typing import Any

import pytest

from nitinol.core import pool as p
from nitinol.native import Module, fn, i64, null, ptr
from nitinol.native.simulate import reset

bench = Module("pool_tests", include=[p.module])


@bench.function(export=True)
def count_task(argument: ptr, index: i64, worker: i64) -> None:
    ptr[i64](argument)[index] += 1


@bench.function(export=True)
def worker_task(argument: ptr, index: i64, worker: i64) -> None:
    """Fails to count when two tasks run at once with the same worker number."""
    cell = ptr[i64](argument) + worker * 8
    seen = cell[0]
    for n in range(50):
        cell[1] += n
    cell[0] = seen + 1


@bench.function(export=True)
def nested_task(argument: ptr, index: i64, worker: i64) -> None:
    p.parallel_for(count_task, ptr[i64](argument) + index * 4, 4)


@bench.function(export=True)
def many(task: fn[[ptr, i64, i64], None], argument: ptr, count: i64, times: i64) -> i64:
    total = 0
    for _ in range(times):
        total += p.parallel_for(task, argument, count)
    return total


@bench.function(export=True)
def limited(task: fn[[ptr, i64, i64], None], argument: ptr, count: i64, times: i64) -> i64:
    total = 0
    for n in range(times):
        total += p.parallel_for_limited(task, argument, count, 1 + n % 3)
    return total


SLOW = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)
HOOK = ctypes.CFUNCTYPE(ctypes.c_int64)


class Loaded:
    def __init__(self) -> None:
        self.library = bench.build()
        self.pool = p.Pool(self.library, 2)
        self.many = bench.bind(many, self.library)
        self.limited = bench.bind(limited, self.library)

    def task(self, function: Any) -> int:
        return self.library.address(function.symbol)


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return Loaded()


needs_futex = pytest.mark.skipif(p.FUTEX == 0, reason="without a futex tasks run in place")


@pytest.mark.parametrize("threads", [1, 2, 3, 4])
def test_each_task_runs_once(loaded: Loaded, threads: int) -> None:
    loaded.pool.set_num_threads(threads)
    assert loaded.pool.num_threads() == (threads if p.FUTEX else 1)
    counts = (ctypes.c_int64 * 16)()
    for count, times in [(16, 40_000), (3, 40_000), (2, 20_000), (1, 10), (0, 10)]:
        ctypes.memset(counts, 0, ctypes.sizeof(counts))
        assert loaded.many(loaded.task(count_task), ctypes.addressof(counts), count, times) == 0
        assert list(counts) == [times] * count + [0] * (16 - count)


@pytest.mark.parametrize("spin", [0, 100, 100_000])
def test_sleeping_and_spinning_workers(loaded: Loaded, spin: int) -> None:
    loaded.pool.set_num_threads(3)
    loaded.pool.set_spin(spin)
    counts = (ctypes.c_int64 * 6)()
    for n in range(200):
        if n % 20 == 0:
            time.sleep(0.002)
        assert loaded.many(loaded.task(count_task), ctypes.addressof(counts), 6, 10) == 0
    assert list(counts) == [2000] * 6
    loaded.pool.set_spin(p.DEFAULT_SPIN)


def test_worker_numbers_are_not_shared(loaded: Loaded) -> None:
    for threads in (2, 4):
        loaded.pool.set_num_threads(threads)
        cells = (ctypes.c_int64 * (8 * 8))()
        loaded.many(loaded.task(worker_task), ctypes.addressof(cells), 64, 2000)
        assert sum(cells[n * 8] for n in range(threads)) == 64 * 2000
        assert not any(cells[n * 8] for n in range(threads, 8))


def test_a_job_may_want_fewer_threads(loaded: Loaded) -> None:
    loaded.pool.set_num_threads(4)
    cells = (ctypes.c_int64 * (8 * 8))()
    loaded.limited(loaded.task(worker_task), ctypes.addressof(cells), 16, 3000)
    assert sum(cells[n * 8] for n in range(3)) == 16 * 3000
    assert cells[3 * 8] == 0


def test_nested_jobs_run_in_place(loaded: Loaded) -> None:
    loaded.pool.set_num_threads(3)
    counts = (ctypes.c_int64 * 32)()
    assert loaded.many(loaded.task(nested_task), ctypes.addressof(counts), 8, 2000) == 0
    assert list(counts) == [2000] * 32


def test_several_callers_at_once(loaded: Loaded) -> None:
    loaded.pool.set_num_threads(3)
    arrays = [(ctypes.c_int64 * 8)() for _ in range(4)]

    def caller(array: Any) -> None:
        for _ in range(100):
            loaded.many(loaded.task(count_task), ctypes.addressof(array), 8, 100)

    threads = [threading.Thread(target=caller, args=(a,)) for a in arrays]
    for thread in threads:
        thread.start()
    for count in (1, 4, 2, 3):  # and the number of threads changes meanwhile
        loaded.pool.set_num_threads(count)
        time.sleep(0.01)
    for thread in threads:
        thread.join()
    assert all(list(a) == [10_000] * 8 for a in arrays)


def workers_seen(loaded: Loaded) -> set[int]:
    """The numbers of the workers that run tasks which give the others time."""
    seen: set[int] = set()

    def task(argument: int, index: int, worker: int) -> None:
        seen.add(worker)
        time.sleep(0.001)

    slow = SLOW(task)
    loaded.pool.parallel_for(ctypes.cast(slow, ctypes.c_void_p).value, 0, 40)
    return seen


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_fork_while_jobs_run(loaded: Loaded) -> None:
    loaded.pool.set_num_threads(3)
    stop = threading.Event()
    noise = (ctypes.c_int64 * 8)()

    def caller() -> None:
        while not stop.is_set():
            loaded.many(loaded.task(count_task), ctypes.addressof(noise), 8, 50)

    thread = threading.Thread(target=caller)
    thread.start()
    try:
        for _ in range(20):
            child = os.fork()
            if child == 0:
                signal.alarm(20)
                counts = (ctypes.c_int64 * 8)()
                loaded.many(loaded.task(count_task), ctypes.addressof(counts), 8, 200)
                loaded.pool.set_num_threads(2)
                if p.FUTEX and 1 not in workers_seen(loaded):
                    os._exit(2)
                loaded.many(loaded.task(count_task), ctypes.addressof(counts), 8, 200)
                os._exit(0 if list(counts) == [400] * 8 else 1)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        stop.set()
        thread.join()


@needs_futex
def test_fork_inside_a_job(loaded: Loaded) -> None:
    """The child does not wait for workers that it does not have; its job counts as cancelled."""
    loaded.pool.set_num_threads(2)
    parent = os.getpid()
    children: list[int] = []

    def task(argument: int, index: int, worker: int) -> None:
        time.sleep(0.005)
        if worker == 0 and not children:
            children.append(os.fork())
            if children == [0]:
                signal.alarm(20)

    slow = SLOW(task)
    status = loaded.pool.parallel_for(ctypes.cast(slow, ctypes.c_void_p).value, 0, 8)
    if os.getpid() != parent:
        counts = (ctypes.c_int64 * 8)()
        loaded.many(loaded.task(count_task), ctypes.addressof(counts), 8, 10)
        os._exit(40 + status if list(counts) == [10] * 8 else 1)
    assert status == 0
    assert os.waitstatus_to_exitcode(os.waitpid(children[0], 0)[1]) == 41


@pytest.mark.parametrize("threads", [1, 3])
def test_the_hook_cancels(loaded: Loaded, threads: int) -> None:
    loaded.pool.set_num_threads(threads)
    ran: list[int] = []
    asked: list[float] = []

    def task(argument: int, index: int, worker: int) -> None:
        ran.append(index)
        time.sleep(0.02)

    def hook() -> int:
        asked.append(time.perf_counter())
        return int(len(asked) == 2)

    slow, ask = SLOW(task), HOOK(hook)
    loaded.pool.set_hook(ctypes.cast(ask, ctypes.c_void_p).value)
    try:
        start = time.perf_counter()
        assert loaded.pool.parallel_for(ctypes.cast(slow, ctypes.c_void_p).value, 0, 1000) == 1
        took = time.perf_counter() - start
    finally:
        loaded.pool.set_hook(0)
    assert len(asked) == 2
    assert 0.09 < took < 1.0  # asked twice, 50 ms apart
    assert len(ran) < 100
    assert len(set(ran)) == len(ran)
    counts = (ctypes.c_int64 * 8)()  # and the next job is not cancelled
    assert loaded.many(loaded.task(count_task), ctypes.addressof(counts), 8, 10) == 0
    assert list(counts) == [10] * 8


@needs_futex
def test_the_hook_is_asked_while_waiting_for_others(loaded: Loaded) -> None:
    """The caller's own tasks are short; one of the other thread's is long."""
    loaded.pool.set_num_threads(2)
    asked: list[float] = []

    def task(argument: int, index: int, worker: int) -> None:
        if worker:
            time.sleep(0.4)
        else:
            time.sleep(0.01)

    def hook() -> int:
        asked.append(time.perf_counter())
        return 0

    slow, ask = SLOW(task), HOOK(hook)
    loaded.pool.set_hook(ctypes.cast(ask, ctypes.c_void_p).value)
    try:
        assert loaded.pool.parallel_for(ctypes.cast(slow, ctypes.c_void_p).value, 0, 4) == 0
    finally:
        loaded.pool.set_hook(0)
    assert len(asked) >= 3
    assert max(b - a for a, b in itertools.pairwise(asked)) < 0.25


@pytest.mark.parametrize("threads", [1, 2])
def test_cancel_from_another_thread(loaded: Loaded, threads: int) -> None:
    loaded.pool.set_num_threads(threads)
    ran: list[int] = []

    def task(argument: int, index: int, worker: int) -> None:
        ran.append(index)
        time.sleep(0.01)

    slow = SLOW(task)
    timer = threading.Timer(0.1, loaded.pool.cancel)
    timer.start()
    assert loaded.pool.parallel_for(ctypes.cast(slow, ctypes.c_void_p).value, 0, 10_000) == 1
    timer.join()
    assert len(ran) < 1000


def test_wrong_numbers_of_threads(loaded: Loaded) -> None:
    for count in (0, -1, p.MAX_THREADS + 1):
        with pytest.raises(ValueError, match=f"given {count} threads"):
            loaded.pool.set_num_threads(count)


@needs_futex
def test_threads_cannot_change_inside_a_task(loaded: Loaded) -> None:
    loaded.pool.set_num_threads(2)
    errors: list[str] = []

    def task(argument: int, index: int, worker: int) -> None:
        try:
            loaded.pool.set_num_threads(3)
        except RuntimeError as error:
            errors.append(str(error))

    slow = SLOW(task)
    loaded.pool.parallel_for(ctypes.cast(slow, ctypes.c_void_p).value, 0, 4)
    assert len(errors) == 4
    assert loaded.pool.num_threads() == 2


def test_the_process_ends_while_workers_exist(tmp_path: Any) -> None:
    """Workers that sleep or spin do not keep the interpreter from ending."""
    import subprocess

    code = (
        "import ctypes\n"
        "from nitinol.core import pool as p\n"
        "pool = p.Pool(p.module.build(), 3)\n"
        "task = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)(\n"
        "    lambda a, i, w: None)\n"
        "pool.parallel_for(ctypes.cast(task, ctypes.c_void_p).value, 0, 8)\n"
        "print('done')\n"
    )
    for _ in range(3):
        found = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
        )
        assert (found.returncode, found.stdout) == (0, "done\n"), found.stderr


# -- as ordinary Python ----------------------------------------------------------------------


@pytest.fixture
def _fresh() -> Any:
    reset(p.module)
    p.after_fork()
    yield
    p.set_num_threads(1)
    reset(p.module)


@pytest.mark.usefixtures("_fresh")
@pytest.mark.parametrize("threads", [1, 3])
def test_as_ordinary_python(threads: int) -> None:
    """The same source, run by CPython: real threads, simulated atomics."""
    p.set_spin(20)
    assert int(p.set_num_threads(threads)) == 0
    assert int(p.num_threads()) == (threads if p.FUTEX else 1)
    counts = (ctypes.c_int64 * 8)()
    argument = ptr[i64](ctypes.addressof(counts))
    for _ in range(20):
        assert int(p.parallel_for(count_task, argument, 8)) == 0
    assert list(counts) == [20] * 8


@needs_futex
@pytest.mark.usefixtures("_fresh")
def test_a_failing_task_as_ordinary_python() -> None:
    """ctypes swallows what callbacks raise; here it is raised in the caller or a worker."""

    def fail(argument: Any, index: Any, worker: Any) -> None:
        raise ZeroDivisionError

    before: Any = count_task.prepared  # type: ignore[attr-defined]
    p.set_spin(20)
    counts = (ctypes.c_int64 * 8)()
    try:
        count_task.prepared = fail  # type: ignore[attr-defined]
        with pytest.raises(ZeroDivisionError):
            p.parallel_for(count_task, ptr[i64](ctypes.addressof(counts)), 8)
    finally:
        count_task.prepared = before  # type: ignore[attr-defined]
    assert list(counts) == [0] * 8


@pytest.mark.usefixtures("_fresh")
def test_claiming_as_ordinary_python() -> None:
    p.job.value = p.pack(2, 3, 0)
    assert int(p.claim(2)) == -1  # only two threads may take part
    assert [int(p.claim(w)) for w in (0, 1, 0, 1)] == [0, 1, 2, -1]
    p.job.value = p.pack(2, 5, 1)
    p.skip_rest(5)
    assert int(p.done.value) == 4
    assert int(p.claim(0)) == -1
    p.skip_rest(5)
    assert int(p.done.value) == 4


@pytest.mark.usefixtures("_fresh")
def test_cancelling_as_ordinary_python() -> None:
    asked: list[int] = []
    hook = HOOK(lambda: int(asked.append(1) or len(asked) == 1))
    p.set_hook(fn[[], i64](ctypes.cast(hook, ctypes.c_void_p).value))
    ran: list[int] = []
    slow = SLOW(lambda a, i, w: (ran.append(i), time.sleep(0.03))[0])
    task = fn[[ptr, i64, i64], None](ctypes.cast(slow, ctypes.c_void_p).value)
    assert int(p.parallel_for(task, null, 50)) == 1
    assert 2 <= len(ran) < 10


@needs_futex
@pytest.mark.usefixtures("_fresh")
def test_a_system_that_allows_no_more_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pool goes on with the workers that it has."""
    made: list[int] = []
    create = p.pthread_create

    def refuse(*arguments: Any) -> Any:
        made.append(1)
        return 11 if len(made) > 1 else create(*arguments)

    p.set_spin(20)
    p.set_num_threads(5)
    counts = (ctypes.c_int64 * 8)()
    changed = _with(p.start_workers, pthread_create=refuse)
    monkeypatch.setattr(p.start_workers, "prepared", changed)
    assert int(p.parallel_for(count_task, ptr[i64](ctypes.addressof(counts)), 8)) == 0
    assert list(counts) == [1] * 8
    assert int(p.num_threads()) == 2


def _with(function: Any, **names: Any) -> Any:
    """The Python form of a native function with some of its global names replaced."""
    from nitinol.native.simulate import prepare

    prepared = prepare(function)
    prepared.__globals__.update(names)
    return prepared
