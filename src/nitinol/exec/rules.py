"""`Rule`: what a tape node knows of its derivative.

A rule belongs to one recipe: one plan and one set of sizes. The backward program is derived from the plan's graph
(`trace.derive`), once per combination of operands that want a gradient and results that have a cotangent, and
compiled like any other graph. So a node of the tape costs one kernel call on the way back.
"""

from __future__ import annotations

from operator import itemgetter

from ..base.sizes import Atom
from ..core import Layout, Node, Recipe, TensorBase, grad_enabled, layout, learn_step, run
from ..ir.graph import Builder, Graph, Value, replay
from ..ir.graph import Node as GraphNode
from ..ir.op import Anchor, Movement, Reduction, Region, Strided
from ..ir.region import substituted
from ..trace.array import Array, Number
from ..trace.bind import bind
from ..trace.call import Call
from ..trace.derive import Derivative, derive, unseen_sizes
from ..trace.primitives import broadcast_to
from .backward import saved_with_history
from .plan import Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any


class Backward:
    """One backward program of a plan: for these wanted operands and these given cotangents."""

    __slots__ = ("_call", "derivative", "plan")

    def __init__(self, derivative: Derivative, anywhere: bool) -> None:
        self.derivative = derivative
        self.plan = Plan(
            derivative.graph, single=False, dense=True, ordered=True, anywhere=anywhere
        )
        self._call: Call | None = None

    @property
    def call(self) -> Call:
        """The program as an operation, for tracers."""
        if self._call is None:
            self._call = Call(self.derivative.graph)
        return self._call


def dear(node: GraphNode) -> bool:
    """Whether the results of a node are worth keeping for the way back: products, convolutions, folds, sorts."""
    return isinstance(node.op.lowering, (Anchor, Reduction, Region))


class Derivatives:
    """The backward programs of one plan's graph, made when first needed.

    `keep` tells the nodes whose results the forward program may give as further results, where the backward program
    would have to compute them again; `plan` is then that forward program.
    """

    def __init__(self, plan: Plan, *, keep: Callable[[GraphNode], bool] | None = None) -> None:
        self.graph = plan.graph
        self.plan = plan  # what to run where a derivative is wanted
        self.known: dict[tuple[tuple[bool, ...], tuple[bool, ...]], Backward] = {}
        wanted = tuple([v.type.dtype.is_inexact for v in self.graph.inputs])
        given = tuple([v.type.dtype.is_inexact for v in self.graph.outputs])
        self.differentiable = any(wanted) and any(given)
        self.saves: tuple[int, ...] = ()
        if self.differentiable:
            first = derive(self.graph, wanted, given=given, keep=keep)
            self.saves = first.saves
            self.differentiable = any(r is not None for r in first.results)
            if len(first.forward.outputs) > len(given):
                self.graph = first.forward
                self.plan = Plan(
                    first.forward,
                    single=False,
                    dense=True,
                    ordered=True,
                    exact=plan.exact,
                    anywhere=plan.anywhere,
                )
                given += (False,) * (len(first.forward.outputs) - len(given))
                # Derivatives of higher order give the kept results cotangents, too, and may then
                # read what the first one does not.
                every = range(len(self.graph.inputs) + len(self.graph.outputs))
                self.saves += tuple([i for i in every if i not in first.saves])
            self.known[wanted, given] = Backward(first, plan.anywhere)

    def backward(self, wanted: tuple[bool, ...], given: tuple[bool, ...]) -> Backward:
        """The backward program for one combination."""
        key = (wanted, given)
        found = self.known.get(key)
        if found is None:
            for (more, same), whole in self.known.items():
                if same == given and all(a or not b for a, b in zip(more, wanted, strict=True)):
                    found = Backward(restricted(whole.derivative, wanted), self.plan.anywhere)
                    break
            else:
                part = derive(self.graph, wanted, given=given)
                if not set(part.saves) <= set(self.saves):
                    # It would compute something again from what the tape does not keep.
                    first = next(iter(self.known.values())).derivative
                    part = restricted(silenced(first, given), wanted)
                found = Backward(part, self.plan.anywhere)
            self.known[key] = found
        return found


def restricted(whole: Derivative, wanted: Sequence[bool]) -> Derivative:
    """The part of a backward program that computes the cotangents of the `wanted` inputs."""
    graph = whole.graph
    taken = [r if want else None for r, want in zip(whole.results, wanted, strict=True)]
    outputs = [graph.outputs[r] for r in taken if r is not None]
    needed = set(outputs)
    nodes: list[GraphNode] = []
    for node in reversed(graph.nodes):
        if any(v in needed for v in node.outputs):
            nodes.append(node)
            needed.update(node.operands)
    live = [i for i, v in enumerate(graph.inputs) if v in needed]
    part = Graph([graph.inputs[i] for i in live], nodes[::-1], outputs, graph.name, graph.checks)
    builder = Builder(graph.name)
    values = replay(part, builder, {v: builder.input(v.type) for v in part.inputs})
    made = builder.finish([values[v] for v in outputs])
    first = len(whole.saves)
    numbers = iter(range(len(outputs)))
    return Derivative(
        made,
        tuple([whole.saves[i] for i in live if i < first]),
        tuple([whole.given[i - first] for i in live if i >= first]),
        tuple([None if r is None else next(numbers) for r in taken]),
        whole.forward,
        unseen_sizes(made),
    )


def silenced(whole: Derivative, given: Sequence[bool]) -> Derivative:
    """A backward program with zeros in the place of cotangents that are not `given`."""
    graph, first = whole.graph, len(whole.saves)
    builder = Builder(graph.name)
    values: dict[Value, Value] = {}
    for i, v in enumerate(graph.inputs):
        if i < first or given[whole.given[i - first]]:
            values[v] = builder.input(v.type)
        else:
            zero = builder.scalar(0.0, v.type.dtype)
            params = {"shape": v.type.shape, "axes": ()}
            values[v] = builder.apply(broadcast_to, [zero], params)[0]
    env = replay(graph, builder, values)
    made = builder.finish([env[v] for v in graph.outputs])
    return Derivative(
        made,
        whole.saves,
        tuple([n for n in whole.given if given[n]]),
        whole.results,
        whole.forward,
        unseen_sizes(made),
    )


class Step:
    """How one backward program is called: for one pattern of wanted gradients and cotangents."""

    __slots__ = ("give", "keep", "pick", "recipe")

    def __init__(
        self,
        recipe: Recipe | None,
        places: Sequence[int],
        results: Sequence[int | None],
        saved: int,
        keep: Sequence[Any],
    ) -> None:
        # `places`: operands, i is saved value i and ~i is cotangent i.
        # `results`: gradients, i is result i and ~i is operand i.
        self.recipe = recipe  # None when every gradient is a cotangent, passed on
        self.keep = keep  # layouts that the key names by identity
        known = saved + len(keep)
        picked = [p if p >= 0 else saved + ~p for p in places]
        self.pick = None if picked == list(range(known)) else _getter(picked)
        made = 0 if recipe is None else len(recipe.outputs)
        given = [-1 if r is None else r if r >= 0 else made + picked[~r] for r in results]
        self.give = None if given == list(range(made)) else _getter(given)


def _getter(indices: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """What takes these items out of a sequence, as a tuple."""
    if len(indices) == 1:
        (only,) = indices
        return lambda items: (items[only],)
    return itemgetter(*indices) if indices else lambda items: ()


def whole_view(
    graph: Graph, layouts: Sequence[Layout | None], env: Mapping[Atom, int]
) -> Recipe | None:
    """The view that the one result of a graph is of an input, where it is all of it, row by row.

    So the gradient of a reshape is the memory of the cotangent. Other views are worth a copy: what reads them would
    be compiled for one more pattern of strides, and broadcast or cut ones would keep more or less than their elements.
    """
    (value,) = graph.outputs
    makers = {v: node for node in graph.nodes for v in node.outputs}
    way: list[GraphNode] = []
    while value in makers:
        node = makers[value]
        way.append(node)
        if not isinstance(node.op.lowering, Movement) or node.op.lowering.view is None:
            return None
        value = node.operands[0]
    if not way or value not in graph.inputs:
        return None
    which = graph.inputs.index(value)
    base = layouts[which]
    if base is None:
        return None
    strided: Strided | None = Strided(base.shape, base.strides)
    for node in reversed(way):
        movement = node.op.lowering
        params = {name: substituted(x, env) for name, x in node.params.items()}
        if strided is None or not isinstance(movement, Movement) or movement.view is None:
            return None
        strided = movement.view(strided, **params)
    if strided is None or strided.offset != 0:
        return None
    shape = tuple([n for n in strided.shape if isinstance(n, int)])
    steps = tuple([n for n in strided.strides if isinstance(n, int)])
    if len(shape) < len(strided.shape) or len(steps) < len(strided.strides):
        return None
    made = layout(base.dtype, shape, steps)
    if not made.contiguous or made.size != base.size:
        return None
    return Recipe(view=(which, 0, made))


class Rule:
    """The derivative of one recipe."""

    __slots__ = ("_steps", "derivatives", "env", "order", "results")

    def __init__(self, derivatives: Derivatives, env: Mapping[Atom, int]) -> None:
        # Which of the node's results each result of the graph is, negative for operands; None: one by one.
        self.order: Sequence[int] | None = None
        self.derivatives = derivatives
        self.env = env
        self.results = len(derivatives.graph.outputs)
        self._steps: dict[Any, Step] = {}

    def backward(self, node: Node, cotangents: Sequence[Any]) -> Sequence[Any]:
        """The gradients of a node's operands; see `exec.backward`.

        It runs once per node of the tape, so it is written for speed.
        """
        recording = grad_enabled()
        parents = node.parents
        key: Any
        # Layouts of saved values are those of the recipe, so they are no part of the key.
        try:
            if len(cotangents) == 1 and len(parents) <= 2:
                where = id(cotangents[0]._layout)
                if len(parents) == 2:
                    key = (recording, where, parents[0] is None, parents[1] is None)
                else:
                    key = (recording, where)
            else:
                key = (
                    recording,
                    *[None if c is None else id(c._layout) for c in cotangents],
                    *[p is None for p in parents],
                )
        except AttributeError:  # tracers: the walk is part of another transform
            return self._traced(node, cotangents)
        step = self._steps.get(key)
        if step is None:
            step = self._steps[key] = self._prepare(node, cotangents)
        saved = saved_with_history(node) if recording else node.saved
        known = (*saved, *cotangents)
        recipe = step.recipe
        found: Sequence[Any] = ()
        if recipe is not None:
            found = run(recipe, known if step.pick is None else step.pick(known))
            if recipe.single:
                found = (found,)
        if step.give is None:
            return found
        return step.give((*found, *known, None))

    def _traced(self, node: Node, cotangents: Sequence[Any]) -> Sequence[Any]:
        """The gradients of a node's operands where cotangents are tracers: `vmap` of a walk back."""
        backward, places = self._chosen(node, cotangents)
        saved = saved_with_history(node) if grad_enabled() else node.saved
        derivative = backward.derivative
        operands = [saved[p] if p >= 0 else cotangents[~p] for p in places]
        operands = [
            x if isinstance(x, Array) else Number(x, v.type.dtype, v.type.weak)
            for x, v in zip(operands, derivative.graph.inputs, strict=True)
        ]
        if all(r is None for r in derivative.results):
            return derivative.results
        env = self.env
        sizes = tuple([(a, env[a]) for a in sorted(derivative.sizes, key=lambda a: a.serial)])
        found = bind(backward.call.op, *operands, sizes=sizes)
        return [None if r is None else found[r] for r in derivative.results]

    def _chosen(self, node: Node, cotangents: Sequence[Any]) -> tuple[Backward, list[int]]:
        """The backward program, and its operands: i is saved value i and ~i is cotangent i."""
        graph = self.derivatives.graph
        wanted = tuple(
            [
                p is not None and v.type.dtype.is_inexact
                for p, v in zip(node.parents, graph.inputs, strict=True)
            ]
        )
        # For each result of the graph the number of its cotangent; a second one of a value has none.
        arrived: list[int | None] = list(range(len(cotangents)))
        if self.order is not None:
            arrived = [
                r if r >= 0 and r not in self.order[:i] else None for i, r in enumerate(self.order)
            ]
        given = tuple([r is not None and cotangents[r] is not None for r in arrived])
        backward = self.derivatives.backward(wanted, given)
        derivative = backward.derivative
        position = {index: n for n, index in enumerate(self.derivatives.saves)}
        places = [position[i] for i in derivative.saves]
        places += [~r for i in derivative.given if (r := arrived[i]) is not None]
        return backward, places

    def _prepare(self, node: Node, cotangents: Sequence[Any]) -> Step:
        backward, places = self._chosen(node, cotangents)
        derivative = backward.derivative
        operands = [node.saved[p] if p >= 0 else cotangents[~p] for p in places]
        layouts = [x._layout if isinstance(x, TensorBase) else None for x in operands]
        rule: Rule | None = None
        saves: tuple[int, ...] = ()
        plan = backward.plan
        if grad_enabled():
            second = Derivatives(plan)
            if second.differentiable:
                rule, saves = Rule(second, {**self.env, **plan.environment(layouts)}), second.saves
        recipe: Recipe | None = None
        order = [0]
        if not grad_enabled() and len(derivative.graph.outputs) == 1:
            recipe = whole_view(
                derivative.graph, layouts, {**self.env, **plan.environment(layouts)}
            )
        if recipe is None:
            recipe = plan.bind(layouts, rule, saves, self.env)
            order = plan.results(layouts)
        results = tuple([None if r is None else order[r] for r in derivative.results])
        keep = [None if c is None else c._layout for c in cotangents]
        if not grad_enabled():
            passed = [r for r in results if r is not None and r < 0]
            if all(places[~r] < 0 for r in passed):  # gradients that are cotangents
                gives = [r if r is None or r >= 0 else places[~r] for r in results]
                learn_step(node, keep, recipe, places, gives)
        return Step(recipe, places, results, len(node.saved), keep)
