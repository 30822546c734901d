"""Which kind `ni.tensor(data)` is.

By the items of a nest: texts make strings, numbers dense tensors, all other objects records; items that are tensors of
a kind are stacked. By its rows: of equal lengths they are axes, of different ones ragged axes. So a nest of rows of
different lengths that hold texts is a ragged tensor of strings.

An object is one that a record can be made of if its class declares fields, or is no container. A class of a user's that
can be iterated over is no container as long as its objects have attributes.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

from ..base.dtypes import DType
from ..ops import joining, shaping
from ..tensor.nested import NUMBERS, is_row
from ..trace.array import Array
from ..trace.kind import Kind
from .nests import levels

# Whose objects are taken by which file's `take(data, dtype)`: a tensor, or None.
_LIBRARIES = {
    "awkward": "ragged.exchange",
    "pandas": "records.exchange",
    "polars": "records.exchange",
    "pyarrow": "arrow",
    "scipy": "sparse.exchange",
}


def make(data: Any, dtype: DType | None) -> Any:
    """A tensor of the kind that `data` asks for; None when that is no data for any."""
    library = type(data).__module__.partition(".")[0]
    if library in _LIBRARIES:
        return _room(_LIBRARIES[library]).take(data, dtype)
    if library == "numpy":
        return _from_numpy(data, dtype)
    if isinstance(data, str):
        return items([data], (), dtype)
    if is_row(type(data)):
        return _from_nest(data, dtype)
    if has_fields(data):
        return items([data], (), dtype)
    return None


def _from_nest(data: Any, dtype: DType | None) -> Any:
    flat, lengths = levels(data)
    if any(len(set(row)) > 1 for row in lengths):
        return _room("ragged.making").from_levels(flat, lengths, dtype)
    shape = tuple([row[0] for row in lengths])
    classes = set(map(type, flat))  # few, where items are many
    if any(issubclass(c, Kind) for c in classes):
        return _stacked(flat, shape)
    if not any(isinstance(x, str) or has_fields(x) for x in flat):
        rows = len(shape) == 1 and all(isinstance(x, Array) and x.ndim for x in flat)
        differ = rows and len({tuple(x.shape) for x in flat}) > 1
        return _room("ragged.making").from_rows(flat, dtype) if differ else None
    return items(flat, shape, dtype)


def _stacked(flat: list[Any], shape: Sequence[int]) -> Any:
    """Tensors of kinds as one."""
    made = joining.stack([x.detach() if isinstance(x, Kind) else x for x in flat])
    return made if len(shape) == 1 else shaping.reshape(made, (*shape, *tuple(made.shape)[1:]))


def _from_numpy(data: Any, dtype: DType | None) -> Any:
    kind = data.dtype.kind
    if kind == "V":
        if data.dtype.names is None:
            return None  # a dtype from outside of NumPy, such as bfloat16
        return _room("records.exchange").from_numpy(data, dtype)
    if kind == "O":
        flat = data.ravel().tolist()
        if not any(isinstance(x, str) or has_fields(x) for x in flat):
            return None
        return items(flat, tuple(data.shape), dtype)
    return _room("strings.making").from_numpy(data, dtype)


def items(flat: list[Any], shape: Sequence[int], dtype: DType | None) -> Any:
    """A tensor of this shape of texts or objects, given row by row."""
    texts = all(issubclass(c, (str, type(None))) for c in set(map(type, flat)))
    what = "strings" if texts else "records"
    return _room(f"{what}.making").from_list(flat, tuple(shape), dtype)


def has_fields(x: Any) -> bool:
    """Whether `x` is an object that a record can be made of: not a number, not a container."""
    if x is None or isinstance(x, (type, bytes, Array, *NUMBERS)):
        return False
    cls = type(x)
    declared = ("_fields", "__dataclass_fields__", "__attrs_attrs__")
    if isinstance(x, dict) or any(hasattr(cls, name) for name in declared):
        return True
    if any(hasattr(cls, name) for name in ("__array__", "__dlpack__", "__array_interface__")):
        return False
    if not hasattr(cls, "__iter__"):
        return True
    return cls.__module__.partition(".")[0] not in sys.stdlib_module_names and bool(
        getattr(x, "__dict__", None)
    )


def _room(name: str) -> Any:
    """A module of this room, imported when it is first needed."""
    return import_module(f"{__package__}.{name}")
