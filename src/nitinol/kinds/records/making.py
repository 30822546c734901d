"""Record tensors from objects.

The objects' fields are gathered column by column, and each column becomes a tensor as `ni.tensor` makes it:
numbers a dense one, texts one of strings, objects one of records, lists of one length an axis more, lists of different
lengths a ragged one. None is a missing value: its place in the column is filled, and the mask says so.

| values | filler |
|---|---|
| real and complex numbers with a fraction | NaN |
| integers, bools | 0, False |
| texts | "" |
| lists | as many fillers as the first list that is there has, none where lists differ in length |
| objects | the first one that is there |
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib import import_module
from typing import Any, Final

from ...base.dtypes import DType
from ...base.errors import DTypeError, NitinolError, ShapeError
from ...base.shapes import show
from ...ops import creation, shaping
from ...tensor.creation import converted
from ...tensor.nested import NUMBERS, is_row
from ...trace.array import Array
from ...trace.kind import Kind
from ...trace.stage import known_equal
from .classes import Record, columns, name_of, names_of
from .schema import Schema
from .tensor import RecordTensor

MOST_NESTED: Final = 32
FILLERS: Final = {float: float("nan"), complex: complex("nan"), int: 0, bool: False, str: ""}


class _Nesting(threading.local):
    """How many objects deep this thread is."""

    depth = 0


_nesting: Final = _Nesting()


@contextmanager
def _deeper() -> Iterator[None]:
    """Within another object. Raises `ShapeError` when that has no end."""
    if _nesting.depth == MOST_NESTED:
        raise ShapeError(
            f"the objects are nested deeper than {MOST_NESTED}, or one contains itself; leave such a field out"
        )
    _nesting.depth += 1
    try:
        yield
    finally:
        _nesting.depth -= 1


def from_list(flat: list[Any], shape: Sequence[int], dtype: DType | None = None) -> RecordTensor:
    """A record tensor of this shape of objects, given row by row. `dtype` is for all fields of numbers.

    Raises `DTypeError` or `ShapeError` naming the element that does not fit, and the field.
    """
    cls, found = columns(flat)
    name = name_of(flat[0])
    values, masks = [], []
    for field, column in found.items():
        try:
            with _deeper():
                value, mask = column_tensor(column, tuple(shape), dtype)
        except NitinolError as error:
            raise type(error)(f"the field {field!r} of {name}: {error}") from None
        values.append(value)
        masks.append(mask)
    return assembled(name, None if cls is Record else cls, list(found), values, masks, len(shape))


def assembled(
    name: str,
    cls: type | None,
    fields: Sequence[str],
    values: Sequence[Any],
    masks: Sequence[Any],
    ndim: int,
) -> RecordTensor:
    """A record tensor of `ndim` axes with these fields."""
    inner = [v.ndim - ndim for v in values]
    schema = Schema(name, cls, fields, inner, [m is not None for m in masks])
    return RecordTensor(schema, values, masks)


def from_fields(
    fields: Mapping[str, Any], cls: type | None = None, ndim: int = 1, name: str = "dict"
) -> RecordTensor:
    """A record tensor of tensors, or of data for them, that share their first `ndim` axes.

    `cls` is the class of its objects, dict by default. Where `ndim` is 1 values may be missing: None in lists, nulls
    in arrays and series of Arrow, pandas and polars.

    Raises `ShapeError` when the fields differ in these axes.

    >>> import nitinol as ni
    >>> ni.records.from_fields({"x": ni.tensor([1, 2]), "y": [0.5, 1.5]})
    tensor([{'x': 1, 'y': 0.5}, {'x': 2, 'y': 1.5}])
    >>> ni.records.from_fields({"name": ["Ali", None]}).missing("name")
    tensor([False,  True])
    """
    if not fields:
        raise ShapeError("a record tensor has at least one field")
    columns_of = [_column(v, ndim) for v in fields.values()]
    values = [v for v, _ in columns_of]
    shape = tuple(values[0].shape)[:ndim]
    for field, value in zip(fields, values, strict=True):
        own = tuple(value.shape)[:ndim]
        if len(own) < ndim or any(
            known_equal(m, n) is False for m, n in zip(own, shape, strict=True)
        ):
            raise ShapeError(
                f"the field {field!r} has shape {show(tuple(value.shape))}; the first {ndim} axes of all fields are "
                f"those of the record tensor, {show(shape)} (write ndim= for another number of axes)"
            )
    made = assembled(name, dict, list(fields), values, [m for _, m in columns_of], ndim)
    return made if cls is None else made.as_class(cls)


def _column(x: Any, ndim: int) -> tuple[Any, Any]:
    """(the values of a field that a user gave, the mask of what is missing among them)."""
    if isinstance(x, Array):
        return x, None
    if ndim == 1:
        found = column_of(x)
        if found is not None:
            return found
    return converted(x, None), None


def column_of(x: Any) -> tuple[Any, Any] | None:
    """(values, mask) of a list with None in it, or of a column of Arrow, pandas or polars; None for other data."""
    if type(x).__module__.partition(".")[0] in ("pyarrow", "pandas", "polars"):
        found: tuple[Any, Any] | None = import_module(f"{__package__}.exchange").column(x)
        return found
    if type(x) in (list, tuple) and any(v is None for v in x):
        return column_tensor(list(x), (len(x),), None)
    return None


def from_columns(fields: Mapping[str, Any], masks: Mapping[str, Any], ndim: int) -> RecordTensor:
    """A record tensor of dicts, of tensors and their masks."""
    gone = [masks.get(n) for n in fields]
    return assembled("dict", dict, list(fields), list(fields.values()), gone, ndim)


def of_object(x: Any) -> RecordTensor:
    """One object, whose attributes may be traced, as a 0-d record tensor."""
    names = names_of(x)
    if not names:
        raise DTypeError(f"an object of {name_of(x)} has no fields, so it is no data for a tensor")
    get: Callable[[str], Any] = x.__getitem__ if isinstance(x, dict) else partial(getattr, x)
    values, masks = [], []
    for name in names:
        try:
            with _deeper():
                value, mask = single(get(name))
        except NitinolError as error:
            raise type(error)(f"the field {name!r} of {name_of(x)}: {error}") from None
        values.append(value)
        masks.append(mask)
    cls = None if isinstance(x, Record) else type(x)
    return assembled(name_of(x), cls, names, values, masks, 0)


def single(x: Any) -> tuple[Any, Any]:
    """(the value of one field of one object as a tensor, its mask)."""
    if isinstance(x, Array):
        return x, None
    if x is None:
        return creation.full((), float("nan")), creation.full((), True)
    if type(x) in NUMBERS:
        return creation.full((), x), None
    if is_row(type(x)) or isinstance(x, str) or not _has_fields(x):
        return converted(x, None), None
    return of_object(x), None


def _has_fields(x: Any) -> bool:
    return type(x).__module__ != "numpy" and bool(names_of(x))


# --- columns


def column_tensor(
    column: list[Any], shape: tuple[int, ...], dtype: DType | None
) -> tuple[Any, Any]:
    """(the values of a field that objects of this shape have, None where nothing is missing or its mask)."""
    mask = None
    if type(None) in set(map(type, column)):
        flags = [x is None for x in column]
        mask = shaped(converted(flags, None), shape)
        column = _filled(column)
    return _values(column, shape, dtype), mask


def _values(column: list[Any], shape: tuple[int, ...], dtype: DType | None) -> Any:
    _check_column(column)
    numeric = not isinstance(column[0], str)
    made = converted(_nested(column, shape), None)
    if dtype is not None and numeric and not isinstance(made, Kind):
        made = converted(_nested(column, shape), dtype)
    return made


def _nested(column: list[Any], shape: Sequence[int]) -> Any:
    """The column as nested lists."""
    if not shape:
        return column[0]
    rows = column
    for n in reversed(shape[1:]):
        rows = [rows[i : i + n] for i in range(0, len(rows), n)]
    return rows


def _check_column(column: list[Any]) -> None:
    """Refuse values of which some are texts, lists or objects and others are not."""
    kinds = set(map(type, column))
    if len(kinds) == 1 or kinds <= NUMBERS:
        return
    sorts = [_sort(x) for x in column]
    if len(set(sorts)) > 1:
        at = next(i for i, s in enumerate(sorts) if s != sorts[0])
        raise DTypeError(f"in element {at} it is {sorts[at]}, in element 0 {sorts[0]}")


def _sort(x: Any) -> str:
    if isinstance(x, str):
        return "a text"
    if is_row(type(x)) or (hasattr(x, "dtype") and x.ndim > 0):
        return "a list or an array"
    if (
        type(x) in NUMBERS
        or hasattr(x, "dtype")
        or hasattr(x, "__float__")
        or hasattr(x, "__index__")
    ):
        return "a number"
    return f"an object of {type(x).__name__}"


def _filled(column: list[Any]) -> list[Any]:
    """The column without None; see the module's docstring."""
    there = [x for x in column if x is not None]
    filler: Any = FILLERS[float]
    if there:
        filler = _filler(there)
    return [filler if x is None else x for x in column]


def _filler(there: list[Any]) -> Any:
    first = there[0]
    if is_row(type(first)):
        lengths = {len(x) if is_row(type(x)) else -1 for x in there}
        if len(lengths) > 1:
            return []
        return [_filler([x[i] for x in there]) for i in range(len(first))]
    if isinstance(first, Array) or hasattr(first, "__array__"):
        return first * 0 if first.dtype.kind not in "fc" else first * float("nan")
    for kind in (complex, float, int, bool):
        if kind in set(map(type, there)):
            return FILLERS[kind]
    return "" if isinstance(first, str) else first


def shaped(x: Any, shape: Sequence[Any]) -> Any:
    """A vector as a tensor of this shape; what else a value has keeps its axes."""
    if len(shape) == 1:
        return x
    return shaping.reshape(x, (*shape, *tuple(x.shape)[1:]))
