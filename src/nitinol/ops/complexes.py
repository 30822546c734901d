"""Complex numbers: their parts, and making them of parts.

All of these are linear over the real numbers; the convention of their transposes stands in
`trace.primitives`.
"""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.errors import DTypeError
from ..ir.op import Linear, Op, Pointwise, Type
from ..trace import primitives as core
from ..trace.array import operators
from ..trace.bind import bind, type_of
from ..trace.composite import composite
from ..trace.primitives import common_type, linear_jvp
from .families import (
    Tensor,
    TensorLike,
    apply,
    array,
    broadcast,
    declare,
    named,
    promoted,
    to_dtype,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_real: Op = declare(
    "real",
    infer=lambda x: Type(x.dtype.real, x.shape, x.weak),
    lowering=Pointwise(lambda k, x: k.real(x)),
    jvp=linear_jvp(lambda: _real),
    transpose=lambda c, x: (to_dtype(c, x.dtype),),
    family="elementwise",
)

_imag: Op = declare(
    "imag",
    infer=lambda x: Type(x.dtype.real, x.shape, x.weak),
    lowering=Pointwise(lambda k, x: k.imag(x)),
    jvp=linear_jvp(lambda: _imag),
    transpose=lambda c, x: (bind(_complex, core.zeros(type_of(c)), c),),
    family="elementwise",
)

_conj: Op = declare(
    "conj",
    infer=lambda x: common_type("conj", x),
    lowering=Pointwise(lambda k, x: k.complex(k.real(x), k.neg(k.imag(x)))),
    jvp=linear_jvp(lambda: _conj),
    transpose=lambda c, x: (bind(_conj, c),),
    family="elementwise",
)


@composite
def real(x: TensorLike, /) -> Tensor:
    """The real part; x itself when it is real.

    >>> ni.real(ni.tensor([1 + 2j]))
    tensor([1.])
    """
    x = array(x, "real")
    return bind(_real, x) if x.dtype.is_complex else x


@composite
def imag(x: TensorLike, /) -> Tensor:
    """The imaginary part; zeros when x is real.

    >>> ni.imag(ni.tensor([1 + 2j]))
    tensor([2.])
    """
    x = array(x, "imag")
    if x.dtype.is_complex:
        return apply(_imag, x)
    return core.full(0, x.dtype, x.shape)


@composite
def conj(x: TensorLike, /) -> Tensor:
    """The complex conjugate; x itself when it is real.

    >>> ni.conj(ni.tensor([1 + 2j]))
    tensor([1.-2.j])
    """
    x = array(x, "conj")
    return bind(_conj, x) if x.dtype.is_complex else x


def _complex_infer(re: Type, im: Type) -> Type:
    t = common_type("complex", re, im)
    if t.dtype not in (dt.float32, dt.float64):
        raise DTypeError(
            f"complex: parts of dtype {t.dtype} are not accepted, only float32 and float64 are; "
            "convert them with .astype(...)"
        )
    return Type(t.dtype.complex, t.shape, t.weak)


def _complex_tangent(primals: Any, tangents: Any, out: Any) -> Any:
    a, b = tangents
    if a is None and b is None:
        return None
    like = b if a is None else a
    zero = core.zeros(type_of(like))
    return bind(_complex, zero if a is None else a, zero if b is None else b)


_complex: Op = declare(
    "complex",
    infer=_complex_infer,
    lowering=Pointwise(lambda k, re, im: k.complex(re, im)),
    jvp=_complex_tangent,
    transpose=lambda c, re, im: (
        real(c) if isinstance(re, Linear) else None,
        imag(c) if isinstance(im, Linear) else None,
    ),
    family="binary",
)


def _make_complex(re: TensorLike, im: TensorLike, /) -> Tensor:
    xs = promoted("complex", re, im, accepts="f", floating=True)
    if xs[0].dtype.itemsize == 2:
        xs = [to_dtype(x, dt.float32) for x in xs]
    return apply(_complex, *broadcast("complex", *xs))


complex = composite(
    named(_make_complex, "complex", "re + i·im: complex64, or complex128 of float64 parts.")
)


operators.update({"real": real, "imag": imag, "conj": conj})
