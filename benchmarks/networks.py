"""What derivatives cost on whole networks, compiled: `python -m benchmarks.networks NAME...`.

Prints a line of JSON: samples of each row of the families `reverse` and `checkpoint` that is named.
All compare nitinol with itself, in one process, in turn: a sample is the ratio of two times that
were taken one after the other, or of two numbers of bytes.

* reverse-NETWORK: loss and gradients of all parameters, over the loss alone.
* checkpoint-time, checkpoint-memory: loss and gradients of the GPT with a checkpoint around each
  layer, over those without: the time, and what `jit(f).memory` says is needed at the most.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

import nitinol as ni
from benchmarks.frameworks.nitinol import cnn_model, mlp_model
from benchmarks.inputs import mlp_batch
from benchmarks.models import Recurrent, Transformer, loss
from benchmarks.rows import CNN_BATCH, CNN_CHANNELS, CNN_SIDE, GPT, LSTM, MLP_BATCH, NETWORKS
from nitinol import nn
from nitinol.train.digits import DigitNet

Call = Callable[[], Any]


def tokens() -> tuple[Any, Any]:
    """A batch for the GPT."""
    random = np.random.default_rng(3)
    shape = (2, GPT["batch"], GPT["length"])
    x, t = random.integers(0, GPT["tokens"], shape)
    return ni.tensor(x), ni.tensor(t)


def network(name: str) -> tuple[nn.Module, Any, Any]:
    """A network of this name, a batch, and its labels."""
    random = np.random.default_rng(4)

    def pictures(*shape: int) -> tuple[Any, Any]:
        x = random.standard_normal(shape).astype(np.float32)
        return ni.tensor(x), ni.tensor(random.integers(0, 10, shape[0]))

    if name == "mlp":
        batch = mlp_batch(MLP_BATCH, 0)
        return mlp_model(), ni.tensor(batch["x"]), ni.tensor(batch["t"])
    if name == "cnn":
        return cnn_model(), *pictures(CNN_BATCH, CNN_CHANNELS[0], CNN_SIDE, CNN_SIDE)
    if name == "digits":
        return DigitNet(), *pictures(64, 1, 8, 8)
    if name == "lstm":
        x, t = pictures(LSTM["batch"], LSTM["length"], LSTM["inputs"])
        return Recurrent(), ni.swapaxes(x, 0, 1) + 0.0, t
    return Transformer(), *tokens()


def alone(*given: Any) -> Call:
    """A call of the loss, compiled."""
    f = ni.jit(loss)
    return lambda: f(*given)


def with_gradients(*given: Any) -> Call:
    """A call of loss and gradients, compiled."""
    f = ni.jit(ni.value_and_grad(loss))
    return lambda: f(*given)


def ratios(first: Call, second: Call, rounds: int, seconds: float) -> list[float]:
    """Times of the first over times of the second, taken in turn."""
    calls = (first, second)
    for call in (*calls, *calls):
        call()  # compiled, and memory faulted in

    def once(call: Call) -> float:
        start = time.perf_counter()
        call()
        return time.perf_counter() - start

    count = max(1, round(seconds / (once(first) + once(second))))
    found = []
    for _ in range(rounds):
        best = [
            min(pair)
            for pair in zip(*[[once(c) for c in calls] for _ in range(count)], strict=True)
        ]
        found.append(best[0] / best[1])
    return found


def checkpoint(rounds: int, seconds: float) -> dict[str, list[float]]:
    """Ratios of times, and the ratio of peaks."""
    x, t = tokens()
    peaks, calls = [], []
    for wrap in (ni.checkpoint, lambda layer: layer):
        model = Transformer(wrap)
        peaks.append(ni.jit(ni.value_and_grad(loss)).memory(model, x, t)["peak"])
        calls.append(with_gradients(model, x, t))
    return {
        "checkpoint-time": ratios(calls[0], calls[1], rounds, seconds),
        "checkpoint-memory": [peaks[0] / peaks[1]],
    }


def measured(names: list[str], rounds: int, seconds: float) -> dict[str, list[float]]:
    """Samples of the rows of these names."""
    found: dict[str, list[float]] = {}
    for name in NETWORKS:
        if f"reverse-{name}" in names:
            x = network(name)
            found[f"reverse-{name}"] = ratios(with_gradients(*x), alone(*x), rounds, seconds)
    if "checkpoint-time" in names or "checkpoint-memory" in names:
        found.update(checkpoint(rounds, seconds))
    return found


def main(names: list[str]) -> None:
    """Measures and prints; `--quick` among the names is for seeing that everything works."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    with ni.no_grad():  # parameters are differentiated by `grad`; calls are not recorded on a tape
        found = measured(names, *((1, 0.05) if "--quick" in names else (9, 2.0)))
    print(json.dumps(found), file=out, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
