"""The allocator, compiled and as ordinary Python: no overlap, alignment, statistics, bounds."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nitinol.core import memory as m
from nitinol.native.simulate import reset

MIB = 1 << 20


@pytest.fixture(scope="module")
def memory() -> m.Memory:
    return m.Memory(m.module.build())


class Way:
    """One way of running the allocator: functions that take and give plain ints."""

    def __init__(
        self, call: Callable[[Any], Callable[..., int]], stats: Callable[[], dict]
    ) -> None:
        self.allocate = call(m.allocate)
        self.release = call(m.release)
        self.gil_allocate = call(m.gil_allocate)
        self.gil_release = call(m.gil_release)
        self.size_class = call(m.size_class)
        self.trim = call(m.trim)
        self.configure = call(m.configure)
        self.statistics = stats


def native_way(memory: m.Memory) -> Way:
    return Way(lambda f: m.module.bind(f, memory.library, keep_gil=True), memory.statistics)


def python_way() -> Way:
    reset(m.module)

    def call(function: Any) -> Callable[..., int]:
        def run(*arguments: Any) -> int:
            result = function(*arguments)
            return int(result) if result is not None else 0

        return run

    def statistics() -> dict[str, int]:
        found = {name: int(getattr(m.statistics, name)) for name in m.STATISTICS}
        found["live_bytes"] -= int(m.held.bytes)
        found["cached_bytes"] += int(m.held.bytes)
        found["allocations"] += int(m.held.allocations)
        found["releases"] += int(m.held.releases)
        return found

    return Way(call, statistics)


SIZES = (
    st.integers(0, 700)
    | st.sampled_from([m.SMALL - 1, m.SMALL, m.SMALL + 1, 40_000, MIB, 5 * MIB])
    | st.integers(0, 200_000)
)
STEPS = st.lists(
    st.tuples(st.just("allocate"), SIZES, st.booleans())
    | st.tuples(st.just("release"), st.integers(0, 1000), st.booleans())
    | st.tuples(st.just("trim"), st.just(0), st.just(False)),
    max_size=60,
)


def check_run(way: Way, steps: list[tuple[str, int, bool]], limit: int) -> list[object]:
    """Runs the steps and checks the allocator's promises; returns what can be seen of it."""
    way.configure(limit, 1 << 40, False)
    way.trim()
    first = way.statistics()
    seen: list[object] = []
    live: dict[int, tuple[int, int]] = {}  # address: class, stamp
    stamp = 0
    for what, number, short in steps:
        if what == "allocate":
            address = (way.gil_allocate if short else way.allocate)(number)
            group = way.size_class(number)
            assert address
            assert address % 64 == 0
            assert m.SIZES[group] >= number
            for other, (other_group, _) in live.items():
                apart = other + m.SIZES[other_group] <= address or address + m.SIZES[group] <= other
                assert apart, "two live blocks overlap"
            stamp += 1
            live[address] = (group, stamp)
            size = m.SIZES[group]
            for at in (address, address + size - 8):
                ctypes.c_int64.from_address(at).value = stamp
            seen.append(group)
        elif what == "release" and live:
            address = sorted(live, key=lambda a: live[a][1])[number % len(live)]
            group, mark = live.pop(address)
            for at in (address, address + m.SIZES[group] - 8):
                assert ctypes.c_int64.from_address(at).value == mark, "a block was overwritten"
            (way.gil_release if short else way.release)(address, group)
        elif what == "trim":
            way.trim()
            assert way.statistics()["mapped_bytes"] >= sum(m.SIZES[g] for g, _ in live.values())
        now = way.statistics()
        assert now["live_bytes"] == sum(m.SIZES[group] for group, _ in live.values())
        assert now["peak_bytes"] >= now["live_bytes"]
        assert now["mapped_bytes"] >= now["live_bytes"] + now["cached_bytes"]
        used = now["allocations"] - first["allocations"] - now["releases"] + first["releases"]
        assert used == len(live)
        seen.append((now["live_bytes"], now["cached_bytes"], now["mapped_bytes"]))
    for address, (group, _) in live.items():
        way.release(address, group)
    way.trim()
    end = way.statistics()
    assert end["live_bytes"] == end["cached_bytes"] == end["mapped_bytes"] == 0
    return seen


@settings(max_examples=60, deadline=None)
@given(steps=STEPS, limit=st.sampled_from([0, MIB, 64 * MIB]))
def test_promises_compiled(memory: m.Memory, steps: list[Any], limit: int) -> None:
    check_run(native_way(memory), steps, limit)


@settings(max_examples=12, deadline=None)
@given(steps=STEPS.filter(lambda s: len(s) < 30), limit=st.sampled_from([0, MIB, 64 * MIB]))
def test_both_ways_do_the_same(memory: m.Memory, steps: list[Any], limit: int) -> None:
    assert check_run(native_way(memory), steps, limit) == check_run(python_way(), steps, limit)


def test_size_classes(memory: m.Memory) -> None:
    for size in [*range(5000), *(s + d for s in m.SIZES[5:] for d in (-1, 0, 1))]:
        group = memory.size_class(size)
        if size > m.LARGEST:
            assert group == 0
            continue
        assert m.SIZES[group] >= size
        assert group == 1 or m.SIZES[group - 1] < size
        assert memory.class_bytes(group) == m.SIZES[group]
        assert m.SIZES[group] <= max(64, size * 1.25 + 64)
    assert memory.size_class(2**64 - 1) == 0


def test_what_cannot_be_had(memory: m.Memory) -> None:
    before = memory.statistics()
    for size in (2**62, 2**46 + 1, 2**64, 2**80):
        with pytest.raises(MemoryError, match=f"cannot allocate {size} bytes"):
            memory.allocate(size)
    with pytest.raises(MemoryError):
        memory.allocate(2**45)  # a class exists, but no machine has it
    with pytest.raises(ValueError, match="given -1 bytes"):
        memory.allocate(-1)
    after = memory.statistics()
    assert after["live_bytes"] == before["live_bytes"]
    assert after["refusals"] >= before["refusals"] + 3


def test_a_refusal_of_the_system_empties_the_cache_first(memory: m.Memory) -> None:
    memory.configure(limit=1 << 40, maximum=1 << 47)
    group = memory.size_class(8 * MIB)
    memory.release(memory.allocate(8 * MIB), group)
    assert memory.statistics()["cached_bytes"] >= 8 * MIB
    with pytest.raises(MemoryError):
        memory.allocate(2**46)  # refused by the system, not by us
    assert memory.statistics()["cached_bytes"] == 0


def test_the_maximum_counts_live_bytes_only(memory: m.Memory) -> None:
    memory.trim()
    memory.configure(limit=64 * MIB, maximum=memory.statistics()["live_bytes"] + 3 * MIB)
    group = memory.size_class(2 * MIB)
    one = memory.allocate(2 * MIB)
    with pytest.raises(MemoryError):
        memory.allocate(2 * MIB)
    memory.release(one, group)
    two = memory.allocate(2 * MIB)
    assert two == one  # from the cache
    memory.release(two, group)
    memory.configure(limit=64 * MIB, maximum=1 << 40)


def test_the_cache_of_large_blocks_is_bounded(memory: m.Memory) -> None:
    memory.trim()
    memory.configure(limit=10 * MIB, maximum=1 << 40)
    group = memory.size_class(MIB)
    blocks = [memory.allocate(MIB) for _ in range(32)]
    for block in blocks:
        memory.release(block, group)
        assert memory.statistics()["cached_bytes"] <= 10 * MIB
    big = memory.size_class(20 * MIB)
    memory.release(memory.allocate(20 * MIB), big)  # larger than the whole cache
    assert memory.statistics()["cached_bytes"] <= 10 * MIB
    memory.configure(limit=0, maximum=1 << 40)
    assert memory.statistics()["cached_bytes"] == 0


def test_small_blocks_are_reused_and_chunks_given_back(memory: m.Memory) -> None:
    memory.trim()
    start = memory.statistics()["mapped_bytes"]
    for _ in range(3):
        blocks = [memory.allocate(4000) for _ in range(2000)]
        assert len(set(blocks)) == 2000
        size = memory.class_bytes(memory.size_class(4000))
        assert all(b // m.CHUNK == (b + size - 1) // m.CHUNK for b in blocks)  # none sticks out
        for block in blocks:
            memory.release(block, memory.size_class(4000))
        assert memory.statistics()["mapped_bytes"] - start <= 10 * MIB
    assert memory.trim() >= 7 * MIB
    assert memory.statistics()["mapped_bytes"] == start


@pytest.mark.parametrize("huge", [False, True])
def test_fresh_memory_is_zero_and_huge_blocks_are_aligned(memory: m.Memory, huge: bool) -> None:
    memory.trim()
    memory.configure(limit=0, maximum=1 << 40, huge_pages=huge)
    address = memory.allocate(9 * MIB)
    assert address % (m.HUGE_PAGE if huge else 4096) == 0
    assert not any(ctypes.string_at(address, 9 * MIB))
    memory.release(address, memory.size_class(9 * MIB))


@pytest.mark.skipif(not m.LINUX, reason="reads /proc/self/statm")
def test_nothing_stays_mapped(memory: m.Memory) -> None:
    """Mappings are cut to size, and given back whole."""

    def pages() -> int:
        return int(Path("/proc/self/statm").read_text().split()[0])

    memory.trim()
    memory.configure(limit=0, maximum=1 << 40, huge_pages=True)
    before = pages()
    for size in (5 * MIB, 40_000, 33 * MIB):
        for _ in range(50):
            memory.release(memory.allocate(size), memory.size_class(size))
    assert pages() - before < 20 * MIB // 4096
    held = [(memory.allocate(size), size) for size in [4 * MIB, 5 * MIB] * 20]
    assert pages() - before < (180 + 8) * MIB // 4096
    for address, size in held:
        memory.release(address, memory.size_class(size))
    for _ in range(50):
        memory.release(memory.allocate(100), memory.size_class(100))
        memory.trim()
    assert pages() - before < 20 * MIB // 4096


def test_threads_without_the_gil(memory: m.Memory) -> None:
    """ctypes functions that let go of the GIL, as kernels do."""
    memory.configure(limit=4 * MIB, maximum=1 << 40)
    allocate = m.module.bind(m.allocate, memory.library)
    release = m.module.bind(m.release, memory.library)
    before = memory.statistics()
    wrong: list[str] = []

    def worker(mark: int) -> None:
        blocks: list[tuple[int, int]] = []
        for n in range(3000):
            size = (n * 7919 * mark) % 90_000
            address = allocate(size)
            ctypes.c_int64.from_address(address).value = address ^ mark
            blocks.append((address, size))
            if len(blocks) > 20:
                old, old_size = blocks.pop(n % 20)
                if ctypes.c_int64.from_address(old).value != old ^ mark:
                    wrong.append(f"{old:#x}")
                release(old, memory.size_class(old_size))
        for old, old_size in blocks:
            release(old, memory.size_class(old_size))

    threads = [threading.Thread(target=worker, args=(mark,)) for mark in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    after = memory.statistics()
    assert not wrong
    assert after["live_bytes"] == before["live_bytes"]
    assert after["allocations"] - before["allocations"] == 9000


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_fork_while_others_allocate(memory: m.Memory) -> None:
    assert m.Memory(memory.library).library is memory.library  # a second face locks only once
    stop = threading.Event()
    allocate = m.module.bind(m.allocate, memory.library)
    release = m.module.bind(m.release, memory.library)

    def noise() -> None:
        while not stop.is_set():
            release(allocate(100), memory.size_class(100))

    thread = threading.Thread(target=noise)
    thread.start()
    try:
        for _ in range(20):
            child = os.fork()
            if child == 0:
                signal.alarm(20)
                address = memory.allocate(100)  # would hang if the lock had been inherited
                memory.release(address, memory.size_class(100))
                os._exit(0 if allocate(64) else 1)
            assert os.waitpid(child, 0)[1] == 0
    finally:
        stop.set()
        thread.join()
