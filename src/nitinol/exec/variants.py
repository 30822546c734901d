"""`Variant`: one trace of a compiled function; `Entry`: how calls of one kind run it.

A variant serves all calls whose sizes fit. An entry is what remains to be looked up when a call repeats: the tensors
that the variant captures, the recipe for the exact layouts, whose state is written back. As long as the same objects
stand at the same places (`Reading.current`) and layouts are the same ones, a call is one comparison, one kernel and
the writing.

State is named by its place: ("argument", i), ("leaf", n) of the reading, or ("object", x) for a tensor that the walk
did not find.

A function that makes new gradients and never looks at the old ones (it calls `zero_grad`) lets go of these before it
runs, so that the new ones find their memory free: a step holds its gradients once. One that fails then leaves none, as
outside of compiled functions.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Sequence
from operator import attrgetter, is_
from typing import Any, Final

from ..base import trees
from ..base.errors import IndexRangeError
from ..base.sizes import Dim, Size
from ..core import (
    Layout,
    Node,
    TensorBase,
    grad_enabled,
    is_shared,
    make,
    run,
    run_assigning,
)
from .convert import as_tensor
from .evaluate import Narrow, check_ints, evaluator, narrow
from .interpret import blame
from .plan import Plan
from .roots import Reading
from .rules import Derivatives, Rule, dear
from .written import Places

Place = tuple[str, Any]
NUMBERS: Final = (int, float, complex)
FAILURES: Final = (
    IndexRangeError,
    MemoryError,
)  # of a run, that a line of the user's is to blame for
_RECIPES: Final = 1024  # bound of the recipes that a variant keeps
_layout_of: Final = attrgetter("_layout")


class _Turns:
    """Steps that write over their state take turns: two threads that call one step make two steps."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._new)

    def _new(self) -> None:  # in a forked child nobody holds the old one
        self.lock = threading.RLock()


turns: Final = _Turns()


class Variant:
    """One trace of the function: for a structure of arguments, and sizes of which some are open."""

    def __init__(
        self, plan: Plan, tree: trees.TreeDef, shapes: tuple[tuple[Dim, ...] | None, ...]
    ) -> None:
        self.plan = plan
        self.tree = tree  # of the result
        self.shapes = shapes  # of arguments and captured tensors; None for numbers
        self.captured: list[
            Place
        ] = []  # what the operands after the arguments are; or ("grad", place)
        # Whom the results after the function's own belong to, and how they are written if not as a whole.
        self.assigned: list[tuple[Place, Places | None]] = []
        # Whose gradients follow, and their structure; None: it has none.
        self.gradients: list[tuple[Place, trees.TreeDef | None]] = []
        self.needs: list[tuple[Place, bool]] = []  # who must have a gradient, and who must not
        self.outputs = 0  # results of the function itself
        # Which result of the program each result is, ~i for operand i; None: one by one.
        self.picks: list[int] | None = None
        self.stateless = self.plain = False
        self.narrow: Narrow | None = None
        self.parts: Any = None  # `parts.Parts`: what runs where sizes depend on data
        self.records = True  # whether the tape sees it
        self.call: Any = None  # the program as one operation, for transforms
        self._derivatives: Derivatives | None = None
        self._recipes: dict[Any, tuple[Any, list[int] | None]] = {}

    def compute(self, recipe: Any, operands: Sequence[Any]) -> Any:
        """The results of the program; errors name the user's line."""
        try:
            return run(recipe, operands)
        except FAILURES as error:
            self.blame(error, operands)
            raise

    def blame(self, error: IndexRangeError | MemoryError, operands: Sequence[Any]) -> None:
        """Add to an error of the run the user's line of the operation that failed, or that needs most memory."""
        if isinstance(error, MemoryError):
            layouts = [x._layout if isinstance(x, TensorBase) else None for x in operands]
            self._run_plan(self._recorded(operands)).short(error, layouts)
            return
        graph = self.plan.graph
        blame(error, evaluator.primitive, lambda again: again.run(graph, operands))

    def fits(self, operands: Sequence[Any]) -> bool:
        """Whether these operands can be given to this variant."""
        if len(operands) != len(self.shapes):
            return False
        for x, wanted in zip(operands, self.shapes, strict=True):
            if wanted is None:
                if isinstance(x, TensorBase):
                    return False
                continue
            if x is None or type(x) in NUMBERS:
                return False
            for n, d in zip(x.shape, wanted, strict=True):
                if (n == 1) if isinstance(d, Size) else (n != d):
                    return False
        return True

    def operands(self, dynamic: Sequence[Any], leaves: Sequence[Any]) -> list[Any] | None:
        """The operands of a call; None when the state is not what the trace saw."""
        for place, present in self.needs:
            if (gradient_of(owner(place, dynamic, leaves)) is not None) != present:
                return None
        found = list(dynamic)
        for kind, place in self.captured:
            at = owner(place if kind == "grad" else (kind, place), dynamic, leaves)
            found.append(gradient_of(at) if kind == "grad" else at)
        if not self.fits(found):
            return None
        self.check(found)
        return found

    def check(self, operands: Sequence[Any]) -> None:
        """Raise `DTypeError` for a Python int that does not fit the dtype that the program converts it to."""
        if self.narrow is None:
            self.narrow = narrow(self.plan.graph)
        if self.narrow:
            check_ints(self.narrow, operands, self.plan.graph.name)

    def _run_plan(self, recorded: bool) -> Plan:
        """What runs: where a call is recorded and has derivatives, the program that keeps what these need."""
        if recorded:
            if self._derivatives is None:
                self._derivatives = Derivatives(self.plan, keep=dear)
            if self._derivatives.differentiable:
                return self._derivatives.plan
        return self.plan

    def _recorded(self, operands: Sequence[Any]) -> bool:
        return self.records and not self.gradients and grad_enabled() and has_history(operands)

    def temporary_bytes(self, operands: Sequence[Any]) -> int:
        """The most temporary memory that a run with these operands holds."""
        layouts = [x._layout if isinstance(x, TensorBase) else None for x in operands]
        return self._run_plan(self._recorded(operands)).temporary_bytes(layouts)

    def recipe(self, operands: Sequence[Any]) -> tuple[Any, list[int] | None]:
        """(recipe, where among its results and the operands each result is; None: one by one)."""
        layouts = tuple([x._layout if isinstance(x, TensorBase) else None for x in operands])
        recorded = self._recorded(operands)
        key = (layouts, recorded)
        found = self._recipes.get(key)
        if found is None:
            plan = self._run_plan(recorded)
            rule: Rule | None = None
            saves: tuple[int, ...] = ()
            if recorded and self._derivatives is not None and self._derivatives.differentiable:
                rule = Rule(self._derivatives, plan.environment(layouts))
                saves = self._derivatives.saves
            recipe = plan.bind(layouts, rule, saves)
            if recipe is not None and not recorded and not self.gradients:
                recipe.unrecorded = True  # the dispatch cache asks again where history is wanted
            order = plan.results(layouts)[: len(self.plan.graph.outputs)]
            if self.picks is not None:
                order = [order[i] if i >= 0 else i for i in self.picks]
            if len(self._recipes) > _RECIPES:
                self._recipes.clear()
            direct = recipe is not None and order == list(range(len(recipe.outputs)))
            found = self._recipes[key] = recipe, None if direct else order
        return found


class Entry:
    """How calls with the same captured objects and layouts run; see the module's docstring."""

    __slots__ = (
        "_captured",
        "_dynamic",
        "_freed",
        "_gradients",
        "_layouts",
        "_needs",
        "_order",
        "_passed",
        "_records",
        "_renewed",
        "_same",
        "_several",
        "_taken",
        "_targets",
        "direct",
        "reading",
        "recipe",
        "variant",
    )

    def __init__(
        self, variant: Variant, reading: Reading, dynamic: Sequence[Any], operands: Sequence[Any]
    ) -> None:
        self.variant = variant
        self.reading = reading
        parts = variant.parts
        self.recipe: Any = None
        self._order = variant.picks
        if parts is None:
            self.recipe, self._order = variant.recipe(operands)
        count = len(dynamic)
        leaves = reading.leaves
        self._dynamic = [
            (x._layout, x._node is not None) if isinstance(x, TensorBase) else (type(x), False)
            for x in dynamic
        ]
        self._same = (
            sameness(dynamic, reading) if any(recorded for _, recorded in self._dynamic) else None
        )
        # Whether calls are recorded: such a program keeps more. None: there is nothing to record.
        self._records = grad_enabled() if has_history(operands) else None
        self._captured = list(operands[count:])
        self._layouts = [x._layout for x in self._captured]
        self._needs: list[tuple[Node | int, bool]] = []
        for place, present in variant.needs:
            x = owner(place, dynamic, leaves)
            if place[0] == "argument":
                self._needs.append((place[1], present))
            elif x._node is not None:
                self._needs.append((x._node, present))
        # Gradients among the operands are other objects at every call.
        self._taken: list[tuple[int, Node | int]] = []
        for n, (kind, place) in enumerate(variant.captured):
            if kind == "grad":
                is_argument = place[0] == "argument"
                node = place[1] if is_argument else owner(place, dynamic, leaves)._node
                self._taken.append((count + n, node))
                self._captured[n] = None
        # Whom values and gradients are written to: an argument's number, a tensor, or the node of a leaf.
        self._targets = [
            (p[1] if p[0] == "argument" else owner(p, dynamic, leaves), how)
            for p, how in variant.assigned
        ]
        self._gradients: list[tuple[Any, trees.TreeDef | None]] = []
        for place, form in variant.gradients:
            x = place[1] if place[0] == "argument" else owner(place, dynamic, leaves)
            node = None if type(x) is int else x._node
            self._gradients.append((x if node is None or node.rule is not None else node, form))
        # Whose old gradient nothing looks at: an argument's number, or the node of a leaf.
        looked = {key_of(place) for place, _ in variant.needs}
        self._freed = [
            x
            for (place, _), (x, _) in zip(variant.gradients, self._gradients, strict=True)
            if key_of(place) not in looked and isinstance(x, (int, Node))
        ]
        # For each tensor that is assigned to, the number of its new value, if these may lie where the old ones do.
        self._renewed: tuple[int, ...] | None = None
        if self.recipe is not None and self.recipe.over and self.recipe.rule is None:
            first = variant.outputs
            numbers = range(first, first + len(self._targets))
            self._renewed = tuple(
                numbers if self._order is None else [self._order[n] for n in numbers]
            )
        # Whether the dispatch cache can answer such calls.
        self.direct = variant.plain and self._order is None
        self._several = self.recipe is None or not self.recipe.single
        self._passed = variant.tree == trees.LEAF

    def accepts(self, dynamic: Sequence[Any]) -> bool:
        """Whether these arguments are of the same kind; the reading is checked elsewhere."""
        if self._records is not None and grad_enabled() is not self._records:
            return False
        wanted = self._dynamic
        if len(dynamic) != len(wanted):
            return False
        for x, (kind, recorded) in zip(dynamic, wanted, strict=True):
            if isinstance(x, TensorBase):
                if x._layout is not kind or (x._node is not None) is not recorded:
                    return False
            elif type(x) is not kind:
                return False
        return self._same is None or sameness(dynamic, self.reading) == self._same

    def operands(self, dynamic: Sequence[Any]) -> list[Any] | None:
        """The operands; None when the state has changed in a way that the trace does not cover."""
        for node, present in self._needs:
            x = dynamic[node]._node if isinstance(node, int) else node
            if ((None if x is None else x.grad) is not None) is not present:
                return None
        found = [*dynamic, *self._captured]
        for n, node in self._taken:
            x = dynamic[node]._node if isinstance(node, int) else node
            found[n] = x.grad
        if not all(map(is_, map(_layout_of, found[len(dynamic) :]), self._layouts)):
            return None
        if self.variant.narrow:
            self.variant.check(found)
        return found

    def run(self, dynamic: Sequence[Any], operands: Sequence[Any]) -> Any:
        """Compute, write state back, and give the function's result."""
        variant = self.variant
        renewed = self._renewed
        for freed in self._freed:
            node = dynamic[freed]._node if isinstance(freed, int) else freed
            if node is not None:
                node.grad = None
        if variant.parts is not None:
            outputs: Sequence[Any] = variant.parts.run(operands)
        elif renewed is not None:
            outputs = self._renew(renewed, dynamic, operands)
        else:
            found = () if self.recipe is None else variant.compute(self.recipe, operands)
            outputs = found if self._several else (found,)
        if self._order is not None:
            outputs = [outputs[i] if i >= 0 else _alias(operands[~i]) for i in self._order]
        count = n = variant.outputs
        if renewed is not None:
            n += len(renewed)
        for target, how in () if renewed is not None else self._targets:
            x = dynamic[target] if type(target) is int else target
            if how is not None:
                end = n + 1 + how.indices
                how.write(x, outputs[n], outputs[n + 1 : end])
                n = end
                continue
            # As `Tensor._assign` does; that shapes and dtypes agree was checked by the trace.
            value = outputs[n]
            x._storage = value._storage
            x._address = value._address
            x._layout = value._layout
            n += 1
        for target, form in self._gradients:
            x = dynamic[target] if type(target) is int else target
            if form is None:
                x.grad = None
            elif form == trees.LEAF:
                x.grad = outputs[n]
                n += 1
            else:
                end = n + form.leaf_count
                x.grad = trees.unflatten(form, outputs[n:end])
                n = end
        if self._passed:
            return outputs[0]
        return trees.unflatten(variant.tree, outputs[:count])

    def _renew(
        self, numbers: tuple[int, ...], dynamic: Sequence[Any], operands: Sequence[Any]
    ) -> Any:
        """Compute, and write state back, over its old values where nothing else holds these."""
        targets = tuple([dynamic[x] if type(x) is int else x for x, _ in self._targets])
        with turns.lock:
            try:
                return run_assigning(self.recipe, operands, numbers, targets)
            except FAILURES as error:
                self.variant.blame(error, operands)
                raise

    def made(self, operands: Sequence[Any]) -> list[Layout]:
        """The layouts of the results for which a call now takes new memory."""
        outputs = self.recipe.outputs
        if self._renewed is None:
            return list(outputs)
        times = Counter([id(x._storage) for x in operands if isinstance(x, TensorBase)])
        found = []
        for place, where in zip(self.recipe.over, outputs, strict=True):
            x = operands[place]
            own = place >= 0 and x._layout is where and not is_shared(x)
            own = own and x._storage.owner is None and x._storage.writable
            if not own or times[id(x._storage)] != 1:
                found.append(where)
        return found

    def by_layouts(self) -> bool:
        """Whether layouts alone decide what runs: without state, and without trainable tensors that may be one."""
        return self.variant.stateless and self.recipe is not None and self._same is None

    def wrapped(self, made: Any, operands: Sequence[Any]) -> Any:
        """The function's result of what the recipe gave, for a variant without state."""
        if self._passed and self._order is None:
            return made
        outputs = made if self._several else (made,)
        if self._order is not None:
            outputs = [outputs[i] if i >= 0 else _alias(operands[~i]) for i in self._order]
        return outputs[0] if self._passed else trees.unflatten(self.variant.tree, outputs)


def has_history(operands: Sequence[Any]) -> bool:
    """Whether one of the operands requires a gradient."""
    return any(isinstance(x, TensorBase) and x._node is not None for x in operands)


def sameness(dynamic: Sequence[Any], reading: Reading) -> list[tuple[int, int | None] | None]:
    """For each argument that requires a gradient: where it occurs first, and its place among what is captured."""
    seen: dict[int, int] = {}
    found: list[tuple[int, int | None] | None] = []
    for i, x in enumerate(dynamic):
        if isinstance(x, TensorBase) and x._node is not None:
            found.append((seen.setdefault(id(x), i), reading.index.get(id(x))))
        else:
            found.append(None)
    return found


def owner(place: Place, dynamic: Sequence[Any], leaves: Sequence[Any]) -> Any:
    """The tensor at a place."""
    kind, where = place
    if kind == "argument":
        return dynamic[where]
    return leaves[where] if kind == "leaf" else where


def key_of(place: Place) -> tuple[str, Any]:
    """A place by identity."""
    kind, where = place
    return kind, id(where) if kind == "object" else where


def gradient_of(x: Any) -> Any:
    """The gradient that a tensor has now."""
    return None if x is None or x._node is None else x._node.grad


def _alias(x: Any) -> Any:
    """An operand as a result: another object, so that changing one in place leaves the other."""
    if not isinstance(x, TensorBase):
        return as_tensor(x)
    return make(x._storage, x._address, x._layout, x._node, x._output)


__all__ = ["NUMBERS", "Entry", "Place", "Variant", "gradient_of", "key_of", "owner", "sameness"]
