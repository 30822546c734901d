"""The checker, calls: native and outside functions, pointers to functions, casts, intrinsics."""

from __future__ import annotations

import ast
from collections.abc import Callable

from nitinol.native import names
from nitinol.native import tree as t
from nitinol.native.check_base import _NOT_FOUND, _WEAK, CheckerBase, spelled
from nitinol.native.module import Extern, Function
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
    boolean,
    f64,
    i64,
    offsetof,
    pointer_to,
    sizeof,
    u64,
    void,
)

_ORDERS = {
    "relaxed": "monotonic",
    "acquire": "acquire",
    "release": "release",
    "acq_rel": "acq_rel",
    "seq_cst": "seq_cst",
}


class CallChecker(CheckerBase):
    """Checks calls; `check_expr.py` supplies `expression` and its kin."""

    expression: Callable[..., t.Expr]
    condition: Callable[[ast.expr], t.Expr]
    type_of: Callable[[ast.expr], Type | None]

    def expr_Call(self, node: ast.Call) -> t.Expr:
        if node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
            raise self.error(node, "keyword and * arguments do not exist in native code")
        called = self.look_up_python(node.func)
        if isinstance(called, names.Intrinsic):
            method = getattr(self, "call_" + called.name)
            return method(node)  # type: ignore[no-any-return]
        if called is min or called is max:
            return self.extreme(node, "min" if called is min else "max")
        if called is sizeof or called is offsetof:
            return self.layout(node, called is sizeof)
        if called is int or called is float:
            raise self.error(node, "int and float have no size; write i64(...) or f64(...)")
        wanted = self.type_of(node.func)
        if wanted is not None:
            return self.cast(node, wanted)
        if isinstance(called, Function | Extern):
            self.use(called)
            variadic = isinstance(called, Extern) and called.variadic
            return self.call(node, t.Symbol(called.type, called), called.type, variadic)
        if called is not _NOT_FOUND and not isinstance(node.func, ast.Attribute):
            raise self.error(
                node,
                f"{spelled(node.func)} is a Python {type(called).__name__}; only native "
                "functions, outside functions and pointers to functions can be called",
            )
        callee = self.expression(node.func)
        if not isinstance(callee.type, FnType):
            raise self.error(
                node,
                f"{spelled(node.func)} is a {callee.type}, which cannot be called; "
                "wanted a function or a fn[[...], ...]",
            )
        return self.call(node, callee, callee.type, False)

    def call(self, node: ast.Call, callee: t.Expr, signature: FnType, variadic: bool) -> t.Expr:
        name = spelled(node.func)
        given, wanted = len(node.args), len(signature.params)
        if given < wanted or (given > wanted and not variadic):
            raise self.error(node, f"{name} wants {wanted} arguments, given {given}")
        arguments = []
        for position, written in enumerate(node.args):
            value = self.expression(written)
            what = f"argument {position + 1} of {name}"
            if position < wanted:
                value = self.fit(value, signature.params[position], written, what)
            else:
                value = self.variadic_argument(value, written, what)
            arguments.append(value)
        return t.Call(signature.result, callee, signature, arguments, variadic)

    def variadic_argument(self, value: t.Expr, node: ast.expr, what: str) -> t.Expr:
        if value.type is t.weak_null:
            return t.Const(pointer_to(void), None)
        value = self.settle(value, node, what)
        small = isinstance(value.type, IntType | FloatType) and value.type.size < 4
        if (
            small
            or value.type is boolean
            or (isinstance(value.type, FloatType) and value.type is not f64)
        ):
            raise self.error(node, f"{what}: C has no variadic {value.type}; convert to i32 or f64")
        return value

    def cast(self, node: ast.Call, wanted: Type) -> t.Expr:
        """`u8(x)`, `ptr[T](p)`, `bool(x)`, `vec[f32, 8](x)`."""
        value = self.arguments(node, 1)[0]
        given = value.type
        if wanted is void or isinstance(wanted, StructType | ArrayType):
            raise self.error(
                node, f"nothing can be converted to a {wanted}; did you mean ptr[{wanted}](...)?"
            )
        if wanted is boolean:
            return self.truth(value, node)
        if isinstance(value, t.Const):
            if given is t.weak_int and isinstance(wanted, IntType):
                return t.Const(wanted, wanted.wrap(value.value))
            if given is t.weak_float and isinstance(wanted, IntType):
                value = t.Const(f64, value.value)
            elif given is t.weak_int and isinstance(wanted, PtrType | FnType):
                number = t.Const(u64, u64.wrap(value.value))
                return t.Cast(wanted, number) if value.value else t.Const(wanted, None)
            elif given in _WEAK:
                return self.fit(value, wanted, node, f"{wanted}(...)")
            given = value.type
        if given is wanted:
            return value
        if isinstance(wanted, VecType) and given is wanted.element:
            return t.Operation(wanted, "splat", [value])
        pointers = (PtrType, FnType)
        numbers = (IntType, FloatType, BoolType)
        fine = (
            (isinstance(given, numbers) and isinstance(wanted, IntType | FloatType))
            or (isinstance(given, pointers) and isinstance(wanted, pointers))
            or (isinstance(given, pointers) and wanted in (i64, u64))
            or (given in (i64, u64) and isinstance(wanted, pointers))
            or (
                isinstance(given, VecType)
                and isinstance(wanted, VecType)
                and given.count == wanted.count
                and isinstance(wanted.element, IntType | FloatType)
            )
        )
        if not fine:
            hint = (
                "; go through u64"
                if isinstance(given, pointers) or isinstance(wanted, pointers)
                else ""
            )
            raise self.error(node, f"a {given} cannot be converted to {wanted}{hint}")
        return t.Cast(wanted, value)

    # -- intrinsics --------------------------------------------------------------------------

    def arguments(self, node: ast.Call, count: int) -> list[t.Expr]:
        if len(node.args) != count:
            raise self.error(
                node, f"{spelled(node.func)} wants {count} arguments, given {len(node.args)}"
            )
        return [self.expression(a) for a in node.args]

    def type_argument(self, node: ast.Call) -> Type:
        type_ = self.type_of(node.args[0]) if node.args else None
        if type_ is None:
            raise self.error(node, f"the first argument of {spelled(node.func)} is a type")
        return type_

    def layout(self, node: ast.Call, whole: bool) -> t.Expr:
        type_ = self.type_argument(node)
        if whole and len(node.args) == 1:
            return t.Const(t.weak_int, type_.size)
        field = node.args[1] if len(node.args) == 2 else None
        if not (isinstance(type_, StructType) and isinstance(field, ast.Constant)):
            raise self.error(node, 'write sizeof(T), or offsetof(Struct, "field")')
        if field.value not in type_.fields:
            raise self.error(node, f"struct {type_} has no field {field.value!r}")
        return t.Const(t.weak_int, type_.fields[str(field.value)].offset)

    def extreme(self, node: ast.Call, name: str) -> t.Expr:
        left, right = self.arguments(node, 2)
        left, right = self.same_type(left, right, node, name)
        left, right = self.settle(left, node, name), self.settle(right, node, name)
        if not isinstance(left.type, IntType):
            raise self.error(node, f"{name} wants integers, not {left.type}")
        return t.Operation(left.type, name, [left, right])

    def call_stack(self, node: ast.Call) -> t.Expr:
        element = self.type_argument(node)
        count: t.Expr = t.Const(t.weak_int, 1)
        if len(node.args) == 2:
            count = self.expression(node.args[1])
        if len(node.args) > 2 or not (isinstance(count, t.Const) and count.type is t.weak_int):
            raise self.error(node, "write stack(T) or stack(T, n) with a constant n")
        if count.value < 1 or element is void:
            raise self.error(node, f"stack cannot hold {count.value} elements of {element}")
        if isinstance(element, ArrayType):
            return t.Stack(pointer_to(element), element.element, element.count * count.value)
        return t.Stack(pointer_to(element), element, count.value)

    def call_ref(self, node: ast.Call) -> t.Expr:
        value = self.arguments(node, 1)[0]
        if not isinstance(value.type, PtrType):
            raise self.error(
                node,
                "write ref(p).field for the address of a field, p + i for that of an element, and "
                "stack(T) for a local that has an address",
            )
        return value

    def call_likely(self, node: ast.Call) -> t.Expr:
        return self._hinted(node, True)

    def call_unlikely(self, node: ast.Call) -> t.Expr:
        return self._hinted(node, False)

    def _hinted(self, node: ast.Call, likely: bool) -> t.Expr:
        if len(node.args) != 1:
            raise self.error(node, "likely and unlikely want one condition")
        return t.Hint(boolean, self.condition(node.args[0]), likely)

    def call_select(self, node: ast.Call) -> t.Expr:
        test, yes, no = self.arguments(node, 3)
        yes, no = self.same_type(yes, no, node, "select")
        yes, no = self.settle(yes, node, "select"), self.settle(no, node, "select")
        if isinstance(test.type, VecType):
            lanes = yes.type.count if isinstance(yes.type, VecType) else 0
            if test.type.element is not boolean or lanes != test.type.count:
                raise self.error(node, f"select: a mask of {test.type} for values of {yes.type}")
        else:
            test = self.truth(test, node)
        return t.Operation(yes.type, "select", [test, yes, no])

    def call_bitcast(self, node: ast.Call) -> t.Expr:
        wanted = self.type_argument(node)
        if len(node.args) != 2:
            raise self.error(node, "write bitcast(T, value)")
        value = self.settle(self.expression(node.args[1]), node, "bitcast")
        numbers = (IntType, FloatType, VecType)
        same = value.type.size == wanted.size
        if not (same and isinstance(value.type, numbers) and isinstance(wanted, numbers)):
            raise self.error(node, f"the bits of a {value.type} are not those of a {wanted}")
        return t.Operation(wanted, "bitcast", [value])

    def call_trap(self, node: ast.Call) -> t.Expr:
        self.arguments(node, 0)
        return t.Operation(void, "trap", [])

    def call_cpu_pause(self, node: ast.Call) -> t.Expr:
        self.arguments(node, 0)
        return t.Operation(void, "cpu_pause", [])

    def call_fence(self, node: ast.Call) -> t.Expr:
        order = self.order(node, 1)
        if order == "monotonic":
            raise self.error(node, "a relaxed fence means nothing")
        return t.Operation(void, "fence", [], order)

    def order(self, node: ast.Call, count: int) -> str:
        """The memory order, which is the last of `count` arguments."""
        name = spelled(node.func)
        if len(node.args) != count:
            raise self.error(node, f"{name} wants {count} arguments, given {len(node.args)}")
        last = node.args[-1]
        order = last.value if isinstance(last, ast.Constant) else self.look_up_python(last)
        if order not in _ORDERS:
            raise self.error(node, f"the last argument of {name} is one of {', '.join(_ORDERS)}")
        return _ORDERS[str(order)]

    def _atomic(self, node: ast.Call, op: str, operands: int) -> t.Expr:
        order = self.order(node, operands + 2)
        name = f"atomic_{op}"
        refused = {"load": ("release", "acq_rel"), "store": ("acquire", "acq_rel")}.get(op, ())
        if order in refused:
            raise self.error(node, f"{name} cannot have the order {order}")
        address = self.expression(node.args[0])
        held = t.pointee(address.type)
        arithmetic = op in ("add", "sub", "and", "or", "xor")
        allowed = (IntType,) if arithmetic else (IntType, PtrType, FnType)
        if not isinstance(held, allowed):
            raise self.error(
                node,
                f"{name} wants a pointer to an integer{'' if arithmetic else ' or pointer'},"
                f" not {address.type}; write ref(p).field for the address of a field",
            )
        values = [
            self.fit(self.expression(a), held, a, f"argument {n + 2} of {name}")
            for n, a in enumerate(node.args[1:-1])
        ]
        return t.Atomic(void if op == "store" else held, op, order, address, values)

    def call_atomic_load(self, node: ast.Call) -> t.Expr:
        return self._atomic(node, "load", 0)

    def call_atomic_store(self, node: ast.Call) -> t.Expr:
        return self._atomic(node, "store", 1)

    def call_atomic_add(self, node: ast.Call) -> t.Expr:
        return self._atomic(node, "add", 1)

    def call_atomic_sub(self, node: ast.Call) -> t.Expr:
        return self._atomic(node, "sub", 1)

    def call_atomic_and(self, node: ast.Call) -> t.Expr:
        return self._atomic(node, "and", 1)

    def call_atomic_or(self, node: ast.Call) -> t.Expr:
        return self._atomic(node, "or", 1)

    def call_atomic_xor(self, node: ast.Call) -> t.Expr:
        return self._atomic(node, "xor", 1)

    def call_atomic_swap(self, node: ast.Call) -> t.Expr:
        return self._atomic(node, "swap", 1)

    def call_atomic_cas(self, node: ast.Call) -> t.Expr:
        return self._atomic(node, "cas", 2)

    def _on_integers(self, node: ast.Call, name: str, count: int, result: Type | None) -> t.Expr:
        values = self.arguments(node, count)
        if count == 2:
            values = list(self.same_type(values[0], values[1], node, name))
        values = [self.settle(v, node, name) for v in values]
        if not isinstance(values[0].type, IntType):
            raise self.error(node, f"{name} wants integers, not {values[0].type}")
        return t.Operation(result or values[0].type, name, values)

    def call_popcount(self, node: ast.Call) -> t.Expr:
        return self._on_integers(node, "popcount", 1, None)

    def call_count_leading_zeros(self, node: ast.Call) -> t.Expr:
        return self._on_integers(node, "count_leading_zeros", 1, None)

    def call_count_trailing_zeros(self, node: ast.Call) -> t.Expr:
        return self._on_integers(node, "count_trailing_zeros", 1, None)

    def call_add_overflows(self, node: ast.Call) -> t.Expr:
        return self._on_integers(node, "add_overflows", 2, boolean)

    def call_mul_overflows(self, node: ast.Call) -> t.Expr:
        return self._on_integers(node, "mul_overflows", 2, boolean)

    def call_quotient(self, node: ast.Call) -> t.Expr:
        made = self._on_integers(node, "quotient", 2, None)
        assert isinstance(made, t.Operation)
        return t.Binary(made.type, "quotient", *made.arguments)

    def call_remainder(self, node: ast.Call) -> t.Expr:
        made = self._on_integers(node, "remainder", 2, None)
        assert isinstance(made, t.Operation)
        return t.Binary(made.type, "remainder", *made.arguments)

    def call_insert(self, node: ast.Call) -> t.Expr:
        vector, lane, value = self.arguments(node, 3)
        if not isinstance(vector.type, VecType):
            raise self.error(node, f"insert wants a vector, not {vector.type}")
        lane = self.settle(lane, node, "the lane")
        value = self.fit(value, vector.type.element, node, "the lane's value")
        return t.Operation(vector.type, "insert", [vector, lane, value])

    def call_reduce_add(self, node: ast.Call) -> t.Expr:
        vector = self.arguments(node, 1)[0]
        if not isinstance(vector.type, VecType) or vector.type.element is boolean:
            raise self.error(node, f"reduce_add wants a vector of numbers, not {vector.type}")
        return t.Operation(vector.type.element, "reduce_add", [vector])
