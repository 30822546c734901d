"""`Plan`: a graph ready to be called with tensors.

A plan owns one traced graph, whose sizes may be open, and the programs compiled from it: one per *pattern* of its
operands' strides, never one per size. `bind` makes the `Recipe` that the dispatch cache of the core holds for exact
layouts: it reads the values of the open sizes off the layouts, checks what the trace could not prove, and computes
the layouts of the results.

Patterns of strides: contiguous; dense in another order of the axes; or per axis 0 (repeated), 1, -1, or open.
"""

from __future__ import annotations

from struct import pack

from ..base.dtypes import DType
from ..base.errors import NitinolError, ShapeError
from ..base.places import locate
from ..base.shapes import contiguous_strides
from ..base.sizes import Atom, Dim, Size, evaluate, substitute, symbols
from ..codegen.about import Result
from ..codegen.pipeline import Program, compile_graph
from ..core import Layout, Recipe, layout, num_threads
from ..ir.graph import Builder, Graph, Node, Value, replay
from ..ir.op import Strided, Type
from ..ir.region import Closed, substituted
from ..schedule.orders import order_of, ordered_strides

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

LONG = 6_400_000  # work (`schedule.work`) from which on a call lets other Python threads run: about 30 µs


class Ordered(tuple[int, ...]):
    """The pattern of a dense tensor whose axes lie in another order."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ordered) and tuple.__eq__(self, other)

    def __hash__(self) -> int:
        return hash(("ordered", *self))


# None: contiguous; `Ordered`: dense; else per axis 0, 1, -1, or None for open.
Pattern = tuple[Dim | None, ...] | Ordered | None


def pattern_of(where: Layout | None) -> Pattern:
    """The pattern of a layout's strides; Python numbers (None) count as contiguous."""
    if where is None or where.contiguous:
        return None
    order = order_of(Strided(where.shape, where.strides))
    if order is not None:
        return Ordered(order)
    result: list[Dim | None] = []
    for size, stride in zip(where.shape, where.strides, strict=True):
        result.append(0 if size == 1 or stride == 0 else stride if abs(stride) == 1 else None)
    return tuple(result)


class Compiled:
    """A program for one pattern, with what `bind` needs."""

    __slots__ = ("program", "strides")

    def __init__(self, program: Program, strides: list[tuple[tuple[int, int, Atom], ...]]) -> None:
        self.program = program
        self.strides = strides  # per input: (axis, ..., symbol) of its open strides


def unified(graph: Graph) -> Graph:
    """The graph with one size for all that its checks make equal.

    Only so do the axes of several operands merge into one loop, and a fold runs in the same order as with known sizes.
    """
    found = _representatives(graph.checks)
    if not found:
        return graph

    def renamed(x: Any) -> Any:
        if isinstance(x, Size):
            return substitute(x, found)
        return substituted(x, found) if type(x) is tuple or isinstance(x, Closed) else x

    builder = Builder(graph.name)
    inputs = {
        v: builder.input(Type(v.type.dtype, renamed(v.type.shape), v.type.weak))
        for v in graph.inputs
    }

    def visit(node: Node, operands: tuple[Value, ...]) -> Sequence[Value]:
        params = {name: renamed(x) for name, x in node.params.items()}
        return builder.apply(node.op, operands, params)

    values = replay(graph, builder, inputs, visit)
    return builder.finish([values[v] for v in graph.outputs])


def _representatives(checks: Sequence[tuple[Dim, Dim]]) -> dict[Atom, Dim]:
    """For each symbol that a check makes equal to another size: what stands for it."""
    found: dict[Atom, Dim] = {}
    for pair in checks:
        a, b = (substitute(d, found) for d in pair)
        for symbol, other in ((b, a), (a, b)):
            atom = symbol.atom if isinstance(symbol, Size) else None
            if atom is not None and atom.kind == "symbol" and atom not in symbols(other):
                found = {k: substitute(v, {atom: other}) for k, v in found.items()}
                found[atom] = other
                break
    return found


class Plan:
    """One graph and its programs; see the module's docstring."""

    def __init__(
        self,
        graph: Graph,
        *,
        single: bool,
        dense: bool = False,
        ordered: bool = False,
        exact: bool = False,
        anywhere: bool = False,
        state: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.graph = graph
        self.single = single
        self.dense = dense
        self.ordered = ordered  # dense results may keep the order of axes of what they are made of
        self.exact = exact  # strides are compiled in
        self.anywhere = anywhere  # an eager operation: it serves calls of all lines
        self.state = tuple(state)  # (result, operand): results that are new values of operands
        self.programs: dict[Any, Compiled] = {}
        self.lowered = unified(graph)
        # Where each open size can be read: (input, axis).
        self.places: list[tuple[Atom, int, int]] = []
        seen: set[Atom] = set()
        for i, value in enumerate(graph.inputs):
            for axis, dim in enumerate(value.type.shape):
                atom = dim.atom if isinstance(dim, Size) else None
                if atom is not None and atom.kind == "symbol" and atom not in seen:
                    seen.add(atom)
                    self.places.append((atom, i, axis))

    def environment(self, layouts: Sequence[Layout | None]) -> dict[Atom, int]:
        """The values of the open sizes for operands of these layouts (None: a Python number)."""
        env: dict[Atom, int] = {}
        for atom, i, axis in self.places:
            where = layouts[i]
            if where is not None:
                env[atom] = where.shape[axis]
        return env

    def check(self, env: Mapping[Atom, int]) -> None:
        """Raise `ShapeError`, or what the check says, when sizes differ that the trace needed to be equal."""
        for check in self.graph.checks:
            a, b = check
            x, y = evaluate(a, env), evaluate(b, env)
            if x != y:
                error: NitinolError = ShapeError(
                    f"{self.graph.name}: sizes {a!r} = {x} and {b!r} = {y} must be equal here"
                )
                if check.refusal is not None:
                    error = check.refusal.error(env)
                locate(error, check.place)
                raise error

    def compiled(self, layouts: Sequence[Layout | None]) -> Compiled:
        """The program for operands of these layouts."""
        key: Any = tuple([pattern_of(x) for x in layouts])
        if self.exact:
            key = tuple([None if x is None or x.contiguous else x.strides for x in layouts])
        found = self.programs.get(key)
        if found is None:
            found = self.programs[key] = self._compile(key)
        return found

    def _compile(self, key: Sequence[Any]) -> Compiled:
        inputs: dict[Value, Strided] = {}
        opened: list[tuple[tuple[int, int, Atom], ...]] = []
        for value, pattern in zip(self.lowered.inputs, key, strict=True):
            shape = value.type.shape
            if pattern is None:
                inputs[value] = Strided(shape, contiguous_strides(shape))
                opened.append(())
                continue
            if isinstance(pattern, Ordered):
                inputs[value] = Strided(shape, ordered_strides(shape, pattern))
                opened.append(())
                continue
            strides: list[Dim] = []
            symbols: list[tuple[int, int, Atom]] = []
            for axis, stride in enumerate(pattern):
                if stride is None:
                    size = Size.symbol(f"stride{axis}")
                    atom = size.atom
                    if atom is not None:
                        symbols.append((axis, 0, atom))
                    strides.append(size)
                else:
                    strides.append(stride)
            inputs[value] = Strided(shape, tuple(strides))
            opened.append(tuple(symbols))
        program = compile_graph(
            self.lowered, inputs, dense=self.dense, ordered=self.ordered, state=self.state
        )
        program.anywhere = self.anywhere
        return Compiled(program, opened)

    def results(self, layouts: Sequence[Layout | None]) -> list[int]:
        """For each result of a dense plan: the number of its buffer, or ~i when it is operand i."""
        results = self.compiled(layouts).program.about.results
        return [~r.source if r.from_input else r.source for r in results]

    def temporary_bytes(self, layouts: Sequence[Layout | None]) -> int:
        """The most temporary memory that a run on operands of these layouts holds."""
        program, sizes = self._chosen(layouts)
        return program.temporary_bytes(sizes, num_threads())

    def short(self, error: MemoryError, layouts: Sequence[Layout | None]) -> None:
        """Add to an error of a run on operands of these layouts which tensor takes most, and the user's line of it."""
        if "\n  at " in str(error):
            return
        try:
            program, sizes = self._chosen(layouts)
            found = program.largest(sizes)
        except Exception:
            return  # an explanation that fails must not hide the error
        if found is not None:
            nbytes, value = found
            shape = tuple([evaluate(n, sizes) for n in value.type.shape])
            error.args = (
                f"{error}. The largest tensor in memory is {value.type.dtype}{list(shape)}, {nbytes} bytes",
            )
            locate(error, value.node.place if value.node is not None else None)

    def _chosen(self, layouts: Sequence[Layout | None]) -> tuple[Program, dict[Atom, int]]:
        """The program for operands of these layouts, and its open sizes."""
        compiled, sizes = self.compiled(layouts), self.environment(layouts)
        for where, opened in zip(layouts, compiled.strides, strict=True):
            if where is not None:
                sizes.update({atom: where.strides[axis] for axis, _, atom in opened})
        return compiled.program, sizes

    def bind(
        self,
        layouts: Sequence[Layout | None],
        rule: Any = None,
        saves: Sequence[int] = (),
        env: Mapping[Atom, int] | None = None,
    ) -> Recipe | None:
        """How to run this plan on operands of these layouts; None when there is nothing to run.

        `env` gives the values of open sizes that the operands' shapes do not show.
        """
        sizes = self.environment(layouts)
        if env:
            sizes = {**env, **sizes}
        self.check(sizes)
        compiled = self.compiled(layouts)
        program, about = compiled.program, compiled.program.about
        if self.dense and not program.address:
            return None
        for where, opened in zip(layouts, compiled.strides, strict=True):
            if where is not None:
                for axis, _, atom in opened:
                    sizes[atom] = where.strides[axis]
        if self.single and not self.dense and about.results[0].from_input:
            return self._view(about.results[0], layouts, sizes, rule, saves)
        outputs = []
        if self.single:
            dtype = self.graph.outputs[0].type.dtype
            outputs.append(_layout(about.results[0].strided, dtype, sizes))
        else:
            for dtype, strided in zip(about.dtypes, about.layouts, strict=True):
                outputs.append(_layout(strided, dtype, sizes))
            order = self.results(layouts)
            if rule is not None and order != list(range(len(outputs))):
                # The tape counts what the program makes: a result that is an operand is none of
                # it, one that occurs twice is one.
                rule.order = order
                count = len(layouts)
                saves = tuple(
                    [
                        i if i < count else count + found if found >= 0 else ~found
                        for i in saves
                        for found in (order[max(i - count, 0)],)
                    ]
                )
        over = [-1] * len(outputs) if about.over else []
        for buffer, place in about.over:
            over[buffer] = place
        dims = pack(f"<{len(about.atoms)}q", *[sizes[a] for a in about.atoms])
        return Recipe(
            program.address,
            dims,
            outputs,
            rule,
            saves,
            release_gil=evaluate(about.work, sizes) > LONG,
            single=self.single,
            owner=program.library,
            over=over,
        )

    def _view(
        self,
        result: Result,
        layouts: Sequence[Layout | None],
        env: Mapping[Atom, int],
        rule: Any,
        saves: Sequence[int],
    ) -> Recipe:
        made = _layout(result.strided, self.graph.outputs[0].type.dtype, env)
        offset = evaluate(result.strided.offset, env) * made.dtype.itemsize
        return Recipe(view=(result.source, offset, made), rule=rule, saves=saves)


def _layout(strided: Strided, dtype: DType, env: Mapping[Atom, int]) -> Layout:
    shape = tuple([evaluate(d, env) for d in strided.shape])
    return layout(dtype, shape, tuple([evaluate(s, env) for s in strided.strides]))
