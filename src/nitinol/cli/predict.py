"""`python -m nitinol predict FILE.png`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any, Final

from ..base.errors import NitinolError
from ..io import read_png
from ..train.digits import WEIGHTS, load_model, probabilities
from ..train.picture import to_digit
from ..train.progress import bar

SHADES: Final = " ░▒▓█"


def add_parser(commands: Any) -> None:
    """Add this command to the command line."""
    command = commands.add_parser(
        "predict",
        help="say which digit a picture shows",
        description="Say which digit a PNG picture shows: of any size and colour, dark on light "
        "or light on dark, with one digit on a plain background.",
    )
    command.add_argument("file", type=Path, metavar="FILE.png", help="the picture")
    command.add_argument("--weights", type=Path, default=Path("runs/digits") / WEIGHTS,
        metavar="FILE", help="weights of a trained network (default: %(default)s)")  # fmt: skip
    command.add_argument("--show", action="store_true",
        help="also print the 8×8 points that the network is given")  # fmt: skip
    command.set_defaults(run=predict)


class MissingWeightsError(NitinolError, FileNotFoundError):
    """There is no trained network yet."""


def predict(options: argparse.Namespace) -> int:
    """Run the command."""
    if not options.weights.exists():
        raise MissingWeightsError(
            f"there are no weights {options.weights}; make them with "
            "`python -m nitinol train digits`, or name others with --weights"
        )
    digit = to_digit(read_png(options.file))
    chances = probabilities(load_model(options.weights), digit)
    best = max(range(len(chances)), key=chances.__getitem__)
    fine = (sys.stdout.encoding or "").lower().startswith("utf")
    if options.show:
        print(points(digit, fine))
    print(f"{best}  (probability {chances[best]:.4f})")
    for value, chance in enumerate(chances):
        print(f"  {value}  {chance:.4f}  {bar(chance, 30, fine).rstrip()}".rstrip())
    return 0


def points(digit: bytes, fine: bool = True) -> str:
    """An 8×8 picture as text, two characters a point.

    >>> print(points(bytes([0, 16] + [0] * 62)).splitlines()[0] + "|")
      ██            |
    """
    shades = SHADES if fine else " .:*#"
    rows = (digit[i : i + 8] for i in range(0, len(digit), 8))
    return "\n".join("".join(shades[(v + 3) // 4] * 2 for v in row) for row in rows)
