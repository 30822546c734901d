"""Jacobians, Hessians, Taylor series, sparse derivatives, solvers, checks, kinks."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from transforms_support import X, bottom, close, make  # noqa: F401 - a fixture

import nitinol as ni
from nitinol.base.errors import DTypeError, GradientError, ShapeError, TracerError
from nitinol.transforms.sparse import colours

# --- jacfwd, jacrev, jacobian, hessian, hvp

A = np.array([[1.0, 2.0], [0.5, -1.0], [3.0, 0.0]])


def mixed(x, w):
    return {"a": ni.sin(x) @ w, "b": (x * x).sum(), "n": 3}


def test_jacobians_of_nests():
    x, w = make(), make(A)
    for maker in (ni.jacfwd, ni.jacrev):
        J = maker(mixed, (0, 1))(x, w)
        close(J["a"][0], (np.cos(X)[:, None] * A).T)
        close(J["a"][1], np.einsum("i,jk->jik", np.sin(X), np.eye(2)))
        close(J["b"][0], 2 * X)
        close(J["b"][1], np.zeros((3, 2)))
        assert J["n"] is None
    want = np.diag(np.cos(X))
    J = ni.jit(ni.jacobian(lambda t: {"y": ni.sin(t["x"])}))({"x": x, "k": 1})
    close(J["y"]["x"], want)
    J, aux = ni.jacfwd(lambda x: (ni.sin(x), {"s": ni.sin(x)}), has_aux=True, chunk_size=2)(x)
    close(J, want)
    close(aux["s"], np.sin(X))
    J, aux = ni.jacrev(lambda x: (ni.sin(x), ni.sin(x)), has_aux=True, chunk_size=2)(x)
    close(J, want)
    close(ni.vmap(ni.jacrev(ni.sin))(make([X, X])), [want, want])


def test_jacobian_takes_the_cheaper_mode(monkeypatch):
    from nitinol.transforms import jacobians

    used = []
    for name in ("_columns", "_rows"):
        plain = getattr(jacobians, name)
        monkeypatch.setattr(
            jacobians, name, lambda *a, plain=plain, name=name: used.append(name) or plain(*a)
        )
    w = make(np.ones((3, 5)))
    ni.jacobian(lambda x: x @ w)(make())
    ni.jacobian(lambda x: (x * x).sum())(make())
    assert used == ["_columns", "_rows"]


def test_second_derivatives_in_every_nesting():
    def f(x):
        return (ni.sin(x) * x).sum() * x[0]

    S, C = np.sin(X), np.cos(X)
    g, h = S + X * C, 2 * C - X * S
    want = np.diag(h) * X[0]
    want[0] += g
    want[:, 0] += g
    ways = {
        "hessian": ni.hessian(f),
        "reverse over forward": ni.jacrev(ni.jacfwd(f)),
    }
    for name, way in ways.items():
        np.testing.assert_allclose(way(make()).numpy(), want, rtol=1e-9, atol=1e-9, err_msg=name)
    close(ni.jit(ways["hessian"])(make()), want)
    gradient, product = ni.hvp(f, (make(),), (make([1.0, 0.0, 2.0]),))
    close(product, want @ [1, 0, 2])
    close(gradient, g * X[0] + np.array([(S * X).sum(), 0, 0]))
    two = ni.hessian(lambda x, y: (x * x * y).sum(), (0, 1))(make(), make())
    close(two[0][1], np.diag(2 * X))


def test_complex_derivatives():
    z = np.array([0.3 + 1j, -0.5 + 0.2j])
    t = ni.tensor(z.tolist(), dtype=ni.complex128)

    def f(z):
        return ni.exp(z) * z[0]

    want = np.diag(np.exp(z) * z[0])
    want[:, 0] += np.exp(z)
    close(ni.jacfwd(f, holomorphic=True)(t), want)
    close(ni.jacrev(f, holomorphic=True)(t), want)
    close(ni.grad(lambda z: z[0] ** 3, holomorphic=True)(t), [3 * z[0] ** 2, 0])
    # Without it: the direction of steepest ascent.
    close(ni.grad(lambda z: (ni.abs(z) ** 2).sum())(t), 2 * z)
    with pytest.raises(DTypeError, match="holomorphic=True"):
        ni.jacrev(f)(t)
    with pytest.raises(GradientError, match="one complex number"):
        ni.grad(f, holomorphic=True)(t)
    with pytest.raises(DTypeError, match="complex"):
        ni.jacfwd(ni.sin, holomorphic=True)(make())


# --- jet


def test_jet_agrees_with_nested_derivatives():
    w = make(np.random.RandomState(0).randn(3, 3))

    def f(x):
        y = ni.tanh(x @ w) / (1.0 + x * x) + x**2.5
        return ni.concatenate([y[1:], ni.cumprod(x)])

    points = [make(np.abs(X)), make([1.0, 0.5, -0.3]), make([0.2, 0.0, 1.0]), make()]

    def along(t):
        total, power = points[0], 1.0
        for k in (1, 2, 3):
            power = power * t / k
            total = total + points[k] * power
        return f(total)

    want, g = [], along
    for _ in range(3):
        g = (lambda h: lambda t: ni.jvp(h, (t,), (ni.ones_like(t),))[1])(g)
        want.append(g(ni.tensor(0.0, dtype=ni.float64)))
    value, terms = ni.jet(f, (points[0],), (points[1:],))
    close(value, f(points[0]).numpy())
    for got, right in zip(terms, want, strict=True):
        close(got, right.numpy(), 1e-8)


def by_scan(x):
    c, ys = ni.scan(lambda c, k: (ni.sin(c) * k + x, c * c), x, make([0.5, 1.5, 0.7]))
    return c + ys.sum()


def by_while(x):
    """Three rounds for the x of the test: as many as its size demands."""
    go = lambda s: s[0] * 0.1 < x  # noqa: E731
    _, c = ni.while_loop(go, lambda s: (s[0] + 1, ni.sin(s[1]) * 0.5 + x), (ni.tensor(0), x))
    return ni.cond(c > 0, lambda v: ni.exp(v) * x, lambda v: v, c)


def unrolled(name):
    def scanned(x):
        c, total = x, 0.0
        for k in (0.5, 1.5, 0.7):
            total, c = total + c * c, ni.sin(c) * k + x
        return c + total

    def repeated(x):
        c = x
        for _ in range(3):
            c = ni.sin(c) * 0.5 + x
        return ni.exp(c) * x

    return scanned if name == "scan" else repeated


@pytest.mark.parametrize(("name", "loop"), [("scan", by_scan), ("while", by_while)])
def test_jet_carries_all_terms_through_loops(name, loop):
    count, x = 6, make(0.25)
    tail = [None] * (count - 1)

    def terms(f):
        return lambda x: ni.stack(ni.jet(f, (x,), ((ni.ones_like(x), *tail),))[1])

    want = terms(unrolled(name))(x)
    for got in (terms(loop), ni.jit(terms(loop))):
        np.testing.assert_allclose(got(x).numpy(), want.numpy(), rtol=1e-12)
    slope = ni.grad(lambda x: terms(loop)(x)[count - 2])(x)
    np.testing.assert_allclose(slope.item(), want[count - 1].item(), rtol=1e-10)


def test_jet_is_not_exponential_and_traces():
    count = 12
    _, terms = ni.jet(lambda x: ni.sin(ni.exp(x)), (0.0,), ((1.0, *[None] * (count - 1)),))
    # e^(i·e^x) has the derivatives i^k-weighted Touchard polynomials in i; here by their recurrence.
    touchard = [1.0 + 0j]
    for n in range(count):
        touchard.append(1j * sum(math.comb(n, k) * touchard[k] for k in range(n + 1)))
    want = [(t * np.exp(1j)).imag for t in touchard[1:]]
    np.testing.assert_allclose([t.item() for t in terms], want, rtol=1e-4)
    compiled = ni.jit(lambda x: ni.jet(lambda x: x * ni.sin(x), (x,), ((ni.ones_like(x), None),)))
    _, (first, second) = compiled(make())
    close(first, np.sin(X) + X * np.cos(X))
    close(second, 2 * np.cos(X) - X * np.sin(X))
    with pytest.raises(ShapeError, match="one length"):
        ni.jet(ni.sin, (1.0,), ())


# --- sparse


def test_sparse_jacobians():
    band = np.diag(np.arange(1.0, 7)) + np.diag(np.ones(5), 1)
    B, x = make(band), make(np.linspace(0.5, 1.5, 6))
    functions = {
        "products": (lambda x: x[1:] * x[:-1], 10),
        "a banded matrix": (lambda x: B @ (x * x), 11),
        "folds": (lambda x: (x * x).reshape((2, 3)).sum(0), 6),
        "an arrow and reads": (lambda x: x * x[ni.tensor([0, 0, 0, 0, 1, 1])], 11),
        "a dense row": (lambda x: ni.concatenate([x.sum(keepdims=True), x[1:]]), 11),
    }
    for name, (f, most) in functions.items():
        J = ni.sparse_jacobian(f)(x)
        assert J.values.shape[0] <= most, name
        np.testing.assert_allclose(J.to_dense().numpy(), ni.jacrev(f)(x).numpy(), err_msg=name)
    places = ni.jacobian_sparsity(functions["products"][0])(x)
    fast = ni.jit(lambda x: ni.sparse_jacobian(functions["products"][0], places)(x).values)
    close(fast(x), ni.sparse_jacobian(functions["products"][0])(x).values.numpy())
    with pytest.raises(TracerError, match="jacobian_sparsity"):
        ni.jit(lambda x: ni.sparse_jacobian(ni.sin)(x).values)(x)
    with pytest.raises(ShapeError, match="outside"):
        ni.sparse_jacobian(lambda x: x[:2], [(5, 0)])(x)


def test_sparse_hessian_of_rosenbrock():
    def f(x):
        return (100.0 * (x[1:] - x[:-1] ** 2) ** 2 + (1.0 - x[:-1]) ** 2).sum()

    x = make(np.linspace(0.5, 1.5, 6))
    H = ni.sparse_hessian(f)(x)
    assert H.values.shape == (16,)
    close(H.to_dense(), ni.hessian(f)(x).numpy())
    # A band of three needs three colours, however long it is.
    band = [[j for j in (i - 1, i, i + 1) if 0 <= j < 50] for i in range(50)]
    assert max(colours(band, band)) == 2


# --- solvers


def newton(f, x):
    for _ in range(12):
        x = x - f(x) / ni.grad(f)(x)
    return x


def root(a):
    one = ni.tensor(1.0, dtype=ni.float64)
    return ni.custom_root(lambda x: x * x - a, one, newton, lambda g, y: y / g(ni.ones_like(y)))


def test_custom_root():
    a = ni.tensor(4.0, dtype=ni.float64, requires_grad=True)
    root(a).backward()
    close(a.grad, 0.25)
    a = a.detach()
    close(ni.jit(ni.grad(ni.grad(root)))(a), -1 / 32)
    close(ni.jvp(ni.grad(root), (a,), (a,))[1], -1 / 8)
    close(ni.vmap(ni.grad(root))(make([4.0, 9.0, 16.0])), [1 / 4, 1 / 6, 1 / 8])
    with pytest.raises(ShapeError, match="like its argument"):
        ni.custom_root(lambda x: (x, x), a, newton, newton)


def test_custom_linear_solve():
    M, b = np.array([[4.0, 1.0], [0.5, 3.0]]), np.array([1.0, 2.0])

    def cramer(matvec, b):
        p, q = [matvec(e) for e in ni.eye(2, dtype=ni.float64)]
        left, right = b[0] * q[1] - b[1] * q[0], p[0] * b[1] - p[1] * b[0]
        return ni.stack([left, right]) / (p[0] * q[1] - p[1] * q[0])

    def loss(M, b):
        x = ni.custom_linear_solve(lambda x: M @ x, b, cramer, cramer)
        return (x * x).sum()

    x = np.linalg.solve(M, b)
    back = np.linalg.solve(M.T, 2 * x)
    gM, gb = ni.grad(loss, (0, 1))(make(M), make(b))
    close(gM, -np.outer(back, x))
    close(gb, back)
    inverse = np.linalg.inv(M)
    close(ni.jit(ni.hessian(loss, 1))(make(M), make(b)), 2 * inverse.T @ inverse)
    with pytest.raises(GradientError, match="transpose_solve"):
        ni.grad(lambda b: ni.custom_linear_solve(lambda x: 2.0 * x, b, cramer).sum())(make(b))


@pytest.mark.slow
def test_odeint():
    y0, t = make([1.0, 0.0]), make([0.0, 1.0, 2.5])

    def pendulum(y, t, k):
        return ni.stack([y[1], -k * ni.sin(y[0])])

    want = solve_ivp(
        lambda t, y: [y[1], -2 * np.sin(y[0])], (0, 2.5), [1, 0], t_eval=[0, 1, 2.5],
        rtol=1e-11, atol=1e-12,
    ).y.T  # fmt: skip
    k = ni.tensor(2.0, dtype=ni.float64)
    close(ni.odeint(pendulum, y0, t, k), want, 1e-6)
    compiled = ni.jit(lambda y0, k: ni.odeint(pendulum, y0, t, k)[-1, 0])
    h = 1e-4
    slope = (compiled(y0, k + h).item() - compiled(y0, k - h).item()) / (2 * h)
    close(ni.jit(ni.grad(lambda k: compiled(y0, k)))(k), slope, 1e-5)
    back = ni.odeint(lambda y, t: {"y": -y["y"]}, {"y": make([1.0])}, make([1.0, 0.0]))
    close(back["y"][-1], [np.e], 1e-6)


def test_odeint_of_one_step_and_its_errors():
    t = make([0.0, 0.1])
    f = lambda k: ni.odeint(lambda y, t: -k * y, ni.tensor(1.0, dtype=ni.float64), t)[-1]  # noqa: E731
    k = ni.tensor(2.0, dtype=ni.float64)
    close(f(k), np.exp(-0.2), 1e-7)
    close(ni.grad(f)(k), -0.1 * np.exp(-0.2), 1e-6)
    stuck = ni.odeint(lambda y, t: -y, ni.tensor(1.0, dtype=ni.float64), t, max_steps=1)
    assert math.isnan(stuck[-1].item())
    with pytest.raises(ShapeError, match="vector of times"):
        ni.odeint(lambda y, t: y, 1.0, 2.0)
    with pytest.raises(DTypeError, match="floating"):
        ni.odeint(lambda y, t: y, 1, t)
    with pytest.raises(ShapeError, match="must be equal"):
        ni.odeint(lambda y, t: y[None], make(), t)


# --- ni.debug


def test_check_grads():
    ni.debug.check_grads(lambda x, y: ni.sin(x) * y, (make(), make()))
    with pytest.raises(AssertionError, match=r"order 1 \(rev\)"):
        ni.debug.check_grads(lambda x: x * ni.stop_gradient(x), (make(),), 1, ("rev",))
    wrong = ni.custom_jvp(lambda x: x**3)
    wrong.defjvp(lambda p, t: (p[0] ** 3, 3.0 * ni.stop_gradient(p[0] ** 2) * t[0]))
    with pytest.raises(AssertionError, match="order 2"):
        ni.debug.check_grads(wrong, (make(),))
    with pytest.raises(ValueError, match="fwd"):
        ni.debug.check_grads(ni.sin, (make(),), modes=("forward",))


def test_nans_are_found():
    x = make([0.0, 1.0, 4.0], requires_grad=True)
    with ni.debug.nans():
        with pytest.raises(ni.debug.NaNError, match=r"log gave NaN.*\n.*test_whole.*ni\.log\(-x"):
            ni.log(-x - 1.0)
        f = ni.jit(lambda x: ni.log(-x - 2.0))
        with pytest.raises(FloatingPointError, match="log"):
            f(x)
        with pytest.raises(ni.debug.NaNError, match="way back of sqrt gave NaN in its gradient"):
            (ni.sqrt(x) * 0.0).sum().backward()
    assert math.isnan(ni.log(-x - 1.0)[0].item())
    with ni.debug.nans(infinities=True), pytest.raises(ni.debug.NaNError, match="infinity"):
        1.0 / x


def test_print_of_compiled_functions(capsys):
    @ni.jit
    def f(x):
        ni.debug.print("x is {} and {k}", x, k=1)
        ni.debug.print("{:.1f}", x.sum())
        return x * 2.0

    f(make([1.0, 2.0, 3.0]))
    f(make([0.0, 0.0, 0.5]))
    ni.grad(lambda x: f(x).sum())(make([1.0, 2.0, 3.0]))
    text = "x is tensor([1., 2., 3.], dtype=float64) and 1\n6.0\n"
    zero = "x is tensor([0. , 0. , 0.5], dtype=float64) and 1\n0.5\n"
    assert capsys.readouterr().out == text + zero + text
    ni.jit(ni.vmap(lambda x: ni.debug.print("{}", x) or x))(make([1.0, 2.0, 3.0]))
    assert capsys.readouterr().out.count("\n") == 3
    ni.scan(lambda c, _: (c, ni.debug.print("{}", c)), make(), length=2)
    assert capsys.readouterr().out.count("\n") == 2
