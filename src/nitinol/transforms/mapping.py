"""A call of a mapped function: which axes of which leaves are mapped, how many elements there are,
and where the axis of the results goes. `vmap` is what users call.

A call whose arguments and result are single tensors takes a short way. This is a file of its own
because compiled functions watch all that the functions of a file name (`exec.roots`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..base import trees
from ..base.dtypes import of_python
from ..base.errors import ShapeError
from ..base.shapes import show
from ..base.sizes import Dim, Size
from ..kinds.rows import Row, is_whole
from ..trace.array import Array, Number
from ..trace.batching import Batch, mapped_size, put
from ..trace.primitives import full
from .leaves import as_array, name_of

Axis = int | None


def call(
    function: Callable[..., Any],
    in_axes: Any,
    out_axes: Any,
    name: Any,
    size: int | None,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:
    """`function` for every element; the axes and the size as of `vmap`."""
    inputs = _Inputs(function, in_axes, args, kwargs)
    with Batch(inputs.size(size), name) as level:
        given, named = inputs.lifted(level)
        return _finished(function, level, function(*given, **named), out_axes)


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
        self.plain = True
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
        # None when every argument is one leaf.
        self.treedef: trees.TreeDef | None = None
        if kwargs or len(self.leaves) != len(args) or not self.plain:
            self.treedef = trees.flatten((args, kwargs), is_whole)[1]

    def _add(self, where: str, label: str, what: str, axis: Any, argument: Any) -> None:
        if isinstance(argument, Array) and type(axis) is int and not argument.compound:
            self.leaves.append(argument)
            self.axes.append(_axis_of(where, label, argument, axis))
            self.labels.append(label)
            return
        self.plain = False
        leaves, treedef = trees.flatten(argument, is_whole)
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
        if len(self.axes) == 1 and self.axes[0] is not None and axis_size is None:
            size: Dim = self.leaves[0].shape[self.axes[0]]
            return size
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
        leaves = [
            level.lift(x, a) if a is None or not is_whole(x) else Row(x, level)
            for x, a in zip(self.leaves, self.axes, strict=True)
        ]
        if self.treedef is None:
            return tuple(leaves), {}
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
    if axis % x.ndim and is_whole(x):
        raise ShapeError(
            f"{where}: {label} is a {x.kind} tensor, of which only axis 0 can be mapped, not {axis}"
        )
    return axis % x.ndim


def spread(where: str, axes: Any, tree: Any) -> list[Axis]:
    """`axes` for each leaf of `tree`: an int or None stands for all leaves below it."""
    if axes is None or (isinstance(axes, int) and not isinstance(axes, bool)):
        return [axes] * len(trees.flatten(tree, is_whole)[0])
    inner, own = trees.flatten(axes, lambda node: node is not axes)
    if own.kind is None:
        raise TypeError(f"{where}: {axes!r} is not an axis; write an int or None")
    parts, have = trees.flatten(tree, lambda node: node is not tree or is_whole(node))
    if own.kind is not have.kind or own.aux != have.aux or len(inner) != len(parts):
        raise ShapeError(
            f"{where}: {axes!r} is nested as {own!r}, what it is for as {have!r}; write an int or "
            "None for all of it, or a nest like it"
        )
    return [a for i, p in zip(inner, parts, strict=True) for a in spread(where, i, p)]


def _finished(function: Callable[..., Any], level: Batch, result: Any, out_axes: Any) -> Any:
    """What `function` returned, with the mapped axis where it is wanted."""
    if isinstance(result, Array) and type(out_axes) is int and -1 <= out_axes <= 0:
        value, at = level.lower(result)
        if at is not None:
            return put(value, at, out_axes % (result.ndim + 1), level.size)
    where = f"vmap of {name_of(function)}"
    leaves, treedef = trees.flatten(result, is_whole)
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
        if is_whole(x):
            done.append(_whole(where, label, level, x, axis))
            continue
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


def _whole(where: str, label: str, level: Batch, x: Any, axis: Axis) -> Any:
    """A result of another kind, with the mapped axis in front."""
    if isinstance(x, Row) and x.level is level:
        if axis == 0:
            return x.whole
    elif axis is None:
        return x
    raise ShapeError(
        f"{where}: {label} is a {x.kind} tensor, which has the mapped axis in front (out_axes=0) if it differs between "
        f"elements, else none (out_axes=None); got {axis}"
    )


def _nested_like(out_axes: Any, result: Any) -> Any:
    """A list of axes for a tuple of results, or the other way round."""
    if isinstance(out_axes, list) and isinstance(result, tuple):
        return tuple(out_axes)
    return list(out_axes) if isinstance(out_axes, tuple) and isinstance(result, list) else out_axes
