"""PNG files: against pictures written by an encoder of the test's own, and against damage."""

from __future__ import annotations

import contextlib
import random
import struct
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nitinol.io import Image, PNGError, decode_png, encode_png, read_png, write_png
from nitinol.io.png_read import DEPTHS, PASSES, SAMPLES
from nitinol.io.png_write import SIGNATURE, chunk


def filter_row(kind: int, row: list[int], above: list[int], step: int) -> bytes:
    """One row filtered by the formulas of the specification, byte by byte."""
    out = []
    for i, value in enumerate(row):
        a = row[i - step] if i >= step else 0
        b = above[i]
        c = above[i - step] if i >= step else 0
        p = a + b - c
        paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
        out.append((value - (0, a, b, (a + b) // 2, paeth)[kind]) % 256)
    return bytes([kind, *out])


def pack(samples: list[int], depth: int) -> list[int]:
    if depth == 16:
        return [b for v in samples for b in (v >> 8, v & 255)]
    bits = "".join(format(v, f"0{depth}b") for v in samples)
    bits += "0" * (-len(bits) % 8)
    return [int(bits[i : i + 8], 2) for i in range(0, len(bits), 8)]


def make(
    points: list[list[list[int]]],
    colour: int,
    depth: int,
    interlaced: bool,
    rng: random.Random,
    extra: bytes = b"",
) -> bytes:
    height, width = len(points), len(points[0])
    step = max(1, depth * SAMPLES[colour] // 8)
    raw = b""
    for x, y, dx, dy in PASSES if interlaced else ((0, 0, 1, 1),):
        above: list[int] | None = None
        for line in points[y::dy]:
            samples = [s for point in line[x::dx] for s in point]
            if not samples:
                continue
            row = pack(samples, depth)
            raw += filter_row(rng.randrange(5), row, above or [0] * len(row), step)
            above = row
    packed = zlib.compress(raw)
    cut = rng.randrange(len(packed))
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    return (
        SIGNATURE
        + chunk(b"IHDR", head)
        + chunk(b"tEXt", b"Comment\0a test")
        + extra
        + chunk(b"IDAT", packed[:cut])
        + chunk(b"IDAT", packed[cut:])
        + chunk(b"IEND", b"")
    )


KINDS = [(colour, depth) for colour, depths in DEPTHS.items() for depth in depths]


@pytest.mark.parametrize(("colour", "depth"), KINDS)
@pytest.mark.parametrize("interlaced", [False, True])
@pytest.mark.parametrize("size", [(1, 1), (3, 2), (8, 8), (13, 11), (2, 9)])
def test_every_kind(colour: int, depth: int, interlaced: bool, size: tuple[int, int]) -> None:
    rng = random.Random(f"{colour} {depth} {interlaced} {size}")
    width, height = size
    colours = 1 << depth if colour == 3 else 0
    palette = bytes(rng.randrange(256) for _ in range(3 * colours))
    extra = chunk(b"PLTE", palette) if colours else b""
    points = [
        [[rng.randrange(1 << depth) for _ in range(SAMPLES[colour])] for _ in range(width)]
        for _ in range(height)
    ]
    image = decode_png(make(points, colour, depth, interlaced, rng, extra))
    top = (1 << depth) - 1
    if colours:
        wanted = [palette[3 * p[0] + c] for line in points for p in line for c in range(3)]
    else:
        wanted = [(2 * s * 255 + top) // (2 * top) for line in points for p in line for s in p]
    assert (image.width, image.height) == size
    assert list(image.pixels) == wanted


@pytest.mark.parametrize("depth", [1, 4, 8, 16])
def test_one_transparent_grey(depth: int) -> None:
    points = [[[0], [1], [0]], [[1], [1], [0]]]
    extra = chunk(b"tRNS", struct.pack(">H", 1))
    image = decode_png(make(points, 0, depth, False, random.Random(0), extra))
    assert image.channels == 2
    assert list(image.pixels[1::2]) == [255, 0, 255, 0, 0, 255]


def test_transparent_palette_and_laying_on_paper() -> None:
    extra = chunk(b"PLTE", bytes([0, 0, 0, 255, 255, 255])) + chunk(b"tRNS", bytes([0]))
    image = decode_png(make([[[0], [1]]], 3, 1, False, random.Random(0), extra))
    assert list(image.pixels) == [0, 0, 0, 0, 255, 255, 255, 255]
    assert list(image.grey(paper=200).pixels) == [200, 255]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_round_trip(data: st.DataObject) -> None:
    channels = data.draw(st.sampled_from([1, 2, 3, 4]))
    width, height = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 9))
    n = width * height * channels
    image = Image(width, height, channels, data.draw(st.binary(min_size=n, max_size=n)))
    assert decode_png(encode_png(image)) == image


GOOD = make(
    [[[(7 * x + 3 * y) % 256, x, y] for x in range(9)] for y in range(7)],
    2, 8, True, random.Random(1),
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(GOOD)), st.integers(0, len(GOOD)), st.binary(max_size=12), st.booleans())
def test_damage_is_an_error_or_a_picture(a: int, b: int, middle: bytes, mend: bool) -> None:
    damaged = GOOD[: min(a, b)] + middle + GOOD[max(a, b) :]
    if mend:
        damaged = with_good_sums(damaged)
    try:
        image = decode_png(damaged, max_points=1 << 16)
    except PNGError as error:
        assert str(error)
    else:
        assert len(image.pixels) == image.width * image.height * image.channels


def with_good_sums(data: bytes) -> bytes:
    """The same chunks with correct CRCs, so that damage reaches what lies behind them."""
    out, place = data[:8], 8
    while place + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, place)
        out += chunk(data[place + 4 : place + 8], data[place + 8 : place + 8 + length])
        place += 12 + length
    return out


@settings(max_examples=150, deadline=None)
@given(st.binary(min_size=13, max_size=13), st.binary(max_size=40), st.booleans())
def test_any_header_and_data(header: bytes, raw: bytes, plausible: bool) -> None:
    if plausible:
        header = struct.pack(">II", header[0] % 9, header[1] % 9) + header[8:9] + header[9:13]
        header = header[:10] + b"\0\0" + bytes([header[12] & 1])
        header = header.ljust(13, b"\0")
    data = (
        SIGNATURE
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(raw))
        + chunk(b"IEND", b"")
    )
    with contextlib.suppress(PNGError):
        decode_png(data, max_points=1 << 16)


def test_limits() -> None:
    head = struct.pack(">IIBBBBB", 1 << 20, 1 << 20, 8, 0, 0, 0, 0)
    with pytest.raises(PNGError, match="limit"):
        decode_png(SIGNATURE + chunk(b"IHDR", head))
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    bomb = SIGNATURE + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10**7), 9))
    with pytest.raises(PNGError, match="more than 2"):
        decode_png(bomb + chunk(b"IEND", b""))


def test_messages(tmp_path: Path) -> None:
    with pytest.raises(PNGError, match="JPEG"):
        decode_png(b"\xff\xd8\xff\xe0 and so on")
    (tmp_path / "x.png").write_bytes(b"hello")
    with pytest.raises(PNGError, match=r"x\.png: this is no PNG file"):
        read_png(tmp_path / "x.png")
    with pytest.raises(ValueError, match="4 bytes"):
        Image(1, 2, 2, b"abc")
    with pytest.raises(FileNotFoundError, match="does not exist"):
        write_png(tmp_path / "none" / "x.png", Image(1, 1, 1, b"a"))


def test_a_failed_write_keeps_the_old_file(tmp_path: Path) -> None:
    from nitinol.io.replace import replace_file

    def pieces():  # type: ignore[no-untyped-def]
        yield b"half"
        raise KeyboardInterrupt

    target = tmp_path / "file"
    replace_file(target, b"old")
    with pytest.raises(KeyboardInterrupt):
        replace_file(target, pieces())
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_thinned() -> None:
    image = Image(5, 3, 2, bytes(range(30)))
    thin = image.thinned(2)
    assert (thin.width, thin.height) == (3, 2)
    assert list(thin.pixels) == [0, 1, 4, 5, 8, 9, 20, 21, 24, 25, 28, 29]
