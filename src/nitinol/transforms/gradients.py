"""Gradients of tensors with respect to tensors, whatever they are: `gradients_of`.

It is what `ni.autograd.grad` and `GradientTape.gradient` have in common.

| the tensors are | the gradient comes from |
|---|---|
| tensors | the eager tape |
| of a program under construction | the part of the program between them, transposed in place |
| carrying a tangent (inside `jvp`, `grad`) | the rule below, of value and of tangent |
| recorded tangents themselves | the residuals of the record (`_of_tangents`) |
| batched (inside `vmap`) | the rule below, of all elements at once |

For a value p with tangent t, made of x, and the cotangent c: the gradient is g = (∂p/∂x)ᵀc. Its
own tangent is (∂t/∂x)ᵀc, because t = (∂p/∂x)·ẋ, plus the gradient for the tangent of c.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..base.errors import GradientError
from ..core import TensorBase
from ..exec.backward import initial, run
from ..ir.graph import Graph, Node, Value
from ..ops import eye, reshape
from ..trace.array import Array, Number
from ..trace.batching import Batch, BatchTracer
from ..trace.bind import bind
from ..trace.jvp import JVP
from ..trace.linearize import LinearNode, LinearTape, LinearTracer, linearize
from ..trace.primitives import accumulate, zeros
from ..trace.stage import Stage, StageTracer, run_graph
from ..trace.transpose import transpose
from .hidden import apart, conceal, expose, not_known, together
from .leaves import strong
from .walks import Later, Walk, carries_tangents, is_recorded, rewalked, walked

Origin = tuple[Any, int]  # of a tensor: its node on the tape, and which result it is


def gradients_of(
    outputs: Sequence[Any],
    inputs: Sequence[Any],
    cotangents: Sequence[Any],
    *,
    retain: bool,
    create: bool,
    origins: dict[int, Origin] | None = None,
    opaque: bool = False,
) -> list[Any]:
    """The gradients of `outputs` with respect to `inputs`; None where they do not depend on them.

    `cotangents` has an array per output. `origins` tells where the history of inputs begins that
    have none of their own any more, by identity. `opaque` cotangents are of levels above all of this.
    """
    level = _highest([*outputs, *inputs])
    if any(map(carries_tangents, (*outputs, *inputs))):
        later = [is_recorded(c) and c.interpreter.level > level.level for c in cotangents]
        if any(later):
            return _recorded(later, outputs, inputs, cotangents, create, origins, opaque)
    for c in () if opaque else cotangents:
        above = getattr(c, "interpreter", None)
        if isinstance(above, (JVP, Batch)) and (level is None or above.level > level.level):
            level = above
    if isinstance(level, JVP):
        return _of_pairs(level, outputs, inputs, cotangents, retain, create, origins, opaque)
    if isinstance(level, Batch):
        return _of_batches(level, outputs, inputs, cotangents, retain, create, origins, opaque)
    if isinstance(level, Stage):
        return _in_program(level, outputs, inputs, cotangents)
    if isinstance(level, LinearTape):
        return _of_tangents(level, outputs, inputs, cotangents, retain, create, origins)
    if level is not None:
        raise not_known()
    return _on_tape(outputs, inputs, cotangents, retain, create, origins or {})


def _recorded(
    later: Sequence[bool],
    outputs: Sequence[Any],
    inputs: Sequence[Any],
    cotangents: Sequence[Any],
    create: bool,
    origins: dict[int, Origin] | None,
    opaque: bool,
) -> list[Any]:
    """Where some cotangents are recorded, which tell what they carry only `later`."""
    pairs = list(zip(outputs, cotangents, strict=True))
    found = walked([p for p, w in zip(pairs, later, strict=True) if w], inputs, _walk(origins))
    now = [p for p, w in zip(pairs, later, strict=True) if not w]
    if not now:
        return found
    ys, cs = zip(*now, strict=True)
    rest = gradients_of(ys, inputs, cs, retain=True, create=create, origins=origins, opaque=opaque)
    return [accumulate(a, b) for a, b in zip(found, rest, strict=True)]


def _walk(origins: dict[int, Origin] | None) -> Walk:
    return lambda ys, xs, cs: gradients_of(ys, xs, cs, retain=True, create=True, origins=origins)


def _highest(values: Sequence[Any]) -> Any:
    found = None
    for x in values:
        level = getattr(x, "interpreter", None)
        if level is not None and (found is None or level.level > found.level):
            found = level
    return found


def _on_tape(
    outputs: Sequence[Any],
    inputs: Sequence[Any],
    cotangents: Sequence[Any],
    retain: bool,
    create: bool,
    origins: dict[int, Origin],
) -> list[Any]:
    wanted: dict[tuple[int, int], Any] = {}
    keys: list[tuple[int, int] | None] = []
    for x in inputs:
        node, output = _origin(x, origins)
        keys.append(None if node is None else (node.sequence, output))
        if node is not None:
            wanted[node.sequence, output] = None
    roots = [
        (*begin, c)
        for y, c in zip(outputs, cotangents, strict=True)
        if (begin := _origin(y, origins))[0] is not None
    ]
    if roots and wanted:
        run(roots, retain_graph=retain, create_graph=create, wanted=wanted)
    return [None if k is None else wanted[k] for k in keys]


def _origin(x: Any, origins: dict[int, Origin]) -> Origin:
    """Where the history of a tensor begins; (None, 0): nowhere."""
    node = x._node if isinstance(x, TensorBase) else None
    return origins.get(id(x), (None, 0)) if node is None else (node, x._output)


def _in_program(
    stage: Stage, outputs: Sequence[Any], inputs: Sequence[Any], cotangents: Sequence[Any]
) -> list[Any]:
    """By transposing the part of the program between inputs and outputs; see `staged_backward`."""
    targets = [stage.value(y) for y in outputs]
    sources = [stage.value(x) for x in inputs]
    unique = list(dict.fromkeys(sources))
    nodes, outside = between(stage.builder.nodes, targets, set(unique))
    known = {*unique, *outside, *(v for n in nodes for v in n.outputs)}
    rest = list(dict.fromkeys(t for t in targets if t not in known and not t.is_constant))
    graph = Graph([*unique, *outside, *rest], nodes, targets, "gradient")
    primals = [StageTracer(stage, v) for v in graph.inputs]
    wanted = [True] * len(unique) + [False] * (len(outside) + len(rest))
    _, program = linearize(lambda *xs: run_graph(graph, xs), primals, wanted)
    found = dict(zip(unique, transpose(program, list(cotangents)), strict=False))
    return [found[v] for v in sources]


def between(
    nodes: Sequence[Node], targets: Sequence[Value], sources: set[Value]
) -> tuple[list[Node], list[Value]]:
    """The nodes that `targets` need and that depend on `sources`; the other values these read."""
    reached = set(sources)
    dependent: list[Node] = []
    for node in nodes:
        if any(v in reached for v in node.operands) and not any(v in sources for v in node.outputs):
            dependent.append(node)
            reached.update(node.outputs)
    needed = set(targets)
    kept: list[Node] = []
    for node in reversed(dependent):
        if any(v in needed for v in node.outputs):
            kept.append(node)
            needed.update(v for v in node.operands if not v.is_constant)
    kept.reverse()
    made = {v for n in kept for v in n.outputs}
    read = dict.fromkeys(v for n in kept for v in n.operands if not v.is_constant)
    return kept, [v for v in read if v not in made and v not in sources]


def _of_pairs(
    level: JVP,
    outputs: Sequence[Any],
    inputs: Sequence[Any],
    cotangents: Sequence[Any],
    retain: bool,
    create: bool,
    origins: dict[int, Origin] | None,
    opaque: bool,
) -> list[Any]:
    values = [level.lower(y) for y in outputs]
    points = [level.lower(x)[0] for x in inputs]
    given = [apart(level, c) for c in cotangents]
    _follow(inputs, points, origins)

    def below(ys: Sequence[Any], cs: Sequence[Any], keep: bool) -> list[Any]:
        return gradients_of(
            ys, points, cs, retain=keep, create=create, origins=origins, opaque=opaque
        )

    moving = [(t, c) for (_, t), (c, _) in zip(values, given, strict=True) if t is not None]
    turning = [(p, d) for (p, _), (_, d) in zip(values, given, strict=True) if d is not None]
    tangents: list[Any] = [None] * len(inputs)
    for pairs in (moving, turning):
        if pairs:
            part = below([y for y, _ in pairs], [c for _, c in pairs], True)
            tangents = [accumulate(a, b) for a, b in zip(tangents, part, strict=True)]
    # What walks along recorded tangents may do so again, later.
    again = any(isinstance(t, LinearTracer) for _, t in values)
    found = below([p for p, _ in values], [c for c, _ in given], retain or again)
    return [
        together(level, zeros(strong(x)) if g is None and t is not None else g, t)
        for g, t, x in zip(found, tangents, points, strict=True)
    ]


def _of_tangents(
    level: LinearTape,
    outputs: Sequence[Any],
    inputs: Sequence[Any],
    cotangents: Sequence[Any],
    retain: bool,
    create: bool,
    origins: dict[int, Origin] | None,
) -> list[Any]:
    """How recorded tangents depend on the inputs: through the residuals of their linear program.

    The program is walked backwards with the cotangents. At each step the gradient by its residuals
    is linear in the tangents, so it is recorded behind them; then it goes on below, from the
    residuals to the inputs.
    """
    arrived: dict[int, Any] = {}
    for t, c in zip(outputs, cotangents, strict=True):
        if isinstance(t, LinearTracer) and t.interpreter is level:
            arrived[t.number] = accumulate(arrived.get(t.number), c)
    residuals: list[Any] = []
    found: list[Any] = []
    by_walks: list[Any] = [None] * len(inputs)
    for node in reversed(list(level.nodes)):
        given = [arrived.pop(node.first + i, None) for i in range(len(node.types))]
        if all(c is None for c in given):
            continue
        assert node.op.transpose is not None
        several = node.op.multiple
        results = node.op.transpose(
            tuple(given) if several else given[0], *node.operands, **node.params
        )
        for source, c in zip(node.sources, results, strict=True):
            if source >= 0 and c is not None:
                arrived[source] = accumulate(arrived.get(source), c)
        if isinstance(node.op, Later):
            more = rewalked(level, node, given[0], inputs, _walk(origins))
            by_walks = [accumulate(a, b) for a, b in zip(by_walks, more, strict=True)]
            continue
        places = [
            i
            for i, (x, s) in enumerate(zip(node.operands, node.sources, strict=True))
            if s < 0 and isinstance(x, Array) and x.dtype.is_inexact and not isinstance(x, Number)
        ]
        if places:
            own = [node.operands[i] for i in places]
            residuals += own
            found += _by_residuals(level, node, places, own, given)
    pairs = [(r, c) for r, c in zip(residuals, found, strict=True) if c is not None]
    if not pairs:
        return by_walks
    rest = gradients_of(
        [r for r, _ in pairs],
        inputs,
        [c for _, c in pairs],
        retain=True,
        create=create,
        origins=origins,
        opaque=True,
    )
    return [accumulate(a, b) for a, b in zip(by_walks, rest, strict=True)]


def _by_residuals(
    level: LinearTape, node: LinearNode, places: Sequence[int], own: Sequence[Any], given: Any
) -> list[Any]:
    """The gradients of one step of a linear program by some of its residuals."""
    operands = [
        LinearTracer(level, x.type, s) if s >= 0 else x
        for x, s in zip(node.operands, node.sources, strict=True)
    ]

    def step(*values: Any) -> list[Any]:
        filled = list(operands)
        for i, v in zip(places, values, strict=True):
            filled[i] = v
        result = bind(node.op, *filled, **node.params)
        return list(result) if node.op.multiple else [result]

    program = linearize(step, own, [True] * len(own))[1]
    return transpose(program, given)


def _of_batches(
    level: Batch,
    outputs: Sequence[Any],
    inputs: Sequence[Any],
    cotangents: Sequence[Any],
    retain: bool,
    create: bool,
    origins: dict[int, Origin] | None,
    opaque: bool,
) -> list[Any]:
    """Elements do not depend on one another, so one walk serves all.

    An input that is the same for all elements has one gradient each all the same, of which the
    walk would give the sum: for these the walk itself is mapped, with cotangents that are zero
    but for one element.
    """
    points: list[Any] = []
    axes: list[int | None] = []
    for x in inputs:
        value, axis = level.lower(x)
        points.append(value)
        axes.append(axis)
    _follow(inputs, points, origins)
    values: list[Any] = []
    given: list[Any] = []
    same: list[
        tuple[Any, Any]
    ] = []  # outputs that are the same for all elements, and their cotangents
    for y, c in zip(outputs, cotangents, strict=True):
        if isinstance(y, BatchTracer) and y.interpreter is level:
            values.append(level.first(y))
            given.append(expose(level, c, 0))
        else:
            same.append((y, c))
    found: list[Any] = [None] * len(inputs)

    def walk(which: list[int], cs: Sequence[Any], keep: bool, opaque: bool) -> None:
        chosen = [points[i] for i in which]
        parts = gradients_of(
            values, chosen, cs, retain=keep, create=create, origins=origins, opaque=opaque
        )
        for i, g in zip(which, parts, strict=True):
            a = axes[i]
            if g is not None and a is None:  # what is recorded is above what is mapped
                g, a = level.first(g), 0
            found[i] = None if g is None or a is None else conceal(level, g, a)

    mapped = [i for i, a in enumerate(axes) if a is not None]
    shared = [i for i, a in enumerate(axes) if a is None]
    if shared and values:
        size: Any = level.size
        one = eye(size)
        single = [
            level.lift(reshape(one, (*one.shape, *(1,) * (c.ndim - 1))) * c, 0) for c in given
        ]
        walk(shared, single, True, True)
    if shared and same:
        ys, cs = zip(*same, strict=True)
        chosen = [points[i] for i in shared]
        parts = gradients_of(
            ys, chosen, cs, retain=True, create=create, origins=origins, opaque=True
        )
        for i, g in zip(shared, parts, strict=True):
            found[i] = accumulate(found[i], g)
    if mapped:
        walk(mapped, given, retain, opaque)
    return found


def _follow(
    inputs: Sequence[Any], points: Sequence[Any], origins: dict[int, Origin] | None
) -> None:
    """What is known of a tracer's history is that of the value below it."""
    if origins:
        for x, p in zip(inputs, points, strict=True):
            if id(x) in origins:
                origins.setdefault(id(p), origins[id(x)])


def cotangents_for(where: str, outputs: Sequence[Any], given: Sequence[Any] | None) -> list[Any]:
    """The cotangents to start from; ones for numbers where none are given.

    Raises `GradientError` for an output that is no number and has none.
    """
    made: list[Any] = []
    for y, c in zip(outputs, given or [None] * len(outputs), strict=True):
        if not isinstance(y, Array):
            raise GradientError(
                f"{where} differentiates tensors, got {type(y).__name__}; keep results as tensors, "
                "without .item() or float()"
            )
        made.append(initial(y, c))
    return made


__all__ = ["Origin", "between", "cotangents_for", "gradients_of"]
