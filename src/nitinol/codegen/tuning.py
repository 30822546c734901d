"""What a tuner found out about this machine: choices that change no bits.

A target says what is typical of a class of machines (`llvm.target`), so that equal targets get equal code. A machine
may be better off with another value: `exec.tuner` measures, and what it found lies in the cache folder, one entry for
each processor model and target. It is read when the first program of a process is compiled, and becomes part of
the target, and with it of every key.

Only fields that no result depends on are chosen. There is one today:

| field | decides |
|---|---|
| `l2_bytes` | how many columns of B a task packs at a time; whether a loop runs by blocks of rows |
"""

from __future__ import annotations

from ..llvm import cache
from ..llvm.target import Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

FIELDS: Final = ("l2_bytes",)


def _processor() -> bytes:
    """The text that names the processor; empty where the system does not tell."""
    try:
        with open("/proc/cpuinfo", "rb", buffering=0) as file:  # noqa: PTH123 - part of every start
            text = file.read(2048)
    except OSError:
        return b""
    return b"\n".join(
        line for line in text.splitlines() if line.startswith((b"model name", b"CPU part"))
    )[:200]


def _key(target: Target) -> bytes:
    return cache.entry_key("tuned", _processor().decode("ascii", "replace"), target)


def stored(target: Target) -> dict[str, int]:
    """The choices for a target on this machine; none where it has not been tuned."""
    found = cache.fetch(_key(target))
    return {} if found is None else decoded(found.content)


def decoded(content: bytes) -> dict[str, int]:
    """The choices that an entry names: positive numbers of known fields; others are left out."""
    import json  # late: this module is part of every start

    try:
        given = json.loads(content)
    except ValueError:
        return {}
    if not isinstance(given, dict):
        return {}
    return {n: x for n, x in given.items() if n in FIELDS and type(x) is int and x > 0}


def store(target: Target, choices: Mapping[str, int]) -> bool:
    """Keep the choices for a target on this machine; False where nothing can be kept. None at all: forget them."""
    import json

    if not choices:
        cache.remove(_key(target))
        return True
    return cache.store(_key(target), json.dumps(dict(choices)).encode()) is not None
