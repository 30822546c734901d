"""Files: safetensors for weights and checkpoints, PNG for pictures. Own code over zlib and JSON."""

from __future__ import annotations

from .image import Image
from .png_read import PNGError, decode_png, read_png
from .png_write import encode_png, write_png
from .safetensors import SafetensorsError, SafetensorsFile, load_safetensors, save_safetensors
from .save import load, save

__all__ = [
    "Image",
    "PNGError",
    "SafetensorsError",
    "SafetensorsFile",
    "decode_png",
    "encode_png",
    "load",
    "load_safetensors",
    "read_png",
    "save",
    "save_safetensors",
    "write_png",
]
