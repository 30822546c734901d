"""What need not be done in every round of a `scan`, or not one round at a time.

Before the loop, two kinds of work leave the body:

* what depends on constants only is computed once;
* products and convolutions of slices (the input side of a recurrent cell, `x @ w`) are done for all slices at once:
  one large product instead of many thin ones. This trades memory for speed, so products are only
  moved while they are not many times larger than the slices.

After the loop: a sum over rounds of products, as gradients of weights are, becomes one
product whose summed axis is as many times longer (`gather_sums`). The loop then stacks the factors, where it
would have read and written the whole sum in every round.

Neither changes what is computed, except for the order in which such a sum is taken.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from ...base.errors import CompileError
from ...base.record import record
from ...base.sizes import Dim, Size, product
from ...ir.graph import Graph, Node, Value
from ...ir.op import Movement, Op, Region
from ...ir.region import Closed
from ...trace.bind import bind
from ...trace.primitives import add, permute, reduce_sum, reshape
from ...trace.regions import batched, make, remembered
from ...trace.stage import run_graph
from ..contraction import dot_op

MOST = 16  # times the elements of a slice that its products may have
INVARIANT, SLICED, CARRIED = 0, 1, 2  # what a value depends on


@record(frozen=True)
class Hoisted:
    """A body in parts. `before` gives, from consts, what does not change; `products`, from all
    slices, these and consts, further slices; `body` is what is left.

    `slices`, `consts` tell which of the original ones the body still takes; new ones stand behind them.
    """

    before: Closed
    products: Closed
    body: Closed
    slices: tuple[bool, ...]
    consts: tuple[bool, ...]


def hoist(closed: Closed, carries: int, xs: int, length: Dim) -> Hoisted | None:
    """A body with less to do, or None when there is nothing to move."""
    return remembered(
        ("hoisted", closed, carries, xs, length), lambda: (_hoist(closed, carries, xs, length),)
    )[0]


def _hoist(closed: Closed, carries: int, xs: int, length: Dim) -> Hoisted | None:
    graph = closed.graph
    kind = _kinds(graph, carries, xs)
    invariant = _invariant_roots(graph, kind)
    sliced = _products(graph, kind, carries, xs)
    if not invariant and not sliced:
        return None
    slices, consts = graph.inputs[carries : carries + xs], graph.inputs[carries + xs :]

    def before(*args: Any) -> list[Any]:
        return _evaluated(graph, dict(zip(consts, args, strict=True)), invariant)

    def products(*args: Any) -> list[Any]:
        known = dict(zip([*slices, *invariant, *consts], args, strict=True))
        return _evaluated(graph, known, sliced)

    first = make("invariant", [v.type for v in consts], before)
    moved = make("products", [v.type for v in (*slices, *invariant, *consts)], products)
    mask = (*[True] * xs, *[False] * (len(invariant) + len(consts)))
    try:
        wide, _ = batched(moved, mask, (True,) * len(sliced), length)
    except CompileError:  # an operation that cannot be done for all at once
        return None
    given = [*invariant, *sliced]
    read = {v for n in _needed(graph, graph.outputs, given) for v in n.operands}
    read |= set(graph.outputs)
    keep_slices = tuple([v in read for v in slices])
    keep_consts = tuple([v in read for v in consts])
    order = [
        *graph.inputs[:carries],
        *[v for v, k in zip(slices, keep_slices, strict=True) if k], *sliced,
        *[v for v, k in zip(consts, keep_consts, strict=True) if k], *invariant,
    ]  # fmt: skip

    def body(*args: Any) -> list[Any]:
        return _evaluated(graph, dict(zip(order, args, strict=True)), graph.outputs)

    left = make(graph.name, [v.type for v in order], body)
    return Hoisted(first, wide, left, keep_slices, keep_consts)


def _kinds(graph: Graph, carries: int, xs: int) -> dict[Value, int]:
    """What each value depends on."""
    kind: dict[Value, int] = {}
    for i, value in enumerate(graph.inputs):
        kind[value] = CARRIED if i < carries else SLICED if i < carries + xs else INVARIANT
    for node in graph.nodes:
        # A number made of nothing is left where it is.
        most = max([kind.get(v, INVARIANT) for v in node.operands], default=CARRIED)
        if isinstance(node.op.lowering, Region):
            most = CARRIED
        kind.update(dict.fromkeys(node.outputs, most))
    return kind


def _invariant_roots(graph: Graph, kind: dict[Value, int]) -> list[Value]:
    """What is computed from constants alone and read by what is not."""
    found: dict[Value, None] = {}
    readers = [v for n in graph.nodes if kind[n.outputs[0]] != INVARIANT for v in n.operands]
    for value in (*readers, *graph.outputs):
        while value.node is not None and isinstance(value.node.op.lowering, Movement):
            value = value.node.operands[0]  # a view costs nothing
        if value.node is not None and kind[value] == INVARIANT:
            found[value] = None
    return list(found)


def _products(graph: Graph, kind: dict[Value, int], carries: int, xs: int) -> list[Value]:
    """Products of slices, where what looks at the carry reads them.

    What is point-wise behind them stays in the loop, where it is fused with what else there is.
    """
    made = [n.outputs[0] for n in graph.nodes if n.op is dot_op and kind[n.outputs[0]] == SLICED]
    if not made:
        return []
    rest = _needed(graph, graph.outputs, made)
    read = {v for n in rest for v in n.operands} | set(graph.outputs)
    found = [v for v in made if v in read]
    most = MOST * _elements(graph.inputs[carries : carries + xs])
    size = _elements(found)
    if isinstance(most, int) and isinstance(size, int) and size > most:
        return []
    return found


def _elements(values: Sequence[Value]) -> Dim:
    total: Dim = 0
    for v in values:
        total = total + product(v.type.shape)
    return total


def _needed(graph: Graph, wanted: Sequence[Value], known: Collection[Value]) -> list[Node]:
    """The nodes that compute `wanted` when some values are known."""
    needed = set(wanted) - set(known)
    kept = []
    for node in reversed(graph.nodes):
        if any(v in needed for v in node.outputs):
            kept.append(node)
            needed.update([v for v in node.operands if v not in known])
    kept.reverse()
    return kept


def _evaluated(graph: Graph, known: dict[Value, Any], wanted: Sequence[Value]) -> list[Any]:
    """The values of `wanted`, computed from those that are known."""
    nodes = _needed(graph, wanted, known)
    return run_graph(Graph(list(known), nodes, list(wanted), graph.name), list(known.values()))


# --- sums of products

# A plan is a tuple: ("xs", i), ("ys", i): stacks that the loop reads or writes; ("permute", perm, plan);
# ("dot", plan, plan); ("sum", axes, plan); ("add", plan, plan); ("map", op, params, plan).
Plan = tuple[Any, ...]


class Gatherer:
    """Finds, for sums over the rounds of a body under construction, how they come out of stacks."""

    def __init__(
        self, carries: Sequence[Value], slices: Sequence[Value], stacked: Sequence[Value]
    ) -> None:
        self.slices = {v: i for i, v in enumerate(slices)}
        self.moving = {*carries, *slices}  # what differs from round to round
        self.stacked = len(stacked)  # values that the loop stacks anyway
        self.stacks: dict[Value, int] = {v: i for i, v in enumerate(stacked)}
        self._moves: dict[Value, bool] = {}

    def plan(self, value: Value) -> Plan | None:
        """The plan for the sum of `value` over all rounds; None: it has to be summed up one by one."""
        before = dict(self.stacks)
        found = self._sum(value)
        new = [v for v in self.stacks if v not in before]
        if found is not None and not self._pays(new, value):
            found = None
        if found is None:
            self.stacks = before
        return found

    def _pays(self, new: Sequence[Value], total: Value) -> bool:
        """Whether writing factors is less than reading and writing the sum."""
        size, most = _elements(new), 2 * product(total.type.shape)
        return isinstance(size, Size) or isinstance(most, Size) or size <= most

    def _sum(self, value: Value) -> Plan | None:
        node = value.node
        if node is None:
            return None
        if node.op is dot_op:
            a, b = (self._stack(v, True) for v in node.operands)
            return None if a is None or b is None else ("dot", a, b)
        if node.op is add:
            a, b = (self._sum(v) for v in node.operands)
            return None if a is None or b is None else ("add", a, b)
        if node.op is reduce_sum:
            x = self._stack(node.operands[0], False)
            return None if x is None else ("sum", node.params["axes"], x)
        if node.op is permute or node.op is reshape:
            x = self._sum(node.operands[0])
            return None if x is None else ("map", node.op, tuple(node.params.items()), x)
        return None

    def _stack(self, value: Value, new: bool) -> Plan | None:
        """All values that `value` has in the rounds."""
        if value in self.slices:
            return ("xs", self.slices[value])
        if value in self.stacks:
            return ("ys", self.stacks[value])
        if value.is_constant or not self._differs(value):
            return None
        node = value.node
        if node is not None and node.op is permute:
            below = self._stack(node.operands[0], new)
            return None if below is None else ("permute", node.params["perm"], below)
        if not new:
            return None
        self.stacks[value] = max(self.stacks.values(), default=-1) + 1
        self.stacks[value] = max(self.stacked, self.stacks[value])
        return ("ys", self.stacks[value])

    @property
    def factors(self) -> list[Value]:
        """What the loop has to stack besides."""
        return [v for v, i in self.stacks.items() if i >= self.stacked]

    def _differs(self, value: Value) -> bool:
        found = self._moves.get(value)
        if found is None:
            node = value.node
            found = value in self.moving or (
                node is not None and any(self._differs(v) for v in node.operands)
            )
            self._moves[value] = found
        return found


def gathered(plan: Plan, xs: Sequence[Any], ys: Sequence[Any]) -> Any:
    """The sum that a plan describes, from stacks."""
    kind, *rest = plan
    if kind == "dot":
        a, b = (_stacked(p, xs, ys) for p in rest)
        last = len(a.shape) - 1
        batch = tuple(range(1, last - 1))
        rows = bind(permute, a, perm=(*batch, last - 1, 0, last))
        columns = bind(permute, b, perm=(*batch, 0, last - 1, last))
        return bind(dot_op, _merged(rows, last - 1), _merged(columns, last - 2))
    if kind == "add":
        return bind(add, gathered(rest[0], xs, ys), gathered(rest[1], xs, ys))
    if kind == "sum":
        axes, inner = rest
        return bind(reduce_sum, _stacked(inner, xs, ys), axes=(0, *[a + 1 for a in axes]))
    op, params, inner = rest
    assert isinstance(op, Op)
    return bind(op, gathered(inner, xs, ys), **dict(params))


def _stacked(plan: Plan, xs: Sequence[Any], ys: Sequence[Any]) -> Any:
    kind, *rest = plan
    if kind == "permute":
        perm, inner = rest
        return bind(permute, _stacked(inner, xs, ys), perm=(0, *[p + 1 for p in perm]))
    return (xs if kind == "xs" else ys)[rest[0]]


def _merged(x: Any, axis: int) -> Any:
    """Two neighbouring axes as one."""
    shape = tuple(x.shape)
    return bind(
        reshape, x, shape=(*shape[:axis], shape[axis] * shape[axis + 1], *shape[axis + 2 :])
    )
