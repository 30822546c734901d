"""Arenas: no two temporaries that live at once share memory, whichever way offsets are found."""

from __future__ import annotations

import random
from typing import Any

import pytest

from nitinol.schedule import memory
from nitinol.schedule.memory import Life, peak, plan


def _lives(seed: int) -> list[Life]:
    chance = random.Random(seed)
    made = []
    for _ in range(chance.randint(1, 60)):
        first = chance.randint(0, 60)
        last = first + chance.choice((0, 1, 2, 5, 40))
        value: Any = object()
        made.append(Life(value, 64 * chance.randint(0, 9), first, last))
    return made


@pytest.mark.parametrize("many", [0, 1024])
def test_lives_at_one_time_lie_apart(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MANY", many)
    for seed in range(60):
        lives = _lives(seed)
        arena = plan(lives)
        spans = [(x, arena.offsets[x.value]) for x in lives]
        for x, a in spans:
            assert 0 <= a <= a + x.nbytes <= arena.nbytes
            for y, b in spans:
                if x is not y and x.first <= y.last and y.first <= x.last and x.nbytes and y.nbytes:
                    assert a + x.nbytes <= b or b + y.nbytes <= a
        assert peak(lives, {}) <= arena.nbytes <= 1.6 * peak(lives, {})


def test_equal_lives_of_a_long_chain_take_their_peak() -> None:
    values: list[Any] = [object() for _ in range(6000)]
    # Forward and back: the first lives longest.
    lives = [Life(v, 256, i, 12000 - i) for i, v in enumerate(values)]
    assert plan(lives).nbytes == peak(lives[:1], {}) * 6000
    after = [Life(v, 256, i, i + 1) for i, v in enumerate(values)]
    assert plan(after).nbytes == 512
