"""Multiply-adds on groups of narrow numbers: what processors have of them, and how they are written.

A vector register holds groups of neighbours, 32 bits each. Such an instruction multiplies the members of two groups
and adds the products to one sum of 32 bits:

| | members | sums | instruction | what it does to each sum |
|---|---|---|---|---|
| `BYTES` | 4, unsigned by signed | int32 | `vpdpbusd` of AVX512-VNNI | adds four products, wraps around |
| `PAIRS` | 2 of bfloat16 | float32 | `vdpbf16ps` of AVX512-BF16 | two fused multiply-adds, the upper member's first |

`PAIRS` rounds to nearest, ties to even, after each multiply-add; subnormal numbers that it reads are zeros, and so
are those that it would make (Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2, `VDPBF16PS`).
That is why only the numerics mode `fast` uses it: other modes keep subnormal numbers.

A target may *emulate* an instruction set (`Target.emulated`): then the same is written as a function of ordinary
instructions, for vectors of 256 bits or more. It is slow. It lets every kernel built on these run, and be tested, on
processors that lack them. (A number that rounding would lift to the least normal one is flushed here; the manual leaves
that open.)
"""

from __future__ import annotations

from dataclasses import dataclass

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..ir.graph import Node, Value
from ..ir.op import Movement
from ..llvm.target import Target
from ..llvm.text import Function, Module
from .vectors import REGISTER, suffix, vector_type

_SIGN, _EXPONENT = -(1 << 31), 0x7F800000


@dataclass(frozen=True, slots=True)
class Dot:
    """An instruction: sum += Σ first[i] · second[i] over the `members` of a group, in each lane."""

    feature: str  # the instruction set, in LLVM's spelling
    members: int
    sums: DType
    intrinsic: str
    operand: str  # LLVM's type of a vector of groups

    @property
    def bits(self) -> int:
        """Of a member."""
        return 32 // self.members


BYTES = Dot("avx512vnni", 4, dt.int32, "llvm.x86.avx512.vpdpbusd.512", "<16 x i32>")
PAIRS = Dot("avx512bf16", 2, dt.float32, "llvm.x86.avx512bf16.dpbf16ps.512", "<32 x bfloat>")


def has_dot(target: Target, dot: Dot) -> bool:
    """Whether code for the target may use it."""
    if target.emulates(dot.feature):
        return target.vector_bits >= 256 and (target.fuses or dot.sums.is_integer)
    return target.vector_bits == 512 and target.has(dot.feature)


def narrow_of(value: Value) -> DType | None:
    """The dtype of one byte, or bfloat16, that `value` is a conversion from, behind movements."""
    node: Node | None = value.node
    while node is not None and isinstance(node.op.lowering, Movement):
        node = node.operands[0].node
    if node is None or node.op.name != "cast":
        return None
    found = node.operands[0].type.dtype
    return found if found in (dt.int8, dt.uint8, dt.bfloat16) else None


def multiply_add(
    f: Function, target: Target, dot: Dot, lanes: int, first: str, second: str, sums: str
) -> str:
    """The sums with the products of two vectors of groups added; all have the type of the sums."""
    v = vector_type(REGISTER[dot.sums.name], lanes)
    if target.emulates(dot.feature):
        name = _emulation(f.module, target, dot, lanes)
        return f.let(f"call {v} {name}({v} {first}, {v} {second}, {v} {sums})")
    at = f.module.intrinsic(dot.intrinsic, v, v, dot.operand, dot.operand)
    if dot.operand != v:
        first = f.let(f"bitcast {v} {first} to {dot.operand}")
        second = f.let(f"bitcast {v} {second} to {dot.operand}")
    return f.let(f"call {v} {at}({v} {sums}, {dot.operand} {first}, {dot.operand} {second})")


def _emulation(module: Module, target: Target, dot: Dot, lanes: int) -> str:
    """The function that stands for the instruction."""
    name = f"emulated_{dot.feature}_{lanes}"
    if not module.defines(name):
        v = vector_type(REGISTER[dot.sums.name], lanes)
        params = [(v, "first"), (v, "second"), (v, "sums")]
        attributes = target.function_attributes + " noinline"
        f = module.function(name, params, v, internal=True, attributes=attributes)
        f.ret(v, (_bytes if dot is BYTES else _pairs)(f, lanes))
    return "@" + name


def _bytes(f: Function, lanes: int) -> str:
    v, total = vector_type("i32", lanes), "%sums"
    for member in range(4):
        top = f.let(f"shl {v} %first, {_all(24 - 8 * member)}")
        a = f.let(f"lshr {v} {top}, {_all(24)}")
        top = f.let(f"shl {v} %second, {_all(24 - 8 * member)}")
        b = f.let(f"ashr {v} {top}, {_all(24)}")
        total = f.let(f"add {v} {total}, {f.let(f'mul {v} {a}, {b}')}")
    return total


def _pairs(f: Function, lanes: int) -> str:
    v, ints = vector_type("float", lanes), vector_type("i32", lanes)
    mask = f"<{lanes} x i1>"
    fma = f.module.intrinsic(f"llvm.fma.{suffix('float', lanes)}", v, v, v, v)

    def bits(x: str) -> str:
        return f.let(f"bitcast {v} {x} to {ints}")

    def flushed(x: str) -> str:
        """Bits of numbers, subnormal ones replaced by zeros of their sign."""
        exponent = f.let(f"and {ints} {x}, {_all(_EXPONENT)}")
        none = f.let(f"icmp eq {ints} {exponent}, zeroinitializer")
        zero = f.let(f"and {ints} {x}, {_all(_SIGN)}")
        x = f.let(f"select {mask} {none}, {ints} {zero}, {ints} {x}")
        return f.let(f"bitcast {ints} {x} to {v}")

    first, second, total = bits("%first"), bits("%second"), flushed(bits("%sums"))
    for member in (1, 0):
        a, b = (
            flushed(
                f.let(f"and {ints} {x}, {_all(-0x10000)}")
                if member
                else f.let(f"shl {ints} {x}, {_all(16)}")
            )
            for x in (first, second)
        )
        total = flushed(bits(f.let(f"call {v} {fma}({v} {a}, {v} {b}, {v} {total})")))
    return total


def _all(number: int) -> str:
    """A vector of one number."""
    return f"splat (i32 {number})"
