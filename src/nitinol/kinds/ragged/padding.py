"""Ragged tensors as padded dense ones and back, and what goes through rows step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ... import ops
from ...base import trees
from ...base.errors import UnsupportedError
from ...ops import concatenate, measures, reshape, take, where
from ...ops.families import Tensor
from ...trace.composite import composite
from . import structure as st
from .tensor import RaggedTensor


@composite
def padded_places(first: Tensor, sizes: Tensor, like: Tensor) -> tuple[Tensor, Tensor]:
    """(numbers of values, whether there are any), for each place of rows that are padded to the length of `like`."""
    place = reshape(st.element_numbers(like), (1, like.shape[0]))
    wide = reshape(sizes, (sizes.shape[0], 1))
    inside = place < wide
    last = ops.clip(wide - 1, 0, None)
    return reshape(first, (first.shape[0], 1)) + where(inside, place, last), inside


def longest(span: Any) -> Any:
    """A vector of as many elements as the longest row, without memory."""
    return measures.measured(st.longest_row(span))


def spare_place(values: Any) -> Any:
    """The number of one more value behind all."""
    return values.shape[0]


@composite
def _padded(values: Tensor, first: Tensor, sizes: Tensor, like: Tensor, fill: complex) -> Tensor:
    index, inside = padded_places(first, sizes, like)
    # One more value, so that there is one to read.
    shape = (1, *values.shape[1:])
    spare = ops.broadcast_to(ops.full((), 0, values.dtype), shape)
    index = where(inside, index, spare_place(values))
    made = take(concatenate([values, spare], 0), index, 0)
    wide = reshape(inside, (*inside.shape, *[1] * (values.ndim - 1)))
    return where(wide, made, fill)


@RaggedTensor.rule("to_padded")
def to_padded(name: str, x: RaggedTensor, fill: Any = 0, length: int | None = None) -> Any:
    """Dense, with rows padded at their ends."""
    span = x._offsets[-1]
    like = longest(span) if length is None else ops.zeros(length)
    values = _padded(x.values, st.row_starts(span), st.row_lengths(span), like, fill)
    rest = RaggedTensor(values, x._offsets[:-1], x.axes[:-1])
    kept = list(x.axes[:-1])
    inner: list[Any] = []
    while kept and kept[-1] is not None:
        inner.insert(0, kept.pop())
    if inner:
        count = x.shape[0] if not kept else -1
        values = reshape(values, (count, *inner, *tuple(values.shape)[1:]))
    if not kept:
        return values
    return to_padded(name, RaggedTensor(values, rest._offsets, tuple(kept)), fill)


def mask_of(x: RaggedTensor, length: int | None = None) -> Any:
    """Where a padded tensor has elements: bools (rows, longest).

    >>> ni.ragged.mask(ni.tensor([[1, 2], [], [3]])).tolist()
    [[True, True], [False, False], [True, False]]
    """
    span = x._offsets[-1]
    like = longest(span) if length is None else ops.zeros(length)
    return padded_places(st.row_starts(span), st.row_lengths(span), like)[1]


def from_padded_like(x: Any, like: RaggedTensor) -> RaggedTensor:
    """The elements of a padded tensor, (rows, longest, ...), that stand where `like` has some."""
    span = like._offsets[-1]
    points = st.points_of(span)
    longest_row = x.shape[1]
    index = st.row_numbers(span, points) * longest_row + st.row_places(span, points)
    flat = reshape(x, (x.shape[0] * longest_row, *tuple(x.shape)[2:]))
    return RaggedTensor(take(flat, index, 0), like._offsets, like.axes)


def _one_level(name: str, x: RaggedTensor) -> None:
    if x.axes != (None,):
        raise UnsupportedError(
            f"{name} goes through rows of a ragged tensor with one ragged axis behind the first; the shape is {x.shape}"
        )


def scan(
    function: Callable[[Any, Any], tuple[Any, Any]],
    init: Any,
    x: RaggedTensor,
    reverse: bool = False,
) -> tuple[Any, Any]:
    """A recurrence along the rows: `ni.scan` for rows of different lengths, all rows at once.

    * `function(state, element)` gives (new state, output), for all rows at once: an element has shape (rows, ...).
    * `init`: the first state, a nest of tensors (rows, ...).
    * `reverse` begins at the ends of the rows.

    Gives (the state of each row behind its last element, the outputs as a ragged tensor). Rows that have ended keep
    their state.

    >>> r = ni.tensor([[1.0, 2.0], [], [3.0]])
    >>> last, sums = ni.ragged.scan(lambda s, x: (s + x, s + x), ni.zeros(3), r)
    >>> last.tolist(), sums.tolist()
    ([3.0, 0.0, 3.0], [[1.0, 3.0], [], [3.0]])
    """
    _one_level("ragged.scan", x)
    span = x._offsets[-1]
    like = longest(span)
    padded = _padded(x.values, st.row_starts(span), st.row_lengths(span), like, 0)
    _, inside = padded_places(st.row_starts(span), st.row_lengths(span), like)

    def step(state: Any, given: Any) -> tuple[Any, Any]:
        element, on = given
        new, output = function(state, element)
        olds, treedef = trees.flatten(state)
        kept = [
            where(reshape(on, (-1, *[1] * (b.ndim - 1))), b, a)
            for a, b in zip(olds, trees.leaves(new), strict=True)
        ]
        return trees.unflatten(treedef, kept), output

    last, outputs = ops.scan(
        step, init, (ops.moveaxis(padded, 1, 0), ops.moveaxis(inside, 1, 0)), reverse=reverse
    )
    leaves, treedef = trees.flatten(outputs)
    made = [from_padded_like(ops.moveaxis(v, 0, 1), x) for v in leaves]
    return last, trees.unflatten(treedef, made)
