"""Linearisation: the derivative of a function at a point, as a linear program.

`linearize(function, primals, wanted)` runs `function` on `JVPTracer`s whose tangents are
`LinearTracer`s. The primals are computed as usual (at once, when they are tensors; into the
program, when an outer level stages). What the jvp rules do to tangents is linear and is recorded
on a `LinearTape`; whatever else occurs in it, a *residual*, is known already and is kept by the
tape as an operand. The tape can be run forwards (`LinearProgram.__call__`) or backwards
(`transpose.transpose`).

The levels: primals < tape < jvp. So operations on primals alone pass by the tape, and a tape
needs no knowledge of what its residuals are: with tracers of outer levels as residuals, higher
derivatives come by nesting.

The tape names values by numbers, never by tracers, so that no reference cycle keeps residuals
alive.
"""

from __future__ import annotations

from ..base.errors import GradientError
from ..ir.op import Inline, Linear, Op, Region, Type
from .array import Array
from .bind import Interpreter, Tracer, active, bind, here, next_level, type_of
from .jvp import JVP
from .primitives import zeros

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any


class Direct(Op):
    """A linear operation that is applied by calling a function of one array, at whatever level."""

    __slots__ = ("function",)

    def __init__(
        self,
        function: Callable[[Any], Any],
        infer: Callable[..., Type],
        transpose: Callable[..., Any],
    ) -> None:
        super().__init__("direct", infer=infer, lowering=Inline(function), transpose=transpose)
        self.function = function


class LinearNode:
    """One application on the tape."""

    __slots__ = ("call", "first", "op", "operands", "params", "place", "sources", "types")

    def __init__(
        self,
        op: Op,
        operands: tuple[Any, ...],
        sources: tuple[int, ...],
        params: dict[str, Any],
        first: int,
        types: tuple[Type, ...],
    ) -> None:
        self.op = op
        self.operands = operands  # Linear(type) for values of the tape, else the residual
        self.sources = sources  # their numbers; -1 for residuals
        self.params = params
        self.first = first  # the number of the first result
        self.types = types
        self.place = here()  # the user's line of the forward operation, for messages
        self.call = active.call  # that operation, if it takes several steps


class LinearTracer(Tracer):
    """A tangent that is being recorded."""

    __slots__ = ("number",)

    number: int

    def __init__(self, interpreter: LinearTape, type: Type, number: int) -> None:
        self.interpreter = interpreter
        self.type = type
        self.number = number


class LinearTape(Interpreter):
    """Records linear operations."""

    __slots__ = ("count", "nodes")

    def __init__(self) -> None:
        super().__init__(next_level())
        self.nodes: list[LinearNode] = []
        self.count = 0

    def input(self, type: Type) -> LinearTracer:
        """A new value that the program starts from."""
        self.count += 1
        return LinearTracer(self, Type(type.dtype, type.shape), self.count - 1)

    def process(self, op: Op, operands: Sequence[Array], params: dict[str, Any]) -> Any:
        lowering = op.lowering
        if isinstance(lowering, Region) and lowering.apart is not None:
            given = [isinstance(x, LinearTracer) and x.interpreter is self for x in operands]
            found = lowering.apart(operands, tuple(given), **params)
            if found is not None:
                return tuple(found)
        if op.transpose is None:
            if isinstance(op.lowering, Inline):
                return op.lowering.body(*operands, **params)
            raise GradientError(
                f"{op} was applied to a tangent but has no transpose rule, so reverse mode cannot "
                "pass through it; a jvp rule may apply only linear operations to tangents"
            )
        kept: list[Any] = []
        sources: list[int] = []
        types: list[Type] = []
        for x in operands:
            if isinstance(x, LinearTracer) and x.interpreter is self:
                kept.append(Linear(x.type))
                sources.append(x.number)
                types.append(x.type)
            else:
                kept.append(x)
                sources.append(-1)
                types.append(type_of(x))
        results = op.result_types(types, params)
        first = self.count
        self.count += len(results)
        self.nodes.append(
            LinearNode(op, tuple(kept), tuple(sources), params, first, tuple(results))
        )
        if op.multiple:
            return tuple([LinearTracer(self, t, first + i) for i, t in enumerate(results)])
        return LinearTracer(self, results[0], first)

    def record(
        self, op: Op, residuals: Sequence[Any], tangents: Sequence[LinearTracer], type: Type
    ) -> LinearTracer:
        """Record an operation with one result, of which the type is known, on values of the tape."""
        operands = (*residuals, *[Linear(t.type) for t in tangents])
        sources = (*[-1] * len(residuals), *[t.number for t in tangents])
        first = self.count
        self.count += 1
        self.nodes.append(LinearNode(op, operands, sources, {}, first, (type,)))
        return LinearTracer(self, type, first)


class LinearProgram:
    """A finished tape with inputs and outputs.

    * `inputs`: for each argument the number of its tangent, or None when it has none.
    * `outputs`: for each result the number of its tangent, or None when that is zero.
    """

    __slots__ = ("inputs", "nodes", "outputs")

    def __init__(
        self,
        nodes: list[LinearNode],
        inputs: Sequence[int | None],
        outputs: Sequence[int | None],
    ) -> None:
        self.nodes = _live(nodes, outputs)
        self.inputs = tuple(inputs)
        self.outputs = tuple(outputs)

    def __call__(self, tangents: Sequence[Array | None]) -> list[Array | None]:
        """The tangents of the results for tangents of the arguments; None is zero."""
        values: dict[int, Any] = {
            number: t
            for number, t in zip(self.inputs, tangents, strict=True)
            if number is not None and t is not None
        }
        for node in self.nodes:
            given = [values.get(s) if s >= 0 else None for s in node.sources]
            if all(g is None for g in given):
                continue
            operands = [
                x if s < 0 else zeros(x.type) if g is None else g
                for x, s, g in zip(node.operands, node.sources, given, strict=True)
            ]
            if isinstance(node.op, Direct):
                result = node.op.function(*operands)
            else:
                result = bind(node.op, *operands, **node.params)
            for i, r in enumerate(result if node.op.multiple else (result,)):
                values[node.first + i] = r
        return [None if n is None else values.get(n) for n in self.outputs]


def _live(nodes: list[LinearNode], outputs: Sequence[int | None]) -> list[LinearNode]:
    """Those nodes that the outputs depend on."""
    needed = {n for n in outputs if n is not None}
    kept: list[LinearNode] = []
    for node in reversed(nodes):
        if any(node.first + i in needed for i in range(len(node.types))):
            kept.append(node)
            needed.update(node.sources)
    kept.reverse()
    return kept


def linearize(
    function: Callable[..., Sequence[Any]], primals: Sequence[Any], wanted: Sequence[bool]
) -> tuple[list[Any], LinearProgram]:
    """The results of `function(*primals)`, and how they change with the `wanted` arguments.

    `function` gives a sequence of arrays (other objects among them pass through untouched).
    An argument of integer or bool dtype has no tangent even when wanted.
    """
    tape = LinearTape()
    jvp = JVP(blockable=True)
    arguments: list[Any] = []
    inputs: list[int | None] = []
    for x, want in zip(primals, wanted, strict=True):
        tangent = tape.input(type_of(x)) if want and x.dtype.is_inexact else None
        inputs.append(None if tangent is None else tangent.number)
        arguments.append(jvp.lift(x, tangent))
    try:
        pairs = [jvp.lower(x) for x in function(*arguments)]
    finally:
        tape.closed = jvp.closed = True
    outputs = [None if t is None else t.number for _, t in pairs]
    return [primal for primal, _ in pairs], LinearProgram(tape.nodes, inputs, outputs)
