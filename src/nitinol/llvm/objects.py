"""Reads ELF relocatable objects: sections, symbols, relocations.

Every offset and index of the file is checked before use, so that bytes which are no object, or a
damaged one, give an `ObjectError` and never anything else. Only what LLVM emits for our modules is
understood: 64 bits, little-endian, relocations with addends, fewer than 65 280 sections.
"""

from __future__ import annotations

from struct import Struct, error

from nitinol.base.errors import CompileError

X86_64 = 62
AARCH64 = 183

RELOCATABLE = 1
SYMBOL_TABLE, STRING_TABLE, RELOCATIONS, NO_BITS, RELOCATIONS_NO_ADDEND = 2, 3, 4, 8, 9
WRITE, ALLOCATE, EXECUTE, THREAD_LOCAL = 1, 2, 4, 0x400
LOCAL, GLOBAL, WEAK = 0, 1, 2
NO_TYPE, OBJECT, FUNCTION, SECTION, FILE = 0, 1, 2, 3, 4
UNDEFINED, ABSOLUTE, COMMON, FIRST_RESERVED = 0, 0xFFF1, 0xFFF2, 0xFF00

FILE_HEADER = Struct("<16sHHIQQQIHHHHHH")
SECTION_HEADER = Struct("<IIQQQQIIQQ")
SYMBOL = Struct("<IBBHQQ")
RELOCATION = Struct("<QQq")


class ObjectError(CompileError):
    """An object file cannot be read or linked."""


class Section:
    """A section of an object; `data` is empty where the file holds none (`.bss`)."""

    __slots__ = ("align", "data", "flags", "info", "kind", "link", "name", "size")

    def __init__(
        self,
        name: str,
        kind: int,
        flags: int,
        size: int,
        link: int,
        info: int,
        align: int,
        data: bytes,
    ) -> None:
        self.name = name
        self.kind = kind
        self.flags = flags
        self.size = size
        self.link = link
        self.info = info
        self.align = align
        self.data = data


class Symbol:
    """A symbol: where it is (`section`, `value`), or `section == UNDEFINED`."""

    __slots__ = ("binding", "hidden", "index", "kind", "name", "section", "size", "value")

    def __init__(
        self,
        index: int,
        name: str,
        binding: int,
        kind: int,
        hidden: bool,
        section: int,
        value: int,
        size: int,
    ) -> None:
        self.index = index
        self.name = name
        self.binding = binding
        self.kind = kind
        self.hidden = hidden
        self.section = section
        self.value = value
        self.size = size


class Relocation:
    """At `offset` of section `section` stands something to compute from `symbol` and `addend`."""

    __slots__ = ("addend", "kind", "offset", "section", "symbol")

    def __init__(self, section: int, offset: int, kind: int, symbol: Symbol, addend: int) -> None:
        self.section = section
        self.offset = offset
        self.kind = kind
        self.symbol = symbol
        self.addend = addend


class ObjectFile:
    """A relocatable object, read and checked.

    Raises `ObjectError` where `data` is not one.
    """

    __slots__ = ("machine", "relocations", "sections", "symbols")

    def __init__(self, data: bytes) -> None:
        self.machine, raw, names = _headers(data)
        name_table = _content(data, raw[names], "the table of section names")
        self.sections = [
            Section(
                name=_string(name_table, h[0]),
                kind=h[1],
                flags=h[2],
                size=h[5],
                link=h[6],
                info=h[7],
                align=max(1, h[8]),
                data=b"" if h[1] in (0, NO_BITS) else _content(data, h, "a section"),
            )
            for h in raw
        ]
        for section in self.sections:
            if section.align & (section.align - 1):
                raise ObjectError(f"section {section.name!r} has alignment {section.align}")
        self.symbols = self._read_symbols()
        self.relocations = self._read_relocations()

    def _section(self, index: int, kind: int) -> Section:
        if index >= len(self.sections) or self.sections[index].kind != kind:
            raise ObjectError(f"the object refers to section {index}, which is not of type {kind}")
        return self.sections[index]

    def _read_symbols(self) -> list[Symbol]:
        tables = [s for s in self.sections if s.kind == SYMBOL_TABLE]
        if not tables:
            return []
        if len(tables) > 1:
            raise ObjectError("the object has more than one symbol table")
        table = tables[0]
        strings = self._section(table.link, STRING_TABLE).data
        symbols = []
        if len(table.data) % SYMBOL.size:
            raise ObjectError("the symbol table has a broken size")
        for index, fields in enumerate(SYMBOL.iter_unpack(table.data)):
            name, info, other, section, value, size = fields
            if section < FIRST_RESERVED:
                if section >= len(self.sections):
                    raise ObjectError(f"symbol {index} lies in section {section}, which is missing")
                if section != UNDEFINED and value > self.sections[section].size:
                    raise ObjectError(f"symbol {index} lies outside its section")
            elif section not in (ABSOLUTE, COMMON):
                raise ObjectError(f"symbol {index} has the reserved section {section:#x}")
            symbols.append(
                Symbol(
                    index=index,
                    name=_string(strings, name),
                    binding=info >> 4,
                    kind=info & 15,
                    hidden=other & 3 in (1, 2),
                    section=section,
                    value=value,
                    size=size,
                )
            )
        return symbols

    def _read_relocations(self) -> list[Relocation]:
        result = []
        for table in self.sections:
            if table.kind == RELOCATIONS_NO_ADDEND:
                raise ObjectError("the object has relocations without addends")
            if table.kind != RELOCATIONS:
                continue
            if table.info >= len(self.sections) or len(table.data) % RELOCATION.size:
                raise ObjectError(f"the relocations {table.name!r} are broken")
            size = len(self.sections[table.info].data)
            for offset, info, addend in RELOCATION.iter_unpack(table.data):
                symbol = info >> 32
                if symbol >= len(self.symbols) or offset >= size:
                    raise ObjectError(f"a relocation of {table.name!r} points outside the object")
                kind = info & 0xFFFFFFFF
                result.append(Relocation(table.info, offset, kind, self.symbols[symbol], addend))
        return result


def _headers(data: bytes) -> tuple[int, list[tuple[int, ...]], int]:
    """The machine, the raw section headers, and the number of the section that holds names."""
    if data[:4] != b"\x7fELF":
        raise ObjectError("these bytes are not an ELF object")
    if data[4:6] != b"\x02\x01":
        raise ObjectError("the object is not for 64-bit little-endian machines")
    try:
        header = FILE_HEADER.unpack_from(data)
        _, kind, machine, _, _, _, start, _, _, _, _, entry, count, names = header
        if kind != RELOCATABLE:
            raise ObjectError("the ELF file is not a relocatable object")
        if machine not in (X86_64, AARCH64):
            raise ObjectError(f"the object is for ELF machine {machine}, not x86-64 or AArch64")
        if entry != SECTION_HEADER.size or names >= count or start + count * entry > len(data):
            raise ObjectError("the object's table of sections is broken")
        raw = [SECTION_HEADER.unpack_from(data, start + entry * i) for i in range(count)]
    except error as problem:
        raise ObjectError(f"the object is cut off: {problem}") from None
    return machine, raw, names


def _content(data: bytes, header: tuple[int, ...], what: str) -> bytes:
    offset, size = header[4], header[5]
    if offset + size > len(data):
        raise ObjectError(f"{what} lies outside the object")
    return data[offset : offset + size]


def _string(table: bytes, start: int) -> str:
    end = table.find(b"\0", start)
    if start >= len(table) or end < 0:
        if start == 0 and not table:
            return ""
        raise ObjectError("a name lies outside its table")
    return table[start:end].decode("utf-8", "surrogateescape")


def undefined_symbols(data: bytes) -> set[str]:
    """Names that an object uses and does not define.

    Raises `ObjectError` where `data` is not an ELF object.
    """
    return {s.name for s in ObjectFile(data).symbols if s.section == UNDEFINED and s.name}


def defined_symbols(data: bytes, hidden: bool = False) -> set[str]:
    """Names that an object offers to others; with `hidden`, also those for objects of its library alone."""
    return {
        s.name
        for s in ObjectFile(data).symbols
        if s.section != UNDEFINED and s.binding != LOCAL and s.name and (hidden or not s.hidden)
    }
