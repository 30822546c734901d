"""DLPack: tensors of other libraries without copying, in both directions, versions 1 and legacy.

The layout of the structs is that of `dlpack.h`, version 1.0 (https://dmlc.github.io/dlpack). A producer
hands out a capsule around a `DLManagedTensor`; who takes it renames the capsule and calls the deleter
once when done. If nobody takes it, the capsule's destructor does.

Sharing is the one way in which two objects alias each other's memory. Ours stays a value all the same:
while an export lives, or when the memory belongs to another library, writing to the tensor copies first. Exports are
marked read-only (the legacy version of the protocol cannot say so).
"""

from __future__ import annotations

import ctypes
from typing import Any, Final

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import DTypeError, UnsupportedError
from ..core import Layout, TensorBase, allocate, layout, make, wrap
from . import dlpack_release
from .raw import CODES, only_zero_and_one, span, view

CPU: Final = 1
_READ_ONLY, _IS_COPIED = 1, 2
_LEGACY, _VERSIONED = b"dltensor", b"dltensor_versioned"
_USED = {_LEGACY: b"used_dltensor", _VERSIONED: b"used_dltensor_versioned"}
_CODES: Final = {"i": 0, "u": 1, "f": 2, "c": 5, "b": 6}  # bfloat16 is 4


class _Device(ctypes.Structure):
    _fields_ = (("type", ctypes.c_int32), ("id", ctypes.c_int32))


class _DataType(ctypes.Structure):
    _fields_ = (("code", ctypes.c_uint8), ("bits", ctypes.c_uint8), ("lanes", ctypes.c_uint16))


class _Tensor(ctypes.Structure):
    _fields_ = (
        ("data", ctypes.c_void_p),
        ("device", _Device),
        ("ndim", ctypes.c_int32),
        ("dtype", _DataType),
        ("shape", ctypes.POINTER(ctypes.c_int64)),
        ("strides", ctypes.POINTER(ctypes.c_int64)),
        ("byte_offset", ctypes.c_uint64),
    )


class _Managed(ctypes.Structure):
    _fields_ = (("tensor", _Tensor), ("context", ctypes.c_void_p), ("deleter", ctypes.c_void_p))


class _ManagedVersioned(ctypes.Structure):
    _fields_ = (
        ("major", ctypes.c_uint32),
        ("minor", ctypes.c_uint32),
        ("context", ctypes.c_void_p),
        ("deleter", ctypes.c_void_p),
        ("flags", ctypes.c_uint64),
        ("tensor", _Tensor),
    )


def _python(name: str, result: Any, *arguments: Any) -> Any:
    function = ctypes.pythonapi[name]  # by index: our own copy of the function
    function.restype = result
    function.argtypes = arguments
    return function


_new = _python("PyCapsule_New", ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
_name_of = _python("PyCapsule_GetName", ctypes.c_char_p, ctypes.py_object)
_pointer = _python("PyCapsule_GetPointer", ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)
_rename = _python("PyCapsule_SetName", ctypes.c_int, ctypes.py_object, ctypes.c_char_p)
_keep = _python("Py_IncRef", None, ctypes.py_object)
_let_go = _python("Py_DecRef", None, ctypes.py_object)

# --- out

_library: Final = dlpack_release.module.build()


def export(t: TensorBase, max_version: tuple[int, int] | None, copied: bool) -> Any:
    """The capsule of a tensor; `copied` says that nothing else uses its memory."""
    where = t._layout
    numbers = ctypes.c_int64 * max(1, where.ndim)
    shape, strides = numbers(*where.shape), numbers(*where.strides)
    code = 4 if where.dtype is dt.bfloat16 else _CODES[where.dtype.kind]
    tensor = _Tensor(
        t._address if where.size else None,
        _Device(CPU, 0),
        where.ndim,
        _DataType(code, where.dtype.bits, 1),
        shape,
        strides,
        0,
    )
    versioned = max_version is not None and max_version[0] >= 1
    made: Any = _ManagedVersioned() if versioned else _Managed()
    made.tensor = tensor
    if versioned:
        made.major, made.minor = 1, 0
        made.flags = _IS_COPIED if copied else _READ_ONLY
    kind = "versioned" if versioned else "legacy"
    made.deleter = _library.address(f"dlpack_forget_{kind}")
    owner = [made, shape, strides, t._storage]
    made.context = id(owner)
    _keep(owner)  # the deleter drops this reference
    name = _VERSIONED if versioned else _LEGACY
    try:
        return _new(ctypes.addressof(made), name, _library.address("dlpack_destroy"))
    except BaseException:
        _let_go(owner)
        raise


# --- in


_Deleter: Final = ctypes.CFUNCTYPE(None, ctypes.c_void_p)


class _Owner:
    """Keeps foreign memory alive: calls its deleter when the last tensor over it is gone."""

    __slots__ = ("address", "deleter")

    def __init__(self, address: int, deleter: int | None) -> None:
        self.address = address
        self.deleter = deleter

    def __del__(self) -> None:
        if self.deleter:
            _Deleter(self.deleter)(self.address)


def _element_type(found: Any) -> DType:
    if found.lanes == 1:
        if found.code == 4 and found.bits == 16:
            return dt.bfloat16
        for d in dt.ALL:
            if d is not dt.bfloat16 and d.bits == found.bits and _CODES[d.kind] == found.code:
                return d
    raise DTypeError(
        f"DLPack elements of code {found.code}, {found.bits} bits and {found.lanes} lanes have no "
        "tensor dtype; convert them in the library that made them"
    )


def _capsule(x: Any) -> Any:
    try:
        return x.__dlpack__(max_version=(1, 0))
    except TypeError:
        return x.__dlpack__()  # from before version 1


def take(x: Any) -> tuple[Any, bool]:
    """(a tensor over the memory of `x`, whether it has to be copied before it is used).

    `x` has `__dlpack__`. Raises `UnsupportedError` for memory that is not the CPU's.
    """
    if hasattr(x, "__dlpack_device__") and int(x.__dlpack_device__()[0]) != CPU:
        raise UnsupportedError(
            f"the {type(x).__name__} is on DLPack device {x.__dlpack_device__()}, tensors are on the CPU; "
            "move it there first"
        )
    capsule = _capsule(x)
    try:
        name = _name_of(capsule)
    except (TypeError, ValueError, ctypes.ArgumentError):
        name = None
    if name not in _USED:
        raise TypeError(
            f"{type(x).__name__}.__dlpack__() gave {capsule!r}, no unused DLPack capsule"
        )
    kind: Any = _ManagedVersioned if name == _VERSIONED else _Managed
    address = _pointer(capsule, name)
    managed = kind.from_address(address)
    if name == _VERSIONED and managed.major != 1:
        raise UnsupportedError(f"DLPack version {managed.major} is not known, versions 0 and 1 are")
    tensor = managed.tensor
    if tensor.device.type != CPU:
        raise UnsupportedError(
            f"DLPack device {tensor.device.type} is not the CPU; move it there first"
        )
    dtype = _element_type(tensor.dtype)
    shape = tuple([tensor.shape[i] for i in range(tensor.ndim)])
    strides = tuple([tensor.strides[i] for i in range(tensor.ndim)]) if tensor.strides else None
    read_only = name == _VERSIONED and bool(managed.flags & _READ_ONLY)
    # From here on the memory is ours to give back.
    _rename(capsule, _USED[name])
    owner = _Owner(address, managed.deleter)
    start = (tensor.data or 0) + tensor.byte_offset
    made = shared(owner, start, layout(dtype, shape, strides), not read_only)
    if made is not None:
        return made, False
    return _plain(owner, start, layout(dtype, shape, strides)), True


def shared(owner: Any, address: int, where: Layout, writable: bool) -> Any:
    """A tensor over memory that `owner` keeps alive; None where kernels could not read it as it is."""
    low, end = span(where)
    if address % max(1, where.dtype.real.itemsize):
        return None
    if where.dtype.is_bool and where.size and not only_zero_and_one(view(address + low, end - low)):
        return None
    return _plain(owner, address, where, writable)


def _plain(owner: Any, address: int, where: Layout, writable: bool = False) -> Any:
    if not where.size:
        storage = allocate(0)
        return make(storage, storage.address, where)
    low, end = span(where)
    return make(wrap(address + low, end - low, owner, writable), address, where)


# --- Python's own protocol

_FORMATS: Final[dict[str, Any]] = {k: v for k, v in CODES.items() if not k.startswith("complex")}


def buffer_of(t: TensorBase, flags: int) -> memoryview:
    """A read-only memoryview of a tensor, which keeps the memory alive.

    Raises BufferError where the protocol has no word for the elements, or they do not lie row by row.
    """
    where = t._layout
    code = _FORMATS.get(where.dtype.name)
    if flags & 1:  # PyBUF_WRITABLE
        raise BufferError(
            "the buffer of a tensor is read-only; write into a copy, x.numpy(copy=True)"
        )
    if code is None or not where.contiguous or not where.size:
        raise BufferError(
            f"a tensor {where!r} has no buffer; it must be contiguous, not empty, and of a dtype "
            "that Python knows: see x.contiguous() and x.numpy()"
        )
    memory = (ctypes.c_char * where.nbytes).from_address(t._address)
    memory.storage = t._storage  # type: ignore[attr-defined]
    return memoryview(memory).toreadonly().cast("B").cast(code, where.shape)
