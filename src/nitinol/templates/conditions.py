"""Decisions that are taken while a kernel is written where sizes are known, and by the kernel where not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ..llvm.text import Function, Int

Condition = bool | str  # known, or the name of an i1

_COMPARE: Final[dict[str, Callable[[int, int], bool]]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "slt": lambda a, b: a < b,
    "sle": lambda a, b: a <= b,
    "sgt": lambda a, b: a > b,
    "sge": lambda a, b: a >= b,
}


def compare(f: Function, predicate: str, a: Int, b: Int) -> Condition:
    """A comparison of i64."""
    if isinstance(a, int) and isinstance(b, int):
        return _COMPARE[predicate](a, b)
    return f.compare(predicate, a, b)


def both(f: Function, a: Condition, b: Condition) -> Condition:
    """a and b."""
    if isinstance(a, bool):
        return b if a else False
    if isinstance(b, bool):
        return a if b else False
    return f.let(f"and i1 {a}, {b}")


def either(f: Function, a: Condition, b: Condition) -> Condition:
    """a or b."""
    if isinstance(a, bool):
        return True if a else b
    if isinstance(b, bool):
        return True if b else a
    return f.let(f"or i1 {a}, {b}")


def negate(f: Function, a: Condition) -> Condition:
    """not a."""
    return not a if isinstance(a, bool) else f.let(f"xor i1 {a}, true")


def choose(f: Function, condition: Condition, a: Int, b: Int, type: str = "i64") -> Int:
    """`a` where the condition holds, else `b`."""
    if isinstance(condition, bool):
        return a if condition else b
    return a if a == b else f.select(condition, a, b, type)


def when(f: Function, condition: Condition, then: Callable[[], None]) -> None:
    """Write `then` where it may be needed; it defines nothing for later."""
    if condition is True:
        then()
    elif condition is not False:
        with f.when(condition):
            then()


def low_bits(f: Function, a: Int, modulus: int) -> Int:
    """`a` modulo a power of two, also for negative numbers."""
    return a % modulus if isinstance(a, int) else f.let(f"and i64 {a}, {modulus - 1}")


def as_number(f: Function, condition: Condition) -> Int:
    """1 or 0."""
    if isinstance(condition, bool):
        return int(condition)
    return f.let(f"zext i1 {condition} to i64")
