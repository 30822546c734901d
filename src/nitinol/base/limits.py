"""What this process may use: processors and memory; and names that both cores share.

Apart from the native code, so that a warm start need not import it.
"""

from __future__ import annotations

import os

from . import config

MAX_THREADS = 255

# What the allocator counts, in this order.
STATISTICS = (
    "live_bytes",
    "peak_bytes",
    "cached_bytes",
    "mapped_bytes",
    "allocations",
    "releases",
    "mappings",
    "refusals",
)


def available_threads() -> int:
    """`NITINOL_NUM_THREADS`, or the processors that this process may use: its affinity and the
    quota of its container."""
    wanted = config.flag("NUM_THREADS", "")
    if wanted.isdigit() and int(wanted) > 0:
        return min(int(wanted), MAX_THREADS)
    count = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        count = len(os.sched_getaffinity(0))
    return max(1, min(count, MAX_THREADS, *_quotas()))


def _quotas() -> list[int]:
    """Processors that the container allows; empty where it does not say."""
    found = []
    folder = "/sys/fs/cgroup/"
    for names in (("cpu.max",), ("cpu/cpu.cfs_quota_us", "cpu/cpu.cfs_period_us")):
        try:
            words: list[str] = []
            for name in names:
                with open(folder + name, encoding="ascii") as file:  # noqa: PTH123
                    words += file.read().split()
            found.append(int(words[0]) // int(words[1]))
        except (OSError, ValueError, IndexError):
            continue  # no such file, or "max" or -1: no quota
    return [quota for quota in found if quota >= 0]


def system_memory() -> int:
    """Bytes of memory that this process may use: the machine's, or its container's quota."""
    total = 1 << 46
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        total = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    for name in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            with open(name, encoding="ascii") as file:  # noqa: PTH123  (pathlib costs 5 ms)
                text = file.read().strip()
        except OSError:
            continue
        if text.isdigit():
            total = min(total, int(text))
    return total
