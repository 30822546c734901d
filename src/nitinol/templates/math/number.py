"""`Num`: a `Vec` with Python's operators, so that the formulas of this package read as formulas.

Only what elementary functions need: float32 and float64 lanes, integer lanes of the same widths,
and bool lanes (masks). Python numbers on the right or left become constants of the other side.

Multiply-add. `fma(a, b, c)` is one instruction and one rounding where the target has it, and a
multiplication and an addition elsewhere (`fused` tells which). Formulas that need the exact low
part of a product use `two_prod` of `doubles.py`, which is exact on both.

Nothing here guards against poison: shifts are by known counts below the width, and `truncated`
is for values known to fit (lanes that hold something else must be selected away afterwards).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...base import dtypes as dt
from ...base.dtypes import DType
from ..vectors import REGISTER, Vec, suffix, vector_type

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..emitter import Emitter

    Like = "Num | float"


class Num:
    """Lanes with operators; `k` is the emitter they are written with."""

    __slots__ = ("k", "v")

    def __init__(self, k: Emitter, v: Vec) -> None:
        self.k = k
        self.v = v

    # --- what it is

    @property
    def dtype(self) -> DType:
        return self.v.dtype

    @property
    def wide(self) -> bool:
        """Whether the lanes have 64 bits."""
        return self.v.dtype.itemsize == 8

    @property
    def fused(self) -> bool:
        """Whether `fma` rounds once on this target."""
        return has_fma(self.k)

    def const(self, value: float) -> Num:
        """A constant of this dtype."""
        return Num(self.k, self.k.const(value, self.v.dtype))

    def _other(self, other: Num | float) -> Vec:
        return other.v if isinstance(other, Num) else self.k.const(other, self.v.dtype)

    # --- arithmetic

    def __add__(self, other: Num | float) -> Num:
        return Num(self.k, self.k.add(self.v, self._other(other)))

    def __radd__(self, other: float) -> Num:
        return Num(self.k, self.k.add(self._other(other), self.v))

    def __sub__(self, other: Num | float) -> Num:
        return Num(self.k, self.k.sub(self.v, self._other(other)))

    def __rsub__(self, other: float) -> Num:
        return Num(self.k, self.k.sub(self._other(other), self.v))

    def __mul__(self, other: Num | float) -> Num:
        return Num(self.k, self.k.mul(self.v, self._other(other)))

    def __rmul__(self, other: float) -> Num:
        return Num(self.k, self.k.mul(self._other(other), self.v))

    def __truediv__(self, other: Num | float) -> Num:
        return Num(self.k, self.k.div(self.v, self._other(other)))

    def __rtruediv__(self, other: float) -> Num:
        return Num(self.k, self.k.div(self._other(other), self.v))

    def __neg__(self) -> Num:
        return Num(self.k, self.k.neg(self.v))

    def __abs__(self) -> Num:
        return Num(self.k, self.k.abs(self.v))

    def sqrt(self) -> Num:
        return Num(self.k, self.k.sqrt(self.v))

    def rint(self) -> Num:
        return Num(self.k, self.k.round(self.v))

    def floor(self) -> Num:
        return Num(self.k, self.k.floor(self.v))

    def trunc(self) -> Num:
        return Num(self.k, self.k.trunc(self.v))

    def copysign(self, sign: Num | float) -> Num:
        return Num(self.k, self.k.copysign(self.v, self._other(sign)))

    # --- comparison gives masks

    def _compare(self, predicate: str, other: Num | float) -> Num:
        return Num(self.k, self.k.compare(predicate, self.v, self._other(other)))

    def __lt__(self, other: Num | float) -> Num:
        return self._compare("lt", other)

    def __le__(self, other: Num | float) -> Num:
        return self._compare("le", other)

    def __gt__(self, other: Num | float) -> Num:
        return self._compare("gt", other)

    def __ge__(self, other: Num | float) -> Num:
        return self._compare("ge", other)

    def eq(self, other: Num | float) -> Num:
        return self._compare("eq", other)

    def ne(self, other: Num | float) -> Num:
        return self._compare("ne", other)

    def eq_mask(self, other: Num) -> Num:
        """Where two masks agree."""
        return ~(self ^ other)

    def is_nan(self) -> Num:
        return Num(self.k, self.k.is_nan(self.v))

    def is_inf(self) -> Num:
        return abs(self).eq(float("inf"))

    def is_finite(self) -> Num:
        return abs(self) < float("inf")

    def sign_bit(self) -> Num:
        """The mask of lanes whose sign bit is set, -0 and negative NaN among them."""
        return self.bits() < 0

    # --- masks and bits

    def __and__(self, other: Num | int) -> Num:
        return Num(self.k, self.k.bit_and(self.v, self._other(other)))

    def __or__(self, other: Num | int) -> Num:
        return Num(self.k, self.k.bit_or(self.v, self._other(other)))

    def __xor__(self, other: Num | int) -> Num:
        return Num(self.k, self.k.bit_xor(self.v, self._other(other)))

    def __invert__(self) -> Num:
        return Num(self.k, self.k.bit_not(self.v))

    def _shift(self, op: str, count: Num | int) -> Num:
        by = self.k.spread(self._other(count), self.v.lanes).name
        text = f"{op} {self.v.type} {self.v.name}, {by}"
        return Num(self.k, Vec(self.k.f.let(text), self.v.dtype, self.v.lanes))

    def __lshift__(self, count: Num | int) -> Num:
        return self._shift("shl", count)

    def __rshift__(self, count: Num | int) -> Num:
        """Arithmetic: the sign is repeated."""
        return self._shift("ashr", count)

    def logical_right(self, count: Num | int) -> Num:
        """Shift right, zeros coming in."""
        return self._shift("lshr", count)

    def pick(self, a: Num | float, b: Num | float) -> Num:
        """`a` where this mask holds, else `b` (at least one of them a `Num`)."""
        if not isinstance(a, Num):
            assert isinstance(b, Num)
            a = b.const(a)
        return Num(self.k, self.k.select(self.v, a.v, a._other(b)))

    def bits(self) -> Num:
        """The bits of floats as signed integers."""
        return Num(self.k, self.k.bitcast(self.v, dt.int64 if self.wide else dt.int32))

    def floating(self) -> Num:
        """Integers taken as the bits of floats."""
        return Num(self.k, self.k.bitcast(self.v, dt.float64 if self.wide else dt.float32))

    # --- conversion

    def to(self, dtype: DType) -> Num:
        """Converted by value between floats, or from integers to floats, rounded."""
        return Num(self.k, self.k.cast(self.v, dtype))

    def truncated(self) -> Num:
        """Floats known to fit, as integers of the same width."""
        to = dt.int64 if self.wide else dt.int32
        element = vector_type(REGISTER[to.name], self.v.lanes)
        name = self.k.f.let(f"fptosi {self.v.type} {self.v.name} to {element}")
        return Num(self.k, Vec(name, to, self.v.lanes))


def has_fma(k: Emitter) -> bool:
    """Whether the target multiplies and adds in one rounding without calling a library."""
    return k.target.fuses


def fma(a: Num, b: Num | float, c: Num | float) -> Num:
    """a·b + c, rounded once where the target has such an instruction."""
    if a.fused:
        return Num(a.k, a.k.fma(a.v, a._other(b), a._other(c)))
    return a * b + c


def poly(x: Num, coefficients: Sequence[float]) -> Num:
    """c0 + c1·x + c2·x² + …, by Horner's rule."""
    result = x.const(coefficients[-1])
    for c in reversed(coefficients[:-1]):
        result = fma(result, x, c)
    return result


def poly_monic(x: Num, coefficients: Sequence[float]) -> Num:
    """c0 + c1·x + … + x^n, the last coefficient left out of the list."""
    result = x + coefficients[-1]
    for c in reversed(coefficients[:-1]):
        result = fma(result, x, c)
    return result


def at_most(x: Num, limit: Num | float) -> Num:
    """The smaller of two; NaN in `x` stays (one instruction where `min` returns its second operand)."""
    bound = limit if isinstance(limit, Num) else x.const(limit)
    return (bound < x).pick(bound, x)


def at_least(x: Num, limit: Num | float) -> Num:
    """The larger of two; NaN in `x` stays."""
    bound = limit if isinstance(limit, Num) else x.const(limit)
    return (bound > x).pick(bound, x)


def any_lane(mask: Num) -> str:
    """An i1 LLVM value to branch on: whether the mask holds in any lane."""
    k, lanes = mask.k, mask.v.lanes
    # Lanes that exist in no array may hold poison, which must not decide a branch.
    frozen = k.f.let(f"freeze {mask.v.type} {mask.v.name}")
    if lanes == 1:
        return frozen
    full = f"llvm.vector.reduce.or.{suffix('i1', lanes)}"
    at = k.f.module.intrinsic(full, "i1", mask.v.type)
    return k.f.let(f"call i1 {at}({mask.v.type} {frozen})")
