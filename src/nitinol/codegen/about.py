"""What a caller must know of a compiled program: `About`, kept with its code.

With it a program that an earlier run compiled is used without being scheduled again: its text, after composites
became their bodies, is the key under which code and `About` lie on disk, and all passes behind that are skipped.

`encode` and `decode` write it as integers. Open sizes are numbered as the program's text names them, so that those
of one trace become those of another.
"""

from __future__ import annotations

from ..base.dtypes import DType
from ..base.dtypes import dtype as dtype_of
from ..base.errors import CompileError
from ..base.record import record
from ..base.sizes import Atom, Dim, Size, maximum, minimum
from ..ir.op import Strided

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

# Of atoms that are no symbols; a symbol has a number behind these.
_KINDS = ("//", "%", "min", "max")


@record(frozen=True)
class Result:
    """How one result of a program comes about: a view of a result buffer or of an input."""

    source: int  # which buffer, or which input
    from_input: bool
    strided: Strided


@record(frozen=True)
class About:
    """How to call a program."""

    atoms: list[Atom]  # the open sizes, in the order of `dims`
    dtypes: list[DType]  # of the result buffers
    layouts: list[Strided]  # of the result buffers
    results: list[Result]
    work: Dim  # a rough prediction of time (`schedule.work`)
    runs: bool  # whether anything has to run: otherwise all results are views of inputs
    over: list[tuple[int, int]]  # (buffer, input): the results that may lie where an input does


def encode(about: About, symbols: Sequence[Atom]) -> bytes:
    """The bytes to keep; `symbols` in the order in which the program's text names them."""
    places = {atom: i for i, atom in enumerate(symbols)}
    out: list[int] = []

    def atom(a: Atom) -> None:
        if a.kind != "symbol":
            out.append(_KINDS.index(a.kind))
            for x in a.args:
                dim(x)
        elif a in places:
            out.append(len(_KINDS) + places[a])
        else:
            raise CompileError(f"the size {a!r} is not one that the program's text names")

    def dim(x: Dim) -> None:
        if not isinstance(x, Size):
            out.extend((0, x))
            return
        out.append(len(x.terms))
        for factors, coefficient in x.terms.items():
            out.extend((coefficient, len(factors)))
            for factor in factors:
                atom(factor)

    def strided(x: Strided) -> None:
        out.append(len(x.shape))
        for size in (*x.shape, *x.strides, x.offset):
            dim(size)

    def many(items: Sequence[object]) -> None:
        out.append(len(items))

    many(about.atoms)
    for a in about.atoms:
        atom(a)
    many(about.layouts)
    for layout in about.layouts:
        strided(layout)
    many(about.results)
    for result in about.results:
        out.extend((result.source, int(result.from_input)))
        strided(result.strided)
    dim(about.work)
    out.append(int(about.runs))
    many(about.over)
    for pair in about.over:
        out.extend(pair)
    words = [*map(str, out), *[d.name for d in about.dtypes]]
    return " ".join(words).encode()


def decode(data: bytes, symbols: Sequence[Atom]) -> About:
    """What `encode` wrote, for a program of the same text whose symbols these are."""
    words = iter(data.decode().split())
    numbers = map(int, words)

    def atom() -> Dim:
        kind = next(numbers)
        if kind >= len(_KINDS):
            return Size({(symbols[kind - len(_KINDS)],): 1})
        a, b = dim(), dim()
        if kind == 0:
            return a // b
        if kind == 1:
            return a % b
        return minimum(a, b) if kind == 2 else maximum(a, b)

    def dim() -> Dim:
        count = next(numbers)
        if count == 0:
            return next(numbers)
        total: Dim = 0
        for _ in range(count):
            term: Dim = next(numbers)
            for _ in range(next(numbers)):
                term = term * atom()
            total = total + term
        return total

    def dims(count: int) -> tuple[Dim, ...]:
        return tuple([dim() for _ in range(count)])

    def strided() -> Strided:
        ndim = next(numbers)
        return Strided(dims(ndim), dims(ndim), dim())

    def many() -> Iterator[int]:
        return iter(range(next(numbers)))

    atoms = [_single(atom()) for _ in many()]
    layouts = [strided() for _ in many()]
    results = [Result(next(numbers), bool(next(numbers)), strided()) for _ in many()]
    work, runs = dim(), bool(next(numbers))
    over = [(next(numbers), next(numbers)) for _ in many()]
    return About(atoms, [dtype_of(name) for name in words], layouts, results, work, runs, over)


def _single(size: Dim) -> Atom:
    assert isinstance(size, Size)
    assert size.atom is not None
    return size.atom
