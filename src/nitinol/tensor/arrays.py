"""NumPy arrays: values in, values out, and zero-copy views out.

`numpy_view` shares memory with the tensor and is read-only; while it lives, the storage counts as shared,
so writing to the tensor copies first and the view keeps its values. Values that come in are always
copied. NumPy is imported when the first function here is called, not before.
"""

from __future__ import annotations

import sys
from typing import Any

from ..base import dtypes as dt
from ..base.errors import DTypeError
from ..core import Layout, Storage, TensorBase, allocate, layout, make
from .raw import true_is_one, view


class _Memory:
    """What NumPy takes an array from; it keeps the storage alive."""

    def __init__(self, storage: Storage, address: int, where: Layout, read_only: bool) -> None:
        self.storage = storage
        size = where.dtype.itemsize
        code = {"b": "b", "i": "i", "u": "u", "f": "f", "c": "c"}[where.dtype.kind]
        if where.dtype is dt.bfloat16:
            code = "u"  # NumPy does not know it; the caller names the dtype afterwards
        self.__array_interface__ = {
            "version": 3,
            "shape": where.shape,
            "strides": tuple([s * size for s in where.strides]),
            "typestr": ("|" if size == 1 else "<" if sys.byteorder == "little" else ">")
            + f"{code}{size}",
            "data": (address, read_only),
        }


def _over(storage: Storage, address: int, where: Layout, read_only: bool) -> Any:
    import numpy as np

    made = np.asarray(_Memory(storage, address, where, read_only))
    return made.view(where.dtype.numpy) if where.dtype is dt.bfloat16 else made


def numpy_view(t: TensorBase) -> Any:
    """A read-only NumPy array over the memory of a tensor."""
    return _over(t._storage, t._address, t._layout, True)


def is_numpy(x: Any) -> bool:
    """Whether `x` is an array or a scalar of NumPy (which is then imported)."""
    np = sys.modules.get("numpy")
    return np is not None and isinstance(x, (np.ndarray, np.generic))


def from_array(a: Any) -> Any:
    """A tensor with a copy of a NumPy array's or scalar's values.

    Any layout and byte order. Raises `DTypeError` for dtypes that tensors do not have.
    """
    import numpy as np

    if isinstance(a, np.ma.MaskedArray):
        raise DTypeError("a masked array is no tensor; write array.filled(value) first")
    a = np.asarray(a)
    dtype = dt.from_numpy(a.dtype)
    where = layout(dtype, a.shape)
    storage = allocate(where.nbytes)
    np.copyto(_over(storage, storage.address, where, False), a, casting="equiv")
    if dtype.is_bool and where.size:
        true_is_one(view(storage.address, where.nbytes))
    return make(storage, storage.address, where)


def share_array(a: Any) -> Any:
    """A tensor over the memory of a NumPy array, or None when the array has to be copied."""
    import numpy as np

    if type(a) is not np.ndarray or not a.dtype.isnative or not a.flags.aligned:
        return None
    from .dlpack import shared  # ctypes is imported when it is first needed

    dtype = dt.from_numpy(a.dtype)
    size = dtype.itemsize
    if any(s % size for s in a.strides):
        return None
    strides = tuple([s // size for s in a.strides])
    return shared(a, a.__array_interface__["data"][0], layout(dtype, a.shape, strides), False)


def to_array(t: TensorBase, dtype: Any = None, copy: bool | None = None) -> Any:
    """What `numpy.asarray(tensor)` gives: the read-only view, or a copy of its own."""
    import numpy as np

    found = numpy_view(t)
    if dtype is not None and np.dtype(dtype) != found.dtype:
        if copy is False:
            raise ValueError(
                f"a tensor of dtype {t._layout.dtype} becomes an array of {np.dtype(dtype)} only by a copy; "
                "leave copy=False out"
            )
        return found.astype(dtype)
    return found.copy() if copy else found
