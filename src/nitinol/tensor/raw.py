"""Raw memory: reading, writing and copying elements that lie at an address.

CPython's `memoryview` does the work at C speed: it converts between numbers and bytes, and a slice of
one with a step copies strided elements. `view` makes one over any address. Such a view does not keep
the memory alive, so it never leaves the function that asked for it.

Only the C part of `ctypes` is imported: the whole module takes ten times as long, at every start.
"""

from __future__ import annotations

import _ctypes
import struct

from ..base.dtypes import DType
from ..core import Layout, TensorBase

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Final

_WRITE: Final = 0x200  # PyBUF_WRITE


class _Object(_ctypes._SimpleCData):  # type: ignore[type-arg]
    _type_ = "O"


class _Pointer(_ctypes._SimpleCData):  # type: ignore[type-arg]
    _type_ = "P"


class _Long(_ctypes._SimpleCData):  # type: ignore[type-arg]
    _type_ = "l" if struct.calcsize("l") == 8 else "q"


class _Int(_ctypes._SimpleCData):  # type: ignore[type-arg]
    _type_ = "i"


def _from_memory() -> Callable[[int, int, int], memoryview]:
    """CPython's PyMemoryView_FromMemory."""

    class Function(_ctypes.CFuncPtr):
        _flags_ = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_PYTHONAPI
        _restype_ = _Object
        _argtypes_ = (_Pointer, _Long, _Int)

    if hasattr(_ctypes, "dlsym"):
        this_process: Any = None
        handle = _ctypes.dlopen(this_process, 0)
        return Function(_ctypes.dlsym(handle, "PyMemoryView_FromMemory"))
    import ctypes  # elsewhere the whole module knows where Python's own library is

    address = ctypes.cast(ctypes.pythonapi.PyMemoryView_FromMemory, ctypes.c_void_p).value
    return Function(address)  # type: ignore[arg-type]


_memory: Final = _from_memory()

# What `struct`, `array` and `memoryview` call the elements; complex ones are pairs.
CODES: Final = {
    "bool": "?", "int8": "b", "int16": "h", "int32": "i", "int64": "q", "uint8": "B",
    "uint16": "H", "uint32": "I", "uint64": "Q", "float16": "e", "float32": "f", "float64": "d",
    "complex64": "f", "complex128": "d",
}  # fmt: skip

_UNITS: Final[dict[int, Any]] = {1: "B", 2: "H", 4: "I", 8: "Q"}
_TRUE_IS_ONE: Final = b"\0" + b"\1" * 255


# One number at an address; `CELLS[name].from_address(a).value = x` is the quickest way to write it.
CELLS: Final[dict[str, Any]] = {
    name: type(name, (_ctypes._SimpleCData,), {"_type_": code})
    for name, code in CODES.items()
    if name not in ("bool", "float16", "complex64", "complex128")
}


def view(address: int, nbytes: int) -> memoryview:
    """The bytes at an address, writable. The caller keeps the memory alive."""
    return _memory(address, nbytes, _WRITE)


# --- numbers


def decode(dtype: DType, data: Any) -> list[Any]:
    """The Python numbers in a buffer of dense elements."""
    data = memoryview(data)
    name = dtype.name
    if name == "bfloat16":  # the upper half of a float32
        wide = bytearray(2 * data.nbytes)
        memoryview(wide).cast("H")[1::2] = data.cast("B").cast("H")
        return memoryview(wide).cast("f").tolist()
    if name == "float16":
        return list(struct.unpack(f"{data.nbytes // 2}e", data))
    numbers: list[Any] = data.cast("B").cast(CODES[name]).tolist()
    if dtype.is_complex:
        return list(map(complex, numbers[::2], numbers[1::2]))
    return numbers


def read_one(dtype: DType, address: int) -> Any:
    """The element at an address."""
    cell = CELLS.get(dtype.name)
    if cell is not None:
        return cell.from_address(address).value
    return decode(dtype, view(address, dtype.itemsize))[0]


def read_flat(t: TensorBase) -> list[Any]:
    """All elements, row by row."""
    where = t._layout
    if not where.size:
        return []
    if where.contiguous:
        return decode(where.dtype, view(t._address, where.nbytes))
    return decode(where.dtype, dense_bytes(t))


def dense_bytes(t: TensorBase) -> bytearray:
    """A copy of all elements, row by row."""
    where = t._layout
    data = bytearray(where.nbytes)
    if where.contiguous:
        data[:] = view(t._address, where.nbytes)
    else:
        copy_strided(
            where.shape, where.dtype.itemsize,
            memoryview(data), dense_strides(where.shape), 0,
            *_whole(t),
        )  # fmt: skip
    return data


def nest(values: list[Any], shape: Sequence[int]) -> Any:
    """A flat list as nested lists."""
    if not shape:
        return values[0]
    if 0 in shape:
        return _nothing(shape)
    for n in reversed(shape[1:]):
        values = [values[i : i + n] for i in range(0, len(values), n)]
    return values


def _nothing(shape: Sequence[int]) -> list[Any]:
    if not shape[0]:
        return []
    return [_nothing(shape[1:]) for _ in range(shape[0])]


def true_is_one(data: memoryview) -> None:
    """Make every byte of bools 0 or 1: foreign memory may hold others, kernels rely on these."""
    data[:] = bytes(data).translate(_TRUE_IS_ONE)


def only_zero_and_one(data: memoryview) -> bool:
    """Whether every byte is 0 or 1."""
    return not bytes(data).translate(None, b"\0\1")


# --- strided copies

Axis = tuple[int, int, int]  # size, step in the target, step in the source


def dense_strides(shape: Sequence[int]) -> tuple[int, ...]:
    """Strides of elements row by row without gaps."""
    steps = []
    step = 1
    for n in reversed(shape):
        steps.append(step)
        step *= n
    return tuple(reversed(steps))


def span(where: Layout) -> tuple[int, int]:
    """(first, end): between which bytes, relative to a tensor's address, its elements lie."""
    if not where.size:
        return 0, 0
    low = high = 0
    for n, stride in zip(where.shape, where.strides, strict=True):
        if stride < 0:
            low += stride * (n - 1)
        else:
            high += stride * (n - 1)
    size = where.dtype.itemsize
    return low * size, (high + 1) * size


def overlaps(where: Layout) -> bool:
    """Whether two elements may share memory, as in a broadcast view."""
    reach = 0
    for stride, n in sorted(
        (abs(s), n) for s, n in zip(where.strides, where.shape, strict=True) if n > 1
    ):
        if stride <= reach:
            return True
        reach += stride * (n - 1)
    return False


def _whole(t: TensorBase) -> tuple[memoryview, tuple[int, ...], int]:
    """(memory, strides, place of the first element) of a tensor."""
    low, end = span(t._layout)
    size = t._layout.dtype.itemsize
    return view(t._address + low, end - low), t._layout.strides, -low // size


def copy_strided(
    shape: Sequence[int],
    itemsize: int,
    target: memoryview,
    target_strides: Sequence[int],
    target_first: int,
    source: memoryview,
    source_strides: Sequence[int],
    source_first: int,
) -> None:
    """Copy elements between two memories; strides and first places count elements.

    The targets of different elements must differ.
    """
    axes = [a for a in zip(shape, target_strides, source_strides, strict=True) if a[0] != 1]
    if any(n == 0 for n, _, _ in axes):
        return
    if itemsize == 16:
        axes = [(n, 2 * d, 2 * s) for n, d, s in axes] + [(2, 1, 1)]
        target_first, source_first, itemsize = 2 * target_first, 2 * source_first, 8
    code = _UNITS[itemsize]
    to, of = target.cast("B").cast(code), source.cast("B").cast(code)
    axes = _merged(axes)
    if not axes:
        to[target_first] = of[source_first]
        return
    inner = max(axes, key=lambda a: (a[0], -abs(a[1])))
    axes.remove(inner)
    starts = [(target_first, source_first)]
    for n, d, s in axes:
        starts = [(a + i * d, b + i * s) for a, b in starts for i in range(n)]
    n, d, s = inner
    repeat = memoryview(bytearray(n * itemsize)).cast(code) if s == 0 else of
    for a, b in starts:
        if s == 0:
            # A step of 0 does not exist; the repeated element becomes a row.
            repeat.cast("B")[:] = bytes(of[b : b + 1]) * n
            to[_places(a, n, d)] = repeat
        else:
            to[_places(a, n, d)] = of[_places(b, n, s)]


def _merged(axes: list[Axis]) -> list[Axis]:
    """The same places with as few axes as possible."""
    axes = sorted(axes, key=lambda a: -abs(a[1]))
    result: list[Axis] = []
    for n, d, s in axes:
        if result and result[-1][1] == n * d and result[-1][2] == n * s:
            result[-1] = (result[-1][0] * n, d, s)
        else:
            result.append((n, d, s))
    return result


def _places(first: int, n: int, step: int) -> slice:
    end = first + step * (n - 1) + (1 if step > 0 else -1)
    return slice(first, end if end >= 0 else None, step)


def write_strided(
    shape: Sequence[int], dtype: DType, address: int, strides: Sequence[int], value: TensorBase
) -> None:
    """Write the elements of `value`, which broadcasts to `shape`, to places at an address."""
    own = value._layout
    missing = len(shape) - own.ndim
    source = (0,) * missing + tuple(
        0 if n == 1 else s for n, s in zip(own.shape, own.strides, strict=True)
    )
    low = sum(s * (n - 1) for n, s in zip(shape, strides, strict=True) if s < 0)
    high = sum(s * (n - 1) for n, s in zip(shape, strides, strict=True) if s > 0)
    size = dtype.itemsize
    memory, _, first = _whole(value)
    target = view(address + low * size, (high - low + 1) * size)
    copy_strided(shape, size, target, strides, -low, memory, source, first)
