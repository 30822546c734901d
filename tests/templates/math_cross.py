"""Run as a program: compiles every function of `Math` for the target named, prints undefined symbols.

A program of its own, since LLVM ends the process on what it cannot lower.
"""

from __future__ import annotations

import sys

from math_harness import write
from math_table import every_case

from nitinol.llvm.compile import compile_object
from nitinol.llvm.target import named


def main(name: str, path: str) -> None:
    target = named(name)
    for lanes in (1, 4):
        text = write(every_case(), target, lanes)
        with open(f"{path}.{lanes}", "wb") as file:  # noqa: PTH123
            file.write(compile_object(text, target))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
