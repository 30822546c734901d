"""`Module`: a model, or a part of one, as a mutable pytree.

A module is an ordinary Python object. Its tensors are found by looking at its attributes, in the
order in which they were first assigned:

* a **parameter** is a tensor that required a gradient when it was assigned (`Parameter(x)`);
* a **buffer** is any other tensor: state that training does not optimise, such as the running
  statistics of a batch normalisation. Buffers belong to `state_dict` as parameters do;
* a **submodule** is a module, also inside a list, tuple or dict;
* everything else is **static**: numbers, texts, functions, flags such as `training`.

Every module is a pytree: its leaves are its parameters, its buffers and those of its submodules in
attribute order; the static attributes are part of the structure, so a compiled function is
compiled again when one changes (`model.eval()`), and not when only values change. A
parameter that occurs in two places (tied weights) is one tensor object, listed once by
`parameters()`.

How state changes. Code changes a tensor of a module in one way only: `tensor._assign(value)`, which
gives the same object a new value of the same dtype and shape. It works alike in eager mode
and inside `ni.jit`, where the object stands for a traced value and the last value assigned is
written back after the call. `jit` finds the objects with `tensors_of(module)`. Assigning to an attribute
that holds a tensor (`self.count = self.count + 1`) while tracing does the same.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Self

from ..base import trees
from ..base.dtypes import DType
from ..base.dtypes import dtype as to_dtype
from ..base.errors import ShapeError
from ..base.shapes import show
from ..trace.array import Array
from ..trace.jvp import JVPTracer
from ..trace.stage import StageTracer
from .hooks import Hooked, call_hooked

Tensor = Any


def Parameter(data: Tensor, requires_grad: bool = True) -> Tensor:
    """`data` as a tensor of its own that training changes.

    >>> import nitinol as ni
    >>> Parameter(ni.zeros(3)).requires_grad
    True
    """
    return data.detach().requires_grad_(requires_grad)


class _Static:
    """A static attribute's value, comparable and hashable whatever it is."""

    __slots__ = ("hash", "value")

    def __init__(self, value: Any) -> None:
        try:
            self.hash = hash(value)
        except TypeError:
            self.hash = hash(type(value))
            value = copy.deepcopy(value)  # it may be changed in place later
        self.value = value

    def __hash__(self) -> int:
        return self.hash

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Static) or type(self.value) is not type(other.value):
            return False
        if self.value is other.value:
            return True
        try:
            return bool(self.value == other.value)
        except ValueError:  # arrays have no one truth value
            return False


def _holds_tensors(value: Any) -> bool:
    """Whether an attribute is a tensor or module, or a container of such."""
    if isinstance(value, (Array, Module)):
        return True
    if type(value) in (list, tuple):
        return any(map(_holds_tensors, value))
    if type(value) is dict:
        return any(map(_holds_tensors, value.values()))
    return False


class Module(Hooked):
    """Base class of models; see the module's docstring. Subclasses define `forward`.

    >>> import nitinol as ni
    >>> class Twice(ni.nn.Module):
    ...     def __init__(self):
    ...         self.factor = ni.nn.Parameter(ni.full((), 2.0))
    ...     def forward(self, x):
    ...         return self.factor * x
    >>> Twice()(ni.tensor([1.0, 2.0])).tolist()
    [2.0, 4.0]
    """

    training: bool
    _buffers: frozenset[str]

    def __new__(cls, *args: Any, **kwargs: Any) -> Self:
        # Here and not in __init__, so that subclasses need not call super().__init__().
        self = object.__new__(cls)
        self.__dict__["training"] = True
        self.__dict__["_buffers"] = frozenset()
        return self

    def forward(self, *args: Any, **kwargs: Any) -> Any:
        """What the module computes; every subclass defines it.

        >>> class Double(ni.nn.Module):
        ...     def forward(self, x):
        ...         return 2 * x
        >>> Double()(ni.tensor([1, 2]))
        tensor([2, 4])
        """
        raise NotImplementedError(
            f"{type(self).__name__} has no forward; define forward(self, x) in the class"
        )

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        entries = self.__dict__.get("_hooks")
        if entries is not None:
            return call_hooked(self, entries, args, kwargs)
        return self.forward(*args, **kwargs)

    # --- attributes

    def __setattr__(self, name: str, value: Any) -> None:
        own = self.__dict__
        if isinstance(value, Array):
            old = own.get(name)
            if isinstance(old, Array) and old is not value:
                # A traced value must not stay behind in the object when tracing ends.
                if isinstance(value, StageTracer) and not isinstance(old, JVPTracer):
                    old._assign(value)
                    return
                if isinstance(value, JVPTracer) and name in self._buffers:
                    set_state(old, value)
                    return
            if not isinstance(old, Array):
                self._classify(name, bool(value.requires_grad))
        own[name] = value

    def __delattr__(self, name: str) -> None:
        object.__delattr__(self, name)
        self.__dict__["_buffers"] = self._buffers - {name}

    def _classify(self, name: str, parameter: bool) -> None:
        single = frozenset((name,))
        self.__dict__["_buffers"] = self._buffers - single if parameter else self._buffers | single

    def register_buffer(self, name: str, value: Tensor) -> None:
        """Make `value` (a tensor, or None) the buffer `name`, even if it requires a gradient.

        >>> m = ni.nn.Module()
        >>> m.register_buffer('mean', ni.zeros(2))
        >>> list(m.state_dict())
        ['mean']
        """
        self.__dict__[name] = value
        self._classify(name, parameter=False)

    def register_parameter(self, name: str, value: Tensor) -> None:
        """Make `value` (a tensor, or None) the parameter `name`, even if it is frozen.

        >>> m = ni.nn.Module()
        >>> m.register_parameter('scale', ni.nn.Parameter(ni.zeros(2)))
        >>> [name for name, _ in m.named_parameters()]
        ['scale']
        """
        self.__dict__[name] = value
        self._classify(name, parameter=True)

    # --- looking inside

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """The submodules of this module, each with the name of its attribute.

        >>> net = ni.nn.Sequential(ni.nn.Linear(2, 3), ni.nn.ReLU())
        >>> [name for name, _ in net.named_children()]
        ['0', '1']
        """
        for name, value in self.__dict__.items():
            for path, item in _items(name, value):
                if isinstance(item, Module):
                    yield path, item

    def children(self) -> Iterator[Module]:
        """The submodules of this module.

        >>> net = ni.nn.Sequential(ni.nn.ReLU(), ni.nn.Tanh())
        >>> list(net.children())
        [ReLU(), Tanh()]
        """
        return (child for _, child in self.named_children())

    def named_modules(self, prefix: str = "") -> Iterator[tuple[str, Module]]:
        """This module (named "") and all below it, each once, outermost first.

        >>> net = ni.nn.Sequential(ni.nn.ReLU())
        >>> [name for name, _ in net.named_modules()]
        ['', '0']
        """
        return self._walk(prefix, set())

    def _walk(self, prefix: str, seen: set[int]) -> Iterator[tuple[str, Module]]:
        if id(self) in seen:
            return
        seen.add(id(self))
        yield prefix, self
        for name, child in self.named_children():
            yield from child._walk(_join(prefix, name), seen)

    def modules(self) -> Iterator[Module]:
        """This module and all below it, each once.

        >>> len(list(ni.nn.Sequential(ni.nn.ReLU()).modules()))
        2
        """
        return (module for _, module in self.named_modules())

    def _named_tensors(self, prefix: str = "") -> Iterator[tuple[str, Tensor, bool]]:
        """(name, tensor, whether it is a parameter), also where a tensor occurs again."""
        for name, value in self.__dict__.items():
            for path, item in _items(name, value):
                if isinstance(item, Module):
                    yield from item._named_tensors(_join(prefix, path))
                elif isinstance(item, Array):
                    yield _join(prefix, path), item, name not in self._buffers

    def named_parameters(self) -> Iterator[tuple[str, Tensor]]:
        """The parameters of this module and all below it, each once, with their paths.

        >>> [name for name, _ in ni.nn.Linear(2, 3).named_parameters()]
        ['weight', 'bias']
        """
        return _once((n, t) for n, t, parameter in self._named_tensors() if parameter)

    def parameters(self) -> Iterator[Tensor]:
        """The parameters of this module and all below it, each once.

        >>> [p.shape for p in ni.nn.Linear(2, 3).parameters()]
        [(3, 2), (3,)]
        """
        return (tensor for _, tensor in self.named_parameters())

    def named_buffers(self) -> Iterator[tuple[str, Tensor]]:
        """The buffers of this module and all below it, each once, with their paths.

        >>> [name for name, _ in ni.nn.BatchNorm1d(1).named_buffers()]
        ['running_mean', 'running_var', 'num_batches_tracked']
        """
        return _once((n, t) for n, t, parameter in self._named_tensors() if not parameter)

    def buffers(self) -> Iterator[Tensor]:
        """The buffers of this module and all below it, each once.

        >>> len(list(ni.nn.BatchNorm1d(1).buffers()))
        3
        """
        return (tensor for _, tensor in self.named_buffers())

    # --- changing

    def train(self, mode: bool = True) -> Self:
        """Set training mode here and below: dropout drops, batch normalisation learns.

        >>> ni.nn.Dropout(0.5).train(False).training
        False
        """
        for module in self.modules():
            module.__dict__["training"] = bool(mode)
        return self

    def eval(self) -> Self:
        """Leave training mode here and below.

        >>> ni.nn.Dropout(0.5).eval().training
        False
        """
        return self.train(False)

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Let all parameters require a gradient, or none of them (freeze the module).

        >>> [p.requires_grad for p in ni.nn.Linear(2, 3).requires_grad_(False).parameters()]
        [False, False]
        """
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def zero_grad(self) -> None:
        """Forget the gradients that have been collected.

        >>> net = ni.nn.Linear(2, 3)
        >>> net(ni.ones((1, 2))).sum().backward()
        >>> net.zero_grad()
        >>> net.weight.grad
        """
        for parameter in self.parameters():
            parameter.grad = None

    def apply(self, function: Callable[[Module], Any]) -> Self:
        """Call `function` with every module below, then with this one.

        >>> _ = ni.nn.Sequential(ni.nn.ReLU()).apply(lambda m: print(type(m).__name__))
        ReLU
        Sequential
        """
        for child in self.children():
            child.apply(function)
        function(self)
        return self

    def to(self, dtype: DType | str) -> Self:
        """Convert floating parameters and buffers, here and below; make optimizers afterwards.

        >>> ni.nn.Linear(2, 3).to(dtype=ni.float64).weight.dtype
        nitinol.float64
        """
        wanted = to_dtype(dtype)
        made: dict[int, Tensor] = {}  # tied tensors stay tied

        def convert(tensor: Tensor) -> Tensor:
            if not tensor.dtype.is_floating or tensor.dtype is wanted:
                return tensor
            if id(tensor) not in made:
                value = tensor.detach().astype(wanted)
                made[id(tensor)] = value.requires_grad_() if tensor.requires_grad else value
            return made[id(tensor)]

        for module in self.modules():
            for name, value in module.__dict__.items():
                module.__dict__[name] = _map_tensors(convert, value)
        return self

    # --- saving

    def state_dict(self) -> dict[str, Tensor]:
        """All parameters and buffers by their paths, without history, as they are now.

        >>> list(ni.nn.Linear(2, 3).state_dict())
        ['weight', 'bias']
        """
        return {name: tensor.detach() for name, tensor, _ in self._named_tensors()}

    def load_state_dict(
        self, state: Mapping[str, Tensor], strict: bool = True
    ) -> tuple[list[str], list[str]]:
        """Give parameters and buffers the values in `state`; nothing changes when that fails.

        Returns (names that `state` lacks, names that the module lacks). Raises KeyError when
        `strict` and there are such names, and `ShapeError` when a shape differs.

        >>> a, b = ni.nn.Linear(2, 3), ni.nn.Linear(2, 3)
        >>> _ = b.load_state_dict(a.state_dict())
        >>> bool((a.weight == b.weight).all())
        True
        """
        own = {name: tensor for name, tensor, _ in self._named_tensors()}
        missing = [name for name in own if name not in state]
        unexpected = [name for name in state if name not in own]
        if strict and (missing or unexpected):
            raise KeyError(
                f"state does not fit {type(self).__name__}: it lacks {missing}, and it has "
                f"{unexpected}, which the module lacks; "
                "build the same model, or write load_state_dict(state, strict=False)"
            )
        for name, tensor in own.items():
            if name in state and tuple(state[name].shape) != tuple(tensor.shape):
                raise ShapeError(
                    f"{name} has shape {show(tensor.shape)}, state has {show(state[name].shape)}; "
                    "build the model with the same sizes"
                )
        for name, tensor in own.items():
            if name in state:
                tensor._assign(state[name].detach().astype(tensor.dtype))
        return missing, unexpected

    # --- showing

    def extra_repr(self) -> str:
        """What `repr` shows in the brackets of a module without submodules.

        >>> ni.nn.Linear(2, 3).extra_repr()
        '2, 3, bias=True'
        """
        return ""

    def __repr__(self) -> str:
        lines = [f"({name}): {child!r}" for name, child in self.named_children()]
        if not lines:
            return f"{type(self).__name__}({self.extra_repr()})"
        inner = "\n".join(lines).replace("\n", "\n  ")
        return f"{type(self).__name__}(\n  {inner}\n)"


def set_state(tensor: Tensor, value: Tensor) -> None:
    """Give a buffer a new value, from which no derivative is taken.

    It does what `tensor._assign(value)` does, also where a transform (`ni.jvp`, `ni.grad` inside
    `ni.jit`) has the module's buffers among the values that it differentiates.
    """
    while isinstance(tensor, JVPTracer):
        tensor = tensor.primal
    while isinstance(value, JVPTracer):
        value = value.primal
    tensor._assign(value)


def _join(prefix: str, name: str) -> str:
    return f"{prefix}.{name}" if prefix else name


def _items(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The tensors and modules in an attribute, with their paths."""
    if isinstance(value, (Array, Module)):
        yield name, value
    elif type(value) in (list, tuple):
        for i, item in enumerate(value):
            yield from _items(f"{name}.{i}", item)
    elif type(value) is dict:
        for key, item in value.items():
            yield from _items(f"{name}.{key}", item)


def _once(pairs: Iterable[tuple[str, Tensor]]) -> Iterator[tuple[str, Tensor]]:
    seen: set[int] = set()
    for name, tensor in pairs:
        if id(tensor) not in seen:
            seen.add(id(tensor))
            yield name, tensor


def _map_tensors(function: Callable[[Tensor], Tensor], value: Any) -> Any:
    if isinstance(value, Array):
        return function(value)
    if type(value) in (list, tuple):
        return type(value)(_map_tensors(function, v) for v in value)
    if type(value) is dict:
        return {k: _map_tensors(function, v) for k, v in value.items()}
    return value


def tensors_of(module: Module) -> list[Tensor]:
    """The tensor objects of a module, each once: what a compiled call reads and writes back."""
    return [t for _, t in _once((n, t) for n, t, _ in module._named_tensors())]


# --- as a pytree


def _flatten(module: Module) -> tuple[list[Any], tuple[Any, ...]]:
    children: list[Any] = []
    names: list[str] = []
    static: list[tuple[str, _Static]] = []
    for name, value in module.__dict__.items():
        if _holds_tensors(value):
            names.append(name)
            children.append(value)
        else:
            static.append((name, _Static(value)))
    return children, (type(module), tuple(names), tuple(static))


def _unflatten(aux: tuple[Any, ...], children: Iterable[Any]) -> Module:
    cls, names, static = aux
    made: Module = object.__new__(cls)
    made.__dict__.update((name, s.value) for name, s in static)
    made.__dict__.update(zip(names, children, strict=True))
    return made


trees.register(Module, _flatten, _unflatten)
