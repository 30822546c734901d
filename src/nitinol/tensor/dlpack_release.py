# mypy: disable-error-code="arg-type, empty-body, no-any-return"
"""Giving exported memory back, in native Python: what other libraries call when they are done.

A library may call the deleter of a DLPack struct at any time, from any thread, with or without the GIL,
and while an exception is on its way. A callback written in ordinary Python would lose that exception, so
these functions are compiled. The `context` of a struct is a Python object that owns everything, the
struct itself included; deleting means letting go of it.
"""

from __future__ import annotations

from typing import Final

from ..native import Module, i32, ptr, stack

module: Final = Module("dlpack")

LEGACY: Final = "dltensor"
VERSIONED: Final = "dltensor_versioned"
CONTEXT_LEGACY: Final = 48  # bytes before `context` in both structs
CONTEXT_VERSIONED: Final = 8


@module.extern
def PyGILState_Ensure() -> i32: ...


@module.extern
def PyGILState_Release(state: i32) -> None: ...


@module.extern
def PyErr_Fetch(kind: ptr[ptr], value: ptr[ptr], trace: ptr[ptr]) -> None: ...


@module.extern
def PyErr_Restore(kind: ptr, value: ptr, trace: ptr) -> None: ...


@module.extern
def Py_DecRef(o: ptr) -> None: ...


@module.extern
def PyCapsule_IsValid(capsule: ptr, name: ptr) -> i32: ...


@module.extern
def PyCapsule_GetPointer(capsule: ptr, name: ptr) -> ptr: ...


@module.function
def let_go(o: ptr) -> None:
    """Drop a reference, whatever the state of the thread is."""
    state = PyGILState_Ensure()
    kind = stack(ptr)
    value = stack(ptr)
    trace = stack(ptr)
    PyErr_Fetch(kind, value, trace)
    Py_DecRef(o)
    PyErr_Restore(kind[0], value[0], trace[0])
    PyGILState_Release(state)


@module.function(export=True, name="dlpack_forget_legacy")
def forget_legacy(managed: ptr) -> None:
    """The deleter of a `DLManagedTensor`."""
    let_go(ptr[ptr](managed + CONTEXT_LEGACY)[0])


@module.function(export=True, name="dlpack_forget_versioned")
def forget_versioned(managed: ptr) -> None:
    """The deleter of a `DLManagedTensorVersioned`."""
    let_go(ptr[ptr](managed + CONTEXT_VERSIONED)[0])


@module.function(export=True, name="dlpack_destroy")
def destroy(capsule: ptr) -> None:
    """The destructor of a capsule: deletes what nobody has taken."""
    if PyCapsule_IsValid(capsule, LEGACY):
        forget_legacy(PyCapsule_GetPointer(capsule, LEGACY))
    elif PyCapsule_IsValid(capsule, VERSIONED):
        forget_versioned(PyCapsule_GetPointer(capsule, VERSIONED))
