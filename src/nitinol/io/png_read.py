"""Reading PNG files of every kind: grey, palette, RGB, with alpha, 1 to 16 bits, interlaced or not.

Written from the specification (ISO/IEC 15948). A file is taken as hostile: every length is checked
before it is used, no more is decompressed than the header promises, and whatever is wrong ends in
`PNGError`, which says what and where.

The steps: chunks → one compressed stream → rows with filters undone → samples of 8 bits → points.
An interlaced file (Adam7) is seven small pictures whose points are then scattered.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from itertools import accumulate
from os import PathLike
from pathlib import Path
from typing import Final

from ..base.errors import NitinolError
from .image import Image
from .png_write import SIGNATURE

MAX_POINTS: Final = 1 << 26  # 67 million; a header of 25 bytes must not ask for all the memory
SAMPLES: Final = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # colour type → samples a point
DEPTHS: Final = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
# Adam7: first column, first row, step of columns, step of rows
PASSES: Final = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)


class PNGError(NitinolError, ValueError):
    """The bytes are not a PNG picture, or a damaged one."""


@dataclass(frozen=True, slots=True)
class Header:
    width: int
    height: int
    depth: int
    colour: int
    interlaced: bool

    @property
    def bits(self) -> int:
        """Bits a point."""
        return self.depth * SAMPLES[self.colour]

    def stride(self, width: int) -> int:
        """Bytes of a row of `width` points."""
        return (width * self.bits + 7) // 8


def read_png(path: str | PathLike[str], max_points: int = MAX_POINTS) -> Image:
    """The picture in a PNG file. Raises `OSError` or `PNGError`."""
    data = Path(path).read_bytes()
    try:
        return decode_png(data, max_points)
    except PNGError as error:
        raise PNGError(f"{path}: {error}") from None


def decode_png(data: bytes, max_points: int = MAX_POINTS) -> Image:
    """The picture in the bytes of a PNG file, with 8 bits a channel (16 are rounded).

    Grey pictures have 1 channel, with transparency 2; colour pictures 3 or 4.

    >>> from nitinol.io.png_write import encode_png
    >>> decode_png(encode_png(Image(2, 1, 1, b"ab"))).pixels
    b'ab'
    """
    header, palette, transparent, packed = _chunks(data, max_points)
    raw = _inflate(packed, _raw_size(header))
    points = _points(header, raw)
    if header.colour == 3:
        return _from_palette(header, points, palette, transparent)
    return _from_samples(header, points, transparent)


# --- chunks


def _chunks(data: bytes, max_points: int) -> tuple[Header, bytes, bytes, list[bytes]]:
    if data[:8] != SIGNATURE:
        if data[:3] == b"\xff\xd8\xff":
            raise PNGError("this is a JPEG file; convert it to PNG first")
        raise PNGError("this is no PNG file: it does not begin with the PNG signature")
    header: Header | None = None
    palette = transparent = b""
    packed: list[bytes] = []
    done_with_data = False
    place = 8
    while True:
        if place + 12 > len(data):
            raise PNGError(f"the file ends after {len(data)} bytes, before its last chunk (IEND)")
        length, kind = struct.unpack_from(">I4s", data, place)
        if length > len(data) - place - 12:
            raise PNGError(f"the chunk at byte {place} is longer than the rest of the file")
        body = data[place + 8 : place + 8 + length]
        (crc,) = struct.unpack_from(">I", data, place + 8 + length)
        if crc != zlib.crc32(body, zlib.crc32(kind)):
            raise PNGError(f"the chunk {kind!r} at byte {place} is damaged: its CRC does not match")
        place += 12 + length
        if header is None and kind != b"IHDR":
            raise PNGError(f"the first chunk is {kind!r}, it must be b'IHDR'")
        if kind == b"IHDR":
            if header is not None:
                raise PNGError("there are two headers (IHDR)")
            header = _header(body, max_points)
        elif kind == b"PLTE":
            if palette or packed or length % 3 or not 3 <= length <= 768:
                raise PNGError(f"the palette (PLTE) of {length} bytes is wrong or misplaced")
            palette = body
        elif kind == b"tRNS":
            transparent = body
        elif kind == b"IDAT":
            if done_with_data:
                raise PNGError("the data chunks (IDAT) do not follow one another")
            packed.append(body)
        elif kind == b"IEND":
            break
        elif not kind.isalpha() or not kind[0] & 32:
            raise PNGError(f"the chunk {kind!r} is needed for the picture but is not of PNG 1.2")
        done_with_data = bool(packed) and kind != b"IDAT"
    if header is None or not packed:
        raise PNGError("the file has no data (IDAT)")
    return header, palette, transparent, packed


def _header(body: bytes, max_points: int) -> Header:
    if len(body) != 13:
        raise PNGError(f"the header (IHDR) has {len(body)} bytes, it must have 13")
    width, height, depth, colour, compression, filtering, interlace = struct.unpack(
        ">IIBBBBB", body
    )
    if not (0 < width < 1 << 31 and 0 < height < 1 << 31):
        raise PNGError(f"a size of {width}×{height} points is impossible")
    if depth not in DEPTHS.get(colour, ()):
        raise PNGError(f"colour type {colour} with {depth} bits does not exist")
    if compression or filtering or interlace > 1:
        raise PNGError(f"methods {compression}, {filtering}, {interlace} are not of PNG 1.2")
    if width * height > max_points:
        raise PNGError(
            f"{width}×{height} points are more than the limit of {max_points}; "
            "make the picture smaller, or give a larger max_points"
        )
    return Header(width, height, depth, colour, bool(interlace))


def _sub_sizes(header: Header) -> list[tuple[int, int]]:
    """The size of each picture in the stream: one, or seven when interlaced."""
    if not header.interlaced:
        return [(header.width, header.height)]
    return [
        (len(range(x, header.width, dx)), len(range(y, header.height, dy)))
        for x, y, dx, dy in PASSES
    ]


def _raw_size(header: Header) -> int:
    return sum(h * (1 + header.stride(w)) for w, h in _sub_sizes(header) if w and h)


def _inflate(packed: list[bytes], size: int) -> bytes:
    engine = zlib.decompressobj()
    try:
        raw = engine.decompress(b"".join(packed), size + 1)
    except zlib.error as error:
        raise PNGError(f"the data (IDAT) cannot be decompressed: {error}") from None
    if len(raw) != size:
        found = f"more than {size}" if len(raw) > size else str(len(raw))
        raise PNGError(f"the data (IDAT) holds {found} bytes, the header wants {size}")
    return raw


# --- filters


def _unfilter(raw: bytes, start: int, height: int, stride: int, step: int) -> list[bytes]:
    """Rows without their filters; `step` is the distance in bytes to the point on the left."""
    rows: list[bytes] = []
    above = bytes(stride)
    for y in range(height):
        place = start + y * (stride + 1)
        kind = raw[place]
        line = raw[place + 1 : place + 1 + stride]
        if kind == 0:
            above = line
        elif kind == 1:
            above = _sub(line, step)
        elif kind == 2:
            above = _up(line, above)
        elif kind == 3:
            above = _average(line, above, step)
        elif kind == 4:
            above = _paeth(line, above, step)
        else:
            raise PNGError(f"row {y} has filter {kind}; filters are 0 to 4")
        rows.append(above)
    return rows


def _sub(line: bytes, step: int) -> bytes:
    result = bytearray(len(line))
    for c in range(min(step, len(line))):
        result[c::step] = bytes([v & 255 for v in accumulate(line[c::step])])
    return bytes(result)


def _up(line: bytes, above: bytes) -> bytes:
    # Whole rows as big integers; the highest bits are added apart, so that nothing is carried over.
    high = int.from_bytes(b"\x80" * len(line), "little")
    a, b = int.from_bytes(line, "little"), int.from_bytes(above, "little")
    return (((a & ~high) + (b & ~high)) ^ ((a ^ b) & high)).to_bytes(len(line), "little")


def _average(line: bytes, above: bytes, step: int) -> bytes:
    result = bytearray(len(line))
    for c in range(min(step, len(line))):
        left, values = 0, bytearray()
        for value, up in zip(line[c::step], above[c::step], strict=True):
            left = (value + ((left + up) >> 1)) & 255
            values.append(left)
        result[c::step] = values
    return bytes(result)


def _paeth(line: bytes, above: bytes, step: int) -> bytes:
    result = bytearray(len(line))
    for c in range(min(step, len(line))):
        left = corner = 0
        values = bytearray()
        for value, up in zip(line[c::step], above[c::step], strict=True):
            # The neighbour nearest to left + up − corner; ties prefer left, then up.
            to_left, to_up = up - corner, left - corner
            to_corner = to_left + to_up
            if to_left < 0:
                to_left = -to_left
            if to_up < 0:
                to_up = -to_up
            if to_corner < 0:
                to_corner = -to_corner
            if to_left <= to_up and to_left <= to_corner:
                left = (value + left) & 255
            elif to_up <= to_corner:
                left = (value + up) & 255
            else:
                left = (value + corner) & 255
            corner = up
            values.append(left)
        result[c::step] = values
    return bytes(result)


# --- samples and points


def _points(header: Header, raw: bytes) -> bytes:
    """All samples, each as one byte (16 bits as two), row by row, interlacing undone."""
    step = max(1, header.bits // 8)
    unit = step  # bytes a point after unpacking
    place = 0
    whole = bytearray()
    if header.interlaced:
        whole = bytearray(header.width * header.height * unit)
    for number, (width, height) in enumerate(_sub_sizes(header)):
        if not width or not height:
            continue
        stride = header.stride(width)
        rows = _unfilter(raw, place, height, stride, step)
        place += height * (stride + 1)
        if header.depth < 8:
            rows = [_unpack(row, width, header.depth) for row in rows]
        if not header.interlaced:
            return b"".join(rows)
        x, y, dx, dy = PASSES[number]
        for line, row in enumerate(rows):
            first = (y + line * dy) * header.width * unit
            last = first + header.width * unit
            for c in range(unit):
                whole[first + x * unit + c : last : dx * unit] = row[c::unit]
    return bytes(whole)


def _unpack(row: bytes, width: int, depth: int) -> bytes:
    """Samples of 1, 2 or 4 bits, the leftmost in the highest bits, as one byte each."""
    count, mask = 8 // depth, (1 << depth) - 1
    result = bytearray(len(row) * count)
    for i in range(count):
        shift = 8 - depth * (i + 1)
        result[i::count] = row.translate(bytes((v >> shift) & mask for v in range(256)))
    return bytes(result[:width])


def _from_palette(header: Header, points: bytes, palette: bytes, transparent: bytes) -> Image:
    if not palette:
        raise PNGError("the picture has palette colours but no palette (PLTE)")
    if max(points) >= len(palette) // 3:
        raise PNGError(f"a point has colour {max(points)}, the palette has {len(palette) // 3}")
    planes = [palette[c::3].ljust(256, b"\0") for c in range(3)]
    if transparent:
        if len(transparent) > len(palette) // 3:
            raise PNGError("there are more transparencies (tRNS) than colours in the palette")
        planes.append(transparent.ljust(256, b"\xff"))
    pixels = bytearray(len(points) * len(planes))
    for c, plane in enumerate(planes):
        pixels[c :: len(planes)] = points.translate(plane)
    return Image(header.width, header.height, len(planes), bytes(pixels))


def _from_samples(header: Header, points: bytes, transparent: bytes) -> Image:
    channels = SAMPLES[header.colour]
    alpha = b""
    if transparent and header.colour in (0, 2):
        alpha = _key_alpha(header, points, channels, transparent)
    if header.depth == 16:
        # round(v · 255 / 65535), the nearest value of 8 bits
        points = bytes(
            ((hi << 8 | lo) * 255 + 32767) // 65535
            for hi, lo in zip(points[0::2], points[1::2], strict=True)
        )
    elif header.depth < 8:
        top = (1 << header.depth) - 1
        points = points.translate(bytes(min(v, top) * 255 // top for v in range(256)))
    if alpha:
        pixels = bytearray(len(alpha) * (channels + 1))
        for c in range(channels):
            pixels[c :: channels + 1] = points[c::channels]
        pixels[channels :: channels + 1] = alpha
        points, channels = bytes(pixels), channels + 1
    return Image(header.width, header.height, channels, points)


def _key_alpha(header: Header, points: bytes, channels: int, transparent: bytes) -> bytes:
    """Alpha of a picture in which one colour (tRNS) is transparent."""
    if len(transparent) != 2 * channels:
        raise PNGError(
            f"the transparent colour (tRNS) has {len(transparent)} bytes, wanted {2 * channels}"
        )
    if header.depth == 16:
        key, size = transparent, 2 * channels
    else:
        key, size = transparent[1::2], channels
        if any(transparent[0::2]) or max(key) >> header.depth:
            return b"\xff" * (header.width * header.height)  # no point can have that colour
    return bytes(0 if points[i : i + size] == key else 255 for i in range(0, len(points), size))
