"""Independent point-wise groups are one kernel: same bits, one launch, and the order of memory is kept."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nitinol as ni
from nitinol.base.shapes import contiguous_strides
from nitinol.codegen.passes import front, schedule
from nitinol.codegen.program import ProgramEmitter
from nitinol.ir.op import Strided, Type
from nitinol.llvm.target import host
from nitinol.schedule.bundles import gather
from nitinol.trace.stage import stage

SHAPES = [
    (),
    (1,),
    (0,),
    (3,),
    (17,),
    (64,),
    (100,),
    (1, 5),
    (4, 0),
    (7, 9),
    (33, 1),
    (2, 3, 5),
    (9001,),
]
KINDS = 5


def update(kind: int, p: Any, g: Any, s: Any) -> tuple[Any, ...]:
    """Several kinds of point-wise work, with one result or two."""
    if kind == 0:
        return (p - s * g,)
    if kind == 1:
        m = p + 0.25 * (g - p)
        return m, m / (ni.sqrt(g * g) * s + 1e-3)
    if kind == 2:
        return (p.T * 2.0 + ni.exp(s),)
    if kind == 3:
        return (ni.where(p > g, p, g).astype(ni.float64), p * s)
    return (ni.tanh(p)[::-1] if p.ndim else ni.tanh(p),)


def numbers(shape: tuple[int, ...], seed: int) -> Any:
    return ni.tensor(np.random.default_rng(seed).normal(size=shape).astype(np.float32))


def same_bits(a: Any, b: Any) -> bool:
    return a.dtype is b.dtype and a.shape == b.shape and a.numpy().tobytes() == b.numpy().tobytes()


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, KINDS - 1), st.sampled_from(SHAPES)), min_size=2, max_size=9)
)
def test_bits_are_those_of_the_groups_one_by_one(
    members: list[tuple[int, tuple[int, ...]]],
) -> None:
    s = ni.tensor(np.float32(0.3))
    ps = [numbers(shape, 2 * i) for i, (_, shape) in enumerate(members)]
    gs = [numbers(shape, 2 * i + 1) for i, (_, shape) in enumerate(members)]

    def all_of_them(ps: Any, gs: Any, s: Any) -> Any:
        return [update(k, p, g, s) for (k, _), p, g in zip(members, ps, gs, strict=True)]

    made = ni.jit(all_of_them)(ps, gs, s)
    for several, (k, _), p, g in zip(made, members, ps, gs, strict=True):
        assert all(map(same_bits, several, update(k, p, g, s)))


def _emitter(function: Any, *types: Type) -> ProgramEmitter:
    graph = stage(function, types).graph
    inputs = {v: Strided(v.type.shape, contiguous_strides(v.type.shape)) for v in graph.inputs}
    return ProgramEmitter(schedule(*front(graph, inputs), True)[0], host(), "program")


def _adams(count: int) -> ProgramEmitter:
    def step(rate: Any, *xs: Any) -> Any:
        pairs = zip(xs[:count], xs[count:], strict=True)
        return tuple([x for p, g in pairs for x in update(1, p, g, ni.exp(rate))])

    types = [Type(ni.float32, (5 + 3 * i,)) for i in range(count)]
    return _emitter(step, Type(ni.float32, ()), *types, *types)


def test_many_updates_are_one_launch_and_their_code_is_written_once() -> None:
    few, many = _adams(3), _adams(60)
    texts = few.text(), many.text()
    assert [len(s) for s in few.s.steps] == [3]
    assert [len(s) for s in many.s.steps] == [60]
    assert texts[0].count("define ") == texts[1].count("define ")
    assert texts[1].count("call void @launch") == 1
    # What all read, the exponential of the rate, is computed before the walk over members: each function once.
    assert texts[0].count("fdiv") == texts[1].count("fdiv")


def test_a_profile_shows_one_kernel() -> None:
    xs = [numbers((n,), n) for n in (4, 700, 30, 1, 0)]
    f = ni.jit(lambda xs: [ni.tanh(x) * 2.0 for x in xs])
    f(xs)
    with ni.profile() as found:
        f(xs)
    (event,) = [e for e in found.events if e.kind == "kernel"]
    assert event.kernel.names[0] == "5 times tanh"
    assert event.kernel.shape == (700,)
    assert event.kernel.nbytes == 8 * 735


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_bits_do_not_depend_on_threads(threads: int) -> None:
    """Large members among small ones: tasks begin and end inside of them."""
    sizes = [300_000, 5, 70_001, 12, 12, 250_007, 1]
    xs = [numbers((n,), n) for n in sizes]
    wanted = [ni.sin(x) * x for x in xs]
    before = ni.get_num_threads()
    ni.set_num_threads(threads)
    try:
        made = ni.jit(lambda xs: [ni.sin(x) * x for x in xs])(xs)
    finally:
        ni.set_num_threads(before)
    assert all(map(same_bits, made, wanted))


def test_open_sizes() -> None:
    f = ni.jit(lambda a, b, c: (ni.exp(a) + 1.0, ni.exp(b) + 1.0, ni.exp(c) + 1.0))
    for n in (3, 4, 0, 1, 5000, 20_000):
        given = numbers((n,), n), numbers((2, n), n), numbers((6,), 1)
        for made, x in zip(f(*given), given, strict=True):
            assert same_bits(made, ni.exp(x) + 1.0)
    assert f.stats()["compilations"] <= 3


def _steps(function: Any, *shapes: tuple[int, ...]) -> list[list[str]]:
    emitter = _emitter(function, *[Type(ni.float32, s) for s in shapes])
    emitter.text()
    return [[g.nodes[-1].op.name for g in step] for step in emitter.s.steps]


def test_who_waits_runs_before_its_readers() -> None:
    def function(x: Any, y: Any, w: Any) -> Any:
        a, b = ni.tanh(x), ni.sin(y)
        return a @ w, ni.cos(y), b

    assert _steps(function, (8, 8), (5,), (8, 8)) == [["tanh", "sin"], ["dot"], ["cos"]] or _steps(
        function, (8, 8), (5,), (8, 8)
    ) == [["tanh"], ["dot"], ["sin", "cos"]]


def test_what_was_computed_does_not_wait_in_memory() -> None:
    """The update of a large gradient runs at once, that of a small one with the others."""

    def function(x: Any, w: Any, small: Any, other: Any) -> Any:
        return ni.cumsum(x, 0).T - w, ni.cumsum(small, 0).T * 2.0, other - 1.0

    steps = _steps(function, (300, 300), (300, 300), (3, 3), (4,))
    assert ["subtract"] in steps
    assert sorted(steps[-1]) == ["multiply", "subtract"]


def test_none_waits_past_a_group_that_may_be_written_over_what_it_reads() -> None:
    def function(p: Any, x: Any) -> Any:
        return ni.tanh(p), p - ni.cumsum(x, 0)

    assert _steps(function, (500,), (500,))[0] == ["tanh"]


def test_decided_overwriting_keeps_its_order() -> None:
    """Also where values are tiny: readers come first, and nothing waits past the first that writes."""
    emitter = _emitter(
        lambda p, q, r: (ni.sin(p), ni.cos(r), p * 2.0, q + 1.0), *[Type(ni.float32, (4,))] * 3
    )
    graph, groups = emitter.s.graph, emitter.s.groups
    names = {g.nodes[-1].op.name: g for g in groups}
    order = [names[name] for name in ("sin", "cos", "multiply", "add")]
    p, q, _ = graph.inputs
    over = {names["multiply"].stores[0]: p, names["add"].stores[0]: q}
    steps = gather(order, graph.inputs, graph.outputs, over)
    assert steps == [order[:2], order[2:]]
