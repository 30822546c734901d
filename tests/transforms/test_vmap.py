"""`ni.vmap` and `ni.spmd` on real tensors: axes and nests, composition with the other transforms,
compiled functions inside and outside, collectives, random numbers, writing in place, messages."""

from itertools import pairwise

import numpy as np
import pytest

import nitinol as ni
from nitinol.core import statistics
from nitinol.trace import bind

RNG = np.random.default_rng(5)
X = RNG.standard_normal((3, 4)).astype(np.float32)


@pytest.fixture(autouse=True)
def bottom(monkeypatch):
    """The real evaluator and operators, in the place of the ones in `conftest`."""
    from nitinol.exec.evaluate import evaluator

    monkeypatch.undo()
    monkeypatch.setattr(bind, "bottom", evaluator)


def close(got, want, tolerance=1e-5):
    np.testing.assert_allclose(np.asarray(got), want, rtol=tolerance, atol=tolerance)


def loss(x):
    return (ni.sin(x) * x).sum()


D1 = np.sin(X) + X * np.cos(X)
D2 = 2 * np.cos(X) - X * np.sin(X)

# --- axes and nests


def test_nests_of_axes():
    def f(pair, d, *, k):
        return {"s": pair[0] * d["a"] + k, "t": d["b"], "n": 2}

    got = ni.vmap(
        f, in_axes=((1, None), {"a": -1, "b": None}), out_axes={"s": 1, "t": None, "n": 0}
    )((ni.tensor(X), 3), {"a": ni.tensor(X[:, :4]), "b": ni.tensor(7.0)}, k=ni.arange(4.0))
    close(got["s"], X * X + np.arange(4.0))
    assert got["t"].item() == 7.0
    assert got["n"].tolist() == [2, 2, 2, 2]


def test_lists_of_axes_and_sizes_without_arguments():
    f = ni.vmap(lambda x, y: [x + y, y], in_axes=[0, None], out_axes=(0, None))
    first, second = f(ni.tensor(X), ni.tensor(X[0]))
    close(first, X + X[0])
    close(second, X[0])
    assert ni.vmap(lambda: ni.zeros(2), axis_size=3)().shape == (3, 2)
    assert ni.vmap(lambda x: x)(ni.zeros((0, 2))).shape == (0, 2)


def test_a_composite_stays_one_program():
    f = ni.vmap(ni.softmax)
    x = ni.tensor(X)
    f(x)
    before = statistics()["hits"]
    got = f(x)
    assert statistics()["hits"] == before + 1  # the dispatch cache knows it
    e = np.exp(X - X.max(1, keepdims=True))
    close(got, e / e.sum(1, keepdims=True))


def test_derivatives_of_composites_stay_whole(monkeypatch):
    x, w = ni.tensor(X), ni.tensor(X[0])

    def f(w, v):
        return (ni.tanh(v * w) - v).mean()

    gradients = [
        lambda: ni.vmap(ni.grad(f, 1), in_axes=(None, 0))(w, x),  # on the tape of all elements
        lambda: ni.vmap(ni.grad(f, (0, 1)), in_axes=(None, 0))(w, x)[0],  # w has one for each
    ]
    a, b = X * X[0], X
    slope = 1 - np.tanh(a) ** 2
    wanted = [(slope * X[0] - 1) / 4, slope * b / 4]
    for gradient in gradients:
        for _ in range(40):  # only what comes again and again is taken whole
            got = gradient()
        close(got, wanted.pop(0))
        with monkeypatch.context() as m:  # everything is answered by the dispatch cache now
            m.setattr(type(bind.bottom), "_recipe", None)
            gradient()


# --- composition


def test_every_order_of_transforms():
    x = ni.tensor(X)
    ones = ni.ones_like(x)
    close(ni.vmap(ni.grad(loss))(x), D1)
    close(ni.grad(lambda v: ni.vmap(loss)(v).sum())(x), D1)
    close(ni.jit(ni.vmap(ni.grad(loss)))(x), D1)
    close(ni.vmap(ni.jit(ni.grad(loss)))(x), D1)
    close(ni.vmap(ni.grad(ni.jit(loss)))(x), D1)
    close(ni.jvp(ni.vmap(ni.grad(loss)), (x,), (ones,))[1], D2)
    close(ni.vmap(lambda v: ni.jvp(ni.grad(loss), (v,), (ni.ones_like(v),))[1])(x), D2)
    close(ni.linearize(ni.vmap(loss), x)[1](ones), D1.sum(1))
    close(ni.vjp(ni.vmap(loss), x)[1](ni.ones(3))[0], D1)
    close(ni.vmap(ni.vmap(lambda v: ni.grad(lambda u: ni.sin(u) * u)(v)))(x), D1)


def test_the_way_back_is_mapped_too():
    x = ni.tensor(X[0])
    pull = ni.vjp(lambda v: ni.sin(v) * v.sum(), x)[1]
    want = np.diag(np.cos(X[0]) * X[0].sum()) + np.sin(X[0])[:, None]
    close(ni.vmap(pull)(ni.eye(4))[0], want)
    close(ni.jit(ni.vmap(pull))(ni.eye(4))[0], want)
    close(ni.jvp(lambda c: pull(c)[0], (x,), (ni.eye(4)[1],))[1], want[1])
    # One more map above the one that the function is in.
    rows = ni.vmap(lambda v: ni.vmap(ni.vjp(lambda u: ni.sin(u) * u.sum(), v)[1])(ni.eye(4))[0])
    close(rows(ni.stack([x, x]))[1], want)


def test_backward_through_a_mapped_call():
    x = ni.tensor(X, requires_grad=True)
    w = ni.tensor(X[0], requires_grad=True)
    y = ni.vmap(lambda r, v: ni.softmax(r * v).max(), in_axes=(0, None))(x, w)
    y.sum().backward()

    def total(a, b):
        return sum(ni.softmax(r * b).max() for r in ni.unbind(a))

    of_x, of_w = ni.grad(total, (0, 1))(ni.tensor(X), ni.tensor(X[0]))
    close(x.grad, np.asarray(of_x))
    close(w.grad, np.asarray(of_w))


def test_gradients_of_each_sample_of_a_network():
    sizes = (5, 7, 6, 3)
    weights = [
        (ni.tensor(RNG.standard_normal((a, b)).astype(np.float32)), ni.zeros(b))
        for a, b in pairwise(sizes)
    ]
    x = ni.tensor(RNG.standard_normal((4, 5)).astype(np.float32))
    t = ni.tensor(np.array([0, 2, 1, 2]))

    def loss(weights, x, t):
        for w, b in weights[:-1]:
            x = ni.relu(x @ w + b)
        w, b = weights[-1]
        return ni.cross_entropy(x @ w + b, t)

    f = ni.jit(ni.vmap(ni.grad(loss), in_axes=(None, 0, 0)))
    got = f(weights, x, t)
    # Outer products are made by multiplying, not as matrix products with one term.
    assert str(f.graph(weights, x, t)).count("dot(") == 5
    one = ni.jit(ni.grad(loss))
    for n in range(4):
        for pair, wanted in zip(got, one(weights, x[n], t[n]), strict=True):
            for g, want in zip(pair, wanted, strict=True):
                close(g[n], np.asarray(want))


def test_rules_of_composites_survive():
    """norm and max of nothing but ties: their rules say what the derivative is."""
    x = ni.zeros((2, 3))
    close(ni.grad(lambda v: ni.vmap(ni.norm)(v).sum())(x), np.zeros((2, 3)))
    close(ni.grad(lambda v: ni.vmap(ni.relu)(v).sum())(x), np.zeros((2, 3)))
    close(ni.vmap(ni.grad(lambda v: v.max()))(x), np.full((2, 3), 1 / 3))
    close(ni.vmap(ni.grad(lambda v: (v.detach() * v).sum()))(ni.tensor(X)), X)


def test_one_more_batch_size_is_one_more_program_and_then_none():
    f = ni.jit(ni.vmap(ni.grad(lambda x, w: ni.tanh(x @ w).sum()), in_axes=(0, None)))
    w = RNG.standard_normal((4, 2)).astype(np.float32)
    for n in (3, 5, 7, 2):
        x = RNG.standard_normal((n, 4)).astype(np.float32)
        close(f(ni.tensor(x), ni.tensor(w)), (1 - np.tanh(x @ w) ** 2) @ w.T)
    assert f.stats()["compilations"] == 2


def test_where_elements_become_groups_each_batch_size_has_its_program():
    w = ni.tensor(RNG.standard_normal((2, 1, 2)).astype(np.float32))
    f = ni.jit(ni.vmap(ni.grad(lambda w, x: (ni.conv1d(x, w) ** 2).sum()), in_axes=(None, 0)))
    for n in (2, 3):
        x = RNG.standard_normal((n, 1, 5)).astype(np.float32)
        got = np.asarray(f(w, ni.tensor(x)))
        windows = np.lib.stride_tricks.sliding_window_view(x[:, 0], 2, 1)
        y = np.einsum("ntk,ok->not", windows, np.asarray(w)[:, 0])
        close(got[:, :, 0], 2 * np.einsum("not,ntk->nok", y, windows), 1e-4)
    assert f.stats()["compilations"] == 2


# --- compiled functions inside


def test_a_compiled_function_is_one_operation():
    g = ni.jit(lambda x, w: (ni.sin(x) * w, w + 1.0))
    f = ni.vmap(g, in_axes=(0, None), out_axes=(0, None))
    first, second = f(ni.tensor(X), ni.tensor(X[0]))
    close(first, np.sin(X) * X[0])
    close(second, X[0] + 1)
    assert g.stats()["compilations"] == 1


def test_a_compiled_function_that_captures_what_is_mapped():
    close(ni.vmap(lambda x: ni.jit(lambda y: x * y)(ni.tensor(2.0)))(ni.tensor(X)), X * 2)
    close(ni.vmap(lambda x: ni.jit(lambda y: x * y)(x))(ni.tensor(X)), X * X)
    value, tangent = ni.jvp(lambda x: ni.jit(lambda y: x * y)(ni.tensor(2.0)), (3.0,), (1.0,))
    assert (value.item(), tangent.item()) == (6.0, 2.0)


# --- writing in place


def test_writing_in_place():
    def f(x):
        y = x * 1.0
        y[0] = y[1] * 10.0
        y += 1.0
        return y

    want = X.copy()
    want[:, 0] = want[:, 1] * 10
    x = ni.tensor(X)
    close(ni.vmap(f)(x), want + 1)
    close(x, X)

    def into_another(x):
        y = ni.zeros(4)
        y[0] = x[0]
        return y

    with pytest.raises(ni.TracerError, match=r"ni\.index_update\(y, key, value\)"):
        ni.vmap(into_another)(x)
    got = ni.vmap(lambda v: ni.index_update(ni.zeros(4), 0, v[0]))(x)
    close(got, np.pad(X[:, :1], ((0, 0), (0, 3))))


# --- collectives


def test_collectives():
    x = ni.tensor(X)

    def f(v):
        return (
            ni.spmd.psum(v, "i"), ni.spmd.pmean(v, "i"), ni.spmd.pmax(v, "i"),
            ni.spmd.pmin(v, "i"), ni.spmd.all_gather(v, "i", axis=1), ni.spmd.axis_index("i"),
            ni.spmd.axis_size("i"),
        )  # fmt: skip

    got = ni.vmap(f, axis_name="i", out_axes=(None,) * 5 + (0, None))(x)
    for g, want in zip(
        got, (X.sum(0), X.mean(0), X.max(0), X.min(0), X.T, [0, 1, 2], 3), strict=True
    ):
        close(g, want)


def test_collectives_over_several_axes():
    def f(v):
        return ni.spmd.psum(v, "j") + 10 * ni.spmd.psum(v, ("i", "j")), ni.spmd.axis_size(
            ("i", "j")
        )

    each, size = ni.vmap(ni.vmap(f, axis_name="j"), axis_name="i")(ni.tensor(X))
    close(each, np.broadcast_to(X.sum(1, keepdims=True) + 10 * X.sum(), X.shape))
    assert size.tolist() == [[12] * 4] * 3


def test_derivatives_of_collectives():
    x = ni.tensor(X)
    named = lambda f: ni.vmap(f, axis_name="i")  # noqa: E731
    close(named(ni.grad(lambda v: ni.spmd.psum(v, "i").sum()))(x), np.full_like(X, 3.0))
    # The derivative of the sum of all elements' results, inside and outside.
    share = lambda v: (v * ni.spmd.psum(v, "i")).sum()  # noqa: E731
    close(named(ni.grad(share))(x), 2 * np.broadcast_to(X.sum(0), X.shape))
    close(ni.grad(lambda v: named(share)(v).sum())(x), 2 * np.broadcast_to(X.sum(0), X.shape))
    gathered = lambda v: (ni.spmd.all_gather(v, "i") ** 2.0).sum()  # noqa: E731
    close(ni.jit(named(ni.grad(gathered)))(x), 6 * X)
    tangent = ni.jvp(named(lambda v: ni.spmd.pmean(v * v, "i")), (x,), (ni.ones_like(x),))[1]
    close(tangent, np.broadcast_to(2 * X.mean(0), X.shape))
    inside = named(ni.jit(lambda v: v / ni.spmd.psum(v, "i")))
    close(inside(x), X / X.sum(0), 1e-4)


# --- random numbers


def test_random_numbers_differ_between_elements():
    f = ni.vmap(lambda x: ni.random.normal(4) + 0 * x)
    ni.random.seed(3)
    first = np.asarray(f(ni.tensor(X)))
    assert len(np.unique(first)) == first.size
    ni.random.seed(3)
    np.testing.assert_array_equal(np.asarray(f(ni.tensor(X))), first)
    assert not np.array_equal(np.asarray(f(ni.tensor(X))), first)
    ni.random.seed(3)
    np.testing.assert_array_equal(np.asarray(ni.jit(f)(ni.tensor(X))), first)


def test_keys_are_mapped():
    keys = ni.random.split(ni.random.key(1), 3)
    got = ni.vmap(lambda k: ni.random.uniform(5, key=k))(keys)
    for n in range(3):
        np.testing.assert_array_equal(
            np.asarray(got[n]), np.asarray(ni.random.uniform(5, key=keys[n]))
        )


# --- messages


@pytest.mark.parametrize(
    ("function", "error", "words"),
    [
        (lambda x: x if x[0] > 1 else -x, ni.TracerError, "inside ni.vmap"),
        (lambda x: float(x[0]), ni.TracerError, "float of .* inside ni.vmap"),
        (lambda x: x[x > 0], ni.TracerError, "elements of vmap.*write ni.where"),
        (lambda x: x[0].item(), ni.TracerError, "number in"),
        (lambda x: x.sum().backward(), ni.GradientError, r"ni\.vmap\(ni\.grad\(f\)\)"),
        (lambda x: "text", TypeError, "the result is a str"),
        (lambda x: ni.spmd.psum(x, "k"), ni.TracerError, r"named 'k' .*there is 'i'"),
        (lambda x: ni.spmd.all_gather(x, "i", axis=5), ni.ShapeError, "axis 5 .* -2 to 1"),
    ],
)
def test_what_a_mapped_function_cannot_do(function, error, words):
    with pytest.raises(error, match=words):
        ni.vmap(function, axis_name="i")(ni.tensor(X))


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"in_axes": 2}, ni.ShapeError, r"argument 0 has shape \(3, 4\), .* write -2 to 1"),
        ({"in_axes": (0, 0)}, ni.ShapeError, "2 entries, but the call has 1"),
        ({"in_axes": None}, ni.ShapeError, "axis_size=n"),
        ({"in_axes": "rows"}, TypeError, "'rows' is not an axis"),
        ({"in_axes": ({"a": 0},)}, ni.ShapeError, "nested as"),
        ({"out_axes": None}, ni.ShapeError, "differs between elements"),
        ({"out_axes": 3}, ni.ShapeError, r"number 3; write -2 to 1 in out_axes"),
        ({"axis_size": 5}, ni.ShapeError, "axis_size=5"),
        ({"axis_size": 2.5}, TypeError, "axis_size=2.5"),
    ],
)
def test_wrong_axes(options, error, words):
    with pytest.raises(error, match=words):
        ni.vmap(lambda x: x * 2.0, **options)(ni.tensor(X))


def test_other_wrong_calls():
    with pytest.raises(ni.ShapeError, match=r"shape \(3, 4\) and 3 .* shape \(4,\) and 4"):
        ni.vmap(lambda x, y: x)(ni.tensor(X), ni.tensor(X[0]))
    with pytest.raises(TypeError, match=r"argument 1 is a str.*write None"):
        ni.vmap(lambda x, y: x)(ni.tensor(X), "text")
    with pytest.raises(TypeError, match="vmap takes a function"):
        ni.vmap(ni.tensor(X))
    leaked = []
    ni.vmap(lambda x: leaked.append(x) or x)(ni.tensor(X))
    with pytest.raises(ni.TracerError, match="after that function had returned"):
        leaked[0] + 1
    with pytest.raises(ni.TracerError, match="no axis is named 'i'"):
        ni.spmd.axis_index("i")
