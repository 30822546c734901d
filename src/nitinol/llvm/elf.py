"""Object files to a shared library, without a linker (ELF, 64 bits, x86-64 and AArch64).

`link` lays the sections of relocatable objects out as a library that the system's `dlopen`
accepts:

    segment 1, read + execute   ELF header, hash, symbols, relocations, constants, code, stubs
    segment 2, read after load  dynamic section, global offset table, constants that hold addresses
    segment 3, read + write     variables (only where there are any)

Constants lie beside the code, so that most kernels take two memory maps; the system allows a
process about 65 000 of them. The second segment is padded in memory to a whole page, so that the
loader can make all of it read-only after relocation (RELRO). The stack is not executable, and the
loader never has to write into code: an absolute address in segment 1 is refused.

Symbols of other libraries (functions of C or CPython) are reached through the global offset
table; calls go through a stub that jumps there. The loader binds them when the library is opened.
Inside the library everything is bound here, so our own symbols cannot be pre-empted by others.

The symbol table is kept, with local functions, so that debuggers and profilers show names. Frames
are not described (`.eh_frame` is dropped): no exception passes through our code.

Facts from: Tool Interface Standard ELF 1.2; System V ABI, AMD64 supplement 1.0; ELF for the Arm
64-bit Architecture (AAELF64) 2024Q3. `objects.py` reads objects, `relocate.py` patches code.
"""

from __future__ import annotations

from struct import Struct, pack_into
from struct import error as struct_error

from nitinol.llvm import objects
from nitinol.llvm.objects import (
    AARCH64,
    X86_64,
    ObjectError,
    ObjectFile,
    Section,
    Symbol,
    defined_symbols,
    undefined_symbols,
)
from nitinol.llvm.relocate import MACHINES, RELAXABLE, make_direct, relax

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["ObjectError", "defined_symbols", "link", "undefined_symbols"]

_PROGRAM_HEADER = Struct("<IIQQQQQQ")
_DYNAMIC = Struct("<Qq")
_LOAD, _DYNAMIC_SEGMENT, _STACK, _RELRO = 1, 2, 0x6474E551, 0x6474E552
_R, _W, _X = 4, 2, 1
_GOT_ENTRY = 8
_LARGEST = 1 << 31  # distances are 32 bits

# what a part of the library is: consts and code in segment 1, fixed in 2, the rest in 3
_CONSTS, _CODE, _FIXED, _VARIABLES, _ZEROS = ".rodata", ".text", ".data.rel.ro", ".data", ".bss"

_Place = tuple[int, int]  # a section: number of its object, number in the object
_Name = str | tuple[int, int]  # a symbol: global name, or number of its object and in the object


def _up(value: int, align: int) -> int:
    return (value + align - 1) & -align


def _part(section: Section) -> str | None:
    """The part of the library that a section goes to, or None where it is dropped."""
    if not section.flags & objects.ALLOCATE:
        return None
    if section.name.startswith((".note", ".eh_frame")):
        return None
    if section.flags & objects.THREAD_LOCAL:
        raise ObjectError(f"{section.name}: thread-local variables are not supported")
    if section.name.startswith((".init_array", ".fini_array", ".ctors", ".dtors")):
        raise ObjectError(f"{section.name}: code that runs when a library is loaded is refused")
    if section.kind == objects.NO_BITS and (
        section.flags & (objects.WRITE | objects.EXECUTE) != objects.WRITE
        or section.size > _LARGEST
    ):
        raise ObjectError(f"{section.name}: zeros that are not variables, or too many of them")
    if section.flags & objects.EXECUTE:
        if section.flags & objects.WRITE:
            raise ObjectError(f"{section.name} is both writable and executable")
        return _CODE
    if not section.flags & objects.WRITE:
        return _CONSTS
    if section.kind == objects.NO_BITS:
        return _ZEROS
    return _FIXED if section.name.startswith(".data.rel.ro") else _VARIABLES


def _hash(name: bytes) -> int:
    """The hash function of DT_HASH (ELF 1.2, figure 2-15)."""
    value = 0
    for byte in name:
        value = (value << 4) + byte
        value = (value ^ (value >> 24 & 0xF0)) & 0xFFFFFFF
    return value


class _Strings:
    """A string table: every name once."""

    def __init__(self) -> None:
        self.data = bytearray(b"\0")
        self._offsets: dict[str, int] = {"": 0}

    def add(self, text: str) -> int:
        offset = self._offsets.get(text)
        if offset is None:
            offset = self._offsets[text] = len(self.data)
            self.data += text.encode("utf-8", "surrogateescape") + b"\0"
        return offset


class _Linker:
    """One library in the making. The methods are called in the order in which they stand."""

    def __init__(self, data: Sequence[bytes]) -> None:
        self.objects = [ObjectFile(d) for d in data]
        machines = {o.machine for o in self.objects}
        if len(machines) != 1:
            raise ObjectError("link needs objects, all for one machine")
        self.elf_machine = machines.pop()
        self.machine = MACHINES[self.elf_machine]
        self.parts: dict[str, list[_Place]] = {
            part: [] for part in (_CONSTS, _CODE, _FIXED, _VARIABLES, _ZEROS)
        }
        self.part_of: dict[_Place, str] = {}
        self.globals: dict[str, tuple[int, Symbol]] = {}
        self.undefined: dict[str, Symbol] = {}
        self.table: dict[_Name, int] = {}  # entries of the offset table, by order
        self.stubs: dict[str, int] = {}
        self.direct: set[int] = set()  # identities of relocations whose load becomes `lea`
        self.absolute_count = 0
        self.at: dict[_Place, int] = {}  # addresses of sections
        self.loader: list[tuple[int, int, int, int]] = []  # kind, address, symbol, addend

    # -- what there is ---------------------------------------------------------------------------

    def sort_sections(self) -> None:
        for number, obj in enumerate(self.objects):
            for index, section in enumerate(obj.sections):
                part = _part(section)
                if part is not None and section.size:
                    if section.align > self.machine.page:
                        raise ObjectError(f"{section.name} wants alignment {section.align}")
                    self.parts[part].append((number, index))
                    self.part_of[number, index] = part

    def resolve(self) -> None:
        """Finds the definition of every global name; a strong one beats a weak one."""
        for number, obj in enumerate(self.objects):
            for symbol in obj.symbols:
                if symbol.section == objects.COMMON:
                    raise ObjectError(f"{symbol.name}: common symbols are not supported")
                if symbol.binding == objects.LOCAL or symbol.section == objects.UNDEFINED:
                    continue
                if not symbol.name:
                    raise ObjectError("a symbol for others has no name")
                known = self.globals.get(symbol.name)
                if known is None or known[1].binding == objects.WEAK != symbol.binding:
                    self.globals[symbol.name] = (number, symbol)
                elif objects.WEAK not in (symbol.binding, known[1].binding):
                    raise ObjectError(f"{symbol.name} is defined twice")

    def scan(self) -> None:
        """Finds what the relocations need: foreign symbols, table entries, stubs."""
        machine = self.machine
        for number, obj in enumerate(self.objects):
            for relocation in obj.relocations:
                part = self.part_of.get((number, relocation.section))
                if part is None:
                    continue
                symbol, kind = relocation.symbol, relocation.kind
                foreign = symbol.section == objects.UNDEFINED and symbol.name not in self.globals
                if symbol.section == objects.UNDEFINED and symbol.binding == objects.LOCAL:
                    raise ObjectError("a relocation refers to no symbol")
                if foreign:
                    self.undefined.setdefault(symbol.name, symbol)
                if kind == machine.absolute:
                    if part in (_CONSTS, _CODE):
                        raise ObjectError(
                            f"{obj.sections[relocation.section].name} holds the absolute address "
                            f"of {symbol.name!r}: emit position-independent code"
                        )
                    self.absolute_count += 1
                elif kind in machine.offset_table:
                    data = obj.sections[relocation.section].data
                    if (
                        self.elf_machine == X86_64
                        and kind in RELAXABLE
                        and not foreign
                        and relax(data, relocation.offset)
                    ):
                        self.direct.add(id(relocation))
                    else:
                        self.table.setdefault(self._name(number, symbol), len(self.table))
                elif foreign:
                    if kind not in machine.calls:
                        raise ObjectError(
                            f"{symbol.name} is used directly (relocation {kind}) but is defined "
                            "elsewhere: declare it without dso_local"
                        )
                    self.table.setdefault(symbol.name, len(self.table))
                    self.stubs.setdefault(symbol.name, len(self.stubs))

    def _name(self, number: int, symbol: Symbol) -> _Name:
        return symbol.name if symbol.binding != objects.LOCAL else (number, symbol.index)

    def choose_exports(
        self, wanted: Iterable[str] | None, soname: str, needed: Sequence[str]
    ) -> None:
        offered = {
            n: s for n, (o, s) in self.globals.items()
            if n and not s.hidden and (o, s.section) in self.part_of
        }  # fmt: skip
        exports = list(offered) if wanted is None else list(dict.fromkeys(wanted))
        missing = [n for n in exports if n not in offered]
        if missing:
            raise ObjectError(f"the objects do not define {', '.join(missing)}, to be exported")
        self.exports = exports
        self.dynamic_names = [*self.undefined, *exports]
        self.number_of = {n: i for i, n in enumerate(self.undefined, 1)}
        self.strings = _Strings()
        for name in (*self.dynamic_names, *needed, soname):
            self.strings.add(name)
        self.soname, self.needed = soname, needed

    # -- where it goes ---------------------------------------------------------------------------

    def lay_out(self) -> None:
        """Gives every piece its offset in the file and its address."""
        page = self.machine.page
        self.has_data = bool(self.parts[_VARIABLES] or self.parts[_ZEROS])
        self.segments = 5 + self.has_data
        self.spot: dict[str, int] = {}  # addresses of our own pieces and of parts
        self.length: dict[str, int] = {}
        names = self.dynamic_names
        buckets = max(1, len(names))
        self.position = objects.FILE_HEADER.size + _PROGRAM_HEADER.size * self.segments
        self.slide = 0  # address minus offset in the file, of the present segment

        self._place(".hash", 4 * (3 + buckets + len(names)), 8)
        self._place(".dynsym", objects.SYMBOL.size * (1 + len(names)), 8)
        self._place(".dynstr", len(self.strings.data), 1)
        count = self.absolute_count + len(self.table)
        self._place(".rela.dyn", objects.RELOCATION.size * count, 8)
        self._place_part(_CONSTS)
        self._place_part(_CODE)
        self._place(".plt", self.machine.stub_size * len(self.stubs), 16)
        self.code_end = self.position

        self.fixed_start = self.position = _up(self.position, 64)
        # the next page in memory, at the same offset within the page as in the file
        self.slide = _up(self.code_end, page) + self.fixed_start % page - self.fixed_start
        self._place(".dynamic", _DYNAMIC.size * (16 + len(self.needed)), 8)
        self._place(".got", _GOT_ENTRY * len(self.table), 8)
        self._place_part(_FIXED)
        self.fixed_end = self.position
        self.fixed_memory_end = _up(self.fixed_end + self.slide, page)

        self.data_start = self.position = _up(self.position, 64)
        if self.has_data:
            self.slide = self.fixed_memory_end + self.data_start % page - self.data_start
            self._place_part(_VARIABLES)
        self.data_end = self.position
        if self.has_data:
            self._place_part(_ZEROS)  # addresses only: the file holds nothing of it
        self.data_memory_end = self.position + self.slide
        self.image = bytearray(self.data_end)
        self.addresses = self._segments_of_image()

    def _place(self, name: str, size: int, align: int) -> None:
        # Aligned by address, not by offset in the file: the two differ by whole pages.
        self.position = _up(self.position, align)
        self.spot[name] = self.position + self.slide
        self.length[name] = size
        self.position += size

    def _place_part(self, part: str) -> None:
        places = self.parts[part]
        align = max((self.objects[o].sections[i].align for o, i in places), default=1)
        self.position = start = _up(self.position, align)
        for number, index in places:
            section = self.objects[number].sections[index]
            self.position = _up(self.position, section.align)
            self.at[number, index] = self.position + self.slide
            self.position += section.size
        self.spot[part] = start + self.slide
        self.length[part] = self.position - start

    def _segments_of_image(self) -> list[tuple[int, int, int]]:
        """Of each segment: first address, address after it, offset in the file."""
        page = self.machine.page
        fixed = _up(self.code_end, page) + self.fixed_start % page
        found = [(0, self.code_end, 0), (fixed, self.fixed_memory_end, self.fixed_start)]
        if self.has_data:
            start = self.data_start + self.slide
            found.append((start, self.data_memory_end, self.data_start))
        return found

    def offset(self, address: int) -> int:
        """Where in the file an address is."""
        for first, after, offset in self.addresses:
            if first <= address <= after:
                return address - first + offset
        raise ObjectError(f"address {address:#x} lies in no segment")

    # -- what stands there -----------------------------------------------------------------------

    def address(self, number: int, symbol: Symbol) -> int | None:
        """The address of a symbol, or None where the loader must find it."""
        if symbol.binding != objects.LOCAL and symbol.name in self.globals:
            number, symbol = self.globals[symbol.name]
        if symbol.section == objects.UNDEFINED:
            return None
        base = self.at.get((number, symbol.section))
        if base is None:
            if (number, symbol.section) not in self.part_of and symbol.section < len(
                self.objects[number].sections
            ):
                section = self.objects[number].sections[symbol.section]
                part = _part(section)
                if part is not None and not section.size:  # an empty section: any address will do
                    return self.spot[part]
            raise ObjectError(
                f"{symbol.name or 'a section'} is used but is not part of the library"
            )
        return base + symbol.value

    def copy_sections(self) -> None:
        for part in (_CONSTS, _CODE, _FIXED, _VARIABLES):
            for number, index in self.parts[part]:
                section = self.objects[number].sections[index]
                start = self.offset(self.at[number, index])
                self.image[start : start + len(section.data)] = section.data

    def fill_offset_table(self) -> None:
        machine, start = self.machine, self.spot[".got"]
        for name, index in self.table.items():
            entry = start + _GOT_ENTRY * index
            if isinstance(name, str):
                number, symbol = self.globals.get(name, (0, self.undefined.get(name)))
            else:
                number, symbol = name[0], self.objects[name[0]].symbols[name[1]]
            address = None if symbol is None else self.address(number, symbol)
            if address is None:
                self.loader.append((machine.global_data, entry, self.number_of[str(name)], 0))
            else:
                pack_into("<q", self.image, self.offset(entry), address)
                self.loader.append((machine.relative, entry, 0, address))
        for name, index in self.stubs.items():
            place = self.spot[".plt"] + machine.stub_size * index
            entry = start + _GOT_ENTRY * self.table[name]
            machine.write_stub(self.image, self.offset(place), place, entry)

    def relocate(self) -> None:
        machine = self.machine
        for number, obj in enumerate(self.objects):
            for relocation in obj.relocations:
                base = self.at.get((number, relocation.section))
                if base is None:
                    continue
                symbol, kind, addend = relocation.symbol, relocation.kind, relocation.addend
                place = base + relocation.offset
                offset = self.offset(place)
                width = 8 if kind in (machine.absolute, 24, 260) else 2 if kind == 262 else 4
                if relocation.offset + width > obj.sections[relocation.section].size:
                    raise ObjectError("a relocation reaches over the end of its section")
                address = self.address(number, symbol)
                if kind == machine.absolute:
                    if address is None:
                        symbol_number = self.number_of[symbol.name]
                        self.loader.append((kind, place, symbol_number, addend))
                    else:
                        pack_into("<q", self.image, offset, address + addend)
                        self.loader.append((machine.relative, place, 0, address + addend))
                    continue
                if kind in machine.offset_table and id(relocation) not in self.direct:
                    index = self.table[self._name(number, symbol)]
                    address = self.spot[".got"] + _GOT_ENTRY * index
                elif address is None:
                    address = self.spot[".plt"] + machine.stub_size * self.stubs[symbol.name]
                elif id(relocation) in self.direct:
                    make_direct(self.image, offset)
                machine.apply(self.image, offset, kind, address + addend, place)

    # -- tables for the loader and for debuggers -------------------------------------------------

    def write_dynamic(self) -> None:
        image, spot = self.image, self.spot
        relative = self.machine.relative
        self.loader.sort(key=lambda entry: (entry[0] != relative, entry[1]))
        for i, (kind, address, symbol, addend) in enumerate(self.loader):
            at = spot[".rela.dyn"] + objects.RELOCATION.size * i
            objects.RELOCATION.pack_into(image, at, address, symbol << 32 | kind, addend)
        names = self.dynamic_names
        buckets, chain = [0] * max(1, len(names)), [0] * (len(names) + 1)
        for i, name in enumerate(names, 1):
            slot = _hash(name.encode("utf-8", "surrogateescape")) % len(buckets)
            chain[i], buckets[slot] = buckets[slot], i
            at = spot[".dynsym"] + objects.SYMBOL.size * i
            text = self.strings.add(name)
            if name in self.undefined:
                info = self.undefined[name].binding << 4
                objects.SYMBOL.pack_into(image, at, text, info, 0, 0, 0, 0)
            else:
                self._pack_symbol(image, at, text, *self.globals[name])
        words = (len(buckets), len(chain), *buckets, *chain)
        pack_into(f"<{len(words)}I", image, spot[".hash"], *words)
        start = spot[".dynstr"]
        image[start : start + len(self.strings.data)] = self.strings.data
        entries = [(1, self.strings.add(name)) for name in self.needed]
        if self.soname:
            entries.append((14, self.strings.add(self.soname)))
        entries += [
            (4, spot[".hash"]),
            (5, spot[".dynstr"]),
            (6, spot[".dynsym"]),
            (10, self.length[".dynstr"]),
            (11, objects.SYMBOL.size),
        ]
        if self.loader:
            entries += [
                (7, spot[".rela.dyn"]),
                (8, self.length[".rela.dyn"]),
                (9, objects.RELOCATION.size),
                (0x6FFFFFF9, sum(entry[0] == relative for entry in self.loader)),
            ]
        entries += [(30, 8), (0x6FFFFFFB, 1)]  # bind everything when loaded
        at = self.offset(spot[".dynamic"])
        for i, pair in enumerate(entries):  # the rest is zero, which ends the list
            _DYNAMIC.pack_into(image, at + _DYNAMIC.size * i, *pair)

    def _pack_symbol(
        self, image: bytearray, at: int, text: int, number: int, symbol: Symbol
    ) -> None:
        address = self.address(number, symbol)
        part = self.part_of[number, symbol.section]
        info = symbol.binding << 4 | symbol.kind
        index = self.header_numbers[part]
        objects.SYMBOL.pack_into(image, at, text, info, 0, index, address or 0, symbol.size)

    def number_headers(self) -> None:
        """Chooses the section headers; only debuggers and other tools read them."""
        self.header_names = ["", ".hash", ".dynsym", ".dynstr", ".dynamic"]
        for name in (".rela.dyn", _CONSTS, _CODE, ".plt", ".got", _FIXED, _VARIABLES, _ZEROS):
            if self.length.get(name):
                self.header_names.append(name)
        self.header_names += [".symtab", ".strtab", ".shstrtab"]
        self.header_numbers = {name: i for i, name in enumerate(self.header_names)}

    def finish(self) -> bytes:
        """The whole file: image, symbol table, section headers."""
        strings, table = _Strings(), bytearray(objects.SYMBOL.size)
        named: list[tuple[bool, int, Symbol]] = [
            (s.binding != objects.LOCAL, n, s)
            for n, obj in enumerate(self.objects)
            for s in obj.symbols
            if s.name and s.kind <= objects.FUNCTION and (n, s.section) in self.part_of
        ]
        named.sort(key=lambda entry: entry[0])
        for i, (_, number, symbol) in enumerate(named, 1):
            table += bytes(objects.SYMBOL.size)
            at = objects.SYMBOL.size * i
            self._pack_symbol(table, at, strings.add(symbol.name), number, symbol)
        first_global = 1 + sum(not is_global for is_global, _, _ in named)

        header_strings = _Strings()
        image = self.image
        image += bytes(-len(image) % 8)
        extra = {}
        for name in self.header_names:
            header_strings.add(name)
        for name, data in (
            (".symtab", table),
            (".strtab", strings.data),
            (".shstrtab", header_strings.data),
        ):
            extra[name] = (len(image), len(data))
            image += data
        image += bytes(-len(image) % 8)
        start = len(image)
        for name in self.header_names:
            image += self._section_header(name, header_strings, extra, first_global)
        self._write_headers(start)
        return bytes(image)

    def _section_header(
        self, name: str, strings: _Strings, extra: dict[str, tuple[int, int]], first_global: int
    ) -> bytes:
        if not name:
            return bytes(objects.SECTION_HEADER.size)
        number = self.header_numbers.get
        a, w, x = objects.ALLOCATE, objects.WRITE, objects.EXECUTE
        dynsym, dynstr = number(".dynsym", 0), number(".dynstr", 0)
        kind, flags, link, info, align, entry = {
            ".hash": (5, a, dynsym, 0, 8, 4),
            ".dynsym": (11, a, dynstr, 1, 8, objects.SYMBOL.size),
            ".dynstr": (3, a, 0, 0, 1, 0),
            ".rela.dyn": (4, a, dynsym, 0, 8, objects.RELOCATION.size),
            ".dynamic": (6, a | w, dynstr, 0, 8, _DYNAMIC.size),
            _CONSTS: (1, a, 0, 0, 1, 0),
            _CODE: (1, a | x, 0, 0, 1, 0),
            ".plt": (1, a | x, 0, 0, 16, 16),
            ".got": (1, a | w, 0, 0, 8, 8),
            _FIXED: (1, a | w, 0, 0, 1, 0),
            _VARIABLES: (1, a | w, 0, 0, 1, 0),
            _ZEROS: (8, a | w, 0, 0, 1, 0),
            ".symtab": (2, 0, number(".strtab", 0), first_global, 8, objects.SYMBOL.size),
            ".strtab": (3, 0, 0, 0, 1, 0),
            ".shstrtab": (3, 0, 0, 0, 1, 0),
        }[name]
        if name in extra:
            address, (offset, size) = 0, extra[name]
        else:
            address, size = self.spot[name], self.length[name]
            offset = self.data_end if name == _ZEROS else self.offset(address)
        return objects.SECTION_HEADER.pack(
            strings.add(name), kind, flags, address, offset, size, link, info, align, entry
        )

    def _write_headers(self, section_headers: int) -> None:
        objects.FILE_HEADER.pack_into(
            self.image, 0,
            b"\x7fELF\x02\x01\x01" + bytes(9), 3, self.elf_machine, 1, 0,
            objects.FILE_HEADER.size, section_headers, 0,
            objects.FILE_HEADER.size, _PROGRAM_HEADER.size, self.segments,
            objects.SECTION_HEADER.size, len(self.header_names), self.header_numbers[".shstrtab"],
        )  # fmt: skip
        page = self.machine.page
        (_, _, _), (fixed, fixed_after, fixed_offset) = self.addresses[:2]
        fixed_size, fixed_memory = self.fixed_end - fixed_offset, fixed_after - fixed
        dynamic = self.spot[".dynamic"]
        dynamic_size = self.length[".dynamic"]
        headers = [
            (_LOAD, _R | _X, 0, 0, self.code_end, self.code_end, page),
            (_LOAD, _R | _W, fixed_offset, fixed, fixed_size, fixed_memory, page),
        ]
        if self.has_data:
            start, after, offset = self.addresses[2]
            headers.append(
                (_LOAD, _R | _W, offset, start, self.data_end - offset, after - start, page)
            )
        headers += [
            (
                _DYNAMIC_SEGMENT,
                _R | _W,
                self.offset(dynamic),
                dynamic,
                dynamic_size,
                dynamic_size,
                8,
            ),
            (_STACK, _R | _W, 0, 0, 0, 0, 16),
            (_RELRO, _R, fixed_offset, fixed, fixed_size, fixed_memory, 1),
        ]
        for i, (kind, flags, offset, address, size, memory, align) in enumerate(headers):
            _PROGRAM_HEADER.pack_into(
                self.image, objects.FILE_HEADER.size + _PROGRAM_HEADER.size * i,
                kind, flags, offset, address, address, size, memory, align,
            )  # fmt: skip


def link(
    data: Sequence[bytes] | bytes,
    exports: Iterable[str] | None = None,
    *,
    soname: str = "",
    needed: Sequence[str] = (),
) -> bytes:
    """A shared library made of relocatable objects.

    data: one object file or several, for the same machine.
    exports: the names that others may look up; all that are not hidden where it is None.
    soname: the library's own name. Leave it empty for libraries that this process loads, for the
        system takes two libraries of one name for the same.
    needed: names of libraries to be loaded with it.

    Names that no object defines are left to the system's loader.

    Raises `ObjectError` where the objects are damaged, do not define an export, define a name
    twice, or hold what such a library cannot: absolute addresses in code, thread-local variables,
    constructors.
    """
    try:
        linker = _Linker([data] if isinstance(data, bytes) else data)
        linker.sort_sections()
        linker.resolve()
        linker.scan()
        linker.choose_exports(exports, soname, needed)
        linker.lay_out()
        linker.number_headers()
        linker.copy_sections()
        linker.fill_offset_table()
        linker.relocate()
        linker.write_dynamic()
        return linker.finish()
    except struct_error as problem:
        raise ObjectError(f"the objects hold a value out of range: {problem}") from None


assert set(MACHINES) == {X86_64, AARCH64}
