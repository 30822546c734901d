"""Products with few rows: B is read once, in the order in which it lies, and never copied.

With one to eight rows there is too little work to hide a copy of B into panels, and walking down a
panel in place would touch another page of memory at each step. So the sums of all rows wait in the
first cache while some rows of B at a time stream past:

    for 512 columns
      for 8 rows of B
        for vectors of columns
          for pairs of rows: their sums += 8 products each

The chain of additions is the same as in a register tile. Strides are bytes.
"""

from __future__ import annotations

from ..llvm.text import Function, Int
from .matmul_kernels import ROW_STRIDE
from .matmul_pack import Packing

FEW = 8  # most rows
_COLUMNS = 512
_STEPS = 8  # rows of B at a time
_PAIR = 2  # rows of D at a time


class Streaming(Packing):
    """`Packing` and the function for few rows."""

    def stream(self) -> str:
        """stream(m, n, k, a, row, k stride, b, k stride, d, row stride, add) for m ≤ `FEW`.

        D (+)= A·B for one block of k, where elements of B along n are adjacent.
        """
        name, f = self._start(
            "stream",
            [("i64", "m"), ("i64", "n"), ("i64", "k"), ("ptr", "a"), ("i64", "am"), ("i64", "ak"),
             ("ptr", "b"), ("i64", "bk"), ("ptr", "d"), ("i64", "dm"), ("i64", "add")],
        )  # fmt: skip
        if f is None:
            return name
        s = self.shape
        left = f.alloca(self.element, FEW * ROW_STRIDE, 64)
        sums = f.alloca(self.element, FEW * _COLUMNS, 64)
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
                start_at = [("ptr", self._at(f, sums, offset)), ("ptr", a)]
                with f.loop(0, rows, _PAIR, start_at) as pairs:
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
