"""`ni.debug`: looking inside differentiated and compiled functions.

    ni.debug.check_grads(f, (x, y))        derivatives against finite differences
    with ni.debug.nans(): …                stops at the first NaN, and says where it came from
    ni.debug.print("x = {}", x)            prints values, also of compiled functions
    with ni.debug.no_jit(): …              compiled functions run as the Python that they were

`nans` makes every call take the slow way past the dispatch cache (`core.set_tracing`) to an evaluator
that looks at the results; so it costs nothing when it is not used. Compiled functions run as Python
meanwhile, and loops round by round (`exec.interpret`), because only there is an operation to be blamed.

`print` inside a compiled function makes the values further results of its program, as state is that
the function assigns. They are assigned to a `_Sink`, which prints them when the call is over.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ..base.errors import NitinolError
from ..base.places import locate
from ..core import TensorBase, make, set_tracing
from ..exec import backward, jit
from ..exec.evaluate import evaluator
from ..exec.interpret import Interpreter
from ..ir.op import Op
from ..ops import any as any_of
from ..ops import isfinite, isnan
from ..trace import bind as binding
from ..trace.array import Array
from ..trace.batching import BatchTracer
from ..trace.bind import Bottom, active, here, install_bottom
from ..trace.composite import Composite, evaluate_slot
from ..trace.jvp import JVPTracer
from ..trace.stage import Stage
from .check_grads import check_grads
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


# --- printing


def print(text: str, *args: Any, **kwargs: Any) -> None:
    """Print `text.format(*args, **kwargs)`, where values may be tensors of any kind.

    In a compiled function the values are printed when each call is over, in the order of the
    program. Inside `ni.vmap` there is a line for each element, inside derivatives the value is
    printed. In the body of a compiled loop there is nothing to print to; return the values instead.

    >>> import nitinol as ni
    >>> @ni.jit
    ... def f(x):
    ...     y = x * 2.0
    ...     ni.debug.print("y = {}", y)
    ...     return y.sum()
    >>> _ = f(ni.tensor([1.0, 2.0]))
    y = tensor([2., 4.])
    """
    if not isinstance(text, str):
        raise TypeError(
            f'ni.debug.print takes a text first, got {type(text).__name__}; write ni.debug.print("{{}}", x)'
        )
    names = list(kwargs)
    pairs = [_plain(x) for x in (*args, *kwargs.values())]
    line = _Line(text, len(args), names, [depth for _, depth in pairs])
    for i, (x, _) in enumerate(pairs):
        if isinstance(active.stage, Stage) and isinstance(x, Array):
            sink = _Sink(line, i)
            sink._assign(x)
        else:
            line.values[i] = x
    line.ready()


def _plain(x: Any) -> tuple[Any, int]:
    """The value below tracers, and how many hidden axes it has in front."""
    depth = 0
    while isinstance(x, (JVPTracer, BatchTracer)):
        if isinstance(x, JVPTracer):
            x = x.primal
        else:
            x = x.interpreter.first(x)  # type: ignore[attr-defined]
            depth += 1
    return x, depth


class _Missing:
    """A value that is not known yet."""


class _Line:
    """What is printed, once all its values are known."""

    def __init__(self, text: str, count: int, names: list[str], depths: list[int]) -> None:
        self.text = text
        self.count = count
        self.names = names
        self.depths = depths
        self.values: list[Any] = [_Missing] * len(depths)

    def ready(self) -> None:
        """Print if nothing is missing; the values from a program come anew at each call."""
        if any(v is _Missing for v in self.values):
            return
        depth = max(self.depths, default=0)
        for index in _indices(self.values, self.depths, depth):
            shown = [_element(v, d, index) for v, d in zip(self.values, self.depths, strict=True)]
            named = dict(zip(self.names, shown[self.count :], strict=True))
            builtins.print(self.text.format(*shown[: self.count], **named))


def _indices(values: Sequence[Any], depths: Sequence[int], depth: int) -> Iterator[tuple[int, ...]]:
    """The elements of the hidden axes, as the value with most of them has them."""
    if depth == 0:
        yield ()
        return
    shape = next(v.shape[:d] for v, d in zip(values, depths, strict=True) if d == depth)
    total = 1
    for n in shape:
        total *= n
    for i in range(total):
        index: list[int] = []
        for n in reversed(shape):
            index.insert(0, i % n)
            i //= n
        yield tuple(index)


def _element(v: Any, depth: int, index: tuple[int, ...]) -> Any:
    if not isinstance(v, TensorBase):
        return v
    v = bare(v)
    for _ in range(depth):
        v = v[index[0]]
        index = index[1:]
    return v


class _Sink:
    """What a program assigns values to that are to be printed; see the module's docstring."""

    __slots__ = ("_address", "_line", "_place", "_storage")

    _address: int
    _storage: Any

    def __init__(self, line: _Line, place: int) -> None:
        self._line = line
        self._place = place

    def _assign(self, value: Any) -> None:
        stage = active.stage
        if isinstance(stage, Stage):
            stage.assigned[id(self)] = (self, stage.value(value))  # type: ignore[assignment]
        else:
            self._take(value)

    def _take(self, value: Any) -> None:
        line = self._line
        line.values[self._place] = value
        line.ready()
        if all(v is not _Missing for v in line.values):
            for i, v in enumerate(line.values):
                if isinstance(v, TensorBase):
                    line.values[i] = _Missing

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "_layout":  # the last of the three that a result is handed over in
            self._take(make(self._storage, self._address, value))
            return
        object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        # What a loop says that would have to carry the text.
        return (
            "<ni.debug.print, which is not possible in the body of a compiled loop; return the "
            "values (as second result of the function of ni.scan), and print them behind it>"
        )
