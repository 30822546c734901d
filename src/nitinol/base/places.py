"""Places in the user's code: which line called, for messages.

A place is the code and the line of the innermost frame that is none of ours. It is kept as a pair, which costs
well under a microsecond; its text is read from the file when a message needs it.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType, FrameType, TracebackType
    from typing import TypeAlias

Place: TypeAlias = "tuple[CodeType, int]"

# The folder of our code.
OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep  # noqa: PTH120, PTH100
_CONTEXTS = os.sep + "contextlib.py"


def _is_ours(file: str) -> bool:
    """Whether code is of this package, or of the module that makes functions context managers."""
    return file.startswith(OURS) or file.endswith(_CONTEXTS)


def users_place(frame: FrameType | None = None) -> Place | None:
    """The place of the user's that is running, seen from a frame (by default the caller's); None if there is none."""
    if frame is None:
        frame = sys._getframe(1)
    while frame is not None:
        if not _is_ours(frame.f_code.co_filename):
            return frame.f_code, frame.f_lineno
        frame = frame.f_back
    return None


def raised_at(trace: TracebackType | None) -> Place | None:
    """The innermost place of the user's that an exception went through."""
    found = None
    while trace is not None:
        if not _is_ours(trace.tb_frame.f_code.co_filename):
            found = trace.tb_frame.f_code, trace.tb_lineno
        trace = trace.tb_next
    return found


def show_place(place: Place | None) -> str:
    """File, number and text of a line; "" for None."""
    if place is None:
        return ""
    import linecache  # only messages need it

    code, line = place
    source = linecache.getline(code.co_filename, line).strip()
    where = f"{code.co_filename}, line {line}, in {code.co_name}"
    return f"{where}: {source}" if source else where


def locate(error: BaseException, place: Place | None) -> None:
    """Add the place that is to blame to the message of an error, once."""
    if place is None or "\n  at " in str(error):
        return
    error.args = (f"{error}\n  at {show_place(place)}",)
