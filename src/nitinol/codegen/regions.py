"""Branches and loops in a program's native function.

The programs inside of a `Region` operation are scheduled like any other, and their groups are
written into the function of the program around them, inside of branches and loops: no call, no
Python. All values share one frame, whose words say where a value lies *now*. So a loop moves by
writing words before each round:

* the carry: each part has two buffers, which take turns; a round reads one and writes the other. The
  first round reads where the operand lies, and the last round of a `scan` writes where the
  result shall be, so a loop of known length copies nothing. A carry that a round changes in some
  places only (`inplace`) has one buffer, the result: the first round copies what it starts from,
  the others write what changes. And where a loop stacks what a carry is before each round, as backward passes
  want it, the stack is where the carry lies (`homes`): a round writes it to its next place.
* slices of `xs` and stacks: an address that advances by the stride of the first axis.
* a size that is made at run time (`sized`): a word that sizes are read from.

A region asks for memory once, for the temporaries of its programs and the buffers of its carry; inside
of a loop that is inside of another, once per round of the outer one. After a failure (no memory, an
index out of range does not count) no more groups run, and `while` loops end. Every round asks whether Ctrl-C
was pressed (`Word.POLL`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from ..base.errors import CompileError
from ..base.record import record
from ..base.shapes import contiguous_strides
from ..base.sizes import Dim, product
from ..core.recipe import Status, Word
from ..ir.graph import Graph, Value
from ..ir.loop import Group, resolve
from ..ir.op import Region, Strided
from ..ir.region import Closed, bound
from ..llvm.text import Int
from ..schedule.memory import ALIGN, bytes_of
from ..schedule.regions import homes, own_results
from .anchors import GroupContext
from .inplace import updated
from .kept import Kept, block, lasting_plans
from .passes import front, schedule
from .row_loops import write_rows
from .scheduled import Scheduled

if TYPE_CHECKING:
    from .program import ProgramEmitter


class Inner:
    """A program inside of a region: its schedule, and which of its buffers holds which result."""

    def __init__(
        self, closed: Closed, layouts: Sequence[Strided], homes: Collection[int] = ()
    ) -> None:
        """homes: results that are inputs, and need not be made."""
        graph = closed.graph
        made = [v for i, v in enumerate(graph.outputs) if i not in homes]
        graph = own_results(Graph(graph.inputs, graph.nodes, made, graph.name, graph.checks))
        graph, inputs = front(graph, dict(zip(graph.inputs, layouts, strict=True)))
        self.scheduled: Scheduled
        self.scheduled, results, _ = schedule(graph, inputs, True)
        self.inputs = graph.inputs
        if any(r.from_input for r in results):
            raise CompileError(f"a result of {graph.name} has no memory of its own")
        found = iter([self.scheduled.buffers[r.source] for r in results])
        self.results = [
            self.inputs[closed.graph.inputs.index(v)] if i in homes else next(found)
            for i, v in enumerate(closed.graph.outputs)
        ]


@record()
class Rounds:
    """What goes into the rounds of a `scan`: addresses, and elements from slice to slice or stack to stack."""

    length: Int
    reverse: bool
    start: Sequence[str]
    slices: Sequence[tuple[str, Int]]
    consts: Sequence[str]
    results: Sequence[str]  # of carries and stacks
    steps: Sequence[Int]  # of stacks


class RegionWriter:
    """Writes one region group of a program."""

    def __init__(self, program: ProgramEmitter, group: Group) -> None:
        self.p = program
        self.f = program.f
        self.k = program.k
        self.group = group
        self.node = group.nodes[0]
        self.params = self.node.params
        self.stopped = ""  # where tasks of one job tell one another of failures

    def write(self) -> None:
        """The whole region."""
        lowering = self.node.op.lowering
        assert isinstance(lowering, Region)
        with self.p.unless_failed():
            getattr(self, "_" + lowering.kind)()

    # --- addresses

    def _operand(self, i: int) -> tuple[str, Strided]:
        """Where an operand lies: the address of its first element, and its strides."""
        value = self.node.operands[i]
        memory, reads = self.p.s.memory, self.group.reads
        found = resolve(value, lambda v: memory[v] if v in reads else None)
        if found is None:
            raise CompileError(f"operand {i} of {self.node.op} does not lie in memory")
        base, strided = found
        pointer = self.p.frame.pointer(self.f, self.p.words, base)
        pointer = self._at(pointer, self.k.size(strided.offset), value)
        return pointer, Strided(strided.shape, strided.strides, 0)

    def _at(self, pointer: str, elements: Int, value: Value) -> str:
        if elements == 0:
            return pointer
        nbytes = self.f.mul(elements, value.type.dtype.itemsize)
        return self.f.let(f"getelementptr i8, ptr {pointer}, i64 {nbytes}")

    def _result(self, i: int) -> str:
        return self.p.frame.pointer(self.f, self.p.words, self.node.outputs[i])

    def _scalar(self, i: int) -> str:
        """An int64 operand."""
        return self.f.load("i64", self._operand(i)[0], 8)

    # --- inner programs

    def inner(
        self, closed: Closed, layouts: Sequence[Strided], homes: Collection[int] = ()
    ) -> Inner:
        inner = Inner(closed, layouts, homes)
        s = inner.scheduled
        for value in s.values:
            self.p.frame.add_value(value)
        self.p.frame.add_parts(s.inside)
        return inner

    def _put(self, value: Value, pointer: str) -> None:
        self.p.frame.put_value(self.f, self.p.words, value, pointer)

    @contextmanager
    def _arena(self, inners: Sequence[Inner], extra: Sequence[Value] = ()) -> Iterator[list[str]]:
        """Memory for the temporaries of inner programs, and a block each for `extra` values."""
        sizes: list[Dim] = [inner.scheduled.arena.nbytes for inner in inners]
        total: Dim = 0
        starts: list[Dim] = []
        for nbytes in [*sizes, *[bytes_of(v) for v in extra]]:
            starts.append(total)
            total = total + nbytes
        with self.p.memory(self.k.size(total)) as base, self.p.unless_failed():
            places = [
                self.f.let(f"getelementptr i8, ptr {base}, i64 {self.k.size(s)}") for s in starts
            ]
            for inner, place in zip(inners, places, strict=False):
                s = inner.scheduled
                for value in s.temporaries:
                    offset = self.k.size(s.arena.offsets[value])
                    self._put(value, self.f.let(f"getelementptr i8, ptr {place}, i64 {offset}"))
            yield places[len(inners) :]

    def _run(self, inner: Inner) -> None:
        """All groups of an inner program."""
        with self.p.within(inner.scheduled):
            self.p.write_groups()

    @contextmanager
    def lasting(self, inner: Inner, constants: Sequence[str]) -> Iterator[list[Value]]:
        """Say where the last inputs of a body lie, which are the same in all rounds, and have its groups compute what
        they need of these once, into memory that is kept until the loop is over. The places of it.
        """
        p, f = self.p, self.f
        steady = inner.inputs[len(inner.inputs) - len(constants) :]
        for value, pointer in zip(steady, constants, strict=True):
            self._put(value, pointer)
        plans = lasting_plans(inner.scheduled, steady)
        places: list[tuple[Value, Int]] = []
        total: Int = 0
        for group, plan in plans.items():
            ctx = GroupContext(self.k, group, inner.scheduled.memory, lambda value: "null", 1)
            kept = Kept(plan, {})
            for name, nbytes in plan.kept(ctx).items():
                kept.blocks[name] = value = block()
                p.frame.add_value(value)
                places.append((value, total))
                total = f.add(total, f.mul(f.ceil_div(nbytes, ALIGN), ALIGN))
            if kept.blocks:
                p.kept[group] = kept
        if not places:
            yield []
            return
        with p.memory(total) as base, p.unless_failed(), p.within(inner.scheduled):
            for value, offset in places:
                self._put(value, f.let(f"getelementptr i8, ptr {base}, i64 {offset}"))
            for group in plans:
                if group in p.kept:
                    p.launch(group, True)
            yield [value for value, _ in places]

    def _copy(self, target: str, source: str, value: Value) -> None:
        nbytes = self.f.mul(self.k.size(product(value.type.shape)), value.type.dtype.itemsize)
        self.f.emit(f"call void {self._copier()}(ptr {target}, ptr {source}, i64 {nbytes})")

    def _copier(self) -> str:
        """A function that copies bytes, written once per module."""
        module = self.p.module
        if not module.defines("copy_bytes"):
            params = [("ptr noalias", "to"), ("ptr noalias", "from"), ("i64", "n")]
            f = module.function("copy_bytes", params, internal=True)
            words = f.div("%n", 8)
            with f.loop(0, words) as loop:
                word = f.load("i64", f.element("%from", loop.index, "i64"), 1)
                f.store("i64", word, f.element("%to", loop.index, "i64"), 1)
            with f.loop(f.mul(words, 8), "%n") as loop:
                byte = f.load("i8", f.element("%from", loop.index, "i8"), 1)
                f.store("i8", byte, f.element("%to", loop.index, "i8"), 1)
            f.ret()
        return "@copy_bytes"

    def _poll(self) -> None:
        """Ask whether to go on, where the caller can tell."""
        f = self.f
        hook = f.load("ptr", f.element("%ctx", int(Word.POLL), "i64"), 8)
        with f.when(f.compare("ne", hook, "null", "ptr")):
            stop = f.let(f"call i64 {hook}()")
            with f.when(f.compare("ne", stop, 0)):
                f.store("i64", int(Status.INTERRUPTED), self.p.status, 8)

    @contextmanager
    def _until_failure(self, length: Int) -> Iterator[str]:
        """A loop of `length` rounds that ends when one of them has failed."""
        f = self.f
        rounds = f.alloca("i64")
        f.store("i64", 0, rounds, 8)
        head, inside, end = f.label(), f.label(), f.label()
        f.jump(head)
        f.place(head)
        i = f.load("i64", rounds, 8)
        sound = f.compare("eq", f.load("i64", self.p.status, 8), 0)
        f.branch(f.let(f"and i1 {f.compare('slt', i, length)}, {sound}"), inside, end)
        f.place(inside)
        yield i
        f.store("i64", f.add(i, 1), rounds, 8)
        f.jump(head)
        f.place(end)

    def _stop(self) -> None:
        """Tell the other tasks of a job about a failure, or hear of theirs."""
        if not self.stopped:
            return
        f, status = self.f, self.p.status
        own = f.load("i64", status, 8)
        theirs = f.let(f"load volatile i64, ptr {self.stopped}, align 8")
        found = f.select(f.compare("ne", own, 0), own, theirs)
        f.store("i64", found, status, 8)
        with f.when(f.compare("ne", found, theirs)):
            f.emit(f"store volatile i64 {found}, ptr {self.stopped}, align 8")

    # --- the kinds

    def _switch(self) -> None:
        f = self.f
        index = self._scalar(0)
        branches = self.params["branches"]
        given = [self._operand(i) for i in range(1, len(self.node.operands))]
        results = [self._result(i) for i in range(len(self.node.outputs))]
        last = len(branches) - 1
        for i, closed in enumerate(branches):
            if last == 0:
                chosen = "true"
            elif i == 0:
                chosen = f.compare("sle", index, 0)
            else:
                chosen = f.compare("sge" if i == last else "eq", index, i)
            with f.when(chosen):
                self._straight(closed, given, results)

    def _straight(
        self, closed: Closed, given: Sequence[tuple[str, Strided]], results: Sequence[str]
    ) -> None:
        """An inner program that runs once."""
        inner = self.inner(closed, [strided for _, strided in given])
        with self._arena([inner]):
            for value, (pointer, _) in zip(inner.inputs, given, strict=True):
                self._put(value, pointer)
            for value, pointer in zip(inner.results, results, strict=True):
                self._put(value, pointer)
            self._run(inner)

    def _print(self) -> None:
        """Hand a text and values to whom the caller names; see `ops.control.printing`."""
        f, values = self.f, self.node.operands[1:]
        token = f.load("i64", self._operand(0)[0], 8)
        f.store("i64", f.add(token, 1), self._result(0), 8)
        given = [self._operand(i + 1) for i in range(len(values))]
        words: list[tuple[str, Int]] = []
        for pointer, strided in given:
            words.append(("ptr", pointer))
            words += [("i64", self.k.size(d)) for d in (*strided.shape, *strided.strides)]
        depths = ",".join(map(str, self.params["depths"]))
        data = f"{depths}\n{self.params['text']}".encode()
        body = "".join([f"\\{byte:02X}" for byte in data])
        self.p.texts += 1
        text = self.p.module.constant(f"text{self.p.texts}", f"[{len(data)} x i8]", f'c"{body}"', 1)
        hook = f.load("ptr", f.element("%ctx", int(Word.PRINT), "i64"), 8)
        with f.when(f.compare("ne", hook, "null", "ptr")):
            block = f.alloca("i64", max(len(words), 1))
            for i, (kind, word) in enumerate(words):
                f.store(kind, word, f.element(block, i, "i64"), 8)
            f.emit(f"call void {hook}(ptr {text}, i64 {len(data)}, ptr {block})")

    def _sized(self) -> None:
        atom = bound(self.node.op, self.params)
        assert atom is not None
        n = self.f.maximum(self._scalar(0), 0)
        self.p.frame.add_atom(atom)
        self.p.frame.put_atom(self.f, self.p.words, atom, n)
        self.p.sizes[atom] = n
        given = [self._operand(i) for i in range(1, len(self.node.operands))]
        results = [self._result(i) for i in range(len(self.node.outputs))]
        self._straight(self.params["body"], given, results)
        del self.p.sizes[atom]

    def _carry(self, count: int) -> tuple[list[str], list[Strided]]:
        """Where the carry starts, and its strides, which are natural."""
        pointers, layouts = [], []
        for i in range(count):
            pointer, strided = self._operand(i)
            natural = contiguous_strides(strided.shape)
            if tuple(strided.strides) != tuple(natural):
                raise CompileError(f"carry {i} of {self.node.op} lies in an unexpected order")
            pointers.append(pointer)
            layouts.append(Strided(strided.shape, natural, 0))
        return pointers, layouts

    def _settle(self, chains: Sequence[Sequence[Value] | None], results: Sequence[str]) -> None:
        """Let carries that are changed in place, and what lies between, be where the results are."""
        for chain, result in zip(chains, results, strict=False):
            for value in chain or ():
                self._put(value, result)

    def _scan(self) -> None:
        f, params = self.f, self.params
        carries, xs = params["carries"], params["xs"]
        length = self.k.size(params["length"])
        start, starts = self._carry(carries)
        slices = [self._operand(i) for i in range(carries, carries + xs)]
        consts = [self._operand(i) for i in range(carries + xs, len(self.node.operands))]
        layouts = [Strided(s.shape[1:], s.strides[1:], 0) for _, s in slices]
        results = [self._result(i) for i in range(len(self.node.outputs))]
        outputs = self.node.outputs
        with f.when(f.compare("sle", length, 0)):
            for target, source, value in zip(results, start, outputs, strict=False):
                self._copy(target, source, value)
        rounds = Rounds(
            length,
            params["reverse"],
            start,
            [(pointer, self.k.size(s.strides[0])) for pointer, s in slices],
            [pointer for pointer, _ in consts],
            results,
            [self.k.size(product(v.type.shape[1:])) for v in outputs[carries:]],
        )
        layouts = [*starts, *layouts, *[s for _, s in consts]]
        if write_rows(self, rounds, layouts):
            return
        stacked = homes(params["body"].graph, carries)
        inner = self.inner(params["body"], layouts, stacked.values())
        chains = [
            updated(inner.scheduled, inner.inputs[n], inner.results[n])
            if n not in stacked
            else None
            for n in range(carries)
        ]
        turning = [n for n in range(carries) if chains[n] is None and n not in stacked]
        parts = [outputs[n] for n in turning]
        with self._arena([inner], [*parts, *parts]) as blocks:
            self._settle(chains, results)
            with self.lasting(inner, rounds.consts):
                self.rounds(inner, rounds, turning, blocks, stacked)

    def rounds(
        self, inner: Inner, rounds: Rounds, turning: Sequence[int], blocks: Sequence[str],
        stacked: Mapping[int, int],
    ) -> None:  # fmt: skip
        """The loop of a `scan`. Carries that take turns have two of the blocks each; of the `stacked` ones it is known
        which result they lie in."""
        f, length, results = self.f, rounds.length, rounds.results
        carries, slices = len(rounds.start), rounds.slices
        last = f.sub(length, 1)
        with self._until_failure(length) as i:
            at = f.sub(last, i) if rounds.reverse else i
            first, final = f.compare("eq", i, 0), f.compare("eq", i, last)
            odd = f.compare("eq", f.let(f"and i64 {i}, 1"), 1)
            for n, start in enumerate(rounds.start):
                if n in stacked:
                    self._in_stack(inner, rounds, n, stacked[n], i)
                    continue
                if n not in turning:
                    self._put(inner.inputs[n], f.select(first, start, results[n], "ptr"))
                    continue
                a, b = blocks[turning.index(n)], blocks[len(turning) + turning.index(n)]
                source = f.select(first, start, f.select(odd, a, b, "ptr"), "ptr")
                target = f.select(final, results[n], f.select(odd, b, a, "ptr"), "ptr")
                self._put(inner.inputs[n], source)
                self._put(inner.results[n], target)
            given = inner.inputs[carries : carries + len(slices)]
            for value, (pointer, stride) in zip(given, slices, strict=True):
                self._put(value, self._at(pointer, f.mul(at, stride), value))
            stacks = inner.results[carries:]
            for number, value, pointer, elements in zip(
                range(carries, len(results)), stacks, results[carries:], rounds.steps, strict=True
            ):
                if number in stacked.values():
                    continue
                self._put(value, self._at(pointer, f.mul(at, elements), value))
            self._run(inner)
            self._poll()
            self._stop()

    def _in_stack(self, inner: Inner, rounds: Rounds, n: int, result: int, i: Int) -> None:
        """Say where a carry lies before and after round i: in places of a stack that follow one another."""
        f, value = self.f, inner.inputs[n]
        last = f.sub(rounds.length, 1)
        pointer, elements = rounds.results[result], rounds.steps[result - len(rounds.start)]
        at = f.sub(last, i) if rounds.reverse else i
        here = self._at(pointer, f.mul(at, elements), value)
        with f.when(f.compare("eq", i, 0)):
            self._copy(here, rounds.start[n], value)
        following = f.sub(at, 1) if rounds.reverse else f.add(at, 1)
        following = self._at(pointer, f.mul(following, elements), value)
        final = f.compare("eq", i, last)
        self._put(value, here)
        self._put(inner.results[n], f.select(final, rounds.results[n], following, "ptr"))

    def _while(self) -> None:
        f, params = self.f, self.params
        carries, cond_consts = params["carries"], params["cond_consts"]
        start, layouts = self._carry(carries)
        consts = [self._operand(i) for i in range(carries, len(self.node.operands))]
        given = [s for _, s in consts]
        cond = self.inner(params["cond"], [*layouts, *given[:cond_consts]])
        body = self.inner(params["body"], [*layouts, *given[cond_consts:]])
        results = [self._result(i) for i in range(len(self.node.outputs))]
        outputs = self.node.outputs[:carries]
        chains = [updated(body.scheduled, body.inputs[i], body.results[i]) for i in range(carries)]
        turning = [i for i in range(carries) if chains[i] is None]
        parts = [outputs[i] for i in turning]
        with ExitStack() as stack:
            memory = self._arena([cond, body], [*parts, *parts, *cond.results])
            blocks = stack.enter_context(memory)
            self._settle(chains, results)
            given_cond, given_body = (
                [pointer for pointer, _ in part]
                for part in (consts[:cond_consts], consts[cond_consts:])
            )
            stack.enter_context(self.lasting(cond, given_cond))
            stack.enter_context(self.lasting(body, given_body))
            self._put(cond.results[0], blocks[-1])
            rounds = f.alloca("i64")
            f.store("i64", 0, rounds, 8)
            head, inside, end = f.label(), f.label(), f.label()
            f.jump(head)
            f.place(head)
            n = f.load("i64", rounds, 8)
            first = f.compare("eq", n, 0)
            odd = f.compare("eq", f.let(f"and i64 {n}, 1"), 1)
            sources = []
            for i in range(carries):
                if i in turning:
                    a, b = blocks[turning.index(i)], blocks[len(turning) + turning.index(i)]
                    source = f.select(first, start[i], f.select(odd, a, b, "ptr"), "ptr")
                    self._put(body.results[i], f.select(odd, b, a, "ptr"))
                else:
                    source = f.select(first, start[i], results[i], "ptr")
                sources.append(source)
                self._put(cond.inputs[i], source)
                self._put(body.inputs[i], source)
            self._run(cond)
            holds = f.compare("ne", f.load("i8", blocks[-1], 1), 0, "i8")
            sound = f.compare("eq", f.load("i64", self.p.status, 8), 0)
            f.branch(f.let(f"and i1 {holds}, {sound}"), inside, end)
            f.place(inside)
            self._run(body)
            self._poll()
            f.store("i64", f.add(n, 1), rounds, 8)
            f.jump(head)
            f.place(end)
            for target, source, value in zip(results, sources, outputs, strict=False):
                with f.when(f.compare("ne", target, source, "ptr")):
                    self._copy(target, source, value)
            f.store("i64", n, results[-1], 8)
