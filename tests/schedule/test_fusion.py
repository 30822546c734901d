"""What is fused, on programs that networks are made of and on random ones; and what holds for every schedule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schedule_support import check_memory, check_order, graph_of, scheduled

import nitinol as ni
from nitinol.base.sizes import Dim, Size
from nitinol.ir.op import Anchor, Pointwise, Reduction
from nitinol.ir.verify import verify
from nitinol.schedule import groups, memory
from nitinol.schedule.simplify import simplify
from nitinol.trace.inlining import inline

Shapes = tuple[tuple[Dim, ...], ...]


def kinds(function: Callable[..., Any], *shapes: tuple[Dim, ...]) -> list[str]:
    """The kind of each group, in order."""
    return [g.kind for g in scheduled(graph_of(function, *shapes))[0].groups]


def _adam(x: Any, dy: Any, p: Any, m: Any, v: Any) -> Any:
    g = dy.T @ x
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g * g
    return p - 0.001 * m / (ni.sqrt(v) + 1e-8), m, v


N = Size.symbol("n")

FUSED: dict[str, tuple[Callable[..., Any], Shapes, list[str]]] = {
    "linear, bias, relu": (
        lambda x, w, b: ni.relu(x @ w.T + b), ((64, 32), (16, 32), (16,)), ["anchor"],
    ),
    "linear, gelu, residual": (
        lambda x, w, r: r + ni.gelu(x @ w.T), ((64, 32), (16, 32), (64, 16)), ["anchor"],
    ),
    "what comes before a product is computed once": (
        lambda x, w: ni.tanh(x) @ w.T, ((64, 32), (16, 32)), ["loop", "anchor"],
    ),
    "two layers": (
        lambda x, w: ni.relu(ni.relu(x @ w) @ w), ((32, 32), (32, 32)), ["anchor", "anchor"],
    ),
    "softmax": (lambda x: ni.softmax(x, -1), ((64, 100),), ["row"]),
    "layer norm with weights": (lambda x, w: ni.layer_norm(x, w), ((64, 100), (100,)), ["row"]),
    "mean squared error": (lambda x, y: ni.mean((x - y) ** 2), ((64, 100), (64, 100)), ["row"]),
    "one pass for several users": (
        lambda x: (ni.exp(x) + 1.0, ni.exp(x) * 2.0, ni.sum(ni.exp(x), axis=1)), ((64, 100),), ["row"],
    ),
    "folds of different axes are one pass": (
        lambda x: (ni.sum(x, axis=0), ni.sum(x, axis=1)), ((64, 100),), ["row"],
    ),
    "a mean that is taken away again stays a pass down the columns": (
        lambda x: (x - ni.mean(x, 0), ni.sum(x, axis=1)), ((64, 100),), ["row", "row"],
    ),
    "too few parts for threads": (
        lambda x: (ni.sum(x, axis=0), ni.sum(x, axis=1)), ((130, 4096),), ["row", "row"],
    ),
    "the update joins the gradient of the weight": (
        _adam, ((128, 64), (128, 32), (32, 64), (32, 64), (32, 64)), ["anchor"],
    ),
    "convolution, bias, relu": (
        lambda x, w, b: ni.relu(ni.conv2d(x, w, b, padding=1)), ((2, 3, 8, 8), (4, 3, 3, 3), (4,)), ["anchor"],
    ),
    "attention": (
        lambda q, k, v: ni.softmax(q @ k.T, -1) @ v, ((16, 8), (16, 8), (16, 8)), ["anchor", "row", "anchor"],
    ),
    "views cost nothing": (
        lambda x: ni.exp(x.T[::-1].reshape(-1) + 1.0), ((64, 100),), ["loop"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FUSED)
def test_one_region_per_anchor_where_legal(name: str) -> None:
    function, shapes, wanted = FUSED[name]
    assert kinds(function, *shapes) == wanted
    opened = tuple((N, *s[1:]) if s and s[0] in (64, 128, 2) else s for s in shapes)
    if name != "convolution, bias, relu":
        assert kinds(function, *opened) == wanted


def test_work_behind_a_product_of_three_axes() -> None:
    """In the product's shape where every operand can be had in it; values are the same in any case."""

    def f(lib: Any, x: Any, w: Any, b: Any, s: Any, place: Any) -> Any:
        y = lib.tanh(x @ w + b) * s + x
        return lib.sum(lib.tanh(y @ w + place), axis=1), lib.exp(y)

    jitted = ni.jit(lambda *args: f(ni, *args))
    rng = np.random.default_rng(0)
    for n in (6, 9, 4):  # the first axis is open from the second call on
        shapes = (n, 5, 8), (8, 8), (8,), (n, 5, 1), (5, 8)
        given = [rng.standard_normal(shape) for shape in shapes]
        found = jitted(*[ni.tensor(a) for a in given])
        for got, want in zip(found, f(np, *given), strict=True):
            np.testing.assert_allclose(got.numpy(), want, rtol=1e-12)
    done = scheduled(graph_of(lambda *args: f(ni, *args), *shapes))[0]
    fused = [[n.op.name for n in g.nodes] for g in done.groups if g.kind == "anchor"]
    assert fused == [["dot", "add", "tanh", "multiply", "add"], ["dot"]]


def test_no_group_waits_for_itself() -> None:
    """h feeds a second product whose result meets h again: one group of both would need itself."""

    def f(x: Any, w: Any) -> Any:
        h = ni.relu(x @ w)
        return ni.exp(h) @ w + h

    done, _ = scheduled(graph_of(f, (32, 32), (32, 32)))
    assert [g.kind for g in done.groups].count("anchor") == 2
    check_order(done)

    def around(x: Any) -> Any:
        y = ni.exp(x)
        total = ni.sum(ni.sum(y, axis=0) * ni.sum(x, axis=0))
        return y * total

    check_order(scheduled(graph_of(around, (32, 20)))[0])


def test_what_only_frees_memory_comes_as_soon_as_it_can() -> None:
    def f(x: Any, g: Any, v: Any) -> Any:
        h = ni.exp(x)
        return ni.tanh(g @ v) @ v, h.T @ g

    done, lives = scheduled(graph_of(f, (64, 32), (64, 32), (32, 32)), pull=False)
    check_order(done)
    assert done.graph.outputs[1] in done.groups[1].stores  # h is not needed after it
    assert memory.peak(lives, {}) == 64 * 32 * 4


def test_no_anchor_shares_a_group_with_another() -> None:
    done, _ = scheduled(graph_of(lambda x, w: (x @ w) + (w @ x), (32, 32), (32, 32)))
    anchors = [[n for n in g.nodes if isinstance(n.op.lowering, Anchor)] for g in done.groups]
    assert [len(a) for a in anchors if a] == [1, 1]
    assert len(done.groups) == 2  # the sum is in one of the two


# --- random graphs

STEPS = (
    "tanh",
    "add",
    "multiply",
    "matmul",
    "transposed",
    "sum0",
    "sum1",
    "softmax",
    "center",
    "weights",
)


def network(steps: list[tuple[str, int, int]], values: list[Any], lib: Any) -> list[Any]:
    """A random program over (rows, width) and (width, width) matrices; every step bounded by tanh."""
    vs, ws = [values[0], values[1]], [values[2], values[3]]
    for name, i, j in steps:
        x, y, w = vs[i % len(vs)], vs[j % len(vs)], ws[j % len(ws)]
        if name == "tanh":
            vs.append(lib.tanh(x))
        elif name == "add":
            vs.append(lib.tanh(x + y))
        elif name == "multiply":
            vs.append(x * y)
        elif name == "matmul":
            vs.append(lib.tanh(x @ w))
        elif name == "transposed":
            vs.append(lib.tanh(x @ w.T) + x)
        elif name == "sum0":
            vs.append(x + lib.tanh(lib.sum(y, axis=0)))
        elif name == "sum1":
            vs.append(x - lib.tanh(lib.sum(y, axis=1, keepdims=True)))
        elif name == "softmax":
            e = lib.exp(x)
            vs.append(e / lib.sum(e, axis=1, keepdims=True))
        elif name == "center":
            vs.append(x - lib.mean(x, axis=1, keepdims=True))
        else:
            ws.append(lib.tanh(x.T @ y))  # as the gradient of a weight
    return [*vs[2:], *ws[2:]]


steps = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 30), st.integers(0, 30)),
    min_size=1,
    max_size=20,
)


@settings(max_examples=60, deadline=None)
@given(steps, st.booleans(), st.booleans())
def test_random_networks(
    program: list[tuple[str, int, int]], opened: bool, last_only: bool
) -> None:
    rows: Dim = Size.symbol("n") if opened else 24

    def f(*xs: Any) -> Any:
        found = network(program, list(xs), ni)
        return found[-1] if last_only else tuple(found)

    graph = graph_of(f, (rows, 16), (rows, 16), (16, 16), (16, 16))
    verify(graph)
    inlined = inline(graph)
    verify(inlined)
    simplified = simplify(inlined)
    verify(simplified)
    done, lives = scheduled(graph)
    check_order(done)
    for size in (1, 2, 16, 24, 100, 1000) if opened else (24,):
        check_memory(done, lives, size)


@settings(max_examples=6, deadline=None)
@given(steps, st.integers(0, 2**20))
def test_random_networks_compute_what_numpy_does(
    program: list[tuple[str, int, int]], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    f = ni.jit(lambda *xs: tuple(network(program, list(xs), ni)))
    for rows in (5, 9):
        arrays = [
            rng.uniform(-1, 1, s).astype(np.float32)
            for s in [(rows, 16), (rows, 16), (16, 16), (16, 16)]
        ]
        wanted = network(program, [a.astype(np.float64) for a in arrays], np)
        for got, w in zip(f(*[ni.tensor(a) for a in arrays]), wanted, strict=True):
            np.testing.assert_allclose(got.numpy(), w, rtol=1e-3, atol=1e-4)


# --- bounds


def _chain(f: Callable[[Any], Any], rounds: int) -> Callable[[Any], Any]:
    def run(x: Any) -> Any:
        for _ in range(rounds):
            x = f(x)
        return x

    return run


@pytest.mark.parametrize(
    ("f", "rounds", "least"),
    [
        (lambda x: x * 1.0001 + x, 1200, 2),
        (ni.gelu, 500, 10),
        (lambda x: ni.softmax(x, -1), 200, 100),
        (lambda x: ni.roll(x, 1, 0), 100, 10),
        (lambda x: ni.pad(x, (1, 1))[:, 1:-1], 300, 10),
    ],
    ids=["arithmetic", "gelu", "softmax", "roll", "pad"],
)
def test_long_chains_become_several_kernels(f: Any, rounds: int, least: int) -> None:
    done, _ = scheduled(graph_of(_chain(f, rounds), (8, 16)))
    check_order(done)
    assert least <= len(done.groups) <= rounds
    for group in done.groups:
        work = [n.op.lowering.cost for n in group.nodes if isinstance(n.op.lowering, Pointwise)]
        assert sum(work) < groups.LARGEST + 100
        assert (
            len([n for n in group.nodes if isinstance(n.op.lowering, Reduction)]) <= groups.STAGES
        )


def test_a_long_chain_compiles_and_has_the_values_of_eager_mode() -> None:
    def f(x: Any) -> Any:
        return _chain(lambda x: x * 0.5 + ni.roll(x, 1, 0), 100)(
            _chain(lambda x: x * 0.7 + x, 400)(x)
        )

    x = ni.tensor(np.random.default_rng(0).standard_normal((2, 4)).astype(np.float32))
    np.testing.assert_array_equal(ni.jit(f)(x).numpy(), f(x).numpy())
