"""Methods of tensors and tracers that convert: dtype, device, layout, history, and small questions.

PyTorch's and NumPy's names side by side. They are attached to `Array`, so they work alike in eager mode and
inside traced functions.
"""

from __future__ import annotations

import sys

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import TracerError, UnsupportedError
from ..core import TensorBase, grad_enabled
from ..ops.families import Tensor
from ..trace.array import Array, attach
from ..trace.bind import Tracer, active, leaked
from ..trace.composite import composite
from ..trace.stage import Stage, StageTracer
from .creation import fresh

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Final

_NAMES: Final = {
    "float": dt.float32, "double": dt.float64, "half": dt.float16, "bfloat16": dt.bfloat16,
    "int": dt.int32, "long": dt.int64, "short": dt.int16, "char": dt.int8, "byte": dt.uint8,
    "bool": dt.bool_, "cfloat": dt.complex64, "cdouble": dt.complex128,
}  # fmt: skip


def _to(self: Any, *targets: Any, dtype: Any = None, device: Any = None, copy: bool = False) -> Any:
    """This tensor in another dtype or on another device: `x.to(ni.float16)`, `x.to("cpu")`, `x.to(other)`."""
    for target in targets:
        if isinstance(target, Array):
            dtype = target.dtype
        elif isinstance(target, str) and target.partition(":")[0] in ("cpu", "cuda", "gpu", "mps"):
            device = target
        elif target is not None:
            dtype = target
    if device is not None and str(device).partition(":")[0] != "cpu":
        raise UnsupportedError(f"there is no device {device!r}; tensors are on 'cpu'")
    wanted = self.dtype if dtype is None else dt.dtype(dtype)
    if wanted is not self.dtype:
        return self.astype(wanted)
    return self.clone() if copy else self


def _to_device(self: Any, device: Any, /, *, stream: Any = None) -> Any:
    """This tensor on a device; there is only "cpu"."""
    return _to(self, device=device)


def _cpu(self: Any) -> Any:
    """This tensor on the CPU, where it is."""
    return self


def _converter(dtype: DType) -> Any:
    def method(self: Any) -> Any:
        return self if self.dtype is dtype else self.astype(dtype)

    method.__doc__ = f"This tensor with elements of dtype {dtype}."
    return method


def _iterate(self: Any) -> Iterator[Any]:
    """The tensors along the first axis."""
    if not self.shape:
        raise TypeError("a 0-d tensor has no rows to iterate over; read its number with .item()")
    return iter([self[i] for i in range(int(self.shape[0]))])


def _contains(self: Any, value: Any) -> bool:
    """Whether an element equals `value`."""
    return bool((self == value).any())


def _numel(self: Any) -> Any:
    """The number of elements."""
    return self.size


def _dim(self: Any) -> int:
    """The number of axes."""
    return len(self.shape)


def _itemsize(self: Any) -> int:
    """Bytes of one element."""
    return int(self.dtype.itemsize)


def _nbytes(self: Any) -> Any:
    """Bytes of all elements."""
    return self.size * self.dtype.itemsize


def _is_floating_point(self: Any) -> bool:
    """Whether the elements are real floating-point numbers."""
    return bool(self.dtype.is_floating)


def _is_complex(self: Any) -> bool:
    """Whether the elements are complex."""
    return bool(self.dtype.is_complex)


def _namespace(self: Any, /, *, api_version: str | None = None) -> Any:
    """The module with the functions of the array-API standard."""
    if api_version not in (None, "2021.12", "2022.12", "2023.12", "2024.12"):
        raise ValueError(f"array API version {api_version!r} is not known; write 2024.12")
    return sys.modules["nitinol"]


def _no_array(self: Any, *args: Any, **kwargs: Any) -> Any:
    raise TracerError(
        "NumPy was given a tensor that has no value while its function is being traced; use the functions "
        "of nitinol, or call the function without the transform"
    )


def _unknown(name: str, instead: str) -> Any:
    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(self, Tracer) and self.interpreter.closed:
            raise leaked(self)
        raise TracerError(
            f"{name} was asked of {self!r} while its function is being traced, where it has no value yet; "
            f"{instead}"
        )

    method.__doc__ = f"What tensors answer with values and tracers cannot; see `Tensor.{name}`."
    return method


# --- the same values once more


def _clone(self: Any) -> Any:
    """A tensor of the same value whose changes do not show in this one; differentiable.

    Memory is copied when one of the two is written to, not before.
    """
    if not isinstance(self, TensorBase):
        made = object.__new__(type(self))
        for cls in type(self).__mro__:
            for name in cls.__dict__.get("__slots__", ()):
                setattr(made, name, getattr(self, name))
        return made
    if active.stage is not None:  # an alias made here would keep the values of this trace
        return recorded_alias(self)
    node = self._node
    if node is not None and node.rule is None:
        # A leaf collects a gradient of its own; its clone is computed from it.
        if grad_enabled():
            return recorded_alias(self)
        node = None
    return type(self)._make(self._storage, self._address, self._layout, node, self._output)


@composite
def _same(x: Tensor) -> Tensor:
    # A view of all of x; a node of its own on the tape.
    return x


def recorded_alias(t: TensorBase) -> Any:
    """The same memory under another tensor, which is computed from `t` as the tape sees it."""
    current = active.stage
    if isinstance(current, Stage):
        return StageTracer(current, current.value(t))
    return _same(t)  # type: ignore[arg-type]


def _is_contiguous(self: Any) -> bool:
    """Whether the elements lie row by row without gaps."""
    return not isinstance(self, TensorBase) or self._layout.contiguous


def _contiguous(self: Any) -> Any:
    """This tensor, or a copy whose elements lie row by row without gaps."""
    if not isinstance(self, TensorBase) or self._layout.contiguous or active.stage is not None:
        return self
    made = recorded_alias(self) if self._node is not None else self.detach()  # type: ignore[attr-defined]
    dense = fresh(self)
    made._storage, made._address, made._layout = dense._storage, dense._address, dense._layout
    return made


def install() -> None:
    """Attach the methods."""
    for name, dtype in _NAMES.items():
        attach(name, _converter(dtype))
    for name, function in {
        "to": _to, "to_device": _to_device, "cpu": _cpu, "__iter__": _iterate,
        "__contains__": _contains, "numel": _numel, "dim": _dim, "element_size": _itemsize,
        "is_floating_point": _is_floating_point, "is_complex": _is_complex,
        "__array_namespace__": _namespace, "__array__": _no_array, "clone": _clone,
        "contiguous": _contiguous, "is_contiguous": _is_contiguous,
    }.items():  # fmt: skip
        attach(name, function)  # type: ignore[arg-type]
    for name, getter in {"itemsize": _itemsize, "nbytes": _nbytes}.items():
        attach(name, property(getter))  # type: ignore[arg-type]
    for name in ("item", "tolist", "numpy"):
        attach(
            name,
            _unknown(name, "use the tensor itself, or call the function without the transform"),
        )
    # NumPy leaves `array + tensor` to the tensor instead of making an array of objects.
    attach("__array_ufunc__", None)  # type: ignore[arg-type]
    attach("__array_priority__", 1000.0)  # type: ignore[arg-type]
