"""AlexNet and ResNet-18 as data: layers that every framework builds, their weights, and a reference in NumPy.

A layer is a tuple, of which the first part names it:

    ("conv", inputs, outputs, side, stride, padding, bias)   ("norm", channels)   ("pool", side, stride, padding)
    ("linear", inputs, outputs)   ("relu",)   ("flatten",)   ("mean",)
    ("residual", layers of the branch, layers of the shortcut)

`weights(name)` has the arrays in the order of the layers: of convolutions and dense layers the weight (outputs first)
and the bias, of normalisations scale and shift. Sources of the shapes: Krizhevsky, "One weird trick for parallelizing
convolutional neural networks", 2014 (without dropout, so that results can be compared); He et al., "Deep residual
learning for image recognition", 2016.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Layer = tuple[Any, ...]
CLASSES = 1000
SIDE = 224
EPSILON = 1e-5
LR = 0.001


def _conv(inputs: int, outputs: int, side: int, stride: int = 1, padding: int = 0) -> Layer:
    return ("conv", inputs, outputs, side, stride, padding, False)


def _with_bias(layer: Layer) -> list[Layer]:
    return [(*layer[:-1], True), ("relu",)]


def _alexnet() -> list[Layer]:
    return [
        *_with_bias(_conv(3, 64, 11, 4, 2)), ("pool", 3, 2, 0),
        *_with_bias(_conv(64, 192, 5, 1, 2)), ("pool", 3, 2, 0),
        *_with_bias(_conv(192, 384, 3, 1, 1)),
        *_with_bias(_conv(384, 256, 3, 1, 1)),
        *_with_bias(_conv(256, 256, 3, 1, 1)), ("pool", 3, 2, 0),
        ("flatten",), ("linear", 9216, 4096), ("relu",), ("linear", 4096, 4096), ("relu",),
        ("linear", 4096, CLASSES),
    ]  # fmt: skip


def _block(inputs: int, outputs: int, stride: int) -> list[Layer]:
    branch = [
        _conv(inputs, outputs, 3, stride, 1), ("norm", outputs), ("relu",),
        _conv(outputs, outputs, 3, 1, 1), ("norm", outputs),
    ]  # fmt: skip
    shortcut: list[Layer] = []
    if inputs != outputs:
        shortcut = [_conv(inputs, outputs, 1, stride), ("norm", outputs)]
    return [("residual", branch, shortcut), ("relu",)]


def _resnet() -> list[Layer]:
    layers: list[Layer] = [_conv(3, 64, 7, 2, 3), ("norm", 64), ("relu",), ("pool", 3, 2, 1)]
    channels = 64
    for outputs in (64, 128, 256, 512):
        layers += _block(channels, outputs, 1 if outputs == channels else 2)
        layers += _block(outputs, outputs, 1)
        channels = outputs
    return [*layers, ("mean",), ("linear", 512, CLASSES)]


NETWORKS = {"alexnet": _alexnet(), "resnet": _resnet()}


def weights(name: str) -> list[Array]:
    """The weights at the start."""
    random = np.random.default_rng(5)
    made: list[Array] = []

    def normal(*shape: int) -> Array:
        scale = math.sqrt(2 / math.prod(shape[1:]))
        return random.standard_normal(shape, np.float32) * np.float32(scale)

    def walk(layers: Sequence[Layer]) -> None:
        for layer in layers:
            kind = layer[0]
            if kind == "conv":
                inputs, outputs, side, _, _, bias = layer[1:]
                made.append(normal(outputs, inputs, side, side))
                made.extend([np.zeros(outputs, np.float32)] * bias)
            elif kind == "linear":
                made.extend([normal(layer[2], layer[1]), np.zeros(layer[2], np.float32)])
            elif kind == "norm":
                made.extend([np.ones(layer[1], np.float32), np.zeros(layer[1], np.float32)])
            elif kind == "residual":
                walk(layer[1])
                walk(layer[2])

    walk(NETWORKS[name])
    return made


def flops(name: str, training: bool) -> float:
    """Of convolutions and dense layers, for one picture; training takes three times as many, but for the input."""
    total, first = 0.0, 0.0

    def walk(layers: Sequence[Layer], side: int) -> int:
        nonlocal total, first
        for layer in layers:
            kind = layer[0]
            if kind in ("conv", "pool"):
                size, stride, padding = layer[-4:-1] if kind == "conv" else layer[1:]
                side = (side + 2 * padding - size) // stride + 1
            if kind == "conv":
                total += 2.0 * layer[1] * layer[2] * layer[3] ** 2 * side**2
                first = first or total
            elif kind == "linear":
                total += 2.0 * layer[1] * layer[2]
            elif kind == "residual":
                walk(layer[2], side)
                side = walk(layer[1], side)
        return side

    walk(NETWORKS[name], SIDE)
    return 3 * total - first if training else total


# ------------------------------------------------------------------------------------------------
# The reference: each layer gives its value and a function from the value's gradient to that of its operand; what it
# finds out about weights it puts into a dictionary by their numbers.

Back = Callable[[Array], Array]


class Reference:
    """A network in float64."""

    def __init__(self, name: str) -> None:
        self.layers = NETWORKS[name]
        self.weights = [w.astype(np.float64) for w in weights(name)]
        self.gradients: dict[int, Array] = {}
        self.training = False
        self._next: Iterator[int] = iter(())

    def forward(self, x: Array, training: bool = False) -> tuple[Array, Back]:
        """Logits, and the way back."""
        self.training = training
        self.gradients = {}
        self._next = iter(range(len(self.weights)))
        return self._run(self.layers, x)

    def losses(self, batches: Sequence[dict[str, Array]]) -> Array:
        """Of steps of SGD."""
        found = []
        for batch in batches:
            logits, back = self.forward(batch["x"].astype(np.float64), True)
            logits = logits - logits.max(-1, keepdims=True)
            p = np.exp(logits)
            p /= p.sum(-1, keepdims=True)
            rows = np.arange(len(p))
            found.append(-np.log(p[rows, batch["t"]]).mean())
            p[rows, batch["t"]] -= 1
            back(p / len(p))
            for i, g in self.gradients.items():
                self.weights[i] -= LR * g
        return np.array(found)

    def _run(self, layers: Sequence[Layer], x: Array) -> tuple[Array, Back]:
        backs: list[Back] = []
        for kind, *rest in layers:
            x, back = getattr(self, f"_{kind}")(x, *rest)
            backs.append(back)

        def all_back(g: Array) -> Array:
            for back in reversed(backs):
                g = back(g)
            return g

        return x, all_back

    def _conv(self, x: Array, inputs: int, outputs: int, side: int, stride: int, padding: int,
              bias: bool) -> tuple[Array, Back]:  # fmt: skip
        number = next(self._next)
        shift = next(self._next) if bias else None
        w = self.weights[number]
        around = (padding, padding)
        padded = np.pad(x, ((0, 0), (0, 0), around, around))
        windows = np.lib.stride_tricks.sliding_window_view(padded, (side, side), (2, 3))
        windows = windows[:, :, ::stride, ::stride]
        y = np.tensordot(windows, w, ([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2)
        if shift is not None:
            y = y + self.weights[shift][:, None, None]

        def back(g: Array) -> Array:
            self.gradients[number] = np.tensordot(g, windows, ([0, 2, 3], [0, 2, 3]))
            if shift is not None:
                self.gradients[shift] = g.sum((0, 2, 3))
            moved = np.zeros_like(padded)
            h, v = g.shape[2:]
            for i in range(side):
                for j in range(side):
                    part = np.tensordot(g, w[:, :, i, j], ([1], [0])).transpose(0, 3, 1, 2)
                    moved[:, :, i : i + stride * h : stride, j : j + stride * v : stride] += part
            return moved[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]]

        return y, back

    def _pool(self, x: Array, side: int, stride: int, padding: int) -> tuple[Array, Back]:
        around = (padding, padding)
        padded = np.pad(x, ((0, 0), (0, 0), around, around), constant_values=-np.inf)
        windows = np.lib.stride_tricks.sliding_window_view(padded, (side, side), (2, 3))
        windows = windows[:, :, ::stride, ::stride]
        n, c, h, v = windows.shape[:4]
        flat = windows.reshape(n, c, h, v, side * side)
        where = flat.argmax(-1)
        y = np.take_along_axis(flat, where[..., None], -1)[..., 0]

        def back(g: Array) -> Array:
            moved = np.zeros(padded.shape)
            for i in range(side):
                for j in range(side):
                    part = np.where(where == i * side + j, g, 0)
                    moved[:, :, i : i + stride * h : stride, j : j + stride * v : stride] += part
            return moved[:, :, padding : padding + x.shape[2], padding : padding + x.shape[3]]

        return y, back

    def _norm(self, x: Array, channels: int) -> tuple[Array, Back]:
        scale, shift = next(self._next), next(self._next)
        w = self.weights[scale][:, None, None]
        mean, variance = np.zeros((1, channels, 1, 1)), np.ones((1, channels, 1, 1))
        if self.training:
            mean, variance = x.mean((0, 2, 3), keepdims=True), x.var((0, 2, 3), keepdims=True)
        deviation = np.sqrt(variance + EPSILON)
        normal = (x - mean) / deviation

        def back(g: Array) -> Array:
            self.gradients[scale] = (g * normal).sum((0, 2, 3))
            self.gradients[shift] = g.sum((0, 2, 3))
            g = g * w
            along = normal * (g * normal).mean((0, 2, 3), keepdims=True)
            return (g - g.mean((0, 2, 3), keepdims=True) - along) / deviation

        return normal * w + self.weights[shift][:, None, None], back

    def _linear(self, x: Array, inputs: int, outputs: int) -> tuple[Array, Back]:
        number, shift = next(self._next), next(self._next)
        w = self.weights[number]

        def back(g: Array) -> Array:
            self.gradients[number], self.gradients[shift] = g.T @ x, g.sum(0)
            return g @ w

        return x @ w.T + self.weights[shift], back

    def _relu(self, x: Array) -> tuple[Array, Back]:
        return np.maximum(x, 0), lambda g: g * (x > 0)

    def _flatten(self, x: Array) -> tuple[Array, Back]:
        return x.reshape(len(x), -1), lambda g: g.reshape(x.shape)

    def _mean(self, x: Array) -> tuple[Array, Back]:
        count = x.shape[2] * x.shape[3]
        return x.mean((2, 3)), lambda g: np.broadcast_to(g[..., None, None] / count, x.shape)

    def _residual(
        self, x: Array, branch: Sequence[Layer], shortcut: Sequence[Layer]
    ) -> tuple[Array, Back]:
        y, first = self._run(branch, x)
        z, second = self._run(shortcut, x)
        return y + z, lambda g: first(g) + second(g)
