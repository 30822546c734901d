"""Coordinates: where, along one axis, each lane of a vector lies.

A `Coord` is *affine* (lane l is at `base + l·step`) as long as possible, because affine accesses
become plain vector loads; divided or looked-up coordinates are one i64 per lane. `base` and
`step` fold while they are known. A kernel whose loops run over an axis makes one `Coord` per
axis; movements and reads do arithmetic on it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..base import dtypes as dt
from ..base.sizes import Dim, Size
from ..llvm.text import Int
from .vectors import Vec, vector_type

if TYPE_CHECKING:
    from .region import RegionEmitter


class Coord:
    """A position along one axis for every lane."""

    __slots__ = ("base", "k", "step", "vector")

    k: RegionEmitter
    base: Int
    step: Int
    vector: str | None  # one i64 per lane, when the position is not affine

    def __init__(
        self, k: RegionEmitter, base: Int, step: Int = 0, vector: str | None = None
    ) -> None:
        self.k = k
        self.base = base
        self.step = step
        self.vector = vector

    @property
    def uniform(self) -> bool:
        """Whether all lanes are at the same position."""
        return self.vector is None and self.step == 0

    def _other(self, other: Coord | Dim) -> Coord:
        return other if isinstance(other, Coord) else Coord(self.k, self.k.size(other))

    def lanes(self) -> str:
        """The positions as an LLVM vector of i64 (or one i64 when the kernel is scalar)."""
        k = self.k
        if self.vector is not None:
            return self.vector
        base = k.spread_raw(str(self.base), "i64", k.lanes)
        if self.step == 0 or k.lanes == 1:
            return base
        return self._vector("add", base, k.scaled_iota(self.step))

    def _vector(self, op: str, a: str, b: str) -> str:
        return self.k.f.let(f"{op} {vector_type('i64', self.k.lanes)} {a}, {b}")

    def __add__(self, other: Coord | Dim) -> Coord:
        b, f = self._other(other), self.k.f
        if self.vector is None and b.vector is None:
            return Coord(self.k, f.add(self.base, b.base), f.add(self.step, b.step))
        if b.uniform and b.base == 0:
            return self
        return Coord(self.k, 0, 0, self._vector("add", self.lanes(), b.lanes()))

    __radd__ = __add__

    def __neg__(self) -> Coord:
        return self * -1

    def __sub__(self, other: Coord | Dim) -> Coord:
        b, f = self._other(other), self.k.f
        if self.vector is None and b.vector is None:
            return Coord(self.k, f.sub(self.base, b.base), f.sub(self.step, b.step))
        return Coord(self.k, 0, 0, self._vector("sub", self.lanes(), b.lanes()))

    def __rsub__(self, other: Dim) -> Coord:
        return self._other(other) - self

    def __mul__(self, other: Coord | Dim) -> Coord:
        b, f = self._other(other), self.k.f
        if b.uniform and self.vector is None:
            return Coord(self.k, f.mul(self.base, b.base), f.mul(self.step, b.base))
        if self.uniform and b.vector is None:
            return b * self
        return Coord(self.k, 0, 0, self._vector("mul", self.lanes(), b.lanes()))

    __rmul__ = __mul__

    def __floordiv__(self, other: Dim) -> Coord:
        return self._divide(other, "udiv")

    def __mod__(self, other: Dim) -> Coord:
        return self._divide(other, "urem")

    def _divide(self, other: Dim, op: str) -> Coord:
        divisor = self.k.size(other)
        f = self.k.f
        if self.uniform:
            fold = f.div if op == "udiv" else f.rem
            return Coord(self.k, fold(self.base, divisor))
        if divisor == 1:
            return self if op == "udiv" else Coord(self.k, 0)
        spread = self.k.spread_raw(str(divisor), "i64", self.k.lanes)
        return Coord(self.k, 0, 0, self._vector(op, self.lanes(), spread))

    def clamp(self, low: Dim, high: Dim) -> Coord:
        """The nearest position between `low` and `high`, both included."""
        k, f = self.k, self.k.f
        a, b = k.size(low), k.size(high)
        if self.uniform:
            return Coord(k, f.minimum(f.maximum(self.base, a), b))
        lanes = k.lanes
        kind = vector_type("i64", lanes)
        suffix = "i64" if lanes == 1 else f"v{lanes}i64"
        value = self.lanes()
        for name, bound in (("smax", a), ("smin", b)):
            at = f.module.intrinsic(f"llvm.{name}.{suffix}", kind, kind, kind)
            limit = k.spread_raw(str(bound), "i64", lanes)
            value = f.let(f"call {kind} {at}({kind} {value}, {kind} {limit})")
        return Coord(k, 0, 0, value)

    def compare(self, predicate: str, other: Coord | Dim) -> Vec:
        """bool lanes; `predicate` is one of eq ne lt le gt ge."""
        return self.k.compare(predicate, self.value(), self._other(other).value())

    def value(self) -> Vec:
        """The positions as int64 lanes."""
        if self.uniform:
            return Vec(str(self.base), dt.int64, 1)
        return Vec(self.lanes(), dt.int64, self.k.lanes)


def is_dim(x: object) -> bool:
    """Whether `x` is a size rather than a coordinate."""
    return isinstance(x, (int, Size))
