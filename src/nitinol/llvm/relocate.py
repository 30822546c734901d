"""Patches code and data once addresses are known, for x86-64 and AArch64.

A relocation says how to compute a value from S (address of a symbol), A (an addend) and P (the
place itself) and where to put its bits. Three properties decide what the linker must provide,
so each machine's table states them: kinds that want an entry of the global offset table, kinds
that are calls (a stub will do), and the one that is a plain 64-bit address.

Sources: System V ABI, AMD64 supplement 1.0, table 4.9; AAELF64 2024Q3, sections 5.7.4-5.7.6.
"""

from __future__ import annotations

from struct import Struct

from nitinol.llvm.objects import AARCH64, X86_64, ObjectError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Apply = Callable[[bytearray, int, int, int, int], None]

_I16, _I32, _I64, _U32 = Struct("<h"), Struct("<i"), Struct("<q"), Struct("<I")


class Machine:
    """What the linker must know of an instruction set."""

    __slots__ = (
        "absolute",
        "apply",
        "calls",
        "global_data",
        "offset_table",
        "page",
        "relative",
        "stub_size",
        "write_stub",
    )

    def __init__(
        self,
        page: int,
        absolute: int,
        relative: int,
        global_data: int,
        offset_table: frozenset[int],
        calls: frozenset[int],
        apply: Apply,
        write_stub: Callable[[bytearray, int, int, int], None],
    ) -> None:
        self.page = page  # the largest page that systems of this kind use
        self.absolute = absolute  # relocation kinds: a 64-bit address,
        self.relative = relative  # the same of our own, for the loader,
        self.global_data = global_data  # an entry of the table, for the loader
        self.offset_table = offset_table
        self.calls = calls
        self.apply = apply  # (image, offset, kind, value = S + A, place)
        self.write_stub = write_stub  # (image, offset, place, address of the table's entry)
        self.stub_size = 16


def _signed(value: int, bits: int, what: str) -> int:
    if not -(1 << (bits - 1)) <= value < 1 << (bits - 1):
        raise ObjectError(f"{what}: a distance of {value} does not fit {bits} bits")
    return value


# ------------------------------------------------------------------------------------------------
# x86-64

_MOV, _LEA = 0x8B, 0x8D
RELAXABLE = frozenset((41, 42))  # GOTPCRELX, REX_GOTPCRELX: a load that may become an address


def relax(image: bytearray | bytes, offset: int) -> bool:
    """Whether the x86-64 load whose displacement is at `offset` can be `lea` instead."""
    return offset >= 2 and image[offset - 2] == _MOV


def make_direct(image: bytearray, offset: int) -> None:
    """Turns that load from the offset table into taking the address itself."""
    image[offset - 2] = _LEA


def _apply_x86_64(image: bytearray, offset: int, kind: int, value: int, place: int) -> None:
    if kind in (2, 4, 9, 41, 42):  # PC32, PLT32, GOTPCREL, GOTPCRELX, REX_GOTPCRELX
        _I32.pack_into(image, offset, _signed(value - place, 32, "x86-64 relocation"))
    elif kind == 24:  # PC64
        _I64.pack_into(image, offset, value - place)
    elif kind in (1, 10, 11):
        raise ObjectError(
            "an absolute address in code or constants: emit position-independent code"
        )
    else:
        raise ObjectError(f"x86-64 relocation {kind} is not one that nitinol links")


def _stub_x86_64(image: bytearray, offset: int, place: int, entry: int) -> None:
    image[offset : offset + 16] = b"\xff\x25\0\0\0\0" + b"\xcc" * 10  # jmp *entry(%rip)
    _I32.pack_into(image, offset + 2, _signed(entry - (place + 6), 32, "a stub"))


# ------------------------------------------------------------------------------------------------
# AArch64

# kinds that put the low 12 bits of an address, shifted by the size of the access, at bit 10
_LOW_12 = {277: 0, 278: 0, 284: 1, 285: 2, 286: 3, 299: 4, 312: 3}
# kinds that put a word distance somewhere: bits, position
_BRANCH = {279: (14, 5), 280: (19, 5), 273: (19, 5), 309: (19, 5), 282: (26, 0), 283: (26, 0)}


def _page_distance(instruction: int, value: int, place: int) -> int:
    """An `adr`/`adrp` with the distance in pages between two addresses."""
    return _split_immediate(instruction, _signed((value >> 12) - (place >> 12), 21, "adrp"))


def _split_immediate(instruction: int, distance: int) -> int:
    low, high = distance & 3, (distance >> 2) & 0x7FFFF
    return (instruction & 0x9F00001F) | low << 29 | high << 5


def _apply_aarch64(image: bytearray, offset: int, kind: int, value: int, place: int) -> None:
    if kind == 260:  # PREL64
        _I64.pack_into(image, offset, value - place)
        return
    if kind == 261:  # PREL32
        _I32.pack_into(image, offset, _signed(value - place, 32, "PREL32"))
        return
    if kind == 262:  # PREL16
        _I16.pack_into(image, offset, _signed(value - place, 16, "PREL16"))
        return
    (word,) = _U32.unpack_from(image, offset)
    if kind in (275, 276, 311):  # ADR_PREL_PG_HI21 (_NC), ADR_GOT_PAGE
        word = _page_distance(word, value, place)
    elif kind == 274:  # ADR_PREL_LO21
        word = _split_immediate(word, _signed(value - place, 21, "adr"))
    elif kind in _LOW_12:
        shift = _LOW_12[kind]
        low = value & 0xFFF
        if low & ((1 << shift) - 1):
            raise ObjectError(f"AArch64 relocation {kind}: address {value:#x} is not aligned")
        word = (word & ~(0xFFF << 10)) | (low >> shift) << 10
    elif kind in _BRANCH:
        bits, position = _BRANCH[kind]
        distance = _signed(value - place, bits + 2, f"AArch64 relocation {kind}")
        if distance & 3:
            raise ObjectError(f"AArch64 relocation {kind}: a distance of {distance} bytes")
        mask = (1 << bits) - 1
        word = (word & ~(mask << position)) | ((distance >> 2) & mask) << position
    elif kind in (257, 258):
        raise ObjectError(
            "an absolute address in code or constants: emit position-independent code"
        )
    else:
        raise ObjectError(f"AArch64 relocation {kind} is not one that nitinol links")
    _U32.pack_into(image, offset, word & 0xFFFFFFFF)


def _stub_aarch64(image: bytearray, offset: int, place: int, entry: int) -> None:
    instructions = (
        _page_distance(0x90000010, entry, place),  # adrp x16, page of the entry
        0xF9400211 | ((entry & 0xFFF) >> 3) << 10,  # ldr x17, [x16, rest]
        0xD61F0220,  # br x17
        0xD503201F,  # nop
    )
    for i, word in enumerate(instructions):
        _U32.pack_into(image, offset + 4 * i, word)


MACHINES = {
    X86_64: Machine(
        page=0x1000,
        absolute=1,
        relative=8,
        global_data=6,
        offset_table=frozenset((9, 41, 42)),
        calls=frozenset((4,)),
        apply=_apply_x86_64,
        write_stub=_stub_x86_64,
    ),
    AARCH64: Machine(
        page=0x10000,
        absolute=257,
        relative=1027,
        global_data=1025,
        offset_table=frozenset((309, 311, 312)),
        calls=frozenset((282, 283)),
        apply=_apply_aarch64,
        write_stub=_stub_aarch64,
    ),
}
