"""Reverse mode on the eager tape: what `grad` and `vjp` do when the arguments are tensors.

Outside of `jit` and of other transforms, the fastest way to linearise a function at tensors is to
run it on them: the core's dispatch cache computes and records each operation in well under a
microsecond. The arguments get a history of their own for that: a fresh leaf, or, when they have a
history already, a step that changes nothing, so that the walk back stops there while outer
derivatives can pass.

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
from ..trace.bind import Tracer


class _Depth(threading.local):
    """How many recorded runs are going on in this thread."""

    count = 0


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
        nested = self.nested or any(c is not None and c._node is not None for c in cotangents)
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
    depth.count += 1
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
        outs = list(function(*arguments))
    finally:
        depth.count -= 1
        set_grad_enabled(outer)
    if any(isinstance(y, Tracer) for y in outs):
        return None
    histories = [y._node if isinstance(y, TensorBase) else None for y in outs]
    if outer and not nested and first is not None:
        nested = _reaches_before(histories, first)
    sources = [
        None if node is None else (node, y._output) for y, node in zip(outs, histories, strict=True)
    ]
    if not nested:
        outs = [
            y if node is None else make(y._storage, y._address, y._layout)
            for y, node in zip(outs, histories, strict=True)
        ]
    return Recording(outs, sources, keys, nested)


def _reaches_before(nodes: Sequence[Node | None], first: int) -> bool:
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
