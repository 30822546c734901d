"""Reverse mode on the eager tape: what `grad` and `vjp` do when the arguments are tensors.

Outside of `jit` and of other transforms, the fastest way to linearise a function at tensors is to
run it on them: the core's dispatch cache computes and records each operation in well under a
microsecond. The arguments get a history of their own for that: a fresh leaf, or, when they have a
history already, a step that changes nothing, so that the walk back stops there while outer
derivatives can pass.

Inside `vmap` the tensors are those below the mapped arguments (`recorded_beneath`): elements do not
depend on one another, so one walk back gives the gradients of all. This needs every differentiated
argument to be mapped by the same levels as the results; otherwise gradients of different elements
would be added up.

Whether outer derivatives exist decides what is kept. If an argument has a history, or the
function used a tensor that has one (and the caller records), then the gradients are recorded
themselves and results keep their history: this is how `grad` of `grad` and `backward` through a
`grad` work. Otherwise nothing remains.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from ..core import Node, TensorBase, make, set_grad_enabled
from ..exec.backward import run
from ..trace.batching import Batch, BatchTracer
from ..trace.bind import Tracer
from .hidden import conceal, expose


class _Depth(threading.local):
    """How many recorded runs are going on in this thread; gradients of tapes are recorded in them, too."""

    count = 0

    def __enter__(self) -> None:
        self.count += 1

    def __exit__(self, *error: object) -> None:
        self.count -= 1


depth = _Depth()


class _Same:
    """The rule of a step that changes nothing."""

    def backward(self, node: Node, cotangents: Sequence[Any]) -> Sequence[Any]:
        return cotangents


_same = _Same()


class Recording:
    """A run of a function that was recorded on the tape."""

    __slots__ = ("keys", "nested", "outs", "sources")

    def __init__(
        self,
        outs: list[Any],
        sources: list[tuple[Node, int] | None],
        keys: list[tuple[int, int] | None],
        nested: bool,
    ) -> None:
        self.outs = outs  # as the caller may see them
        self.sources = sources  # where the walk back starts, for each result that depends on inputs
        self.keys = keys  # where it ends, for each argument
        self.nested = nested  # whether outer derivatives may want to pass through

    def pull(self, cotangents: Sequence[Any], *, last: bool) -> list[Any]:
        """The cotangents of the arguments; `last` says that the history is not needed again."""
        wanted: dict[tuple[int, int], Any] = {k: None for k in self.keys if k is not None}
        roots = [
            (*source, c)
            for source, c in zip(self.sources, cotangents, strict=True)
            if source is not None and c is not None
        ]
        nested = self.nested or any(getattr(c, "_node", None) is not None for c in cotangents)
        run(
            roots,
            retain_graph=nested or not last,
            create_graph=nested,
            wanted=wanted,
        )
        return [None if k is None else wanted[k] for k in self.keys]


def recorded(
    function: Callable[..., Sequence[Any]], leaves: Sequence[Any], wanted: Sequence[bool]
) -> Recording | None:
    """Run `function(*leaves)` on the tape; None when a result is a tracer of an outer transform."""
    arguments: list[Any] = []
    keys: list[tuple[int, int] | None] = []
    nested = False
    first: int | None = None
    outer = set_grad_enabled(True)
    try:
        for x, want in zip(leaves, wanted, strict=True):
            if not want:
                arguments.append(x)
                keys.append(None)
                continue
            node = x._node
            if node is None or not outer:
                fresh = Node(None, (), (), (x._layout,))
            else:
                nested = True
                fresh = Node(_same, (node,), (), (x._layout,), (x._output,))
            if first is None:
                first = fresh.sequence
            arguments.append(make(x._storage, x._address, x._layout, fresh, 0))
            keys.append((fresh.sequence, 0))
        with depth:
            outs = list(function(*arguments))
    finally:
        set_grad_enabled(outer)
    if any(isinstance(y, Tracer) for y in outs):
        return None
    histories = [y._node if isinstance(y, TensorBase) else None for y in outs]
    if outer and not nested and first is not None:
        nested = reaches_before(histories, first)
    sources = [
        None if node is None else (node, y._output) for y, node in zip(outs, histories, strict=True)
    ]
    if not nested:
        outs = [
            y if node is None else make(y._storage, y._address, y._layout)
            for y, node in zip(outs, histories, strict=True)
        ]
    return Recording(outs, sources, keys, nested)


def reaches_before(nodes: Sequence[Node | None], first: int) -> bool:
    """Whether the history of `nodes` contains one that is older than number `first`."""
    todo = [n for n in nodes if n is not None]
    seen = {n.sequence for n in todo}
    while todo:
        node = todo.pop()
        if node.sequence < first:
            return True
        for parent in node.parents:
            if parent is not None:
                number = parent.sequence
                if number not in seen:
                    seen.add(number)
                    todo.append(parent)
    return False


# --- inside of vmap

Levels = tuple[Batch, ...]


class Mapped:
    """A recorded run of a function of one element, for all elements."""

    __slots__ = ("_axes", "_levels", "_places", "_recording", "outs")

    def __init__(
        self,
        recording: Recording,
        levels: Levels,
        axes: Sequence[Sequence[int]],
        places: Sequence[Sequence[int] | None],
    ) -> None:
        self._recording = recording
        self._levels = levels
        self._axes = axes  # of the arguments
        self._places = places  # the axes of the results that are mapped
        self.outs = [
            y if where is None else _lifted(y, levels, where)
            for y, where in zip(recording.outs, places, strict=True)
        ]

    def pull(self, cotangents: Sequence[Any], *, last: bool) -> list[Any]:
        """As of `Recording`."""
        given: list[Any] = []
        for c, places in zip(cotangents, self._places, strict=True):
            if c is not None and places is not None:
                for level, place in zip(self._levels, places, strict=True):
                    c = expose(level, c, place)
            given.append(c)
        found = self._recording.pull(given, last=last)
        return [
            None if g is None else _concealed(g, self._levels, axes)
            for g, axes in zip(found, self._axes, strict=True)
        ]


def beneath(x: Any) -> tuple[Levels, list[int], Any]:
    """(levels of `vmap`, uppermost first, hidden axes, value below them) of anything."""
    levels: list[Batch] = []
    axes: list[int] = []
    while isinstance(x, BatchTracer):
        levels.append(x.interpreter)  # type: ignore[arg-type]
        axes.append(x.axis)
        x = x.value
    return tuple(levels), axes, x


def _lifted(value: Any, levels: Levels, axes: Sequence[int]) -> Any:
    for level, axis in zip(reversed(levels), reversed(axes), strict=True):
        value = level.lift(value, axis)
    return value


def _concealed(value: Any, levels: Levels, axes: Sequence[int]) -> Any:
    for level, axis in zip(reversed(levels), reversed(axes), strict=True):
        value = conceal(level, value, axis)
    return value


def recorded_beneath(
    function: Callable[..., Sequence[Any]],
    leaves: Sequence[Any],
    wanted: Sequence[bool],
    others: Sequence[Any],
) -> Recording | Mapped | None:
    """Run `function(*leaves)` on the tape below the levels of `vmap` that map all `wanted` leaves.

    `others` are leaves of further arguments. None when a differentiated argument is no tensor
    below such levels, or a result is none.
    """
    levels: Levels | None = None
    axes: list[Sequence[int]] = []
    values: list[Any] = []
    for x, want in zip(leaves, wanted, strict=True):
        own, where, value = beneath(x) if want else ((), [], x)
        if want:
            if not isinstance(value, TensorBase) or (levels is not None and own != levels):
                return None
            levels = own
        axes.append(where)
        values.append(value)
    if levels is None:
        return None
    for x in others:
        if isinstance(x, Tracer):
            own, _, value = beneath(x)
            if isinstance(value, Tracer) or not set(own) <= set(levels):
                return None
    if not levels:
        return recorded(function, leaves, wanted)
    places: list[Sequence[int] | None] = []
    whole = True  # whether all results are mapped

    def inner(*values: Any) -> list[Any]:
        nonlocal whole
        outs: list[Any] = []
        for y in function(*[_lifted(x, levels, a) for x, a in zip(values, axes, strict=True)]):
            own, where, value = beneath(y)
            if own == levels and isinstance(value, TensorBase):
                outs.append(value)
                places.append(where)
            else:  # None from `recorded` if it is a tracer
                whole = whole and getattr(y, "_node", None) is None
                outs.append(y)
                places.append(None)
        return outs

    recording = recorded(inner, values, wanted)
    return Mapped(recording, levels, axes, places) if recording is not None and whole else None
