"""One function of a few small tensors, applied to many such rows of tensors in few calls.

An optimizer's step does the same to each of a hundred small parameters. As a hundred calls, most of the time goes by
between kernels. Here one program takes `MEMBERS` rows at a time. It sees each tensor as one axis of open size, so it is
traced and compiled once for a function, whatever the parameters' shapes; a last call that is not full has empty
tensors for the rest. The rows of a call are one kernel (`codegen.bundles`), with the bits of the single calls.

`Rows` holds the tensors of such rows, and gives new values to those that the function computes. Only for functions
that work element by element, and for tensors that lie in memory without gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from operator import attrgetter, is_
from typing import Any, Final

from ..base import trees
from ..base.dtypes import DType
from ..base.sizes import Size
from ..core import Layout, TensorBase, layout, run
from ..core.recipe import Recipe
from ..ir.op import Type
from ..ops import zeros
from .evaluate import Traced, evaluator

MEMBERS: Final = 32  # rows of a call: more make it longer to compile, fewer save less

Function = Callable[
    [Sequence[Any], Sequence[Any]], Sequence[Any]
]  # (row, numbers) -> its new values

_layout_of: Final = attrgetter("_layout")
_programs: Final[dict[Hashable, Traced]] = {}
_LIMIT: Final = 64  # functions whose programs are kept


def _program(key: Hashable, function: Function, dtype: DType, width: int, numbers: int) -> Traced:
    """The program of a function for rows of so many tensors."""
    found = _programs.get(key)
    if found is None:

        def together(shared: Sequence[Any], rows: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
            return tuple([x for row in rows for x in function(row, shared)])

        shared = [Type(dtype, ())] * numbers
        sizes = [Size.symbol(f"n{i}") for i in range(MEMBERS)]
        types = [*shared, *[Type(dtype, (n,)) for n in sizes for _ in range(width)]]
        places = iter(range(len(types)))
        tree = trees.flatten(
            ([next(places) for _ in shared], [[next(places) for _ in range(width)] for _ in sizes])
        )[1]
        if len(_programs) >= _LIMIT:
            _programs.clear()
        found = _programs[key] = evaluator.exact_trace(together, types, tree, {})
    return found


class _Call:
    """Up to `MEMBERS` rows: how to run them, and who gets the results."""

    __slots__ = ("layouts", "recipe", "rest", "rows", "targets")

    def __init__(self, traced: Traced, numbers: int, rows: list[list[Any]], given: int) -> None:
        width = len(rows[0])
        self.rows = rows
        self.layouts = [x._layout for row in rows for x in row]
        nothing = zeros((0,), rows[0][0].dtype)
        self.rest = [nothing] * (width * (MEMBERS - len(rows)))
        flat: list[Layout] = [layout(x.dtype, (x.size,)) for row in rows for x in row]
        shared = [layout(nothing.dtype, ())] * numbers
        places = [*shared, *flat, *[x._layout for x in self.rest]]
        self.recipe: Recipe | None = traced.plan.bind(places)
        order = traced.plan.results(places)
        # A result that is an operand stays where it is. `given` is the place of what is read only.
        kept = [i for i in range(width) if i != given]
        made = [row[i] for row in rows for i in kept]
        self.targets: list[Any] = []
        if self.recipe is None:
            return
        outputs = list(self.recipe.outputs)
        for target, i in zip(made, order, strict=False):
            if i >= 0:
                outputs[i] = target._layout
                self.targets.append(target)
        self.recipe.outputs = tuple(outputs)


class Rows:
    """Rows of tensors of one dtype. `given`: which tensor of a row is another one at each call, and read only."""

    def __init__(
        self,
        key: Hashable,
        function: Function,
        rows: Sequence[Sequence[Any]],
        given: int,
        numbers: int,
    ) -> None:
        width, dtype = len(rows[0]), rows[0][0].dtype
        traced = _program((key, dtype, width, numbers), function, dtype, width, numbers)
        self.given = given
        self._first = [row[0] for row in rows]
        self.calls = [
            _Call(traced, numbers, [list(row) for row in rows[i : i + MEMBERS]], given)
            for i in range(0, len(rows), MEMBERS)
        ]

    def holds(self, first: Sequence[Any]) -> bool:
        """Whether these are the first tensors of the rows."""
        return len(first) == len(self._first) and all(map(is_, first, self._first))

    def step(self, given: Sequence[Any], numbers: Sequence[Any]) -> bool:
        """Give all tensors that the function computes their new values. False, with nothing done, when a tensor lies
        in memory otherwise than before."""
        place, at = self.given, 0
        todo = []
        for call in self.calls:
            for row in call.rows:
                row[place] = given[at]
                at += 1
            values = [x for row in call.rows for x in row]
            if list(map(_layout_of, values)) != call.layouts:
                return False
            todo.append((call, values))
        for call, values in todo:
            if call.recipe is not None:
                outputs = run(call.recipe, [*numbers, *values, *call.rest])
                for x, value in zip(call.targets, outputs, strict=False):
                    x._storage = value._storage
                    x._address = value._address
            for row in call.rows:
                row[place] = None  # gradients are not kept alive
        return True


def fits(row: Sequence[Any], dtype: DType, most: int) -> bool:
    """Whether these tensors may be a row: of one shape, without gaps, and of at most so many elements."""
    if not all(isinstance(x, TensorBase) for x in row):
        return False
    first = row[0]._layout
    alike = all(x._layout is first or x._layout == first for x in row)
    return alike and first.dtype is dtype and first.contiguous and first.size <= most


__all__ = ["Rows", "fits"]
