"""No choice of the table changes a bit: the same programs with every value of it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import nitinol as ni
from nitinol.exec import tuner
from nitinol.templates.choices import CHOICES, Choice

_rng = np.random.default_rng(0)


def filled(*shape: int) -> ni.Tensor:
    return ni.tensor(_rng.standard_normal(shape).astype(np.float32))


def times(x: Any, y: Any) -> Any:
    return x @ y


def behind(x: Any, y: Any) -> Any:
    return ni.gelu(x @ y)


# Sizes on both sides of every rule that compares them with a value of the table.
WORKS: list[tuner.Work] = [
    (ni.linear, (filled(4, 70), filled(130, 70))),
    (times, (filled(6, 70), filled(70, 130))),
    (times, (filled(20, 70), filled(70, 130))),
    (lambda x, y: x.mT @ y, (filled(100, 300), filled(100, 96))),
    (behind, (filled(300, 70), filled(70, 300))),
    (behind, (filled(300, 130), filled(130, 800))),
    (times, (filled(500, 70), filled(70, 800))),
    (ni.conv2d, (filled(1, 8, 5, 5), filled(600, 8, 3, 3))),
    (ni.layer_norm, (filled(300, 500),)),
    (lambda x, i: ni.layer_norm(x[i]), (filled(20, 40), ni.tensor(_rng.integers(0, 20, 50)))),
]


def bits(call: tuner.Call) -> bytes:
    function, args = call
    return function(*args).numpy().tobytes()  # type: ignore[no-any-return]


def test_every_value_decides_something() -> None:
    usual = tuner._compiled({}, WORKS)
    texts = tuner._texts(usual, {})
    values = [{c.name: value} for c in CHOICES for value in c.others]
    assert [v for v in values if tuner._texts(usual, v) == texts] == []


def test_many_at_once_change_no_bit() -> None:
    expected = [bits(call) for call in tuner._compiled({}, WORKS).calls]
    for which in (0, -1):
        # The largest `tall` would have nothing packed beforehand, and other choices nothing to decide.
        choices = {c.name: c.others[which] for c in CHOICES if c.name != "tall"}
        assert [bits(call) for call in tuner._compiled(choices, WORKS).calls] == expected


@pytest.mark.slow
@pytest.mark.parametrize("choice", CHOICES, ids=lambda choice: choice.name)
def test_none_changes_a_bit(choice: Choice) -> None:
    usual = tuner._compiled({}, WORKS)
    texts = tuner._texts(usual, {})
    expected = [bits(call) for call in usual.calls]
    for value in choice.others:
        other = tuner._texts(usual, {choice.name: value})
        changed = [i for i, text in enumerate(other) if text != texts[i]]
        variant = tuner._compiled({choice.name: value}, [WORKS[i] for i in changed])
        for number, call in zip(changed, variant.calls, strict=True):
            assert bits(call) == expected[number], (value, number)
