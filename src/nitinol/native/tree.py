"""The typed tree: what `check.py` makes of a function and `emit.py` turns into IR.

Every expression carries its type; nothing in the tree can be ill-typed.  A constant whose type is
still open (a literal, or an int of the enclosing Python scope) has one of the types `weak_int`,
`weak_float`, `weak_null` and is given a real type by its surroundings before it enters the tree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from nitinol.native.types import FnType, PtrType, Type


class WeakType(Type):
    """The type of a constant that takes on the type of what it meets."""

    def __init__(self, name: str) -> None:
        self.name, self.size, self.align, self.ir = name, 0, 1, ""


weak_int = WeakType("an integer constant")
weak_float = WeakType("a float constant")
weak_null = WeakType("null")


@dataclass(slots=True)
class Expr:
    type: Type


@dataclass(slots=True)
class Const(Expr):
    """A number, a bool, or None for the null pointer."""

    value: Any


@dataclass(slots=True)
class Text(Expr):
    """The address of constant bytes that end with a zero byte."""

    data: bytes


@dataclass(slots=True)
class Symbol(Expr):
    """The address of a function, a global or an outside object."""

    entity: Any


@dataclass(slots=True)
class Local(Expr):
    """The value of a parameter or local variable."""

    name: str


@dataclass(slots=True)
class Load(Expr):
    address: Expr


@dataclass(slots=True)
class Offset(Expr):
    """`base` plus a constant number of bytes."""

    base: Expr
    bytes: int


@dataclass(slots=True)
class Index(Expr):
    """`base` plus `index` times `stride` bytes; the index is a signed or unsigned integer."""

    base: Expr
    index: Expr
    stride: int


@dataclass(slots=True)
class Distance(Expr):
    """Elements of `stride` bytes between two pointers."""

    left: Expr
    right: Expr
    stride: int


@dataclass(slots=True)
class Unary(Expr):
    """`-`, `~` or `not`."""

    op: str
    value: Expr


@dataclass(slots=True)
class Binary(Expr):
    """`+ - * // % / & | ^ << >>`, or `quotient` and `remainder` (truncating); both sides alike."""

    op: str
    left: Expr
    right: Expr


@dataclass(slots=True)
class Compare(Expr):
    """`== != < <= > >=`; signedness is that of the operands' type."""

    op: str
    left: Expr
    right: Expr


@dataclass(slots=True)
class Truth(Expr):
    """Whether a number is not zero or a pointer is not null."""

    value: Expr


@dataclass(slots=True)
class Logic(Expr):
    """`and` / `or` of booleans; later values are evaluated only when needed."""

    op: str
    values: list[Expr]


@dataclass(slots=True)
class Choose(Expr):
    """`yes if test else no`; only one side is evaluated."""

    test: Expr
    yes: Expr
    no: Expr


@dataclass(slots=True)
class Hint(Expr):
    """`likely(test)` or `unlikely(test)`."""

    test: Expr
    likely: bool


@dataclass(slots=True)
class Cast(Expr):
    value: Expr


@dataclass(slots=True)
class Call(Expr):
    """A call of a known function (`callee` is a Symbol) or through a pointer."""

    callee: Expr
    signature: FnType
    arguments: list[Expr]
    variadic: bool


@dataclass(slots=True)
class Atomic(Expr):
    """`op` is load, store, add, sub, and, or, xor, swap or cas; order is LLVM's word for it."""

    op: str
    order: str
    address: Expr
    operands: list[Expr]


@dataclass(slots=True)
class Operation(Expr):
    """An intrinsic without special form: select, popcount, fence, cpu_pause, ..."""

    name: str
    arguments: list[Expr]
    option: str = ""


@dataclass(slots=True)
class Stack(Expr):
    """The address of `count` elements in this call's stack frame."""

    element: Type
    count: int


@dataclass(slots=True)
class Stmt:
    lineno: int


@dataclass(slots=True)
class SetLocals(Stmt):
    """All values are computed before the first is stored, so `a, b = b, a` swaps."""

    names: list[str]
    values: list[Expr]


@dataclass(slots=True)
class Store(Stmt):
    address: Expr
    value: Expr


@dataclass(slots=True)
class Do(Stmt):
    """An expression for its effect."""

    value: Expr


@dataclass(slots=True)
class If(Stmt):
    test: Expr
    body: list[Stmt]
    orelse: list[Stmt]


@dataclass(slots=True)
class While(Stmt):
    test: Expr
    body: list[Stmt]


@dataclass(slots=True)
class ForRange(Stmt):
    """`for name in range(start, stop, step)`; the body may change `name` without harm."""

    name: str
    start: Expr
    stop: Expr
    step: int
    body: list[Stmt]


@dataclass(slots=True)
class Return(Stmt):
    value: Expr | None


@dataclass(slots=True)
class Break(Stmt):
    pass


@dataclass(slots=True)
class Continue(Stmt):
    pass


@dataclass(slots=True)
class Trap(Stmt):
    """Ends the process: for states that cannot be."""


@dataclass(slots=True)
class FunctionTree:
    """A checked function: parameters in order, every local with its type, and the body."""

    symbol: str
    params: list[tuple[str, Type]]
    result: Type
    locals: dict[str, Type]
    body: list[Stmt]
    entities: list[Any]  # functions, globals and outside objects that the body mentions


def pointee(type: Type) -> Type | None:
    """What a pointer type points to; None for plain `ptr` and for what is no pointer."""
    return type.pointee if isinstance(type, PtrType) else None
