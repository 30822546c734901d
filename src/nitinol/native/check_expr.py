"""The checker, expressions: names, operators, places in memory, conditions.

Calls, casts and intrinsics are in `check_call.py`.
"""

from __future__ import annotations

import ast
from types import ModuleType
from typing import Any

from nitinol.native import tree as t
from nitinol.native.check_base import _NOT_FOUND, _WEAK, spelled
from nitinol.native.check_call import CallChecker
from nitinol.native.module import Extern, Function, Global
from nitinol.native.types import (
    ArrayType,
    BoolType,
    FloatType,
    FnType,
    IntType,
    PtrType,
    StructType,
    Type,
    VecType,
    as_type,
    boolean,
    i64,
    pointer_to,
    u8,
    vector_of,
)

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Div: "/",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
}
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
_FLOAT_OPS = {"+", "-", "*", "/"}
_BIT_OPS = {"&", "|", "^"}


class ExpressionChecker(CallChecker):
    """Checks expressions; `check.py` adds statements."""

    def expression(self, node: ast.expr, *, statement: bool = False) -> t.Expr:
        method = getattr(self, "expr_" + type(node).__name__, None)
        if method is None:
            raise self.error(
                node, f"a {type(node).__name__} expression does not exist in native code"
            )
        made: t.Expr = method(node)
        if made.type.ir == "void" and not statement:
            raise self.error(node, "a call of a function -> None has no value")
        return made

    # -- names and constants -----------------------------------------------------------------

    def expr_Constant(self, node: ast.Constant) -> t.Expr:
        return self.python_value(node.value, node)

    def expr_Name(self, node: ast.Name) -> t.Expr:
        local = self.read_local(node.id, node)
        if local is not None:
            return local
        if self.is_local(node.id):
            raise self.error(node, f"local {node.id} may be used before it is assigned")
        value = self.look_up(node.id)
        if value is _NOT_FOUND:
            raise self.error(node, f"the name {node.id} is not known here")
        return self.python_value(value, node)

    def python_value(self, value: Any, node: ast.expr) -> t.Expr:
        """A constant or an entity of the Python scope as an expression."""
        if isinstance(value, bool):
            return t.Const(boolean, value)
        if isinstance(value, int):
            return t.Const(t.weak_int, value)
        if isinstance(value, float):
            return t.Const(t.weak_float, value)
        if value is None:
            return t.Const(t.weak_null, None)
        if isinstance(value, str | bytes):
            data = value.encode() if isinstance(value, str) else value
            return t.Text(pointer_to(u8), data)
        if isinstance(value, Function | Extern):
            self.use(value)
            return t.Symbol(value.type, value)
        if isinstance(value, Global):
            self.use(value)
            return t.Symbol(value.native_type(), value)
        raise self.error(
            node,
            f"{spelled(node)} is a Python {type(value).__name__}, which native code "
            "cannot use as a value; wanted a number, a string, a global or a native function",
        )

    # -- places in memory --------------------------------------------------------------------

    def expr_Attribute(self, node: ast.Attribute) -> t.Expr:
        value = self.look_up_python(node)
        if value is not _NOT_FOUND:
            return self.python_value(value, node)
        around = self.look_up_python(node.value)
        if isinstance(around, ModuleType):
            raise self.error(node, f"module {around.__name__} has no {node.attr}")
        if self.is_ref(node.value):
            return self.place(node)[0]
        address, type_ = self.place(node)
        return self.load(address, type_)

    def expr_Subscript(self, node: ast.Subscript) -> t.Expr:
        if self.is_ref(node.value):
            raise self.error(node, "ref(p)[i] is written p + i")
        base = self.expression(node.value)
        if isinstance(base.type, VecType):
            lane = self.settle(self.expression(node.slice), node, "the lane")
            if not isinstance(lane.type, IntType):
                raise self.error(node, f"a lane number is an integer, not {lane.type}")
            return t.Operation(base.type.element, "extract", [base, lane])
        address, type_ = self.element(base, node)
        return self.load(address, type_)

    def load(self, address: t.Expr, type_: Type) -> t.Expr:
        """The value at an address; for a struct or an array in place, its address."""
        if isinstance(type_, StructType | ArrayType):
            return address
        return t.Load(type_, address)

    def is_ref(self, node: ast.expr) -> bool:
        from nitinol.native.names import ref

        return isinstance(node, ast.Call) and self.look_up_python(node.func) is ref

    def place(self, node: ast.expr) -> tuple[t.Expr, Type]:
        """The address of `p.field` or `p[i]`, and the type of what lies there."""
        if isinstance(node, ast.Subscript):
            return self.element(self.expression(node.value), node)
        if not isinstance(node, ast.Attribute):
            raise self.error(node, f"{spelled(node)} is not a place that can be assigned to")
        base = self.expression(node.value)
        struct = t.pointee(base.type)
        if not isinstance(struct, StructType):
            raise self.error(
                node, f"{spelled(node.value)} is a {base.type}, which has no field {node.attr}"
            )
        field = struct.fields.get(node.attr)
        if field is None:
            raise self.error(
                node,
                f"struct {struct} has no field {node.attr}; it has {', '.join(struct.fields)}",
            )
        return t.Offset(pointer_to(field.type), base, field.offset), field.type

    def element(self, base: t.Expr, node: ast.Subscript) -> tuple[t.Expr, Type]:
        element = t.pointee(base.type)
        if element is None:
            raise self.error(
                node,
                f"{spelled(node.value)} is a {base.type}, which has no elements"
                + ("; write ptr[u8](...) for bytes" if isinstance(base.type, PtrType) else ""),
            )
        return self.advance(base, self.expression(node.slice), node), element

    def advance(self, base: t.Expr, index: t.Expr, node: ast.AST) -> t.Expr:
        """`base + index` in elements."""
        assert isinstance(base.type, PtrType)
        stride = base.type.pointee.size if base.type.pointee is not None else 1
        if isinstance(index, t.Const) and index.type is t.weak_int:
            if index.value == 0:
                return base
            if abs(index.value * stride) < 1 << 62:
                return t.Offset(base.type, base, index.value * stride)
        index = self.settle(index, node, "the index")
        if not isinstance(index.type, IntType):
            raise self.error(node, f"an index is an integer, not {index.type}")
        return t.Index(base.type, base, index, stride)

    # -- operators ---------------------------------------------------------------------------

    def expr_UnaryOp(self, node: ast.UnaryOp) -> t.Expr:
        if isinstance(node.op, ast.Not):
            return self.negate(self.condition(node.operand))
        value = self.expression(node.operand)
        if isinstance(value, t.Const) and value.type in (t.weak_int, t.weak_float):
            if isinstance(node.op, ast.Invert) and value.type is t.weak_int:
                return t.Const(t.weak_int, ~value.value)
            if not isinstance(node.op, ast.Invert):
                sign = -1 if isinstance(node.op, ast.USub) else 1
                return t.Const(value.type, sign * value.value)
        lane = value.type.element if isinstance(value.type, VecType) else value.type
        if isinstance(node.op, ast.Invert):
            if not isinstance(lane, IntType):
                raise self.error(node, f"~ wants an integer, not {value.type}; use not for bool")
            return t.Unary(value.type, "~", value)
        if not isinstance(lane, IntType | FloatType):
            raise self.error(node, f"- and + want a number, not {value.type}")
        return t.Unary(value.type, "-", value) if isinstance(node.op, ast.USub) else value

    def expr_BinOp(self, node: ast.BinOp) -> t.Expr:
        return self.binary(node, node.op, self.expression(node.left), self.expression(node.right))

    def binary(self, node: ast.AST, op: ast.operator, left: t.Expr, right: t.Expr) -> t.Expr:
        sign = _BINARY.get(type(op))
        if sign is None:
            raise self.error(
                node, f"the operator {type(op).__name__} does not exist in native code"
            )
        if isinstance(left, t.Const) and isinstance(right, t.Const):
            folded = self.fold(node, sign, left, right)
            if folded is not None:
                return folded
        if isinstance(left.type, PtrType) or isinstance(right.type, PtrType):
            return self.pointer_arithmetic(node, sign, left, right)
        if sign in ("<<", ">>") and right.type is t.weak_int and isinstance(left.type, IntType):
            assert isinstance(right, t.Const)
            if not 0 <= right.value < left.type.bits:
                raise self.error(
                    node, f"a shift of {left.type} by {right.value}; it has {left.type.bits} bits"
                )
        what = f"operator {sign}"
        left, right = self.same_type(left, right, node, what, bits=sign in _BIT_OPS)
        lane = left.type.element if isinstance(left.type, VecType) else left.type
        if isinstance(lane, FloatType) and sign in _FLOAT_OPS:
            return t.Binary(left.type, sign, left, right)
        if isinstance(lane, IntType) and sign != "/":
            if sign in ("//", "%") and isinstance(right, t.Const) and right.value == 0:
                raise self.error(node, "division by zero")
            return t.Binary(left.type, sign, left, right)
        if isinstance(lane, BoolType) and sign in _BIT_OPS:
            return t.Binary(left.type, sign, left, right)
        hint = "; integers divide with //" if sign == "/" else ""
        raise self.error(node, f"{what} does not exist for {left.type}{hint}")

    def fold(self, node: ast.AST, sign: str, left: t.Const, right: t.Const) -> t.Expr | None:
        """The value of an operator on two open constants, as Python computes it."""
        numbers = (t.weak_int, t.weak_float)
        if left.type not in numbers or right.type not in numbers:
            return None
        a, b = left.value, right.value
        try:
            value = {
                "+": lambda: a + b,
                "-": lambda: a - b,
                "*": lambda: a * b,
                "//": lambda: a // b,
                "%": lambda: a % b,
                "/": lambda: a / b,
                "&": lambda: a & b,
                "|": lambda: a | b,
                "^": lambda: a ^ b,
                "<<": lambda: a << b,
                ">>": lambda: a >> b,
            }[sign]()
        except (ArithmeticError, TypeError, ValueError) as error:
            raise self.error(node, f"operator {sign} on constants: {error}") from None
        return t.Const(t.weak_float if isinstance(value, float) else t.weak_int, value)

    def pointer_arithmetic(self, node: ast.AST, sign: str, left: t.Expr, right: t.Expr) -> t.Expr:
        if sign == "-" and isinstance(left.type, PtrType) and isinstance(right.type, PtrType):
            left, right = self.same_type(left, right, node, "operator -")
            element = t.pointee(left.type)
            return t.Distance(i64, left, right, element.size if element is not None else 1)
        if sign == "+" and isinstance(right.type, PtrType) and not isinstance(left.type, PtrType):
            left, right = right, left
        if sign not in ("+", "-") or not isinstance(left.type, PtrType):
            raise self.error(
                node, f"operator {sign} does not exist for {left.type} and {right.type}"
            )
        if isinstance(right.type, PtrType):
            raise self.error(node, "two pointers cannot be added")
        if sign == "-":
            if isinstance(right, t.Const):
                right = t.Const(right.type, -right.value)
            else:
                right = t.Unary(right.type, "-", self.signed_index(right, node))
        return self.advance(left, right, node)

    def signed_index(self, index: t.Expr, node: ast.AST) -> t.Expr:
        if not (isinstance(index.type, IntType) and index.type.signed):
            raise self.error(node, f"p - n wants a signed integer, not {index.type}; write i64(n)")
        return index

    # -- conditions --------------------------------------------------------------------------

    def condition(self, node: ast.expr) -> t.Expr:
        """A test of if, while, not, and, or: any number or pointer counts, as in Python."""
        if isinstance(node, ast.BoolOp):
            op = "and" if isinstance(node.op, ast.And) else "or"
            return t.Logic(boolean, op, [self.condition(v) for v in node.values])
        return self.truth(self.expression(node), node)

    def negate(self, value: t.Expr) -> t.Expr:
        if isinstance(value, t.Const):
            return t.Const(boolean, not value.value)
        return t.Unary(boolean, "not", value)

    def expr_BoolOp(self, node: ast.BoolOp) -> t.Expr:
        values = [self.expression(v) for v in node.values]
        for value, written in zip(values, node.values, strict=True):
            if value.type is not boolean:
                raise self.error(
                    written,
                    f"and / or used as a value want bools; {spelled(written)} is a "
                    f"{value.type}: write bool(...) around it",
                )
        return t.Logic(boolean, "and" if isinstance(node.op, ast.And) else "or", values)

    def expr_Compare(self, node: ast.Compare) -> t.Expr:
        operands = [node.left, *node.comparators]
        for middle in operands[1:-1]:
            if not isinstance(middle, ast.Name | ast.Constant):
                raise self.error(node, "a < b < c wants a name or a constant in the middle")
        tests = [
            self.compare(node, op, self.expression(a), self.expression(b))
            for op, a, b in zip(node.ops, operands, operands[1:], strict=False)
        ]
        return tests[0] if len(tests) == 1 else t.Logic(boolean, "and", tests)

    def compare(self, node: ast.AST, op: ast.cmpop, left: t.Expr, right: t.Expr) -> t.Expr:
        sign = _COMPARE.get(type(op))
        if sign is None:
            hint = "; pointers are compared with ==" if isinstance(op, ast.Is | ast.IsNot) else ""
            raise self.error(node, f"{type(op).__name__} does not exist in native code{hint}")
        left, right = self.same_type(left, right, node, f"comparison {sign}")
        if left.type in _WEAK:
            assert isinstance(left, t.Const)
            assert isinstance(right, t.Const)
            a, b = left.value, right.value
            known = {"==": a == b, "!=": a != b}
            if sign not in known:
                known |= {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}
            return t.Const(boolean, known[sign])
        if isinstance(left.type, BoolType | FnType) and sign not in ("==", "!="):
            raise self.error(node, f"{left.type}s have no order; only == and != compare them")
        result: Type = boolean
        if isinstance(left.type, VecType):
            result = vector_of(boolean, left.type.count)
        return t.Compare(result, sign, left, right)

    def expr_IfExp(self, node: ast.IfExp) -> t.Expr:
        test = self.condition(node.test)
        yes, no = self.expression(node.body), self.expression(node.orelse)
        yes, no = self.same_type(yes, no, node, "the two values of if-else")
        if yes.type in _WEAK:
            yes, no = self.settle(yes, node, "if-else"), self.settle(no, node, "if-else")
        if isinstance(test, t.Const):
            return yes if test.value else no
        return t.Choose(yes.type, test, yes, no)

    def type_of(self, node: ast.expr) -> Type | None:
        """The native type that an expression names, or None when it names none."""
        value = self.look_up_python(node)
        if isinstance(value, Type) or value is bool or hasattr(value, "__native__"):
            return as_type(value, spelled(node))
        return None
