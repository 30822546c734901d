"""What each kernel of a program is and does: names, operations and bytes, for known sizes.

`Census` goes through a scheduled program as its emitter does, without writing kernels (as `footprint` does), and
notes one `Kernel` for each group. Numbers are those that the program gives to who watches it (`Word.WATCH`).

* Operations are additions or what costs as much: 2 for each multiply-add of a product, what the template of an
  anchor says (`Template.cost`), and the price of each point-wise operation (`ir.op.Pointwise.cost`), in which an
  elementary function counts as its polynomial. A multiply-add of complex numbers is 8.
* Bytes are the least that must be moved: each element that the kernel reads or writes, once, however often loops
  come by.

What is known only while the program runs, such as a length that it computes, gives None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..base.errors import ShapeError
from ..base.places import Place
from ..base.record import record
from ..base.sizes import Atom, Dim, evaluate, product
from ..ir.graph import Node, Value
from ..ir.loop import Group, Nest, resolve
from ..ir.op import Pointwise, Reduction, Strided
from ..llvm.target import Target
from ..llvm.text import Int
from ..schedule.nests import plan_nest
from ..templates.anchor import Plan
from ..templates.nest_columns import splits_columns
from ..templates.nest_sizes import splits
from ..templates.registry import template
from .footprint import Footprint
from .scheduled import Scheduled

NAMES = 5  # operations that a name lists


@record(frozen=True)
class Kernel:
    """One group of a program, for sizes at hand.

    operations, shape (of its largest value), dtype (of its first result), the names of its steps, operations
    (`flops`) and bytes (None: only the run knows them), and the user's lines that it goes back to.
    """

    names: tuple[str, ...]
    shape: tuple[int | None, ...]
    dtype: str
    steps: tuple[str, ...]
    flops: int | None
    nbytes: int | None
    wide: bool  # whether it computes with float64
    places: tuple[Place, ...]

    @property
    def label(self) -> str:
        """The operations, the first few by name."""
        more = len(self.names) - NAMES
        shown = ", ".join(self.names[:NAMES])
        return f"{shown}, {more} more" if more > 0 else shown


class Census(Footprint):
    """The kernels of a program, by number."""

    def __init__(self, scheduled: Scheduled, target: Target, sizes: Mapping[Atom, int]) -> None:
        self.kernels: dict[int, Kernel] = {}
        super().__init__(scheduled, target, sizes, 1)

    def _nest_group(self, number: int, group: Group, threads: str) -> None:
        nest = plan_nest(group, self.s.memory, self.s.orders)
        steps: tuple[str, ...] = ("",)
        if nest.beside:
            steps = ("rows", "joins")
        elif splits(nest):
            steps = ("part", "join")
        elif splits_columns(nest):
            steps = ("parts", "joins")
        self._note(number, group, steps, self._nest_bytes(nest), 0, group.shape)

    def launch_bundle(self, groups: Sequence[Group]) -> None:
        number = self.next_number()
        members = []
        for group in groups:
            self._nest_group(number, group, "1")
            members.append(self.kernels.pop(number))
        counts: dict[tuple[str, ...], int] = {}
        for m in members:
            counts[m.names] = counts.get(m.names, 0) + 1
        names = [
            (f"{n} times {first}" if n > 1 else first, *rest)
            for (first, *rest), n in counts.items()
        ]
        self.kernels[number] = Kernel(
            tuple([name for several in names for name in several]),
            max([m.shape for m in members], key=_elements),
            members[0].dtype,
            ("",),
            _total([m.flops for m in members]),
            _total([m.nbytes for m in members]),
            any(m.wide for m in members),
            tuple(dict.fromkeys([place for m in members for place in m.places])),
        )

    def _anchor_group(self, number: int, group: Group, threads: str, before: bool) -> None:
        node = group.anchor
        assert node is not None
        plan = self.plan_of(group)
        if before:
            self._note_before(number, node, plan)
            return
        steps = tuple([phase.name for phase in plan.phases])
        steps = (*steps, "joins") if group.beside else steps
        flops = self._known(template(node).cost(node).flops)
        if flops is not None and node.operands[0].type.dtype.is_complex:
            flops *= 4
        self._note(
            number, group, steps, self._anchor_bytes(group), flops, node.outputs[0].type.shape
        )

    def _note_before(self, number: int, node: Node, plan: Plan) -> None:
        """What a template computes before a loop is no operation of the program's."""
        value = node.operands[-1]
        steps = tuple([phase.name for phase in plan.before])
        shape = tuple([self._known(d) for d in value.type.shape])
        places = () if node.place is None else (node.place,)
        self.kernels[number] = Kernel(
            steps, shape, str(value.type.dtype), steps, 0, None, False, places
        )

    def run_job(
        self, number: int, group: Group, function: str, given: str, tasks: Int, rounds: Int
    ) -> None:
        node = group.nodes[0]
        numbers = range(number + 1, self._number)
        inside = [self.kernels.pop(n) for n in numbers if n in self.kernels]
        whole = rounds if isinstance(rounds, int) else None
        value = max(node.outputs, key=lambda v: v.type.ndim)
        self.kernels[number] = Kernel(
            (node.op.name, *[name for kernel in inside for name in kernel.names]),
            tuple([self._known(d) for d in value.type.shape]),
            str(value.type.dtype),
            ("rows",),
            _times(_total([kernel.flops for kernel in inside]), whole),
            _times(_total([kernel.nbytes for kernel in inside]), whole),
            any(kernel.wide for kernel in inside),
            tuple(dict.fromkeys([place for kernel in inside for place in kernel.places])),
        )

    def _note(
        self,
        number: int,
        group: Group,
        steps: tuple[str, ...],
        nbytes: int | None,
        flops: int | None,
        shape: Sequence[Dim],
    ) -> None:
        nodes = [*group.prologue, *group.nodes]
        counts = [flops, *[self._work(n) for n in nodes if n is not group.anchor]]
        outputs = [v for n in nodes for v in n.outputs]
        first = group.stores[0].type.dtype
        self.kernels[number] = Kernel(
            tuple([n.op.name for n in nodes]) or ("fill",),
            tuple([self._known(d) for d in shape]),
            str(first),
            steps,
            _total(counts),
            nbytes,
            any(v.type.dtype.itemsize >= (16 if v.type.dtype.is_complex else 8)
                for v in outputs if not v.type.dtype.is_integer),
            tuple(dict.fromkeys([n.place for n in nodes if n.place is not None])),
        )  # fmt: skip

    def _known(self, dim: Dim) -> int | None:
        try:
            return evaluate(dim, self.given)
        except ShapeError:
            return None  # a size that the run makes

    def _work(self, node: Node) -> int | None:
        """The operations of a node that is no anchor."""
        lowering = node.op.lowering
        if isinstance(lowering, Pointwise):
            count = self._known(product(node.outputs[0].type.shape))
            return None if count is None else lowering.cost * count
        if isinstance(lowering, Reduction):
            return self._known(product(node.operands[0].type.shape))
        return 0

    def _bytes(self, value: Value) -> int | None:
        """Bytes of a value in memory."""
        count = self._known(product(value.type.shape))
        return None if count is None else count * value.type.dtype.itemsize

    def _walked(self, sizes: Sequence[Dim], strides: Sequence[Dim]) -> int | None:
        """How many different elements strides reach."""
        moving = [n for n, s in zip(sizes, strides, strict=True) if self._known(s) != 0]
        return self._known(product(moving))

    def _nest_bytes(self, nest: Nest) -> int | None:
        group = nest.group
        outer = [nest.axes[i].size for i in nest.outer]
        levels = (([a.size for a in nest.axes], nest.full), (outer, nest.rows))
        views: list[tuple[Value, int | None]] = []
        for sizes, accesses in levels:
            for access in accesses.values():
                if len(access.strides) == len(sizes):
                    views.append((access.base, self._walked(sizes, access.strides)))
        return self._traffic(group, views, self._known(product(group.shape)))

    def _anchor_bytes(self, group: Group) -> int | None:
        node, memory = group.anchor, self.s.memory
        assert node is not None
        views: list[tuple[Value, int | None]] = []

        def lies(value: Value) -> Strided | None:
            return memory[value] if value in group.reads else None

        for value in node.operands:
            found = resolve(value, lies)
            if found is not None:
                base, strided = found
                views.append((base, self._walked(strided.shape, strided.strides)))
        return self._traffic(group, views)

    def _traffic(
        self,
        group: Group,
        views: Sequence[tuple[Value, int | None]],
        places: int | None = None,
    ) -> int | None:
        """Bytes of results and of what is read, which is never more than all of a value: of views where they are
        known, of others an element for each of the `places` of a domain."""
        read: dict[Value, int | None] = {}
        for base, count in views:
            before = read.get(base, 0)
            if count is None or before is None:
                read[base] = None
            else:
                read[base] = before + count * base.type.dtype.itemsize
        total: list[int | None] = [self._bytes(v) for v in group.stores]
        for value in group.reads:
            whole, part = self._bytes(value), read.get(value)
            if value not in read and places is not None:
                part = places * value.type.dtype.itemsize
            total.append(whole if part is None or whole is None else min(part, whole))
        return _total(total)


def _elements(shape: tuple[int | None, ...]) -> int:
    count = 1
    for size in shape:
        count *= size or 1
    return count


def _times(count: int | None, rounds: int | None) -> int | None:
    return None if count is None or rounds is None else count * rounds


def _total(counts: Sequence[int | None]) -> int | None:
    """The sum; None when a part is unknown."""
    return None if any(c is None for c in counts) else sum([c for c in counts if c is not None])


__all__ = ["Census", "Kernel"]
