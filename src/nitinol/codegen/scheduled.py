"""`Scheduled`: what the scheduler hands to the emitter of programs."""

from __future__ import annotations

from ..base.record import field, record
from ..base.sizes import Atom
from ..ir.graph import Graph, Value
from ..ir.loop import Group
from ..ir.op import Strided
from ..schedule.memory import Arena


@record()
class Scheduled:
    """A graph with its groups, and where each value lies."""

    graph: Graph
    groups: list[Group]
    steps: list[list[Group]]  # the same in the same order: those of one list run at the same time
    memory: dict[Value, Strided]
    orders: dict[Value, tuple[int, ...]]  # of those that do not lie in the natural order
    buffers: list[Value]  # values that results are made of, in the order of the result buffers
    temporaries: list[Value]
    arena: Arena
    atoms: list[Atom]  # the open sizes, in the order of `dims`
    # (buffer, input): results that may lie where an operand does; and how many steps run before the first of them.
    over: list[tuple[int, int]] = field(default_factory=list)
    commit: int = 0
    # Of values that others are written into (`schedule.joins`): these, and how many bytes behind its beginning.
    inside: dict[Value, list[tuple[Value, int]]] = field(default_factory=dict)

    @property
    def values(self) -> list[Value]:
        """All that has an address: inputs and results, temporaries, and what is written into others."""
        parts = [v for found in self.inside.values() for v, _ in found]
        return [*self.graph.inputs, *self.buffers, *self.temporaries, *parts]
