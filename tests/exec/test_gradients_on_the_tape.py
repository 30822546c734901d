"""What rules and the walk make of real operations: shared memory, and steps that are learnt."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol.core import kind
from nitinol.exec import rules


def test_the_gradient_of_a_reshape_is_the_memory_of_the_cotangent() -> None:
    x = ni.tensor(np.arange(6.0, dtype=np.float32), requires_grad=True)
    for shape, function in (
        ((2, 3), lambda t: ni.reshape(t, (2, 3))),
        ((1, 6, 1), lambda t: ni.expand_dims(ni.reshape(t, (1, 6)), -1)),
    ):
        for _ in range(3):
            x.grad = None
            y = function(x)
            g = ni.ones(shape)
            y.backward(g)
            assert x.grad.shape == (6,)
            assert x.grad._address == g._address
            x.grad[0] = 5.0  # and yet a value of its own
            assert g.tolist() == np.ones(shape).tolist()
            assert x.grad.tolist() == [5.0, 1, 1, 1, 1, 1]


def test_leaves_do_not_share_what_they_collect() -> None:
    x, y = ni.tensor([1.0, 2.0], requires_grad=True), ni.tensor([1.0, 2.0], requires_grad=True)
    g = ni.tensor([1.0, 1.0])
    for _ in range(2):
        x.grad = y.grad = None
        (x + y).backward(g)
        x.grad += 1
        y.grad[0] = 7
        g[1] = 3
        assert (x.grad.tolist(), y.grad.tolist()) == ([2.0, 2.0], [7.0, 1.0])
        g[1] = 1
        assert g.tolist() == [1.0, 1.0]


def branched(x: Any, w: Any) -> Any:
    """Branches, numbers, broadcasting, several results, a view and a fold."""
    a = ni.tanh(x @ w) * 0.5
    left, right = ni.split(a + x, 2, 1)
    b = ni.softmax(ni.reshape(left * right + 2.0, (2, 4)), axis=-1)
    return ni.sum(b * b) + ni.mean(x / (1.0 + w * w))


def test_learnt_steps_give_what_rules_give() -> None:
    """The first walk asks rules, later ones take steps; with hooks all nodes are asked again."""
    rng = np.random.default_rng(0)
    x = ni.tensor(rng.standard_normal((4, 4)).astype(np.float32), requires_grad=True)
    w = ni.tensor(rng.standard_normal((4, 4)).astype(np.float32), requires_grad=True)
    asked: list[Any] = []
    original = rules.Rule.backward

    def counting(self: Any, node: Any, cotangents: Any) -> Any:
        asked.append(node)
        return original(self, node, cotangents)

    found = []
    patch = pytest.MonkeyPatch()
    patch.setattr(rules.Rule, "backward", counting)
    live = []
    for _ in range(4):
        asked.clear()
        x.grad = w.grad = None
        branched(x, w).backward()
        found.append((x.grad.tolist(), w.grad.tolist(), len(asked)))
        live.append(ni.memory.stats()["live_bytes"])
    patch.undo()
    assert found[1][:2] == found[0][:2] == found[3][:2]
    assert found[0][2] > 5
    if kind == "native":
        assert found[3][2] == 0
        assert live[1] == live[2] == live[3]
    u, v = ni.grad(branched, argnums=(0, 1))(x.detach(), w.detach())
    np.testing.assert_allclose(found[0][0], u.numpy(), rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(found[0][1], v.numpy(), rtol=1e-5, atol=1e-6)


def test_one_derivation_serves_all_that_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not recorded is not derived; what fewer gradients need is a part of the whole."""
    count = [0]
    original = rules.derive

    def counting(*args: Any, **kwargs: Any) -> Any:
        count[0] += 1
        return original(*args, **kwargs)

    monkeypatch.setattr(rules, "derive", counting)
    data = np.linspace(1, 2, 15, dtype=np.float32).reshape(3, 5)

    @ni.jit
    def f(x: Any, y: Any) -> Any:
        return ni.sin(x) * y + x / y

    plain = f(ni.tensor(data), ni.tensor(data))
    assert count[0] == 0
    results = {}
    for wx in (True, False):
        for wy in (True, False):
            if wx or wy:
                x = ni.tensor(data, requires_grad=wx)
                y = ni.tensor(data, requires_grad=wy)
                out = f(x, y)
                assert out.tolist() == plain.tolist()
                out.backward(ni.ones((3, 5)))
                results[wx, wy] = (x.grad, y.grad)
    assert count[0] == 1
    assert results[True, False][1] is None
    np.testing.assert_array_equal(results[True, False][0].numpy(), results[True, True][0].numpy())
    np.testing.assert_array_equal(results[False, True][1].numpy(), results[True, True][1].numpy())
    np.testing.assert_allclose(
        results[True, True][0].numpy(), np.cos(data) * data + 1 / data, rtol=1e-5
    )
