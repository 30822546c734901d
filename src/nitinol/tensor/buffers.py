"""Objects with Python's buffer protocol: bytes, memoryview, array.array, mmap and their like."""

from __future__ import annotations

import sys
from typing import Any

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import DTypeError
from .nested import from_bytes
from .raw import true_is_one, view

_KINDS = {
    **dict.fromkeys("bhilqn", "i"), **dict.fromkeys("BHILQN", "u"), **dict.fromkeys("efdg", "f"),
    "?": "b", "Zf": "c", "Zd": "c",
}  # fmt: skip


def _dtype(format: str, itemsize: int) -> tuple[DType, bool]:
    """(dtype, whether its bytes are in the other order) of a buffer's elements."""
    order = format[0] if format[:1] in ("@", "=", "<", ">", "!") else "@"
    kind = _KINDS.get(format.lstrip("@=<>!"))
    for d in dt.ALL:
        if d.kind == kind and d.itemsize == itemsize and d is not dt.bfloat16:
            other = (">", "!") if sys.byteorder == "little" else ("<",)
            return d, order in other
    raise DTypeError(
        f"a buffer of format {format!r} has no tensor dtype; cast it first, "
        "for example with memoryview(data).cast('B')"
    )


def from_buffer(data: memoryview) -> Any:
    """A tensor with a copy of a buffer's elements, in its shape."""
    dtype, swapped = _dtype(data.format, data.itemsize)
    raw = data.tobytes()
    if swapped:
        size = dtype.itemsize // (2 if dtype.is_complex else 1)
        turned = bytearray(len(raw))
        for i in range(size):
            turned[i::size] = raw[size - 1 - i :: size]
        raw = bytes(turned)
    made = from_bytes(raw, tuple(data.shape or ()), dtype)
    if dtype.is_bool and raw:
        true_is_one(view(made._address, len(raw)))
    return made
