"""nitinol: a deep-learning library in pure Python, compiled by its own compiler.

>>> import nitinol as ni
>>> x = ni.tensor([1.0, 2.0, 3.0], requires_grad=True)
>>> y = (x * x).sum()
>>> y.backward()
>>> x.grad.tolist()
[2.0, 4.0, 6.0]

This module joins the rooms: it installs the evaluator below everything, gives tensors their operators,
and names what users call.
"""

from . import core as _core
from . import ops as _ops
from .base.dtypes import (
    bfloat16,
    bool_,
    complex64,
    complex128,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)
from .base.errors import (
    CompileError,
    DTypeError,
    GradientError,
    IndexRangeError,
    NitinolError,
    ShapeError,
    TracerError,
    UnsupportedError,
)
from .exec import evaluate as _evaluate
from .exec.jit import jit
from .ops import *  # noqa: F403 - the public functions, as `ops` lists them
from .tensor.creation import asarray, tensor
from .tensor.tensor import Tensor
from .trace.array import operators as _operators
from .transforms import *  # noqa: F403

_NUMBER_PROTOCOL = (
    "less less_equal equal not_equal greater greater_equal add subtract multiply divide "
    "floor_divide remainder matmul bitwise_and bitwise_or bitwise_xor bitwise_left_shift "
    "bitwise_right_shift pow negative positive abs bitwise_invert getitem"
).split()

_evaluate.install()
for _name in _NUMBER_PROTOCOL:
    if _name in _operators:
        _core.set_operator(_name, _operators[_name])

bool = bool_  # noqa: A001 - the name of the array-API standard
__version__ = "0.1.0"
