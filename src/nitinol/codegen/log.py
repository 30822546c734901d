"""What `NITINOL_DEBUG=passes` prints."""

from __future__ import annotations

import sys
from time import perf_counter

from ..base import config


class Log:
    """Prints passes when asked to."""

    def __init__(self, name: str) -> None:
        self.on = config.debug("passes")
        self.name = name
        self.start = perf_counter()

    def done(self, name: str, text: str = "") -> None:
        if self.on:
            now = perf_counter()
            print(f"; {self.name}: {name} {1e3 * (now - self.start):.2f} ms", file=sys.stderr)
            if text:
                print(text, file=sys.stderr)
            self.start = perf_counter()
