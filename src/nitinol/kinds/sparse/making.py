"""Sparse tensors made of indices and values, of dense tensors, and of nothing: `ni.sparse.coo`, `csr`, `eye`, …"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...base import dtypes as dt
from ...base.dtypes import DType
from ...base.errors import DTypeError, ShapeError
from ...base.shapes import show
from ...core import TensorBase
from ...ops import any as any_of
from ...ops import arange, nonzero, ones, reshape, swapaxes
from ...ops.creation import DTypeLike
from ...tensor.creation import asarray
from ...trace.array import Array
from . import structure as st
from .tensor import SparseTensor, check_block, check_layout, grid_of, is_rising, of_keys

ShapeLike = Sequence[int]


def _dense(x: Any, name: str, dtype: DType | None = None) -> Any:
    """What users give as a part: a dense tensor of numbers."""
    made = asarray(x, dtype)
    if made.compound:
        what = {"ragged": "rows of different lengths", "string": "texts", "record": "objects"}
        raise DTypeError(
            f"{name} must be a dense tensor of numbers, got {what.get(made.kind, made.kind + ' tensors')}"
        )
    return made


def _places(x: Any, name: str) -> Any:
    """Indices of users as int64."""
    made = _dense(x, name)
    if made.dtype is dt.int64 or not (made.dtype.is_integer or not made.size):
        return made
    return made.astype(dt.int64)


def _checked(x: SparseTensor) -> SparseTensor:
    """The tensor, checked where its parts have values."""
    leaves, _ = x.parts()
    if all(isinstance(p, TensorBase) for p in leaves):
        x.check()
    return x


def coo(
    indices: Any, values: Any, shape: ShapeLike, dtype: DTypeLike = None, coalesced: bool = False
) -> SparseTensor:
    """A sparse tensor of coordinates and values.

    * `indices`: (sparse axes, entries) integers; column k has the coordinates of entry k. In any order; entries at
      one place are added up.
    * `values`: (entries,), or (entries, …) with dense axes that come behind the sparse ones.
    * `shape`: of the whole tensor.
    * `coalesced`: say so if entries are in order and distinct; inside `ni.jit` this saves a sort. It is checked
      outside, and found out there if it is not said.

    Raises `IndexRangeError` for an index outside, `ShapeError` where the parts do not fit; they name the place.

    >>> ni.sparse.coo([[0, 1], [1, 0]], [5.0, 7.0], (2, 2)).to_dense()
    tensor([[0., 5.],
            [7., 0.]])
    """
    made = SparseTensor(
        _values(values, dtype),
        _places(indices, "indices"),
        None,
        "coo",
        _shape(shape),
        None,
        coalesced,
    )
    _checked(made)
    if not coalesced and isinstance(made.indices, TensorBase):
        made.canonical = is_rising(made.keys())
    return made


def csr(
    indptr: Any, indices: Any, values: Any, shape: ShapeLike, dtype: DTypeLike = None
) -> SparseTensor:
    """A matrix row by row: row i holds entries indptr[i] to indptr[i + 1], in columns `indices`.

    A batch of matrices, shape (…, rows, columns), has all its rows in one `indptr`. Columns must rise in each row.

    >>> ni.sparse.csr([0, 1, 2], [1, 0], [5.0, 7.0], (2, 2)).to_dense()
    tensor([[0., 5.],
            [7., 0.]])
    """
    return _compressed("csr", indptr, indices, values, shape, dtype)


def csc(
    indptr: Any, indices: Any, values: Any, shape: ShapeLike, dtype: DTypeLike = None
) -> SparseTensor:
    """A matrix column by column: column j holds entries indptr[j] to indptr[j + 1], in rows `indices`.

    >>> ni.sparse.csc([0, 1, 2], [1, 0], [7.0, 5.0], (2, 2)).to_dense()
    tensor([[0., 5.],
            [7., 0.]])
    """
    return _compressed("csc", indptr, indices, values, shape, dtype)


def bsr(
    indptr: Any, indices: Any, values: Any, shape: ShapeLike, dtype: DTypeLike = None
) -> SparseTensor:
    """A matrix by rows of dense blocks: `values` has shape (blocks, height, width).

    >>> ni.sparse.bsr([0, 1], [1], [[[1.0, 2.0]]], (1, 4)).to_dense()
    tensor([[0., 0., 1., 2.]])
    """
    return _compressed("bsr", indptr, indices, values, shape, dtype)


def bsc(
    indptr: Any, indices: Any, values: Any, shape: ShapeLike, dtype: DTypeLike = None
) -> SparseTensor:
    """A matrix by columns of dense blocks: `values` has shape (blocks, height, width).

    >>> ni.sparse.bsc([0, 0, 1], [0], [[[1.0, 2.0]]], (1, 4)).to_dense()
    tensor([[0., 0., 1., 2.]])
    """
    return _compressed("bsc", indptr, indices, values, shape, dtype)


def _compressed(
    layout: str, indptr: Any, indices: Any, values: Any, shape: ShapeLike, dtype: DTypeLike
) -> SparseTensor:
    held = _values(values, dtype)
    whole = _shape(shape)
    check_layout(layout, len(whole))
    block = None
    if layout in ("bsr", "bsc"):
        if held.ndim != 3:
            raise ShapeError(
                f"{layout}: values have shape (blocks, height, width), got {show(tuple(held.shape))}"
            )
        block = check_block(tuple(held.shape[1:]), whole)
    return _checked(
        SparseTensor(
            held, _places(indices, "indices"), _places(indptr, "indptr"), layout, whole, block
        )
    )


def _values(values: Any, dtype: DTypeLike) -> Any:
    return _dense(values, "values", None if dtype is None else dt.dtype(dtype))


def _shape(shape: ShapeLike) -> tuple[int, ...]:
    return tuple(int(n) for n in shape)


def from_dense(x: Any, layout: str = "coo", block: tuple[int, int] | None = None) -> SparseTensor:
    """The elements of a dense tensor that are not zero, as a sparse one.

    * `layout`: "coo", or "csr", "csc", "bsr", "bsc" for matrices and batches of them.
    * `block`: (height, width) of the blocks of "bsr" and "bsc", by default (1, 1).

    Also a method of dense tensors: `x.to_sparse("csr")`.

    >>> ni.sparse.from_dense(ni.tensor([[0.0, 5.0], [7.0, 0.0]])).indices
    tensor([[0, 1],
            [1, 0]])
    """
    if isinstance(x, SparseTensor):
        return x.to_layout(layout, block)
    x = x if isinstance(x, Array) else asarray(x)
    shape = _shape(x.shape)
    check_layout(layout, len(shape))
    if layout in ("bsr", "bsc"):
        return _from_blocks(x, layout, check_block(block or (1, 1), shape))
    if block is not None:
        raise ShapeError(f"a {layout} tensor has no blocks; leave block={block} out")
    turned = swapaxes(x, -1, -2) if layout == "csc" else x
    if not shape:
        raise ShapeError("a 0-d tensor has no axis to be sparse along")
    places = nonzero(turned.detach())
    values = turned[tuple(places)]
    grid = grid_of(layout, shape, None)
    if layout == "coo":
        return SparseTensor(values, st.stacked(places), None, layout, shape)
    return of_keys(layout, shape, None, st.keys_of(places, grid), values)


def _from_blocks(x: Any, layout: str, block: tuple[int, int]) -> SparseTensor:
    height, width = block
    *batch, rows, columns = x.shape
    n = len(batch)
    x = swapaxes(
        reshape(x, (*batch, rows // height, height, columns // width, width)), n + 1, n + 2
    )
    if layout == "bsc":
        x = swapaxes(x, n, n + 1)
    places = nonzero(any_of(x.detach() != 0, (-1, -2)))
    values = x[tuple(places)]
    shape = (*batch, rows, columns)
    return of_keys(layout, shape, block, st.keys_of(places, grid_of(layout, shape, block)), values)


def eye(n: int, m: int | None = None, layout: str = "csr", dtype: DTypeLike = None) -> SparseTensor:
    """The n × m matrix with ones on its diagonal; square by default.

    >>> ni.sparse.eye(3).indices
    tensor([0, 1, 2])
    """
    m = n if m is None else m
    k = min(n, m)
    return diagonal(ones((k,), dtype), (n, m), layout)


def diagonal(values: Any, shape: ShapeLike | None = None, layout: str = "csr") -> SparseTensor:
    """The matrix with these values on its diagonal, square unless a shape is given.

    >>> ni.sparse.diagonal([1.0, 2.0]).to_dense()
    tensor([[1., 0.],
            [0., 2.]])
    """
    held = asarray(values)
    k = int(held.shape[0])
    whole = (k, k) if shape is None else _shape(shape)
    places = arange(k)
    made = SparseTensor(held, st.stacked([places, places]), None, "coo", whole)
    if k > min(whole):
        raise ShapeError(f"a diagonal of {k} values does not fit into {show(whole)}")
    return made.to_layout(layout)


def zeros(
    shape: ShapeLike,
    layout: str = "coo",
    dtype: DTypeLike = None,
    block: tuple[int, int] | None = None,
) -> SparseTensor:
    """A tensor without entries.

    >>> ni.sparse.zeros((2, 3)).nse
    0
    """
    from_ = SparseTensor(_empty(dtype), _no_places(len(shape)), None, "coo", _shape(shape))
    return from_.to_layout(layout, block)


def _empty(dtype: DTypeLike) -> Any:
    return ones((0,), dtype)


def _no_places(axes: int) -> Any:
    return ones((axes, 0), dt.int64)


def stored(x: SparseTensor, dtype: DType) -> SparseTensor:
    """The same places with values of another dtype."""
    return x if x.dtype is dtype else x.with_values(x.values.astype(dtype))


__all__ = ["bsc", "bsr", "coo", "csc", "csr", "diagonal", "eye", "from_dense", "stored", "zeros"]
