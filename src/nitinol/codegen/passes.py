"""The passes from a graph to groups and places in memory: what a program goes through before it is written.

Loaded when something must be compiled, or when somebody asks what a program is made of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

from ..base import config
from ..base.errors import CompileError
from ..base.shapes import contiguous_strides
from ..base.sizes import Atom, Dim, Size, evaluate, product, symbols
from ..ir.graph import Graph, Value
from ..ir.loop import Group, resolve
from ..ir.op import Strided
from ..ir.region import free_sizes
from ..ir.text import show
from ..ir.verify import verify
from ..schedule import memory as arena
from ..schedule.bundles import gather
from ..schedule.entering import entered
from ..schedule.groups import fuse
from ..schedule.layouts import layouts
from ..schedule.memory import Life
from ..schedule.orders import assign_orders
from ..schedule.overwrite import overwrite
from ..schedule.recompute import recompute
from ..schedule.regions import carries, settle, trim
from ..schedule.reuse import reuse
from ..schedule.simplify import simplify
from ..schedule.stages import split_stages
from ..schedule.work import ELEMENT, work_of
from ..trace.inlining import inline
from .about import About, Result
from .log import Log
from .scheduled import Scheduled


def front(
    graph: Graph, inputs: Mapping[Value, Strided], log: Log | None = None
) -> tuple[Graph, dict[Value, Strided]]:
    """The passes from graph to graph, and where the inputs of the last one lie."""
    for name, run in (
        ("inline", inline),
        ("simplify", simplify),
        ("trim", trim),
        ("enter", entered),
        ("settle", settle),
    ):
        before, graph = graph, run(graph)
        inputs = dict(zip(graph.inputs, [inputs[v] for v in before.inputs], strict=True))
        if config.debug("verify"):
            verify(graph)
        if log is not None:
            log.done(name, show(graph) if log.on else "")
    return graph, dict(inputs)


def schedule(
    graph: Graph,
    inputs: Mapping[Value, Strided],
    dense: bool,
    pull: bool = True,
    ordered: bool = False,
    state: Sequence[tuple[int, int]] = (),
) -> tuple[Scheduled, list[Result], list[Life]]:
    """Groups, and where each value lies.

    With `dense`, every result has a buffer of its own, contiguous unless `ordered`; without `pull`,
    every operand of an anchor is stored. `state` are pairs of a result and an input whose new value it is.
    """
    lies = layouts(graph, inputs)
    groups = fuse(graph, inputs, lies, dense, pull)
    memory = dict(inputs)
    for group in groups:
        for value in group.stores:
            memory[value] = Strided(value.type.shape, contiguous_strides(value.type.shape))
    places_in = {v: s for g in groups for v, s in g.parts.items()}
    for value, part in places_in.items():
        memory[value] = Strided(part.shape, part.strides)
    for group in groups:
        memory.update(group.lies)
    fixed = [v for n in graph.nodes for v in carries(n)]
    fixed += [v for g in groups if g.parts for v in (*g.stores, *g.parts)]
    orders = assign_orders(
        graph, groups, memory, lies, [*fixed, *(graph.outputs if dense and not ordered else ())]
    )
    groups = split_stages(groups, memory, orders)
    bases = [found[0] for v in graph.outputs if (found := resolve(v, memory.get)) is not None]
    groups = recompute(groups, memory, graph.inputs, [*bases, *fixed])
    buffers: list[Value] = []
    results: list[Result] = []
    places = {v: i for i, v in enumerate(graph.inputs)}
    for value in graph.outputs:
        found = resolve(value, memory.get)
        if found is None:
            raise AssertionError("fusion left a result outside of memory")
        base, strided = found
        if base in places:
            results.append(Result(places[base], True, strided))
            continue
        if base not in buffers:
            buffers.append(base)
        results.append(Result(buffers.index(base), False, strided))
    kept = set(buffers)
    over: dict[Value, Value] = {}
    if state:
        groups, over = _overwritten(graph, groups, memory, results, buffers, state)
    steps = gather(groups, graph.inputs, kept, over)
    lives = _lives(steps, [v for g in groups for v in g.stores if v not in kept])
    inside = _parts(groups)
    lives, taken = reuse(steps, lives, memory, orders, inside)
    plan = arena.plan(lives)
    plan.offsets.update({new: plan.offsets[old] for new, old in taken.items()})
    temporaries = [v for g in groups for v in g.stores if v in plan.offsets]
    # Joins have done what they are for.
    steps = [step for step in steps if not step[0].parts]
    groups = [g for step in steps for g in step]
    commit = next(
        (i for i, s in enumerate(steps) if any(v in over for g in s for v in g.stores)), len(steps)
    )
    written = [(buffers.index(new), places[old]) for new, old in over.items()]
    atoms = _atoms(graph, inputs)
    return (
        Scheduled(
            graph,
            groups,
            steps,
            memory,
            orders,
            buffers,
            temporaries,
            plan,
            atoms,
            written,
            commit,
            inside,
        ),
        results,
        lives,
    )


def _overwritten(
    graph: Graph,
    groups: Sequence[Group],
    memory: Mapping[Value, Strided],
    results: Sequence[Result],
    buffers: Sequence[Value],
    state: Sequence[tuple[int, int]],
) -> tuple[list[Group], dict[Value, Value]]:
    """Groups, and which results may lie where inputs do, as `schedule.overwrite` finds them."""
    viewed = {r.source for r in results if r.from_input}
    times = [
        sum([not r.from_input and r.source == n for r in results]) for n in range(len(buffers))
    ]
    wanted: dict[Value, Value] = {}  # an input has one new value, and the other way round
    taken: set[Value] = set()
    for output, place in state:
        result = results[output]
        if result.from_input or place in viewed or times[result.source] != 1:
            continue
        new, old = buffers[result.source], graph.inputs[place]
        if result.strided == memory[new] and new not in wanted and old not in taken:
            wanted[new] = old
            taken.add(old)
    kept = set(buffers)
    stored = [v for g in groups for v in g.stores if v not in kept]

    def peak(order: Sequence[Group]) -> int:
        change = [0] * (len(order) + 1)
        for life in _lives([[g] for g in order], stored):
            env = dict.fromkeys(symbols(life.nbytes), 64) if isinstance(life.nbytes, Size) else {}
            nbytes = evaluate(life.nbytes, env)
            change[life.first] += nbytes
            change[life.last + 1] -= nbytes
        return max(accumulate(change))

    order, pairs = overwrite(groups, memory, list(wanted.items()), peak)
    return order, dict(pairs)


def _parts(groups: Sequence[Group]) -> dict[Value, list[tuple[Value, int]]]:
    """Of values that others are written into: which, and how many bytes behind their beginning."""
    inside: dict[Value, list[tuple[Value, int]]] = {}
    for group in [g for g in groups if g.parts]:
        found = inside[group.stores[0]] = []
        for value, strided in group.parts.items():
            assert isinstance(strided.offset, int)
            found.append((value, strided.offset * value.type.dtype.itemsize))
    return inside


def _lives(steps: Sequence[Sequence[Group]], temporaries: Sequence[Value]) -> list[Life]:
    """When temporaries must exist; what is written into another is part of that."""
    first: dict[Value, int] = {}
    last: dict[Value, int] = {}
    stored = {v for groups in steps for g in groups for v in g.stores}
    for step, groups in enumerate(steps):
        for value in [v for g in groups for v in g.reads]:
            if value in stored and value not in first:
                raise CompileError(f"step {step} reads {value!r} before it is stored")
            last[value] = step
        for value in [v for g in groups for v in g.stores]:
            first[value] = last[value] = step
    parts: set[Value] = set()
    for group in [g for groups in steps for g in groups if g.parts]:
        first[group.stores[0]] = min([first[v] for v in group.parts])
        parts.update(group.parts)
    return [Life(v, arena.bytes_of(v), first[v], last[v]) for v in temporaries if v not in parts]


def _atoms(graph: Graph, inputs: Mapping[Value, Strided]) -> list[Atom]:
    """The open sizes of a program, in the order in which it mentions them."""
    found: dict[Atom, None] = {}

    def visit(x: Any) -> None:
        if isinstance(x, Size):
            found.update(dict.fromkeys(sorted(symbols(x), key=lambda a: a.serial)))
        elif isinstance(x, tuple):
            for item in x:
                visit(item)

    for value in graph.inputs:
        strided = inputs[value]
        visit((*value.type.shape, *strided.strides, strided.offset))
    found.update(free_sizes(graph))
    return list(found)


def about_of(scheduled: Scheduled, results: list[Result]) -> About:
    """How to call a program."""
    work: Dim = 1
    for group in scheduled.groups:
        if group.kind == "region":
            work = work + work_of(group.nodes[0])
            continue
        work = work + product(group.shape) * (len(group.nodes) + 1) * ELEMENT
        if group.anchor is not None:
            work = work + work_of(group.anchor)
    buffers = scheduled.buffers
    dtypes, layouts = [v.type.dtype for v in buffers], [scheduled.memory[v] for v in buffers]
    runs = bool(scheduled.groups)
    return About(scheduled.atoms, dtypes, layouts, results, work, runs, scheduled.over)


def plan_text(scheduled: Scheduled) -> str:
    """Groups, one a line, and the size of the arena."""
    lines = []
    for step in scheduled.steps:
        lines += [f"  {g!r}" for g in step] if len(step) == 1 else [f"  {len(step)} at once:"]
        lines += [f"    {g!r}" for g in step] if len(step) > 1 else []
    return "\n".join([*lines, f"  arena of {scheduled.arena.nbytes!r} bytes"])
