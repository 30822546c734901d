"""`ni.memory`: what the allocator of tensors holds.

>>> import nitinol as ni
>>> sorted(ni.memory.stats())[:2]
['allocations', 'cached_bytes']
"""

from __future__ import annotations

from ..core import memory_statistics, memory_trim


def stats() -> dict[str, int]:
    """Bytes and counts of the allocator.

    `live_bytes` in use, `peak_bytes` the most of them so far, `cached_bytes` kept for the next tensors,
    `mapped_bytes` taken from the system; `allocations` and `releases` of tensors' memory, `mappings` of
    memory from the system, `refusals` for lack of it.
    """
    return memory_statistics()


def trim() -> int:
    """Give cached memory back to the system; the number of bytes."""
    return memory_trim()


__all__ = ["stats", "trim"]
