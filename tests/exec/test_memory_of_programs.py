"""`jit(f).memory`: what it says before a run is what the allocator finds in the run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import nitinol as ni
from nitinol.base.errors import IndexRangeError

MIB = 1 << 20
FEW = 64  # bytes: the plain core has these from Python
SLACK = 1 << 16  # small blocks that Python objects and short lists hold


def measured(function: Callable[..., Any], *args: Any) -> int:
    """The bytes that a call needed besides what there was before."""
    function(*args)
    ni.memory.trim()
    ni.memory.reset_peak()
    before = ni.memory.stats()["live_bytes"]
    result = function(*args)
    found = ni.memory.stats()["peak_bytes"] - before
    del result
    return found


def check(function: Any, *args: Any) -> dict[str, int]:
    """`memory` is right: the allocator rounds blocks up by a quarter at most."""
    said = function.memory(*args)
    assert said["peak"] == said["arguments"] + said["results"] + said["temporaries"]
    wanted = said["results"] + said["temporaries"]
    assert wanted - FEW <= measured(function, *args) <= 1.25 * wanted + SLACK
    return said


def test_arena_and_blocks_of_templates() -> None:
    x = ni.ones((512, 512))
    f = ni.jit(lambda x: ni.tanh(x @ x) @ x)
    said = f.memory(x)
    assert f.stats() == {"compilations": 1, "hits": 0}  # it was not run
    assert (said["arguments"], said["results"]) == (MIB, MIB)
    check(f, x)
    assert f.stats() == {"compilations": 1, "hits": 2}
    tall = ni.jit(lambda x, w: x @ w)  # packs both sides into memory
    assert check(tall, ni.ones((512, 128)), ni.ones((128, 1024)))["temporaries"] > MIB // 2
    sums = ni.jit(lambda x, w: ni.sum(x @ w, 0))  # of 64 rows each, taken by the product's tasks
    # The results are large, as the plain core keeps small blocks for the next call.
    said = check(sums, ni.ones((2048, 16)), ni.ones((16, 32768)))
    assert (2048 // 64) * 32768 * 4 <= said["temporaries"] < 8 * MIB
    rows = ni.jit(lambda x: (ni.sum(x), ni.sort(x)))  # in parts, of which each has a block
    assert check(rows, ni.ones(300_000))["temporaries"] > 2 * MIB


def test_memory_of_loops_and_what_is_nested() -> None:
    def turn(c: Any, x: Any) -> Any:
        return ni.tanh(c @ x), c

    x, xs = ni.ones((256, 256)), ni.ones((8, 256, 256))
    f = ni.jit(ni.grad(lambda x: ni.scan(turn, x, xs)[0].sum()))
    # The carries of eight rounds are kept.
    assert check(f, x)["temporaries"] >= 8 * x.nbytes
    g = ni.jit(lambda x: ni.cond(x[0, 0] > 0, lambda x: ni.tanh(x @ x) @ x, lambda x: x, x))
    assert check(g, x)["temporaries"] >= x.nbytes


def test_open_sizes_and_state() -> None:
    f = ni.jit(lambda x: (ni.tanh(x @ x) @ x).sum(1))
    for n in (96, 160, 512):
        said = f.memory(ni.ones((n, n)))
        f(ni.ones((n, n)))
    assert f.stats()["compilations"] == 2
    # Two values, and both sides of one product at a time, packed: 57 strips of 9 rows, 11 panels of 48 columns.
    temporaries = 2 * MIB + 4 * (57 * 9 + 11 * 48) * 512 + 2 * 64
    assert said == {
        "arguments": MIB,
        "results": 2048,
        "temporaries": temporaries,
        "peak": MIB + 2048 + temporaries,
    }
    w = ni.ones((256, 256))

    @ni.jit
    def step(x: Any) -> Any:
        w._assign(w * 0.5 + x)
        return w.sum()

    assert check(step, ni.ones((256, 256)))["results"] == w.nbytes + 4

    @ni.jit
    def over(x: Any) -> Any:
        w._assign(w * 0.5 + x)
        return x.sum()

    assert check(over, ni.ones((256, 256)))["results"] == 4
    x, held = ni.ones((256, 256)), w.detach()
    assert over.memory(x)["results"] == w.nbytes + 4  # `held` keeps the old value
    before = held + 0.0
    over(x)
    assert over.memory(x)["results"] == 4
    assert ni.array_equal(held, before)


def test_only_recorded_calls_keep_something_for_the_way_back() -> None:
    x, w = ni.ones((64, 64)), ni.ones((64, 64)) * 0.01
    w.requires_grad_()
    captured = ni.jit(lambda x: ni.sum(ni.tanh(x @ w) @ w))
    given = ni.jit(lambda x, w: ni.sum(ni.tanh(x @ w) @ w))
    for f, args in ((captured, (x,)), (given, (x, w))):
        for _ in range(3):  # in turn, so that neither program answers calls of the other kind
            with ni.no_grad():
                assert f.memory(*args)["results"] == 4
                assert not f(*args).requires_grad
            assert f.memory(*args)["results"] > x.nbytes
            w.grad = None
            y = f(*args)
            y.backward()
            assert w.grad is not None
    assert given.stats()["compilations"] == 1


def test_old_gradients_go_before_new_ones_are_made() -> None:
    w, table = ni.ones((256, 256)).requires_grad_(), ni.ones((4, 256))

    def step(again: bool) -> Any:
        def run(i: Any) -> Any:
            if not again:
                w.grad = None
            loss = (table[i] @ w).sum()
            loss.backward()
            return loss.detach()

        return ni.jit(run)

    once, more, i = step(again=False), step(again=True), ni.tensor([1, 2])
    once(i)
    said = once.memory(i)
    assert said["results"] == w.nbytes + 4
    assert measured(once, i) <= 1.25 * said["temporaries"] + SLACK < w.nbytes
    held = w.grad
    values = held + 0.0
    once(i)
    assert w.grad is not held
    assert ni.array_equal(held, values)
    more(i)
    assert ni.array_equal(w.grad, 2 * values)
    wrong = ni.tensor([1, 4])
    with pytest.raises(IndexRangeError):
        more(wrong)  # which reads the old gradient
    assert ni.array_equal(w.grad, 2 * values)
    with pytest.raises(IndexRangeError):
        once(wrong)
    assert w.grad is None  # as eagerly


def test_numbers_need_no_memory() -> None:
    f = ni.jit(lambda x: ni.exp(x) + x)
    assert f.memory(1.0) == {"arguments": 0, "results": 4, "temporaries": 0, "peak": 4}


def test_a_program_that_only_hands_on() -> None:
    f = ni.jit(lambda x: x)
    assert f.memory(ni.ones(4)) == {"arguments": 16, "results": 0, "temporaries": 0, "peak": 16}


@pytest.mark.parametrize("policy", [None, "dots"])
def test_checkpoint_bounds_the_temporaries(policy: str | None) -> None:
    def block(x: Any, w: Any) -> Any:
        for _ in range(6):
            x = ni.tanh(ni.sin(x @ w))
        return x

    def loss(wrapped: Any) -> Any:
        def f(x: Any, w: Any) -> Any:
            for _ in range(4):
                x = wrapped(x, w)
            return x.sum()

        return ni.jit(ni.grad(f, argnums=1))

    x, w = ni.ones((256, 64)), ni.ones((64, 64)) * 0.1
    every = loss(block).memory(x, w)["temporaries"]
    some = check(loss(ni.checkpoint(block, policy)), x, w)["temporaries"]
    # Of four blocks what one stores and the operands of all live at once; or the 24 products, what one block
    # makes of its own again, and the operands.
    bound = every / 4 + 4 * x.nbytes if policy is None else (24 + 12 + 4) * x.nbytes
    assert some < bound < every
