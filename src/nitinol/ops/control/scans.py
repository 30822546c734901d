"""The primitive `scan`: a loop of known length over slices of tensors.

    carry, stacks = scan(*carry, *xs, *consts; body, carries, xs, length, reverse, kept)

`body` takes the carry, one slice of each of `xs` (along their first axis) and `consts`, and gives
the next carry and one slice of each stack. With `reverse` it goes through xs and stacks from their ends.
The last `kept` stacks are residuals: results of a loop that was differentiated, for its
backward program only. The rules stand in the docstring of the package.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from ...base.record import record
from ...base.sizes import Dim
from ...ir.op import Linear, Op, Region, Type
from ...ir.region import Closed, check_operands
from ...trace.bind import bind, type_of
from ...trace.primitives import accumulate, zeros
from ...trace.regions import (
    Mask,
    Split,
    dependent,
    filled,
    make,
    moving,
    pull_results,
    pushed_results,
    remembered,
    split,
)
from ...trace.regions import (
    reverse as recorded,
)
from ...trace.stage import StageTracer, run_graph
from .hoisting import Gatherer, gathered


def _infer(
    *types: Type, body: Closed, carries: int, xs: int, length: Dim, reverse: bool, kept: int
) -> tuple[Type, ...]:
    slices = [t.with_shape(t.shape[1:]) for t in types[carries : carries + xs]]
    check_operands("scan", body, [*types[:carries], *slices, *types[carries + xs :]])
    results = body.results
    stacks = [t.with_shape((length, *t.shape)) for t in results[carries:]]
    return (*results[:carries], *stacks)


class _Parts:
    """The operands of a scan by their roles."""

    def __init__(self, items: Sequence[Any], carries: int, xs: int) -> None:
        self.carry = list(items[:carries])
        self.xs = list(items[carries : carries + xs])
        self.consts = list(items[carries + xs :])


def _given(items: Sequence[Any], mask: Sequence[bool]) -> list[Any]:
    return [x for x, m in zip(items, mask, strict=True) if m]


def _spread(items: Any, mask: Sequence[bool]) -> list[Any]:
    """Items at the places of a mask, None elsewhere."""
    source = iter(items)
    return [next(source) if m else None for m in mask]


def _fixpoint(body: Closed, wanted: Mask, carries: int) -> Mask:
    """`wanted` with every part of the carry that gets a tangent in some round."""
    while True:
        after = moving(body, wanted)[:carries]
        merged = (*[a or b for a, b in zip(wanted, after, strict=False)], *wanted[carries:])
        if merged == wanted:
            return wanted
        wanted = merged


# --- forward mode


def _pushed_body(body: Closed, wanted: Mask, carries: int, xs: int) -> tuple[Closed, Mask]:
    """The body over values and tangents, and which results have a tangent."""

    def compute() -> tuple[Closed, Mask]:
        results = moving(body, wanted)
        results = (*wanted[:carries], *results[carries:])
        p = _Parts(body.types, carries, xs)
        w = _Parts(wanted, carries, xs)
        groups = [
            p.carry, _given(p.carry, w.carry), p.xs, _given(p.xs, w.xs), p.consts, _given(p.consts, w.consts),
        ]  # fmt: skip

        def function(*args: Any) -> list[Any]:
            source = iter(args)
            taken = [[next(source) for _ in g] for g in groups]
            primals = [*taken[0], *taken[2], *taken[4]]
            tangents = _spread([*taken[1], *taken[3], *taken[5]], wanted)
            outs, moved = pushed_results(body.graph, primals, tangents)
            moved = [
                filled(t, o) if r else None for t, o, r in zip(moved, outs, results, strict=True)
            ]
            return [
                *outs[:carries], *_given(moved[:carries], results[:carries]),
                *outs[carries:], *_given(moved[carries:], results[carries:]),
            ]  # fmt: skip

        return make(body.graph.name + "_jvp", [t for g in groups for t in g], function), results

    return remembered(("scan", body, wanted, carries, xs), compute)


def _push(
    primals: Sequence[Any],
    tangents: Sequence[Any],
    wanted: Mask,
    *,
    body: Closed,
    carries: int,
    xs: int,
    length: Dim,
    reverse: bool,
    kept: int,
) -> tuple[Any, Any]:
    double, results = _pushed_body(body, wanted, carries, xs)
    full = [filled(t, p) if w else None for t, p, w in zip(tangents, primals, wanted, strict=True)]
    p, t, w = _Parts(primals, carries, xs), _Parts(full, carries, xs), _Parts(wanted, carries, xs)
    found = bind(
        scan,
        *p.carry, *_given(t.carry, w.carry), *p.xs, *_given(t.xs, w.xs), *p.consts, *_given(t.consts, w.consts),
        body=double,
        carries=carries + sum(w.carry),
        xs=xs + sum(w.xs),
        length=length,
        reverse=reverse,
        kept=0,
    )  # fmt: skip
    stacks = len(results) - carries
    c = carries + sum(w.carry)
    outs = (*found[:carries], *found[c : c + stacks])
    moved = _spread([*found[carries:c], *found[c + stacks :]], results)
    return outs, tuple(moved)


# --- reverse mode


def _split_body(body: Closed, wanted: Mask, carries: int, xs: int, primary: int) -> Split:
    """The body in two. Only the first `primary` results have tangents; slices, consts and stacks
    are residuals as they are.
    """
    inputs, results = len(wanted), len(body.graph.outputs)
    direct = {("in", i) for i in range(carries, inputs)} | {
        ("out", i) for i in range(carries, results)
    }
    always = (*wanted[:carries], *[False] * (results - carries))
    return split(body, wanted, always, frozenset(direct), primary)


def _keeping(
    wanted: Mask, *, body: Closed, carries: int, xs: int, length: Dim, reverse: bool, kept: int
) -> dict[str, Any]:
    """The parameters of the same loop with residuals among its results."""
    same = {"carries": carries, "xs": xs, "length": length, "reverse": reverse}
    if kept:
        return {"body": body, "kept": kept, **same}
    wanted = tuple([w and t.dtype.is_inexact for w, t in zip(wanted, body.types, strict=True)])
    wanted = _fixpoint(body, wanted, carries)
    forward = _split_body(body, wanted, carries, xs, len(body.results)).forward
    extra = len(forward.results) - len(body.results)
    return {"body": forward if extra else body, "kept": extra, **same}


def _linear(
    primals: Sequence[Any],
    tangents: Sequence[Any],
    wanted: Mask,
    out: Any,
    primary: int,
    **params: Any,
) -> tuple[Any, list[Any]]:
    """The results, and the tangents of the first `primary` as a loop that is linear in tangents."""
    body, carries, xs = params["body"], params["carries"], params["xs"]
    parts = _split_body(body, wanted, carries, xs, primary)
    count = len(body.results)
    extra = len(parts.forward.results) - count
    if extra or out is None:
        forward = {**params, "body": parts.forward} if extra else params
        out = bind(scan, *primals, **{**forward, "kept": params["kept"] + extra})
    slices, consts = [], []
    roles = []
    for kind, i in parts.residuals:
        if kind == "out":
            roles.append(True)
            slices.append(out[i])
        elif i < carries + xs:
            roles.append(True)
            slices.append(primals[i])
        else:
            roles.append(False)
            consts.append(primals[i])
    full = [filled(t, p) if w else None for t, p, w in zip(tangents, primals, wanted, strict=True)]
    t, w = _Parts(full, carries, xs), _Parts(wanted, carries, xs)
    results = bind(
        scan,
        *_given(t.carry, w.carry),
        *_given(t.xs, w.xs), *slices,
        *_given(t.consts, w.consts), *consts,
        body=_ordered(parts.linear, sum(w.carry), sum(w.xs), sum(w.consts), tuple(roles)),
        carries=sum(w.carry),
        xs=sum(w.xs) + len(slices),
        length=params["length"],
        reverse=params["reverse"],
        kept=0,
    )  # fmt: skip
    return tuple(out[:count]), _spread(results, parts.given)


def _ordered(linear: Closed, carries: int, xs: int, consts: int, roles: Mask) -> Closed:
    """A linear body whose residuals stand with the slices (role True) and consts that they are."""

    def compute() -> Closed:
        first = carries + xs + consts
        residuals = list(range(first, first + len(roles)))
        order = [*range(carries + xs), *_given(residuals, roles)]
        order += range(carries + xs, first)
        order += [i for i, r in zip(residuals, roles, strict=True) if not r]

        def function(*args: Any) -> list[Any]:
            values = dict(zip(order, args, strict=True))
            return run_graph(linear.graph, [values[i] for i in range(len(order))])

        return make(linear.graph.name, [linear.types[i] for i in order], function)

    return remembered(("ordered", linear, carries, xs, consts, roles), compute)


def _differentiate(
    primals: Sequence[Any], tangents: Sequence[Any], out: Any = None, **params: Any
) -> tuple[Any, Any]:
    body, carries, kept = params["body"], params["carries"], params["kept"]
    wanted = _fixpoint(body, tuple([t is not None for t in tangents]), carries)
    if not recorded(tangents):
        return _push(primals, tangents, wanted, **params)
    count = len(body.results)
    out, moved = _linear(primals, tangents, wanted, out, count - kept, **params)
    if kept:  # residuals have tangents too, which higher derivatives may want
        _, more = _linear(primals, tangents, wanted, out, count, **params)
        moved = [*moved[: count - kept], *more[count - kept :]]
    return out, tuple(moved)


# --- transposition


@record(frozen=True)
class _Pulled:
    """The step backwards: (cotangents of the carry, sums of cotangents of consts), (cotangents of stacks,
    residual slices), residual consts. Its stacks are cotangents of slices, then factors;
    `plans` says for each linear const how its cotangent comes out of these, None: it is one of the sums.
    """

    body: Closed
    plans: tuple[Any, ...]


def _pulled_body(body: Closed, linear: Mask, given: Mask, carries: int, xs: int) -> _Pulled:
    def compute() -> _Pulled:
        x = _Parts(linear, carries, xs)
        p = _Parts(body.types, carries, xs)
        results = body.results
        groups = [
            list(results[:carries]),
            _given(results[carries:], given),
            [t for t, m in zip(p.xs, x.xs, strict=True) if not m],
            [t for t, m in zip(p.consts, x.consts, strict=True) if not m],
            _given(p.consts, x.consts),
        ]
        plans: list[Any] = []

        def function(*args: Any) -> list[Any]:
            source = iter(args)
            carry, stacks, slices, consts, sums = [[next(source) for _ in g] for g in groups]
            cotangents = [*carry, *_spread(stacks, given)]
            found = pull_results(body.graph, linear, iter([*slices, *consts]), cotangents)
            first = carries + sum(x.xs)
            gatherer = Gatherer(
                [c.value for c in carry],
                [v.value for v in (*stacks, *slices)],
                [c.value for c in found[carries:first]],
            )
            added = []
            # Products first: what they stack may be what other sums are made of.
            order = sorted(range(len(sums)), key=lambda i: -len(sums[i].shape))
            chosen = {i: gatherer.plan(found[first + i].value) for i in order}
            for i, s in enumerate(sums):
                if chosen[i] is None:
                    added.append(accumulate(s, found[first + i]))
            plans[:] = [chosen[i] for i in range(len(sums))]
            stage = carry[0].interpreter if carry else args[0].interpreter
            factors = [StageTracer(stage, v) for v in gatherer.factors]
            return [*found[:carries], *added, *found[carries:first], *factors]

        types = [t for g in groups for t in g]
        whole = make(body.graph.name + "_transposed", types, function)
        # Sums that are gathered have no place in the carry.
        summed = [t for t, plan in zip(groups[4], plans, strict=True) if plan is None]
        order = [*groups[0], *summed, *groups[1], *groups[2], *groups[3]]

        def arranged(*args: Any) -> list[Any]:
            n = len(groups[0])
            source = iter(args[n : n + len(summed)])
            sums = [
                zeros(t) if plan is not None else next(source)
                for t, plan in zip(groups[4], plans, strict=True)
            ]
            return run_graph(whole.graph, [*args[:n], *args[n + len(summed) :], *sums])

        step = make(whole.graph.name, order, arranged)
        return _Pulled(step, tuple(plans))

    return remembered(("scan_transposed", body, linear, given, carries, xs), compute)


def _transpose(
    cotangents: Sequence[Any],
    *operands: Any,
    body: Closed,
    carries: int,
    xs: int,
    length: Dim,
    reverse: bool,
    kept: int,
) -> list[Any]:
    linear = tuple([i < carries or isinstance(x, Linear) for i, x in enumerate(operands)])
    x, o = _Parts(linear, carries, xs), _Parts(operands, carries, xs)
    given = tuple([c is not None for c in cotangents[carries:]])
    pulled = _pulled_body(body, linear, given, carries, xs)
    carry = [filled(c, t) for c, t in zip(cotangents, body.results[:carries], strict=False)]
    weights = _given(o.consts, x.consts)
    sums = [
        zeros(type_of_operand(k))
        for k, plan in zip(weights, pulled.plans, strict=True)
        if plan is None
    ]
    slices = [
        *_given(cotangents[carries:], given), *[v for v, m in zip(o.xs, x.xs, strict=True) if not m],
    ]  # fmt: skip
    found = bind(
        scan,
        *carry, *sums, *slices, *[v for v, m in zip(o.consts, x.consts, strict=True) if not m],
        body=pulled.body,
        carries=carries + len(sums),
        xs=len(slices),
        length=length,
        reverse=not reverse,
        kept=0,
    )  # fmt: skip
    first = carries + len(sums)
    last = first + sum(x.xs)
    summed = iter(found[carries:first])
    of_consts = [
        next(summed) if plan is None else gathered(plan, slices, found[first:])
        for plan in pulled.plans
    ]
    placed = [*found[:carries], *_spread(found[first:last], x.xs), *_spread(of_consts, x.consts)]
    return [c if isinstance(v, Linear) else None for c, v in zip(placed, operands, strict=True)]


# --- values and tangents in one loop


def _others(items: Sequence[Any], mask: Mask) -> list[Any]:
    return [x for x, m in zip(items, mask, strict=True) if not m]


def _apart(
    operands: Sequence[Any],
    given: Mask,
    *,
    body: Closed,
    carries: int,
    xs: int,
    length: Dim,
    reverse: bool,
    kept: int,
) -> list[Any] | None:
    """A loop over values and tangents, as forward mode makes it in a program: one over the values,
    which stacks those of its carry before each round, and one over the tangents.
    """
    linear, results = dependent(body, given, carries)
    if all(results):
        return None
    going = linear[:carries]
    known = carries - sum(going)
    before = list(
        bind(
            scan,
            *_others(operands, linear),
            body=_known_body(body, linear, results, carries),
            carries=known,
            xs=xs - sum(linear[carries : carries + xs]),
            length=length,
            reverse=reverse,
            kept=0,
        )
    )
    moved = bind(
        scan,
        *_given(operands[:carries], going),
        *operands[carries : carries + xs],
        *before[len(results) - sum(results) :],
        *operands[carries + xs :],
        body=_linear_body(body, linear, results, carries, xs),
        carries=sum(going),
        xs=xs + known,
        length=length,
        reverse=reverse,
        kept=0,
    )
    values, tangents = iter(before), iter(moved)
    return [next(tangents) if m else next(values) for m in results]


def _known_body(body: Closed, linear: Mask, results: Mask, carries: int) -> Closed:
    """What depends on no tangent; the last stacks are the carry before each round."""

    def function(*args: Any) -> list[Any]:
        source = iter(args)
        values = [zeros(t) if m else next(source) for t, m in zip(body.types, linear, strict=True)]
        found = run_graph(body.graph, values)
        return [*_others(found, results), *_others(values[:carries], linear[:carries])]

    types = _others(body.types, linear)
    key = ("scan_known", body, linear, results, carries)
    return remembered(key, lambda: make(body.graph.name, types, function))


def _linear_body(body: Closed, linear: Mask, results: Mask, carries: int, xs: int) -> Closed:
    """The rest, from (linear carry, slices, the carry that is known, consts)."""
    going = linear[:carries]

    def function(*args: Any) -> list[Any]:
        moved = sum(going)
        source, known = iter(args[:moved]), iter(args[moved + xs :])
        carry = [next(source) if m else next(known) for m in going]
        found = run_graph(body.graph, [*carry, *args[moved : moved + xs], *args[carries + xs :]])
        return _given(found, results)

    types = body.types
    mixed = [
        *_given(types[:carries], going), *types[carries : carries + xs], *_others(types[:carries], going),
        *types[carries + xs :],
    ]  # fmt: skip
    key = ("scan_linear", body, linear, results, carries, xs)
    return remembered(key, lambda: make(body.graph.name, mixed, function))


def type_of_operand(x: Any) -> Type:
    """The type of an array, or of the placeholder of one."""
    return x.type if isinstance(x, Linear) else type_of(x)


scan: Final[Op] = Op(
    "scan",
    infer=_infer,
    lowering=Region("scan", _keeping, _apart),
    differentiate=_differentiate,
    transpose=_transpose,
    multiple=True,
    family="control",
)
