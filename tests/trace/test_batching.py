"""The interpreter for hidden axes, on the NumPy evaluator: rules, places of axes, whole programs."""

import numpy as np
import pytest
import trace_support as t
from hypothesis import given
from hypothesis import strategies as st
from trace_support import Concrete

from nitinol.base.dtypes import float32, float64
from nitinol.base.errors import CompileError, ShapeError
from nitinol.base.sizes import Size
from nitinol.ir.op import Anchor, Inline, Op, Type
from nitinol.ir.text import show
from nitinol.trace import primitives as p
from nitinol.trace.batching import Batch, BatchTracer, behind, inserted, whole
from nitinol.trace.bind import bind
from nitinol.trace.call import Call
from nitinol.trace.stage import run_graph, stage
from nitinol.transforms import grad, jvp, linearize, vjp, vmap

RNG = np.random.default_rng(3)
COUNT = 3


def random(*shape):
    return RNG.standard_normal(shape)


def mapped(function, arrays, axes, out=0):
    """`function` under a `Batch`, and one element after the other."""
    got = vmap(function, in_axes=tuple(axes), out_axes=out)(*map(Concrete, arrays))
    want = [
        function(
            *[
                Concrete(x if a is None else np.take(x, n, a))
                for x, a in zip(arrays, axes, strict=True)
            ]
        ).value
        for n in range(COUNT)
    ]
    np.testing.assert_allclose(got.value, np.stack(want, out), rtol=1e-12)


def with_axis(x, axis):
    """COUNT variations of x along an axis."""
    return x if axis is None else np.stack([x * (n + 1) for n in range(COUNT)], axis)


# --- the tracer


def test_shape_hides_the_axis():
    level = Batch(COUNT)
    x = BatchTracer(level, Concrete(random(2, COUNT, 5)), 1)
    assert x.shape == (2, 5)
    assert x.dtype is float64
    assert level.lower(x)[1] == 1
    assert level.lower(Concrete(random(2)))[1] is None


def test_places_of_axes():
    assert [behind(a, 1) for a in range(3)] == [0, 2, 3]
    assert inserted((7, 8), 1, 0) == (7, 0, 8)


# --- rules


BODIES = {
    "pointwise": lambda x, y: t.sin(x) * y,
    "broadcast": lambda x, y: bind(p.broadcast_to, x, shape=(2, 4, 5), axes=(0, 2)) * t.sum_(y),
    "sum of the first": lambda x, y: t.sum_(x * y, (0,)),
    "sum of the last": lambda x, y: t.sum_(x * y, (1,)),
    "reshape": lambda x, y: bind(p.reshape, x * y, shape=(5, 2)),
    "permute": lambda x, y: bind(p.permute, x, perm=(1, 0)) * t.sum_(y),
    "stop_gradient": lambda x, y: bind(p.stop_gradient, x) * y,
    "cast": lambda x, y: bind(p.cast, bind(p.cast, x * y, dtype=float32), dtype=float64),
    "several results": lambda x, y: t.add(*t.sincos(x * y)),
    "number": lambda x, y: x * 2.0 + y,
}


@pytest.mark.parametrize("name", sorted(BODIES))
@pytest.mark.parametrize("axes", [(0, 0), (2, 0), (1, None), (None, 1), (-1, -1)])
def test_rules_equal_a_loop(name, axes):
    x, y = random(2, 5), random(2, 5)
    arrays = [with_axis(v, a) for v, a in zip((x, y), axes, strict=True)]
    mapped(BODIES[name], arrays, axes)


place = st.sampled_from([None, 0, 1, 2, -1, -2, -3])


@given(place, place, st.sampled_from([0, 1, 2, -1, -2, -3]), st.sampled_from(sorted(BODIES)))
def test_any_axis_of_any_operand(a, b, out, name):
    if a is None and b is None:
        a = 0
    arrays = [with_axis(random(2, 5), axis) for axis in (a, b)]
    got = BODIES[name]
    if out not in (0, -1) and name in ("sum of the first", "sum of the last"):
        out = 1
    mapped(got, arrays, (a, b), out)


def test_a_primitive_without_a_rule_is_named():
    op = Op("odd", infer=lambda x: x, lowering=Anchor("odd"))
    with pytest.raises(CompileError, match="odd has no batching rule"):
        vmap(lambda x: bind(op, x))(Concrete(random(2)))


# --- nesting


def test_the_inner_map_is_on_top():
    x, y = random(3, 4), random(4, 3)
    outer = vmap(lambda a, b: vmap(lambda c, d: c * d + 1.0)(a, b), in_axes=(0, 1))
    np.testing.assert_allclose(outer(Concrete(x), Concrete(y)).value, x * y.T + 1.0)
    pairs = vmap(lambda a: vmap(lambda b: a * b)(Concrete(y[0])))(Concrete(x[0]))
    np.testing.assert_allclose(pairs.value, np.outer(x[0], y[0]))


def loss(x):
    return t.sum_(t.sin(x) * x)


X = random(COUNT, 4)
D1 = np.sin(X) + X * np.cos(X)
D2 = 2 * np.cos(X) - X * np.sin(X)


def close(got, want):
    np.testing.assert_allclose(got.value, want, rtol=1e-12)


def test_derivatives_of_elements_and_elements_of_derivatives():
    x, ones = Concrete(X), Concrete(np.ones_like(X))
    close(vmap(grad(loss))(x), D1)
    close(grad(lambda v: t.sum_(vmap(loss)(v)))(x), D1)
    close(vmap(lambda v, u: jvp(grad(loss), (v,), (u,))[1])(x, ones), D2)
    close(jvp(vmap(grad(loss)), (x,), (ones,))[1], D2)
    close(grad(lambda v: t.sum_(vmap(grad(loss))(v)))(x), D2)
    close(vmap(grad(lambda v: t.sum_(grad(loss)(v))))(x), D2)


def test_linear_programs_are_mapped():
    _, push = linearize(t.sin, Concrete(X[0]))
    close(vmap(push)(Concrete(X)), np.cos(X[0]) * X)
    _, pull = vjp(lambda v: t.sin(v) * v, Concrete(X[0]))
    (rows,) = vmap(pull)(Concrete(np.eye(4)))
    close(rows, np.diag(D1[0]))


def test_a_map_is_staged_with_open_sizes():
    n = Size.symbol("n")
    graph = stage(vmap(grad(loss)), [Type(float64, (n, 4))]).graph
    (out,) = run_graph(graph, [Concrete(X)])
    close(out, D1)
    assert graph.outputs[0].type.shape == (n, 4)


def test_mapped_sizes_are_compared_at_run_time():
    n, m = Size.symbol("n"), Size.symbol("m")
    staged = stage(vmap(lambda a, b: a * b), [Type(float64, (n,)), Type(float64, (m,))])
    assert len(staged.graph.checks) == 1
    with pytest.raises(ShapeError, match="3 along axis 0"):
        vmap(lambda a, b: a * b)(Concrete(random(3)), Concrete(random(4)))


# --- whole programs


def call_of(function, *shapes):
    return Call(stage(function, [Type(float64, s) for s in shapes], name="inner").graph)


def test_a_call_is_one_operation_and_keeps_what_is_the_same(bottom):
    call = call_of(lambda x, w: [t.sin(x) * w, t.exp(w)], (4,), (4,))

    def f(x, w):
        return call.apply([x, w])

    first, second = vmap(f, in_axes=(0, None), out_axes=(0, None))(Concrete(X), Concrete(X[0]))
    close(first, np.sin(X) * X[0])
    close(second, np.exp(X[0]))
    assert [op for op in bottom.calls if op == "inner"] == ["inner"]
    # Made once for one pattern of operands.
    vmap(f, in_axes=(0, None), out_axes=(0, None))(Concrete(X), Concrete(X[0]))
    assert len(call.op.wholes) == 1


def test_derivatives_of_mapped_calls():
    call = call_of(lambda x, w: [t.sin(x) * w], (4,), (4,))
    x, w = Concrete(X), Concrete(X[0] + 2.0)

    def one(a, b):
        return t.sum_(call.apply([a, b])[0])

    wanted = np.cos(X) * w.value, np.sin(X)
    of_x, of_w = vmap(grad(one, (0, 1)), in_axes=(0, None))(x, w)
    close(of_x, wanted[0])
    close(of_w, wanted[1])
    every = vmap(one, in_axes=(0, None))
    of_x, of_w = grad(lambda a, b: t.sum_(every(a, b)), (0, 1))(x, w)
    close(of_x, wanted[0])
    close(of_w, wanted[1].sum(0))


def test_the_derivative_rule_of_a_composite_is_kept():
    op = Op(
        "ruled",
        infer=lambda x: x,
        lowering=Inline(lambda x: x * x),
        jvp=lambda primals, tangents, out: tangents[0] * 100.0,
    )

    def f(x):
        return bind(op, x)

    close(vmap(f)(Concrete(X)), X * X)
    close(grad(lambda v: t.sum_(vmap(f)(v)))(Concrete(X)), np.full_like(X, 100.0))
    graph = stage(vmap(f, 1, 1), [Type(float64, (COUNT, 4))]).graph
    assert "ruled(" in show(graph)
    close(grad(lambda v: t.sum_(run_graph(graph, [v])[0]))(Concrete(X)), np.full_like(X, 100.0))


def test_transposes_of_whole_programs_sum_over_elements():
    """An operation that is linear by its own rule, inside of a map and outside."""
    op = Op(
        "scaled",
        infer=lambda x, k: x,
        lowering=Inline(lambda x, k: x * k),
        jvp=lambda primals, tangents, out: bind(op, tangents[0], primals[1]),
        transpose=lambda c, x, k: (bind(op, c, k), None),
    )
    k = Concrete(X)
    x = Concrete(X[0])
    made = whole(op, (None, 0))
    assert made.op.transpose is not None
    every = vmap(lambda a, b: bind(op, a, b), in_axes=(None, 0))
    close(every(x, k), X[0] * X)
    close(grad(lambda v: t.sum_(every(v, k)))(x), X.sum(0))
