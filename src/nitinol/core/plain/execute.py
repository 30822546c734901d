"""`run`: carry out a recipe on its operands, and record it on the tape."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Sequence
from typing import Any, Final

from ...base.errors import IndexRangeError
from ..layout import Layout
from ..recipe import Recipe, Status, Word
from . import tensor as tensors
from .grad_mode import mode
from .hooks import hooks
from .storage import allocate
from .tensor import Node, TensorBase

# The first kind keeps the GIL (and raises what is pending afterwards), the second gives it up.
# Without argument types, arrays are passed as pointers at once.
_HOLDING: Final = ctypes.PYFUNCTYPE(ctypes.c_int64)
_RELEASING: Final = ctypes.CFUNCTYPE(ctypes.c_int64)

_arrays: Final = [ctypes.c_int64 * n for n in range(9)]  # making these types is slow


class _Prepared:
    """What a recipe needs at each call, made once."""

    __slots__ = ("call", "differentiable", "dims", "least_operands", "sizes")

    def __init__(self, recipe: Recipe) -> None:
        kind = _RELEASING if recipe.release_gil else _HOLDING
        self.call: Any = kind(recipe.address) if recipe.address else None
        if self.call is not None:
            self.call.argtypes = None  # type: ignore[assignment]
        self.dims = ctypes.create_string_buffer(recipe.dims, max(len(recipe.dims), 8))
        count = len(recipe.outputs)
        needed = [which + 1 - count for which in recipe.saves]
        if recipe.view is not None:
            needed.append(recipe.view[0] + 1)
        self.least_operands = max(needed, default=0)
        self.differentiable = tuple(out.dtype.is_inexact for out in recipe.outputs)
        self.sizes = tuple(out.nbytes for out in recipe.outputs)


def _slot(number: Any) -> Any:
    """Memory that holds a Python number as kernels read it."""
    kind = type(number)
    if kind is float:
        return ctypes.c_double(number)
    if kind is int:
        if not -(1 << 63) <= number < 1 << 63:
            raise OverflowError(f"the integer {number} does not fit in 64 bits; use a float")
        return ctypes.c_int64(number)
    if kind is complex:
        return (ctypes.c_double * 2)(number.real, number.imag)
    raise TypeError(f"an operand must be a tensor or a Python int, float or complex, not {kind}")


def _failure(status: int, context: Any) -> BaseException:
    if status == Status.INDEX_RANGE:
        value, size = context[Word.ERROR_VALUE], context[Word.ERROR_SIZE]
        if size < 0:  # of what does not count from the end
            span = f"write a number from 0 to {-size - 1}"
            return IndexRangeError(f"{value} is out of range for {-size} classes; {span}")
        span = f"write an index from {-size} to {size - 1}" if size else "the axis is empty"
        return IndexRangeError(f"index {value} is out of range for an axis of size {size}; {span}")
    if status == Status.NO_MEMORY:
        wanted = context[Word.ERROR_VALUE]
        return MemoryError(
            f"no memory for the {wanted} bytes that a program computes in; use smaller tensors"
        )
    if status == Status.INTERRUPTED:
        hooks.raise_pending()  # raises what a signal handler raised
        return KeyboardInterrupt()
    return RuntimeError(f"a kernel returned the unknown status {status}")


def check(recipe: Recipe, operands: Sequence[Any]) -> None:
    """Raise TypeError, OverflowError or ValueError when a recipe cannot run on these operands."""
    for x in operands:
        if not isinstance(x, TensorBase):
            _slot(x)
    prepared = _prepare(recipe)
    if prepared.least_operands > len(operands) or (
        recipe.view is not None and not isinstance(operands[recipe.view[0]], TensorBase)
    ):
        raise ValueError(
            f"this recipe wants at least {prepared.least_operands} operands, not {len(operands)}"
        )


def _prepare(recipe: Recipe) -> _Prepared:
    prepared = recipe.native
    if type(prepared) is not _Prepared:
        prepared = recipe.native = _Prepared(recipe)
    return prepared


def shortcut(recipe: Recipe, count: int) -> Callable[..., Any] | None:
    """`execute` for one or two tensors, written for speed; None for recipes that are not so simple.

    What it gives returns None where the call has to be recorded or noted.
    """
    if recipe.view is not None or recipe.workspace or recipe.release_gil or not recipe.single:
        return None
    prepared = _prepare(recipe)
    kernel, dims, out = prepared.call, prepared.dims, recipe.outputs[0]
    nbytes, array = out.nbytes, _arrays[count + 1]
    # Without a rule calls that belong on the tape take the long way.
    smooth = out.dtype.is_inexact and (recipe.rule is not None or recipe.unrecorded)
    known = not recipe.unrecorded
    new: Any = object.__new__

    def finish(storage: Any, operands: tuple[Any, ...], recorded: bool) -> Any:
        made = new(tensors.tensor_type)
        made._storage, made._address, made._layout = storage, storage.address, out
        made._node, made._output = None, 0
        if recorded:
            parents = [x._node for x in operands]
            made._node = _record(recipe, operands, parents, (storage,), (storage.address,))
        return made

    def one(a: Any) -> Any:
        recorded = smooth and a._node is not None and mode.enabled
        if (recorded and not known) or watcher.runs is not None:
            return None
        storage, held = allocate(nbytes), a._storage
        spare = hooks.spare
        context = spare.pop() if spare else hooks.context()
        status = kernel(array(a._address, storage.address), dims, context)
        del held
        if status:
            raise _failure(status, context)
        spare.append(context)
        return finish(storage, (a,), recorded)

    def two(a: Any, b: Any) -> Any:
        recorded = smooth and (a._node is not None or b._node is not None) and mode.enabled
        if (recorded and not known) or watcher.runs is not None:
            return None
        storage, held = allocate(nbytes), (a._storage, b._storage)
        spare = hooks.spare
        context = spare.pop() if spare else hooks.context()
        status = kernel(array(a._address, b._address, storage.address), dims, context)
        del held
        if status:
            raise _failure(status, context)
        spare.append(context)
        return finish(storage, (a, b), recorded)

    return one if count == 1 else two


def run(recipe: Recipe, operands: Sequence[Any]) -> Any:
    """The result(s) of `recipe` on `operands` (tensors and Python numbers, as `Recipe` says)."""
    check(recipe, operands)
    return execute(recipe, operands)


def run_into(recipe: Recipe, operands: Sequence[Any]) -> None:
    """Compute the one result of `recipe` into the memory of its first operand, whose layout it has
    (the same object, else ValueError). Nothing is recorded."""
    check(recipe, operands)
    target = operands[0] if operands else None
    if (
        recipe.view is not None
        or len(recipe.outputs) != 1
        or not isinstance(target, TensorBase)
        or target._layout is not recipe.outputs[0]
        or not target._storage.writable
    ):
        raise ValueError("run_into wants one result that lies as the first operand does")
    _call(recipe, _prepare(recipe), operands, [target._address])
    if watcher.runs is not None:
        watcher.runs.append((recipe, operands, None))


class _Watcher(threading.local):
    """What ran while a transparent function took its slow way."""

    depth: int = 0
    runs: list[tuple[Recipe, Sequence[Any], Any]] | None = None


watcher: Final = _Watcher()


def execute(recipe: Recipe, operands: Sequence[Any]) -> Any:
    """`run` on operands that `check` has passed."""
    result = _execute(recipe, operands)
    if watcher.runs is not None:
        watcher.runs.append((recipe, operands, result))
    return result


def view(tensor: TensorBase, offset: int, layout: Layout) -> Any:
    """The memory of a tensor from a byte offset on, with this layout; not recorded."""
    if not isinstance(tensor, TensorBase) or not isinstance(layout, Layout):
        raise TypeError("view wants a tensor, a number of bytes and a layout")
    made = tensors.tensor_type._make(tensor._storage, tensor._address + offset, layout)
    if watcher.runs is not None:
        recipe = Recipe(view=(0, offset, layout), unrecorded=True)
        watcher.runs.append((recipe, (tensor,), made))
    return made


def must_record(operands: Sequence[Any]) -> bool:
    """Whether a call on these operands belongs on the tape."""
    return mode.enabled and any(x._node is not None for x in operands if isinstance(x, TensorBase))


def _execute(recipe: Recipe, operands: Sequence[Any]) -> Any:
    prepared = recipe.native
    if type(prepared) is not _Prepared:
        prepared = _prepare(recipe)
    outputs = recipe.outputs
    if recipe.view is not None:
        which, offset, _ = recipe.view
        base = operands[which]
        storages = [base._storage]
        addresses = [base._address + offset]
    else:
        storages = [allocate(nbytes) for nbytes in prepared.sizes]
        addresses = [s.address for s in storages]
        _call(recipe, prepared, operands, addresses)
    node = None
    if recipe.rule is not None and mode.enabled:
        parents = [x._node if isinstance(x, TensorBase) else None for x in operands]
        if any(p is not None for p in parents):
            node = _record(recipe, operands, parents, storages, addresses)
    made = tensors.tensor_type._make
    if recipe.single:
        history = node if prepared.differentiable[0] else None
        return made(storages[0], addresses[0], outputs[0], history)
    return tuple(
        [
            made(storage, address, out, node if smooth else None, i)
            for i, (storage, address, out, smooth) in enumerate(
                zip(storages, addresses, outputs, prepared.differentiable, strict=True)
            )
        ]
    )


def _call(
    recipe: Recipe, prepared: _Prepared, operands: Sequence[Any], addresses: Sequence[int]
) -> None:
    """Run the kernel; raises what its status says."""
    buffers: list[int] = []
    kept: list[Any] = []  # what the addresses point to
    for x in operands:
        if isinstance(x, TensorBase):
            buffers.append(x._address)
            kept.append(x._storage)
        else:
            slot = _slot(x)
            kept.append(slot)
            buffers.append(ctypes.addressof(slot))
    buffers += addresses
    if recipe.workspace:
        scratch = allocate(recipe.workspace)
        buffers.append(scratch.address)
    count = len(buffers)
    array = _arrays[count] if count < len(_arrays) else ctypes.c_int64 * count
    context = hooks.context()
    status = prepared.call(array(*buffers), prepared.dims, context)
    if status:
        raise _failure(status, context)


def _record(
    recipe: Recipe,
    operands: Sequence[Any],
    parents: Sequence[Node | None],
    storages: Sequence[Any],
    addresses: Sequence[int],
) -> Node:
    """The tape node of one application; what it saves are aliases without history."""
    made = tensors.tensor_type._make
    saved: list[Any] = []
    for i in recipe.saves:
        if i >= len(operands):
            j = i - len(operands)
            saved.append(made(storages[j], addresses[j], recipe.outputs[j]))
        elif isinstance(operands[i], TensorBase):
            x = operands[i]
            saved.append(made(x._storage, x._address, x._layout))
        else:
            saved.append(operands[i])
    index = [x._output if isinstance(x, TensorBase) else 0 for x in operands]
    return Node(
        recipe.rule,
        parents,
        saved,
        recipe.outputs,
        index if any(index) else None,
        recipe.saves,
    )
