"""`odeint`: ordinary differential equations, by an adaptive Runge–Kutta method.

The method is the pair of orders 5 and 4 of Dormand and Prince, "A family of embedded Runge–Kutta
formulae", J. Comp. Appl. Math. 6 (1980); step sizes are controlled as in Hairer, Nørsett and Wanner,
"Solving Ordinary Differential Equations I" (1993), section II.4. Steps end at the times that are
asked for.

It is written with `ni.while_loop`: called on tensors, a step after the other runs as Python does,
and the equation may be any Python code; inside `ni.jit` all of it is one compiled loop. Derivatives
of every order and mode go through the steps that were taken; how long these are is no part of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..base import trees
from ..base.dtypes import int32
from ..base.errors import DTypeError, ShapeError
from ..base.sizes import Dim
from ..core import TensorBase
from ..ops import abs as magnitude
from ..ops import (
    clip,
    concatenate,
    isfinite,
    maximum,
    minimum,
    reshape,
    scan,
    sign,
    sqrt,
    stack,
    where,
    while_loop,
)
from ..ops import mean as mean_of
from ..trace.array import Array
from ..trace.bind import active
from ..trace.primitives import full
from .leaves import as_array, check_callable, differentiable
from .recording import stop_gradient

# The tableau: times of the stages, their weights, and those of the difference of both orders.
TIMES: Final = (0.0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0)
STAGES: Final = (
    (),
    (1 / 5,),
    (3 / 40, 9 / 40),
    (44 / 45, -56 / 15, 32 / 9),
    (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
    (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
)
RESULT: Final = (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84)
ERROR: Final = (71 / 57600, 0.0, -71 / 16695, 71 / 1920, -17253 / 339200, 22 / 525, -1 / 40)

Slope = Callable[[Any, Any], Any]  # of (state, time)


def odeint(
    function: Callable[..., Any],
    y0: Any,
    t: Any,
    *args: Any,
    rtol: float | None = None,
    atol: float | None = None,
    max_steps: int = 10_000,
) -> Any:
    """The solution of dy/dt = function(y, t, *args) with y = `y0` at t[0], at all times `t`.

    * `y0`: a floating tensor, or a nest of such; `function` returns a nest of the same types.
    * `t`: times, rising or falling, a floating vector. The result has them as its first axis.
    * `rtol`, `atol`: how large the error of a step may be, in relation to y and absolutely; by
      default 1e-8 for float64 and 1e-5 for float32.
    * `max_steps`: between two times. If these do not suffice, the results are NaN from there on.

    Differentiable by `y0`, `t`, `args`, and by tensors that `function` captures, in all modes.

    Raises `ShapeError` or `DTypeError` for wrong arguments.

    >>> import nitinol as ni
    >>> t = ni.tensor([0.0, 1.0], dtype=ni.float64)
    >>> y = ni.odeint(lambda y, t, k: -k * y, ni.tensor(1.0, dtype=ni.float64), t, 2.0)
    >>> round(y[-1].item(), 6)
    0.135335
    """
    check_callable("odeint", function)
    leaves, treedef = trees.flatten(y0)
    leaves = [as_array(x) for x in leaves]
    for x in leaves:
        if not differentiable(x) or x.dtype.is_complex or x.dtype is not leaves[0].dtype:
            kind = x.dtype if isinstance(x, Array) else type(x).__name__
            raise DTypeError(
                f"odeint: y0 must consist of real floating tensors of one dtype, got {kind}; split "
                "complex numbers into two"
            )
    if not leaves:
        raise DTypeError("odeint: y0 has no tensors")
    dtype = leaves[0].dtype
    times = as_array(t)
    if not isinstance(times, Array) or len(times.shape) != 1:
        raise ShapeError("odeint: t must be a vector of times, such as ni.linspace(0.0, 1.0, 11)")
    times = times.astype(dtype)
    shapes = [tuple(x.shape) for x in leaves]
    coarse = dtype.itemsize < 8
    rtol = (1e-5 if coarse else 1e-8) if rtol is None else rtol
    atol = (1e-5 if coarse else 1e-8) if atol is None else atol

    def slope(y: Any, time: Any) -> Any:
        nest = trees.unflatten(treedef, _split(y, shapes))
        found = [as_array(x) for x in trees.leaves(function(nest, time, *args))]
        if [tuple(x.shape) for x in found] != shapes:
            raise ShapeError(
                f"odeint: the function returned shapes {[tuple(x.shape) for x in found]}, y0 has "
                f"{shapes}; they must be equal"
            )
        return _joined([x.astype(dtype) for x in found])

    start = _joined(leaves)
    first = slope(start, times[0])
    step = _first_step(slope, start, first, times, rtol, atol)

    def advance(carry: Any, target: Any) -> Any:
        y, f, time, h = carry
        y, f, h = _until(slope, y, f, time, h, target, rtol, atol, max_steps)
        return (y, f, target, h), y

    carry = (start, first, times[0], step)
    if active.stage is None and isinstance(times.shape[0], int) and _runs(start):
        rows = [start]
        for i in range(1, times.shape[0]):
            carry, y = advance(carry, times[i])
            rows.append(y)
        path = stack(rows)
    else:
        _, ys = scan(advance, carry, times[1:])
        path = concatenate([reshape(start, (1, *start.shape)), ys])
    columns = _split_columns(path, shapes)
    return trees.unflatten(treedef, columns)


def _runs(x: Any) -> bool:
    """Whether a value is at hand, so that loops can run as Python."""
    while not isinstance(x, TensorBase):
        x = getattr(x, "primal", None)
        if x is None:
            return False
    return True


def _joined(leaves: list[Any]) -> Any:
    if len(leaves) == 1:
        return reshape(leaves[0], (leaves[0].size,))
    return concatenate([reshape(x, (x.size,)) for x in leaves])


def _split(y: Any, shapes: list[tuple[Dim, ...]]) -> list[Any]:
    return [part[0] for part in _parts(reshape(y, (1, y.shape[0])), shapes)]


def _split_columns(path: Any, shapes: list[tuple[Dim, ...]]) -> list[Any]:
    return _parts(path, shapes)


def _parts(path: Any, shapes: list[tuple[Dim, ...]]) -> list[Any]:
    parts = []
    first: Dim = 0
    for shape in shapes:
        size: Dim = 1
        for n in shape:
            size = size * n
        parts.append(reshape(path[:, first : first + size], (path.shape[0], *shape)))
        first = first + size
    return parts


def _norm(error: Any, scale: Any) -> Any:
    return sqrt(mean_of((error / scale) * (error / scale)))


def _first_step(slope: Slope, y: Any, f: Any, times: Any, rtol: float, atol: float) -> Any:
    """A guess for the first step: Hairer, Nørsett and Wanner, II.4."""
    y, f, times = stop_gradient((y, f, times))
    way = times[-1] - times[0] if times.shape[0] != 1 else full(1, y.dtype, ())
    direction = where(way < 0, -1.0, 1.0).astype(y.dtype)
    scale = atol + magnitude(y) * rtol
    d0, d1 = _norm(y, scale), _norm(f, scale)
    small = (d0 < 1e-5) | (d1 < 1e-5)
    guess = where(small, 1e-6, 0.01 * d0 / where(small, 1.0, d1)).astype(y.dtype)
    moved = stop_gradient(slope(y + guess * direction * f, times[0] + guess * direction))
    d2 = _norm(moved - f, scale) / guess
    largest = maximum(d1, d2)
    flat = largest <= 1e-15
    better = where(
        flat, maximum(guess * 1e-3, 1e-6), (0.01 / where(flat, 1.0, largest)) ** 0.2
    ).astype(y.dtype)
    return minimum(100.0 * guess, better)


def _until(
    slope: Slope,
    y: Any,
    f: Any,
    time: Any,
    h: Any,
    target: Any,
    rtol: float,
    atol: float,
    max_steps: int,
) -> tuple[Any, Any, Any]:
    """Steps from `time` to `target`: (state, its slope, next step)."""
    dtype = y.dtype
    direction = stop_gradient(sign(target - time))

    def going(carry: Any) -> Any:
        _, _, now, size, left = carry
        stuck = now + size * direction == now
        return (now != target) & (left > 0) & (~stuck) & isfinite(size)

    def body(carry: Any) -> Any:
        y, f, now, size, left = carry
        gap = magnitude(target - now)
        last = size >= gap
        # The length of the last step depends on the target, that of the others is no part of the
        # derivative.
        length = where(last, gap, stop_gradient(size)) * direction
        stages = [f]
        for at, weights in zip(TIMES[1:], STAGES[1:], strict=True):
            stages.append(slope(y + length * _sum(weights, stages), now + at * length))
        after = y + length * _sum(RESULT, stages)
        arrived = where(last, target, now + length)
        slope_after = slope(after, arrived)
        error = length * _sum(ERROR, [*stages, slope_after])
        scale = atol + rtol * maximum(magnitude(y), magnitude(after))
        ratio = stop_gradient(_norm(error, scale))
        accepted = ratio <= 1.0
        safe = where(isfinite(ratio), maximum(ratio, 1e-10), 1e10)
        factor = clip(0.9 * safe**-0.2, 0.2, 10.0)
        used = stop_gradient(magnitude(length))
        grown = used * where(accepted, factor, minimum(factor, 1.0))
        size = where(accepted & last, maximum(grown, size), grown).astype(dtype)
        return (
            where(accepted, after, y),
            where(accepted, slope_after, f),
            where(accepted, arrived, now),
            stop_gradient(size),
            left - 1,
        )

    y, f, now, h, _ = while_loop(going, body, (y, f, time, h, full(max_steps, int32, ())))
    arrived = now == target
    return where(arrived, y, float("nan")).astype(dtype), f, h


def _sum(weights: Any, stages: Any) -> Any:
    """Σ weight · stage, without those that are zero."""
    total: Any = None
    for w, k in zip(weights, stages, strict=False):
        if w:
            total = w * k if total is None else total + w * k
    return total
