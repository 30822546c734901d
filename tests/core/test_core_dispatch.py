"""`function`: which calls look alike, and what the callable is to Python."""

from __future__ import annotations

import inspect
import itertools
import math
import pickle
import pydoc
import sys
import weakref
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from core_support import F4, Recorder, add_recipe, fill, recipe, values, words

from nitinol.base.dtypes import complex128, float32, float64, int64
from nitinol.core.layout import layout
from nitinol.core.recipe import Recipe

VIEW = (0, 0, F4)


def identity() -> Recipe:
    """A recipe that gives its first operand again."""
    return Recipe(view=VIEW)


def test_hits_and_misses(core: ModuleType) -> None:
    add = Recorder(core, add_recipe(), 2)
    x, y = fill(core, [1.0, 2, 3, 4]), fill(core, [10.0] * 4)
    before = core.statistics()
    results = [values(add.function(x, y)) for _ in range(5)]
    assert results == [[11, 12, 13, 14]] * 5
    assert len(add.calls) == 1
    after = core.statistics()
    assert after["hits"] - before["hits"] == 4
    assert after["misses"] - before["misses"] == 1
    assert after["entries"] - before["entries"] == 1
    core.clear()
    assert core.statistics()["entries"] == 0
    add.function(x, y)
    assert len(add.calls) == 2


def test_other_layouts_are_other_calls(core: ModuleType) -> None:
    f = Recorder(core, lambda x: Recipe(view=(0, 0, x._layout)), 1)
    x = fill(core, [1.0, 2, 3, 4])
    shapes = [layout(float32, (4,)), layout(float32, (2, 2)), layout(float32, (2, 2), (1, 2))]
    for _ in range(3):
        for made in shapes:
            y = core.make(x._storage, x._address, made)
            assert f.function(y)._layout == made
    assert len(f.calls) == 3


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        (((), {"axis": 1}), ((), {"axis": 1}), True),
        (((), {"axis": 1}), ((), {"axis": 2}), False),
        (((), {"axis": 1}), ((1,), {}), False),
        (((), {"axis": 1}), ((), {"index": 1}), False),
        (((1,), {}), ((True,), {}), False),
        (((0,), {}), ((False,), {}), False),
        (((1,), {}), ((1.0,), {}), False),
        (((0.0,), {}), ((-0.0,), {}), False),
        (((math.nan,), {}), ((math.nan,), {}), True),
        (((None,), {}), ((...,), {}), False),
        ((((1, 2),), {}), (([1, 2],), {}), False),
        ((((1, 2),), {}), (((1, 2),), {}), True),
        ((((1, 2), 3), {}), (((1,), 2, 3), {}), False),
        (((slice(1, 2),), {}), ((slice(1, 2, None),), {}), True),
        (((slice(1, 2),), {}), ((slice(1, 2, 1),), {}), False),
        (((slice(None, 2),), {}), ((slice(2, None),), {}), False),
        (((float32,), {}), ((float32,), {}), True),
        (((float32,), {}), ((float64,), {}), False),
        ((("mean",), {}), (("mean",), {}), True),
        ((("mean",), {}), (("sum",), {}), False),
        (((-(1 << 63),), {}), ((-(1 << 63),), {}), True),
        (((), {}), ((None,), {}), False),
        ((((), ()), {}), ((((),),), {}), False),
        (((), {"a": 1, "b": 2}), ((), {"a": 1, "b": 2}), True),
        (((), {"a": 1, "b": 2}), ((), {"a": 2, "b": 1}), False),
    ],
)
def test_static_arguments(core: ModuleType, first: Any, second: Any, alike: bool) -> None:
    f = Recorder(core, identity(), 1)
    x = fill(core, [1.0, 2, 3, 4])
    f.function(x, *first[0], **first[1])
    f.function(x, *second[0], **second[1])
    assert f.remembered[0] is True
    assert len(f.calls) == (1 if alike else 2)
    f.function(x, *first[0], **first[1])
    f.function(x, *second[0], **second[1])
    assert len(f.calls) == (1 if alike else 2)


class Odd:
    """Something that no key describes."""


class Flag(int):
    pass


@pytest.mark.parametrize(
    "odd",
    [
        Odd(),
        {1},
        {"a": 1},
        1 << 63,
        b"bytes",
        1j,
        range(3),
        Flag(1),
        (1, Odd()),
        slice("a"),
        slice(True),
    ],
)
def test_what_no_key_describes_is_slow_each_time(core: ModuleType, odd: Any) -> None:
    f = Recorder(core, identity(), 1)
    x = fill(core, [1.0, 2, 3, 4])
    for _ in range(3):
        f.function(x, odd)
        f.function(x, option=odd)
    assert len(f.calls) == 6
    assert f.remembered == [False] * 6


def test_runtime_numbers(core: ModuleType) -> None:
    """Their kind is part of the key, and for ints which dtypes hold them; their value is not."""

    def made(x: Any, number: complex) -> Recipe:
        dtype = {float: float64, int: int64, complex: complex128}[type(number)]
        return recipe("slot", words(1, 2, type(number) is complex), [layout(dtype, (1,))])

    f = Recorder(core, made, 2)
    x = fill(core, [1.0, 2, 3, 4])
    for number in (2.5, -0.0, 7.25, math.inf):
        assert values(f.function(x, number)) == [number]
    assert len(f.calls) == 1
    ends = (
        -(1 << 63),
        -(1 << 31),
        -(1 << 15),
        -(1 << 7),
        0,
        *[1 << n for n in (7, 8, 15, 16, 31, 32, 63)],
    )
    for count, (low, high) in enumerate(itertools.pairwise(ends)):
        for whole in (low, high - 1, (low + high) // 2):
            assert values(f.function(x, whole)) == [whole]
            assert len(f.calls) == 2 + count
    assert len(f.calls) == 12
    for z in (1 + 2j, -3.5j):
        import ctypes

        result = f.function(x, z)
        assert complex(*(ctypes.c_double * 2).from_address(result._address)) == z
    assert len(f.calls) == 13


def test_numbers_that_are_no_operands(core: ModuleType) -> None:
    f = Recorder(core, lambda *args: None, 2)
    x = fill(core, [1.0, 2, 3, 4])
    for odd in (True, 1 << 63, -(1 << 63) - 1, Flag(1), "text", Odd(), x._layout, [[x]], [None]):
        for _ in range(2):
            assert f.function(x, odd) is NotImplemented
        assert core.remember(f.function, (x, odd), {}, identity()) is False


def test_none_among_operands(core: ModuleType) -> None:
    f = Recorder(core, lambda *args: identity(), 3)
    x = fill(core, [1.0, 2, 3, 4])
    for _ in range(2):
        assert values(f.function(x, None, None)) == [1, 2, 3, 4]
        assert values(f.function(x, None, x)) == [1, 2, 3, 4]
        assert values(f.function(x)) == [1, 2, 3, 4]
    assert len(f.calls) == 3


def test_lists_of_operands(core: ModuleType) -> None:
    f = Recorder(core, lambda items, *rest: add_recipe(), 1)
    x, y = fill(core, [1.0, 2, 3, 4]), fill(core, [10.0] * 4)
    for _ in range(3):
        assert values(f.function([x, y], 0)) == [11, 12, 13, 14]
        assert values(f.function((x, y), 0)) == [11, 12, 13, 14]
        assert values(f.function([x, x], 0)) == [2, 4, 6, 8]
    assert len(f.calls) == 2  # the list and the tuple
    f.function([x, y, x], 0)
    f.function([x, 2.0], 0)
    assert len(f.calls) == 4


def test_long_lists(core: ModuleType) -> None:
    """However many operands there are, the result is right."""
    x = fill(core, [1.0, 2, 3, 4])
    for count in (40, 63, 64, 65, 200, 1000):
        f = Recorder(core, lambda items: identity(), 1)
        for _ in range(2):
            assert values(f.function([x] * count)) == [1, 2, 3, 4]
            assert values(f.function([x, *[1.5] * count])) == [1, 2, 3, 4]
    g = Recorder(core, identity(), 1)
    for _ in range(2):
        assert values(g.function(x, list(range(1000)))) == [1, 2, 3, 4]
        assert values(g.function(x, *range(300))) == [1, 2, 3, 4]
    deep: Any = 1
    for _ in range(500):
        deep = (deep,)
    assert values(g.function(x, deep)) == [1, 2, 3, 4]


def test_nested_tensors(core: ModuleType) -> None:
    x, i, j = fill(core, [1.0, 2, 3, 4]), fill(core, [1], int64), fill(core, [1, 2], int64)
    shut = Recorder(core, identity(), 1)
    for _ in range(2):
        shut.function(x, (i, 1))
        shut.function(x, index=i)
    assert len(shut.calls) == 4
    opened = Recorder(core, lambda *args, **kw: identity(), 1, nested=True)
    for _ in range(3):
        opened.function(x, (i, 1))
        opened.function(x, (1, i))
        opened.function(x, (j, 1))
        opened.function(x, index=i)
        opened.function(x, i)
    assert len(opened.calls) == 5
    picked = Recorder(core, Recipe(view=(1, 0, layout(int64, (1,)))), 1, nested=True)
    k = fill(core, [9], int64)
    assert values(picked.function(x, (2, i))) == [1]
    assert values(picked.function(x, (2, k))) == [9]
    assert len(picked.calls) == 1


def test_the_cache_holds_no_tensors(core: ModuleType) -> None:
    f = Recorder(core, add_recipe(), 2)
    x, y = fill(core, [1.0] * 4), fill(core, [1.0] * 4)
    f.function(x, y)
    gone = [weakref.ref(x), weakref.ref(y)]
    f.calls.clear()
    del x, y
    assert [g() for g in gone] == [None, None]


def test_the_cache_is_bounded(core: ModuleType) -> None:
    f = Recorder(core, lambda x: Recipe(view=(0, 0, x._layout)), 1)
    x = fill(core, [1.0] * 4)
    for n in range(20_000):
        y = core.make(x._storage, x._address, layout(float32, (4, 1, n)))
        assert f.function(y).shape == (4, 1, n)
        assert f.function(y).shape == (4, 1, n)
    assert len(f.calls) == 20_000
    assert core.statistics()["entries"] <= 16_384


def test_numbers_in_keys_do_not_collide(core: ModuleType) -> None:
    f = Recorder(core, lambda x, n, m: Recipe(view=(0, 4 * (n + m), layout(float32, (1,)))), 1)
    x = fill(core, [float(i) for i in range(2000)])
    for _ in range(2):
        for n in range(1000):
            assert values(f.function(x, n, 1)) == [n + 1]
            assert values(f.function(x, 1, n)) == [n + 1]
    assert len(f.calls) == 1999


@pytest.mark.slow
def test_a_million_shapes_take_little_memory(core: ModuleType) -> None:
    f = Recorder(core, lambda x: Recipe(view=(0, 0, x._layout)), 1)
    x = fill(core, [1.0] * 4)

    def resident() -> int:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096

    def work(start: int, count: int) -> None:
        for n in range(start, start + count):
            y = core.make(x._storage, x._address, layout(float32, (4, 1, n)))
            f.function(y)
            f.calls.clear()
            f.remembered.clear()

    before = resident()
    work(0, 1_000_000)
    assert resident() - before < 50e6


def test_remember_again_replaces(core: ModuleType) -> None:
    f = Recorder(core, Recipe(view=(0, 0, layout(float32, (1,)))), 1)
    x = fill(core, [1.0, 2, 3, 4])
    assert values(f.function(x)) == [1.0]
    core.remember(f.function, (x,), {}, Recipe(view=(0, 4, layout(float32, (1,)))))
    assert values(f.function(x)) == [2.0]


def test_remember_checks_the_recipe(core: ModuleType) -> None:
    f = Recorder(core, identity(), 2)
    x = fill(core, [1.0, 2, 3, 4])
    for wrong in (Recipe(view=(1, 0, F4)), add_recipe(saves=(5,))):
        with pytest.raises(ValueError, match="operands"):
            core.remember(f.function, (x,), {}, wrong)
        with pytest.raises(ValueError, match="operands"):
            core.run(wrong, [x])
    with pytest.raises(ValueError, match="operands"):
        core.run(Recipe(view=(0, 0, F4)), [1.5])
    with pytest.raises(TypeError):
        core.remember(print, (x,), {}, identity())


def test_errors_of_the_slow_way_pass(core: ModuleType) -> None:
    def slow(*args: Any) -> Any:
        raise LookupError("from slow")

    f = core.function(slow, "f", None, 1)
    with pytest.raises(LookupError, match="from slow"):
        f(fill(core, [1.0]))
    assert core.function(lambda *a, **k: (a, k), "g", None, 1)(1, "b", c=Odd) == (
        (1, "b"),
        {"c": Odd},
    )


def test_the_slow_way_may_call_again(core: ModuleType) -> None:
    def slow(x: Any, depth: Any) -> Any:
        return x if depth is None else f(x, None if depth == Odd else depth - 1 or None)

    f = core.function(slow, "f", None, 1)
    x = fill(core, [1.0])
    assert f(x, 200) is x


def test_clear_inside_of_a_call(core: ModuleType) -> None:
    """Entries may go away while one of them is in use."""

    class Rule:
        def __del__(self) -> None:
            core.clear()

    x = fill(core, [1.0, 2, 3, 4], node=core.Node())
    f = Recorder(core, lambda a, b: add_recipe(rule=Rule()), 2)
    for _ in range(50):
        assert values(f.function(x, x)) == [2, 4, 6, 8]
        core.clear()


def test_all_calls_are_slow_while_a_function_is_traced(core: ModuleType) -> None:
    add = Recorder(core, add_recipe(), 2)
    x = fill(core, [1.0] * 4)
    add.function(x, x)
    for depth in (1, 2):
        core.set_tracing(True)
        for _ in range(2):
            add.function(x, x)
            add.function(x, x, 0)
        assert len(add.calls) == 1 + 4 * depth
    core.set_tracing(False)
    add.function(x, x)
    assert len(add.calls) == 10
    core.set_tracing(False)
    add.function(x, x)
    assert len(add.calls) == 10


def test_transparent_wrappers(core: ModuleType) -> None:
    """A wrapper that comes to one run of another function on its own operands is bypassed."""
    inner = Recorder(core, lambda x, n: Recipe(view=(0, 4 * n, layout(float32, (1,)))), 1)
    calls: list[Any] = []

    def slow(x: Any, key: Any, *more: Any) -> Any:
        calls.append(key)
        if key == "twice":
            inner.function(x, 0)
        if key == "other":
            return inner.function(fill(core, [9.0]), 0)
        if key == "after":
            inner.function(x, 1)
            return x
        if key == "error":
            raise LookupError("from slow")
        return inner.function(x, key[0] if isinstance(key, tuple) else 2)

    f = core.function(slow, "f", None, 1, nested=True, transparent=True)
    x, y = fill(core, [0.0, 1, 2, 3]), fill(core, [10.0, 11, 12, 13])
    for _ in range(3):
        assert values(f(x, (3, 1))) == [3]
        assert values(f(y, (3, 1))) == [13]
        assert values(f(y, (1, None))) == [11]
    assert calls == [(3, 1), (3, 1), (1, None), (1, None)]  # the second time it is learnt
    for key, result in (("twice", [2]), ("other", [9]), ("after", [0, 1, 2, 3])):
        calls.clear()
        for _ in range(3):
            assert values(f(x, key)) == result
        assert len(calls) == 3
    for _ in range(3):
        with pytest.raises(LookupError, match="from slow"):
            f(x, "error")
    calls.clear()
    for _ in range(3):
        assert values(f(x, (2, y))) == [2]  # y is an operand of the wrapper only
        assert values(f(x, "plain", y)) == [2]
    assert len(calls) == 6
    outer = core.function(lambda a, k: f(a, k), "outer", None, 1, transparent=True)
    calls.clear()
    for _ in range(4):
        assert values(outer(x, (0, 0))) == [0]
    assert calls == [(0, 0)] * 2
    assert values(outer(y, (0, 0))) == [10]


def test_views_of_transparent_wrappers(core: ModuleType) -> None:
    """They are learnt for calls without history; others go on taking the slow way."""
    one = layout(float32, (1,))
    calls: list[Any] = []

    def slow(x: Any, index: int) -> Any:
        calls.append(index)
        if x.requires_grad and core.grad_enabled():
            return core.run(Recipe(view=(0, 4 * index, one), rule="item"), (x,))
        return core.view(x, 4 * index, one)

    f = core.function(slow, "f", None, 1, transparent=True)
    x, y = fill(core, [0.0, 1, 2, 3]), fill(core, [10.0, 11, 12, 13])
    for _ in range(3):
        assert values(f(x, 3)) == [3]
        assert values(f(y, 3)) == [13]
    assert calls == [3, 3]
    assert f(x, 3)._storage is x._storage
    y._node = core.Node()
    for i in range(3):
        item = f(y, 3)
        assert values(item) == [13]
        assert item._node.parents == (y._node,)
        assert len(calls) <= 4, i  # by then the recorded way is known, which serves both
    assert f(x, 3)._node is None
    calls.clear()
    core.set_grad_enabled(False)
    for _ in range(3):
        assert values(f(y, 2)) == [12]
        assert f(y, 2)._node is None
    assert calls == [2, 2]
    core.set_grad_enabled(True)
    assert f(y, 2)._node.rule == "item"
    for wrong in ((1, 0, one), (x, "a", one), (x, 0, (1,))):
        with pytest.raises(TypeError):
            core.view(*wrong)


def test_calls_that_come_once_are_not_learnt(core: ModuleType) -> None:
    one = layout(float32, (1,))
    f = core.function(lambda x, i: core.view(x, 4 * i, one), "f", None, 1, transparent=True)
    x = fill(core, [float(i) for i in range(3000)])
    before = core.statistics()["entries"]
    for i in range(3000):
        assert values(f(x, i)) == [i]
    assert core.statistics()["entries"] - before < 30


# -- the callable ------------------------------------------------------------------------------


def documented(x: Any, axis: int = 0, *, keep: bool = False) -> Any:
    """Slow."""
    return ("slow", x, axis, keep)


exported: Any = None


def test_what_the_callable_tells(core: ModuleType) -> None:
    f = core.function(documented, "exported", "Its text.", 1, module=__name__)
    assert callable(f)
    assert f.__name__ == f.__qualname__ == "exported"
    assert f.__doc__ == "Its text."
    assert f.__module__ == __name__
    assert f.__wrapped__ is documented
    assert (
        str(inspect.signature(f)) == "(x: 'Any', axis: 'int' = 0, *, keep: 'bool' = False) -> 'Any'"
    )
    text = pydoc.plain(pydoc.render_doc(f))
    assert "Its text." in text
    assert "exported(x" in text
    f.composite = 3
    assert f.composite == 3
    del f.composite
    with pytest.raises(AttributeError):
        f.composite  # noqa: B018
    assert weakref.ref(f)() is f
    assert inspect.isroutine(f)
    assert f in {f}
    globals()["exported"] = f
    assert pickle.loads(pickle.dumps(f)) is f


def test_as_a_method(core: ModuleType) -> None:
    class Child(core.TensorBase):
        __slots__ = ()

    core.set_tensor_type(Child)
    f = Recorder(core, identity(), 1)
    Child.method = f.function  # type: ignore[attr-defined]
    x = fill(core, [1.0, 2, 3, 4])
    for _ in range(3):
        assert values(x.method(axis=1)) == [1, 2, 3, 4]
        bound = x.method
        assert values(bound(axis=1)) == [1, 2, 3, 4]
        assert bound.__self__ is x
    assert len(f.calls) == 1
    assert Child.method is f.function  # type: ignore[attr-defined]


def test_functions_are_collected(core: ModuleType) -> None:
    import gc

    f = Recorder(core, identity(), 1)
    f.function.loop = f.function
    gone = weakref.ref(f.function)
    del f
    gc.collect()
    assert gone() is None


def test_references_of_the_callable(core: ModuleType) -> None:
    f = Recorder(core, add_recipe(), 2)
    x, y = fill(core, [1.0] * 4), fill(core, [1.0] * 4)
    text = "".join(["some", "thing", "new"])
    odd, number, axes = Odd(), 12345.5, (1, 2)
    f.made = lambda *args, **kwargs: add_recipe()
    watched = [f.function, x, y, text, odd, number, axes, F4]

    def work() -> None:
        for _ in range(50):
            f.function(x, y)
            f.function(x, number)
            f.function(x, y, text, axes, name=text)
            f.function(x, y, odd)
        f.calls.clear()
        core.clear()

    work()
    before = [sys.getrefcount(o) for o in watched]
    work()
    assert [sys.getrefcount(o) for o in watched] == before
