"""Record tensors to and from NumPy's structured arrays, Arrow's struct arrays and tables, pandas' and polars' frames.

Each library is imported when one of its objects is met, or asked for. What comes in has no class: its
objects are dicts, and `t.as_class(cls)` makes them objects of one.

| here | NumPy | Arrow | pandas | polars |
|---|---|---|---|---|
| numbers | the same dtype | primitive | the same dtype | the same |
| vectors | a subarray | fixed-size list | lists | list |
| texts | str | string | object | string |
| records | a structured dtype | struct | dicts | struct |
| ragged | lists (object) | list | lists | list |
| missing | a masked array | null | `pandas.NA` | null |
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ...base.dtypes import DType, bool_
from ...base.errors import DTypeError, UnsupportedError
from ...base.shapes import show
from ...tensor.creation import converted
from ...trace.kind import Kind
from .classes import names_of
from .making import column_tensor, from_columns
from .tensor import RecordTensor

rule = RecordTensor.rule


def library(name: str) -> Any:
    """An optional library; `UnsupportedError` says how to get it."""
    try:
        return import_module(name)
    except ImportError:
        raise UnsupportedError(
            f"this needs {name}, which is not installed; write pip install {name}"
        ) from None


def take(data: Any, dtype: DType | None) -> Any:
    """A data frame, a series or an index of pandas or polars as a tensor; None for anything else."""
    if type(data).__module__.startswith("polars"):
        return _from_polars(data, dtype)
    return _from_pandas(data, dtype)


def column(data: Any) -> tuple[Any, Any] | None:
    """(values, mask) of an array of Arrow, or of a series; None for anything else."""
    library_of = type(data).__module__.partition(".")[0]
    known = library(library_of)
    if library_of == "pyarrow":
        if isinstance(data, known.ChunkedArray):
            data = data.combine_chunks()
            data = (
                known.concat_arrays(data.chunks) if isinstance(data, known.ChunkedArray) else data
            )
        return _from_arrow_column(known, data, None) if isinstance(data, known.Array) else None
    if library_of == "pandas":
        return _pandas_column(data, None) if isinstance(data, (known.Series, known.Index)) else None
    return _polars_column(data, None) if isinstance(data, known.Series) else None


# --- NumPy


def from_numpy(a: Any, dtype: DType | None) -> RecordTensor:
    """A structured array as a record tensor; a masked one has missing values."""
    import numpy as np

    fields: dict[str, Any] = {}
    masks: dict[str, Any] = {}
    mask = np.ma.getmaskarray(a) if isinstance(a, np.ma.MaskedArray) else None
    plain = np.ma.getdata(a)
    for name in a.dtype.names:
        column = np.ascontiguousarray(plain[name]).reshape(plain[name].shape)
        fields[name] = converted(column, None if column.dtype.kind in "USVOb" else dtype)
        if mask is not None:
            gone = mask[name]
            gone = gone if gone.dtype.names is None else gone[gone.dtype.names[0]]
            gone = gone.reshape(*a.shape, -1).any(-1)
            masks[name] = converted(gone, None) if gone.any() else None
    return from_columns(fields, masks, a.ndim)


@rule("to_numpy")
def _to_numpy(name: str, t: RecordTensor) -> Any:
    import numpy as np

    shape = tuple([int(n) for n in t.shape])
    columns = {n: _numpy_column(v, inner, shape) for n, v, inner in t._items()}
    dtype = [(n, c.dtype, c.shape[len(shape) :]) for n, c in columns.items()]
    made = np.empty(shape, dtype)
    for n, column in columns.items():
        made[n] = column
    if not any(t._schema.missing):
        return made
    masked = np.ma.array(made)
    for n, mask in zip(t._schema.fields, t._masks, strict=True):
        if mask is not None:
            masked[n][mask.numpy()] = np.ma.masked
    return masked


def _numpy_column(value: Any, inner: int, shape: tuple[int, ...]) -> Any:
    import numpy as np

    if not isinstance(value, Kind):
        return value.numpy()
    if isinstance(value, RecordTensor):
        return np.ma.getdata(value.numpy())
    rows = value.tolist()
    if value.kind == "string" and not inner:
        return np.asarray(rows, dtype=None if value.size else "U1")
    made = np.empty(shape, object)
    for place in np.ndindex(shape):
        row = rows
        for i in place:
            row = row[i]
        made[place] = row
    return made


# --- Arrow


@rule("to_arrow")
def _to_arrow(name: str, t: RecordTensor) -> Any:
    pa = library("pyarrow")
    if t.ndim != 1:
        raise UnsupportedError(
            f"Arrow's arrays have one axis, this tensor has shape {show(t.shape)}; write t.ravel()"
        )
    arrays = []
    for (_, value, inner), mask in zip(t._items(), t._masks, strict=True):
        arrays.append(_arrow_column(pa, value, inner, None if mask is None else mask.numpy()))
    fields = [
        pa.field(n, a.type, nullable=has)
        for n, a, has in zip(t._schema.fields, arrays, t._schema.missing, strict=True)
    ]
    return pa.StructArray.from_arrays(arrays, fields=fields)


def _arrow_column(pa: Any, value: Any, inner: int, mask: Any) -> Any:
    if isinstance(value, RecordTensor) and not inner and mask is None:
        return value.to_arrow()
    if isinstance(value, Kind) or (mask is not None and inner):
        if not isinstance(value, RecordTensor) and mask is None and hasattr(value, "to_arrow"):
            return value.to_arrow()
        rows = _plain(value.tolist())
        if mask is not None:
            rows = [None if m else row for m, row in zip(mask.tolist(), rows, strict=True)]
        return pa.array(rows)
    array = value.numpy()
    made = pa.array(array.reshape(-1), mask=mask)
    for n in reversed(array.shape[1:]):
        made = pa.FixedSizeListArray.from_arrays(made, n)
    return made


def _plain(x: Any) -> Any:
    """Objects as dicts, in nested lists."""
    if isinstance(x, (list, tuple)) and not hasattr(x, "_fields"):
        return [_plain(v) for v in x]
    if x is None or isinstance(x, (str, bool, int, float, complex)):
        return x
    own = x if isinstance(x, dict) else {n: getattr(x, n) for n in names_of(x)}
    return {n: _plain(v) for n, v in own.items()}


def from_arrow(data: Any, dtype: DType | None) -> RecordTensor:
    """A struct array, a record batch or a table as a record tensor of one axis."""
    pa = library("pyarrow")
    if isinstance(data, pa.ChunkedArray):
        data = data.combine_chunks()
        data = pa.concat_arrays(data.chunks) if isinstance(data, pa.ChunkedArray) else data
    if isinstance(data, (pa.Table, pa.RecordBatch)):
        named = {n: data.column(i) for i, n in enumerate(data.schema.names)}
    elif data.null_count:
        raise DTypeError(
            f"{data.null_count} structs are null; an object may have missing fields, and cannot be missing itself"
        )
    else:
        named = {f.name: data.field(i) for i, f in enumerate(data.type)}
    fields, masks = {}, {}
    for name, column in named.items():
        if isinstance(column, pa.ChunkedArray):
            column = column.combine_chunks()
        fields[name], masks[name] = _from_arrow_column(pa, column, dtype)
    return from_columns(fields, masks, 1)


def _from_arrow_column(pa: Any, column: Any, dtype: DType | None) -> tuple[Any, Any]:
    """(values, mask) of a field."""
    import numpy as np

    if not column.null_count:
        return converted(column, dtype), None
    kind = column.type
    truth = pa.types.is_boolean(kind)
    if not (truth or pa.types.is_floating(kind) or pa.types.is_integer(kind)):
        return column_tensor(column.to_pylist(), (len(column),), dtype)
    gone = np.asarray(column.is_null())
    values = column.fill_null(False if truth else 0).to_numpy(zero_copy_only=False)
    if values.dtype.kind == "f":
        values = np.where(gone, values.dtype.type("nan"), values)
    return converted(values, None if truth else dtype), converted(gone, None)


# --- pandas


@rule("to_pandas")
def _to_pandas(name: str, t: RecordTensor) -> Any:
    pd = library("pandas")
    columns = {}
    for (n, value, inner), mask in zip(_one_axis(t)._items(), t._masks, strict=True):
        if isinstance(value, Kind) or inner:
            rows = _plain(value.tolist())
            if mask is not None:
                rows = [None if m else row for m, row in zip(mask.tolist(), rows, strict=True)]
            columns[n] = pd.Series(rows, dtype=object)
            continue
        array = value.numpy(copy=True)
        if mask is None or value.dtype.is_inexact:
            columns[n] = pd.Series(array)
        else:
            nullable = pd.arrays.BooleanArray if value.dtype is bool_ else pd.arrays.IntegerArray
            columns[n] = pd.Series(nullable(array, mask.numpy(copy=True)))
    return pd.DataFrame(columns)


def _one_axis(t: RecordTensor) -> RecordTensor:
    if t.ndim != 1:
        raise UnsupportedError(
            f"a data frame has one axis of objects, this tensor has shape {show(t.shape)}; write t.ravel()"
        )
    return t


def _from_pandas(data: Any, dtype: DType | None) -> Any:
    pd = library("pandas")
    if isinstance(data, pd.DataFrame):
        fields, masks = {}, {}
        for n in data.columns:
            if not isinstance(n, str):
                raise DTypeError(
                    f"the column {n!r} has no text as its name; write df.rename(columns=str)"
                )
            fields[n], masks[n] = _pandas_column(data[n], dtype)
        return from_columns(fields, masks, 1)
    if isinstance(data, (pd.Series, pd.Index)):
        values, mask = _pandas_column(data, dtype)
        if mask is not None:
            raise DTypeError(
                "the series has missing values, which only fields of records may have; write series.fillna(...) or "
                "series.to_frame('name')"
            )
        return values
    return None


def _pandas_column(column: Any, dtype: DType | None) -> tuple[Any, Any]:
    import numpy as np

    kind = getattr(column.dtype, "kind", "O")
    extension = not hasattr(column.dtype, "type") or type(column.dtype).__module__.startswith(
        "pandas"
    )
    if kind in "biufc":
        if not extension:
            return converted(column.to_numpy(), None if kind == "b" else dtype), None
        gone = np.asarray(column.isna())
        filler = False if kind == "b" else float("nan") if kind == "f" else 0
        own = column.dtype.numpy_dtype
        values = converted(column.to_numpy(own, na_value=filler), None if kind == "b" else dtype)
        return values, converted(gone, None) if gone.any() else None
    gone = np.asarray(column.isna())  # of an index it is an array
    rows = [None if g else x for g, x in zip(gone.tolist(), column.tolist(), strict=True)]
    return column_tensor(rows, (len(rows),), dtype)


# --- polars


@rule("to_polars")
def _to_polars(name: str, t: RecordTensor) -> Any:
    pl = library("polars")
    columns = []
    for (n, value, inner), mask in zip(_one_axis(t)._items(), t._masks, strict=True):
        if mask is None and not inner and not isinstance(value, Kind):
            columns.append(pl.Series(n, value.numpy(copy=True)))
            continue
        rows = _plain(value.tolist())
        if mask is not None:
            rows = [None if m else row for m, row in zip(mask.tolist(), rows, strict=True)]
        columns.append(pl.Series(n, rows))
    return pl.DataFrame(columns)


def _from_polars(data: Any, dtype: DType | None) -> Any:
    pl = library("polars")
    if isinstance(data, pl.DataFrame):
        fields, masks = {}, {}
        for column in data.get_columns():
            fields[column.name], masks[column.name] = _polars_column(column, dtype)
        return from_columns(fields, masks, 1)
    if isinstance(data, pl.Series):
        values, mask = _polars_column(data, dtype)
        if mask is not None:
            raise DTypeError(
                "the series has null values, which only fields of records may have; write series.fill_null(...) or "
                "series.to_frame()"
            )
        return values
    return None


def _polars_column(column: Any, dtype: DType | None) -> tuple[Any, Any]:
    if column.dtype.is_numeric() and not column.null_count():
        return converted(column.to_numpy(), dtype), None
    return column_tensor(column.to_list(), (len(column),), dtype)
