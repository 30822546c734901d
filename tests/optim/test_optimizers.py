"""Optimizers against the formulas of their papers, in NumPy float64, in both styles and compiled."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol import optim

Rule = Iterator[np.ndarray]
STEPS = 6


def gradients(shape: tuple[int, ...]) -> list[np.ndarray]:
    rng = np.random.default_rng(7)
    return [rng.normal(size=shape) for _ in range(STEPS)]


def start(shape: tuple[int, ...]) -> np.ndarray:
    return np.random.default_rng(3).normal(size=shape)


# References: each takes p and gradients and gives p after every step.


def sgd(p: np.ndarray, gs: list[np.ndarray], lr: Callable[[int], float], mu: float = 0.0,
        nesterov: bool = False, wd: float = 0.0) -> Rule:  # fmt: skip
    b = np.zeros_like(p)
    for t, g in enumerate(gs):
        g = g + wd * p
        b = mu * b + g
        p = p - lr(t) * (g + mu * b if nesterov else b)
        yield p


def adam(p: np.ndarray, gs: list[np.ndarray], lr: Callable[[int], float], b1: float = 0.9,
         b2: float = 0.999, eps: float = 1e-8, wd: float = 0.0, decoupled: bool = False) -> Rule:  # fmt: skip
    m = np.zeros_like(p)
    v = np.zeros_like(p)
    for t, g in enumerate(gs):
        if wd and not decoupled:
            g = g + wd * p
        m = b1 * m + (1 - b1) * g
        v = b2 * v + (1 - b2) * g * g
        m_hat = m / (1 - b1 ** (t + 1))
        v_hat = v / (1 - b2 ** (t + 1))
        shrink = lr(t) * wd * p if decoupled else 0.0
        p = p - shrink - lr(t) * m_hat / (np.sqrt(v_hat) + eps)
        yield p


def rmsprop(p: np.ndarray, gs: list[np.ndarray], lr: Callable[[int], float], alpha: float = 0.99,
            eps: float = 1e-8, mu: float = 0.0) -> Rule:  # fmt: skip
    v = np.zeros_like(p)
    b = np.zeros_like(p)
    for t, g in enumerate(gs):
        v = alpha * v + (1 - alpha) * g * g
        b = mu * b + g / (np.sqrt(v) + eps)
        p = p - lr(t) * b
        yield p


CASES: dict[str, tuple[Any, Any, Any]] = {
    "sgd": (
        lambda ps, lr: optim.SGD(ps, lr),
        lambda lr: optim.sgd(lr),
        lambda p, gs, lr: sgd(p, gs, lr),
    ),
    "momentum": (
        lambda ps, lr: optim.SGD(ps, lr, momentum=0.9),
        lambda lr: optim.sgd(lr, momentum=0.9),
        lambda p, gs, lr: sgd(p, gs, lr, 0.9),
    ),
    "nesterov with weight decay": (
        lambda ps, lr: optim.SGD(ps, lr, momentum=0.8, nesterov=True, weight_decay=0.1),
        lambda lr: optim.sgd(lr, momentum=0.8, nesterov=True, weight_decay=0.1),
        lambda p, gs, lr: sgd(p, gs, lr, 0.8, True, 0.1),
    ),
    "adam": (
        lambda ps, lr: optim.Adam(ps, lr),
        lambda lr: optim.adam(lr),
        lambda p, gs, lr: adam(p, gs, lr),
    ),
    "adam with weight decay": (
        lambda ps, lr: optim.Adam(ps, lr, betas=(0.7, 0.9), eps=1e-3, weight_decay=0.2),
        None,
        lambda p, gs, lr: adam(p, gs, lr, 0.7, 0.9, 1e-3, 0.2),
    ),
    "adamw": (
        lambda ps, lr: optim.AdamW(ps, lr, weight_decay=0.2),
        lambda lr: optim.adamw(lr, weight_decay=0.2),
        lambda p, gs, lr: adam(p, gs, lr, wd=0.2, decoupled=True),
    ),
    "rmsprop": (
        lambda ps, lr: optim.RMSprop(ps, lr),
        lambda lr: optim.rmsprop(lr),
        lambda p, gs, lr: rmsprop(p, gs, lr),
    ),
    "rmsprop with momentum": (
        lambda ps, lr: optim.RMSprop(ps, lr, momentum=0.5),
        None,
        lambda p, gs, lr: rmsprop(p, gs, lr, mu=0.5),
    ),
}
RATES: dict[str, tuple[Any, Callable[[int], float]]] = {
    "constant": (0.05, lambda t: 0.05),
    "cosine": (
        optim.warm_up(optim.cosine(0.05, 5), 2),
        lambda t: min((t + 1) / 2, 1) * 0.05 * (0.5 + 0.5 * math.cos(math.pi * min(t / 5, 1))),
    ),
}


@pytest.mark.parametrize("rate", RATES.values(), ids=RATES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_objects(case: Any, rate: Any) -> None:
    make, _, reference = case
    lr, lr_at = rate
    values = start((3, 4))
    p = ni.tensor(values, dtype=ni.float64, requires_grad=True)
    optimizer = make([p], lr)
    for g, wanted in zip(
        gradients((3, 4)), reference(values, gradients((3, 4)), lr_at), strict=True
    ):
        optimizer.zero_grad()
        (p * ni.tensor(g)).sum().backward()
        optimizer.step()
        np.testing.assert_allclose(p.numpy(), wanted, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize("rate", RATES.values(), ids=RATES)
@pytest.mark.parametrize("case", [c for c in CASES.values() if c[1]],
                         ids=[n for n, c in CASES.items() if c[1]])  # fmt: skip
def test_pure_functions(case: Any, rate: Any) -> None:
    _, make, reference = case
    lr, lr_at = rate
    first, second = start((2, 3)), start((4,))
    optimizer = make(lr)
    params = {"a": ni.tensor(first), "rest": [ni.tensor(second), ni.tensor([1, 2])]}
    state = optimizer.init(params)
    both = zip(
        reference(first, gradients((2, 3)), lr_at),
        reference(second, gradients((4,)), lr_at),
        strict=True,
    )
    for g1, g2, (w1, w2) in zip(gradients((2, 3)), gradients((4,)), both, strict=True):
        grads = {"a": ni.tensor(g1), "rest": [ni.tensor(g2), None]}
        updates, state = optimizer.update(grads, state, params)
        params = optim.apply_updates(params, updates)
        np.testing.assert_allclose(params["a"].numpy(), w1, rtol=1e-12, atol=1e-13)
        np.testing.assert_allclose(params["rest"][0].numpy(), w2, rtol=1e-12, atol=1e-13)
    assert params["rest"][1].tolist() == [1, 2]


@pytest.mark.parametrize("name", ["momentum", "adamw", "rmsprop with momentum"])
def test_compiled_steps(name: str) -> None:
    make, _, reference = CASES[name]
    lr, lr_at = RATES["cosine"]
    values = start((3, 4))
    p = ni.tensor(values, requires_grad=True)
    optimizer = make([p], lr)

    @ni.jit
    def step(g: Any) -> Any:
        optimizer.zero_grad()
        loss = (p * g).sum()
        loss.backward()
        optimizer.step()
        return loss.detach()

    gs = gradients((3, 4))
    before = values
    for g, wanted in zip(gs, reference(values, gs, lr_at), strict=True):
        loss = step(ni.tensor(g))
        np.testing.assert_allclose(loss.item(), (before * g).sum(), rtol=1e-12)
        np.testing.assert_allclose(p.numpy(), wanted, rtol=1e-12, atol=1e-13)
        before = wanted
    assert step.stats()["compilations"] == 1


def test_float32_keeps_the_bias_correction_exact() -> None:
    # At step 1 Adam moves every element by lr, whatever the gradient.
    p = ni.tensor([1.0, 2.0, 3.0], requires_grad=True)
    optimizer = optim.Adam([p], lr=0.125, eps=0.0)
    p.grad = ni.tensor([1e-3, -5.0, 1e3])
    optimizer.step()
    np.testing.assert_allclose(p.numpy(), [0.875, 2.125, 2.875], rtol=2e-7)


def test_parameters_without_gradient_stay() -> None:
    p, q = (ni.tensor([1.0], requires_grad=True) for _ in range(2))
    optimizer = optim.Adam([p, q], lr=0.1)
    p.grad = ni.tensor([1.0])
    optimizer.step()
    assert q.item() == 1.0
    assert p.item() != 1.0


def test_groups_and_the_learning_rate() -> None:
    p, q = (ni.tensor([1.0], requires_grad=True) for _ in range(2))
    optimizer = optim.SGD(
        [{"params": [p]}, {"params": [q], "lr": 0.5, "weight_decay": 1.0}], lr=0.1
    )
    p.grad = q.grad = ni.tensor([1.0])
    optimizer.step()
    np.testing.assert_allclose([p.item(), q.item()], [0.9, 0.0], atol=1e-7)
    assert optimizer.lr == 0.1
    optimizer.lr = 0.2
    assert optimizer.lr == 0.2
    optimizer.step()
    np.testing.assert_allclose([p.item(), q.item()], [0.7, -0.2], atol=1e-6)


def test_state_goes_on_bit_for_bit() -> None:
    gs = gradients((5,))

    def run(optimizer: Any, p: Any, part: list[np.ndarray]) -> None:
        for g in part:
            p.grad = ni.tensor(g, dtype=ni.float32)
            optimizer.step()

    p = ni.tensor(start((5,)), dtype=ni.float32, requires_grad=True)
    optimizer = optim.Adam([p], lr=optim.cosine(0.1, STEPS))
    run(optimizer, p, gs[:3])
    state, middle = optimizer.state_dict(), p.detach()
    run(optimizer, p, gs[3:])
    q = ni.tensor(middle.tolist(), requires_grad=True)
    other = optim.Adam([q], lr=optim.cosine(0.1, STEPS))
    other.load_state_dict(state)
    run(other, q, gs[3:])
    assert p.tolist() == q.tolist()
    with pytest.raises(ValueError, match="does not fit"):
        optim.Adam([q, ni.tensor([1.0], requires_grad=True)]).load_state_dict(state)


def test_clipping() -> None:
    p, q = (ni.tensor([0.0, 0.0], dtype=ni.float64, requires_grad=True) for _ in range(2))
    p.grad, q.grad = (
        ni.tensor([3.0, 0.0], dtype=ni.float64),
        ni.tensor([0.0, 4.0], dtype=ni.float64),
    )
    assert abs(optim.clip_grad_norm_([p, q], 10.0).item() - 5.0) < 1e-12
    np.testing.assert_allclose(p.grad.numpy(), [3.0, 0.0])
    optim.clip_grad_norm_([p, q], 1.0)
    np.testing.assert_allclose([*p.grad.numpy(), *q.grad.numpy()], [0.6, 0, 0, 0.8], rtol=1e-6)
    clip = optim.clip_by_global_norm(2.5)
    updates, _ = clip.update([ni.tensor([3.0]), None, ni.tensor([4.0])], clip.init(None), None)
    np.testing.assert_allclose([updates[0].item(), updates[2].item()], [1.5, 2.0], rtol=1e-6)


def test_schedules() -> None:
    def values(schedule: Any, count: int) -> list[float]:
        return [float(schedule(ni.tensor(float(i), dtype=ni.float64))) for i in range(count)]

    np.testing.assert_allclose(values(optim.constant(0.3), 3), [0.3] * 3)
    np.testing.assert_allclose(
        values(optim.cosine(1.0, 4, final=0.2), 6),
        [0.2 + 0.8 * (0.5 + 0.5 * math.cos(math.pi * min(i / 4, 1))) for i in range(6)],
    )
    np.testing.assert_allclose(
        values(optim.step(1.0, 3, 0.5), 10), [0.5 ** (i // 3) for i in range(10)]
    )
    np.testing.assert_allclose(
        values(optim.warm_up(optim.step(1.0, 100), 4), 6), [0.25, 0.5, 0.75, 1, 1, 1]
    )
    assert optim.cosine(0.1, 5) == optim.cosine(0.1, 5)
    assert hash(optim.warm_up(0.1, 5)) == hash(optim.warm_up(0.1, 5))


def test_errors() -> None:
    p = ni.tensor([1.0], requires_grad=True)
    with pytest.raises(ValueError, match="no parameters"):
        optim.SGD([], lr=0.1)
    with pytest.raises(ValueError, match="twice"):
        optim.SGD([p, p], lr=0.1)
    with pytest.raises(ValueError, match="lr must"):
        optim.SGD([p], lr=-1.0)
    with pytest.raises(ValueError, match="beta2"):
        optim.Adam([p], betas=(0.9, 1.0))
    with pytest.raises(ValueError, match="nesterov"):
        optim.SGD([p], lr=0.1, nesterov=True)
    with pytest.raises(TypeError, match="no settings"):
        optim.Adam([{"params": [p], "momentum": 0.9}])
    with pytest.raises(TypeError, match="int64 has no gradient"):
        optim.SGD([ni.tensor([1])], lr=0.1)
    with pytest.raises(ValueError, match="steps"):
        optim.cosine(0.1, 0)
    with pytest.raises(ValueError, match="follows a schedule"):
        optim.SGD([p], lr=optim.constant(0.1)).lr = 0.2
