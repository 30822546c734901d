"""A profile as a file in the trace-event format that Chrome and Perfetto read.

Complete events ("X") have a start and a duration in microseconds, and lie on the track of their thread; those that
lie within another are drawn below it, so a kernel's tasks on the calling thread are under the kernel. The format:
Google, "Trace Event Format", 2016.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..base.places import show_place

if TYPE_CHECKING:
    from .profile import Event


def write(path: Any, events: Sequence[Event]) -> None:
    """Write the file."""
    Path(path).write_text(json.dumps(trace(events)), encoding="utf-8")


def trace(events: Sequence[Event]) -> dict[str, Any]:
    """The content of the file."""
    process = os.getpid()
    start = min([e.start for e in events], default=0)
    names = {t.ident: t.name for t in threading.enumerate()}
    made: list[dict[str, Any]] = [
        {"ph": "M", "name": "process_name", "pid": process, "tid": 0, "args": {"name": "nitinol"}}
    ]
    tracks: dict[int, int] = {}
    workers = {e.thread: e.worker for e in events if e.worker}
    for e in events:
        track = tracks.get(e.thread)
        if track is None:
            # Small numbers: the format's are 32 bits wide.
            track = tracks[e.thread] = len(tracks) + 1
            name = names.get(e.thread) or f"thread {e.thread}"
            if e.thread in workers:
                name = f"worker {workers[e.thread]}"
            made.append(
                {"ph": "M", "name": "thread_name", "pid": process, "tid": track, "args": {"name": name}}
            )  # fmt: skip
        made.append({
            "ph": "X", "name": _name(e), "cat": e.kind, "pid": process, "tid": track,
            "ts": (e.start - start) / 1e3, "dur": (e.end - e.start) / 1e3, "args": _args(e),
        })  # fmt: skip
    return {"traceEvents": made, "displayTimeUnit": "ns"}


def _name(e: Event) -> str:
    return f"compile {e.program}" if e.kind == "compile" else e.name


def _args(e: Event) -> dict[str, Any]:
    """What a click on an event shows."""
    if e.kind == "task":
        return {"worker": e.worker}
    args: dict[str, Any] = {}
    kernel = e.kernel
    if kernel is not None:
        args["operations"] = ", ".join(kernel.names)
        args["size"] = "×".join([str(n) for n in kernel.shape])
        args["dtype"] = kernel.dtype
        args["tasks"] = e.tasks
        seconds = e.seconds
        # The work is the whole kernel's, so it is named at its last step.
        if kernel.steps[-1] == e.step or len(kernel.steps) < 2:
            for name, count, unit in (
                ("FLOPs", kernel.flops, "GFLOP/s"),
                ("bytes", kernel.nbytes, "GB/s"),
            ):
                if count is not None:
                    args[name] = count
                    if seconds:
                        args[unit] = round(count / seconds / 1e9, 3)
    if e.lines:
        args["lines"] = [show_place(p) for p in e.lines]
    if e.line is not None:
        args["called from"] = show_place(e.line)
    return args
