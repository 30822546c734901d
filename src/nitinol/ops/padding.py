"""Padding: elements added at the ends of axes, or cut off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..base.errors import ShapeError
from ..trace.array import Array
from ..trace.composite import composite
from .families import Tensor, TensorLike, array, check_at_most
from .families import expand as broadcast_array
from .joining import join
from .movement import place, slice_axis, take_slices


@composite
def pad(
    x: TensorLike,
    pad_width: int | Sequence[int] | Sequence[Sequence[int]],
    mode: str = "constant",
    value: complex = 0,
) -> Tensor:
    """x with elements added at the ends of its axes, as NumPy's `pad`.

    `pad_width` is one number for all ends, a pair (before, after) for all axes, or one pair per
    axis. Negative numbers cut elements off (`constant` only). `mode` is `constant` (filled with
    `value`), `edge`, `reflect`, `symmetric` or `wrap`.

    >>> ni.pad(ni.tensor([1, 2]), (1, 2))
    tensor([0, 1, 2, 0, 0])
    """
    x = array(x, "pad")
    widths = _pad_widths(pad_width, x.ndim)
    if mode == "constant":
        return _pad_constant(x, widths, value)
    if mode not in _PAD_MODES:
        raise ShapeError(
            f"pad: mode {mode!r} is not known; write constant, {', '.join(_PAD_MODES)}"
        )
    for axis, (before, after) in enumerate(widths):
        if before or after:
            x = _pad_by_copies(x, axis, before, after, mode)
    return x


_PAD_MODES = ("edge", "reflect", "symmetric", "wrap")


def _pad_widths(given: Any, ndim: int) -> list[tuple[int, int]]:
    if hasattr(given, "__index__"):
        return [(int(given), int(given))] * ndim
    rows = list(given)
    if rows and hasattr(rows[0], "__index__"):
        rows = [rows] * ndim
    if len(rows) == 1:
        rows = rows * ndim
    if len(rows) != ndim or any(len(r) != 2 for r in rows):
        raise ShapeError(
            f"pad: pad_width {given!r} does not fit {ndim} axes; "
            "write one number, one (before, after), or one such pair per axis"
        )
    return [(int(a), int(b)) for a, b in rows]


def _pad_constant(x: Array, widths: list[tuple[int, int]], value: complex) -> Array:
    cuts = [
        (max(-a, 0), 1, n + min(a, 0) + min(b, 0))
        for n, (a, b) in zip(x.shape, widths, strict=True)
    ]
    for (a, b), n, (_, _, left) in zip(widths, x.shape, cuts, strict=True):
        check_at_most(
            0, left, f"pad: ({a}, {b}) cuts more off than the ", n, " elements of the axis"
        )
    x = take_slices(x, cuts)
    grown = [(max(a, 0), max(b, 0)) for a, b in widths]
    if not any(a or b for a, b in grown):
        return x
    shape = tuple(n + a + b for n, (a, b) in zip(x.shape, grown, strict=True))
    slices = [(a, 1, n) for n, (a, _) in zip(x.shape, grown, strict=True)]
    return place(x, shape, slices, value)


def _pad_by_copies(x: Array, axis: int, before: int, after: int, mode: str) -> Array:
    n = x.shape[axis]
    longest = max(before, after)
    if min(before, after) < 0:
        raise ShapeError(
            f"pad: widths must not be negative in mode {mode!r}, got {before}, {after}"
        )
    room = n - 1 if mode == "reflect" else n
    if mode == "edge":
        check_at_most(
            1, n, f"pad: mode 'edge' repeats elements, and axis {axis} of ", x.shape, " has none"
        )
    else:
        words = (
            f"pad: mode {mode!r} can add at most ",
            room,
            f" elements at an end of axis {axis}, which has ",
            n,
        )
        check_at_most(longest, room, *words, f"; asked for {longest}")
    parts: list[Array] = []
    for count, front in ((before, True), (after, False)):
        if front is False:
            parts.append(x)
        if not count:
            continue
        if mode == "edge":
            shape = (*x.shape[:axis], count, *x.shape[axis + 1 :])
            parts.append(broadcast_array(slice_axis(x, axis, 0 if front else n - 1, 1), shape))
        elif mode == "wrap":
            parts.append(slice_axis(x, axis, n - count if front else 0, count))
        else:
            skip = 1 if mode == "reflect" else 0
            start = count - 1 + skip if front else n - 1 - skip
            parts.append(slice_axis(x, axis, start, count, -1))
    return join(parts, axis)
