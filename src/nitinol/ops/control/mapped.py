"""Branches and loops under `vmap`.

A loop or branch that does not depend on mapped values stays as it is, with a body for all elements
at once. Where elements differ in what they do:

* `switch`: every branch runs for all elements, and each takes its own. A branch is given, in the
  place of elements that do not take it, the values of one that does: it never meets values that
  it was not made for. What flows back from the others is masked too. So neither values nor gradients of
  the branches not taken come through, be they NaN.
* `while_loop`: goes on until all elements are done. Those that are done keep their carry, and
  the body is given the values of an element in their place that goes on.
* `sized`: rounds for the element that has the most; the bodies made by `whiles` know how many each has.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...base.dtypes import bool_, int64
from ...base.sizes import Dim, Size
from ...ir.op import Type
from ...ir.region import Closed
from ...trace.array import Number
from ...trace.batching import Axes, put
from ...trace.bind import bind
from ...trace.primitives import broadcast_to, full, stop_gradient
from ...trace.regions import Mask, batched, make, remembered
from ...trace.stage import run_graph
from ..arithmetic import add
from ..families import to_dtype
from ..indexing import take_axis
from ..logic import equal, greater_equal, less_equal, logical_and, where
from ..reductions import any as any_of
from ..reductions import argmax
from ..reductions import max as max_of
from .branches import sized, switch
from .scans import scan
from .whiles import COUNT, while_loop


def _front(args: Sequence[Any], axes: Axes, size: Dim, force: Sequence[bool] = ()) -> list[Any]:
    """Operands with their hidden axes in front; those of `force` get one if they have none."""
    wanted = [*force, *[False] * (len(args) - len(force))]
    return [
        put(x, a, 0, size) if a is not None or f else x
        for x, a, f in zip(args, axes, wanted, strict=True)
    ]


def _places(mask: Sequence[bool]) -> tuple[int | None, ...]:
    return tuple([0 if m else None for m in mask])


# --- scan


def _scan(
    args: Sequence[Any],
    axes: Axes,
    size: Dim,
    *,
    body: Closed,
    carries: int,
    xs: int,
    length: Dim,
    reverse: bool,
    kept: int,
) -> tuple[Any, Any]:
    mask = [a is not None for a in axes]
    results = len(body.results)
    while True:
        always = (*mask[:carries], *[False] * (results - carries))
        program, after = batched(body, tuple(mask), always, size)
        if after[:carries] == tuple(mask[:carries]):
            break
        mask[:carries] = after[:carries]
    given = _front(args, axes, size, mask[:carries])
    for i in range(carries, carries + xs):
        if axes[i] is not None:  # the axis to go along is in front
            given[i] = put(args[i], axes[i], 1, size)
    found = bind(
        scan, *given,
        body=program, carries=carries, xs=xs, length=length, reverse=reverse, kept=kept,
    )  # fmt: skip
    places = [None if not m else 0 if i < carries else 1 for i, m in enumerate(after)]
    return found, tuple(places)


# --- switch and sized


def _same(bodies: Sequence[Closed], mask: Mask, size: Dim) -> tuple[list[Closed], Mask]:
    """Programs for all elements whose results agree in which have a hidden axis."""
    none = (False,) * len(bodies[0].results)
    each = [batched(b, mask, none, size)[1] for b in bodies]
    always = tuple([any(column) for column in zip(*each, strict=True)])
    return [batched(b, mask, always, size)[0] for b in bodies], always


def _switch(
    args: Sequence[Any], axes: Axes, size: Dim, *, branches: tuple[Closed, ...]
) -> tuple[Any, Any]:
    mask = tuple([a is not None for a in axes[1:]])
    index, *operands = _front(args, axes, size)
    if axes[0] is None:
        programs, after = _same(branches, mask, size)
        return bind(switch, index, *operands, branches=tuple(programs)), _places(after)
    last = len(branches) - 1
    results: list[Any] = []
    for i, branch in enumerate(branches):
        at = Number(i, int64)
        test = equal if 0 < i < last else less_equal if i == 0 else greater_equal
        chosen = test(index, at)
        program, _ = batched(branch, mask, (True,) * len(branch.results), size)
        found = run_graph(program.graph, _only(chosen, operands, mask))
        if i == 0:
            results = found
        else:
            results = [_select(chosen, f, r) for f, r in zip(found, results, strict=True)]
    return tuple(results), (0,) * len(results)


def _select(chosen: Any, x: Any, y: Any) -> Any:
    """x for the elements that are chosen, y for the others; hidden axes in front."""
    wide = bind(broadcast_to, chosen, shape=tuple(x.shape), axes=(0,))
    return where(wide, x, y)


def _only(
    chosen: Any, operands: Sequence[Any], mask: Sequence[bool], certain: bool = False
) -> list[Any]:
    """Operands for the elements that are chosen; the others get the values of one of these.

    `certain` says that there is one; else nothing flows back to what all elements share.
    """
    some = any_of(chosen)
    place = argmax(to_dtype(chosen, int64))
    given = []
    for x, m in zip(operands, mask, strict=True):
        if not m:
            shared = certain or not x.dtype.is_inexact
            given.append(x if shared else where(some, x, bind(stop_gradient, x)))
            continue
        row = take_axis(bind(stop_gradient, x), place, 0)
        kept = tuple(range(1, len(x.shape)))
        given.append(_select(chosen, x, bind(broadcast_to, row, shape=tuple(x.shape), axes=kept)))
    return given


def _sized(
    args: Sequence[Any], axes: Axes, count: Dim, *, body: Closed, size: Size
) -> tuple[Any, Any]:
    n, *operands = _front(args, axes, count)
    if axes[0] is not None:
        n = max_of(n)
    programs, after = _same([body], tuple([a is not None for a in axes[1:]]), count)
    return bind(sized, n, *operands, body=programs[0], size=size), _places(after)


# --- while_loop


def _while(
    args: Sequence[Any],
    axes: Axes,
    size: Dim,
    *,
    cond: Closed,
    body: Closed,
    carries: int,
    cond_consts: int,
) -> tuple[Any, Any]:
    mask = [a is not None for a in axes]
    first = carries + cond_consts
    while True:
        given = (*mask[:carries], *mask[first:])
        program, after = batched(body, given, tuple(mask[:carries]), size)
        if after == tuple(mask[:carries]):
            break
        mask[:carries] = after
    test, (differs,) = batched(cond, tuple(mask[:first]), (False,), size)
    if not differs:
        found = bind(
            while_loop, *_front(args, axes, size, mask[:carries]),
            cond=test, body=program, carries=carries, cond_consts=cond_consts,
        )  # fmt: skip
        return found, (*_places(mask[:carries]), None)
    mask[:carries] = [True] * carries
    start = _front(args, axes, size, mask[:carries])
    test, _ = batched(cond, tuple(mask[:first]), (True,), size)
    (goes_on,) = run_graph(test.graph, start[:first])
    counts = full(0, int64, (size,))
    step = _step(cond, body, tuple(mask), carries, cond_consts, size)
    rest = [t.with_shape((size, *t.shape)) for t in (*cond.types[:carries], COUNT)]
    flags = make("goes_on", [Type(bool_, (size,)), *rest], lambda p, *_: [any_of(p)])
    found = bind(
        while_loop, goes_on, *start[:carries], counts, *start[carries:],
        cond=flags, body=step, carries=carries + 2, cond_consts=0,
    )  # fmt: skip
    return (*found[1 : carries + 1], found[carries + 1]), (0,) * (carries + 1)


def _step(
    cond: Closed, body: Closed, mask: Mask, carries: int, cond_consts: int, size: Dim
) -> Closed:
    """One round for all elements: (who goes on, carry, rounds of each, consts of both) to the first three."""
    first = carries + cond_consts
    every = (True,) * carries

    def function(goes_on: Any, *args: Any) -> list[Any]:
        carry, counts = args[:carries], args[carries]
        of_cond, of_body = args[carries + 1 : first + 1], args[first + 1 :]
        program, _ = batched(body, (*every, *mask[first:]), every, size)
        safe = _only(goes_on, [*carry, *of_body], [*every, *mask[first:]], True)
        found = run_graph(program.graph, safe)
        after = [_select(goes_on, f, c) for f, c in zip(found, carry, strict=True)]
        test, _ = batched(cond, (*every, *mask[carries:first]), (True,), size)
        (still,) = run_graph(test.graph, [*after, *of_cond])
        more = add(counts, to_dtype(goes_on, int64))
        return [logical_and(goes_on, still), *after, more]

    def wide(types: Sequence[Type], given: Sequence[bool]) -> list[Type]:
        return [
            t.with_shape((size, *t.shape)) if m else t for t, m in zip(types, given, strict=True)
        ]

    types = [
        Type(bool_, (size,)), *wide(body.types[:carries], every), Type(int64, (size,)),
        *wide(cond.types[carries:], mask[carries:first]), *wide(body.types[carries:], mask[first:]),
    ]  # fmt: skip
    key = ("while_mapped", cond, body, mask, carries, cond_consts, size)
    return remembered(key, lambda: make(body.graph.name + "_mapped", types, function))


scan.batch = _scan
switch.batch = _switch
sized.batch = _sized
while_loop.batch = _while
