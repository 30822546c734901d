"""Matrix products with ragged tensors.

| x1 | x2 | result | how |
|---|---|---|---|
| (…, None, D) | (D, K) or (D,) | (…, None, K), (…, None) | one product of the values |
| (R, None, D) | (R, D, K) | (R, None, K) | padded |
| (R, None, D) | (R, D, None) | (R, None, None) | a row of scores for each element, as long as its row of x2 |
| (R, None, None) | (R, None, D) | (R, None, D) | sums of rows of x2, weighted by rows of x1 |
| (R, D, None) | (R, None, K) | (R, D, K) | padded |

The third and fourth are what attention is made of, row by row.
"""

from __future__ import annotations

from typing import Any

from ... import ops
from ...base.errors import ShapeError, UnsupportedError
from ...ops import matmul, measures, reshape, segment_sum, take
from ...ops.families import Tensor
from ...trace.composite import composite
from . import structure as st
from .joining import rows_of
from .padding import from_padded_like, to_padded
from .tensor import RaggedTensor, check_spans


@RaggedTensor.rule("matmul", "mm", "bmm", "mv")
def _matmul(name: str, a: Any, b: Any) -> Any:
    if isinstance(a, RaggedTensor) and not isinstance(b, RaggedTensor):
        return _by_dense(name, a, b)
    if isinstance(a, RaggedTensor) and isinstance(b, RaggedTensor):
        if a.axes == (None,) and _is_wide(b):
            return _scores(name, a, rows_of(b))
        if a.axes == (None, None) and b.axes == (None,):
            return _weighted(name, a, b)
        if _is_wide(a) and b.axes == (None,):
            check_spans(_of_columns(a), b._offsets[0], name)
            left = to_padded("to_padded", rows_of(a))
            return matmul(ops.swapaxes(left, 1, 2), to_padded("to_padded", b))
    raise UnsupportedError(
        f"ni.{name} of shapes {tuple(a.shape)} and {tuple(b.shape)}; docs/kinds-ragged.md lists the products"
    )


def _is_wide(x: RaggedTensor) -> bool:
    """Whether the shape is (R, D, None)."""
    return len(x.axes) == 2 and x.axes[0] is not None and x.values.ndim == 1


def _of_columns(x: RaggedTensor) -> Any:
    return rows_of(x)._offsets[0]


def _by_dense(name: str, a: RaggedTensor, b: Any) -> Any:
    if a.values.ndim > 1 and (b.ndim <= 2 or a.values.ndim > b.ndim - 1):
        return a.with_values(matmul(a.values, b))
    if a.values.ndim == 2 and b.ndim == 3 and a.axes == (None,):
        return from_padded_like(matmul(to_padded("to_padded", a), b), a)
    if a.values.ndim == 1 and _is_wide(a) is False and a.axes == (None,):
        raise UnsupportedError(
            f"ni.{name}: the rows of {a.shape} have different lengths, so there is no matrix that all fit; write "
            "(r * w).sum(1) with a ragged w"
        )
    raise UnsupportedError(
        f"ni.{name} of a ragged tensor of shape {a.shape} and a dense one of {tuple(b.shape)}"
    )


@composite
def _pair_scores(a: Tensor, b: Tensor, left: Tensor, right: Tensor) -> Tensor:
    return ops.sum(take(a, left, 0) * take(b, right, 0), -1)


def _scores(name: str, a: RaggedTensor, b: RaggedTensor) -> RaggedTensor:
    """a·bᵀ row by row: (R, None, D) and (R, None, D) give (R, None, None)."""
    if a.values.ndim != 2 or b.values.ndim != 2 or a.values.shape[1] != b.values.shape[1]:
        raise ShapeError(
            f"ni.{name}: rows of shapes {a.shape} and {b.shape} have elements of equal width"
        )
    same_rows(name, a, b)
    of, rows = a._offsets[0], st.row_numbers(a._offsets[0], a.values)
    sizes = take(st.row_lengths(b._offsets[0]), rows, 0)
    span, right = st.stretch(take(st.row_starts(b._offsets[0]), rows, 0), sizes)
    left = st.row_numbers(span, right)
    return RaggedTensor(_pair_scores(a.values, b.values, left, right), (of, span), (None, None))


def _weighted(name: str, a: RaggedTensor, b: RaggedTensor) -> RaggedTensor:
    """(R, None, None)·(R, None, D): for each row of weights the weighted sum of the row of b."""
    same_rows(name, a, b)
    outer, span = a._offsets
    rows = st.row_numbers(outer, st.row_lengths(span))
    sizes = take(st.row_lengths(b._offsets[0]), rows, 0)
    measures.ensure_equal(
        st.row_lengths(span),
        sizes,
        f"ni.{name}: each row of weights is as long as the row that it weighs",
    )
    _, right = st.stretch(take(st.row_starts(b._offsets[0]), rows, 0), sizes)
    return RaggedTensor(_weighted_sums(a.values, b.values, right, span), (outer,))


@composite
def _weighted_sums(weights: Tensor, values: Tensor, index: Tensor, span: Tensor) -> Tensor:
    wide = reshape(weights, (weights.shape[0], *[1] * (values.ndim - 1)))
    return segment_sum(wide * take(values, index, 0), span)


def same_rows(name: str, a: RaggedTensor, b: RaggedTensor) -> None:
    """Make sure that two tensors have equally many rows."""
    measures.ensure_equal(
        st.element_numbers(st.row_lengths(a.spans[0])),
        st.element_numbers(st.row_lengths(b.spans[0])),
        f"ni.{name}: tensors of {a.shape[0]} and {b.shape[0]} rows",
    )
