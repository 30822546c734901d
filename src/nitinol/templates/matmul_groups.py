"""Products of narrow numbers, some to the lane: `vpdpbusd` of AVX512-VNNI, `vdpbf16ps` of AVX512-BF16.

Where both operands of a product are conversions of narrower numbers that are pulled, the narrow numbers are multiplied
instead. Panels and strips then hold *groups*, neighbours along K in the 32 bits of one element: for tiles, blocks and
the cut into tasks they are products of int32 or float32 with a shorter K, whose multiply-add is another instruction
(`dots`). Past the end of K members are zeros.

**Quads** of int8 or uint8, where all sums fit into 32 bits or wrap around there anyway. The instruction multiplies
unsigned bytes by signed ones, and adds four products to a sum without saturation. Operands of different signs are what
it wants. Of two with the same sign the left one is shifted by half its range, xor 0x80, and what the sums have too much
then,

    Σ (a ± 128)·b − Σ a·b = ±128 · Σ b

is a number for each column. The first row of each panel, the *header*, holds it, negated: the sums of a tile start from
there. Strips have a row for it, too, that nobody reads, so that a block of K of both sides is `BLOCK_K` rows: one
header, and 511 quads. Integer sums are exact in any order; as long as they are below 2^24 or 2^53 float sums of them
are, too, so every way to compute such a product gives the same bits.

**Pairs** of bfloat16 with sums in float32, in the numerics mode `fast` alone: one member after the other is multiplied
and added, but subnormal numbers are taken for zero, in what is read and in every sum. A chain of sums is 1024
products long instead of 512.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..llvm.target import Target
from ..llvm.text import Function, Int, Module
from .anchor import SizeContext
from .dots import BYTES, PAIRS, Dot, has_dot, multiply_add, narrow_of
from .matmul_kernels import BLOCK_K, Shape, strip_shape
from .matmul_product import Products
from .vectors import Vec, vector_type

_ROWS = 9  # of a tile: as with fused floats, a product needs no register before it is added
_VECTORS = 3
_HALF = -0x7F7F7F80  # 0x80 in each byte of a quad


@dataclass(frozen=True, slots=True)
class Groups:
    """How the narrow numbers of a product are multiplied.

    k: length of the reduced axis, in members.
    depth: rows of all panels: headers and groups.
    unsigned_left: of bytes, whether the left ones are the unsigned ones, once they are shifted.
    shifted: whether the left bytes are shifted by half their range.
    """

    dot: Dot
    k: Int
    depth: Int
    unsigned_left: bool = False
    shifted: bool = False

    @property
    def headers(self) -> int:
        """Rows of a block of K before its groups."""
        return int(self.dot is BYTES)


def groups(ctx: SizeContext, swapped: bool) -> Groups | None:
    """How the product of the context is one of groups; None where it is not."""
    if not (ctx.is_pulled(0) and ctx.is_pulled(1)):
        return None
    a, b = (narrow_of(v) for v in ctx.node.operands)
    f, k, dtype = ctx.f, ctx.operand(0).shape[-1], ctx.operand(0).dtype
    if a is dt.bfloat16 or b is dt.bfloat16:
        fast = ctx.target.numerics == "fast" and has_dot(ctx.target, PAIRS)
        if fast and a is b and dtype is dt.float32:
            return Groups(PAIRS, k, f.ceil_div(k, PAIRS.members))
        return None
    if a is None or b is None or not has_dot(ctx.target, BYTES) or not _holds(dtype, a, b, k):
        return None
    count = f.ceil_div(k, BYTES.members)
    depth = f.add(count, f.maximum(1, f.ceil_div(count, BLOCK_K - 1)))
    shifted = a is b
    return Groups(BYTES, k, depth, ((b if swapped else a) is dt.uint8) != shifted, shifted)


def _holds(dtype: DType, a: DType, b: DType, k: Int) -> bool:
    """Whether sums of `dtype` are those of int32: they wrap around there, too, or no sum gets so large."""
    if dtype.is_integer and dtype.itemsize <= 4:
        return True
    if not isinstance(k, int):
        return False
    for x in (a, b):
        k *= 128 if x is dt.int8 else 255
    return k <= 1 << 24 if dtype is dt.float32 else k < 1 << 31


def group_strip(target: Target, how: Groups) -> Shape:
    """The tile of products of groups."""
    usual = strip_shape(target, how.dot.sums)
    return usual if target.vector_registers < 32 else replace(usual, rows=_ROWS, vectors=_VECTORS)


class GroupProducts(Products):
    """`Products` of int32 or float32 whose elements are groups."""

    def __init__(self, module: Module, target: Target, how: Groups) -> None:
        super().__init__(module, target, how.dot.sums)
        self.how = how
        self.strip = group_strip(target, how)
        self.members = vector_type(f"i{how.dot.bits}", how.dot.members * self.shape.lanes)
        self.prefix = (
            f"mm_quads_{'us' if how.unsigned_left else 'su'}_" if how.headers else "mm_pairs_"
        )

    def _fma(self, f: Function, a: str, b: str, c: str) -> str:
        first, second = (a, b) if self.how.unsigned_left else (b, a)
        return multiply_add(f, self.target, self.how.dot, self.shape.lanes, first, second, c)

    def _repeats(self) -> bool:
        # The first operand of the instruction is never in memory.
        return not self.how.unsigned_left and self.target.has("avx512f")

    def _begin(
        self, f: Function, rows: int, vectors: int, ak: Int, bk: Int
    ) -> tuple[list[str], str, str, str]:
        if not self.how.headers:
            return super()._begin(f, rows, vectors, ak, bk)
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
            with f.loop(1, "%k", 1, zeros) as loop:
                row = self._at(f, "%d", f.mul(loop.index, step * vectors))
                loop.result = [
                    self.counted(f, self._load(f, self._at(f, row, v * step)), x)
                    for v, x in enumerate(loop.values)
                ]
            sums = loop.final
        for v, x in enumerate(sums):
            self.store_header(f, x, self._at(f, "%d", v * step))
        f.ret()
        return name

    def counted(self, f: Function, quads: str, total: str) -> str:
        """What headers are made of: half the range times quads, added up."""
        return self._fma(f, f"splat (i32 {_HALF})", quads, total)

    def store_header(self, f: Function, total: str, place: str) -> None:
        """Store a vector of a header."""
        self._store(f, f.let(f"sub {self.vector} zeroinitializer, {total}"), place)

    # --- pieces of code for those who pack

    def member_mask(self, f: Function, count: Int) -> str:
        """Which members of a vector are below `count`."""
        return self._below(f, count, self.how.dot.members * self.shape.lanes, "i8")

    def groups_along(self, f: Function, x: Vec, mask: str, left: bool) -> str:
        """Groups from values that are adjacent along K."""
        narrow = self.narrow(f, x, mask)
        return self._shifted(f, f.let(f"bitcast {self.members} {narrow} to {self._ints}"), left)

    def narrow(self, f: Function, x: Vec, mask: str) -> str:
        """The numbers that `x` was made of; zeros where the mask is off."""
        n = x.lanes
        kind, name, of = f"<{n} x i{self.how.dot.bits}>", x.name, x.type
        wide = f"<{n} x i32>"
        if self.how.dot is PAIRS:
            upper = f"lshr {wide} {f.let(f'bitcast {of} {name} to {wide}')}, splat (i32 16)"
            name, of = f.let(upper), wide
        elif x.dtype.is_floating:
            name, of = f.let(f"fptosi {of} {name} to {wide}"), wide
        name = f.let(f"trunc {of} {name} to {kind}")
        return f.let(f"select <{n} x i1> {mask}, {kind} {name}, {kind} zeroinitializer")

    def groups_across(self, f: Function, rows: Sequence[str], left: bool) -> list[str]:
        """Vectors of groups of adjacent columns, from one vector of narrow numbers for each k of a group.

        Elements within pieces of 128 bits are put side by side, which is one instruction for each result. So that
        columns come out in order the pieces' quarters (of pairs, halves) are exchanged before, a permutation each.
        """
        bits, members = self.how.dot.bits, self.how.dot.members
        pieces, v = self.shape.lanes // 4, self.members
        four = f"<{members * pieces} x i{4 * bits}>"  # columns at a time
        order = [pieces * i + p for p in range(pieces) for i in range(members)]
        made = []
        for row in rows:
            if pieces > 1:
                row = self._picked(f, four, row, row, order)
            made.append([row])
        while len(made) > 1:
            made = [
                [x for one in zip(*two, strict=True) for x in self._unpacked(f, *one, bits)]
                for two in zip(made[::2], made[1::2], strict=True)
            ]
            bits *= 2
        groups = [f.let(f"bitcast {v} {x} to {self._ints}") for x in made[0]]
        return [self._shifted(f, x, left) for x in groups]

    def _unpacked(self, f: Function, a: str, b: str, bits: int) -> list[str]:
        """Elements of `bits` from a and b by turns: of the first halves of all 128-bit pieces, of the second ones."""
        n, each = 32 * self.shape.lanes // bits, 128 // bits
        halves = [
            [
                start + half * each // 2 + i + of
                for start in range(0, n, each)
                for i in range(each // 2)
                for of in (0, n)
            ]
            for half in range(2)
        ]
        return [self._picked(f, f"<{n} x i{bits}>", a, b, places) for places in halves]

    def _picked(self, f: Function, kind: str, a: str, b: str, places: Sequence[int]) -> str:
        """Elements of two vectors of members, taken for vectors of `kind`; the places of b follow those of a."""
        v = self.members
        if kind != v:
            a, b = (f.let(f"bitcast {v} {x} to {kind}") for x in (a, b))
        text = ", ".join(f"i32 {i}" for i in places)
        made = f.let(f"shufflevector {kind} {a}, {kind} {b}, <{len(places)} x i32> <{text}>")
        return made if kind == v else f.let(f"bitcast {kind} {made} to {v}")

    def cut(self, f: Function, vectors: Sequence[str], first: int) -> str:
        """The elements from `first` on of vectors one after the other, as many as one holds."""
        n, at = self.shape.lanes, first // self.shape.lanes
        if first % n == 0:
            return vectors[at]
        a, b = vectors[at], vectors[min(at + 1, len(vectors) - 1)]
        text = ", ".join(f"i32 {first % n + i}" for i in range(n))
        v = self.vector
        return f.let(f"shufflevector {v} {a}, {v} {b}, <{n} x i32> <{text}>")

    @property
    def _ints(self) -> str:
        return vector_type("i32", self.shape.lanes)

    def _shifted(self, f: Function, groups: str, left: bool) -> str:
        """As a vector of the sums' type, the left bytes shifted."""
        if left and self.how.shifted:
            groups = f.let(f"xor {self._ints} {groups}, splat (i32 {_HALF})")
        same = self._ints == self.vector
        return groups if same else f.let(f"bitcast {self._ints} {groups} to {self.vector}")
