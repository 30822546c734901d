"""Scaled dot-product attention.

A query position reads the values of all key positions, weighted by softmax(q·kᵀ · scale + mask)
(Vaswani et al. 2017). `attending` has the operation, which never stores the scores; only where the derivative
by a floating mask is wanted, which is as large as they are, they exist as a tensor.
"""

from __future__ import annotations

from typing import Final

from ..base import dtypes as dt
from ..base.errors import DTypeError, ShapeError
from ..base.shapes import broadcast_shapes, show
from ..base.sizes import product
from ..trace.composite import composite
from ..trace.stage import known_equal
from .attending import Drop, attended
from .creation import iota, number_of
from .families import Tensor, TensorLike, array, expand, half_to_float, promoted, to_dtype
from .shaping import expand_dims, reshaped

Options = tuple[bool, float | None]  # causal, scale

NAME: Final = "scaled_dot_product_attention"


@composite
def scaled_dot_product_attention(
    query: TensorLike,
    key: TensorLike,
    value: TensorLike,
    attn_mask: Tensor | None = None,
    dropout_key: Tensor | None = None,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
    dropout_p: float = 0.0,
) -> Tensor:
    """softmax(q·kᵀ · scale + mask) · v over the last two axes, (…, length, width).

    `attn_mask` broadcasts to (…, query length, key length): a bool mask says which keys take
    part, a floating one is added. `is_causal` lets query i see keys up to i only. `scale` is
    1/√width by default. With `enable_gqa`, axis −3 of keys and values may be shorter by a whole
    factor.

    With `dropout_key`, a key of `ni.random`, each weight is 0 with probability `dropout_p`, and the
    others are divided by 1 − dropout_p: those are dropped that `ni.random.dropout` drops with this
    key. `ni.nn.functional.attention` has PyTorch's order of arguments, and takes keys from a
    generator.

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
    options = is_causal, None if scale is None else float(scale)
    if not 0 <= dropout_p <= 1:
        raise ShapeError(f"{name}: dropout_p must lie between 0 and 1, got {dropout_p}")
    if dropout_key is None and dropout_p:
        raise TypeError(
            f"{name}: dropout_p needs a dropout_key; ni.nn.functional.attention has a generator"
        )
    drop = None
    if dropout_key is not None and dropout_p:
        drop = _drop(array(dropout_key, name), q, k, 3 if enable_gqa else 2, float(dropout_p))
    return (_grouped if enable_gqa else _attention)(q, k, v, mask, drop, options)


def _drop(key: Tensor, q: Tensor, k: Tensor, behind: int, rate: float) -> Drop:
    """Keys and first counters of the matrices of weights; the last `behind` axes of k do not broadcast."""
    if key.dtype is not dt.uint64 or key.ndim:
        raise DTypeError(f"{NAME}: a key is a 0-d uint64 tensor, got {key!r}")
    lead = broadcast_shapes(NAME, q.shape[:-behind], k.shape[:-behind])
    batch = (*lead, *q.shape[-behind:-2])
    each = number_of(q.shape[-2], dt.uint64) * number_of(k.shape[-2], dt.uint64)
    first = reshaped(iota((product(batch),), 0, dt.uint64), batch) * each
    return Drop(expand(key, batch), first, rate)


def _grouped(
    q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, drop: Drop | None, options: Options
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
    if drop is not None:
        key, first = (reshaped(x, (*x.shape[:-1], *split)) for x in drop[:2])
        drop = Drop(key, first, drop.rate)
    found = _attention(q, k, v, mask, drop, options)
    return reshaped(found, (*found.shape[:-4], heads, *found.shape[-2:]))


def _attention(
    q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, drop: Drop | None, options: Options
) -> Tensor:
    batch = broadcast_shapes(NAME, *[x.shape[:-2] for x in (q, k, v)])
    dtype = q.dtype
    q, k, v = (half_to_float(expand(x, (*batch, *x.shape[-2:]))) for x in (q, k, v))
    if mask is not None:
        if not mask.dtype.is_bool:
            mask = to_dtype(mask, q.dtype)
        mask = expand(mask, (*batch, q.shape[-2], k.shape[-2]))
    if drop is not None:
        drop = Drop(expand(drop.key, batch), expand(drop.first, batch), drop.rate)
    causal, scale = options
    return to_dtype(attended(q, k, v, mask, causal, scale, drop), dtype)
