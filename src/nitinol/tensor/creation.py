"""`ni.tensor` and `ni.asarray`."""

from __future__ import annotations

from typing import Any

from ..base import dtypes as dt
from ..exec import convert
from .tensor import Tensor
from .values import from_flat, from_numpy


def tensor(data: Any, dtype: Any = None, device: Any = None, requires_grad: bool = False) -> Any:
    """A tensor with a copy of `data`."""
    if hasattr(data, "__array__") and not isinstance(data, Tensor):
        made = from_numpy(data.__array__())
    else:
        flat: list[Any] = []
        shape: list[int] = []

        def walk(x: Any, depth: int) -> None:
            if isinstance(x, (list, tuple)):
                if depth == len(shape):
                    shape.append(len(x))
                for item in x:
                    walk(item, depth + 1)
            else:
                flat.append(x)

        walk(data, 0)
        kind: dt.DType | None = None
        for x in flat:
            own = dt.of_python(x)
            kind = own if kind is None else dt.promote(kind, own)
        made = from_flat(flat, tuple(shape), dt.dtype(dtype) if dtype else kind or dt.float32)
    if dtype is not None and made.dtype is not dt.dtype(dtype):
        made = made.astype(dt.dtype(dtype))
    return made.requires_grad_() if requires_grad else made


def asarray(x: Any) -> Any:
    """`x` as a tensor."""
    return x if isinstance(x, Tensor) else tensor(x)


convert.install(asarray)
