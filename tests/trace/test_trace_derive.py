"""`derive`: backward programs of staged forward programs, what they save, and what they recompute."""

import numpy as np
import pytest
import trace_support as t
from hypothesis import given, settings
from test_trace_derivatives import interpret, programs
from trace_support import Concrete, NumPyBottom

from nitinol.base import dtypes as dt
from nitinol.base.sizes import Size
from nitinol.ir.graph import Builder
from nitinol.ir.op import Inline, Op, Type
from nitinol.trace import bind as bind_module
from nitinol.trace.bind import bind, type_of
from nitinol.trace.derive import derive
from nitinol.trace.linearize import linearize
from nitinol.trace.stage import infer_by_staging, run_graph, stage
from nitinol.trace.transpose import transpose

X = np.array([0.3, -0.7, 1.1])
VECTOR = Type(dt.float64, (3,))
SCALAR = Type(dt.float64, ())


def names(graph):
    return [n.op.name for n in graph.nodes]


def pull(derivative, inputs, cotangents):
    """Run forward, then backward on exactly what it says it saves; one cotangent per input."""
    outputs = run_graph(derivative.forward, inputs)
    values = [*inputs, *outputs]
    saved = [values[i] for i in derivative.saves]
    given = [cotangents[i] for i in derivative.given]
    found = run_graph(derivative.graph, [*saved, *given])
    return [None if i is None else found[i] for i in derivative.results]


def test_an_output_is_read_instead_of_its_input():
    d = derive(stage(t.tanh, [VECTOR]).graph, [True])
    assert d.saves == (1,) and d.given == (0,) and d.results == (0,)
    assert "t_tanh" not in names(d.graph)
    (g,) = pull(d, [Concrete(X)], [Concrete(np.ones(3))])
    np.testing.assert_allclose(g.value, 1 - np.tanh(X) ** 2)


def test_an_inner_value_is_recomputed_from_the_input():
    d = derive(stage(lambda x: t.exp(t.sin(x)) * 2.0, [VECTOR]).graph, [True])
    assert d.saves == (0,)
    assert names(d.graph).count("t_exp") == 1
    (g,) = pull(d, [Concrete(X)], [Concrete(np.ones(3))])
    np.testing.assert_allclose(g.value, 2 * np.exp(np.sin(X)) * np.cos(X))


def test_linear_programs_save_nothing():
    d = derive(stage(lambda x, y: t.sub(x, y), [VECTOR, VECTOR]).graph, [True, True])
    assert d.saves == () and d.results == (0, 1)
    gx, gy = pull(d, [Concrete(X), Concrete(X)], [Concrete(X)])
    np.testing.assert_array_equal(gx.value, X)
    np.testing.assert_array_equal(gy.value, -X)


def test_only_wanted_inputs_and_what_they_need():
    graph = stage(lambda x, y: x * y, [VECTOR, VECTOR]).graph
    d = derive(graph, [True, False])
    assert d.saves == (1,) and d.results == (0, None)
    d = derive(graph, [False, True])
    assert d.saves == (0,) and d.results == (None, 0)
    d = derive(graph, [False, False])
    assert d.saves == () and d.results == (None, None) and d.given == ()


def test_integer_inputs_and_outputs_have_no_part():
    graph = stage(lambda x, i: (x * i, t.argmax(x)), [VECTOR, Type(dt.int64, (3,))]).graph
    d = derive(graph, [True, True])
    assert d.results == (0, None) and d.given == (0,)
    assert d.saves == (1,)
    g, _ = pull(d, [Concrete(X), Concrete(np.arange(3))], [Concrete(np.ones(3)), None])
    np.testing.assert_array_equal(g.value, np.arange(3))


def test_missing_cotangents_shorten_the_program():
    graph = stage(lambda x: t.sincos(x), [VECTOR]).graph
    both = derive(graph, [True])
    assert both.given == (0, 1) and both.saves == (1, 2)
    one = derive(graph, [True], given=[True, False])
    assert one.given == (0,) and one.saves == (2,)
    (g,) = pull(one, [Concrete(X)], [Concrete(np.ones(3)), None])
    np.testing.assert_allclose(g.value, np.cos(X))


def test_zero_derivatives_are_none():
    d = derive(stage(lambda x: t.p.full(1.0, dt.float64, (3,)), [VECTOR]).graph, [True])
    assert d.results == (None,) and d.saves == () == d.given and d.graph.nodes == ()
    d = derive(stage(lambda x: bind(t.p.stop_gradient, x), [VECTOR]).graph, [True])
    assert d.results == (None,)


def test_an_output_that_is_an_input_or_given_twice():
    d = derive(stage(lambda x: (x, x, t.sin(x)), [VECTOR]).graph, [True])
    assert d.given == (0, 1, 2) and d.saves == (0,)
    ones = Concrete(np.ones(3))
    (g,) = pull(d, [Concrete(X)], [ones, ones, ones])
    np.testing.assert_allclose(g.value, 2 + np.cos(X))


def test_kept_values_are_stored_by_the_forward_program():
    def f(x, w, v):
        return t.sum_(t.matmul(t.tanh(t.matmul(x, w)), v))

    m = Type(dt.float64, (3, 3))
    graph = stage(f, [m, m, m]).graph
    plain = derive(graph, [False, True, True])
    assert names(plain.graph).count("t_matmul") == 4  # x·w is computed again
    kept = derive(graph, [False, True, True], keep=lambda n: n.op is t.MATMUL)
    assert len(kept.forward.outputs) == 2  # tanh's operand; the last product is never read
    assert names(kept.graph).count("t_matmul") == 3
    rng = np.random.default_rng(0)
    values = [Concrete(rng.standard_normal((3, 3))) for _ in range(3)]
    one = Concrete(np.float64(1))
    for a, b in zip(pull(plain, values, [one]), pull(kept, values, [one]), strict=True):
        assert (a is None) == (b is None)
        if a is not None:
            np.testing.assert_allclose(a.value, b.value)


def test_open_sizes_that_no_saved_input_shows():
    n = Size.symbol("n")
    d = derive(stage(t.sum_, [Type(dt.float64, (n,))]).graph, [True])
    assert d.saves == () and d.sizes == (n.atom,)
    d = derive(stage(lambda x: t.sum_(x * x), [Type(dt.float64, (n,))]).graph, [True])
    assert d.saves == (0,) and d.sizes == ()


def test_what_the_forward_run_checks_is_believed():
    n, m = Size.symbol("n"), Size.symbol("m")

    def f(x, y):
        z = bind(t.p.add, x, y)
        return t.mul(z, y)

    graph = stage(f, [Type(dt.float64, (n,)), Type(dt.float64, (m,))]).graph
    assert graph.checks == ((n, m),)
    d = derive(graph, [True, True])
    assert d.graph.checks == ()
    values = [Concrete(X), Concrete(2 * X)]
    gx, gy = pull(d, values, [Concrete(np.ones(3))])
    np.testing.assert_allclose(gx.value, 2 * X)
    np.testing.assert_allclose(gy.value, 5 * X)


# --- composites


def _softplus_body(x):
    return t.exp(x) * 2.0


SOFT = Op(
    "soft",
    infer=lambda *types, **params: infer_by_staging(_softplus_body, types, params),
    lowering=Inline(_softplus_body),
    jvp=lambda primals, tangents, out: t.mul(tangents[0], t.sin(primals[0])),
)
PLAIN = Op(
    "plain",
    infer=lambda *types, **params: infer_by_staging(_softplus_body, types, params),
    lowering=Inline(_softplus_body),
)


def test_a_composite_with_a_rule_is_differentiated_by_its_rule():
    graph = stage(lambda x: bind(SOFT, x), [VECTOR]).graph
    assert names(graph) == ["soft"]
    d = derive(graph, [True])
    assert names(d.graph) == ["t_sin", "t_multiply"] and d.saves == (0,)


@pytest.mark.parametrize("how", ["derive", "linearize"])
def test_an_inline_operation_without_rule_is_differentiated_through_its_body(how):
    if how == "derive":
        d = derive(stage(lambda x: t.sin(bind(PLAIN, x)), [VECTOR]).graph, [True])
        assert set(names(d.graph)) <= {"t_exp", "t_multiply", "t_cos", "broadcast_to", "plain"}
    else:
        graph = stage(
            lambda x: transpose(linearize(lambda v: [bind(PLAIN, v)], [x], [True])[1], [x])[0],
            [VECTOR],
        ).graph
        assert set(names(graph)) == {"t_exp", "t_multiply", "broadcast_to"}


def test_a_derived_program_can_be_derived_again():
    graph = stage(lambda x: t.sum_(t.sin(x) * x), [VECTOR]).graph
    first = derive(graph, [True])
    second = derive(first.graph, [True] * len(first.graph.inputs))
    ones = Concrete(np.ones(3))
    values = [Concrete(X), Concrete(np.float64(1))]
    found = pull(second, values, [ones])
    np.testing.assert_allclose(found[0].value, 2 * np.cos(X) - X * np.sin(X))


def test_the_parts_of_a_builder_survive():
    assert Builder().finish([]).checks == ()


@settings(max_examples=80, deadline=None)
@given(programs())
def test_random_programs(steps):
    """The derived program computes what linearisation and transposition compute at once."""
    before, bind_module.bottom = bind_module.bottom, NumPyBottom()
    try:
        rng = np.random.default_rng(len(steps))
        xs = [Concrete(rng.uniform(-1, 1, (3, 3))) for _ in range(2)]
        cs = [Concrete(rng.standard_normal(())), Concrete(rng.standard_normal(3))]
        _, program = linearize(lambda a, b: interpret(steps, a, b), xs, [True, True])
        want = transpose(program, cs)
        graph = stage(lambda a, b: interpret(steps, a, b), [type_of(x) for x in xs]).graph
        for keep in (None, lambda n: True):
            d = derive(graph, [True, True], keep=keep)
            got = pull(d, xs, cs)
            for a, b in zip(got, want, strict=True):
                assert (a is None) == (b is None)
                if a is not None:
                    np.testing.assert_allclose(a.value, b.value, rtol=1e-9, atol=1e-12)
    finally:
        bind_module.bottom = before
