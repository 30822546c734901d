"""`loss.backward()` inside a function that is being compiled.

While a function is staged, the program under construction is the tape. The part of it between the leaves (tensors that
require a gradient) and `loss` is linearised and transposed in place. Recomputing the primals costs nothing: the builder
knows each of them already and gives back the same values.
"""

from __future__ import annotations

from ..base.errors import GradientError
from ..core import TensorBase
from ..ir.graph import Graph, Node, Value
from ..trace.array import Array, operators
from ..trace.bind import active, bind
from ..trace.linearize import linearize
from ..trace.primitives import accumulate
from ..trace.stage import Stage, StageTracer, run_graph, stop_gradient
from ..trace.transpose import transpose
from .backward import initial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any


def trainable(stage: Stage) -> list[Array]:
    """The leaves that the function being staged has met: tensors that require a gradient."""
    captured = [x for x, _ in stage.captured if isinstance(x, TensorBase) and x.requires_grad]
    return [*stage.trainable, *captured]


def staged_backward(stage: Stage, loss: Any, gradient: Any = None) -> None:
    """Add the cotangents of all leaves to their gradients in `stage.gradients`."""
    leaves = trainable(stage)
    values = [stage.value(x) for x in leaves]
    collected = [v for v in stage.collectors if v not in values]
    values += collected
    target = stage.value(loss)
    nodes, outside = _between(stage.builder.nodes, target, set(values))
    if target not in values and not nodes:
        raise GradientError(
            "backward() needs a tensor that was computed from one with requires_grad=True; "
            "call x.requires_grad_() before computing with x"
        )
    inputs = [*values, *outside]
    graph = Graph(inputs, nodes, [target], "backward")
    primals = [StageTracer(stage, v) for v in inputs]
    wanted = [True] * len(values) + [False] * len(outside)
    _, program = linearize(lambda *xs: run_graph(graph, xs), primals, wanted)
    cotangents = transpose(program, [initial(loss, gradient)])
    for leaf, c in zip(leaves, cotangents, strict=False):
        if c is not None:
            before = current_gradient(stage, leaf)
            both = before is not None and before.compound
            made = operators["add"](before, c) if both else accumulate(before, c)
            stage.gradients[id(leaf)] = (leaf, made)
    for value, c in zip(collected, cotangents[len(leaves) :], strict=False):
        if c is not None:
            stage.collectors[value](c)


def collect(stage: Stage, x: Array, function: Callable[[Any], None]) -> None:
    """Have `backward()` stop at `x` and call function(its cotangent), a sum over all uses of the value."""
    stage.collectors.setdefault(stage.value(x), function)


def current_gradient(stage: Stage, leaf: Any) -> Any:
    """The gradient of a leaf as the function being staged sees it."""
    found = stage.gradients.get(id(leaf))
    if found is not None:
        return found[1]
    source = stage.sources.get(id(leaf), leaf)
    if isinstance(source, StageTracer) or source._node is None:
        return None
    before = source._node.grad
    stage.read_gradients[id(leaf)] = (leaf, before is not None)
    if before is not None and before.compound:
        raise GradientError(
            "a sparse gradient of an earlier call is not added to in a compiled function; call zero_grad() in the "
            "function before backward(), or after the optimizer's step"
        )
    return before


def assign(stage: Stage, x: Any, value: Any) -> None:
    """Let `x` hold `value` from here on in the function being staged."""
    new = stage.value(value)
    if isinstance(x, StageTracer) and x.interpreter is stage:
        x.value = new
    else:
        stage.assigned[id(x)] = (x, new)


def _backward(
    self: StageTracer, gradient: Any = None, retain_graph: Any = None, create_graph: bool = False
) -> None:
    """Add the gradient of this tensor to the `grad` of every leaf; see `Tensor.backward`."""
    staged_backward(_stage_of(self), self, gradient)


def _stage_of(x: StageTracer) -> Stage:
    if not isinstance(x.interpreter, Stage):
        raise GradientError("this tensor belongs to no function that is being compiled")
    return x.interpreter


def _innermost(x: StageTracer) -> Stage:
    """The stage that is running: where a part of a program is staged, not that of `x`."""
    return active.stage if isinstance(active.stage, Stage) else _stage_of(x)


def _set_gradient(x: StageTracer, value: Any) -> None:
    _stage_of(x).gradients[id(x)] = (x, value)


def install() -> None:
    """Give tensors inside compiled functions the state that tensors outside have."""
    methods: dict[str, Any] = {
        "backward": _backward,
        "grad": property(lambda x: current_gradient(_stage_of(x), x), _set_gradient),
        "requires_grad": property(lambda x: any(x is t for t in _stage_of(x).trainable)),
        "_assign": lambda x, value: assign(_innermost(x), x, value),
        "detach": lambda x: bind(stop_gradient, x),
    }
    for name, method in methods.items():
        setattr(StageTracer, name, method)


def _between(
    nodes: Sequence[Node], target: Value, leaves: set[Value]
) -> tuple[list[Node], list[Value]]:
    """The nodes that `target` needs, not going behind `leaves`; and the other values these read."""
    needed = {target} - leaves
    kept: list[Node] = []
    for node in reversed(nodes):
        if any(v in needed for v in node.outputs):
            kept.append(node)
            needed.update(v for v in node.operands if not v.is_constant and v not in leaves)
    kept.reverse()
    made = {v for n in kept for v in n.outputs}
    outside = [v for v in dict.fromkeys(v for n in kept for v in n.operands) if v in needed - made]
    return kept, outside
