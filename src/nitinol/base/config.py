"""Settings read from the environment, all in one place.

| variable | meaning | default |
|---|---|---|
| `NITINOL_NATIVE` | `0` chooses the plain-Python core instead of the emitted one | `1` |
| `NITINOL_CACHE_DIR` | where compiled code is kept | the user's cache folder |
| `NITINOL_CACHE_SIZE` | megabytes that the cache may hold | `512` |
| `NITINOL_TARGET` | a CPU level to compile for, such as `x86-64-v3` | the host's |
| `NITINOL_NUMERICS` | `default`, `portable` or `fast`: how exact sums are (`codegen.numerics`) | `default` |
| `NITINOL_NUM_THREADS` | threads of the pool | affinity and container quota |
| `NITINOL_DEBUG` | comma-separated: `passes`, `ir`, `asm`, `verify` | empty |
"""

from __future__ import annotations

import os


def flag(name: str, default: str) -> str:
    """The value of environment variable `NITINOL_<name>`, or `default`."""
    return os.environ.get("NITINOL_" + name, default)


def native_wanted() -> bool:
    """Whether the emitted tensor core was asked for (it is, unless `NITINOL_NATIVE=0`)."""
    return flag("NATIVE", "1") != "0"


def debug(topic: str) -> bool:
    """Whether `topic` is named in `NITINOL_DEBUG`."""
    return topic in flag("DEBUG", "").split(",")
