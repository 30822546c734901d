"""Sizes known only at run time: `Size`, arithmetic on it, and questions about it.

An axis that a compiled function leaves open has a `Size` in its shape where a closed axis has
an int (`Dim = int | Size`). A `Size` is a polynomial with integer coefficients over *atoms*: symbols
(an open axis of an input, or a number made by the program, such as the count of `nonzero`) and
quotients, remainders, minima and maxima that did not simplify. It is kept in canonical form, so
two sizes are equal exactly when their difference is the zero polynomial: equal by where they come
from, never because two numbers happened to agree.

`int()` of a size, or a Python condition that its value would decide, raises `TracerError`.

>>> n = Size.symbol("n")
>>> (2 * n + 4) // 2, n * 3 // n, (n + 1) - n
(n + 2, 3, 1)
"""

from __future__ import annotations

from itertools import count

from .errors import OpenSizeError, ShapeError, TracerError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Final, NoReturn


class Atom:
    """A symbol, or a quotient/remainder/min/max of two sizes that did not simplify."""

    __slots__ = ("args", "kind", "name", "serial")

    def __init__(self, kind: str, name: str, args: tuple[Dim, ...], serial: int) -> None:
        self.kind = kind  # 'symbol', '//', '%', 'min', 'max'
        self.name = name
        self.args = args
        self.serial = serial

    def __repr__(self) -> str:
        if self.kind == "symbol":
            return self.name
        if self.kind in ("min", "max"):
            return f"{self.kind}({self.args[0]!r}, {self.args[1]!r})"
        left, right = (f"({a!r})" if isinstance(a, Size) else repr(a) for a in self.args)
        return f"{left} {self.kind} {right}"


Monomial = tuple[Atom, ...]  # atoms sorted by serial, repeated for powers
_serial = count()
_interned: Final[dict[tuple[object, ...], Atom]] = {}


def _atom(kind: str, *args: Dim) -> Size:
    key = (kind, *args)
    atom = _interned.get(key)
    if atom is None:
        if len(_interned) > 65536:
            _interned.clear()
        atom = _interned[key] = Atom(kind, kind, args, next(_serial))
    return Size({(atom,): 1})


class Size:
    """A size that is known at run time; see the module's docstring."""

    __slots__ = ("_hash", "terms")

    terms: dict[Monomial, int]

    def __init__(self, terms: dict[Monomial, int]) -> None:
        self.terms = terms
        self._hash = hash(frozenset((tuple(a.serial for a in m), c) for m, c in terms.items()))

    @staticmethod
    def symbol(name: str) -> Size:
        """A fresh size, different from every other."""
        return Size({(Atom("symbol", name, (), next(_serial)),): 1})

    @property
    def atom(self) -> Atom | None:
        """The atom when this size is a single one, else None."""
        if len(self.terms) == 1:
            ((mono, coefficient),) = self.terms.items()
            if coefficient == 1 and len(mono) == 1:
                return mono[0]
        return None

    def __add__(self, other: Dim) -> Dim:
        if not isinstance(other, (int, Size)):
            return NotImplemented
        terms = dict(self.terms)
        for mono, c in _terms(other).items():
            terms[mono] = terms.get(mono, 0) + c
        return _canonical(terms)

    __radd__ = __add__

    def __neg__(self) -> Dim:
        return _canonical({m: -c for m, c in self.terms.items()})

    def __sub__(self, other: Dim) -> Dim:
        if not isinstance(other, (int, Size)):
            return NotImplemented
        return self + (-other)

    def __rsub__(self, other: Dim) -> Dim:
        if not isinstance(other, (int, Size)):
            return NotImplemented
        return (-self) + other

    def __mul__(self, other: Dim) -> Dim:
        if not isinstance(other, (int, Size)):
            return NotImplemented
        terms: dict[Monomial, int] = {}
        for ma, ca in self.terms.items():
            for mb, cb in _terms(other).items():
                mono = tuple(sorted(ma + mb, key=_by_serial))
                terms[mono] = terms.get(mono, 0) + ca * cb
        return _canonical(terms)

    __rmul__ = __mul__

    def __floordiv__(self, other: Dim) -> Dim:
        if not isinstance(other, (int, Size)):
            return NotImplemented
        return _divide(self, other)

    def __rfloordiv__(self, other: Dim) -> Dim:
        if not isinstance(other, (int, Size)):
            return NotImplemented
        return _divide(other, self)

    def __mod__(self, other: Dim) -> Dim:
        if not isinstance(other, (int, Size)):
            return NotImplemented
        return _remainder(self, other)

    def __rmod__(self, other: Dim) -> Dim:
        if not isinstance(other, (int, Size)):
            return NotImplemented
        return _remainder(other, self)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not isinstance(other, (int, Size)):
            return NotImplemented
        answer = same(self, other)
        if answer is None:
            self._undecided(f"== {other!r}")
        return answer

    def _compare(self, other: Dim, text: str, decide: Callable[[int], bool]) -> bool:
        difference = self - other
        if isinstance(difference, int):
            return decide(difference)
        return self._undecided(f"{text} {other!r}")

    def __lt__(self, other: Dim) -> bool:
        return self._compare(other, "<", lambda d: d < 0)

    def __le__(self, other: Dim) -> bool:
        return self._compare(other, "<=", lambda d: d <= 0)

    def __gt__(self, other: Dim) -> bool:
        return self._compare(other, ">", lambda d: d > 0)

    def __ge__(self, other: Dim) -> bool:
        return self._compare(other, ">=", lambda d: d >= 0)

    def __bool__(self) -> bool:
        return self._undecided("as a condition")

    def __index__(self) -> int:
        return self._undecided("as a Python int")

    def __int__(self) -> int:
        return self._undecided("as a Python int")

    def _undecided(self, use: str) -> NoReturn:
        error = TracerError(
            f"the size `{self!r}` is open in this compiled function, so `{self!r} {use}` has no "
            "answer while it is traced; keep the size symbolic (loop with ni.fori_loop or ni.scan), or "
            "pass the number as a static argument of ni.jit"
        )
        error.size = self
        raise error

    def __repr__(self) -> str:
        parts: list[str] = []
        for mono, c in self.terms.items():
            names = "*".join(
                f"({a!r})" if a.kind in ("//", "%") and (len(mono) > 1 or c != 1) else repr(a)
                for a in mono
            )
            text = names if c == 1 and mono else f"-{names}" if c == -1 and mono else f"{c}"
            if mono and abs(c) != 1:
                text = f"{c}*{names}"
            parts.append(text)
        return " + ".join(parts).replace("+ -", "- ")


Dim = int | Size
Shape = tuple[Dim, ...]


def _by_serial(atom: Atom) -> int:
    return atom.serial


def _terms(value: Dim) -> Mapping[Monomial, int]:
    if isinstance(value, Size):
        return value.terms
    return {(): int(value)} if value else {}


def _canonical(terms: dict[Monomial, int]) -> Dim:
    kept = {m: c for m, c in terms.items() if c}
    if not kept:
        return 0
    if len(kept) == 1 and () in kept:
        return kept[()]
    order = sorted(kept, key=lambda m: (-len(m), tuple(a.serial for a in m)))
    return Size({m: kept[m] for m in order})


def _divide_exactly(a: Dim, b: Dim) -> Dim | None:
    """a / b when b is one term that divides every term of a, else None."""
    tb = _terms(b)
    if len(tb) != 1:
        return 1 if isinstance(a, Size) and same(a, b) else None
    ((mono, coefficient),) = tb.items()
    terms: dict[Monomial, int] = {}
    for m, c in _terms(a).items():
        if c % coefficient:
            return None
        rest = list(m)
        for atom in mono:
            if atom not in rest:
                return None
            rest.remove(atom)
        terms[tuple(rest)] = c // coefficient
    return _canonical(terms)


def _divide(a: Dim, b: Dim) -> Dim:
    if isinstance(a, int) and isinstance(b, int):
        return a // b
    if isinstance(b, int) and b == 0:
        raise ZeroDivisionError("division of a size by zero")
    exact = _divide_exactly(a, b)
    if exact is not None:
        return exact
    if isinstance(a, Size) and isinstance(b, int) and b > 0:
        # Terms that b divides leave the quotient: (4n + r) // 4 = n + r // 4.
        whole = _canonical({m: c // b for m, c in a.terms.items()})
        rest = _canonical({m: c % b for m, c in a.terms.items() if c % b})
        if not (isinstance(whole, int) and whole == 0):
            return whole + _divide(rest, b)
    return _atom("//", a, b)


def _remainder(a: Dim, b: Dim) -> Dim:
    if isinstance(a, int) and isinstance(b, int):
        return a % b
    return 0 if _divide_exactly(a, b) is not None else _atom("%", a, b)


def same(a: Dim, b: Dim) -> bool | None:
    """Whether two sizes are equal: True, False, or None when only the run will tell.

    An open axis is never 1: an axis of size 1 broadcasts, so it is compiled as a pattern of its
    own. What is computed from it may be.
    """
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    difference = a - b
    if isinstance(difference, int):
        return difference == 0
    if isinstance(a, int) or isinstance(b, int):
        size, number = (b, a) if isinstance(a, int) else (a, b)
        atom = size.atom if isinstance(size, Size) else None
        if number == 1 and atom is not None and atom.kind == "symbol":
            return False
        if number < 0:
            return False
    return None


def minimum(a: Dim, b: Dim) -> Dim:
    """The smaller of two sizes."""
    difference = a - b
    if isinstance(difference, int):
        return a if difference <= 0 else b
    return _atom("min", a, b)


def maximum(a: Dim, b: Dim) -> Dim:
    """The larger of two sizes."""
    difference = a - b
    if isinstance(difference, int):
        return a if difference >= 0 else b
    return _atom("max", a, b)


def nonnegative(a: Dim) -> bool:
    """Whether what is computed from sizes of axes is known not to be negative."""
    return all(c >= 0 and all(map(_nonnegative, m)) for m, c in _terms(a).items())


def _nonnegative(atom: Atom) -> bool:
    if atom.kind == "symbol":
        return True
    known = [nonnegative(x) for x in atom.args]
    return any(known) if atom.kind == "max" else all(known)


def known(a: Dim, why: str) -> int:
    """A size as a number, for an operation whose meaning depends on it.

    Raises `OpenSizeError` where it is open; then the operation is traced anew with that axis closed.
    """
    if isinstance(a, Size):
        error = OpenSizeError(f"{why}, and the size `{a!r}` is open in this program")
        error.size = a
        raise error
    return a


def ceil_div(a: Dim, b: Dim) -> Dim:
    """a / b rounded up."""
    return (a + b - 1) // b


def product(dims: Iterable[Dim]) -> Dim:
    """The number of elements of a shape."""
    result: Dim = 1
    for d in dims:
        result = result * d
    return result


def evaluate(value: Dim, env: Mapping[Atom, int]) -> int:
    """The number that `value` is when the symbols have the values in `env`."""
    if isinstance(value, int):
        return value
    total = 0
    for mono, c in value.terms.items():
        for atom in mono:
            c *= _evaluate_atom(atom, env)
        total += c
    return total


def _evaluate_atom(atom: Atom, env: Mapping[Atom, int]) -> int:
    if atom.kind == "symbol":
        try:
            return env[atom]
        except KeyError:
            raise ShapeError(f"the size {atom!r} has no value here") from None
    a, b = (evaluate(x, env) for x in atom.args)
    if b == 0 and atom.kind in ("//", "%"):
        raise ShapeError(f"the size {atom!r} divides by 0, which {atom.args[1]!r} is here")
    if atom.kind == "//":
        return a // b
    if atom.kind == "%":
        return a % b
    return min(a, b) if atom.kind == "min" else max(a, b)


def substitute(value: Dim, env: Mapping[Atom, Dim]) -> Dim:
    """`value` with symbols replaced by sizes; symbols not in `env` stay."""
    if isinstance(value, int):
        return value
    total: Dim = 0
    for mono, c in value.terms.items():
        term: Dim = c
        for atom in mono:
            if atom.kind == "symbol":
                term = term * env.get(atom, Size({(atom,): 1}))
            else:
                a, b = (substitute(x, env) for x in atom.args)
                fold = {"//": _divide, "%": _remainder, "min": minimum, "max": maximum}
                term = term * fold[atom.kind](a, b)
        total = total + term
    return total


def symbols(value: Dim) -> set[Atom]:
    """The symbols that `value` depends on."""
    found: set[Atom] = set()
    if isinstance(value, Size):
        for mono in value.terms:
            for atom in mono:
                if atom.kind == "symbol":
                    found.add(atom)
                else:
                    for arg in atom.args:
                        found |= symbols(arg)
    return found
