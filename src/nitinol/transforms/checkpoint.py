"""`checkpoint`: a function that reverse mode computes again instead of keeping what it computed.

* In a program under construction the call is one operation, a `remat.Remat` region.
* On the eager tape it is one node that keeps the arguments. Its way back runs the function again,
  recorded this time, and walks back through that; tensors that the function reached by itself
  (the parameters of a module) are operands of the node too. State that the first run changed
  (running statistics, the key of a generator) is put back for the second one, so that it draws the
  same random numbers and changes nothing twice.
* Under forward mode there is nothing to keep, and the function just runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from ..base import trees
from ..core import Node, TensorBase, grad_enabled, make, set_grad_enabled, walk
from ..tensor.journal import Entry, recording, restored
from ..trace.array import Array, operators
from ..trace.bind import active, bind, interpreter_of
from . import policies
from .closed import close, types_of
from .leaves import as_array, check_callable, name_of
from .recorded import depth
from .remat import Remat
from .steps import attached, bare, layouts_of, origin, with_history

F = TypeVar("F", bound=Callable[..., Any])


def checkpoint(function: F, policy: str | policies.Policy | None = None) -> F:
    """`function`, whose intermediate results reverse mode does not keep but computes again.

    Memory for time: the way back needs the arguments only, and runs the function once more.

    `policy` says what is kept nevertheless: None or "nothing", "everything", "dots" (products and
    convolutions), "dots_with_no_batch_dims", or a function of `ni.checkpoint_policies`. In eager
    mode a region is computed again as a whole unless the policy is "everything".

    Works with `grad`, the tape, `backward()`, in `ni.jit` and under every other transform. The
    function may be run more than once, so it should not have side effects other than assigning to
    tensors.

    >>> import nitinol as ni
    >>> block = ni.checkpoint(lambda x: ni.sin(ni.exp(x)))
    >>> round(ni.grad(block)(0.0).item(), 4)
    0.5403
    """
    check_callable("checkpoint", function)
    keep = policies.chosen(policy)

    @wraps(function)
    def region(*args: Any, **kwargs: Any) -> Any:
        if keep is policies.everything_saveable:
            return function(*args, **kwargs)
        leaves, treedef = trees.flatten((args, kwargs))
        leaves = [x if isinstance(x, (float, complex)) else as_array(x) for x in leaves]
        arrays = [isinstance(x, Array) for x in leaves]
        operands = [x for x, a in zip(leaves, arrays, strict=True) if a]

        def call(*given: Any) -> Any:
            source = iter(given)
            filled = [next(source) if a else x for x, a in zip(leaves, arrays, strict=True)]
            again, named = trees.unflatten(treedef, filled)
            return function(*again, **named)

        if active.stage is not None:
            return _staged(call, operands, keep, name_of(function))
        if interpreter_of(operands) is not None or not grad_enabled():
            return function(*args, **kwargs)
        return _taped(call, operands, name_of(function))

    return cast(F, region)


def _staged(call: Callable[..., Any], operands: Sequence[Any], keep: Any, name: str) -> Any:
    closed = close(call, types_of(operands), name)
    count = len(operands)
    captured = len(closed.captured)
    # What was captured are mostly weights, which exist all the time.
    guarded = [True] * count + [count == 0] * captured
    policy = None if keep is policies.nothing_saveable else keep
    op = Remat(closed.graph, guarded, policy).op
    results = bind(op, *operands, *closed.captured, sizes=closed.sizes)
    return trees.unflatten(closed.tree, closed.finish(results))


# --- the eager tape


def _fresh(operands: Sequence[Any]) -> tuple[list[Any], list[Node | None], int]:
    """The operands as new leaves (with a history, as a step from it); the number of the last."""
    made: list[Any] = []
    nodes: list[Node | None] = []
    for x in operands:
        if not isinstance(x, TensorBase) or not x._layout.dtype.is_inexact:
            made.append(x)
            nodes.append(None)
            continue
        parent = x._node
        node = (
            Node(None, (), (), (x._layout,))
            if parent is None
            else Node(_same, (parent,), (), (x._layout,), (x._output,))
        )
        made.append(make(x._storage, x._address, x._layout, node, 0))
        nodes.append(node)
    last = Node(None, (), (), ()).sequence
    return made, nodes, last


class _Same:
    """The rule of a step that changes nothing."""

    def backward(self, node: Node, cotangents: Sequence[Any]) -> Sequence[Any]:
        return cotangents


_same = _Same()


def _taped(call: Callable[..., Any], operands: Sequence[Any], name: str) -> Any:
    wanted = [isinstance(x, TensorBase) and x._node is not None for x in operands]
    plain = [bare(x) for x in operands]
    given, fresh, last = _fresh(plain)
    given = [g if w else x for g, x, w in zip(given, plain, wanted, strict=True)]
    with recording() as entries, depth:
        result = call(*given)
    leaves, tree = trees.flatten(result)
    histories = [y._node if isinstance(y, TensorBase) else None for y in leaves]
    captured = _captured(leaves, fresh, last)
    if not any(wanted) and not captured:
        return result
    parents, index = _origins(operands)
    rule = _Again(name, call, wanted, [(n.sequence, i) for n, i in captured], len(leaves), entries)
    tensors = [isinstance(y, TensorBase) for y in leaves]
    layouts = layouts_of(leaves)
    node = Node(
        rule,
        (*parents, *[n for n, _ in captured]),
        tuple(plain),
        layouts,
        (*index, *[i for _, i in captured]),
        (0,) * len(plain),
    )
    rule.places = [i for i, t in enumerate(tensors) if t]
    outs = iter(attached([y for y, t in zip(leaves, tensors, strict=True) if t], node))
    filled = [
        _kept(next(outs), h) if t else y for y, t, h in zip(leaves, tensors, histories, strict=True)
    ]
    return trees.unflatten(tree, filled)


def _kept(out: Any, history: Node | None) -> Any:
    """A result that depends on nothing differentiable has no history."""
    return bare(out) if history is None else out


def _origins(operands: Sequence[Any]) -> tuple[list[Any], list[int]]:
    pairs = [origin(x) for x in operands]
    return [n for n, _ in pairs], [i for _, i in pairs]


def _captured(
    leaves: Sequence[Any], fresh: Sequence[Node | None], last: int
) -> list[tuple[Node, int]]:
    """(node, output) of the tensors from outside that a recorded run used."""
    own = {n.sequence for n in fresh if n is not None}
    found: dict[tuple[int, int], tuple[Node, int]] = {}
    todo: list[Node] = []
    seen: set[int] = set()

    def meet(node: Node | None, output: int) -> None:
        if node is None or node.sequence in own:
            return
        if node.sequence <= last:
            found[node.sequence, output] = (node, output)
        elif node.sequence not in seen:
            seen.add(node.sequence)
            todo.append(node)

    for y in leaves:
        if isinstance(y, TensorBase):
            meet(y._node, y._output)
    while todo:
        node = todo.pop()
        for parent, output in zip(
            node.parents, node.index or (0,) * len(node.parents), strict=True
        ):
            meet(parent, output)
    return list(found.values())


class _Again:
    """The rule of a region on the tape."""

    __slots__ = ("call", "entries", "keys", "name", "places", "results", "wanted")

    places: list[int]

    def __init__(
        self,
        name: str,
        call: Callable[..., Any],
        wanted: list[bool],
        keys: list[tuple[int, int]],
        results: int,
        entries: list[Entry],
    ) -> None:
        self.name = name
        self.call = call
        self.wanted = wanted
        self.keys = keys
        self.results = results
        self.entries = entries

    def backward(self, node: Node, cotangents: Sequence[Any]) -> Sequence[Any]:
        create = grad_enabled()
        count = len(self.wanted)
        operands = with_history(node, count) if create else list(node.saved)
        fresh, nodes, last = _fresh(operands)
        given = [f if w else x for f, x, w in zip(fresh, operands, self.wanted, strict=True)]
        before = set_grad_enabled(True)
        try:
            with restored(self.entries), depth:
                leaves = trees.leaves(self.call(*given))
        finally:
            set_grad_enabled(before)
        found: dict[tuple[int, int], Any] = dict.fromkeys(self.keys)
        own = [
            (n.sequence, 0) if w and n is not None else None
            for n, w in zip(nodes, self.wanted, strict=True)
        ]
        found.update({k: None for k in own if k is not None})
        roots = [
            (y._node, y._output, c)
            for y, c in zip([leaves[i] for i in self.places], cotangents, strict=False)
            if c is not None and y._node is not None
        ]

        def visit(step: Node, arrived: list[Any]) -> Sequence[Any] | None:
            for output, function in step.hooks or ():
                if arrived[output] is not None and step.sequence > last:
                    changed = function(arrived[output])
                    arrived[output] = arrived[output] if changed is None else changed
            if step.sequence <= last:  # an operand, or a tensor from outside
                for output, c in enumerate(arrived):
                    if (step.sequence, output) in found:
                        found[step.sequence, output] = c
                return None
            return step.rule.backward(step, arrived)  # type: ignore[no-any-return]

        walk(tuple(roots), visit, operators["add"], create, False)
        return [None if k is None else found[k] for k in own] + [found[k] for k in self.keys]

    def __repr__(self) -> str:
        return f"checkpoint of {self.name}"
