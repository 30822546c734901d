"""`derive`: the backward program of a staged forward program.

Given a forward `Graph` and which of its inputs need derivatives, `derive` builds the graph that
computes their cotangents. It linearises the forward graph under a stage and transposes the
result, so all operations of both land in one program, of which only what the cotangents need is
kept.

Residuals. A value of the forward graph that is one of its inputs or outputs is *read*: it becomes
an input of the backward graph. Every other value is recomputed from the inputs, so that an
operation's tape node keeps no more than the tensors that exist anyway. Where recomputing is too
dear (a jitted training step), `keep` names nodes whose results may be stored:
`Derivative.forward` is then the forward graph with those results that the backward graph really
reads as further outputs.

Operations with a `jvp` rule of their own (composites too) are differentiated by that rule.

The inputs of the backward graph that nothing uses are dropped. The sizes that it mentions may
then come from shapes it no longer sees: `Derivative.sizes` lists those symbols.
"""

from __future__ import annotations

from ..base.errors import CompileError
from ..base.record import record
from ..base.sizes import Atom, Size, symbols
from ..ir.graph import Builder, Graph, Node, Value, rewrite
from ..ir.op import Inline, Region, Type
from ..ir.region import free_sizes
from .array import Number
from .bind import bind
from .jvp import JVP, tangent_of
from .linearize import LinearProgram, LinearTape
from .stage import Stage
from .transpose import transpose

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Any


@record(frozen=True)
class Derivative:
    """A backward program and how it is called.

    * `graph`: its inputs are the saved values (`saves`), then the cotangents (`given`); its
      outputs are the cotangents of those wanted inputs that have one (`results`).
    * `saves`: indices into (inputs..., outputs...) of `forward`.
    * `given`: the outputs of the forward graph whose cotangents it takes, as indices.
    * `results`: for each input of the forward graph the output of `graph` that is its cotangent,
      or None when it was not wanted or is zero everywhere.
    * `forward`: the forward graph to run; it has further outputs only when `keep` named some.
    * `sizes`: symbols in `graph` that cannot be read from the shapes of its inputs.
    """

    graph: Graph
    saves: tuple[int, ...]
    given: tuple[int, ...]
    results: tuple[int | None, ...]
    forward: Graph
    sizes: tuple[Atom, ...]


def derive(
    forward: Graph,
    wanted: Sequence[bool],
    *,
    given: Sequence[bool] | None = None,
    keep: Callable[[Node], bool] | None = None,
    also: Collection[int] = (),
) -> Derivative:
    """The backward program for cotangents of the `wanted` inputs of `forward`.

    `given` tells which outputs will have a cotangent (default: all floating and complex ones); the
    others' are zero. `keep(node)` tells whether the results of a forward node may be stored. The
    values in `also` are inputs of the program even if it does not use them.
    """
    count = len(forward.outputs)
    if given is None:
        given = [True] * count
    if keep is not None:
        forward = _keeping(forward, wanted)
        known = set(forward.inputs) | set(forward.outputs)
        extra = [v for n in forward.nodes if keep(n) for v in n.outputs if v not in known]
        if extra:
            forward = _with_outputs(forward, [*forward.outputs, *extra])
    given = [*given, *[False] * (len(forward.outputs) - count)]
    derivative = _derive(forward, wanted, given, also)
    if len(forward.outputs) > count:  # store only what is read
        first = len(forward.inputs) + count
        used = [i for i in derivative.saves if i >= first]
        place = {old: first + new for new, old in enumerate(used)}
        stored = [forward.outputs[i - len(forward.inputs)] for i in used]
        outputs = [*forward.outputs[:count], *stored]
        return Derivative(
            derivative.graph,
            tuple([place.get(i, i) for i in derivative.saves]),
            derivative.given,
            derivative.results,
            _with_outputs(forward, outputs),
            derivative.sizes,
        )
    return derivative


def _keeping(graph: Graph, wanted: Sequence[bool]) -> Graph:
    """The graph with loops that also give what their backward programs would compute again."""
    if not any(isinstance(n.op.lowering, Region) for n in graph.nodes):
        return graph
    moving = {v for v, w in zip(graph.inputs, wanted, strict=True) if w and _inexact(v)}
    chosen: dict[Node, dict[str, Any]] = {}
    for node in graph.nodes:
        mask = tuple([v in moving for v in node.operands])
        if any(mask):
            moving.update([v for v in node.outputs if _inexact(v)])
            lowering = node.op.lowering
            if isinstance(lowering, Region) and lowering.keeping is not None:
                chosen[node] = lowering.keeping(mask, **node.params)

    def visit(builder: Builder, node: Node, operands: tuple[Value, ...]) -> Sequence[Value] | None:
        params = chosen.get(node)
        if params is None:
            return None
        return builder.apply(node.op, operands, params)[: len(node.outputs)]

    return rewrite(graph, visit)


def _inexact(value: Value) -> bool:
    return value.type.dtype.is_inexact


def _with_outputs(graph: Graph, outputs: Sequence[Value]) -> Graph:
    return Graph(graph.inputs, graph.nodes, outputs, graph.name, graph.checks)


def derive_forward(
    forward: Graph, wanted: Sequence[bool], also: Collection[int] = ()
) -> Derivative:
    """The program that pushes tangents of the `wanted` inputs of `forward` through it.

    As `derive`, but `given` are inputs (whose tangents it takes) and `results` has one entry per
    output of `forward`. The values in `also` are inputs of the program even if it does not use
    them.
    """
    with Stage(forward.name + "_tangent") as stage:
        saved = _reading(stage, forward)
        takes = [i for i, v in enumerate(forward.inputs) if wanted[i] and v.type.dtype.is_inexact]
        tangents = {i: stage.input(_strong(forward.inputs[i].type)) for i in takes}
        program = _linearized(forward, wanted, saved)
        results = program([tangents.get(i) for i in range(len(forward.inputs))])
        return _finished(stage, forward, takes, results, set(also), True)


def _derive(
    forward: Graph, wanted: Sequence[bool], given: Sequence[bool], also: Collection[int]
) -> Derivative:
    with Stage(forward.name + "_backward") as stage:
        saved = _reading(stage, forward)
        takes = [i for i, v in enumerate(forward.outputs) if given[i] and v.type.dtype.is_inexact]
        cotangents = {i: stage.input(_strong(forward.outputs[i].type)) for i in takes}
        program = _linearized(forward, wanted, saved)
        results = transpose(program, [cotangents.get(i) for i in range(len(forward.outputs))])
        return _finished(stage, forward, takes, results, set(also), False)


def _reading(stage: Stage, forward: Graph) -> dict[Value, Any]:
    """Inputs of the new program for the inputs and outputs of `forward`, which it can read."""
    for a, b in forward.checks:  # the forward run has made sure of these
        stage.check_equal(a, b)
    stage.builder.checks.clear()
    inputs = [stage.input(v.type) for v in forward.inputs]
    outputs = [stage.input(v.type) for v in forward.outputs]
    saved: dict[Value, Any] = dict(zip(forward.outputs, outputs, strict=True))
    saved.update(zip(forward.inputs, inputs, strict=True))
    return saved


def _finished(
    stage: Stage,
    forward: Graph,
    takes: Sequence[int],
    results: Sequence[Any],
    also: set[int],
    all_given: bool,
) -> Derivative:
    made = [stage.value(r) for r in results if r is not None]
    graph = stage.builder.finish(made)
    if stage.captured:
        raise CompileError(f"the derivative of {forward.name} captured {stage.captured}")
    numbers = iter(range(len(made)))
    places = tuple([None if r is None else next(numbers) for r in results])
    first = len(forward.inputs) + len(forward.outputs)
    kept = also | (set(range(first, first + len(takes))) if all_given else set())
    live = _used_inputs(graph, kept)
    graph = _with_inputs(graph, live)
    return Derivative(
        graph,
        tuple([i for i in live if i < first]),
        tuple([takes[i - first] for i in live if i >= first]),
        places,
        forward,
        unseen_sizes(graph),
    )


def _strong(type: Type) -> Type:
    return Type(type.dtype, type.shape)


def _linearized(forward: Graph, wanted: Sequence[bool], saved: dict[Value, Any]) -> LinearProgram:
    """The derivative of `forward` as a linear program, for values that are at hand in `saved`."""
    tape = LinearTape()
    primals = dict(saved)
    tangents: dict[Value, Any] = {}
    numbers: list[int | None] = []
    for value, want in zip(forward.inputs, wanted, strict=True):
        if want and value.type.dtype.is_inexact:
            tangents[value] = tape.input(value.type)
            numbers.append(tangents[value].number)
        else:
            numbers.append(None)

    def primal(value: Value) -> Any:
        if value.number is not None:
            return Number(value.number, value.type.dtype, value.type.weak)
        return primals[value]

    for node in forward.nodes:
        op, params = node.op, node.params
        operands = [primal(v) for v in node.operands]
        given = [tangents.get(v) for v in node.operands]
        if op.jvp is None and isinstance(op.lowering, Inline) and _some(given):
            _inline(node, operands, given, primals, tangents)
            continue
        outs = [primals.get(v) for v in node.outputs]
        if any(o is None for o in outs):
            computed = bind(op, *operands, **params)
            for i, c in enumerate(computed if op.multiple else (computed,)):
                if outs[i] is None:
                    outs[i] = c
            primals.update(zip(node.outputs, outs, strict=True))
        tangent = tangent_of(op, operands, given, tuple(outs) if op.multiple else outs[0], params)
        if tangent is not None:
            for v, t in zip(node.outputs, tangent if op.multiple else (tangent,), strict=True):
                if t is not None:
                    tangents[v] = t
    tape.closed = True
    outputs = [tangents.get(v) for v in forward.outputs]
    return LinearProgram(tape.nodes, numbers, [None if t is None else t.number for t in outputs])


def _some(tangents: Sequence[Any]) -> bool:
    return any(t is not None for t in tangents)


def _inline(
    node: Node,
    operands: Sequence[Any],
    given: Sequence[Any],
    primals: dict[Value, Any],
    tangents: dict[Value, Any],
) -> None:
    """Differentiate an operation without rule through its body."""
    jvp = JVP()
    body = node.op.lowering.body  # type: ignore[union-attr]
    result = body(*[jvp.lift(p, t) for p, t in zip(operands, given, strict=True)], **node.params)
    for v, r in zip(node.outputs, result if node.op.multiple else (result,), strict=True):
        p, t = jvp.lower(r)
        primals.setdefault(v, p)
        if t is not None:
            tangents[v] = t
    jvp.closed = True


def _used_inputs(graph: Graph, also: set[int]) -> list[int]:
    used = {v for n in graph.nodes for v in n.operands} | set(graph.outputs)
    return [i for i, v in enumerate(graph.inputs) if v in used or i in also]


def _with_inputs(graph: Graph, live: Sequence[int]) -> Graph:
    """The same program with these of its inputs only; `graph` itself is used up."""
    inputs = [graph.inputs[i] for i in live]
    for index, value in enumerate(inputs):
        value.index = index
    return Graph(inputs, graph.nodes, graph.outputs, graph.name, graph.checks)


def unseen_sizes(graph: Graph) -> tuple[Atom, ...]:
    """The symbols in a program's types, params and checks that no axis of its inputs tells."""
    seen: set[Atom | None] = set()
    for value in graph.inputs:
        seen.update(s.atom for s in value.type.shape if isinstance(s, Size))
    found: dict[Atom, None] = {}

    def visit(x: Any) -> None:
        if isinstance(x, Size):
            found.update(dict.fromkeys(sorted(symbols(x) - seen, key=lambda a: a.serial)))
        elif isinstance(x, (tuple, list)):
            for item in x:
                visit(item)

    found.update(dict.fromkeys([a for a in free_sizes(graph) if a not in seen]))
    visit(graph.checks)
    return tuple(found)
