"""Arguments that the caller gives away: results are written over them, where nothing else holds their memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import nitinol as ni


def step(params: dict[str, Any], x: Any, rate: Any = 0.5) -> tuple[dict[str, Any], Any]:
    loss = lambda p: ni.mean((ni.tanh(x @ p["w"]) + p["b"]) ** 2)  # noqa: E731
    value, grads = ni.value_and_grad(loss)(params)
    return {k: params[k] - rate * grads[k] for k in params}, value


def start() -> tuple[dict[str, Any], Any]:
    rng = np.random.default_rng(0)
    new = lambda *shape: ni.tensor(rng.standard_normal(shape).astype(np.float32))  # noqa: E731
    return {"w": new(8, 5), "b": new(5)}, new(16, 8)


@pytest.mark.parametrize("how", [{"donate_argnums": 0}, {"donate_argnames": "params"}])
@pytest.mark.parametrize("named", [False, True])
def test_a_step_is_computed_over_its_old_parameters(how: Any, named: bool) -> None:
    kept, x = start()
    given, _ = start()
    plain, donating = ni.jit(step), ni.jit(step, **how)
    for _ in range(3):
        before = {k: v._address for k, v in given.items()}
        kept, wanted = plain(kept, x)
        given, found = donating(params=given, x=x) if named else donating(given, x)
        assert found.item() == wanted.item()
        for k in given:
            assert given[k].numpy().tobytes() == kept[k].numpy().tobytes()
            assert given[k]._address == before[k]
    states = sum(v.numpy().nbytes for v in given.values())
    assert plain.memory(kept, x)["results"] - donating.memory(given, x)["results"] == states


def test_who_holds_the_memory_keeps_its_value() -> None:
    f = ni.jit(lambda x: x * 2.0 + 1.0, donate_argnums=0)
    x = ni.arange(6.0)
    view, array = x[1:3], ni.arange(6.0).numpy()
    assert f(x).tolist() == [1.0, 3.0, 5.0, 7.0, 9.0, 11.0]
    assert view.tolist() == [1.0, 2.0]
    shared = ni.asarray(array)
    assert f(shared).tolist() == [1.0, 3.0, 5.0, 7.0, 9.0, 11.0]
    assert array.tolist() == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
    y = ni.arange(6.0)
    g = ni.jit(lambda x, y: (x + y, x * y), donate_argnums=(0, 1))
    total, product = g(y, y)  # one tensor in both places
    assert total.tolist() == [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]
    assert product.tolist() == [0.0, 1.0, 4.0, 9.0, 16.0, 25.0]


def test_what_fits_nothing_stays() -> None:
    f = ni.jit(lambda x, y, n: (ni.sum(x) + n, y), donate_argnums=(0, 1, 2))
    x, y = ni.arange(4.0), ni.arange(3.0)
    total, same = f(x, y, 2.0)
    assert total.item() == 8.0 and same.tolist() == y.tolist() == [0.0, 1.0, 2.0]
    assert x.tolist() == [0.0, 1.0, 2.0, 3.0]


def test_a_recorded_argument_is_kept() -> None:
    f = ni.jit(lambda x: ni.exp(x), donate_argnums=0)
    x = ni.tensor([0.0, 1.0], requires_grad=True)
    y = f(x)
    ni.sum(y).backward()
    assert x.tolist() == [0.0, 1.0]
    np.testing.assert_allclose(x.grad.numpy(), np.exp([0.0, 1.0]), rtol=1e-6)


def test_under_transforms_and_inside_of_others() -> None:
    f = ni.jit(lambda x: x * x, donate_argnums=0)
    x = ni.tensor([1.0, 2.0])
    assert ni.grad(lambda x: ni.sum(f(x)))(x).tolist() == [2.0, 4.0]
    assert ni.vmap(f)(x).tolist() == [1.0, 4.0]
    assert ni.jit(lambda x: f(x) + x)(x).tolist() == [2.0, 6.0]
    assert x.tolist() == [1.0, 2.0]
    with ni.debug.no_jit():
        assert f(x).tolist() == [1.0, 4.0]


def test_sizes_that_change() -> None:
    f = ni.jit(lambda x: ni.cumsum(x, 0), donate_argnums=0)
    for n in (3, 5, 4, 1, 0):
        assert f(ni.ones(n)).tolist() == list(range(1, n + 1))


class Model:
    def __init__(self) -> None:
        self.w = ni.ones(3)

    @ni.jit(static_argnums=1, donate_argnums=2)
    def step(self, rounds: int, x: Any) -> Any:
        return x * self.w * sum(range(rounds))


def test_methods_count_the_object() -> None:
    """Static and donated arguments are numbered as in the definition."""
    x = ni.ones(3)
    address = x._address
    y = Model().step(3, x)
    assert y.tolist() == [3.0, 3.0, 3.0] and y._address == address


def test_wrong_numbers() -> None:
    with pytest.raises(ValueError, match="donate_argnums names argument 3, but there are 1"):
        ni.jit(lambda x: x, donate_argnums=3)
