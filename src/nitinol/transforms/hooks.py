"""Hooks: functions that see a gradient when it is known, and may replace it.

On the eager tape a hook of a tensor is kept by its node (`exec.backward`). A traced tensor is
replaced, in its object, by the result of a step that changes nothing and calls the hook on the way
back (`custom_vjp.Probe`); so hooks work alike under `ni.grad` and inside `ni.jit`, where they
run while tracing, as all Python code does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..base.errors import GradientError, TracerError
from ..core import TensorBase
from ..trace.jvp import JVPTracer
from ..trace.stage import StageTracer
from .custom_vjp import Probe
from .leaves import check_callable

Hook = Callable[[Any], Any]


class Handle:
    """What registering a hook gives: `remove()` takes it away again; also a context manager."""

    __slots__ = ("_remove",)

    def __init__(self, remove: Callable[[], None]) -> None:
        self._remove: Callable[[], None] | None = remove

    def remove(self) -> None:
        """Take the hook away; nothing happens the second time."""
        remove, self._remove = self._remove, None
        if remove is not None:
            remove()

    def __enter__(self) -> Handle:
        return self

    def __exit__(self, *exception: object) -> None:
        self.remove()


def register_hook(x: Any, hook: Hook) -> Handle:
    """Call `hook(gradient)` whenever the gradient of this tensor is computed.

    What it returns takes the place of the gradient; None leaves it as it is. Returns a handle whose
    `remove()` takes the hook away. Hooks of a leaf run before its `grad` is added to.

    Raises `GradientError` when the tensor does not require a gradient.

    >>> import nitinol as ni
    >>> x = ni.tensor([1.0, 2.0], requires_grad=True)
    >>> handle = x.register_hook(lambda g: 10.0 * g)
    >>> (x * x).sum().backward()
    >>> x.grad
    tensor([20., 40.])
    """
    check_callable("register_hook", hook)
    if isinstance(x, TensorBase):
        return _on_node(x, hook)
    if isinstance(x, (StageTracer, JVPTracer)):
        return _on_tracer(x, hook)
    raise TracerError(
        f"register_hook is not possible on {x!r}; register the hook outside of the mapped function"
    )


def _on_node(x: Any, hook: Hook) -> Handle:
    node = x._node
    if node is None:
        raise GradientError(
            "register_hook: this tensor does not require a gradient, so there is none to see; "
            "call x.requires_grad_() first"
        )
    entry = (x._output, hook)
    if node.hooks is None:
        node.hooks = [entry]
    else:
        node.hooks.append(entry)

    def remove() -> None:
        left = [e for e in node.hooks or () if e is not entry]
        node.hooks = left or None

    return Handle(remove)


def _on_tracer(x: Any, hook: Hook) -> Handle:
    active = [hook]

    def back(cotangents: tuple[Any, ...]) -> tuple[Any, ...]:
        (gradient,) = cotangents
        for function in active:
            changed = function(gradient)
            gradient = gradient if changed is None else changed
        return (gradient,)

    (passed,) = Probe("hook", back)(x)
    if isinstance(x, StageTracer):
        x.value = x.interpreter.value(passed)  # type: ignore[attr-defined]
    else:
        x.primal, x.tangent = x.interpreter.lower(passed)
    return Handle(active.clear)
