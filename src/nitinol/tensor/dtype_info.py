"""Questions about dtypes, by the names of the array-API standard."""

from __future__ import annotations

from typing import Any, Final

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import DTypeError
from ..trace.array import Array
from ..trace.bind import type_of
from .creation import converted


class finfo:  # noqa: N801 - the name of the array-API standard
    """The limits of a floating dtype (of its parts, if complex).

    >>> import nitinol as ni
    >>> ni.finfo(ni.float32).eps
    1.1920928955078125e-07
    """

    __slots__ = ("bits", "dtype", "eps", "max", "min", "resolution", "smallest_normal", "tiny")

    def __init__(self, type: Any) -> None:
        given = type.dtype if isinstance(type, Array) else dt.dtype(type)
        if not given.is_inexact:
            raise DTypeError(
                f"finfo wants a floating or complex dtype, got {given}; write ni.iinfo"
            )
        real = given.real
        self.dtype = real
        self.bits = real.bits
        self.eps = real.eps
        self.max = real.max
        self.min = real.min
        exponent = {"float16": -14, "bfloat16": -126, "float32": -126, "float64": -1022}[real.name]
        self.smallest_normal = self.tiny = 2.0**exponent
        self.resolution = {"float16": 1e-3, "bfloat16": 1e-2, "float32": 1e-6, "float64": 1e-15}[
            real.name
        ]

    def __repr__(self) -> str:
        return (
            f"finfo(min={self.min}, max={self.max}, eps={self.eps}, "
            f"smallest_normal={self.smallest_normal}, dtype={self.dtype})"
        )


class iinfo:  # noqa: N801 - the name of the array-API standard
    """The limits of an integer dtype.

    >>> import nitinol as ni
    >>> ni.iinfo(ni.int8).max
    127
    """

    __slots__ = ("bits", "dtype", "max", "min")

    def __init__(self, type: Any) -> None:
        given = type.dtype if isinstance(type, Array) else dt.dtype(type)
        if not given.is_integer:
            raise DTypeError(f"iinfo wants an integer dtype, got {given}; write ni.finfo")
        self.dtype = given
        self.bits = given.bits
        self.max = given.max
        self.min = given.min

    def __repr__(self) -> str:
        return f"iinfo(min={self.min}, max={self.max}, dtype={self.dtype})"


_KINDS: Final = {
    "bool": "b", "signed integer": "i", "unsigned integer": "u", "integral": "iu",
    "real floating": "f", "complex floating": "c", "numeric": "iufc",
}  # fmt: skip


def isdtype(dtype: Any, kind: Any) -> bool:
    """Whether a dtype is of a kind: another dtype, the name of a group, or a tuple of these.

    Groups: bool, signed integer, unsigned integer, integral, real floating, complex floating, numeric.

    >>> import nitinol as ni
    >>> ni.isdtype(ni.float16, "real floating"), ni.isdtype(ni.int8, ("bool", ni.int8))
    (True, True)
    """
    given = dtype if dtype is dt.string else dt.dtype(dtype)
    if isinstance(kind, tuple):
        return any(isdtype(given, k) for k in kind)
    if isinstance(kind, str) and kind in _KINDS:
        return given.kind in _KINDS[kind]
    if isinstance(kind, DType):
        return given is kind
    raise DTypeError(f"{kind!r} is no kind of dtype; write a dtype or one of {', '.join(_KINDS)}")


def result_type(*operands: Any) -> DType:
    """The dtype in which tensors, dtypes and Python numbers meet.

    Python numbers are weak: they only add their kind. Raises `DTypeError` when there is no such dtype.

    >>> import nitinol as ni
    >>> ni.result_type(ni.int8, ni.float16), ni.result_type(ni.int8, 3)
    (nitinol.float16, nitinol.int8)
    """
    strong: list[DType] = []
    weak: list[DType] = []
    for x in operands:
        if isinstance(x, Array):
            kind = type_of(x)
            (weak if kind.weak else strong).append(kind.dtype)
        elif type(x) in (bool, int, float, complex):
            weak.append(dt.of_python(x))
        elif isinstance(x, (DType, str, type)) or type(x).__module__ == "numpy.dtypes":
            strong.append(dt.dtype(x))
        else:
            strong.append(converted(x, None).dtype)
    if not operands:
        raise DTypeError("result_type wants at least one tensor, dtype or number")
    found = strong[0] if strong else weak[0]
    for d in strong:
        found = dt.promote(found, d)
    for d in weak:
        found = dt.promote_weak(found, d) if strong else dt.promote(found, d)
    return found


def can_cast(from_: Any, to: Any) -> bool:
    """Whether promotion turns one dtype (or the dtype of a tensor) into another.

    >>> import nitinol as ni
    >>> ni.can_cast(ni.int8, ni.int32), ni.can_cast(ni.float32, ni.int64)
    (True, False)
    """
    source = from_.dtype if isinstance(from_, Array) else dt.dtype(from_)
    target = dt.dtype(to)
    try:
        return dt.promote(source, target) is target
    except DTypeError:
        return False
