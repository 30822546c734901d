"""The primitives of attention, which never form the matrix of scores.

With S = s·q·kᵀ, −∞ where masked, and P = softmax(S) = exp(S − lse):

    attend             (q, k, v)              → o = P·v and lse, the logarithm of each row's sum of exponentials
    attend_tangent     (q, k, v, lse; t…)     → u = W·v + P·tv and r = W·1, with W = P ∘ s·(tq·kᵀ + q·tkᵀ)
    attend_transposed  (q, k, v, lse; cu, cr) → cotangents of q, k and v, as far as `wanted`

The tangent of o is u − o·r, that of lse is r. The last two are linear in what stands behind the semicolon, and each
other's transposes; so forward mode and reverse mode need memory for rows only, as the forward pass does (Dao et al.
2022). Derivatives by q, k, v and lse of these two are taken of their definition below, which forms the matrix.

All operands have one batch in front of (length, width). A bool `mask` (…, queries, keys) says which keys a query sees,
a floating one is added to the scores; `causal` hides keys behind a query. `scale` is s, None for 1/√width. The
derivative by a floating mask is as large as the scores: where it is wanted, P is formed for it.

Where a score is −∞, P and W are 0 in the last two operations, whatever stands beside it. So what is not a number behind
a mask stays there; and a query that sees no key, which gives NaN, adds nothing to the cotangents of keys and values.

Dropout: with a `rate`, weights are dropped with this probability: 0 where values are summed, and divided by 1 − rate if
they stay; sums of exponentials are of all weights. With D standing for this, o = D(P)·V, u = D(W)·v + D(P)·tv and
r = W·1. Two operands behind the mask, uint64 of the batch's shape, say which weights stay: a `key` of random bits, and
a `first` counter. Weight (i, j) has counter first + i·keys + j (`random_bits`). So all three operations drop the
same weights without storing which, and so does `ni.random.dropout` with this key where weights are written out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from ..base import dtypes as dt
from ..base.errors import ShapeError
from ..base.shapes import show
from ..ir.op import Anchor, Linear, Op, Type
from ..trace.array import Array
from ..trace.batching import aligned
from ..trace.bind import bind
from ..trace.jvp import JVP
from ..trace.primitives import zeros
from ..trace.stage import check_equal, check_same_shape
from .contraction import matmul
from .creation import iota, number_of
from .elementary import exp, rsqrt
from .families import apply, declare, expand
from .logic import where
from .random_bits import keeps, threefry
from .reductions import sum as total
from .shaping import matrix_transpose

Wanted = tuple[bool, bool, bool]  # which of q, k and v


class Drop(NamedTuple):
    """Dropout of weights; key and first counter have the shape of the batch."""

    key: Array
    first: Array
    rate: float


def attended(
    q: Array, k: Array, v: Array, mask: Array | None, causal: bool, scale: float | None = 1.0,
    drop: Drop | None = None,
) -> Array:  # fmt: skip
    """o; see the module's docstring."""
    given = [q, k, v] if mask is None else [q, k, v, mask]
    params: dict[str, Any] = {"causal": causal, "scale": scale}
    if drop is not None:
        given += [drop.key, drop.first]
        params["rate"] = drop.rate
    made: Array = bind(attend, *given, **params)[0]
    return made


def dropout_factor(rate: float) -> float:
    """What weights that are kept are multiplied by."""
    return 0.0 if rate == 1 else 1 / (1 - rate)


# --- types


def _check(name: str, q: Type, k: Type, v: Type, rest: Sequence[Type], rate: float | None) -> None:
    batch = q.shape[:-2]
    for other in (k, v):
        check_same_shape(f"{name}: the batches", batch, other.shape[:-2])
    check_equal(q.shape[-1], k.shape[-1], f"{name}: the widths of queries and keys")
    check_equal(k.shape[-2], v.shape[-2], f"{name}: the numbers of keys and values")
    end = len(rest) if rate is None else len(rest) - 2
    for x in rest[end:]:
        check_same_shape(f"{name}: what is dropped", x.shape, batch)
    for mask in rest[:end]:
        wanted = (*batch, q.shape[-2], k.shape[-2])
        if len(mask.shape) != len(wanted):
            raise ShapeError(f"{name}: the mask has shape {show(mask.shape)}, not {show(wanted)}")
        check_same_shape(f"{name}: the mask", mask.shape, wanted)


def _rows(q: Type, v: Type) -> tuple[Type, Type]:
    return q.with_shape((*q.shape[:-1], v.shape[-1])), q.with_shape(q.shape[:-1])


def _attend_types(
    q: Type,
    k: Type,
    v: Type,
    *rest: Type,
    causal: bool,
    scale: float | None,
    rate: float | None = None,
) -> tuple[Type, Type]:
    _check("attend", q, k, v, rest, rate)
    return _rows(q, v)


def _tangent_types(
    q: Type, k: Type, v: Type, *rest: Type, causal: bool, scale: float | None, wanted: Wanted,
    rate: float | None = None,
) -> tuple[Type, Type]:  # fmt: skip
    _check("attend_tangent", q, k, v, rest[1 : len(rest) - sum(wanted)], rate)
    return _rows(q, v)


def _transposed_types(
    q: Type, k: Type, v: Type, *rest: Type, causal: bool, scale: float | None, wanted: Wanted,
    rate: float | None = None,
) -> tuple[Type, ...]:  # fmt: skip
    _check("attend_transposed", q, k, v, rest[1:-2], rate)
    return tuple([t for t, w in zip((q, k, v), wanted, strict=True) if w])


# --- definitions, for derivatives of derivatives


def _scaled(q: Array, scale: float | None) -> Array:
    width = q.shape[-1]
    if scale is None and not isinstance(width, int):
        return q * rsqrt(number_of(width, q.dtype))  # type: ignore[no-any-return]
    if scale is None:
        scale = 1 / math.sqrt(max(width, 1))
    return q if scale == 1 else q * scale


def _scores(q: Array, k: Array, mask: Sequence[Array], causal: bool) -> Array:
    """Of scaled queries."""
    scores: Array = matmul(q, matrix_transpose(k))
    if mask and not mask[0].dtype.is_bool:
        scores, mask = scores + mask[0], ()
    lowest = float("-inf")
    if causal:
        shape = (q.shape[-2], k.shape[-2])
        scores = where(iota(shape, 1) <= iota(shape, 0), scores, lowest)
    return where(mask[0], scores, lowest) if mask else scores


def _weights(
    q: Array, k: Array, lse: Array, mask: Sequence[Array], causal: bool
) -> tuple[Array, Callable[[Array], Array]]:
    """P, and what sets elements of its shape to 0 whose key is hidden."""
    scores = _scores(q, k, mask, causal)
    hidden = scores == float("-inf")

    def shown(x: Array) -> Array:
        return where(hidden, 0, x)

    return shown(exp(scores - _column(lse))), shown


def _parted(given: Sequence[Array], rate: float | None) -> tuple[Sequence[Array], Drop | None]:
    """(mask, if there is one; what is dropped, if anything is)."""
    return (given, None) if rate is None else (given[:-2], Drop(given[-2], given[-1], rate))


def _dropped(weights: Array, drop: Drop | None) -> Array:
    if drop is None:
        return weights
    shape = weights.shape
    counter = iota(shape, weights.ndim - 2, dt.uint64) * number_of(shape[-1], dt.uint64)
    counter = counter + iota(shape, weights.ndim - 1, dt.uint64)
    key, first = (expand(_column(_column(x)), shape) for x in drop[:2])
    keep = keeps(apply(threefry, key, first + counter), drop.rate)
    return where(keep, weights * dropout_factor(drop.rate), 0)


def _column(x: Array) -> Array:
    made: Array = x[..., None]
    return made


def tangent_body(
    q: Array, k: Array, v: Array, lse: Array, *rest: Array, causal: bool, wanted: Wanted,
    scale: float | None = 1.0, rate: float | None = None,
) -> tuple[Array, Array]:  # fmt: skip
    """The definition of `attend_tangent`."""
    count = len(rest) - sum(wanted)
    mask, drop = _parted(rest[:count], rate)
    q = _scaled(q, scale)
    p, shown = _weights(q, k, lse, mask, causal)
    found = each_of(wanted, rest[count:])
    tq, tk, tv = found
    terms = []
    if tq is not None:
        terms.append(matmul(_scaled(tq, scale), matrix_transpose(k)))
    if tk is not None:
        terms.append(matmul(q, matrix_transpose(tk)))
    u: Any = None
    r: Any = None
    if terms:
        w = shown(p * (terms[0] if len(terms) == 1 else terms[0] + terms[1]))
        u, r = matmul(_dropped(w, drop), v), total(w, -1)
    if tv is not None:
        more = matmul(_dropped(p, drop), tv)
        u = more if u is None else u + more
    return u, zeros(Type(lse.dtype, lse.shape)) if r is None else r


def transposed_body(
    q: Array, k: Array, v: Array, lse: Array, *rest: Array, causal: bool,
    scale: float | None = 1.0, wanted: Wanted = (True, True, True), rate: float | None = None,
) -> tuple[Array, ...]:  # fmt: skip
    """The definition of `attend_transposed`."""
    *masks, cu, cr = rest
    mask, drop = _parted(masks, rate)
    scaled = _scaled(q, scale)
    p, shown = _weights(scaled, k, lse, mask, causal)
    change = _dropped(matmul(cu, matrix_transpose(v)), drop)
    w = shown(p * (change + _column(cr)))
    makers: tuple[Callable[[], Array], ...] = (
        lambda: _scaled(matmul(w, k), scale),
        lambda: matmul(matrix_transpose(w), scaled),
        lambda: matmul(matrix_transpose(_dropped(p, drop)), cu),
    )
    return tuple([make() for make, want in zip(makers, wanted, strict=True) if want])


def each_of(wanted: Wanted, given: Sequence[Any]) -> list[Any]:
    """What is given of q, k and v, None in place of the others."""
    source = iter(given)
    return [next(source) if w else None for w in wanted]


# --- derivatives


def _attend_jvp(
    primals: Sequence[Any],
    tangents: Sequence[Any],
    out: Any,
    *,
    causal: bool,
    scale: float | None,
    rate: float | None = None,
) -> tuple[Array, Array]:
    o, lse = out
    q, k, v, *masks = primals
    mask, drop = _parted(masks, rate)
    wanted = tuple([t is not None for t in tangents[:3]])
    given = [t for t in tangents[:3] if t is not None]
    params: dict[str, Any] = {"causal": causal, "scale": scale, "wanted": wanted}
    if rate is not None:
        params["rate"] = rate
    u: Any = None
    r: Any = None
    if given:
        u, r = bind(attend_tangent, q, k, v, lse, *masks, *given, **params)
    moved = tangents[3] if mask else None
    if moved is not None:
        p, shown = _weights(_scaled(q, scale), k, lse, mask, causal)
        change = shown(p * moved)
        of_mask, line = matmul(_dropped(change, drop), v), total(change, -1)
        u, r = (of_mask, line) if u is None else (u + of_mask, r + line)
    return (u - o * _column(r) if wanted[0] or wanted[1] or moved is not None else u), r


def by_definition(body: Callable[..., Any], linear: Callable[..., Any]) -> Callable[..., Any]:
    """The jvp of an operation: itself where only linear operands move, else that of its definition."""

    def jvp(primals: Sequence[Any], tangents: Sequence[Any], out: Any, **params: Any) -> Any:
        found = linear(primals, tangents, params)
        if found is not None:
            return found
        level = JVP()
        lifted = [level.lift(x, t) for x, t in zip(primals, tangents, strict=True)]
        try:
            return tuple([level.lower(y)[1] for y in body(*lifted, **params)])
        finally:
            level.closed = True

    return jvp


class LinearRules:
    """The rules of a tangent operation and of its transpose in what they are linear in.

    That are the tangents wanted of the one, and the two cotangents of the other: their last operands, but for `tail`
    ones behind, which never move.
    """

    def __init__(
        self, tangent: Callable[[], Op], transposed: Callable[[], Op], tail: int = 0
    ) -> None:
        self.tangent, self.transposed, self.tail = tangent, transposed, tail

    def _split(self, operands: Sequence[Any], count: int) -> tuple[Any, Any, Any]:
        """(those in front, `count` linear ones, those behind)."""
        end = len(operands) - self.tail
        return operands[: end - count], operands[end - count : end], operands[end:]

    def tangent_jvp(self, primals: Any, tangents: Any, params: Any) -> Any:
        """The derivative of the tangent operation; None where something else moves."""
        wanted = params["wanted"]
        fixed, _, behind = self._split(primals, sum(wanted))
        still, moved, _ = self._split(tangents, sum(wanted))
        if any(t is not None for t in still):
            return None
        spread = each_of(wanted, moved)
        moving = tuple([t is not None for t in spread])
        given = [t for t in spread if t is not None]
        return bind(self.tangent(), *fixed, *given, *behind, **{**params, "wanted": moving})

    def transposed_jvp(self, primals: Any, tangents: Any, params: Any) -> Any:
        """The derivative of the transposed operation; None where something else moves."""
        fixed, ends, behind = self._split(primals, 2)
        still, moved, _ = self._split(tangents, 2)
        if any(t is not None for t in still):
            return None
        given = [
            zeros(Type(x.dtype, x.shape)) if t is None else t
            for x, t in zip(ends, moved, strict=True)
        ]
        return bind(self.transposed(), *fixed, *given, *behind, **params)

    def transpose_tangent(
        self, cotangent: Any, *operands: Any, wanted: Wanted, **params: Any
    ) -> tuple[Any, ...]:
        """The transpose of the tangent operation."""
        fixed, moving, behind = self._split(operands, sum(wanted))
        of_q, of_k, of_v = (isinstance(x, Linear) for x in each_of(wanted, moving))
        sought = of_q, of_k, of_v
        q, v = operands[0], operands[2]
        cu, cr = cotangent
        if cu is None:
            cu = zeros(Type(v.dtype, (*q.shape[:-1], v.shape[-1])))
        if cr is None:
            cr = zeros(Type(v.dtype, tuple(q.shape[:-1])))
        made = bind(self.transposed(), *fixed, cu, cr, *behind, wanted=sought, **params)
        kept = [c for c, w in zip(each_of(sought, made), wanted, strict=True) if w]
        return (*[None] * len(fixed), *kept, *[None] * len(behind))

    def transpose_transposed(
        self, cotangent: Any, *operands: Any, wanted: Wanted, **params: Any
    ) -> tuple[Any, ...]:
        """The transpose of the transposed operation."""
        fixed, (cu, cr), behind = self._split(operands, 2)
        spread = each_of(wanted, cotangent)
        moving = tuple([c is not None for c in spread])
        given = [c for c in spread if c is not None]
        u, r = bind(self.tangent(), *fixed, *given, *behind, wanted=moving, **params)
        ends = (u if isinstance(cu, Linear) else None, r if isinstance(cr, Linear) else None)
        return (*[None] * len(fixed), *ends, *[None] * len(behind))


_rules: Final = LinearRules(lambda: attend_tangent, lambda: attend_transposed)


def _batch(op_of: Callable[[], Op]) -> Callable[..., Any]:
    def batch(args: Any, axes: Any, size: Any, **params: Any) -> Any:
        values, at = aligned(args, axes, size, 0)
        result = bind(op_of(), *values, **params)
        return result, (at,) * len(result)

    return batch


attend: Final[Op] = declare(
    "attend",
    infer=_attend_types,
    lowering=Anchor("attend"),
    jvp=_attend_jvp,
    batch=_batch(lambda: attend),
    multiple=True,
    family="attention",
)

attend_tangent: Final[Op] = declare(
    "attend_tangent",
    infer=_tangent_types,
    lowering=Anchor("attend_tangent"),
    jvp=by_definition(tangent_body, _rules.tangent_jvp),
    transpose=_rules.transpose_tangent,
    batch=_batch(lambda: attend_tangent),
    multiple=True,
    family="attention",
)

attend_transposed: Final[Op] = declare(
    "attend_transposed",
    infer=_transposed_types,
    lowering=Anchor("attend_transposed", unsigned_zero=True),
    jvp=by_definition(transposed_body, _rules.transposed_jvp),
    transpose=_rules.transpose_transposed,
    batch=_batch(lambda: attend_transposed),
    multiple=True,
    family="attention",
)
