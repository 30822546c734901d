"""Solvers that differentiate through their solution: `custom_linear_solve`, `custom_root`.

How a solver found x does not matter for how x changes: that follows from the equation. So the
solver runs on values only, however it likes, and derivatives come from solving one linear system.

    A·x = b            A·ẋ = ḃ − Ȧ·x            and backwards with Aᵀ
    f(x, θ) = 0        (∂f/∂x)·ẋ = −(∂f/∂θ)·θ̇

The equation is staged once; what it captures (θ, the entries of A) are operands that have
derivatives. Both functions nest with all other transforms, and derivatives are of any order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..base.errors import DTypeError, GradientError, ShapeError
from ..base.shapes import show
from ..core import grad_enabled
from ..ir.op import Inline, Linear, Op, Type
from ..trace.array import Array
from ..trace.bind import active, bind, interpreter_of, type_of
from ..trace.jvp import JVP
from ..trace.linearize import LinearTape
from ..trace.primitives import negative, zeros
from ..trace.stage import run_graph
from .closed import Closed, close
from .custom_jvp import custom_jvp
from .leaves import as_array, check_callable, differentiable, name_of, strong
from .linear import linear_transpose
from .recording import stop_gradient
from .steps import taped, wants

Matvec = Callable[[Any], Any]
Solver = Callable[[Matvec, Any], Any]


def custom_linear_solve(
    matvec: Matvec,
    b: Any,
    solve: Solver,
    transpose_solve: Solver | None = None,
    symmetric: bool = False,
) -> Any:
    """The solution x of `matvec(x)` = b that `solve(matvec, b)` finds, with derivatives.

    * `matvec`: a linear function of a tensor like b. It is traced; tensors that it captures have
      derivatives.
    * `solve(matvec, b)`: any code; it is not differentiated.
    * `transpose_solve(vecmat, b)`: the same for the transposed system, which reverse mode needs;
      with `symmetric` it is `solve`.

    Raises `GradientError` in reverse mode without `transpose_solve`.

    >>> import nitinol as ni
    >>> d = ni.tensor([2.0, 4.0])
    >>> def solve(matvec, b):
    ...     return b / matvec(ni.ones_like(b))
    >>> f = lambda b: ni.custom_linear_solve(lambda x: d * x, b, solve, symmetric=True).sum()
    >>> ni.grad(f)(ni.ones(2))
    tensor([0.5 , 0.25])
    """
    for function in (matvec, solve):
        check_callable("custom_linear_solve", function)
    b = _floating("custom_linear_solve", "b", b)
    closed = close(matvec, [strong(b)], name_of(matvec))
    _same_type("custom_linear_solve", "matvec", b, closed)
    system = LinearSystem(closed, solve, solve if symmetric else transpose_solve, symmetric)
    return system.solution(closed.captured, b)


class LinearSystem:
    """A linear equation with a solver; its operands are what the matrix is made of, then b."""

    def __init__(
        self, matrix: Closed, solve: Solver, transpose_solve: Solver | None, symmetric: bool
    ) -> None:
        self.matrix = matrix
        self.solve = solve
        self.transpose_solve = transpose_solve
        self.symmetric = symmetric
        self._transposed: LinearSystem | None = None
        # On a tape of tangents it is only transposed; there the solver need not be traceable.
        self.recorded = self._op(
            lambda *xs: self._solved(xs[:-1], xs[-1]), len(matrix.captured) + 1
        )

    def _op(self, body: Callable[..., Any], count: int) -> Op:
        """The solution as an operation of `count` operands, and of more that only `body` reads."""
        return Op(
            "linear_solve",
            infer=lambda *types: Type(types[count - 1].dtype, types[count - 1].shape),
            lowering=Inline(body),
            jvp=lambda primals, tangents, out: self._tangent(
                primals[:count], tangents[:count], out
            ),
            transpose=lambda cotangent, *operands: [
                *self._transpose(cotangent, *operands[:count]),
                *[None] * (len(operands) - count),
            ],
            family="call",
        )

    def times(self, theta: Sequence[Any], x: Any) -> Any:
        """The matrix times x."""
        return self.matrix.placed(run_graph(self.matrix.graph, [x, *theta], self._sizes()))[0]

    def _sizes(self) -> Any:
        return dict(self.matrix.sizes)

    def _solved(self, theta: Sequence[Any], b: Any) -> Any:
        return as_array(self.solve(lambda x: self.times(theta, x), b))

    def solution(self, theta: Sequence[Any], b: Any) -> Any:
        """x, for operands of any kind."""
        operands = [*theta, b]
        top = interpreter_of(operands)
        if top is None:
            if grad_enabled() and any(map(wants, operands)):
                one = taped("linear_solve", lambda *xs: [self.solution(xs[:-1], xs[-1])], operands)
                return one[0]
            return self._solved(theta, b)
        if isinstance(top, JVP):
            pairs = [top.lower(x) for x in operands]
            primals = [p for p, _ in pairs]
            tangents = [t for _, t in pairs]
            out = self.solution(primals[:-1], primals[-1])
            if top.blockable and top.level <= active.blocked:
                return out
            return top.lift(out, self._tangent(primals, tangents, out))
        if isinstance(top, LinearTape):
            return bind(self.recorded, *operands)
        closed = close(
            lambda *xs: self._solved(xs[:-1], xs[-1]), [strong(x) for x in operands], "linear_solve"
        )
        sizes = dict(closed.sizes)
        op = self._op(lambda *xs: run_graph(closed.graph, xs, sizes)[0], len(operands))
        return bind(op, *operands, *closed.captured)

    def _tangent(self, primals: Sequence[Any], tangents: Sequence[Any], out: Any) -> Any:
        theta = primals[:-1]
        right = tangents[-1]
        if any(t is not None for t in tangents[:-1]):
            turned = _derivative(lambda *p: self.times(p, out), theta, tangents[:-1])
            if turned is not None:
                right = bind(negative, turned) if right is None else right - turned
        return None if right is None else self.solution(theta, right)

    def _transpose(self, cotangent: Any, *operands: Any) -> list[Any]:
        theta, b = operands[:-1], operands[-1]
        if any(isinstance(x, Linear) for x in theta) or not isinstance(b, Linear):
            raise GradientError("custom_linear_solve is linear in the right side alone")
        return [*[None] * len(theta), self.transposed(theta, b).solution(theta, cotangent)]

    def transposed(self, theta: Sequence[Any], b: Any) -> LinearSystem:
        """The system with the transposed matrix."""
        if self.symmetric:
            return self
        if self.transpose_solve is None:
            raise GradientError(
                "custom_linear_solve needs transpose_solve in reverse mode; pass "
                "transpose_solve=lambda vecmat, b: …, or symmetric=True"
            )
        if self._transposed is None:
            like = Type(b.dtype, tuple(b.shape))

            def back(c: Any, *p: Any) -> Any:
                return linear_transpose(lambda x: self.times(p, x), zeros(like))(c)[0]

            matrix = close(back, [like, *[strong(p) for p in theta]], "transposed")
            self._transposed = LinearSystem(matrix, self.transpose_solve, self.solve, False)
        return self._transposed


def custom_root(
    f: Callable[[Any], Any],
    initial_guess: Any,
    solve: Callable[[Callable[[Any], Any], Any], Any],
    tangent_solve: Callable[[Callable[[Any], Any], Any], Any],
) -> Any:
    """The root x of f(x) = 0 that `solve(f, initial_guess)` finds, with derivatives.

    * `f`: from a tensor to one of its type. It is traced; tensors that it captures have
      derivatives, `initial_guess` has none.
    * `solve`: any code; it is not differentiated.
    * `tangent_solve(g, y)`: solves g(x) = y for a linear function g, by differentiable operations
      or `custom_linear_solve`. For numbers it is `lambda g, y: y / g(1.0)`.

    >>> import nitinol as ni
    >>> def newton(f, x):
    ...     for _ in range(20):
    ...         x = x - f(x) / ni.grad(f)(x)
    ...     return x
    >>> def root(a):
    ...     return ni.custom_root(lambda x: x * x - a, ni.tensor(1.0), newton,
    ...                           lambda g, y: y / g(ni.ones_like(y)))
    >>> root(4.0).item(), ni.grad(root)(4.0).item(), ni.grad(ni.grad(root))(4.0).item()
    (2.0, 0.25, -0.03125)
    """
    for function in (f, solve, tangent_solve):
        check_callable("custom_root", function)
    guess = stop_gradient(_floating("custom_root", "initial_guess", initial_guess))
    closed = close(f, [strong(guess)], name_of(f))
    _same_type("custom_root", "f", guess, closed)
    sizes = dict(closed.sizes)

    def value(x: Any, theta: Sequence[Any]) -> Any:
        return closed.placed(run_graph(closed.graph, [x, *theta], sizes))[0]

    @custom_jvp
    def root(*theta: Any) -> Any:
        return as_array(solve(lambda x: value(x, theta), guess))

    @root.defjvp
    def rule(theta: Sequence[Any], tangents: Sequence[Any]) -> tuple[Any, Any]:
        x = root(*theta)
        turned = _derivative(lambda *p: value(x, p), theta, tangents)
        if turned is None:
            return x, None

        def jacobian(v: Any) -> Any:
            moved = _derivative(lambda y: value(y, theta), [x], [v])
            return zeros(strong(x)) if moved is None else moved

        return x, tangent_solve(jacobian, bind(negative, turned))

    return root(*closed.captured)


def _derivative(
    function: Callable[..., Any], primals: Sequence[Any], tangents: Sequence[Any]
) -> Any:
    """The tangent of one result; None: zero."""
    level = JVP()
    try:
        lifted = [level.lift(p, t) for p, t in zip(primals, tangents, strict=True)]
        return level.lower(function(*lifted))[1]
    finally:
        level.closed = True


def _floating(where: str, what: str, x: Any) -> Any:
    made = as_array(x)
    if not differentiable(made):
        kind = made.dtype if isinstance(made, Array) else type(x).__name__
        raise DTypeError(f"{where}: {what} must be a floating or complex tensor, got {kind}")
    return made


def _same_type(where: str, what: str, x: Any, closed: Closed) -> None:
    (out,) = closed.graph.outputs if len(closed.graph.outputs) == 1 else (None,)
    want = type_of(x)
    if out is None or out.type.dtype is not want.dtype or out.type.ndim != want.ndim:
        got = "several results" if out is None else repr(out.type)
        raise ShapeError(
            f"{where}: {what} must return a tensor like its argument, "
            f"{want.dtype}{show(want.shape)}; it returned {got}"
        )
