"""Coordinates: where, along one axis, each lane of a vector lies.

A `Coord` is *affine* (lane l is at `base + l·step`) as long as possible, because affine accesses
become plain vector loads; divided or looked-up coordinates are one i64 per lane. `base` and
`step` fold while they are known. A kernel whose loops run over an axis makes one `Coord` per
axis; movements and reads do arithmetic on it.

What is divided may be put together again: a reshape cuts a row's number i into i // n and i % n, and the strides of
a dense tensor make i of them. So a `Parted` sum of quotients and remainders waits until its value is needed, and
what fits together by then was never divided.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..base import dtypes as dt
from ..base.record import record
from ..base.sizes import Dim, Size, same
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
        if isinstance(other, Parted):
            return other + self
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
        if isinstance(other, Parted):
            return other * -1 + self
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
        if self._is_number():
            return self._divide(other, "udiv")
        return Parted(self.k, (Piece(self, other, None, 1),), Coord(self.k, 0))

    def __mod__(self, other: Dim) -> Coord:
        if self._is_number():
            return self._divide(other, "urem")
        return Parted(self.k, (Piece(self, 1, other, 1),), Coord(self.k, 0))

    def _is_number(self) -> bool:
        return self.uniform and isinstance(self.base, int)

    def quotient(self, step: Dim, size: Dim | None) -> Coord:
        """`self // step % size`, computed here."""
        at = self if same(step, 1) is True else self._divide(step, "udiv")
        return at if size is None else at._divide(size, "urem")

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


@record()
class Piece:
    """`origin // step % size · scale`; without a size there is no remainder."""

    origin: Any
    step: Dim
    size: Dim | None
    scale: Dim

    @property
    def whole(self) -> bool:
        """Whether nothing is divided."""
        return self.size is None and same(self.step, 1) is True


def joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Pieces with the same sum, of which those are one that follow each other: (i // n)·n and i % n are i."""
    found: list[Piece] = []
    for piece in pieces:
        at = 0
        while at < len(found):
            other = found[at]
            one = _one(piece, other) or _one(other, piece)
            if one is None:
                at += 1
                continue
            # It may fit to those that were looked at.
            del found[at]
            piece, at = one, 0
        found.append(piece)
    return tuple(found)


def _one(high: Piece, low: Piece) -> Piece | None:
    """The sum of two pieces as one, if `high` has the digits that come before those of `low`."""
    size = low.size
    if high.origin is not low.origin or size is None:
        return None
    if (
        same(high.step, low.step * size) is not True
        or same(high.scale, low.scale * size) is not True
    ):
        return None
    return Piece(low.origin, low.step, None if high.size is None else high.size * size, low.scale)


class Parted(Coord):
    """The sum of `rest` and of pieces that do not fit together, which is computed where it is needed."""

    __slots__ = ("pieces", "rest")

    def __init__(self, k: RegionEmitter, pieces: tuple[Piece, ...], rest: Coord) -> None:
        self.k = k
        self.pieces = pieces
        self.rest = rest

    @property
    def base(self) -> Int:  # type: ignore[override]
        return self._computed().base

    @property
    def step(self) -> Int:  # type: ignore[override]
        return self._computed().step

    @property
    def vector(self) -> str | None:  # type: ignore[override]
        return self._computed().vector

    def _computed(self) -> Coord:
        total = self.rest
        for piece in self.pieces:
            total = total + self.k.quotient(piece.origin, piece.step, piece.size) * piece.scale
        return total

    def _is_number(self) -> bool:
        return False

    def _alone(self) -> Piece | None:
        """The quotient that this is, if it is nothing else."""
        (piece, *more), rest = self.pieces, self.rest
        plain = piece.size is None and piece.scale == 1
        return piece if plain and not more and rest._is_number() and rest.base == 0 else None

    def __floordiv__(self, other: Dim) -> Coord:
        piece = self._alone()
        if piece is None:
            return super().__floordiv__(other)
        return Parted(self.k, (Piece(piece.origin, piece.step * other, None, 1),), self.rest)

    def __mod__(self, other: Dim) -> Coord:
        piece = self._alone()
        if piece is None:
            return super().__mod__(other)
        return Parted(self.k, (Piece(piece.origin, piece.step, other, 1),), self.rest)

    def __add__(self, other: Coord | Dim) -> Coord:
        if not isinstance(other, Parted):
            return Parted(self.k, self.pieces, self.rest + other)
        rest, left = self.rest + other.rest, []
        for piece in joined((*self.pieces, *other.pieces)):
            if piece.whole:
                rest = rest + piece.origin * piece.scale
            else:
                left.append(piece)
        return Parted(self.k, tuple(left), rest) if left else rest

    __radd__ = __add__

    def __sub__(self, other: Coord | Dim) -> Coord:
        return self + (other * -1)

    def __mul__(self, other: Coord | Dim) -> Coord:
        if isinstance(other, Coord):
            return self._computed() * other
        pieces = [Piece(p.origin, p.step, p.size, p.scale * other) for p in self.pieces]
        return Parted(self.k, tuple(pieces), self.rest * other)

    __rmul__ = __mul__


def is_dim(x: object) -> bool:
    """Whether `x` is a size rather than a coordinate."""
    return isinstance(x, (int, Size))
