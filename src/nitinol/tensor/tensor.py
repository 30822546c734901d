"""`Tensor`: the class of all dense tensors.

The object itself (storage, layout, history, number protocol) is `core.TensorBase`; the operators and methods are
those of `trace.array.Array`, shared with tracers. This class adds what needs values: printing, conversion to Python, gradients.
"""

from __future__ import annotations

from typing import Any

from ..core import Node, TensorBase, set_tensor_type
from ..base.errors import ShapeError
from ..exec.backward import backward
from ..exec.staged_backward import assign, current_gradient, staged_backward
from ..exec.staged_backward import install as staged_backward_install
from ..trace.array import Array
from ..trace.bind import active
from ..trace.stage import Stage
from .values import read_values


_stored_gradient: Any = TensorBase.__dict__["grad"]


class Tensor(TensorBase, Array):
    """A dense tensor; made by `ni.tensor(data)` and by operations."""

    __slots__ = ()

    def backward(
        self, gradient: Any = None, retain_graph: bool | None = None, create_graph: bool = False
    ) -> None:
        """Add the gradient of this tensor to the `grad` of every leaf it was computed from."""
        if isinstance(active.stage, Stage):
            staged_backward(active.stage, self, gradient)
            return
        backward(self, gradient, retain_graph, create_graph)

    @property
    def grad(self) -> Any:
        """The gradient that `backward` has collected, or None."""
        if isinstance(active.stage, Stage):
            return current_gradient(active.stage, self)
        return _stored_gradient.__get__(self)

    @grad.setter
    def grad(self, value: Any) -> None:
        if isinstance(active.stage, Stage):
            active.stage.gradients[id(self)] = (self, value)
        else:
            _stored_gradient.__set__(self, value)

    def _assign(self, value: Any) -> None:
        """Hold the value of another tensor of the same dtype and shape from now on."""
        if self.dtype is not value.dtype or tuple(self.shape) != tuple(value.shape):
            raise ShapeError(
                f"a tensor {self.dtype}{self.shape} cannot take a value {value.dtype}{value.shape}; "
                "dtype and shape must be the same"
            )
        if isinstance(active.stage, Stage):
            assign(active.stage, self, value)
            return
        self._storage = value._storage
        self._address = value._address
        self._layout = value._layout

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Start (or stop) recording operations on this tensor; returns it."""
        if requires_grad and self._node is None:
            self._node = Node(None, (), (), (self._layout,))
        elif not requires_grad:
            self._node = None
        return self

    def detach(self) -> Tensor:
        """The same values without history, sharing memory."""
        return type(self)._make(self._storage, self._address, self._layout)  # type: ignore[no-any-return]

    def tolist(self) -> Any:
        """The values as Python numbers in nested lists."""
        return read_values(self)

    def item(self) -> Any:
        """The value of a tensor of one element as a Python number."""
        value = read_values(self)
        while isinstance(value, list):
            if len(value) != 1:
                raise ValueError(
                    f"item() needs a tensor of one element, this one has shape {self.shape}"
                )
            (value,) = value
        return value

    def numpy(self) -> Any:
        """The values as a NumPy array of its own."""
        import numpy as np

        return np.array(self.tolist(), dtype=self.dtype.numpy).reshape(self.shape)

    def __bool__(self) -> bool:
        return bool(self.item())

    def __float__(self) -> float:
        return float(self.item())

    def __int__(self) -> int:
        return int(self.item())

    def __repr__(self) -> str:
        return f"tensor({self.tolist()!r}, dtype={self.dtype})"


set_tensor_type(Tensor)
staged_backward_install()
