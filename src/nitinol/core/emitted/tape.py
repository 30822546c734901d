# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""`Node`, native: the tape.

A node holds its parents and saved values inline, so recording an operation is one allocation. A
saved tensor is kept as storage, address and layout; the `saved` property makes tensors of them
when it is asked.

Chains of nodes can be millions long, so freeing a node must not free its parents by recursion: a
node whose turn comes while another is being freed is put in a queue, which the outermost call
works off.
"""

from __future__ import annotations

from typing import Final

from ...native import i32, i64, null, offsetof, ptr, sizeof, stack, unlikely
from .cpython import (
    HAVE_GC,
    METH_NOARGS,
    TP_CLEAR,
    TP_DEALLOC,
    TP_DOC,
    TP_GETSET,
    TP_MEMBERS,
    TP_METHODS,
    TP_NEW,
    TP_REPR,
    TP_TRAVERSE,
    GetSetDef,
    MemberDef,
    MethodDef,
    Object,
    Py_DecRef,
    Py_IncRef,
    PyArg_ParseTupleAndKeywords,
    PyBool_FromLong,
    PyErr_Occurred,
    PyErr_SetString,
    PyLong_AsLongLong,
    PyLong_FromLongLong,
    PyObject_ClearWeakRefs,
    PyObject_GC_UnTrack,
    PySequence_Tuple,
    PyTuple_GetItem,
    PyTuple_New,
    PyTuple_SetItem,
    PyTuple_Size,
    PyType_GenericAlloc,
    PyUnicode_FromFormat,
    TypeSlot,
    core,
    drop,
    free_object,
    keep,
    new_reference,
    none,
    type_error,
    value_error,
    visit,
)
from .make import new_tensor
from .objects import (
    Node,
    Plan,
    Storage,
    indices_of,
    node_type,
    parents_of,
    result_type,
    saved_of,
    sequence,
)
from .plan import new_plan
from .types import make_type, put_getset, put_method, put_offset, put_slot

getset: Final = core.variable("node_getset", GetSetDef, 11)
members: Final = core.variable("node_members", MemberDef, 2)
methods: Final = core.variable("node_methods", MethodDef, 2)
keywords: Final = core.variable("node_keywords", ptr, 7)
freeing: Final = core.variable("node_freeing", i64)
queue: Final = core.variable("node_queue", ptr[Node])  # linked by `weakrefs`, which are gone


@core.function
def new_node(plan: ptr[Plan], operand_count: i64, save_count: i64) -> ptr[Node]:
    """A node with room for its parents and saved values; null with an exception set on
    failure."""
    node = ptr[Node](PyType_GenericAlloc(node_type[0], 2 * operand_count + 3 * save_count))
    if unlikely(not node):
        return null
    keep(plan)
    node.plan = plan
    node.operand_count = operand_count
    node.save_count = save_count
    sequence[0] += 1
    node.sequence = sequence[0]
    return node


@core.function
def release_history(node: ptr[Node]) -> None:
    """Drop parents and saved values."""
    parents, saved = parents_of(node), saved_of(node)
    operand_count, save_count = node.operand_count, node.save_count
    for i in range(operand_count):
        parent = parents[i]
        if parent:
            parents[i] = null
            drop(parent)
    for i in range(save_count):
        value = saved + i
        object, layout = value.object, value.layout
        value.object = null
        value.layout = null
        if layout:
            drop(object)
            drop(layout)
        elif object:
            Py_DecRef(object)


@core.function
def release_rest(node: ptr[Node]) -> None:
    """Drop what a node refers to besides its history."""
    grad, hooks = node.grad, node.hooks
    node.grad = null
    node.hooks = null
    if grad:
        Py_DecRef(grad)
    if hooks:
        Py_DecRef(hooks)


@core.function
def free_node(node: ptr[Node]) -> None:
    release_history(node)
    release_rest(node)
    if node.plan:
        drop(node.plan)
    free_object(node)


@core.function
def node_dealloc(node: ptr[Node]) -> None:
    PyObject_GC_UnTrack(node)
    if node.weakrefs:
        PyObject_ClearWeakRefs(node)
    if freeing[0]:
        node.weakrefs = ptr[Object](ptr(queue[0]))
        queue[0] = node
        return
    freeing[0] = 1
    node.weakrefs = null
    free_node(node)
    while queue[0]:
        next = queue[0]
        queue[0] = ptr[Node](ptr(next.weakrefs))
        next.weakrefs = null
        free_node(next)
    freeing[0] = 0


@core.function
def node_traverse(node: ptr[Node], visitor: ptr, argument: ptr) -> i32:
    parents, saved = parents_of(node), saved_of(node)
    for i in range(node.operand_count):
        status = visit(parents[i], visitor, argument)
        if status:
            return status
    for i in range(node.save_count):
        if not saved[i].layout:
            status = visit(saved[i].object, visitor, argument)
            if status:
                return status
    status = visit(node.plan, visitor, argument)
    if not status:
        status = visit(node.grad, visitor, argument)
    if not status:
        status = visit(node.hooks, visitor, argument)
    if not status:
        status = visit(node.type, visitor, argument)
    return status


@core.function
def node_clear(node: ptr[Node]) -> i32:
    release_history(node)
    release_rest(node)
    return 0


# -- made from Python --------------------------------------------------------------------------


@core.function
def fill_node(
    node: ptr[Node], parents: ptr[Object], saved: ptr[Object], index: ptr[Object]
) -> bool:
    """Take parents, saved values and output numbers from tuples (`index` may be None)."""
    for i in range(node.operand_count):
        parent = PyTuple_GetItem(parents, i)
        if parent != none:
            if parent.type != node_type[0]:
                PyErr_SetString(type_error[0], "the parents of a Node are Nodes or None")
                return False
            keep(parent)
            parents_of(node)[i] = ptr[Node](parent)
    if index != none:
        if PyTuple_Size(index) != node.operand_count:
            PyErr_SetString(value_error[0], "index wants one number for each parent")
            return False
        for i in range(node.operand_count):
            number = PyLong_AsLongLong(PyTuple_GetItem(index, i))
            if number == -1 and PyErr_Occurred() != null:
                return False
            indices_of(node)[i] = number
    for i in range(node.save_count):
        value = saved_of(node) + i
        value.object = new_reference(PyTuple_GetItem(saved, i))
    return True


@core.function
def as_tuple(o: ptr[Object]) -> ptr[Object]:
    """A tuple of the items of `o`; an empty one when it was not given."""
    return PySequence_Tuple(o) if o else PyTuple_New(0)


@core.function
def node_new(type: ptr[Object], args: ptr[Object], names: ptr[Object]) -> ptr[Object]:
    rule = stack(ptr[Object])
    given = stack(ptr[Object], 5)  # parents, saved, outputs, index, saves
    rule[0] = none
    for i in range(5):
        given[i] = null
    keywords[0] = "rule"
    keywords[1] = "parents"
    keywords[2] = "saved"
    keywords[3] = "outputs"
    keywords[4] = "index"
    keywords[5] = "saves"
    if not PyArg_ParseTupleAndKeywords(
        args, names, "|OOOOOO:Node", keywords,
        rule, given, given + 1, given + 2, given + 3, given + 4,
    ):  # fmt: skip
        return null
    if not given[3]:
        given[3] = none
    node = ptr[Node](null)
    parts = stack(ptr[Object], 5)
    fine = True
    for i in range(5):
        parts[i] = new_reference(none) if given[i] == none and i == 3 else as_tuple(given[i])
        fine = fine and parts[i] != null
    if fine:
        plan = new_plan(rule[0], parts[2], parts[4])
        if plan:
            node = new_node(plan, PyTuple_Size(parts[0]), PyTuple_Size(parts[1]))
            drop(plan)
            if node and not fill_node(node, parts[0], parts[1], parts[3]):
                drop(node)
                node = null
    for i in range(5):
        if parts[i]:
            Py_DecRef(parts[i])
    return node


# -- seen from Python --------------------------------------------------------------------------


@core.function
def get_rule(node: ptr[Node], closure: ptr) -> ptr[Object]:
    if not node.plan or not node.plan.rule:
        return new_reference(none)
    return new_reference(node.plan.rule)


@core.function
def get_outputs(node: ptr[Node], closure: ptr) -> ptr[Object]:
    if not node.plan:
        return PyTuple_New(0)
    return new_reference(node.plan.outputs)


@core.function
def get_saves(node: ptr[Node], closure: ptr) -> ptr[Object]:
    if not node.plan:
        return PyTuple_New(0)
    return new_reference(node.plan.saves)


@core.function
def get_parents(node: ptr[Node], closure: ptr) -> ptr[Object]:
    count = 0 if node.freed else node.operand_count
    made = PyTuple_New(count)
    if not made:
        return null
    for i in range(count):
        parent = parents_of(node)[i]
        item = none
        if parent:
            item = ptr[Object](parent)
        PyTuple_SetItem(made, i, new_reference(item))
    return made


@core.function
def get_index(node: ptr[Node], closure: ptr) -> ptr[Object]:
    different = False
    for i in range(node.operand_count):
        different = different or indices_of(node)[i] != 0
    if not different:
        return new_reference(none)
    made = PyTuple_New(node.operand_count)
    if not made:
        return null
    for i in range(node.operand_count):
        number = PyLong_FromLongLong(indices_of(node)[i])
        if not number:
            Py_DecRef(made)
            return null
        PyTuple_SetItem(made, i, number)
    return made


@core.function
def get_saved(node: ptr[Node], closure: ptr) -> ptr[Object]:
    count = 0 if node.freed else node.save_count
    made = PyTuple_New(count)
    if not made:
        return null
    for i in range(count):
        value = saved_of(node) + i
        item = value.object
        if value.layout:
            storage = ptr[Storage](ptr(item))
            keep(storage)
            item = new_tensor(result_type[0], storage, value.address, value.layout, null, 0)
        elif item:
            Py_IncRef(item)
        else:  # cleared by the collector
            item = new_reference(none)
        if not item:
            Py_DecRef(made)
            return null
        PyTuple_SetItem(made, i, item)
    return made


@core.function
def get_sequence(node: ptr[Node], closure: ptr) -> ptr[Object]:
    return PyLong_FromLongLong(node.sequence)


@core.function
def get_freed(node: ptr[Node], closure: ptr) -> ptr[Object]:
    return PyBool_FromLong(node.freed)


@core.function
def get_node_grad(node: ptr[Node], closure: ptr) -> ptr[Object]:
    return new_reference(node.grad if node.grad else none)


@core.function
def set_node_grad(node: ptr[Node], value: ptr[Object], closure: ptr) -> i32:
    old = node.grad
    node.grad = null if not value or value == none else new_reference(value)
    if old:
        Py_DecRef(old)
    return 0


@core.function
def get_hooks(node: ptr[Node], closure: ptr) -> ptr[Object]:
    return new_reference(node.hooks if node.hooks else none)


@core.function
def set_hooks(node: ptr[Node], value: ptr[Object], closure: ptr) -> i32:
    old = node.hooks
    node.hooks = null if not value or value == none else new_reference(value)
    if old:
        Py_DecRef(old)
    return 0


@core.function(inline=True)
def forget_history(node: ptr[Node]) -> None:
    """Drop parents and saved values; a walk that comes here again is told so."""
    node.freed = 1
    release_history(node)


@core.function
def node_free(node: ptr[Node], nothing: ptr[Object]) -> ptr[Object]:
    forget_history(node)
    return new_reference(none)


@core.function
def node_repr(node: ptr[Node]) -> ptr[Object]:
    if not node.plan or not node.plan.rule:
        return PyUnicode_FromFormat("<Node %lld leaf>", node.sequence)
    return PyUnicode_FromFormat("<Node %lld %S>", node.sequence, i64(node.plan.rule))


@core.function
def make_node_type() -> bool:
    put_getset(getset, 0, "rule", get_rule, null, "The derivative rule; None for a leaf.", 0)
    put_getset(getset, 1, "parents", get_parents, null, "The node of each operand, or None.", 0)
    put_getset(getset, 2, "index", get_index, null, "Output numbers of the parents.", 0)
    put_getset(getset, 3, "saved", get_saved, null, "Values kept for the derivative.", 0)
    put_getset(getset, 4, "saves", get_saves, null, "Which operands and outputs are saved.", 0)
    put_getset(getset, 5, "outputs", get_outputs, null, "The layouts of the results.", 0)
    put_getset(getset, 6, "sequence", get_sequence, null, "Larger than those of the parents.", 0)
    put_getset(
        getset, 7, "grad", get_node_grad, set_node_grad, "The gradient collected, or None.", 0
    )
    put_getset(getset, 8, "hooks", get_hooks, set_hooks, "None, or a list of functions.", 0)
    put_getset(getset, 9, "freed", get_freed, null, "Whether the history was dropped.", 0)
    put_offset(members, 0, "__weaklistoffset__", offsetof(Node, "weakrefs"))
    put_method(methods, 0, "free", node_free, METH_NOARGS, "Drop parents and saved values.")
    slots = stack(TypeSlot, 10)
    put_slot(slots, 0, TP_DEALLOC, node_dealloc)
    put_slot(slots, 1, TP_TRAVERSE, node_traverse)
    put_slot(slots, 2, TP_CLEAR, node_clear)
    put_slot(slots, 3, TP_NEW, node_new)
    put_slot(slots, 4, TP_GETSET, getset)
    put_slot(slots, 5, TP_MEMBERS, members)
    put_slot(slots, 6, TP_METHODS, methods)
    put_slot(slots, 7, TP_REPR, node_repr)
    put_slot(slots, 8, TP_DOC, "One recorded application of an operation, or a leaf.")
    put_slot(slots, 9, 0, null)
    node_type[0] = make_type("nitinol.core.Node", sizeof(Node), 8, i32(HAVE_GC), slots)
    return node_type[0] != null
