"""The plain-Python twin of the native core.

The same interface and the same behaviour in ordinary Python with ctypes: used where the native
core is switched off (`NITINOL_NATIVE=0`) or not supported, and the oracle in its tests.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from .assigning import run_assigning
from .dispatch import (
    clear,
    function,
    remember,
    set_operator,
    set_tracing,
    statistics,
)
from .execute import run, run_into, view
from .grad_mode import grad_enabled, set_grad_enabled
from .hooks import hooks
from .storage import Storage, allocate, wrap
from .tensor import Node, TensorBase, get_tensor_type, is_shared, make, set_tensor_type
from .walking import learn_step, walk

memory_configure: Final[Callable[..., None]] = hooks.memory_configure
memory_reset_peak: Final[Callable[[], None]] = hooks.memory_reset_peak
set_hook: Final[Callable[[int, int], None]] = hooks.set_hook
memory_statistics: Final[Callable[[], dict[str, int]]] = hooks.memory_statistics
memory_trim: Final[Callable[[], int]] = hooks.memory_trim
num_threads: Final[Callable[[], int]] = hooks.num_threads
set_num_threads: Final[Callable[[int], None]] = hooks.set_num_threads

__all__ = [
    "Node",
    "Storage",
    "TensorBase",
    "allocate",
    "clear",
    "function",
    "get_tensor_type",
    "grad_enabled",
    "is_shared",
    "learn_step",
    "make",
    "memory_configure",
    "memory_reset_peak",
    "memory_statistics",
    "memory_trim",
    "num_threads",
    "remember",
    "run",
    "run_assigning",
    "run_into",
    "set_grad_enabled",
    "set_hook",
    "set_num_threads",
    "set_operator",
    "set_tensor_type",
    "set_tracing",
    "statistics",
    "view",
    "walk",
    "wrap",
]
