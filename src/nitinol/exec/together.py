"""One function of a few small tensors, applied to many such rows of tensors in few calls.

An optimizer's step does the same to each of a hundred small parameters. As a hundred calls, most of the time goes by
between kernels. Here one program takes `MEMBERS` rows at a time. It sees each tensor as one axis of open size, so it is
traced and compiled once for a function, whatever the parameters' shapes; a last call that is not full has empty
tensors for the rest. The rows of a call are one kernel (`codegen.bundles`), with the bits of the single calls.

`Rows` holds the tensors of such rows, and gives new values to those that the function computes, in the memory of the
old ones where nothing else holds it (`core.run_assigning`). Only for functions that work element by element, and for
tensors that lie in memory without gaps.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from operator import attrgetter, is_
from typing import Any, Final

from ..base import trees
from ..base.dtypes import DType
from ..base.sizes import Size
from ..core import Layout, TensorBase, layout, run_assigning
from ..core.recipe import Recipe
from ..ir.op import Type
from ..ops import zeros
from .evaluate import evaluator
from .plan import Plan
from .variants import turns

MEMBERS: Final = 32  # rows of a call: more make it longer to compile, fewer save less
MOST: Final = (
    1 << 22
)  # elements of a call's rows: so many have new memory where the old is held by something else

Function = Callable[
    [Sequence[Any], Sequence[Any]], Sequence[Any]
]  # (row, numbers) -> its new values

_layout_of: Final = attrgetter("_layout")
_programs: Final[dict[Hashable, Plan]] = {}
_LIMIT: Final = 64  # functions whose programs are kept


def _program(
    key: Hashable, function: Function, dtype: DType, width: int, given: int, numbers: int
) -> Plan:
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
        graph = evaluator.exact_trace(together, types, tree, {}).plan.graph
        changed = [i for i in range(len(shared), len(types)) if (i - len(shared)) % width != given]
        found = Plan(graph, single=False, dense=True, anywhere=True, state=list(enumerate(changed)))
        _programs[key] = found
    return found


class _Call:
    """Up to `MEMBERS` rows: how to run them, and which of the results are new values of what."""

    __slots__ = ("layouts", "numbers", "recipe", "rest", "rows", "targets")

    def __init__(self, plan: Plan, numbers: int, rows: list[list[Any]], given: int) -> None:
        width, dtype = len(rows[0]), rows[0][0].dtype
        self.rows = rows
        self.layouts = [x._layout for row in rows for x in row]
        self.rest = [zeros((0,), dtype)] * (width * (MEMBERS - len(rows)))
        flat: list[Layout] = [layout(dtype, (x.size,)) for row in rows for x in row]
        places = [*[layout(dtype, ())] * numbers, *flat, *[x._layout for x in self.rest]]
        recipe = plan.bind(places)
        assert recipe is not None  # what is element by element is computed
        self.recipe: Recipe = recipe
        outputs = list(recipe.outputs)
        changed = [x for row in rows for i, x in enumerate(row) if i != given]
        # A result that is an operand stays where it is.
        made = [(x, i) for x, i in zip(changed, plan.results(places), strict=False) if i >= 0]
        for x, i in made:
            outputs[i] = x._layout
        recipe.outputs = tuple(outputs)
        self.targets = tuple([x for x, _ in made])
        self.numbers = tuple([i for _, i in made])


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
        key = key, dtype, width, given, numbers
        plan = _program(key, function, dtype, width, given, numbers)
        self.given = given
        self._first = [row[0] for row in rows]
        self.calls = [_Call(plan, numbers, part, given) for part in _parts(rows)]

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
            todo.append((call, [*numbers, *values, *call.rest]))
        with turns.lock:
            for call, values in todo:
                run_assigning(call.recipe, values, call.numbers, call.targets)
        for call in self.calls:
            for row in call.rows:
                row[place] = None  # gradients are not kept alive
        return True


def _parts(rows: Sequence[Sequence[Any]]) -> Iterator[list[list[Any]]]:
    """The rows of each call."""
    part: list[list[Any]] = []
    elements = 0
    for row in rows:
        if part and (len(part) == MEMBERS or elements + row[0].size > MOST):
            yield part
            part, elements = [], 0
        part.append(list(row))
        elements += row[0].size
    yield part


def fits(row: Sequence[Any], dtype: DType) -> bool:
    """Whether these tensors may be a row: of one shape and dtype, and without gaps."""
    if not all(isinstance(x, TensorBase) for x in row):
        return False
    first = row[0]._layout
    alike = all(x._layout is first or x._layout == first for x in row)
    return alike and first.dtype is dtype and first.contiguous


__all__ = ["Rows", "fits"]
