"""Normalisation layers: numbers are shifted and scaled to mean 0 and variance 1, then learned.

Sources: S. Ioffe and C. Szegedy, "Batch normalization", 2015; J. Ba et al., "Layer normalization",
2016; B. Zhang and R. Sennrich, "Root mean square layer normalization", 2019; Y. Wu and K. He,
"Group normalization", 2018.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from ..base.dtypes import DType, float32, int64
from ..base.errors import ShapeError
from ..base.shapes import show
from ..ops import ones, zeros
from . import functional as F
from .linear import positive
from .module import Module, Parameter

Tensor = Any


class _BatchNorm(Module):
    ranks: ClassVar[tuple[int, ...]]

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        dtype: DType = float32,
    ) -> None:
        positive(type(self).__name__, num_features=num_features)
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.weight = Parameter(ones((num_features,), dtype)) if affine else None
        self.bias = Parameter(zeros((num_features,), dtype)) if affine else None
        self.track_running_stats = track_running_stats
        if track_running_stats:
            self.running_mean = zeros((num_features,), dtype)
            self.running_var = ones((num_features,), dtype)
            self.num_batches_tracked = zeros((), int64)

    def forward(self, x: Tensor) -> Tensor:
        if x.ndim not in self.ranks:
            wanted = " or ".join(str(n) for n in self.ranks)
            raise ShapeError(
                f"{type(self).__name__} takes {wanted} axes (batch, channels, ...), "
                f"got {show(x.shape)}"
            )
        if not self.track_running_stats:
            return F.batch_norm(x, None, None, self.weight, self.bias, self.training, 0.0, self.eps)
        part: Any = self.momentum
        if self.training:
            seen = self.num_batches_tracked + 1
            self.num_batches_tracked._assign(seen)
            if part is None:  # the plain mean over all batches
                part = 1.0 / seen.astype(self.running_mean.dtype)
        return F.batch_norm(
            x,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            self.training,
            0.0 if part is None else part,
            self.eps,
        )

    def extra_repr(self) -> str:
        text = f"{self.num_features}, eps={self.eps}, momentum={self.momentum}"
        text += "" if self.weight is not None else ", affine=False"
        return text + ("" if self.track_running_stats else ", track_running_stats=False")


class BatchNorm1d(_BatchNorm):
    """Normalises each channel of (batch, channels) or (batch, channels, length) over the batch.

    In training with the batch's own mean and variance, which also move the buffers `running_mean`
    and `running_var` by `momentum` (None: the mean over all batches); in evaluation with these.

    >>> ni.nn.BatchNorm1d(1)(ni.tensor([[1.0], [3.0]]))
    tensor([[-1.],
            [ 1.]], grad_fn=<batch_norm>)
    """

    ranks = (2, 3)


class BatchNorm2d(_BatchNorm):
    """Normalises each channel of (batch, channels, height, width); see `BatchNorm1d`.

    >>> ni.nn.BatchNorm2d(3)(ni.ones((1, 3, 8, 8))).shape
    (1, 3, 8, 8)
    """

    ranks = (4,)


def _last_axes(layer: str, value: int | Sequence[int]) -> tuple[int, ...]:
    shape = (value,) if isinstance(value, int) else tuple(value)
    if not shape:
        raise ShapeError(f"{layer}: normalized_shape must name at least one axis")
    for size in shape:
        positive(layer, normalized_shape=size)
    return shape


class LayerNorm(Module):
    """Normalises over the last axes, whose sizes are `normalized_shape`.

    >>> import nitinol as ni
    >>> LayerNorm(4)(ni.ones((2, 4))).shape
    (2, 4)
    """

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float = 1e-5,
        elementwise_affine: bool = True,
        bias: bool = True,
        dtype: DType = float32,
    ) -> None:
        self.normalized_shape = _last_axes("LayerNorm", normalized_shape)
        self.eps = eps
        self.weight = Parameter(ones(self.normalized_shape, dtype)) if elementwise_affine else None
        self.bias = (
            Parameter(zeros(self.normalized_shape, dtype)) if elementwise_affine and bias else None
        )

    def forward(self, x: Tensor) -> Tensor:
        return F.layer_norm(x, self.normalized_shape, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        return f"{self.normalized_shape}, eps={self.eps}"


class RMSNorm(Module):
    """Divides by the root of the mean square over the last axes; the mean stays.

    >>> ni.nn.RMSNorm(3)(ni.tensor([[1.0, 2.0, 3.0]]))
    tensor([[0.4629, 0.9258, 1.3887]], grad_fn=<rms_norm>)
    """

    def __init__(
        self,
        normalized_shape: int | Sequence[int],
        eps: float = 1e-6,
        elementwise_affine: bool = True,
        dtype: DType = float32,
    ) -> None:
        self.normalized_shape = _last_axes("RMSNorm", normalized_shape)
        self.eps = eps
        self.weight = Parameter(ones(self.normalized_shape, dtype)) if elementwise_affine else None

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x, self.normalized_shape, self.weight, self.eps)

    def extra_repr(self) -> str:
        return f"{self.normalized_shape}, eps={self.eps}"


class GroupNorm(Module):
    """Normalises each of `num_groups` groups of channels of (batch, channels, ...) by itself.

    >>> ni.nn.GroupNorm(2, 4)(ni.tensor([[1.0, 3.0, 2.0, 6.0]]))
    tensor([[-1.,  1., -1.,  1.]], grad_fn=<group_norm>)
    """

    def __init__(
        self,
        num_groups: int,
        num_channels: int,
        eps: float = 1e-5,
        affine: bool = True,
        dtype: DType = float32,
    ) -> None:
        positive("GroupNorm", num_groups=num_groups, num_channels=num_channels)
        if num_channels % num_groups:
            raise ShapeError(
                f"GroupNorm: {num_channels} channels cannot be divided into {num_groups} groups"
            )
        self.num_groups = num_groups
        self.num_channels = num_channels
        self.eps = eps
        self.weight = Parameter(ones((num_channels,), dtype)) if affine else None
        self.bias = Parameter(zeros((num_channels,), dtype)) if affine else None

    def forward(self, x: Tensor) -> Tensor:
        return F.group_norm(x, self.num_groups, self.weight, self.bias, self.eps)

    def extra_repr(self) -> str:
        return f"{self.num_groups}, {self.num_channels}, eps={self.eps}"
