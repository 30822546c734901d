"""Storage, the tensor object, its dispatch cache and the tape, under one interface.

There are two implementations: the native core (`emitted/`), written in native Python and compiled,
and its plain-Python twin (`plain/`). `NITINOL_NATIVE=0` chooses the twin; so does a system where
the native core cannot work. `kind` says which one is in use.

A call `ni.add(a, b)` goes: `function` object → key of layouts → `Recipe` → kernel → a new tensor
and, when a derivative is wanted, a `Node` on the tape.

| name | what it is |
|---|---|
| `Layout`, `layout(dtype, shape, strides=None)` | how elements lie in memory; compared by value |
| `Storage`, `allocate(nbytes)`, `wrap(address, nbytes, owner, writable=True)` | memory, counted |
| `TensorBase`, `make(storage, address, layout, node=None, output=0)` | tensors |
| `view(tensor, offset, layout)` | a tensor in the memory of another; not recorded |
| `is_shared(tensor)` | whether anything else holds its storage: a view, the tape, an export |
| `set_tensor_type(cls)`, `get_tensor_type()` | the type of results |
| `Node` | a node of the tape; see `plain.tensor.Node` for its fields |
| `grad_enabled()`, `set_grad_enabled(on)` | whether this thread records (it gives the old value) |
| `Recipe`, `Status`, `Word`, `WORDS` | one way of computing results, and what kernels get |
| `run(recipe, operands)` | compute, and record |
| `run_into(recipe, operands)` | compute into the memory of the first operand |
| `run_assigning(recipe, operands, numbers, targets)` | results become values of tensors, written over the old ones |
| `function(slow, name, doc, operand_count, *, nested, transparent, module)` | what users call |
| `remember(fn, args, kwargs, recipe)` | let later calls that look like this one run the recipe |
| `clear()`, `statistics()` | of the dispatch cache |
| `walk(roots, visit, add, retain, steps)` | from results back to leaves, along the tape |
| `learn_step(node, layouts, recipe, picks, gives)` | let walks pass nodes like this one without `visit` |
| `set_tracing(on)` | while a function is traced, all calls take the slow way |
| `set_hook(word, address)` | what kernels find at a word of their context |
| `set_operator(name, fn)` | what `a + b` and the others call |
| `num_threads()`, `set_num_threads(n)` | of the pool that kernels run on |
| `memory_statistics()`, `memory_reset_peak()`, `memory_trim()`, `memory_configure(...)` | of the allocator |

`recipe.py` says what kernels are given, `plain/dispatch.py` what `function` and its options mean,
`plain/tensor.py` what a `Node` holds.
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
learn_step = implementation.learn_step
make = implementation.make
memory_configure = implementation.memory_configure
memory_reset_peak = implementation.memory_reset_peak
memory_statistics = implementation.memory_statistics
memory_trim = implementation.memory_trim
num_threads = implementation.num_threads
remember = implementation.remember
run = implementation.run
run_assigning = implementation.run_assigning
run_into = implementation.run_into
set_grad_enabled = implementation.set_grad_enabled
set_hook = implementation.set_hook
set_num_threads = implementation.set_num_threads
set_operator = implementation.set_operator
set_tensor_type = implementation.set_tensor_type
set_tracing = implementation.set_tracing
statistics = implementation.statistics
view = implementation.view
walk = implementation.walk
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
