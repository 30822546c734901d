"""`python -m nitinol train digits`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any, Final

from ..core import set_num_threads
from ..train.digits import CHECKPOINT, PICTURE, WEIGHTS, Run, Settings
from ..train.progress import Progress
from ..train.report import finish

DEFAULTS: Final = Settings()


def at_least(least: int) -> Any:
    """An argparse type: an int of at least `least`."""

    def parse(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number") from None
        if value < least:
            raise argparse.ArgumentTypeError(f"it must be at least {least}, not {value}")
        return value

    return parse


def rate(text: str) -> float:
    """An argparse type: a positive, finite number."""
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
    if not 0 < value < float("inf"):
        raise argparse.ArgumentTypeError(f"it must be greater than 0, not {text}")
    return value


def add_parser(commands: Any) -> None:
    """Add this command to the command line."""
    command = commands.add_parser("train", help="train a model", description="Train a model.")
    jobs = command.add_subparsers(dest="job", metavar="job", required=True)
    digits = jobs.add_parser(
        "digits",
        help="learn handwritten digits",
        description="Train a small convolutional network on the UCI handwritten digits that come "
        "with nitinol (1437 pictures), test it on 360 others, and write its weights "
        f"({WEIGHTS}), a checkpoint ({CHECKPOINT}) and a picture of the run ({PICTURE}).",
    )
    add = digits.add_argument
    add("--epochs", type=at_least(1), default=DEFAULTS.epochs, metavar="N",
        help="how often every picture is seen (default: %(default)s)")  # fmt: skip
    add("--seed", type=at_least(0), default=DEFAULTS.seed, metavar="N",
        help="of everything random; the same seed gives the same result (default: %(default)s)")  # fmt: skip
    add("--batch", type=at_least(1), default=DEFAULTS.batch, metavar="N",
        help="pictures a step (default: %(default)s)")  # fmt: skip
    add("--lr", type=rate, default=DEFAULTS.lr, metavar="RATE",
        help="the highest learning rate (default: %(default)s)")  # fmt: skip
    add("--out", type=Path, default=Path("runs/digits"), metavar="FOLDER",
        help="where results are written (default: %(default)s)")  # fmt: skip
    add("--resume", action="store_true", help="go on from the checkpoint in FOLDER")
    add("--validate", action="store_true",
        help="hold 10 %% of the training pictures back and show how the model does on them")  # fmt: skip
    add("--threads", type=at_least(1), metavar="N", help="CPU threads (default: all allowed)")
    add("--quiet", action="store_true", help="print the result only")
    digits.set_defaults(run=train_digits)


def train_digits(options: argparse.Namespace) -> int:
    """Run the command."""
    settings = Settings(options.epochs, options.seed, options.batch, options.lr, options.validate)
    if options.threads is not None:
        set_num_threads(options.threads)
    folder: Path = options.out
    began = time.monotonic()
    run = Run.resume(folder, settings) if options.resume else Run(settings)
    folder.mkdir(parents=True, exist_ok=True)

    def say(text: str) -> None:
        if not options.quiet:
            print(text, file=sys.stderr, flush=True)

    first = len(run.history)
    say(
        f"training on {len(run.labels)} pictures, {settings.epochs} epochs of {run.steps} steps"
        + (f", going on after epoch {first}" if first else "")
    )
    try:
        _train(run, folder, options.quiet)
    except KeyboardInterrupt:
        done = len(run.history)
        if (folder / CHECKPOINT).exists() and done:
            say(
                f"\nstopped; epoch {done} of {settings.epochs} is kept in {folder / CHECKPOINT}; "
                "go on with the same command and --resume"
            )
        else:
            say("\nstopped before the first epoch was complete; nothing is kept")
        return 130
    seconds = time.monotonic() - began
    result = finish(run, folder, seconds)
    say(f"{seconds:.1f} s; wrote {folder / WEIGHTS} and {folder / PICTURE}")
    print(f"test accuracy {result.accuracy:.4f}", flush=True)
    return 0


def _train(run: Run, folder: Path, quiet: bool) -> None:
    total = run.settings.epochs * run.steps
    done = len(run.history)
    with Progress(total, start=done * run.steps) as progress:
        progress.visible = progress.visible and not quiet
        for number in range(done + 1, run.settings.epochs + 1):
            label = f"epoch {number}/{run.settings.epochs}"
            run.epoch(
                lambda loss, accuracy, label=label: progress.update(  # type: ignore[misc]
                    1, label=label, loss=loss, accuracy=accuracy
                )
            )
            run.save(folder)
