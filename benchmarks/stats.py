"""Medians, and how sure they are."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence


def median(samples: Sequence[float]) -> float:
    """The median."""
    return statistics.median(samples)


def ratio(ours: Sequence[Sequence[float]], theirs: Sequence[Sequence[float]]) -> float:
    """The median, over rounds, of our median over theirs in the same round.

    A machine that is slow for a while is slow for both sides of a round, so this says more than the
    ratio of two medians over all rounds.

    >>> ratio([[1.0], [2.0], [1.0]], [[2.0], [4.0], [1.0]])
    0.5
    """
    found = [median(a) / median(b) for a, b in zip(ours, theirs, strict=False)]
    return statistics.median(found)


def interval(rounds: Sequence[Sequence[float]], resamples: int = 400) -> tuple[float, float]:
    """The 90 % interval of the median, by drawing rounds and samples in them anew (Efron 1979).

    Samples of one round lie close in time and share its disturbances; so rounds are drawn first.
    """
    chance = random.Random(0)
    found = []
    for _ in range(resamples):
        drawn: list[float] = []
        for _ in rounds:
            one = chance.choice(rounds)
            drawn += chance.choices(one, k=len(one))
        found.append(statistics.median(drawn))
    found.sort()
    return found[int(0.05 * resamples)], found[int(0.95 * resamples) - 1]
