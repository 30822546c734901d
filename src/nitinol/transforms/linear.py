"""`linear_transpose`: the adjoint of a linear function."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..base.errors import GradientError
from ..trace.linearize import LinearNode, LinearProgram, LinearTape, LinearTracer
from ..trace.primitives import add
from ..trace.transpose import transpose
from .leaves import (
    Arguments,
    Results,
    check_callable,
    check_like,
    differentiable,
    leaves_like,
    name_of,
    strong,
)


def linear_transpose(function: Callable[..., Any], *primals: Any) -> Callable[..., Any]:
    """The function from cotangents of the result of a linear `function` to those of its arguments.

    `primals` tell dtypes and shapes of the arguments only (nests of tensors); `function` is called
    with stand-ins that have no values. The new function takes one nest like the result and gives a
    tuple with one nest per argument. For complex arguments it is the adjoint with respect to
    Re Σ conj(a)·b, so matrices are conjugated, too.

    Raises `GradientError` when `function` does something that is not linear.

    >>> import nitinol as ni
    >>> A = ni.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> back = ni.linear_transpose(lambda x: A @ x, ni.zeros(2))
    >>> back(ni.tensor([1.0, 0.0]))
    (tensor([1., 2.]),)
    """
    check_callable("linear_transpose", function)
    arguments = Arguments("linear_transpose", primals, range(len(primals)))
    tape = LinearTape()
    inputs: list[int | None] = []
    given: list[Any] = []
    for x, want in zip(arguments.leaves, arguments.wanted, strict=True):
        tracer = tape.input(strong(x)) if want else None
        inputs.append(None if tracer is None else tracer.number)
        given.append(x if tracer is None else tracer)
    results = Results("linear_transpose")
    try:
        outs = results.catch(function, function(*arguments.rebuild(given)), False)
    finally:
        tape.closed = True
    where = f"linear_transpose of {name_of(function)}"
    for node in tape.nodes:
        _check(where, node)
    numbers: list[int | None] = []
    for y in outs:
        own = isinstance(y, LinearTracer) and y.interpreter is tape
        if not own and differentiable(y):
            raise GradientError(
                f"{where}: a result does not depend on the arguments; a linear function has no "
                "constant results, leave them out"
            )
        numbers.append(y.number if own else None)
    program = LinearProgram(tape.nodes, inputs, numbers)

    def back(cotangent: Any) -> tuple[Any, ...]:
        leaves = leaves_like("linear_transpose", "cotangent", results.treedef, cotangent)
        found = transpose(program, check_like("linear_transpose", "cotangent", outs, leaves))
        return arguments.nest(arguments.zeros_for(found))

    return back


_PRODUCTS = ("multiply", "divide", "dot", "complex_dot", "conv")


def _check(where: str, node: LinearNode) -> None:
    """Raise for what has a transpose rule, but is not linear as it was used."""
    linear = [s >= 0 for s in node.sources]
    if node.op is add and not all(linear):
        raise GradientError(
            f"{where}: a constant was added to something that depends on the arguments, which makes "
            "the function affine; leave the constant out, or use ni.vjp"
        )
    if node.op.name in _PRODUCTS and sum(linear) > 1:
        raise GradientError(
            f"{where}: two values that depend on the arguments were multiplied ({node.op}), which is "
            "not linear; use ni.vjp for the derivative"
        )
    if node.op.name == "divide" and linear[1]:
        raise GradientError(
            f"{where}: something was divided by a value that depends on the arguments, which is not "
            "linear; use ni.vjp for the derivative"
        )
