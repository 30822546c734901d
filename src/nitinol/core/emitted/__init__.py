# ruff: noqa: PTH120  (pathlib costs 5 ms to import)
"""The native core: the tensor object, its dispatch and the tape, written in native Python.

| file | holds |
|---|---|
| `cpython.py` | what is used of CPython |
| `objects.py` | the structs and the shared state |
| `types.py` | describing types and functions to CPython |
| `storage.py`, `make.py`, `tensor.py`, `tape.py`, `plan.py` | the object types |
| `key.py`, `table.py` | the dispatch cache: the key of a call, and where it is found |
| `execute.py`, `assigning.py` | running a plan; and one that gives tensors new values |
| `step.py`, `walking.py` | the way back through the tape |
| `function.py`, `operators.py` | the ways in: calls and operators |
| `names.py`, `start.py` | the operators' names; types and builtins for Python |

This file is the Python side: it builds and loads the code, and gives the builtins the interface
of `nitinol.core`. Importing it raises `UnsupportedError` where the native core cannot work.
"""

from __future__ import annotations

import os
import sys

from ...base.dtypes import DType, bool_
from ...base.errors import CompileError, GradientError, IndexRangeError, UnsupportedError
from ...base.limits import MAX_THREADS, STATISTICS, available_threads, system_memory
from ...llvm.build import build
from ..layout import Layout, layout
from ..recipe import Recipe
from .names import NAMES as _OPERATORS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Final

    from ...native import Module

_LAYOUT_FIELDS: Final = ("shape", "dtype", "ndim", "size", "strides", "device")


_NOTHING: Final = 1 << 40  # as in `step.py`

_ENTRY = "nitinol_core_start"


def _key() -> str:
    """What decides on the native code beside this version's source, which every key of the cache covers."""
    if not os.path.isdir(os.path.dirname(__file__)):  # noqa: PTH112  (pathlib costs 5 ms)
        raise UnsupportedError(
            "the native core wants nitinol's files in a folder, to tell its versions apart"
        )
    return f"Python {sys.version_info[:2]}"


def _module() -> Module:
    """The source in native Python, which is imported only to compile it."""
    from . import start  # the file that imports all others

    return start.core


def _text() -> str:
    """The IR of the native core."""
    return _module().text()


def _outside() -> frozenset[str]:
    """What the native core calls of C and CPython."""
    return _module().outside


def _start() -> tuple[Any, ...]:
    """Compile or load the native code, and have it make its types."""
    if (
        sys.implementation.name != "cpython"
        or not (3, 11) <= sys.version_info[:2] <= (3, 14)
        or not sys.platform.startswith("linux")
        or "t" in sys.abiflags  # without a GIL
        or object.__basicsize__ != 16
        or hasattr(sys, "getobjects")  # a build that keeps a list of all objects
    ):
        raise UnsupportedError("the native core wants CPython 3.11 to 3.14 with a GIL, on Linux")
    import _ctypes  # only the C part: importing `ctypes` takes ten times as long

    class Result(_ctypes._SimpleCData):  # type: ignore[type-arg]
        _type_ = "O"

    class Entry(_ctypes.CFuncPtr):
        _flags_ = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_PYTHONAPI
        _restype_ = Result

    library = build("native-core", _key(), _text, [_ENTRY], passes="full", externals=_outside)
    return Entry(library.address(_ENTRY))()  # type: ignore[no-any-return]


try:
    (
        allocate, _wrap, is_shared, grad_enabled, set_grad_enabled, clear, _statistics,
        _set_tensor_type, _set_operator, _configure, _peek, _plan, _function, _remember, _run,
        _memory_configure, _memory_statistics, memory_trim, _set_num_threads, num_threads,
        _after_fork, set_tracing,
        _hasten_dealloc, view, _learn_step, walk, _run_into, memory_reset_peak, _set_hook,
        _run_assigning, TensorBase, Node, Storage, Function,
    ) = _start()  # fmt: skip
except (CompileError, ImportError, TypeError, OSError) as error:
    raise UnsupportedError(f"the native core does not work here: {error}") from error


def _find(holder: object, value: object) -> int:
    """The offset at which an object with slots holds `value`."""
    for offset in range(16, type(holder).__basicsize__, 8):
        if _peek(holder, offset, value):
            return offset
    raise UnsupportedError(f"{holder!r} does not hold its attributes in slots")


def _introduce() -> None:
    # All six attributes are different objects, none of them shared with another attribute.
    example = layout(bool_, (1009, 2003), (70001, 3))
    offsets = [_find(example, getattr(example, name)) for name in _LAYOUT_FIELDS]
    if len(set(offsets)) != len(offsets):
        raise UnsupportedError("the attributes of a layout cannot be told apart")
    parts = slice("a", "b", "c")
    if not (_peek(parts, 16, "a") and _peek(parts, 24, "b") and _peek(parts, 32, "c")):
        raise UnsupportedError("slices of this Python have an unknown layout")
    _configure((DType, Layout, IndexRangeError, GradientError, *offsets))


_introduce()


def wrap(address: int, nbytes: int, owner: Any, writable: bool = True) -> Any:
    """A storage over memory that `owner` holds and that lives as long as `owner`."""
    return _wrap((address, nbytes, owner, bool(writable)))


def make(storage: Any, address: int, layout: Layout, node: Any = None, output: int = 0) -> Any:
    """A tensor of the registered type; see `TensorBase._make`."""
    return _tensor_type._make(storage, address, layout, node, output)


_tensor_type: Any = TensorBase


def get_tensor_type() -> type[Any]:
    """The type of results: `TensorBase` or what `set_tensor_type` registered."""
    return _tensor_type  # type: ignore[no-any-return]


def set_tensor_type(cls: type[Any]) -> None:
    """Make `cls`, a subclass of `TensorBase`, the type of all results."""
    global _tensor_type
    if not (isinstance(cls, type) and issubclass(cls, TensorBase)):
        raise TypeError(f"{cls!r} is no subclass of TensorBase")
    _set_tensor_type(cls)
    if (
        cls.__basicsize__ == TensorBase.__basicsize__
        and cls.__dictoffset__ == 0
        and cls.__weakrefoffset__ == TensorBase.__weakrefoffset__
        and not hasattr(cls, "__del__")
    ):
        _hasten_dealloc(cls, type("Sibling", (TensorBase,), {"__slots__": ()}))
    _tensor_type = cls


def _prepare(recipe: Recipe) -> Any:
    """The native form of a recipe, made when it is first run."""
    numbers: list[int] = []
    for out in recipe.outputs:
        numbers += (out.nbytes, out.dtype.is_inexact)
    view, offset = (-1, 0) if recipe.view is None else recipe.view[:2]
    recipe.native = _plan(
        (
            (recipe.dims, recipe.owner), recipe.address, recipe.dims, recipe.rule, recipe.outputs,
            recipe.saves, tuple(numbers), recipe.release_gil, recipe.single, recipe.workspace, view, offset,
            recipe.unrecorded, recipe.over,
        )
    )  # fmt: skip
    return recipe.native


def run(recipe: Recipe, operands: Sequence[Any]) -> Any:
    """The result(s) of `recipe` on `operands` (tensors and Python numbers, as `Recipe` says)."""
    return _run(recipe.native or _prepare(recipe), operands)


def set_hook(word: int, address: int) -> None:
    """What kernels find at a word of their context (`Word`) from now on."""
    _set_hook((word, address))


def run_into(recipe: Recipe, operands: Sequence[Any]) -> None:
    """Compute the one result of `recipe` into the memory of its first operand, whose layout it has
    (the same object, else ValueError). Nothing is recorded."""
    _run_into(recipe.native or _prepare(recipe), operands)


def run_assigning(
    recipe: Recipe, operands: Sequence[Any], numbers: tuple[int, ...], targets: tuple[Any, ...]
) -> tuple[Any, ...]:
    """The results of `recipe` as a tuple; number `numbers[i]` of them becomes the value of `targets[i]`, a tensor.

    Nothing is recorded. A result lies in the memory of an operand that `recipe.over` names for it, if the tensor that
    it is assigned to is that operand, has its layout, and its memory is held by nothing else. On failure no tensor
    is changed. No signal handler runs between the kernel and the last assignment.
    """
    return _run_assigning(recipe.native or _prepare(recipe), operands, numbers, targets)  # type: ignore[no-any-return]


def learn_step(
    node: Any,
    layouts: Sequence[Layout | None],
    recipe: Recipe | None,
    picks: Sequence[int],
    gives: Sequence[int | None],
) -> None:
    """Let walks go through nodes like this one without asking their rule; see `core.plain.walking`."""
    plan = None if recipe is None else recipe.native or _prepare(recipe)
    numbers = [_NOTHING if which is None else which for which in gives]
    _learn_step(node, tuple(layouts), plan, tuple(picks), tuple(numbers))


def function(
    slow: Callable[..., Any],
    name: str,
    doc: str | None,
    operand_count: int,
    *,
    nested: bool = False,
    transparent: bool = False,
    module: str = "nitinol",
) -> Any:
    """The callable `name` that users see; see `nitinol.core.plain.dispatch`."""
    attributes = {
        "__name__": name,
        "__qualname__": name,
        "__doc__": doc,
        "__module__": module,
        "__wrapped__": slow,
    }
    return _function((slow, attributes, operand_count, nested, transparent))


def remember(fn: Any, args: Sequence[Any], kwargs: Mapping[str, Any], recipe: Recipe) -> bool:
    """Let later calls of `fn` that look like this one run `recipe`; False when no key describes
    it."""
    plan = recipe.native or _prepare(recipe)
    return _remember(fn, (*args, *kwargs.values()), tuple(kwargs), plan)  # type: ignore[no-any-return]


def statistics() -> dict[str, int]:
    """How many calls were answered by the cache, how many were not, and its entries."""
    return dict(zip(("hits", "misses", "entries"), _statistics(), strict=True))


_numbers: Final = {name: number for number, name in enumerate(_OPERATORS)}


def set_operator(name: str, fn: Callable[..., Any]) -> None:
    """Make `fn` what an operator of tensors calls; names as in `trace.array.operators`.

    `fn` may return NotImplemented.
    """
    number = _numbers.get(name)
    if number is None:
        known = ", ".join(_OPERATORS)
        raise ValueError(f"{name!r} is no operator of tensors; the operators are {known}")
    _set_operator(number, fn)


def set_num_threads(count: int) -> None:
    """Kernels run on `count` threads from now on, the calling one included."""
    if not 1 <= count <= MAX_THREADS:
        raise ValueError(f"given {count} threads, wanted 1 to {MAX_THREADS}")
    _set_num_threads(count)


def memory_statistics() -> dict[str, int]:
    """Bytes and counts of the allocator, by the names of `memory.STATISTICS`."""
    return dict(zip(STATISTICS, _memory_statistics(), strict=True))


def memory_configure(
    limit: int | None = None, maximum: int | None = None, huge_pages: bool = True
) -> None:
    """Sets the bytes of large blocks to keep cached, and the bytes that may be alive."""
    total = system_memory()
    _memory_configure(
        (total // 8 if limit is None else limit, total if maximum is None else maximum, huge_pages)
    )


memory_configure()
_set_num_threads(available_threads())
os.register_at_fork(after_in_child=_after_fork)
