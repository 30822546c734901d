"""Storage and the tensor object."""

from __future__ import annotations

import copy
import gc
import itertools
import sys
import weakref
from types import ModuleType
from typing import Any

import pytest
from core_support import F4, add_recipe, fill, int64, kernel, values

from nitinol.base.dtypes import float32
from nitinol.base.errors import GradientError
from nitinol.core.layout import layout
from nitinol.core.recipe import Recipe


def test_storage(core: ModuleType) -> None:
    for nbytes in (0, 1, 64, 65, 4096, 4097, 100_000, 10_000_000):
        made = core.allocate(nbytes)
        assert made.nbytes == nbytes
        assert made.address % 64 == 0
        assert made.owner is None
        assert made.writable is True
    with pytest.raises(TypeError):
        type(made)()


def test_storages_do_not_overlap(core: ModuleType) -> None:
    made = [core.allocate(n) for n in (1, 64, 65, 100, 128, 129, 5000, 1 << 20) for _ in range(50)]
    spans = sorted((s.address, s.address + s.nbytes) for s in made)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))


def test_memory_is_used_again(core: ModuleType) -> None:
    seen = {core.allocate(96).address for _ in range(1000)}
    assert len(seen) < 10


def test_too_much_memory(core: ModuleType) -> None:
    for nbytes in (1 << 50, (1 << 62) + 1, (1 << 63) - 1):
        with pytest.raises(MemoryError, match="no memory for a tensor of"):
            core.allocate(nbytes)
    with pytest.raises(ValueError, match="negative"):
        core.allocate(-1)
    assert core.allocate(64).nbytes == 64


def test_wrap_keeps_the_owner(core: ModuleType) -> None:
    class Owner:
        pass

    owner = Owner()
    alive = weakref.ref(owner)
    storage = core.wrap(4096, 8, owner, writable=False)
    assert (storage.address, storage.nbytes, storage.writable) == (4096, 8, False)
    assert storage.owner is owner
    del owner
    assert alive() is not None
    tensor = core.make(storage, storage.address, layout(float32, (2,)))
    del storage
    assert alive() is not None
    del tensor
    assert alive() is None


def test_attributes(core: ModuleType) -> None:
    storage = core.allocate(24)
    made = layout(float32, (2, 3), (1, 2))
    x = core.make(storage, storage.address, made)
    assert x.shape is made.shape
    assert x.dtype is float32
    assert (x.ndim, x.size, x.strides, x.device) == (2, 6, (1, 2), "cpu")
    assert x.requires_grad is False
    assert x.is_leaf is True
    assert x.grad is None
    assert x._storage is storage
    assert x._address == storage.address
    assert x._layout is made
    assert x._node is None
    assert x._output == 0
    for name in ("shape", "dtype", "ndim", "size", "strides", "device", "requires_grad"):
        with pytest.raises(AttributeError):
            setattr(x, name, 1)
    assert hash(x) == hash(x)
    assert len({x, fill(core, [1.0])}) == 2


def test_grad(core: ModuleType) -> None:
    x = fill(core, [1.0])
    with pytest.raises(GradientError, match="requires_grad_"):
        x.grad = x
    x.grad = None
    x._node = core.Node()
    assert x.requires_grad is True
    assert x.is_leaf is True
    g = fill(core, [2.0])
    x.grad = g
    assert x.grad is g
    assert x._node.grad is g
    x.grad = None
    assert x._node.grad is None
    x._node = None
    assert x.requires_grad is False


def test_the_class_is_not_called(core: ModuleType) -> None:
    class Child(core.TensorBase):
        __slots__ = ()

    for cls in (core.TensorBase, Child):
        with pytest.raises(TypeError, match=r"ni\.tensor"):
            cls()
        with pytest.raises(TypeError):
            cls.__new__(cls)
        with pytest.raises((TypeError, AttributeError)):
            object.__new__(cls)._layout  # noqa: B018


def test_native_attributes_are_checked() -> None:
    from nitinol.core import emitted

    x = fill(emitted, [1.0])
    for name, wrong in (
        ("_storage", 1), ("_layout", None), ("_node", x), ("_address", "a"), ("_output", None),
    ):  # fmt: skip
        with pytest.raises(TypeError):
            setattr(x, name, wrong)
    for name in ("_storage", "_layout", "_address", "_output"):
        with pytest.raises(AttributeError):
            delattr(x, name)
    for wrong in ((1, 2, 3), (x._storage, 0, None), (x._storage, 0, F4, x), (x._storage, "a", F4)):
        with pytest.raises(TypeError):
            emitted.TensorBase._make(*wrong)
    assert values(x) == [1.0]


def test_assigning_the_parts(core: ModuleType) -> None:
    x, y = fill(core, [1.0, 2.0]), fill(core, [3.0, 4.0, 5.0])
    x._storage, x._address, x._layout = y._storage, y._address, y._layout
    assert values(x) == [3.0, 4.0, 5.0]
    assert core.is_shared(x)
    assert core.is_shared(y)


def test_is_shared(core: ModuleType) -> None:
    x = fill(core, [1.0, 2.0, 3.0, 4.0])
    assert not core.is_shared(x)
    view = Recipe(view=(0, 4, layout(float32, (2,))))
    y = core.run(view, [x])
    assert values(y) == [2.0, 3.0]
    assert core.is_shared(x)
    assert core.is_shared(y)
    del y
    assert not core.is_shared(x)
    exported = x._storage
    assert core.is_shared(x)
    del exported
    x._node = core.Node()
    z = core.run(add_recipe(rule="r", saves=(0,)), [x, x])
    assert core.is_shared(x)  # the tape holds it
    del z
    assert not core.is_shared(x)


def test_subclass_is_the_result_type(core: ModuleType) -> None:
    class Child(core.TensorBase):
        __slots__ = ()

        def double(self) -> Any:
            return core.run(add_recipe(), [self, self])

    core.set_tensor_type(Child)
    assert core.get_tensor_type() is Child
    x = fill(core, [1.0, 2.0, 3.0, 4.0])
    assert type(x) is Child
    assert type(x.double()) is Child
    assert values(x.double()) == [2.0, 4.0, 6.0, 8.0]
    with pytest.raises(TypeError):
        core.set_tensor_type(int)
    base = core.TensorBase._make(x._storage, x._address, x._layout)
    assert type(base) is core.TensorBase


def test_subclass_with_a_dict_and_cycles(core: ModuleType) -> None:
    class Child(core.TensorBase):
        pass

    core.set_tensor_type(Child)
    x = fill(core, [1.0])
    x.self = x
    alive = weakref.ref(x)
    del x
    gc.collect()
    assert alive() is None
    core.set_tensor_type(core.TensorBase)


def test_instances_with_state_are_made_afresh(core: ModuleType) -> None:
    """The memory of tensors is used again only where a class adds nothing to it."""

    class Child(core.TensorBase):
        pass

    class Slotted(core.TensorBase):
        __slots__ = ("extra",)

    gone = []

    class Deleted(core.TensorBase):
        __slots__ = ()

        def __del__(self) -> None:
            gone.append(1)

    x = fill(core, [1.0] * 4)
    for cls in (Child, Slotted, Deleted):
        core.set_tensor_type(cls)
        for i in range(300):
            y = core.run(add_recipe(), [x, x])
            assert type(y) is cls
            if cls is not Deleted:
                assert not hasattr(y, "extra")
                y.extra = [i]
            del y
    core.set_tensor_type(core.TensorBase)
    assert len(gone) == 300


def test_weak_references(core: ModuleType) -> None:
    gone = []
    x = fill(core, [1.0])
    first = weakref.ref(x, gone.append)
    assert first() is x
    del x
    assert first() is None
    assert gone == [first]


def test_copying_is_for_higher_rooms(core: ModuleType) -> None:
    with pytest.raises(TypeError):
        copy.copy(fill(core, [1.0]))


def test_reference_counts(core: ModuleType) -> None:
    """Nothing that a call touches gains or loses references."""
    x, y = fill(core, [1.0] * 4), fill(core, [2.0] * 4, node=core.Node())
    made = add_recipe(rule="rule", saves=(0, 1, 2))
    view = Recipe(view=(0, 0, layout(float32, (2, 2))), rule="rule")
    fail = Recipe(kernel("status"), (5).to_bytes(8, "little") + bytes(16), [F4])
    number = 3.75
    # CPython counts types and singletons too, where they are not immortal.
    watched = [x, y, x._storage, y._storage, y._node, F4, made, number, core.TensorBase, core.Node]
    watched += [type(x._storage), made.rule, made.outputs, view.view[2]]

    def work(rounds: int) -> None:
        for _ in range(rounds):
            z = core.run(made, [x, y])
            w = core.run(view, [z])
            w._node.parents, w._node.saved, z._node.saved, z._node.index, z._node.outputs  # noqa: B018
            w.shape, w.dtype, w.grad, w.requires_grad, w._node.rule, z._node.saves  # noqa: B018
            with pytest.raises(RuntimeError):
                core.run(fail, [x, number])
            with pytest.raises((TypeError, AttributeError)):
                core.run(made, [x, "no"])

    work(3)
    gc.collect()
    before = [sys.getrefcount(o) for o in watched]
    work(100)
    gc.collect()
    assert [sys.getrefcount(o) for o in watched] == before


def test_memory_does_not_grow(core: ModuleType) -> None:
    made = add_recipe(1000, rule="rule", saves=(0, 1, 2))
    x = fill(core, [0.5] * 1000, node=core.Node())

    def work() -> None:
        for _ in range(200):
            core.run(made, [x, x])

    work()
    before = core.memory_statistics()["live_bytes"]
    for _ in range(5):
        work()
    assert core.memory_statistics()["live_bytes"] <= before + 4096 * 64


def test_dtype_of_elements(core: ModuleType) -> None:
    assert values(fill(core, [1, -2, 3], int64)) == [1, -2, 3]
