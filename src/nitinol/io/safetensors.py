"""safetensors files, read and written.

The format is public (huggingface.co/docs/safetensors): eight bytes with the length N of the header
(little-endian), N bytes of JSON, then the tensors' elements:

    {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …,
     "__metadata__": {"text": "text"}}

Nothing in such a file is executed. A file is taken as hostile: the header's length, every shape,
every dtype and every offset is checked before any tensor is made; the ranges must cover the
elements' part without holes or overlaps, as the format demands; whatever is wrong ends in
`SafetensorsError`. A tensor's elements are read from the file straight into its own memory, when
it is asked for; a file that someone shortens meanwhile gives an error, which a memory map could
not.

`SafetensorsFile` opens a file and reads single tensors; `load_safetensors` reads all.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final

from ..base import dtypes as dt
from ..base.dtypes import DType
from ..base.errors import DTypeError, NitinolError, UnsupportedError
from .memory import Tensor, bytes_of, dense, tensor_from
from .replace import replace_file

MAX_HEADER: Final = 100_000_000  # the limit of the reference implementation
MAX_ELEMENTS: Final = 1 << 56
DTYPES: Final[dict[str, DType]] = {
    "BOOL": dt.bool_,
    "U8": dt.uint8,
    "I8": dt.int8,
    "U16": dt.uint16,
    "I16": dt.int16,
    "U32": dt.uint32,
    "I32": dt.int32,
    "U64": dt.uint64,
    "I64": dt.int64,
    "F16": dt.float16,
    "BF16": dt.bfloat16,
    "F32": dt.float32,
    "F64": dt.float64,
    "C64": dt.complex64,
}
NAMES: Final = {dtype: name for name, dtype in DTYPES.items()}
# Of the format, but of no dtype here; kept apart so that the rest of such a file can be read.
FOREIGN_BITS: Final = {
    "F8_E4M3": 8,
    "F8_E5M2": 8,
    "F8_E8M0": 8,
    "F6_E2M3": 6,
    "F6_E3M2": 6,
    "F4": 4,
}


class SafetensorsError(NitinolError, ValueError):
    """The bytes are not a safetensors file, or a damaged one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a tensor lies: `begin` and `end` count from the first byte after the header."""

    dtype: str
    shape: tuple[int, ...]
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Header:
    entries: dict[str, Entry]
    metadata: dict[str, str]


# --- reading


def parse_header(text: bytes, room: int) -> Header:
    """The header in the bytes of its JSON; `room` is the number of bytes that follow it."""
    if text[:1] != b"{":
        raise SafetensorsError("the header does not begin with '{'")
    try:
        found = json.loads(
            text.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant
        )
    except (ValueError, RecursionError) as error:
        raise SafetensorsError(f"the header is no valid JSON: {error}") from None
    metadata = found.pop("__metadata__", {})
    if not isinstance(metadata, dict) or not all(isinstance(v, str) for v in metadata.values()):
        raise SafetensorsError("__metadata__ must map texts to texts")
    entries = {name: _entry(name, value, room) for name, value in found.items()}
    place = 0
    for name, entry in sorted(entries.items(), key=lambda item: (item[1].begin, item[1].end)):
        if entry.begin != place:
            what = "overlaps" if entry.begin < place else "leaves a hole after"
            raise SafetensorsError(f"tensor {name!r} {what} the one before it")
        place = entry.end
    if place != room:
        raise SafetensorsError(f"the tensors need {place} bytes, the file holds {room}")
    return Header(entries, metadata)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise ValueError("a name occurs twice")
    return result


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 63


def _entry(name: str, value: Any, room: int) -> Entry:
    if not isinstance(value, dict) or set(value) != {"dtype", "shape", "data_offsets"}:
        raise SafetensorsError(f"tensor {name!r} must have dtype, shape and data_offsets")
    kind, shape, offsets = value["dtype"], value["shape"], value["data_offsets"]
    if not isinstance(kind, str) or (kind not in DTYPES and kind not in FOREIGN_BITS):
        raise SafetensorsError(f"tensor {name!r} has the unknown dtype {kind!r}")
    if not isinstance(shape, list) or not all(map(_whole, shape)):
        raise SafetensorsError(f"tensor {name!r} has the impossible shape {shape!r}")
    if not isinstance(offsets, list) or len(offsets) != 2 or not all(map(_whole, offsets)):
        raise SafetensorsError(f"tensor {name!r} has the impossible data_offsets {offsets!r}")
    begin, end = offsets
    size = 1
    for n in shape:
        size *= n
        if size > MAX_ELEMENTS:
            raise SafetensorsError(f"tensor {name!r} of shape {shape} is too large")
    bits = size * (DTYPES[kind].bits if kind in DTYPES else FOREIGN_BITS[kind])
    if not begin <= end <= room or 8 * (end - begin) != bits:
        raise SafetensorsError(
            f"tensor {name!r}: {kind} of shape {shape} needs {bits / 8:g} bytes, "
            f"data_offsets are {offsets} in a file with {room} bytes for tensors"
        )
    return Entry(kind, tuple(shape), begin, end)


class SafetensorsFile(Mapping[str, Tensor]):
    """An open safetensors file: a mapping from names to tensors, each read when asked for.

    >>> with SafetensorsFile("model.safetensors") as file:  # doctest: +SKIP
    ...     bias = file["layer.bias"]

    Raises `OSError` when the file cannot be read and `SafetensorsError` when it is damaged.
    """

    def __init__(self, path: str | PathLike[str]) -> None:
        if sys.byteorder != "little":
            raise UnsupportedError("safetensors files are read on little-endian machines only")
        self.path = Path(path)
        self._file: BinaryIO = self.path.open("rb")
        try:
            header = self._read_header()
        except SafetensorsError as error:
            self._file.close()
            raise SafetensorsError(f"{self.path}: {error}") from None
        except BaseException:
            self._file.close()
            raise
        self.entries = header.entries
        self.metadata = header.metadata

    def _read_header(self) -> Header:
        size = os.fstat(self._file.fileno()).st_size
        if size < 8:
            raise SafetensorsError(f"the file has {size} bytes, too few for the header's length")
        (length,) = struct.unpack("<Q", self._file.read(8))
        if length > min(MAX_HEADER, size - 8):
            raise SafetensorsError(
                f"the header should have {length} bytes; the file holds {size - 8}"
                f" (and more than {MAX_HEADER} are refused)"
            )
        self._data = 8 + length
        text = self._file.read(length)
        if len(text) != length:
            raise SafetensorsError("the file became shorter while it was read")
        return parse_header(text, size - self._data)

    def __getitem__(self, name: str) -> Tensor:
        entry = self.entries[name]
        dtype = DTYPES.get(entry.dtype)
        if dtype is None:
            raise UnsupportedError(
                f"{self.path}: tensor {name!r} has dtype {entry.dtype}, which nitinol lacks; "
                "convert it before, for example to F16"
            )
        return tensor_from(dtype, entry.shape, lambda memory: self._fill(name, entry, memory))

    def _fill(self, name: str, entry: Entry, memory: memoryview) -> None:
        self._file.seek(self._data + entry.begin)
        done = 0
        while done < len(memory):
            count = self._file.readinto(memory[done:])  # type: ignore[attr-defined]
            if not count:
                raise SafetensorsError(f"{self.path} became shorter while {name!r} was read")
            done += count
        if entry.dtype == "BOOL" and bytes(memory).translate(None, b"\0\1"):
            raise SafetensorsError(f"{self.path}: tensor {name!r} holds bools that are not 0 or 1")

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def close(self) -> None:
        """Close the file. Tensors that were read stay valid."""
        self._file.close()

    def __enter__(self) -> SafetensorsFile:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def load_safetensors(path: str | PathLike[str]) -> dict[str, Tensor]:
    """All tensors of a safetensors file by their names.

    Raises `OSError` when the file cannot be read, `SafetensorsError` when it is damaged,
    `UnsupportedError` for the 8-bit and smaller floats of the format.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as file:
    ...     ni.save_safetensors(file.name, {"w": ni.tensor([1.0, 2.0])})
    ...     ni.load_safetensors(file.name)
    {'w': tensor([1., 2.])}
    """
    with SafetensorsFile(path) as file:
        return dict(file)


# --- writing


def save_safetensors(
    path: str | PathLike[str],
    tensors: Mapping[str, Tensor],
    metadata: Mapping[str, str] | None = None,
) -> None:
    """Write `tensors` to a safetensors file; an older file of that name is replaced as a whole.

    `metadata` are texts kept beside them. Raises `OSError` when the file cannot be written and
    `DTypeError` for complex128, which the format lacks.

    >>> import tempfile
    >>> with tempfile.NamedTemporaryFile() as file:
    ...     ni.save_safetensors(file.name, {"w": ni.tensor([1.0, 2.0])})
    ...     ni.load_safetensors(file.name)
    {'w': tensor([1., 2.])}
    """
    if sys.byteorder != "little":
        raise UnsupportedError("safetensors files are written on little-endian machines only")
    for key, value in (metadata or {}).items():
        if not isinstance(key, str) or not isinstance(value, str):
            raise TypeError(f"metadata must be texts, got {key!r}: {value!r}; write str(...)")
    header: dict[str, Any] = {"__metadata__": dict(metadata)} if metadata else {}
    kept: list[Tensor] = []
    place = 0
    # The widest elements first, so that every tensor begins at a multiple of its element's size.
    order = sorted(tensors, key=lambda name: (-_checked(name, tensors[name]).itemsize, name))
    for name in order:
        tensor = dense(tensors[name])
        end = place + tensor.size * tensor.dtype.itemsize
        header[name] = {
            "dtype": NAMES[tensor.dtype],
            "shape": [int(n) for n in tensor.shape],
            "data_offsets": [place, end],
        }
        place = end
        kept.append(tensor)
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    text += b" " * (-len(text) % 8)
    if len(text) > MAX_HEADER:
        raise SafetensorsError(f"the header would have {len(text)} bytes, more than {MAX_HEADER}")
    pieces = (bytes_of(tensor) for tensor in kept)
    replace_file(path, _joined(struct.pack("<Q", len(text)) + text, pieces))


def _joined(first: bytes, rest: Iterator[memoryview]) -> Iterator[bytes | memoryview]:
    yield first
    yield from rest


def _checked(name: Any, tensor: Any) -> DType:
    """The dtype of a tensor that can be saved under `name`."""
    if not isinstance(name, str) or name == "__metadata__":
        raise TypeError(f"a tensor cannot be saved under the name {name!r}; use another text")
    dtype = getattr(tensor, "dtype", None)
    if not isinstance(dtype, DType):
        raise TypeError(f"{name!r}: expected a tensor, got {type(tensor).__name__}")
    if dtype not in NAMES:
        raise DTypeError(
            f"{name!r}: safetensors files have no {dtype}; save its real and imaginary part"
        )
    return dtype
