"""`python -m nitinol <command>`: reading the command line, and what the user sees of it.

Exit status: 0 done, 1 it failed (the reason is on standard error), 2 the command line is wrong, 130
stopped with Ctrl-C. Results go to standard output, progress and errors to standard error.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import cast

from ..base.errors import NitinolError
from . import bench, predict, train, tune

EPILOG = """examples:
  python -m nitinol train digits            train, test, write weights and a picture to runs/digits
  python -m nitinol train digits --resume   go on after Ctrl-C
  python -m nitinol predict seven.png       which digit is it?
  python -m nitinol bench                   how fast is this machine, and how near do kernels come?
  python -m nitinol tune                    which sizes of blocks suit this machine?
"""


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="python -m nitinol",
        description="nitinol: deep learning in pure Python.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = top.add_subparsers(dest="command", metavar="command", required=True)
    train.add_parser(commands)
    predict.add_parser(commands)
    bench.add_parser(commands)
    tune.add_parser(commands)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line (default: that of the process); returns the exit status."""
    options = parser().parse_args(arguments)
    run = cast(Callable[[argparse.Namespace], int], options.run)
    try:
        return run(options)
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has gone; there is nobody to tell
        return 1
    except (NitinolError, OSError) as error:
        print(f"nitinol: {error}", file=sys.stderr)
        return 1
