"""State that a compiled function captures: read at each call, written back after it, in every form that Python has."""

from __future__ import annotations

import functools
import gc
import threading
import types
import weakref
from typing import Any

import numpy as np
import pytest

import nitinol as ni

weight: Any = None
helper: Any = None
later: Any


def values(*numbers: float) -> Any:
    return ni.tensor(list(numbers), dtype=ni.float32)


# --- reading


def test_a_closure_is_read_at_each_call() -> None:
    w = values(1.0, 2.0)
    f = ni.jit(lambda x: x * w)
    x = values(10.0, 10.0)
    assert f(x).tolist() == [10, 20]
    w = values(3.0, 4.0)  # another tensor in the same variable
    assert f(x).tolist() == [30, 40]
    w._assign(values(5.0, 6.0))
    assert f(x).tolist() == [50, 60]
    w[0] = 7.0
    assert f(x).tolist() == [70, 60]
    assert f.stats() == {"compilations": 1, "hits": 3}


def test_a_global_is_read_at_each_call() -> None:
    global weight
    weight = values(1.0)

    @ni.jit
    def f(x: Any) -> Any:
        return x + weight

    assert f(values(1.0)).tolist() == [2]
    weight = values(5.0)
    assert f(values(1.0)).tolist() == [6]
    weight = ni.tensor([5], dtype=ni.float64)  # another dtype is another program
    assert f(values(1.0)).dtype is ni.float64
    assert f.stats()["compilations"] == 2


def test_a_global_defined_after_the_function() -> None:
    global later

    @ni.jit
    def f(x: Any) -> Any:
        return x + later

    later = values(1.0)
    assert f(values(1.0)).tolist() == [2]
    later = values(2.0)
    assert f(values(1.0)).tolist() == [3]


def test_a_function_that_is_called_may_be_replaced() -> None:
    global helper
    helper = lambda x: x + 1.0  # noqa: E731
    f = ni.jit(lambda x: helper(x))
    assert f(values(1.0)).tolist() == [2]
    helper = lambda x: x * 10.0  # noqa: E731
    assert f(values(1.0)).tolist() == [10]


def test_what_a_called_function_captures() -> None:
    w = values(2.0)

    def inner(x: Any) -> Any:
        return x * w

    f = ni.jit(lambda x: inner(x) + 1.0)
    assert f(values(3.0)).tolist() == [7]
    w = values(4.0)
    assert f(values(3.0)).tolist() == [13]


def test_a_default_argument_of_the_function() -> None:
    w = values(2.0)

    def f(x: Any, *, scale: Any = w) -> Any:
        return x * scale

    g = ni.jit(f)
    assert g(values(3.0)).tolist() == [6]
    w._assign(values(5.0))
    assert g(values(3.0)).tolist() == [15]


def test_a_flag_in_a_closure_compiles_again_and_a_counter_does_not() -> None:
    flag, count = True, 0

    @ni.jit
    def f(x: Any) -> Any:
        nonlocal count
        count += 1
        return x + 1.0 if flag else x - 1.0

    assert [f(values(1.0)).item(), f(values(1.0)).item()] == [2, 2]
    assert count == 1
    flag = False
    assert f(values(1.0)).item() == 0
    assert count == 2


def test_containers_of_tensors() -> None:
    ws = {"a": values(1.0), "b": [values(2.0), values(3.0)]}
    f = ni.jit(lambda x: x + sum(ws["b"], start=ws["a"]))
    assert f(values(0.0)).tolist() == [6]
    ws["b"][1] = values(10.0)
    assert f(values(0.0)).tolist() == [13]
    ws["b"].append(values(100.0))
    assert f(values(0.0)).tolist() == [113]
    assert f.stats()["compilations"] == 2


def test_partial_and_callable_objects() -> None:
    w = values(2.0)
    f = ni.jit(functools.partial(lambda a, x: a * x, w))
    assert f(values(3.0)).tolist() == [6]
    w._assign(values(4.0))
    assert f(values(3.0)).tolist() == [12]

    model = ni.nn.Linear(2, 1)
    g = ni.jit(model)
    x = ni.ones((1, 2))
    assert g(x).item() == model(x).item()
    model.weight._assign(ni.zeros((1, 2)))
    assert g(x).item() == model(x).item()


class Holder:
    """A plain object, no module."""

    def __init__(self, w: float) -> None:
        self.w = values(w)
        self.wide = False
        self.unrelated: list[Any] = []

    @ni.jit
    def scaled(self, x: Any) -> Any:
        return x * self.w if not self.wide else x * self.factor()

    def factor(self) -> Any:
        return self.w * 100.0

    @staticmethod
    @ni.jit
    def doubled(x: Any) -> Any:
        return x + x


def test_methods_of_plain_objects() -> None:
    a, b = Holder(2.0), Holder(3.0)
    x = values(1.0)
    assert (a.scaled(x).item(), b.scaled(x).item()) == (2, 3)
    a.w = values(5.0)
    assert (a.scaled(x).item(), b.scaled(x).item()) == (5, 3)
    a.unrelated.append(values(1.0))  # the code does not name it
    assert a.scaled(x).item() == 5
    assert a.scaled.stats() == {"compilations": 1, "hits": 2}
    a.wide = True
    assert a.scaled(x).item() == 500
    assert Holder.doubled(x).item() == 2
    f = ni.jit(b.factor)
    assert f().item() == 300
    b.w = values(4.0)
    assert f().item() == 400


def test_methods_do_not_keep_their_object_alive() -> None:
    a = Holder(2.0)
    a.scaled(values(1.0))
    gone = weakref.ref(a)
    del a
    gc.collect()
    assert gone() is None


# --- modules


def test_replacing_an_attribute_of_a_module_and_eval() -> None:
    model = ni.nn.Sequential(ni.nn.Linear(3, 3), ni.nn.Dropout(0.5))
    f = ni.jit(lambda x: model(x))
    x = ni.ones((2, 3))
    f(x)
    model.eval()
    assert f(x).tolist() == model(x).tolist()
    model[0].weight = ni.nn.Parameter(ni.zeros((3, 3)))
    assert f(x).tolist() == model(x).tolist()
    assert f.stats()["compilations"] == 2
    model.train()
    f(x)
    assert f.stats()["compilations"] == 2


def test_a_module_without_tensors_counts_too() -> None:
    drop = ni.nn.Dropout(0.5)
    f = ni.jit(lambda x: drop(x))
    x = ni.ones(1000)
    assert 0 < (f(x) == 0).sum().item() < 1000
    drop.eval()
    assert f(x).tolist() == x.tolist()


def test_running_statistics_are_written_back() -> None:
    x = ni.tensor(np.random.default_rng(0).normal(2, 3, (16, 4)).astype(np.float32))
    norms = [ni.nn.BatchNorm1d(4) for _ in range(2)]
    f = ni.jit(lambda x: norms[0](x))
    for _ in range(3):
        np.testing.assert_array_equal(f(x).numpy(), norms[1](x).numpy())
    for name, t in norms[0].state_dict().items():
        np.testing.assert_array_equal(t.numpy(), norms[1].state_dict()[name].numpy())
    assert norms[0].state_dict()["running_mean"].numpy().any()


def test_tied_weights_stay_tied_and_are_noticed_when_untied() -> None:
    class Tied(ni.nn.Module):
        def __init__(self) -> None:
            self.a = ni.nn.Linear(2, 2, bias=False)
            self.b = ni.nn.Linear(2, 2, bias=False)
            self.b.weight = self.a.weight

        def forward(self, x: Any) -> Any:
            return self.b(self.a(x))

    model = Tied()
    optimizer = ni.optim.SGD(model.parameters(), lr=0.1)

    @ni.jit
    def step(x: Any) -> Any:
        optimizer.zero_grad()
        loss = (model(x) ** 2).sum()
        loss.backward()
        optimizer.step()
        return loss

    x = ni.ones((1, 2))
    step(x)
    assert model.a.weight is model.b.weight
    step(x)
    assert step.stats()["compilations"] == 1
    f = ni.jit(lambda x: model(x))
    f(x)
    model.b.weight = ni.nn.Parameter(ni.zeros((2, 2)))
    assert f(x).tolist() == [[0, 0]]


# --- gradients


def leaf(*numbers: float) -> Any:
    return values(*numbers).requires_grad_()


def test_gradients_accumulate_across_calls() -> None:
    w = leaf(1.0, 2.0)

    @ni.jit
    def f(x: Any) -> Any:
        loss = (w * x).sum()
        loss.backward()
        return loss

    x = values(3.0, 4.0)
    for n in (1, 2, 3):
        f(x)
        assert w.grad.tolist() == [3 * n, 4 * n]
    assert f.stats()["compilations"] == 2  # without a gradient before, and with one
    w.grad = None
    f(x)
    assert w.grad.tolist() == [3, 4]
    assert f.stats()["compilations"] == 2


@pytest.mark.parametrize("first", [True, False])
def test_zero_grad_before_and_after(first: bool) -> None:
    w = leaf(1.0, 2.0)

    @ni.jit
    def f(x: Any) -> Any:
        if first:
            w.grad = None
        (w * x).sum().backward()
        g = w.grad * 1.0
        if not first:
            w.grad = None
        return g

    for _ in range(3):
        assert f(values(3.0, 4.0)).tolist() == [3, 4]
        assert (w.grad is None) is not first
    assert f.stats()["compilations"] == 1


def test_gradients_of_arguments_accumulate() -> None:
    @ni.jit
    def f(x: Any) -> Any:
        (x * x).sum().backward()

    x = leaf(1.0, 2.0)
    f(x)
    f(x)
    assert x.grad.tolist() == [4, 8]
    y = leaf(3.0, 4.0)
    f(y)
    assert y.grad.tolist() == [6, 8]
    assert f.stats()["compilations"] == 2


def test_one_trainable_tensor_as_two_arguments() -> None:
    @ni.jit
    def f(x: Any, y: Any) -> Any:
        (x * 2.0 + y * 3.0).sum().backward()

    x, y = leaf(1.0), leaf(1.0)
    f(x, x)
    assert x.grad.item() == 5
    x.grad = None
    f(x, y)
    assert (x.grad.item(), y.grad.item()) == (2, 3)


def test_model_and_optimizer_as_arguments() -> None:
    def make() -> Any:
        model = ni.nn.Linear(2, 1)
        model.weight._assign(ni.ones((1, 2)))
        model.bias._assign(ni.zeros(1))
        return model, ni.optim.Adam(model.parameters(), lr=0.1)

    def step(model: Any, optimizer: Any, x: Any) -> Any:
        optimizer.zero_grad()
        loss = (model(x) ** 2).mean()
        loss.backward()
        optimizer.step()
        return loss

    eager, compiled = make(), make()
    f = ni.jit(step)
    x = ni.ones((3, 2))
    for _ in range(3):
        np.testing.assert_allclose(
            f(*compiled, x).numpy(), step(*eager, x).detach().numpy(), rtol=1e-6
        )
    np.testing.assert_allclose(compiled[0].weight.numpy(), eager[0].weight.numpy(), rtol=1e-6)
    model, optimizer = compiled
    g = ni.jit(lambda model, x: step(model, optimizer, x))  # one an argument, the other captured
    np.testing.assert_allclose(g(model, x).numpy(), step(*eager, x).detach().numpy(), rtol=1e-6)
    np.testing.assert_allclose(model.weight.numpy(), eager[0].weight.numpy(), rtol=1e-6)


def test_freezing_a_captured_tensor() -> None:
    w = leaf(1.0)

    @ni.jit
    def f(x: Any) -> Any:
        y = (w * x).sum() + x.sum()
        if w.requires_grad:
            y.backward()
        return y

    f(values(2.0))
    assert w.grad.item() == 2
    w.requires_grad_(False)
    f(values(2.0))
    w.requires_grad_()
    assert w.grad is None
    f(values(2.0))
    assert w.grad.item() == 2


def test_a_compiled_call_is_one_node_of_the_tape() -> None:
    w = leaf(1.0, 2.0)
    f = ni.jit(lambda x: ((ni.sin(w) * x).sum(), w * 2.0))
    x = leaf(3.0, 4.0)
    total, twice = f(x)
    assert total._node is twice._node
    (total + twice.sum()).backward()
    np.testing.assert_allclose(w.grad.numpy(), np.cos([1, 2]) * [3, 4] + 2, rtol=1e-6)
    np.testing.assert_allclose(x.grad.numpy(), np.sin([1, 2]), rtol=1e-6)
    with ni.no_grad():
        assert not f(x)[0].requires_grad


# --- random numbers


def test_random_numbers_are_new_at_each_call_and_those_of_eager_mode() -> None:
    f = ni.jit(lambda: ni.random.normal((5,)))
    ni.random.seed(3)
    compiled = [f().numpy().tobytes() for _ in range(3)]
    ni.random.seed(3)
    assert [ni.random.normal((5,)).numpy().tobytes() for _ in range(3)] == compiled
    assert len(set(compiled)) == 3
    assert f.stats()["compilations"] == 1


def test_a_generator_of_the_users() -> None:
    generator = ni.random.Generator(1)
    f = ni.jit(lambda: ni.random.uniform((3,), key=generator))
    compiled = [f().tolist() for _ in range(3)]
    generator.seed(1)
    assert [ni.random.uniform((3,), key=generator).tolist() for _ in range(3)] == compiled


# --- threads


def test_several_threads_call_one_function() -> None:
    w = values(1.0, 2.0, 3.0)
    f = ni.jit(lambda x: (x * w + 1.0).sum())
    wrong: list[Any] = []
    start = threading.Barrier(4)

    def work(k: int) -> None:
        start.wait()
        for i in range(50):
            x = ni.full((3,), float(k + i))
            if f(x).item() != 6 * (k + i) + 3:
                wrong.append((k, i))

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not wrong
    assert f.stats()["compilations"] == 1


def test_history_is_recorded_also_after_calls_without() -> None:
    f = ni.jit(lambda x: ni.sum(ni.sin(x)))
    for _ in range(3):
        f(values(1.0, 2.0))
    x = leaf(1.0, 2.0)
    f(x).backward()
    np.testing.assert_allclose(x.grad.numpy(), np.cos([1, 2]), rtol=1e-6)
    assert not f(values(1.0, 2.0)).requires_grad


class Shared:
    """Tensors in a class, and a method of the class."""

    scale = ni.full((1,), 2.0)

    @classmethod
    @ni.jit
    def scaled(cls, x: Any) -> Any:
        return x * cls.scale

    @ni.jit
    def of_object(self, x: Any) -> Any:
        return x + self.scale


class Derived(Shared):
    """It inherits the tensor."""


def test_tensors_in_classes_and_python_modules() -> None:
    x, shared = values(1.0), Derived()
    settings = types.ModuleType("settings")
    settings.offset = values(5.0)  # type: ignore[attr-defined]
    f = ni.jit(lambda x: x + settings.offset)
    for scale in (2.0, 3.0):
        Shared.scale = values(scale)
        settings.offset = values(10 * scale)  # type: ignore[attr-defined]
        assert Shared.scaled(x).item() == scale
        assert shared.of_object(x).item() == scale + 1
        assert f(x).item() == 10 * scale + 1
    assert f.stats()["compilations"] == 1


def test_what_transforms_wrap_is_read_and_they_themselves_cost_nothing() -> None:
    global scale
    scale = ni.tensor(3.0)
    factor, power = ni.tensor(2.0), 2

    def f(x: Any) -> Any:
        return x**power * factor * scale

    wraps = [ni.grad, lambda f: ni.vmap(ni.grad(f)), ni.checkpoint, ni.hessian]
    compiled = [ni.jit(wrap(f)) for wrap in wraps]
    at = (values(5.0)[0], values(5.0), values(5.0), values(5.0)[0])

    def check() -> None:
        a = float(factor) * float(scale)
        wanted = (
            a * power * 5 ** (power - 1),
            a * 5**power,
            a * power * (power - 1) * 5 ** (power - 2),
        )
        for g, x, w in zip(compiled, at, (wanted[0], *wanted), strict=True):
            assert g(x).tolist() in (pytest.approx(w), [pytest.approx(w)])

    check()
    scale = ni.tensor(4.0)
    check()
    factor = ni.tensor(-1.0)
    check()
    power = 3
    check()
    # Of a function without state nothing has to be looked at before a call.
    g = ni.jit(ni.grad(lambda x: x * x))
    g(1.0)
    assert not g._reading._before and not g._reading.volatile


def test_what_an_operation_remembers_is_no_state() -> None:
    class Layer:
        def __init__(self) -> None:
            self.activation = ni.softmax

        def __call__(self, x: Any) -> Any:
            return ni.jvp(self.activation, (x,), (x,))[1]

    layer, x = Layer(), ni.ones((3, 4))
    layer(x)
    compiled = ni.jit(layer)
    for _ in range(3):
        compiled(x)
        layer(x)
    assert compiled.stats()["compilations"] == 1
