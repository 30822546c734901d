"""Values that parameters begin with.

Every function fills a tensor in place and returns it. `fan_in` is the number of inputs that one
output of the layer depends on, `fan_out` the number of outputs that one input reaches: for a weight
of shape (out, in, *kernel) they are in·kernel and out·kernel.

Sources: X. Glorot and Y. Bengio, "Understanding the difficulty of training deep feedforward neural
networks", 2010 (xavier); K. He et al., "Delving deep into rectifiers", 2015 (kaiming). The defaults
of layers are those of PyTorch: weights and biases
uniform between ±1/√fan_in.
"""

from __future__ import annotations

import math
from typing import Any

from .. import random
from ..base.errors import ShapeError
from ..base.shapes import show
from ..ops import full

Tensor = Any


def fans(weight: Tensor) -> tuple[int, int]:
    """(fan_in, fan_out) of a weight of shape (out, in, *kernel).

    Raises `ShapeError` for fewer than two axes.
    """
    shape = tuple(weight.shape)
    if len(shape) < 2:
        raise ShapeError(
            f"fan_in and fan_out need a weight of at least 2 axes (out, in, ...), got {show(shape)}"
        )
    kernel = math.prod(shape[2:])
    return shape[1] * kernel, shape[0] * kernel


def gain(nonlinearity: str, slope: float = 0.0) -> float:
    """The factor that keeps the variance of activations behind `nonlinearity`.

    >>> gain("relu") ** 2, gain("tanh")
    (2.0000000000000004, 1.6666666666666667)
    """
    known = {
        "linear": 1.0,
        "sigmoid": 1.0,
        "tanh": 5 / 3,
        "relu": math.sqrt(2.0),
        "leaky_relu": math.sqrt(2.0 / (1.0 + slope * slope)),
        "selu": 0.75,
    }
    if nonlinearity not in known:
        raise ValueError(f"no gain is known for {nonlinearity!r}; use one of {', '.join(known)}")
    return known[nonlinearity]


def constant_(tensor: Tensor, value: float) -> Tensor:
    """Fill with `value`."""
    tensor._assign(full(tensor.shape, value, tensor.dtype))
    return tensor


def zeros_(tensor: Tensor) -> Tensor:
    """Fill with zeros."""
    return constant_(tensor, 0.0)


def ones_(tensor: Tensor) -> Tensor:
    """Fill with ones."""
    return constant_(tensor, 1.0)


def uniform_(tensor: Tensor, low: float = 0.0, high: float = 1.0) -> Tensor:
    """Fill with numbers spread evenly over [low, high)."""
    tensor._assign(random.uniform(tensor.shape, low, high, dtype=tensor.dtype))
    return tensor


def normal_(tensor: Tensor, mean: float = 0.0, std: float = 1.0) -> Tensor:
    """Fill from the normal distribution."""
    tensor._assign(random.normal(tensor.shape, mean, std, dtype=tensor.dtype))
    return tensor


def xavier_uniform_(tensor: Tensor, gain: float = 1.0) -> Tensor:
    """Uniform with variance gain² · 2 / (fan_in + fan_out) (Glorot and Bengio 2010, eq. 16)."""
    bound = gain * math.sqrt(6.0 / sum(fans(tensor)))
    return uniform_(tensor, -bound, bound)


def xavier_normal_(tensor: Tensor, gain: float = 1.0) -> Tensor:
    """Normal with variance gain² · 2 / (fan_in + fan_out) (Glorot and Bengio 2010, eq. 12)."""
    return normal_(tensor, 0.0, gain * math.sqrt(2.0 / sum(fans(tensor))))


def _kaiming_std(tensor: Tensor, slope: float, mode: str, nonlinearity: str) -> float:
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(f"mode must be 'fan_in' or 'fan_out', got {mode!r}")
    fan = fans(tensor)[mode == "fan_out"]
    return gain(nonlinearity, slope) / math.sqrt(fan)


def kaiming_uniform_(
    tensor: Tensor, slope: float = 0.0, mode: str = "fan_in", nonlinearity: str = "leaky_relu"
) -> Tensor:
    """Uniform with variance gain² / fan (He et al. 2015, eq. 10 and 14)."""
    bound = math.sqrt(3.0) * _kaiming_std(tensor, slope, mode, nonlinearity)
    return uniform_(tensor, -bound, bound)


def kaiming_normal_(
    tensor: Tensor, slope: float = 0.0, mode: str = "fan_in", nonlinearity: str = "leaky_relu"
) -> Tensor:
    """Normal with variance gain² / fan (He et al. 2015, eq. 10 and 14)."""
    return normal_(tensor, 0.0, _kaiming_std(tensor, slope, mode, nonlinearity))
