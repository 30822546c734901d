"""The tensor object and the tape.

A tensor is a view of a storage: an address, a layout, and, when its derivative is wanted, the
tape node that made it (`_node`, and `_output` among the results of that node). A *leaf* node has
no rule; it is where gradients are collected. The tape keeps values as tensors of their own
(aliases that share the storage), so writing to a tensor notices that the tape shares its memory,
and no node refers to a tensor that refers back to it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from itertools import count
from typing import Any, Final

from ...base.dtypes import DType
from ...base.errors import GradientError
from ..layout import Layout
from .storage import Storage

_sequence: Final = count(1)


class Node:
    """One recorded application of an operation, or a leaf.

    * `rule`: what the engine of `backward` needs to know; None for a leaf.
    * `parents`: for each operand the node that made it, or None.
    * `index`: for each operand which output of its node it is; None stands for all zeros.
    * `saved`: values kept for the derivative: tensors without history, and numbers.
    * `saves`: for each of `saved` which of (operands..., outputs...) it is.
    * `outputs`: the layouts of the results.
    * `sequence`: grows with every node, so parents have smaller numbers than children.
    * `grad`: of a leaf the gradient collected so far, or None.
    * `hooks`: None, or a list of functions for the engine to call.
    * `freed`: whether `free` has dropped parents and saved values.
    """

    __slots__ = (
        "__weakref__",
        "freed",
        "grad",
        "hooks",
        "index",
        "outputs",
        "parents",
        "rule",
        "saved",
        "saves",
        "sequence",
    )

    def __init__(
        self,
        rule: Any = None,
        parents: Sequence[Node | None] = (),
        saved: Sequence[Any] = (),
        outputs: Sequence[Layout] = (),
        index: Sequence[int] | None = None,
        saves: Sequence[int] = (),
    ) -> None:
        self.rule = rule
        self.parents: tuple[Node | None, ...] = tuple(parents)
        self.saved: tuple[Any, ...] = tuple(saved)
        self.outputs: tuple[Layout, ...] = tuple(outputs)
        self.index: tuple[int, ...] | None = None if index is None else tuple(index)
        self.saves: tuple[int, ...] = tuple(saves)
        self.sequence: int = next(_sequence)
        self.grad: Any = None
        self.hooks: list[Any] | None = None
        self.freed = False

    def free(self) -> None:
        """Drop parents and saved values: the history before this node is no longer needed."""
        self.freed = True
        self.parents = ()
        self.saved = ()

    def __repr__(self) -> str:
        return f"<Node {self.sequence} {'leaf' if self.rule is None else self.rule}>"


class TensorBase:
    """Storage, address, layout and history of a tensor. Made by `make`, not by calling it."""

    __slots__ = ("__weakref__", "_address", "_layout", "_node", "_output", "_storage")

    _storage: Storage
    _address: int
    _layout: Layout
    _node: Node | None
    _output: int

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        raise TypeError(f"{cls.__name__} is not made by calling the class; write ni.tensor(data)")

    @classmethod
    def _make(
        cls,
        storage: Storage,
        address: int,
        layout: Layout,
        node: Node | None = None,
        output: int = 0,
    ) -> Any:
        """A tensor of this class over `storage`, its first element at `address`."""
        made = object.__new__(cls)
        made._storage = storage
        made._address = address
        made._layout = layout
        made._node = node
        made._output = output
        return made

    @property
    def shape(self) -> tuple[int, ...]:
        """The size of each axis."""
        return self._layout.shape

    @property
    def dtype(self) -> DType:
        """The type of the elements."""
        return self._layout.dtype

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return self._layout.ndim

    @property
    def size(self) -> int:
        """The number of elements."""
        return self._layout.size

    @property
    def strides(self) -> tuple[int, ...]:
        """The distance in elements between neighbours along each axis."""
        return self._layout.strides

    @property
    def device(self) -> str:
        """Where the elements are."""
        return self._layout.device

    @property
    def requires_grad(self) -> bool:
        """Whether operations on this tensor are recorded, so that derivatives can be taken."""
        return self._node is not None

    @property
    def is_leaf(self) -> bool:
        """Whether this tensor was not computed by a recorded operation."""
        return self._node is None or self._node.rule is None

    @property
    def grad(self) -> Any:
        """The gradient that `backward` has collected, or None."""
        return None if self._node is None else self._node.grad

    @grad.setter
    def grad(self, value: Any) -> None:
        if self._node is not None:
            self._node.grad = value
        elif value is not None:
            raise GradientError(
                "this tensor collects no gradient because requires_grad is False; "
                "call x.requires_grad_() before assigning x.grad"
            )


tensor_type: type[Any] = TensorBase


def get_tensor_type() -> type[Any]:
    """The type of results: `TensorBase` or what `set_tensor_type` registered."""
    return tensor_type


def set_tensor_type(cls: type[Any]) -> None:
    """Make `cls`, a subclass of `TensorBase`, the type of all results."""
    global tensor_type
    if not (isinstance(cls, type) and issubclass(cls, TensorBase)):
        raise TypeError(f"{cls!r} is no subclass of TensorBase")
    tensor_type = cls


def make(
    storage: Storage, address: int, layout: Layout, node: Node | None = None, output: int = 0
) -> Any:
    """A tensor of the registered type; see `TensorBase._make`."""
    return tensor_type._make(storage, address, layout, node, output)


def is_shared(tensor: TensorBase) -> bool:
    """Whether anything besides this object holds its storage: a view, the tape, an export."""
    return sys.getrefcount(tensor._storage) > 2  # the tensor's slot and the argument
