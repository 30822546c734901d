"""Files: safetensors for weights and checkpoints, PNG for pictures. Own code over zlib and mmap."""

from __future__ import annotations

from .image import Image
from .png_read import PNGError, decode_png, read_png
from .png_write import encode_png, write_png

__all__ = ["Image", "PNGError", "decode_png", "encode_png", "read_png", "write_png"]
