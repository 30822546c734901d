"""grad, value_and_grad, vjp, jvp, linearize, stop_gradient, no_grad: results and messages."""

import threading

import numpy as np
import pytest
import trace_support as t
from trace_support import Concrete

from nitinol.base.errors import DTypeError, GradientError, ShapeError, TracerError
from nitinol.core import grad_enabled
from nitinol.trace.bind import type_of
from nitinol.trace.stage import run_graph, stage
from nitinol.transforms import (
    enable_grad,
    grad,
    jvp,
    linearize,
    no_grad,
    stop_gradient,
    value_and_grad,
    vjp,
)

X = np.array([0.3, -0.7, 1.1])
x_ = Concrete(X)


def loss(x):
    return t.sum_(t.sin(x) * x)


WANT = np.sin(X) + X * np.cos(X)


def close(got, want):
    np.testing.assert_allclose(got.value, want, rtol=1e-6, atol=1e-8)


# --- grad and value_and_grad


def test_grad_and_value():
    close(grad(loss)(x_), WANT)
    value, g = value_and_grad(loss)(x_)
    close(value, np.sum(np.sin(X) * X))
    close(g, WANT)


def test_python_floats_are_differentiated():
    g = grad(lambda x: x * x * x)(2.0)
    close(g, 12.0)
    assert g.dtype is t.dt.float32


def test_argnums():
    def f(a, b, c):
        return t.sum_(a * b * c)

    close(grad(f, 1)(x_, x_, x_), X * X)
    close(grad(f, -1)(x_, x_, 2.0), np.sum(X * X))
    ga, gc = grad(f, (0, 2))(x_, x_, x_)
    close(ga, X * X)
    close(gc, X * X)
    (only,) = grad(f, (1,))(x_, x_, x_)
    close(only, X * X)


def test_keywords_are_passed_on():
    def f(x, *, scale, name):
        return t.sum_(x * scale) if name == "this" else None

    close(grad(f)(x_, scale=3.0, name="this"), [3, 3, 3])


def test_nests_of_parameters():
    params = {"w": x_, "inner": [2.0, (x_,)], "steps": 3, "name": "text", "none": None}

    def f(p):
        assert p["steps"] == 3 and p["name"] == "text"
        return t.sum_(p["w"] * p["inner"][0] * p["inner"][1][0])

    g = grad(f)(params)
    assert list(g) == list(params)
    close(g["w"], 2 * X)
    close(g["inner"][0], np.sum(X * X))
    close(g["inner"][1][0], 2 * X)
    assert g["steps"] is None and g["name"] is None and g["none"] is None


def test_unused_parameters_get_zeros():
    g, unused = grad(lambda a, b: t.sum_(a), (0, 1))(x_, x_)
    close(g, np.ones(3))
    close(unused, np.zeros(3))


def test_has_aux():
    def f(x):
        return (loss(x), {"doubled": x * 2.0, "note": "free", "n": 3})

    g, aux = grad(f, has_aux=True)(x_)
    close(g, WANT)
    close(aux["doubled"], 2 * X)
    assert aux["note"] == "free" and aux["n"] == 3
    (value, aux), g = value_and_grad(f, has_aux=True)(x_)
    close(value, np.sum(np.sin(X) * X))
    with pytest.raises(TypeError, match="must return a pair"):
        grad(loss, has_aux=True)(x_)


def test_second_derivatives():
    def f(x):
        return x * x * x * x

    close(grad(grad(f))(2.0), 48.0)
    close(grad(lambda x: jvp(f, (x,), (1.0,))[1])(2.0), 48.0)
    close(jvp(grad(f), (2.0,), (1.0,))[1], 48.0)


def test_a_constant_function_has_zero_gradient():
    close(grad(lambda x: 3.0)(x_), np.zeros(3))


def test_the_name_and_docstring_are_kept():
    def named(x):
        "What it does."
        return t.sum_(x)

    assert grad(named).__name__ == "named" and grad(named).__doc__ == "What it does."


ints = Concrete(np.arange(3))


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: grad(x_), TypeError, r"write grad\(f\)\(x\)"),
        (lambda: grad(lambda x: x)(x_), GradientError, r"shape \(3,\).*ni.vjp"),
        (lambda: grad(lambda x: (t.sum_(x), x))(x_), GradientError, "has_aux=True"),
        (lambda: grad(lambda x: t.argmax(x))(x_), GradientError, "int64; compute it from floats"),
        (lambda: grad(lambda x: t.sum_(x))(Concrete(X + 1j)), GradientError, "complex128"),
        (lambda: grad(lambda x: "text")(x_), TypeError, "returned a str"),
        (lambda: grad(loss)(ints), DTypeError, "argument 0 has dtype int64.*astype"),
        (lambda: grad(loss)(3), DTypeError, "int64"),
        (lambda: grad(loss)("text"), DTypeError, "is a str"),
        (lambda: grad(loss)({"a": ints, "b": 1}), DTypeError, "among the 2 leaves"),
        (lambda: grad(loss, 1)(x_), TypeError, "1 positional argument"),
        (lambda: grad(loss, (0, 0))(x_, x_), TypeError, "each once"),
        (lambda: grad(loss, ())(x_), TypeError, "at least one"),
        (lambda: grad(loss, "x")(x_), TypeError, "int or a tuple of ints"),
        (lambda: grad(loss, True)(x_), TypeError, "int or a tuple of ints"),
    ],
)
def test_messages_of_grad(call, error, text):
    with pytest.raises(error, match=text):
        call()


def test_leaked_tracers():
    kept = []
    grad(lambda x: t.sum_(kept.append(x) or x))(x_)
    with pytest.raises(TracerError, match="do not store it elsewhere"):
        kept[0] + x_


# --- vjp, linearize, jvp


def test_vjp_of_nests():
    def f(a, b):
        return {"s": a * b, "t": [t.sin(a), t.argmax(a)]}

    out, pull = vjp(f, x_, x_)
    close(out["s"], X * X)
    one = Concrete(np.ones(3))
    ga, gb = pull({"s": one, "t": [one, None]})
    close(ga, X + np.cos(X))
    close(gb, X)
    ga, gb = pull({"s": None, "t": [one, None]})  # again, with other cotangents
    close(ga, np.cos(X))
    close(gb, np.zeros(3))
    ga, _ = pull({"s": one, "t": None})
    close(ga, X)


def test_vjp_of_a_number_takes_a_python_cotangent():
    _out, pull = vjp(lambda x: x * x, 3.0)
    close(pull(2.0)[0], 12.0)


def test_vjp_with_aux():
    _out, pull, aux = vjp(lambda x: (x * x, "note"), x_, has_aux=True)
    assert aux == "note"
    close(pull(x_)[0], 2 * X * X)


def test_linearize_pushes_many_tangents(bottom):
    _out, push = linearize(lambda a, b: (t.sin(a) * b, b), x_, x_)
    bottom.calls.clear()
    one = Concrete(np.ones(3))
    da, db = push(one, None)
    close(da, np.cos(X) * X)
    close(db, np.zeros(3))
    close(push(None, one)[0], np.sin(X))
    assert "t_sin" not in bottom.calls


def test_jvp():
    out, tangent = jvp(lambda a, b: [t.sin(a) * b, t.argmax(a)], (x_, x_), (x_, None))
    close(out[0], np.sin(X) * X)
    close(tangent[0], np.cos(X) * X * X)
    assert tangent[1] is None
    out, tangent, aux = jvp(lambda a: (a * 1.0, a), (x_,), (x_,), has_aux=True)
    close(aux, X)


def test_integer_arguments_have_no_derivative():
    _out, pull = vjp(t.mul, x_, ints)
    g, none = pull(x_)
    close(g, X * ints.value)
    assert none is None
    close(jvp(t.mul, (x_, ints), (x_, None))[1], X * ints.value)


one32 = Concrete(np.ones(3, np.float32))


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: vjp(t.sin, x_)[1](Concrete(np.ones(2))), ShapeError, r"\(2,\) and \(3,\)"),
        (lambda: vjp(t.sin, x_)[1](one32), DTypeError, "float32, its value float64"),
        (lambda: vjp(t.sin, x_)[1]("one"), DTypeError, "got str"),
        (lambda: vjp(t.sin, x_)[1]([x_]), DTypeError, "got list"),
        (lambda: vjp(lambda x: [x, x], x_)[1]([x_]), ShapeError, "nested"),
        (lambda: vjp(lambda x: [x], x_)[1]((x_,)), ShapeError, "nested"),
        (lambda: vjp(t.argmax, x_)[1](x_), DTypeError, "pass None"),
        (lambda: jvp(t.sin, x_, x_), TypeError, r"ni.jvp\(f, \(x,\), \(t,\)\)"),
        (lambda: jvp(t.sin, (x_,), ()), TypeError, "1 primals and 0 tangents"),
        (lambda: jvp(t.sin, (x_,), (one32,)), DTypeError, "float32"),
        (lambda: jvp(t.mul, (x_, ints), (x_, x_)), DTypeError, "pass None"),
        (lambda: jvp(t.mul, (ints, ints), (None, None)), DTypeError, "2 leaves"),
        (lambda: linearize(t.sin, x_)[1](1.0), ShapeError, r"\(\) and \(3,\)"),
        (lambda: linearize(3, x_), TypeError, "takes a function first"),
    ],
)
def test_messages_of_the_others(call, error, text):
    with pytest.raises(error, match=text):
        call()


# --- what is recorded


def test_stop_gradient():
    close(grad(lambda x: t.sum_(x * stop_gradient(x)))(x_), X)
    nest = stop_gradient({"a": x_, "b": "text", "c": ints})
    assert nest["b"] == "text" and nest["c"] is ints
    close(nest["a"], X)


def f_blocked(x):
    with no_grad():
        y = t.sin(x)
    return t.sum_(x * y)


def test_no_grad_makes_constants_for_reverse_mode():
    close(grad(f_blocked)(x_), np.sin(X))
    one = Concrete(np.ones(3))
    close(jvp(f_blocked, (x_,), (one,))[1], np.sum(WANT))  # forward mode does not care


def test_no_grad_in_a_staged_program():
    graph = stage(f_blocked, [type_of(x_)]).graph
    close(grad(lambda x: run_graph(graph, [x])[0])(x_), np.sin(X))


def test_a_gradient_taken_inside_no_grad_is_complete():
    with no_grad():
        close(grad(loss)(x_), WANT)
        assert not grad_enabled()


def test_an_inner_gradient_inside_no_grad_is_a_constant_outside():
    def f(x):
        with no_grad():
            g = grad(loss)(x)
        return t.sum_(g * x)

    close(grad(f)(x_), WANT)


def test_enable_grad_inside_no_grad():
    def f(x):
        with no_grad():
            with enable_grad():
                assert grad_enabled()
                y = t.sin(x)
            assert not grad_enabled()
        return t.sum_(x * y)

    close(grad(f)(x_), WANT)


def test_as_decorators_and_after_errors():
    @no_grad()
    def f(x):
        assert not grad_enabled()
        return t.sin(x)

    @no_grad
    def g(x):
        return f(x)

    assert g.__name__ == "g"
    close(grad(lambda x: t.sum_(x * g(x)))(x_), np.sin(X))

    @no_grad()
    def fails():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert grad_enabled()
    close(grad(loss)(x_), WANT)


def test_one_context_object_may_be_entered_again():
    off = no_grad()
    with off, off:
        assert not grad_enabled()
    assert grad_enabled()


def test_no_grad_is_per_thread():
    seen = []
    with no_grad():
        thread = threading.Thread(target=lambda: seen.append((grad_enabled(), grad(loss)(x_))))
        thread.start()
        thread.join()
    assert seen[0][0]
    close(seen[0][1], WANT)
