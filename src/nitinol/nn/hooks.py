"""Hooks of modules: functions called before and after `forward`, and with its gradients.

A module with hooks has an attribute `_hooks`, a tuple of (kind, hook). It is static, so a compiled
function is compiled again when a hook comes or goes. Modules without hooks pay one look into
their dictionary.

Backward hooks see gradients through two steps that change nothing, one before and one behind
`forward` (`transforms.custom_vjp.Probe`): on the way back the second meets the gradients of the
results, then the first those of the arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..base import trees
from ..core import TensorBase
from ..trace.array import Array
from ..trace.bind import Tracer
from ..transforms.custom_vjp import Probe
from ..transforms.hooks import Handle

Hook = Callable[..., Any]


class Entry:
    """One registered hook; compared by identity, so that one function may be registered twice."""

    __slots__ = ("hook", "kind")

    def __init__(self, kind: str, hook: Hook) -> None:
        self.kind = kind
        self.hook = hook


class Hooked:
    """What `Module` has for hooks."""

    forward: Any

    def register_forward_pre_hook(self, hook: Hook) -> Handle:
        """Call `hook(module, args)` before `forward`; what it returns replaces the arguments.

        One value stands for a single argument, None for no change. Returns a handle with `remove()`.
        """
        return self._register("before", hook)

    def register_forward_hook(self, hook: Hook) -> Handle:
        """Call `hook(module, args, result)` after `forward`; what it returns replaces the result.

        >>> import nitinol as ni
        >>> layer = ni.nn.Linear(2, 2)
        >>> handle = layer.register_forward_hook(lambda module, args, result: 0.0 * result + 1.0)
        >>> layer(ni.ones((1, 2))).tolist()
        [[1.0, 1.0]]
        >>> handle.remove()
        """
        return self._register("after", hook)

    def register_full_backward_pre_hook(self, hook: Hook) -> Handle:
        """Call `hook(module, grad_output)` when the gradients of the results are known.

        `grad_output` is a tuple; a tuple that the hook returns replaces it.
        """
        return self._register("back before", hook)

    def register_full_backward_hook(self, hook: Hook) -> Handle:
        """Call `hook(module, grad_input, grad_output)` when the gradients are known.

        Both are tuples with one entry per floating tensor among arguments and results, None in
        `grad_input` where no argument requires a gradient. A tuple that the hook returns replaces
        `grad_input`. Inside `ni.jit` hooks run while tracing.
        """
        return self._register("back", hook)

    def _register(self, kind: str, hook: Hook) -> Handle:
        if not callable(hook):
            raise TypeError(f"a hook is a function, got {type(hook).__name__}")
        entry = Entry(kind, hook)
        own = self.__dict__
        own["_hooks"] = (*own.get("_hooks", ()), entry)

        def remove() -> None:
            left = tuple([e for e in own.get("_hooks", ()) if e is not entry])
            if left:
                own["_hooks"] = left
            else:
                own.pop("_hooks", None)

        return Handle(remove)


def call_hooked(
    module: Any, entries: Sequence[Entry], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    """`module.forward` with its hooks."""
    for entry in entries:
        if entry.kind == "before":
            changed = entry.hook(module, args)
            if changed is not None:
                args = changed if isinstance(changed, tuple) else (changed,)
    back = [e for e in entries if e.kind.startswith("back")]
    if back:
        result = _with_gradients(module, back, args, kwargs)
    else:
        result = module.forward(*args, **kwargs)
    for entry in entries:
        if entry.kind == "after":
            changed = entry.hook(module, args, result)
            result = result if changed is None else changed
    return result


def _with_gradients(
    module: Any, entries: Sequence[Entry], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> Any:
    seen: list[tuple[Any, ...]] = []
    leaves, treedef = trees.flatten(args)
    places = [i for i, x in enumerate(leaves) if isinstance(x, Array) and x.dtype.is_inexact]
    followed = any(
        isinstance(leaves[i], Tracer) or (isinstance(leaves[i], TensorBase) and leaves[i]._node)
        for i in places
    )

    def of_inputs(gradients: tuple[Any, ...]) -> tuple[Any, ...]:
        for entry in entries:
            if entry.kind == "back":
                changed = entry.hook(module, gradients, seen[-1])
                gradients = gradients if changed is None else tuple(changed)
        return gradients

    def of_outputs(gradients: tuple[Any, ...]) -> tuple[Any, ...]:
        for entry in entries:
            if entry.kind == "back before":
                changed = entry.hook(module, gradients)
                gradients = gradients if changed is None else tuple(changed)
        seen.append(gradients)
        if not followed:
            of_inputs((None,) * len(places))
        return gradients

    if followed:
        passed = Probe("backward_hook", of_inputs)(*[leaves[i] for i in places])
        for i, x in zip(places, passed, strict=True):
            leaves[i] = x
    result = module.forward(*trees.unflatten(treedef, leaves), **kwargs)
    outs, tree = trees.flatten(result)
    floating = [i for i, y in enumerate(outs) if isinstance(y, Array) and y.dtype.is_inexact]
    if floating:
        passed = Probe("backward_hook", of_outputs)(*[outs[i] for i in floating])
        for i, y in zip(floating, passed, strict=True):
            outs[i] = y
    return trees.unflatten(tree, outs)
