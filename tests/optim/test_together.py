"""Many small parameters are updated in few calls, with the bits of one call for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol.optim import together

SHAPES = [
    (3,),
    (4, 5),
    (),
    (0,),
    (1, 1),
    (7,),
    (2, 3, 4),
    (129,),
    (20_000,),
    (6,),
    (33,),
    (9, 2),
] * 3

METHODS: dict[str, Callable[[Any], Any]] = {
    "sgd": lambda ps: ni.optim.SGD(ps, lr=0.1, momentum=0.9, nesterov=True),
    "adam": lambda ps: ni.optim.Adam(ps, lr=lambda n: 0.1 / (n + 1.0), weight_decay=0.01),
    "adamw": lambda ps: ni.optim.AdamW([{"params": ps[::2]}, {"params": ps[1::2], "lr": 0.2}]),
    "rmsprop": lambda ps: ni.optim.RMSprop(ps, lr=0.1),
}


def _start(shapes: list[tuple[int, ...]]) -> list[Any]:
    rng = np.random.default_rng(1)
    return [ni.nn.Parameter(ni.tensor(rng.normal(size=s).astype(np.float32))) for s in shapes]


def _gradients(shapes: list[tuple[int, ...]], step: int) -> list[Any]:
    rng = np.random.default_rng(step + 10)
    return [ni.tensor(rng.normal(size=s).astype(np.float32)) for s in shapes]


def _train(make: Any, steps: int, change: Any = None) -> tuple[list[bytes], Any]:
    ps = _start(SHAPES)
    optimizer = make(ps)
    for step in range(steps):
        for p, g in zip(ps, _gradients(SHAPES, step), strict=True):
            p.grad = g
        if change is not None:
            change(step, ps, optimizer)
        optimizer.step()
    return [x.numpy().tobytes() for x in (*ps, *optimizer._state_tensors())], optimizer


def _alone(monkeypatch: pytest.MonkeyPatch, *given: Any) -> list[bytes]:
    with monkeypatch.context() as m:
        m.setattr(together, "FEW", 1 << 30)
        return _train(*given)[0]


@pytest.mark.parametrize("method", METHODS)
def test_bits_are_those_of_single_updates(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make = METHODS[method]
    found, optimizer = _train(make, together.PATIENCE + 2)
    sets = together._sets[optimizer].values()
    assert all(s.rows for s in sets)
    assert found == _alone(monkeypatch, make, together.PATIENCE + 2)


def test_what_changes_between_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing gradients, others that lie otherwise, loaded state, another rate."""

    def change(step: int, ps: list[Any], optimizer: Any) -> None:
        if step in (4, 6):
            ps[5].grad = ps[0].grad = None
        if step == 5:
            ps[1].grad = ni.tensor(np.arange(20.0, dtype=np.float32).reshape(5, 4)).T
        if step == 6:
            optimizer.lr = 0.5
        if step == 7:
            optimizer.load_state_dict(optimizer.state_dict())
            ps[3]._assign(ni.zeros((0,)))
            ps[6]._assign(ps[6].detach() * 2.0)

    make = METHODS["sgd"]
    found, _ = _train(make, 10, change)
    assert found == _alone(monkeypatch, make, 10, change)


def test_one_kernel_for_many_parameters() -> None:
    ps = _start([(n,) for n in range(1, 31)])
    optimizer = ni.optim.SGD(ps, lr=0.1, momentum=0.9)

    def step() -> int:
        for p in ps:
            p.grad = p.detach()
        with ni.profile() as found:
            optimizer.step()
        return len([e for e in found.events if e.kind == "kernel"])

    counts = [step() for _ in range(together.PATIENCE + 1)]
    assert counts[0] >= 30
    assert counts[-1] <= 5


def test_sparse_gradients_and_other_dtypes_stay_alone() -> None:
    ps = _start([(4,)] * 10)
    table = ni.nn.Embedding(6, 3, sparse=True)
    wide = ni.nn.Parameter(ni.ones((5,), dtype=ni.float64))
    optimizer = ni.optim.SGD([*ps, table.weight, wide], lr=0.5)
    for _ in range(together.PATIENCE + 1):
        before = table.weight.numpy().copy()
        optimizer.zero_grad()
        loss = table(ni.tensor([1, 4])).sum() + sum((p * 2.0).sum() for p in ps)
        (loss + (wide * 3.0).sum().astype(ni.float32)).backward()
        optimizer.step()
    moved = np.zeros((6, 3))
    moved[[1, 4]] = 0.5
    np.testing.assert_allclose(before - table.weight.numpy(), moved, rtol=1e-6)
    np.testing.assert_allclose(wide.numpy(), 1.0 - 1.5 * (together.PATIENCE + 1))
    start = _start([(4,)] * 10)
    for p, s in zip(ps, start, strict=True):
        np.testing.assert_allclose(p.numpy(), s.numpy() - (together.PATIENCE + 1), rtol=1e-5)


def test_classes_of_users_are_called_for_each_parameter() -> None:
    calls: list[int] = []

    class Counting(ni.optim.SGD):
        def _update(self, p: Any, g: Any, *rest: Any) -> Any:
            calls.append(1)
            return super()._update(p, g, *rest)

    ps = _start([(2,)] * 9)
    optimizer = Counting(ps, lr=0.1)
    for _ in range(together.PATIENCE + 2):
        for p in ps:
            p.grad = p.detach()
        optimizer.step()
    assert len(calls) == 9 * (together.PATIENCE + 2)


def test_optimizers_are_let_go_of() -> None:
    ps = _start([(2,)] * 9)
    optimizer = ni.optim.SGD(ps, lr=0.1)
    before = len(together._sets)
    for _ in range(together.PATIENCE + 1):
        for p in ps:
            p.grad = p.detach()
        optimizer.step()
    assert len(together._sets) == before + 1
    del optimizer
    assert len(together._sets) == before


def test_new_values_lie_where_the_old_ones_did_unless_something_else_holds_these() -> None:
    ps = _start([(50,)] * 6)
    optimizer = ni.optim.SGD(ps, lr=0.5)
    for p in ps:
        p.grad = ni.ones((50,))
    for _ in range(together.PATIENCE):
        optimizer.step()
    places = [p._address for p in ps]
    kept = ps[2].detach()
    old = kept.numpy().copy()
    optimizer.step()
    assert [p._address == a for p, a in zip(ps, places, strict=True)] == [True] * 2 + [False] + [
        True
    ] * 3
    assert (kept.numpy() == old).all()
    assert (ps[2].numpy() == old - 0.5).all()
