"""Numbers and float64 references of recurrent networks: one layer, and a dense layer behind its last state."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.adam import Adam
from benchmarks.rows import LSTM

Array = NDArray[Any]


def weights(kind: str) -> list[Array]:
    """Of the inputs, the state, the shifts, and of the layer behind the last state: outputs first.

    An LSTM has gates i, f, g, o and one shift, a GRU r, z, n and two, beside the inputs and beside the state.
    """
    random = np.random.default_rng(10)
    inputs, width = LSTM["inputs"], LSTM["width"]
    rows = (4 if kind == "lstm" else 3) * width

    def uniform(*shape: int) -> Array:
        return (random.uniform(-1, 1, shape) / math.sqrt(width)).astype(np.float32)

    shifts = [uniform(rows) for _ in range(1 if kind == "lstm" else 2)]
    return [uniform(rows, inputs), uniform(rows, width), *shifts, uniform(10, width), uniform(10)]


def losses(kind: str, batches: list[dict[str, Array]]) -> Array:
    """Losses of the first Adam steps."""
    adam = Adam([w.astype(np.float64) for w in weights(kind)])
    step = _lstm if kind == "lstm" else _gru
    found = []
    for batch in batches:
        loss, gradients = step(adam.weights, batch["x"].astype(np.float64), batch["t"])
        found.append(loss)
        adam.move(gradients)
    return np.array(found)


def _sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def _entropy(logits: Array, t: Array) -> tuple[float, Array]:
    """The mean cross-entropy, and its gradient."""
    logits = logits - logits.max(-1, keepdims=True)
    p = np.exp(logits)
    p /= p.sum(-1, keepdims=True)
    rows = np.arange(len(p))
    loss = float(-np.log(p[rows, t]).mean())
    p[rows, t] -= 1
    return loss, p / len(p)


def _lstm(weights: list[Array], x: Array, t: Array) -> tuple[float, list[Array]]:
    """Loss and gradients: through time."""
    inside, state, shift, head, last = weights
    width = LSTM["width"]
    h = c = np.zeros((x.shape[1], width))
    saved = []
    for step in x:
        z = step @ inside.T + h @ state.T + shift
        i, f, o = (_sigmoid(z[:, n * width : (n + 1) * width]) for n in (0, 1, 3))
        g = np.tanh(z[:, 2 * width : 3 * width])
        before, c = (h, c), f * c + i * g
        h = o * np.tanh(c)
        saved.append((before, i, f, g, o, c))
    loss, p = _entropy(h @ head.T + last, t)
    found = [np.zeros_like(w) for w in weights]
    found[3], found[4] = p.T @ h, p.sum(0)
    by_h, by_c = p @ head, np.zeros_like(c)
    for step, ((h, c0), i, f, g, o, c) in zip(x[::-1], saved[::-1], strict=True):
        tanh = np.tanh(c)
        by_c = by_c + by_h * o * (1 - tanh**2)
        gates = (
            by_c * g * i * (1 - i),
            by_c * c0 * f * (1 - f),
            by_c * i * (1 - g**2),
            by_h * tanh * o * (1 - o),
        )
        z = np.concatenate(gates, 1)
        found[0] += z.T @ step
        found[1] += z.T @ h
        found[2] += z.sum(0)
        by_h, by_c = z @ state, by_c * f
    return loss, found


def _gru(weights: list[Array], x: Array, t: Array) -> tuple[float, list[Array]]:
    """Loss and gradients: through time."""
    inside, state, outer_shift, inner_shift, head, last = weights
    h = np.zeros((x.shape[1], LSTM["width"]))
    saved = []
    for step in x:
        outer = np.split(step @ inside.T + outer_shift, 3, 1)
        inner = np.split(h @ state.T + inner_shift, 3, 1)
        r, z = (_sigmoid(outer[i] + inner[i]) for i in (0, 1))
        n = np.tanh(outer[2] + r * inner[2])
        saved.append((h, r, z, n, inner[2]))
        h = (1 - z) * n + z * h
    loss, p = _entropy(h @ head.T + last, t)
    found = [np.zeros_like(w) for w in weights]
    found[4], found[5] = p.T @ h, p.sum(0)
    by_h = p @ head
    for step, (h, r, z, n, inner_n) in zip(x[::-1], saved[::-1], strict=True):
        by_n = by_h * (1 - z) * (1 - n**2)
        by_r, by_z = by_n * inner_n * r * (1 - r), by_h * (h - n) * z * (1 - z)
        outer = np.concatenate((by_r, by_z, by_n), 1)
        inner = np.concatenate((by_r, by_z, by_n * r), 1)
        found[0] += outer.T @ step
        found[1] += inner.T @ h
        found[2] += outer.sum(0)
        found[3] += inner.sum(0)
        by_h = inner @ state + by_h * z
    return loss, found
