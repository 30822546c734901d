"""Taylor mode through branches and loops: one body that carries all terms.

A loop over series is a loop over their terms: the carry, the slices and the constants that depend
on ε stand beside their terms 1 to K, and the body is the old one, run once on series of these
(`_body`). So a round costs of the order of K² rounds of the plain loop, at any nesting; the rule
for `jvp`, applied K times, would double the body each time. Conditions look at values alone.

Which parts of the carry depend on ε is found as forward mode finds it: by `moving`, until nothing
is added.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from ..ir.op import Op, Type
from ..ir.region import Closed
from ..trace.bind import bind
from ..trace.regions import Mask, filled, make, moving, remembered
from ..trace.stage import run_graph

if TYPE_CHECKING:
    from .taylor import Jet

Column = tuple[Any, list[Any] | None]  # a value and its terms 1 to K; None: it does not depend on ε


def carried(level: Jet, op: Op, columns: Sequence[Column], params: dict[str, Any]) -> list[Column]:
    """The results of a branch or loop on series."""
    return RULES[op.name](level, op, columns, params)


def _arranged(columns: Sequence[Column], mask: Mask, order: int) -> list[Any]:
    """The values, then the terms of those in `mask`, one series after the other."""
    found = [value for value, _ in columns]
    for (value, terms), wanted in zip(columns, mask, strict=True):
        if wanted:
            given = terms or [None] * order
            found += [filled(t, value) for t in given]
    return found


def _columns(values: Sequence[Any], mask: Mask, order: int) -> list[Column]:
    """The inverse of `_arranged`."""
    count = len(mask)
    terms = iter(values[count:])
    return [
        (value, [next(terms) for _ in range(order)] if wanted else None)
        for value, wanted in zip(values[:count], mask, strict=True)
    ]


def _parts(items: Sequence[Any], counts: Sequence[int]) -> list[Any]:
    """Consecutive parts of these lengths."""
    found = []
    for n in counts:
        found.append(items[:n])
        items = items[n:]
    return found


def _body(
    level: Jet, body: Closed, mask: Mask, results: Mask, ins: Sequence[int], outs: Sequence[int]
) -> Closed:
    """The body on series: its inputs, in parts of `ins`, are each arranged as `_arranged` says, and
    so are its results, in parts of `outs`.
    """
    order = level.order

    def compute() -> Closed:
        types: list[Type] = []
        for part, wanted in zip(_parts(body.types, ins), _parts(mask, ins), strict=True):
            types += [
                *part,
                *[t for t, w in zip(part, wanted, strict=True) if w for _ in range(order)],
            ]

        def function(*args: Any) -> list[Any]:
            inner = type(level)(order)
            given: list[Any] = []
            for wanted in _parts(mask, ins):
                count = len(wanted) + order * sum(wanted)
                given += [inner.lift(c) for c in _columns(args[:count], wanted, order)]
                args = args[count:]
            try:
                found = [inner.column(y) for y in run_graph(body.graph, given)]
            finally:
                inner.closed = True
            made: list[Any] = []
            for part, wanted in zip(_parts(found, outs), _parts(results, outs), strict=True):
                made += _arranged(part, wanted, order)
            return made

        return make(body.graph.name + "_series", types, function)

    key = ("series", order, body, mask, results, tuple(ins), tuple(outs))
    return remembered(key, compute)


def _mask(columns: Sequence[Column]) -> Mask:
    return tuple([terms is not None for _, terms in columns])


def _fixpoint(body: Closed, wanted: Mask, carries: int) -> Mask:
    """`wanted` with every part of the carry that depends on ε after some round."""
    while True:
        after = moving(body, wanted)[:carries]
        merged = (*[a or b for a, b in zip(wanted, after, strict=False)], *wanted[carries:])
        if merged == wanted:
            return wanted
        wanted = merged


def _scan(level: Jet, op: Op, columns: Sequence[Column], params: dict[str, Any]) -> list[Column]:
    body, carries, xs = params["body"], params["carries"], params["xs"]
    order, count = level.order, len(body.results)
    mask = _fixpoint(body, _mask(columns), carries)
    results = (*mask[:carries], *moving(body, mask)[carries:])
    ins, outs = [carries, xs, len(columns) - carries - xs], [carries, count - carries]
    operands: list[Any] = []
    for part, wanted in zip(_parts(columns, ins), _parts(mask, ins), strict=True):
        operands += _arranged(part, wanted, order)
    going = carries + order * sum(mask[:carries])
    found = bind(
        op,
        *operands,
        **{
            **params,
            "body": _body(level, body, mask, results, ins, outs),
            "carries": going,
            "xs": xs + order * sum(mask[carries : carries + xs]),
            "kept": 0,
        },
    )
    return [
        *_columns(found[:going], mask[:carries], order),
        *_columns(found[going:], results[carries:], order),
    ]


def _while(level: Jet, op: Op, columns: Sequence[Column], params: dict[str, Any]) -> list[Column]:
    cond, body, carries = params["cond"], params["body"], params["carries"]
    order, first = level.order, carries + params["cond_consts"]
    own = [*columns[:carries], *columns[first:]]
    mask = _fixpoint(body, _mask(own), carries)
    carry = mask[:carries]
    more = order * sum(carry)

    def condition(*args: Any) -> list[Any]:
        return run_graph(cond.graph, [*args[:carries], *args[carries + more :]])

    def seen() -> Closed:
        terms = [t for t, w in zip(cond.types, carry, strict=False) if w for _ in range(order)]
        types = [*cond.types[:carries], *terms, *cond.types[carries:]]
        return make(cond.graph.name, types, condition)

    found = bind(
        op,
        *_arranged(own[:carries], carry, order),
        *[value for value, _ in columns[carries:first]],
        *_arranged(own[carries:], mask[carries:], order),
        cond=remembered(("series_cond", cond, carry, order), seen),
        body=_body(level, body, mask, carry, [carries, len(own) - carries], [carries]),
        carries=carries + more,
        cond_consts=params["cond_consts"],
    )
    return [*_columns(found[:-1], carry, order), (found[-1], None)]


def _applied(
    level: Jet, columns: Sequence[Column], bodies: Sequence[Closed], apply: Callable[..., Any]
) -> list[Column]:
    mask = _mask(columns)
    each = [moving(b, mask) for b in bodies]
    results = tuple([any(column) for column in zip(*each, strict=True)])
    ins, outs = [len(mask)], [len(results)]
    programs = tuple([_body(level, b, mask, results, ins, outs) for b in bodies])
    return _columns(apply(_arranged(columns, mask, level.order), programs), results, level.order)


def _switch(level: Jet, op: Op, columns: Sequence[Column], params: dict[str, Any]) -> list[Column]:
    index = columns[0][0]
    return _applied(
        level, columns[1:], params["branches"], lambda xs, b: bind(op, index, *xs, branches=b)
    )


def _sized(level: Jet, op: Op, columns: Sequence[Column], params: dict[str, Any]) -> list[Column]:
    n = columns[0][0]
    return _applied(
        level,
        columns[1:],
        [params["body"]],
        lambda xs, b: bind(op, n, *xs, **{**params, "body": b[0]}),
    )


RULES: Final = {"scan": _scan, "while_loop": _while, "switch": _switch, "sized": _sized}

__all__ = ["RULES", "carried"]
