"""Programs of recorded operations, for `ni.lazy()`: how a record is divided, compiled, found again and run.

A record is a list of `Step`s. Its operands are numbers: n is the n-th value that steps have made, ~n is the n-th of
the record's inputs. `parts_of` divides it into `Part`s that are compiled one by one. There is one part, but where
tensors require gradients and fall into groups that share nothing on the way, each of these is a part: `backward()`
from one of them frees its history, and must leave the others theirs.

`Programs` finds the program of a part by its structure, as a compiled function does:

    structure ──► family ──► a program whose sizes fit, or a new one

The first program of a family is for the exact sizes; axes that differ later are open. Where that is not possible,
because a size decides what is computed, there is one for each size. Python numbers are operands, as in eager mode.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Final

from ..base import trees
from ..base.dtypes import DType, complex128, float64, int64
from ..base.errors import NitinolError
from ..base.record import record
from ..base.sizes import Dim, Size
from ..core import TensorBase, run
from ..ir.op import Type
from ..trace.array import Array
from ..trace.bind import active, bind, type_of
from ..trace.composite import as_operand
from ..trace.primitives import cast
from ..trace.stage import stage, stop_gradient
from .plan import Plan
from .rules import Derivatives, Rule, dear

FAMILIES: Final = 512  # structures whose programs are kept
MEMBERS: Final = 32  # programs of one structure
RECIPES: Final = 64  # layouts for which a program remembers how it is called
SCALARS: Final = {int: int64, float: float64, complex: complex128}


class Step:
    """One recorded call.

    * `structure`: a number that calls of one meaning share, whatever the sizes.
    * `body`, `tree`, `params`: `body(*operands, **params)`, the operands in a nest of this structure.
    * `operands`: where they are found; `results`: how many there are; `first`: the number of the first.
    * `smooth`: whether its results belong on the tape; `stopped`: whether derivatives stop before it.
    * `place`: the file, line and function of the user's that called.
    """

    __slots__ = (
        "body", "dtypes", "first", "operands", "params", "place", "results", "smooth", "stopped",
        "structure", "tree",
    )  # fmt: skip

    structure: int
    body: Callable[..., Any]
    tree: trees.TreeDef
    params: dict[str, Any]
    operands: tuple[int, ...]
    first: int
    results: int
    dtypes: tuple[DType, ...]
    smooth: bool
    stopped: bool
    place: Any


@record(frozen=True)
class Part:
    """Some steps as a program: its inputs, and which of its values are wanted.

    `sources` are the inputs in the record's numbering, `wanted` the values; steps are numbered anew.
    """

    steps: tuple[Step, ...]
    codes: tuple[tuple[int, ...], ...]  # the operands of each step, in the numbering of the part
    sources: tuple[int, ...]
    wanted: tuple[int, ...]
    outputs: tuple[int, ...]  # the wanted values in the numbering of the part
    smooth: bool

    @property
    def structure(self) -> tuple[Any, ...]:
        """What decides on the program besides the inputs."""
        steps = tuple(
            [(s.structure, s.stopped, c) for s, c in zip(self.steps, self.codes, strict=True)]
        )
        return steps, self.outputs, self.smooth

    def __call__(self, *inputs: Any) -> list[Any]:
        """The wanted values, computed while a function is being staged."""
        values: list[Any] = []
        before = active.origin
        try:
            for step, codes in zip(self.steps, self.codes, strict=True):
                active.origin = step.place
                given = [values[c] if c >= 0 else inputs[~c] for c in codes]
                if step.stopped:
                    given = [_stopped(x) for x in given]
                result = step.body(*trees.unflatten(step.tree, given), **step.params)
                values += [
                    _firm(x, d) for x, d in zip(trees.leaves(result), step.dtypes, strict=True)
                ]
        finally:
            active.origin = before
        return [values[n] for n in self.outputs]


def _stopped(x: Any) -> Any:
    return bind(stop_gradient, x) if isinstance(x, Array) and x.dtype.is_inexact else x


def _firm(x: Any, dtype: DType) -> Any:
    """A result in its dtype: a Python number that comes out as it went in becomes a tensor."""
    x = as_operand(x)
    return bind(cast, x, dtype=dtype) if type_of(x).weak else x


def parts_of(steps: Sequence[Step], wanted: Sequence[int]) -> list[Part]:
    """The parts that compute the `wanted` values, in an order in which they can run."""
    groups = _groups(_live(steps, wanted))
    if len(groups) == 1:
        return [_part(groups[0], wanted)]
    outside: dict[int, set[int]] = {}  # the groups that read a value
    for number, group in enumerate(groups):
        for step in group:
            for code in step.operands:
                outside.setdefault(code, set()).add(number)
    chosen = set(wanted)
    parts = []
    for number, group in enumerate(groups):
        made = [step.first + i for step in group for i in range(step.results)]
        parts.append(
            _part(group, [n for n in made if n in chosen or outside.get(n, set()) - {number}])
        )
    return parts


def _live(steps: Sequence[Step], wanted: Sequence[int]) -> list[Step]:
    """The steps that the wanted values depend on."""
    needed = set(wanted)
    kept: list[Step] = []
    for step in reversed(steps):
        if not needed.isdisjoint(range(step.first, step.first + step.results)):
            kept.append(step)
            needed.update(step.operands)
    kept.reverse()
    return kept


def _groups(steps: Sequence[Step]) -> list[list[Step]]:
    """The steps by what backward passes go through together: first those that no such step is needed for, last
    those that need several groups."""
    if not any(step.smooth for step in steps):
        return [list(steps)]
    owner: list[int] = []  # of each group, the one that it was joined to

    def find(group: int) -> int:
        while owner[group] != group:
            group = owner[group]
        return group

    needs: dict[int, frozenset[int]] = {}  # by value: the groups that it was computed from
    labels: list[frozenset[int]] = []
    for step in steps:
        found = frozenset().union(*[needs.get(c, frozenset()) for c in step.operands])
        if step.smooth:
            if not found:
                found = frozenset((len(owner),))
                owner.append(len(owner))
            first, *others = {find(g) for g in found}
            for other in others:
                owner[other] = first
        labels.append(found)
        for i in range(step.results):
            needs[step.first + i] = found
    roots = {find(g) for g in range(len(owner))}
    if len(roots) < 2:
        return [list(steps)]
    order: dict[int | None, int] = {
        None: 0,
        **{root: 1 + i for i, root in enumerate(sorted(roots))},
    }
    groups: list[list[Step]] = [[] for _ in range(len(order) + 1)]
    for step, label in zip(steps, labels, strict=True):
        own = {find(g) for g in label}
        groups[order[next(iter(own), None)] if len(own) < 2 else -1].append(step)
    return [group for group in groups if group]


def _part(steps: Sequence[Step], wanted: Sequence[int]) -> Part:
    sources: dict[int, int] = {}
    numbers: dict[int, int] = {}
    codes: list[tuple[int, ...]] = []
    for step in steps:
        own = []
        for c in step.operands:
            n = numbers.get(c)
            own.append(~sources.setdefault(c, len(sources)) if n is None else n)
        codes.append(tuple(own))
        for i in range(step.results):
            numbers[step.first + i] = len(numbers)
    return Part(
        tuple(steps),
        tuple(codes),
        tuple(sources),
        tuple(wanted),
        tuple([numbers[n] for n in wanted]),
        any(step.smooth for step in steps),
    )


class Program:
    """One trace of a part."""

    __slots__ = ("_derivatives", "plan", "recipes", "spec")

    def __init__(self, plan: Plan, spec: tuple[Any, ...]) -> None:
        self.plan = plan
        self.spec = spec  # for each input its shape, sizes may be open; None for numbers
        self.recipes: OrderedDict[Any, tuple[Any, list[int]]] = OrderedDict()
        self._derivatives: Derivatives | None = None

    def fits(self, inputs: Sequence[Any]) -> bool:
        """Whether this program serves these inputs."""
        for x, wanted in zip(inputs, self.spec, strict=True):
            if wanted is not None:
                for n, d in zip(x._layout.shape, wanted, strict=True):
                    if (n == 1) if isinstance(d, Size) else n != d:
                        return False
        return True

    def recipe(self, operands: Sequence[Any], smooth: bool) -> tuple[Any, list[int]]:
        """(recipe, where each result is found: i is one of the recipe's, ~i is operand i)."""
        layouts = tuple([x._layout if isinstance(x, TensorBase) else None for x in operands])
        found = self.recipes.get(layouts)
        if found is None:
            plan = self.plan
            rule: Rule | None = None
            saves: tuple[int, ...] = ()
            if smooth:
                if self._derivatives is None:
                    self._derivatives = Derivatives(plan, keep=dear)
                if self._derivatives.differentiable:
                    plan = self._derivatives.plan
                    rule = Rule(self._derivatives, plan.environment(layouts))
                    saves = self._derivatives.saves
            recipe = plan.bind(layouts, rule, saves)
            places = plan.results(layouts)[: len(self.plan.graph.outputs)]
            found = self.recipes[layouts] = recipe, places
            if len(self.recipes) > RECIPES:
                self.recipes.popitem(last=False)
        return found


class Programs:
    """The programs that are kept; see the module's docstring."""

    def __init__(self) -> None:
        self.families: OrderedDict[Any, list[Program]] = OrderedDict()
        self.compilations = 0
        self.deep: set[Any] = set()  # structures that the compiler's recursion cannot go through
        self._lock = threading.RLock()

    def run(self, part: Part, inputs: Sequence[Any]) -> list[Any]:
        """The wanted values of a part."""
        kinds = tuple(
            [
                (x._layout.dtype, x._layout.ndim, x._node is not None)
                if isinstance(x, TensorBase)
                else type(x)
                for x in inputs
            ]
        )
        key = (part.structure, kinds)
        with self._lock:
            if key in self.deep:
                raise RecursionError("this program is too deep to be compiled as one")
            try:
                recipe, places = self._found(key, part, inputs)
            except RecursionError:
                if len(self.deep) >= FAMILIES:
                    self.deep.clear()
                self.deep.add(key)
                raise
        made = () if recipe is None else run(recipe, inputs)
        return [made[i] if i >= 0 else inputs[~i] for i in places]

    def _found(self, key: Any, part: Part, inputs: Sequence[Any]) -> tuple[Any, list[int]]:
        family = self.families.get(key)
        if family is None:
            family = self.families[key] = []
            if len(self.families) > FAMILIES:
                self.families.popitem(last=False)
        else:
            self.families.move_to_end(key)
        for program in reversed(family):
            if program.fits(inputs):
                try:
                    return program.recipe(inputs, part.smooth)
                except NitinolError:
                    continue  # a size decides after all
        opened = _opened(inputs, family)
        for spec in ([opened] if opened is not None else []) + [_exact(inputs)]:
            is_last = spec is not opened
            try:
                program = self._trace(part, inputs, spec)
                found = program.recipe(inputs, part.smooth)
            except (NitinolError, ArithmeticError, ValueError, TypeError, IndexError):
                if is_last:
                    raise
                continue
            family.append(program)
            del family[:-MEMBERS]
            return found
        raise AssertionError("the loop returns or raises")

    def _trace(self, part: Part, inputs: Sequence[Any], spec: tuple[Any, ...]) -> Program:
        types = [
            Type(SCALARS[type(x)], (), True) if wanted is None else Type(x._layout.dtype, wanted)
            for x, wanted in zip(inputs, spec, strict=True)
        ]
        staged = stage(part, types, name="lazy")
        is_open = any(isinstance(d, Size) for t in types for d in t.shape)
        self.compilations += 1
        return Program(
            Plan(staged.graph, single=False, dense=True, exact=not is_open, anywhere=True), spec
        )


def _exact(inputs: Sequence[Any]) -> tuple[Any, ...]:
    return tuple([x._layout.shape if isinstance(x, TensorBase) else None for x in inputs])


def _opened(inputs: Sequence[Any], family: Sequence[Program]) -> tuple[Any, ...] | None:
    """The shapes for a new program, in which axes are open that have differed; None when none has."""
    found: list[Any] = []
    some = False
    for i, x in enumerate(inputs):
        if not isinstance(x, TensorBase):
            found.append(None)
            continue
        dims: list[Dim] = []
        for axis, n in enumerate(x._layout.shape):
            earlier = [program.spec[i][axis] for program in family]
            changed = n != 1 and any(isinstance(d, Size) or (d != n and d != 1) for d in earlier)
            dims.append(Size.symbol(f"operand_{i}.shape[{axis}]") if changed else n)
            some = some or changed
        found.append(tuple(dims))
    return tuple(found) if some else None


programs: Final = Programs()

__all__ = ["Part", "Programs", "Step", "parts_of", "programs"]
