"""`bind`: the one door through which every application of a primitive passes.

Tracers belong to an interpreter with a level; the application goes to the interpreter of the
highest level among its operands, which computes its part and binds again on what lies below. When
no operand is a tracer, the bottom interpreter computes: `exec` installs it in `bottom` when it is
imported.

While a function is being staged in this thread (`active.stage`), the program under construction
is the bottom of everything that the function does: an application on numbers or on captured
tensors alone (`ni.zeros(3)`, `w.sum()`) becomes part of the program too, never a value of this
moment.
"""

from __future__ import annotations

import itertools
import sys

from ..base.dtypes import DType
from ..base.errors import TracerError
from ..base.lean import local
from ..base.places import Place, show_place, users_place
from ..base.sizes import Shape
from ..ir.op import Op, Type
from .array import Array, Number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, Final


class Interpreter:
    """One way of computing applications of operations; see `stage`, `jvp`, `linearize`."""

    __slots__ = ("closed", "level", "place")

    wholly = False  # whether `composite` does better than the body, one operation at a time

    def __init__(self, level: int) -> None:
        self.level = level
        self.closed = False  # set when its function has returned: a tracer seen later has leaked
        self.place = users_place(sys._getframe(1))  # whose call made it, for messages

    def process(self, op: Op, operands: Sequence[Array], params: dict[str, Any]) -> Any:
        """The result(s) of `op` on operands of this level or below."""
        raise NotImplementedError(type(self).__name__)  # abstract: every subclass overrides it

    def composite(self, composite: Any, operands: Sequence[Any], params: dict[str, Any]) -> Any:
        """The result of a `trace.composite.Composite`."""
        return composite.traced(*operands, **params)


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
        raise self._concrete(
            "the truth value of",
            "ni.cond(condition, f, g, x) for `if`, ni.while_loop(condition, body, x) for `while`, "
            "ni.where(condition, a, b) to select by element, ni.logical_and(a, b) for `and`",
        )

    def __int__(self) -> int:
        raise self._concrete("the int of", "an int tensor")

    def __float__(self) -> float:
        raise self._concrete("the float of", "the tensor itself")

    def __index__(self) -> int:
        raise self._concrete(
            "an index from", "ni.take(x, index), or ni.fori_loop(0, n, body, x) for a loop"
        )

    def made_at(self) -> str:
        """Where this tensor was made, for messages."""
        return f"in a function transformed at {show_place(self.interpreter.place)}"

    def _concrete(self, what: str, instead: str) -> TracerError:
        if self.interpreter.closed:
            return leaked(self)
        return TracerError(
            f"{what} a tensor of type {self.type!r} was asked for while its function is being "
            f"traced, where it has no value yet; write {instead} instead, or call the function "
            "without the transform"
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.type!r} level {self.interpreter.level}>"


def leaked(x: Tracer) -> TracerError:
    """The error of using a tensor that outlived the function that it belongs to."""
    return TracerError(
        f"a tensor {x.type!r} from inside a transformed function was used after that function had returned; "
        "return it from the function, do not store it elsewhere (in a list, a global, an attribute). It was made "
        f"{x.made_at()}"
    )


class ValueTracer(Tracer):
    """A tracer that carries a value along; where that is concrete, so is all that Python asks for."""

    __slots__ = ()

    def beneath(self) -> Any:
        """The value."""
        raise NotImplementedError(type(self).__name__)  # abstract: every subclass overrides it

    def __bool__(self) -> bool:
        return bool(self.beneath())

    def __int__(self) -> int:
        return int(self.beneath())

    def __float__(self) -> float:
        return float(self.beneath())

    def __complex__(self) -> complex:
        return complex(self.beneath())

    def __index__(self) -> int:
        index: int = self.beneath().__index__()
        return index

    def item(self) -> Any:
        """The Python number that the value holds."""
        return self.beneath().item()

    def tolist(self) -> Any:
        """The value as nested lists of Python numbers."""
        return self.beneath().tolist()


def innermost(x: Any) -> Any:
    """The values beneath all derivatives and mapped axes: a tensor, or a tracer of a program."""
    while isinstance(x, Tracer):
        below = getattr(x, "primal", None)
        below = getattr(x, "value", None) if below is None else below
        if not isinstance(below, Array):
            break
        x = below
    return x


class Bottom:
    """What runs when nothing is being traced. `exec` replaces both functions."""

    def primitive(self, op: Op, operands: Sequence[Array], params: dict[str, Any]) -> Any:
        raise TracerError(f"no evaluator is installed; import nitinol, not {__name__}, to run {op}")


bottom: Bottom = Bottom()


def install_bottom(evaluator: Bottom) -> None:
    """Make `evaluator` compute what nothing traces."""
    global bottom
    bottom = evaluator


_levels = itertools.count(1)


def next_level() -> int:
    """A level above every interpreter made so far, so that inner transforms are always on top."""
    return next(_levels)


class Active(local):
    """What is going on in this thread."""

    stage: Interpreter | None = None  # the innermost function being staged
    mapped: tuple[Any, ...] = ()  # the axes that `vmap` is mapping over, outermost first
    lazy: Any = None  # the recorder of `ni.lazy()`, inside of its scope
    origin: Any = (
        None  # the user's line that what is computed now goes back to, if it is not the running one
    )
    call: Any = (
        None  # the operation of which steps are recorded now: any object, one for each application
    )
    blocked: int = 0  # `no_grad` keeps interpreters of reverse mode up to this level from recording


active: Final = Active()


def here() -> Place | None:
    """The user's line that what happens now goes back to."""
    return active.origin or users_place(sys._getframe(1))


def waits(x: Any) -> bool:
    """Whether `x` is a tensor of `ni.lazy()` without value, which should be used as an operand rather than read."""
    return active.lazy is not None and type(x) is active.lazy.kind


def interpreter_of(operands: Sequence[Any]) -> Interpreter | None:
    """The interpreter that an application on `operands` goes to; None: the bottom computes it."""
    top = active.stage
    for x in operands:
        if isinstance(x, Tracer):
            own = x.interpreter
            if own.closed:
                raise leaked(x)
            if top is None or own.level > top.level:
                top = own
        elif isinstance(x, Array) and x.compound:
            raise x.no_meaning()
    return top


def bind(op: Op, *operands: Array, **params: Any) -> Any:
    """Apply `op`: one result, or a tuple when the operation has several."""
    top = interpreter_of(operands)
    if top is None:
        return bottom.primitive(op, operands, params)
    return top.process(op, operands, params)


def type_of(x: Array) -> Type:
    """The dtype and shape of any array."""
    if isinstance(x, (Tracer, Number)):
        return x.type
    return Type(x.dtype, x.shape)
