"""Shared functions of convolutions: windows of the input as rows of a matrix, channels moved last.

A convolution is a matrix product whose left operand is never stored: row p holds the window under
output position p, its columns are *runs* of adjacent elements. With channels last a run is
one tap (its channels), or a whole line of taps where those are adjacent in memory too. `gather`
writes a small block of that matrix, rows by columns, zeros where the window leaves the input;
register tiles (`matmul_kernels`) read it from the cache.

Three spatial axes always: missing ones have size 1.

`gather(desc, table, source, n, o1, o2, o3, rows, first, columns, d, row stride)` reads

* desc, an array of i64: see `DESC`;
* table, four i64 a run: its displacement along each axis, and in bytes.
"""

from __future__ import annotations

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

TABLE_BYTES = 32


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
        word = {key: f.load("i64", f.element("%desc", i, "i64"), 8) for key, i in DESC.items()}
        last = f.add("%first", "%columns")
        run = word["run"] = str(f.maximum(word["run"], 1))  # 0 without channels: nothing is read
        first_run, last_run = f.div("%first", run), f.ceil_div(last, run)
        state = [("i64", f"%{x}") for x in ("n", "o1", "o2", "o3")]
        with f.loop(0, "%rows", 1, [*state, ("ptr", "%d")]) as rows:
            n, o1, o2, o3, d = rows.values
            origin: list[Int] = [
                f.add(f.mul(o, word[f"step{i}"]), word[f"shift{i}"])
                for i, o in ((1, o1), (2, o2), (3, o3))
            ]
            base = self._at(f, "%source", f.mul(n, word["sn"]))
            if not holes:
                for i, q in enumerate(origin, 1):
                    base = self._at(f, base, f.mul(q, word[f"s{i}"]))
            with f.loop(first_run, last_run) as runs:
                self._run_of(f, word, runs.index, origin, base, d, last, holes)
            rows.result = [*self._next(f, word, n, o1, o2, o3), self._at(f, d, "%dm")]
        f.ret()
        return name

    def _next(self, f: Function, word: dict[str, str], n: Int, *o: Int) -> list[str]:
        """The position after (n, o1, o2, o3)."""
        carry: Int = 1
        result: list[str] = []
        for i in (3, 2, 1):
            moved = f.add(o[i - 1], carry)
            over = f.compare("sge", moved, word[f"out{i}"])
            result.insert(0, str(f.select(over, 0, moved)))
            carry = f.let(f"zext i1 {over} to i64")
        return [str(f.add(n, carry)), *result]

    def _run_of(
        self, f: Function, word: dict[str, str], index: Int, origin: list[Int], base: str,
        d: str, last: Int, holes: bool,
    ) -> None:  # fmt: skip
        """One run of one window."""
        isz, lanes = self.shape.itemsize, self.shape.lanes
        entry = self._at(f, "%table", f.mul(index, TABLE_BYTES))
        moves = [f.load("i64", self._at(f, entry, 8 * i), 8) for i in range(4)]
        q = [f.add(o, m) for o, m in zip(origin, moves[:3], strict=True)]
        inside: Int = "true"
        if holes:
            places: list[Int] = []
            for i, position in enumerate(q, 1):
                hole = word[f"hole{i}"]
                place = f.div(f.maximum(position, 0), hole)
                exact = f.compare("eq", f.mul(place, hole), position)
                inside = f.let(f"and i1 {inside}, {exact}")
                places.append(place)
            q = places
            source = base
            for i, place in enumerate(q, 1):
                source = self._at(f, source, f.mul(place, word[f"s{i}"]))
        else:
            source = self._at(f, base, moves[3])
        for i in (1, 2):
            fits = f.compare("ult", q[i - 1], word[f"size{i}"])
            inside = f.let(f"and i1 {inside}, {fits}")
        channels = word["channels"]
        # Taps before the first and behind the last element of the line are zeros.
        before = f.mul(f.minimum(f.maximum(f.sub(0, q[2]), 0), word["taps"]), channels)
        room = f.minimum(f.maximum(f.sub(word["size3"], q[2]), 0), word["taps"])
        valid = f.select(str(inside), f.mul(room, channels), 0)
        start = f.mul(index, word["run"])
        lo = f.maximum(f.sub("%first", start), 0)
        hi = f.minimum(word["run"], f.sub(last, start))
        target = self._at(f, d, f.mul(f.sub(start, "%first"), isz))
        low = self._spread32(f, before)
        high = self._spread32(f, valid)
        kind = f"<{lanes} x i32>"
        iota = "<" + ", ".join(f"i32 {i}" for i in range(lanes)) + ">"
        with f.loop(lo, hi, lanes) as loop:
            at = f.let(f"add {kind} {self._spread32(f, loop.index)}, {iota}")
            mask = f.let(
                f"and <{lanes} x i1> {f.let(f'icmp sge {kind} {at}, {low}')}, "
                f"{f.let(f'icmp slt {kind} {at}, {high}')}"
            )
            offset = f.mul(loop.index, isz)
            # What is written behind the run's end is overwritten by the next run, or slack.
            self._store(
                f, self.masked_load(f, self._at(f, source, offset), mask),
                self._at(f, target, offset),
            )  # fmt: skip

    def _spread32(self, f: Function, x: Int) -> str:
        lanes = self.shape.lanes
        kind = f"<{lanes} x i32>"
        narrow = f.let(f"trunc i64 {x} to i32")
        one = f.let(f"insertelement {kind} poison, i32 {narrow}, i64 0")
        return f.let(f"shufflevector {kind} {one}, {kind} poison, {kind} zeroinitializer")

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
                for u, column in enumerate(self._transposed(f, values)):
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
