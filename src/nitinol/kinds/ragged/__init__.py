"""Ragged tensors: `ni.ragged`. `tensor.py` says what they are made of."""

from __future__ import annotations

from . import arithmetic as _arithmetic  # noqa: F401 - enters its rules, as the others do
from . import attention as _attention  # noqa: F401
from . import indexing as _indexing  # noqa: F401
from . import joining as _joining  # noqa: F401
from . import printing as _printing  # noqa: F401
from . import products as _products  # noqa: F401
from . import records as _records  # noqa: F401 - its rules are entered
from . import reductions as _reductions  # noqa: F401
from .exchange import to_arrow, to_awkward
from .making import from_lengths, from_offsets, from_padded, from_row_ids, from_rows, repeat
from .mapping import map_rows as map
from .padding import mask_of as mask
from .padding import scan
from .rows import distinct_rows as unique
from .tensor import RaggedTensor
from .windows import avg_pool1d, conv1d, max_pool1d

__all__ = [
    "RaggedTensor",
    "avg_pool1d",
    "conv1d",
    "from_lengths",
    "from_offsets",
    "from_padded",
    "from_row_ids",
    "from_rows",
    "map",
    "mask",
    "max_pool1d",
    "repeat",
    "scan",
    "to_arrow",
    "to_awkward",
    "unique",
]
