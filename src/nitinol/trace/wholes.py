"""Composites under derivatives, as wholes.

Outside of a program under construction, `JVP` meets a composite (`ni.tanh`, `ni.matmul`, a loss)
before its primitives. One application is then three calls that the dispatch cache knows:

1. the composite on the primals, one level down;
2. its tangent (`Tangent`), from tangents, primals and results;
3. in reverse mode, when the tape is transposed, its backward program (`derive`).

That is what the eager tape does, for tracers; nothing runs primitive by primitive, so derivatives
of maps of derivatives cost a few Python calls for each composite and level. For the rest, the
interpreters below take these calls as they take any operation.

Making these programs costs more than a few calls gain, so only what comes again and again is taken
whole (`PATIENCE`). The program of a composite is staged once for each pattern of its operands (dtypes, ranks, and
which sizes are 0 or 1), with open sizes, as in `exec.evaluate`. Composites go the usual way,
primitive by primitive,

* when the sizes themselves decide what they do;
* when they contain loops, which keep results for the way back,
* when several of their results have tangents, or the program of a derivative needs a size that
  nothing shows: it would be compiled for each such size. (The gradient of `sum` is given the
  operand of `sum` for its sizes.)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ..base import trees
from ..base.dtypes import complex128, float64, int64
from ..base.errors import NitinolError
from ..base.sizes import Atom, Dim, Size, evaluate
from ..core import function as make_function
from ..ir.graph import Graph, exact_params
from ..ir.op import Inline, Linear, Op, Region, Type
from .array import Array, Number
from .bind import Tracer, active
from .composite import Composite
from .derive import derive, derive_forward
from .jvp import JVP, JVPTracer, whole_slot
from .linearize import LinearTape
from .stage import infer_by_staging, learn_sizes, run_graph, stage

LIMIT: Final = 256  # programs kept for each composite
# How often a composite of one pattern goes the usual way first: programs of its own take some tenths
# of a second to make, and save some hundredths of a millisecond each time. Tests set it to 0.
PATIENCE = 32
_NUMBERS: Final = {int: int64, float: float64, complex: complex128}


class Program(Composite):
    """A graph as a composite; its results are one array or a tuple."""

    __slots__ = ("graph",)

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.name = graph.name
        self.body = self._body
        self.op = None
        self.mapped = {}
        self.statics = {}
        self.operand_count = len(graph.inputs)
        self.function = make_function(self.slow, graph.name, None, self.operand_count)

    def bound(
        self, args: Sequence[Any], kwargs: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        return tuple(args), kwargs

    def _body(self, *operands: Any) -> Any:
        results = run_graph(self.graph, [_typed(x) for x in operands])
        return results[0] if len(results) == 1 else tuple(results)


class Tangent:
    """How the one result of a graph that has a tangent moves with the `wanted` operands.

    `number` is the result's; None: with none of them. `closed` says that both programs read all
    sizes off their operands.
    """

    __slots__ = (
        "_back",
        "_gives",
        "_op",
        "_picks",
        "_pushed",
        "_saves",
        "_takes",
        "closed",
        "number",
    )

    def __init__(self, graph: Graph, wanted: tuple[bool, ...]) -> None:
        back = derive(graph, wanted)
        if back.sizes:  # an operand or the result shows them
            back = derive(graph, wanted, also=_showing(graph, back.sizes))
        push = derive_forward(graph, wanted, also=back.saves)
        moved = [i for i, r in enumerate(push.results) if r is not None]
        self.closed = not push.sizes and not back.sizes and len(moved) < 2
        self.number = moved[0] if moved else None
        self._pushed = Program(push.graph)
        self._saves = push.saves
        self._takes = push.given
        self._picks = [push.saves.index(i) for i in back.saves]
        # For each tangent that is taken: which result of the backward program belongs to it; -1
        # when that is the cotangent itself.
        inputs, outputs = back.graph.inputs, back.graph.outputs
        itself = {i for i, v in enumerate(outputs) if v is inputs[-1]}
        distinct = list(dict.fromkeys([v for v in outputs if v is not inputs[-1]]))
        self._gives: list[int | None] = []
        for i in push.given:
            place = back.results[i]
            if place is None:
                self._gives.append(None)
            else:
                self._gives.append(-1 if place in itself else distinct.index(outputs[place]))
        self._back: Program | None = None
        if distinct:
            self._back = Program(Graph(inputs, back.graph.nodes, distinct, back.graph.name))
        self._op = Op(
            graph.name,
            infer=self._infer,
            lowering=Inline(self._pushed.function),
            transpose=self._transpose,
            family="call",
        )

    def apply(self, values: Sequence[Any], tangents: Sequence[Any], out: Any) -> Any:
        """The tangent of the result `out`; `values` are (operands..., results...)."""
        saved = [values[i] for i in self._saves]
        taken = [tangents[i] for i in self._takes]
        tape = getattr(taken[0], "interpreter", None)
        if isinstance(tape, LinearTape):
            for t in taken:
                if t.interpreter is not tape:
                    break
            else:
                saved = [_typed(x) for x in saved]
                return tape.record(self._op, saved, taken, Type(out.dtype, out.shape))
        return self._pushed.among([*saved, *taken], {})

    def _infer(self, *types: Type) -> Type:
        found: Type = infer_by_staging(self._pushed.body, types, {})
        return found

    def _transpose(self, cotangent: Any, *operands: Any) -> list[Any]:
        found: Any = ()
        if self._back is not None:
            saved = [_plain(operands[i]) for i in self._picks]
            found = self._back.among([*saved, cotangent], {})
            if isinstance(found, Array):
                found = (found,)
        result: list[Any] = [None] * len(self._saves)
        for place, x in zip(self._gives, operands[len(self._saves) :], strict=True):
            if place is None or not isinstance(x, Linear):
                result.append(None)
            else:
                result.append(cotangent if place < 0 else found[place])
        return result


def _showing(graph: Graph, atoms: Sequence[Atom]) -> list[int]:
    """Those of a graph's inputs and outputs, counted through, that have these sizes as axes."""
    found: list[int] = []
    for atom in atoms:
        for i, value in enumerate((*graph.inputs, *graph.outputs)):
            if any(isinstance(n, Size) and n.atom is atom for n in value.type.shape):
                if i not in found:
                    found.append(i)
                break
    return found


def _typed(x: Any) -> Any:
    """A Python number with the type that it has in a program; everything else as it is."""
    kind = type(x)
    return Number(x, _NUMBERS[kind], True) if kind in _NUMBERS else x


def _plain(x: Any) -> Any:
    """A weak number as the Python number that it is; the dispatch cache knows only these."""
    return x.number if isinstance(x, Number) and x.type.weak else x


class Pattern:
    """A composite for operands of one pattern.

    `waits` is how often it goes the usual way before it is worth programs of its own.
    """

    __slots__ = ("_fits", "_graph", "_staged", "_tangents", "waits")

    def __init__(self) -> None:
        self.waits = PATIENCE
        self._staged = False
        self._graph: Graph | None = None
        self._fits: dict[Any, bool] = {}  # whether sizes are such as the program needs, by operands
        self._tangents: dict[tuple[bool, ...], Tangent | None] = {}

    def tangent(
        self, composite: Composite, call: tuple[Any, ...], params: dict[str, Any], wanted: Any
    ) -> Tangent | None:
        """The derivative for tangents of these operands; None: the usual way."""
        if self.waits:
            self.waits -= 1
            return None
        fits = self._fits.get(call)
        if fits is None:
            tree, _, *looks = call
            if not self._staged:
                self._graph = _staged(composite, looks, tree, params)
                self._staged = True
            fits = self._graph is not None and _holds(self._graph, looks)
            if len(self._fits) >= LIMIT:
                self._fits.clear()
            self._fits[call] = fits
        if not fits or self._graph is None:
            return None
        if wanted in self._tangents:
            return self._tangents[wanted]
        try:
            found: Tangent | None = Tangent(self._graph, wanted)
        except NitinolError:  # no derivative; the usual way says at which operation
            found = None
        if found is not None and not found.closed:
            found = None
        self._tangents[wanted] = found
        return found


def differentiated(
    level: JVP, composite: Composite, operands: Sequence[Any], params: dict[str, Any]
) -> Any:
    """The rule of `JVP` for composites."""
    tree: trees.TreeDef | None = None
    leaves: Sequence[Any] = operands
    for x in operands:
        if not isinstance(x, Array) and type(x) not in _NUMBERS:
            leaves, tree = trees.flatten(tuple(operands))
            break
    primals: list[Any] = []
    tangents: list[Any] = []
    looks: list[Any] = [tree, exact_params(params) if params else ()]
    for x in leaves:
        if isinstance(x, JVPTracer) and x.interpreter is level:
            primals.append(x.primal)
            tangents.append(x.tangent)
        else:
            primals.append(x)
            tangents.append(None)
        looks.append(_look(x))
    below = primals if tree is None else trees.unflatten(tree, primals)
    if level.blockable and level.level <= active.blocked:
        return composite.among(below, params)
    key = tuple(looks)
    pattern = composite.mapped.get(key)
    if pattern is None and None not in looks[2:]:
        pattern = _pattern(composite, key)
    tangent: Tangent | None = None
    if pattern is not None:
        wanted = tuple([t is not None for t in tangents])
        tangent = pattern.tangent(composite, key, params, wanted)
    if tangent is None:
        return composite.traced(*operands, **params)
    out = composite.among(below, params)
    if tangent.number is None:
        return out
    if isinstance(out, Array):
        primals.append(out)
        return JVPTracer(level, out, tangent.apply(primals, tangents, out))
    outs, nest = trees.flatten(out)
    i = tangent.number
    outs[i] = JVPTracer(level, outs[i], tangent.apply([*primals, *outs], tangents, outs[i]))
    return trees.unflatten(nest, outs)


def _look(x: Any) -> Any:
    """The type of an operand as a part of a key; None when it is neither tensor nor number."""
    kind = type(x)
    if kind in _NUMBERS:
        return kind
    if not isinstance(x, Array):
        return None
    if isinstance(x, (Tracer, Number)) and x.type.weak:
        return None
    return x.dtype, x.shape


def _pattern(composite: Composite, call: tuple[Any, ...]) -> Pattern:
    """The pattern for operands that look like this; remembered under what they look like."""
    opened = (*call[:2], "open", *[_opened(look) for look in call[2:]])
    found: Pattern | None = composite.mapped.get(opened)
    if found is None:
        found = Pattern()
        _keep(composite, opened, found)
    _keep(composite, call, found)
    return found


def _keep(composite: Composite, key: Any, pattern: Pattern) -> None:
    if len(composite.mapped) >= LIMIT:
        composite.mapped.clear()
    composite.mapped[key] = pattern


def _opened(look: Any) -> Any:
    """What an operand's look and those that share its program have in common."""
    if isinstance(look, type):
        return look
    dtype, shape = look
    return dtype, tuple([n if isinstance(n, int) and n < 2 else 2 for n in shape])


def _type(look: Any) -> Type:
    if isinstance(look, type):
        return Type(_NUMBERS[look], (), True)
    dtype, shape = look
    sizes: list[Dim] = [
        n if isinstance(n, int) and n < 2 else Size.symbol(f"n{axis}")
        for axis, n in enumerate(shape)
    ]
    return Type(dtype, tuple(sizes))


def _staged(
    composite: Composite,
    looks: Sequence[Any],
    tree: trees.TreeDef | None,
    params: dict[str, Any],
) -> Graph | None:
    """The composite's program; None where it has none that can be used."""

    def body(*values: Any) -> Any:
        operands = values if tree is None else trees.unflatten(tree, values)
        return composite.traced(*operands, **params)

    try:
        staged = stage(body, [_type(look) for look in looks], name=composite.name)
    except (NitinolError, ArithmeticError, ValueError, TypeError, IndexError):
        return None  # a size decides, or the usual way says what is wrong
    if staged.captured or any(isinstance(n.op.lowering, Region) for n in staged.graph.nodes):
        return None
    return staged.graph


def _holds(graph: Graph, looks: Sequence[Any]) -> bool:
    """Whether the sizes are such as the program needs."""
    if not graph.checks:
        return True
    env: dict[Atom, Dim] = {}
    for value, look in zip(graph.inputs, looks, strict=True):
        if not isinstance(look, type):
            learn_sizes(env, value.type.shape, look[1])
    sizes = {atom: n for atom, n in env.items() if isinstance(n, int)}
    return len(sizes) == len(env) and all(
        evaluate(a, sizes) == evaluate(b, sizes) for a, b in graph.checks
    )


whole_slot[0] = differentiated

__all__ = ["differentiated"]
