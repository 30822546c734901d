"""The contract between templates of anchor operations and the code generator that places them.

An anchor is an operation that owns a loop nest: a matrix product, a convolution, a pooling. Its
template writes that loop nest; everything point-wise behind it (bias, activation, cast, a
residual) is the code generator's: the template hands over each finished vector with
`AnchorContext.write`, which applies what was fused and stores.

What is point-wise in front (an activation, a cast, padding) may be fused too, into operands that
the template says it *pulls* (`Template.pulls`). Such an operand never lies in memory. Where the
template would load a vector of it, `AnchorContext.pull` writes the code that computes that vector.
Which operands of a node are pulled the scheduler decides (`SizeContext.is_pulled`), so a template
that pulls has both ways, and bits are the same on both.

Folds down the columns of a result may stand beside what is fused behind (`schedule.behind`), where the
template says that it `folds`. Their order is by rows, in parts (`templates.column_sums`). So such a node's
tasks begin at rows that are multiples of `SizeContext.row_step`, finish the rows of some columns in order,
and hand over blocks of finished rows with `AnchorContext.fold`. What is fused behind may then be stored
nowhere (`AnchorContext.stores`).

Inside of a loop an operand may be *steady*: the same memory with the same values in every round, as
weights are. For such a node a template may give another plan (`Template.lasting`), whose phases
`before` run once, before the loop, and fill blocks that are `kept` for all rounds: packed weights,
say. Bits are the same, too.

A template gives a `Plan` for a node: memory shared by all tasks, and *phases*. Phases run one
after another; the tasks of one phase run in parallel, in any order, on any number of threads.

    plan = template.plan(node)
    sizes = plan.shared(ctx)          # written into the prologue: bytes of each shared block
    for phase in plan.phases:
        count = phase.tasks(ctx)      # written into the prologue, `ctx` is a SizeContext
        phase.emit(task_ctx)          # written into the body of a function of its own

Both contexts write code into `ctx.f`; `tasks` and `emit` are different functions of one module, so
a template that needs a block size in both computes it twice, from the same sizes and `threads`.

Sizes and strides are `Int`: Python ints when the kernel is compiled for exact sizes, names of i64
values when one kernel serves all sizes. Any size may be 0 at run time, unless it is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from ..base.dtypes import DType
from ..base.sizes import Dim
from ..ir.graph import Node
from ..ir.op import Type
from ..llvm.target import Target
from ..llvm.text import Function, Int
from .region import RegionEmitter
from .vectors import Vec


@dataclass(frozen=True, slots=True)
class Buffer:
    """A tensor in memory.

    Strides count elements (of complex numbers: pairs) and may be 0 or negative. Nothing is
    promised about alignment but that of one element. `order` lists the axes from the outermost to
    that of stride 1, where the tensor is known to lie densely in another order than the natural one;
    so that is known of open sizes, too.
    """

    pointer: str
    dtype: DType
    shape: tuple[Int, ...]
    strides: tuple[Int, ...]
    order: tuple[int, ...] | None = None


class SizeContext(Protocol):
    """What is known where the number of tasks is computed."""

    f: Function
    target: Target
    node: Node
    threads: Int  # how many threads may work; only a hint for the number of tasks

    def size(self, dim: Dim) -> Int:
        """A size of the node's types."""
        ...

    def operand(self, i: int) -> Buffer:
        """Operand i in memory. Of two calls with one i both describe the same buffer.

        Of an operand that is pulled it gives dtype and shape; its pointer is empty and its strides
        are 0.
        """
        ...

    def is_pulled(self, i: int) -> bool:
        """Whether operand i is computed where it is read: `pull` it, it has no address."""
        ...

    def pull_axis(self, i: int) -> int | None:
        """The axis of a pulled operand along which what it reads is adjacent, as far as known."""
        ...

    def row_step(self) -> int:
        """Tasks begin at rows that are multiples of this: more than 1 where folds stand beside the node."""
        ...

    def plain(self, output: int = 0) -> Buffer | None:
        """The memory of a result that nothing is fused behind, else None.

        A template may store into it without `write`, and read back what it stored before the node
        is done. It overlaps no operand.
        """
        ...

    def unit_axis(self, output: int = 0) -> int | None:
        """The axis of the result along which `write` stores contiguously, if that is known."""
        ...


class AnchorContext(SizeContext, Protocol):
    """What is known inside a task."""

    k: RegionEmitter
    task: Int  # number of this task

    def write(
        self,
        coords: Sequence[Int],
        lane_axis: int | None,
        value: Vec,
        mask: str | None = None,
        output: int = 0,
    ) -> None:
        """Finish elements of a result: apply what is fused and store.

        coords: of lane 0, one per axis of the result.
        lane_axis: the axis along which the lanes of `value` run; None for one lane.
        mask: name of an `<lanes x i1>`. Lanes that are off may lie outside of the result: nothing
            is read or written for them. None: all lanes are valid.

        Each element is written once. Each *call* writes the fused code once more: call it in a
        loop.
        """
        ...

    def stores(self) -> bool:
        """Whether `write` stores anything."""
        ...

    def fold(
        self,
        low: Int,
        high: Int,
        column: Int,
        count: Int,
        lanes: int,
        value: Callable[[Int, Int, str | None], Vec],
    ) -> None:
        """Take rows [low, high) of `count` columns of the result into the folds beside the node.

        They have been written. `value` gives a vector of the node's result at a row and a column, under a mask.
        """
        ...

    def pull(
        self,
        i: int,
        coords: Sequence[Int],
        lane_axis: int | None,
        lanes: int,
        mask: str | None = None,
    ) -> Vec:
        """`lanes` elements of operand i, of its dtype: the bits that would be loaded if it were stored.

        coords: of lane 0, one per axis of the operand; all lanes that are on lie inside of it.
        lane_axis: the axis along which the lanes run; None to have one element in all lanes.
        mask: name of an `<lanes x i1>`. For lanes that are off nothing is read, and their values
            mean nothing.

        Works for operands in memory, too. Each *call* writes the code once more: call it in a loop.
        """
        ...

    def touch(self, i: int, coords: Sequence[Int], lane_axis: int | None, lanes: int) -> bool:
        """Fetch into the cache what pulled operand i will read at places that an index tensor names.

        The coordinates lie inside of the operand, as for `pull`. False when there are no such places; then only dead
        code was written.
        """
        ...

    def fetch(self, coords: Sequence[Int], lane_axis: int, lanes: int, output: int = 0) -> None:
        """Fetch into the cache where elements of a result, and what is fused behind it, will be stored.

        For templates whose stores come in bursts: a line of fresh memory is read before it is written, and the
        processor stands still when too many stores wait for that. What is read before it is written over needs none.
        Coordinates may lie outside of the result.
        """
        ...

    def scratch(self, nbytes: int) -> str:
        """Memory of this worker for the time of this task, aligned to 64 bytes; uninitialised.

        Each call gives other memory. The size is known when the kernel is written, so templates
        work in blocks of bounded size.
        """
        ...

    def shared(self, name: str) -> str:
        """The block `name` of `Plan.shared`, aligned to 64 bytes, seen by all phases."""
        ...


@dataclass(frozen=True, slots=True)
class Phase:
    """Tasks that may run side by side: `tasks` gives their number, `emit` the code of one."""

    name: str
    tasks: Callable[[SizeContext], Int]
    emit: Callable[[AnchorContext], None]


def nothing_shared(ctx: SizeContext) -> Mapping[str, Int]:
    return {}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a node is computed. `shared` gives the bytes of each shared block by name.

    `AnchorContext.shared` finds blocks that are kept, too.
    """

    phases: tuple[Phase, ...]
    shared: Callable[[SizeContext], Mapping[str, Int]] = nothing_shared
    before: tuple[Phase, ...] = ()  # once before a loop; they read steady operands only
    kept: Callable[[SizeContext], Mapping[str, Int]] = nothing_shared  # bytes of what they fill


@dataclass(frozen=True, slots=True)
class Cost:
    """What a node costs, for the chooser: floating-point operations and bytes moved at least."""

    flops: Dim
    nbytes: Dim


class Template(Protocol):
    """The emitter of one anchor family."""

    name: str

    def plan(self, node: Node) -> Plan:
        """How `node` is computed."""
        ...

    def cost(self, node: Node) -> Cost:
        """What `node` costs."""
        ...

    def lasting(self, node: Node, steady: tuple[bool, ...]) -> Plan | None:
        """How `node` is computed in each round of a loop in which some operands are steady; None: as ever."""
        return None

    def pulls(self, node: Node) -> tuple[bool, ...]:
        """Of each operand, whether the template can pull it; none, unless a template says so."""
        return (False,) * len(node.operands)

    def folds(self, node: Node) -> bool:
        """Whether folds of all rows of the result may stand beside the node; see the module's docstring."""
        return False

    def repeats(self, node: Node, i: int) -> int:
        """How often each element of operand i is computed, about, when it is pulled."""
        return 1

    def copies(self, node: Node, i: int) -> bool:
        """Whether operand i, when it is pulled, is computed into memory that the template has for it."""
        return False


def least_bytes(types: Sequence[Type]) -> Dim:
    """Bytes of tensors read or written once."""
    total: Dim = 0
    for t in types:
        count: Dim = t.dtype.itemsize
        for size in t.shape:
            count = count * size
        total = total + count
    return total
