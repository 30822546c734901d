"""One framework in a process of its own: `python -m benchmarks.worker torch`.

Lines of JSON come in and go out:

    {"do": "prepare", "row": name}                         → {"errors": {variant: worst error or text}}
    {"do": "time", "variant": name, "seconds": s}          → {"samples": […]}
    {"do": "release"}                                      → {}
    {"do": "version"}                                      → {"version": text}

Whatever goes wrong comes back as {"failed": text}.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import sys
import traceback
from typing import Any

from benchmarks.job import Job
from benchmarks.rows import Row, rows


class Worker:
    """The state of the process: the jobs of the row that is being measured."""

    def __init__(self, framework: str) -> None:
        self.module = importlib.import_module(f"benchmarks.frameworks.{framework}")
        self.rows = {row.name: row for row in rows()}
        self.jobs: dict[str, Job] = {}

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """The reply to one request."""
        what = request["do"]
        if what == "prepare":
            return self.prepare(self.rows[request["row"]])
        if what == "time":
            return {"samples": self.jobs[request["variant"]].time(request["seconds"])}
        if what == "release":
            self.jobs.clear()
            gc.collect()
            return {}
        if what == "version":
            return {"version": self.module.version()}
        raise ValueError(f"unknown request {what!r}")

    def prepare(self, row: Row) -> dict[str, Any]:
        """Makes the jobs of a row and checks each against the reference."""
        from benchmarks import inputs

        self.jobs.clear()
        make = self.module.FAMILIES.get(row.family)
        if make is None:
            return {"errors": {}}
        given = inputs.sets(row)
        wanted = inputs.reference(row, given)
        self.jobs = make(row, given)
        errors: dict[str, Any] = {}
        for variant, job in list(self.jobs.items()):
            try:
                errors[variant] = worst_error(job.outputs(), wanted)
            except Exception as error:
                errors[variant] = f"{type(error).__name__}: {error}"[:300]
        return {"errors": errors}


def worst_error(outputs: list[Any], wanted: list[Any]) -> float:
    """The largest difference over the largest number of the reference."""
    import numpy as np

    worst = 0.0
    for got, want in zip(outputs, wanted, strict=True):
        got = np.asarray(got)
        if (
            got.ndim == 1 and got.size > want.size
        ):  # references of long vectors are of their beginning
            got = got[: want.size]
        if got.shape != want.shape:
            raise ValueError(f"the shape is {got.shape}, it must be {want.shape}")
        got64, want64 = got.astype(np.float64), want.astype(np.float64)
        difference = float(np.abs(got64 - want64).max())
        worst = max(worst, difference / max(float(np.abs(want64).max()), 1e-30))
    return worst


def main(framework: str) -> None:
    """Answers requests until standard input ends."""
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what frameworks print must not get between the replies
    worker = Worker(framework)
    for line in sys.stdin:
        try:
            reply = worker.answer(json.loads(line))
        except Exception as error:
            traceback.print_exc()
            reply = {"failed": f"{type(error).__name__}: {error}"[:300]}
        print(json.dumps(reply), file=replies, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
