"""`Tensor`: the class of all dense tensors.

The object itself (storage, layout, history, number protocol) is `core.TensorBase`; the operators and
most methods are those of `trace.array.Array`, shared with tracers. This class adds what needs values or
state: conversion to Python and to other libraries, printing, writing, gradients.

While a function is being compiled, a tensor outside of it may have been given a new value that exists in the program
only (`_assign`). Its values cannot be read then, and it says so.
"""

from __future__ import annotations

from ..base.errors import GradientError, TracerError
from ..base.shapes import show
from ..core import Node, TensorBase, set_tensor_type
from ..exec.backward import backward
from ..exec.staged_backward import assign, current_gradient, staged_backward
from ..exec.staged_backward import install as staged_backward_install
from ..trace.array import Array
from ..trace.bind import active, bind
from ..trace.stage import Stage, stop_gradient
from . import assignment, conversions, journal
from .creation import fresh, rebuild
from .printing import text_of
from .raw import dense_bytes, nest, read_flat, read_one

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, SupportsIndex

_stored_gradient: Any = TensorBase.__dict__["grad"]


class Tensor(TensorBase, Array):
    """A dense tensor; made by `ni.tensor(data)` and by operations.

    >>> x = ni.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> x.shape, x.dtype, x.ndim
    ((2, 2), nitinol.float32, 2)
    >>> x[0] + x[:, 1]
    tensor([3., 6.])
    """

    __slots__ = ()

    # --- gradients

    def backward(
        self, gradient: Any = None, retain_graph: bool | None = None, create_graph: bool = False
    ) -> None:
        """Add the gradient of this tensor to the `grad` of every leaf it was computed from.

        `gradient`: the cotangent of this tensor; may be left out when it is one real number. `retain_graph`: keep
        the history for another call. `create_graph`: make the gradients differentiable.

        >>> import nitinol as ni
        >>> x = ni.tensor([1.0, 2.0], requires_grad=True)
        >>> (x * x).sum().backward()
        >>> x.grad
        tensor([2., 4.])
        """
        if isinstance(active.stage, Stage):
            staged_backward(active.stage, self, gradient)
            return
        backward(self, gradient, retain_graph, create_graph)

    @property
    def grad(self) -> Any:
        """The gradient that `backward` has collected, or None.

        >>> x = ni.tensor([1.0, 2.0], requires_grad=True)
        >>> (x * x).sum().backward()
        >>> x.grad
        tensor([2., 4.])
        """
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
            assignment.raise_different("giving a tensor a new value", self, value)
        if isinstance(active.stage, Stage):
            assign(active.stage, self, value)
            return
        lazy = active.lazy if journal.journal.entries is None else None
        if lazy is not None and lazy.assign(self, value):
            return
        if not isinstance(value, TensorBase):
            raise TracerError(
                f"{value!r} has no value outside of its traced function; return it from the function instead"
            )
        journal.note(self)
        self._storage = value._storage
        self._address = value._address
        self._layout = value._layout

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Start (or stop) recording operations on this tensor; returns it.

        >>> x = ni.tensor([1.0, 2.0]).requires_grad_()
        >>> x.requires_grad
        True
        """
        if requires_grad:
            if not self._layout.dtype.is_inexact:
                raise GradientError(
                    f"a tensor of dtype {self._layout.dtype} has no derivative, only floating and complex ones have; "
                    "write x.astype(ni.float32).requires_grad_()"
                )
            if self._node is None:
                self._node = Node(None, (), (), (self._layout,))
                self._output = 0  # it may have been another one of the results of an operation
        elif self._node is not None:
            if self._node.rule is not None:
                raise GradientError(
                    "this tensor was computed by recorded operations; write x.detach() for one without history"
                )
            self._node = None
        return self

    def detach(self) -> Tensor:
        """The same values without history, sharing memory until one of the two is written to.

        >>> x = ni.tensor([1.0, 2.0], requires_grad=True)
        >>> (x * 2).detach().requires_grad
        False
        """
        if active.stage is not None:  # an alias made here would keep the values of this trace
            return bind(stop_gradient, self)  # type: ignore[no-any-return]
        return type(self)._make(self._storage, self._address, self._layout)  # type: ignore[no-any-return]

    # --- writing

    def __setitem__(self, key: Any, value: Any) -> None:
        assignment.setitem(self, key, value)

    # --- to Python

    def tolist(self) -> Any:
        """The values as Python numbers in nested lists; a number for a 0-d tensor.

        >>> ni.tensor([[1, 2], [3, 4]]).tolist()
        [[1, 2], [3, 4]]
        """
        self._known()
        return nest(read_flat(self), self._layout.shape)

    def item(self) -> Any:
        """The value of a tensor of one element as a Python number.

        >>> ni.tensor([3.5]).item()
        3.5
        """
        where = self._layout
        if where.size != 1:
            raise ValueError(
                f"item() needs a tensor of one element, this one has shape {show(where.shape)}; "
                "write x.tolist(), or select one with x[...]"
            )
        self._known()
        return read_one(where.dtype, self._address)

    def __bool__(self) -> bool:
        if self._layout.size != 1:
            raise ValueError(
                f"a tensor of shape {show(self._layout.shape)} is neither true nor false; "
                "write x.any() or x.all()"
            )
        return bool(self.item())

    def __float__(self) -> float:
        value = self.item()
        if isinstance(value, complex):
            raise TypeError("a complex tensor has no float; take its real part with x.real")
        return float(value)

    def __int__(self) -> int:
        value = self.item()
        if isinstance(value, complex):
            raise TypeError("a complex tensor has no int; take its real part with x.real")
        return int(value)

    def __complex__(self) -> complex:
        return complex(self.item())

    def __index__(self) -> int:
        if not self._layout.dtype.is_integer or self._layout.ndim:
            raise TypeError(
                f"an index is a 0-d integer tensor, this one is {self._layout.dtype}"
                f"{show(self._layout.shape)}; write int(x) if that is meant"
            )
        return int(self.item())

    def __round__(self, ndigits: SupportsIndex | None = None) -> Any:
        return round(self.item(), ndigits) if self._layout.ndim == 0 else self.round()

    def __format__(self, spec: str) -> str:
        if not spec:
            return str(self)
        if self._layout.ndim:
            raise TypeError(
                f"the format {spec!r} is for one number, this tensor has shape {show(self._layout.shape)}; "
                "use ni.set_printoptions"
            )
        return format(self.item(), spec)

    def __repr__(self) -> str:
        if self._pending():
            return f"tensor(<in a function being compiled>, shape={show(self.shape)}, dtype={self.dtype})"
        return text_of(self)

    def _pending(self) -> bool:
        current = active.stage
        return isinstance(current, Stage) and id(self) in current.assigned

    def _known(self) -> None:
        """Refuse to read what only the program under construction will know."""
        if active.stage is not None and self._pending():
            raise TracerError(
                "this tensor was given a new value inside a function that is being compiled, where it has "
                "no value yet; use it in operations, or read it after the call"
            )

    # --- to other libraries

    def numpy(self, *, copy: bool = False) -> Any:
        """The values as a NumPy array: a read-only view that shares memory, or a copy to write to.

        Writing to the tensor later does not change the array. A history is left out.

        >>> ni.tensor([1.0, 2.0]).numpy().sum().item()
        3.0
        """
        return self.__array__(copy=copy or None)

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        from .arrays import to_array  # NumPy is imported when it is first exchanged with

        self._known()
        return to_array(self, dtype, copy)

    def __buffer__(self, flags: int) -> memoryview:
        """Python's buffer protocol, from 3.12 on (older versions offer it to C code only): read-only."""
        from .dlpack import buffer_of  # ctypes is imported when it is first needed

        self._known()
        return buffer_of(self, flags)

    def __dlpack__(
        self,
        *,
        stream: Any = None,
        max_version: tuple[int, int] | None = None,
        dl_device: tuple[int, int] | None = None,
        copy: bool | None = None,
    ) -> Any:
        """A DLPack capsule of this tensor; see `ni.from_dlpack` for the other direction."""
        from .dlpack import CPU, export  # ctypes is imported when it is first needed

        if stream is not None:
            raise BufferError(f"a CPU tensor has no streams, got stream={stream!r}; leave it out")
        if dl_device is not None and int(dl_device[0]) != CPU:
            raise BufferError(f"a CPU tensor cannot be exported to device {dl_device}")
        if self._node is not None and self._node.rule is not None:
            raise BufferError("a tensor with history cannot be exported; write x.detach()")
        self._known()
        return export(fresh(self) if copy else self, max_version, bool(copy))

    def __dlpack_device__(self) -> tuple[int, int]:
        """DLPack's number for the CPU."""
        return (1, 0)

    def data_ptr(self) -> int:
        """The address of the first element.

        >>> x = ni.tensor([1.0, 2.0])
        >>> x[1:].data_ptr() - x.data_ptr()
        4
        """
        return self._address

    def __reduce__(self) -> tuple[Any, ...]:
        # A leaf stays one that wants a gradient; a computed tensor loses its history.
        self._known()
        where = self._layout
        wanted = self._node is not None and self._node.rule is None
        return rebuild, (
            type(self),
            bytes(dense_bytes(self)),
            where.dtype.name,
            where.shape,
            wanted,
        )

    def __copy__(self) -> Tensor:
        node = self._node
        made: Tensor = type(self)._make(self._storage, self._address, self._layout)
        if node is not None and node.rule is None:
            return made.requires_grad_()
        made._node, made._output = node, self._output
        return made

    def __deepcopy__(self, memo: dict[int, Any]) -> Tensor:
        if self._node is not None and self._node.rule is not None:
            raise GradientError(
                "a tensor computed by recorded operations cannot be copied with its history; "
                "write x.detach() or x.clone()"
            )
        self._known()
        dense = fresh(self)
        made: Tensor = type(self)._make(dense._storage, dense._address, dense._layout)
        memo[id(self)] = made
        if self._node is not None:
            made.requires_grad_()
            if self._node.grad is not None:
                made.grad = self._node.grad.__deepcopy__(memo)
        return made


conversions.install()
assignment.install()
set_tensor_type(Tensor)
staged_backward_install()
