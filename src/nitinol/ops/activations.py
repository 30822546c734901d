"""Activation functions.

Where a function has a kink next to a constant part the derivative there is 0, as of `relu` at 0;
elsewhere it is the one from the left. Functions whose result alone determines the derivative say
so in their rule, so that nothing else is kept for the backward pass; `gelu` and `silu` have rules
that multiply by the slope, so that a program keeps this one tensor and not the slope's parts.
"""

from __future__ import annotations

import math

from ..base.errors import ShapeError
from ..base.shapes import Refusal, normalize_axis
from ..ir.op import Op
from ..trace.array import Array
from ..trace.composite import composite
from ..trace.stage import check_equal
from .arithmetic import maximum
from .elementary import exp, expm1, log, tanh
from .families import Tensor, TensorLike, array, half_to_float, promoted, to_dtype, unreduce
from .logic import where
from .movement import slice_axis
from .reductions import add_up, finite_or_zero, highest
from .special import erf, sigmoid, softplus

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _floating(name: str, *xs: Any) -> list[Array]:
    return promoted(name, *xs, accepts="f", floating=True)


def _relu_tangent(primals: Any, tangents: Any, out: Any) -> Any:
    return None if tangents[0] is None else where(out > 0, tangents[0], 0)


@composite(jvp=_relu_tangent)
def relu(x: TensorLike, /) -> Tensor:
    """max(x, 0); NaN stays. The derivative at 0 is 0.

    >>> ni.relu(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([0., 0., 2.])
    """
    (x,) = promoted("relu", x, accepts="iuf")
    result: Tensor = maximum(x, 0)
    return result


@composite
def relu6(x: TensorLike, /) -> Tensor:
    """min(max(x, 0), 6).

    >>> ni.relu6(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([0., 0., 2.])
    """
    return hardtanh(x, 0.0, 6.0)


@composite
def leaky_relu(x: TensorLike, negative_slope: float = 0.01) -> Tensor:
    """x where it is positive, else `negative_slope` · x.

    >>> ni.leaky_relu(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([-0.01,  0.  ,  2.  ])
    """
    (x,) = _floating("leaky_relu", x)
    return where(x > 0, x, x * negative_slope)


@composite
def prelu(x: TensorLike, weight: TensorLike) -> Tensor:
    """x where it is positive, else weight · x; the weight broadcasts and can be learned.

    >>> ni.prelu(ni.tensor([-1.0, 2.0]), ni.tensor([0.25]))
    tensor([-0.25,  2.  ])
    """
    a, w = _floating("prelu", x, weight)
    return where(a > 0, a, a * w)


@composite
def elu(x: TensorLike, alpha: float = 1.0) -> Tensor:
    """x where it is positive, else α·(eˣ − 1) (Clevert, Unterthiner and Hochreiter 2015).

    >>> ni.elu(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([-0.6321,  0.    ,  2.    ])
    """
    (x,) = _floating("elu", x)
    low = where(x > 0, 0, x)
    return where(x > 0, x, expm1(low) * alpha)


@composite
def celu(x: TensorLike, alpha: float = 1.0) -> Tensor:
    """x where it is positive, else α·(e^(x/α) − 1) (Barron 2017).

    >>> ni.celu(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([-0.6321,  0.    ,  2.    ])
    """
    (x,) = _floating("celu", x)
    low = where(x > 0, 0, x)
    return where(x > 0, x, expm1(low / alpha) * alpha)


SELU_ALPHA = 1.6732632423543772  # Klambauer et al. 2017, "Self-Normalizing Neural Networks"
SELU_SCALE = 1.0507009873554805


@composite
def selu(x: TensorLike, /) -> Tensor:
    """`elu` scaled so that mean 0 and variance 1 are a fixed point (Klambauer et al. 2017).

    >>> ni.selu(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([-1.1113,  0.    ,  2.1014])
    """
    return elu(x, SELU_ALPHA) * SELU_SCALE  # type: ignore[no-any-return]


def _gelu_tangent(primals: Any, tangents: Any, out: Any) -> Any:
    (x,), (t,) = primals, tangents
    if t is None:
        return None
    density = exp(-0.5 * (x * x)) * (1 / math.sqrt(2 * math.pi))
    return t * (0.5 * (1 + erf(x * math.sqrt(0.5))) + x * density)


@composite(jvp=_gelu_tangent)
def _gelu(x: Tensor) -> Tensor:
    return 0.5 * x * (1 + erf(x * math.sqrt(0.5)))  # type: ignore[no-any-return]


def _tanh_gelu_inner(x: Any) -> Any:
    return math.sqrt(2 / math.pi) * (x + 0.044715 * (x * x * x))


def _tanh_gelu_tangent(primals: Any, tangents: Any, out: Any) -> Any:
    (x,), (t,) = primals, tangents
    if t is None:
        return None
    y = tanh(_tanh_gelu_inner(x))
    inner = math.sqrt(2 / math.pi) * (1 + 3 * 0.044715 * (x * x))
    return t * (0.5 * (1 + y) + 0.5 * x * ((1 - y * y) * inner))


@composite(jvp=_tanh_gelu_tangent)
def _tanh_gelu(x: Tensor) -> Tensor:
    return 0.5 * x * (1 + tanh(_tanh_gelu_inner(x)))  # type: ignore[no-any-return]


@composite
def gelu(x: TensorLike, approximate: str = "none") -> Tensor:
    """x·Φ(x), Φ being the normal distribution function (Hendrycks and Gimpel 2016).

    `approximate="tanh"` takes the formula with tanh from the same paper.

    >>> ni.gelu(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([-0.1587,  0.    ,  1.9545])
    """
    (x,) = _floating("gelu", x)
    own = x.dtype
    x = half_to_float(x)
    if approximate == "tanh":
        result = _tanh_gelu(x)
    elif approximate == "none":
        result = _gelu(x)
    else:
        raise ShapeError(f"gelu: approximate {approximate!r} is not known; write 'none' or 'tanh'")
    return to_dtype(result, own)


def _silu_tangent(primals: Any, tangents: Any, out: Any) -> Any:
    (x,), (t,) = primals, tangents
    if t is None:
        return None
    s = sigmoid(x)
    return t * (s + x * (s * (1 - s)))


@composite(jvp=_silu_tangent)
def _silu(x: Tensor) -> Tensor:
    return x * sigmoid(x)  # type: ignore[no-any-return]


@composite
def silu(x: TensorLike, /) -> Tensor:
    """x · sigmoid(x), also called swish.

    >>> ni.silu(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([-0.2689,  0.    ,  1.7616])
    """
    (x,) = _floating("silu", x)
    return _silu(x)


@composite
def mish(x: TensorLike, /) -> Tensor:
    """x · tanh(softplus(x)) (Misra 2019).

    >>> ni.mish(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([-0.3034,  0.    ,  1.944 ])
    """
    (x,) = _floating("mish", x)
    return x * tanh(softplus(x))  # type: ignore[no-any-return]


@composite
def hardtanh(x: TensorLike, min_val: float = -1.0, max_val: float = 1.0) -> Tensor:
    """x cut off at both ends. The derivative at a bound is 0 (that of `clip` is 1).

    >>> ni.hardtanh(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([-1.,  0.,  1.])
    """
    (x,) = _floating("hardtanh", x)
    result = where(x <= min_val, min_val, x)
    return where(result >= max_val, max_val, result)


@composite
def hardsigmoid(x: TensorLike, /) -> Tensor:
    """x/6 + 1/2, cut off at 0 and 1.

    >>> ni.hardsigmoid(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([0.3333, 0.5   , 0.8333])
    """
    (x,) = _floating("hardsigmoid", x)
    return hardtanh(x / 6 + 0.5, 0.0, 1.0)


@composite
def hardswish(x: TensorLike, /) -> Tensor:
    """x · hardsigmoid(x) (Howard et al. 2019).

    >>> ni.hardswish(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([-0.3333,  0.    ,  1.6667])
    """
    (x,) = _floating("hardswish", x)
    return x * hardsigmoid(x)  # type: ignore[no-any-return]


@composite
def softsign(x: TensorLike, /) -> Tensor:
    """x / (1 + |x|).

    >>> ni.softsign(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([-0.5   ,  0.    ,  0.6667])
    """
    (x,) = _floating("softsign", x)
    return x / (1 + abs(x))  # type: ignore[no-any-return]


@composite
def tanhshrink(x: TensorLike, /) -> Tensor:
    """x − tanh(x).

    >>> ni.tanhshrink(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([-0.2384,  0.    ,  1.036 ])
    """
    (x,) = _floating("tanhshrink", x)
    return x - tanh(x)  # type: ignore[no-any-return]


@composite
def threshold(x: TensorLike, threshold: float, value: float) -> Tensor:
    """x where it is above the threshold, else `value`.

    >>> ni.threshold(ni.tensor([-1.0, 2.0]), 0.0, 9.0)
    tensor([9., 2.])
    """
    (x,) = promoted("threshold", x, accepts="iuf")
    return where(x > threshold, x, value)


@composite
def glu(x: TensorLike, dim: int = -1) -> Tensor:
    """a · sigmoid(b), where a and b are the halves of x along `dim` (Dauphin et al. 2016).

    >>> ni.glu(ni.tensor([1.0, 2.0, 0.0, 0.0]))
    tensor([0.5, 1. ])
    """
    (x,) = _floating("glu", x)
    axis = normalize_axis(dim, x.ndim, "glu")
    half = x.shape[axis] // 2
    words = ("glu: the size ", x.shape[axis], f" of axis {axis} must be even")
    check_equal(x.shape[axis], half * 2, "glu", Refusal(ShapeError, words))
    a, b = slice_axis(x, axis, 0, half), slice_axis(x, axis, half, half)
    return a * sigmoid(b)  # type: ignore[no-any-return]


# --- softmax


def _softmax_tangent(primals: Any, tangents: Any, out: Any, *, axis: int) -> Any:
    (t,) = tangents
    if t is None:
        return None
    inner = add_up(out * t, (axis,))
    return out * (t - unreduce(inner, out.shape, (axis,)))


@composite(jvp=_softmax_tangent)
def _softmax(x: Tensor, axis: int) -> Tensor:
    """Softmax along a positive axis, keeping the result only."""
    top = finite_or_zero(highest(x, (axis,)))
    powers = exp(x - unreduce(top, x.shape, (axis,)))
    return powers / unreduce(add_up(powers, (axis,)), x.shape, (axis,))  # type: ignore[no-any-return]


softmax_op: Op = _softmax.composite.op  # type: ignore[attr-defined]


@composite
def softmax(x: TensorLike, axis: int = -1) -> Tensor:
    """e^x / Σ e^x along `axis`, computed without overflow. A row of −∞ alone gives NaN; in a row with +∞
    these give NaN, and the others 0.

    >>> ni.softmax(ni.tensor([[1.0, 2.0, 3.0]]), 1)
    tensor([[0.09  , 0.2447, 0.6652]])
    """
    (x,) = _floating("softmax", x)
    own = x.dtype
    a = normalize_axis(axis, x.ndim, "softmax")
    return to_dtype(_softmax(half_to_float(x), a), own)


def _log_softmax_tangent(primals: Any, tangents: Any, out: Any, *, axis: int) -> Any:
    (t,) = tangents
    if t is None:
        return None
    return t - unreduce(add_up(exp(out) * t, (axis,)), out.shape, (axis,))


@composite(jvp=_log_softmax_tangent)
def _log_softmax(x: Tensor, axis: int) -> Tensor:
    """Log-softmax along a positive axis, keeping the result only."""
    # The largest element is taken off first: a sum with the logarithm would lose that in its digits.
    gap = x - unreduce(finite_or_zero(highest(x, (axis,))), x.shape, (axis,))
    total = add_up(exp(gap), (axis,))
    return gap - unreduce(log(total), x.shape, (axis,))  # type: ignore[no-any-return]


@composite
def log_softmax(x: TensorLike, axis: int = -1) -> Tensor:
    """x − log Σ e^x along `axis`: the logarithm of `softmax`, exact where that underflows.

    >>> ni.log_softmax(ni.tensor([[1.0, 2.0, 3.0]]), 1)
    tensor([[-2.4076, -1.4076, -0.4076]])
    """
    (x,) = _floating("log_softmax", x)
    own = x.dtype
    a = normalize_axis(axis, x.ndim, "log_softmax")
    return to_dtype(_log_softmax(half_to_float(x), a), own)


@composite
def softmin(x: TensorLike, axis: int = -1) -> Tensor:
    """softmax(−x).

    >>> ni.softmin(ni.tensor([[1.0, 2.0, 3.0]]), 1)
    tensor([[0.6652, 0.2447, 0.09  ]])
    """
    return softmax(-array(x, "softmin"), axis)


swish = silu
