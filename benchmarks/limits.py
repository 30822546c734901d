"""What the machine can do at best (`nitinol.exec.machine`), and what it is."""

from __future__ import annotations

import os
import platform
from pathlib import Path

from nitinol.exec.machine import Limits, measure

__all__ = ["Limits", "cpu_name", "measure", "processors"]


def cpu_name() -> str:
    """The processor's name, as the system tells it."""
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
