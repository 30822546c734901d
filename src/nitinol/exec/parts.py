"""Compiled functions with sizes that depend on data: a program in parts.

    count = number of elements that a mask selects     part 0   ──►  Python reads the number …
    everything of that size                            part 1   ◄──  … and hands it over as an open size

`cut` takes the graph of a compiled function apart wherever a size is made (`ops.measures.measure`): a node belongs to
the part in which all it needs is known, counted in sizes that had to be read before. What is cheap is moved to the
part that uses it, so that it fuses there. Each part is a program like any other (`variants.Variant`), with its
own recipes by layout; other counts need no other program, because a count comes in as the axis of a vector without
memory (`ops.measures.carrier`).

A call (`Between("call")`) is Python's, on tensors that the parts before it have computed; its results come into the
next part as its operands do.

Conditions (`ops.measures.ensure`) are results of the part that computes them; they are looked at when it has run, so an
error is raised before any state is written back. On the tape a call is one node for each part.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from ..base import trees
from ..base.errors import NitinolError
from ..base.places import locate
from ..base.record import record
from ..base.sizes import Atom, Size, symbols
from ..core import run
from ..ir.graph import Builder, Check, Graph, Node, Value, live_nodes, replay
from ..ir.op import Between, Movement, Pointwise, Read
from ..ir.region import sizes_of
from ..ops.measures import carrier
from .plan import Plan
from .variants import FAILURES, Variant

_CHEAP: Final = 8  # additions per element up to which work moves to where it is used


@record(frozen=True)
class Part:
    """One program; numbers are places in the list of all values that cross between parts."""

    variant: Variant
    inputs: tuple[int, ...]
    outputs: tuple[int, ...]
    measures: tuple[tuple[int, int], ...]  # (the number to read, the carrier that it becomes)
    conditions: tuple[tuple[int, Node], ...]  # (what must hold, the `ensured`)
    calls: tuple[
        tuple[Node, tuple[int, ...], tuple[int, ...]], ...
    ]  # (operation, operands, results)
    finished: tuple[int, ...]  # what no later part reads


class Parts:
    """What runs instead of one program."""

    def __init__(self, parts: Sequence[Part], count: int, results: Sequence[int]) -> None:
        self.parts = tuple(parts)
        self._count = count  # of all values that cross
        self._results = tuple(results)

    def run(self, operands: Sequence[Any]) -> list[Any]:
        """The results for these operands, one by one."""
        values: list[Any] = [*operands, *[None] * (self._count - len(operands))]
        for part in self.parts:
            given = [values[i] for i in part.inputs]
            if part.outputs:
                recipe, order = part.variant.recipe(given)
                try:
                    found = () if recipe is None else run(recipe, given)
                except FAILURES as error:
                    part.variant.blame(error, given)
                    raise
                made = found if recipe is None or not recipe.single else (found,)
                if order is not None:
                    made = [made[i] if i >= 0 else given[~i] for i in order]
                for i, value in zip(part.outputs, made, strict=True):
                    values[i] = value
            for i, node in part.conditions:
                if not bool(values[i]):
                    refused = node.params["error"](node.params["message"])
                    locate(refused, node.place)
                    raise refused
            for number, size in part.measures:
                values[size] = carrier(values[number])
            for node, given_at, made_at in part.calls:
                results = _called(node, [values[i] for i in given_at])
                for i, value in zip(made_at, results, strict=True):
                    values[i] = value
            for i in part.finished:
                values[i] = None
        return [values[i] for i in self._results]


def finish(builder: Builder, outputs: Sequence[Value], conditions: Sequence[Value]) -> Graph:
    """The graph of what results, conditions and the sizes in them need."""
    measures = [n for n in builder.nodes if _brings_sizes(n)]
    wanted = [*outputs, *conditions]
    nodes = live_nodes(builder.nodes, wanted)
    while measures:
        # A size is needed by whoever mentions it, without being an operand.
        mentioned = {a for n in nodes for a in sizes_of(n)}
        found = [n for n in measures if n not in nodes and not mentioned.isdisjoint(sizes_of(n))]
        if not found:
            break
        wanted += [n.outputs[0] for n in found]
        nodes = live_nodes(builder.nodes, wanted)
    return Graph(builder.inputs, nodes, outputs, builder.name, builder.checks)


def cut(graph: Graph, exact: bool, recorded: bool) -> Parts | None:
    """The parts of a graph that `finish` made; None when it is one part.

    `exact`: its inputs have known sizes; `recorded`: the tape may see it (a function that computes
    gradients itself is not recorded).
    """
    if not any(isinstance(n.op.lowering, Between) for n in graph.nodes):
        return None
    return _Cutter(graph, exact, recorded).cut()


class _Cutter:
    def __init__(self, graph: Graph, exact: bool, recorded: bool) -> None:
        self.graph = graph
        self.exact, self.recorded = exact, recorded
        self.nodes = graph.nodes
        self.makers: dict[Atom, Value] = {}  # who brings an open size: an input or a measure
        for value in graph.inputs:
            self._brings(value)
        for node in self.nodes:
            if _brings_sizes(node):
                for value in node.outputs:
                    self._brings(value)
        self.level: dict[Node, int] = {}
        for node in self.nodes:
            self.level[node] = self._earliest(node)
        self.last = max(self.level.values())
        self._sink()
        # Places of the values that cross: inputs first.
        self.places: dict[Value, int] = {v: i for i, v in enumerate(graph.inputs)}

    def _brings(self, value: Value) -> None:
        for dim in value.type.shape:
            atom = dim.atom if isinstance(dim, Size) else None
            if atom is not None and atom.kind == "symbol":
                self.makers.setdefault(atom, value)

    def _needs(self, node: Node) -> list[Value]:
        """What must be there before a node runs: operands, and who brings its sizes."""
        own = node.outputs if _brings_sizes(node) else ()
        sizes = [self.makers[a] for a in sizes_of(node) if a in self.makers]
        return [
            *[v for v in node.operands if not v.is_constant],
            *[v for v in sizes if v not in own],
        ]

    def _ready(self, value: Value) -> int:
        """The first part that can read a value."""
        return 0 if value.node is None else self.level[value.node] + _brings_sizes(value.node)

    def _earliest(self, node: Node) -> int:
        return max([self._ready(v) for v in self._needs(node)], default=0)

    def _sink(self) -> None:
        """Move cheap work to the first part that reads it."""
        users: dict[Node, int] = {}
        for value in self.graph.outputs:
            if value.node is not None:
                users[value.node] = self.last
        for node in reversed(self.nodes):
            lowering = node.op.lowering
            cheap = isinstance(lowering, (Movement, Read)) or (
                isinstance(lowering, Pointwise) and lowering.cost <= _CHEAP
            )
            if cheap and node in users:
                self.level[node] = max(self.level[node], users[node])
            for value in self._needs(node):
                if value.node is not None and not _brings_sizes(value.node):
                    users[value.node] = min(users.get(value.node, self.last), self.level[node])

    def cut(self) -> Parts:
        groups: list[list[Node]] = [[] for _ in range(self.last + 1)]
        for node in self.nodes:
            groups[self.level[node]].append(node)
        crossing = self._crossing()
        parts = []
        checks = list(self.graph.checks)
        for number, nodes in enumerate(groups):
            parts.append(self._part(number, nodes, crossing, checks))
        return Parts(
            self._with_ends(parts), len(self.places), [self.places[v] for v in self.graph.outputs]
        )

    def _crossing(self) -> set[Value]:
        """Values that another part, or Python, reads."""
        found = set(self.graph.outputs)
        for node in self.nodes:
            between = isinstance(node.op.lowering, Between)
            for value in self._needs(node):
                maker = value.node
                if maker is not None and (between or self.level[maker] != self.level[node]):
                    found.add(value)
        return found

    def _place(self, value: Value) -> int:
        return self.places.setdefault(value, len(self.places))

    def _part(
        self, number: int, nodes: Sequence[Node], crossing: set[Value], checks: list[Check]
    ) -> Part:
        own = [n for n in nodes if not isinstance(n.op.lowering, Between)]
        made = {v for n in own for v in n.outputs}
        sizes = {a for n in own for a in sizes_of(n)}
        known = {a for a, v in self.makers.items() if self._ready(v) <= number}
        mine = [c for c in checks if _atoms(c) <= known]
        # Open sizes have no answer to ==.
        checks[:] = [c for c in checks if not any(c is m for m in mine)]
        for check in mine:
            sizes |= _atoms(check)
        inputs = dict.fromkeys(
            v for n in own for v in n.operands if not v.is_constant and v not in made
        )
        shown = {a for v in inputs for a in self.makers if self.makers[a] is v}
        for atom in sorted(sizes - shown, key=lambda a: a.serial):
            if atom in self.makers:
                inputs.setdefault(self.makers[atom])
        outputs = [v for n in own for v in n.outputs if v in crossing]
        if number == self.last:
            outputs += dict.fromkeys(v for v in self.graph.outputs if v.is_constant)
        builder = Builder(f"{self.graph.name}_{number}")
        whole = Graph(list(inputs), own, outputs, builder.name)
        env = replay(whole, builder, {v: builder.input(v.type) for v in inputs})
        builder.checks.extend(mine)
        graph = builder.finish([env[v] for v in outputs])
        is_open = any(isinstance(d, Size) for v in inputs for d in v.type.shape)
        plan = Plan(graph, single=False, dense=True, exact=self.exact and not is_open)
        variant = Variant(plan, trees.LEAF, ())
        variant.records = self.recorded
        return Part(
            variant,
            tuple([self._place(v) for v in inputs]),
            tuple([self._place(v) for v in outputs]),
            tuple(
                [
                    (self._place(n.operands[0]), self._place(n.outputs[0]))
                    for n in nodes
                    if _is(n, "measure")
                ]
            ),
            tuple([(self._place(n.operands[0]), n) for n in nodes if _is(n, "ensure")]),
            tuple(
                [
                    (n, tuple(map(self._place, n.operands)), tuple(map(self._place, n.outputs)))
                    for n in nodes
                    if _is(n, "call")
                ]
            ),
            (),
        )

    def _with_ends(self, parts: Sequence[Part]) -> list[Part]:
        """The parts, each with what nobody reads after it."""
        kept = {self.places[v] for v in self.graph.outputs}
        result: list[Part] = []
        for part in reversed(parts):
            touched = {*part.inputs, *part.outputs, *[p for m in part.measures for p in m]}
            touched.update(p for c in part.calls for places in c[1:] for p in places)
            ends = tuple(sorted(touched - kept))
            kept |= touched
            result.append(
                Part(
                    part.variant,
                    part.inputs,
                    part.outputs,
                    part.measures,
                    part.conditions,
                    part.calls,
                    ends,
                )
            )
        return result[::-1]


def _is(node: Node, kind: str) -> bool:
    lowering = node.op.lowering
    return isinstance(lowering, Between) and lowering.kind == kind


def _brings_sizes(node: Node) -> bool:
    """Whether the results of a node are there when its part has run, with sizes that may be new."""
    return _is(node, "measure") or _is(node, "call")


def _called(node: Node, operands: Sequence[Any]) -> Sequence[Any]:
    """The results of what Python computes between two parts."""
    run_ = node.op.lowering.run  # type: ignore[union-attr]
    try:
        return run_(*operands, **node.params)  # type: ignore[misc]
    except NitinolError as error:
        locate(error, node.place)
        raise


def _atoms(check: Iterable[Any]) -> set[Atom]:
    return {a for d in check if isinstance(d, Size) for a in symbols(d)}
