"""First calls of the compiled MLP step in a fresh process: `python -m benchmarks.first_call jax`.

Prints a line of JSON: seconds of the first call, of the first calls with a second and a third batch
size, and how many compilations each of them made. Importing and making the model do not count.

`python -m benchmarks.first_call nitinol 12` does the same for a training step of a GPT of so many layers: the
seconds of its first call.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time

import numpy as np

from benchmarks import inputs
from benchmarks.rows import GPT, MLP_BATCH


def gpt(framework: str, layers: int) -> float:
    """Seconds of the first training step of a GPT."""
    step, array = importlib.import_module(f"benchmarks.frameworks.{framework}").gpt_first(layers)
    random = np.random.default_rng(3)
    x, t = random.integers(0, GPT["tokens"], (2, GPT["batch"], GPT["length"]))
    given = array(x), array(t)
    start = time.perf_counter()
    step(*given)
    return time.perf_counter() - start


def main(framework: str, layers: int = 0) -> None:
    """Runs and prints."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    if layers:
        print(json.dumps({"seconds": [gpt(framework, layers)]}), file=out, flush=True)
        return
    module = importlib.import_module(f"benchmarks.frameworks.{framework}")
    step, array, compilations = module.first()
    seconds, compiled = [], []
    for size in (MLP_BATCH, MLP_BATCH // 2, 96):
        batch = {name: array(value) for name, value in inputs.mlp_batch(size, size).items()}
        before = compilations()
        start = time.perf_counter()
        step(**batch)
        seconds.append(time.perf_counter() - start)
        compiled.append(compilations() - before)
    print(json.dumps({"seconds": seconds, "compilations": compiled}), file=out, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
