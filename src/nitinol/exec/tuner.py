"""`ni.tune`: measures choices that change no bits, and keeps the best for this machine (`codegen.tuning`).

Candidates run in turns, a few calls each, and every turn is compared with the usual choice of the same turn: a
machine that is busy for some seconds slows both. A candidate must win by `GAIN` in the median of the turns,
over all functions, or the usual choice stays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp, log
from statistics import median
from time import perf_counter
from typing import Any, Final

from ..base.dtypes import float32
from ..base.errors import UnsupportedError
from ..codegen import numerics
from ..llvm.target import host
from ..ops import arange, gelu, linear, reshape, sin
from ..trace.bind import active
from .jit import Jitted, jit

GAIN: Final = 0.97
TURNS: Final = 15  # at least
_FACTORS: Final = (1, 1 / 2, 2, 4)  # of a class's typical second-level cache
# (rows, columns, inner): B is packed by each task, and by all together; with something fused behind.
_PRODUCTS: Final = ((192, 2048, 512), (512, 1536, 768))


def tune(
    function: Callable[..., Any] | None = None, *args: Any, seconds: float = 20.0, keep: bool = True
) -> dict[str, Any]:
    """Measure what suits this machine best, and keep it in the cache folder for all later programs.

    * `function`, `args`: what is measured: a function as for `ni.jit`, and its arguments. Without them: some products.
    * `seconds`: how long to measure, about, besides compiling.
    * `keep`: False only measures.

    Gives the choices (`"l2_bytes"`: bytes that a kernel takes the second-level cache for) and `"ratios"`: for each
    candidate the time of its calls over that of the usual choice. Results do not depend on choices, not even in
    their last bit. What has been compiled in this process stays as it is.

    >>> import nitinol as ni
    >>> x = ni.ones((64, 64))
    >>> sorted(ni.tune(lambda x: x @ x, x, seconds=0.01, keep=False))
    ['l2_bytes', 'ratios']
    """
    if active.stage is not None:
        raise UnsupportedError("ni.tune measures, which a function that is being compiled cannot")
    works = _works() if function is None else [(function, args)]
    usual = host().l2_bytes
    candidates = [{"l2_bytes": int(usual * factor)} for factor in _FACTORS]
    tried = [_compiled(choice, works) for choice in candidates]
    ratios = _ratios(tried, seconds)
    best = min(range(len(candidates)), key=ratios.__getitem__)
    chosen = candidates[best if ratios[best] < GAIN else 0]
    if keep:
        numerics.keep({n: x for n, x in chosen.items() if x != candidates[0][n]})
    return {**chosen, "ratios": {c["l2_bytes"]: r for c, r in zip(candidates, ratios, strict=True)}}


Work = tuple[Callable[..., Any], tuple[Any, ...]]


def _works() -> list[Work]:
    def layer(x: Any, w: Any) -> Any:
        return gelu(linear(x, w))

    def filled(rows: int, columns: int) -> Any:
        return reshape(sin(arange(rows * columns, dtype=float32)), (rows, columns))

    return [(layer, (filled(m, k), filled(n, k))) for m, n, k in _PRODUCTS]


def _compiled(
    choice: dict[str, int], works: Sequence[Work]
) -> list[tuple[Jitted, tuple[Any, ...]]]:
    made = []
    with numerics.trying(choice):
        for function, args in works:
            given = function.function if isinstance(function, Jitted) else function
            # Each is a function of its own, so that nothing finds the programs of another choice.
            compiled = jit(lambda *xs, given=given: given(*xs))
            compiled(*args)
            made.append((compiled, args))
    return made


def _ratios(
    tried: Sequence[Sequence[tuple[Jitted, tuple[Any, ...]]]], seconds: float
) -> list[float]:
    """For each candidate the median over turns of its time over that of the first, mean over the functions."""
    count = len(tried[0])
    turns: list[list[list[float]]] = [[[] for _ in range(count)] for _ in tried]
    end = perf_counter() + seconds
    turn = 0
    while turn < TURNS or perf_counter() < end:
        for shift in range(len(tried)):
            at = (turn + shift) % len(tried)
            for number, (function, args) in enumerate(tried[at]):
                turns[at][number].append(_time(function, args))
        turn += 1
    result = []
    for found in turns:
        logs = [
            log(median(a / b for a, b in zip(mine, first, strict=True)))
            for mine, first in zip(found, turns[0], strict=True)
        ]
        result.append(exp(sum(logs) / count))
    return result


def _time(function: Jitted, args: tuple[Any, ...]) -> float:
    function(*args)  # what ran before has left its data in the caches
    began = perf_counter()
    function(*args)
    return max(perf_counter() - began, 1e-9)


__all__ = ["tune"]
