"""How the loops of a `loop` or `row` group run: merged axes, strides, the lane axis, stages.

A group is *flat* when every value that its members read is a member, a view of memory over the
domain's axes, a row value, or a scalar. Then neighbouring axes that every access walks as one are
merged, so that a point-wise kernel over contiguous tensors of any rank is one loop. Other groups
(with gathers, padding, concatenation) keep their axes, and coordinates are mapped by the
operations' rules.

The lanes of vectors run along the axis where most accesses have stride 1. Where folds depend on their order, lanes run
along the innermost of the folded axes or along one that stays, and the folded axes are counted, as `layouts` says.

In a row group, work at the full level runs in *stages*: loop s computes everything that needs the
row values of earlier loops only. A dear value that several loops need is parked in the memory of
a later result, when one has its dtype.

Folds that stand *beside* a group (`schedule.beside`) run in one of its loops. They are accesses, too: an
element belongs to a sum, whose number follows from its coordinates by strides, 0 along what is folded. Lanes
never run along an axis that they fold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..base.shapes import contiguous_strides
from ..base.sizes import Dim, Shape, same
from ..ir.graph import Node, Value, bottom_up
from ..ir.loop import Access, Axis, Group, Nest, Stage, reads, resolve
from ..ir.op import Pointwise, Reduction, Strided
from .adjacency import adjacent_reads
from .places import Mark, follow

SHORT = 16  # elements, which fewer than fill no vector
DEAR = 8  # additions: from here on a value is parked rather than computed twice


def plan_nest(
    group: Group,
    memory: Mapping[Value, Strided],
    orders: Mapping[Value, tuple[int, ...]],
) -> Nest:
    """The nest of a group.

    `memory` says how values lie in memory: inputs, and all that is stored; `orders` which of them
    do not lie in the natural order.
    """
    full: dict[Value, Access] = {}
    rows: dict[Value, Access] = {}
    links: dict[Value, Value] = {}
    flat = True
    members = group.full | group.row

    def look(value: Value, full_level: bool) -> None:
        nonlocal flat
        if value.is_constant and not value.type.shape:
            return
        if value in members or value in full or value in rows or value in links:
            return
        shape = group.shape if full_level else group.row_shape
        # A link: all coordinates vanish, or they become exactly the row's.
        marks = tuple(Mark() for _ in shape)
        row = tuple(m for i, m in enumerate(marks) if i not in group.axes) if full_level else marks
        reached = follow(value, marks)
        if reached is not None:
            below, at = reached
            if not below.type.shape and below not in group.full:
                links[value] = below
                return
            if below in group.row and at == row:
                links[value] = below
                return
        found = resolve(value, lambda v: memory[v] if v in group.reads else None)
        if found is not None and len(found[1].shape) == len(shape):
            target = full if full_level else rows
            target[value] = Access(found[0], found[1].strides, found[1].offset)
            return
        flat = False

    for node in group.nodes:
        lowering = node.op.lowering
        if isinstance(lowering, Reduction) or (
            isinstance(lowering, Pointwise) and node.outputs[0] in group.full
        ):
            for x in node.operands:
                look(x, True)
        elif isinstance(lowering, Pointwise):
            for x in node.operands:
                look(x, False)
        else:
            flat = False  # a virtual value that was given a loop
    if not group.nodes:
        flat = True  # a constant
    axes = [Axis(d, i in group.axes, i in group.down) for i, d in enumerate(group.shape)]
    apart = {n.outputs[0] for n in group.beside}
    stores = {v: memory[v].strides for v in group.stores if v not in apart}
    beside = {n: _sums(n, group.shape) for n in group.beside}
    nest = Nest(
        group, flat, axes, full, rows, links, stores, None, [], {}, [], _cost(group), beside
    )
    if flat:
        order = None if whole_folds(group) else _order(group, orders)
        _reorder(nest, _walked(group, order or tuple(range(len(axes)))))
        _merge_axes(nest)
    elif group.walk is not None:
        nest.sequence = _sequence(group)
    nest.lane = _choose_lane(nest, memory)
    _plan_stages(nest)
    return nest


def whole_folds(group: Group) -> bool:
    """Whether a fold of all axes stands beside a group."""
    return any(len(n.params["axes"]) == len(group.shape) for n in group.beside)


def _sums(node: Node, shape: Shape) -> tuple[Dim, ...]:
    """Strides to the number of the sum that an element belongs to; where all is folded, to its own number."""
    axes = node.params["axes"]
    if len(axes) == len(shape):
        return contiguous_strides(shape)
    kept = iter(contiguous_strides([d for i, d in enumerate(shape) if i not in axes]))
    return tuple([0 if i in axes else next(kept) for i in range(len(shape))])


def _order(group: Group, orders: Mapping[Value, tuple[int, ...]]) -> tuple[int, ...] | None:
    """The order in which the loops should run: that of what is stored, else of what is read."""
    rank = len(group.shape)
    for values in (group.stores, sorted(group.reads, key=lambda v: v.index)):
        for value in values:
            if value in orders and len(orders[value]) == rank:
                return orders[value]
        if any(v.type.ndim == rank for v in values):
            return None
    return None


def _sequence(group: Group) -> tuple[int, ...]:
    """The folded axes as their elements are counted; those of one element do not matter."""
    counted = group.axes if group.walk is None else group.walk.axes
    return (*[i for i in group.axes if i not in counted], *counted)


def _walked(group: Group, order: tuple[int, ...]) -> tuple[int, ...]:
    """An order of loops, but with the axes of each fold as they are counted."""
    counted = dict.fromkeys(group.axes, iter(_sequence(group)))
    counted.update(dict.fromkeys(group.down, iter(group.down)))
    return tuple([next(counted[i]) if i in counted else i for i in order])


def _reorder(nest: Nest, order: tuple[int, ...]) -> None:
    """Let the loops of a flat nest run in another order of the domain's axes."""
    if order == tuple(range(len(order))):
        return
    outer = nest.outer
    rank = {axis: n for n, axis in enumerate(outer)}
    row_order = [rank[axis] for axis in order if axis in rank]
    for access in nest.full.values():
        access.strides = tuple(access.strides[i] for i in order)
    for node, strides in nest.beside.items():
        nest.beside[node] = tuple(strides[i] for i in order)
    for access in nest.rows.values():
        access.strides = tuple(access.strides[i] for i in row_order)
    for value, strides in nest.stores.items():
        moved = order if value in nest.group.full else row_order
        nest.stores[value] = tuple(strides[i] for i in moved)
    nest.axes = [nest.axes[i] for i in order]


def _cost(group: Group) -> int:
    total = 1
    for node in group.nodes:
        lowering = node.op.lowering
        total += lowering.cost if isinstance(lowering, Pointwise) else 1
    return total


def _merge_axes(nest: Nest) -> None:
    """Drop axes of size 1 and join neighbours that every access walks as one."""
    columns = _columns(nest)
    kept = [i for i, a in enumerate(nest.axes) if not (isinstance(a.size, int) and a.size == 1)]
    merged: list[list[int]] = []
    for i in kept:
        if merged and _mergeable(nest, merged[-1][-1], i, columns):
            merged[-1].append(i)
        else:
            merged.append([i])
    old = nest.axes
    nest.axes = []
    for run in merged:
        size: Dim = 1
        for i in run:
            size = size * old[i].size
        nest.axes.append(Axis(size, old[run[0]].folded, old[run[0]].down))
    keep_full = [run[-1] for run in merged]
    row_numbers = {axis: n for n, axis in enumerate(i for i, a in enumerate(old) if not a.folded)}
    keep_rows = [row_numbers[run[-1]] for run in merged if not old[run[0]].folded]
    for access in nest.full.values():
        access.strides = tuple(access.strides[i] for i in keep_full)
    for node, strides in nest.beside.items():
        nest.beside[node] = tuple(strides[i] for i in keep_full)
    for access in nest.rows.values():
        access.strides = tuple(access.strides[i] for i in keep_rows)
    for value, strides in nest.stores.items():
        keep = keep_full if value in nest.group.full else keep_rows
        nest.stores[value] = tuple(strides[i] for i in keep)


def _columns(nest: Nest) -> list[tuple[Dim | None, ...]]:
    """Strides of every access per axis of the whole domain; None on folded axes of row accesses."""
    n = len(nest.axes)
    outer = nest.outer

    def spread(strides: Sequence[Dim]) -> tuple[Dim | None, ...]:
        result: list[Dim | None] = [None] * n
        for axis, stride in zip(outer, strides, strict=True):
            result[axis] = stride
        return tuple(result)

    columns: list[tuple[Dim | None, ...]] = [a.strides for a in nest.full.values()]
    columns += [spread(a.strides) for a in nest.rows.values()]
    columns += nest.beside.values()
    for value, strides in nest.stores.items():
        columns.append(strides if value in nest.group.full else spread(strides))
    return columns


def _mergeable(nest: Nest, a: int, b: int, columns: list[tuple[Dim | None, ...]]) -> bool:
    if nest.axes[a].folded != nest.axes[b].folded or nest.axes[a].down != nest.axes[b].down:
        return False
    if any(
        isinstance(n.op.lowering, Reduction) and n.op.lowering.positional for n in nest.group.nodes
    ):
        return False
    size = nest.axes[b].size
    for strides in columns:
        x, y = strides[a], strides[b]
        if x is None or y is None:
            continue
        if same(x, y * size) is not True:
            return False
    return True


def _choose_lane(nest: Nest, memory: Mapping[Value, Strided]) -> int | None:
    """The axis with most accesses of stride 1 (the last of them), else the last axis.

    What is repeated along an axis is small beside what is not: it only chooses where all else is even.
    """
    if not nest.axes:
        return None
    score = [0.0] * len(nest.axes)
    group = nest.group
    if not nest.flat and group.kind == "loop":
        for value in group.stores:
            for _, axis in adjacent_reads(value, group.reads, memory):
                score[axis] += 2
    if not nest.flat and group.kind == "row":
        for axis in _looked_up(nest, memory):
            score[axis] += 2
    columns = _columns(nest)
    for strides in columns:
        whole = not any(s is None or (isinstance(s, int) and s == 0) for s in strides)
        for i, stride in enumerate(strides):
            if isinstance(stride, int) and stride == 1:
                score[i] += 2 if whole else 1 / len(columns)
    allowed = list(range(len(score)))
    if nest.beside:  # rows are walked, and what is folded down them has a sum for each lane
        allowed = [i for i, a in enumerate(nest.axes) if not a.down]
        allowed = [i for i in allowed if nest.axes[i].folded or group.kind == "loop"]
        if not allowed:
            return None
        if whole_folds(group):
            return allowed[-1]
        return max(allowed, key=lambda i: (score[i], i))
    # Of axes that are even, one that fills a vector.
    short = [isinstance(a.size, int) and a.size < SHORT for a in nest.axes]
    if group.walk is not None and group.walk.rows:
        return nest.inner[-1]
    if group.walk is not None and nest.outer:
        allowed = nest.outer
    best = max(allowed, key=lambda i: (score[i], nest.flat or not short[i], i))
    if not score[best]:
        return allowed[-1]
    # Elements of a row have numbers, which increase along the last of the folded axes (`templates.nest_flat`).
    return nest.inner[-1] if nest.axes[best].folded else best


def _looked_up(nest: Nest, memory: Mapping[Value, Strided]) -> list[int]:
    """For each tensor of which what is folded reads rows that an index tensor names: the axis along them."""
    found: list[int] = []
    for node in nest.group.nodes:
        if isinstance(node.op.lowering, Reduction):
            operand = node.operands[0]
            if operand.type.ndim == len(nest.axes):
                near = adjacent_reads(operand, nest.group.reads, memory, nest.group.row)
                found += [axis for leaf, axis in near if leaf not in nest.full]
    return found


def _plan_stages(nest: Nest) -> None:
    group = nest.group
    stage: dict[Value, int] = {}

    def below(value: Value) -> Sequence[Value]:
        """What must be computed in the same loop as `value`, or in an earlier one."""
        node = value.node
        if node is None or value in group.reads:
            return ()
        if value not in group.full and value not in group.row and value not in nest.links:
            return () if nest.flat else reads(node)
        linked = nest.links.get(value, value)
        # A scalar that is computed where it is read links to itself.
        return (linked,) if linked is not value else reads(node)

    def of(value: Value) -> int:
        """The number of loops that must have run before `value` can be computed."""
        for v in bottom_up(value, below, stage):
            result = max([stage[x] for x in below(v)], default=0)
            own = v.node if v in group.full or v in group.row else None
            folds = own is not None and isinstance(own.op.lowering, Reduction)
            stage[v] = result + (folds and v not in nest.links)
        return stage[value]

    reductions = [
        n for n in group.nodes if isinstance(n.op.lowering, Reduction) and n not in nest.beside
    ]
    count = max((of(n.outputs[0]) for n in reductions), default=0)
    stages = [Stage() for _ in range(count)]
    for node in reductions:
        stages[of(node.outputs[0]) - 1].reductions.append(node)

    def loop(number: int) -> Stage:
        while len(stages) <= number:
            stages.append(Stage())
        return stages[number]

    for value in nest.stores:
        if value in group.row:
            nest.row_stores.append(value)
        else:
            loop(of(value)).stores.append(value)
    if nest.beside:  # all in one pass
        loop(max([of(n.operands[0]) for n in nest.beside])).beside.extend(nest.beside)
    nest.stages = stages
    nest.ready = {v: of(v) for v in nest.links}
    if nest.flat and group.kind == "row":
        _plan_parking(nest)


def _plan_parking(nest: Nest) -> None:
    """Let dear values that several stages need wait in the memory of a result stored later."""
    group = nest.group
    needed: list[dict[Value, None]] = []
    for stage in nest.stages:
        seen: dict[Value, None] = {}
        todo = [n.operands[0] for n in (*stage.reductions, *stage.beside)] + list(stage.stores)
        while todo:
            value = todo.pop()
            if value in seen or value not in group.full or value.node is None:
                continue
            seen[value] = None
            todo.extend(value.node.operands)
        needed.append(seen)
    taken: set[Value] = set()
    for first, values in enumerate(needed):
        for value in values:
            node = value.node
            if node is None or not isinstance(node.op.lowering, Pointwise):
                continue
            later = [i for i in range(first + 1, len(needed)) if value in needed[i]]
            if node.op.lowering.cost < DEAR or not later or value in group.stores:
                continue
            for result in nest.stages[later[-1]].stores:
                if result.type.dtype is value.type.dtype and result not in taken:
                    taken.add(result)
                    nest.stages[first].parks.append((value, result))
                    for i in later:
                        nest.stages[i].unparks.append((value, result))
                        needed[i].pop(value)
                    break
