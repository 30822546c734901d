"""What a record tensor is besides the values: the class and the names of its fields.

A schema is the structure of a pytree, so it is hashable and equal by value. For each field it knows
how many axes one value has (`inner`: 0 for a number, 1 for a vector), so that the axes of the tensor itself are the
axes of a field without these, whichever axes `vmap` hides; and whether a mask of missing values stands beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final

from .classes import Names, builder

MOST_FIELDS: Final = 10_000


class Schema:
    """The structure of a record tensor; see the module's docstring.

    `cls` is the class of its objects, None when only its `name` is known.
    """

    def __init__(
        self,
        name: str,
        cls: type | None,
        fields: Sequence[str],
        inner: Sequence[int],
        missing: Sequence[bool],
    ) -> None:
        self.name = name
        self.cls = cls
        self.fields: Names = tuple(fields)
        self.inner: tuple[int, ...] = tuple(inner)
        self.missing: tuple[bool, ...] = tuple(missing)
        self.key: Final = (self.name, cls, self.fields, self.inner, self.missing)
        self._hash: Final = hash(self.key)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Schema) and self.key == other.key)

    def __reduce__(self) -> tuple[Any, ...]:
        return Schema, self.key  # what is cached is made again

    def __repr__(self) -> str:
        return f"{self.name}({', '.join(self.fields)})"

    @cached_property
    def places(self) -> dict[str, int]:
        """The number of each field."""
        return {name: i for i, name in enumerate(self.fields)}

    @cached_property
    def build(self) -> Any:
        """A function from the values of the fields to an object."""
        return builder(self.cls, self.name, self.fields)

    def described(self) -> list[Any]:
        """The schema as a file has it: plain values, no class."""
        what = "dict" if self.cls is not None and issubclass(self.cls, dict) else "object"
        return [
            self.name,
            what,
            list(self.fields),
            list(self.inner),
            list(self.missing),
        ]

    @classmethod
    def from_described(cls, aux: Any) -> Schema:
        """The schema that a file has; ValueError when that is none."""
        name, what, fields, inner, missing = aux
        proper = (
            isinstance(name, str)
            and what in ("dict", "object")
            and 0 < len(fields) <= MOST_FIELDS
            and len(fields) == len(inner) == len(missing) == len(set(fields))
            and all(isinstance(n, str) for n in fields)
            and all(type(k) is int and 0 <= k <= 64 for k in inner)
            and all(type(m) is bool for m in missing)
        )
        if not proper:
            raise ValueError("the description of a record tensor is damaged")
        return cls(name, dict if what == "dict" else None, fields, inner, missing)

    def of_class(self, cls: type | None, name: str | None = None) -> Schema:
        """The same fields for another class."""
        name = cls.__name__ if name is None and cls is not None else name or self.name
        return Schema(name, cls, self.fields, self.inner, self.missing)


class RecordDType:
    """What `dtype` of a record tensor is: the dtype of each field.

    >>> import nitinol as ni
    >>> ni.tensor([{"x": 1, "y": 2.5}]).dtype
    dict{x: int64, y: float32}
    """

    __slots__ = ("fields", "name")

    is_inexact = is_floating = is_complex = is_integer = is_bool = False
    kind = "V"

    def __init__(self, name: str, fields: dict[str, Any]) -> None:
        self.name = name
        self.fields = fields

    def __repr__(self) -> str:
        own = ", ".join(f"{n}: {getattr(d, 'name', d)}" for n, d in self.fields.items())
        return f"{self.name}{{{own}}}"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RecordDType) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))
