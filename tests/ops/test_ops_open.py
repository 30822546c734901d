"""Every sample, its derivatives and its map with all axes open: one program serves other sizes.

All axes are open but those of size 0 and 1, which are patterns of their own, and those that an operation of `CLOSED`
asks for. Tracing finds whoever asks for a size besides; that is checked for all samples. What is slow compiles each
of them, too: the results are those of eager mode, and a second set of sizes compiles nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from ops_support import Call, compare, leaves, to_numpy

import nitinol as ni
from nitinol.base import dtypes as dt
from nitinol.base import trees
from nitinol.base.errors import NitinolError, OpenSizeError, TracerError
from nitinol.base.sizes import Size
from nitinol.core import run
from nitinol.exec.evaluate import Traced, evaluator
from nitinol.llvm.stats import statistics
from nitinol.ops.samples import TABLE
from nitinol.trace.stage import Stage

Body = Callable[..., list[Any]]
# Operations whose meaning depends on a size, and how.
CLOSED = {
    "chunk": "how many pieces there are depends on the size of the axis",
    "split": "how many pieces there are depends on the size of the axis",
    "unbind": "an axis has as many slices as elements",
    "unstack": "an axis has as many slices as elements",
}
# Results of another size for each element of `vmap`, which it refuses.
DEPENDS_ON_DATA = {"nonzero", "argwhere", "flatnonzero", "masked_select", "bincount"}
DEPENDS_ON_DATA |= {n for n in TABLE if n.startswith("unique")}
SHARDS = 6
# How many programs of the first sample serve other sizes, too.
FEW = {"softmax": 4, "index_update": 0, "segment_repeat": 0, "array_split": 4, "glu": 4, "chunk": 0}


class Sample:
    """A sample as functions of tensors, and operands for them."""

    def __init__(self, name: str, index: int, more: int = 0) -> None:
        self.name, self.index = name, index
        sample = TABLE[name].samples[index]
        dtype = dt.float32 if dt.float32 in sample.dtypes else sample.dtypes[0]
        self.call = call = Call(name, index, dtype, more=more)
        self.wanted = [
            i
            for i, x in enumerate(call.arrays)
            if dt.from_numpy(x.dtype).is_inexact and not call.fixed[i]
        ]

    def depends_on_data(self) -> bool:
        """Whether the size of the result does."""
        masked = self.name == "getitem" and any(x.dtype == bool for x in self.call.arrays)
        return masked or self.name in DEPENDS_ON_DATA

    def modes(self) -> Iterator[tuple[str, Body]]:
        yield "value", lambda *xs: leaves(self.call.run(list(xs)))
        if self.call.sample.gradient and self.wanted:
            yield "jvp", self.jvp
            yield "vjp", self.vjp
        if not self.depends_on_data():
            yield "vmap", lambda *xs: leaves(ni.vmap(lambda *ys: self.call.run(list(ys)))(*xs))

    def jvp(self, *xs: Any) -> list[Any]:
        given, tangents = xs[: len(self.call.arrays)], xs[len(self.call.arrays) :]
        function = self._of_wanted(given)
        found = ni.jvp(function, [given[i] for i in self.wanted], list(tangents))[1]
        return [t for t in found if t is not None]

    def vjp(self, *xs: Any) -> list[Any]:
        ys, pull = ni.vjp(self._of_wanted(xs), *[xs[i] for i in self.wanted])
        return [g for g in pull([y * 0.5 for y in ys]) if g is not None]

    def _of_wanted(self, given: Any) -> Body:
        def function(*chosen: Any) -> list[Any]:
            values = list(given)
            for i, x in zip(self.wanted, chosen, strict=True):
                values[i] = x
            return [y for y in leaves(self.call.run(values)) if y.dtype.is_inexact]

        return function

    def operands(self, mode: str) -> list[Any]:
        xs = self.call.arrays
        if mode == "jvp":
            xs = [*xs, *[xs[i] for i in self.wanted]]
        if mode == "vmap":
            xs = [np.stack([x] * 3) for x in xs]
        return [ni.tensor(x) for x in xs]


def samples(name: str) -> Iterator[Sample]:
    for index in range(len(TABLE[name].samples)):
        sample = Sample(name, index)
        if any(n > 1 for x in sample.call.arrays for n in x.shape):
            yield sample


def trace(body: Body, operands: list[Any]) -> None:
    """Trace with open sizes what is compiled whole; raises where a size is asked for."""
    with Stage("open") as stage:
        stage.parted = True  # sizes may depend on data
        given = []
        for number, x in enumerate(operands):
            shape = [n if n < 2 else Size.symbol(f"n{number}{a}") for a, n in enumerate(x.shape)]
            given.append(stage.input(ni.ir.op.Type(x.dtype, tuple(shape))))
        for y in body(*given):
            stage.value(y)


@pytest.mark.parametrize("shard", range(SHARDS))
def test_no_operation_asks_for_a_size(shard: int) -> None:
    for name in sorted(TABLE)[shard::SHARDS]:
        for sample in samples(name):
            for mode, body in sample.modes():
                where = f"{name} sample {sample.index}, {mode}"
                try:
                    trace(body, sample.operands(mode))
                except OpenSizeError as error:
                    assert CLOSED.get(name, "?") in str(error), where
                except TracerError as error:
                    raise AssertionError(where) from error


def larger(sample: Sample) -> Sample | None:
    """The sample for other sizes, where its parameters allow some."""
    for more in (2, 4, 6, 1):
        try:
            other = Sample(sample.name, sample.index, more)
            other.call.run(other.call.tensors())
        except (NitinolError, ValueError, IndexError, TypeError):
            continue
        return other
    return None


def made() -> int:
    counts = statistics()
    return int(counts["compiled"] + counts["loaded"])


def results(traced: Traced, values: list[Any]) -> list[Any]:
    recipe, order = traced.recipe(values)
    found = () if recipe is None else run(recipe, values)
    if order is None:
        return list(found)
    return [found[i] if i >= 0 else values[~i] for i in order]


def run_open(name: str, count: int) -> int:
    """How many programs that were compiled with open sizes ran with others, too."""
    served = 0
    for sample in [s for s in samples(name) if not s.depends_on_data()][:count]:
        other = larger(sample)
        others = [None] * 4 if other is None else [body for _, body in other.modes()]
        for (mode, body), second in zip(sample.modes(), others, strict=False):
            where = f"{name} sample {sample.index}, {mode}"
            values = sample.operands(mode)
            tree = trees.flatten(tuple(range(len(values))))[1]
            traced, closed = evaluator._trace(body, values, tree, {}, frozenset())
            assert traced is not None and (not closed or name in CLOSED), where
            tolerance = 20 * sample.call.tolerance
            compare(results(traced, values), list(map(to_numpy, body(*values))), tolerance, where)
            if other is not None and second is not None and not closed:
                values, before = other.operands(mode), made()
                found = results(traced, values)
                assert made() == before, where
                compare(found, list(map(to_numpy, second(*values))), tolerance, where)
                served += 1
    return served


@pytest.mark.parametrize("name", FEW)
def test_some_programs_serve_all_sizes(name: str) -> None:
    assert run_open(name, 1) == FEW[name]


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(TABLE))
def test_one_program_serves_all_sizes(name: str) -> None:
    run_open(name, 100)
