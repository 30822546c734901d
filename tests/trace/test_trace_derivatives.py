"""jvp, linearisation and transposition: against finite differences, each other, and known derivatives."""

import gc
import weakref

import numpy as np
import pytest
import trace_support as t
from hypothesis import given, settings
from hypothesis import strategies as st
from trace_support import Concrete, NumPyBottom

from nitinol.base.errors import GradientError, TracerError
from nitinol.trace import bind as bind_module
from nitinol.trace.bind import type_of
from nitinol.trace.jvp import JVP
from nitinol.trace.linearize import linearize
from nitinol.trace.stage import run_graph, stage
from nitinol.trace.transpose import transpose


def forward(f, primals, tangents):
    """(values, tangents) of f, which returns a list."""
    level = JVP()
    lifted = [level.lift(x, d) for x, d in zip(primals, tangents, strict=True)]
    pairs = [level.lower(y) for y in f(*lifted)]
    level.closed = True
    return [y for y, _ in pairs], [d for _, d in pairs]


def reverse(f, primals, cotangents):
    outs, program = linearize(f, primals, [True] * len(primals))
    return outs, transpose(program, cotangents)


def gradient(f):
    """The gradient of a function of one argument with one result."""

    def inner(x):
        outs, program = linearize(lambda v: [f(v)], [x], [True])
        one = t.p.full(1, outs[0].dtype, outs[0].shape)
        (g,) = transpose(program, [one])
        return t.p.zeros(type_of(x)) if g is None else g

    return inner


def directional(f):
    """The derivative of f at x along ones."""

    def inner(x):
        return forward(lambda v: [f(v)], [x], [t.p.full(1, x.dtype, x.shape)])[1][0]

    return inner


X = np.array([0.3, -0.7, 1.1])


def close(x, want):
    np.testing.assert_allclose(x.value, want, rtol=1e-9, atol=1e-12)


def test_forward_and_reverse_of_a_chain():
    def f(x):
        return t.sin(x * x)

    close(directional(f)(Concrete(X)), 2 * X * np.cos(X * X))
    close(gradient(lambda x: t.sum_(f(x)))(Concrete(X)), 2 * X * np.cos(X * X))


def test_what_does_not_depend_on_the_input_has_no_tangent(bottom):
    level = JVP()
    x = level.lift(Concrete(X), Concrete(np.ones(3)))
    y = Concrete(X)
    assert isinstance(t.sin(y), Concrete)
    bottom.calls.clear()
    z = x + t.p.zeros(type_of(y))
    assert z.tangent is x.tangent  # a symbolic zero adds nothing
    assert bottom.calls == ["broadcast_to", "add"]
    assert isinstance(t.greater(x, y), Concrete)  # bool results carry no tangent
    assert isinstance(t.argmax(x), Concrete)
    assert isinstance(t.bind(t.p.stop_gradient, x), Concrete)


def test_integer_casts_cut_the_derivative():
    def f(x):
        return [t.bind(t.p.cast, t.bind(t.p.cast, x, dtype=t.dt.int64), dtype=t.dt.float64) * x]

    _, (g,) = reverse(f, [Concrete(X)], [Concrete(np.ones(3))])
    close(g, np.trunc(X))


def test_unused_inputs_and_constant_outputs_have_none():
    _outs, program = linearize(
        lambda x, y: [x * 2.0, Concrete(X), t.p.full(1.0, t.dt.float64, ())],
        [Concrete(X), Concrete(X)],
        [True, True],
    )
    assert program.outputs[1:] == (None, None)
    gx, gy = transpose(program, [Concrete(np.ones(3)), Concrete(X), None])
    close(gx, 2 * np.ones(3))
    assert gy is None
    assert program([None, Concrete(X)]) == [None, None, None]


def test_unwanted_and_integer_inputs_get_none():
    ints = Concrete(np.arange(3))
    _, program = linearize(
        lambda x, y, i: [x * y * i], [Concrete(X), Concrete(X), ints], [True, False, True]
    )
    assert program.inputs[1:] == (None, None)
    close(transpose(program, [Concrete(np.ones(3))])[0], X * np.arange(3))


def test_multiple_results_with_some_cotangents_missing():
    def f(x):
        a, b = t.halves(x)
        s, c = t.sincos(a)
        return [s * b, t.exp(c)]

    x = Concrete(np.array([0.1, 0.2, 0.3, 0.4]))
    a, b = np.split(x.value, 2)
    _, (g,) = reverse(f, [x], [Concrete(np.ones(2)), None])
    close(g, np.concatenate([b * np.cos(a), np.sin(a)]))
    _, (g,) = reverse(f, [x], [None, Concrete(np.ones(2))])
    close(g, np.concatenate([-np.sin(a) * np.exp(np.cos(a)), [0, 0]]))
    _, (g,) = reverse(f, [x], [None, None])
    assert g is None


def test_one_value_used_many_times_accumulates():
    close(gradient(lambda x: t.sum_(x + x + x))(Concrete(X)), 3 * np.ones(3))

    def f(x):
        return [x, x]

    _, (g,) = reverse(f, [Concrete(X)], [Concrete(X), Concrete(X)])
    close(g, 2 * X)


def test_linear_program_runs_forwards_many_times(bottom):
    _outs, program = linearize(lambda x: [t.sin(x) * 2.0], [Concrete(X)], [True])
    bottom.calls.clear()
    for scale in (1.0, 2.0):
        (d,) = program([Concrete(np.full(3, scale))])
        close(d, 2 * scale * np.cos(X))
    assert "t_cos" not in bottom.calls  # residuals are kept, not computed again


def test_dead_tangents_are_not_kept():
    def f(x):
        t.exp(x)
        return [x * 2.0]

    _, program = linearize(f, [Concrete(X)], [True])
    assert len(program.nodes) == 1


@pytest.mark.parametrize("order", [2, 3, 4])
@pytest.mark.parametrize("mode", ["rr", "ff", "rf", "fr"])
def test_higher_derivatives_by_nesting(order, mode):
    def f(x):
        return t.sin(x)

    for i in range(order):
        f = (gradient if mode[i % 2] == "r" else directional)(f)
    want = [np.sin, np.cos, lambda v: -np.sin(v), lambda v: -np.cos(v)][order % 4]
    close(f(Concrete(np.float64(0.7))), want(0.7))


def test_nested_derivatives_do_not_confuse_perturbations():
    # d/dx [x · d/dy (x + y)] = 1
    def f(x):
        return x * directional(lambda y: x + y)(Concrete(np.float64(2.0)))

    close(directional(f)(Concrete(np.float64(1.0))), 1.0)
    close(gradient(f)(Concrete(np.float64(1.0))), 1.0)

    # d/dx [x · d/dy (x·y²) at y = x] = d/dx 2x³ = 6x²
    def g(x):
        return x * gradient(lambda y: x * y * y)(x)

    close(gradient(g)(Concrete(np.float64(1.5))), 6 * 1.5**2)


def test_python_control_flow_sees_concrete_primals():
    def f(x):
        if t.greater(x, 0.0):
            return x * x
        return neg_cube(x)

    def neg_cube(x):
        return t.neg(x * x * x)

    close(gradient(f)(Concrete(np.float64(3.0))), 6.0)
    close(gradient(f)(Concrete(np.float64(-3.0))), -27.0)
    assert float(JVP().lift(Concrete(np.float64(2.5)), Concrete(np.float64(1)))) == 2.5


def test_derivatives_can_be_staged():
    staged = stage(gradient(lambda x: t.sum_(t.exp(x) * x)), [type_of(Concrete(X))])
    (g,) = run_graph(staged.graph, [Concrete(X)])
    close(g, np.exp(X) * (1 + X))
    assert [n.op.name for n in staged.graph.nodes].count("t_exp") == 1


def test_a_staged_program_can_be_differentiated():
    graph = stage(lambda x: t.sum_(t.tanh(x * 2.0)), [type_of(Concrete(X))]).graph
    g = gradient(lambda x: run_graph(graph, [x])[0])(Concrete(X))
    close(g, 2 * (1 - np.tanh(2 * X) ** 2))


def test_captured_tensors_of_an_outer_derivative():
    def f(x):
        inner = stage(lambda y: y * t.sin(x), [type_of(x)])
        return t.sum_(run_graph(inner.graph, [x, *[c for c, _ in inner.captured]])[0])

    close(gradient(f)(Concrete(X)), np.sin(X) + X * np.cos(X))


# --- complex numbers


Z = np.array([1 + 3j, -2 + 0.5j])


def test_gradient_of_squared_modulus_is_steepest_ascent():
    def f(z):
        return t.sum_(t.real(z * t.conj(z)))

    close(gradient(f)(Concrete(Z)), 2 * Z)


def complex_difference(f, z, h=1e-6):
    result = np.zeros_like(z)
    for i in range(len(z)):
        for unit in (1, 1j):
            e = np.zeros_like(z)
            e[i] = unit * h
            d = (f(Concrete(z + e)).value - f(Concrete(z - e)).value) / (2 * h)
            result[i] += d * unit
    return result


@pytest.mark.parametrize(
    "f",
    [
        lambda z: t.sum_(t.real(z * z * (2 - 1j))),
        lambda z: t.sum_(t.real(t.exp(z) * t.conj(z))),
        lambda z: t.sum_(t.real(t.sin(z)) * t.real(z)),
        lambda z: t.sum_(t.real(t.exp(t.real(z) * (0.3 + 1j)))),
        lambda z: t.sum_(
            t.real(
                t.matmul(
                    t.bind(t.p.reshape, z, shape=(1, 2)),
                    t.swap(t.bind(t.p.reshape, t.exp(z), shape=(1, 2))),
                )
            )
        ),
    ],
)
def test_complex_gradients_against_differences(f):
    np.testing.assert_allclose(
        gradient(f)(Concrete(Z)).value, complex_difference(f, Z), rtol=1e-6, atol=1e-6
    )


def test_complex_reverse_agrees_with_forward():
    def f(z):
        return [t.exp(z * z) * t.conj(z)]

    rng = np.random.default_rng(0)
    d, c = (Concrete(rng.standard_normal(2) + 1j * rng.standard_normal(2)) for _ in range(2))
    _, (dy,) = forward(f, [Concrete(Z)], [d])
    _, (g,) = reverse(f, [Concrete(Z)], [c])
    np.testing.assert_allclose(
        np.sum(np.conj(c.value) * dy.value).real, np.sum(np.conj(g.value) * d.value).real
    )


# --- errors and memory


def test_operations_without_derivative_say_so():
    with pytest.raises(GradientError, match="t_opaque has no derivative"):
        gradient(lambda x: t.sum_(t.opaque(x)))(Concrete(X))
    t.opaque(Concrete(X))


def test_leaked_tracers_are_refused():
    kept = []
    gradient(lambda x: t.sum_(kept.append(x) or x))(Concrete(X))
    with pytest.raises(TracerError, match="had returned"):
        t.sin(kept[0])


def test_residuals_live_no_longer_than_they_are_used():
    gc.disable()  # reference counts alone must free them
    try:

        def f(v):
            return [t.exp(t.sin(v))]

        outs, program = linearize(f, [Concrete(X)], [True])
        residuals = [
            weakref.ref(x) for n in program.nodes for x in n.operands if type(x) is Concrete
        ]
        assert len(residuals) == 2
        del outs
        assert all(r() is not None for r in residuals)
        transpose(program, [Concrete(X)], consume=True)
        assert all(r() is None for r in residuals)
    finally:
        gc.enable()


# --- random programs

UNARY = ["sin", "cos", "tanh", "neg", "square", "exp_small", "swap_rows", "norm"]
BINARY = ["add", "sub", "mul", "select", "outer_like", "matmul"]


@st.composite
def programs(draw):
    """A list of steps (name, operand, operand) over a growing list of 3×3 values."""
    steps = []
    for i in range(draw(st.integers(1, 10))):
        name = draw(st.sampled_from(UNARY + BINARY))
        steps.append((name, draw(st.integers(0, i + 1)), draw(st.integers(0, i + 1))))
    return steps


def interpret(steps, x, y):
    values = [x, y]
    for name, i, j in steps:
        a, b = values[i], values[j]
        values.append(STEP[name](a, b))
    return [t.sum_(values[-1]), t.sum_(values[len(values) // 2], (0,))]


STEP = {
    "sin": lambda a, b: t.sin(a),
    "cos": lambda a, b: t.cos(a),
    "tanh": lambda a, b: t.tanh(a),
    "neg": lambda a, b: t.neg(a),
    "square": lambda a, b: t.tanh(a) * t.tanh(a),
    "exp_small": lambda a, b: t.exp(t.sin(a)),
    "swap_rows": lambda a, b: t.swap(a),
    "norm": lambda a, b: t.reciprocal(t.to_shape(t.sum_(a * a, (1,)), (3, 3)) + 1.0),
    "add": lambda a, b: a + b,
    "sub": lambda a, b: t.sub(a, b),
    "mul": lambda a, b: t.sin(a) * b,
    "select": lambda a, b: t.select(t.greater(a, b), a, t.sin(b)),
    "outer_like": lambda a, b: (
        t.to_shape(t.bind(t.p.reshape, t.sum_(t.sin(a), (0,)), shape=(3, 1)), (3, 3)) * t.cos(b)
    ),
    "matmul": lambda a, b: t.matmul(t.tanh(a), t.sin(b)),
}


@settings(max_examples=150, deadline=None)
@given(programs(), st.integers(0, 2**32 - 1))
def test_random_programs(steps, seed):
    """Forward, reverse, linearised and finite differences agree; staging changes nothing."""
    before, bind_module.bottom = bind_module.bottom, NumPyBottom()
    try:
        rng = np.random.default_rng(seed)
        x, y, dx, dy = (rng.uniform(-1, 1, (3, 3)) for _ in range(4))
        cs = [rng.standard_normal(()), rng.standard_normal(3)]

        def f(a, b):
            return interpret(steps, a, b)

        primals = [Concrete(x), Concrete(y)]
        tangents = [Concrete(dx), Concrete(dy)]

        outs, ds = forward(f, primals, tangents)
        _outs2, program = linearize(f, primals, [True, True])
        gs = transpose(program, [Concrete(c) for c in cs])

        def number(d, like):
            return np.zeros(like.shape) if d is None else d.value

        along = sum(np.sum(c * number(d, o)) for c, d, o in zip(cs, ds, outs, strict=True))
        pulled = sum(
            np.sum(number(g, p) * d) for g, p, d in zip(gs, primals, (dx, dy), strict=True)
        )
        np.testing.assert_allclose(pulled, along, rtol=1e-8, atol=1e-8)

        again = program(tangents)
        for a, b, o in zip(again, ds, outs, strict=True):
            np.testing.assert_allclose(number(a, o), number(b, o), rtol=1e-10, atol=1e-12)

        h = 1e-5
        plus = f(Concrete(x + h * dx), Concrete(y + h * dy))
        minus = f(Concrete(x - h * dx), Concrete(y - h * dy))
        slope = sum(
            np.sum(c * (a.value - b.value)) for c, a, b in zip(cs, plus, minus, strict=True)
        ) / (2 * h)
        near_kink = any(name == "select" for name, _, _ in steps)
        if not near_kink:
            np.testing.assert_allclose(along, slope, rtol=1e-4, atol=1e-4)

        graph = stage(f, [type_of(v) for v in primals]).graph
        for a, b in zip(run_graph(graph, primals), outs, strict=True):
            np.testing.assert_array_equal(a.value, b.value)
    finally:
        bind_module.bottom = before
