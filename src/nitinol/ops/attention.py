"""Attention as a composition of products and a softmax.

A query position reads the values of all key positions, weighted by softmax(q·kᵀ · scale + mask)
(Vaswani et al. 2017). The scores exist as a tensor; a kernel that never stores them is a matter
of the scheduler.
"""

from __future__ import annotations

import math

from ..base import dtypes as dt
from ..base.errors import ShapeError
from ..base.shapes import show
from ..trace.composite import composite
from ..trace.stage import known_equal
from .activations import softmax
from .contraction import matmul
from .creation import iota, number_of
from .elementary import rsqrt
from .families import Tensor, TensorLike, array, promoted, to_dtype
from .logic import where
from .shaping import matrix_transpose, repeat


@composite
def scaled_dot_product_attention(
    query: TensorLike,
    key: TensorLike,
    value: TensorLike,
    attn_mask: Tensor | None = None,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> Tensor:
    """softmax(q·kᵀ · scale + mask) · v over the last two axes, (…, length, width).

    `attn_mask` broadcasts to (…, query length, key length): a bool mask says which keys take
    part, a floating one is added. `is_causal` lets query i see keys up to i only. `scale` is
    1/√width by default. With `enable_gqa`, axis −3 of keys and values may be shorter by a whole
    factor.

    >>> x = ni.tensor([[[1.0, 0.0], [0.0, 1.0]]])
    >>> ni.scaled_dot_product_attention(x, x, x, is_causal=True)
    tensor([[[1.    , 0.    ],
             [0.3302, 0.6698]]])
    """
    name = "scaled_dot_product_attention"
    q, k, v = promoted(name, query, key, value, accepts="f", floating=True)
    if min(q.ndim, k.ndim, v.ndim) < 2 or known_equal(q.shape[-1], k.shape[-1]) is False:
        raise ShapeError(
            f"{name}: query {show(q.shape)} and key {show(k.shape)} must be (…, length, width) of "
            "equal width"
        )
    if enable_gqa:
        heads = q.shape[-3] // k.shape[-3]
        k, v = repeat(k, heads, -3), repeat(v, heads, -3)  # type: ignore[arg-type]
    width = q.shape[-1]
    if scale is None and not isinstance(width, int):
        q = q * rsqrt(number_of(width, q.dtype))
    else:
        q = q * (1 / math.sqrt(width) if scale is None else scale)
    scores = matmul(q, matrix_transpose(k))
    lowest = float("-inf")
    if is_causal:
        shape = (q.shape[-2], k.shape[-2])
        scores = where(iota(shape, 1) <= iota(shape, 0), scores, lowest)
    if attn_mask is not None:
        mask = array(attn_mask, name)
        if mask.dtype is dt.bool_:
            scores = where(mask, scores, lowest)
        else:
            scores = scores + to_dtype(mask, scores.dtype)
    return matmul(softmax(scores, -1), v)
