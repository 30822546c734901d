"""The transforms on real tensors: on the eager tape, inside `jit`, and mixed with `backward`."""

import numpy as np
import pytest

import nitinol as ni
from nitinol.core import Node, is_shared
from nitinol.trace import bind

X = np.array([0.3, -0.7, 1.1], np.float32)


@pytest.fixture(autouse=True)
def bottom(monkeypatch):
    """The real evaluator and operators, in the place of the ones in `conftest`."""
    from nitinol.exec.evaluate import evaluator

    monkeypatch.undo()
    monkeypatch.setattr(bind, "bottom", evaluator)


def make(values=X, **keywords):
    return ni.tensor(np.asarray(values).tolist(), **keywords)


def close(got, want):
    np.testing.assert_allclose(np.asarray(got.tolist()), want, rtol=1e-5, atol=1e-6)


def loss(x):
    return (ni.sin(x) * x).sum()


D1 = np.sin(X) + X * np.cos(X)
D2 = 2 * np.cos(X) - X * np.sin(X)


def test_grad_leaves_no_trace():
    x = make()
    value, g = ni.value_and_grad(loss)(x)
    close(value, np.sum(np.sin(X) * X))
    close(g, D1)
    assert value._node is None and g._node is None and x._node is None


def test_grad_inside_jit_and_of_jit():
    close(ni.jit(ni.grad(loss))(make()), D1)
    close(ni.grad(ni.jit(loss))(make()), D1)
    close(ni.grad(lambda x: ni.jit(loss)(x * 2.0))(make(X / 2)), 2 * D1)


@pytest.mark.parametrize("order", ["eager", "jit outside", "jit inside", "jit between"])
def test_second_derivatives(order):
    inner = ni.jit(loss) if order == "jit inside" else loss
    first = ni.grad(inner)
    first = ni.jit(first) if order == "jit between" else first
    second = ni.grad(lambda x: first(x).sum())
    second = ni.jit(second) if order == "jit outside" else second
    close(second(make()), D2)


def test_third_derivative():
    def f(x):
        return x * x * x * x

    close(ni.grad(ni.grad(ni.grad(f)))(2.0), 48.0)


def test_forward_over_reverse_and_reverse_over_forward():
    one = make(np.ones(3))
    close(ni.jvp(ni.grad(loss), (make(),), (one,))[1], D2)
    close(ni.grad(lambda x: ni.jvp(loss, (x,), (one,))[1])(make()), D2)


def test_inner_gradient_of_a_function_that_holds_an_outer_tracer():
    # d/dx Σ x·∂/∂y (x·y²) at y = 2 is d/dx Σ 4x² = 8x, for tracers and for the tape
    def f(x):
        y = make([2.0, 2.0, 2.0])
        return (x * ni.grad(lambda v: (x * v * v).sum())(y)).sum()

    close(ni.grad(f)(make()), 8 * X)
    close(ni.jvp(f, (make(),), (make(np.ones(3)),))[1], np.sum(8 * X))
    close(ni.jit(ni.grad(f))(make()), 8 * X)


def test_backward_through_a_gradient():
    x = make(requires_grad=True)
    g = ni.grad(loss)(x)
    assert x.grad is None
    g.sum().backward()
    close(x.grad, D2)


def test_backward_reaches_tensors_that_the_function_captured():
    w = make(requires_grad=True)
    x = make()
    value, g = ni.value_and_grad(lambda v: (v * v * w).sum())(x)
    close(g, 2 * X * X)
    g.sum().backward()
    close(w.grad, 2 * X)
    w.grad = None
    value.backward()
    close(w.grad, X * X)
    assert x.grad is None


def test_create_graph():
    x = make(requires_grad=True)
    loss(x).backward(create_graph=True)
    g = x.grad
    close(g, D1)
    x.grad = None
    g.sum().backward()
    close(x.grad, D2)


def test_no_grad_around_and_inside():
    w = make(requires_grad=True)
    with ni.no_grad():
        g = ni.grad(lambda x: (x * w).sum())(make())
    close(g, X)
    assert g._node is None

    def f(x):
        with ni.no_grad():
            y = ni.sin(x)
        return (x * y).sum()

    close(ni.grad(f)(make()), np.sin(X))
    close(ni.jit(ni.grad(f))(make()), np.sin(X))
    close(ni.grad(ni.jit(f))(make()), np.sin(X))


def test_stop_gradient():
    def f(x):
        return (x * ni.stop_gradient(ni.sin(x))).sum()

    close(ni.grad(f)(make()), np.sin(X))
    close(ni.jit(ni.grad(f))(make()), np.sin(X))
    x = make(requires_grad=True)
    assert ni.stop_gradient(x)._node is None


def test_nests_integers_and_unused():
    params = {"w": make(), "n": ni.tensor([1, 2, 3]), "k": 3, "unused": make()}
    g = ni.grad(lambda p: (p["w"] * p["n"] * p["k"]).sum())(params)
    close(g["w"], [3, 6, 9])
    assert g["n"] is None and g["k"] is None
    close(g["unused"], np.zeros(3))


def test_results_that_do_not_depend_on_the_arguments():
    close(ni.grad(lambda x: make().sum())(make()), np.zeros(3))
    _y, pull = ni.vjp(lambda x: (x * 2.0, make()), make())
    close(pull((make(), make()))[0], 2 * X)
    close(pull((None, make()))[0], np.zeros(3))


def test_an_argument_returned_as_it_is():
    y, pull = ni.vjp(lambda x: (x, x), make())
    close(pull((make(), make()))[0], 2 * X)
    assert y[0]._node is None


def test_vjp_can_be_called_again_and_differentiated():
    _y, pull = ni.vjp(ni.sin, make())
    for scale in (1.0, 2.0):
        close(pull(make(np.full(3, scale)))[0], scale * np.cos(X))
    # the way back is linear in the cotangent, and that can be differentiated too
    close(ni.grad(lambda c: (pull(c)[0] * c).sum())(make(np.ones(3))), 2 * np.cos(X))


def test_has_aux_gives_values_without_history():
    g, aux = ni.grad(lambda x: (loss(x), {"y": x * 2.0, "n": 1}), has_aux=True)(make())
    close(aux["y"], 2 * X)
    assert aux["y"]._node is None
    close(g, D1)


def test_complex_gradient_is_steepest_ascent():
    z = ni.tensor(1 + 3j)
    g = ni.grad(lambda z: ni.real(z * ni.conj(z)))(z)
    assert g.item() == 2 + 6j
    assert ni.jit(ni.grad(lambda z: ni.real(z * ni.conj(z))))(z).item() == 2 + 6j
    w = ni.tensor(1 + 3j, requires_grad=True)
    (ni.abs(w) ** 2).backward()
    np.testing.assert_allclose(w.grad.item(), 2 + 6j, rtol=1e-6)


def test_freed_history_and_its_message():
    x = make(requires_grad=True)
    y = loss(x)
    y.backward()
    with pytest.raises(ni.GradientError, match="retain_graph=True"):
        y.backward()


def test_matmul_chain_against_numpy():
    rng = np.random.default_rng(0)
    a, b, c = (rng.standard_normal(s).astype(np.float32) for s in ((4, 3), (3, 5), (5,)))

    def f(a, b, c):
        return (ni.tanh(a @ b) * c).sum()

    ga, gb, gc = ni.grad(f, (0, 1, 2))(make(a), make(b), make(c))
    inner = (1 - np.tanh(a @ b) ** 2) * c
    np.testing.assert_allclose(ga.tolist(), inner @ b.T, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(gb.tolist(), a.T @ inner, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(gc.tolist(), np.tanh(a @ b).sum(0), rtol=1e-4, atol=1e-5)


def test_leaves_of_the_tape_are_nodes():
    assert make(requires_grad=True)._node is not None and isinstance(
        make(requires_grad=True)._node, Node
    )


def test_gradients_share_no_memory_that_a_write_could_spoil():
    x, y = ni.tensor(1.0, requires_grad=True), ni.tensor(1.0, requires_grad=True)
    x.backward()
    y.backward()
    assert x.grad is not y.grad
    assert is_shared(x.grad)  # so a write to it copies first


def test_open_sizes_take_part_in_arithmetic_and_its_derivatives():
    def f(x):
        return (x * x).sum() / x.shape[0]

    g = ni.jit(ni.grad(f))
    for count in (2, 3, 5, 4):
        values = np.linspace(0, 1, count)
        close(g(make(values)), 2 * values / count)
    assert g.stats()["compilations"] == 2


def test_one_compiled_gradient_serves_all_batch_sizes():
    w, b = make(np.linspace(-1, 1, 15).reshape(5, 3)), make([0.1, 0.2, 0.3])

    def f(p, x):
        y = ni.tanh(x @ p["w"] + p["b"])
        return (y * y).mean() + ni.exp(y - y.max(axis=1, keepdims=True)).sum()

    p = {"w": w, "b": b}
    outside, inside = ni.jit(ni.grad(f)), ni.jit(f)
    for count in (4, 5, 7, 2):
        x = make(np.sin(np.arange(count * 5.0)).reshape(count, 5))
        want = ni.grad(f)(p, x)
        for got in (outside(p, x), ni.grad(inside)(p, x)):
            for name in p:
                close(got[name], want[name].tolist())
    assert outside.stats()["compilations"] == inside.stats()["compilations"] == 2
