"""Writing PNG files: 8 bits a channel, not interlaced (ISO/IEC 15948, "PNG specification").

A PNG file is a signature and chunks: length, type, data and the CRC-32 of type and data. Each row
is preceded by the number of its filter. `Up` (2) stores the difference from the row above, which
suits charts: most rows repeat their neighbour, and the compressor sees zeros.
"""

from __future__ import annotations

import struct
import zlib
from os import PathLike
from typing import Final

from .image import Image
from .replace import replace_file

SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
COLOUR_TYPES: Final = {1: 0, 2: 4, 3: 2, 4: 6}  # channels → colour type of the header


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def difference(row: bytes, above: bytes) -> bytes:
    """row − above, each byte modulo 256, computed on whole rows as big integers.

    The highest bit of each byte is kept out of the subtraction, so that no borrow passes from one
    byte to the next, and put right afterwards.
    """
    high = int.from_bytes(b"\x80" * len(row), "little")
    a, b = int.from_bytes(row, "little"), int.from_bytes(above, "little")
    result = ((a | high) - (b & ~high)) ^ (~(a ^ b) & high)
    return result.to_bytes(len(row), "little")


def encode_png(image: Image) -> bytes:
    """The bytes of a PNG file that shows `image`.

    >>> encode_png(Image(1, 1, 3, bytes([255, 0, 0])))[:8]
    b'\\x89PNG\\r\\n\\x1a\\n'
    """
    header = struct.pack(
        ">IIBBBBB", image.width, image.height, 8, COLOUR_TYPES[image.channels], 0, 0, 0
    )
    above = bytes(image.width * image.channels)
    lines = []
    for row in image.rows():
        lines.append(b"\x02" + difference(row, above))
        above = row
    packed = zlib.compress(b"".join(lines), 9)
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def write_png(path: str | PathLike[str], image: Image) -> None:
    """Write `image` to a PNG file; an older file of that name is replaced as a whole."""
    replace_file(path, encode_png(image))
