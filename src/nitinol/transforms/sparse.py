"""`sparse_jacobian` and `sparse_hessian`: derivatives that are mostly zero, in a few directions.

Which entries can differ from zero is detected (`sparsity`), or given. Columns that share no row are
found from one tangent together: their sum goes forward, and each row tells which column it was
(Curtis, Powell and Reid 1974). Grouping them is colouring a graph; it is done greedily, columns with
many entries first. The same goes for rows and cotangents, and the way with fewer colours is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from typing import Any

from ..base.errors import GradientError, ShapeError, TracerError
from ..base.shapes import show
from ..core import TensorBase
from ..kinds.sparse import SparseTensor
from ..ops import reshape, zeros
from ..tensor.creation import tensor
from ..trace.array import Array
from ..trace.batching import Batch
from ..trace.linearize import linearize
from ..trace.transpose import transpose
from .jacobians import pushed
from .leaves import as_array, check_callable, differentiable, name_of
from .reverse import grad
from .sparsity import pattern_of

Pairs = list[tuple[int, int]]


def jacobian_sparsity(function: Callable[..., Any]) -> Callable[[Any], Any]:
    """The function that gives the places of the Jacobian that may differ from zero: (2, entries).

    >>> import nitinol as ni
    >>> ni.jacobian_sparsity(lambda x: x[1:] - x[:-1])(ni.ones(3)).tolist()
    [[0, 0, 1, 1], [0, 1, 1, 2]]
    """
    check_callable("jacobian_sparsity", function)

    def places(x: Any) -> Any:
        _, pairs = _detect("jacobian_sparsity", function, _argument("jacobian_sparsity", x))
        return _indices(pairs)

    return places


def sparse_jacobian(
    function: Callable[..., Any], sparsity: Any = None
) -> Callable[[Any], SparseTensor]:
    """The function that computes the Jacobian of `function`, from a tensor to a tensor, as a
    sparse tensor (COO) of shape (elements of the result, elements of the argument).

    `sparsity`: the places of its entries, (2, entries) or pairs, if they are known; otherwise they
    are detected at each call. Inside `ni.jit` and other transforms they must be given. Both sides
    count elements in row-major order.

    >>> import nitinol as ni
    >>> J = ni.sparse_jacobian(lambda x: x[1:] * x[:-1])(ni.tensor([1.0, 2.0, 3.0]))
    >>> J.indices.tolist(), J.values.tolist()
    ([[0, 0, 1, 1], [0, 1, 1, 2]], [2.0, 1.0, 3.0, 2.0])
    """
    check_callable("sparse_jacobian", function)
    return _sparse("sparse_jacobian", function, function, sparsity, symmetric=False)


def sparse_hessian(
    function: Callable[..., Any], sparsity: Any = None
) -> Callable[[Any], SparseTensor]:
    """The function that computes the Hessian of `function`, from a tensor to a number, as a
    sparse tensor; see `sparse_jacobian`.

    >>> import nitinol as ni
    >>> H = ni.sparse_hessian(lambda x: (x**3).sum())(ni.tensor([1.0, 2.0]))
    >>> H.indices.tolist(), H.values.tolist()
    ([[0, 1], [0, 1]], [6.0, 12.0])
    """
    check_callable("sparse_hessian", function)
    return _sparse("sparse_hessian", function, grad(function), sparsity, symmetric=True)


def _sparse(
    where: str,
    named: Callable[..., Any],
    function: Callable[..., Any],
    sparsity: Any,
    symmetric: bool,
) -> Callable[[Any], SparseTensor]:
    given = None if sparsity is None else _pairs(where, sparsity)

    @wraps(named)
    def matrix(x: Any) -> SparseTensor:
        x = _argument(where, x)
        if given is not None:
            pairs = given
        elif isinstance(x, TensorBase):
            pairs = _detect(where, function, x)[1]
        else:
            raise TracerError(
                f"{where}: the pattern cannot be detected while {name_of(named)} is being traced; "
                "find it before, with ni.jacobian_sparsity(f)(x), and pass it as sparsity="
            )
        return _compressed(where, function, x, pairs, symmetric)

    return matrix


def _argument(where: str, x: Any) -> Any:
    x = as_array(x)
    if not isinstance(x, Array) or not differentiable(x):
        kind = x.dtype if isinstance(x, Array) else type(x).__name__
        raise GradientError(f"{where} differentiates by one floating tensor, got {kind}")
    return x


def _pairs(where: str, sparsity: Any) -> Pairs:
    rows = sparsity.tolist() if hasattr(sparsity, "tolist") else [list(r) for r in sparsity]
    if len(rows) == 2 and len(rows[0]) == len(rows[1]) and hasattr(sparsity, "shape"):
        return sorted(zip(map(int, rows[0]), map(int, rows[1]), strict=True))
    if any(len(r) != 2 for r in rows):
        raise ShapeError(
            f"{where}: sparsity must be an int tensor of shape (2, entries), or a list of pairs "
            "(row, column)"
        )
    return sorted((int(i), int(j)) for i, j in rows)


def _detect(where: str, function: Callable[..., Any], x: Any) -> tuple[Any, Pairs]:
    value, sets = pattern_of(function, x)
    if not isinstance(value, Array) or not differentiable(value):
        raise GradientError(f"{where}: {name_of(function)} must return one floating tensor")
    return value, [(i, j) for i, s in enumerate(sets) for j in _bits(s)]


def _bits(s: int) -> Iterable[int]:
    while s:
        low = s & -s
        yield low.bit_length() - 1
        s ^= low


def _indices(pairs: Pairs) -> Any:
    return tensor([[i for i, _ in pairs], [j for _, j in pairs]], dtype="int64")


def colours(lines: Sequence[Sequence[int]], crossing: Sequence[Sequence[int]]) -> list[int]:
    """Colours of lines (columns) such that no crossing line (row) meets one colour twice.

    `lines[j]` are the rows that column j has entries in, `crossing[i]` the columns of row i.

    >>> colours([[0], [0, 1], [1]], [[0, 1], [1, 2]])
    [1, 0, 1]
    """
    chosen = [-1] * len(lines)
    for line in sorted(range(len(lines)), key=lambda j: -len(lines[j])):
        taken = {chosen[other] for i in lines[line] for other in crossing[i]}
        colour = 0
        while colour in taken:
            colour += 1
        chosen[line] = colour
    return chosen


def _compressed(
    where: str, function: Callable[..., Any], x: Any, pairs: Pairs, symmetric: bool
) -> SparseTensor:
    outs, program = linearize(lambda v: [function(v)], [x], [True])
    y = outs[0]
    m, n = y.size, x.size
    if any(i >= m or j >= n for i, j in pairs):
        raise ShapeError(
            f"{where}: the pattern has entries outside of {show((m, n))}: the function goes from "
            f"{show(tuple(x.shape))} to {show(tuple(y.shape))}"
        )
    columns: list[list[int]] = [[] for _ in range(n)]
    rows: list[list[int]] = [[] for _ in range(m)]
    for i, j in pairs:
        columns[j].append(i)
        rows[i].append(j)
    by_column = colours(columns, rows)
    by_row = by_column if symmetric else colours(rows, columns)
    forward = max(by_column, default=0) <= max(by_row, default=0)
    chosen = by_column if forward else by_row
    count = max(chosen, default=-1) + 1
    like = x if forward else y
    seeds = [[0.0] * like.size for _ in range(count)]
    for line, colour in enumerate(chosen):
        seeds[colour][line] = 1.0
    directions = tensor(seeds, dtype=like.dtype).reshape((count, *like.shape))
    level = Batch(count)
    try:
        lifted = level.lift(directions, 0)
        if forward:
            found = pushed(lambda v: [function(v)], [x], [lifted])[1][0]
        else:
            found = transpose(program, [lifted])[0]
        table = None if found is None else level.first(found)
    finally:
        level.closed = True
    other = m if forward else n
    if table is None or not pairs:
        values = zeros((len(pairs),), dtype=y.dtype)
    else:
        flat = reshape(table, (count * other,))
        places = [chosen[j] * other + i if forward else chosen[i] * other + j for i, j in pairs]
        values = flat[tensor(places, dtype="int64")]
    distinct = len(set(pairs)) == len(pairs)
    return SparseTensor(values, _indices(pairs), None, "coo", (m, n), None, distinct)


__all__ = ["jacobian_sparsity", "sparse_hessian", "sparse_jacobian"]
