"""The emitter's operators: constants, memory, arithmetic, casts, atomics, intrinsics.

What Python leaves no doubt about is kept: `//` and `%` of signed integers round towards minus
infinity (`quotient` and `remainder` truncate, as C does).  What Python raises an error for is the
author's duty in native code: division by zero, and shifts by the width or more.
"""

from __future__ import annotations

import struct

from nitinol.native import tree as t
from nitinol.native.types import (
    BoolType,
    FloatType,
    FnType,
    IntType,
    PtrType,
    Type,
    VecType,
    boolean,
)

_INT_OPS = {"+": "add", "-": "sub", "*": "mul", "&": "and", "|": "or", "^": "xor", "<<": "shl"}
_FLOAT_OPS = {"+": "fadd", "-": "fsub", "*": "fmul", "/": "fdiv"}
_FLOAT_TESTS = {"==": "oeq", "!=": "une", "<": "olt", "<=": "ole", ">": "ogt", ">=": "oge"}
_INT_TESTS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge"}
_CAS_FAILURE = {
    "monotonic": "monotonic",
    "acquire": "acquire",
    "release": "monotonic",
    "acq_rel": "acquire",
    "seq_cst": "seq_cst",
}


class Shared:
    """What the functions of a module share: declarations and constant texts."""

    def __init__(self, arch: str) -> None:
        self.arch = arch
        self.declarations: dict[str, None] = {}
        self.texts: dict[bytes, str] = {}

    def declare(self, line: str) -> None:
        self.declarations[line] = None

    def text(self, data: bytes) -> str:
        return self.texts.setdefault(data, f"@.text.{len(self.texts)}")


def lane_of(type_: Type) -> Type:
    """The element of a vector type; any other type itself."""
    return type_.element if isinstance(type_, VecType) else type_


def constant(type_: Type, value: object) -> str:
    """A constant as IR writes it; floats by their bits, so that nothing is rounded twice."""
    if value is None:
        return "null"
    if isinstance(type_, BoolType):
        return "true" if value else "false"
    if isinstance(type_, FloatType):
        number = float(value)  # type: ignore[arg-type]
        if type_.bits == 32:
            (number,) = struct.unpack("<f", struct.pack("<f", number))
        return "0x" + struct.pack(">d", number).hex().upper()
    return str(value)


class OperationEmitter:
    """Emits straight-line code; `emit.py` adds control."""

    def __init__(self, shared: Shared) -> None:
        self.shared = shared
        self.lines: list[str] = []
        self.count = 0
        self.here = "entry"

    def line(self, text: str) -> None:
        self.lines.append("  " + text)

    def register(self, text: str) -> str:
        self.count += 1
        name = f"%t{self.count}"
        self.lines.append(f"  {name} = {text}")
        return name

    def label(self) -> str:
        self.count += 1
        return f"L{self.count}"

    def value(self, node: t.Expr) -> str:
        return getattr(self, "expr_" + type(node).__name__)(node)  # type: ignore[no-any-return]

    # -- constants and memory ----------------------------------------------------------------

    def expr_Const(self, node: t.Const) -> str:
        return constant(node.type, node.value)

    def expr_Text(self, node: t.Text) -> str:
        return self.shared.text(node.data)

    def expr_Symbol(self, node: t.Symbol) -> str:
        return f'@"{node.entity.symbol}"'

    def load(self, type_: Type, address: str) -> str:
        loaded = self.register(f"load {type_.memory_ir}, ptr {address}, align {type_.align}")
        return self.register(f"icmp ne i8 {loaded}, 0") if type_ is boolean else loaded

    def store(self, type_: Type, value: str, address: str) -> None:
        if type_ is boolean:
            value = self.register(f"zext i1 {value} to i8")
        self.line(f"store {type_.memory_ir} {value}, ptr {address}, align {type_.align}")

    def expr_Load(self, node: t.Load) -> str:
        return self.load(node.type, self.value(node.address))

    def expr_Offset(self, node: t.Offset) -> str:
        base = self.value(node.base)
        if node.bytes == 0:
            return base
        return self.register(f"getelementptr i8, ptr {base}, i64 {node.bytes}")

    def expr_Index(self, node: t.Index) -> str:
        base = self.value(node.base)
        index = self.resized(self.value(node.index), node.index.type, 64)
        return self.register(f"getelementptr [{node.stride} x i8], ptr {base}, i64 {index}")

    def expr_Distance(self, node: t.Distance) -> str:
        left = self.register(f"ptrtoint ptr {self.value(node.left)} to i64")
        right = self.register(f"ptrtoint ptr {self.value(node.right)} to i64")
        distance = self.register(f"sub i64 {left}, {right}")
        if node.stride == 1:
            return distance
        return self.register(f"sdiv exact i64 {distance}, {node.stride}")

    def resized(self, value: str, type_: Type, bits: int) -> str:
        """An integer widened to `bits` bits according to its signedness."""
        assert isinstance(type_, IntType)
        if type_.bits == bits:
            return value
        return self.register(f"{'sext' if type_.signed else 'zext'} {type_.ir} {value} to i{bits}")

    # -- arithmetic --------------------------------------------------------------------------

    def expr_Unary(self, node: t.Unary) -> str:
        value, ir = self.value(node.value), node.type.ir
        if node.op == "not":
            return self.register(f"xor i1 {value}, true")
        if node.op == "~":
            return self.register(f"xor {ir} {value}, {self.splat_constant(node.type, -1)}")
        if isinstance(lane_of(node.type), FloatType):
            return self.register(f"fneg {ir} {value}")
        return self.register(f"sub {ir} {self.splat_constant(node.type, 0)}, {value}")

    def splat_constant(self, type_: Type, number: int) -> str:
        if isinstance(type_, VecType):
            lane = f"{type_.element.ir} {number}"
            return "<" + ", ".join([lane] * type_.count) + ">"
        return str(number)

    def expr_Binary(self, node: t.Binary) -> str:
        left, right, ir = self.value(node.left), self.value(node.right), node.type.ir
        lane = lane_of(node.type)
        if isinstance(lane, FloatType):
            return self.register(f"{_FLOAT_OPS[node.op]} {ir} {left}, {right}")
        if node.op in _INT_OPS:
            return self.register(f"{_INT_OPS[node.op]} {ir} {left}, {right}")
        assert isinstance(lane, IntType)
        if node.op == ">>":
            return self.register(f"{'ashr' if lane.signed else 'lshr'} {ir} {left}, {right}")
        divides = node.op in ("//", "quotient")
        if not lane.signed:
            return self.register(f"{'udiv' if divides else 'urem'} {ir} {left}, {right}")
        if node.op in ("quotient", "remainder"):
            return self.register(f"{'sdiv' if divides else 'srem'} {ir} {left}, {right}")
        return self.floor_division(node, left, right, divides)

    def floor_division(self, node: t.Binary, left: str, right: str, divides: bool) -> str:
        """Python's `//` and `%`: the quotient rounds down, the remainder has the divisor's sign."""
        ir = node.type.ir
        by = node.right.value if isinstance(node.right, t.Const) else 0
        if by > 0 and by & (by - 1) == 0:
            if divides:
                return self.register(f"ashr {ir} {left}, {by.bit_length() - 1}")
            return self.register(f"and {ir} {left}, {by - 1}")
        zero = self.splat_constant(node.type, 0)
        bit = f"<{node.type.count} x i1>" if isinstance(node.type, VecType) else "i1"
        rest = self.register(f"srem {ir} {left}, {right}")
        inexact = self.register(f"icmp ne {ir} {rest}, {zero}")
        mixed = self.register(f"xor {ir} {rest}, {right}")
        opposite = self.register(f"icmp slt {ir} {mixed}, {zero}")
        adjust = self.register(f"and {bit} {inexact}, {opposite}")
        if divides:
            quotient = self.register(f"sdiv {ir} {left}, {right}")
            one = self.register(f"sext {bit} {adjust} to {ir}")
            return self.register(f"add {ir} {quotient}, {one}")
        extra = self.register(f"select {bit} {adjust}, {ir} {right}, {ir} {zero}")
        return self.register(f"add {ir} {rest}, {extra}")

    def order_of(self, op: str, type_: Type) -> str:
        if op in ("==", "!="):
            return "eq" if op == "==" else "ne"
        lane = lane_of(type_)
        return ("s" if isinstance(lane, IntType) and lane.signed else "u") + _INT_TESTS[op]

    def expr_Compare(self, node: t.Compare) -> str:
        left, right, type_ = self.value(node.left), self.value(node.right), node.left.type
        if isinstance(lane_of(type_), FloatType):
            return self.register(f"fcmp {_FLOAT_TESTS[node.op]} {type_.ir} {left}, {right}")
        return self.register(f"icmp {self.order_of(node.op, type_)} {type_.ir} {left}, {right}")

    def expr_Cast(self, node: t.Cast) -> str:
        value, given, wanted = self.value(node.value), node.value.type, node.type
        if given.ir == wanted.ir:
            return value
        pointers = (PtrType, FnType)
        if isinstance(given, pointers):
            return self.register(f"ptrtoint ptr {value} to {wanted.ir}")
        if isinstance(wanted, pointers):
            return self.register(f"inttoptr {given.ir} {value} to ptr")
        a, b = lane_of(given), lane_of(wanted)
        if isinstance(a, FloatType) and isinstance(b, IntType):
            return self.float_to_int(value, given, wanted, b.signed)
        return self.register(f"{_cast_word(a, b)} {given.ir} {value} to {wanted.ir}")

    def float_to_int(self, value: str, given: Type, wanted: Type, signed: bool) -> str:
        """Values out of range become the nearest end of the range, NaN becomes 0."""
        shape = f"v{wanted.count}" if isinstance(wanted, VecType) else ""
        to, of = lane_of(wanted), lane_of(given)
        assert isinstance(to, IntType)
        assert isinstance(of, FloatType)
        name = f"@llvm.fpto{'s' if signed else 'u'}i.sat.{shape}i{to.bits}.{shape}f{of.bits}"
        self.shared.declare(f"declare {wanted.ir} {name}({given.ir})")
        return self.register(f"call {wanted.ir} {name}({given.ir} {value})")

    # -- atomics and intrinsics --------------------------------------------------------------

    def expr_Atomic(self, node: t.Atomic) -> str:
        address = self.value(node.address)
        held = t.pointee(node.address.type)
        assert held is not None
        values = [f"{held.ir} {self.value(v)}" for v in node.operands]
        if node.op == "load":
            return self.register(
                f"load atomic {held.ir}, ptr {address} {node.order}, align {held.size}"
            )
        if node.op == "store":
            self.line(f"store atomic {values[0]}, ptr {address} {node.order}, align {held.size}")
            return ""
        if node.op == "cas":
            pair = self.register(
                f"cmpxchg ptr {address}, {values[0]}, {values[1]} {node.order} "
                f"{_CAS_FAILURE[node.order]}, align {held.size}"
            )
            return self.register(f"extractvalue {{ {held.ir}, i1 }} {pair}, 0")
        op = "xchg" if node.op == "swap" else node.op
        return self.register(
            f"atomicrmw {op} ptr {address}, {values[0]} {node.order}, align {held.size}"
        )

    def expr_Operation(self, node: t.Operation) -> str:
        return getattr(self, "op_" + node.name)(node)  # type: ignore[no-any-return]

    def typed(self, node: t.Operation) -> list[str]:
        return [f"{a.type.ir} {self.value(a)}" for a in node.arguments]

    def intrinsic(self, node: t.Operation, name: str, extra: tuple[str, ...] = ()) -> str:
        """A call of an LLVM intrinsic with the operation's arguments, then `extra` ones."""
        arguments = [*self.typed(node), *extra]
        types = ", ".join(
            a.split(" ")[0] if a[0] != "<" else a[: a.index(">") + 1] for a in arguments
        )
        self.shared.declare(f"declare {node.type.ir} @llvm.{name}({types})")
        return self.register(f"call {node.type.ir} @llvm.{name}({', '.join(arguments)})")

    def op_splat(self, node: t.Operation) -> str:
        (lane,) = self.typed(node)
        assert isinstance(node.type, VecType)
        one = self.register(f"insertelement {node.type.ir} poison, {lane}, i32 0")
        return self.register(
            f"shufflevector {node.type.ir} {one}, {node.type.ir} poison, "
            f"<{node.type.count} x i32> zeroinitializer"
        )

    def op_extract(self, node: t.Operation) -> str:
        return self.register("extractelement " + ", ".join(self.typed(node)))

    def op_insert(self, node: t.Operation) -> str:
        vector, lane, value = self.typed(node)
        return self.register(f"insertelement {vector}, {value}, {lane}")

    def op_select(self, node: t.Operation) -> str:
        return self.register("select " + ", ".join(self.typed(node)))

    def op_bitcast(self, node: t.Operation) -> str:
        return self.register(f"bitcast {self.typed(node)[0]} to {node.type.ir}")

    def op_fence(self, node: t.Operation) -> str:
        self.line(f"fence {node.option}")
        return ""

    def op_cpu_pause(self, node: t.Operation) -> str:
        if self.shared.arch in ("x86_64", "AMD64", "i686"):
            self.shared.declare("declare void @llvm.x86.sse2.pause()")
            self.line("call void @llvm.x86.sse2.pause()")
        elif self.shared.arch in ("aarch64", "arm64"):
            self.shared.declare("declare void @llvm.aarch64.hint(i32)")
            self.line("call void @llvm.aarch64.hint(i32 1)")
        return ""  # elsewhere spinning without a hint is correct, only less polite

    def _extreme(self, node: t.Operation) -> str:
        type_ = node.type
        assert isinstance(type_, IntType)
        return self.intrinsic(node, f"{'s' if type_.signed else 'u'}{node.name}.{type_.ir}")

    op_min = op_max = _extreme

    def op_popcount(self, node: t.Operation) -> str:
        return self.intrinsic(node, f"ctpop.{node.type.ir}")

    def op_count_leading_zeros(self, node: t.Operation) -> str:
        return self.intrinsic(node, f"ctlz.{node.type.ir}", ("i1 false",))

    def op_count_trailing_zeros(self, node: t.Operation) -> str:
        return self.intrinsic(node, f"cttz.{node.type.ir}", ("i1 false",))

    def _overflows(self, node: t.Operation) -> str:
        type_ = node.arguments[0].type
        assert isinstance(type_, IntType)
        op = f"{'s' if type_.signed else 'u'}{node.name.split('_')[0]}"
        pair = f"{{ {type_.ir}, i1 }}"
        name = f"@llvm.{op}.with.overflow.{type_.ir}"
        self.shared.declare(f"declare {pair} {name}({type_.ir}, {type_.ir})")
        both = self.register(f"call {pair} {name}({', '.join(self.typed(node))})")
        return self.register(f"extractvalue {pair} {both}, 1")

    op_add_overflows = op_mul_overflows = _overflows

    def op_reduce_add(self, node: t.Operation) -> str:
        """Lanes are added in order for floats, so the result does not depend on the machine."""
        (vector,) = node.arguments
        assert isinstance(vector.type, VecType)
        element = vector.type.element
        suffix = f"v{vector.type.count}{'f' if isinstance(element, FloatType) else 'i'}"
        bits = getattr(element, "bits", 1)
        value = self.value(vector)
        if isinstance(element, FloatType):
            name = f"@llvm.vector.reduce.fadd.{suffix}{bits}"
            self.shared.declare(f"declare {element.ir} {name}({element.ir}, {vector.type.ir})")
            zero = constant(element, -0.0)
            return self.register(
                f"call {element.ir} {name}({element.ir} {zero}, {vector.type.ir} {value})"
            )
        name = f"@llvm.vector.reduce.add.{suffix}{bits}"
        self.shared.declare(f"declare {element.ir} {name}({vector.type.ir})")
        return self.register(f"call {element.ir} {name}({vector.type.ir} {value})")


def _cast_word(given: Type, wanted: Type) -> str:
    """LLVM's word for a conversion between numbers of different IR types."""
    if isinstance(given, FloatType) and isinstance(wanted, FloatType):
        return "fpext" if wanted.bits > given.bits else "fptrunc"
    signed = isinstance(given, IntType) and given.signed
    if isinstance(wanted, FloatType):
        return "sitofp" if signed else "uitofp"
    assert isinstance(wanted, IntType)
    if isinstance(given, IntType) and given.bits > wanted.bits:
        return "trunc"
    return "sext" if signed else "zext"
