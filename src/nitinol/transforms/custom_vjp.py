"""`custom_vjp`: a function whose way back is given by its author.

Under reverse mode, `fwd` runs in the place of the function and gives residuals. The tangent of the
result is one operation that is linear in the tangents of the arguments; it cannot be computed,
only transposed, and its transpose is `bwd`. So reverse mode of any order works, and forward mode
is refused with an error that says why.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NoReturn, TypeVar

from ..base import trees
from ..base.errors import GradientError, ShapeError
from ..ir.op import Inline, Linear, Op, Type
from ..trace.array import Array, Typed
from ..trace.bind import bind
from ..trace.call import Sizes
from ..trace.linearize import LinearTracer
from ..trace.primitives import zeros
from .closed import Closed, close, types_of
from .custom import Custom, CustomCall, Ruled, check_captured, merged
from .leaves import as_array, check_like, leaves_like, strong

F = TypeVar("F", bound=Callable[..., Any])


class custom_vjp(Custom):  # noqa: N801 - a decorator
    """`function` with a reverse derivative of its own.

    `f.defvjp(fwd, bwd)` gives the rule. `fwd(*args)` returns (result, residuals); `bwd(residuals,
    cotangent)` returns a tuple with one cotangent per argument, None for zero. Arguments named in
    `nondiff_argnums` go to `fwd` at their places and to `bwd` first.

    The residuals are any nest; they are what reverse mode keeps. Forward mode (`jvp`, `jacfwd`)
    raises `GradientError`; use `ni.custom_jvp` for functions that need both. Forward over reverse
    mode (`hvp`, `hessian`) works: it differentiates `fwd` and `bwd`.

    >>> import nitinol as ni
    >>> @ni.custom_vjp
    ... def clipped(x):
    ...     return x
    >>> clipped.defvjp(lambda x: (x, None), lambda _, g: (ni.clip(g, -1.0, 1.0),))
    >>> ni.grad(lambda x: 5.0 * clipped(x))(2.0).item()
    1.0
    """

    def __init__(
        self, function: Callable[..., Any], nondiff_argnums: int | Sequence[int] = ()
    ) -> None:
        super().__init__(function, nondiff_argnums)
        self.fwd: Callable[..., Any] | None = None
        self.bwd: Callable[..., Any] | None = None

    def defvjp(self, fwd: Callable[..., Any], bwd: Callable[..., Any]) -> None:
        """Give the rule: the forward pass with residuals, and the way back."""
        self.fwd, self.bwd = fwd, bwd

    def _call(self, args: tuple[Any, ...]) -> CustomCall:
        return _VjpCall(self, args)


class _VjpCall(CustomCall):
    __slots__ = ()
    again = False  # levels below differentiate `fwd`, so that forward mode over reverse mode works

    @property
    def ruled(self) -> bool:
        return self.custom.fwd is not None

    def call_function(self, operands: Sequence[Any]) -> Any:
        return self.custom.function(*self.args(operands))

    def forward(self, primals: Sequence[Any]) -> tuple[list[Any], trees.TreeDef, Any]:
        """(results, their nest, residuals)."""
        if self.custom.fwd is None:
            raise GradientError(
                f"{self.name} is a custom_vjp function without a rule; give it one with "
                f"{self.name}.defvjp(fwd, bwd)"
            )
        given = self.custom.fwd(*self.args(primals))
        if not isinstance(given, tuple) or len(given) != 2:
            raise TypeError(
                f"fwd of {self.name} must return (result, residuals), it returned "
                f"{type(given).__name__}"
            )
        outs, tree = self.results(given[0])
        return outs, tree, given[1]

    def back(
        self, primals: Sequence[Any], residuals: Any, tree: trees.TreeDef, cotangents: Sequence[Any]
    ) -> list[Any]:
        """One cotangent per operand, or None; `primals` are the operands or their types."""
        assert self.custom.bwd is not None
        nest = trees.unflatten(tree, cotangents)
        given = self.custom.bwd(*self.fixed.values(), residuals, nest)
        where = f"bwd of {self.name}"
        if not isinstance(given, tuple) or len(given) != len(self.treedefs):
            raise ShapeError(
                f"{where} must return a tuple of {len(self.treedefs)} cotangents, one per "
                f"argument, it returned {_told(given)}; None stands for zero"
            )
        leaves = [
            leaf
            for treedef, c in zip(self.treedefs, given, strict=True)
            for leaf in leaves_like(where, "cotangent", treedef, c)
        ]
        found = self.arrays_of(leaves)
        kept = [
            c if getattr(p, "dtype", None) is not None and p.dtype.is_inexact else None
            for p, c in zip(primals, found, strict=True)
        ]
        return _checked(where, primals, kept)

    def _under(
        self, primals: Sequence[Any], tangents: Sequence[Any]
    ) -> tuple[list[Any], list[Any], trees.TreeDef]:
        outs, tree, residuals = self.forward(primals)
        leaves, nest = trees.flatten(residuals)
        arrays = [isinstance(x, Array) for x in leaves]
        types = types_of(primals)

        def back(kept: Sequence[Any], cotangents: Sequence[Any]) -> list[Any]:
            given = iter(kept)
            filled = [next(given) if a else x for x, a in zip(leaves, arrays, strict=True)]
            return self.back(types, trees.unflatten(nest, filled), tree, cotangents)

        kept = [x for x, a in zip(leaves, arrays, strict=True) if a]
        found = push(self.name, back, kept, tangents, outs, self.late)
        return outs, found, tree

    def _staged(self, body: Closed, operands: Sequence[Any]) -> Sequence[Any]:
        types = types_of(operands)
        count = len(types)
        kept: list[Any] = []  # the nest of the residuals, and which of its leaves are no arrays

        def forward(*xs: Any) -> list[Any]:
            outs, tree, residuals = self.forward(xs)
            leaves, nest = trees.flatten(residuals)
            arrays = [isinstance(x, Array) for x in leaves]
            kept.extend(
                (tree, nest, [None if a else x for x, a in zip(leaves, arrays, strict=True)])
            )
            kept.append(arrays)
            kept.append(types_of(outs))
            return [x for x, a in zip(leaves, arrays, strict=True) if a]

        fwd = close(forward, types, f"{self.name}_fwd")
        tree, nest, fixed, arrays, out_types = kept
        residual_types = [v.type for v in fwd.graph.outputs[: sum(arrays)]]

        def backward(*xs: Any) -> list[Any]:
            given = iter(xs[: len(residual_types)])
            leaves = [next(given) if a else x for x, a in zip(fixed, arrays, strict=True)]
            found = iter(xs[len(residual_types) :])
            cotangents = [next(found) if t.dtype.is_inexact else None for t in out_types]
            return self.back(types, trees.unflatten(nest, leaves), tree, cotangents)

        cotangent_types = [Type(t.dtype, t.shape) for t in out_types if t.dtype.is_inexact]
        bwd = close(backward, [*residual_types, *cotangent_types], f"{self.name}_bwd")
        op = _StagedVjp(body, fwd, bwd, count).op
        check_captured(self.name, [*fwd.captured, *bwd.captured])
        captured = (*body.captured, *fwd.captured, *bwd.captured)
        return bind(op, *operands, *captured, sizes=merged(body, fwd, bwd))  # type: ignore[no-any-return]


class Probe(custom_vjp):
    """Arrays, passed on, whose cotangents `back` sees when they are known.

    `back(cotangents)` is given a tuple and returns one. It runs each time, on the values of the
    moment, also where a program is derived from another one.
    """

    def __init__(self, name: str, back: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> None:
        super().__init__(lambda *xs: xs)
        self.__name__ = name
        self.defvjp(lambda *xs: (xs, None), lambda _, cotangents: back(cotangents))

    def _call(self, args: tuple[Any, ...]) -> CustomCall:
        return _ProbeCall(self, args)


class _ProbeCall(_VjpCall):
    __slots__ = ()
    late = True


def _told(x: Any) -> str:
    return f"{len(x)}" if isinstance(x, tuple) else type(x).__name__


def _checked(where: str, primals: Sequence[Any], found: Sequence[Any]) -> list[Any]:
    """Cotangents as arrays of the operands' dtypes and shapes."""
    result: list[Any] = []
    for p, c in zip(primals, found, strict=True):
        c = None if c is None else as_array(c)
        result += check_like(where, "cotangent", [Typed(Type(p.dtype, p.shape))], [c])
    return result


Back = Callable[[Sequence[Any], Sequence[Any]], list[Any]]


def push(
    name: str,
    back: Back,
    kept: Sequence[Any],
    tangents: Sequence[Any],
    outs: Sequence[Any],
    same: bool = False,
) -> list[Any]:
    """The tangents of `outs` by an operation that only reverse mode can take.

    `back(kept, cotangents)` gives one cotangent (or None) per entry of `tangents`; it is given a
    cotangent for each inexact result. With `same` the results are the operands, and forward mode
    passes.
    """
    if same and not any(isinstance(t, LinearTracer) for t in tangents):
        return list(tangents)
    inexact = [y.dtype.is_inexact for y in outs]
    if not any(inexact):
        return [None] * len(outs)
    types = tuple([strong(y) for y, ok in zip(outs, inexact, strict=True) if ok])
    count = len(kept)

    def transposed(cotangents: Sequence[Any], *operands: Any) -> list[Any]:
        made = iter([zeros(t) if c is None else c for t, c in zip(types, cotangents, strict=True)])
        full = [next(made) if ok else None for ok in inexact]
        found = back(operands[:count], full)
        wanted = [c for c, t in zip(found, tangents, strict=True) if t is not None]
        given = [
            c if isinstance(x, Linear) else None
            for c, x in zip(wanted, operands[count:], strict=True)
        ]
        return [*[None] * count, *given]

    def refuse(*_: Any) -> NoReturn:
        raise GradientError(
            f"{name} has a reverse rule only (custom_vjp), so forward mode (jvp, jacfwd, hvp) "
            "cannot pass through it; give it a rule with ni.custom_jvp instead"
        )

    def passed(primals: Any, moved: Sequence[Any], out: Any) -> Any:
        return moved[count:]

    op = Op(
        f"{name}_tangent",
        infer=lambda *_: types,
        lowering=Inline((lambda *xs: xs[count:]) if same else refuse),
        jvp=passed if same else refuse,
        transpose=transposed,
        multiple=True,
        family="call" if same else "reverse",
    )
    found = iter(bind(op, *kept, *[t for t in tangents if t is not None]))
    return [next(found) if ok else None for ok in inexact]


class _StagedVjp(Ruled):
    __slots__ = ("bwd", "fwd")

    def __init__(self, body: Closed, fwd: Closed, bwd: Closed, count: int) -> None:
        super().__init__(body, count)
        self.fwd = fwd
        self.bwd = bwd

    def _jvp(
        self, primals: Sequence[Any], tangents: Sequence[Any], out: Sequence[Any], sizes: Sizes = ()
    ) -> Any:
        given = self.proper(tangents)
        middle = self.own + len(self.fwd.captured)
        kept = self.fwd.proper([*primals[: self.count], *primals[self.own : middle]], sizes)
        count = len(kept)

        def back(values: Sequence[Any], cotangents: Sequence[Any]) -> list[Any]:
            present = [c for c in cotangents if c is not None]
            return self.bwd.proper([*values[:count], *present, *values[count:]], sizes)

        outs, assigned = out[: self.results], out[self.results :]
        found = push(self.graph.name, back, [*kept, *primals[middle:]], given, outs)
        return [*found, *[None] * len(assigned)]
