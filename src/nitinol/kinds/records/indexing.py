"""`t[key]`, `t[key] = value`, and objects from the values.

A key selects along the axes of the record tensor, the same for every field. A mask is turned into places once, not
once for each field. A key that selects one element gives an object of the class: its attributes are Python values, or
tensors where operations on them are recorded or traced. `t[i, ...]` keeps a 0-d record tensor instead.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...base import trees
from ...base.errors import DTypeError, IndexRangeError, ShapeError
from ...base.shapes import show
from ...base.sizes import Shape, product
from ...core import TensorBase
from ...ops import creation, joining, logic, shaping, subscripts
from ...ops.creation import iota
from ...tensor.creation import converted
from ...trace.array import Array
from ...trace.bind import active
from ...trace.kind import Kind
from .making import column_of, of_object
from .schema import Schema
from .tensor import RecordTensor

rule = RecordTensor.rule


@rule("unmasked")
def _unmasked(name: str, t: RecordTensor) -> Any:
    """The mask of a field without missing values."""
    return creation.zeros(t.shape, bool)


def unmasked(t: RecordTensor, place: int) -> Any:
    """The mask of a field, by its number, also where nothing is missing."""
    mask = t._masks[place]
    return _unmasked("", t) if mask is None else mask


# --- reading


@rule("getitem")
def _getitem(name: str, t: RecordTensor, key: Any) -> Any:
    if isinstance(key, str):
        return t._field(key)
    if isinstance(key, list) and key and all(isinstance(k, str) for k in key):
        return selected(t, key)
    parts, used = _plain(key)
    if used > t.ndim:
        raise IndexRangeError(
            f"{used} axes are indexed, but the tensor of {t._schema.name} has {t.ndim}; fields are reached by name: "
            "t['name'][…]"
        )
    # Inner axes of fields stay as they are: an ellipsis of the user's stands for axes of the records.
    place = next((i for i, p in enumerate(parts) if p is Ellipsis), None)
    wanted: tuple[Any, ...] = tuple(parts)
    if place is not None:
        rest = [slice(None)] * (t.ndim - used)
        wanted = (*parts[:place], *rest, *parts[place + 1 :])
    made = t._each(lambda x, inner: x[wanted])
    if place is None and not made.ndim:
        return one(made)
    return made


def _plain(key: Any) -> tuple[list[Any], int]:
    """(the parts of a key, masks as places; how many axes they are for)."""
    parts = list(key) if isinstance(key, tuple) else [key]
    found: list[Any] = []
    used = 0
    for part in parts:
        if part is Ellipsis or part is None:
            found.append(part)
            continue
        if isinstance(part, str):
            raise TypeError(f"a field is selected alone: write t[{part!r}][…] or t[…][{part!r}]")
        if isinstance(part, (list, tuple)) or (
            hasattr(part, "__array__") and not isinstance(part, Array)
        ):
            part = converted(list(part) if isinstance(part, (list, tuple)) else part, None)
            if not part.size:
                part = part.astype("int64")
        if (
            isinstance(part, Array)
            and not isinstance(part, Kind)
            and part.dtype.is_bool
            and part.ndim
        ):
            found += subscripts.nonzero(part)
            used += part.ndim
            continue
        found.append(part)
        used += 1
    return found, used


def selected(t: RecordTensor, names: Sequence[str]) -> RecordTensor:
    """The record tensor of some of the fields; its objects are dicts, as the class may need the others."""
    for n in names:
        t._field(n)
    place = [t._schema.places[n] for n in names]
    own = t._schema
    schema = Schema(
        "dict", dict, names, [own.inner[i] for i in place], [own.missing[i] for i in place]
    )
    return RecordTensor(schema, [t._values[i] for i in place], [t._masks[i] for i in place])


# --- objects


@rule("tolist")
def _tolist(name: str, t: RecordTensor) -> Any:
    shape = [int(n) for n in t.shape]
    flat = flattened(t) if len(shape) != 1 else t
    objects: list[Any] = objects_of(flat)
    if not shape:
        return objects[0]
    for n in reversed(shape[1:]):
        objects = [
            objects[i * n : (i + 1) * n] for i in range(len(objects) // n if n else _rows(shape))
        ]
    return objects


def _rows(shape: Sequence[int]) -> int:
    rows = 1
    for n in shape[:-1]:
        rows *= n
    return rows


def flattened(t: RecordTensor) -> RecordTensor:
    """The elements in one axis."""
    ndim = t.ndim
    return t if ndim == 1 else t._each(lambda x, inner: led(x, ndim, (product(t.shape),)))


def led(x: Any, ndim: int, lead: Shape) -> Any:
    """x with other sizes for its first `ndim` axes, of as many elements."""
    if isinstance(x, Kind) and type(x).kind == "ragged" and lead and ndim:
        # Uniform axes in front of a ragged one are a matter of description.
        first: Any = x
        values, *offsets = first.parts()[0]
        return type(first)(values, offsets, (*lead[1:], *first.axes[ndim - 1 :]))
    return shaping.reshape(x, (*lead, *tuple(x.shape)[ndim:]))


def objects_of(t: RecordTensor) -> list[Any]:
    """The objects of a tensor of one axis, with Python values."""
    count = int(t.shape[0])
    columns: list[list[Any]] = []
    for (_, value, _), mask in zip(t._items(), t._masks, strict=True):
        column = [None] * count if value is None else value.tolist()
        if mask is not None:
            column = [None if m else v for v, m in zip(column, mask.tolist(), strict=True)]
        columns.append(column)
    return list(map(t._schema.build, zip(*columns, strict=True)))


def one(t: RecordTensor) -> Any:
    """The object that a 0-d tensor holds."""
    recorded = active.stage is not None or any(
        x is not None and not (isinstance(x, TensorBase) and x._node is None)
        for x in trees.leaves(t)
    )
    values: list[Any] = []
    for (_, value, inner), mask in zip(t._items(), t._masks, strict=True):
        if (mask is not None and not recorded and bool(mask)) or value is None:
            values.append(None)
        elif isinstance(value, RecordTensor) and not inner:
            values.append(one(value))
        elif recorded or inner:
            values.append(value)
        else:
            values.append(value.tolist())
    return t._schema.build(values)


# --- writing


@rule("setitem")
def _setitem(name: str, t: RecordTensor, key: Any, value: Any) -> RecordTensor:
    if isinstance(key, str):
        return with_field(t, key, value)
    return _index_update("index_update", t, key, value)


@rule("index_update")
def _index_update(
    name: str, t: RecordTensor, key: Any, value: Any, mode: str = "set"
) -> RecordTensor:
    if mode != "set":
        raise ShapeError(
            "index_update of a record tensor: objects are set, not added; write mode='set'"
        )
    new = as_record(value, t, "index_update")
    if new._schema.fields != t._schema.fields:
        new = ordered(new, t)
    parts, _ = _plain(key)
    wanted = tuple(parts)
    values: list[Any] = []
    masks: list[Any] = []
    for (_, old, _), v in zip(t._items(), new._values, strict=True):
        values.append(subscripts.index_update(old, wanted, v))
    for old, mask in zip(t._masks, new._masks, strict=True):
        if old is None and mask is None:
            masks.append(None)
            continue
        before = _unmasked("", t) if old is None else old
        after = _unmasked("", new) if mask is None else mask
        masks.append(subscripts.index_update(before, wanted, after))
    own = t._schema
    schema = Schema(own.name, own.cls, own.fields, own.inner, [m is not None for m in masks])
    return RecordTensor(schema, values, masks)


def ordered(t: RecordTensor, like: RecordTensor) -> RecordTensor:
    """`t` with its fields in the order of those of `like`; `DTypeError` when they are others."""
    if set(t._schema.fields) != set(like._schema.fields):
        raise DTypeError(
            f"a {t._schema.name} with the fields {', '.join(t._schema.fields)} does not go into a tensor of "
            f"{like._schema.name}, whose fields are {', '.join(like._schema.fields)}"
        )
    return selected(t, like._schema.fields)


def with_field(t: RecordTensor, field: str, value: Any) -> RecordTensor:
    """The tensor with other values for a field, or with one more."""
    own = t._schema
    shape, mask = tuple(t.shape), None
    found = None if isinstance(value, Array) or len(shape) != 1 else column_of(value)
    if found is not None:
        made, mask = found
    else:
        made = value if isinstance(value, Array) else converted(value, None)
    if made.ndim < len(shape):
        made = shaping.broadcast_to(made, shape)
    elif tuple(made.shape)[: len(shape)] != shape:
        raise ShapeError(
            f"values of shape {show(tuple(made.shape))} for the field {field!r} of a tensor of shape {show(shape)}; "
            "their first axes must be equal"
        )
    place = own.places.get(field)
    fields, inner, missing = list(own.fields), list(own.inner), list(own.missing)
    values, masks = list(t._values), list(t._masks)
    new = made.ndim - len(shape)
    if place is None:
        fields.append(field)
        inner.append(new)
        missing.append(mask is not None)
        values.append(made)
        masks.append(mask)
    else:
        inner[place], missing[place] = new, mask is not None
        values[place], masks[place] = made, mask
    return RecordTensor(Schema(own.name, own.cls, fields, inner, missing), values, masks)


def as_record(x: Any, like: RecordTensor, where: str) -> RecordTensor:
    """A record tensor of what a user gave beside one: an object or a list of objects."""
    if isinstance(x, RecordTensor):
        return x
    if isinstance(x, list):
        made = converted(x, None)
        if isinstance(made, RecordTensor):
            return made
    elif like._schema.cls is not None and isinstance(x, like._schema.cls):
        return of_object(x)
    raise DTypeError(
        f"{where}: beside a tensor of {like._schema.name} there is a {type(x).__name__}; give a {like._schema.name} "
        "or a tensor of them, or use a field: t['name']"
    )


@rule("masked_select")
def _masked_select(name: str, t: RecordTensor, mask: Any) -> RecordTensor:
    found: RecordTensor = t[shaping.broadcast_to(mask, tuple(t.shape))]
    return found


@rule("where")
def _where(name: str, condition: Any, x: Any, y: Any) -> RecordTensor:
    first = x if isinstance(x, RecordTensor) else y
    a, b = as_record(x, first, "where"), as_record(y, first, "where")
    if a._schema.fields != b._schema.fields:
        b = ordered(b, a)
    cond = condition if isinstance(condition, Array) else converted(condition, None)
    values: list[Any] = []
    masks: list[Any] = []
    for (_, v, k), (_, w, _) in zip(a._items(), b._items(), strict=True):
        values.append(_chosen(cond, v, w, k, (a.ndim, b.ndim)))
    for m, n in zip(a._masks, b._masks, strict=True):
        if m is None and n is None:
            masks.append(None)
        else:
            m, n = _unmasked("", a) if m is None else m, _unmasked("", b) if n is None else n
            masks.append(_chosen(cond, m, n, 0, (a.ndim, b.ndim)))
    own = (a if isinstance(x, RecordTensor) else b)._schema
    schema = Schema(
        own.name, own.cls, a._schema.fields, a._schema.inner, [m is not None for m in masks]
    )
    return RecordTensor(schema, values, masks)


def _chosen(cond: Any, x: Any, y: Any, inner: int, ndims: tuple[int, int]) -> Any:
    """where(cond, x, y) whose last `inner` axes `cond` does not have."""
    ndim = max(cond.ndim, *ndims)
    if inner:
        cond = shaping.reshape(cond, (*cond.shape, *[1] * inner))
    if isinstance(x, RecordTensor):
        return _where("where", cond, x, y)
    if isinstance(x, Kind) and type(x).kind == getattr(type(y), "kind", "") == "ragged":
        # Rows differ in length, so they are chosen whole.
        count = x.shape[0]
        here = iota((count,), 0)
        flags = shaping.broadcast_to(
            shaping.reshape(cond, cond.shape[: cond.ndim - inner]), (count,)
        )
        return joining.concatenate([x, y], 0)[logic.where(flags, here, here + count)]
    x, y = _widened(x, inner, ndim), _widened(y, inner, ndim)
    return logic.where(cond, x, y)


def _widened(x: Any, inner: int, ndim: int) -> Any:
    """x with axes of size 1 in front, so that its last ones are the inner ones of others."""
    lacking = ndim + inner - x.ndim
    return shaping.reshape(x, (*[1] * lacking, *x.shape)) if inner and lacking else x
