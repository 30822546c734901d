"""`ni.debug`: looking inside differentiated and compiled functions.

    ni.debug.check_grads(f, (x, y))        derivatives against finite differences
    with ni.debug.nans(): …                stops at the first NaN, and says where it came from
    ni.debug.print("x = {}", x)            prints values, also of compiled functions
    with ni.debug.no_jit(): …              compiled functions run as the Python that they were

`nans` makes every call take the slow way past the dispatch cache (`core.set_tracing`) to an evaluator
that looks at the results; so it costs nothing when it is not used. Compiled functions run as Python
meanwhile, and loops round by round (`exec.interpret`), because only there is an operation to be blamed.

How `print` prints is in `printing`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ..base.errors import NitinolError
from ..base.places import locate
from ..core import TensorBase, set_tracing
from ..exec import backward, jit
from ..exec.evaluate import evaluator
from ..exec.interpret import Interpreter
from ..ir.op import Op
from ..ops import any as any_of
from ..ops import isfinite, isnan
from ..trace import bind as binding
from ..trace.array import Array
from ..trace.bind import Bottom, active, here, install_bottom
from ..trace.composite import Composite, evaluate_slot
from .check_grads import check_grads
from .printing import print
from .steps import bare

__all__ = ["NaNError", "check_grads", "nans", "no_jit", "print"]


class NaNError(NitinolError, FloatingPointError):
    """An operation gave NaN inside `ni.debug.nans()`."""


# --- the first NaN


class _Checked(Bottom):
    """The evaluator, which looks at every result."""

    def __init__(self, infinities: bool) -> None:
        self.infinities = infinities
        self.looking = False
        self.steps = Interpreter(self._one)
        # The lines that nodes of the tape go back to, by their numbers.
        self.places: dict[int, Any] = {}

    def primitive(self, op: Op, operands: Sequence[Array], params: dict[str, Any]) -> Any:
        return self.steps.node(op, operands, params)  # loops round by round

    def _one(self, op: Op, operands: Sequence[Any], params: dict[str, Any]) -> Any:
        result = evaluator.primitive(op, operands, params)
        self.look(op.name, operands, result)
        return self._noted(result)

    def composite(self, composite: Composite, args: Sequence[Any], kwargs: dict[str, Any]) -> Any:
        result = evaluator.composite(composite, args, kwargs)
        self.look(composite.name, args, result)
        return self._noted(result)

    def _noted(self, result: Any) -> Any:
        """Remember which line made a result that is recorded."""
        for y in result if isinstance(result, tuple) else (result,):
            if isinstance(y, TensorBase) and y._node is not None and not self.looking:
                self.places[y._node.sequence] = here()
        return result

    def back(self, name: str, found: Sequence[Any], sequence: int) -> None:
        """The same for a step of `backward()`."""
        before, active.origin = active.origin, self.places.get(sequence)
        try:
            self.look(name, (), list(found), "gradient")
        finally:
            active.origin = before

    def look(self, name: str, operands: Sequence[Any], result: Any, what: str = "result") -> None:
        """Raise when there is a NaN in what an operation gave."""
        if self.looking or active.stage is not None:
            return
        self.looking = True
        try:
            for y in result if isinstance(result, (tuple, list)) else (result,):
                found = self._bad(y)
                if found is None:
                    continue
                before = any(self._bad(x) is not None for x in operands)
                more = "; an operand held one already" if before else ""
                error = NaNError(f"{name} gave {found} in its {what}{more}")
                locate(error, here())
                raise error
        finally:
            self.looking = False

    def _bad(self, y: Any) -> str | None:
        if not isinstance(y, TensorBase) or not y._layout.dtype.is_inexact:
            return None
        y = bare(y)
        if any_of(isnan(y)).item():
            return "NaN"
        if self.infinities and not isfinite(y).all().item():
            return "infinity"
        return None


@contextmanager
def nans(infinities: bool = False) -> Iterator[None]:
    """Inside, the first operation whose result holds a NaN raises `NaNError`, with its name and the
    line of the user's that called it: in compiled functions and in the bodies of loops too, and on the way
    back of `backward()` and `grad`, where it is the line of the forward operation.

    With `infinities`, infinite results raise as well. Everything is slower inside, and compiled
    functions run as Python.

    >>> import nitinol as ni
    >>> with ni.debug.nans():
    ...     ni.log(ni.tensor(-1.0))
    Traceback (most recent call last):
    ...
    nitinol.transforms.debug.NaNError: log gave NaN in its result
      at <doctest nitinol.transforms.debug.nans[1]>, line 2, in <module>: ni.log(ni.tensor(-1.0))
    """
    checked = _Checked(infinities)
    before = binding.bottom, evaluate_slot[0], backward.look[0]
    install_bottom(checked)
    evaluate_slot[0] = checked.composite
    backward.look[0] = checked.back
    try:
        with no_jit():
            yield
    finally:
        install_bottom(before[0])
        evaluate_slot[0] = before[1]
        backward.look[0] = before[2]


@contextmanager
def no_jit() -> Iterator[None]:
    """Inside, functions made by `ni.jit` run as ordinary Python: for debuggers and `print`.

    >>> import nitinol as ni
    >>> f = ni.jit(lambda x: x.item() + 1.0)
    >>> with ni.debug.no_jit():
    ...     f(ni.tensor(1.0))
    2.0
    """
    before = jit.python.only
    jit.python.only = True
    set_tracing(True)  # so that the dispatch cache answers no calls
    try:
        yield
    finally:
        set_tracing(False)
        jit.python.only = before
