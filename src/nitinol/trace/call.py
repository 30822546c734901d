"""`Call`: a whole graph as one operation, so that transforms see a compiled function as one step.

`Call(graph).op` applies the graph. Its lowering is `Inline`, so inside another program it
dissolves; evaluated on tensors it is one compiled program. Its `jvp` rule is one further
operation, the *tangent call*: the graph's derivative as a program that is linear in the tangents,
over those inputs and outputs of the call that it needs. The transpose of the tangent call is a
third: the graph that `derive` makes. All three are `Call`s, so derivatives of any order stay
whole programs.

With `keep`, `Call.apply` inside a reverse-mode transform also computes, along with the results,
what the backward program would have to compute again (see `derive`).

Open sizes: the graph's symbols take the sizes of the operands; those that no operand of a derived
program shows are given by the static parameter `sizes`, pairs of symbol and size.
"""

from __future__ import annotations

from ..base.sizes import Atom, Dim, Size, symbols
from ..ir.graph import Graph, Node
from ..ir.op import Inline, Linear, Op, Type
from .array import Array
from .batching import whole
from .bind import bind
from .derive import Derivative, derive, derive_forward
from .jvp import JVPTracer
from .linearize import LinearTracer
from .stage import learn_sizes, run_graph, substitute_sizes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from typing import Any

Sizes = tuple[tuple[Atom, Dim], ...]
Mask = tuple[bool, ...]


class Call:
    """A graph as an operation; it has as many results as the graph has outputs."""

    __slots__ = ("_pulls", "_recording", "_tangents", "graph", "keep", "op")

    def __init__(self, graph: Graph, keep: Callable[[Node], bool] | None = None) -> None:
        self.graph = graph
        self.keep = keep
        self.op = Op(
            graph.name,
            infer=self._infer,
            lowering=Inline(self._body),
            jvp=self._jvp,
            batch=self._batch,
            multiple=True,
            family="call",
        )
        self._recording: Call | None = None
        self._tangents: dict[Mask, TangentCall] = {}
        self._pulls: dict[tuple[Mask, Mask], tuple[Derivative, Call]] = {}

    def apply(self, operands: Sequence[Array]) -> tuple[Any, ...]:
        """The results of the graph for these operands."""
        call = self
        if self.keep is not None and any(map(_reverse, operands)):
            call = self.recording
        results: tuple[Any, ...] = bind(call.op, *operands)
        return results[: len(self.graph.outputs)]

    @property
    def recording(self) -> Call:
        """The call that also gives, after the results, what its backward program wants kept."""
        if self._recording is None:
            wanted = [v.type.dtype.is_inexact for v in self.graph.inputs]
            forward = derive(self.graph, wanted, keep=self.keep).forward
            self._recording = Call(forward)
        return self._recording

    def pull(self, wanted: Mask, given: Mask) -> tuple[Derivative, Call]:
        """The backward program for these inputs and cotangents, and the call of it."""
        found = self._pulls.get((wanted, given))
        if found is None:
            derivative = derive(self.graph, wanted, given=given)
            found = self._pulls[wanted, given] = derivative, Call(derivative.graph)
        return found

    def tangent(self, wanted: Mask) -> TangentCall:
        """The derivative for tangents of these operands."""
        found = self._tangents.get(wanted)
        if found is None:
            found = self._tangents[wanted] = TangentCall(self, wanted)
        return found

    def _environment(self, shapes: Sequence[Any], sizes: Sizes) -> dict[Atom, Dim]:
        env = dict(sizes)
        for value, shape in zip(self.graph.inputs, shapes, strict=True):
            learn_sizes(env, value.type.shape, shape)
        return env

    def _infer(self, *types: Type, sizes: Sizes = ()) -> tuple[Type, ...]:
        env = self._environment([t.shape for t in types], sizes)
        results = []
        for value in self.graph.outputs:
            for size in value.type.shape:
                for atom in symbols(size):
                    if atom not in env:  # made by the program: new at each call
                        env[atom] = Size.symbol(atom.name)
            shape = substitute_sizes(value.type.shape, env)
            results.append(Type(value.type.dtype, shape, value.type.weak))
        return tuple(results)

    def _batch(self, args: Any, axes: Any, size: Dim, /, **params: Any) -> tuple[Any, Any]:
        known = None if self.op.wholes is None else self.op.wholes.get(tuple(axes))
        if known is not None:
            return known.apply(args, params)  # type: ignore[no-any-return]
        # A result that needs no batched operand is the same for all elements.
        reached = {v for v, a in zip(self.graph.inputs, axes, strict=True) if a is not None}
        for node in self.graph.nodes:
            if not reached.isdisjoint(node.operands):
                reached.update(node.outputs)
        flags = tuple([v in reached for v in self.graph.outputs])
        return whole(self.op, tuple(axes), flags).apply(args, params)

    def _body(self, *operands: Any, sizes: Sizes = ()) -> tuple[Any, ...]:
        return tuple(run_graph(self.graph, operands, dict(sizes)))

    def _jvp(
        self, primals: Sequence[Any], tangents: Sequence[Any], out: Sequence[Any], sizes: Sizes = ()
    ) -> Any:
        tangent = self.tangent(tuple([t is not None for t in tangents]))
        env = self._environment([x.shape for x in primals], sizes)
        for value, x in zip(self.graph.outputs, out, strict=True):
            learn_sizes(env, value.type.shape, x.shape)
        return tangent.apply([*primals, *out], tangents, env)


def _reverse(x: Any) -> bool:
    """Whether an operand is being differentiated in reverse mode."""
    return isinstance(x, JVPTracer) and isinstance(x.tangent, LinearTracer)


class TangentCall:
    """The derivative of a call for tangents of the `wanted` operands."""

    __slots__ = ("_seen", "call", "closed", "derivative", "of", "wanted")

    def __init__(self, of: Call, wanted: Mask) -> None:
        self.of = of
        self.wanted = wanted
        given = tuple([v.type.dtype.is_inexact for v in of.graph.outputs])
        backward, _ = of.pull(wanted, given)
        derivative = derive_forward(of.graph, wanted, also=backward.saves)
        self.derivative = derivative
        self.call = Call(derivative.graph)
        self.call.op.transpose = self._transpose
        # Whether the programs read all sizes off their operands, whatever cotangents there will be.
        self.closed = not derivative.sizes and not backward.sizes and sum(given) == 1
        env: dict[Atom, Dim] = {}
        for value in derivative.graph.inputs:
            learn_sizes(env, value.type.shape, value.type.shape)
        self._seen = env.keys()

    def apply(
        self, values: Sequence[Any], tangents: Sequence[Any], env: dict[Atom, Dim]
    ) -> list[Any] | None:
        """The tangents of the results; `values` are (operands..., results...).

        `env` gives the open sizes; it may be empty when the call is `closed`.
        """
        derivative = self.derivative
        if all(r is None for r in derivative.results):
            return None
        saved = [values[i] for i in derivative.saves]
        given = [tangents[i] for i in derivative.given]
        # What the operands do not show: for this program, or for its transpose.
        sizes = _pairs(env, env.keys() - self._seen) if env else ()
        found = bind(self.call.op, *saved, *given, sizes=sizes)
        return [None if r is None else found[r] for r in derivative.results]

    def _transpose(self, cotangents: Sequence[Any], *operands: Any, sizes: Sizes = ()) -> list[Any]:
        forward = self.derivative
        given = tuple([r is not None and cotangents[r] is not None for r in forward.results])
        backward, call = self.of.pull(self.wanted, given)
        if backward.sizes:
            env = dict(sizes)
            for value, x in zip(forward.graph.inputs, operands, strict=True):
                learn_sizes(env, value.type.shape, x.shape)
            sizes = _pairs(env, backward.sizes)
        else:
            sizes = ()
        values = dict(zip(forward.saves, operands, strict=False))
        saved = [values[i] for i in backward.saves]
        taken = [cotangents[_known(forward.results[i])] for i in backward.given]
        found = bind(call.op, *saved, *taken, sizes=sizes)
        result: list[Any] = [None] * len(forward.saves)
        for i in forward.given:
            place = backward.results[i]
            result.append(None if place is None else found[place])
        return [c if isinstance(x, Linear) else None for c, x in zip(result, operands, strict=True)]


def _pairs(env: dict[Atom, Dim], atoms: Collection[Atom]) -> Sizes:
    return tuple([(a, env[a]) for a in sorted(atoms, key=lambda a: a.serial)])


def _known(place: int | None) -> int:
    assert place is not None  # a cotangent was given for it
    return place
