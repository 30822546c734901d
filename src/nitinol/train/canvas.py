"""A canvas in RGB with smooth lines, filled rectangles and text, in plain Python.

A line is drawn as the set of points nearer to it than half its width: a point's coverage is how
deep it lies inside, clamped to 0…1, which is what makes edges smooth. Only the points near the line
are visited.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from ..io import Image
from .glyphs import CAPITAL, SPACING, Point, strokes, text_width

Colour = tuple[int, int, int]


def mix(a: Colour, b: Colour, part: float) -> Colour:
    """The colour between `a` (part 0) and `b` (part 1).

    >>> mix((0, 0, 0), (200, 100, 50), 0.5)
    (100, 50, 25)
    """
    red, green, blue = (round(x + (y - x) * part) for x, y in zip(a, b, strict=True))
    return red, green, blue


class Canvas:
    """`width` × `height` points; (0, 0) is the top left corner, y grows downwards."""

    def __init__(self, width: int, height: int, paper: Colour = (255, 255, 255)) -> None:
        self.width = width
        self.height = height
        self._pixels = bytearray(bytes(paper) * (width * height))

    def image(self) -> Image:
        """What has been drawn."""
        return Image(self.width, self.height, 3, bytes(self._pixels))

    def rectangle(self, x: int, y: int, width: int, height: int, colour: Colour) -> None:
        """Fill whole points; what lies outside is cut off."""
        left, right = max(0, x), min(self.width, x + width)
        if left >= right:
            return
        row = bytes(colour) * (right - left)
        for line in range(max(0, y), min(self.height, y + height)):
            start = (line * self.width + left) * 3
            self._pixels[start : start + len(row)] = row

    def line(
        self, points: Sequence[Point], colour: Colour, width: float = 1.0, dash: float = 0.0
    ) -> None:
        """Straight lines from point to point with round ends; `dash` is the length of a dash."""
        if dash:
            for a, b in pairwise(points):
                length = math.dist(a, b)
                count = max(1, round(length / (2 * dash)))
                for i in range(count):
                    self._segment(_between(a, b, i / count), _between(a, b, (i + 0.5) / count),
                                  colour, width)  # fmt: skip
            return
        for a, b in pairwise(points):
            self._segment(a, b, colour, width)

    def dot(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """A filled circle."""
        self._segment((x, y), (x, y), colour, 2 * radius)

    def _segment(self, a: Point, b: Point, colour: Colour, width: float) -> None:
        # Centres of points are at half numbers.
        ax, ay, bx, by = a[0] - 0.5, a[1] - 0.5, b[0] - 0.5, b[1] - 0.5
        dx, dy = bx - ax, by - ay
        square = dx * dx + dy * dy
        reach = width / 2 + 0.5
        red, green, blue = colour
        pixels = self._pixels
        for y in range(
            max(0, math.floor(min(ay, by) - reach)),
            min(self.height, math.ceil(max(ay, by) + reach) + 1),
        ):
            low, high = self._columns(ax, ay, dx, dy, y, reach)
            for x in range(max(0, low), min(self.width, high + 1)):
                px, py = x - ax, y - ay
                t = (px * dx + py * dy) / square if square else 0.0
                t = 0.0 if t < 0.0 else 1.0 if t > 1.0 else t
                cover = reach - math.hypot(px - t * dx, py - t * dy)
                if cover <= 0.0:
                    continue
                # A line thinner than a point is drawn paler, not wider.
                cover = min(cover, 1.0) * min(width, 1.0)
                i = (y * self.width + x) * 3
                pixels[i] += round((red - pixels[i]) * cover)
                pixels[i + 1] += round((green - pixels[i + 1]) * cover)
                pixels[i + 2] += round((blue - pixels[i + 2]) * cover)

    @staticmethod
    def _columns(
        ax: float, ay: float, dx: float, dy: float, y: int, reach: float
    ) -> tuple[int, int]:
        """The columns of row `y` that the segment can touch."""
        if abs(dy) < 1e-9:
            left, right = sorted((ax, ax + dx))
        else:
            # where the segment's line is within `reach` rows of this one
            t = sorted(((y - reach - ay) / dy, (y + reach - ay) / dy))
            low, high = (min(1.0, max(0.0, v)) for v in t)
            left, right = sorted((ax + low * dx, ax + high * dx))
        return math.floor(left - reach), math.ceil(right + reach)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        colour: Colour,
        size: float = 11.0,
        weight: float = 1.3,
        align: float = 0.0,
        upright: bool = True,
    ) -> None:
        """Write `text` with its baseline at `y`; capitals are `size` points high.

        `align` says which part of the text lies left of `x`: 0 none, 0.5 half, 1 all. With
        `upright=False` it runs upwards from (x, y), turned by a quarter.
        """
        unit = size / CAPITAL
        pen = -align * text_width(text) * unit
        for character in text:
            advance, lines = strokes(character)
            for stroke in lines:
                along = [(pen + px * unit, py * unit) for px, py in stroke]
                if upright:
                    placed = [(x + u, y - v) for u, v in along]
                else:
                    placed = [(x - v, y - u) for u, v in along]
                self.line(placed, colour, weight)
            pen += (advance + SPACING) * unit


def _between(a: Point, b: Point, t: float) -> Point:
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t
