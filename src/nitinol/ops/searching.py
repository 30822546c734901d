"""Where values belong in sorted rows: `searchsorted`.

The primitive `search` is a binary search that every lane makes for itself, written as a loop in
the kernel that reads its result. A step halves what is left without a branch:

    base += half if row[base + half − 1] < value else 0
    left −= half

so all lanes make the same ⌈log₂ n⌉ steps, and a last comparison decides between base and base + 1.

NaN is sorted behind all numbers, as `sort` leaves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..base import dtypes as dt
from ..base.errors import ShapeError
from ..base.shapes import show
from ..base.sizes import Dim, maximum, minimum
from ..ir.op import Op, Read, Type
from ..trace.batching import aligned, put
from ..trace.composite import composite
from ..trace.stage import check_same_shape
from .families import Tensor, TensorLike, apply, declare, no_tangent, promoted


def _search_infer(rows: Type, values: Type, *, right: bool) -> Type:
    where = "searchsorted"
    leading = rows.shape[:-1]
    if len(values.shape) < len(leading):
        raise ShapeError(
            f"{where}: rows of shape {show(rows.shape)} want values with at least "
            f"{len(leading)} axes, got shape {show(values.shape)}"
        )
    check_same_shape(where, leading, values.shape[: len(leading)])
    return Type(dt.int64, values.shape)


def _search_emit(
    k: Any, coords: Sequence[Any], operands: Sequence[Any], types: Sequence[Type], *, right: bool
) -> Any:
    rows = types[0]
    leading = list(coords[: rows.ndim - 1])
    value = operands[1](coords)
    n = rows.shape[-1]

    def before(place: Any) -> Any:
        """Whether the element at `place` comes before the value."""
        element = operands[0]([*leading, k.position(place)])
        small, large = (value, element) if right else (element, value)
        less = k.compare("lt", small, large)
        if rows.dtype.is_floating:  # NaN is larger than any number
            larger = k.logical_and(k.is_nan(large), k.logical_not(k.is_nan(small)))
            less = k.logical_or(less, larger)
        return k.logical_not(less) if right else less

    one = k.const(1, dt.int64)

    def halve(base: Any, left: Any) -> tuple[Any, Any]:
        half = k.shift_right(left, one)
        moved = k.add(base, half)
        return k.select(before(k.sub(moved, one)), moved, base), k.sub(left, half)

    def finish(base: Any) -> tuple[Any]:
        return (k.select(before(base), k.add(base, one), base),)

    start = k.spread(k.const(0, dt.int64))
    rounds = k.bit_length(maximum(n, 1) - 1)
    base, _ = k.repeat(rounds, (start, k.coord_value(k.coord(k.size(n)), dt.int64)), halve)
    # A row without elements has no last comparison.
    (result,) = k.repeat(k.size(minimum(n, 1)), (base,), finish)
    return result


def _search_batch(args: Any, axes: Any, size: Dim, *, right: bool) -> tuple[Tensor, int]:
    (rows, values), (of_rows, of_values) = args, axes
    if of_rows is None:  # all elements are looked for in the same rows
        at = rows.ndim - 1
        return apply(_search, rows, put(values, of_values, at, size), right=right), at
    (rows, values), at = aligned(args, axes, size, 0)
    return apply(_search, rows, values, right=right), at


_search: Op = declare(
    "search",
    infer=_search_infer,
    lowering=Read(_search_emit, cost=64),
    jvp=no_tangent,
    batch=_search_batch,
    family="indexing",
)


@composite
def searchsorted(sorted: TensorLike, values: TensorLike, side: str = "left") -> Tensor:
    """Where each value belongs in a sorted row: before equal elements (`left`) or behind them.

    * `sorted`: n numbers in rising order, NaN last; or rows of them, shape (..., n).
    * `values`: any shape; its first axes are those of `sorted` before the last.

    int64, of the shape of `values`, from 0 to n.

    Raises `ShapeError` when the leading axes differ, `DTypeError` for complex numbers.

    >>> ni.searchsorted(ni.tensor([1, 3, 5]), ni.tensor([0, 3, 9])).tolist()
    [0, 1, 3]
    """
    if side not in ("left", "right"):
        raise ShapeError(f"searchsorted: side {side!r} is not known; write 'left' or 'right'")
    rows, wanted = promoted("searchsorted", sorted, values, accepts="biuf")
    if rows.ndim == 0:
        raise ShapeError("searchsorted: a row is wanted, got a tensor without axes")
    return apply(_search, rows, wanted, right=side == "right")
