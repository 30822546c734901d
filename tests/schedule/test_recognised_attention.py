"""Attention that is written out becomes the operation, with the same values, where nothing else is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

import nitinol as ni
from nitinol.base.sizes import Size
from nitinol.codegen import pipeline
from nitinol.ir.graph import Graph
from nitinol.ir.op import Type
from nitinol.llvm.target import machine
from nitinol.schedule.attention import recognised
from nitinol.trace.stage import run_graph, stage

LOW = -float("inf")
B, L, M, D, E = 2, 21, 34, 8, 5


def scores(q: Any, k: Any) -> Any:
    return q @ ni.matrix_transpose(k)


def ahead(s: Any) -> Any:
    """Whether a key is behind the query."""
    return ni.arange(s.shape[-1])[None, :] > ni.arange(s.shape[-2])[:, None]


def plain(q: Any, k: Any, v: Any, *_: Any) -> Any:
    return ni.softmax(scores(q, k) / D**0.5, -1) @ v


def causal(q: Any, k: Any, v: Any, *_: Any) -> Any:
    s = scores(q * 0.3, k)
    return ni.softmax(ni.where(ahead(s), LOW, s), -1) @ v


def dropped(q: Any, k: Any, v: Any, mask: Any, bias: Any, key: Any) -> Any:
    s = ni.where(mask, 0.3 * scores(q, k) + bias, LOW)
    s = ni.where(ahead(s), LOW, s)
    return ni.random.dropout(ni.softmax(s, -1), 0.25, key=key) @ v


def given(dtype: Any = np.float64) -> list[Any]:
    rng = np.random.default_rng(0)
    shapes = ((B, L, D), (B, M, D), (B, M, E), (B, L, M))
    q, k, v, bias = (ni.tensor(rng.standard_normal(s).astype(dtype)) for s in shapes)
    mask = ni.tensor(rng.random((L, M)) > 0.3) | (ni.arange(M) == 0)
    return [q, k, v, mask, bias, ni.random.key(3)]


def gradients(f: Callable[..., Any]) -> Callable[..., Any]:
    def back(q: Any, k: Any, v: Any, *rest: Any) -> Any:
        o, pull = ni.vjp(lambda q, k, v: f(q, k, v, *rest), q, k, v)
        return (o, *pull(o * o))

    return back


def traced(f: Callable[..., Any], args: list[Any]) -> Graph:
    return stage(f, [Type(x.dtype, tuple(x.shape)) for x in args]).graph


def names(graph: Graph) -> list[str]:
    return [n.op.name for n in graph.nodes]


@pytest.mark.parametrize(("f", "is_causal"), [(plain, False), (causal, True), (dropped, True)])
def test_values_and_gradients(f: Any, is_causal: bool) -> None:
    args = given()
    graph = recognised(traced(gradients(f), args))
    assert "_softmax" not in names(graph)
    assert names(graph).count("attend") == names(graph).count("attend_transposed") == 1
    assert all(n.params["causal"] is is_causal for n in graph.nodes if "attend" in n.op.name)
    found = ni.jit(lambda *xs: tuple(run_graph(graph, xs)))(*args)
    for a, b in zip(found, ni.jit(gradients(f))(*args), strict=True):
        assert_allclose(a.numpy(), b.numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("wanted", [(0,), (1, 2)])
def test_some_gradients(wanted: tuple[int, ...]) -> None:
    graph = recognised(
        traced(lambda *xs: [gradients(dropped)(*xs)[1 + i] for i in wanted], given())
    )
    (node,) = [n for n in graph.nodes if n.op.name == "attend_transposed"]
    assert node.params["wanted"] == tuple(i in wanted for i in range(3))
    assert "_softmax" not in names(graph)


def test_open_sizes() -> None:
    n, m = Size.symbol("n"), Size.symbol("m")
    types = [Type(ni.float32, s) for s in ((B, n, D), (B, m, D), (B, m, E))]
    graph = recognised(stage(gradients(causal), types).graph)
    assert "_softmax" not in names(graph)
    assert [x.params["causal"] for x in graph.nodes if x.op.name == "attend"] == [True]


@pytest.mark.parametrize(
    "visible",
    [
        lambda s: ni.logical_not(ahead(s)),
        lambda s: ni.tril(ni.ones((L, M), dtype=ni.bool)),
        lambda s: ni.tril(ni.ones((L, M))) != 0,
        lambda s: ni.arange(M) - 1 < ni.arange(L)[:, None],
    ],
)
def test_ways_to_be_causal(visible: Any) -> None:
    def f(q: Any, k: Any, v: Any) -> Any:
        s = scores(q, k)
        return ni.softmax(ni.where(visible(s), s, LOW), -1) @ v

    (node,) = [n for n in recognised(traced(f, given()[:3])).nodes if n.op.name == "attend"]
    assert node.params["causal"]
    assert len(node.operands) == 3


@pytest.mark.parametrize(
    "visible",
    [
        lambda s: ni.arange(M) < ni.arange(L)[:, None],
        lambda s: ni.arange(M) + ni.arange(L)[:, None] >= 0,
        lambda s: ni.triu(ni.ones((L, M), dtype=ni.bool)),
        lambda s: ni.arange(M) * 2 <= ni.arange(L)[:, None],
    ],
)
def test_other_masks_of_positions(visible: Any) -> None:
    def f(q: Any, k: Any, v: Any) -> Any:
        s = scores(q, k)
        return ni.softmax(ni.where(visible(s), s, LOW), -1) @ v

    (node,) = [n for n in recognised(traced(f, given()[:3])).nodes if n.op.name == "attend"]
    assert not node.params["causal"]
    assert len(node.operands) == 4


def with_weights(q: Any, k: Any, v: Any) -> Any:
    p = ni.softmax(scores(q, k), -1)
    return p @ v, p


def twice(q: Any, k: Any, v: Any) -> Any:
    p = ni.softmax(scores(q, k), -1)
    return p @ v + p @ (v * v)


def negative_scale(q: Any, k: Any, v: Any) -> Any:
    s = scores(q, k)
    return ni.softmax(ni.where(ahead(s), LOW, s) * -1.0, -1) @ v


def scaled_bias(q: Any, k: Any, v: Any) -> Any:
    return ni.softmax((scores(q, k) + k[..., 0][:, None, :]) * 2.0, -1) @ v


def one_key_or_all(q: Any, k: Any, v: Any) -> Any:
    s = scores(q, k)
    return ni.softmax(ni.where(ahead(s), 0.0, s), -1) @ v


def other_axis(q: Any, k: Any, v: Any) -> Any:
    return ni.softmax(scores(q, k), -2) @ v


def forward_mode(q: Any, k: Any, v: Any) -> Any:
    return ni.jvp(plain, (q, k, v), (q, k, v))[1]


def second(q: Any, k: Any, v: Any) -> Any:
    return ni.grad(lambda q: (ni.grad(lambda q: (plain(q, k, v) ** 2).sum())(q) ** 2).sum())(q)


def of_a_bias(q: Any, k: Any, v: Any) -> Any:
    bias = scores(q, k) * 0.5
    return ni.grad(lambda b: (ni.softmax(scores(q, k) + b, -1) @ v).sum())(bias)


@pytest.mark.parametrize(
    "f",
    [with_weights, twice, negative_scale, scaled_bias, one_key_or_all, other_axis, forward_mode, second, of_a_bias],
)  # fmt: skip
def test_what_stays(f: Any) -> None:
    graph = traced(f, given()[:3])
    assert recognised(graph) is graph


def test_half_precision_stays() -> None:
    graph = traced(plain, [x.astype(ni.bfloat16) for x in given()[:3]])
    assert recognised(graph) is graph


def test_in_fast_mode_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    # The matrix of scores would be 36 times as large as an operand.
    q = ni.ones((1, 9 * 256, 64), dtype=ni.float32)
    step = gradients(plain)
    square = q.shape[-2] ** 2 * 4
    assert ni.jit(lambda *xs: step(*xs)).memory(q, q, q)["temporaries"] > square
    target = machine().replace(numerics="fast")
    monkeypatch.setattr(pipeline, "program_target", lambda: target)
    assert ni.jit(lambda *xs: step(*xs)).memory(q, q, q)["temporaries"] < square / 2
