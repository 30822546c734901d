"""The checker, statements: a function's syntax tree becomes a typed tree, or a `NativeError`.

Everything is checked here, before any IR exists: types, that a local is assigned on every way to
its use, that every way through the function returns.  Expressions are in `check_expr.py`.

A local's type is that of its first assignment in the text (or of its annotation) and never
changes.  Whether it has a value at some point is followed along the ways through the function in
`self.assigned`, the names that certainly have one.
"""

from __future__ import annotations

import ast

from nitinol.native import tree as t
from nitinol.native.check_base import spelled
from nitinol.native.check_expr import ExpressionChecker
from nitinol.native.errors import NativeError
from nitinol.native.module import Function
from nitinol.native.source import definition
from nitinol.native.types import FnType, IntType, Type, resolve, void


def check(function: Function) -> t.FunctionTree:
    """The typed tree of a native function; raises `NativeError` at the first broken rule."""
    return Checker(function).function_tree()


class _Loop:
    """One loop around the statement being checked: what was assigned at its `break`s."""

    def __init__(self) -> None:
        self.at_breaks: list[set[str]] = []


class Checker(ExpressionChecker):
    """Checks one function."""

    def __init__(self, function: Function) -> None:
        super().__init__(function)
        self.node = definition(function)
        self.loops: list[_Loop] = []

    def function_tree(self) -> t.FunctionTree:
        signature: FnType = self.function.type
        names = self.function.param_names()
        arguments = self.node.args
        if arguments.vararg or arguments.defaults:
            raise self.error(self.node, "*rest and default values do not exist in native code")
        params = list(zip(names, signature.params, strict=True))
        self.locals.update(params)
        self.assigned.update(names)
        self.result = signature.result
        body, falls = self.block(self.node.body)
        if falls and self.result is not void:
            raise self.error(
                self.node,
                f"a way through the function ends without a return; wanted a {self.result} "
                "(for states that cannot be, end with trap())",
            )
        return t.FunctionTree(
            self.function.symbol, params, self.result, self.locals, body, self.entities
        )

    # -- statements --------------------------------------------------------------------------

    def block(self, nodes: list[ast.stmt]) -> tuple[list[t.Stmt], bool]:
        """The checked statements, and whether control can reach their end."""
        out: list[t.Stmt] = []
        for position, node in enumerate(nodes):
            made, falls = self.statement(node)
            out += made
            if not falls:
                if position + 1 < len(nodes):
                    raise self.error(nodes[position + 1], "this line can never be reached")
                return out, False
        return out, True

    def statement(self, node: ast.stmt) -> tuple[list[t.Stmt], bool]:
        method = getattr(self, "stmt_" + type(node).__name__, None)
        if method is None:
            raise self.error(
                node, f"a {type(node).__name__} statement does not exist in native code"
            )
        return method(node)  # type: ignore[no-any-return]

    def stmt_Pass(self, node: ast.Pass) -> tuple[list[t.Stmt], bool]:
        return [], True

    def stmt_Expr(self, node: ast.Expr) -> tuple[list[t.Stmt], bool]:
        if isinstance(node.value, ast.Constant):  # a docstring, or `...`
            return [], True
        value = self.expression(node.value, statement=True)
        if isinstance(value, t.Operation) and value.name == "trap":
            return [t.Trap(node.lineno)], False
        if isinstance(value, t.Call) and self.never_returns(value):
            return [t.Do(node.lineno, value), t.Trap(node.lineno)], False
        if not isinstance(value, t.Call | t.Atomic | t.Operation):
            raise self.error(node, "this expression has no effect")
        return [t.Do(node.lineno, value)], True

    def stmt_Return(self, node: ast.Return) -> tuple[list[t.Stmt], bool]:
        if node.value is None or (self.result is void and self.is_none(node.value)):
            if self.result is not void:
                raise self.error(node, f"return without a value; wanted a {self.result}")
            return [t.Return(node.lineno, None)], False
        if self.result is void:
            raise self.error(node, "the function is declared -> None but returns a value")
        value = self.fit(self.expression(node.value), self.result, node, "the returned value")
        return [t.Return(node.lineno, value)], False

    def stmt_Assign(self, node: ast.Assign) -> tuple[list[t.Stmt], bool]:
        if len(node.targets) != 1:
            raise self.error(node, "a = b = c does not exist in native code; write two lines")
        target = node.targets[0]
        if isinstance(target, ast.Tuple):
            return [self.unpack(target, node)], True
        if isinstance(target, ast.Name):
            value = self.for_local(target.id, self.expression(node.value), node)
            return [self.set_local(target.id, value, node)], True
        return [self.store(target, self.expression(node.value), node)], True

    def stmt_AnnAssign(self, node: ast.AnnAssign) -> tuple[list[t.Stmt], bool]:
        if not isinstance(node.target, ast.Name):
            raise self.error(node, "only a local can be given a type")
        name = node.target.id
        what = f"local {name}"
        try:
            wanted = resolve(ast.unparse(node.annotation), self.scopes, what)
        except NativeError as error:
            raise self.error(node, error.message) from None
        if wanted is void or wanted.ir.startswith("["):
            raise self.error(node, f"a local cannot be a {wanted}; write stack({wanted})")
        if self.locals.get(name, wanted) is not wanted:
            raise self.error(node, f"{what} is already a {self.locals[name]}")
        self.declare(name, wanted, node)
        if node.value is None:
            return [], True
        value = self.fit(self.expression(node.value), wanted, node, what)
        return [self.set_local(name, value, node)], True

    def stmt_AugAssign(self, node: ast.AugAssign) -> tuple[list[t.Stmt], bool]:
        if isinstance(node.target, ast.Name):
            current = self.read_local(node.target.id, node)
            if current is None:
                name = node.target.id
                raise self.error(node, f"local {name} may be used before it is assigned")
            value = self.binary(node, node.op, current, self.expression(node.value))
            value = self.fit(value, current.type, node, f"local {node.target.id}")
            return [self.set_local(node.target.id, value, node)], True
        address, type_ = self.place(node.target)
        setup: list[t.Stmt] = []
        if not isinstance(address, t.Symbol | t.Local):  # evaluated once
            held = self.temporary(address.type)
            setup.append(t.SetLocals(node.lineno, [held.name], [address]))
            address = held
        value = self.binary(node, node.op, t.Load(type_, address), self.expression(node.value))
        value = self.fit(value, type_, node, "the place assigned to")
        return [*setup, t.Store(node.lineno, address, value)], True

    def unpack(self, target: ast.Tuple, node: ast.Assign) -> t.Stmt:
        names = [e.id for e in target.elts if isinstance(e, ast.Name)]
        if (
            not isinstance(node.value, ast.Tuple)
            or len(names) != len(target.elts)
            or len(names) != len(node.value.elts)
        ):
            raise self.error(node, "only local names take as many values: a, b = x, y")
        values = [
            self.for_local(name, self.expression(v), node)
            for name, v in zip(names, node.value.elts, strict=True)
        ]
        for name, value in zip(names, values, strict=True):
            self.declare(name, value.type, node)
            self.assigned.add(name)
        return t.SetLocals(node.lineno, names, values)

    def for_local(self, name: str, value: t.Expr, node: ast.stmt) -> t.Expr:
        """`value` with the type of the local, or with its own when the local is new."""
        if name in self.locals:
            return self.fit(value, self.locals[name], node, f"local {name}")
        return self.settle(value, node, f"local {name}")

    def set_local(self, name: str, value: t.Expr, node: ast.stmt) -> t.Stmt:
        self.declare(name, value.type, node)
        self.assigned.add(name)
        return t.SetLocals(node.lineno, [name], [value])

    def declare(self, name: str, type_: Type, node: ast.AST) -> None:
        if name not in self.locals:
            self.locals[name] = type_
            self.first_lines[name] = getattr(node, "lineno", 0)

    def store(self, target: ast.expr, value: t.Expr, node: ast.stmt) -> t.Stmt:
        address, type_ = self.place(target)
        return t.Store(node.lineno, address, self.fit(value, type_, node, spelled(target)))

    # -- control -----------------------------------------------------------------------------

    def stmt_If(self, node: ast.If) -> tuple[list[t.Stmt], bool]:
        test = self.condition(node.test)
        before = set(self.assigned)
        body, body_falls = self.block(node.body)
        after_body, self.assigned = self.assigned, before
        orelse, else_falls = self.block(node.orelse)
        if body_falls and else_falls:
            self.assigned &= after_body
        elif body_falls:
            self.assigned = after_body
        return [t.If(node.lineno, test, body, orelse)], body_falls or else_falls

    def stmt_While(self, node: ast.While) -> tuple[list[t.Stmt], bool]:
        if node.orelse:
            raise self.error(node, "while ... else does not exist in native code")
        test = self.condition(node.test)
        forever = isinstance(test, t.Const) and test.value is True
        before = set(self.assigned)
        loop = _Loop()
        self.loops.append(loop)
        body, _ = self.block(node.body)
        self.loops.pop()
        self.assigned = before
        if forever and loop.at_breaks:
            self.assigned = set.intersection(*loop.at_breaks)
        return [t.While(node.lineno, test, body)], not forever or bool(loop.at_breaks)

    def stmt_For(self, node: ast.For) -> tuple[list[t.Stmt], bool]:
        call = node.iter
        if (
            node.orelse
            or not isinstance(node.target, ast.Name)
            or not isinstance(call, ast.Call)
            or self.look_up_python(call.func) is not range
            or not 1 <= len(call.args) <= 3
            or call.keywords
        ):
            raise self.error(node, "the only for is: for i in range(start, stop, step)")
        bounds = [self.expression(a) for a in call.args[:2]]
        start, stop = bounds if len(bounds) == 2 else (t.Const(t.weak_int, 0), bounds[0])
        step = self.expression(call.args[2]) if len(call.args) == 3 else t.Const(t.weak_int, 1)
        if not isinstance(step, t.Const) or step.type is not t.weak_int or step.value == 0:
            raise self.error(node, "the step of a range is an integer constant other than 0")
        name = node.target.id
        if name in self.locals:
            start = self.fit(start, self.locals[name], node, f"loop variable {name}")
            stop = self.fit(stop, self.locals[name], node, f"loop variable {name}")
        start, stop = self.same_type(start, stop, node, "range")
        start, stop = self.settle(start, node, "range"), self.settle(stop, node, "range")
        if not isinstance(start.type, IntType):
            raise self.error(node, f"range wants integers, not {start.type}")
        self.declare(name, start.type, node)
        before = set(self.assigned)
        self.assigned.add(name)
        self.loops.append(_Loop())
        body, _ = self.block(node.body)
        self.loops.pop()
        self.assigned = before
        return [t.ForRange(node.lineno, name, start, stop, step.value, body)], True

    def stmt_Break(self, node: ast.Break) -> tuple[list[t.Stmt], bool]:
        self.loops[-1].at_breaks.append(set(self.assigned))
        return [t.Break(node.lineno)], False

    def stmt_Continue(self, node: ast.Continue) -> tuple[list[t.Stmt], bool]:
        return [t.Continue(node.lineno)], False
