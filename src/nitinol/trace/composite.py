"""`@composite`: an ordinary function of primitives as one operation.

The function's *operands* are its parameters annotated with a type that mentions `Tensor`
(`Tensor`, `Tensor | None`, `TensorLike`, `Sequence[Tensor]`); they come first and positionally. All
others are static: hashable Python values that a compiled kernel is specialised for.

Called with a tracer, or while a function is being staged, the body runs and its primitives are
traced; an interpreter may also take it as a whole (`Interpreter.wholly`). Called with tensors
only, it is evaluated as a whole by the dispatcher that `exec`
installs: traced once per pattern of its arguments, compiled to one program with one derivative
program, and found again in the dispatch cache.

A composite with a `jvp` rule is also an `Op` whose lowering is `Inline`, so that the rule is
found by every transform, even on a program that was staged before. The rule has the form that
`ir.op` describes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar, cast, overload

from ..core import function as make_function
from ..ir.op import Inline, Op, Type
from .array import Array, number
from .bind import Tracer, active, bind, interpreter_of
from .stage import infer_by_staging

_VARIADIC: Final = 0x04 | 0x08  # flags of code with *args and **kwargs
F = TypeVar("F", bound=Callable[..., Any])

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
        "variadic",
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

    def slow(self, *args: Any, **kwargs: Any) -> Any:
        """The way of a call that the dispatch cache did not answer."""
        if active.stage is not None or has_tracer(args) or (kwargs and has_tracer(kwargs.values())):
            if active.stage is None:
                top = interpreter_of(_flat([*args, *kwargs.values()]))
                if top is not None and top.wholly:
                    return top.composite(self, *self.bound(args, kwargs))
            if self.op is not None:
                operands, params = self.bound(args, kwargs)
                return self.traced(*operands, **params)
            return self.body(*args, **kwargs)
        return evaluate_slot[0](self, args, kwargs)


def _hashable(x: Any) -> Any:
    """A static argument with tuples for lists."""
    return tuple([_hashable(v) for v in x]) if isinstance(x, (list, tuple)) else x


def _not_installed(composite: Composite, args: Any, kwargs: Any) -> Any:
    raise RuntimeError(f"no evaluator is installed to run {composite.name}; import nitinol first")


evaluate_slot: Final[list[Callable[..., Any]]] = [_not_installed]


def as_operand(x: Any) -> Any:
    """A number as the `Number` that operations take; everything else as it is."""
    return number(x) if isinstance(x, (bool, int, float, complex)) else x


def has_tracer(values: Any) -> bool:
    """Whether a tracer is among `values` or in lists and tuples of them."""
    for v in values:  # noqa: SIM110 - a loop is twice as fast as any() here
        if isinstance(v, Tracer) or (isinstance(v, (list, tuple)) and has_tracer(v)):
            return True
    return False


def _flat(values: Sequence[Any]) -> list[Any]:
    found: list[Any] = []
    for v in values:
        found += _flat(v) if isinstance(v, (list, tuple)) else [v]
    return found


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
        return cast(F, made.function)

    return make(body) if body is not None else make
