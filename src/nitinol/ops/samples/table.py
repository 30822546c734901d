"""What a sample is, and the table of all of them.

A sample is a call of a public function with placeholders for tensors, and a reference: a
function of NumPy or SciPy by its name, or a Python function that is given NumPy first. Nothing
here imports NumPy; whoever runs the samples does.

    unary("sin", "numpy.sin", inexact)                     # one operand of usual shapes
    case("concatenate", "numpy.concatenate", [t(2, 3), t(4, 3)], axis=0)

The samples drive the tests of every operation (values over dtypes and layouts, derivatives, laws
of transforms) and the table in the documentation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from ...base import dtypes as dt
from ...base.dtypes import DType

DTypes = tuple[DType, ...]

floating: Final[DTypes] = dt.FLOATING
inexact: Final[DTypes] = dt.INEXACT
real: Final[DTypes] = dt.REAL
integers: Final[DTypes] = dt.INTEGER
numeric: Final[DTypes] = dt.NUMERIC
every: Final[DTypes] = dt.ALL
ordered: Final[DTypes] = (dt.bool_, *dt.REAL)
bits: Final[DTypes] = (dt.bool_, *dt.INTEGER)


@dataclass(frozen=True, slots=True)
class T:
    """A tensor to be made: values between `low` and `high`, of the sample's dtype unless one is
    given.

    `special` mixes in infinities, NaN and zeros. `values` gives the elements themselves. `gap`
    keeps values that far from each other (for functions with kinks at ties).
    """

    shape: tuple[int, ...]
    low: float = -3.0
    high: float = 3.0
    dtype: DType | None = None
    special: bool = False
    values: tuple[Any, ...] | None = None
    distinct: bool = False
    fixed: bool = False  # not differentiated, though its dtype would allow it


def t(*shape: int, **options: Any) -> T:
    """A tensor of this shape."""
    return T(tuple(shape), **options)


def indices(*shape: int, below: int, negative: bool = False) -> T:
    """Integers from 0 (from −below, if `negative`) up to but without `below`."""
    return T(tuple(shape), -below if negative else 0, below, dt.int64)


def mask(*shape: int) -> T:
    """Bools."""
    return T(tuple(shape), 0, 2, dt.bool_)


@dataclass(frozen=True, slots=True)
class Sample:
    """One call: positional arguments (nests with `T` in them) and keywords.

    `reference` is a dotted name, or a function (np, *args, **kwargs). `loose` multiplies the
    tolerance.
    """

    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    dtypes: DTypes
    reference: str | Callable[..., Any]
    loose: float = 1.0
    gradient: bool = True
    layouts: bool = True  # whether to try other memory layouts


@dataclass(slots=True)
class Operation:
    """All samples of one public function."""

    name: str
    samples: list[Sample] = field(default_factory=list)


TABLE: Final[dict[str, Operation]] = {}


def case(
    name: str,
    reference: str | Callable[..., Any],
    *args: Any,
    dtypes: DTypes = (dt.float32, dt.float64),
    gradient: bool = True,
    loose: float = 1.0,
    layouts: bool = True,
    **kwargs: Any,
) -> None:
    """Add a call of `name` to the table."""
    entry = TABLE.setdefault(name, Operation(name))
    entry.samples.append(Sample(args, kwargs, dtypes, reference, loose, gradient, layouts))


SHAPES: Final = ((3, 5), (), (0, 3), (2, 3, 17))


def unary(
    name: str,
    reference: str | Callable[..., Any],
    dtypes: DTypes,
    *,
    low: float = -3.0,
    high: float = 3.0,
    gradient: bool = True,
    special: bool = True,
    loose: float = 1.0,
    **kwargs: Any,
) -> None:
    """Samples of a function of one operand: usual shapes, and special values."""
    for i, shape in enumerate(SHAPES):
        case(
            name,
            reference,
            T(shape, low, high),
            dtypes=dtypes if i == 0 else dtypes[-1:],
            gradient=gradient and i == 0,
            loose=loose,
            **kwargs,
        )
    exact = tuple(d for d in dtypes if d in (dt.float32, dt.float64))
    if special and exact:
        whole = T((3, 40), low, high, special=True)
        case(name, reference, whole, dtypes=exact, gradient=False, loose=loose, **kwargs)


PAIRS: Final = (
    ((3, 5), (3, 5)),
    ((3, 1), (5,)),
    ((), (2, 3)),
    ((0, 3), (1, 3)),
    ((2, 1, 9), (3, 1)),
)


def pair(
    name: str,
    reference: str | Callable[..., Any],
    dtypes: DTypes,
    *,
    low: float = -3.0,
    high: float = 3.0,
    low2: float | None = None,
    high2: float | None = None,
    gradient: bool = True,
    special: bool = True,
    loose: float = 1.0,
) -> None:
    """Samples of a function of two operands: usual pairs of shapes, Python numbers, special
    values.
    """
    a, b = (low if low2 is None else low2), (high if high2 is None else high2)
    for i, (first, second) in enumerate(PAIRS):
        case(
            name,
            reference,
            T(first, low, high),
            T(second, a, b),
            dtypes=dtypes if i == 0 else dtypes[-1:],
            gradient=gradient and i < 2,
            loose=loose,
        )
    exact = tuple(d for d in dtypes if d in (dt.float32, dt.float64))
    if special and exact:
        whole = T((3, 40), low, high, special=True)
        case(name, reference, whole, T((3, 40), a, b, special=True), dtypes=exact, gradient=False)
