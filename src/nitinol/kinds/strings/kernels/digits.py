# mypy: disable-error-code="empty-body, no-any-return, arg-type, operator"
"""Numbers from texts and texts from integers, in native Python.

Reading a float is exact here where the digits are an integer below 2**53 and the power of ten is at most 22: then one
multiplication or division rounds once (W. D. Clinger, "How to read floating point numbers accurately", 1990).
Other texts are left to the caller.
"""

from __future__ import annotations

from typing import Final

from ....native import Module, f64, i64, ptr, u8, u64
from ...kernels import parallel
from ...kernels.parallel import add_up, spread
from . import letters
from .letters import white

module: Final = Module("strings-digits", include=[parallel.module, letters.module])

TENS: Final = module.variable("tens", f64, 23, initial=[10.0**k for k in range(23)])
FINE, NO_NUMBER, TOO_LARGE = 0, 1, 2


@module.function(inline=True)
def inner_start(p: ptr[u8], a: i64, b: i64) -> i64:
    while a < b and p[a] < 0x80 and white(p + a, 1) == 1:
        a += 1
    return a


@module.function(inline=True)
def inner_end(p: ptr[u8], a: i64, b: i64) -> i64:
    while b > a and p[b - 1] < 0x80 and white(p + b - 1, 1) == 1:
        b -= 1
    return b


@module.function(inline=True)
def is_digit(c: u8) -> bool:
    return c >= 48 and c <= 57


@module.function(export=True, name="strings_to_integers")
def to_integers(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets → 64-bit numbers; (what is wrong, with which text). dims: texts, unsigned, least, most."""
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    made = ptr[u64](bufs[2])
    bad = ptr[i64](bufs[3])
    bad[0] = FINE
    for i in range(dims[0]):
        bad[1] = i
        b = inner_end(values, offsets[i], offsets[i + 1])
        a = inner_start(values, offsets[i], b)
        minus = False
        if a < b and (values[a] == 45 or values[a] == 43):
            minus = values[a] == 45
            a += 1
        if a >= b:
            bad[0] = NO_NUMBER
            return 0
        number: u64 = 0
        large = False
        for k in range(a, b):
            if not is_digit(values[k]):
                bad[0] = NO_NUMBER
                return 0
            digit = u64(values[k] - 48)
            if number > 1844674407370955161 or (number == 1844674407370955161 and digit > 5):
                large = True
            number = number * 10 + digit
        if minus:
            if number > u64(0) - u64(dims[2]):
                large = True
            number = u64(0) - number
        elif number > u64(dims[3]):
            large = True
        if large:
            bad[0] = TOO_LARGE
            return 0
        made[i] = number
    return 0


@module.function
def float_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    made = ptr[f64](bufs[2])
    left = ptr[u8](bufs[3])
    for i in range(first, end):
        b = inner_end(values, offsets[i], offsets[i + 1])
        a = inner_start(values, offsets[i], b)
        minus = False
        if a < b and (values[a] == 45 or values[a] == 43):
            minus = values[a] == 45
            a += 1
        number: u64 = 0
        digits = 0
        power = 0
        any_digit = False
        while a < b and is_digit(values[a]):
            number = number * 10 + u64(values[a] - 48)
            digits += 1 if number > 0 else 0
            any_digit = True
            a += 1
        if a < b and values[a] == 46:
            a += 1
            while a < b and is_digit(values[a]):
                number = number * 10 + u64(values[a] - 48)
                digits += 1 if number > 0 else 0
                any_digit = True
                power -= 1
                a += 1
        if any_digit and a < b and (values[a] | 32) == 101:
            a += 1
            down = False
            if a < b and (values[a] == 45 or values[a] == 43):
                down = values[a] == 45
                a += 1
            exponent = 0
            any_digit = False
            while a < b and is_digit(values[a]):
                exponent = min(exponent * 10 + i64(values[a] - 48), 100000)
                any_digit = True
                a += 1
            power += 0 - exponent if down else exponent
        exact = digits <= 19 and number <= 9007199254740992 and power >= -22 and power <= 22
        left[i] = u8(not (any_digit and a == b and exact))
        x = f64(number)
        if exact:
            x = x * TENS[power] if power >= 0 else x / TENS[0 - power]
        made[i] = 0.0 - x if minus and number > 0 else x
        if minus and number == 0:
            made[i] = -0.0


@module.function(export=True, name="strings_to_floats")
def to_floats(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets → float64 numbers, which texts were not read. dims: texts."""
    return spread(float_range, bufs, dims, ctx, dims[0])


@module.function(inline=True)
def magnitude(x: i64, unsigned: i64) -> u64:
    return u64(0) - u64(x) if x < 0 and unsigned == 0 else u64(x)


@module.function(export=True, name="strings_of_integers_sizes")
def of_integers_sizes(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """int64 or uint64 numbers → offsets of their texts. dims: numbers, whether unsigned."""
    numbers = ptr[i64](bufs[0])
    made = ptr[i64](bufs[1])
    for i in range(dims[0]):
        size = 1 if numbers[i] >= 0 or dims[1] else 2
        x = magnitude(numbers[i], dims[1])
        while x >= 10:
            size += 1
            x = x // 10
        made[i + 1] = size
    add_up(made, dims[0])
    return 0


@module.function(export=True, name="strings_of_integers")
def of_integers(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """numbers, offsets → bytes. dims: numbers, whether unsigned."""
    numbers = ptr[i64](bufs[0])
    made = ptr[i64](bufs[1])
    to = ptr[u8](bufs[2])
    for i in range(dims[0]):
        x = magnitude(numbers[i], dims[1])
        at = made[i + 1] - 1
        while x >= 10:
            to[at] = u8(48 + x % 10)
            x = x // 10
            at -= 1
        to[at] = u8(48 + x)
        if at > made[i]:
            to[made[i]] = 45
    return 0
