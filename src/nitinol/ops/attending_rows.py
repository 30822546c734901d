"""The primitives of attention within rows of tokens that lie behind one another.

They are those of `attending`, for each row r of queries of_q[r] … of_q[r + 1] and of keys of_k[r] … of_k[r + 1]:

    attend_rows             (q, k, v, of_q, of_k)                 → o and lse
    attend_rows_tangent     (q, k, v, lse, tangents, of_q, of_k)  → u and r
    attend_rows_transposed  (q, k, v, lse, cu, cr, of_q, of_k)    → cotangents of q, k and v

Operands are (tokens, …batch, width), as the values of a ragged tensor lie; lse is (tokens, …batch). Both offsets have
as many rows and rise from 0 to the number of tokens. What a query of a row without keys sees is NaN.

Derivatives of the last two are taken of the definition in `attending`, with a mask of all tokens by all tokens.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from ..base import dtypes as dt
from ..base.errors import ShapeError
from ..base.shapes import show
from ..base.sizes import Dim
from ..ir.op import Anchor, Op, Type
from ..trace.array import Array
from ..trace.batching import put
from ..trace.bind import bind
from ..trace.primitives import move_axis
from ..trace.stage import check_equal, check_same_shape
from .attending import LinearRules, Wanted, by_definition, tangent_body, transposed_body
from .families import declare, expand
from .segments import flat_offsets, flat_values, segment_ids, segment_positions
from .shaping import reshaped


def attended_rows(
    q: Array, k: Array, v: Array, of_q: Array, of_k: Array, causal: bool, scale: float | None = 1.0
) -> Array:
    """o; see the module's docstring."""
    made: Array = bind(attend_rows, q, k, v, of_q, of_k, causal=causal, scale=scale)[0]
    return made


# --- types


def _check(name: str, q: Type, k: Type, v: Type, of_q: Type, of_k: Type) -> None:
    batch = q.shape[1:-1]
    for other in (k, v):
        check_same_shape(f"{name}: the batches", batch, other.shape[1:-1])
    check_equal(q.shape[-1], k.shape[-1], f"{name}: the widths of queries and keys")
    check_equal(k.shape[0], v.shape[0], f"{name}: the numbers of keys and values")
    for offsets in (of_q, of_k):
        if offsets.dtype is not dt.int64 or offsets.ndim != 1:
            raise ShapeError(f"{name}: offsets are a vector of int64, got {offsets!r}")
    check_equal(of_q.shape[0], of_k.shape[0], f"{name}: the numbers of rows")
    if len(q.shape) < 2:
        raise ShapeError(f"{name}: queries have shape {show(q.shape)}, not (tokens, …, width)")


def _rows(q: Type, v: Type) -> tuple[Type, Type]:
    return q.with_shape((*q.shape[:-1], v.shape[-1])), q.with_shape(q.shape[:-1])


def _attend_types(
    q: Type, k: Type, v: Type, *offsets: Type, causal: bool, scale: float | None
) -> tuple[Type, Type]:
    _check("attend_rows", q, k, v, *offsets)
    return _rows(q, v)


def _tangent_types(
    q: Type, k: Type, v: Type, *rest: Type, causal: bool, scale: float | None, wanted: Wanted
) -> tuple[Type, Type]:
    _check("attend_rows_tangent", q, k, v, *rest[-2:])
    return _rows(q, v)


def _transposed_types(
    q: Type, k: Type, v: Type, *rest: Type, causal: bool, scale: float | None, wanted: Wanted
) -> tuple[Type, ...]:
    _check("attend_rows_transposed", q, k, v, *rest[-2:])
    return tuple([t for t, w in zip((q, k, v), wanted, strict=True) if w])


# --- definitions, for derivatives of derivatives


def _behind(*given: Array) -> list[Array]:
    """With tokens behind the batch."""
    return [move_axis(x, 0, x.ndim - 2) for x in given]


def _visible(q: Array, k: Array, of_q: Array, of_k: Array, causal: bool) -> Array:
    """(…batch, queries, keys): whether a query sees a key."""
    rows = segment_ids(of_q, q), segment_ids(of_k, k)
    seen = rows[0][:, None] == rows[1][None, :]
    if causal:
        places = segment_positions(of_q, q), segment_positions(of_k, k)
        seen = seen & (places[1][None, :] <= places[0][:, None])
    made: Array = expand(seen, (*q.shape[1:-1], *seen.shape))
    return made


def _tangent_body(
    q: Array, k: Array, v: Array, lse: Array, *rest: Array, causal: bool, **params: Any
) -> tuple[Array, Array]:
    *moving, of_q, of_k = rest
    mask = _visible(q, k, of_q, of_k, causal)
    level = move_axis(lse, 0, lse.ndim - 1)
    u, r = tangent_body(*_behind(q, k, v), level, mask, *_behind(*moving), causal=False, **params)
    return move_axis(u, u.ndim - 2, 0), move_axis(r, r.ndim - 1, 0)


def _transposed_body(
    q: Array, k: Array, v: Array, lse: Array, *rest: Array, causal: bool, **params: Any
) -> tuple[Array, ...]:
    cu, cr, of_q, of_k = rest
    mask = _visible(q, k, of_q, of_k, causal)
    level, line = (move_axis(x, 0, x.ndim - 1) for x in (lse, cr))
    found = transposed_body(
        *_behind(q, k, v), level, mask, *_behind(cu), line, causal=False, **params
    )
    return tuple([move_axis(x, x.ndim - 2, 0) for x in found])


# --- derivatives


def _attend_jvp(
    primals: Sequence[Any], tangents: Sequence[Any], out: Any, **params: Any
) -> tuple[Array, Array] | None:
    (o, lse), offsets = out, primals[3:]
    wanted = tuple([t is not None for t in tangents[:3]])
    if not any(wanted):
        return None
    given = [t for t in tangents[:3] if t is not None]
    u, r = bind(attend_rows_tangent, *primals[:3], lse, *given, *offsets, wanted=wanted, **params)
    return (u - o * r[..., None] if wanted[0] or wanted[1] else u), r


_rules: Final = LinearRules(lambda: attend_rows_tangent, lambda: attend_rows_transposed, tail=2)


# --- vmap


def _batch(op_of: Callable[[], Op]) -> Callable[..., Any]:
    """The hidden axis is one more of the batch; if offsets have one, its elements become rows behind one another."""

    def batch(args: Any, axes: Any, size: Dim, **params: Any) -> Any:
        *values, of_q, of_k = args
        *at, at_q, at_k = axes
        if at_q is None and at_k is None:
            moved = [put(x, a, 1, size) for x, a in zip(values, at, strict=True)]
            found = bind(op_of(), *moved, of_q, of_k, **params)
            return found, (1,) * len(found)
        flat = [flat_values(x, a, size) for x, a in zip(values, at, strict=True)]
        counts = [flat[i].shape[0] // size for i in (0, 1)]
        offsets = [
            flat_offsets(x, a, size, n)
            for x, a, n in zip((of_q, of_k), (at_q, at_k), counts, strict=True)
        ]
        found = bind(op_of(), *flat, *offsets, **params)
        wide = [reshaped(x, (size, x.shape[0] // size, *x.shape[1:])) for x in found]
        return tuple(wide), (0,) * len(wide)

    return batch


attend_rows: Final[Op] = declare(
    "attend_rows",
    infer=_attend_types,
    lowering=Anchor("attend_rows"),
    jvp=_attend_jvp,
    batch=_batch(lambda: attend_rows),
    multiple=True,
    family="attention",
)

attend_rows_tangent: Final[Op] = declare(
    "attend_rows_tangent",
    infer=_tangent_types,
    lowering=Anchor("attend_rows_tangent"),
    jvp=by_definition(_tangent_body, _rules.tangent_jvp),
    transpose=_rules.transpose_tangent,
    batch=_batch(lambda: attend_rows_tangent),
    multiple=True,
    family="attention",
)

attend_rows_transposed: Final[Op] = declare(
    "attend_rows_transposed",
    infer=_transposed_types,
    lowering=Anchor("attend_rows_transposed"),
    jvp=by_definition(_transposed_body, _rules.transposed_jvp),
    transpose=_rules.transpose_transposed,
    batch=_batch(lambda: attend_rows_transposed),
    multiple=True,
    family="attention",
)
