"""`paused`: Python's cyclic garbage collection waits while a program is traced and compiled.

A trace makes tens of thousands of objects that all live until it ends, and the collector goes
through them again and again, in vain: a seventh of the time.
"""

from __future__ import annotations

import gc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType


class _Paused:
    """A scope in which no collection starts; scopes nest."""

    __slots__ = ("_was",)

    def __enter__(self) -> None:
        self._was = gc.isenabled()
        gc.disable()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._was:
            gc.enable()


def paused() -> _Paused:
    """A scope without collections, in all threads; what they do is made up for afterwards.

    >>> import gc
    >>> with paused():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    return _Paused()
