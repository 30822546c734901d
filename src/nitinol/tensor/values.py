"""Moving values between Python objects and the memory of tensors."""

from __future__ import annotations

import ctypes
import struct
from typing import Any

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..core import TensorBase, allocate, layout, make

_CODES = {
    "bool": "?", "int8": "b", "int16": "h", "int32": "i", "int64": "q", "uint8": "B",
    "uint16": "H", "uint32": "I", "uint64": "Q", "float16": "e", "float32": "f", "float64": "d",
    "complex64": "f", "complex128": "d",
}  # fmt: skip


def read_values(t: TensorBase) -> Any:
    """Nested lists of Python numbers."""
    where = t._layout
    size = where.dtype.itemsize

    def read(address: int) -> Any:
        raw = ctypes.string_at(address, size)
        if where.dtype is dt.bfloat16:
            return struct.unpack("<f", b"\0\0" + raw)[0]
        code = _CODES[where.dtype.name]
        if where.dtype.is_complex:
            return complex(*struct.unpack(f"<2{code}", raw))
        return struct.unpack("<" + code, raw)[0]

    def level(axis: int, address: int) -> Any:
        if axis == where.ndim:
            return read(address)
        step = where.strides[axis] * size
        return [level(axis + 1, address + i * step) for i in range(where.shape[axis])]

    return level(0, t._address)


def from_flat(values: list[Any], shape: tuple[int, ...], dtype: DType) -> Any:
    """A tensor holding `values` row by row."""
    where = layout(dtype, shape)
    storage = allocate(where.nbytes)
    code = _CODES[dtype.name]
    if dtype.is_complex:
        values = [part for v in values for part in (complex(v).real, complex(v).imag)]
    data = struct.pack(f"<{len(values)}{code}", *values)
    ctypes.memmove(storage.address, data, len(data))
    return make(storage, storage.address, where)


def from_numpy(a: Any) -> Any:
    """A tensor with a copy of a NumPy array's values."""
    import numpy as np

    dtype = dt.from_numpy(a.dtype)
    a = np.ascontiguousarray(a, dtype=dtype.numpy)
    where = layout(dtype, a.shape)
    storage = allocate(where.nbytes)
    ctypes.memmove(storage.address, a.ctypes.data, where.nbytes)
    return make(storage, storage.address, where)
