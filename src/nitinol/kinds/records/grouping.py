"""`t.group_by("city")`: objects with equal keys together, and what is computed of each group.

The objects are sorted by the keys, stably, so that each group lies in one piece: `offsets` say where. Reductions
are then the segment operations of `ops.segments`, one kernel for all groups. Values that are missing do not take
part; a group in which all are missing has a missing result.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from ...base.dtypes import int64
from ...base.errors import DTypeError, ShapeError
from ...ops import creation, cumulative, indexing, joining, logic, segments, shaping, subscripts
from ...ops.creation import iota, number_of
from ...ops.elementary import sqrt
from ...trace.kind import Kind
from .comparing import equal_fields
from .indexing import flattened, selected
from .making import assembled
from .sorting import argsort
from .tensor import RecordTensor

_FOLDS: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "sum": segments.segment_sum, "prod": segments.segment_prod, "mean": segments.segment_mean,
    "min": segments.segment_min, "max": segments.segment_max, "any": segments.segment_any,
    "all": segments.segment_all,
}  # fmt: skip
_OF_NOTHING: Final = ("sum", "prod", "any", "all", "count")  # have a value for no values


class Groups:
    """The objects of a record tensor of one axis by keys; made by `t.group_by(…)`.

    Reductions take names of fields, all that have numbers by default, and give a record tensor of one
    element for each group, sorted by key: the keys, then the results.

    >>> import nitinol as ni
    >>> t = ni.tensor([{"k": 2, "x": 1.0}, {"k": 1, "x": 5.0}, {"k": 2, "x": 3.0}])
    >>> groups = t.group_by("k")
    >>> groups.mean("x")
    tensor([{'k': 1, 'x': 5.}, {'k': 2, 'x': 2.}])
    >>> groups.agg(low=("x", "min"), n=("x", "count"))
    tensor([{'k': 1, 'low': 5., 'n': 1}, {'k': 2, 'low': 1., 'n': 2}])
    """

    def __init__(self, t: RecordTensor, by: str | Sequence[str]) -> None:
        names = [by] if isinstance(by, str) else list(by)
        if t.ndim != 1:
            raise ShapeError(f"group_by wants a tensor of one axis, got {t.ndim}; write t.ravel()")
        if not names:
            raise ShapeError("group_by wants at least one field as the key")
        self.by = tuple(names)
        self.order = argsort("group_by", t, names)
        self._given = t
        self._sorted: dict[str, tuple[Any, Any]] = {}
        keys: Any = _taken(selected(t, names), self.order)
        n = keys.shape[0]
        differs = ~equal_fields(keys[1:], keys[:-1], _same)
        first = joining.concatenate([creation.ones((1,), bool), differs])[:n]
        (starts,) = subscripts.nonzero(first)
        self.offsets = joining.concatenate([starts, shaping.reshape(number_of(n, int64), (1,))])
        self.keys: Any = indexing.take(keys, starts, 0)

    def __len__(self) -> int:
        return int(self.keys.shape[0])

    def groups(self) -> Any:
        """The objects of each group, as a ragged tensor of records."""
        from ..ragged.tensor import RaggedTensor

        return RaggedTensor(_taken(self._given, self.order), (self.offsets,))

    def sizes(self) -> Any:
        """How many objects each group has."""
        return self.offsets[1:] - self.offsets[:-1]

    def sum(self, *fields: str) -> RecordTensor:
        """The sums of fields."""
        return self._reduced("sum", fields)

    def prod(self, *fields: str) -> RecordTensor:
        """The products of fields."""
        return self._reduced("prod", fields)

    def mean(self, *fields: str) -> RecordTensor:
        """The means of fields."""
        return self._reduced("mean", fields)

    def min(self, *fields: str) -> RecordTensor:
        """The smallest values of fields."""
        return self._reduced("min", fields)

    def max(self, *fields: str) -> RecordTensor:
        """The largest values of fields."""
        return self._reduced("max", fields)

    def var(self, *fields: str) -> RecordTensor:
        """The variances of fields, divided by the number of values."""
        return self._reduced("var", fields)

    def std(self, *fields: str) -> RecordTensor:
        """The standard deviations of fields."""
        return self._reduced("std", fields)

    def any(self, *fields: str) -> RecordTensor:
        """Whether a value holds."""
        return self._reduced("any", fields)

    def all(self, *fields: str) -> RecordTensor:
        """Whether all values hold."""
        return self._reduced("all", fields)

    def first(self, *fields: str) -> RecordTensor:
        """The values of the first object of each group, in the order in which they were given."""
        return self._reduced("first", fields)

    def last(self, *fields: str) -> RecordTensor:
        """The values of the last object of each group."""
        return self._reduced("last", fields)

    def count(self, *fields: str) -> RecordTensor:
        """How many values of fields are not missing."""
        return self._reduced("count", fields)

    def agg(self, **results: tuple[str, str]) -> RecordTensor:
        """Several reductions at once: `agg(low=("x", "min"), n=("x", "count"))`."""
        made = {name: self._one(how, field) for name, (field, how) in results.items()}
        return self._assembled(made)

    # --- how

    def _reduced(self, how: str, fields: Sequence[str]) -> RecordTensor:
        chosen = fields or [
            n
            for n, value, _ in self._given._items()
            if n not in self.by
            and (how in ("first", "last", "count") or not isinstance(value, Kind))
        ]
        return self._assembled({n: self._one(how, n) for n in chosen})

    def _assembled(self, made: dict[str, tuple[Any, Any]]) -> RecordTensor:
        keys = self.keys
        values = [*keys._values, *[v for v, _ in made.values()]]
        masks = [*keys._masks, *[m for _, m in made.values()]]
        return assembled("dict", dict, [*self.by, *made], values, masks, 1)

    def _in_order(self, field: str) -> tuple[Any, Any]:
        """The values of a field group by group, and their mask."""
        found = self._sorted.get(field)
        if found is None:
            t = _taken(selected(self._given, [field]), self.order)
            found = self._sorted[field] = t._values[0], t._masks[0]
        return found

    def _one(self, how: str, field: str) -> tuple[Any, Any]:
        """(values of a reduction, its mask)."""
        values, mask = self._in_order(field)
        offsets = self.offsets
        if how in ("first", "last"):
            places = offsets[:-1] if how == "first" else offsets[1:] - 1
            gone = None if mask is None else indexing.take(mask, places, 0)
            return indexing.take(values, places, 0), gone
        empty = None
        if mask is not None:
            there = (~mask).astype("int64")
            counts = segments.segment_sum(there, offsets)
            offsets = joining.concatenate(
                [creation.zeros((1,), "int64"), cumulative.cumsum(counts, 0)]
            )
            empty = None if how in _OF_NOTHING else counts == 0
            values = values[subscripts.nonzero(there)]
        return _fold(how, field, values, offsets), empty


def _taken(t: RecordTensor, places: Any) -> RecordTensor:
    found: Any = indexing.take(t, places, 0)
    return found  # type: ignore[no-any-return]


def _fold(how: str, field: str, values: Any, offsets: Any) -> Any:
    if how == "count":
        return offsets[1:] - offsets[:-1]
    if isinstance(values, Kind):
        raise DTypeError(
            f"{how} of the field {field!r}, a {values.kind} tensor, has no meaning; write first, last or count"
        )
    if how in ("var", "std"):
        if not values.dtype.is_inexact:
            values = values.astype("float32")
        mean = segments.segment_mean(values, offsets)
        away = values - segments.segment_repeat(mean, offsets, values)
        found = segments.segment_mean(away * away, offsets)
        return sqrt(found) if how == "std" else found
    if how not in _FOLDS:
        raise ValueError(
            f"{how!r} is no reduction of groups; write one of {', '.join(_FOLDS)}, var, std, first, last, count"
        )
    return _FOLDS[how](values, offsets)


def _same(x: Any, y: Any) -> Any:
    """Equality for which NaN is equal to NaN, so that it makes one group."""
    same = logic.equal(x, y)
    if isinstance(x, Kind) or not x.dtype.is_inexact:
        return same
    return same | ((x != x) & (y != y))


@RecordTensor.rule("group_by")
def _group_by(name: str, t: RecordTensor, by: Any) -> Groups:
    return Groups(t, by)


# --- distinct objects


@RecordTensor.rule("unique")
def _unique(
    name: str,
    t: RecordTensor,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
) -> Any:
    values, index, inverse, counts = _unique_all(name, t)
    wanted = (return_index, return_inverse, return_counts)
    more = [x for x, w in zip((index, inverse, counts), wanted, strict=True) if w]
    return (values, *more) if more else values


@RecordTensor.rule("unique_all")
def _unique_all(name: str, t: RecordTensor) -> tuple[Any, Any, Any, Any]:
    flat = flattened(t)
    groups = Groups(flat, flat._schema.fields)
    values = RecordTensor(flat._schema, groups.keys._values, groups.keys._masks)
    numbers = iota((groups.keys.shape[0],), 0)
    spread = segments.segment_repeat(numbers, groups.offsets, groups.order)
    inverse = subscripts.index_update(creation.zeros_like(spread), groups.order, spread)
    index = indexing.take(groups.order, groups.offsets[:-1], 0)
    return values, index, shaping.reshape(inverse, tuple(t.shape)), groups.sizes()


@RecordTensor.rule("unique_values", "unique_counts", "unique_inverse")
def _unique_some(name: str, t: RecordTensor) -> Any:
    values, _, inverse, counts = _unique_all(name, t)
    if name == "unique_values":
        return values
    return values, counts if name == "unique_counts" else inverse
