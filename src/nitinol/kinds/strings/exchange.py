"""Texts from and to PyArrow, with one copy at most.

A tensor of texts lies in memory as Arrow's `large_string` does, so going there copies nothing. Coming from there copies
the bytes once; `string` has offsets of 32 bits, which become 64.
"""

from __future__ import annotations

from typing import Any

from ...base import dtypes as dt
from ...base.errors import DTypeError, UnsupportedError
from ...tensor.nested import from_bytes
from .making import as_strings
from .tensor import StringTensor, form_of


def _pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise UnsupportedError(
            "exchange with Arrow needs PyArrow, an optional extra; write pip install nitinol[strings]"
        ) from None
    return pyarrow


def to_arrow(t: Any) -> Any:
    """A PyArrow array of type `large_string` over the memory of a tensor of texts, row by row.

    >>> ni.strings.to_arrow(ni.tensor(["Ali", "Bilal"])).to_pylist()
    ['Ali', 'Bilal']
    """
    pa = _pyarrow()
    t = as_strings(t, "strings.to_arrow")
    buffers = [pa.py_buffer(t.offsets.numpy()), pa.py_buffer(t.values.numpy())]
    return pa.LargeStringArray.from_buffers(int(t.size), *buffers)


def from_arrow(array: Any) -> StringTensor:
    """A tensor of the texts in a PyArrow array: string, large_string, string_view, a dictionary of these, or chunks.

    Raises `DTypeError` for arrays of other types and for missing texts, naming the first.

    >>> import pyarrow as pa
    >>> ni.strings.from_arrow(pa.array(["Ali", "Bilal"]))
    tensor(['Ali', 'Bilal'])
    """
    pa = _pyarrow()
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_string_view(array.type):
        array = array.cast(pa.large_string())
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        raise DTypeError(
            f"from_arrow: an array of {array.type} holds no texts; write array.cast(pyarrow.large_string())"
        )
    if array.null_count:
        at = array.is_null().index(True).as_py()
        raise DTypeError(
            f"from_arrow: element {at} is missing, and a tensor of texts has no missing ones; write "
            "array.fill_null(''), or make it a field of records: ni.records.from_fields({'text': array})"
        )
    count = len(array)
    wide = pa.types.is_large_string(array.type)
    _, ends, data = array.buffers()
    size = 8 if wide else 4
    if ends is None or not count:
        offsets = from_bytes(bytes(8 * (count + 1)), (count + 1,), dt.int64)
    else:
        part = memoryview(ends)[size * array.offset : size * (array.offset + count + 1)]
        offsets = from_bytes(part, (count + 1,), dt.int64 if wide else dt.int32)
        offsets = offsets if wide else offsets.astype(dt.int64)
    first, stop = int(offsets[0].item()), int(offsets[-1].item())
    if first:
        offsets = offsets - first
    if not 0 <= first <= stop <= (0 if data is None else data.size):
        raise ValueError("from_arrow: the offsets of the array lie outside of its bytes")
    values = from_bytes(memoryview(data)[first:stop] if stop else b"", (stop - first,), dt.uint8)
    made = StringTensor(values, offsets, form_of((count,)))
    made.check()
    return made
