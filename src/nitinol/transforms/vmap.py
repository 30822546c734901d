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

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from ..base import trees
from ..base.dtypes import of_python
from ..base.errors import ShapeError
from ..base.shapes import show
from ..base.sizes import Dim, Size
from ..trace.array import Array, Number
from ..trace.batching import Batch, mapped_size, put
from ..trace.primitives import full
from .leaves import as_array, check_callable, name_of

Axis = int | None


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
        inputs = _Inputs(function, in_axes, args, kwargs)
        with Batch(inputs.size(axis_size), axis_name) as level:
            given, named = inputs.lifted(level)
            return _finished(function, level, function(*given, **named), out_axes)

    return mapped


class _Inputs:
    """The leaves of a call, and which of their axes are mapped."""

    def __init__(
        self,
        function: Callable[..., Any],
        in_axes: Any,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> None:
        self.function = function
        where = f"vmap of {name_of(function)}"
        if isinstance(in_axes, tuple):
            if len(in_axes) != len(args):
                raise ShapeError(
                    f"{where}: in_axes={in_axes!r} has {len(in_axes)} entries, but the call has "
                    f"{len(args)} positional argument{'s' if len(args) != 1 else ''}; write one "
                    "entry for each, or one int for all"
                )
            each: Sequence[Any] = in_axes
        else:
            each = [in_axes] * len(args)
        self.leaves: list[Any] = []
        self.axes: list[Axis] = []
        self.labels: list[str] = []
        for position, (axis, argument) in enumerate(zip(each, args, strict=True)):
            self._add(where, f"argument {position}", "in_axes", axis, argument)
        for name, argument in kwargs.items():
            self._add(where, f"argument {name!r}", "in_axes", 0, argument)
        self.treedef = trees.flatten((args, kwargs))[1]

    def _add(self, where: str, label: str, what: str, axis: Any, argument: Any) -> None:
        leaves, treedef = trees.flatten(argument)
        axes = spread(f"{where}: {what} of {label}", axis, argument)
        for number, (leaf, a) in enumerate(zip(leaves, axes, strict=True)):
            name = label if treedef.kind is None else f"leaf {number} of {label}"
            if a is None:
                self.leaves.append(leaf)
                self.axes.append(None)
            else:
                x = as_array(leaf)
                self.leaves.append(x)
                self.axes.append(_axis_of(where, name, x, a))
            self.labels.append(name)

    def size(self, axis_size: int | None) -> Dim:
        """How many elements there are."""
        where = f"vmap of {name_of(self.function)}"
        found = [
            (label, x, a, x.shape[a])
            for label, x, a in zip(self.labels, self.leaves, self.axes, strict=True)
            if a is not None
        ]
        if axis_size is not None and (
            isinstance(axis_size, bool) or not isinstance(axis_size, (int, Size))
        ):
            raise TypeError(f"{where}: axis_size={axis_size!r}; write an int")
        if not found:
            if axis_size is None:
                raise ShapeError(
                    f"{where}: no argument is mapped, so there is nothing to tell how many "
                    "elements there are; map one with in_axes, or pass axis_size=n"
                )
            return axis_size
        known = [n for *_, n in found if isinstance(n, int)]
        wanted = axis_size if axis_size is not None else known[0] if known else None
        if any(n != wanted for n in known):
            listed = ", ".join(
                f"{label} has shape {show(tuple(x.shape))} and {n!r} along axis {a}"
                for label, x, a, n in found
            )
            raise ShapeError(
                f"{where}: mapped axes must have one size"
                + (f", axis_size={axis_size}" if axis_size is not None else "")
                + f", but {listed}; write None in in_axes for what is not mapped"
            )
        sizes: list[Dim] = [n for *_, n in found]
        return mapped_size(where, sizes if axis_size is None else [axis_size, *sizes])

    def lifted(self, level: Batch) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The arguments for the function."""
        leaves = [level.lift(x, a) for x, a in zip(self.leaves, self.axes, strict=True)]
        args, kwargs = trees.unflatten(self.treedef, leaves)
        return args, kwargs


def _axis_of(where: str, label: str, x: Any, axis: int) -> int:
    if not isinstance(x, Array):
        raise TypeError(
            f"{where}: {label} is a {type(x).__name__}, which has no axis to map over; write None "
            "for it in in_axes"
        )
    if not -x.ndim <= axis < x.ndim:
        hint = (
            "write None for it in in_axes"
            if not x.ndim
            else f"write {-x.ndim} to {x.ndim - 1} in in_axes, or None for what is not mapped"
        )
        raise ShapeError(
            f"{where}: {label} has shape {show(tuple(x.shape))}, so there is no axis {axis} to map "
            f"over; {hint}"
        )
    return axis % x.ndim


def spread(where: str, axes: Any, tree: Any) -> list[Axis]:
    """`axes` for each leaf of `tree`: an int or None stands for all leaves below it."""
    if axes is None or (isinstance(axes, int) and not isinstance(axes, bool)):
        return [axes] * len(trees.flatten(tree)[0])
    inner, own = trees.flatten(axes, lambda node: node is not axes)
    if own.kind is None:
        raise TypeError(f"{where}: {axes!r} is not an axis; write an int or None")
    parts, have = trees.flatten(tree, lambda node: node is not tree)
    if own.kind is not have.kind or own.aux != have.aux or len(inner) != len(parts):
        raise ShapeError(
            f"{where}: {axes!r} is nested as {own!r}, what it is for as {have!r}; write an int or "
            "None for all of it, or a nest like it"
        )
    return [a for i, p in zip(inner, parts, strict=True) for a in spread(where, i, p)]


def _finished(function: Callable[..., Any], level: Batch, result: Any, out_axes: Any) -> Any:
    """What `function` returned, with the mapped axis where it is wanted."""
    where = f"vmap of {name_of(function)}"
    leaves, treedef = trees.flatten(result)
    axes = spread(f"{where}: out_axes", _nested_like(out_axes, result), result)
    done = []
    for number, (leaf, axis) in enumerate(zip(leaves, axes, strict=True)):
        label = "the result" if treedef.kind is None else f"leaf {number} of the result"
        x = full(leaf, of_python(leaf), ()) if isinstance(leaf, (bool, int)) else as_array(leaf)
        if not isinstance(x, Array):
            raise TypeError(
                f"{where}: {label} is a {type(x).__name__}; return tensors and numbers, in lists, "
                "tuples and dicts"
            )
        value, at = level.lower(x)
        if axis is None:
            if at is not None:
                raise ShapeError(
                    f"{where}: {label} differs between elements, so out_axes=None does not fit; "
                    "write an axis, or reduce it over the elements with ni.spmd.psum"
                )
            done.append(value)
            continue
        if not -x.ndim - 1 <= axis <= x.ndim:
            raise ShapeError(
                f"{where}: {label} has shape {show(tuple(x.shape))} for each element, so its new "
                f"axis cannot be number {axis}; write {-x.ndim - 1} to {x.ndim} in out_axes"
            )
        if isinstance(value, Number):
            value = full(value.number, value.dtype, ())
        done.append(put(value, at, axis % (x.ndim + 1), level.size))
    return trees.unflatten(treedef, done)


def _nested_like(out_axes: Any, result: Any) -> Any:
    """A list of axes for a tuple of results, or the other way round."""
    if isinstance(out_axes, list) and isinstance(result, tuple):
        return tuple(out_axes)
    return list(out_axes) if isinstance(out_axes, tuple) and isinstance(result, list) else out_axes
