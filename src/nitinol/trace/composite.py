"""`@composite`: an ordinary function of primitives as one operation.

The function's *operands* are its parameters annotated with a type that mentions `Tensor`
(`Tensor`, `Tensor | None`, `TensorLike`, `Sequence[Tensor]`); they come first and positionally. All
others are static: hashable Python values that a compiled kernel is specialised for.

Called with a tracer, or while a function is being staged, the body runs and its primitives are
traced; an interpreter may also take it as a whole (`Interpreter.wholly`). Called with tensors
only, it is evaluated as a whole by the dispatcher that `exec`
installs: traced once per pattern of its arguments, compiled to one program with one derivative
program, and found again in the dispatch cache. Tensors that are made of others have rules of their own for
it (`trace.kind`).

A composite with a `jvp` rule is also an `Op` whose lowering is `Inline`, so that the rule is
found by every transform, even on a program that was staged before. The rule has the form that
`ir.op` describes.
"""

from __future__ import annotations

from ..core import function as make_function
from ..ir.op import Inline, Op, Type
from .array import Array, number
from .bind import Interpreter, Tracer, active, bind, interpreter_of
from .kind import kind_of
from .repeats import MISSED, repeated
from .stage import infer_by_staging

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, Final, TypeVar, overload

    F = TypeVar("F", bound=Callable[..., Any])

_VARIADIC: Final = 0x04 | 0x08  # flags of code with *args and **kwargs

registry: Final[dict[str, Composite]] = {}  # by name, for the table of operations and its tests


class Composite:
    """What `exec` needs to know of a composite: its body, and which arguments are operands."""

    __slots__ = (
        "body",
        "defaults",
        "function",
        "keywords",
        "mapped",
        "name",
        "op",
        "operand_count",
        "parameters",
        "positional",
        "statics",
    )

    def __init__(self, body: Callable[..., Any], jvp: Callable[..., Any] | None) -> None:
        self.body = body
        self.name = body.__name__
        code = body.__code__
        if code.co_flags & _VARIADIC:
            raise TypeError(f"{self.name}: *args and **kwargs have no place in a composite")
        self.parameters = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        self.positional = code.co_argcount
        self.keywords = frozenset(self.parameters[code.co_posonlyargcount :])
        defaults = body.__defaults__ or ()
        first = code.co_argcount - len(defaults)
        self.defaults = dict(zip(self.parameters[first:], defaults, strict=False))
        self.defaults.update(body.__kwdefaults__ or {})
        kinds = body.__annotations__
        operands = [p for p in self.parameters if "Tensor" in str(kinds.get(p, ""))]
        if tuple(operands) != self.parameters[: len(operands)]:
            raise TypeError(f"{self.name}: operands must come before static parameters")
        self.operand_count = len(operands)
        # Static parameters of a call that gives operands alone; None when that is no full call.
        statics = self.parameters[len(operands) :]
        self.statics: dict[str, Any] | None = None
        if all(n in self.defaults for n in statics):
            self.statics = {n: _hashable(self.defaults[n]) for n in statics}
        self.mapped: dict[Any, Any] = {}  # what `trace.batching` made of it
        self.op: Op | None = None
        if jvp is not None:
            self.op = Op(
                self.name,
                infer=self._infer,
                lowering=Inline(body),
                jvp=jvp,
                family="composite",
            )
        self.function: Callable[..., Any] = body

    def _infer(self, *types: Type, **params: Any) -> Any:
        return infer_by_staging(self.body, types, params)

    def bound(
        self, args: Sequence[Any], kwargs: dict[str, Any]
    ) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """(operands, static parameters with defaults) of a call; TypeError for a wrong call."""
        if not kwargs and len(args) == self.operand_count and self.statics is not None:
            return tuple(args), self.statics
        names = self.parameters
        if len(args) == len(names) and not kwargs and self.positional == len(names):
            values = dict(zip(names, args, strict=True))
        else:
            given = dict(zip(names[: self.positional], args, strict=False))
            values = {**self.defaults, **given, **kwargs}
            if (
                len(args) > self.positional
                or len(values) != len(names)
                or not kwargs.keys() <= self.keywords
                or not given.keys().isdisjoint(kwargs)
            ):
                import inspect  # heavy, and only needed to say what is wrong

                inspect.signature(self.body).bind(*args, **kwargs)
        operands = tuple(values[n] for n in names[: self.operand_count])
        return operands, {n: _hashable(values[n]) for n in names[self.operand_count :]}

    def traced(self, *operands: Any, **params: Any) -> Any:
        """The call as transforms see it: one operation, where there is a rule to be found."""
        if self.op is not None:
            given = tuple([as_operand(x) for x in operands])
            if all(isinstance(x, Array) for x in given):
                return bind(self.op, *given, **params)
        return self.body(*operands, **params)

    def among(self, operands: Sequence[Any], params: dict[str, Any]) -> Any:
        """The call as an interpreter makes it on what lies below; nothing is being staged."""
        top = _top(operands, None)
        if top is None:
            return self.function(*operands, **params)
        if top.wholly:
            return top.composite(self, operands, params)
        return self.traced(*operands, **params)

    def slow(self, *args: Any, **kwargs: Any) -> Any:
        """The way of a call that the dispatch cache did not answer."""
        if active.call is not None:
            return self._apply(args, kwargs)
        active.call = object()  # what is recorded from here on is one operation
        try:
            return self._apply(args, kwargs)
        finally:
            active.call = None

    def _apply(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        kind = kind_of(args) or (kind_of(kwargs.values()) if kwargs else None)
        if kind is not None:
            return kind.apply(self.name, self, args, kwargs)
        if active.stage is None:
            top = _top(args, None)
            if kwargs:
                top = _top(kwargs.values(), top)
            if top is None:
                return evaluate_slot[0](self, args, kwargs)
            if top.wholly:
                return top.composite(self, *self.bound(args, kwargs))
        if self.op is not None:
            operands, params = self.bound(args, kwargs)
            return self.traced(*operands, **params)
        if active.stage is not None:
            made = repeated(self, args, kwargs)
            if made is not MISSED:
                return made
        return self.body(*args, **kwargs)


def _hashable(x: Any) -> Any:
    """A static argument with tuples for lists."""
    return tuple([_hashable(v) for v in x]) if isinstance(x, (list, tuple)) else x


def _not_installed(composite: Composite, args: Any, kwargs: Any) -> Any:
    raise RuntimeError(f"no evaluator is installed to run {composite.name}; import nitinol first")


evaluate_slot: Final[list[Callable[..., Any]]] = [_not_installed]


def as_operand(x: Any) -> Any:
    """A number as the `Number` that operations take; everything else as it is."""
    return number(x) if isinstance(x, (bool, int, float, complex)) else x


def _top(values: Iterable[Any], top: Interpreter | None) -> Interpreter | None:
    """The highest interpreter among `values`, lists and tuples of them, and `top`."""
    for v in values:
        if isinstance(v, Tracer):
            own = v.interpreter
            if own.closed:
                interpreter_of((v,))  # raises: it has leaked
            if top is None or own.level > top.level:
                top = own
        elif isinstance(v, (list, tuple)):
            top = _top(v, top)
    return top


if TYPE_CHECKING:

    @overload
    def composite(body: F) -> F: ...
    @overload
    def composite(*, jvp: Callable[..., Any] | None = None) -> Callable[[F], F]: ...


def composite(body: Any = None, *, jvp: Callable[..., Any] | None = None) -> Any:
    """Make a function of primitives one operation; see the module's docstring."""

    def make(function: F) -> F:
        made = Composite(function, jvp)
        registry[made.name] = made
        made.function = make_function(made.slow, made.name, function.__doc__, made.operand_count)
        made.function.composite = made  # type: ignore[attr-defined]
        return made.function  # type: ignore[return-value]

    return make(body) if body is not None else make
