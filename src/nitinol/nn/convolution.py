"""Convolution layers. Data are (batch, channels, *space), weights (out, in / groups, *kernel)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from ..base.dtypes import DType, float32
from ..base.errors import ShapeError
from ..ops import empty
from . import functional as F
from .linear import positive, start_uniformly
from .module import Module, Parameter

Tensor = Any
Sizes = int | Sequence[int]


def spread(layer: str, name: str, value: Sizes, axes: int, least: int) -> tuple[int, ...]:
    """One number per axis of space, from one number for all or a sequence.

    Raises `ShapeError` for another count or numbers below `least`.
    """
    sizes = (value,) * axes if isinstance(value, int) else tuple(value)
    whole = all(isinstance(v, int) and not isinstance(v, bool) and v >= least for v in sizes)
    if len(sizes) != axes or not whole:
        raise ShapeError(
            f"{layer}: {name} must be an int or {axes} ints of at least {least}, got {value!r}"
        )
    return sizes


class _Convolution(Module):
    axes: ClassVar[int]
    transposed: ClassVar[bool] = False

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Sizes,
        stride: Sizes = 1,
        padding: Sizes | str = 0,
        dilation: Sizes = 1,
        groups: int = 1,
        bias: bool = True,
        dtype: DType = float32,
    ) -> None:
        name = type(self).__name__
        positive(name, in_channels=in_channels, out_channels=out_channels, groups=groups)
        if in_channels % groups or out_channels % groups:
            raise ShapeError(
                f"{name}: {in_channels} and {out_channels} channels cannot be divided into "
                f"{groups} groups; both must be multiples of groups"
            )
        self.in_channels = in_channels
        self.out_channels = out_channels
        self.kernel_size = spread(name, "kernel_size", kernel_size, self.axes, 1)
        self.stride = spread(name, "stride", stride, self.axes, 1)
        self.padding: tuple[int, ...] | str = (
            padding if isinstance(padding, str) else spread(name, "padding", padding, self.axes, 0)
        )
        self.dilation = spread(name, "dilation", dilation, self.axes, 1)
        self.groups = groups
        first, second = out_channels, in_channels // groups
        if self.transposed:
            first, second = in_channels, out_channels // groups
        self.weight = Parameter(empty((first, second, *self.kernel_size), dtype))
        self.bias = Parameter(empty((out_channels,), dtype)) if bias else None
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Give the parameters fresh random values, uniform between ±1/√fan_in."""
        start_uniformly(self.weight, self.bias)

    def _apply(self, function: Callable[..., Tensor], x: Tensor) -> Tensor:
        return function(
            x, self.weight, self.bias, self.stride, self.padding, self.dilation, self.groups
        )

    def extra_repr(self) -> str:
        text = f"{self.in_channels}, {self.out_channels}, kernel_size={self.kernel_size}"
        for name, usual in (("stride", 1), ("padding", 0), ("dilation", 1)):
            value = getattr(self, name)
            if value != (usual,) * self.axes:
                text += f", {name}={value!r}"
        if self.groups != 1:
            text += f", groups={self.groups}"
        return text + ("" if self.bias is not None else ", bias=False")


class Conv1d(_Convolution):
    """Convolution along one axis: (batch, in, length) → (batch, out, length').

    >>> ni.nn.Conv1d(1, 2, 3)(ni.ones((1, 1, 5))).shape
    (1, 2, 3)
    """

    axes = 1

    def forward(self, x: Tensor) -> Tensor:
        return self._apply(F.conv1d, x)


class Conv2d(_Convolution):
    """Convolution of pictures: (batch, in, height, width) → (batch, out, height', width').

    `height' = (height + 2·padding − dilation·(kernel_size − 1) − 1) // stride + 1`; `padding` may
    be "valid" (none) or "same" (the size stays; for stride 1).

    >>> import nitinol as ni
    >>> Conv2d(1, 4, 3, padding=1)(ni.zeros((2, 1, 8, 8))).shape
    (2, 4, 8, 8)
    """

    axes = 2

    def forward(self, x: Tensor) -> Tensor:
        return self._apply(F.conv2d, x)


class Conv3d(_Convolution):
    """Convolution of volumes: (batch, in, depth, height, width) → (batch, out, ...).

    >>> ni.nn.Conv3d(1, 2, 3)(ni.ones((1, 1, 4, 4, 4))).shape
    (1, 2, 2, 2, 2)
    """

    axes = 3

    def forward(self, x: Tensor) -> Tensor:
        return self._apply(F.conv3d, x)


class ConvTranspose2d(_Convolution):
    """The transpose of `Conv2d`: its gradient with respect to the input, as a layer.

    `height' = (height − 1)·stride − 2·padding + dilation·(kernel_size − 1) + output_padding + 1`.
    The weight is (in, out / groups, *kernel).

    >>> ni.nn.ConvTranspose2d(1, 2, 2, stride=2)(ni.ones((1, 1, 3, 3))).shape
    (1, 2, 6, 6)
    """

    axes = 2
    transposed = True

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: Sizes,
        stride: Sizes = 1,
        padding: Sizes = 0,
        output_padding: Sizes = 0,
        groups: int = 1,
        bias: bool = True,
        dilation: Sizes = 1,
        dtype: DType = float32,
    ) -> None:
        self.output_padding = spread("ConvTranspose2d", "output_padding", output_padding, 2, 0)
        super().__init__(
            in_channels, out_channels, kernel_size, stride, padding, dilation, groups, bias, dtype
        )
        self.cut = spread("ConvTranspose2d", "padding", padding, 2, 0)

    def forward(self, x: Tensor) -> Tensor:
        return F.conv_transpose2d(
            x,
            self.weight,
            self.bias,
            self.stride,
            self.cut,
            self.output_padding,
            self.groups,
            self.dilation,
        )
