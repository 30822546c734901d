"""In which order groups run."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from heapq import heappop, heappush

from ..base.errors import CompileError
from ..ir.graph import Value
from ..ir.loop import Group


def ordered(
    groups: Sequence[Group], depends: Mapping[Group, Collection[Group]], kept: Collection[Value]
) -> list[Group]:
    """The groups that store something. `depends`: which come before which; `kept`: inputs, and what results lie in.

    As in the program; but what only frees memory comes as soon as it can: a group that stores
    results of the program alone, and is the last to read something."""
    remaining = [g for g in groups if g.stores]
    place = {g: i for i, g in enumerate(remaining)}
    # Constants that are stored for an anchor have no node that `depends` would know them by.
    writer = {v: g for g in remaining for v in g.stores}
    readers: dict[Value, set[Group]] = {}
    waiting: dict[Group, set[Group]] = {}
    followers: dict[Group, list[Group]] = {g: [] for g in remaining}
    for group in remaining:
        for value in group.reads.difference(kept):
            readers.setdefault(value, set()).add(group)
        before = {g for g in depends[group] if g in place}
        before |= {writer[v] for v in group.reads if v in writer}
        waiting[group] = before - {group}
        for g in waiting[group]:
            followers[g].append(group)

    def frees(group: Group) -> bool:
        return all(v in kept for v in group.stores) and any(
            len(readers[v]) == 1 for v in group.reads if v in readers
        )

    # Places of groups that can run, and of those that free memory: what has run may still be in both.
    ready = [place[g] for g in remaining if not waiting[g]]
    freeing = [i for i in ready if frees(remaining[i])]
    done: set[Group] = set()
    order: list[Group] = []
    while ready:
        chosen = remaining[heappop(freeing or ready)]
        if chosen in done:
            continue
        order.append(chosen)
        done.add(chosen)
        woken = []
        for group in followers[chosen]:
            waiting[group].discard(chosen)
            if not waiting[group]:
                heappush(ready, place[group])
                woken.append(group)
        for value in chosen.reads & readers.keys():
            left = readers[value]
            left.discard(chosen)
            woken += [g for g in left if len(left) == 1 and not waiting[g]]
        for group in woken:
            if frees(group):
                heappush(freeing, place[group])
    if len(order) < len(remaining):
        raise CompileError("the groups of a program depend on each other in a circle")
    return order


__all__ = ["ordered"]
