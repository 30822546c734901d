"""`Math`: elementary functions on lanes, `k.math.exp(x)`, without any library."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...base import dtypes as dt
from ..vectors import Vec
from . import error_function, exponential, hyperbolic, trigonometric
from .number import Num

if TYPE_CHECKING:
    from ..emitter import Emitter

__all__ = ["Math"]

_Real = Callable[..., Num]


class Math:
    """The elementary functions of an emitter."""

    __slots__ = ("k",)

    def __init__(self, k: Emitter) -> None:
        self.k = k

    def _real(self, function: _Real, *xs: Vec) -> Vec:
        """Apply to float lanes; half-width floats are computed in float32 and rounded once."""
        dtype = xs[0].dtype
        if dtype.itemsize == 2:
            inner = [Num(self.k, Vec(x.name, dt.float32, x.lanes)) for x in xs]
            return self.k.cast(function(*inner).v, dtype)
        return function(*(Num(self.k, x) for x in xs)).v

    def exp(self, x: Vec) -> Vec:
        return self._real(exponential.exp, x)

    def exp2(self, x: Vec) -> Vec:
        return self._real(exponential.exp2, x)

    def expm1(self, x: Vec) -> Vec:
        return self._real(exponential.expm1, x)

    def log(self, x: Vec) -> Vec:
        return self._real(exponential.log, x)

    def log2(self, x: Vec) -> Vec:
        return self._real(exponential.log2, x)

    def log10(self, x: Vec) -> Vec:
        return self._real(exponential.log10, x)

    def log1p(self, x: Vec) -> Vec:
        return self._real(exponential.log1p, x)

    def pow(self, x: Vec, y: Vec) -> Vec:
        return self._real(exponential.pow, x, y)

    def sqrt(self, x: Vec) -> Vec:
        return self.k.sqrt(x)

    def sin(self, x: Vec) -> Vec:
        return self._real(trigonometric.sin, x)

    def cos(self, x: Vec) -> Vec:
        return self._real(trigonometric.cos, x)

    def tan(self, x: Vec) -> Vec:
        return self._real(trigonometric.tan, x)

    def sinh(self, x: Vec) -> Vec:
        return self._real(hyperbolic.sinh, x)

    def cosh(self, x: Vec) -> Vec:
        return self._real(hyperbolic.cosh, x)

    def tanh(self, x: Vec) -> Vec:
        return self._real(hyperbolic.tanh, x)

    def asinh(self, x: Vec) -> Vec:
        return self._real(hyperbolic.asinh, x)

    def acosh(self, x: Vec) -> Vec:
        return self._real(hyperbolic.acosh, x)

    def atanh(self, x: Vec) -> Vec:
        return self._real(hyperbolic.atanh, x)

    def sigmoid(self, x: Vec) -> Vec:
        return self._real(hyperbolic.sigmoid, x)

    def erf(self, x: Vec) -> Vec:
        return self._real(error_function.erf, x)
