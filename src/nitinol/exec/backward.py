"""The engine behind `y.backward()`: walks the tape from results to leaves.

The tape consists of core `Node`s. Each node knows the nodes of its operands (`parents`, and
`index`: which of the parent's results the operand is), what its derivative needs (`saved`) and a
`rule`. The protocol of a rule is

    rule.backward(node, cotangents) -> sequence with one gradient per parent

where `cotangents` is a list with one entry per result of the node, and `None` is zero in both. A
leaf has no rule: its cotangent is added to `grad`.

The walk itself is the core's (`core.plain.walking` says how it goes). This file says what happens at a
node. In the native core that is asked only where it is seen for the first time, where there are
hooks, and in walks that are recorded or look for chosen tensors: rules teach it the rest
(`core.learn_step`).

`node.hooks` is a list of (output, function): the function is called with the complete cotangent
of that output and may return another to take its place.
"""

from __future__ import annotations

from ..base.errors import DTypeError, GradientError, ShapeError
from ..base.shapes import show
from ..core import Node, TensorBase, make, set_grad_enabled, walk
from ..trace.array import operators
from ..trace.bind import active
from ..trace.primitives import full

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, Final, TypeAlias

# Who wants to see the gradients of every step, and the number of its node: `ni.debug.nans`.
look: Final[list[Callable[[str, Sequence[Any], int], None] | None]] = [None]

Root: TypeAlias = "tuple[Node, int, Any]"  # a node, one of its outputs, and the cotangent of that


def backward(
    y: Any,
    gradient: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
) -> None:
    """Add the gradient of `y` to the `grad` of every leaf that it was computed from.

    * `gradient`: the cotangent of `y`, of its shape and dtype; may be left out when `y` is one
      real number.
    * `retain_graph`: keep the history, so that `backward` can be called again (default:
      `create_graph`).
    * `create_graph`: record this computation too, so that gradients can be differentiated again.

    Raises `GradientError` when `y` has no history, or when its history was freed by an earlier
    call.
    """
    run(
        [(*_origin(y), initial(y, gradient))],
        retain_graph=create_graph if retain_graph is None else retain_graph,
        create_graph=create_graph,
    )


def gradients(
    outputs: Sequence[Any],
    inputs: Sequence[Any],
    cotangents: Sequence[Any] | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
) -> list[Any]:
    """The gradients of the sum of `outputs` with respect to `inputs`; no `grad` is touched.

    `cotangents` are those of the outputs. An input that the outputs do not depend on gets None.
    """
    given = [None] * len(outputs) if cotangents is None else cotangents
    roots = [(*_origin(y), initial(y, c)) for y, c in zip(outputs, given, strict=True)]
    wanted: dict[tuple[int, int], Any] = {}
    keys = []
    for x in inputs:
        node, output = _origin(x)
        keys.append((node.sequence, output))
        wanted[keys[-1]] = None
    run(
        roots,
        retain_graph=create_graph if retain_graph is None else retain_graph,
        create_graph=create_graph,
        wanted=wanted,
    )
    return [wanted[key] for key in keys]


def _origin(y: Any) -> tuple[Node, int]:
    node = y._node
    if node is None:
        raise GradientError(
            "this tensor has no history to differentiate: no tensor that it was computed from has "
            "requires_grad=True, or it was computed inside ni.no_grad(); create the inputs with "
            "ni.tensor(data, requires_grad=True)"
        )
    return node, y._output


def initial(y: Any, gradient: Any) -> Any:
    """The cotangent that a walk from `y` starts with."""
    dtype, shape = y.dtype, tuple(y.shape)
    if gradient is None:
        if y.size != 1 or dtype.is_complex:
            what = "complex" if dtype.is_complex else f"of shape {show(shape)}"
            raise GradientError(
                f"backward() of a tensor {what} needs the gradient of the final number with "
                "respect to it; reduce it to one real number first, for example with "
                "y.sum().backward(), or pass backward(gradient=...)"
            )
        return unit(y)
    if tuple(gradient.shape) != shape:
        raise ShapeError(
            f"backward: gradient has shape {show(tuple(gradient.shape))}, the tensor "
            f"{show(shape)}; they must be equal"
        )
    if gradient.dtype is not dtype:
        raise DTypeError(
            f"backward: gradient has dtype {gradient.dtype}, the tensor {dtype}; "
            f"pass gradient.astype({dtype})"
        )
    return gradient


_units: Final[dict[tuple[Any, ...], Any]] = {}  # by dtype and shape; all have one element


def unit(y: Any) -> Any:
    """The cotangent 1 for a tensor of one element."""
    if active.stage is not None or not isinstance(y, TensorBase):
        return full(1, y.dtype, tuple(y.shape))
    key = (y.dtype, y.shape)
    one = _units.get(key)
    if one is None:
        one = _units[key] = full(1, *key)
    # A tensor of its own, so that writing to it leaves the kept one alone.
    return make(one._storage, one._address, one._layout)


def run(
    roots: Sequence[Root],
    *,
    retain_graph: bool,
    create_graph: bool,
    wanted: dict[tuple[int, int], Any] | None = None,
) -> None:
    """Walk back from `roots`.

    With `wanted`, a dict with keys (sequence of a node, output), cotangents are stored there
    instead of in leaves, and nodes older than all of them are not visited.
    """
    if wanted is None:
        visit = _visit
    else:
        oldest = min((s for s, _ in wanted), default=0)

        def visit(node: Node, cotangents: list[Any]) -> Sequence[Any] | None:
            if node.hooks is not None:
                _call_hooks(node, cotangents)
            sequence = node.sequence
            for output, c in enumerate(cotangents):
                if (sequence, output) in wanted:
                    wanted[sequence, output] = c
            if sequence <= oldest or node.rule is None:
                return None
            return _gradients(node, cotangents)

    before = set_grad_enabled(create_graph)
    lazy, active.lazy = active.lazy, None
    try:
        walk(
            tuple(roots),
            visit,
            operators["add"],
            retain_graph,
            wanted is None and not create_graph and look[0] is None,
        )
    finally:
        set_grad_enabled(before)
        active.lazy = lazy


def _visit(node: Node, cotangents: list[Any]) -> Sequence[Any] | None:
    """What happens at a node: a leaf collects, others give the gradients of their operands."""
    if node.hooks is not None:
        _call_hooks(node, cotangents)
    if node.rule is not None:
        return _gradients(node, cotangents)
    c = cotangents[0]
    if c is not None:
        grad = node.grad
        node.grad = _own(c) if grad is None else operators["add"](grad, c)
    return None


def _gradients(node: Node, cotangents: list[Any]) -> Sequence[Any]:
    if node.freed:
        raise GradientError(
            "the history of this tensor was freed by an earlier backward(); to go through "
            "it again, call the earlier one with backward(retain_graph=True), or compute "
            "the tensor again"
        )
    found: Sequence[Any] = node.rule.backward(node, cotangents)
    if look[0] is not None:
        derivatives = getattr(node.rule, "derivatives", None)
        name = repr(node.rule) if derivatives is None else derivatives.graph.name
        look[0](f"the way back of {name}", found, node.sequence)
    return found


def _own(c: Any) -> Any:
    """The same value as a tensor of its own: others may hold the cotangent too, and changing a
    gradient in place must not change theirs."""
    if isinstance(c, TensorBase):
        return make(c._storage, c._address, c._layout, c._node, c._output)
    return c


def saved_with_history(node: Node) -> list[Any]:
    """The saved values of a node, each with the history of the operand or result that it is.

    The tape itself keeps them without; a rule that is to be recorded (`create_graph`) needs it.
    """
    count = len(node.parents)
    index = node.index
    found: list[Any] = []
    for x, i in zip(node.saved, node.saves, strict=True):
        maker = node.parents[i] if i < count else node
        if isinstance(x, TensorBase) and maker is not None:
            output = i - count if i >= count else 0 if index is None else index[i]
            x = make(x._storage, x._address, x._layout, maker, output)
        found.append(x)
    return found


def _call_hooks(node: Node, cotangents: list[Any]) -> None:
    for output, function in node.hooks or ():
        if output < len(cotangents) and cotangents[output] is not None:
            changed = function(cotangents[output])
            if changed is not None:
                cotangents[output] = changed
