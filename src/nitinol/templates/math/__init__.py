"""`Math`: elementary functions on lanes, `k.math.exp(x)`, without any library.

| file | holds |
|---|---|
| `number.py` | lanes with operators, polynomials, masks |
| `doubles.py` | unevaluated sums of two floats |
| `exponential.py` | exp, logarithms, pow |
| `trigonometric.py`, `inverse.py` | sin, cos, tan and the reduction of angles; asin … atan2 |
| `hyperbolic.py` | sinh … atanh, sigmoid |
| `error_function.py`, `gamma.py` | erf, erfc, erfinv; lgamma, digamma |
| `basic.py` | hypot, cbrt, ldexp, fmod |
| `complex_basic.py`, `complex_hyperbolic.py`, `complex_inverse.py` | the complex versions |

The code is straight, with selections instead of branches, but for two things: angles so large that
they need a long 2/π, and the rounds of fmod. It uses no intrinsic that LLVM would turn into a call
of the C library: fma (where the target has it), sqrt, fabs, floor, trunc, rint, copysign, bits.

Precision. float16 and bfloat16 are computed in float32 and rounded once, complex64 in complex128.
lgamma, digamma and cbrt of float32 are computed in float64, and so are pow, hypot and fmod.
Subnormal numbers, signed zeros, infinities and NaN are kept as C99's Annexes F and G want them.

Largest errors found, in units of the last place, with and without fused multiply-add. float32 was
compared with float64 at every 1021st number of the whole range (every 8191st for erfinv, lgamma and
digamma), float64 with numbers of 64 bits at 150 000 to 300 000 random arguments a function. The
pairs (pow, atan2, hypot) and the special functions of float64 were compared with 160-bit
arithmetic at a few thousand arguments only, so that rare larger errors are possible there.

| function | float32 | float64 |
|---|---|---|
| exp | 1.2 | 1.0 |
| exp2 | 1.1 | 1.2 |
| expm1 | 1.5 | 2.0 |
| log, log2, log10, log1p | 1.1 | 1.2 |
| pow | 0.5 | 1.4 |
| sqrt, cbrt, hypot | 0.5 | 0.5 |
| sin, cos | 1.6 | 2.4 |
| tan | 2.4 | 3.5 |
| asin, acos | 1.5 | 1.5 |
| atan, atan2 | 1.8 | 1.5 |
| sinh | 2.2 | 2.4 |
| cosh | 1.4 | 1.3 |
| tanh | 2.3 | 2.5 |
| asinh, acosh, atanh | 1.9 | 1.8 |
| sigmoid | 2.1 | 2.1 |
| erf | 1.2 | 1.0 |
| erfc | 3.6 | 3.2 |
| erfinv | 2.1 | 2.0 |
| lgamma, x > 0 | 0.5 | 2.7 |
| digamma, x > 0 | 0.5 | 3.0 |
| fmod, ldexp | 0 | 0 |

Complex functions: at most 4·2^-53 of |result|, at most 6 units in either part alone; pow as many more as
its exponent multiplies the error of the logarithm. Half-width and complex64 results: 0.5 a part.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from ...base import dtypes as dt
from ..vectors import Vec
from . import (
    basic,
    complex_basic,
    complex_hyperbolic,
    complex_inverse,
    error_function,
    exponential,
    gamma,
    hyperbolic,
    inverse,
    trigonometric,
)
from .number import Num

if TYPE_CHECKING:
    from ...base.dtypes import DType
    from ..emitter import Emitter

__all__ = ["Math"]

_Real = Callable[..., Num]
_Complex = Callable[..., complex_basic.Z]
_Result = TypeVar("_Result")


class Math:
    """The elementary functions of one emitter. All take floating lanes and give the same dtype.

    Functions said to be for complex numbers too take complex lanes and give complex lanes.
    """

    __slots__ = ("k",)

    def __init__(self, k: Emitter) -> None:
        self.k = k

    # --- how they are applied

    def _exact(self, function: Callable[..., _Result], *xs: Any) -> _Result:
        """`function` as it stands, also in `fast`: errors of sums are found by sums, which nobody may contract."""
        k = self.k
        saved, k.flags = k.flags, ""
        found = function(*xs)
        k.flags = saved
        return found

    def _real(self, function: _Real, *xs: Vec) -> Vec:
        """Half-width floats are computed in float32 and rounded once."""
        dtype = xs[0].dtype
        if dtype.itemsize == 2:
            inner = [Num(self.k, Vec(x.name, dt.float32, x.lanes)) for x in xs]
            return self.k.cast(self._exact(function, *inner).v, dtype)
        return self._exact(function, *(Num(self.k, x) for x in xs)).v

    def _through64(self, function: _Real, *xs: Vec) -> Vec:
        """Floats of any width are computed in float64 and rounded once."""
        return self.k.cast(self._exact(function, *(self._wide(x) for x in xs)).v, xs[0].dtype)

    def _wide(self, x: Vec) -> Num:
        return Num(self.k, self.k.cast(x, dt.float64))

    def _pair(self, z: Vec) -> complex_basic.Z:
        return complex_basic.Z(self._wide(self.k.real(z)), self._wide(self.k.imag(z)))

    def _complex(self, function: _Complex, *zs: Vec) -> Vec:
        dtype: DType = zs[0].dtype
        w = self._exact(function, *(self._pair(z) for z in zs))
        part = dtype.real
        return self.k.complex(self.k.cast(w.re.v, part), self.k.cast(w.im.v, part))

    def _both(self, real: _Real, complex_: _Complex, *xs: Vec) -> Vec:
        if xs[0].imag is not None:
            return self._complex(complex_, *xs)
        return self._real(real, *xs)

    # --- exponentials and logarithms

    def exp(self, x: Vec) -> Vec:
        """e^x, complex too."""
        return self._both(exponential.exp, complex_basic.exp, x)

    def exp_weight(self, x: Vec) -> Vec:
        """exp of real x ≤ 0, and 0 where that is less than a normal number."""
        return self._real(exponential.exp_weight, x)

    def exp2(self, x: Vec) -> Vec:
        """2^x; exact for whole x."""
        return self._real(exponential.exp2, x)

    def expm1(self, x: Vec) -> Vec:
        """e^x − 1, accurate near 0."""
        return self._real(exponential.expm1, x)

    def log(self, x: Vec) -> Vec:
        """Natural logarithm, complex too (principal branch); -inf at 0, NaN for real x below 0."""
        return self._both(exponential.log, complex_basic.log, x)

    def log2(self, x: Vec) -> Vec:
        """Logarithm to base 2; exact for powers of 2."""
        return self._real(exponential.log2, x)

    def log10(self, x: Vec) -> Vec:
        """Logarithm to base 10."""
        return self._real(exponential.log10, x)

    def log1p(self, x: Vec) -> Vec:
        """log(1 + x), accurate near 0."""
        return self._real(exponential.log1p, x)

    def pow(self, x: Vec, y: Vec) -> Vec:
        """x^y, complex too; NaN for real x below 0 unless y is whole. x^0 and 1^y are 1 always."""
        return self._both(exponential.pow, complex_basic.pow, x, y)

    def sqrt(self, x: Vec) -> Vec:
        """Square root, rounded correctly for real x; complex too (real part ≥ 0)."""
        if x.imag is not None:
            return self._complex(complex_basic.sqrt, x)
        return self.k.sqrt(x)

    def cbrt(self, x: Vec) -> Vec:
        """The real cube root."""
        return self._through64(basic.cbrt, x)

    # --- circular functions

    def sin(self, x: Vec) -> Vec:
        """Sine of an angle in radians of any size, complex too."""
        return self._both(trigonometric.sin, complex_hyperbolic.sin, x)

    def cos(self, x: Vec) -> Vec:
        """Cosine, complex too."""
        return self._both(trigonometric.cos, complex_hyperbolic.cos, x)

    def tan(self, x: Vec) -> Vec:
        """Tangent, complex too."""
        return self._both(trigonometric.tan, complex_hyperbolic.tan, x)

    def asin(self, x: Vec) -> Vec:
        """Arcsine in [−π/2, π/2]; NaN beyond ±1. Complex too."""
        return self._both(inverse.asin, complex_inverse.asin, x)

    def acos(self, x: Vec) -> Vec:
        """Arccosine in [0, π]; NaN beyond ±1. Complex too."""
        return self._both(inverse.acos, complex_inverse.acos, x)

    def atan(self, x: Vec) -> Vec:
        """Arctangent in [−π/2, π/2]. Complex too."""
        return self._both(inverse.atan, complex_inverse.atan, x)

    def atan2(self, y: Vec, x: Vec) -> Vec:
        """The angle of the point (x, y) in [−π, π]."""
        return self._real(inverse.atan2, y, x)

    def angle(self, x: Vec) -> Vec:
        """The argument of a complex number; 0 or π for a real one."""
        if x.imag is not None:
            return self.atan2(self.k.imag(x), self.k.real(x))
        return self.atan2(self.k.const(0, x.dtype), x)

    # --- hyperbolic functions

    def sinh(self, x: Vec) -> Vec:
        """Hyperbolic sine, complex too."""
        return self._both(hyperbolic.sinh, complex_hyperbolic.sinh, x)

    def cosh(self, x: Vec) -> Vec:
        """Hyperbolic cosine, complex too."""
        return self._both(hyperbolic.cosh, complex_hyperbolic.cosh, x)

    def tanh(self, x: Vec) -> Vec:
        """Hyperbolic tangent, complex too."""
        return self._both(hyperbolic.tanh, complex_hyperbolic.tanh, x)

    def asinh(self, x: Vec) -> Vec:
        """Inverse of sinh, complex too."""
        return self._both(hyperbolic.asinh, complex_inverse.asinh, x)

    def acosh(self, x: Vec) -> Vec:
        """Inverse of cosh; NaN for real x below 1. Complex too."""
        return self._both(hyperbolic.acosh, complex_inverse.acosh, x)

    def atanh(self, x: Vec) -> Vec:
        """Inverse of tanh; infinite at ±1, NaN for real x beyond. Complex too."""
        return self._both(hyperbolic.atanh, complex_inverse.atanh, x)

    def sigmoid(self, x: Vec) -> Vec:
        """1/(1 + e^-x), with small relative error for large negative x too."""
        return self._real(hyperbolic.sigmoid, x)

    # --- special functions

    def erf(self, x: Vec) -> Vec:
        """The error function."""
        return self._real(error_function.erf, x)

    def erfc(self, x: Vec) -> Vec:
        """1 − erf x, with small relative error for large x too."""
        return self._real(error_function.erfc, x)

    def erfinv(self, x: Vec) -> Vec:
        """The inverse of erf; infinite at ±1, NaN beyond."""
        return self._real(error_function.erfinv, x)

    def lgamma(self, x: Vec) -> Vec:
        """log|Γ(x)|; inf at 0 and the negative integers. Near its zeros below −2 only the absolute error is small."""
        return self._through64(gamma.lgamma, x)

    def digamma(self, x: Vec) -> Vec:
        """The derivative of log Γ; ∓inf at ±0, NaN at the negative integers."""
        return self._through64(gamma.digamma, x)

    # --- sizes and rests

    def hypot(self, x: Vec, y: Vec) -> Vec:
        """√(x² + y²) without overflow on the way."""
        return self._real(basic.hypot, x, y)

    def fmod(self, x: Vec, y: Vec) -> Vec:
        """The rest of x/y with the sign of x, exact."""
        return self._real(basic.fmod, x, y)

    def ldexp(self, x: Vec, n: Vec) -> Vec:
        """x·2^n, rounded once; n are lanes of integers."""
        count = Num(self.k, n)
        return self._real(lambda value: basic.ldexp(value, count), x)
