"""Numbers and float64 references of rows that train or differentiate: recurrent layers, Adam, folds, a dense layer."""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.adam import Adam
from benchmarks.pictures import SIDE, Reference
from benchmarks.recurrent import losses
from benchmarks.rows import LSTM, Row

Array = NDArray[Any]
STRIDE = 997  # of the numbers compared where there are very many
STEPS = 3  # training steps whose losses are compared
FAMILIES = ("picture", "lstm", "gru", "fold_gradient", "adam", "linear_gelu")


def sets(row: Row) -> list[dict[str, Array]]:
    """The inputs of a row of `FAMILIES`."""
    random = np.random.default_rng(8)

    def normal(*shape: int) -> Array:
        return random.standard_normal(shape, np.float32)

    p = row.parameters
    if row.family == "picture":
        n = p["batch"]
        made = [{"x": normal(n, 3, SIDE, SIDE), "t": random.integers(0, 1000, n)} for _ in range(2)]
        return made if p["training"] else [{"x": one["x"]} for one in made]
    if row.family in ("lstm", "gru"):
        shape = (LSTM["length"], LSTM["batch"], LSTM["inputs"])
        return [{"x": normal(*shape), "t": random.integers(0, 10, shape[1])} for _ in range(4)]
    if row.family == "adam":
        return [{"g": normal(p["count"], p["size"])} for _ in range(2)]
    if row.family == "linear_gelu":
        m, n, k = p["m"], p["n"], p["k"]
        return [
            {"x": normal(m, k), "w": normal(n, k) / math.sqrt(k), "b": normal(n)} for _ in range(2)
        ]
    rows, width = p["rows"], p["width"]
    if p["what"] == "cross-entropy":
        return [{"x": normal(rows, width), "t": random.integers(0, width, rows)} for _ in range(2)]
    given = [{"x": normal(rows, width), "g": normal(rows, width)} for _ in range(2)]
    if p["what"] == "layer-norm":
        return [{**one, "w": normal(width), "b": normal(width)} for one in given]
    return given


def reference(row: Row, inputs: list[dict[str, Array]]) -> list[Array]:
    """What the outputs of the first set must be (of training: the losses of the first steps)."""
    one = {
        name: a.astype(np.float64) if a.dtype == np.float32 else a for name, a in inputs[0].items()
    }
    if row.family == "picture":
        name = row.parameters["network"]
        if row.parameters["training"]:
            return [kept(row.name, lambda: Reference(name).losses(inputs[:2]))]
        return [Reference(name).forward(one["x"])[0]]
    if row.family in ("lstm", "gru"):
        return [kept(row.name, lambda: losses(row.family, inputs[:STEPS]))]
    if row.family == "adam":
        return [adam_values(row, [x["g"] for x in (*inputs, *inputs)[:STEPS]])]
    if row.family == "linear_gelu":
        y = one["x"] @ one["w"].T + one["b"]
        erf = np.vectorize(math.erf, otypes=[np.float64])
        rows = slice(0, None, 64)  # some of them
        return [(y * 0.5 * (1 + erf(y / math.sqrt(2))))[rows]]
    return [fold_gradient(row.parameters["what"], **one)]


def kept(name: str, compute: Callable[[], Array]) -> Array:
    """What takes a minute is computed by one process, and by the others read, as long as these files do not change."""
    folder = Path(__file__).parent
    digest = blake2b(digest_size=8)
    for file in ("steps.py", "recurrent.py", "transformers.py", "pictures.py", "rows.py"):
        digest.update((folder / file).read_bytes())
    place = folder.parent / ".bench" / f"{name}-{digest.hexdigest()}.npy"
    if not place.exists():
        place.parent.mkdir(exist_ok=True)
        part = place.with_suffix(f".{os.getpid()}.npy")
        np.save(part, compute())
        part.replace(place)
    found: Array = np.load(place)
    return found


def fold_gradient(what: str, x: Array, **more: Array) -> Array:
    """The gradient by x: of Σ y·g for softmax and layer norm, of the mean of the losses for cross-entropy."""
    e = np.exp(x - x.max(-1, keepdims=True))
    p = e / e.sum(-1, keepdims=True)
    if what == "cross-entropy":
        p[np.arange(len(p)), more["t"]] -= 1
        return p / len(p)
    g = more["g"]
    if what == "softmax":
        return p * (g - (p * g).sum(-1, keepdims=True))
    deviation = np.sqrt(x.var(-1, keepdims=True) + 1e-5)
    normal = (x - x.mean(-1, keepdims=True)) / deviation
    g = g * more["w"]
    along = normal * (g * normal).mean(-1, keepdims=True)
    return (g - g.mean(-1, keepdims=True) - along) / deviation


def adam_start(row: Row) -> Array:
    """The tensors that Adam moves, one a row."""
    shape = (row.parameters["count"], row.parameters["size"])
    return np.random.default_rng(9).standard_normal(shape, np.float32)


def adam_values(row: Row, gradients: list[Array]) -> Array:
    """Some of the numbers after a step for each of the gradients."""
    adam = Adam([adam_start(row)[:, ::STRIDE].astype(np.float64)])
    for g in gradients:
        adam.move([g[:, ::STRIDE].astype(np.float64)])
    return adam.weights[0]
