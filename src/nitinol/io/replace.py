"""Writing a file so that at every moment either the old or the new content is there, whole.

A checkpoint that is being replaced while the power fails, the disk fills up or Ctrl-C is pressed
must not be lost: the bytes go to a new file beside it, reach the disk, and then take its name.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable
from os import PathLike
from pathlib import Path


def replace_file(path: str | PathLike[str], content: bytes | Iterable[bytes | memoryview]) -> None:
    """Make `path` hold `content` (bytes, or pieces that are written one after the other).

    Raises `OSError` when it cannot be written; the old file is then untouched.
    """
    target = Path(path)
    if target.is_dir():
        raise IsADirectoryError(f"{target} is a folder; give the name of a file in it")
    if not target.parent.is_dir():
        raise FileNotFoundError(
            f"the folder {target.parent} of {target.name} does not exist; make it first"
        )
    pieces = (content,) if isinstance(content, (bytes, bytearray)) else content
    part = target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise
