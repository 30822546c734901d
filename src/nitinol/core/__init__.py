"""Storage, the tensor object, its dispatch cache and the tape, under one interface.

There are two implementations: the native core, written in native Python and compiled, and its
plain-Python twin. `NITINOL_NATIVE=0` chooses the twin; so does a system where the native core
cannot work. `kind` says which one is in use.

A call `ni.add(a, b)` goes: `function` object → key of layouts → `Recipe` → kernel → a new tensor
and, when a derivative is wanted, a `Node` on the tape.
"""

from __future__ import annotations

from .layout import Layout, layout
from .plain import (
    Node,
    Storage,
    TensorBase,
    allocate,
    clear,
    function,
    get_tensor_type,
    grad_enabled,
    is_shared,
    make,
    remember,
    run,
    set_grad_enabled,
    set_operator,
    set_tensor_type,
    statistics,
    wrap,
)
from .recipe import WORDS, Recipe, Status, Word

kind = "plain"

__all__ = [
    "WORDS",
    "Layout",
    "Node",
    "Recipe",
    "Status",
    "Storage",
    "TensorBase",
    "Word",
    "allocate",
    "clear",
    "function",
    "get_tensor_type",
    "grad_enabled",
    "is_shared",
    "kind",
    "layout",
    "make",
    "remember",
    "run",
    "set_grad_enabled",
    "set_operator",
    "set_tensor_type",
    "statistics",
    "wrap",
]
