"""What fields the objects of users' classes have, and how objects come back.

Fields, by what the class is:

| class | its fields |
|---|---|
| dict, typed dict | the keys |
| named tuple | `_fields` |
| dataclass, attrs | the declared ones, and what `__post_init__` and the like have set besides |
| any other | the attributes of the object: its `__dict__` and its slots |
| any, of which an object has none of these | the plain attributes of the class: `class A: a = 0; b = 1` |

Values that a `cached_property` has left in an object are no fields.

Objects come back the way `copy` and `pickle` make them: `cls.__new__` and then the attributes, also of
frozen classes. Neither `__init__` nor `__post_init__` runs: their parameters need not be the fields, and what they
check or compute was so when the objects were given. Named tuples come from `_make`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields as dataclass_fields
from enum import Enum
from functools import cached_property, lru_cache
from operator import attrgetter, itemgetter
from types import MemberDescriptorType, ModuleType
from typing import Any, Final

from ...base.errors import DTypeError

Names = tuple[str, ...]
MISSING: Final = object()
_MADE_BY_CLASS: Final = 1 << 9  # the flag of types that a class statement has made
_LIBRARY: Final = ("typing", "abc", "collections.abc")


class Record:
    """An object without a class of its own: what a record tensor from a file or a table gives back.

    `x.as_class(cls)` of the tensor makes it give objects of a class instead.

    >>> p = ni.records.Record("Point", {"x": 1})
    >>> p.x
    1
    """

    __slots__ = ("__dict__", "_record_name")

    _record_name: str

    def __init__(self, name: str, values: dict[str, Any]) -> None:
        object.__setattr__(self, "_record_name", name)
        self.__dict__.update(values)

    def __repr__(self) -> str:
        return f"{self._record_name}({', '.join(f'{n}={v!r}' for n, v in self.__dict__.items())})"

    def __eq__(self, other: object) -> Any:
        return self.__dict__ == other.__dict__ if isinstance(other, Record) else NotImplemented

    __hash__ = None  # type: ignore[assignment] # its attributes may be changed


def name_of(x: Any) -> str:
    """The name of an object's class."""
    return x._record_name if isinstance(x, Record) else type(x).__name__


# --- fields


def names_of(x: Any) -> Names:
    """The names of the fields of one object; empty when it has none."""
    cls: Any = type(x)
    if isinstance(x, dict):
        for key in x:
            if not isinstance(key, str):
                raise DTypeError(
                    f"the keys of a record are texts, got {key!r}; write {{'name': value}}"
                )
        return tuple(x)
    if is_named_tuple(cls):
        return tuple(cls._fields)
    found = dict.fromkeys([*_declared(cls), *_own(x)])
    return tuple(found) or class_names(cls)


def is_named_tuple(cls: type) -> bool:
    """Whether a class is a named tuple."""
    return issubclass(cls, tuple) and hasattr(cls, "_fields")


@lru_cache(maxsize=1024)
def _declared(cls: type) -> Sequence[str]:
    if hasattr(cls, "__dataclass_fields__"):
        return [f.name for f in dataclass_fields(cls)]
    return [a.name for a in getattr(cls, "__attrs_attrs__", ())]


def _own(x: Any) -> Iterator[str]:
    cls: Any = type(x)
    for name in slots_of(cls):
        if hasattr(x, name):
            yield name
    for name in getattr(x, "__dict__", ()):
        if not isinstance(static(cls, name), cached_property):
            yield name


@lru_cache(maxsize=1024)
def slots_of(cls: type) -> Sequence[str]:
    """The names of all slots of a class, those of its bases first."""
    found: list[str] = []
    for base in reversed(_users(cls)):
        declared = base.__dict__.get("__slots__", ())
        for slot in (declared,) if isinstance(declared, str) else declared:
            private = slot.startswith("__") and not slot.endswith("__")
            name = f"_{base.__name__.lstrip('_')}{slot}" if private else slot
            if isinstance(base.__dict__.get(name), MemberDescriptorType) and base is not Record:
                found.append(name)
    return found


def class_names(cls: type) -> Names:
    """The plain attributes of a class: no methods, properties, classes or dunder names."""
    found: dict[str, None] = {}
    for base in reversed(_users(cls)):
        for name, value in base.__dict__.items():
            dunder = name.startswith("__") and name.endswith("__")
            other = callable(value) or hasattr(type(value), "__get__")
            if not dunder and not other and not isinstance(value, ModuleType):
                found[name] = None
            else:
                found.pop(name, None)
    return tuple(n for n in found if not n.startswith("_abc_"))


def _users(cls: type) -> list[type]:
    """The class and its bases, without those that Python brings."""
    return [c for c in cls.__mro__ if c.__flags__ & _MADE_BY_CLASS and c.__module__ not in _LIBRARY]


def static(cls: type, name: str) -> Any:
    """What the class, or a base that is the user's too, has under a name, unbound; `MISSING` for nothing."""
    for base in _users(cls):
        if name in base.__dict__:
            return base.__dict__[name]
    return MISSING


def columns(flat: Sequence[Any]) -> tuple[type, dict[str, list[Any]]]:
    """(the class of all objects, the values of each field).

    Raises `DTypeError` naming the element that has another class, or other fields than the first.
    """
    cls: Any = type(flat[0])
    if isinstance(flat[0], Enum):
        raise DTypeError(
            f"{cls.__name__} is an enumeration, and its members are no data; give x.value or x.name, or derive it from "
            "enum.IntEnum, whose members are numbers"
        )
    if set(map(type, flat)) != {cls}:
        at = next(i for i, x in enumerate(flat) if type(x) is not cls)
        raise DTypeError(_of_another_class(flat, at))
    names = names_of(flat[0])
    if not names:
        raise DTypeError(
            f"{cls.__name__} is no data for a tensor: element 0 has neither attributes nor fields; numbers, "
            "texts, nested lists, arrays and objects with such fields are data"
        )
    varying = not (is_named_tuple(cls) or _fixed_layout(cls))
    if varying:
        names = _names_of_all(flat, names)
    return cls, {name: _column(flat, cls, name) for name in names}


def _fixed_layout(cls: type) -> bool:
    """Whether all objects have the declared fields and nothing else."""
    return bool(_declared(cls)) and not getattr(cls, "__dictoffset__", 0)


def _names_of_all(flat: Sequence[Any], names: Names) -> Names:
    """The fields of all objects, which may lie in the class for some and in the object for others."""
    cls: Any = type(flat[0])
    keyed = issubclass(cls, dict)
    if keyed or (hasattr(flat[0], "__dict__") and not slots_of(cls)):
        # Nearly always all objects have the same attributes in the same order.
        alike = flat if keyed else map(attrgetter("__dict__"), flat)
        if set(map(tuple, alike)) == {names}:
            return names
    wanted = set(names)
    others = {n: names_of(x) for n, x in enumerate(flat) if not _same_names(x, names)}
    if not others:
        return names
    if not keyed:
        # An attribute of the class is the value for objects that have none of their own.
        whole = tuple(dict.fromkeys([*names, *[n for own in others.values() for n in own]]))
        if all(hasattr(cls, n) or n in wanted for n in whole):
            short = next(
                (i for i, x in enumerate(flat) if not all(hasattr(x, n) for n in whole)), None
            )
            if short is None:
                return whole
    at = next((i for i, own in others.items() if set(own) != wanted), None)
    if at is None:
        return names  # the same ones in another order
    raise DTypeError(
        f"element {at} is {_described(flat[at], others[at])}, element 0 {_described(flat[0], names)}; "
        "the objects of one tensor have the same fields: write None for a missing value"
    )


def _same_names(x: Any, names: Names) -> bool:
    own = x if isinstance(x, dict) else getattr(x, "__dict__", None)
    return own is not None and tuple(own) == names


def _column(flat: Sequence[Any], cls: type, name: str) -> list[Any]:
    try:
        if issubclass(cls, dict):
            return list(map(itemgetter(name), flat))
        if "." not in name:
            return list(map(attrgetter(name), flat))
        return [getattr(x, name) for x in flat]
    except (AttributeError, KeyError):
        lacks = [name not in x if isinstance(x, dict) else not hasattr(x, name) for x in flat]
        at = lacks.index(True)
        raise DTypeError(
            f"element {at}, a {cls.__name__}, has no field {name!r}, which element 0 has; "
            "write None for a missing value"
        ) from None


def _described(x: Any, names: Names) -> str:
    return f"of class {type(x).__name__} with the fields {', '.join(names) or '(none)'}"


def _of_another_class(flat: Sequence[Any], at: int) -> str:
    first, other = flat[0], flat[at]
    plain = (str, int, float, complex, bool, list, tuple, type(None))
    if isinstance(first, plain) or isinstance(other, plain):
        hint = "all items of a tensor are numbers, texts, or objects of one class"
        if other is None or first is None:
            hint += "; a field of an object may be None, an object may not"
        return f"element {at} is of class {type(other).__name__}, element 0 of {type(first).__name__}; {hint}"
    return (
        f"element {at} is {_described(other, names_of(other))}, element 0 {_described(first, names_of(first))}; "
        "the objects of one tensor are of one class"
    )


# --- objects


def builder(cls: type | None, name: str, names: Names) -> Callable[[Sequence[Any]], Any]:
    """A function from the values of the fields to an object."""
    if cls is None:
        return lambda values: Record(name, dict(zip(names, values, strict=True)))
    if cls is dict:
        return lambda values: dict(zip(names, values, strict=True))
    if issubclass(cls, dict):
        return lambda values: _filled(blank(cls), zip(names, values, strict=True))
    if is_named_tuple(cls):
        place = [names.index(n) for n in cls._fields]  # type: ignore[attr-defined]
        return lambda values: cls._make([values[i] for i in place])  # type: ignore[attr-defined]
    return _maker(cls, names)


def _filled(made: dict[str, Any], items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    made.update(items)
    return made


def _maker(cls: type, names: Names) -> Callable[[Sequence[Any]], Any]:
    slots = frozenset(slots_of(cls))
    slotted = [(i, n) for i, n in enumerate(names) if n in slots]
    others = [(i, n) for i, n in enumerate(names) if n not in slots]

    def make(values: Sequence[Any]) -> Any:
        made = blank(cls)
        if not slotted:
            made.__dict__.update(zip(names, values, strict=True))
            return made
        if others:
            made.__dict__.update({n: values[i] for i, n in others})
        for i, n in slotted:
            object.__setattr__(made, n, values[i])
        return made

    return make


def blank(cls: type) -> Any:
    """An object without attributes; `__init__` does not run."""
    try:
        return cls.__new__(cls)  # type: ignore[call-overload]
    except TypeError:
        pass  # its __new__ wants arguments
    try:
        return object.__new__(cls)
    except TypeError as error:
        raise DTypeError(
            f"objects of {cls.__name__} cannot be made without its constructor ({error}); read the fields with "
            "t['name'], or write t.as_class(dict)"
        ) from None


def fits(cls: type, names: Names) -> None:
    """Raise `DTypeError` unless objects of a class can have these fields."""
    if not isinstance(cls, type):
        raise DTypeError(f"as_class wants a class, got {cls!r}")
    if is_named_tuple(cls):
        declared: set[str] = set(cls._fields)  # type: ignore[attr-defined]
        exact = True
    else:
        declared = set(_declared(cls))
        exact = not issubclass(cls, dict) and not getattr(cls, "__dictoffset__", 0)
        if exact:
            declared |= set(slots_of(cls))
    lacking = sorted(declared - set(names)) if is_named_tuple(cls) or _declared(cls) else []
    surplus = sorted(set(names) - declared) if exact else []
    if lacking or surplus:
        words = [f"it wants {', '.join(lacking)}"] if lacking else []
        words += [f"it has no {', '.join(surplus)}"] if surplus else []
        raise DTypeError(
            f"the fields {', '.join(names)} do not fit {cls.__name__}: {' and '.join(words)}"
        )
