"""The passes from a traced graph to machine code, in order.

    inline      composites that kept a derivative rule become their bodies
    simplify    rewrites that make the program cheaper                (schedule.simplify)
    trim        branches and loops lose what nobody reads             (schedule.regions)
    settle      what goes round in loops has memory to start from     (schedule.regions)
    fuse        nodes are gathered into groups, one kernel each       (schedule.groups)
    order       in which order values lie in memory                   (schedule.orders)
    place       results, temporaries, and the arena that these share  (schedule.memory)
    emit        one native function as LLVM IR                        (codegen.program)
    build       compiled, linked, kept on disk, loaded                (llvm.build)

`NITINOL_DEBUG=passes` prints the program after each with the time it took; `NITINOL_DEBUG=verify` checks it after each.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from time import perf_counter, perf_counter_ns
from typing import Any, Final
from weakref import WeakValueDictionary

from ..base import config
from ..base.errors import CompileError
from ..base.record import record
from ..base.shapes import contiguous_strides
from ..base.sizes import Atom, Dim, Size, product, symbols
from ..ir.graph import Graph, Value
from ..ir.loop import Group, resolve
from ..ir.op import Strided
from ..ir.region import free_sizes
from ..ir.text import show
from ..ir.verify import verify
from ..llvm.build import Library, build
from ..llvm.target import Target, host
from ..schedule import memory as arena
from ..schedule.groups import fuse
from ..schedule.memory import Arena, Life
from ..schedule.orders import assign_orders
from ..schedule.regions import carries, settle, trim, work_of
from ..schedule.simplify import simplify
from ..trace.inlining import inline
from .scheduled import Scheduled

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .census import Kernel

SYMBOL = "program"


@record(frozen=True)
class Result:
    """How one result of a program comes about: a view of a result buffer or of an input."""

    source: int  # which buffer, or which input
    from_input: bool
    strided: Strided


class _Known:
    """What may be found again as long as it lives."""

    __slots__ = ("__weakref__",)


@record()
class Program(_Known):
    """A compiled graph."""

    scheduled: Scheduled
    library: Library | None  # None when nothing has to run: all results are views of inputs
    address: int
    layouts: list[Strided]  # of the buffers
    results: list[Result]
    lives: list[Life]
    work: Dim  # elements times operations, a rough prediction of time
    anywhere: bool = (
        False  # whether it serves calls of all lines, so that lines of its graph say nothing
    )

    @property
    def graph(self) -> Graph:
        """The graph after the passes from graph to graph."""
        return self.scheduled.graph

    @property
    def atoms(self) -> list[Atom]:
        """The open sizes, in the order of `dims`."""
        return self.scheduled.atoms

    @property
    def buffers(self) -> list[Value]:
        """The values that results are made of."""
        return self.scheduled.buffers

    @property
    def groups(self) -> list[Group]:
        """One kernel each."""
        return self.scheduled.groups

    @property
    def arena(self) -> Arena:
        """Where temporaries lie."""
        return self.scheduled.arena

    def census(self, sizes: Mapping[Atom, int]) -> dict[int, Kernel]:
        """What each of its kernels does, by number, for these open sizes."""
        from .census import Census  # with it all templates: only for who asks

        return Census(self.scheduled, host(), sizes).kernels

    def temporary_bytes(self, sizes: Mapping[Atom, int], threads: int) -> int:
        """The most temporary memory that a run holds, for these open sizes and so many threads.

        What grows with a length that only the run knows (a `while_loop` that is differentiated) is
        not in it.
        """
        if not self.groups:
            return 0
        from .footprint import Footprint  # with it all templates: only for who asks

        return Footprint(self.scheduled, host(), sizes, threads).peak

    def largest(self, sizes: Mapping[Atom, int]) -> tuple[int, Value] | None:
        """The largest tensor that a run makes in memory, also inside of loops, and its bytes; None: there is none."""
        from .footprint import Footprint

        return Footprint(self.scheduled, host(), sizes, 1).largest


# All programs that are alive, and who is told of each new one, with when its compilation began and ended. For
# `ni.profile`, which must know the programs behind the addresses that it sees.
programs: Final[WeakValueDictionary[int, Program]] = WeakValueDictionary()
listeners: Final[list[Callable[[Program, int, int], None]]] = []


def schedule(
    graph: Graph,
    inputs: Mapping[Value, Strided],
    dense: bool,
    pull: bool = True,
    ordered: bool = False,
) -> tuple[Scheduled, list[Result], list[Life]]:
    """Groups, and where each value lies.

    With `dense`, every result has a buffer of its own, contiguous unless `ordered`; without `pull`,
    every operand of an anchor is stored.
    """
    groups = fuse(graph, inputs, dense, pull)
    memory = dict(inputs)
    for group in groups:
        for value in group.stores:
            memory[value] = Strided(value.type.shape, contiguous_strides(value.type.shape))
    fixed = [v for n in graph.nodes for v in carries(n)]
    orders = assign_orders(
        graph, groups, memory, [*fixed, *(graph.outputs if dense and not ordered else ())]
    )
    buffers: list[Value] = []
    results: list[Result] = []
    places = {v: i for i, v in enumerate(graph.inputs)}
    for value in graph.outputs:
        found = resolve(value, memory.get)
        if found is None:
            raise AssertionError("fusion left a result outside of memory")
        base, strided = found
        if base in places:
            results.append(Result(places[base], True, strided))
            continue
        if base not in buffers:
            buffers.append(base)
        results.append(Result(buffers.index(base), False, strided))
    kept = set(buffers)
    temporaries = [v for g in groups for v in g.stores if v not in kept]
    lives = _lives(groups, temporaries)
    atoms = _atoms(graph, inputs)
    plan = arena.plan(lives)
    return (
        Scheduled(graph, groups, memory, orders, buffers, temporaries, plan, atoms),
        results,
        lives,
    )


def _lives(groups: Sequence[Group], temporaries: Sequence[Value]) -> list[Life]:
    first: dict[Value, int] = {}
    last: dict[Value, int] = {}
    stored = {v for g in groups for v in g.stores}
    for step, group in enumerate(groups):
        for value in group.stores:
            first[value] = last[value] = step
        for value in group.reads:
            if value in stored and value not in first:
                raise CompileError(f"group {step} reads {value!r} before it is stored")
            last[value] = step
    return [Life(v, arena.bytes_of(v), first[v], last[v]) for v in temporaries]


def _atoms(graph: Graph, inputs: Mapping[Value, Strided]) -> list[Atom]:
    """The open sizes of a program, in the order in which it mentions them."""
    found: dict[Atom, None] = {}

    def visit(x: Any) -> None:
        if isinstance(x, Size):
            found.update(dict.fromkeys(sorted(symbols(x), key=lambda a: a.serial)))
        elif isinstance(x, tuple):
            for item in x:
                visit(item)

    for value in graph.inputs:
        strided = inputs[value]
        visit((*value.type.shape, *strided.strides, strided.offset))
    found.update(free_sizes(graph))
    return list(found)


class _Log:
    """Prints passes when asked to."""

    def __init__(self, name: str) -> None:
        self.on = config.debug("passes")
        self.name = name
        self.start = perf_counter()

    def done(self, name: str, text: str = "") -> None:
        if self.on:
            now = perf_counter()
            print(f"; {self.name}: {name} {1e3 * (now - self.start):.2f} ms", file=sys.stderr)
            if text:
                print(text, file=sys.stderr)
            self.start = perf_counter()


def front(
    graph: Graph, inputs: Mapping[Value, Strided], log: _Log | None = None
) -> tuple[Graph, dict[Value, Strided]]:
    """The passes from graph to graph, and where the inputs of the last one lie."""
    for name, run in (
        ("inline", inline),
        ("simplify", simplify),
        ("trim", trim),
        ("settle", settle),
    ):
        before, graph = graph, run(graph)
        inputs = dict(zip(graph.inputs, [inputs[v] for v in before.inputs], strict=True))
        if config.debug("verify"):
            verify(graph)
        if log is not None:
            log.done(name, show(graph) if log.on else "")
    return graph, dict(inputs)


def emit(
    graph: Graph, inputs: Mapping[Value, Strided], target: Target, *, dense: bool = False
) -> str:
    """The LLVM IR of a graph for any target: what `compile_graph` compiles."""
    from .program import ProgramEmitter  # all templates: only when something must be compiled

    inlined, layouts = front(graph, inputs)
    return ProgramEmitter(schedule(inlined, layouts, dense)[0], target, SYMBOL).text()


def _plan_text(scheduled: Scheduled) -> str:
    """Groups, one a line, and the size of the arena."""
    groups = [f"  {g!r}" for g in scheduled.groups]
    return "\n".join([*groups, f"  arena of {scheduled.arena.nbytes!r} bytes"])


def compile_graph(
    graph: Graph,
    inputs: Mapping[Value, Strided],
    *,
    dense: bool = False,
    ordered: bool = False,
    pull: bool = True,
    target: Target | None = None,
) -> Program:
    """Machine code for a graph whose inputs lie in memory as `inputs` says.

    Results may be views of inputs or of one another's buffers, unless `dense` is set. Then they are
    contiguous, or, when `ordered`, lie in the order of axes that suits them best. `pull=False`
    stores all operands of anchors, for tests that compare.
    """
    began = perf_counter_ns()
    log = _Log(graph.name)
    log.done("traced", show(graph) if log.on else "")
    inlined, layouts = front(graph, inputs, log)
    scheduled, results, lives = schedule(inlined, layouts, dense, pull, ordered)
    log.done("fuse, order, place", _plan_text(scheduled) if log.on else "")
    work: Dim = 1
    for group in scheduled.groups:
        if group.kind == "region":
            work = work + work_of(group.nodes[0])
            continue
        work = work + product(group.shape) * (len(group.nodes) + 1)
    if not scheduled.groups:
        return Program(scheduled, None, 0, [], results, lives, work)
    chosen = target or host()

    def make() -> str:
        from .program import ProgramEmitter  # all templates: only when something must be compiled

        text = ProgramEmitter(scheduled, chosen, SYMBOL).text()
        if config.debug("ir"):
            print(text, file=sys.stderr)
        log.done("emit")
        return text

    key = f"{show(inlined, layouts)}\n{dense} {ordered} {pull}"
    library = build("program", key, make, [SYMBOL], target=target)
    log.done("build")
    program = Program(
        scheduled,
        library,
        library.address(SYMBOL),
        [scheduled.memory[v] for v in scheduled.buffers],
        results,
        lives,
        work,
    )
    programs[id(program)] = program
    for tell in listeners:
        tell(program, began, perf_counter_ns())
    return program
