"""Forward mode for users: `jvp`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..base import trees
from ..trace.jvp import JVP
from ..trace.primitives import zeros
from .leaves import Arguments, Results, check_callable, differentiable, strong, with_structure
from .reverse import tangent_leaves


def jvp(
    function: Callable[..., Any],
    primals: Sequence[Any],
    tangents: Sequence[Any],
    has_aux: bool = False,
) -> tuple[Any, ...]:
    """The result of `function(*primals)` and its derivative in the direction of `tangents`.

    Both sequences have one nest per argument; None among the tangents is zero. Returns (result,
    tangent of the result), with `has_aux` (result, tangent, auxiliary data). Results without
    derivative (integers) have the tangent None.

    Raises `ShapeError` or `DTypeError` when a tangent does not fit its primal.

    >>> import nitinol as ni
    >>> value, tangent = ni.jvp(lambda x: x * x, (ni.tensor([1.0, 3.0]),), (ni.tensor([1.0, 0.5]),))
    >>> value.tolist(), tangent.tolist()
    ([1.0, 9.0], [2.0, 3.0])
    """
    check_callable("jvp", function)
    if not isinstance(primals, (tuple, list)) or not isinstance(tangents, (tuple, list)):
        raise TypeError("jvp takes a tuple of primals and one of tangents: ni.jvp(f, (x,), (t,))")
    arguments = Arguments("jvp", primals, range(len(primals)))
    given = tangent_leaves("jvp", arguments, tangents)
    results = Results("jvp")
    level = JVP()
    lifted = [level.lift(x, t) for x, t in zip(arguments.leaves, given, strict=True)]
    try:
        result = function(*arguments.rebuild(lifted))
        pairs = [level.lower(x) for x in results.catch(function, result, has_aux)]
    finally:
        level.closed = True
    outs, aux = results.split([p for p, _ in pairs])
    found = [
        zeros(strong(p)) if t is None and differentiable(p) else t for p, t in pairs[: len(outs)]
    ]
    out = trees.unflatten(results.treedef, outs)
    tangent = trees.unflatten(results.treedef, with_structure([results.treedef], found, outs))
    return (out, tangent, aux) if has_aux else (out, tangent)
