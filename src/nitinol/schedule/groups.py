"""Fusion: nodes are gathered into groups, and each group becomes one kernel.

A `Group` has a *domain*: the shape that its loops run over. There are four kinds:

* `loop`: point-wise work over the domain.
* `row`: some axes of the domain are folded. Members are either of the *full* level (the
  whole domain) or of the *row* level (the domain without the folded axes): reductions, what is
  computed from them, and what their broadcast feeds at the full level again. Softmax and layer
  norm are one such group.
* `anchor`: the loop nest of a template, with point-wise work of the same shape behind it, and in
  front of it where the template can compute its operands as it reads them (`prologues`).
* `region`: a branch or a loop, alone. (And `join`, which is no kernel: a tensor whose parts other groups write
  into their places, see `joins`.)

Nodes are visited in program order. A point-wise node joins the group of an operand when every
value of that group that it needs is needed *at its own place* (or at its own row), and when no
path leads from the group out and back (that would be a cycle). Movements, reads and scalar
arithmetic are *virtual*: they are computed wherever they are read, again and again, and cost no
memory.

Groups have bounds. The time that LLVM takes for a kernel grows faster than the kernel, and beyond `LARGEST`
additions for an element one more trip to memory is no loss. Each fold of a row that needs the one before it
computes what lies between again, so a row is folded `STAGES` times in sequence at most. A virtual value
that takes more than `DEEPEST` steps gets memory.

A value is *stored* when something outside of its group reads it. Anchors read their operands from
memory at first, so virtual operands that are not plain views of stored values get a loop group
of their own; at the end `prologues` takes those loops away that anchors can do without.

Folds down columns, and of everything, are placed last: they may stand beside a group that computes or reads the
same (`beside`), or beside a product (`behind`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..base.errors import CompileError
from ..base.shapes import contiguous_strides, same_shape
from ..base.sizes import Shape, product, same
from ..ir.graph import Graph, Node, Value, bottom_up
from ..ir.loop import Group, Walk, reads, resolve
from ..ir.op import DEAR_READ, Anchor, Pointwise, Read, Reduction, Region, Strided
from ..trace.primitives import reshape
from .behind import matrix_of, stands
from .beside import fits, lanes_agree, set_aside, stand
from .epilogues import detached
from .joins import parts_of, turned
from .layouts import walk_of
from .orders import Order
from .places import Mark, follow
from .sequence import ordered

LARGEST = 1000  # additions per element, from which on nothing more joins a group
STAGES = 4  # folds of a row group that need each other
DEEPEST = 32  # movements and reads that are computed where they are read, one behind the other
PIECES = 128  # and in all


class Fuser:
    """Assigns the nodes of one graph to groups; see the module's docstring."""

    def __init__(
        self, graph: Graph, inputs: Mapping[Value, Strided], lies: Mapping[Value, Order]
    ) -> None:
        self.graph = graph
        self.inputs = inputs
        self.lies = lies
        self.groups: list[Group] = []
        self.home: dict[Node, Group] = {}
        self.stored: set[Value] = set(graph.inputs)
        self.layouts: dict[Value, Strided] = {}  # of what does not lie naturally (`joins`)
        self.viewed: set[Value] = set()  # what must be a view as it lies
        self.depends: dict[Group, set[Group]] = {}
        self.work: dict[Group, int] = {}  # additions per element
        self.virtual_homes: dict[Value, Group] = {}
        # Of virtual values: how many lie one behind the other, and how many in all.
        self._beneath: dict[Value, tuple[int, int]] = {}
        self._bases: dict[Value, frozenset[Value]] = {}
        self._awaited: dict[Value, frozenset[Value]] = {}
        self.position = {node: i for i, node in enumerate(graph.nodes)}
        self.aside, self.later = set_aside(graph)
        self.apart = detached(graph, self.aside, lies)
        self.users: dict[Value, list[Node]] | None = None
        self._place = 0  # of the node at hand, in the program
        self._made_at: dict[Group, int] = {}
        self._serial = 0

    def run(self, dense: bool, pull: bool) -> list[Group]:
        """The groups, in an order in which each comes after those it reads from."""
        for node in self.graph.nodes:
            if node not in self.later:
                self._place_node(node)
        for node in self.graph.nodes if self.later else ():
            if node in self.later:
                self._place_node(node)
        self._place = len(self.position)
        for value in self.graph.outputs:
            self._store_result(value, dense)
        if self.later:
            self.groups.sort(key=self._made_at.__getitem__)
        if pull and any(g.anchor is not None for g in self.groups):
            from .prologues import Prologues  # loads all templates, for programs with anchors only

            Prologues(self, self.graph.outputs).run()
        self._find_stores()
        kept = {found[0] for v in self.graph.outputs if (found := self.view_of(v)) is not None}
        return ordered(self.groups, self.depends, kept | set(self.graph.inputs))

    def _place_node(self, node: Node) -> None:
        self._place = self.position[node]
        lowering = node.op.lowering
        if isinstance(lowering, Pointwise) and not self._is_scalar(node):
            self._place_pointwise(node)
        elif isinstance(lowering, Reduction):
            if node not in self.aside or not self._place_beside(node):
                self._place_reduction(node)
        elif isinstance(lowering, Anchor):
            self._place_anchor(node)
        elif isinstance(lowering, Region):
            self._place_region(node)
        elif isinstance(lowering, Read) and lowering.cost >= DEAR_READ:
            self._materialize(node.outputs[0])
        else:
            self._bound(node)

    def _bound(self, node: Node) -> None:
        """Give a virtual value memory when too much lies beneath it."""
        beneath = [self._beneath.get(v, (0, 0)) for v in reads(node)]
        steps = 1 + max([a for a, _ in beneath], default=0)
        # What reads in several places computes each, so this may double with every step.
        pieces = 1 + sum([b for _, b in beneath])
        if steps > DEEPEST or pieces > PIECES:
            self._materialize(node.outputs[0])
        else:
            self._beneath.update(dict.fromkeys(node.outputs, (steps, pieces)))

    # --- what a value needs

    def _is_scalar(self, node: Node) -> bool:
        """Scalar arithmetic on inputs and constants is computed again wherever it is read."""
        if node.outputs[0].type.shape:
            return False
        return all(
            v.node is None or (v.node not in self.home and v not in self.stored)
            for v in node.operands
        )

    def bases(self, value: Value) -> frozenset[Value]:
        """The members of groups and inputs that computing `value` reads, through what is virtual."""
        for v in bottom_up(value, self._virtual, self._bases):
            if v.is_constant:
                self._bases[v] = frozenset()
            elif self._is_base(v):
                self._bases[v] = frozenset((v,))
            else:
                self._bases[v] = frozenset().union(*[self._bases[x] for x in self._virtual(v)])
        return self._bases[value]

    def awaited(self, value: Value) -> frozenset[Value]:
        """The members of groups and inputs that must exist before `value` is computed, but are not read."""

        def below(v: Value) -> Sequence[Value]:
            return () if v.node is None or self._is_base(v) else v.node.operands

        for v in bottom_up(value, below, self._awaited):
            operands = below(v)
            found: frozenset[Value] = frozenset().union(*[self._awaited[x] for x in operands])
            unread = operands[len(self._virtual(v)) :]
            self._awaited[v] = found.union(*[self.bases(x) for x in unread])
        return self._awaited[value]

    def _is_base(self, value: Value) -> bool:
        """Whether a value is an input or is computed by a group, rather than where it is read."""
        return value.node is None or value.node in self.home or value in self.virtual_homes

    def _virtual(self, value: Value) -> Sequence[Value]:
        """What a value that is computed where it is read is read from."""
        return () if value.node is None or self._is_base(value) else reads(value.node)

    def group_of(self, value: Value) -> Group | None:
        if value in self.virtual_homes:
            return self.virtual_homes[value]
        return self.home.get(value.node) if value.node is not None else None

    def _sources(self, values: Iterable[Value]) -> set[Group]:
        groups = (self.group_of(b) for v in values for b in self.bases(v) | self.awaited(v))
        return {g for g in groups if g is not None}

    def reaches(self, start: Group, goal: Group) -> bool:
        """Whether `start` depends on `goal`."""
        seen, todo = {start}, [start]
        while todo:
            for g in self.depends[todo.pop()]:
                if g is goal:
                    return True
                if g not in seen:
                    seen.add(g)
                    todo.append(g)
        return False

    # --- placing nodes

    def _new(self, kind: str, shape: Shape) -> Group:
        self._serial += 1
        group = Group(kind, shape, self._serial)
        self.groups.append(group)
        self.depends[group] = set()
        self.work[group] = 0
        self._made_at[group] = self._place
        return group

    def _join(self, group: Group, node: Node, level: set[Value]) -> None:
        self.depends[group] |= self._sources(node.operands) - {group}
        # What is read is decided here: a virtual value that is stored later stays computed in place.
        for operand in node.operands:
            group.reads |= {b for b in self.bases(operand) if self.group_of(b) is not group}
        group.nodes.append(node)
        self.work[group] += _work(node)
        self.home[node] = group
        level.update(node.outputs)

    def _acyclic(self, group: Group, operands: Sequence[Value]) -> bool:
        return not any(g is not group and self.reaches(g, group) for g in self._sources(operands))

    def _place_pointwise(self, node: Node) -> None:
        shape = node.outputs[0].type.shape
        # A loop can be absorbed by an anchor or a row group, not the other way round.
        candidates = sorted(
            self._sources(node.operands), key=lambda g: (g.kind == "loop", -g.serial)
        )
        for group in candidates:
            level = self._fits(group, node, shape)
            if level is not None and self._acyclic(group, node.operands):
                self._join(group, node, level)
                for other in candidates:
                    if other is not group:
                        self._absorb(group, other)
                return
        group = self._new("loop", shape)
        self._join(group, node, group.full)

    def _fits(self, group: Group, node: Node, shape: Shape) -> set[Value] | None:
        """The level of `group` that a point-wise node may join, or None."""
        if group.kind in ("region", "join") or self.work[group] >= LARGEST:
            return None
        if group.anchor is not None and len(group.anchor.outputs) > 1:
            return None  # a template finishes one result at a time
        if group.anchor is not None and group.anchor in self.apart.get(node, ()):
            return None
        if same_shape(shape, group.shape):
            marks = tuple(Mark() for _ in shape)
            rows = tuple(m for i, m in enumerate(marks) if i not in group.axes)
            if all(self._at_place(group, x, marks, rows) for x in node.operands):
                return group.full
        if group.kind == "row" and same_shape(shape, group.row_shape):
            rows = tuple(Mark() for _ in shape)
            if all(self._at_place(group, x, None, rows, rows) for x in node.operands):
                return group.row
        return None

    def _absorb(self, group: Group, other: Group) -> None:
        """Merge a loop over the same domain into `group`, when every value is needed at its place."""
        if (
            other.kind != "loop"
            or group.kind in ("region", "join")
            or other in self.virtual_homes.values()
        ):
            return
        if group.beside or other.beside:
            return
        if same_shape(other.shape, group.shape):
            level = group.full
        elif group.kind == "row" and same_shape(other.shape, group.row_shape):
            level = group.row
            if self._wanted_outside(group, other):
                return  # who wants it need not wait for all rows, and may then be computed with them
        else:
            return
        if group.anchor is not None and len(group.anchor.outputs) > 1:
            return
        if any(group.anchor in self.apart.get(node, ()) for node in other.nodes):
            return
        if self.work[group] + self.work[other] >= LARGEST:
            return
        if group.anchor is not None and other in self._sources(group.anchor.operands):
            return  # an anchor reads its operands at all places, so they lie in memory
        if self._path_around(group, other) or self._path_around(other, group):
            return
        # Try it, and look whether everything is at its place then.
        level |= other.full
        for node in other.nodes:
            self.home[node] = group
        if not all(self._in_place(group, n) for n in (*group.nodes, *other.nodes)):
            level -= other.full
            for node in other.nodes:
                self.home[node] = other
            return
        self._merge(group, other)

    def _wanted_outside(self, group: Group, other: Group) -> bool:
        """Whether something that is not in one of the two groups reads a value of `other`."""
        if self.users is None:
            self.users = self.graph.users()
        inside = (group, other)
        return any(
            isinstance(n.op.lowering, Pointwise) and self.home.get(n) not in inside
            for v in other.full
            for n in self.users.get(v, ())
        )

    def _merge(self, group: Group, other: Group) -> None:
        """Nodes of `other`, which live in `group` by now, are its own."""
        self.work[group] += self.work.pop(other)
        group.nodes = sorted([*group.nodes, *other.nodes], key=self.position.__getitem__)
        members = group.full | group.row
        group.reads = {v for v in group.reads | other.reads if v not in members}
        self.depends[group] = (self.depends[group] | self.depends.pop(other)) - {group, other}
        self.groups.remove(other)
        for depends in self.depends.values():
            if other in depends:
                depends.remove(other)
                depends.add(group)

    def _in_place(self, group: Group, node: Node) -> bool:
        """Whether a member reads what it needs of its group at its own place."""
        if node is group.anchor:
            return True
        marks = tuple(Mark() for _ in group.shape)
        rows = tuple(m for i, m in enumerate(marks) if i not in group.axes)
        if node.outputs[0] in group.full or isinstance(node.op.lowering, Reduction):
            return all(self._at_place(group, x, marks, rows) for x in node.operands)
        return all(self._at_place(group, x, None, rows, rows) for x in node.operands)

    def _path_around(self, start: Group, goal: Group) -> bool:
        """Whether `start` depends on `goal` through a third group."""
        return any(g is not goal and self.reaches(g, goal) for g in self.depends[start])

    def _at_place(
        self,
        group: Group,
        value: Value,
        marks: tuple[Mark, ...] | None,
        rows: tuple[Mark, ...],
        coords: tuple[Mark, ...] | None = None,
    ) -> bool:
        """Whether all that `value` needs of `group` is at the place (or the row) of the reader."""
        inside = [b for b in self.bases(value) if self.group_of(b) is group]
        if not inside:
            return True
        start = coords if coords is not None else marks
        if start is None or (not value.type.shape and start):
            start = ()
        reached = follow(value, start)
        if reached is None:
            return False
        below, at = reached
        if below in group.full:
            return marks is not None and at == marks
        if below in group.row:
            return at == rows
        return False

    def _place_reduction(self, node: Node) -> None:
        (operand,) = node.operands
        axes: tuple[int, ...] = node.params["axes"]
        shape = operand.type.shape
        walk = walk_of(node, self.lies)
        for group in sorted(self._sources([operand]), key=lambda g: -g.serial):
            if not same_shape(shape, group.shape) or not self._acyclic(group, [operand]):
                continue
            fresh = group.kind == "loop"
            if not fresh and not (group.kind == "row" and group.axes == axes):
                continue
            if not _agree(group.walk, walk):
                continue
            marks = tuple(Mark() for _ in shape)
            rows = tuple(m for i, m in enumerate(marks) if i not in axes)
            if self._at_place(group, operand, marks, rows) and self._folds(group, operand) < STAGES:
                group.kind, group.axes, group.walk = "row", axes, group.walk or walk
                self._join(group, node, group.row)
                self._unite(group)
                return
        group = self._new("row", shape)
        group.axes, group.walk = axes, walk
        self._join(group, node, group.row)
        self._unite(group)

    def _place_beside(self, node: Node) -> bool:
        """Let a fold down columns, or of everything, stand beside a group that computes or reads its operand."""
        (operand,) = node.operands
        sources = self._sources([operand])
        maker = next((g for g in sources if self._computes(g, operand)), None)
        if maker is not None and self._only_folded(maker):
            # The fold alone would be a better pass than rows with the fold beside them.
            host = self._reader(node, maker.reads, maker)
            if host is None:
                return False
            host.full |= maker.full
            for member in maker.nodes:
                self.home[member] = host
            self._merge(host, maker)
        elif maker is not None:
            if not fits(maker, node, self.lies) or not self._acyclic(maker, [operand]):
                return False
            host = maker
        else:
            found = self._reader(node, self.bases(operand), None)
            if found is None:
                return self._place_behind(node)
            if not self._acyclic(found, [operand]):
                return False
            host = found
        self._join(host, node, set())
        stand(host, node)
        return True

    def _place_behind(self, node: Node) -> bool:
        """Let a fold of rows stand beside the product behind which its operand is computed."""
        value = matrix_of(node)
        group = self.group_of(value)
        if group is None or group.anchor is None or value not in group.full:
            return False
        stored = self._read_elsewhere(value, group)
        if self.work[group] >= LARGEST or not stands(group.anchor, node, self.lies, stored):
            return False
        self._join(group, node, set())
        group.beside.append(node)
        return True

    def _read_elsewhere(self, value: Value, group: Group) -> bool:
        """Whether something besides the group and folds that may stand beside it reads a value."""
        if self.users is None:
            self.users = self.graph.users()
        todo = [value]
        while todo:
            at = todo.pop()
            if at in self.graph.outputs or at in self.stored:
                return True
            for user in self.users.get(at, ()):
                if user.op is reshape:
                    todo += user.outputs
                elif user not in self.aside and self.home.get(user) is not group:
                    return True
        return False

    def _computes(self, group: Group, value: Value) -> bool:
        """Whether a loop or row group has `value` at each place of its domain."""
        if group.kind not in ("loop", "row") or not same_shape(value.type.shape, group.shape):
            return False
        if group in self.virtual_homes.values():
            return False
        marks = tuple(Mark() for _ in group.shape)
        rows = tuple(m for i, m in enumerate(marks) if i not in group.axes)
        return self._at_place(group, value, marks, rows)

    def _only_folded(self, group: Group) -> bool:
        """Whether a loop is there for nothing but the folds of one kind that have been set aside."""
        if group.kind != "loop" or group.beside or any(v in self.stored for v in group.full):
            return False
        if self.users is None:
            self.users = self.graph.users()
        kinds, seen, todo = set(), set(group.full), list(group.full)
        outputs = set(self.graph.outputs)
        while todo:
            value = todo.pop()
            if value in outputs:
                return False
            for user in self.users.get(value, ()):
                if user in self.aside:
                    kinds.add(user.params["axes"])
                elif self.home.get(user) is not group:
                    if user in self.home or any(v in self.stored for v in user.outputs):
                        return False
                    more = [v for v in user.outputs if v not in seen]
                    seen.update(more)
                    todo += more
        return len(kinds) == 1

    def _reader(self, node: Node, wanted: Iterable[Value], maker: Group | None) -> Group | None:
        """A group beside which a fold may stand because both read something as large as the domain."""
        shape = node.operands[0].type.shape
        large = {v for v in wanted if same(product(v.type.shape), product(shape)) is True}
        if not large:
            return None
        for group in reversed(self.groups):
            if group is maker or large.isdisjoint(group.reads) or not fits(group, node, self.lies):
                continue
            if group.kind == "loop" and group in self.virtual_homes.values():
                continue
            if maker is not None:
                if self._related(group, maker) or not lanes_agree(group, maker):
                    continue
                if self.work[group] + self.work[maker] >= LARGEST:
                    continue
            elif not self._acyclic(group, node.operands):
                continue
            return group
        return None

    def _unite(self, group: Group) -> None:
        """Merge another group of the same folds into `group`, when both read the same and neither needs the other."""
        for other in self.groups:
            if other is group or other.kind != "row" or other.axes != group.axes or other.beside:
                continue
            if self.work[group] + self.work[other] >= LARGEST:
                continue
            alike = same_shape(other.shape, group.shape) and _agree(group.walk, other.walk)
            if alike and self._share_reads(group, other) and not self._related(group, other):
                group.full |= other.full
                group.row |= other.row
                group.walk = group.walk or other.walk
                for node in other.nodes:
                    self.home[node] = group
                self._merge(group, other)
                return

    def _share_reads(self, a: Group, b: Group) -> bool:
        """Whether there is something as large as the domain that both read."""
        return any(same(product(v.type.shape), product(a.shape)) is True for v in a.reads & b.reads)

    def _related(self, a: Group, b: Group) -> bool:
        return self.reaches(a, b) or self.reaches(b, a)

    def _folds(self, group: Group, operand: Value) -> int:
        """How many folds of the group must have run, one after the other, before `operand` is known."""
        found: dict[Value, int] = {}

        def before(values: Iterable[Value]) -> int:
            return max([found.get(b, 0) for v in values for b in self.bases(v)], default=0)

        for node in group.nodes:
            folds = before(node.operands) + isinstance(node.op.lowering, Reduction)
            found.update(dict.fromkeys(node.outputs, folds))
        return before([operand])

    def _place_region(self, node: Node) -> None:
        """A branch or loop: alone in its group, with operands and all results in memory."""
        for operand in node.operands:
            self._store(operand)
        group = self._new("region", ())
        self._join(group, node, set())
        group.reads = {found[0] for v in node.operands if (found := self.view_of(v)) is not None}
        self.stored.update(node.outputs)

    def _place_anchor(self, node: Node) -> None:
        for operand in node.operands:
            self._store(operand)
        group = self._new("anchor", node.outputs[0].type.shape)
        group.anchor = node
        self._join(group, node, group.full)
        group.reads = set()
        for operand in node.operands:
            found = self.view_of(operand)
            if found is None:
                raise CompileError(f"an operand of {node.op} is not in memory")
            group.reads.add(found[0])

    def _store_result(self, value: Value, dense: bool) -> None:
        """A result may be an input, and unless `dense` a view of one, or a buffer in another order."""
        if value.node is not None and value.node in self.home:
            return
        if value in self.inputs and (dense or not value.type.weak):
            return
        found = None if dense else self.view_of(value)
        if found is not None:
            base, strided = found
            whole = same(product(strided.shape), product(base.type.shape)) is True
            ordered = isinstance(strided.offset, int) and strided.offset == 0
            # An operand of no axes may be a Python number, which has no storage to share.
            if base.type.shape if base in self.inputs else whole and ordered:
                return
        self._materialize(value)

    def _store(self, value: Value) -> None:
        """Make sure that `value` is a view of something in memory."""
        if self.view_of(value) is None and not self._turn(value):
            self._materialize(self._before_reshapes(value))
        found = self.view_of(value)
        if found is not None:
            self.viewed.add(found[0])

    def _turn(self, value: Value) -> bool:
        """Let a result lie in another order if `value` is a view of it then, and nothing relies on its order yet."""
        found = turned(value, self)
        if found is None or found[1] in self.viewed or found[1] in self.layouts:
            return False
        group, result, place = found
        self.layouts[result] = place
        if self.view_of(value) is None:
            del self.layouts[result]
            return False
        group.lies[result] = place
        return True

    def _before_reshapes(self, value: Value) -> Value:
        """What is read at computed places and then only reshaped is better stored before: to walk over its own
        axes costs no divisions, and its reshape is a view."""
        below = value
        while below.node is not None and below.node.op is reshape:
            below = below.node.operands[0]
        node = below.node
        if node is None or not isinstance(node.op.lowering, Read) or self._is_base(below):
            return value
        return below

    def _materialize(self, value: Value) -> None:
        """Give a virtual value a loop of its own."""
        if value in self.virtual_homes:
            return
        parts = parts_of(value, self)
        group = self._new("join" if parts else "loop", value.type.shape)
        self.depends[group] = self._sources([value])
        group.reads = set(self.bases(value))
        if parts:
            group.parts = parts
            self.layouts.update({v: Strided(s.shape, s.strides) for v, s in parts.items()})
        else:
            group.full.add(value)
        if value.node is not None:
            group.nodes.append(value.node)
        self.virtual_homes[value] = group
        self.stored.add(value)
        self._bases.clear()
        self._awaited.clear()

    def view_of(self, value: Value) -> tuple[Value, Strided] | None:
        """(base, strides) when `value` lies, or will lie, in memory."""
        return resolve(value, self._dense)

    def _dense(self, value: Value) -> Strided | None:
        if value.is_constant and value not in self.virtual_homes:
            return None
        if value in self.inputs:
            return self.inputs[value]
        if value in self.layouts:
            return self.layouts[value]
        if value.node is None or value.node in self.home or value in self.virtual_homes:
            shape = value.type.shape
            return Strided(shape, contiguous_strides(shape))
        return None

    # --- what is stored

    def _find_stores(self) -> None:
        for value in self.graph.outputs:
            self._mark_stored(value)
        for group in self.groups:
            self.stored |= group.reads
        for group in self.groups:
            members = [v for n in group.nodes for v in n.outputs]
            members += [v for v, g in self.virtual_homes.items() if g is group]
            unique = dict.fromkeys(members)
            group.stores = [v for v in unique if v in self.stored and self.group_of(v) is group]

    def _mark_stored(self, value: Value) -> None:
        found = self.view_of(value)
        if found is None:
            raise CompileError(f"the output {value!r} is not in memory")
        self.stored.add(found[0])


def _work(node: Node) -> int:
    lowering = node.op.lowering
    return lowering.cost if isinstance(lowering, Pointwise) else 1


def _agree(a: Walk | None, b: Walk | None) -> bool:
    return a is None or b is None or a == b


def fuse(
    graph: Graph,
    inputs: Mapping[Value, Strided],
    lies: Mapping[Value, Order],
    dense: bool = False,
    pull: bool = True,
) -> list[Group]:
    """The groups of a graph, in an order in which each comes after those it reads from.

    `inputs` says how the inputs lie in memory, `lies` how values lie for their folds (`layouts`). With `dense`, every
    result gets memory of its own; otherwise a result may be a view of an input or of another value. Without `pull`
    all operands of anchors are stored.
    """
    return Fuser(graph, inputs, lies).run(dense, pull)
