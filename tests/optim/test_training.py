"""Whole training loops: PyTorch's style and pure functions, eager and compiled, agree."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol import nn, optim
from nitinol.base import trees
from nitinol.nn import functional as F

STEPS = 5


class Net(nn.Module):
    def __init__(self, tied: bool) -> None:
        self.conv = nn.Conv2d(1, 4, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(4)
        self.head = nn.Linear(4 * 3 * 3, 3)
        self.again = self.norm.weight if tied else ni.ones((4,))  # tied: it occurs twice

    def forward(self, x: Any) -> Any:
        x = F.max_pool2d(F.relu(self.norm(self.conv(x))), 2)
        return self.head(F.flatten(x, 1)) * self.again.sum()


def data() -> list[tuple[Any, Any]]:
    rng = np.random.default_rng(0)
    return [
        (
            ni.tensor(rng.normal(size=(8, 1, 6, 6)), dtype=ni.float32),
            ni.tensor(rng.integers(0, 3, 8)),
        )
        for _ in range(STEPS)
    ]


def fresh(tied: bool = True) -> Net:
    ni.random.seed(11)
    return Net(tied)


def objects(compiled: bool, tied: bool = True) -> tuple[list[float], dict[str, Any], Any]:
    model = fresh(tied)
    optimizer = optim.AdamW(model.parameters(), lr=optim.cosine(1e-2, STEPS), weight_decay=0.1)

    def step(x: Any, y: Any) -> Any:
        loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach()

    run = ni.jit(step) if compiled else step
    losses = [run(x, y).item() for x, y in data()]
    assert (model.again is model.norm.weight) == tied
    return losses, model.state_dict(), run


def functions(compiled: bool) -> tuple[list[float], dict[str, Any], Any]:
    model = fresh(tied=False)  # a tied parameter would be two leaves for a pure function
    optimizer = optim.adamw(optim.cosine(1e-2, STEPS), weight_decay=0.1)
    leaves, treedef = trees.flatten(model)
    trained = [x for x in leaves if x.requires_grad]
    state = optimizer.init(trained)

    def step(params: Any, state: Any, x: Any, y: Any) -> Any:
        def loss_of(params: Any) -> Any:
            rest = iter(params)
            places = [next(rest) if leaf.requires_grad else leaf for leaf in leaves]
            return F.cross_entropy(trees.unflatten(treedef, places)(x), y)

        loss, gradients = ni.value_and_grad(loss_of)(params)
        updates, state = optimizer.update(gradients, state, params)
        return loss, optim.apply_updates(params, updates), state

    params = [x.detach() for x in trained]
    run = ni.jit(step) if compiled else step
    losses = []
    for x, y in data():
        loss, params, state = run(params, state, x, y)
        losses.append(loss.item())
    return losses, dict(enumerate(params)), run


def test_compiled_and_eager_objects_agree() -> None:
    eager_losses, eager, _ = objects(compiled=False)
    losses, state, run = objects(compiled=True)
    np.testing.assert_allclose(losses, eager_losses, rtol=1e-5)
    assert losses[-1] != losses[0]
    for name, value in eager.items():
        np.testing.assert_allclose(state[name].numpy(), value.numpy(), rtol=1e-3, atol=1e-5)
    assert state["norm.num_batches_tracked"].item() == STEPS
    assert run.stats()["compilations"] == 1


@pytest.mark.parametrize("compiled", [False, True])
def test_the_loss_falls(compiled: bool) -> None:
    model = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 2))
    x = ni.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    y = ni.tensor([0, 1, 1, 0])
    optimizer = optim.Adam(model.parameters(), lr=0.05)

    def step() -> Any:
        loss = nn.CrossEntropyLoss()(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach()

    run = ni.jit(step) if compiled else step
    first = run().item()
    for _ in range(150):
        last = run().item()
    assert last < 0.05 < first
    assert model(x).argmax(1).tolist() == y.tolist()


def test_a_new_batch_size_and_a_changed_rate_are_no_reason_to_compile() -> None:
    model = nn.Linear(3, 2)
    optimizer = optim.SGD(model.parameters(), lr=0.1, momentum=0.9)

    @ni.jit
    def step(x: Any) -> Any:
        loss = (model(x) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.detach()

    for n in (4, 6, 9, 12):
        step(ni.ones((n, 3)))
        optimizer.lr = 0.1 / n
    assert step.stats()["compilations"] <= 2


def test_functions_agree_with_objects() -> None:
    losses, state, _ = objects(compiled=True, tied=False)
    for compiled in (False, True):
        found, params, _ = functions(compiled)
        np.testing.assert_allclose(found, losses, rtol=1e-5)
        np.testing.assert_allclose(
            params[0].numpy(), state["conv.weight"].numpy(), rtol=1e-3, atol=1e-5
        )


def test_batch_norm_learns_under_grad() -> None:
    model = fresh(tied=False)
    (x, y), *_ = data()
    gradient = ni.grad(lambda model: F.cross_entropy(model(x), y))(model)
    assert isinstance(gradient, Net)
    assert gradient.norm.num_batches_tracked is None
    compiled = ni.jit(lambda m, x: ni.grad(lambda m: F.cross_entropy(m(x), y))(m).conv.weight)
    weight = gradient.conv.weight.numpy()  # sums of terms around 1
    np.testing.assert_allclose(compiled(model, x).numpy(), weight, rtol=1e-5, atol=1e-6)
    assert model.norm.num_batches_tracked.item() == 2
    other = fresh(tied=False)
    F.cross_entropy(other(x), y).backward()
    np.testing.assert_allclose(
        gradient.conv.weight.numpy(), other.conv.weight.grad.numpy(), rtol=1e-5, atol=1e-7
    )
