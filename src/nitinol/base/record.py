"""`record`: what `dataclasses.dataclass(slots=True)` does, at a tenth of the cost.

`dataclasses` imports `inspect`, which imports the compiler's tools, and writes each method of
each class by a compilation of its own: together more than all of the rest of importing nitinol. A
record has slots, an `__init__` in the order of its annotations, equality by value, a `__repr__`,
and with `frozen=True` a hash and attributes that cannot be set. Type checkers read it like a
dataclass.
"""

from __future__ import annotations

from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar, dataclass_transform

    T = TypeVar("T")
else:

    def dataclass_transform(**_: Any) -> Any:
        return lambda function: function


class _Factory:
    """A default that is made anew for each object."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def field(*, default_factory: Callable[[], Any]) -> Any:
    """The default of a field that every object gets one of its own of, such as a list."""
    return _Factory(default_factory)


def _repr(self: Any) -> str:
    inner = ", ".join([f"{n}={getattr(self, n)!r}" for n in self.__match_args__])
    return f"{type(self).__qualname__}({inner})"


def _reduce(self: Any) -> tuple[Any, ...]:
    return type(self), tuple([getattr(self, n) for n in self.__match_args__])


def _refuse(self: Any, name: str, *value: Any) -> None:
    raise AttributeError(f"a {type(self).__name__} never changes; {name!r} cannot be set")


@dataclass_transform(field_specifiers=(field,))
def record(*, frozen: bool = False) -> Callable[[type[T]], type[T]]:
    """Make the annotated attributes of a class its fields.

    >>> @record(frozen=True)
    ... class Point:
    ...     x: int
    ...     y: int = 0
    >>> Point(1), Point(1) == Point(1, 0)
    (Point(x=1, y=0), True)
    """

    def make(cls: type[T]) -> type[T]:
        names = tuple(cls.__annotations__)
        members = {k: v for k, v in vars(cls).items() if k not in ("__dict__", "__weakref__")}
        scope: dict[str, Any] = {"put": object.__setattr__}
        arguments, lines = [], []
        for name in names:
            value = name
            if name in members:
                scope["default_" + name] = default = members.pop(name)
                arguments.append(f"{name}=default_{name}")
                if isinstance(default, _Factory):
                    value = f"{name}.make() if {name} is default_{name} else {name}"
            else:
                arguments.append(name)
            lines.append(f"put(self, '{name}', {value})" if frozen else f"self.{name} = {value}")
        # Only `__init__` is worth compiling; reading all fields is one call of C code.
        source = [
            f"def __init__(self, {', '.join(arguments)}):",
            *[f"    {x}" for x in lines or ["pass"]],
        ]
        exec("\n".join(source), scope)
        scope["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
        read = attrgetter(*names) if names else type

        def equal(self: Any, other: Any) -> Any:
            if other.__class__ is not self.__class__:
                return NotImplemented
            return read(self) == read(other)

        def hashed(self: Any) -> int:
            return hash(read(self))

        made: dict[str, Any] = {
            "__init__": scope["__init__"], "__eq__": equal, "__hash__": hashed if frozen else None,
            "__slots__": names, "__match_args__": names, "__repr__": _repr, "__reduce__": _reduce,
        }  # fmt: skip
        if "__eq__" in members and members.get("__hash__", 0) is None:
            del members["__hash__"]  # Python put it there because of the __eq__
        if frozen:
            made |= {"__setattr__": _refuse, "__delattr__": _refuse}
        anew: Any = type(cls)
        result: type[T] = anew(cls.__name__, cls.__bases__, {**made, **members})
        return result

    return make
