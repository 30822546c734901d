"""`Image`: a picture in memory, without a tensor.

Charts are drawn into one, PNG files are read into one. It is deliberately plain bytes: drawing a
learning curve must not compile anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ..base.errors import ShapeError

MODES: Final = {1: "grey", 2: "grey + alpha", 3: "RGB", 4: "RGB + alpha"}


@dataclass(frozen=True, slots=True)
class Image:
    """`width` × `height` points of `channels` bytes, row by row from the top left.

    1 channel is grey (0 black, 255 white), 2 grey and alpha, 3 RGB, 4 RGB and alpha (alpha: 0
    transparent, 255 opaque; colours are not multiplied by it).

    >>> Image(1, 2, 1, bytes([0, 255])).rows()
    [b'\\x00', b'\\xff']
    """

    width: int
    height: int
    channels: int
    pixels: bytes

    def __post_init__(self) -> None:
        if self.channels not in MODES:
            raise ShapeError(
                f"an image of {self.channels} channels was asked for; "
                f"wanted one of {', '.join(f'{n} ({m})' for n, m in MODES.items())}"
            )
        wanted = self.width * self.height * self.channels
        if min(self.width, self.height) < 1 or len(self.pixels) != wanted:
            raise ShapeError(
                f"an image of {self.width}×{self.height} points and {self.channels} channels has "
                f"{wanted} bytes (at least one point); {len(self.pixels)} bytes were given"
            )

    def rows(self) -> list[bytes]:
        """The bytes of each row."""
        stride = self.width * self.channels
        return [self.pixels[i : i + stride] for i in range(0, len(self.pixels), stride)]

    def thinned(self, step: int) -> Image:
        """Every `step`-th point of every `step`-th row."""
        if step <= 1:
            return self
        n = self.channels
        rows = []
        for row in self.rows()[::step]:
            kept = bytearray(len(range(0, self.width, step)) * n)
            for c in range(n):
                kept[c::n] = row[c :: n * step]
            rows.append(bytes(kept))
        return Image(len(rows[0]) // n, len(rows), n, b"".join(rows))

    def grey(self, paper: int = 255) -> Image:
        """One channel: the luminance (ITU-R BT.601 weights), laid on `paper` where transparent."""
        p, n = self.pixels, self.channels
        if n >= 3:
            light = bytes(
                (19595 * r + 38470 * g + 7471 * b + 32768) >> 16
                for r, g, b in zip(p[0::n], p[1::n], p[2::n], strict=True)
            )
        else:
            light = p[0::n]
        if n in (2, 4):
            light = bytes(
                (v * a + paper * (255 - a) + 127) // 255
                for v, a in zip(light, p[n - 1 :: n], strict=True)
            )
        return Image(self.width, self.height, 1, light)
