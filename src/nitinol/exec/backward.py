"""The engine behind `y.backward()`: walks the tape from results to leaves.

The tape consists of core `Node`s. Each node knows the nodes of its operands (`parents`, and
`index`: which of the parent's results the operand is), what its derivative needs (`saved`) and a
`rule`. The protocol of a rule is

    rule.backward(node, cotangents) -> sequence with one gradient per parent

where `cotangents` is a list with one entry per result of the node; `None` is zero in both. A leaf
has no rule: its cotangent is added to `grad`.

Nodes are taken in the order of falling `sequence`, from a heap: every user of a result has a larger
number than its maker, so a node is taken when its cotangents are complete. Nothing recurses, and a
node is let go of as soon as it has been used, so that memory falls while the walk goes on.

`node.hooks` is a list of (output, function): the function is called with the complete cotangent
of that output and may return another to take its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Any

from ..base.errors import DTypeError, GradientError, ShapeError
from ..base.shapes import show
from ..core import Node, TensorBase, make, set_grad_enabled
from ..trace.array import operators
from ..trace.primitives import full

Root = tuple[Node, int, Any]  # a node, one of its outputs, and the cotangent of that


def backward(
    y: Any,
    gradient: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
) -> None:
    """Add the gradient of `y` to the `grad` of every leaf that it was computed from.

    * `gradient`: the cotangent of `y`, of its shape and dtype; may be left out when `y` is one
      real number.
    * `retain_graph`: keep the history, so that `backward` can be called again (default:
      `create_graph`).
    * `create_graph`: record this computation too, so that gradients can be differentiated again.

    Raises `GradientError` when `y` has no history, or when its history was freed by an earlier
    call.
    """
    run(
        [(*_origin(y), initial(y, gradient))],
        retain_graph=create_graph if retain_graph is None else retain_graph,
        create_graph=create_graph,
    )


def gradients(
    outputs: Sequence[Any],
    inputs: Sequence[Any],
    cotangents: Sequence[Any] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
) -> list[Any]:
    """The gradients of the sum of `outputs` with respect to `inputs`; no `grad` is touched.

    `cotangents` are those of the outputs. An input that the outputs do not depend on gets None.
    """
    given = [None] * len(outputs) if cotangents is None else cotangents
    roots = [(*_origin(y), initial(y, c)) for y, c in zip(outputs, given, strict=True)]
    wanted: dict[tuple[int, int], Any] = {}
    keys = []
    for x in inputs:
        node, output = _origin(x)
        keys.append((node.sequence, output))
        wanted[keys[-1]] = None
    run(
        roots,
        retain_graph=create_graph if retain_graph is None else retain_graph,
        create_graph=create_graph,
        wanted=wanted,
    )
    return [wanted[key] for key in keys]


def _origin(y: Any) -> tuple[Node, int]:
    node = y._node
    if node is None:
        raise GradientError(
            "this tensor has no history to differentiate: no tensor that it was computed from has "
            "requires_grad=True, or it was computed inside ni.no_grad(); create the inputs with "
            "ni.tensor(data, requires_grad=True)"
        )
    return node, y._output


def initial(y: Any, gradient: Any) -> Any:
    """The cotangent that a walk from `y` starts with."""
    dtype, shape = y.dtype, tuple(y.shape)
    if gradient is None:
        if y.size != 1 or dtype.is_complex:
            what = "complex" if dtype.is_complex else f"of shape {show(shape)}"
            raise GradientError(
                f"backward() of a tensor {what} needs the gradient of the final number with "
                "respect to it; reduce it to one real number first, for example with "
                "y.sum().backward(), or pass backward(gradient=...)"
            )
        return full(1, dtype, shape)
    if tuple(gradient.shape) != shape:
        raise ShapeError(
            f"backward: gradient has shape {show(tuple(gradient.shape))}, the tensor "
            f"{show(shape)}; they must be equal"
        )
    if gradient.dtype is not dtype:
        raise DTypeError(
            f"backward: gradient has dtype {gradient.dtype}, the tensor {dtype}; "
            f"pass gradient.astype({dtype})"
        )
    return gradient


def run(
    roots: Sequence[Root],
    *,
    retain_graph: bool,
    create_graph: bool,
    wanted: dict[tuple[int, int], Any] | None = None,
) -> None:
    """Walk back from `roots`.

    With `wanted`, a dict with keys (sequence of a node, output), cotangents are stored there
    instead of in leaves, and nodes older than all of them are not visited.
    """
    add = operators["add"]
    before = set_grad_enabled(create_graph)
    heap: list[int] = []  # sequence numbers, negative: the youngest node first
    pending: dict[int, tuple[Node, list[Any]]] = {}
    oldest = 0 if wanted is None else min((s for s, _ in wanted), default=0)
    try:
        for node, output, cotangent in roots:
            _deliver(heap, pending, node, output, cotangent)
        while heap:
            key = heappop(heap)
            node, cotangents = pending.pop(key)
            if node.hooks is not None:
                _call_hooks(node, cotangents)
            if wanted is not None:
                for output, c in enumerate(cotangents):
                    if (-key, output) in wanted:
                        wanted[-key, output] = c
                if -key <= oldest:
                    continue
            rule = node.rule
            if rule is None:
                if wanted is None:
                    grad = node.grad
                    node.grad = cotangents[0] if grad is None else add(grad, cotangents[0])
                continue
            parents = node.parents
            if not parents and node.freed:
                raise GradientError(
                    "the history of this tensor was freed by an earlier backward(); to go through "
                    "it again, call the earlier one with backward(retain_graph=True), or compute "
                    "the tensor again"
                )
            index = node.index
            found = rule.backward(node, cotangents)
            if not retain_graph:
                node.free()
            position = -1
            for c in found:
                position += 1
                if c is None:
                    continue
                parent = parents[position]
                if parent is None:
                    continue
                # What follows is _deliver, written out: it runs once per edge of the tape.
                output = 0 if index is None else index[position]
                key = -parent.sequence
                entry = pending.get(key)
                if entry is None:
                    heappush(heap, key)
                    count = len(parent.outputs)
                    if count < 2:
                        pending[key] = parent, [c]
                        continue
                    entry = pending[key] = parent, [None] * count
                present = entry[1][output]
                entry[1][output] = c if present is None else add(present, c)
    finally:
        set_grad_enabled(before)


def _deliver(
    heap: list[int],
    pending: dict[int, tuple[Node, list[Any]]],
    node: Node,
    output: int,
    cotangent: Any,
) -> None:
    """Add a cotangent to one output of a node, which is queued if it was not."""
    key = -node.sequence
    if key not in pending:
        pending[key] = node, [None] * max(1, len(node.outputs))
        heappush(heap, key)
    cotangents = pending[key][1]
    present = cotangents[output]
    cotangents[output] = cotangent if present is None else operators["add"](present, cotangent)


def saved_with_history(node: Node) -> list[Any]:
    """The saved values of a node, each with the history of the operand or result that it is.

    The tape itself keeps them without; a rule that is to be recorded (`create_graph`) needs it.
    """
    count = len(node.parents)
    index = node.index
    found: list[Any] = []
    for x, i in zip(node.saved, node.saves, strict=True):
        maker = node.parents[i] if i < count else node
        if isinstance(x, TensorBase) and maker is not None:
            output = i - count if i >= count else 0 if index is None else index[i]
            x = make(x._storage, x._address, x._layout, maker, output)
        found.append(x)
    return found


def _call_hooks(node: Node, cotangents: list[Any]) -> None:
    for output, function in node.hooks or ():
        if cotangents[output] is not None:
            changed = function(cotangents[output])
            if changed is not None:
                cotangents[output] = changed
