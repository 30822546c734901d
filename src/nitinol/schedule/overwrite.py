"""Which results of a program may lie where one of its operands does.

A training step gives new values to parameters, moments and counters. In new memory they cost a third more traffic
(a cache fetches each line that is written to), and twice the room. So where the caller says that a result is the new
value of an operand (`wanted`), this pass finds out whether it may be written over it. Each call decides anew whether
it is: the tensor's memory must be held by nothing else. So a program is right both ways, and one that fails must not
have begun to write. A pair of a result and an operand is accepted when

* both have the same dtype and shape, and are contiguous; the operand is no result itself, and no base of one;
* all other kernels that read the operand run before the one that writes the result: those that do not are moved, if
  nothing forbids it, and otherwise the pair is given up;
* the kernel that writes reads the operand, if at all, only at the element that it is about to write
  (`reads_in_place`): point-wise work over the same shape, also behind a product or a fold;
* nothing can fail from the first such kernel on. What looks elements up notes those that are out of range, so it must
  run before, unless an earlier kernel has looked at all of these indices (`_checks`); so must loops and branches, which
  ask for memory and for Ctrl-C. Kernels behind the first one have their memory before it runs, and are not cancelled
  (`codegen.program`).

Moving a kernel back keeps what it reads alive for longer. Where that takes more memory than is saved, only what is
behind all that can fail anyway is written over. And what is written first is left as it was if it is next to nothing,
so that a step can be interrupted for longer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Final

from ..base.shapes import contiguous_strides, same_shape
from ..base.sizes import Dim, Size, evaluate, product, same, symbols
from ..ir.graph import Node, Value
from ..ir.loop import Group, reads
from ..ir.op import Anchor, Movement, Pointwise, Reduction, Region, Strided
from .places import Mark, follow

# Templates that write each element of their result once, when they are done with it, and note no errors themselves.
_FINISHING: Final = frozenset(("matmul", "conv_weight_grad", "scatter"))
# Templates that look at indices, or at offsets.
_LOOKING: Final = frozenset(("attend_rows", "attend_rows_tangent", "attend_rows_transposed"))
_KEEPING: Final = frozenset(("reshape", "permute", "stop_gradient"))  # movements of all elements
_LITTLE: Final = 256  # parts of the state, one of which is next to nothing
_SAMPLE: Final = 64  # for open sizes, when bytes are compared

Pair = tuple[Value, Value]  # a value that is stored, and the input in whose memory
Check = tuple[object, ...]  # indices that are looked at, and for which size


def overwrite(
    groups: Sequence[Group],
    memory: Mapping[Value, Strided],
    wanted: Sequence[Pair],
    peak: Callable[[Sequence[Group]], int],
) -> tuple[list[Group], list[Pair]]:
    """The groups in the order in which they may run, and the pairs that are accepted. `peak` gives the bytes of
    temporaries that live at once, in some order."""
    writers = {v: g for g in groups for v in g.stores}
    pairs = [
        (new, old)
        for new, old in wanted
        if new in writers and _alike(new, old, memory) and reads_in_place(writers[new], new, old)
    ]
    risky = _risky(groups)
    pairs = [p for p in pairs if writers[p[0]] not in risky]
    found = _settled(groups, pairs, risky)
    if found[1]:
        saved = sum([_bytes(new) for new, _ in found[1]])
        if peak(found[0]) > peak(groups) + saved:
            last = max([i for i, g in enumerate(groups) if g in risky], default=-1)
            late = set(groups[last + 1 :])
            found = _settled(groups, [p for p in pairs if writers[p[0]] in late], risky)
    return _without_early(*found)


def _without_early(order: list[Group], pairs: Sequence[Pair]) -> tuple[list[Group], list[Pair]]:
    """Without what is written first and is next to nothing, such as running statistics: from the first on the program
    cannot be interrupted."""
    place = {v: i for i, g in enumerate(order) for v in g.stores}
    left = sorted(pairs, key=lambda p: place[p[0]])
    small = sum([_bytes(new) for new, _ in left]) // _LITTLE
    first = 0
    for new, _ in left:
        small -= _bytes(new)
        if small < 0:
            break
        first += 1
    kept = set(left[first:])
    return order, [p for p in pairs if p in kept]


def _alike(new: Value, old: Value, memory: Mapping[Value, Strided]) -> bool:
    """Whether two values have the same dtype and shape and are contiguous."""
    if new.type.dtype is not old.type.dtype or not same_shape(new.type.shape, old.type.shape):
        return False
    natural = contiguous_strides(old.type.shape)
    return all(
        memory[v].offset == 0
        and all(same(a, b) is True for a, b in zip(memory[v].strides, natural, strict=True))
        for v in (new, old)
    )


def _bytes(value: Value) -> int:
    env = {a: _SAMPLE for d in value.type.shape if isinstance(d, Size) for a in symbols(d)}
    size: Dim = product(value.type.shape)
    return evaluate(size, env) * value.type.dtype.itemsize


# --- what a kernel reads where


def reads_in_place(group: Group, new: Value, old: Value) -> bool:
    """Whether a kernel may write `new` over `old`: it reads no element of it but before it writes that very one."""
    if group.kind == "region":
        return False
    if old not in group.reads:
        return True
    anchor = group.anchor
    if anchor is not None:
        lowering = anchor.op.lowering
        if not isinstance(lowering, Anchor) or lowering.template not in _FINISHING:
            return False
        if len(anchor.outputs) != 1:
            return False
        roots, others = list(group.stores), list(anchor.operands)
    elif group.kind == "loop":
        # What stands beside is folded before the element is stored.
        apart = [n.operands[0] for n in group.beside]
        results = {n.outputs[0] for n in group.beside}
        roots, others = [v for v in group.stores if v not in results], apart
        if new not in roots:
            return False
    else:
        # Values of rows are computed and stored once a row has been folded.
        if new not in group.row or any(new in n.outputs for n in group.beside):
            return False
        roots = [v for v in group.stores if v in group.row]
        others = [v for v in group.stores if v not in group.row]
        others += [n.operands[0] for n in group.nodes if isinstance(n.op.lowering, Reduction)]
    stop = set(anchor.outputs) if anchor is not None else set()
    met = _Walk(group, stop)
    for value in others:
        met.visit(value, False)
    for value in roots:
        met.visit(value, True)
    return old not in met.moved


class _Walk:
    """What the values of a group are computed from: at their own coordinates, or at others as well."""

    def __init__(self, group: Group, stop: set[Value]) -> None:
        self.group = group
        self.stop = stop
        self.moved: set[Value] = set()  # read at other coordinates
        self.straight: set[Node] = set()  # computed at all coordinates of the domain
        self._seen: set[tuple[Value, bool]] = set()

    def visit(self, value: Value, straight: bool) -> None:
        """Go down from a value; `straight`: it is computed at the coordinates that the kernel is at."""
        todo = [(value, straight)]
        while todo:
            at = todo.pop()
            if at in self._seen:
                continue
            self._seen.add(at)
            v, straight = at
            if v in self.group.reads:
                if not straight:
                    self.moved.add(v)
                if v not in self.group.full and v not in self.group.row:
                    continue
            if v.node is None or v in self.stop:
                continue
            if straight:
                self.straight.add(v.node)
            below = straight and (isinstance(v.node.op.lowering, Pointwise) or _stays(v.node))
            todo += [(x, below) for x in reads(v.node)]


def _stays(node: Node) -> bool:
    """Whether a movement leaves all elements where they are: a repetition along no axis, where sizes are equal."""
    if node.op.name == "stop_gradient":
        return True
    if node.op.name != "broadcast_to":
        return False
    value, below = node.outputs[0], node.operands[0]
    if not same_shape(value.type.shape, below.type.shape):
        return False
    if below.node is not None and isinstance(below.node.op.lowering, Movement):
        return False
    marks = tuple([Mark() for _ in value.type.shape])
    reached = follow(value, marks)
    return reached is not None and reached[1] == marks


# --- what can fail


def _risky(groups: Sequence[Group]) -> set[Group]:
    """The groups that can fail: all that look at indices nobody before them has looked at, loops, and branches."""
    checked: set[Check] = set()
    found: set[Group] = set()
    for group in groups:
        wanted, whole = _checks(group)
        if not checked.issuperset(wanted):
            found.add(group)
            checked |= whole
    return found


def _checks(group: Group) -> tuple[set[Check], set[Check]]:
    """The indices that a group looks at, and those of them that it looks at all of."""
    if group.kind == "region":
        return {(group,)}, set()
    met = _Walk(group, set())
    domain = group.kind == "loop" or (group.kind == "row" and not group.prologue)
    for value in group.stores:
        met.visit(value, domain and value in group.full)
    for node in (*group.prologue, *group.nodes):
        folds = isinstance(node.op.lowering, Reduction)
        for value in node.operands:
            met.visit(value, domain and folds and node not in group.beside)
    nodes = {v.node for v, _ in met._seen if v.node is not None}
    nodes.update(group.nodes, group.prologue)
    wanted: set[Check] = set()
    whole: set[Check] = set()
    for node in nodes:
        if any(v in group.reads for v in node.outputs):
            continue
        for check, covers in _checks_of(node, group):
            wanted.add(check)
            if covers and node in met.straight:
                whole.add(check)
    return wanted, whole


def _checks_of(node: Node, group: Group) -> list[tuple[Check, bool]]:
    """What one node looks at, and whether it looks at all elements of that when it is computed everywhere."""
    lowering = node.op.lowering
    name = node.op.name
    scatters = isinstance(lowering, Anchor) and lowering.template == "scatter"
    if name == "gather" or scatters:
        first = 2 if scatters else 1
        shape = node.operands[0].type.shape
        made: list[tuple[Check, bool]] = []
        # Where nothing is read of what an index names, nothing looks at the index.
        rest = [
            d
            for i, d in enumerate(node.outputs[0].type.shape)
            if i not in node.params["index_dims"]
        ]
        some = all(isinstance(d, int) and d > 0 for d in rest)
        for size, source in zip(shape, node.params["spec"], strict=True):
            if source < 0:
                root, covers = _root(node.operands[first - 1 - source])
                made.append((("index", root, size), covers and some and not scatters))
        return made
    if name == "class_number":
        root, covers = _root(node.operands[0])
        return [(("class", root, node.params["count"]), covers)]
    if isinstance(lowering, Region):
        return [((group, node), False)]
    if isinstance(lowering, Anchor) and (
        lowering.template in _LOOKING or lowering.template.startswith("segment")
    ):
        return [((group, node), False)]
    return []


def _root(value: Value) -> tuple[Value, bool]:
    """What a value is a rearrangement of, and whether all elements of that are among its own."""
    covers = True
    while value.node is not None and isinstance(value.node.op.lowering, Movement):
        covers = covers and value.node.op.name in _KEEPING
        value = value.node.operands[0]
    return value, covers


# --- the order


def _settled(
    groups: Sequence[Group], pairs: Sequence[Pair], risky: set[Group]
) -> tuple[list[Group], list[Pair]]:
    """An order in which the pairs are allowed, as near to the given one as can be; without those that allow of none."""
    left = list(pairs)
    while left:
        order, circular = _ordered(groups, left, risky)
        if not circular:
            return order, left
        left = [p for p in left if p[0] not in circular.stores]
    return list(groups), []


def _ordered(
    groups: Sequence[Group], pairs: Sequence[Pair], risky: set[Group]
) -> tuple[list[Group], Group | None]:
    """The order, or, if there is none, a group that writes over an operand and would have to run before itself."""
    writers = {v: i for i, g in enumerate(groups) for v in g.stores}
    count = len(groups)
    after: list[set[int]] = [
        set() for _ in range(count + 1)
    ]  # number `count`: nothing can fail any more
    readers: dict[Value, list[int]] = {}
    for i, group in enumerate(groups):
        for value in group.reads:
            readers.setdefault(value, []).append(i)
            if value in writers:
                after[writers[value]].add(i)
        if group in risky:
            after[i].add(count)
    writing: set[int] = set()
    for new, old in pairs:
        w = writers[new]
        writing.add(w)
        after[count].add(w)
        for r in readers.get(old, ()):
            after[r].add(w)
    for i, later in enumerate(after):
        later.discard(i)
    waiting = [0] * (count + 1)
    for later in after:
        for j in later:
            waiting[j] += 1
    ready = [i for i in range(count + 1) if not waiting[i]]
    # Number `count` is no group, and goes as soon as it can.
    ready = [-1 if i == count else i for i in ready]
    heapify(ready)
    order: list[Group] = []
    while ready:
        i = heappop(ready)
        if i >= 0:
            order.append(groups[i])
        for j in after[i]:
            waiting[j] -= 1
            if not waiting[j]:
                heappush(ready, -1 if j == count else j)
    if len(order) == count:
        return order, None
    for w in sorted(writing):
        if waiting[w] and _reaches(after, w):
            return list(groups), groups[w]
    raise AssertionError("kernels wait for one another")


def _reaches(after: Sequence[set[int]], start: int) -> bool:
    """Whether something leads back to where it starts."""
    seen: set[int] = set()
    todo = [start]
    while todo:
        for j in after[todo.pop()]:
            if j == start:
                return True
            if j not in seen:
                seen.add(j)
                todo.append(j)
    return False


__all__ = ["overwrite", "reads_in_place"]
