"""Layers of weights without geometry: `Linear`, `Embedding`; `Flatten` and `Identity` beside them."""

from __future__ import annotations

import math
from typing import Any

from .. import ops
from ..base.dtypes import DType, float32
from ..base.errors import ShapeError
from . import functional as F
from . import init
from .module import Module, Parameter

Tensor = Any


def positive(layer: str, **sizes: int) -> None:
    """Raise `ShapeError` unless every size is a positive int."""
    for name, size in sizes.items():
        if isinstance(size, bool) or not isinstance(size, int) or size < 1:
            raise ShapeError(f"{layer}: {name} must be a positive int, got {size!r}")


class Linear(Module):
    """x W^T + b: (..., in_features) → (..., out_features).

    `weight` is (out_features, in_features), `bias` (out_features,) or None. Both begin uniform
    between ±1/√in_features.

    >>> import nitinol as ni
    >>> Linear(3, 2)(ni.zeros((5, 3))).shape
    (5, 2)
    """

    def __init__(
        self, in_features: int, out_features: int, bias: bool = True, dtype: DType = float32
    ) -> None:
        positive("Linear", in_features=in_features, out_features=out_features)
        self.in_features = in_features
        self.out_features = out_features
        self.weight = Parameter(ops.empty((out_features, in_features), dtype))
        self.bias = Parameter(ops.empty((out_features,), dtype)) if bias else None
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Give the parameters fresh random values.

        >>> layer = ni.nn.Linear(2, 3)
        >>> layer.reset_parameters()
        """
        start_uniformly(self.weight, self.bias)

    def forward(self, x: Tensor) -> Tensor:
        return F.linear(x, self.weight, self.bias)

    def extra_repr(self) -> str:
        return f"{self.in_features}, {self.out_features}, bias={self.bias is not None}"


def start_uniformly(weight: Tensor, bias: Tensor | None) -> None:
    """PyTorch's default: weight and bias uniform between ±1/√fan_in."""
    bound = 1.0 / math.sqrt(init.fans(weight)[0])
    init.uniform_(weight, -bound, bound)
    if bias is not None:
        init.uniform_(bias, -bound, bound)


class Embedding(Module):
    """A table of vectors: integers (...) → (..., embedding_dim).

    `weight` is (num_embeddings, embedding_dim) and begins normal, mean 0 and deviation 1. The row
    `padding_idx`, where given, begins as zeros and gets no gradient. With `sparse`, `backward` gives the
    weight a sparse gradient, and optimizers step in the rows that were read alone.

    >>> ni.nn.Embedding(10, 4)(ni.tensor([2, 0])).shape
    (2, 4)
    """

    def __init__(
        self,
        num_embeddings: int,
        embedding_dim: int,
        padding_idx: int | None = None,
        dtype: DType = float32,
        sparse: bool = False,
    ) -> None:
        positive("Embedding", num_embeddings=num_embeddings, embedding_dim=embedding_dim)
        if padding_idx is not None:
            if not -num_embeddings <= padding_idx < num_embeddings:
                raise IndexError(
                    f"Embedding: padding_idx {padding_idx} is outside of {num_embeddings} rows"
                )
            padding_idx %= num_embeddings
        self.num_embeddings = num_embeddings
        self.embedding_dim = embedding_dim
        self.padding_idx = padding_idx
        self.sparse = sparse
        self.weight = Parameter(ops.empty((num_embeddings, embedding_dim), dtype))
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Give the table fresh random values.

        >>> layer = ni.nn.Embedding(10, 4)
        >>> layer.reset_parameters()
        """
        init.normal_(self.weight)
        if self.padding_idx is not None:
            rows = ops.arange(self.num_embeddings).reshape((self.num_embeddings, 1))
            kept = ops.where(rows == self.padding_idx, 0.0, self.weight)
            self.weight._assign(kept.detach())

    def forward(self, index: Tensor) -> Tensor:
        return F.embedding(index, self.weight, self.padding_idx, self.sparse)

    def extra_repr(self) -> str:
        padding = "" if self.padding_idx is None else f", padding_idx={self.padding_idx}"
        return f"{self.num_embeddings}, {self.embedding_dim}{padding}"


class Flatten(Module):
    """The axes `start_dim` to `end_dim` as one; by default all but the first.

    >>> ni.nn.Flatten()(ni.ones((2, 3, 4))).shape
    (2, 12)
    """

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        self.start_dim = start_dim
        self.end_dim = end_dim

    def forward(self, x: Tensor) -> Tensor:
        return F.flatten(x, self.start_dim, self.end_dim)

    def extra_repr(self) -> str:
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"


class Identity(Module):
    """Gives back what it is given.

    >>> ni.nn.Identity()(ni.tensor([1, 2]))
    tensor([1, 2])
    """

    def forward(self, x: Any) -> Any:
        return x
