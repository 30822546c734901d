"""`python -m nitinol tune`: finds out what suits this machine, and keeps it for all later programs."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from ..codegen import numerics
from ..codegen.tuning import Tuned
from ..exec.tuner import tune as measure
from ..templates.choices import CHOICES


def add_parser(commands: Any) -> None:
    """Add this command to the command line."""
    command = commands.add_parser(
        "tune",
        help="measure what suits this machine, for all later programs",
        description="Measure which ways to cut and pack products, convolutions and loops suit this machine, and keep "
        "those that win clearly in the cache folder. Results do not depend on them. It takes about a minute on a "
        "machine that does nothing else. ni.tune(function, *args) does the same for one program.",
    )
    command.add_argument(
        "--seconds", type=float, default=20.0, metavar="S",
        help="how long to measure, besides compiling (default: 20)",
    )  # fmt: skip
    command.add_argument("--show", action="store_true", help="only say what is chosen now")
    command.add_argument(
        "--forget",
        action="store_true",
        help="go back to what is usual, for single programs as well",
    )
    command.set_defaults(run=tune)


def tune(options: argparse.Namespace) -> int:
    """Run the command."""
    if options.forget:
        numerics.keep(Tuned())
        print("forgotten")
        return 0
    ratios: dict[tuple[str, int], float] = {}
    if options.show:
        found = dict(numerics.tuned().choices)
    else:
        print("measuring …", file=sys.stderr)
        result = measure(seconds=options.seconds)
        found, ratios = result["choices"], result["ratios"]
        print("what was measured, and its time over that of the usual:")
    for name, usual, others, about in CHOICES:
        tried = {value: ratios[name, value] for value in others if (name, value) in ratios}
        if tried or (options.show and name in found):
            print(f"{name} ({about}), usually {usual}")
        for value, ratio in tried.items():
            print(f"{value:12} {ratio:6.2f}")
        if name in found:
            print(f"  chosen: {found[name]}")
    if not found:
        print("chosen: what is usual")
    programs = len(numerics.tuned().programs)
    if programs:
        print(f"programs with choices of their own: {programs}")
    return 0
