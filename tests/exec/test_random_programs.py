"""Random programs: eager, compiled whole, and NumPy in float64 must agree; so must sizes seen later.

A program is a list of steps over a growing list of values: point-wise functions, broadcasts, reductions, movements,
concatenations. The same steps run on tensors and on NumPy arrays.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nitinol as ni
from nitinol.base.shapes import broadcast_shapes, contiguous_strides
from nitinol.codegen.passes import schedule
from nitinol.exec.plan import Plan
from nitinol.ir.graph import Graph
from nitinol.ir.op import Strided
from nitinol.ir.verify import verify
from nitinol.schedule import memory

Step = tuple[str, tuple[int, ...], Any]

UNARY = ("exp", "negative", "square", "tanh", "sin", "abs")
BINARY = ("add", "subtract", "multiply", "maximum")
FOLDS = ("sum", "max", "mean", "min")


@st.composite
def programs(draw: Any) -> tuple[list[tuple[int, ...]], list[Step]]:
    rows, columns = draw(st.integers(1, 40)), draw(st.integers(1, 70))
    shapes = [(rows, columns), (columns,), (rows, 1), (rows, columns), ()]
    steps: list[Step] = []
    count = len(shapes)
    for _ in range(draw(st.integers(1, 12))):
        kind = draw(st.sampled_from(["unary", "binary", "binary", "fold", "move", "scalar"]))
        pick = st.integers(0, count - 1)
        if kind == "unary":
            steps.append((draw(st.sampled_from(UNARY)), (draw(pick),), None))
        elif kind == "binary":
            steps.append((draw(st.sampled_from(BINARY)), (draw(pick), draw(pick)), None))
        elif kind == "fold":
            axis = draw(st.sampled_from([None, 0, -1]))
            name = draw(st.sampled_from(FOLDS))
            steps.append((name, (draw(pick),), (axis, draw(st.booleans()))))
        elif kind == "move":
            steps.append(
                (
                    draw(st.sampled_from(["T", "flip", "slice", "reshape", "cat"])),
                    (draw(pick),),
                    None,
                )
            )
        else:
            steps.append(("scale", (draw(pick),), draw(st.floats(-2, 2, width=32))))
        count += 1
    return shapes, steps


def run(steps: list[Step], values: list[Any], lib: Any) -> list[Any]:
    """All values of the program; a step that does not apply to its operands repeats the first of them."""
    is_numpy = lib is np
    values = list(values)
    for name, args, param in steps:
        x = values[args[0]]
        if name in UNARY:
            if name == "exp":  # keep numbers moderate
                x = lib.tanh(x)
            y = getattr(lib, name)(x)
        elif name in BINARY:
            other = values[args[1]]
            if not _fits(x.shape, other.shape):
                y = x
            else:
                y = lib.tanh(getattr(lib, name)(x, other))
        elif name in FOLDS:
            axis, keep = param
            empty = any(d == 0 for d in x.shape if isinstance(d, int))
            if (axis is not None and x.ndim == 0) or (name in ("max", "min") and empty):
                y = x
            else:
                y = lib.tanh(getattr(lib, name)(x, axis=axis, keepdims=keep))
        elif name == "T":
            y = x.T
        elif name == "flip":
            y = lib.flip(x, 0) if x.ndim else x
        elif name == "slice":
            y = x[1:, ::2] if x.ndim == 2 else x[::-1] if x.ndim else x
        elif name == "reshape":
            y = x.reshape(-1)
        elif name == "cat":
            y = lib.concatenate([x, x], 0) if x.ndim == 2 else x
        else:
            y = x * (np.float64(param) if is_numpy else param)
        values.append(y)
    return values


def _fits(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    try:
        broadcast_shapes("test", a, b)
    except ni.ShapeError:
        return False
    return True


def inputs(shapes: list[tuple[int, ...]], seed: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [np.asarray(rng.uniform(-1, 1, s), np.float32) for s in shapes]


def close(got: Any, wanted: np.ndarray) -> None:
    np.testing.assert_allclose(got.numpy(), wanted, rtol=2e-4, atol=2e-4)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs(), st.integers(0, 2**20))
def test_eager_compiled_and_numpy_agree(program: Any, seed: int) -> None:
    shapes, steps = program
    arrays = inputs(shapes, seed)
    wanted = run(steps, [a.astype(np.float64) for a in arrays], np)
    tensors = [ni.tensor(a) for a in arrays]
    eager = run(steps, tensors, ni)
    compiled = ni.jit(lambda *xs: tuple(run(steps, list(xs), ni)[len(shapes) :]))(*tensors)
    for e, c, w in zip(eager[len(shapes) :], compiled, wanted[len(shapes) :], strict=True):
        close(e, w)
        close(c, w)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs(), st.integers(2, 50), st.integers(2, 50))
def test_a_second_size_costs_one_compilation_and_a_third_none(program: Any, n: int, m: int) -> None:
    _, steps = program
    # Whether two axes meet must not depend on the size that is open.
    steps = [("abs", s[1][:1], None) if s[0] in ("cat", "slice", "T") else s for s in steps]
    f = ni.jit(lambda *xs: tuple(run(steps, list(xs), ni)))
    for size in (61, n + 1, m + 1):
        arrays = inputs([(size, 7), (7,), (size, 1), (size, 7), ()], size)
        wanted = run(steps, [a.astype(np.float64) for a in arrays], np)
        for got, w in zip(f(*[ni.tensor(a) for a in arrays]), wanted, strict=True):
            close(got, w)
    assert f.stats()["compilations"] <= 2


def graph_of(shapes: list[tuple[int, ...]], steps: list[Step]) -> Graph:
    f = ni.jit(lambda *xs: run(steps, list(xs), ni)[-1])
    plan: Plan = f.graph(*[ni.tensor(a) for a in inputs(shapes, 0)]).plan
    return plan.graph


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs())
def test_the_arena_is_hardly_larger_than_what_lives_at_once(program: Any) -> None:
    graph = graph_of(*program)
    verify(graph)
    layouts = {v: Strided(v.type.shape, contiguous_strides(v.type.shape)) for v in graph.inputs}
    scheduled, _, lives = schedule(graph, layouts, True)
    least = memory.peak(lives, {})
    assert isinstance(scheduled.arena.nbytes, int)
    assert least <= scheduled.arena.nbytes <= 1.15 * least
    placed = [(x, int(scheduled.arena.offsets[x.value]), int(x.nbytes)) for x in lives]
    for i, (a, start, size) in enumerate(placed):
        for b, other, extent in placed[:i]:
            if a.first <= b.last and b.first <= a.last:
                assert start + size <= other or other + extent <= start


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(programs(), st.integers(0, 2**20))
def test_gradients_agree_eager_and_compiled(program: Any, seed: int) -> None:
    shapes, steps = program
    arrays = inputs(shapes, seed)

    def loss(*xs: Any) -> Any:
        return ni.sum(ni.sin(run(steps, list(xs), ni)[-1]))

    leaves = [ni.tensor(a, requires_grad=True) for a in arrays]
    loss(*leaves).backward()
    wanted = ni.jit(ni.grad(loss, argnums=tuple(range(len(arrays)))))(
        *[ni.tensor(a) for a in arrays]
    )
    for leaf, w in zip(leaves, wanted, strict=True):
        got = np.zeros(leaf.shape) if leaf.grad is None else leaf.grad.numpy()
        np.testing.assert_allclose(got, w.numpy(), rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("n", [0, 1, 5, 16, 17, 1000])
def test_threads_do_not_change_bits(n: int) -> None:
    x = ni.tensor(inputs([(n, 37)], n)[0])
    f = ni.jit(lambda x: (ni.sum(ni.exp(x), axis=1), ni.sum(x, axis=0), ni.sum(x)))
    before = ni.get_num_threads()
    found = []
    for count in (1, 4):
        ni.set_num_threads(count)
        found.append([t.numpy().tobytes() for t in f(x)])
    ni.set_num_threads(before)
    assert found[0] == found[1]
