"""`bind`: the one door through which every application of a primitive passes.

Tracers belong to an interpreter with a level; the application goes to the interpreter of the highest
level among its operands, which computes its part and binds again on what lies below. When no operand
is a tracer, the bottom interpreter computes: `exec` installs it in `bottom` when it is imported.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from ..base.dtypes import DType
from ..base.errors import TracerError
from ..base.sizes import Shape
from ..ir.op import Op, Type
from .array import Array, Number


class Interpreter:
    """One way of computing applications of operations; see `stage`, `jvp`, `linearize`."""

    __slots__ = ("closed", "level")

    def __init__(self, level: int) -> None:
        self.level = level
        self.closed = False  # set when its function has returned: a tracer seen later has leaked

    def process(self, op: Op, operands: Sequence[Array], params: dict[str, Any]) -> Any:
        """The result(s) of `op` on operands of this level or below."""
        raise NotImplementedError(type(self).__name__)  # abstract: every subclass overrides it


class Tracer(Array):
    """A tensor inside a transformed function."""

    __slots__ = ("interpreter", "type")

    interpreter: Interpreter
    type: Type

    def __init__(self, interpreter: Interpreter, type: Type) -> None:
        self.interpreter = interpreter
        self.type = type

    @property
    def dtype(self) -> DType:
        return self.type.dtype

    @property
    def shape(self) -> Shape:
        return self.type.shape

    def __bool__(self) -> bool:
        raise self._concrete("the truth value of", "ni.where(condition, a, b)")

    def __int__(self) -> int:
        raise self._concrete("the int of", "an int tensor")

    def __float__(self) -> float:
        raise self._concrete("the float of", "the tensor itself")

    def __index__(self) -> int:
        raise self._concrete("an index from", "ni.take(x, index)")

    def _concrete(self, what: str, instead: str) -> TracerError:
        return TracerError(
            f"{what} a tensor of type {self.type!r} was asked for while its function is being traced, "
            f"where it has no value yet; write {instead} instead, or call the function without the transform"
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.type!r} level {self.interpreter.level}>"


class Bottom:
    """What runs when nothing is being traced. `exec` replaces both functions."""

    def primitive(self, op: Op, operands: Sequence[Array], params: dict[str, Any]) -> Any:
        raise TracerError(f"no evaluator is installed; import nitinol, not {__name__}, to run {op}")


bottom: Bottom = Bottom()


def install_bottom(evaluator: Bottom) -> None:
    """Make `evaluator` compute what nothing traces."""
    global bottom
    bottom = evaluator


_levels: Final[list[int]] = [0]


def next_level() -> int:
    """A level above every interpreter made so far, so that inner transforms are always on top."""
    _levels[0] += 1
    return _levels[0]


def top_interpreter(operands: Sequence[Any]) -> Interpreter | None:
    """The interpreter of the highest level among `operands`, or None."""
    top: Interpreter | None = None
    for x in operands:
        if isinstance(x, Tracer) and (top is None or x.interpreter.level > top.level):
            top = x.interpreter
    if top is not None and top.closed:
        raise TracerError(
            "a tensor from inside a transformed function was used after that function returned; "
            "return it from the function instead of storing it elsewhere"
        )
    return top


def bind(op: Op, *operands: Array, **params: Any) -> Any:
    """Apply `op`: one result, or a tuple when the operation has several."""
    top = top_interpreter(operands)
    if top is None:
        return bottom.primitive(op, operands, params)
    return top.process(op, operands, params)


def type_of(x: Array) -> Type:
    """The dtype and shape of any array."""
    if isinstance(x, (Tracer, Number)):
        return x.type
    return Type(x.dtype, x.shape)


Evaluate = Callable[..., Any]
