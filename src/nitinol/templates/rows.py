"""What templates share that work row by row: cutting rows into tasks, finding a row's place, loads and loops.

A *row* is a point of all axes but those that the template walks itself. `Rows` counts them,
row-major, and divides them evenly among tasks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ..llvm.text import Function, Int
from .anchor import Buffer, SizeContext
from .coords import Coord
from .region import RegionEmitter
from .vectors import Vec

_WORTH = 8192  # elements that are worth a task
_TASKS_PER_THREAD = 4


@dataclass(frozen=True, slots=True)
class Rows:
    """Points of the axes `axes`, whose extents are `sizes`."""

    axes: tuple[int, ...]
    sizes: tuple[Int, ...]
    count: Int

    @staticmethod
    def of(f: Function, shape: Sequence[Int], axes: Sequence[int]) -> Rows:
        """The rows over `axes` of a tensor of this shape."""
        sizes = tuple(shape[a] for a in axes)
        return Rows(tuple(axes), sizes, multiply(f, sizes))

    def place(self, f: Function, number: Int) -> dict[int, Int]:
        """The coordinates, by axis, of one row."""
        found: dict[int, Int] = {}
        for position in range(len(self.axes) - 1, -1, -1):
            size = self.sizes[position]
            if position:
                found[self.axes[position]] = f.rem(number, size)
                number = f.div(number, size)
            else:
                found[self.axes[position]] = number
        return found


def multiply(f: Function, sizes: Sequence[Int]) -> Int:
    """The product of sizes."""
    total: Int = 1
    for n in sizes:
        total = f.mul(total, n)
    return total


def task_count(ctx: SizeContext, units: Int, elements: Int) -> Int:
    """How many tasks `units` of work with `elements` altogether are cut into; 0 when there are no units."""
    f = ctx.f
    most = f.mul(ctx.threads, _TASKS_PER_THREAD)
    worth = f.maximum(f.div(elements, _WORTH), 1)
    return f.minimum(units, f.minimum(most, worth))


def share(f: Function, units: Int, task: Int, tasks: Int) -> tuple[Int, Int]:
    """The units from (included) and to (excluded) of one task."""
    count = f.maximum(tasks, 1)
    return f.div(f.mul(units, task), count), f.div(f.mul(units, f.add(task, 1)), count)


def offset(f: Function, buffer: Buffer, place: dict[int, Int]) -> Int:
    """Where a row begins: elements from the pointer, the axes not in `place` counting as 0."""
    total: Int = 0
    for axis, coordinate in place.items():
        total = f.add(total, f.mul(coordinate, buffer.strides[axis]))
    return total


def load(k: RegionEmitter, buffer: Buffer, at: Int, step: Int = 0) -> Vec:
    """`k.lanes` elements from `at` on, `step` apart."""
    return k.load_at(buffer.pointer, buffer.dtype, Coord(k, at, 0 if k.lanes == 1 else step))


def store(k: RegionEmitter, value: Vec, buffer: Buffer, at: Int, step: Int = 0) -> None:
    """Write `k.lanes` elements from `at` on, `step` apart."""
    if value.dtype is not buffer.dtype:
        value = k.cast(value, buffer.dtype)
    k.store_at(value, buffer.pointer, Coord(k, at, 0 if k.lanes == 1 else step))


@contextmanager
def lanes(k: RegionEmitter, count: int) -> Iterator[None]:
    """Write code for vectors of `count` lanes."""
    before, mask = k.lanes, k.mask
    k.lanes, k.mask = count, None
    yield
    k.lanes, k.mask = before, mask


def carried(state: Sequence[Vec]) -> list[tuple[str, str]]:
    """(type, value) of the registers of vectors, for `Function.loop`."""
    return [(v.type, n) for v in state for n in (v.name, v.imag) if n is not None]


def names(state: Sequence[Vec]) -> list[str]:
    """The registers of vectors."""
    return [n for v in state for n in (v.name, v.imag) if n is not None]


def rebuilt(like: Sequence[Vec], registers: Sequence[str]) -> tuple[Vec, ...]:
    """Vectors like those given, in other registers."""
    source = iter(registers)
    result = []
    for v in like:
        name = next(source)
        result.append(Vec(name, v.dtype, v.lanes, next(source) if v.imag is not None else None))
    return tuple(result)
