"""Running a program operation by operation, to find which one goes wrong.

Compiled programs say that an index was out of range, not where: one kernel holds many operations. So when it
happens, the program is run again on the same operands, one operation after the other and the bodies of loops round by
round; the operation that fails knows the user's line that it goes back to (`Node.place`). `ni.debug.nans` runs
loops like this, too, and looks at every result.

Programs are pure until their results are written back, so nothing happens twice.
"""

from __future__ import annotations

from ..base.dtypes import int64
from ..base.errors import IndexRangeError, NitinolError
from ..base.places import locate
from ..base.sizes import Atom, Dim
from ..core import set_grad_enabled
from ..ir.graph import Graph, Node
from ..ir.op import Op, Region, Type
from ..ir.region import Closed
from ..ops.joining import stack
from ..trace.array import Array, Number
from ..trace.bind import active
from ..trace.primitives import full, zeros
from ..trace.stage import run_graph, substitute_sizes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeAlias

# What computes one operation: (op, operands, params) to its result or results.
Apply: TypeAlias = "Callable[[Op, Sequence[Any], dict[str, Any]], Any]"


class Interpreter:
    """Runs graphs by applying `apply` to one operation at a time."""

    def __init__(self, apply: Apply, quiet: bool = False) -> None:
        self.apply = apply
        self.quiet = quiet  # whether `ni.debug.print` prints nothing

    def run(
        self, graph: Graph, operands: Sequence[Any], sizes: dict[Atom, Dim] | None = None
    ) -> list[Any]:
        """The outputs of a graph; errors name the line of the operation."""
        given = [
            x if isinstance(x, Array) else Number(x, v.type.dtype, v.type.weak)
            for v, x in zip(graph.inputs, operands, strict=True)
        ]
        return run_graph(graph, given, sizes, self._step)

    def _step(
        self, node: Node, operands: Sequence[Any], params: dict[str, Any], sizes: dict[Atom, Dim]
    ) -> Any:
        try:
            return self.node(node.op, operands, params, sizes)
        except NitinolError as error:
            locate(error, active.origin)
            raise

    def node(
        self,
        op: Op,
        operands: Sequence[Any],
        params: dict[str, Any],
        sizes: dict[Atom, Dim] | None = None,
    ) -> Any:
        """One operation; loops and branches operation by operation."""
        if isinstance(op.lowering, Region):
            if op.lowering.kind == "print" and self.quiet:
                return operands[0]
            handler = getattr(self, "_" + op.lowering.kind, None)
            if handler is not None:
                return tuple(handler(list(operands), params, dict(sizes or ())))
        return self.apply(op, operands, params)

    # --- branches and loops

    def _switch(self, operands: list[Any], params: dict[str, Any], sizes: dict[Atom, Dim]) -> Any:
        branches: tuple[Closed, ...] = params["branches"]
        chosen = min(max(_int(operands[0]), 0), len(branches) - 1)
        return self.run(branches[chosen].graph, operands[1:], sizes)

    def _sized(self, operands: list[Any], params: dict[str, Any], sizes: dict[Atom, Dim]) -> Any:
        body: Closed = params["body"]
        atom = params["size"].atom
        return self.run(body.graph, operands[1:], {**sizes, atom: max(_int(operands[0]), 0)})

    def _while(self, operands: list[Any], params: dict[str, Any], sizes: dict[Atom, Dim]) -> Any:
        carries, first = params["carries"], params["carries"] + params["cond_consts"]
        carry, rounds = operands[:carries], 0
        while _int(self.run(params["cond"].graph, [*carry, *operands[carries:first]], sizes)[0]):
            carry = self.run(params["body"].graph, [*carry, *operands[first:]], sizes)
            rounds += 1
        return [*carry, full(rounds, int64, ())]

    def _scan(self, operands: list[Any], params: dict[str, Any], sizes: dict[Atom, Dim]) -> Any:
        body: Closed = params["body"]
        carries, last = params["carries"], params["carries"] + params["xs"]
        carry, xs, consts = operands[:carries], operands[carries:last], operands[last:]
        length = int(params["length"])
        stacks: list[list[Any]] = [[] for _ in body.results[carries:]]
        for step in range(length):
            i = length - 1 - step if params["reverse"] else step
            found = self.run(body.graph, [*carry, *[x[i] for x in xs], *consts], sizes)
            carry = found[:carries]
            for column, y in zip(stacks, found[carries:], strict=True):
                column.append(y)
        ys = []
        for column, t in zip(stacks, body.results[carries:], strict=True):
            shape = tuple([substitute_sizes(n, sizes) for n in t.shape])
            column = column[::-1] if params["reverse"] else column
            ys.append(stack(column) if column else zeros(Type(t.dtype, (0, *shape))))
        return [*carry, *ys]


def _int(x: Any) -> int:
    return int(x.number.real) if isinstance(x, Number) else int(x)


def blame(error: IndexRangeError, apply: Apply, run: Callable[[Interpreter], Any]) -> None:
    """Add to an error of a program the line of the user's that the operation that failed goes back to.

    `run` does again what failed.
    """
    if "\n  at " in str(error):
        return
    recording = set_grad_enabled(False)
    before = active.lazy, active.stage, active.mapped
    active.lazy, active.stage, active.mapped = None, None, ()
    try:
        run(Interpreter(apply, quiet=True))
    except IndexRangeError as found:
        error.args = found.args
    except Exception:
        return  # an explanation that fails must not hide the error
    finally:
        set_grad_enabled(recording)
        active.lazy, active.stage, active.mapped = before


__all__ = ["Interpreter", "blame"]
