"""What is computed where anchors read it: which operands are pulled, that bits stay, and what holds for all graphs."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from schedule_support import check_memory, check_order, graph_of, scheduled

import nitinol as ni
from nitinol.base.dtypes import float32, int64
from nitinol.base.sizes import Dim, Size
from nitinol.codegen.pipeline import compile_graph
from nitinol.codegen.scheduled import Scheduled
from nitinol.exec import plan
from nitinol.ir.graph import Value
from nitinol.ir.op import Type
from nitinol.templates.registry import template
from nitinol.trace.stage import stage


def shown(function: Callable[..., Any], *shapes: tuple[Dim, ...]) -> list[str]:
    return [repr(g).split(" ->")[0] for g in scheduled(graph_of(function, *shapes))[0].groups]


X, W = (2, 3, 9, 11), (18, 3, 3, 3)


def _weight_gradient(x: Any, h: Any, dy: Any, w: Any) -> Any:
    """The gradient by w of a layer whose result is masked by the derivative of relu."""
    _, back = ni.vjp(lambda w: ni.conv2d(x, w, padding=1), w)
    return back(ni.where(h > 0, dy, 0.0))[0]


def test_what_is_pulled() -> None:
    cumulative = shown(lambda x: ni.cumsum(ni.tanh(x).T * 2.0, 0) + 1.0, (64, 20))
    assert cumulative == ["anchor[20, 64][tanh, permute, broadcast_to, multiply | cumsum, add]"]
    both = shown(
        lambda x, w: ni.conv2d(ni.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1))) * 0.5, w + 1.0), X, W
    )
    assert len(both) == 1 and "| conv]" in both[0]
    masked = shown(_weight_gradient, X, (2, 18, 9, 11), (2, 18, 9, 11), W)
    assert len(masked) == 1 and "where | conv_weight_grad]" in masked[0]


def _embedded(places: Any, table: Any, w: Any) -> Any:
    return ni.nn.functional.embedding(places, table) @ w


def test_a_product_reads_the_rows_of_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = (512,), (20_000, 70), (70, 512)
    types = [Type(d, s) for d, s in zip((int64, float32, float32), shapes, strict=True)]
    (group,) = scheduled(stage(_embedded, types).graph)[0].groups
    assert [n.op.name for n in group.prologue] == ["gather"]
    rng = np.random.default_rng(0)
    floats = [rng.standard_normal(s).astype(np.float32) for s in shapes[1:]]
    _same_bits(lambda *xs: (_embedded(*xs),), [rng.integers(0, 20_000, 512), *floats], monkeypatch)
    # A product of few rows packs nothing.
    few = [Type(int64, (5,)), *types[1:]]
    assert len(scheduled(stage(_embedded, few).graph)[0].groups) == 2


def test_what_is_not_pulled() -> None:
    # Somebody else reads it.
    assert len(shown(lambda x: (ni.cumsum(ni.tanh(x), 0), ni.sum(ni.tanh(x), 1)), (64, 20))) == 2
    # It is a result.
    assert len(shown(lambda x: (h := ni.tanh(x), ni.cumsum(h, 0)), (64, 20))) == 2
    # Elements would be computed one by one, and tanh is dear.
    assert len(shown(lambda x: ni.cumsum(ni.tanh(x), 1), (64, 20))) == 2
    # Two readers, each of which would compute and keep it.
    twice = shown(lambda x, w: ni.conv2d(ni.exp(x), w) + ni.conv2d(ni.exp(x), -w), X, W)
    assert [g.split("[")[0] for g in twice] == ["loop", "anchor", "anchor"]
    # Coordinates would be divided for each vector; of what lies as it is read the parts fit together again.
    assert len(shown(lambda x: ni.cumsum(ni.exp(x.T).reshape(20, 64), 0), (20, 64))) == 2
    assert len(shown(lambda x: ni.cumsum(ni.exp(x).reshape(20, 64), 0), (64, 20))) == 1


def _same_bits(function: Callable[..., Any], arrays: list[Any], patch: pytest.MonkeyPatch) -> None:
    tensors = [ni.tensor(a) for a in arrays]
    results = []
    for pull in (True, False):
        patch.setattr(plan, "compile_graph", functools.partial(compile_graph, pull=pull))
        results.append(ni.jit(lambda *xs: function(*xs))(*tensors))
    for got, wanted in zip(*results, strict=True):
        assert got.numpy().tobytes() == wanted.numpy().tobytes()


def _convolutions(x: Any, w: Any, h: Any, dy: Any) -> Any:
    last = ni.conv2d((x * 0.5)[:, :, ::-1], w + 1.0, padding=1)  # lanes along the lines of x
    first = ni.conv2d(
        ni.max_pool2d(ni.relu(last), 2), ni.tanh(w[:, :1] * 2.0), groups=18
    )  # along channels
    y = h.permute(0, 3, 1, 2) * dy.permute(0, 3, 1, 2)  # packed as it is computed
    return (
        first,
        ni.vjp(lambda w: ni.conv2d(x, w, padding=1), w)[1](y)[0],
        ni.vjp(lambda x: ni.conv2d(x, w, padding=1), x)[1](
            ni.where(h > 0, dy, 0.0).permute(0, 3, 1, 2)
        )[0],
        ni.cumsum(ni.exp(dy), 1),
        _weight_gradient(x, h.permute(0, 3, 1, 2), dy.permute(0, 3, 1, 2), w),
    )


def test_bits_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(0)
    arrays = [
        rng.standard_normal(s).astype(np.float32) for s in (X, W, (2, 9, 11, 18), (2, 9, 11, 18))
    ]
    groups = scheduled(graph_of(_convolutions, *[a.shape for a in arrays]))[0].groups
    assert sum(bool(g.pulled) for g in groups) == 6
    _same_bits(_convolutions, arrays, monkeypatch)


# --- random graphs

STEPS = (
    "tanh",
    "add",
    "relu",
    "cumsum0",
    "cumsum1",
    "conv",
    "matmul",
    "flip",
    "sum",
    "weights",
    "pad",
)


def network(steps: list[tuple[str, int, int]], values: list[Any]) -> list[Any]:
    """A random program over (rows, 16) and (16, 16) matrices."""
    vs, ws = list(values[:2]), list(values[2:])
    for name, i, j in steps:
        x, y, w = vs[i % len(vs)], vs[j % len(vs)], ws[j % len(ws)]
        if name == "tanh":
            vs.append(ni.tanh(x))
        elif name == "add":
            vs.append(0.5 * x - y)
        elif name == "relu":
            vs.append(ni.relu(x))
        elif name == "cumsum0":
            vs.append(ni.tanh(ni.cumsum(x, 0)))
        elif name == "cumsum1":
            vs.append(ni.tanh(ni.cumsum(x, 1)))
        elif name == "conv":
            vs.append(ni.tanh(ni.conv1d(x.T[None], w[:, :, None]))[0].T)
        elif name == "matmul":
            vs.append(ni.tanh(x @ w))
        elif name == "flip":
            vs.append(x[:, ::-1])
        elif name == "sum":
            vs.append(x + ni.tanh(ni.sum(y, axis=0)))
        elif name == "pad":
            vs.append(ni.pad(x, ((0, 0), (3, 0)))[:, :-3] + y)
        else:
            ws.append(ni.tanh(x.T @ y))
    return [*vs[2:], *ws[2:]]


steps = st.lists(
    st.tuples(st.sampled_from(STEPS), st.integers(0, 30), st.integers(0, 30)),
    min_size=1,
    max_size=20,
)
SHAPES = ((24, 16), (24, 16), (16, 16), (16, 16))


@settings(max_examples=60, deadline=None)
@given(steps, st.booleans())
def test_random_graphs(program: list[tuple[str, int, int]], opened: bool) -> None:
    """One region an anchor; what is pulled is not stored; no loop is left that all its readers could do without."""
    rows: Dim = Size.symbol("n") if opened else 24
    graph = graph_of(
        lambda *xs: network(program, list(xs))[-1],
        *[(rows if n == 24 else n, m) for n, m in SHAPES],
    )
    done, lives = scheduled(graph)
    without, _ = scheduled(graph, pull=False)
    check_order(done)
    for size in (1, 24, 1000) if opened else (24,):
        check_memory(done, lives, size)
    assert len(done.groups) <= len(without.groups)
    stored = {v for g in done.groups for v in g.stores}
    assert len(stored) <= sum(len(g.stores) for g in without.groups)
    for group in done.groups:
        if group.anchor is None:
            assert not group.pulled and not group.prologue
            continue
        pulls = template(group.anchor).pulls(group.anchor)
        for operand, may in zip(group.anchor.operands, pulls, strict=True):
            assert may or operand not in group.pulled
        assert not group.pulled & stored
    for value in _loop_results(done):
        readers = [g for g in done.groups if value in g.reads]
        if len(readers) == 1 and readers[0].anchor is not None:
            node = readers[0].anchor
            free = all(template(node).pulls(node)) and not isinstance(value.node, type(None))
            again = max(template(node).repeats(node, i) for i in range(len(node.operands)))
            direct = sum(v is value for v in node.operands) == 1
            assert not (free and again == 1 and direct), (
                f"{value!r} is stored for {readers[0]!r} alone"
            )


def _loop_results(done: Scheduled) -> list[Value]:
    """What loops store that is no result of the program, one value a loop."""
    kept = set(done.buffers)
    loops = [g for g in done.groups if g.kind == "loop" and len(g.stores) == 1]
    return [v for g in loops for v in g.stores if v not in kept and v in g.full]


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(steps, st.integers(0, 2**20))
def test_random_graphs_keep_their_bits(program: list[tuple[str, int, int]], seed: int) -> None:
    rng = np.random.default_rng(seed)
    arrays = [rng.uniform(-1, 1, s).astype(np.float32) for s in SHAPES]
    with pytest.MonkeyPatch.context() as patch:
        _same_bits(lambda *xs: tuple(network(program, list(xs))), arrays, patch)
