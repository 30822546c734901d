"""What goes wrong while a program runs: indices, memory, Ctrl-C. State is as before the call."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

import nitinol as ni


def indices(*numbers: int) -> Any:
    return ni.tensor(list(numbers))


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("bad", [5, -6, 100])
def test_an_index_out_of_range_is_raised_after_the_call(compiled: bool, bad: int) -> None:
    def f(x: Any, i: Any) -> Any:
        return ni.take(x, i, axis=0) * 2.0

    f = ni.jit(f) if compiled else f
    x = ni.ones((5, 3))
    assert f(x, indices(0, -5, 4)).tolist() == [[2.0] * 3] * 3
    with pytest.raises(
        ni.IndexRangeError, match=f"index {bad} is out of range for an axis of size 5"
    ) as caught:
        f(x, indices(0, bad, 1))
    assert isinstance(caught.value, IndexError)
    assert f(x, indices(1)).tolist() == [[2.0] * 3]  # and all goes on


def test_an_index_error_leaves_state_alone() -> None:
    table = ni.ones((4, 2)).requires_grad_()
    optimizer = ni.optim.SGD([table], lr=0.5)

    @ni.jit
    def step(i: Any) -> Any:
        optimizer.zero_grad()
        loss = table[i].sum()
        loss.backward()
        optimizer.step()
        return loss

    step(indices(0, 1))
    before, count = table.tolist(), optimizer.count.item()
    with pytest.raises(ni.IndexRangeError, match="index 9 is out of range for an axis of size 4"):
        step(indices(0, 9))
    assert (table.tolist(), optimizer.count.item()) == (before, count)
    assert table.grad is None  # `zero_grad` came before what failed, as in eager mode
    step(indices(2, 3))
    assert table.tolist() == [[0.5, 0.5]] * 4


def test_an_index_error_leaves_a_gradient_that_is_added_to_alone() -> None:
    table = ni.ones((4, 2)).requires_grad_()

    @ni.jit
    def gather(i: Any) -> Any:
        loss = table[i].sum()
        loss.backward()
        return loss

    gather(indices(0, 1))
    with pytest.raises(ni.IndexRangeError, match="index 9 is out of range for an axis of size 4"):
        gather(indices(0, 9))
    assert table.grad.tolist() == [[1.0, 1.0], [1.0, 1.0], [0.0, 0.0], [0.0, 0.0]]


@pytest.mark.parametrize("compiled", [False, True])
def test_more_memory_than_there_is(compiled: bool) -> None:
    f = lambda x: ni.broadcast_to(x, (1 << 30, 1 << 20)) + 1.0  # noqa: E731 - 4 petabytes
    f = ni.jit(f) if compiled else f
    with pytest.raises(MemoryError, match=f"no memory for a tensor of {1 << 52} bytes") as caught:
        f(ni.ones(1))
    assert not compiled or "test_failures.py, line" in str(caught.value)
    assert (ni.ones(3) + 1.0).tolist() == [2, 2, 2]


def test_temporary_memory_that_there_is_not() -> None:
    @ni.jit
    def f(x: Any) -> Any:
        wide = ni.exp(ni.broadcast_to(x, (1 << 25, 1 << 25)))
        return ni.sum(ni.cumsum(wide, axis=0)[-1])

    with pytest.raises(
        MemoryError, match=r"no memory for the \d{16} bytes.*float32\[33554432, 33554432\]"
    ) as caught:
        f(ni.ones(1))
    assert str(caught.value).endswith("in f: return ni.sum(ni.cumsum(wide, axis=0)[-1])")
    message = str(caught.value)
    with pytest.raises(MemoryError) as again:  # now the dispatch cache answers
        f(ni.ones(1))
    assert str(again.value) == message


def test_memory_that_a_loop_or_a_part_has_not() -> None:
    @ni.jit
    def f(x: Any) -> Any:
        return ni.fori_loop(
            0, 2, lambda i, s: ni.cumsum(ni.full((1 << 25, 1 << 25), 2.0) * s, 1)[0, 0], x
        )

    with pytest.raises(
        MemoryError, match=r"float32\[33554432, 33554432\](?s:.)*lambda i, s: ni.cumsum"
    ):
        f(ni.tensor(1.0))

    @ni.jit
    def g(x: Any) -> Any:
        y = x[x > 0]
        return y[:, None] * y

    with pytest.raises(MemoryError, match=r"bytes(?s:.)*, in g: return y\[:, None\] \* y"):
        g(ni.ones(1 << 23))


INTERRUPTED = """
import os, signal, sys, threading, time
import nitinol as ni

def f(x):
    for _ in range(int(sys.argv[2])):
        x = ni.sin(ni.cumsum(ni.exp(-x * x), axis=1)) if sys.argv[3] == "scan" else ni.tanh(x @ x) * 0.1
    return x

f = ni.jit(f) if sys.argv[1] == "jit" else f
n = 2048
f(ni.ones((4, 4)))
x = ni.full((n, n), 0.5)
f(ni.full((8, 8), 0.5))
sent = []

def send():
    sent.append(time.perf_counter())
    os.kill(os.getpid(), signal.SIGINT)

timer = threading.Timer(0.3, send)
timer.start()
try:
    while True:
        f(x)
except KeyboardInterrupt:
    print("answered", time.perf_counter() - sent[0])
    print("sum", ni.ones(3).sum().item())
"""


@pytest.mark.parametrize("kind", ["scan", "product"])
@pytest.mark.parametrize("mode", ["jit", "eager"])
def test_control_c_is_answered_soon(mode: str, kind: str) -> None:
    # What was promised holds for a processor of one's own; with others on it we only ask that it comes.
    alone = os.getloadavg()[0] < 1 and "PYTEST_XDIST_WORKER" not in os.environ
    limit = 0.2 if alone else 2.0
    best = 10.0
    for _ in range(3):  # a machine that is busy with other things may miss it once
        ran = subprocess.run(
            [sys.executable, "-c", INTERRUPTED, mode, "20", kind],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr[-2000:]
        lines = dict(line.split() for line in ran.stdout.splitlines())
        assert lines["sum"] == "3.0"
        best = min(best, float(lines["answered"]))
        if best < limit:
            return
    raise AssertionError(f"answered after {best:.2f} s")
