"""Rematerialisation inside programs: a region that reverse mode computes again.

A region is a `trace.call.Call`: one operation whose way back reads only its operands and results,
and computes everything between them again. When programs are put together, equal computations are
normally merged, which would undo that. So what the way back of a region computes, it computes from
operands that have passed a *barrier*: a copy in name only, told apart by a number. The barrier also
takes a cotangent, so that nothing behind it can be scheduled, or fused into a kernel, before that
cotangent exists. It costs no instruction: it is a movement that moves nothing, so whoever reads the
copy reads the operand where it lies.

Policies choose values that are kept all the same (`policies`). They become further results of the
region as soon as it is differentiated.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, Final

from ..ir.graph import Builder, Graph, Value, replay
from ..ir.op import Linear, Movement, Op
from ..trace.bind import bind
from ..trace.call import Call, Sizes
from ..trace.derive import Derivative, derive
from ..trace.primitives import common_type
from .policies import Policy, checkpoint_name_op

_serials: Final = itertools.count(1)


def _barrier_jvp(primals: Sequence[Any], tangents: Sequence[Any], out: Any, *, serial: int) -> Any:
    (_, token), (tangent, _) = primals, tangents
    return None if tangent is None else bind(barrier, tangent, token, serial=serial)


def _barrier_transpose(cotangent: Any, x: Any, token: Any, *, serial: int) -> tuple[Any, None]:
    return (cotangent if isinstance(x, Linear) else None), None


def _barrier_batch(args: Sequence[Any], axes: Sequence[Any], size: Any, *, serial: int) -> Any:
    return bind(barrier, *args, serial=serial), axes[0]


barrier: Final[Op] = Op(
    "barrier",
    infer=lambda x, token, *, serial: common_type("barrier", x),
    lowering=Movement(
        lambda coords, source, target, *, serial: list(coords), lambda strided, *, serial: strided
    ),
    jvp=_barrier_jvp,
    transpose=_barrier_transpose,
    batch=_barrier_batch,
    family="movement",
)


class Remat(Call):
    """A region; `guarded` says which of its inputs pass a barrier before they are used again.

    Results always do: what the way back computes of them would else be computed on the way there.
    """

    __slots__ = ("_kept", "guarded", "policy")

    def __init__(self, graph: Graph, guarded: Sequence[bool], policy: Policy | None) -> None:
        super().__init__(graph)
        self.guarded = tuple(guarded)
        self.policy = policy
        self._kept: Remat | None = None

    def pull(self, wanted: Any, given: Any) -> tuple[Derivative, Call]:
        found = self._pulls.get((wanted, given))
        if found is None:
            derivative = self._behind_barriers(derive(self.graph, wanted, given=given))
            found = self._pulls[wanted, given] = derivative, Call(derivative.graph)
        return found

    def _behind_barriers(self, derivative: Derivative) -> Derivative:
        graph = derivative.graph
        if not derivative.given:
            return derivative
        builder = Builder(graph.name)
        builder.checks.extend(graph.checks)
        inputs = [builder.input(v.type) for v in graph.inputs]
        token = inputs[len(derivative.saves)]
        mapping: dict[Value, Value] = dict(zip(graph.inputs, inputs, strict=True))
        serial = next(_serials)
        for value, place in zip(graph.inputs, derivative.saves, strict=False):
            if place >= len(self.guarded) or self.guarded[place]:
                operands = [mapping[value], token]
                mapping[value] = builder.apply(barrier, operands, {"serial": serial})[0]
        env = replay(graph, builder, mapping)
        finished = builder.finish([env[v] for v in graph.outputs])
        return Derivative(
            finished,
            derivative.saves,
            derivative.given,
            derivative.results,
            derivative.forward,
            derivative.sizes,
        )

    @property
    def kept(self) -> Remat | None:
        """The region with what the policy keeps as further results; None when it keeps nothing."""
        if self.policy is None:
            return None
        if self._kept is None:
            wanted = [v.type.dtype.is_inexact for v in self.graph.inputs]
            policy = self.policy
            # A name stands behind the operation whose result it names.
            named = {
                n.operands[0].node
                for n in self.graph.nodes
                if n.op is checkpoint_name_op and policy(n)
            }
            forward = derive(self.graph, wanted, keep=lambda n: n in named or policy(n)).forward
            self._kept = Remat(forward, self.guarded, None)
        return self._kept

    def _jvp(
        self, primals: Sequence[Any], tangents: Sequence[Any], out: Sequence[Any], sizes: Sizes = ()
    ) -> Any:
        kept = self.kept
        if kept is None:
            return super()._jvp(primals, tangents, out, sizes)
        more = bind(kept.op, *primals, sizes=sizes)[len(out) :]
        found = kept._jvp(primals, tangents, [*out, *more], sizes)
        return None if found is None else found[: len(out)]


__all__ = ["Remat", "barrier"]
