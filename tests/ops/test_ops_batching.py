"""Every sample mapped by `vmap` equals a Python loop over the elements.

Each operand is mapped over axis 0, over its last axis, or not at all: all of them together, and
each alone. The loop runs the operation itself, which other tests compare with NumPy.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest
from ops_support import Call, compare, leaves, to_numpy

import nitinol as ni
from nitinol.base import dtypes as dt
from nitinol.base.errors import TracerError
from nitinol.ops.families import primitives
from nitinol.ops.samples import TABLE
from nitinol.trace.batching import derived_rule

COUNT = 3
# How large their results are depends on the data.
DEPENDS_ON_DATA = {"nonzero", "argwhere", "flatnonzero", "masked_select", "bincount"}
DEPENDS_ON_DATA |= {n for n in TABLE if n.startswith("unique")}
NAMES = sorted(set(TABLE) - DEPENDS_ON_DATA - {"histogram"})
# One operation of every family whose rule is its own.
FEW = (
    "add", "where", "sum", "argmax", "reshape", "take_along_axis", "concatenate", "cumsum", "sort",
    "pad", "diagonal", "softmax", "searchsorted", "put_along_axis",
)  # fmt: skip


NO_OPERANDS = {"iota", "size"}  # which nothing can be mapped in


@pytest.mark.parametrize("name", sorted(set(primitives) - NO_OPERANDS))
def test_every_primitive_has_a_rule_or_a_lowering_that_gives_one(name: str) -> None:
    op = primitives[name]
    assert op.batch is not None or derived_rule(op) is not None, (
        f"{name} needs batch=..., see nitinol/trace/batching.py"
    )


def patterns(count: int, everything: bool) -> list[tuple[int | None, ...]]:
    """Which operands are mapped over which axis."""
    if not everything:
        mixed = tuple([(0, -1)[i % 2] for i in range(count)])
        return [mixed] if count == 1 else [mixed, (-1, *[None] * (count - 1))]
    found: dict[tuple[int | None, ...], None] = {(0,) * count: None, (-1,) * count: None}
    for i in range(count):
        for axis in (0, -1):
            found[(*[None] * i, axis, *[None] * (count - 1 - i))] = None
    return list(found)


class Elements:
    """The same sample with other numbers for each element."""

    def __init__(self, name: str, index: int, dtype: dt.DType) -> None:
        self.name = name
        self.call = Call(name, index, dtype)
        self.columns = [[x] for x in self.call.arrays]
        for seed in range(1, COUNT):
            other = Call(name, index, dtype, seed=seed)
            for column, x in zip(self.columns, other.arrays, strict=True):
                column.append(x)

    def run(self, *values: Any) -> Any:
        return self.call.run(list(values))

    @functools.cache  # noqa: B019 - as long as the test
    def tensor(self, place: int, element: int) -> Any:
        return ni.tensor(self.columns[place][element])

    def check(self, axes: tuple[int | None, ...], where: str) -> None:
        given = [
            ni.tensor(column[0] if a is None else np.stack(column, a))
            for column, a in zip(self.columns, axes, strict=True)
        ]
        if self.name == "getitem" and any(
            a is not None and column[0].dtype == bool
            for a, column in zip(axes, self.columns, strict=True)
        ):  # each element would select another number
            with pytest.raises(TracerError, match="mapped"):
                ni.vmap(self.run, in_axes=axes)(*given)
            return
        mapped = leaves(ni.vmap(self.run, in_axes=axes)(*given))
        loop = [
            leaves(self.run(*[self.tensor(i, 0 if a is None else n) for i, a in enumerate(axes)]))
            for n in range(COUNT)
        ]
        wanted = [np.stack([to_numpy(r) for r in results]) for results in zip(*loop, strict=True)]
        for got, want in zip(mapped, wanted, strict=True):
            assert got.dtype is dt.from_numpy(want.dtype), where
        compare(mapped, wanted, self.call.tolerance, where)


def sweep(name: str, everything: bool) -> None:
    """Check the samples of an operation."""
    for index, sample in enumerate(TABLE[name].samples[: None if everything else 1]):
        dtype = dt.float32 if dt.float32 in sample.dtypes else sample.dtypes[0]
        elements = Elements(name, index, dtype)
        if elements.columns:
            for axes in patterns(len(elements.columns), everything):
                elements.check(axes, f"{name} sample {index}, in_axes={axes}")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_vmap_equals_a_loop(name: str) -> None:
    sweep(name, True)


@pytest.mark.parametrize("name", FEW)
def test_vmap_equals_a_loop_for_one_operation_of_a_family(name: str) -> None:
    sweep(name, False)


@pytest.mark.parametrize("name", sorted(DEPENDS_ON_DATA - {"masked_select"}))
def test_results_whose_size_depends_on_data_are_refused(name: str) -> None:
    call = Call(name, 0, TABLE[name].samples[0].dtypes[0])
    given = [ni.tensor(np.stack([x, x])) for x in call.arrays]
    with pytest.raises(TracerError, match=r"mapped|vmap"):
        ni.vmap(lambda *values: call.run(list(values)))(*given)
