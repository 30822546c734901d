"""Tensors that store some of their elements: `ni.sparse`. `tensor.py` says what they are made of."""

from __future__ import annotations

from . import contraction as _contraction  # noqa: F401 - its rules are entered
from . import movement as _movement  # noqa: F401 - likewise
from . import reductions as _reductions  # noqa: F401 - likewise
from . import subscripts as _subscripts  # noqa: F401 - likewise
from .arithmetic import add_entries
from .convolution import conv2d, conv3d, softmax
from .exchange import from_scipy
from .making import bsc, bsr, coo, csc, csr, diagonal, eye, from_dense, zeros
from .products import kron, matrix_power, sampled_matmul
from .solving import triangular_solve
from .tensor import LAYOUTS, SparseTensor

__all__ = [
    "LAYOUTS",
    "SparseTensor",
    "add_entries",
    "bsc",
    "bsr",
    "conv2d",
    "conv3d",
    "coo",
    "csc",
    "csr",
    "diagonal",
    "eye",
    "from_dense",
    "from_scipy",
    "kron",
    "matrix_power",
    "sampled_matmul",
    "softmax",
    "triangular_solve",
    "zeros",
]
