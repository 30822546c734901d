"""The picture at the end of a training run: loss, accuracy, confusion matrix, mistakes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from ..io import Image
from .canvas import Canvas, Colour, mix
from .glyphs import CAPITAL, text_width

INK: Final[Colour] = (38, 43, 54)
SOFT: Final[Colour] = (120, 128, 142)
GRID: Final[Colour] = (231, 234, 240)
PANEL: Final[Colour] = (255, 255, 255)
PAPER: Final[Colour] = (246, 247, 250)
BLUE: Final[Colour] = (37, 99, 190)
TEAL: Final[Colour] = (0, 138, 124)
AMBER: Final[Colour] = (222, 126, 22)
RED: Final[Colour] = (205, 52, 64)

WIDTH: Final = 1240
HEIGHT: Final = 780


@dataclass(frozen=True)
class Curve:
    """One line of a chart: its values at x = 1, 2, 3, …"""

    name: str
    colour: Colour
    values: Sequence[float]  # not empty
    dashed: bool = False


@dataclass(frozen=True)
class Mistake:
    """A test picture that was taken for another digit: 64 values 0…16."""

    picture: bytes
    truth: int
    guess: int


@dataclass(frozen=True)
class Report:
    """What the picture shows."""

    title: str
    subtitle: str
    loss: Sequence[Curve]
    accuracy: Sequence[Curve]
    confusion: Sequence[Sequence[int]]  # row: what it was, column: what it was taken for
    mistakes: Sequence[Mistake] = field(default=())


def nice_step(span: float, count: int) -> float:
    """A step of 1, 2 or 5 times a power of ten that divides `span` into at most `count` parts.

    >>> nice_step(0.93, 5), nice_step(30, 6)
    (0.2, 5.0)
    """
    rough = span / count
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1, 2, 5, 10):
        if factor * power >= rough * (1 - 1e-9):
            return factor * power
    raise AssertionError(span)


def draw(report: Report) -> Image:
    """The whole picture."""
    canvas = Canvas(WIDTH, HEIGHT, PAPER)
    canvas.text(40, 52, report.title, INK, size=20, weight=2.4)
    canvas.text(40, 80, report.subtitle, SOFT, size=10.5, weight=1.15)
    _panel(canvas, 30, 104, 620, 324)
    chart(canvas, 94, 158, 530, 212, "Loss", report.loss, loss_scale(report.loss))
    _panel(canvas, 30, 436, 620, 324)
    chart(canvas, 94, 490, 530, 212, "Accuracy", report.accuracy, accuracy_scale(report.accuracy))
    _panel(canvas, 658, 104, 552, 656)
    confusion(canvas, 722, 158, 44, report.confusion)
    _mistakes(canvas, 690, 664, report)
    return canvas.image()


def _panel(canvas: Canvas, x: int, y: int, width: int, height: int) -> None:
    canvas.rectangle(x, y, width, height, mix(GRID, SOFT, 0.12))
    canvas.rectangle(x + 1, y + 1, width - 2, height - 2, PANEL)


# --- charts


@dataclass(frozen=True)
class Scale:
    """How values are placed along an axis: `place` is increasing; `ticks` may be labelled."""

    place: Callable[[float], float]
    ticks: Sequence[float]
    low: float
    high: float


def _finite(curves: Sequence[Curve]) -> list[float]:
    return [v for c in curves for v in c.values if math.isfinite(v)]


def loss_scale(curves: Sequence[Curve]) -> Scale:
    """Logarithmic: a loss that halves goes down by the same length everywhere."""
    values = [v for v in _finite(curves) if v > 0] or [0.1, 1.0]
    low, high = min(values) / 1.15, max(values) * 1.15
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    ticks = [f * 10.0**p for p in powers for f in ((1, 2, 5) if len(powers) < 5 else (1,))]
    return Scale(math.log, ticks, low, high)


def accuracy_scale(curves: Sequence[Curve]) -> Scale:
    """Logarithmic in the share of mistakes: from 0.90 to 0.99 is as far as from 0.99 to 0.999."""
    values = _finite(curves) or [0.0, 1.0]
    ticks = (0, 0.2, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1)
    return Scale(lambda v: -math.log(1.003 - v), ticks, max(0.0, min(values) * 0.97), 1.0)


def chart(
    canvas: Canvas,
    x: int,
    y: int,
    width: int,
    height: int,
    title: str,
    curves: Sequence[Curve],
    scale: Scale,
) -> None:
    """Curves over epochs, inside the frame (x, y, width, height); labels lie around it."""
    bottom, top = scale.place(scale.low), scale.place(scale.high)
    epochs = max([len(c.values) for c in curves] + [2])

    def place(epoch: float, value: float) -> tuple[float, float]:
        level = scale.place(min(max(value, scale.low), scale.high))
        return (
            x + width * (epoch - 1) / (epochs - 1),
            y + height * (1 - (level - bottom) / (top - bottom)),
        )

    canvas.text(x - 40, y - 22, title, INK, size=13, weight=1.7)
    above = math.inf
    for tick in sorted(scale.ticks):
        _, line = place(1, tick)
        if not scale.low <= tick <= scale.high or above - line < 16:
            continue  # outside, or its label would touch the one below
        above = line
        canvas.line([(x, line), (x + width, line)], GRID, 1.2)
        canvas.text(x - 10, line + 4.5, f"{tick:.4g}", SOFT, size=9.5, weight=1.1, align=1)
    step = max(1, round(nice_step(epochs, 8)))
    for epoch in sorted({1, *range(step, epochs + 1, step)}):
        column, _ = place(epoch, scale.low)
        canvas.line([(column, y + height), (column, y + height + 5)], SOFT, 1.2)
        canvas.text(column, y + height + 21, str(epoch), SOFT, size=9.5, weight=1.1, align=0.5)
    canvas.line([(x, y + height), (x + width, y + height)], SOFT, 1.4)
    canvas.text(x + width / 2, y + height + 42, "epoch", SOFT, size=10, weight=1.15, align=0.5)

    legend: float = x + width
    for curve in reversed(curves):
        legend -= text_width(curve.name) * 10 / CAPITAL
        canvas.text(legend, y - 22, curve.name, INK, size=10, weight=1.15)
        canvas.line(
            [(legend - 32, y - 27), (legend - 10, y - 27)], curve.colour, 3, 3 * curve.dashed
        )
        legend -= 56
    for curve in curves:
        points = [place(i, v) for i, v in enumerate(curve.values, 1) if math.isfinite(v)]
        if len(points) == 1:
            canvas.dot(*points[0], 3.2, curve.colour)
        if curve.dashed:
            points = [points[0], points[-1]]
        canvas.line(points, curve.colour, 1.6 if curve.dashed else 2.4, 5 * curve.dashed)


# --- confusion matrix


def confusion(canvas: Canvas, x: int, y: int, cell: int, counts: Sequence[Sequence[int]]) -> None:
    """A matrix of counts: blue on the diagonal, red elsewhere, deeper where more."""
    size = len(counts)
    canvas.text(x - 32, y - 22, "Confusion matrix of the test", INK, size=13, weight=1.7)
    largest = max([max(row) for row in counts] + [1])
    for i, row in enumerate(counts):
        for j, count in enumerate(row):
            colour: Colour = (248, 249, 251)
            if count:
                # The square root keeps single mistakes visible beside dozens of right answers.
                part = math.sqrt(count / largest)
                colour = (
                    mix((222, 233, 250), BLUE, part) if i == j else mix((255, 236, 234), RED, part)
                )
            left, top = x + j * cell, y + i * cell
            canvas.rectangle(left + 1, top + 1, cell - 2, cell - 2, colour)
            if count:
                dark = sum(colour) < 430
                ink = (255, 255, 255) if dark else INK
                canvas.text(left + cell / 2, top + cell / 2 + 5.5, str(count), ink,
                            size=11, weight=1.4, align=0.5)  # fmt: skip
        middle = i * cell + cell / 2
        canvas.text(x - 14, y + middle + 5, str(i), SOFT, size=11, weight=1.3, align=0.5)
        canvas.text(x + middle, y + size * cell + 20, str(i), SOFT, size=11, weight=1.3, align=0.5)
    middle = size * cell / 2
    canvas.text(
        x + middle, y + size * cell + 42, "taken for", SOFT, size=10, weight=1.15, align=0.5
    )
    canvas.text(x - 34, y + middle, "digit", SOFT, size=10, weight=1.15, align=0.5, upright=False)


def _mistakes(canvas: Canvas, x: int, y: int, report: Report) -> None:
    if not report.mistakes:
        canvas.text(x, y + 12, "No mistakes.", INK, size=11, weight=1.4)
        return
    point, gap = 6, 14
    room = 7
    shown = report.mistakes[:room]
    rest = len(report.mistakes) - len(shown)
    for i, mistake in enumerate(shown):
        left = x + i * (8 * point + gap)
        for place, value in enumerate(mistake.picture):
            row, column = divmod(place, 8)
            colour = mix((238, 240, 245), INK, value / 16)
            canvas.rectangle(left + column * point, y + row * point, point, point, colour)
        label = f"{mistake.truth} → {mistake.guess}"
        canvas.text(
            left + 4 * point, y + 8 * point + 19, label, RED, size=10, weight=1.3, align=0.5
        )
    if rest:
        canvas.text(x + room * (8 * point + gap), y + 28, f"+ {rest}", SOFT, size=11, weight=1.3)
