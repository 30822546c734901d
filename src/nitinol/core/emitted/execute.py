# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""Running a plan, native: buffers, the kernel, the tape, the results."""

from __future__ import annotations

from ...native import i64, null, ptr, stack, u64, unlikely
from .. import pool
from ..kernel_hooks import raise_pending
from ..recipe import WORDS, Status, Word
from .cpython import (
    Object,
    Py_DecRef,
    PyErr_Format,
    PyErr_NoMemory,
    PyErr_Occurred,
    PyErr_SetNone,
    PyEval_RestoreThread,
    PyEval_SaveThread,
    PyMem_RawFree,
    PyMem_RawMalloc,
    PyTuple_New,
    PyTuple_SetItem,
    core,
    drop,
    keep,
    keyboard_interrupt,
    memory_error,
    new_reference,
    runtime_error,
)
from .make import new_tensor
from .objects import (
    Node,
    Plan,
    Storage,
    Tensor,
    context,
    index_range_error,
    indices_of,
    is_tensor,
    parents_of,
    recording,
    result_type,
    saved_of,
)
from .storage import drop_storage, new_storage
from .tape import new_node

INDEX_RANGE = int(Status.INDEX_RANGE)
NO_MEMORY = int(Status.NO_MEMORY)
INTERRUPTED = int(Status.INTERRUPTED)
THREADS = int(Word.THREADS)
ERROR_VALUE = int(Word.ERROR_VALUE)
ERROR_SIZE = int(Word.ERROR_SIZE)


@core.function
def fail(status: i64, record: ptr[i64]) -> None:
    """Set the exception for a kernel's status."""
    if status == INDEX_RANGE:
        size = record[ERROR_SIZE]
        if size < 0:  # of what does not count from the end
            PyErr_Format(
                index_range_error[0],
                "%lld is out of range for %lld classes; write a number from 0 to %lld",
                record[ERROR_VALUE],
                -size,
                -size - 1,
            )
        elif size:
            PyErr_Format(
                index_range_error[0],
                "index %lld is out of range for an axis of size %lld; "
                "write an index from %lld to %lld",
                record[ERROR_VALUE],
                size,
                -size,
                size - 1,
            )
        else:
            PyErr_Format(
                index_range_error[0],
                "index %lld is out of range for an axis of size 0; the axis is empty",
                record[ERROR_VALUE],
            )
    elif status == NO_MEMORY:
        PyErr_Format(
            memory_error[0],
            "no memory for the %lld bytes that a program computes in; use smaller tensors",
            record[ERROR_VALUE],
        )
    elif status == INTERRUPTED:
        if raise_pending() == 0 and not PyErr_Occurred():
            PyErr_SetNone(keyboard_interrupt[0])
    else:
        PyErr_Format(runtime_error[0], "a kernel returned the unknown status %lld", status)


@core.function
def drop_storages(storages: ptr[ptr[Storage]], start: i64, stop: i64) -> None:
    for i in range(start, stop):
        drop_storage(storages[i])


@core.function
def pin(operands: ptr[ptr[Object]], count: i64, pins: ptr[ptr[Storage]]) -> None:
    """Hold the storages of all tensors among the operands."""
    for i in range(count):
        pins[i] = null
        if is_tensor(operands[i]):
            storage = ptr[Tensor](operands[i]).storage
            keep(storage)
            pins[i] = storage


@core.function
def call_releasing(
    plan: ptr[Plan],
    operands: ptr[ptr[Object]],
    count: i64,
    buffers: ptr[i64],
    words: ptr[i64],
) -> i64:
    """Run a long kernel without the GIL, its operands pinned; -1 with an exception set when the
    call cannot even begin."""
    pins = ptr[ptr[Storage]](PyMem_RawMalloc(u64(8 * count + 8)))
    if not pins:
        PyErr_NoMemory()
        return -1
    pin(operands, count, pins)
    state = PyEval_SaveThread()
    status = plan.kernel(buffers, plan.dims, words)
    PyEval_RestoreThread(state)
    for i in range(count):
        if pins[i]:
            drop_storage(pins[i])
    PyMem_RawFree(pins)
    return status


@core.function
def record(
    plan: ptr[Plan],
    operands: ptr[ptr[Object]],
    count: i64,
    storages: ptr[ptr[Storage]],
    addresses: ptr[i64],
) -> ptr[Node]:
    """The tape node of one application; null with an exception set on failure."""
    node = new_node(plan, count, plan.save_count)
    if unlikely(not node):
        return null
    parents, indices = parents_of(node), indices_of(node)
    for i in range(count):
        if is_tensor(operands[i]):
            tensor = ptr[Tensor](operands[i])
            parent = tensor.node
            if parent:
                keep(parent)
                parents[i] = parent
                indices[i] = tensor.output
    for i in range(plan.save_count):
        value = saved_of(node) + i
        which = plan.saved[i]
        if which >= count:
            which -= count
            keep(storages[which])
            value.object = ptr[Object](storages[which])
            value.address = addresses[which]
            value.layout = plan.layouts[which]
            keep(value.layout)
        elif is_tensor(operands[which]):
            tensor = ptr[Tensor](operands[which])
            keep(tensor.storage)
            value.object = ptr[Object](tensor.storage)
            value.address = tensor.address
            value.layout = tensor.layout
            keep(value.layout)
        else:
            value.object = new_reference(operands[which])
    return node


@core.function
def has_history(operands: ptr[ptr[Object]], count: i64) -> bool:
    """Whether any operand was made by a node."""
    for i in range(count):
        o = operands[i]
        if is_tensor(o) and ptr[Tensor](o).node != null:
            return True
    return False


@core.function
def results(
    plan: ptr[Plan], storages: ptr[ptr[Storage]], addresses: ptr[i64], node: ptr[Node]
) -> ptr[Object]:
    """Several results as a tuple; takes over the references to the storages."""
    count = plan.output_count
    made = PyTuple_New(count)
    if not made:
        drop_storages(storages, 0, count)
        return null
    for i in range(count):
        history = node if plan.smooth[i] else ptr[Node](null)
        item = new_tensor(result_type[0], storages[i], addresses[i], plan.layouts[i], history, i)
        if not item:
            drop_storages(storages, i + 1, count)
            Py_DecRef(made)
            return null
        PyTuple_SetItem(made, i, item)
    return made


@core.function(inline=True)
def finish(
    plan: ptr[Plan],
    operands: ptr[ptr[Object]],
    count: i64,
    storages: ptr[ptr[Storage]],
    addresses: ptr[i64],
) -> ptr[Object]:
    """Record if need be, and make the results; takes over the references to the storages."""
    node = ptr[Node](null)
    if plan.rule and has_history(operands, count) and recording():
        node = record(plan, operands, count, storages, addresses)
        if unlikely(not node):
            drop_storages(storages, 0, plan.output_count)
            return null
    made = ptr[Object](null)
    if plan.single:
        history = node if plan.smooth[0] else ptr[Node](null)
        made = new_tensor(result_type[0], storages[0], addresses[0], plan.layouts[0], history, 0)
    else:
        made = results(plan, storages, addresses, node)
    if node:
        drop(node)
    return made


@core.function
def execute_view(plan: ptr[Plan], operands: ptr[ptr[Object]], count: i64) -> ptr[Object]:
    """A result that shares the storage of an operand."""
    base = ptr[Tensor](operands[plan.view])
    storages = stack(ptr[Storage])
    addresses = stack(i64)
    storages[0] = base.storage
    keep(storages[0])
    addresses[0] = base.address + plan.offset
    return finish(plan, operands, count, storages, addresses)


@core.function(inline=True)
def compute(
    plan: ptr[Plan],
    operands: ptr[ptr[Object]],
    pinned: i64,
    count: i64,
    given: i64,
    buffers: ptr[i64],
    storages: ptr[ptr[Storage]],
) -> bool:
    """Run the kernel of a plan on `count` operands; False with an exception set on failure.

    `buffers` holds the addresses of the operands and has room for those of the outputs and the
    workspace, `storages` has room for as many storages; those of the outputs are the caller's, who
    gives the first `given` of them. The first `pinned` operands are held while other threads run.
    """
    output_count = plan.output_count
    addresses = buffers + count
    taken = output_count
    for i in range(given, output_count):
        storage = new_storage(plan.sizes[i])
        if unlikely(not storage):
            drop_storages(storages, 0, i)
            return False
        storages[i] = storage
        addresses[i] = storage.address
    if plan.workspace:
        storage = new_storage(plan.workspace)
        if unlikely(not storage):
            drop_storages(storages, 0, taken)
            return False
        storages[taken] = storage
        addresses[taken] = storage.address
        taken += 1
    words = stack(i64, WORDS)
    for i in range(WORDS):
        words[i] = context[i]
    words[THREADS] = pool.num_threads()
    status = i64(0)
    if plan.releasing:
        status = call_releasing(plan, operands, pinned, buffers, words)
    else:
        status = plan.kernel(buffers, plan.dims, words)
    if unlikely(status != 0):
        drop_storages(storages, 0, taken)
        if status > 0 or PyErr_Occurred() == null:
            fail(status, words)
        return False
    drop_storages(storages, output_count, taken)
    return True


@core.function(inline=True)
def execute(
    plan: ptr[Plan],
    operands: ptr[ptr[Object]],
    count: i64,
    buffers: ptr[i64],
    storages: ptr[ptr[Storage]],
) -> ptr[Object]:
    """The result(s) of a plan; null with an exception set on failure. `buffers` and `storages` as
    for `compute`."""
    if plan.view >= 0:
        return execute_view(plan, operands, count)
    if unlikely(not compute(plan, operands, count, count, 0, buffers, storages)):
        return null
    return finish(plan, operands, count, storages, buffers + count)


@core.function
def execute_into(
    plan: ptr[Plan],
    operands: ptr[ptr[Object]],
    count: i64,
    buffers: ptr[i64],
    storages: ptr[ptr[Storage]],
) -> bool:
    """Compute the one result of a plan into the memory of the first operand."""
    target = ptr[Tensor](operands[0])
    keep(target.storage)
    storages[0] = target.storage
    buffers[count] = target.address
    if not compute(plan, operands, count, count, 1, buffers, storages):
        return False
    drop_storage(storages[0])
    return True


@core.function(inline=False)
def execute_any(
    plan: ptr[Plan],
    operands: ptr[ptr[Object]],
    count: i64,
    buffers: ptr[i64],
    storages: ptr[ptr[Storage]],
) -> ptr[Object]:
    """`execute`, as a function of its own."""
    return execute(plan, operands, count, buffers, storages)
