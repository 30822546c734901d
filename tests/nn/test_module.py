"""Modules: what they hold, how they are found, saved, copied and traced."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol import nn
from nitinol.base import trees
from nitinol.nn.module import tensors_of


class Inner(nn.Module):
    def __init__(self) -> None:
        self.weight = nn.Parameter(ni.tensor([1.0, 2.0]))
        self.seen = ni.zeros((), ni.int64)
        self.name = "inner"

    def forward(self, x: Any) -> Any:
        return x * self.weight


class Outer(nn.Module):
    def __init__(self) -> None:
        self.first = Inner()
        self.parts = [Inner(), Inner()]
        self.named = {"a": nn.Parameter(ni.tensor([5.0]))}
        self.tied = self.first.weight
        self.options = [1, 2]

    def forward(self, x: Any) -> Any:
        for part in (self.first, *self.parts):
            x = part(x)
        return x * self.tied


def test_finds_parameters_buffers_and_modules_in_order() -> None:
    m = Outer()
    assert [n for n, _ in m.named_parameters()] == [
        "first.weight", "parts.0.weight", "parts.1.weight", "named.a",
    ]  # fmt: skip
    assert [n for n, _ in m.named_buffers()] == ["first.seen", "parts.0.seen", "parts.1.seen"]
    assert [n for n, _ in m.named_modules()] == ["", "first", "parts.0", "parts.1"]
    assert list(m.state_dict()) == [
        "first.weight", "first.seen", "parts.0.weight", "parts.0.seen", "parts.1.weight",
        "parts.1.seen", "named.a", "tied",
    ]  # fmt: skip
    assert len(tensors_of(m)) == 7
    assert m.tied is m.first.weight


def test_a_frozen_parameter_stays_a_parameter() -> None:
    m = Inner()
    m.requires_grad_(False)
    assert [n for n, _ in m.named_parameters()] == ["weight"]
    assert not m.weight.requires_grad
    m.register_buffer("extra", nn.Parameter(ni.ones(1)))
    assert [n for n, _ in m.named_buffers()] == ["seen", "extra"]
    del m.extra
    assert [n for n, _ in m.named_buffers()] == ["seen"]


def test_state_is_saved_and_loaded() -> None:
    m, other = Outer(), Outer()
    m.first.weight._assign(ni.tensor([7.0, 8.0]))
    m.first.seen._assign(ni.tensor(3))
    state = m.state_dict()
    assert other.load_state_dict(state) == ([], [])
    assert other.first.weight.tolist() == [7.0, 8.0]
    assert other.tied is other.first.weight
    assert other.first.seen.item() == 3
    assert other.first.weight.requires_grad


def test_a_state_that_does_not_fit_changes_nothing() -> None:
    m = Inner()
    with pytest.raises(KeyError, match="lacks"):
        m.load_state_dict({"weight": ni.ones(2)})
    with pytest.raises(ni.ShapeError, match=r"weight has shape"):
        m.load_state_dict({"seen": ni.tensor(5), "weight": ni.ones(3)})
    assert m.seen.item() == 0
    missing, unexpected = m.load_state_dict({"weight": ni.ones(2), "x": ni.ones(1)}, strict=False)
    assert (missing, unexpected) == (["seen"], ["x"])
    assert m.weight.tolist() == [1.0, 1.0]


def test_training_mode() -> None:
    m = Outer()
    assert all(x.training for x in m.modules())
    assert m.eval() is m
    assert not any(x.training for x in m.modules())
    m.train()
    assert all(x.training for x in m.modules())


def test_is_a_pytree() -> None:
    m = Outer()
    leaves, treedef = trees.flatten(m)
    assert len(leaves) == 8  # the tied parameter stands in both places
    assert treedef == trees.flatten(Outer())[1]
    assert hash(treedef) == hash(trees.flatten(Outer())[1])
    assert treedef != trees.flatten(Outer().eval())[1]
    changed = Outer()
    changed.options.append(3)
    assert treedef != trees.flatten(changed)[1]
    twice = trees.map(lambda x: x * 2, m)
    assert isinstance(twice, Outer)
    assert twice.first.weight.tolist() == [2.0, 4.0]
    assert twice.options == [1, 2]
    assert [n for n, _ in twice.named_buffers()] == [n for n, _ in m.named_buffers()]
    assert twice(ni.tensor([1.0, 1.0])).tolist() == [16.0, 256.0]


def test_gradients_of_a_module_are_a_module() -> None:
    m = Inner()
    x = ni.tensor([3.0, 4.0])
    g = ni.grad(lambda model: (model(x) ** 2).sum())(m)
    assert isinstance(g, Inner)
    assert g.weight.tolist() == [18.0, 64.0]
    assert g.seen is None


def test_eager_gradients_accumulate_on_parameters() -> None:
    m = Outer()
    m(ni.tensor([1.0, 1.0])).sum().backward()
    # first.weight occurs twice: d(w²·a·b)/dw = 2·w·a·b
    assert m.first.weight.grad.tolist() == [2.0, 16.0]
    m.zero_grad()
    assert m.first.weight.grad is None


class Counter(nn.Module):
    def __init__(self) -> None:
        self.count = ni.zeros(())
        self.scale = nn.Parameter(ni.tensor(2.0))

    def forward(self, x: Any) -> Any:
        if self.training:
            self.count = self.count + 1.0
        return x * self.scale + self.count


def test_state_changes_in_compiled_functions_are_written_back() -> None:
    m = Counter()
    count = m.count

    @ni.jit
    def run(x: Any) -> Any:
        return m(x)

    assert run(ni.tensor([1.0])).tolist() == [3.0]
    assert run(ni.tensor([1.0])).tolist() == [4.0]
    assert m.count.item() == 2.0
    assert m.count is count
    assert run.stats()["compilations"] == 1
    m.eval()
    assert run(ni.tensor([1.0])).tolist() == [4.0]
    assert m.count.item() == 2.0
    assert run.stats()["compilations"] == 2
    m.scale._assign(ni.tensor(10.0))
    assert run(ni.tensor([1.0])).tolist() == [12.0]
    assert run.stats()["compilations"] == 2


def test_compiled_training_keeps_tied_weights_tied() -> None:
    m = Outer()

    @ni.jit
    def step(x: Any) -> Any:
        loss = m(x).sum()
        m.zero_grad()
        loss.backward()
        for p in m.parameters():
            if p.grad is not None:
                p._assign((p - 0.1 * p.grad).detach())
        return loss.detach()

    step(ni.tensor([1.0, 1.0]))
    assert m.tied is m.first.weight
    np.testing.assert_allclose(m.first.weight.numpy(), [1.0 - 0.2, 2.0 - 1.6], rtol=1e-6)
    np.testing.assert_allclose(m.parts[0].weight.numpy(), [1.0 - 0.1, 2.0 - 0.8], rtol=1e-6)


def test_a_module_itself_can_be_compiled() -> None:
    m = Counter()
    run = ni.jit(m)
    assert [run(ni.tensor([1.0])).tolist() for _ in range(2)] == [[3.0], [4.0]]
    m.eval()
    assert run(ni.tensor([1.0])).tolist() == [4.0]


def test_copies_are_independent_and_keep_ties() -> None:
    for make in (copy.deepcopy, lambda m: pickle.loads(pickle.dumps(m))):
        m = Outer()
        other = make(m)
        assert other.tied is other.first.weight
        other.first.weight._assign(ni.tensor([9.0, 9.0]))
        assert m.first.weight.tolist() == [1.0, 2.0]
        assert [n for n, _ in other.named_parameters()] == [n for n, _ in m.named_parameters()]
        assert other.first.weight.requires_grad


def test_conversion_keeps_ties_and_integers() -> None:
    m = Outer().to("float64")
    assert m.first.weight.dtype is ni.float64
    assert m.tied is m.first.weight
    assert m.first.weight.requires_grad
    assert m.named["a"].dtype is ni.float64
    assert m.first.seen.dtype is ni.int64


def test_apply_and_repr() -> None:
    names: list[str] = []
    m = nn.Sequential(nn.Flatten(), nn.Sequential(nn.ReLU(), nn.Softmax(1)))
    m.apply(lambda x: names.append(type(x).__name__))
    assert names == ["Flatten", "ReLU", "Softmax", "Sequential", "Sequential"]
    assert repr(m) == (
        "Sequential(\n  (0): Flatten(start_dim=1, end_dim=-1)\n  (1): Sequential(\n"
        "    (0): ReLU()\n    (1): Softmax(dim=1)\n  )\n)"
    )


def test_containers() -> None:
    m = nn.Sequential(nn.ReLU(), nn.Tanh(), nn.Identity())
    assert len(m) == 3
    assert isinstance(m[-1], nn.Identity)
    assert isinstance(m[1:], nn.Sequential)
    assert len(m[1:]) == 2
    m[1] = nn.ReLU()
    assert isinstance(list(m)[1], nn.ReLU)
    with pytest.raises(IndexError, match="3 modules"):
        m[3]
    with pytest.raises(TypeError, match=r"write ReLU\(\.\.\.\)"):
        nn.Sequential(nn.ReLU)  # type: ignore[arg-type]
    items = nn.ModuleList([Inner(), Inner()])
    items.append(Inner())
    assert len(list(items.parameters())) == 3
    named = nn.ModuleDict({"a": Inner(), "b": nn.ReLU()})
    assert list(named) == ["a", "b"] == list(named.keys())
    assert "a" in named
    assert [n for n, _ in named.named_parameters()] == ["a.weight"]
    del named["a"]
    assert len(named) == 1
    with pytest.raises(KeyError, match="cannot name"):
        named["forward"] = nn.ReLU()


def test_a_module_without_forward() -> None:
    class Empty(nn.Module):
        pass

    with pytest.raises(NotImplementedError, match="Empty has no forward"):
        Empty()(1)
