# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""The objects of the native core as structs, and the state that its functions share.

    Tensor ──► Storage ──► memory            Function ──► slow (Python)
      │  └───► Layout (a Python object)         │
      └──────► Node ──► Node ...             table: key of a call ──► Plan ──► kernel
                 └────► Plan: rule, saves

A `Plan` is a `Recipe` in the form in which it is run: everything as numbers and addresses.
"""

from __future__ import annotations

from typing import Final

from ...native import array, f64, fn, i64, null, ptr, sizeof, u64, unlikely
from ..recipe import WORDS
from .cpython import (
    Object,
    PyThreadState_Get,
    PyThreadState_GetID,
    PyType_IsSubtype,
    VarObject,
    core,
    drop,
    keep,
)

MAX_OUTPUTS: Final = 32  # of calls that the dispatch cache answers
MAX_OPERANDS: Final = 64
MAX_WORDS: Final = 144


@core.struct
class Storage(Object):
    """Memory. Small blocks of our own lie directly behind this struct."""

    address: i64
    nbytes: i64
    owner: ptr[Object]  # the foreign object that holds the memory; null if it is ours
    room: i64  # size class of a block of its own; 0 when foreign or behind this struct
    block: i64  # size class of this struct with what lies behind it
    writable: i64  # 64 bytes in all, so that memory behind it is aligned


@core.struct
class Plan(Object):
    """A recipe, ready to run."""

    kernel: fn[[ptr, ptr, ptr], i64]
    dims: ptr
    rule: ptr[Object]  # null when there is no derivative
    outputs: ptr[Object]  # tuple of layouts
    saves: ptr[Object]  # tuple of ints
    alive: ptr[Object]  # whatever must live as long as this
    output_count: i64
    save_count: i64
    releasing: i64  # whether the kernel runs without the GIL
    single: i64
    workspace: i64
    view: i64  # the operand that the result is a view of, or -1
    offset: i64
    unrecorded: i64  # whether a call that has to be recorded must take the slow way
    least_operands: i64  # `view` and `saves` make sense only with so many operands
    # Arrays, in one block of memory that `sizes` points to:
    sizes: ptr[i64]  # bytes of each output
    layouts: ptr[ptr[Object]]
    smooth: ptr[i64]  # whether each output has a derivative
    saved: ptr[i64]
    over: ptr[i64]  # for each output the operand in whose memory it may lie, or -1
    steps: ptr[Step]  # ways back that are known, linked
    step_count: i64


@core.struct
class Step:
    """The way back through a plan, for one pattern of cotangents and of wanted gradients; see `step.py`."""

    next: ptr[Step]
    plan: ptr[Plan]  # the backward program; null when every gradient is a cotangent, passed on
    wanted: u64  # bit i: operand i has a history
    pick_count: i64
    give_count: i64
    layout_count: i64
    # Arrays behind this struct:
    layouts: ptr[ptr[Object]]  # of the cotangents; null where one is missing
    picks: ptr[i64]  # operands of the backward program: saved value i, or cotangent ~i
    gives: ptr[i64]  # gradients: result i, cotangent ~i, or NOTHING


@core.struct
class Saved:
    """What the tape keeps: a tensor without history, or, when `layout` is null, any object."""

    object: ptr[Object]  # the storage of a tensor
    address: i64
    layout: ptr[Object]


@core.struct
class Node(VarObject):
    """A node of the tape, with its parents, their output numbers and saved values behind it."""

    plan: ptr[Plan]  # null for a leaf
    operand_count: i64
    save_count: i64
    sequence: i64
    grad: ptr[Object]
    hooks: ptr[Object]
    weakrefs: ptr[Object]
    freed: i64


@core.struct
class Tensor(Object):
    storage: ptr[Storage]
    address: i64
    layout: ptr[Object]
    node: ptr[Node]
    output: i64
    weakrefs: ptr[Object]


@core.struct
class Function(Object):
    call: ptr  # the vectorcall entry
    slow: ptr[Object]
    dict: ptr[Object]
    weakrefs: ptr[Object]
    number: u64
    operand_count: i64
    nested: i64
    transparent: i64


@core.struct
class Entry:
    """One entry of the dispatch table; its words and references lie behind it."""

    plan: ptr[Plan]
    word_count: i64
    reference_count: i64
    next: ptr[Entry]


@core.struct
class Slot:
    hash: u64
    entry: ptr[Entry]


@core.struct
class Call:
    """A call while it is looked up: its key, and its operands as the kernel wants them."""

    word_count: i64
    operand_count: i64
    reference_count: i64
    collecting: i64  # whether `references` are collected, for a new entry
    loose: i64  # whether an operand comes from a list, which others may change
    nested: i64
    words: array[u64, MAX_WORDS]
    operands: array[ptr[Object], MAX_OPERANDS]
    numbers: array[f64, 2 * MAX_OPERANDS]
    buffers: array[i64, MAX_OPERANDS + MAX_OUTPUTS + 1]
    storages: array[ptr[Storage], MAX_OUTPUTS + 1]


# -- shared state ------------------------------------------------------------------------------

tensor_base: Final = core.variable("tensor_base", ptr[Object])  # the type TensorBase
result_type: Final = core.variable("result_type", ptr[Object])  # TensorBase or its registered child
simple_result: Final = core.variable("simple_result", i64, initial=1)  # `tensor_dealloc` frees it
storage_type: Final = core.variable("storage_type", ptr[Object])
node_type: Final = core.variable("node_type", ptr[Object])
plan_type: Final = core.variable("plan_type", ptr[Object])
function_type: Final = core.variable("function_type", ptr[Object])
dtype_type: Final = core.variable("dtype_type", ptr[Object])
layout_type: Final = core.variable("layout_type", ptr[Object])
index_range_error: Final = core.variable("index_range_error", ptr[Object])
gradient_error: Final = core.variable("gradient_error", ptr[Object])
context: Final = core.variable("context", i64, WORDS)  # the template of every `ctx`
sequence: Final = core.variable("sequence", i64)
hits: Final = core.variable("hits", i64)
misses: Final = core.variable("misses", i64)
tracing: Final = core.variable("tracing", i64)  # functions being traced; nothing is cached then

# -- what ran last, noted while a transparent function takes its slow way ------------------------

NOTED: Final = 16  # operands that are noted

watching: Final = core.variable("watching", i64)  # how many such functions are on their way
run_count: Final = core.variable("run_count", i64)
last_plan: Final = core.variable("last_plan", ptr[Plan])
last_result: Final = core.variable("last_result", ptr[Object])  # only compared, not held
last_layout: Final = core.variable("last_layout", ptr[Object])  # of a view that has no plan
last_offset: Final = core.variable("last_offset", i64)
last_count: Final = core.variable("last_count", i64)
last_operands: Final = core.variable("last_operands", ptr[Object], NOTED)  # only compared


@core.function
def note_run(plan: ptr[Plan], operands: ptr[ptr[Object]], count: i64, result: ptr[Object]) -> None:
    """Note that a plan ran."""
    run_count[0] += 1
    last_result[0] = result
    last_count[0] = count
    for i in range(min(count, NOTED)):
        last_operands[i] = operands[i]
    keep(plan)
    forget_run()
    last_plan[0] = plan


@core.function
def note_view(tensor: ptr[Object], offset: i64, layout: ptr[Object], result: ptr[Object]) -> None:
    """Note that a view was made."""
    run_count[0] += 1
    last_result[0] = result
    last_count[0] = 1
    last_operands[0] = tensor
    keep(layout)
    forget_run()
    last_layout[0] = layout
    last_offset[0] = offset


@core.function
def forget_run() -> None:
    plan, layout = last_plan[0], last_layout[0]
    last_plan[0] = null
    last_layout[0] = null
    if plan:
        drop(plan)
    if layout:
        drop(layout)


# -- whether to record: the threads that switched recording off, by CPython's number of the thread

OFF_LIMIT: Final = 256
off_count: Final = core.variable("off_count", i64)
off_threads: Final = core.variable("off_threads", u64, OFF_LIMIT)


@core.function
def find_off_thread() -> i64:
    """Where this thread stands among those that switched recording off, or -1."""
    me = PyThreadState_GetID(PyThreadState_Get())
    for i in range(off_count[0]):
        if off_threads[i] == me:
            return i
    return -1


@core.function(inline=True)
def recording() -> bool:
    """Whether this thread records operations on the tape."""
    return off_count[0] == 0 or find_off_thread() < 0


@core.function
def set_recording(wanted: bool) -> None:
    """Switch recording on or off in this thread."""
    at = find_off_thread()
    if wanted and at >= 0:
        off_count[0] -= 1
        for i in range(at, off_count[0]):
            off_threads[i] = off_threads[i + 1]
    elif not wanted and at < 0:
        if unlikely(off_count[0] == OFF_LIMIT):
            # The longest there is most likely a thread that ended while recording was off.
            off_count[0] -= 1
            for i in range(off_count[0]):
                off_threads[i] = off_threads[i + 1]
        off_threads[off_count[0]] = PyThreadState_GetID(PyThreadState_Get())
        off_count[0] += 1


# -- which objects these are -------------------------------------------------------------------


@core.function(inline=True)
def is_tensor(o: ptr[Object]) -> bool:
    """Whether `o` is a tensor, of a subclass too."""
    return o.type == result_type[0] or PyType_IsSubtype(o.type, tensor_base[0]) != 0


@core.function(inline=True)
def parents_of(node: ptr[Node]) -> ptr[ptr[Node]]:
    return ptr[ptr[Node]](ptr(node) + sizeof(Node))


@core.function(inline=True)
def indices_of(node: ptr[Node]) -> ptr[i64]:
    return ptr[i64](ptr(parents_of(node) + node.operand_count))


@core.function(inline=True)
def saved_of(node: ptr[Node]) -> ptr[Saved]:
    return ptr[Saved](ptr(indices_of(node) + node.operand_count))
