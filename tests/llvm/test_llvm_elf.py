from __future__ import annotations

import ctypes
import shutil
import struct
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from llvm_helpers import ADD, call

from nitinol.llvm import objects, relocate
from nitinol.llvm.compile import compile_object
from nitinol.llvm.elf import ObjectError, link
from nitinol.llvm.load import Library, writes_libraries
from nitinol.llvm.objects import ObjectFile, defined_symbols, undefined_symbols
from nitinol.llvm.target import host, named

pytestmark = pytest.mark.skipif(not writes_libraries(), reason="libraries of ours load on Linux")

# Every way in which code reaches data and other code, each in a function of its own.
EVERYTHING = """
@table = internal constant [8 x i32] [i32 3, i32 1, i32 4, i32 1, i32 5, i32 9, i32 2, i32 6]
@public_table = constant [2 x i32] [i32 70, i32 71]
@counter = internal global i32 100
@shared_counter = global i32 1000
@zeros = internal global [5000 x i32] zeroinitializer, align 64
@pointers = internal constant [3 x ptr] [ptr @table, ptr @counter, ptr @shared_counter]
@functions = internal constant [2 x ptr] [ptr @twice, ptr @thrice]
@libc = internal constant [1 x ptr] [ptr @labs]
@aligned = internal constant [16 x i32] [i32 0, i32 1, i32 2, i32 3, i32 4, i32 5, i32 6, i32 7,
  i32 8, i32 9, i32 10, i32 11, i32 12, i32 13, i32 14, i32 15], align 64

declare i64 @labs(i64)
declare i32 @abs(i32)
declare extern_weak i32 @nobody_defines_this_one()

define i32 @from_table(i32 %i) nounwind {
  %p = getelementptr [8 x i32], ptr @table, i32 0, i32 %i
  %v = load i32, ptr %p
  ret i32 %v
}
define i32 @from_public_table(i32 %i) nounwind {
  %p = getelementptr [2 x i32], ptr @public_table, i32 0, i32 %i
  %v = load i32, ptr %p
  ret i32 %v
}
define i32 @count() nounwind {
  %v = load i32, ptr @counter
  %w = add i32 %v, 1
  store i32 %w, ptr @counter
  ret i32 %w
}
define i32 @count_shared() nounwind {
  %v = load i32, ptr @shared_counter
  %w = add i32 %v, 1
  store i32 %w, ptr @shared_counter
  ret i32 %w
}
define i32 @remember(i32 %i, i32 %v) nounwind {
  %p = getelementptr [5000 x i32], ptr @zeros, i32 0, i32 %i
  %old = load i32, ptr %p
  store i32 %v, ptr %p
  ret i32 %old
}
define i32 @through_pointer(i32 %i) nounwind {
  %p = getelementptr [3 x ptr], ptr @pointers, i32 0, i32 %i
  %q = load ptr, ptr %p
  %v = load i32, ptr %q
  ret i32 %v
}
define internal i32 @twice(i32 %x) nounwind noinline {
  %r = mul i32 %x, 2
  ret i32 %r
}
define hidden i32 @thrice(i32 %x) nounwind noinline {
  %r = mul i32 %x, 3
  ret i32 %r
}
define i32 @call_internal(i32 %x) nounwind {
  %a = call i32 @twice(i32 %x)
  %b = call i32 @thrice(i32 %a)
  ret i32 %b
}
define i32 @call_public(i32 %x) nounwind {
  %a = call i32 @call_internal(i32 %x)
  ret i32 %a
}
define i32 @through_function(i32 %i, i32 %x) nounwind {
  %p = getelementptr [2 x ptr], ptr @functions, i32 0, i32 %i
  %f = load ptr, ptr %p
  %v = call i32 %f(i32 %x)
  ret i32 %v
}
define i32 @call_c(i32 %x) nounwind "no-builtins" {
  %a = call i32 @abs(i32 %x) nobuiltin
  ret i32 %a
}
define i32 @call_c_through_table(i32 %x) nounwind "no-builtins" {
  %f = load volatile ptr, ptr @libc
  %wide = sext i32 %x to i64
  %v = call i64 %f(i64 %wide)
  %r = trunc i64 %v to i32
  ret i32 %r
}
define i32 @call_c_by_address(i32 %x) nounwind "no-builtins" {
  %slot = alloca ptr
  store volatile ptr @abs, ptr %slot
  %f = load volatile ptr, ptr %slot
  %v = call i32 %f(i32 %x)
  ret i32 %v
}
define i32 @weak_is_missing() nounwind {
  %c = icmp eq ptr @nobody_defines_this_one, null
  %r = zext i1 %c to i32
  ret i32 %r
}
define i32 @jump(i32 %x) nounwind {
  switch i32 %x, label %other [ i32 0, label %a  i32 1, label %b  i32 2, label %c
                                i32 3, label %d  i32 4, label %e  i32 5, label %f ]
a:
  %va = call i32 @count()
  ret i32 %va
b:
  ret i32 17
c:
  %vc = call i32 @twice(i32 %x)
  ret i32 %vc
d:
  %vd = call i32 @thrice(i32 %x)
  ret i32 %vd
e:
  ret i32 -5
f:
  %vf = call i32 @abs(i32 -77)
  ret i32 %vf
other:
  ret i32 -1
}
define float @float_constants(float %x) nounwind {
  %a = fmul float %x, 3.25
  %b = fadd float %a, 1.0e10
  ret float %b
}
define void @vector_constants(ptr %p) nounwind {
  store <8 x i32> <i32 9, i32 8, i32 7, i32 6, i32 5, i32 4, i32 3, i32 2>, ptr %p, align 4
  ret void
}
define i64 @address_of_aligned() nounwind {
  %r = ptrtoint ptr @aligned to i64
  ret i64 %r
}
"""
C_FUNCTIONS = {"labs", "abs", "nobody_defines_this_one"}


def check(library: Library) -> None:
    def run(name: str, *arguments: int) -> int:
        return call(library, name, *arguments)

    assert [run("from_table", i) for i in range(8)] == [3, 1, 4, 1, 5, 9, 2, 6]
    assert [run("from_public_table", i) for i in range(2)] == [70, 71]
    assert [run("count"), run("count")] == [101, 102]
    assert [run("count_shared"), run("count_shared")] == [1001, 1002]
    assert [run("remember", 4999, 5), run("remember", 4999, 6), run("remember", 0, 1)] == [0, 5, 0]
    assert [run("through_pointer", i) for i in range(3)] == [3, 102, 1002]
    assert run("call_internal", 7) == run("call_public", 7) == 42
    assert [run("through_function", 0, 5), run("through_function", 1, 5)] == [10, 15]
    assert run("call_c", -12) == run("call_c_through_table", -12) == 12
    assert run("call_c_by_address", -13) == 13
    assert run("weak_is_missing") == 1
    assert [run("jump", i) for i in range(-1, 7)] == [-1, 103, 17, 4, 9, -5, 77, -1]
    floats = ctypes.CFUNCTYPE(ctypes.c_float, ctypes.c_float)(library.address("float_constants"))
    assert floats(2.0) == pytest.approx(6.5 + 1e10)
    out = (ctypes.c_int32 * 8)()
    ctypes.CFUNCTYPE(None, ctypes.c_void_p)(library.address("vector_constants"))(out)
    assert list(out) == [9, 8, 7, 6, 5, 4, 3, 2]
    address = ctypes.CFUNCTYPE(ctypes.c_int64)(library.address("address_of_aligned"))()
    assert address % 64 == 0
    assert list((ctypes.c_int32 * 16).from_address(address)) == list(range(16))


@pytest.mark.parametrize("passes", ["light", "full"])
def test_every_way_to_reach_code_and_data(passes: str) -> None:
    obj = compile_object(EVERYTHING, host(), passes)  # type: ignore[arg-type]
    assert undefined_symbols(obj) == C_FUNCTIONS
    with Library.from_bytes(link(obj)) as library:
        check(library)


def test_the_kinds_of_relocation_are_there() -> None:
    """Else the test above would show less than it says."""
    obj = ObjectFile(compile_object(EVERYTHING, named("x86-64-v3")))
    kinds = {r.kind for r in obj.relocations if not obj.sections[r.section].name.startswith(".eh")}
    assert {1, 2, 4} <= kinds, "addresses, distances, calls"
    assert kinds & {9, 41, 42}, "the offset table"
    assert any("rodata" in obj.sections[r.section].name for r in obj.relocations), "a jump table"


def test_several_objects() -> None:
    one = compile_object("declare i32 @b(i32) define i32 @a(i32 %x) { %r = call i32 @b(i32 %x) "
                         "ret i32 %r } @v = global i32 7", host())  # fmt: skip
    two = compile_object("@v = external global i32 define i32 @b(i32 %x) { %v = load i32, ptr @v "
                         "%r = add i32 %x, %v ret i32 %r }", host())  # fmt: skip
    with Library.from_bytes(link([one, two], ["a"])) as library:
        assert call(library, "a", 5) == 12
        with pytest.raises(Exception, match="no symbol 'b'"):
            library.address("b")


def test_strong_beats_weak() -> None:
    weak = compile_object("define weak i32 @f() { ret i32 1 } define i32 @g() "
                          "{ %r = call i32 @f() ret i32 %r }", host())  # fmt: skip
    strong = compile_object("define i32 @f() { ret i32 2 }", host())
    for order in ([weak, strong], [strong, weak]):
        with Library.from_bytes(link(order)) as library:
            assert call(library, "f") == call(library, "g") == 2


def test_defined_twice() -> None:
    obj = compile_object(ADD, host())
    with pytest.raises(ObjectError, match="add is defined twice"):
        link([obj, obj])


def test_export_that_is_missing_or_hidden() -> None:
    with pytest.raises(ObjectError, match="do not define sub"):
        link(compile_object(ADD, host()), ["sub"])
    hidden = compile_object("define hidden i32 @f() { ret i32 1 }", host())
    assert defined_symbols(hidden) == set()
    with pytest.raises(ObjectError, match="do not define f"):
        link(hidden, ["f"])


@pytest.mark.parametrize(
    ("ir", "message"),
    [
        ("@t = thread_local global i32 1 define ptr @f() { ret ptr @t }", "thread-local"),
        (
            "@v = global i32 0 define void @f() { store i32 1, ptr @v ret void } "
            "@llvm.global_ctors = appending global "
            "[1 x { i32, ptr, ptr }] [{ i32, ptr, ptr } { i32 1, ptr @f, ptr null }]",
            "loaded is refused",
        ),
        ("@c = common global i32 0 define ptr @f() { ret ptr @c }", "common"),
        (
            "declare dso_local i32 @o() define i64 @f() { %r = ptrtoint ptr @o to i64 ret i64 %r }",
            "directly",
        ),
    ],
)
def test_what_a_library_cannot_hold(ir: str, message: str) -> None:
    with pytest.raises(ObjectError, match=message):
        link(compile_object(ir, host()))


def test_absolute_addresses_in_code_are_refused() -> None:
    import llvmlite.binding as binding

    compile_object(ADD, host())
    t = named("x86-64-v2")
    static = binding.Target.from_triple(t.triple).create_target_machine(
        cpu=t.cpu, reloc="static", codemodel="large"
    )
    ir = "@v = global i32 1 define i32 @f() { %r = load i32, ptr @v ret i32 %r }"
    with pytest.raises(ObjectError, match="position-independent"):
        link(bytes(static.emit_object(binding.parse_assembly(ir))))


def test_objects_for_two_machines() -> None:
    with pytest.raises(ObjectError, match="one machine"):
        link([compile_object(ADD, named("x86-64-v2")), compile_object(ADD, named("aarch64"))])
    with pytest.raises(ObjectError, match="one machine"):
        link([])


# ------------------------------------------------------------------------------------------------
# What is in the file


def program_headers(image: bytes) -> list[tuple[int, ...]]:
    start, count = struct.unpack_from("<Q", image, 32)[0], struct.unpack_from("<H", image, 56)[0]
    return [struct.unpack_from("<IIQQQQQQ", image, start + 56 * i) for i in range(count)]


@pytest.mark.parametrize("name", ["x86-64-v3", "aarch64"])
@pytest.mark.parametrize("ir", [ADD, EVERYTHING], ids=["small", "everything"])
def test_segments(name: str, ir: str) -> None:
    image = link(compile_object(ir, named(name)))
    headers = program_headers(image)
    loads = [h for h in headers if h[0] == 1]
    assert len(loads) == (2 if ir is ADD else 3)
    end = 0
    for _, flags, offset, address, _, size, memory, align in loads:
        assert flags & 3 != 3, "writable and executable"
        assert offset % align == address % align
        assert memory >= size
        assert address // align >= -(-end // align), "segments share a page in memory"
        end = address + memory
    (stack,) = [h for h in headers if h[0] == 0x6474E551]
    assert not stack[1] & 1, "an executable stack"
    (relro,) = [h for h in headers if h[0] == 0x6474E552]
    page = 0x1000 if name.startswith("x86") else 0x10000
    assert (relro[3] + relro[6]) % page == 0, "the loader protects whole pages only"
    (dynamic,) = [h for h in headers if h[0] == 2]
    assert relro[3] <= dynamic[3] < relro[3] + relro[6]
    tags = dict(struct.iter_unpack("<Qq", image[dynamic[2] : dynamic[2] + dynamic[5]]))
    assert 22 not in tags, "relocations of code (DT_TEXTREL)"
    assert tags[30] & 8, "bound when loaded"


def test_read_only_after_loading(tmp_path: Path) -> None:
    path = tmp_path / "everything.so"
    path.write_bytes(link(compile_object(EVERYTHING, host())))
    library = Library.open(str(path))
    rights = [
        line.split()[1]
        for line in Path("/proc/self/maps").read_text().splitlines()
        if str(path) in line
    ]
    assert rights == ["r-xp", "r--p", "rw-p"]
    library.close()


@pytest.mark.skipif(shutil.which("readelf") is None, reason="readelf is an independent reader")
@pytest.mark.parametrize("name", ["x86-64-v3", "aarch64"])
@pytest.mark.parametrize("ir", [ADD, EVERYTHING], ids=["small", "everything"])
def test_readelf_has_no_complaint(name: str, ir: str, tmp_path: Path) -> None:
    path = tmp_path / "a.so"
    path.write_bytes(link(compile_object(ir, named(name)), soname="a.so", needed=["libm.so.6"]))
    done = subprocess.run(
        ["readelf", "-aW", "--lint", str(path)], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert "Library soname: [a.so]" in done.stdout
    assert "Shared library: [libm.so.6]" in done.stdout
    if ir is EVERYTHING:
        for symbol in ("twice", "thrice", "from_table", "counter"):
            assert symbol in done.stdout.split(".symtab' contains")[1], "names for debuggers"


# ------------------------------------------------------------------------------------------------
# AArch64 without an Arm machine: the patched instructions are decoded and followed by hand


def word(image: bytes, offset: int) -> int:
    return struct.unpack_from("<I", image, offset)[0]


def signed(value: int, bits: int) -> int:
    return value - (1 << bits) if value >> (bits - 1) else value


def adrp(instruction: int, place: int) -> int:
    assert instruction & 0x9F000000 == 0x90000000, "not adrp"
    pages = signed((instruction >> 5 & 0x7FFFF) << 2 | instruction >> 29 & 3, 21)
    return (place & ~0xFFF) + (pages << 12)


def low_12(instruction: int) -> int:
    """The offset that an `add` or `ldr` with immediate adds, in bytes."""
    immediate = instruction >> 10 & 0xFFF
    if instruction & 0x7F800000 == 0x11000000:
        return immediate
    assert instruction & 0x3B000000 == 0x39000000, "not a load"
    vector_of_16 = instruction & 0x04800000 == 0x04800000
    return immediate << (4 if vector_of_16 else instruction >> 30)


class Arm:
    """A linked AArch64 library, for looking up and following addresses."""

    def __init__(self, ir: str) -> None:
        self.image = link(compile_object(ir, named("aarch64")))
        self.loads = [h for h in program_headers(self.image) if h[0] == 1]
        self.symbols: dict[str, int] = {}
        self.slots: dict[int, str] = {}
        image, start = self.image, struct.unpack_from("<Q", self.image, 40)[0]
        count = struct.unpack_from("<H", image, 60)[0]
        headers = [struct.unpack_from("<IIQQQQIIQQ", image, start + 64 * i) for i in range(count)]
        for header in headers:
            if header[1] in (2, 11):  # symbols
                strings = headers[header[6]][4]
                names = []
                for at in range(header[4], header[4] + header[5], 24):
                    text, _, _, section, value, _ = struct.unpack_from("<IBBHQQ", image, at)
                    end = image.index(b"\0", strings + text)
                    names.append(image[strings + text : end].decode())
                    if section:
                        self.symbols[names[-1]] = value
                if header[1] == 11:
                    self.dynamic = names
        for header in headers:
            if header[1] == 4:
                for at in range(header[4], header[4] + header[5], 24):
                    place, info, addend = struct.unpack_from("<QQq", image, at)
                    named_ = self.dynamic[info >> 32]
                    self.slots[place] = named_ or f"+{addend:#x}"

    def offset(self, address: int) -> int:
        for _, _, offset, start, _, size, _, _ in self.loads:
            if start <= address < start + size:
                return address - start + offset
        raise AssertionError(f"{address:#x} is not in the file")

    def code(self, name: str, count: int = 24) -> list[tuple[int, int]]:
        start = self.symbols[name]
        return [(start + 4 * i, word(self.image, self.offset(start) + 4 * i)) for i in range(count)]


def test_arm_data_and_calls() -> None:
    arm = Arm("""
    @table = internal constant [4 x i32] [i32 11, i32 22, i32 33, i32 44], align 16
    @variable = global i64 5
    declare i32 @abs(i32)
    define internal i32 @helper(i32 %x) noinline { %r = mul i32 %x, 3 ret i32 %r }
    define i32 @read(i64 %i) nounwind {
      %p = getelementptr [4 x i32], ptr @table, i64 0, i64 %i
      %v = load i32, ptr %p
      ret i32 %v
    }
    define i64 @public() nounwind { %v = load i64, ptr @variable ret i64 %v }
    define i32 @calls(i32 %x) nounwind "no-builtins" {
      %a = call i32 @helper(i32 %x)
      %b = call i32 @abs(i32 %a) nobuiltin
      %c = add i32 %b, 1
      ret i32 %c
    }
    define <4 x i32> @vector() nounwind { ret <4 x i32> <i32 1, i32 7, i32 3, i32 5> }
    """)
    (place, first), (_, second) = arm.code("read", 2)
    assert adrp(first, place) + low_12(second) == arm.symbols["table"]
    assert word(arm.image, arm.offset(arm.symbols["table"]) + 8) == 33
    (place, first), (_, second) = arm.code("public", 2)
    slot = adrp(first, place) + low_12(second)
    assert arm.slots[slot] == f"+{arm.symbols['variable']:#x}", "through the offset table"
    (place, first), (_, second) = arm.code("vector", 2)
    at = arm.offset(adrp(first, place) + low_12(second))
    assert struct.unpack_from("<4i", arm.image, at) == (1, 7, 3, 5)
    branches = [
        place + signed(w & 0x3FFFFFF, 26) * 4
        for place, w in arm.code("calls", 10)
        if w & 0xFC000000 == 0x94000000
    ]
    assert branches[0] == arm.symbols["helper"]
    stub = branches[1]  # adrp x16, slot; ldr x17, [x16, slot]; br x17
    at = arm.offset(stub)
    slot = adrp(word(arm.image, at), stub) + low_12(word(arm.image, at + 4))
    assert arm.slots[slot] == "abs"
    assert word(arm.image, at + 8) == 0xD61F0220


def test_arm_everything_links() -> None:
    image = link(compile_object(EVERYTHING, named("aarch64"), "full"))
    assert image[18] == objects.AARCH64


@pytest.mark.parametrize(
    ("kind", "value", "place", "before", "after"),
    [
        # worked out by hand from the instruction encodings of the Arm manual
        (283, 0x2000, 0x1000, 0x94000000, 0x94000400),  # bl +0x1000
        (282, 0x1000, 0x2000, 0x14000000, 0x17FFFC00),  # b -0x1000
        (280, 0x1010, 0x1000, 0x54000000, 0x54000080),  # b.eq +16
        (279, 0x1008, 0x1000, 0x36000000, 0x36000040),  # tbz +8
        (275, 0x12345678, 0x1000, 0x90000000, 0x90091A20),  # adrp x0, page 0x12344 on
        (274, 0x1003, 0x1000, 0x10000000, 0x70000000),  # adr +3
        (277, 0x12345678, 0, 0x91000000, 0x9119E000),  # add x0, x0, #0x678
        (286, 0x12345678, 0, 0xF9400000, 0xF9433C00),  # ldr x0, [x0, #0x678]
        (299, 0x12345670, 0, 0x3DC00000, 0x3DC19C00),  # ldr q0, [x0, #0x670]
        (261, 0x1000, 0x1010, 0, 0xFFFFFFF0),  # a distance of -16
    ],
)
def test_arm_encodings(kind: int, value: int, place: int, before: int, after: int) -> None:
    image = bytearray(struct.pack("<I", before))
    relocate.MACHINES[objects.AARCH64].apply(image, 0, kind, value, place)
    assert f"{word(image, 0):#x}" == f"{after:#x}"


@pytest.mark.parametrize(
    ("machine", "kind", "value", "message"),
    [
        (objects.X86_64, 2, 1 << 31, "does not fit 32 bits"),
        (objects.X86_64, 4, -(1 << 31) - 1, "does not fit 32 bits"),
        (objects.X86_64, 11, 0, "position-independent"),
        (objects.X86_64, 19, 0, "relocation 19"),
        (objects.AARCH64, 283, 1 << 27, "does not fit 28 bits"),
        (objects.AARCH64, 283, 2, "distance of 2"),
        (objects.AARCH64, 275, 1 << 33, "does not fit 21 bits"),
        (objects.AARCH64, 286, 4, "not aligned"),
        (objects.AARCH64, 258, 0, "position-independent"),
        (objects.AARCH64, 541, 0, "relocation 541"),
    ],
)
def test_relocations_that_cannot_be(machine: int, kind: int, value: int, message: str) -> None:
    with pytest.raises(ObjectError, match=message):
        relocate.MACHINES[machine].apply(bytearray(16), 0, kind, value, 0)


# ------------------------------------------------------------------------------------------------
# Bytes that are no object, or a damaged one, give a Python error and nothing else

GOOD = {name: compile_object(EVERYTHING, named(name)) for name in ("x86-64-v3", "aarch64")}


@given(st.binary(max_size=400), st.booleans())
def test_garbage(data: bytes, with_start: bool) -> None:
    data = b"\x7fELF\x02\x01\x01" + data if with_start else data
    with pytest.raises(ObjectError):
        ObjectFile(data)


@given(st.sampled_from(sorted(GOOD)), st.integers(0, 1 << 20))
def test_cut_off(name: str, length: int) -> None:
    data = GOOD[name][: length % len(GOOD[name])]
    with pytest.raises(ObjectError):
        ObjectFile(data)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(sorted(GOOD)),
    st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), min_size=1, max_size=6),
)
def test_changed_bytes(name: str, changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD[name])
    for place, value in changes:
        data[place % len(data)] = value
    with suppress(ObjectError):
        link(bytes(data))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(GOOD)), st.data())
def test_changed_tables(name: str, data: st.DataObject) -> None:
    """The same, where it hurts most: file header, section headers, symbols, relocations."""
    raw = bytearray(GOOD[name])
    sections = struct.unpack_from("<Q", raw, 40)[0]
    tables = [
        (offset, offset + size)
        for kind, offset, size in (
            (h[1], h[4], h[5]) for h in struct.iter_unpack("<IIQQQQIIQQ", raw[sections:])
        )
        if kind in (2, 4) and size
    ]
    for _ in range(data.draw(st.integers(1, 4))):
        first, last = data.draw(st.sampled_from([(0, 64), (sections, len(raw)), *tables]))
        at = data.draw(st.integers(first, last - 1))
        width = data.draw(st.sampled_from([1, 2, 4, 8]))
        value = data.draw(st.sampled_from([0, 1, 255, 1 << 15, 1 << 31, (1 << 64) - 1]))
        piece = (value & ((1 << 8 * width) - 1)).to_bytes(width, "little")
        raw[at : at + width] = piece[: len(raw) - at]
    with suppress(ObjectError):
        link(bytes(raw))
