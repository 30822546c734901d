"""Shared functions of convolutions: windows of the input as rows of a matrix, channels moved last.

A convolution is a matrix product whose left operand is never stored: row p holds the window under
output position p, its columns are *runs* of adjacent elements. With channels last a run is
one tap (its channels), or a whole line of taps where those are adjacent in memory too. `gather`
writes a small block of that matrix, rows by columns, zeros where the window leaves the input;
register tiles (`matmul_kernels`) read it from the cache.

Three spatial axes always: missing ones have size 1.

`gather(desc, table, source, n, o1, o2, o3, rows, first, columns, d, row stride)` reads

* desc, an array of i64: see `DESC`;
* table, for each run `TABLE_BYTES`: its displacement along each axis, the same in bytes, and the positions of a
  line, first and behind the last, under which it is wholly inside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..llvm.text import Function, Int
from .matmul_few import Streaming

_WORDS = (
    *("sn", "s1", "s2", "s3", "size1", "size2", "size3", "out1", "out2", "out3"),
    *("step1", "step2", "step3", "shift1", "shift2", "shift3"),
    *("run", "channels", "taps", "hole1", "hole2", "hole3"),
)
DESC: Final = {name: i for i, name in enumerate(_WORDS)}
"""Strides of the source in bytes (n and the axes), its sizes, the sizes of the result; along each
axis position = o·step + shift + displacement; elements of a run and of one of its taps, taps in a
run; the source has `hole − 1` zeros between neighbours."""

TABLE_BYTES = 64  # of which 48 are used
FEW_CHANNELS: Final = 4  # up to so many are interleaved vector by vector


@dataclass(frozen=True, slots=True)
class Run:
    """One run under some positions of a line of the result."""

    source: str  # of its first element under the first position
    inside: str  # whether the line of the source exists
    start: Int  # its first element's place in a window
    lo: Int  # the elements wanted, of the run
    hi: Int
    a: Int  # the positions under which it is wholly inside of its line
    b: Int
    first3: Int  # its place in the line, under the first position


class Windows(Streaming):
    """`Streaming` and the functions that move inputs of convolutions."""

    def gather(self, holes: bool) -> str:
        """See the module's docstring; `holes`: whether the source has zeros between neighbours."""
        name, f = self._start(
            f"gather_{int(holes)}",
            [("ptr", "desc"), ("ptr", "table"), ("ptr", "source"), ("i64", "n"), ("i64", "o1"),
             ("i64", "o2"), ("i64", "o3"), ("i64", "rows"), ("i64", "first"), ("i64", "columns"),
             ("ptr", "d"), ("i64", "dm")],
        )  # fmt: skip
        if f is None:
            return name
        word = self._words(f)
        last = f.add("%first", "%columns")
        first_run, last_run = f.div("%first", word["run"]), f.ceil_div(last, word["run"])

        def one(index: Int, at: tuple[Int, Int, Int, Int], count: Int, d: str, row: Int) -> None:
            self._copy(f, word, index, at, count, d, last, holes)

        self._lines_of(f, word, first_run, last_run, one)
        f.ret()
        return name

    def _words(self, f: Function) -> dict[str, str]:
        """The words of `%desc`."""
        word = {key: f.load("i64", f.element("%desc", i, "i64"), 8) for key, i in DESC.items()}
        word["run"] = str(f.maximum(word["run"], 1))  # 0 without channels: nothing is read
        word["pixel"] = str(f.mul(word["step3"], word["s3"]))
        return word

    def _lines_of(
        self, f: Function, word: dict[str, str], first_run: Int, last_run: Int,
        one: Callable[[Int, tuple[Int, Int, Int, Int], Int, str, Int], None],
    ) -> None:  # fmt: skip
        """one(run, (n, o1, o2, o3), positions, d, row) for the runs of all positions, line by line of the result."""
        lines = f.ceil_div(f.add("%o3", "%rows"), word["out3"])
        state = [("i64", f"%{x}") for x in ("n", "o1", "o2", "o3")]
        with f.loop(0, lines, 1, [*state, ("ptr", "%d"), ("i64", "0")]) as loop:
            n, o1, o2, o3, d, row = loop.values
            count = f.minimum(f.sub("%rows", row), f.sub(word["out3"], o3))
            with f.loop(first_run, last_run) as runs:
                one(runs.index, (n, o1, o2, o3), count, d, row)
            following = self._next_line(f, word, n, o1, o2)
            loop.result = [
                *following, "0", self._at(f, d, f.mul(count, "%dm")), str(f.add(row, count))
            ]  # fmt: skip

    def _next_line(self, f: Function, word: dict[str, str], n: Int, *o: Int) -> list[str]:
        """The line after (n, o1, o2)."""
        carry: Int = 1
        result: list[str] = []
        for i in (2, 1):
            moved = f.add(o[i - 1], carry)
            over = f.compare("sge", moved, word[f"out{i}"])
            result.insert(0, str(f.select(over, 0, moved)))
            carry = f.let(f"zext i1 {over} to i64")
        return [str(f.add(n, carry)), *result]

    def _placed(
        self, f: Function, word: dict[str, str], index: Int, at: tuple[Int, Int, Int, Int],
        count: Int, last: Int, holes: bool,
    ) -> Run:  # fmt: skip
        """Where one run of the windows under `count` positions of one line comes from."""
        n, *o = at
        entry = self._at(f, "%table", f.mul(index, TABLE_BYTES))
        moves = [f.load("i64", self._at(f, entry, 8 * i), 8) for i in range(6)]
        inside = "true"
        source = self._at(f, "%source", f.mul(n, word["sn"]))
        for i in (1, 2):
            origin = f.add(f.mul(o[i - 1], word[f"step{i}"]), word[f"shift{i}"])
            place = position = f.add(origin, moves[i - 1])
            if holes:
                place, exact = self._filled(f, position, word[f"hole{i}"])
                inside = f.let(f"and i1 {inside}, {exact}")
                source = self._at(f, source, f.mul(place, word[f"s{i}"]))
            else:
                source = self._at(f, source, f.mul(origin, word[f"s{i}"]))
            fits = f.compare("ult", place, word[f"size{i}"])
            inside = f.let(f"and i1 {inside}, {fits}")
        start3 = f.add(f.mul(o[2], word["step3"]), word["shift3"])
        if not holes:
            source = self._at(f, source, f.mul(start3, word["s3"]))
            source = self._at(f, source, moves[3])
        start = f.mul(index, word["run"])
        lo = f.maximum(f.sub("%first", start), 0)
        hi = f.minimum(word["run"], f.sub(last, start))
        # Positions from a to b have their windows wholly inside of the line.
        a = f.minimum(f.maximum(f.sub(moves[4], o[2]), 0), count)
        b = f.minimum(f.maximum(f.sub(moves[5], o[2]), a), count)
        return Run(source, inside, start, lo, hi, a, b, f.add(start3, moves[2]))

    def _copy(
        self, f: Function, word: dict[str, str], index: Int, at: tuple[Int, Int, Int, Int],
        count: Int, d: str, last: Int, holes: bool,
    ) -> None:  # fmt: skip
        """Copy one run of the windows under `count` positions of one line."""
        run = self._placed(f, word, index, at, count, last, holes)
        d = self._at(f, d, f.mul(f.sub(run.start, "%first"), self.shape.itemsize))
        simple = "false" if holes else run.inside
        a, b = f.select(simple, run.a, count), f.select(simple, run.b, count)
        if not holes:
            self._inner(f, word, a, b, run.source, d, run.lo, run.hi)

        def one(i: Int) -> None:
            self._edge(f, word, run, i, self._at(f, d, f.mul(i, "%dm")), holes)

        self._sides(f, a, b, count, one)

    def _sides(self, f: Function, a: Int, b: Int, count: Int, one: Callable[[Int], None]) -> None:
        """`one` for the positions below a, and for those from b to count."""
        with f.loop(0, 2) as sides:
            left = f.compare("eq", sides.index, 0)
            begin, end = f.select(left, 0, b), f.select(left, a, count)
            with f.loop(begin, end) as loop:
                one(loop.index)

    def _edge(
        self, f: Function, word: dict[str, str], run: Run, i: Int, d: str, holes: bool = False
    ) -> None:
        """Copy a run under position i to d, with zeros where it lies outside of the source."""
        isz, lanes = self.shape.itemsize, self.shape.lanes
        q = f.add(run.first3, f.mul(i, word["step3"]))
        origin, fits = run.source, run.inside
        if holes:
            q, exact = self._filled(f, q, word["hole3"])
            origin = self._at(f, run.source, f.mul(q, word["s3"]))
            fits = f.let(f"and i1 {run.inside}, {exact}")
        else:
            origin = self._at(f, run.source, f.mul(i, word["pixel"]))
        # Taps before the first and behind the last element of the line are zeros.
        before = f.mul(f.maximum(f.sub(0, q), 0), word["channels"])
        room = f.minimum(f.sub(word["size3"], q), word["taps"])
        valid = f.select(fits, f.mul(f.maximum(room, 0), word["channels"]), 0)
        low, high = self._spread32(f, before), self._spread32(f, valid)
        kind = f"<{lanes} x i32>"
        iota = "<" + ", ".join(f"i32 {i}" for i in range(lanes)) + ">"
        with f.loop(run.lo, run.hi, lanes) as along:
            j = f.let(f"add {kind} {self._spread32(f, along.index)}, {iota}")
            mask = f.let(
                f"and <{lanes} x i1> {f.let(f'icmp sge {kind} {j}, {low}')}, "
                f"{f.let(f'icmp slt {kind} {j}, {high}')}"
            )
            offset = f.mul(along.index, isz)
            value = self.masked_load(f, self._at(f, origin, offset), mask)
            # What goes behind the run's end is overwritten by the next run, or slack.
            self._store(f, value, self._at(f, d, offset))

    def _filled(self, f: Function, position: Int, hole: Int) -> tuple[Int, str]:
        """(place of an element among those with zeros between them, whether there is one)."""
        place = f.div(f.maximum(position, 0), hole)
        return place, f.compare("eq", f.mul(place, hole), position)

    def _inner(
        self, f: Function, word: dict[str, str], a: Int, b: Int, source: str, d: str, lo: Int,
        hi: Int,
    ) -> None:  # fmt: skip
        """Runs that are wholly inside of the source, under positions a to b."""
        isz, lanes = self.shape.itemsize, self.shape.lanes
        length = f.sub(hi, lo)
        tail = f.rem(length, lanes)
        whole = f.mul(f.div(length, lanes), lanes * isz)
        mask = self.tail_mask(f, tail)
        source = self._at(f, source, f.add(f.mul(a, word["pixel"]), f.mul(lo, isz)))
        d = self._at(f, d, f.add(f.mul(a, "%dm"), f.mul(lo, isz)))
        partial = f.compare("ne", tail, 0)
        with f.loop(a, b, 1, [("ptr", source), ("ptr", d)]) as loop:
            x, y = loop.values
            with f.loop(0, whole, lanes * isz) as along:
                self._store(f, self._load(f, self._at(f, x, along.index)),
                            self._at(f, y, along.index))  # fmt: skip
            with f.when(partial):
                value = self.masked_load(f, self._at(f, x, whole), mask)
                self._store(f, value, self._at(f, y, whole))
            loop.result = [self._at(f, x, word["pixel"]), self._at(f, y, "%dm")]

    def _spread32(self, f: Function, x: Int) -> str:
        lanes = self.shape.lanes
        kind = f"<{lanes} x i32>"
        narrow = f.let(f"trunc i64 {x} to i32")
        one = f.let(f"insertelement {kind} poison, i32 {narrow}, i64 0")
        return f.let(f"shufflevector {kind} {one}, {kind} poison, {kind} zeroinitializer")

    def interleave(self, channels: int) -> str:
        """interleave(pixels, source, channel stride, d): d[pixel][channel], for few channels.

        A square of lanes would be empty but for them: moving a picture of three channels took three times as long.
        """
        name, f = self._start(
            f"interleave_{channels}",
            [("i64", "pixels"), ("ptr", "source"), ("i64", "sc"), ("ptr", "d")],
        )
        if f is None:
            return name
        isz, lanes, v = self.shape.itemsize, self.shape.lanes, self.vector
        lines = [self._at(f, "%source", f.mul("%sc", c)) for c in range(channels)]
        whole = f.mul(f.div("%pixels", lanes), lanes)
        with f.loop(0, whole, lanes) as loop:
            offset = f.mul(loop.index, isz)
            values = [self._load(f, self._at(f, line, offset)) for line in lines]
            d = self._at(f, "%d", f.mul(offset, channels))
            for part in range(channels):
                places = [divmod(part * lanes + i, channels) for i in range(lanes)]
                made = values[0]
                for c, value in enumerate(values):
                    # The lanes of this channel from `value`, those before it as they are.
                    picked = ", ".join(
                        f"i32 {lanes + pixel if channel == c else pixel if c == 0 else i}"
                        for i, (pixel, channel) in enumerate(places)
                    )
                    made = f.let(
                        f"shufflevector {v} {made}, {v} {value}, <{lanes} x i32> <{picked}>"
                    )
                self._store(f, made, self._at(f, d, part * lanes * isz))
        with f.loop(whole, "%pixels") as rest:
            offset = f.mul(rest.index, isz)
            d = self._at(f, "%d", f.mul(offset, channels))
            for c, line in enumerate(lines):
                value = f.load(self.element, self._at(f, line, offset), isz)
                f.store(self.element, value, self._at(f, d, c * isz), isz)
        f.ret()
        return name

    def channels_last(self) -> str:
        """channels_last(pixels, channels, source, pixel, channel stride, d): d[pixel][channel]."""
        name, f = self._start(
            "channels_last",
            [("i64", "pixels"), ("i64", "channels"), ("ptr", "source"), ("i64", "sp"),
             ("i64", "sc"), ("ptr", "d")],
        )  # fmt: skip
        if f is None:
            return name
        isz, lanes = self.shape.itemsize, self.shape.lanes
        row = f.mul("%channels", isz)
        square, scalar = f.label(), f.label()
        f.branch(f.compare("eq", "%sp", isz), square, scalar)
        f.place(square)
        last = f.sub("%channels", 1)
        with f.loop(0, "%channels", lanes) as blocks:
            c = blocks.index
            mask = self.tail_mask(f, f.sub("%channels", c))
            lines = [
                self._at(f, "%source", f.mul(f.minimum(f.add(c, i), last), "%sc"))
                for i in range(lanes)
            ]
            with f.loop(0, "%pixels", lanes) as loop:
                p = loop.index
                left = f.sub("%pixels", p)
                there = self.tail_mask(f, left)
                offset = f.mul(p, isz)
                values = [self.masked_load(f, self._at(f, x, offset), there) for x in lines]
                d = self._at(f, "%d", f.add(f.mul(p, row), f.mul(c, isz)))
                for u, column in enumerate(self.transposed(f, values)):
                    kind = f"<{lanes} x i1>"
                    exists = f.compare("slt", u, left)
                    on = f.let(f"select i1 {exists}, {kind} {mask}, {kind} zeroinitializer")
                    self.masked_store(f, column, self._at(f, d, f.mul(row, u)), on)
        f.ret()
        f.place(scalar)
        with f.loop(0, "%pixels") as pixels, f.loop(0, "%channels") as loop:
            at = f.add(f.mul(pixels.index, "%sp"), f.mul(loop.index, "%sc"))
            value = f.load(self.element, self._at(f, "%source", at), isz)
            place = f.add(f.mul(pixels.index, row), f.mul(loop.index, isz))
            f.store(self.element, value, self._at(f, "%d", place), isz)
        f.ret()
        return name
