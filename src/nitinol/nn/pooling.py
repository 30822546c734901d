"""Pooling layers: each window of the input becomes one number. Data are (batch, channels, *space)."""

from __future__ import annotations

from typing import Any, ClassVar

from . import functional as F
from .convolution import Sizes, spread
from .module import Module

Tensor = Any


class _Pool(Module):
    axes: ClassVar[int]

    def __init__(self, kernel_size: Sizes, stride: Sizes | None = None, padding: Sizes = 0) -> None:
        name = type(self).__name__
        self.kernel_size = spread(name, "kernel_size", kernel_size, self.axes, 1)
        self.stride = (
            self.kernel_size if stride is None else spread(name, "stride", stride, self.axes, 1)
        )
        self.padding = spread(name, "padding", padding, self.axes, 0)

    def extra_repr(self) -> str:
        return f"kernel_size={self.kernel_size}, stride={self.stride}, padding={self.padding}"


class MaxPool1d(_Pool):
    """The greatest number of each window: (batch, channels, length) → (batch, channels, length').

    `stride` is `kernel_size` where it is not given; padding counts as −∞.

    >>> ni.nn.MaxPool1d(2)(ni.tensor([[1.0, 3.0, 7.0, 5.0]]))
    tensor([[3., 7.]])
    """

    axes = 1

    def forward(self, x: Tensor) -> Tensor:
        return F.max_pool1d(x, self.kernel_size, self.stride, self.padding)


class MaxPool2d(_Pool):
    """The greatest number of each window of a picture; see `MaxPool1d`.

    >>> import nitinol as ni
    >>> MaxPool2d(2)(ni.zeros((1, 3, 8, 8))).shape
    (1, 3, 4, 4)
    """

    axes = 2

    def forward(self, x: Tensor) -> Tensor:
        return F.max_pool2d(x, self.kernel_size, self.stride, self.padding)


class AvgPool2d(_Pool):
    """The mean of each window of a picture; padding counts as zeros.

    >>> ni.nn.AvgPool2d(2)(ni.ones((1, 3, 8, 8))).shape
    (1, 3, 4, 4)
    """

    axes = 2

    def forward(self, x: Tensor) -> Tensor:
        return F.avg_pool2d(x, self.kernel_size, self.stride, self.padding)


class AdaptiveAvgPool2d(Module):
    """Means of windows chosen so that the result has `output_size` points, whatever comes in.

    >>> ni.nn.AdaptiveAvgPool2d(1)(ni.ones((1, 3, 8, 8))).shape
    (1, 3, 1, 1)
    """

    def __init__(self, output_size: Sizes) -> None:
        self.output_size = spread("AdaptiveAvgPool2d", "output_size", output_size, 2, 1)

    def forward(self, x: Tensor) -> Tensor:
        return F.adaptive_avg_pool2d(x, self.output_size)

    def extra_repr(self) -> str:
        return f"{self.output_size}"
