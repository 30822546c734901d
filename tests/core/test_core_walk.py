"""The walk from results back to leaves: order, sums, what is let go of, and what is learnt."""

from __future__ import annotations

import gc
import random
import signal
import struct
import sys
import weakref
from types import ModuleType
from typing import Any

import pytest
from core_support import F4, add_recipe, fill, recipe, values, words

from nitinol.base.dtypes import float32
from nitinol.core.layout import layout

ONE = layout(float32, (1,))


class Walker:
    """Walks nodes whose operation is an addition, as `exec.backward` would; counts the visits."""

    def __init__(self, core: ModuleType, n: int = 1, teach: bool = True) -> None:
        self.core, self.teach = core, teach
        self.recipe = add_recipe(n, rule="add", saves=(0,))
        self.plain = add_recipe(n)
        self.visited: list[int] = []

    def plus(self, a: Any, b: Any) -> Any:
        return self.core.run(self.recipe, [a, b])

    def add(self, a: Any, b: Any) -> Any:
        return self.core.run(self.plain, [a, b])

    def visit(self, node: Any, cotangents: list[Any]) -> Any:
        self.visited.append(node.sequence)
        (c,) = cotangents
        if node.rule is None:
            node.grad = c if node.grad is None else self.add(node.grad, c)
            return None
        if self.teach:
            gives = [None if p is None else ~0 for p in node.parents]
            self.core.learn_step(node, [c._layout], None, (), gives)
        return (c, c)

    def walk(self, y: Any, c: Any, retain: bool = False, steps: bool = True) -> None:
        before = self.core.set_grad_enabled(False)
        try:
            root = (y._node, y._output, c)
            self.core.walk((root,), self.visit, self.add, retain, steps)
        finally:
            self.core.set_grad_enabled(before)


def leaf(core: ModuleType, *numbers: float) -> Any:
    return fill(core, list(numbers), node=core.Node())


@pytest.mark.parametrize("steps", [True, False])
def test_random_graphs(core: ModuleType, steps: bool) -> None:
    """Against counting paths; with and without what is learnt."""
    rng = random.Random(3)
    for size in (1, 5, 200):
        walker = Walker(core)
        leaves = [leaf(core, 1.0) for _ in range(3)]
        made = list(leaves)
        uses: list[tuple[int, int]] = []
        for _ in range(size):
            i, j = rng.randrange(len(made)), max(rng.randrange(len(made)) for _ in range(3))
            uses.append((i, j))
            made.append(walker.plus(made[i], made[j]))
        paths = [0.0] * len(made)
        paths[-1] = 1.0
        for n in range(size - 1, -1, -1):
            for i in uses[n]:
                paths[i] += paths[n + 3]
        if max(paths[:3]) > 1 << 24:
            continue  # float32 counts no further
        for again in (1, 2, 3):
            walker.visited.clear()
            walker.walk(made[-1], fill(core, [1.0]), retain=True, steps=steps)
            assert walker.visited == sorted(walker.visited, reverse=True)
            for x, wanted in zip(leaves, paths, strict=False):
                found = 0.0 if x.grad is None else values(x.grad)[0]
                assert found == again * wanted
        if core.__name__.endswith("emitted") and steps:
            assert walker.visited == []  # all that was asked for is known by now


def test_a_million_operations_without_recursion(core: ModuleType) -> None:
    """Memory falls while the walk goes on, and nothing is left over."""
    native = core.__name__.endswith("emitted")
    walker = Walker(core)
    x, one = leaf(core, 1.0), fill(core, [1.0])
    y = x
    for _ in range(1_000_000 if native else 20_000):
        y = walker.plus(y, one)
    middle: list[Any] = []

    def look(node: Any, cotangents: list[Any]) -> Any:
        if node.rule is not None and node.hooks is not None:
            middle.append(y._node.parents)
            return cotangents * 2
        return walker.visit(node, cotangents)

    y._node.parents[0].hooks = []  # has to be visited
    first = weakref.ref(x._node)
    core.set_grad_enabled(False)
    core.walk(((y._node, 0, one),), look, walker.add, False, True)
    assert values(x.grad) == [1.0]
    assert middle == [()]  # the younger node was let go of before
    del x
    assert first() is None  # and nothing leads from y to x any more
    if native:
        assert len(walker.visited) == 1


def test_gradients_are_tensors_of_their_own(core: ModuleType) -> None:
    """Only the native walk collects by itself; in both, leaves never share one object."""
    if core.__name__.endswith("plain"):
        pytest.skip("the plain walk leaves leaves to `visit`, which tests/transforms looks at")
    walker = Walker(core, 4)
    x, y = leaf(core, 1, 2, 3, 4), leaf(core, 1, 2, 3, 4)
    z = walker.plus(x, y)
    c = fill(core, [5.0] * 4)
    for _ in range(2):
        x.grad = y.grad = None
        walker.walk(z, c, retain=True)
    assert x.grad is not c and y.grad is not c and x.grad is not y.grad
    assert x.grad._storage is c._storage  # the memory is shared until it is written to
    assert core.is_shared(x.grad)
    del c
    gc.collect()
    assert values(y.grad) == [5.0] * 4


def test_errors_leave_everything_as_it_was(core: ModuleType) -> None:
    walker = Walker(core)
    x, one = leaf(core, 1.0), fill(core, [1.0])
    a = walker.plus(x, one)
    b = walker.plus(x, a)
    y = walker.plus(a, b)
    c = fill(core, [1.0])
    root = (y._node, 0, c)
    held = sys.getrefcount(c), sys.getrefcount(x._node), sys.getrefcount(a._node)

    def fail(node: Any, cotangents: list[Any]) -> Any:
        if node is a._node:
            raise ZeroDivisionError
        return cotangents * 2

    def bad_add(p: Any, q: Any) -> Any:
        raise ZeroDivisionError

    for visit, add, failure in (
        (fail, walker.add, ZeroDivisionError),
        (walker.visit, bad_add, ZeroDivisionError),
        (lambda node, given: 3, walker.add, TypeError),
    ):
        with pytest.raises(failure):
            core.walk((root,), visit, add, True, False)
        gc.collect()  # the traceback, which holds frames
        now = sys.getrefcount(c), sys.getrefcount(x._node), sys.getrefcount(a._node)
        assert now == held
    walker.walk(y, c, retain=True)
    assert values(x.grad) == [3.0]


def test_results_that_there_are_not(core: ModuleType) -> None:
    child = core.Node("rule", (core.Node(),), index=(2,), outputs=(ONE,))
    c = fill(core, [1.0])
    with pytest.raises(ValueError, match="result 2 of a tape node with 1"):
        core.walk(((child, 0, c),), lambda node, given: given, None, False, False)


def test_signals_are_answered_during_a_walk() -> None:
    from nitinol.core import emitted

    walker = Walker(emitted)
    y = leaf(emitted, 1.0)
    one = fill(emitted, [1.0])
    for _ in range(100_000):
        y = walker.plus(y, one)
    walker.walk(y, one, retain=True)  # learns

    def answer(number: int, frame: Any) -> None:
        places.append("" if frame is None else frame.f_code.co_name)
        raise InterruptedError

    places: list[str] = []
    old = signal.signal(signal.SIGALRM, answer)
    try:
        # Now and then the signal comes while Python adds two gradients.
        for _ in range(20):
            with pytest.raises(InterruptedError):
                signal.setitimer(signal.ITIMER_REAL, 0.05)
                for _ in range(1000):
                    walker.walk(y, one, retain=True)
            if "walk" in places:
                break
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)
    assert "walk" in places
    walker.walk(y, one)  # and the graph is as it was


def test_steps_with_programs_and_several_results() -> None:
    """A node with two results of which one or both have a cotangent, and saved numbers."""
    from nitinol.core import emitted as core

    pair = recipe("pair", b"", [ONE, ONE], rule="pair", saves=(0,), single=False)
    back = recipe("pair", b"", [ONE, ONE], single=False)
    asked: list[tuple[bool, ...]] = []

    def visit(node: Any, given: list[Any]) -> Any:
        if node.rule is None:
            node.grad = given[0]
            return None
        asked.append(tuple(c is not None for c in given))
        layouts = [None if c is None else c._layout for c in given]
        if None in layouts:  # gives (saved + c, c)
            (c,) = [~i for i, v in enumerate(layouts) if v is not None]
            core.learn_step(node, layouts, back, (0, c), (0, c))
            return core.run(back, [node.saved[0], given[~c]])[0], given[~c]
        core.learn_step(node, layouts, back, (~0, ~1), (0, 1))
        return core.run(back, given)

    def add(a: Any, b: Any) -> Any:
        return core.run(add_recipe(1), [a, b])

    p, q = leaf(core, 5), leaf(core, 2)
    c, d = fill(core, [10.0]), fill(core, [1.0])
    r = core.run(pair, [p, q])
    node = r[0]._node
    before = sys.getrefcount(c), sys.getrefcount(ONE)
    core.set_grad_enabled(False)
    try:
        for _ in range(3):
            for roots, x, y in (
                (((node, 0, c), (node, 1, d)), 11.0, 9.0),
                (((node, 0, c),), 15.0, 10.0),
                (((node, 1, d),), 6.0, 1.0),
            ):
                p.grad = q.grad = None
                core.walk(roots, visit, add, True, True)
                assert (values(p.grad), values(q.grad)) == ([x], [y])
    finally:
        core.set_grad_enabled(True)
    assert asked == [(True, True), (True, False), (False, True)]
    p.grad = q.grad = None
    assert sys.getrefcount(c) == before[0]
    assert sys.getrefcount(ONE) <= before[1] + 8  # the layouts of three steps
    core.walk((), visit, add, True, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ((None,), None, (), (None,)),
        ((F4, F4), None, (), (None, None)),
        ((F4,), "plan", (), (None, None)),
        ((F4,), None, (3,), (None, None)),
        ((F4,), None, (~1,), (None, None)),
        ((F4,), None, (), (0, None)),
        ((F4,), None, (), (~1, None)),
        ((3,), None, (), (None, None)),
        ((F4,), None, ("a",), (None, None)),
    ],
)
def test_wrong_steps_do_no_harm(arguments: tuple[Any, ...]) -> None:
    """They are refused, or never found."""
    from nitinol.core import emitted as core

    walker = Walker(core, 4, teach=False)
    x = leaf(core, 1, 2, 3, 4)
    y = walker.plus(x, x)
    layouts, plan, picks, gives = arguments
    try:
        if plan == "plan":
            core._learn_step(y._node, layouts, plan, picks, gives)
        else:
            core.learn_step(y._node, layouts, plan, picks, gives)
    except (TypeError, ValueError):
        walker.walk(y, fill(core, [1.0] * 4))
        assert values(x.grad) == [2.0] * 4
    else:
        walker.walk(y, fill(core, [1.0] * 4))


@pytest.mark.parametrize("roots", [3, (3,), ((1, 2, 3),), ((None, 0),)])
def test_wrong_roots(roots: Any) -> None:
    from nitinol.core import emitted as core

    with pytest.raises(TypeError):
        core.walk(roots, None, None, False, True)


def test_saved_numbers_reach_the_program() -> None:
    from nitinol.core import emitted as core

    two = layout(float32, (2,))
    made = recipe("slot", words(1, 2, 0), [two], rule="scale", saves=(1,))
    back = recipe("slot", words(0, 1, 0), [two])
    x = fill(core, [1.0, 2.0], node=core.Node())
    y = core.run(made, [x, 2.5])

    def visit(node: Any, given: list[Any]) -> Any:
        core.learn_step(node, [given[0]._layout], back, (0,), (0, None))
        return core.run(back, node.saved)[0:1]

    core.learn_step(y._node, [two], back, (0,), (0, None))
    core.walk(((y._node, 0, fill(core, [1.0, 1.0])),), visit, None, True, True)
    assert struct.pack("2f", *values(x.grad)) == struct.pack("d", 2.5)
