"""A function as a graph that is closed: every array that it reads is an operand.

`close(function, types)` stages a function below whatever is being traced now. Tensors and tracers
that the function reached by itself (from its closure, from a module) are listed in `captured`; a
caller passes them behind the arguments, so that derivatives and batching see them. State that the
function assigned becomes further results, which `finish` hands on to the program outside.

Sizes that no operand shows are static parameters of the call (`sizes`), see `trace.call`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..base import trees
from ..base.errors import GradientError
from ..base.sizes import Size
from ..ir.graph import Graph
from ..ir.op import Type
from ..trace.array import Array
from ..trace.bind import type_of
from ..trace.call import Sizes
from ..trace.derive import unseen_sizes
from ..trace.stage import Stage, check_equal, run_graph

_NUMBERS = (bool, int, float, complex)


class Closed:
    """A staged function and what it read."""

    __slots__ = ("_statics", "assigned", "captured", "graph", "tree")

    def __init__(
        self,
        graph: Graph,
        tree: trees.TreeDef,
        statics: list[Any],
        captured: list[Array],
        assigned: list[Any],
    ) -> None:
        self.graph = graph
        self.tree = tree  # of what the function returned
        self._statics = statics  # for each leaf `_ARRAY`, or what is no array
        self.captured = captured
        self.assigned = assigned  # whom the last results belong to

    @property
    def sizes(self) -> Sizes:
        """The static parameter of calls: sizes in the program that no operand shows."""
        return tuple([(atom, Size({(atom,): 1})) for atom in unseen_sizes(self.graph)])

    def finish(self, results: Sequence[Any]) -> list[Any]:
        """The leaves of what the function returned; state that it assigned is assigned."""
        count = len(results) - len(self.assigned)
        for x, value in zip(self.assigned, results[count:], strict=True):
            x._assign(value)
        return self.placed(results[:count])

    def placed(self, arrays: Sequence[Any]) -> list[Any]:
        """The leaves around these arrays."""
        given = iter(arrays)
        return [next(given) if s is _ARRAY else s for s in self._statics]

    def proper(self, operands: Sequence[Any], sizes: Sizes = ()) -> list[Any]:
        """The leaves for operands (arguments, then what was captured), operation by operation.

        State that the function assigned is dropped: it is for rules, which run when derivatives
        are taken.
        """
        graph = self.graph
        outputs = graph.outputs[: len(graph.outputs) - len(self.assigned)]
        kept = Graph(graph.inputs, graph.nodes, outputs, graph.name, graph.checks)
        return self.placed(run_graph(kept, operands, dict(sizes)))


class _Mark:
    """Stands where an array goes."""


_ARRAY = _Mark()


def close(function: Callable[..., Any], types: Sequence[Type], name: str) -> Closed:
    """Stage `function(*arrays)`; see the module's docstring.

    Raises `GradientError` when the function calls `backward()` itself.
    """
    with Stage(name) as stage:
        result = function(*[stage.input(Type(t.dtype, t.shape, t.weak)) for t in types])
        leaves, tree = trees.flatten(result)
        statics = [_ARRAY if isinstance(x, (Array, *_NUMBERS)) else x for x in leaves]
        values = [stage.value(x) for x in leaves if isinstance(x, (Array, *_NUMBERS))]
        assigned = [x for x, _ in stage.assigned.values()]
        values += [v for _, v in stage.assigned.values()]
        if stage.gradients:
            raise GradientError(
                f"{name} calls backward() inside; use ni.grad there, or call backward() outside"
            )
    graph = stage.builder.finish(values)
    for check in graph.checks:
        a, b = check
        check_equal(a, b)
    return Closed(graph, tree, statics, [x for x, _ in stage.captured], assigned)


def types_of(operands: Sequence[Any]) -> list[Type]:
    """Dtypes and shapes of arrays."""
    return [type_of(x) for x in operands]
