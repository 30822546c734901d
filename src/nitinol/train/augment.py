"""Small random warps of pictures, as operations on tensors inside the compiled training step.

A warp is bilinear sampling along moved coordinates, written without any gather. The weight of row i
for a sampled height y is max(0, 1 − |y − i|), the same for columns; so the new picture is
Σ_i Σ_j wy[p, i] · wx[p, j] · x[i, j] for every point p: one small matrix product and one sum. What
is sampled outside is 0, paper.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..ops import abs, arange, cos, exp, matmul, maximum, sin, sum
from ..random import uniform

Tensor = Any


@dataclass(frozen=True)
class Strength:
    """How far a warp goes at most: points, radians, logarithms of factors, shear."""

    shift: float = 0.7
    turn: float = 0.2
    scale: float = 0.1
    shear: float = 0.1


def warp(
    x: Tensor, matrix: tuple[Tensor, Tensor, Tensor, Tensor], shift: tuple[Tensor, Tensor]
) -> Tensor:
    """Pictures (n, h, w) sampled at M·(p − middle) + middle + shift for every point p.

    `matrix` is (yy, yx, xy, xx) and `shift` (y, x), each of shape (n, 1, 1).
    """
    n, height, width = x.shape
    rows, columns = arange(height, dtype=x.dtype), arange(width, dtype=x.dtype)
    middle_y, middle_x = (height - 1) / 2, (width - 1) / 2
    y = (rows - middle_y).reshape((1, height, 1))
    x_ = (columns - middle_x).reshape((1, 1, width))
    yy, yx, xy, xx = matrix
    sampled_y = (yy * y + yx * x_ + shift[0] + middle_y).reshape((n, height * width, 1))
    sampled_x = (xy * y + xx * x_ + shift[1] + middle_x).reshape((n, height * width, 1))
    weight_y = maximum(1.0 - abs(sampled_y - rows), 0.0)
    weight_x = maximum(1.0 - abs(sampled_x - columns), 0.0)
    return sum(matmul(weight_y, x) * weight_x, axis=2).reshape((n, height, width))


def augmented(x: Tensor, strength: Strength) -> Tensor:
    """Each picture of (n, h, w) shifted, turned, scaled and sheared a little, at random."""
    n = x.shape[0]
    draws = uniform((6, n, 1, 1), -1.0, 1.0)
    turn, shear = draws[0] * strength.turn, draws[1] * strength.shear
    tall, wide = exp(draws[2] * strength.scale), exp(draws[3] * strength.scale)
    c, s = cos(turn), sin(turn)
    matrix = (tall * c, tall * s, wide * shear - wide * s, wide * c)
    return warp(x, matrix, (draws[4] * strength.shift, draws[5] * strength.shift))
