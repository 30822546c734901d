"""Where temporary values lie: offsets into one arena per program.

Each temporary lives from the group that stores it to the last group that reads it; two whose
lives do not overlap may share memory. When all sizes are known, offsets are found by best fit,
largest value first; that compares all with all, so beyond `MANY` they are found in the order of time,
as an allocator would. When some are open, values share *slots*: a slot is as large as its largest
value at run time, and values are put together that have the same size, or as few bytes apart as
sample sizes say.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from heapq import heappop, heappush

from ..base.record import record
from ..base.sizes import Atom, Dim, evaluate, maximum, product, same, symbols
from ..ir.graph import Value

ALIGN = 64
MANY = 1024  # temporaries; a chain of thousands of operations has as many


@record()
class Life:
    """A temporary: its bytes, and the first and last step at which it must exist."""

    value: Value
    nbytes: Dim
    first: int
    last: int


@record()
class Arena:
    """Offsets in bytes of each temporary, and the bytes of all."""

    offsets: dict[Value, Dim]
    nbytes: Dim


def bytes_of(value: Value) -> Dim:
    """Bytes of a dense value, rounded up to whole cache lines."""
    exact = product(value.type.shape) * value.type.dtype.itemsize
    return (exact + ALIGN - 1) // ALIGN * ALIGN


def plan(lives: Sequence[Life]) -> Arena:
    """Offsets for temporaries."""
    if all(isinstance(x.nbytes, int) for x in lives):
        return _best_fit(lives) if len(lives) <= MANY else _in_time(lives)
    return _slots(lives)


def peak(lives: Sequence[Life], env: Mapping[Atom, int]) -> int:
    """The most bytes that live at once: no arena can be smaller."""
    steps = {x.first for x in lives}
    return max(
        (sum(evaluate(x.nbytes, env) for x in lives if x.first <= s <= x.last) for s in steps),
        default=0,
    )


def _best_fit(lives: Sequence[Life]) -> Arena:
    placed: list[tuple[Life, int, int]] = []  # (life, start, end)
    offsets: dict[Value, Dim] = {}
    top = 0
    for life in sorted(lives, key=lambda x: (-_int(x.nbytes), x.first)):
        size = _int(life.nbytes)
        busy = sorted(
            (start, end)
            for other, start, end in placed
            if other.first <= life.last and life.first <= other.last
        )
        best, gap, cursor = None, None, 0
        for start, end in busy:
            room = start - cursor
            if room >= size and (gap is None or room < gap):
                best, gap = cursor, room
            cursor = max(cursor, end)
        at = cursor if best is None else best
        placed.append((life, at, at + size))
        offsets[life.value] = at
        top = max(top, at + size)
    return Arena(offsets, top)


def _in_time(lives: Sequence[Life]) -> Arena:
    """Each takes the smallest free piece that it fits into when its life begins."""
    free: list[tuple[int, int]] = []  # (start, end), by start, no two side by side
    alive: list[tuple[int, int, int]] = []  # (last step, start, end)
    offsets: dict[Value, Dim] = {}
    top = 0
    for life in sorted(lives, key=lambda x: (x.first, -_int(x.nbytes))):
        while alive and alive[0][0] < life.first:
            _, start, end = heappop(alive)
            i = bisect(free, (start, end))
            if i < len(free) and free[i][0] == end:
                end = free.pop(i)[1]
            if i and free[i - 1][1] == start:
                i -= 1
                start = free.pop(i)[0]
            free.insert(i, (start, end))
        size = _int(life.nbytes)
        fits = [(end - start, i) for i, (start, end) in enumerate(free) if end - start >= size]
        if fits:
            i = min(fits)[1]
            at, end = free.pop(i)
            if at + size < end:
                free.insert(i, (at + size, end))
        else:
            at = top
            if free and free[-1][1] == top:  # the last piece grows
                at = free.pop()[0]
            top = at + size
        if size:
            heappush(alive, (life.last, at, at + size))
        offsets[life.value] = at
    return Arena(offsets, top)


def _int(size: Dim) -> int:
    if not isinstance(size, int):
        raise TypeError("an open size where all must be known")
    return size


@record()
class _Slot:
    nbytes: Dim
    sample: int
    lives: list[Life]


def _slots(lives: Sequence[Life]) -> Arena:
    # Sample sizes only rank the choices; any assignment is correct for all sizes.
    env = {a: 64 for x in lives for a in symbols(x.nbytes)}
    slots: list[_Slot] = []
    for life in sorted(lives, key=lambda x: (-evaluate(x.nbytes, env), x.first)):
        sample = evaluate(life.nbytes, env)
        free = [
            s for s in slots if all(o.last < life.first or life.last < o.first for o in s.lives)
        ]
        if free:
            slot = min(
                free,
                key=lambda s: (same(s.nbytes, life.nbytes) is not True, abs(s.sample - sample)),
            )
            slot.nbytes = maximum(slot.nbytes, life.nbytes)
            slot.lives.append(life)
        else:
            slots.append(_Slot(life.nbytes, sample, [life]))
    offsets: dict[Value, Dim] = {}
    top: Dim = 0
    for slot in slots:
        for life in slot.lives:
            offsets[life.value] = top
        top = top + slot.nbytes
    return Arena(offsets, top)


__all__ = ["ALIGN", "Arena", "Life", "bytes_of", "peak", "plan"]
