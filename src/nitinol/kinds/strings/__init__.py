"""Tensors of texts: `ni.strings`. `tensor.py` says what they are made of."""

from __future__ import annotations

from . import moving as _moving  # noqa: F401 - enters its rules
from .making import from_bytes_and_offsets as from_parts
from .tensor import StringTensor

__all__ = ["StringTensor", "from_parts"]
