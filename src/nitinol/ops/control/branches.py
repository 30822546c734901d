"""The primitives `switch`: one of several programs, and `sized`: a program with a size made at run time.

    results = switch(index, *operands; branches)     an int64 scalar; out of range counts as the nearest
    results = sized(n, *operands; body, size)        inside of `body` the symbol `size` has the value n

Both apply programs to operands, so they have their rules in common: forward mode applies
the programs of values and tangents, reverse mode those of tangents alone, which compute the values again
that they need. A transposed tangent program is one more of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from ...base.errors import CompileError
from ...base.sizes import Size
from ...ir.op import Linear, Op, Region, Type
from ...ir.region import Closed, check_operands
from ...trace.bind import bind
from ...trace.primitives import zeros
from ...trace.regions import (
    Mask,
    dependent,
    filled,
    make,
    moving,
    pulled,
    pushed_results,
    remembered,
    selected,
)
from ...trace.regions import reverse as recorded
from ...trace.regions import (
    tangents as tangents_of,
)
from ...trace.stage import run_graph

Apply = Callable[[Sequence[Any], tuple[Closed, ...]], Any]  # (operands, programs) to results


def _differentiate(
    apply: Apply,
    bodies: tuple[Closed, ...],
    primals: Sequence[Any],
    tangents: Sequence[Any],
    out: Any,
) -> tuple[Any, Any]:
    """`primals` and `tangents` are those of the programs' operands."""
    wanted = tuple([t is not None for t in tangents])
    always = tuple(
        [any(column) for column in zip(*[moving(b, wanted) for b in bodies], strict=True)]
    )
    given = [t for t in tangents if t is not None]
    if recorded(tangents):
        if out is None:
            out = apply(primals, bodies)
        linear = tuple([tangents_of(b, wanted, always)[0] for b in bodies])
        moved = iter(apply([*primals, *given], linear) if any(always) else ())
    else:
        double = tuple([_pushed(b, wanted, always) for b in bodies])
        found = apply([*primals, *given], double)
        out, moved = found[: len(always)], iter(found[len(always) :])
    return out, tuple([next(moved) if a else None for a in always])


def _pushed(body: Closed, wanted: Mask, always: Mask) -> Closed:
    """The program of values and tangents."""

    def compute() -> Closed:
        def function(*args: Any) -> list[Any]:
            source = iter(args[len(wanted) :])
            given = [next(source) if w else None for w in wanted]
            outs, moved = pushed_results(body.graph, args[: len(wanted)], given)
            rest = [filled(t, o) for t, o, a in zip(moved, outs, always, strict=True) if a]
            return [*outs, *rest]

        types = [*body.types, *[t for t, w in zip(body.types, wanted, strict=True) if w]]
        return make(body.graph.name + "_jvp", types, function)

    return remembered(("applied", body, wanted, always), compute)


def _transpose(
    apply: Apply, bodies: tuple[Closed, ...], cotangents: Sequence[Any], operands: Sequence[Any]
) -> list[Any]:
    linear = tuple([isinstance(x, Linear) for x in operands])
    given = tuple([c is not None for c in cotangents])
    known = [x for x in operands if not isinstance(x, Linear)]
    backward = tuple([pulled(b, linear, given) for b in bodies])
    found = iter(apply([*known, *[c for c in cotangents if c is not None]], backward))
    return [next(found) if x else None for x in linear]


# --- switch


def _switch_infer(index: Type, *types: Type, branches: tuple[Closed, ...]) -> tuple[Type, ...]:
    if index.shape or index.dtype.name != "int64":
        raise CompileError(f"switch: the index is {index!r}, not an int64 scalar")
    first = branches[0].results
    for branch in branches:
        check_operands("switch", branch, types)
        if [t.dtype for t in branch.results] != [t.dtype for t in first]:
            raise CompileError(f"switch: branches give {list(first)} and {list(branch.results)}")
    return first


def _switching(index: Any) -> Apply:
    return lambda operands, bodies: apply_switch(index, operands, bodies)


def apply_switch(index: Any, operands: Sequence[Any], branches: Sequence[Closed]) -> Any:
    """Bind `switch`, without operands that no branch reads."""
    used = [False] * len(operands)
    for branch in branches:
        graph = branch.graph
        read = {v for n in graph.nodes for v in n.operands} | set(graph.outputs)
        used = [u or v in read for u, v in zip(used, graph.inputs, strict=True)]
    kept = [x for x, u in zip(operands, used, strict=True) if u]
    smaller = tuple([_without(b, tuple(used)) for b in branches])
    return bind(switch, index, *kept, branches=smaller)


def _without(branch: Closed, used: Mask) -> Closed:
    """A program without the inputs that are not used."""
    if all(used):
        return branch

    def function(*args: Any) -> list[Any]:
        source = iter(args)
        types = zip(branch.types, used, strict=True)
        return run_graph(branch.graph, [next(source) if u else zeros(t) for t, u in types])

    types = [t for t, u in zip(branch.types, used, strict=True) if u]
    return remembered(("without", branch, used), lambda: make(branch.graph.name, types, function))


def _switch_differentiate(
    primals: Sequence[Any],
    tangents: Sequence[Any],
    out: Any = None,
    *,
    branches: tuple[Closed, ...],
) -> tuple[Any, Any]:
    index, *operands = primals
    return _differentiate(_switching(index), branches, operands, tangents[1:], out)


def _switch_transpose(
    cotangents: Sequence[Any], index: Any, *operands: Any, branches: tuple[Closed, ...]
) -> list[Any]:
    return [None, *_transpose(_switching(index), branches, cotangents, operands)]


def _parts(
    apply: Apply, bodies: tuple[Closed, ...], operands: Sequence[Any], given: Mask
) -> list[Any] | None:
    """Values and tangents in one program: those results that depend on no tangent by themselves."""
    each = [dependent(b, given)[1] for b in bodies]
    linear = tuple([any(column) for column in zip(*each, strict=True)])
    if all(linear):
        return None
    known, free = tuple([not m for m in linear]), tuple([not g for g in given])
    whole = tuple([True for _ in given])
    values = iter(
        apply(
            [x for x, m in zip(operands, free, strict=True) if m],
            tuple([selected(b, free, known) for b in bodies]),
        )
    )
    moved: Any = iter(())
    if any(linear):
        moved = iter(apply(operands, tuple([selected(b, whole, linear) for b in bodies])))
    return [next(moved) if m else next(values) for m in linear]


def _switch_apart(
    operands: Sequence[Any], given: Mask, *, branches: tuple[Closed, ...]
) -> list[Any] | None:
    return _parts(_switching(operands[0]), branches, operands[1:], given[1:])


switch: Final[Op] = Op(
    "switch",
    infer=_switch_infer,
    lowering=Region("switch", apart=_switch_apart),
    differentiate=_switch_differentiate,
    transpose=_switch_transpose,
    multiple=True,
    family="control",
)


# --- sized


def _sized_infer(n: Type, *types: Type, body: Closed, size: Size) -> tuple[Type, ...]:
    check_operands("sized", body, types)
    return body.results


def _sizing(n: Any, size: Size) -> Apply:
    return lambda operands, bodies: bind(sized, n, *operands, body=bodies[0], size=size)


def _sized_differentiate(
    primals: Sequence[Any], tangents: Sequence[Any], out: Any = None, *, body: Closed, size: Size
) -> tuple[Any, Any]:
    n, *operands = primals
    return _differentiate(_sizing(n, size), (body,), operands, tangents[1:], out)


def _sized_transpose(
    cotangents: Sequence[Any], n: Any, *operands: Any, body: Closed, size: Size
) -> list[Any]:
    return [None, *_transpose(_sizing(n, size), (body,), cotangents, operands)]


def _sized_apart(
    operands: Sequence[Any], given: Mask, *, body: Closed, size: Size
) -> list[Any] | None:
    return _parts(_sizing(operands[0], size), (body,), operands[1:], given[1:])


sized: Final[Op] = Op(
    "sized",
    infer=_sized_infer,
    lowering=Region("sized", apart=_sized_apart),
    differentiate=_sized_differentiate,
    transpose=_sized_transpose,
    multiple=True,
    family="control",
)
