"""The one error of the native language.

`NativeError` is raised while a native function is checked, before any IR exists.  It carries the
file and the line of the Python source, shows that line, and says what was given and what was
wanted.  It is an author's error (somebody who writes native code), not a user's.
"""

from __future__ import annotations

from nitinol.base.errors import CompileError


class NativeError(CompileError):
    """A native function or struct breaks a rule of the language.

    Attributes: `filename`, `lineno` (1-based, of the Python source), `message` (without location).
    """

    def __init__(
        self, message: str, *, filename: str = "", lineno: int = 0, where: str = "", line: str = ""
    ) -> None:
        self.message = message
        self.filename = filename
        self.lineno = lineno
        location = f"{filename}:{lineno}: " if filename else ""
        inside = f"in {where}: " if where else ""
        shown = f"\n    {line.strip()}" if line.strip() else ""
        super().__init__(f"{location}{inside}{message}{shown}")
