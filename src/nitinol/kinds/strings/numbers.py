"""Numbers from texts, and texts from numbers."""

from __future__ import annotations

from fractions import Fraction
from math import inf, isfinite, nextafter
from struct import pack, unpack
from typing import Any, Final

from ...base import dtypes as dt
from ...base.dtypes import DType
from ...base.errors import DTypeError
from ...ir.op import Type
from ...ops.shaping import reshaped
from ...tensor.creation import asarray
from ...tensor.raw import read_flat
from ...trace.array import Array
from ..hosting import hosted
from ..kernels.calling import call
from .dense import ops
from .kernels import digits
from .making import as_strings, from_list
from .moving import flat, last, shaped, take_texts
from .raggeds import is_ragged, rewrapped, textual
from .tensor import StringTensor, decoded

_TRUE: Final = {"true": True, "false": False, "1": True, "0": False}


@hosted(lambda values, offsets, dtype, sizes: (Type(dtype, (offsets.shape[0] - 1,)),))
def _numbers(values: Any, offsets: Any, dtype: DType) -> Any:
    count = offsets._layout.shape[0] - 1
    if dtype.is_integer:
        unsigned = dtype.kind == "u"
        wide = dt.uint64 if unsigned else dt.int64
        outputs = [(wide, (count,)), (dt.uint8, (count,)), (dt.int64, (2,))]
        # Both bounds as 64 bits: the kernel compares magnitudes.
        most = -1 if dtype is dt.uint64 else int(dtype.max)
        dims = (count, unsigned, int(dtype.min), most)
        made, _, bad = call(digits.module, digits.to_integers, (values, offsets), dims, outputs)
        what, text = read_flat(bad)
        if what:
            given = _text(values, offsets, text)
            if what == digits.NO_NUMBER:
                raise ValueError(f"to_numbers: text {text} is {given!r}, which is no integer")
            raise ValueError(
                f"to_numbers: text {text} is {given!r}, which does not fit into {dtype}, {dtype.min} to {dtype.max}"
            )
        return (ops.astype(made, dtype),)
    if dtype.is_floating:
        return (_floats(values, offsets, dtype, count),)
    found: list[Any] = []
    for text, given in enumerate(decoded(values, offsets)):
        try:
            found.append(complex(given) if dtype.is_complex else _TRUE[given.strip().lower()])
        except (ValueError, KeyError):
            what = "a complex number" if dtype.is_complex else "true or false"
            raise ValueError(f"to_numbers: text {text} is {given!r}, which is not {what}") from None
    return (asarray(found, dtype=dtype),)


def _floats(values: Any, offsets: Any, dtype: DType, count: int) -> Any:
    wide = dt.float32 if dtype is dt.float32 else dt.float64
    outputs = [(wide, (count,)), (dt.bool_, (count,))]
    dims = (count, wide is dt.float32, values._layout.shape[0])
    made, left = call(digits.module, digits.to_floats, (values, offsets), dims, outputs)
    if bool(ops.any(left)):
        (places,) = ops.nonzero(left)
        found = []
        texts = decoded(*take_texts(values, offsets, places))
        for place, given in zip(read_flat(places), texts, strict=True):
            try:
                if "_" in given:
                    raise ValueError
                found.append(_to_odd(given) if wide is dt.float32 else float(given))
            except ValueError:
                raise ValueError(
                    f"to_numbers: text {place} is {given!r}, which is no number"
                ) from None
        made = ops.scatter(made, places, asarray(found, dtype=wide), 0)
    return ops.astype(made, dtype)


def _to_odd(text: str) -> float:
    """A float64 that rounds to the float32 nearest to what a text says.

    Rounded to the nearest float64 first, it might come to lie half way between two of float32. So the odd one of the
    float64 around it is taken (S. Boldo and G. Melquiond, "When double rounding is odd", 2005).
    """
    near = float(text)
    if not near or not isfinite(near):
        return near
    rest = Fraction(text) - Fraction(near)
    even = unpack("q", pack("d", near))[0] % 2 == 0
    return nextafter(near, inf if rest > 0 else -inf) if rest and even else near


def _text(values: Any, offsets: Any, text: int) -> str:
    a, b = read_flat(offsets[text : text + 2])
    return decoded(values[a:b], asarray([0, b - a]))[0]


@textual
def to_numbers(t: Any, dtype: Any = dt.float32) -> Any:
    """The numbers that texts say, in a dtype: 12, -3.5, 1e-7, inf, nan; whitespace around them does not matter.

    For bool: true, false, 1, 0. What floats of 64 and 32 bits get is the nearest number; others are rounded to float64
    first. Also `t.astype(dtype)`.

    Raises ValueError naming the first text that says no number, or one that does not fit.

    >>> ni.strings.to_numbers(ni.tensor(["1", " -2.5"]))
    tensor([ 1. , -2.5])
    """
    wanted = dt.dtype(dtype)
    t = as_strings(t, "strings.to_numbers")
    return reshaped(_numbers(t.values, t.offsets, dtype=wanted)[0], t.shape)


@StringTensor.rule("astype")
def _astype(name: str, t: StringTensor, dtype: Any) -> Any:
    return t if dtype is dt.string else to_numbers(t, dtype)


# --- texts from numbers


@hosted(
    lambda numbers, sizes: (Type(dt.uint8, sizes), Type(dt.int64, (numbers.shape[0] + 1,))), open=1
)
def _texts(numbers: Any) -> Any:
    count = numbers._layout.shape[0]
    dtype = numbers.dtype
    if dtype.is_integer:
        unsigned = dtype.kind == "u"
        numbers = ops.astype(numbers, dt.uint64 if unsigned else dt.int64)
        outputs: Any = [(dt.int64, (count + 1,))]
        dims = (count, unsigned)
        (ends,) = call(digits.module, digits.of_integers_sizes, (numbers,), dims, outputs)
        outputs = [(dt.uint8, (last(ends),))]
        return (*call(digits.module, digits.of_integers, (numbers, ends), dims, outputs), ends)
    if dtype is dt.float32:
        # NumPy writes the shortest text that is this float32.
        texts = numbers.numpy().astype("U32").tolist()
    else:
        texts = [repr(x) for x in numbers.tolist()]
    made = from_list(texts, (count,))
    return made.values, made.offsets


def from_numbers(x: Any) -> Any:
    """The numbers of a tensor as texts: the shortest that give the same number back.

    >>> ni.strings.from_numbers(ni.tensor([1, -20]))
    tensor(['1', '-20'])
    >>> ni.strings.from_numbers(ni.tensor([0.1, 1e20]))
    tensor(['0.1', '1e+20'])
    """
    if not isinstance(x, Array):
        x = asarray(x)
    if is_ragged(x):
        return rewrapped(x, from_numbers(x.values))
    if isinstance(x, StringTensor):
        return x
    if x.compound:
        raise DTypeError(f"from_numbers: numbers become texts, got a {x.kind} tensor")
    values, offsets = _texts(flat(x))
    return shaped(values, offsets, x.shape)
