"""Loops that are run for blocks of rows, and what loops compute once: against the same rounds one by one.

A compiled `scan` must give the bits of its rounds computed by single calls, however its rows are cut among threads.
"""

from __future__ import annotations

import signal

import numpy as np
import pytest

import nitinol as ni
from nitinol import core
from nitinol.base.sizes import Size
from nitinol.ir.op import Type
from nitinol.ir.verify import verify
from nitinol.schedule.independent import independent, narrowed
from nitinol.trace.inlining import inline
from nitinol.trace.stage import stage

rng = np.random.default_rng(11)


def tensor(*shape, scale=1.0, dtype=np.float32):
    return ni.tensor((rng.standard_normal(shape) * scale).astype(dtype))


def lstm(w, b):
    def step(carry, x):
        h, c = carry
        i, f, g, o = ni.chunk(h @ w + x + b, 4, -1)
        c = ni.sigmoid(f) * c + ni.sigmoid(i) * ni.tanh(g)
        return (ni.sigmoid(o) * ni.tanh(c), c), h.sum(-1)

    return step


def gru(w, b):
    """With rows along the second axis of what is multiplied, a fold of the other axis, and a constant with rows."""

    def step(carry, x):
        (h, m) = carry
        gates = (w.T @ h.T).T + x
        r, z, n = ni.chunk(gates, 3, -1)
        n = ni.tanh(n * ni.sigmoid(r) + b[: h.shape[0], None])
        h = ni.softmax(h + (n - h) * ni.sigmoid(z), -1)
        m = ni.maximum(m, h.reshape((h.shape[0], -1, 1)))
        return (h, m), (m[:, 0] - 1, h[:, :2])

    return step


def stacked(w, b):
    """With all that goes round stacked as it is before each round."""

    def step(carry, x):
        after, _ = lstm(w, b)(carry, x)
        return after, carry

    return step


CASES = [
    (stacked, 4, lambda n, h: (tensor(n, h), tensor(n, h))),
    (lstm, 4, lambda n, h: (tensor(n, h), tensor(n, h))),
    (gru, 3, lambda n, h: (tensor(n, h), tensor(n, h, 1))),
]


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize(("cell", "gates", "start"), CASES)
def test_values_are_those_of_single_rounds(cell, gates, start, reverse):
    h = 19
    w, b = tensor(h, gates * h, scale=0.3), tensor(64 if cell is gru else gates * h)
    f = ni.jit(lambda c, xs: ni.scan(cell(w, b), c, xs, reverse=reverse))
    step = cell(w, b)
    for length, rows in ((3, 33), (1, 9), (0, 8)):
        carry, xs = start(rows, h), tensor(length, rows, gates * h)
        got, stacks = f(carry, xs)
        seen = []
        for t in reversed(range(length)) if reverse else range(length):
            carry, y = step(carry, xs[t])
            seen.append(y)
        seen = seen[::-1] if reverse else seen
        for a, want in zip(got, carry, strict=True):
            assert np.array_equal(a.numpy(), want.numpy())
        parts = stacks if isinstance(stacks, tuple) else (stacks,)
        for n, part in enumerate(parts):
            assert part.shape[:2] == (length, rows)
            for t, y in enumerate(seen):
                want = y[n] if isinstance(y, tuple) else y
                assert np.array_equal(part[t].numpy(), want.numpy())


def test_bits_do_not_depend_on_how_rows_are_cut():
    """Enough work for several tasks; gradients come out of loops of that kind, too."""
    h, rows, length = 32, 37, 6
    w, b, xs = tensor(h, 4 * h, scale=0.3), tensor(4 * h), tensor(length, rows, 4 * h)
    zero = ni.zeros((rows, h))

    def run(w, b, xs):
        (a, c), ys = ni.scan(lstm(w, b), (zero, zero), xs)
        return (a * c).sum() + ys.sum()

    found, tasks = [], []
    before = core.num_threads()
    try:
        for threads in (1, 2, 3, 8):
            ni.set_num_threads(threads)
            with ni.profile() as prof:
                value, grads = ni.jit(ni.value_and_grad(run, (0, 1, 2)))(w, b, xs)
            found.append([value.numpy(), *[g.numpy() for g in grads]])
            loops = [e for e in prof.events if e.kernel and e.kernel.names[0] == "scan"]
            tasks.append([e.tasks for e in loops if e.kind == "kernel"])
    finally:
        ni.set_num_threads(before)
    assert tasks == [[1, 1], [2, 2], [3, 3], [5, 5]]  # of 4 rows at least, of whole fours
    for other in found[1:]:
        for x, y in zip(found[0], other, strict=True):
            assert np.array_equal(x, y)


def graph_of(f, *shapes):
    return inline(stage(f, [Type(ni.float32, s) for s in shapes]).graph)


def test_counters_go_round_in_every_task():
    w = tensor(24, 24, scale=0.2)

    def step(carry, x):
        n, h = carry
        h = ni.tanh(h @ w) * (n + x)
        return (n + 1, h), (n * 2, h[:, 0])

    def run(h, xs):
        last, stacks = ni.scan(step, (ni.tensor(0.5), h), xs)
        return last, stacks, ni.fori_loop(0, 7, lambda i, h: h * 0.5 + i, h)

    h, xs = tensor(200, 24), tensor(9)
    with ni.profile() as prof:
        (n, got), (twice, column), other = ni.jit(run)(h, xs)
    loops = [e for e in prof.events if e.kernel and e.kernel.names[0] == "scan"]
    assert len({e.kernel.names for e in loops}) == 2
    assert np.array_equal(twice.numpy(), np.arange(9) * 2 + 1)
    for i in range(9):
        (last, h), (_, first) = step((ni.tensor(i + 0.5), h), xs[i])
        assert np.array_equal(column[i].numpy(), first.numpy())
    assert n.item() == last.item() == 9.5
    assert np.array_equal(got.numpy(), h.numpy())
    assert other.shape == (200, 24)


MIXING = {
    "a product of rows with rows": lambda h, w: ni.tanh(h @ h.T @ h),
    "a fold of rows": lambda h, w: h - h.sum(0),
    "softmax along rows": lambda h, w: ni.softmax(h, 0),
    "other rows": lambda h, w: ni.roll(h, 1, 0),
    "some rows": lambda h, w: ni.concatenate([h[1:], h[:1]]) + h,
    "rows sorted": lambda h, w: ni.sort(h, 0),
    "rows made columns": lambda h, w: h.T.reshape(h.shape),
    "numbers of rows": lambda h, w: h + ni.arange(8, dtype=ni.float32)[:, None],
    "weights changed by rows": lambda h, w: h @ (w + h[:6]),
}


@pytest.mark.parametrize("what", MIXING)
def test_rows_that_meet_are_seen(what):
    assert independent(graph_of(MIXING[what], (8, 6), (6, 6)), 1) is None


def test_rows_that_do_not_meet_are_found():
    def body(h, c, x, w, v):
        y = ni.softmax((h @ w).reshape((8, 2, 3)), -1).reshape((8, 6))
        y = y + (w @ x).T + v + ni.arange(6, dtype=ni.float32)
        c = ni.pad(c[:, 1:], ((0, 0), (0, 1))) * ni.layer_norm(y, weight=v)
        return y, c, y.sum(-1)

    graph = graph_of(body, (8, 6), (8, 6), (6, 8), (6, 6), (6,))
    axes = independent(graph, 2)
    assert axes is not None
    assert [axes.get(v) for v in graph.inputs] == [0, 0, 1, None, None]
    rows = Size.symbol("rows")
    fewer = narrowed(graph, axes, rows)
    verify(fewer)
    assert [v.type.shape for v in fewer.outputs] == [(rows, 6), (rows, 6), (rows,)]
    for node in fewer.nodes:  # each operation agrees with the types that it was given
        types = node.op.result_types([v.type for v in node.operands], node.params)
        assert [t.shape for t in types] == [v.type.shape for v in node.outputs]


def test_a_loop_in_tasks_ends_when_asked_and_names_errors():
    w = tensor(16, 16, scale=0.2)

    def step(h, _):
        return ni.tanh(h @ w), None

    f = ni.jit(lambda h: ni.scan(step, h, None, length=1 << 40)[0])
    before = ni.get_num_threads()
    handler = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        # The first call may end while it compiles. With more threads than tasks the one that called may have none.
        for threads, wait in ((2, 0.2), (2, 2.0), (4, 0.2)):
            ni.set_num_threads(threads)
            signal.setitimer(signal.ITIMER_REAL, wait)
            with pytest.raises(KeyboardInterrupt):
                f(tensor(8, 16))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        ni.set_num_threads(before)

    def labelled(h, x):
        return h * 0.5, ni.cross_entropy(h, x, reduction="none")

    g = ni.jit(lambda h, xs: ni.scan(labelled, h, xs)[1])
    labels = rng.integers(0, 16, (3, 640))
    assert g(tensor(640, 16), ni.tensor(labels)).shape == (3, 640)
    labels[2, 639] = 16
    with pytest.raises(IndexError, match="16"):
        g(tensor(640, 16), ni.tensor(labels))


def test_what_is_multiplied_by_is_packed_once():
    """Weights for both sides of a product, in batches, and in a loop whose rows are no rows of a batch."""
    w, v, u = tensor(40, 70, scale=0.2), tensor(3, 70, 40, scale=0.2), tensor(40, 40, scale=0.2)

    def step(h, x):
        y = ni.tanh(h @ w + x) @ v
        return u @ ni.tanh(y) + ni.roll(h, 1, -2), y.sum()

    h, xs = tensor(3, 40, 40), tensor(4, 3, 40, 70)
    got, sums = ni.jit(lambda h, xs: ni.scan(step, h, xs))(h, xs)
    once = ni.jit(step)
    for t in range(4):
        h, y = once(h, xs[t])
        assert np.array_equal(sums[t].numpy(), y.numpy())
    assert np.array_equal(got.numpy(), h.numpy())

    def more(carry):
        n, h = carry
        return n + 1, ni.tanh(h @ u)

    _, got = ni.jit(lambda h: ni.while_loop(lambda c: c[0] < 5, more, (ni.tensor(0), h)))(u)
    h = u
    for _ in range(5):
        h = ni.tanh(h @ u)
    assert np.array_equal(got.numpy(), h.numpy())
