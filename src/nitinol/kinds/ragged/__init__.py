"""Ragged tensors: `ni.ragged`. `tensor.py` says what they are made of."""

from __future__ import annotations

from . import printing as _printing  # noqa: F401 - enters its rules
from .making import from_lengths, from_offsets, from_padded, from_row_ids, from_rows
from .tensor import RaggedTensor

__all__ = [
    "RaggedTensor",
    "from_lengths",
    "from_offsets",
    "from_padded",
    "from_row_ids",
    "from_rows",
]
