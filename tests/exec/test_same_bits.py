"""Eager mode and compiled functions give the same bits: no fold depends on what is fused with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import nitinol as ni

F = ni.nn.functional
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "fold of a dear body": lambda x: ni.sum(ni.tanh(x) * ni.exp(x) * ni.erf(x), 1),
    "fold of all": lambda x: ni.sum(ni.tanh(x) * ni.exp(x)),
    "two folds of one pass": lambda x: ni.sum(x, 1) + ni.sum(ni.exp(x) * x, 1),
    "columns and what follows": lambda x: x - ni.mean(x, 0),
    "batch norm": lambda x: (x - ni.mean(x, 0)) / ni.sqrt(ni.var(x, 0) + 1e-5),
    "softmax": lambda x: ni.softmax(x * 2.0, 1),
    "softmax of columns": lambda x: ni.softmax(x * 2.0, 0),
    "layer norm": lambda x: F.layer_norm(ni.tanh(x), x.shape[-1:]),
    "logsumexp": lambda x: ni.logsumexp(ni.sin(x) * 3.0, 1),
    "beside wider elements": lambda x: ni.sum(x, 1) + ni.sum(x.astype(ni.float64) * 3.0, 1),
    "beside places": lambda x: ni.sum(ni.exp(x), 1) * ni.argmax(x, 1),
    "cosine similarity": lambda x: F.cosine_similarity(x, ni.roll(x, 1, 0)),
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("shape", [(300, 300), (7, 70)])
def test_compiled_functions_give_the_bits_of_eager_mode(name: str, shape: tuple[int, int]) -> None:
    f = FUNCTIONS[name]
    x = ni.tensor(np.random.default_rng(5).standard_normal(shape).astype(np.float32))
    assert ni.jit(f)(x).numpy().tobytes() == f(x).numpy().tobytes()
