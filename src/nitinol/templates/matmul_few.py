"""Products with few rows: B is read once and never copied to memory.

With one to eight rows there is too little work to hide a copy of B into panels, and walking down a
panel in place would touch another page of memory at each step. So the sums of all rows wait in the
first cache while some rows of B at a time stream past:

    for 512 columns
      for 8 rows of B
        for vectors of columns
          for pairs of rows: their sums += 8 products each

Where B lies the other way, elements along k adjacent (the weight of a dense layer, for one row of its input), as many
columns as a vector has lanes stream past, in squares that are transposed in registers:

    for columns, `lanes` at a time
      for squares of k × columns
        for rows: their sums += a product for each k

The chain of additions is the same as in a register tile. Strides are bytes.
"""

from __future__ import annotations

from ..llvm.text import Function, Int
from .choices import chosen
from .matmul_kernels import BLOCK_K, ROW_STRIDE
from .matmul_pack import Packing

_COLUMNS = 512
_STEPS = 8  # rows of B at a time
_PAIR = 2  # rows of D at a time
_AHEAD = 1024  # bytes: more lines than the processor follows by itself


class Streaming(Packing):
    """`Packing` and the function for few rows."""

    def stream(self) -> str:
        """stream(m, n, k, a, row, k stride, b, k stride, d, row stride, add) for up to `few_rows` rows.

        D (+)= A·B for one block of k, where elements of B along n are adjacent.
        """
        name, f = self._start(
            "stream",
            [("i64", "m"), ("i64", "n"), ("i64", "k"), ("ptr", "a"), ("i64", "am"), ("i64", "ak"),
             ("ptr", "b"), ("i64", "bk"), ("ptr", "d"), ("i64", "dm"), ("i64", "add")],
        )  # fmt: skip
        if f is None:
            return name
        s, most = self.shape, chosen(self.target, "few_rows")
        left = f.alloca(self.element, most * ROW_STRIDE, 64)
        sums = f.alloca(self.element, most * _COLUMNS, 64)
        rows = f.mul(f.ceil_div("%m", _PAIR), _PAIR)
        self.collect(f, rows, "%m", "%a", left)
        even = f.mul(f.div("%k", _STEPS), _STEPS)
        adding = f.compare("ne", "%add", 0)
        with f.loop(0, "%n", _COLUMNS) as columns:
            j = columns.index
            n = f.minimum(_COLUMNS, f.sub("%n", j))
            b = self._at(f, "%b", f.mul(j, s.itemsize))
            with f.loop(0, rows) as loop:
                place = self._at(f, sums, f.mul(loop.index, _COLUMNS * s.itemsize))
                with f.loop(0, n, s.lanes) as along:
                    at = self._at(f, place, f.mul(along.index, s.itemsize))
                    self._store(f, "zeroinitializer", at)
            self._run(f, rows, 0, even, _STEPS, n, b, left, sums)
            self._run(f, rows, even, "%k", 1, n, b, left, sums)
            with f.loop(0, "%m") as loop:
                d = self._at(f, "%d", f.add(f.mul(loop.index, "%dm"), f.mul(j, s.itemsize)))
                source = self._at(f, sums, f.mul(loop.index, _COLUMNS * s.itemsize))
                with f.loop(0, n, s.lanes) as along:
                    mask = self.tail_mask(f, f.sub(n, along.index))
                    offset = f.mul(along.index, s.itemsize)
                    at = self._at(f, d, offset)
                    value = self._load(f, self._at(f, source, offset))
                    old = self.masked_load(f, at, mask)
                    total = self._add(f, old, value)
                    self.masked_store(f, str(f.select(adding, total, value, self.vector)), at, mask)
        f.ret()
        return name

    def few_columns(self) -> str:
        """few_columns(m, n, k, a, am, ak, b, bn, d, dm): D = A·B; B has unit stride along k.

        For up to `few_columns` rows.
        """
        name, f = self._start(
            "few_columns",
            [("i64", "m"), ("i64", "n"), ("i64", "k"), ("ptr", "a"), ("i64", "am"), ("i64", "ak"),
             ("ptr", "b"), ("i64", "bn"), ("ptr", "d"), ("i64", "dm")],
        )  # fmt: skip
        if f is None:
            return name
        s, most = self.shape, chosen(self.target, "few_columns")
        square = f.alloca(self.element, s.lanes * s.lanes, 64)
        sums = f.alloca(self.element, most * s.lanes, 64)
        left = f.alloca(self.element, most * ROW_STRIDE, 64)
        odd = {i: f.mul("%bn", i) for i in range(1, s.lanes, 2)}
        last = f.sub("%n", 1)
        with f.loop(0, "%n", s.lanes) as columns:
            j = columns.index
            b = self._at(f, "%b", f.mul(j, "%bn"))
            full = f.compare("sge", f.sub("%n", j), s.lanes)
            mask = self.tail_mask(f, f.sub("%n", j))
            with f.loop(0, f.maximum("%k", 1), BLOCK_K) as blocks:
                start = blocks.index
                stop = f.minimum("%k", f.add(start, BLOCK_K))
                with f.loop(0, "%m") as loop:
                    place = self._at(f, sums, f.mul(loop.index, s.lanes * s.itemsize))
                    self._store(f, "zeroinitializer", place)
                # With constant distances it costs no instructions to go through A.
                a, kc = self._at(f, "%a", f.mul(start, "%ak")), f.sub(stop, start)
                self.collect(f, "%m", "%m", a, left, kc)
                block = self._at(f, b, f.mul(start, s.itemsize))
                whole = f.mul(f.div(kc, s.lanes), s.lanes)
                with f.loop(0, f.select(full, whole, 0), s.lanes) as loop:
                    there = self._at(f, block, f.mul(loop.index, s.itemsize))
                    self._square(
                        f, self._lines(f, there, odd), left, loop.index, s.lanes, square, sums
                    )
                # A column that is missing repeats the last: its sums are dropped.
                with f.loop(f.select(full, whole, 0), kc, s.lanes) as loop:
                    offset = f.mul(f.add(start, loop.index), s.itemsize)
                    near = [
                        self._at(f, "%b", f.mul(f.minimum(f.add(j, i), last), "%bn"))
                        for i in range(s.lanes)
                    ]
                    lines = [self._at(f, line, offset) for line in near]
                    count = f.minimum(s.lanes, f.sub(kc, loop.index))
                    self._square(f, lines, left, loop.index, count, square, sums)
                with f.loop(0, "%m") as loop:
                    d = self._at(f, "%d", f.add(f.mul(loop.index, "%dm"), f.mul(j, s.itemsize)))
                    value = self._load(
                        f, self._at(f, sums, f.mul(loop.index, s.lanes * s.itemsize))
                    )
                    total = self._add(f, self.masked_load(f, d, mask), value)
                    first = f.compare("eq", start, 0)
                    self.masked_store(f, str(f.select(first, value, total, self.vector)), d, mask)
        f.ret()
        return name

    def _lines(self, f: Function, b: str, odd: dict[int, Int]) -> list[str]:
        """As many columns from `b` as a vector has lanes, by few pointers and scaled odd distances."""
        lines = []
        for i in range(self.shape.lanes):
            if i % 8 == 0:
                base = self._opaque(f, self._at(f, b, f.mul("%bn", i)) if i else b)
            shift = (i % 8 & -(i % 8)).bit_length() - 1
            distance = f.let(f"shl i64 {odd[i % 8 >> shift]}, {shift}") if i % 8 else 0
            lines.append(self._at(f, base, distance))
        return lines

    def _square(
        self, f: Function, lines: list[str], left: str, k: Int, count: Int, square: str, sums: str
    ) -> None:
        """Add the products of `count` k, at most as many as lanes, for the columns at `lines`.

        left: rows of A, `k` from the start of the block.
        """
        s = self.shape
        left = self._at(f, left, f.mul(k, s.itemsize))
        if isinstance(count, int):
            rows = [self._load(f, line) for line in lines]
            for line in lines:
                self._prefetch(f, self._at(f, line, _AHEAD), 2)
        else:
            mask = self.tail_mask(f, count)
            rows = [self.masked_load(f, line, mask) for line in lines]
        columns = self.transposed(f, rows)
        several = f.compare("sgt", "%m", 1)
        if isinstance(count, int):
            # The first row from registers: often it is the only one.
            total = self._load(f, sums)
            for u, column in enumerate(columns):
                x = f.load(self.element, self._at(f, left, u * s.itemsize), s.itemsize)
                total = self._fma(f, self._spread(f, x), column, total)
            self._store(f, total, sums)
            with f.when(several):
                self._keep(f, columns, square)
                self._rows(f, 1, left, count, square, sums)
        else:
            self._keep(f, columns, square)
            self._rows(f, 0, left, count, square, sums)

    def _keep(self, f: Function, columns: list[str], square: str) -> None:
        step = self.shape.lanes * self.shape.itemsize
        for u, column in enumerate(columns):
            self._store(f, column, self._at(f, square, u * step))

    def _rows(self, f: Function, first: int, left: str, count: Int, square: str, sums: str) -> None:
        """Rows from `first` on += the products with `count` rows of the square."""
        s = self.shape
        step = s.lanes * s.itemsize
        with f.loop(first, "%m") as loop:
            place = self._at(f, sums, f.mul(loop.index, step))
            start = self._at(f, left, f.mul(loop.index, ROW_STRIDE * s.itemsize))
            state = [(self.vector, self._load(f, place)), ("ptr", start), ("ptr", square)]

            def one(values: list[str]) -> list[str]:
                total, x, column = values
                spread = self._spread(f, f.load(self.element, x, s.itemsize))
                total = self._fma(f, spread, self._load(f, column), total)
                return [total, self._at(f, x, s.itemsize), self._at(f, column, step)]

            if isinstance(count, int):
                values = [value for _, value in state]
                for _ in range(count):
                    values = one(values)
            else:
                with f.loop(0, count, 1, state) as each:
                    each.result = one(each.values)
                values = each.final
            self._store(f, values[0], place)

    def _run(
        self, f: Function, rows: Int, start: Int, stop: Int, steps: int, n: Int, b: str,
        left: str, sums: str,
    ) -> None:  # fmt: skip
        """Rows [start, stop) of B, `steps` at a time."""
        s = self.shape
        with f.loop(start, stop, steps) as blocks:
            k = blocks.index
            lines = [self._at(f, b, f.mul(f.add(k, u), "%bk")) for u in range(steps)]
            a = self._at(f, left, f.mul(k, s.itemsize))
            ahead = f.mul("%bk", steps)
            with f.loop(0, n, s.lanes) as loop:
                offset = f.mul(loop.index, s.itemsize)
                mask = self.tail_mask(f, f.sub(n, loop.index))
                values = [self.masked_load(f, self._at(f, line, offset), mask) for line in lines]
                beyond = f.add(offset, ahead)
                for line in lines:
                    self._prefetch(f, self._at(f, line, beyond))
                first = self._at(f, sums, offset)
                one_row = f.compare("eq", "%m", 1)
                with f.when(one_row):
                    total = self._load(f, first)
                    for u, value in enumerate(values):
                        x = f.load(self.element, self._at(f, a, u * s.itemsize), s.itemsize)
                        total = self._fma(f, self._spread(f, x), value, total)
                    self._store(f, total, first)
                start_at = [("ptr", first), ("ptr", a)]
                with f.loop(0, f.select(one_row, 0, rows), _PAIR, start_at) as pairs:
                    place, x = pairs.values
                    for r in range(_PAIR):
                        at = self._at(f, place, r * _COLUMNS * s.itemsize)
                        total = self._load(f, at)
                        for u, value in enumerate(values):
                            one = self._at(f, x, (r * ROW_STRIDE + u) * s.itemsize)
                            spread = self._spread(f, f.load(self.element, one, s.itemsize))
                            total = self._fma(f, spread, value, total)
                        self._store(f, total, at)
                    step = _PAIR * s.itemsize
                    pairs.result = [
                        self._at(f, place, step * _COLUMNS), self._at(f, x, step * ROW_STRIDE)
                    ]  # fmt: skip
