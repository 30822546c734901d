"""From any picture of a digit to the 8×8 points that the network was trained on.

The data set was made by NIST's programs: each digit was cut out, stretched to 20×32 points in the
middle of a bitmap of 32×32 (narrow digits keep their shape), its strokes made thicker or thinner until the ink
was about the same everywhere, and the ink points of each block of 4×4 counted. `to_digit` does the
same with a picture of any size and colour:

1. *Ink*: how far each point's colour is from that of the paper, which is the commonest at the edge.
   So dark on light and light on dark are the same thing.
2. *Digit*: ink above Otsu's threshold, without specks of dust; its bounding box.
3. *Bitmap*: the box is sampled into a bitmap four times as fine as NIST's, one Python integer a row.
   Strokes grow or shrink by a point at a time until the ink is that of the data set, the
   box being made smaller or larger meanwhile so that the result fits exactly.
4. *Counts*: the ink of each of the 64 blocks, 0…16.

Otsu's threshold: N. Otsu, "A threshold selection method from gray-level histograms", 1979.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ..base.errors import NitinolError
from ..io import Image
from .dataset import LEVELS, SIDE

INK: Final = 310  # sum of the 64 counts: mean over the data set's training part, for every digit
FINE: Final = 128  # side of the fine bitmap
BLOCK: Final = FINE // SIDE
WIDE: Final = 80  # 20 of 32 points
MARGIN: Final = 28  # points around the fine bitmap while strokes grow or shrink
LARGEST: Final = 1024  # points of a side that are looked at
ROUGH: Final = 192  # points of a side on which specks are told from the digit
FAINTEST: Final = 24  # of 255: less contrast than this is an empty picture


class PictureError(NitinolError, ValueError):
    """There is no digit in the picture."""


@dataclass(frozen=True)
class Ink:
    """How much ink each point has: rows of bytes, 0 (paper) to 255."""

    width: int
    height: int
    rows: list[bytes]

    def histogram(self) -> list[int]:
        """How many points have each amount of ink."""
        counts = [0] * 256
        for row in self.rows:
            for value in set(row):
                counts[value] += row.count(value)
        return counts


def to_digit(image: Image) -> bytes:
    """The 64 counts, 0…16, row by row, that the data set would have for this picture.

    Raises `PictureError` when the picture is blank.
    """
    ink = find_ink(image.thinned(-(-max(image.width, image.height) // LARGEST)))
    if (ink.width, ink.height) == (SIDE, SIDE):
        return bytes((v * LEVELS + 127) // 255 for row in ink.rows for v in row)
    threshold = otsu(ink.histogram())
    left, top, right, bottom = digit_box(ink, threshold)
    cut = Ink(right - left, bottom - top, [row[left:right] for row in ink.rows[top:bottom]])
    return counts(fitted(pooled(cut, 2 * FINE), threshold))


# --- ink


def find_ink(image: Image) -> Ink:
    """The distance of each point from the paper, stretched so that the strongest ink is 255."""
    n = image.channels
    planes = [image.pixels[c::n] for c in range(n)]
    alpha = planes.pop() if n in (2, 4) else b""
    if alpha:
        colours = [
            bytes((v * a + 255 * (255 - a)) // 255 for v, a in zip(p, alpha, strict=True))
            for p in planes
        ]
    else:
        colours = planes
    distance = _from_paper(colours, image.width, image.height)
    if max(distance) < FAINTEST and alpha:
        distance = _from_paper([alpha], image.width, image.height)  # white ink on transparency
    strongest = max(distance)
    if strongest < FAINTEST:
        raise PictureError(
            f"the picture is blank: no point differs from the paper by {FAINTEST} of 255; "
            "give a picture with one digit on a plain background"
        )
    distance = distance.translate(bytes(min(255, v * 255 // strongest) for v in range(256)))
    width = image.width
    rows = [distance[i : i + width] for i in range(0, len(distance), width)]
    return Ink(width, image.height, rows)


def _from_paper(planes: Sequence[bytes], width: int, height: int) -> bytes:
    """For each point the greatest distance of a channel from the paper's colour."""
    edge = list(range(width)) + [(height - 1) * width + i for i in range(width)]
    edge += [y * width for y in range(height)] + [y * width + width - 1 for y in range(height)]
    farthest = b""
    for plane in planes:
        along = sorted(plane[i] for i in edge)
        paper = along[len(along) // 2]
        distance = plane.translate(bytes(abs(v - paper) for v in range(256)))
        farthest = bytes(map(max, farthest, distance)) if farthest else distance
    return farthest


def otsu(histogram: Sequence[int]) -> int:
    """The threshold that parts the histogram into two classes as different as possible.

    >>> otsu([90, 10] + [0] * 100 + [10, 20])
    52
    """
    total = sum(histogram)
    whole = sum(v * c for v, c in enumerate(histogram))
    best, low, high = -1.0, 0, 0
    below = below_sum = 0
    for value, count in enumerate(histogram[:-1]):
        below += count
        below_sum += value * count
        if below in (0, total):
            continue
        difference = below_sum / below - (whole - below_sum) / (total - below)
        between = below * (total - below) * difference * difference
        if between > best * (1 + 1e-12):
            best, low, high = between, value, value
        elif between >= best * (1 - 1e-12):
            high = value  # an empty stretch of the histogram: take its middle
    return (low + high + 1) // 2 + 1


def pooled(ink: Ink, largest: int) -> Ink:
    """Smaller: blocks of k×k points become their strongest, so that thin strokes stay."""
    k = -(-max(ink.width, ink.height) // largest)
    if k <= 1:
        return ink
    width, height = -(-ink.width // k), -(-ink.height // k)
    rows = []
    for y in range(height):
        line = b"\0" * (width * k)
        for row in ink.rows[y * k : (y + 1) * k]:
            line = bytes(map(max, line, row.ljust(width * k, b"\0")))
        strongest = line[0::k]
        for x in range(1, k):
            strongest = bytes(map(max, strongest, line[x::k]))
        rows.append(strongest)
    return Ink(width, height, rows)


# --- the digit


def digit_box(ink: Ink, threshold: int) -> tuple[int, int, int, int]:
    """(left, top, right, bottom) of all ink but specks; right and bottom are not included."""
    rough = pooled(ink, ROUGH)
    k = -(-max(ink.width, ink.height) // ROUGH)
    mask = [bytearray(v >= threshold for v in row) for row in rough.rows]
    parts = components(mask)
    largest = max(len(p) for p in parts)
    kept = [point for part in parts if len(part) * 20 >= largest for point in part]
    left, right = min(x for x, _ in kept) * k, (max(x for x, _ in kept) + 1) * k
    top, bottom = min(y for _, y in kept) * k, (max(y for _, y in kept) + 1) * k
    # Rough points are whole blocks; take off the rows and columns of them without ink.
    right, bottom = min(right, ink.width), min(bottom, ink.height)
    rows = [y for y in range(top, bottom) if max(ink.rows[y][left:right]) >= threshold]
    columns = [x for x in range(left, right) if any(ink.rows[y][x] >= threshold for y in rows)]
    return columns[0], rows[0], columns[-1] + 1, rows[-1] + 1


def components(mask: list[bytearray]) -> list[list[tuple[int, int]]]:
    """The points (x, y) of each connected part of a mask, diagonals included; clears the mask."""
    height, width = len(mask), len(mask[0])
    parts = []
    for y0 in range(height):
        x0 = mask[y0].find(1)
        while x0 >= 0:
            mask[y0][x0] = 0
            part = [(x0, y0)]
            for x, y in part:  # grows while it is walked
                for v in range(max(0, y - 1), min(height, y + 2)):
                    row = mask[v]
                    for u in range(max(0, x - 1), min(width, x + 2)):
                        if row[u]:
                            row[u] = 0
                            part.append((u, v))
            parts.append(part)
            x0 = mask[y0].find(1, x0)
    return parts


# --- the fine bitmap: one integer a row, bit x is column x; a margin all around is cut off at the end


def fitted(ink: Ink, threshold: int) -> list[int]:
    """The digit in FINE × FINE points, stretched as NIST did, with the data set's amount of ink."""
    wanted = INK * BLOCK * BLOCK // LEVELS
    best = grown(ink, threshold, 0)
    step = 1 if area(best) < wanted else -1
    for grow in range(step, step * MARGIN, step):
        rows = grown(ink, threshold, grow)
        if abs(area(rows) - wanted) >= abs(area(best) - wanted):
            break
        best = rows
    return best


def grown(ink: Ink, threshold: int, grow: int) -> list[int]:
    """The digit with strokes grown by `grow` points on each side (shrunk, if negative), fitted."""
    rows = sampled(ink, threshold, grow)
    for turn in range(abs(grow)):
        # A cross and a square in turns make strokes grow in octagons, almost as a round pen would.
        rows = dilated(rows, turn % 2 == 0) if grow > 0 else eroded(rows, turn % 2 == 0)
    inside = (1 << FINE) - 1
    return [(row >> MARGIN) & inside for row in rows[MARGIN : MARGIN + FINE]]


def area(rows: Sequence[int]) -> int:
    """The number of ink points."""
    return sum(row.bit_count() for row in rows)


def sampled(ink: Ink, threshold: int, grow: int) -> list[int]:
    """The digit sampled between its points (bilinear) into a box that leaves room to grow."""
    height = FINE - 2 * grow
    # Narrow digits are not stretched sideways more than upwards: an 8 would become two zeros.
    width = min(WIDE, FINE * ink.width // ink.height) - 2 * grow
    width = max(width, 1)
    columns = [_between(i, width, ink.width) for i in range(width)]
    blank = [0] * MARGIN
    rows = []
    first = MARGIN + (FINE - width) // 2
    for y in range(height):
        above, below, part = _between(y, height, ink.height)
        upper, lower = ink.rows[above], ink.rows[below]
        mixed = [u + (v - u) * part for u, v in zip(upper, lower, strict=True)]
        row = 0
        for i, (left, right, across) in enumerate(columns):
            if mixed[left] + (mixed[right] - mixed[left]) * across >= threshold:
                row |= 1 << (first + i)
        rows.append(row)
    padding = [0] * abs(grow) if grow > 0 else []
    whole = blank + padding + rows + padding + blank
    cut = -grow if grow < 0 else 0
    return whole[cut : len(whole) - cut]


def _between(i: int, count: int, size: int) -> tuple[int, int, float]:
    """Where the middle of part i of `count` lies among `size` points: two neighbours, and how far."""
    place = min(max((i + 0.5) * size / count - 0.5, 0.0), size - 1.0)
    low = int(place)
    return low, min(low + 1, size - 1), place - low


def dilated(rows: Sequence[int], cross: bool) -> list[int]:
    """Ink also where a neighbour has ink: of four (`cross`) or of eight."""
    wide = [row | row << 1 | row >> 1 for row in rows]
    sides = rows if cross else wide
    above, below = [0, *sides[:-1]], [*sides[1:], 0]
    return [w | a | b for w, a, b in zip(wide, above, below, strict=True)]


def eroded(rows: Sequence[int], cross: bool) -> list[int]:
    """Ink only where all neighbours have ink: of four (`cross`) or of eight."""
    wide = [row & row << 1 & row >> 1 for row in rows]
    sides = rows if cross else wide
    above, below = [0, *sides[:-1]], [*sides[1:], 0]
    return [w & a & b for w, a, b in zip(wide, above, below, strict=True)]


def counts(rows: Sequence[int]) -> bytes:
    """The ink of each block, 0…16."""
    mask = (1 << BLOCK) - 1
    full = BLOCK * BLOCK
    result = bytearray()
    for y in range(0, FINE, BLOCK):
        for x in range(0, FINE, BLOCK):
            count = sum(((row >> x) & mask).bit_count() for row in rows[y : y + BLOCK])
            result.append((count * LEVELS + full // 2) // full)
    return bytes(result)
