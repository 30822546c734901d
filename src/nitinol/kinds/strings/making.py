"""Tensors of texts from Python's texts, NumPy's arrays, and bytes with offsets."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from ...base import dtypes as dt
from ...base.dtypes import DType
from ...base.errors import DTypeError
from ...base.shapes import show
from ...core import TensorBase
from ...tensor.creation import tensor
from ...tensor.nested import from_bytes
from ...trace.array import Array
from .tensor import StringTensor, form_of


def from_list(
    flat: Sequence[Any], shape: Sequence[int], dtype: DType | None = None
) -> StringTensor:
    """A tensor of this shape of texts given row by row.

    Raises `DTypeError` for what is no text, and for texts that UTF-8 cannot hold (lone surrogates), naming the element.
    """
    if dtype is not None and dtype is not dt.string:
        raise DTypeError(
            f"texts are no data for a tensor of {dtype}; to read numbers from them write "
            f"ni.strings.to_numbers(ni.tensor(texts), ni.{dtype})"
        )
    try:
        joined = "".join(flat)
    except TypeError:
        at = next(i for i, x in enumerate(flat) if not isinstance(x, str))
        raise DTypeError(_no_text(flat[at], at, shape)) from None
    try:
        data = joined.encode()
        pieces = flat if len(data) == len(joined) else [x.encode() for x in flat]
    except UnicodeEncodeError as error:
        ends = accumulate(map(len, flat))
        at = next(i for i, end in enumerate(ends) if end > error.start)
        raise DTypeError(
            f"element {_place(at, shape)} has the lone surrogate {joined[error.start]!r}, which UTF-8 cannot hold; "
            'write text.encode("utf-8", "replace").decode() first'
        ) from None
    ends = accumulate(map(len, pieces), initial=0)
    offsets = from_bytes(array("q", ends), (len(flat) + 1,), dt.int64)
    return StringTensor(from_bytes(data, (len(data),), dt.uint8), offsets, form_of(tuple(shape)))


def _place(at: int, shape: Sequence[int]) -> str:
    found: list[int] = []
    for n in reversed(shape):
        at, i = divmod(at, n)
        found.append(i)
    return show(tuple(reversed(found))) if len(shape) != 1 else str(found[0])


def _no_text(x: Any, at: int, shape: Sequence[int]) -> str:
    if x is None:
        return (
            f"element {_place(at, shape)} is None; a tensor of texts has no missing ones: write another text, or make "
            "them a field of records, where values may be missing: ni.records.from_fields({'text': texts})"
        )
    return (
        f"element {_place(at, shape)} is a {type(x).__name__}, the others are texts; write str(x)"
    )


def from_numpy(a: Any, dtype: DType | None = None) -> Any:
    """A tensor of a NumPy array of texts, bytes in UTF-8, or objects; None where the objects are no texts."""
    flat, shape = a.ravel().tolist(), a.shape
    if a.dtype.kind == "O":
        from ..making import items  # which asks this room again where all are texts

        return items(flat, shape, dtype)
    if a.dtype.kind == "S":
        ends = accumulate(map(len, flat), initial=0)
        data = b"".join(flat)
        offsets = from_bytes(array("q", ends), (len(flat) + 1,), dt.int64)
        made = StringTensor(from_bytes(data, (len(data),), dt.uint8), offsets, form_of(shape))
        made.check()
        return made
    return from_list(flat, shape, dtype) if a.dtype.kind in "UT" else None


def from_bytes_and_offsets(
    values: Any, offsets: Any, shape: Sequence[int] | None = None
) -> StringTensor:
    """Texts that lie in `values` (uint8) behind one another; text i is values[offsets[i]:offsets[i + 1]].

    `offsets` are n + 1 integers that begin with 0, never decrease and end with the number of bytes. Both are copied.
    Raises an error naming the text where the offsets are wrong or the bytes are not UTF-8.

    >>> import nitinol as ni
    >>> ni.strings.from_parts(b"AliBilal", [0, 3, 8])
    tensor(['Ali', 'Bilal'])
    """
    values = tensor(values)
    offsets = tensor(offsets)
    if not offsets.dtype.is_integer:
        raise DTypeError(f"offsets are integers, got {offsets.dtype}")
    if offsets.dtype is not dt.int64:
        offsets = offsets.astype(dt.int64)
    count = int(offsets.shape[0]) - 1 if offsets.ndim else 0
    made = StringTensor(values, offsets, form_of((count,) if shape is None else tuple(shape)))
    made.check()
    return made


def as_strings(x: Any, where: str) -> StringTensor:
    """An operand that has to be texts."""
    if isinstance(x, StringTensor):
        return x
    if isinstance(x, str):
        return from_list([x], ())
    if not isinstance(x, (Array, TensorBase, int, float, complex)) and x is not None:
        made = tensor(x)
        if isinstance(made, StringTensor):
            return made
        x = made
    kind = f"a tensor of {x.dtype}" if isinstance(x, Array) else type(x).__name__
    raise DTypeError(
        f"ni.{where}: texts meet texts, and this is a {kind}; numbers become texts by ni.strings.from_numbers(x), "
        "texts numbers by ni.strings.to_numbers(t)"
    )
