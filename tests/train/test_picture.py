"""From pictures to the data set's 8×8 points."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nitinol.io import Image
from nitinol.train import dataset, picture
from nitinol.train.canvas import Canvas, mix


def enlarged(points: bytes, scale: int, ink: int, paper: int) -> Image:
    """A data set picture drawn larger (bilinear), with some paper around."""
    values = np.array(list(points), float).reshape(8, 8) / 16
    places = (np.arange(8 * scale) + 0.5) / scale - 0.5
    weights = np.maximum(0, 1 - np.abs(places[:, None] - np.arange(8)))
    large = np.pad(weights @ values @ weights.T, scale)
    pixels = (paper + (ink - paper) * large).round().astype(np.uint8)
    return Image(*pixels.shape, 1, pixels.tobytes())


@pytest.mark.parametrize(("ink", "paper"), [(0, 255), (255, 0), (90, 140)])
@pytest.mark.parametrize("scale", [3, 11, 40])
def test_finds_the_data_set_again(ink: int, paper: int, scale: int) -> None:
    digits = dataset.load()
    everything = np.array([list(p) for p in digits.pictures], int)
    for index in range(0, 1797, 140 if scale < 40 else 600):
        found = picture.to_digit(enlarged(digits.pictures[index], scale, ink, paper))
        distances = ((everything - np.array(list(found), int)) ** 2).sum(1)
        # The five nearest of 1797 pictures show the same digit.
        nearest = [digits.labels[i] for i in np.argsort(distances)[:5]]
        assert nearest.count(digits.labels[index]) >= 4


def test_pictures_of_8_by_8_are_taken_as_they_are() -> None:
    points = next(p for p in dataset.load().pictures if max(p) == 16)
    image = Image(8, 8, 1, bytes(255 - v * 255 // 16 for v in points))
    assert picture.to_digit(image) == points


def drawn(
    size: int, paper: tuple[int, int, int], ink: tuple[int, int, int], weight: float
) -> Image:
    canvas = Canvas(size, size, paper)
    canvas.text(0.3 * size, 0.8 * size, "5", ink, size=0.6 * size, weight=weight * size)
    return canvas.image()


def test_size_colour_and_pen_hardly_matter() -> None:
    base = picture.to_digit(drawn(200, (255, 255, 255), (0, 0, 0), 0.08))
    others = [
        drawn(900, (255, 255, 255), (0, 0, 0), 0.08),
        drawn(60, (20, 30, 90), (240, 220, 40), 0.08),
        drawn(300, (90, 200, 90), (200, 90, 90), 0.08),
        drawn(300, (255, 255, 255), (0, 0, 0), 0.02),
        drawn(300, (255, 255, 255), (0, 0, 0), 0.16),
    ]
    for image in others:
        found = picture.to_digit(image)
        assert abs(sum(found) - picture.INK) < 60
        difference = np.abs(np.array(list(found), int) - np.array(list(base), int))
        assert difference.mean() < 2.5


def test_specks_are_left_out() -> None:
    clean = drawn(200, (255, 255, 255), (0, 0, 0), 0.08)
    dusty = bytearray(clean.pixels)
    for x, y in ((4, 5), (190, 7), (5, 180), (188, 195)):
        for c in range(3):
            dusty[(y * 200 + x) * 3 + c] = 0
    assert picture.to_digit(Image(200, 200, 3, bytes(dusty))) == picture.to_digit(clean)


def test_white_ink_on_transparency() -> None:
    grey = drawn(100, (0, 0, 0), (255, 255, 255), 0.08).grey().pixels
    pixels = bytes(v for a in grey for v in (255, 255, 255, a))
    assert picture.to_digit(Image(100, 100, 4, pixels)) == picture.to_digit(
        Image(100, 100, 1, grey)
    )


def test_blank_pictures_are_refused() -> None:
    with pytest.raises(picture.PictureError, match="blank"):
        picture.to_digit(Image(30, 20, 1, bytes([200]) * 600))
    with pytest.raises(picture.PictureError, match="blank"):
        picture.to_digit(Image(1, 1, 3, b"abc"))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from([1, 2, 3, 4]), st.integers())
def test_any_picture(width: int, height: int, channels: int, seed: int) -> None:
    rng = random.Random(seed)
    few = [rng.randrange(256) for _ in range(rng.choice([1, 2, 3, 200]))]
    pixels = bytes(rng.choices(few, k=width * height * channels))
    try:
        found = picture.to_digit(Image(width, height, channels, pixels))
    except picture.PictureError:
        return
    assert len(found) == 64
    assert max(found) <= 16


def test_fine_bitmaps_against_numpy() -> None:
    rng = np.random.default_rng(0)
    mask = rng.random((20, 30)) < 0.5
    rows = [sum(1 << x for x in range(30) if row[x]) for row in mask]

    def as_array(rows: list[int]) -> np.ndarray:
        return np.array([[row >> x & 1 for x in range(30)] for row in rows], bool)

    padded = np.pad(mask, 1)
    near = [[padded[1 + dy : 21 + dy, 1 + dx : 31 + dx] for dx in (-1, 0, 1)] for dy in (-1, 0, 1)]
    cross = [near[0][1], near[1][0], near[1][1], near[1][2], near[2][1]]
    square = [a for line in near for a in line]
    assert (as_array(picture.dilated(rows, True)) == np.any(cross, axis=0)).all()
    assert (as_array(picture.dilated(rows, False)) == np.any(square, axis=0)).all()
    assert (as_array(picture.eroded(rows, True)) == np.all(cross, axis=0)).all()
    assert (as_array(picture.eroded(rows, False)) == np.all(square, axis=0)).all()


def test_components() -> None:
    mask = [bytearray(b) for b in (b"\1\0\0\1", b"\0\1\0\1", b"\0\0\0\0", b"\1\1\0\0")]
    parts = sorted(sorted(p) for p in picture.components(mask))
    assert parts == [[(0, 0), (1, 1)], [(0, 3), (1, 3)], [(3, 0), (3, 1)]]


def test_mix() -> None:
    assert mix((0, 10, 20), (100, 110, 120), 0.25) == (25, 35, 45)


@pytest.mark.parametrize("pen", [4, 8])
def test_an_eight_of_two_circles_is_no_zero(pen: int) -> None:
    # Stretched sideways to the width of other digits, it would be nearer to zeros and nines.
    y, x = np.mgrid[0:100, 0:100]
    gap = np.minimum(*(abs(np.hypot(x - 50, y - centre) - 20) for centre in (30, 70)))
    ink = np.clip(pen / 2 - gap + 0.5, 0, 1)
    pixels = (255 - 255 * ink).astype(np.uint8).tobytes()
    found = np.array(list(picture.to_digit(Image(100, 100, 1, pixels))), int)
    digits = dataset.load()
    distances = ((np.array([list(p) for p in digits.pictures], int) - found) ** 2).sum(1)
    nearest = [digits.labels[i] for i in np.argsort(distances)[:5]]
    assert nearest.count(8) >= 3, nearest
