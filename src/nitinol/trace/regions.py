"""Programs inside of programs: how the bodies of branches and loops are traced and differentiated.

`trace_body` stages a user's function. What it captures (tensors, tracers of outer levels) becomes
further inputs, and the operation that holds the body takes these as operands. What it assigns to
tensors of outside comes out as further results, so that loops can carry it.

The other functions make new bodies from a body; `ops.control` puts them into operations again:

* `pushed`: the body and its tangents side by side (forward mode).
* `split`: the body in two. The first half computes the results and *residuals*; the second half is
  linear, from tangents and residuals to tangents. What is cheap to compute from other residuals
  (movements, a few point-wise steps, one of them a function such as tanh) is computed again in the second half, not
  kept.
* `tangents`: from inputs and tangents to tangents, linear in the latter; residuals are computed
  again.
* `batched`: the body for all elements of a mapped axis.
* `pulled`: a linear body transposed, from cotangents of its results to those of its inputs.

They are pure functions of a body and masks, so their results are remembered: a loop that is
differentiated at every call has its body differentiated once.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from ..base import trees
from ..base.errors import TracerError
from ..base.record import record
from ..base.sizes import Dim
from ..ir.graph import Graph, Value
from ..ir.op import Linear, Movement, Pointwise, Type
from ..ir.region import Closed
from .array import Array, Number
from .batching import Batch
from .bind import active, bind
from .jvp import JVP
from .linearize import LinearNode, LinearProgram, LinearTape, LinearTracer, linearize
from .primitives import zeros
from .stage import Stage, StageTracer, check_equal, run_graph
from .transpose import transpose

Mask = tuple[bool, ...]
CHEAP: Final = 8  # additions: what costs at most this is computed again, not kept
DEEP: Final = 6  # steps of it, one behind the other
DEAR: Final = 24  # and what costs more once, up to this: a stack is written, read, and fetched to be written, 12 bytes
_REMEMBERED: Final = 512
_known: Final[OrderedDict[Any, Any]] = OrderedDict()
_lock: Final = threading.Lock()
T = TypeVar("T")


@record(frozen=True)
class Body:
    """A traced function: its program, the nest of its results, and what it reads and changes outside.

    The program's inputs are the explicit ones, then one per captured array; its outputs are the
    leaves of the results, then one per assigned array.
    """

    closed: Closed
    tree: trees.TreeDef
    captured: tuple[Array, ...]
    assigned: tuple[Array, ...]


def trace_body(function: Callable[..., Any], types: Sequence[Type], name: str) -> Body:
    """The program of `function(*tensors)` for tensors of these types."""
    outer = active.stage
    with Stage(name) as stage:
        stage.inherit(outer)
        result = function(*[stage.input(t) for t in types])
        leaves, tree = trees.flatten(result)
        outputs = [stage.value(x) for x in leaves]
        if stage.gradients:
            raise TracerError(
                f"{name}: backward() inside of a loop or branch has no place to put gradients; "
                "compute them with ni.grad, and return them"
            )
        assigned = list(stage.assigned.values())
        for x, value in assigned:
            if not isinstance(x, Array):
                raise TracerError(f"{name}: the body assigns to {x!r}")
            outputs.append(value)
            stage.before(x)
    for check in stage.builder.checks:
        check_equal(*check, refusal=check.refusal)
    stage.builder.checks.clear()
    closed = Closed(stage.builder.finish(outputs))
    return Body(
        closed, tree, tuple([x for x, _ in stage.captured]), tuple([x for x, _ in assigned])
    )


def make(name: str, types: Sequence[Type], function: Callable[..., Sequence[Any]]) -> Closed:
    """The body that `function(*tensors)` describes; it captures nothing."""
    outer = active.stage
    with Stage(name) as stage:
        stage.inherit(outer)
        results = function(*[stage.input(Type(t.dtype, t.shape)) for t in types])
        outputs = [stage.value(x) for x in results]
    stage.builder.checks.clear()  # those of what it is made from have been made sure of
    graph = stage.builder.finish(outputs)
    if stage.captured:
        raise TracerError(f"{name} captured {[x for x, _ in stage.captured]}")
    return Closed(graph)


def remembered(key: Any, compute: Callable[[], T]) -> T:
    """What `compute()` gives, or gave for this key."""
    found = _known.get(key)
    if found is None:
        found = compute()
    with _lock:  # threads may trace at the same time
        _known[key] = found
        _known.move_to_end(key)
        if len(_known) > _REMEMBERED:
            _known.popitem(last=False)
    result: T = found
    return result


# --- forward mode


def pushed_results(
    graph: Graph, primals: Sequence[Any], tangents: Sequence[Any]
) -> tuple[list[Any], list[Any]]:
    """The outputs of a graph and their tangents (None: zero)."""
    jvp = JVP()
    try:
        given = [jvp.lift(p, t) for p, t in zip(primals, tangents, strict=True)]
        pairs = [jvp.lower(x) for x in run_graph(graph, given)]
    finally:
        jvp.closed = True
    return [p for p, _ in pairs], [t for _, t in pairs]


def moving(closed: Closed, wanted: Mask) -> Mask:
    """Which results have a tangent when the `wanted` inputs have."""

    def compute() -> Mask:
        with Stage(closed.graph.name) as stage:
            primals = [stage.input(t) for t in closed.types]
            given = [
                stage.input(t) if w else None for t, w in zip(closed.types, wanted, strict=True)
            ]
            return tuple([t is not None for t in pushed_results(closed.graph, primals, given)[1]])

    return remembered(("moving", closed, wanted), compute)


def dependent(closed: Closed, given: Mask, carries: int = 0) -> tuple[Mask, Mask]:
    """Which inputs depend on the `given` ones, in any round of a loop, and which results do."""
    graph, inputs = closed.graph, given
    while True:
        reached = {v for v, m in zip(graph.inputs, inputs, strict=True) if m}
        for node in graph.nodes:
            if not reached.isdisjoint(node.operands):
                reached.update(node.outputs)
        results = tuple([v in reached for v in graph.outputs])
        merged = (
            *[a or b for a, b in zip(inputs, results[:carries], strict=False)],
            *inputs[carries:],
        )
        if merged == inputs:
            return inputs, results
        inputs = merged


def selected(closed: Closed, inputs: Mask, results: Mask) -> Closed:
    """The program of some results, which need no more than some of the inputs."""

    def function(*args: Any) -> list[Any]:
        source = iter(args)
        values = [
            next(source) if m else zeros(t) for t, m in zip(closed.types, inputs, strict=True)
        ]
        found = run_graph(closed.graph, values)
        return [x for x, m in zip(found, results, strict=True) if m]

    types = [t for t, m in zip(closed.types, inputs, strict=True) if m]
    key = ("selected", closed, inputs, results)
    return remembered(key, lambda: make(closed.graph.name, types, function))


def filled(tangent: Any, like: Any) -> Any:
    """A tangent, or the zeros that None stands for."""
    return zeros(Type(like.dtype, tuple(like.shape))) if tangent is None else tangent


# --- reverse mode


@record(frozen=True)
class Split:
    """A body in two; see the module's docstring.

    * `forward`: the body with residuals as further results.
    * `residuals`: where each residual is found: ("in", i) or ("out", i) of `forward`.
    * `linear`: its inputs are the tangents of the wanted inputs, then the residuals; its outputs
      the tangents of those results that have one (`given`).
    """

    forward: Closed
    residuals: tuple[tuple[str, int], ...]
    linear: Closed
    given: Mask


def split(
    closed: Closed, wanted: Mask, always: Mask, direct: frozenset[tuple[str, int]], primary: int
) -> Split:
    """Split a body. `always` tells the results that shall have a tangent, be it zeros;
    `direct` which inputs ("in", i) and results ("out", i) can be residuals as they are. Only the
    first `primary` results have a tangent.
    """
    return remembered(
        ("split", closed, wanted, always, direct, primary),
        lambda: _split(closed, wanted, always, direct, primary),
    )


def _split(
    closed: Closed, wanted: Mask, always: Mask, direct: frozenset[tuple[str, int]], primary: int
) -> Split:
    graph = closed.graph
    name = graph.name
    with Stage(name) as stage:
        primals = [stage.input(t) for t in closed.types]
        outs, program = linearize(lambda *xs: run_graph(graph, xs), primals, wanted)
        results = (*program.outputs[:primary], *[None] * (len(outs) - primary))
        program = LinearProgram(program.nodes, program.inputs, results)
        values = [stage.value(x) for x in outs]
        at_hand: dict[Value, tuple[str, int]] = {}
        for i, x in enumerate(primals):
            if ("in", i) in direct:
                at_hand.setdefault(x.value, ("in", i))
        for i, value in enumerate(values):
            if ("out", i) in direct:
                at_hand.setdefault(value, ("out", i))
        needs: dict[Value, None] = {}
        for node in program.nodes:
            for x in node.operands:
                if not isinstance(x, (Linear, Number)):
                    needs[stage.value(x)] = None
        order = {n: i for i, n in enumerate(stage.builder.nodes)}
        extra: list[Value] = []
        for value in sorted(needs, key=lambda v: -1 if v.node is None else order[v.node]):
            if not _cheap(value, at_hand):
                at_hand[value] = ("out", len(values) + len(extra))
                extra.append(value)
    forward = Closed(stage.builder.finish([*values, *extra]), closed)

    with Stage(name + "_linear") as linear:
        tangents = [
            linear.input(Type(t.dtype, t.shape)) if w else None
            for t, w in zip(closed.types, wanted, strict=True)
        ]
        used: dict[Value, StageTracer] = {}

        def look(value: Value) -> Any:
            if value.number is not None:
                return Number(value.number, value.type.dtype, value.type.weak)
            if value in at_hand:
                found = used.get(value)
                if found is None:
                    found = used[value] = linear.input(Type(value.type.dtype, value.type.shape))
                return found
            node = value.node
            assert node is not None  # `_cheap` said so
            return bind(node.op, *[look(v) for v in node.operands], **node.params)

        nodes = []
        for node in program.nodes:
            operands = tuple(
                [
                    x if isinstance(x, (Linear, Number)) else look(stage.value(x))
                    for x in node.operands
                ]
            )
            nodes.append(
                LinearNode(node.op, operands, node.sources, node.params, node.first, node.types)
            )
            nodes[-1].place, nodes[-1].call = node.place, node.call
        moved = LinearProgram(nodes, program.inputs, program.outputs)(tangents)
        given = tuple([r is not None or a for r, a in zip(moved, always, strict=True)])
        outputs = [
            linear.value(zeros(Type(v.type.dtype, v.type.shape)) if r is None else r)
            for r, v, g in zip(moved, values, given, strict=True)
            if g
        ]
    return Split(
        forward,
        tuple([at_hand[v] for v in used]),
        Closed(linear.builder.finish(outputs)),
        given,
    )


def _cheap(value: Value, at_hand: dict[Value, tuple[str, int]]) -> bool:
    """Whether a value costs little when what is at hand is known."""
    dear: dict[Value, int] = {}
    return _near(value, at_hand, dear, DEEP) and sum(dear.values()) <= DEAR


def _near(
    value: Value, at_hand: dict[Value, tuple[str, int]], dear: dict[Value, int], depth: int
) -> bool:
    """Whether a value is a few steps from what is at hand; `dear`: the costs of those that are not cheap."""
    if value.is_constant or value in at_hand:
        return True
    node = value.node
    if node is None or not depth:
        return False
    lowering = node.op.lowering
    free = isinstance(lowering, Movement)
    if not free:
        if not isinstance(lowering, Pointwise) or lowering.cost > DEAR:
            return False
        if lowering.cost > CHEAP:
            dear[value] = lowering.cost
    return all(_near(v, at_hand, dear, depth - (not free)) for v in node.operands)


def tangents(closed: Closed, wanted: Mask, always: Mask) -> tuple[Closed, Mask]:
    """The linear program of a body that computes its residuals again, and which results have a tangent.

    Its inputs are all inputs of the body, then the tangents of the wanted ones.
    """

    def compute() -> tuple[Closed, Mask]:
        graph = closed.graph
        mask: list[bool] = []

        def body(*args: Any) -> list[Any]:
            primals, given = args[: len(wanted)], iter(args[len(wanted) :])
            outs, program = linearize(lambda *xs: run_graph(graph, xs), primals, wanted)
            results = program([next(given) if w else None for w in wanted])
            mask[:] = [r is not None or a for r, a in zip(results, always, strict=True)]
            return [filled(r, o) for r, o, m in zip(results, outs, mask, strict=True) if m]

        types = [*closed.types, *[t for t, w in zip(closed.types, wanted, strict=True) if w]]
        return make(graph.name + "_tangent", types, body), tuple(mask)

    return remembered(("tangents", closed, wanted, always), compute)


def pulled(closed: Closed, linear: Mask, given: Mask) -> Closed:
    """A body that is linear in some inputs, transposed.

    Its inputs are the body's other inputs, then cotangents of the `given` results; its outputs the
    cotangents of the `linear` inputs.
    """

    def compute() -> Closed:
        def body(*args: Any) -> list[Any]:
            count = len(linear) - sum(linear)
            known, cts = iter(args[:count]), iter(args[count:])
            cotangents = [next(cts) if g else None for g in given]
            return pull_results(closed.graph, linear, known, cotangents)

        types = [t for t, x in zip(closed.types, linear, strict=True) if not x]
        types += [t for t, g in zip(closed.results, given, strict=True) if g]
        return make(closed.graph.name + "_transposed", types, body)

    return remembered(("pulled", closed, linear, given), compute)


def pull_results(graph: Graph, linear: Mask, known: Any, cotangents: Sequence[Any]) -> list[Any]:
    """The cotangents of the linear inputs of a graph, zeros where they are zero."""
    tape = LinearTape()
    args = [
        tape.input(v.type) if x else next(known) for v, x in zip(graph.inputs, linear, strict=True)
    ]
    numbers = [x.number if w else None for x, w in zip(args, linear, strict=True)]
    outs = run_graph(graph, args)
    tape.closed = True
    places = [
        x.number if isinstance(x, LinearTracer) and x.interpreter is tape else None for x in outs
    ]
    results = transpose(LinearProgram(tape.nodes, numbers, places), cotangents)
    return [filled(r, v.type) for r, v, w in zip(results, graph.inputs, linear, strict=True) if w]


# --- vmap


def batched(closed: Closed, mask: Mask, always: Mask, size: Dim) -> tuple[Closed, Mask]:
    """The body for `size` elements at once, and which of its results have a hidden axis.

    The inputs of `mask` have a hidden axis, in front; so have the results that need one, and those of `always`.
    """

    def compute() -> tuple[Closed, Mask]:
        found: list[bool] = []

        def body(*args: Any) -> list[Any]:
            level = Batch(size)
            try:
                given = [level.lift(x, 0 if m else None) for x, m in zip(args, mask, strict=True)]
                outs = run_graph(closed.graph, given)
                axes = [level.lower(x)[1] is not None for x in outs]
                found[:] = [m or a for m, a in zip(axes, always, strict=True)]
                return [level.first(x) if f else x for x, f in zip(outs, found, strict=True)]
            finally:
                level.closed = True

        types = [
            t.with_shape((size, *t.shape)) if m else t
            for t, m in zip(closed.types, mask, strict=True)
        ]
        return make(closed.graph.name + "_mapped", types, body), tuple(found)

    return remembered(("batched", closed, mask, always, size), compute)


def reverse(tangents: Sequence[Any]) -> bool:
    """Whether these tangents are being recorded for reverse mode."""
    return any(isinstance(t, LinearTracer) for t in tangents)


__all__ = [
    "Body",
    "Mask",
    "Split",
    "batched",
    "filled",
    "make",
    "moving",
    "pull_results",
    "pulled",
    "pushed_results",
    "remembered",
    "reverse",
    "split",
    "tangents",
    "trace_body",
]
