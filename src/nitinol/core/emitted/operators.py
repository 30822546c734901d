# mypy: disable-error-code="arg-type, assignment, empty-body, no-any-return, operator, return-value"
"""The operators of tensors, native: each slot of the type calls the function that was set for
it."""

from __future__ import annotations

from typing import Final

from ...native import i32, i64, null, ptr, stack
from .cpython import (
    MP_SUBSCRIPT,
    NB_ABSOLUTE,
    NB_ADD,
    NB_AND,
    NB_FLOOR_DIVIDE,
    NB_INVERT,
    NB_LSHIFT,
    NB_MATRIX_MULTIPLY,
    NB_MULTIPLY,
    NB_NEGATIVE,
    NB_OR,
    NB_POSITIVE,
    NB_POWER,
    NB_REMAINDER,
    NB_RSHIFT,
    NB_SUBTRACT,
    NB_TRUE_DIVIDE,
    NB_XOR,
    TP_RICHCOMPARE,
    Object,
    PyErr_SetString,
    PyObject_Vectorcall,
    TypeSlot,
    core,
    new_reference,
    none,
    not_implemented,
    type_error,
)
from .function import function_call
from .names import NAMES
from .objects import Function, function_type
from .types import put_slot

OPERATOR_SLOTS: Final = 19

functions: Final = core.variable("operator_functions", ptr[Object], len(NAMES))


@core.function(inline=True)
def operate(which: i64, a: ptr[Object], b: ptr[Object]) -> ptr[Object]:
    """Call the function of an operator with two arguments."""
    function = functions[which]
    if not function:
        return new_reference(not_implemented)
    args = stack(ptr[Object], 2)
    args[0] = a
    args[1] = b
    if function.type == function_type[0]:
        return function_call(ptr[Function](function), args, 2, null)
    return PyObject_Vectorcall(function, args, 2, null)


@core.function(inline=True)
def operate_one(which: i64, a: ptr[Object]) -> ptr[Object]:
    """Call the function of an operator with one argument."""
    function = functions[which]
    if not function:
        return no_operator()
    args = stack(ptr[Object])
    args[0] = a
    if function.type == function_type[0]:
        return function_call(ptr[Function](function), args, 1, null)
    return PyObject_Vectorcall(function, args, 1, null)


@core.function
def no_operator() -> ptr[Object]:
    PyErr_SetString(type_error[0], "tensors have no such operator yet; import nitinol")
    return null


@core.function
def operator_add(a: ptr[Object], b: ptr[Object]) -> ptr[Object]:
    return operate(6, a, b)


@core.function
def operator_subtract(a: ptr[Object], b: ptr[Object]) -> ptr[Object]:
    return operate(7, a, b)


@core.function
def operator_multiply(a: ptr[Object], b: ptr[Object]) -> ptr[Object]:
    return operate(8, a, b)


@core.function
def operator_divide(a: ptr[Object], b: ptr[Object]) -> ptr[Object]:
    return operate(9, a, b)


@core.function
def operator_floor_divide(a: ptr[Object], b: ptr[Object]) -> ptr[Object]:
    return operate(10, a, b)


@core.function
def operator_remainder(a: ptr[Object], b: ptr[Object]) -> ptr[Object]:
    return operate(11, a, b)


@core.function
def operator_matmul(a: ptr[Object], b: ptr[Object]) -> ptr[Object]:
    return operate(12, a, b)


@core.function
def operator_bitwise_and(a: ptr[Object], b: ptr[Object]) -> ptr[Object]:
    return operate(13, a, b)


@core.function
def operator_bitwise_or(a: ptr[Object], b: ptr[Object]) -> ptr[Object]:
    return operate(14, a, b)


@core.function
def operator_bitwise_xor(a: ptr[Object], b: ptr[Object]) -> ptr[Object]:
    return operate(15, a, b)


@core.function
def operator_bitwise_left_shift(a: ptr[Object], b: ptr[Object]) -> ptr[Object]:
    return operate(16, a, b)


@core.function
def operator_bitwise_right_shift(a: ptr[Object], b: ptr[Object]) -> ptr[Object]:
    return operate(17, a, b)


@core.function
def operator_negative(a: ptr[Object]) -> ptr[Object]:
    return operate_one(19, a)


@core.function
def operator_positive(a: ptr[Object]) -> ptr[Object]:
    return operate_one(20, a)


@core.function
def operator_abs(a: ptr[Object]) -> ptr[Object]:
    return operate_one(21, a)


@core.function
def operator_bitwise_invert(a: ptr[Object]) -> ptr[Object]:
    return operate_one(22, a)


@core.function
def operator_pow(a: ptr[Object], b: ptr[Object], modulus: ptr[Object]) -> ptr[Object]:
    if modulus != none:
        PyErr_SetString(type_error[0], "pow of tensors takes no modulus; write (a ** b) % m")
        return null
    return operate(18, a, b)


@core.function
def operator_getitem(a: ptr[Object], key: ptr[Object]) -> ptr[Object]:
    if not functions[23]:
        return no_operator()
    return operate(23, a, key)


@core.function
def compare(a: ptr[Object], b: ptr[Object], which: i32) -> ptr[Object]:
    return operate(i64(which), a, b)


@core.function
def put_operators(slots: ptr[TypeSlot], at: i64) -> None:
    """Write the slots of all operators, starting at number `at`."""
    put_slot(slots, at + 0, NB_ADD, operator_add)
    put_slot(slots, at + 1, NB_SUBTRACT, operator_subtract)
    put_slot(slots, at + 2, NB_MULTIPLY, operator_multiply)
    put_slot(slots, at + 3, NB_TRUE_DIVIDE, operator_divide)
    put_slot(slots, at + 4, NB_FLOOR_DIVIDE, operator_floor_divide)
    put_slot(slots, at + 5, NB_REMAINDER, operator_remainder)
    put_slot(slots, at + 6, NB_MATRIX_MULTIPLY, operator_matmul)
    put_slot(slots, at + 7, NB_AND, operator_bitwise_and)
    put_slot(slots, at + 8, NB_OR, operator_bitwise_or)
    put_slot(slots, at + 9, NB_XOR, operator_bitwise_xor)
    put_slot(slots, at + 10, NB_LSHIFT, operator_bitwise_left_shift)
    put_slot(slots, at + 11, NB_RSHIFT, operator_bitwise_right_shift)
    put_slot(slots, at + 12, NB_NEGATIVE, operator_negative)
    put_slot(slots, at + 13, NB_POSITIVE, operator_positive)
    put_slot(slots, at + 14, NB_ABSOLUTE, operator_abs)
    put_slot(slots, at + 15, NB_INVERT, operator_bitwise_invert)
    put_slot(slots, at + 16, NB_POWER, operator_pow)
    put_slot(slots, at + 17, TP_RICHCOMPARE, compare)
    put_slot(slots, at + 18, MP_SUBSCRIPT, operator_getitem)
