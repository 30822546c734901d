"""The plain-Python twin of the native core.

The same interface and the same behaviour in ordinary Python with ctypes: used where the native
core is switched off (`NITINOL_NATIVE=0`) or not supported, and the oracle in its tests.
"""

from .dispatch import (
    clear,
    function,
    remember,
    set_operator,
    statistics,
)
from .execute import run
from .grad_mode import grad_enabled, set_grad_enabled
from .hooks import install
from .storage import Storage, allocate, wrap
from .tensor import Node, TensorBase, get_tensor_type, is_shared, make, set_tensor_type

__all__ = [
    "Node",
    "Storage",
    "TensorBase",
    "allocate",
    "clear",
    "function",
    "get_tensor_type",
    "grad_enabled",
    "install",
    "is_shared",
    "make",
    "remember",
    "run",
    "set_grad_enabled",
    "set_operator",
    "set_tensor_type",
    "statistics",
    "wrap",
]
