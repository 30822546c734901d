"""Charts: that they draw what they say, at the places they say."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nitinol.train import plots
from nitinol.train.canvas import Canvas
from nitinol.train.glyphs import GLYPHS, strokes, text_width


def point(canvas: Canvas, x: int, y: int) -> tuple[int, ...]:
    image = canvas.image()
    return tuple(image.pixels[(y * image.width + x) * 3 :][:3])


def test_rectangles_are_cut_at_the_edge() -> None:
    canvas = Canvas(4, 3)
    canvas.rectangle(2, 1, 10, 10, (1, 2, 3))
    canvas.rectangle(-5, -5, 6, 6, (9, 9, 9))
    assert [point(canvas, x, y) for x, y in ((0, 0), (1, 0), (2, 1), (3, 2), (1, 1))] == [
        (9, 9, 9), (255,) * 3, (1, 2, 3), (1, 2, 3), (255,) * 3,
    ]  # fmt: skip


def test_lines_cover_their_area() -> None:
    for end in ((35.0, 30.0), (35.0, 10.0), (10.0, 35.0), (12.0, 36.0)):
        canvas = Canvas(50, 50)
        canvas.line([(10, 10), end], (0, 0, 0), 3.0)
        ink = sum(255 - v for v in canvas.image().pixels[::3]) / 255
        wanted = 3.0 * math.dist((10, 10), end) + math.pi * 1.5**2
        assert abs(ink - wanted) < 0.06 * wanted


def test_dots_and_lines_outside_do_nothing_wrong() -> None:
    canvas = Canvas(10, 10)
    canvas.dot(-50, 5, 3, (0, 0, 0))
    canvas.line([(-20, -20), (40, 45)], (0, 0, 0), 2)
    assert point(canvas, 5, 5) != (255, 255, 255)
    assert point(canvas, 9, 0) == (255, 255, 255)


def test_every_glyph_lies_in_its_box() -> None:
    for character in GLYPHS:
        advance, lines = strokes(character)
        for x, y in (p for line in lines for p in line):
            assert -1 <= x <= advance + 1.2
            assert -5 <= y <= 16
    assert strokes("☃") == strokes("?")
    assert text_width("") == 0
    assert text_width("ab") > text_width("a")


@pytest.mark.parametrize("align", [0.0, 0.5, 1.0])
def test_text_is_aligned(align: float) -> None:
    canvas = Canvas(200, 40)
    canvas.text(100, 30, "Hello", (0, 0, 0), size=14, align=align)
    image = canvas.image()
    columns = [
        x for x in range(200) if any(image.pixels[(y * 200 + x) * 3] < 128 for y in range(40))
    ]
    width = text_width("Hello")
    assert abs(columns[0] - (100 - align * width)) < 3
    assert abs(columns[-1] - (100 + (1 - align) * width)) < 4


@pytest.mark.parametrize(
    ("span", "count", "step"), [(1, 5, 0.2), (7, 5, 2), (95, 5, 20), (0.03, 3, 0.01)]
)
def test_nice_steps(span: float, count: int, step: float) -> None:
    assert abs(plots.nice_step(span, count) - step) < 1e-12


def report(loss: list[float], accuracy: list[float], wrong: int) -> plots.Report:
    confusion = [[36 if i == j else 0 for j in range(10)] for i in range(10)]
    mistakes = []
    for i in range(wrong):
        confusion[i][(i + 1) % 10] += 1
        mistakes.append(plots.Mistake(bytes(64), i, (i + 1) % 10))
    return plots.Report(
        "T", "s", [plots.Curve("a", plots.BLUE, loss)],
        [plots.Curve("b", plots.TEAL, accuracy, dashed=True)], confusion, mistakes,
    )  # fmt: skip


@settings(max_examples=5, deadline=None)
@given(
    st.lists(st.floats(0, 1e6) | st.just(math.nan), min_size=1, max_size=40),
    st.lists(st.floats(0, 1), min_size=1, max_size=40),
    st.integers(0, 10),
)
def test_any_run_can_be_drawn(loss: list[float], accuracy: list[float], wrong: int) -> None:
    image = plots.draw(report(loss, accuracy, wrong))
    assert (image.width, image.height) == (plots.WIDTH, plots.HEIGHT)


def test_the_matrix_shows_where_mistakes_are() -> None:
    canvas = Canvas(600, 600)
    counts = [[0] * 10 for _ in range(10)]
    counts[2][7], counts[4][4] = 1, 30
    plots.confusion(canvas, 60, 60, 40, counts)

    def corner(row: int, column: int) -> tuple[int, ...]:
        return point(canvas, 60 + column * 40 + 3, 60 + row * 40 + 3)

    assert corner(4, 4) == plots.BLUE
    red, green, blue = corner(2, 7)
    assert red > green and red > blue
    assert corner(7, 2) == corner(0, 0) != corner(2, 7)
