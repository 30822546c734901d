"""Prints how many kernels the tests compiled: `python tools/kernel_counts.py FOLDER`.

Every test process leaves a small file there (see `tests/conftest.py`); this adds them up by run.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path


def totals(folder: Path) -> dict[str, Counter[str]]:
    """Counts of every run, over its processes: {run: {"compiled": …, "loaded": …, kind: …}}."""
    runs: dict[str, Counter[str]] = {}
    for file in sorted(folder.glob("*.json")):
        content = json.loads(file.read_text())
        runs.setdefault(content["run"], Counter()).update(content["counts"])
    return runs


def main(folder: Path) -> int:
    """Prints the table; fails when nothing was compiled or loaded, for then nothing was tested."""
    runs = totals(folder)
    print("\nkernels, by run of the tests")
    for run, counts in runs.items():
        kinds = ", ".join(
            f"{number} {kind[5:]}"
            for kind, number in sorted(counts.items())
            if kind.startswith("kind:")
        )
        print(
            f"  {run:<14}{counts['compiled']:>6} compiled, {counts['loaded']:>6} loaded from the cache"
            + (f"  ({kinds})" if kinds else "")
        )
    total = sum(counts["compiled"] for counts in runs.values())
    print(f"{total} kernels compiled in all")
    return 0 if any(c["compiled"] + c["loaded"] for c in runs.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
