"""First calls of the compiled MLP step in a fresh process: `python -m benchmarks.first_call jax`.

Prints a line of JSON: seconds of the first call, of the first calls with a second and a third batch
size, and how many compilations each of them made. Importing and making the model do not count.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import time

from benchmarks import inputs
from benchmarks.rows import MLP_BATCH


def main(framework: str) -> None:
    """Runs and prints."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
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
    main(sys.argv[1])
