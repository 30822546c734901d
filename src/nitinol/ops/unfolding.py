"""`unfold` and `fold`: windows of pictures as columns, and columns added up to pictures.

    unfold: (n, channels, height, width) → (n, channels · window, positions)

Row (channel, i, j) of the columns holds what the tap (i, j) of a window reads, at all positions of
the window in row-major order, so a convolution is a product with `weight.reshape(outputs, -1)`.
`fold` is the transpose: it adds each number to the place where `unfold` reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..base.errors import ShapeError
from ..base.shapes import show
from ..base.sizes import Dim
from ..trace import primitives as core
from ..trace.array import Array
from ..trace.composite import composite
from ..trace.stage import check_equal, known_equal
from .creation import iota
from .families import Tensor, TensorLike, array, check_at_most
from .indexing import scatter_at, take_axis
from .movement import place, take_slices
from .shaping import permuted, reshaped

Pair = int | Sequence[int]


def _pair(where: str, name: str, value: Any, least: int) -> tuple[int, int]:
    numbers = (value, value) if hasattr(value, "__index__") else tuple(value)
    if len(numbers) != 2 or any(not hasattr(n, "__index__") or n < least for n in numbers):
        raise ShapeError(
            f"{where}: {name}={value!r}; write one int or two of them, each at least {least}"
        )
    return int(numbers[0]), int(numbers[1])


class _Windows:
    """Where windows lie on pictures of one size."""

    def __init__(
        self, where: str, size: Sequence[Dim], kernel: Any, dilation: Any, padding: Any, stride: Any
    ) -> None:
        self.kernel = _pair(where, "kernel_size", kernel, 1)
        self.dilation = _pair(where, "dilation", dilation, 1)
        self.padding = _pair(where, "padding", padding, 0)
        self.stride = _pair(where, "stride", stride, 1)
        self.padded = tuple(n + 2 * p for n, p in zip(size, self.padding, strict=True))
        counts: list[Dim] = []
        for n, k, d, s in zip(self.padded, self.kernel, self.dilation, self.stride, strict=True):
            span = d * (k - 1) + 1
            words = (f"{where}: a window of {span} does not fit into ", n, " padded elements")
            check_at_most(span, n, *words)
            counts.append((n - span) // s + 1)
        self.counts = tuple(counts)

    def places(self, axis: int) -> Array:
        """(tap, position) ↦ the coordinate read along an axis."""
        shape = (self.kernel[axis], self.counts[axis])
        taps, positions = iota(shape, 0), iota(shape, 1)
        return taps * self.dilation[axis] + positions * self.stride[axis]  # type: ignore[no-any-return]

    def inside(self, lead: Sequence[Dim], size: Sequence[Dim]) -> list[tuple[Dim, int, Dim]]:
        """The slices of a padded picture that are the picture."""
        space = [(p, 1, n) for n, p in zip(size, self.padding, strict=True)]
        return [*[(0, 1, n) for n in lead], *space]


def _batched(where: str, x: Array, ndim: int) -> tuple[Array, bool]:
    if x.ndim not in (ndim - 1, ndim):
        raise ShapeError(
            f"{where}: x of shape {show(x.shape)} must have {ndim} axes, or {ndim - 1} without a batch"
        )
    return (x, True) if x.ndim == ndim else (reshaped(x, (1, *x.shape)), False)


@composite
def unfold(
    x: TensorLike, kernel_size: Pair, dilation: Pair = 1, padding: Pair = 0, stride: Pair = 1
) -> Tensor:
    """The windows of pictures as columns: (n, channels, height, width), or without n, gives
    (n, channels · window, positions).

    PyTorch's `unfold`, also called im2col. Raises `ShapeError` when no window fits.

    >>> ni.unfold(ni.arange(9.0).reshape((1, 1, 3, 3)), 2)
    tensor([[[0., 1., 3., 4.],
             [1., 2., 4., 5.],
             [3., 4., 6., 7.],
             [4., 5., 7., 8.]]])
    """
    x, batched = _batched("unfold", array(x, "unfold"), 4)
    n, channels, *size = x.shape
    windows = _Windows("unfold", size, kernel_size, dilation, padding, stride)
    if any(windows.padding):
        x = place(x, (n, channels, *windows.padded), windows.inside((n, channels), size), 0)
    # (n, c, i, height, j, width), where i and j are the taps
    taken = take_axis(take_axis(x, windows.places(0), 2), windows.places(1), 4)
    (i, j), (rows, columns) = windows.kernel, windows.counts
    found = reshaped(permuted(taken, (0, 1, 2, 4, 3, 5)), (n, channels * (i * j), rows * columns))
    return found if batched else reshaped(found, found.shape[1:])


@composite
def fold(
    x: TensorLike,
    output_size: Pair,
    kernel_size: Pair,
    dilation: Pair = 1,
    padding: Pair = 0,
    stride: Pair = 1,
) -> Tensor:
    """Columns added up to pictures: (n, channels · window, positions), or without n, gives
    (n, channels, *output_size).

    The transpose of `unfold`: where windows overlap, their numbers are added, always in the same
    order. Raises `ShapeError` when x does not have the columns that `unfold` would give.

    >>> ni.fold(ni.ones((1, 4, 4)), 3, 2)
    tensor([[[[1., 2., 1.],
              [2., 4., 2.],
              [1., 2., 1.]]]])
    """
    x, batched = _batched("fold", array(x, "fold"), 3)
    n, depth, positions = x.shape
    size = _pair("fold", "output_size", output_size, 0)
    windows = _Windows("fold", size, kernel_size, dilation, padding, stride)
    (i, j), (rows, columns) = windows.kernel, windows.counts
    channels = depth // (i * j)
    if known_equal(channels * (i * j), depth) is False or (
        known_equal(rows * columns, positions) is False
    ):
        raise ShapeError(
            f"fold: x of shape {show(x.shape)} must have (…, channels · {i * j}, {rows * columns!r}) "
            f"for output_size {size} and these windows"
        )
    check_equal(channels * (i * j), depth, "fold")
    check_equal(rows * columns, positions, "fold")
    parts = permuted(reshaped(x, (n, channels, i, j, rows, columns)), (0, 1, 2, 4, 3, 5))
    height, width = windows.padded
    for axis, shape in ((1, (n, channels, i, rows, width)), (0, (n, channels, height, width))):
        # The axes (tap, position) at the place of the padded axis, which they are added to.
        at = 4 if axis else 2
        nothing = core.full(0, x.dtype, shape)
        spec = [d if d < at else -1 if d == at else d + 1 for d in range(len(shape))]
        parts = scatter_at(nothing, parts, [windows.places(axis)], spec, (at, at + 1), "add")
    found = (
        take_slices(parts, windows.inside((n, channels), size)) if any(windows.padding) else parts
    )
    return found if batched else reshaped(found, found.shape[1:])
