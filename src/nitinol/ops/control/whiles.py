"""The primitive `while_loop`: a loop until a condition fails.

    *carry, count = while_loop(*carry, *cond consts, *body consts; cond, body, carries, cond_consts)

`cond` takes the carry and its consts and gives a bool scalar; `body` takes the carry and its
consts and gives the next carry. `count` is the number of rounds.

The derivative in reverse mode is a program of `count` rounds, which `branches.sized` makes a size of:
a `scan` of that length computes the loop again and stacks its residuals. Its rounds are masked
by their number, so that rows which `vmap` puts side by side may differ in how many they have.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ...base.dtypes import bool_, int64
from ...base.errors import CompileError, GradientError
from ...base.sizes import Size
from ...ir.op import Op, Region, Type
from ...ir.region import Closed, check_operands
from ...trace.array import Number
from ...trace.bind import bind
from ...trace.linearize import linearize
from ...trace.primitives import full
from ...trace.regions import (
    Mask,
    dependent,
    filled,
    make,
    moving,
    pushed_results,
    remembered,
    selected,
)
from ...trace.regions import reverse as recorded
from ...trace.stage import run_graph
from ..arithmetic import add
from ..logic import less, where
from .branches import sized
from .scans import scan

COUNT: Final = Type(int64, ())


def _infer(
    *types: Type, cond: Closed, body: Closed, carries: int, cond_consts: int
) -> tuple[Type, ...]:
    carry = types[:carries]
    check_operands("while_loop", cond, [*carry, *types[carries : carries + cond_consts]])
    check_operands("while_loop", body, [*carry, *types[carries + cond_consts :]])
    if [(t.dtype, t.shape) for t in cond.results] != [(bool_, ())]:
        raise CompileError(f"while_loop: the condition gives {list(cond.results)}")
    return (*body.results, COUNT)


def _fixpoint(body: Closed, wanted: Mask, carries: int) -> Mask:
    """`wanted` (of carry and the body's consts) with all of the carry that gets a tangent."""
    while True:
        after = moving(body, wanted)
        merged = (*[a or b for a, b in zip(wanted, after, strict=False)], *wanted[carries:])
        if merged == wanted:
            return wanted
        wanted = merged


def _differentiate(
    primals: Sequence[Any],
    tangents: Sequence[Any],
    out: Any = None,
    *,
    cond: Closed,
    body: Closed,
    carries: int,
    cond_consts: int,
) -> tuple[Any, Any]:
    first = carries + cond_consts
    operands = [*primals[:carries], *primals[first:]]  # of the body
    given = [*tangents[:carries], *tangents[first:]]
    wanted = _fixpoint(body, tuple([t is not None for t in given]), carries)
    params = {"cond": cond, "body": body, "carries": carries, "cond_consts": cond_consts}
    if not any(wanted):
        return (bind(while_loop, *primals, **params) if out is None else out), None
    full_tangents = [
        filled(t, p) if w else None for t, p, w in zip(given, operands, wanted, strict=True)
    ]
    moved = [t for t in full_tangents if t is not None]
    c = sum(wanted[:carries])
    if recorded(tangents):
        if out is None:
            out = bind(while_loop, *primals, **params)
        size, program = _backward_program(body, wanted, carries)
        results = iter(bind(sized, out[-1], out[-1], *operands, *moved, body=program, size=size))
    else:
        found = bind(
            while_loop,
            *primals[:carries], *moved[:c], *primals[carries:first], *primals[first:], *moved[c:],
            cond=_pushed_cond(cond, wanted, carries),
            body=_pushed_body(body, wanted, carries),
            carries=carries + c,
            cond_consts=cond_consts,
        )  # fmt: skip
        out = (*found[:carries], found[-1])
        results = iter(found[carries : carries + c])
    return out, (*[next(results) if w else None for w in wanted[:carries]], None)


def _pushed_cond(cond: Closed, wanted: Mask, carries: int) -> Closed:
    """The condition, which does not look at tangents."""
    carry = list(cond.types[:carries])
    moved = [t for t, w in zip(carry, wanted, strict=False) if w]

    def function(*args: Any) -> list[Any]:
        rest = args[carries + len(moved) :]
        return run_graph(cond.graph, [*args[:carries], *rest])

    key = ("while_cond", cond, wanted, carries)
    types = [*carry, *moved, *cond.types[carries:]]
    return remembered(key, lambda: make(cond.graph.name, types, function))


def _pushed_body(body: Closed, wanted: Mask, carries: int) -> Closed:
    """The body over values and tangents: (carry, its tangents, consts, their tangents)."""
    types, c = body.types, sum(wanted[:carries])
    moved = [t for t, w in zip(types, wanted, strict=True) if w]

    def function(*args: Any) -> list[Any]:
        middle = carries + c
        end = middle + len(types) - carries
        primals = [*args[:carries], *args[middle:end]]
        source = iter([*args[carries:middle], *args[end:]])
        tangents = [next(source) if w else None for w in wanted]
        outs, after = pushed_results(body.graph, primals, tangents)
        kept = zip(after, outs, wanted, strict=False)
        return [*outs, *[filled(t, o) for t, o, w in kept if w]]

    ordered = [*types[:carries], *moved[:c], *types[carries:], *moved[c:]]
    return remembered(
        ("while_body", body, wanted, carries),
        lambda: make(body.graph.name + "_jvp", ordered, function),
    )


def _backward_program(body: Closed, wanted: Mask, carries: int) -> tuple[Size, Closed]:
    """(size, program): from (count, operands of the body, tangents of the wanted ones) to the tangents
    of the last carry, as a loop of `size` rounds.
    """

    def compute() -> tuple[Size, Closed]:
        size = Size.symbol("rounds")
        types = body.types

        def function(count: Any, *args: Any) -> list[Any]:
            operands, source = args[: len(types)], iter(args[len(types) :])
            tangents = [next(source) if w else None for w in wanted]
            step = _masked_step(body, carries)

            def loop(*xs: Any) -> Any:
                start = full(0, int64, ())
                found = bind(
                    scan, start, *xs[:carries], count, *[operands[i] for i in range(carries)], *xs[carries:],
                    body=step, carries=carries + 1, xs=0, length=size, reverse=False, kept=0,
                )  # fmt: skip
                return found[1:]

            outs, program = linearize(loop, operands, wanted)
            moved = program(tangents)
            return [filled(t, o) for t, o, w in zip(moved, outs, wanted, strict=False) if w]

        moved = [t for t, w in zip(types, wanted, strict=True) if w]
        return size, make(body.graph.name + "_rounds", [COUNT, *types, *moved], function)

    return remembered(("while_rounds", body, wanted, carries), compute)


def _masked_step(body: Closed, carries: int) -> Closed:
    """(round, carry, count, first carry, consts) to (round + 1, next carry).

    Rounds from `count` on leave the carry alone, and run the body on the first carry, which it is
    made for: what it would do to the last one (divide by 0, say) must not reach gradients.
    """

    def function(i: Any, *args: Any) -> list[Any]:
        carry, count = args[:carries], args[carries]
        first, consts = args[carries + 1 : 2 * carries + 1], args[2 * carries + 1 :]
        goes_on = less(i, count)
        given = [where(goes_on, x, s) for x, s in zip(carry, first, strict=True)]
        after = run_graph(body.graph, [*given, *consts])
        one = Number(1, int64)
        return [add(i, one), *[where(goes_on, a, x) for a, x in zip(after, carry, strict=True)]]

    carry = list(body.types[:carries])
    types = [COUNT, *carry, COUNT, *carry, *body.types[carries:]]
    return remembered(
        ("while_step", body, carries), lambda: make(body.graph.name + "_round", types, function)
    )


def _rounds(body: Closed, carries: int, results: Mask) -> tuple[Size, Closed]:
    """(size, program): from (count, operands of the body) to some of the last carry, in `size` rounds."""

    def compute() -> tuple[Size, Closed]:
        size = Size.symbol("rounds")

        def function(count: Any, *xs: Any) -> list[Any]:
            found = bind(
                scan, full(0, int64, ()), *xs[:carries], count, *xs,
                body=_masked_step(body, carries), carries=carries + 1, xs=0, length=size, reverse=False, kept=0,
            )  # fmt: skip
            return [x for x, m in zip(found[1:], results, strict=True) if m]

        return size, make(body.graph.name + "_rounds", [COUNT, *body.types], function)

    return remembered(("while_linear", body, carries, results), compute)


def _apart(
    operands: Sequence[Any],
    given: Mask,
    *,
    cond: Closed,
    body: Closed,
    carries: int,
    cond_consts: int,
) -> list[Any] | None:
    """A loop over values and tangents, as forward mode makes it in a program: one over the values,
    and as many rounds as that had over the tangents.
    """
    first = carries + cond_consts
    own = [*operands[:carries], *operands[first:]]
    linear, _ = dependent(body, (*given[:carries], *given[first:]), carries)
    if any(dependent(cond, (*linear[:carries], *given[carries:first]))[1]):
        raise GradientError(
            "while_loop: the condition depends on a tangent, so reverse mode cannot pass through it; "
            "let it look at values alone"
        )
    known = tuple([not m for m in linear])
    always = (*known[:carries], *[True] * cond_consts)
    found = bind(
        while_loop,
        *[x for x, k in zip(own[:carries], known, strict=False) if k],
        *operands[carries:first],
        *[x for x, k in zip(own[carries:], known[carries:], strict=True) if k],
        cond=selected(cond, always, (True,)),
        body=selected(body, known, known[:carries]),
        carries=sum(known[:carries]),
        cond_consts=cond_consts,
    )
    rounds, values = found[-1], iter(found)
    size, program = _rounds(body, carries, linear[:carries])
    moved = iter(bind(sized, rounds, rounds, *own, body=program, size=size))
    return [*[next(moved) if m else next(values) for m in linear[:carries]], rounds]


while_loop: Final[Op] = Op(
    "while_loop",
    infer=_infer,
    lowering=Region("while", apart=_apart),
    differentiate=_differentiate,
    multiple=True,
    family="control",
)
