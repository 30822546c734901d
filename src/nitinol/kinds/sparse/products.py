"""Products: `matmul` of sparse tensors with dense ones and each other, and products at known places only.

| product | how |
|---|---|
| sparse · dense, in order of rows | each row folds its entries times rows of the dense operand, in one kernel |
| sparse · dense, in another order | products are added to the rows that they belong to |
| blocks · dense | a small dense product for each block, folded by rows |
| dense · sparse | (sparseᵀ · denseᵀ)ᵀ; transposing compressed layouts is renaming them |
| sparse · sparse | all products of an entry with the row that it meets, sorted and added |
| `sampled_matmul` | one scalar product for each entry |

The first form and the last are each other's derivatives, so neither direction ever makes a dense matrix. A batch of
matrices is one tall matrix whose rows read from their own part of the dense operand.
"""

from __future__ import annotations

from typing import Any

from ... import ops
from ...base.errors import ShapeError, UnsupportedError
from ...base.shapes import show
from ...ops.families import common_dtype, half_to_float, to_dtype
from ...ops.indexing import scatter_at
from ...ops.measures import measured
from ...ops.segments import segment_sum
from ...trace import primitives as core
from ...trace.array import Array
from ...trace.composite import composite
from . import structure as st
from .arithmetic import operand
from .making import eye, from_dense
from .movement import back, matrix_transpose
from .tensor import SparseTensor, of_keys

Tensor = Any

# --- sparse times dense


@composite
def _by_rows(values: Tensor, indices: Tensor, indptr: Tensor, dense: Tensor) -> Tensor:
    """Rows in order: (rows, n) of `dense`, (columns, n)."""
    own = common_dtype(values, dense)
    values, dense = (half_to_float(to_dtype(x, own)) for x in (values, dense))
    products = ops.reshape(values, (values.shape[0], 1)) * ops.take(dense, indices, 0)
    return to_dtype(segment_sum(products, indptr), own)


@composite
def _by_rows_vector(values: Tensor, indices: Tensor, indptr: Tensor, dense: Tensor) -> Tensor:
    own = common_dtype(values, dense)
    values, dense = (half_to_float(to_dtype(x, own)) for x in (values, dense))
    return to_dtype(segment_sum(values * ops.take(dense, indices, 0), indptr), own)


@composite
def _to_rows(values: Tensor, rows: Tensor, indices: Tensor, dense: Tensor, room: Tensor) -> Tensor:
    """Entries in any order, added to their rows."""
    own = common_dtype(values, dense)
    values, dense = (half_to_float(to_dtype(x, own)) for x in (values, dense))
    trail = dense.shape[1:]
    products = ops.reshape(values, (values.shape[0], *[1] * len(trail))) * ops.take(
        dense, indices, 0
    )
    cells = core.full(0, products.dtype, (*room.shape, *trail))
    spec = [-1, *range(1, products.ndim)]
    return to_dtype(scatter_at(cells, products, [rows], spec, [0], mode="add"), own)


@composite
def _blocks_by_rows(values: Tensor, indices: Tensor, indptr: Tensor, dense: Tensor) -> Tensor:
    """(rows of blocks · height, n) of blocks and (columns of blocks · width, n)."""
    own = common_dtype(values, dense)
    _, height, width = values.shape
    columns, n = dense.shape
    tiles = ops.take(ops.reshape(dense, (columns // width, width, n)), indices, 0)
    total = segment_sum(ops.matmul(values, tiles), indptr)
    return to_dtype(ops.reshape(total, (total.shape[0] * height, n)), own)


@composite
def _blocks_to_rows(
    values: Tensor, rows: Tensor, indices: Tensor, dense: Tensor, room: Tensor
) -> Tensor:
    own = common_dtype(values, dense)
    _, height, width = values.shape
    columns, n = dense.shape
    tiles = ops.take(ops.reshape(dense, (columns // width, width, n)), indices, 0)
    products = ops.matmul(values, tiles)
    cells = core.full(0, products.dtype, (room.shape[0], height, n))
    total = scatter_at(cells, products, [rows], [-1, 1, 2], [0], mode="add")
    return to_dtype(ops.reshape(total, (total.shape[0] * height, n)), own)


@composite
def _in_batch(rows: Tensor, places: Tensor, height: Tensor, width: Tensor) -> Tensor:
    """Places within a matrix of a batch as places in the tall matrix of all."""
    return places + rows // height * width


class _Tall:
    """A sparse tensor as one tall matrix: rows of all matrices of its batch behind one another."""

    def __init__(self, x: SparseTensor, own_columns: bool) -> None:
        """`own_columns`: whether each matrix of the batch has columns of its own."""
        if x.dense_ndim:
            raise ShapeError(
                f"matmul: a tensor of shape {show(x.shape)} with {x.dense_ndim} dense axes is no matrix; write "
                "x.to_dense()"
            )
        if x.layout == "coo" and len(x.shape) > 2:
            x = x.to_layout("csr")
        self.x = x
        self.height, self.width = x.block or (1, 1)
        *batch, rows, columns = x.shape
        matrices = st.product(batch)
        rows, columns = rows // self.height, columns // self.width
        self.rows = matrices * rows
        own_columns = own_columns and bool(batch)
        self.indptr: Tensor | None = None
        if x.layout == "coo":
            self.by_row = x.canonical
            self.row, self.column = x.indices[0], x.indices[1]
            if self.by_row:
                self.indptr = st.offsets_of(self.row, st.room(rows))
            return
        self.by_row = x.layout in ("csr", "bsr")
        major = None
        if not self.by_row or own_columns:
            major = st.majors_of(x.indptr, x.values)
        if self.by_row:
            self.indptr, self.column = x.indptr, x.indices
            if own_columns:
                self.column = _in_batch(major, x.indices, rows, columns)
        else:
            assert major is not None
            self.row = x.indices
            if batch:
                self.row = _in_batch(major, x.indices, columns, rows)
            self.column = major if own_columns or not batch else major % columns

    def times(self, dense: Tensor) -> Tensor:
        """The product with (columns, n), or with (columns,)."""
        x = self.x
        vector = dense.ndim == 1
        if x.block is not None:
            if vector:
                return ops.reshape(self.times(ops.reshape(dense, (-1, 1))), (-1,))
            if self.by_row:
                return _blocks_by_rows(x.values, self.column, self.indptr, dense)
            return _blocks_to_rows(x.values, self.row, self.column, dense, st.room(self.rows))
        if self.by_row:
            product = _by_rows_vector if vector else _by_rows
            return product(x.values, self.column, self.indptr, dense)
        return _to_rows(x.values, self.row, self.column, dense, st.room(self.rows))


def times_dense(a: SparseTensor, b: Any) -> Any:
    """Sparse (…, rows, columns) times dense (…, columns, n) or (columns,)."""
    *batch, rows, columns = a.shape
    vector = b.ndim == 1
    if int(b.shape[0 if vector else -2]) != columns:
        raise ShapeError(f"matmul: shapes {show(a.shape)} and {show(tuple(b.shape))} do not fit")
    if vector:
        found = _Tall(a, False).times(b)
        return ops.reshape(found, (*batch, rows)) if batch else found
    *other, _, n = b.shape
    if not batch:
        tall = _Tall(a, False)
        if not other:
            return tall.times(b)
        wide = ops.reshape(ops.moveaxis(b, -2, 0), (columns, -1))
        found = ops.reshape(tall.times(wide), (rows, *other, n))
        return ops.moveaxis(found, 0, -2)
    if len(other) > len(batch):
        raise ShapeError(
            f"matmul: a batch {show(tuple(batch))} of sparse matrices is not broadcast to {show(tuple(other))}"
        )
    if other:
        b = ops.reshape(ops.broadcast_to(b, (*batch, columns, n)), (st.product(batch) * columns, n))
    return ops.reshape(_Tall(a, bool(other)).times(b), (*batch, rows, n))


def dense_times(a: Any, b: SparseTensor) -> Any:
    """Dense (…, n, rows) or (rows,) times sparse (…, rows, columns)."""
    turned = matrix_transpose("matmul", b)
    if a.ndim == 1:
        return times_dense(turned, a)
    return ops.matrix_transpose(times_dense(turned, ops.matrix_transpose(a)))


# --- sparse times sparse


@composite
def _meetings(columns: Tensor, indptr: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """(how many entries of the other each entry meets, as offsets; where those begin; how many in all)."""
    start = ops.take(indptr, columns)
    offsets = st.running(ops.take(indptr, columns + 1) - start)
    return offsets, start, offsets[-1]


@composite
def _products(
    left: Tensor, right: Tensor, owner: Tensor, other: Tensor, row: Tensor, column: Tensor
) -> tuple[Tensor, Tensor, Tensor]:
    """(values, rows, columns) of all products of two entries."""
    return (
        ops.take(left, owner) * ops.take(right, other),
        ops.take(row, owner),
        ops.take(column, other),
    )


def times_sparse(a: SparseTensor, b: SparseTensor) -> SparseTensor:
    """Sparse times sparse: sparse, in the layout of the first."""
    if len(a.shape) != 2 or len(b.shape) != 2 or a.dense_ndim or b.dense_ndim:
        raise UnsupportedError(
            f"matmul of two sparse tensors is there for matrices, got shapes {show(a.shape)} and {show(b.shape)}; "
            "multiply the matrices of a batch one by one"
        )
    if a.shape[1] != b.shape[0]:
        raise ShapeError(f"matmul: shapes {show(a.shape)} and {show(b.shape)} do not fit")
    shape = (a.shape[0], b.shape[1])
    left, right = a.to_layout("csr"), b.to_layout("csr")
    offsets, start, total = _meetings(left.indices, right.indptr)
    owner, other = st.expanded(offsets, start, measured(total))
    row = st.majors_of(left.indptr, left.values)
    values, rows, columns = _products(left.values, right.values, owner, other, row, right.indices)
    keys, summed = st.coalesced(st.keys_of([rows, columns], shape), values)
    made = of_keys("csr", shape, None, keys, summed)
    return back(made, a) if a.layout != "coo" else made.to_layout("coo")


@SparseTensor.rule("matmul", "mm", "mv", "bmm", "dot")
def matmul(name: str, x1: Any, x2: Any) -> Any:
    """The product of matrices, batches of them, and vectors, of which one or both are sparse."""
    a, b = operand(x1), operand(x2)
    for x in (a, b):
        if not isinstance(x, Array) or not x.ndim:
            raise ShapeError(f"{name}: operands have at least one axis; write x * y for numbers")
    if isinstance(a, SparseTensor) and len(a.shape) == 1:
        return _vector_times(a, b)
    if isinstance(b, SparseTensor) and len(b.shape) == 1:
        if isinstance(a, SparseTensor):
            column: Any = ops.expand_dims(b, 1)
            return ops.squeeze(times_sparse(a, column), 1)
        return matmul(name, a, b.to_dense())
    if isinstance(a, SparseTensor) and isinstance(b, SparseTensor):
        return times_sparse(a, b)
    return times_dense(a, b) if isinstance(a, SparseTensor) else dense_times(a, b)


def _vector_times(a: SparseTensor, b: Any) -> Any:
    """A sparse vector times anything."""
    if isinstance(b, SparseTensor) and len(b.shape) > 1:
        row: Any = ops.expand_dims(a, 0)
        return ops.squeeze(times_sparse(row, b), 0)
    if isinstance(b, SparseTensor):
        return ops.sum(ops.multiply(a, b))
    return ops.matmul(a.to_dense(), b)


@SparseTensor.rule("linear")
def linear(name: str, x: Any, weight: Any, bias: Any = None) -> Any:
    """x · weightᵀ + bias."""
    found = matmul(name, x, ops.matrix_transpose(weight))
    return found if bias is None else found + bias


@SparseTensor.rule("vecdot")
def vecdot(name: str, x1: Any, x2: Any, axis: int = -1) -> Any:
    """The sum of products along an axis."""
    return ops.sum(ops.multiply(ops.conj(x1), x2), axis)


SparseTensor.refuse(
    "write it with @, ni.sum and ni.permute_dims, or with x.to_dense()",
    "einsum", "contract", "tensordot", "outer", "inner",
)  # fmt: skip


# --- products at known places


@composite
def _sampled(a: Tensor, b: Tensor, rows: Tensor, columns: Tensor) -> Tensor:
    own = common_dtype(a, b)
    a, b = (half_to_float(to_dtype(x, own)) for x in (a, b))
    products = ops.take(a, rows, 0) * ops.take(b, columns, 0)
    return to_dtype(ops.sum(products, -1), own)


def sampled_matmul(a: Any, b: Any, pattern: SparseTensor) -> SparseTensor:
    """The product a · b at the places that `pattern` stores, and nowhere else; its values are not read.

    * `a`: dense, (…, rows, n).
    * `b`: dense, (…, n, columns).
    * `pattern`: sparse, (…, rows, columns).

    The result has the layout and the places of `pattern`. Multiply by it to weigh the products: `s * pattern`.

    Raises `ShapeError` when the shapes do not fit.

    >>> a, b = ni.tensor([[1.0, 2.0]]), ni.tensor([[3.0, 4.0], [5.0, 6.0]])
    >>> ni.sparse.sampled_matmul(a, b, ni.sparse.csr([0, 1], [1], [1.0], (1, 2))).to_dense()
    tensor([[ 0., 16.]])
    """
    a, b = operand(a), operand(b)
    if (
        not isinstance(pattern, SparseTensor)
        or isinstance(a, SparseTensor)
        or isinstance(b, SparseTensor)
    ):
        raise TypeError("sampled_matmul wants two dense tensors and a sparse pattern")
    *batch, rows, columns = pattern.shape
    n = int(a.shape[-1])
    wanted = ((*batch, rows, n), (*batch, n, columns))
    if (tuple(a.shape), tuple(b.shape)) != wanted or pattern.dense_ndim:
        raise ShapeError(
            f"sampled_matmul: shapes {show(tuple(a.shape))} and {show(tuple(b.shape))} do not give a product of shape "
            f"{show(pattern.shape)}"
        )
    height, width = pattern.block or (1, 1)
    *which, row, column = pattern.coordinates()
    if batch:
        matrix = st.keys_of(which, batch)
        row, column = row + matrix * (rows // height), column + matrix * (columns // width)
    left = ops.reshape(a, (-1, n))
    right = ops.reshape(ops.matrix_transpose(b), (-1, n))
    if pattern.block is None:
        return pattern.with_values(_sampled(left, right, row, column))
    tall = ops.take(ops.reshape(left, (-1, height, n)), row, 0)
    wide = ops.take(ops.reshape(right, (-1, width, n)), column, 0)
    return pattern.with_values(ops.matmul(tall, ops.matrix_transpose(wide)))


def matrix_power(x: SparseTensor, n: int) -> SparseTensor:
    """x · x · …, n times, of a square matrix; the identity for n = 0. `x ** n` is that of its elements.

    >>> ni.sparse.matrix_power(ni.sparse.diagonal([1.0, 2.0]), 3).to_dense()
    tensor([[1., 0.],
            [0., 8.]])
    """
    if len(x.shape) != 2 or x.shape[0] != x.shape[1]:
        raise ShapeError(f"matrix_power: a square matrix is wanted, got shape {show(x.shape)}")
    if not isinstance(n, int) or n < 0:
        raise UnsupportedError(
            f"matrix_power: the power must be an int of at least 0, got {n!r}; inverses are dense, solve instead"
        )
    if n == 0:
        return eye(x.shape[0], dtype=x.dtype).to_layout(x.layout, x.block)
    result: SparseTensor | None = None
    square = x
    while True:
        if n & 1:
            result = square if result is None else times_sparse(result, square)
        n >>= 1
        if not n:
            return result  # type: ignore[return-value]
        square = times_sparse(square, square)


@composite
def _crossed(a: Tensor, b: Tensor, size: Tensor) -> Tensor:
    """a · size + b for all pairs, those of one a side by side."""
    n = a.shape[0] * b.shape[0]
    return ops.reshape(ops.reshape(a, (-1, 1)) * size + b, (n,))


@composite
def _crossed_values(a: Tensor, b: Tensor) -> Tensor:
    n = a.shape[0] * b.shape[0]
    return ops.reshape(ops.reshape(a, (-1, 1)) * b, (n,))


def kron(a: Any, b: Any) -> SparseTensor:
    """The Kronecker product of two matrices, in the layout of the first sparse one; one of them may be dense.

    >>> ni.sparse.kron(ni.sparse.eye(2), ni.tensor([[1.0, 2.0]])).to_dense()
    tensor([[1., 2., 0., 0.],
            [0., 0., 1., 2.]])
    """
    first = next((x for x in (a, b) if isinstance(x, SparseTensor)), None)
    if first is None:
        raise TypeError("kron wants a sparse matrix among its operands")
    x, y = (v if isinstance(v, SparseTensor) else from_dense(operand(v)) for v in (a, b))
    if len(x.shape) != 2 or len(y.shape) != 2 or x.dense_ndim or y.dense_ndim:
        raise ShapeError(
            f"kron: matrices are wanted, got shapes {show(x.shape)} and {show(y.shape)}"
        )
    x, y = x.to_layout("coo").coalesce(), y.to_layout("coo").coalesce()
    places = [_crossed(x.indices[i], y.indices[i], y.shape[i]) for i in range(2)]
    shape = (x.shape[0] * y.shape[0], x.shape[1] * y.shape[1])
    values = _crossed_values(x.values, y.values)
    return back(
        SparseTensor(values, st.stacked(places), None, "coo", shape, None, False).coalesce(), first
    )
