"""Functions of elements: ragged tensors with each other, with dense tensors and with numbers.

Operands are brought to the rows of the deepest ragged one, axis by axis from the left. An axis of size 1 is repeated
for all points of its row; a uniform axis meets a ragged one when all rows have its length. Then the function works on
`values`, one kernel as for dense tensors.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...base.errors import ShapeError
from ...ops import (
    astype,
    full_like,
    measures,
    ones_like,
    reshape,
    segment_repeat,
    take,
    zeros_like,
)
from ...trace.array import Array
from ...trace.kind import kind_of
from . import structure as st
from .tensor import RaggedTensor, check_spans


def is_one(size: Any) -> bool:
    """Whether an axis has one element, for certain."""
    return isinstance(size, int) and size == 1


def deepest(operands: Sequence[Any]) -> RaggedTensor:
    """The ragged operand whose rows results have."""
    found = [x for x in operands if isinstance(x, RaggedTensor)]
    return max(found, key=lambda x: (len(x.axes), x.ndim))


def aligned(where: str, operands: Sequence[Any], like: RaggedTensor) -> list[Any]:
    """Operands as values of the rows of `like`: one element for each of its values, or one for all."""
    return [_brought(where, x, like) if isinstance(x, Array) and x.ndim else x for x in operands]


def _brought(where: str, x: Any, like: RaggedTensor) -> Any:
    if x is like:
        return like.values
    inner = like.ndim - like.depth
    if not isinstance(x, RaggedTensor):
        if x.ndim <= inner:
            return x
        missing = like.ndim - x.ndim
        if missing < 0:
            raise ShapeError(
                f"{where}: a ragged tensor of shape {like.shape} and a dense one of shape {tuple(x.shape)}, which has "
                "more axes"
            )
        return _from_dense(where, reshape(x, (*[1] * missing, *x.shape)), like, 0)
    if x.ndim != like.ndim:
        raise ShapeError(
            f"{where}: ragged tensors of shapes {x.shape} and {like.shape} differ in their number of axes; put axes "
            "of size 1 in with r[:, None] or r[..., None]"
        )
    for level, (a, b) in enumerate(zip(x.spans, like.spans, strict=False)):
        same = x.axes[: level + 1] == like.axes[: level + 1]
        if not same and (is_one(x.axes[level]) or is_one(like.axes[level])):
            raise ShapeError(
                f"{where}: ragged tensors of shapes {x.shape} and {like.shape}; an axis of size 1 in front of a ragged "
                "one is not repeated"
            )
        check_spans(a, b, where)
    if len(x.axes) == len(like.axes):
        return x.values
    return _from_dense(where, x.values, like, len(x.axes), points=True)


def _from_dense(where: str, x: Any, like: RaggedTensor, level: int, points: bool = False) -> Any:
    """x, whose first axis is that of level `level` of `like` (or one for all), for each of the values of `like`.

    `points`: the first axis has been found to be right.
    """
    spans = like.spans
    if not points:
        points = not is_one(x.shape[0])
        if points:
            measures.ensure_equal(
                st.element_numbers(x),
                st.element_numbers(st.row_lengths(spans[0])),
                f"{where}: a dense tensor of {x.shape[0]} rows and a ragged one of {like.shape[0]}",
            )
    for span in spans[level:]:
        size = x.shape[1]
        rest = tuple(x.shape)[2:]
        if is_one(size):
            x = reshape(x, (x.shape[0], *rest))
            if points:
                x = segment_repeat(x, span, st.points_of(span))
            continue
        measures.ensure(
            st.row_lengths(span) == size,
            f"{where}: a uniform axis of size {size} meets a ragged one; all rows must have this length",
        )
        if points:
            x = reshape(x, (x.shape[0] * size, *rest))
        else:
            like_points = st.points_of(span)
            x = take(reshape(x, (size, *rest)), st.row_places(span, like_points), 0)
        points = True
    return x


def _elementwise(
    cls: type[RaggedTensor], function: Any, operands: Sequence[Any], params: dict[str, Any]
) -> Any:
    like = deepest(operands)
    values = aligned(function.name, operands, like)
    # Texts and objects have rules of their own.
    kind = kind_of(values)
    if kind is None:
        result = function.function(*values, **params)
    else:
        result = kind.apply(function.name, function, tuple(values), params)
    if isinstance(result, (tuple, list)):
        return tuple(like.with_values(v) for v in result)
    return like.with_values(result)


RaggedTensor.elementwise = classmethod(_elementwise)  # type: ignore[assignment]


_BY_ELEMENT: dict[str, Any] = {
    "astype": astype, "zeros_like": zeros_like, "ones_like": ones_like, "full_like": full_like,
}  # fmt: skip


@RaggedTensor.rule(*_BY_ELEMENT)
def _of_values(name: str, x: RaggedTensor, *args: Any, **kwargs: Any) -> RaggedTensor:
    return x.with_values(_BY_ELEMENT[name](x.values, *args, **kwargs))
