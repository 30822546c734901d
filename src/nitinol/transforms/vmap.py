"""`vmap`: a function of one element becomes a function of a whole batch.

`vmap(f)` calls `f` once, on tensors that hide their mapped axis (`trace.batching`), so that
whatever `f` does is done to all elements at once. It nests with every other transform in any
order: what the mapped function computes goes to the interpreter below, be that the tape, a
derivative, a program under construction, or another `vmap`.

Which axis of which argument is mapped says `in_axes`: an int for all arguments, or a tuple or list
with one entry per positional argument. An entry is an int, None (the same for all elements), or a
nest of those like the argument or like the upper part of its nest: `{"weights": None, "x": 0}`.
`out_axes` says in the same way where the axis of the results goes. Negative axes count from the
end, those of results with the new axis included.

Keyword arguments are mapped over axis 0, as are positional ones by default.

Random numbers. Inside a mapped function each use of a generator (`ni.random.normal(3)`, dropout)
gives different numbers to each element, as a Python loop would: the key of the use is folded with
the number of the element. With a key (`ni.random.normal(3, key=key)`) the numbers are a function of
that key; for different ones map over keys, `ni.random.split(key, n)`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from .leaves import check_callable
from .mapping import call


def vmap(
    function: Callable[..., Any],
    in_axes: Any = 0,
    out_axes: Any = 0,
    axis_name: Any = None,
    axis_size: int | None = None,
) -> Callable[..., Any]:
    """The function that computes `function` for every element along an axis of its arguments.

    * `in_axes`: the mapped axis of each argument, None for what is the same for all elements; an
      int, or a tuple with one entry per positional argument, each an int, None, or a nest of them
      like the argument.
    * `out_axes`: where the axis of the results goes; None for results that are the same for all
      elements.
    * `axis_name`: a name for the axis, by which `ni.spmd.psum` and its relatives find it.
    * `axis_size`: how many elements there are; needed only when nothing is mapped.

    Raises `ShapeError` when mapped axes do not exist or differ in size, when nothing is mapped, or
    when a result with `out_axes=None` differs between elements; `TypeError` for axes of other
    kinds. Inside, a Python `if` on a value, or a size that depends on data, raises `TracerError`.

    >>> import nitinol as ni
    >>> rows = ni.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> ni.vmap(lambda row, v: (row * v).sum(), in_axes=(0, None))(rows, ni.tensor([1.0, 10.0]))
    tensor([21., 43.])
    >>> ni.vmap(ni.grad(lambda x: x * x))(ni.tensor([1.0, 3.0]))
    tensor([2., 6.])
    """
    check_callable("vmap", function)
    if isinstance(in_axes, list):
        in_axes = tuple(in_axes)

    @wraps(function)
    def mapped(*args: Any, **kwargs: Any) -> Any:
        return call(function, in_axes, out_axes, axis_name, axis_size, args, kwargs)

    return mapped
