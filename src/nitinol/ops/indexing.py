"""Reading and writing at places that index tensors name.

Two primitives say it all; `gather` is pulled into the kernel that reads it, `scatter` is a loop
nest of its own:

    gather(x, i₀, i₁, …)[r] = x[p(r)]          scatter(x, u, i₀, i₁, …)[p(r)] = u[r]   (or +=
    u[r])

The place p(r) has one coordinate per axis of x. `spec[axis]` says which: a number d ≥ 0 is
coordinate d of r itself, −1−j is what index tensor j holds at the coordinates `index_dims` of r.
So `take` along axis 1 of a matrix by a vector is spec (0, −1), index_dims (1,);
`take_along_axis` is spec (0, −1), index_dims (0, 1).

Negative indices count from the end. One that lies outside raises `IndexRangeError` after the
call. Where several u fall on one place, `add` adds them in the order of r, so results are the
same each time, and `set` keeps the last; only that one has a derivative.
"""

from __future__ import annotations

from ..base import dtypes as dt
from ..base.errors import DTypeError, IndexRangeError, ShapeError
from ..base.shapes import contiguous_strides, normalize_axis, show
from ..base.sizes import Dim, Shape, product
from ..base.sizes import minimum as smaller
from ..ir.op import Anchor, Linear, Op, Read, Type
from ..trace import primitives as core
from ..trace.array import Array
from ..trace.batching import aligned, inserted, put
from ..trace.bind import bind, type_of
from ..trace.composite import composite
from ..trace.stage import check_equal
from .creation import DTypeLike, chosen, iota, number_of
from .families import (
    Tensor,
    TensorLike,
    apply,
    array,
    check_at_most,
    declare,
    expand,
    promoted,
    same_shape,
    to_dtype,
)
from .logic import where
from .movement import Slices, inside_slices, read_inside, take_slices
from .shaping import ravel, reshaped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

Spec = tuple[int, ...]


def _fit(where_: str, size: Dim, most: Dim) -> None:
    """Make sure that `size` coordinates exist on an axis of size `most`."""
    words = (f"{where_}: the indices have size ", size, " along an axis where x has ", most)
    check_at_most(size, most, *words, "; they must not be longer")


def gathered_shape(
    where_: str, x: Shape, index: Shape, spec: Spec, index_dims: tuple[int, ...]
) -> Shape:
    """The shape of what `gather` reads."""
    sizes: dict[int, Dim] = dict(zip(index_dims, index, strict=True))
    for size, source in zip(x, spec, strict=True):
        if source < 0:
            continue
        if source in sizes:
            _fit(where_, sizes[source], size)
        else:
            sizes[source] = size
    shape = tuple(sizes[d] for d in range(len(sizes)))
    some = smaller(product(shape), 1)
    for axis, (size, source) in enumerate(zip(x, spec, strict=True)):
        if source < 0 and not (isinstance(size, int) and size):
            words = (f"{where_}: axis {axis} of ", x, " is empty; nothing can be read")
            check_at_most(some, size, *words, kind=IndexRangeError)
    return shape


def _check_indices(where_: str, indices: Sequence[Type]) -> None:
    for t in indices:
        if t.dtype is not dt.int64:
            raise DTypeError(f"{where_}: index tensors are int64 here, got {t.dtype}")
        if len(t.shape) != len(indices[0].shape):
            raise ShapeError(f"{where_}: index tensors must have equal shapes here")


def _gather_infer(x: Type, *indices: Type, spec: Spec, index_dims: tuple[int, ...]) -> Type:
    _check_indices("gather", indices)
    return Type(x.dtype, gathered_shape("gather", x.shape, indices[0].shape, spec, index_dims))


def place_of(
    k: Any,
    coords: Sequence[Any],
    indices: Sequence[Any],
    shape: Shape,
    spec: Spec,
    index_dims: tuple[int, ...],
) -> list[Any]:
    """p(r) for r = `coords`; `indices` are functions from coordinates to lanes."""
    at = [coords[d] for d in index_dims]
    return [
        coords[source] if source >= 0 else k.coordinate(indices[-1 - source](at), size, axis)
        for axis, (size, source) in enumerate(zip(shape, spec, strict=True))
    ]


def _gather_emit(
    k: Any,
    coords: Sequence[Any],
    operands: Sequence[Any],
    types: Sequence[Type],
    *,
    spec: Spec,
    index_dims: tuple[int, ...],
) -> Any:
    shape = types[0].shape
    if 0 in [n for n in shape if isinstance(n, int)]:
        return k.const(0, types[0].dtype)  # the result is empty, too
    return operands[0](place_of(k, coords, operands[1:], shape, spec, index_dims))


def _gather_tangent(primals: Any, tangents: Any, out: Any, **params: Any) -> Any:
    return None if tangents[0] is None else bind(_gather, tangents[0], *primals[1:], **params)


def _gather_transpose(c: Any, x: Linear, *indices: Any, **params: Any) -> Any:
    back = bind(_scatter, core.zeros(x.type), c, *indices, mode="add", unique=False, **params)
    return (back, *[None] * len(indices))


def _batched_places(
    indices: Sequence[Any], axes: Sequence[int | None], size: Dim, spec: Spec, dims: Spec
) -> tuple[list[Any], Spec, Spec]:
    """(indices, spec, index_dims) with a hidden axis of x and of the result in front."""
    if all(a is None for a in axes):
        values = list(indices)
        ahead: Spec = ()
    else:
        values, _ = aligned(indices, axes, size, 0)
        ahead = (0,)
    shifted = tuple([s + 1 if s >= 0 else s for s in spec])
    return values, (0, *shifted), (*ahead, *[d + 1 for d in dims])


def _gather_batch(
    args: Any, axes: Any, size: Dim, *, spec: Spec, index_dims: tuple[int, ...]
) -> tuple[Array, int]:
    indices, moved, dims = _batched_places(args[1:], axes[1:], size, spec, index_dims)
    x = args[0]
    if axes[0] is None:
        moved = moved[1:]  # all elements read the same x
    else:
        x = put(x, axes[0], 0, size)
    return gather_at(x, indices, moved, dims), 0


_gather: Op = declare(
    "gather",
    infer=_gather_infer,
    lowering=Read(_gather_emit, cost=6, one=True),
    jvp=_gather_tangent,
    transpose=_gather_transpose,
    batch=_gather_batch,
    family="indexing",
)


# --- scatter


def _scatter_infer(
    x: Type,
    updates: Type,
    *indices: Type,
    spec: Spec,
    index_dims: tuple[int, ...],
    mode: str,
    unique: bool,
) -> Type:
    _check_indices("scatter", indices)
    want = gathered_shape("scatter", x.shape, indices[0].shape, spec, index_dims)
    if updates.dtype is not x.dtype:
        raise DTypeError(f"scatter: dtypes {x.dtype} and {updates.dtype} must be equal here")
    if len(want) != len(updates.shape):
        raise ShapeError(f"scatter: updates of shape {show(updates.shape)} must be {show(want)}")
    for a, b in zip(updates.shape, want, strict=True):
        check_equal(a, b, "scatter")
    return Type(x.dtype, x.shape)


def _scatter_tangent(primals: Any, tangents: Any, out: Any, **params: Any) -> Any:
    tx, tu = tangents[:2]
    if tx is None and tu is None:
        return None
    tx = core.zeros(type_of(primals[0])) if tx is None else tx
    tu = core.zeros(type_of(primals[1])) if tu is None else tu
    return bind(_scatter, tx, tu, *primals[2:], **params)


def _scatter_transpose(
    c: Any,
    x: Any,
    updates: Any,
    *indices: Any,
    spec: Spec,
    index_dims: tuple[int, ...],
    mode: str,
    unique: bool,
) -> Any:
    params = {"spec": spec, "index_dims": index_dims}
    of_x = of_updates = None
    if isinstance(x, Linear):
        of_x = c
        if mode == "set":
            nothing = core.zeros(Type(c.dtype, updates.shape))
            of_x = bind(_scatter, c, nothing, *indices, mode="set", unique=unique, **params)
    if isinstance(updates, Linear):
        of_updates = bind(_gather, c, *indices, **params)
        if mode == "set" and not unique:
            kept = _survivors(c.shape, updates.shape, indices, params)
            of_updates = where(kept, of_updates, 0)
    return (of_x, of_updates, *[None] * len(indices))


def _survivors(shape: Shape, updates: Shape, indices: Sequence[Any], params: Any) -> Array:
    """Which updates are still there at the end: those that no later one overwrote."""
    number: Any = 0
    for axis, stride in enumerate(contiguous_strides(updates)):
        number = number + iota(updates, axis) * (
            stride if isinstance(stride, int) else number_of(stride, dt.int64)
        )
    number = expand(to_dtype(array(number, "scatter"), dt.int64), updates)
    written = bind(
        _scatter,
        core.full(-1, dt.int64, shape),
        number,
        *indices,
        mode="set",
        unique=False,
        **params,
    )
    return bind(_gather, written, *indices, **params) == number  # type: ignore[no-any-return]


def _scatter_batch(
    args: Any,
    axes: Any,
    size: Dim,
    *,
    spec: Spec,
    index_dims: tuple[int, ...],
    mode: str,
    unique: bool,
) -> tuple[Array, int]:
    (x, updates), _ = aligned(args[:2], axes[:2], size, 0)
    indices, moved, dims = _batched_places(args[2:], axes[2:], size, spec, index_dims)
    return scatter_at(x, updates, indices, moved, dims, mode, unique), 0


_scatter: Op = declare(
    "scatter",
    infer=_scatter_infer,
    lowering=Anchor("scatter"),
    jvp=_scatter_tangent,
    transpose=_scatter_transpose,
    batch=_scatter_batch,
    family="indexing",
)


# --- writing into slices


def _update_infer(x: Type, v: Type, *, slices: Slices) -> Type:
    if v.dtype is not x.dtype:
        raise DTypeError(f"update: dtypes {x.dtype} and {v.dtype} must be equal here")
    for a, (_, _, n) in zip(v.shape, slices, strict=True):
        check_equal(a, n, "update")
    return Type(x.dtype, x.shape)


def _update_emit(
    k: Any, coords: Sequence[Any], operands: Sequence[Any], types: Sequence[Type], *, slices: Slices
) -> Any:
    x, v = operands
    if 0 in [n for _, _, n in slices if isinstance(n, int)]:
        return x(coords)
    inside, places = inside_slices(k, coords, types[0].shape, slices, types[0].dtype)
    value = read_inside(k, v, places, inside)
    return value if inside is None else k.select(inside, value, x(coords))


def _update_tangent(primals: Any, tangents: Any, out: Any, *, slices: Slices) -> Any:
    tx, tv = tangents
    if tx is None and tv is None:
        return None
    tx = core.zeros(type_of(primals[0])) if tx is None else tx
    tv = core.zeros(type_of(primals[1])) if tv is None else tv
    return bind(_update, tx, tv, slices=slices)


def _update_transpose(c: Any, x: Any, v: Any, *, slices: Slices) -> Any:
    return (
        bind(_update, c, core.zeros(Type(c.dtype, tuple(v.shape))), slices=slices)
        if isinstance(x, Linear)
        else None,
        take_slices(c, slices) if isinstance(v, Linear) else None,
    )


def _update_batch(args: Any, axes: Any, size: Dim, *, slices: Slices) -> tuple[Array, int]:
    (x, v), at = aligned(args, axes, size)
    return update_slices(x, v, inserted(slices, at, (0, 1, size))), at


_update: Op = declare(
    "update",
    infer=_update_infer,
    lowering=Read(_update_emit, cost=4),
    jvp=_update_tangent,
    transpose=_update_transpose,
    batch=_update_batch,
    family="indexing",
)


def update_slices(x: Array, v: Array, slices: Sequence[tuple[Dim, int, Dim]]) -> Array:
    """x with v, which has the shape of `slices`, written there."""
    return apply(_update, x, v, slices=tuple(slices))


# --- what functions use


def as_indices(where_: str, *indices: Any) -> list[Array]:
    """Index tensors as int64, expanded to the shape in which they meet."""
    result = []
    for i in indices:
        i = array(i, where_)
        if not i.dtype.is_integer:
            raise DTypeError(
                f"{where_}: indices must be integers, got {i.dtype}"
                + ("; select with x[mask] or ni.where" if i.dtype.is_bool else "")
            )
        result.append(to_dtype(i, dt.int64))
    return result


def gather_at(
    x: Array, indices: Sequence[Array], spec: Sequence[int], index_dims: Sequence[int]
) -> Array:
    """The primitive `gather`; see the module's docstring."""
    return apply(_gather, x, *indices, spec=tuple(spec), index_dims=tuple(index_dims))


def scatter_at(
    x: Array,
    updates: Array,
    indices: Sequence[Array],
    spec: Sequence[int],
    index_dims: Sequence[int],
    mode: str,
    unique: bool = False,
) -> Array:
    """The primitive `scatter`; see the module's docstring. `unique` promises that no place
    repeats.
    """
    return apply(
        _scatter,
        x,
        updates,
        *indices,
        spec=tuple(spec),
        index_dims=tuple(index_dims),
        mode=mode,
        unique=unique,
    )


def _along(ndim: int, axis: int) -> tuple[list[int], list[int]]:
    """(spec, index_dims) of an index tensor that has all axes of x, naming places along one."""
    return [-1 if i == axis else i for i in range(ndim)], list(range(ndim))


def _select(ndim: int, axis: int, rank: int) -> tuple[list[int], list[int]]:
    """(spec, index_dims) of an index tensor with `rank` axes that replace one axis of x."""
    spec = [i if i < axis else -1 if i == axis else i + rank - 1 for i in range(ndim)]
    return spec, list(range(axis, axis + rank))


def take_axis(x: Array, index: Array, axis: int) -> Array:
    """Slices of x along a positive `axis`, which is replaced by the axes of `index`."""
    return gather_at(x, [index], *_select(x.ndim, axis, index.ndim))


@composite
def take(x: TensorLike, indices: TensorLike, axis: int | None = None) -> Tensor:
    """Slices of x along `axis` (None: elements of the flattened x); `indices` of any shape
    replace the axis.

    Raises `IndexRangeError` for an index outside.

    >>> ni.take(ni.tensor([5, 6, 7]), ni.tensor([2, 0]))
    tensor([7, 5])
    """
    x = array(x, "take")
    (index,) = as_indices("take", indices)
    if axis is None:
        x, axis = ravel(x), 0
    return take_axis(x, index, normalize_axis(axis, x.ndim, "take"))


@composite
def index_select(x: TensorLike, index: TensorLike, dim: int = 0) -> Tensor:
    """Slices of x along `dim` in the order that a vector of indices gives.

    >>> ni.index_select(ni.tensor([5, 6, 7]), ni.tensor([2, 0]))
    tensor([7, 5])
    """
    x = array(x, "index_select")
    (i,) = as_indices("index_select", index)
    if i.ndim > 1:
        raise ShapeError(f"index_select: the index must be a vector, its shape is {show(i.shape)}")
    return take_axis(
        x, reshaped(i, (1,)) if not i.ndim else i, normalize_axis(dim, x.ndim, "index_select")
    )


def _broadcast_along(where_: str, x: Array, index: Array, axis: int) -> tuple[Array, Array]:
    """x and index, expanded to each other but for `axis`."""
    if x.ndim != index.ndim:
        raise ShapeError(
            f"{where_}: x has {x.ndim} axes and the indices {index.ndim}; they must be equally many"
        )
    a, b = list(x.shape), list(index.shape)
    for i in range(x.ndim):
        if i == axis:
            continue
        if isinstance(a[i], int) and a[i] == 1:
            a[i] = b[i]
        elif isinstance(b[i], int) and b[i] == 1:
            b[i] = a[i]
    return expand(x, a), expand(index, b)


@composite
def take_along_axis(x: TensorLike, indices: TensorLike, axis: int = -1) -> Tensor:
    """Elements of x whose place along `axis` an equally shaped index tensor gives: what
    `argsort` needs.

    Other axes broadcast.

    >>> ni.take_along_axis(ni.tensor([[1, 2], [3, 4]]), ni.tensor([[1], [0]]), 1)
    tensor([[2],
            [3]])
    """
    x = array(x, "take_along_axis")
    a = normalize_axis(axis, x.ndim, "take_along_axis")
    x, index = _broadcast_along("take_along_axis", x, as_indices("take_along_axis", indices)[0], a)
    return gather_at(x, [index], *_along(x.ndim, a))


@composite
def gather(x: TensorLike, index: TensorLike, dim: int) -> Tensor:
    """`take_along_axis` as in PyTorch: the index may be shorter than x along other axes.

    >>> ni.gather(ni.tensor([[1, 2], [3, 4]]), ni.tensor([[1], [0]]), 1)
    tensor([[2],
            [3]])
    """
    x = array(x, "gather")
    a = normalize_axis(dim, x.ndim, "gather")
    (i,) = as_indices("gather", index)
    if i.ndim != x.ndim:
        raise ShapeError(
            f"gather: x has {x.ndim} axes and the index {i.ndim}; equally many are wanted"
        )
    return gather_at(x, [i], *_along(x.ndim, a))


def _write_along(where_: str, x: Any, index: Any, src: Any, dim: int, mode: str) -> Tensor:
    x = array(x, where_)
    a = normalize_axis(dim, x.ndim, where_)
    (i,) = as_indices(where_, index)
    if i.ndim != x.ndim:
        raise ShapeError(
            f"{where_}: x has {x.ndim} axes and the index {i.ndim}; equally many are wanted"
        )
    values = array(src, where_)
    if values.ndim == i.ndim and not same_shape(values.shape, i.shape):
        for m, n in zip(i.shape, values.shape, strict=True):
            _fit(where_, m, n)
        values = take_slices(values, [(0, 1, n) for n in i.shape])
    x, values = joined(where_, x, values)
    return scatter_at(x, expand(values, i.shape), [i], *_along(x.ndim, a), mode=mode)


def joined(where_: str, x: Array, values: Array) -> tuple[Array, Array]:
    """x and what is written into it, in the dtype of x."""
    if type_of(values).weak and not type_of(x).weak:
        values = promoted(where_, x, values)[1]
    if values.dtype is not x.dtype:
        if dt.promote(values.dtype, x.dtype) is not x.dtype:
            raise DTypeError(
                f"{where_}: values of dtype {values.dtype} do not fit into a tensor of dtype {x.dtype}; "
                "convert one of them with .astype(...)"
            )
        values = to_dtype(values, x.dtype, where_)
    return x, values


@composite
def scatter(x: TensorLike, index: TensorLike, src: TensorLike, dim: int) -> Tensor:
    """x with src[…] written where `index` says along `dim`; of several writes to one place the
    last counts.

    >>> ni.scatter(ni.zeros(3), ni.tensor([2, 0]), ni.tensor([5.0, 6.0]), 0)
    tensor([6., 0., 5.])
    """
    return _write_along("scatter", x, index, src, dim, "set")


@composite
def scatter_add(x: TensorLike, index: TensorLike, src: TensorLike, dim: int) -> Tensor:
    """x with src[…] added where `index` says along `dim`, always in the same order.

    >>> ni.scatter_add(ni.zeros(3), ni.tensor([2, 2]), ni.tensor([5.0, 6.0]), 0)
    tensor([ 0.,  0., 11.])
    """
    return _write_along("scatter_add", x, index, src, dim, "add")


@composite
def put_along_axis(
    x: TensorLike, indices: TensorLike, values: TensorLike, axis: int = -1
) -> Tensor:
    """x with `values` written to the places along `axis` that `indices` name; the inverse of
    `take_along_axis`.

    >>> ni.put_along_axis(ni.zeros((2, 2)), ni.tensor([[1], [0]]), 5.0, 1)
    tensor([[0., 5.],
            [5., 0.]])
    """
    x = array(x, "put_along_axis")
    a = normalize_axis(axis, x.ndim, "put_along_axis")
    x, index = _broadcast_along("put_along_axis", x, as_indices("put_along_axis", indices)[0], a)
    x, written = joined("put_along_axis", x, array(values, "put_along_axis"))
    return scatter_at(x, expand(written, index.shape), [index], *_along(x.ndim, a), mode="set")


@composite
def index_add(x: TensorLike, index: TensorLike, source: TensorLike, dim: int = 0) -> Tensor:
    """x with slices of `source` added to its slices along `dim` that a vector of indices
    names.

    >>> ni.index_add(ni.zeros(3), ni.tensor([0, 0, 2]), ni.ones(3))
    tensor([2., 0., 1.])
    """
    x = array(x, "index_add")
    a = normalize_axis(dim, x.ndim, "index_add")
    (i,) = as_indices("index_add", index)
    if i.ndim != 1:
        raise ShapeError(f"index_add: the index must be a vector, its shape is {show(i.shape)}")
    x, values = joined("index_add", x, array(source, "index_add"))
    spec, dims = _select(x.ndim, a, 1)
    want = gathered_shape("index_add", x.shape, i.shape, tuple(spec), tuple(dims))
    return scatter_at(x, expand(values, want), [i], spec, dims, mode="add")


@composite
def one_hot(x: TensorLike, num_classes: int, dtype: DTypeLike = None) -> Tensor:
    """A new last axis with 1 at the place that x names and 0 elsewhere; float32 by default.

    An integer outside of 0 … num_classes − 1 gives zeros.

    >>> ni.one_hot(ni.tensor([2, 0]), 3)
    tensor([[0., 0., 1.],
            [1., 0., 0.]])
    """
    (index,) = as_indices("one_hot", x)
    if num_classes < 0:
        raise ShapeError(f"one_hot: num_classes must not be negative, got {num_classes}")
    shape = (*index.shape, num_classes)
    column = expand(reshaped(index, (*index.shape, 1)), shape)
    return to_dtype(column == iota(shape, index.ndim), chosen(dtype, dt.float32))


@composite
def embedding(indices: TensorLike, weight: TensorLike, padding_idx: int | None = None) -> Tensor:
    """Rows of `weight` (number of rows × width) named by integers of any shape.

    The row `padding_idx` gets no gradient.

    >>> ni.embedding(ni.tensor([2, 0]), ni.tensor([[0.0, 1.0], [2.0, 3.0], [4.0, 5.0]]))
    tensor([[4., 5.],
            [0., 1.]])
    """
    table = array(weight, "embedding")
    (index,) = as_indices("embedding", indices)
    if table.ndim != 2:
        raise ShapeError(f"embedding: weight must have 2 axes, its shape is {show(table.shape)}")
    rows = take_axis(table, index, 0)
    if padding_idx is None:
        return rows
    padding = index == normalize_axis(padding_idx, int(table.shape[0]), "embedding")
    mask = expand(reshaped(padding, (*index.shape, 1)), rows.shape)
    return where(mask, bind(core.stop_gradient, rows), rows)
