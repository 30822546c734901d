"""The checker's foundation: names, errors, and how a value fits a wanted type.

No conversion happens silently except: a constant takes on the type it meets, a pointer to a struct
may stand for a pointer to its base, any pointer may stand for plain `ptr`, and the name of a
native function for its address.
"""

from __future__ import annotations

import ast
import builtins
from types import ModuleType
from typing import Any

from nitinol.native import tree as t
from nitinol.native.errors import NativeError
from nitinol.native.module import Extern, Function
from nitinol.native.source import line
from nitinol.native.types import (
    BoolType,
    FloatType,
    FnType,
    IntType,
    PtrType,
    StructType,
    Type,
    VecType,
    boolean,
    f64,
    i64,
    ptr,
)

_NOT_FOUND = object()
_WEAK = (t.weak_int, t.weak_float, t.weak_null)


def spelled(node: ast.expr) -> str:
    """The source text of an expression; quick for names, which is what most messages name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{spelled(node.value)}.{node.attr}"
    return ast.unparse(node)


class CheckerBase:
    """State of checking one function, and what all parts of the checker use."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.scopes = function.scopes
        self.locals: dict[str, Type] = {}
        self.first_lines: dict[str, int] = {}
        self.assigned: set[str] = set()
        self.entities: list[Any] = []
        self.temporaries = 0

    # -- errors and names --------------------------------------------------------------------

    def error(self, node: ast.AST, message: str) -> NativeError:
        lineno = getattr(node, "lineno", 0)
        filename = self.function.filename
        return NativeError(
            message,
            filename=filename,
            lineno=lineno,
            where=self.function.__name__,
            line=line(filename, lineno),
        )

    def look_up(self, name: str) -> Any:
        """What a name means in the Python scope around the function."""
        for scope in self.scopes:
            if name in scope:
                return scope[name]
        return getattr(builtins, name, _NOT_FOUND)

    def is_local(self, name: str) -> bool:
        """Whether the function assigns to the name anywhere, which makes it a local in Python."""
        return name in self.locals or name in self.function.python.__code__.co_varnames

    def look_up_python(self, node: ast.expr) -> Any:
        """The Python object that `name` or `module.name` means; `_NOT_FOUND` for anything else."""
        if isinstance(node, ast.Name):
            return _NOT_FOUND if self.is_local(node.id) else self.look_up(node.id)
        if isinstance(node, ast.Attribute):
            around = self.look_up_python(node.value)
            if isinstance(around, ModuleType):
                return getattr(around, node.attr, _NOT_FOUND)
        if isinstance(node, ast.Subscript):  # ptr[Block], vec[f32, 8]
            around = self.look_up_python(node.value)
            if hasattr(type(around), "__getitem__") and (
                isinstance(around, Type) or type(around).__name__ == "_Composer"
            ):
                try:
                    return eval(ast.unparse(node), self.python_names())
                except Exception as error:
                    raise self.error(node, f"{ast.unparse(node)}: {error}") from None
        return _NOT_FOUND

    def python_names(self) -> dict[str, Any]:
        names: dict[str, Any] = {}
        for scope in reversed(self.scopes):
            names.update(scope)
        return names

    def read_local(self, name: str, node: ast.AST) -> t.Local | None:
        if name not in self.locals:
            return None
        if name not in self.assigned:
            raise self.error(node, f"local {name} may be used before it is assigned")
        return t.Local(self.locals[name], name)

    def temporary(self, type_: Type) -> t.Local:
        self.temporaries += 1
        name = f".{self.temporaries}"  # no Python name starts with a dot
        self.locals[name] = type_
        return t.Local(type_, name)

    def use(self, entity: Any) -> None:
        if entity not in self.entities:
            self.entities.append(entity)

    def is_none(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Constant) and node.value is None

    def never_returns(self, call: t.Call) -> bool:
        callee = call.callee
        return (
            isinstance(callee, t.Symbol)
            and isinstance(callee.entity, Extern)
            and callee.entity.noreturn
        )

    # -- types -------------------------------------------------------------------------------

    def settle(self, value: t.Expr, node: ast.AST, what: str) -> t.Expr:
        """A constant that nothing gave a type to becomes i64 or f64."""
        if value.type is t.weak_int:
            return self.fit(value, i64, node, what)
        if value.type is t.weak_float:
            return self.fit(value, f64, node, what)
        if value.type is t.weak_null:
            raise self.error(node, f"{what}: null needs a type; write ptr[T](0) or p: ptr = null")
        if value.type.ir == "void":
            raise self.error(node, f"{what}: a call of a function -> None has no value")
        return value

    def fit(
        self, value: t.Expr, wanted: Type, node: ast.AST, what: str, *, bits: bool = False
    ) -> t.Expr:
        """`value` as a `wanted`, or an error that names both.

        With `bits` a negative constant is taken as the bit pattern of an unsigned type (`x & ~7`).
        """
        given = value.type
        if given is wanted:
            return value
        if given in _WEAK:
            assert isinstance(value, t.Const)
            return self._fit_constant(value, wanted, node, what, bits)
        if self.implicit(given, wanted):
            return t.Cast(wanted, value)
        raise self.error(node, f"{what}: given {given}, wanted {wanted}{self._hint(given, wanted)}")

    def _hint(self, given: Type, wanted: Type) -> str:
        numbers = (IntType, FloatType, BoolType)
        if isinstance(given, numbers) and isinstance(wanted, numbers):
            return f"; write {wanted}(...) to convert"
        if isinstance(given, PtrType) and isinstance(wanted, PtrType):
            return f"; write {wanted}(...) where you know better"
        return ""

    def implicit(self, given: Type, wanted: Type) -> bool:
        """Whether a pointer of type `given` may stand for a `wanted` without being told to."""
        if wanted is ptr:
            return isinstance(given, PtrType | FnType)
        inner, outer = t.pointee(given), t.pointee(wanted)
        return (
            isinstance(inner, StructType)
            and isinstance(outer, StructType)
            and inner.inherits(outer)
        )

    def _fit_constant(
        self, value: t.Const, wanted: Type, node: ast.AST, what: str, bits: bool
    ) -> t.Expr:
        number = value.value
        if isinstance(wanted, VecType):
            lane = self._fit_constant(value, wanted.element, node, what, bits)
            return t.Operation(wanted, "splat", [lane])
        if value.type is t.weak_null and isinstance(wanted, PtrType | FnType):
            return t.Const(wanted, None)
        if value.type is t.weak_int and isinstance(wanted, IntType):
            if bits and number < 0:
                number = wanted.wrap(number)
            if not wanted.min <= number <= wanted.max:
                raise self.error(
                    node,
                    f"{what}: the constant {number} does not fit {wanted}, which holds "
                    f"{wanted.min} to {wanted.max}; write {wanted}({number}) to wrap it",
                )
            return t.Const(wanted, number)
        if value.type in (t.weak_int, t.weak_float) and isinstance(wanted, FloatType):
            return t.Const(wanted, float(number))
        raise self.error(node, f"{what}: given {value.type} ({number}), wanted {wanted}")

    def same_type(
        self, left: t.Expr, right: t.Expr, node: ast.AST, what: str, *, bits: bool = False
    ) -> tuple[t.Expr, t.Expr]:
        """Both sides with one type: constants adapt, pointers meet at their common base."""
        a, b = left.type, right.type
        if a in _WEAK and b in _WEAK:
            if {a, b} == {t.weak_int, t.weak_float}:
                return self.settle(self.fit(left, f64, node, what), node, what), self.fit(
                    right, f64, node, what
                )
            return left, right
        if a in _WEAK:
            return self.fit(left, b, node, what, bits=bits), right
        if b in _WEAK:
            return left, self.fit(right, a, node, what, bits=bits)
        if a is b:
            return left, right
        if isinstance(a, VecType) and b is a.element:
            return left, t.Operation(a, "splat", [right])
        if isinstance(b, VecType) and a is b.element:
            return t.Operation(b, "splat", [left]), right
        if self.implicit(a, b):
            return t.Cast(b, left), right
        if self.implicit(b, a):
            return left, t.Cast(a, right)
        raise self.error(
            node, f"{what}: the left side is a {a} and the right side a {b}; convert one of them"
        )

    def truth(self, value: t.Expr, node: ast.AST) -> t.Expr:
        """`value` as a condition."""
        if value.type is boolean:
            return value
        if isinstance(value, t.Const) and value.type in _WEAK:
            return t.Const(boolean, bool(value.value))
        if isinstance(value.type, IntType | FloatType | PtrType | FnType):
            return t.Truth(boolean, value)
        raise self.error(node, f"a condition cannot be a {value.type}")
