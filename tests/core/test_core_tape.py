"""The tape: what is recorded, what is kept, and how it goes away."""

from __future__ import annotations

import gc
import threading
import weakref
from types import ModuleType
from typing import Any

import pytest
from core_support import F4, add_recipe, fill, recipe, values, words

from nitinol.base.dtypes import float32, int32
from nitinol.core.layout import layout
from nitinol.core.recipe import Recipe


def leaf(core: ModuleType, *numbers: float) -> Any:
    return fill(core, list(numbers), node=core.Node())


def test_recording(core: ModuleType) -> None:
    x, y = leaf(core, 1, 2, 3, 4), fill(core, [10.0] * 4)
    z = core.run(add_recipe(rule="rule"), [x, y])
    node = z._node
    assert values(z) == [11, 12, 13, 14]
    assert node.rule == "rule"
    assert node.parents == (x._node, None)
    assert node.index is None
    assert node.saved == ()
    assert node.outputs == (F4,)
    assert node.sequence > x._node.sequence
    assert node.grad is None
    assert node.freed is False
    assert z.is_leaf is False
    assert "rule" in repr(node)
    assert "leaf" in repr(x._node)


def test_nothing_is_recorded_without_reason(core: ModuleType) -> None:
    x, y = leaf(core, 1, 2, 3, 4), fill(core, [10.0] * 4)
    assert core.run(add_recipe(), [x, y])._node is None  # no rule
    assert core.run(add_recipe(rule="rule"), [y, y])._node is None  # no history
    assert core.set_grad_enabled(False) is True
    assert core.grad_enabled() is False
    assert core.run(add_recipe(rule="rule"), [x, y])._node is None
    assert core.set_grad_enabled(True) is False
    assert core.run(add_recipe(rule="rule"), [x, y])._node is not None


def test_saved_values(core: ModuleType) -> None:
    x, y = leaf(core, 1, 2, 3, 4), fill(core, [10.0] * 4)
    z = core.run(add_recipe(rule="rule", saves=(1, 2, 0)), [x, y])
    saved = z._node.saved
    assert z._node.saves == (1, 2, 0)
    assert [values(s) for s in saved] == [[10.0] * 4, [11, 12, 13, 14], [1, 2, 3, 4]]
    assert all(s._node is None for s in saved)
    assert saved[0]._storage is y._storage
    assert saved[1]._storage is z._storage
    assert all(s is not t for s in saved for t in (x, y, z))


def test_saved_numbers(core: ModuleType) -> None:
    x = leaf(core, 1, 2)
    made = recipe("slot", words(1, 2, 0), [layout(float32, (2,))], rule="r", saves=(1,))
    for number in (2.5, 7, 1 + 2j):
        assert core.run(made, [x, number])._node.saved == (number,)


def test_views_are_recorded(core: ModuleType) -> None:
    x = leaf(core, 1, 2, 3, 4)
    made = Recipe(view=(0, 8, layout(float32, (2,))), rule="slice", saves=(0,))
    y = core.run(made, [x])
    assert values(y) == [3, 4]
    assert y._node.rule == "slice"
    assert y._node.parents == (x._node,)
    assert values(y._node.saved[0]) == [1, 2, 3, 4]


def test_several_outputs(core: ModuleType) -> None:
    one = layout(float32, (1,))
    made = recipe("pair", b"", [one, one], rule="pair", saves=(3,), single=False)
    x, y = leaf(core, 5), fill(core, [2.0])
    s, d = core.run(made, [x, y])
    assert (values(s), values(d)) == ([7.0], [3.0])
    assert s._node is d._node
    assert (s._output, d._output) == (0, 1)
    assert values(s._node.saved[0]) == [3.0]
    t, _ = core.run(made, [d, s])
    assert t._node.parents == (s._node, s._node)
    assert t._node.index == (1, 0)


def test_outputs_without_derivative_have_no_history(core: ModuleType) -> None:
    outputs = [layout(float32, (1,)), layout(int32, (1,))]
    made = recipe("pair", b"", outputs, rule="sort", single=False)
    first, second = core.run(made, [leaf(core, 5), leaf(core, 5)])
    assert first._node is not None
    assert second._node is None


def test_nodes_made_by_hand(core: ModuleType) -> None:
    parent = core.Node()
    assert (parent.rule, parent.parents, parent.saved, parent.outputs) == (None, (), (), ())
    x = fill(core, [1.0])
    node = core.Node(
        "rule", [parent, None], saved=[x, 3, "text"], outputs=(F4,), index=(1, 0), saves=(0, 1, 2)
    )
    assert node.rule == "rule"
    assert node.parents == (parent, None)
    assert node.saved == (x, 3, "text")
    assert node.saved[0] is x
    assert node.outputs == (F4,)
    assert node.index == (1, 0)
    assert node.saves == (0, 1, 2)
    assert node.sequence > parent.sequence
    assert core.Node(None, (parent,)).rule is None
    node.hooks = [print]
    assert node.hooks == [print]
    node.hooks = None
    assert node.hooks is None
    node.free()
    assert node.freed is True
    assert (node.parents, node.saved) == ((), ())
    assert node.outputs == (F4,)
    assert weakref.ref(node)() is node


def test_wrong_nodes_are_refused() -> None:
    from nitinol.core import emitted

    for arguments in (
        {"parents": (1,)},
        {"parents": 3},
        {"index": (1, 2)},
        {"saves": (-1,)},
        {"saves": ("a",)},
        {"parents": (None,), "index": ("a",)},
    ):
        with pytest.raises((TypeError, ValueError)):
            emitted.Node("rule", **arguments)


def test_freeing_releases_storage(core: ModuleType) -> None:
    x = leaf(core, 1, 2, 3, 4)
    z = core.run(add_recipe(rule="rule", saves=(0,)), [x, x])
    assert core.is_shared(x)
    z._node.free()
    assert not core.is_shared(x)
    assert z._node.parents == ()


def test_cycles_through_the_tape_are_collected(core: ModuleType) -> None:
    x = leaf(core, 1, 2, 3, 4)
    z = core.run(add_recipe(rule="rule", saves=(0, 2)), [x, x])
    x.grad = z  # the leaf holds its gradient, which was computed from the leaf
    alive = [weakref.ref(x), weakref.ref(z), weakref.ref(x._node), weakref.ref(z._node)]
    del x, z
    gc.collect()
    assert [a() for a in alive] == [None] * 4


def test_cycles_through_rules_hooks_and_saved_objects(core: ModuleType) -> None:
    class Rule:
        pass

    rule = Rule()
    x = leaf(core, 1, 2, 3, 4)
    made = add_recipe(rule=rule)
    z = core.run(made, [x, x])
    rule.result = z  # type: ignore[attr-defined]
    node = core.Node("by hand", (z._node,), saved=[z])
    node.hooks = [node]
    alive = [weakref.ref(o) for o in (rule, z, node, made)]
    del rule, x, z, node, made
    gc.collect()
    assert [a() for a in alive] == [None] * 4


def test_a_chain_of_a_million_nodes_is_freed_without_recursion(core: ModuleType) -> None:
    made = add_recipe(1, rule="rule", saves=(0,))
    x = leaf(core, 1.0)
    first = weakref.ref(x._node)
    one = fill(core, [1.0])
    for _ in range(1_000_000 if core.__name__.endswith("emitted") else 100_000):
        x = core.run(made, [x, one])
    del x
    assert first() is None


def test_a_chain_in_a_cycle_is_freed_without_recursion(core: ModuleType) -> None:
    made = add_recipe(1, rule="rule")
    x = leaf(core, 1.0)
    start = x
    first = weakref.ref(x._node)
    for _ in range(100_000):
        x = core.run(made, [x, x])
    start.grad = x
    del x, start
    gc.collect()
    assert first() is None


def test_recording_is_switched_for_each_thread(core: ModuleType) -> None:
    core.set_grad_enabled(False)
    seen: list[bool] = []

    def look() -> None:
        seen.append(core.grad_enabled())
        core.set_grad_enabled(False)
        core.set_grad_enabled(False)
        seen.append(core.grad_enabled())

    for _ in range(3):  # a new thread starts afresh, whatever the one before left
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [True, False] * 3
    assert core.grad_enabled() is False
    core.set_grad_enabled(True)
    assert core.grad_enabled() is True


def test_many_threads_may_end_with_recording_off(core: ModuleType) -> None:
    def end() -> None:
        core.set_grad_enabled(False)

    for _ in range(600):
        thread = threading.Thread(target=end)
        thread.start()
        thread.join()
    assert core.grad_enabled() is True
    core.set_grad_enabled(False)
    assert core.grad_enabled() is False
    core.set_grad_enabled(True)
    assert core.grad_enabled() is True
