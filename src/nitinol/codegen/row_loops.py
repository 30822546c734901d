"""Loops whose rows are independent: each thread runs all rounds for some rows.

A `scan` over a batch (a recurrent network, a simulation of many bodies) is a chain of small kernels. Run one after
another over all threads, most of the time goes by at the ends of kernels, where threads wait for one another. Where
`schedule.independent` finds that no round mixes rows, the loop becomes *one* job instead, whose tasks are blocks of
rows. A task runs the rounds from the first to the last, with kernels that have one thread. Its carry and its
temporaries are a block of memory of its own, which stays in the caches of its processor. So do weights, packed once
before for all tasks (`kept`).

    given                         sizes, addresses, strides: words that the program fills and the tasks read
    rows<n>(given, task, worker)  makes a context of its own: one thread, nobody watches
    rounds<n>(ctx, given, task)   the loop

Rows are an open size of the body, so all tasks run the same code. Results do not depend on how rows are cut, as those
of no kernel do. Whether to cut, and into how many tasks, follows from sizes:

* a task has at least `ROWS` rows, and work for `GRAIN` additions in all rounds, so cheap loops stay on one thread;
* every task reads all that its products are multiplied by, in every round. When that is more than the second-level
  cache holds, rounds would wait for memory; then the kernels of the body are split among threads as everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ..base.record import record
from ..base.sizes import Atom, Dim, Size, product
from ..core.recipe import WORDS, Word
from ..ir.graph import Graph, Value
from ..ir.op import Pointwise, Reduction, Strided
from ..ir.region import Closed
from ..llvm.text import Function, Int
from ..ops.contraction import dot_op
from ..schedule.independent import Axes, independent, narrowed
from ..schedule.memory import bytes_of
from ..schedule.regions import homes
from ..templates.choices import second_cache

if TYPE_CHECKING:
    from .program import ProgramEmitter
    from .regions import Inner, RegionWriter, Rounds

ROWS = 4  # at least, of a task: those of the smallest tile of a product
GRAIN = 1 << 16  # additions that make a task worth handing to another thread
ERROR_WORDS = (Word.ERROR_CODE, Word.ERROR_VALUE, Word.ERROR_SIZE, Word.ERROR_SITE)


def write_rows(writer: RegionWriter, rounds: Rounds, layouts: Sequence[Strided]) -> bool:
    """Write a `scan` as a job over its rows, if that is possible and pays."""
    body: Closed = writer.params["body"]
    axes = independent(body.graph, len(rounds.start))
    if axes is None or not _pays(writer.p, body.graph, axes):
        return False
    _RowLoop(writer, rounds, layouts, body.graph, axes).write()
    return True


def _pays(p: ProgramEmitter, graph: Graph, axes: Axes) -> bool:
    """Whether there are rows for two tasks, and whether a task's cache holds what all rows are multiplied by."""
    rows = _rows_of(graph, axes)
    if isinstance(rows, int) and rows < 2 * ROWS:
        return False
    shared = [
        v
        for n in graph.nodes
        if n.op is dot_op
        for v in n.operands
        if v not in axes and v.type.shape
    ]
    total: Dim = 0
    for value in dict.fromkeys(shared):
        total = total + bytes_of(value)
    return not isinstance(total, int) or total <= second_cache(p.target)


def _rows_of(graph: Graph, axes: Axes) -> Dim:
    return next(v.type.shape[0] for v in graph.outputs if v in axes)


def _work(graph: Graph) -> Dim:
    """The additions of a round, about."""
    total: Dim = 0
    for node in graph.nodes:
        lowering, elements = node.op.lowering, product(node.outputs[0].type.shape)
        if node.op is dot_op:
            total = total + elements * node.operands[0].type.shape[-1] * 2
        elif isinstance(lowering, Pointwise):
            total = total + elements * lowering.cost
        elif isinstance(lowering, Reduction):
            total = total + product(node.operands[0].type.shape)
    return total


@record()
class _Block:
    """The memory of tasks: where it begins, bytes of a task, and where in these the carry's blocks begin."""

    base: Int
    own: Int
    starts: list[Int]


class _Given:
    """Words that a program fills and its tasks read. What is known is no word."""

    def __init__(self) -> None:
        self.words: list[tuple[str, Int]] = []

    def add(self, value: Int, kind: str = "i64") -> Int:
        """How to find the value again: itself, or the name of a word."""
        if isinstance(value, int):
            return value
        self.words.append((kind, value))
        return f"{kind} {len(self.words) - 1}"

    def fill(self, f: Function) -> str:
        """An array of the words."""
        array = f.alloca("i64", max(len(self.words), 1))
        for i, (kind, value) in enumerate(self.words):
            f.store(kind, value, f.element(array, i, "i64"), 8)
        return array


def _take(f: Function, found: Int) -> Int:
    """What `add` put away, in a function that is given the array."""
    if isinstance(found, int):
        return found
    kind, i = found.split()
    return f.load(kind, f.element("%given", int(i), "i64"), 8)


class _RowLoop:
    """Writes one loop."""

    def __init__(
        self,
        writer: RegionWriter,
        rounds: Rounds,
        layouts: Sequence[Strided],
        graph: Graph,
        axes: Axes,
    ) -> None:
        self.outer = writer
        self.p = writer.p
        self.all = rounds
        self.layouts = layouts
        self.graph = graph
        self.axes = axes
        self.rows = Size.symbol("rows")
        found = homes(graph, len(rounds.start))
        self.stacked = {n: i for n, i in found.items() if graph.outputs[i] in axes}

    @property
    def atom(self) -> Atom:
        atom = self.rows.atom
        assert atom is not None
        return atom

    def write(self) -> None:
        p, w, f = self.p, self.outer, self.outer.f
        total = w.k.size(_rows_of(self.graph, self.axes))
        work = f.mul(w.k.size(_work(self.graph)), self.all.length)
        most = f.minimum(p.thread_count(), f.div(work, GRAIN))
        tasks = f.maximum(f.minimum(most, f.div(total, ROWS)), 1)
        # Whole tiles of products; the last task may have fewer rows than the others.
        each = f.mul(f.maximum(f.ceil_div(f.ceil_div(total, ROWS), tasks), 1), ROWS)
        tasks = f.maximum(f.ceil_div(total, each), 1)
        layouts = []
        for value, strided in zip(self.graph.inputs, self.layouts, strict=True):
            shape = list(strided.shape)
            if value in self.axes:
                shape[self.axes[value]] = self.rows
            layouts.append(Strided(tuple(shape), strided.strides, strided.offset))
        with p.sized(self.atom, each, total):
            body = Closed(narrowed(self.graph, self.axes, self.rows))
            inner = w.inner(body, layouts, self.stacked.values())
            own, starts = self._memory(inner)
            with (
                p.memory(f.mul(own, tasks)) as base,
                p.unless_failed(),
                w.lasting(inner, self.all.consts) as kept,
            ):
                given = _Given()
                words = {a: given.add(size) for a, size in p.sizes.items() if a != self.atom}
                block = _Block(
                    given.add(base, "ptr"), given.add(own), [given.add(x) for x in starts]
                )
                self._run(inner, kept, given, words, block, (each, total, tasks))

    def _memory(self, inner: Inner) -> tuple[Int, list[Int]]:
        """The bytes of a task: temporaries, two blocks for each part of the carry that is not stacked, and one for each
        number that all tasks compute but only one stores; and where the blocks begin."""
        f, k = self.outer.f, self.outer.k
        carries = [inner.results[n] for n in self._turning()]
        common = [
            v for v, x in zip(inner.results, self.graph.outputs, strict=True) if x not in self.axes
        ]
        total = k.size(inner.scheduled.arena.nbytes)
        starts: list[Int] = []
        for value in (*carries, *carries, *common):
            starts.append(total)
            total = f.add(total, k.size(bytes_of(value)))
        return total, starts

    def _turning(self) -> list[int]:
        """The parts of the carry that take turns in two blocks."""
        return [n for n in range(len(self.all.start)) if n not in self.stacked]

    def _run(
        self, inner: Inner, kept: Sequence[Value], given: _Given, sizes: dict[Atom, Int],
        block: _Block, span: tuple[Int, Int, Int],
    ) -> None:  # fmt: skip
        """Fill the words that tasks read, write the loop, and run it."""
        p, f = self.p, self.outer.f
        each, total, tasks = span
        number = p.next_number()
        stopped = f.alloca("i64")
        f.store("i64", 0, stopped, 8)
        rounds = self._moved(self.all, given.add)
        places = [given.add(p.frame.pointer(f, p.words, v), "ptr") for v in kept]
        flag, ctx = given.add(stopped, "ptr"), given.add("%ctx", "ptr")
        lines = given.add(each), given.add(total)
        s = inner.scheduled
        values = [*s.values, *kept]
        params = [("ptr", "ctx"), ("ptr", "given"), ("i64", "task")]
        body = p.module.function(f"rounds{number}", params, internal=True)

        def take(found: Int) -> Int:
            return _take(body, found)

        whole, count = take(lines[0]), take(lines[1])
        first = body.mul("%task", whole)
        rows = body.minimum(whole, body.sub(count, first))
        known = {a: take(x) for a, x in sizes.items()}
        with p.inside(body, values, {**known, self.atom: rows}):
            p.frame.add_parts(s.inside)
            at = body.element(str(take(block.base)), body.mul("%task", take(block.own)), "i8")
            for value in s.temporaries:
                offset = p.k.size(s.arena.offsets[value])
                p.put(value, body.element(at, offset, "i8"))
            for value, found in zip(kept, places, strict=True):
                p.put(value, str(take(found)))
            mine = self._moved(rounds, lambda x, kind="i64": take(x))
            turns = [body.element(at, take(x), "i8") for x in block.starts]
            turning = self._turning()
            mine = self._narrowed(mine, first, turns[2 * len(turning) :])
            steady = inner.inputs[len(inner.inputs) - len(mine.consts) :]
            for value, pointer in zip(steady, mine.consts, strict=True):
                p.put(value, pointer)
            writer = type(self.outer)(p, self.outer.group)
            writer.stopped = str(take(flag))
            writer.rounds(inner, mine, turning, turns, self.stacked)
            body.ret()
        task, array = self._task(number, ctx), given.fill(f)
        p.run_job(number, self.outer.group, task, array, tasks, self.all.length)
        failed = f.load("i64", stopped, 8)
        with f.when(f.compare("ne", failed, 0)):
            f.store("i64", failed, p.status, 8)

    def _moved(self, r: Rounds, move: Callable[..., Int]) -> Rounds:
        """Rounds whose addresses and numbers went through `move`."""
        return type(r)(
            length=move(r.length),
            reverse=r.reverse,
            start=[str(move(x, "ptr")) for x in r.start],
            slices=[(str(move(x, "ptr")), move(step)) for x, step in r.slices],
            consts=[str(move(x, "ptr")) for x in r.consts],
            results=[str(move(x, "ptr")) for x in r.results],
            steps=[move(x) for x in r.steps],
        )

    def _narrowed(self, r: Rounds, first: Int, private: Sequence[str]) -> Rounds:
        """The same from row `first` on. Numbers that all tasks compute are stored by the first, by others privately."""
        f, size = self.p.f, self.p.k.size

        def start(value: Value, pointer: str, stride: Dim) -> str:
            nbytes = f.mul(f.mul(first, size(stride)), value.type.dtype.itemsize)
            return f.element(pointer, nbytes, "i8")

        moved = []
        pointers = [*r.start, *[x for x, _ in r.slices], *r.consts]
        for value, pointer, strided in zip(self.graph.inputs, pointers, self.layouts, strict=True):
            axis = self.axes.get(value)
            moved.append(pointer if axis is None else start(value, pointer, strided.strides[axis]))
        carries, xs = len(r.start), len(r.slices)
        results, steps, places = [], list(r.steps), iter(private)
        alone = f.compare("eq", "%task", 0)
        for i, (v, x) in enumerate(zip(self.graph.outputs, r.results, strict=True)):
            if v in self.axes:
                results.append(start(v, x, product(v.type.shape[1:])))
                continue
            results.append(str(f.select(alone, x, next(places), "ptr")))
            if i >= carries:
                steps[i - carries] = f.select(alone, steps[i - carries], 0)
        between = [step for _, step in r.slices]
        slices = list(zip(moved[carries : carries + xs], between, strict=True))
        return type(r)(
            r.length, r.reverse, moved[:carries], slices, moved[carries + xs :], results, steps
        )

    def _task(self, number: int, context: Int) -> str:
        """The function of a task: it makes a context with one thread, and notes what went wrong."""
        module = self.p.module
        params = [("ptr", "given"), ("i64", "task"), ("i64", "worker")]
        f = module.function(f"rows{number}", params, internal=True)
        ctx, own = str(_take(f, context)), f.alloca("i64", WORDS, 64)
        words = {w: f.load("i64", f.element(ctx, w, "i64"), 8) for w in range(WORDS)}
        words[int(Word.WATCH)] = "0"
        words[int(Word.THREADS)] = "1"
        for w, value in words.items():
            f.store("i64", value, f.element(own, w, "i64"), 8)
        f.store("ptr", self._one_by_one(), f.element(own, int(Word.PARALLEL_FOR), "i64"), 8)
        f.emit(f"call void @rounds{number}(ptr {own}, ptr %given, i64 %task)")
        code = f.load("i64", f.element(own, int(Word.ERROR_CODE), "i64"), 8)
        value = f.load("i64", f.element(own, int(Word.ERROR_VALUE), "i64"), 8)
        changed = f.let(
            f"or i1 {f.compare('ne', code, words[int(Word.ERROR_CODE)])}, "
            f"{f.compare('ne', value, words[int(Word.ERROR_VALUE)])}"
        )
        with f.when(changed):
            for w in map(int, ERROR_WORDS):
                found = f.load("i64", f.element(own, w, "i64"), 8)
                f.store("i64", found, f.element(ctx, w, "i64"), 8)
        f.ret()
        return f.name

    def _one_by_one(self) -> str:
        """A function that runs tasks on the thread that calls it, written once per module."""
        module = self.p.module
        if not module.defines("one_by_one"):
            params = [("ptr", "task"), ("ptr", "frame"), ("i64", "n"), ("i64", "threads")]
            f = module.function("one_by_one", params, "i64", internal=True)
            with f.loop(0, "%n") as loop:
                f.emit(f"call void %task(ptr %frame, i64 {loop.index}, i64 0)")
            f.ret("i64", 0)
        return "@one_by_one"
