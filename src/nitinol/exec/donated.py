"""Donated arguments: a compiled function may write its results over them.

State that a function assigns to is written over its old value where nothing else holds it (`schedule.overwrite`). In
functional style, `params = step(params, x)`, the caller holds the old value during the call, and has to say that it
will not be looked at again. Then the argument is assigned to as state is: the traced function ends by giving each
donated tensor the first result of its dtype and shape that nobody has taken. So it is the same machinery, with the
same safeguards: memory that a view or an array shares is not written to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ..base import trees
from ..base.shapes import same_shape
from ..trace.bind import active
from ..trace.stage import Stage, StageTracer


def donating(function: Callable[..., Any], donated: frozenset[Any]) -> Callable[..., Any]:
    """`function` for tracing: these of its arguments (positions and names) take results as their values."""

    def traced(*args: Any, **kwargs: Any) -> Any:
        given = [x for i, x in enumerate(args) if i in donated]
        given += [x for name, x in kwargs.items() if name in donated]
        result = function(*args, **kwargs)
        made = [x for x in _tensors(result) if not x.value.is_input]
        for x in filter(_donates, _tensors(given)):
            for i, new in enumerate(made):
                if new.dtype is x.dtype and same_shape(new.shape, x.shape):
                    x._assign(made.pop(i))
                    break
        return result

    return traced


def _tensors(tree: Any) -> Iterator[StageTracer]:
    return (x for x in trees.leaves(tree) if isinstance(x, StageTracer))


def _donates(x: StageTracer) -> bool:
    """Whether an argument is a tensor, without a history: its memory would be a part of that."""
    stage = active.stage
    if not isinstance(stage, Stage) or id(x) not in stage.sources:
        return False
    return all(x is not t for t in stage.trainable)
