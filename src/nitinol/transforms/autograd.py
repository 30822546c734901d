"""`ni.autograd`: gradients of tensors, in PyTorch's words.

    (g,) = ni.autograd.grad(loss, [x])          the gradient, without touching x.grad
    ni.autograd.backward([a, b], [ga, gb])      y.backward() for several tensors
    ni.autograd.set_grad_enabled(False)         as a function or a context manager

It works on the eager tape, inside `ni.jit`, and under the other transforms (see `gradients`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..base.errors import GradientError
from ..core import TensorBase, grad_enabled
from ..exec.backward import run
from ..exec.staged_backward import staged_backward
from ..trace.array import Array
from ..trace.bind import active
from ..trace.primitives import zeros
from ..trace.stage import Stage
from .gradients import cotangents_for, gradients_of
from .leaves import strong
from .recording import enable_grad, grad_mode, inference_mode, no_grad

__all__ = [
    "backward",
    "enable_grad",
    "grad",
    "inference_mode",
    "is_grad_enabled",
    "no_grad",
    "set_grad_enabled",
]


set_grad_enabled = grad_mode


def grad(
    outputs: Any,
    inputs: Any,
    grad_outputs: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    allow_unused: bool | None = None,
    materialize_grads: bool = False,
) -> tuple[Any, ...]:
    """The gradients of the sum of `outputs` with respect to `inputs`, a tuple like `inputs`.

    * `outputs`, `inputs`: a tensor or a sequence of them; inputs may be intermediate results.
    * `grad_outputs`: the cotangents of the outputs; may be left out (or None) for real numbers.
    * `retain_graph`: keep the history for another walk (default: `create_graph`).
    * `create_graph`: record this computation too, for derivatives of higher order.
    * `allow_unused`: give None for inputs that the outputs do not depend on, instead of raising;
      `materialize_grads`: give zeros for them.

    Raises `GradientError` when an output has no history, when an input does not require a
    gradient, or when one is not used. No `grad` attribute changes.

    >>> import nitinol as ni
    >>> x = ni.tensor(3.0, requires_grad=True)
    >>> (first,) = ni.autograd.grad(x**3, x, create_graph=True)
    >>> (second,) = ni.autograd.grad(first, x)
    >>> first.item(), second.item()
    (27.0, 18.0)
    """
    ys, xs = _sequence("outputs", outputs), _sequence("inputs", inputs)
    given = None if grad_outputs is None else _sequence("grad_outputs", grad_outputs)
    if given is not None and len(given) != len(ys):
        raise GradientError(
            f"autograd.grad: {len(ys)} outputs and {len(given)} grad_outputs were given; pass one "
            "each (None for numbers)"
        )
    cotangents = cotangents_for("autograd.grad", ys, given)
    for i, x in enumerate(xs):
        if isinstance(x, TensorBase) and active.stage is None and x._node is None:
            raise GradientError(
                f"autograd.grad: input {i} does not require a gradient, so it has no history; call "
                "x.requires_grad_() before computing with it"
            )
    if active.stage is None and not any(_has_history(y) for y in ys):
        raise GradientError(
            "autograd.grad: no output has a history; compute them from tensors with "
            "requires_grad=True, outside of ni.no_grad()"
        )
    found = gradients_of(
        ys,
        xs,
        cotangents,
        retain=create_graph if retain_graph is None else retain_graph,
        create=create_graph,
    )
    if materialize_grads:
        found = [zeros(strong(x)) if g is None else g for x, g in zip(xs, found, strict=True)]
    elif not allow_unused:
        for i, g in enumerate(found):
            if g is None:
                raise GradientError(
                    f"autograd.grad: the outputs do not depend on input {i}; pass "
                    "allow_unused=True for None, or materialize_grads=True for zeros"
                )
    return tuple(found)


def backward(
    tensors: Any,
    grad_tensors: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
) -> None:
    """Add the gradients of the sum of `tensors` to the `grad` of the leaves; see `y.backward()`.

    >>> import nitinol as ni
    >>> x = ni.tensor(3.0, requires_grad=True)
    >>> ni.autograd.backward([x * x, 2.0 * x])
    >>> x.grad.item()
    8.0
    """
    ys = _sequence("tensors", tensors)
    given = None if grad_tensors is None else _sequence("grad_tensors", grad_tensors)
    cotangents = cotangents_for("autograd.backward", ys, given)
    if isinstance(active.stage, Stage):
        for y, c in zip(ys, cotangents, strict=True):
            staged_backward(active.stage, y, c)
        return
    for y in ys:
        if not _has_history(y):
            raise GradientError(
                "autograd.backward: a tensor without history was given; compute it from tensors "
                "with requires_grad=True"
            )
    run(
        [(y._node, y._output, c) for y, c in zip(ys, cotangents, strict=True)],
        retain_graph=create_graph if retain_graph is None else retain_graph,
        create_graph=create_graph,
    )


def is_grad_enabled() -> bool:
    """Whether this thread records operations for `backward`."""
    return bool(grad_enabled())


def _sequence(what: str, x: Any) -> Sequence[Any]:
    if isinstance(x, Array):
        return [x]
    if isinstance(x, (list, tuple)):
        return list(x)
    raise TypeError(
        f"autograd: {what} must be a tensor or a sequence of tensors, got {type(x).__name__}"
    )


def _has_history(y: Any) -> bool:
    return not isinstance(y, TensorBase) or y._node is not None
