"""The same entries elsewhere: transposing, reshaping, new axes, joining, triangles, diagonals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ... import ops
from ...base.errors import ShapeError
from ...base.shapes import normalize_axes, normalize_axis, show
from . import structure as st
from .making import from_dense
from .reductions import entries
from .tensor import SparseTensor

Tensor = Any

_TURNED = {"csr": "csc", "csc": "csr", "bsr": "bsc", "bsc": "bsr"}


def as_coo(x: SparseTensor) -> SparseTensor:
    """The entries as COO, perhaps not in order."""
    if x.layout == "coo":
        return x
    return x._single() if x.block is not None else x.to_layout("coo")


def back(made: SparseTensor, like: SparseTensor) -> SparseTensor:
    """A COO result in the layout of the operand that it was made of, where it can have that."""
    if like.layout == "coo" or made.dense_ndim or len(made.shape) < 2:
        return made
    block = like.block
    if block and (made.shape[-2] % block[0] or made.shape[-1] % block[1]):
        return made.to_layout(like.layout.replace("b", "c", 1))
    return made.to_layout(like.layout, block)


# --- axes


@SparseTensor.rule("matrix_transpose")
def matrix_transpose(name: str, x: SparseTensor) -> SparseTensor:
    """The last two axes exchanged; compressed layouts change their name and nothing else."""
    if len(x.shape) < 2:
        raise ShapeError(f"{name}: a matrix is wanted, the shape is {show(x.shape)}")
    if x.layout == "coo":
        n = len(x.shape)
        return _permuted(x, [*range(n - 2), n - 1, n - 2])
    values = x.values if x.block is None else ops.matrix_transpose(x.values)
    *batch, rows, columns = x.shape
    block = None if x.block is None else (x.block[1], x.block[0])
    made = SparseTensor(
        values, x.indices, x.indptr, _TURNED[x.layout], (*batch, columns, rows), block
    )
    made._kept = x._kept
    return made


def _permuted(x: SparseTensor, axes: Sequence[int]) -> SparseTensor:
    n = len(x.shape)
    if sorted(axes) != list(range(n)):
        raise ShapeError(f"permute_dims: {tuple(axes)} does not name each of {n} axes once")
    if list(axes) == list(range(n)):
        return x
    if x.layout != "coo":
        if list(axes) == [*range(n - 2), n - 1, n - 2]:
            return matrix_transpose("permute_dims", x)
        return back(_permuted(as_coo(x), axes).coalesce(), x)
    sparse = x.sparse_ndim
    if any((a < sparse) != (i < sparse) for i, a in enumerate(axes)):
        raise ShapeError(
            f"{sparse} axes of this tensor are sparse and {x.dense_ndim} dense; they do not change places. Write "
            "x.to_dense() first"
        )
    indices = st.stacked([x.indices[a] for a in axes[:sparse]])
    values = x.values
    if sparse < n:
        values = ops.permute_dims(values, (0, *[a - sparse + 1 for a in axes[sparse:]]))
    shape = tuple(x.shape[a] for a in axes)
    return SparseTensor(values, indices, None, "coo", shape, None, False)


@SparseTensor.rule("permute_dims", "permute", "transpose")
def permute_dims(name: str, x: SparseTensor, axes: Any = None, dim1: int | None = None) -> Any:
    """Axes in another order, by default reversed."""
    n = len(x.shape)
    if dim1 is not None:
        return swapaxes("transpose", x, axes, dim1)
    if axes is None:
        axes = range(n - 1, -1, -1)
    return _permuted(x, [normalize_axis(a, n, name) for a in axes])


@SparseTensor.rule("swapaxes", "swapdims")
def swapaxes(name: str, x: SparseTensor, axis1: int, axis2: int) -> Any:
    """Two axes exchanged."""
    n = len(x.shape)
    order = list(range(n))
    a, b = normalize_axis(axis1, n, name), normalize_axis(axis2, n, name)
    order[a], order[b] = b, a
    return _permuted(x, order)


@SparseTensor.rule("moveaxis", "movedim")
def moveaxis(name: str, x: SparseTensor, source: Any, destination: Any) -> Any:
    """Axes moved to other places."""
    n = len(x.shape)
    source, destination = (
        [normalize_axis(a, n, name) for a in ([v] if isinstance(v, int) else v)]
        for v in (source, destination)
    )
    order = [a for a in range(n) if a not in source]
    for d, s in sorted(zip(destination, source, strict=True)):
        order.insert(d, s)
    return _permuted(x, order)


@SparseTensor.rule("reshape", "flatten", "ravel", "squeeze", "unsqueeze", "expand_dims")
def reshape(name: str, x: SparseTensor, shape: Any = None, *more: Any, **options: Any) -> Any:
    """The same elements in another shape; the result is COO unless it is again a matrix."""
    if x.dense_ndim:
        return _with_dense_axes(name, x, shape, *more, **options)
    wanted = _target(name, x.shape, shape, *more, **options)
    coo = as_coo(x.coalesce())
    if st.product(wanted) != st.product(x.shape):
        raise ShapeError(f"{name}: shape {show(x.shape)} does not become {show(wanted)}")
    if not wanted:
        return ops.sum(x.values)
    places = st.coordinates_of(coo.keys(), wanted)
    made = SparseTensor(coo.values, st.stacked(places), None, "coo", wanted, None, coo.canonical)
    return back(made, x) if len(wanted) == len(x.shape) or len(wanted) > 2 else made


def _with_dense_axes(name: str, x: SparseTensor, *args: Any, **options: Any) -> SparseTensor:
    """New axes of size 1 beside dense ones."""
    if name not in ("unsqueeze", "expand_dims"):
        raise ShapeError(
            f"{name}: this tensor has dense axes; write x.to_dense(), or reshape x.values"
        )
    wanted = _target(name, x.shape, *args, **options)
    axes = normalize_axes(args[0] if args else options.get("axis", 0), len(wanted), name)
    sparse = x.sparse_ndim
    places = list(x.coordinates())
    values, shape = x.values, list(x.shape)
    for a in sorted(axes):
        if a <= len(places) and a <= sparse:
            places.insert(a, ops.zeros_like(places[0]))
            sparse += 1
        else:
            values = ops.expand_dims(values, a - sparse + 1)
        shape.insert(a, 1)
    return SparseTensor(values, st.stacked(places), None, "coo", shape, None, x.canonical)


def _target(
    name: str, own: Sequence[int], shape: Any = None, *more: Any, **options: Any
) -> tuple[int, ...]:
    """The shape that is asked for."""
    if name == "ravel":
        return (st.product(own),)
    if name == "flatten":
        return tuple(
            int(n)
            for n in ops.flatten(
                _shape_only(own), *([shape] if shape is not None else []), *more, **options
            ).shape
        )
    if name in ("squeeze", "unsqueeze", "expand_dims"):
        args = [] if shape is None and name == "squeeze" else [0 if shape is None else shape]
        if options:
            args = []
        return tuple(int(n) for n in getattr(ops, name)(_shape_only(own), *args, **options).shape)
    wanted = [int(n) for n in ([shape] if isinstance(shape, int) else shape)]
    if wanted.count(-1) == 1:
        rest = st.product([n for n in wanted if n != -1])
        total = st.product(own)
        if rest and total % rest == 0:
            wanted[wanted.index(-1)] = total // rest
    if any(n < 0 for n in wanted):
        raise ShapeError(f"{name}: shape {show(tuple(own))} does not become {show(tuple(wanted))}")
    return tuple(wanted)


def _shape_only(shape: Sequence[int]) -> Any:
    """A tensor of this shape without memory."""
    return ops.broadcast_to(ops.zeros(()), tuple(shape))


# --- joining


@SparseTensor.rule("concat", "concatenate", "cat")
def concat(name: str, xs: Sequence[Any], axis: int | None = 0, **options: Any) -> Any:
    """Tensors behind one another along an axis; dense ones among them become sparse."""
    axis = options.get("dim", axis)
    parts = _together(name, xs)
    first = parts[0]
    if axis is None:
        parts, axis = [reshape("ravel", x) for x in parts], 0
        first = parts[0]
    a = normalize_axis(axis, len(first.shape), name)
    size = 0
    shapes = [x.shape for x in parts]
    if any(
        s[:a] + s[a + 1 :] != first.shape[:a] + first.shape[a + 1 :] or len(s) != len(first.shape)
        for s in shapes
    ):
        raise ShapeError(
            f"{name}: shapes {' and '.join(map(show, shapes))} must be equal but for axis {a}"
        )
    whole = list(first.shape)
    whole[a] = sum(s[a] for s in shapes)
    if a >= first.sparse_ndim:
        raise ShapeError(f"{name}: axis {a} of these tensors is dense; write x.to_dense() first")
    flat = [as_coo(x) for x in parts]
    places: list[list[Tensor]] = []
    for x in flat:
        own = list(x.coordinates())
        own[a] = own[a] + size if size else own[a]
        size += x.shape[a]
        places.append(own)
    indices = st.stacked([ops.concat([p[i] for p in places]) for i in range(len(places[0]))])
    values = ops.concat([x.values for x in flat], 0)
    in_order = a == 0 and all(x.canonical for x in flat)
    made = SparseTensor(values, indices, None, "coo", whole, None, in_order)
    return back(made, first) if first.layout != "coo" else made


def _together(name: str, xs: Sequence[Any]) -> list[SparseTensor]:
    """Operands of joining as sparse tensors with one number of dense axes."""
    first = next(x for x in xs if isinstance(x, SparseTensor))
    if not all(isinstance(x, SparseTensor) for x in xs) and first.dense_ndim:
        raise ShapeError(f"{name}: a tensor with dense axes is joined with others of its kind only")
    made = [x if isinstance(x, SparseTensor) else from_dense(x) for x in xs]
    if len({x.dense_ndim for x in made}) > 1:
        raise ShapeError(f"{name}: the tensors have different numbers of dense axes")
    return [
        made[0].to_layout(first.layout, first.block)
        if not isinstance(xs[0], SparseTensor)
        else made[0],
        *made[1:],
    ]


@SparseTensor.rule("stack")
def stack(name: str, xs: Sequence[Any], axis: int = 0, **options: Any) -> Any:
    """Tensors of one shape along a new axis. Matrices of a compressed layout become a batch of it for axis 0."""
    axis = options.get("dim", axis)
    parts = _together(name, xs)
    if any(x.shape != parts[0].shape for x in parts):
        raise ShapeError(
            f"{name}: shapes {' and '.join(show(x.shape) for x in parts)} must be equal"
        )
    n = len(parts[0].shape) + 1
    a = normalize_axis(axis, n, name)
    return concat(name, [reshape("expand_dims", x, a) for x in parts], a)


@SparseTensor.rule("hstack", "vstack")
def _side_by_side(name: str, xs: Sequence[Any]) -> Any:
    return concat(name, xs, 0 if name == "vstack" or len(xs[0].shape) == 1 else 1)


# --- parts


@SparseTensor.rule("tril", "triu")
def triangle(name: str, x: SparseTensor, k: int = 0, **options: Any) -> SparseTensor:
    """The lower or upper triangle: diagonal k and what is below or above it."""
    k = options.get("diagonal", k)
    if x.block is not None:
        return back(triangle(name, x.to_layout("csr"), k), x)
    x = x.coalesce()
    *_, row, column = x.coordinates()
    return x.select(column - row <= k if name == "tril" else column - row >= k)


@SparseTensor.rule("diagonal")
def diagonal(name: str, x: SparseTensor, offset: int = 0, *args: Any, **options: Any) -> Any:
    """A diagonal of a matrix, as a dense vector."""
    if len(x.shape) != 2 or args or options or x.dense_ndim:
        raise ShapeError(
            f"{name}: a sparse matrix is wanted, without axes; got shape {show(x.shape)}"
        )
    (row, column), values = entries(x)
    rows, columns = x.shape
    low, shift = max(-offset, 0), max(offset, 0)
    count = max(min(rows - low, columns - shift), 0)
    (at,) = ops.nonzero(column - row == offset)
    found = ops.take(row, at) - low
    return st.spread(found, ops.take(values, at), st.room(count))


@SparseTensor.rule("flip", "fliplr", "flipud")
def flip(name: str, x: SparseTensor, axis: Any = None) -> SparseTensor:
    """Axes backwards."""
    axis = {"fliplr": 1, "flipud": 0}.get(name, axis)
    coo = as_coo(x)
    axes = normalize_axes(axis, x.sparse_ndim, name)
    places = [x.shape[a] - 1 - c if a in axes else c for a, c in enumerate(coo.coordinates())]
    made = SparseTensor(coo.values, st.stacked(places), None, "coo", x.shape, None, False)
    return back(made, x)


@SparseTensor.rule("roll")
def roll(name: str, x: SparseTensor, shift: Any, axis: Any = None, **options: Any) -> SparseTensor:
    """Elements moved around along axes."""
    axis = options.get("dims", axis)
    if axis is None:
        flat = roll(name, reshape("ravel", x), shift, 0)
        return back(reshape("reshape", flat, x.shape), x)
    shifts = [shift] if isinstance(shift, int) else list(shift)
    axes = [axis] if isinstance(axis, int) else list(axis)
    coo = as_coo(x)
    places = list(coo.coordinates())
    for s, a in zip(shifts, axes, strict=True):
        a = normalize_axis(a, x.sparse_ndim, name)
        places[a] = (places[a] + s) % x.shape[a]
    made = SparseTensor(coo.values, st.stacked(places), None, "coo", x.shape, None, False)
    return back(made, x)
