"""`GradientTape`: gradients of what was computed inside a `with` block, as in TensorFlow.

The tape of tensors is recorded anyway, wherever an operand requires a gradient. So a `GradientTape`
is little: `watch` makes a tensor require one until the block ends, and `gradient` walks back
from results to what was watched. It works inside `ni.jit`, `ni.vmap`, `ni.jvp` and `ni.grad` too
(see `gradients`), where every tensor is watched.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from ..base import trees
from ..base.errors import GradientError, UnsupportedError
from ..base.sizes import Size
from ..core import Node, TensorBase, make, set_grad_enabled
from ..ops import arange, reshape, stack
from ..trace.array import Array
from ..trace.batching import BatchTracer
from ..trace.bind import active, bind, innermost
from ..trace.jvp import JVPTracer
from ..trace.primitives import full, zeros
from ..trace.stage import StageTracer
from .gradients import Origin, gradients_of
from .leaves import differentiable, strong, with_structure
from .recorded import depth as recorded
from .remat import barrier


class GradientTape:
    """Records what happens in its block, for gradients with respect to what is watched.

    Tensors with `requires_grad=True` are watched by themselves. A tape gives one gradient, unless it
    is `persistent`. Inside another tape's block (or its own) the gradient is recorded too, so that
    tapes nest for higher derivatives.

    >>> import nitinol as ni
    >>> x = ni.tensor([1.0, 2.0])
    >>> with ni.GradientTape() as tape:
    ...     tape.watch(x)
    ...     y = (x * x).sum()
    >>> tape.gradient(y, x)
    tensor([2., 4.])
    """

    def __init__(self, persistent: bool = False) -> None:
        self.persistent = persistent
        self._watched: list[Any] = []
        self._origins: dict[int, Origin] = {}
        self._mine: list[Any] = []  # tensors that this tape made require a gradient
        self._open = False
        self._used = False
        self._before: bool | None = None

    def __enter__(self) -> GradientTape:
        if self._open:
            raise GradientError("this GradientTape is recording already; make another one to nest")
        self._open, self._used = True, False
        self._watched, self._origins = [], {}
        self._before = set_grad_enabled(True)
        _depth.count += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open = False
        _depth.count -= 1
        for x in self._mine:
            node = x._node
            if node is not None and (node, 0) == self._origins.get(id(x)):
                x._node = None
        self._mine = []
        set_grad_enabled(bool(self._before))

    def watch(self, tensor: Any) -> None:
        """Follow a tensor, or all floating and complex ones of a nest.

        Raises `GradientError` outside of the block, or for what has no derivative.
        """
        if not self._open:
            raise GradientError(
                "tape.watch(x) belongs inside the block: with ni.GradientTape() as tape: "
                "tape.watch(x)"
            )
        for x in trees.leaves(tensor):
            if not isinstance(x, Array):
                raise GradientError(
                    f"tape.watch takes tensors, got {type(x).__name__}; write ni.tensor(value)"
                )
            if not differentiable(x):
                raise GradientError(
                    f"tape.watch: a tensor of dtype {x.dtype} has no derivative; convert it with "
                    ".astype(ni.float32)"
                )
            self._watched.append(x)  # which also keeps its identity its own
            if _paired(x) and getattr(innermost(x), "_node", None) is None:
                _renew(x)
            below = innermost(x)
            if active.stage is None and isinstance(below, TensorBase):
                if below._node is None:
                    below._node = Node(None, (), (), (below._layout,))
                    self._mine.append(below)
                self._watched.append(below)
                self._origins[id(below)] = (below._node, below._output)

    def watched(self) -> tuple[Any, ...]:
        """The tensors given to `watch`."""
        return tuple(dict.fromkeys(x for x in self._watched if isinstance(x, Array)))

    @contextmanager
    def stop_recording(self) -> Iterator[None]:
        """A block inside the tape's that is not recorded."""
        before = set_grad_enabled(False)
        try:
            yield
        finally:
            set_grad_enabled(before)

    def reset(self) -> None:
        """Forget what is watched, as if the block began here."""
        if not self._open:
            raise GradientError("tape.reset() belongs inside the tape's block")
        self.__exit__(None, None, None)
        self.__enter__()

    def gradient(
        self,
        target: Any,
        sources: Any,
        output_gradients: Any = None,
        unconnected_gradients: str = "none",
    ) -> Any:
        """The gradients of `target` with respect to `sources`, a nest like `sources`.

        `target` is a tensor or a nest; of one with axes the gradient of the sum is taken, or that
        of the sum weighted by `output_gradients`. Sources that it does not depend on get None, or
        zeros with `unconnected_gradients="zero"`.

        Raises `GradientError` when a tape that is not persistent is asked a second time.
        """
        self._take()
        ys = self._targets(target)
        if output_gradients is None:
            cotangents = [full(1, y.dtype, tuple(y.shape)) for y in ys]
        else:
            cotangents = trees.leaves(output_gradients)
            if len(cotangents) != len(ys):
                raise GradientError(
                    f"tape.gradient: {len(ys)} targets and {len(cotangents)} output_gradients were "
                    "given; they must be nested alike"
                )
        xs, treedef = trees.flatten(sources)
        found = self._walk(ys, xs, cotangents, retain=self.persistent)
        found = _unconnected(xs, found, unconnected_gradients)
        return trees.unflatten(treedef, with_structure([treedef], found, xs))

    def jacobian(self, target: Any, sources: Any, unconnected_gradients: str = "none") -> Any:
        """The Jacobians of the tensor `target`: for each source a tensor of shape
        `target.shape + source.shape`, in a nest like `sources`.

        It walks back once per element of `target`; `ni.jacobian` of a function is faster.
        """
        self._take()
        (y,) = self._targets(target)
        if isinstance(y.size, Size):
            raise UnsupportedError(
                "tape.jacobian needs to know the sizes of its target while compiling; use "
                "ni.jacobian of a function"
            )
        xs, treedef = trees.flatten(sources)
        rows = []
        for i in range(y.size):
            one = _one_hot(y, i)
            last = i == y.size - 1
            rows.append(self._walk([y], xs, [one], retain=self.persistent or not last))
        result: list[Any] = []
        for x, column in zip(xs, zip(*rows, strict=True), strict=True):
            if all(g is None for g in column):
                result.append(None)
                continue
            filled = [zeros(strong(x)) if g is None else g for g in column]
            result.append(reshape(stack(filled), (*y.shape, *x.shape)))
        if unconnected_gradients == "zero":
            result = [
                full(0, x.dtype, (*y.shape, *x.shape)) if r is None else r
                for x, r in zip(xs, result, strict=True)
            ]
        return trees.unflatten(treedef, result)

    # --- inside

    def _take(self) -> None:
        if self._used and not self.persistent:
            raise GradientError(
                "this tape gave its gradient already; make it ni.GradientTape(persistent=True) to "
                "ask it more than once"
            )
        self._used = True

    def _targets(self, target: Any) -> list[Any]:
        ys = trees.leaves(target)
        for y in ys:
            if not isinstance(y, Array):
                raise GradientError(
                    f"a tape differentiates tensors, got {type(y).__name__}; keep results as "
                    "tensors, without .item() or float()"
                )
            if not differentiable(y):
                raise GradientError(
                    f"a tape differentiates floating and complex tensors, got {y.dtype}"
                )
        return ys

    def _walk(
        self, ys: Sequence[Any], xs: Sequence[Any], cotangents: Sequence[Any], retain: bool
    ) -> list[Any]:
        create = _depth.count + recorded.count > 0
        return gradients_of(
            ys, xs, cotangents, retain=retain or create, create=create, origins=self._origins
        )


class _Depth(threading.local):
    """How many tapes are recording in this thread."""

    count = 0


_depth = _Depth()


def _paired(x: Any) -> bool:
    """Whether there is a value with a tangent among the levels of `x`."""
    while isinstance(x, BatchTracer):
        x = x.value
    return isinstance(x, JVPTracer)


def _renew(x: Any) -> None:
    """Give a tracer a value of its own.

    A tape follows what lies below tracers. The same tensor may lie below others: `ni.jvp(f, (x,),
    (x,))` has it as value and as tangent, and only the value is watched.
    """
    if isinstance(x, JVPTracer):
        x.primal = _renewed(x.primal)
    elif isinstance(x, BatchTracer):
        x.value = _renewed(x.value)


def _renewed(x: Any) -> Any:
    if isinstance(x, TensorBase):
        return make(x._storage, x._address, x._layout)
    if isinstance(x, JVPTracer):
        return JVPTracer(x.interpreter, _renewed(x.primal), x.tangent)
    if isinstance(x, BatchTracer):
        return BatchTracer(x.interpreter, _renewed(x.value), x.axis)  # type: ignore[arg-type]
    if isinstance(x, StageTracer):
        return bind(barrier, x, x, serial=0)
    return x


def _unconnected(xs: Sequence[Any], found: Sequence[Any], what: str) -> list[Any]:
    if what not in ("none", "zero"):
        raise ValueError(f'unconnected_gradients must be "none" or "zero", got {what!r}')
    if what == "none":
        return list(found)
    return [zeros(strong(x)) if g is None else g for x, g in zip(xs, found, strict=True)]


def _one_hot(y: Any, i: int) -> Any:
    """The cotangent that selects element i of y."""
    return reshape((arange(y.size) == i).astype(y.dtype), tuple(y.shape))
