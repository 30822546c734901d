"""Programs as SSA graphs over tensors.

A `Graph` has inputs, nodes in an order in which operands come first, and outputs. A `Node`
applies an `Op` to `Value`s; a `Value` is one result of a node, an input, or a constant. Graphs
are built by a `Builder`, which gives the same value for the same computation (hash-consing) and
never stores a node that nothing uses. A finished graph is never changed: passes build new ones.

Constants are Python numbers only (`scalar`); tensors that a traced function captured are inputs.
"""

from __future__ import annotations

from ..base.dtypes import DType
from ..base.shapes import Refusal
from ..base.sizes import Dim
from .op import Op, Type, same_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
    from typing import Any, TypeVar

    T = TypeVar("T", bound=Hashable)


class Value:
    """A tensor that a program computes, reads or contains."""

    __slots__ = ("index", "node", "number", "type")

    type: Type
    node: Node | None  # None for inputs and constants
    index: int  # which result of the node, or which input
    number: complex | None  # the constant's value

    def __init__(
        self, type: Type, node: Node | None, index: int, number: complex | None = None
    ) -> None:
        self.type = type
        self.node = node
        self.index = index
        self.number = number

    @property
    def is_constant(self) -> bool:
        return self.number is not None

    @property
    def is_input(self) -> bool:
        return self.node is None and self.number is None

    def __repr__(self) -> str:
        if self.number is not None:
            return f"{self.number!r}:{self.type.dtype}"
        name = f"in{self.index}" if self.node is None else f"{self.node.op.name}.{self.index}"
        return f"<{name} {self.type!r}>"


class Node:
    """One application of an operation."""

    __slots__ = ("call", "exact", "op", "operands", "outputs", "params", "place")

    op: Op
    operands: tuple[Value, ...]
    params: dict[str, Any]
    exact: (
        tuple[Any, ...] | None
    )  # `exact_params` of the parameters, where they have been asked for
    outputs: tuple[Value, ...]
    place: Any  # the user's line that it goes back to, for messages; no part of what it is
    call: Any  # the operation that it is a step of, as derivatives add up (`trace.transpose`); neither is this

    def __init__(
        self,
        op: Op,
        operands: tuple[Value, ...],
        params: dict[str, Any],
        types: Sequence[Type],
        exact: tuple[Any, ...] | None = None,
    ) -> None:
        self.op = op
        self.operands = operands
        self.params = params
        self.exact = exact
        self.place = self.call = None
        if len(types) == 1:
            self.outputs = (Value(types[0], self, 0),)
        else:
            self.outputs = tuple([Value(t, self, i) for i, t in enumerate(types)])

    def __repr__(self) -> str:
        return f"{self.op.name}({', '.join(map(repr, self.operands))})"


class Check(tuple[Dim, Dim]):
    """Two sizes that the run must find equal, and what it raises otherwise."""

    refusal: Refusal | None = None
    place: Any = None  # the user's line that needs it

    @staticmethod
    def of(a: Dim, b: Dim, refusal: Refusal | None, place: Any = None) -> Check:
        """The check of a pair."""
        check = Check((a, b))
        check.refusal = refusal
        check.place = place
        return check


class Graph:
    """A finished program."""

    __slots__ = ("checks", "inputs", "name", "nodes", "outputs")

    inputs: tuple[Value, ...]
    nodes: tuple[Node, ...]
    outputs: tuple[Value, ...]
    name: str
    checks: tuple[Check, ...]

    def __init__(
        self,
        inputs: Sequence[Value],
        nodes: Sequence[Node],
        outputs: Sequence[Value],
        name: str,
        checks: Sequence[Check] = (),
    ) -> None:
        self.inputs = tuple(inputs)
        self.nodes = tuple(nodes)
        self.outputs = tuple(outputs)
        self.name = name
        self.checks = tuple(checks)

    def users(self) -> dict[Value, list[Node]]:
        """For each value, the nodes that take it as an operand (once per node)."""
        result: dict[Value, list[Node]] = {}
        for node in self.nodes:
            for value in dict.fromkeys(node.operands):
                result.setdefault(value, []).append(node)
        return result


def exactly(x: Any) -> Any:
    """What is equal for parameters that are the same: 1, 1.0 and True are not, nor are 0.0 and −0.0; NaN is.

    >>> exactly(1) == exactly(True), exactly((0, 0.5)) == exactly((0, 0.5))
    (False, True)
    """
    kind = type(x)
    if kind is tuple:
        return tuple([exactly(v) for v in x])
    if kind is bool or kind is float or kind is complex:
        return kind, repr(x)
    return x


def exact_params(params: Mapping[str, Any]) -> tuple[Any, ...]:
    """Parameters as a part of a key, compared by `exactly`."""
    if not params:
        return ()
    return tuple([(name, exactly(x)) for name, x in sorted(params.items())])


class Builder:
    """Builds a `Graph` node by node."""

    def __init__(self, name: str = "program") -> None:
        self.name = name
        self.inputs: list[Value] = []
        self.nodes: list[Node] = []
        self.checks: list[Check] = []
        self._known: dict[tuple[Any, ...], Node] = {}
        self._constants: dict[tuple[str, complex, DType], Value] = {}

    def input(self, type: Type) -> Value:
        """A new input."""
        value = Value(type, None, len(self.inputs))
        self.inputs.append(value)
        return value

    def scalar(self, number: complex, dtype: DType, weak: bool = False) -> Value:
        """A 0-d constant."""
        # repr tells 0.0 from -0.0 and finds NaN equal to itself.
        key = (repr(number), 0, dtype)
        found = self._constants.get(key)
        if found is None or found.type.weak != weak:
            found = self._constants[key] = Value(Type(dtype, (), weak), None, 0, number)
        return found

    def apply(self, op: Op, operands: Sequence[Value], params: dict[str, Any]) -> tuple[Value, ...]:
        """The results of `op`; an application that was made before is not made again."""
        given = tuple(operands)
        exact = exact_params(params)
        key = (op, given, exact)
        node = self._known.get(key)
        if node is None:
            types = op.result_types([v.type for v in given], params)
            node = self._known[key] = Node(op, given, params, types, exact)
            self.nodes.append(node)
        return node.outputs

    def again(self, like: Node, operands: tuple[Value, ...]) -> tuple[Value, ...]:
        """The results of a node of any graph applied to other operands: of what is known of it
        nothing is found out anew."""
        exact = like.exact
        if exact is None:
            exact = like.exact = exact_params(like.params)
        key = (like.op, operands, exact)
        node = self._known.get(key)
        if node is None:
            for a, b in zip(operands, like.operands, strict=True):
                if not same_type(a.type, b.type):
                    types = like.op.result_types([v.type for v in operands], like.params)
                    break
            else:
                types = tuple([v.type for v in like.outputs])
            node = self._known[key] = Node(like.op, operands, like.params, types, exact)
            self.nodes.append(node)
        return node.outputs

    def finish(self, outputs: Sequence[Value]) -> Graph:
        """The graph of what `outputs` need."""
        return Graph(self.inputs, live_nodes(self.nodes, outputs), outputs, self.name, self.checks)


def live_nodes(nodes: Sequence[Node], outputs: Iterable[Value]) -> list[Node]:
    """Those of `nodes` that `outputs` depend on, in the same order."""
    needed = {v.node for v in outputs if v.node is not None}
    kept: list[Node] = []
    for node in reversed(nodes):
        if node in needed:
            kept.append(node)
            for v in node.operands:
                if v.node is not None:
                    needed.add(v.node)
    kept.reverse()
    return kept


def bottom_up(root: T, below: Callable[[T], Sequence[T]], known: Container[T]) -> Iterator[T]:
    """What `root` is made of, each after all of `below(it)`, and `root` last; without what is `known`.

    What is given has to be known before the next is asked for. However long the chains are, nothing recurses.

    >>> known = {}
    >>> for n in bottom_up(6, lambda n: [n // 2] if n else [], known):
    ...     known[n] = 1 + known.get(n // 2, 0)
    >>> known
    {0: 1, 1: 2, 3: 3, 6: 4}
    """
    todo = [root]
    while todo:
        x = todo[-1]
        if x not in known:
            waiting = [y for y in below(x) if y not in known]
            if waiting:
                waiting.reverse()
                todo += waiting
                continue
            yield x
        todo.pop()


def replay(
    graph: Graph,
    builder: Builder,
    inputs: Mapping[Value, Value],
    visit: Callable[[Node, tuple[Value, ...]], Sequence[Value] | None] | None = None,
) -> dict[Value, Value]:
    """Copy `graph` into `builder` and return what each of its values became.

    `visit(node, operands)` may give the replacement results of a node; None copies it.
    """
    env: dict[Value, Value] = dict(inputs)

    def look(value: Value) -> Value:
        if value.number is not None:
            return builder.scalar(value.number, value.type.dtype, value.type.weak)
        return env[value]

    for node in graph.nodes:
        operands = tuple([env[v] if v.number is None else look(v) for v in node.operands])
        results = visit(node, operands) if visit is not None else None
        if results is None:
            results = builder.again(node, operands)
        for value in results:
            if value.node is not None and value.node.place is None:
                value.node.place, value.node.call = node.place, node.call
        env.update(zip(node.outputs, results, strict=True))
    for value in graph.outputs:
        env[value] = look(value)
    return env


def splice(graph: Graph, builder: Builder, operands: Sequence[Value]) -> list[Value]:
    """The results of `graph` applied to values of `builder`."""
    env = replay(graph, builder, dict(zip(graph.inputs, operands, strict=True)))
    return [env[v] for v in graph.outputs]


def rewrite(
    graph: Graph,
    visit: Callable[[Builder, Node, tuple[Value, ...]], Sequence[Value] | None],
) -> Graph:
    """The same program, with the replacement results that `visit(builder, node, operands)` gives; where
    it gives None the node is copied.
    """
    builder = Builder(graph.name)
    builder.checks.extend(graph.checks)
    inputs = {v: builder.input(v.type) for v in graph.inputs}
    env = replay(graph, builder, inputs, lambda node, operands: visit(builder, node, operands))
    return builder.finish([env[v] for v in graph.outputs])
