"""What the machine can do at best, and what it is: `nitinol.exec.machine`."""

from __future__ import annotations

from nitinol.exec.machine import Limits, cpu_name, measure, processors

__all__ = ["Limits", "cpu_name", "measure", "processors"]
