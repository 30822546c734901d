"""Scaled dot-product attention.

A query position reads the values of all key positions, weighted by softmax(q·kᵀ · scale + mask)
(Vaswani et al. 2017). `attending` has the operation, which never stores the scores; only where the derivative
by a floating mask is wanted, which is as large as they are, they exist as a tensor.
"""

from __future__ import annotations

from typing import Final

from ..base.errors import ShapeError
from ..base.shapes import broadcast_shapes, show
from ..trace.composite import composite
from ..trace.stage import known_equal
from .attending import attended
from .families import Tensor, TensorLike, array, expand, half_to_float, promoted, to_dtype
from .shaping import expand_dims, reshaped

NAME: Final = "scaled_dot_product_attention"


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
    name = NAME
    q, k, v = promoted(name, query, key, value, accepts="f", floating=True)
    if min(q.ndim, k.ndim, v.ndim) < 2 or known_equal(q.shape[-1], k.shape[-1]) is False:
        raise ShapeError(
            f"{name}: query {show(q.shape)} and key {show(k.shape)} must be (…, length, width) of "
            "equal width"
        )
    mask = None if attn_mask is None else array(attn_mask, name)
    if scale is not None and not isinstance(scale, (int, float)):
        q, scale = q * scale, 1.0  # a tensor
    factor = None if scale is None else float(scale)
    return (_grouped if enable_gqa else _attention)(q, k, v, mask, is_causal, factor)


def _grouped(
    q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, causal: bool, scale: float | None
) -> Tensor:
    """Several heads of queries for each of keys and values, which are not repeated in memory."""
    heads, groups = q.shape[-3], k.shape[-3]
    split = (groups, heads // groups)
    q = reshaped(q, (*q.shape[:-3], *split, *q.shape[-2:]))
    k, v = expand_dims(k, -3), expand_dims(v, -3)
    if mask is not None and mask.ndim > 2:
        by_head = known_equal(mask.shape[-3], 1) is not True
        parts = split if by_head else (1, 1)
        mask = reshaped(mask, (*mask.shape[:-3], *parts, *mask.shape[-2:]))
    found = _attention(q, k, v, mask, causal, scale)
    return reshaped(found, (*found.shape[:-4], heads, *found.shape[-2:]))


def _attention(
    q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, causal: bool, scale: float | None
) -> Tensor:
    batch = broadcast_shapes(NAME, *[x.shape[:-2] for x in (q, k, v)])
    dtype = q.dtype
    q, k, v = (half_to_float(expand(x, (*batch, *x.shape[-2:]))) for x in (q, k, v))
    if mask is not None:
        if not mask.dtype.is_bool:
            mask = to_dtype(mask, q.dtype)
        mask = expand(mask, (*batch, q.shape[-2], k.shape[-2]))
    return to_dtype(attended(q, k, v, mask, causal, scale), dtype)
