"""One native function for a whole graph.

    i64 program(ptr bufs, ptr dims, ptr ctx)

`bufs` are the addresses of the inputs and then of the results, `dims` the sizes of the open axes,
`ctx` the caller's hooks (see `core.recipe`). The function asks for one arena of temporary memory,
runs the groups in order over the caller's thread pool, and gives a status back: it knows no
address, no library and no Python, so it may be cached, exported, and run by several threads at
once.

Each group is one task function, or one per phase of a template. The number of tasks follows from
sizes: as many as give each enough work, at most a few per thread. Results never depend on it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

from ..base.sizes import Atom, product
from ..core.recipe import Word
from ..ir.graph import Node, Value
from ..ir.loop import Group, Nest
from ..llvm.target import Target
from ..llvm.text import Function, Int, Module
from ..schedule.nests import plan_nest
from ..templates.anchor import Phase, Plan
from ..templates.choices import chosen
from ..templates.column_sums import ColumnSums
from ..templates.coords import Coord
from ..templates.nest import NestEmitter
from ..templates.nest_beside import BesideEmitter, Sums
from ..templates.nest_columns import ColumnEmitter, column_rows, splits_columns
from ..templates.nest_sizes import parts_of, row_count, splits
from ..templates.region import RegionEmitter
from ..templates.registry import template
from ..templates.vectors import Vec
from .alike import looks
from .anchors import GroupContext, leaves_of
from .bundles import BundleWriter
from .frame import Frame, values_of
from .kept import Kept
from .lanes import lanes_of, nest_lanes, scalars_of
from .regions import RegionWriter
from .reserve import reserve, rounded
from .scheduled import Scheduled

ONE_BY_ONE = 3  # values at most whose addresses are copied without a table and a loop
INTERRUPTED = 3
NO_MEMORY = 2
ERROR_CODE = 4  # the word of the context for what a task noted
ERROR_VALUE = 5  # and for the bytes that were wanted
SHARED_MEMORY = 1024  # bytes of a template's blocks, and of a long row's parts, that the stack has
COLUMN_MEMORY = 1 << 14  # and of parts of columns


class ProgramEmitter:
    """Writes the module of one scheduled graph."""

    def __init__(self, scheduled: Scheduled, target: Target, symbol: str) -> None:
        self.s = scheduled
        self.target = target
        self.module = Module(target.function_attributes)
        self.frame = Frame(scheduled.atoms, scheduled.values)
        self.frame.add_parts(scheduled.inside)
        self.kernel = self.frame  # what the tasks of the group at hand are handed
        self.task_word = 0  # of it: the rows of a task
        self._widest = 0
        self._written: dict[str, str] = {}  # names of task functions, by what they do
        # By what groups look like: the function that launches such a group, and the words of its frame.
        self._alike: dict[Hashable, tuple[str, int]] = {}
        self._number = 0  # of the next group
        self._first = True  # whether nothing runs before what is written next
        self._sizes = len(scheduled.atoms)  # that a frame begins with
        self.texts = 0  # constants that are printed
        self.kept: dict[Group, Kept] = {}  # groups of loops with something computed before
        self.steady = ""  # where it is noted that the program is not to be cancelled
        self.reserves = False  # whether blocks lie in memory that was taken before
        params = [("ptr noalias", "bufs"), ("ptr noalias", "dims"), ("ptr", "ctx")]
        self.f = self.module.function(symbol, params, "i64")
        self.words = self.f.alloca_later("i64", 16)
        self.handed = self.f.alloca_later("i64", 16)
        self.status = self.f.alloca("i64")
        self.sizes = self._dims()
        self.k = RegionEmitter(self.f, target, 1, self.sizes, {})

    def text(self) -> str:
        """The IR of the whole program."""
        f = self.f
        f.store("i64", 0, self.status, 8)
        self._fill_frame()
        with ExitStack() as stack:
            if self.s.over:
                stack.enter_context(self._safe())
            stack.enter_context(self._arena())
            self.write_groups()
        status = f.load("i64", self.status, 8)
        error = self._hook("i64", 4)
        f.ret("i64", f.select(f.compare("eq", status, 0), error, status))
        f.set_alloca(self.words, self.frame.words)
        f.set_alloca(self.handed, max(self._widest, self.frame.context_word + 1))
        return self.module.text()

    def write_groups(self) -> None:
        """The groups of the schedule at hand, in order."""
        for number, step in enumerate(self.s.steps):
            if self.s.over and number == self.s.commit:
                self._commit()
            group = step[0]
            if len(step) > 1:
                self.launch_bundle(step)
            elif group.kind == "region":
                self._number += 1
                with self._unreserved():
                    RegionWriter(self, group).write()
            else:
                self.launch(group)

    # --- programs that may write over what they are given (`schedule.overwrite`)

    @contextmanager
    def _safe(self) -> Iterator[None]:
        """Memory for the blocks of all kernels inside, so that none of them can fail for lack of it."""
        f = self.f
        self.steady = f.alloca("i64")
        f.store("i64", 0, self.steady, 8)
        reserved = f.element("%ctx", int(Word.RESERVED), "i64")
        nbytes = reserve(self.k, self.s, self.target, self.thread_count(), self.plan_of)
        if nbytes == 0:
            yield
        else:
            with self.memory(nbytes) as base:
                f.store("ptr", base, reserved, 8)
                self.reserves = True
                yield
                f.store("i64", 0, reserved, 8)
        with f.when(f.compare("ne", f.load("i64", self.steady, 8), 0)):
            self._hold(-1)

    def _commit(self) -> None:
        """What has gone wrong so far ends the program; from here on it is not cancelled."""
        f = self.f
        with self.unless_failed():
            f.store("i64", self._hook("i64", ERROR_CODE), self.status, 8)
        with self.unless_failed():
            f.store("i64", 1, self.steady, 8)
            self._hold(1)

    @contextmanager
    def _unreserved(self) -> Iterator[None]:
        """What is inside takes its own memory."""
        if not self.reserves:
            yield
            return
        f = self.f
        word = f.element("%ctx", int(Word.RESERVED), "i64")
        base = f.load("ptr", word, 8)
        f.store("i64", 0, word, 8)
        yield
        f.store("ptr", base, word, 8)

    def _hold(self, change: int) -> None:
        f = self.f
        hook = self._hook("ptr", int(Word.HOLD))
        with f.when(f.compare("ne", hook, "null", "ptr")):
            f.emit(f"call void {hook}(i64 {change})")

    def launch(self, group: Group, before: bool = False) -> None:
        """Hand a group what it works on, and call the function that runs its tasks.

        before: those that run before the loop that the group is in (`Template.lasting`).
        """
        number = self.next_number()
        self._hand(group)
        alike: Hashable = number  # a plan of its own
        if not before and group not in self.kept:
            alike = looks(group, self.s.memory, self.s.orders), *self.sizes
        found = self._alike.get(alike)
        if found is None:
            name = self._launcher(number, group, before)
            found = self._alike[alike] = name, self.kernel.words
        self._call(number, *found)

    def launch_bundle(self, groups: Sequence[Group]) -> None:
        """Hand over where values lie, and call the function that runs the tasks of a bundle."""
        number = self.next_number()
        writer = BundleWriter(self, number, groups)
        self.kernel = Frame(self.frame.atoms, [])
        self._hand_sizes()
        writer.hand(self.kernel, self.handed, self.words)
        name = self._function(number, writer.write)
        self._call(number, name, self.kernel.words)

    def _call(self, number: int, name: str, words: int) -> None:
        """Call the function that launches what has been handed over, in so many words."""
        self._widest = max(self._widest, words)
        what = number << 8 | self._sizes << 32 | int(self._first) << 62
        self._first = False
        with self.unless_failed():
            given = f"ptr %ctx, ptr {self.handed}, ptr {self.status}, i64 {what}"
            self.f.emit(f"call void @{name}({given})")

    def _launcher(self, number: int, group: Group, before: bool) -> str:
        """The name of the function that runs the tasks of a group."""
        return self._function(
            number, lambda: self._group(number, group, self._hook("i64", 3), before)
        )

    def _function(self, number: int, write: Callable[[], None]) -> str:
        """The name of a function that launches; `write` writes what it does."""
        outer = self.f, self.k, self.status, self.handed
        params = [("ptr", "ctx"), ("ptr", "handed"), ("ptr", "status"), ("i64", "what")]
        f = self.f = self.module.function(f"launch{number}", params, internal=True)
        self.status, self.handed = "%status", "%handed"
        self.k = RegionEmitter(f, self.target, 1, self.kernel.sizes(f, "%handed"), {})
        write()
        name = self.done(f)
        self.f, self.k, self.status, self.handed = outer
        return name

    def _group(self, number: int, group: Group, threads: str, before: bool) -> None:
        if group.anchor is None:
            self._nest_group(number, group, threads)
        else:
            self._anchor_group(number, group, threads, before)

    def plan_of(self, group: Group) -> Plan:
        """How the anchor of a group is computed."""
        kept = self.kept.get(group)
        if kept is not None:
            return kept.plan
        assert group.anchor is not None
        return template(group.anchor).plan(group.anchor)

    def _hand(self, group: Group) -> None:
        """A frame for the tasks of a group."""
        f, frame = self.f, self.frame
        self.kernel = Frame(frame.atoms, values_of(group))
        for value in self.kept[group].blocks.values() if group in self.kept else ():
            self.kernel.add_value(value)
        if len(self.kernel.values) <= ONE_BY_ONE:
            for value in self.kernel.values:
                pointer = frame.pointer(f, self.words, value)
                self.kernel.put_value(f, self.handed, value, pointer)
        else:
            self._copy_words([frame.place(v) for v in self.kernel.values])
        self._hand_sizes()
        self.task_word = self.kernel.extra()

    def _hand_sizes(self) -> None:
        """Sizes that are made while the program runs, for the tasks of the group at hand."""
        for atom, size in self.sizes.items():
            if atom not in self.frame.atoms:
                self.kernel.add_atom(atom)
                self.kernel.put_atom(self.f, self.handed, atom, size)

    def _copy_words(self, places: Sequence[int]) -> None:
        """Hand on these words of the program's frame: a table and a loop, which are compiled much faster
        than so many loads and stores."""
        module, f = self.module, self.f
        if not module.defines("copy_words"):
            params = [("ptr", "to"), ("ptr", "from"), ("ptr", "table"), ("i64", "n")]
            copy = module.function("copy_words", params, internal=True)
            with copy.loop(0, "%n") as loop:
                place = copy.load("i32", copy.element("%table", loop.index, "i32"), 4)
                source = copy.element("%from", copy.let(f"zext i32 {place} to i64"), "i64")
                word = copy.load("i64", source, 8)
                copy.store("i64", word, copy.element("%to", loop.index, "i64"), 8)
            copy.ret()
        words = ", ".join(f"i32 {place}" for place in places)
        table = module.constant(f"words{self._number}", f"[{len(places)} x i32]", f"[{words}]", 4)
        to = f.element(self.handed, self.kernel.context_word + 1, "i64")
        given = f"ptr {to}, ptr {self.words}, ptr {table}, i64 {len(places)}"
        f.emit(f"call void @copy_words({given})")

    def _put(self, word: int, value: Int, type: str = "i64") -> None:
        """A word for the tasks of the group at hand."""
        self.kernel.put(self.f, self.handed, word, value, type)

    @contextmanager
    def within(self, scheduled: Scheduled) -> Iterator[None]:
        """Go on with the schedule of a program inside of a region."""
        outer, self.s = self.s, scheduled
        yield
        self.s = outer

    # --- the program's own function

    def _dims(self) -> dict[Atom, Int]:
        f = self.f
        return {
            a: f.load("i64", f.element("%dims", i, "i64"), 8) for i, a in enumerate(self.s.atoms)
        }

    def _hook(self, type: str, word: int) -> str:
        """A word of the caller's context."""
        return self.f.load(type, self.f.element("%ctx", word, "i64"), 8)

    def _fill_frame(self) -> None:
        f, frame = self.f, self.frame
        for atom, size in self.k.sizes.items():
            frame.put_atom(f, self.handed, atom, size)
        given = [*self.s.graph.inputs, *self.s.buffers]
        if len(given) <= ONE_BY_ONE:
            for i, value in enumerate(given):
                pointer = f.load("ptr", f.element("%bufs", i, "ptr"), 8)
                frame.put_value(f, self.words, value, pointer)
        else:  # their words are the first
            first = f.element(self.words, frame.place(given[0]), "i64")
            with f.loop(0, len(given)) as loop:
                pointer = f.load("ptr", f.element("%bufs", loop.index, "ptr"), 8)
                f.store("ptr", pointer, f.element(first, loop.index, "ptr"), 8)
            self._put_parts(self.s.buffers)
        frame.put(f, self.handed, frame.context_word, "%ctx", "ptr")

    @contextmanager
    def _arena(self) -> Iterator[None]:
        """Temporary memory for what runs inside."""
        f, s = self.f, self.s
        if not s.temporaries:
            yield
            return
        with self.memory(self.k.size(s.arena.nbytes)) as base:
            offsets = [self.k.size(s.arena.offsets[value]) for value in s.temporaries]
            if len(offsets) <= ONE_BY_ONE or any(isinstance(o, str) for o in offsets):
                for value, offset in zip(s.temporaries, offsets, strict=True):
                    pointer = f.let(f"getelementptr i8, ptr {base}, i64 {offset}")
                    self.frame.put_value(f, self.words, value, pointer)
            else:  # their words follow one another
                items = ", ".join(f"i64 {offset}" for offset in offsets)
                count = len(offsets)
                table = self.module.constant("offsets", f"[{count} x i64]", f"[{items}]", 8)
                first = f.element(self.words, self.frame.place(s.temporaries[0]), "i64")
                with f.loop(0, count) as loop:
                    at = f.load("i64", f.element(table, loop.index, "i64"), 8)
                    pointer = f.let(f"getelementptr i8, ptr {base}, i64 {at}")
                    f.store("ptr", pointer, f.element(first, loop.index, "ptr"), 8)
                self._put_parts(s.temporaries)
            yield

    def _put_parts(self, values: Sequence[Value]) -> None:
        """Say where what is written into some of these values lies."""
        for value in values:
            if value in self.s.inside:
                pointer = self.frame.pointer(self.f, self.words, value)
                self.frame.put_value(self.f, self.words, value, pointer)

    @contextmanager
    def memory(self, nbytes: Int) -> Iterator[str]:
        """Memory from the caller, given back at the end; without it nothing inside runs."""
        f = self.f
        nbytes = f.maximum(nbytes, 64)
        base = f.let(f"call ptr {self._hook('ptr', 1)}(i64 {nbytes})")
        missing = f.compare("eq", base, "null", "ptr")
        old = f.load("i64", self.status, 8)
        f.store("i64", f.select(missing, NO_MEMORY, old), self.status, 8)
        with f.when(missing):
            self._want(nbytes)
        yield base
        with f.when(f.compare("ne", base, "null", "ptr")):
            f.emit(f"call void {self._hook('ptr', 2)}(ptr {base}, i64 {nbytes})")

    def _want(self, nbytes: Int) -> None:
        """Tell the caller how much memory there was not."""
        f = self.f
        f.store("i64", nbytes, f.element("%ctx", ERROR_VALUE, "i64"), 8)

    @contextmanager
    def unless_failed(self) -> Iterator[None]:
        """What is written inside runs only while nothing has failed."""
        status = self.f.load("i64", self.status, 8)
        with self.f.when(self.f.compare("eq", status, 0)):
            yield

    # --- parts that are functions of their own

    def thread_count(self) -> Int:
        """How many threads the program may use."""
        return self._hook("i64", Word.THREADS)

    def next_number(self) -> int:
        """A number for what is run next."""
        number, self._number = self._number, self._number + 1
        return number

    def put(self, value: Value, pointer: str) -> None:
        """Say where a value lies."""
        self.frame.put_value(self.f, self.words, value, pointer)

    @contextmanager
    def sized(self, atom: Atom, size: Int, most: Int) -> Iterator[None]:
        """A size that is made while the program runs; all parts together have `most`."""
        self.sizes[atom] = size
        yield
        del self.sizes[atom]

    @contextmanager
    def inside(
        self, f: Function, values: Sequence[Value], sizes: dict[Atom, Int]
    ) -> Iterator[None]:
        """Go on in another function, which has frames of its own and a parameter `ctx`."""
        outer = self.f, self.k, self.words, self.handed, self.status, self.frame, self.sizes
        widest, self._widest = self._widest, 0
        self.f, self.sizes = f, sizes
        self.words, self.handed = f.alloca_later("i64", 16), f.alloca_later("i64", 16)
        self.status = f.alloca("i64")
        self.k = RegionEmitter(f, self.target, 1, sizes, {})
        frame = self.frame = Frame(self.frame.atoms, values)
        f.store("i64", 0, self.status, 8)
        for atom in frame.atoms:
            frame.put_atom(f, self.handed, atom, sizes[atom])
        frame.put(f, self.handed, frame.context_word, "%ctx", "ptr")
        yield
        f.set_alloca(self.words, frame.words)
        f.set_alloca(self.handed, max(self._widest, frame.context_word + 1))
        self.f, self.k, self.words, self.handed, self.status, self.frame, self.sizes = outer
        self._widest = widest

    def run_job(
        self, number: int, group: Group, function: str, given: str, tasks: Int, rounds: Int
    ) -> None:
        """Run the tasks of a loop, each of which goes through all rounds; kernels inside have the next numbers."""
        what = number << 8 | self._sizes << 32 | int(self._first) << 62
        self._first = False
        with self.unless_failed():
            call = f"ptr %ctx, ptr @{function}, ptr {given}, i64 {tasks}, i64 {what}"
            found = self.f.let(f"call i64 {self._runner()}({call})")
            self.f.store("i64", found, self.status, 8)

    def run(self, function: str, tasks: Int, step: int = 0) -> None:
        """Run `tasks` tasks of a step of a group: here when there is one, else over the pool."""
        f = self.f
        with self.unless_failed():
            at = self._runner()
            what = f.let(f"or i64 %what, {step}") if step else "%what"
            given = f"ptr %ctx, ptr @{function}, ptr {self.handed}, i64 {tasks}, i64 {what}"
            f.store("i64", f.let(f"call i64 {at}({given})"), self.status, 8)

    def _runner(self) -> str:
        """A function that runs tasks, written once per module."""
        if not self.module.defines("run_tasks"):
            params = [
                ("ptr", "ctx"), ("ptr", "task"), ("ptr", "frame"), ("i64", "n"), ("i64", "what")
            ]  # fmt: skip
            f = self.module.function("run_tasks", params, "i64", internal=True)
            watch = f.load("ptr", f.element("%ctx", int(Word.WATCH), "i64"), 8)
            with f.when(f.compare("ne", watch, "null", "ptr")):
                given = "ptr %ctx, ptr %task, ptr %frame, i64 %n, i64 %what"
                f.ret("i64", f.let(f"call i64 {watch}({given})"))
                f.place(f.label())
            with f.when(f.compare("slt", "%n", 2)):
                with f.when(f.compare("eq", "%n", 1)):
                    f.emit("call void %task(ptr %frame, i64 0, i64 0)")
                f.ret("i64", 0)
                f.place(f.label())
            hook = f.load("ptr", "%ctx", 8)
            threads = f.load("i64", f.element("%ctx", 3, "i64"), 8)  # what scratch memory is for
            failed = f.let(f"call i64 {hook}(ptr %task, ptr %frame, i64 %n, i64 {threads})")
            bad = f.compare("ne", failed, 0)
            f.ret("i64", f.select(bad, INTERRUPTED, 0))
        return "@run_tasks"

    # --- task functions

    def _task(
        self, name: str, lanes: int, group: Group
    ) -> tuple[Function, RegionEmitter, dict[Value, str]]:
        params = [("ptr noalias", "frame"), ("i64", "task"), ("i64", "worker")]
        f = self.module.function(name, params, internal=True)
        kernel = self.kernel
        k = RegionEmitter(f, self.target, lanes, kernel.sizes(f, "%frame"), {})
        # All addresses are read at the entry, where they are valid for the whole function.
        pointers = {v: kernel.pointer(f, "%frame", v) for v in kernel.values}
        for value in kernel.values:
            if value in self.s.memory:  # a block that is kept has no strides
                strided = self.s.memory[value]
                k.settle((*strided.strides, strided.offset, *strided.shape))
        k.leaves.update(leaves_of(group, self.s.memory, pointers.__getitem__))
        k.context = kernel.word(f, "%frame", kernel.context_word, "ptr")
        for scalar in scalars_of(group):
            k.evaluate(scalar, ())
        return f, k, pointers

    def done(self, f: Function) -> str:
        """The name of a task function that is written now, or of one before it that does the same."""
        f.ret()
        found = self._written.setdefault(f.body(), f.name)
        if found != f.name:
            self.module.functions.remove(f)
        return found

    def _nest_group(self, number: int, group: Group, threads: str) -> None:
        nest = plan_nest(group, self.s.memory, self.s.orders)
        lanes = nest_lanes(group, nest, self.target)
        name = f"group{number}"
        if nest.beside:
            self._beside_group(name, group, nest, lanes, threads)
            return
        if splits(nest):
            self._split_group(name, group, nest, lanes)
            return
        if splits_columns(nest):
            self._column_group(name, group, nest, lanes, threads)
            return
        f, k, pointers = self._task(name, lanes, group)
        emitter = NestEmitter(k, nest, pointers)
        emitter.emit("%task", self.kernel.word(f, "%frame", self.task_word))
        name = self.done(f)
        rows = row_count(self.f, self.k.size, nest, lanes)
        work = self.f.mul(self.k.size(product(group.shape)), nest.cost)
        tasks = self._tasks(rows, work, threads)
        self._put(self.task_word, self.share(rows, tasks))
        self.run(name, tasks)

    def share(self, rows: Int, tasks: Int) -> Int:
        """Rows of a task. Divisions are slow, so a program of one task does without."""
        f = self.f
        if isinstance(tasks, int):
            return rows if tasks < 2 else f.ceil_div(rows, tasks)
        share = f.alloca("i64")
        f.store("i64", rows, share, 8)
        with f.when(f.compare("sgt", tasks, 1)):
            f.store("i64", f.ceil_div(rows, tasks), share, 8)
        return f.load("i64", share, 8)

    def _split_group(self, name: str, group: Group, nest: Nest, lanes: int) -> None:
        """One long row: its parts side by side, then what joins them."""
        parts, nbytes = parts_of(self.f, self.k.size, nest)
        word = self.kernel.extra()
        names = []
        for step in ("part", "join"):
            f, k, pointers = self._task(f"{name}_{step}", lanes, group)
            emitter = NestEmitter(k, nest, pointers)
            scratch = self.kernel.word(f, "%frame", word, "ptr")
            if step == "part":
                emitter.emit_part("%task", scratch)
            else:
                emitter.emit_join(scratch)
            names.append(self.done(f))
        with self._small_memory(nbytes, SHARED_MEMORY) as base:
            self._put(word, base, "ptr")
            self.run(names[0], parts)
            self.run(names[1], 1, 1)

    def _column_group(self, name: str, group: Group, nest: Nest, lanes: int, threads: str) -> None:
        """Many columns: parts of them side by side, then what joins the parts."""
        k, f = self.k, self.f
        first, second, nbytes = column_rows(f, k.size, nest, lanes)
        word = self.kernel.extra()
        names = []
        for step in ("parts", "joins"):
            body, inner, pointers = self._task(f"{name}_{step}", lanes, group)
            emitter = ColumnEmitter(inner, nest, pointers)
            share = self.kernel.word(body, "%frame", self.task_word)
            scratch = self.kernel.word(body, "%frame", word, "ptr")
            write = emitter.emit_parts if step == "parts" else emitter.emit_joins
            write("%task", share, scratch)
            names.append(self.done(body))
        work = f.mul(k.size(product(group.shape)), nest.cost)
        with self._small_memory(nbytes, COLUMN_MEMORY) as base:
            self._put(word, base, "ptr")
            for index, (rows, cost) in enumerate(((first, work), (second, f.div(work, 16)))):
                tasks = self._tasks(rows, cost, threads)
                self._put(self.task_word, self.share(rows, tasks))
                self.run(names[index], tasks, index)

    def _beside_group(self, name: str, group: Group, nest: Nest, lanes: int, threads: str) -> None:
        """Rows with folds beside them: units of rows side by side, then what joins the parts of the folds."""
        k, f = self.k, self.f
        word = self.kernel.extra()
        names = []
        for step in ("rows", "joins"):
            body, inner, pointers = self._task(f"{name}_{step}", lanes, group)
            share = self.kernel.word(body, "%frame", self.task_word)
            emitter = BesideEmitter(
                inner, nest, pointers, self.kernel.word(body, "%frame", word, "ptr")
            )
            write = emitter.emit if step == "rows" else emitter.emit_joins
            write("%task", share)
            names.append(self.done(body))
        work = f.mul(k.size(product(group.shape)), nest.cost)
        sums = Sums(k, nest, lanes)
        with self._small_memory(sums.nbytes, COLUMN_MEMORY) as base:
            self._put(word, base, "ptr")
            for index, (rows, cost) in enumerate(
                ((sums.units, work), (sums.blocks, f.div(work, 16)))
            ):
                tasks = self._tasks(rows, cost, threads)
                self._put(self.task_word, self.share(rows, tasks))
                self.run(names[index], tasks, index)

    @contextmanager
    def _small_memory(self, nbytes: Int, usual: int) -> Iterator[str]:
        """Memory that is usually at most `usual` bytes: then it is on the stack."""
        f = self.f
        place = f.alloca("ptr")
        f.store("ptr", f.alloca("i8", usual, 64), place, 8)
        large = f.compare("sgt", nbytes, usual)
        reserved = ""
        if self.reserves:
            # A part of what the program has reserved; what regions run has nothing there.
            word = f.element("%ctx", int(Word.RESERVED), "i64")
            reserved = f.load("ptr", word, 8)
            some = f.compare("ne", reserved, "null", "ptr")
            with f.when(some):
                f.store("ptr", reserved, place, 8)
                after = f.element(reserved, rounded(f, nbytes), "i8")
                f.store("ptr", after, word, 8)
            large = f.let(f"and i1 {large}, {f.let(f'xor i1 {some}, true')}")
        with f.when(large):
            base = f.let(f"call ptr {self._hook('ptr', 1)}(i64 {nbytes})")
            f.store("ptr", base, place, 8)
            with f.when(f.compare("eq", base, "null", "ptr")):
                f.store("i64", NO_MEMORY, self.status, 8)
                self._want(nbytes)
        base = f.load("ptr", place, 8)
        yield base
        with (
            f.when(large),
            f.when(f.compare("ne", base, "null", "ptr")),
        ):
            f.emit(f"call void {self._hook('ptr', 2)}(ptr {base}, i64 {nbytes})")
        if reserved:
            f.store("ptr", reserved, word, 8)

    def _tasks(self, rows: Int, work: Int, threads: Int) -> Int:
        """As many tasks as have enough work, at most a few per thread, at least one if there is any row."""
        f = self.f
        wanted = f.maximum(f.div(work, chosen(self.target, "loop_work")), 1)
        most = f.mul(threads, chosen(self.target, "loop_tasks"))
        return f.minimum(rows, f.minimum(wanted, most))

    def _anchor_group(self, number: int, group: Group, threads: str, before: bool) -> None:
        f, plan, memory = self.f, self.plan_of(group), self.s.memory

        def frame_pointer(value: Value) -> str:
            return self.kernel.pointer(f, self.handed, value)

        sizes = GroupContext(self.k, group, memory, frame_pointer, threads)
        with ExitStack() as stack:
            names = []
            if group in self.kept:
                names += [(n, self.kernel.place(v)) for n, v in self.kept[group].blocks.items()]
            for name, nbytes in () if before else plan.shared(sizes).items():
                word = self.kernel.extra()
                base = stack.enter_context(self._small_memory(nbytes, SHARED_MEMORY))
                self._put(word, base, "ptr")
                names.append((name, word))
            sums = None
            if group.beside and not before:
                sums = self.kernel.extra()
                nbytes = ColumnSums(self.k, group).nbytes
                base = stack.enter_context(self._small_memory(nbytes, COLUMN_MEMORY))
                self._put(sums, base, "ptr")
            for index, phase in enumerate(plan.before if before else plan.phases):
                tasks = phase.tasks(sizes)
                if tasks == 0:
                    continue  # known: nothing of it has to be written
                function = f"group{number}_{index}_{phase.name}"
                self.run(self._phase(function, group, phase, names, sums), tasks, index)
            if sums is not None:
                self._join_sums(f"group{number}_joins", group, sums, threads, len(plan.phases))

    def _join_sums(self, name: str, group: Group, word: int, threads: Int, step: int) -> None:
        """The step behind an anchor that joins the parts of the folds beside it."""
        f, k, pointers = self._task(name, lanes_of(group, self.target), group)

        def store(node: Node, result: Vec, column: Coord) -> None:
            k.store_at(result, pointers[node.outputs[0]], column)

        share = self.kernel.word(f, "%frame", self.task_word)
        sums = ColumnSums(k, group, self.kernel.word(f, "%frame", word, "ptr"))
        sums.join("%task", share, store)
        name = self.done(f)
        here = ColumnSums(self.k, group)
        work = self.f.mul(self.f.mul(here.parts, here.columns), len(group.beside))
        tasks = self._tasks(here.blocks, work, threads)
        self._put(self.task_word, self.share(here.blocks, tasks))
        self.run(name, tasks, step)

    def _phase(
        self, name: str, group: Group, phase: Phase, blocks: Sequence[tuple[str, int]],
        sums: int | None = None,
    ) -> str:  # fmt: skip
        """The name of the function of a phase's tasks; the states of folds beside lie where word `sums` says."""
        f, k, pointers = self._task(name, lanes_of(group, self.target), group)
        threads = f.load("i64", f.element(k.context, 3, "i64"), 8)
        shared = {n: self.kernel.word(f, "%frame", w, "ptr") for n, w in blocks}
        at = pointers.__getitem__
        renewed = [self.s.buffers[buffer] for buffer, _ in self.s.over]
        beside = None
        if sums is not None:
            beside = ColumnSums(k, group, self.kernel.word(f, "%frame", sums, "ptr"))
        ctx = GroupContext(k, group, self.s.memory, at, threads, "%task", shared, renewed, beside)
        phase.emit(ctx)
        return self.done(f)
