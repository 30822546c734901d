"""A hidden axis of `vmap` taken out of a tensor and put back, also through levels above.

`level.first(x)` sees the axis only when `x` is a tracer of `level` itself. A cotangent may lie
higher: a pair of value and tangent whose both parts are mapped, rows of a Jacobian over mapped
tensors, or a tangent that is being recorded, which stands for a mapped one. `expose` and `conceal`
go down through these; recorded tangents pass by a linear operation whose transpose is the other of
the two.
"""

from __future__ import annotations

from typing import Any

from ..base.errors import GradientError
from ..ir.op import Linear, Type
from ..trace.batching import Batch, BatchTracer, put, without
from ..trace.bind import Tracer
from ..trace.composite import as_operand
from ..trace.jvp import JVP, JVPTracer
from ..trace.linearize import Direct, LinearTracer


def expose(level: Batch, x: Any, place: int) -> Any:
    """`x` with the hidden axis of `level` as axis number `place`; repeated when it has none."""
    if isinstance(x, BatchTracer) and x.interpreter is level:
        return put(x.value, x.axis, place, level.size)
    if not isinstance(x, Tracer) or x.interpreter.level < level.level:
        return put(as_operand(x), None, place, level.size)
    if isinstance(x, BatchTracer):
        # Places count without the axis that this level hides.
        after = place > x.axis
        inner = expose(level, x.value, place + after)
        return BatchTracer(x.interpreter, inner, x.axis + (not after))  # type: ignore[arg-type]
    if isinstance(x, JVPTracer):
        return JVPTracer(
            x.interpreter, expose(level, x.primal, place), expose(level, x.tangent, place)
        )
    if isinstance(x, LinearTracer):
        shape = x.type.shape
        wide = Type(x.dtype, (*shape[:place], level.size, *shape[place:]))
        return _recorded(level, place, x, wide, True)
    raise not_known()


def conceal(level: Batch, x: Any, place: int) -> Any:
    """`x` with its axis number `place` as the hidden axis of `level`."""
    if not isinstance(x, Tracer) or x.interpreter.level < level.level:
        return level.lift(x, place)
    if isinstance(x, BatchTracer):
        after = place >= x.axis
        inner = conceal(level, x.value, place + after)
        return BatchTracer(x.interpreter, inner, x.axis - (not after))  # type: ignore[arg-type]
    if isinstance(x, JVPTracer):
        return JVPTracer(
            x.interpreter, conceal(level, x.primal, place), conceal(level, x.tangent, place)
        )
    if isinstance(x, LinearTracer):
        return _recorded(level, place, x, without(x.type, place), False)
    raise not_known()


def apart(level: JVP, x: Any) -> tuple[Any, Any]:
    """(value, tangent) of anything, also where an axis of a level above is hidden in both."""
    if isinstance(x, BatchTracer) and x.interpreter.level > level.level:
        upper = x.interpreter
        assert isinstance(upper, Batch)
        primal, tangent = apart(level, x.value)
        return upper.lift(primal, x.axis), None if tangent is None else upper.lift(tangent, x.axis)
    if isinstance(x, Tracer) and x.interpreter.level > level.level:
        raise not_known()  # it may carry a tangent that cannot be taken out of it
    return level.lower(x)


def together(level: JVP, primal: Any, tangent: Any) -> Any:
    """The reverse of `apart`."""
    if tangent is None:
        return primal
    for x in (primal, tangent):
        if isinstance(x, BatchTracer) and x.interpreter.level > level.level:
            upper = x.interpreter
            assert isinstance(upper, Batch)
            pair = together(level, expose(upper, primal, 0), expose(upper, tangent, 0))
            return conceal(upper, pair, 0)
    return level.lift(primal, tangent)


def _recorded(level: Batch, place: int, x: LinearTracer, type: Type, exposes: bool) -> Any:
    """One of the two, recorded on a tape of tangents."""
    there, back = (expose, conceal) if exposes else (conceal, expose)

    def infer(t: Type) -> Type:
        shape = t.shape
        if exposes:
            return Type(t.dtype, (*shape[:place], level.size, *shape[place:]))
        return without(t, place)

    def transpose(cotangent: Any, operand: Any) -> list[Any]:
        return [back(level, cotangent, place) if isinstance(operand, Linear) else None]

    op = Direct(lambda v: there(level, v, place), infer, transpose)
    return x.interpreter.record(op, [], [x], type)  # type: ignore[attr-defined]


def not_known() -> GradientError:
    """What is raised where a gradient by a tape would have to pass through transforms that it cannot."""
    return GradientError(
        "the gradient of a tape is not known here: inside of ni.jet, or of vmap between several derivatives; write "
        "ni.grad(f)(x) instead of the tape"
    )
