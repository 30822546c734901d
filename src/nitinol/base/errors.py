"""The exceptions that users see.

Each is also the built-in exception that a Python programmer expects, so `except ValueError`
keeps working. A message says what was given, what was wanted and what to write instead.
"""

from __future__ import annotations


class NitinolError(Exception):
    """Base of all errors that nitinol raises on purpose."""


class ShapeError(NitinolError, ValueError):
    """Shapes or axes do not fit together."""


class DTypeError(NitinolError, TypeError):
    """A dtype is not accepted by an operation, or a conversion would lose values silently."""


class IndexRangeError(NitinolError, IndexError):
    """An index points outside its axis."""


class GradientError(NitinolError, RuntimeError):
    """A derivative was asked for that does not exist or whose history is gone."""


class TracerError(NitinolError, TypeError):
    """A traced value was used where Python needs a concrete one."""

    size: object = None  # the open size that was asked for its number, if it was one


class OpenSizeError(TracerError):
    """An operation needs a size that is open in the program: it is traced anew with that axis closed."""


class CompileError(NitinolError, RuntimeError):
    """The compiler could not produce code; this is a bug of nitinol, not of the user."""


class UnsupportedError(NitinolError, NotImplementedError):
    """Something is not available on this system or for these arguments."""
