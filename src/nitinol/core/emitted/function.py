# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""`Function`, native: what users call as `ni.sin`, and the builtins `remember` and `run`."""

from __future__ import annotations

from typing import Final

from ...native import f64, i32, i64, null, offsetof, ptr, ref, sizeof, stack, u64, unlikely
from .cpython import (
    DISALLOW_INSTANTIATION,
    HAVE_GC,
    HAVE_VECTORCALL,
    METH_NOARGS,
    METHOD_DESCRIPTOR,
    TP_CALL,
    TP_CLEAR,
    TP_DEALLOC,
    TP_DESCR_GET,
    TP_DOC,
    TP_GETSET,
    TP_MEMBERS,
    TP_METHODS,
    TP_REPR,
    TP_TRAVERSE,
    GetSetDef,
    MemberDef,
    MethodDef,
    Object,
    Py_DecRef,
    PyArg_ParseTuple,
    PyBool_FromLong,
    PyComplex_ImagAsDouble,
    PyComplex_RealAsDouble,
    PyErr_Clear,
    PyErr_Format,
    PyErr_NoMemory,
    PyErr_Occurred,
    PyErr_SetString,
    PyFloat_AsDouble,
    PyLong_AsLongLong,
    PyMem_RawFree,
    PyMem_RawMalloc,
    PyMethod_New,
    PyObject_ClearWeakRefs,
    PyObject_GC_UnTrack,
    PyObject_GenericGetDict,
    PyObject_GenericSetDict,
    PyObject_GetAttrString,
    PyObject_Vectorcall,
    PySequence_Tuple,
    PyTuple_GetItem,
    PyTuple_Size,
    PyType_GenericAlloc,
    PyUnicode_FromFormat,
    PyVectorcall_Call,
    TypeSlot,
    complex_type,
    core,
    drop,
    float_type,
    free_object,
    int_type,
    keep,
    new_reference,
    none,
    overflow_error,
    type_error,
    value_error,
    visit,
)
from .execute import execute, execute_any, execute_into, has_history
from .key import collect_key, make_key
from .make import new_tensor
from .objects import (
    MAX_OUTPUTS,
    NOTED,
    Call,
    Function,
    Plan,
    Storage,
    Tensor,
    forget_run,
    function_type,
    hits,
    is_tensor,
    last_count,
    last_layout,
    last_offset,
    last_operands,
    last_plan,
    last_result,
    layout_type,
    misses,
    note_run,
    note_view,
    plan_type,
    recording,
    result_type,
    run_count,
    tracing,
    watching,
)
from .plan import view_plan
from .table import enter, find, hash_of
from .types import make_type, put_getset, put_method, put_offset, put_slot

MISSED: Final = 1  # an address that is no object: the call has to take the slow way
# What keeps much on the stack is never inlined: the slow way of one call may lead to the next.
COUNT_MASK: Final = (1 << 63) - 1  # the upper bit of a vectorcall's count is a flag

getset: Final = core.variable("function_getset", GetSetDef, 2)
members: Final = core.variable("function_members", MemberDef, 4)
methods: Final = core.variable("function_methods", MethodDef, 2)
SEEN: Final = 4096
seen: Final = core.variable("function_seen", u64, SEEN)  # hashes of calls that came once
numbers: Final = core.variable("function_numbers", u64)


@core.function
def must_record(operands: ptr[ptr[Object]], count: i64) -> bool:
    """Whether a call on these operands belongs on the tape."""
    return has_history(operands, count) and recording()


@core.function(inline=False)
def attempt(
    function: ptr[Function], args: ptr[ptr[Object]], count: i64, names: ptr[Object]
) -> ptr[Object]:
    """The result of a call that the table knows, MISSED if it does not, or null with an
    exception set."""
    call = stack(Call)
    if not make_key(call, function, args, count, names, 0):
        return ptr[Object](u64(MISSED))
    words = ref(call).words
    slot = find(words, call.word_count, hash_of(words, call.word_count))
    if unlikely(not slot.entry):
        return ptr[Object](u64(MISSED))
    plan = slot.entry.plan
    if unlikely(plan.unrecorded) and must_record(ref(call).operands, call.operand_count):
        return ptr[Object](u64(MISSED))
    hits[0] += 1
    keep(plan)  # whatever runs meanwhile may clear the table
    if unlikely(call.loose):
        hold(ref(call).operands, call.operand_count)
    result = execute(
        plan, ref(call).operands, call.operand_count, ref(call).buffers, ref(call).storages
    )
    if unlikely(call.loose):
        release(ref(call).operands, call.operand_count)
    if unlikely(watching[0] != 0):
        note_run(plan, ref(call).operands, call.operand_count, result)
    drop(plan)
    return result


@core.function
def hold(operands: ptr[ptr[Object]], count: i64) -> None:
    """Hold operands that come from a list, which others may change meanwhile."""
    for i in range(count):
        new_reference(operands[i])


@core.function
def release(operands: ptr[ptr[Object]], count: i64) -> None:
    for i in range(count):
        Py_DecRef(operands[i])


@core.function(inline=True)
def attempt_tensors(function: ptr[Function], args: ptr[ptr[Object]], count: i64) -> ptr[Object]:
    """`attempt` for tensors alone, all of them operands; `count` is a constant."""
    words = stack(u64, 3)
    buffers = stack(i64, 3 + MAX_OUTPUTS)
    storages = stack(ptr[Storage], MAX_OUTPUTS + 1)
    words[0] = function.number << 16 | u64(count)
    for i in range(count):
        tensor = ptr[Tensor](args[i])
        words[1 + i] = u64(ptr(tensor.layout))
        buffers[i] = tensor.address
    slot = find(words, 1 + count, hash_of(words, 1 + count))
    if unlikely(not slot.entry):
        return ptr[Object](u64(MISSED))
    plan = slot.entry.plan
    if unlikely(plan.unrecorded) and must_record(args, count):
        return ptr[Object](u64(MISSED))
    hits[0] += 1
    keep(plan)
    result = execute(plan, args, count, buffers, storages)
    if unlikely(watching[0] != 0):
        note_run(plan, args, count, result)
    drop(plan)
    return result


@core.function(inline=False)
def attempt_one(function: ptr[Function], args: ptr[ptr[Object]]) -> ptr[Object]:
    return attempt_tensors(function, args, 1)


@core.function(inline=False)
def attempt_two(function: ptr[Function], args: ptr[ptr[Object]]) -> ptr[Object]:
    return attempt_tensors(function, args, 2)


@core.function(inline=True)
def attempt_any(
    function: ptr[Function], args: ptr[ptr[Object]], count: i64, names: ptr[Object]
) -> ptr[Object]:
    """`attempt` by the shortest way."""
    type = result_type[0]
    if unlikely(tracing[0] != 0):
        return ptr[Object](u64(MISSED))
    if not names and count <= function.operand_count:
        if count == 2 and args[0].type == type and args[1].type == type:
            return attempt_two(function, args)
        if count == 1 and args[0].type == type:
            return attempt_one(function, args)
    return attempt(function, args, count, names)


@core.function
def function_call(
    function: ptr[Function], args: ptr[ptr[Object]], flagged: u64, names: ptr[Object]
) -> ptr[Object]:
    """The vectorcall entry."""
    result = attempt_any(function, args, i64(flagged & COUNT_MASK), names)
    if unlikely(u64(ptr(result)) == MISSED):
        misses[0] += 1
        if function.transparent:
            return call_watching(function, args, i64(flagged & COUNT_MASK), names)
        return PyObject_Vectorcall(function.slow, args, flagged & COUNT_MASK, names)
    return result


@core.function
def call_watching(
    function: ptr[Function], args: ptr[ptr[Object]], count: i64, names: ptr[Object]
) -> ptr[Object]:
    """The slow way of a transparent function: if all it came to is one run on its own operands,
    later calls that look like this one go there directly."""
    before = run_count[0]
    watching[0] += 1
    result = PyObject_Vectorcall(function.slow, args, u64(count), names)
    watching[0] -= 1
    if result and run_count[0] == before + 1 and last_result[0] == result and tracing[0] == 0:
        learn(function, args, count, names)
    if watching[0] == 0:
        forget_run()
    return result


@core.function(inline=False)
def learn(function: ptr[Function], args: ptr[ptr[Object]], count: i64, names: ptr[Object]) -> None:
    """Enter the plan that ran last for this call, if the operands are the same tensors."""
    call = stack(Call)
    if last_count[0] > NOTED or (not last_plan[0] and not last_layout[0]):
        return
    if not collect_key(call, function, args, count, names):
        return
    if call.operand_count != last_count[0]:
        return
    for i in range(call.operand_count):
        o = call.operands[i]
        if o != last_operands[i] or o.type != result_type[0]:
            return
    words = ref(call).words
    hash = hash_of(words, call.word_count)
    if seen[hash % SEEN] != hash:
        seen[hash % SEEN] = hash  # only calls that come again are worth an entry
        return
    plan = last_plan[0]
    if plan:
        keep(plan)
    else:
        plan = view_plan(last_offset[0], last_layout[0])
        if not plan:
            PyErr_Clear()
            return
    references = ptr[ptr[Object]](ptr(ref(call).buffers))
    if plan.output_count <= MAX_OUTPUTS:
        enter(words, call.word_count, plan, references, call.reference_count)
    drop(plan)


@core.function
def remember(self: ptr[Object], args: ptr[ptr[Object]], count: i64) -> ptr[Object]:
    """`remember(function, args, names, plan)`: `args` with the values of keywords at their
    end."""
    if count != 4 or args[0].type != function_type[0] or args[3].type != plan_type[0]:
        PyErr_SetString(type_error[0], "remember wants a function made by ni.core.function")
        return null
    function, plan = ptr[Function](args[0]), ptr[Plan](args[3])
    names = args[2] if PyTuple_Size(args[2]) else ptr[Object](null)
    total = PyTuple_Size(args[1])
    if total < 0 or total > 64 or plan.output_count > MAX_OUTPUTS:
        return PyBool_FromLong(0)
    values = stack(ptr[Object], 64)
    for i in range(total):
        values[i] = PyTuple_GetItem(args[1], i)
    positional = total
    if names:
        positional = total - PyTuple_Size(names)
    call = stack(Call)
    if not collect_key(call, function, values, positional, names):
        return PyBool_FromLong(0)
    if not fits(plan, ref(call).operands, call.operand_count):
        return null
    references = ptr[ptr[Object]](ptr(ref(call).buffers))
    done = enter(ref(call).words, call.word_count, plan, references, call.reference_count)
    return PyBool_FromLong(i64(done))


@core.function
def view(self: ptr[Object], args: ptr[ptr[Object]], count: i64) -> ptr[Object]:
    """`view(tensor, offset, layout)`: the memory of a tensor from a byte offset on, not recorded."""
    if count != 3 or not is_tensor(args[0]) or args[2].type != layout_type[0]:
        PyErr_SetString(type_error[0], "view wants a tensor, a number of bytes and a layout")
        return null
    offset = PyLong_AsLongLong(args[1])
    if offset == -1 and PyErr_Occurred() != null:
        return null
    base = ptr[Tensor](args[0])
    keep(base.storage)
    address = base.address + offset
    made = new_tensor(result_type[0], base.storage, address, args[2], null, 0)
    if watching[0] != 0 and made != null:
        note_view(args[0], offset, args[2], made)
    return made


@core.function
def fits(plan: ptr[Plan], operands: ptr[ptr[Object]], count: i64) -> bool:
    """Whether a plan can run on these operands; sets ValueError if not."""
    if plan.least_operands > count or (plan.view >= 0 and not is_tensor(operands[plan.view])):
        PyErr_Format(
            value_error[0], "this recipe wants at least %lld operands, not %lld",
            plan.least_operands, count,
        )  # fmt: skip
        return False
    return True


@core.function
def run(self: ptr[Object], args: ptr[ptr[Object]], count: i64) -> ptr[Object]:
    """`run(plan, operands)` with any number of operands."""
    if count != 2 or args[0].type != plan_type[0]:
        PyErr_SetString(type_error[0], "run wants a Recipe and its operands")
        return null
    plan = ptr[Plan](args[0])
    given = PySequence_Tuple(args[1])
    if not given:
        return null
    result = run_tuple(plan, given, False)
    Py_DecRef(given)
    return result


@core.function
def run_into(self: ptr[Object], args: ptr[ptr[Object]], count: i64) -> ptr[Object]:
    """`run_into(plan, operands)`: the one result goes into the memory of the first operand."""
    if count != 2 or args[0].type != plan_type[0]:
        PyErr_SetString(type_error[0], "run_into wants a Recipe and its operands")
        return null
    plan = ptr[Plan](args[0])
    given = PySequence_Tuple(args[1])
    if not given:
        return null
    result = ptr[Object](null)
    if PyTuple_Size(given) < 1 or not fits_into(plan, PyTuple_GetItem(given, 0)):
        PyErr_SetString(
            value_error[0], "run_into wants one result that lies as the first operand does"
        )
    else:
        result = run_tuple(plan, given, True)
    Py_DecRef(given)
    return result


@core.function
def fits_into(plan: ptr[Plan], o: ptr[Object]) -> bool:
    """Whether the one result of a plan lies in memory as a tensor does."""
    if plan.output_count != 1 or plan.view >= 0 or not is_tensor(o):
        return False
    tensor = ptr[Tensor](o)
    return tensor.layout == plan.layouts[0] and tensor.storage.writable != 0


@core.function
def run_tuple(plan: ptr[Plan], given: ptr[Object], into: bool) -> ptr[Object]:
    n = PyTuple_Size(given)
    outputs = plan.output_count
    # operands, numbers (two words each), buffers, storages
    memory = PyMem_RawMalloc(u64(8 * (n + 2 * n + (n + outputs + 1) + (outputs + 1))))
    if not memory:
        return PyErr_NoMemory()
    operands = ptr[ptr[Object]](memory)
    scalars = ptr[i64](ptr(operands + n))
    buffers = scalars + 2 * n
    storages = ptr[ptr[Storage]](ptr(buffers + (n + outputs + 1)))
    result = ptr[Object](null)
    fine = True
    for i in range(n):
        operands[i] = PyTuple_GetItem(given, i)
        if fine:
            fine = load_operand(operands[i], scalars + 2 * i, buffers + i)
    if fine and fits(plan, operands, n):
        keep(plan)
        if into:
            if execute_into(plan, operands, n, buffers, storages):
                result = new_reference(none)
            run_count[0] += 1
        else:
            result = execute_any(plan, operands, n, buffers, storages)
            if watching[0] != 0:
                note_run(plan, operands, n, result)
        drop(plan)
    PyMem_RawFree(memory)
    return result


@core.function
def load_operand(o: ptr[Object], scalar: ptr[i64], buffer: ptr[i64]) -> bool:
    """Write the address of an operand to `buffer`; False with an exception set when it is
    none."""
    if is_tensor(o):
        buffer[0] = ptr[Tensor](o).address
        return True
    buffer[0] = i64(ptr(scalar))
    if o.type == int_type:
        scalar[0] = PyLong_AsLongLong(o)
        if scalar[0] == -1 and PyErr_Occurred() != null:
            PyErr_Format(
                overflow_error[0],
                "the integer %S does not fit in 64 bits; use a float",
                i64(ptr(o)),
            )
            return False
        return True
    place = ptr[f64](ptr(scalar))
    if o.type == float_type:
        place[0] = PyFloat_AsDouble(o)
        return True
    if o.type == complex_type:
        place[0] = PyComplex_RealAsDouble(o)
        place[1] = PyComplex_ImagAsDouble(o)
        return True
    PyErr_Format(
        type_error[0],
        "an operand must be a tensor or a Python int, float or complex, not %S",
        i64(ptr(o.type)),
    )
    return False


# -- the type ----------------------------------------------------------------------------------


@core.function
def new_function(self: ptr[Object], fields: ptr[Object]) -> ptr[Object]:
    """A function from the tuple (slow, dict, operand_count, nested, transparent)."""
    slow = stack(ptr[Object])
    dict = stack(ptr[Object])
    operand_count = stack(i64)
    nested = stack(i64)
    transparent = stack(i64)
    if not PyArg_ParseTuple(
        fields, "OOLLL:function", slow, dict, operand_count, nested, transparent
    ):
        return null
    made = ptr[Function](PyType_GenericAlloc(function_type[0], 0))
    if not made:
        return null
    made.call = function_call
    made.slow = new_reference(slow[0])
    made.dict = new_reference(dict[0])
    numbers[0] += 1
    made.number = numbers[0]
    made.operand_count = operand_count[0]
    made.nested = nested[0]
    made.transparent = transparent[0]
    return made


@core.function
def function_traverse(function: ptr[Function], visitor: ptr, argument: ptr) -> i32:
    status = visit(function.slow, visitor, argument)
    if not status:
        status = visit(function.dict, visitor, argument)
    if not status:
        status = visit(function.type, visitor, argument)
    return status


@core.function
def function_clear(function: ptr[Function]) -> i32:
    dict = function.dict
    function.dict = null
    if dict:
        Py_DecRef(dict)
    slow = function.slow
    function.slow = new_reference(none)  # a call of what was collected raises TypeError
    if slow:
        Py_DecRef(slow)
    return 0


@core.function
def function_dealloc(function: ptr[Function]) -> None:
    PyObject_GC_UnTrack(function)
    if function.weakrefs:
        PyObject_ClearWeakRefs(function)
    if function.dict:
        Py_DecRef(function.dict)
    if function.slow:
        Py_DecRef(function.slow)
    free_object(function)


@core.function
def function_get(function: ptr[Object], owner: ptr[Object], type: ptr[Object]) -> ptr[Object]:
    """As an attribute of an instance: a bound method."""
    if not owner or owner == none:
        return new_reference(function)
    return PyMethod_New(function, owner)


@core.function
def function_reduce(function: ptr[Function], nothing: ptr[Object]) -> ptr[Object]:
    """Pickled by name."""
    return PyObject_GetAttrString(function, "__qualname__")


@core.function
def function_repr(function: ptr[Function]) -> ptr[Object]:
    name = PyObject_GetAttrString(function, "__qualname__")
    if not name:
        return null
    text = PyUnicode_FromFormat("<function %S>", i64(ptr(name)))
    Py_DecRef(name)
    return text


@core.function
def make_function_type() -> bool:
    put_getset(getset, 0, "__dict__", PyObject_GenericGetDict, PyObject_GenericSetDict, null, 0)
    put_offset(members, 0, "__vectorcalloffset__", offsetof(Function, "call"))
    put_offset(members, 1, "__dictoffset__", offsetof(Function, "dict"))
    put_offset(members, 2, "__weaklistoffset__", offsetof(Function, "weakrefs"))
    put_method(methods, 0, "__reduce__", function_reduce, METH_NOARGS, "Pickled by name.")
    slots = stack(TypeSlot, 11)
    put_slot(slots, 0, TP_DEALLOC, function_dealloc)
    put_slot(slots, 1, TP_TRAVERSE, function_traverse)
    put_slot(slots, 2, TP_CLEAR, function_clear)
    put_slot(slots, 3, TP_CALL, PyVectorcall_Call)
    put_slot(slots, 4, TP_DESCR_GET, function_get)
    put_slot(slots, 5, TP_GETSET, getset)
    put_slot(slots, 6, TP_MEMBERS, members)
    put_slot(slots, 7, TP_DOC, "A function of tensors with a dispatch cache.")
    put_slot(slots, 8, TP_METHODS, methods)
    put_slot(slots, 9, TP_REPR, function_repr)
    put_slot(slots, 10, 0, null)
    flags = DISALLOW_INSTANTIATION | HAVE_GC | HAVE_VECTORCALL | METHOD_DESCRIPTOR
    function_type[0] = make_type("nitinol.core.Function", sizeof(Function), 0, i32(flags), slots)
    return function_type[0] != null
