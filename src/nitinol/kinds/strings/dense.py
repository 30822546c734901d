"""The public functions, for the type checker of no type: done to texts they give texts, which it cannot know."""

from __future__ import annotations

from typing import Any, Final

from ... import ops as _ops

ops: Final[Any] = _ops
