"""Taylor mode: `jet` carries truncated power series through a function.

A `SeriesTracer` stands for x(ε) = x₀ + x₁ε + x₂ε² + …. There is no table of rules for functions:
the forward derivative that every operation states is enough. For y = f(x) it says
y′ = rule(x′, x, y), an equation between series, and coefficient k of the right side needs y only up
to coefficient k. So y is found term by term:

    y₀ = f(x₀),    yₖ₊₁ = rule(x′, x, y)ₖ / (k + 1)

The rule is run once, on series whose terms are computed when they are asked for; y itself is among
its operands. In it, applications that were made before are found again: the rule of sin calls
cos(x), whose rule calls sin(x), which is y. So the work is of the order of K² per operation for K
terms, not exponential as nesting `jvp` K times is.

Where that begins:

| operation | terms |
|---|---|
| linear (it has a `transpose`) | of the operands, one by one |
| bilinear: products, convolutions | Σ xᵢ·yₖ₋ᵢ |
| divide | qₖ = (xₖ − Σ yᵢ·qₖ₋ᵢ) / y₀ |
| results without derivative (comparisons) | of the first terms |
| branches and loops | one body that carries all terms (`taylor_regions`) |

The recurrence is that of Griewank and Walther, "Evaluating Derivatives" (2008), chapter 13.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import factorial
from typing import Any, Final

from ..base import trees
from ..base.errors import GradientError, ShapeError
from ..ir.op import Inline, Op, Region
from ..ops.arithmetic import divide, multiply, subtract
from ..trace.array import Array, Number
from ..trace.bind import Interpreter, Tracer, bind, next_level, type_of
from ..trace.primitives import accumulate, zeros
from .leaves import (
    Arguments,
    Results,
    check_callable,
    check_like,
    differentiable,
    leaves_like,
    strong,
    with_structure,
)
from .taylor_regions import RULES, Column, carried

BILINEAR: Final = frozenset(
    ("multiply", "dot", "complex_dot", "conv", "conv_input_grad", "conv_weight_grad")
)
JOINT: Final = frozenset(  # linear in all their floating operands together
    ("add", "subtract", "where", "concatenate", "complex", "update")
)


class Series:
    """Terms of a power series, each computed when first asked for; None is zero."""

    __slots__ = ("_more", "terms")

    def __init__(self, first: Any, more: Callable[[int], Any] | None) -> None:
        self.terms: list[Any] = [first]
        self._more = more  # term k, asked for in rising order; None: all further ones are zero

    @property
    def complete(self) -> bool:
        """Whether there is nothing left to compute."""
        return self._more is None

    def term(self, k: int) -> Any:
        terms = self.terms
        if self._more is None:
            return terms[k] if k < len(terms) else None
        while len(terms) <= k:
            terms.append(self._more(len(terms)))
        return terms[k]


class SeriesTracer(Tracer):
    """A tensor that depends on ε."""

    __slots__ = ("series",)

    series: Series

    def __init__(self, interpreter: Jet, series: Series) -> None:
        self.interpreter = interpreter
        self.type = type_of(series.terms[0])
        self.series = series

    def __bool__(self) -> bool:
        return bool(self.series.terms[0])

    def __int__(self) -> int:
        return int(self.series.terms[0])

    def __float__(self) -> float:
        return float(self.series.terms[0])

    def item(self) -> Any:
        """The Python number that the first term holds."""
        return self.series.terms[0].item()

    def tolist(self) -> Any:
        """The first term as nested lists of Python numbers."""
        return self.series.terms[0].tolist()


class Jet(Interpreter):
    """Computes with series up to the term of number `order`."""

    __slots__ = ("_known", "_ruling", "order")

    def __init__(self, order: int) -> None:
        super().__init__(next_level())
        self.order = order
        self._known: dict[Any, tuple[Any, Any]] = {}  # applications within one rule, and operands
        self._ruling = False

    def lower(self, x: Any) -> Series | None:
        """The series of anything of this level; None for what does not depend on ε."""
        return x.series if isinstance(x, SeriesTracer) and x.interpreter is self else None

    def column(self, x: Any) -> Column:
        """(value, terms from the first power on) of anything; None for no terms."""
        series = self.lower(x)
        if series is None:
            return x, None
        return series.terms[0], [series.term(k + 1) for k in range(self.order)]

    def lift(self, column: Column) -> Any:
        """The tracer of a value with terms; the value itself when it has none."""
        value, terms = column
        if terms is None:
            return value
        series = Series(value, None)
        series.terms += terms
        return SeriesTracer(self, series)

    def process(self, op: Op, operands: Sequence[Array], params: dict[str, Any]) -> Any:
        if op.name in RULES and isinstance(op.lowering, Region):
            parts = [s for s in map(self.lower, operands) if s is not None]
            if parts and all(s.complete for s in parts):
                columns = carried(self, op, [self.column(x) for x in operands], params)
                return tuple([self.lift(c) for c in columns])
        if self._ruling:
            return self._apply(op, operands, params)
        self._ruling = True
        try:
            result = self._apply(op, operands, params)
            for y in result if isinstance(result, tuple) else (result,):
                series = self.lower(y)
                if series is not None:
                    series.term(self.order)  # now, so that later operations find terms, not debts
                    series._more = None
            return result
        finally:
            self._ruling = False
            self._known = {}

    def _apply(self, op: Op, operands: Sequence[Array], params: dict[str, Any]) -> Any:
        parts = [self.lower(x) for x in operands]
        key = (op, tuple(map(_identity, operands)), tuple(sorted(params.items())))
        found = self._known.get(key)
        if found is not None:
            return found[0]
        if op.jvp is None and isinstance(op.lowering, Inline):
            return op.lowering.body(*operands, **params)
        firsts = [x if s is None else s.terms[0] for x, s in zip(operands, parts, strict=True)]
        if self._is_linear(op, operands):
            result: Any = self._linear(op, parts, firsts, params)
        else:
            result = self._by_rule(op, operands, parts, firsts, params, key)
        self._known[key] = (result, operands)  # the operands keep their identities their own
        return result

    # --- linear and bilinear operations

    def _is_linear(self, op: Op, operands: Sequence[Array]) -> bool:
        """Whether terms follow from terms of the operands."""
        if op.transpose is None or op.jvp is None or op.multiple:
            return False
        if op.name in BILINEAR or op.name in JOINT or op.name == "divide":
            return True
        return sum(x.dtype.is_inexact for x in operands) == 1

    def _linear(
        self,
        op: Op,
        parts: Sequence[Series | None],
        firsts: Sequence[Any],
        params: dict[str, Any],
    ) -> Any:
        if op.name == "divide" and parts[1] is not None:
            return SeriesTracer(self, _quotient(firsts, parts[0], parts[1]))
        first = bind(op, *firsts, **params)
        if not first.dtype.is_inexact:
            return first
        moving = [s for s in parts if s is not None]
        if op.name in BILINEAR and len(moving) == 2:
            x, y = moving
            return SeriesTracer(self, _product(lambda a, b: bind(op, a, b, **params), first, x, y))
        assert op.jvp is not None
        rule = op.jvp

        def term(k: int) -> Any:
            given = [None if s is None else s.term(k) for s in parts]
            if all(g is None for g in given):
                return None
            # Not the operation itself, which may add a constant: padding with ones, say.
            return rule(firsts, given, first, **params)

        return SeriesTracer(self, Series(first, term))

    # --- everything else

    def _by_rule(
        self,
        op: Op,
        operands: Sequence[Array],
        parts: Sequence[Series | None],
        firsts: Sequence[Any],
        params: dict[str, Any],
        key: Any,
    ) -> Any:
        out = bind(op, *firsts, **params)
        outs = out if op.multiple else (out,)
        inexact = [y.dtype.is_inexact for y in outs]
        if not any(inexact):
            return out
        if op.jvp is None:
            raise GradientError(
                f"{op} has no derivative; keep it out of the differentiated path with "
                "ni.stop_gradient(x), or write the step with other operations"
            )
        slopes: list[Any] = []

        def slope(i: int) -> Series | None:
            """The derivative of result i by ε: what the rule says, run once."""
            if not slopes:
                tangents = [
                    self._slope(s) if s is not None and x.dtype.is_inexact else None
                    for x, s in zip(operands, parts, strict=True)
                ]
                found = op.jvp(operands, tangents, made, **params)  # type: ignore[misc]
                several = found if op.multiple else (found,)
                slopes.append([None] * len(outs) if found is None else list(several))
            t = slopes[0][i]
            if t is None:
                return None
            return self.lower(t) or Series(t, None)

        def grown(i: int) -> SeriesTracer:
            def term(k: int) -> Any:
                s = slope(i)
                t = None if s is None else s.term(k - 1)
                return None if t is None else _scaled(t, 1 / k)

            return SeriesTracer(self, Series(outs[i], term))

        results = tuple(
            [grown(i) if ok else y for i, (y, ok) in enumerate(zip(outs, inexact, strict=True))]
        )
        made: Any = results if op.multiple else results[0]
        self._known[key] = (made, operands)
        return made

    def _slope(self, x: Series) -> Any:
        """The derivative of a series by ε."""
        key = ("slope", id(x))
        found = self._known.get(key)
        if found is None:

            def term(k: int) -> Any:
                t = x.term(k + 1)
                return None if t is None or k == 0 else _scaled(t, k + 1)

            first = x.term(1)
            if first is None:
                first = zeros(strong(x.terms[0]))
            found = self._known[key] = SeriesTracer(self, Series(first, term)), x
        return found[0]


def _scaled(t: Any, factor: float) -> Any:
    return t if factor == 1 else multiply(t, factor)


def _identity(x: Any) -> Any:
    """What tells operands apart: the series, the number, or the object."""
    if isinstance(x, SeriesTracer):
        return id(x.series)
    if isinstance(x, Number):
        return (repr(x.number), x.type)
    return id(x)


def _product(times: Callable[[Any, Any], Any], first: Any, x: Series, y: Series) -> Series:
    def term(k: int) -> Any:
        total: Any = None
        for i in range(k + 1):
            a, b = x.term(i), y.term(k - i)
            if a is not None and b is not None:
                total = accumulate(total, times(a, b))
        return total

    return Series(first, term)


def _quotient(firsts: Sequence[Any], x: Series | None, y: Series) -> Series:
    made: Series

    def term(k: int) -> Any:
        rest = None if x is None else x.term(k)
        for i in range(1, k + 1):
            a, b = y.term(i), made.term(k - i)
            if a is not None and b is not None:
                part = multiply(a, b)
                rest = -part if rest is None else subtract(rest, part)
        return None if rest is None else divide(rest, firsts[1])

    made = Series(divide(*firsts), term)
    return made


def jet(
    function: Callable[..., Any], primals: Sequence[Any], series: Sequence[Any]
) -> tuple[Any, list[Any]]:
    """Derivatives of `function` along a curve, of all orders at once: Taylor mode.

    The curve of argument i is given by its value `primals[i]` and its derivatives at that point,
    `series[i]`: a sequence of K nests like the argument (None for zero). Returns (result, its K
    derivatives along the curve), all in the nest of the result. Derivatives, not Taylor
    coefficients: term k is multiplied with k! in comparison with these.

    For the pure derivatives of a function of one number, give the series (1, 0, 0, …).

    Raises `ShapeError` when arguments have different numbers of terms.

    >>> import nitinol as ni
    >>> value, terms = ni.jet(lambda x: ni.exp(2.0 * x), (0.0,), ((1.0, None, None),))
    >>> [t.item() for t in terms]
    [2.0, 4.0, 8.0]
    """
    check_callable("jet", function)
    if not isinstance(primals, (tuple, list)) or not isinstance(series, (tuple, list)):
        raise TypeError(
            "jet takes a tuple of primals and one of series: ni.jet(f, (x,), ((v, a),))"
        )
    if len(primals) != len(series) or len({len(s) for s in series}) != 1:
        raise ShapeError(
            f"jet: {len(primals)} primals and series of {[len(s) for s in series]} terms were given; "
            "pass one series per primal, all of one length (None for zero terms)"
        )
    order = len(series[0])
    arguments = Arguments("jet", primals, range(len(primals)))
    terms: list[list[Any]] = []  # by order, then by leaf
    for k in range(order):
        leaves = [
            leaf
            for treedef, s in zip(arguments.treedefs, series, strict=True)
            for leaf in leaves_like("jet", "term", treedef, s[k])
        ]
        given = check_like("jet", "term", arguments.leaves, leaves)
        scale = 1 / factorial(k + 1)
        terms.append([None if t is None else _scaled(t, scale) for t in given])
    level = Jet(order)
    lifted: list[Any] = []
    for i, x in enumerate(arguments.leaves):
        column = [row[i] for row in terms]
        lifted.append(level.lift((x, None if all(t is None for t in column) else column)))
    results = Results("jet")
    try:
        outs = results.catch(function, function(*arguments.rebuild(lifted)), False)
    finally:
        level.closed = True
    values: list[Any] = []
    found: list[list[Any]] = [[] for _ in range(order)]
    for y in outs:
        own = level.lower(y)
        values.append(y if own is None else own.terms[0])
        for k in range(order):
            t = None if own is None else own.term(k + 1)
            if t is not None:
                found[k].append(_scaled(t, factorial(k + 1)))
            else:
                found[k].append(zeros(strong(values[-1])) if differentiable(values[-1]) else None)
    return (
        trees.unflatten(results.treedef, values),
        [
            trees.unflatten(results.treedef, with_structure([results.treedef], row, values))
            for row in found
        ],
    )
