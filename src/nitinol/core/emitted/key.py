# ruff: noqa: SIM109, SIM110
# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""The key of a call, native: a sequence of 64-bit words that says everything its plan depends on.

    function number and argument count
    for each operand     its layout's address, or a small tag (FLOAT, INT and which dtypes hold it,
                         COMPLEX, NONE), or LIST or TUPLE, the length, and the items
    for each static      a tag and a value: numbers by value, strings, dtypes and singletons by
                         identity, tuples, lists and slices by their parts
    for each keyword     its name by identity, then as a static

Addresses are multiples of 8 and beyond the tags, and every part says how long it is, so equal
words mean equal calls. Objects that appear by identity are held by the entry (`references`), so
that their addresses cannot come to mean anything else.
"""

from __future__ import annotations

from typing import Final

from ...native import (
    bitcast,
    count_leading_zeros,
    f64,
    i32,
    i64,
    likely,
    ptr,
    ref,
    stack,
    u64,
    unlikely,
)
from .cpython import (
    Object,
    PyComplex_ImagAsDouble,
    PyComplex_RealAsDouble,
    PyFloat_AsDouble,
    PyList_GetItem,
    PyList_Size,
    PyLong_AsLongLongAndOverflow,
    PyTuple_GetItem,
    PyTuple_Size,
    Slice,
    complex_type,
    core,
    ellipsis,
    false,
    float_type,
    int_type,
    list_type,
    none,
    slice_type,
    str_type,
    true,
    tuple_type,
)
from .objects import (
    MAX_OPERANDS,
    MAX_WORDS,
    Call,
    Function,
    Tensor,
    dtype_type,
    result_type,
)

FLOAT: Final = 1
INT: Final = 2
COMPLEX: Final = 3
NONE: Final = 4
LIST: Final = 5
TUPLE: Final = 6
TENSOR: Final = 7
OBJECT: Final = 8
SLICE: Final = 9


@core.function(inline=True)
def put(call: ptr[Call], word: u64) -> None:
    """One more word; there is room for a few after every check in `has_room`."""
    call.words[call.word_count] = word
    call.word_count += 1


@core.function(inline=True)
def has_room(call: ptr[Call]) -> bool:
    """Whether one more argument or item fits."""
    return call.word_count < MAX_WORDS - 8 and call.operand_count < MAX_OPERANDS


@core.function(inline=True)
def refer(call: ptr[Call], o: ptr[Object]) -> None:
    """Have the new entry, if one is being made, hold `o`.

    While a new entry is made there are no buffers yet; they have room for all references.
    """
    if call.collecting:
        call.buffers[call.reference_count] = i64(ptr(o))
        call.reference_count += 1


@core.function(inline=True)
def put_tensor(call: ptr[Call], o: ptr[Object]) -> None:
    tensor = ptr[Tensor](o)
    put(call, u64(ptr(tensor.layout)))
    call.operands[call.operand_count] = o
    if call.collecting:
        refer(call, tensor.layout)
    else:
        call.buffers[call.operand_count] = tensor.address
    call.operand_count += 1


@core.function(inline=True)
def int_tag(value: i64) -> u64:
    """INT, and which integer dtypes can hold the value: a call with an int that does not fit
    its partner's dtype must not be taken for one with an int that does."""
    if likely(u64(value) < 128):
        return INT
    return INT | size_of_int(value) << 8


@core.function
def size_of_int(value: i64) -> u64:
    """The same number for all ints that the same integer dtypes can hold; 0 for those of int8 and
    uint8."""
    if value >= 0:
        bits = 64 - count_leading_zeros(u64(value))
        return (
            u64(bits > 7)
            + u64(bits > 8)
            + u64(bits > 15)
            + u64(bits > 16)
            + u64(bits > 31)
            + u64(bits > 32)
        )
    bits = 64 - count_leading_zeros(~u64(value))
    return 8 + u64(bits > 7) + u64(bits > 15) + u64(bits > 31)


@core.function
def put_number(call: ptr[Call], o: ptr[Object]) -> bool:
    """A Python number as an operand; False when it is none, or too large."""
    at = call.operand_count
    place = ref(call).numbers + 2 * at
    if o.type == float_type:
        place[0] = PyFloat_AsDouble(o)
        put(call, FLOAT)
    elif o.type == int_type:
        overflow = stack(i32)
        value = PyLong_AsLongLongAndOverflow(o, overflow)
        place[0] = bitcast(f64, value)
        if overflow[0]:
            return False
        put(call, int_tag(value))
    elif o.type == complex_type:
        place[0] = PyComplex_RealAsDouble(o)
        place[1] = PyComplex_ImagAsDouble(o)
        put(call, COMPLEX)
    else:
        return False
    call.operands[at] = o
    if not call.collecting:
        call.buffers[at] = i64(ptr(place))
    call.operand_count = at + 1
    return True


@core.function
def put_item(call: ptr[Call], o: ptr[Object]) -> bool:
    """An operand in a list or tuple."""
    if not has_room(call):
        return False
    if o.type == result_type[0]:
        put_tensor(call, o)
        return True
    return put_number(call, o)


@core.function
def put_operand(call: ptr[Call], o: ptr[Object]) -> bool:
    """An operand that is not a tensor; False when the call has no key."""
    if o == none:
        put(call, NONE)
        return True
    if o.type == list_type:
        size = PyList_Size(o)
        put(call, LIST)
        put(call, u64(size))
        call.loose = 1
        for i in range(size):
            if not put_item(call, PyList_GetItem(o, i)):
                return False
        return True
    if o.type == tuple_type:
        size = PyTuple_Size(o)
        put(call, TUPLE)
        put(call, u64(size))
        for i in range(size):
            if not put_item(call, PyTuple_GetItem(o, i)):
                return False
        return True
    return put_number(call, o)


@core.function
def put_static(call: ptr[Call], o: ptr[Object], depth: i64) -> bool:
    """A static argument; False when the call has no key."""
    if not has_room(call) or depth > 8:
        return False
    if o.type == int_type:
        overflow = stack(i32)
        value = PyLong_AsLongLongAndOverflow(o, overflow)
        if overflow[0]:
            return False
        put(call, INT)
        put(call, u64(value))
        return True
    if o == none or o == true or o == false or o == ellipsis:
        put(call, OBJECT)
        put(call, u64(ptr(o)))
        return True
    if o.type == str_type or o.type == dtype_type[0]:
        put(call, OBJECT)
        put(call, u64(ptr(o)))
        refer(call, o)
        return True
    if o.type == float_type:
        put(call, FLOAT)
        put(call, bitcast(u64, PyFloat_AsDouble(o)))
        return True
    if o.type == tuple_type:
        size = PyTuple_Size(o)
        put(call, TUPLE)
        put(call, u64(size))
        for i in range(size):
            if not put_static(call, PyTuple_GetItem(o, i), depth + 1):
                return False
        return True
    if o.type == slice_type:
        parts = ptr[Slice](o)
        put(call, SLICE)
        return (
            put_bound(call, parts.start)
            and put_bound(call, parts.stop)
            and put_bound(call, parts.step)
        )
    if o.type == list_type:
        size = PyList_Size(o)
        put(call, LIST)
        put(call, u64(size))
        call.loose = 1
        for i in range(size):
            if not put_static(call, PyList_GetItem(o, i), depth + 1):
                return False
        return True
    if call.nested and o.type == result_type[0]:
        put(call, TENSOR)
        put_tensor(call, o)
        return True
    return False


@core.function
def put_bound(call: ptr[Call], o: ptr[Object]) -> bool:
    """A part of a slice: an int or None."""
    return (o == none or o.type == int_type) and put_static(call, o, 0)


@core.function(inline=True)
def make_key(
    call: ptr[Call],
    function: ptr[Function],
    args: ptr[ptr[Object]],
    count: i64,
    names: ptr[Object],
    collecting: i64,
) -> bool:
    """Fill `call` for `function(*args)`, the last arguments named by `names`; False when no key
    describes the call."""
    call.word_count = 0
    call.operand_count = 0
    call.reference_count = 0
    call.collecting = collecting
    call.loose = 0
    call.nested = function.nested
    if unlikely(count > MAX_OPERANDS):
        return False
    put(call, function.number << 16 | u64(count))
    operand_count = min(function.operand_count, count)
    for i in range(operand_count):
        o = args[i]
        if unlikely(not has_room(call)):
            return False
        if likely(o.type == result_type[0]):
            put_tensor(call, o)
        elif not put_operand(call, o):
            return False
    for i in range(operand_count, count):
        if not put_static(call, args[i], 0):
            return False
    if names:
        named = PyTuple_Size(names)
        if unlikely(count + named > MAX_OPERANDS):
            return False
        for i in range(named):
            name = PyTuple_GetItem(names, i)
            if not has_room(call):
                return False
            put(call, u64(ptr(name)))
            refer(call, name)
            if not put_static(call, args[count + i], 0):
                return False
    return True


@core.function(inline=False)
def collect_key(
    call: ptr[Call],
    function: ptr[Function],
    args: ptr[ptr[Object]],
    count: i64,
    names: ptr[Object],
) -> bool:
    """`make_key` for a new entry: with the objects that it must hold."""
    return make_key(call, function, args, count, names, 1)
