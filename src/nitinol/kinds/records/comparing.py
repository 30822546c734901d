"""Equality and order of objects.

Two objects are equal when all their fields are; a missing value equals a missing one. A class with an
`__eq__` of its own decides by that (`calling.py`). One that `dataclass`, attrs or a named tuple brought compares the
fields, which is what is done here. Order is that of the class's own `__lt__`; of named tuples and classes
with `order=True` the first field that differs decides.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final

from ...base.errors import UnsupportedError
from ...base.shapes import broadcast_shapes
from ...ops import closeness, creation, indexing, logic, segments
from ...ops.creation import iota
from ...ops.reductions import all as all_of
from ...trace.array import Array
from ...trace.kind import Kind
from .calling import elementwise
from .classes import MISSING, is_named_tuple, static
from .indexing import as_record, ordered, unmasked
from .tensor import RecordTensor

rule = RecordTensor.rule

_DUNDERS: Final = {
    "equal": "eq", "not_equal": "ne", "less": "lt", "less_equal": "le", "greater": "gt", "greater_equal": "ge",
}  # fmt: skip


def _own(t: RecordTensor, dunder: str) -> bool:
    """Whether the class has a comparison that its author wrote."""
    cls = t._schema.cls
    if cls is None or issubclass(cls, (dict, tuple)):
        return False
    found = static(cls, dunder)
    return found is not MISSING and not _generated(found)


def _generated(function: Any) -> bool:
    """Whether a method was written by `dataclass`, attrs or `functools.total_ordering`."""
    code = getattr(function, "__code__", None)
    if code is None:
        return True
    where: str = code.co_filename
    return where == "<string>" or where.startswith("<attrs generated")


def _pair(name: str, x: Any, y: Any) -> tuple[RecordTensor, RecordTensor]:
    like = x if isinstance(x, RecordTensor) else y
    a, b = as_record(x, like, name), as_record(y, like, name)
    return a, b if a._schema.fields == b._schema.fields else ordered(b, a)


def _whole(x: Any, inner: int) -> Any:
    """Whether all elements of a value hold."""
    return all_of(x, tuple(range(-inner, 0))) if inner else x


def equal_fields(a: RecordTensor, b: RecordTensor, equal: Callable[[Any, Any], Any]) -> Any:
    """Whether the fields of objects are equal, each by `equal`."""
    result: Any = None
    for i, (x, inner) in enumerate(zip(a._values, a._schema.inner, strict=True)):
        y = b._values[i]
        if isinstance(x, RecordTensor):
            same = equal_fields(*_pair("equal", x, y), equal)
        else:
            same = _alike(x, y, inner, equal)
        same = _whole(same, inner if isinstance(same, Array) and same.ndim > a.ndim else 0)
        if a._masks[i] is not None or b._masks[i] is not None:
            m, n = unmasked(a, i), unmasked(b, i)
            same = (same & ~m & ~n) | (m & n)
        result = same if result is None else result & same
    return result


def _alike(x: Any, y: Any, inner: int, equal: Callable[[Any, Any], Any]) -> Any:
    """Whether values are equal, element by element or as a whole."""
    if isinstance(x, Kind) and inner:
        if type(x).kind == getattr(type(y), "kind", "") == "ragged" and x.axes == y.axes == (None,):
            return _same_rows(x, y, equal)
        found = equal(x, y)
        return all_of(found, -1) if isinstance(found, Kind) else found
    mine, other = tuple(x.shape)[x.ndim - inner :], tuple(y.shape)[y.ndim - inner :]
    if mine != other and inner:
        return logic.equal(x.sum() * 0, 1)  # vectors of different lengths are never equal
    return equal(x, y)


def _same_rows(x: Any, y: Any, equal: Callable[[Any, Any], Any]) -> Any:
    """Whether rows of ragged tensors are equal; those of different lengths are not."""
    a, b = x.values, y.values
    like = creation.zeros((a.shape[0],), bool) if isinstance(a, Kind) else a
    starts = segments.segment_repeat(y.offsets[:-1] - x.offsets[:-1], x.offsets, like)
    # Each element of x meets the one at its place in the row of y, if there is one.
    place = iota((a.shape[0],), 0) + starts
    if not isinstance(b.shape[0], int) or b.shape[0]:
        meets = equal(a, indexing.take(b, logic.where(place < b.shape[0], place, 0), 0))
    else:
        meets = place < 0
    for _ in range(meets.ndim - 1):
        meets = all_of(meets, -1)
    return segments.segment_all(meets, x.offsets) & (x.lengths == y.lengths)


@rule("equal")
def _equal(name: str, x: Any, y: Any) -> Any:
    for t in (x, y):
        if isinstance(t, RecordTensor) and _own(t, "__eq__"):
            return elementwise(f"{t._schema.name}.__eq__", operator.eq, x, y)
    return equal_fields(*_pair(name, x, y), logic.equal)


@rule("not_equal")
def _not_equal(name: str, x: Any, y: Any) -> Any:
    for t in (x, y):
        if isinstance(t, RecordTensor) and _own(t, "__ne__"):
            return elementwise(f"{t._schema.name}.__ne__", operator.ne, x, y)
    return ~_equal("equal", x, y)


@rule("array_equal")
def _array_equal(name: str, x: Any, y: Any) -> Any:
    a, b = _pair(name, x, y)
    if tuple(a.shape) != tuple(b.shape):
        return logic.equal(a.ndim, -1)
    return all_of(_equal("equal", a, b))


@rule("isclose", "allclose")
def _close(name: str, x: Any, y: Any, *args: Any, **kwargs: Any) -> Any:
    def near(v: Any, w: Any) -> Any:
        plain = isinstance(v, Kind) or not v.dtype.is_inexact
        return logic.equal(v, w) if plain else closeness.isclose(v, w, *args, **kwargs)

    found = equal_fields(*_pair(name, x, y), near)
    return found if name == "isclose" else all_of(found)


# --- order


def in_order_of_fields(t: RecordTensor) -> bool:
    """Whether the first field that differs decides which of two objects is less."""
    cls = t._schema.cls
    if cls is None or issubclass(cls, dict):
        return False
    found = static(cls, "__lt__")
    return is_named_tuple(cls) or (found is not MISSING and _generated(found))


def _less(a: RecordTensor, b: RecordTensor, name: str) -> Any:
    result: Any = None
    for i in reversed(range(len(a._values))):
        x, y, inner = a._values[i], b._values[i], a._schema.inner[i]
        if inner or a._masks[i] is not None or b._masks[i] is not None:
            raise UnsupportedError(
                f"ni.{name} of tensors of {a._schema.name}: the field {a._schema.fields[i]!r} has "
                f"{'vectors' if inner else 'missing values'}, which have no order; compare the fields that have one"
            )
        nested = isinstance(x, RecordTensor)
        below = _less(*_pair(name, x, y), name) if nested else logic.less(x, y)
        same = _equal("equal", x, y) if nested else logic.equal(x, y)
        result = below if result is None else below | (same & result)
    return result


@rule("less", "less_equal", "greater", "greater_equal")
def _ordered(name: str, x: Any, y: Any) -> Any:
    dunder = f"__{_DUNDERS[name]}__"
    like = x if isinstance(x, RecordTensor) else y
    if _own(like, dunder) or _own(like, "__lt__"):
        return elementwise(f"{like._schema.name}.{dunder}", getattr(operator, dunder), x, y)
    if not in_order_of_fields(like):
        raise UnsupportedError(
            f"ni.{name}: objects of {like._schema.name} have no order; define {dunder}, or compare a field, such as "
            f"t[{like._schema.fields[0]!r}]"
        )
    a, b = _pair(name, x, y)
    broadcast_shapes(name, a.shape, b.shape)
    if name in ("greater", "less_equal"):
        a, b = b, a
    found = _less(a, b, name)
    return found if name in ("less", "greater") else ~found
