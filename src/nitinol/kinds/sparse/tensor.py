"""`SparseTensor`: a tensor of which only some elements are stored; the others are zero.

| layout | `values` | `indices` | `indptr` |
|---|---|---|---|
| `coo` | one entry each | (sparse axes, entries): its coordinates | – |
| `csr` | row by row | (entries,): its column | where each row begins, rows + 1 |
| `csc` | column by column | its row | where each column begins |
| `bsr` | (blocks, height, width), by rows of blocks | its column of blocks | where each row of blocks begins |
| `bsc` | the same, by columns of blocks | its row of blocks | where each column of blocks begins |

COO has any number of axes; behind the sparse ones there may be dense ones, which `values` then has too (a row of
an embedding's gradient, the features of a voxel). The others are matrices, or batches of them: all rows of all
matrices of a batch stand in one `indptr`, so the matrices may have different numbers of entries.

Entries of compressed layouts are in order and distinct. Those of COO need not be; `canonical` says that they are. An
element with several entries is their sum. All indices are int64.

The structure (indices and indptr) is shared by results and by derivatives; `values` is what has them. Which layout a
result has follows its first sparse operand.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from importlib import import_module
from typing import Any, Final

from ...base import dtypes as dt
from ...base.dtypes import DType
from ...base.errors import DTypeError, IndexRangeError, ShapeError, UnsupportedError
from ...base.shapes import show
from ...core import TensorBase
from ...ops import any as any_of
from ...ops import argmax, broadcast_to, nonzero, reshape, swapaxes, take
from ...ops.creation import iota
from ...trace.bind import active, waits
from ...trace.kind import Kind
from . import structure as st

Tensor = Any

LAYOUTS: Final = ("coo", "csr", "csc", "bsr", "bsc")
Shape = tuple[int, ...]
Block = tuple[int, int] | None


class SparseTensor(Kind):
    """A tensor that stores some of its elements; the others are zero. See the module's docstring.

    Made by `ni.tensor` of a SciPy matrix, `x.to_sparse(layout)` of a dense tensor, and `ni.sparse.coo`, `csr`, `csc`,
    `bsr`, `bsc` of indices and values.

    >>> ni.tensor([[0.0, 5.0], [7.0, 0.0]]).to_sparse("csr")
    sparse_tensor(shape=(2, 2), layout=csr,
                  indptr=[0, 1, 2],
                  indices=[1, 0],
                  values=[5., 7.])
    """

    __slots__ = ("_kept", "_shape", "block", "canonical", "indices", "indptr", "layout", "values")

    kind = "sparse"
    rank = 2

    values: Any
    indices: Any
    indptr: Any
    layout: str
    block: Block
    canonical: bool

    def __init__(
        self,
        values: Any,
        indices: Any,
        indptr: Any,
        layout: str,
        shape: Sequence[int],
        block: Block = None,
        canonical: bool = True,
    ) -> None:
        self.values, self.indices, self.indptr = values, indices, indptr
        self.layout, self._shape, self.block = layout, tuple(shape), block
        self.canonical = canonical
        self._kept: dict[str, Any] = {}

    # --- the contract of kinds

    def parts(self) -> tuple[Sequence[Any], Hashable]:
        """(values, indptr, indices), or (values, indices) of COO; and what does not change."""
        aux = (self.layout, self._shape, self.block, self.canonical)
        if self.layout == "coo":
            return (self.values, self.indices), aux
        return (self.values, self.indptr, self.indices), aux

    @classmethod
    def of_parts(cls, aux: Any, parts: Iterable[Any]) -> SparseTensor:
        """The inverse of `parts`; nothing is checked."""
        layout, shape, block, canonical = aux
        values, *places = parts
        indptr, indices = (None, *places) if layout == "coo" else places
        return cls(values, indices, indptr, layout, shape, block, canonical)

    @classmethod
    def fixed_parts(cls, aux: Any) -> Sequence[bool]:
        """Values move, places do not."""
        return (False, True) if aux[0] == "coo" else (False, True, True)

    def check(self) -> None:
        """Raise an error that names the place unless the parts fit each other."""
        _check_types(self)
        if self.layout == "coo":
            for axis in range(self.sparse_ndim):
                _check_range(self.indices[axis], self._shape[axis], f"indices[{axis}]")
            if self.canonical:
                _check_rising(self.keys(), "indices: entry")
            return
        majors, minors = self._compressed_sizes()
        where = "rows" if self.layout in ("csr", "bsr") else "columns"
        expected = majors + 1
        if tuple(self.indptr.shape) != (expected,):
            raise ShapeError(
                f"indptr has shape {show(tuple(self.indptr.shape))}; a {self.layout} tensor of shape "
                f"{show(self._shape)} has {majors} {'blocks of ' if self.block else ''}{where}, so ({expected},) is "
                "wanted"
            )
        _check_offsets(self.indptr, int(self.values.shape[0]))
        _check_range(self.indices, minors, "indices")
        _check_rising(self.keys(), f"indices of a {self.layout} tensor: entry")

    @classmethod
    def elementwise(cls, function: Any, operands: Sequence[Any], params: dict[str, Any]) -> Any:
        """A function of elements; the rule is in `arithmetic`."""
        return cls.rules["elementwise"](function.name, function, operands, params)

    # --- what it is

    @property
    def dtype(self) -> DType:
        """The dtype of the values.

        >>> ni.sparse.eye(2).dtype
        nitinol.float32
        """
        return self.values.dtype  # type: ignore[no-any-return]

    @property
    def shape(self) -> Shape:
        """The shape of the whole tensor.

        >>> ni.sparse.eye(2, 3).shape
        (2, 3)
        """
        return self._shape

    @property
    def nse(self) -> Any:
        """How many entries (or blocks) are stored.

        >>> ni.sparse.eye(3).nse
        3
        """
        return self.values.shape[0]

    @property
    def sparse_ndim(self) -> int:
        """How many axes are sparse; those behind are dense axes of `values`.

        >>> ni.sparse.coo([[0, 2]], ni.ones((2, 4)), (3, 4)).sparse_ndim
        1
        """
        return int(self.indices.shape[0]) if self.layout == "coo" else len(self._shape)

    @property
    def dense_ndim(self) -> int:
        """How many axes are dense ones of `values`.

        >>> ni.sparse.coo([[0, 2]], ni.ones((2, 4)), (3, 4)).dense_ndim
        1
        """
        return len(self._shape) - self.sparse_ndim

    @property
    def grid(self) -> Shape:
        """The sizes of the sparse axes (of blocks) in the order in which the layout walks them.

        >>> ni.sparse.eye(2, 3, layout="csc").grid
        (3, 2)
        """
        return grid_of(self.layout, self._shape[: self.sparse_ndim], self.block)

    def _compressed_sizes(self) -> tuple[int, int]:
        *majors, minor = self.grid
        return st.product(majors), minor

    # --- its entries

    def keys(self) -> Any:
        """The numbers of the entries' cells in the grid; rising where the tensor is canonical.

        >>> ni.sparse.eye(3).keys()
        tensor([0, 4, 8])
        """
        if self.layout == "coo":
            return st.keys_of([self.indices[i] for i in range(self.sparse_ndim)], self.grid)
        _, minor = self._compressed_sizes()
        return st.keys_of([st.majors_of(self.indptr, self.values), self.indices], (1, minor))

    def coordinates(self) -> list[Any]:
        """For each sparse axis the coordinates of the entries (of blocks: in blocks).

        >>> ni.sparse.csr([0, 1, 2], [1, 0], [5.0, 7.0], (2, 2)).coordinates()
        [tensor([0, 1]), tensor([1, 0])]
        """
        if self.layout == "coo":
            return [self.indices[i] for i in range(self.sparse_ndim)]
        majors = st.coordinates_of(st.majors_of(self.indptr, self.values), self.grid[:-1])
        return turned(self.layout, [*majors, self.indices])

    def with_values(self, values: Any) -> SparseTensor:
        """Other values at the same places.

        >>> x = ni.sparse.eye(2)
        >>> x.with_values(x.values * 3.0).to_dense()
        tensor([[3., 0.],
                [0., 3.]])
        """
        shape = self._shape
        if self.layout == "coo":
            shape = (*shape[: self.sparse_ndim], *[int(n) for n in values.shape[1:]])
        made = SparseTensor(
            values, self.indices, self.indptr, self.layout, shape, self.block, self.canonical
        )
        made._kept = self._kept
        return made

    def _once(self, name: str, make: Callable[[], Any]) -> Any:
        """make(), something that depends on the structure alone: computed once, and kept with tensors that have values.

        It is shared by tensors of the same structure. Writing into `indices` in place gives them other memory, because
        what is kept holds them too; so it is noticed.
        """
        x = self.indices
        if active.stage is not None or not isinstance(x, TensorBase) or waits(x):
            return make()
        found = self._kept.get(name)
        if found is None or found[0]._address != x._address or found[0]._layout is not x._layout:
            found = self._kept[name] = (x.detach(), make())  # type: ignore[attr-defined]
        return found[1]

    def coalesce(self) -> SparseTensor:
        """The same tensor with its entries in order and each element stored once.

        >>> ni.sparse.coo([[1, 0, 1]], [1.0, 2.0, 3.0], (3,)).coalesce()
        sparse_tensor(shape=(3,), layout=coo,
                      indices=[[0, 1]],
                      values=[2., 4.])
        """
        if self.canonical:
            return self
        keys, values = st.coalesced(self.keys(), self.values)
        return of_keys("coo", self._shape, None, keys, values)

    def drop_zeros(self) -> SparseTensor:
        """Without the entries whose value is 0 (and without blocks that are 0 everywhere).

        >>> ni.sparse.csr([0, 2], [0, 2], [0.0, 1.0], (1, 3)).drop_zeros().indices
        tensor([2])
        """
        x = self.coalesce()
        kept = x.values != 0
        if kept.ndim > 1:
            kept = any_of(kept, tuple(range(1, kept.ndim)))
        return x.select(kept)

    def select(self, kept: Any) -> SparseTensor:
        """The entries of a canonical tensor where a vector of bools holds.

        >>> x = ni.sparse.diagonal([1.0, -2.0, 3.0])
        >>> x.select(x.values > 0).values
        tensor([1., 3.])
        """
        (places,) = nonzero(kept)
        values, keys = take(self.values, places, 0), take(self.keys(), places)
        return of_keys(self.layout, self._shape, self.block, keys, values)

    # --- other layouts

    def to_layout(self, layout: str, block: tuple[int, int] | None = None) -> SparseTensor:
        """The same tensor in another layout.

        * `layout`: "coo", "csr", "csc", "bsr" or "bsc".
        * `block`: (height, width) of the blocks of "bsr" and "bsc"; it must divide the shape. By default that of the
          tensor if it has blocks, else (1, 1).

        A block that becomes single entries keeps its zeros, which may have derivatives; `drop_zeros` removes them.

        >>> x = ni.tensor([[0.0, 5.0], [7.0, 0.0]]).to_sparse("csr").to_layout("csc")
        >>> x.indptr, x.indices
        (tensor([0, 1, 2]), tensor([1, 0]))
        """
        check_layout(layout, len(self._shape) - self.dense_ndim)
        if layout not in ("bsr", "bsc"):
            if block is not None:
                raise ShapeError(f"a {layout} tensor has no blocks; leave block={block} out")
        else:
            block = check_block(block or self.block or (1, 1), self._shape)
        if self.dense_ndim and layout != "coo":
            raise ShapeError(
                f"a tensor with dense axes behind the sparse ones is coo; {layout} has none"
            )
        if (layout, block) == (self.layout, self.block):
            return self
        if self.block is not None:
            if block == self.block:
                return _reordered(self, layout, block)
            return self._single().to_layout(layout, block)
        if block is not None:
            return _blocked(self.coalesce(), layout, block)
        return _reordered(self.coalesce(), layout, None)

    def _single(self) -> SparseTensor:
        """The elements of blocks as COO, not in order."""
        assert self.block is not None
        height, width = self.block
        *batch, row, column = self.coordinates()
        shape = tuple(self.values.shape)
        flat = (shape[0] * height * width,)
        at_row = reshape(row, (-1, 1, 1)) * height + iota((1, height, 1), 1)
        at_column = reshape(column, (-1, 1, 1)) * width + iota((1, 1, width), 2)
        places = [
            reshape(broadcast_to(c, shape), flat)
            for c in (*[reshape(b, (-1, 1, 1)) for b in batch], at_row, at_column)
        ]
        return SparseTensor(
            reshape(self.values, flat), st.stacked(places), None, "coo", self._shape, None, False
        )

    def to_dense(self) -> Any:
        """The whole tensor.

        >>> ni.sparse.eye(2).to_dense()
        tensor([[1., 0.],
                [0., 1.]])
        """
        cells = st.room(st.product(self.grid))
        flat = st.spread(self.keys(), self.values, cells)
        x = reshape(flat, (*self.grid, *self.values.shape[1:]))
        if self.block is not None:
            n = len(self.grid)
            if self.layout == "bsc":
                x = swapaxes(x, n - 2, n - 1)
            return reshape(swapaxes(x, n - 1, n), self._shape)
        return swapaxes(x, -1, -2) if self.layout == "csc" else x

    def to_sparse(self, layout: str = "coo", block: tuple[int, int] | None = None) -> SparseTensor:
        """As `to_layout`, so that code for dense tensors works on sparse ones.

        >>> ni.sparse.eye(2).to_sparse("csc").layout
        'csc'
        """
        return self.to_layout(layout, block)

    def to_scipy(self) -> Any:
        """A SciPy sparse array of the same layout (COO, CSR, CSC or BSR), with a copy of the values.

        >>> ni.sparse.eye(2).to_scipy().toarray().tolist()
        [[1.0, 0.0], [0.0, 1.0]]
        """
        return import_module(f"{__package__}.exchange").to_scipy(self)

    def tolist(self) -> Any:
        """The whole tensor as nested lists.

        >>> ni.sparse.eye(2).tolist()
        [[1.0, 0.0], [0.0, 1.0]]
        """
        return self.to_dense().tolist()

    def numpy(self, *, copy: bool = False) -> Any:
        """Refused: NumPy's arrays are dense. Write `x.to_dense().numpy()`, or `x.to_scipy()`."""
        raise UnsupportedError(
            f"NumPy's arrays are dense; write x.to_dense().numpy() for all {show(self._shape)} elements, or "
            "x.to_scipy()"
        )

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        return self.numpy()

    def item(self) -> Any:
        """The number that a tensor of one element holds.

        >>> ni.sparse.eye(1).item()
        1.0
        """
        return self.to_dense().item()

    def __repr__(self) -> str:
        lines = [f"sparse_tensor(shape={show(self._shape)}, layout={self.layout}"]
        if self.block is not None:
            lines[0] += f", block={self.block}"
        for name in ("indptr", "indices", "values"):
            part = getattr(self, name)
            if part is not None:
                lines.append(f"{name}={_body(part, len(name) + 15)}")
        return (",\n" + " " * 14).join(lines) + ")"

    def __bool__(self) -> bool:
        if st.product(self._shape) != 1:
            raise ValueError(
                f"a tensor of shape {show(self._shape)} is not one truth value; write ni.any(x) or ni.all(x)"
            )
        return bool(self.to_dense())

    def __getitem__(self, key: Any) -> Any:
        return type(self).rules["getitem"]("getitem", self, key)

    def __iter__(self) -> Any:
        if not self._shape:
            raise TypeError("a 0-d tensor cannot be iterated over")
        return (self[i] for i in range(self._shape[0]))


# --- layouts


def turned(layout: str, row_and_column: list[Any]) -> list[Any]:
    """The last two exchanged for layouts that go by columns."""
    if layout in ("csc", "bsc"):
        *rest, a, b = row_and_column
        return [*rest, b, a]
    return row_and_column


def grid_of(layout: str, shape: Sequence[int], block: Block) -> Shape:
    """The sizes of sparse axes in the order in which a layout walks them, in blocks."""
    sizes = list(shape)
    if block is not None:
        sizes[-2:] = [sizes[-2] // block[0], sizes[-1] // block[1]]
    return tuple(turned(layout, sizes))


def of_keys(
    layout: str, shape: Sequence[int], block: Block, keys: Any, values: Any
) -> SparseTensor:
    """The tensor with these values (or blocks) at rising keys of the layout's grid."""
    if layout == "coo":
        sparse = len(shape) - (values.ndim - 1)
        places = st.coordinates_of(keys, shape[:sparse])
        return SparseTensor(values, st.stacked(places), None, layout, shape)
    grid = grid_of(layout, shape, block)
    majors, indices = st.coordinates_of(keys, (1, grid[-1]))
    indptr = st.offsets_of(majors, st.room(st.product(grid[:-1])))
    return SparseTensor(values, indices, indptr, layout, shape, block)


def _reordered(x: SparseTensor, layout: str, block: Block) -> SparseTensor:
    """Canonical entries (or blocks) in another layout."""
    by_columns = ("csc", "bsc")
    if (x.layout in by_columns) == (layout in by_columns):
        if layout == "coo":
            return SparseTensor(x.values, st.stacked(x.coordinates()), None, layout, x.shape)
        return of_keys(layout, x.shape, block, x.keys(), x.values)
    places = turned(layout, x.coordinates())
    keys = st.keys_of(places, grid_of(layout, x.shape, block))
    return of_keys(layout, x.shape, block, *st.in_order(keys, x.values))


def _blocked(x: SparseTensor, layout: str, block: tuple[int, int]) -> SparseTensor:
    """Single entries gathered into blocks."""
    height, width = block
    *batch, row, column = x.coordinates()
    grid = grid_of(layout, x.shape, block)
    keys = st.keys_of(turned(layout, [*batch, row // height, column // width]), grid)
    inside = (row % height) * width + column % width
    distinct, number = st.numbered(keys)
    flat = st.spread(
        number * (height * width) + inside, x.values, st.room(distinct.shape[0] * height * width)
    )
    values = reshape(flat, (-1, height, width))
    return of_keys(layout, x.shape, block, distinct, values)


def check_layout(layout: str, ndim: int) -> None:
    """Raise an error unless a tensor with so many sparse axes can have this layout."""
    if layout not in LAYOUTS:
        raise ShapeError(f"there is no layout {layout!r}; write one of {', '.join(LAYOUTS)}")
    if layout != "coo" and ndim < 2:
        raise ShapeError(
            f"a {layout} tensor has at least 2 sparse axes, this one has {ndim}; write 'coo'"
        )


def check_block(block: Any, shape: Sequence[int]) -> tuple[int, int]:
    """(height, width) as ints that divide a shape."""
    height, width = (int(n) for n in block)
    if height < 1 or width < 1 or shape[-2] % height or shape[-1] % width:
        raise ShapeError(
            f"blocks of {show((height, width))} do not divide a matrix of {show(tuple(shape[-2:]))}; "
            "pad it or choose other blocks"
        )
    return height, width


# --- checks


def _check_types(x: SparseTensor) -> None:
    check_layout(
        x.layout, x.sparse_ndim if x.layout == "coo" and x.indices.ndim == 2 else len(x.shape)
    )
    if any(n < 0 for n in x.shape):
        raise ShapeError(f"a shape has no negative sizes, got {show(x.shape)}")
    for name in ("indices", "indptr"):
        part = getattr(x, name)
        if part is not None and part.dtype is not dt.int64:
            raise DTypeError(f"{name} are int64, got {part.dtype}")
    count = tuple(x.values.shape[:1])
    if x.layout == "coo":
        if x.indices.ndim != 2 or x.values.ndim < 1 or tuple(x.indices.shape[1:]) != count:
            raise ShapeError(
                f"indices have shape {show(tuple(x.indices.shape))} and values {show(tuple(x.values.shape))}; wanted "
                "are (sparse axes, entries) and (entries, …)"
            )
        sparse = int(x.indices.shape[0])
        if not 1 <= sparse <= len(x.shape) or tuple(x.values.shape[1:]) != x.shape[sparse:]:
            raise ShapeError(
                f"{sparse} rows of indices and values of shape {show(tuple(x.values.shape))} do not make a tensor of "
                f"shape {show(x.shape)}; its axes are first those of the indices, then those of each value"
            )
        return
    wanted = (*count, *(x.block or ()))
    if x.block is not None:
        check_block(x.block, x.shape)
    if tuple(x.values.shape) != wanted or tuple(x.indices.shape) != count:
        raise ShapeError(
            f"indices have shape {show(tuple(x.indices.shape))} and values {show(tuple(x.values.shape))}; a {x.layout} "
            f"tensor has one index and one {'block' if x.block else 'value'} for each entry"
        )


def _first(bad: Tensor) -> int | None:
    """The first place where a vector of bools holds."""
    return int(argmax(bad)) if int(bad.shape[0]) and bool(any_of(bad)) else None


def _check_range(indices: Any, size: int, name: str) -> None:
    at = _first((indices < 0) | (indices >= size))
    if at is not None:
        raise IndexRangeError(
            f"{name}[{at}] is {int(indices[at])}; it must lie between 0 and {size - 1}"
        )


def _check_offsets(indptr: Any, count: int) -> None:
    if int(indptr[0]):
        raise ShapeError(f"indptr[0] is {int(indptr[0])}; it must be 0")
    at = _first(st.lengths_of(indptr) < 0)
    if at is not None:
        raise ShapeError(
            f"indptr[{at + 1}] is {int(indptr[at + 1])}, less than indptr[{at}], which is {int(indptr[at])}; offsets "
            "must not decrease"
        )
    if int(indptr[-1]) != count:
        raise ShapeError(f"indptr ends with {int(indptr[-1])}, but there are {count} values")


def _check_rising(keys: Any, words: str) -> None:
    at = _first(keys[1:] <= keys[:-1])
    if at is None:
        return
    same = int(keys[at]) == int(keys[at + 1])
    what = "repeats the one before" if same else "is not in order"
    raise ShapeError(
        f"{words} {at + 1} {what}; entries must be sorted and distinct. ni.sparse.coo takes them as they are, and "
        ".coalesce() sorts and adds"
    )


def is_rising(keys: Any) -> bool:
    """Whether entries are sorted and distinct."""
    return _first(keys[1:] <= keys[:-1]) is None


def _body(part: Any, indent: int) -> str:
    """A part as its `repr` shows it, without its name."""
    text = repr(part)
    if not text.startswith("tensor("):
        return text
    lines = text.removeprefix("tensor(").removesuffix(")").split("\n")
    return ("\n" + " " * indent).join([lines[0], *[line[7:] for line in lines[1:]]])
