"""`Kind`: a tensor that is made of dense ones (ragged, sparse, string, record).

A kind is an object, a pytree of dense arrays or tracers, so that `jit`, `grad`, `scan` and saving see its
parts, and a set of rules by the names of public functions:

    @RaggedTensor.rule("cumsum", "cumprod")
    def _along(name, x, axis): ...

A call with a kind among its arguments, also inside of lists and tuples, goes to the class of highest
`rank` among them (a record may hold ragged tensors, a ragged one strings). Its rule is called with the name and the
arguments as they were given. Without a rule, `otherwise` has the last word: by default a point-wise function
of its parts (`elementwise`), or `UnsupportedError` with the reason that `refuse` was told.

Operators and methods end in the same functions, so a rule is written once. `trace.composite` calls `dispatch`
for all composites; functions that are none are marked with `dispatching`.

The door for primitives (`trace.bind`) lets no kind through: a dense rule never meets one by accident.
"""

from __future__ import annotations

from ..base import trees
from ..base.errors import UnsupportedError
from .array import Array
from .pointwise import is_pointwise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence
    from typing import Any, ClassVar, Final, TypeAlias, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])

Rule: TypeAlias = "Callable[..., Any]"


class Kind(Array):
    """The base of all tensors that are made of dense ones; see the module's docstring.

    A subclass sets `kind` (how messages call it) and `rank`, and has `parts`, `of_parts` and `fixed_parts`.
    """

    __slots__ = ("__weakref__",)

    compound = True

    kind: ClassVar[str]
    rank: ClassVar[int]
    rules: ClassVar[dict[str, Rule]]
    reasons: ClassVar[dict[str, str]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "kind" in cls.__dict__:
            cls.rules, cls.reasons = {}, {}
            trees.register(cls, cls.parts, cls.of_parts, cls.fixed_parts)

    def parts(self) -> tuple[Sequence[Any], Hashable]:
        """(dense tensors and kinds that it is made of, everything else)."""
        raise NotImplementedError(type(self).__name__)  # abstract: every subclass overrides it

    def described(self) -> Any:
        """`parts()[1]` as a file has it, of None, numbers, texts, lists and dicts; `of_parts` takes this, too."""
        return self.parts()[1]

    @classmethod
    def of_parts(cls, aux: Any, parts: Iterable[Any]) -> Any:
        """The tensor made of `parts`, which may be tracers, or None; nothing is checked."""
        raise NotImplementedError(cls.__name__)  # abstract: every subclass overrides it

    @classmethod
    def fixed_parts(cls, aux: Any) -> Sequence[bool]:
        """For each part whether it is structure (offsets, indices), which derivatives share."""
        raise NotImplementedError(cls.__name__)  # abstract: every subclass overrides it

    def check(self) -> None:
        """Raise `ShapeError` or another error naming the place unless the parts fit each other. Called where parts
        come from outside (files, users); it reads their values.
        """
        raise NotImplementedError(type(self).__name__)  # abstract: every subclass overrides it

    # --- rules

    @classmethod
    def rule(cls, *names: str) -> Callable[[F], F]:
        """Enter the decorated function, called as `rule(name, *args, **kwargs)`, for these names."""

        def enter(function: F) -> F:
            cls.rules.update(dict.fromkeys(names, function))
            return function

        return enter

    @classmethod
    def refuse(cls, reason: str, *names: str) -> None:
        """Say why these functions have no meaning for this kind, and what to write instead."""
        cls.reasons.update(dict.fromkeys(names, reason))

    @classmethod
    def apply(cls, name: str, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """The call of a public function with a tensor of this kind among its arguments."""
        rule = cls.rules.get(name)
        if rule is not None:
            return rule(name, *args, **kwargs)
        return cls.otherwise(name, function, args, kwargs)

    @classmethod
    def otherwise(
        cls, name: str, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        """What a function does that has no rule. `function` is its `Composite`, or None."""
        if name not in cls.reasons and function is not None:
            operands, params = function.bound(args, kwargs)
            if is_pointwise(function, operands, params):
                return cls.elementwise(function, operands, params)
        raise cls.no_meaning(name)

    @classmethod
    def elementwise(cls, function: Any, operands: Sequence[Any], params: dict[str, Any]) -> Any:
        """A point-wise `Composite` on operands of which one or more are of this kind."""
        raise cls.no_meaning(function.name)

    @classmethod
    def no_meaning(cls, name: str = "") -> UnsupportedError:
        """The error for a function that this kind has no rule for."""
        reason = cls.reasons.get(name)
        if reason:
            return UnsupportedError(f"ni.{name} of a {cls.kind} tensor: {reason}")
        what = f"ni.{name}" if name else "this function"
        return UnsupportedError(
            f"{what} does not take {cls.kind} tensors; docs/kinds.md lists what they do take"
        )

    # --- what all kinds have

    def requires_grad_(self, requires_grad: bool = True) -> Any:
        """Start (or stop) recording operations on the parts that have derivatives; returns it."""
        for x in self._moving():
            x.requires_grad_(requires_grad)
        return self

    @property
    def requires_grad(self) -> bool:
        """Whether operations on some part are recorded."""
        return any(x.requires_grad for x in self._moving())

    @property
    def grad(self) -> Any:
        """The gradient that `backward` collected, a tensor of this kind; None without one."""
        leaves, treedef = trees.flatten(self)
        fixed = trees.fixed_leaves(treedef)
        found = [x if f else getattr(x, "grad", None) for x, f in zip(leaves, fixed, strict=True)]
        if all(g is None for g, f in zip(found, fixed, strict=True) if not f):
            return None
        return trees.unflatten(treedef, found)

    def detach(self) -> Any:
        """The same values without history."""
        leaves, treedef = trees.flatten(self)
        return trees.unflatten(treedef, [x.detach() for x in leaves])

    def _moving(self) -> list[Any]:
        leaves, treedef = trees.flatten(self)
        fixed = trees.fixed_leaves(treedef)
        return [x for x, f in zip(leaves, fixed, strict=True) if not f and x.dtype.is_inexact]


def kind_of(values: Iterable[Any]) -> type[Kind] | None:
    """The class of the highest rank among `values` and in lists and tuples of them."""
    found: type[Kind] | None = None
    for v in values:
        if isinstance(v, Kind):
            other: type[Kind] | None = type(v)
        elif isinstance(v, (list, tuple)):
            other = kind_of(v)
        else:
            continue
        if other is not None and (found is None or other.rank > found.rank):
            found = other
    return found


def dispatching(function: F) -> F:
    """Make a public function that is no composite ask kinds first."""
    name: Final = function.__name__

    def inner(*args: Any, **kwargs: Any) -> Any:
        found = kind_of(args) or (kind_of(kwargs.values()) if kwargs else None)
        return function(*args, **kwargs) if found is None else found.apply(name, None, args, kwargs)

    for what in ("__module__", "__name__", "__qualname__", "__doc__"):
        setattr(inner, what, getattr(function, what))
    inner.__wrapped__ = function  # type: ignore[attr-defined] # signatures are shown as its own
    return inner  # type: ignore[return-value]
