"""What `kernels` compute.

Where the entries of two sparse tensors meet is found for tensors with values and for tracers: it is structure, vectors
of int64 in and out, without derivatives. `multiplied` and `times_vector` are short ways for tensors with values.
"""

from __future__ import annotations

from typing import Any, Final

from ...base import dtypes as dt
from ...core import num_threads
from ...ir.op import Type
from ...tensor.creation import fresh
from ..hosting import hosted
from ..kernels.calling import call
from .kernels import meeting, merging, multiplying, vectors

Tensor = Any

STEP: Final = 4096  # keys in a row of a merge
CHUNK: Final = 1 << 15  # places from which a merge is shared by threads


def _size(x: Tensor) -> int:
    return x._layout.shape[0]  # type: ignore[no-any-return]


def _vector(*sizes: int) -> list[Any]:
    return [(dt.int64, (n,)) for n in sizes]


# --- of two tensors of one shape


def _merge(both: bool, a_rows: Tensor, a: Tensor, b_rows: Tensor, b: Tensor) -> Any:
    rows = _size(a_rows) - 1
    given = (a_rows, a, b_rows, b)
    if both:
        (offsets,) = call(merging.module, merging.both_sizes, given, (rows,), _vector(rows + 1))
        count = int(offsets[-1].item())
        made = call(merging.module, merging.both, (*given, offsets), (rows,), _vector(*[count] * 3))
        return offsets, *made
    most = _size(a) + _size(b)
    chunks = max(min(num_threads() if most > CHUNK else 1, rows), 1)
    dims = (rows, _size(a), _size(b), chunks)
    sizes = _vector(rows + 1, most, most, most)
    offsets, *made = call(merging.module, merging.either, given, dims, sizes)
    count = int(offsets[-1].item())
    if count == most:
        return offsets, *made
    numbers, of_a, of_b = [x[:count] for x in made]
    # What is kept does not hold much more memory than it needs.
    return offsets, fresh(numbers) if 8 * count < 7 * most else numbers, of_a, of_b


def _as_rows(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    rows = max((_size(a) + STEP - 1) // STEP, 1)
    dims = (rows, STEP, _size(a), _size(b))
    found: tuple[Tensor, Tensor] = call(
        merging.module, merging.cut, (a, b), dims, _vector(rows + 1, rows + 1)
    )
    return found


@hosted(
    lambda a_rows, a, b_rows, b, sizes, both: (
        Type(dt.int64, a_rows.shape),
        *[Type(dt.int64, sizes)] * 3,
    ),
    open=1,
    live=True,
)
def merged_rows(a_rows: Tensor, a: Tensor, b_rows: Tensor, b: Tensor, both: bool) -> Any:
    """Rows of rising numbers, merged: (offsets, numbers, where each stands in a, where in b).

    `both`: the numbers that both have, otherwise those that one of them has; there its size stands for: not in it.
    """
    return _merge(both, a_rows, a, b_rows, b)


@hosted(lambda a, b, sizes, both: tuple([Type(dt.int64, sizes)] * 3), open=1, live=True)
def merged(a: Tensor, b: Tensor, both: bool) -> Any:
    """One row of rising numbers, merged: (numbers, where each stands in a, where in b)."""
    a_rows, b_rows = _as_rows(a, b)
    return _merge(both, a_rows, a, b_rows, b)[1:]


# --- of two matrices that are multiplied


def _products(a_rows: Tensor, met: Tensor, b_rows: Tensor) -> tuple[Tensor, int]:
    """(where the products of each row of A begin, how many there are)."""
    rows = _size(a_rows) - 1
    (begins,) = call(
        meeting.module, meeting.meetings, (a_rows, met, b_rows), (rows,), _vector(rows + 1)
    )
    return begins, int(begins[-1].item())


@hosted(
    lambda a_rows, met, b_rows, b, names, sizes, columns: (
        Type(dt.int64, a_rows.shape),
        *[Type(dt.int64, sizes[:1])] * 2,
        *[Type(dt.int64, sizes[1:])] * 2,
    ),
    open=2,
    live=True,
)
def meetings(
    a_rows: Tensor, met: Tensor, b_rows: Tensor, b: Tensor, names: Tensor, columns: int
) -> Any:
    """The structure of a product: (its offsets, its columns, where the products of each entry end, of each product the
    entry of A, and the entry of B).

    * `met`: the row of B that each entry of A meets.
    * `b`: the columns of B, below `columns`, or below the size of `names` where `columns` is negative.
    """
    rows = _size(a_rows) - 1
    columns = _size(names) if columns < 0 else columns
    begins, total = _products(a_rows, met, b_rows)
    of_a, of_b, loose, loose_ends, offsets = call(
        meeting.module,
        meeting.meet,
        (a_rows, met, b_rows, b, begins),
        (rows, columns),
        _vector(total, total, total, total, rows + 1),
    )
    _had_memory(offsets, columns)
    count = int(offsets[-1].item())
    if count == total:
        return offsets, loose, loose_ends, of_a, of_b
    given = (loose, loose_ends, begins, offsets)
    found, ends = call(meeting.module, meeting.gather, given, (rows,), _vector(count, count))
    return offsets, found, ends, of_a, of_b


def multiplied(
    a_rows: Tensor,
    met: Tensor,
    a: Tensor,
    b_rows: Tensor,
    b_columns: Tensor,
    b: Tensor,
    columns: int,
) -> Any:
    """The product of tensors with values: (its offsets, its columns, its values), as `meetings` and sums would give.

    `a`, `b`: the values, both of a dtype in `multiplying.KERNELS`.
    """
    rows = _size(a_rows) - 1
    kernels = multiplying.KERNELS[a.dtype.name]
    begins, total = _products(a_rows, met, b_rows)
    loose, values, offsets = call(
        multiplying.module,
        kernels.multiply,
        (a_rows, met, a, b_rows, b_columns, b, begins),
        (rows, columns),
        [*_vector(total), (a.dtype, (total,)), *_vector(rows + 1)],
    )
    _had_memory(offsets, columns)
    count = int(offsets[-1].item())
    if count == total:
        return offsets, loose, values
    given = (loose, values, begins, offsets)
    outputs = [*_vector(count), (a.dtype, (count,))]
    return offsets, *call(multiplying.module, kernels.gather, given, (rows,), outputs)


def times_vector(
    by_row: bool, offsets: Tensor, indices: Tensor, values: Tensor, vector: Tensor, rows: int
) -> Tensor | None:
    """A matrix in order of rows, or of columns, times a vector with values; None if an index lies outside."""
    kernels = vectors.KERNELS[values.dtype.name]
    dims = (rows, _size(vector)) if by_row else (_size(vector), rows)
    outputs = [(values.dtype, (rows,)), *_vector(1)]
    kernel = kernels.rows if by_row else kernels.columns
    made, bad = call(vectors.module, kernel, (offsets, indices, values, vector), dims, outputs)
    return None if int(bad[0].item()) else made


def _had_memory(offsets: Tensor, columns: int) -> None:
    if int(offsets[0].item()):
        raise MemoryError(f"a product of sparse matrices of {columns} columns: too little memory")


__all__ = ["meetings", "merged", "merged_rows", "multiplied", "times_vector"]
