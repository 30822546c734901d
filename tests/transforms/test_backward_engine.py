"""The engine behind `y.backward()`, on tape nodes made by hand."""

import gc
import time

import numpy as np
import pytest
import trace_support as t
from trace_support import Concrete

from nitinol.base import dtypes as dt
from nitinol.base.errors import DTypeError, GradientError, ShapeError
from nitinol.core import Node, grad_enabled, layout, set_grad_enabled
from nitinol.exec.backward import backward, gradients, run

LAYOUT = layout(dt.float64, (3,))
SCALAR = layout(dt.float64, ())


class Variable(Concrete):
    """A tensor with history."""

    __slots__ = ("_node", "_output")

    def __init__(self, value, node=None, output=0):
        super().__init__(value)
        self._node = node
        self._output = output

    @property
    def size(self):
        return self.value.size

    @property
    def grad(self):
        return None if self._node.grad is None else self._node.grad.value


class Rule:
    def __init__(self, function):
        self.function = function

    def backward(self, node, cotangents):
        return self.function(*cotangents)


def leaf(value):
    return Variable(value, Node())


def record(values, operands, function):
    """Tensors holding `values`, computed from `operands`; `function` gives their cotangents."""
    values = values if isinstance(values, tuple) else (values,)
    made = [Concrete(v) for v in values]
    node = Node(
        Rule(function),
        [x._node for x in operands],
        (),
        [layout(v.dtype, v.shape) for v in made],
        [x._output for x in operands],
    )
    result = [Variable(v, node, i) for i, v in enumerate(values)]
    return result[0] if len(result) == 1 else result


def mul(x, y):
    return record(
        x.value * y.value,
        [x, y],
        lambda c: (t.mul(c, Concrete(y.value)), t.mul(c, Concrete(x.value))),
    )


def total(x):
    return record(x.value.sum(), [x], lambda c: (t.p.full(1, dt.float64, x.shape) * c,))


X = np.array([1.0, 2.0, 3.0])


def test_gradients_reach_the_leaves_and_accumulate():
    x, y = leaf(X), leaf(X + 1)
    backward(total(mul(x, y)))
    np.testing.assert_array_equal(x.grad, X + 1)
    np.testing.assert_array_equal(y.grad, X)
    backward(total(mul(x, x)))
    np.testing.assert_array_equal(x.grad, X + 1 + 2 * X)


def test_shared_values_are_visited_once_when_complete():
    x = leaf(X)
    visits = []

    def square(v):
        def rule(c):
            visits.append(c.value.copy())
            return (t.mul(c, Concrete(2 * v.value)),)

        return record(v.value**2, [v], rule)

    y = square(x)
    backward(total(mul(y, mul(y, y))))  # y³ = x⁶
    np.testing.assert_allclose(x.grad, 6 * X**5)
    assert len(visits) == 1


def test_missing_cotangents_and_constant_operands():
    x = leaf(X)
    a, b = record((X * 2, X * 3), [x], lambda ca, cb: (cb if ca is None else t.mul(ca, 2.0),))
    constant = Variable(X)
    backward(total(mul(b, constant)), retain_graph=True)
    np.testing.assert_array_equal(x.grad, X)
    x._node.grad = None
    backward(total(mul(a, b)))
    assert x.grad is not None
    z = record(X, [x], lambda c: (None,))
    x._node.grad = None
    backward(total(z))
    assert x.grad is None


def test_history_is_freed_unless_retained():
    x = leaf(X)
    y = total(mul(x, x))
    backward(y, retain_graph=True)
    backward(y)
    np.testing.assert_array_equal(x.grad, 4 * X)
    with pytest.raises(GradientError, match="retain_graph=True"):
        backward(y)
    assert y._node.parents == ()


def test_a_leaf_can_be_the_root():
    x = leaf(np.float64(2))
    backward(x)
    backward(x)
    assert x.grad == 2


@pytest.mark.parametrize(
    ("make", "gradient", "error", "text"),
    [
        (lambda: Variable(X), None, GradientError, "requires_grad=True"),
        (lambda: leaf(X), None, GradientError, r"shape \(3,\).*y.sum\(\).backward\(\)"),
        (lambda: leaf(np.complex128(1)), None, GradientError, "complex"),
        (lambda: leaf(X), Concrete(np.ones(2)), ShapeError, r"\(2,\)"),
        (lambda: leaf(X), Concrete(np.ones(3, np.float32)), DTypeError, "float32"),
    ],
)
def test_errors(make, gradient, error, text):
    with pytest.raises(error, match=text):
        backward(make(), gradient)


def test_a_given_gradient_is_used_and_one_element_needs_none():
    x = leaf(X)
    backward(mul(x, x), Concrete(np.array([1.0, 0.0, -1.0])))
    np.testing.assert_array_equal(x.grad, [2, 0, -6])
    one = leaf(np.array([[5.0]]))
    backward(mul(one, one))
    np.testing.assert_array_equal(one.grad, [[10.0]])


@pytest.mark.parametrize("create", [False, True])
def test_recording_follows_create_graph(create):
    seen = []

    def rule(c):
        seen.append(grad_enabled())
        return (c,)

    x = leaf(np.float64(1))
    y = record(np.float64(1), [x], rule)
    backward(y, create_graph=create)
    assert seen == [create] and grad_enabled()
    assert y._node.freed is not create  # create_graph retains


def test_recording_is_restored_after_an_error():
    def rule(c):
        raise ZeroDivisionError

    y = record(np.float64(1), [leaf(np.float64(1))], rule)
    before = set_grad_enabled(True)
    with pytest.raises(ZeroDivisionError):
        backward(y)
    assert grad_enabled()
    set_grad_enabled(before)


def test_hooks_see_and_may_replace_cotangents():
    x = leaf(X)
    y = mul(x, x)
    seen = []
    y._node.hooks = [(0, lambda c: seen.append(c.value) or t.mul(c, 10.0))]
    x._node.hooks = [(0, lambda c: seen.append(c.value) and None)]
    backward(total(y))
    np.testing.assert_array_equal(seen[0], np.ones(3))
    np.testing.assert_array_equal(x.grad, 20 * X)


def test_gradients_of_chosen_tensors_touch_no_leaf():
    x, unused = leaf(X), leaf(X)
    y = mul(x, x)
    z = total(mul(y, x))
    gy, gx, gu = gradients([z], [y, x, unused], retain_graph=True)
    np.testing.assert_array_equal(gy.value, X)
    np.testing.assert_array_equal(gx.value, 3 * X**2)
    assert gu is None and x.grad is None
    (gy,) = gradients([z], [y])
    np.testing.assert_array_equal(gy.value, X)
    assert y._node.freed is False  # nodes below the asked one are not visited


class Pass:
    """The cheapest rule there is."""

    def backward(self, node, cotangents):
        return cotangents


def chain(length):
    node = first = Node()
    rule, outputs = Pass(), (SCALAR,)
    for _ in range(length):
        node = Node(rule, (node,), (), outputs, (0,))
    return first, node


def test_a_long_chain_needs_no_recursion():
    first, last = chain(200_000)
    one = Concrete(np.float64(1))
    gc.disable()
    start = time.perf_counter()
    run([(last, 0, one)], retain_graph=False, create_graph=False)
    elapsed = time.perf_counter() - start
    gc.enable()
    assert first.grad is one
    assert elapsed < 20  # far above what it takes; recursion or quadratic work would not end
