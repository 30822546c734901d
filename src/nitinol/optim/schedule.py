"""Learning rates that change from step to step.

A schedule is a function from the number of steps already taken (an int or a 0-d tensor) to
the learning rate of the next step. Schedules are made of operations on tensors, so they run inside
a compiled training step. They compare by value and may be given to any optimizer as `lr`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..ops import clip, cos, exp, floor, minimum

Tensor = Any
Schedule = Callable[[Any], Any]


def _positive(name: str, value: float) -> None:
    if not value > 0:
        raise ValueError(f"{name} must be greater than 0, got {value!r}")


@dataclass(frozen=True)
class Constant:
    """The same rate for ever."""

    lr: float

    def __call__(self, count: Any) -> Any:
        return count * 0.0 + self.lr


@dataclass(frozen=True)
class Cosine:
    """From `lr` down to `final` along half a cosine in `steps` steps, then `final`.

    I. Loshchilov and F. Hutter, "SGDR", 2017, eq. 5, without restarts.
    """

    lr: float
    steps: int
    final: float = 0.0

    def __post_init__(self) -> None:
        _positive("steps", self.steps)

    def __call__(self, count: Any) -> Any:
        part = clip(count * (1.0 / self.steps), 0.0, 1.0)
        return self.final + (self.lr - self.final) * (0.5 + 0.5 * cos(part * math.pi))


@dataclass(frozen=True)
class Step:
    """`lr`, multiplied by `factor` after every `every` steps."""

    lr: float
    every: int
    factor: float = 0.1

    def __post_init__(self) -> None:
        _positive("every", self.every)
        _positive("factor", self.factor)

    def __call__(self, count: Any) -> Any:
        # half a step is added so that no rounding of the quotient can fall below a whole number
        passed = floor((count + 0.5) * (1.0 / self.every))
        return self.lr * exp(passed * math.log(self.factor))


@dataclass(frozen=True)
class WarmUp:
    """`then`, but in the first `steps` steps only the share 1/steps, 2/steps, … of it.

    `then` counts from the very first step.
    """

    then: Schedule
    steps: int

    def __post_init__(self) -> None:
        _positive("steps", self.steps)

    def __call__(self, count: Any) -> Any:
        return minimum((count + 1.0) * (1.0 / self.steps), 1.0) * self.then(count)


def constant(lr: float) -> Schedule:
    """The same learning rate for ever.

    >>> ni.optim.constant(0.1)(5)
    0.1
    """
    return Constant(lr)


def cosine(lr: float, steps: int, final: float = 0.0) -> Schedule:
    """From `lr` to `final` along half a cosine in `steps` steps; see `Cosine`.

    >>> round(float(cosine(1.0, 10)(5)), 6)
    0.5
    """
    return Cosine(lr, steps, final)


def step(lr: float, every: int, factor: float = 0.1) -> Schedule:
    """`lr`, multiplied by `factor` after every `every` steps.

    >>> ni.optim.step(1.0, every=10)(25)
    tensor(0.01)
    """
    return Step(lr, every, factor)


def warm_up(then: Schedule | float, steps: int) -> Schedule:
    """`then` (a schedule or a rate), reached linearly in `steps` steps.

    >>> [round(float(warm_up(0.4, 4)(i)), 6) for i in range(5)]
    [0.1, 0.2, 0.3, 0.4, 0.4]
    """
    return WarmUp(then if callable(then) else Constant(then), steps)


def as_schedule(lr: Schedule | float) -> Schedule:
    """`lr` itself, or the constant schedule of a number."""
    return lr if callable(lr) else Constant(lr)
