"""`Array`: the behaviour that tensors, tracers and numbers in flight share.

The operators call functions that `ops` defines; because `ops` stands on `trace`, they are reached
through `operators`, which `ops` fills while it is imported. Named methods (`x.sum()`) are
attached to the class by the room that defines them, with `attach`.
"""

from __future__ import annotations

from ..base.dtypes import DType, of_python
from ..base.dtypes import dtype as as_dtype
from ..base.sizes import Dim, Shape, product
from ..ir.op import Type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Final

operators: Final[dict[str, Callable[..., Any]]] = {}


class Array:
    """Anything that operations take: it has a dtype, a shape, and the operators."""

    __slots__ = ()

    compound = (
        False  # whether it is made of other arrays (`trace.kind`), and so no operand of primitives
    )

    if TYPE_CHECKING:

        @property
        def dtype(self) -> DType: ...
        @property
        def shape(self) -> Shape: ...
        def __getattr__(self, name: str) -> Any: ...

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> Dim:
        """The number of elements."""
        return product(self.shape)

    def __add__(self, other: Any) -> Any:
        return operators["add"](self, other)

    def __radd__(self, other: Any) -> Any:
        return operators["add"](other, self)

    def __sub__(self, other: Any) -> Any:
        return operators["subtract"](self, other)

    def __rsub__(self, other: Any) -> Any:
        return operators["subtract"](other, self)

    def __mul__(self, other: Any) -> Any:
        return operators["multiply"](self, other)

    def __rmul__(self, other: Any) -> Any:
        return operators["multiply"](other, self)

    def __truediv__(self, other: Any) -> Any:
        return operators["divide"](self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return operators["divide"](other, self)

    def __floordiv__(self, other: Any) -> Any:
        return operators["floor_divide"](self, other)

    def __rfloordiv__(self, other: Any) -> Any:
        return operators["floor_divide"](other, self)

    def __mod__(self, other: Any) -> Any:
        return operators["remainder"](self, other)

    def __rmod__(self, other: Any) -> Any:
        return operators["remainder"](other, self)

    def __pow__(self, other: Any) -> Any:
        return operators["pow"](self, other)

    def __rpow__(self, other: Any) -> Any:
        return operators["pow"](other, self)

    def __matmul__(self, other: Any) -> Any:
        return operators["matmul"](self, other)

    def __rmatmul__(self, other: Any) -> Any:
        return operators["matmul"](other, self)

    def __and__(self, other: Any) -> Any:
        return operators["bitwise_and"](self, other)

    def __rand__(self, other: Any) -> Any:
        return operators["bitwise_and"](other, self)

    def __or__(self, other: Any) -> Any:
        return operators["bitwise_or"](self, other)

    def __ror__(self, other: Any) -> Any:
        return operators["bitwise_or"](other, self)

    def __xor__(self, other: Any) -> Any:
        return operators["bitwise_xor"](self, other)

    def __rxor__(self, other: Any) -> Any:
        return operators["bitwise_xor"](other, self)

    def __lshift__(self, other: Any) -> Any:
        return operators["bitwise_left_shift"](self, other)

    def __rlshift__(self, other: Any) -> Any:
        return operators["bitwise_left_shift"](other, self)

    def __rshift__(self, other: Any) -> Any:
        return operators["bitwise_right_shift"](self, other)

    def __rrshift__(self, other: Any) -> Any:
        return operators["bitwise_right_shift"](other, self)

    def __neg__(self) -> Any:
        return operators["negative"](self)

    def __pos__(self) -> Any:
        return operators["positive"](self)

    def __abs__(self) -> Any:
        return operators["abs"](self)

    def __invert__(self) -> Any:
        return operators["bitwise_invert"](self)

    def __eq__(self, other: object) -> Any:
        return operators["equal"](self, other)

    def __ne__(self, other: object) -> Any:
        return operators["not_equal"](self, other)

    def __lt__(self, other: Any) -> Any:
        return operators["less"](self, other)

    def __le__(self, other: Any) -> Any:
        return operators["less_equal"](self, other)

    def __gt__(self, other: Any) -> Any:
        return operators["greater"](self, other)

    def __ge__(self, other: Any) -> Any:
        return operators["greater_equal"](self, other)

    __hash__ = object.__hash__

    def __getitem__(self, key: Any) -> Any:
        return operators["getitem"](self, key)

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("a 0-d tensor has no len(); it has one element, read it with .item()")
        return int(self.shape[0])


class Number(Array):
    """A Python number on its way into an operation: 0-d, and `weak` if it only adapts to its
    partners.
    """

    __slots__ = ("number", "type")

    type: Type
    number: complex

    def __init__(self, number: complex, dtype: DType, weak: bool = False) -> None:
        self.number = number
        self.type = Type(dtype, (), weak)

    @property
    def dtype(self) -> DType:
        return self.type.dtype

    @property
    def shape(self) -> tuple[Dim, ...]:
        return ()

    def __repr__(self) -> str:
        return f"Number({self.number!r}, {self.type.dtype})"


class Typed(Array):
    """An array of which nothing but the type is known, for checks and promotion."""

    __slots__ = ("type",)

    type: Type

    def __init__(self, type: Type) -> None:
        self.type = type

    @property
    def dtype(self) -> DType:
        return self.type.dtype

    @property
    def shape(self) -> tuple[Dim, ...]:
        return self.type.shape


def number(x: complex) -> Number:
    """A Python number as a weak `Number`. A NumPy scalar, which may be one too, keeps its dtype."""
    kind = type(x)
    if kind not in _PYTHON:
        declared = getattr(x, "dtype", None)
        if declared is not None:
            return Number(x.item(), as_dtype(declared), False)  # type: ignore[attr-defined]
        x = plain_number(x)
    return Number(x, of_python(x), True)


def plain_number(x: complex) -> complex:
    """An instance of a class derived from Python's numbers, such as an `IntEnum`, as one of these."""
    for kind in _PYTHON:
        if isinstance(x, kind):
            return kind(x)  # type: ignore[no-any-return]
    raise TypeError(f"expected a number, got {type(x).__name__}")


_PYTHON: Final[tuple[type[Any], ...]] = (bool, int, float, complex)


def attach(name: str, function: Callable[..., Any]) -> None:
    """Make `function` a method of every array."""
    setattr(Array, name, function)
