"""Which groups run at the same time: *bundles* of point-wise work that is independent.

A program of an optimizer has a small group for each parameter. One after another, each costs a hand-over to the
threads, and one that is too small for several threads leaves the others idle. `gather` puts such groups into one
*step* of the program, which is one kernel: its tasks are cut across all members (`codegen.bundles`).

Groups are walked in the order of the program. Loops wait, as long as nobody reads what they store, and those that wait
at the same time are a bundle. Nothing is ever moved to an earlier place. A group waits only where that costs no memory
and no chance to save any:

* What it stores exists later than before, never longer. What it reads must exist until the bundle runs: inputs do in
  any case; of temporaries a group may hold `HELD` bytes, and a bundle `HELD_BY_ALL`. Groups that read more of what
  the program has just computed run at once, while it lies in the caches.
* A result may be written over an input of the same type by the last group that reads it. So none waits past a group
  that could do so with what it reads, nor runs beside one, unless it is tiny. Where that has been decided (`over`),
  none waits past the first group that does it, nor runs in the step of one that writes over what it reads.

The order of steps, and of groups within one, is explicit (`Scheduled.steps`); passes that follow may rely on this: a
group of an earlier step has run, and one of the same step may run before, after, or at the same time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ..base.shapes import same_shape
from ..base.sizes import product
from ..ir.graph import Value
from ..ir.loop import Group
from .memory import bytes_of

HELD = 1 << 16  # bytes of temporaries that a group may keep alive while it waits
HELD_BY_ALL = 1 << 20
TINY = 1 << 10  # bytes of an input that are not worth writing over
MEMBERS = 4096  # of a bundle


class _Waiting:
    """The groups that wait, what they read, hold, and store."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.reads: set[Value] = set()
        self.stores: set[Value] = set()
        self.held: dict[Value, int] = {}


def gather(
    groups: Sequence[Group],
    inputs: Collection[Value],
    kept: Collection[Value],
    over: Mapping[Value, Value] | None = None,
) -> list[list[Group]]:
    """The steps of a program. `inputs` and `kept` (its results) need no memory of the arena.

    over: results that will lie where an input does, and which; all others that read it come before in `groups`.
    """
    over = over or {}
    begun = False  # whether something has been written over an input
    free = {*inputs, *kept}
    given = set(inputs)
    steps: list[list[Group]] = []
    waiting = _Waiting()

    def run() -> None:
        nonlocal waiting
        if waiting.groups:
            steps.append(waiting.groups)
            waiting = _Waiting()

    for group in groups:
        replaced = [v for v in group.reads & given if _large(v) and _replaces(group, v)]
        written = [over[v] for v in group.stores if v in over]
        first, begun = bool(written) and not begun, begun or bool(written)
        needed = not waiting.stores.isdisjoint(group.reads)
        if first or needed or not waiting.reads.isdisjoint([*replaced, *written]):
            run()
        if group.kind != "loop" or group.beside:
            steps.append([group])
            continue
        held = {v: _known_bytes(v) for v in group.reads - free}
        if sum(held.values()) > HELD:
            steps.append([group])
            continue
        total = sum((waiting.held | held).values())
        if total > HELD_BY_ALL or len(waiting.groups) == MEMBERS:
            run()
        waiting.groups.append(group)
        waiting.reads |= group.reads
        waiting.stores.update(group.stores)
        waiting.held |= held
    run()
    return steps


def _known_bytes(value: Value) -> int:
    """Bytes of a value; one of open size may be large."""
    nbytes = bytes_of(value)
    return nbytes if isinstance(nbytes, int) else HELD + 1


def _large(value: Value) -> bool:
    count = product(value.type.shape)
    return not isinstance(count, int) or count * value.type.dtype.itemsize > TINY


def _replaces(group: Group, value: Value) -> bool:
    """Whether a result of the group could lie where `value` does."""
    kind = value.type
    stored = [v.type for v in group.stores]
    return any(t.dtype is kind.dtype and same_shape(t.shape, kind.shape) for t in stored)


__all__ = ["gather"]
