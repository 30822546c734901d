"""Steps that write new values of their state over the old ones: the same bits, and nobody sees a difference."""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nitinol as ni
from nitinol import nn, optim
from nitinol.base.errors import IndexRangeError

N = 37  # elements of the vectors: not a whole number of any vector's lanes


def places(*tensors: Any) -> list[int]:
    return [x._address for x in tensors]


def bits(*tensors: Any) -> list[bytes]:
    return [np.asarray(x.detach()).tobytes() for x in tensors]


class Model:
    """Two vectors, a matrix, a number and a bias as state, and one step of a program of random updates."""

    def __init__(self, updates: list[tuple[str, str]]) -> None:
        make = np.random.default_rng(3).standard_normal
        self.updates = updates
        self.a, self.b = (ni.tensor(make(N).astype("f")) for _ in "ab")
        self.w = ni.tensor(make((N, N)).astype("f"))
        self.n = ni.tensor(0.5)
        self.c = ni.tensor(make(N).astype("f"))

    def state(self) -> list[Any]:
        return [self.a, self.b, self.w, self.n, self.c]

    def step(self, x: Any) -> Any:
        self.old = {name: getattr(self, name).detach() for name in "aw"}
        for name, what in self.updates:
            t = getattr(self, name)
            t._assign(UPDATES[what](self, t, x))
        return x.sum() + self.a[0]


def rows(t: Any, y: Any) -> Any:
    """A vector or a number in the shape of a state."""
    return y if t.ndim == 1 else y[:, None] if t.ndim else y.sum()


UPDATES = {
    "decay": lambda m, t, x: t * 0.9 + 0.1,
    "other": lambda m, t, x: t + rows(t, m.b * m.n),
    "reversed": lambda m, t, x: t - 0.5 * (t[::-1] if t.ndim else t),
    "transposed": lambda m, t, x: t + (0.1 * m.w.T if t.ndim == 2 else rows(t, m.w.T[0])),
    "normal": lambda m, t, x: t / (1 + (t * t).sum()),
    "rows": lambda m, t, x: t - 0.01 * rows(t, (x * x).sum(0)),
    "columns": lambda m, t, x: t - 0.01 * rows(t, (m.w * 2).sum(1)),
    "product": lambda m, t, x: (
        t - 0.01 * (x.T @ x) * t if t.ndim == 2 else t - rows(t, (x @ m.w)[0]) * 0.01
    ),
    "softmax": lambda m, t, x: ni.softmax(t + rows(t, m.a), -1) if t.ndim else t,
    "swapped": lambda m, t, x: rows(t, m.c) + t * 0,
    "stale": lambda m, t, x: t - 0.1 * rows(t, m.old["a"][::-1]),
    "stale matrix": lambda m, t, x: (
        t * 0.5 + m.old["w"].T if t.ndim == 2 else t - rows(t, m.old["w"].sum(0))
    ),
    "mean": lambda m, t, x: t + t.mean() - rows(t, m.a),
}


@settings(max_examples=14, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(st.sampled_from("abwnc"), st.sampled_from(sorted(UPDATES))),
        min_size=2,
        max_size=6,
    )
)
def test_bits_are_those_of_new_memory(updates: list[tuple[str, str]]) -> None:
    x = ni.tensor(np.random.default_rng(5).standard_normal((3, N)).astype("f"))
    ours, theirs = Model(updates), Model(updates)
    ours_step = ni.jit(ours.step)
    for model in (ours, theirs):  # memory of its own
        for t in model.state():
            t._assign(t + 0)
    their_step = ni.jit(theirs.step)
    for _ in range(3):
        held = [t.detach() for t in theirs.state()]  # so none of it may be written over
        first, second = ours_step(x), their_step(x)
        del held
        assert bits(first, *ours.state()) == bits(second, *theirs.state())


def network() -> tuple[list[Any], Any]:
    """The state of a small network with its optimizer, and its compiled step."""
    ni.random.seed(1)
    model = nn.Sequential(
        nn.Embedding(11, 16), nn.Flatten(), nn.Linear(48, 20), nn.LayerNorm(20), nn.Linear(20, 5)
    )
    optimizer = optim.AdamW(model.parameters(), lr=0.01)

    @ni.jit
    def step(x: Any, t: Any) -> Any:
        loss = nn.functional.cross_entropy(model(x), t)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach()

    state = [*model.parameters(), optimizer.count]
    state += [t for group in optimizer.groups for s in group.state for t in s]
    return state, step


def batch(n: int = 7) -> tuple[Any, Any]:
    make = np.random.default_rng(n)
    return ni.tensor(make.integers(0, 11, (n, 3))), ni.tensor(make.integers(0, 5, n))


def test_a_network_is_written_over_and_learns_the_same() -> None:
    (ours, step), (theirs, other) = network(), network()
    for n in (7, 7, 5, 7):  # of another size, all axes are open
        held = [t.detach() for t in theirs]
        before = places(*ours)
        assert bits(step(*batch(n)), *ours) == bits(other(*batch(n)), *theirs)
        del held
    assert places(*ours) == before
    counted = step.memory(*batch())
    held = [t.detach() for t in ours]
    state = sum(t.size * t.dtype.itemsize for t in ours)
    assert step.memory(*batch())["results"] == counted["results"] + state
    del held


def test_who_holds_an_old_value_keeps_it() -> None:
    state, step = network()
    step(*batch())
    weight = state[1]
    whole, part, array = weight.detach(), weight.detach()[2:5], np.asarray(weight.detach())
    kept = bits(whole, part), array.tobytes()
    step(*batch())
    assert (bits(whole, part), array.tobytes()) == kept
    assert bits(weight) != bits(whole)


def test_a_tensor_that_is_given_twice_is_not_written_over() -> None:
    @ni.jit
    def step(a: Any, b: Any) -> Any:
        a._assign(a * 2 + 1)
        return b[::-1] * a, ni.cumsum(b, 0)

    x, y = ni.arange(40) * 1.0, ni.arange(40) * 1.0
    alone = step(y, ni.arange(40) * 1.0)
    again = step(x, x)
    assert bits(*again) == bits(*alone)
    held, other = y[:], y  # two objects, one memory
    old = bits(held)
    step(other, ni.zeros(40))
    assert bits(held) == old


@pytest.mark.parametrize("what", ["token", "class"])
def test_a_step_that_fails_leaves_its_state(what: str) -> None:
    state, step = network()
    x, t = batch()
    step(x, t)
    before, where = bits(*state), places(*state)
    wrong = ni.tensor(np.full((7, 3), 11)) if what == "token" else x
    label = ni.tensor(np.full(7, 5)) if what == "class" else t
    with pytest.raises(IndexRangeError, match=r"out of range"):
        step(wrong, label)
    assert bits(*state) == before
    step(x, t)
    assert bits(*state) != before
    assert places(*state) == where


def test_an_index_that_a_new_value_names_can_fail() -> None:
    p, q, table = ni.zeros(3), ni.zeros(50), ni.ones((4, 5))

    @ni.jit
    def step() -> Any:
        q._assign(q + 1)
        p._assign(ni.exp(p * 0) + p)
        picked = table[p.astype(ni.int64)]
        q._assign(q + picked.sum())
        return picked

    for _ in range(3):
        step()
    before = bits(p, q)
    with pytest.raises(IndexRangeError):
        step()
    assert bits(p, q) == before


def test_ctrl_c_leaves_all_old_or_all_new() -> None:
    n = 700
    w = [ni.zeros((n, n)) for _ in range(4)]
    count = ni.zeros(())
    x = ni.ones((n, n)) / n

    @ni.jit
    def step() -> None:
        y = x
        for p in w:
            for _ in range(3):
                y = y @ x
            p._assign(p + y * 0 + 1)
        count._assign(count + 1)

    step()
    start = time.perf_counter()
    step()
    lasts = time.perf_counter() - start
    interrupted = 0
    for part in range(8):
        timer = threading.Timer(lasts * part / 6, os.kill, (os.getpid(), signal.SIGINT))
        try:
            timer.start()
            for _ in range(20):
                step()
            timer.join()
            time.sleep(0.01)
        except KeyboardInterrupt:
            interrupted += 1
        timer.join()
        seen = {float(v) for p in w for v in (p.min().item(), p.max().item())} | {count.item()}
        assert len(seen) == 1
    assert interrupted


def test_threads_that_call_one_step_take_turns() -> None:
    state = [ni.zeros(300_000) for _ in range(3)]

    @ni.jit
    def step() -> None:
        first = state[0]
        for t in state:
            t._assign(t + 1 + 0 * first)

    step()

    def work() -> None:
        for _ in range(30):
            step()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for t in state:
        assert t.min().item() == t.max().item() == 91


def test_what_is_recorded_is_not_written_over() -> None:
    norm = nn.BatchNorm1d(6)
    x = ni.tensor(np.random.default_rng(0).standard_normal((8, 6)).astype("f"))
    call = ni.jit(lambda x: norm(x))
    y = x.requires_grad_()
    (call(y) ** 2).sum().backward()
    with ni.no_grad():
        norm.running_mean._assign(norm.running_mean + 0)
    held = norm.running_mean.detach()
    old = bits(held)
    (call(y) ** 2).sum().backward()
    assert bits(held) == old
