"""`ni.tune`: measures choices that change no bits, and keeps the best for this machine.

`templates.choices` has the table of what may be chosen, with what is usual; `codegen.tuning` says where found choices
lie and how programs get them. Here they are measured, in two rounds:

1. Every value of the table alone, against what is usual. Most change nothing about most programs: the program is
   written as text once for each value, and only where that differs from the usual text is it compiled and run.
2. Those that won, best first, one added to the other, each measured again against what there was without it. A value
   that was lucky among many in the first round does not win the second.

Candidates run in turns, a call each, and every turn is compared with the base of the same turn: a machine that is
busy for some seconds slows both. To win is to take less than `GAIN` of the time in the median of the turns, to be
ahead in `MOST` of them, and to make none of several functions slower than `LOSS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import exp, log
from statistics import median
from time import perf_counter
from typing import Any, Final

from ..base.dtypes import float32
from ..base.errors import UnsupportedError
from ..base.record import record
from ..codegen import numerics, pipeline
from ..codegen.tuning import Tuned, digest, sorted_choices
from ..ops import arange, conv2d, gelu, layer_norm, linear, reshape, sin
from ..templates.choices import CHOICES
from ..trace.bind import active
from .jit import Jitted, jit

GAIN: Final = 0.97
MOST: Final = 0.7
LOSS: Final = 1.03
TURNS: Final = 15  # at least
_SCREENING: Final = 0.5  # of the time

Choice = tuple[str, int]
"""A name of the table and a value."""

# (rows, columns, inner): read in place, B packed by each task, both packed by all together, cut by columns.
_PRODUCTS: Final = ((4, 1024, 1024), (192, 1536, 512), (512, 512, 768), (384, 2048, 256))


def tune(
    function: Callable[..., Any] | None = None, *args: Any, seconds: float = 20.0, keep: bool = True
) -> dict[str, Any]:
    """Measure what suits this machine best, and keep it in the cache folder for all later programs.

    * `function`, `args`: a function as for `ni.jit`, and its arguments; it is called many times. What is found is then
      kept for its program alone, with these shapes. Without a function some products, a convolution and a layer norm
      are measured, and what is found holds for all programs.
    * `seconds`: how long to measure, about, besides compiling.
    * `keep`: False only measures.

    Gives `"choices"`, those that differ from what is usual, by name, and `"ratios"`: for each (name, value) that was
    measured the time over that of the usual. `nitinol.templates.choices` has the names and what they decide.
    Results do not depend on choices, not even in their last bit. What has been compiled in this process stays as it is.

    >>> import nitinol as ni
    >>> x = ni.ones((64, 64))
    >>> sorted(ni.tune(lambda x: x @ x, x, seconds=0.01, keep=False))
    ['choices', 'ratios']
    """
    if active.stage is not None:
        raise UnsupportedError("ni.tune measures, which a function that is being compiled cannot")
    before = numerics.tuned()
    base = {} if function is None else dict(before.choices)
    works = _works() if function is None else [(function, args)]
    usual = _compiled(base, works)
    ratios, found = _found(usual, works, base, seconds)
    if keep and function is None:
        numerics.keep(Tuned(sorted_choices(found), before.programs))
    elif keep:
        programs = {n: x for n, x in before.programs.items() if n not in usual.digests}
        if found != base:
            programs |= {n: sorted_choices(found) for n in usual.digests}
        numerics.keep(Tuned(before.choices, programs))
    return {"choices": found, "ratios": ratios}


Work = tuple[Callable[..., Any], tuple[Any, ...]]
Call = tuple[Callable[..., Any], tuple[Any, ...]]


def _works() -> list[Work]:
    def layer(x: Any, w: Any) -> Any:
        return gelu(linear(x, w))

    def filled(*shape: int) -> Any:
        count = 1
        for size in shape:
            count *= size
        return reshape(sin(arange(count, dtype=float32)), shape)

    works: list[Work] = [(layer, (filled(m, k), filled(n, k))) for m, n, k in _PRODUCTS]
    works.append((lambda x, y: x.mT @ y, (filled(512, 512), filled(512, 192))))
    works.append((conv2d, (filled(8, 32, 16, 16), filled(64, 32, 3, 3))))
    works.append((layer_norm, (filled(1024, 1024),)))
    return works


@record()
class _Variant:
    """Functions compiled with the same choices: `calls`, and for each the text of its programs.

    digests: of the programs of all.
    """

    calls: list[Call]
    programs: list[list[pipeline.Program]]
    digests: list[str]


def _compiled(choices: Mapping[str, int], works: Sequence[Work]) -> _Variant:
    calls: list[Call] = []
    programs: list[list[pipeline.Program]] = []

    def note(program: pipeline.Program, began: int, ended: int) -> None:
        programs[-1].append(program)

    pipeline.listeners.append(note)
    try:
        with numerics.trying(choices):
            for function, args in works:
                programs.append([])
                given = function.function if isinstance(function, Jitted) else function
                # Each is a function of its own, so that nothing finds the programs of other choices.
                compiled = jit(lambda *xs, given=given: given(*xs))
                compiled(*args)
                calls.append((compiled, args))
    finally:
        pipeline.listeners.remove(note)
    return _Variant(calls, programs, [digest(p.key) for found in programs for p in found])


def _found(
    usual: _Variant, works: Sequence[Work], base: Mapping[str, int], seconds: float
) -> tuple[dict[Choice, float], dict[str, int]]:
    """(ratios of the first round, the choices in the end)."""
    texts = _texts(usual, base)
    tried: dict[Choice, dict[int, Call]] = {}
    for name, known, others, _ in CHOICES:
        for value in (known, *others):
            if value == base.get(name, known):
                continue
            choices = {**base, name: value}
            other = [i for i, text in enumerate(_texts(usual, choices)) if text != texts[i]]
            if other:
                calls = _compiled(choices, [works[i] for i in other]).calls
                tried[name, value] = dict(zip(other, calls, strict=True))
    turns = _turns(usual.calls, list(tried.values()), seconds * _SCREENING)
    ratios = {choice: _ratio(found) for choice, found in zip(tried, turns, strict=True)}
    winners = [c for c, found in zip(tried, turns, strict=True) if _wins(found)]
    best: dict[str, int] = {}
    now = usual.calls
    each = seconds * (1 - _SCREENING) / max(1, len({name for name, _ in winners}))
    for name, value in sorted(winners, key=ratios.__getitem__):
        if name in best:
            continue
        calls = _compiled({**base, **best, name: value}, works).calls
        if _wins(_turns(now, [dict(enumerate(calls))], each)[0]):
            best[name] = value
            now = calls
    usually = {c.name: c.usual for c in CHOICES}
    return ratios, {n: x for n, x in {**base, **best}.items() if x != usually[n]}


def _texts(variant: _Variant, choices: Mapping[str, int]) -> list[str]:
    """For each function the text of its programs with these choices."""
    with numerics.trying(choices):
        target = numerics.program_target()
    return ["".join([p.text(target) for p in found]) for found in variant.programs]


Turns = dict[int, list[float]]
"""Of a candidate: for each of its functions the ratio to the base, turn by turn."""


def _turns(
    base: Sequence[Call], tried: Sequence[Mapping[int, Call]], seconds: float
) -> list[Turns]:
    """The ratios of all candidates, each of which has some of the functions of the base."""
    found: list[Turns] = [{number: [] for number in calls} for calls in tried]
    if not tried:
        return found
    end = perf_counter() + seconds
    turn = 0
    while turn < TURNS or perf_counter() < end:
        for number, call in enumerate(base):
            these = [i for i, calls in enumerate(tried) if number in calls]
            if not these:
                continue
            everyone = [-1, *these]
            shift = turn % len(everyone)  # nobody is always the first of a turn
            times = {
                i: _time(*(call if i < 0 else tried[i][number]))
                for i in everyone[shift:] + everyone[:shift]
            }
            for i in these:
                found[i][number].append(times[i] / times[-1])
        turn += 1
    return found


def _ratio(found: Turns) -> float:
    """The median over turns, mean over functions."""
    return exp(sum(log(median(ratios)) for ratios in found.values()) / len(found))


def _wins(found: Turns) -> bool:
    """Whether that is clearly less than 1."""
    every = [ratio for ratios in found.values() for ratio in ratios]
    ahead = sum(ratio < 1 for ratio in every) / len(every)
    worst = max(median(ratios) for ratios in found.values())
    return _ratio(found) < GAIN and ahead >= MOST and worst < LOSS


def _time(function: Callable[..., Any], args: tuple[Any, ...]) -> float:
    function(*args)  # what ran before has left its data in the caches
    began = perf_counter()
    function(*args)
    return max(perf_counter() - began, 1e-9)


__all__ = ["tune"]
