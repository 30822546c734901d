# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""Steps, native: the way back through one tape node, without Python code.

The first time that the derivative of a plan is asked for, its rule (Python) finds the backward
program and how it is called; `learn_step` puts that into a list at the plan. The walk
(`walking.py`) then finds it by the layouts of the cotangents and by which operands have a history,
and runs it on the saved values where they lie: no tensor objects are made of them.

A step is for walks that are not recorded. What has no step (hooks, tracers, very many operands)
goes through Python.
"""

from __future__ import annotations

from typing import Final

from ...native import i64, null, ptr, sizeof, stack, u64, unlikely
from .cpython import (
    Object,
    Py_DecRef,
    PyErr_NoMemory,
    PyErr_Occurred,
    PyErr_SetString,
    PyLong_AsLongLong,
    PyMem_RawMalloc,
    PyTuple_GetItem,
    PyTuple_Size,
    core,
    drop,
    keep,
    new_reference,
    none,
    tuple_type,
    type_error,
    value_error,
)
from .execute import compute, drop_storages
from .function import load_operand
from .make import new_tensor
from .objects import (
    MAX_OPERANDS,
    MAX_OUTPUTS,
    Node,
    Plan,
    Step,
    Storage,
    Tensor,
    gradient_error,
    layout_type,
    node_type,
    parents_of,
    plan_type,
    result_type,
    run_count,
    saved_of,
)
from .plan import release_steps
from .tape import get_saved

NOTHING: Final = 1 << 40  # no gradient for this operand
KEPT_STEPS: Final = 16  # per plan; none is forgotten, since a walk in another thread may use it


@core.function(inline=True)
def wanted_of(node: ptr[Node]) -> u64:
    """Which operands have a history, as bits."""
    wanted = u64(0)
    for i in range(node.operand_count):
        if parents_of(node)[i]:
            wanted = wanted | u64(1) << u64(i)
    return wanted


@core.function(inline=True)
def matches(step: ptr[Step], wanted: u64, cotangents: ptr[ptr[Object]]) -> bool:
    if step.wanted != wanted:
        return False
    for i in range(step.layout_count):
        c = cotangents[i]
        layout = ptr[Object](null)
        if c:
            if c.type != result_type[0]:
                return False
            layout = ptr[Tensor](c).layout
        if layout != step.layouts[i]:
            return False
    return True


@core.function(inline=True)
def find_step(node: ptr[Node], cotangents: ptr[ptr[Object]]) -> ptr[Step]:
    """The step for these cotangents (one for each result of the node, or null), or null."""
    if unlikely(node.operand_count > MAX_OPERANDS):
        return null
    wanted = wanted_of(node)
    step = node.plan.steps
    while step and not matches(step, wanted, cotangents):
        step = step.next
    return step


@core.function
def free_gradients(gradients: ptr[ptr[Object]], count: i64) -> None:
    for i in range(count):
        if gradients[i]:
            Py_DecRef(gradients[i])
            gradients[i] = null


@core.function
def run_step(
    step: ptr[Step],
    node: ptr[Node],
    cotangents: ptr[ptr[Object]],
    gradients: ptr[ptr[Object]],
) -> bool:
    """Compute the gradients of a node's operands; False with an exception set on failure."""
    plan = step.plan
    buffers = stack(i64, MAX_OPERANDS + MAX_OUTPUTS + 1)
    storages = stack(ptr[Storage], MAX_OUTPUTS + 1)
    count = step.pick_count
    outputs = i64(0)
    if plan and plan.view >= 0:  # of a cotangent, as `learn_step` has made sure
        base = ptr[Tensor](cotangents[~step.picks[plan.view]])
        keep(base.storage)
        storages[0] = base.storage
        buffers[count] = base.address + plan.offset
        outputs = 1
    elif plan:
        numbers = stack(i64, 2 * MAX_OPERANDS)
        for i in range(count):
            which = step.picks[i]
            if which < 0:
                buffers[i] = ptr[Tensor](cotangents[~which]).address
            else:
                value = saved_of(node) + which
                if value.layout:
                    buffers[i] = value.address
                elif not load_operand(value.object, numbers + 2 * i, buffers + i):
                    return False
        held = ptr[Object](null)
        if plan.releasing:  # others may free the history meanwhile
            held = get_saved(node, null)
            if not held:
                return False
        keep(plan)
        fine = compute(plan, null, 0, count, 0, buffers, storages)
        drop(plan)
        if held:
            Py_DecRef(held)
        if unlikely(not fine):
            return False
        run_count[0] += 1
        outputs = plan.output_count
    fine = True
    for i in range(step.give_count):
        which = step.gives[i]
        gradients[i] = null
        if which == NOTHING:
            continue
        if which < 0:
            gradients[i] = new_reference(cotangents[~which])
        elif fine:
            keep(storages[which])
            gradients[i] = new_tensor(
                result_type[0],
                storages[which],
                buffers[count + which],
                plan.layouts[which],
                null,
                0,
            )
            fine = gradients[i] != null
    drop_storages(storages, 0, outputs)
    if unlikely(plan and plan.releasing and node.freed):
        PyErr_SetString(gradient_error[0], "another thread freed this history during backward()")
        fine = False
    if unlikely(not fine):
        free_gradients(gradients, step.give_count)
    return fine


# -- learning ----------------------------------------------------------------------------------


@core.function
def numbers_from(given: ptr[Object], into: ptr[i64]) -> bool:
    """Copy a tuple of ints; False with an exception set when it holds others."""
    for i in range(PyTuple_Size(given)):
        into[i] = PyLong_AsLongLong(PyTuple_GetItem(given, i))
        if into[i] == -1 and PyErr_Occurred() != null:
            return False
    return True


@core.function
def in_range(step: ptr[Step], node: ptr[Node]) -> bool:
    """Whether all numbers of a step name something that there is."""
    outputs = i64(0)
    if step.plan:
        outputs = step.plan.output_count
        if step.plan.view >= step.pick_count:
            return False
    for i in range(step.pick_count):
        which = step.picks[i]
        if which >= node.save_count or ~which >= step.layout_count:
            return False
        if step.plan and step.plan.view == i and which >= 0:
            return False
        if which < 0 and not step.layouts[~which]:
            return False
    for i in range(step.give_count):
        which = step.gives[i]
        if which != NOTHING and (which >= outputs or ~which >= step.layout_count):
            return False
        if which < 0 and not step.layouts[~which]:
            return False
    return True


@core.function
def free_step(step: ptr[Step]) -> None:
    """Free a step that is in no list."""
    holder = stack(Plan)
    holder.steps = step
    release_steps(holder)


@core.function
def learn_step(self: ptr[Object], args: ptr[ptr[Object]], count: i64) -> ptr[Object]:
    """`learn_step(node, layouts, plan, picks, gives)`: how nodes like this one are walked.

    `layouts` are those of the cotangents (None where one is missing), `plan` the backward program
    or None; `picks` and `gives` as in `Step`.
    """
    if (
        count != 5
        or args[0].type != node_type[0]
        or args[1].type != tuple_type
        or args[3].type != tuple_type
        or args[4].type != tuple_type
        or (args[2] != none and args[2].type != plan_type[0])
    ):
        PyErr_SetString(type_error[0], "learn_step wants a node, layouts, a plan, picks and gives")
        return null
    node = ptr[Node](args[0])
    layout_count = PyTuple_Size(args[1])
    pick_count, give_count = PyTuple_Size(args[3]), PyTuple_Size(args[4])
    plan = ptr[Plan](null)
    if args[2] != none:
        plan = ptr[Plan](args[2])
    if (
        not node.plan
        or node.plan.step_count >= KEPT_STEPS
        or layout_count != max(node.plan.output_count, 1)
        or give_count != node.operand_count
        or give_count > MAX_OPERANDS
        or pick_count > MAX_OPERANDS
        or (plan and (plan.output_count > MAX_OUTPUTS or plan.rule))
    ):
        return new_reference(none)  # such nodes go through Python
    memory = PyMem_RawMalloc(u64(sizeof(Step) + 8 * (layout_count + pick_count + give_count)))
    if not memory:
        return PyErr_NoMemory()
    step = ptr[Step](memory)
    step.next = null
    step.plan = plan
    if plan:
        keep(plan)
    step.wanted = wanted_of(node)
    step.layout_count = layout_count
    step.pick_count = pick_count
    step.give_count = give_count
    step.layouts = ptr[ptr[Object]](memory + sizeof(Step))
    step.picks = ptr[i64](ptr(step.layouts + layout_count))
    step.gives = step.picks + pick_count
    fine = True
    for i in range(layout_count):
        item = PyTuple_GetItem(args[1], i)
        step.layouts[i] = null
        if item.type == layout_type[0]:
            keep(item)
            step.layouts[i] = item
        else:
            fine = fine and item == none
    if fine:
        fine = numbers_from(args[3], step.picks) and numbers_from(args[4], step.gives)
    if not fine or not in_range(step, node):
        free_step(step)
        if not PyErr_Occurred():
            PyErr_SetString(value_error[0], "learn_step: a number names nothing that there is")
        return null
    step.next = node.plan.steps
    node.plan.steps = step
    node.plan.step_count += 1
    return new_reference(none)
