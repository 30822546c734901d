# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""`Plan`, native: a recipe in the form in which it is run. Made once for each recipe."""

from __future__ import annotations

from typing import Final

from ...native import fn, i32, i64, null, ptr, sizeof, stack, u64
from .cpython import (
    DISALLOW_INSTANTIATION,
    HAVE_GC,
    TP_CLEAR,
    TP_DEALLOC,
    TP_TRAVERSE,
    Object,
    Py_DecRef,
    PyArg_ParseTuple,
    PyBytes_AsString,
    PyErr_NoMemory,
    PyErr_Occurred,
    PyErr_SetString,
    PyLong_AsLongLong,
    PyMem_RawFree,
    PyMem_RawMalloc,
    PyObject_GC_UnTrack,
    PyTuple_GetItem,
    PyTuple_New,
    PyTuple_SetItem,
    PyTuple_Size,
    PyType_GenericAlloc,
    TypeSlot,
    core,
    drop,
    free_object,
    new_reference,
    none,
    value_error,
    visit,
)
from .objects import Plan, plan_type
from .types import make_type, put_slot

FIELDS: Final = "OLOOOOOLLLLLLO:plan"  # of the tuple that `plan_from` takes


@core.function
def plan_traverse(plan: ptr[Plan], visitor: ptr, argument: ptr) -> i32:
    status = visit(plan.rule, visitor, argument)
    if not status:
        status = visit(plan.alive, visitor, argument)
    step = plan.steps
    while step and not status:
        status = visit(step.plan, visitor, argument)
        step = step.next
    if not status:
        status = visit(plan.type, visitor, argument)
    return status


@core.function
def release_plan(plan: ptr[Plan]) -> None:
    """Drop what a plan refers to that may lead back to it."""
    rule, alive = plan.rule, plan.alive
    plan.rule = null
    plan.alive = null
    if rule:
        Py_DecRef(rule)
    if alive:
        Py_DecRef(alive)
    release_steps(plan)


@core.function
def release_steps(plan: ptr[Plan]) -> None:
    """Forget the ways back through a plan."""
    step = plan.steps
    plan.steps = null
    plan.step_count = 0
    while step:
        next = step.next
        if step.plan:
            drop(step.plan)
        for i in range(step.layout_count):
            if step.layouts[i]:
                drop(step.layouts[i])
        PyMem_RawFree(step)
        step = next


@core.function
def plan_dealloc(plan: ptr[Plan]) -> None:
    PyObject_GC_UnTrack(plan)
    release_plan(plan)
    outputs, saves = plan.outputs, plan.saves
    if plan.sizes:
        PyMem_RawFree(plan.sizes)
    if outputs:
        Py_DecRef(outputs)
    if saves:
        Py_DecRef(saves)
    free_object(plan)


@core.function
def new_plan(rule: ptr[Object], outputs: ptr[Object], saves: ptr[Object]) -> ptr[Plan]:
    """A plan that says no more than what the tape needs; null with an exception set on failure.

    `outputs` and `saves` are tuples of layouts and ints.
    """
    plan = ptr[Plan](PyType_GenericAlloc(plan_type[0], 0))
    if not plan:
        return null
    plan.view = -1
    plan.outputs = new_reference(outputs)
    plan.saves = new_reference(saves)
    if rule != none:
        plan.rule = new_reference(rule)
    count = PyTuple_Size(outputs)
    save_count = PyTuple_Size(saves)
    if count < 0 or save_count < 0:
        Py_DecRef(plan)
        return null
    memory = PyMem_RawMalloc(u64(8 * (4 * count + save_count) + 8))
    if not memory:
        Py_DecRef(plan)
        PyErr_NoMemory()
        return null
    plan.sizes = ptr[i64](memory)
    plan.smooth = plan.sizes + count
    plan.layouts = ptr[ptr[Object]](ptr(plan.smooth + count))
    plan.saved = ptr[i64](ptr(plan.layouts + count))
    plan.over = plan.saved + save_count
    plan.output_count = count
    plan.save_count = save_count
    for i in range(count):
        plan.sizes[i] = 0
        plan.smooth[i] = 1
        plan.over[i] = -1
        plan.layouts[i] = PyTuple_GetItem(outputs, i)
    for i in range(save_count):
        which = PyLong_AsLongLong(PyTuple_GetItem(saves, i))
        if which < 0:
            if not PyErr_Occurred():
                PyErr_SetString(value_error[0], "saves wants numbers of operands and outputs")
            Py_DecRef(plan)
            return null
        plan.saved[i] = which
        plan.least_operands = max(plan.least_operands, which + 1 - count)
    return plan


@core.function
def view_plan(offset: i64, layout: ptr[Object]) -> ptr[Plan]:
    """The plan of a view of the first operand, for calls that are not recorded."""
    outputs, saves = PyTuple_New(1), PyTuple_New(0)
    if not outputs or not saves:
        return null
    PyTuple_SetItem(outputs, 0, new_reference(layout))
    plan = new_plan(none, outputs, saves)
    Py_DecRef(outputs)
    Py_DecRef(saves)
    if plan:
        plan.single = 1
        plan.view = 0
        plan.offset = offset
        plan.unrecorded = 1
        plan.least_operands = 1
    return plan


@core.function
def plan_from(self: ptr[Object], fields: ptr[Object]) -> ptr[Object]:
    """A plan from the tuple (alive, address, dims, rule, outputs, saves, numbers, releasing,
    single, workspace, view, offset, unrecorded, over), where `numbers` are sizes and smoothness of the
    outputs.
    """
    alive = stack(ptr[Object])
    address = stack(i64)
    dims = stack(ptr[Object])
    rule = stack(ptr[Object])
    outputs = stack(ptr[Object])
    saves = stack(ptr[Object])
    numbers = stack(ptr[Object])
    releasing = stack(i64)
    single = stack(i64)
    workspace = stack(i64)
    view = stack(i64)
    offset = stack(i64)
    unrecorded = stack(i64)
    over = stack(ptr[Object])
    if not PyArg_ParseTuple(
        fields, FIELDS, alive, address, dims, rule, outputs, saves, numbers, releasing, single,
        workspace, view, offset, unrecorded, over,
    ):  # fmt: skip
        return null
    plan = new_plan(rule[0], outputs[0], saves[0])
    if not plan:
        return null
    plan.alive = new_reference(alive[0])
    kernel = ptr(address[0])
    plan.kernel = fn[[ptr, ptr, ptr], i64](kernel)
    plan.dims = PyBytes_AsString(dims[0])
    plan.releasing = releasing[0]
    plan.single = single[0]
    plan.workspace = workspace[0]
    plan.view = view[0]
    plan.offset = offset[0]
    plan.unrecorded = unrecorded[0]
    plan.least_operands = max(plan.least_operands, view[0] + 1)
    for i in range(plan.output_count):
        plan.sizes[i] = PyLong_AsLongLong(PyTuple_GetItem(numbers[0], 2 * i))
        plan.smooth[i] = PyLong_AsLongLong(PyTuple_GetItem(numbers[0], 2 * i + 1))
        if i < PyTuple_Size(over[0]):
            plan.over[i] = PyLong_AsLongLong(PyTuple_GetItem(over[0], i))
    if PyErr_Occurred():
        Py_DecRef(plan)
        return null
    return plan


@core.function
def make_plan_type() -> bool:
    slots = stack(TypeSlot, 4)
    put_slot(slots, 0, TP_DEALLOC, plan_dealloc)
    put_slot(slots, 1, TP_TRAVERSE, plan_traverse)
    put_slot(slots, 2, TP_CLEAR, plan_clear)
    put_slot(slots, 3, 0, null)
    flags = DISALLOW_INSTANTIATION | HAVE_GC
    plan_type[0] = make_type("nitinol.core.Plan", sizeof(Plan), 0, i32(flags), slots)
    return plan_type[0] != null


@core.function
def plan_clear(plan: ptr[Plan]) -> i32:
    release_plan(plan)
    return 0
