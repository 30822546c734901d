"""The most memory that a training step holds at one time: `python -m benchmarks.peak FRAMEWORK ROW...`.

Prints a line of JSON: for each of these rows, bytes of arguments, parameters, state, gradients and everything between.

* nitinol says it without running: `jit(f).memory(...)["peak"]`. New values of state that are written over the old ones
  count once. Gradients that the step before has left go before there are new ones, and are not in it.
* PyTorch's allocator reports what it hands out and takes back (`profile_memory`), from which follows the peak above the
  memory at the start of a step; that is added to what lives at the start. What oneDNN allocates by itself is missing.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
from typing import Any

from benchmarks import inputs
from benchmarks.job import Job
from benchmarks.rows import rows


def of_nitinol(job: Job) -> int:
    """From a compiled function."""
    call = job.statements[0]
    given = call[call.index("(") + 1 : call.rindex(")")].split(", ")
    return int(job.names["function"].memory(*[job.names[n] for n in given])["peak"])


def of_torch(job: Job) -> int:
    """From a step that runs."""
    import torch

    def live() -> int:
        gc.collect()
        tensors = [x for x in gc.get_objects() if isinstance(x, torch.Tensor)]
        places = {x.untyped_storage().data_ptr(): x.untyped_storage().nbytes() for x in tensors}
        return sum(places.values())

    for _ in range(2):
        exec(job.statements[0], job.names)
    start = live()
    with torch.profiler.profile(profile_memory=True) as seen:
        exec(job.statements[0], job.names)
    events = [e for e in seen.profiler.kineto_results.events() if e.name() == "[memory]"]
    now = most = 0
    for event in sorted(events, key=lambda e: e.start_ns()):
        now += event.nbytes()
        most = max(most, now)
    return start + most


def main(framework: str, names: list[str]) -> None:
    """Measures and prints."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    module = importlib.import_module(f"benchmarks.frameworks.{framework}")
    found: dict[str, Any] = {}
    for row in rows():
        if row.name in names:
            job = module.FAMILIES[row.family](row, inputs.sets(row))[framework]
            found[row.name] = of_nitinol(job) if framework == "nitinol" else of_torch(job)
            del job
    print(json.dumps(found), file=out, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
