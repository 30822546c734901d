"""How much temporary memory a program asks for, found out without running it.

`Footprint` goes through a scheduled program as its emitter does, with known sizes. Where the emitter
would write a request for memory it notes the bytes, and where it would write that they are given
back it lets go of them. So the arena, the blocks that the tasks of a template share, and the memory
of loops and branches (of nested ones, too) are counted in the order in which the program holds them.
Kernels are not written.

What the tasks of a program have on their stacks is not counted; it is bounded for each thread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

from ..base.errors import ShapeError
from ..base.sizes import Atom, evaluate
from ..ir.graph import Value
from ..ir.loop import Group
from ..llvm.target import Target
from ..llvm.text import Int
from ..schedule.memory import bytes_of
from ..schedule.nests import plan_nest
from ..templates.column_sums import ColumnSums
from ..templates.nest_columns import splits_columns
from ..templates.nest_sizes import splits
from .anchors import GroupContext
from .lanes import nest_lanes
from .program import COLUMN_MEMORY, SHARED_MEMORY, ProgramEmitter
from .reserve import parts_block
from .scheduled import Scheduled


class Footprint(ProgramEmitter):
    """Bytes of temporary memory of a program: `peak`, the most that it holds at one time; and `largest`, of the
    tensors that it makes."""

    def __init__(
        self, scheduled: Scheduled, target: Target, sizes: Mapping[Atom, int], threads: int
    ) -> None:
        self.known: dict[Atom, Int] = {a: sizes[a] for a in scheduled.atoms}
        self.threads = threads
        self.peak = self.held = 0
        self.given = sizes
        self.largest: tuple[int, Value] | None = None
        super().__init__(scheduled, target, "footprint")
        with self._arena():
            self.write_groups()

    def _dims(self) -> dict[Atom, Int]:
        return self.known

    @contextmanager
    def memory(self, nbytes: Int) -> Iterator[str]:
        # Only what a loop finds out by running is not known here: then the program's own size is not.
        more = nbytes if isinstance(nbytes, int) else 0
        self.held += more
        self.peak = max(self.peak, self.held)
        yield "null"
        self.held -= more

    @contextmanager
    def _small_memory(self, nbytes: Int, usual: int) -> Iterator[str]:
        if isinstance(nbytes, int) and nbytes <= usual:
            yield "null"
            return
        with self.memory(nbytes) as base:
            yield base

    def launch(self, group: Group, before: bool = False) -> None:
        number, self._number = self._number, self._number + 1
        self._group(number, group, str(self.threads), before)

    def launch_bundle(self, groups: Sequence[Group]) -> None:
        self.next_number()
        for group in groups:
            self._see(group)

    def thread_count(self) -> Int:
        return self.threads

    @contextmanager
    def sized(self, atom: Atom, size: Int, most: Int) -> Iterator[None]:
        if isinstance(most, int):
            self.given = {**self.given, atom: most}
        with super().sized(atom, size, most):
            yield

    def _see(self, group: Group) -> None:
        for value in group.stores:
            try:
                nbytes = evaluate(bytes_of(value), self.given)
            except ShapeError:
                continue  # a size that the run makes
            if self.largest is None or nbytes > self.largest[0]:
                self.largest = nbytes, value

    def _nest_group(self, number: int, group: Group, threads: str) -> None:
        self._see(group)
        nest = plan_nest(group, self.s.memory, self.s.orders)
        nbytes = parts_block(self.k, nest, nest_lanes(group, nest, self.target))
        columns = nest.beside or (splits_columns(nest) and not splits(nest))
        usual = COLUMN_MEMORY if columns else SHARED_MEMORY
        with self._small_memory(nbytes, usual):
            pass

    def _anchor_group(self, number: int, group: Group, threads: str, before: bool) -> None:
        if before:
            return
        self._see(group)
        sizes = GroupContext(self.k, group, self.s.memory, lambda value: "null", self.threads)
        with ExitStack() as stack:
            for nbytes in self.plan_of(group).shared(sizes).values():
                stack.enter_context(self._small_memory(nbytes, SHARED_MEMORY))
            if group.beside:
                nbytes = ColumnSums(self.k, group).nbytes
                stack.enter_context(self._small_memory(nbytes, COLUMN_MEMORY))


__all__ = ["Footprint"]
