"""`python -m nitinol tune`: finds out what suits this machine, and keeps it for all later programs."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from ..codegen import numerics
from ..exec.tuner import tune as measure


def add_parser(commands: Any) -> None:
    """Add this command to the command line."""
    command = commands.add_parser(
        "tune",
        help="measure what suits this machine, for all later programs",
        description="Measure which sizes of blocks suit this machine, and keep the choice in the cache folder. "
        "Results do not depend on it. It takes about half a minute on a machine that does nothing else.",
    )
    command.add_argument(
        "--seconds", type=float, default=20.0, metavar="S", help="how long to measure (default: 20)"
    )
    command.add_argument("--forget", action="store_true", help="go back to the usual choice")
    command.set_defaults(run=tune)


def tune(options: argparse.Namespace) -> int:
    """Run the command."""
    if options.forget:
        numerics.keep({})
        print("forgotten")
        return 0
    print("measuring …", file=sys.stderr)
    found = measure(seconds=options.seconds)
    print("block of the second-level cache, and time over that of the usual one:")
    for nbytes, ratio in found["ratios"].items():
        mark = "  chosen" if nbytes == found["l2_bytes"] else ""
        print(f"{nbytes >> 10:8} KB  {ratio:5.2f}{mark}")
    return 0
