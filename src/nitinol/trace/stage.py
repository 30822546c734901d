"""Staging: run a function once on tracers and keep what it did as a `Graph`.

`stage(function, types)` calls `function` with one `StageTracer` per type. Every application of a
primitive, also one on numbers or captured tensors alone, becomes a node (`bind.active.stage`).
Python numbers become constants. Any other array that the function reaches (a tensor from its
closure, or a tracer of an outer transform) is *captured*: it becomes a further input of the
graph, once per object, in the order of first use, so its value is read anew at each call.

Inside `no_grad` the operands of what is recorded pass through `stop_gradient`, so that
derivatives of the program stop there too.

Open sizes. When two sizes must be equal and their origin does not prove it, `check_equal(a, b)`
records a check for the run (`Graph.checks`) and gives the size that stands for both from then on:
later comparisons through `check_equal` and `known_equal` see them as one, and the first of them
is used in new shapes. Values that exist already keep their types, so that each symbol stays
readable where it is defined. Without a function being staged there is nobody to tell; then the
check was recorded when the program was traced and is only repeated (a pass that infers types
again), so `check_equal` accepts it.
"""

from __future__ import annotations

from ..base import trees
from ..base.errors import ShapeError, TracerError
from ..base.places import show_place
from ..base.record import record
from ..base.shapes import Refusal, show
from ..base.sizes import Atom, Dim, Shape, Size, same, substitute, symbols
from ..core import set_tracing
from ..ir.graph import Builder, Check, Graph, Node, Value, exact_params
from ..ir.op import Between, Movement, Op, Type
from ..ir.region import Closed, substituted
from .array import Array, Number, number
from .bind import Interpreter, Tracer, active, bind, here, next_level

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, Final, TypeAlias

stop_gradient: Final[Op] = Op(
    "stop_gradient",
    infer=lambda x: x,
    lowering=Movement(
        lambda coords, source, target: list(coords),
        lambda strided: strided,
    ),
    jvp=lambda primals, tangents, out: None,
    # Of a tangent it is the tangent: only what it depends on is hidden.
    transpose=lambda cotangent, x: (cotangent,),
    batch=lambda args, axes, size: (bind(stop_gradient, *args), axes[0]),
    family="movement",
)


class Stage(Interpreter):
    """Builds a graph; the tracers it makes stand for values of `builder`."""

    __slots__ = (
        "_by_identity",
        "_equal",
        "_outer",
        "_pairs",
        "assigned",
        "builder",
        "captured",
        "collectors",
        "conditions",
        "gradients",
        "parted",
        "read_gradients",
        "repeats",
        "sources",
        "trainable",
    )

    def __init__(self, name: str = "program") -> None:
        super().__init__(next_level())
        self.builder = Builder(name)
        self.captured: list[tuple[Array, Value]] = []
        self._by_identity: dict[int, Value] = {}
        # State that the function changed: the tensor, and what it holds now.
        self.assigned: dict[int, tuple[Array, Value]] = {}
        self.gradients: dict[int, tuple[Array, Array | None]] = {}
        self.parted = False  # whether the program may be cut at sizes that depend on data
        self.conditions: list[Value] = []  # results that are checked between parts
        self.trainable: list[Array] = []  # inputs that require a gradient
        # Values behind which `backward()` does not go: their cotangent is given to a function instead.
        self.collectors: dict[Value, Callable[[Any], None]] = {}
        # Gradients of outside that the function looked at: the tensor, and whether it had one.
        self.read_gradients: dict[int, tuple[Array, bool]] = {}
        self.sources: dict[
            int, Any
        ] = {}  # the tensors that inputs stand for, by identity of the input
        self.repeats: dict[Any, Any] = {}  # what composites did that may occur again (`repeats`)
        self._equal: dict[Atom, Dim] = {}  # symbols that a check made equal to another size
        self._outer: Interpreter | None = None
        self._pairs: set[frozenset[Dim]] = set()  # checked pairs that no symbol solves

    def input(self, type: Type) -> StageTracer:
        """A new explicit input; make all of them before anything is captured."""
        return StageTracer(self, self.builder.input(type))

    def value(self, x: Any) -> Value:
        """The graph's value of any array or Python number."""
        if isinstance(x, StageTracer) and x.interpreter is self:
            return x.value
        if isinstance(x, Number):
            return self.builder.scalar(x.number, x.type.dtype, x.type.weak)
        if isinstance(x, Array):
            changed = self.assigned.get(id(x))
            if changed is not None:
                return changed[1]
            value = self._by_identity.get(id(x))
            if value is None:
                if isinstance(x, Tracer) and x.interpreter.level > self.level:
                    raise TracerError(
                        f"a tensor {x.type!r} of an inner transform reached the program of an "
                        "outer one; return it from the inner function, do not store it"
                    )
                value = self.builder.input(Type(x.dtype, tuple(x.shape)))
                self._by_identity[id(x)] = value
                self.captured.append((x, value))  # keeps x alive, so its id stays its own
            return value
        if isinstance(x, (bool, int, float, complex)):
            return self.value(number(x))
        raise TracerError(
            f"a traced function may return tensors and Python numbers, in lists, tuples and dicts; "
            f"it returned {type(x).__name__}: {x!r}"
        )

    def process(self, op: Op, operands: Sequence[Array], params: dict[str, Any]) -> Any:
        values = [self.value(x) for x in operands]
        if self.level <= active.blocked:
            values = [self.stopped(v) for v in values]
        results = self.builder.apply(op, values, params)
        node = results[0].node if results else None
        if node is not None and node.place is None:
            node.place, node.call = here(), active.call
        if isinstance(op.lowering, Between):
            if not self.parted:
                raise TracerError(op.lowering.inside)
            if op.lowering.kind == "ensure":
                self.conditions.append(results[0])
        if op.multiple:
            return tuple([StageTracer(self, v) for v in results])
        return StageTracer(self, results[0])

    def stopped(self, value: Value) -> Value:
        """A value that derivatives do not go through."""
        if value.is_constant or not value.type.dtype.is_inexact:
            return value
        if value.node is not None and value.node.op is stop_gradient:
            return value
        return self.builder.apply(stop_gradient, [value], {})[0]

    def before(self, x: Array) -> Value:
        """The input that stands for a captured array as it was before it was assigned to."""
        changed = self.assigned.pop(id(x), None)
        value = self.value(x)
        if changed is not None:
            self.assigned[id(x)] = changed
        return value

    @property
    def outer(self) -> Interpreter | None:
        """The program around this one that is being staged."""
        return self._outer

    def inherit(self, outer: Interpreter | None) -> None:
        """Know what the program around this one knows of sizes."""
        if isinstance(outer, Stage):
            self._equal.update(outer._equal)
            self._pairs |= outer._pairs

    def __enter__(self) -> Stage:
        self._outer = active.stage
        if isinstance(self._outer, Stage):
            self.repeats = self._outer.repeats
        active.stage = self
        set_tracing(True)
        return self

    def __exit__(self, *exception: object) -> None:
        active.stage = self._outer
        set_tracing(False)
        self.closed = True

    def representative(self, a: Dim) -> Dim:
        """`a` with the symbols replaced that checks made equal to others."""
        while self._equal and isinstance(a, Size):
            b = substitute(a, self._equal)
            if same(a, b):
                break
            a = b
        return a

    def known_equal(self, a: Dim, b: Dim) -> bool | None:
        """Whether sizes are equal, also by the checks recorded so far; None when undecided."""
        a, b = self.representative(a), self.representative(b)
        answer = same(a, b)
        if answer is None and frozenset((a, b)) in self._pairs:
            return True
        return answer

    def check_equal(self, a: Dim, b: Dim, refusal: Refusal | None = None) -> Dim:
        """Record that the run must find `a` and `b` equal; the size that stands for both."""
        if self.known_equal(a, b):
            return self.representative(a)
        self.builder.checks.append(Check.of(a, b, refusal, here()))
        a, b = self.representative(a), self.representative(b)
        for symbol, other in ((b, a), (a, b)):
            atom = symbol.atom if isinstance(symbol, Size) else None
            if atom is not None and atom.kind == "symbol" and atom not in symbols(other):
                self._equal[atom] = other
                return other
        self._pairs.add(frozenset((a, b)))
        return b if isinstance(b, int) else a


class StageTracer(Tracer):
    """A tensor of a program under construction."""

    __slots__ = ("value",)

    value: Value

    def __init__(self, interpreter: Stage, value: Value) -> None:
        self.interpreter = interpreter
        self.type = value.type
        self.value = value

    def made_at(self) -> str:
        stage = self.interpreter
        assert isinstance(stage, Stage)
        node = self.value.node
        if node is None or node.place is None:
            return f"as an argument of {stage.builder.name}, traced at {show_place(stage.place)}"
        return f"in {stage.builder.name}, at {show_place(node.place)}"


@record(frozen=True)
class Staged:
    """The graph, the nest of its outputs, and the arrays behind its last inputs."""

    graph: Graph
    tree: trees.TreeDef
    captured: tuple[tuple[Array, Value], ...]


def stage(function: Callable[..., Any], types: Sequence[Type], *, name: str = "") -> Staged:
    """The program of `function(*tensors)` for tensors of these types.

    `Staged.graph.inputs` are one per type, then one per captured array; `Staged.tree` is the nest
    of lists, tuples and dicts that `function` returned. A returned Python number becomes a
    constant output.

    >>> from nitinol.base.dtypes import float32
    >>> stage(lambda x: {"same": x}, [Type(float32, (3,))]).tree
    dict(*)
    """
    with Stage(name or getattr(function, "__name__", "program")) as stage:
        result = function(*[stage.input(t) for t in types])
        leaves, tree = trees.flatten(result)
        outputs = [stage.value(x) for x in leaves]
    return Staged(stage.builder.finish(outputs), tree, tuple(stage.captured))


def known_equal(a: Dim, b: Dim) -> bool | None:
    """Whether two sizes are equal, by origin or by an earlier check; None when undecided."""
    if a is b:
        return True
    current = active.stage
    return current.known_equal(a, b) if isinstance(current, Stage) else same(a, b)


def check_equal(a: Dim, b: Dim, where: str = "", refusal: Refusal | None = None) -> Dim:
    """Make sure that two sizes are equal, at once or at run time; the size that stands for both.

    Raises what `refusal` says, or `ShapeError` naming `where`, when they are known to differ.

    >>> check_equal(3, 3)
    3
    """
    answer = known_equal(a, b)
    if answer:
        return b if isinstance(b, int) else a
    if answer is False:
        if refusal is not None:
            raise refusal.error({})
        raise ShapeError(f"{where or 'sizes'}: {a!r} and {b!r} must be equal")
    current = active.stage
    if isinstance(current, Stage):
        return current.check_equal(a, b, refusal)
    return b if isinstance(b, int) else a


def check_same_shape(where: str, a: Shape, b: Shape) -> Shape:
    """Make sure that two shapes are equal, at once or at run time; the shape that stands for both.

    Raises `ShapeError` naming `where` when they are known to differ.
    """
    if a is b:
        return a
    if len(a) == len(b):
        for x, y in zip(a, b, strict=True):
            if x is not y and (type(x) is not int or type(y) is not int or x != y):
                break
        else:
            return a
    if len(a) != len(b) or any(known_equal(x, y) is False for x, y in zip(a, b, strict=True)):
        raise ShapeError(
            f"{where}: shapes {show(a)} and {show(b)} must be equal; "
            "broadcast or reshape one of them"
        )
    return tuple([check_equal(x, y) for x, y in zip(a, b, strict=True)])


# Applies one node of a graph to operands, given its parameters and the sizes that are known.
Step: TypeAlias = "Callable[[Node, Sequence[Any], dict[str, Any], dict[Atom, Dim]], Any]"


def run_graph(
    graph: Graph,
    operands: Sequence[Any],
    sizes: Mapping[Atom, Dim] | None = None,
    step: Step | None = None,
) -> list[Any]:
    """Apply the operations of `graph` one by one to arrays in the place of its inputs; the outputs.

    Its open sizes become those of the operands (and of results, where the program makes a size);
    `sizes` gives those that no operand shows; `step` what applies an operation, if not `bind`.
    """
    env: dict[Atom, Dim] = dict(sizes or ())
    values: dict[Value, Any] = {}

    def look(value: Value) -> Any:
        if value.number is not None:
            return Number(value.number, value.type.dtype, value.type.weak)
        return values[value]

    for value, x in zip(graph.inputs, operands, strict=True):
        values[value] = x
        learn_sizes(env, value.type.shape, x.shape)
    before, call = active.origin, active.call
    try:
        for node in graph.nodes:
            params = node.params
            if env and params:
                params = {k: substitute_sizes(v, env) for k, v in params.items()}
            active.origin, active.call = node.place or before, call or node.call
            given = [look(v) for v in node.operands]
            if step is None:
                result = bind(node.op, *given, **params)
            else:
                result = step(node, given, params, env)
            results = result if node.op.multiple else (result,)
            for value, x in zip(node.outputs, results, strict=True):
                values[value] = x
                learn_sizes(env, value.type.shape, x.shape)
    finally:
        active.origin, active.call = before, call
    return [look(v) for v in graph.outputs]


def learn_sizes(env: dict[Atom, Dim], shape: Shape, actual: Shape) -> None:
    """Enter into `env` the symbols that are axes of `shape`, whose sizes are in `actual`."""
    for size, found in zip(shape, actual, strict=True):
        if isinstance(size, Size):
            atom = size.atom
            if atom is not None and atom.kind == "symbol":
                env.setdefault(atom, found)


def substitute_sizes(x: Any, env: Mapping[Atom, Dim]) -> Any:
    """A parameter with the sizes in it replaced, also inside tuples."""
    if isinstance(x, Size):
        return substitute(x, env)
    if isinstance(x, tuple):
        return tuple([substitute_sizes(item, env) for item in x])
    return substituted(x, env) if isinstance(x, Closed) else x


_INFERRED_LIMIT: Final = 4096
_Inferred = tuple[tuple[Type, ...], bool, tuple[Check, ...]]
_inferred: Final[dict[tuple[Any, ...], _Inferred]] = {}


def infer_by_staging(
    body: Callable[..., Any], types: Sequence[Type], params: dict[str, Any]
) -> Any:
    """The Type of `body(*tensors, **params)`, or the tuple of Types when it returns several.

    Answers are remembered, unless they contain a size that the body made (it is new at each call).
    """
    key = (body, tuple(types), exact_params(params))
    found = _inferred.get(key)
    if found is None:
        with Stage(body.__name__) as inner:
            result = body(*[inner.input(t) for t in types], **params)
            single = not isinstance(result, (tuple, list))
            results = tuple([inner.value(x).type for x in ([result] if single else result)])
        found = (results, single, tuple(inner.builder.checks))
        given = _symbols(types)
        if _symbols(results) <= given:
            _inferred[key] = found
            if len(_inferred) > _INFERRED_LIMIT:
                del _inferred[next(iter(_inferred))]
    results, single, checks = found
    for check in checks:
        check_equal(*check, refusal=check.refusal)
    return results[0] if single else results


def _symbols(types: Sequence[Type]) -> set[Atom]:
    return {atom for t in types for size in t.shape for atom in symbols(size)}
