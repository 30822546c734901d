"""`ni.memory`: what the allocator of tensors holds.

>>> import nitinol as ni
>>> sorted(ni.memory.stats())[:2]
['allocations', 'cached_bytes']
"""

from __future__ import annotations

from ..core import memory_reset_peak, memory_statistics, memory_trim


def stats() -> dict[str, int]:
    """Bytes and counts of the allocator.

    `live_bytes` in use, `peak_bytes` the most of them since the last `reset_peak`, `cached_bytes` kept for
    the next tensors, `mapped_bytes` taken from the system; `allocations` and `releases` of tensors' memory,
    `mappings` of memory from the system, `refusals` for lack of it.
    """
    return memory_statistics()


def reset_peak() -> None:
    """Have `peak_bytes` begin anew, with what is in use now.

    >>> import nitinol as ni
    >>> ni.memory.reset_peak()
    >>> before = ni.memory.stats()["live_bytes"]
    >>> y = ni.zeros((1024, 1024)) + 1.0
    >>> ni.memory.stats()["peak_bytes"] - before >= y.nbytes
    True
    """
    memory_reset_peak()


def trim() -> int:
    """Give cached memory back to the system; the number of bytes."""
    return memory_trim()


__all__ = ["reset_peak", "stats", "trim"]
