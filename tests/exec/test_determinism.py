"""The same bits on any number of threads, in any batch, and, for random programs, eager or compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import nitinol as ni

F = ni.nn.functional
COUNTS = (2, 3, 5)  # threads, beside one


def normal(*shape: int) -> Any:
    rng = np.random.default_rng(sum(shape))
    return ni.tensor(rng.standard_normal(shape).astype(np.float32))


def bits(found: Any) -> list[bytes]:
    return [x.numpy().tobytes() for x in ni.base.trees.leaves(found)]


@pytest.fixture
def threads() -> Iterator[None]:
    before = ni.get_num_threads()
    yield
    ni.set_num_threads(before)


def recurrent(x: Any, w: Any, u: Any) -> Any:
    """The states of an LSTM over the second axis of (batch, time, inputs)."""
    width = u.shape[0]

    def cell(carry: Any, x: Any) -> Any:
        h, c = carry
        gates = x @ w + h @ u
        i, f, g, o = (gates[:, k * width : (k + 1) * width] for k in range(4))
        c = ni.sigmoid(f) * c + ni.sigmoid(i) * ni.tanh(g)
        h = ni.sigmoid(o) * ni.tanh(c)
        return (h, c), h

    start = ni.zeros((x.shape[0], width), dtype=ni.float32)
    return ni.scan(cell, (start, start), x.swapaxes(0, 1))[1].swapaxes(0, 1)


def convolved(x: Any, w: Any) -> Any:
    return ni.max_pool2d(ni.relu(ni.conv2d(x, w, padding=1) * 0.7), 2)


def gradients(x: Any, w: Any) -> Any:
    return ni.grad(lambda x, w: ni.sum(ni.conv2d(x, w, padding=1) ** 2), argnums=(0, 1))(x, w)


def attended(q: Any, k: Any) -> Any:
    found, back = ni.vjp(
        lambda q, k: ni.scaled_dot_product_attention(q, k, k, is_causal=True), q, k
    )
    return found, back(found * 0.5)


# Large enough for several tasks, and of sizes that threads do not divide.
WORK: dict[str, Callable[[], Any]] = {
    "rows": lambda: (lambda x: (ni.sum(x, 1), ni.softmax(x, 1)), normal(701, 530)),
    "columns": lambda: (lambda x: (ni.sum(x, 0), ni.var(x, 0), ni.max(x, 0)), normal(5003, 70)),
    "one long row": lambda: (lambda x: (ni.sum(x * x), ni.logsumexp(x, 0), ni.cumsum(x, 0)), normal(300_001)),
    "products": lambda: (lambda x, y: (x @ y, x[:5] @ y), normal(517, 300), normal(300, 263)),
    "tall product": lambda: (lambda x, y: ni.relu(x @ y + 1.0), normal(1400, 130), normal(130, 70)),
    "convolution": lambda: (convolved, normal(5, 8, 33, 31), normal(16, 8, 3, 3)),
    "its gradients": lambda: (gradients, normal(5, 8, 33, 31), normal(16, 8, 3, 3)),
    "attention": lambda: (attended, normal(5, 150, 16), normal(5, 150, 16)),
    "layer norm": lambda: (
        ni.grad(lambda x, w: ni.sum(ni.tanh(F.layer_norm(x, (300,)) @ w)), argnums=(0, 1)),
        normal(700, 300), normal(300, 40),
    ),
    "segments": lambda: (
        lambda x, at: (ni.segment_sum(x, at), ni.segment_softmax(x, at)),
        normal(50_000), ni.tensor(np.sort(np.random.default_rng(0).integers(0, 50_000, 999)) * 1),
    ),
    "lstm": lambda: (recurrent, normal(33, 9, 20), normal(20, 64), normal(16, 64)),
}  # fmt: skip


@pytest.mark.usefixtures("threads")
@pytest.mark.parametrize("name", WORK)
def test_any_number_of_threads_gives_the_same_bits(name: str) -> None:
    function, *args = WORK[name]()
    if name == "segments":
        args[1] = ni.concatenate([ni.tensor([0]), args[1], ni.tensor([50_000])])
    compiled = ni.jit(function)
    ni.set_num_threads(1)
    first = bits(compiled(*args))
    for count in COUNTS:
        ni.set_num_threads(count)
        assert bits(compiled(*args)) == first, f"{count} threads"


# A function, its batched operand, and the others.
BATCHED: dict[str, Callable[[], Any]] = {
    "product": lambda: (lambda x, w: ni.tanh(x @ w), normal(300, 90), normal(90, 110)),
    "batch of products": lambda: (lambda x, w: x @ w, normal(40, 30, 90), normal(90, 11)),
    "convolution": lambda: (convolved, normal(9, 8, 13, 11), normal(16, 8, 3, 3)),
    "convolution of channels": lambda: (
        lambda x, w: ni.conv2d(x, w, groups=8, padding=1), normal(9, 8, 13, 11), normal(8, 1, 3, 3),
    ),
    "gradient of a convolution by its input": lambda: (
        lambda dy, w: ni.vjp(lambda x: ni.conv2d(x, w, padding=1), dy[:, :8] * 0.0)[1](dy)[0],
        normal(9, 16, 13, 11), normal(16, 8, 3, 3),
    ),
    "group norm": lambda: (lambda x: F.group_norm(ni.relu(x), 2), normal(9, 8, 13, 11)),
    "cumulative sums": lambda: (lambda x: (ni.cumsum(x, 1), ni.logsumexp(x, 1)), normal(70, 333)),
    "attention": lambda: (
        lambda x: ni.scaled_dot_product_attention(x, x, x, is_causal=True), normal(7, 90, 16),
    ),
    "layer norm": lambda: (lambda x: F.layer_norm(ni.tanh(x), (530,)), normal(70, 530)),
    "softmax": lambda: (lambda x: ni.softmax(x * 2.0, 1) * x, normal(70, 1030)),
    "sums": lambda: (lambda x: (ni.sum(x, 1), ni.mean(x * x, 1), ni.prod(x, 1)), normal(70, 333)),
    "lstm": lambda: (recurrent, normal(33, 9, 20), normal(20, 64), normal(16, 64)),
}  # fmt: skip


@pytest.mark.parametrize("name", BATCHED)
def test_a_row_does_not_depend_on_the_batch_around_it(name: str) -> None:
    function, x, *others = BATCHED[name]()
    compiled = ni.jit(function)
    whole = ni.base.trees.leaves(compiled(x, *others))
    count = x.shape[0]
    for some in (slice(2, 3), slice(count - 1, count), slice(1, count // 2 + 2)):
        parts = ni.base.trees.leaves(compiled(x[some], *others))
        for a, b in zip(whole, parts, strict=True):
            assert a[some].numpy().tobytes() == b.numpy().tobytes(), some


# --- random programs


STEPS = (
    "exp",
    "tanh",
    "sin",
    "add",
    "mul",
    "column",
    "row",
    "sum0",
    "sum1",
    "mean1",
    "max0",
    "softmax",
    "dot",
    "T",
)


def build(steps: list[tuple[str, int, int]], x: Any, y: Any) -> list[Any]:
    """Values of (rows, columns) all, so that every step applies to every value."""
    values = [x, y]
    for name, i, j in steps:
        a, b = values[i % len(values)], values[j % len(values)]
        if name in ("exp", "tanh", "sin"):
            made = getattr(ni, name)(ni.tanh(a))
        elif name == "add":
            made = a + b * 0.5
        elif name == "mul":
            made = a * b
        elif name == "column":
            made = a - b[:, :1]
        elif name == "row":
            made = a * ni.tanh(b[:1])
        elif name in ("sum0", "max0"):
            made = a + ni.tanh(getattr(ni, name[:-1])(b, axis=0, keepdims=True))
        elif name in ("sum1", "mean1"):
            made = a - ni.tanh(getattr(ni, name[:-1])(b, axis=1, keepdims=True))
        elif name == "softmax":
            made = ni.softmax(a, 1) * b
        elif name == "dot":
            made = ni.tanh(a @ (b.T @ a) * 0.01)
        else:
            made = ni.flip(a, 1) * b.T.T
        values.append(made)
    return values


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(STEPS), st.integers(0, 9), st.integers(0, 9)),
        min_size=2,
        max_size=9,
    ),
    st.sampled_from([(3, 7), (37, 70), (130, 45), (5, 333)]),
)
def test_random_programs_have_the_bits_of_eager_mode(
    steps: list[tuple[str, int, int]], shape: tuple[int, int]
) -> None:
    x, y = normal(*shape), ni.flip(normal(*shape), 0)
    eager = build(steps, x, y)[2:]
    compiled = ni.jit(lambda x, y: build(steps, x, y)[2:])(x, y)
    last = ni.jit(lambda x, y: build(steps, x, y)[-1])(x, y)  # more is fused
    for number, (a, b) in enumerate(zip(eager, compiled, strict=True)):
        assert a.numpy().tobytes() == b.numpy().tobytes(), steps[: number + 1]
    assert last.numpy().tobytes() == eager[-1].numpy().tobytes()
