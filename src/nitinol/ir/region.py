"""`Closed`: a graph as a parameter of an operation, for operations that contain programs.

Branches and loops (`ops.control`) hold the programs of their branches and bodies in their
parameters. A `Closed` graph captures nothing: whatever it needs is among its inputs, so the
operation has it as an operand. Sizes are the one exception: a body mentions the open sizes of
the program around it, as shapes do.

Two `Closed` are equal when their programs are, node by node. So an operation with the same body is
found again by the builder, whoever traced it and when.

`substituted` renames sizes inside of bodies, `free_sizes` tells which ones they mention; a size
that an operation itself makes (`bound`: the parameter `size` of `sized`) belongs to nobody outside.
"""

from __future__ import annotations

from ..base.errors import CompileError
from ..base.sizes import Atom, Dim, Size, same, substitute, symbols
from .graph import Graph, Node, Value, exact_params
from .op import Op, Type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any


class Closed:
    """A graph that is compared by what it computes; see the module's docstring."""

    __slots__ = ("_free", "_hash", "_key", "graph", "origin")

    def __init__(self, graph: Graph, origin: Closed | None = None) -> None:
        self.graph = graph
        self.origin = origin  # the program that this one computes too, as its first results
        self._key = _key(graph)
        self._hash = hash(self._key)
        self._free: frozenset[Atom] | None = None

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Closed) and self._hash == other._hash and self._key == other._key

    def __repr__(self) -> str:
        return f"<{self.graph.name}: {len(self.graph.nodes)} operations>"

    @property
    def types(self) -> tuple[Type, ...]:
        """The types of the inputs."""
        return tuple([v.type for v in self.graph.inputs])

    @property
    def results(self) -> tuple[Type, ...]:
        """The types of the outputs, never weak."""
        return tuple([Type(v.type.dtype, v.type.shape) for v in self.graph.outputs])

    @property
    def free(self) -> frozenset[Atom]:
        """The open sizes that the program mentions."""
        if self._free is None:
            self._free = frozenset(free_sizes(self.graph))
        return self._free


def _key(graph: Graph) -> tuple[Any, ...]:
    places: dict[Value, Any] = {v: i for i, v in enumerate(graph.inputs)}

    def place(value: Value) -> Any:
        if value.number is not None:
            return repr(value.number), value.type.dtype, value.type.weak
        return places[value]

    nodes = []
    for node in graph.nodes:
        nodes.append((node.op, tuple([place(v) for v in node.operands]), exact_params(node.params)))
        for value in node.outputs:
            places[value] = len(places)
    types = tuple([v.type for v in graph.inputs])
    return types, tuple(nodes), tuple([place(v) for v in graph.outputs])


def bodies(node: Node) -> list[Closed]:
    """The programs inside of a node."""
    found: list[Closed] = []
    for x in node.params.values():
        if isinstance(x, Closed):
            found.append(x)
        elif type(x) is tuple:
            found += [item for item in x if isinstance(item, Closed)]
    return found


def bound(op: Op, params: Mapping[str, Any]) -> Atom | None:
    """The size that an operation makes for its own body."""
    size = params.get("size") if op.name == "sized" else None
    return size.atom if isinstance(size, Size) else None


def makes_sizes(graph: Graph) -> bool:
    """Whether something in a program has a size that its inputs do not show: each tracing makes a new one."""
    given: dict[Atom, None] = {}
    for value in graph.inputs:
        _visit(value.type.shape, given)
    for node in graph.nodes:
        if bound(node.op, node.params) is not None or not sizes_of(node).keys() <= given.keys():
            return True
    return False


def free_sizes(graph: Graph) -> dict[Atom, None]:
    """The open sizes that a program mentions, in the order in which it does, without those it binds."""
    found: dict[Atom, None] = {}
    for value in graph.inputs:
        _visit(value.type.shape, found)
    for node in graph.nodes:
        found.update(sizes_of(node))
    return found


def sizes_of(node: Node) -> dict[Atom, None]:
    """The open sizes that a node mentions, without one that it binds."""
    found: dict[Atom, None] = {}
    for x in node.params.values():
        _visit(x, found)
    for value in node.outputs:
        _visit(value.type.shape, found)
    found.pop(bound(node.op, node.params), None)  # type: ignore[arg-type]
    return found


def _visit(x: Any, found: dict[Atom, None]) -> None:
    if isinstance(x, Size):
        found.update(dict.fromkeys(sorted(symbols(x), key=lambda a: a.serial)))
    elif isinstance(x, tuple):
        for item in x:
            _visit(item, found)
    elif isinstance(x, Closed):
        found.update(dict.fromkeys(sorted(x.free, key=lambda a: a.serial)))


def substituted(x: Any, env: Mapping[Atom, Dim]) -> Any:
    """A parameter with sizes replaced, in tuples and in programs too."""
    if isinstance(x, Size):
        return substitute(x, env)
    if isinstance(x, tuple):
        return tuple([substituted(item, env) for item in x])
    if isinstance(x, Closed):
        if x.free.isdisjoint(env):
            return x
        origin = None if x.origin is None else substituted(x.origin, env)
        return Closed(_substituted(x.graph, env), origin)
    return x


def _substituted(graph: Graph, env: Mapping[Atom, Dim]) -> Graph:
    def renamed(value: Value) -> Type:
        return Type(value.type.dtype, substituted(value.type.shape, env), value.type.weak)

    return _rebuilt(
        graph, renamed, lambda params: {k: substituted(p, env) for k, p in params.items()}
    )


def _rebuilt(
    graph: Graph,
    type_of: Callable[[Value], Type],
    params_of: Callable[[dict[str, Any]], dict[str, Any]],
) -> Graph:
    """The same nodes with other types and parameters."""
    values: dict[Value, Value] = {v: Value(type_of(v), None, i) for i, v in enumerate(graph.inputs)}

    def look(value: Value) -> Value:
        return value if value.is_constant else values[value]

    nodes: list[Node] = []
    for node in graph.nodes:
        types = [type_of(v) for v in node.outputs]
        made = Node(node.op, tuple([look(v) for v in node.operands]), params_of(node.params), types)
        made.place, made.call = node.place, node.call
        values.update(zip(node.outputs, made.outputs, strict=True))
        nodes.append(made)
    outputs = [look(v) for v in graph.outputs]
    inputs = [values[v] for v in graph.inputs]
    return Graph(inputs, nodes, outputs, graph.name, graph.checks)


def check_operands(where: str, closed: Closed, types: Sequence[Type]) -> None:
    """Raise `CompileError` unless a body takes operands of these types."""
    wanted = closed.types
    fits = len(wanted) == len(types) and all(
        a.dtype is b.dtype
        and a.ndim == b.ndim
        and not any(same(x, y) is False for x, y in zip(a.shape, b.shape, strict=True))
        for a, b in zip(wanted, types, strict=True)
    )
    if not fits:
        raise CompileError(f"{where}: a body of {list(wanted)} was given {list(types)}")


__all__ = [
    "Closed",
    "bodies",
    "bound",
    "check_operands",
    "free_sizes",
    "makes_sizes",
    "substituted",
]
