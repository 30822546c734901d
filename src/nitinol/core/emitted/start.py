# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""Bringing the native core to life: types, builtins, and what Python tells it about itself."""

from __future__ import annotations

from typing import Final

from ...base.limits import STATISTICS
from ...native import i32, i64, null, ptr, stack, u8, u64
from .. import kernel_hooks as hooks
from .. import memory, pool
from ..recipe import WORDS, Word
from .assigning import run_assigning
from .cpython import (
    METH_FASTCALL,
    METH_NOARGS,
    METH_O,
    MethodDef,
    Object,
    Py_DecRef,
    PyArg_ParseTuple,
    PyBool_FromLong,
    PyErr_Occurred,
    PyErr_SetString,
    PyEval_RestoreThread,
    PyEval_SaveThread,
    PyFloat_FromDouble,
    PyInterpreterState_Get,
    PyInterpreterState_GetID,
    PyLong_AsLongLong,
    PyLong_FromLongLong,
    PyObject_IsTrue,
    PyTuple_GetItem,
    PyTuple_New,
    PyTuple_SetItem,
    core,
    float_type,
    new_reference,
    none,
    runtime_error,
    type_error,
    value_error,
)
from .function import make_function_type, new_function, remember, run, run_into, view
from .make import free_kept, tensor_dealloc
from .names import NAMES as OPERATORS
from .objects import (
    Tensor,
    context,
    dtype_type,
    function_type,
    gradient_error,
    hits,
    index_range_error,
    is_tensor,
    layout_type,
    misses,
    node_type,
    recording,
    result_type,
    set_recording,
    simple_result,
    storage_type,
    tensor_base,
    tracing,
)
from .operators import functions
from .plan import make_plan_type, plan_from
from .step import learn_step
from .storage import make_storage_type, new_storage, wrap_memory
from .table import clear_table, entries
from .tape import make_node_type
from .tensor import make_tensor_type, place_layout_fields
from .types import make_builtin, put_method
from .walking import walk_back

TYPE_WORDS: Final = 16  # `tp_dealloc` is among the first fields of a type
BUILTINS: Final = 30
STATISTICS_COUNT: Final = len(STATISTICS)
OPERATOR_COUNT: Final = len(OPERATORS)
PARALLEL_FOR: Final = int(Word.PARALLEL_FOR)
POLL: Final = int(Word.POLL)
HOLD: Final = int(Word.HOLD)
ALLOCATE: Final = int(Word.ALLOCATE)
RELEASE: Final = int(Word.RELEASE)

__all__ = ["core"]

builtins: Final = core.variable("builtins", MethodDef, BUILTINS)

# -- builtins ----------------------------------------------------------------------------------


@core.function
def allocate(self: ptr[Object], nbytes: ptr[Object]) -> ptr[Object]:
    number = PyLong_AsLongLong(nbytes)
    if number < 0:
        if number == -1 and PyErr_Occurred() != null:
            return null
        PyErr_SetString(value_error[0], "allocate wants a number of bytes, not a negative number")
        return null
    return new_storage(number)


@core.function
def wrap(self: ptr[Object], fields: ptr[Object]) -> ptr[Object]:
    address = stack(i64)
    nbytes = stack(i64)
    owner = stack(ptr[Object])
    writable = stack(i64)
    if not PyArg_ParseTuple(fields, "LLOL:wrap", address, nbytes, owner, writable):
        return null
    return wrap_memory(address[0], nbytes[0], owner[0], writable[0])


@core.function
def is_shared(self: ptr[Object], tensor: ptr[Object]) -> ptr[Object]:
    if not is_tensor(tensor):
        PyErr_SetString(type_error[0], "is_shared wants a tensor")
        return null
    return PyBool_FromLong(i64(ptr[Tensor](tensor).storage.refcount > 1))


@core.function
def grad_enabled(self: ptr[Object], nothing: ptr[Object]) -> ptr[Object]:
    return PyBool_FromLong(i64(recording()))


@core.function
def set_grad_enabled(self: ptr[Object], enabled: ptr[Object]) -> ptr[Object]:
    wanted = PyObject_IsTrue(enabled)
    if wanted < 0:
        return null
    before = recording()
    set_recording(wanted != 0)
    return PyBool_FromLong(i64(before))


@core.function
def set_tracing(self: ptr[Object], on: ptr[Object]) -> ptr[Object]:
    """Count a function whose tracing begins or ends; all calls take the slow way meanwhile."""
    tracing[0] += 1 if PyObject_IsTrue(on) > 0 else -1
    return new_reference(none)


@core.function
def set_hook(self: ptr[Object], fields: ptr[Object]) -> ptr[Object]:
    """`set_hook((word, address))`: what kernels find at a word of their context from now on."""
    word = stack(i64)
    address = stack(i64)
    if not PyArg_ParseTuple(fields, "LL:set_hook", word, address):
        return null
    if word[0] < 0 or word[0] >= WORDS:
        PyErr_SetString(value_error[0], "set_hook wants the number of a word")
        return null
    context[word[0]] = address[0]
    return new_reference(none)


@core.function
def clear(self: ptr[Object], nothing: ptr[Object]) -> ptr[Object]:
    clear_table()
    return new_reference(none)


@core.function
def statistics(self: ptr[Object], nothing: ptr[Object]) -> ptr[Object]:
    """The tuple (hits, misses, entries)."""
    made = PyTuple_New(3)
    if not made:
        return null
    PyTuple_SetItem(made, 0, PyLong_FromLongLong(hits[0]))
    PyTuple_SetItem(made, 1, PyLong_FromLongLong(misses[0]))
    PyTuple_SetItem(made, 2, PyLong_FromLongLong(entries[0]))
    return made


@core.function
def set_tensor_type(self: ptr[Object], type: ptr[Object]) -> ptr[Object]:
    """The caller has checked that `type` is a subclass of TensorBase."""
    free_kept()
    simple_result[0] = i64(type == tensor_base[0])
    result_type[0] = new_reference(type)  # its old value may live on in other threads' frames
    return new_reference(none)


@core.function
def hasten_dealloc(self: ptr[Object], args: ptr[ptr[Object]], count: i64) -> ptr[Object]:
    """`hasten_dealloc(child, sibling)`: have instances of `child` freed directly.

    Classes made in Python free their instances by a general routine. A child of TensorBase that
    adds no state needs no more than TensorBase itself; so its slot is filled with the same
    function. Where the slot lies is found by looking for that function in TensorBase, and it
    must hold one and the same other function in both children.
    """
    if count != 2:
        PyErr_SetString(type_error[0], "hasten_dealloc wants two types")
        return null
    base = ptr[u64](ptr(tensor_base[0]))
    child = ptr[u64](ptr(args[0]))
    sibling = ptr[u64](ptr(args[1]))
    wanted = u64(ptr(tensor_dealloc))
    for i in range(2, TYPE_WORDS):
        if base[i] == wanted:
            if child[i] != wanted and child[i] == sibling[i]:
                child[i] = wanted
            hastened = child[i] == wanted
            if hastened and args[0] == result_type[0]:
                simple_result[0] = 1
            return PyBool_FromLong(i64(hastened))
    return PyBool_FromLong(0)


@core.function
def set_operator(self: ptr[Object], args: ptr[ptr[Object]], count: i64) -> ptr[Object]:
    """`set_operator(number, function)`."""
    if count != 2:
        PyErr_SetString(type_error[0], "set_operator wants a number and a function")
        return null
    which = PyLong_AsLongLong(args[0])
    if which < 0 or which >= OPERATOR_COUNT:
        PyErr_SetString(value_error[0], "there is no operator of this number")
        return null
    old = functions[which]
    functions[which] = new_reference(args[1])
    if old:
        Py_DecRef(old)
    return new_reference(none)


@core.function
def configure(self: ptr[Object], fields: ptr[Object]) -> ptr[Object]:
    """Takes what only Python knows: (DType, Layout, IndexRangeError, GradientError, six
    offsets)."""
    dtype = stack(ptr[Object])
    layout = stack(ptr[Object])
    index_error = stack(ptr[Object])
    grad_error = stack(ptr[Object])
    offsets = stack(i64, 6)
    if not PyArg_ParseTuple(
        fields, "OOOOLLLLLL:configure", dtype, layout, index_error, grad_error,
        offsets, offsets + 1, offsets + 2, offsets + 3, offsets + 4, offsets + 5,
    ):  # fmt: skip
        return null
    dtype_type[0] = new_reference(dtype[0])
    layout_type[0] = new_reference(layout[0])
    index_range_error[0] = new_reference(index_error[0])
    gradient_error[0] = new_reference(grad_error[0])
    place_layout_fields(offsets)
    return new_reference(none)


@core.function
def peek(self: ptr[Object], args: ptr[ptr[Object]], count: i64) -> ptr[Object]:
    """`peek(object, offset, value)`: whether `object` holds `value` at a byte offset within
    it."""
    if count != 3:
        PyErr_SetString(type_error[0], "peek wants an object, an offset and a value")
        return null
    place = ptr[ptr[Object]](ptr(args[0]) + PyLong_AsLongLong(args[1]))
    return PyBool_FromLong(i64(place[0] == args[2]))


# -- memory and threads --------------------------------------------------------------------------


@core.function
def memory_configure(self: ptr[Object], fields: ptr[Object]) -> ptr[Object]:
    """Takes the tuple (limit, maximum, huge_pages); see `core.memory`."""
    limit = stack(i64)
    maximum = stack(i64)
    huge_pages = stack(i64)
    if not PyArg_ParseTuple(fields, "LLL:configure", limit, maximum, huge_pages):
        return null
    memory.configure(limit[0], maximum[0], huge_pages[0] != 0)
    memory.guard_forks()
    return new_reference(none)


@core.function
def memory_statistics(self: ptr[Object], nothing: ptr[Object]) -> ptr[Object]:
    """A tuple of the numbers that `core.memory.STATISTICS` names."""
    values = stack(i64, STATISTICS_COUNT)
    for i in range(STATISTICS_COUNT):
        values[i] = ptr[i64](ptr(memory.statistics))[i]
    held = memory.held
    values[0] -= held.bytes
    values[2] += held.bytes
    values[4] += held.allocations
    values[5] += held.releases
    made = PyTuple_New(STATISTICS_COUNT)
    if not made:
        return null
    for i in range(STATISTICS_COUNT):
        PyTuple_SetItem(made, i, PyLong_FromLongLong(values[i]))
    return made


@core.function
def memory_trim(self: ptr[Object], nothing: ptr[Object]) -> ptr[Object]:
    return PyLong_FromLongLong(memory.trim())


@core.function
def memory_reset_peak(self: ptr[Object], nothing: ptr[Object]) -> ptr[Object]:
    memory.reset_peak()
    return new_reference(none)


@core.function
def set_num_threads(self: ptr[Object], count: ptr[Object]) -> ptr[Object]:
    number = PyLong_AsLongLong(count)
    if number < 1:
        if not PyErr_Occurred():
            PyErr_SetString(value_error[0], "set_num_threads wants at least 1 thread")
        return null
    state = PyEval_SaveThread()  # it may wait for a job
    status = pool.set_num_threads(number)
    PyEval_RestoreThread(state)
    if status:
        PyErr_SetString(
            runtime_error[0], "the number of threads cannot change inside a parallel task"
        )
        return null
    return new_reference(none)


@core.function
def num_threads(self: ptr[Object], nothing: ptr[Object]) -> ptr[Object]:
    return PyLong_FromLongLong(pool.num_threads())


@core.function
def after_fork(self: ptr[Object], nothing: ptr[Object]) -> ptr[Object]:
    pool.after_fork()
    return new_reference(none)


# -- the entry ---------------------------------------------------------------------------------


started: Final = core.variable("started", ptr[Object])  # what the first start gave
home: Final = core.variable("home", i64)  # the interpreter of the first start


@core.function
def put_builtin(made: ptr[Object], at: i64, name: ptr[u8], function: ptr, flags: i32) -> None:
    put_method(builtins, at, name, function, flags, null)
    PyTuple_SetItem(made, at, make_builtin(builtins + at))


@core.function
def facts_hold() -> bool:
    """Whether object headers look as `cpython.py` says."""
    number = PyFloat_FromDouble(1.5)
    if not number:
        return False
    fine = number.type == float_type and number.refcount == 1
    Py_DecRef(number)
    return fine


@core.function(export=True)
def nitinol_core_start() -> ptr[Object]:
    """A tuple of builtins and types; null with an exception set when something is not as
    expected."""
    interpreter = PyInterpreterState_GetID(PyInterpreterState_Get())
    if started[0]:
        if home[0] == interpreter:
            return new_reference(started[0])
        PyErr_SetString(type_error[0], "the native core serves one interpreter of a process")
        return null
    if not facts_hold():
        PyErr_SetString(type_error[0], "objects of this Python have an unknown layout")
        return null
    if (
        not make_plan_type()
        or not make_storage_type()
        or not make_node_type()
        or not make_function_type()
        or not make_tensor_type()
    ):
        return null
    context[PARALLEL_FOR] = i64(ptr(hooks.parallel_for))
    context[ALLOCATE] = i64(ptr(hooks.allocate))
    context[RELEASE] = i64(ptr(hooks.release))
    context[POLL] = i64(ptr(hooks.poll))
    context[HOLD] = i64(ptr(hooks.hold))
    hooks.install()
    pool.set_spin(pool.DEFAULT_SPIN)
    made = PyTuple_New(BUILTINS + 4)
    if not made:
        return null
    put_builtin(made, 0, "allocate", allocate, METH_O)
    put_builtin(made, 1, "wrap", wrap, METH_O)
    put_builtin(made, 2, "is_shared", is_shared, METH_O)
    put_builtin(made, 3, "grad_enabled", grad_enabled, METH_NOARGS)
    put_builtin(made, 4, "set_grad_enabled", set_grad_enabled, METH_O)
    put_builtin(made, 5, "clear", clear, METH_NOARGS)
    put_builtin(made, 6, "statistics", statistics, METH_NOARGS)
    put_builtin(made, 7, "set_tensor_type", set_tensor_type, METH_O)
    put_builtin(made, 8, "set_operator", set_operator, METH_FASTCALL)
    put_builtin(made, 9, "configure", configure, METH_O)
    put_builtin(made, 10, "peek", peek, METH_FASTCALL)
    put_builtin(made, 11, "plan", plan_from, METH_O)
    put_builtin(made, 12, "function", new_function, METH_O)
    put_builtin(made, 13, "remember", remember, METH_FASTCALL)
    put_builtin(made, 14, "run", run, METH_FASTCALL)
    put_builtin(made, 15, "memory_configure", memory_configure, METH_O)
    put_builtin(made, 16, "memory_statistics", memory_statistics, METH_NOARGS)
    put_builtin(made, 17, "memory_trim", memory_trim, METH_NOARGS)
    put_builtin(made, 18, "set_num_threads", set_num_threads, METH_O)
    put_builtin(made, 19, "num_threads", num_threads, METH_NOARGS)
    put_builtin(made, 20, "after_fork", after_fork, METH_NOARGS)
    put_builtin(made, 21, "set_tracing", set_tracing, METH_O)
    put_builtin(made, 22, "hasten_dealloc", hasten_dealloc, METH_FASTCALL)
    put_builtin(made, 23, "view", view, METH_FASTCALL)
    put_builtin(made, 24, "learn_step", learn_step, METH_FASTCALL)
    put_builtin(made, 25, "walk", walk_back, METH_FASTCALL)
    put_builtin(made, 26, "run_into", run_into, METH_FASTCALL)
    put_builtin(made, 27, "memory_reset_peak", memory_reset_peak, METH_NOARGS)
    put_builtin(made, 28, "set_hook", set_hook, METH_O)
    put_builtin(made, 29, "run_assigning", run_assigning, METH_FASTCALL)
    PyTuple_SetItem(made, BUILTINS, new_reference(tensor_base[0]))
    PyTuple_SetItem(made, BUILTINS + 1, new_reference(node_type[0]))
    PyTuple_SetItem(made, BUILTINS + 2, new_reference(storage_type[0]))
    PyTuple_SetItem(made, BUILTINS + 3, new_reference(function_type[0]))
    for i in range(BUILTINS + 4):
        if not PyTuple_GetItem(made, i):
            Py_DecRef(made)
            return null
    started[0] = new_reference(made)
    home[0] = interpreter
    return made
