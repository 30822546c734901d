"""Forward mode: `JVPTracer` carries a value (`primal`) and its derivative along a direction
(`tangent`).

An application of an operation is computed on the primals, one level down, and then the
operation's `jvp` rule gives the tangent of the result. A tangent that is zero everywhere is
`None`, and a result without tangent is not wrapped at all, so what does not depend on the
differentiated arguments costs nothing more. Results of integer or bool dtype have no tangent.

When the primals are concrete so is everything that Python asks of a tracer: `if loss > 3:` works
inside a differentiated function that is not being staged.
"""

from __future__ import annotations

from ..base.config import debug
from ..base.dtypes import DType
from ..base.errors import CompileError, GradientError
from ..base.sizes import Dim, Shape
from ..ir.op import Inline, Op, Type
from .array import Array
from .bind import Interpreter, ValueTracer, active, bind, next_level, type_of
from .stage import known_equal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Final

VERIFY = debug("verify")


class JVPTracer(ValueTracer):
    """A value and its tangent."""

    __slots__ = ("primal", "tangent")

    primal: Any
    tangent: Any  # None: zero

    def __init__(self, interpreter: Interpreter, primal: Any, tangent: Any) -> None:
        self.interpreter = interpreter
        self.primal = primal
        self.tangent = tangent

    @property
    def type(self) -> Type:  # type: ignore[override]
        return type_of(self.primal)

    @property
    def dtype(self) -> DType:
        dtype: DType = self.primal.dtype
        return dtype

    @property
    def shape(self) -> Shape:
        shape: Shape = self.primal.shape
        return shape

    def beneath(self) -> Any:
        """The primal."""
        return self.primal


class JVP(Interpreter):
    """Computes primals and tangents side by side.

    `blockable` says whether `no_grad` stops it: it stops reverse mode, not forward mode.
    """

    __slots__ = ("blockable",)

    wholly = True

    def __init__(self, blockable: bool = False) -> None:
        super().__init__(next_level())
        self.blockable = blockable

    def lift(self, primal: Any, tangent: Any) -> Any:
        """The tracer of a value; the value itself when its tangent is zero."""
        return primal if tangent is None else JVPTracer(self, primal, tangent)

    def lower(self, x: Any) -> tuple[Any, Any]:
        """(primal, tangent) of anything."""
        if isinstance(x, JVPTracer) and x.interpreter is self:
            return x.primal, x.tangent
        return x, None

    def composite(self, composite: Any, operands: Sequence[Any], params: dict[str, Any]) -> Any:
        return whole_slot[0](self, composite, operands, params)

    def process(self, op: Op, operands: Sequence[Array], params: dict[str, Any]) -> Any:
        primals: list[Any] = []
        tangents: list[Any] = []
        for x in operands:
            if isinstance(x, JVPTracer) and x.interpreter is self:
                primals.append(x.primal)
                tangents.append(x.tangent)
            else:
                primals.append(x)
                tangents.append(None)
        if self.blockable and self.level <= active.blocked:
            return bind(op, *primals, **params)
        if op.jvp is None and isinstance(op.lowering, Inline):
            return op.lowering.body(*operands, **params)
        if op.differentiate is not None:
            out, tangent = op.differentiate(primals, tangents, **params)
        else:
            out = bind(op, *primals, **params)
            tangent = tangent_of(op, primals, tangents, out, params)
        if op.multiple:
            if tangent is None:
                return out
            return tuple([self.lift(p, t) for p, t in zip(out, tangent, strict=True)])
        return out if tangent is None else JVPTracer(self, out, tangent)


def _unknown(level: JVP, composite: Any, operands: Any, params: Any) -> Any:
    return composite.traced(*operands, **params)


whole_slot: Final[list[Callable[..., Any]]] = [_unknown]  # `trace.wholes` fills it


def tangent_of(
    op: Op, primals: Sequence[Any], tangents: Sequence[Any], out: Any, params: dict[str, Any]
) -> Any:
    """What the `jvp` rule of `op` gives, or None; for several results a tuple, or None.

    Raises `GradientError` when the operation has no derivative.
    """
    outs = out if op.multiple else (out,)
    inexact = [o.dtype.kind in "fc" for o in outs]
    if True not in inexact or all(t is None for t in tangents):
        return None
    if op.jvp is None:
        raise GradientError(
            f"{op} has no derivative; keep it out of the differentiated path with "
            "ni.stop_gradient(x), or write the step with other operations"
        )
    tangent = op.jvp(primals, tangents, out, **params)
    if op.multiple and tangent is not None:
        tangent = tuple([t if ok else None for t, ok in zip(tangent, inexact, strict=True)])
        if all(t is None for t in tangent):
            tangent = None
    if VERIFY:
        for o, t in zip(outs, tangent if op.multiple and tangent else (tangent,), strict=False):
            verify_match(f"the jvp rule of {op}", type_of(o), t)
    return tangent


def verify_match(where: str, want: Type, derivative: Any) -> None:
    """Raise `CompileError` unless a (co)tangent has the dtype and the shape of its value."""
    if derivative is None:
        return
    got = type_of(derivative)
    fits = want.dtype is got.dtype and want.ndim == got.ndim
    if not fits or any(map(_differ, want.shape, got.shape)):
        raise CompileError(f"{where} gave {got!r} for a value of type {want!r}")


def _differ(a: Dim, b: Dim) -> bool:
    return known_equal(a, b) is False
