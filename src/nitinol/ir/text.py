"""Graphs as text: what users print, and what compiled programs are keyed by.

    program(a: float32[n0, 4], b: float32[4])
      %0 = broadcast_to(b, axes=(1,), shape=(n0, 4)) : float32[n0, 4]
      %1 = add(a, %0) : float32[n0, 4]
      return %1

Open sizes are renamed in the order in which they appear, so equal programs have equal texts whoever
traced them and whenever.
"""

from __future__ import annotations

from ..base.dtypes import DType
from ..base.sizes import Atom, Dim, Size
from .graph import Graph, Node, Value, exact_params
from .op import Strided, Type
from .region import Closed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class _Names:
    def __init__(self, atoms: dict[Atom, str] | None = None) -> None:
        self.atoms: dict[Atom, str] = {} if atoms is None else atoms
        self.values: dict[Value, str] = {}
        # Texts that occur again and again; types by identity, since the graph keeps them.
        self._types: dict[int, str] = {}
        self._params: dict[tuple[Any, ...], list[str]] = {}

    def type(self, type: Type) -> str:
        found = self._types.get(id(type))
        if found is None:
            found = self._types[id(type)] = f"{type.dtype}{self.shape(type.shape)}"
        return found

    def params(self, node: Node) -> list[str]:
        if not node.params:
            return []
        exact = node.exact
        if exact is None:
            exact = node.exact = exact_params(node.params)
        found = self._params.get(exact)
        if found is None:
            found = [f"{k}={self.param(v)}" for k, v in sorted(node.params.items())]
            self._params[exact] = found
        return found

    def atom(self, atom: Atom) -> str:
        if atom.kind == "symbol":
            return self.atoms.setdefault(atom, f"n{len(self.atoms)}")
        a, b = (self.dim(x) for x in atom.args)
        return f"{atom.kind}({a}, {b})"

    def dim(self, dim: Dim) -> str:
        if not isinstance(dim, Size):
            return repr(dim)
        terms = []
        for mono, c in dim.terms.items():
            factors = [self.atom(a) for a in mono]
            if c != 1 or not factors:
                factors.insert(0, str(c))
            terms.append("*".join(factors))
        # The order of terms follows serial numbers, which differ from trace to trace.
        return " + ".join(sorted(terms)) if len(terms) > 1 else terms[0]

    def shape(self, shape: tuple[Dim, ...]) -> str:
        return "[" + ", ".join(map(self.dim, shape)) + "]"

    def value(self, value: Value) -> str:
        if value.number is not None:
            return f"{value.number!r}:{value.type.dtype}"
        return self.values[value]

    def param(self, x: Any) -> str:
        if isinstance(x, tuple):
            inner = ", ".join(map(self.param, x))
            return f"({inner},)" if len(x) == 1 else f"({inner})"
        if isinstance(x, Size):
            return self.dim(x)
        if isinstance(x, DType):
            return x.name
        if isinstance(x, Closed):  # on lines of its own, further in
            lines = _lines(x.graph, None, _Names(self.atoms))
            return "".join([f"\n    {line}" for line in "\n".join(lines).splitlines()])
        return repr(x)


def show(graph: Graph, layouts: Mapping[Value, Strided] | None = None) -> str:
    """The text of a graph; with `layouts`, how its inputs lie in memory is part of it."""
    return "\n".join(_lines(graph, layouts, _Names()))


def named(graph: Graph, layouts: Mapping[Value, Strided]) -> tuple[str, list[Atom]]:
    """The text of a graph with the layouts of its inputs, and its symbols in the order of their names in it."""
    names = _Names()
    return "\n".join(_lines(graph, layouts, names)), list(names.atoms)


def _lines(graph: Graph, layouts: Mapping[Value, Strided] | None, names: _Names) -> list[str]:
    inputs = []
    for i, value in enumerate(graph.inputs):
        names.values[value] = f"%in{i}"
        text = f"%in{i}: {value.type.dtype}{names.shape(value.type.shape)}"
        if value.type.weak:
            text += " weak"
        if layouts is not None:
            at = layouts[value]
            text += f" strides {names.shape(at.strides)}"
        inputs.append(text)
    lines = [f"{graph.name}({', '.join(inputs)})"]
    serial = 0
    known = names.values
    for node in graph.nodes:
        results = []
        for value in node.outputs:
            name = known[value] = f"%{serial}"
            results.append(name)
            serial += 1
        args = [known[v] if v.number is None else names.value(v) for v in node.operands]
        args += names.params(node)
        types = ", ".join([names.type(v.type) for v in node.outputs])
        lines.append(f"  {', '.join(results)} = {node.op.name}({', '.join(args)}) : {types}")
    for a, b in graph.checks:
        lines.append(f"  check {names.dim(a)} == {names.dim(b)}")
    lines.append(f"  return {', '.join(map(names.value, graph.outputs))}")
    return lines
