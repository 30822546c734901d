"""Reverse mode for users: `grad`, `value_and_grad`, `vjp`, `linearize`.

All four linearise the function at its arguments. `linearize` hands the linear program out; the
others run it backwards. When all arguments are tensors, the eager tape is that program
(`recorded`); otherwise it is recorded from tracers (`trace.linearize`). They may be nested and
mixed with `jvp` and `jit`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from ..base import trees
from ..exec.backward import unit
from ..ops.complexes import conj
from ..trace.array import Array
from ..trace.bind import active
from ..trace.linearize import LinearProgram
from ..trace.linearize import linearize as linearize_flat
from ..trace.primitives import zeros
from ..trace.transpose import transpose
from .leaves import (
    Arguments,
    Results,
    check_callable,
    check_holomorphic,
    check_like,
    check_scalar,
    differentiable,
    leaves_like,
    positions_of,
    strong,
    with_structure,
)
from .recorded import recorded_beneath


def grad(
    function: Callable[..., Any],
    argnums: int | Sequence[int] = 0,
    has_aux: bool = False,
    holomorphic: bool = False,
) -> Callable[..., Any]:
    """The function that computes the gradient of `function`, which returns one real number.

    * `argnums`: which positional arguments to differentiate. They may be nests of tensors and
      Python floats; the gradient has the same nest, with None for leaves that have no derivative
      (integers and the like). A tuple of positions gives a tuple of gradients.
    * `has_aux`: `function` returns (number, anything); the new function returns (gradient,
      anything).

    * `holomorphic`: arguments and result are complex, and the complex derivative f′(z) is wanted.

    Otherwise complex arguments get the direction of steepest ascent: the gradient of |z|² is 2z.

    Raises `GradientError` when the result is not one real number, `DTypeError` when an argument
    has no derivative.

    >>> import nitinol as ni
    >>> ni.grad(lambda x: x * x * x)(2.0).item()
    12.0
    """
    pair = value_and_grad(function, argnums, has_aux, holomorphic, _where="grad")

    @wraps(function)
    def gradient(*args: Any, **kwargs: Any) -> Any:
        value, result = pair(*args, **kwargs)
        return (result, value[1]) if has_aux else result

    return gradient


def value_and_grad(
    function: Callable[..., Any],
    argnums: int | Sequence[int] = 0,
    has_aux: bool = False,
    holomorphic: bool = False,
    *,
    _where: str = "value_and_grad",
) -> Callable[..., Any]:
    """The function that computes `function` and its gradient; see `grad`.

    It returns (value, gradient), with `has_aux` ((value, anything), gradient).

    >>> ni.value_and_grad(lambda x: x * x)(3.0)
    (tensor(9.), tensor(6.))
    """
    check_callable(_where, function)

    @wraps(function)
    def both(*args: Any, **kwargs: Any) -> Any:
        positions = positions_of(_where, argnums, len(args))
        arguments = Arguments(_where, args, positions, each=True)
        results, outs, back = _differentiated(_where, function, arguments, kwargs, has_aux)
        leaves, aux = results.split(outs)
        if holomorphic:
            check_holomorphic(_where, function, arguments.leaves, leaves, results.treedef)
        else:
            check_scalar(_where, function, leaves, results.treedef)
        value = leaves[0]
        cotangents: list[Any] = [unit(value), *[None] * (len(outs) - 1)]
        found = back(cotangents, True)
        found = arguments.zeros_for(found)
        if holomorphic:  # cotangents are conjugates of derivatives
            found = [g if g is None else conj(g) for g in found]
        nested = arguments.nest(found)
        gradient = nested[0] if isinstance(argnums, int) else nested
        return ((value, aux) if has_aux else value), gradient

    return both


def vjp(function: Callable[..., Any], *primals: Any, has_aux: bool = False) -> tuple[Any, ...]:
    """The result of `function(*primals)`, and the function from its cotangents to theirs.

    Returns (result, pull), with `has_aux` (result, pull, auxiliary data). `pull(cotangent)` takes
    a nest like the result (None for zero) and gives a tuple with one cotangent per primal. It may
    be called again.

    Raises `ShapeError` or `DTypeError` when a cotangent does not fit the result.

    >>> import nitinol as ni
    >>> y, pull = ni.vjp(lambda x: x * x, ni.tensor([1.0, 3.0]))
    >>> [c.tolist() for c in pull(ni.tensor([1.0, 0.5]))]
    [[2.0, 3.0]]
    """
    check_callable("vjp", function)
    arguments = Arguments("vjp", primals, range(len(primals)))
    results, outs, back = _differentiated("vjp", function, arguments, {}, has_aux)
    leaves, aux = results.split(outs)
    padding = [None] * (len(outs) - len(leaves))

    def pull(cotangent: Any) -> tuple[Any, ...]:
        given = leaves_like("vjp", "cotangent", results.treedef, cotangent)
        checked = check_like("vjp", "cotangent", leaves, given)
        found = back([*checked, *padding], False)
        return arguments.nest(arguments.zeros_for(found))

    out = trees.unflatten(results.treedef, leaves)
    return (out, pull, aux) if has_aux else (out, pull)


def linearize(function: Callable[..., Any], *primals: Any) -> tuple[Any, Callable[..., Any]]:
    """The result of `function(*primals)`, and its derivative there as a function of tangents.

    The second function computes what `jvp` does without running `function` again: it takes one
    tangent per primal (a nest like it, None for zero) and gives the tangent of the result.

    >>> import nitinol as ni
    >>> y, push = ni.linearize(lambda x: x * x, ni.tensor([1.0, 3.0]))
    >>> push(ni.tensor([1.0, 0.5])).tolist()
    [2.0, 3.0]
    """
    check_callable("linearize", function)
    arguments = Arguments("linearize", primals, range(len(primals)))
    results, outs, program = _linearized("linearize", function, arguments, {}, False)

    def push(*tangents: Any) -> Any:
        given = tangent_leaves("linearize", arguments, tangents)
        found = [
            zeros(strong(y)) if t is None and differentiable(y) else t
            for y, t in zip(outs, program(given), strict=True)
        ]
        return trees.unflatten(results.treedef, with_structure([results.treedef], found, outs))

    return trees.unflatten(results.treedef, outs), push


def tangent_leaves(where: str, arguments: Arguments, tangents: Sequence[Any]) -> list[Any]:
    """The leaves of tangents given for all arguments, checked."""
    if len(tangents) != len(arguments.treedefs):
        raise TypeError(
            f"{where}: {len(arguments.treedefs)} primals and {len(tangents)} tangents were given; "
            "pass one tangent per primal (None for zero)"
        )
    given = [
        leaf
        for treedef, tangent in zip(arguments.treedefs, tangents, strict=True)
        for leaf in leaves_like(where, "tangent", treedef, tangent)
    ]
    return check_like(where, "tangent", arguments.leaves, given)


def _differentiated(
    where: str,
    function: Callable[..., Any],
    arguments: Arguments,
    kwargs: dict[str, Any],
    has_aux: bool,
) -> tuple[Results, list[Any], Callable[[Sequence[Any], bool], list[Any]]]:
    """(nests, leaves of the results, the way back: cotangents, whether it is the last time)."""
    if active.stage is None:
        results = Results(where)
        recording = recorded_beneath(
            lambda *leaves: results.catch(
                function, function(*arguments.rebuild(leaves), **kwargs), has_aux
            ),
            arguments.leaves,
            arguments.wanted,
            _others(arguments, kwargs),
        )
        if recording is not None:
            pull = recording.pull
            return results, recording.outs, lambda cotangents, last: pull(cotangents, last=last)
    results, outs, program = _linearized(where, function, arguments, kwargs, has_aux)
    return results, outs, lambda cotangents, last: transpose(program, cotangents, consume=last)


def _others(arguments: Arguments, kwargs: dict[str, Any]) -> list[Any]:
    """The leaves of arguments that are not differentiated."""
    found: list[Any] = []
    for position, x in enumerate(arguments.args):
        if position not in arguments.positions:
            if isinstance(x, Array):
                found.append(x)
            else:
                found += trees.flatten(x)[0]
    if kwargs:
        found += trees.flatten(kwargs)[0]
    return found


def _linearized(
    where: str,
    function: Callable[..., Any],
    arguments: Arguments,
    kwargs: dict[str, Any],
    has_aux: bool,
) -> tuple[Results, list[Any], LinearProgram]:
    results = Results(where)

    def flat(*leaves: Any) -> list[Any]:
        result = function(*arguments.rebuild(leaves), **kwargs)
        return results.catch(function, result, has_aux)

    outs, program = linearize_flat(flat, arguments.leaves, arguments.wanted)
    return results, outs, program
