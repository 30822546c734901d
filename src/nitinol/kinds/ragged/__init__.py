"""Ragged tensors: `ni.ragged`. `tensor.py` says what they are made of."""

from __future__ import annotations

from . import arithmetic as _arithmetic  # noqa: F401 - enters its rules, as the others do
from . import indexing as _indexing  # noqa: F401
from . import joining as _joining  # noqa: F401
from . import printing as _printing  # noqa: F401
from . import reductions as _reductions  # noqa: F401
from .making import from_lengths, from_offsets, from_padded, from_row_ids, from_rows
from .rows import distinct_rows as unique
from .tensor import RaggedTensor

__all__ = [
    "RaggedTensor",
    "from_lengths",
    "from_offsets",
    "from_padded",
    "from_row_ids",
    "from_rows",
    "unique",
]
