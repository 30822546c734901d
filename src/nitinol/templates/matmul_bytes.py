"""Products of integers of one byte, four multiply-adds to the lane: `vpdpbusd` of AVX512-VNNI.

Where both operands of a product are conversions from int8 or uint8 that are pulled, and all sums fit
into 32 bits or wrap around there anyway, their bytes are multiplied instead. Panels and strips then hold
*quads*, four neighbours along K in the 32 bits of one element: for tiles, blocks and the cut into tasks
they are products of int32 with a quarter of K, whose multiply-add is another instruction.

The instruction multiplies unsigned bytes by signed ones, and adds four products to a sum without
saturation. Operands of different signs are what it wants. Of two with the same sign the left one is
shifted by half its range, xor 0x80, and what the sums have too much then,

    Σ (a ± 128)·b − Σ a·b = ±128 · Σ b

is a number for each column. The first row of each panel, the *header*, holds it, negated: the sums of a
tile start from there. Strips have a row for it, too, that nobody reads, so that a block of K of both
sides is `BLOCK_K` rows: one header, and `QUADS` quads. Past the end of K bytes are zeros.

Integer sums are exact in any order; as long as they are below 2^24 or 2^53 float sums of them are, too,
so every way to compute such a product gives the same bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..ir.graph import Node, Value
from ..ir.op import Movement
from ..llvm.target import Target
from ..llvm.text import Function, Int, Module
from .anchor import SizeContext
from .matmul_kernels import BLOCK_K, Shape, strip_shape
from .matmul_product import Products
from .vectors import Vec

QUADS = BLOCK_K - 1  # of a block of K, behind its header
_ROWS = 9  # of a tile: as with fused floats, a product needs no register before it is added
_HALF = -0x7F7F7F80  # 0x80 in each byte of a quad


@dataclass(frozen=True, slots=True)
class Quads:
    """How the bytes of a product are multiplied.

    k: length of the reduced axis, in bytes.
    depth: rows of all panels: headers and quads.
    unsigned_left: whether the left bytes are the unsigned ones, once they are shifted.
    shifted: whether the left bytes are shifted by half their range.
    """

    k: Int
    depth: Int
    unsigned_left: bool
    shifted: bool


def byte_of(value: Value) -> DType | None:
    """The dtype of one byte that `value` is a conversion from, behind movements."""
    node: Node | None = value.node
    while node is not None and isinstance(node.op.lowering, Movement):
        node = node.operands[0].node
    if node is None or node.op.name != "cast":
        return None
    found = node.operands[0].type.dtype
    return found if found in (dt.int8, dt.uint8) else None


def quads(ctx: SizeContext, swapped: bool) -> Quads | None:
    """How the product of the context is one of bytes; None where it is not."""
    if ctx.target.vector_bits != 512 or not ctx.target.has("avx512vnni"):
        return None
    if not (ctx.is_pulled(0) and ctx.is_pulled(1)):
        return None
    a, b = (byte_of(v) for v in ctx.node.operands)
    f, k, dtype = ctx.f, ctx.operand(0).shape[-1], ctx.operand(0).dtype
    if a is None or b is None or not _holds(dtype, a, b, k):
        return None
    count = f.ceil_div(k, 4)
    depth = f.add(count, f.maximum(1, f.ceil_div(count, QUADS)))
    shifted = a is b
    return Quads(k, depth, ((b if swapped else a) is dt.uint8) != shifted, shifted)


def _holds(dtype: DType, a: DType, b: DType, k: Int) -> bool:
    """Whether sums of `dtype` are those of int32: they wrap around there, too, or no sum gets so large."""
    if dtype.is_integer and dtype.itemsize <= 4:
        return True
    if not isinstance(k, int):
        return False
    for x in (a, b):
        k *= 128 if x is dt.int8 else 255
    return k <= 1 << 24 if dtype is dt.float32 else k < 1 << 31


def quad_strip(target: Target) -> Shape:
    """The tile of products of bytes."""
    return replace(strip_shape(target, dt.int32), rows=_ROWS)


class QuadProducts(Products):
    """`Products` of int32 whose elements are quads."""

    def __init__(self, module: Module, target: Target, how: Quads) -> None:
        super().__init__(module, target, dt.int32)
        self.how = how
        self.strip = quad_strip(target)
        self.prefix = f"mm_quads_{'us' if how.unsigned_left else 'su'}_"

    def _fma(self, f: Function, a: str, b: str, c: str) -> str:
        v = self.vector
        at = f.module.intrinsic("llvm.x86.avx512.vpdpbusd.512", v, v, v, v)
        first, second = (a, b) if self.how.unsigned_left else (b, a)
        return f.let(f"call {v} {at}({v} {c}, {v} {first}, {v} {second})")

    def _repeats(self) -> bool:
        return not self.how.unsigned_left  # the other operand of the instruction is never in memory

    def _begin(
        self, f: Function, rows: int, vectors: int, ak: Int, bk: Int
    ) -> tuple[list[str], str, str, str]:
        step = self.shape.lanes * self.shape.itemsize
        header = [self._load(f, self._at(f, "%b", v * step)) for v in range(vectors)]
        return header * rows, str(f.sub("%k", 1)), self._at(f, "%a", ak), self._at(f, "%b", bk)

    def header(self) -> str:
        """header(k, panel): the first of the `k` rows of a panel of B, from the others."""
        name, f = self._start(
            "header_shifted" if self.how.shifted else "header", [("i64", "k"), ("ptr", "d")]
        )
        if f is None:
            return name
        step, vectors = self.shape.lanes * self.shape.itemsize, self.strip.vectors
        zeros = self._zeros(vectors)
        sums = [value for _, value in zeros]
        if self.how.shifted:
            half = self._spread(f, str(_HALF))
            with f.loop(1, "%k", 1, zeros) as loop:
                row = self._at(f, "%d", f.mul(loop.index, step * vectors))
                loop.result = [
                    self._fma(f, half, self._load(f, self._at(f, row, v * step)), x)
                    for v, x in enumerate(loop.values)
                ]
            sums = [f.let(f"sub {self.vector} zeroinitializer, {x}") for x in loop.final]
        for v, x in enumerate(sums):
            self._store(f, x, self._at(f, "%d", v * step))
        f.ret()
        return name

    # --- pieces of code for those who pack

    def byte_mask(self, f: Function, count: Int) -> str:
        """Which bytes of a vector are below `count`."""
        return self._below(f, count, 4 * self.shape.lanes, "i8")

    def _bytes(self, f: Function, x: Vec, mask: str) -> str:
        """The bytes that `x` was made of; zeros where the mask is off."""
        kind, name, of = f"<{x.lanes} x i8>", x.name, x.type
        if x.dtype.is_floating:
            of = f"<{x.lanes} x i32>"
            name = f.let(f"fptosi {x.type} {name} to {of}")
        name = f.let(f"trunc {of} {name} to {kind}")
        return f.let(f"select <{x.lanes} x i1> {mask}, {kind} {name}, {kind} zeroinitializer")

    def quads_along(self, f: Function, x: Vec, mask: str, left: bool) -> str:
        """Quads from values that are adjacent along K."""
        quads = f.let(f"bitcast <{x.lanes} x i8> {self._bytes(f, x, mask)} to {self.vector}")
        return self._shifted(f, quads, left)

    def quads_across(self, f: Function, four: Sequence[tuple[Vec, str]], left: bool) -> str:
        """Quads from four vectors, with their masks, one for each k of a quad."""
        v, total = self.vector, ""
        for u, (x, mask) in enumerate(four):
            part = f.let(f"zext <{x.lanes} x i8> {self._bytes(f, x, mask)} to {v}")
            if u:
                part = f.let(f"shl {v} {part}, {self._spread(f, str(8 * u))}")
            total = f.let(f"or {v} {total}, {part}") if total else part
        return self._shifted(f, total, left)

    def _shifted(self, f: Function, quads: str, left: bool) -> str:
        if not (left and self.how.shifted):
            return quads
        return f.let(f"xor {self.vector} {quads}, {self._spread(f, str(_HALF))}")
