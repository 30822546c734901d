"""Modules that hold modules: `Sequential`, `ModuleList`, `ModuleDict`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .module import Module


def _checked(where: str, value: Any) -> Module:
    if not isinstance(value, Module):
        hint = "" if not isinstance(value, type) else f"; write {value.__name__}(...)"
        raise TypeError(f"{where} holds modules, got {type(value).__name__}{hint}")
    return value


class _Numbered(Module):
    """Modules named "0", "1", …"""

    def __init__(self, modules: Iterable[Module] = ()) -> None:
        for module in modules:
            self.append(module)

    def _keys(self) -> list[str]:
        return [name for name in self.__dict__ if name.isdigit()]

    def append(self, module: Module) -> None:
        """Add `module` at the end."""
        setattr(self, str(len(self)), _checked(type(self).__name__, module))

    def __len__(self) -> int:
        return len(self._keys())

    def __iter__(self) -> Iterator[Module]:
        return (self.__dict__[key] for key in self._keys())

    def _index(self, index: int) -> str:
        count = len(self)
        if not -count <= index < count:
            raise IndexError(f"{type(self).__name__} has {count} modules, index {index} is outside")
        return str(index % count)

    def __getitem__(self, index: int | slice) -> Any:
        if isinstance(index, slice):
            return type(self)(*self._sliced(list(self)[index]))
        return self.__dict__[self._index(index)]

    def _sliced(self, modules: list[Module]) -> Iterable[Any]:
        return (modules,)

    def __setitem__(self, index: int, module: Module) -> None:
        setattr(self, self._index(index), _checked(type(self).__name__, module))


class Sequential(_Numbered):
    """Modules applied one after the other.

    >>> import nitinol as ni
    >>> model = Sequential(ni.nn.Linear(4, 8), ni.nn.ReLU(), ni.nn.Linear(8, 2))
    >>> model(ni.zeros((5, 4))).shape
    (5, 2)
    """

    def __init__(self, *modules: Module) -> None:
        super().__init__(modules)

    def _sliced(self, modules: list[Module]) -> Iterable[Any]:
        return modules

    def forward(self, x: Any) -> Any:
        """The output of the last module."""
        for module in self:
            x = module(x)
        return x


class ModuleList(_Numbered):
    """A list of modules, for a `forward` that walks over them itself.

    >>> layers = ni.nn.ModuleList([ni.nn.Linear(2, 3), ni.nn.ReLU()])
    >>> len(layers), len(list(layers.parameters()))
    (2, 2)
    """


class ModuleDict(Module):
    """Modules by name, in the order in which they were added.

    >>> heads = ni.nn.ModuleDict({'a': ni.nn.Linear(2, 3)})
    >>> sorted(heads.keys())
    ['a']
    """

    def __init__(self, modules: Mapping[str, Module] | None = None) -> None:
        for name, module in (modules or {}).items():
            self[name] = module

    def __setitem__(self, name: str, module: Module) -> None:
        if (
            not isinstance(name, str)
            or hasattr(type(self), name)
            or name in ("training", "_buffers")
        ):
            raise KeyError(f"{name!r} cannot name a module; use a text that is no attribute yet")
        setattr(self, name, _checked("ModuleDict", module))

    def __getitem__(self, name: str) -> Module:
        return dict(self.named_children())[name]

    def __delitem__(self, name: str) -> None:
        self[name]  # raises KeyError
        delattr(self, name)

    def __contains__(self, name: object) -> bool:
        return name in dict(self.named_children())

    def __len__(self) -> int:
        return len(dict(self.named_children()))

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self.named_children())

    def keys(self) -> Iterator[str]:
        """The names.

        >>> list(ni.nn.ModuleDict({'a': ni.nn.ReLU()}).keys())
        ['a']
        """
        return iter(self)

    def values(self) -> Iterator[Module]:
        """The modules.

        >>> list(ni.nn.ModuleDict({'a': ni.nn.ReLU()}).values())
        [ReLU()]
        """
        return self.children()

    def items(self) -> Iterator[tuple[str, Module]]:
        """(name, module) pairs.

        >>> list(ni.nn.ModuleDict({'a': ni.nn.ReLU()}).items())
        [('a', ReLU())]
        """
        return self.named_children()
