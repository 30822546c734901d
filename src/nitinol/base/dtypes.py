"""Element types, and the rules by which two of them meet.

A `DType` is interned: there is one object per type and `is` compares. Promotion follows the
array-API standard (2024.12, "Type promotion rules") extended by one lattice for mixed kinds:
integers with floats give the float, floats with complex give the complex of enough width,
`uint64` with a signed integer gives `float32` never silently: it raises.

Python scalars are *weak*: they take the dtype of the tensor they meet and never change it,
unless their kind is higher (an int tensor plus a Python float gives the default float).

NumPy and ml_dtypes are imported only by `DType.numpy` and `from_numpy`.
"""

from __future__ import annotations

import math

from .errors import DTypeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Final

    import numpy as np

_KIND_ORDER: Final = {"b": 0, "u": 1, "i": 1, "f": 2, "c": 3}


class DType:
    """The type of a tensor's elements, such as `ni.float32`."""

    __slots__ = ("__weakref__", "_numpy", "index", "itemsize", "kind", "name")

    name: str
    kind: str  # 'b' bool, 'u' unsigned, 'i' signed, 'f' floating, 'c' complex; 's' text
    itemsize: int  # bytes of one element in memory
    index: int  # a small stable number, used in keys and in native code

    def __init__(self, name: str, kind: str, itemsize: int, index: int) -> None:
        self.name = name
        self.kind = kind
        self.itemsize = itemsize
        self.index = index
        self._numpy: Any = None

    def __repr__(self) -> str:
        return f"nitinol.{self.name}"

    def __str__(self) -> str:
        return self.name

    def __reduce__(self) -> tuple[Any, ...]:
        return (dtype, (self.name,))

    @property
    def bits(self) -> int:
        """How many bits an element has in memory."""
        return 8 * self.itemsize

    @property
    def is_bool(self) -> bool:
        """Whether it is `bool`."""
        return self.kind == "b"

    @property
    def is_integer(self) -> bool:
        """Whether it is an integer dtype, signed or not."""
        return self.kind in "ui"

    @property
    def is_signed(self) -> bool:
        """Whether it has numbers below 0."""
        return self.kind in "ifc"

    @property
    def is_floating(self) -> bool:
        """Whether it is a real floating dtype."""
        return self.kind == "f"

    @property
    def is_complex(self) -> bool:
        """Whether it is a complex dtype."""
        return self.kind == "c"

    @property
    def is_inexact(self) -> bool:
        """Floating or complex: the dtypes that have derivatives."""
        return self.kind in "fc"

    @property
    def real(self) -> DType:
        """The dtype of the real part: `complex64.real` is `float32`."""
        return {"complex64": float32, "complex128": float64}.get(self.name, self)

    @property
    def complex(self) -> DType:
        """The complex dtype that holds this one."""
        if self.kind == "c":
            return self
        return complex128 if self is float64 else complex64

    @property
    def numpy(self) -> np.dtype[Any]:
        """The NumPy dtype of the same memory layout (bfloat16 comes from ml_dtypes)."""
        if self._numpy is None:
            import numpy as np

            if self.name == "bfloat16":
                import ml_dtypes

                self._numpy = np.dtype(ml_dtypes.bfloat16)
            else:
                self._numpy = np.dtype(self.name)
        return self._numpy  # type: ignore[no-any-return]

    @property
    def min(self) -> int | float:
        """The least finite value of an integer or floating dtype."""
        return _limits(self)[0]

    @property
    def max(self) -> int | float:
        """The greatest finite value of an integer or floating dtype."""
        return _limits(self)[1]

    @property
    def eps(self) -> float:
        """The distance from 1.0 to the next larger value (floating and complex dtypes)."""
        bits = {"float16": 10, "bfloat16": 7, "float32": 23, "float64": 52}.get(self.real.name)
        if bits is None:
            raise DTypeError(f"{self} has no eps; only floating dtypes have: use ni.float32.eps")
        return 2.0**-bits


bool_: Final = DType("bool", "b", 1, 0)
int8: Final = DType("int8", "i", 1, 1)
int16: Final = DType("int16", "i", 2, 2)
int32: Final = DType("int32", "i", 4, 3)
int64: Final = DType("int64", "i", 8, 4)
uint8: Final = DType("uint8", "u", 1, 5)
uint16: Final = DType("uint16", "u", 2, 6)
uint32: Final = DType("uint32", "u", 4, 7)
uint64: Final = DType("uint64", "u", 8, 8)
float16: Final = DType("float16", "f", 2, 9)
bfloat16: Final = DType("bfloat16", "f", 2, 10)
float32: Final = DType("float32", "f", 4, 11)
float64: Final = DType("float64", "f", 8, 12)
complex64: Final = DType("complex64", "c", 8, 13)
complex128: Final = DType("complex128", "c", 16, 14)

# What tensors of texts have (`kinds.strings`); it is no number, no dense tensor holds it, so it is none of ALL.
string: Final = DType("string", "s", 0, 15)

ALL: Final[tuple[DType, ...]] = (
    bool_, int8, int16, int32, int64, uint8, uint16, uint32, uint64,
    float16, bfloat16, float32, float64, complex64, complex128,
)  # fmt: skip
SIGNED: Final = (int8, int16, int32, int64)
UNSIGNED: Final = (uint8, uint16, uint32, uint64)
INTEGER: Final = SIGNED + UNSIGNED
FLOATING: Final = (float16, bfloat16, float32, float64)
COMPLEX: Final = (complex64, complex128)
INEXACT: Final = FLOATING + COMPLEX
NUMERIC: Final = INTEGER + INEXACT
REAL: Final = INTEGER + FLOATING

_BY_NAME: Final[dict[str, DType]] = {d.name: d for d in ALL}
_PYTHON: Final[dict[object, DType]] = {bool: bool_, int: int64, float: float32, complex: complex64}


def dtype(spec: object) -> DType:
    """The `DType` meant by a name, a Python type, a NumPy dtype or a `DType` itself.

    >>> dtype("float32"), dtype(int)
    (nitinol.float32, nitinol.int64)

    Raises `DTypeError` when it names no dtype of dense tensors.
    """
    if isinstance(spec, DType) and spec is not string:
        return spec
    if spec is string or spec is str or spec == "string":
        raise DTypeError(
            "string is the dtype of texts, which no dense tensor holds: ni.tensor(texts) makes a tensor of them, "
            "ni.strings.from_numbers(x) writes numbers as texts"
        )
    if isinstance(spec, str):
        found = _BY_NAME.get(spec)
        if found is not None:
            return found
    elif isinstance(spec, type):
        found = _PYTHON.get(spec)
        if found is not None:
            return found
        if spec.__module__ in ("numpy", "ml_dtypes"):
            found = _BY_NAME.get(spec.__name__.rstrip("_"))
            if found is not None:
                return found
    elif type(spec).__module__.startswith("numpy") and hasattr(spec, "newbyteorder"):
        return from_numpy(spec)
    names = ", ".join(d.name for d in ALL)
    raise DTypeError(f"{spec!r} is no dtype; write one of {names}")


def from_numpy(np_dtype: Any) -> DType:
    """The `DType` of a NumPy dtype of any byte order."""
    name = np_dtype.name
    found = _BY_NAME.get(name)
    if found is None:
        raise DTypeError(
            f"NumPy dtype {np_dtype!r} has no tensor dtype; convert it first, "
            "for example with array.astype(numpy.float32)"
        )
    return found


def of_python(value: object) -> DType:
    """The dtype that a Python number gets by itself: float32, int64, complex64, bool."""
    found = _PYTHON.get(type(value))
    if found is None:
        for kind in (bool, int, float, complex):
            if isinstance(value, kind):
                return _PYTHON[kind]
        raise DTypeError(f"expected a Python number, got {type(value).__name__}")
    return found


def _limits(d: DType) -> tuple[int | float, int | float]:
    if d.kind == "u":
        return 0, 2**d.bits - 1
    if d.kind == "i":
        return -(2 ** (d.bits - 1)), 2 ** (d.bits - 1) - 1
    if d.kind == "f":
        top = {
            "float16": 65504.0,
            "bfloat16": math.ldexp(255 / 128, 127),
            "float32": math.ldexp(2.0 - 2.0**-23, 127),
            "float64": math.ldexp(2.0 - 2.0**-52, 1023),
        }[d.name]
        return -top, top
    raise DTypeError(f"{d} has no min and max; only integer and floating dtypes have")


def promote(a: DType, b: DType) -> DType:
    """The dtype in which elements of `a` and `b` meet.

    >>> promote(int8, uint8), promote(int32, float32), promote(float16, bfloat16)
    (nitinol.int16, nitinol.float32, nitinol.float32)

    Raises `DTypeError` for uint64 with a signed integer, which no integer holds.
    """
    if a is b:
        return a
    ka, kb = _KIND_ORDER[a.kind], _KIND_ORDER[b.kind]
    if ka < kb:
        a, b, ka, kb = b, a, kb, ka
    if ka != kb:
        if a.kind == "c" and b is float64:
            return complex128
        return a
    if a.kind == b.kind:
        if a.itemsize == b.itemsize:  # float16 and bfloat16
            return float32
        return a if a.itemsize > b.itemsize else b
    signed, unsigned = (a, b) if a.kind == "i" else (b, a)
    if unsigned.itemsize < signed.itemsize:
        return signed
    if unsigned is uint64:
        raise DTypeError(
            f"{signed} and uint64 have no common integer dtype; "
            "convert one of them with .astype(...) first"
        )
    return {1: int16, 2: int32, 4: int64}[unsigned.itemsize]


def promote_weak(d: DType, scalar: DType) -> DType:
    """The dtype of a tensor of dtype `d` after meeting a Python number whose own dtype is `scalar`."""
    if _KIND_ORDER[scalar.kind] <= _KIND_ORDER[d.kind]:
        return d
    if scalar.kind == "c":
        return d.complex
    return float32 if scalar.kind == "f" else int64


def can_hold(d: DType, value: complex) -> bool:
    """Whether a Python number can be stored in `d` without changing its kind or overflowing."""
    if isinstance(value, bool):
        return True
    if isinstance(value, int):
        return d.kind in "fc" or (d.is_integer and d.min <= value <= d.max)
    if isinstance(value, float):
        return d.kind in "fc"
    return d.kind == "c"
