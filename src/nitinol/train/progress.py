"""A progress bar for terminals; silent where nobody watches.

The bar is one line that is drawn again in place, at most `RATE` times a second, so that it costs
nothing beside the work. When the stream is no terminal (a log file, a pipe, a test), nothing is
written at all.
"""

from __future__ import annotations

import shutil
import sys
import time
from types import TracebackType
from typing import Final, TextIO

RATE: Final = 20.0
EIGHTHS: Final = " ▏▎▍▌▋▊▉"


def bar(part: float, width: int, fine: bool = True) -> str:
    """A bar of `width` characters of which `part` (0…1) is filled.

    >>> bar(0.5, 8), bar(0.5, 8, fine=False)
    ('████    ', '####----')
    """
    part = min(max(part, 0.0), 1.0)
    if not fine:
        full = int(part * width)
        return "#" * full + "-" * (width - full)
    full, eighth = divmod(int(part * width * 8), 8)
    return ("█" * full + (EIGHTHS[eighth] if full < width else "")).ljust(width)[:width]


def clock(seconds: float) -> str:
    """Minutes and seconds.

    >>> clock(75), clock(3700)
    ('1:15', '1:01:40')
    """
    minutes, second = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{second:02}" if hours else f"{minutes}:{second:02}"


class Progress:
    """Shows how far a work of `total` steps has come; use it in a `with`.

    >>> with Progress(3, "epoch 1", stream=sys.stdout) as progress:
    ...     progress.update(1, loss=2.3)
    """

    def __init__(
        self, total: int, label: str = "", stream: TextIO | None = None, start: int = 0
    ) -> None:
        self.total = total
        self.label = label
        self.done = start
        self.fields: dict[str, float] = {}
        self._stream = sys.stderr if stream is None else stream
        self._first = start
        self._began = time.monotonic()
        self._drawn = 0.0
        self._length = 0
        encoding = (getattr(self._stream, "encoding", None) or "ascii").lower()
        self._fine = encoding.replace("-", "").startswith("utf")
        self.visible = self._stream.isatty()

    def update(self, steps: int = 1, label: str | None = None, **fields: float) -> None:
        """Count `steps` more and show `fields` behind the bar."""
        self.done += steps
        if label is not None:
            self.label = label
        self.fields.update(fields)
        now = time.monotonic()
        if self.visible and (now - self._drawn >= 1 / RATE or self.done >= self.total):
            self._drawn = now
            self._draw(now)

    def line(self, now: float) -> str:
        """The line as it is drawn at `now`."""
        elapsed = now - self._began
        numbers = "  ".join(f"{name} {value:.4f}" for name, value in self.fields.items())
        new = self.done - self._first
        left = elapsed * (self.total - self.done) / new if new > 0 else 0.0
        times = (
            f"{clock(elapsed)} · {clock(left)} left" if self.done < self.total else clock(elapsed)
        )
        if not self._fine:
            times = times.replace("·", "-")
        rest = f"{self.label:<12} "
        tail = f" {numbers}  {times}"
        columns = shutil.get_terminal_size().columns
        room = max(5, min(40, columns - len(rest) - len(tail) - 3))
        edge = "▕{}▏" if self._fine else "[{}]"
        whole = rest + edge.format(bar(self.done / max(self.total, 1), room, self._fine)) + tail
        return whole[: max(columns - 1, 1)]

    def _draw(self, now: float) -> None:
        text = self.line(now)
        self._stream.write("\r" + text.ljust(self._length))
        self._stream.flush()
        self._length = len(text)

    def close(self) -> None:
        """End the line, so that what is printed next begins a new one."""
        if self.visible and self._length:
            self._draw(time.monotonic())
            self._stream.write("\n")
            self._stream.flush()
            self._length = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
