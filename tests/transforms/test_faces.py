"""Tape, backward, ni.autograd, hooks: the faces of one mechanism give the same numbers."""

import numpy as np
import pytest
from transforms_support import X, bottom, close, make  # noqa: F401 - a fixture

import nitinol as ni
from nitinol.base.errors import GradientError, TracerError


def f(x):
    """The example of the article: -3 at [2, 3]."""
    return 3 * x[0] ** 2 - 5 * x[1]


POINT = [2.0, 3.0]
GRADIENT = [12.0, -5.0]
HESSIAN = [[6.0, 0.0], [0.0, 0.0]]


def by_tape(x):
    with ni.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x)


def hessian_by_tapes(x):
    with ni.GradientTape(persistent=True) as outer:
        outer.watch(x)
        with ni.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        g = inner.gradient(y, x)
    return outer.jacobian(g, x)


def by_backward(x):
    x = x.detach().requires_grad_()
    f(x).backward()
    return x.grad


def hessian_by_backward(x):
    x = x.detach().requires_grad_()
    f(x).backward(create_graph=True)
    rows, g = [], x.grad
    for i in range(2):
        x.grad = None
        g[i].backward(retain_graph=True)
        rows.append(x.grad)
    return ni.stack(rows).detach()


FIRST = {
    "tape": by_tape, "grad": ni.grad(f), "jacfwd": ni.jacfwd(f), "jacrev": ni.jacrev(f),
    "jacobian": ni.jacobian(f),
    "jvp": lambda x: ni.stack([ni.jvp(f, (x,), (ni.tensor(v),))[1] for v in ([1.0, 0.0], [0.0, 1.0])]),
}  # fmt: skip
SECOND = {
    "tapes": hessian_by_tapes,
    "hessian": ni.hessian(f),
    "jacfwd of grad": ni.jacfwd(ni.grad(f)),
    "jacrev of jacfwd": ni.jacrev(ni.jacfwd(f)),
}


def test_the_example_of_the_article():
    x = ni.tensor(POINT)
    assert f(x).item() == -3 and ni.jit(f)(x).item() == -3
    for ways, want in ((FIRST, GRADIENT), (SECOND, HESSIAN)):
        for name, way in ways.items():
            assert way(x).tolist() == want, name
            assert ni.jit(way)(x).tolist() == want, name
    assert by_backward(x).tolist() == GRADIENT
    assert hessian_by_backward(x).tolist() == HESSIAN
    leaf = ni.tensor(POINT, requires_grad=True)
    ni.jit(lambda: f(leaf).backward())()
    assert leaf.grad.tolist() == GRADIENT

    def hessian_of_leaf():
        leaf.grad = None
        f(leaf).backward(create_graph=True)
        rows, g = [], leaf.grad
        for i in range(2):
            leaf.grad = None
            g[i].backward(retain_graph=True)
            rows.append(leaf.grad)
        return ni.stack(rows)

    assert hessian_of_leaf().tolist() == ni.jit(hessian_of_leaf)().tolist() == HESSIAN
    along = lambda x: ni.jvp(f, (x,), (ni.tensor([1.0, 0.0]),))  # noqa: E731
    for value, tangent in (along(x), ni.jit(along)(x)):
        assert (value.item(), tangent.item()) == (-3, 12)


# --- GradientTape


def test_tapes_under_other_transforms():
    x, rows = make([2.0, 3.0]), make([[2.0, 3.0], [1.0, 0.0]])
    for how in (lambda g: g, ni.jit):
        close(how(ni.vmap(by_tape))(rows), [[12, -5], [6, -5]])
        close(how(lambda x: ni.jvp(by_tape, (x,), (ni.ones_like(x),))[1])(x), [6, 0])
    for outer in (ni.grad(lambda x: by_tape(x).sum()), ni.grad(ni.jit(lambda x: by_tape(x).sum()))):
        close(outer(x), [6, 0])
    close(ni.jit(ni.grad(lambda x: (by_tape(x) ** 2).sum() * x[1]))(x), [6 * 12 * 2 * 3, 169])
    for how in (lambda g: g, ni.jit):
        close(how(ni.hessian(lambda x: (by_tape(x) ** 2).sum()))(x), [[72, 0], [0, 0]])
    assert not x.requires_grad and x.grad is None


def third(x):
    """A function whose gradient changes with all of x."""
    return 3 * x[0] ** 3 - 5 * x[1] * x[0]


def third_by_tape(x):
    with ni.GradientTape() as tape:
        tape.watch(x)
        y = third(x)
    return tape.gradient(y, x)


STACKS = {
    "jacfwd": lambda g, x, rows: ni.jacfwd(g)(x),
    "jacrev": lambda g, x, rows: ni.jacrev(g)(x),
    "vmap of jacrev": lambda g, x, rows: ni.vmap(ni.jacrev(g))(rows),
    "vmap of jvp": lambda g, x, rows: ni.vmap(lambda r: ni.jvp(g, (r,), (x,))[1])(rows),
    "vmap of linearize": lambda g, x, rows: ni.vmap(lambda r: ni.linearize(g, r)[1](x))(rows),
    "vmap of grad": lambda g, x, rows: ni.vmap(ni.grad(lambda r: (g(r) ** 2).sum()))(rows),
    "for each element, by what is shared": lambda g, x, rows: ni.vmap(
        ni.grad(lambda w, r: (g(r * w) ** 2).sum()), in_axes=(None, 0)
    )(x, rows),
    "value and tangent are one tensor": lambda g, x, rows: ni.jvp(ni.vmap(g), (rows,), (rows,))[1],
    "grad of vmap": lambda g, x, rows: ni.grad(lambda r: (ni.vmap(g)(r) ** 2).sum())(rows),
    "vmap of grad of vmap": lambda g, x, rows: ni.vmap(
        ni.grad(lambda r: (ni.vmap(lambda s: g(s * r))(rows) ** 2).sum())
    )(rows),
}


@pytest.mark.parametrize("name", STACKS)
def test_tapes_give_what_grad_gives_in_stacks(name):
    x, rows = make([2.0, 3.0]), make([[2.0, 3.0], [1.0, 0.5], [-1.0, 2.0]])
    stack = STACKS[name]
    want = stack(ni.grad(third), x, rows)
    close(stack(third_by_tape, x, rows), want.numpy())
    if name in ("jacfwd", "for each element, by what is shared"):
        close(ni.jit(lambda x, rows: stack(third_by_tape, x, rows))(x, rows), want.numpy())


def test_what_a_tape_watches():
    w, x = make(requires_grad=True), make([2.0, 2.0, 2.0])
    with ni.GradientTape(persistent=True) as tape:
        tape.watch({"x": x, "n": [x]})
        y = w * x * x
        with tape.stop_recording():
            z = w * x
        assert x.requires_grad
    assert not x.requires_grad and not z.requires_grad
    gw, (gx,) = tape.gradient(y, (w, [x]))
    close(gw, [4, 4, 4])
    close(gx, 4 * X)
    weighted = tape.gradient(y, w, output_gradients=make([1.0, 0.0, 2.0]))
    close(weighted, [4, 0, 8])
    other = make()
    assert tape.gradient(y, other) is None
    close(tape.gradient(y, other, unconnected_gradients="zero"), [0, 0, 0])
    assert w.grad is None


def test_messages_of_tapes():
    x = make()
    tape = ni.GradientTape()
    with pytest.raises(GradientError, match="inside the block"):
        tape.watch(x)
    with tape:
        tape.watch(x)
        with pytest.raises(GradientError, match="int64"):
            tape.watch(ni.tensor([1]))
        with pytest.raises(GradientError, match="another one to nest"):
            tape.__enter__()
        y = (x * x).sum()
    tape.gradient(y, x)
    with pytest.raises(GradientError, match="persistent=True"):
        tape.gradient(y, x)


# --- ni.autograd and backward


def test_autograd_grad():
    x, w = make(requires_grad=True), make(requires_grad=True)
    y = x * x
    z = (y * w).sum()
    gy, gx = ni.autograd.grad(z, [y, x], retain_graph=True)
    close(gy, X)
    close(gx, 2 * X * X)
    assert x.grad is None
    assert ni.autograd.grad(y.sum(), [w], allow_unused=True, retain_graph=True) == (None,)
    (zero,) = ni.autograd.grad(y.sum(), w, materialize_grads=True, retain_graph=True)
    close(zero, [0, 0, 0])
    (g,) = ni.autograd.grad([y, z], x, [make([1.0, 0.0, 0.0]), None])
    close(g, 2 * X * X + [2 * X[0], 0, 0])
    with pytest.raises(GradientError, match="freed"):
        ni.autograd.grad(z, x)
    with pytest.raises(GradientError, match="allow_unused"):
        ni.autograd.grad((x * x).sum(), w)
    with pytest.raises(GradientError, match="requires_grad_"):
        ni.autograd.grad(z, make())
    with pytest.raises(GradientError, match="no output has a history"):
        ni.autograd.grad(make().sum(), x)

    def third(x):
        (g,) = ni.autograd.grad((x**3).sum(), x, create_graph=True)
        (h,) = ni.autograd.grad(g.sum(), x)
        return h

    close(third(x), 6 * X)
    close(ni.jit(third)(x), 6 * X)


def test_backward_of_several():
    x = make(requires_grad=True)
    ni.autograd.backward([x * x, (2.0 * x).sum()], [make([1.0, 1.0, 1.0]), None])
    close(x.grad, 2 * X + 2)

    def step(x):
        ni.autograd.backward([(x * x).sum(), (2.0 * x).sum()])

    x.grad = None
    ni.jit(step)(x)
    close(x.grad, 2 * X + 2)


def test_recording_is_switched():
    x = make(requires_grad=True)
    with ni.inference_mode():
        assert not (x * x).requires_grad and not ni.autograd.is_grad_enabled()
        with ni.enable_grad():
            assert (x * x).requires_grad
    assert ni.inference_mode(lambda: (x * x).requires_grad)() is False
    assert ni.inference_mode(False)(lambda: (x * x).requires_grad)() is True
    with ni.autograd.set_grad_enabled(False):
        assert not (x * x).requires_grad
    assert (x * x).requires_grad
    ni.autograd.set_grad_enabled(False)
    assert not (x * x).requires_grad
    ni.autograd.set_grad_enabled(True)
    assert (x * x).requires_grad
    assert ni.autograd.set_grad_enabled(False)(lambda: (x * x).requires_grad)() is False
    assert (x * x).requires_grad


# --- hooks


def test_hooks_of_tensors():
    seen = []

    def loss(x):
        y = ni.sin(x)
        y.register_hook(lambda g: seen.append(1) or 2.0 * g)
        y.register_hook(lambda g: None)
        return (y * y).sum()

    want = 4 * np.sin(X) * np.cos(X)
    close(ni.grad(loss)(make()), want)
    close(ni.jit(ni.grad(loss))(make()), want)
    close(ni.grad(ni.jit(loss))(make()), want)
    close(ni.jvp(loss, (make(),), (make(),))[1], (want / 2 * X).sum())
    assert len(seen) >= 3

    x = make(requires_grad=True)
    handle = x.register_hook(lambda g: 5.0 * g)
    with x.register_hook(lambda g: g + 1.0):
        x.sum().backward()
        close(x.grad, [6, 6, 6])
    x.grad = None
    x.sum().backward()
    close(x.grad, [5, 5, 5])
    handle.remove()
    handle.remove()
    x.grad = None
    x.sum().backward()
    close(x.grad, [1, 1, 1])
    with pytest.raises(GradientError, match="requires_grad_"):
        make().register_hook(print)
    with pytest.raises(TracerError, match="outside of the mapped function"):
        ni.vmap(lambda x: x.register_hook(print))(make())


def test_hooks_of_modules():
    layer = ni.nn.Linear(3, 2)
    x = ni.ones((4, 3))
    log = []
    layer.register_forward_pre_hook(lambda m, args: (args[0] * 2.0,))
    last = layer.register_forward_hook(lambda m, args, out: out + 1.0)
    plain = (x * 2.0) @ layer.weight.T if layer.weight.shape == (2, 3) else (x * 2.0) @ layer.weight
    want = (plain + layer.bias + 1.0).detach().numpy()
    close(layer(x), want, 1e-5)
    f = ni.jit(lambda x: layer(x))
    close(f(x), want, 1e-5)
    last.remove()
    close(f(x), want - 1, 1e-5)  # compiled again

    def twice(module, grad_input, grad_output):
        log.append((len(grad_input), tuple(grad_output[0].shape)))
        return tuple(None if g is None else 2.0 * g for g in grad_input)

    before = ni.grad(lambda x: layer(x).sum())(x).detach().numpy()
    layer.register_full_backward_hook(twice)
    close(ni.grad(lambda x: layer(x).sum())(x), 2 * before, 1e-5)
    close(ni.jit(ni.grad(lambda x: layer(x).sum()))(x), 2 * before, 1e-5)
    layer(x).sum().backward()  # x needs no gradient: the hook runs all the same
    assert log and set(log) == {(1, (4, 2))}
    with pytest.raises(TypeError, match="function"):
        layer.register_forward_hook(3)


# --- writing in place


def test_writing_in_place_is_tracked_or_refused():
    x = make(requires_grad=True)
    with pytest.raises(GradientError, match="no_grad"):
        x += 1.0
    with pytest.raises(GradientError, match="clone"):
        x[0] = 1.0
    y = x * 1.0
    kept = y * y  # the tape holds y's old value
    y *= 3.0
    y[1] = 5.0
    (y.sum() + kept.sum()).backward()
    close(x.grad, [3, 0, 3] + 2 * X)


def test_leaks_are_named():
    kept = []
    ni.grad(lambda x: kept.append(x) or (x * x).sum())(2.0)
    ni.jit(lambda x: kept.append(x) or x * 2.0)(make())
    with pytest.raises(TracerError, match="return it from the function"):
        kept[1] + 1.0
    with pytest.raises(TracerError, match=r"ni\.where.*\n.*test_faces\.py.*if x\.sum\(\) > 0"):

        def decide(x):
            if x.sum() > 0:
                return x
            return -x

        ni.jit(decide)(make())


def test_a_value_that_is_several_results_has_its_gradient_once():
    several = ni.jit(lambda x: (2.0 * x, 2.0 * x, ni.sin(x), 2.0 * x))

    def total(x):
        return sum((i + 1.0) * y.sum() for i, y in enumerate(several(x)))

    close(ni.grad(total)(make()), 14 + 3 * np.cos(X))
    close(ni.jvp(total, (make(),), (make(),))[1], ((14 + 3 * np.cos(X)) * X).sum())
