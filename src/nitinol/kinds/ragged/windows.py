"""Convolution and pooling along a ragged axis.

Each element of the result reads a window of its row; what stands outside of the row is padding. A row of n
elements gives ⌊(n + 2·padding − dilation·(size − 1) − 1) / stride⌋ + 1 results, none if that is negative. The windows
of all rows are one gather, and a convolution one matrix product.
"""

from __future__ import annotations

from typing import Any

from ... import ops
from ...base.errors import ShapeError, UnsupportedError
from ...ops import reshape, take, where
from ...ops.families import Tensor
from ...trace.composite import composite
from . import structure as st
from .joining import columns_of, rows_of
from .tensor import RaggedTensor


@composite
def window_places(
    span: Tensor,
    first: Tensor,
    sizes: Tensor,
    like: Tensor,
    size: int,
    stride: int,
    padding: int,
    dilation: int,
) -> tuple[Tensor, Tensor]:
    """(numbers of values, whether they are in the row), (windows, size)."""
    place = st.row_places(span, like) * stride - padding
    steps = reshape(ops.arange(size) * dilation, (1, size))
    at = reshape(place, (-1, 1)) + steps
    inside = ops.logical_and(at >= 0, at < reshape(st.spread_rows(sizes, span, like), (-1, 1)))
    begin = reshape(st.spread_rows(first, span, like), (-1, 1))
    return begin + where(inside, at, 0), inside


def windows(
    x: RaggedTensor, size: int, stride: int = 1, padding: int = 0, dilation: int = 1
) -> tuple[Any, Any, Any]:
    """(the span of the windows, numbers of values, whether they are in the row)."""
    span = x._offsets[-1]
    sizes = st.row_lengths(span)
    counts = ops.floor_divide(sizes + (2 * padding - dilation * (size - 1) - 1), stride) + 1
    # A row without elements has no windows, so that every window has one that it may read.
    counts = where(ops.logical_or(counts < 0, sizes == 0), 0, counts)
    new = st.row_span(counts)
    like = st.points_of(new)
    places = window_places(new, st.row_starts(span), sizes, like, size, stride, padding, dilation)
    return (new, *places)


@composite
def _convolved(values: Tensor, index: Tensor, inside: Tensor, weight: Tensor) -> Tensor:
    """values (n, channels) at windows (m, size), times a weight (outputs, channels, size): (m, outputs)."""
    count, size = index.shape
    seen = where(reshape(inside, (count, size, 1)), take(values, index, 0), 0)
    flat = reshape(seen, (count, size * values.shape[1]))
    matrix = reshape(ops.permute_dims(weight, (2, 1, 0)), (size * values.shape[1], -1))
    return ops.matmul(flat, matrix)


def conv1d(
    x: RaggedTensor, weight: Any, bias: Any = None, stride: int = 1, padding: int | str = 0, dilation: int = 1
) -> RaggedTensor:  # fmt: skip
    """Convolution along the ragged axis of rows whose elements are channels.

    * `x`: (rows, None, channels).
    * `weight`: (outputs, channels, size), as of `ni.conv1d`; `bias`: (outputs,).
    * `padding`: elements of 0 at both ends of each row, or "same", or "valid".

    (rows, None, outputs). `ni.conv1d` takes channels before the ragged axis, (rows, channels, None).

    >>> r = ni.ragged.from_lengths(ni.ones((5, 1)), [2, 3])
    >>> ni.ragged.conv1d(r, ni.ones((1, 1, 3)), padding="same").values.tolist()
    [[2.0], [2.0], [2.0], [3.0], [2.0]]
    """
    if x.axes[-1] is not None or x.values.ndim != 2:
        raise ShapeError(f"ragged.conv1d: x of shape {x.shape} must be (rows, None, channels)")
    stride, dilation = _one("stride", stride), _one("dilation", dilation)
    size = int(weight.shape[2])
    if weight.shape[1] != x.values.shape[1]:
        raise ShapeError(
            f"ragged.conv1d: x has {x.values.shape[1]} channels, and the weight {tuple(weight.shape)} wants "
            f"{weight.shape[1]}"
        )
    if padding == "same":
        if stride != 1 or (size - 1) * dilation % 2:
            raise UnsupportedError('ragged.conv1d: padding="same" wants stride 1 and an odd size')
        padding = (size - 1) * dilation // 2
    padding = 0 if padding == "valid" else _one("padding", padding)
    span, index, inside = windows(x, size, stride, padding, dilation)
    values = _convolved(x.values, index, inside, weight)
    if bias is not None:
        values = values + bias
    return RaggedTensor(values, (*x._offsets[:-1], span), x.axes)


def _one(what: str, given: Any) -> int:
    if isinstance(given, (tuple, list)) and len(given) == 1:
        given = given[0]
    if not isinstance(given, int):
        raise ShapeError(f"ragged.conv1d: {what} is one int here, got {given!r}")
    return given


@RaggedTensor.rule("conv1d")
def _conv1d(
    name: str, x: Any, weight: Any, bias: Any = None, stride: Any = 1, padding: Any = 0, dilation: Any = 1,
    groups: int = 1,
) -> Any:  # fmt: skip
    if groups != 1 or not isinstance(x, RaggedTensor) or isinstance(weight, RaggedTensor):
        raise UnsupportedError(
            "ni.conv1d of a ragged x, (rows, channels, None), has a dense weight and groups=1"
        )
    return columns_of(conv1d(_rows("conv1d", x), weight, bias, stride, padding, dilation))


def _rows(name: str, x: RaggedTensor) -> RaggedTensor:
    if len(x.axes) != 2 or x.axes[0] is None or x.values.ndim != 1:
        raise UnsupportedError(
            f"ni.{name} of a ragged tensor of shape {x.shape} wants (rows, channels, None); with channels last write "
            f"ni.ragged.{name}"
        )
    return rows_of(x)


@composite
def _pooled(values: Tensor, index: Tensor, inside: Tensor, how: str) -> Tensor:
    wide = reshape(inside, (*inside.shape, *[1] * (values.ndim - 1)))
    seen = take(values, index, 0)
    if how == "max":
        return ops.max(where(wide, seen, float("-inf")), 1)
    count = ops.sum(ops.astype(wide, values.dtype), 1)
    return ops.sum(where(wide, seen, 0), 1) / count  # type: ignore[no-any-return]


def pool(
    how: str, x: RaggedTensor, size: int, stride: int | None = None, padding: int = 0
) -> RaggedTensor:
    """Windows of a row folded: (rows, None, ...) gives (rows, None, ...)."""
    span, index, inside = windows(x, size, size if stride is None else stride, padding)
    return RaggedTensor(_pooled(x.values, index, inside, how), (*x._offsets[:-1], span), x.axes)


def max_pool1d(
    x: RaggedTensor, size: int, stride: int | None = None, padding: int = 0
) -> RaggedTensor:
    """The largest of each window of `size` elements along the last ragged axis, `stride` (`size`) apart.

    >>> ni.ragged.max_pool1d(ni.tensor([[1.0, 3.0, 2.0, 0.0], [5.0, 4.0]]), 2)
    tensor([[3., 2.],
            [5.]])
    """
    return pool("max", x, size, stride, padding)


def avg_pool1d(
    x: RaggedTensor, size: int, stride: int | None = None, padding: int = 0
) -> RaggedTensor:
    """The mean of each window of `size` elements along the last ragged axis; padding is not counted.

    >>> ni.ragged.avg_pool1d(ni.tensor([[1.0, 3.0, 2.0, 0.0], [5.0, 4.0]]), 2)
    tensor([[2., 1.],
            [4.5]])
    """
    return pool("mean", x, size, stride, padding)


@RaggedTensor.rule("max_pool1d", "avg_pool1d")
def _pool1d(
    name: str, x: RaggedTensor, size: Any, stride: Any = None, padding: Any = 0, *more: Any
) -> Any:
    if more:
        raise UnsupportedError(f"ni.{name} of a ragged tensor has size, stride and padding")
    how = "max" if name == "max_pool1d" else "mean"
    if how == "mean" and padding:
        raise UnsupportedError(
            "ni.avg_pool1d of a ragged tensor has no padding; ni.ragged.avg_pool1d leaves it out"
        )
    own = [
        _one(w, v) if v is not None else None
        for w, v in (("size", size), ("stride", stride), ("padding", padding))
    ]
    return columns_of(pool(how, _rows(name, x), own[0] or 1, own[1], own[2] or 0))
