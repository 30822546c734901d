"""Temporaries that take over the memory of what they are computed from.

Where a kernel is the last to read a temporary and makes another one of the same type, both would exist at once: the
logits and their gradient, in a training step, when all activations do. The second may be written over the first if
every element is read for the last time before it is written, by whichever thread. That is so when

* the kernel reads the first at the element that it is about to write alone (as `overwrite` asks of results over
  operands): point-wise work, also behind a product;
* or, where the kernel folds rows and then goes through them again: when no later loop of a row reads the first, and in
  the loop that writes, nothing does behind the writing. Rows are walked one by one, each through all its loops, by one
  thread. A value that is parked in the memory of a result (`nests`) is written there, too.

The step of a GPT (8×128 tokens) needs 4 MB less of 82 for it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ..base.sizes import same
from ..ir.graph import Value
from ..ir.loop import Group, Nest, reads, resolve
from ..ir.op import Movement, Reduction, Strided
from .memory import Life
from .nests import plan_nest
from .overwrite import reads_in_place

Orders = Mapping[Value, tuple[int, ...]]


def reuse(
    steps: Sequence[Sequence[Group]],
    lives: Sequence[Life],
    memory: Mapping[Value, Strided],
    orders: Orders,
    fixed: Collection[Value],
) -> tuple[list[Life], dict[Value, Value]]:
    """Lives of memory, some of several values; and for each value that lies where another does, which.

    fixed: values whose memory is not to be shared.
    """
    life = {x.value: x for x in lives if x.value not in fixed}
    over: dict[Value, Value] = {}
    for number, step in enumerate(steps):
        if len(step) != 1 or step[0].kind in ("region", "join"):
            continue
        group = step[0]
        ending = [v for v in group.reads if v in life and life[v].last == number]
        # In an order that does not depend on the run: as they are read from what is stored.
        ending.sort(key=lambda v: life[v].first)
        taken: set[Value] = set()
        for new in [v for v in group.stores if v in life]:
            for old in ending:
                if old in taken or not _alike(new, old, memory):
                    continue
                if reads_in_place(group, new, old) or _before(group, new, old, memory, orders):
                    taken.add(old)
                    over[new] = over.get(old, old)
                    break
    found: dict[Value, Life] = {}
    for x in lives:
        root = over.get(x.value, x.value)
        if root in found:
            found[root].last = max(found[root].last, x.last)
            found[root].first = min(found[root].first, x.first)
        else:
            found[root] = Life(root, x.nbytes, x.first, x.last)
    return list(found.values()), over


def _alike(new: Value, old: Value, memory: Mapping[Value, Strided]) -> bool:
    """Whether elements of two values are the same bytes of one memory."""
    if new.type.dtype is not old.type.dtype or new.type.ndim != old.type.ndim:
        return False
    a, b = memory[new], memory[old]
    pairs = [*zip(a.shape, b.shape, strict=True), *zip(a.strides, b.strides, strict=True)]
    return all(same(x, y) is True for x, y in [*pairs, (a.offset, 0), (b.offset, 0)])


def _before(
    group: Group, new: Value, old: Value, memory: Mapping[Value, Strided], orders: Orders
) -> bool:
    """Whether a row group has read an element of `old` for the last time when it writes that of `new`."""
    if group.kind != "row" or new not in group.full or any(new in n.outputs for n in group.beside):
        return False
    if not _straight(group, old, memory):
        return False
    nest = plan_nest(group, memory, orders)
    for number, stage in enumerate(nest.stages):
        parked = [v for v, target in stage.parks if target is new]
        if parked or new in stage.stores:
            if any(_read(nest, i, old, memory) for i in range(number + 1, len(nest.stages))):
                return False
            # What has been read is kept for the element at hand, so it is not read behind the parking.
            early = [n.operands[0] for n in (*stage.reductions, *stage.beside)] + parked
            read = _read(nest, number, old, memory)
            return not parked or _within(nest, number, early, old, memory) == read
    return False


def _is(value: Value, old: Value, memory: Mapping[Value, Strided]) -> bool:
    """Whether a value is another, element by element at the same place."""
    if value is old:
        return True
    node = value.node
    if (
        node is None
        or not isinstance(node.op.lowering, Movement)
        or value.type.ndim != old.type.ndim
    ):
        return False
    found = resolve(value, lambda v: memory[v] if v is old else None)
    if found is None:
        return False
    a, b = found[1], memory[old]
    pairs = [*zip(a.shape, b.shape, strict=True), *zip(a.strides, b.strides, strict=True)]
    return all(same(x, y) is True for x, y in [*pairs, (a.offset, b.offset)])


def _straight(group: Group, old: Value, memory: Mapping[Value, Strided]) -> bool:
    """Whether members read `old` at their own place of the whole domain alone."""
    members = group.full | group.row
    for node in group.nodes:
        full = node.outputs[0] in group.full or isinstance(node.op.lowering, Reduction)
        todo = [x for x in node.operands if not (full and _is(x, old, memory))]
        seen: set[Value] = set()
        while todo:
            value = todo.pop()
            if value is old:
                return False
            if value in seen or value in group.reads or value in members or value.node is None:
                continue
            seen.add(value)
            todo += reads(value.node)
    return True


def _read(nest: Nest, number: int, old: Value, memory: Mapping[Value, Strided]) -> set[Value]:
    """As what a loop of a row reads `old`."""
    stage = nest.stages[number]
    folded = [n.operands[0] for n in (*stage.reductions, *stage.beside)]
    values = [*folded, *stage.stores, *[v for v, _ in stage.parks]]
    return _within(nest, number, values, old, memory)


def _within(
    nest: Nest, number: int, values: Sequence[Value], old: Value, memory: Mapping[Value, Strided]
) -> set[Value]:
    """As what `old` is read for these values in a loop of a row."""
    group, waiting = nest.group, {v for v, _ in nest.stages[number].unparks}
    todo, seen, found = list(values), set[Value](), set[Value]()
    while todo:
        value = todo.pop()
        if value in seen:
            continue
        seen.add(value)
        if _is(value, old, memory):
            found.add(value)
        elif value.node is not None and not (
            value in group.reads or value in group.row or value in waiting
        ):
            todo += reads(value.node)
    return found


__all__ = ["reuse"]
