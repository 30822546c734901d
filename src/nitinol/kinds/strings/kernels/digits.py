# mypy: disable-error-code="empty-body, no-any-return, arg-type, operator"
"""Numbers from texts and texts from integers, in native Python.

A float is its decimal digits w, an integer of up to 19 of them, times a power of ten. Where w and the power are exact
floats, one multiplication or division rounds once (W. D. Clinger, "How to read floating point numbers accurately",
1990). Elsewhere w is multiplied by the first 128 bits of the power of five, which gives enough bits to round them
correctly (D. Lemire, "Number parsing at a gigabyte per second", 2021, after M. Eisel; that no case needs more:
N. Mushtak and D. Lemire, "Fast number parsing without fallback", 2023). Of more than 19 digits the first 19 are read;
if w and w + 1 give one float it is that, and the text is left to the caller if not.
"""

from __future__ import annotations

from typing import Final

from ....native import (
    Module,
    bitcast,
    boolean,
    count_leading_zeros,
    count_trailing_zeros,
    f32,
    f64,
    i64,
    ptr,
    stack,
    u8,
    u32,
    u64,
)
from ...kernels import parallel
from ...kernels.parallel import add_up, eight, spread
from . import letters
from .letters import white

module: Final = Module("strings-digits", include=[parallel.module, letters.module])

TENS: Final = module.variable("tens", f64, 23, initial=[10.0**k for k in range(23)])
POWERS: Final = module.variable("powers", u64, 9, initial=[10**k for k in range(9)])
ZEROS: Final = 0x3030303030303030  # the text 00000000
LEAST, MOST = -342, 308  # powers of ten between which a float64 may be neither 0 nor infinite
FINE, NO_NUMBER, TOO_LARGE = 0, 1, 2


def _power_of_five(q: int) -> int:
    """The first 128 bits of 5**q, rounded up where that is a fraction of few bits, which products need to be exact."""
    if q >= 0:
        exact = 5**q
        more = exact.bit_length() - 128
        return exact >> more if more > 0 else exact << -more
    below = 5**-q
    bits = below.bit_length() + 127
    return (1 << bits) // below + (1 if q >= -27 else 0)


_WORDS: Final = [
    word for q in range(LEAST, MOST + 1) for word in divmod(_power_of_five(q), 1 << 64)
]
FIVES: Final = module.variable("fives", u64, len(_WORDS), initial=_WORDS)


@module.struct
class Product:
    high: u64
    low: u64


@module.function(inline=True)
def inner_start(p: ptr[u8], a: i64, b: i64) -> i64:
    while a < b and p[a] <= 32 and white(p + a, 1) == 1:
        a += 1
    return a


@module.function(inline=True)
def inner_end(p: ptr[u8], a: i64, b: i64) -> i64:
    while b > a and p[b - 1] <= 32 and white(p + b - 1, 1) == 1:
        b -= 1
    return b


@module.function(inline=True)
def is_digit(c: u8) -> bool:
    return c >= 48 and c <= 57


@module.function(inline=True)
def no_digits(word: u64) -> u64:
    """The highest bits of those of eight bytes that are no digits; behind the first one also of others."""
    return ((word + 0x4646464646464646) | (word - ZEROS)) & 0x8080808080808080


@module.function(inline=True)
def eight_read(digits: u64) -> u64:
    """The number of eight digits 0 … 9: pairs of digits, of pairs, of fours."""
    x = digits * 10 + (digits >> 8)
    low = (x & 0x000000FF000000FF) * 0x000F424000000064
    high = ((x >> 16) & 0x000000FF000000FF) * 0x0000271000000001
    return (low + high) >> 32


@module.function
def integer_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    made = ptr[u64](bufs[2])
    wrong = ptr[u8](bufs[3])
    for i in range(first, end):
        b = inner_end(values, offsets[i], offsets[i + 1])
        a = inner_start(values, offsets[i], b)
        minus = False
        if a < b and (values[a] == 45 or values[a] == 43):
            minus = values[a] == 45
            a += 1
        what = NO_NUMBER if a >= b else FINE
        number: u64 = 0
        large = False
        checked = b - a > 19  # more digits may be too many for 64 bits
        while a + 8 <= b and not checked and no_digits(eight(values + a)) == 0:
            number = number * 100000000 + eight_read(eight(values + a) - ZEROS)
            a += 8
        for k in range(a, b):
            if not is_digit(values[k]):
                what = NO_NUMBER
            digit = u64(values[k] - 48)
            if checked:
                most = u64(1844674407370955161)
                large = large or number > most or (number == most and digit > 5)
            number = number * 10 + digit
        if minus:
            if number > u64(0) - u64(dims[2]):
                large = True
            number = u64(0) - number
        elif number > u64(dims[3]):
            large = True
        if large and what == FINE:
            what = TOO_LARGE
        wrong[i] = u8(what)
        made[i] = number


@module.function(export=True, name="strings_to_integers")
def to_integers(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets → 64-bit numbers; for each what is wrong with it; (what is wrong, with which text first). dims:
    texts, unsigned, least, most."""
    status = spread(integer_range, bufs, dims, ctx, dims[0])
    wrong = ptr[u8](bufs[3])
    bad = ptr[i64](bufs[4])
    bad[0] = FINE
    bad[1] = 0
    seen: u8 = 0
    for i in range(dims[0]):
        seen |= wrong[i]
    if seen:
        at = 0
        while wrong[at] == 0:
            at += 1
        bad[0] = i64(wrong[at])
        bad[1] = at
    return status


# --- floats


@module.function(inline=True)
def multiplied(a: u64, b: u64, to: ptr[Product]) -> None:
    """All 128 bits of a product."""
    low = (a & 0xFFFFFFFF) * (b & 0xFFFFFFFF)
    middle = (a >> 32) * (b & 0xFFFFFFFF) + (low >> 32)
    other = (a & 0xFFFFFFFF) * (b >> 32) + (middle & 0xFFFFFFFF)
    to.high = (a >> 32) * (b >> 32) + (middle >> 32) + (other >> 32)
    to.low = (other << 32) | (low & 0xFFFFFFFF)


@module.function
def rounded(w: u64, q: i64, single: boolean) -> u64:
    """The bits of the float nearest to w·10**q, of two equally near ones the even one; of a float32 if `single`."""
    bits = 23 if single else 52  # of the mantissa, without the first, which is always 1
    bias = 127 if single else 1023
    full = u64(0xFF if single else 0x7FF)
    if w == 0 or q < LEAST:
        return 0
    if q > MOST:
        return full << u64(bits)
    zeros = i64(count_leading_zeros(w))
    w = w << u64(zeros)
    product = stack(Product)
    at = 2 * (q - LEAST)
    multiplied(w, FIVES[at], product)
    high = product.high
    low = product.low
    mask = u64(0xFFFFFFFFFFFFFFFF) >> u64(bits + 3)
    if (high & mask) == mask:
        multiplied(w, FIVES[at + 1], product)
        low = low + product.high
        if low < product.high:
            high = high + 1
    upper = i64(high >> 63)
    shift = u64(upper + 61 - bits)
    mantissa = high >> shift
    # floor(q·log2(10)) + 63: exact for these q
    power = ((217706 * q) >> 16) + 63 + upper - zeros + bias
    if power <= 0:  # subnormal
        if 1 - power >= 64:
            return 0
        mantissa = mantissa >> u64(1 - power)
        # 1 << bits are the bits of the least normal float, as it should be
        return (mantissa + (mantissa & 1)) >> 1
    even_from = -17 if single else -4
    even_to = 10 if single else 23
    near_half = low <= 1 and q >= even_from and q <= even_to and (mantissa & 3) == 1
    if near_half and (mantissa << shift) == high:  # half way between two floats
        mantissa = mantissa - 1
    mantissa = (mantissa + (mantissa & 1)) >> 1
    if mantissa >= (u64(2) << u64(bits)):
        mantissa = u64(1) << u64(bits)
        power += 1
    if u64(power) >= full:
        return full << u64(bits)
    return (mantissa - (u64(1) << u64(bits))) | (u64(power) << u64(bits))


@module.function(inline=True)
def small(c: u8) -> u8:
    return c | 32


@module.function
def named(p: ptr[u8], n: i64) -> i64:
    """1 for inf and infinity, 2 for nan, in any case; else 0."""
    if n == 3:
        if small(p[0]) == 110 and small(p[1]) == 97 and small(p[2]) == 110:
            return 2
        return 1 if small(p[0]) == 105 and small(p[1]) == 110 and small(p[2]) == 102 else 0
    return 1 if n == 8 and (eight(p) | 0x2020202020202020) == 0x7974696E69666E69 else 0


@module.struct
class Decimal:
    number: u64
    power: i64
    more: i64  # digits that were not read
    found: i64  # how many digits there are, and where they end
    end: i64


@module.function(inline=True)
def digits_of(p: ptr[u8], b: i64, room: i64, most: i64, to: ptr[Decimal]) -> None:
    """The digits at the front of b bytes, with a point among them; at most so many of them are read.

    `room` bytes may be looked at. Up to eight digits are taken at once.
    """
    number: u64 = 0
    read = 0  # digits behind leading zeros
    more = 0
    found = 0
    point = -1
    a = 0
    while a < b:
        if a + 8 <= room:
            word = eight(p + a)
            count = min(i64(count_trailing_zeros(no_digits(word))) >> 3, b - a)
            if count > 0 and read + count <= most:
                digits = word - ZEROS
                zeros = min(i64(count_trailing_zeros(digits)) >> 3, count)
                read += count if number > 0 else count - zeros
                number = number * POWERS[count] + eight_read(digits << u64(64 - 8 * count))
                found += count
                a += count
                if a < b and p[a] == 46 and point < 0:
                    point = a
                    a += 1
                    continue
                if count == 8:
                    continue
                break
        if is_digit(p[a]):
            if read < most:
                number = number * 10 + u64(p[a] - 48)
                read += 1 if number > 0 else 0
            else:
                more += 1
            found += 1
            a += 1
        elif p[a] == 46 and point < 0:
            point = a
            a += 1
        else:
            break
    to.number = number
    to.power = more
    to.more = more
    to.found = found
    to.end = a
    if point >= 0:
        to.power = more - (a - point - 1)


@module.function
def float_range(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    values = ptr[u8](bufs[0])
    offsets = ptr[i64](bufs[1])
    left = ptr[u8](bufs[3])
    single = dims[1] != 0
    read = stack(Decimal)
    for i in range(first, end):
        b = inner_end(values, offsets[i], offsets[i + 1])
        a = inner_start(values, offsets[i], b)
        sign = values[a] if a < b else u8(0)
        a += i64(sign == 45) | i64(sign == 43)
        digits_of(values + a, b - a, dims[2] - a, 19, read)
        fine = read.found > 0
        power = read.power
        at = a + read.end
        if fine and at < b and small(values[at]) == 101:
            at += 1
            down = False
            if at < b and (values[at] == 45 or values[at] == 43):
                down = values[at] == 45
                at += 1
            exponent = 0
            fine = at < b
            while at < b and is_digit(values[at]):
                exponent = min(exponent * 10 + i64(values[at] - 48), 1000000000000)
                at += 1
            power += 0 - exponent if down else exponent
        fine = fine and at == b
        bits: u64 = 0
        if fine:
            number = read.number
            if not single and number <= 9007199254740992 and power >= -22 and power <= 22:
                x = f64(number)
                bits = bitcast(u64, x * TENS[power] if power >= 0 else x / TENS[0 - power])
            elif single and number <= 16777216 and power >= -10 and power <= 10:
                y = f32(number)
                ten = f32(TENS[max(power, 0 - power)])
                bits = u64(bitcast(u32, y * ten if power >= 0 else y / ten))
            else:
                bits = rounded(number, power, single)
            if read.more > 0:
                fine = rounded(number + 1, power, single) == bits
        else:
            what = named(values + a, b - a)
            fine = what > 0
            if what > 0:
                bits = u64(0xFF) << 23 if single else u64(0x7FF) << 52
                bits |= (u64(1) << u64(22 if single else 51)) if what == 2 else u64(0)
        left[i] = u8(not fine)
        bits |= u64(sign == 45) << u64(31 if single else 63)
        if single:
            ptr[u32](bufs[2])[i] = u32(bits)
        else:
            ptr[u64](bufs[2])[i] = bits


@module.function(export=True, name="strings_to_floats")
def to_floats(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """values, offsets → float64 or float32 numbers, which texts were not read. dims: texts, whether float32,
    bytes."""
    return spread(float_range, bufs, dims, ctx, dims[0])


# --- texts of integers


@module.function(inline=True)
def magnitude(x: i64, unsigned: i64) -> u64:
    return u64(0) - u64(x) if x < 0 and unsigned == 0 else u64(x)


@module.function
def integer_sizes(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    numbers = ptr[i64](bufs[0])
    made = ptr[i64](bufs[1])
    for i in range(first, end):
        size = 1 if numbers[i] >= 0 or dims[1] else 2
        x = magnitude(numbers[i], dims[1])
        while x >= 10:
            size += 1
            x = x // 10
        made[i + 1] = size


@module.function(export=True, name="strings_of_integers_sizes")
def of_integers_sizes(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """int64 or uint64 numbers → offsets of their texts. dims: numbers, whether unsigned."""
    status = spread(integer_sizes, bufs, dims, ctx, dims[0])
    add_up(ptr[i64](bufs[1]), dims[0])
    return status


@module.function
def integer_texts(bufs: ptr[ptr], dims: ptr[i64], first: i64, end: i64) -> None:
    numbers = ptr[i64](bufs[0])
    made = ptr[i64](bufs[1])
    to = ptr[u8](bufs[2])
    for i in range(first, end):
        x = magnitude(numbers[i], dims[1])
        at = made[i + 1] - 1
        while x >= 10:
            to[at] = u8(48 + x % 10)
            x = x // 10
            at -= 1
        to[at] = u8(48 + x)
        if at > made[i]:
            to[made[i]] = 45


@module.function(export=True, name="strings_of_integers")
def of_integers(bufs: ptr[ptr], dims: ptr[i64], ctx: ptr[ptr]) -> i64:
    """numbers, offsets → bytes. dims: numbers, whether unsigned."""
    return spread(integer_texts, bufs, dims, ctx, dims[0])
