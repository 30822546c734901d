"""Steps of one's own on the eager tape.

`taped(function, operands)` runs a function of arrays whose derivative the interpreters know (it
reacts to tracers: `custom_jvp`, `custom_vjp`) and makes its results one node of the tape. The
function is linearised at the operands at once; the node keeps the linear program and runs it
backwards. When the way back is recorded itself (`create_graph`), the function is linearised again
at operands with their history, so that derivatives of any order pass through it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..base.errors import GradientError
from ..core import Node, TensorBase, grad_enabled, make
from ..trace.linearize import linearize
from ..trace.transpose import transpose
from .recorded import reaches_before

Flat = Callable[..., Sequence[Any]]


def bare(x: Any) -> Any:
    """A tensor without its history; everything else as it is."""
    if isinstance(x, TensorBase) and x._node is not None:
        return make(x._storage, x._address, x._layout)
    return x


def wants(x: Any) -> bool:
    """Whether a value is a tensor that requires a gradient."""
    return isinstance(x, TensorBase) and x._node is not None


def origin(x: Any) -> tuple[Any, int]:
    """The node of a tensor and which of its results it is; (None, 0) without history."""
    return (x._node, x._output) if wants(x) else (None, 0)


def with_history(node: Node, count: int) -> list[Any]:
    """The first `count` saved values of a node as the operands that they were."""
    index = node.index or (0,) * count
    return [
        x if parent is None else make(x._storage, x._address, x._layout, parent, output)
        for x, parent, output in zip(
            node.saved[:count], node.parents[:count], index[:count], strict=True
        )
    ]


def attached(outs: Sequence[Any], node: Node) -> list[Any]:
    """The results with this node as their history; those without derivative have none."""
    return [
        make(y._storage, y._address, y._layout, node, i)
        if isinstance(y, TensorBase) and y._layout.dtype.is_inexact
        else y
        for i, y in enumerate(outs)
    ]


def layouts_of(outs: Sequence[Any]) -> list[Any]:
    """The layouts of results, for a node; results that are no tensors have that of none."""
    return [y._layout for y in outs if isinstance(y, TensorBase)]


class _Linear:
    """The rule of a step whose linear program was kept."""

    __slots__ = ("count", "function", "name", "results")

    def __init__(self, name: str, function: Flat, count: int, results: int) -> None:
        self.name = name
        self.function = function
        self.count = count
        self.results = results

    def backward(self, node: Node, cotangents: Sequence[Any]) -> Sequence[Any]:
        given = [*cotangents, *[None] * (self.results - len(cotangents))]
        if grad_enabled():
            operands = with_history(node, self.count)
            wanted = [p is not None for p in node.parents]
            program = linearize(self.function, operands, wanted)[1]
        else:
            program = node.saved[self.count]
        return transpose(program, given)

    def __repr__(self) -> str:
        return self.name


def taped(name: str, function: Flat, operands: Sequence[Any]) -> list[Any]:
    """`function(*operands)` as one node of the tape; see the module's docstring."""
    wanted = [wants(x) and x.dtype.is_inexact for x in operands]
    plain = [bare(x) for x in operands]
    first = Node(None, (), (), ()).sequence
    outs, program = linearize(function, plain, wanted)
    refuse_captured(name, outs, first)
    outs = [bare(y) for y in outs]
    parents, index = zip(*[origin(x) for x in operands], strict=True)
    rule = _Linear(name, function, len(plain), len(outs))
    node = Node(rule, parents, (*plain, program), layouts_of(outs), index, _nowhere(len(plain) + 1))
    return attached(outs, node)


def _nowhere(count: int) -> tuple[int, ...]:
    return (0,) * count


def refuse_captured(name: str, outs: Sequence[Any], first: int) -> None:
    """Raise when results have a history from before node number `first`, although no argument has."""
    if reaches_before([y._node for y in outs if wants(y)], first):
        raise GradientError(
            f"{name} uses a tensor that requires a gradient without being given it, so its "
            "derivative rule cannot know of it; pass the tensor as an argument, or use "
            "ni.stop_gradient(tensor) inside"
        )
