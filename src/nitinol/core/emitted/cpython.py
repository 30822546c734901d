# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""What the native core uses of CPython: its functions, objects, and a few facts about its
structs.

Only functions that every CPython 3.11–3.14 exports, and layouts from public headers: the object
header, the structs that describe types, and `slice`. `start.py` checks the facts on live objects
before the core is used.
"""

from __future__ import annotations

from typing import Final

from ...native import Module, f64, fn, i32, i64, ptr, u8, u64
from ..kernel_hooks import module as hooks

core: Final = Module("core", include=[hooks])


@core.struct
class Object:
    refcount: i64
    type: ptr[Object]


@core.struct
class VarObject(Object):
    count: i64


@core.struct
class Slice(Object):
    start: ptr[Object]
    stop: ptr[Object]
    step: ptr[Object]


# -- how types and functions are described to CPython ------------------------------------------


@core.struct
class TypeSlot:
    number: i32
    value: ptr


@core.struct
class TypeSpec:
    name: ptr[u8]
    basicsize: i32
    itemsize: i32
    flags: i32
    slots: ptr[TypeSlot]


@core.struct
class MemberDef:
    name: ptr[u8]
    kind: i32
    offset: i64
    flags: i32
    doc: ptr[u8]


@core.struct
class GetSetDef:
    name: ptr[u8]
    get: ptr
    set: ptr
    doc: ptr[u8]
    closure: ptr


@core.struct
class MethodDef:
    name: ptr[u8]
    function: ptr
    flags: i32
    doc: ptr[u8]


# Numbers of type slots (typeslots.h, part of the stable ABI).
MP_SUBSCRIPT: Final = 5
NB_ABSOLUTE: Final = 6
NB_ADD: Final = 7
NB_AND: Final = 8
NB_FLOOR_DIVIDE: Final = 12
NB_INVERT: Final = 27
NB_LSHIFT: Final = 28
NB_MULTIPLY: Final = 29
NB_NEGATIVE: Final = 30
NB_OR: Final = 31
NB_POSITIVE: Final = 32
NB_POWER: Final = 33
NB_REMAINDER: Final = 34
NB_RSHIFT: Final = 35
NB_SUBTRACT: Final = 36
NB_TRUE_DIVIDE: Final = 37
NB_XOR: Final = 38
TP_CALL: Final = 50
TP_CLEAR: Final = 51
TP_DEALLOC: Final = 52
TP_DESCR_GET: Final = 54
TP_DOC: Final = 56
TP_HASH: Final = 59
TP_METHODS: Final = 64
TP_NEW: Final = 65
TP_REPR: Final = 66
TP_RICHCOMPARE: Final = 67
TP_TRAVERSE: Final = 71
TP_MEMBERS: Final = 72
TP_GETSET: Final = 73
TP_FREE: Final = 74
NB_MATRIX_MULTIPLY: Final = 75

# Flags of types (object.h), of members (structmember.h) and of methods (methodobject.h).
DISALLOW_INSTANTIATION: Final = 1 << 7
BASETYPE: Final = 1 << 10
HAVE_VECTORCALL: Final = 1 << 11
HAVE_GC: Final = 1 << 14
METHOD_DESCRIPTOR: Final = 1 << 17
T_PYSSIZET: Final = 19
READONLY: Final = 1
METH_VARARGS: Final = 1
METH_KEYWORDS: Final = 2
METH_NOARGS: Final = 4
METH_O: Final = 8
METH_CLASS: Final = 16
METH_FASTCALL: Final = 128


# -- functions ---------------------------------------------------------------------------------


@core.extern
def Py_IncRef(o: ptr) -> None: ...


@core.extern
def Py_DecRef(o: ptr) -> None: ...


@core.extern
def _Py_Dealloc(o: ptr) -> None: ...


@core.extern
def PyObject_GC_Track(o: ptr) -> None: ...


@core.extern
def PyObject_GC_UnTrack(o: ptr) -> None: ...


@core.extern
def PyObject_ClearWeakRefs(o: ptr) -> None: ...


@core.extern
def PyObject_Vectorcall(
    callable: ptr[Object], args: ptr, count: u64, names: ptr[Object]
) -> ptr[Object]: ...


@core.extern
def PyVectorcall_Call(
    callable: ptr[Object], args: ptr[Object], names: ptr[Object]
) -> ptr[Object]: ...


@core.extern
def PyObject_GenericGetDict(o: ptr[Object], closure: ptr) -> ptr[Object]: ...


@core.extern
def PyObject_GetAttrString(o: ptr[Object], name: ptr[u8]) -> ptr[Object]: ...


@core.extern
def PyObject_GenericSetDict(o: ptr[Object], value: ptr[Object], closure: ptr) -> i32: ...


@core.extern
def PyType_GenericAlloc(type: ptr[Object], count: i64) -> ptr: ...


@core.extern
def PyType_FromSpec(spec: ptr[TypeSpec]) -> ptr[Object]: ...


@core.extern
def PyType_GetSlot(type: ptr[Object], slot: i32) -> ptr: ...


@core.extern
def PyType_IsSubtype(type: ptr[Object], base: ptr[Object]) -> i32: ...


@core.extern
def PyCFunction_NewEx(
    definition: ptr[MethodDef], self: ptr[Object], module: ptr[Object]
) -> ptr[Object]: ...


@core.extern
def PyMethod_New(function: ptr[Object], self: ptr[Object]) -> ptr[Object]: ...


@core.extern
def PyTuple_New(count: i64) -> ptr[Object]: ...


@core.extern
def PyTuple_Size(o: ptr[Object]) -> i64: ...


@core.extern
def PyTuple_GetItem(o: ptr[Object], index: i64) -> ptr[Object]: ...


@core.extern
def PyTuple_SetItem(o: ptr[Object], index: i64, item: ptr) -> i32: ...


@core.extern
def PyList_Size(o: ptr[Object]) -> i64: ...


@core.extern
def PyList_GetItem(o: ptr[Object], index: i64) -> ptr[Object]: ...


@core.extern
def PySequence_Tuple(o: ptr[Object]) -> ptr[Object]: ...


@core.extern
def PyLong_FromLongLong(value: i64) -> ptr[Object]: ...


@core.extern
def PyLong_AsLongLong(o: ptr[Object]) -> i64: ...


@core.extern
def PyLong_AsLongLongAndOverflow(o: ptr[Object], overflow: ptr[i32]) -> i64: ...


@core.extern
def PyFloat_AsDouble(o: ptr[Object]) -> f64: ...


@core.extern
def PyFloat_FromDouble(value: f64) -> ptr[Object]: ...


@core.extern
def PyComplex_RealAsDouble(o: ptr[Object]) -> f64: ...


@core.extern
def PyComplex_ImagAsDouble(o: ptr[Object]) -> f64: ...


@core.extern
def PyBool_FromLong(value: i64) -> ptr[Object]: ...


@core.extern
def PyObject_IsTrue(o: ptr[Object]) -> i32: ...


@core.extern
def PyBytes_AsString(o: ptr[Object]) -> ptr[u8]: ...


@core.extern(variadic=True)
def PyArg_ParseTuple(args: ptr[Object], format: ptr[u8], *rest: ptr) -> i32: ...


@core.extern(variadic=True)
def PyArg_ParseTupleAndKeywords(
    args: ptr[Object], names: ptr[Object], format: ptr[u8], keywords: ptr, *rest: ptr
) -> i32: ...


@core.extern(variadic=True)
def PyErr_Format(kind: ptr[Object], format: ptr[u8], *rest: i64) -> ptr[Object]: ...


@core.extern
def PyList_New(count: i64) -> ptr[Object]: ...


@core.extern
def PyList_SetItem(o: ptr[Object], index: i64, item: ptr) -> i32: ...


@core.extern
def PyErr_SetString(kind: ptr[Object], text: ptr[u8]) -> None: ...


@core.extern
def PyErr_SetNone(kind: ptr[Object]) -> None: ...


@core.extern
def PyErr_Occurred() -> ptr[Object]: ...


@core.extern
def PyErr_Clear() -> None: ...


@core.extern
def PyErr_NoMemory() -> ptr[Object]: ...


@core.extern(variadic=True)
def PyUnicode_FromFormat(format: ptr[u8], *rest: i64) -> ptr[Object]: ...


@core.extern
def PyEval_SaveThread() -> ptr: ...


@core.extern
def PyEval_RestoreThread(state: ptr) -> None: ...


@core.extern
def PyThreadState_Get() -> ptr: ...


@core.extern
def PyThreadState_GetID(state: ptr) -> u64: ...


@core.extern
def PyInterpreterState_Get() -> ptr: ...


@core.extern
def PyInterpreterState_GetID(state: ptr) -> i64: ...


@core.extern
def PyMem_RawMalloc(nbytes: u64) -> ptr: ...


@core.extern
def PyMem_RawFree(memory: ptr) -> None: ...


# -- objects -----------------------------------------------------------------------------------

none: Final = core.external("_Py_NoneStruct", Object)
true: Final = core.external("_Py_TrueStruct", Object)
false: Final = core.external("_Py_FalseStruct", Object)
ellipsis: Final = core.external("_Py_EllipsisObject", Object)
not_implemented: Final = core.external("_Py_NotImplementedStruct", Object)
int_type: Final = core.external("PyLong_Type", Object)
float_type: Final = core.external("PyFloat_Type", Object)
complex_type: Final = core.external("PyComplex_Type", Object)
str_type: Final = core.external("PyUnicode_Type", Object)
tuple_type: Final = core.external("PyTuple_Type", Object)
list_type: Final = core.external("PyList_Type", Object)
slice_type: Final = core.external("PySlice_Type", Object)
# These are variables that hold the exception classes.
type_error: Final = core.external("PyExc_TypeError", ptr[Object])
value_error: Final = core.external("PyExc_ValueError", ptr[Object])
memory_error: Final = core.external("PyExc_MemoryError", ptr[Object])
overflow_error: Final = core.external("PyExc_OverflowError", ptr[Object])
runtime_error: Final = core.external("PyExc_RuntimeError", ptr[Object])
attribute_error: Final = core.external("PyExc_AttributeError", ptr[Object])
keyboard_interrupt: Final = core.external("PyExc_KeyboardInterrupt", ptr[Object])


# -- reference counts --------------------------------------------------------------------------
# Ours are objects that are never immortal, so their counts may be changed in place; whatever else
# there is goes through CPython's functions.

LOW: Final = 0xFFFFFFFF


@core.function(inline=True)
def keep(o: ptr) -> None:
    """One more reference to an object of ours or to a layout."""
    ptr[Object](o).refcount += 1


@core.function(inline=True)
def drop(o: ptr) -> None:
    """One reference less to an object of ours or to a layout."""
    at = ptr[Object](o)
    at.refcount -= 1
    if at.refcount & LOW == 0:  # the upper half holds flags since CPython 3.14
        _Py_Dealloc(o)


@core.function(inline=True)
def new_reference(o: ptr[Object]) -> ptr[Object]:
    """`o`, with one more reference, for a caller to own."""
    Py_IncRef(o)
    return o


@core.function(inline=True)
def free_object(o: ptr[Object]) -> None:
    """Give back the memory of an object whose fields are released, as its type wants it."""
    type = o.type
    free = fn[[ptr], None](PyType_GetSlot(type, TP_FREE))
    free(o)
    Py_DecRef(type)


@core.function
def visit(o: ptr, visitor: ptr, argument: ptr) -> i32:
    """What the header macro Py_VISIT does."""
    if not o:
        return 0
    call = fn[[ptr, ptr], i32](visitor)
    return call(o, argument)
