"""Every sample mapped by `vmap` equals a Python loop over the elements.

Each operand is mapped over axis 0, over its last axis, or not at all: all of them together, and
each alone. The loop runs the operation itself, which other tests compare with NumPy.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from typing import Any

import numpy as np
import pytest
from ops_programs import PROGRAMS
from ops_support import Call, compare, leaves, to_numpy

import nitinol as ni
from nitinol.base import dtypes as dt
from nitinol.base.errors import TracerError
from nitinol.ir.op import Op
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


def all_operations() -> dict[Op, str]:
    """The registered primitives, and every operation that a module names."""
    found = dict.fromkeys(primitives.values(), "ops.families.primitives")
    for info in pkgutil.walk_packages(ni.__path__, "nitinol."):
        if not info.name.endswith("__main__"):
            module = importlib.import_module(info.name)
            found.update({x: info.name for x in vars(module).values() if isinstance(x, Op)})
    return found


def test_every_operation_has_a_rule_or_a_lowering_that_gives_one() -> None:
    missing = {
        op.name: where
        for op, where in all_operations().items()
        if op.batch is None and derived_rule(op) is None and op.name not in NO_OPERANDS
    }
    assert not missing, f"batch=... is wanted, see nitinol/trace/batching.py: {missing}"


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
            with pytest.raises(TracerError, match=r"mapped|vmap"):
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


# --- derivatives of mapped operations, and mapped derivatives


def pulled(function: Any, given: list[Any], wanted: list[int]) -> list[Any]:
    """The gradients of the sum of all results by the `wanted` operands."""

    def total(*chosen: Any) -> Any:
        values = list(given)
        for i, x in zip(wanted, chosen, strict=True):
            values[i] = x
        results = [r for r in leaves(function(*values)) if r.dtype.is_floating]
        return sum((r.sum() for r in results), ni.zeros((), dtype=results[0].dtype))

    found: list[Any] = list(ni.grad(total, tuple(range(len(wanted))))(*[given[i] for i in wanted]))
    return found


def derivatives(elements: Elements, where: str) -> None:
    """Gradients under a map, and of a map, against those of each element."""
    columns = elements.columns
    wanted = [i for i, c in enumerate(columns) if c[0].dtype.kind == "f"]
    given = [ni.tensor(np.stack(c)) for c in columns]
    loop = [
        pulled(elements.run, [elements.tensor(i, n) for i in range(len(columns))], wanted)
        for n in range(COUNT)
    ]
    want = [np.stack([to_numpy(g) for g in gradients]) for gradients in zip(*loop, strict=True)]
    inside = ni.vmap(lambda *values: pulled(elements.run, list(values), wanted))(*given)
    compare(list(inside), want, 50 * elements.call.tolerance, f"{where}, inside")
    outside = pulled(ni.vmap(elements.run), given, wanted)
    compare(outside, want, 50 * elements.call.tolerance, f"{where}, outside")


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_derivatives_and_maps_in_either_order(name: str) -> None:
    for index, sample in enumerate(TABLE[name].samples[:2]):
        if not sample.gradient or dt.float64 not in sample.dtypes:
            continue
        elements = Elements(name, index, dt.float64)
        if any(c[0].dtype.kind == "f" for c in elements.columns):
            results = leaves(elements.call.run(elements.call.tensors()))
            if any(r.dtype.is_floating for r in results):
                derivatives(elements, f"{name} sample {index}")


# --- products, windows, branches, loops and networks


class Program(Elements):
    """Operands of these shapes, for a function that has no samples."""

    def __init__(self, function: Any, *shapes: tuple[int, ...]) -> None:
        rng = np.random.default_rng(7)
        self.name = "program"
        self.function = function
        self.columns = [[rng.standard_normal(s) for _ in range(COUNT)] for s in shapes]
        self.call = Call("add", 0, dt.float64)  # its tolerance
        self.call.sample = self.call.sample.__class__(
            (), {}, (dt.float64,), "numpy.add", loose=100.0
        )

    def run(self, *values: Any) -> Any:
        return self.function(*values)


@pytest.mark.slow
@pytest.mark.parametrize("name", PROGRAMS)
def test_programs(name: str) -> None:
    function, shapes, _ = PROGRAMS[name]
    elements = Program(function, *shapes)
    for axes in patterns(len(elements.columns), True):
        elements.check(axes, f"{name}, in_axes={axes}")
    derivatives(elements, name)


@pytest.mark.parametrize("name", ["matmul", "matmul, vector and matrix", "conv2d, groups 2"])
def test_some_programs(name: str) -> None:
    function, shapes, _ = PROGRAMS[name]
    elements = Program(function, *shapes[:2])  # without the bias
    for axes in ((0, 1), (None, -1)):
        elements.check(axes, f"{name}, in_axes={axes}")
