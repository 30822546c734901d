"""Missing values, and fields put in the place of others."""

from __future__ import annotations

from typing import Any

from ...base.errors import DTypeError
from ...ops import logic, shaping
from ...tensor.creation import converted
from ...trace.array import Array
from .indexing import unmasked, with_field
from .schema import Schema
from .tensor import RecordTensor

rule = RecordTensor.rule


@rule("filled")
def _filled(name: str, t: RecordTensor, values: dict[str, Any]) -> RecordTensor:
    found = list(t._values)
    masks = list(t._masks)
    for field, value in values.items():
        old = t._field(field)
        place = t._schema.places[field]
        mask, inner = masks[place], t._schema.inner[place]
        if mask is None:
            continue
        new = value if isinstance(value, Array) else converted(value, None)
        if inner:
            mask = shaping.reshape(mask, (*mask.shape, *[1] * inner))
        found[place] = logic.where(mask, new if isinstance(value, Array) else value, old)
        if found[place].dtype != old.dtype:
            raise DTypeError(
                f"filled: {value!r} for the field {field!r} of {old.dtype}; give a value of this dtype"
            )
        masks[place] = None
    return _with_masks(t, found, masks)


def _with_masks(t: RecordTensor, values: list[Any], masks: list[Any]) -> RecordTensor:
    own = t._schema
    schema = Schema(own.name, own.cls, own.fields, own.inner, [m is not None for m in masks])
    return RecordTensor(schema, values, masks)


@rule("drop_missing")
def _drop_missing(name: str, t: RecordTensor, fields: tuple[str, ...]) -> RecordTensor:
    chosen = fields or tuple(
        n for n, has in zip(t._schema.fields, t._schema.missing, strict=True) if has
    )
    gone: Any = None
    masks = list(t._masks)
    for field in chosen:
        t._field(field)
        place = t._schema.places[field]
        if masks[place] is not None:
            here = unmasked(t, place)
            gone = here if gone is None else gone | here
            masks[place] = None
    if gone is None:
        return t
    found: RecordTensor = _with_masks(t, list(t._values), masks)[~gone]
    return found


@rule("replaced")
def _replaced(name: str, t: RecordTensor, values: dict[str, Any]) -> RecordTensor:
    for field, value in values.items():
        t = with_field(t, field, value)
    return t
