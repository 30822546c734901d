"""The primitives of attention, which never form the matrix of scores.

With S = q·kᵀ, −∞ where masked, and P = softmax(S) = exp(S − lse):

    attend             (q, k, v)              → o = P·v and lse, the logarithm of each row's sum of exponentials
    attend_tangent     (q, k, v, lse; t…)     → u = W·v + P·tv and r = W·1, with W = P ∘ (tq·kᵀ + q·tkᵀ)
    attend_transposed  (q, k, v, lse; cu, cr) → cotangents of q, k and v

The tangent of o is u − o·r, that of lse is r. The last two are linear in what stands behind the semicolon, and each
other's transposes; so forward mode and reverse mode need memory for rows only, as the forward pass does (Dao et al.
2022). Derivatives by q, k, v and lse of these two are taken of their definition below, which forms the matrix.

All operands have one batch in front of (length, width). A bool `mask` (…, queries, keys) says which keys a query sees;
`causal` hides those behind it. Scores are not scaled: scale q.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

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
from .creation import iota
from .elementary import exp
from .families import declare
from .logic import where
from .reductions import sum as total
from .shaping import matrix_transpose

Wanted = tuple[bool, bool, bool]  # which of q, k and v


def attended(q: Array, k: Array, v: Array, mask: Array | None, causal: bool) -> Array:
    """o; see the module's docstring."""
    given = (q, k, v) if mask is None else (q, k, v, mask)
    made: Array = bind(attend, *given, causal=causal)[0]
    return made


# --- types


def _check(name: str, q: Type, k: Type, v: Type, mask: Type | None = None) -> None:
    batch = q.shape[:-2]
    for other in (k, v):
        check_same_shape(f"{name}: the batches", batch, other.shape[:-2])
    check_equal(q.shape[-1], k.shape[-1], f"{name}: the widths of queries and keys")
    check_equal(k.shape[-2], v.shape[-2], f"{name}: the numbers of keys and values")
    if mask is not None:
        wanted = (*batch, q.shape[-2], k.shape[-2])
        if len(mask.shape) != len(wanted):
            raise ShapeError(f"{name}: the mask has shape {show(mask.shape)}, not {show(wanted)}")
        check_same_shape(f"{name}: the mask", mask.shape, wanted)


def _rows(q: Type, v: Type) -> tuple[Type, Type]:
    return q.with_shape((*q.shape[:-1], v.shape[-1])), q.with_shape(q.shape[:-1])


def _attend_types(q: Type, k: Type, v: Type, *mask: Type, causal: bool) -> tuple[Type, Type]:
    _check("attend", q, k, v, *mask)
    return _rows(q, v)


def _tangent_types(
    q: Type, k: Type, v: Type, *rest: Type, causal: bool, wanted: Wanted
) -> tuple[Type, Type]:
    _check("attend_tangent", q, k, v, *rest[1 : len(rest) - sum(wanted)])
    return _rows(q, v)


def _transposed_types(
    q: Type, k: Type, v: Type, *rest: Type, causal: bool
) -> tuple[Type, Type, Type]:
    _check("attend_transposed", q, k, v, *rest[1:-2])
    return q, k, v


# --- definitions, for derivatives of derivatives


def _scores(q: Array, k: Array, mask: Sequence[Array], causal: bool) -> Array:
    scores: Array = matmul(q, matrix_transpose(k))
    lowest = float("-inf")
    if causal:
        shape = (q.shape[-2], k.shape[-2])
        scores = where(iota(shape, 1) <= iota(shape, 0), scores, lowest)
    return where(mask[0], scores, lowest) if mask else scores


def _weights(q: Array, k: Array, lse: Array, mask: Sequence[Array], causal: bool) -> Array:
    made: Array = exp(_scores(q, k, mask, causal) - _column(lse))
    return made


def _column(x: Array) -> Array:
    made: Array = x[..., None]
    return made


def tangent_body(
    q: Array, k: Array, v: Array, lse: Array, *rest: Array, causal: bool, wanted: Wanted
) -> tuple[Array, Array]:
    """The definition of `attend_tangent`."""
    count = len(rest) - sum(wanted)
    p = _weights(q, k, lse, rest[:count], causal)
    found = each_of(wanted, rest[count:])
    tq, tk, tv = found
    terms = []
    if tq is not None:
        terms.append(matmul(tq, matrix_transpose(k)))
    if tk is not None:
        terms.append(matmul(q, matrix_transpose(tk)))
    u: Any = None
    r: Any = None
    if terms:
        w = p * (terms[0] if len(terms) == 1 else terms[0] + terms[1])
        u, r = matmul(w, v), total(w, -1)
    if tv is not None:
        more = matmul(p, tv)
        u = more if u is None else u + more
    return u, zeros(Type(lse.dtype, lse.shape)) if r is None else r


def transposed_body(
    q: Array, k: Array, v: Array, lse: Array, *rest: Array, causal: bool
) -> tuple[Array, Array, Array]:
    """The definition of `attend_transposed`."""
    *mask, cu, cr = rest
    p = _weights(q, k, lse, mask, causal)
    w = p * (matmul(cu, matrix_transpose(v)) + _column(cr))
    back = matrix_transpose(w)
    return matmul(w, k), matmul(back, q), matmul(matrix_transpose(p), cu)


def each_of(wanted: Wanted, given: Sequence[Any]) -> list[Any]:
    """What is given of q, k and v, None in place of the others."""
    source = iter(given)
    return [next(source) if w else None for w in wanted]


# --- derivatives


def _attend_jvp(
    primals: Sequence[Any], tangents: Sequence[Any], out: Any, *, causal: bool
) -> tuple[Array, Array]:
    o, lse = out
    wanted = tuple([t is not None for t in tangents[:3]])
    given = [t for t in tangents[:3] if t is not None]
    u, r = bind(
        attend_tangent, *primals[:3], lse, *primals[3:], *given, causal=causal, wanted=wanted
    )
    return (u - o * _column(r) if wanted[0] or wanted[1] else u), r


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


def _tangent_linear(primals: Any, tangents: Any, params: Any) -> Any:
    wanted = params["wanted"]
    first = len(primals) - sum(wanted)
    if any(t is not None for t in tangents[:first]):
        return None
    spread = each_of(wanted, tangents[first:])
    moving = tuple([t is not None for t in spread])
    given = [t for t in spread if t is not None]
    return bind(attend_tangent, *primals[:first], *given, causal=params["causal"], wanted=moving)


def _transposed_linear(primals: Any, tangents: Any, params: Any) -> Any:
    if any(t is not None for t in tangents[:-2]):
        return None
    ends = zip(primals[-2:], tangents[-2:], strict=True)
    moved = [zeros(Type(x.dtype, x.shape)) if t is None else t for x, t in ends]
    return bind(attend_transposed, *primals[:-2], *moved, **params)


def _tangent_transpose(
    cotangent: Any, *operands: Any, causal: bool, wanted: Wanted
) -> tuple[Any, ...]:
    first = len(operands) - sum(wanted)
    q, v = operands[0], operands[2]
    cu, cr = cotangent
    if cu is None:
        cu = zeros(Type(v.dtype, (*q.shape[:-1], v.shape[-1])))
    if cr is None:
        cr = zeros(Type(v.dtype, tuple(q.shape[:-1])))
    found = bind(attend_transposed, *operands[:first], cu, cr, causal=causal)
    kept = [c for c, w in zip(found, wanted, strict=True) if w]
    linear = [
        c if isinstance(x, Linear) else None for c, x in zip(kept, operands[first:], strict=True)
    ]
    return (*[None] * first, *linear)


def _transposed_transpose(cotangent: Any, *operands: Any, causal: bool) -> tuple[Any, ...]:
    wanted = tuple([c is not None for c in cotangent])
    given = [c for c in cotangent if c is not None]
    u, r = bind(attend_tangent, *operands[:-2], *given, causal=causal, wanted=wanted)
    cu, cr = operands[-2:]
    return (
        *[None] * (len(operands) - 2),
        u if isinstance(cu, Linear) else None,
        r if isinstance(cr, Linear) else None,
    )


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
    jvp=by_definition(tangent_body, _tangent_linear),
    transpose=_tangent_transpose,
    batch=_batch(lambda: attend_tangent),
    multiple=True,
    family="attention",
)

attend_transposed: Final[Op] = declare(
    "attend_transposed",
    infer=_transposed_types,
    lowering=Anchor("attend_transposed"),
    jvp=by_definition(transposed_body, _transposed_linear),
    transpose=_transposed_transpose,
    batch=_batch(lambda: attend_transposed),
    multiple=True,
    family="attention",
)
