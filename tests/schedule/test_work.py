"""Which programs are predicted to be long, so that other Python threads run beside them."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from schedule_support import graph_of, scheduled

import nitinol as ni
from nitinol.codegen.passes import about_of
from nitinol.exec.plan import LONG


def rounds(v: Any, a: Any) -> Any:
    return ni.scan(lambda c, _: (c @ a, None), v, None, length=10)[0]


CASES = [
    (lambda x: x + 1, [(1000,)], False),
    (lambda x: ni.tanh(x) * 2, [(200_000,)], True),
    (lambda a, v: a @ v, [(64, 64), (64,)], False),
    (lambda a, v: a @ v, [(4096, 4096), (4096,)], True),  # few results of much memory
    (lambda a, b: a @ b, [(100, 100), (100, 100)], False),
    (lambda a, b: a @ b, [(256, 256), (256, 256)], True),
    (lambda x: ni.sum(x), [(1 << 20,)], True),
    (rounds, [(32,), (32, 32)], False),
    (rounds, [(1024,), (1024, 1024)], True),
    (lambda x: ni.while_loop(lambda c: c < 3, lambda c: c + 1, x), [()], True),  # nobody knows
    (lambda x, w: ni.conv2d(x, w), [(1, 64, 32, 32), (1, 64, 32, 32)], False),
    (lambda x, w: ni.conv2d(x, w), [(64, 64, 32, 32), (1, 64, 32, 32)], True),
]


@pytest.mark.parametrize("number", range(len(CASES)))
def test_prediction(number: int) -> None:
    f, shapes, long = CASES[number]
    done, _ = scheduled(graph_of(f, *shapes))
    assert (about_of(done, []).work > LONG) == long


def test_other_threads_run_beside_a_product_with_few_results() -> None:
    a, v = ni.ones((4096, 4096)), ni.ones((4096,))
    f = ni.jit(lambda a, v: a @ v)
    f(a, v)
    noted: list[float] = []
    begun, ended = threading.Event(), threading.Event()

    def note() -> None:
        begun.set()
        while not ended.is_set():
            noted.append(time.perf_counter())
            time.sleep(0.0002)

    other = threading.Thread(target=note)
    other.start()
    begun.wait()
    try:
        for _ in range(
            100
        ):  # a busy machine may keep the other thread from running at all for a while
            start = time.perf_counter()
            f(a, v)
            end = time.perf_counter()
            length = end - start
            if any(start + 0.1 * length < t < end - 0.1 * length for t in noted[-1000:]):
                return
    finally:
        ended.set()
        other.join()
    raise AssertionError("the other thread waited for every call")
