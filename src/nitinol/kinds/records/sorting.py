"""Sorting by fields: `t.sort("age")`, `t.sort(["city", "age"], descending=True)`, `ni.argsort(t, "age")`.

The key is a field, or several of which the first decides first; a vector of values to sort by works as well. Sorting is
stable, and missing values come last in either direction. Without a key, objects are sorted in the order of
their fields if the class has that order (`comparing.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...base.errors import ShapeError, UnsupportedError
from ...base.shapes import normalize_axis
from ...ops import indexing, sorting
from ...trace.array import Array
from .comparing import in_order_of_fields
from .tensor import RecordTensor

rule = RecordTensor.rule
By = str | Array | Sequence[Any] | None


@rule("argsort")
def argsort(
    name: str, t: RecordTensor, by: By = None, axis: int = -1, descending: bool = False
) -> Any:
    """The places of the objects in the order of the keys."""
    if not t.ndim:
        raise ShapeError(f"ni.{name}: a 0-d tensor has one object and no order")
    if isinstance(by, int):
        raise UnsupportedError(
            f"ni.{name} of a tensor of {t._schema.name}: objects are sorted by a field; write "
            f"t.sort({t._schema.fields[0]!r}, axis={by})"
        )
    a = normalize_axis(axis, t.ndim, name)
    order: Any = None
    for key, down in reversed(_keys(name, t, by, descending)):
        if order is None:
            order = sorting.argsort(key, a, down)
            continue
        places = sorting.argsort(indexing.take_along_axis(key, order, a), a, down)
        order = indexing.take_along_axis(order, places, a)
    return order


def _keys(name: str, t: RecordTensor, by: By, descending: bool) -> list[tuple[Any, bool]]:
    """(values, whether the largest come first) of what decides, the most significant first."""
    if by is None:
        if not in_order_of_fields(t):
            raise UnsupportedError(
                f"ni.{name}: objects of {t._schema.name} have no order of their own; name a field, such as "
                f"t.sort({t._schema.fields[0]!r})"
            )
        by = t._schema.fields
    given = [by] if isinstance(by, (str, Array)) else by
    found: list[tuple[Any, bool]] = []
    for key in given:
        if isinstance(key, Array):
            found.append((key, descending))
            continue
        values = t._field(key)
        if t._schema.inner[t._schema.places[key]]:
            raise ShapeError(
                f"ni.{name}: the values of the field {key!r} have axes of their own and no order; sort by a number of "
                f"each, such as t.sort(t[{key!r}].sum(-1))"
            )
        mask = t._masks[t._schema.places[key]]
        if mask is not None:
            found.append((mask, False))
        if isinstance(values, RecordTensor):
            found += _keys(name, values, None, descending)
        else:
            found.append((values, descending))
    return found


@rule("sort")
def _sort(
    name: str, t: RecordTensor, by: By = None, axis: int = -1, descending: bool = False
) -> Any:
    order = argsort(name, t, by, axis, descending)
    return indexing.take_along_axis(t, order, axis)


@rule("sort_with_indices")
def _sort_with_indices(
    name: str, t: RecordTensor, by: By = None, axis: int = -1, descending: bool = False
) -> Any:
    order = argsort(name, t, by, axis, descending)
    return indexing.take_along_axis(t, order, axis), order
