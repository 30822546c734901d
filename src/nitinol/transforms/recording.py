"""What is recorded for derivatives and what is not: `stop_gradient`, `no_grad`, `enable_grad`."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import Any, TypeVar

from ..base import trees
from ..core import set_grad_enabled
from ..trace.bind import active, bind, next_level
from ..trace.primitives import stop_gradient as stop_gradient_op
from .leaves import differentiable

F = TypeVar("F", bound=Callable[..., Any])


def stop_gradient(tree: Any) -> Any:
    """The same values, constants for every derivative; a tensor or a nest of tensors.

    >>> import nitinol as ni
    >>> ni.grad(lambda x: x * ni.stop_gradient(x))(3.0).item()
    3.0
    """
    return trees.map(lambda x: bind(stop_gradient_op, x) if differentiable(x) else x, tree)


class _Recording:
    """A context manager that sets what is recorded in this thread; also a decorator."""

    __slots__ = ("_before",)

    _before: list[tuple[bool, int]]

    def __new__(cls, function: Any = None) -> Any:
        made = object.__new__(cls)
        made._before = []
        return made if function is None else made(function)

    def _enter(self) -> tuple[bool, int]:
        raise NotImplementedError  # abstract: both subclasses override it

    def __enter__(self) -> None:
        self._before.append(self._enter())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        enabled, active.blocked = self._before.pop()
        set_grad_enabled(enabled)

    def _another(self) -> Any:
        """One more such context: functions call each other and themselves."""
        return type(self)()

    def __call__(self, function: F) -> F:
        make = self._another

        @wraps(function)
        def inner(*args: Any, **kwargs: Any) -> Any:
            with make():
                return function(*args, **kwargs)

        return inner  # type: ignore[return-value]


class no_grad(_Recording):  # noqa: N801 - the name that PyTorch users know
    """Nothing inside is recorded for `backward`, and `grad` takes its results as constants.

    A gradient that is taken wholly inside (`with ni.no_grad(): ni.grad(f)(x)`) is not affected,
    nor is forward mode.

    >>> import nitinol as ni
    >>> x = ni.tensor(2.0, requires_grad=True)
    >>> with ni.no_grad():
    ...     y = x * x
    >>> y.requires_grad
    False
    """

    __slots__ = ()

    def _enter(self) -> tuple[bool, int]:
        before = active.blocked
        active.blocked = next_level()
        return set_grad_enabled(False), before


class enable_grad(_Recording):  # noqa: N801 - the name that PyTorch users know
    """Record again, inside a `no_grad` block.

    >>> x = ni.tensor([1.0, 2.0], requires_grad=True)
    >>> with ni.no_grad(), ni.enable_grad():
    ...     y = x * 2
    >>> y.requires_grad
    True
    """

    __slots__ = ()

    def _enter(self) -> tuple[bool, int]:
        before = active.blocked
        active.blocked = 0
        return set_grad_enabled(True), before


class inference_mode(no_grad):  # noqa: N801 - the name that PyTorch users know
    """`no_grad`, for code that only predicts; `inference_mode(False)` records.

    Here there is nothing more that inference could leave out, so both do the same.

    >>> import nitinol as ni
    >>> @ni.inference_mode()
    ... def predict(w, x):
    ...     return w * x
    >>> predict(ni.tensor(2.0, requires_grad=True), 3.0).requires_grad
    False
    """

    __slots__ = ("_mode",)

    _mode: bool

    def __new__(cls, mode: Any = True) -> Any:
        made = super().__new__(cls)
        made._mode = mode if isinstance(mode, bool) else True
        return made if isinstance(mode, bool) else made(mode)

    def _enter(self) -> tuple[bool, int]:
        if self._mode:
            return super()._enter()
        return enable_grad()._enter()  # type: ignore[no-any-return]

    def _another(self) -> Any:
        return type(self)(self._mode)


class grad_mode(_Recording):  # noqa: N801 - used like a function
    """Record (True) or not (False), from this call on; as a context manager, until its end.

    `ni.autograd.set_grad_enabled` is this class.

    >>> import nitinol as ni
    >>> x = ni.tensor(2.0, requires_grad=True)
    >>> with ni.autograd.set_grad_enabled(False):
    ...     y = x * x
    >>> y.requires_grad
    False
    """

    __slots__ = ("_mode",)

    _mode: bool

    def __new__(cls, mode: bool) -> Any:
        made = super().__new__(cls)
        made._mode = bool(mode)
        made._before.append(made._enter())
        return made

    def _enter(self) -> tuple[bool, int]:
        kind = enable_grad if self._mode else no_grad
        return kind()._enter()  # type: ignore[no-any-return]

    def __enter__(self) -> None:
        pass  # it works already

    def __call__(self, function: F) -> F:
        enabled, active.blocked = self._before.pop()  # a decorator does not work from here on
        set_grad_enabled(enabled)
        return super().__call__(function)

    def _another(self) -> Any:
        return type(self)(self._mode)
