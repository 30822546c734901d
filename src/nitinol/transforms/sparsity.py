"""Which elements of a result depend on which elements of an argument.

A `DependTracer` is a tensor with a set for each of its elements: the elements of the argument that
it may depend on, as the bits of a Python int. The function is run once on these; values are computed
along with the sets, because some operations read at places that other values name.

| operation | sets of the result |
|---|---|
| point-wise | united, element by element |
| movements and reads | those at the places that are read: the operation is applied to place numbers |
| reductions | united over what is folded |
| products of matrices | united along the common axis, without known zeros |
| scans and sorts | united along their axis |
| everything else | of all elements of all operands |

The sets are never too small at the point given. They are found at one point: a function that reads
elsewhere for other values (`x[argmax(y)]`, sorting) may need another pattern there. What passes
through integers and comparisons has no derivative, and counts as no dependence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..ir.op import Inline, Movement, Op, Pointwise, Read, Reduction
from ..ops import arange, reshape
from ..trace.array import Array, Number
from ..trace.bind import Interpreter, ValueTracer, bind, next_level, type_of
from ..trace.primitives import broadcast_to
from ..trace.primitives import stop_gradient as stop_gradient_op

Sets = list[int]


class DependTracer(ValueTracer):
    """A value and, for each element in row-major order, what it depends on."""

    __slots__ = ("sets", "value")

    value: Any
    sets: Sets

    def __init__(self, interpreter: Depend, value: Any, sets: Sets) -> None:
        self.interpreter = interpreter
        self.type = type_of(value)
        self.value = value
        self.sets = sets

    def beneath(self) -> Any:
        """The value."""
        return self.value


class Depend(Interpreter):
    """Computes values and what they depend on."""

    __slots__ = ()

    def __init__(self) -> None:
        super().__init__(next_level())

    def start(self, x: Any) -> DependTracer:
        """The argument: each element depends on itself."""
        return DependTracer(self, x, [1 << i for i in range(x.size)])

    def lower(self, x: Any) -> tuple[Any, Sets | None]:
        """(value, sets) of anything; no sets for what does not depend on the argument."""
        if isinstance(x, DependTracer) and x.interpreter is self:
            return x.value, x.sets
        return x, None

    def process(self, op: Op, operands: Sequence[Array], params: dict[str, Any]) -> Any:
        if isinstance(op.lowering, Inline):
            return op.lowering.body(*operands, **params)
        pairs = [self.lower(x) for x in operands]
        values = [v for v, _ in pairs]
        sets = [s if v.dtype.is_inexact else None for v, s in pairs]
        out = bind(op, *values, **params)
        outs = out if op.multiple else (out,)
        if op is stop_gradient_op or all(s is None for s in sets):
            return out
        made: list[Any] = []
        for number, y in enumerate(outs):
            if not y.dtype.is_inexact:
                made.append(y)
                continue
            found = _united(op, values, sets, y, number, params)
            made.append(DependTracer(self, y, found) if any(found) else y)
        return tuple(made) if op.multiple else made[0]


def _flat(x: Any) -> list[Any]:
    return reshape(x, (x.size,)).tolist()  # type: ignore[no-any-return]


def _union(sets: Sequence[int]) -> int:
    total = 0
    for s in sets:
        total |= s
    return total


def _united(
    op: Op,
    values: Sequence[Any],
    sets: Sequence[Sets | None],
    out: Any,
    number: int,
    params: dict[str, Any],
) -> Sets:
    """The sets of one result."""
    lowering = op.lowering
    if isinstance(lowering, Pointwise):
        return [_union(row) for row in zip(*[s for s in sets if s is not None], strict=True)]
    if isinstance(lowering, (Movement, Read)):
        return _moved(op, values, sets, params)
    if isinstance(lowering, Reduction):
        return _folded(values[0], sets[0] or [], out, params["axes"])
    template = lowering.template  # type: ignore[union-attr]
    if template == "matmul":
        return _contracted(values, sets, out)
    if template in ("scan", "sort"):
        rows = [s for s in sets if s is not None]
        along = [_folded(out, s, None, (params["axis"],)) for s in rows]
        places = _flat(_spread(out.shape, (params["axis"],)))
        return [_union([a[p] for a in along]) for p in places]
    everything = _union([_union(s) for s in sets if s is not None])
    return [everything] * out.size


def _moved(
    op: Op, values: Sequence[Any], sets: Sequence[Sets | None], params: dict[str, Any]
) -> Sets:
    """By applying the operation to numbers of places; they are negative, to tell them from fills."""
    names: list[int] = []
    operands: list[Any] = []
    for v, s in zip(values, sets, strict=True):
        if not v.dtype.is_inexact:
            operands.append(v)
            continue
        count = 1 if isinstance(v, Number) else v.size
        first = len(names)
        names += s if s is not None else [0] * count
        # float64 holds whole numbers up to 2^53.
        numbers = -(arange(first, first + count).astype("float64") + 2.0)
        operands.append(reshape(numbers, tuple(v.shape)))
    found = bind(op, *operands, **params)
    return [names[int(-p) - 2] if p <= -2 else 0 for p in _flat(found)]


def _spread(shape: Sequence[int], axes: Sequence[int]) -> Any:
    """For each place of a shape the number of its place without `axes`."""
    kept = tuple([i for i in range(len(shape)) if i not in axes])
    rest = tuple([shape[i] for i in kept])
    count = 1
    for n in rest:
        count *= n
    return bind(broadcast_to, reshape(arange(count), rest), shape=tuple(shape), axes=kept)


def _folded(x: Any, sets: Sets, out: Any, axes: Sequence[int]) -> Sets:
    count = 1
    for i, n in enumerate(x.shape):
        count *= 1 if i in axes else n
    found = [0] * count
    for place, s in zip(_flat(_spread(x.shape, axes)), sets, strict=True):
        found[place] |= s
    return found


def _contracted(values: Sequence[Any], sets: Sequence[Sets | None], out: Any) -> Sets:
    """Matrices in the last two axes, equal ones (or 1) in front of them."""
    x, y = values[:2]
    *_, m, k = x.shape
    n = y.shape[-1]
    (a, known_a), (b, known_b) = [
        (s, None) if s is not None else (None, [v != 0 for v in _flat(value)])
        for value, s in zip((x, y), sets[:2], strict=True)
    ]
    result: Sets = []
    batches = out.size // max(m * n, 1)
    for t in range(batches):
        at_x = t * m * k if x.size == batches * m * k else 0
        at_y = t * k * n if y.size == batches * k * n else 0
        for i in range(m):
            for j in range(n):
                total = 0
                for q in range(k):
                    p, r = at_x + i * k + q, at_y + q * n + j
                    if (known_a is None or known_a[p]) and (known_b is None or known_b[r]):
                        total |= (a[p] if a is not None else 0) | (b[r] if b is not None else 0)
                result.append(total)
    return result


def pattern_of(function: Callable[[Any], Any], x: Any) -> tuple[Any, Sets]:
    """The result of `function(x)`, and for each of its elements what it depends on.

    >>> import nitinol as ni
    >>> _, sets = pattern_of(lambda x: x[1:] * x[:-1], ni.ones(3))
    >>> [bin(s) for s in sets]
    ['0b11', '0b110']
    """
    level = Depend()
    try:
        value, sets = level.lower(function(level.start(x)))
    finally:
        level.closed = True
    return value, sets if sets is not None else [0] * value.size
