"""Activation functions and dropout as modules."""

from __future__ import annotations

from typing import Any

from . import functional as F
from .module import Module

Tensor = Any


class ReLU(Module):
    """max(x, 0).

    >>> ni.nn.ReLU()(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([0., 0., 2.])
    """

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x)


class GELU(Module):
    """x·Φ(x), Φ the normal distribution function; or its tanh approximation.

    D. Hendrycks and K. Gimpel, "Gaussian error linear units", 2016.

    >>> ni.nn.GELU()(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([-0.1587,  0.    ,  1.9545])
    """

    def __init__(self, approximate: str = "none") -> None:
        if approximate not in ("none", "tanh"):
            raise ValueError(f"GELU: approximate must be 'none' or 'tanh', got {approximate!r}")
        self.approximate = approximate

    def forward(self, x: Tensor) -> Tensor:
        return F.gelu(x, self.approximate)

    def extra_repr(self) -> str:
        return f"approximate={self.approximate!r}"


class SiLU(Module):
    """x·sigmoid(x), also called swish.

    >>> ni.nn.SiLU()(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([-0.2689,  0.    ,  1.7616])
    """

    def forward(self, x: Tensor) -> Tensor:
        return F.silu(x)


class Sigmoid(Module):
    """1 / (1 + exp(−x)).

    >>> ni.nn.Sigmoid()(ni.tensor([-1.0, 0.0, 2.0]))
    tensor([0.2689, 0.5   , 0.8808])
    """

    def forward(self, x: Tensor) -> Tensor:
        return F.sigmoid(x)


class Tanh(Module):
    """The hyperbolic tangent.

    >>> ni.nn.Tanh()(ni.tensor([0.0, 0.5]))
    tensor([0.    , 0.4621])
    """

    def forward(self, x: Tensor) -> Tensor:
        return F.tanh(x)


class Softmax(Module):
    """exp(x) divided by its sum along an axis.

    >>> ni.nn.Softmax(1)(ni.tensor([[1.0, 2.0, 3.0]]))
    tensor([[0.09  , 0.2447, 0.6652]])
    """

    def __init__(self, dim: int = -1) -> None:
        self.dim = dim

    def forward(self, x: Tensor) -> Tensor:
        return F.softmax(x, self.dim)

    def extra_repr(self) -> str:
        return f"dim={self.dim}"


class Dropout(Module):
    """In training, each number becomes 0 with probability `p`, the others are divided by 1 − p.

    N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.

    >>> layer = ni.nn.Dropout(0.5).eval()
    >>> layer(ni.ones(3))
    tensor([1., 1., 1.])
    """

    def __init__(self, p: float = 0.5) -> None:
        F.check_probability(p)
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        return F.dropout(x, self.p, self.training)

    def extra_repr(self) -> str:
        return f"p={self.p}"
