"""`walk`: from results back to leaves, along the tape.

Nodes are taken in the order of falling `sequence`, from a heap: every user of a result has a larger
number than its maker, so a node is taken when its cotangents are complete. Nothing recurses, and a
node is let go of as soon as it has been used, so memory falls while the walk goes on.

What happens at a node is decided by `visit(node, cotangents)`: it is given the complete cotangents
of the node's results, a list with None where one is zero, and gives the gradients of its operands,
one for each parent or None, or None where the walk need not go on.

The native core runs by itself what it has learnt (`learn_step`), and asks `visit` for the rest. The
two must agree: with `steps` a leaf without hooks gets its cotangent added to `grad`, and a node
without hooks the gradients that its rule would give.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import heappop, heappush
from typing import Any

from ..layout import Layout
from ..recipe import Recipe
from .tensor import Node

Pending = dict[int, tuple[Node, list[Any]]]  # by negative sequence: a node and its cotangents


def walk(
    roots: tuple[tuple[Node, int, Any], ...],
    visit: Callable[[Node, list[Any]], Sequence[Any] | None],
    add: Callable[[Any, Any], Any],
    retain: bool,
    steps: bool,
) -> None:
    """Walk back from `roots`: nodes, which of their results, and the cotangents of these.

    * `add`: adds two cotangents.
    * `retain`: whether nodes keep their history; otherwise it is dropped once it was used.
    * `steps`: whether nodes without hooks may be passed without `visit` (see above).
    """
    heap: list[int] = []  # sequence numbers, negative: the youngest node first
    pending: Pending = {}
    for root, output, cotangent in roots:
        _deliver(heap, pending, add, root, output, cotangent)
    node: Any = None
    while True:
        if node is None:
            if not heap:
                return
            node, cotangents = pending.pop(heappop(heap))
        parents, index = node.parents, node.index
        found = visit(node, cotangents)
        if found is None:
            node = None
            continue
        if not retain:
            node.free()
        # The one node of an unbranched chain needs no queue: it is the next one.
        node = None
        for position, (c, parent) in enumerate(zip(found, parents, strict=True)):
            if c is None or parent is None:
                continue
            if node is not None:
                _deliver(heap, pending, add, node, output, cotangent)
                node = None
            output = 0 if index is None else index[position]
            if heap:
                _deliver(heap, pending, add, parent, output, c)
            else:
                node, cotangent = parent, c
        if node is not None:
            cotangents = _places(node, output)
            cotangents[output] = cotangent


def _places(node: Node, output: int) -> list[Any]:
    """A list with room for one cotangent of each result."""
    count = len(node.outputs) or 1
    if not 0 <= output < count:
        raise ValueError(
            f"a gradient for result {output} of a tape node with {count} results; "
            "give Node all `outputs`"
        )
    return [None] * count


def _deliver(
    heap: list[int],
    pending: Pending,
    add: Callable[[Any, Any], Any],
    node: Node,
    output: int,
    cotangent: Any,
) -> None:
    """Add a cotangent to one result of a node, which is queued if it was not."""
    key = -node.sequence
    entry = pending.get(key)
    if entry is None:
        entry = node, _places(node, output)
        heappush(heap, key)
        pending[key] = entry
    cotangents = entry[1]
    present = cotangents[output]
    cotangents[output] = cotangent if present is None else add(present, cotangent)


def learn_step(
    node: Node,
    layouts: Sequence[Layout | None],
    recipe: Recipe | None,
    picks: Sequence[int],
    gives: Sequence[int | None],
) -> None:
    """Let walks go through nodes like this one without asking `visit`: nodes with the same rule,
    with cotangents of these layouts, and with a history for the same operands.

    * `recipe`: the backward program; None when every gradient is a cotangent, passed on.
    * `picks`: its operands: i is saved value i of the node, ~i cotangent i.
    * `gives`: for each operand of the node its gradient: i is result i of `recipe`, ~i cotangent
      i, None is zero.

    Here nothing is gained by it, so nothing is kept.
    """
