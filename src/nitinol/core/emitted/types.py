# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""Helpers that describe our types and functions to CPython."""

from __future__ import annotations

from ...native import i32, i64, null, ptr, stack, u8
from .cpython import (
    READONLY,
    T_PYSSIZET,
    GetSetDef,
    MemberDef,
    MethodDef,
    Object,
    PyCFunction_NewEx,
    PyType_FromSpec,
    TypeSlot,
    TypeSpec,
    core,
)


@core.function
def put_slot(slots: ptr[TypeSlot], at: i64, number: i32, value: ptr) -> None:
    slot = slots + at
    slot.number = number
    slot.value = value


@core.function
def put_getset(
    table: ptr[GetSetDef], at: i64, name: ptr[u8], get: ptr, set: ptr, doc: ptr[u8], closure: i64
) -> None:
    entry = table + at
    entry.name = name
    entry.get = get
    entry.set = set
    entry.doc = doc
    entry.closure = ptr(closure)


@core.function
def put_offset(table: ptr[MemberDef], at: i64, name: ptr[u8], offset: i64) -> None:
    """One of the members by which a type says where its weak references, dict or call entry
    lie."""
    entry = table + at
    entry.name = name
    entry.kind = T_PYSSIZET
    entry.offset = offset
    entry.flags = READONLY


@core.function
def put_method(
    table: ptr[MethodDef], at: i64, name: ptr[u8], function: ptr, flags: i32, doc: ptr[u8]
) -> None:
    entry = table + at
    entry.name = name
    entry.function = function
    entry.flags = flags
    entry.doc = doc


@core.function
def make_type(
    name: ptr[u8], basicsize: i64, itemsize: i64, flags: i32, slots: ptr[TypeSlot]
) -> ptr[Object]:
    """A new type, or null with an exception set."""
    spec = stack(TypeSpec)
    spec.name = name
    spec.basicsize = i32(basicsize)
    spec.itemsize = i32(itemsize)
    spec.flags = flags
    spec.slots = slots
    return PyType_FromSpec(spec)


@core.function
def make_builtin(definition: ptr[MethodDef]) -> ptr[Object]:
    """A Python function for a native one, or null with an exception set."""
    return PyCFunction_NewEx(definition, null, null)
