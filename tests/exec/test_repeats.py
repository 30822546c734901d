"""Composites that occur again in a program: copied rather than traced, and nothing tells the difference."""

from __future__ import annotations

import numpy as np
import pytest

import nitinol as ni
from nitinol.ir.op import Type
from nitinol.ir.text import show
from nitinol.trace import repeats
from nitinol.trace.composite import composite
from nitinol.trace.stage import stage

traced: list[object] = []


@composite
def _both(x: ni.Tensor, y: ni.Tensor, shift: float) -> tuple[ni.Tensor, ni.Tensor]:
    traced.append(shift)
    return ni.tanh(x * y + shift), x


@pytest.fixture(autouse=True)
def _none_traced():
    traced.clear()


VECTOR = Type(ni.float32, (4,))


def test_the_third_application_is_a_copy():
    def function(x):
        for _ in range(10):
            x, _ = _both(x, x * 2.0, 0.5)
        return x

    again = show(stage(function, [VECTOR]).graph)
    assert len(traced) == 2
    before = repeats.repeated
    assert again.count("tanh") == 10
    try:
        from nitinol.trace import composite as module

        module.repeated = lambda *_: repeats.MISSED
        assert show(stage(function, [VECTOR]).graph) == again
    finally:
        module.repeated = before
    assert len(traced) == 12


def test_what_differs_is_traced():
    def function(x, y, wide):
        found = []
        for shift in (0.0, -0.0, 1.0):
            for a, b in ((x, y), (x, x), (x, 2.0), (x, 3.0), (wide, wide)):
                found += [_both(a, b, shift)[0] for _ in range(4)]
        return found

    types = [VECTOR, VECTOR, Type(ni.float64, (4,))]
    assert len(stage(function, types).graph.outputs) == 60
    assert len(traced) == 2 * 15  # -0.0 is not 0.0, nor is 2.0 the same as 3.0
    x = np.linspace(-1, 1, 4)
    y = x[::-1] * 2
    given = ni.tensor(x.astype("f4")), ni.tensor(y.astype("f4")), ni.tensor(x)
    made = ni.jit(function)(*given)
    wanted = [
        np.tanh(a * b + shift)
        for shift in (0, 0, 1)
        for a, b in ((x, y), (x, x), (x, 2), (x, 3), (x, x))
        for _ in range(4)
    ]
    for one, want in zip(made, wanted, strict=True):
        np.testing.assert_allclose(np.asarray(one), want, rtol=1e-6)


def test_an_operand_that_is_a_result_stays_itself():
    def function(x):
        for _ in range(4):
            z, same = _both(x, x, 1.0)
            assert same is x
        return z

    stage(function, [VECTOR])


def test_nothing_is_derived_through_copies_without_gradients():
    x = ni.tensor([0.5, 1.0], requires_grad=True)

    @ni.jit
    def function(x):
        total = ni.zeros(2)
        for i in range(5):
            total = total + _both(x * float(i), x, 0.5)[0]
        with ni.no_grad():
            fixed = [_both(x * float(i), x, 0.25)[0] for i in range(5)]
        for one in fixed:
            total = total + one
        return total.sum()

    def plain(x):
        return sum([np.tanh(i * x * x + 0.5) for i in range(5)])

    value = np.array([0.5, 1.0])
    step = 1e-6
    wanted = (plain(value + step) - plain(value - step)) / (2 * step)
    function(x).backward()
    np.testing.assert_allclose(np.asarray(x.grad), wanted, rtol=1e-4)


def test_open_sizes_are_not_shared():
    @ni.jit
    def function(x, y):
        total = x
        for _ in range(5):
            total = ni.tanh(total + y)
        return total

    for n in (3, 5, 7):
        x = np.ones(n, "f4")
        want = x
        for _ in range(5):
            want = np.tanh(want + x)
        np.testing.assert_allclose(
            np.asarray(function(ni.tensor(x), ni.tensor(x))), want, rtol=1e-6
        )
    with pytest.raises(ni.ShapeError):
        function(ni.ones(3), ni.ones(4))
