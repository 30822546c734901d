"""Bundles: groups of point-wise work that run at the same time, as one kernel (`schedule.bundles`).

Members that do the same are a *class* and have one function, which walks over them by a table: a line of numbers for
each of a hundred parameters, not a hundred kernels. Where a member is one loop over dense values, the function is told
how long that is, so that parameters of different sizes are alike, too (`alike.looks_of_line`); others have the same
sizes. What all members of a class read (the learning rate, and what is computed from it) is computed once, before.

The work of a bundle is counted in additions, over all classes as one range. Tasks are pieces of it of the same length,
wherever members begin and end: small ones share a task, and a large one has many. A row of a member belongs to the
task in whose piece it begins.

    numbers   for each member: where its work begins, the work of a row, its length (of lines); then where the work
              of the class ends. Constant, or on the stack of the launching function where sizes are open
    places    for each member: the words of the program's frame that hold the addresses of its values

Point-wise work has the same bits however it is cut.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

from ..base.record import record
from ..base.sizes import Size, product, same
from ..ir.graph import Value
from ..ir.loop import Axis, Group, Nest
from ..llvm.text import Function, Int
from ..schedule.bundles import MEMBERS
from ..schedule.nests import plan_nest
from ..templates.nest import NestEmitter
from ..templates.nest_sizes import row_count
from ..templates.region import Leaf, RegionEmitter
from .alike import looks, looks_of_line
from .frame import Frame, values_of
from .lanes import nest_lanes, scalars_of

if TYPE_CHECKING:
    from .program import ProgramEmitter

# Additions of a task at least: to wake a thread takes as long, and an optimizer's step finds all asleep.
GRAIN = 1 << 18
# At most: a bundle is often all that runs, and at its end threads wait for one another.
TASKS_PER_THREAD = 16
ALL = 1 << 62  # more rows than there are
BEGINNING = 1 << 10  # additions that it takes to begin with a member


@record()
class _Member:
    """A group of a bundle, its values in memory, and its loops."""

    group: Group
    values: list[Value]
    nest: Nest


@record()
class _Class:
    """Members that share code. length: the size of their loop, where each has its own."""

    lanes: int
    length: Size | None
    members: list[_Member]


class BundleWriter:
    """Writes one bundle of a program."""

    def __init__(self, program: ProgramEmitter, number: int, groups: Sequence[Group]) -> None:
        self.p = program
        self.number = number
        self.classes = self._classes(groups)
        self.words = self.share = self.numbers = 0  # of the frame

    def _classes(self, groups: Sequence[Group]) -> list[_Class]:
        p = self.p
        found: dict[Hashable, _Class] = {}
        for group in groups:
            if same(product(group.shape), 0) is True:
                continue
            nest = plan_nest(group, p.s.memory, p.s.orders)
            lanes = nest_lanes(group, nest, p.target)
            line = looks_of_line(group, nest, p.s.memory, p.s.orders)
            if line is None:
                key: Hashable = looks(group, p.s.memory, p.s.orders)
                values, length = values_of(group), None
            else:
                key, values = line
                length = Size.symbol("length")
            alike = found.setdefault(key, _Class(lanes, length, []))
            alike.members.append(_Member(group, values, nest))
        return list(found.values())

    # --- the program's own function

    def hand(self, kernel: Frame, handed: str, words: str) -> None:
        """Hand over where the words of the program's frame lie."""
        self.words, self.share, self.numbers = kernel.extra(), kernel.extra(), kernel.extra()
        kernel.put(self.p.f, handed, self.words, words, "ptr")

    # --- the launching function

    def write(self) -> None:
        """Cut the work into tasks, and run these."""
        p = self.p
        f = p.f
        total: Int = 0
        entries: list[Int] = []
        for c in self.classes:
            for m in c.members:
                rows = row_count(f, p.k.size, m.nest, c.lanes)
                work = f.add(f.mul(p.k.size(product(m.group.shape)), m.nest.cost), BEGINNING)
                each = f.ceil_div(work, f.maximum(rows, 1))
                entries += [total, each]
                if c.length is not None:
                    entries.append(p.k.size(m.nest.axes[0].size))
                total = f.add(total, f.mul(rows, each))
            entries.append(total)
        if total == 0:
            return
        table = None
        if all(isinstance(x, int) for x in entries):
            table = self._constant("numbers", "i64", entries)
        else:
            place = f.alloca("i64", len(entries), 64)
            for i, x in enumerate(entries):
                f.store("i64", x, f.element(place, i, "i64"), 8)
            p.kernel.put(f, p.handed, self.numbers, place, "ptr")
        most = f.mul(p.thread_count(), TASKS_PER_THREAD)
        tasks = f.minimum(most, f.maximum(f.div(total, GRAIN), 1))
        p.kernel.put(f, p.handed, self.share, p.share(total, tasks))
        p.run(self._task(table), tasks)

    def _constant(self, name: str, type: str, items: Sequence[Int]) -> str:
        text = ", ".join([f"{type} {x}" for x in items])
        name = f"{name}{self.number}"
        return self.p.module.constant(name, f"[{len(items)} x {type}]", f"[{text}]", 8)

    # --- tasks

    def _task(self, table: str | None) -> str:
        """The function of the tasks: each class whose work meets that of the task."""
        p = self.p
        params = [("ptr noalias", "frame"), ("i64", "task"), ("i64", "worker")]
        f = p.module.function(f"bundle{self.number}", params, internal=True)
        words = p.kernel.word(f, "%frame", self.words, "ptr")
        share = p.kernel.word(f, "%frame", self.share)
        low = f.mul("%task", share)
        high = f.add(low, share)
        if table is None:
            table = p.kernel.word(f, "%frame", self.numbers, "ptr")
        first = 0
        for i, c in enumerate(self.classes):
            width = _width(c)
            numbers = f.element(table, first, "i64")
            first += width * len(c.members)
            end = f.load("i64", f.element(table, first, "i64"), 8)
            first += 1
            begins = f.compare("slt", f.load("i64", numbers, 8), high)
            ends = f.compare("sgt", end, low)
            function = self._class(f"bundle{self.number}_{i}", c)
            places = [p.frame.place(v) for m in c.members for v in m.values]
            where = self._constant(f"places{i}_", "i32", places)
            with f.when(f.let(f"and i1 {begins}, {ends}")):
                given = f"ptr {words}, ptr {where}, ptr {numbers}, i64 {len(c.members)}"
                f.emit(f"call void @{function}(ptr %frame, {given}, i64 {low}, i64 {high})")
        return p.done(f)

    def _class(self, name: str, c: _Class) -> str:
        """The function that does what lies in [low, high) of the work of a class."""
        p, first = self.p, c.members[0]
        params = [
            ("ptr noalias", "frame"), ("ptr noalias", "words"), ("ptr noalias", "places"),
            ("ptr noalias", "numbers"), ("i64", "count"), ("i64", "low"), ("i64", "high"),
        ]  # fmt: skip
        f = p.module.function(name, params, internal=True)
        sizes = p.kernel.sizes(f, "%frame")
        k = RegionEmitter(f, p.target, c.lanes, sizes, {})
        k.context = p.kernel.word(f, "%frame", p.kernel.context_word, "ptr")
        for value in first.values:
            strided = p.s.memory[value]
            k.settle((*strided.strides, strided.offset, *strided.shape))
        columns = list(zip(*[m.values for m in c.members], strict=True))
        common = {v for v, column in zip(first.values, columns, strict=True) if len({*column}) == 1}
        pointers: dict[Value, str] = {}
        nest = first.nest
        if c.length is not None:
            nest.axes = [Axis(c.length, False)]

        def read(chosen: set[Value], row: str) -> None:
            """The addresses of these values, by a row of `places`."""
            for i, value in enumerate(first.values):
                if value in chosen:
                    word = f.load("i32", f.element(row, i, "i32"), 4)
                    word = f.let(f"zext i32 {word} to i64")
                    pointers[value] = f.load("ptr", f.element("%words", word, "i64"), 8)
                    if value in first.group.reads:
                        leaf = Leaf(pointers[value], value.type.dtype, p.s.memory[value])
                        k.leaves[value] = leaf

        read(common, "%places")
        scalars = scalars_of(first.group)
        for scalar in scalars:
            if _reads_only(scalar, first.group, common):
                k.evaluate(scalar, ())
        width = _width(c)
        begin, end = (
            self._find(f, f"ptr %numbers, i64 {width}, i64 %count, i64 {x}")
            for x in ("%low", f.sub("%high", 1))
        )
        with f.loop(begin, f.minimum(f.add(end, 1), "%count")) as loop, k.scope():
            entry = f.element("%numbers", f.mul(loop.index, width), "i64")
            start, each, *length = [
                f.load("i64", f.element(entry, i, "i64"), 8) for i in range(width)
            ]
            if c.length is not None and c.length.atom is not None:
                sizes[c.length.atom] = length[0]
            read(
                {*first.values} - common,
                f.element("%places", f.mul(loop.index, len(columns)), "i32"),
            )
            for scalar in scalars:
                k.evaluate(scalar, ())
            behind = f.load("i64", f.element(entry, width, "i64"), 8)  # where the next one begins
            low = self._row(f, f.compare("slt", start, "%low"), "%low", start, each, 0)
            high = self._row(f, f.compare("sgt", behind, "%high"), "%high", start, each, ALL)
            NestEmitter(k, nest, pointers).emit_rows(low, high)
        return p.done(f)

    def _row(self, f: Function, cut: str, place: str, start: str, each: str, whole: int) -> str:
        """The row that a task ends or begins with, where it cuts a member; most are whole, and divisions are slow."""
        found = f.alloca("i64")
        f.store("i64", whole, found, 8)
        with f.when(cut):
            f.store("i64", f.ceil_div(f.sub(place, start), each), found, 8)
        return f.load("i64", found, 8)

    def _find(self, f: Function, given: str) -> str:
        """The first member whose work ends behind a place, written once per module."""
        module = self.p.module
        if not module.defines("find_member"):
            params = [
                ("ptr noalias", "numbers"),
                ("i64", "width"),
                ("i64", "count"),
                ("i64", "place"),
            ]
            g = module.function("find_member", params, "i64", internal=True)
            rounds = MEMBERS.bit_length()
            with g.loop(0, rounds, carried=[("i64", "0"), ("i64", "%count")]) as loop:
                low, high = loop.values
                middle = g.div(g.add(low, high), 2)
                open_ = g.compare("slt", low, high)
                at = g.select(open_, g.mul(g.add(middle, 1), "%width"), 0)
                end = g.load("i64", g.element("%numbers", at, "i64"), 8)
                behind = g.compare("sgt", end, "%place")
                after = g.select(behind, low, g.add(middle, 1))
                before = g.select(behind, middle, high)
                loop.result = [g.select(open_, after, low), g.select(open_, before, high)]
            g.ret("i64", loop.final[0])
        return f.let(f"call i64 @find_member({given})")


def _width(c: _Class) -> int:
    """Numbers of a member."""
    return 2 if c.length is None else 3


def _reads_only(scalar: Value, group: Group, known: set[Value]) -> bool:
    """Whether a scalar is computed from these values, of all that a group reads."""
    seen: set[Value] = set()
    todo = [scalar]
    while todo:
        value = todo.pop()
        if value in group.reads:
            if value not in known:
                return False
        elif value not in seen and value.node is not None:
            seen.add(value)
            todo += value.node.operands
    return True


__all__ = ["BundleWriter"]
