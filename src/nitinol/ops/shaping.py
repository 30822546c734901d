"""The shape of a tensor: reshaping, axes added, dropped and exchanged, repetition.

Shapes and axes are static. A shape may contain one −1: the size that is left over.
"""

from __future__ import annotations

from ..base.errors import ShapeError
from ..base.shapes import broadcast_shapes, normalize_axes, normalize_axis, show
from ..base.sizes import Dim, Shape, Size, product
from ..trace import primitives as core
from ..trace.array import Array
from ..trace.composite import composite
from ..trace.primitives import one
from .families import Tensor, TensorLike, apply, array, check_at_most, same_shape
from .families import expand as broadcast_array

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeAlias

ShapeLike: TypeAlias = "Dim | Sequence[Dim]"


def as_shape(shape: Any, where: str) -> Shape:
    """A shape given as an int, a size or a sequence of them.

    Raises `ShapeError` naming `where`.
    """
    if isinstance(shape, Size) or (hasattr(shape, "__index__") and not isinstance(shape, Array)):
        shape = (shape,)
    result: list[Dim] = []
    for n in shape:
        if not isinstance(n, Size):
            if isinstance(n, (bool, Array)) or not hasattr(n, "__index__"):
                raise ShapeError(f"{where}: a shape is made of ints, got {n!r} in {tuple(shape)!r}")
            n = n.__index__()
        result.append(n)
    return tuple(result)


def closed_shape(shape: Any, where: str) -> Shape:
    """As `as_shape`, without negative sizes."""
    result = as_shape(shape, where)
    if any(isinstance(n, int) and n < 0 for n in result):
        raise ShapeError(f"{where}: sizes must not be negative, got {show(result)}")
    return result


def resolve_shape(have: Shape, want: Shape) -> Shape:
    """`want` with its −1 replaced by what is left of `have`."""
    unknown = [i for i, n in enumerate(want) if isinstance(n, int) and n < 0]
    if not unknown:
        return want
    if len(unknown) > 1 or want[unknown[0]] != -1:
        raise ShapeError(
            f"reshape: {show(want)} must have at most one −1 and no other negative size"
        )
    (place,) = unknown
    rest = product(n for i, n in enumerate(want) if i != place)
    words = ("reshape: the −1 in ", want, " could be anything, because another size is 0; ")
    check_at_most(1, rest, *words, "write the size")
    return (*want[:place], product(have) // rest, *want[place + 1 :])


@composite
def reshape(x: TensorLike, shape: ShapeLike) -> Tensor:
    """The same elements in the same order in another shape; one size may be −1.

    Copies nothing where the memory allows it. Raises `ShapeError` when the numbers of elements
    differ.

    >>> ni.reshape(ni.arange(6), (2, -1))
    tensor([[0, 1, 2],
            [3, 4, 5]])
    """
    x = array(x, "reshape")
    want = resolve_shape(x.shape, as_shape(shape, "reshape"))
    if same_shape(x.shape, want):
        return x
    return apply(core.reshape, x, shape=want)


def reshaped(x: Array, shape: Sequence[Dim]) -> Array:
    """As `reshape`, without −1."""
    want = tuple(shape)
    return x if same_shape(x.shape, want) else apply(core.reshape, x, shape=want)


@composite
def flatten(x: TensorLike, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    """x with the axes from `start_dim` to `end_dim` (both included) made one.

    >>> ni.flatten(ni.tensor([[1, 2], [3, 4]]))
    tensor([1, 2, 3, 4])
    """
    x = array(x, "flatten")
    if not x.ndim:
        return reshaped(x, (1,))
    a = normalize_axis(start_dim, x.ndim, "flatten")
    b = normalize_axis(end_dim, x.ndim, "flatten")
    if a > b:
        raise ShapeError(f"flatten: start_dim {a} lies behind end_dim {b}")
    return reshaped(x, (*x.shape[:a], product(x.shape[a : b + 1]), *x.shape[b + 1 :]))


@composite
def ravel(x: TensorLike, /) -> Tensor:
    """All elements along one axis, the last axis running fastest.

    >>> ni.ravel(ni.tensor([[1, 2], [3, 4]]))
    tensor([1, 2, 3, 4])
    """
    x = array(x, "ravel")
    return reshaped(x, (product(x.shape),))


@composite
def unflatten(x: TensorLike, axis: int, sizes: ShapeLike) -> Tensor:
    """x with one axis made several, whose sizes are given; one may be −1.

    >>> ni.unflatten(ni.arange(6), 0, (2, -1))
    tensor([[0, 1, 2],
            [3, 4, 5]])
    """
    x = array(x, "unflatten")
    a = normalize_axis(axis, x.ndim, "unflatten")
    inner = resolve_shape((x.shape[a],), as_shape(sizes, "unflatten"))
    return apply(core.reshape, x, shape=(*x.shape[:a], *inner, *x.shape[a + 1 :]))


@composite
def squeeze(x: TensorLike, axis: int | Sequence[int] | None = None) -> Tensor:
    """x without axes of size 1: those in `axis`, or all of them.

    Raises `ShapeError` when an axis that is named has another size.

    >>> ni.squeeze(ni.ones((1, 3, 1))).shape
    (3,)
    """
    x = array(x, "squeeze")
    if axis is None:
        return reshaped(x, [n for n in x.shape if not one(n)])
    axes = normalize_axes(axis, x.ndim, "squeeze")
    for a in axes:
        if not one(x.shape[a]):
            raise ShapeError(
                f"squeeze: axis {a} of {show(x.shape)} has size {x.shape[a]!r}; "
                "only axes of size 1 can be dropped"
            )
    return reshaped(x, [n for i, n in enumerate(x.shape) if i not in axes])


@composite
def expand_dims(x: TensorLike, axis: int | Sequence[int] = 0) -> Tensor:
    """x with new axes of size 1 at the places `axis` of the result.

    >>> ni.expand_dims(ni.tensor([1, 2]), 0)
    tensor([[1, 2]])
    """
    x = array(x, "expand_dims")
    count = 1 if hasattr(axis, "__index__") else len(axis)
    axes = normalize_axes(axis, x.ndim + count, "expand_dims")
    sizes = iter(x.shape)
    return reshaped(x, [1 if i in axes else next(sizes) for i in range(x.ndim + count)])


@composite
def unsqueeze(x: TensorLike, dim: int) -> Tensor:
    """x with a new axis of size 1 at place `dim`; PyTorch's name of `expand_dims`.

    >>> ni.unsqueeze(ni.tensor([1, 2]), 1)
    tensor([[1],
            [2]])
    """
    return expand_dims(x, dim)


@composite
def atleast_1d(x: TensorLike, /) -> Tensor:
    """x; a 0-d tensor as a vector of one element.

    >>> ni.atleast_1d(ni.tensor(3))
    tensor([3])
    """
    x = array(x, "atleast_1d")
    return x if x.ndim else reshaped(x, (1,))


@composite
def atleast_2d(x: TensorLike, /) -> Tensor:
    """x with axes of size 1 in front until it has two.

    >>> ni.atleast_2d(ni.tensor([1, 2]))
    tensor([[1, 2]])
    """
    x = array(x, "atleast_2d")
    return reshaped(x, (1,) * max(0, 2 - x.ndim) + tuple(x.shape))


# --- the order of axes


def permuted(x: Array, perm: Sequence[int]) -> Array:
    """Axis i of the result is axis perm[i] of x."""
    order = tuple(perm)
    if order == tuple(range(x.ndim)):
        return x
    return apply(core.permute, x, perm=order)


@composite
def permute_dims(x: TensorLike, axes: Sequence[int]) -> Tensor:
    """x with axes in another order: axis i of the result is axis `axes[i]` of x.

    >>> ni.permute_dims(ni.ones((2, 3, 4)), (2, 0, 1)).shape
    (4, 2, 3)
    """
    x = array(x, "permute_dims")
    order = [normalize_axis(a, x.ndim, "permute_dims") for a in axes]
    if sorted(order) != list(range(x.ndim)):
        raise ShapeError(
            f"permute_dims: {tuple(axes)} must name each of the {x.ndim} axes of x once"
        )
    return permuted(x, order)


@composite
def transpose(
    x: TensorLike, axes: int | Sequence[int] | None = None, dim1: int | None = None
) -> Tensor:
    """Axes reversed, or in the order `axes` as in NumPy, or, with two ints, exchanged as in
    PyTorch.

    >>> ni.transpose(ni.tensor([[1, 2], [3, 4]]))
    tensor([[1, 3],
            [2, 4]])
    """
    x = array(x, "transpose")
    if axes is None:
        return permuted(x, range(x.ndim)[::-1])
    if dim1 is not None:
        return swapaxes(x, axes, dim1)  # type: ignore[arg-type]
    if hasattr(axes, "__index__"):
        raise ShapeError("transpose: write two ints, or one order of all axes in a tuple")
    return permute_dims(x, axes)


@composite
def swapaxes(x: TensorLike, axis1: int, axis2: int) -> Tensor:
    """x with two axes exchanged.

    >>> ni.swapaxes(ni.ones((2, 3, 4)), 0, 2).shape
    (4, 3, 2)
    """
    x = array(x, "swapaxes")
    order = list(range(x.ndim))
    a, b = (normalize_axis(i, x.ndim, "swapaxes") for i in (axis1, axis2))
    order[a], order[b] = order[b], order[a]
    return permuted(x, order)


@composite
def matrix_transpose(x: TensorLike, /) -> Tensor:
    """x with its last two axes exchanged.

    >>> ni.matrix_transpose(ni.tensor([[1, 2], [3, 4]]))
    tensor([[1, 3],
            [2, 4]])
    """
    x = array(x, "matrix_transpose")
    if x.ndim < 2:
        raise ShapeError(f"matrix_transpose: x needs two axes, its shape is {show(x.shape)}")
    return swapaxes(x, -1, -2)


def as_axes(axis: int | Sequence[int]) -> tuple[int, ...]:
    """One axis or several, as a tuple."""
    return (axis,) if isinstance(axis, int) else tuple(axis)


@composite
def moveaxis(
    x: TensorLike, source: int | Sequence[int], destination: int | Sequence[int]
) -> Tensor:
    """x with axes moved to new places; the others keep their order.

    >>> ni.moveaxis(ni.ones((2, 3, 4)), 0, -1).shape
    (3, 4, 2)
    """
    x = array(x, "moveaxis")
    given = [as_axes(source), as_axes(destination)]
    if len(given[0]) != len(given[1]):
        raise ShapeError(f"moveaxis: {source!r} and {destination!r} must have equal length")
    sources, targets = ([normalize_axis(a, x.ndim, "moveaxis") for a in v] for v in given)
    if len(set(sources)) < len(sources) or len(set(targets)) < len(targets):
        raise ShapeError(f"moveaxis: an axis is named twice in {source!r} or {destination!r}")
    order = [i for i in range(x.ndim) if i not in sources]
    for target, origin in sorted(zip(targets, sources, strict=True)):
        order.insert(target, origin)
    return permuted(x, order)


# --- repetition


@composite
def broadcast_to(x: TensorLike, shape: ShapeLike) -> Tensor:
    """x repeated along new axes in front and along axes of size 1, copying nothing.

    >>> ni.broadcast_to(ni.tensor([1, 2]), (2, 2))
    tensor([[1, 2],
            [1, 2]])
    """
    x = array(x, "broadcast_to")
    want = closed_shape(shape, "broadcast_to")
    if len(want) < x.ndim:
        raise ShapeError(f"broadcast_to: {show(x.shape)} has more axes than {show(want)}")
    return broadcast_array(x, want)


@composite
def expand(x: TensorLike, shape: ShapeLike) -> Tensor:
    """As `broadcast_to`, where −1 keeps a size.

    >>> ni.expand(ni.tensor([[1], [2]]), (-1, 3))
    tensor([[1, 1, 1],
            [2, 2, 2]])
    """
    x = array(x, "expand")
    want = list(as_shape(shape, "expand"))
    new = len(want) - x.ndim
    for i, n in enumerate(want):
        if isinstance(n, int) and n == -1 and i >= new:
            want[i] = x.shape[i - new]
    return broadcast_to(x, tuple(want))


@composite
def broadcast_arrays(xs: Sequence[Tensor]) -> tuple[Tensor, ...]:
    """All of `xs` expanded to the shape in which they meet.

    >>> [x.shape for x in ni.broadcast_arrays([ni.ones((2, 1)), ni.ones(3)])]
    [(2, 3), (2, 3)]
    """
    given = [array(x, "broadcast_arrays") for x in xs]
    shape = broadcast_shapes("broadcast_arrays", *[x.shape for x in given])
    return tuple([broadcast_array(x, shape) for x in given])


@composite
def tile(x: TensorLike, reps: ShapeLike) -> Tensor:
    """x repeated as a whole `reps[i]` times along axis i (missing ones in front are 1).

    >>> ni.tile(ni.tensor([1, 2]), 2)
    tensor([1, 2, 1, 2])
    """
    x = array(x, "tile")
    counts: list[Dim] = list(closed_shape(reps, "tile"))
    ndim = max(x.ndim, len(counts))
    counts = [*[1] * (ndim - len(counts)), *counts]
    shape = (1,) * (ndim - x.ndim) + tuple(x.shape)
    apart: list[Dim] = []
    repeated: list[Dim] = []
    for r, n in zip(counts, shape, strict=True):
        apart += [1, n]
        repeated += [r, n]
    spread = broadcast_array(reshaped(x, apart), repeated)
    return reshaped(spread, [r * n for r, n in zip(counts, shape, strict=True)])


@composite
def repeat(x: TensorLike, repeats: int, axis: int | None = None) -> Tensor:
    """x with every element `repeats` times in a row along `axis` (None: along the flattened
    tensor).

    >>> ni.repeat(ni.tensor([1, 2]), 2)
    tensor([1, 1, 2, 2])
    """
    x = array(x, "repeat")
    (count,) = closed_shape(repeats, "repeat")
    if axis is None:
        x, axis = ravel(x), 0
    a = normalize_axis(axis, x.ndim, "repeat")
    before, n, after = x.shape[:a], x.shape[a], x.shape[a + 1 :]
    apart = reshaped(x, (*before, n, 1, *after))
    spread = broadcast_array(apart, (*before, n, count, *after))
    return reshaped(spread, (*before, n * count, *after))


permute = permute_dims
swapdims = swapaxes
movedim = moveaxis
