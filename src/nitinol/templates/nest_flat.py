"""Rows of several axes that cannot be walked as one, folded in the order of one.

A fold of several axes takes its elements by their number, counted along all of these axes: element i goes to lane
i mod L of the states, in parts of `PART` elements, as if they lay one behind the other. Where something that is
read with them does not lie like that (`x + v` of a vector v, a slice, a padded tensor), a row consists of
*lines* along the last axis. A line begins in whatever lane its first element's number says:

    line 0    | 0 1 2 3 | 4 5 6 . |
    line 1    | . . . 0 | 1 2 3 4 | 5 6 . . |

so its first vector starts some elements ahead of the line, under a mask. Where the target has no masks, or may
not use them, elements that don't fill a vector are taken one at a time, into the lane that is theirs; those behind
the last whole vector of the part go to a state of their own, as everywhere (`nest`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..llvm.text import Int
from .coords import Coord
from .emitter import Emitter
from .states import State, States, pack, state_types, unpack
from .vectors import REGISTER, Vec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .nest import NestEmitter

Point = Callable[[Sequence[Coord], States], States]


class FlatRow:
    """Walks the elements numbered [low, high) of a row; `low` is a multiple of the lanes."""

    def __init__(self, nest: NestEmitter, low: Int, high: Int, point: Point) -> None:
        self.nest = nest
        self.k = nest.k
        self.f = nest.f
        self.low = low
        self.high = high
        self.point = point
        *self.axes, self.lane = nest.inner
        self.sizes = [self.k.size(nest.nest.axes[i].size) for i in self.axes]
        self.length = self.k.size(nest.nest.axes[self.lane].size)

    def walk(self, states: States) -> States:
        """Take all elements into the states."""
        f, k = self.f, self.k
        # An empty line has no number of a first one; nothing is walked then, as `high` is 0.
        length = f.maximum(self.length, 1)
        first, last = f.div(self.low, length), f.ceil_div(self.high, length)
        at = [("i64", str(c)) for c in self.nest.decode(first, self.sizes)]
        with f.loop(first, last, 1, [*at, *state_types(states)]) as loop, k.scope():
            values = list(loop.values)
            places: list[Int] = [*values[: len(at)]]
            for axis, place in zip(self.axes, places, strict=True):
                self.nest.coords[axis] = k.coord(place)
            start = f.mul(loop.index, self.length)  # the number of the line's first element
            begin = f.maximum(f.sub(self.low, start), 0)
            end = f.minimum(f.sub(self.high, start), self.length)
            made = self._line(start, begin, end, unpack(values[len(at) :], states))
            following = [str(c) for c in self.nest.advance(places, self.sizes)]
            loop.result = [*following, *pack(made)]
        return unpack(loop.final[len(at) :], states)

    def _line(self, start: Int, begin: Int, end: Int, states: States) -> States:
        """Elements [begin, end) of a line whose first one has number `start`."""
        f, lanes = self.f, self.k.lanes
        if lanes == 1:
            return self._vectors(begin, end, states)
        if isinstance(self.length, int) and self.length % lanes == 0:
            return self._vectors(begin, end, states)  # each line begins in lane 0
        phase = f.rem(f.add(start, begin), lanes)
        if not self.nest.masks:
            return self._without_masks(start, begin, end, phase, states)
        first = f.sub(begin, phase)
        # No round, or one: the vector that begins ahead of the line.
        whole = f.select(f.compare("eq", phase, 0), first, f.add(first, lanes))
        with f.loop(first, whole, lanes, state_types(states)) as loop, self.k.scope():
            given = unpack(loop.values, states)
            self.k.mask = self.k.both_masks(
                self.k.head_mask(phase), self.k.tail_mask(f.sub(end, loop.index))
            )
            made = self.point([self.k.coord(loop.index, 1)], given)
            loop.result = pack(list(map(self.nest.masked, made, given)))
            self.k.mask = None
        return self._vectors(f.minimum(whole, end), end, unpack(loop.final, states))

    def _vectors(self, begin: Int, end: Int, states: States) -> States:
        return self.nest.lanes_over(self.lane, begin, end, states, self.point)

    def _without_masks(
        self, start: Int, begin: Int, end: Int, phase: Int, states: States
    ) -> States:
        f, lanes = self.f, self.k.lanes
        # Where whole vectors begin and end, counted along the line.
        vectors = f.sub(self.high, f.rem(f.sub(self.high, self.low), lanes))
        filled = f.minimum(end, f.maximum(f.sub(vectors, start), begin))
        ahead = f.select(f.compare("eq", phase, 0), 0, f.sub(lanes, phase))
        first = f.minimum(f.add(begin, ahead), filled)
        behind = f.add(first, f.mul(f.div(f.sub(filled, first), lanes), lanes))
        states = self._one_by_one(start, begin, first, vectors, states)
        states = self._vectors(first, behind, states)
        return self._one_by_one(start, behind, end, vectors, states)

    def _one_by_one(self, start: Int, begin: Int, end: Int, vectors: Int, states: States) -> States:
        """Elements one at a time: into their lane as far as number `vectors`, then into the states of the rest."""
        nest, k, f = self.nest, self.k, self.f
        count = len(states) // (nest.width + 1)
        with f.loop(begin, end, 1, state_types(states)) as loop, nest.one_lane():
            given = unpack(loop.values, states)
            number = f.add(start, loop.index)
            inside = f.compare("slt", number, vectors)
            wide, rest = given[:-count], given[-count:]
            owns = wide[:: nest.width]
            lanes = [f.rem(number, own[0].lanes) for own in owns]
            taken = [_lane(k, own, lane) for own, lane in zip(owns, lanes, strict=True)]
            chosen = [_either(k, inside, a, b) for a, b in zip(taken, rest, strict=True)]
            made = self.point([k.coord(loop.index)], [*wide, *chosen])[-count:]
            for i, new in enumerate(made):
                kept = _either(k, inside, new, taken[i])
                wide[i * nest.width] = _with_lane(k, owns[i], lanes[i], kept)
                rest[i] = _either(k, inside, rest[i], new)
            loop.result = pack([*wide, *rest])
        return unpack(loop.final, states)


def _parts(v: Vec) -> list[str]:
    return [v.name] if v.imag is None else [v.name, v.imag]


def _lane(k: Emitter, state: State, lane: Int) -> State:
    found = []
    for v in state:
        if v.lanes == 1:
            found.append(v)
            continue
        names = [k.f.let(f"extractelement {v.type} {name}, i64 {lane}") for name in _parts(v)]
        found.append(Vec(names[0], v.dtype, 1, *names[1:]))
    return tuple(found)


def _with_lane(k: Emitter, state: State, lane: Int, new: State) -> State:
    found = []
    for v, one in zip(state, new, strict=True):
        if v.lanes == 1:
            found.append(one)
            continue
        element = REGISTER[v.dtype.name]
        names = [
            k.f.let(f"insertelement {v.type} {name}, {element} {x}, i64 {lane}")
            for name, x in zip(_parts(v), _parts(one), strict=True)
        ]
        found.append(Vec(names[0], v.dtype, v.lanes, *names[1:]))
    return tuple(found)


def _either(k: Emitter, condition: str, a: State, b: State) -> State:
    found = []
    for x, y in zip(a, b, strict=True):
        names = [
            k.f.let(f"select i1 {condition}, {x.type} {p}, {x.type} {q}")
            for p, q in zip(_parts(x), _parts(y), strict=True)
        ]
        found.append(Vec(names[0], x.dtype, x.lanes, *names[1:]))
    return tuple(found)
