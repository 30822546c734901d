"""Rows of objects: what a ragged tensor has whose values are a record tensor.

`r.field` and `r["field"]` are ragged tensors with the same rows; so is what a method or a property of the class gives
for each object. A field that is ragged itself adds its axes behind those of the rows. Ragged arguments of a method have
the same rows and are taken object by object; all others are the same for all objects.
"""

from __future__ import annotations

from typing import Any

from ...base import trees
from ...base.errors import ShapeError
from ...ops.families import map_slot
from ...trace.array import Array
from ...trace.kind import Kind
from .tensor import RaggedTensor, check_spans


@RaggedTensor.rule("field")
def _field(name: str, x: RaggedTensor, field: Any) -> Any:
    """One field, or the record tensor of several."""
    return _in_rows(x, x.values[field])


@RaggedTensor.rule("attribute")
def _attribute(name: str, x: RaggedTensor, attribute: str) -> Any:
    """What the values have under a name, for each element."""
    found = getattr(x.values, attribute)
    if isinstance(found, (Array, Kind)) or not callable(found):
        return _in_rows(x, found)

    def method(*args: Any, **kwargs: Any) -> Any:
        leaves, treedef = trees.flatten((args, kwargs), _is_kind)
        rows = [v for v in leaves if isinstance(v, RaggedTensor)]
        for v in rows:
            _check_rows(attribute, v, x)
        if not rows:
            return _in_rows(x, found(*args, **kwargs))

        def call(one: Any, *given: Any) -> Any:
            values = iter(given)
            filled = [next(values) if isinstance(v, RaggedTensor) else v for v in leaves]
            own, named = trees.unflatten(treedef, filled)
            return getattr(one, attribute)(*own, **named)

        return _in_rows(x, map_slot[0](call)(x.values, *[v.values for v in rows]))

    return method


def _check_rows(name: str, given: RaggedTensor, x: RaggedTensor) -> None:
    if given.axes != x.axes:
        raise ShapeError(f"{name}: rows of shapes {given.shape} and {x.shape}")
    for a, b in zip(given._offsets, x._offsets, strict=True):
        check_spans(a, b, name)


def _is_kind(x: Any) -> bool:
    return isinstance(x, Kind)


def _in_rows(x: RaggedTensor, found: Any) -> Any:
    """Tensors with one value for each element of `x`, in its rows."""
    if isinstance(found, RaggedTensor):
        return RaggedTensor(found.values, (*x._offsets, *found._offsets), (*x.axes, *found.axes))
    if isinstance(found, (Array, Kind)):
        return x.with_values(found)
    leaves, treedef = trees.flatten(found, _is_kind)
    if any(isinstance(v, (Array, Kind)) for v in leaves):
        return trees.unflatten(treedef, [_in_rows(x, v) for v in leaves])
    return found
