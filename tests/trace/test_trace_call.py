"""A whole graph as one operation: derivatives of every order are whole programs again."""

import numpy as np
import pytest
import trace_support as t
from hypothesis import given, settings
from test_trace_derivatives import close, directional, forward, gradient, interpret, programs
from trace_support import Concrete, NumPyBottom

from nitinol.base import dtypes as dt
from nitinol.base.sizes import Size
from nitinol.ir.op import Type
from nitinol.trace import bind as bind_module
from nitinol.trace.bind import type_of
from nitinol.trace.call import Call
from nitinol.trace.linearize import linearize
from nitinol.trace.stage import run_graph, stage
from nitinol.trace.transpose import transpose

X = np.array([0.3, -0.7, 1.1])


def call(f, *types, keep=None):
    made = Call(stage(f, types, name="f").graph, keep)
    return lambda *xs: made.apply(xs)[0]


VECTOR = Type(dt.float64, (3,))
SCALAR = Type(dt.float64, ())


def tops(calls):
    """The calls of the evaluator that were not made by a call before them."""
    return [c for c in calls if c.startswith("f")]


def test_forward_and_backward_are_one_step_each(bottom):
    f = call(lambda x: t.sum_(t.sin(x) * x), VECTOR)
    g = gradient(f)(Concrete(X))
    close(g, np.sin(X) + X * np.cos(X))
    assert tops(bottom.calls) == ["f", "f_backward"]
    bottom.calls.clear()
    _outs, (d,) = forward(lambda x: [f(x)], [Concrete(X)], [Concrete(np.ones(3))])
    close(d, np.sum(np.sin(X) + X * np.cos(X)))
    assert tops(bottom.calls) == ["f", "f_tangent"]


@pytest.mark.parametrize("mode", ["rr", "ff", "rf", "fr", "rrr", "frf", "rfr"])
def test_higher_orders(mode):
    f = call(lambda x: t.sin(x) * x, SCALAR)
    for m in mode:
        f = (gradient if m == "r" else directional)(f)
    x = 0.7
    want = {2: 2 * np.cos(x) - x * np.sin(x), 3: -3 * np.sin(x) - x * np.cos(x)}
    close(f(Concrete(np.float64(x))), want[len(mode)])


@pytest.mark.parametrize("mode", ["r", "rr", "fr", "rf"])
def test_kept_values(mode, bottom):
    def body(x):
        m = t.bind(t.p.reshape, x, shape=(3, 1))
        return t.sum_(t.sin(t.matmul(t.exp(m), t.swap(m))))

    plain, kept = call(body, VECTOR), call(body, VECTOR, keep=lambda n: n.op is t.MATMUL)
    results = []
    for f in (plain, kept):
        for m in mode:
            f = gradient(f) if m == "r" else directional(f)
            f = f if mode[-1] == m else (lambda g: lambda x: t.sum_(g(x)))(f)
        bottom.calls.clear()
        results.append((f(Concrete(X)), bottom.calls.count("t_matmul")))
    close(results[1][0], results[0][0].value)
    if mode == "r":
        assert results[1][1] == results[0][1] - 1  # one product is not computed again


def test_unused_inputs_missing_cotangents_and_integers():
    def body(x, i, unused):
        a, b = t.sincos(x)
        return a * i, b, t.argmax(x)

    made = Call(stage(body, [VECTOR, Type(dt.int64, (3,)), VECTOR]).graph)
    i = Concrete(np.arange(3))
    xs = [Concrete(X), i, Concrete(X)]
    outs, program = linearize(lambda *v: made.apply(v), xs, [True, True, True])
    one = Concrete(np.ones(3))
    gx, gi, gu = transpose(program, [one, None, None])
    close(gx, np.cos(X) * np.arange(3))
    assert gi is None and gu is None
    gx, _, _ = transpose(program, [None, one, None])
    close(gx, -np.sin(X))
    assert outs[2].value == 2


def test_open_sizes_that_operands_do_not_show(bottom):
    n, m = Size.symbol("n"), Size.symbol("m")

    def body(x, y):  # neither is needed for the derivative, only their sizes
        wide = t.to_shape(t.bind(t.p.reshape, x, shape=(x.shape[0], 1)), (x.shape[0], y.shape[0]))
        return t.sum_(wide)

    f = call(body, Type(dt.float64, (n,)), Type(dt.float64, (m,)))
    for rows, columns in ((3, 4), (2, 5)):
        x, y = (Concrete(np.ones(k)) for k in (rows, columns))
        close(gradient(lambda v, y=y: f(v, y))(x), np.full(rows, columns))
        close(directional(lambda v, y=y: f(v, y))(x), rows * columns)
        second = gradient(lambda v, y=y: t.sum_(gradient(lambda u: f(u * u, y))(v)))(x)
        close(second, np.full(rows, 2 * columns))


def test_a_call_inside_a_staged_program_stays_one_node_until_it_is_inlined():
    f = call(lambda x: t.sum_(t.exp(x) * x), VECTOR)
    graph = stage(gradient(f), [VECTOR]).graph
    assert [n.op.name for n in graph.nodes] == ["broadcast_to", "f_backward"]
    close(run_graph(graph, [Concrete(X)])[0], np.exp(X) * (1 + X))


def test_inferred_sizes_follow_the_operands():
    n, m = Size.symbol("n"), Size.symbol("m")
    f = call(lambda x: t.join(x, x), Type(dt.float64, (n,)))
    graph = stage(f, [Type(dt.float64, (m,))]).graph
    assert graph.outputs[0].type.shape == (2 * m,)
    assert stage(f, [VECTOR]).graph.outputs[0].type.shape == (6,)


@settings(max_examples=60, deadline=None)
@given(programs())
def test_random_programs(steps):
    before, bind_module.bottom = bind_module.bottom, NumPyBottom()
    try:
        rng = np.random.default_rng(len(steps))
        xs = [Concrete(rng.uniform(-1, 1, (3, 3))) for _ in range(2)]
        ds = [Concrete(rng.standard_normal((3, 3))), None]
        cs = [Concrete(rng.standard_normal(())), Concrete(rng.standard_normal(3))]

        def f(a, b):
            return interpret(steps, a, b)

        made = Call(stage(f, [type_of(x) for x in xs]).graph, keep=lambda n: True)

        def g(*v):
            return made.apply(v)

        for a, b in zip(forward(f, xs, ds)[1], forward(g, xs, ds)[1], strict=True):
            same(a, b)
        want, got = (transpose(linearize(h, xs, [True, True])[1], cs) for h in (f, g))
        for a, b in zip(want, got, strict=True):
            same(a, b)
    finally:
        bind_module.bottom = before


def same(a, b):
    zero = np.zeros(())
    a, b = (zero if x is None else x.value for x in (a, b))
    np.testing.assert_allclose(*np.broadcast_arrays(a, b), rtol=1e-9, atol=1e-12)
