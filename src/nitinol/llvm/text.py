"""Writing LLVM IR as text.

Building IR through objects costs ten times as much as writing its text, so kernels are strings.
A `Module` collects functions, declarations of intrinsics and constant data; a `Function` hands out
names and keeps the two things that are easy to get wrong by hand: blocks and loops with carried
values (phi nodes, so that no kernel depends on an optimiser to put its accumulators into
registers).

Sizes and offsets are `Int = int | str`: a Python int while they are known, the name of an i64 once
they are not. The arithmetic methods fold what is known, so the same emitter writes a kernel for
exact sizes and one for open sizes.

>>> m = Module()
>>> f = m.function("sum_to", [("i64", "n")], "i64")
>>> with f.loop(0, "%n", carried=[("i64", "0")]) as loop:
...     loop.result = [f.add(loop.values[0], loop.index)]
>>> f.ret("i64", loop.final[0])
>>> print(m.text())  # doctest: +ELLIPSIS
define i64 @sum_to(i64 %n) ...
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

Int = int | str  # a known integer, or the name of an i64 value


class Module:
    """One translation unit."""

    def __init__(self, attributes: str = "nounwind") -> None:
        self.attributes = attributes
        self._head: dict[str, None] = {}
        self.functions: list[Function] = []

    def declare(self, line: str) -> None:
        """Add a `declare` or global line once."""
        self._head[line] = None

    def intrinsic(self, name: str, result: str, *args: str) -> str:
        """Declare intrinsic or external `name` once and return `@name`."""
        self.declare(f"declare {result} @{name}({', '.join(args)})")
        return "@" + name

    def constant(self, name: str, type: str, values: str, align: int = 64) -> str:
        """Constant data; returns `@name`."""
        self.declare(f"@{name} = internal unnamed_addr constant {type} {values}, align {align}")
        return "@" + name

    def function(
        self,
        name: str,
        params: Sequence[tuple[str, str]],
        result: str = "void",
        *,
        internal: bool = False,
        attributes: str = "",
    ) -> Function:
        """Start a function; `params` are (type with attributes, name)."""
        made = Function(self, name, params, result, internal, attributes)
        self.functions.append(made)
        return made

    def defines(self, name: str) -> bool:
        """Whether a function of this name was started."""
        return any(f.name == name for f in self.functions)

    def text(self) -> str:
        """The whole module."""
        return "\n".join([*self._head, *(f.text() for f in self.functions)]) + "\n"


class Loop:
    """A counted loop being written: set `result` to the carried values of the next round."""

    __slots__ = ("final", "index", "result", "values")

    index: Int
    values: list[str]  # the carried values in this round
    result: list[str]  # what they become
    final: list[str]  # after the loop

    def __init__(self) -> None:
        self.index = 0
        self.values, self.result, self.final = [], [], []


class Function:
    """One function being written."""

    def __init__(
        self,
        module: Module,
        name: str,
        params: Sequence[tuple[str, str]],
        result: str,
        internal: bool,
        attributes: str,
    ) -> None:
        self.module = module
        self.name = name
        self.params = params
        self.result = result
        self.internal = internal
        self.attributes = attributes
        self.block = "start"  # the block being written
        self._allocas: list[str] = []
        self._lines: list[str] = []
        self._names = 0

    # --- raw writing

    def emit(self, line: str) -> None:
        """Write an instruction that has no result."""
        self._lines.append("  " + line)

    def let(self, expression: str) -> str:
        """Write an instruction and return the name of its result."""
        self._names += 1
        name = f"%v{self._names}"
        self._lines.append(f"  {name} = {expression}")
        return name

    def label(self) -> str:
        """A fresh label, not placed yet."""
        self._names += 1
        return f"b{self._names}"

    def place(self, label: str) -> None:
        """Start the block `label`."""
        self._lines.append(label + ":")
        self.block = label

    def jump(self, label: str) -> None:
        self.emit(f"br label %{label}")

    def branch(self, condition: str, then: str, otherwise: str) -> None:
        self.emit(f"br i1 {condition}, label %{then}, label %{otherwise}")

    def ret(self, type: str = "void", value: Int | None = None) -> None:
        self.emit("ret void" if value is None else f"ret {type} {value}")

    def alloca(self, type: str, count: int = 1, align: int = 8) -> str:
        """Stack memory, reserved once at the function's entry."""
        self._names += 1
        name = f"%v{self._names}"
        self._allocas.append(f"  {name} = alloca {type}, i64 {count}, align {align}")
        return name

    def alloca_later(self, type: str, align: int) -> str:
        """Stack memory whose count is said at the end, with `set_alloca`."""
        return self.alloca(type, 0, align)

    def set_alloca(self, name: str, count: int) -> None:
        """Say how many elements the stack memory `name` has."""
        for i, line in enumerate(self._allocas):
            if line.startswith(f"  {name} = "):
                self._allocas[i] = line.replace(", i64 0,", f", i64 {count},")

    def text(self) -> str:
        params = ", ".join(f"{t} %{n}" for t, n in self.params)
        linkage = "internal " if self.internal else ""
        attributes = f"{self.module.attributes} {self.attributes}".strip()
        head = f"define {linkage}{self.result} @{self.name}({params}) {attributes}"
        return f"{head} {{\n{self.body()}\n}}"

    def body(self) -> str:
        """What stands between the braces."""
        # Stack memory comes first, in a block of its own, so that it is reserved once.
        return "\n".join(["entry:", *self._allocas, "  br label %start", "start:", *self._lines])

    # --- integers that may be known

    def add(self, a: Int, b: Int) -> Int:
        if isinstance(a, int) and isinstance(b, int):
            return a + b
        if a == 0:
            return b
        if b == 0:
            return a
        return self.let(f"add nsw i64 {a}, {b}")

    def sub(self, a: Int, b: Int) -> Int:
        if isinstance(a, int) and isinstance(b, int):
            return a - b
        if b == 0:
            return a
        return self.let(f"sub nsw i64 {a}, {b}")

    def mul(self, a: Int, b: Int) -> Int:
        if isinstance(a, int) and isinstance(b, int):
            return a * b
        if a == 0 or b == 0:
            return 0
        if a == 1:
            return b
        if b == 1:
            return a
        return self.let(f"mul nsw i64 {a}, {b}")

    def div(self, a: Int, b: Int) -> Int:
        """Quotient of non-negative numbers; b must not be 0."""
        if isinstance(a, int) and isinstance(b, int):
            return a // b
        if b == 1:
            return a
        return self.let(f"udiv i64 {a}, {b}")

    def rem(self, a: Int, b: Int) -> Int:
        """Remainder of non-negative numbers; b must not be 0."""
        if isinstance(a, int) and isinstance(b, int):
            return a % b
        if b == 1:
            return 0
        return self.let(f"urem i64 {a}, {b}")

    def ceil_div(self, a: Int, b: Int) -> Int:
        return self.div(self.add(a, self.sub(b, 1)), b)

    def compare(self, predicate: str, a: Int, b: Int, type: str = "i64") -> str:
        """An i1; `predicate` is LLVM's (`eq`, `slt`, `ult`, …)."""
        return self.let(f"icmp {predicate} {type} {a}, {b}")

    def select(self, condition: str, a: Int, b: Int, type: str = "i64") -> str:
        return self.let(f"select i1 {condition}, {type} {a}, {type} {b}")

    def minimum(self, a: Int, b: Int) -> Int:
        if isinstance(a, int) and isinstance(b, int):
            return min(a, b)
        return self.let(f"call i64 {self._i64_pair('smin')}(i64 {a}, i64 {b})")

    def maximum(self, a: Int, b: Int) -> Int:
        if isinstance(a, int) and isinstance(b, int):
            return max(a, b)
        return self.let(f"call i64 {self._i64_pair('smax')}(i64 {a}, i64 {b})")

    def _i64_pair(self, name: str) -> str:
        return self.module.intrinsic(f"llvm.{name}.i64", "i64", "i64", "i64")

    # --- memory

    def element(self, pointer: str, index: Int, type: str) -> str:
        """The address of `pointer[index]`, elements of `type`."""
        if index == 0:
            return pointer
        return self.let(f"getelementptr inbounds {type}, ptr {pointer}, i64 {index}")

    def load(self, type: str, pointer: str, align: int) -> str:
        return self.let(f"load {type}, ptr {pointer}, align {align}")

    def store(self, type: str, value: Int, pointer: str, align: int) -> None:
        self.emit(f"store {type} {value}, ptr {pointer}, align {align}")

    # --- control flow

    @contextmanager
    def loop(
        self,
        start: Int,
        stop: Int,
        step: Int = 1,
        carried: Sequence[tuple[str, str]] = (),
        unroll: bool = False,
    ) -> Iterator[Loop]:
        """`for index in range(start, stop, step)` with carried values (type, initial value).

        A loop of no or one known round is written without branches. LLVM is told not to unroll:
        the emitters have chosen that already.
        """
        state = Loop()
        state.values = [v for _, v in carried]
        if isinstance(start, int) and isinstance(stop, int) and isinstance(step, int):
            rounds = max(0, -(-(stop - start) // step))
            if rounds == 1:
                state.index = start
                yield state
                state.final = list(state.result)
                return
        head, body, end = self.label(), self.label(), self.label()
        before = self.block
        self.jump(head)
        self.place(head)
        self._names += 1
        serial = self._names
        index = f"%i{serial}"
        names = [f"%c{serial}_{n}" for n in range(len(carried))]
        position = len(self._lines)
        self.branch(self.compare("slt", index, stop), body, end)
        self.place(body)
        state.index, state.values = index, list(names)
        yield state
        following = self.add(index, step)
        latch = self.block
        self.jump(head)
        phis = [f"  {index} = phi i64 [ {start}, %{before} ], [ {following}, %{latch} ]"]
        for (type, initial), name, result in zip(carried, names, state.result, strict=True):
            phis.append(f"  {name} = phi {type} [ {initial}, %{before} ], [ {result}, %{latch} ]")
        self._lines[position:position] = phis
        self.place(end)
        state.final = names

    def countdown(
        self,
        count: str,
        carried: Sequence[tuple[str, str]],
        step: Callable[[list[str]], list[str]],
    ) -> list[str]:
        """`step` on the carried values, `count` times: a round spends one instruction on that.

        step: from the values of a round to those of the next; it may not begin blocks.
        """
        return self._until_zero(count, -1, "sgt", carried, lambda values, _: step(values))

    def to_zero(
        self,
        start: Int,
        by: int,
        carried: Sequence[tuple[str, str]],
        step: Callable[[list[str], str], list[str]],
    ) -> list[str]:
        """`step` on the carried values and an index from `start` ≤ 0 on, `by` more each time, while that is not 0.

        What the index addresses needs no other: a round spends one instruction on both.
        """
        return self._until_zero(start, by, "ne", carried, step)

    def _until_zero(
        self, start: Int, by: int, enters: str, carried: Sequence[tuple[str, str]],
        step: Callable[[list[str], str], list[str]],
    ) -> list[str]:  # fmt: skip
        body, end = self.label(), self.label()
        before = self.block
        self.branch(self.compare(enters, start, 0), body, end)
        self.place(body)
        self._names += 1
        index, serial = f"%i{self._names}", self._names
        names = [f"%c{serial}_{n}" for n in range(len(carried))]
        position = len(self._lines)
        results = step(names, index)
        following = self.add(index, by)
        self.branch(self.compare("ne", following, 0), body, end)
        phis = [f"  {index} = phi i64 [ {start}, %{before} ], [ {following}, %{body} ]"]
        for (type, initial), name, result in zip(carried, names, results, strict=True):
            phis.append(f"  {name} = phi {type} [ {initial}, %{before} ], [ {result}, %{body} ]")
        self._lines[position:position] = phis
        self.place(end)
        made = []
        for (type, initial), result in zip(carried, results, strict=True):
            made.append(self.let(f"phi {type} [ {initial}, %{before} ], [ {result}, %{body} ]"))
        return made

    @contextmanager
    def when(self, condition: str) -> Iterator[None]:
        """Write a block that runs only when the i1 `condition` holds; it defines nothing for later."""
        then, end = self.label(), self.label()
        self.branch(condition, then, end)
        self.place(then)
        yield
        self.jump(end)
        self.place(end)


def float_literal(value: float, type: str = "float") -> str:
    """A floating constant exactly, as LLVM's hexadecimal double.

    >>> float_literal(1.5)
    '0x3FF8000000000000'
    """
    if type == "float":
        try:
            value = struct.unpack("<f", struct.pack("<f", value))[0]
        except OverflowError:
            value = float("inf") if value > 0 else float("-inf")
    return f"0x{struct.unpack('<Q', struct.pack('<d', value))[0]:016X}"
