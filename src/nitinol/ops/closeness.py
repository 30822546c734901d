"""Comparison within a tolerance, and repair of what is not finite."""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.sizes import minimum
from ..trace.composite import composite
from ..trace.stage import known_equal
from .arithmetic import abs
from .creation import number_of
from .families import Tensor, TensorLike, array, promoted
from .logic import isfinite, isnan, where
from .movement import slice_axis
from .reductions import all as every


@composite
def isclose(
    x: TensorLike,
    y: TensorLike,
    rtol: float = 1e-5,
    atol: float = 1e-8,
    equal_nan: bool = False,
) -> Tensor:
    """Whether |x − y| ≤ atol + rtol·|y|; equal infinities are close, NaN only with `equal_nan`.

    >>> ni.isclose(ni.tensor([1.0, 2.0]), ni.tensor([1.0, 2.1]))
    tensor([ True, False])
    """
    a, b = promoted("isclose", x, y, floating=True)
    near = (abs(a - b) <= atol + rtol * abs(b)) & isfinite(b)
    near = near | (a == b)
    return near | (isnan(a) & isnan(b)) if equal_nan else near  # type: ignore[no-any-return]


@composite
def allclose(
    x: TensorLike,
    y: TensorLike,
    rtol: float = 1e-5,
    atol: float = 1e-8,
    equal_nan: bool = False,
) -> Tensor:
    """Whether all elements are close; see `isclose`. A 0-d bool tensor.

    >>> ni.allclose(ni.tensor([1.0, 2.0]), ni.tensor([1.0, 2.0 + 1e-7]))
    tensor(True)
    """
    return every(isclose(x, y, rtol, atol, equal_nan))


@composite
def array_equal(x: TensorLike, y: TensorLike) -> Tensor:
    """Whether shapes and all elements are equal. A 0-d bool tensor.

    >>> ni.array_equal(ni.tensor([1, 2]), ni.tensor([1, 2]))
    tensor(True)
    """
    a, b = array(x, "array_equal"), array(y, "array_equal")
    if a.ndim != b.ndim or any(
        known_equal(m, n) is False for m, n in zip(a.shape, b.shape, strict=True)
    ):
        return every(array(False, "array_equal"))
    open_sizes = []
    for axis, (m, n) in enumerate(zip(a.shape, b.shape, strict=True)):
        if known_equal(m, n) is not True:  # the run will tell
            open_sizes.append(number_of(m, dt.int64) == number_of(n, dt.int64))
            a, b = (slice_axis(v, axis, 0, minimum(m, n)) for v in (a, b))
    equal = every(a == b)
    for same in open_sizes:
        equal = equal & same
    return equal


@composite
def nan_to_num(
    x: TensorLike, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None
) -> Tensor:
    """x with NaN replaced by `nan` and infinities by other numbers: by default the greatest
    finite ones.

    >>> ni.nan_to_num(ni.tensor([1.0, float('nan')]))
    tensor([1., 0.])
    """
    (x,) = promoted("nan_to_num", x, accepts="biuf")
    if not x.dtype.is_floating:
        return x
    high = x.dtype.max if posinf is None else posinf
    low = x.dtype.min if neginf is None else neginf
    infinity = float("inf")
    x = where(x == infinity, high, where(x == -infinity, low, x))
    return where(isnan(x), nan, x)
