"""nitinol: a deep-learning library in pure Python, compiled by its own compiler.

>>> import nitinol as ni
>>> x = ni.tensor([1.0, 2.0, 3.0], requires_grad=True)
>>> y = (x * x).sum()
>>> y.backward()
>>> x.grad
tensor([2., 4., 6.])

This module joins the rooms: it installs the evaluator below everything, gives tensors their operators,
and names what users call. What a program may do without (`ni.nn`, `ni.optim`, `ni.random`, `ni.save`, and the
operations) is imported when it is first asked for, so that importing nitinol takes a fraction of NumPy's time.
"""

from __future__ import annotations as _annotations

from . import core as _core
from . import ops as _ops
from .base.dtypes import (
    DType,
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
    string,
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
from .codegen.numerics import get_numerics, set_numerics
from .core import num_threads as get_num_threads
from .core import set_num_threads
from .exec import evaluate as _evaluate
from .ops.families import map_slot as _map_slot
from .tensor.creation import asarray, from_dlpack, from_numpy, tensor
from .tensor.creation import kind_slot as _kind_slot
from .tensor.tensor import Tensor
from .trace.array import attach as _attach
from .trace.array import operators as _operators

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as _Any

    from . import io as io
    from . import nn as nn
    from . import optim as optim
    from . import random as random
    from .exec.jit import jit as jit
    from .exec.lazy import lazy as lazy
    from .exec.profile import profile as profile
    from .exec.tuner import tune as tune
    from .io import load as load
    from .io import load_safetensors as load_safetensors
    from .io import save_safetensors as save_safetensors
    from .io.save import save as save
    from .kinds import records as records
    from .kinds import sparse as sparse
    from .kinds import strings as strings
    from .kinds.ragged import RaggedTensor as RaggedTensor
    from .kinds.records import RecordTensor as RecordTensor
    from .kinds.sparse import SparseTensor as SparseTensor
    from .kinds.strings import StringTensor as StringTensor
    from .ops import *  # noqa: F403 - the public functions, as `ops` lists them
    from .tensor import memory as memory
    from .tensor.dtype_info import can_cast as can_cast
    from .tensor.dtype_info import finfo as finfo
    from .tensor.dtype_info import iinfo as iinfo
    from .tensor.dtype_info import isdtype as isdtype
    from .tensor.dtype_info import result_type as result_type
    from .tensor.printing import get_printoptions as get_printoptions
    from .tensor.printing import set_printoptions as set_printoptions
    from .transforms import *  # noqa: F403 - `_TRANSFORMS`, for type checkers
    from .transforms import collectives as spmd  # noqa: F401 - `_MODULES`, likewise
    from .transforms import debug as debug
    from .transforms.implicit import custom_linear_solve as custom_linear_solve
    from .transforms.implicit import custom_root as custom_root
    from .transforms.odeint import odeint as odeint
    from .transforms.sparse import jacobian_sparsity as jacobian_sparsity
    from .transforms.sparse import sparse_hessian as sparse_hessian
    from .transforms.sparse import sparse_jacobian as sparse_jacobian
    from .transforms.taylor import jet as jet

# What the native tensor calls for Python's operators, by the names in `trace.array`.
_NUMBER_PROTOCOL = (
    "less", "less_equal", "equal", "not_equal", "greater", "greater_equal", "add", "subtract", "multiply",
    "divide", "floor_divide", "remainder", "matmul", "bitwise_and", "bitwise_or", "bitwise_xor",
    "bitwise_left_shift", "bitwise_right_shift", "pow", "negative", "positive", "abs", "bitwise_invert",
    "getitem",
)  # fmt: skip


def _vmap(*args: _Any, **kwargs: _Any) -> _Any:
    """`vmap`, for the room that may not know it."""
    from .transforms import vmap

    return vmap(*args, **kwargs)


def _of_kind(data: _Any, dtype: _Any) -> _Any:
    """`kinds.making.make`: data for a tensor that is not dense."""
    from .kinds.making import make

    return make(data, dtype)


def _register_hook(x: _Any, hook: _Any) -> _Any:
    """`transforms.hooks.register_hook`, as a method of tensors and tracers."""
    from .transforms.hooks import register_hook

    return register_hook(x, hook)


def _to_sparse(x: _Any, layout: str = "coo", block: tuple[int, int] | None = None) -> _Any:
    """`ni.sparse.from_dense`, as a method of tensors and tracers."""
    from .kinds.sparse import from_dense

    return from_dense(x, layout, block)


_evaluate.install()
_map_slot.append(_vmap)
_kind_slot[0] = _of_kind
_attach("register_hook", _register_hook)
_attach("to_sparse", _to_sparse)
for _name in _NUMBER_PROTOCOL:
    if _name in _operators:
        _core.set_operator(_name, _operators[_name])
del _name, TYPE_CHECKING

bool = bool_
e = 2.718281828459045
pi = 3.141592653589793
inf = float("inf")
nan = float("nan")
newaxis = None
__array_api_version__ = "2024.12"
__version__ = "0.1.0"

# What is imported when it is first used: modules, and names with the module that has them.
_MODULES = {
    "io": "io", "nn": "nn", "optim": "optim", "random": "random",
    "debug": "transforms.debug", "memory": "tensor.memory", "ragged": "kinds.ragged", "records": "kinds.records",
    "sparse": "kinds.sparse",
    "spmd": "transforms.collectives", "strings": "kinds.strings",
}  # fmt: skip
_TRANSFORMS = (
    "GradientTape", "autograd", "checkpoint", "checkpoint_name", "checkpoint_policies", "custom_jvp", "custom_vjp",
    "enable_grad", "grad", "hessian", "hvp", "inference_mode", "jacfwd", "jacobian", "jacrev", "jvp",
    "linear_transpose", "linearize", "no_grad", "stop_gradient", "value_and_grad", "vjp", "vmap",
)  # fmt: skip
_LATER = dict.fromkeys(_TRANSFORMS, "transforms") | {
    "RaggedTensor": "kinds.ragged", "RecordTensor": "kinds.records",
    "SparseTensor": "kinds.sparse", "StringTensor": "kinds.strings",
    "custom_linear_solve": "transforms.implicit", "custom_root": "transforms.implicit",
    "jacobian_sparsity": "transforms.sparse", "jet": "transforms.taylor", "odeint": "transforms.odeint",
    "sparse_hessian": "transforms.sparse", "sparse_jacobian": "transforms.sparse",
    "jit": "exec.jit", "lazy": "exec.lazy", "profile": "exec.profile", "tune": "exec.tuner",
    "load": "io", "load_safetensors": "io", "save": "io", "save_safetensors": "io",
    "can_cast": "tensor.dtype_info", "finfo": "tensor.dtype_info", "iinfo": "tensor.dtype_info",
    "isdtype": "tensor.dtype_info", "result_type": "tensor.dtype_info",
    "get_printoptions": "tensor.printing", "set_printoptions": "tensor.printing",
}  # fmt: skip

__all__ = [
    "CompileError", "DType", "DTypeError", "GradientError", "IndexRangeError", "NitinolError", "ShapeError",
    "Tensor", "TracerError", "UnsupportedError", "asarray", "bfloat16", "bool", "complex64", "complex128", "e",
    "float16", "float32", "float64", "from_dlpack", "from_numpy", "get_num_threads", "get_numerics", "inf", "int8",
    "int16", "int32", "int64", "nan", "newaxis", "pi", "set_num_threads", "set_numerics", "string", "tensor", "uint8",
    "uint16", "uint32", "uint64", *_MODULES, *_LATER,
]  # fmt: skip
__all__ += _ops.__all__
_OPERATIONS = frozenset(_ops.__all__)


def __getattr__(name: str) -> _Any:
    module, where = _MODULES.get(name), _LATER.get(name)
    found: _Any
    if module is None and where is None:
        if name not in _OPERATIONS:
            raise AttributeError(f"module 'nitinol' has no attribute {name!r}")
        found = getattr(_ops, name)
    else:
        from importlib import import_module

        found = import_module(f"{__name__}.{module or where}")
        if where is not None:
            found = getattr(found, name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_MODULES, *_LATER, *_OPERATIONS})
