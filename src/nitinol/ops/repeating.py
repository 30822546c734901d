"""`repeat`: elements repeated along an axis, all of them equally often, or each as often as a vector says.

How long the result of a vector of counts is depends on the data (`measures`): the elements are the rows of a segment
operation, whose lengths are the counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..base.errors import ShapeError
from ..base.shapes import normalize_axis, show
from ..trace.array import Array
from ..trace.composite import composite
from ..trace.kind import kind_of
from ..trace.stage import known_equal
from . import shaping
from .creation import iota
from .cumulative import cumsum
from .families import Tensor, TensorLike, array, expand
from .indexing import as_indices
from .joining import concatenate
from .measures import ensure, measured
from .segments import segment_repeat


def repeat(x: TensorLike, repeats: int | Sequence[int] | Tensor, axis: int | None = None) -> Tensor:
    """x with every element `repeats` times in a row along `axis` (None: along the flattened tensor).

    `repeats` is an int, or a vector of one count for each element along the axis. Then the size of the result depends
    on the data: in a compiled function it is a size like any other, under `vmap` and in loops it cannot be.

    >>> ni.repeat(ni.tensor([1, 2]), 2)
    tensor([1, 1, 2, 2])
    >>> ni.repeat(ni.tensor([5, 6, 7]), [2, 0, 1])
    tensor([5, 5, 7])
    """
    if not isinstance(repeats, (Array, list, tuple)) and not getattr(repeats, "ndim", 0):
        return shaping.repeat(x, repeats, axis)  # type: ignore[arg-type]
    kind = kind_of((x,))
    if kind is not None:
        rule: Any = kind.rules.get("repeat_by_counts", _of_kind)
        return rule("repeat", x, repeats, axis)  # type: ignore[no-any-return]
    x, a = array(x, "repeat"), 0
    if axis is None:
        x = shaping.ravel(x)
    else:
        a = normalize_axis(axis, x.ndim, "repeat")
    x = shaping.moveaxis(x, a, 0)
    return shaping.moveaxis(_by_counts(x, repeats), 0, a)


def _by_counts(x: Tensor, repeats: Any) -> Tensor:
    """Each element along the first axis so often."""
    (counts,) = as_indices("repeat", repeats)
    n = x.shape[0]
    if counts.ndim > 1 or known_equal(_length(counts, n), n) is False:
        raise ShapeError(
            f"repeat: counts of shape {show(counts.shape)} for {n} elements; wanted is an int, or one count for each"
        )
    ensure(counts >= 0, "repeat: a count is negative")
    ends = _ends(counts, x)
    return segment_repeat(x, ends, measured(ends[-1]))


def _length(counts: Tensor, n: Any) -> Any:
    """How many elements the counts are for; one count is for all."""
    return n if counts.ndim == 0 or known_equal(counts.shape[0], 1) else counts.shape[0]


@composite
def _ends(counts: Tensor, x: Tensor) -> Tensor:
    """Where the elements begin in the result, and its length."""
    sizes = expand(counts, (x.shape[0],))
    return concatenate([iota((1,), 0), cumsum(sizes, 0)])


def _of_kind(name: str, x: Any, repeats: Any, axis: int | None) -> Any:
    """Elements of a tensor that is not dense, along its first axis."""
    if axis is None and x.ndim == 1:
        axis = 0
    if axis is None or normalize_axis(axis, x.ndim, "repeat") != 0:
        raise ShapeError(
            f"{name}: a {x.kind} tensor is repeated by a vector of counts along axis 0; write axis=0"
        )
    return x[_by_counts(iota((x.shape[0],), 0), repeats)]
