"""Storage, the tensor object, its dispatch cache and the tape, under one interface.

There are two implementations: the native core (`emitted/`), written in native Python and
compiled, and its plain-Python twin (`plain/`). `NITINOL_NATIVE=0` chooses the twin; so does a
system where the native core cannot work. `kind` says which one is in use.

A call `ni.add(a, b)` goes: `function` object → key of layouts → `Recipe` → kernel → a new tensor
and, when a derivative is wanted, a `Node` on the tape.
"""

from __future__ import annotations

from ..base.config import native_wanted
from ..base.errors import UnsupportedError
from .layout import Layout, layout
from .recipe import WORDS, Recipe, Status, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import plain as implementation
else:
    implementation = None
    if native_wanted():
        try:
            from . import emitted as implementation
        except UnsupportedError:
            implementation = None  # the twin does the same, only slower
    if implementation is None:
        from . import plain as implementation

kind = "plain" if implementation.__name__.endswith("plain") else "native"

Node = implementation.Node
Storage = implementation.Storage
TensorBase = implementation.TensorBase
allocate = implementation.allocate
clear = implementation.clear
function = implementation.function
get_tensor_type = implementation.get_tensor_type
grad_enabled = implementation.grad_enabled
is_shared = implementation.is_shared
make = implementation.make
memory_configure = implementation.memory_configure
memory_statistics = implementation.memory_statistics
memory_trim = implementation.memory_trim
num_threads = implementation.num_threads
remember = implementation.remember
run = implementation.run
set_grad_enabled = implementation.set_grad_enabled
set_num_threads = implementation.set_num_threads
set_operator = implementation.set_operator
set_tensor_type = implementation.set_tensor_type
set_tracing = implementation.set_tracing
statistics = implementation.statistics
view = implementation.view
wrap = implementation.wrap

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
    "memory_configure",
    "memory_statistics",
    "memory_trim",
    "num_threads",
    "remember",
    "run",
    "set_grad_enabled",
    "set_num_threads",
    "set_operator",
    "set_tensor_type",
    "set_tracing",
    "statistics",
    "view",
    "wrap",
]
