"""Which kind `ni.tensor(data)` is.

By the items of a nest: texts make strings, numbers dense tensors, all other objects records. By its rows: of equal
lengths they are axes, of different ones ragged axes. So a nest of rows of different lengths that hold texts is a ragged
tensor of strings.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..base.dtypes import DType
from ..tensor.nested import NUMBERS, is_row
from .nests import levels

# Whose objects are taken by which function `from_<library>(data, dtype)`, tensor or None.
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
        what = "records.exchange" if data.dtype.kind == "V" else "strings.making"
        return _room(what).from_numpy(data, dtype)
    if isinstance(data, str):
        return items([data], (), dtype)
    if is_row(type(data)):
        flat, lengths = levels(data)
        ragged = any(len(set(row)) > 1 for row in lengths)
        if not ragged and not any(isinstance(x, str) or _has_fields(x) for x in flat):
            return None
        return _room("ragged.making").from_levels(flat, lengths, dtype)
    if _has_fields(data):
        return items([data], (), dtype)
    return None


def items(flat: list[Any], shape: tuple[int, ...], dtype: DType | None) -> Any:
    """A tensor of this shape of texts or objects, given row by row."""
    what = "strings" if all(x is None or isinstance(x, str) for x in flat) else "records"
    return _room(f"{what}.making").from_list(flat, shape, dtype)


def _has_fields(x: Any) -> bool:
    """Whether `x` is an object that a record can be made of: not a number, not a container."""
    if x is None or isinstance(x, (type, bytes, *NUMBERS)):
        return False
    declared = ("_fields", "__dataclass_fields__", "__attrs_attrs__")
    return (
        isinstance(x, dict)
        or any(hasattr(type(x), name) for name in declared)
        or not hasattr(type(x), "__iter__")
    )


def _room(name: str) -> Any:
    """A module of this room, imported when it is first needed."""
    return import_module(f"{__package__}.{name}")
