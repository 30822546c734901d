"""What the template of `sort` moves about, *cells*, and how it sorts a run of them.

A cell holds the key of an element, and its place in the row if the sort is asked for places.

A *key* is an unsigned number, of 32 or 64 bits, that is ordered as the elements are: bits of
floats with the sign's meaning turned round (negative ones flipped whole), −0 as +0, every NaN as
the greatest key, and for `descending` all bits of the others flipped. So a key gives back its
element, except for zeros and NaN: those keys are *vague*.

| kind | type | when |
|---|---|---|
| `key32`, `key64` | i32, i64 | values alone are wanted |
| `packed` | i64: key above, place below | keys of 32 bits |
| `pair` | two i64: key, place | keys of 64 bits |

Short runs are sorted by insertion, long ones by radix from the least digit to the greatest. Both
are stable.
"""

from __future__ import annotations

from collections.abc import Callable

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..llvm.text import Function, Int
from .region import RegionEmitter
from .vectors import Vec, vector_type

INSERTION = 32  # runs up to this length are sorted by insertion
DIGIT, WIDE_DIGIT = 8, 11  # bits that a radix pass over a run, over a long run looks at
BUCKETS = 1 << WIDE_DIGIT
_UNROLL = 4
_LONG_RUN = 4096  # cells from which on more counters pay


# --- keys


def key_dtype(dtype: DType) -> DType:
    """The dtype of the keys of elements."""
    return dt.uint64 if dtype.itemsize == 8 else dt.uint32


def sort_key(k: RegionEmitter, x: Vec, descending: bool) -> Vec:
    """The keys of lanes."""
    dtype, unsigned = x.dtype, key_dtype(x.dtype)
    if dtype.is_floating:
        signed = dt.int64 if unsigned is dt.uint64 else dt.int32
        lowest = k.const(-(1 << (unsigned.bits - 1)), signed)
        raw = k.bitcast(k.add(x, k.const(0, dtype)), signed)
        negative = k.compare("lt", raw, k.const(0, signed))
        key = k.cast(k.select(negative, k.bit_not(raw), k.bit_xor(raw, lowest)), unsigned)
    elif dtype.kind == "i":
        signed = dt.int64 if unsigned is dt.uint64 else dt.int32
        lowest = k.const(-(1 << (unsigned.bits - 1)), signed)
        key = k.cast(k.bit_xor(k.cast(x, signed), lowest), unsigned)
    else:
        key = k.cast(x, unsigned)
    if descending:
        key = k.bit_not(key)
    if dtype.is_floating:
        key = k.select(k.is_nan(x), k.const(-1, unsigned), key)
    return key


def from_key(k: RegionEmitter, key: Vec, dtype: DType, descending: bool) -> Vec:
    """The elements that keys were made of; anything where they are vague."""
    if descending:
        key = k.bit_not(key)
    signed = dt.int64 if key.dtype is dt.uint64 else dt.int32
    if dtype.is_floating:
        lowest = k.const(-(1 << (key.dtype.bits - 1)), signed)
        raw = Vec(key.name, signed, key.lanes)
        positive = k.compare("lt", raw, k.const(0, signed))
        raw = k.select(positive, k.bit_xor(raw, lowest), k.bit_not(raw))
        # Half-width floats lie in registers as float32.
        return Vec(
            k.bitcast(raw, dt.float64 if dtype.itemsize == 8 else dt.float32).name, dtype, key.lanes
        )
    if dtype.kind == "i":
        lowest = k.const(-(1 << (key.dtype.bits - 1)), signed)
        return k.cast(k.bit_xor(Vec(key.name, signed, key.lanes), lowest), dtype)
    return k.cast(key, dtype)


def is_vague(k: RegionEmitter, key: Vec, dtype: DType, descending: bool) -> Vec | None:
    """Where keys are those of zeros or of NaN; None for dtypes that have no such keys."""
    if not dtype.is_floating:
        return None
    half = 1 << (key.dtype.bits - 1)
    zero = k.compare("eq", key, k.const(half - 1 if descending else half, key.dtype))
    return k.logical_or(zero, k.compare("eq", key, k.const(-1, key.dtype)))


# --- cells


class Cells:
    """Cells in memory, for elements of one dtype, with or without places."""

    def __init__(self, f: Function, dtype: DType, places: bool) -> None:
        self.f = f
        self.dtype = dtype
        self.places = places
        self.key = key_dtype(dtype)
        wide = self.key is dt.uint64
        self.kind = ("pair" if wide else "packed") if places else ("key64" if wide else "key32")
        self.type = {"pair": "<2 x i64>", "packed": "i64", "key64": "i64", "key32": "i32"}[
            self.kind
        ]
        self.nbytes = {"pair": 16, "packed": 8, "key64": 8, "key32": 4}[self.kind]
        self.word = "i32" if self.kind == "key32" else "i64"  # where the key is, in a register

    def at(self, run: str, index: Int) -> str:
        """The address of a cell."""
        return self.f.element(run, index, self.type)

    def load(self, address: str) -> str:
        return self.f.load(self.type, address, self.nbytes)

    def store(self, cell: str, address: str) -> None:
        self.f.store(self.type, cell, address, self.nbytes)

    def rank(self, cell: str) -> str:
        """A number of type `word` that is ordered as the keys are, or as keys and then places."""
        return (
            self.f.let(f"extractelement <2 x i64> {cell}, i64 0") if self.kind == "pair" else cell
        )

    def put(self, k: RegionEmitter, run: str, index: Int, key: Vec) -> None:
        """Store the cells of neighbouring elements, the first of which is number `index`."""
        f = self.f
        if self.kind == "pair":
            one = f.let(f"insertelement <2 x i64> poison, i64 {key.name}, i64 0")
            self.store(
                f.let(f"insertelement <2 x i64> {one}, i64 {index}, i64 1"), self.at(run, index)
            )
            return
        name = key.name
        if self.kind == "packed":
            wide = vector_type("i64", key.lanes)
            high = f.let(f"zext {key.type} {name} to {wide}")
            high = f.let(f"shl {wide} {high}, {k.spread_raw('32', 'i64', key.lanes)}")
            place: Int = k.spread_raw(str(index), "i64", key.lanes)
            if key.lanes > 1:
                place = f.let(f"add {wide} {place}, {k.iota()}")
            name = f.let(f"or {wide} {high}, {place}")
        f.store(vector_type(self.word, key.lanes), name, self.at(run, index), self.nbytes)

    def get(self, k: RegionEmitter, run: str, index: Int, lanes: int) -> tuple[Vec, Vec | None]:
        """(keys, places) of neighbouring cells."""
        f = self.f
        address = self.at(run, index)
        if self.kind == "pair":
            cell = self.load(address)
            place = f.let(f"extractelement <2 x i64> {cell}, i64 1")
            return Vec(self.rank(cell), self.key, 1), Vec(place, dt.int64, 1)
        type = vector_type(self.word, lanes)
        cell = f.load(type, address, self.nbytes)
        if self.kind != "packed":
            return Vec(cell, self.key, lanes), None
        high = f.let(f"lshr {type} {cell}, {k.spread_raw('32', 'i64', lanes)}")
        key = f.let(f"trunc {type} {high} to {vector_type('i32', lanes)}")
        low = k.spread_raw("4294967295", "i64", lanes)
        return Vec(key, self.key, lanes), Vec(f.let(f"and {type} {cell}, {low}"), dt.int64, lanes)

    def shift(self, bits: Int) -> Int:
        """How far to the right of its word a digit lies that begins at this bit of the key."""
        f = self.f
        if self.kind == "packed":
            return f.add(bits, 32)
        if self.kind == "key32" and not isinstance(bits, int):
            return f.let(f"trunc i64 {bits} to i32")
        return bits

    def digit(self, cell: str, shift: Int, mask: Int) -> str:
        """The digit of a cell at `shift`, as an i64."""
        f = self.f
        moved = f.let(f"lshr {self.word} {self.rank(cell)}, {shift}")
        if self.word == "i32":
            moved = f.let(f"zext i32 {moved} to i64")
        return f.let(f"and i64 {moved}, {mask}")


# --- sorting a run


def insertion(cells: Cells, run: str, size: Int) -> None:
    """Sort a short run: each cell moves forward past greater keys."""
    f = cells.f
    cursor = f.alloca("i64")
    with f.loop(1, size) as loop:
        cell = cells.load(cells.at(run, loop.index))
        own = cells.rank(cell)
        f.store("i64", loop.index, cursor, 8)
        head, test, move, end = (f.label() for _ in range(4))
        f.jump(head)
        f.place(head)
        at = f.load("i64", cursor, 8)
        f.branch(f.compare("sgt", at, 0), test, end)
        f.place(test)
        before = cells.load(cells.at(run, f.sub(at, 1)))
        f.branch(f.compare("ugt", cells.rank(before), own, cells.word), move, end)
        f.place(move)
        cells.store(before, cells.at(run, at))
        f.store("i64", f.sub(at, 1), cursor, 8)
        f.jump(head)
        f.place(end)
        cells.store(cell, cells.at(run, f.load("i64", cursor, 8)))


def clear(f: Function, counts: str, count: Int) -> None:
    """Zero i32 counters, up to the next multiple of 16."""
    with f.loop(0, count, 16) as loop:
        f.store("<16 x i32>", "zeroinitializer", f.element(counts, loop.index, "i32"), 4)


def _unrolled(f: Function, first: Int, last: Int, body: Callable[[Int], None]) -> None:
    """body(index) for all from `first` to `last`, several in a round: the loop itself costs."""
    whole = f.add(first, f.mul(f.div(f.sub(last, first), _UNROLL), _UNROLL))
    with f.loop(first, whole, _UNROLL) as loop:
        for i in range(_UNROLL):
            body(f.add(loop.index, i))
    with f.loop(whole, last) as loop:
        body(loop.index)


def count_digits(
    cells: Cells, run: str, first: Int, last: Int, counts: str, shift: Int, mask: Int
) -> None:
    """Add to `counts` how often each digit occurs."""
    f = cells.f

    def count(index: Int) -> None:
        cell = cells.load(cells.at(run, index))
        counter = f.element(counts, cells.digit(cell, shift, mask), "i32")
        f.store("i32", f.let(f"add i32 {f.load('i32', counter, 4)}, 1"), counter, 4)

    _unrolled(f, first, last, count)


def move_by_digit(
    cells: Cells,
    source: str,
    first: Int,
    last: Int,
    target: str,
    counts: str,
    shift: Int,
    mask: Int,
) -> None:
    """Put each cell where its digit's counter points, which moves on."""
    f = cells.f

    def move(index: Int) -> None:
        cell = cells.load(cells.at(source, index))
        counter = f.element(counts, cells.digit(cell, shift, mask), "i32")
        rank = f.load("i32", counter, 4)
        f.store("i32", f.let(f"add i32 {rank}, 1"), counter, 4)
        cells.store(cell, cells.at(target, f.let(f"zext i32 {rank} to i64")))

    _unrolled(f, first, last, move)


def span(f: Function, varying: str) -> tuple[Int, Int]:
    """(lowest bit that is set, bits up to the highest one) of an i64; (64, 0) when there is none."""
    zeros = [
        f.module.intrinsic(f"llvm.c{side}tz.i64".replace("cltz", "ctlz"), "i64", "i64", "i1")
        for side in "tl"
    ]
    low, high = (f.let(f"call i64 {z}(i64 {varying}, i1 false)") for z in zeros)
    return low, f.sub(64, high)


def radix(cells: Cells, here: str, there: str, size: Int, varying: str, counts: str) -> None:
    """Sort a run. `here` and `there` hold the addresses of the run and of as much room; `here`
    holds that of the sorted run at the end.

    varying: the bits (i64) in which keys may differ.
    counts: room for `BUCKETS` counters.
    """
    f = cells.f
    low, high = span(f, varying)
    bits = f.sub(high, low)
    if isinstance(size, int):
        most: Int = WIDE_DIGIT if size >= _LONG_RUN else DIGIT
    else:
        most = f.select(f.compare("sge", size, _LONG_RUN), WIDE_DIGIT, DIGIT)
    # All digits of about the same width.
    width = f.ceil_div(bits, f.maximum(f.ceil_div(bits, most), 1))
    buckets = f.let(f"shl i64 1, {width}")
    mask = f.sub(buckets, 1)
    with f.loop(low, high, f.maximum(width, 1)) as loop:
        some = f.let(f"and i64 {f.let(f'lshr i64 {varying}, {loop.index}')}, {mask}")
        with f.when(f.compare("ne", some, 0)):
            _pass(cells, here, there, size, counts, cells.shift(loop.index), buckets, mask)


def _pass(
    cells: Cells,
    here: str,
    there: str,
    size: Int,
    counts: str,
    shift: Int,
    buckets: Int,
    mask: Int,
) -> None:
    f = cells.f
    source, target = f.load("ptr", here, 8), f.load("ptr", there, 8)
    clear(f, counts, buckets)
    count_digits(cells, source, 0, size, counts, shift, mask)
    first = f.element(counts, cells.digit(cells.load(source), shift, mask), "i32")
    first = f.let(f"zext i32 {f.load('i32', first, 4)} to i64")
    with f.when(f.compare("ne", first, size)):  # else all have the same digit
        with f.loop(0, buckets, carried=[("i32", "0")]) as sums:
            counter = f.element(counts, sums.index, "i32")
            own = f.load("i32", counter, 4)
            f.store("i32", sums.values[0], counter, 4)
            sums.result = [f.let(f"add i32 {sums.values[0]}, {own}")]
        move_by_digit(cells, source, 0, size, target, counts, shift, mask)
        f.store("ptr", target, here, 8)
        f.store("ptr", source, there, 8)
