"""Attention with learned projections (A. Vaswani et al., "Attention is all you need", 2017)."""

from __future__ import annotations

from typing import Any

from .. import ops
from ..base.dtypes import DType, float32
from ..base.errors import ShapeError
from ..base.shapes import show
from ..ops import zeros
from ..trace.kind import Kind
from . import functional as F
from . import init
from .linear import Linear, positive
from .module import Module, Parameter

Tensor = Any


class MultiheadAttention(Module):
    """Attention of `num_heads` heads side by side: (..., length, embed_dim) → the same shape.

    Queries, keys and values are projected; each head attends in embed_dim / num_heads of the
    results, and the heads' outputs, put together, are projected once more. Parameters have
    PyTorch's names: `in_proj_weight` (3 · embed_dim, embed_dim) and `in_proj_bias` for queries, keys
    and values in this order, then `out_proj`. The batch comes first, and only the output is returned.

    Outside of `eval()`, weights are dropped with probability `dropout`, by keys of the default generator.

    `forward(query, key=None, value=None, attn_mask=None, is_causal=False)`: without a key the
    query attends to itself, without a value the keys are the values. `attn_mask` and `is_causal`
    are those of `ni.scaled_dot_product_attention`: in a bool mask, (..., query length, key length),
    True means "may be seen". Sequences of different lengths may be ragged, (batch, None, embed_dim), without a
    mask and without dropout. Raises `ShapeError` where the last axis is not `embed_dim`.

    >>> import nitinol as ni
    >>> MultiheadAttention(8, 2)(ni.zeros((4, 5, 8)), is_causal=True).shape
    (4, 5, 8)
    """

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        dtype: DType = float32,
    ) -> None:
        F.check_probability(dropout)
        positive("MultiheadAttention", embed_dim=embed_dim, num_heads=num_heads)
        if embed_dim % num_heads:
            raise ShapeError(
                f"MultiheadAttention: embed_dim {embed_dim} cannot be divided among {num_heads} heads"
            )
        self.embed_dim = embed_dim
        self.num_heads = num_heads
        self.dropout = dropout
        self.in_proj_weight = Parameter(ops.empty((3 * embed_dim, embed_dim), dtype))
        self.in_proj_bias = Parameter(ops.empty((3 * embed_dim,), dtype)) if bias else None
        self.out_proj = Linear(embed_dim, embed_dim, bias, dtype)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Give the projections fresh random values (Glorot's uniform ones), and biases of 0.

        >>> layer = ni.nn.MultiheadAttention(8, 2)
        >>> layer.reset_parameters()
        """
        init.xavier_uniform_(self.in_proj_weight)
        self.out_proj.reset_parameters()
        for bias in (self.in_proj_bias, self.out_proj.bias):
            if bias is not None:
                bias._assign(zeros(bias.shape, bias.dtype))

    def forward(
        self,
        query: Tensor,
        key: Tensor | None = None,
        value: Tensor | None = None,
        attn_mask: Tensor | None = None,
        is_causal: bool = False,
    ) -> Tensor:
        if key is None and value is not None:
            raise ShapeError("MultiheadAttention: a value needs a key; give both, or the key alone")
        for name, x in (("query", query), ("key", key), ("value", value)):
            if x is not None and (x.ndim < 2 or x.shape[-1] != self.embed_dim):
                raise ShapeError(
                    f"MultiheadAttention: {name} must be (..., length, {self.embed_dim}), "
                    f"got {show(x.shape)}"
                )
        if key is None:
            q, k, v = self._heads(query, 0, 3)
        elif value is None:
            (q,), (k, v) = self._heads(query, 0, 1), self._heads(key, 1, 2)
        else:
            q, k, v = [self._heads(x, n, 1)[0] for n, x in enumerate((query, key, value))]
        rate = self.dropout if self.training else 0.0
        found = F.attention(q, k, v, attn_mask, rate, is_causal)
        if not isinstance(found, Kind):
            found = ops.swapaxes(found, -3, -2)
        joined = ops.flatten(found, -2, -1)
        return self.out_proj(joined)

    def _heads(self, x: Tensor, first: int, count: int) -> list[Tensor]:
        """`count` of the projections of x, from number `first` on: (..., heads, length, width) each."""
        e = self.embed_dim
        rows = slice(first * e, (first + count) * e)
        bias = None if self.in_proj_bias is None else self.in_proj_bias[rows]
        y = F.linear(x, self.in_proj_weight[rows], bias)
        y = ops.unflatten(y, -1, (count, self.num_heads, e // self.num_heads))
        if isinstance(y, Kind):  # ragged sequences have their heads behind the length
            return [y[..., n, :, :] for n in range(count)]
        return [ops.swapaxes(y[..., n, :, :], -3, -2) for n in range(count)]

    def extra_repr(self) -> str:
        options = f"dropout={self.dropout}, bias={self.in_proj_bias is not None}"
        return f"{self.embed_dim}, {self.num_heads}, {options}"
