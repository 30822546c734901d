"""Every part of the language, compiled and run as ordinary Python, against expected values."""

from __future__ import annotations

import ctypes
import re
from typing import Any

import pytest
from native_support import Both

from nitinol.native import (
    Module,
    add_overflows,
    array,
    atomic_add,
    atomic_and,
    atomic_cas,
    atomic_load,
    atomic_or,
    atomic_store,
    atomic_sub,
    atomic_swap,
    atomic_xor,
    bitcast,
    count_leading_zeros,
    count_trailing_zeros,
    cpu_pause,
    f32,
    f64,
    fence,
    fn,
    i8,
    i32,
    i64,
    insert,
    likely,
    mul_overflows,
    null,
    offsetof,
    popcount,
    ptr,
    quotient,
    reduce_add,
    ref,
    remainder,
    select,
    sizeof,
    stack,
    trap,
    u8,
    u16,
    u32,
    u64,
    unlikely,
    vec,
)

m = Module("language")
LIMIT = 7
SCALE = 1.5


@m.struct
class Base:
    tag: i32
    next: ptr[Base]


@m.struct
class Inner:
    x: u16
    y: f64


@m.struct(align=64)
class Node(Base):
    small: i8
    flag: bool
    value: i64
    inner: Inner
    items: array[i64, 4]
    callback: fn[[i64], i64]


@m.extern
def strlen(text: ptr[u8]) -> u64: ...


@m.extern(variadic=True)
def snprintf(to: ptr[u8], size: u64, format: ptr[u8], *rest: Any) -> i32: ...


counter = m.variable("counter", i64, initial=5)
table = m.variable("table", u32, 4, initial=[1, 2, 3, 0xFFFFFFFF])
half = m.variable("half", f32, initial=0.5)
node = m.variable("node", Node)


@m.function
def double(x: i64) -> i64:
    return x * 2


functions = m.variable("functions", fn[[i64], i64], 2, initial=[double, None or double])


@m.function(export=True)
def control(n: i64) -> i64:
    total = 0
    i = 0
    while True:
        i += 1
        if i > n:
            break
        if i % 2 == 0:
            continue
        if i == LIMIT or (i > 20 and i != 25):
            total += 100
        else:
            total += i
    for k in range(n):
        for j in range(k, 0, -2):
            if j == 3:
                break
            total += j * k
        k = 0  # does not disturb the loop
    return total


@m.function(export=True)
def ranges(start: i8, stop: i8) -> i64:
    total = 0
    for i in range(start, stop, 100):
        total = total * 3 + i64(i)
    for i in range(stop, start, -7):
        total = total * 3 + i64(i)
    return total


@m.function(export=True)
def unsigned(a: u32, b: u32) -> u32:
    c = a - b
    c ^= a >> 3
    if a < b:
        c += 1
    return c // 3 + c % 7 + (a & ~7)


@m.function(export=True)
def rounding(a: i32, b: i32) -> i64:
    down = a // b * 1000 + a % b
    towards_zero = quotient(a, b) * 1000 + remainder(a, b)
    by_power = a // 8 * 100 + a % 8
    return i64(down) * 1000003 + i64(towards_zero) * 4001 + i64(by_power)


@m.function(export=True)
def floats(x: f64, y: f32) -> f64:
    z = y * SCALE + 1
    w = -z / 3
    if x != x:
        return 0.0
    return x / 4 - f64(w) + (1.0 if x < 2 and x > -3 else 0.25)


@m.function(export=True)
def casts(x: f64) -> i64:
    a = i8(x)
    b = u8(x)
    c = u16(i64(x) & 0xFFFFF)
    if u8(300) != 44 or u64(-1) + 2 != 1 or i8(200) + 56 != 0:
        return -1
    return i64(a) * 1000000 + i64(b) * 1000 + i64(c) + i64(f32(x) > 3.0) + i64(bool(a))


@m.function(export=True)
def memory(x: i64) -> i64:
    n = stack(Node)
    n.tag = 3
    n.next = null
    n.small = -5
    n.flag = x > 3
    n.inner.x = 65535
    n.inner.y = 2.5
    n.callback = double
    for i in range(4):
        n.items[i] = x + i
    items = ref(n).items
    items[1] += 10
    last = items + 3
    last[-1] = 77
    ref(n.inner).x[0] += 2
    base: ptr[Base] = n
    base.next = base
    again = ptr[Node](base.next)
    q = n.callback(last - items)
    if again != n or not base.next or n.next == null:
        return -1
    return q + n.items[1] + items[2] + i64(n.inner.x) + i64(n.flag) * 1000 + i64(n.small)


@m.function(export=True)
def globals_(x: i64) -> i64:
    counter[0] += x
    table[1] = u32(x)
    node.value = x
    node.items[2] = 5
    half[0] = half[0] * 0.5
    return (
        counter[0]
        + i64(table[0] + table[1] + table[3])
        + node.value
        + node.items[2]
        + i64(half[0] * 1000.0)
    )


@m.function(export=True)
def through_pointers(x: i64) -> i64:
    f = functions[1]
    g: fn[[i64], i64] = double
    known = f == g and u64(f) != 0
    return functions[0](x) + f(x) + g(x) + i64(known)


@m.function(export=True)
def outside(x: i64) -> i64:
    text = stack(u8, 64)
    count = snprintf(text, 64, "%ld %d %.2f %s", x, i32(-7), 2.5, b"end\x01")
    return i64(strlen(text)) * 1000 + i64(count) + i64(text[0]) * 1000000


@m.function(export=True)
def atomics(x: i64) -> i64:
    cell = stack(i64)
    atomic_store(cell, x, "release")
    total = atomic_add(cell, 5, "relaxed")
    total = total * 3 + atomic_sub(cell, 2, "acq_rel")
    total = total * 3 + atomic_and(cell, 0xFF, "acquire")
    total = total * 3 + atomic_or(cell, 0x100, "release")
    total = total * 3 + atomic_xor(cell, 3, "seq_cst")
    total = total * 3 + atomic_swap(cell, 44, "seq_cst")
    total = total * 3 + atomic_cas(cell, 44, 45, "acq_rel")
    total = total * 3 + atomic_cas(cell, 44, 46, "relaxed")
    total = total * 3 + atomic_cas(cell, 99, 46, "acquire")
    fence("seq_cst")
    cpu_pause()
    link = stack(ptr[Base])
    atomic_store(link, null, "relaxed")
    one = ptr[Base](16)
    if atomic_cas(link, null, one, "acq_rel") == null:
        total += 1000
    return total * 3 + atomic_load(cell, "acquire") + i64(u64(atomic_load(link, "acquire")))


@m.function(export=True)
def bits(x: u32) -> u64:
    total = u64(popcount(x)) * 100 + u64(count_leading_zeros(x)) * 10
    total += u64(count_trailing_zeros(x))
    total = total * 2 + u64(add_overflows(x, x))
    total = total * 2 + u64(mul_overflows(x, 3))
    total = total * 3 + u64(select(x > 100, min(x, 5), max(x, 7)))
    return total + u64(bitcast(u32, f32(x)))


@m.function(export=True)
def vectors(p: ptr[f32]) -> f32:
    v = ptr[vec[f32, 4]](p)[0]
    w = v * 2 + v[1]
    w = insert(w, 2, 9.0)
    w = select(v < w, w, v)
    w = w + vec[f32, 4](f32(1))
    ptr[vec[f32, 4]](p + 1)[0] = w
    return reduce_add(w)


@m.function(export=True)
def integer_vectors(p: ptr[i32], x: i32) -> i64:
    v = ptr[vec[i32, 8]](p)[0]
    w = v * x + 3
    mask = (w > v) & (v != 5)
    w = select(mask, w ^ v, w >> 2)
    low = v // 3 + v % vec[i32, 8](7)
    u = vec[u32, 8](v) >> 28
    g = vec[f64, 8](w) * 0.5
    h = vec[i32, 8](g) - low + vec[i32, 8](mask)
    ptr[vec[i32, 8]](p)[0] = h | 1
    return i64(reduce_add(h)) * 1000 + i64(reduce_add(u)) + i64(g[x & 7])


@m.function(export=True)
def around(p: ptr[i32], back: i8, far: u8) -> i64:
    """Elements before and after `p`, by constants and by narrow integers of both signs."""
    total = p[-1] + p[back] * 10 + p[far] * 100
    total += (p - 2)[0] * 1000 + (p + back)[1] * 10000
    step = i64(back)
    total += (p - step)[0]
    q = p + far
    return i64(total) * 100 + (q - p) * 10 + i64(p + back < p)


@m.function(export=True)
def skipping(n: u8) -> i64:
    total = 0
    for i in range(n):
        if i % 3 == 1:
            continue
        total = total * 2 + i64(i)
    return total


@m.function(export=True)
def truths(x: f64, y: f32, p: ptr, n: u16) -> i64:
    total = 0
    if x:
        total += 1
    if not y:
        total += 2
    if p or n:
        total += 4
    return total + (8 if bool(n) and not p else 0)


@m.function(export=True)
def swap(a: i64, b: i64) -> i64:
    a, b = b, a - b
    if likely(a < b < 100) and unlikely(b != 3):
        a += 1
    flag = a > 3 or b == 7
    return a * 1000 + b + i64(flag) + (0 if flag else 5)


@m.function(export=True)
def late(n: i64) -> i64:
    if n > 5:
        x = n
    elif n < 0:
        return -1
    else:
        x = 3
    while True:
        y = x
        if y > 2:
            break
    return x + y


@m.function(export=True)  # noqa: RET503
def impossible(n: i64) -> i64:
    if n > 0:
        return n
    trap()


@pytest.fixture(scope="module", params=["light", "full"])
def both(request: pytest.FixtureRequest) -> Both:
    from nitinol.native.simulate import reset

    reset(m)
    return Both(m, request.param)


def test_layout_follows_c() -> None:
    class CInner(ctypes.Structure):
        _fields_ = [("x", ctypes.c_uint16), ("y", ctypes.c_double)]

    class CNode(ctypes.Structure):
        _fields_ = [
            ("tag", ctypes.c_int32),
            ("next", ctypes.c_void_p),
            ("small", ctypes.c_int8),
            ("flag", ctypes.c_bool),
            ("value", ctypes.c_int64),
            ("inner", CInner),
            ("items", ctypes.c_int64 * 4),
            ("callback", ctypes.c_void_p),
        ]

    for name, _ in CNode._fields_:
        assert offsetof(Node, name) == getattr(CNode, name).offset, name
    assert sizeof(Inner) == ctypes.sizeof(CInner)
    assert sizeof(Node) == 128  # 88 bytes, aligned to 64
    assert sizeof(i32) == 4


@pytest.mark.parametrize("n", [0, 1, 7, 8, 30])
def test_control(both: Both, n: int) -> None:
    both.agree("control", n)


def test_control_value(both: Both) -> None:
    assert both.agree("control", 4) == 1 + 3 + (1 * 1 + 2 * 2 + 0)


@pytest.mark.parametrize("start", [-128, -100, 0, 27, 127])
@pytest.mark.parametrize("stop", [-128, -28, 0, 28, 100, 127])
def test_a_range_stops_at_the_end_of_its_type(both: Both, start: int, stop: int) -> None:
    expected = 0
    for i in [*range(start, stop, 100), *range(stop, start, -7)]:
        expected = (expected * 3 + i + 2**63) % 2**64 - 2**63
    assert both.agree("ranges", start, stop) == expected


@pytest.mark.parametrize("a", [0, 5, 0x80000000, 0xFFFFFFFF])
@pytest.mark.parametrize("b", [0, 1, 7, 0xFFFFFFFF])
def test_unsigned(both: Both, a: int, b: int) -> None:
    both.agree("unsigned", a, b)


@pytest.mark.parametrize("a", [-17, -16, -1, 0, 1, 15, 16, 17])
@pytest.mark.parametrize("b", [-5, -1, 1, 2, 5])
def test_division_rounds_as_python_and_as_c(both: Both, a: int, b: int) -> None:
    quotient_c = int(a / b)
    down = a // b * 1000 + a % b
    truncated = quotient_c * 1000 + (a - quotient_c * b)
    expected = down * 1000003 + truncated * 4001 + a // 8 * 100 + a % 8
    assert both.agree("rounding", a, b) == expected


@pytest.mark.parametrize("x", [0.0, -2.5, 1e30, float("inf"), float("nan")])
def test_floats(both: Both, x: float) -> None:
    both.agree("floats", x, 0.1)


@pytest.mark.parametrize("x", [0.0, -1.9, 3.7, 300.0, -1e30, 1e30, float("inf"), float("nan")])
def test_casts(both: Both, x: float) -> None:
    both.agree("casts", x)


def test_a_cast_out_of_range_saturates(both: Both) -> None:
    assert both.agree("casts", -1e30) == -128 * 1000000 + 0 + 0 + 0 + 1


def test_memory(both: Both) -> None:
    assert both.agree("memory", 5) == 6 + 16 + 77 + 1 + 1000 - 5
    both.agree("memory", 2)


def test_globals(both: Both) -> None:
    first = both.native("globals_", 3)
    second = both.native("globals_", 4)
    from nitinol.native.simulate import reset

    reset(m)
    assert both.python("globals_", 3) == first == 8 + 3 + 3 + 5 + 250
    assert both.python("globals_", 4) == second
    reset(m)


def test_function_pointers(both: Both) -> None:
    assert both.agree("through_pointers", 11) == 67


def test_outside_functions(both: Both) -> None:
    text = "1234 -7 2.50 end\x01"
    expected = len(text) * 1001 + ord("1") * 1000000
    assert both.agree("outside", 1234) == expected


def test_atomics(both: Both) -> None:
    both.agree("atomics", 1000)


@pytest.mark.parametrize("x", [0, 1, 99, 101, 0x55555556, 0xFFFFFFFF])
def test_bits(both: Both, x: int) -> None:
    both.agree("bits", x)


def test_vectors(both: Both) -> None:
    results = []
    for run in (both.native, both.python):
        data = (ctypes.c_float * 8)(1.5, -2.0, 3.0, 100.0, 5.0, 6.0, 7.0, 8.0)
        results.append((run("vectors", ctypes.addressof(data)), list(data)))
    assert results[0] == results[1]
    assert results[0][1] == [1.5, 2.5, -1.0, 10.0, 199.0, 6.0, 7.0, 8.0]


@pytest.mark.parametrize("back", [-1, -2, -3])
def test_elements_around_a_pointer(both: Both, back: int) -> None:
    data = (ctypes.c_int32 * 210)(*range(1, 211))
    middle = ctypes.addressof(data) + 3 * 4
    far = 200
    at = 3
    total = data[at - 1] + data[at + back] * 10 + data[at + far] * 100
    total += data[at - 2] * 1000 + data[at + back + 1] * 10000 + data[at - back]
    assert both.agree("around", middle, back, far) == total * 100 + far * 10 + 1


@pytest.mark.parametrize("n", [0, 1, 2, 5, 20])
def test_continue_in_a_range(both: Both, n: int) -> None:
    expected = 0
    for i in range(n):
        if i % 3 != 1:
            expected = expected * 2 + i
    assert both.agree("skipping", n) == expected


@pytest.mark.parametrize("x", [0.0, -0.0, 2.0, float("nan")])
@pytest.mark.parametrize("p", [0, 16])
@pytest.mark.parametrize("n", [0, 3])
def test_truth(both: Both, x: float, p: int, n: int) -> None:
    expected = bool(x) + 2 * (not x) + 4 * bool(p or n) + 8 * bool(n and not p)
    assert both.agree("truths", x, x, p, n) == expected


def test_the_orders_of_atomics() -> None:
    text = m.text("x86_64")
    for line in (
        "store atomic i64 %{}, ptr %{} release, align 8",
        "atomicrmw add ptr %{}, i64 5 monotonic, align 8",
        "atomicrmw sub ptr %{}, i64 2 acq_rel, align 8",
        "atomicrmw xor ptr %{}, i64 3 seq_cst, align 8",
        "cmpxchg ptr %{}, i64 44, i64 45 acq_rel acquire, align 8",
        "cmpxchg ptr %{}, i64 44, i64 46 monotonic monotonic, align 8",
        "cmpxchg ptr %{}, i64 99, i64 46 acquire acquire, align 8",
        "load atomic i64, ptr %{} acquire, align 8",
        "fence seq_cst",
    ):
        assert re.search(re.escape(line).replace(r"\{\}", "[a-z0-9]+"), text), line
    assert not re.search(r"@llvm.ct[lt]z[^\n]*i1 true", text)  # zero has a defined result
    assert "call void @llvm.x86.sse2.pause()" in text
    assert "call void @llvm.aarch64.hint(i32 1)" in m.text("aarch64")


@pytest.mark.parametrize("x", [-3, 0, 2, 1 << 30])
def test_integer_vectors(both: Both, x: int) -> None:
    results = []
    for run in (both.native, both.python):
        data = (ctypes.c_int32 * 8)(5, -1, 0, 7, -(2**31), 2**31 - 1, -100, 12345)
        results.append((run("integer_vectors", ctypes.addressof(data), x), list(data)))
    assert results[0] == results[1]


@pytest.mark.parametrize("a", [0, 3, 50, 1000])
@pytest.mark.parametrize("b", [0, 4, 7])
def test_swap_and_logic(both: Both, a: int, b: int) -> None:
    both.agree("swap", a, b)


@pytest.mark.parametrize(("n", "expected"), [(9, 18), (0, 6), (-4, -1)])
def test_locals_assigned_on_every_way(both: Both, n: int, expected: int) -> None:
    assert both.agree("late", n) == expected


def test_trap_is_an_error_in_python(both: Both) -> None:
    assert both.agree("impossible", 3) == 3
    with pytest.raises(RuntimeError):
        both.python("impossible", 0)
