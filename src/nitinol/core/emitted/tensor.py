# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""`TensorBase`, native: the tensor object as Python sees it. Its arithmetic is in
`operators.py`."""

from __future__ import annotations

from typing import Final

from ...native import i32, i64, null, offsetof, ptr, sizeof, stack
from .cpython import (
    BASETYPE,
    HAVE_GC,
    METH_CLASS,
    METH_KEYWORDS,
    METH_VARARGS,
    TP_CLEAR,
    TP_DEALLOC,
    TP_DOC,
    TP_GETSET,
    TP_HASH,
    TP_MEMBERS,
    TP_METHODS,
    TP_NEW,
    TP_TRAVERSE,
    GetSetDef,
    MemberDef,
    MethodDef,
    Object,
    Py_DecRef,
    PyArg_ParseTupleAndKeywords,
    PyBool_FromLong,
    PyErr_Occurred,
    PyErr_SetString,
    PyLong_AsLongLong,
    PyLong_FromLongLong,
    TypeSlot,
    attribute_error,
    core,
    drop,
    keep,
    new_reference,
    none,
    type_error,
    visit,
)
from .make import new_tensor, tensor_dealloc
from .objects import (
    Node,
    Storage,
    Tensor,
    gradient_error,
    layout_type,
    node_type,
    result_type,
    storage_type,
    tensor_base,
)
from .operators import OPERATOR_SLOTS, put_operators
from .types import make_type, put_getset, put_method, put_offset, put_slot

getset: Final = core.variable("tensor_getset", GetSetDef, 16)
members: Final = core.variable("tensor_members", MemberDef, 2)
methods: Final = core.variable("tensor_methods", MethodDef, 2)
keywords: Final = core.variable("tensor_keywords", ptr, 6)

# -- making and freeing ------------------------------------------------------------------------


@core.function
def tensor_clear(tensor: ptr[Tensor]) -> i32:
    node = tensor.node
    tensor.node = null
    if node:
        drop(node)
    return 0


@core.function
def tensor_traverse(tensor: ptr[Tensor], visitor: ptr, argument: ptr) -> i32:
    status = visit(tensor.node, visitor, argument)
    if not status:
        status = visit(tensor.type, visitor, argument)
    return status


@core.function
def refuse_new(type: ptr[Object], args: ptr[Object], names: ptr[Object]) -> ptr[Object]:
    PyErr_SetString(
        type_error[0], "a tensor is not made by calling its class; write ni.tensor(data)"
    )
    return null


@core.function
def tensor_hash(tensor: ptr[Tensor]) -> i64:
    return i64(ptr(tensor)) >> 4


@core.function
def tensor_make(type: ptr[Object], args: ptr[Object], names: ptr[Object]) -> ptr[Object]:
    """The class method `_make(storage, address, layout, node=None, output=0)`."""
    storage = stack(ptr[Object])
    address = stack(i64)
    layout = stack(ptr[Object])
    node = stack(ptr[Object])
    output = stack(i64)
    node[0] = none
    output[0] = 0
    keywords[0] = "storage"
    keywords[1] = "address"
    keywords[2] = "layout"
    keywords[3] = "node"
    keywords[4] = "output"
    if not PyArg_ParseTupleAndKeywords(
        args, names, "OLO|OL:_make", keywords, storage, address, layout, node, output
    ):
        return null
    if (
        not is_storage(storage[0])
        or not is_layout(layout[0])
        or (node[0] != none and not is_node(node[0]))
    ):
        return null
    kept = ptr[Storage](storage[0])
    keep(kept)
    history = ptr[Node](null)
    if node[0] != none:
        history = ptr[Node](node[0])
    return new_tensor(type, kept, address[0], layout[0], history, output[0])


@core.function
def is_storage(o: ptr[Object]) -> bool:
    """Whether `o` is a storage; sets TypeError if not."""
    if o.type == storage_type[0]:
        return True
    PyErr_SetString(type_error[0], "_storage wants a Storage, as allocate and wrap make them")
    return False


@core.function
def is_layout(o: ptr[Object]) -> bool:
    """Whether `o` is a layout; sets TypeError if not."""
    if o.type == layout_type[0]:
        return True
    PyErr_SetString(type_error[0], "_layout wants a Layout, as layout(dtype, shape) makes them")
    return False


@core.function
def is_node(o: ptr[Object]) -> bool:
    """Whether `o` is a tape node; sets TypeError if not."""
    if o.type == node_type[0]:
        return True
    PyErr_SetString(type_error[0], "_node wants a Node or None")
    return False


# -- attributes --------------------------------------------------------------------------------


@core.function
def get_layout_field(tensor: ptr[Tensor], offset: ptr) -> ptr[Object]:
    """An attribute of the layout; `offset` is where `Layout` keeps it."""
    place = ptr[ptr[Object]](ptr(tensor.layout) + i64(offset))
    return new_reference(place[0])


@core.function
def get_requires_grad(tensor: ptr[Tensor], closure: ptr) -> ptr[Object]:
    return PyBool_FromLong(i64(tensor.node != null))


@core.function
def get_is_leaf(tensor: ptr[Tensor], closure: ptr) -> ptr[Object]:
    node = tensor.node
    return PyBool_FromLong(i64(not node or not node.plan or not node.plan.rule))


@core.function
def get_grad(tensor: ptr[Tensor], closure: ptr) -> ptr[Object]:
    if not tensor.node or not tensor.node.grad:
        return new_reference(none)
    return new_reference(tensor.node.grad)


@core.function
def set_grad(tensor: ptr[Tensor], value: ptr[Object], closure: ptr) -> i32:
    wanted = null if not value or value == none else value
    node = tensor.node
    if not node:
        if not wanted:
            return 0
        PyErr_SetString(
            gradient_error[0],
            "this tensor collects no gradient because requires_grad is False; "
            "call x.requires_grad_() before assigning x.grad",
        )
        return -1
    old = node.grad
    node.grad = null if not wanted else new_reference(wanted)
    if old:
        Py_DecRef(old)
    return 0


@core.function
def get_storage(tensor: ptr[Tensor], closure: ptr) -> ptr[Object]:
    return new_reference(tensor.storage)


@core.function
def set_storage(tensor: ptr[Tensor], value: ptr[Object], closure: ptr) -> i32:
    if not value:
        PyErr_SetString(attribute_error[0], "_storage cannot be deleted")
        return -1
    if not is_storage(value):
        return -1
    old = tensor.storage
    keep(value)
    tensor.storage = ptr[Storage](value)
    drop(old)
    return 0


@core.function
def get_address(tensor: ptr[Tensor], closure: ptr) -> ptr[Object]:
    return PyLong_FromLongLong(tensor.address)


@core.function
def set_address(tensor: ptr[Tensor], value: ptr[Object], closure: ptr) -> i32:
    if not value:
        PyErr_SetString(attribute_error[0], "_address cannot be deleted")
        return -1
    number = PyLong_AsLongLong(value)
    if number == -1 and PyErr_Occurred() != null:
        return -1
    tensor.address = number
    return 0


@core.function
def get_layout(tensor: ptr[Tensor], closure: ptr) -> ptr[Object]:
    return new_reference(tensor.layout)


@core.function
def set_layout(tensor: ptr[Tensor], value: ptr[Object], closure: ptr) -> i32:
    if not value:
        PyErr_SetString(attribute_error[0], "_layout cannot be deleted")
        return -1
    if not is_layout(value):
        return -1
    old = tensor.layout
    keep(value)
    tensor.layout = value
    drop(old)
    return 0


@core.function
def get_node(tensor: ptr[Tensor], closure: ptr) -> ptr[Object]:
    if not tensor.node:
        return new_reference(none)
    return new_reference(tensor.node)


@core.function
def set_node(tensor: ptr[Tensor], value: ptr[Object], closure: ptr) -> i32:
    old = tensor.node
    if not value or value == none:
        tensor.node = null
    else:
        if not is_node(value):
            return -1
        keep(value)
        tensor.node = ptr[Node](value)
    if old:
        drop(old)
    return 0


@core.function
def get_output(tensor: ptr[Tensor], closure: ptr) -> ptr[Object]:
    return PyLong_FromLongLong(tensor.output)


@core.function
def set_output(tensor: ptr[Tensor], value: ptr[Object], closure: ptr) -> i32:
    if not value:
        PyErr_SetString(attribute_error[0], "_output cannot be deleted")
        return -1
    number = PyLong_AsLongLong(value)
    if number == -1 and PyErr_Occurred() != null:
        return -1
    tensor.output = number
    return 0


@core.function
def make_tensor_type() -> bool:
    put_getset(getset, 0, "shape", get_layout_field, null, "The size of each axis.", 0)
    put_getset(getset, 1, "dtype", get_layout_field, null, "The type of the elements.", 0)
    put_getset(getset, 2, "ndim", get_layout_field, null, "The number of axes.", 0)
    put_getset(getset, 3, "size", get_layout_field, null, "The number of elements.", 0)
    put_getset(
        getset, 4, "strides", get_layout_field, null,
        "The distance in elements between neighbours along each axis.", 0,
    )  # fmt: skip
    put_getset(getset, 5, "device", get_layout_field, null, "Where the elements are.", 0)
    put_getset(
        getset, 6, "requires_grad", get_requires_grad, null,
        "Whether operations on this tensor are recorded, so that derivatives can be taken.", 0,
    )  # fmt: skip
    put_getset(
        getset, 7, "is_leaf", get_is_leaf, null,
        "Whether this tensor was not computed by a recorded operation.", 0,
    )  # fmt: skip
    put_getset(
        getset, 8, "grad", get_grad, set_grad, "The gradient that `backward` collected, or None.", 0
    )
    put_getset(getset, 9, "_storage", get_storage, set_storage, null, 0)
    put_getset(getset, 10, "_address", get_address, set_address, null, 0)
    put_getset(getset, 11, "_layout", get_layout, set_layout, null, 0)
    put_getset(getset, 12, "_node", get_node, set_node, null, 0)
    put_getset(getset, 13, "_output", get_output, set_output, null, 0)
    put_offset(members, 0, "__weaklistoffset__", offsetof(Tensor, "weakrefs"))
    put_method(
        methods, 0, "_make", tensor_make, METH_VARARGS | METH_KEYWORDS | METH_CLASS,
        "A tensor of this class over `storage`, its first element at `address`.",
    )  # fmt: skip
    slots = stack(TypeSlot, 10 + OPERATOR_SLOTS)
    put_slot(slots, 0, TP_DEALLOC, tensor_dealloc)
    put_slot(slots, 1, TP_TRAVERSE, tensor_traverse)
    put_slot(slots, 2, TP_CLEAR, tensor_clear)
    put_slot(slots, 3, TP_NEW, refuse_new)
    put_slot(slots, 4, TP_GETSET, getset)
    put_slot(slots, 5, TP_MEMBERS, members)
    put_slot(slots, 6, TP_METHODS, methods)
    put_slot(slots, 7, TP_HASH, tensor_hash)
    put_slot(slots, 8, TP_DOC, "Storage, address, layout and history of a tensor.")
    put_operators(slots, 9)
    put_slot(slots, 9 + OPERATOR_SLOTS, 0, null)
    flags = BASETYPE | HAVE_GC
    tensor_base[0] = make_type("nitinol.core.TensorBase", sizeof(Tensor), 0, i32(flags), slots)
    result_type[0] = tensor_base[0]
    return tensor_base[0] != null


@core.function
def place_layout_fields(offsets: ptr[i64]) -> None:
    """Tell the first six properties where a layout keeps them."""
    for i in range(6):
        entry = getset + i
        entry.closure = ptr(offsets[i])
