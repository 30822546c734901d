"""A walk back along a tape as one linear operation.

Inside of reverse mode a tangent is recorded: it has no value yet (`trace.linearize`). Where a tape's gradient has to
be taken of such a tangent, the walk back is a linear function of it. Over tensors the walk itself can be
recorded, step by step. Over values that carry tangents of an outer forward mode it cannot: what the recorded tangent
says of that forward mode is only known when it has a value. So the walk is recorded as one operation (`Later`), which
walks when it is applied.

The transpose of a walk, c ↦ Jᵀc, is w ↦ Jw. It comes from walking twice: Jw is the gradient of ⟨Jᵀc, w⟩ by c, at any c.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any, Final

from ..core import Node, TensorBase, set_grad_enabled
from ..ir.op import Type
from ..trace.array import Array
from ..trace.batching import BatchTracer
from ..trace.bind import Tracer, bind, type_of
from ..trace.jvp import JVPTracer
from ..trace.linearize import Direct, LinearNode, LinearTape, LinearTracer
from ..trace.primitives import accumulate, zeros
from ..trace.stage import StageTracer
from .hidden import not_known
from .leaves import strong
from .remat import barrier

# (outputs, inputs, cotangents) to the gradients, for any further walk.
Walk = Callable[[Sequence[Any], Sequence[Any], Sequence[Any]], list[Any]]
_serials: Final = itertools.count(-1, -1)


def carries_tangents(x: Any) -> bool:
    """Whether derivatives are carried below the mapped axes of a value."""
    while isinstance(x, BatchTracer):
        x = x.value
    return isinstance(x, (JVPTracer, LinearTracer))


def is_recorded(x: Any) -> bool:
    """Whether a tangent has no value yet."""
    return isinstance(x, LinearTracer)


class Later(Direct):
    """A function of one tensor that is linear and made of walks; `like` is an array like its operand."""

    __slots__ = ("like",)

    def __init__(self, function: Callable[[Any], Any], like: Any, result: Type, walk: Walk) -> None:
        self.like = like

        def transpose(cotangent: Any, operand: Any) -> list[Any]:
            before = set_grad_enabled(True)
            try:
                point = _leaf(like)
                reached = function(point)
                return [None if reached is None else walk([reached], [point], [cotangent])[0]]
            finally:
                set_grad_enabled(before)

        super().__init__(function, lambda t: result, transpose)


def walked(pairs: Sequence[tuple[Any, Any]], inputs: Sequence[Any], walk: Walk) -> list[Any]:
    """The gradients of outputs with recorded cotangents; None for `inputs` that are not reached."""
    ends = [y for y, _ in pairs]
    reached = walk(ends, inputs, [zeros(strong(y)) for y in ends])
    results: list[Any] = [None] * len(inputs)
    for i, (x, g) in enumerate(zip(inputs, reached, strict=True)):
        if g is not None:
            for y, c in pairs:

                def function(v: Any, y: Any = y, x: Any = x) -> Any:
                    return walk([y], [x], [v])[0]

                op = Later(function, y, strong(x), walk)
                one = c.interpreter.record(op, [], [c], strong(x))
                results[i] = accumulate(results[i], one)
    return results


def rewalked(
    level: LinearTape, node: LinearNode, cotangent: Any, inputs: Sequence[Any], walk: Walk
) -> list[Any]:
    """The gradients of a recorded walk itself, which goes other ways where `inputs` change: of ⟨cotangent, walk(v)⟩
    for the recorded tangent v. They are linear in v."""
    op = node.op
    assert isinstance(op, Later)
    if isinstance(cotangent, Tracer) and cotangent.interpreter.level > level.level:
        raise not_known()
    before = set_grad_enabled(True)
    try:
        found = op.function(_leaf(op.like))
        if found is None:
            return [None] * len(inputs)
        reached = walk([found], inputs, [zeros(node.types[0])])
    finally:
        set_grad_enabled(before)
    results: list[Any] = []
    for x, g in zip(inputs, reached, strict=True):
        if g is None:
            results.append(None)
            continue

        def function(v: Any, x: Any = x) -> Any:
            before = set_grad_enabled(True)
            try:
                found = op.function(v)
                return None if found is None else walk([found], [x], [cotangent])[0]
            finally:
                set_grad_enabled(before)

        again = Later(function, op.like, strong(x), walk)
        tangent = LinearTracer(level, type_of(op.like), node.sources[0])
        results.append(level.record(again, [], [tangent], strong(x)))
    return results


def _leaf(like: Any) -> Any:
    """Zeros that nothing was computed from, with the mapped axes of `like`; a walk may end there."""
    if isinstance(like, JVPTracer):
        return _leaf(like.primal)
    if isinstance(like, BatchTracer):
        return BatchTracer(like.interpreter, _leaf(like.value), like.axis)  # type: ignore[arg-type]
    if isinstance(like, LinearTracer) or not isinstance(like, Array):
        raise not_known()
    made = zeros(strong(like))
    if isinstance(like, StageTracer):
        return bind(barrier, made, made, serial=next(_serials))
    if isinstance(made, TensorBase):
        made._node = Node(None, (), (), (made._layout,))
    return made


__all__ = ["Later", "carries_tangents", "is_recorded", "rewalked", "walked"]
