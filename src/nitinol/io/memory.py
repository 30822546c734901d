"""Between the memory of a tensor and bytes in a file; nothing is converted, and no NumPy needed."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

from .. import core
from ..base.dtypes import DType
from ..base.errors import TracerError
from ..trace.bind import Tracer

Tensor = Any


def _window(address: int, nbytes: int) -> memoryview:
    if not nbytes:
        return memoryview(bytearray())
    return memoryview((ctypes.c_char * nbytes).from_address(address)).cast("B")


def tensor_from(dtype: DType, shape: tuple[int, ...], fill: Callable[[memoryview], None]) -> Tensor:
    """A new tensor whose memory `fill` writes: it is given all of it, row by row, as bytes."""
    layout = core.layout(dtype, shape)
    storage = core.allocate(layout.nbytes)
    fill(_window(storage.address, layout.nbytes))
    return core.make(storage, storage.address, layout)


def dense(tensor: Tensor) -> Tensor:
    """`tensor`, or a copy, with its elements row by row without gaps."""
    if isinstance(tensor, Tracer):
        raise TracerError(
            "a tensor cannot be saved while its function is being traced, where it has no value "
            "yet; return it from the function and save the result"
        )
    plain = tensor.detach()
    return plain if plain._layout.contiguous else plain.contiguous()


def bytes_of(tensor: Tensor) -> memoryview:
    """The elements of a dense tensor as bytes. The tensor must outlive the result."""
    return _window(tensor._address, tensor.size * tensor.dtype.itemsize)
