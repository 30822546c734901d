"""The names that native code is written with, once for Python and once for the type checker.

At run time `i64`, `ptr` and the others are the type objects of `types.py`, and `stack`,
`atomic_add` and the others are `Intrinsic` objects that the compiler knows by identity.  To mypy
an `i64` is an int and `ptr[T]` a generic class, so that native functions are checked like any
other Python (their exact rules are checked by `check.py`).
"""

from __future__ import annotations

from nitinol.native.types import offsetof, sizeof

TYPE_CHECKING = False


class Intrinsic:
    """An operation that the compiler emits itself; called as ordinary Python it is simulated."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return self.name

    def __call__(self, *arguments: object) -> object:
        from nitinol.native.simulate import run_intrinsic  # only when run as ordinary Python

        return run_intrinsic(self.name, arguments)


if TYPE_CHECKING:
    from collections.abc import Callable as fn  # noqa: N813
    from typing import Annotated as array  # noqa: N813
    from typing import Annotated as vec  # noqa: N813
    from typing import Any, Generic, NoReturn, TypeAlias

    from typing_extensions import TypeVar

    T = TypeVar("T", default=Any)
    N = TypeVar("N", bound=float)

    i8: TypeAlias = int
    i16: TypeAlias = int
    i32: TypeAlias = int
    i64: TypeAlias = int
    u8: TypeAlias = int
    u16: TypeAlias = int
    u32: TypeAlias = int
    u64: TypeAlias = int
    f32: TypeAlias = float
    f64: TypeAlias = float
    boolean: TypeAlias = bool

    class ptr(Generic[T]):  # noqa: N801
        def __init__(self, value: Any) -> None: ...
        def __getitem__(self, index: Any) -> T: ...
        def __setitem__(self, index: Any, value: T) -> None: ...
        def __getattr__(self, name: str) -> Any: ...
        def __setattr__(self, name: str, value: Any) -> None: ...
        def __add__(self, count: int) -> ptr[T]: ...
        def __sub__(self, other: Any) -> Any: ...
        def __bool__(self) -> bool: ...
        def __call__(self, *arguments: Any) -> Any: ...
        def __int__(self) -> int: ...
        def __index__(self) -> int: ...
        def __lt__(self, other: Any) -> bool: ...
        def __le__(self, other: Any) -> bool: ...
        def __gt__(self, other: Any) -> bool: ...
        def __ge__(self, other: Any) -> bool: ...

    null: Any

    def stack(type: type[T], count: int = 1) -> ptr[T]: ...
    def ref(pointer: ptr[Any]) -> Any: ...
    def likely(test: object) -> bool: ...
    def unlikely(test: object) -> bool: ...
    def select(test: Any, yes: T, no: T) -> T: ...
    def bitcast(type: type[T], value: Any) -> T: ...
    def atomic_load(at: ptr[T], order: str) -> T: ...
    def atomic_store(at: ptr[T], value: T, order: str) -> None: ...
    def atomic_add(at: ptr[T], value: T, order: str) -> T: ...
    def atomic_sub(at: ptr[T], value: T, order: str) -> T: ...
    def atomic_and(at: ptr[T], value: T, order: str) -> T: ...
    def atomic_or(at: ptr[T], value: T, order: str) -> T: ...
    def atomic_xor(at: ptr[T], value: T, order: str) -> T: ...
    def atomic_swap(at: ptr[T], value: T, order: str) -> T: ...
    def atomic_cas(at: ptr[T], expected: T, value: T, order: str) -> T: ...
    def fence(order: str) -> None: ...
    def cpu_pause() -> None: ...
    def trap() -> NoReturn: ...
    def popcount(value: int) -> int: ...
    def count_leading_zeros(value: int) -> int: ...
    def count_trailing_zeros(value: int) -> int: ...
    def add_overflows(a: int, b: int) -> bool: ...
    def mul_overflows(a: int, b: int) -> bool: ...
    def quotient(a: int, b: int) -> int: ...
    def remainder(a: int, b: int) -> int: ...
    def insert(vector: Any, lane: int, value: Any) -> Any: ...
    def reduce_add(vector: Any) -> Any: ...
else:
    from nitinol.native.types import (
        array,
        boolean,
        f32,
        f64,
        fn,
        i8,
        i16,
        i32,
        i64,
        ptr,
        u8,
        u16,
        u32,
        u64,
        vec,
    )

    null = None
    stack = Intrinsic("stack")
    ref = Intrinsic("ref")
    likely = Intrinsic("likely")
    unlikely = Intrinsic("unlikely")
    select = Intrinsic("select")
    bitcast = Intrinsic("bitcast")
    atomic_load = Intrinsic("atomic_load")
    atomic_store = Intrinsic("atomic_store")
    atomic_add = Intrinsic("atomic_add")
    atomic_sub = Intrinsic("atomic_sub")
    atomic_and = Intrinsic("atomic_and")
    atomic_or = Intrinsic("atomic_or")
    atomic_xor = Intrinsic("atomic_xor")
    atomic_swap = Intrinsic("atomic_swap")
    atomic_cas = Intrinsic("atomic_cas")
    fence = Intrinsic("fence")
    cpu_pause = Intrinsic("cpu_pause")
    trap = Intrinsic("trap")
    popcount = Intrinsic("popcount")
    count_leading_zeros = Intrinsic("count_leading_zeros")
    count_trailing_zeros = Intrinsic("count_trailing_zeros")
    add_overflows = Intrinsic("add_overflows")
    mul_overflows = Intrinsic("mul_overflows")
    quotient = Intrinsic("quotient")
    remainder = Intrinsic("remainder")
    insert = Intrinsic("insert")
    reduce_add = Intrinsic("reduce_add")

__all__ = [
    "Intrinsic",
    "add_overflows",
    "array",
    "atomic_add",
    "atomic_and",
    "atomic_cas",
    "atomic_load",
    "atomic_or",
    "atomic_store",
    "atomic_sub",
    "atomic_swap",
    "atomic_xor",
    "bitcast",
    "boolean",
    "count_leading_zeros",
    "count_trailing_zeros",
    "cpu_pause",
    "f32",
    "f64",
    "fence",
    "fn",
    "i8",
    "i16",
    "i32",
    "i64",
    "insert",
    "likely",
    "mul_overflows",
    "null",
    "offsetof",
    "popcount",
    "ptr",
    "quotient",
    "reduce_add",
    "ref",
    "remainder",
    "select",
    "sizeof",
    "stack",
    "trap",
    "u8",
    "u16",
    "u32",
    "u64",
    "unlikely",
    "vec",
]
