"""Scheduling a function without compiling it, and what holds for every schedule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nitinol.base.dtypes import float32
from nitinol.base.shapes import contiguous_strides
from nitinol.base.sizes import Dim, evaluate, symbols
from nitinol.codegen.passes import front, schedule
from nitinol.codegen.scheduled import Scheduled
from nitinol.ir.graph import Graph
from nitinol.ir.op import Anchor, Pointwise, Reduction, Strided, Type
from nitinol.schedule import memory
from nitinol.trace.stage import stage


def graph_of(function: Callable[..., Any], *shapes: tuple[Dim, ...]) -> Graph:
    """The graph of a function of float32 tensors."""
    return stage(function, [Type(float32, s) for s in shapes]).graph


def scheduled(graph: Graph, pull: bool = True) -> tuple[Scheduled, list[memory.Life]]:
    """Groups and memory for contiguous inputs; `pull`: see `schedule.prologues`."""
    layouts = {v: Strided(v.type.shape, contiguous_strides(v.type.shape)) for v in graph.inputs}
    done, _, lives = schedule(*front(graph, layouts), True, pull)
    return done, lives


def check_order(done: Scheduled) -> None:
    """Each group reads inputs and what earlier groups stored; every computing node is somewhere."""
    known = set(done.graph.inputs)
    for group in done.groups:
        for value in group.reads:
            assert value in known or value.is_constant, (group, value)
        assert not known & set(group.stores), "stored twice"
        known |= set(group.stores)
        known |= {v for v, parts in done.inside.items() if all(p in known for p, _ in parts)}
        assert sum(isinstance(n.op.lowering, Anchor) for n in group.nodes) <= 1
    placed = {n for g in done.groups for n in (*g.prologue, *g.nodes)}
    for node in done.graph.nodes:
        if isinstance(node.op.lowering, (Anchor, Reduction)):
            assert node in placed
        if isinstance(node.op.lowering, Pointwise) and node.outputs[0].type.shape:
            assert node in placed


def check_memory(done: Scheduled, lives: list[memory.Life], size: int) -> None:
    """No two values that live at once overlap; the arena is hardly larger than the most that does."""
    env = {a: size for x in lives for a in symbols(x.nbytes)}
    placed = [
        (x, evaluate(done.arena.offsets[x.value], env), evaluate(x.nbytes, env)) for x in lives
    ]
    total = evaluate(done.arena.nbytes, env)
    for i, (a, start, extent) in enumerate(placed):
        assert start % memory.ALIGN == 0 and start >= 0 and start + extent <= total
        for b, other, length in placed[:i]:
            if a.first <= b.last and b.first <= a.last:
                assert start + extent <= other or other + length <= start
    # One assignment serves all values of an open size; where there are so few rows that the rounding of columns
    # to whole cache lines counts, it may be a few lines off.
    slack = 4 * memory.ALIGN if env else 0
    assert total <= 1.15 * memory.peak(lives, env) + slack + 1e-9
