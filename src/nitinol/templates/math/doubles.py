"""Numbers as unevaluated sums of two floats: twice the bits, without a branch.

A pair (high, low) means high + low, with low no more than half an ulp of high. The sums are
Knuth's and Dekker's (T. J. Dekker, Numerische Mathematik 18, 1971); the exact product uses a
fused multiply-add where there is one and Veltkamp's splitting elsewhere, so both give the same bits
(inputs near the overflow threshold excepted, where splitting overflows).
"""

from __future__ import annotations

from .number import Num, fma

Pair = tuple[Num, Num]


def two_sum(a: Num, b: Num) -> Pair:
    """a + b exactly."""
    total = a + b
    part = total - a
    return total, (a - (total - part)) + (b - part)


def quick_two_sum(a: Num, b: Num) -> Pair:
    """a + b exactly, where |a| ≥ |b| or a is 0."""
    total = a + b
    return total, b - (total - a)


def two_prod(a: Num, b: Num) -> Pair:
    """a·b exactly, short of underflow."""
    product = a * b
    if a.fused:
        return product, fma(a, b, -product)
    ah, al = _halves(a)
    bh, bl = _halves(b)
    return product, ((ah * bh - product) + ah * bl + al * bh) + al * bl


def _halves(a: Num) -> Pair:
    big = a * (134217729.0 if a.wide else 4097.0)
    high = big - (big - a)
    return high, a - high


def add(a: Pair, b: Pair) -> Pair:
    """Sum; the relative error is a few units of the doubled precision unless heads cancel."""
    high, low = two_sum(a[0], b[0])
    return quick_two_sum(high, low + (a[1] + b[1]))


def mul(a: Pair, b: Pair) -> Pair:
    high, low = two_prod(a[0], b[0])
    return quick_two_sum(high, low + fma(a[0], b[1], a[1] * b[0]))


def div(a: Pair, b: Pair) -> Pair:
    quotient = a[0] / b[0]
    product, error = two_prod(quotient, b[0])
    rest = ((a[0] - product) - error) + (a[1] - quotient * b[1])
    return quick_two_sum(quotient, rest / b[0])
