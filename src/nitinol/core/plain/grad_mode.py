"""Whether operations are recorded on the tape: one switch per Python thread, on at first."""

from __future__ import annotations

import threading
from typing import Final


class _Mode(threading.local):
    enabled: bool = True


mode: Final = _Mode()


def grad_enabled() -> bool:
    """Whether this thread records operations."""
    return mode.enabled


def set_grad_enabled(enabled: bool) -> bool:
    """Switch recording in this thread on or off; returns what it was before."""
    before = mode.enabled
    mode.enabled = bool(enabled)
    return before
