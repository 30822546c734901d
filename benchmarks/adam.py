"""Adam in float64, for the references of rows that train."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
ADAM = {"lr": 1e-3, "b1": 0.9, "b2": 0.999, "eps": 1e-8}


class Adam:
    """Steps of Adam in float64."""

    def __init__(self, weights: list[Array]) -> None:
        self.weights = weights
        self.first = [np.zeros_like(w) for w in weights]
        self.second = [np.zeros_like(w) for w in weights]
        self.step = 0

    def move(self, gradients: list[Array]) -> None:
        """One step."""
        self.step += 1
        b1, b2 = ADAM["b1"], ADAM["b2"]
        for w, m, s, g in zip(self.weights, self.first, self.second, gradients, strict=True):
            m += (1 - b1) * (g - m)
            s += (1 - b2) * (g * g - s)
            scale = np.sqrt(s / (1 - b2**self.step)) + ADAM["eps"]
            w -= ADAM["lr"] * m / (1 - b1**self.step) / scale
