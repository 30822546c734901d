"""Triangular systems: `ni.sparse.triangular_solve`.

Rows are solved one after another, each from those before it (`templates.substitution`): as many products as there are
entries, however long the chains are in which unknowns depend on each other. Columns of the right-hand side are
solved in parallel.

The operation is linear in b, and its transpose solves with the transposed matrix; the derivative by the matrix is
A⁻¹(ḃ − Ȧ·x), so its transpose is a product at the stored places. Nothing is ever dense but b and x.
"""

from __future__ import annotations

from typing import Any, Final

from ... import ops
from ...base import dtypes as dt
from ...base.errors import DTypeError, ShapeError
from ...base.shapes import show
from ...ir.op import Anchor, Inline, Linear, Op, Type
from ...ops.creation import iota
from ...ops.families import apply, common_dtype, float_dtype, to_dtype
from ...ops.segments import segment_ids, segment_sum
from ...trace.array import Array
from ...trace.batching import put
from ...trace.composite import composite
from .arithmetic import operand
from .tensor import SparseTensor

Tensor = Any


def _infer(values: Type, indices: Type, indptr: Type, b: Type, **params: Any) -> Type:
    return Type(b.dtype, b.shape)


def _column(x: Any, like: Any) -> Any:
    """A vector for arithmetic with rows of `like`."""
    return ops.reshape(x, (x.shape[0], *[1] * (like.ndim - 1)))


def _below(values: Any, indices: Any, indptr: Any, lower: bool) -> tuple[Any, Any]:
    """(the values, 0 outside of the triangle and on its diagonal; the row of each entry)."""
    row = segment_ids(indptr, indices)
    inside = indices < row if lower else indices > row
    return ops.where(inside, values, 0), row


def _times(values: Any, indices: Any, indptr: Any, x: Any) -> Any:
    return segment_sum(_column(values, x) * ops.take(x, indices, 0), indptr)


def _body(values: Any, indices: Any, indptr: Any, b: Any, *, lower: bool, unit: bool) -> Any:
    row = segment_ids(indptr, indices)
    if unit:
        diagonal = ops.ones((b.shape[0],), b.dtype)
    else:
        diagonal = segment_sum(ops.where(indices == row, values, 0), indptr)
    columns = ops.reshape(b, (b.shape[0], -1)) if b.ndim != 2 else b
    x = apply(_substitute, values, indices, indptr, columns, diagonal, reverse=not lower)
    return ops.reshape(x, b.shape)


def _tangent(primals: Any, tangents: Any, out: Any, *, lower: bool, unit: bool) -> Any:
    values, indices, indptr, _ = primals
    tv, _, _, drive = tangents
    if tv is not None:
        moved, row = _below(tv, indices, indptr, lower)
        if not unit:
            moved = ops.where(indices == row, tv, moved)
        change = -_times(moved, indices, indptr, out)
        drive = change if drive is None else drive + change
    if drive is None:
        return None
    return apply(_solve, values, indices, indptr, drive, lower=lower, unit=unit)


def _transpose(
    c: Any, values: Any, indices: Any, indptr: Any, b: Any, *, lower: bool, unit: bool
) -> Any:
    assert isinstance(b, Linear)
    turned = _transposed(values, indices, indptr)
    values, indices, indptr = ops.conj(turned[0]), *turned[1:]
    back = apply(_solve, values, indices, indptr, c, lower=not lower, unit=unit)
    return None, None, None, back


@composite
def _transposed(values: Tensor, indices: Tensor, indptr: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """The rows of the transposed square matrix."""
    row = segment_ids(indptr, indices)
    column, places = ops.sort_with_indices(indices)  # stable: rows stay in order
    offsets = ops.searchsorted(column, iota(indptr.shape, 0))
    return ops.take(values, places), ops.take(row, places), offsets


def _one_matrix(axes: Any) -> None:
    if any(a is not None for a in axes):
        raise ShapeError(
            "triangular_solve under vmap: only the right-hand side may be mapped; one matrix is solved with"
        )


def _batch_columns(args: Any, axes: Any, size: Any, **params: Any) -> Any:
    values, indices, indptr, b, diagonal = args
    _one_matrix((*axes[:3], axes[4]))
    b = put(b, axes[3], 2, size)
    columns = ops.reshape(b, (b.shape[0], b.shape[1] * b.shape[2]))
    x = apply(_substitute, values, indices, indptr, columns, diagonal, **params)
    return ops.reshape(x, b.shape), 2


def _batch(args: Any, axes: Any, size: Any, **params: Any) -> Any:
    """Right-hand sides of all elements as columns of one."""
    _one_matrix(axes[:3])
    b = put(args[3], axes[3], args[3].ndim - 1, size)
    return apply(_solve, *args[:3], b, **params), b.ndim - 1


_substitute: Final = Op(
    "sparse_substitute",
    infer=lambda values, indices, indptr, b, diagonal, reverse: Type(b.dtype, b.shape),
    lowering=Anchor("substitute"),
    batch=_batch_columns,
    family="sparse",
)  # inside of `_solve` alone, which has its derivatives

_solve: Final = Op(
    "sparse_triangular_solve",
    infer=_infer,
    lowering=Inline(_body),
    jvp=_tangent,
    transpose=_transpose,
    batch=_batch,
    family="sparse",
)


@composite
def _solved(
    values: Tensor, indices: Tensor, indptr: Tensor, b: Tensor, lower: bool, unit: bool
) -> Tensor:
    own = float_dtype(common_dtype(values, b))
    wide = dt.float32 if own.itemsize == 2 else own
    values, b = to_dtype(values, wide), to_dtype(b, wide)
    return to_dtype(apply(_solve, values, indices, indptr, b, lower=lower, unit=unit), own)


def triangular_solve(
    a: SparseTensor, b: Any, lower: bool = True, unit_diagonal: bool = False
) -> Any:
    """The x for which a · x = b, of a triangular sparse matrix and a dense right-hand side.

    * `a`: (n, n); what it stores on the other side of its diagonal is not read.
    * `b`: (n,) or (n, columns).
    * `lower`: whether the triangle is the lower one.
    * `unit_diagonal`: take the diagonal as ones, without reading it.

    A diagonal element that is 0 or not stored gives infinities and NaN, as in dense solves. The time goes with the
    number of entries, and columns of `b` are solved in parallel.

    Raises `ShapeError` when the shapes do not fit.

    >>> a = ni.tensor([[2.0, 0.0], [1.0, 4.0]]).to_sparse("csr")
    >>> ni.sparse.triangular_solve(a, ni.tensor([2.0, 9.0]))
    tensor([1., 2.])
    """
    b = operand(b)
    if not isinstance(a, SparseTensor) or not isinstance(b, Array) or isinstance(b, SparseTensor):
        raise TypeError("triangular_solve wants a sparse matrix and a dense right-hand side")
    n = a.shape[0]
    if len(a.shape) != 2 or a.shape[1] != n or a.dense_ndim or b.ndim not in (1, 2):
        raise ShapeError(
            f"triangular_solve: a square matrix and a vector or matrix are wanted, got shapes {show(a.shape)} and "
            f"{show(tuple(b.shape))}"
        )
    if int(b.shape[0]) != n:
        raise ShapeError(
            f"triangular_solve: shapes {show(a.shape)} and {show(tuple(b.shape))} do not fit"
        )
    if a.dtype.is_bool or (b.dtype.is_bool):
        raise DTypeError("triangular_solve: numbers are wanted, got bools")
    rows = a.to_layout("csr")
    return _solved(rows.values, rows.indices, rows.indptr, b, lower, unit_diagonal)
