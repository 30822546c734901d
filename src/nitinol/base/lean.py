"""What every start needs of `threading` and `contextlib`, without importing them.

These two import `functools`, `collections`, `types` and `operator`: a tenth of the time that importing nitinol takes.
To a type checker `local` and `scope` are what they stand for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from contextlib import contextmanager as scope
    from threading import local
else:
    from _thread import _local as local

    class _Scope:
        __slots__ = ("_steps",)

        def __init__(self, steps):
            self._steps = steps

        def __enter__(self):
            return next(self._steps)

        def __exit__(self, kind, error, trace):
            if error is None:
                next(self._steps, None)
                return
            try:
                self._steps.throw(error)
            except BaseException as raised:
                if raised is not error:
                    raise

    def scope(function):
        """A generator with one `yield` as what `with` takes; an error of the block goes on after it.

        >>> @scope
        ... def loud():
        ...     print("begin")
        ...     try:
        ...         yield 1
        ...     finally:
        ...         print("end")
        >>> with loud() as x:
        ...     print(x)
        begin
        1
        end
        """

        def make(*args, **kwargs):
            return _Scope(function(*args, **kwargs))

        make.__name__ = function.__name__
        make.__doc__ = function.__doc__
        return make


__all__ = ["local", "scope"]
