"""How much memory the blocks of kernels take: what templates share between tasks, and parts of folds.

A program that may write over what it was given takes it for all of its kernels before the first one runs; of kernels,
only one runs at a time. `codegen.footprint` counts it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from ..ir.loop import Group, Nest
from ..llvm.target import Target
from ..llvm.text import Function, Int
from ..schedule.memory import ALIGN
from ..schedule.nests import plan_nest
from ..templates.anchor import Plan
from ..templates.column_sums import ColumnSums
from ..templates.nest_beside import Sums
from ..templates.nest_columns import column_rows, splits_columns
from ..templates.nest_sizes import parts_of, splits
from ..templates.region import RegionEmitter
from .alike import looks
from .anchors import GroupContext
from .lanes import nest_lanes
from .scheduled import Scheduled


def rounded(f: Function, nbytes: Int) -> Int:
    """Bytes in whole cache lines, at least one."""
    return f.mul(f.maximum(f.ceil_div(nbytes, ALIGN), 1), ALIGN)


def reserve(
    k: RegionEmitter,
    scheduled: Scheduled,
    target: Target,
    threads: Int,
    plan_of: Callable[[Group], Plan],
) -> Int:
    """The most bytes of blocks that one of the program's own kernels has; regions take their own."""
    f = k.f
    most: Int = 0
    seen: set[Hashable] = set()
    for group in scheduled.groups:
        if group.kind == "region":
            continue
        alike = looks(group, scheduled.memory, scheduled.orders)
        if alike in seen:
            continue
        seen.add(alike)
        total: Int = 0
        for nbytes in blocks_of(k, group, scheduled, target, threads, plan_of):
            total = f.add(total, rounded(f, nbytes))
        most = f.maximum(most, total)
    return most


def blocks_of(
    k: RegionEmitter,
    group: Group,
    scheduled: Scheduled,
    target: Target,
    threads: Int,
    plan_of: Callable[[Group], Plan],
) -> list[Int]:
    """The bytes of each block of a kernel."""
    if group.anchor is not None:
        sizes = GroupContext(k, group, scheduled.memory, lambda value: "null", threads)
        blocks = list(plan_of(group).shared(sizes).values())
        return [*blocks, ColumnSums(k, group).nbytes] if group.beside else blocks
    nest = plan_nest(group, scheduled.memory, scheduled.orders)
    nbytes = parts_block(k, nest, nest_lanes(group, nest, target))
    return [] if nbytes == 0 else [nbytes]


def parts_block(k: RegionEmitter, nest: Nest, lanes: int) -> Int:
    """The bytes for the parts in which a nest folds; 0 where there are none."""
    if nest.beside:
        return Sums(k, nest, lanes).nbytes
    if splits(nest):
        return parts_of(k.f, k.size, nest)[1]
    if splits_columns(nest):
        return column_rows(k.f, k.size, nest, lanes)[2]
    return 0


__all__ = ["blocks_of", "parts_block", "reserve", "rounded"]
