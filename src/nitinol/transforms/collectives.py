"""`ni.spmd`: what the elements of a mapped axis tell one another.

Inside `ni.vmap(f, axis_name="i")` the function `f` is written for one element; by the name of the
axis it reaches the others: `psum(x, "i")` is the sum of every element's x. Results that are the
same for all elements are not mapped any more, so they fit `out_axes=None`.

Two operations, each the other's transpose, do the work; everything else is made of them:

| operation | result for one element |
|---|---|
| `all_gather` | the x of all elements, along a new axis |
| `reduce_scatter` | its own slice of the sum of every element's x |

Both take the *token* of the axis as a further operand, a tensor that holds the number of each
element. Whatever interpreters lie between, the application so finds its way to the one that
hides the axis, and a program that is staged in between has the token among its inputs.

Derivatives are those of the sum of all elements' results: a cotangent is the sum of what every
element wants of a value. So `vmap(grad(lambda x: psum(x, "i")))` gives n for n elements, each of
which counts every x.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..base import dtypes as dt
from ..base import trees
from ..base.errors import ShapeError, TracerError
from ..base.shapes import normalize_axis, show
from ..base.sizes import Dim
from ..ir.op import Inline, Op, Type
from ..ops.creation import iota, number_of
from ..ops.reductions import max as largest
from ..ops.reductions import min as smallest
from ..ops.reductions import sum as total
from ..trace.array import Array
from ..trace.batching import Batch, BatchTracer, put
from ..trace.bind import active, bind
from ..trace.primitives import move_axis, reduce_sum
from .leaves import as_result

Name = Any

# --- the two operations


def _unbound(*operands: Any, **params: Any) -> Any:
    raise TracerError("a collective was reached outside of the ni.vmap that names its axis")


def _gather_infer(x: Type, token: Type, *, axis: int, size: Dim) -> Type:
    return Type(x.dtype, (*x.shape[:axis], size, *x.shape[axis:]))


def _scatter_infer(x: Type, token: Type, *, axis: int, size: Dim) -> Type:
    return Type(x.dtype, (*x.shape[:axis], *x.shape[axis + 1 :]))


def _gather_batch(
    args: Any, axes: Any, _: Dim, *, axis: int, size: Dim
) -> tuple[Array, int | None]:
    (x, token), (at, own) = args, axes
    if own is not None:  # this is the axis that is meant
        return put(x, at, axis, size), None
    # Another axis, which is passed by: it goes to the front.
    return bind(all_gather_op, move_axis(x, at, 0), token, axis=axis + 1, size=size), 0


def _scatter_batch(
    args: Any, axes: Any, _: Dim, *, axis: int, size: Dim
) -> tuple[Array, int | None]:
    (x, token), (at, own) = args, axes
    if own is None:
        return bind(reduce_scatter_op, move_axis(x, at, 0), token, axis=axis + 1, size=size), 0
    if at is None:
        return x * number_of(size, x.dtype.real), axis
    return bind(reduce_sum, move_axis(x, at, 0), axes=(0,)), axis


def _linear(op_of: Any) -> Any:
    def jvp(primals: Any, tangents: Any, out: Any, **params: Any) -> Any:
        t = tangents[0]
        return None if t is None else bind(op_of(), t, primals[1], **params)

    return jvp


all_gather_op: Op = Op(
    "all_gather",
    infer=_gather_infer,
    lowering=Inline(_unbound),
    jvp=_linear(lambda: all_gather_op),
    transpose=lambda c, x, token, **params: (bind(reduce_scatter_op, c, token, **params), None),
    batch=_gather_batch,
    family="collective",
)
reduce_scatter_op: Op = Op(
    "reduce_scatter",
    infer=_scatter_infer,
    lowering=Inline(_unbound),
    jvp=_linear(lambda: reduce_scatter_op),
    transpose=lambda c, x, token, **params: (bind(all_gather_op, c, token, **params), None),
    batch=_scatter_batch,
    family="collective",
)


# --- mapped axes by name


def _level(where: str, name: Name) -> Batch:
    """The innermost mapped axis of this name."""
    for level in reversed(active.mapped):
        if level.name == name and name is not None:
            return level  # type: ignore[no-any-return]
    known = [repr(level.name) for level in active.mapped if level.name is not None]
    raise TracerError(
        f"{where}: no axis is named {name!r} here"
        + (f" (there is {', '.join(known)})" if known else "")
        + f"; call it inside a function mapped by ni.vmap(f, axis_name={name!r})"
    )


def token_of(level: Batch) -> Array:
    """The number of each element, int64."""
    if level.token is None:
        stage, active.stage = active.stage, level.home
        try:
            level.token = BatchTracer(level, iota((level.size,), 0, dt.int64), 0)
        finally:
            active.stage = stage
    return level.token  # type: ignore[no-any-return]


def _names(name: Name) -> Sequence[Name]:
    return name if isinstance(name, tuple) else (name,)


def _gathered(where: str, x: Array, name: Name, axis: int) -> Array:
    level = _level(where, name)
    return bind(all_gather_op, x, token_of(level), axis=axis, size=level.size)  # type: ignore[no-any-return]


def _each(where: str, x: Any, name: Name, fold: Any) -> Any:
    """`fold(gathered)` of all leaves of x, over every name."""

    def one(leaf: Any) -> Any:
        leaf = as_result(where, fold, leaf)
        for n in _names(name):
            leaf = fold(_gathered(where, leaf, n, 0))
        return leaf

    return trees.map(one, x)


# --- what users call


def axis_index(axis_name: Name) -> Array:
    """The number of this element along a mapped axis: 0-d int64, another one for each element.

    >>> import nitinol as ni
    >>> ni.vmap(lambda x: x * ni.spmd.axis_index("i"), axis_name="i")(ni.tensor([5, 6, 7]))
    tensor([ 0,  6, 14])
    """
    return token_of(_level("axis_index", axis_name))


def axis_size(axis_name: Name) -> Dim:
    """How many elements a mapped axis (or several, given as a tuple) has.

    >>> import nitinol as ni
    >>> ni.vmap(lambda x: x / ni.spmd.axis_size("i"), axis_name="i")(ni.tensor([4.0, 6.0]))
    tensor([2., 3.])
    """
    count: Dim = 1
    for name in _names(axis_name):
        count = count * _level("axis_size", name).size
    return count


def psum(x: Any, axis_name: Name) -> Any:
    """The sum of every element's x, which may be a nest; `axis_name` may be a tuple of names.

    The dtype is as of `ni.sum`.

    >>> import nitinol as ni
    >>> ni.vmap(lambda x: x / ni.spmd.psum(x, "i"), axis_name="i")(ni.tensor([1.0, 3.0]))
    tensor([0.25, 0.75])
    """
    return _each("psum", x, axis_name, lambda g: total(g, 0))


def pmean(x: Any, axis_name: Name) -> Any:
    """The mean of every element's x; see `psum`."""
    count = axis_size(axis_name)
    return trees.map(lambda s: s / count, psum(x, axis_name))


def pmax(x: Any, axis_name: Name) -> Any:
    """The largest of every element's x; gradients are shared equally at ties. See `psum`."""
    return _each("pmax", x, axis_name, lambda g: largest(g, 0))


def pmin(x: Any, axis_name: Name) -> Any:
    """The smallest of every element's x; gradients are shared equally at ties. See `psum`."""
    return _each("pmin", x, axis_name, lambda g: smallest(g, 0))


def all_gather(x: Any, axis_name: Name, axis: int = 0) -> Any:
    """Every element's x, along a new axis number `axis` of the result.

    Raises `ShapeError` when the result has no such axis.

    >>> import nitinol as ni
    >>> f = ni.vmap(lambda x: ni.spmd.all_gather(x, "i").sum() - x, axis_name="i")
    >>> f(ni.tensor([1.0, 2.0, 4.0]))
    tensor([6., 5., 3.])
    """

    def one(leaf: Any) -> Any:
        leaf = as_result("all_gather", all_gather, leaf)
        if not -leaf.ndim - 1 <= axis <= leaf.ndim:
            raise ShapeError(
                f"all_gather: axis {axis} does not exist in a result of {leaf.ndim + 1} axes, which "
                f"x of shape {show(tuple(leaf.shape))} gives; write {-leaf.ndim - 1} to {leaf.ndim}"
            )
        return _gathered(
            "all_gather", leaf, axis_name, normalize_axis(axis, leaf.ndim + 1, "all_gather")
        )

    return trees.map(one, x)


__all__ = [
    "all_gather",
    "axis_index",
    "axis_size",
    "pmax",
    "pmean",
    "pmin",
    "psum",
]
