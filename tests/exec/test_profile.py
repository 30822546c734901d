"""`ni.profile`: every kernel is seen once, with its work, its traffic, its line and its thread."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest

import nitinol as ni
from nitinol.exec.machine import Limits
from nitinol.exec.profile import Event, ProfileError
from nitinol.exec.profile_table import text_of


def kernels(prof: Any) -> list[Event]:
    return [e for e in prof.events if e.kind == "kernel"]


def here() -> int:
    """The line of the caller."""
    import sys

    return sys._getframe(1).f_lineno


def test_eager_operations() -> None:
    x, w = ni.ones((64, 48)), ni.ones((48, 32))
    y = ni.exp(x)  # what comes after is answered by the dispatch cache
    before = time.perf_counter_ns()
    with ni.profile() as prof:
        y = ni.exp(x)
        line = here() - 1
        z = y @ w
        y.reshape(48, 64)  # no kernel
    after = time.perf_counter_ns()
    ni.exp(x)
    exp, dot = kernels(prof)
    assert (exp.program, dot.program) == ("exp", "matmul")
    assert before <= exp.start <= exp.end <= dot.start <= dot.end <= after
    assert exp.thread == dot.thread == threading.get_ident()
    assert exp.line is not None and exp.line[0].co_filename == __file__
    assert (exp.line[1], dot.line and dot.line[1]) == (line, line + 2)
    assert exp.kernel is not None and dot.kernel is not None
    assert (exp.kernel.shape, dot.kernel.shape, dot.kernel.dtype) == ((64, 48), z.shape, "float32")
    assert exp.kernel.nbytes == 2 * 4 * 64 * 48
    assert dot.kernel.flops == 2 * 64 * 32 * 48
    assert dot.kernel.nbytes == 4 * (64 * 48 + 48 * 32 + 64 * 32)


def test_other_sizes_and_dtypes_are_other_rows() -> None:
    a, b = ni.ones((3, 5)), ni.ones((7, 11), dtype=ni.float64)
    with ni.profile() as prof:
        for _ in range(3):
            a + a
        a[:2] + a[:2]
        b + b
        ni.ones((200, 11))[ni.tensor([1, 2, 3])]
    rows = {(r.name, r.shape): r for r in prof.kernels}
    assert rows["add", (3, 5)].calls == 3
    assert rows["add", (3, 5)].flops == 3 * 15
    assert (
        rows["add", (3, 5)].nbytes == 3 * 15 * 12
    )  # two operands, of whose memory it knows nothing
    assert rows["add", (2, 5)].calls == 1
    assert rows["add", (7, 11)].wide and not rows["add", (3, 5)].wide
    assert rows["_getitem: gather", (3, 11)].nbytes == 3 * 8 + 2 * 3 * 11 * 4
    # In float64 half as many fit into a register.
    machine = Limits(flops=1e9, read=1e9, copy=2e9)
    wide = rows["add", (7, 11)]
    wide.seconds, wide.flops, wide.nbytes = 1e-6, 800, 400
    assert wide.of_peak(machine) == pytest.approx(1.6)
    wide.flops = 100
    assert wide.of_peak(machine) == pytest.approx(0.2)


def test_compiled_functions_loops_and_the_tape() -> None:
    def step(c: Any, v: Any) -> Any:
        return ni.tanh(c @ w + v), c.sum()

    w, xs = ni.ones((16, 16)), ni.ones((9, 4, 16))
    f = ni.jit(lambda xs: ni.scan(step, ni.zeros((4, 16)), xs)[1])
    t = ni.tensor([[1.0, 2.0]] * 3, requires_grad=True)
    with ni.profile() as prof:
        f(xs)
        line = here() - 1
        (t * t).sum().backward()
    seen = kernels(prof)
    inside = [e for e in seen if e.kernel is not None and "dot" in e.kernel.names]
    assert len(inside) == 9
    product, places = 2 * 4 * 16 * 16, 4 * 16
    assert all(e.kernel and product + 2 * places < (e.kernel.flops or 0) for e in inside)
    assert all(e.kernel and product + 100 * places > (e.kernel.flops or 0) for e in inside)
    first = step.__code__.co_firstlineno
    assert [line for code, line in inside[0].lines if code is step.__code__] == [first + 1]
    assert inside[0].line is not None and inside[0].line[1] == line
    assert any(e.program == "multiply_backward" for e in seen)
    compiled = [e.program for e in prof.events if e.kind == "compile"]
    assert "<lambda>" in compiled


def test_tasks_of_large_kernels_and_other_threads(tmp_path: Path) -> None:
    x = ni.ones((600, 1000))
    before, many = ni.get_num_threads(), 3
    ni.set_num_threads(many)
    try:
        ni.sin(x)
        with ni.profile() as prof:
            ni.sin(x)
            other = threading.Thread(target=lambda: ni.cos(x[:3]), name="other")
            other.start()
            other.join()
    finally:
        ni.set_num_threads(before)
    sin, cos = kernels(prof)
    assert cos.thread != sin.thread
    assert cos.line is not None and cos.line[0].co_name == "<lambda>"
    tasks = [e for e in prof.events if e.kind == "task" and e.program == "sin"]
    assert len(tasks) == sin.tasks > 1
    assert all(sin.start <= e.start <= e.end <= sin.end for e in tasks)
    assert {e.worker for e in tasks} <= set(range(many))
    assert all((e.worker == 0) == (e.thread == sin.thread) for e in tasks)
    prof.save(tmp_path / "trace.json")
    trace = json.loads((tmp_path / "trace.json").read_text())
    spans = [e for e in trace["traceEvents"] if e["ph"] == "X"]
    assert len(spans) == len(prof.events)
    assert min(e["ts"] for e in spans) == 0 and all(e["dur"] >= 0 for e in spans)
    (one,) = [e for e in spans if e["name"] == "sin" and e["cat"] == "kernel"]
    assert one["dur"] == pytest.approx(sin.seconds * 1e6)
    assert one["args"]["bytes"] == 2 * x.nbytes
    assert "ni.sin(x)" in one["args"]["called from"] and "lines" not in one["args"]
    names = {e["tid"] for e in trace["traceEvents"] if e["name"] == "thread_name"}
    assert {e["tid"] for e in spans} <= names


def test_the_table() -> None:
    x = ni.ones((300, 40))
    with ni.profile() as prof:
        for _ in range(4):
            ni.softmax(x)
        ni.sin(x)
    (softmax,) = [r for r in prof.kernels if r.name.startswith("softmax")]
    machine = Limits(flops=2e12, read=1e12, copy=1e12)
    heads, *lines = text_of(prof.kernels, [0.5], 7, 25, 0).splitlines()
    assert heads.split()[:3] == ["kernel", "size", "calls"]
    (line,) = [x for x in lines if x.startswith("softmax")]
    cells = line.split("  ")
    assert "300×40" in line and " 4 " in line and f"{1e3 * softmax.seconds:.3f}" in line
    assert f"{softmax.nbytes / softmax.seconds / 1e9:.2f}" in cells[-1]  # type: ignore[operator]
    assert "1 compilations: 500.000 ms" in lines[-2] and lines[-1].startswith("7 records")
    assert "and 1 more" in text_of(prof.kernels, [], 0, 1, 0)
    assert softmax.of_peak(machine) == pytest.approx(
        max(softmax.flops / 2e12, softmax.nbytes / 1e12) / softmax.seconds  # type: ignore[operator]
    )


def test_what_does_not_fit_is_counted() -> None:
    x = ni.ones((4, 4))
    x + x
    with ni.profile(capacity=4096) as prof:
        for _ in range(100):
            x + x
    assert 0 < len(kernels(prof)) < 100
    assert len(kernels(prof)) + prof.dropped == 100
    assert "did not fit" in prof.table(peak=False)


def test_misuse() -> None:
    with pytest.raises(ValueError, match="4096"):
        ni.profile(capacity=10)
    with ni.profile() as prof:
        with pytest.raises(ProfileError, match="already"), ni.profile():
            pass
        with pytest.raises(ProfileError, match="with"):
            prof.kernels  # noqa: B018 - asking raises
    assert prof.kernels == [] and "0.000 ms" in prof.table()
    with pytest.raises(ProfileError, match="another"), prof:
        pass
    with pytest.raises(KeyError), ni.profile():  # ended by an error, the next can begin
        raise KeyError
    with ni.profile():
        pass


def test_errors_of_kernels_come_through() -> None:
    x, f = ni.ones(5), ni.jit(lambda x, i: x[i])
    with ni.profile() as prof, pytest.raises(ni.IndexRangeError, match="9 is out of range"):
        f(x, ni.tensor([9]))
    assert len(kernels(prof)) >= 1
