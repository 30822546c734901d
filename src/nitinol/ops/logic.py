"""Comparisons, truth values, bits, and the choice between two tensors.

Nothing here but `where` has a derivative. NaN is unequal to everything and neither less nor
greater. Any number but zero counts as true (so does NaN).
"""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.errors import DTypeError
from ..ir.op import Linear, Pointwise, Type
from ..trace import primitives as core
from ..trace.array import operators
from ..trace.bind import bind, type_of
from ..trace.composite import composite
from ..trace.primitives import common_type
from .complexes import imag, real
from .families import (
    Tensor,
    TensorLike,
    apply,
    array,
    binary,
    broadcast,
    comparison,
    declare,
    elementwise,
    named,
    pairwise,
    promoted,
    to_dtype,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

equal = comparison("equal", "eq", doc="Whether x and y are equal, element by element.")
not_equal = comparison("not_equal", "ne", doc="Whether x and y differ, element by element.")
less = comparison("less", "lt", accepts="biuf", doc="Whether x is less than y.")
less_equal = comparison("less_equal", "le", accepts="biuf", doc="Whether x is at most y.")
greater = comparison("greater", "gt", accepts="biuf", doc="Whether x is greater than y.")
greater_equal = comparison("greater_equal", "ge", accepts="biuf", doc="Whether x is at least y.")

isnan = elementwise(
    "isnan",
    emit=lambda k, x: k.spread(k.is_nan(x), x.lanes),
    accepts="biufc",
    result=lambda d: dt.bool_,
    doc="Whether elements are NaN (of complex numbers: whether a part is).",
)


@composite
def isinf(x: TensorLike, /) -> Tensor:
    """Whether elements are +∞ or −∞ (of complex numbers: whether a part is).

    >>> ni.isinf(ni.tensor([1.0, float('inf'), float('nan')]))
    tensor([False,  True, False])
    """
    (x,) = promoted("isinf", x)
    if not x.dtype.is_inexact:
        return core.full(False, dt.bool_, x.shape)
    return _any_part(x, lambda part: (part == _INFINITY) | (part == -_INFINITY))


@composite
def isfinite(x: TensorLike, /) -> Tensor:
    """Whether elements are neither infinite nor NaN.

    >>> ni.isfinite(ni.tensor([1.0, float('inf'), float('nan')]))
    tensor([ True, False, False])
    """
    (x,) = promoted("isfinite", x)
    if not x.dtype.is_inexact:
        return core.full(True, dt.bool_, x.shape)
    # Only finite numbers give 0 here.
    return _any_part(x - x, lambda part: part == 0, both=True)


_INFINITY = float("inf")


def _any_part(x: Tensor, test: Any, both: bool = False) -> Tensor:
    if not x.dtype.is_complex:
        return test(x)  # type: ignore[no-any-return]
    a, b = test(real(x)), test(imag(x))
    return a & b if both else a | b  # type: ignore[no-any-return]


# --- truth values


def _truth(name: str, emit: str, doc: str) -> Any:
    op = pairwise(name, emit=lambda k, x, y: getattr(k, emit)(x, y), family="comparison")

    def body(x: TensorLike, y: TensorLike, /) -> Tensor:
        xs = [to_dtype(array(v, name), dt.bool_) for v in (x, y)]
        return apply(op, *broadcast(name, *xs))

    return composite(named(body, name, doc))


logical_and = _truth("logical_and", "logical_and", "Whether both are true.")
logical_or = _truth("logical_or", "logical_or", "Whether one or both are true.")
logical_xor = _truth("logical_xor", "logical_xor", "Whether exactly one is true.")

_not = declare(
    "logical_not",
    infer=lambda x: common_type("logical_not", x),
    lowering=Pointwise(lambda k, x: k.logical_not(x)),
    family="comparison",
)


@composite
def logical_not(x: TensorLike, /) -> Tensor:
    """Whether x is false (zero).

    >>> ni.logical_not(ni.tensor([True, False]))
    tensor([False,  True])
    """
    return apply(_not, to_dtype(array(x, "logical_not"), dt.bool_))


# --- bits

bitwise_and = binary(
    "bitwise_and",
    emit=lambda k, x, y: k.bit_and(x, y),
    accepts="biu",
    doc="The bits set in both integers; of bools, and.",
)
bitwise_or = binary(
    "bitwise_or",
    emit=lambda k, x, y: k.bit_or(x, y),
    accepts="biu",
    doc="The bits set in either integer; of bools, or.",
)
bitwise_xor = binary(
    "bitwise_xor",
    emit=lambda k, x, y: k.bit_xor(x, y),
    accepts="biu",
    doc="The bits set in exactly one integer; of bools, exclusive or.",
)
bitwise_invert = elementwise(
    "bitwise_invert",
    emit=lambda k, x: k.bit_not(x),
    accepts="biu",
    doc="All bits of an integer flipped; of bools, not.",
)
bitwise_left_shift = binary(
    "bitwise_left_shift",
    emit=lambda k, x, y: k.shift_left(x, y),
    accepts="iu",
    from_bool=dt.int8,
    doc="x · 2^y modulo 2^bits; 0 where y is negative or not below the number of bits.",
)
bitwise_right_shift = binary(
    "bitwise_right_shift",
    emit=lambda k, x, y: k.shift_right(x, y),
    accepts="iu",
    from_bool=dt.int8,
    doc="x / 2^y rounded down; 0 (−1 of negative x) for y outside of 0 to the number of bits.",
)


# --- choice


def _where_infer(condition: Type, x: Type, y: Type) -> Type:
    t = common_type("where", x, y)
    if not condition.dtype.is_bool:
        raise DTypeError(f"where: the condition has dtype {condition.dtype}, it must be bool")
    shape = common_type("where", condition, Type(dt.bool_, t.shape)).shape
    return t.with_shape(shape) if shape is not t.shape else t


def _where_tangent(primals: Any, tangents: Any, out: Any) -> Any:
    _, a, b = tangents
    if a is None and b is None:
        return None
    zero = core.zeros(type_of(b if a is None else a))
    return bind(_where, primals[0], zero if a is None else a, zero if b is None else b)


def _where_transpose(c: Any, condition: Any, x: Any, y: Any) -> Any:
    zero = core.zeros(type_of(c))
    return (
        None,
        bind(_where, condition, c, zero) if isinstance(x, Linear) else None,
        bind(_where, condition, zero, c) if isinstance(y, Linear) else None,
    )


_where = declare(
    "where",
    infer=_where_infer,
    lowering=Pointwise(lambda k, condition, x, y: k.select(condition, x, y)),
    jvp=_where_tangent,
    transpose=_where_transpose,
    family="elementwise",
)


@composite
def where(condition: TensorLike, x: TensorLike, y: TensorLike, /) -> Tensor:
    """x where the condition holds, else y; all three broadcast.

    Only what is chosen has a derivative: `where(x > 0, sqrt(x), 0)` has NaN slopes only
    through `sqrt` itself, so keep its operand valid: `sqrt(where(x > 0, x, 1))`.

    >>> x = ni.tensor([-1.0, 2.0])
    >>> ni.where(x > 0, x, 0.0)
    tensor([0., 2.])
    """
    chosen = to_dtype(array(condition, "where"), dt.bool_)
    return apply(_where, *broadcast("where", chosen, *promoted("where", x, y)))


operators.update(
    {
        "equal": equal,
        "not_equal": not_equal,
        "less": less,
        "less_equal": less_equal,
        "greater": greater,
        "greater_equal": greater_equal,
        "bitwise_and": bitwise_and,
        "bitwise_or": bitwise_or,
        "bitwise_xor": bitwise_xor,
        "bitwise_invert": bitwise_invert,
        "bitwise_left_shift": bitwise_left_shift,
        "bitwise_right_shift": bitwise_right_shift,
    }
)
