"""Nested lists of Python numbers as tensors.

The nest is taken apart level by level: the types of all items of a level, their lengths and the next
level are each found by one call of a builtin, so a list of a million numbers costs no Python call per
number. Then `array` or `struct` packs the numbers.
"""

from __future__ import annotations

from array import array
from itertools import chain

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import DTypeError, ShapeError
from ..core import allocate, layout, make
from .raw import CODES, view

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

NUMBERS: Final = frozenset((bool, int, float, complex))
MOST_AXES: Final = 64  # as in NumPy


def take_apart(data: list[Any] | tuple[Any, ...]) -> tuple[list[Any], tuple[int, ...]]:
    """(all items row by row, shape) of a nest of lists and tuples.

    Raises `ShapeError` when rows differ in length or depth.
    """
    level: list[Any] = [data]
    shape: list[int] = []
    first: Any = data
    above: set[int] = set()
    while True:
        rows = [is_row(k) for k in set(map(type, level))]
        if not any(rows):
            break
        if not all(rows):
            raise ShapeError(
                f"the items at depth {len(shape)} are lists beside numbers; in a tensor all rows have the "
                "same depth"
            )
        sizes = set(map(len, level))
        if len(sizes) > 1:
            raise ShapeError(
                f"the rows at depth {len(shape)} differ: there are lengths {min(sizes)} and {max(sizes)}; "
                "in a dense tensor all rows have the same length"
            )
        if id(first) in above or len(shape) == MOST_AXES:
            raise ShapeError(f"the list contains itself, or is nested deeper than {MOST_AXES}")
        above.add(id(first))
        shape.append(sizes.pop())
        level = list(chain.from_iterable(level))
        if not level:
            break
        first = level[0]
    return level, tuple(shape)


def is_row(kind: type) -> bool:
    """Whether objects of a class are rows of a nest; a named tuple is an item, with fields."""
    return issubclass(kind, (list, tuple)) and not hasattr(kind, "_fields")


def common_dtype(kinds: set[type]) -> DType:
    """The dtype of Python numbers of these types."""
    if complex in kinds:
        return dt.complex64
    if float in kinds or not kinds:
        return dt.float32
    return dt.int64 if int in kinds else dt.bool_


def pack(values: list[Any], dtype: DType, kinds: set[type] | None = None) -> tuple[DType, Any]:
    """(dtype, buffer) of Python numbers: in `dtype`, or in a wider one that a kernel has to round.

    Half-width floats are rounded from float64 by the kernel that converts.
    """
    kinds = set(map(type, values)) if kinds is None else kinds
    if complex in kinds and not dtype.is_complex:
        raise DTypeError(
            f"complex numbers do not become {dtype}; leave the imaginary part out with [z.real for z in data]"
        )
    if dtype.is_bool:
        return dtype, bytes(map(bool, values))
    try:
        if dtype.is_complex:
            complexes = map(complex, values)
            return dtype, array(CODES[dtype.name], [p for c in complexes for p in (c.real, c.imag)])
        if dtype.is_floating:
            held = dt.float64 if dtype.itemsize == 2 else dtype
            return held, array(CODES[held.name], values)
        if float in kinds:
            values = list(map(int, values))
        return dtype, array(CODES[dtype.name], values)
    except (OverflowError, ValueError) as error:
        raise DTypeError(_why_not(values, dtype)) from error


def _why_not(values: list[Any], dtype: DType) -> str:
    if dtype.is_inexact:
        return f"an integer in the data is too large for {dtype}"
    for v in values:
        if v != v or v in (float("inf"), float("-inf")):
            return f"{v!r} does not become an integer; remove it, or write dtype=ni.float32"
        if not dtype.min <= v <= dtype.max:
            return (
                f"the integer {v} does not fit into {dtype}, which holds {dtype.min} to {dtype.max}; "
                "write another dtype, such as dtype=ni.uint64 or dtype=ni.float64"
            )
    return f"the data does not fit into {dtype}"


def from_numbers(
    values: list[Any], shape: tuple[int, ...], dtype: DType | None, kinds: set[type] | None = None
) -> Any:
    """A tensor of Python numbers, given row by row; its dtype may be one to convert from, see `pack`."""
    kinds = set(map(type, values)) if kinds is None else kinds
    held, data = pack(values, common_dtype(kinds) if dtype is None else dtype, kinds)
    return from_bytes(data, shape, held)


def from_bytes(data: Any, shape: tuple[int, ...], dtype: DType) -> Any:
    """A tensor with a copy of the elements in a dense buffer."""
    where = layout(dtype, shape)
    storage = allocate(where.nbytes)
    if where.nbytes:
        view(storage.address, where.nbytes)[:] = memoryview(data).cast("B")
    return make(storage, storage.address, where)
