"""The emitter: a typed tree becomes the IR text of one function.  Nothing can fail here.

Locals live in stack slots at the function's entry (LLVM's `sroa` turns them into registers);
conditions become branches, so `and`, `or` and `not` cost nothing of their own.  Operators and
casts are in `emit_ops.py`.
"""

from __future__ import annotations

from nitinol.native import tree as t
from nitinol.native.emit_ops import OperationEmitter, Shared
from nitinol.native.types import FnType, PtrType, Type, boolean


class FunctionEmitter(OperationEmitter):
    """Emits one function."""

    def __init__(self, function: t.FunctionTree, shared: Shared) -> None:
        super().__init__(shared)
        self.function = function
        self.slots = {name: f"%v{n}" for n, name in enumerate(function.locals)}
        self.entry: list[str] = []
        self.loops: list[tuple[str, str]] = []  # where continue and break go
        self.open = True  # whether the current block still wants a terminator

    def text(self, linkage: str, attributes: str) -> str:
        """`linkage` is "" or "internal "; `attributes` a group such as #0."""
        f = self.function
        params = ", ".join(f"{type_.ir} %a{n}" for n, (_, type_) in enumerate(f.params))
        for name, type_ in f.locals.items():
            self.entry.append(f"  {self.slots[name]} = alloca {type_.memory_ir}")
        for n, (name, type_) in enumerate(f.params):
            self.store(type_, f"%a{n}", self.slots[name])
        self.block_of(f.body)
        if self.open:
            self.line("ret void")
        head = f'define {linkage}{f.result.ir} @"{f.symbol}"({params}) {attributes} {{\nentry:'
        return "\n".join([head, *self.entry, *self.lines, "}", ""])

    # -- blocks ------------------------------------------------------------------------------

    def jump(self, label: str) -> None:
        if self.open:
            self.line(f"br label %{label}")
            self.open = False

    def start(self, label: str) -> None:
        self.lines.append(f"{label}:")
        self.here = label
        self.open = True

    def block_of(self, body: list[t.Stmt]) -> None:
        for stmt in body:
            getattr(self, "stmt_" + type(stmt).__name__)(stmt)

    def branch(self, test: t.Expr, yes: str, no: str, weights: str = "") -> None:
        """Ends the block: goes to `yes` where `test` holds, else to `no`."""
        if isinstance(test, t.Const):
            self.jump(yes if test.value else no)
        elif isinstance(test, t.Hint):
            self.branch(test.test, yes, no, "!prof !0" if test.likely else "!prof !1")
        elif isinstance(test, t.Unary) and test.op == "not":
            turned = {"!prof !0": "!prof !1", "!prof !1": "!prof !0"}.get(weights, "")
            self.branch(test.value, no, yes, turned)
        elif isinstance(test, t.Logic):
            for part in test.values[:-1]:
                following = self.label()
                if test.op == "and":
                    self.branch(part, following, no, weights)
                else:
                    self.branch(part, yes, following, weights)
                self.start(following)
            self.branch(test.values[-1], yes, no, weights)
        else:
            value = self.value(test)
            self.line(
                f"br i1 {value}, label %{yes}, label %{no}" + (f", {weights}" if weights else "")
            )
            self.open = False

    # -- statements --------------------------------------------------------------------------

    def stmt_SetLocals(self, stmt: t.SetLocals) -> None:
        values = [self.value(v) for v in stmt.values]
        for name, expr, value in zip(stmt.names, stmt.values, values, strict=True):
            self.store(expr.type, value, self.slots[name])

    def stmt_Store(self, stmt: t.Store) -> None:
        address = self.value(stmt.address)
        self.store(stmt.value.type, self.value(stmt.value), address)

    def stmt_Do(self, stmt: t.Do) -> None:
        self.value(stmt.value)

    def stmt_If(self, stmt: t.If) -> None:
        yes, no, after = self.label(), self.label(), self.label()
        self.branch(stmt.test, yes, no if stmt.orelse else after)
        reached = not stmt.orelse
        self.start(yes)
        self.block_of(stmt.body)
        reached |= self.open
        self.jump(after)
        if stmt.orelse:
            self.start(no)
            self.block_of(stmt.orelse)
            reached |= self.open
            self.jump(after)
        if reached:
            self.start(after)

    def stmt_While(self, stmt: t.While) -> None:
        head, body, after = self.label(), self.label(), self.label()
        self.jump(head)
        self.start(head)
        self.branch(stmt.test, body, after)
        self.start(body)
        self.loops.append((head, after))
        self.block_of(stmt.body)
        self.loops.pop()
        self.jump(head)
        self.start(after)
        if isinstance(stmt.test, t.Const) and stmt.test.value and not _breaks(stmt.body):
            self.line("unreachable")
            self.open = False

    def stmt_ForRange(self, stmt: t.ForRange) -> None:
        head, body, latch, after = (self.label() for _ in range(4))
        ir = stmt.start.type.ir
        counter = self.slot(stmt.start.type)
        first, stop = self.value(stmt.start), self.value(stmt.stop)
        self.store(stmt.start.type, first, counter)
        test = self.register(
            f"icmp {self.order_of('<' if stmt.step > 0 else '>', stmt.start.type)}"
            f" {ir} {first}, {stop}"
        )
        self.line(f"br i1 {test}, label %{head}, label %{after}")
        self.start(head)
        at = self.register(f"load {ir}, ptr {counter}")
        self.line(f"store {ir} {at}, ptr {self.slots[stmt.name]}")
        self.jump(body)
        self.start(body)
        self.loops.append((latch, after))
        self.block_of(stmt.body)
        self.loops.pop()
        self.jump(latch)
        # Going on while more than a step is left can never pass the end of the type's range.
        self.start(latch)
        left = (stop, at) if stmt.step > 0 else (at, stop)
        distance = self.register(f"sub {ir} {left[0]}, {left[1]}")
        more = self.register(f"icmp ugt {ir} {distance}, {abs(stmt.step)}")
        following = self.register(f"add {ir} {at}, {stmt.step}")
        self.line(f"store {ir} {following}, ptr {counter}")
        self.line(f"br i1 {more}, label %{head}, label %{after}")
        self.start(after)

    def stmt_Return(self, stmt: t.Return) -> None:
        if stmt.value is None:
            self.line("ret void")
        else:
            self.line(f"ret {stmt.value.type.ir} {self.value(stmt.value)}")
        self.open = False

    def stmt_Break(self, stmt: t.Break) -> None:
        self.jump(self.loops[-1][1])

    def stmt_Continue(self, stmt: t.Continue) -> None:
        self.jump(self.loops[-1][0])

    def stmt_Trap(self, stmt: t.Trap) -> None:
        self.shared.declare("declare void @llvm.trap()")
        self.line("call void @llvm.trap()")
        self.line("unreachable")
        self.open = False

    # -- expressions that need blocks, slots or other functions --------------------------------

    def slot(self, type_: Type, count: int = 1, align: int = 0) -> str:
        """A stack slot at the function's entry."""
        self.count += 1
        name = f"%s{self.count}"
        what = type_.memory_ir if count == 1 else f"[{count} x {type_.memory_ir}]"
        self.entry.append(f"  {name} = alloca {what}, align {max(align, type_.align)}")
        return name

    def expr_Local(self, node: t.Local) -> str:
        return self.load(node.type, self.slots[node.name])

    def expr_Stack(self, node: t.Stack) -> str:
        return self.slot(node.element, node.count, 8)

    def expr_Logic(self, node: t.Logic | t.Hint) -> str:
        yes, no, after = self.label(), self.label(), self.label()
        self.branch(node, yes, no)
        self.start(yes)
        self.jump(after)
        self.start(no)
        self.jump(after)
        self.start(after)
        return self.register(f"phi i1 [ true, %{yes} ], [ false, %{no} ]")

    def expr_Hint(self, node: t.Hint) -> str:
        return self.expr_Logic(node)

    def expr_Choose(self, node: t.Choose) -> str:
        yes, no, after = self.label(), self.label(), self.label()
        self.branch(node.test, yes, no)
        self.start(yes)
        first = self.value(node.yes)
        from_yes = self.here
        self.jump(after)
        self.start(no)
        second = self.value(node.no)
        from_no = self.here
        self.jump(after)
        self.start(after)
        return self.register(
            f"phi {node.type.ir} [ {first}, %{from_yes} ], [ {second}, %{from_no} ]"
        )

    def expr_Call(self, node: t.Call) -> str:
        callee = self.value(node.callee)
        arguments = ", ".join(f"{a.type.ir} {self.value(a)}" for a in node.arguments)
        signature = node.signature.result.ir
        if node.variadic:
            params = ", ".join(p.ir for p in node.signature.params)
            signature += f" ({params}, ...)" if params else " (...)"
        call = f"call {signature} {callee}({arguments})"
        if node.type.ir == "void":
            self.line(call)
            return ""
        return self.register(call)

    def expr_Truth(self, node: t.Truth) -> str:
        value, type_ = self.value(node.value), node.value.type
        if isinstance(type_, PtrType | FnType):
            return self.register(f"icmp ne ptr {value}, null")
        if type_ is boolean:
            return value
        if type_.ir in ("float", "double"):
            return self.register(f"fcmp une {type_.ir} {value}, 0.0")
        return self.register(f"icmp ne {type_.ir} {value}, 0")


def _breaks(body: list[t.Stmt]) -> bool:
    """Whether a `break` of the loop with this body is in it."""
    for stmt in body:
        if isinstance(stmt, t.Break):
            return True
        if isinstance(stmt, t.If) and (_breaks(stmt.body) or _breaks(stmt.orelse)):
            return True
    return False
