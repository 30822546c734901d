"""Counts of what `build` did in this process, for reports and tests."""

from __future__ import annotations

_counts: dict[str, float] = {}
_by_kind: dict[str, int] = {}


def add(name: str, amount: float = 1) -> None:
    """Adds to one of the counters."""
    _counts[name] = _counts.get(name, 0) + amount


def compiled(kind: str) -> None:
    """Counts one compilation of a kind."""
    add("compiled")
    _by_kind[kind] = _by_kind.get(kind, 0) + 1


def statistics() -> dict[str, float]:
    """What this process did so far.

    Keys, all present from the start: `compiled` (modules that went through LLVM), `loaded` (found
    on disk), `stored` (written to disk), `rejected` (files on disk that failed a check and were
    removed), `seconds_emitting`, `seconds_compiling`, `seconds_linking`, `seconds_loading`.
    """
    names = ("compiled", "loaded", "stored", "rejected")
    result: dict[str, float] = {name: int(_counts.get(name, 0)) for name in names}
    for name in ("emitting", "compiling", "linking", "loading"):
        result["seconds_" + name] = _counts.get("seconds_" + name, 0.0)
    return result


def compiled_by_kind() -> dict[str, int]:
    """How many modules of each kind went through LLVM."""
    return dict(_by_kind)


def reset() -> None:
    """Sets every counter to zero."""
    _counts.clear()
    _by_kind.clear()
