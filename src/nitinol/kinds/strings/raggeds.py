"""Where texts meet ragged tensors: a text has any number of code points, words, tokens.

A function marked `textual` takes a ragged tensor of texts too: it is done to the texts, and the rows stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from importlib import import_module
from typing import Any, TypeVar

from ...base.errors import DTypeError
from ...tensor.creation import tensor
from ...trace.array import Array
from ...trace.kind import Kind
from .dense import ops
from .tensor import StringTensor, form_of

F = TypeVar("F", bound=Callable[..., Any])


def _ragged(values: Any, offsets: Sequence[Any], axes: tuple[int | None, ...]) -> Any:
    made: Any = import_module("nitinol.kinds.ragged.tensor").RaggedTensor
    return made(values, tuple(offsets), axes)


def ragged_of(values: Any, offsets: Any, t: StringTensor) -> Any:
    """The values that each text of `t` gave: a ragged tensor with one axis more; of one text a vector."""
    if t.form is None:
        return values
    return _ragged(values, [offsets], (*map(int, t.shape[1:]), None))


def is_ragged(x: Any) -> bool:
    """Whether `x` is a ragged tensor."""
    return isinstance(x, Kind) and x.kind == "ragged"


def textual(function: F) -> F:
    """Do a function of texts to the texts of a ragged tensor."""

    @wraps(function)
    def inner(t: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(t, Kind) and t.kind == "row":  # under vmap: one text, which has the methods
            return getattr(t, function.__name__)(*args, **kwargs)
        if not is_ragged(t):
            return function(t, *args, **kwargs)
        made = function(t.values, *args, **kwargs)
        if isinstance(made, (tuple, list)):
            return type(made)([rewrapped(t, x) for x in made])
        return rewrapped(t, made)

    return inner  # type: ignore[return-value]


def rewrapped(t: Any, x: Any) -> Any:
    """What the texts of a ragged tensor became, in its rows."""
    offsets, axes = t.parts()[0][1:], t.axes
    if not is_ragged(x):
        return _ragged(x, offsets, axes)
    return _ragged(x.values, [*offsets, *x.parts()[0][1:]], (*axes, *x.axes))


def rows_of(x: Any, where: str) -> tuple[Any, Any, Callable[[Any, Any], Any]]:
    """(values, offsets, what makes a tensor of texts of bytes and offsets) of rows: a ragged tensor, or a dense one
    whose last axis are the rows.
    """
    if not isinstance(x, Array):
        x = tensor(x)
    if not is_ragged(x):
        if x.ndim < 1:
            raise DTypeError(f"{where} wants rows, got one element")

        rows, size = tuple(x.shape[:-1]), x.shape[-1]
        offsets = ops.arange(_count(rows) + 1) * size
        return ops.ravel(x), offsets, lambda v, o: StringTensor(v, o, form_of(rows))
    values, *spans = x.parts()[0]
    axes: list[int | None] = list(x.axes[:-1])
    inner: list[Any] = []
    while axes and axes[-1] is not None:
        inner.insert(0, axes.pop())
    if not axes and not inner:
        return values, spans[-1], lambda v, o: StringTensor(v, o, ())

    def wrap(v: Any, o: Any) -> Any:
        if not axes:
            return StringTensor(v, o, form_of((x.shape[0], *inner)))
        texts: Any = StringTensor(v, o, ())
        if inner:
            texts = ops.reshape(texts, (texts.size // _count(inner), *inner))
        return _ragged(texts, spans[:-1], tuple(axes))

    return values, spans[-1], wrap


def _count(shape: Sequence[Any]) -> Any:
    made: Any = 1
    for n in shape:
        made = made * n
    return made
