"""Where the entries of a sparse tensor stand, on dense tensors alone; `tensor.SparseTensor` is made of this.

The cells of a tensor are numbered in row-major order over a *grid*: its sparse axes in the order in which a layout
walks them (`csc` walks columns first; `bsr` walks blocks). The number of a cell is its *key*, an int64. So sorting,
merging and looking up entries are sorting and searching integers, whatever the layout, the number of axes
and the batch:

    coordinates ── keys_of ──▶ keys ── coordinates_of ──▶ coordinates
    major coordinates (sorted) ── offsets_of ──▶ indptr ── majors_of ──▶ major coordinates

Sizes of grids are operands, not constants, of what is compiled here, so one kernel serves all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ...base import dtypes as dt
from ...base.errors import ShapeError
from ...base.shapes import show
from ...base.sizes import Dim
from ...core import allocate, layout, make
from ...ops import concat, cumsum, searchsorted, sort_with_indices, stack, sum, take, where
from ...ops.creation import iota, number_of
from ...ops.cumulative import shifted
from ...ops.families import to_dtype
from ...ops.indexing import scatter_at
from ...ops.measures import measured
from ...ops.segments import segment_ids
from ...trace import primitives as core
from ...trace.bind import active
from ...trace.composite import composite

Tensor = Any

_MOST_CELLS: Final = 1 << 62


def product(sizes: Sequence[int]) -> int:
    """The number of cells of a grid, which must have int64 keys."""
    result = 1
    for n in sizes:
        result *= n
    if result > _MOST_CELLS:
        raise ShapeError(
            f"a sparse tensor over {show(tuple(sizes))} has {result} cells; at most 2^62 can be numbered"
        )
    return result


_nothing: Final[list[Any]] = []


def room(count: Dim) -> Tensor:
    """A vector of `count` int64 without memory of its own: it brings a size into a kernel as an open one."""
    if active.stage is not None or not isinstance(count, int):
        return core.full(0, dt.int64, (count,))
    if not _nothing:
        _nothing.append(allocate(8))
    storage = _nothing[0]
    return make(storage, storage.address, layout(dt.int64, (count,), (0,)))


# --- keys


@composite
def _step(key: Tensor, coordinate: Tensor, size: Tensor) -> Tensor:
    return key * size + coordinate


@composite
def _apart(key: Tensor, size: Tensor) -> tuple[Tensor, Tensor]:
    high = key // size
    return high, key - high * size


def keys_of(coordinates: Sequence[Tensor], grid: Sequence[int]) -> Tensor:
    """The numbers of cells in row-major order."""
    product(grid)
    key = coordinates[0]
    for c, n in zip(coordinates[1:], grid[1:], strict=True):
        key = _step(key, c, n)
    return key


def coordinates_of(keys: Tensor, grid: Sequence[int]) -> list[Tensor]:
    """The inverse of `keys_of`."""
    found: list[Tensor] = []
    for n in reversed(grid[1:]):
        keys, low = _apart(keys, max(n, 1))
        found.append(low)
    return [keys, *reversed(found)]


# --- compressed axes


@composite
def offsets_of(majors: Tensor, rows: Tensor) -> Tensor:
    """Where each row begins among entries that are sorted by row; `rows` is a `room` of as many rows.

    One number more than there are rows: the last is the number of entries.
    """
    return searchsorted(majors, iota((rows.shape[0] + 1,), 0))


def majors_of(indptr: Tensor, entries: Tensor) -> Tensor:
    """The row of each entry; `entries` has as many elements along its first axis as there are entries."""
    return segment_ids(indptr, entries)


@composite
def lengths_of(indptr: Tensor) -> Tensor:
    """How many entries each row has."""
    return indptr[1:] - indptr[:-1]


@composite
def expanded(offsets: Tensor, starts: Tensor, total: Tensor) -> tuple[Tensor, Tensor]:
    """Ranges side by side: (which range, which place) for each of `total` places.

    Range r holds starts[r], starts[r] + 1, …; it begins at offsets[r] in the result.
    """
    owner = majors_of(offsets, total)
    inside = iota(total.shape, 0) - take(offsets, owner)
    return owner, take(starts, owner) + inside


@composite
def running(lengths: Tensor) -> Tensor:
    """Offsets of ranges of these lengths."""
    return concat([core.full(0, dt.int64, (1,)), cumsum(lengths, 0)])


# --- entries


@composite
def _first_of_each(keys: Tensor) -> tuple[Tensor, Tensor]:
    first = to_dtype(keys != shifted(keys, 0, -1), dt.int64)
    return cumsum(first, 0) - 1, sum(first)


@composite
def _gathered(
    keys: Tensor, places: Tensor, number: Tensor, values: Tensor, count: Tensor
) -> tuple[Tensor, Tensor]:
    m = count.shape[0]
    cells = core.full(0, dt.int64, (m,))
    distinct = scatter_at(cells, keys, [number], [-1], [0], mode="set")
    return distinct, _added(take(values, places, 0), number, m)


def _added(values: Tensor, number: Tensor, count: Dim) -> Tensor:
    """Values summed by number; bools are joined."""
    own = values.dtype
    if own.is_bool:
        values = to_dtype(values, dt.int32)
    spec = [-1, *range(1, values.ndim)]
    cells = core.full(0, values.dtype, (count, *values.shape[1:]))
    total = scatter_at(cells, values, [number], spec, [0], mode="add")
    return total != 0 if own.is_bool else total


def coalesced(keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
    """(distinct keys in rising order, the sums of their values)."""
    ordered, places = sort_with_indices(keys)
    number, count = _first_of_each(ordered)
    found: tuple[Tensor, Tensor] = _gathered(ordered, places, number, values, measured(count))
    return found


@composite
def _distinct(keys: Tensor, places: Tensor, number: Tensor, count: Tensor) -> tuple[Tensor, Tensor]:
    cells = core.full(0, dt.int64, count.shape)
    found = scatter_at(cells, keys, [number], [-1], [0], mode="set")
    none = core.full(0, dt.int64, keys.shape)
    return found, scatter_at(none, number, [places], [-1], [0], mode="set", unique=True)


def numbered(keys: Tensor) -> tuple[Tensor, Tensor]:
    """(distinct keys in rising order, which of them each key is)."""
    ordered, places = sort_with_indices(keys)
    number, count = _first_of_each(ordered)
    found: tuple[Tensor, Tensor] = _distinct(ordered, places, number, measured(count))
    return found


def in_order(keys: Tensor, values: Tensor) -> tuple[Tensor, Tensor]:
    """(keys in rising order, their values), of keys that do not repeat."""
    ordered, places = sort_with_indices(keys)
    return ordered, take(values, places, 0)


@composite
def spread(keys: Tensor, values: Tensor, cells: Tensor) -> Tensor:
    """A vector of all cells, with the values of these keys in it, and zeros."""
    own = values.dtype
    if own.is_bool:
        values = to_dtype(values, dt.int32)
    total = _added(values, keys, cells.shape[0])
    return total != 0 if own.is_bool else total


@composite
def found_at(keys: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
    """(where each wanted key stands among sorted ones, whether it is there)."""
    place = searchsorted(keys, wanted)
    padded = concat([keys, core.full(-1, dt.int64, (1,))])
    return place, take(padded, place) == wanted


@composite
def picked(values: Tensor, place: Tensor, there: Tensor) -> Tensor:
    """values[place] where `there`, else zero; `place` may be one behind the end."""
    trail = values.shape[1:]
    padded = concat([values, core.full(0, values.dtype, (1, *trail))], 0)
    last = number_of(values.shape[0], dt.int64)
    return take(padded, where(there, place, last), 0)


def stacked(coordinates: Sequence[Tensor]) -> Tensor:
    """Coordinates as the indices of COO: one row an axis."""
    return stack(list(coordinates), 0)


__all__ = [
    "coalesced",
    "coordinates_of",
    "expanded",
    "found_at",
    "in_order",
    "keys_of",
    "lengths_of",
    "majors_of",
    "numbered",
    "offsets_of",
    "picked",
    "product",
    "room",
    "running",
    "spread",
    "stacked",
]
