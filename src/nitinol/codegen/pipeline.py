"""From a traced graph to machine code, in order.

    inline      composites that kept a derivative rule become their bodies

Then the program's text is the key under which an earlier run may have left its code, with what must be known to
call it (`codegen.about`). Where none did:

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
from _weakref import ref  # `weakref` itself takes 1 ms to import
from time import perf_counter_ns

from ..base import config
from ..base.collection import paused
from ..base.sizes import Atom
from ..ir.graph import Graph, Value
from ..ir.loop import resolve
from ..ir.op import Strided
from ..ir.text import named, show
from ..llvm.build import Library, build
from ..llvm.target import Target
from ..trace.inlining import inline
from .about import About, Result, decode, encode
from .log import Log
from .numerics import own_target, program_target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Final

    from .census import Kernel
    from .scheduled import Scheduled

SYMBOL = "program"


class Program:
    """A compiled graph: its code, and how to call it.

    library: None when nothing has to run.
    target: what it was compiled for.
    anywhere: whether it serves calls of all lines, so that lines of its graph say nothing.
    """

    def __init__(
        self,
        name: str,
        about: About,
        library: Library | None,
        scheduling: _Scheduling,
        target: Target,
    ) -> None:
        self.name = name
        self.about = about
        self.library = library
        self.target = target
        self.address = 0 if library is None else library.address(SYMBOL)
        self.anywhere = False
        self._scheduling = scheduling

    @property
    def scheduled(self) -> Scheduled:
        """Its groups, and where values lie; found out again where the code was found on disk."""
        return self._scheduling()

    @property
    def key(self) -> str:
        """The text that decides its code, together with the target."""
        return self._scheduling.named()[0]

    def text(self, target: Target) -> str:
        """The program in LLVM IR, for any target."""
        return self._scheduling.text(target)

    def census(self, sizes: Mapping[Atom, int]) -> dict[int, Kernel]:
        """What each of its kernels does, by number, for these open sizes."""
        from .census import Census  # with it all templates: only for who asks

        return Census(self.scheduled, self.target, sizes).kernels

    def temporary_bytes(self, sizes: Mapping[Atom, int], threads: int) -> int:
        """The most temporary memory that a run holds, for these open sizes and so many threads.

        What grows with a length that only the run knows (a `while_loop` that is differentiated) is
        not in it.
        """
        if not self.about.runs:
            return 0
        from .footprint import Footprint  # with it all templates: only for who asks

        return Footprint(self.scheduled, self.target, sizes, threads).peak

    def largest(self, sizes: Mapping[Atom, int]) -> tuple[int, Value] | None:
        """The largest tensor that a run makes in memory, also inside of loops, and its bytes; None: there is none."""
        from .footprint import Footprint

        return Footprint(self.scheduled, self.target, sizes, 1).largest


# All programs that are alive, and who is told of each new one, with when its compilation began and ended. For
# `ni.profile`, which must know the programs behind the addresses that it sees.
_alive: Final[set[ref[Program]]] = set()
listeners: Final[list[Callable[[Program, int, int], None]]] = []


def programs() -> list[Program]:
    """All programs that are alive."""
    return [program for found in list(_alive) if (program := found()) is not None]


def emit(
    graph: Graph, inputs: Mapping[Value, Strided], target: Target, *, dense: bool = False
) -> str:
    """The LLVM IR of a graph for any target: what `compile_graph` compiles."""
    from .passes import front, schedule
    from .program import ProgramEmitter  # all templates: only when something must be compiled

    inlined, layouts = front(*_begun(graph, inputs, target))
    return ProgramEmitter(schedule(inlined, layouts, dense)[0], target, SYMBOL).text()


class _Scheduling:
    """The passes behind the key of a program, run at most once."""

    def __init__(
        self,
        graph: Graph,
        inputs: Mapping[Value, Strided],
        flags: tuple[bool, bool, bool],
        log: Log,
        state: Sequence[tuple[int, int]] = (),
    ) -> None:
        self.graph = graph
        self.inputs = inputs
        self.flags = flags
        self.log = log
        self.state = state
        self._found: tuple[Scheduled, About] | None = None

    def __call__(self) -> Scheduled:
        return self.found[0]

    @property
    def found(self) -> tuple[Scheduled, About]:
        if self._found is None:
            from .passes import about_of, front, plan_text, schedule

            log = self.log
            graph, inputs = front(self.graph, self.inputs, log)
            dense, ordered, pull = self.flags
            scheduled, results, _ = schedule(graph, inputs, dense, pull, ordered, self.state)
            log.done("fuse, order, place", plan_text(scheduled) if log.on else "")
            self._found = scheduled, about_of(scheduled, results)
        return self._found

    def named(self) -> tuple[str, list[Atom]]:
        """The text that decides the code, together with the target, and what it calls the open sizes."""
        text, symbols = named(self.graph, self.inputs)
        said = "".join([f" {result}<{place}" for result, place in self.state])
        dense, ordered, pull = self.flags
        return f"{text}\n{dense} {ordered} {pull}{said}", symbols

    def text(self, target: Target) -> str:
        """The program in LLVM IR."""
        from .program import ProgramEmitter  # all templates: only when something must be compiled

        text = ProgramEmitter(self.found[0], target, SYMBOL).text()
        if config.debug("ir"):
            print(text, file=sys.stderr)
        self.log.done("emit")
        return text


def _views(graph: Graph, inputs: Mapping[Value, Strided]) -> list[Result] | None:
    """The results, if all are views of inputs, which needs no code."""
    # An operand of no axes may be a Python number, which has no storage to share.
    places = {v: i for i, v in enumerate(graph.inputs) if v.type.shape}
    found = [resolve(v, inputs.get) for v in graph.outputs]
    results = [Result(places[f[0]], True, f[1]) for f in found if f is not None and f[0] in places]
    return results if len(results) == len(found) else None


def compile_graph(
    graph: Graph,
    inputs: Mapping[Value, Strided],
    *,
    dense: bool = False,
    ordered: bool = False,
    pull: bool = True,
    state: Sequence[tuple[int, int]] = (),
    target: Target | None = None,
) -> Program:
    """Machine code for a graph whose inputs lie in memory as `inputs` says.

    Results may be views of inputs or of one another's buffers, unless `dense` is set. Then they are
    contiguous, or, when `ordered`, lie in the order of axes that suits them best. `pull=False`
    stores all operands of anchors, for tests that compare. `state` are pairs (result, input): results of a dense
    program that are new values of inputs, and may be written over them if a caller wishes it (`About.over`).
    """
    with paused():
        return _compiled(graph, inputs, (dense, ordered, pull), tuple(state), target)


def _begun(
    graph: Graph, inputs: Mapping[Value, Strided], target: Target
) -> tuple[Graph, dict[Value, Strided]]:
    """The first pass, what the numerics mode allows besides, and where inputs lie."""
    if target.numerics == "fast":
        # Attention that is written out as one operation, and products of pairs: both round otherwise than eager calls.
        from ..schedule.attention import recognised
        from ..schedule.narrow import paired

        found = paired(inline(recognised(graph)), target)
    else:
        found = inline(graph)
    return found, {v: inputs[old] for v, old in zip(found.inputs, graph.inputs, strict=True)}


def _compiled(
    graph: Graph,
    inputs: Mapping[Value, Strided],
    flags: tuple[bool, bool, bool],
    state: tuple[tuple[int, int], ...],
    target: Target | None,
) -> Program:
    began = perf_counter_ns()
    tuned = target is None
    target = target or program_target()
    log = Log(graph.name)
    log.done("traced", show(graph) if log.on else "")
    inlined, layouts = _begun(graph, inputs, target)
    scheduling = _Scheduling(inlined, layouts, flags, log, state)
    if not flags[0] and (views := _views(inlined, layouts)) is not None:
        return Program(graph.name, About([], [], [], views, 0, False, []), None, scheduling, target)
    if log.on or config.debug("verify"):
        scheduling()  # even if there is code already
    key, symbols = scheduling.named()
    if tuned:
        target = own_target(target, key)
    library = build(
        "program",
        key,
        lambda: scheduling.text(target),
        [SYMBOL],
        target=target,
        about=lambda: encode(scheduling.found[1], symbols),
    )
    log.done("build")
    about = decode(library.about, symbols)
    program = Program(graph.name, about, library if about.runs else None, scheduling, target)
    _alive.add(ref(program, _alive.discard))
    for tell in listeners:
        tell(program, began, perf_counter_ns())
    return program
