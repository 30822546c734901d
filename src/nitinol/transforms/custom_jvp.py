"""`custom_jvp`: a function whose forward derivative is given by its author.

Reverse mode follows from the rule as it does from those of operations: what the rule does to
tangents is linear, is recorded, and is transposed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from ..base import trees
from ..base.errors import GradientError
from ..trace.bind import bind
from ..trace.call import Sizes
from ..trace.primitives import zeros
from .closed import Closed, close, types_of
from .custom import Custom, CustomCall, Ruled, check_captured, merged
from .leaves import check_like, differentiable, leaves_like, strong

F = TypeVar("F", bound=Callable[..., Any])


class custom_jvp(Custom):  # noqa: N801 - a decorator
    """`function` with a forward derivative of its own, from which reverse mode is derived.

    `f.defjvp(rule)` gives the rule: `rule(primals, tangents)` returns (result, tangent of the
    result); both are tuples with one nest per argument. What the rule does to tangents must be
    linear. Leaves without derivative (integers) have the tangent None. Arguments named in
    `nondiff_argnums` are passed to the rule first, as they are.

    >>> import nitinol as ni
    >>> @ni.custom_jvp
    ... def log1pexp(x):
    ...     return ni.log(1.0 + ni.exp(x))
    >>> @log1pexp.defjvp
    ... def rule(primals, tangents):
    ...     (x,), (t,) = primals, tangents
    ...     return log1pexp(x), t * (1.0 - 1.0 / (1.0 + ni.exp(x)))
    >>> ni.grad(log1pexp)(100.0).item()
    1.0
    """

    def __init__(
        self, function: Callable[..., Any], nondiff_argnums: int | Sequence[int] = ()
    ) -> None:
        super().__init__(function, nondiff_argnums)
        self.rule: Callable[..., Any] | None = None

    def defjvp(self, rule: F) -> F:
        """Give the rule; returns it, so that this is a decorator."""
        self.rule = rule
        return rule

    def defjvps(self, *rules: Callable[..., Any] | None) -> None:
        """One rule per argument: `rule(tangent, result, *arguments)` gives its contribution to
        the tangent of the result; None stands for no contribution.
        """

        def rule(*given: Any) -> tuple[Any, Any]:
            *fixed, primals, tangents = given
            result = self(*fixed, *primals)
            total: Any = None
            for r, t in zip(rules, tangents, strict=True):
                if r is not None and t is not None:
                    part = r(t, result, *fixed, *primals)
                    total = part if total is None else total + part
            return result, total

        self.rule = rule

    def _call(self, args: tuple[Any, ...]) -> CustomCall:
        return _JvpCall(self, args)


class _JvpCall(CustomCall):
    __slots__ = ()

    def call_function(self, operands: Sequence[Any]) -> Any:
        return self.custom.function(*self.args(operands))

    def _under(
        self, primals: Sequence[Any], tangents: Sequence[Any]
    ) -> tuple[list[Any], list[Any], trees.TreeDef]:
        rule = self.custom.rule
        if rule is None:
            raise GradientError(
                f"{self.name} is a custom_jvp function without a rule; give it one with "
                f"@{self.name}.defjvp"
            )
        full = [
            zeros(strong(p)) if t is None and differentiable(p) else t
            for p, t in zip(primals, tangents, strict=True)
        ]
        given = rule(*self.fixed.values(), self.nests(primals), self.nests(full, self.nothing()))
        if not isinstance(given, tuple) or len(given) != 2:
            raise TypeError(
                f"the rule of {self.name} must return (result, tangent), it returned "
                f"{type(given).__name__}"
            )
        outs, tree = self.results(given[0])
        where = f"the rule of {self.name}"
        found = check_like(where, "tangent", outs, leaves_like(where, "tangent", tree, given[1]))
        return outs, found, tree

    @property
    def ruled(self) -> bool:
        return self.custom.rule is not None

    def _staged(self, body: Closed, operands: Sequence[Any]) -> Sequence[Any]:
        types = types_of(operands)
        count = len(types)
        inexact = [t.dtype.is_inexact for t in types]

        def rule(*given: Any) -> list[Any]:
            tangents = iter(given[count:])
            full = [next(tangents) if ok else None for ok in inexact]
            return self._under(given[:count], full)[1]

        tangent_types = [t for t, ok in zip(types, inexact, strict=True) if ok]
        closed = close(rule, [*types, *tangent_types], f"{self.name}_rule")
        op = _StagedJvp(body, closed, count, inexact).op
        check_captured(self.name, closed.captured)
        captured = (*body.captured, *closed.captured)
        return bind(op, *operands, *captured, sizes=merged(body, closed))  # type: ignore[no-any-return]


class _StagedJvp(Ruled):
    __slots__ = ("inexact", "rule")

    def __init__(self, body: Closed, rule: Closed, count: int, inexact: Sequence[bool]) -> None:
        super().__init__(body, count)
        self.rule = rule
        self.inexact = inexact

    def _jvp(
        self, primals: Sequence[Any], tangents: Sequence[Any], out: Sequence[Any], sizes: Sizes = ()
    ) -> Any:
        given = self.proper(tangents)
        full = [
            zeros(strong(p)) if t is None else t
            for p, t, ok in zip(primals, given, self.inexact, strict=False)
            if ok
        ]
        captured = primals[self.own :]
        found = self.rule.proper([*primals[: self.count], *full, *captured], sizes)
        return [*found, *[None] * (len(out) - len(found))]
