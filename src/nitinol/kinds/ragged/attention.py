"""Attention over sequences of different lengths, where they lie: nothing is gathered, nothing is padded.

The kernels (`ops.attending_rows`) are given the offsets. One compiled program serves all lengths.
"""

from __future__ import annotations

from typing import Any

from ...base.errors import ShapeError, UnsupportedError
from ...ops.attending_rows import attended_rows
from ...ops.families import Tensor, expand, half_to_float, promoted, to_dtype
from ...ops.shaping import reshaped
from ...trace.composite import composite
from .products import same_rows
from .tensor import RaggedTensor, check_spans


@RaggedTensor.rule("scaled_dot_product_attention")
def attention(
    name: str,
    query: Any,
    key: Any,
    value: Any,
    attn_mask: Any = None,
    dropout_key: Any = None,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
    dropout_p: float = 0.0,
) -> Any:
    """softmax(q·kᵀ · scale)·v within each sequence: shapes (sequences, None, width) or (sequences, None, heads, width).

    Keys and values have the same lengths; those of queries may differ. With `enable_gqa` keys and values may have
    fewer heads, by a whole factor.
    """
    for x in (query, key, value):
        if not isinstance(x, RaggedTensor) or x.axes != (None,) or x.values.ndim not in (2, 3):
            raise UnsupportedError(
                f"{name}: queries, keys and values of ragged sequences are all ragged, (sequences, None, width) or "
                "(sequences, None, heads, width)"
            )
    if attn_mask is not None:
        raise UnsupportedError(f"{name}: ragged sequences have no attn_mask")
    if dropout_p:
        raise UnsupportedError(f"{name}: there is no dropout of weights in ragged sequences")
    if len({x.values.ndim for x in (query, key, value)}) > 1:
        raise ShapeError(
            f"{name}: queries, keys and values all have heads or all have none; the shapes are "
            f"{query.shape}, {key.shape} and {value.shape}"
        )
    of_q, of_k = query._offsets[0], key._offsets[0]
    if of_q is not of_k:
        same_rows(name, query, key)
    check_spans(of_k, value._offsets[0], name)
    q, k, v = query.values, key.values, value.values
    grouped = enable_gqa and q.ndim == 3
    if not grouped and tuple(q.shape)[1:-1] != tuple(k.shape)[1:-1]:
        raise ShapeError(
            f"{name}: queries have shape {query.shape} and keys {key.shape}; with fewer heads of keys write "
            "enable_gqa=True"
        )
    return query.with_values(_attention(q, k, v, of_q, of_k, is_causal, scale, grouped))


@composite
def _attention(
    q: Tensor, k: Tensor, v: Tensor, of_q: Tensor, of_k: Tensor, causal: bool, scale: float | None, grouped: bool
) -> Tensor:  # fmt: skip
    q, k, v = promoted("scaled_dot_product_attention", q, k, v, accepts="f", floating=True)
    dtype = q.dtype
    q, k, v = (half_to_float(x) for x in (q, k, v))
    heads = tuple(q.shape[1:-1])
    if grouped:
        q, k, v = _grouped(q, k, v)
    made = attended_rows(q, k, v, of_q, of_k, causal, scale)
    return to_dtype(reshaped(made, (made.shape[0], *heads, made.shape[-1])), dtype)


def _grouped(q: Tensor, k: Tensor, v: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Several heads of queries for each of keys and values, which are not repeated in memory."""
    heads, groups = q.shape[1], k.shape[1]
    if not isinstance(heads, int) or not isinstance(groups, int) or heads % groups:
        raise ShapeError(f"enable_gqa: {heads} heads of queries are no multiple of {groups}")
    many = heads // groups
    q = reshaped(q, (q.shape[0], groups, many, q.shape[-1]))
    k, v = (
        expand(
            reshaped(x, (x.shape[0], groups, 1, x.shape[-1])),
            (x.shape[0], groups, many, x.shape[-1]),
        )
        for x in (k, v)
    )
    return q, k, v
