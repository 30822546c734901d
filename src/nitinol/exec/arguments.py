"""Arguments of compiled functions: how they are named, and what static ones are in a key."""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter
from inspect import signature as signature_of
from typing import Any

from ..base.errors import TracerError


class Static:
    """A static value as part of a key: by type and value, lists as tuples."""

    __slots__ = ("_key", "value")

    def __init__(self, value: Any) -> None:
        self.value = value
        self._key = _frozen(value)

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Static) and self._key == other._key


def _frozen(x: Any) -> Any:
    if isinstance(x, (list, tuple)):
        return type(x), tuple([_frozen(v) for v in x])
    if type(x) is dict:
        return dict, tuple([(k, _frozen(v)) for k, v in x.items()])
    return type(x), x


def parameters(function: Callable[..., Any]) -> list[str]:
    """The names of the arguments that may be passed by position."""
    try:
        kinds = signature_of(function).parameters.values()
    except (TypeError, ValueError):
        return []
    return [
        p.name
        for p in kinds
        if p.kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    ]


def named(
    function: Callable[..., Any], given: tuple[Any, ...], what: str, bound: bool = False
) -> frozenset[Any]:
    """Positions and names of the arguments that `what_argnums` and `what_argnames` give, however they are passed.

    With `bound` the function's first argument is the object that it is a method of: it is counted, but not passed.
    """
    names = parameters(function)
    found: set[Any] = set()
    for s in given:
        if isinstance(s, int):
            if -len(names) <= s < len(names):
                found |= {s % len(names), names[s]}
            elif names:
                raise ValueError(
                    f"{what}_argnums names argument {s}, but there are {len(names)} arguments"
                )
            else:
                found.add(s)
        elif s in names:
            found |= {s, names.index(s)}
        else:
            found.add(s)  # it may be one of **kwargs
    return frozenset([s - bound if isinstance(s, int) else s for s in found])


def check_hashable(key: Any, statics: tuple[Any, ...]) -> None:
    try:
        hash(key)
    except TypeError:
        for s in statics:
            try:
                hash(s)
            except TypeError:
                raise TracerError(
                    f"ni.jit got an argument of type {type(s.value).__name__}, which is neither a tensor nor hashable; "
                    "pass tensors, numbers, strings, or containers of them"
                ) from None
        raise
