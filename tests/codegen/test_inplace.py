"""Carries of loops that are changed in place, and those that must not be."""

import numpy as np
import pytest

import nitinol as ni
from nitinol.codegen import regions

N = 6


def at(i, c, v):
    c[i] = v
    return c


def twice(i, c):
    """Two updates, over a value in between."""
    c[i] = c[i] + 1.0
    c[(i + 1) % N] += 2.0 * i
    return c


def kept(i, s):
    """The old carry is read after the update."""
    c, total = s
    new = at(i, c + 0.0, 5.0)
    return new, total + (c * new).sum()


def shifted(i, c):
    """Updates that are read from the old carry itself."""
    c[1:] = c[:-1]
    c[0] = i * 1.0
    return c


def swapped(i, s):
    a, b = s
    return at(i, b, 1.0), at(i, a, 2.0)


def in_numpy(body, *state):
    state = [np.arange(N, dtype=np.float32) + k for k, _ in enumerate(state)]
    for i in range(4):
        c = state[0]
        if body is twice:
            c[i] += 1
            c[(i + 1) % N] += 2.0 * i
        elif body is shifted:
            c[1:] = c[:-1].copy()
            c[0] = i
        elif body is kept:
            old = c.copy()
            c[i] = 5.0
            state[1] = (state[1] if i else 0.0) + (old * c).sum()
        else:
            a, b = state
            b[i], a[i] = 1.0, 2.0
            state = [b, a]
    return state


@pytest.mark.parametrize(
    ("body", "alone"),
    [(twice, [True]), (shifted, [False]), (kept, [None, False]), (swapped, [False, False])],
)
def test_a_round_writes_what_it_changes(body, alone, monkeypatch, tmp_path):
    # With an empty cache, so that the program is written and can be looked at.
    monkeypatch.setenv("NITINOL_CACHE_DIR", str(tmp_path))
    found = []
    look = regions.updated
    monkeypatch.setattr(regions, "updated", lambda *a: found.append(look(*a)) or found[-1])
    start = ni.arange(float(N))
    state = start if len(alone) == 1 else (start, ni.tensor(0.0) if body is kept else start + 1.0)

    def by_for(state):
        return ni.fori_loop(0, 4, body, state)

    def by_while(state):
        return ni.while_loop(
            lambda s: s[0] < 4, lambda s: (s[0] + 1, body(*s)), (ni.tensor(0), state)
        )[1]

    want = in_numpy(body, *alone)
    for loop in (by_for, by_while):
        found.clear()
        got = ni.jit(loop)(state)
        for a, b in zip(got if isinstance(got, tuple) else [got], want, strict=True):
            np.testing.assert_array_equal(np.asarray(a), b)
        if alone != [None, False]:
            assert sum(x is not None for x in found) == sum(map(bool, alone))
    np.testing.assert_array_equal(np.asarray(start), np.arange(N))  # nobody wrote the operand


def test_loops_without_rounds_and_inside_of_loops():
    f = ni.jit(
        lambda n, c: ni.while_loop(
            lambda s: s[0] < n, lambda s: (s[0] + 1, at(s[0], s[1], 7.0)), (0, c)
        )[1]
    )
    c = ni.arange(4.0)
    assert f(ni.tensor(0), c).tolist() == [0, 1, 2, 3]
    assert f(ni.tensor(2), c).tolist() == [7, 7, 2, 3]
    rows = ni.jit(
        lambda c: ni.fori_loop(
            0, 3, lambda i, c: ni.fori_loop(0, 2, lambda j, c: at((i, j), c, i + j * 1.0), c), c
        )
    )
    assert rows(ni.zeros((3, 2))).tolist() == [[0, 1], [1, 2], [2, 3]]


def test_gradients_of_what_is_written_in_place():
    def loss(x):
        return (ni.fori_loop(0, 3, lambda i, c: at(i, c, c[i] * c[i + 1]), x) ** 2).sum()

    x = ni.tensor([1.0, 2.0, 3.0, 0.5], dtype=ni.float64)
    want = ni.grad(loss)(x)
    step = 1e-6
    for i in range(4):
        e = step * ni.eye(4, dtype=ni.float64)[i]
        slope = (loss(x + e) - loss(x - e)).item() / (2 * step)
        assert abs(want[i].item() - slope) < 1e-7
    np.testing.assert_allclose(np.asarray(ni.jit(ni.grad(loss))(x)), np.asarray(want))
