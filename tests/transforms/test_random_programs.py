"""Random programs of real operations: every way of differentiating gives the same numbers."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import nitinol as ni
from nitinol.exec.evaluate import evaluator
from nitinol.trace import bind

STEPS = {
    "sin": lambda a, b: ni.sin(a),
    "tanh": lambda a, b: ni.tanh(a),
    "exp": lambda a, b: ni.exp(ni.tanh(a)),
    "square": lambda a, b: ni.tanh(a) ** 2,
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: ni.sin(a) * b,
    "divide": lambda a, b: a / (1.5 + ni.sin(b)),
    "matmul": lambda a, b: ni.tanh(a) @ ni.sin(b),
    "transpose": lambda a, b: a.T,
    "rows": lambda a, b: a + b.sum(axis=1, keepdims=True),
    "columns": lambda a, b: ni.sin(a.mean(axis=0)) * b,
    "scalar": lambda a, b: ni.tanh(a.sum()) * b,
    "reshape": lambda a, b: a.reshape(9).reshape(3, 3) * 0.5,
    "slice": lambda a, b: a[1:2] * b,
}


@st.composite
def programs(draw):
    """Steps (name, operand, operand) over a growing list of 3×3 values."""
    count = draw(st.integers(1, 8))
    return [
        (
            draw(st.sampled_from(sorted(STEPS))),
            draw(st.integers(0, i + 1)),
            draw(st.integers(0, i + 1)),
        )
        for i in range(count)
    ]


def program(steps):
    def f(x, y):
        values = [x, y]
        for name, i, j in steps:
            values.append(STEPS[name](values[i], values[j]))
        return (values[-1] * values[len(values) // 2]).sum()

    return f


@pytest.fixture(autouse=True)
def bottom(monkeypatch):
    """The real evaluator in the place of the one in `conftest`."""
    monkeypatch.undo()
    monkeypatch.setattr(bind, "bottom", evaluator)


def tensor(x):
    return ni.tensor(x.tolist(), dtype=ni.float64)


@settings(max_examples=5, deadline=None)
@given(programs(), st.integers(0, 2**32 - 1))
@example(  # a value that waited in the memory of one result while another was computed from it
    [("add", 0, 0), ("add", 0, 0), ("divide", 0, 0), ("add", 0, 0), ("columns", 4, 0)], 0
)
@example([("add", 0, 0), ("matmul", 0, 2)], 0)  # a product and the loop that makes its operand
def test_all_ways_agree(steps, seed):
    check(steps, seed)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(programs(), st.integers(0, 2**32 - 1))
def test_all_ways_agree_on_many(steps, seed):
    check(steps, seed)


def check(steps, seed):
    rng = np.random.default_rng(seed)
    x, y, dx, dy = (rng.uniform(-1, 1, (3, 3)) for _ in range(4))
    f = program(steps)
    args, tangents = (tensor(x), tensor(y)), (tensor(dx), tensor(dy))

    h = 1e-5
    plus = f(tensor(x + h * dx), tensor(y + h * dy)).item()
    slope = (plus - f(tensor(x - h * dx), tensor(y - h * dy)).item()) / (2 * h)
    along = ni.jvp(f, args, tangents)[1].item()
    np.testing.assert_allclose(along, slope, rtol=1e-5, atol=1e-6)
    pushed = ni.linearize(f, *args)[1](*tangents).item()
    np.testing.assert_allclose(pushed, along, rtol=1e-9, atol=1e-9)

    gradients = {
        "tape": ni.grad(f, (0, 1))(*args),
        "jit of grad": ni.jit(ni.grad(f, (0, 1)))(*args),
        "grad of jit": ni.grad(ni.jit(f), (0, 1))(*args),
    }
    leaves = [ni.tensor(v.tolist(), dtype=ni.float64, requires_grad=True) for v in (x, y)]
    f(*leaves).backward()
    gradients["backward"] = [v.grad for v in leaves]
    for way, found in gradients.items():
        gx, gy = (0.0 if g is None else np.asarray(g.tolist()) for g in found)
        pulled = np.sum(gx * dx) + np.sum(gy * dy)
        np.testing.assert_allclose(pulled, along, rtol=1e-9, atol=1e-9, err_msg=way)
