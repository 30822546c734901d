"""Convolutions over one to three axes, as correlations: kernels are not flipped.

Three primitives, each bilinear, and each other's transposes:

| primitive | operands | result |
|---|---|---|
| `conv` | x[N, C, *S], w[O, C/groups, *K] | y[N, O, *T] |
| `conv_input_grad` | y[N, O, *T], w | x[N, C, *S] |
| `conv_weight_grad` | x, y | w |

with y[n, o, t] = Σ x[n, c, t·stride + k·dilation − before] · w[o, c, k], where x is 0 outside. `conv_transpose`
is `conv_input_grad` under the name that users know.

Complex convolutions are made of real ones; half-width floats are convolved in float32.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..base import dtypes as dt
from ..base.errors import DTypeError, ShapeError
from ..base.shapes import show
from ..base.sizes import Dim
from ..ir.op import Anchor, Linear, Op, Type
from ..trace.bind import bind
from ..trace.composite import composite
from ..trace.primitives import accumulate
from ..trace.stage import check_equal, known_equal
from .arithmetic import add, subtract
from .complexes import complex as make_complex
from .complexes import conj, imag, real
from .families import Tensor, apply, declare, promoted, to_dtype
from .shaping import reshaped

Ints = tuple[int, ...]
Pairs = tuple[tuple[int, int], ...]


def output_size(size: Dim, kernel: Dim, stride: int, pad: tuple[int, int], dilation: int) -> Dim:
    """How many windows fit along an axis."""
    return (size + pad[0] + pad[1] - dilation * (kernel - 1) - 1) // stride + 1


def _equal(where: str, what: str, a: Dim, b: Dim) -> Dim:
    if known_equal(a, b) is False:
        raise ShapeError(f"{where}: {what}: {a!r} and {b!r} must be equal")
    return check_equal(a, b)


def _check(where: str, a: Type, b: Type, strides: Ints, groups: int) -> None:
    if a.dtype is not b.dtype or a.dtype not in (dt.float32, dt.float64):
        raise DTypeError(f"{where}: {a.dtype} and {b.dtype} must be one of float32 and float64")
    if a.ndim != b.ndim or not 3 <= a.ndim <= 5 or len(strides) != a.ndim - 2 or groups < 1:
        raise ShapeError(f"{where}: {show(a.shape)}, {show(b.shape)}, strides {strides}")


def _conv_infer(
    x: Type, w: Type, *, strides: Ints, padding: Pairs, dilation: Ints, groups: int
) -> Type:
    _check("conv", x, w, strides, groups)
    _equal("conv", f"channels of x{show(x.shape)} and weight{show(w.shape)}", x.shape[1],
           w.shape[1] * groups)  # fmt: skip
    spatial = tuple(
        output_size(s, k, t, p, d)
        for s, k, t, p, d in zip(x.shape[2:], w.shape[2:], strides, padding, dilation, strict=True)
    )
    for size, k, s in zip(spatial, w.shape[2:], x.shape[2:], strict=True):
        if isinstance(size, int) and size < 0 or (isinstance(size, int) and size == 0 and s != 0):
            raise ShapeError(
                f"conv: the kernel's size {k!r} (with its dilation) is larger than the input's {s!r} "
                "with its padding; pad more or take a smaller kernel"
            )
    return Type(x.dtype, (x.shape[0], w.shape[0], *spatial))


def _input_infer(
    y: Type, w: Type, *, strides: Ints, padding: Pairs, dilation: Ints, groups: int,
    sizes: tuple[Dim, ...],
) -> Type:  # fmt: skip
    _check("conv_input_grad", y, w, strides, groups)
    _equal("conv_input_grad", "output channels", y.shape[1], w.shape[0])
    return Type(y.dtype, (y.shape[0], w.shape[1] * groups, *sizes))


def _weight_infer(
    x: Type, y: Type, *, strides: Ints, padding: Pairs, dilation: Ints, groups: int,
    kernel: tuple[Dim, ...],
) -> Type:  # fmt: skip
    _check("conv_weight_grad", x, y, strides, groups)
    _equal("conv_weight_grad", "batch", x.shape[0], y.shape[0])
    return Type(x.dtype, (y.shape[1], x.shape[1] // groups, *kernel))


def _bilinear(op: Callable[[], Op]) -> Callable[..., Any]:
    def jvp(primals: Any, tangents: Any, out: Any, **params: Any) -> Any:
        (a, b), (da, db) = primals, tangents
        return accumulate(
            None if da is None else bind(op(), da, b, **params),
            None if db is None else bind(op(), a, db, **params),
        )

    return jvp


def _conv_transpose(c: Tensor, x: Any, w: Any, **params: Any) -> tuple[Any, Any]:
    if isinstance(x, Linear):
        return apply(input_grad, c, w, sizes=tuple(x.shape[2:]), **params), None
    return None, apply(weight_grad, x, c, kernel=tuple(w.shape[2:]), **params)


def _input_transpose(c: Tensor, y: Any, w: Any, *, sizes: Any, **params: Any) -> tuple[Any, Any]:
    if isinstance(y, Linear):
        return _fitted(apply(conv_op, c, w, **params), y.shape), None
    return None, apply(weight_grad, c, y, kernel=tuple(w.shape[2:]), **params)


def _weight_transpose(c: Tensor, x: Any, y: Any, *, kernel: Any, **params: Any) -> tuple[Any, Any]:
    if isinstance(x, Linear):
        return apply(input_grad, y, c, sizes=tuple(x.shape[2:]), **params), None
    return None, _fitted(apply(conv_op, x, c, **params), y.shape)


def _fitted(y: Tensor, shape: Sequence[Dim]) -> Tensor:
    """y with the sizes that it is known to have, which inference may have written differently."""
    for a, b in zip(y.shape, shape, strict=True):
        _equal("conv", "sizes of a result and its cotangent", a, b)
    return reshaped(y, shape)


conv_op: Op = declare(
    "conv",
    infer=_conv_infer,
    lowering=Anchor("conv"),
    jvp=_bilinear(lambda: conv_op),
    transpose=_conv_transpose,
    family="convolution",
)
input_grad: Op = declare(
    "conv_input_grad",
    infer=_input_infer,
    lowering=Anchor("conv_input_grad"),
    jvp=_bilinear(lambda: input_grad),
    transpose=_input_transpose,
    family="convolution",
)
weight_grad: Op = declare(
    "conv_weight_grad",
    infer=_weight_infer,
    lowering=Anchor("conv_weight_grad"),
    jvp=_bilinear(lambda: weight_grad),
    transpose=_weight_transpose,
    family="convolution",
)
