# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""Running a plan whose results are new values of tensors, native.

A result may lie where the old value does (`Plan.over`), when that memory is the tensor's alone: nothing else holds it,
no other operand of the call is it. And tensors get their new values here rather than in Python code, so that no signal
handler and no other thread can come between the run and that, or between one tensor and the next.
"""

from __future__ import annotations

from ...native import i64, null, ptr, u64, unlikely
from .. import pool
from ..recipe import WORDS
from .cpython import (
    LOW,
    Object,
    Py_DecRef,
    PyErr_NoMemory,
    PyErr_Occurred,
    PyErr_SetString,
    PyEval_RestoreThread,
    PyEval_SaveThread,
    PyLong_AsLongLong,
    PyMem_RawFree,
    PyMem_RawMalloc,
    PySequence_Tuple,
    PyTuple_GetItem,
    PyTuple_Size,
    core,
    drop,
    keep,
    type_error,
    value_error,
)
from .execute import THREADS, drop_storages, fail, pin, results
from .function import fits, load_operand
from .objects import Plan, Storage, Tensor, context, is_tensor, plan_type, run_count
from .storage import drop_storage, new_storage


@core.function
def is_own(tensor: ptr[Tensor], layout: ptr[Object]) -> bool:
    """Whether a tensor that is pinned once may be written over with a result of this layout."""
    storage = tensor.storage
    if tensor.layout != layout or storage.refcount & LOW != 2:
        return False
    return storage.owner == null and storage.writable != 0


@core.function
def take_storages(
    plan: ptr[Plan],
    operands: ptr[ptr[Object]],
    count: i64,
    numbers: ptr[Object],
    targets: ptr[Object],
    storages: ptr[ptr[Storage]],
    addresses: ptr[i64],
) -> bool:
    """Memory for the results: that of the tensor that a result is assigned to, where it may lie there."""
    outputs = plan.output_count
    for i in range(outputs):
        storages[i] = null
    for i in range(PyTuple_Size(targets)):
        which = PyLong_AsLongLong(PyTuple_GetItem(numbers, i))
        target = PyTuple_GetItem(targets, i)
        if which < 0 or which >= outputs or not is_tensor(target):
            PyErr_SetString(value_error[0], "run_assigning wants numbers of results, and tensors")
            for k in range(outputs):
                if storages[k]:
                    drop_storage(storages[k])
            return False
        place = plan.over[which]
        if place >= 0 and place < count and not storages[which]:
            tensor = ptr[Tensor](target)
            if operands[place] == target and is_own(tensor, plan.layouts[which]):
                keep(tensor.storage)
                storages[which] = tensor.storage
                addresses[which] = tensor.address
    for i in range(outputs):
        if not storages[i]:
            storages[i] = new_storage(plan.sizes[i])
            if unlikely(not storages[i]):
                for k in range(outputs):
                    if storages[k]:
                        drop_storage(storages[k])
                return False
            addresses[i] = storages[i].address
    return True


@core.function
def call(plan: ptr[Plan], buffers: ptr[i64], words: ptr[i64]) -> i64:
    """Run the kernel; its operands are pinned."""
    for i in range(WORDS):
        words[i] = context[i]
    words[THREADS] = pool.num_threads()
    if not plan.releasing:
        return plan.kernel(buffers, plan.dims, words)
    state = PyEval_SaveThread()
    status = plan.kernel(buffers, plan.dims, words)
    PyEval_RestoreThread(state)
    return status


@core.function
def give(
    plan: ptr[Plan],
    numbers: ptr[Object],
    targets: ptr[Object],
    storages: ptr[ptr[Storage]],
    addresses: ptr[i64],
    old: ptr[ptr[Object]],
) -> i64:
    """Give tensors their new values; what they held before goes to `old`, since letting go of it may run any code."""
    count = PyTuple_Size(targets)
    for i in range(count):
        which = PyLong_AsLongLong(PyTuple_GetItem(numbers, i))
        tensor = ptr[Tensor](PyTuple_GetItem(targets, i))
        old[2 * i] = ptr[Object](tensor.storage)
        old[2 * i + 1] = tensor.layout
        keep(storages[which])
        tensor.storage = storages[which]
        tensor.address = addresses[which]
        keep(plan.layouts[which])
        tensor.layout = plan.layouts[which]
    return 2 * count


@core.function
def assign_all(
    plan: ptr[Plan],
    given: ptr[Object],
    numbers: ptr[Object],
    targets: ptr[Object],
) -> ptr[Object]:
    n = PyTuple_Size(given)
    outputs = plan.output_count
    assigned = PyTuple_Size(targets)
    # operands, numbers (two words each), buffers, storages, pins, words, what tensors held
    count = n + 2 * n + (n + outputs) + outputs + n + WORDS + 2 * assigned
    memory = PyMem_RawMalloc(u64(8 * count))
    if not memory:
        return PyErr_NoMemory()
    operands = ptr[ptr[Object]](memory)
    scalars = ptr[i64](ptr(operands + n))
    buffers = scalars + 2 * n
    addresses = buffers + n
    storages = ptr[ptr[Storage]](ptr(addresses + outputs))
    pins = storages + outputs
    words = ptr[i64](ptr(pins + n))
    old = ptr[ptr[Object]](ptr(words + WORDS))
    result = ptr[Object](null)
    fine = True
    for i in range(n):
        operands[i] = PyTuple_GetItem(given, i)
        if fine:
            fine = load_operand(operands[i], scalars + 2 * i, buffers + i)
    if fine and fits(plan, operands, n):
        keep(plan)
        run_count[0] += 1
        pin(operands, n, pins)
        olds = i64(0)
        if take_storages(plan, operands, n, numbers, targets, storages, addresses):
            status = call(plan, buffers, words)
            if unlikely(status != 0):
                drop_storages(storages, 0, outputs)
                if status > 0 or PyErr_Occurred() == null:
                    fail(status, words)
            else:
                olds = give(plan, numbers, targets, storages, addresses, old)
                result = results(plan, storages, addresses, null)
        for i in range(n):
            if pins[i]:
                drop_storage(pins[i])
        for i in range(olds):
            Py_DecRef(old[i])
        drop(plan)
    PyMem_RawFree(memory)
    return result


@core.function
def run_assigning(self: ptr[Object], args: ptr[ptr[Object]], count: i64) -> ptr[Object]:
    """`run_assigning(plan, operands, numbers, targets)`: results as a tuple; those of these numbers are new values of
    tensors, too. `numbers` and `targets` are tuples."""
    if count != 4 or args[0].type != plan_type[0] or PyTuple_Size(args[2]) < 0:
        PyErr_SetString(type_error[0], "run_assigning wants a Recipe, operands, and two tuples")
        return null
    plan = ptr[Plan](args[0])
    if plan.view >= 0 or plan.workspace or PyTuple_Size(args[2]) != PyTuple_Size(args[3]):
        PyErr_SetString(
            value_error[0], "run_assigning wants a kernel, and a tensor for each number"
        )
        return null
    given = PySequence_Tuple(args[1])
    if not given:
        return null
    result = assign_all(plan, given, args[2], args[3])
    Py_DecRef(given)
    return result
