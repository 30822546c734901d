"""What a compiled function reads besides its arguments.

Tensors that a function captures are hidden arguments: read at each call, never constants. `Roots` finds the objects that the
function's code can name (its closure, the globals it mentions, the object it is bound to), and flattens those that are pytrees
of tensors (modules, optimizers, dicts of weights). A captured tensor is then found again at its place, also when the user has
put another tensor there; and the static part of a module (`training`) is part of the key of the compilation.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from typing import Any

from ..base import trees
from ..core import TensorBase


class Roots:
    """The places where `function` can find tensors."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.readers = list(_readers(function))

    def read(self) -> tuple[list[Any], tuple[Any, ...]]:
        """The leaves at all places now, and the structure that they stand in."""
        leaves: list[Any] = []
        structure: list[Any] = []
        for read in self.readers:
            value = read()
            if not _is_tree(value):
                continue
            found, treedef = trees.flatten(value)
            if any(isinstance(x, TensorBase) for x in found):
                leaves += found
                structure.append(treedef)
        return leaves, tuple(structure)


def _is_tree(value: Any) -> bool:
    if isinstance(value, TensorBase) or type(value) in (list, tuple, dict):
        return True
    return any(base in trees._registry for base in type(value).__mro__)


def _readers(function: Any) -> Iterator[Callable[[], Any]]:
    seen: set[int] = set()
    todo = [function]
    while todo:
        f = todo.pop()
        if isinstance(f, types.MethodType):
            owner = f.__self__
            yield lambda owner=owner: owner
            f = f.__func__
        elif hasattr(f, "__wrapped__"):
            todo.append(f.__wrapped__)
        if not isinstance(f, types.FunctionType):
            if not isinstance(f, type) and _is_tree(f):
                yield lambda f=f: f
            continue
        if id(f) in seen:
            continue
        seen.add(id(f))
        for cell in f.__closure__ or ():
            yield lambda cell=cell: _content(cell)
            inner = _content(cell)
            if isinstance(inner, (types.FunctionType, types.MethodType)):
                todo.append(inner)
        for name in _names(f.__code__):
            if name in f.__globals__:
                yield lambda g=f.__globals__, name=name: g.get(name)
                inner = f.__globals__[name]
                if isinstance(inner, types.FunctionType) and inner.__module__ == f.__module__:
                    todo.append(inner)


def _content(cell: Any) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # not assigned yet
        return None


def _names(code: types.CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _names(constant)
