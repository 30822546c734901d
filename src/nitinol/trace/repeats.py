"""Composites that one program applies again and again are traced once.

The layers of a network apply the same functions to operands of the same types, and an optimizer makes the same
step for each parameter. While a function is being staged, the third application of a composite to operands of the
same types is a copy of what the second one did: the nodes of its graph are entered into the program, and no Python
of the composite's runs. (The first is traced in place, because most are the only one.)

What a composite does depends on the types of its operands and its static parameters alone, as eager evaluation
relies on as well. Still all applications are traced where something else could matter: operands of interpreters
above the program, open sizes (which of them were checked to be equal), bodies that capture or change something,
and those that are done by Python between the parts of a program.
"""

from __future__ import annotations

from ..base import trees
from ..base.sizes import Size
from ..core import TensorBase
from ..ir.graph import Graph, Value, exact_params
from ..ir.op import Between, Region, Type
from .array import Number
from .bind import active, here
from .stage import Stage, StageTracer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final

MISSED: Final = object()
_NEVER: Final = object()


class _Repeat:
    """What a composite does to operands of some types."""

    __slots__ = ("graph", "numbers", "places", "tree")

    def __init__(
        self, graph: Graph, tree: trees.TreeDef, places: Sequence[int], numbers: Sequence[int]
    ) -> None:
        self.graph = graph
        self.tree = tree
        self.places = places  # of the operands that are inputs of the graph
        self.numbers = numbers  # for each result: which operand it is, or −1


def _described(stage: Stage, operands: Sequence[Any]) -> list[Any] | None:
    """What decides what a composite does to operands; None where that cannot be said."""
    found: list[Any] = []
    seen: dict[int, int] = {}
    for i, x in enumerate(operands):
        if isinstance(x, StageTracer):
            if x.interpreter is not stage:
                return None
            value = x.value
            if value.number is not None:
                found.append((repr(value.number), value.type))
            else:
                found.append((seen.setdefault(id(value), i), value.type))
        elif isinstance(x, TensorBase):
            where = x._layout
            found.append((seen.setdefault(id(x), i), Type(where.dtype, where.shape)))
        elif isinstance(x, Number):
            found.append((repr(x.number), x.type))
        elif x is None or isinstance(x, (bool, int, float, complex)):
            found.append((type(x), repr(x)))
        else:
            return None
    return found


def repeated(composite: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """The results of a composite applied in the program that is being staged, or `MISSED`."""
    stage = active.stage
    if not isinstance(stage, Stage):
        return MISSED
    operands, params = composite.bound(args, kwargs)
    looks = _described(stage, operands)
    if looks is None:
        return MISSED
    key = (composite, exact_params(params), *looks)
    repeats = stage.repeats
    try:
        found = repeats.get(key)
    except TypeError:  # a static parameter that cannot be hashed
        return MISSED
    if found is None:
        repeats[key] = MISSED  # it has occurred once
        return MISSED
    if found is _NEVER:
        return MISSED
    if found is MISSED:
        found = repeats[key] = _NEVER  # should the body raise
        found = repeats[key] = _staged(composite, operands, params, stage)
        if found is _NEVER:
            return MISSED
    return _again(stage, found, operands)


def _staged(composite: Any, operands: Sequence[Any], params: dict[str, Any], outer: Stage) -> Any:
    """The repeat for operands like these, or `_NEVER`."""
    with Stage(composite.name) as stage:
        stage.repeats = outer.repeats
        given: list[Any] = []
        places: list[int] = []
        made: dict[int, StageTracer] = {}
        for i, x in enumerate(operands):
            value = x.value if isinstance(x, StageTracer) else x
            if isinstance(value, Value) and value.number is not None:
                given.append(StageTracer(stage, value))
            elif isinstance(x, (StageTracer, TensorBase)):
                tracer = made.get(id(value))
                if tracer is None:
                    if isinstance(x, StageTracer):
                        t = x.type
                    else:
                        t = Type(x._layout.dtype, x._layout.shape)
                    tracer = made[id(value)] = stage.input(t)
                    places.append(i)
                given.append(tracer)
            else:
                given.append(x)
        result = composite.body(*given, **params)
        leaves, tree = trees.flatten(result)
        if not all(isinstance(x, StageTracer) and x.interpreter is stage for x in leaves):
            return _NEVER
        numbers = [next((i for i, y in enumerate(given) if y is x), -1) for x in leaves]
        outputs = [stage.value(x) for x in leaves]
    state = stage.captured, stage.assigned, stage.gradients, stage.conditions, stage.collectors
    if any(state) or stage.builder.checks or stage.read_gradients:
        return _NEVER
    graph = stage.builder.finish(outputs)
    for v in graph.inputs:
        if any(isinstance(d, Size) for d in v.type.shape):
            return _NEVER
    for node in graph.nodes:
        if isinstance(node.op.lowering, (Between, Region)):
            return _NEVER
        if any(isinstance(d, Size) for v in node.outputs for d in v.type.shape):
            return _NEVER
    return _Repeat(graph, tree, places, numbers)


def _again(stage: Stage, repeat: _Repeat, operands: Sequence[Any]) -> Any:
    """The results of the graph applied to these operands."""
    builder = stage.builder
    stopped = stage.level <= active.blocked
    env: dict[Value, Value] = {}
    graph = repeat.graph
    for input, i in zip(graph.inputs, repeat.places, strict=True):
        value = stage.value(operands[i])
        env[input] = stage.stopped(value) if stopped else value
    place = None
    for node in graph.nodes:
        given = []
        for v in node.operands:
            if v.number is None:
                given.append(env[v])
            else:
                given.append(builder.scalar(v.number, v.type.dtype, v.type.weak))
        made = builder.again(node, tuple(given))
        first = made[0].node
        if first is not None and first.place is None:
            if place is None:
                place = here()
            first.place, first.call = place, active.call
        for a, b in zip(node.outputs, made, strict=True):
            env[a] = b
    leaves: list[Any] = []
    for v, i in zip(graph.outputs, repeat.numbers, strict=True):
        if i >= 0:
            leaves.append(operands[i])
        elif v.number is not None:
            same = builder.scalar(v.number, v.type.dtype, v.type.weak)
            leaves.append(StageTracer(stage, same))
        else:
            leaves.append(StageTracer(stage, env[v]))
    return trees.unflatten(repeat.tree, leaves)
