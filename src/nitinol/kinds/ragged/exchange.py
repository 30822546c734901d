"""Ragged tensors from Awkward arrays, and as these and as Arrow lists (`kinds.arrow` reads them).

Offsets are converted to int64, and numbers copied once; what is missing is an error that names the place.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ...base import dtypes as dt
from ...base.dtypes import DType
from ...base.errors import DTypeError, UnsupportedError
from ...ops import astype
from ...tensor.creation import tensor
from ...trace.kind import Kind
from .making import from_offsets
from .tensor import RaggedTensor


def take(data: Any, dtype: DType | None) -> Any:
    """A tensor of an Awkward array; None for its other objects."""
    if type(data).__name__ != "Array":
        return None
    ak = import_module("awkward")
    made = _of_layout(ak.to_packed(data).layout)
    return made if dtype is None else astype(made, dtype)


def _of_layout(layout: Any) -> Any:
    """A layout of Awkward's, packed, as a tensor."""
    kind = type(layout).__name__
    if kind == "NumpyArray":
        return tensor(layout.data)
    if kind == "EmptyArray":
        return tensor([], dt.float32)
    if kind in ("IndexedArray", "UnmaskedArray"):
        return _of_layout(layout.project() if kind == "IndexedArray" else layout.content)
    if kind in ("ListArray", "ListOffsetArray"):
        if layout.parameter("__array__") in ("string", "bytestring"):
            return tensor(layout.to_list())
        layout = layout.to_ListOffsetArray64(True)
        return from_offsets(_of_layout(layout.content), tensor(layout.offsets.data))
    if kind == "RegularArray":
        return _regular(layout)
    raise DTypeError(
        f"an Awkward array with {kind} is no tensor of rows of numbers; fill missing values with ak.fill_none, and "
        "take records field by field"
    )


def _regular(layout: Any) -> Any:
    made, size = _of_layout(layout.content), int(layout.size)
    if isinstance(made, RaggedTensor):
        return RaggedTensor(made.values, made._offsets, (size, *made.axes))
    if isinstance(made, Kind):
        raise UnsupportedError(
            "an Awkward array of regular lists of texts; use ak.from_regular first"
        )
    return made.reshape(len(layout), size, *tuple(made.shape)[1:])


def to_awkward(x: RaggedTensor) -> Any:
    """The same rows as an Awkward array.

    Raises `ImportError` without the package awkward.

    >>> ni.ragged.to_awkward(ni.tensor([[1, 2], [3]])).tolist()  # doctest: +SKIP
    [[1, 2], [3]]
    """
    ak = import_module("awkward")
    values = x.values
    if isinstance(values, Kind):
        made = ak.Array(values.tolist()).layout
    else:
        made = ak.contents.NumpyArray(values.detach().numpy())
    for span, k in reversed(list(zip(x.spans, x.axes, strict=True))):
        if k is None:
            made = ak.contents.ListOffsetArray(ak.index.Index64(span.numpy()), made)
        else:
            made = ak.contents.RegularArray(made, k, int(span.shape[0]) - 1)
    return ak.Array(made)


def to_arrow(x: RaggedTensor) -> Any:
    """The same rows as an Arrow array of (large) lists; axes of the values as lists of fixed size.

    Raises `ImportError` without the package pyarrow.

    >>> ni.ragged.to_arrow(ni.tensor([[1, 2], [3]])).to_pylist()  # doctest: +SKIP
    [[1, 2], [3]]
    """
    pa = import_module("pyarrow")
    values = x.values
    if isinstance(values, Kind):
        made = pa.array(values.tolist())
    else:
        made = pa.array(values.detach().numpy().reshape(-1))
        for n in reversed(tuple(values.shape)[1:]):
            made = pa.FixedSizeListArray.from_arrays(made, int(n))
    for span, k in reversed(list(zip(x.spans, x.axes, strict=True))):
        if k is None:
            made = pa.LargeListArray.from_arrays(pa.array(span.numpy()), made)
        else:
            made = pa.FixedSizeListArray.from_arrays(made, k)
    return made
