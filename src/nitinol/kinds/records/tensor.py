"""`RecordTensor`: a tensor of objects of one class, held as one tensor for each field.

Its parts are the fields' values, each a tensor of any kind whose first axes are those of the record tensor (a
field of vectors has one more), and a mask for each field in which values are missing. `schema.py` says what it is
besides. Where a value is missing, the field holds a filler (`making.FILLERS`), and the mask is true.

Names. `t["x"]` is a field, whatever it is called. `t.x` looks in this order: the names that are nitinol's own
(`OWN`: `shape`, `dtype`, `tolist`, …), the fields, what the class defines (methods and properties run on the whole
tensor, see `calling.py`), what all tensors have.

Rules are in the files beside this one; `repr`, `getitem` and others that are no public functions are rules too, so that
this file need not know them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any, Final

from ...base.dtypes import bool_
from ...base.errors import DTypeError, ShapeError, UnsupportedError
from ...base.shapes import show
from ...base.sizes import Shape
from ...trace.kind import Kind
from .classes import MISSING, fits, static
from .schema import RecordDType, Schema

_slot = object.__setattr__
_get = object.__getattribute__  # without the rules for names of fields


class RecordTensor(Kind):
    """A tensor of objects; made by `ni.tensor([object, …])`.

    >>> import nitinol as ni
    >>> from dataclasses import dataclass
    >>> @dataclass
    ... class Point:
    ...     x: float
    ...     y: float
    ...     def norm(self):
    ...         return ni.sqrt(self.x**2 + self.y**2)
    >>> points = ni.tensor([Point(3.0, 4.0), Point(6.0, 8.0)])
    >>> points.x
    tensor([3., 6.])
    >>> points.norm()
    tensor([ 5., 10.])
    >>> points[1]
    Point(x=6.0, y=8.0)
    """

    __slots__ = ("_masks", "_schema", "_values")

    kind = "record"
    rank = 4

    _schema: Schema
    _values: tuple[Any, ...]
    _masks: tuple[Any, ...]

    def __init__(self, schema: Schema, values: Sequence[Any], masks: Sequence[Any]) -> None:
        _slot(self, "_schema", schema)
        _slot(self, "_values", tuple(values))
        _slot(self, "_masks", tuple(masks))

    # --- the contract of kinds

    def parts(self) -> tuple[Sequence[Any], Hashable]:
        """(values of all fields and then the masks that there are, the schema)."""
        values, schema = _get(self, "_values"), _get(self, "_schema")
        if True not in schema.missing:
            return values, schema
        masks = [m for m, has in zip(self._masks, schema.missing, strict=True) if has]
        return (*values, *masks), schema

    @classmethod
    def of_parts(cls, aux: Any, parts: Iterable[Any]) -> RecordTensor:
        """The tensor of a schema, or of what a file says of one."""
        schema = aux if isinstance(aux, Schema) else Schema.from_described(aux)
        given = list(parts)
        count = len(schema.fields)
        if len(given) != count + sum(schema.missing):
            raise ShapeError(
                f"a record tensor {schema!r} has other parts than the {len(given)} given"
            )
        rest = iter(given[count:])
        masks = [next(rest) if has else None for has in schema.missing]
        return cls(schema, given[:count], masks)

    @classmethod
    def fixed_parts(cls, aux: Any) -> Sequence[bool]:
        """Masks belong to the structure."""
        return [False] * len(aux.fields) + [True] * sum(aux.missing)

    def described(self) -> Any:
        """The schema without its class: files name classes, and never bring them."""
        return self._schema.described()

    def check(self) -> None:
        """Raise `ShapeError` or `DTypeError` naming the field whose values do not fit the others."""
        shape: tuple[int, ...] | None = None
        for name, value, inner in self._items():
            if value is None or not hasattr(value, "ndim") or value.ndim < inner:
                raise ShapeError(
                    f"the field {name!r} of a record tensor is no tensor of at least {inner} axes"
                )
            if isinstance(value, Kind):
                value.check()
            own = tuple(value.shape)[: value.ndim - inner]
            if shape is None:
                shape = own
            if own != shape:
                raise ShapeError(
                    f"the field {name!r} has shape {show(own)}, the first one {show(shape)}; the fields of a "
                    "record tensor share their first axes"
                )
        for name, mask in zip(self._schema.fields, self._masks, strict=True):
            if mask is not None and (mask.dtype is not bool_ or tuple(mask.shape) != shape):
                raise DTypeError(
                    f"the mask of the field {name!r} is {mask.dtype}{show(tuple(mask.shape))}, wanted is "
                    f"bool{show(shape or ())}"
                )

    @classmethod
    def no_meaning(cls, name: str = "") -> UnsupportedError:
        """The error for a function that does nothing to whole objects."""
        if not name or name in cls.reasons:
            return super().no_meaning(name)
        return UnsupportedError(
            f"ni.{name} of a record tensor: use it on a field, t['name'], or in a method of the class; "
            "docs/kinds-records.md lists what takes whole objects"
        )

    # --- what it is

    @property
    def shape(self) -> Shape:
        """The axes that all fields share.

        >>> import nitinol as ni
        >>> ni.tensor([[{"x": [1, 2, 3]}, {"x": [4, 5, 6]}]]).shape
        (1, 2)
        """
        for value, inner in zip(self._values, self._schema.inner, strict=True):
            if value is not None:
                return tuple(value.shape)[: value.ndim - inner]
        return ()

    @property
    def dtype(self) -> Any:
        """The dtypes of the fields.

        >>> import nitinol as ni
        >>> ni.tensor([{"x": 1, "y": 0.5}]).dtype
        dict{x: int64, y: float32}
        """
        own = {n: getattr(v, "dtype", None) for n, v, _ in self._items()}
        return RecordDType(self._schema.name, own)

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the fields.

        >>> import nitinol as ni
        >>> ni.tensor([{"x": 1, "y": 2.5}]).fields
        ('x', 'y')
        """
        return self._schema.fields

    def _items(self) -> Iterator[tuple[str, Any, int]]:
        """(name, values, axes of one value) of each field."""
        return zip(self._schema.fields, self._values, self._schema.inner, strict=True)

    def _field(self, name: str) -> Any:
        """The values of a field; so does `t[name]`. Raises `KeyError` when there is none of that name."""
        place = self._schema.places.get(name)
        if place is None:
            raise KeyError(
                f"{self._schema.name} has no field {name!r}; it has {', '.join(self._schema.fields)}"
            )
        return self._values[place]

    def missing(self, name: str) -> Any:
        """Where values of a field are missing: a bool tensor of the shape of this one.

        >>> import nitinol as ni
        >>> ni.tensor([{"x": 1}, {"x": None}]).missing("x")
        tensor([False,  True])
        """
        self._field(name)
        mask = self._masks[self._schema.places[name]]
        return RecordTensor.rules["unmasked"]("unmasked", self) if mask is None else mask

    def as_class(self, cls: type, **nested: type) -> RecordTensor:
        """The same fields as objects of a class; `nested` names classes for fields that are records too.

        Raises `DTypeError` when the class cannot have these fields.

        >>> import nitinol as ni
        >>> from typing import NamedTuple
        >>> class Point(NamedTuple):
        ...     x: int
        ...     y: int
        >>> ni.tensor([{"x": 1, "y": 2}]).as_class(Point)
        tensor([Point(x=1, y=2)])
        """
        fits(cls, self._schema.fields)
        values = list(self._values)
        for name, inner in nested.items():
            own = self._field(name)
            if not isinstance(own, RecordTensor):
                raise DTypeError(f"the field {name!r} is no record, so it has no class")
            values[self._schema.places[name]] = own.as_class(inner)
        return RecordTensor(self._schema.of_class(cls), values, self._masks)

    # --- values

    def tolist(self) -> Any:
        """Objects of the class in nested lists; one object for a 0-d tensor.

        >>> import nitinol as ni
        >>> ni.tensor([{"x": 1, "y": None}]).tolist()
        [{'x': 1, 'y': None}]
        """
        return RecordTensor.rules["tolist"]("tolist", self)

    def item(self) -> Any:
        """The object of a tensor of one element.

        >>> import nitinol as ni
        >>> ni.tensor({"x": 1}).item()
        {'x': 1}
        """
        if self.size != 1:
            raise ValueError(
                f"item() needs a tensor of one element, this one has shape {show(self.shape)}; write x.tolist()"
            )
        return RecordTensor.rules["tolist"](
            "tolist", RecordTensor.rules["reshape"]("reshape", self, ())
        )

    # --- names that give way to fields and to what the class defines (`_YIELDING`)

    def group_by(self, by: str | Sequence[str]) -> Any:
        """The objects by the values of fields; see `ni.records.Groups`.

        >>> import nitinol as ni
        >>> t = ni.tensor([{"k": 2, "x": 1.0}, {"k": 1, "x": 5.0}, {"k": 2, "x": 3.0}])
        >>> t.group_by("k").sum("x")
        tensor([{'k': 1, 'x': 5.}, {'k': 2, 'x': 4.}])
        """
        return RecordTensor.rules["group_by"]("group_by", self, by)

    def filled(self, **values: Any) -> RecordTensor:
        """The tensor with a value where those of a field are missing, and no mask for it any more.

        >>> import nitinol as ni
        >>> ni.tensor([{"x": 1}, {"x": None}]).filled(x=-1).x
        tensor([ 1, -1])
        """
        return RecordTensor.rules["filled"]("filled", self, values)  # type: ignore[no-any-return]

    def drop_missing(self, *fields: str) -> RecordTensor:
        """The objects in which none of these fields (all, without names) is missing.

        >>> import nitinol as ni
        >>> ni.tensor([{"x": 1}, {"x": None}]).drop_missing("x")
        tensor([{'x': 1}])
        """
        return RecordTensor.rules["drop_missing"]("drop_missing", self, fields)  # type: ignore[no-any-return]

    def replaced(self, **fields: Any) -> RecordTensor:
        """The tensor with other values for some fields, or with more fields.

        >>> import nitinol as ni
        >>> ni.tensor([{"x": 1}, {"x": 2}]).replaced(x=[5, 6])
        tensor([{'x': 5}, {'x': 6}])
        """
        return RecordTensor.rules["replaced"]("replaced", self, fields)  # type: ignore[no-any-return]

    def numpy(self) -> Any:
        """A NumPy structured array; masked where values are missing.

        >>> import nitinol as ni
        >>> ni.tensor([{"x": 1, "y": 2.0}]).numpy().dtype.names
        ('x', 'y')
        """
        return RecordTensor.rules["to_numpy"]("to_numpy", self)

    def to_arrow(self) -> Any:
        """A struct array of pyarrow.

        >>> import nitinol as ni
        >>> ni.tensor([{"x": 1}, {"x": None}]).to_arrow().to_pylist()
        [{'x': 1}, {'x': None}]
        """
        return RecordTensor.rules["to_arrow"]("to_arrow", self)

    def to_pandas(self) -> Any:
        """A data frame of pandas with a column for each field.

        >>> import nitinol as ni
        >>> ni.tensor([{"x": 1, "s": "a"}]).to_pandas().columns.tolist()
        ['x', 's']
        """
        return RecordTensor.rules["to_pandas"]("to_pandas", self)

    def to_polars(self) -> Any:
        """A data frame of polars with a column for each field.

        >>> import nitinol as ni
        >>> ni.tensor([{"x": 1, "s": "a"}]).to_polars().rows()
        [(1, 'a')]
        """
        return RecordTensor.rules["to_polars"]("to_polars", self)

    # --- Python

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return RecordTensor.rules["call"]("call", self, args, kwargs)

    def __bool__(self) -> bool:
        raise ValueError(
            f"whether a tensor of {self._schema.name} is true has no meaning; write len(t) > 0, or compare a field"
        )

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        made = self.numpy()
        return made if dtype is None else made.astype(dtype)

    def __repr__(self) -> str:
        return RecordTensor.rules["repr"]("repr", self)  # type: ignore[no-any-return]

    def __getitem__(self, key: Any) -> Any:
        return RecordTensor.rules["getitem"]("getitem", self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        made = RecordTensor.rules["setitem"]("setitem", self, key, value)
        self._become(made)

    def detach(self) -> RecordTensor:
        """The same values without history.

        >>> import nitinol as ni
        >>> ni.tensor([{"x": 1.0}], requires_grad=True).detach().requires_grad
        False
        """
        return self._each(lambda x, inner: x.detach())

    def clone(self) -> RecordTensor:
        """A tensor of the same values whose changes do not show in this one; differentiable."""
        return self._each(lambda x, inner: x.clone())

    def _each(self, function: Callable[[Any, int], Any]) -> RecordTensor:
        """The tensor of function(values, axes of one value) for all fields and masks."""
        values = [None if v is None else function(v, inner) for _, v, inner in self._items()]
        masks = [None if m is None else function(m, 0) for m in self._masks]
        return RecordTensor(self._schema, values, masks)

    def _become(self, other: RecordTensor) -> None:
        RecordTensor.__init__(self, other._schema, other._values, other._masks)

    def __reduce__(self) -> tuple[Any, ...]:
        return RecordTensor, (self._schema, self._values, self._masks)

    # --- names

    def __getattribute__(self, name: str) -> Any:
        if name in OWN or name[:2] == "__":
            return object.__getattribute__(self, name)
        schema = object.__getattribute__(self, "_schema")
        place = schema.places.get(name)
        if place is not None:
            return object.__getattribute__(self, "_values")[place]
        if schema.cls is not None:
            found = static(schema.cls, name)
            if found is not MISSING:
                return RecordTensor.rules["attribute"]("attribute", self, name, found)
        try:
            return object.__getattribute__(self, name)
        except AttributeError:
            raise AttributeError(
                f"a tensor of {schema.name} has no attribute {name!r}; its fields are {', '.join(schema.fields)}"
            ) from None

    def __setattr__(self, name: str, value: Any) -> None:
        own = self._schema
        found = MISSING if own.cls is None or name in own.places else static(own.cls, name)
        if isinstance(found, property):
            RecordTensor.rules["set_property"]("set_property", self, name, value)
        else:
            self[name] = value

    def __dir__(self) -> Iterator[str]:
        own = [] if self._schema.cls is None else dir(self._schema.cls)
        return iter(sorted({*object.__dir__(self), *self._schema.fields, *own}))


_YIELDING: Final = {
    "group_by", "filled", "drop_missing", "replaced", "numpy", "to_arrow", "to_pandas", "to_polars",
    # asked of the class alone
    "kind", "rank", "rule", "rules", "reasons", "refuse", "apply", "otherwise", "elementwise",
}  # fmt: skip

# Names that are never fields or methods of users' classes.
OWN: Final = (
    frozenset([n for c in (RecordTensor, Kind) for n in vars(c) if n[:2] != "__"]) - _YIELDING
) | {"ndim", "size"}
