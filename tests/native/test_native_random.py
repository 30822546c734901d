"""Random programs: what the compiler makes of them must equal what Python makes of them.

Expressions are made as text from hypothesis' choices; shifts are masked and divisors made odd and
positive, since their undefined cases are the author's duty.
"""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st
from native_support import Both, define

_INTS = ["i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64"]


def _range(name: str) -> tuple[int, int]:
    bits = int(name[1:])
    return (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if name[0] == "i" else (0, (1 << bits) - 1)


def _value(name: str) -> st.SearchStrategy[int]:
    low, high = _range(name)
    edges = st.sampled_from([low, low + 1, 0, 1, high // 2, high - 1, high])
    return edges | st.integers(low, high)


@st.composite
def _expression(draw: st.DrawFn, name: str, depth: int) -> str:
    """An expression of integer type `name` over the parameters a, b (of that type) and c (u16)."""
    bits = int(name[1:])
    low, high = _range(name)
    if depth == 0 or draw(st.integers(0, 5)) == 0:
        leaves = ["a", "b", "x"]
        if draw(st.booleans()):
            return draw(st.sampled_from(leaves))
        return f"{name}({draw(st.integers(low, high))})"
    one = draw(_expression(name, depth - 1))
    kind = draw(st.integers(0, 12))
    if kind == 0:
        return f"(-{one})"
    if kind == 1:
        return f"(~{one})"
    if kind == 2:
        other = draw(st.sampled_from(_INTS))
        return f"{name}({draw(_expression(other, 0)) if other == name else f'{other}(c)'})"
    if kind == 3:
        return f"({one} {draw(st.sampled_from(['<<', '>>']))} ({name}(c) & {min(bits - 1, 127)}))"
    if kind == 4:
        divisor = f"({name}(c) & {high >> 1} | 1)"
        return f"({one} {draw(st.sampled_from(['//', '%']))} {divisor})"
    if kind == 5:
        divisor = draw(st.integers(1, high))
        return f"({one} {draw(st.sampled_from(['//', '%']))} {divisor})"
    two = draw(_expression(name, depth - 1))
    if kind == 6:
        return f"{draw(st.sampled_from(['min', 'max']))}({one}, {two})"
    if kind == 7:
        test = f"{one} {draw(st.sampled_from(['<', '<=', '==', '!=', '>', '>=']))} {two}"
        joined = draw(
            st.sampled_from([test, f"not ({test})", f"({test}) and c > 7", f"{one} or c"])
        )
        return f"({one} if {joined} else {two})"
    if kind == 8:
        return f"({one} + {draw(st.integers(low, high))})"
    return f"({one} {draw(st.sampled_from(['+', '-', '*', '&', '|', '^']))} {two})"


@st.composite
def _program(draw: st.DrawFn) -> tuple[str, str]:
    name = draw(st.sampled_from(_INTS))
    lines = [
        'm = Module("random")',
        "@m.function(export=True)",
        f"def f(a: {name}, b: {name}, c: u16) -> {name}:",
        f"    x = {name}(3)",
    ]
    for _ in range(draw(st.integers(1, 3))):
        kind = draw(st.integers(0, 3))
        value = draw(_expression(name, 3))
        if kind == 0:
            lines.append(f"    x = {value}")
        elif kind == 1:
            lines.append(f"    x {draw(st.sampled_from(['+', '-', '*', '^']))}= {value}")
        elif kind == 2:
            lines += [f"    if {value} > b:", f"        x = {draw(_expression(name, 2))}"]
        else:
            start, stop = draw(st.integers(0, 20)), draw(st.integers(0, 20))
            step = draw(st.sampled_from([1, 3, -1, -2]))
            lines += [
                f"    for i in range({start}, {stop}, {step}):",
                f"        x = x * 3 + {value}",
            ]
            if draw(st.booleans()):
                lines += [f"        if x > {name}(i):", "            break"]
    lines.append(f"    return x + {draw(_expression(name, 2))}")
    return name, "\n".join(lines)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_integer_programs(data: st.DataObject) -> None:
    name, source = data.draw(_program())
    scope = define(source, Module=__import__("nitinol.native", fromlist=["Module"]).Module)
    both = Both(scope["m"], data.draw(st.sampled_from(["light", "full"])))
    for _ in range(8):
        a, b = data.draw(_value(name)), data.draw(_value(name))
        both.agree("f", a, b, data.draw(_value("u16")))


_FLOAT_OPS = ["+", "-", "*", "/"]


@st.composite
def _float_expression(draw: st.DrawFn, name: str, depth: int) -> str:
    if depth == 0:
        return draw(st.sampled_from(["a", "b", "1.5", "0.1", "3", f"{name}(n)"]))
    one = draw(_float_expression(name, depth - 1))
    if draw(st.integers(0, 4)) == 0:
        return f"(-{name}({one}))"
    two = draw(_float_expression(name, depth - 1))
    if draw(st.integers(0, 4)) == 0:
        return f"(a if {name}({one}) < {two} else b)"
    return f"({name}({one}) {draw(st.sampled_from(_FLOAT_OPS))} {two})"


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_float_programs(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["f32", "f64"]))
    expression = data.draw(_float_expression(name, 3))
    source = f'm = Module("floats")\n@m.function(export=True)\ndef f(a: {name}, b: {name}, n: i64)'
    source += f" -> {name}:\n    return {name}({expression})\n"
    source += f"@m.function(export=True)\ndef g(a: {name}, b: {name}, n: i64) -> u16:\n"
    source += f"    return u16({name}({expression}))\n"
    scope = define(source, Module=__import__("nitinol.native", fromlist=["Module"]).Module)
    both = Both(scope["m"])
    for _ in range(8):
        a, b = (data.draw(st.floats(width=32)) for _ in "ab")
        n = data.draw(st.integers(-(2**63), 2**63 - 1))
        result = both.agree("f", a, b, n)
        assert isinstance(result, float)
        if not math.isnan(result):
            both.agree("g", a, b, n)
