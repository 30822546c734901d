"""Tensors of texts: `ni.strings`. `tensor.py` says what they are made of.

| file | what |
|---|---|
| `tensor`, `making`, `exchange` | the class; from and to Python, NumPy and Arrow |
| `hosting`, `kernels/` | functions on bytes, eager and between the parts of compiled programs |
| `moving` | indexing, shapes, stacking: what is done to places |
| `ordering` | equality, order, sort, distinct texts |
| `letters`, `searching`, `splitting`, `numbers`, `regex` | what texts are made of, and say |
| `vocabulary`, `tokenizers` | texts as numbers |
| `raggeds`, `methods` | texts in ragged tensors; functions as methods, refusals |
"""

from __future__ import annotations

from . import methods as _methods  # noqa: F401 - makes functions methods
from . import moving as _moving  # noqa: F401 - enters its rules
from . import ordering as _ordering  # noqa: F401 - likewise
from .exchange import from_arrow, to_arrow
from .letters import (
    capitalize,
    casefold,
    code_points,
    from_code_points,
    length,
    lower,
    normalize,
    swapcase,
    title,
    upper,
)
from .making import from_bytes_and_offsets as from_parts
from .numbers import from_numbers, to_numbers
from .regex import (
    regex_extract,
    regex_findall,
    regex_fullmatch,
    regex_match,
    regex_replace,
    regex_search,
    regex_split,
)
from .searching import (
    contains,
    count,
    endswith,
    find,
    lstrip,
    removeprefix,
    removesuffix,
    replace,
    rfind,
    rstrip,
    slice,
    startswith,
    strip,
)
from .splitting import join, pad, repeat, split
from .tensor import StringTensor
from .tokenizers import BytePair, WordPiece
from .vocabulary import Vocabulary, hash

__all__ = [
    "BytePair",
    "StringTensor",
    "Vocabulary",
    "WordPiece",
    "capitalize",
    "casefold",
    "code_points",
    "contains",
    "count",
    "endswith",
    "find",
    "from_arrow",
    "from_code_points",
    "from_numbers",
    "from_parts",
    "hash",
    "join",
    "length",
    "lower",
    "lstrip",
    "normalize",
    "pad",
    "regex_extract",
    "regex_findall",
    "regex_fullmatch",
    "regex_match",
    "regex_replace",
    "regex_search",
    "regex_split",
    "removeprefix",
    "removesuffix",
    "repeat",
    "replace",
    "rfind",
    "rstrip",
    "slice",
    "split",
    "startswith",
    "strip",
    "swapcase",
    "title",
    "to_arrow",
    "to_numbers",
    "upper",
]
