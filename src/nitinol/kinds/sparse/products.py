"""Products: `matmul` of sparse tensors with dense ones and each other, and products at known places only.

| product | how |
|---|---|
| sparse · dense, in order of rows | each row folds its entries times rows of the dense operand, in one kernel |
| sparse · dense, in another order | entries are put in order of rows first; the order is kept with the tensor |
| sparse · vector, in another order | each product is added to its row |
| blocks · dense | a small dense product for each block, folded by rows |
| dense · sparse | (sparseᵀ · denseᵀ)ᵀ; transposing compressed layouts is renaming them |
| sparse · sparse | the entries that meet in each cell are found (`places`), their products are added |
| `sampled_matmul` | one scalar product for each entry |

The first form and the last are each other's derivatives, so neither direction ever makes a dense matrix. A batch of
matrices is one tall matrix whose rows read from their own part of the dense operand.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ... import ops
from ...base import dtypes as dt
from ...base.errors import ShapeError, UnsupportedError
from ...base.shapes import show
from ...core import TensorBase, grad_enabled
from ...ir.op import Inline, Linear, Op, Type
from ...ops.creation import iota
from ...ops.families import apply, common_dtype, half_to_float, to_dtype
from ...ops.indexing import scatter_at
from ...ops.segments import segment_any, segment_ids, segment_repeat, segment_sum
from ...trace import primitives as core
from ...trace.array import Array
from ...trace.bind import active, waits
from ...trace.composite import composite
from ...trace.primitives import accumulate
from . import structure as st
from .arithmetic import operand
from .making import eye, from_dense
from .movement import back, matrix_transpose
from .places import meetings, multiplied, times_vector
from .tensor import SparseTensor

Tensor = Any

_MANY: Final = 1 << 14  # entries from which a product with a vector has a kernel of its own
_MOST_MARKED: Final = (
    1 << 22
)  # columns that have a bit each while two sparse matrices are multiplied

# --- sparse times dense


def _dot_infer(values: Type, indices: Type, indptr: Type, dense: Type) -> Type:
    return Type(values.dtype, (indptr.shape[0] - 1, *dense.shape[1:]))


def _dot_body(values: Any, indices: Any, indptr: Any, dense: Any) -> Any:
    return segment_sum(_beside(values, dense) * ops.take(dense, indices, 0), indptr)


def _beside(values: Any, dense: Any) -> Any:
    """A vector for arithmetic with rows of `dense`."""
    return ops.reshape(values, (values.shape[0], *[1] * (dense.ndim - 1)))


def _dot_tangent(primals: Any, tangents: Any, out: Any) -> Any:
    values, indices, indptr, dense = primals
    tv, _, _, td = tangents
    by_values = None if tv is None else apply(_dot, tv, indices, indptr, dense)
    by_dense = None if td is None else apply(_dot, values, indices, indptr, td)
    return accumulate(by_values, by_dense)


def _dot_transpose(c: Any, values: Any, indices: Any, indptr: Any, dense: Any) -> Any:
    rows = segment_ids(indptr, indices)
    if isinstance(values, Linear):
        products = ops.take(c, rows, 0) * ops.conj(ops.take(dense, indices, 0))
        return (ops.sum(products, -1) if c.ndim > 1 else products), None, None, None
    if c.ndim == 1:
        products = ops.conj(values) * ops.take(c, rows)
        cells = core.full(0, products.dtype, (dense.shape[0],))
        return None, None, None, scatter_at(cells, products, [indices], [-1], [0], mode="add")
    offsets, other, order = _in_rows(indices, rows, ops.zeros((dense.shape[0],), dt.bool_))
    turned = ops.take(ops.conj(values), order)
    return None, None, None, apply(_dot, turned, other, offsets, c)


# Entries in order of rows times a dense matrix or vector. Its transposes are this again, and a sum for each entry.
_dot: Final = Op(
    "sparse_dot",
    infer=_dot_infer,
    lowering=Inline(_dot_body),
    jvp=_dot_tangent,
    transpose=_dot_transpose,
    family="sparse",
)


@composite
def _in_rows(rows: Tensor, columns: Tensor, room: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Entries in order of their rows: (where each row begins, their columns, which entries they are)."""
    ordered, order = ops.sort_with_indices(rows)  # stable
    offsets = ops.searchsorted(ordered, iota((room.shape[0] + 1,), 0))
    return offsets, ops.take(columns, order), order


def _wide(own: Any, *xs: Any) -> list[Any]:
    """Operands in the dtype that products are added in."""
    return [half_to_float(to_dtype(x, own)) for x in xs]


@composite
def _by_rows(values: Tensor, indices: Tensor, indptr: Tensor, dense: Tensor) -> Tensor:
    """Rows in order, times (columns, n) or (columns,)."""
    own = common_dtype(values, dense)
    values, dense = _wide(own, values, dense)
    if not own.is_inexact:
        return to_dtype(_dot_body(values, indices, indptr, dense), own)
    return to_dtype(apply(_dot, values, indices, indptr, dense), own)


@composite
def _ordered_by_rows(
    values: Tensor, order: Tensor, indices: Tensor, indptr: Tensor, dense: Tensor
) -> Tensor:
    """The same with values in another order."""
    return _by_rows(ops.take(values, order), indices, indptr, dense)


@composite
def _scattered(
    values: Tensor, rows: Tensor, columns: Tensor, vector: Tensor, room: Tensor
) -> Tensor:
    """Entries in any order times a vector; each is added to its row."""
    own = common_dtype(values, vector)
    values, vector = _wide(own, values, vector)
    products = values * ops.take(vector, columns)
    return _into_rows(products, rows, room, own)


@composite
def _columns_scattered(
    values: Tensor, rows: Tensor, indptr: Tensor, vector: Tensor, room: Tensor
) -> Tensor:
    """Entries in order of columns times a vector."""
    own = common_dtype(values, vector)
    values, vector = _wide(own, values, vector)
    return _into_rows(values * segment_repeat(vector, indptr, values), rows, room, own)


def _into_rows(products: Tensor, rows: Tensor, room: Tensor, own: Any) -> Tensor:
    if own.is_bool:
        products = to_dtype(products, dt.int32)
    cells = core.full(0, products.dtype, room.shape)
    return to_dtype(scatter_at(cells, products, [rows], [-1], [0], mode="add"), own)


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
        self.order: Any = None  # which entry each is, where they had to be put in order
        self.by_row = x.layout not in ("csc", "bsc")
        self.kept = not batch  # whether an order of entries depends on the places alone
        if x.layout == "coo":
            self.row, self.column = x.indices[0], x.indices[1]
            if x.canonical:
                self.indptr = x._once("offsets", lambda: st.offsets_of(self.row, st.room(rows)))
            return
        major: Any = None
        if not self.by_row or own_columns:
            major = st.majors_of(x.indptr, x.values)
        if self.by_row:
            self.indptr, self.column = x.indptr, x.indices
            if own_columns:
                self.column = _in_batch(major, x.indices, rows, columns)
            return
        self.row = _in_batch(major, x.indices, columns, rows) if batch else x.indices
        self.column = major if own_columns or not batch else major % columns

    def _sorted(self) -> None:
        """Put entries in order of rows."""

        def found() -> Any:
            return _in_rows(self.row, self.column, st.room(self.rows))

        made = self.x._once("turned", found) if self.kept else found()
        self.indptr, self.column, self.order = made

    def _at_once(self, vector: Tensor) -> Tensor | None:
        """The product of many values with a vector, where nothing is recorded."""
        x = self.x
        if not _plain(x, vector=vector) or x.nse < _MANY:
            return None
        if self.by_row:
            return times_vector(True, self.indptr, self.column, x.values, vector, self.rows)
        return times_vector(False, x.indptr, self.row, x.values, vector, self.rows)

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
        if vector and self.kept and (self.indptr is not None or not self.by_row):
            found = self._at_once(dense)
            if found is not None:
                return found
        if self.indptr is None:
            room = st.room(self.rows)
            if vector and self.kept and not self.by_row:
                return _columns_scattered(x.values, self.row, x.indptr, dense, room)
            if vector:
                return _scattered(x.values, self.row, self.column, dense, room)
            self._sorted()
        if self.order is not None:
            return _ordered_by_rows(x.values, self.order, self.column, self.indptr, dense)
        return _by_rows(x.values, self.column, self.indptr, dense)


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
def _copies(indices: Tensor, indptr: Tensor, values: Tensor, room: Tensor) -> tuple[Any, Any, Any]:
    """The rows of a matrix for each matrix of a batch of `room`'s size."""
    many, n = room.shape[0], indices.shape[0]
    begins = iota((many, 1), 0) * n + indptr[:-1]
    rows = indptr.shape[0] - 1
    offsets = ops.concat([ops.reshape(begins, (many * rows,)), iota((1,), 0) + many * n])
    return (
        ops.reshape(ops.broadcast_to(indices, (many, n)), (many * n,)),
        offsets,
        ops.reshape(ops.broadcast_to(values, (many, n)), (many * n,)),
    )


def _repeated(x: SparseTensor, batch: Sequence[int]) -> SparseTensor:
    """One CSR matrix as a batch of equal ones."""
    indices, indptr, values = _copies(x.indices, x.indptr, x.values, st.room(st.product(batch)))
    return SparseTensor(values, indices, indptr, "csr", (*batch, *x.shape))


@composite
def _met(left: Tensor, right: Tensor, of_a: Tensor, of_b: Tensor, ends: Tensor) -> Tensor:
    """The values of a product: sums of the products of entries that meet."""
    own = common_dtype(left, right)
    left, right = _wide(own, left, right)
    offsets = ops.concat([core.full(0, dt.int64, (1,)), ends])
    products = ops.take(left, of_a) * ops.take(right, of_b)
    total = segment_any(products, offsets) if own.is_bool else segment_sum(products, offsets)
    return to_dtype(total, own)


def times_sparse(a: SparseTensor, b: SparseTensor) -> SparseTensor:
    """Sparse times sparse: sparse, in the layout of the first. A batch meets one of its shape, or one matrix."""
    *batch, rows, inner = a.shape
    *other, met, columns = b.shape
    if a.dense_ndim or b.dense_ndim or inner != met or (batch and other and batch != other):
        raise ShapeError(f"matmul: shapes {show(a.shape)} and {show(b.shape)} do not fit")
    left, right = a.to_layout("csr"), b.to_layout("csr")
    if other and not batch:
        left = _repeated(left, other)
    place = left.indices
    if other:
        place = _in_batch(st.majors_of(left.indptr, left.values), place, rows, inner)
    shape = (*left.shape[:-1], columns)
    if _plain(left, right) and columns <= _MOST_MARKED:
        offsets, indices, values = multiplied(
            left.indptr, place, left.values, right.indptr, right.indices, right.values, columns
        )
        return _as_first(SparseTensor(values, indices, offsets, "csr", shape), a)
    found, names = right.indices, right.indptr
    many = columns > _MOST_MARKED
    if many:  # numbers of those that occur take their place
        names, found = st.numbered(found)
    offsets, indices, ends, of_a, of_b = meetings(
        left.indptr, place, right.indptr, found, names, columns=-1 if many else columns
    )
    if many:
        indices = ops.take(names, indices)
    values = _met(left.values, right.values, of_a, of_b, ends)
    return _as_first(SparseTensor(values, indices, offsets, "csr", shape), a)


def _as_first(made: SparseTensor, a: SparseTensor) -> SparseTensor:
    return back(made, a) if a.layout != "coo" else made.to_layout("coo")


def _plain(*xs: SparseTensor, vector: Tensor = None) -> bool:
    """Whether these are floats of one type with values at hand, and no derivative is asked for."""
    own = xs[0].dtype
    if own.name not in ("float32", "float64") or active.stage is not None:
        return False
    numbers = [x.values for x in xs] if vector is None else [*[x.values for x in xs], vector]
    parts = [*numbers, *[p for x in xs for p in x.parts()[0]]]
    recorded = grad_enabled()
    return all(isinstance(p, TensorBase) and not waits(p) for p in parts) and all(
        v.dtype is own and not (recorded and v.requires_grad) for v in numbers
    )


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
        _fit(a.shape[-1], a, b)
        return ops.matmul(ops.take(a, b.indices[0], -1), b.values)
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
    _fit(b.shape[0 if b.ndim == 1 else -2], a, b)
    return ops.matmul(a.values, ops.take(b, a.indices[0], 0 if b.ndim == 1 else -2))


def _fit(size: Any, a: Any, b: Any) -> None:
    """Raise an error unless a dense axis of this size meets the sparse vector of two operands."""
    vector = a if isinstance(a, SparseTensor) else b
    if int(size) != vector.shape[0]:
        raise ShapeError(
            f"matmul: shapes {show(tuple(a.shape))} and {show(tuple(b.shape))} do not fit"
        )


@SparseTensor.rule("linear")
def linear(name: str, x: Any, weight: Any, bias: Any = None) -> Any:
    """x · weightᵀ + bias."""
    found = matmul(name, x, ops.matrix_transpose(weight))
    return found if bias is None else found + bias


@SparseTensor.rule("vecdot")
def vecdot(name: str, x1: Any, x2: Any, axis: int = -1) -> Any:
    """The sum of products along an axis."""
    return ops.sum(ops.multiply(ops.conj(x1), x2), axis)


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
