# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""The walk from results back to leaves, native.

    roots ──► pending nodes: a heap by sequence number, and buckets to find a node's entry
          ──► the youngest node: a step (`step.py`), a leaf, or Python (`visit`)
          ──► gradients are added to the entries of its parents

Every user of a result has a larger sequence number than its maker, so the cotangents of the
youngest pending node are complete. Nothing recurses. A node is let go of as soon as it has been
used, so memory falls while the walk goes on.

The node that follows in a chain without branches is kept aside (`alone`), without heap or bucket.
Now and then the walk looks for signals and lets other threads run.
"""

from __future__ import annotations

from typing import Final

from ...native import i64, likely, null, ptr, ref, sizeof, stack, u64, unlikely
from .. import memory
from ..kernel_hooks import PyErr_CheckSignals
from .cpython import (
    LOW,
    Object,
    Py_DecRef,
    PyErr_Format,
    PyErr_NoMemory,
    PyErr_SetString,
    PyEval_RestoreThread,
    PyEval_SaveThread,
    PyList_New,
    PyList_SetItem,
    PyLong_AsLongLong,
    PyMem_RawFree,
    PyMem_RawMalloc,
    PyObject_IsTrue,
    PyObject_Vectorcall,
    PySequence_Tuple,
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
from .function import function_call
from .make import new_tensor
from .objects import (
    MAX_OPERANDS,
    Function,
    Node,
    Tensor,
    function_type,
    indices_of,
    node_type,
    parents_of,
    result_type,
)
from .step import find_step, free_gradients, run_step
from .tape import forget_history, get_parents

FIRST_ROOM: Final = 64  # entries that the queue has room for at first; a power of two
LOOK: Final = 255  # after so many nodes (a mask) signals are looked for
YIELD: Final = 4095  # and after so many, other threads may run


@core.struct
class Pending:
    """A node whose turn will come; the cotangents of its results lie behind this struct."""

    node: ptr[Node]
    next: ptr[Pending]  # in the same bucket
    count: i64
    block: i64  # the size class of this memory


@core.struct
class Walk:
    heap: ptr[ptr[Pending]]
    buckets: ptr[ptr[Pending]]
    room: i64  # of both
    count: i64
    alone: ptr[Pending]
    visit: ptr[Object]
    add: ptr[Object]
    retain: i64
    fast: i64


@core.function(inline=True)
def cotangents_of(entry: ptr[Pending]) -> ptr[ptr[Object]]:
    return ptr[ptr[Object]](ptr(entry) + sizeof(Pending))


# -- the queue ---------------------------------------------------------------------------------


@core.function
def new_entry(node: ptr[Node]) -> ptr[Pending]:
    """An entry without cotangents; null with MemoryError set."""
    count = i64(1)
    if node.plan:
        count = max(node.plan.output_count, 1)
    block = memory.size_class(u64(sizeof(Pending) + 8 * count))
    entry = ptr[Pending](memory.gil_allocate_class(block))
    if unlikely(not entry):
        PyErr_NoMemory()
        return null
    keep(node)
    entry.node = node
    entry.next = null
    entry.count = count
    entry.block = block
    for i in range(count):
        cotangents_of(entry)[i] = null
    return entry


@core.function
def free_entry(entry: ptr[Pending]) -> None:
    cotangents = cotangents_of(entry)
    for i in range(entry.count):
        if cotangents[i]:
            Py_DecRef(cotangents[i])
    node, block = entry.node, entry.block
    memory.gil_release(entry, block)
    drop(node)


@core.function
def grow(walk: ptr[Walk]) -> bool:
    """Twice the room; False with MemoryError set."""
    room = 2 * walk.room if walk.room else FIRST_ROOM
    block = PyMem_RawMalloc(u64(16 * room))
    if not block:
        PyErr_NoMemory()
        return False
    heap = ptr[ptr[Pending]](block)
    buckets = heap + room
    for i in range(room):
        buckets[i] = null
    for i in range(walk.count):
        entry = walk.heap[i]
        heap[i] = entry
        at = entry.node.sequence & (room - 1)
        entry.next = buckets[at]
        buckets[at] = entry
    if walk.heap:
        PyMem_RawFree(walk.heap)
    walk.heap = heap
    walk.buckets = buckets
    walk.room = room
    return True


@core.function
def push(walk: ptr[Walk], entry: ptr[Pending]) -> bool:
    if unlikely(walk.count == walk.room) and not grow(walk):
        return False
    sequence = entry.node.sequence
    bucket = sequence & (walk.room - 1)
    entry.next = walk.buckets[bucket]
    walk.buckets[bucket] = entry
    heap = walk.heap
    at = walk.count
    walk.count = at + 1
    while at > 0:
        above = (at - 1) >> 1
        if heap[above].node.sequence > sequence:
            break
        heap[at] = heap[above]
        at = above
    heap[at] = entry
    return True


@core.function
def pop(walk: ptr[Walk]) -> ptr[Pending]:
    """The entry of the youngest node, out of heap and bucket; there is one."""
    heap = walk.heap
    first = heap[0]
    count = walk.count - 1
    walk.count = count
    last = heap[count]
    sequence = last.node.sequence
    at = i64(0)
    while True:
        below = 2 * at + 1
        if below >= count:
            break
        if below + 1 < count and heap[below + 1].node.sequence > heap[below].node.sequence:
            below += 1
        if heap[below].node.sequence < sequence:
            break
        heap[at] = heap[below]
        at = below
    heap[at] = last
    place = walk.buckets + (first.node.sequence & (walk.room - 1))
    while place[0] != first:
        place = ref(place[0]).next
    place[0] = first.next
    return first


@core.function(inline=True)
def take(walk: ptr[Walk]) -> ptr[Pending]:
    """The entry whose turn it is, or null at the end."""
    entry = walk.alone
    if entry:
        walk.alone = null
        return entry
    if walk.count:
        return pop(walk)
    return null


@core.function
def find_entry(walk: ptr[Walk], node: ptr[Node]) -> ptr[Pending]:
    entry = walk.alone
    if entry:
        return entry if entry.node == node else ptr[Pending](null)
    if not walk.count:
        return null
    entry = walk.buckets[node.sequence & (walk.room - 1)]
    while entry and entry.node != node:
        entry = entry.next
    return entry


@core.function
def add_two(walk: ptr[Walk], a: ptr[Object], b: ptr[Object]) -> ptr[Object]:
    args = stack(ptr[Object], 2)
    args[0] = a
    args[1] = b
    if walk.add.type == function_type[0]:
        return function_call(ptr[Function](walk.add), args, 2, null)
    return PyObject_Vectorcall(walk.add, args, 2, null)


@core.function
def deliver(walk: ptr[Walk], node: ptr[Node], output: i64, cotangent: ptr[Object]) -> bool:
    """Add a cotangent to one result of a node; takes over the reference to it. False with an
    exception set on failure."""
    entry = find_entry(walk, node)
    if not entry:
        entry = new_entry(node)
        if unlikely(not entry):
            Py_DecRef(cotangent)
            return False
        fine = True
        if walk.alone:
            other = walk.alone
            walk.alone = null
            fine = push(walk, other)
            if unlikely(not fine):
                free_entry(other)
        if fine and walk.count:
            fine = push(walk, entry)
        else:
            walk.alone = entry
        if unlikely(not fine):
            free_entry(entry)
            Py_DecRef(cotangent)
            return False
    if unlikely(output < 0 or output >= entry.count):
        PyErr_Format(
            value_error[0],
            "a gradient for result %lld of a tape node with %lld results; give Node all `outputs`",
            output,
            entry.count,
        )
        Py_DecRef(cotangent)
        return False
    place = cotangents_of(entry) + output
    present = place[0]
    if not present:
        place[0] = cotangent
        return True
    total = add_two(walk, present, cotangent)
    Py_DecRef(cotangent)
    if unlikely(not total):
        return False
    place[0] = total
    Py_DecRef(present)
    return True


# -- one node ----------------------------------------------------------------------------------


@core.function
def own(cotangent: ptr[Object]) -> ptr[Object]:
    """A tensor with the value of a cotangent that nobody else holds, so that changing a gradient
    in place changes this one only."""
    if cotangent.type != result_type[0] or cotangent.refcount & LOW == 1:
        return new_reference(cotangent)
    tensor = ptr[Tensor](cotangent)
    keep(tensor.storage)
    return new_tensor(
        result_type[0], tensor.storage, tensor.address, tensor.layout, tensor.node, tensor.output
    )


@core.function
def collect(walk: ptr[Walk], leaf: ptr[Node], cotangent: ptr[Object]) -> bool:
    """Add to the gradient of a leaf."""
    if not cotangent:
        return True
    before = leaf.grad
    total = ptr[Object](null)
    if before:
        new_reference(before)
        total = add_two(walk, before, cotangent)
        Py_DecRef(before)
    else:
        total = own(cotangent)
    if unlikely(not total):
        return False
    before = leaf.grad
    leaf.grad = total
    if before:
        Py_DecRef(before)
    return True


@core.function
def ask(walk: ptr[Walk], entry: ptr[Pending]) -> bool:
    """Have Python find the gradients of a node."""
    node = entry.node
    given = PyList_New(entry.count)
    if not given:
        return False
    for i in range(entry.count):
        item = cotangents_of(entry)[i]
        PyList_SetItem(given, i, new_reference(item if item else none))
    parents = get_parents(node, null)
    if not parents:
        Py_DecRef(given)
        return False
    args = stack(ptr[Object], 2)
    args[0] = node
    args[1] = given
    answer = PyObject_Vectorcall(walk.visit, args, 2, null)
    Py_DecRef(given)
    fine = answer != null
    if fine and answer != none:
        fine = deliver_answer(walk, node, parents, answer)
    if answer:
        Py_DecRef(answer)
    Py_DecRef(parents)
    return fine


@core.function
def deliver_answer(
    walk: ptr[Walk], node: ptr[Node], parents: ptr[Object], answer: ptr[Object]
) -> bool:
    gradients = PySequence_Tuple(answer)
    if not gradients:
        return False
    if not walk.retain:
        forget_history(node)
    fine = True
    for i in range(min(PyTuple_Size(gradients), PyTuple_Size(parents))):
        gradient, parent = PyTuple_GetItem(gradients, i), PyTuple_GetItem(parents, i)
        if fine and gradient != none and parent != none:
            index = indices_of(node)[i]
            fine = deliver(walk, ptr[Node](parent), index, new_reference(gradient))
    Py_DecRef(gradients)
    return fine


@core.function
def follow(walk: ptr[Walk], entry: ptr[Pending]) -> bool:
    """Do what one node asks for; False with an exception set on failure."""
    node = entry.node
    cotangents = cotangents_of(entry)
    if unlikely(walk.fast == 0 or node.hooks != null):
        return ask(walk, entry)
    if not node.plan or not node.plan.rule:
        return collect(walk, node, cotangents[0])
    if unlikely(node.freed != 0):
        return ask(walk, entry)  # which raises
    step = find_step(node, cotangents)
    if unlikely(not step):
        return ask(walk, entry)
    gradients = stack(ptr[Object], MAX_OPERANDS)
    if unlikely(not run_step(step, node, cotangents, gradients)):
        return False
    count = node.operand_count
    for i in range(count):
        gradient = gradients[i]
        if gradient:
            parent = parents_of(node)[i]
            gradients[i] = null
            if unlikely(not parent):  # freed by what ran meanwhile
                Py_DecRef(gradient)
            elif unlikely(not deliver(walk, parent, indices_of(node)[i], gradient)):
                free_gradients(gradients, count)
                return False
    if not walk.retain:
        forget_history(node)
    return True


# -- the walk ----------------------------------------------------------------------------------


@core.function
def give_others_time() -> None:
    PyEval_RestoreThread(PyEval_SaveThread())


@core.function
def go(walk: ptr[Walk]) -> bool:
    seen = i64(0)
    while True:
        entry = take(walk)
        if not entry:
            return True
        seen += 1
        fine = True
        if unlikely(seen & LOOK == 0):
            if seen & YIELD == 0:
                give_others_time()
            fine = PyErr_CheckSignals() == 0
        fine = likely(fine) and follow(walk, entry)
        free_entry(entry)
        if unlikely(not fine):
            return False


@core.function
def start_roots(walk: ptr[Walk], roots: ptr[Object]) -> bool:
    for i in range(PyTuple_Size(roots)):
        root = PyTuple_GetItem(roots, i)
        if (
            root.type != tuple_type
            or PyTuple_Size(root) != 3
            or PyTuple_GetItem(root, 0).type != node_type[0]
        ):
            PyErr_SetString(type_error[0], "a root of a walk is (node, output, cotangent)")
            return False
        output = PyLong_AsLongLong(PyTuple_GetItem(root, 1))
        cotangent = new_reference(PyTuple_GetItem(root, 2))
        if not deliver(walk, ptr[Node](PyTuple_GetItem(root, 0)), output, cotangent):
            return False
    return True


@core.function
def walk_back(self: ptr[Object], args: ptr[ptr[Object]], count: i64) -> ptr[Object]:
    """`walk(roots, visit, add, retain, steps)`; see `core.plain.walking`."""
    if count != 5 or args[0].type != tuple_type:
        PyErr_SetString(type_error[0], "walk wants roots (a tuple), visit, add, retain and steps")
        return null
    walk = stack(Walk)
    walk.heap = null
    walk.buckets = null
    walk.room = 0
    walk.count = 0
    walk.alone = null
    walk.visit = args[1]
    walk.add = args[2]
    walk.retain = i64(PyObject_IsTrue(args[3]))
    walk.fast = i64(PyObject_IsTrue(args[4]))
    fine = start_roots(walk, args[0]) and go(walk)
    entry = take(walk)
    while entry:  # after an error
        free_entry(entry)
        entry = take(walk)
    if walk.heap:
        PyMem_RawFree(walk.heap)
    return new_reference(none) if fine else ptr[Object](null)
