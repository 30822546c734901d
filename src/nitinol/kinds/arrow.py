"""Arrow's arrays, chunked arrays, record batches and tables as tensors of the kind that their type asks for.

| Arrow | tensor |
|---|---|
| numbers, bools | dense |
| strings | string |
| lists | ragged |
| lists of fixed size | one more axis |
| structs, record batches, tables | record |
| dictionaries | what their values are |

Values are copied once. A null has a place in a field of a record only; elsewhere it is an error that says which
element it is.
"""

from __future__ import annotations

from typing import Any

from ..base.dtypes import DType
from ..base.errors import DTypeError
from ..ops import shaping
from ..tensor.creation import converted
from .ragged.tensor import RaggedTensor
from .records.exchange import from_arrow as records_from_arrow
from .records.exchange import library
from .strings.exchange import from_arrow as strings_from_arrow


def take(data: Any, dtype: DType | None) -> Any:
    """Arrow's data as a tensor; None for what is no array. `dtype` is for numbers.

    Raises `DTypeError` for nulls, and for types that tensors do not have (dates, decimals, binaries).
    """
    pa = library("pyarrow")
    if isinstance(data, (pa.Table, pa.RecordBatch)):
        return records_from_arrow(data, dtype)
    if isinstance(data, pa.ChunkedArray):
        data = data.combine_chunks()
        if isinstance(data, pa.ChunkedArray):
            data = pa.concat_arrays(data.chunks) if data.num_chunks else pa.array([], data.type)
    return _array(pa, data, dtype) if isinstance(data, pa.Array) else None


def _array(pa: Any, data: Any, dtype: DType | None) -> Any:
    kind, types = data.type, pa.types
    if types.is_dictionary(kind):
        return _array(pa, data.dictionary_decode(), dtype)
    if data.null_count:
        at = data.is_null().to_pylist().index(True)
        raise DTypeError(
            f"element {at} of the {kind} array is null; only fields of records have missing values: write "
            "ni.records.from_fields({'x': array}), or fill it with pyarrow.compute.fill_null(array, value)"
        )
    if types.is_struct(kind):
        return records_from_arrow(data, dtype)
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return strings_from_arrow(data)
    if types.is_fixed_size_list(kind):
        inner = _array(pa, data.flatten(), dtype)
        if isinstance(inner, RaggedTensor):
            raise DTypeError(
                f"{kind} has ragged lists in lists of fixed size; cast the outer ones to pyarrow.list_"
            )
        return shaping.reshape(inner, (len(data), kind.list_size, *tuple(inner.shape)[1:]))
    if types.is_list(kind) or types.is_large_list(kind):
        return _rows(pa, data, dtype)
    if types.is_boolean(kind) or types.is_integer(kind) or types.is_floating(kind):
        values = data.to_numpy(zero_copy_only=False)
        return converted(values, None if types.is_boolean(kind) else dtype)
    raise DTypeError(
        f"Arrow's type {kind} is none that tensors have; cast it to numbers, strings, lists or structs"
    )


def _rows(pa: Any, data: Any, dtype: DType | None) -> RaggedTensor:
    offsets = data.offsets.to_numpy().astype("int64")
    values = _array(pa, data.flatten(), dtype)
    own = converted(offsets - offsets[0], None)
    if isinstance(values, RaggedTensor):
        lower, *rest = values.parts()[0]
        return RaggedTensor(lower, (own, *rest), (None, *values.axes))
    return RaggedTensor(values, (own,))
