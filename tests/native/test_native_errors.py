"""What the checker refuses, with what message, and at which line."""

from __future__ import annotations

import pytest
from native_support import define

from nitinol.native import Module, NativeError

_BEFORE = """
m = Module("refused")
@m.struct
class Block:
    next: ptr[Block]
    size: i64
@m.struct
class Other:
    size: i64
@m.extern
def malloc(size: u64) -> ptr: ...
@m.extern(variadic=True)
def printf(format: ptr[u8], *rest) -> i32: ...
@m.function
def helper(x: i64, p: ptr[Block]) -> None:
    return
LIST = [1]
LIMIT = 5
"""


def refused(body: str, params: str = "x: i64, y: u64, p: ptr[Block]", result: str = "i64") -> str:
    """The error of a function with this body; checks that the error names the marked line."""
    lines = body.strip("\n").split("\n")
    marked = [n for n, line in enumerate(lines) if line.endswith("#!")] or [0]
    head = f"@m.function(export=True)\ndef f({params}) -> {result}:\n"
    source = _BEFORE + head + "\n".join("    " + line for line in lines) + "\n"
    scope = define(source, Module=Module)
    with pytest.raises(NativeError) as caught:
        scope["m"].text()
    first = source[: source.index("def f(")].count("\n") + 1 + 2  # two lines of imports before
    assert caught.value.lineno == first + 1 + marked[0], str(caught.value)
    assert caught.value.filename in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return x + y", "the left side is a i64 and the right side a u64"),
        ("return y", "given u64, wanted i64; write i64(...)"),
        ("return x / 2", "integers divide with //"),
        ("return x << 64", "it has 64 bits"),
        ("return i64(u8(x) & 256)", "the constant 256 does not fit u8"),
        ("return i64(u8(x) + -1)", "the constant -1 does not fit u8"),
        ("return x // 0", "division by zero"),
        ("return x + 0.5", "given a float constant"),
        ("z: u8 = 256\nreturn 1", "the constant 256 does not fit u8"),
        ("if x: #!\n    z = 1\nreturn z", ""),
        ("return unknown", "the name unknown is not known"),
        ("return LIST", "is a Python list"),
        ("return p.sise", "has no field sise; it has next, size"),
        ("return x.size", "is a i64, which has no field size"),
        ("return x[0]", "has no elements"),
        ("return malloc(8)[0]", "write ptr[u8](...) for bytes"),
        ("return p is p", "pointers are compared with =="),
        ("helper(x)\nreturn 1", "wants 2 arguments, given 1"),
        ("helper(y, p)\nreturn 1", "argument 1 of helper: given u64, wanted i64"),
        ("helper(x, malloc(8))\nreturn 1", "given ptr, wanted ptr[Block]; write ptr[Block](...)"),
        ("helper(x, stack(Other))\nreturn 1", "given ptr[Other], wanted ptr[Block]"),
        ("return helper(x, p)", "has no value"),
        ("malloc(x)\nreturn 1", "given i64, wanted u64"),
        ("return i64(printf('', True))", "C has no variadic bool"),
        ("return x()", "cannot be called"),
        ("return LIST()", "only native functions"),
        ("x + 1\nreturn 1", "has no effect"),
        ("z = null\nreturn 1", "null needs a type"),
        ("return x and 1", "write bool(...) around it"),
        ("x = y\nreturn 1", "local x: given u64, wanted i64"),
        ("with x: #!\n    return 1", "a With statement does not exist"),
        ("return [x]", "a List expression does not exist"),
        ("for i in p: #!\n    pass\nreturn 1", "the only for is"),
        ("for i in range(0, x, x): #!\n    pass\nreturn 1", "an integer constant other than 0"),
        ("p.size = y\nreturn 1", "p.size: given u64, wanted i64"),
        ("return atomic_load(p, 'acquire')", "wants a pointer to an integer or pointer"),
        ("return atomic_load(ref(p).size, 'release')", "cannot have the order release"),
        ("return atomic_load(ref(p).size, 'weak')", "is one of relaxed, acquire"),
        ("return f(x=1)", "keyword and * arguments"),
        ("return ref(x)", "stack(T) for a local"),
        ("return int(x)", "write i64(...) or f64(...)"),
        ("a = b = x\nreturn 1", "write two lines"),
        ("return -p.next", "want a number"),
        ("return ptr[u8](i32(3))", "go through u64"),
        ("return x < p", "comparison <"),
        ("return i64(x < 1 < 2 < p.size < 3)", "in the middle"),
        ("return 1\nreturn 2", ""),
    ],
)
def test_refused(body: str, message: str) -> None:
    if message:
        assert message in refused(body)


def test_a_local_that_may_be_unassigned() -> None:
    assert "z may be used before" in refused("if x:\n    z = 1\nreturn z #!")
    assert "z may be used before" in refused("while x:\n    z = 1\n    x = 0\nreturn z #!")
    assert "z may be used before" in refused("for i in range(x):\n    z = i\nreturn z #!")
    assert "i may be used before" in refused("for i in range(x):\n    pass\nreturn i #!")
    assert "z may be used before" in refused("z += 1\nreturn z")
    # A name that is assigned anywhere is a local everywhere, whatever it means outside.
    assert "LIMIT may be used" in refused("y = u64(LIMIT)\nLIMIT = 2\nreturn LIMIT")
    assert "helper may be used" in refused("helper(x, p)\nhelper = 2\nreturn helper")
    assert "z may be used before" in refused(
        "while True:\n    if x > 3:\n        break\n    z = 1\n    break\nreturn z #!"
    )


def test_a_line_that_is_never_reached() -> None:
    assert "never be reached" in refused("return 1\nx = 2 #!\nreturn 2")


def test_a_way_without_a_return() -> None:
    source = _BEFORE + "@m.function\ndef f(x: i64) -> i64:\n    if x:\n        return 1\n"
    with pytest.raises(NativeError, match="ends without a return; wanted a i64"):
        define(source, Module=Module)["m"].text()


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("@m.function\ndef f(x) -> None:\n    return\n", "no type is given for x"),
        ("@m.function\ndef f(x: i64):\n    return\n", "no type is given for return"),
        ("@m.function\ndef f(x: int) -> None:\n    return\n", "write i64"),
        ("@m.function\ndef f(x: Block) -> None:\n    return\n", r"write ptr\[Block\]"),
        ("@m.function\ndef f(x: i65) -> None:\n    return\n", "cannot read the annotation"),
        ("@m.function\ndef f(x: i64 = 3) -> None:\n    return\n", "default values"),
        ("@m.extern\ndef f(*rest) -> i64: ...\n@m.function\ndef g() -> i64:\n    return f()\n",
         "belong together"),
        ("@m.function(name='helper')\ndef f() -> None:\n    return\n", "are called refused.helper"),
        ("n = Module('n')\n@n.function\ndef f() -> None:\n    helper(1, null)\n"
         "m.included.append(n)\nm._functions.clear()\n", "belongs to another module"),
        ("@m.extern(name='malloc')\ndef f(x: i32) -> ptr: ...\n@m.function\ndef g() -> None:\n"
         "    malloc(1)\n    f(1)\n", "is declared as"),
    ],
)  # fmt: skip
def test_refused_definitions(source: str, message: str) -> None:
    with pytest.raises(NativeError, match=message):
        define(_BEFORE + source, Module=Module)["m"].text()


def test_a_struct_field_needs_a_size() -> None:
    source = 'm = Module("s")\n@m.struct\nclass A:\n    x: None\n'
    from nitinol.native import sizeof

    with pytest.raises(NativeError, match="field x of struct A"):
        sizeof(define(source, Module=Module)["A"])


def test_initial_values_are_checked() -> None:
    m = Module("initial")
    from nitinol.native import u8

    m.variable("small", u8, 2, initial=[1, 256])
    with pytest.raises(NativeError, match="256 does not fit u8"):
        m.text()
